/* gemini.c - the provider `gemini`: POST BASE/v1beta/models/MODEL:streamGenerateContent?alt=sse (or :generateContent).
 *
 * The key goes in a header, never into the URL. System messages become systemInstruction, the role of earlier answers
 * is "model". Members of `extra.generationConfig` join that object; thinkingConfig is not sent of itself, because
 * models without thinking refuse it: {"generationConfig": {"thinkingConfig": {"includeThoughts": true}}} brings
 * thoughts.
 *
 * Every event of a stream is a whole response with the next parts; there is no terminal sign, so a stream is complete
 * when it ends cleanly behind a finish reason. Errors may come in the middle of it as bare JSON. Output counts
 * thoughts and answer together, as they are billed. A prompt that is blocked is a filtered answer with the reason as
 * native word; a malformed function call and its kin are an interruption, whatever text came before it.
 *
 * A model may be "models/NAME", "tunedModels/NAME" or NAME. The base URL may end in /v1beta, /v1 or neither. */
#include "provider/wire.h"

/* --- request --- */

/* A model name as a part of a path. */
static void put_model(gp_str model, gp_buf *out)
{
    bool full = gp_str_starts(model, GP_STR("models/")) || gp_str_starts(model, GP_STR("tunedModels/"));
    if (!full) gp_buf_c(out, "models/");
    for (size_t i = 0; i < model.n; i++) {
        gp_str c = {model.p + i, 1};
        if (*c.p == '/') gp_buf_byte(out, '/');
        else gp_percent_name(out, c);
    }
}

static void url(const gp_codec *c, const gp_chat_request *q, gp_buf *out)
{
    gp_wire_base(c, q, out);
    gp_str b = gp_buf_view(out);
    gp_buf_c(out, gp_str_ends(b, GP_STR("/v1beta")) || gp_str_ends(b, GP_STR("/v1")) ? "/" : "/v1beta/");
    put_model(q->model, out);
    gp_buf_c(out, q->stream ? ":streamGenerateContent?alt=sse" : ":generateContent");
}

static void put_text(gp_str text, gp_jw *w)
{
    gp_jw_object(w);
    gp_jw_kstr(w, "text", text);
    gp_jw_end_object(w);
}

static void put_part(const gp_chat_part *p, gp_jw *w)
{
    if (!p->mime) {
        put_text(p->text, w);
        return;
    }
    gp_jw_object(w);
    gp_jw_key(w, "inlineData");
    gp_jw_object(w);
    gp_jw_kc(w, "mimeType", p->mime);
    gp_jw_kstr(w, "data", p->base64);
    gp_jw_end_object(w);
    gp_jw_end_object(w);
}

static void put_parts(const gp_chat_message *m, gp_jw *w)
{
    if (!m->n_parts) put_text(m->content, w);
    for (size_t i = 0; i < m->n_parts; i++) put_part(&m->parts[i], w);
}

static void put_call(const gp_tool_call *c, gp_jw *w)
{
    gp_jw_object(w);
    gp_jw_key(w, "functionCall");
    gp_jw_object(w);
    gp_jw_kstr(w, "name", c->name);
    gp_jw_key(w, "args");
    gp_jw_value(w, c->arguments);
    gp_jw_end_object(w);
    gp_jw_end_object(w);
}

/* The API takes an object: the result itself where it is one. */
static void put_result(const gp_chat_message *m, gp_jw *w)
{
    gp_arena a = {0};
    const gp_json *v = NULL;
    bool object = gp_json_parse(&a, "result", m->content, &v, NULL) == GP_OK && v->type == GP_JSON_OBJECT;
    gp_jw_object(w);
    gp_jw_key(w, "functionResponse");
    gp_jw_object(w);
    gp_jw_kstr(w, "name", m->answers->name);
    gp_jw_key(w, "response");
    if (object) gp_jw_value(w, v);
    else gp_jw_object(w), gp_jw_kstr(w, "result", m->content), gp_jw_end_object(w);
    gp_jw_end_object(w);
    gp_jw_end_object(w);
    gp_arena_free(&a);
}

