/* nodes.c - values that a path selects, against what is asked of them. */
#include "grade/nodes.h"

#include <math.h>

const char *const gp_node_types[GP_NODE_TYPES] = {NULL,     "null",   "boolean", "integer",
                                                  "number", "string", "array",   "object"};
enum { INTEGER = 3, NUMBER = 4 };

static bool is_number(const gp_json *v) { return v->type == GP_JSON_INT || v->type == GP_JSON_REAL; }

static gp_code check_bounds(const gp_node_test *t, gp_err *err)
{
    const gp_json *bounds[] = {t->min, t->max};
    for (size_t i = 0; i < 2; i++)
        if (bounds[i] && !is_number(bounds[i]))
            return gp_json_fail(err, bounds[i], "a bound must be a number, not %s", gp_json_type_name(bounds[i]->type));
    if (t->min && t->max && gp_decimal_cmp(gp_decimal_of(t->min->raw), gp_decimal_of(t->max->raw)) > 0)
        return gp_json_fail(err, t->min, "\"min\" is above \"max\", so no value can pass");
    return GP_OK;
}

/* --- one value --- */

static unsigned type_of(const gp_json *v)
{
    static const unsigned index[] = {
        [GP_JSON_NULL] = 1,   [GP_JSON_BOOL] = 2,  [GP_JSON_INT] = INTEGER, [GP_JSON_REAL] = NUMBER,
        [GP_JSON_STRING] = 5, [GP_JSON_ARRAY] = 6, [GP_JSON_OBJECT] = 7};
    if (v->type == GP_JSON_REAL && gp_decimal_is_whole(gp_decimal_of(v->raw))) return INTEGER;
    return index[v->type];
}

static const char *bounds_text(gp_arena *a, const gp_node_test *t)
{
    if (!t->max) return gp_str_fmt(a, "at least %.*s", GP_ARG(t->min->raw)).p;
    if (!t->min) return gp_str_fmt(a, "at most %.*s", GP_ARG(t->max->raw)).p;
    return gp_str_fmt(a, "from %.*s to %.*s", GP_ARG(t->min->raw), GP_ARG(t->max->raw)).p;
}

static bool within(const gp_node_test *t, const gp_json *v)
{
    if (!is_number(v)) return false;
    gp_decimal d = gp_decimal_of(v->raw);
    return (!t->min || gp_decimal_cmp(d, gp_decimal_of(t->min->raw)) >= 0) &&
           (!t->max || gp_decimal_cmp(d, gp_decimal_of(t->max->raw)) <= 0);
}

static bool fits(const gp_node_test *t, const gp_json *v)
{
    unsigned type = type_of(v);
    if (t->type && t->type != type && !(t->type == NUMBER && type == INTEGER)) return false;
    if ((t->min || t->max) && !within(t, v)) return false;
    return !t->expect || gp_json_equal(t->expect, v);
}

static const char *wanted(gp_arena *a, const gp_node_test *t)
{
    if (t->expect) return gp_quote(a, t->expect->raw);
    return t->min || t->max ? gp_str_fmt(a, "a number %s", bounds_text(a, t)).p : gp_node_types[t->type];
}

gp_code gp_nodes_check(const gp_grader *g, gp_str path, const gp_node_test *t, gp_err *err)
{
    gp_arena a = {0};
    gp_err inner = {0};
    const gp_jsonpath *ignored;
    const gp_json *at = gp_json_get(g->at, "path");
    gp_code code = at ? gp_jsonpath_compile(&a, path, &ignored, &inner) : GP_OK;
    gp_arena_free(&a);
    if (code) return gp_json_fail(err, at, "%s", inner.msg);
    if (t->count == 0 && (t->expect || t->type || t->min || t->max))
        return gp_json_fail(err, gp_json_get(g->at, "count"), "\"count\" 0 leaves no value for the other tests");
    code = check_bounds(t, err);
    if (!code && (t->min || t->max) && t->type && t->type != NUMBER && t->type != INTEGER)
        code = gp_json_fail(err, gp_json_get(g->at, "value_type"),
                            "only numbers lie between bounds, so no value can pass");
    if (!code && t->expect && !fits(t, t->expect))
        code = gp_json_fail(err, t->expect, "\"expect\" fails the other tests, so no value can pass");
    return code;
}

/* --- all of them --- */

static gp_code conclude(gp_arena *a, gp_str path, const gp_node_test *t, const gp_nodes *nodes, gp_criterion *out)
{
    size_t good = 0;
    const gp_json *first = NULL;
    const char *where = gp_quote(a, path);
    for (size_t i = 0; i < nodes->n; i++) {
        bool ok = fits(t, nodes->node[i]);
        good += ok;
        if (!ok && !first) first = nodes->node[i];
    }
    if (first)
        return gp_explain(a, out, (double)good / (double)nodes->n,
                          "%zu of %zu at %s will do; expected %s, got %s (line %u)", good, nodes->n, where,
                          wanted(a, t), gp_quote(a, first->raw), first->line);
    if (!nodes->n) return gp_explain(a, out, 1, "nothing at %s", where);
    if (nodes->n == 1) return gp_explain(a, out, 1, "%s is %s", where, gp_quote(a, nodes->node[0]->raw));
    return gp_explain(a, out, 1, "all %zu at %s will do, such as %s", nodes->n, where,
                      gp_quote(a, nodes->node[0]->raw));
}

gp_code gp_nodes_judge(gp_arena *a, gp_str path, const gp_node_test *t, const gp_json *root, gp_criterion *out,
                       gp_err *err)
{
    gp_arena scratch = {0};
    const gp_jsonpath *p;
    gp_nodes nodes = {0};
    gp_code code = gp_jsonpath_compile(&scratch, path.n ? path : GP_STR("$"), &p, err);
    if (!code) code = gp_jsonpath_select(&scratch, p, root, &nodes, err);
    if (code) (void)0;
    else if (t->count >= 0 && nodes.n != (size_t)t->count)
        code = gp_explain(a, out, 0, "%zu values at %s, expected %lld, in %s", nodes.n, gp_quote(a, path),
                          (long long)t->count, gp_quote(a, root->raw));
    else if (!nodes.n && t->count)
        code = gp_explain(a, out, 0, "nothing at %s in %s", gp_quote(a, path), gp_quote(a, root->raw));
    else code = conclude(a, path.n ? path : GP_STR("$"), t, &nodes, out);
    gp_arena_free(&scratch);
    return code;
}
