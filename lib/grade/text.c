/* text.c - the parameter `expect` of graders that compare text, and comparing. Without regard to case means Unicode
 * simple case folding, which PCRE2 knows. */
#include "grade/grade_impl.h"
#include "regex/regex.h"

static bool is_number(const gp_json *v) { return v->type == GP_JSON_INT || v->type == GP_JSON_REAL; }

static gp_code check_text(const gp_json *v, bool filled, gp_err *err)
{
    if (v->type != GP_JSON_STRING && !is_number(v))
        return gp_json_fail(err, v, "\"expect\" must hold strings or numbers here, not %s", gp_json_type_name(v->type));
    if (filled && v->type == GP_JSON_STRING && !v->s.n)
        return gp_json_fail(err, v, "\"expect\" holds an empty string, which every answer contains");
    return GP_OK;
}

static gp_code check_texts(const gp_json *v, bool filled, gp_err *err)
{
    gp_code code = GP_OK;
    if (v->type == GP_JSON_ARRAY && !v->n) return gp_json_fail(err, v, "\"expect\" is empty; list at least one");
    for (const gp_json *e = gp_expect_first(v); e && !code; e = gp_expect_next(v, e)) code = check_text(e, filled, err);
    return code;
}

gp_code gp_texts_read(gp_arena *a, const gp_json *v, void *at, gp_err *err)
{
    (void)a;
    *(const gp_json **)at = v;
    return check_texts(v, false, err);
}

gp_code gp_parts_read(gp_arena *a, const gp_json *v, void *at, gp_err *err)
{
    (void)a;
    *(const gp_json **)at = v;
    return check_texts(v, true, err);
}

void gp_texts_write(gp_jw *w, const void *at)
{
    const gp_json *expect = *(const gp_json *const *)at;
    gp_jw_array(w);
    for (const gp_json *e = gp_expect_first(expect); e; e = gp_expect_next(expect, e)) gp_jw_str(w, gp_expect_text(e));
    gp_jw_end_array(w);
}

gp_str gp_expect_text(const gp_json *v) { return v->type == GP_JSON_STRING ? v->s : v->raw; }

const gp_json *gp_expect_first(const gp_json *expect)
{
    return expect && expect->type == GP_JSON_ARRAY ? expect->first : expect;
}

