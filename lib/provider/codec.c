/* codec.c - the provider-neutral half of reading a reply: framing, assembling, and deciding how it ended. */
#include "provider/codec.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/caps.h"
#include "base/json.h"
#include "reply/endless.h"

enum { ERROR_BODY_MAX = 1 << 20 }; /* of a body with an error status; the rest says nothing new */

const char *gp_chat_finish_name(gp_chat_finish f)
{
    static const char *const names[] = {"", "stop", "length", "tool_calls", "content_filter", "interrupted", "other"};
    return (size_t)f < sizeof names / sizeof *names ? names[f] : "other";
}

/* --- assembling --- */

void gp_chat_touch(gp_chat_reply *r) { r->touched = true; }

static bool is_space(char c) { return c == ' ' || c == '\t' || c == '\r' || c == '\n'; }

static gp_str skip_space(gp_str s)
{
    while (s.n && is_space(*s.p)) s.p++, s.n--;
    return s;
}

/* May a block of thinking stand in the answer? */
static bool has_tags(const gp_chat_reply *r)
{
    return r->how == GP_REASONING_TAGS || (r->how == GP_REASONING_AUTO && r->codec->think_tags);
}

#define OPEN GP_STR("<think>")
#define CLOSE GP_STR("</think>")

static gp_str behind(gp_str s, size_t n) { return (gp_str){s.p + n, s.n - n}; }

/* Has the answer proper begun, or is everything so far thinking that the server left inside it? That may be several
 * blocks, one behind another. */
static bool answer_begun(gp_chat_reply *r)
{
    gp_str all = gp_buf_view(&r->answer);
    for (;;) {
        gp_str s = skip_space(behind(all, r->think_from));
        if (s.n < OPEN.n) return s.n && !gp_str_starts(OPEN, s);
        if (!gp_str_starts(s, OPEN)) return true;
        if (isnan(r->first_reasoning)) r->first_reasoning = r->now;
        size_t begin = (size_t)(s.p - all.p) + OPEN.n, from = r->think_at > begin ? r->think_at : begin;
        size_t at = gp_str_find(behind(all, from), CLOSE);
        if (at == SIZE_MAX) {
            if (all.n - begin >= CLOSE.n) r->think_at = all.n - CLOSE.n + 1;
            return false;
        }
        r->think_at = r->think_from = from + at + CLOSE.n;
    }
}

static void end_loops(gp_chat_reply *r, const gp_buf *text, size_t *looked, const char *what)
{
    size_t period = gp_endless_look(gp_buf_view(text), looked);
    if (period)
        gp_chat_fail(r, GP_FAIL_LOOP, "the %s repeats itself without end: the same %zu byte%s, %zu times in a row",
                     what, period, period > 1 ? "s" : "", gp_endless_needs(period) / period);
}

void gp_chat_add_answer(gp_chat_reply *r, gp_str text)
{
    if (!text.n) return;
    gp_buf_str(&r->answer, text);
    gp_chat_touch(r);
    end_loops(r, &r->answer, &r->answer_looked, "answer");
    if (isnan(r->first_answer) && (!has_tags(r) || answer_begun(r))) r->first_answer = r->now;
}

void gp_chat_add_reasoning(gp_chat_reply *r, gp_str text)
{
    if (!text.n) return;
    gp_buf_str(&r->reasoning, text);
    gp_chat_touch(r);
    end_loops(r, &r->reasoning, &r->reasoning_looked, "reasoning");
    if (isnan(r->first_reasoning)) r->first_reasoning = r->now;
}

void gp_chat_add_logprob(gp_chat_reply *r, double logprob)
{
    char text[32];
    if (isnan(logprob)) return;
    if (r->logprobs.n) gp_buf_byte(&r->logprobs, ',');
    gp_buf_put(&r->logprobs, text, gp_fmt_double(text, logprob));
    r->logprob_tokens++;
    r->logprob_sum += logprob;
}

gp_chat_call *gp_chat_call_find(gp_chat_reply *r, int64_t index)
{
    for (size_t i = 0; i < r->n_calls; i++)
        if (r->calls[i].index == index) return &r->calls[i];
    return NULL;
}

