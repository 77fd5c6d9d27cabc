#include "target/openai.h"

#include <string.h>

#include "base/json.h"
#include "target/body.h"

/* --- request --- */

static gp_str base_of(const gp_chat_request *q)
{
    gp_str b = q->base_url.n ? q->base_url : gp_str_c(gp_codec_openai.base_url);
    while (b.n && b.p[b.n - 1] == '/') b.n--;
    return b;
}

static void url(const gp_chat_request *q, gp_buf *out)
{
    gp_buf_str(out, base_of(q));
    gp_buf_c(out, "/chat/completions");
}

static size_t headers(gp_arena *a, const gp_chat_request *q, gp_str key, gp_codec_header *out)
{
    size_t n = 0;
    out[n++] = (gp_codec_header){"Content-Type", "application/json", false};
    out[n++] = (gp_codec_header){"Accept", q->stream ? "text/event-stream" : "application/json", false};
    gp_str bearer = key.n ? gp_str_fmt(a, "Bearer %.*s", (int)key.n, key.p) : (gp_str){0};
    if (bearer.p) out[n++] = (gp_codec_header){"Authorization", bearer.p, true};
    return n;
}

static gp_code check_text(gp_str s, const char *what, gp_err *err)
{
    size_t bad = gp_utf8_bad(s);
    return bad == SIZE_MAX ? GP_OK : gp_fail(err, GP_E_INPUT, "%s is not valid UTF-8 (byte %zu)", what, bad);
}

static gp_code check_texts(const gp_chat_request *q, gp_err *err)
{
    gp_code c = check_text(q->model, "the model name", err);
    for (size_t i = 0; !c && i < q->n_messages; i++) {
        c = check_text(q->messages[i].role, "a message's role", err);
        if (!c) c = check_text(q->messages[i].content, "a message's content", err);
    }
    for (size_t i = 0; !c && i < q->n_stop; i++) c = check_text(q->stop[i], "a stop text", err);
    return c;
}

/* Begin a member of the body unless `extra` decides about it. */
static bool open_member(gp_jw *w, const gp_json *extra, const char *key)
{
    if (gp_json_get(extra, key)) return false;
    gp_jw_key(w, key);
    return true;
}

static void put_messages(const gp_chat_request *q, gp_jw *w)
{
    gp_jw_array(w);
    for (size_t i = 0; i < q->n_messages; i++) {
        gp_jw_object(w);
        gp_jw_kstr(w, "role", q->messages[i].role);
        gp_jw_kstr(w, "content", q->messages[i].content);
        gp_jw_end_object(w);
    }
    gp_jw_end_array(w);
}

static void put_stop(const gp_chat_request *q, gp_jw *w)
{
    gp_jw_array(w);
    for (size_t i = 0; i < q->n_stop; i++) gp_jw_str(w, q->stop[i]);
    gp_jw_end_array(w);
}

static const char *limit_field(const gp_chat_request *q)
{
    gp_str official = GP_STR("https://api.openai.com/");
    if (q->max_tokens_field) return q->max_tokens_field;
    return !q->base_url.n || gp_str_starts(q->base_url, official) ? "max_completion_tokens" : "max_tokens";
}

static void put_members(const gp_chat_request *q, const gp_json *extra, gp_jw *w)
{
    if (open_member(w, extra, "model")) gp_jw_str(w, q->model);
    if (open_member(w, extra, "messages")) put_messages(q, w);
    if (q->max_tokens >= 0 && open_member(w, extra, limit_field(q))) gp_jw_int(w, q->max_tokens);
    if (!isnan(q->temperature) && open_member(w, extra, "temperature")) gp_jw_real(w, q->temperature);
    if (!isnan(q->top_p) && open_member(w, extra, "top_p")) gp_jw_real(w, q->top_p);
    if (q->seed >= 0 && open_member(w, extra, "seed")) gp_jw_int(w, q->seed);
    if (q->n_stop && open_member(w, extra, "stop")) put_stop(q, w);
    if (open_member(w, extra, "stream")) gp_jw_bool(w, q->stream);
    if (q->stream && open_member(w, extra, "stream_options")) {
        gp_jw_object(w);
        gp_jw_kbool(w, "include_usage", true);
        gp_jw_end_object(w);
    }
    for (const gp_json *m = extra ? extra->first : NULL; m; m = m->next) {
        if (m->type == GP_JSON_NULL) continue;
        gp_jw_key_str(w, m->key);
        gp_jw_value(w, m);
    }
}

