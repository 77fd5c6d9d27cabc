/* grammar_number.c - can these digits still become a number within limits?
 *
 * Every way to go on from a beginning is an interval: 12 may become 12 to 13, 120 to 130, 1200 to 1300, … and 1.2
 * becomes 1.2 to 1.3. Where a step is given, values are counted in units of 10^-scale, and an interval must hold a
 * multiple of the step. Integers of 128 bits hold every such interval; limits with more digits are cut off there. */
#include <math.h>

#include "reply/grammar_impl.h"

typedef __int128 big;
#define BIG_MAX ((big)1 << 120)

enum { MOST_INT = 19 };

typedef struct digits { /* a beginning, taken apart */
    bool negative, point, exponent;
    big value;                /* of all digits */
    unsigned whole, fraction; /* how many */
} digits;

static digits apart(gp_str text)
{
    digits d = {0};
    for (size_t i = 0; i < text.n; i++) {
        char c = text.p[i];
        if (c == '-' && !i) d.negative = true;
        else if (c == '.') d.point = true;
        else if (c == 'e' || c == 'E') d.exponent = true;
        if (d.exponent) break;
        if (c < '0' || c > '9') continue;
        d.value = d.value * 10 + (c - '0');
        if (d.point) d.fraction++;
        else d.whole++;
    }
    return d;
}

static big power(unsigned n)
{
    big x = 1;
    while (n--) x *= 10;
    return x;
}

/* Digits behind the finest unit may be zeros only. */
static bool drop_zeros(digits *d, unsigned scale)
{
    big unit = power(d->fraction - scale);
    bool zeros = d->value % unit == 0;
    d->value /= unit;
    d->fraction = scale;
    return zeros;
}

/* x * 10^scale, rounded towards -1 down or +1 up; far values become the farthest. */
static big scaled(gp_decimal x, unsigned scale, int up)
{
    big v = 0;
    int64_t place = x.top + scale; /* of the digit at hand */
    bool rest = false;
    if (!x.digits.n) return 0;
    if (place > 34) return x.negative ? -BIG_MAX : BIG_MAX;
    for (size_t i = 0; i < x.digits.n; i++) {
        char c = x.digits.p[i];
        if (c < '0' || c > '9') continue;
        if (place >= 0) v = v * 10 + (c - '0');
        else rest = rest || c != '0';
        place--;
    }
    for (; place >= 0; place--) v *= 10;
    if (x.negative) v = -v;
    if (rest && x.negative && up < 0) v--;
    if (rest && !x.negative && up > 0) v++;
    return v;
}

static big floor_to(big x, big step)
{
    big q = x / step;
    if (x % step < 0) q--;
    return q * step;
}

/* The limits in units of 10^-scale: from *low to *high. */
static void bounds(const gp_number_limits *x, unsigned scale, big *low, big *high)
{
    *low = -BIG_MAX;
    *high = BIG_MAX;
    if (x->low) {
        *low = scaled(x->min, scale, 1);
        if (x->low_open && scaled(x->min, scale, -1) == *low) (*low)++;
    }
    if (x->high) {
        *high = scaled(x->max, scale, -1);
        if (x->high_open && scaled(x->max, scale, 1) == *high) (*high)--;
    }
}

/* Units: fine enough for every digit that may come. */
static unsigned units(const gp_number_limits *x) { return x->step ? x->scale : x->whole ? 0 : 17; }

/* How many of the values that are left out are multiples of the step from here to there. No value is listed twice. */
static size_t left_out_within(const gp_number_limits *x, big from, big to, big step)
{
    size_t n = 0;
    for (size_t i = 0; i < x->n_but; i++) {
        big v = scaled(x->but[i], units(x), -1);
        n += v >= from && v <= to && v % step == 0 && v == scaled(x->but[i], units(x), 1);
    }
    return n;
}

static bool holds(const gp_number_limits *x, big from, big to, bool negative)
{
    big low, high, step = x->step ? x->step : 1;
    bounds(x, units(x), &low, &high);
    if (negative) {
        big t = -to;
        to = -from;
        from = t;
    }
    if (from < low) from = low;
    if (to > high) to = high;
    if (from > to) return false;
    big many = (floor_to(to, step) - floor_to(from - 1, step)) / step;
    return many > (big)x->n_but || many > (big)left_out_within(x, from, to, step);
}

static bool left_out(const gp_number_limits *x, gp_decimal v)
{
    for (size_t i = 0; i < x->n_but; i++)
        if (gp_decimal_cmp(v, x->but[i]) == 0) return true;
    return false;
}

bool gp_number_begins(const gp_number_limits *x, gp_str text)
{
    digits d = apart(text);
    unsigned scale = units(x);
    if (!x->low && !x->high && !x->step && !x->n_but) return true;
    if (d.exponent) { /* as it is; without digits e0 makes it what stands before */
        size_t n = text.n;
        while (text.p[n - 1] < '0' || text.p[n - 1] > '9') n--;
        return gp_number_fits(x, (gp_str){text.p, n});
    }
    if (!d.whole) { /* a minus alone */
        big low, high;
        bounds(x, scale, &low, &high);
        return holds(x, 0, power(MOST_INT) * power(scale) - 1, true);
    }
    if (d.point) {
        if (d.fraction > scale && !drop_zeros(&d, scale)) return false;
        big unit = power(scale - d.fraction);
        return holds(x, d.value * unit, (d.value + 1) * unit - 1, d.negative);
    }
    bool zero = !d.value;
    for (unsigned k = 0; d.whole + k <= MOST_INT && (!zero || !k); k++) {
        big unit = power(k) * power(scale);
        if (!k && x->whole && left_out(x, gp_decimal_of(text))) continue; /* itself and nothing else */
        if (holds(x, d.value * unit, (d.value + 1) * unit - 1, d.negative)) return true;
    }
    return false;
}

bool gp_number_fits(const gp_number_limits *x, gp_str text)
{
    gp_decimal v = gp_decimal_of(text);
    int low = x->low ? gp_decimal_cmp(v, x->min) : 1, high = x->high ? gp_decimal_cmp(v, x->max) : -1;
    if (low < 0 || (!low && x->low_open) || high > 0 || (!high && x->high_open)) return false;
    if (left_out(x, v)) return false;
    if (!x->step) return true;
    digits d = apart(text);
    if (d.fraction > x->scale && !drop_zeros(&d, x->scale)) return false;
    return !d.exponent && d.value * power(x->scale - d.fraction) % x->step == 0;
}

bool gp_number_exists(const gp_number_limits *x)
{
    big far = power(MOST_INT) * power(units(x)) - 1;
    return holds(x, 0, far, false) || holds(x, 0, far, true);
}
