/* grader_number.c - a number in the answer. */
#include <float.h>
#include <math.h>

#include "grade/grade_impl.h"

typedef enum pick { UNSAID, LAST, FIRST, ALL, BOXED } pick;
static const char *const picks[] = {NULL, "last", "first", "all", "boxed"};
static const char *const separators[] = {NULL, "1,234.5", "1.234,5", "1 234,5", "1'234.5"};
static const char *const forms[] = {"fraction", "percent", "power"};

/* Numbers as the suite writes them; NULL where absent. */
typedef struct number {
    gp_grader g;
    const gp_json *expect, *min, *max, *tolerance, *relative, *unit;
    pick pick;
    gp_separators separators;
    uint32_t forms;
} number;

static bool is_number(const gp_json *v) { return v->type == GP_JSON_INT || v->type == GP_JSON_REAL; }

/* A text such as "1/3" is for check(), which knows whether fractions are asked for. */
static gp_code read_expect(gp_arena *a, const gp_json *v, void *at, gp_err *err)
{
    (void)a;
    *(const gp_json **)at = v;
    if (v->type == GP_JSON_ARRAY && !v->n) return gp_json_fail(err, v, "\"expect\" is empty; list at least one");
    for (const gp_json *e = gp_expect_first(v); e; e = gp_expect_next(v, e))
        if (!is_number(e) && e->type != GP_JSON_STRING)
            return gp_json_fail(err, e, "\"expect\" of a number grader must hold numbers, not %s",
                                gp_json_type_name(e->type));
    return GP_OK;
}

static gp_code read_one(const char *key, double least, double most, const gp_json *v, void *at, gp_err *err)
{
    double ignored;
    *(const gp_json **)at = v;
    return gp_json_real(v, key, least, most, &ignored, err);
}

static gp_code read_min(gp_arena *a, const gp_json *v, void *at, gp_err *err)
{
    (void)a;
    return read_one("min", -DBL_MAX, DBL_MAX, v, at, err);
}

static gp_code read_max(gp_arena *a, const gp_json *v, void *at, gp_err *err)
{
    (void)a;
    return read_one("max", -DBL_MAX, DBL_MAX, v, at, err);
}

static gp_code read_tolerance(gp_arena *a, const gp_json *v, void *at, gp_err *err)
{
    (void)a;
    return read_one("tolerance", 0, DBL_MAX, v, at, err);
}

static gp_code read_relative(gp_arena *a, const gp_json *v, void *at, gp_err *err)
{
    (void)a;
    return read_one("relative", 0, 1, v, at, err);
}

