/* yaml.h - a YAML document as JSON values. The only place that knows libyaml.
 *
 * One document with the core types of YAML 1.2 (so `yes` and `on` are texts, `0x1F` is a number). What JSON cannot say is an
 * error: keys that are no scalars, keys twice, .inf and .nan, tags of one's own, several documents. Aliases stand for the
 * value of their anchor; a document that would have more than GP_YAML_NODES values that way, or more than
 * GP_CAP_JSON_DEPTH levels, is refused. Values lie in the arena; `raw` is the text of the document, but of a number
 * it is the number as JSON writes it. */
#ifndef GP_FORMS_YAML_H
#define GP_FORMS_YAML_H

#include "base/json.h"

enum { GP_YAML_NODES = 1000000 };

/* Errors: GP_E_INPUT ("NAME:LINE:COL: what"). The text must outlive the values. */
gp_code gp_yaml_parse(gp_arena *a, const char *name, gp_str text, const gp_json **root, gp_err *err) GP_MUST_CHECK;

#endif
