/* kept.h - what a bundle has of evidence; private to lib/run. Lines stay where they are: memory holds a few numbers of each. */
#ifndef GP_RUN_KEPT_H
#define GP_RUN_KEPT_H

#include "run/run_impl.h"

typedef struct gp_kept_line {
    uint64_t hash; /* of trial, criterion and vote */
    uint64_t offset;
    size_t length;
} gp_kept_line;

typedef struct gp_kept { /* an evidence.jsonl; empty where there is none */
    const char *path;
    gp_map map;
    gp_kept_line *list;
    size_t n, room;
} gp_kept;

/* Of the bundle `dir`. A last line that a crash cut off is left out. */
gp_code gp_kept_open(gp_run_state *r, const char *dir, gp_kept *out, gp_err *err) GP_MUST_CHECK;
void gp_kept_close(gp_kept *k);
/* The last line about the trial, criterion and vote of `of`, if it is about the same job or question: into *out, with its
 * text in the arena, and *at, which is NULL where there is none. */
gp_code gp_kept_find(const gp_kept *k, gp_arena *a, const gp_evidence *of, gp_evidence *out, const gp_kept_line **at,
                     gp_err *err) GP_MUST_CHECK;

/* What the line about this question says of itself: trial (of a calibration that stands for it), criterion, vote, job. */
gp_evidence gp_kept_wanted(gp_arena *a, gp_str trial, const gp_grader *g, const gp_question *q);
/* What there is of the calibration of a judge: its lines, and with `at` where they stand; in the arena. */
gp_code gp_kept_calibration(const gp_kept *k, gp_arena *a, const gp_case *c, const gp_grader *g, gp_evidence **out,
                            const gp_kept_line ***at, size_t *n, gp_err *err) GP_MUST_CHECK;

#endif
