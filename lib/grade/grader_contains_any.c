/* grader_contains_any.c - one of the expected texts occurs in the answer. */
#include "grade/grade_impl.h"

static const gp_field rows[] = {
    GP_ROW_PARTS(gp_text_grader,
                 "A text, or a list of which one must occur. Numbers are compared as they are written."),
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
    if (h.first) return gp_explain(a, out, 1, "contains %s at byte %zu", gp_quote(a, gp_expect_text(h.first)), h.at);
    return gp_explain(a, out, 0, "lacks %s in %s%s", gp_quote_expect(a, p->expect), gp_quote(a, h.text),
                      gp_unseen_within(a, gp_expect_text(h.lacks), h.text));
}

static bool leave_out(gp_arena *a, const gp_grader *g, gp_reply *reply)
{
    return gp_text_breaks(a, g, reply, gp_text_lacking(a, (const gp_text_grader *)g, reply->answer, true));
}

static const gp_mutation mutations[] = {{"every expected text left out", leave_out},
                                        {"nothing left of it", gp_all_gone}};

const gp_grader_kind gp_grader_contains_any = {
    .name = "contains_any",
    .doc = "at least one of the expected texts occurs in the answer",
    .example = "{\"type\": \"contains_any\", \"expect\": [\"sofa\", \"couch\"]}",
    .pass = "They moved the couch.",
    .fail = "They moved the chair.",
    .params = GP_RECORD(gp_text_grader, rows, "a grader of type contains_any"),
    .mutations = mutations,
    .n_mutations = 2,
    .check = gp_text_check,
    .verdict = verdict,
    .answers = gp_text_answers,
};
