/* number.c - numbers and sizes of answers. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "grade/grade_impl.h"

static bool is_digit(gp_str s, size_t i) { return i < s.n && s.p[i] >= '0' && s.p[i] <= '9'; }

/* Digits with thousands separators from `at`; returns the end. A group counts only with exactly three digits. */
static size_t whole_part(gp_str s, size_t at)
{
    size_t end = at;
    while (is_digit(s, end)) end++;
    if (end - at > 3) return end;
    while (end < s.n && s.p[end] == ',' && is_digit(s, end + 1) && is_digit(s, end + 2) && is_digit(s, end + 3) &&
           !is_digit(s, end + 4))
        end += 4;
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
    return (c >= '0' && c <= '9') || ((c | 32) >= 'a' && (c | 32) <= 'z') || c == ')' || c == ']' || c == '_' ||
           c == '%';
}

/* Where a number that has its first digit at `digit` starts, its sign included; *negative tells the sign. */
static size_t sign_start(gp_str s, size_t digit, bool *negative)
{
    *negative = false;
    size_t at = digit;
    if (at >= 1 && (s.p[at - 1] == '-' || s.p[at - 1] == '+')) at -= 1;
    else if (at >= 3 && gp_str_eq((gp_str){s.p + at - 3, 3}, GP_STR("\xE2\x88\x92")))
        at -= 3; /* U+2212, the minus sign */
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
