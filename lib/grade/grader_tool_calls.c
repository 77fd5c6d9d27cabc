/* grader_tool_calls.c - the tools that the model calls, and with what. */
#include <string.h>

#include "grade/grade_impl.h"

enum { CALLS_MAX = 256 }; /* a reply with more fails unread; so many may be expected */

typedef struct wanted {
    gp_str name;
    const gp_json *arguments, *schema; /* NULL: any */
    const gp_json *at;
} wanted;

typedef struct tools {
    gp_grader g;
    const wanted *expect;
    size_t n;
    const gp_str *forbid;
    size_t n_forbid;
    int64_t min, max; /* -1 if absent */
    bool ordered, extra;
} tools;

static gp_code read_name(gp_arena *a, const gp_json *v, void *at, gp_err *err)
{
    wanted *w = at;
    (void)a;
    w->at = v;
    return gp_json_str(v, "\"name\"", &w->name, err);
}

static void write_name(gp_jw *w, const void *at) { gp_jw_str(w, ((const wanted *)at)->name); }

static const gp_field wanted_rows[] = {
    GP_FIELD_BY("name", write_name, read_name, .flags = GP_KNOWN | GP_QUOTED, .doc = "Name of the tool.",
                .schema = "{\"type\": \"string\", \"minLength\": 1}"),
    GP_FIELD(JSON, "arguments", wanted, arguments, .flags = GP_OPTIONAL | GP_QUOTED, .json = GP_JSON_OBJECT,
             .doc = "What the arguments must be, all of them: numbers by value, objects without regard to order."),
    GP_FIELD(JSON, "schema", wanted, schema, .flags = GP_OPTIONAL | GP_QUOTED, .json = GP_JSON_OBJECT,
             .doc = "A JSON Schema that the arguments must fit, as of the grader json."),
};
static const gp_record wanted_record = GP_RECORD(wanted, wanted_rows, "an expected call",
                                                 .doc = "A call that is expected.");

#define ROW_COUNT(key, member, doc_) \
    GP_FIELD(INT, key, tools, member, GP_RANGE(0, 256), .flags = GP_OPTIONAL | GP_QUOTED, .doc = doc_)

static const gp_field rows[] = {
    GP_FIELD_LISTED(
        LIST, "expect", tools, expect, n, .flags = GP_OPTIONAL | GP_QUOTED | GP_FILLED, .record = &wanted_record,
        .doc = "The calls that the reply must make: objects with the `name` of a tool and, where they matter, with "
               "`arguments` (what they must be, all of them) and a `schema` that they must fit."),
    GP_FIELD_LISTED(STRS, "forbid", tools, forbid, n_forbid, .flags = GP_OPTIONAL | GP_QUOTED | GP_FILLED,
                    .doc = "Names of tools that must not be called."),
    ROW_COUNT("min", min, "Least number of calls in the reply."),
    ROW_COUNT("max", max, "Greatest number of calls in the reply; 0: none may be made."),
    GP_FIELD(BOOL, "ordered", tools, ordered, .flags = GP_OPTIONAL | GP_DEFAULT | GP_QUOTED,
             .doc = "The calls of `expect` must come in its order."),
    GP_FIELD(BOOL, "extra", tools, extra, .flags = GP_OPTIONAL | GP_DEFAULT | GP_QUOTED,
             .doc = "Allow calls besides those of `expect`."),
};

/* --- what a suite may ask for --- */

static gp_code check(const gp_grader *g, gp_err *err)
{
    const tools *p = (const tools *)g;
    const gp_json *max = gp_json_get(g->at, "max"), *ordered = gp_json_get(g->at, "ordered");
    if (!p->n && !p->n_forbid && p->min < 0 && p->max < 0)
        return gp_json_fail(err, g->at, "a grader of type tool_calls needs \"expect\", \"forbid\", \"min\" or \"max\"");
    if (p->n > CALLS_MAX)
        return gp_json_fail(err, gp_json_get(g->at, "expect"), "\"expect\" has more than %d calls", (int)CALLS_MAX);
    if (p->max >= 0 && (p->max < p->min || (size_t)p->max < p->n))
        return gp_json_fail(err, max, "\"max\" allows fewer calls than \"%s\" asks for",
                            p->max < p->min ? "min" : "expect");
    if (p->min > (int64_t)p->n && p->n && !p->extra)
        return gp_json_fail(err, gp_json_get(g->at, "min"),
                            "\"min\" asks for more calls than \"expect\" has, and \"extra\" is not set");
    if (!p->n && (ordered || gp_json_get(g->at, "extra")))
        return gp_json_fail(err, ordered ? ordered : gp_json_get(g->at, "extra"),
                            "this does nothing without \"expect\"");
    for (size_t i = 0; i < p->n; i++)
        for (size_t k = 0; k < p->n_forbid; k++)
            if (gp_str_eq(p->expect[i].name, p->forbid[k]))
                return gp_json_fail(err, p->expect[i].at, "\"%.*s\" is expected and forbidden", GP_ARG(p->forbid[k]));
    return GP_OK;
}

