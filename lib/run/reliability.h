/* reliability.h - how far verdicts of a run can be relied on: what judges agree on, and what repeats of a case do.
 * Trials come one after another in order of their ids, so repeats of a case on a target do too. One thread. */
#ifndef GP_RUN_RELIABILITY_H
#define GP_RUN_RELIABILITY_H

#include "base/sha256.h"
#include "report/results.h"

typedef struct gp_reliability gp_reliability;

gp_reliability *gp_reliability_new(size_t targets);
void gp_reliability_free(gp_reliability *r); /* NULL is allowed */

/* The digest that two repeats with the same answer share; false for a trial without an answer. */
bool gp_reliability_answer(gp_arena *a, const gp_transcript *t, unsigned char out[GP_SHA256_LEN]);
/* One more trial, of target number `target`. `answer`: by the above, NULL: none. */
void gp_reliability_add(gp_reliability *r, size_t target, const gp_transcript *t, const gp_grade *g,
                        const unsigned char *answer);
/* What it comes to, after the last trial: of each target, and of all judges. Text goes into the arena. */
void gp_reliability_target(gp_reliability *r, gp_arena *a, size_t target, gp_results_target *out);
const gp_results_judge *gp_reliability_judges(gp_reliability *r, gp_arena *a, size_t *n);

#endif
