/* responses.c - the provider `openai-responses`: POST BASE/responses.
 *
 * Messages become input items in their order, system messages among them. Tools lie flat and are sent as not strict, so
 * that the model is held to no more than in Chat Completions. The API has no seed, no stop texts and no penalties.
 * "store": false is sent: an evaluation leaves nothing with the provider. Effort and summaries of reasoning are asked
 * for by `extra.reasoning`.
 *
 * Streams are named events; the last one (completed, incomplete, failed) holds the whole response, whose text counts
 * where it differs from the pieces. There is no [DONE]. Errors come as an event, flat or nested, with status 200. */
#include "provider/wire.h"

/* --- request --- */

static void put_part(const gp_chat_part *p, gp_jw *w)
{
    gp_jw_object(w);
    gp_jw_kc(w, "type", p->mime ? "input_image" : "input_text");
    if (p->mime) gp_wire_put_data_url("image_url", p, w);
    else gp_jw_kstr(w, "text", p->text);
    gp_jw_end_object(w);
}

/* What the model said before. Its text has a type of its own; servers that are not OpenAI's insist on it. */
static void put_said(const gp_chat_message *m, gp_jw *w)
{
    gp_jw_object(w);
    gp_jw_kc(w, "type", "message");
    gp_jw_kstr(w, "role", m->role);
    gp_jw_key(w, "content");
    gp_jw_array(w);
    gp_jw_object(w);
    gp_jw_kc(w, "type", "output_text");
    gp_jw_kstr(w, "text", m->content);
    gp_jw_end_object(w);
    gp_jw_end_array(w);
    gp_jw_end_object(w);
}

static void put_message(const gp_chat_message *m, gp_jw *w)
{
    if (gp_str_eqc(m->role, "assistant") && !m->n_parts) {
        put_said(m, w);
        return;
    }
    gp_jw_object(w);
    gp_jw_kstr(w, "role", m->role);
    gp_jw_key(w, "content");
    if (!m->n_parts) gp_jw_str(w, m->content);
    else {
        gp_jw_array(w);
        for (size_t k = 0; k < m->n_parts; k++) put_part(&m->parts[k], w);
        gp_jw_end_array(w);
    }
    gp_jw_end_object(w);
}

/* Calls and results are items of their own, beside the messages. */
static void put_call(const gp_tool_call *c, gp_jw *w)
{
    gp_jw_object(w);
    gp_jw_kc(w, "type", "function_call");
    gp_jw_kstr(w, "call_id", c->id);
    gp_jw_kstr(w, "name", c->name);
    gp_wire_put_arguments(c, true, w);
    gp_jw_end_object(w);
}

static void put_result(const gp_chat_message *m, gp_jw *w)
{
    gp_jw_object(w);
    gp_jw_kc(w, "type", "function_call_output");
    gp_jw_kstr(w, "call_id", m->answers->id);
    gp_jw_kstr(w, "output", m->content);
    gp_jw_end_object(w);
}

static void put_input(const gp_chat_request *q, gp_jw *w)
{
    gp_jw_array(w);
    for (size_t i = 0; i < q->n_messages; i++) {
        const gp_chat_message *m = &q->messages[i];
        if (m->answers) put_result(m, w);
        else if (!m->n_calls || m->content.n) put_message(m, w);
        for (size_t k = 0; k < m->n_calls; k++) put_call(&m->calls[k], w);
    }
    gp_jw_end_array(w);
}

static void put_parameters(const gp_wire_tool *f, gp_jw *w)
{
    gp_jw_key(w, "parameters");
    if (f->parameters) gp_jw_value(w, f->parameters);
    else gp_jw_raw(w, GP_STR("{\"type\":\"object\",\"properties\":{}}"));
    gp_jw_kbool(w, "strict", f->strict && f->strict->b);
}

static void put_format(const gp_codec *c, const gp_chat_request *q, const gp_json *own, gp_jw *w)
{
    (void)c;
    if (!q->schema || !gp_wire_open(w, own, "format")) return;
    gp_jw_object(w);
    gp_jw_kc(w, "type", "json_schema");
    gp_jw_kc(w, "name", "answer");
    gp_jw_key(w, "schema");
    gp_jw_value(w, q->schema);
    gp_jw_kbool(w, "strict", false);
    gp_jw_end_object(w);
}