static bool offered(const gp_case *c, gp_str name)
{
    for (const gp_json *e = c->tools ? c->tools->first : NULL; e; e = e->next) {
        const gp_json *n = gp_json_get(gp_json_get(e, "function"), "name");
        if (n && n->type == GP_JSON_STRING && gp_str_eq(n->s, name)) return true;
    }
    return false;
}

static gp_code compile_wanted(const gp_case *c, const wanted *w, gp_err *err)
{
    gp_arena a = {0};
    const char *why = NULL;
    gp_code code = w->schema ? gp_fits_compile(w->schema, false, err) : GP_OK;
    if (!code && !offered(c, w->name))
        code = gp_json_fail(err, w->at, "the case offers no tool \"%.*s\", so no answer can pass", GP_ARG(w->name));
    if (!code && w->schema && w->arguments) code = gp_fits(&a, w->schema, false, w->arguments, &why, err);
    if (!code && why)
        code = gp_json_fail(err, w->arguments, "\"arguments\" do not fit \"schema\", so no answer can pass: %s", why);
    gp_arena_free(&a);
    return code;
}

static gp_code compile(const gp_case *c, const gp_grader *g, gp_err *err)
{
    const tools *p = (const tools *)g;
    gp_code code = GP_OK;
    for (size_t i = 0; i < p->n && !code; i++) code = compile_wanted(c, &p->expect[i], err);
    return code;
}

/* --- the calls of a reply --- */

typedef struct call {
    gp_str name;
    const gp_json *arguments; /* NULL: not JSON */
} call;

typedef struct calls {
    gp_arena *a;
    call of[CALLS_MAX];
    size_t n;
    int from[CALLS_MAX]; /* which of `expect` it answers; -1: none */
} calls;

/* Providers hand arguments over as text, which is JSON when all is well. */
static const gp_json *arguments_of(gp_arena *a, const gp_json *v)
{
    const gp_json *parsed = NULL;
    gp_err err = {0};
    if (!v || v->type == GP_JSON_OBJECT) return v;
    if (v->type != GP_JSON_STRING) return NULL;
    gp_str text = gp_str_trim(v->s).n ? v->s : GP_STR("{}");
    return gp_json_parse(a, "arguments", text, &parsed, &err) ? NULL : parsed;
}

/* False where the reply's list cannot be read. */
static bool read_calls(calls *x, gp_str text)
{
    const gp_json *root = NULL;
    gp_err err = {0};
    if (!gp_str_trim(text).n) return true;
    if (gp_json_parse(x->a, "tool calls", text, &root, &err) || root->type != GP_JSON_ARRAY || root->n > CALLS_MAX)
        return false;
    for (const gp_json *e = root->first; e; e = e->next) {
        const gp_json *name = gp_json_get(e, "name");
        if (!name || name->type != GP_JSON_STRING) return false;
        x->from[x->n] = -1;
        x->of[x->n++] = (call){name->s, arguments_of(x->a, gp_json_get(e, "arguments"))};
    }
    return true;
}

/* *why: what is wrong with the arguments; NULL: the call is as wanted. Another name is wrong without more words. */
static gp_code fits(calls *x, const wanted *w, const call *c, bool *good, const char **why, gp_err *err)
{
    gp_code code = GP_OK;
    *good = false;
    *why = NULL;
    if (!gp_str_eq(w->name, c->name)) return GP_OK;
    if (!c->arguments && (w->arguments || w->schema)) return *why = "the arguments are no JSON", GP_OK;
    if (w->arguments && !gp_json_equal(w->arguments, c->arguments))
        *why = gp_str_fmt(x->a, "the arguments are %s, expected %s", gp_quote(x->a, c->arguments->raw),
                          gp_quote(x->a, w->arguments->raw))
                   .p;
    if (!*why && w->schema) code = gp_fits(x->a, w->schema, false, c->arguments, why, err);
    *good = !code && !*why;
    return code;
}

