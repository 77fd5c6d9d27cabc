/* grader_number.c - the last number in the answer. */
#include <float.h>
#include <math.h>

#include "grade/grade_impl.h"

/* Numbers as the suite writes them; NULL where absent. */
typedef struct number {
    gp_grader g;
    const gp_json *expect, *min, *max, *tolerance, *relative;
} number;

static bool is_number(const gp_json *v) { return v->type == GP_JSON_INT || v->type == GP_JSON_REAL; }

static gp_code read_expect(gp_arena *a, const gp_json *v, void *at, gp_err *err)
{
    (void)a;
    *(const gp_json **)at = v;
    if (v->type == GP_JSON_ARRAY && !v->n) return gp_json_fail(err, v, "\"expect\" is empty; list at least one");
    for (const gp_json *e = gp_expect_first(v); e; e = gp_expect_next(v, e))
        if (!is_number(e))
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
             .doc = "The number, or a list of which any will do.",
             .schema = "{\"anyOf\": [{\"type\": \"number\"}, {\"type\": \"array\", \"minItems\": 1, "
                       "\"items\": {\"type\": \"number\"}}]}"),
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
};

static double value_of(const gp_json *v) { return v ? v->d : NAN; }
static gp_decimal decimal(const gp_json *v) { return gp_decimal_of(v->raw); }

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
    return GP_OK;
}

/* |v - expect| <= tolerance, exactly, so that 1.1 is within 0.1 of 1. */
static bool within(gp_decimal v, gp_decimal expect, gp_decimal tolerance)
{
    gp_decimal minus = gp_decimal_minus(tolerance);
    return gp_decimal_sum_sign((const gp_decimal[]){v, gp_decimal_minus(expect), minus}, 3) <= 0 &&
           gp_decimal_sum_sign((const gp_decimal[]){expect, gp_decimal_minus(v), minus}, 3) <= 0;
}

static bool near(gp_arena *a, const number *p, gp_decimal v, const gp_json *e)
{
    gp_decimal expect = decimal(e);
    if (gp_decimal_cmp(v, expect) == 0) return true;
    if (p->tolerance && within(v, expect, decimal(p->tolerance))) return true;
    if (!p->relative) return false;
    gp_decimal part = gp_decimal_times(a, expect, decimal(p->relative));
    part.negative = false;
    return within(v, expect, part);
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

static gp_code compare(gp_arena *a, const number *p, gp_decimal v, const char *got, gp_criterion *out)
{
    bool hit = !p->expect;
    for (const gp_json *e = gp_expect_first(p->expect); e && !hit; e = gp_expect_next(p->expect, e))
        hit = near(a, p, v, e);
    if (!hit)
        return gp_explain(a, out, 0, "expected %s%s, the last number is %s", gp_quote_expect(a, p->expect), slack(a, p),
                          got);
    bool outside = (p->min && gp_decimal_cmp(v, decimal(p->min)) < 0) ||
                   (p->max && gp_decimal_cmp(v, decimal(p->max)) > 0);
    if (!outside) return gp_explain(a, out, 1, "the last number is %s", got);
    return gp_explain(a, out, 0, "expected a number %s, the last number is %s", bounds(a, p), got);
}

static gp_code verdict(gp_arena *a, const gp_judged *x, const gp_grader *g, gp_criterion *out, gp_err *err)
{
    double v;
    gp_str where, answer = x->reply->answer;
    (void)err;
    if (!gp_last_number(a, answer, &v, &where)) return gp_explain(a, out, 0, "no number in %s", gp_quote(a, answer));
    const char *got = gp_quote(a, where);
    if (isinf(v)) return gp_explain(a, out, 0, "the last number, %s, is too large to compare", got);
    return compare(a, (const number *)g, gp_decimal_of(where), got, out);
}

static const gp_json *answers(const gp_grader *g) { return ((const number *)g)->expect; }

static bool drop_digits(gp_arena *a, const gp_grader *g, gp_reply *reply)
{
    (void)g;
    gp_buf b = {0};
    for (size_t i = 0; i < reply->answer.n; i++)
        if (reply->answer.p[i] < '0' || reply->answer.p[i] > '9') gp_buf_byte(&b, reply->answer.p[i]);
    reply->answer = gp_str_dup(a, gp_buf_view(&b));
    gp_buf_free(&b);
    return true;
}

/* One that is too far from all that would do. */
static bool add_a_number(gp_arena *a, const gp_grader *g, gp_reply *reply)
{
    const number *p = (const number *)g;
    double far = value_of(p->max);
    for (const gp_json *e = gp_expect_first(p->expect); e; e = gp_expect_next(p->expect, e)) far = fmax(far, e->d);
    if (isnan(far)) far = value_of(p->min) - 2;
    if (p->relative) far += 2 * fabs(far) * p->relative->d;
    if (fabs(far) > 1e15) far += fabs(far); /* where doubles lie further apart than what is added */
    far += 1 + 2 * (p->tolerance ? p->tolerance->d : 0);
    reply->answer = gp_text_between(a, reply->answer, GP_STR(", or "), gp_str_c(gp_number_text(a, far)));
    return true;
}

static const gp_mutation mutations[] = {{"its digits left out", drop_digits}, {"another number added", add_a_number}};

const gp_grader_kind gp_grader_number = {
    .name = "number",
    .doc = "the last number in the answer is the expected one, or lies in a range",
    .more =
        "`1,234.5`, `-3`, `1e3` and the 50 of `50%` are one number each; a sign right behind a letter, a digit or a "
        "bracket is punctuation. Numbers are compared as the decimals that suite and answer write, exactly and with "
        "all their digits.",
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