static const gp_field rows[] = {
    GP_FIELD(JSON, "expect", number, expect, .flags = GP_OPTIONAL | GP_QUOTED, .read = read_expect,
             .doc = "The number, or a list of which any will do; with the form `fraction` also a text such as \"1/3\".",
             .schema = "{\"anyOf\": [{\"type\": [\"number\", \"string\"]}, {\"type\": \"array\", \"minItems\": 1, "
                       "\"items\": {\"type\": [\"number\", \"string\"]}}]}"),
    GP_FIELD(JSON, "min", number, min, .flags = GP_OPTIONAL, .read = read_min, .doc = "Least number allowed.",
             .schema = "{\"type\": \"number\"}"),
    GP_FIELD(JSON, "max", number, max, .flags = GP_OPTIONAL, .read = read_max, .doc = "Greatest number allowed.",
             .schema = "{\"type\": \"number\"}"),
    GP_FIELD(JSON, "tolerance", number, tolerance, .flags = GP_OPTIONAL, .read = read_tolerance,
             .doc = "Greatest distance from `expect`, inclusive. Default: 0.",
             .schema = "{\"type\": \"number\", \"minimum\": 0}"),
    GP_FIELD(
        JSON, "relative", number, relative, .flags = GP_OPTIONAL, .read = read_relative,
        .doc = "Greatest distance from `expect` as a part of it, inclusive: 0.01 is one percent. With `tolerance`, "
               "either will do.",
        .schema = "{\"type\": \"number\", \"minimum\": 0, \"maximum\": 1}"),
    GP_FIELD(
        ENUM, "pick", number, pick, GP_NAMES(picks), .flags = GP_OPTIONAL | GP_QUOTED,
        .doc = "Which number counts: the `last`, the `first`, `all` of them (each must do), or the only one in the "
               "last `\\boxed{}`. Default: `last`."),
    GP_FIELD(ENUM, "separators", number, separators, GP_NAMES(separators), .flags = GP_OPTIONAL | GP_QUOTED,
             .doc = "How thousands and decimals are set off, by example. It decides what `1.234` and `1,234` are. "
                    "Default: `1,234.5`."),
    GP_FIELD(
        BITS, "forms", number, forms, GP_NAMES(forms), .flags = GP_OPTIONAL | GP_QUOTED,
        .doc = "What else is one number: a `fraction` (`3/4`, `1 1/2`, `½`, `\\frac{3}{4}`), a `percent` (`50%` is "
               "0.5 then, not 50), a `power` (`1.5 × 10^3`). Default: none."),
    GP_FIELD(JSON, "unit", number, unit, .flags = GP_OPTIONAL | GP_QUOTED, .read = gp_parts_read,
             .doc = "A unit, or a list of which any will do. Only numbers that carry it count.",
             .schema = "{\"anyOf\": [{\"type\": \"string\", \"minLength\": 1}, {\"type\": \"array\", \"minItems\": 1, "
                       "\"items\": {\"type\": \"string\", \"minLength\": 1}}]}"),
    GP_ROW_EXTRACT(gp_grader),
};

static double value_of(const gp_json *v) { return v ? v->d : NAN; }
static gp_decimal decimal(const gp_json *v) { return gp_decimal_of(v->raw); }

/* One of `expect`: false where a text is no fraction. */
static bool expected(gp_arena *a, const gp_json *e, gp_number *out)
{
    size_t at = 0;
    *out = gp_number_of(decimal(e));
    return e->type != GP_JSON_STRING ||
           (gp_number_next(a, e->s, &at, &(gp_number_style){.forms = GP_FORM_FRACTION}, out) && out->where.n == e->s.n);
}

static gp_code check_expected(const number *p, gp_err *err)
{
    gp_arena a = {0};
    gp_code code = GP_OK;
    gp_number ignored;
    for (const gp_json *e = gp_expect_first(p->expect); e && !code; e = gp_expect_next(p->expect, e)) {
        if (e->type == GP_JSON_STRING && !(p->forms & GP_FORM_FRACTION))
            code = gp_json_fail(err, e,
                                "\"expect\" of a number grader must hold numbers, not %s (a text such as "
                                "\"1/3\" takes \"forms\": [\"fraction\"])",
                                gp_json_type_name(e->type));
        else if (!expected(&a, e, &ignored))
            code = gp_json_fail(err, e, "\"%.*s\" is not a number or a fraction such as \"1/3\"", GP_ARG(e->s));
    }
    gp_arena_free(&a);
    return code;
}

static bool outside(gp_arena *a, const number *p, const gp_number *v)
{
    gp_number min = gp_number_of(p->min ? decimal(p->min) : v->value);
    gp_number max = gp_number_of(p->max ? decimal(p->max) : v->value);
    return (p->min && gp_number_cmp(a, v, &min) < 0) || (p->max && gp_number_cmp(a, v, &max) > 0);
}

/* None of the expected numbers lies in the range, and nothing else is near enough. */
static bool excluded(const number *p)
{
    gp_arena a = {0};
    gp_number v;
    bool all = p->expect && !p->tolerance && !p->relative;
    for (const gp_json *e = gp_expect_first(p->expect); e && all; e = gp_expect_next(p->expect, e))
        all = expected(&a, e, &v) && outside(&a, p, &v);
    gp_arena_free(&a);
    return all;
}

