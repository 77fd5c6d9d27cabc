/* written.c - numbers as people write them. */
#include "grade/written.h"

#include <stdlib.h>
#include <string.h>

enum { FRACTION_DIGITS = 100, MIXED_DIGITS = 9, EXPONENT_DIGITS = 6 }; /* more are no such form */

static bool is_digit(gp_str s, size_t i) { return i < s.n && s.p[i] >= '0' && s.p[i] <= '9'; }
static bool is_letter(gp_str s, size_t i) { return i < s.n && (s.p[i] | 32) >= 'a' && (s.p[i] | 32) <= 'z'; }

static size_t digits_end(gp_str s, size_t at)
{
    while (is_digit(s, at)) at++;
    return at;
}

/* Behind the text x if it stands at `at`, else `at`. */
static size_t after(gp_str s, size_t at, const char *x)
{
    size_t n = strlen(x);
    return at <= s.n && s.n - at >= n && !memcmp(s.p + at, x, n) ? at + n : at;
}

static size_t after_any(gp_str s, size_t at, const char *const *list)
{
    for (size_t end = at; *list; list++)
        if ((end = after(s, at, *list)) > at) return end;
    return at;
}

static const char *const spaces[] = {" ", "\xC2\xA0", "\xE2\x80\x89", "\xE2\x80\xAF", NULL};
static const char *const quotes[] = {"'", "\xE2\x80\x99", NULL};
static const char *const commas[] = {",", NULL};
static const char *const points[] = {".", NULL};

static const char *const *group_of(const gp_number_style *style)
{
    static const char *const *const list[] = {commas, commas, points, spaces, quotes};
    return list[style->separators];
}

static char point_of(const gp_number_style *style)
{
    return style->separators == GP_SEPARATORS_COMMA || style->separators == GP_SEPARATORS_SPACE ? ',' : '.';
}

/* --- a plain decimal --- */

/* Digits with thousands separators from `at`; returns the end. A group counts only with exactly three digits. */
static size_t whole_part(gp_str s, size_t at, const gp_number_style *style)
{
    size_t end = digits_end(s, at);
    if (end - at > 3) return end;
    for (;;) {
        size_t group = after_any(s, end, group_of(style));
        if (group == end || !is_digit(s, group) || !is_digit(s, group + 1) || !is_digit(s, group + 2) ||
            is_digit(s, group + 3))
            return end;
        end = group + 3;
    }
}

static size_t exponent_end(gp_str s, size_t end)
{
    if (end >= s.n || (s.p[end] | 32) != 'e') return end;
    size_t e = end + 1;
    if (e < s.n && (s.p[e] == '+' || s.p[e] == '-')) e++;
    return is_digit(s, e) ? digits_end(s, e) : end;
}

/* End of the number whose first digit (or point before a digit) is at `at`. */
static size_t number_end(gp_str s, size_t at, const gp_number_style *style)
{
    size_t end = whole_part(s, at, style);
    if (end < s.n && s.p[end] == point_of(style) && is_digit(s, end + 1)) end = digits_end(s, end + 1);
    return exponent_end(s, end);
}

/* Could what ends before `at` own a sign that stands there ("3-4", "x-3", "(a)-1")? */
static bool binds(gp_str s, size_t at)
{
    if (!at) return false;
    unsigned char c = (unsigned char)s.p[at - 1];
    return (c >= '0' && c <= '9') || ((c | 32) >= 'a' && (c | 32) <= 'z') || c == ')' || c == ']' || c == '_' ||
           c == '%';
}

/* Where a number that begins at `digit` starts, its sign included; *negative tells the sign. */
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

/* "12.345" and "12,345", once and with three digits behind it. */
static bool is_ambiguous(gp_str s)
{
    size_t lead = digits_end(s, 0);
    return lead >= 1 && lead <= 3 && s.p[0] != '0' && s.n == lead + 4 && (s.p[lead] == '.' || s.p[lead] == ',') &&
           digits_end(s, lead + 1) == s.n;
}

