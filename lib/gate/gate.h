/* gate.h - from counts to an exit code, by rules that can be read back.
 *
 * Default: every trial passed or is a known failure (`strict`: known failures count as failed); no golden differs, is
 * stale, or (in CI) is missing; and every budget is met, where cases have budgets. With fail_under the pass rate decides instead of "every trial". If the answered trials
 * pass but more than max_errors trials ended in `error`, the exit code is 3: there is no verdict. A run without any
 * graded trial never passes: exit 3 if trials broke, else (none planned, all skipped) 1. Unused goldens are named,
 * never red. What was skipped, and what the run left out of its suites, changes no verdict but is never silent: the
 * sentence says how many. */
#ifndef GP_GATE_GATE_H
#define GP_GATE_GATE_H

#include "golden/golden.h"

typedef struct gp_tally { /* add up with gp_tally_add; all trials of a run, or of one target */
    size_t trials, passed, failed, errors, skipped;
    size_t known;     /* failed, but accepted by a golden; also counted in failed */
    size_t golden[5]; /* by gp_golden_state */
    size_t failures[GP_FAIL_KINDS];
    size_t length_cut; /* graded trials that ended by the token limit */
    size_t unsure;     /* graded trials of which nobody knows how they ended (gp_finish_unsure) */
    double score_sum;  /* over passed + failed */
    size_t budgets, exceeded,
        unmeasured; /* budgets of graded trials: all, those not met, those whose value is unknown */
} gp_tally;

void gp_tally_add(gp_tally *t, const gp_grade *g, const gp_golden_outcome *o, const gp_transcript *tr);
double gp_tally_score_mean(const gp_tally *t); /* NaN when nothing was graded */
double gp_tally_pass_rate(const gp_tally *t);  /* passed / (passed + failed); NaN when nothing was graded */

typedef struct gp_gate_options {
    double fail_under; /* NaN: not given; 0..1 */
    size_t max_errors;
    bool strict;
    bool in_ci;             /* missing goldens fail */
    size_t unused_goldens;  /* reported, never failing */
    size_t cases, of_cases; /* chosen, out of how many the suites have; equal: all */
    size_t recorded;        /* trials of the run that is played; 0: none is, or its number is unknown */
} gp_gate_options;

typedef struct gp_gate_rule {
    const char *name; /* "all-passed", "pass-rate", "goldens", "budgets", "errors", "graded" */
    bool passed;
    char text[256]; /* "2 of 24 trials failed", ... */
} gp_gate_rule;

enum { GP_GATE_RULES = 7 };
typedef struct gp_gate_verdict {
    bool passed;
    int exit_code;      /* 0, 1 or 3 */
    bool strict, in_ci; /* as decided with; reports colour known failures and missing goldens by them */
    gp_gate_rule rules[GP_GATE_RULES];
    size_t n_rules;
    char sentence[512]; /* the verdict and the rule that decided it */
} gp_gate_verdict;

void gp_gate_decide(const gp_tally *t, const gp_gate_options *o, gp_gate_verdict *out);

#endif
