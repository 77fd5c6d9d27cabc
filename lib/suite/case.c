/* One case from JSON, checked as strictly as it will ever be. */
#include <string.h>

#include "suite/suite_impl.h"

static const char *const need_names[] = {"image", "tools", "json_schema", "logprobs"};
static const char *const sensitivity_names[] = {"public", "internal", "regulated"};
static const char *const complexity_names[] = {"low", "medium", "high"};
#define N(names) (sizeof(names) / sizeof *(names))

gp_code gp_json_lacks(const gp_json *object, const char *what, const char *key, gp_err *err)
{
    return gp_json_fail(err, object, "%s lacks \"%s\"", what, key);
}

/* --- turns and tools --- */

static gp_code read_turns(gp_arena *a, const gp_json *v, gp_case *c, gp_err *err)
{
    gp_code code = gp_read_strings(a, v, "\"turns\"", &c->turns, &c->n_turns, err);
    const gp_json *e = v->first;
    for (size_t i = 0; i < c->n_turns && !code; i++, e = e->next)
        if (!gp_str_trim(c->turns[i]).n) code = gp_json_fail(err, e, "a turn is empty");
    return code;
}

/* --- what surrounds them --- */

static gp_code read_needs(const gp_json *v, gp_case *c, gp_err *err)
{
    gp_code code = gp_check_list(v, "\"needs\"", err);
    for (const gp_json *e = v->first; e && !code; e = e->next) {
        gp_str name;
        code = gp_json_str(e, "a need", &name, err);
        if (code) break;
        int i = gp_name_index(name, need_names, N(need_names));
        if (i < 0) return gp_json_fail_choice(e, "a need", need_names, N(need_names), err);
        c->needs |= 1u << i;
    }
    return code;
}

static gp_code read_tools(const gp_json *v, gp_case *c, gp_err *err)
{
    gp_code code = gp_check_list(v, "\"tools\"", err);
    for (const gp_json *e = v->first; e && !code; e = e->next) {
        code = gp_json_want(e, "a tool", GP_JSON_OBJECT, err);
        if (!code && !gp_json_get(gp_json_get(e, "function"), "name")) code = gp_json_fail(err, e, "a tool must be {\"type\": \"function\", \"function\": {\"name\": …}}");
    }
    c->tools = v;
    c->needs |= GP_NEED_TOOLS;
    return code;
}

/* One of a list of names where given, any text where names is NULL. */
static gp_code read_meta(const gp_json *o, const char *key, const char *const *names, size_t n, gp_str *out, gp_err *err)
{
    const gp_json *v = gp_json_get(o, key);
    if (!v) return GP_OK;
    gp_code code = gp_read_text(v, key, out, err);
    return !code && names && gp_name_index(*out, names, n) < 0 ? gp_json_fail_choice(v, key, names, n, err) : code;
}

static gp_code read_metadata(const gp_json *v, gp_case *c, gp_err *err)
{
    gp_code code = gp_keys_check(v, GP_KEYS_METADATA, err);
    if (!code) code = read_meta(v, "sensitivity", sensitivity_names, N(sensitivity_names), &c->sensitivity, err);
    if (!code) code = read_meta(v, "kind", NULL, 0, &c->kind, err);
    return code ? code : read_meta(v, "complexity", complexity_names, N(complexity_names), &c->complexity, err);
}

static gp_code read_labels(gp_arena *a, const gp_json *v, gp_case *c, gp_err *err)
{
    const gp_json *name = gp_json_get(v, "name"), *category = gp_json_get(v, "category"), *tags = gp_json_get(v, "tags");
    c->name = c->id;
    gp_code code = name ? gp_read_text(name, "\"name\"", &c->name, err) : GP_OK;
    if (!code && category) code = gp_read_text(category, "\"category\"", &c->category, err);
    return code || !tags ? code : gp_read_strings(a, tags, "\"tags\"", &c->tags, &c->n_tags, err);
}

