/* stats.h - the statistics of reports and gates; includes the headers that hold them:
 *
 *   basic.h    the interval of a rate, medians, exact tests, distributions
 *   cluster.h  means and rates of observations that belong together
 *   compare.h  two targets on the same cases: difference, interval, test, verdict; many tests at once
 *   power.h    how many cases a difference needs, and what a number of cases can show
 *   repeats.h  several answers to one case
 *   graded.h   the graded trials of one target: rate, score and repeats
 *
 * (sample.h, order statistics of very many values, stands apart.) All of it are pure functions of their arguments;
 * doubles in, doubles out; NaN where a number cannot be known (no data). Nothing is random: the same data give the same
 * numbers. Which method is used where was decided by simulated coverage; tests/unit/test_coverage.c repeats the
 * simulation and prints its table. */
#ifndef GP_STATS_STATS_H
#define GP_STATS_STATS_H

#include "stats/basic.h"
#include "stats/cluster.h"
#include "stats/compare.h"
#include "stats/graded.h"
#include "stats/power.h"
#include "stats/repeats.h"

#endif
