/* plan_openai.c - the test server's Chat Completions, with the extras of OpenRouter and llama-server. */
#include <string.h>

#include "plan_impl.h"

static bool path(reply *r, gp_str p)
{
    (void)r;
    return ends_with(p, "/chat/completions");
}

static bool read_request(reply *r, const gp_json *root)
{
    const gp_json *model = gp_json_get(root, "model"), *stream = gp_json_get(root, "stream"),
                  *messages = gp_json_get(root, "messages");
    const gp_json *usage = gp_json_get(gp_json_get(root, "stream_options"), "include_usage");
    if (!model || model->type != GP_JSON_STRING || !messages || messages->type != GP_JSON_ARRAY) return false;
    r->model = model->s;
    r->stream = stream && stream->b;
    r->usage = usage && usage->b;
    r->prompt = last_user(r, messages, "content");
    return true;
}

static void error(reply *r, gp_jw *w, int status, const char *type, const char *code, const char *message)
{
    (void)r;
    (void)status;
    gp_jw_key(w, "error");
    gp_jw_object(w);
    gp_jw_kc(w, "message", message);
    gp_jw_kc(w, "type", type);
    gp_jw_kc(w, "param", NULL);
    gp_jw_kc(w, "code", code);
    gp_jw_end_object(w);
}

static const char *finish_word(const reply *r)
{
    if (marked(r, "finish")) return marker_word(r, "finish");
    if (marked(r, "filter")) return "content_filter";
    if (marked(r, "length")) return "length";
    return marked(r, "tools") || r->calls ? "tool_calls" : "stop";
}

static void put_usage(const reply *r, gp_jw *w, gp_str answer)
{
    gp_jw_key(w, "usage");
    gp_jw_object(w);
    gp_jw_kint(w, "prompt_tokens", (int64_t)words(r->prompt));
    gp_jw_kint(w, "completion_tokens", (int64_t)words(answer));
    gp_jw_kint(w, "total_tokens", (int64_t)(words(r->prompt) + words(answer)));
    if (marked(r, "cost")) gp_jw_kreal(w, "cost", 0.00025);
    gp_jw_key(w, "prompt_tokens_details");
    gp_jw_object(w);
    gp_jw_kint(w, "cached_tokens", marked(r, "timings") ? 3 : 0);
    gp_jw_end_object(w);
    gp_jw_end_object(w);
    if (!marked(r, "timings")) return;
    gp_jw_key(w, "timings");
    gp_jw_object(w);
    gp_jw_kint(w, "cache_n", 3);
    gp_jw_kreal(w, "prompt_ms", 12.5);
    gp_jw_kreal(w, "predicted_ms", 250);
    gp_jw_end_object(w);
}

static void open_document(reply *r, gp_jw *w, const char *object)
{
    document(r, w);
    gp_jw_kstr(w, "id", reply_id(r));
    gp_jw_kc(w, "object", object);
    gp_jw_kint(w, "created", 1700000000);
    gp_jw_kstr(w, "model", reply_model(r));
    gp_jw_kc(w, "system_fingerprint", "fp_test");
    if (marked(r, "upstream")) gp_jw_kc(w, "provider", "Hoster");
}

static void put_call(gp_jw *w, int i, bool numbered, gp_str name, gp_str arguments)
{
    const char id[] = {'c', 'a', 'l', 'l', '_', (char)('a' + i), '\0'};
    gp_jw_object(w);
    if (numbered) gp_jw_kint(w, "index", i);
    gp_jw_kc(w, "id", id);
    gp_jw_kc(w, "type", "function");
    gp_jw_key(w, "function");
    gp_jw_object(w);
    gp_jw_kstr(w, "name", name);
    gp_jw_kstr(w, "arguments", arguments);
    gp_jw_end_object(w);
    gp_jw_end_object(w);
}

