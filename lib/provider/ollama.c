/* ollama.c - the provider `ollama`: POST BASE/api/chat, a server of one's own or https://ollama.com.
 *
 * Streams are lines of JSON, the last of which has "done": true. Thinking comes apart as message.thinking; tool calls
 * come whole; the finish reason of a call is "stop". The server's own durations go to load_s, prompt_s and output_s.
 *
 * The window goes as options.num_ctx from the target's `context`; without it the server takes what it likes, by memory.
 * "truncate": false is sent, because the server would otherwise drop the oldest messages of a long chat without a word.
 * Members of `extra.options` join the options; `extra.think` and `extra.keep_alive` are the API's own.
 *
 * OLLAMA_HOST is read as that program reads it: the scheme may be missing (http), and so may the port (11434; 80 or 443
 * where a scheme is given). OLLAMA_API_KEY is sent where it is set. */
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
    gp_wire_merged(c, q, extra, gp_wire_put_params, w);
    if (q->logprobs && gp_wire_open(w, extra, "logprobs")) gp_jw_bool(w, true);
    if (gp_wire_open(w, extra, "truncate")) gp_jw_bool(w, false);
    if (gp_wire_open(w, extra, "stream")) gp_jw_bool(w, q->stream);
}

/* --- reply --- */

static void take_seconds(double *field, const gp_node *nanoseconds)
{
    double v = gp_node_num(nanoseconds);
    if (v >= 0) *field = v / 1e9;
}

static void take_last(gp_chat_reply *r, gp_body *b, const gp_node *root)
{
    gp_str why = gp_node_str(b, gp_node_get(root, "done_reason"));
    r->terminal = true;
    r->finish = gp_wire_finish(why);
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
    if (gp_wire_failed(r, b, root)) return;
    gp_chat_note(&r->model, gp_node_str(b, gp_node_get(root, "model")));
    if (gp_node_type(m) == GP_JSON_OBJECT) r->saw_choice = true;
    gp_chat_add_reasoning(r, gp_node_str(b, gp_node_get(m, "thinking")));
    gp_chat_add_answer(r, gp_node_str(b, gp_node_get(m, "content")));
    gp_wire_logprobs(r, gp_node_get(root, "logprobs"), "logprob");
    for (const gp_node *c = gp_node_first(gp_node_get(m, "tool_calls")); c; c = gp_node_next(c)) {
        const gp_node *f = gp_node_get(c, "function");
        gp_wire_call(r, b, gp_node_str(b, gp_node_get(c, "id")), gp_node_str(b, gp_node_get(f, "name")),
                     gp_node_get(f, "arguments"));
    }
    if (gp_node_true(gp_node_get(root, "done"))) take_last(r, b, root);
}

const gp_codec gp_codec_ollama = {
    .provider = "ollama",
    .base_url = "http://127.0.0.1:11434",
    .key_env = {"OLLAMA_API_KEY"},
    .base_url_env = {"OLLAMA_HOST"},
    .costs = {"tools"},
    .conversation = "messages",
    .unload = "keep_alive",
    .needs = GP_NEED_IMAGE | GP_NEED_TOOLS | GP_NEED_JSON_SCHEMA | GP_NEED_LOGPROBS,
    .tool_role = true,
    .lines = true,
    .think_tags = true,
    .params = {GP_SENDS(max_tokens, "num_predict"), GP_SENDS(temperature, "temperature"), GP_SENDS(top_p, "top_p"),
               GP_SENDS(top_k, "top_k"), GP_SENDS(min_p, "min_p"), GP_SENDS(repeat_penalty, "repeat_penalty"),
               GP_SENDS(presence_penalty, "presence_penalty"), GP_SENDS(frequency_penalty, "frequency_penalty"),
               GP_SENDS_TOO(seed, "seed"), GP_SENDS(stop, "stop"), GP_SENDS_TOO(context, "num_ctx")},
    .tidy_base = tidy_base,
    .url = gp_wire_url,
    .headers = gp_wire_headers,
    .body = gp_wire_body,
    .event = gp_wire_event,
    .whole = gp_wire_whole,
    .refusal = gp_wire_refusal,
    .path = "/api/chat",
    .members = put_members,
    .merged = "options",
    .take = take_line,
    .lacking = "a message",
};
