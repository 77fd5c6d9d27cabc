/* anthropic.c - the provider `anthropic`: POST BASE/v1/messages, version 2023-06-01.
 *
 * System messages go to `system`. The API demands a token limit: without one MAX_TOKENS is sent; thinking counts
 * towards it. It has no seed. What belongs to single models is left to `extra`: thinking, output_config.effort.
 *
 * Streams are named events that end with message_stop. Blocks come by index: text, thinking, tool_use with its input in
 * pieces; other kinds are passed over. The input count is the sum of what was read anew, written to and read from the
 * cache; the cached count is what was read from it. A refusal is a filtered answer.
 *
 * The base URL may end in /v1 or not. */
#include "provider/wire.h"

enum { MAX_TOKENS = 4096 };

/* --- request --- */

static void url(const gp_codec *c, const gp_chat_request *q, gp_buf *out)
{
    gp_wire_base(c, q, out);
    gp_buf_c(out, gp_str_ends(gp_buf_view(out), GP_STR("/v1")) ? "/messages" : "/v1/messages");
}

static void put_text(gp_str text, gp_jw *w)
{
    gp_jw_object(w);
    gp_jw_kc(w, "type", "text");
    gp_jw_kstr(w, "text", text);
    gp_jw_end_object(w);
}

static void put_image(const gp_chat_part *p, gp_jw *w)
{
    gp_jw_object(w);
    gp_jw_kc(w, "type", "image");
    gp_jw_key(w, "source");
    gp_jw_object(w);
    gp_jw_kc(w, "type", "base64");
    gp_jw_kc(w, "media_type", p->mime);
    gp_jw_kstr(w, "data", p->base64);
    gp_jw_end_object(w);
    gp_jw_end_object(w);
}

static void put_call(const gp_tool_call *c, gp_jw *w)
{
    gp_jw_object(w);
    gp_jw_kc(w, "type", "tool_use");
    gp_jw_kstr(w, "id", c->id);
    gp_jw_kstr(w, "name", c->name);
    gp_jw_key(w, "input");
    gp_jw_value(w, c->arguments);
    gp_jw_end_object(w);
}

static void put_result(const gp_chat_message *m, gp_jw *w)
{
    gp_jw_object(w);
    gp_jw_kc(w, "type", "tool_result");
    gp_jw_kstr(w, "tool_use_id", m->answers->id);
    gp_jw_kstr(w, "content", m->content);
    gp_jw_end_object(w);
}

static void put_blocks(const gp_chat_message *m, gp_jw *w)
{
    gp_jw_array(w);
    for (size_t i = 0; i < m->n_parts; i++) {
        if (m->parts[i].mime) put_image(&m->parts[i], w);
        else if (gp_str_trim(m->parts[i].text).n) put_text(m->parts[i].text, w);
    }
    if (!m->n_parts && gp_str_trim(m->content).n) put_text(m->content, w);
    for (size_t i = 0; i < m->n_calls; i++) put_call(&m->calls[i], w);
    gp_jw_end_array(w);
}

/* Message i, or from it on all results of tools in a row: they belong into one message of the user. Returns the
 * last. */
static size_t put_message(const gp_chat_request *q, size_t i, gp_jw *w)
{
    const gp_chat_message *m = &q->messages[i];
    gp_jw_object(w);
    gp_jw_kstr(w, "role", m->answers ? GP_STR("user") : m->role);
    gp_jw_key(w, "content");
    if (m->answers) {
        gp_jw_array(w);
        put_result(m, w);
        while (i + 1 < q->n_messages && q->messages[i + 1].answers) put_result(&q->messages[++i], w);
        gp_jw_end_array(w);
    } else if (m->n_parts || m->n_calls) put_blocks(m, w);
    else gp_jw_str(w, m->content);
    gp_jw_end_object(w);
    return i;
}

/* `system` as text blocks, or the rest as messages. Empty texts are refused by the API. */
static void put_messages(const gp_chat_request *q, bool system, gp_jw *w)
{
    gp_jw_array(w);
    for (size_t i = 0; i < q->n_messages; i++) {
        const gp_chat_message *m = &q->messages[i];
        if (gp_wire_is_system(m) != system || gp_wire_is_blank(m)) continue;
        if (system) put_text(m->content, w);
        else i = put_message(q, i, w);
    }
    gp_jw_end_array(w);
}