gp_chat_call *gp_chat_call_at(gp_chat_reply *r, int64_t index)
{
    gp_chat_call *known = index >= 0 ? gp_chat_call_find(r, index) : NULL;
    if (known) return known;
    if (r->n_calls >= GP_CHAT_CALLS_MAX) return NULL;
    r->calls = gp_resize(r->calls, r->n_calls + 1, sizeof *r->calls);
    gp_chat_call *c = &r->calls[r->n_calls++];
    *c = (gp_chat_call){.index = index};
    c->id.cap = c->name.cap = c->arguments.cap = GP_CAP_ANSWER;
    return c;
}

void gp_chat_note(gp_buf *field, gp_str value)
{
    if (!field->n && value.n) gp_buf_str(field, value);
}

/* --- failures --- */

static size_t cut_at(gp_str s, size_t max)
{
    if (s.n <= max) return s.n;
    size_t n = max;
    while (n && ((unsigned char)s.p[n] & 0xC0) == 0x80) n--;
    return n;
}

void gp_chat_fail(gp_chat_reply *r, gp_failure kind, const char *fmt, ...)
{
    char *text = NULL;
    gp_buf clean = {0}, shown = {0};
    if (r->failure) return;
    r->failure = kind;
    va_list ap;
    va_start(ap, fmt);
    int n = vasprintf(&text, fmt, ap); /* whole: a secret must not be cut before it is looked for */
    va_end(ap);
    if (n < 0) return;
    gp_redact_put(r->redact, (gp_str){text, (size_t)n}, &clean);
    gp_show(&shown, gp_buf_view(&clean), 0);
    gp_str v = gp_buf_view(&shown);
    size_t keep = cut_at(v, GP_CHAT_MESSAGE_MAX);
    if (keep) memcpy(r->message, v.p, keep);
    r->message[keep] = '\0';
    free(text);
    gp_buf_free(&clean);
    gp_buf_free(&shown);
}

typedef struct error_words {
    gp_str code;
    const char *words; /* code and type, NUL-terminated */
    const char *message;
    int status;
} error_words;

static bool any_of(const char *text, const char *const *needles)
{
    for (; *needles; needles++)
        if (strcasestr(text, *needles)) return true;
    return false;
}

/* Statuses below 500 that say nothing of the request: it came too late or too early, something else was in its way. */
static bool passing(int status)
{
    static const int list[] = {408, 409, 421, 423, 424, 425, 444, 449, 460, 499};
    for (size_t i = 0; i < sizeof list / sizeof *list; i++)
        if (list[i] == status) return true;
    return false;
}

/* A refusal of what was asked, not of who asks: moderation words of code or type, and of messages where a server has no
 * code for it (xAI, DeepSeek and gateways say it with 400 or 403 alone). */
static bool is_filter(const error_words *e)
{
    static const char *const words[] = {"content_filter",
                                        "content_policy",
                                        "content_violation",
                                        "moderation",
                                        "data_inspection",
                                        "guardrail",
                                        "prohibited_content",
                                        "responsibleaipolicy",
                                        "datainspection",
                                        "sensitive",
                                        NULL};
    static const char *const prose[] = {"moderation",
                                        "was flagged",
                                        "flagged as",
                                        "flagged for",
                                        "content filter",
                                        "content policy",
                                        "safety system",
                                        "usage guidelines",
                                        "content management policy",
                                        "usage policy",
                                        "usage policies",
                                        "content exists risk",
                                        "inappropriate content",
                                        "sensitive content",
                                        "sensitive information",
                                        "sensitive chat",
                                        "considered high risk",
                                        "\xE6\x95\x8F\xE6\x84\x9F", /* "sensitive", in Chinese */
                                        NULL};
    int s = e->status;
    bool may = !s || s == 400 || s == 403 || s == 422 || s == 451;
    return any_of(e->words, words) || (may && any_of(e->message, prose));
}