static void put_calls(const reply *r, gp_jw *w, bool numbered)
{
    int n = 0;
    gp_jw_key(w, "tool_calls");
    gp_jw_array(w);
    for (const gp_json *c = r->calls ? r->calls->first : NULL; c; c = c->next)
        put_call(w, n++, numbered, gp_json_get(c, "name")->s, gp_json_get(c, "arguments")->s);
    for (int i = 0; i < 2 && !r->calls; i++)
        put_call(w, i, numbered, gp_str_c(call_names[i]), gp_str_c(call_arguments[i]));
    gp_jw_end_array(w);
}

static void whole(reply *r, gp_str answer)
{
    gp_jw w;
    open_document(r, &w, "chat.completion");
    if (!marked(r, "nochoices")) {
        gp_jw_key(&w, "choices");
        gp_jw_array(&w);
        gp_jw_object(&w);
        gp_jw_kint(&w, "index", 0);
        gp_jw_key(&w, "message");
        gp_jw_object(&w);
        gp_jw_kc(&w, "role", "assistant");
        if (marked(r, "reasoning")) gp_jw_kc(&w, "reasoning_content", "Let me think.");
        if (marked(r, "tools") || r->calls) gp_jw_kc(&w, "content", NULL), put_calls(r, &w, false);
        else gp_jw_kstr(&w, "content", answer);
        gp_jw_end_object(&w);
        if (!marked(r, "nofinish")) gp_jw_kc(&w, "finish_reason", finish_word(r));
        gp_jw_end_object(&w);
        gp_jw_end_array(&w);
    }
    put_usage(r, &w, answer);
    gp_jw_end_object(&w);
    finish_document(r);
    send_whole(r);
}

/* One chunk; `key` names the member of the delta that gets `text`, NULL leaves the delta empty. */
static void chunk(reply *r, const char *key, gp_str text, const char *finish, bool token)
{
    gp_jw w;
    open_document(r, &w, "chat.completion.chunk");
    gp_jw_key(&w, "choices");
    gp_jw_array(&w);
    gp_jw_object(&w);
    gp_jw_kint(&w, "index", 0);
    gp_jw_key(&w, "delta");
    gp_jw_object(&w);
    if (key && strcmp(key, "role") == 0) gp_jw_kc(&w, "role", "assistant"), gp_jw_kc(&w, "content", "");
    else if (key && strcmp(key, "tool_calls") == 0) put_calls(r, &w, true);
    else if (key) gp_jw_kstr(&w, key, text);
    gp_jw_end_object(&w);
    gp_jw_kc(&w, "finish_reason", finish);
    gp_jw_end_object(&w);
    gp_jw_end_array(&w);
    if (r->usage) gp_jw_key(&w, "usage"), gp_jw_null(&w);
    gp_jw_end_object(&w);
    finish_document(r);
    send_event(r, NULL, token);
}

static void begin(reply *r) { chunk(r, "role", (gp_str){0}, NULL, false); }
static void piece(reply *r, bool reasoning, gp_str text, bool first)
{
    chunk(r, reasoning ? "reasoning_content" : "content", text, NULL, first);
}
static void calls(reply *r) { chunk(r, "tool_calls", (gp_str){0}, NULL, true); }

static void broken(reply *r)
{
    send_text_event(
        r, GP_STR("{\"error\":{\"message\":\"the backend went away\",\"type\":\"server_error\",\"code\":502}}"));
}

static void end(reply *r, gp_str answer)
{
    gp_jw w;
    if (!marked(r, "nochoices") && !marked(r, "nofinish") && !marked(r, "error-late"))
        chunk(r, NULL, (gp_str){0}, finish_word(r), false);
    if (r->usage) {
        open_document(r, &w, "chat.completion.chunk");
        gp_jw_key(&w, "choices");
        gp_jw_array(&w);
        gp_jw_end_array(&w);
        put_usage(r, &w, answer);
        gp_jw_end_object(&w);
        send_event(r, NULL, false);
    }
    if (!marked(r, "nodone")) send_text_event(r, GP_STR("[DONE]"));
}

const plan_api plan_openai = {path, read_request, error, whole, "text/event-stream", begin, piece, calls, broken, end};
