/* grader_number.c - the last number in the answer. */
#include <float.h>
#include <math.h>

#include "grade/grade_impl.h"

typedef struct number {
    gp_grader g;
    const gp_json *expect;
    double min, max, tolerance; /* NaN if absent */
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

static const gp_field rows[] = {
    GP_FIELD(JSON, "expect", number, expect, .flags = GP_OPTIONAL | GP_QUOTED, .read = read_expect,
             .doc = "The number, or a list of which any will do.",
             .schema = "{\"anyOf\": [{\"type\": \"number\"}, {\"type\": \"array\", \"minItems\": 1, "
                       "\"items\": {\"type\": \"number\"}}]}"),
    GP_FIELD(REAL, "min", number, min, GP_RANGE(-DBL_MAX, DBL_MAX), .flags = GP_OPTIONAL,
             .doc = "Least number allowed."),
    GP_FIELD(REAL, "max", number, max, GP_RANGE(-DBL_MAX, DBL_MAX), .flags = GP_OPTIONAL,
             .doc = "Greatest number allowed."),
    GP_FIELD(REAL, "tolerance", number, tolerance, GP_RANGE(0, DBL_MAX), .flags = GP_OPTIONAL,
             .doc = "Greatest distance from `expect`, inclusive. Default: 0."),
};

static gp_code check(const gp_grader *g, gp_err *err)
{
    const number *p = (const number *)g;
    if (!p->expect && isnan(p->min) && isnan(p->max))
        return gp_json_fail(err, g->at, "a grader of type number needs \"expect\", \"min\" or \"max\"");
    if (!p->expect && !isnan(p->tolerance))
        return gp_json_fail(err, g->at, "\"tolerance\" does nothing without \"expect\"");
    return gp_bounds_check(g, p->min, p->max, err);
}

/* Inclusive; the slack is for the rounding of the subtraction, so that 1.1 is within 0.1 of 1. */
static bool near(double v, double expect, double tolerance)
{
    if (v == expect) return true;
    return tolerance > 0 && fabs(v - expect) <= tolerance + 1e-12 * fmax(1, fabs(expect));
}

static gp_code compare(gp_arena *a, const number *p, double v, const char *got, gp_criterion *out)
{
    double tolerance = isnan(p->tolerance) ? 0 : p->tolerance;
    bool hit = !p->expect;
    for (const gp_json *e = gp_expect_first(p->expect); e && !hit; e = gp_expect_next(p->expect, e))
        hit = near(v, e->d, tolerance);
    if (!hit && tolerance > 0)
        return gp_explain(a, out, 0, "expected %s within %s, the last number is %s", gp_quote_expect(a, p->expect),
                          gp_number_text(a, tolerance), got);
    if (!hit) return gp_explain(a, out, 0, "expected %s, the last number is %s", gp_quote_expect(a, p->expect), got);
    if (!gp_outside(v, p->min, p->max)) return gp_explain(a, out, 1, "the last number is %s", got);
    return gp_explain(a, out, 0, "expected a number %s, the last number is %s", gp_bounds_text(a, p->min, p->max), got);
}

static gp_code verdict(gp_arena *a, const gp_judged *x, const gp_grader *g, gp_criterion *out, gp_err *err)
{
    double v;
    gp_str where, answer = x->reply->answer;
    (void)err;
    if (!gp_last_number(a, answer, &v, &where)) return gp_explain(a, out, 0, "no number in %s", gp_quote(a, answer));
    const char *got = gp_quote(a, where);
    if (isinf(v)) return gp_explain(a, out, 0, "the last number, %s, is too large to compare", got);
    return compare(a, (const number *)g, v, got, out);
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
    double far = p->max;
    for (const gp_json *e = gp_expect_first(p->expect); e; e = gp_expect_next(p->expect, e)) far = fmax(far, e->d);
    if (isnan(far)) far = p->min - 2;
    far += 1 + 2 * (isnan(p->tolerance) ? 0 : p->tolerance);
    reply->answer = gp_text_between(a, reply->answer, GP_STR(", or "), gp_str_c(gp_number_text(a, far)));
    return true;
}

static const gp_mutation mutations[] = {{"its digits left out", drop_digits}, {"another number added", add_a_number}};

const gp_grader_kind gp_grader_number = {
    .name = "number",
    .doc = "the last number in the answer is the expected one, or lies in a range",
    .more =
        "`1,234.5`, `-3`, `1e3` and the 50 of `50%` are one number each; a sign right behind a letter, a digit or a "
        "bracket is punctuation.",
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