static void put_system(const gp_chat_request *q, gp_jw *w)
{
    gp_jw_object(w);
    gp_jw_key(w, "parts");
    gp_jw_array(w);
    for (size_t i = 0; i < q->n_messages; i++)
        if (gp_wire_is_system(&q->messages[i]) && !gp_wire_is_blank(&q->messages[i])) put_parts(&q->messages[i], w);
    gp_jw_end_array(w);
    gp_jw_end_object(w);
}

static void put_contents(const gp_chat_request *q, gp_jw *w)
{
    gp_jw_array(w);
    for (size_t i = 0; i < q->n_messages; i++) {
        const gp_chat_message *m = &q->messages[i];
        if (gp_wire_is_system(m) || gp_wire_is_blank(m)) continue;
        gp_jw_object(w);
        gp_jw_kstr(w, "role",
                   gp_str_eqc(m->role, "assistant") ? GP_STR("model")
                   : m->answers                     ? GP_STR("user")
                                                    : m->role);
        gp_jw_key(w, "parts");
        gp_jw_array(w);
        if (m->answers) { /* all results in a row belong into one message */
            put_result(m, w);
            while (i + 1 < q->n_messages && q->messages[i + 1].answers) put_result(&q->messages[++i], w);
        } else if (m->n_parts || m->content.n) put_parts(m, w);
        for (size_t k = 0; k < m->n_calls; k++) put_call(&m->calls[k], w);
        gp_jw_end_array(w);
        gp_jw_end_object(w);
    }
    gp_jw_end_array(w);
}

static void put_parameters(const gp_wire_tool *f, gp_jw *w)
{
    if (f->parameters) gp_jw_key(w, "parametersJsonSchema"), gp_jw_value(w, f->parameters);
}

static void put_tools(const gp_json *tools, gp_jw *w)
{
    gp_jw_array(w);
    gp_jw_object(w);
    gp_jw_key(w, "functionDeclarations");
    gp_wire_put_tools(tools, NULL, put_parameters, w);
    gp_jw_end_object(w);
    gp_jw_end_array(w);
}

static void put_config(const gp_codec *c, const gp_chat_request *q, const gp_json *own, gp_jw *w)
{
    gp_wire_put_params(c, q, own, w);
    if (q->schema && gp_wire_open(w, own, "responseMimeType")) gp_jw_c(w, "application/json");
    if (q->schema && gp_wire_open(w, own, "responseJsonSchema")) gp_jw_value(w, q->schema);
    if (q->logprobs && gp_wire_open(w, own, "responseLogprobs")) gp_jw_bool(w, true);
}

static void put_members(const gp_codec *c, const gp_chat_request *q, const gp_json *extra, gp_jw *w)
{
    if (gp_wire_has_system(q) && gp_wire_open(w, extra, "systemInstruction")) put_system(q, w);
    if (gp_wire_open(w, extra, "contents")) put_contents(q, w);
    if (q->tools && gp_wire_open(w, extra, "tools")) put_tools(q->tools, w);
    gp_wire_merged(c, q, extra, put_config, w);
}

/* --- reply --- */

static void take_finish(gp_chat_reply *r, gp_chat_finish finish, gp_str word)
{
    if (!word.n || r->finish != GP_CHAT_FINISH_NONE) return;
    r->finish = finish;
    gp_chat_note(&r->finish_native, word);
}

/* Cumulative, so later events replace earlier ones. */
static void take_usage(gp_chat_reply *r, const gp_node *u)
{
    gp_wire_count(&r->counts[0], gp_node_get(u, "promptTokenCount"));
    gp_wire_count(&r->counts[1], gp_node_get(u, "toolUsePromptTokenCount"));
    gp_wire_count(&r->counts[2], gp_node_get(u, "candidatesTokenCount"));
    gp_wire_count(&r->counts[3], gp_node_get(u, "thoughtsTokenCount"));
    r->input_tokens = gp_wire_sum(r->counts, 2);
    r->output_tokens = gp_wire_sum(r->counts + 2, 2);
    r->reasoning_tokens = r->counts[3];
    gp_wire_count(&r->cached_tokens, gp_node_get(u, "cachedContentTokenCount"));
}

