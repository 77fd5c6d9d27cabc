/* basic.c - rates, medians, distributions. */
#include <math.h>
#include <stdlib.h>

#include "stats/basic.h"

static const double Z95 = 1.9599639845400545; /* 97.5% point of the normal distribution */

gp_interval gp_score_interval(double rate, double n, double point)
{
    if (!(n > 0)) return (gp_interval){NAN, NAN};
    double z2 = point * point, centre = (rate + z2 / (2 * n)) / (1 + z2 / n);
    double half = point / (1 + z2 / n) * sqrt(rate * (1 - rate) / n + z2 / (4 * n * n));
    /* at the ends the formula is exact, but rounding may leave 1e-17 behind */
    return (gp_interval){rate > 0 ? centre - half : 0, rate < 1 ? centre + half : 1};
}

gp_interval gp_rate95(size_t k, size_t n) { return gp_score_interval((double)k / (double)n, (double)n, Z95); }

static int ascending(const void *x, const void *y)
{
    double a = *(const double *)x, b = *(const double *)y;
    return (a > b) - (a < b);
}

double gp_median(double *v, size_t n)
{
    if (n == 0) return NAN;
    qsort(v, n, sizeof *v, ascending);
    return n % 2 ? v[n / 2] : v[n / 2 - 1] / 2 + v[n / 2] / 2;
}

/* lgamma writes the global signgam; lgamma_r is not in every libc. Stirling's series, exact to double precision from
 * 16 on (the recurrence gets there), is enough for positive arguments. */
static double log_gamma(double x)
{
    double shift = 0;
    for (; x < 16; x += 1) shift += log(x);
    double r = 1 / (x * x);
    double series = (1.0 / 12 - r * (1.0 / 360 - r * (1.0 / 1260 - r * (1.0 / 1680 - r / 1188)))) / x;
    return (x - 0.5) * log(x) - x + 0.91893853320467274178 + series - shift;
}

double gp_sign_test(size_t wins, size_t losses)
{
    size_t n = wins + losses, least = wins < losses ? wins : losses;
    double sum = 0, log_n = log_gamma((double)n + 1);
    for (size_t i = 0; i <= least; i++)
        sum += exp(log_n - log_gamma((double)i + 1) - log_gamma((double)(n - i) + 1) -
                   (double)n * 0.69314718055994530942);
    return 2 * sum < 1 ? 2 * sum : 1;
}

/* Continued fraction of the incomplete beta function (modified Lentz). */
static double beta_fraction(double a, double b, double x)
{
    const double tiny = 1e-300;
    double c = 1, d = 1 - (a + b) * x / (a + 1);
    d = 1 / (fabs(d) < tiny ? tiny : d);
    double h = d;
    for (int m = 1; m <= 500; m++) {
        double k = m, even = k * (b - k) * x / ((a + 2 * k - 1) * (a + 2 * k));
        double odd = -(a + k) * (a + b + k) * x / ((a + 2 * k) * (a + 2 * k + 1));
        d = 1 + even * d;
        c = 1 + even / c;
        d = 1 / (fabs(d) < tiny ? tiny : d);
        c = fabs(c) < tiny ? tiny : c;
        h *= d * c;
        d = 1 + odd * d;
        c = 1 + odd / c;
        d = 1 / (fabs(d) < tiny ? tiny : d);
        c = fabs(c) < tiny ? tiny : c;
        h *= d * c;
        if (fabs(d * c - 1) < 1e-15) break;
    }
    return h;
}

static double incomplete_beta(double a, double b, double x)
{
    if (x <= 0) return 0;
    if (x >= 1) return 1;
    double front = exp(log_gamma(a + b) - log_gamma(a) - log_gamma(b) + a * log(x) + b * log1p(-x));
    return x < (a + 1) / (a + b + 2) ? front * beta_fraction(a, b, x) / a : 1 - front * beta_fraction(b, a, 1 - x) / b;
}

double gp_t_outside(double t, double df) { return incomplete_beta(df / 2, 0.5, df / (df + t * t)); }

double gp_t_two_sided(double level, double df)
{
    double outside = 1 - level, lo = 0, hi = 1;
    while (gp_t_outside(hi, df) > outside && hi < 1e12) hi *= 2;
    for (int i = 0; i < 200 && hi - lo > 1e-13 * hi; i++) {
        double t = lo + (hi - lo) / 2;
        if (gp_t_outside(t, df) > outside) lo = t;
        else hi = t;
    }
    return lo + (hi - lo) / 2;
}

double gp_normal_at(double z) { return erfc(-z * 0.70710678118654752440) / 2; }

double gp_normal_point(double p)
{
    double lo = -40, hi = 40;
    while (hi - lo > 1e-13 * (1 + fabs(lo))) {
        double z = lo + (hi - lo) / 2;
        if (gp_normal_at(z) < p) lo = z;
        else hi = z;
    }
    return lo + (hi - lo) / 2;
}
