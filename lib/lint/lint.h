/* lint.h - is this suite able to tell right from wrong? Runs without any target.
 *
 * Findings are errors (a run refuses to start) or warnings. Errors: an invalid pattern or schema, a schema that nothing
 * can fit, a need that no target can meet because the case lacks what it takes, an example that its own graders
 * contradict. Warnings: a case without examples, without a fail or a pass example, an empty answer or an
 * echo of the prompt that passes a case (the constant passes some case by construction and is only counted), a missing
 * provenance, equal prompts under different ids with different graders.
 *
 * The constant is the best of what is tried as the answer to every case: every text that a grader expects, every answer
 * that a case says must pass, the smallest value of each schema, and two refusals. Tables are of fixed size: among more
 * than 65,536 cases an equal prompt may be missed, and only the first 4,096 different texts of up to 1 KiB are candidates
 * for the constant. Of these the commonest are tried, all of them in a small suite, in a large one as many as make 200,000
 * gradings, but at least 8; how many were not is said. */
#ifndef GP_LINT_LINT_H
#define GP_LINT_LINT_H

#include "grade/grade.h"

typedef struct gp_finding {
    bool error;
    gp_str where;   /* "suites/x/suite.json:12:5" */
    gp_str case_id; /* empty for the suite itself */
    gp_str text;
} gp_finding;

typedef struct gp_null_baseline { /* what a given non-answer scores over the whole suite */
    const char *name;             /* "empty", "echo", "constant" */
    gp_str answer;                /* the constant; empty for the others */
    const char *origin;           /* of the constant: one of gp_constant_origins; NULL for the others */
    size_t tried, untried;        /* constants, which this is the best of; those that might have been tried as well */
    size_t passed, graded;
    double score_mean;
} gp_null_baseline;
enum { GP_NULL_BASELINES = 3 };
extern const char *const gp_constant_origins[4]; /* "expected", "example", "schema", "refusal" */

typedef struct gp_lint_report {
    /* in document order; at most GP_LINT_MAX, half of them warnings; `more` counts the rest */
    const gp_finding *findings;
    size_t n_findings, n_errors, n_warnings, more;
    /* empty; echo of the user message that each reply answers; the constant that passes most cases (ties: the higher
     * mean score, then the commoner, then the first in the suite) */
    gp_null_baseline baselines[GP_NULL_BASELINES];
} gp_lint_report;
enum { GP_LINT_MAX = 1000 };

/* Self-tests of every case and the null baselines; the report is copied into the arena and outlives the suite. Returns
 * GP_OK also when there are findings; GP_E_NOMEM, GP_E_IO, or GP_E_INPUT when the suite changed after it was opened.
 * Memory beyond the findings does not grow with the number of cases. */
gp_code gp_lint_suite(gp_arena *a, const gp_suite *s, gp_lint_report *out, gp_err *err) GP_MUST_CHECK;

#endif
