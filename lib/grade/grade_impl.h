/* grade_impl.h - what the files of lib/grade share.
 *
 *   grade.c    transcripts, weights, the verdict; compiling without grading
 *   text.c     equals, contains, not_contains, regex
 *   number.c   the number in an answer; number and count
 *   value.c    JSON values: equality, pointers, the json grader
 *   schema.c   the JSON Schema subset
 *   regex.c    PCRE2 */
#ifndef GP_GRADE_IMPL_H
#define GP_GRADE_IMPL_H

#include "grade/grade.h"

enum {
    GP_EXPLANATION_MAX = 200, /* bytes */
    GP_EVIDENCE_MAX = 60      /* bytes of an answer quoted in one explanation */
};
#define GP_JSON_ANSWER_MAX ((size_t)1 << 20) /* bytes: a longer answer fails a json grader unread */

/* One grader over one answer; fills score and explanation of *out. */
typedef gp_code (*gp_grader_fn)(gp_arena *a, const gp_grader *g, gp_str answer, gp_criterion *out, gp_err *err);
gp_code gp_grade_equals(gp_arena *a, const gp_grader *g, gp_str answer, gp_criterion *out, gp_err *err) GP_MUST_CHECK;
gp_code gp_grade_contains(gp_arena *a, const gp_grader *g, gp_str answer, gp_criterion *out, gp_err *err) GP_MUST_CHECK;
gp_code gp_grade_not_contains(gp_arena *a, const gp_grader *g, gp_str answer, gp_criterion *out, gp_err *err) GP_MUST_CHECK;
gp_code gp_grade_regex(gp_arena *a, const gp_grader *g, gp_str answer, gp_criterion *out, gp_err *err) GP_MUST_CHECK;
gp_code gp_grade_number(gp_arena *a, const gp_grader *g, gp_str answer, gp_criterion *out, gp_err *err) GP_MUST_CHECK;
gp_code gp_grade_count(gp_arena *a, const gp_grader *g, gp_str answer, gp_criterion *out, gp_err *err) GP_MUST_CHECK;
gp_code gp_grade_json(gp_arena *a, const gp_grader *g, gp_str answer, gp_criterion *out, gp_err *err) GP_MUST_CHECK;

/* Score and explanation in one step; the explanation is cut to its limit between characters. Always GP_OK, so that a grader
 * can end with it. */
gp_code gp_explain(gp_arena *a, gp_criterion *out, double score, const char *fmt, ...) GP_PRINTF(4, 5);
/* Text as evidence: shown, in quotes, shortened. In the arena. */
const char *gp_quote(gp_arena *a, gp_str s);
/* Several values as evidence: `"a"`, or `one of "a", "b", …`. */
const char *gp_quote_expect(gp_arena *a, const gp_json *expect);
/* The text a value of `expect` stands for: a string's content, a number as written. */
gp_str gp_expect_text(const gp_json *v);
/* Walk a value or a list: the first, then the next after e (NULL at the end). */
const gp_json *gp_expect_first(const gp_json *expect);
const gp_json *gp_expect_next(const gp_json *expect, const gp_json *e);

/* The last number in a text: *found, its value, and where it stands. Linear. "1,234.5" "-3" "+.5" "1e3" "50%" are one
 * number each ('%' is left out); a sign directly after a letter, digit or ')' is punctuation; "1,2,3" are three. */
bool gp_last_number(gp_arena *a, gp_str text, double *value, gp_str *where);
typedef struct gp_text_size {
    uint64_t words, lines, characters;
} gp_text_size;
/* Words are runs without Unicode white space; lines as an editor numbers them (a final line feed opens no line);
 * characters are code points, an invalid byte counting as one. */
gp_text_size gp_measure_text(gp_str text);

/* Same JSON value: numbers by value, objects without regard to order. */
bool gp_json_equal(const gp_json *x, const gp_json *y);
/* The value at a JSON Pointer (RFC 6901), or NULL. */
const gp_json *gp_json_at(const gp_json *root, gp_str pointer);

/* Located GP_E_INPUT for an unknown or misused keyword or an invalid pattern. */
gp_code gp_schema_check(const gp_json *schema, gp_err *err) GP_MUST_CHECK;
/* *why is NULL if the value is valid, else the first thing that is wrong, in the arena. */
gp_code gp_schema_validate(gp_arena *a, const gp_json *schema, const gp_json *value, const char **why, gp_err *err) GP_MUST_CHECK;

#endif
