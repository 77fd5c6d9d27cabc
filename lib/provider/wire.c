/* wire.c - the pieces of requests, replies and errors that look alike at several providers. */
#include "provider/wire.h"

#include <string.h>

/* --- requests --- */

static gp_code check_text(gp_str s, const char *what, gp_err *err)
{
    size_t bad = gp_utf8_bad(s);
    return bad == SIZE_MAX ? GP_OK : gp_fail(err, GP_E_INPUT, "%s is not valid UTF-8 (byte %zu)", what, bad);
}

static gp_code check_texts(const gp_chat_request *q, gp_err *err)
{
    gp_code c = check_text(q->model, "the model name", err);
    for (size_t i = 0; !c && i < q->n_messages; i++) {
        const gp_chat_message *m = &q->messages[i];
        c = check_text(m->role, "a message's role", err);
        if (!c) c = check_text(m->content, "a message's content", err);
        for (size_t k = 0; !c && k < m->n_parts; k++) c = check_text(m->parts[k].text, "a message's content", err);
    }
    for (size_t i = 0; !c && i < q->sampling.n_stop; i++) c = check_text(q->sampling.stop[i], "a stop text", err);
    return c;
}

/* The members of `extra` that are not null, without `but` (NULL: all). */
static void put_rest(gp_jw *w, const gp_json *extra, const char *but)
{
    for (const gp_json *m = extra ? extra->first : NULL; m; m = m->next) {
        if (m->type == GP_JSON_NULL || (but && gp_str_eqc(m->key, but))) continue;
        gp_jw_key_str(w, m->key);
        gp_jw_value(w, m);
    }
}

gp_code gp_wire_body(const gp_codec *codec, const gp_chat_request *q, gp_buf *out, gp_err *err)
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
        codec->members(codec, q, extra, &w);
        put_rest(&w, extra, codec->merged);
        gp_jw_end_object(&w);
    }
    gp_arena_free(&a);
    return c;
}

bool gp_wire_open(gp_jw *w, const gp_json *extra, const char *key)
{
    if (gp_json_get(extra, key)) return false;
    gp_jw_key(w, key);
    return true;
}

void gp_wire_merged(const gp_codec *c, const gp_chat_request *q, const gp_json *extra, gp_codec_members *members,
                    gp_jw *w)
{
    const gp_json *own = gp_json_get(extra, c->merged);
    if (own && own->type == GP_JSON_NULL) return;
    gp_jw_key(w, c->merged);
    gp_jw_object(w);
    members(c, q, own, w);
    put_rest(w, own, NULL);
    gp_jw_end_object(w);
}

/* --- parameters --- */

static const gp_field besides[] = {
    GP_FIELD(INT, "seed", gp_chat_request, seed),
    GP_FIELD(INT, "context", gp_chat_request, context),
};

bool gp_wire_param_at(size_t i, gp_field *out)
{
    const gp_record *sampling = &gp_sampling_told;
    if (i >= sampling->n + sizeof besides / sizeof *besides) return false;
    *out = i < sampling->n ? sampling->fields[i] : besides[i - sampling->n];
    if (i >= sampling->n) return true;
    out->offset += offsetof(gp_chat_request, sampling);
    if (out->extra) out->extra += offsetof(gp_chat_request, sampling);
    return true;
}

/* As a record of its own, which is left out where it is not set. */
static gp_record alone(const gp_field *param)
{
    return (gp_record){.fields = param, .n = 1, .size = sizeof(gp_chat_request), .flags = GP_OPTIONAL};
}

bool gp_wire_is_set(const gp_chat_request *q, const gp_field *param)
{
    gp_record r = alone(param);
    return gp_record_known(&r, q);
}

void gp_wire_put_params(const gp_codec *c, const gp_chat_request *q, const gp_json *extra, gp_jw *w)
{
    for (const gp_codec_param *own = c->params; own->name; own++) {
        gp_field f;
        for (size_t i = 0; gp_wire_param_at(i, &f) && f.offset != own->at;) i++;
        bool limit = q->max_tokens_field && own->at == offsetof(gp_chat_request, sampling.max_tokens);
        f.key = limit ? q->max_tokens_field : own->name;
        gp_record r = alone(&f);
        if (!gp_json_get(extra, f.key)) gp_record_write_members(w, &r, q);
    }
}