static void take_part(gp_chat_reply *r, gp_body *b, const gp_node *p)
{
    const gp_node *call = gp_node_get(p, "functionCall");
    gp_str text = gp_node_str(b, gp_node_get(p, "text"));
    if (gp_node_true(gp_node_get(p, "thought"))) gp_chat_add_reasoning(r, text);
    else gp_chat_add_answer(r, text);
    gp_str id = gp_node_str(b, gp_node_get(call, "id")), name = gp_node_str(b, gp_node_get(call, "name"));
    if (gp_node_type(call) == GP_JSON_OBJECT) gp_wire_call(r, b, id, name, gp_node_get(call, "args"));
}

static void take_candidate(gp_chat_reply *r, gp_body *b, const gp_node *c)
{
    if (gp_node_count(gp_node_get(c, "index")) > 0) return; /* one answer is asked for */
    r->saw_choice = true;
    for (const gp_node *p = gp_node_first(gp_node_get(gp_node_get(c, "content"), "parts")); p; p = gp_node_next(p))
        take_part(r, b, p);
    gp_wire_logprobs(r, gp_node_get(gp_node_get(c, "logprobsResult"), "chosenCandidates"), "logProbability");
    gp_str why = gp_node_str(b, gp_node_get(c, "finishReason"));
    take_finish(r, gp_wire_finish(why), why);
}

static void take_response(gp_chat_reply *r, gp_body *b, const gp_node *root)
{
    if (gp_wire_failed(r, b, root)) return;
    gp_chat_note(&r->id, gp_node_str(b, gp_node_get(root, "responseId")));
    gp_chat_note(&r->model, gp_node_str(b, gp_node_get(root, "modelVersion")));
    take_usage(r, gp_node_get(root, "usageMetadata"));
    for (const gp_node *c = gp_node_first(gp_node_get(root, "candidates")); c; c = gp_node_next(c))
        take_candidate(r, b, c);
    gp_str blocked = gp_node_str(b, gp_node_get(gp_node_get(root, "promptFeedback"), "blockReason"));
    if (blocked.n) r->saw_choice = true;
    take_finish(r, GP_CHAT_FINISH_CONTENT_FILTER, blocked);
}

/* A whole reply is one response, or a list of them where a stream came without alt=sse. */
static void take_whole(gp_chat_reply *r, gp_body *b, const gp_node *root)
{
    if (gp_node_type(root) != GP_JSON_ARRAY) {
        take_response(r, b, root);
        return;
    }
    for (const gp_node *n = gp_node_first(root); n && !r->failure; n = gp_node_next(n)) take_response(r, b, n);
}

const gp_codec gp_codec_gemini = {
    .provider = "gemini",
    .base_url = "https://generativelanguage.googleapis.com",
    .key_env = {"GEMINI_API_KEY", "GOOGLE_API_KEY"},
    .base_url_env = {"GEMINI_BASE_URL", "GOOGLE_GEMINI_BASE_URL"},
    .key_required = true,
    .costs = {"candidateCount", "tools"},
    .conversation = "contents",
    .needs = GP_NEED_IMAGE | GP_NEED_TOOLS | GP_NEED_JSON_SCHEMA | GP_NEED_LOGPROBS,
    .bare_errors = true,
    .params = {GP_SENDS(max_tokens, "maxOutputTokens"), GP_SENDS(temperature, "temperature"), GP_SENDS(top_p, "topP"),
               GP_SENDS(top_k, "topK"), GP_SENDS(presence_penalty, "presencePenalty"),
               GP_SENDS(frequency_penalty, "frequencyPenalty"), GP_SENDS_TOO(seed, "seed"),
               GP_SENDS(stop, "stopSequences")},
    .url = url,
    .headers = gp_wire_headers,
    .body = gp_wire_body,
    .event = gp_wire_event,
    .whole = gp_wire_whole,
    .refusal = gp_wire_refusal,
    .key_header = "x-goog-api-key",
    .members = put_members,
    .merged = "generationConfig",
    .take = take_response,
    .take_whole = take_whole,
    .lacking = "candidates",
};
