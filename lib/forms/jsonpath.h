/* jsonpath.h - JSONPath (RFC 9535): values of a document by names, indices, slices, wildcards, filters and at any depth.
 *
 * Filters have comparisons, && || !, existence, and the functions length, count, value, match and search; a pattern in
 * the path that is none of RFC 9485 is refused (the RFC lets it match nothing). A path is compiled into an arena and used any number of times; selecting gives values of the
 * document, in the order of the RFC. The work of one selection is counted and limited, because paths such as $..*..*
 * multiply. Pure. */
#ifndef GP_FORMS_JSONPATH_H
#define GP_FORMS_JSONPATH_H

#include "base/json.h"

typedef struct gp_jsonpath gp_jsonpath;

/* Errors: GP_E_INPUT with the byte in the path. Text is borrowed. */
gp_code gp_jsonpath_compile(gp_arena *a, gp_str text, const gp_jsonpath **out, gp_err *err) GP_MUST_CHECK;

typedef struct gp_nodes {
    const gp_json **node;
    size_t n;
} gp_nodes;

/* GP_E_INFRA where it is too much work. */
gp_code gp_jsonpath_select(gp_arena *a, const gp_jsonpath *p, const gp_json *root, gp_nodes *out,
                           gp_err *err) GP_MUST_CHECK;

#endif
