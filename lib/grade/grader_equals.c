/* grader_equals.c - the answer is the expected text. */
#include "grade/grade_impl.h"

static const gp_field rows[] = {
    GP_ROW_TEXTS(gp_text_grader, GP_KNOWN,
                 "The text, or a list of which any will do. Numbers are compared as they are written."),
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
    gp_code code = gp_text_stands(a, p, x->reply->answer, GP_AS_WHOLE, &text, &which, err);
    if (code) return code;
    if (which) return gp_explain(a, out, 1, "equals %s", gp_quote(a, text));
    return gp_explain(a, out, 0, "expected %s, got %s%s", gp_quote_expect(a, p->expect), gp_quote(a, text),
                      gp_unseen_expect(a, p->expect, text));
}

static bool add_a_word(gp_arena *a, const gp_grader *g, gp_reply *reply)
{
    (void)g;
    reply->answer = gp_text_between(a, (gp_str){0}, gp_str_trim(reply->answer), GP_STR(" indeed"));
    return true;
}

/* What is left may be another of the expected texts. */
static bool cut_short(gp_arena *a, const gp_grader *g, gp_reply *reply)
{
    gp_str text = gp_str_trim(reply->answer);
    return gp_text_breaks(a, g, reply, (gp_str){text.p, text.n - (text.n > 0)});
}

static const gp_mutation mutations[] = {{"a word added", add_a_word}, {"its last character cut off", cut_short}};

const gp_grader_kind gp_grader_equals = {
    .name = "equals",
    .doc = "the answer is the expected text, or one of a list",
    .example = "{\"type\": \"equals\", \"expect\": [\"yes\", \"Yes.\"]}",
    .pass = "Yes.",
    .fail = "yes, it is",
    .params = GP_RECORD(gp_text_grader, rows, "a grader of type equals"),
    .mutations = mutations,
    .n_mutations = 2,
    .check = gp_text_check,
    .verdict = verdict,
    .answers = gp_text_answers,
};