static void put_input_schema(const gp_wire_tool *f, gp_jw *w)
{
    gp_jw_key(w, "input_schema");
    if (f->parameters) gp_jw_value(w, f->parameters);
    else gp_jw_raw(w, GP_STR("{\"type\":\"object\"}"));
    if (f->strict) gp_jw_key(w, "strict"), gp_jw_value(w, f->strict);
}

static void put_format(const gp_codec *c, const gp_chat_request *q, const gp_json *own, gp_jw *w)
{
    (void)c;
    if (!q->schema || !gp_wire_open(w, own, "format")) return;
    gp_jw_object(w);
    gp_jw_kc(w, "type", "json_schema");
    gp_jw_key(w, "schema");
    gp_jw_value(w, q->schema);
    gp_jw_end_object(w);
}

static void put_members(const gp_codec *c, const gp_chat_request *given, const gp_json *extra, gp_jw *w)
{
    gp_chat_request q = *given;
    if (q.sampling.max_tokens < 0) q.sampling.max_tokens = MAX_TOKENS;
    if (gp_wire_open(w, extra, "model")) gp_jw_str(w, q.model);
    if (gp_wire_has_system(&q) && gp_wire_open(w, extra, "system")) put_messages(&q, true, w);
    if (gp_wire_open(w, extra, "messages")) put_messages(&q, false, w);
    if (q.tools && gp_wire_open(w, extra, "tools")) gp_wire_put_tools(q.tools, NULL, put_input_schema, w);
    if (q.schema || gp_json_get(extra, c->merged)) gp_wire_merged(c, &q, extra, put_format, w);
    gp_wire_put_params(c, &q, extra, w);
    if (gp_wire_open(w, extra, "stream")) gp_jw_bool(w, q.stream);
}

/* --- reply --- */

static void take_stop(gp_chat_reply *r, gp_body *b, const gp_node *holder)
{
    gp_str why = gp_node_str(b, gp_node_get(holder, "stop_reason"));
    if (!why.n) return;
    r->finish = gp_wire_finish(why);
    gp_chat_note(&r->finish_native, why);
}

/* Each count replaces the earlier one of its kind; the input is the sum of three kinds. */
static void take_usage(gp_chat_reply *r, const gp_node *u)
{
    gp_wire_count(&r->counts[0], gp_node_get(u, "input_tokens"));
    gp_wire_count(&r->counts[1], gp_node_get(u, "cache_creation_input_tokens"));
    gp_wire_count(&r->counts[2], gp_node_get(u, "cache_read_input_tokens"));
    r->input_tokens = gp_wire_sum(r->counts, 3);
    r->cached_tokens = r->counts[2];
    gp_wire_count(&r->output_tokens, gp_node_get(u, "output_tokens"));
    gp_wire_count(&r->reasoning_tokens, gp_node_get(gp_node_get(u, "output_tokens_details"), "thinking_tokens"));
}

static void take_head(gp_chat_reply *r, gp_body *b, const gp_node *m)
{
    gp_chat_note(&r->id, gp_node_str(b, gp_node_get(m, "id")));
    gp_chat_note(&r->model, gp_node_str(b, gp_node_get(m, "model")));
    if (gp_node_type(gp_node_get(m, "content")) == GP_JSON_ARRAY) r->saw_choice = true;
    take_usage(r, gp_node_get(m, "usage"));
    take_stop(r, b, m);
}

static void start_call(gp_chat_reply *r, gp_body *b, int64_t index, const gp_node *block)
{
    gp_str id = gp_node_str(b, gp_node_get(block, "id")), name = gp_node_str(b, gp_node_get(block, "name"));
    const gp_node *input = gp_node_get(block, "input"); /* in streams it is empty here and comes in pieces */
    gp_wire_piece(r, b, gp_chat_call_at(r, index), id, name, gp_node_first(input) ? input : NULL);
}

