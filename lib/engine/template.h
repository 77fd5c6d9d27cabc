/* template.h - rendering chat templates: the Jinja subset that GGUF files use (facts: trim_blocks and lstrip_blocks on,
 * autoescape off, sandboxed).
 *
 * A template is untrusted: it can reach nothing but the variables given, and its steps, nesting and output are limited.
 * A template that raises, takes an attribute of an undefined value, mixes types or calls what the sandbox forbids is a
 * GP_E_INPUT error with the template's line. */
#ifndef GP_ENGINE_TEMPLATE_H
#define GP_ENGINE_TEMPLATE_H

#include "base/json.h"

/* The rendered prompt is kept as spans, so that user text can be tokenized without becoming control tokens. */
typedef struct gp_span {
    gp_str text;
    bool from_value; /* came from a variable (user, system, tool text), not from the template's own text */
} gp_span;

typedef struct gp_rendered {
    gp_str text;         /* all of it; in the caller's arena */
    const gp_span *spans; /* in order, adjacent spans of one kind joined */
    size_t n;
} gp_rendered;

/* `vars` is a JSON object (messages, add_generation_prompt, bos_token, ...). `now` is what strftime_now sees (epoch
 * seconds, UTC). `name` is used in messages. Errors: GP_E_INPUT, GP_E_NOMEM. */
gp_code gp_template_render(gp_arena *a, const char *name, gp_str source, const gp_json *vars, int64_t now, gp_rendered *out, gp_err *err) GP_MUST_CHECK;

#endif