static gp_code body(const gp_chat_request *q, gp_buf *out, gp_err *err)
{
    gp_arena a = {0};
    const gp_json *extra = NULL;
    gp_code c = check_texts(q, err);
    if (!c && q->extra.n) c = gp_json_parse(&a, "extra", q->extra, &extra, err);
    if (!c && extra) c = gp_json_want(extra, "\"extra\"", GP_JSON_OBJECT, err);
    if (!c) {
        gp_jw w;
        gp_jw_init(&w, out, 0);
        gp_jw_object(&w);
        put_members(q, extra, &w);
        gp_jw_end_object(&w);
        c = gp_buf_check(out, err);
    }
    gp_arena_free(&a);
    return c;
}

/* --- errors --- */

/* `error` in its many shapes; `root` itself where the members lie flat. */
static void take_error(gp_chat_reply *r, gp_body *b, const gp_node *root, int status)
{
    const gp_node *e = gp_node_get(root, "error");
    if (gp_node_type(e) == GP_JSON_NULL) e = root;
    gp_str code = gp_node_word(b, gp_node_get(e, "code")), type = gp_node_str(b, gp_node_get(e, "type"));
    gp_str detailed = gp_node_str(b, gp_node_get(gp_node_get(e, "metadata"), "error_type"));
    gp_str message = gp_node_type(e) == GP_JSON_STRING ? gp_node_str(b, e) : gp_node_str(b, gp_node_get(e, "message"));
    if (!message.n) message = gp_node_str(b, gp_node_get(root, "message"));
    if (!message.n) message = gp_node_str(b, gp_node_get(root, "detail"));
    gp_chat_error(r, status, code, detailed.n ? detailed : type, message);
}

static bool is_error(gp_body *b, const gp_node *root)
{
    const gp_node *e = gp_node_get(root, "error");
    return gp_node_type(e) == GP_JSON_OBJECT || gp_node_type(e) == GP_JSON_STRING || gp_node_true(e)
        || gp_str_eqc(gp_node_str(b, gp_node_get(root, "object")), "error");
}

/* --- reply --- */

static gp_chat_finish map_finish(gp_str f)
{
    static const struct {
        const char *word;
        gp_chat_finish finish;
    } map[] = {{"stop", GP_CHAT_FINISH_STOP}, {"length", GP_CHAT_FINISH_LENGTH}, {"tool_calls", GP_CHAT_FINISH_TOOL_CALLS},
               {"function_call", GP_CHAT_FINISH_TOOL_CALLS}, {"content_filter", GP_CHAT_FINISH_CONTENT_FILTER}, {"error", GP_CHAT_FINISH_ERROR},
               {"abort", GP_CHAT_FINISH_ERROR}};
    for (size_t i = 0; i < sizeof map / sizeof *map; i++)
        if (gp_str_eqc(f, map[i].word)) return map[i].finish;
    return GP_CHAT_FINISH_OTHER;
}

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
    const gp_node *args = gp_node_get(function, "arguments");
    gp_chat_call *c = index >= 0 ? gp_chat_call_at(r, index) : unnumbered(r, id, name);
    if (!c) {
        gp_chat_fail(r, GP_FAIL_BAD_RESPONSE, "more than %d tool calls in one reply, or memory ran out", GP_CHAT_CALLS_MAX);
        return;
    }
    gp_chat_note(&c->id, id);
    gp_chat_note(&c->name, name);
    if (gp_node_type(args) == GP_JSON_OBJECT) {
        gp_jw w;
        gp_jw_init(&w, &c->arguments, 0);
        gp_node_print(b, args, &w);
    } else gp_buf_str(&c->arguments, gp_node_str(b, args));
    gp_chat_touch(r);
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

static void take_choice(gp_chat_reply *r, gp_body *b, const gp_node *choice)
{
    if (gp_node_count(gp_node_get(choice, "index")) > 0) return; /* one answer is asked for */
    const gp_node *d = gp_node_get(choice, "delta");
    r->saw_choice = true;
    if (is_error(b, choice)) take_error(r, b, choice, 0);
    take_message(r, b, gp_node_type(d) == GP_JSON_OBJECT ? d : gp_node_get(choice, "message"));
    gp_str finish = gp_node_str(b, gp_node_get(choice, "finish_reason"));
    if (!finish.n || r->finish != GP_CHAT_FINISH_NONE) return;
    r->finish = map_finish(finish);
    gp_chat_note(&r->finish_native, finish);
}