/* --- where to, and with what --- */

static gp_str base_of(const gp_codec *c, const gp_chat_request *q)
{
    gp_str b = q->base_url.n ? q->base_url : gp_str_c(c->base_url);
    while (b.n && b.p[b.n - 1] == '/') b.n--;
    return b;
}

void gp_wire_base(const gp_codec *c, const gp_chat_request *q, gp_buf *out) { gp_buf_str(out, base_of(c, q)); }

void gp_wire_url(const gp_codec *c, const gp_chat_request *q, gp_buf *out)
{
    gp_str b = base_of(c, q);
    size_t scheme = gp_str_find(b, GP_STR("://")), host = scheme == SIZE_MAX ? 0 : scheme + 3;
    bool bare = host >= b.n || !memchr(b.p + host, '/', b.n - host);
    gp_buf_str(out, b);
    if (bare && c->root) gp_buf_c(out, c->root);
    gp_buf_c(out, c->path);
}

size_t gp_wire_headers(const gp_codec *c, gp_arena *a, const gp_chat_request *q, gp_str key, gp_codec_header *out)
{
    const char *stream = c->lines ? "application/x-ndjson" : "text/event-stream";
    size_t n = 0;
    out[n++] = (gp_codec_header){"Content-Type", "application/json", false};
    out[n++] = (gp_codec_header){"Accept", q->stream ? stream : "application/json", false};
    if (c->version.name) out[n++] = c->version;
    if (!key.n) return n;
    gp_str value = gp_str_cat(a, c->key_header ? GP_STR("") : GP_STR("Bearer "), key, GP_STR(""));
    out[n++] = (gp_codec_header){c->key_header ? c->key_header : "Authorization", value.p, true};
    return n;
}

/* --- tools and messages --- */

static gp_wire_tool tool_of(const gp_json *tool)
{
    const gp_json *f = gp_json_get(tool, "function");
    if (!f) f = tool;
    const gp_json *name = gp_json_get(f, "name"), *text = gp_json_get(f, "description");
    return (gp_wire_tool){.name = name ? name->s : (gp_str){0},
                          .description = text ? text->s : (gp_str){0},
                          .parameters = gp_json_get(f, "parameters"),
                          .strict = gp_json_get(f, "strict")};
}

void gp_wire_put_tools(const gp_json *tools, const char *type, void (*rest)(const gp_wire_tool *f, gp_jw *w), gp_jw *w)
{
    gp_jw_array(w);
    for (const gp_json *t = tools->first; t; t = t->next) {
        gp_wire_tool f = tool_of(t);
        gp_jw_object(w);
        if (type) gp_jw_kc(w, "type", type);
        gp_jw_kstr(w, "name", f.name);
        if (f.description.n) gp_jw_kstr(w, "description", f.description);
        rest(&f, w);
        gp_jw_end_object(w);
    }
    gp_jw_end_array(w);
}

bool gp_wire_is_system(const gp_chat_message *m)
{
    return gp_str_eqc(m->role, "system") || gp_str_eqc(m->role, "developer");
}

bool gp_wire_is_blank(const gp_chat_message *m)
{
    return !m->n_parts && !m->n_calls && !m->answers && !gp_str_trim(m->content).n;
}

bool gp_wire_has_system(const gp_chat_request *q)
{
    for (size_t i = 0; i < q->n_messages; i++)
        if (gp_wire_is_system(&q->messages[i]) && !gp_wire_is_blank(&q->messages[i])) return true;
    return false;
}

void gp_wire_put_data_url(const char *key, const gp_chat_part *image, gp_jw *w)
{
    gp_buf url = {0};
    gp_buf_fmt(&url, "data:%s;base64,", image->mime);
    gp_buf_str(&url, image->base64);
    gp_jw_kstr(w, key, gp_buf_view(&url));
    gp_buf_free(&url);
}

void gp_wire_put_arguments(const gp_tool_call *c, bool as_text, gp_jw *w)
{
    gp_buf text = {0};
    gp_jw_key(w, "arguments");
    if (!as_text) {
        gp_jw_value(w, c->arguments);
        return;
    }
    gp_jw inner;
    gp_jw_init(&inner, &text, 0);
    gp_jw_value(&inner, c->arguments);
    gp_jw_str(w, gp_buf_view(&text));
    gp_buf_free(&text);
}

