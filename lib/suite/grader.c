/* Graders and examples of a case. What a type takes is decided in keys.c; here stands what must be there, what excludes
 * what, and which values make sense. */
#include <math.h>

#include "suite/suite_impl.h"

static const char *const unit_names[] = {"words", "lines", "characters"};
enum { UNITS = sizeof unit_names / sizeof *unit_names };

static gp_code read_flag(const gp_json *v, const char *key, bool *out, gp_err *err)
{
    const gp_json *m = gp_json_get(v, key);
    return m ? gp_json_bool(m, key, out, err) : GP_OK;
}

static gp_code read_number(const gp_json *v, const char *key, double min, double max, double *out, gp_err *err)
{
    const gp_json *m = gp_json_get(v, key);
    return m ? gp_json_real(m, key, min, max, out, err) : GP_OK;
}

/* --- expect --- */

static bool is_number(const gp_json *v)
{
    return v->type == GP_JSON_INT || v->type == GP_JSON_REAL;
}

/* One value of `expect` for a grader that compares text: a string, or a number taken as it is written. */
static gp_code check_text(const gp_json *v, bool may_be_empty, gp_err *err)
{
    if (v->type != GP_JSON_STRING && !is_number(v)) return gp_json_fail(err, v, "\"expect\" must hold strings or numbers here, not %s", gp_json_type_name(v->type));
    if (v->type == GP_JSON_STRING && !v->s.n && !may_be_empty) return gp_json_fail(err, v, "\"expect\" holds an empty string, which every answer contains");
    return GP_OK;
}

static gp_code check_number(const gp_json *v, gp_err *err)
{
    return is_number(v) ? GP_OK : gp_json_fail(err, v, "\"expect\" of a number grader must hold numbers, not %s", gp_json_type_name(v->type));
}

static gp_code check_expect(const gp_grader *g, gp_err *err)
{
    const gp_json *v = g->expect;
    if (!v || g->type == GP_GRADER_JSON) return GP_OK; /* any JSON value, lists included */
    bool list = v->type == GP_JSON_ARRAY, may_be_empty = g->type == GP_GRADER_EQUALS || g->type == GP_GRADER_REGEX;
    gp_code code = list ? gp_check_list(v, "\"expect\"", err) : GP_OK;
    for (const gp_json *e = list ? v->first : v; e && !code; e = list ? e->next : NULL)
        code = g->type == GP_GRADER_NUMBER ? check_number(e, err) : check_text(e, may_be_empty, err);
    return code;
}

/* --- what each type needs --- */

static gp_code check_bounds(const gp_grader *g, gp_err *err)
{
    if (g->min > g->max) return gp_json_fail(err, g->at, "\"min\" is %g, above \"max\", which is %g", g->min, g->max);
    return GP_OK;
}

static gp_code need_expect(const gp_grader *g, gp_err *err)
{
    return g->expect ? GP_OK : gp_json_fail(err, g->at, "a grader of type %s needs \"expect\"", gp_grader_type_name(g->type));
}

static gp_code check_number_grader(const gp_grader *g, gp_err *err)
{
    if (!g->expect && isnan(g->min) && isnan(g->max)) return gp_json_fail(err, g->at, "a grader of type number needs \"expect\", \"min\" or \"max\"");
    if (!g->expect && !isnan(g->tolerance)) return gp_json_fail(err, g->at, "\"tolerance\" does nothing without \"expect\"");
    return check_bounds(g, err);
}

static gp_code check_count_grader(const gp_grader *g, gp_err *err)
{
    bool bounds = !isnan(g->min) || !isnan(g->max);
    if (isnan(g->exact) && !bounds) return gp_json_fail(err, g->at, "a grader of type count needs \"exact\", \"min\" or \"max\"");
    if (!isnan(g->exact) && bounds) return gp_json_fail(err, g->at, "\"exact\" excludes \"min\" and \"max\"");
    const double all[] = {g->exact, g->min, g->max};
    for (size_t i = 0; i < 3; i++)
        if (!isnan(all[i]) && (all[i] < 0 || all[i] != floor(all[i]))) return gp_json_fail(err, g->at, "a count is a whole number of at least 0, not %g", all[i]);
    return check_bounds(g, err);
}

/* RFC 6901: empty, or '/' in front of every step; '~' only as ~0 or ~1. */
static bool is_pointer(gp_str p)
{
    if (p.n && p.p[0] != '/') return false;
    for (size_t i = 0; i < p.n; i++)
        if (p.p[i] == '~' && (i + 1 == p.n || (p.p[i + 1] != '0' && p.p[i + 1] != '1'))) return false;
    return true;
}

