/* lmeval_filters.c - the filter pipelines of lm-evaluation-harness, and what its exact_match leaves out. */
#include <string.h>

#include "import/convert_impl.h"
#include "import/lmeval.h"
#include "regex/regex.h"

/* --- patterns --- */

/* An escape that the two read differently; how much of it was taken, 0: it is the same in both. */
static size_t put_escape(gp_buf *out, gp_str p, bool class)
{
    size_t digits = p.n > 1 && p.p[1] == 'u' ? 4 : p.n > 1 && p.p[1] == 'U' ? 8 : 0;
    if (digits && p.n >= 2 + digits) {
        gp_buf_fmt(out, "\\x{%.*s}", (int)digits, p.p + 2);
        return 2 + digits;
    }
    if (p.n > 1 && p.p[1] == 'Z' && !class) return gp_buf_c(out, "\\z"), 2;
    if (p.n > 1 && p.p[1] == 'v') return gp_buf_c(out, "\\x0B"), 2;
    return 0;
}

gp_str gp_lmeval_pattern(gp_arena *a, gp_str p)
{
    gp_buf b = {0};
    bool class = false;
    for (size_t i = 0; i < p.n;) {
        gp_str rest = {p.p + i, p.n - i};
        size_t n = p.p[i] == '\\' ? put_escape(&b, rest, class) : 0;
        if (!n && !class && gp_str_starts(rest, GP_STR("{,"))) gp_buf_c(&b, "{0,"), n = 2; /* {,3}: none to three */
        if (!n) {
            n = p.p[i] == '\\' && rest.n > 1 ? 2 : 1;
            gp_buf_put(&b, rest.p, n);
            bool opens = !class && p.p[i] == '[';
            if (class) class = p.p[i] != ']';
            else class = opens;
            /* a bracket that comes first is a member */
            for (const char *c = opens ? "^]" : ""; *c; c++)
                if (i + n < p.n && p.p[i + n] == *c) gp_buf_byte(&b, p.p[i + n++]);
        }
        i += n;
    }
    gp_str s = gp_str_dup(a, gp_buf_view(&b));
    gp_buf_free(&b);
    return s;
}

/* --- a pipeline --- */

static const char *read_regex(gp_arena *a, const gp_json *f, gp_lmeval_steps *out)
{
    const gp_json *select = gp_json_get(f, "group_select");
    gp_str pattern = gp_text_at(f, "regex_pattern");
    if (out->pattern.n) return "a filter takes a part of a part, and a grader takes one";
    if (out->lower || out->upper) return "a filter changes the case of the answer before a pattern is looked for in it";
    if (select && (select->type != GP_JSON_INT || select->i < -1 || select->i > 0))
        return "a filter takes another match than the first or the last";
    out->last = select && select->i < 0;
    out->pattern = gp_lmeval_pattern(a, pattern.p ? pattern : GP_STR("#### (\\-?[0-9\\.\\,]+)"));
    return out->pattern.n ? NULL : "a filter looks for an empty pattern";
}

/* White space around what is compared is left out in any case, and every question is asked once. */
static const char *read_step(gp_arena *a, const gp_json *f, gp_lmeval_steps *out)
{
    gp_str name = gp_text_at(f, "function");
    if (gp_str_eqc(name, "take_first") || gp_str_eqc(name, "remove_whitespace")) return NULL;
    if (gp_str_eqc(name, "regex")) return read_regex(a, f, out);
    bool lower = gp_str_eqc(name, "lowercase"), upper = gp_str_eqc(name, "uppercase");
    if (lower || upper) return out->lower = lower, out->upper = upper, NULL;
    return gp_str_fmt(a, "the filter \"%.*s\" has no counterpart", GP_ARG(name)).p;
}

/* --- what exact_match leaves out --- */

static bool truth(const gp_json *m, const char *key)
{
    const gp_json *v = gp_json_get(m, key);
    return v && v->type == GP_JSON_BOOL && v->b;
}

