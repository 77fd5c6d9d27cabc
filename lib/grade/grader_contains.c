/* grader_contains.c - the expected texts occur in the answer. */
#include "grade/grade_impl.h"

static const gp_field rows[] = {
    GP_ROW_PARTS(gp_text_grader,
                 "A text, or a list of which all must occur. Numbers are compared as they are written."),
    GP_ROW_LIKE_CASE(gp_text_grader),
    GP_ROW_NORMALIZE(gp_text_grader),
    GP_ROW_EXTRACT(gp_grader),
};

static gp_code verdict(gp_arena *a, const gp_judged *x, const gp_grader *g, gp_criterion *out, gp_err *err)
{
    const gp_text_grader *p = (const gp_text_grader *)g;
    gp_str answer = x->reply->answer;
    gp_hits h;
    gp_code code = gp_text_hits(a, p, answer, &h, err);
    if (code) return code;
    const char *others = h.n > 1 ? " and the others" : "";
    if (!h.lacks) return gp_explain(a, out, 1, "contains %s%s", gp_quote(a, gp_expect_text(h.first)), others);
    const char *got = gp_quote(a, answer), *miss = gp_quote(a, gp_expect_text(h.lacks));
    const char *unseen = gp_unseen_within(a, gp_expect_text(h.lacks), answer);
    if (h.n == 1) return gp_explain(a, out, 0, "lacks %s in %s%s", miss, got, unseen);
    return gp_explain(a, out, (double)h.hits / (double)h.n, "contains %zu of %zu; lacks %s in %s%s", h.hits, h.n, miss,
                      got, unseen);
}

/* The first expected text, however it is spelt. */
static bool leave_out(gp_arena *a, const gp_grader *g, gp_reply *reply)
{
    return gp_text_breaks(a, g, reply, gp_text_lacking(a, (const gp_text_grader *)g, reply->answer, false));
}

static const gp_mutation mutations[] = {{"an expected text left out", leave_out},
                                        {"cut off in the middle", gp_cut_in_half}};

const gp_grader_kind gp_grader_contains = {
    .name = "contains",
    .doc = "every expected text occurs in the answer; the score is the share that does",
    .example = "{\"type\": \"contains\", \"expect\": [\"Paris\", \"France\"], \"ignore_case\": true}",
    .pass = "PARIS, the capital of France",
    .fail = "Paris, of course",
    .params = GP_RECORD(gp_text_grader, rows, "a grader of type contains"),
    .mutations = mutations,
    .n_mutations = 2,
    .check = gp_text_check,
    .verdict = verdict,
    .answers = gp_text_answers,
};