static void put_members(const gp_codec *c, const gp_chat_request *q, const gp_json *extra, gp_jw *w)
{
    if (gp_wire_open(w, extra, "model")) gp_jw_str(w, q->model);
    if (gp_wire_open(w, extra, "input")) put_input(q, w);
    if (q->tools && gp_wire_open(w, extra, "tools")) gp_wire_put_tools(q->tools, "function", put_parameters, w);
    if (q->schema || gp_json_get(extra, c->merged)) gp_wire_merged(c, q, extra, put_format, w);
    gp_wire_put_params(c, q, extra, w);
    if (q->logprobs && gp_wire_open(w, extra, "include")) gp_jw_raw(w, GP_STR("[\"message.output_text.logprobs\"]"));
    if (gp_wire_open(w, extra, "store")) gp_jw_bool(w, false);
    if (gp_wire_open(w, extra, "stream")) gp_jw_bool(w, q->stream);
}

/* --- the whole response --- */

static void take_usage(gp_chat_reply *r, const gp_node *u)
{
    gp_wire_count(&r->input_tokens, gp_node_get(u, "input_tokens"));
    gp_wire_count(&r->output_tokens, gp_node_get(u, "output_tokens"));
    gp_wire_count(&r->cached_tokens, gp_node_get(gp_node_get(u, "input_tokens_details"), "cached_tokens"));
    gp_wire_count(&r->reasoning_tokens, gp_node_get(gp_node_get(u, "output_tokens_details"), "reasoning_tokens"));
}

static void take_finish(gp_chat_reply *r, gp_body *b, const gp_node *response)
{
    gp_str status = gp_node_str(b, gp_node_get(response, "status"));
    gp_str why = gp_node_str(b, gp_node_get(gp_node_get(response, "incomplete_details"), "reason"));
    bool known = gp_wire_finish(why) != GP_CHAT_FINISH_OTHER; /* with any other reason, incomplete it is */
    r->finish = gp_wire_finish(!gp_str_eqc(status, "completed") && why.n && known ? why : status);
    gp_chat_note(&r->finish_native, why.n ? why : status);
}

/* The texts of one output item: of a message its text and refusals, of reasoning its summary and text. */
static void put_texts(gp_chat_reply *r, gp_body *b, const gp_node *list, gp_buf *out)
{
    for (const gp_node *p = gp_node_first(list); p; p = gp_node_next(p)) {
        gp_str refusal = gp_node_str(b, gp_node_get(p, "refusal"));
        if (r->is_whole) gp_wire_logprobs(r, gp_node_get(p, "logprobs"), "logprob"); /* a stream has brought them */
        gp_buf_str(out, gp_node_str(b, gp_node_get(p, "text")));
        gp_buf_str(out, refusal);
        if (refusal.n) r->refused = true;
    }
}

/* The response's text in place of what the stream brought, if they differ: it is what the provider stands by. */
static void settle_text(gp_chat_reply *r, gp_buf *have, const gp_buf *final, void (*add)(gp_chat_reply *r, gp_str text))
{
    if (!final->n || gp_str_eq(gp_buf_view(have), gp_buf_view(final))) return;
    bool fresh = !have->n;
    gp_buf_clear(have);
    if (fresh) add(r, gp_buf_view(final));
    else gp_buf_str(have, gp_buf_view(final));
}

static void take_output(gp_chat_reply *r, gp_body *b, const gp_node *output)
{
    gp_buf answer = {.cap = r->answer.cap}, thoughts = {.cap = r->reasoning.cap};
    bool had_calls = r->n_calls > 0;
    for (const gp_node *i = gp_node_first(output); i; i = gp_node_next(i)) {
        gp_str type = gp_node_str(b, gp_node_get(i, "type"));
        if (gp_str_eqc(type, "message")) put_texts(r, b, gp_node_get(i, "content"), &answer);
        else if (gp_str_eqc(type, "reasoning"))
            put_texts(r, b, gp_node_get(i, gp_node_first(gp_node_get(i, "content")) ? "content" : "summary"),
                      &thoughts);
        else if (gp_str_eqc(type, "function_call") && !had_calls)
            gp_wire_call(r, b, gp_node_str(b, gp_node_get(i, "call_id")), gp_node_str(b, gp_node_get(i, "name")),
                         gp_node_get(i, "arguments"));
    }
    if (answer.failed || thoughts.failed)
        gp_chat_fail(r, GP_FAIL_BAD_RESPONSE, "the answer is larger than %zu bytes", answer.cap);
    if (!r->reasoning.n) settle_text(r, &r->reasoning, &thoughts, gp_chat_add_reasoning);
    settle_text(r, &r->answer, &answer, gp_chat_add_answer);
    gp_buf_free(&answer);
    gp_buf_free(&thoughts);
}