static gp_code check_json_grader(const gp_grader *g, gp_err *err)
{
    const gp_json *path = gp_json_get(g->at, "path");
    if (path && !is_pointer(g->path)) return gp_json_fail(err, path, "\"path\" must be a JSON Pointer such as \"/items/0/name\" (RFC 6901)");
    if (path && !g->expect) return gp_json_fail(err, path, "\"path\" does nothing without \"expect\"");
    return GP_OK;
}

static gp_code check_type(const gp_grader *g, gp_err *err)
{
    switch (g->type) {
    case GP_GRADER_EQUALS:
    case GP_GRADER_CONTAINS:
    case GP_GRADER_NOT_CONTAINS: return need_expect(g, err);
    case GP_GRADER_REGEX: return g->pattern.n ? GP_OK : gp_json_fail(err, g->at, "a grader of type regex needs a \"pattern\" that is not empty");
    case GP_GRADER_NUMBER: return check_number_grader(g, err);
    case GP_GRADER_COUNT: return check_count_grader(g, err);
    case GP_GRADER_JSON: return check_json_grader(g, err);
    case GP_GRADER_TYPES: break;
    }
    return gp_fail(err, GP_E_BUG, "unknown grader type %d", (int)g->type);
}

/* --- reading --- */

static gp_code read_type(const gp_json *v, gp_grader *g, gp_err *err)
{
    gp_code code = gp_json_want(v, "a grader", GP_JSON_OBJECT, err);
    if (code) return code;
    const gp_json *type = gp_json_get(v, "type");
    if (!type) return gp_json_fail(err, v, "a grader lacks \"type\"");
    gp_str name;
    code = gp_json_str(type, "the type of a grader", &name, err);
    if (code) return code;
    const char *names[GP_GRADER_TYPES];
    for (int i = 0; i < GP_GRADER_TYPES; i++) names[i] = gp_grader_type_name((gp_grader_type)i);
    int i = gp_name_index(name, names, GP_GRADER_TYPES);
    if (i < 0) return gp_json_fail_choice(type, "the type of a grader", names, GP_GRADER_TYPES, err);
    g->type = (gp_grader_type)i;
    return gp_grader_keys_check(v, g->type, err);
}

static gp_code read_texts(const gp_json *v, gp_grader *g, gp_err *err)
{
    const gp_json *pattern = gp_json_get(v, "pattern"), *unit = gp_json_get(v, "unit"), *path = gp_json_get(v, "path");
    gp_code code = pattern ? gp_json_str(pattern, "\"pattern\"", &g->pattern, err) : GP_OK;
    if (!code && unit) code = gp_json_str(unit, "\"unit\"", &g->unit, err);
    if (!code && unit && gp_name_index(g->unit, unit_names, UNITS) < 0) code = gp_json_fail_choice(unit, "\"unit\"", unit_names, UNITS, err);
    if (!code && path) code = gp_json_str(path, "\"path\"", &g->path, err);
    if (!code && g->schema) code = gp_json_want(g->schema, "\"schema\"", GP_JSON_OBJECT, err);
    return code;
}

static gp_code read_numbers(const gp_json *v, gp_grader *g, gp_err *err)
{
    const double big = 1.7976931348623157e308;
    gp_code code = read_number(v, "min", -big, big, &g->min, err);
    if (!code) code = read_number(v, "max", -big, big, &g->max, err);
    if (!code) code = read_number(v, "exact", -big, big, &g->exact, err);
    if (!code) code = read_number(v, "tolerance", 0, big, &g->tolerance, err);
    if (!code) code = read_number(v, "weight", 0, 1e6, &g->weight, err);
    if (!code && g->weight <= 0) code = gp_json_fail(err, gp_json_get(v, "weight"), "\"weight\" must be above 0; leave a grader out that is not to count");
    return code;
}

static gp_code read_turn(const gp_json *v, const gp_case *c, gp_grader *g, gp_err *err)
{
    const gp_json *turn = gp_json_get(v, "turn");
    int64_t last = (int64_t)c->n_turns + 1;
    g->turn = last;
    gp_code code = turn ? gp_json_int(turn, "\"turn\"", INT64_MIN, INT64_MAX, &g->turn, err) : GP_OK;
    if (!code && (g->turn < 1 || g->turn > last))
        code = gp_json_fail(err, turn, "\"turn\" is %lld, but this case has %lld repl%s", (long long)g->turn, (long long)last, last == 1 ? "y" : "ies");
    return code;
}

