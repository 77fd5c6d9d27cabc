/* grader_starts_with.c - the answer begins with an expected text. */
#include "grade/grade_impl.h"

static const gp_field rows[] = {
    GP_ROW_PARTS(gp_text_grader, "A text, or a list of which any will do. Numbers are compared as they are written."),
    GP_ROW_LIKE_CASE(gp_text_grader),
    GP_ROW_TRIM(gp_text_grader, 1, GP_TRIM_DOC),
    GP_ROW_NORMALIZE(gp_text_grader),
    GP_ROW_EXTRACT(gp_grader),
};

static gp_code verdict(gp_arena *a, const gp_judged *x, const gp_grader *g, gp_criterion *out, gp_err *err)
{
    const gp_text_grader *p = (const gp_text_grader *)g;
    gp_str text;
    const gp_json *which;
    gp_code code = gp_text_stands(a, p, x->reply->answer, GP_AT_START, &text, &which, err);
    if (code) return code;
    if (which) return gp_explain(a, out, 1, "begins with %s", gp_quote(a, gp_expect_text(which)));
    return gp_explain(a, out, 0, "does not begin with %s: %s", gp_quote_expect(a, p->expect), gp_quote(a, text));
}

static bool add(gp_arena *a, const gp_grader *g, gp_reply *reply)
{
    return gp_text_breaks(a, g, reply, gp_text_between(a, (gp_str){0}, GP_STR("Well: "), reply->answer));
}

static bool cut(gp_arena *a, const gp_grader *g, gp_reply *reply)
{
    size_t at = 0;
    gp_str s = gp_str_trim(reply->answer);
    if (s.n) (void)gp_utf8_next(s, &at);
    return gp_text_breaks(a, g, reply, (gp_str){s.p + at, s.n - at});
}

static const gp_mutation mutations[] = {
    {"something said before it", add}, {"its first character left out", cut}, {"nothing left of it", gp_all_gone}};

const gp_grader_kind gp_grader_starts_with = {
    .name = "starts_with",
    .doc = "the answer begins with the expected text, or one of a list",
    .example = "{\"type\": \"starts_with\", \"expect\": [\"Yes\", \"No\"]}",
    .pass = "Yes, it does.",
    .fail = "Indeed, yes.",
    .params = GP_RECORD(gp_text_grader, rows, "a grader of type starts_with"),
    .mutations = mutations,
    .n_mutations = 3,
    .check = gp_text_check,
    .verdict = verdict,
    .answers = gp_text_answers,
};