/* Decimals know "," between thousands and "." before decimals. */
static gp_decimal decimal_of(gp_arena *a, gp_str s, const gp_number_style *style)
{
    if (point_of(style) == '.') return gp_decimal_of(s);
    char *copy = gp_arena_copy(a, s.p, s.n);
    for (size_t i = 0; i < s.n; i++) copy[i] = s.p[i] == '.' ? ',' : s.p[i] == ',' ? '.' : s.p[i];
    return gp_decimal_of((gp_str){copy, s.n});
}

/* --- what may follow --- */

static size_t after_space(gp_str s, size_t at) { return after_any(s, at, spaces); }

static bool whole_of(gp_str s, size_t from, size_t end, size_t most)
{
    return end > from && end - from <= most && digits_end(s, from) == end;
}

static uint64_t small(gp_str s, size_t from, size_t end)
{
    uint64_t v = 0;
    for (size_t i = from; i < end; i++) v = v * 10 + (uint64_t)(s.p[i] - '0');
    return v;
}

static void set_ratio(gp_arena *a, gp_number *x, uint64_t value, uint64_t over)
{
    x->value = gp_decimal_of(gp_str_fmt(a, "%llu", (unsigned long long)value));
    x->over = gp_decimal_of(gp_str_fmt(a, "%llu", (unsigned long long)over));
}

static const struct {
    const char *text;
    unsigned char value, over;
} vulgar[] = {
    {"\xC2\xBC", 1, 4},     {"\xC2\xBD", 1, 2},      {"\xC2\xBE", 3, 4},     {"\xE2\x85\x90", 1, 7},
    {"\xE2\x85\x91", 1, 9}, {"\xE2\x85\x92", 1, 10}, {"\xE2\x85\x93", 1, 3}, {"\xE2\x85\x94", 2, 3},
    {"\xE2\x85\x95", 1, 5}, {"\xE2\x85\x96", 2, 5},  {"\xE2\x85\x97", 3, 5}, {"\xE2\x85\x98", 4, 5},
    {"\xE2\x85\x99", 1, 6}, {"\xE2\x85\x9A", 5, 6},  {"\xE2\x85\x9B", 1, 8}, {"\xE2\x85\x9C", 3, 8},
    {"\xE2\x85\x9D", 5, 8}, {"\xE2\x85\x9E", 7, 8},
};

/* A fraction of Unicode at `at`, with a whole number in front of it. */
static size_t vulgar_end(gp_arena *a, gp_str s, size_t at, uint64_t whole, gp_number *x)
{
    for (size_t i = 0; i < sizeof vulgar / sizeof *vulgar; i++) {
        size_t end = after(s, at, vulgar[i].text);
        if (end == at) continue;
        set_ratio(a, x, whole * vulgar[i].over + vulgar[i].value, vulgar[i].over);
        return end;
    }
    return at;
}

/* The end of "/4" behind the digits that end at `at`; *over is where its digits begin. A further slash makes a date. */
static size_t slash_end(gp_str s, size_t at, size_t *over)
{
    static const char *const slashes[] = {"/", " / ", "\xE2\x81\x84", NULL};
    *over = after_any(s, at, slashes);
    size_t end = digits_end(s, *over);
    if (*over == at || !whole_of(s, *over, end, FRACTION_DIGITS)) return at;
    bool more = end < s.n && (s.p[end] == '/' || is_letter(s, end) || (s.p[end] == '.' && is_digit(s, end + 1)));
    return more || !gp_decimal_of((gp_str){s.p + *over, end - *over}).digits.n ? at : end;
}

/* "1 1/2", "1½": behind the whole number from..end. */
static size_t mixed_end(gp_arena *a, gp_str s, size_t from, size_t end, gp_number *x)
{
    uint64_t whole = small(s, from, end);
    size_t top = after_space(s, end), mid = digits_end(s, top), over;
    size_t last = vulgar_end(a, s, top, whole, x);
    if (last > top) return last;
    last = top > end && whole_of(s, top, mid, MIXED_DIGITS) ? slash_end(s, mid, &over) : mid;
    if (last == mid || last - over > MIXED_DIGITS || small(s, top, mid) >= small(s, over, last)) return end;
    set_ratio(a, x, whole * small(s, over, last) + small(s, top, mid), small(s, over, last));
    return last;
}

