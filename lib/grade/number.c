/* Numbers and sizes of answers. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "grade/grade_impl.h"

static bool is_digit(gp_str s, size_t i)
{
    return i < s.n && s.p[i] >= '0' && s.p[i] <= '9';
}

/* Digits with thousands separators from `at`; returns the end. A group counts only with exactly three digits. */
static size_t whole_part(gp_str s, size_t at)
{
    size_t end = at;
    while (is_digit(s, end)) end++;
    if (end - at > 3) return end;
    while (end < s.n && s.p[end] == ',' && is_digit(s, end + 1) && is_digit(s, end + 2) && is_digit(s, end + 3) && !is_digit(s, end + 4)) end += 4;
    return end;
}

/* End of the number whose first digit (or point before a digit) is at `at`. */
static size_t number_end(gp_str s, size_t at)
{
    size_t end = whole_part(s, at);
    if (end < s.n && s.p[end] == '.' && is_digit(s, end + 1)) {
        end++;
        while (is_digit(s, end)) end++;
    }
    if (end < s.n && (s.p[end] | 32) == 'e') {
        size_t e = end + 1;
        if (e < s.n && (s.p[e] == '+' || s.p[e] == '-')) e++;
        if (is_digit(s, e)) {
            while (is_digit(s, e)) e++;
            end = e;
        }
    }
    return end;
}

/* Could what ends before `at` own a sign that stands there ("3-4", "x-3", "(a)-1")? */
static bool binds(gp_str s, size_t at)
{
    if (!at) return false;
    unsigned char c = (unsigned char)s.p[at - 1];
    return (c >= '0' && c <= '9') || ((c | 32) >= 'a' && (c | 32) <= 'z') || c == ')' || c == ']' || c == '_' || c == '%';
}

/* Where a number that has its first digit at `digit` starts, its sign included; *negative tells the sign. */
static size_t sign_start(gp_str s, size_t digit, bool *negative)
{
    *negative = false;
    size_t at = digit;
    if (at >= 1 && (s.p[at - 1] == '-' || s.p[at - 1] == '+')) at -= 1;
    else if (at >= 3 && gp_str_eq((gp_str){s.p + at - 3, 3}, GP_STR("\xE2\x88\x92"))) at -= 3; /* U+2212, the minus sign */
    if (at == digit || binds(s, at)) return digit;
    *negative = s.p[at] != '+';
    return at;
}

static double convert(gp_arena *a, gp_str digits, bool negative)
{
    char *text = gp_arena_alloc(a, digits.n + 1), *p = text;
    for (size_t i = 0; i < digits.n; i++)
        if (digits.p[i] != ',') *p++ = digits.p[i];
    double v = strtod(text, NULL);
    return negative ? -v : v;
}

bool gp_last_number(gp_arena *a, gp_str s, double *value, gp_str *where)
{
    size_t start = 0, end = 0;
    for (size_t at = 0; at < s.n;) {
        bool point = s.p[at] == '.' && is_digit(s, at + 1) && !binds(s, at);
        if (!is_digit(s, at) && !point) {
            at++;
            continue;
        }
        start = at;
        at = end = number_end(s, at);
    }
    if (!end) return false;
    bool negative;
    size_t from = sign_start(s, start, &negative);
    *value = convert(a, (gp_str){s.p + start, end - start}, negative);
    *where = (gp_str){s.p + from, end - from};
    return true;
}

static const char *fmt_number(gp_arena *a, double v)
{
    char text[32];
    gp_fmt_double(text, v);
    return gp_arena_copy(a, text, strlen(text));
}

/* "from 1 to 3", "at least 1", "at most 3" */
static const char *fmt_bounds(gp_arena *a, double min, double max)
{
    if (isnan(max)) return gp_str_fmt(a, "at least %s", fmt_number(a, min)).p;
    if (isnan(min)) return gp_str_fmt(a, "at most %s", fmt_number(a, max)).p;
    return gp_str_fmt(a, "from %s to %s", fmt_number(a, min), fmt_number(a, max)).p;
}

