/* Graders that compare text. Without regard to case means Unicode simple case folding, which PCRE2 knows. */
#include "grade/grade_impl.h"
#include "grade/regex.h"

gp_str gp_expect_text(const gp_json *v)
{
    return v->type == GP_JSON_STRING ? v->s : v->raw;
}

const gp_json *gp_expect_first(const gp_json *expect)
{
    return expect && expect->type == GP_JSON_ARRAY ? expect->first : expect;
}

const gp_json *gp_expect_next(const gp_json *expect, const gp_json *e)
{
    return expect->type == GP_JSON_ARRAY ? e->next : NULL;
}

const char *gp_quote(gp_arena *a, gp_str s)
{
    gp_buf b = {0};
    gp_buf_byte(&b, '"');
    gp_show(&b, s, GP_EVIDENCE_MAX);
    gp_buf_byte(&b, '"');
    const char *copy = gp_arena_copy(a, b.p, b.n);
    gp_buf_free(&b);
    return copy;
}

const char *gp_quote_expect(gp_arena *a, const gp_json *expect)
{
    const gp_json *first = gp_expect_first(expect), *second = gp_expect_next(expect, first);
    const char *one = gp_quote(a, gp_expect_text(first));
    if (!second) return one;
    bool more = gp_expect_next(expect, second) != NULL;
    return gp_str_fmt(a, "one of %s, %s%s", one, gp_quote(a, gp_expect_text(second)), more ? ", …" : "").p;
}

/* x is text, or text without regard to case. */
static gp_code same_text(gp_str text, gp_str x, bool ignore_case, bool *same, gp_err *err)
{
    *same = gp_str_eq(text, x);
    if (*same || !ignore_case || !x.n || !text.n) return GP_OK;
    gp_regex *r = NULL;
    if (gp_utf8_bad(text) != SIZE_MAX) return GP_OK; /* `expect` is valid */
    gp_code code = gp_regex_literal(x, true, &r, err);
    if (!code) code = gp_regex_find(r, text, same, NULL, NULL, err);
    gp_regex_free(r);
    return code;
}

static gp_code occurs(gp_arena *a, gp_str text, gp_str x, bool ignore_case, bool *hit, gp_err *err)
{
    *hit = gp_str_find(text, x) != SIZE_MAX;
    if (*hit || !ignore_case) return GP_OK;
    gp_regex *r = NULL;
    gp_code code = gp_regex_literal(x, false, &r, err);
    if (!code) code = gp_regex_find(r, gp_utf8_repair(a, text), hit, NULL, NULL, err);
    gp_regex_free(r);
    return code;
}

/* The text equals one value of expect. */
static gp_code is_one_of(const gp_grader *g, gp_str text, bool *hit, gp_err *err)
{
    gp_code code = GP_OK;
    *hit = false;
    for (const gp_json *e = gp_expect_first(g->expect); e && !*hit && !code; e = gp_expect_next(g->expect, e))
        code = same_text(text, gp_expect_text(e), g->ignore_case, hit, err);
    return code;
}

gp_code gp_grade_equals(gp_arena *a, const gp_grader *g, gp_str answer, gp_criterion *out, gp_err *err)
{
    gp_str text = g->trim ? gp_str_trim(answer) : answer;
    bool hit;
    gp_code code = is_one_of(g, text, &hit, err);
    if (code) return code;
    if (hit) return gp_explain(a, out, 1, "equals %s", gp_quote(a, text));
    return gp_explain(a, out, 0, "expected %s, got %s", gp_quote_expect(a, g->expect), gp_quote(a, text));
}

gp_code gp_grade_contains(gp_arena *a, const gp_grader *g, gp_str answer, gp_criterion *out, gp_err *err)
{
    size_t n = 0, hits = 0;
    const gp_json *lacks = NULL;
    for (const gp_json *e = gp_expect_first(g->expect); e; e = gp_expect_next(g->expect, e), n++) {
        bool hit;
        gp_code code = occurs(a, answer, gp_expect_text(e), g->ignore_case, &hit, err);
        if (code) return code;
        hits += hit;
        if (!hit && !lacks) lacks = e;
    }
    if (!lacks) return gp_explain(a, out, 1, "contains %s%s", gp_quote(a, gp_expect_text(gp_expect_first(g->expect))), n > 1 ? " and the others" : "");
    const char *got = gp_quote(a, answer), *miss = gp_quote(a, gp_expect_text(lacks));
    if (n == 1) return gp_explain(a, out, 0, "lacks %s in %s", miss, got);
    return gp_explain(a, out, (double)hits / (double)n, "contains %zu of %zu; lacks %s in %s", hits, n, miss, got);
}

gp_code gp_grade_not_contains(gp_arena *a, const gp_grader *g, gp_str answer, gp_criterion *out, gp_err *err)
{
    for (const gp_json *e = gp_expect_first(g->expect); e; e = gp_expect_next(g->expect, e)) {
        bool hit;
        gp_code code = occurs(a, answer, gp_expect_text(e), g->ignore_case, &hit, err);
        if (code) return code;
        if (hit) return gp_explain(a, out, 0, "contains %s, which it must not, in %s", gp_quote(a, gp_expect_text(e)), gp_quote(a, answer));
    }
    return gp_explain(a, out, 1, "contains none of what it must not");
}

static gp_code explain_match(gp_arena *a, const gp_grader *g, gp_str match, gp_str group, gp_criterion *out, gp_err *err)
{
    if (!g->expect) return gp_explain(a, out, 1, "matches at %s", gp_quote(a, match));
    bool hit;
    gp_code code = is_one_of(g, group, &hit, err);
    if (code) return code;
    if (hit) return gp_explain(a, out, 1, "the pattern captures %s", gp_quote(a, group));
    return gp_explain(a, out, 0, "the pattern captures %s, expected %s", gp_quote(a, group), gp_quote_expect(a, g->expect));
}

gp_code gp_grade_regex(gp_arena *a, const gp_grader *g, gp_str answer, gp_criterion *out, gp_err *err)
{
    gp_str text = gp_utf8_repair(a, g->trim ? gp_str_trim(answer) : answer), match = {0}, group = {0};
    gp_regex *r = NULL;
    bool found = false;
    gp_code code = gp_regex_compile(g->pattern, g->ignore_case, &r, err);
    if (!code) code = gp_regex_find(r, text, &found, &match, &group, err);
    gp_regex_free(r);
    if (code) return code;
    if (!found) return gp_explain(a, out, 0, "the pattern %s is not found in %s", gp_quote(a, g->pattern), gp_quote(a, text));
    return explain_match(a, g, match, group, out, err);
}
