/* JSON answers: one value, read strictly; equality and pointers. */
#include <string.h>

#include "base/caps.h"
#include "grade/grade_impl.h"

static bool is_number(const gp_json *v)
{
    return v->type == GP_JSON_INT || v->type == GP_JSON_REAL;
}

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
    if (is_number(x) && is_number(y)) return x->type == GP_JSON_INT && y->type == GP_JSON_INT ? x->i == y->i : x->d == y->d;
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

/* --- the json grader --- */

/* The inside of a single code fence that is the whole text. */
static bool fenced(gp_str text, gp_str *inside)
{
    gp_str t = gp_str_trim(text), fence = GP_STR("```");
    if (t.n < 7 || !gp_str_starts(t, fence) || !gp_str_eq((gp_str){t.p + t.n - 3, 3}, fence)) return false;
    const char *lf = memchr(t.p, '\n', t.n);
    if (!lf || lf > t.p + t.n - 3) return false;
    *inside = (gp_str){lf + 1, (size_t)(t.p + t.n - 3 - (lf + 1))};
    return gp_str_find(*inside, fence) == SIZE_MAX;
}

static gp_code compare(gp_arena *a, const gp_grader *g, const gp_json *root, gp_criterion *out)
{
    const char *where = g->path.n ? gp_quote(a, g->path) : "the answer";
    const gp_json *v = gp_json_at(root, g->path);
    if (!v) return gp_explain(a, out, 0, "nothing at %s in %s", where, gp_quote(a, root->raw));
    if (gp_json_equal(g->expect, v)) return gp_explain(a, out, 1, "%s is %s", where, gp_quote(a, v->raw));
    return gp_explain(a, out, 0, "%s is %s, expected %s", where, gp_quote(a, v->raw), gp_quote(a, g->expect->raw));
}

static gp_code judge(gp_arena *a, const gp_grader *g, const gp_json *root, gp_criterion *out, gp_err *err)
{
    const char *why = NULL;
    gp_code code = g->schema ? gp_schema_validate(a, g->schema, root, &why, err) : GP_OK;
    if (code) return code;
    if (why) return gp_explain(a, out, 0, "%s", why);
    if (g->expect) return compare(a, g, root, out);
    return gp_explain(a, out, 1, g->schema ? "valid JSON that fits the schema" : "valid JSON");
}

static gp_code parse_and_judge(gp_arena *a, gp_arena *scratch, const gp_grader *g, gp_str text, gp_criterion *out, gp_err *err)
{
    gp_err inner = {0};
    const gp_json *root = NULL;
    gp_code code = gp_json_parse(scratch, "answer", text, &root, &inner);
    if (code == GP_E_INPUT) return gp_explain(a, out, 0, "not JSON: %s", inner.msg);
    if (code) return gp_fail(err, code, "%s", inner.msg);
    return judge(a, g, root, out, err);
}

gp_code gp_grade_json(gp_arena *a, const gp_grader *g, gp_str answer, gp_criterion *out, gp_err *err)
{
    gp_str inside;
    if (answer.n > GP_JSON_ANSWER_MAX) return gp_explain(a, out, 0, "the answer has %zu bytes, more than the %zu that are read as JSON", answer.n, GP_JSON_ANSWER_MAX);
    if (!answer.p) answer = GP_STR("");
    if (fenced(answer, &inside)) {
        if (!g->trim) return gp_explain(a, out, 0, "the answer is in a code fence (accepted only with \"trim\": true): %s", gp_quote(a, answer));
        answer = inside;
    }
    gp_arena scratch = {0};
    gp_code code = parse_and_judge(a, &scratch, g, answer, out, err);
    gp_arena_free(&scratch);
    return code;
}
