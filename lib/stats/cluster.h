/* cluster.h - means and rates of observations that belong together.
 *
 * Cases on one source text, or repeats of one case, are alike: a hundred of them tell less than a hundred cases of
 * their own, and an interval that ignores this is too narrow (Kish, Survey Sampling, 1965; for language models Miller,
 * arXiv 2411.00640). Observations with the same cluster id belong together; ids are any 64-bit numbers, for example
 * hashes of names, in any order. Repeats of a case are one cluster; where the case itself belongs to a cluster, that
 * cluster holds its repeats too. */
#ifndef GP_STATS_CLUSTER_H
#define GP_STATS_CLUSTER_H

#include <stdint.h>

#include "stats/basic.h"

typedef struct gp_mean {
    size_t n, clusters;
    double mean;        /* NaN when n is 0 */
    double correlation; /* of two observations of a cluster, as estimated; 0 where no cluster has two */
    double effective_n; /* how many independent observations these are worth: n / (1 + (size - 1) * correlation) */
    double df;          /* degrees of freedom of an interval over them */
    gp_interval ci95;   /* NaN when n is 0 */
} gp_mean;

/* The mean of values in [0, 1] with its 95% interval. cluster: an id for each value; NULL: each stands alone.
 *
 * Where all values are 0 or 1 this is a rate, and the interval is Wilson's on effective_n with Student's t in place of
 * the normal point (E. L. Korn and B. I. Graubard, Survey Methodology 24, 1998); without clusters it is gp_rate95.
 * Otherwise it is a t interval around the mean, whose variance counts one value more, which differs from the mean by
 * half of the range that was seen (of 0 to 1, where all values are equal): so no interval has width 0 (A. Agresti and
 * Y. Min, Statistics in Medicine 24, 2005, add as much to a table of pairs).
 *
 * The correlation is that of a one-way analysis of variance (A. Donner, International Statistical Review 54, 1986),
 * drawn towards 1/2 by the weight of one cluster, because few clusters with something unusual in them say little about
 * it. Simulated coverage of rates, averaged over p in three windows from 0.5 to 0.99, for n = 15 to 1,000 in clusters
 * of 3 to 10 with correlations from 0 to 1: never below 93%, 93 to 97% on average for each n; above 97% where a few
 * clusters do not correlate at all, which so little data cannot show. Robust standard errors (CR2 with t) have 75 to
 * 96% there. */
gp_mean gp_mean95_clustered(const double *v, const uint64_t *cluster, size_t n);
/* The same of values without bounds, such as times or differences of logarithms: those of a cluster are taken to
 * correlate by 1/2. The interval is NaN for a single value. */
gp_mean gp_mean95_real(const double *v, const uint64_t *cluster, size_t n);

/* What the intervals above are made of, for other statistics: mean, correlation, effective_n and df of any values.
 * usual: the value that says nothing about the correlation when a cluster holds nothing else. */
gp_mean gp_cluster_mean(const double *v, const uint64_t *cluster, size_t n, double usual);
/* The standard error of such a mean. squares: the sum of v * v; reach: by how much one value more might differ from the
 * mean. Above 0 where reach is. */
double gp_cluster_error(const gp_mean *m, double squares, double reach);

#endif