/* The target cannot take this request, and would take another. */
static bool is_rejection(const error_words *e)
{
    static const char *const words[] = {"invalid_request", "invalid_argument", "bad_request",
                                        "badrequest",      "unsupported_",     NULL};
    /* a chat template that raises: 500 of llama-server (its own words, or only the template's and the place), Ollama */
    static const char *const prose[] = {"chat template",      "jinja",
                                        "templateerror",      "roles must alternate",
                                        "role not supported", "while executing callexpression",
                                        "template: :",        NULL};
    int s = e->status;
    if (!s) return any_of(e->words, words);
    return s == 400 || s == 413 || s == 415 || s == 422 || (s == 500 && any_of(e->message, prose));
}

static bool is_overflow(const error_words *e)
{
    static const char *const prose[] = {"context length",
                                        "context size",
                                        "context window",
                                        "maximum context",
                                        "prompt is too long",
                                        "exceeds the maximum number of tokens",
                                        "token length too long",
                                        "tokens too long",
                                        "exceeded model token limit",
                                        "range of input length should be",
                                        NULL};
    int s = e->status;
    return (!s || s == 400 || s == 413 || s == 422 || s == 500) && any_of(e->message, prose);
}

/* Nobody has a model of this name: neither the key nor the case is the matter. */
static bool is_wrong_model(const error_words *e)
{
    static const char *const words[] = {"model_not_found", "modelnotfound",   "model_not_exist",
                                        "invalid_model",   "endpointormodel", NULL};
    static const char *const prose[] = {"model does not exist", "model not exist",      "model not found",
                                        "no such model",        "is not a valid model", NULL};
    int s = e->status;
    return (!s || s == 400 || s == 404 || s == 422) && (any_of(e->words, words) || any_of(e->message, prose));
}

/* Zhipu's codes are numbers, which say nothing where another provider sends them. */
static gp_failure kind_of_number(gp_str code, bool *never)
{
    *never = true;
    if (gp_str_eqc(code, "1301")) return GP_FAIL_CONTENT_FILTER;
    if (gp_str_eqc(code, "1211")) return GP_FAIL_BAD_RESPONSE; /* no such model */
    if (gp_str_eqc(code, "1261")) return GP_FAIL_CONTEXT_OVERFLOW;
    if (gp_str_eqc(code, "1113")) return GP_FAIL_RATE_LIMITED; /* nothing is left on the account */
    return GP_FAIL_NONE;
}

/* Words of the code come first: they are an interface, the message is prose. */
static gp_failure kind_of(const error_words *e, bool *never)
{
    static const char *const context[] = {"context_length",
                                          "exceed_context",
                                          "context_window",
                                          "tokens_too_long",
                                          "characters_too_long",
                                          "outofcontext",
                                          NULL};
    static const char *const quota[] = {"quota", "credit_balance", "spend_limit", "usage_limit", NULL};
    static const char *const rate[] = {"rate_limit", "slow_down", "resource_exhausted", NULL};
    static const char *const auth[] = {"api_key",      "authentication",   "permission",
                                       "unauthorized", "payment_required", NULL};
    static const char *const server[] = {"overloaded", "unavailable", NULL}; /* "api_error" comes with any status */
    int s = e->status;
    gp_failure numbered = kind_of_number(e->code, never);
    if (numbered) return numbered;
    *never = true;
    if (any_of(e->words, context)) return GP_FAIL_CONTEXT_OVERFLOW;
    if (is_filter(e)) return GP_FAIL_CONTENT_FILTER;
    if (any_of(e->words, quota)) return GP_FAIL_RATE_LIMITED;
    if (s == 401 || s == 402 || s == 403) return GP_FAIL_AUTH;
    *never = false;
    if (s == 420 || s == 429 || s == 498 || any_of(e->words, rate)) return GP_FAIL_RATE_LIMITED;
    *never = true;
    if (is_overflow(e)) return GP_FAIL_CONTEXT_OVERFLOW;
    if (any_of(e->words, auth)) return GP_FAIL_AUTH;
    if (is_wrong_model(e)) return GP_FAIL_BAD_RESPONSE;
    *never = false; /* of a rejection, a policy that names it may think otherwise */
    if (is_rejection(e)) return GP_FAIL_REJECTED;
    if (!s || s >= 500 || passing(s) || any_of(e->words, server)) return GP_FAIL_SERVER_ERROR;
    *never = true;
    return GP_FAIL_BAD_RESPONSE;
}

