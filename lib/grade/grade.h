/* grade.h - the verdict over one transcript: a pure function of (case, transcript). Graders never see a target.
 *
 * Each grader of a case gives a score in [0,1] with a one-line explanation that quotes its evidence. The case's score
 * is the weighted mean; it passes when score >= pass_at (compared with a slack of 1e-12). An answer cut by the token
 * limit is graded like any other; a trial that broke (failure) or was skipped is not graded at all.
 *
 *   equals        answer equals `expect` (any of a list); trim (default true), ignore_case; numbers in expect compare as text
 *   contains      every string of `expect` occurs; partial score = share that occurs; ignore_case
 *   not_contains  no string of `expect` occurs; ignore_case
 *   regex         PCRE2 `pattern` (UTF, Unicode classes, work limits) is found; ignore_case, trim (default false); with
 *                 `expect`, group 1 (or the whole match if the pattern has no group) of the first match equals it
 *   number        the last number in the answer ("1,234.5", "-3", "1e3", "50%" is 50): equals `expect` (any of a list)
 *                 within `tolerance` (absolute, inclusive, default 0), and/or lies within min..max
 *   count         number of `unit` (words default, lines, characters = code points) is `exact` or within min..max; trim
 *                 (default false)
 *   json          the answer is one JSON value of at most 1 MiB (a single surrounding code fence is reported as such and
 *                 not accepted unless `trim` is true); with `schema` it must validate (type, enum, const, required,
 *                 properties, additionalProperties, items, minItems, maxItems, minLength, maxLength, minimum, maximum,
 *                 pattern; title, description, $comment are allowed and check nothing; any other keyword is an error of
 *                 the suite); with `expect` the value at `path` (JSON Pointer; default the whole answer) must equal it,
 *                 numbers by value and objects in any order
 *
 * Case is compared by Unicode simple folding. Time is linear in the answer, apart from `regex`, whose work is counted
 * and ends in an error that names grader and case. */
#ifndef GP_GRADE_GRADE_H
#define GP_GRADE_GRADE_H

#include "suite/suite.h"
#include "transcript/transcript.h"

typedef struct gp_criterion {
    gp_str id;          /* grader id */
    const char *type;   /* grader type name */
    double weight, score;
    bool passed;        /* score == 1 */
    gp_str explanation; /* at most 200 bytes, control characters shown, evidence in quotes */
} gp_criterion;

typedef enum gp_status { GP_PASSED, GP_FAILED, GP_ERROR, GP_SKIPPED } gp_status;
const char *gp_status_name(gp_status s);
int gp_status_by_name(gp_str name); /* -1 if there is none */

typedef struct gp_grade {
    gp_status status;   /* ERROR and SKIPPED follow the transcript; then score is NaN and there are no criteria */
    double score;       /* 0..1 */
    const gp_criterion *criteria;
    size_t n_criteria;
} gp_grade;

/* Grade into the arena. Fails only for reasons that are not the model's: memory, an invalid pattern or schema
 * (GP_E_INPUT, located). A pattern that reaches its match limit on this answer scores 0 and says so. */
gp_code gp_grade_transcript(gp_arena *a, const gp_case *c, const gp_transcript *t, gp_grade *out, gp_err *err) GP_MUST_CHECK;

/* Grade plain answers (one per reply), as examples and null baselines need it. */
gp_code gp_grade_answers(gp_arena *a, const gp_case *c, const gp_str *answers, size_t n, gp_grade *out, gp_err *err) GP_MUST_CHECK;

/* Compile patterns and schemas of a case without grading: located GP_E_INPUT for the first that is invalid. */
gp_code gp_grade_check(gp_arena *a, const gp_case *c, gp_err *err) GP_MUST_CHECK;

#endif