static gp_code check_images(gp_arena *a, const gp_json *v, const char *dir, gp_case *c, gp_err *err)
{
    for (size_t i = 0; i < c->n_messages; i++)
        for (size_t k = 0; k < c->messages[i].n_parts; k++) {
            const gp_part *p = &c->messages[i].parts[k];
            if (!p->image) continue;
            c->needs |= GP_NEED_IMAGE;
            const char *file = dir ? gp_path_join(a, dir, p->path) : NULL;
            if (dir && !file) return gp_fail_nomem(err);
            gp_code code = file ? gp_check_inside(v, "the image", dir, file, err) : GP_OK;
            if (code) return code;
        }
    return GP_OK;
}

/* Digests need a canonical form, and RFC 8785 has none for integers that a double cannot hold. */
static gp_code refuse_big_integers(const gp_json *v, gp_err *err)
{
    if (v->type == GP_JSON_INT && (v->i > 1LL << 53 || v->i < -(1LL << 53)))
        return gp_json_fail(err, v, "the integer %lld is beyond 2^53, so a double cannot hold it; write it as a string", (long long)v->i);
    gp_code code = GP_OK;
    if (v->type == GP_JSON_ARRAY || v->type == GP_JSON_OBJECT)
        for (const gp_json *e = v->first; e && !code; e = e->next) code = refuse_big_integers(e, err);
    return code;
}

static gp_code read_settings(gp_arena *a, const gp_json *v, const gp_case_context *ctx, gp_case *c, gp_err *err)
{
    gp_settings s = ctx->defaults;
    gp_code code = gp_settings_read(a, v, &s, err);
    c->sampling = s.sampling;
    c->limits = s.limits;
    c->golden = s.golden;
    c->golden_tolerance = s.golden_tolerance;
    c->pass_at = s.pass_at;
    return code;
}

static gp_code read_parts_of_case(gp_arena *a, const gp_json *v, const gp_case_context *ctx, gp_case *c, gp_err *err)
{
    const gp_json *messages = gp_json_get(v, "messages"), *grade = gp_json_get(v, "grade"), *turns = gp_json_get(v, "turns");
    const gp_json *needs = gp_json_get(v, "needs"), *tools = gp_json_get(v, "tools"), *metadata = gp_json_get(v, "metadata"), *examples = gp_json_get(v, "examples");
    if (!messages) return gp_json_lacks(v, "a case", "messages", err);
    if (!grade) return gp_json_lacks(v, "a case", "grade", err);
    gp_code code = gp_messages_read(a, messages, ctx, c, err);
    if (!code && turns) code = read_turns(a, turns, c, err);
    if (!code && needs) code = read_needs(needs, c, err);
    if (!code && tools) code = read_tools(tools, c, err);
    if (!code && metadata) code = read_metadata(metadata, c, err);
    if (!code) code = read_settings(a, v, ctx, c, err);
    if (!code) code = gp_graders_read(a, ctx->kinds, grade, c, err);
    if (!code && examples) code = gp_examples_read(a, examples, c, err);
    return code ? code : check_images(a, messages, ctx->dir, c, err);
}

bool gp_case_regulated(const gp_case *c)
{
    return gp_str_eqc(c->sensitivity, "regulated");
}

gp_code gp_case_read(gp_arena *a, const gp_json *v, const gp_case_context *ctx, gp_case **out, gp_err *err)
{
    gp_code code = gp_keys_check(v, GP_KEYS_CASE, err);
    if (code) return code;
    gp_case *c = GP_NEW(a, gp_case);
    if (!c) return gp_fail_nomem(err);
    c->line = v->line;
    c->col = v->col;
    c->file = v->name;
    const gp_json *id = gp_json_get(v, "id");
    if (!id) return gp_json_lacks(v, "a case", "id", err);
    code = gp_check_id(id, "the id of a case", &c->id, err);
    if (!code) code = refuse_big_integers(v, err);
    if (!code) code = read_labels(a, v, c, err);
    if (!code) code = read_parts_of_case(a, v, ctx, c, err);
    if (!code && ctx->digests) code = gp_case_digests(a, c, ctx->dir, err);
    if (!code) *out = c;
    return code;
}

const gp_json *gp_case_schema(const gp_case *c)
{
    const gp_json *found = NULL;
    if (c->n_turns) return NULL;
    for (size_t i = 0; i < c->n_graders; i++) {
        const gp_json *schema = gp_grader_schema(c->graders[i]);
        if (!schema) continue;
        if (found) return NULL;
        found = schema;
    }
    return found;
}