/* 100 to 599 if the word is such a number, else 0: some servers send the status as the error's code. */
static int status_word(gp_str code)
{
    int v = 0;
    if (code.n != 3) return 0;
    for (size_t i = 0; i < 3; i++) {
        if (code.p[i] < '0' || code.p[i] > '9') return 0;
        v = v * 10 + (code.p[i] - '0');
    }
    return v >= 400 && v < 600 ? v : 0;
}

/* Behind the message, which is redacted already and gives way. */
static void advise(gp_chat_reply *r, const char *what)
{
    gp_str said = gp_str_c(r->message);
    size_t n = strlen(what), keep = cut_at(said, GP_CHAT_MESSAGE_MAX - n);
    memcpy(r->message + keep, what, n + 1);
}

void gp_chat_error(gp_chat_reply *r, int status, gp_str code, gp_str type, gp_str message)
{
    gp_buf words = {0}, text = {0};
    if (r->failure) return;
    gp_buf_fmt(&words, "%.*s %.*s", GP_ARG(code), GP_ARG(type));
    gp_buf_str(&text, gp_str_trim(message));
    int means = status ? status : status_word(code);
    const char *say = text.n ? text.p : "the server gives no reason";
    const error_words e = {code, words.p ? words.p : "", say, means};
    gp_failure kind = kind_of(&e, &r->never_retry);
    gp_str word = code.n && !status_word(code) ? code : type;
    const char *sep = word.n ? ", " : "";
    if (status) gp_chat_fail(r, kind, "HTTP %d%s%.*s: %s", status, sep, GP_ARG(word), say);
    else if (means) gp_chat_fail(r, kind, "error %d in the reply%s%.*s: %s", means, sep, GP_ARG(word), say);
    else gp_chat_fail(r, kind, "error in the reply%s%.*s: %s", sep, GP_ARG(word), say);
    if (kind == GP_FAIL_REJECTED) advise(r, " (what to change: the case, or the target's sampling or extra)");
    bool model = means == 404 || is_wrong_model(&e) || gp_str_eqc(code, "1211");
    if (kind == GP_FAIL_BAD_RESPONSE && model) advise(r, " (what to check: the target's model and base URL)");
    gp_buf_free(&words);
    gp_buf_free(&text);
}

/* --- feeding --- */

void gp_chat_begin(gp_chat_reply *r, const gp_codec *codec, const gp_redact *redact, bool stream, int status,
                   gp_str content_type)
{
    *r = (gp_chat_reply){.input_tokens = -1,
                         .output_tokens = -1,
                         .cached_tokens = -1,
                         .reasoning_tokens = -1,
                         .cost_usd = NAN,
                         .retry_after_s = NAN,
                         .load_s = NAN,
                         .prompt_s = NAN,
                         .output_s = NAN,
                         .counts = {-1, -1, -1, -1},
                         .first_token = NAN,
                         .first_reasoning = NAN,
                         .first_answer = NAN,
                         .last_token = NAN,
                         .now = NAN,
                         .codec = codec,
                         .redact = redact,
                         .status = status};
    r->answer.cap = r->reasoning.cap = r->arrivals.cap = r->logprobs.cap = GP_CAP_ANSWER;
    r->body.cap = GP_CAP_HTTP_BODY;
    r->id.cap = r->model.cap = r->fingerprint.cap = r->upstream.cap = r->finish_native.cap = 4096;
    r->framed = gp_str_starts(content_type, GP_STR("text/event-stream"));
    r->sniffed = !stream && !r->framed;
    bool document = !stream || gp_str_starts(content_type, GP_STR("application/json"));
    r->lined = codec->lines && !r->framed && (!document || gp_str_starts(content_type, GP_STR("application/x-ndjson")));
    if (gp_str_starts(content_type, GP_STR("text/html"))) r->lined = false;
    if (r->lined) r->sniffed = r->framed = true;
}