static const char *read_metric(gp_arena *a, const gp_json *m, gp_lmeval_steps *out)
{
    const gp_json *ignored = gp_json_get(m, "regexes_to_ignore");
    size_t n = ignored && ignored->type == GP_JSON_ARRAY ? ignored->n : 0;
    gp_str *list = GP_NEW_ARRAY(a, gp_str, n + 2);
    for (const gp_json *e = n ? ignored->first : NULL; e; e = e->next) {
        if (e->type != GP_JSON_STRING || !e->s.n) return "what exact_match leaves out is no pattern";
        list[out->n_leave_out++] = gp_lmeval_pattern(a, e->s);
    }
    /* Python's string.punctuation: ASCII alone, with signs that Unicode calls symbols */
    if (truth(m, "ignore_punctuation")) list[out->n_leave_out++] = GP_STR("[!-/:-@\\[-`{-~]");
    if (truth(m, "ignore_numbers")) list[out->n_leave_out++] = GP_STR("[0-9]");
    out->leave_out = list;
    return NULL;
}

static const char *check_pattern(gp_arena *a, gp_str pattern)
{
    gp_regex *r = NULL;
    gp_err err = {0};
    gp_code code = gp_regex_compile(pattern, false, &r, &err);
    gp_regex_free(r);
    return code ? gp_str_dup(a, gp_str_c(err.msg)).p : NULL;
}

const char *gp_lmeval_steps_read(gp_arena *a, const gp_json *pipeline, const gp_json *exact_match, gp_lmeval_steps *out)
{
    const gp_json *steps = gp_json_get(pipeline, "filter");
    *out = (gp_lmeval_steps){0};
    const char *why = pipeline && (!steps || steps->type != GP_JSON_ARRAY) ? "its filters are no list" : NULL;
    for (const gp_json *f = !why && steps ? steps->first : NULL; f && !why; f = f->next) why = read_step(a, f, out);
    if (!why) why = read_metric(a, exact_match, out);
    if (!why && out->pattern.n) why = check_pattern(a, out->pattern);
    for (size_t i = 0; i < out->n_leave_out && !why; i++) why = check_pattern(a, out->leave_out[i]);
    if (!why && (out->lower || out->upper) && truth(exact_match, "ignore_case")) out->lower = out->upper = false;
    return why;
}

/* --- the expected text --- */

static bool has_letters(gp_str s, char from)
{
    for (size_t i = 0; i < s.n; i++)
        if (s.p[i] >= from && s.p[i] < from + 26) return true;
    return false;
}

gp_str gp_lmeval_expected(gp_arena *a, const gp_lmeval_steps *s, gp_str text)
{
    text = gp_str_trim(text);
    for (size_t i = 0; i < s->n_leave_out; i++) {
        gp_regex *r = NULL;
        gp_buf rest = {0};
        gp_code code = gp_regex_compile(s->leave_out[i], false, &r, NULL);
        if (!code) code = gp_regex_remove(r, text, &rest, NULL);
        text = code ? (gp_str){0} : gp_str_dup(a, gp_buf_view(&rest));
        gp_regex_free(r);
        gp_buf_free(&rest);
    }
    bool never = (s->lower && has_letters(text, 'A')) || (s->upper && has_letters(text, 'a'));
    return never || !text.n ? (gp_str){0} : text;
}

void gp_lmeval_extract(gp_jw *w, const gp_lmeval_steps *s)
{
    if (!s->pattern.n && !s->n_leave_out) return;
    gp_jw_key(w, "extract");
    gp_jw_object(w);
    gp_jw_kstr(w, "pattern", s->pattern.n ? s->pattern : GP_STR("(?s).+"));
    if (s->last) gp_jw_kc(w, "take", "last");
    if (s->n_leave_out) gp_jw_key(w, "leave_out");
    if (s->n_leave_out) gp_jw_array(w);
    for (size_t i = 0; i < s->n_leave_out; i++) gp_jw_str(w, s->leave_out[i]);
    if (s->n_leave_out) gp_jw_end_array(w);
    gp_jw_end_object(w);
    if (s->n_leave_out) gp_jw_kbool(w, "trim", false); /* what is left is compared as it is */
}