void gp_wire_put_calls(const gp_tool_call *calls, size_t n, bool ids, bool as_text, gp_jw *w)
{
    gp_jw_key(w, "tool_calls");
    gp_jw_array(w);
    for (size_t i = 0; i < n; i++) {
        gp_jw_object(w);
        if (ids) gp_jw_kstr(w, "id", calls[i].id), gp_jw_kc(w, "type", "function");
        gp_jw_key(w, "function");
        gp_jw_object(w);
        gp_jw_kstr(w, "name", calls[i].name);
        gp_wire_put_arguments(&calls[i], as_text, w);
        gp_jw_end_object(w);
        gp_jw_end_object(w);
    }
    gp_jw_end_array(w);
}

/* --- replies --- */

/* Numbers that no reply can mean. They are added up over a run, and one server's nonsense must not spoil the sum (or,
 * past what results.json may hold, the whole run). */
static const int64_t MOST_TOKENS = 1000000000000;
static const double MOST_USD = 1e6;

void gp_wire_count(int64_t *field, const gp_node *n)
{
    int64_t v = gp_node_count(n);
    if (v >= 0 && v <= MOST_TOKENS) *field = v;
}

void gp_wire_cost(double *field, const gp_node *n)
{
    double v = gp_node_num(n);
    if (v >= 0 && v <= MOST_USD) *field = v;
}

void gp_wire_logprobs(gp_chat_reply *r, const gp_node *list, const char *name)
{
    for (const gp_node *n = gp_node_first(list); n; n = gp_node_next(n))
        gp_chat_add_logprob(r, gp_node_num(gp_node_get(n, name)));
}

int64_t gp_wire_sum(const int64_t *counts, size_t n)
{
    int64_t sum = -1;
    for (size_t i = 0; i < n; i++)
        if (counts[i] >= 0) sum = (sum < 0 ? 0 : sum) + counts[i];
    return sum;
}

void gp_wire_arguments(gp_chat_reply *r, gp_body *b, gp_chat_call *call, const gp_node *arguments)
{
    if (!call) {
        gp_chat_fail(r, GP_FAIL_BAD_RESPONSE, "more than %d tool calls in one reply", GP_CHAT_CALLS_MAX);
        return;
    }
    if (gp_node_type(arguments) == GP_JSON_OBJECT) {
        gp_jw w;
        gp_jw_init(&w, &call->arguments, 0);
        gp_node_print(b, arguments, &w);
    } else gp_buf_str(&call->arguments, gp_node_str(b, arguments));
    gp_chat_touch(r);
}

void gp_wire_piece(gp_chat_reply *r, gp_body *b, gp_chat_call *call, gp_str id, gp_str name, const gp_node *arguments)
{
    if (call) {
        gp_chat_note(&call->id, id);
        gp_chat_note(&call->name, name);
    }
    gp_wire_arguments(r, b, call, arguments);
}

void gp_wire_call(gp_chat_reply *r, gp_body *b, gp_str id, gp_str name, const gp_node *arguments)
{
    gp_chat_call *c = gp_chat_call_at(r, -1);
    gp_wire_piece(r, b, c, id, name, arguments);
    if (c && !c->arguments.n) gp_buf_c(&c->arguments, "{}");
}

/* --- errors --- */

/* Some put the error into a list of one. */
static const gp_node *unlisted(const gp_node *n) { return gp_node_type(n) == GP_JSON_ARRAY ? gp_node_first(n) : n; }

/* Has the document something in it that an answer, or its end, may stand in? */
static bool holds_answer(gp_body *b, const gp_node *document)
{
    for (const gp_node *n = gp_node_first(document); n; n = gp_node_next(n))
        if (gp_node_type(n) != GP_JSON_STRING && gp_node_first(n)) return true;
    return gp_node_str(b, gp_node_get(document, "finish_reason")).n || gp_node_str(b, gp_node_get(document, "delta")).n;
}

/* Is anything told of an error? Some gateways send one that says nothing beside every answer: {}, "", or an object whose
 * members are all null, "" or 0. */
