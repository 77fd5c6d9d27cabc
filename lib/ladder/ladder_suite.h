/* ladder_suite.h - what quantization costs in answers: several files of one model, from the reference down, over one
 * suite.
 *
 * The suite is run first (run/run.h), with each file as a target; this reads what that run found. Against the reference,
 * the first rung, each other one has its verdicts that flipped, and the difference of mean scores by pairs of the same
 * case (stats/compare.h): repeats of a case are one observation, cases of a cluster count for what they are worth, and p
 * values are corrected by Holm for the number of files. Cases that one of the two has no verdict on are no pair.
 *
 * Everything but the speed depends on files and suite alone. */
#ifndef GP_LADDER_LADDER_SUITE_H
#define GP_LADDER_LADDER_SUITE_H

#include "base/json.h"
#include "stats/stats.h"

typedef struct gp_flipped { /* a case, by name */
    gp_str suite, id;
} gp_flipped;

typedef struct gp_suite_pair {       /* one file, `of`, against another */
    size_t of, against;              /* indices of rungs */
    gp_paired paired;                /* `of` minus `against` */
    double p;                        /* corrected; NaN without pairs */
    gp_verdict finding;              /* of `of`. Equal also says: every answer of every pair is the same text */
    size_t alike;                    /* pairs whose answers are the same text in every repeat */
    const gp_flipped *lost, *gained; /* cases that `against` alone passed, that `of` alone passed */
    size_t n_lost, n_gained;
} gp_suite_pair;

typedef struct gp_suite_rung {
    gp_str file;                        /* without folders; with its target's name where another one is called alike */
    gp_str quantization, mix;           /* as manifests have them */
    gp_str weights_sha256, fingerprint; /* of the file; of its trials alone */
    int64_t weight_bytes;
    size_t trials, passed, graded; /* the others broke, or were skipped */
    gp_interval rate95;            /* of passed */
    double output_tokens_per_s;    /* median over trials, on this machine; NaN unknown */
} gp_suite_rung;

typedef struct gp_suite_ladder {
    const char *bundle; /* of the run */
    gp_str suite, fingerprint;
    size_t cases;
    double margin;
    gp_suite_rung *rungs; /* [n]; the first is the reference */
    size_t n;
    gp_suite_pair *down;  /* [n - 1]: each other rung against the reference */
    gp_suite_pair *pairs; /* [n - 2]: of those, each larger file against the next smaller one */
    size_t n_pairs;
} gp_suite_ladder;

/* Out of the bundle of a run that has ended. targets: names of its targets, the reference first. margin: differences of
 * the mean score smaller than this do not matter; 0: every one does. Everything is in the arena. Errors: as of
 * gp_results_open; GP_E_INPUT for a target that the run does not have. */
gp_code gp_ladder_suite(gp_arena *a, const char *bundle, const gp_str *targets, size_t n, double margin,
                        gp_suite_ladder *out, gp_err *err) GP_MUST_CHECK;

/* --- as a document (ladder_suite_text.c) --- */

void gp_ladder_suite_text(const gp_suite_ladder *l, gp_buf *out); /* markdown */
void gp_ladder_suite_json(const gp_suite_ladder *l, gp_buf *out);

#endif
