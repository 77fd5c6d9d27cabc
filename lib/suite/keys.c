#include "suite/keys.h"

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

/* --- names --- */

int gp_name_index(gp_str name, const char *const *names, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (gp_str_eqc(name, names[i])) return (int)i;
    return -1;
}
