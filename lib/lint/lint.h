/* lint.h - is this suite able to tell right from wrong? Runs without any target.
 *
 * Findings are errors (a run refuses to start) or warnings. Errors: an invalid pattern or schema, a schema that nothing
 * can fit, a need that no target can meet because the case lacks what it takes, an example that its own graders
 * contradict, two graders that no answer can pass both, a puzzle that has not exactly one solution or whose graders take another answer. Warnings: cases without
 * examples, without a fail or a pass example (once per suite), a criterion that does not notice when a right answer is
 * broken, one that takes no answer made of what it expects, an empty answer or an echo of the prompt that passes a case, a null baseline that passes more than the
 * suite's share, a missing provenance, equal prompts under different ids with different graders.
 *
 * Mutations: every passing example is changed in the ways that each of its graders' kinds gives (gp_grader_kind), and
 * the criterion must then give less than 1; n_noticed / n_mutations is the suite's mutation score. Changes that fit any
 * answer (a number dropped, a name changed, words swapped, …) are tried as well: a criterion that minds none is told.
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

enum { GP_NULL_SHOWN = 5 };
typedef struct gp_null_baseline { /* what a given non-answer scores over the whole suite */
    const char *name;             /* one of gp_null_names */
    gp_str answer;                /* the constant; empty for the others */
    const char *origin;           /* of the constant: one of gp_constant_origins; NULL for the others */
    size_t tried, untried;        /* constants, which this is the best of; those that might have been tried as well */
    size_t passed, graded;
    double score_mean;
    size_t shown[GP_NULL_SHOWN]; /* the first cases that it passes, by index; as many as passed, at most so many */
} gp_null_baseline;
/* "empty"; "echo": the user message that each reply answers; "constant": the one that passes most cases (ties: the
 * higher mean score, then the commoner, then the first in the suite); "unknown": I don't know; "stuffed": every expected
 * text of the suite, one per line, up to 64 KiB; "pocket": what gp_lint_options.answered says. */
enum {
    GP_NULL_EMPTY,
    GP_NULL_ECHO,
    GP_NULL_CONSTANT,
    GP_NULL_UNKNOWN,
    GP_NULL_STUFFED,
    GP_NULL_POCKET,
    GP_NULL_BASELINES
};
extern const char *const gp_null_names[GP_NULL_BASELINES];
extern const char *const gp_constant_origins[4]; /* "expected", "example", "schema", "refusal" */

typedef struct gp_lint_report {
    /* in document order; at most GP_LINT_MAX, half of them warnings; `more` counts the rest */
    const gp_finding *findings;
    size_t n_findings, n_errors, n_warnings, more;
    gp_null_baseline baselines[GP_NULL_BASELINES]; /* one that nobody tried has no name */
    size_t n_mutations, n_noticed; /* right answers that were broken, and those that their grader minded */
} gp_lint_report;

typedef struct gp_lint_options {
    bool change; /* break right answers (mutations); a run can do without */
    /* Optional: have done what a grader needs from outside (evidence/evidence.h), so that examples are tested by it too;
     * called by several threads. Where it is NULL, or says not_applicable, what needs it stays untested; a reason is told
     * as a warning. */
    gp_code (*obtain)(const gp_suite *s, gp_arena *a, gp_job *job, void *user, gp_evidence *out, gp_err *err);
    void *user;
    /* Optional: what a small model that knows next to nothing answered to a case, for the baseline "pocket"; NULL where
     * there is nothing. Called by several threads. */
    const gp_transcript *(*answered)(void *user, gp_str case_id);
    void *answered_user;
} gp_lint_options;
enum { GP_LINT_MAX = 1000 };

/* Self-tests of every case and the null baselines; the report is copied into the arena and outlives the suite. Returns
 * GP_OK also when there are findings; GP_E_NOMEM, GP_E_IO, or GP_E_INPUT when the suite changed after it was opened.
 * Memory beyond the findings does not grow with the number of cases. */
gp_code gp_lint_suite(gp_arena *a, const gp_suite *s, const gp_lint_options *how, gp_lint_report *out,
                      gp_err *err) GP_MUST_CHECK;

#endif