static void take_response(gp_chat_reply *r, gp_body *b, const gp_node *response)
{
    const gp_node *output = gp_node_get(response, "output");
    if (gp_wire_is_error(b, response) || gp_str_eqc(gp_node_str(b, gp_node_get(response, "status")), "failed")) {
        gp_wire_error(r, b, response, 0);
        return;
    }
    gp_chat_note(&r->id, gp_node_str(b, gp_node_get(response, "id")));
    gp_chat_note(&r->model, gp_node_str(b, gp_node_get(response, "model")));
    take_usage(r, gp_node_get(response, "usage"));
    if (gp_node_type(output) == GP_JSON_ARRAY) r->saw_choice = true;
    take_output(r, b, output);
    take_finish(r, b, response);
}

/* --- streams --- */

static void take_item(gp_chat_reply *r, gp_body *b, int64_t index, const gp_node *item)
{
    if (!gp_str_eqc(gp_node_str(b, gp_node_get(item, "type")), "function_call")) return;
    gp_chat_call *c = gp_chat_call_at(r, index);
    gp_str id = gp_node_str(b, gp_node_get(item, "call_id")), name = gp_node_str(b, gp_node_get(item, "name"));
    gp_wire_piece(r, b, c, id, name, c && c->arguments.n ? NULL : gp_node_get(item, "arguments"));
}

static void take_delta(gp_chat_reply *r, gp_body *b, gp_str type, const gp_node *root)
{
    const gp_node *delta = gp_node_get(root, "delta");
    gp_str text = gp_node_str(b, delta);
    if (gp_str_eqc(type, "response.output_text.delta"))
        gp_chat_add_answer(r, text), gp_wire_logprobs(r, gp_node_get(root, "logprobs"), "logprob");
    else if (gp_str_eqc(type, "response.refusal.delta")) r->refused = true, gp_chat_add_answer(r, text);
    else if (gp_str_eqc(type, "response.reasoning_summary_text.delta") ||
             gp_str_eqc(type, "response.reasoning_text.delta"))
        gp_chat_add_reasoning(r, text);
    else if (gp_str_eqc(type, "response.function_call_arguments.delta")) {
        gp_chat_call *c = gp_chat_call_find(r, gp_node_count(gp_node_get(root, "output_index")));
        if (c) gp_wire_arguments(r, b, c, delta);
    }
}

static void take_event(gp_chat_reply *r, gp_body *b, const gp_node *root)
{
    gp_str type = gp_node_str(b, gp_node_get(root, "type"));
    int64_t index = gp_node_count(gp_node_get(root, "output_index"));
    bool last = gp_str_eqc(type, "response.completed") || gp_str_eqc(type, "response.incomplete") ||
                gp_str_eqc(type, "response.failed") || gp_str_eqc(type, "response.cancelled");
    if (gp_str_starts(type, GP_STR("response."))) r->saw_choice = true;
    if (gp_wire_is_error(b, root)) gp_wire_error(r, b, root, 0);
    else if (gp_str_eqc(type, "response.output_item.added") || gp_str_eqc(type, "response.output_item.done"))
        take_item(r, b, index, gp_node_get(root, "item"));
    else if (gp_str_eqc(type, "response.reasoning_summary_part.added") && r->reasoning.n)
        gp_chat_add_reasoning(r, GP_STR("\n\n"));
    else if (!last) take_delta(r, b, type, root);
    else {
        r->terminal = true;
        take_response(r, b, gp_node_get(root, "response"));
        if (r->finish == GP_CHAT_FINISH_NONE && !r->failure)
            gp_chat_fail(r, GP_FAIL_BAD_RESPONSE, "the stream's last event says no status");
    }
}

static bool event(gp_chat_reply *r, gp_str type, gp_str data)
{
    if (gp_str_eqc(gp_str_trim(data), "[DONE]")) return true; /* compatible servers send it; it adds nothing */
    return gp_wire_event(r, type, data);
}

const gp_codec gp_codec_responses = {
    .provider = "openai-responses",
    .base_url = "https://api.openai.com/v1",
    .key_env = {"OPENAI_API_KEY"},
    .base_url_env = {"OPENAI_BASE_URL"},
    .key_required = true,
    .priced_as = "openai",
    .costs = {"service_tier", "prompt_cache_options", "tools"},
    .conversation = "input",
    .developer_role = true,
    .needs = GP_NEED_IMAGE | GP_NEED_TOOLS | GP_NEED_JSON_SCHEMA | GP_NEED_LOGPROBS,
    .params = {GP_SENDS(max_tokens, "max_output_tokens"), GP_SENDS(temperature, "temperature"),
               GP_SENDS(top_p, "top_p")},
    .url = gp_wire_url,
    .headers = gp_wire_headers,
    .body = gp_wire_body,
    .event = event,
    .whole = gp_wire_whole,
    .refusal = gp_wire_refusal,
    .root = "/v1",
    .path = "/responses",
    .members = put_members,
    .merged = "text",
    .take = take_event,
    .take_whole = take_response,
    .lacking = "output",
};
