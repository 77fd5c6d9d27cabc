/* baseline.h - a run against an earlier one, case by case.
 *
 * Both runs are gathered trial by trial (gp_side), then compared (gp_against_make). A pair is the same case of the same
 * suite on both sides, with the same case digest (what is asked) and the same grader digest (what decides). A case of
 * which one of them differs is never paired: it is listed with what differs. Repeats of a case are one observation,
 * their mean score. Targets are paired by name; where each run has a single one, those two are a pair whatever they are
 * called. Everything that is named lives as long as the sides do. */
#ifndef GP_GATE_BASELINE_H
#define GP_GATE_BASELINE_H

#include "base/fields.h"
#include "stats/stats.h"

typedef struct gp_side gp_side;

typedef struct gp_side_trial { /* borrowed for the call */
    gp_str suite, case_id, target, case_digest, grader_digest;
    bool graded, passed;
    bool exempt;           /* in quarantine: its case is not paired */
    double score;          /* of a graded one */
    int64_t output_tokens; /* -1 unknown */
} gp_side_trial;

gp_side *gp_side_new(void);
void gp_side_free(gp_side *s); /* NULL is allowed */
/* In order of trial ids: the repeats of a case on a target come one after another. */
void gp_side_add(gp_side *s, const gp_side_trial *t);

typedef enum gp_against_word {
    GP_AGAINST_UNKNOWN,
    GP_AGAINST_BETTER,
    GP_AGAINST_WORSE,
    GP_AGAINST_EQUAL,
    GP_AGAINST_INCONCLUSIVE,
    GP_AGAINST_WORDS
} gp_against_word;
extern const char *const gp_against_words[GP_AGAINST_WORDS]; /* NULL, "better", "worse", "equal", "inconclusive" */

typedef struct gp_against_target {
    gp_str target, against;           /* names in this run and in the baseline */
    size_t pairs, passed, was_passed; /* cases that all of their graded repeats passed, now and then */
    size_t regressed, improved;       /* passed then and not now; the other way round */
    size_t higher, lower;             /* cases by their mean score; the others tie */
    double difference;                /* mean score now minus then; NaN without pairs */
    double lo, hi;                    /* its 95% interval; NaN: too few pairs */
    double p;                         /* two-sided, of no difference */
    gp_against_word verdict;          /* better: this run is */
    bool not_worse;                   /* shown: not worse by as much as the margin */
    double tokens, was_tokens;        /* median output tokens of a trial over the paired cases; NaN unknown */
} gp_against_target;

typedef struct gp_against_case {
    gp_str suite, case_id, target;
    double score, was; /* means; NaN: not graded, or not there */
    gp_str why;        /* of one that is not paired */
} gp_against_case;

enum { GP_AGAINST_LISTED = 1000 }; /* cases of each list at most; the counts say how many there are */

typedef struct gp_against {
    gp_str baseline;    /* "main@a1b2c3d", or the name of a folder or file */
    gp_str fingerprint; /* of that run */
    const gp_against_target *targets;
    size_t n_targets;
    const gp_against_case *regressed, *improved, *unpaired;
    size_t n_regressed, n_improved, n_unpaired;       /* listed */
    size_t all_regressed, all_improved, all_unpaired; /* in all */
    const gp_str *other_targets;                      /* of this run, which the baseline does not have */
    size_t n_other_targets;
} gp_against;

/* `margin`: differences smaller than it do not matter (stats/compare.h); 0: every one does. Lists go into the arena; `baseline` and `fingerprint` are for the caller. */
void gp_against_make(gp_arena *a, const gp_side *now, const gp_side *then, double margin, gp_against *out);

#endif
