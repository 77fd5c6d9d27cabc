/* gate.h - from counts to an exit code, by rules that can be read back.
 *
 * Default: every trial passed or is a known failure (`strict`: known failures count as failed); no golden differs, is
 * stale, or (in CI) is missing; and every budget is met, where cases have budgets. With fail_under, or another rule on
 * what passes (rules.h), that decides instead of "every trial"; with a baseline, the comparison does. Trials in
 * quarantine count for no rule. If the answered trials pass but more than max_errors trials ended in `error`, the exit
 * code is 3: there is no verdict. A run without any graded trial never passes: exit 3 if trials broke, else (none
 * planned, all skipped) 1; but for a shard that got none. Unused goldens are named, never red. What was skipped, and
 * what the run left out of its suites, changes no verdict but is never silent: the sentence says how many. */
#ifndef GP_GATE_GATE_H
#define GP_GATE_GATE_H

#include "gate/baseline.h"
#include "gate/rules.h"
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

/* What rules ask of single trials, added up with gp_gate_watch_add. */
typedef struct gp_gate_must { /* a pattern of must_pass */
    size_t trials, bad;       /* those that it fits, and those of them that did not pass */
    gp_str first;             /* the first of the bad ones: SUITE/CASE */
} gp_gate_must;

typedef struct gp_gate_watch {
    gp_arena *arena;
    const gp_gate_rules *rules;
    int64_t epoch; /* what is today for the quarantine */
    struct {
        size_t graded, passed;
    } rates[GP_GATE_RATES];
    gp_gate_must *must;
    gp_tally exempt; /* trials in quarantine */
    size_t ended;    /* trials that did not pass and whose quarantine is over */
    gp_str ended_first;
    const gp_gate_exempt *ended_by;
} gp_gate_watch;

gp_gate_watch gp_gate_watch_begin(gp_arena *a, const gp_gate_rules *rules, int64_t epoch);
/* A trial of a run; true: it is in quarantine. Text is borrowed for the call. */
typedef struct gp_gate_trial {
    gp_str id, suite, case_id, category, target;
    const gp_grade *grade;
    const gp_golden_outcome *golden;
    const gp_transcript *transcript;
} gp_gate_trial;
bool gp_gate_watch_add(gp_gate_watch *w, const gp_gate_trial *t);

typedef struct gp_gate_target { /* what rules ask of a target */
    gp_str name;
    size_t passed, graded;
    double first_token_p95_s, total_median_s, total_p95_s; /* NaN unknown */
} gp_gate_target;

typedef struct gp_gate_options {
    double fail_under; /* NaN: not given; 0..1 */
    size_t max_errors;
    bool strict;
    bool in_ci;             /* missing goldens fail */
    size_t unused_goldens;  /* reported, never failing */
    size_t cases, of_cases; /* chosen, out of how many the suites have; equal: all */
    size_t recorded;        /* trials of the run that is played; 0: none is, or its number is unknown */
    size_t planned;         /* trials of the run of which only a part was merged; 0: all of it is there */
    gp_str shard;           /* "K/N": part of a run, which may have got no trial; empty: all of it */
    /* the rest is for rules only */
    const gp_gate_rules *rules; /* NULL: none but the above */
    const gp_gate_watch *watch; /* with rules */
    const gp_gate_target *targets;
    size_t n_targets;
    double cost_usd;           /* of the run; NaN unknown */
    int64_t output_tokens;     /* of the run; -1 unknown */
    double null_rate;          /* pass rate of the best null baseline; NaN unknown */
    gp_str null_name;          /* its name */
    const gp_against *against; /* the baseline; NULL: none */
} gp_gate_options;

typedef struct gp_gate_rule {
    const char *name; /* one of gp_gate_rule_names */
    bool passed;
    bool asked;     /* one of those that a green sentence only counts; not kept */
    bool warned;    /* it could not decide, and that is told */
    char text[512]; /* "2 of 24 trials failed", ... */
} gp_gate_rule;
extern const char *const gp_gate_rule_names[]; /* ended by NULL */

enum { GP_GATE_RULES = 16 + GP_GATE_RATES };
typedef struct gp_gate_verdict {
    bool passed;
    int exit_code;      /* 0, 1 or 3 */
    bool strict, in_ci; /* as decided with; reports colour known failures and missing goldens by them */
    gp_gate_rule rules[GP_GATE_RULES];
    size_t n_rules;
    const char *rule;    /* the name of the one that decided; NULL: it passed */
    const char *see;     /* the shortest command that shows why; RUN, BASELINE and GOLDEN stand for folders; or NULL */
    char sentence[1280]; /* the verdict and the rule that decided it */
} gp_gate_verdict;

void gp_gate_decide(const gp_tally *t, const gp_gate_options *o, gp_gate_verdict *out);

#endif