static void take_block(gp_chat_reply *r, gp_body *b, int64_t index, const gp_node *block)
{
    gp_str type = gp_node_str(b, gp_node_get(block, "type"));
    r->saw_choice = true;
    if (gp_str_eqc(type, "text")) gp_chat_add_answer(r, gp_node_str(b, gp_node_get(block, "text")));
    else if (gp_str_eqc(type, "thinking")) gp_chat_add_reasoning(r, gp_node_str(b, gp_node_get(block, "thinking")));
    else if (gp_str_eqc(type, "tool_use")) start_call(r, b, index, block);
}

static void take_delta(gp_chat_reply *r, gp_body *b, int64_t index, const gp_node *d)
{
    gp_str type = gp_node_str(b, gp_node_get(d, "type"));
    gp_chat_call *c = gp_chat_call_find(r, index);
    if (gp_str_eqc(type, "text_delta")) gp_chat_add_answer(r, gp_node_str(b, gp_node_get(d, "text")));
    else if (gp_str_eqc(type, "thinking_delta")) gp_chat_add_reasoning(r, gp_node_str(b, gp_node_get(d, "thinking")));
    else if (gp_str_eqc(type, "input_json_delta") && c) gp_wire_arguments(r, b, c, gp_node_get(d, "partial_json"));
}

/* A call without input sends no piece of it. */
static void close_calls(gp_chat_reply *r)
{
    for (size_t i = 0; i < r->n_calls; i++)
        if (!r->calls[i].arguments.n) gp_buf_c(&r->calls[i].arguments, "{}");
}

static void take_event(gp_chat_reply *r, gp_body *b, const gp_node *root)
{
    gp_str type = gp_node_str(b, gp_node_get(root, "type"));
    int64_t index = gp_node_count(gp_node_get(root, "index"));
    if (gp_wire_failed(r, b, root)) return;
    if (gp_str_eqc(type, "message_start")) take_head(r, b, gp_node_get(root, "message"));
    else if (gp_str_eqc(type, "content_block_start")) take_block(r, b, index, gp_node_get(root, "content_block"));
    else if (gp_str_eqc(type, "content_block_delta")) take_delta(r, b, index, gp_node_get(root, "delta"));
    else if (gp_str_eqc(type, "message_delta")) {
        take_usage(r, gp_node_get(root, "usage"));
        take_stop(r, b, gp_node_get(root, "delta"));
        close_calls(r);
    } else if (gp_str_eqc(type, "message_stop")) r->terminal = true;
}

static void take_message(gp_chat_reply *r, gp_body *b, const gp_node *root)
{
    int64_t index = 0;
    if (gp_wire_failed(r, b, root)) return;
    take_head(r, b, root);
    for (const gp_node *c = gp_node_first(gp_node_get(root, "content")); c; c = gp_node_next(c))
        take_block(r, b, index++, c);
    close_calls(r);
}

const gp_codec gp_codec_anthropic = {
    .provider = "anthropic",
    .base_url = "https://api.anthropic.com",
    .key_env = {"ANTHROPIC_API_KEY"},
    .base_url_env = {"ANTHROPIC_BASE_URL"},
    .key_required = true,
    .costs = {"service_tier", "cache_control", "tools"},
    .conversation = "messages",
    .needs = GP_NEED_IMAGE | GP_NEED_TOOLS | GP_NEED_JSON_SCHEMA,
    .params = {GP_SENDS(max_tokens, "max_tokens"), GP_SENDS(temperature, "temperature"), GP_SENDS(top_p, "top_p"),
               GP_SENDS(top_k, "top_k"), GP_SENDS(stop, "stop_sequences")},
    .url = url,
    .headers = gp_wire_headers,
    .body = gp_wire_body,
    .event = gp_wire_event,
    .whole = gp_wire_whole,
    .refusal = gp_wire_refusal,
    .key_header = "x-api-key",
    .version = {"anthropic-version", "2023-06-01", false},
    .members = put_members,
    .merged = "output_config",
    .take = take_event,
    .take_whole = take_message,
    .lacking = "content",
};
