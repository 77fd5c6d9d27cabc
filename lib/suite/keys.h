/* keys.h - every key that a suite file may hold, in one table; those of graders stand with their kinds (grader.h).
 *
 * The reader refuses what is not here and suggests from here; a unit test compares the table with
 * suites/suite.schema.json both ways. To add a key: add it here, read it in the file of its scope, describe it in the
 * schema. Internal to lib/suite (and the test). */
#ifndef GP_SUITE_KEYS_H
#define GP_SUITE_KEYS_H

#include "suite/suite.h"

typedef enum gp_key_scope {
    GP_KEYS_SUITE, GP_KEYS_DEFAULTS, GP_KEYS_TIMEOUT, GP_KEYS_PINS, GP_KEYS_CASE, GP_KEYS_METADATA, GP_KEYS_MESSAGE, GP_KEYS_TOOL_CALL, GP_KEYS_CALLED_FUNCTION,
    GP_KEYS_TEXT_PART, GP_KEYS_IMAGE_PART, GP_KEYS_GOLDEN, GP_KEYS_EXAMPLES, GP_KEY_SCOPES
} gp_key_scope;

typedef struct gp_key_set {
    const char *what;   /* for messages: "the suite", "a case" */
    const char *schema; /* its name under $defs in the JSON Schema; NULL for the root */
    const char *const *keys;
    size_t n;
} gp_key_set;

const gp_key_set *gp_keys(gp_key_scope scope);
/* Every key of the object belongs to the scope; located GP_E_INPUT with the nearest known key otherwise. */
gp_code gp_keys_check(const gp_json *object, gp_key_scope scope, gp_err *err) GP_MUST_CHECK;

/* Index of `name` in a list of names, or -1. */
int gp_name_index(gp_str name, const char *const *names, size_t n);
/* "WHAT is "x", but must be one of a, b, c; did you mean "b"?" at v. */
gp_code gp_fail_choice(const gp_json *v, const char *what, const char *const *names, size_t n, gp_err *err);

#endif
