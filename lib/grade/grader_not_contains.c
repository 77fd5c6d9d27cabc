/* grader_not_contains.c - what must not be said is not in the answer. */
#include "grade/grade_impl.h"

static const gp_field rows[] = {
    GP_ROW_PARTS(gp_text_grader,
                 "A text, or a list of which none may occur. Numbers are compared as they are written."),
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
    if (!h.first) return gp_explain(a, out, 1, "contains none of what it must not");
    return gp_explain(a, out, 0, "contains %s, which it must not, in %s", gp_quote(a, gp_expect_text(h.first)),
                      gp_quote(a, x->reply->answer));
}

static gp_str banned(const gp_grader *g)
{
    return gp_expect_text(gp_expect_first(((const gp_text_grader *)g)->expect));
}

static bool add(gp_arena *a, const gp_grader *g, gp_reply *reply)
{
    reply->answer = gp_text_between(a, banned(g), GP_STR(" "), reply->answer);
    return true;
}

static bool append(gp_arena *a, const gp_grader *g, gp_reply *reply)
{
    return gp_text_breaks(a, g, reply, gp_text_between(a, reply->answer, GP_STR(" "), banned(g)));
}

static const gp_mutation mutations[] = {{"a banned text added", add}, {"a banned text added at its end", append}};

const gp_grader_kind gp_grader_not_contains = {
    .name = "not_contains",
    .doc = "none of the texts occurs in the answer",
    .example = "{\"type\": \"not_contains\", \"expect\": \"As an AI\"}",
    .pass = "It depends.",
    .fail = "As an AI, I cannot say.",
    .params = GP_RECORD(gp_text_grader, rows, "a grader of type not_contains"),
    .mutations = mutations,
    .n_mutations = 2,
    .check = gp_text_check,
    .verdict = verdict,
};