static bool says_something(gp_body *b, const gp_node *e)
{
    gp_json_type t = gp_node_type(e);
    if (t != GP_JSON_OBJECT) return gp_node_str(b, e).n || gp_node_true(e);
    for (const gp_node *n = gp_node_first(e); n; n = gp_node_next(n)) {
        double number = gp_node_num(n);
        if (says_something(b, n) || gp_node_type(n) == GP_JSON_ARRAY || number > 0 || number < 0) return true;
    }
    return false;
}

/* MiniMax and Baidu's older API say it with a number of their own, in an answer of status 200; MiniMax says 0 where all is
 * well. NaN: no such number. */
static double own_number(const gp_node *n, bool *minimax)
{
    const gp_node *resp = gp_node_get(n, "base_resp"), *number = gp_node_get(resp, "status_code");
    *minimax = gp_node_type(number) == GP_JSON_REAL;
    return *minimax ? gp_node_num(number) : gp_node_num(gp_node_get(n, "error_code"));
}

static bool is_numbered(const gp_node *n)
{
    bool minimax;
    double number = own_number(n, &minimax);
    return number > 0 || number < 0;
}

/* Those of MiniMax that say what is the matter, as others call it; the rest goes by its message. */
static gp_str own_word(double number)
{
    static const struct {
        int number;
        const char *word;
    } words[] = {{1002, "rate_limit"},
                 {1004, "authentication"},
                 {1008, "quota"},
                 {1026, "content_filter_input"},
                 {1027, "content_filter_output"},
                 {1039, "rate_limit"},
                 {2013, "invalid_request"},
                 {2045, "rate_limit"},
                 {2049, "api_key"},
                 {2056, "usage_limit"}};
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if ((double)words[i].number == number) return gp_str_c(words[i].word);
    return (gp_str){0};
}

bool gp_wire_is_error(gp_body *b, const gp_node *root)
{
    const gp_node *n = unlisted(root), *e = gp_node_get(n, "error");
    bool held = gp_node_type(e) == GP_JSON_OBJECT || gp_node_type(e) == GP_JSON_STRING;
    return says_something(b, e) || (held && !holds_answer(b, n)) || /* without an answer, silence is an error still */
           gp_str_eqc(gp_node_str(b, gp_node_get(n, "object")), "error") ||
           gp_str_eqc(gp_node_str(b, gp_node_get(n, "type")), "error") || is_numbered(n);
}

/* The most exact word for the error, wherever this API keeps it; `otherwise` if it has none. */
static gp_str exact_type(gp_body *b, const gp_node *e, gp_str otherwise)
{
    const gp_node *details = gp_node_get(e, "details"), *meta = gp_node_get(e, "metadata");
    gp_str s = gp_node_str(b, gp_node_get(meta, "error_type"));
    if (!s.n) s = gp_node_str(b, gp_node_get(gp_node_get(e, "innererror"), "code"));     /* Azure */
    bool moderated = gp_node_get(meta, "flagged_input") || gp_node_get(meta, "reasons"); /* OpenRouter */
    if (!s.n && moderated) s = GP_STR("moderation");
    if (!s.n) s = gp_node_str(b, gp_node_get(details, "error_code"));
    for (const gp_node *d = gp_node_first(details); d && !s.n; d = gp_node_next(d))
        s = gp_node_str(b, gp_node_get(d, "reason"));
    return s.n ? s : otherwise;
}

void gp_wire_error(gp_chat_reply *r, gp_body *b, const gp_node *root, int status)
{
    const gp_node *n = unlisted(root), *e = gp_node_get(n, "error");
    bool minimax;
    double number = own_number(n, &minimax);
    if (gp_node_type(e) == GP_JSON_NULL) e = n;
    gp_str code = gp_node_word(b, gp_node_get(e, "code")), type = gp_node_str(b, gp_node_get(e, "type"));
    if (!type.n) type = gp_node_str(b, gp_node_get(e, "status"));
    if (gp_str_eqc(type, "error")) type = (gp_str){0}; /* the name of the event, not of the error */
    gp_str message = gp_node_type(e) == GP_JSON_STRING ? gp_node_str(b, e) : gp_node_str(b, gp_node_get(e, "message"));
    if (!message.n) message = gp_node_str(b, gp_node_get(n, "message"));
    if (!message.n) message = gp_node_str(b, gp_node_get(n, "detail"));
    if (!message.n) message = gp_node_str(b, gp_node_get(gp_node_get(n, "base_resp"), "status_msg"));
    if (!message.n) message = gp_node_str(b, gp_node_get(n, "error_msg"));
    if (!code.n && minimax) code = own_word(number);
    gp_chat_error(r, status, code, exact_type(b, e, type), message);
}

