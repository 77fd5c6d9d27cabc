/* body.h - reading JSON bodies of APIs. The only user of cJSON; replies are hostile until proven otherwise.
 *
 * A gp_body owns one parsed document; nodes point into it and die with it. Every accessor takes NULL for "not there",
 * so that a path through a reply is written as nested calls and a missing step gives the empty value at the end:
 *     gp_node_count(gp_node_get(gp_node_get(usage, "prompt_tokens_details"), "cached_tokens"))
 *
 * Bodies to send are written with the writer of base/json.h: it keeps integers exact and strings with NULs whole. */
#ifndef GP_PROVIDER_BODY_H
#define GP_PROVIDER_BODY_H

#include "base/json.h"

typedef struct gp_body gp_body;
typedef struct gp_node gp_node;

/* Parse one document. Refused: invalid UTF-8, nesting beyond GP_CAP_JSON_DEPTH, anything but white space behind the
 * value. Errors: GP_E_INPUT with what is wrong and the byte offset. Free with gp_body_free. */
gp_code gp_body_parse(gp_str text, gp_body **out, gp_err *err) GP_MUST_CHECK;
void gp_body_free(gp_body *b); /* NULL allowed */
const gp_node *gp_body_root(const gp_body *b);

/* Member of an object (exact name, the first of several), element of an array; NULL if there is none. */
const gp_node *gp_node_get(const gp_node *n, const char *key);
const gp_node *gp_node_at(const gp_node *n, size_t index);
/* First child of an object or array, next sibling; NULL at the end. */
const gp_node *gp_node_first(const gp_node *n);
const gp_node *gp_node_next(const gp_node *n);

/* GP_JSON_NULL also for NULL; every number is GP_JSON_REAL. */
gp_json_type gp_node_type(const gp_node *n);
/* Text of a string, empty for anything else. May hold NULs. Lives as long as the document. */
gp_str gp_node_str(gp_body *b, const gp_node *n);
/* A number, NaN for anything else. */
double gp_node_num(const gp_node *n);
/* A whole number from 0 to 2^53, -1 for anything else: token counts and indices. */
int64_t gp_node_count(const gp_node *n);
bool gp_node_true(const gp_node *n);
/* A string or a number as text, for codes that some servers send as one and some as the other; empty otherwise. */
gp_str gp_node_word(gp_body *b, const gp_node *n);
/* Append the value as JSON without white space. Numbers have the precision of doubles. */
void gp_node_print(gp_body *b, const gp_node *n, gp_jw *w);

#endif
