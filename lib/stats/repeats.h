/* repeats.h - several answers to one case: how often one of k passes, how often all do, how often they disagree. */
#ifndef GP_STATS_REPEATS_H
#define GP_STATS_REPEATS_H

#include "stats/basic.h"

/* Unbiased estimates from n answers of which c passed; NaN where k is 0 or above n.
 *   at least one of k passes   1 - C(n-c,k) / C(n,k)  "pass@k": M. Chen et al., arXiv 2107.03374
 *   all k of them pass         C(c,k) / C(n,k)        "pass^k": S. Yao et al., arXiv 2406.12045 */
double gp_pass_at(size_t n, size_t c, size_t k);
double gp_pass_all(size_t n, size_t c, size_t k);
/* The chance that two answers disagree, one passing and one not: 2c(n-c) / (n(n-1)), unbiased. NaN below two. */
double gp_disagreement(size_t n, size_t c);

enum { GP_MOST_PASS_K = 100 };

/* These over many cases. Begin with {0}. */
typedef struct gp_repeats {
    size_t cases;                    /* with at least two answers */
    size_t flaky;                    /* of these, with answers that passed and answers that did not */
    double disagree;                 /* sum of gp_disagreement */
    size_t with[GP_MOST_PASS_K + 1]; /* cases with at least k answers */
    double at[GP_MOST_PASS_K + 1], all[GP_MOST_PASS_K + 1]; /* sums over these */
} gp_repeats;

/* One case: n answers were graded, c of them passed. */
void gp_repeats_add(gp_repeats *r, size_t n, size_t c);
/* Means over the cases that have as many answers; NaN where none has. */
double gp_repeats_at(const gp_repeats *r, size_t k);
double gp_repeats_all(const gp_repeats *r, size_t k);
double gp_repeats_flaky(const gp_repeats *r);    /* share of cases */
double gp_repeats_disagree(const gp_repeats *r); /* mean chance that two answers to a case disagree */

#endif
