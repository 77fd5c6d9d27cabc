/* openai.c - the provider `openai`, and what it shares with its kin (openai.h). */
#include "provider/openai.h"

/* --- request --- */

static void put_image(const gp_chat_part *p, gp_jw *w)
{
    gp_jw_kc(w, "type", "image_url");
    gp_jw_key(w, "image_url");
    gp_jw_object(w);
    gp_wire_put_data_url("url", p, w);
    gp_jw_end_object(w);
}

static void put_content(const gp_chat_message *m, gp_jw *w)
{
    if (!m->n_parts) {
        gp_jw_str(w, m->content);
        return;
    }
    gp_jw_array(w);
    for (size_t i = 0; i < m->n_parts; i++) {
        gp_jw_object(w);
        if (m->parts[i].mime) put_image(&m->parts[i], w);
        else gp_jw_kc(w, "type", "text"), gp_jw_kstr(w, "text", m->parts[i].text);
        gp_jw_end_object(w);
    }
    gp_jw_end_array(w);
}

static void put_messages(const gp_chat_request *q, gp_jw *w)
{
    gp_jw_array(w);
    for (size_t i = 0; i < q->n_messages; i++) {
        gp_jw_object(w);
        gp_jw_kstr(w, "role", q->messages[i].role);
        gp_jw_key(w, "content");
        if (q->messages[i].n_calls && !q->messages[i].content.n) gp_jw_null(w);
        else put_content(&q->messages[i], w);
        if (q->messages[i].n_calls) gp_wire_put_calls(q->messages[i].calls, q->messages[i].n_calls, true, true, w);
        if (q->messages[i].answers) gp_jw_kstr(w, "tool_call_id", q->messages[i].answers->id);
        gp_jw_end_object(w);
    }
    gp_jw_end_array(w);
}

static void put_schema(const gp_json *schema, gp_jw *w)
{
    gp_jw_object(w);
    gp_jw_kc(w, "type", "json_schema");
    gp_jw_key(w, "json_schema");
    gp_jw_object(w);
    gp_jw_kc(w, "name", "answer");
    gp_jw_key(w, "schema");
    gp_jw_value(w, schema);
    gp_jw_end_object(w);
    gp_jw_end_object(w);
}

static bool is_official(const gp_codec *c, const gp_chat_request *q)
{
    return c == &gp_codec_openai && (!q->base_url.n || gp_str_starts(q->base_url, GP_STR("https://api.openai.com/")));
}

void gp_openai_members(const gp_codec *c, const gp_chat_request *given, const gp_json *extra, gp_jw *w)
{
    gp_chat_request q = *given;
    if (!q.max_tokens_field && is_official(c, given)) q.max_tokens_field = "max_completion_tokens";
    if (gp_wire_open(w, extra, "model")) gp_jw_str(w, q.model);
    if (gp_wire_open(w, extra, "messages")) put_messages(&q, w);
    if (q.tools && gp_wire_open(w, extra, "tools")) gp_jw_value(w, q.tools);
    if (q.schema && gp_wire_open(w, extra, "response_format")) put_schema(q.schema, w);
    gp_wire_put_params(c, &q, extra, w);
    if (q.logprobs && gp_wire_open(w, extra, "logprobs")) gp_jw_bool(w, true);
    if (gp_wire_open(w, extra, "stream")) gp_jw_bool(w, q.stream);
    if (q.stream && gp_wire_open(w, extra, "stream_options")) {
        gp_jw_object(w);
        gp_jw_kbool(w, "include_usage", true);
        gp_jw_end_object(w);
    }
}

/* --- reply --- */

static void take_parts(gp_chat_reply *r, gp_body *b, const gp_node *parts)
{
    for (const gp_node *p = gp_node_first(parts); p; p = gp_node_next(p)) {
        const gp_node *thinking = gp_node_get(p, "thinking");
        gp_chat_add_answer(r, gp_node_str(b, gp_node_get(p, "text")));
        gp_chat_add_reasoning(r, gp_node_str(b, thinking));
        for (const gp_node *t = gp_node_first(thinking); t; t = gp_node_next(t))
            gp_chat_add_reasoning(r, gp_node_str(b, gp_node_get(t, "text")));
    }
}

