#include "provider/ollama.h"

#include <string.h>

#include "provider/wire.h"

/* --- request --- */

static gp_str tidy_base(gp_arena *a, gp_str v)
{
    gp_str s = gp_str_trim(v);
    bool scheme = gp_str_find(s, GP_STR("://")) != SIZE_MAX;
    if (scheme) return gp_str_dup(a, s);
    size_t end = 0;
    while (end < s.n && s.p[end] != '/') end++;
    gp_str host = {s.p, end}, path = {s.p + end, s.n - end};
    bool literal = host.n && host.p[0] == '['; /* an IPv6 address has colons of its own */
    const char *from = literal ? memchr(host.p, ']', host.n) : host.p;
    bool port = from && memchr(from, ':', host.n - (size_t)(from - host.p));
    const char *missing = !host.n || host.p[0] == ':' ? "127.0.0.1" : "";
    return gp_str_fmt(a, "http://%s%.*s%s%.*s", missing, GP_ARG(host), port ? "" : ":11434", GP_ARG(path));
}

static void url(const gp_codec *c, const gp_chat_request *q, gp_buf *out)
{
    gp_wire_url(c, q, "", "/api/chat", out);
}

static size_t headers(gp_arena *a, const gp_chat_request *q, gp_str key, gp_codec_header *out)
{
    size_t n = gp_wire_headers(a, q, key, out);
    if (q->stream) out[1].value = "application/x-ndjson";
    return n;
}

static void put_message(const gp_chat_message *m, gp_jw *w)
{
    gp_jw_object(w);
    gp_jw_kstr(w, "role", m->role);
    gp_jw_kstr(w, "content", m->content);
    if (m->n_calls) gp_wire_put_calls(m->calls, m->n_calls, false, false, w);
    if (m->answers) gp_jw_kstr(w, "tool_name", m->answers->name);
    if (m->n_parts) {
        gp_jw_key(w, "images");
        gp_jw_array(w);
        for (size_t i = 0; i < m->n_parts; i++)
            if (m->parts[i].mime) gp_jw_str(w, m->parts[i].base64);
        gp_jw_end_array(w);
    }
    gp_jw_end_object(w);
}

static void put_options(const gp_codec *c, const gp_chat_request *q, const gp_json *extra, gp_jw *w)
{
    const gp_json *own = gp_json_get(extra, "options");
    if (own && own->type == GP_JSON_NULL) return;
    gp_jw_key(w, "options");
    gp_jw_object(w);
    gp_wire_params(c, q, own, w);
    gp_wire_rest(w, own, NULL);
    gp_jw_end_object(w);
}

static void put_members(const gp_codec *c, const gp_chat_request *q, const gp_json *extra, gp_jw *w)
{
    if (gp_wire_open(w, extra, "model")) gp_jw_str(w, q->model);
    if (gp_wire_open(w, extra, "messages")) {
        gp_jw_array(w);
        for (size_t i = 0; i < q->n_messages; i++) put_message(&q->messages[i], w);
        gp_jw_end_array(w);
    }
    if (q->tools && gp_wire_open(w, extra, "tools")) gp_jw_value(w, q->tools);
    if (q->schema && gp_wire_open(w, extra, "format")) gp_jw_value(w, q->schema);
    put_options(c, q, extra, w);
    if (q->logprobs && gp_wire_open(w, extra, "logprobs")) gp_jw_bool(w, true);
    if (gp_wire_open(w, extra, "truncate")) gp_jw_bool(w, false);
    if (gp_wire_open(w, extra, "stream")) gp_jw_bool(w, q->stream);
}

static gp_code body(const gp_codec *c, const gp_chat_request *q, gp_buf *out, gp_err *err)
{
    return gp_wire_body(c, q, put_members, "options", out, err);
}

/* --- reply --- */

static void take_seconds(double *field, const gp_node *nanoseconds)
{
    double v = gp_node_num(nanoseconds);
    if (v >= 0) *field = v / 1e9;
}