static gp_code read_grader(const gp_json *v, const gp_case *c, gp_grader *g, gp_err *err)
{
    *g = (gp_grader){.weight = 1, .min = NAN, .max = NAN, .exact = NAN, .tolerance = NAN, .at = v};
    gp_code code = read_type(v, g, err);
    if (code) return code;
    g->trim = g->type == GP_GRADER_EQUALS;
    if (g->type == GP_GRADER_COUNT) g->unit = GP_STR("words");
    g->expect = gp_json_get(v, "expect");
    g->schema = gp_json_get(v, "schema");
    code = read_texts(v, g, err);
    if (!code) code = read_numbers(v, g, err);
    if (!code) code = read_flag(v, "ignore_case", &g->ignore_case, err);
    if (!code) code = read_flag(v, "trim", &g->trim, err);
    if (!code) code = read_turn(v, c, g, err);
    if (!code) code = check_expect(g, err);
    return code ? code : check_type(g, err);
}

/* Given, or TYPE-N; no other grader of the case may have it. */
static gp_code name_grader(gp_arena *a, const gp_json *v, gp_grader *list, size_t i, gp_err *err)
{
    const gp_json *id = gp_json_get(v, "id");
    gp_code code = GP_OK;
    if (id) code = gp_check_id(id, "the id of a grader", &list[i].id, err);
    else list[i].id = gp_str_fmt(a, "%s-%zu", gp_grader_type_name(list[i].type), i + 1);
    if (code) return code;
    if (!list[i].id.p) return gp_fail_nomem(err);
    for (size_t k = 0; k < i; k++)
        if (gp_str_eq(list[k].id, list[i].id))
            return gp_json_fail(err, id ? id : v, "two graders of this case have the id \"%.*s\" (the other is at line %u)", GP_ARG(list[i].id), list[k].at->line);
    return GP_OK;
}

enum { GRADERS_MAX = 1000 }; /* per case; ids are compared pairwise */

gp_code gp_graders_read(gp_arena *a, const gp_json *v, gp_case *c, gp_err *err)
{
    gp_code code = gp_check_list(v, "\"grade\"", err);
    if (code) return code;
    if (v->n > GRADERS_MAX) return gp_json_fail(err, v, "\"grade\" holds %zu graders, more than %d", v->n, (int)GRADERS_MAX);
    gp_grader *list = GP_NEW_ARRAY(a, gp_grader, v->n);
    if (!list) return gp_fail_nomem(err);
    size_t i = 0;
    for (const gp_json *e = v->first; e && !code; e = e->next, i++) {
        code = read_grader(e, c, &list[i], err);
        if (!code) code = name_grader(a, e, list, i, err);
    }
    c->graders = list;
    c->n_graders = v->n;
    return code;
}

/* --- examples --- */

/* A string, or one string per reply where the case has turns. */
static gp_code check_example(const gp_json *v, const gp_case *c, gp_err *err)
{
    if (v->type == GP_JSON_STRING && !c->n_turns) return GP_OK;
    if (v->type != GP_JSON_ARRAY || v->n != c->n_turns + 1)
        return c->n_turns ? gp_json_fail(err, v, "this case has %zu replies: an example must be an array of %zu strings", c->n_turns + 1, c->n_turns + 1)
                          : gp_json_fail(err, v, "an example must be a string (this case has no turns), not %s", gp_json_type_name(v->type));
    for (const gp_json *e = v->first; e; e = e->next)
        if (e->type != GP_JSON_STRING) return gp_json_fail(err, e, "an example must hold strings, not %s", gp_json_type_name(e->type));
    return GP_OK;
}

static gp_code read_examples(gp_arena *a, const gp_json *v, const char *what, const gp_case *c, const gp_json *const **out, size_t *n, gp_err *err)
{
    if (!v) return GP_OK;
    gp_code code = gp_check_list(v, what, err);
    if (code) return code;
    const gp_json **list = GP_NEW_ARRAY(a, const gp_json *, v->n);
    if (!list) return gp_fail_nomem(err);
    size_t i = 0;
    for (const gp_json *e = v->first; e && !code; e = e->next) {
        code = check_example(e, c, err);
        list[i++] = e;
    }
    *out = list;
    *n = v->n;
    return code;
}

gp_code gp_examples_read(gp_arena *a, const gp_json *v, gp_case *c, gp_err *err)
{
    gp_code code = gp_keys_check(v, GP_KEYS_EXAMPLES, err);
    if (!code) code = read_examples(a, gp_json_get(v, "pass"), "\"pass\"", c, &c->pass_examples, &c->n_pass, err);
    return code ? code : read_examples(a, gp_json_get(v, "fail"), "\"fail\"", c, &c->fail_examples, &c->n_fail, err);
}