static void take_reasoning(gp_chat_reply *r, gp_body *b, const gp_node *d)
{
    static const char *const names[] = {"reasoning_content", "reasoning", "thinking"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        gp_str s = gp_node_str(b, gp_node_get(d, names[i]));
        if (!s.n) continue;
        gp_chat_add_reasoning(r, s); /* one of them: some servers send the same text under two names */
        return;
    }
    for (const gp_node *p = gp_node_first(gp_node_get(d, "reasoning_details")); p; p = gp_node_next(p)) {
        gp_chat_add_reasoning(r, gp_node_str(b, gp_node_get(p, "text")));
        gp_chat_add_reasoning(r, gp_node_str(b, gp_node_get(p, "summary")));
    }
}

/* Which call a piece belongs to when the server numbers none: a new id or name begins one, anything else goes on. */
static gp_chat_call *unnumbered(gp_chat_reply *r, gp_str id, gp_str name)
{
    gp_chat_call *last = r->n_calls ? &r->calls[r->n_calls - 1] : NULL;
    bool same_id = last && (!id.n || gp_str_eq(id, gp_buf_view(&last->id)));
    bool fresh_name = name.n && last && last->name.n && !id.n;
    return same_id && !fresh_name ? last : gp_chat_call_at(r, -1);
}

static void take_call(gp_chat_reply *r, gp_body *b, const gp_node *piece, const gp_node *function, int64_t index)
{
    gp_str id = gp_node_str(b, gp_node_get(piece, "id")), name = gp_node_str(b, gp_node_get(function, "name"));
    gp_chat_call *c = index >= 0 ? gp_chat_call_at(r, index) : unnumbered(r, id, name);
    gp_wire_piece(r, b, c, id, name, gp_node_get(function, "arguments"));
}

static void take_calls(gp_chat_reply *r, gp_body *b, const gp_node *d)
{
    const gp_node *legacy = gp_node_get(d, "function_call");
    for (const gp_node *p = gp_node_first(gp_node_get(d, "tool_calls")); p; p = gp_node_next(p)) {
        const gp_node *f = gp_node_get(p, "function");
        take_call(r, b, p, f ? f : gp_node_get(p, "custom"), gp_node_count(gp_node_get(p, "index")));
    }
    if (gp_node_type(legacy) == GP_JSON_OBJECT) take_call(r, b, legacy, legacy, 0);
}

/* `d` is a delta or a whole message: the members are the same. */
static void take_message(gp_chat_reply *r, gp_body *b, const gp_node *d)
{
    const gp_node *content = gp_node_get(d, "content");
    gp_str refusal = gp_node_str(b, gp_node_get(d, "refusal"));
    take_reasoning(r, b, d);
    if (gp_node_type(content) == GP_JSON_ARRAY) take_parts(r, b, content);
    else gp_chat_add_answer(r, gp_node_str(b, content));
    if (refusal.n) r->refused = true;
    gp_chat_add_answer(r, refusal);
    take_calls(r, b, d);
}

/* A gateway's word, unless the one of who answered behind it says that this is no whole answer. */
static gp_chat_finish finish_of(gp_str finish, gp_str native)
{
    gp_chat_finish f = gp_wire_finish(native);
    bool worse = f == GP_CHAT_FINISH_INTERRUPTED || f == GP_CHAT_FINISH_CONTENT_FILTER || f == GP_CHAT_FINISH_LENGTH;
    gp_chat_finish told = gp_wire_finish(finish);
    bool cut = told == GP_CHAT_FINISH_INTERRUPTED || told == GP_CHAT_FINISH_CONTENT_FILTER;
    return worse && !cut ? f : told;
}

static void take_choice(gp_chat_reply *r, gp_body *b, const gp_node *choice)
{
    if (gp_node_count(gp_node_get(choice, "index")) > 0) return; /* one answer is asked for */
    const gp_node *d = gp_node_get(choice, "delta");
    r->saw_choice = true;
    (void)gp_wire_failed(r, b, choice);
    take_message(r, b, gp_node_type(d) == GP_JSON_OBJECT ? d : gp_node_get(choice, "message"));
    gp_wire_logprobs(r, gp_node_get(gp_node_get(choice, "logprobs"), "content"), "logprob");
    gp_str finish = gp_node_str(b, gp_node_get(choice, "finish_reason"));
    if (!finish.n || r->finish != GP_CHAT_FINISH_NONE) return;
    gp_str native = gp_node_str(b, gp_node_get(choice, "native_finish_reason"));
    r->finish = finish_of(finish, native);
    gp_chat_note(&r->finish_native, native);
    gp_chat_note(&r->finish_native, finish);
}

