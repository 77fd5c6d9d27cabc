/* explain.c - scores with their explanations, and what they quote. */
#include <math.h>

#include "base/alike.h"
#include "grade/grade_impl.h"
#include "grade/said.h"

enum {
    EXPLANATION_MAX = 200, /* bytes */
    EVIDENCE_MAX = 60      /* bytes of an answer quoted in one explanation */
};

/* Cut to the limit between characters, with an ellipsis. */
static gp_str cut(gp_str s)
{
    static const char dots[] = "…";
    if (s.n <= EXPLANATION_MAX) return s;
    size_t keep = EXPLANATION_MAX - (sizeof dots - 1);
    while (keep && ((unsigned char)s.p[keep] & 0xC0) == 0x80) keep--;
    return (gp_str){s.p, keep};
}

static gp_str explanation(gp_arena *a, const char *fmt, va_list ap)
{
    gp_err text = {0};
    gp_buf shown = {0};
    gp_vfail(&text, GP_E_INPUT, fmt, ap);
    gp_show(&shown, gp_str_c(text.msg), 0);
    gp_str s = gp_buf_view(&shown), kept = cut(s), out = gp_str_fmt(a, "%.*s%s", GP_ARG(kept), kept.n < s.n ? "…" : "");
    gp_buf_free(&shown);
    return out;
}

gp_code gp_explain(gp_arena *a, gp_criterion *out, double score, const char *fmt, ...)
{
    va_list ap;
    va_start(ap, fmt);
    out->score = score;
    out->explanation = explanation(a, fmt, ap);
    va_end(ap);
    return GP_OK;
}

gp_code gp_leave_open(gp_arena *a, gp_criterion *out, gp_open open, const char *fmt, ...)
{
    va_list ap;
    va_start(ap, fmt);
    out->open = open;
    out->score = (double)NAN;
    out->explanation = explanation(a, fmt, ap);
    va_end(ap);
    return GP_OK;
}

const char *gp_quote(gp_arena *a, gp_str s)
{
    gp_buf b = {0};
    gp_buf_byte(&b, '"');
    gp_show(&b, s, EVIDENCE_MAX);
    gp_buf_byte(&b, '"');
    const char *copy = gp_arena_copy(a, b.p, b.n);
    gp_buf_free(&b);
    return copy;
}

static const char *by_code_points(gp_arena *a, gp_buf *points)
{
    const char *text = points->n ? gp_str_fmt(a, "; by code points %.*s", GP_ARG(gp_buf_view(points))).p : "";
    gp_buf_free(points);
    return text;
}

const char *gp_unseen(gp_arena *a, gp_str expected, gp_str got)
{
    gp_buf points = {0};
    (void)gp_alike(&points, expected, got);
    return by_code_points(a, &points);
}

const char *gp_unseen_expect(gp_arena *a, const gp_json *expect, gp_str got)
{
    gp_buf points = {0};
    for (const gp_json *e = gp_expect_first(expect); e; e = gp_expect_next(expect, e))
        if (gp_alike(&points, gp_expect_text(e), got)) break;
    return by_code_points(a, &points);
}

const char *gp_unseen_within(gp_arena *a, gp_str part, gp_str text)
{
    gp_buf points = {0};
    (void)gp_alike_within(&points, part, text);
    return by_code_points(a, &points);
}

gp_code gp_explain_phrase(gp_arena *a, gp_criterion *out, gp_str answer, const gp_phrases *p, size_t within,
                          bool expect, const char *what)
{
    gp_said s = gp_said_of(a, answer, within);
    gp_str phrase = gp_said_find(&s, p);
    const char *all = gp_quote(a, answer);
    if (!phrase.p) return gp_explain(a, out, !expect, "no phrase of %s in %s", what, all);
    return gp_explain(a, out, expect, "%s: %s at byte %zu of %s", what, gp_quote(a, phrase),
                      (size_t)(phrase.p - answer.p), all);
}
