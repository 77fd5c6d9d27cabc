/* repeats.c - pass@k, pass^k, disagreement. */
#include <math.h>

#include "stats/repeats.h"

/* C(m,k) / C(n,k) as a product: no factorial overflows */
static double share_of_draws(size_t m, size_t n, size_t k)
{
    double share = 1;
    if (k == 0 || k > n) return NAN;
    for (size_t i = 0; i < k; i++) share *= m > i ? (double)(m - i) / (double)(n - i) : 0;
    return share;
}

double gp_pass_at(size_t n, size_t c, size_t k) { return 1 - share_of_draws(n - c, n, k); }

double gp_pass_all(size_t n, size_t c, size_t k) { return share_of_draws(c, n, k); }

double gp_disagreement(size_t n, size_t c)
{
    return n < 2 ? NAN : 2 * (double)c * (double)(n - c) / ((double)n * (double)(n - 1));
}

void gp_repeats_add(gp_repeats *r, size_t n, size_t c)
{
    for (size_t k = 1; k <= n && k <= GP_MOST_PASS_K; k++) {
        r->with[k]++;
        r->at[k] += gp_pass_at(n, c, k);
        r->all[k] += gp_pass_all(n, c, k);
    }
    if (n < 2) return;
    r->cases++;
    r->flaky += c > 0 && c < n;
    r->disagree += gp_disagreement(n, c);
}

static double mean(double sum, size_t n) { return n ? sum / (double)n : NAN; }

double gp_repeats_at(const gp_repeats *r, size_t k) { return k <= GP_MOST_PASS_K ? mean(r->at[k], r->with[k]) : NAN; }

double gp_repeats_all(const gp_repeats *r, size_t k) { return k <= GP_MOST_PASS_K ? mean(r->all[k], r->with[k]) : NAN; }

double gp_repeats_flaky(const gp_repeats *r) { return mean((double)r->flaky, r->cases); }

double gp_repeats_disagree(const gp_repeats *r) { return mean(r->disagree, r->cases); }
