/* The messages of a case: texts, images, calls of tools and their results. */
#include <string.h>

#include "suite/suite_impl.h"

static const char *const role_names[] = {"system", "user", "assistant", "tool"};
static const char *const part_names[] = {"text", "image"};
#define N(names) (sizeof(names) / sizeof *(names))

static gp_code read_part(gp_arena *a, const gp_json *v, gp_part *p, gp_err *err)
{
    gp_code code = gp_json_want(v, "a content part", GP_JSON_OBJECT, err);
    if (code) return code;
    const gp_json *type = gp_json_get(v, "type");
    if (!type) return gp_json_lacks(v, "a content part", "type", err);
    gp_str name;
    code = gp_json_str(type, "the type of a content part", &name, err);
    if (code) return code;
    int i = gp_name_index(name, part_names, N(part_names));
    if (i < 0) return gp_json_fail_choice(type, "the type of a content part", part_names, N(part_names), err);
    p->image = i == 1;
    code = gp_keys_check(v, p->image ? GP_KEYS_IMAGE_PART : GP_KEYS_TEXT_PART, err);
    if (code) return code;
    const char *key = p->image ? "path" : "text";
    const gp_json *value = gp_json_get(v, key);
    if (!value) return gp_json_lacks(v, p->image ? "an image part" : "a text part", key, err);
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

/* --- calls of tools and their results --- */

/* The arguments as an object: given as one, or as its text, which is how APIs carry it. */
static gp_code read_arguments(gp_arena *a, const gp_json *v, gp_tool_call *c, gp_err *err)
{
    if (v->type == GP_JSON_OBJECT) {
        c->arguments = v;
        return GP_OK;
    }
    if (v->type != GP_JSON_STRING) return gp_json_fail(err, v, "\"arguments\" must be an object or the text of one, not %s", gp_json_type_name(v->type));
    gp_err inner = {0};
    if (gp_json_parse(a, "arguments", v->s, &c->arguments, &inner) || c->arguments->type != GP_JSON_OBJECT)
        return gp_json_fail(err, v, "\"arguments\" is text, but not that of a JSON object%s%s", inner.msg[0] ? ": " : "", inner.msg);
    return GP_OK;
}

static gp_code read_call(gp_arena *a, const gp_json *v, gp_tool_call *c, gp_err *err)
{
    gp_code code = gp_keys_check(v, GP_KEYS_TOOL_CALL, err);
    const gp_json *id = gp_json_get(v, "id"), *type = gp_json_get(v, "type"), *function = gp_json_get(v, "function");
    gp_str kind = GP_STR("function");
    if (code) return code;
    if (!id) return gp_json_lacks(v, "a tool call", "id", err);
    if (!function) return gp_json_lacks(v, "a tool call", "function", err);
    code = gp_read_text(id, "the id of a tool call", &c->id, err);
    if (!code && type) code = gp_json_str(type, "the type of a tool call", &kind, err);
    if (!code && !gp_str_eqc(kind, "function")) code = gp_json_fail(err, type, "the type of a tool call must be \"function\"");
    if (!code) code = gp_keys_check(function, GP_KEYS_CALLED_FUNCTION, err);
    if (code) return code;
    const gp_json *name = gp_json_get(function, "name"), *arguments = gp_json_get(function, "arguments");
    if (!name) return gp_json_lacks(function, "a called function", "name", err);
    if (!arguments) return gp_json_lacks(function, "a called function", "arguments", err);
    code = gp_read_text(name, "the name of a called function", &c->name, err);
    return code ? code : read_arguments(a, arguments, c, err);
}

static gp_code read_calls(gp_arena *a, const gp_json *v, gp_message *m, gp_err *err)
{
    if (!gp_str_eqc(m->role, "assistant")) return gp_json_fail(err, v, "\"tool_calls\" belongs to a message of role assistant");
    gp_code code = gp_check_list(v, "\"tool_calls\"", err);
    gp_tool_call *list = code ? NULL : GP_NEW_ARRAY(a, gp_tool_call, v->n);
    if (!code && !list) return gp_fail_nomem(err);
    m->calls = list;
    for (const gp_json *e = code ? NULL : v->first; e && !code; e = e->next) code = read_call(a, e, &list[m->n_calls++], err);
    return code;
}

/* The call that a result answers: it must stand before it. */
static gp_code read_answered(const gp_json *v, const gp_message *before, size_t n, gp_message *m, gp_err *err)
{
    gp_str id;
    if (!gp_str_eqc(m->role, "tool")) return gp_json_fail(err, v, "\"tool_call_id\" belongs to a message of role tool");
    gp_code code = gp_read_text(v, "\"tool_call_id\"", &id, err);
    for (size_t i = n; i-- > 0 && !code && !m->answers;)
        for (size_t k = 0; k < before[i].n_calls; k++)
            if (gp_str_eq(before[i].calls[k].id, id)) m->answers = &before[i].calls[k];
    if (!code && !m->answers) code = gp_json_fail(err, v, "no tool call before this message has the id \"%.*s\"", GP_ARG(id));
    return code;
}

/* --- messages --- */

/* Message n of `list`; those before it are read. */
static gp_code read_message(gp_arena *a, const gp_json *v, gp_message *list, size_t n, gp_err *err)
{
    gp_message *m = &list[n];
    gp_code code = gp_keys_check(v, GP_KEYS_MESSAGE, err);
    if (code) return code;
    const gp_json *role = gp_json_get(v, "role"), *content = gp_json_get(v, "content"), *calls = gp_json_get(v, "tool_calls"), *answered = gp_json_get(v, "tool_call_id");
    if (!role) return gp_json_lacks(v, "a message", "role", err);
    if (!content && !calls) return gp_json_lacks(v, "a message", "content", err);
    code = gp_json_str(role, "\"role\"", &m->role, err);
    if (!code && gp_name_index(m->role, role_names, N(role_names)) < 0) code = gp_json_fail_choice(role, "\"role\"", role_names, N(role_names), err);
    if (!code && content) code = read_content(a, content, m, err);
    if (!code && calls) code = read_calls(a, calls, m, err);
    return code || !answered ? code : read_answered(answered, list, n, m, err);
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

gp_code gp_messages_read(gp_arena *a, const gp_json *v, const gp_case_context *ctx, gp_case *c, gp_err *err)
{
    gp_code code = gp_check_list(v, "\"messages\"", err);
    if (code) return code;
    gp_message *list = GP_NEW_ARRAY(a, gp_message, v->n + 1), *own = list ? list + 1 : NULL;
    if (!list) return gp_fail_nomem(err);
    size_t n = 0;
    for (const gp_json *e = v->first; e && !code; e = e->next) code = read_message(a, e, own, n++, err);
    if (code) return code;
    if (!has_role(own, n, "user")) return gp_json_fail(err, v, "\"messages\" holds no message of role user, so there is nothing to answer");
    bool add = ctx->system.p && !has_role(own, n, "system");
    if (add) code = add_system(a, list, ctx->system, err);
    for (size_t i = 0; i < n; i++)
        if (own[i].n_calls) c->needs |= GP_NEED_TOOLS;
    c->messages = add ? list : own;
    c->n_messages = n + add;
    return code;
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