static bool on_event(void *user, gp_str type, gp_str data)
{
    gp_chat_reply *r = user;
    r->touched = false;
    bool more = r->codec->event(r, type, data);
    if (r->touched) {
        if (isnan(r->first_token)) r->first_token = r->now;
        r->last_token = r->now;
        if (r->arrivals.n + sizeof r->now <= r->arrivals.cap) gp_buf_put(&r->arrivals, &r->now, sizeof r->now);
    }
    return more && !r->failure;
}

/* What a reply to a request for a stream begins with tells a document from events, whatever its content type says:
 * servers send events as application/json, and an error of theirs as an event stream. White space and a byte order
 * mark in front belong to neither and are left out, byte by byte, however they were cut: in front of a field's name
 * they would hide the field. */
static gp_str sniff(gp_chat_reply *r, gp_str bytes)
{
    static const char mark[] = "\xEF\xBB\xBF";
    for (; bytes.n; bytes.p++, bytes.n--) {
        if (is_space(*bytes.p)) continue;
        if (!mark[r->mark_seen] || *bytes.p != mark[r->mark_seen]) break;
        r->mark_seen++;
    }
    if (!bytes.n) return bytes;
    r->sniffed = true;
    r->framed = !*bytes.p || !strchr("{[<\"", *bytes.p);
    return bytes;
}

/* --- streams that are not server-sent events --- */

static void take_line(gp_chat_reply *r)
{
    gp_str line = gp_str_trim(gp_buf_view(&r->body));
    if (line.n && !r->terminal && !r->failure) (void)on_event(r, (gp_str){0}, line);
    gp_buf_clear(&r->body);
}

/* Lines of JSON; an unfinished one waits in `body`. */
static void feed_lines(gp_chat_reply *r, gp_str s)
{
    while (s.n && !r->failure && !r->terminal) {
        const char *feed = memchr(s.p, '\n', s.n);
        size_t n = feed ? (size_t)(feed - s.p) : s.n;
        gp_buf_put(&r->body, s.p, n);
        if (r->body.failed)
            gp_chat_fail(r, GP_FAIL_BAD_RESPONSE, "a line of the stream is larger than %zu bytes", r->body.cap);
        if (!feed) return;
        take_line(r);
        s = (gp_str){feed + 1, s.n - n - 1};
    }
}

/* A server that breaks off a stream with a JSON document of its own: from a line that begins with a bracket on,
 * everything is that document. No line of an event stream begins so. */
static gp_str divert_bare(gp_chat_reply *r, gp_str s)
{
    for (size_t i = 0; i < s.n && !r->bare; i++) {
        char before = i ? s.p[i - 1] : r->last_byte;
        bool line_start = before == '\n' || before == '\r' || before == '\0';
        if (!line_start || (s.p[i] != '{' && s.p[i] != '[')) continue;
        r->bare = true;
        gp_buf_put(&r->body, s.p + i, s.n - i);
        return (gp_str){s.p, i};
    }
    if (s.n) r->last_byte = s.p[s.n - 1];
    return s;
}

static bool good(const gp_chat_reply *r) { return r->status >= 200 && r->status < 300; }

static void check_parts(gp_chat_reply *r)
{
    for (size_t i = 0; i < r->n_calls; i++)
        end_loops(r, &r->calls[i].arguments, &r->calls[i].looked, "call's argument text");
    bool over = r->answer.failed || r->reasoning.failed;
    for (size_t i = 0; i < r->n_calls; i++) over = over || r->calls[i].arguments.failed || r->calls[i].name.failed;
    if (over) gp_chat_fail(r, GP_FAIL_BAD_RESPONSE, "the answer is larger than %zu bytes", GP_CAP_ANSWER);
}

