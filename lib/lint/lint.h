/* lint.h - is this suite able to tell right from wrong? Runs without any target.
 *
 * Findings are errors (a run refuses to start) or warnings. Errors: an invalid pattern or schema, an example that its
 * own graders contradict. Warnings: a case without examples, without a fail example, a null baseline that passes a
 * case, a missing provenance, equal prompts under different ids with different graders. */
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
    gp_str answer;                /* the constant, where there is one */
    size_t passed, graded;
    double score_mean;
} gp_null_baseline;
enum { GP_NULL_BASELINES = 3 };

typedef struct gp_lint_report {
    const gp_finding *findings; /* in document order; at most GP_LINT_MAX, then `more` counts the rest */
    size_t n_findings, n_errors, n_warnings, more;
    gp_null_baseline baselines[GP_NULL_BASELINES]; /* empty, echo of the last user message, the suite's most frequent expected answer */
} gp_lint_report;
enum { GP_LINT_MAX = 1000 };

/* Self-tests of every case and the null baselines. Returns GP_OK also when there are findings; GP_E_NOMEM and GP_E_IO
 * otherwise. Memory beyond the findings does not grow with the number of cases. */
gp_code gp_lint_suite(gp_arena *a, const gp_suite *s, gp_lint_report *out, gp_err *err) GP_MUST_CHECK;

#endif