typedef struct pairing {
    const tools *p;
    calls *x;
    bool *fit; /* n expected x n calls */
    bool seen[CALLS_MAX];
} pairing;

/* Find a call for `expect[i]`, moving others where they have another choice: so the most are found. */
static bool pair(pairing *m, size_t i)
{
    for (size_t k = 0; k < m->x->n; k++) {
        if (m->seen[k] || !m->fit[i * m->x->n + k]) continue;
        m->seen[k] = true;
        if (m->x->from[k] >= 0 && !pair(m, (size_t)m->x->from[k])) continue;
        m->x->from[k] = (int)i;
        return true;
    }
    return false;
}

/* Each behind the one before. */
static size_t pair_in_order(pairing *m, int *missing)
{
    size_t found = 0, k = 0;
    for (size_t i = 0; i < m->p->n; i++) {
        size_t at = k;
        while (at < m->x->n && !m->fit[i * m->x->n + at]) at++;
        if (at < m->x->n) m->x->from[at] = (int)i, k = at + 1, found++;
        else if (*missing < 0) *missing = (int)i;
    }
    return found;
}

/* How many of `expect` have a call of their own; *missing: the first that has none, or -1. */
static gp_code match(const tools *p, calls *x, size_t *found, int *missing, const char **why, gp_err *err)
{
    pairing m = {p, x, GP_NEW_ARRAY(x->a, bool, p->n * x->n), {false}};
    gp_code code = GP_OK;
    const char **reasons = GP_NEW_ARRAY(x->a, const char *, p->n);
    for (size_t i = 0; i < p->n && !code; i++)
        for (size_t k = 0; k < x->n && !code; k++) {
            const char *reason;
            code = fits(x, &p->expect[i], &x->of[k], &m.fit[i * x->n + k], &reason, err);
            if (reason && !reasons[i]) reasons[i] = reason;
        }
    if (code) return code;
    if (p->ordered) *found = pair_in_order(&m, missing);
    for (size_t i = 0; i < p->n && !p->ordered; i++) {
        memset(m.seen, 0, sizeof m.seen);
        if (pair(&m, i)) ++*found;
        else if (*missing < 0) *missing = (int)i;
    }
    if (*missing >= 0) *why = reasons[*missing];
    return GP_OK;
}

/* --- the verdict --- */

static const call *first_forbidden(const tools *p, const calls *x)
{
    for (size_t i = 0; i < x->n; i++)
        for (size_t k = 0; k < p->n_forbid; k++)
            if (gp_str_eq(x->of[i].name, p->forbid[k])) return &x->of[i];
    return NULL;
}

static const call *first_extra(const calls *x)
{
    for (size_t i = 0; i < x->n; i++)
        if (x->from[i] < 0) return &x->of[i];
    return NULL;
}

static const char *names_of(gp_arena *a, const calls *x)
{
    gp_buf b = {0};
    for (size_t i = 0; i < x->n && b.n < 200; i++) gp_buf_fmt(&b, "%s%.*s", i ? ", " : "", GP_ARG(x->of[i].name));
    const char *s = x->n ? gp_quote(a, gp_buf_view(&b)) : "nothing";
    gp_buf_free(&b);
    return s;
}

static gp_code judge(gp_arena *a, const tools *p, const calls *x, size_t found, int missing, const char *why,
                     gp_criterion *out)
{
    const char *all = names_of(a, x);
    const call *extra = p->n && !p->extra ? first_extra(x) : NULL;
    size_t of = extra && x->n > p->n ? x->n : p->n;
    double score = p->n ? (double)found / (double)of : 1;
    if (missing >= 0 && why)
        return gp_explain(a, out, score, "call %d of %zu, %s: %s", missing + 1, p->n,
                          gp_quote(a, p->expect[missing].name), why);
    if (missing >= 0)
        return gp_explain(a, out, score, "call %d of %zu, %s, is missing%s; called: %s", missing + 1, p->n,
                          gp_quote(a, p->expect[missing].name), p->ordered ? " in this place" : "", all);
    if (extra)
        return gp_explain(a, out, score, "calls %s too, which is not expected; called: %s", gp_quote(a, extra->name),
                          all);
    return gp_explain(a, out, 1, "calls %s", all);
}

