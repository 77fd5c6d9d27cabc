/* plan_ollama.c - the test server's /api/chat. */
#include "plan_impl.h"

static bool path(reply *r, gp_str p)
{
    (void)r;
    return ends_with(p, "/api/chat");
}

static bool read_request(reply *r, const gp_json *root)
{
    const gp_json *model = gp_json_get(root, "model"), *stream = gp_json_get(root, "stream"),
                  *messages = gp_json_get(root, "messages");
    if (!model || model->type != GP_JSON_STRING || !messages || messages->type != GP_JSON_ARRAY) return false;
    r->model = model->s;
    r->stream = !stream || stream->b;
    r->prompt = last_user(r, messages, "content");
    return true;
}

static void error(reply *r, gp_jw *w, int status, const char *type, const char *code, const char *message)
{
    (void)status;
    (void)type;
    (void)code;
    gp_jw_kc(w, "error", marked(r, "context") ? "the input length exceeds the context length" : message);
}

static void open_line(reply *r, gp_jw *w)
{
    document(r, w);
    gp_jw_kstr(w, "model", reply_model(r));
    gp_jw_kc(w, "created_at", "2026-01-01T00:00:00Z");
}

static void put_calls(gp_jw *w)
{
    gp_jw_key(w, "tool_calls");
    gp_jw_array(w);
    for (int i = 0; i < 2; i++) {
        gp_jw_object(w);
        gp_jw_key(w, "function");
        gp_jw_object(w);
        gp_jw_kc(w, "name", call_names[i]);
        gp_jw_key(w, "arguments");
        gp_jw_raw(w, gp_str_c(call_arguments[i]));
        gp_jw_end_object(w);
        gp_jw_end_object(w);
    }
    gp_jw_end_array(w);
}

static void put_message(reply *r, gp_jw *w, bool reasoning, bool tools, gp_str thinking, gp_str content)
{
    (void)r;
    gp_jw_key(w, "message");
    gp_jw_object(w);
    gp_jw_kc(w, "role", "assistant");
    gp_jw_kstr(w, "content", content);
    if (reasoning) gp_jw_kstr(w, "thinking", thinking);
    if (tools) put_calls(w);
    gp_jw_end_object(w);
}

static void put_last(reply *r, gp_jw *w, gp_str answer)
{
    gp_jw_kbool(w, "done", true);
    if (!marked(r, "nofinish"))
        gp_jw_kc(w, "done_reason",
                 marked(r, "finish")   ? marker_word(r, "finish")
                 : marked(r, "length") ? "length"
                 : !r->prompt.n        ? "unload" /* what a chat without messages is for */
                                       : "stop");
    gp_jw_kint(w, "total_duration", 900000000);
    gp_jw_kint(w, "load_duration", 500000000);
    gp_jw_kint(w, "prompt_eval_count", (int64_t)words(r->prompt));
    gp_jw_kint(w, "prompt_eval_duration", 12500000);
    gp_jw_kint(w, "eval_count", (int64_t)words(answer));
    gp_jw_kint(w, "eval_duration", 250000000);
}

static void whole(reply *r, gp_str answer)
{
    gp_jw w;
    open_line(r, &w);
    bool tools = marked(r, "tools");
    if (!marked(r, "nochoices"))
        put_message(r, &w, marked(r, "reasoning"), tools, GP_STR("Let me think."), tools ? (gp_str){0} : answer);
    put_last(r, &w, answer);
    gp_jw_end_object(&w);
    finish_document(r);
    send_whole(r);
}

static void begin(reply *r) { (void)r; }

static void piece(reply *r, bool reasoning, gp_str text, bool first)
{
    gp_jw w;
    open_line(r, &w);
    put_message(r, &w, reasoning, false, text, reasoning ? (gp_str){0} : text);
    gp_jw_kbool(&w, "done", false);
    gp_jw_end_object(&w);
    finish_document(r);
    send_line(r, first);
}

static void calls(reply *r)
{
    gp_jw w;
    open_line(r, &w);
    put_message(r, &w, false, true, (gp_str){0}, (gp_str){0});
    gp_jw_kbool(&w, "done", false);
    gp_jw_end_object(&w);
    send_line(r, true);
}

static void broken(reply *r) { send_raw(r, GP_STR("{\"error\":\"the runner went away\"}\n")); }

static void end(reply *r, gp_str answer)
{
    gp_jw w;
    if (marked(r, "error-late") || marked(r, "nodone")) return;
    open_line(r, &w);
    if (!marked(r, "nochoices")) put_message(r, &w, false, false, (gp_str){0}, (gp_str){0});
    put_last(r, &w, answer);
    gp_jw_end_object(&w);
    send_line(r, false);
}

const plan_api plan_ollama = {path,  read_request, error, whole,  "application/x-ndjson",
                              begin, piece,        calls, broken, end};