static void take_usage(gp_chat_reply *r, const gp_node *u)
{
    gp_wire_count(&r->input_tokens, gp_node_get(u, "prompt_tokens"));
    gp_wire_count(&r->output_tokens, gp_node_get(u, "completion_tokens"));
    gp_wire_count(&r->cached_tokens, gp_node_get(u, "prompt_cache_hit_tokens"));
    gp_wire_count(&r->cached_tokens, gp_node_get(gp_node_get(u, "prompt_tokens_details"), "cached_tokens"));
    gp_wire_count(&r->reasoning_tokens, gp_node_get(gp_node_get(u, "completion_tokens_details"), "reasoning_tokens"));
    gp_wire_cost(&r->cost_usd, gp_node_get(u, "cost"));
}

/* llama-server's own clock; milliseconds. */
static void take_timings(gp_chat_reply *r, const gp_node *t)
{
    double prompt = gp_node_num(gp_node_get(t, "prompt_ms")), output = gp_node_num(gp_node_get(t, "predicted_ms"));
    if (prompt >= 0) r->prompt_s = gp_us(prompt / 1000);
    if (output >= 0) r->output_s = gp_us(output / 1000);
    gp_wire_count(&r->cached_tokens, gp_node_get(t, "cache_n"));
}

void gp_openai_take(gp_chat_reply *r, gp_body *b, const gp_node *root)
{
    gp_chat_note(&r->id, gp_node_str(b, gp_node_get(root, "id")));
    gp_chat_note(&r->model, gp_node_str(b, gp_node_get(root, "model")));
    gp_chat_note(&r->fingerprint, gp_node_str(b, gp_node_get(root, "system_fingerprint")));
    gp_chat_note(&r->upstream, gp_node_str(b, gp_node_get(root, "provider")));
    take_timings(r, gp_node_get(root, "timings"));
    take_usage(r, gp_node_get(gp_node_get(root, "x_groq"), "usage"));
    take_usage(r, gp_node_get(root, "usage"));
    if (gp_wire_failed(r, b, root)) return;
    for (const gp_node *c = gp_node_first(gp_node_get(root, "choices")); c; c = gp_node_next(c))
        if (gp_node_type(c) == GP_JSON_OBJECT) take_choice(r, b, c);
}

static void take_error_event(gp_chat_reply *r, gp_body *b, const gp_node *root) { gp_wire_error(r, b, root, 0); }

bool gp_openai_event(gp_chat_reply *r, gp_str type, gp_str data)
{
    data = gp_str_trim(data);
    if (!data.n) return true;
    if (gp_str_eqc(data, "[DONE]")) {
        r->terminal = true;
        return false;
    }
    return gp_wire_take(r, data, gp_str_eqc(type, "error") ? take_error_event : gp_openai_take);
}

const gp_codec gp_codec_openai = {
    .provider = "openai",
    .base_url = "https://api.openai.com/v1",
    .key_env = {"OPENAI_API_KEY"},
    .base_url_env = {"OPENAI_BASE_URL"},
    .key_required = true,
    .costs = {"n", "best_of", "max_completion_tokens", "service_tier", "prompt_cache_options", "web_search_options",
              "tools"},
    .developer_role = true,
    .needs = GP_NEED_IMAGE | GP_NEED_TOOLS | GP_NEED_JSON_SCHEMA | GP_NEED_LOGPROBS,
    .params = {GP_SENDS(max_tokens, "max_tokens"), GP_SENDS(temperature, "temperature"), GP_SENDS(top_p, "top_p"),
               GP_SENDS(presence_penalty, "presence_penalty"), GP_SENDS(frequency_penalty, "frequency_penalty"),
               GP_SENDS_TOO(seed, "seed"), GP_SENDS(stop, "stop")},
    GP_OPENAI_SHAPE,
};
