/* lmeval.h - what lm-evaluation-harness does to a generated answer, and to the expected one, before it compares them. */
#ifndef GP_IMPORT_LMEVAL_H
#define GP_IMPORT_LMEVAL_H

#include "base/json.h"

typedef struct gp_lmeval_steps { /* of one filter pipeline and of exact_match */
    gp_str pattern;              /* PCRE2, whose match is compared; empty: the whole answer is */
    bool last;                   /* the last match, not the first */
    bool lower, upper;           /* the answer alone is brought into that case */
    const gp_str *leave_out;     /* patterns, left out of both sides */
    size_t n_leave_out;
} gp_lmeval_steps;

/* The steps of a pipeline (NULL: none) with those of a metric; all of it in the arena. NULL, or why there is no such
 * grader. */
const char *gp_lmeval_steps_read(gp_arena *a, const gp_json *pipeline, const gp_json *exact_match,
                                 gp_lmeval_steps *out);

/* The expected text as it is compared; .p NULL: the steps leave no answer that could equal it. */
gp_str gp_lmeval_expected(gp_arena *a, const gp_lmeval_steps *s, gp_str text);

/* Write "extract" into a grader `equals` that is open, where there is a need for it. */
void gp_lmeval_extract(gp_jw *w, const gp_lmeval_steps *s);

/* A pattern of Python's re as PCRE2 takes it. */
gp_str gp_lmeval_pattern(gp_arena *a, gp_str python);

#endif
