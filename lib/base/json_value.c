/* json_value.c - JSON values: equality and pointers. */
#include <stdlib.h>

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

static int by_key(const void *x, const void *y)
{
    return gp_str_cmp((*(const gp_json *const *)x)->key, (*(const gp_json *const *)y)->key);
}

static const gp_json **sorted(const gp_json *object)
{
    const gp_json **list = gp_alloc_array(object->n, sizeof *list);
    size_t n = 0;
    for (const gp_json *m = object->first; m; m = m->next) list[n++] = m;
    qsort(list, n, sizeof *list, by_key);
    return list;
}

/* Large objects in another order: looking each key up would take the square of the time. */
static bool equal_sorted(const gp_json *x, const gp_json *y)
{
    const gp_json **p = sorted(x), **q = sorted(y);
    bool same = true;
    for (size_t i = 0; i < x->n && same; i++) same = gp_str_eq(p[i]->key, q[i]->key) && gp_json_equal(p[i], q[i]);
    free(p);
    free(q);
    return same;
}

static bool equal_children(const gp_json *x, const gp_json *y)
{
    if (x->n != y->n) return false;
    const gp_json *q = y->first;
    for (const gp_json *p = x->first; p; p = p->next) {
        if (x->n > 32 && !gp_str_eq(p->key, q->key)) return equal_sorted(x, y);
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

static void put_step(gp_buf *b, gp_str key)
{
    for (size_t i = 0; i < key.n; i++) {
        if (key.p[i] == '~') gp_buf_c(b, "~0");
        else if (key.p[i] == '/') gp_buf_c(b, "~1");
        else gp_buf_byte(b, key.p[i]);
    }
}

/* Values know where they stand in the text, so the way down needs no search. */
gp_str gp_json_pointer(gp_arena *a, const gp_json *root, const gp_json *v)
{
    gp_buf b = {0};
    for (const gp_json *at = root; at && at != v;) {
        size_t i = 0;
        const gp_json *e = at->first;
        for (; e && e != v && v->offset >= e->offset + e->raw.n; e = e->next) i++;
        if (e) gp_buf_byte(&b, '/');
        if (e && at->type == GP_JSON_OBJECT) put_step(&b, e->key);
        else if (e) gp_buf_fmt(&b, "%zu", i);
        at = e;
    }
    gp_str s = gp_str_dup(a, gp_buf_view(&b));
    gp_buf_free(&b);
    return s;
}