/* The end of a fraction whose first number stands from..end; `end` where it is none. */
static size_t fraction_end(gp_arena *a, gp_str s, size_t from, size_t end, gp_number *x)
{
    size_t over;
    if (!whole_of(s, from, end, FRACTION_DIGITS) || (from && s.p[from - 1] == '/')) return end;
    size_t last = slash_end(s, end, &over);
    if (last > end) {
        x->over = gp_decimal_of((gp_str){s.p + over, last - over});
        return last;
    }
    return end - from <= MIXED_DIGITS ? mixed_end(a, s, from, end, x) : end;
}

/* \frac{3}{4} at `at`; `at` where it is none. */
static size_t latex_end(gp_str s, size_t at, gp_number *x)
{
    static const char *const names[] = {"\\frac{", "\\dfrac{", "\\tfrac{", NULL};
    size_t top = after_any(s, at, names), mid = digits_end(s, top), over = after(s, mid, "}{"),
           end = digits_end(s, over);
    if (top == at || over == mid || !whole_of(s, top, mid, FRACTION_DIGITS) || !whole_of(s, over, end, FRACTION_DIGITS))
        return at;
    gp_decimal below = gp_decimal_of((gp_str){s.p + over, end - over});
    if (!below.digits.n || after(s, end, "}") == end) return at;
    x->value = gp_decimal_of((gp_str){s.p + top, mid - top});
    x->over = below;
    return end + 1;
}

/* Digits that stand above the line, from `at`; returns their end. */
static size_t superscript(gp_str s, size_t at, int64_t *e)
{
    static const char *const high[] = {"\xE2\x81\xB0", "\xC2\xB9",     "\xC2\xB2",     "\xC2\xB3",     "\xE2\x81\xB4",
                                       "\xE2\x81\xB5", "\xE2\x81\xB6", "\xE2\x81\xB7", "\xE2\x81\xB8", "\xE2\x81\xB9"};
    size_t minus = after(s, at, "\xE2\x81\xBB"), from = minus > at ? minus : after(s, at, "\xE2\x81\xBA"), n = 0;
    bool negative = minus > at;
    for (int64_t v = 0; n <= EXPONENT_DIGITS; n++) {
        int d = 0;
        while (d < 10 && after(s, from, high[d]) == from) d++;
        if (d == 10) break;
        from = after(s, from, high[d]);
        v = v * 10 + d;
        *e = negative ? -v : v;
    }
    return n && n <= EXPONENT_DIGITS ? from : at;
}

/* "^3", "^{-3}", "**3" at `at`. */
static size_t raised(gp_str s, size_t at, int64_t *e)
{
    static const char *const marks[] = {"^{", "^(", "^", "**", NULL};
    static const char *const minuses[] = {"-", "\xE2\x88\x92", NULL};
    size_t open = after_any(s, at, marks), minus = after_any(s, open, minuses);
    size_t from = minus > open ? minus : after(s, open, "+"), end = digits_end(s, from);
    if (open == at || !whole_of(s, from, end, EXPONENT_DIGITS)) return at;
    *e = (int64_t)small(s, from, end);
    if (minus > open) *e = -*e;
    bool braced = s.p[open - 1] == '{' || s.p[open - 1] == '(';
    if (!braced) return end;
    return after(s, end, s.p[open - 1] == '{' ? "}" : ")") > end ? end + 1 : at;
}

/* "x 10^3" behind a number. */
static size_t power_end(gp_str s, size_t at, gp_number *x)
{
    static const char *const times[] = {"\xC3\x97",     "x",       "X",      "*", "\xC2\xB7",
                                        "\xE2\x8B\x85", "\\times", "\\cdot", NULL};
    int64_t e = 0;
    size_t sign = after_space(s, at), by = after_any(s, sign, times), ten = after(s, after_space(s, by), "10");
    if (by == sign || ten == after_space(s, by)) return at;
    size_t end = raised(s, ten, &e);
    if (end == ten) end = superscript(s, ten, &e);
    if (end == ten) return at;
    x->value.top += x->value.digits.n ? e : 0;
    return end;
}

