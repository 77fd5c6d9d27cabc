/* regex.h - Perl-compatible patterns over untrusted text, with bounded work. regex.c is the only file that knows
 * PCRE2.
 *
 * Patterns and text are UTF-8; invalid text is refused (gp_utf8_repair makes it valid: PCRE2's own way of searching
 * around bad bytes lets \z match in front of them). The work of one search is
 * counted (steps and bytes walked) and limited, apart from PCRE2's own match, depth and heap limits, because those
 * start anew at every position of the text: without it a harmless pattern is quadratic in the answer's length. */
#ifndef GP_REGEX_REGEX_H
#define GP_REGEX_REGEX_H

#include "base/str.h"

typedef struct gp_regex gp_regex; /* one compiled pattern; gp_regex_free. Not shared between threads */

/* Errors: GP_E_INPUT with the offset in the pattern (bytes) and PCRE2's reason; also for {,N} and blanks in a count,
 * which versions of PCRE2 read differently. */
gp_code gp_regex_compile(gp_str pattern, bool ignore_case, gp_regex **out, gp_err *err) GP_MUST_CHECK;
/* The same with Perl's letters for options, any of "imsxu"; `u` says what always holds. Other letters: GP_E_BUG. */
gp_code gp_regex_compile_with(gp_str pattern, gp_str flags, gp_regex **out, gp_err *err) GP_MUST_CHECK;
/* A pattern that gp_ecma_to_perl made (regex/ecma.h): \w and its like know ASCII only, '$' is the very end. */
gp_code gp_regex_ecma(gp_str perl, gp_regex **out, gp_err *err) GP_MUST_CHECK;
/* The text itself, not a pattern; `whole`: it must be all of the searched text. For comparing without regard to
 * case. */
gp_code gp_regex_literal(gp_str text, bool whole, gp_regex **out, gp_err *err) GP_MUST_CHECK;
void gp_regex_free(gp_regex *r); /* NULL is allowed */

/* First match in text: *found; then *match is the whole match and *group its first group (the whole match if the
 * pattern has none, empty if it took no part). Either may be NULL. GP_E_INFRA when a limit was reached. */
gp_code gp_regex_find(gp_regex *r, gp_str text, bool *found, gp_str *match, gp_str *group, gp_err *err) GP_MUST_CHECK;
/* The first match, or the last of those that follow one another without overlapping; *part is its first group that is
 * not empty, the whole match if the pattern has no groups. The work over all matches is one search's. */
gp_code gp_regex_part(gp_regex *r, gp_str text, bool last, bool *found, gp_str *part, gp_err *err) GP_MUST_CHECK;
/* Append the text without those matches. */
gp_code gp_regex_remove(gp_regex *r, gp_str text, gp_buf *out, gp_err *err) GP_MUST_CHECK;

#endif
