/* grader_contains_all.c - all of the expected texts occur in the answer, or it counts nothing. */
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
    gp_hits h;
    gp_code code = gp_text_hits(a, p, x->reply->answer, &h, err);
    if (code) return code;
    if (!h.lacks)
        return gp_explain(a, out, 1, "contains all %zu, %s at byte %zu", h.n, gp_quote(a, gp_expect_text(h.first)),
                          h.at);
    gp_str miss = gp_expect_text(h.lacks);
    return gp_explain(a, out, 0, "contains %zu of %zu; lacks %s in %s%s", h.hits, h.n, gp_quote(a, miss),
                      gp_quote(a, h.text), gp_unseen_within(a, miss, h.text));
}

/* The first expected text, however it is spelt. */
static bool leave_out(gp_arena *a, const gp_grader *g, gp_reply *reply)
{
    return gp_text_breaks(a, g, reply, gp_text_lacking(a, (const gp_text_grader *)g, reply->answer, false));
}

static const gp_mutation mutations[] = {{"an expected text left out", leave_out},
                                        {"cut off in the middle", gp_cut_in_half}};

const gp_grader_kind gp_grader_contains_all = {
    .name = "contains_all",
    .doc = "every expected text occurs in the answer; if one is missing, the score is 0",
    .example = "{\"type\": \"contains_all\", \"expect\": [\"Café\", \"Paris\"], \"normalize\": [\"nfc\", \"case\"]}",
    .pass = "A CAFÉ near the Seine in PARIS",
    .fail = "A cafe in Paris",
    .params = GP_RECORD(gp_text_grader, rows, "a grader of type contains_all"),
    .mutations = mutations,
    .n_mutations = 2,
    .check = gp_text_check,
    .verdict = verdict,
    .answers = gp_text_answers,
};