bool gp_wire_failed(gp_chat_reply *r, gp_body *b, const gp_node *root)
{
    bool failed = gp_wire_is_error(b, root);
    if (failed) gp_wire_error(r, b, root, 0);
    return failed;
}

/* --- the end of a reply --- */

typedef struct finish_word {
    const char *word;
    gp_chat_finish finish;
} finish_word;

#define STOP GP_CHAT_FINISH_STOP
#define LENGTH GP_CHAT_FINISH_LENGTH
#define TOOLS GP_CHAT_FINISH_TOOL_CALLS
#define FILTER GP_CHAT_FINISH_CONTENT_FILTER
#define BROKEN GP_CHAT_FINISH_INTERRUPTED

static const finish_word finish_words[] = {
    /* OpenAI, OpenRouter and those who speak its style */
    {"stop", STOP},
    {"length", LENGTH},
    {"tool_calls", TOOLS},
    {"function_call", TOOLS},
    {"content_filter", FILTER},
    {"error", BROKEN},
    {"eos", STOP},            /* Together */
    {"eos_token", STOP},      /* Text Generation Inference */
    {"model_length", LENGTH}, /* Mistral */
    {"sensitive", FILTER},    /* Zhipu */
    {"network_error", BROKEN},
    {"insufficient_system_resource", BROKEN}, /* DeepSeek */
    {"abort", BROKEN},                        /* vLLM, SGLang */
    {"repetition", BROKEN},
    /* OpenAI Responses: the status, and the reasons of an incomplete one */
    {"completed", STOP},
    {"max_output_tokens", LENGTH},
    {"incomplete", BROKEN},
    {"failed", BROKEN},
    {"cancelled", BROKEN},
    {"in_progress", BROKEN},
    {"queued", BROKEN},
    /* Anthropic */
    {"end_turn", STOP},
    {"stop_sequence", STOP},
    {"max_tokens", LENGTH},
    {"model_context_window_exceeded", LENGTH},
    {"tool_use", TOOLS},
    {"refusal", FILTER},
    {"pause_turn", BROKEN},
    /* Gemini */
    {"STOP", STOP},
    {"MAX_TOKENS", LENGTH},
    {"SAFETY", FILTER},
    {"RECITATION", FILTER},
    {"BLOCKLIST", FILTER},
    {"PROHIBITED_CONTENT", FILTER},
    {"SPII", FILTER},
    {"MODEL_ARMOR", FILTER},
    {"IMAGE_SAFETY", FILTER},
    {"IMAGE_PROHIBITED_CONTENT", FILTER},
    {"IMAGE_RECITATION", FILTER},
    {"OTHER", BROKEN},
    {"LANGUAGE", BROKEN},
    {"MALFORMED_RESPONSE", BROKEN},
    {"MALFORMED_FUNCTION_CALL", BROKEN},
    {"UNEXPECTED_TOOL_CALL", BROKEN},
    {"TOO_MANY_TOOL_CALLS", BROKEN},
    {"MISSING_THOUGHT_SIGNATURE", BROKEN},
    {"NO_IMAGE", BROKEN},
    {"IMAGE_OTHER", BROKEN},
    {"FINISH_REASON_UNSPECIFIED", BROKEN},
    /* Cohere, as a gateway's own word */
    {"COMPLETE", STOP},
    {"STOP_SEQUENCE", STOP},
    {"TOOL_CALL", TOOLS},
    {"ERROR_TOXIC", FILTER},
    {"ERROR", BROKEN},
    {"ERROR_LIMIT", BROKEN},
    {"TIMEOUT", BROKEN},
    {"USER_CANCEL", BROKEN},
    /* Bedrock, likewise */
    {"guardrail_intervened", FILTER},
    {"content_filtered", FILTER},
    {"malformed_model_output", BROKEN},
    {"malformed_tool_use", BROKEN},
    /* LM Studio's own API */
    {"eosFound", STOP},
    {"stopStringFound", STOP},
    {"maxPredictedTokensReached", LENGTH},
    {"contextLengthReached", LENGTH},
    {"toolCalls", TOOLS},
    {"userStopped", BROKEN},
    {"modelUnloaded", BROKEN},
    /* Ollama: a request that loaded or unloaded the model and did nothing else */
    {"load", BROKEN},
    {"unload", BROKEN},
};