bool gp_chat_feed(gp_chat_reply *r, gp_str bytes, double at)
{
    if (r->failure) return false;
    r->now = at;
    if (!good(r)) {
        size_t room = r->body.n < ERROR_BODY_MAX ? ERROR_BODY_MAX - r->body.n : 0;
        gp_buf_put(&r->body, bytes.p, bytes.n < room ? bytes.n : room);
        return true;
    }
    if (!r->sniffed) bytes = sniff(r, bytes);
    if (r->framed && !r->lined && !r->bare && r->codec->bare_errors) bytes = divert_bare(r, bytes);
    else if (r->bare) {
        gp_buf_str(&r->body, bytes);
        bytes = (gp_str){0};
    }
    if (r->lined) feed_lines(r, bytes);
    else if (!r->framed) {
        gp_buf_str(&r->body, bytes);
        if (r->body.failed) gp_chat_fail(r, GP_FAIL_BAD_RESPONSE, "the reply is larger than %zu bytes", r->body.cap);
    } else if (!gp_sse_feed(&r->sse, bytes, on_event, r) && !r->failure)
        gp_chat_fail(r, GP_FAIL_BAD_RESPONSE, "an event of the stream is larger than %zu bytes", GP_CAP_HTTP_BODY);
    check_parts(r);
    return !r->failure;
}

/* --- the end --- */

static void keep_tail(gp_buf *b, size_t from)
{
    memmove(b->p, b->p + from, b->n - from + 1);
    b->n -= from;
}

/* The block that the answer begins with goes where thinking belongs. Where a prompt template has opened it, only its end
 * is in the answer, which the target has to say: anybody may write "</think>". When the answer proper began is then not
 * known. False: it begins with none. */
static bool split_block(gp_chat_reply *r, bool may_be_open)
{
    gp_str all = gp_buf_view(&r->answer), s = skip_space(all);
    bool opened = gp_str_starts(s, OPEN);
    size_t from = opened ? (size_t)(s.p - all.p) + OPEN.n : 0;
    size_t at = gp_str_find(behind(all, from), CLOSE);
    if (!s.n || (!opened && (at == SIZE_MAX || !may_be_open))) return false;
    size_t end = at == SIZE_MAX ? all.n : from + at, rest = at == SIZE_MAX ? all.n : end + CLOSE.n;
    gp_str block = gp_str_trim((gp_str){all.p + from, end - from});
    if (r->reasoning.n && block.n) gp_buf_c(&r->reasoning, "\n\n");
    gp_buf_str(&r->reasoning, block);
    keep_tail(&r->answer, all.n - skip_space(behind(all, rest)).n);
    if (!opened) {
        r->first_reasoning = r->first_token;
        r->first_answer = NAN;
    }
    return true;
}

static void split_thinking(gp_chat_reply *r)
{
    bool more = !r->reasoning.n && split_block(r, r->how == GP_REASONING_TAGS);
    while (more) more = split_block(r, false);
}

static void settle_stream(gp_chat_reply *r, gp_failure broke, const char *text)
{
    if (broke) gp_chat_fail(r, broke, "%s", text);
    else if (!r->saw_choice) gp_chat_fail(r, GP_FAIL_BAD_RESPONSE, "the event stream ended without any choice in it");
    else gp_chat_fail(r, GP_FAIL_CUT_OFF, "the event stream ended without a finish reason");
}

/* A reply that arrived whole can still be none. */
static void settle_complete(gp_chat_reply *r)
{
    r->complete = true;
    if (r->n_calls && (r->finish == GP_CHAT_FINISH_STOP || r->finish == GP_CHAT_FINISH_NONE))
        r->finish = GP_CHAT_FINISH_TOOL_CALLS;
    if (r->finish == GP_CHAT_FINISH_CONTENT_FILTER)
        gp_chat_fail(r, GP_FAIL_CONTENT_FILTER, "the provider's content filter ended the reply (\"%.*s\")",
                     GP_ARG(gp_buf_view(&r->finish_native)));
    else if (r->finish == GP_CHAT_FINISH_INTERRUPTED)
        gp_chat_fail(r, GP_FAIL_INTERRUPTED, "the provider broke the reply off (\"%.*s\")",
                     GP_ARG(gp_buf_view(&r->finish_native)));
    else if (!r->answer.n && !r->n_calls &&
             r->finish != GP_CHAT_FINISH_LENGTH) /* a cut answer is graded, even if thinking took it all */
        gp_chat_fail(r, GP_FAIL_EMPTY,
                     "the reply is well-formed and holds neither text nor a tool call (it ended with \"%.*s\")",
                     GP_ARG(gp_buf_view(&r->finish_native)));
}

