/* power.h - before a run: how many cases a difference needs, and what a number of cases can show.
 *
 * A design says what is assumed; the functions answer for a true difference of pass rates (0.03: 3 points). They use
 * the normal approximation of a two-sided test. Paired: R. J. Connor, Biometrics 43, 1987, with the correction for
 * continuity of A. L. Edwards, Psychometrika 13, 1948, because the exact test that decides counts whole pairs (without
 * it 155 cases that should show 10 points with 80% power do so with 76%). Unpaired, for each of two targets: J. L.
 * Fleiss, B. Levin and M. C. Paik, Statistical Methods for Rates and Proportions, 3rd ed., 4.2. Clusters and repeats
 * enter as design effects (Kish, 1965; Miller, arXiv 2411.00640). */
#ifndef GP_STATS_POWER_H
#define GP_STATS_POWER_H

#include "stats/basic.h"

typedef struct gp_design {
    bool unpaired;       /* both targets saw other cases; false: the same */
    double pass_rate;    /* of the target that others are compared with, in one answer */
    double discordance;  /* paired: share of cases on which single answers of the two differ in passing */
    double noise;        /* share of the variance that is chance in the answer to a case: 0 (greedy decoding) to 1 */
    double repeats;      /* answers to each case, at least 1; what they show is averaged by case */
    double cluster_size; /* cases that belong together, on average; at least 1 */
    double correlation;  /* of two such cases, 0 to 1 */
    double level, power; /* 0.05 and 0.8 are usual */
} gp_design;

/* Two targets of one pass rate whose passes correlate as much as those of current models do, about one half: p(1-p) of
 * the cases are passed by one of them alone. A guess for when no run was made yet. */
double gp_usual_discordance(double pass_rate);

/* Cases (for each target) that show a true difference with the design's power: a whole number; INFINITY where no
 * number does (difference 0). */
double gp_cases_needed(const gp_design *d, double difference);
/* The chance that n cases show a true difference. */
double gp_power_of(const gp_design *d, double difference, double n);
/* The smallest true difference that n cases show with the design's power; above 1: none does. */
double gp_detectable(const gp_design *d, double n);

#endif
