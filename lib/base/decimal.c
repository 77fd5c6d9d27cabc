/* decimal.c - decimal numbers, digit by digit. */
#include "base/decimal.h"

#include <string.h>

#include "base/memory.h"

#define FAR ((int64_t)1000000000000000) /* exponents beyond are all alike */

static bool is_digit(char c) { return c >= '0' && c <= '9'; }

/* The number behind 'e', clamped. */
static int64_t exponent(gp_str s)
{
    int64_t e = 0;
    bool minus = s.n && s.p[0] == '-';
    for (size_t i = 0; i < s.n; i++)
        if (is_digit(s.p[i]) && e < FAR) e = e * 10 + (s.p[i] - '0');
    if (e > FAR) e = FAR;
    return minus ? -e : e;
}

gp_decimal gp_decimal_of(gp_str text)
{
    gp_str minus = GP_STR("\xE2\x88\x92");
    gp_decimal d = {.negative = text.n && (text.p[0] == '-' || gp_str_starts(text, minus))};
    int64_t whole = 0, places = 0; /* digits before the point; zeros behind it that lead */
    bool point = false;
    size_t first = text.n, end = 0, at = 0;
    for (; at < text.n && (text.p[at] | 32) != 'e'; at++) {
        char c = text.p[at];
        if (c == '.') point = true;
        if (!is_digit(c)) continue;
        if (first == text.n && c != '0') first = at;
        if (first == text.n) places += point;
        else whole += !point;
        end = at + 1;
    }
    if (first == text.n) return d;
    d.digits = (gp_str){text.p + first, end - first};
    d.top = whole ? whole - 1 : -places - 1;
    if (at < text.n) d.top += exponent((gp_str){text.p + at + 1, text.n - at - 1});
    return d;
}

gp_decimal gp_decimal_minus(gp_decimal x)
{
    x.negative = !x.negative;
    return x;
}

/* --- walking over the digits, from the highest power of ten --- */

typedef struct cursor {
    gp_str rest; /* begins with a digit; or nothing is left */
    int64_t power;
} cursor;

static void advance(cursor *c)
{
    size_t i = 1;
    while (i < c->rest.n && !is_digit(c->rest.p[i])) i++;
    c->rest = i < c->rest.n ? (gp_str){c->rest.p + i, c->rest.n - i} : (gp_str){0};
    c->power--;
}

bool gp_decimal_is_whole(gp_decimal x)
{
    for (cursor c = {x.digits, x.top}; c.rest.n; advance(&c))
        if (c.power < 0 && c.rest.p[0] != '0') return false;
    return true;
}

/* What the numbers have at this power; *more tells whether any digit is left there or below. */
static int column(const gp_decimal *x, cursor *c, size_t n, int64_t power)
{
    int sum = 0;
    for (size_t i = 0; i < n; i++) {
        if (!c[i].rest.n || c[i].power != power) continue;
        int digit = c[i].rest.p[0] - '0';
        sum += x[i].negative ? -digit : digit;
        advance(&c[i]);
    }
    return sum;
}

/* The sum so far, in units of the power that was looked at last, is a small whole number; all that may follow is less
 * than n such units. So it is decided as soon as it is n or more, and powers at which nobody has a digit need no
 * walking: there a sum that is not 0 becomes ten times as large. */
int gp_decimal_sum_sign(const gp_decimal *x, size_t n)
{
    cursor c[GP_DECIMAL_TERMS];
    int sum = 0, limit = (int)n;
    int64_t last = INT64_MIN;
    for (size_t i = 0; i < n; i++) c[i] = (cursor){x[i].digits, x[i].top};
    for (;;) {
        int64_t power = INT64_MIN;
        for (size_t i = 0; i < n; i++)
            if (c[i].rest.n && c[i].power > power) power = c[i].power;
        if (power == INT64_MIN || sum >= limit || sum <= -limit) return (sum > 0) - (sum < 0);
        if (sum && power < last - 1) return sum > 0 ? 1 : -1;
        sum = sum * 10 + column(x, c, n, power);
        last = power;
    }
}

int gp_decimal_cmp(gp_decimal x, gp_decimal y)
{
    return gp_decimal_sum_sign((const gp_decimal[]){x, gp_decimal_minus(y)}, 2);
}

/* --- products --- */

static size_t collect(gp_str digits, char *out)
{
    size_t n = 0;
    for (size_t i = 0; i < digits.n; i++)
        if (is_digit(digits.p[i])) out[n++] = (char)(digits.p[i] - '0');
    return n;
}

gp_decimal gp_decimal_times(gp_arena *a, gp_decimal x, gp_decimal y)
{
    gp_decimal product = {.negative = x.negative != y.negative};
    char *p = gp_arena_alloc(a, x.digits.n + 1), *q = gp_arena_alloc(a, y.digits.n + 1);
    size_t m = collect(x.digits, p), n = collect(y.digits, q), lead = 0;
    if (!m || !n) return product;
    char *sum = gp_arena_alloc(a, m + n);
    memset(sum, 0, m + n);
    for (size_t i = m; i--;) {
        int carry = 0;
        for (size_t j = n; j--;) {
            int v = sum[i + j + 1] + p[i] * q[j] + carry;
            sum[i + j + 1] = (char)(v % 10);
            carry = v / 10;
        }
        sum[i] = (char)carry;
    }
    while (!sum[lead]) lead++;
    for (size_t i = 0; i < m + n; i++) sum[i] = (char)(sum[i] + '0');
    product.digits = (gp_str){sum + lead, m + n - lead};
    product.top = x.top + y.top + 1 - (int64_t)lead;
    return product;
}

/* --- division --- */

/* r * 10 + digit, less as many m as it holds; both of n digits, r with one more in front. */
static void push_digit(char *r, const char *m, size_t n, char digit)
{
    memmove(r, r + 1, n);
    r[n] = digit;
    while (r[0] || memcmp(r + 1, m, n) >= 0) {
        int borrow = 0;
        for (size_t i = n; i--;) {
            int v = r[i + 1] - m[i] - borrow;
            borrow = v < 0;
            r[i + 1] = (char)(v + 10 * borrow);
        }
        r[0] = (char)(r[0] - borrow);
    }
}

bool gp_decimal_divides(gp_arena *a, gp_decimal m, gp_decimal x)
{
    char *p = gp_arena_alloc(a, x.digits.n + 1), *q = gp_arena_alloc(a, m.digits.n + 1);
    size_t n = collect(x.digits, p), k = collect(m.digits, q);
    while (n && !p[n - 1]) n--;
    while (k && !q[k - 1]) k--;
    if (!n) return true;
    /* x is p with this many zeros behind, in units of the last digit of m */
    int64_t zeros = (x.top - (int64_t)n) - (m.top - (int64_t)k), enough = 4 * (int64_t)k;
    if (zeros < 0) return false;        /* the last digit of x is none of any multiple */
    if (zeros > enough) zeros = enough; /* more of the factors 2 and 5 than m has */
    char *r = gp_arena_alloc(a, k + 1);
    for (size_t i = 0; i < n; i++) push_digit(r, q, k, p[i]);
    for (int64_t i = 0; i < zeros; i++) push_digit(r, q, k, 0);
    for (size_t i = 0; i <= k; i++)
        if (r[i]) return false;
    return true;
}
