/* grader_at_least.c - a number of the graders inside pass. */
#include "grade/grade_impl.h"

typedef struct at_least {
    gp_grader g;
    gp_inner inner;
    int64_t n;
} at_least;

static const gp_field rows[] = {
    GP_ROW_INNER(at_least, "The graders of which so many must pass."),
    GP_FIELD(INT, "min", at_least, n, GP_RANGE(1, 1000), .flags = GP_KNOWN | GP_QUOTED, .doc = "How many of them."),
};

static gp_code check(const gp_grader *g, gp_err *err)
{
    const at_least *p = (const at_least *)g;
    if ((size_t)p->n <= p->inner.n) return gp_refuse_weights(g, err);
    return gp_json_fail(err, gp_json_get(g->at, "min"), "\"min\" is %lld, but there are only %zu graders inside",
                        (long long)p->n, p->inner.n);
}

static gp_code verdict(gp_arena *a, const gp_judged *x, const gp_grader *g, gp_criterion *out, gp_err *err)
{
    size_t wanted = (size_t)((const at_least *)g)->n;
    gp_combined c;
    gp_code code = gp_combine(a, x, g, &c, out, err);
    if (code || out->open) return code;
    bool good = c.passed >= wanted;
    return gp_explain(a, out, good ? 1 : (double)c.passed / (double)wanted, "%zu of %zu pass, at least %zu wanted; %s",
                      c.passed, c.n, wanted, gp_quote_inner(a, good ? c.best : c.worst));
}

static const gp_mutation mutations[] = {{"each of the graders inside broken", gp_break_all}};

const gp_grader_kind gp_grader_at_least = {
    .name = "at_least",
    .doc = "at least `min` of the graders inside pass; the score is the share of these that do",
    .example =
        "{\"type\": \"at_least\", \"min\": 2, \"graders\": [{\"type\": \"contains\", "
        "\"expect\": \"red\"}, {\"type\": \"contains\", \"expect\": \"green\"}, "
        "{\"type\": \"contains\", \"expect\": \"blue\"}]}",
    .pass = "red and blue",
    .fail = "only red",
    .params = GP_RECORD(at_least, rows, "a grader of type at_least"),
    .mutations = mutations,
    .n_mutations = 1,
    .inner = offsetof(at_least, inner),
    .check = check,
    .verdict = verdict,
};