static void settle(gp_chat_reply *r, gp_failure broke, const char *text)
{
    r->unfinished = true;
    if (r->lined) take_line(r);
    else if (r->framed) (void)gp_sse_end(&r->sse, on_event, r);
    else if (!broke && !r->failure) {
        r->is_whole = true;
        r->now = NAN; /* when its tokens came is not known */
        r->codec->whole(r, gp_buf_view(&r->body));
    }
    if (r->bare && !r->failure && !r->terminal) {
        r->codec->whole(r, gp_buf_view(&r->body));
        if (!r->failure)
            gp_chat_fail(r, GP_FAIL_CUT_OFF, "the event stream broke off into a document that is no event");
    }
    if (has_tags(r)) split_thinking(r);
    if (r->failure) return;
    bool whole = r->is_whole || (r->finish != GP_CHAT_FINISH_NONE && (r->terminal || !broke));
    if (whole && r->saw_choice) settle_complete(r);
    else settle_stream(r, broke, text);
}

static void redact_all(gp_chat_reply *r)
{
    gp_buf *const texts[] = {&r->answer, &r->reasoning,   &r->finish_native, &r->id,
                             &r->model,  &r->fingerprint, &r->upstream};
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) gp_redact_buf(r->redact, texts[i]);
    for (size_t i = 0; i < r->n_calls; i++) {
        gp_redact_buf(r->redact, &r->calls[i].id);
        gp_redact_buf(r->redact, &r->calls[i].name);
        gp_redact_buf(r->redact, &r->calls[i].arguments);
    }
}

void gp_chat_end(gp_chat_reply *r, gp_failure broke, const char *text)
{
    if (good(r)) settle(r, broke, text);
    else if (r->status) r->codec->refusal(r, gp_buf_view(&r->body));
    else gp_chat_fail(r, broke ? broke : GP_FAIL_CUT_OFF, "%s", text && *text ? text : "no response");
    check_parts(r);
    redact_all(r);
    gp_sse_free(&r->sse);
    gp_buf_free(&r->body);
}

void gp_chat_reply_free(gp_chat_reply *r)
{
    gp_buf *const all[] = {&r->answer,      &r->reasoning, &r->finish_native, &r->id,       &r->model,
                           &r->fingerprint, &r->upstream,  &r->arrivals,      &r->logprobs, &r->body};
    for (size_t i = 0; i < sizeof all / sizeof *all; i++) gp_buf_free(all[i]);
    for (size_t i = 0; i < r->n_calls; i++) {
        gp_buf_free(&r->calls[i].id);
        gp_buf_free(&r->calls[i].name);
        gp_buf_free(&r->calls[i].arguments);
    }
    free(r->calls);
    gp_sse_free(&r->sse);
    *r = (gp_chat_reply){0};
}

void gp_chat_calls_json(const gp_chat_reply *r, gp_buf *out)
{
    gp_jw w;
    if (!r->n_calls) return;
    gp_jw_init(&w, out, 0);
    gp_jw_array(&w);
    for (size_t i = 0; i < r->n_calls; i++) {
        gp_buf canon = {0};
        gp_str args = gp_buf_view(&r->calls[i].arguments);
        if (gp_json_canonical(args, &canon, NULL) == GP_OK) args = gp_buf_view(&canon);
        gp_jw_object(&w);
        gp_jw_kstr(&w, "name", gp_buf_view(&r->calls[i].name));
        gp_jw_kstr(&w, "arguments", args);
        gp_jw_end_object(&w);
        gp_buf_free(&canon);
    }
    gp_jw_end_array(&w);
}

const double *gp_chat_arrivals(const gp_chat_reply *r, size_t *n)
{
    *n = r->arrivals.n / sizeof(double);
    return (const double *)(const void *)r->arrivals.p;
}
