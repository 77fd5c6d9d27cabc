/* grader_regex.c - a pattern is found in the answer. */
#include <string.h>

#include "grade/grade_impl.h"

typedef struct regex {
    gp_grader g;
    const gp_json *expect;
    gp_str pattern, flags;
    bool ignore_case, trim;
} regex;

static const gp_field rows[] = {
    GP_ROW_TEXTS(
        regex, GP_OPTIONAL,
        "What group 1 (the whole match if there is no group) must equal: a text, or a list of which any will do."),
    GP_FIELD(STR, "pattern", regex, pattern, .flags = GP_KNOWN | GP_QUOTED, .doc = "PCRE2 pattern in UTF mode.",
             .schema = "{\"minLength\": 1}"),
    GP_ROW_FLAGS(regex),
    GP_ROW_IGNORE_CASE(regex),
    GP_ROW_TRIM(regex, 0, GP_TRIM_DOC),
};

/* The pattern with its options; ignore_case is one of them. */
static gp_code with_flags(const regex *p, gp_regex **out, gp_err *err)
{
    char flags[8];
    size_t n = 0;
    for (const char *c = "imsx"; *c; c++)
        if (memchr(p->flags.p ? p->flags.p : "", *c, p->flags.n) || (*c == 'i' && p->ignore_case)) flags[n++] = *c;
    return gp_regex_compile_with(p->pattern, (gp_str){flags, n}, out, err);
}

static gp_code compile(const gp_case *c, const gp_grader *g, gp_err *err)
{
    const regex *p = (const regex *)g;
    gp_err inner = {0};
    gp_regex *r = NULL;
    gp_code code = with_flags(p, &r, &inner);
    gp_regex_free(r);
    return code ? gp_grader_fail(c, g, err, inner.msg) : GP_OK;
}

static gp_code captured(gp_arena *a, const regex *p, gp_str match, gp_str group, gp_criterion *out, gp_err *err)
{
    if (!p->expect) return gp_explain(a, out, 1, "matches at %s", gp_quote(a, match));
    bool hit;
    gp_code code = gp_expect_has(p->expect, group, p->ignore_case, &hit, err);
    const char *got = gp_quote(a, group);
    if (code) return code;
    if (hit) return gp_explain(a, out, 1, "the pattern captures %s", got);
    return gp_explain(a, out, 0, "the pattern captures %s, expected %s%s", got, gp_quote_expect(a, p->expect),
                      gp_unseen_expect(a, p->expect, group));
}

static gp_code verdict(gp_arena *a, const gp_judged *x, const gp_grader *g, gp_criterion *out, gp_err *err)
{
    const regex *p = (const regex *)g;
    gp_str answer = x->reply->answer, match = {0}, group = {0};
    gp_str text = gp_utf8_repair(a, p->trim ? gp_str_trim(answer) : answer);
    gp_regex *r = NULL;
    bool found = false;
    gp_code code = with_flags(p, &r, err);
    if (!code) code = gp_regex_find(r, text, &found, &match, &group, err);
    gp_regex_free(r);
    if (code) return code;
    if (found) return captured(a, p, match, group, out, err);
    return gp_explain(a, out, 0, "the pattern %s is not found in %s", gp_quote(a, p->pattern), gp_quote(a, text));
}

static bool leave_out(gp_arena *a, const gp_grader *g, gp_reply *reply)
{
    const regex *p = (const regex *)g;
    gp_regex *r = NULL;
    if (with_flags(p, &r, NULL)) return false;
    gp_str rest = gp_text_without(a, r, gp_utf8_repair(a, reply->answer));
    gp_regex_free(r);
    if (rest.p) reply->answer = rest;
    return rest.p != NULL;
}

static const gp_mutation mutations[] = {{"what the pattern matches left out", leave_out},
                                        {"cut off in the middle", gp_cut_in_half}};

const gp_grader_kind gp_grader_regex = {
    .name = "regex",
    .doc = "a pattern is found in the answer, and captures what is expected",
    .more =
        "A search that needs too much work on an answer ends, scores 0 and says so. Bytes that are not valid UTF-8 "
        "are taken for U+FFFD.",
    .example = "{\"type\": \"regex\", \"pattern\": \"answer: (\\\\w+)\", \"expect\": \"blue\"}",
    .pass = "The answer: blue.",
    .fail = "The answer: green.",
    .params = GP_RECORD(regex, rows, "a grader of type regex"),
    .mutations = mutations,
    .n_mutations = 2,
    .compile = compile,
    .verdict = verdict,
};