const gp_json *gp_expect_next(const gp_json *expect, const gp_json *e)
{
    return expect->type == GP_JSON_ARRAY ? e->next : NULL;
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

/* Where x begins in the text, or SIZE_MAX. */
static gp_code find_text(gp_arena *a, gp_str text, gp_str x, bool ignore_case, size_t *at, gp_err *err)
{
    gp_regex *r = NULL;
    gp_str match = {0};
    bool hit = false;
    *at = gp_str_find(text, x);
    if (*at != SIZE_MAX || !ignore_case) return GP_OK;
    text = gp_utf8_repair(a, text);
    gp_code code = gp_regex_literal(x, false, &r, err);
    if (!code) code = gp_regex_find(r, text, &hit, &match, NULL, err);
    if (hit) *at = (size_t)(match.p - text.p);
    gp_regex_free(r);
    return code;
}

gp_code gp_text_occurs(gp_arena *a, gp_str text, gp_str x, bool ignore_case, bool *hit, gp_err *err)
{
    size_t at;
    gp_code code = find_text(a, text, x, ignore_case, &at, err);
    *hit = at != SIZE_MAX;
    return code;
}

gp_code gp_text_check(const gp_grader *g, gp_err *err)
{
    const gp_text_grader *p = (const gp_text_grader *)g;
    gp_arena a = {0};
    gp_code code = GP_OK;
    for (const gp_json *e = gp_expect_first(p->expect); e && !code; e = gp_expect_next(p->expect, e)) {
        gp_str text = gp_expect_text(e);
        if (text.n && !gp_form_text(&a, text, p->how.normalize).n)
            code = gp_json_fail(err, e, "nothing is left of %s after \"normalize\", and every answer holds that",
                                gp_quote(&a, text));
    }
    gp_arena_free(&a);
    return code;
}

const gp_json *gp_text_answers(const gp_grader *g) { return ((const gp_text_grader *)g)->expect; }

gp_code gp_text_hits(gp_arena *a, const gp_text_grader *p, gp_str answer, gp_hits *out, gp_err *err)
{
    *out = (gp_hits){.text = gp_form_text(a, answer, p->how.normalize)};
    for (const gp_json *e = gp_expect_first(p->expect); e; e = gp_expect_next(p->expect, e), out->n++) {
        size_t at;
        gp_str x = gp_form_text(a, gp_expect_text(e), p->how.normalize);
        gp_code code = find_text(a, out->text, x, p->how.ignore_case, &at, err);
        if (code) return code;
        bool hit = at != SIZE_MAX;
        out->hits += hit;
        if (hit && !out->first) out->first = e, out->at = at;
        if (!hit && !out->lacks) out->lacks = e;
    }
    return GP_OK;
}

/* As much of the text as x is long, from its start or up to its end. Folding of single characters may change how many
 * bytes they have, but not how many they are. */
static gp_str as_long(gp_str text, gp_str x, gp_where where)
{
    size_t at = where == GP_AT_END ? text.n : 0;
    for (size_t in = 0; in < x.n && where == GP_AT_START && at < text.n;) {
        (void)gp_utf8_next(x, &in);
        (void)gp_utf8_next(text, &at);
    }
    for (size_t in = 0; in < x.n && where == GP_AT_END && at;) {
        (void)gp_utf8_next(x, &in);
        do at--;
        while (at && ((unsigned char)text.p[at] & 0xC0) == 0x80);
    }
    return where == GP_AT_START ? (gp_str){text.p, at} : where == GP_AT_END ? (gp_str){text.p + at, text.n - at} : text;
}

gp_code gp_text_stands(gp_arena *a, const gp_text_grader *p, gp_str answer, gp_where where, gp_str *text,
                       const gp_json **which, gp_err *err)
{
    gp_code code = GP_OK;
    *which = NULL;
    *text = gp_form_text(a, p->trim ? gp_str_trim(answer) : answer, p->how.normalize);
    for (const gp_json *e = gp_expect_first(p->expect); e && !*which && !code; e = gp_expect_next(p->expect, e)) {
        bool same;
        gp_str x = gp_form_text(a, gp_expect_text(e), p->how.normalize);
        code = same_text(as_long(*text, x, where), x, p->how.ignore_case, &same, err);
        if (same) *which = e;
    }
    return code;
}

gp_code gp_expect_has(const gp_json *expect, gp_str text, bool ignore_case, bool *hit, gp_err *err)
{
    gp_code code = GP_OK;
    *hit = false;
    for (const gp_json *e = gp_expect_first(expect); e && !*hit && !code; e = gp_expect_next(expect, e))
        code = same_text(text, gp_expect_text(e), ignore_case, hit, err);
    return code;
}

gp_str gp_text_between(gp_arena *a, gp_str before, gp_str text, gp_str after)
{
    return gp_str_cat(a, before, text, after);
}

gp_str gp_text_quoted(gp_arena *a, gp_str text)
{
    gp_buf b = {0};
    gp_buf_c(&b, "> ");
    for (size_t i = 0; i < text.n; i++) {
        gp_buf_byte(&b, text.p[i]);
        if (text.p[i] == '\n') gp_buf_c(&b, "> ");
    }
    gp_str s = gp_str_dup(a, gp_buf_view(&b));
    gp_buf_free(&b);
    return s;
}

/* From left to right once. What is left over may match anew. */
static gp_code take_out(gp_regex *r, gp_str text, gp_buf *out, bool *some)
{
    gp_str match = {0};
    bool found = true;
    gp_code code = GP_OK;
    *some = false;
    while (!code) {
        code = gp_regex_find(r, text, &found, &match, NULL, NULL);
        if (code || !found) break;
        if (!match.n) code = GP_E_INPUT;
        *some = true;
        gp_buf_put(out, text.p, (size_t)(match.p - text.p));
        text = (gp_str){match.p + match.n, (size_t)(text.p + text.n - (match.p + match.n))};
    }
    gp_buf_str(out, text);
    return code;
}

gp_str gp_text_without(gp_arena *a, gp_regex *r, gp_str text)
{
    gp_code code = GP_OK;
    for (bool some = true; some && !code;) {
        gp_buf b = {0};
        code = take_out(r, text, &b, &some);
        text = gp_str_dup(a, gp_buf_view(&b));
        gp_buf_free(&b);
    }
    return code ? (gp_str){0} : text;
}

gp_str gp_text_lacking(gp_arena *a, const gp_text_grader *p, gp_str answer, bool each)
{
    gp_str text = gp_form_text(a, gp_utf8_repair(a, answer), p->how.normalize);
    for (const gp_json *e = gp_expect_first(p->expect); e && text.p; e = each ? gp_expect_next(p->expect, e) : NULL) {
        gp_regex *r = NULL;
        if (gp_regex_literal(gp_form_text(a, gp_expect_text(e), p->how.normalize), false, &r, NULL)) return (gp_str){0};
        text = gp_text_without(a, r, text);
        gp_regex_free(r);
    }
    return text;
}

bool gp_text_breaks(gp_arena *a, const gp_grader *g, gp_reply *reply, gp_str answer)
{
    gp_criterion c = {0};
    gp_reply changed = *reply;
    changed.answer = answer;
    if (!answer.p || g->kind->verdict(a, &(gp_judged){.reply = &changed}, g, &c, NULL) || c.score >= 1) return false;
    *reply = changed;
    return true;
}

bool gp_cut_in_half(gp_arena *a, const gp_grader *g, gp_reply *reply)
{
    gp_str s = gp_str_trim(reply->answer);
    size_t n = s.n / 2;
    while (n && ((unsigned char)s.p[n] & 0xC0) == 0x80) n--;
    return gp_text_breaks(a, g, reply, (gp_str){s.p, n});
}

bool gp_all_gone(gp_arena *a, const gp_grader *g, gp_reply *reply) { return gp_text_breaks(a, g, reply, GP_STR("")); }
