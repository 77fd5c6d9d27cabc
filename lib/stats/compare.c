/* compare.c - paired differences, their interval, test and verdict; correction for many tests. */
#include <math.h>
#include <stdlib.h>

#include "base/memory.h"
#include "stats/cluster.h"
#include "stats/compare.h"

enum { MOST_EXACT = 16 }; /* clusters that differ by different amounts, all of whose signs are tried */
static const double TIE = 1e-12;

const char *const gp_verdict_names[GP_EQUAL + 1] = {"inconclusive", "better", "worse", "equal"};
const char *gp_verdict_word(gp_verdict v) { return gp_verdict_names[v]; }

static void count_pair(gp_paired *r, double d, bool pass_a, bool pass_b)
{
    if (d > TIE) r->wins++;
    else if (d < -TIE) r->losses++;
    else r->ties++;
    if (pass_a && !pass_b) r->only_first++;
    if (pass_b && !pass_a) r->only_second++;
}

/* --- the exact test --- */

typedef struct part {
    uint64_t cluster;
    double difference;
} part;

static int by_cluster(const void *x, const void *y)
{
    const part *a = x, *b = y;
    if (a->cluster != b->cluster) return a->cluster < b->cluster ? -1 : 1;
    return (a->difference > b->difference) - (a->difference < b->difference);
}

/* Sums of the differences of each cluster, without those that are 0; how many. */
static size_t sum_clusters(const gp_pairs *p, const double *d, double *sums)
{
    size_t n = 0;
    part *parts = gp_alloc_array(p->n + 1, sizeof *parts);
    for (size_t i = 0; i < p->n; i++) parts[i] = (part){p->cluster ? p->cluster[i] : i, d[i]};
    qsort(parts, p->n, sizeof *parts, by_cluster);
    for (size_t i = 0; i < p->n;) {
        size_t from = i;
        double sum = 0;
        for (; i < p->n && parts[i].cluster == parts[from].cluster; i++) sum += parts[i].difference;
        if (fabs(sum) > TIE) sums[n++] = sum;
    }
    free(parts);
    return n;
}

/* Every way to exchange the labels, each differing from the one before in one cluster (a Gray code). */
static double exchange_all(const double *sums, size_t n, double total)
{
    double sum = 0, sign[MOST_EXACT];
    uint32_t all = UINT32_C(1) << n, as_far = 0;
    for (size_t i = 0; i < n; i++) {
        sign[i] = 1;
        sum += sums[i];
    }
    for (uint32_t i = 1; i <= all; i++) {
        size_t flip = 0;
        as_far += fabs(sum) >= fabs(total) - 1e-9;
        while (flip + 1 < n && !(i >> flip & 1)) flip++;
        sign[flip] = -sign[flip];
        sum += 2 * sign[flip] * sums[flip];
    }
    return (double)as_far / all;
}

/* The exact p value; NaN where there are too many possibilities. */
static double exchange_test(const double *sums, size_t n)
{
    size_t up = 0;
    double total = 0;
    bool alike = true;
    for (size_t i = 0; i < n; i++) {
        up += sums[i] > 0;
        total += sums[i];
        alike = alike && fabs(fabs(sums[i]) - fabs(sums[0])) < 1e-9;
    }
    if (n == 0) return 1;
    if (alike) return gp_sign_test(up, n - up);
    return n <= MOST_EXACT ? exchange_all(sums, n, total) : NAN;
}

/* --- interval and verdict --- */

static gp_interval around(double mean, double half)
{
    return (gp_interval){fmax(mean - half, -1), fmin(mean + half, 1)};
}

static gp_verdict decide(const gp_paired *r, double margin)
{
    if (r->ci90.lo > -margin && r->ci90.hi < margin) return GP_EQUAL;
    if (r->p < 0.05 && r->ci95.lo > 0) return GP_BETTER;
    if (r->p < 0.05 && r->ci95.hi < 0) return GP_WORSE;
    return GP_INCONCLUSIVE;
}

static void estimate(gp_paired *r, const gp_pairs *p, const double *d, double *sums)
{
    gp_mean m = gp_cluster_mean(d, p->cluster, p->n, 0);
    double squares = 0, largest = 0;
    for (size_t i = 0; i < p->n; i++) {
        squares += d[i] * d[i];
        largest = fmax(largest, fabs(d[i]));
    }
    double error = gp_cluster_error(&m, squares, largest > TIE ? largest : 1);
    double t95 = gp_t_two_sided(0.95, m.df), exact = exchange_test(sums, sum_clusters(p, d, sums));
    r->clusters = m.clusters;
    r->effective_n = m.effective_n;
    r->mean_difference = m.mean;
    r->ci95 = around(m.mean, t95 * error);
    r->ci90 = around(m.mean, gp_t_two_sided(0.90, m.df) * error);
    r->detectable = (t95 + gp_t_two_sided(0.60, m.df)) * error; /* 20% lie beyond the latter on one side */
    r->p = isnan(exact) ? gp_t_outside(m.mean / error, m.df) : exact;
    r->not_worse = r->ci90.lo > -p->margin && p->margin > 0;
    r->finding = decide(r, p->margin);
}

gp_paired gp_compare(const gp_pairs *p)
{
    gp_paired r = {.n = p->n, .mean_difference = NAN, .ci95 = {NAN, NAN}, .ci90 = {NAN, NAN}, .p = 1};
    double *d = gp_alloc_array(2 * p->n + 1, sizeof *d);
    for (size_t i = 0; i < p->n; i++) {
        d[i] = p->a[i] - p->b[i];
        count_pair(&r, d[i], p->pass_a && p->pass_a[i], p->pass_b && p->pass_b[i]);
    }
    r.p_sign = gp_sign_test(r.wins, r.losses);
    r.p_mcnemar = gp_sign_test(r.only_first, r.only_second);
    r.detectable = NAN;
    if (p->n) estimate(&r, p, d, d + p->n);
    free(d);
    return r;
}

/* --- many tests --- */

static int ascending(const void *x, const void *y)
{
    double a = **(double *const *)x, b = **(double *const *)y;
    return (a > b) - (a < b);
}

void gp_holm(double *p, size_t n)
{
    size_t known = 0;
    double least = 0, **order = gp_alloc_array(n + 1, sizeof *order);
    for (size_t i = 0; i < n; i++)
        if (!isnan(p[i])) order[known++] = &p[i];
    qsort(order, known, sizeof *order, ascending);
    for (size_t i = 0; i < known; i++) {
        least = fmin(1, fmax(least, *order[i] * (double)(known - i)));
        *order[i] = least;
    }
    free(order);
}
