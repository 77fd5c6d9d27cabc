/* compare.h - two targets on the same cases: difference, interval, test, and the verdict in one word.
 *
 * Two targets that saw the same questions are compared by pairs: an unpaired test throws that away and needs several
 * times as many cases. A pair is a case; give its mean over repeats as its score, because repeats of a case are not
 * independent. Cases that belong together share a cluster id (cluster.h).
 *
 * The first target is judged against the second: differences are first minus second, and `better` says that the first
 * one is. For a regression check the first is the new run, the second the baseline. */
#ifndef GP_STATS_COMPARE_H
#define GP_STATS_COMPARE_H

#include <stdint.h>

#include "stats/basic.h"

typedef enum gp_verdict { GP_INCONCLUSIVE, GP_BETTER, GP_WORSE, GP_EQUAL } gp_verdict;
extern const char *const gp_verdict_names[GP_EQUAL + 1];
/* "inconclusive", "better", "worse", "equal" */
const char *gp_verdict_word(gp_verdict v);

typedef struct gp_pairs {
    const double *a, *b;         /* scores of case i, 0..1; for passes 0 or 1 */
    const bool *pass_a, *pass_b; /* may be NULL: then nothing is counted as passed by one alone */
    const uint64_t *cluster;     /* may be NULL: each case stands alone */
    size_t n;
    double margin; /* differences smaller than this do not matter: 0.02 is 2 points. 0: every difference matters */
} gp_pairs;

typedef struct gp_paired {
    size_t n, wins, losses, ties;   /* of the first over the second, by score; closer than 1e-12 is a tie */
    size_t only_first, only_second; /* cases that only one of them passed */
    size_t clusters;
    double effective_n;       /* how many independent pairs these are worth */
    double mean_difference;   /* first minus second; NaN when n is 0 */
    gp_interval ci95;         /* of the mean difference, within -1..1, never of width 0; NaN when n is 0 */
    gp_interval ci90;         /* the same at 90%: what equivalence is decided by */
    double p;                 /* chance of a mean difference as large if both were alike; 1 when n is 0 */
    double p_sign, p_mcnemar; /* exact sign tests of wins and losses, of passes by one alone; clusters are ignored */
    double detectable;        /* smallest true difference that such pairs show with 80% power at 5%; NaN when n is 0 */
    bool not_worse;           /* shown: the first is not worse by as much as the margin. Never without a margin */
    gp_verdict finding;
} gp_paired;

/* What is said of the first target:
 *   equal         there is a margin, and two one-sided tests at 5% show that the difference is smaller, either way
 *                 (D. J. Schuirmann, J. Pharmacokinetics and Biopharmaceutics 15, 1987): ci90 lies within it. This
 *                 comes first: a difference that is certain but too small to matter is no regression
 *   better, worse the 95% interval leaves out 0, and p < 0.05
 *   inconclusive  neither; also when n is 0
 *
 * The interval is a t interval around the mean difference whose variance counts one pair more, half of it won and half
 * of it lost by the largest difference seen (by 1 where all tie): after A. Agresti and Y. Min, Statistics in Medicine
 * 24, 2005. So six ties give -0.37 to 0.37, not 0 to 0. Simulated coverage for n from 15 to 1,000: passes 94 to 97%,
 * above that where fewer than three pairs are expected to differ; scores 95 to 97.5%. The bootstraps that were tried
 * (BCa and t) have 83 and 81% for 15 passes, 89% for 30, and no advantage later. Differences that are rare, large and
 * of one sign need more: 83% at n = 15, 91% at 30, 95% from 100 on; of the bootstraps only the t one does better
 * there (94% at 30), with intervals half as wide again.
 *
 * p is exact where it can be: labels are exchanged within pairs (within whole clusters) in every possible way (R. A.
 * Fisher, The Design of Experiments, 1935), which for passes is McNemar's exact test. With more than 16 clusters that
 * differ by different amounts it is that of the t statistic above. */
gp_paired gp_compare(const gp_pairs *p);

/* Correct p values of n tests that are looked at together, in place, so that the chance of any false finding among them
 * stays what it is for one (S. Holm, Scandinavian J. of Statistics 6, 1979). NaN stays and is not counted. */
void gp_holm(double *p, size_t n);

#endif