static gp_code verdict(gp_arena *a, const gp_judged *x, const gp_grader *g, gp_criterion *out, gp_err *err)
{
    const tools *p = (const tools *)g;
    calls *c = GP_NEW(a, calls);
    size_t found = 0;
    int missing = -1;
    const char *why = NULL;
    c->a = a;
    if (!read_calls(c, x->reply->tool_calls))
        return gp_explain(a, out, 0, "the calls cannot be read: %s", gp_quote(a, x->reply->tool_calls));
    const call *forbidden = first_forbidden(p, c);
    int64_t n = (int64_t)c->n;
    if (forbidden) return gp_explain(a, out, 0, "calls %s, which is forbidden", gp_quote(a, forbidden->name));
    if (n < p->min || (p->max >= 0 && n > p->max))
        return gp_explain(a, out, 0, "%zu calls, at %s %lld wanted; called: %s", c->n, n < p->min ? "least" : "most",
                          (long long)(n < p->min ? p->min : p->max), names_of(a, c));
    gp_code code = match(p, c, &found, &missing, &why, err);
    return code ? code : judge(a, p, c, found, missing, why, out);
}

/* --- mutations --- */

static bool call_nothing(gp_arena *a, const gp_grader *g, gp_reply *reply)
{
    const tools *p = (const tools *)g;
    (void)a;
    reply->tool_calls = (gp_str){0};
    return p->n > 0 || p->min > 0;
}

/* The call in front of the others. */
static bool call_first(gp_arena *a, gp_str name, gp_reply *reply)
{
    gp_str list = gp_str_trim(reply->tool_calls);
    bool some = list.n > 2 && list.p[0] == '[';
    gp_str rest = some ? (gp_str){list.p + 1, list.n - 1} : GP_STR("]");
    gp_buf b = {0};
    gp_jw w;
    gp_buf_byte(&b, '[');
    gp_jw_init(&w, &b, 0);
    gp_jw_object(&w);
    gp_jw_kstr(&w, "name", name);
    gp_jw_kc(&w, "arguments", "{}");
    gp_jw_end_object(&w);
    if (some) gp_buf_byte(&b, ',');
    gp_buf_str(&b, rest);
    reply->tool_calls = gp_str_dup(a, gp_buf_view(&b));
    gp_buf_free(&b);
    return true;
}

static bool call_more(gp_arena *a, const gp_grader *g, gp_reply *reply)
{
    const tools *p = (const tools *)g;
    gp_str other = p->n_forbid ? p->forbid[0] : GP_STR("no_such_tool");
    for (int64_t i = 0; i < p->max; i++) call_first(a, other, reply);
    return (p->n_forbid || p->max >= 0 || (p->n && !p->extra)) && call_first(a, other, reply);
}

static const gp_mutation mutations[] = {{"no call", call_nothing}, {"a call too many", call_more}};

static void stage(gp_str example, gp_reply *reply) { reply->tool_calls = example; }

const gp_grader_kind gp_grader_tool_calls = {
    .name = "tool_calls",
    .doc = "the reply calls the tools that it should",
    .more =
        "A call answers one of `expect` that has its name and fits its `arguments` and its `schema`, where they stand; the "
        "score is the share of `expect` that has such a call. With calls that are not expected it is the share of the calls, "
        "unless `extra` is set. A forbidden call, or a number of calls outside `min` and `max`, scores 0. Every expected name must be one of "
        "the case's `tools`. The calls of one reply are parallel; those of later ones are graded by `turn`.",
    .example = "{\"type\": \"tool_calls\", \"expect\": [{\"name\": \"weather\", \"arguments\": {\"city\": \"Oslo\"}}]}",
    .pass = "[{\"name\": \"weather\", \"arguments\": \"{\\\"city\\\": \\\"Oslo\\\"}\"}]",
    .fail = "[{\"name\": \"weather\", \"arguments\": \"{\\\"city\\\": \\\"Rome\\\"}\"}]",
    .params = GP_RECORD(tools, rows, "a grader of type tool_calls"),
    .mutations = mutations,
    .n_mutations = 2,
    .check = check,
    .compile = compile,
    .verdict = verdict,
    .stage = stage,
};
