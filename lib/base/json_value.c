/* json_value.c - JSON values: equality and pointers. */
#include "base/decimal.h"
#include "base/json.h"

static bool is_number(const gp_json *v) { return v->type == GP_JSON_INT || v->type == GP_JSON_REAL; }

/* Member of an object by counted key (a key may hold a NUL). */
static const gp_json *member(const gp_json *object, gp_str key)
{
    for (const gp_json *m = object->first; m; m = m->next)
        if (gp_str_eq(m->key, key)) return m;
    return NULL;
}

static bool equal_children(const gp_json *x, const gp_json *y)
{
    if (x->n != y->n) return false;
    const gp_json *q = y->first;
    for (const gp_json *p = x->first; p; p = p->next) {
        /* same order is the usual case and keeps this linear there */
        const gp_json *other = x->type == GP_JSON_OBJECT && !gp_str_eq(p->key, q->key) ? member(y, p->key) : q;
        if (!other || !gp_json_equal(p, other)) return false;
        q = q->next;
    }
    return true;
}

bool gp_json_equal(const gp_json *x, const gp_json *y)
{
    if (is_number(x) && is_number(y))
        return x->type == GP_JSON_INT && y->type == GP_JSON_INT
                   ? x->i == y->i
                   : gp_decimal_cmp(gp_decimal_of(x->raw), gp_decimal_of(y->raw)) == 0;
    if (x->type != y->type) return false;
    switch (x->type) {
    case GP_JSON_NULL: return true;
    case GP_JSON_BOOL: return x->b == y->b;
    case GP_JSON_STRING: return gp_str_eq(x->s, y->s);
    case GP_JSON_ARRAY:
    case GP_JSON_OBJECT: return equal_children(x, y);
    case GP_JSON_INT:
    case GP_JSON_REAL: break;
    }
    return false;
}

/* One step of a pointer against a key: ~1 is '/', ~0 is '~'. */
static bool step_is(gp_str step, gp_str key)
{
    size_t k = 0;
    for (size_t i = 0; i < step.n; i++, k++) {
        char c = step.p[i];
        if (c == '~' && i + 1 < step.n) c = step.p[++i] == '1' ? '/' : '~';
        if (k >= key.n || key.p[k] != c) return false;
    }
    return k == key.n;
}

static const gp_json *element(const gp_json *array, gp_str step)
{
    size_t i = 0;
    if (!step.n || step.n > 9 || (step.p[0] == '0' && step.n > 1)) return NULL;
    for (size_t k = 0; k < step.n; k++) {
        if (step.p[k] < '0' || step.p[k] > '9') return NULL;
        i = i * 10 + (size_t)(step.p[k] - '0');
    }
    const gp_json *e = array->first;
    while (e && i--) e = e->next;
    return e;
}

const gp_json *gp_json_at(const gp_json *v, gp_str pointer)
{
    for (size_t at = 0; v && at < pointer.n;) {
        size_t from = ++at; /* behind the '/' */
        while (at < pointer.n && pointer.p[at] != '/') at++;
        gp_str step = {pointer.p + from, at - from};
        const gp_json *next = NULL;
        if (v->type == GP_JSON_ARRAY) next = element(v, step);
        for (const gp_json *m = v->type == GP_JSON_OBJECT ? v->first : NULL; m && !next; m = m->next)
            if (step_is(step, m->key)) next = m;
        v = next;
    }
    return v;
}
