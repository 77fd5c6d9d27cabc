/* template.h - rendering chat templates, and single expressions: the Jinja subset that GGUF files use (facts: trim_blocks and lstrip_blocks on,
 * autoescape off, sandboxed).
 *
 * A template is untrusted: it can reach nothing but the variables given, and its steps, nesting, memory and output are
 * limited (GP_CAP_TPL_* in base/caps.h). A template that raises, takes an attribute of an undefined value, mixes types,
 * calls what the sandbox forbids or reaches a limit is a GP_E_INPUT error: "NAME:LINE: message". Rendering uses at most
 * about 1 MiB of stack, and is deterministic: the clock is an argument, names of days and months are English.
 *
 * Language: what the common Python implementation does with its immutable sandbox and the loop controls extension, plus
 * raise_exception, strftime_now, tojson without HTML escaping, from_json, and the transparent generation block. Left
 * out: extends, include, import, autoescape, cycler, joiner, and the filters for web pages (urlize, xmlattr,
 * striptags, ...). Integers have 64 bits; going beyond is an error. */
#ifndef GP_TEMPLATE_TEMPLATE_H
#define GP_TEMPLATE_TEMPLATE_H

#include "base/json.h"

/* The rendered prompt is kept as spans, so that user text can be tokenized without becoming control tokens. */
typedef struct gp_span {
    gp_str text;
    bool from_value; /* came from a variable (user, system, tool text), not from the template's own text; the variables
                        bos_token, eos_token, unk_token, pad_token, sep_token, cls_token, mask_token count as the latter */
} gp_span;

typedef struct gp_rendered {
    gp_str text;          /* all of it; in the caller's arena */
    const gp_span *spans; /* in order, adjacent spans of one kind joined */
    size_t n;
    uint64_t steps; /* the work that it took */
} gp_rendered;

/* Spans tell where control tokens may be recognized. They are not borders for a tokenizer's merges: neighbouring plain
 * text of both kinds is one text to the model.
 *
 * `vars` is a JSON object (messages, add_generation_prompt, bos_token, ...). `now` is what strftime_now sees (epoch
 * seconds, UTC). `name` is used in messages. Errors: GP_E_INPUT, GP_E_NOMEM. */
gp_code gp_template_render(gp_arena *a, const char *name, gp_str source, const gp_json *vars, int64_t now,
                           gp_rendered *out, gp_err *err) GP_MUST_CHECK;

/* Can it be read? GP_E_INPUT as above where not; what it does with messages shows when it is rendered. */
gp_code gp_template_check(gp_arena *a, const char *name, gp_str source, gp_err *err) GP_MUST_CHECK;

/* The value of one expression ("a | int + 1", without braces) over the members of the object `vars`, in the arena: a
 * string, or JSON of the kind that it has. Strict: a name that is not there is an error, which names the nearest one,
 * but where `is defined`, `is undefined` or `default` asks for it.
 * The message has nothing in front: the caller knows where the expression stands. */
gp_code gp_template_value(gp_arena *a, gp_str expression, const gp_json *vars, const gp_json **out,
                          gp_err *err) GP_MUST_CHECK;

#endif
