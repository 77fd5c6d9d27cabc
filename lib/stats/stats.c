/* stats.c - distributions, intervals, tests. */
#include <math.h>
#include <stdlib.h>

#include "stats/stats.h"

static const double Z95 = 1.9599639845400545; /* 97.5% point of the normal distribution */
static const double Z80 = 0.8416212335729143; /* 80% point: power */

gp_interval gp_wilson95(size_t k, size_t n)
{
    if (n == 0) return (gp_interval){NAN, NAN};
    double total = (double)n, p = (double)k / total, z2 = Z95 * Z95;
    double centre = (p + z2 / (2 * total)) / (1 + z2 / total);
    double half = Z95 / (1 + z2 / total) * sqrt(p * (1 - p) / total + z2 / (4 * total * total));
    /* at the ends the formula is exact, but rounding may leave 1e-17 behind */
    return (gp_interval){k == 0 ? 0 : centre - half, k == n ? 1 : centre + half};
}

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

double gp_t_two_sided(double level, double df)
{
    double outside = 1 - level, lo = 0, hi = 1;
    while (incomplete_beta(df / 2, 0.5, df / (df + hi * hi)) > outside && hi < 1e12) hi *= 2;
    for (int i = 0; i < 200 && hi - lo > 1e-13 * hi; i++) {
        double t = lo + (hi - lo) / 2;
        if (incomplete_beta(df / 2, 0.5, df / (df + t * t)) > outside) lo = t;
        else hi = t;
    }
    return lo + (hi - lo) / 2;
}

static void count_pair(gp_paired *r, double d, bool pass_a, bool pass_b)
{
    r->n++;
    if (d > 1e-12) r->wins++;
    else if (d < -1e-12) r->losses++;
    else r->ties++;
    if (pass_a && !pass_b) r->only_first++;
    if (pass_b && !pass_a) r->only_second++;
}

gp_paired gp_compare_paired(const double *a, const double *b, const bool *pass_a, const bool *pass_b, size_t n)
{
    gp_paired r = {.mean_difference = NAN, .ci95 = {NAN, NAN}, .p_sign = 1, .p_mcnemar = 1, .detectable = NAN};
    double sum = 0, squares = 0;
    for (size_t i = 0; i < n; i++) {
        count_pair(&r, a[i] - b[i], pass_a && pass_a[i], pass_b && pass_b[i]);
        sum += a[i] - b[i];
    }
    if (n == 0) return r;
    r.mean_difference = sum / (double)n;
    r.p_sign = gp_sign_test(r.wins, r.losses);
    r.p_mcnemar = gp_sign_test(r.only_first, r.only_second);
    if (n < 2) return r;
    for (size_t i = 0; i < n; i++) squares += (a[i] - b[i] - r.mean_difference) * (a[i] - b[i] - r.mean_difference);
    double se = sqrt(squares / (double)(n - 1) / (double)n), half = gp_t_two_sided(0.95, (double)(n - 1)) * se;
    r.ci95 = (gp_interval){r.mean_difference - half, r.mean_difference + half};
    /* equal scores everywhere have no spread to learn from: what could have been shown stays unknown */
    if (se > 0) r.detectable = (Z95 + Z80) * se;
    if (r.p_sign < 0.05 && r.ci95.lo > 0) r.finding = GP_FIRST_BETTER;
    if (r.p_sign < 0.05 && r.ci95.hi < 0) r.finding = GP_SECOND_BETTER;
    return r;
}
