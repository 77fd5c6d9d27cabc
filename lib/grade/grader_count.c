/* grader_count.c - how much the answer says. */
#include <float.h>
#include <math.h>
#include <string.h>

#include "grade/grade_impl.h"

typedef enum unit { WORDS, LINES, CHARACTERS } unit;
static const char *const units[] = {"words", "lines", "characters"};

typedef struct count {
    gp_grader g;
    double min, max, exact; /* NaN if absent */
    unit unit;
    bool trim;
} count;

/* A count is whole, which check() says; REAL because 3.0 was always taken for 3. */
#define ROW_COUNT(key, member, doc_)                                                                   \
    GP_FIELD(REAL, key, count, member, GP_RANGE(-DBL_MAX, DBL_MAX), .flags = GP_OPTIONAL, .doc = doc_, \
             .schema = "{\"minimum\": 0, \"multipleOf\": 1}")

static const gp_field rows[] = {
    ROW_COUNT("min", min, "Least count allowed."),
    ROW_COUNT("max", max, "Greatest count allowed."),
    ROW_COUNT("exact", exact, "The count; excludes `min` and `max`."),
    GP_FIELD(ENUM, "unit", count, unit, GP_NAMES(units), .flags = GP_OPTIONAL | GP_DEFAULT | GP_QUOTED,
             .doc = "What is counted: runs without white space, lines, or Unicode code points."),
    GP_ROW_TRIM(count, 0, GP_TRIM_DOC),
};

static gp_code check(const gp_grader *g, gp_err *err)
{
    const count *p = (const count *)g;
    bool bounds = !isnan(p->min) || !isnan(p->max);
    if (isnan(p->exact) && !bounds)
        return gp_json_fail(err, g->at, "a grader of type count needs \"exact\", \"min\" or \"max\"");
    if (!isnan(p->exact) && bounds) return gp_json_fail(err, g->at, "\"exact\" excludes \"min\" and \"max\"");
    const double all[] = {p->exact, p->min, p->max};
    for (size_t i = 0; i < 3; i++)
        if (!isnan(all[i]) && (all[i] < 0 || all[i] != floor(all[i])))
            return gp_json_fail(err, g->at, "a count is a whole number of at least 0, not %g", all[i]);
    return gp_bounds_check(g, p->min, p->max, err);
}

static uint64_t count_of(const count *p, gp_str answer)
{
    gp_text_size z = gp_measure_text(p->trim ? gp_str_trim(answer) : answer);
    return p->unit == WORDS ? z.words : p->unit == LINES ? z.lines : z.characters;
}

static gp_code verdict(gp_arena *a, const gp_judged *x, const gp_grader *g, gp_criterion *out, gp_err *err)
{
    const count *p = (const count *)g;
    gp_str answer = x->reply->answer;
    uint64_t n = count_of(p, answer);
    double v = (double)n;
    bool exact = !isnan(p->exact), bad = exact ? v != p->exact : gp_outside(v, p->min, p->max);
    (void)err;
    if (!bad) return gp_explain(a, out, 1, "%s: %llu", units[p->unit], (unsigned long long)n);
    return gp_explain(a, out, 0, "%s: %llu, expected %s, in %s", units[p->unit], (unsigned long long)n,
                      exact ? gp_number_text(a, p->exact) : gp_bounds_text(a, p->min, p->max), gp_quote(a, answer));
}

static bool leave_nothing(gp_arena *a, const gp_grader *g, gp_reply *reply)
{
    const count *p = (const count *)g;
    (void)a;
    reply->answer = GP_STR("");
    return p->exact > 0 || p->min > 0;
}

enum { ADDED_MAX = 1 << 20 }; /* to an answer that may be longer there is no use in adding */

static bool say_more(gp_arena *a, const gp_grader *g, gp_reply *reply)
{
    static const char *const one[] = {" x", "\nx", "x"};
    const count *p = (const count *)g;
    double most = isnan(p->exact) ? p->max : p->exact;
    if (!(most < ADDED_MAX)) return false;
    gp_buf b = {0};
    gp_buf_str(&b, gp_str_trim(reply->answer));
    for (size_t i = 0; i <= (size_t)most; i++) gp_buf_c(&b, one[p->unit]);
    reply->answer = gp_str_dup(a, gp_buf_view(&b));
    gp_buf_free(&b);
    return true;
}

static const gp_mutation mutations[] = {{"nothing left of it", leave_nothing},
                                        {"more added than is allowed", say_more}};

const gp_grader_kind gp_grader_count = {
    .name = "count",
    .doc = "the answer has the expected number of words, lines or characters",
    .more = "Words are separated by white space (Unicode); a line feed at the very end opens no further line.",
    .example = "{\"type\": \"count\", \"unit\": \"words\", \"min\": 2, \"max\": 4}",
    .pass = "Three words suffice.",
    .fail = "Enough.",
    .params = GP_RECORD(count, rows, "a grader of type count",
                        .schema = "{\"anyOf\": [{\"required\": [\"exact\"]}, {\"required\": [\"min\"]}, "
                                  "{\"required\": [\"max\"]}]}"),
    .mutations = mutations,
    .n_mutations = 2,
    .check = check,
    .verdict = verdict,
};
