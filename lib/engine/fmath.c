/* fmath.c - elementary functions in double from series, see fmath.h. */
#include "engine/fmath.h"

#include <math.h>
#include <stdint.h>
#include <string.h>

static double from_bits(uint64_t u)
{
    double d;
    memcpy(&d, &u, sizeof d);
    return d;
}

static uint64_t to_bits(double d)
{
    uint64_t u;
    memcpy(&u, &d, sizeof u);
    return u;
}

/* Nearest integer by adding and subtracting 1.5 * 2^52; |x| < 2^51. */
static double nearest(double x) { return (x + 0x1.8p52) - 0x1.8p52; }

static double series(const double *c, int n, double x)
{
    double p = c[n - 1];
    for (int i = n - 2; i >= 0; i--) p = fma(p, x, c[i]);
    return p;
}

/* ln 2 in two parts; the first has enough trailing zeros for exact products with exponents. */
#define LN2_HI 0x1.62e42fefa0000p-1
#define LN2_LO 0x1.cf79abc9e3b3ap-40

static const double exp_series[] = {
    1.0,        1.0,         1.0 / 2,      1.0 / 6,       1.0 / 24,       1.0 / 120,       1.0 / 720,
    1.0 / 5040, 1.0 / 40320, 1.0 / 362880, 1.0 / 3628800, 1.0 / 39916800, 1.0 / 479001600, 1.0 / 6227020800.0};
enum { EXP_TERMS = sizeof exp_series / sizeof *exp_series };
#define LOG2_E 0x1.71547652b82fep+0
#define EXP_MOST 700.0

double gp_d_exp(double x)
{
    if (!(x >= -EXP_MOST)) return x < -EXP_MOST ? 0.0 : x; /* NaN stays NaN */
    if (x > EXP_MOST) return (double)INFINITY;
    double k = nearest(x * LOG2_E);
    double r = fma(-k, LN2_LO, fma(-k, LN2_HI, x));
    return series(exp_series, EXP_TERMS, r) * from_bits((uint64_t)((int64_t)k + 1023) << 52);
}

/* The same steps for several values side by side, in loops that become vectors. */
enum { LANES = 8 };
static inline __attribute__((always_inline)) void exp_lanes(const double *x, double *out)
{
    const double shift = 0x1.8p52; /* the whole number then stands in the low bits */
    double moved[LANES], r[LANES], p[LANES];
    for (int j = 0; j < LANES; j++) {
        moved[j] = x[j] * LOG2_E + shift;
        double k = moved[j] - shift;
        r[j] = fma(-k, LN2_LO, fma(-k, LN2_HI, x[j]));
        p[j] = exp_series[EXP_TERMS - 1];
    }
    for (int i = EXP_TERMS - 2; i >= 0; i--)
        for (int j = 0; j < LANES; j++) p[j] = fma(p[j], r[j], exp_series[i]);
    for (int j = 0; j < LANES; j++) {
        double v = p[j] * from_bits((to_bits(moved[j]) + 1023) << 52);
        out[j] = x[j] < -EXP_MOST ? 0.0 : x[j] > EXP_MOST ? (double)INFINITY : v;
    }
}

static inline __attribute__((always_inline)) void exp_each(const double *x, double *out, size_t n)
{
    size_t i = 0;
    for (; i + LANES <= n; i += LANES) exp_lanes(x + i, out + i);
    for (; i < n; i++) out[i] = gp_d_exp(x[i]);
}

/* A fused multiply-add is one instruction on most CPUs and a function on the rest, with the same bits. */
#if defined(__x86_64__)
__attribute__((target("avx2,fma"))) static void exp_each_fused(const double *x, double *out, size_t n)
{
    exp_each(x, out, n);
}
void gp_d_exp_each(const double *x, double *out, size_t n)
{
    if (__builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma")) exp_each_fused(x, out, n);
    else exp_each(x, out, n);
}
#else
void gp_d_exp_each(const double *x, double *out, size_t n) { exp_each(x, out, n); }
#endif

double gp_d_log(double x)
{
    static const double c[] = {2.0,      2.0 / 3,  2.0 / 5,  2.0 / 7,  2.0 / 9,  2.0 / 11,
                               2.0 / 13, 2.0 / 15, 2.0 / 17, 2.0 / 19, 2.0 / 21, 2.0 / 23};
    uint64_t u = to_bits(x);
    int64_t k = (int64_t)(u >> 52) - 1023;
    double m = from_bits((u & 0xfffffffffffffull) | 0x3ff0000000000000ull);
    if (m > 0x1.6a09e667f3bcdp+0) {
        m = m * 0.5;
        k++;
    }
    double s = (m - 1.0) / (m + 1.0), e = (double)k;
    return fma(e, LN2_HI, fma(e, LN2_LO, s * series(c, 12, s * s)));
}

double gp_d_pow(double x, double y) { return gp_d_exp(y * gp_d_log(x)); }

double gp_d_sqrt(double x) { return sqrt(x); }

/* x = k * pi/2 + r, |r| <= pi/4, with pi/2 in three parts. */
static double reduce(double x, int64_t *quadrant)
{
    double k = nearest(x * 0x1.45f306dc9c883p-1);
    double r = fma(-k, 0x1.921fb54442d18p+0, x);
    r = fma(-k, 0x1.1a62633145c07p-54, r);
    *quadrant = (int64_t)k & 3;
    return fma(-k, -0x1.f1976b7ed8fbcp-110, r);
}

static double sine(double r)
{
    static const double c[] = {1.0,
                               -1.0 / 6,
                               1.0 / 120,
                               -1.0 / 5040,
                               1.0 / 362880,
                               -1.0 / 39916800,
                               1.0 / 6227020800.0,
                               -1.0 / 1307674368000.0,
                               1.0 / 355687428096000.0};
    return r * series(c, 9, r * r);
}

static double cosine(double r)
{
    static const double c[] = {1.0,
                               -1.0 / 2,
                               1.0 / 24,
                               -1.0 / 720,
                               1.0 / 40320,
                               -1.0 / 3628800,
                               1.0 / 479001600,
                               -1.0 / 87178291200.0,
                               1.0 / 20922789888000.0};
    return series(c, 9, r * r);
}

double gp_d_sin(double x)
{
    int64_t q;
    double r = reduce(x, &q), v = q & 1 ? cosine(r) : sine(r);
    return q & 2 ? -v : v;
}

double gp_d_cos(double x)
{
    int64_t q;
    double r = reduce(x, &q), v = q & 1 ? sine(r) : cosine(r);
    return (q == 1 || q == 2) ? -v : v;
}
