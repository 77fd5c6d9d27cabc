/* One case from JSON, checked as strictly as it will ever be. */
#include <string.h>

#include "suite/internal.h"

static const char *const role_names[] = {"system", "user", "assistant", "tool"};
static const char *const part_names[] = {"text", "image"};
static const char *const need_names[] = {"image", "tools", "json_schema", "logprobs"};
static const char *const sensitivity_names[] = {"public", "internal", "regulated"};
static const char *const complexity_names[] = {"low", "medium", "high"};
#define N(names) (sizeof(names) / sizeof *(names))

static gp_code missing(const gp_json *v, const char *what, const char *key, gp_err *err)
{
    return gp_json_fail(err, v, "%s lacks \"%s\"", what, key);
}

/* --- messages --- */

static gp_code read_part(gp_arena *a, const gp_json *v, gp_part *p, gp_err *err)
{
    gp_code code = gp_json_want(v, "a content part", GP_JSON_OBJECT, err);
    if (code) return code;
    const gp_json *type = gp_json_get(v, "type");
    if (!type) return missing(v, "a content part", "type", err);
    gp_str name;
    code = gp_json_str(type, "the type of a content part", &name, err);
    if (code) return code;
    int i = gp_name_index(name, part_names, N(part_names));
    if (i < 0) return gp_fail_choice(type, "the type of a content part", part_names, N(part_names), err);
    p->image = i == 1;
    code = gp_keys_check(v, p->image ? GP_KEYS_IMAGE_PART : GP_KEYS_TEXT_PART, err);
    if (code) return code;
    const char *key = p->image ? "path" : "text";
    const gp_json *value = gp_json_get(v, key);
    if (!value) return missing(v, p->image ? "an image part" : "a text part", key, err);
    return p->image ? gp_check_path(a, value, "\"path\"", &p->path, err) : gp_read_text(value, "the text of a part", &p->text, err);
}

static gp_code read_content(gp_arena *a, const gp_json *v, gp_message *m, gp_err *err)
{
    if (v->type != GP_JSON_STRING && v->type != GP_JSON_ARRAY)
        return gp_json_fail(err, v, "\"content\" must be a string or an array of parts, not %s", gp_json_type_name(v->type));
    bool plain = v->type == GP_JSON_STRING;
    gp_code code = plain ? GP_OK : gp_check_list(v, "\"content\"", err);
    if (code) return code;
    gp_part *parts = GP_NEW_ARRAY(a, gp_part, plain ? 1 : v->n);
    if (!parts) return gp_fail_nomem(err);
    m->parts = parts;
    m->n_parts = plain ? 1 : v->n;
    if (plain) return gp_read_text(v, "\"content\"", &parts->text, err);
    for (const gp_json *e = v->first; e && !code; e = e->next) code = read_part(a, e, parts++, err);
    return code;
}

static gp_code read_message(gp_arena *a, const gp_json *v, gp_message *m, gp_err *err)
{
    gp_code code = gp_keys_check(v, GP_KEYS_MESSAGE, err);
    if (code) return code;
    const gp_json *role = gp_json_get(v, "role"), *content = gp_json_get(v, "content");
    if (!role) return missing(v, "a message", "role", err);
    if (!content) return missing(v, "a message", "content", err);
    code = gp_json_str(role, "\"role\"", &m->role, err);
    if (!code && gp_name_index(m->role, role_names, N(role_names)) < 0) code = gp_fail_choice(role, "\"role\"", role_names, N(role_names), err);
    return code ? code : read_content(a, content, m, err);
}

static bool has_role(const gp_message *m, size_t n, const char *role)
{
    for (size_t i = 0; i < n; i++)
        if (gp_str_eqc(m[i].role, role)) return true;
    return false;
}

/* The suite's system message in front, where the case has none. */
static gp_code add_system(gp_arena *a, gp_message *slot, gp_str system, gp_err *err)
{
    gp_part *p = GP_NEW(a, gp_part);
    if (!p) return gp_fail_nomem(err);
    p->text = system;
    *slot = (gp_message){.role = GP_STR("system"), .parts = p, .n_parts = 1};
    return GP_OK;
}

static gp_code read_messages(gp_arena *a, const gp_json *v, const gp_case_context *ctx, gp_case *c, gp_err *err)
{
    gp_code code = gp_check_list(v, "\"messages\"", err);
    if (code) return code;
    gp_message *list = GP_NEW_ARRAY(a, gp_message, v->n + 1), *own = list ? list + 1 : NULL;
    if (!list) return gp_fail_nomem(err);
    size_t n = 0;
    for (const gp_json *e = v->first; e && !code; e = e->next) code = read_message(a, e, &own[n++], err);
    if (code) return code;
    if (!has_role(own, n, "user")) return gp_json_fail(err, v, "\"messages\" holds no message of role user, so there is nothing to answer");
    bool add = ctx->system.p && !has_role(own, n, "system");
    if (add) code = add_system(a, list, ctx->system, err);
    c->messages = add ? list : own;
    c->n_messages = n + add;
    return code;
}

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
        if (i < 0) return gp_fail_choice(e, "a need", need_names, N(need_names), err);
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
    return !code && names && gp_name_index(*out, names, n) < 0 ? gp_fail_choice(v, key, names, n, err) : code;
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
    if (!messages) return missing(v, "a case", "messages", err);
    if (!grade) return missing(v, "a case", "grade", err);
    gp_code code = read_messages(a, messages, ctx, c, err);
    if (!code && turns) code = read_turns(a, turns, c, err);
    if (!code && needs) code = read_needs(needs, c, err);
    if (!code && tools) code = read_tools(tools, c, err);
    if (!code && metadata) code = read_metadata(metadata, c, err);
    if (!code) code = read_settings(a, v, ctx, c, err);
    if (!code) code = gp_graders_read(a, grade, c, err);
    if (!code && examples) code = gp_examples_read(a, examples, c, err);
    return code ? code : check_images(a, messages, ctx->dir, c, err);
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
    if (!id) return missing(v, "a case", "id", err);
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
        const gp_grader *g = &c->graders[i];
        if (g->type != GP_GRADER_JSON || !g->schema) continue;
        if (found) return NULL;
        found = g->schema;
    }
    return found;
}

gp_str gp_message_text(gp_arena *a, const gp_message *m)
{
    size_t n = 0;
    for (size_t i = 0; i < m->n_parts; i++) n += m->parts[i].text.n;
    char *p = gp_arena_alloc(a, n + 1);
    if (!p) return (gp_str){0};
    gp_str out = {p, n};
    for (size_t i = 0; i < m->n_parts; i++) {
        gp_str t = m->parts[i].text;
        if (t.n) memcpy(p, t.p, t.n);
        p += t.n;
    }
    return out;
}
