#include "provider/anthropic.h"

#include "provider/wire.h"

/* --- request --- */

static void url(const gp_codec *c, const gp_chat_request *q, gp_buf *out)
{
    gp_buf base = {0};
    gp_wire_url(c, q, "", "", &base);
    gp_str b = gp_buf_view(&base);
    bool versioned = b.n >= 3 && gp_str_eqc((gp_str){b.p + b.n - 3, 3}, "/v1");
    gp_buf_str(out, b);
    gp_buf_c(out, versioned ? "/messages" : "/v1/messages");
    if (base.failed) out->failed = true;
    gp_buf_free(&base);
}

static size_t headers(gp_arena *a, const gp_chat_request *q, gp_str key, gp_codec_header *out)
{
    size_t n = gp_wire_headers(a, q, (gp_str){0}, out);
    gp_str own = key.n ? gp_str_dup(a, key) : (gp_str){0};
    out[n++] = (gp_codec_header){"anthropic-version", "2023-06-01", false};
    if (own.p) out[n++] = (gp_codec_header){"x-api-key", own.p, true};
    return n;
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

/* Message i, or from it on all results of tools in a row: they belong into one message of the user. Returns the last. */
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

static bool has_system(const gp_chat_request *q)
{
    for (size_t i = 0; i < q->n_messages; i++)
        if (gp_wire_is_system(&q->messages[i]) && !gp_wire_is_blank(&q->messages[i])) return true;
    return false;
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

static void put_tools(const gp_json *tools, gp_jw *w)
{
    gp_jw_array(w);
    for (const gp_json *t = tools->first; t; t = t->next) {
        gp_wire_tool f = gp_wire_tool_of(t);
        gp_jw_object(w);
        gp_jw_kstr(w, "name", f.name);
        if (f.description.n) gp_jw_kstr(w, "description", f.description);
        gp_jw_key(w, "input_schema");
        if (f.parameters) gp_jw_value(w, f.parameters);
        else gp_jw_raw(w, GP_STR("{\"type\":\"object\"}"));
        if (f.strict) gp_jw_key(w, "strict"), gp_jw_value(w, f.strict);
        gp_jw_end_object(w);
    }
    gp_jw_end_array(w);
}

/* output_config, of which `extra` may give further members. */
static void put_output(const gp_chat_request *q, const gp_json *extra, gp_jw *w)
{
    const gp_json *own = gp_json_get(extra, "output_config");
    if ((!q->schema && !own) || (own && own->type == GP_JSON_NULL)) return;
    gp_jw_key(w, "output_config");
    gp_jw_object(w);
    if (q->schema && gp_wire_open(w, own, "format")) {
        gp_jw_object(w);
        gp_jw_kc(w, "type", "json_schema");
        gp_jw_key(w, "schema");
        gp_jw_value(w, q->schema);
        gp_jw_end_object(w);
    }
    gp_wire_rest(w, own, NULL);
    gp_jw_end_object(w);
}

static void put_members(const gp_codec *c, const gp_chat_request *given, const gp_json *extra, gp_jw *w)
{
    gp_chat_request q = *given;
    if (q.max_tokens < 0) q.max_tokens = GP_ANTHROPIC_MAX_TOKENS;
    if (gp_wire_open(w, extra, "model")) gp_jw_str(w, q.model);
    if (has_system(&q) && gp_wire_open(w, extra, "system")) put_messages(&q, true, w);
    if (gp_wire_open(w, extra, "messages")) put_messages(&q, false, w);
    if (q.tools && gp_wire_open(w, extra, "tools")) put_tools(q.tools, w);
    put_output(&q, extra, w);
    gp_wire_params(c, &q, extra, w);
    if (gp_wire_open(w, extra, "stream")) gp_jw_bool(w, q.stream);
}

static gp_code body(const gp_codec *c, const gp_chat_request *q, gp_buf *out, gp_err *err)
{
    return gp_wire_body(c, q, put_members, "output_config", out, err);
}

/* --- reply --- */

static gp_chat_finish map_finish(gp_str f)
{
    static const struct {
        const char *word;
        gp_chat_finish finish;
    } map[] = {{"end_turn", GP_CHAT_FINISH_STOP}, {"stop_sequence", GP_CHAT_FINISH_STOP}, {"max_tokens", GP_CHAT_FINISH_LENGTH},
               {"model_context_window_exceeded", GP_CHAT_FINISH_LENGTH}, {"tool_use", GP_CHAT_FINISH_TOOL_CALLS}, {"refusal", GP_CHAT_FINISH_CONTENT_FILTER}};
    for (size_t i = 0; i < sizeof map / sizeof *map; i++)
        if (gp_str_eqc(f, map[i].word)) return map[i].finish;
    return GP_CHAT_FINISH_OTHER;
}

static void take_stop(gp_chat_reply *r, gp_body *b, const gp_node *holder)
{
    gp_str why = gp_node_str(b, gp_node_get(holder, "stop_reason"));
    if (!why.n) return;
    r->finish = map_finish(why);
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

/* The call that this block is, or NULL. */
static gp_chat_call *call_of(gp_chat_reply *r, int64_t index)
{
    for (size_t i = 0; i < r->n_calls; i++)
        if (r->calls[i].index == index) return &r->calls[i];
    return NULL;
}

static void start_call(gp_chat_reply *r, gp_body *b, int64_t index, const gp_node *block)
{
    gp_chat_call *c = gp_chat_call_at(r, index);
    const gp_node *input = gp_node_get(block, "input");
    if (c) {
        gp_chat_note(&c->id, gp_node_str(b, gp_node_get(block, "id")));
        gp_chat_note(&c->name, gp_node_str(b, gp_node_get(block, "name")));
    }
    gp_wire_arguments(r, b, c, gp_node_first(input) ? input : NULL); /* in streams it is empty here and comes in pieces */
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
    gp_chat_call *c = call_of(r, index);
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
    if (gp_wire_is_error(b, root)) gp_wire_error(r, b, root, 0);
    else if (gp_str_eqc(type, "message_start")) take_head(r, b, gp_node_get(root, "message"));
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
    if (gp_wire_is_error(b, root)) {
        gp_wire_error(r, b, root, 0);
        return;
    }
    take_head(r, b, root);
    for (const gp_node *c = gp_node_first(gp_node_get(root, "content")); c; c = gp_node_next(c)) take_block(r, b, index++, c);
    close_calls(r);
}

static bool event(gp_chat_reply *r, gp_str type, gp_str data)
{
    (void)type; /* the data says it as well */
    return gp_wire_event(r, data, take_event);
}

static void whole(gp_chat_reply *r, gp_str text)
{
    gp_wire_whole(r, text, "content", take_message);
}

const gp_codec gp_codec_anthropic = {
    .provider = "anthropic",
    .base_url = "https://api.anthropic.com",
    .key_env = {"ANTHROPIC_API_KEY"},
    .base_url_env = {"ANTHROPIC_BASE_URL"},
    .key_required = true,
    .needs = GP_NEED_IMAGE | GP_NEED_TOOLS | GP_NEED_JSON_SCHEMA,
    .params = {[GP_CHAT_MAX_TOKENS] = "max_tokens", [GP_CHAT_TEMPERATURE] = "temperature", [GP_CHAT_TOP_P] = "top_p", [GP_CHAT_TOP_K] = "top_k",
               [GP_CHAT_STOP] = "stop_sequences"},
    .url = url,
    .headers = headers,
    .body = body,
    .event = event,
    .whole = whole,
    .refusal = gp_wire_refusal,
};
