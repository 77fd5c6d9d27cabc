/* message.c - the messages of a case: texts, images, calls of tools and their results. */
#include <string.h>

#include "base/sha256.h"
#include "suite/suite_impl.h"

#define M gp_message
#define T gp_tool_call

/* --- parts of a content --- */

static gp_code read_path(gp_arena *a, const gp_json *v, void *path, gp_err *err)
{
    gp_code code = gp_check_path(v, "\"path\"", err);
    if (!code) *(const char **)path = gp_str_dup(a, v->s).p;
    return code;
}

static gp_code mark_image(const gp_json *v, void *part, gp_err *err)
{
    (void)v;
    (void)err;
    ((gp_part *)part)->image = true;
    return GP_OK;
}

static gp_code check_text(const gp_json *v, void *part, gp_err *err)
{
    const gp_part *p = part;
    if (p->text.n && p->path) return gp_json_fail(err, v, "a text part has both \"text\" and \"path\"; keep one");
    if (!p->text.n && !p->path)
        return gp_json_fail(err, v, "a text part lacks \"text\"; or give the \"path\" of a file");
    return GP_OK;
}

static const gp_field text_fields[] = {
    GP_FIELD_IS("type", "text", .flags = GP_KNOWN, .doc = "Kind of part."),
    GP_FIELD(STR, "text", gp_part, text, .flags = GP_FILLED, .called = "the text of a part", .doc = "The text."),
    GP_FIELD(
        ANY, "path", gp_part, path, .read = read_path,
        .doc = "In place of `text`: a file in UTF-8 that is the text, relative to the suite's folder, which it must "
               "not leave.",
        .schema = "{\"type\": \"string\", \"minLength\": 1}"),
};
static const gp_record text_record = GP_RECORD(
    gp_part, text_fields, "a text part", .def = "text_part", .flags = GP_OPTIONAL, .check = check_text,
    .doc = "Text in a message of several parts.",
    .schema = "{\"oneOf\": [{\"required\": [\"text\"]}, {\"required\": [\"path\"]}]}");

static const gp_field image_fields[] = {
    GP_FIELD_IS("type", "image", .flags = GP_KNOWN, .doc = "Kind of part."),
    GP_FIELD(ANY, "path", gp_part, path, .read = read_path,
             .doc = "File, relative to the suite's folder, which it must not leave.",
             .schema = "{\"type\": \"string\", \"minLength\": 1}"),
};
static const gp_record image_record = GP_RECORD(gp_part, image_fields, "an image part", .def = "image_part",
                                                .check = mark_image, .doc = "An image in a message.");

static const gp_field part_fields[] = {
    GP_FIELD_IN("text", &text_record),
    GP_FIELD_IN("image", &image_record),
};
static const gp_record part_record = GP_RECORD(gp_part, part_fields, "a content part", .choice = "type");

static gp_code read_content(gp_arena *a, const gp_json *v, void *message, gp_err *err)
{
    M *m = message;
    if (v->type != GP_JSON_STRING && v->type != GP_JSON_ARRAY)
        return gp_json_fail(err, v, "\"content\" must be a string or an array of parts, not %s",
                            gp_json_type_name(v->type));
    bool plain = v->type == GP_JSON_STRING, empty = plain ? !gp_str_trim(v->s).n : !v->n;
    if (empty) return gp_json_fail(err, v, "\"content\" is empty%s", plain ? "" : "; list at least one");
    gp_part *parts = GP_NEW_ARRAY(a, gp_part, plain ? 1 : v->n);
    m->parts = parts;
    m->n_parts = plain ? 1 : v->n;
    parts->text = v->s;
    gp_code code = GP_OK;
    for (const gp_json *e = v->first; e && !code; e = e->next, parts++) {
        code = gp_record_read(a, &part_record, e, parts, err);
        if (parts->image) parts->sha256 = GP_NEW_ARRAY(a, char, GP_SHA256_HEX);
    }
    return code;
}

/* --- calls of tools and their results --- */

/* The arguments as an object: given as one, or as its text, which is how APIs carry it. */
static gp_code read_arguments(gp_arena *a, const gp_json *v, void *at, gp_err *err)
{
    const gp_json **arguments = at;
    gp_err inner = {0};
    if (v->type == GP_JSON_OBJECT) return *arguments = v, GP_OK;
    if (v->type != GP_JSON_STRING)
        return gp_json_fail(err, v, "\"arguments\" must be an object or the text of one, not %s",
                            gp_json_type_name(v->type));
    if (gp_json_parse(a, "arguments", v->s, arguments, &inner) || (*arguments)->type != GP_JSON_OBJECT)
        return gp_json_fail(err, v, "\"arguments\" is text, but not that of a JSON object%s%s",
                            inner.msg[0] ? ": " : "", inner.msg);
    return GP_OK;
}

static const gp_field function_fields[] = {
    GP_FIELD(STR, "name", T, name, .flags = GP_KNOWN | GP_FILLED, .called = "the name of a called function",
             .doc = "Name of the tool.", .schema = "{\"examples\": [\"weather\"]}"),
    GP_FIELD(JSON, "arguments", T, arguments, .flags = GP_KNOWN, .read = read_arguments,
             .doc = "An object, or the text of one.",
             .schema = "{\"type\": [\"object\", \"string\"], \"examples\": [{\"city\": \"Oslo\"}]}"),
};
static const gp_record function_record = GP_RECORD(T, function_fields, "a called function", .def = "called_function",
                                                   .doc = "The function and what it was called with.");