static size_t percent_end(gp_str s, size_t at, gp_number *x)
{
    static const char *const signs[] = {"%", "\\%", "\xEF\xBC\x85", "percent", "per cent", NULL};
    size_t from = after_space(s, at), end = after_any(s, from, signs);
    if (end == from || (is_letter(s, end - 1) && is_letter(s, end))) return at;
    x->value.top -= x->value.digits.n ? 2 : 0;
    return end;
}

/* --- finding them --- */

/* Does a number begin at `at`? Then what stands there is read, without its sign; the end, or `at`. */
static size_t unsigned_end(gp_arena *a, gp_str s, size_t at, const gp_number_style *style, gp_number *x)
{
    bool point = s.p[at] == '.' && point_of(style) == '.' && is_digit(s, at + 1) && !binds(s, at);
    bool fractions = style->forms & GP_FORM_FRACTION;
    *x = gp_number_of((gp_decimal){0});
    if (!is_digit(s, at) && !point) {
        if (!fractions) return at;
        return s.p[at] == '\\' ? latex_end(s, at, x) : (unsigned char)s.p[at] >= 0x80 ? vulgar_end(a, s, at, 0, x) : at;
    }
    size_t end = number_end(s, at, style);
    gp_str plain = {s.p + at, end - at};
    x->value = decimal_of(a, plain, style);
    x->ambiguous = is_ambiguous(plain);
    return fractions ? fraction_end(a, s, at, end, x) : end;
}

bool gp_number_next(gp_arena *a, gp_str s, size_t *at, const gp_number_style *style, gp_number *out)
{
    for (; *at < s.n; ++*at) {
        gp_number x;
        size_t start = *at, end = unsigned_end(a, s, start, style, &x);
        if (end == start) continue;
        if (style->forms & GP_FORM_POWER) end = power_end(s, end, &x);
        if (style->forms & GP_FORM_PERCENT) end = percent_end(s, end, &x);
        size_t from = sign_start(s, start, &x.value.negative);
        x.where = (gp_str){s.p + from, end - from};
        *out = x;
        *at = end;
        return true;
    }
    return false;
}

/* --- comparing --- */

gp_number gp_number_of(gp_decimal d) { return (gp_number){.value = d, .over = gp_decimal_of(GP_STR("1"))}; }

/* The product, without the work where a factor is 1, as it is in all that is no fraction. */
static gp_decimal times(gp_arena *a, gp_decimal x, gp_decimal y)
{
    bool one = !y.top && !y.negative && y.digits.n == 1 && y.digits.p[0] == '1';
    return one ? x : gp_decimal_times(a, x, y);
}

int gp_number_cmp(gp_arena *a, const gp_number *x, const gp_number *y)
{
    return gp_decimal_cmp(times(a, x->value, y->over), times(a, y->value, x->over));
}

bool gp_number_within(gp_arena *a, const gp_number *x, const gp_number *y, const gp_number *slack)
{
    gp_decimal p = times(a, times(a, x->value, y->over), slack->over);
    gp_decimal q = times(a, times(a, y->value, x->over), slack->over);
    gp_decimal minus = gp_decimal_minus(times(a, times(a, slack->value, x->over), y->over));
    return gp_decimal_sum_sign((const gp_decimal[]){p, gp_decimal_minus(q), minus}, 3) <= 0 &&
           gp_decimal_sum_sign((const gp_decimal[]){q, gp_decimal_minus(p), minus}, 3) <= 0;
}

static double double_of(gp_arena *a, gp_decimal d)
{
    gp_buf b = {0};
    if (d.negative) gp_buf_byte(&b, '-');
    for (size_t i = 0; i < d.digits.n; i++) {
        if (!is_digit(d.digits, i)) continue;
        gp_buf_byte(&b, d.digits.p[i]);
        if (b.n == 1 + (size_t)d.negative) gp_buf_byte(&b, '.');
    }
    if (!d.digits.n) gp_buf_byte(&b, '0');
    gp_buf_fmt(&b, "e%lld", (long long)d.top);
    double v = strtod(gp_arena_copy(a, b.p, b.n), NULL);
    gp_buf_free(&b);
    return v;
}

double gp_number_double(gp_arena *a, const gp_number *x) { return double_of(a, x->value) / double_of(a, x->over); }
