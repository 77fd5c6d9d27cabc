/* stats.h - intervals and paired tests for small evaluations, nothing that needs a table or a package.
 *
 * Pure functions of their arguments; doubles in, doubles out; NaN where a number cannot be known (no data, one
 * observation). Nothing here is random: the same data give the same numbers.
 *
 * Two models on the same cases are compared by pairs (gp_paired): an unpaired test throws away that both saw the same
 * questions and needs several times as many of them. Pass a case's mean over its repeats as one observation, because
 * repeats of one case are not independent of each other. */
#ifndef GP_STATS_STATS_H
#define GP_STATS_STATS_H

#include <stdbool.h>
#include <stddef.h>

typedef struct gp_interval {
    double lo, hi;
} gp_interval;

/* Wilson score interval for k of n at 95% (z = 1.959964). NaN, NaN when n is 0. */
gp_interval gp_wilson95(size_t k, size_t n);

/* Sorts v; the middle value, or the mean of the two middle ones. NaN when n is 0. */
double gp_median(double *v, size_t n);

/* Exact two-sided sign test: the chance of a split at least as uneven as `wins` to `losses` if both were equally
 * likely. With passes and failures as outcomes this is McNemar's exact test on the discordant pairs. 1 when there are
 * none. */
double gp_sign_test(size_t wins, size_t losses);

/* Student's t: the value exceeded with probability (1 - level) / 2 on either side, for `level` in (0,1), df > 0. */
double gp_t_two_sided(double level, double df);

typedef enum gp_paired_finding { GP_INCONCLUSIVE, GP_FIRST_BETTER, GP_SECOND_BETTER } gp_paired_finding;

typedef struct gp_paired {
    size_t n, wins, losses, ties;   /* of the first over the second, by score */
    size_t only_first, only_second; /* cases that only one of them passed */
    double mean_difference;         /* first minus second; NaN when n is 0 */
    gp_interval ci95;               /* t interval of the mean difference; NaN when n < 2 */
    double p_sign;                  /* sign test on wins and losses */
    double p_mcnemar;               /* the same on passes */
    /* smallest true difference that n such pairs show with 80% power at 5%; NaN when unknown */
    double detectable;
    /* decided only where the interval leaves out 0 and the sign test agrees (p < 0.05) */
    gp_paired_finding finding;
} gp_paired;

/* Paired comparison of scores a[i], b[i] (0..1) of case i; pass_a, pass_b may be NULL. Values closer than 1e-12 tie. */
gp_paired gp_compare_paired(const double *a, const double *b, const bool *pass_a, const bool *pass_b, size_t n);

#endif