static const gp_field call_fields[] = {
    GP_FIELD(STR, "id", T, id, .flags = GP_KNOWN | GP_FILLED, .called = "the id of a tool call",
             .doc = "What the result refers to.", .schema = "{\"examples\": [\"call_1\"]}"),
    GP_FIELD_IS("type", "function", .flags = GP_OPTIONAL, .called = "the type of a tool call", .doc = "Kind of call."),
    GP_FIELD_IN("function", &function_record),
};
static const gp_record call_record = GP_RECORD(T, call_fields, "a tool call", .def = "tool_call",
                                               .doc = "A tool that the assistant called.");

/* --- messages --- */

static gp_code check_message(const gp_json *v, void *message, gp_err *err)
{
    const M *m = message;
    if (!m->n_parts && !m->n_calls) return gp_json_fail(err, v, "a message lacks \"content\"");
    if (m->n_calls && !gp_str_eqc(m->role, "assistant"))
        return gp_json_fail(err, gp_json_get(v, "tool_calls"), "\"tool_calls\" belongs to a message of role assistant");
    if (m->tool_call_id.n && !gp_str_eqc(m->role, "tool"))
        return gp_json_fail(err, gp_json_get(v, "tool_call_id"), "\"tool_call_id\" belongs to a message of role tool");
    return GP_OK;
}

static const char *const roles[] = {"system", "user", "assistant", "tool"};

static const gp_field fields[] = {
    GP_FIELD(STR, "role", M, role, GP_NAMES(roles), .flags = GP_KNOWN, .doc = "Who speaks."),
    GP_FIELD_BY("content", NULL, read_content, .record = &part_record, .doc = "Text, or parts.",
                .schema = "{\"anyOf\": [{\"type\": \"string\", \"minLength\": 1}, {\"type\": \"array\", "
                          "\"minItems\": 1, \"items\": {\"anyOf\": [{\"$ref\": \"#/$defs/text_part\"}, "
                          "{\"$ref\": \"#/$defs/image_part\"}]}}]}"),
    GP_FIELD_LISTED(LIST, "tool_calls", M, calls, n_calls, .flags = GP_FILLED, .record = &call_record,
                    .doc = "Tools that the assistant called, in the form of OpenAI's API; for role assistant."),
    GP_FIELD(STR, "tool_call_id", M, tool_call_id, .flags = GP_FILLED,
             .doc = "The call whose result this message is; for role tool.", .schema = "{\"examples\": [\"call_1\"]}"),
};
const gp_record gp_message_record = GP_RECORD(
    M, fields, "a message", .def = "message", .flags = GP_OPTIONAL | GP_QUOTED, .check = check_message,
    .doc = "One message.", .schema = "{\"anyOf\": [{\"required\": [\"content\"]}, {\"required\": [\"tool_calls\"]}]}");

/* The call that a result answers: it must stand before it. */
static gp_code find_answered(const gp_json *v, M *list, size_t n, gp_err *err)
{
    M *m = &list[n];
    if (!m->tool_call_id.n) return GP_OK;
    for (size_t i = n; i-- > 0 && !m->answers;)
        for (size_t k = 0; k < list[i].n_calls; k++)
            if (gp_str_eq(list[i].calls[k].id, m->tool_call_id)) m->answers = &list[i].calls[k];
    if (m->answers) return GP_OK;
    return gp_json_fail(err, gp_json_get(v, "tool_call_id"), "no tool call before this message has the id \"%.*s\"",
                        GP_ARG(m->tool_call_id));
}

static bool has_role(const M *m, size_t n, const char *role)
{
    for (size_t i = 0; i < n; i++)
        if (gp_str_eqc(m[i].role, role)) return true;
    return false;
}

/* The suite's system message in front, where the case has none. */
static M system_message(gp_arena *a, gp_str system)
{
    gp_part *p = GP_NEW(a, gp_part);
    p->text = system;
    return (M){.role = GP_STR("system"), .parts = p, .n_parts = 1};
}

gp_code gp_messages_link(gp_arena *a, const gp_json *v, gp_str system, gp_case *c, gp_err *err)
{
    size_t n = c->n_messages, add = system.p && !has_role(c->messages, n, "system");
    M *list = GP_NEW_ARRAY(a, M, n + add), *own = list + add;
    const gp_json *e = v->first;
    gp_code code = GP_OK;
    memcpy(own, c->messages, n * sizeof *own);
    for (size_t i = 0; i < n && !code; i++, e = e->next) code = find_answered(e, own, i, err);
    if (code) return code;
    if (!has_role(own, n, "user"))
        return gp_json_fail(err, v, "\"messages\" holds no message of role user, so there is nothing to answer");
    for (size_t i = 0; i < n; i++)
        if (own[i].n_calls) c->needs |= GP_NEED_TOOLS;
    if (add) *list = system_message(a, system);
    c->messages = list;
    c->n_messages = n + add;
    return GP_OK;
}

gp_str gp_message_text(gp_arena *a, const gp_message *m)
{
    size_t n = 0;
    for (size_t i = 0; i < m->n_parts; i++) n += m->parts[i].text.n;
    char *p = gp_arena_alloc(a, n + 1);
    gp_str out = {p, n};
    for (size_t i = 0; i < m->n_parts; i++) {
        gp_str t = m->parts[i].text;
        if (t.n) memcpy(p, t.p, t.n);
        p += t.n;
    }
    return out;
}
