/* readable.h - a JSON document for people: what --json prints, without its punctuation. */
#ifndef GP_CMD_READABLE_H
#define GP_CMD_READABLE_H

#include "base/str.h"

/* Append `json`, an object, line by line: "key: value", nested by indentation. Texts of several lines stand below their
 * key; what is null or empty is left out; {"value", "from"} is one line, and so is
 * {"id", "score", "explanation"}. Members named body, schema, tools, tool_calls
 * and grader stay JSON. Everything goes through gp_show, so any text may be in it. Errors: those of gp_json_parse. */
gp_code gp_readable(gp_arena *a, gp_str json, gp_buf *out, gp_err *err) GP_MUST_CHECK;

#endif
