/* basic.h - rates, medians, and the distributions that tests are made of. */
#ifndef GP_STATS_BASIC_H
#define GP_STATS_BASIC_H

#include <stdbool.h>
#include <stddef.h>

typedef struct gp_interval {
    double lo, hi;
} gp_interval;

/* 95% interval of a rate, k of n independent observations: Wilson's score interval (E. B. Wilson, JASA 22, 1927) for
 * every n. NaN, NaN when n is 0.
 *
 * Coverage jumps with p, because k is a whole number: at p = 0.99 and n = 15 an interval holds p for 15 of 15 alone
 * (86%) or for 14 too (99%), whatever the method. So methods are judged by their coverage averaged over p in windows
 * from 0.5 to 0.99 (as Brown, Cai and DasGupta do, Statistical Science 16, 2001). Then, for n from 15 to 1,000,
 * Wilson has 94.8 to 96.1%, Jeffreys' Bayesian interval 94.0 to 97.3%, Clopper and Pearson's exact one 95.4 to 98.9%;
 * only the first stays between 93 and 97%. From 5 to 14 it has 93.4 to 96.0%. */
gp_interval gp_rate95(size_t k, size_t n);
/* The same where n observations are worth another number of independent ones (cluster.h): `rate` of `n`, with the
 * normal point replaced by `point` (1.959964 for many observations). */
gp_interval gp_score_interval(double rate, double n, double point);

/* Sorts v; the middle value, or the mean of the two middle ones. NaN when n is 0. */
double gp_median(double *v, size_t n);

/* Exact two-sided sign test: the chance of a split at least as uneven as `wins` to `losses` if both were equally
 * likely. With passes and failures as outcomes this is McNemar's exact test on the discordant pairs (Q. McNemar,
 * Psychometrika 12, 1947). 1 when there are none. */
double gp_sign_test(size_t wins, size_t losses);

/* Student's t: the value exceeded with probability (1 - level) / 2 on either side, for `level` in (0,1), df > 0. */
double gp_t_two_sided(double level, double df);
/* The chance that |t| is larger. */
double gp_t_outside(double t, double df);
/* The normal distribution: the chance to be at most z, and the z to which that chance belongs (p in (0,1)). */
double gp_normal_at(double z);
double gp_normal_point(double p);

#endif