static gp_code check(const gp_grader *g, gp_err *err)
{
    const number *p = (const number *)g;
    if (!p->expect && !p->min && !p->max)
        return gp_json_fail(err, g->at, "a grader of type number needs \"expect\", \"min\" or \"max\"");
    if (!p->expect && (p->tolerance || p->relative))
        return gp_json_fail(err, g->at, "\"%s\" does nothing without \"expect\"",
                            p->tolerance ? "tolerance" : "relative");
    if (p->min && p->max && gp_decimal_cmp(decimal(p->min), decimal(p->max)) > 0)
        return gp_json_fail(err, g->at, "\"min\" is %.*s, above \"max\", which is %.*s", GP_ARG(p->min->raw),
                            GP_ARG(p->max->raw));
    gp_code code = check_expected(p, err);
    if (!code && excluded(p))
        code = gp_json_fail(err, p->expect, "\"expect\" lies outside of \"min\" and \"max\", so no number can pass");
    return code;
}

static bool near(gp_arena *a, const number *p, const gp_number *v, const gp_json *e)
{
    gp_number expect;
    (void)expected(a, e, &expect);
    if (gp_number_cmp(a, v, &expect) == 0) return true;
    gp_number most = gp_number_of(p->tolerance ? decimal(p->tolerance) : (gp_decimal){0});
    if (p->tolerance && gp_number_within(a, v, &expect, &most)) return true;
    if (!p->relative) return false;
    gp_number part = {.value = gp_decimal_times(a, expect.value, decimal(p->relative)), .over = expect.over};
    part.value.negative = false;
    return gp_number_within(a, v, &expect, &part);
}

/* As a double is shown, or as it is written where that would be another number. */
static const char *shown(gp_arena *a, const gp_json *v)
{
    const char *text = gp_number_text(a, v->d);
    if (gp_decimal_cmp(gp_decimal_of(gp_str_c(text)), decimal(v)) == 0) return text;
    return gp_str_dup(a, v->raw).p;
}

/* " within 0.1", " within 0.01 of its size", or nothing. */
static const char *slack(gp_arena *a, const number *p)
{
    bool some = p->tolerance && p->tolerance->d > 0, part = p->relative && p->relative->d > 0;
    if (!some && !part) return "";
    return gp_str_fmt(a, " within %s%s%s%s", some ? shown(a, p->tolerance) : "", some && part ? " or " : "",
                      part ? shown(a, p->relative) : "", part ? " of its size" : "")
        .p;
}

static const char *bounds(gp_arena *a, const number *p)
{
    if (!p->max) return gp_str_fmt(a, "at least %s", shown(a, p->min)).p;
    if (!p->min) return gp_str_fmt(a, "at most %s", shown(a, p->max)).p;
    if (gp_decimal_cmp(decimal(p->min), decimal(p->max)) == 0) return gp_str_fmt(a, "that is %s", shown(a, p->min)).p;
    return gp_str_fmt(a, "from %s to %s", shown(a, p->min), shown(a, p->max)).p;
}

/* --- which number --- */

static const char *called(const number *p)
{
    static const char *const names[] = {"the last number", "the last number", "the first number", "the number",
                                        "the number in the box"};
    return names[p->pick];
}

/* The quoted number, and how it was read where that was not plain. */
static const char *seen(gp_arena *a, const number *p, const gp_number *v)
{
    const char *got = gp_quote(a, v->where);
    if (!p->separators || !v->ambiguous) return got;
    return gp_str_fmt(a, "%s, read as %s", got, gp_number_text(a, gp_number_double(a, v))).p;
}

/* Why the number will not do; NULL where it does. */
static const char *wrong(gp_arena *a, const number *p, const gp_number *v)
{
    bool hit = !p->expect;
    const char *name = called(p);
    if (isinf(gp_number_double(a, v)))
        return gp_str_fmt(a, "%s, %s, is too large to compare", name, gp_quote(a, v->where)).p;
    for (const gp_json *e = gp_expect_first(p->expect); e && !hit; e = gp_expect_next(p->expect, e))
        hit = near(a, p, v, e);
    if (!hit)
        return gp_str_fmt(a, "expected %s%s, %s is %s", gp_quote_expect(a, p->expect), slack(a, p), name, seen(a, p, v))
            .p;
    if (!outside(a, p, v)) return NULL;
    return gp_str_fmt(a, "expected a number %s, %s is %s", bounds(a, p), name, seen(a, p, v)).p;
}

