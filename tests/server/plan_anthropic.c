/* plan_anthropic.c - the test server's Messages API. */
#include "plan_impl.h"

static bool path(reply *r, gp_str p)
{
    (void)r;
    return ends_with(p, "/v1/messages");
}

static bool read_request(reply *r, const gp_json *root)
{
    const gp_json *model = gp_json_get(root, "model"), *stream = gp_json_get(root, "stream"),
                  *messages = gp_json_get(root, "messages");
    const gp_json *limit = gp_json_get(root, "max_tokens");
    if (!model || model->type != GP_JSON_STRING || !messages || messages->type != GP_JSON_ARRAY) return false;
    if (!limit || limit->type != GP_JSON_INT || !gp_str_eqc(r->q->version, "2023-06-01")) return false;
    for (const gp_json *m = messages->first; m; m = m->next) {
        const gp_json *role = gp_json_get(m, "role");
        if (!role || (!gp_str_eqc(role->s, "user") && !gp_str_eqc(role->s, "assistant"))) return false;
    }
    r->model = model->s;
    r->stream = stream && stream->b;
    r->prompt = last_user(r, messages, "content");
    return true;
}

static const char *type_of(int status)
{
    switch (status) {
    case 401: return "authentication_error";
    case 402: return "billing_error";
    case 403: return "permission_error";
    case 404: return "not_found_error";
    case 429: return "rate_limit_error";
    case 529: return "overloaded_error";
    default: return status < 500 ? "invalid_request_error" : "api_error";
    }
}

static void error(reply *r, gp_jw *w, int status, const char *type, const char *code, const char *message)
{
    (void)r;
    (void)type;
    (void)code;
    gp_jw_kc(w, "type", "error");
    gp_jw_key(w, "error");
    gp_jw_object(w);
    gp_jw_kc(w, "type", type_of(status));
    gp_jw_kc(w, "message", marked(r, "context") ? "prompt is too long: 5000 tokens > 4096 maximum" : message);
    gp_jw_end_object(w);
    gp_jw_kc(w, "request_id", "req_test");
}

static const char *stop_reason(const reply *r)
{
    if (marked(r, "finish")) return marker_word(r, "finish");
    if (marked(r, "filter")) return "refusal";
    if (marked(r, "length")) return "max_tokens";
    return marked(r, "tools") ? "tool_use" : "end_turn";
}

static void put_usage(const reply *r, gp_jw *w, size_t output)
{
    gp_jw_key(w, "usage");
    gp_jw_object(w);
    gp_jw_kint(w, "input_tokens", (int64_t)words(r->prompt));
    gp_jw_kint(w, "cache_creation_input_tokens", 2);
    gp_jw_kint(w, "cache_read_input_tokens", 5);
    gp_jw_kint(w, "output_tokens", (int64_t)output);
    gp_jw_end_object(w);
}

static void put_call(gp_jw *w, int i, bool empty)
{
    gp_jw_object(w);
    gp_jw_kc(w, "type", "tool_use");
    gp_jw_kc(w, "id", i ? "toolu_b" : "toolu_a");
    gp_jw_kc(w, "name", call_names[i]);
    gp_jw_key(w, "input");
    gp_jw_raw(w, empty ? GP_STR("{}") : gp_str_c(call_arguments[i]));
    gp_jw_end_object(w);
}

static void put_text(gp_jw *w, const char *type, gp_str text)
{
    gp_jw_object(w);
    gp_jw_kc(w, "type", type);
    gp_jw_kstr(w, type, text);
    gp_jw_end_object(w);
}

static void whole(reply *r, gp_str answer)
{
    gp_jw w;
    document(r, &w);
    gp_jw_kstr(&w, "id", reply_id(r));
    gp_jw_kc(&w, "type", "message");
    gp_jw_kc(&w, "role", "assistant");
    gp_jw_kstr(&w, "model", reply_model(r));
    if (!marked(r, "nochoices")) {
        gp_jw_key(&w, "content");
        gp_jw_array(&w);
        if (marked(r, "reasoning")) put_text(&w, "thinking", GP_STR("Let me think."));
        if (marked(r, "tools")) put_call(&w, 0, false), put_call(&w, 1, false);
        else if (answer.n) put_text(&w, "text", answer);
        gp_jw_end_array(&w);
    }
    if (!marked(r, "nofinish")) gp_jw_kc(&w, "stop_reason", stop_reason(r));
    put_usage(r, &w, words(answer));
    gp_jw_end_object(&w);
    finish_document(r);
    send_whole(r);
}

