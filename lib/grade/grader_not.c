/* grader_not.c - the grader inside does not pass. */
#include "grade/grade_impl.h"

typedef struct not_ {
    gp_grader g;
    gp_inner inner;
} not_;

static const gp_field rows[] = {GP_ROW_INNER(not_, "The one grader that must not pass.")};

static gp_code check(const gp_grader *g, gp_err *err)
{
    const gp_inner *in = gp_grader_inner(g);
    if (in->n == 1) return gp_refuse_weights(g, err);
    return gp_json_fail(err, in->list, "a grader of type not takes one grader, not %zu; put them into all or any",
                        in->n);
}

static gp_code verdict(gp_arena *a, const gp_judged *x, const gp_grader *g, gp_criterion *out, gp_err *err)
{
    gp_combined c;
    gp_code code = gp_combine(a, x, g, &c, out, err);
    if (code || out->open) return code;
    const char *why = gp_quote_inner(a, c.of);
    return gp_explain(a, out, !c.passed, c.passed ? "passes, which it must not; %s" : "does not pass; %s", why);
}

static const gp_mutation mutations[] = {{"what must not pass in its place", gp_give_in}};

const gp_grader_kind gp_grader_not = {
    .name = "not",
    .doc = "the grader inside does not pass; the score is 1 or 0",
    .more =
        "A part of the score is no pass, so an answer with two of three expected texts passes `not` of `contains`. "
        "Where the grader inside comes to no verdict this one comes to none either, and scores 0.",
    .example =
        "{\"type\": \"not\", \"graders\": [{\"type\": \"equals\", \"expect\": \"yes\", "
        "\"ignore_case\": true}]}",
    .pass = "No.",
    .fail = "Yes",
    .params = GP_RECORD(not_, rows, "a grader of type not"),
    .mutations = mutations,
    .n_mutations = 1,
    .inner = offsetof(not_, inner),
    .check = check,
    .verdict = verdict,
};
