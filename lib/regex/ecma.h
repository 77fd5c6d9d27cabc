/* ecma.h - patterns of JSON Schema (ECMA-262, with Unicode) rewritten for gp_regex_ecma.
 *
 * What differs: \d \w \b know ASCII only, \s knows ECMA's white space, '.' stops at four line ends, '$' is the very end, an
 * empty class is one, \u and \c name characters. What is not ECMA-262 is refused: inline flags that reach to the end,
 * possessive quantifiers, \A \Z \h and their like. What PCRE2 does not have (lookbehind of any length) it refuses. */
#ifndef GP_REGEX_ECMA_H
#define GP_REGEX_ECMA_H

#include "base/str.h"

/* GP_E_INPUT with the offset in bytes. The result goes into the arena. */
gp_code gp_ecma_to_perl(gp_arena *a, gp_str pattern, gp_str *out, gp_err *err) GP_MUST_CHECK;

#endif
