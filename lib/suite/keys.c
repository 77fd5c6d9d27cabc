#include "suite/keys.h"

#include <stdio.h>

/* Settings that `defaults` and a case share; spelt once so that the two cannot drift apart. */
#define SETTINGS "max_tokens", "temperature", "top_p", "top_k", "min_p", "repeat_penalty", "presence_penalty", "frequency_penalty", "stop", "timeout", "golden", "pass_at"

static const char *const suite_keys[] = {"$schema", "name", "version", "description", "license", "provenance", "pins", "defaults", "cases", "cases_file"};
static const char *const defaults_keys[] = {"system", "seed", SETTINGS};
static const char *const timeout_keys[] = {"connect_s", "first_token_s", "stall_s", "total_s"};
static const char *const pins_keys[] = {"weights_sha256", "quantization", "seed", "device", "binding"};
static const char *const case_keys[] = {"id", "name", "category", "tags", "needs", "metadata", "messages", "turns", "tools", "grade", "examples", SETTINGS};
static const char *const metadata_keys[] = {"sensitivity", "kind", "complexity"};
static const char *const message_keys[] = {"role", "content", "tool_calls", "tool_call_id"};
static const char *const tool_call_keys[] = {"id", "type", "function"};
static const char *const called_function_keys[] = {"name", "arguments"};
static const char *const text_part_keys[] = {"type", "text"};
static const char *const image_part_keys[] = {"type", "path"};
static const char *const golden_keys[] = {"mode", "tolerance"};
static const char *const examples_keys[] = {"pass", "fail"};

#define SET(what, schema, keys) {(what), (schema), (keys), sizeof(keys) / sizeof *(keys)}
static const gp_key_set sets[GP_KEY_SCOPES] = {
    [GP_KEYS_SUITE] = SET("the suite", NULL, suite_keys),
    [GP_KEYS_DEFAULTS] = SET("\"defaults\"", "defaults", defaults_keys),
    [GP_KEYS_TIMEOUT] = SET("\"timeout\"", "timeout", timeout_keys),
    [GP_KEYS_PINS] = SET("\"pins\"", "pins", pins_keys),
    [GP_KEYS_CASE] = SET("a case", "case", case_keys),
    [GP_KEYS_METADATA] = SET("\"metadata\"", "metadata", metadata_keys),
    [GP_KEYS_MESSAGE] = SET("a message", "message", message_keys),
    [GP_KEYS_TOOL_CALL] = SET("a tool call", "tool_call", tool_call_keys),
    [GP_KEYS_CALLED_FUNCTION] = SET("a called function", "called_function", called_function_keys),
    [GP_KEYS_TEXT_PART] = SET("a text part", "text_part", text_part_keys),
    [GP_KEYS_IMAGE_PART] = SET("an image part", "image_part", image_part_keys),
    [GP_KEYS_GOLDEN] = SET("\"golden\"", "golden_object", golden_keys),
    [GP_KEYS_EXAMPLES] = SET("\"examples\"", "examples", examples_keys),
};

const gp_key_set *gp_keys(gp_key_scope scope)
{
    return &sets[scope];
}

gp_code gp_keys_check(const gp_json *object, gp_key_scope scope, gp_err *err)
{
    const gp_key_set *s = &sets[scope];
    return gp_json_known_keys(object, s->what, s->keys, s->n, err);
}

/* --- graders --- */

enum {
    EQ = 1 << GP_GRADER_EQUALS, HAS = 1 << GP_GRADER_CONTAINS, NOT = 1 << GP_GRADER_NOT_CONTAINS, RE = 1 << GP_GRADER_REGEX,
    NUM = 1 << GP_GRADER_NUMBER, CNT = 1 << GP_GRADER_COUNT, JS = 1 << GP_GRADER_JSON, ALL = (1 << GP_GRADER_TYPES) - 1
};

static const struct {
    const char *key;
    unsigned types;
} params[] = {
    {"type", ALL}, {"id", ALL}, {"weight", ALL}, {"turn", ALL},
    {"expect", EQ | HAS | NOT | RE | NUM | JS},
    {"pattern", RE},
    {"min", NUM | CNT}, {"max", NUM | CNT}, {"exact", CNT},
    {"tolerance", NUM},
    {"unit", CNT},
    {"schema", JS}, {"path", JS},
    {"ignore_case", EQ | HAS | NOT | RE},
    {"trim", EQ | RE | CNT | JS},
};
enum { PARAMS = sizeof params / sizeof *params };
_Static_assert((int)PARAMS <= (int)GP_GRADER_KEYS_MAX, "a grader's keys must fit");

static const char *const type_names[GP_GRADER_TYPES] = {"equals", "contains", "not_contains", "regex", "number", "count", "json"};

const char *gp_grader_type_name(gp_grader_type t)
{
    return type_names[t];
}

size_t gp_grader_keys(gp_grader_type t, const char *out[GP_GRADER_KEYS_MAX])
{
    size_t n = 0;
    for (size_t i = 0; i < PARAMS; i++)
        if (params[i].types & 1u << t) out[n++] = params[i].key;
    return n;
}

/* "regex, number" for a set of types. */
static void list_types(unsigned types, gp_buf *out)
{
    for (int t = 0; t < GP_GRADER_TYPES; t++)
        if (types & 1u << t) gp_buf_fmt(out, "%s%s", out->n ? ", " : "", type_names[t]);
}

gp_code gp_grader_keys_check(const gp_json *grader, gp_grader_type t, gp_err *err)
{
    for (const gp_json *m = grader->first; m; m = m->next)
        for (size_t i = 0; i < PARAMS; i++) {
            if (!gp_str_eqc(m->key, params[i].key) || params[i].types & 1u << t) continue;
            gp_buf of = {0};
            list_types(params[i].types, &of);
            gp_json at = *m;
            at.line = m->key_line;
            at.col = m->key_col;
            gp_code code = gp_json_fail(err, &at, "\"%s\" does nothing in a grader of type %s; it belongs to %s", params[i].key, type_names[t], of.p ? of.p : "");
            gp_buf_free(&of);
            return code;
        }
    const char *known[GP_GRADER_KEYS_MAX];
    size_t n = gp_grader_keys(t, known);
    char what[64];
    (void)snprintf(what, sizeof what, "a grader of type %s", type_names[t]);
    return gp_json_known_keys(grader, what, known, n, err);
}

/* --- names --- */

int gp_name_index(gp_str name, const char *const *names, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (gp_str_eqc(name, names[i])) return (int)i;
    return -1;
}
