/* plan_gemini.c - the test server's generateContent and streamGenerateContent. */
#include <string.h>

#include "plan_impl.h"

/* .../models/MODEL:streamGenerateContent?alt=sse */
static bool path(reply *r, gp_str p)
{
    size_t models = gp_str_find(p, GP_STR("/models/")), one = gp_str_find(p, GP_STR(":generateContent")),
           many = gp_str_find(p, GP_STR(":streamGenerateContent"));
    size_t at = many != SIZE_MAX ? many : one;
    if (models == SIZE_MAX || at == SIZE_MAX || at < models + 8) return false;
    r->model = (gp_str){p.p + models + 8, at - models - 8};
    r->stream = many != SIZE_MAX;
    return true;
}

static bool read_request(reply *r, const gp_json *root)
{
    const gp_json *contents = gp_json_get(root, "contents");
    if (!contents || contents->type != GP_JSON_ARRAY || gp_str_find(r->q->path, GP_STR("key=")) != SIZE_MAX)
        return false;
    for (const gp_json *m = contents->first; m; m = m->next) {
        const gp_json *role = gp_json_get(m, "role");
        if (!role || (!gp_str_eqc(role->s, "user") && !gp_str_eqc(role->s, "model"))) return false;
    }
    r->prompt = last_user(r, contents, "parts");
    return true;
}

static void error(reply *r, gp_jw *w, int status, const char *type, const char *code, const char *message)
{
    (void)type;
    (void)code;
    bool key = status == 401; /* a wrong key is a 400 there */
    gp_jw_key(w, "error");
    gp_jw_object(w);
    gp_jw_kint(w, "code", key ? 400 : status);
    gp_jw_kc(w, "message",
             marked(r, "context") ? "The input token count (5000) exceeds the maximum number of tokens allowed (4096)."
                                  : message);
    gp_jw_kc(w, "status", status == 429 ? "RESOURCE_EXHAUSTED" : status >= 500 ? "UNAVAILABLE" : "INVALID_ARGUMENT");
    gp_jw_key(w, "details");
    gp_jw_array(w);
    if (key) {
        gp_jw_object(w);
        gp_jw_kc(w, "reason", "API_KEY_INVALID");
        gp_jw_end_object(w);
    }
    gp_jw_end_array(w);
    gp_jw_end_object(w);
}

static const char *finish_word(const reply *r)
{
    if (marked(r, "finish")) return marker_word(r, "finish");
    if (marked(r, "filter")) return "SAFETY";
    return marked(r, "length") ? "MAX_TOKENS" : "STOP";
}

static void put_part(gp_jw *w, bool thought, gp_str text)
{
    gp_jw_object(w);
    gp_jw_kstr(w, "text", text);
    if (thought) gp_jw_kbool(w, "thought", true);
    gp_jw_end_object(w);
}

static void put_call(gp_jw *w, int i)
{
    gp_jw_object(w);
    gp_jw_key(w, "functionCall");
    gp_jw_object(w);
    gp_jw_kc(w, "name", call_names[i]);
    gp_jw_key(w, "args");
    gp_jw_raw(w, gp_str_c(call_arguments[i]));
    gp_jw_end_object(w);
    gp_jw_end_object(w);
}

/* Document and candidate up to its open list of parts. */
static void open_parts(reply *r, gp_jw *w)
{
    document(r, w);
    gp_jw_key(w, "candidates");
    gp_jw_array(w);
    gp_jw_object(w);
    gp_jw_key(w, "content");
    gp_jw_object(w);
    gp_jw_kc(w, "role", "model");
    gp_jw_key(w, "parts");
    gp_jw_array(w);
}

static void close_parts(reply *r, gp_jw *w, const char *finish, gp_str answer)
{
    gp_jw_end_array(w);
    gp_jw_end_object(w);
    if (finish) gp_jw_kc(w, "finishReason", finish);
    gp_jw_kint(w, "index", 0);
    gp_jw_end_object(w);
    gp_jw_end_array(w);
    gp_jw_key(w, "usageMetadata");
    gp_jw_object(w);
    gp_jw_kint(w, "promptTokenCount", (int64_t)words(r->prompt));
    if (finish) gp_jw_kint(w, "candidatesTokenCount", (int64_t)words(answer));
    if (marked(r, "reasoning")) gp_jw_kint(w, "thoughtsTokenCount", 3);
    gp_jw_end_object(w);
    gp_jw_kstr(w, "modelVersion", reply_model(r));
    gp_jw_kstr(w, "responseId", reply_id(r));
    gp_jw_end_object(w);
    finish_document(r);
}

static void whole(reply *r, gp_str answer)
{
    gp_jw w;
    if (marked(r, "nochoices")) {
        document(r, &w);
        gp_jw_end_object(&w);
        send_whole(r);
        return;
    }
    open_parts(r, &w);
    if (marked(r, "reasoning")) put_part(&w, true, GP_STR("Let me think."));
    if (marked(r, "tools")) put_call(&w, 0), put_call(&w, 1);
    else if (answer.n) put_part(&w, false, answer);
    close_parts(r, &w, marked(r, "nofinish") ? NULL : finish_word(r), answer);
    send_whole(r);
}

static void begin(reply *r)
{
    if (!marked(r, "blocked")) return;
    send_text_event(
        r,
        GP_STR(
            "{\"promptFeedback\":{\"blockReason\":\"PROHIBITED_CONTENT\"},\"usageMetadata\":{\"promptTokenCount\":4}}"));
}

static void piece(reply *r, bool reasoning, gp_str text, bool first)
{
    gp_jw w;
    if (marked(r, "blocked")) return;
    open_parts(r, &w);
    put_part(&w, reasoning, text);
    close_parts(r, &w, NULL, (gp_str){0});
    send_event(r, NULL, first);
}

static void calls(reply *r)
{
    gp_jw w;
    open_parts(r, &w);
    put_call(&w, 0);
    put_call(&w, 1);
    close_parts(r, &w, NULL, (gp_str){0});
    send_event(r, NULL, true);
}

static void broken(reply *r)
{
    send_raw(
        r,
        GP_STR(
            "[{\r\n  \"error\": {\r\n    \"code\": 503,\r\n    \"message\": \"The model is overloaded.\",\r\n    \"status\": \"UNAVAILABLE\"\r\n  }\r\n}\r\n]\r\n"));
}

static void end(reply *r, gp_str answer)
{
    gp_jw w;
    if (marked(r, "error-late") || marked(r, "nochoices") || marked(r, "nofinish") || marked(r, "blocked")) return;
    open_parts(r, &w);
    put_part(&w, false, (gp_str){0});
    close_parts(r, &w, finish_word(r), answer);
    send_event(r, NULL, false);
}

const plan_api plan_gemini = {path, read_request, error, whole, "text/event-stream", begin, piece, calls, broken, end};
