/* number.c - numbers as text, bounds, and sizes of answers. */
#include <math.h>
#include <string.h>

#include "grade/grade_impl.h"

const char *gp_number_text(gp_arena *a, double v)
{
    char text[32];
    gp_fmt_double(text, v);
    return gp_arena_copy(a, text, strlen(text));
}

const char *gp_bounds_text(gp_arena *a, double min, double max)
{
    if (isnan(max)) return gp_str_fmt(a, "at least %s", gp_number_text(a, min)).p;
    if (isnan(min)) return gp_str_fmt(a, "at most %s", gp_number_text(a, max)).p;
    if (max <= min && max >= min) return gp_str_fmt(a, "exactly %s", gp_number_text(a, min)).p;
    return gp_str_fmt(a, "from %s to %s", gp_number_text(a, min), gp_number_text(a, max)).p;
}

gp_code gp_bounds_check(const gp_grader *g, double min, double max, gp_err *err)
{
    if (min > max) return gp_json_fail(err, g->at, "\"min\" is %g, above \"max\", which is %g", min, max);
    return GP_OK;
}

bool gp_outside(double v, double min, double max) { return v < min || v > max; }

bool gp_text_is(gp_arena *a, const gp_json *expect, gp_str text)
{
    gp_number x, want = gp_number_of(gp_decimal_of(expect->raw));
    size_t at = 0;
    if (expect->type == GP_JSON_STRING) return gp_str_eq(expect->s, text);
    text = gp_str_trim(text);
    return gp_number_next(a, text, &at, &(gp_number_style){0}, &x) && x.where.n == text.n &&
           !gp_number_cmp(a, &x, &want);
}

/* --- sizes --- */

gp_text_size gp_measure_text(gp_str s)
{
    gp_text_size z = {0};
    bool in_word = false;
    for (size_t at = 0; at < s.n;) {
        int32_t cp = gp_utf8_next(s, &at);
        bool space = gp_char_space(cp);
        if (!space && !in_word) z.words++;
        in_word = !space;
        z.characters++;
        z.lines += cp == '\n';
    }
    if (s.n && s.p[s.n - 1] != '\n') z.lines++;
    return z;
}
