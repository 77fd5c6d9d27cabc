/* explain.c - scores with their explanations, and what they quote. */
#include "grade/grade_impl.h"

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

gp_code gp_explain(gp_arena *a, gp_criterion *out, double score, const char *fmt, ...)
{
    gp_err text = {0};
    va_list ap;
    va_start(ap, fmt);
    gp_vfail(&text, GP_E_INPUT, fmt, ap);
    va_end(ap);
    gp_buf shown = {0};
    gp_show(&shown, gp_str_c(text.msg), 0);
    gp_str s = gp_buf_view(&shown), kept = cut(s);
    out->score = score;
    out->explanation = gp_str_fmt(a, "%.*s%s", GP_ARG(kept), kept.n < s.n ? "…" : "");
    gp_buf_free(&shown);
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