static gp_chat_finish map_finish(gp_str word)
{
    if (gp_str_eqc(word, "stop")) return GP_CHAT_FINISH_STOP;
    return gp_str_eqc(word, "length") ? GP_CHAT_FINISH_LENGTH : GP_CHAT_FINISH_OTHER;
}

static void take_last(gp_chat_reply *r, gp_body *b, const gp_node *root)
{
    gp_str why = gp_node_str(b, gp_node_get(root, "done_reason"));
    r->terminal = true;
    r->finish = map_finish(why);
    gp_chat_note(&r->finish_native, why);
    gp_wire_count(&r->input_tokens, gp_node_get(root, "prompt_eval_count"));
    gp_wire_count(&r->cached_tokens, gp_node_get(root, "prompt_eval_cached_count"));
    gp_wire_count(&r->output_tokens, gp_node_get(root, "eval_count"));
    take_seconds(&r->load_s, gp_node_get(root, "load_duration"));
    take_seconds(&r->prompt_s, gp_node_get(root, "prompt_eval_duration"));
    take_seconds(&r->output_s, gp_node_get(root, "eval_duration"));
}

static void take_line(gp_chat_reply *r, gp_body *b, const gp_node *root)
{
    const gp_node *m = gp_node_get(root, "message");
    if (gp_wire_is_error(b, root)) {
        gp_wire_error(r, b, root, 0);
        return;
    }
    gp_chat_note(&r->model, gp_node_str(b, gp_node_get(root, "model")));
    if (gp_node_type(m) == GP_JSON_OBJECT) r->saw_choice = true;
    gp_chat_add_reasoning(r, gp_node_str(b, gp_node_get(m, "thinking")));
    gp_chat_add_answer(r, gp_node_str(b, gp_node_get(m, "content")));
    gp_wire_logprobs(r, gp_node_get(root, "logprobs"), "logprob");
    for (const gp_node *c = gp_node_first(gp_node_get(m, "tool_calls")); c; c = gp_node_next(c)) {
        const gp_node *f = gp_node_get(c, "function");
        gp_wire_call(r, b, gp_node_str(b, gp_node_get(c, "id")), gp_node_str(b, gp_node_get(f, "name")), gp_node_get(f, "arguments"));
    }
    if (gp_node_true(gp_node_get(root, "done"))) take_last(r, b, root);
}

static bool event(gp_chat_reply *r, gp_str type, gp_str data)
{
    (void)type;
    return gp_wire_event(r, data, take_line);
}

static void whole(gp_chat_reply *r, gp_str text)
{
    gp_wire_whole(r, text, "a message", take_line);
}

const gp_codec gp_codec_ollama = {
    .provider = "ollama",
    .base_url = "http://127.0.0.1:11434",
    .key_env = {"OLLAMA_API_KEY"},
    .base_url_env = {"OLLAMA_HOST"},
    .needs = GP_NEED_IMAGE | GP_NEED_TOOLS | GP_NEED_JSON_SCHEMA | GP_NEED_LOGPROBS,
    .tool_role = true,
    .lines = true,
    .think_tags = true,
    .params = {[GP_CHAT_MAX_TOKENS] = "num_predict", [GP_CHAT_TEMPERATURE] = "temperature", [GP_CHAT_TOP_P] = "top_p", [GP_CHAT_TOP_K] = "top_k",
               [GP_CHAT_MIN_P] = "min_p", [GP_CHAT_REPEAT_PENALTY] = "repeat_penalty", [GP_CHAT_PRESENCE_PENALTY] = "presence_penalty",
               [GP_CHAT_FREQUENCY_PENALTY] = "frequency_penalty", [GP_CHAT_SEED] = "seed", [GP_CHAT_STOP] = "stop", [GP_CHAT_CONTEXT] = "num_ctx"},
    .tidy_base = tidy_base,
    .url = url,
    .headers = headers,
    .body = body,
    .event = event,
    .whole = whole,
    .refusal = gp_wire_refusal,
};