static void take_count(int64_t *field, const gp_node *n)
{
    int64_t v = gp_node_count(n);
    if (v >= 0) *field = v;
}

static void take_usage(gp_chat_reply *r, const gp_node *u)
{
    take_count(&r->input_tokens, gp_node_get(u, "prompt_tokens"));
    take_count(&r->output_tokens, gp_node_get(u, "completion_tokens"));
    take_count(&r->cached_tokens, gp_node_get(u, "prompt_cache_hit_tokens"));
    take_count(&r->cached_tokens, gp_node_get(gp_node_get(u, "prompt_tokens_details"), "cached_tokens"));
    take_count(&r->reasoning_tokens, gp_node_get(gp_node_get(u, "completion_tokens_details"), "reasoning_tokens"));
    double cost = gp_node_num(gp_node_get(u, "cost"));
    if (cost >= 0) r->cost_usd = cost;
}

/* One chunk of a stream or one whole reply. */
static void take_document(gp_chat_reply *r, gp_body *b)
{
    const gp_node *root = gp_body_root(b);
    gp_chat_note(&r->id, gp_node_str(b, gp_node_get(root, "id")));
    gp_chat_note(&r->model, gp_node_str(b, gp_node_get(root, "model")));
    gp_chat_note(&r->fingerprint, gp_node_str(b, gp_node_get(root, "system_fingerprint")));
    gp_chat_note(&r->upstream, gp_node_str(b, gp_node_get(root, "provider")));
    take_usage(r, gp_node_get(gp_node_get(root, "x_groq"), "usage"));
    take_usage(r, gp_node_get(root, "usage"));
    if (is_error(b, root)) {
        take_error(r, b, root, 0);
        return;
    }
    for (const gp_node *c = gp_node_first(gp_node_get(root, "choices")); c; c = gp_node_next(c))
        if (gp_node_type(c) == GP_JSON_OBJECT) take_choice(r, b, c);
}

static bool event(gp_chat_reply *r, gp_str type, gp_str data)
{
    gp_body *b = NULL;
    gp_err err = {0};
    data = gp_str_trim(data);
    if (!data.n) return true;
    if (gp_str_eqc(data, "[DONE]")) {
        r->terminal = true;
        return false;
    }
    if (gp_body_parse(data, &b, &err)) {
        if (!r->unfinished) gp_chat_fail(r, GP_FAIL_BAD_RESPONSE, "an event of the stream is broken: %s", err.msg);
        return false;
    }
    take_document(r, b);
    if (gp_str_eqc(type, "error")) take_error(r, b, gp_body_root(b), 0);
    gp_body_free(b);
    return !r->failure;
}

static void whole(gp_chat_reply *r, gp_str text)
{
    gp_body *b = NULL;
    gp_err err = {0};
    if (gp_body_parse(text, &b, &err)) {
        gp_str start = gp_str_trim(text);
        gp_chat_fail(r, GP_FAIL_BAD_RESPONSE, "the reply is broken: %s; it begins with: %.*s", err.msg, GP_ARG(start));
        return;
    }
    take_document(r, b);
    if (!r->failure && !r->saw_choice) gp_chat_fail(r, GP_FAIL_BAD_RESPONSE, "the reply is JSON without choices");
    gp_body_free(b);
}

static void refusal(gp_chat_reply *r, gp_str text)
{
    gp_body *b = NULL;
    if (gp_body_parse(text, &b, NULL)) {
        gp_chat_error(r, r->status, (gp_str){0}, (gp_str){0}, text);
        return;
    }
    take_error(r, b, gp_body_root(b), r->status);
    gp_body_free(b);
}

const gp_codec gp_codec_openai = {
    .provider = "openai",
    .base_url = "https://api.openai.com/v1",
    .key_env = "OPENAI_API_KEY",
    .base_url_env = "OPENAI_BASE_URL",
    .key_required = true,
    .url = url,
    .headers = headers,
    .body = body,
    .event = event,
    .whole = whole,
    .refusal = refusal,
};