gp_chat_finish gp_wire_finish(gp_str word)
{
    for (size_t i = 0; i < sizeof finish_words / sizeof *finish_words; i++)
        if (gp_str_eqc(word, finish_words[i].word)) return finish_words[i].finish;
    return word.n ? GP_CHAT_FINISH_OTHER : GP_CHAT_FINISH_NONE;
}

/* --- documents --- */

bool gp_wire_take(gp_chat_reply *r, gp_str data, gp_codec_take *take)
{
    gp_body *b = NULL;
    gp_err err = {0};
    if (gp_body_parse(data, &b, &err)) {
        if (!r->unfinished) gp_chat_fail(r, GP_FAIL_BAD_RESPONSE, "an event of the stream is broken: %s", err.msg);
        return false;
    }
    take(r, b, gp_body_root(b));
    gp_body_free(b);
    return !r->failure && !r->terminal;
}

bool gp_wire_event(gp_chat_reply *r, gp_str type, gp_str data)
{
    (void)type; /* the data says it as well */
    return gp_wire_take(r, data, r->codec->take);
}

void gp_wire_whole(gp_chat_reply *r, gp_str text)
{
    const gp_codec *c = r->codec;
    gp_body *b = NULL;
    gp_err err = {0};
    if (gp_body_parse(text, &b, &err)) {
        gp_str start = gp_str_trim(text);
        gp_chat_fail(r, GP_FAIL_BAD_RESPONSE, "the reply is broken: %s; it begins with: %.*s", err.msg, GP_ARG(start));
        return;
    }
    (c->take_whole ? c->take_whole : c->take)(r, b, gp_body_root(b));
    bool none = !r->failure && !r->saw_choice;
    if (none) gp_chat_fail(r, GP_FAIL_BAD_RESPONSE, "the reply is JSON without %s", c->lacking);
    gp_body_free(b);
}

/* --- refusals --- */

/* "57.238747106s" in one of the error's details: google.rpc.RetryInfo. */
static double retry_delay(gp_body *b, const gp_node *error)
{
    for (const gp_node *d = gp_node_first(gp_node_get(error, "details")); d; d = gp_node_next(d)) {
        gp_str s = gp_node_str(b, gp_node_get(d, "retryDelay"));
        double v = 0, place = 1;
        size_t i = 0;
        for (; i < 9 && i + 1 < s.n && s.p[i] >= '0' && s.p[i] <= '9'; i++) v = v * 10 + (s.p[i] - '0');
        if (i && i + 1 < s.n && s.p[i] == '.')
            for (i++; i + 1 < s.n && s.p[i] >= '0' && s.p[i] <= '9'; i++) place /= 10, v += place * (s.p[i] - '0');
        if (i && i + 1 == s.n && s.p[i] == 's') return v;
    }
    return (double)NAN;
}

/* google.rpc.QuotaFailure: what is used up for a day does not come back in a minute. */
static bool used_up_for_the_day(gp_body *b, const gp_node *error)
{
    for (const gp_node *d = gp_node_first(gp_node_get(error, "details")); d; d = gp_node_next(d))
        for (const gp_node *v = gp_node_first(gp_node_get(d, "violations")); v; v = gp_node_next(v))
            if (gp_str_find(gp_node_str(b, gp_node_get(v, "quotaId")), GP_STR("PerDay")) != SIZE_MAX) return true;
    return false;
}

void gp_wire_refusal(gp_chat_reply *r, gp_str text)
{
    gp_body *b = NULL;
    if (gp_body_parse(text, &b, NULL)) {
        gp_chat_error(r, r->status, (gp_str){0}, (gp_str){0}, text);
        return;
    }
    gp_wire_error(r, b, gp_body_root(b), r->status);
    const gp_node *root = gp_body_root(b);
    if (gp_node_type(root) == GP_JSON_ARRAY) root = gp_node_first(root);
    const gp_node *error = gp_node_get(root, "error");
    r->retry_after_s = retry_delay(b, error);
    if (used_up_for_the_day(b, error)) r->never_retry = true;
    gp_body_free(b);
}