/* The next number that carries the unit, if one is asked for. */
static bool next(gp_arena *a, const number *p, gp_str text, size_t *at, gp_number *out)
{
    const gp_number_style style = {p->separators, p->forms};
    while (gp_number_next(a, text, at, &style, out))
        if (!p->unit || gp_has_unit(text, out->where, p->unit)) return true;
    return false;
}

/* The inside of the last \boxed{}; false where there is none. */
static bool last_box(gp_str text, gp_str *inside)
{
    gp_str mark = GP_STR("\\boxed{"), rest = text;
    bool found = false;
    for (size_t at; (at = gp_str_find(rest, mark)) != SIZE_MAX; found = true) {
        rest = (gp_str){rest.p + at + mark.n, rest.n - at - mark.n};
        *inside = rest;
    }
    size_t open = 1, end = 0;
    for (; found && end < inside->n; end++) {
        open += inside->p[end] == '{';
        open -= inside->p[end] == '}';
        if (!open) break;
    }
    inside->n = found ? end : 0;
    return found && !open;
}

static gp_code none(gp_arena *a, const number *p, gp_str text, gp_criterion *out)
{
    if (!p->unit) return gp_explain(a, out, 0, "no number in %s", gp_quote(a, text));
    return gp_explain(a, out, 0, "no number with the unit %s in %s", gp_quote_expect(a, p->unit), gp_quote(a, text));
}

static gp_code conclude(gp_arena *a, const number *p, const gp_number *v, gp_criterion *out)
{
    const char *why = wrong(a, p, v);
    if (why) return gp_explain(a, out, 0, "%s", why);
    return gp_explain(a, out, 1, "%s is %s", called(p), gp_quote(a, v->where));
}

/* Up to the first that will not do. There may be millions, so each is forgotten at once. */
static gp_code judge_all(gp_arena *a, const number *p, gp_str text, gp_criterion *out)
{
    gp_arena scratch = {0};
    size_t at = 0, n = 0;
    const char *why = NULL;
    for (gp_number v; !why && next(&scratch, p, text, &at, &v); n++) {
        why = wrong(&scratch, p, &v);
        if (why) (void)gp_explain(a, out, 0, "number %zu will not do: %s", n + 1, why);
        else gp_arena_reset(&scratch);
    }
    gp_arena_free(&scratch);
    if (!n) return none(a, p, text, out);
    return why ? GP_OK : gp_explain(a, out, 1, "each of its numbers will do (%zu)", n);
}

static gp_code judge_box(gp_arena *a, const number *p, gp_str text, gp_criterion *out)
{
    gp_str inside = {0};
    gp_number v, second;
    size_t at = 0;
    if (!last_box(text, &inside)) return gp_explain(a, out, 0, "no \\boxed{} in %s", gp_quote(a, text));
    if (!next(a, p, inside, &at, &v)) return none(a, p, inside, out);
    if (!next(a, p, inside, &at, &second)) return conclude(a, p, &v, out);
    return gp_explain(a, out, 0, "several numbers in the box, %s and %s, so which one counts is not decided",
                      gp_quote(a, v.where), gp_quote(a, second.where));
}

static gp_code verdict(gp_arena *a, const gp_judged *x, const gp_grader *g, gp_criterion *out, gp_err *err)
{
    const number *p = (const number *)g;
    gp_number v, last;
    gp_str answer = x->reply->answer;
    size_t at = 0, n = 0;
    (void)err;
    if (p->pick == ALL) return judge_all(a, p, answer, out);
    if (p->pick == BOXED) return judge_box(a, p, answer, out);
    for (; next(a, p, answer, &at, &v) && (p->pick != FIRST || !n); n++) last = v;
    return n ? conclude(a, p, &last, out) : none(a, p, answer, out);
}

