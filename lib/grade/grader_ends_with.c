/* grader_ends_with.c - the answer ends with an expected text. */
#include "grade/grade_impl.h"

static const gp_field rows[] = {
    GP_ROW_PARTS(gp_text_grader, "A text, or a list of which any will do. Numbers are compared as they are written."),
    GP_ROW_LIKE_CASE(gp_text_grader),
    GP_ROW_TRIM(gp_text_grader, 1, GP_TRIM_DOC),
    GP_ROW_NORMALIZE(gp_text_grader),
    GP_ROW_EXTRACT(gp_grader),
};

/* Enough of the end to show it. */
static gp_str tail(gp_str s)
{
    size_t at = s.n > 56 ? s.n - 56 : 0;
    while (at && at < s.n && ((unsigned char)s.p[at] & 0xC0) == 0x80) at++;
    return (gp_str){s.p + at, s.n - at};
}

static gp_code verdict(gp_arena *a, const gp_judged *x, const gp_grader *g, gp_criterion *out, gp_err *err)
{
    const gp_text_grader *p = (const gp_text_grader *)g;
    gp_str text;
    const gp_json *which;
    gp_code code = gp_text_stands(a, p, x->reply->answer, GP_AT_END, &text, &which, err);
    if (code) return code;
    if (which) return gp_explain(a, out, 1, "ends with %s", gp_quote(a, gp_expect_text(which)));
    gp_str end = tail(text);
    return gp_explain(a, out, 0, "does not end with %s: from byte %zu of %zu it is %s", gp_quote_expect(a, p->expect),
                      text.n - end.n, text.n, gp_quote(a, end));
}

static bool add(gp_arena *a, const gp_grader *g, gp_reply *reply)
{
    return gp_text_breaks(a, g, reply, gp_text_between(a, reply->answer, GP_STR(" "), GP_STR("That is all.")));
}

/* The last letter or number with what is behind it. */
static bool cut(gp_arena *a, const gp_grader *g, gp_reply *reply)
{
    gp_str s = gp_str_trim(reply->answer);
    size_t last = 0;
    for (size_t at = 0, from = 0; at < s.n; from = at)
        if (gp_char_word(gp_utf8_next(s, &at))) last = from;
    return gp_text_breaks(a, g, reply, (gp_str){s.p, last});
}

static const gp_mutation mutations[] = {
    {"something said behind it", add}, {"its end cut off", cut}, {"nothing left of it", gp_all_gone}};

const gp_grader_kind gp_grader_ends_with = {
    .name = "ends_with",
    .doc = "the answer ends with the expected text, or one of a list",
    .example =
        "{\"type\": \"ends_with\", \"expect\": \"Best regards\", \"ignore_case\": true, \"normalize\": [\"punctuation\"]}",
    .pass = "Until then: best regards.",
    .fail = "Best regards, Ann",
    .params = GP_RECORD(gp_text_grader, rows, "a grader of type ends_with"),
    .mutations = mutations,
    .n_mutations = 3,
    .check = gp_text_check,
    .verdict = verdict,
    .answers = gp_text_answers,
};
