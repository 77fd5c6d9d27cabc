/* document.h - what people write by hand, in JSON or in YAML: the same values, as strictly read, at their places. */
#ifndef GP_FORMS_DOCUMENT_H
#define GP_FORMS_DOCUMENT_H

#include "base/json.h"

/* A name that ends in .yaml or .yml. */
bool gp_is_yaml(const char *name);
/* gp_yaml_parse, but without numbers that start with 0: what other readers take for octal, or cut, nobody writes and means
 * the number. */
gp_code gp_yaml_read(gp_arena *a, const char *name, gp_str text, const gp_json **root, gp_err *err) GP_MUST_CHECK;
/* The value as compact JSON, numbers with all their digits. In the arena. */
gp_str gp_value_text(gp_arena *a, const gp_json *v);
/* Each part of a value gets the place of the same part of another, which has the same shape. */
void gp_keep_places(gp_json *to, const gp_json *from);
/* JSON, or YAML where the name says so; then values are what JSON would make of them, `raw` too, and `offset` counts in
 * that, but names and lines are the document's. The text must outlive them. Errors: GP_E_INPUT, located; GP_E_NOMEM. */
gp_code gp_document_parse(gp_arena *a, const char *name, gp_str text, const gp_json **root, gp_err *err) GP_MUST_CHECK;

#endif
