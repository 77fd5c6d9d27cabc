/* plan_responses.c - the test server's Responses API. */
#include "plan_impl.h"

static bool path(reply *r, gp_str p)
{
    (void)r;
    return ends_with(p, "/responses");
}

static bool read_request(reply *r, const gp_json *root)
{
    const gp_json *model = gp_json_get(root, "model"), *stream = gp_json_get(root, "stream"),
                  *input = gp_json_get(root, "input");
    if (!model || model->type != GP_JSON_STRING || !input || input->type != GP_JSON_ARRAY) return false;
    if (gp_json_get(root, "seed") || gp_json_get(root, "stop") || gp_json_get(root, "messages")) return false;
    r->model = model->s;
    r->stream = stream && stream->b;
    r->prompt = last_user(r, input, "content");
    return true;
}

static void error(reply *r, gp_jw *w, int status, const char *type, const char *code, const char *message)
{
    plan_openai.error(r, w, status, type, code, message);
}

static void put_reasoning(gp_jw *w)
{
    gp_jw_object(w);
    gp_jw_kc(w, "type", "reasoning");
    gp_jw_kc(w, "id", "rs_1");
    gp_jw_key(w, "summary");
    gp_jw_array(w);
    gp_jw_object(w);
    gp_jw_kc(w, "type", "summary_text");
    gp_jw_kc(w, "text", "Let me think.");
    gp_jw_end_object(w);
    gp_jw_end_array(w);
    gp_jw_end_object(w);
}

static void put_call(gp_jw *w, int i, bool empty)
{
    gp_jw_object(w);
    gp_jw_kc(w, "type", "function_call");
    gp_jw_kc(w, "id", i ? "fc_b" : "fc_a");
    gp_jw_kc(w, "call_id", i ? "call_b" : "call_a");
    gp_jw_kc(w, "name", call_names[i]);
    gp_jw_kc(w, "arguments", empty ? "" : call_arguments[i]);
    gp_jw_end_object(w);
}

static void put_message(gp_jw *w, gp_str answer)
{
    gp_jw_object(w);
    gp_jw_kc(w, "type", "message");
    gp_jw_kc(w, "role", "assistant");
    gp_jw_key(w, "content");
    gp_jw_array(w);
    gp_jw_object(w);
    gp_jw_kc(w, "type", "output_text");
    gp_jw_kstr(w, "text", answer);
    gp_jw_end_object(w);
    gp_jw_end_array(w);
    gp_jw_end_object(w);
}

static void put_usage(const reply *r, gp_jw *w, gp_str answer)
{
    gp_jw_key(w, "usage");
    gp_jw_object(w);
    gp_jw_kint(w, "input_tokens", (int64_t)words(r->prompt));
    gp_jw_key(w, "input_tokens_details");
    gp_jw_object(w);
    gp_jw_kint(w, "cached_tokens", 1);
    gp_jw_end_object(w);
    gp_jw_kint(w, "output_tokens", (int64_t)words(answer));
    gp_jw_key(w, "output_tokens_details");
    gp_jw_object(w);
    gp_jw_kint(w, "reasoning_tokens", 0);
    gp_jw_end_object(w);
    gp_jw_end_object(w);
}

/* The members of a response object. */
static void put_response(reply *r, gp_jw *w, gp_str answer)
{
    bool part = marked(r, "length") || marked(r, "filter");
    gp_jw_kstr(w, "id", reply_id(r));
    gp_jw_kc(w, "object", "response");
    gp_jw_kc(w, "status", marked(r, "finish") ? marker_word(r, "finish") : part ? "incomplete" : "completed");
    gp_jw_kc(w, "error", NULL);
    if (part) {
        gp_jw_key(w, "incomplete_details");
        gp_jw_object(w);
        gp_jw_kc(w, "reason", marked(r, "filter") ? "content_filter" : "max_output_tokens");
        gp_jw_end_object(w);
    }
    gp_jw_kstr(w, "model", reply_model(r));
    gp_jw_key(w, "output");
    gp_jw_array(w);
    if (marked(r, "reasoning")) put_reasoning(w);
    if (marked(r, "tools")) put_call(w, 0, false), put_call(w, 1, false);
    else if (answer.n) put_message(w, answer);
    gp_jw_end_array(w);
    put_usage(r, w, answer);
}

static void whole(reply *r, gp_str answer)
{
    gp_jw w;
    document(r, &w);
    if (!marked(r, "nochoices")) put_response(r, &w, answer);
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
    open_event(r, &w, "response.created");
    gp_jw_key(&w, "response");
    gp_jw_object(&w);
    gp_jw_kstr(&w, "id", reply_id(r));
    gp_jw_kc(&w, "status", "in_progress");
    gp_jw_end_object(&w);
    gp_jw_end_object(&w);
    send_event(r, "response.created", false);
}

static void delta(reply *r, const char *type, int index, gp_str text, bool token)
{
    gp_jw w;
    open_event(r, &w, type);
    gp_jw_kint(&w, "output_index", index);
    gp_jw_kstr(&w, "delta", text);
    gp_jw_end_object(&w);
    finish_document(r);
    send_event(r, type, token);
}

static void piece(reply *r, bool reasoning, gp_str text, bool first)
{
    delta(r, reasoning ? "response.reasoning_summary_text.delta" : "response.output_text.delta", reasoning ? 0 : 1,
          text, first);
}

static void calls(reply *r)
{
    gp_jw w;
    for (int i = 0; i < 2; i++) {
        open_event(r, &w, "response.output_item.added");
        gp_jw_kint(&w, "output_index", i + 1);
        gp_jw_key(&w, "item");
        put_call(&w, i, true);
        gp_jw_end_object(&w);
        send_event(r, "response.output_item.added", !i);
        delta(r, "response.function_call_arguments.delta", i + 1, gp_str_c(call_arguments[i]), false);
    }
}

static void broken(reply *r)
{
    gp_buf_clear(&r->body);
    gp_buf_c(
        &r->body,
        "{\"type\":\"error\",\"error\":{\"type\":\"server_error\",\"code\":\"server_error\",\"message\":\"the backend went away\"}}");
    send_event(r, "error", false);
}

static void end(reply *r, gp_str answer)
{
    gp_jw w;
    if (marked(r, "error-late") || marked(r, "nochoices") || marked(r, "nofinish")) return;
    bool part = marked(r, "length") || marked(r, "filter") || marked(r, "finish");
    const char *type = part ? "response.incomplete" : "response.completed";
    open_event(r, &w, type);
    gp_jw_key(&w, "response");
    gp_jw_object(&w);
    put_response(r, &w, answer);
    gp_jw_end_object(&w);
    gp_jw_end_object(&w);
    finish_document(r);
    send_event(r, type, false);
}

const plan_api plan_responses = {path,  read_request, error, whole,  "text/event-stream; charset=utf-8",
                                 begin, piece,        calls, broken, end};