/* Comparisons with NaN (an absent bound) are false, so an absent bound never excludes. */
static bool outside(double v, double min, double max)
{
    return v < min || v > max;
}

/* Inclusive; the slack is for the rounding of the subtraction, so that 1.1 is within 0.1 of 1. */
static bool near(double v, double expect, double tolerance)
{
    if (v == expect) return true;
    return tolerance > 0 && fabs(v - expect) <= tolerance + 1e-12 * fmax(1, fabs(expect));
}

static gp_code explain_number(gp_arena *a, const gp_grader *g, double v, gp_str where, gp_criterion *out)
{
    double tolerance = isnan(g->tolerance) ? 0 : g->tolerance;
    bool hit = !g->expect;
    for (const gp_json *e = gp_expect_first(g->expect); e && !hit; e = gp_expect_next(g->expect, e)) hit = near(v, e->d, tolerance);
    const char *got = gp_quote(a, where);
    if (!hit && tolerance > 0) return gp_explain(a, out, 0, "expected %s within %s, the last number is %s", gp_quote_expect(a, g->expect), fmt_number(a, tolerance), got);
    if (!hit) return gp_explain(a, out, 0, "expected %s, the last number is %s", gp_quote_expect(a, g->expect), got);
    if (outside(v, g->min, g->max)) return gp_explain(a, out, 0, "expected a number %s, the last number is %s", fmt_bounds(a, g->min, g->max), got);
    return gp_explain(a, out, 1, "the last number is %s", got);
}

gp_code gp_grade_number(gp_arena *a, const gp_grader *g, gp_str answer, gp_criterion *out, gp_err *err)
{
    double v;
    gp_str where;
    (void)err;
    if (!gp_last_number(a, answer, &v, &where)) return gp_explain(a, out, 0, "no number in %s", gp_quote(a, answer));
    if (isinf(v)) return gp_explain(a, out, 0, "the last number, %s, is too large to compare", gp_quote(a, where));
    return explain_number(a, g, v, where, out);
}

/* --- sizes --- */

static bool is_space(int32_t cp)
{
    return cp == ' ' || (cp >= 9 && cp <= 13) || cp == 0x85 || cp == 0xA0 || cp == 0x1680 || (cp >= 0x2000 && cp <= 0x200A) || cp == 0x2028 || cp == 0x2029 || cp == 0x202F || cp == 0x205F || cp == 0x3000;
}

gp_text_size gp_measure_text(gp_str s)
{
    gp_text_size z = {0};
    bool in_word = false;
    for (size_t at = 0; at < s.n;) {
        int32_t cp = gp_utf8_next(s, &at);
        bool space = is_space(cp);
        if (!space && !in_word) z.words++;
        in_word = !space;
        z.characters++;
        z.lines += cp == '\n';
    }
    if (s.n && s.p[s.n - 1] != '\n') z.lines++;
    return z;
}

gp_code gp_grade_count(gp_arena *a, const gp_grader *g, gp_str answer, gp_criterion *out, gp_err *err)
{
    (void)err;
    gp_text_size z = gp_measure_text(g->trim ? gp_str_trim(answer) : answer);
    uint64_t n = gp_str_eqc(g->unit, "lines") ? z.lines : gp_str_eqc(g->unit, "characters") ? z.characters : z.words;
    double v = (double)n;
    bool exact = !isnan(g->exact), bad = exact ? v != g->exact : outside(v, g->min, g->max);
    if (!bad) return gp_explain(a, out, 1, "%.*s: %llu", GP_ARG(g->unit), (unsigned long long)n);
    return gp_explain(a, out, 0, "%.*s: %llu, expected %s, in %s", GP_ARG(g->unit), (unsigned long long)n,
                      exact ? fmt_number(a, g->exact) : fmt_bounds(a, g->min, g->max), gp_quote(a, answer));
}