/* --- stream --- */

static void open_event(reply *r, gp_jw *w, const char *type)
{
    document(r, w);
    gp_jw_kc(w, "type", type);
}

static void begin(reply *r)
{
    gp_jw w;
    r->blocks = 0;
    open_event(r, &w, "message_start");
    gp_jw_key(&w, "message");
    gp_jw_object(&w);
    gp_jw_kstr(&w, "id", reply_id(r));
    gp_jw_kstr(&w, "model", reply_model(r));
    gp_jw_key(&w, "content");
    gp_jw_array(&w);
    gp_jw_end_array(&w);
    gp_jw_kc(&w, "stop_reason", NULL);
    put_usage(r, &w, 1);
    gp_jw_end_object(&w);
    gp_jw_end_object(&w);
    send_event(r, "message_start", false);
    gp_buf_clear(&r->body);
    gp_buf_c(&r->body, "{\"type\": \"ping\"}");
    send_event(r, "ping", false);
}

static void stop_block(reply *r)
{
    gp_jw w;
    if (!r->blocks) return;
    open_event(r, &w, "content_block_stop");
    gp_jw_kint(&w, "index", r->blocks - 1);
    gp_jw_end_object(&w);
    send_event(r, "content_block_stop", false);
}

static void start_block(reply *r, const char *type, int call)
{
    gp_jw w;
    stop_block(r);
    open_event(r, &w, "content_block_start");
    gp_jw_kint(&w, "index", r->blocks++);
    gp_jw_key(&w, "content_block");
    if (call >= 0) put_call(&w, call, true);
    else put_text(&w, type, (gp_str){0});
    gp_jw_end_object(&w);
    send_event(r, "content_block_start", false);
}

static void delta(reply *r, const char *type, const char *key, gp_str text, bool token)
{
    gp_jw w;
    open_event(r, &w, "content_block_delta");
    gp_jw_kint(&w, "index", r->blocks - 1);
    gp_jw_key(&w, "delta");
    gp_jw_object(&w);
    gp_jw_kc(&w, "type", type);
    gp_jw_kstr(&w, key, text);
    gp_jw_end_object(&w);
    gp_jw_end_object(&w);
    finish_document(r);
    send_event(r, "content_block_delta", token);
}

static void piece(reply *r, bool reasoning, gp_str text, bool first)
{
    if (first) start_block(r, reasoning ? "thinking" : "text", -1);
    delta(r, reasoning ? "thinking_delta" : "text_delta", reasoning ? "thinking" : "text", text, first);
}

static void calls(reply *r)
{
    for (int i = 0; i < 2; i++) {
        gp_str args = gp_str_c(call_arguments[i]);
        start_block(r, NULL, i);
        delta(r, "input_json_delta", "partial_json", (gp_str){0}, true);
        if (i) continue; /* no arguments: nothing more comes */
        delta(r, "input_json_delta", "partial_json", (gp_str){args.p, args.n / 2}, false);
        delta(r, "input_json_delta", "partial_json", (gp_str){args.p + args.n / 2, args.n - args.n / 2}, false);
    }
}

static void broken(reply *r)
{
    gp_buf_clear(&r->body);
    gp_buf_c(&r->body, "{\"type\":\"error\",\"error\":{\"type\":\"overloaded_error\",\"message\":\"Overloaded\"}}");
    send_event(r, "error", false);
}

static void end(reply *r, gp_str answer)
{
    gp_jw w;
    if (marked(r, "error-late") || marked(r, "nochoices")) return;
    stop_block(r);
    open_event(r, &w, "message_delta");
    gp_jw_key(&w, "delta");
    gp_jw_object(&w);
    gp_jw_kc(&w, "stop_reason", marked(r, "nofinish") ? NULL : stop_reason(r));
    gp_jw_kc(&w, "stop_sequence", NULL);
    gp_jw_end_object(&w);
    gp_jw_key(&w, "usage");
    gp_jw_object(&w);
    gp_jw_kint(&w, "output_tokens", (int64_t)words(answer));
    gp_jw_end_object(&w);
    gp_jw_end_object(&w);
    send_event(r, "message_delta", false);
    if (marked(r, "nodone")) return;
    gp_buf_clear(&r->body);
    gp_buf_c(&r->body, "{\"type\":\"message_stop\"       }");
    send_event(r, "message_stop", false);
}

const plan_api plan_anthropic = {path,  read_request, error, whole,  "text/event-stream; charset=utf-8",
                                 begin, piece,        calls, broken, end};