static const gp_json *answers(const gp_grader *g) { return ((const number *)g)->expect; }

/* Without the numbers, whatever their form. */
static bool drop_digits(gp_arena *a, const gp_grader *g, gp_reply *reply)
{
    const number *p = (const number *)g;
    gp_str text = reply->answer;
    gp_buf b = {0};
    gp_number v;
    size_t from = 0, at = 0;
    while (gp_number_next(a, text, &at, &(gp_number_style){p->separators, GP_FORM_FRACTION}, &v)) {
        gp_buf_put(&b, text.p + from, (size_t)(v.where.p - text.p) - from);
        from = at;
    }
    gp_buf_str(&b, (gp_str){text.p + from, text.n - from});
    reply->answer = gp_str_dup(a, gp_buf_view(&b));
    gp_buf_free(&b);
    return true;
}

static double size_of(gp_arena *a, const gp_json *e)
{
    gp_number x;
    return expected(a, e, &x) ? gp_number_double(a, &x) : 0;
}

/* A number that is too far from all that would do. */
static double far_off(gp_arena *a, const number *p)
{
    double far = value_of(p->max);
    for (const gp_json *e = gp_expect_first(p->expect); e; e = gp_expect_next(p->expect, e))
        far = fmax(far, size_of(a, e));
    if (isnan(far)) far = value_of(p->min) - 2;
    if (p->relative) far += 2 * fabs(far) * p->relative->d;
    if (fabs(far) > 1e15) far += fabs(far); /* where doubles lie further apart than what is added */
    far += 1 + 2 * (p->tolerance ? p->tolerance->d : 0);
    return p->separators ? ceil(far) : far; /* no point that could separate thousands */
}

static bool add_a_number(gp_arena *a, const gp_grader *g, gp_reply *reply)
{
    const number *p = (const number *)g;
    gp_str far = gp_str_c(gp_number_text(a, far_off(a, p)));
    if (p->unit) far = gp_str_fmt(a, "%.*s %.*s", GP_ARG(far), GP_ARG(gp_expect_text(gp_expect_first(p->unit))));
    if (p->pick == BOXED) far = gp_str_fmt(a, "\\boxed{%.*s}", GP_ARG(far));
    if (p->pick == FIRST) reply->answer = gp_text_between(a, far, GP_STR(", or "), reply->answer);
    else reply->answer = gp_text_between(a, reply->answer, GP_STR(", or "), far);
    return true;
}

static const gp_mutation mutations[] = {{"its digits left out", drop_digits}, {"another number added", add_a_number}};

const gp_grader_kind gp_grader_number = {
    .name = "number",
    .doc = "a number in the answer, by default the last, is the expected one or lies in a range",
    .more =
        "`1,234.5`, `-3`, `1e3` and the 50 of `50%` are one number each; a sign right behind a letter, a digit or a "
        "bracket is punctuation. Numbers are compared as the decimals that suite and answer write, exactly and with "
        "all their digits. Thousands are set off in groups of three; where `1.234` or `1,234` could be read in two "
        "ways, `separators` decides and a failure says how it was read. `3/4/2024` is no fraction. " GP_UNITS_DOC,
    .example = "{\"type\": \"number\", \"expect\": 3.14, \"tolerance\": 0.01}",
    .pass = "With 2 decimals, pi is 3.14.",
    .fail = "Pi is 3.14 with 2 decimals.",
    .params = GP_RECORD(number, rows, "a grader of type number",
                        .schema = "{\"anyOf\": [{\"required\": [\"expect\"]}, {\"required\": [\"min\"]}, "
                                  "{\"required\": [\"max\"]}]}"),
    .mutations = mutations,
    .n_mutations = 2,
    .check = check,
    .verdict = verdict,
    .answers = answers,
};
