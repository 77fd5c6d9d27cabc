/* lint_impl.h - what the files of lib/lint share.
 *
 *   lint.c      findings, equal prompts, the two passes over a suite
 *   selftest.c  the examples of a case against its graders, and what became of broken ones
 *   unproved.c  graders of cases without an example that passes
 *   change.c    ways to break any answer
 *   clash.c     graders that no answer can satisfy both
 *   null.c      what answers without knowledge would score
 *   puzzle.c    puzzles that are declared as constraints
 *
 * The first pass collects constants that may be right in many cases; the second looks at each case by itself, on
 * several threads, and then for equal prompts. Both keep tables of fixed size, so memory does not grow with the number
 * of cases. */
#ifndef GP_LINT_IMPL_H
#define GP_LINT_IMPL_H

#include "lint/lint.h"

typedef enum gp_origin { GP_FROM_EXPECTED, GP_FROM_EXAMPLE, GP_FROM_SCHEMA, GP_FROM_REFUSAL } gp_origin;

typedef struct gp_constant {
    gp_str text;
    gp_origin origin;                            /* where it was met first */
    size_t count, order;                         /* how often it was met; how many others were met before */
    size_t passed, graded, shown[GP_NULL_SHOWN]; /* as of gp_null_baseline */
    double score_sum;
} gp_constant;

typedef struct gp_constants {
    gp_arena *a; /* texts and tables */
    gp_constant *list;
    uint32_t *slots;            /* hash -> index + 1; twice as many */
    size_t n, n_tried, untried; /* after the first pass the commonest come first, and those are tried */
    gp_str stuffed;             /* every expected text, one after another */
} gp_constants;

/* What was found at one case by itself. */
typedef struct gp_found {
    bool error;
    gp_str where, text;
    struct gp_found *next;
} gp_found;

typedef struct gp_look { /* at one case; everything in the arena */
    gp_arena *a;
    const gp_suite *s;
    const gp_lint_options *how;
    gp_case *c;
    gp_found *first, **end;
    bool graded[GP_NULL_BASELINES], passed[GP_NULL_BASELINES];
    double score[GP_NULL_BASELINES];
    size_t n_tried; /* constants that were graded */
    bool *constant_passed;
    double *constant_score;
    size_t n_mutations, n_noticed, n_errors;
    bool untested; /* it was told that evidence for an example was not to be had */
} gp_look;

/* A finding at a place of the case's file; without one it gets the case's. */
void gp_find(gp_look *l, bool error, const gp_json *at, const char *fmt, ...) GP_PRINTF(4, 5);
/* A located message "FILE:LINE:COL: what" as an error. */
void gp_find_error(gp_look *l, const char *message);
/* What grading ended with: a mistake of the suite becomes a finding, anything else is the caller's. */
gp_code gp_find_grading(gp_look *l, gp_code code, const char *message, gp_err *err) GP_MUST_CHECK;

/* --- selftest.c --- */

/* Examples contradict no grader; where that is wished for, passing ones are broken in every way there is. */
gp_code gp_self_tests(gp_look *l, gp_err *err) GP_MUST_CHECK;

/* --- unproved.c --- */

/* In a case without an example that must pass, a grader takes an answer made of what it expects, and not all others. */
gp_code gp_unproved_check(gp_look *l, gp_err *err) GP_MUST_CHECK;

/* --- clash.c --- */

void gp_clash_check(gp_look *l);

/* --- change.c --- */

extern const gp_mutation gp_changes[]; /* `change` is called without a grader */
extern const size_t gp_n_changes;

/* --- null.c --- */

void gp_constants_init(gp_constants *k, gp_arena *a);
/* What a case says of answers that are right. */
void gp_constants_add(gp_constants *k, const gp_case *c);
/* The commonest of them are those to try, as many as fit with so many cases. */
void gp_constants_choose(gp_constants *k, size_t n_cases);
/* Grade every answer without knowledge on one case. */
gp_code gp_null_try(const gp_constants *k, gp_look *l, gp_err *err) GP_MUST_CHECK;
/* Add what one case, `at` in the suite, gave to the constants. */
void gp_constants_note(gp_constants *k, const gp_look *l, size_t at);
/* The best constant, with its text in the arena. */
void gp_constants_best(const gp_constants *k, gp_arena *a, gp_null_baseline *out);

/* --- puzzle.c --- */

/* The case's puzzle has one solution, and the graders take it and nothing else. No puzzle is fine. */
gp_code gp_puzzle_check(gp_look *l, gp_err *err) GP_MUST_CHECK;

#endif
