/* plan.c - from a request and its markers to bytes with times. */
#include "plan_impl.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/caps.h"

/* --- the plan --- */

void plan_clear(plan *p)
{
    gp_buf_clear(&p->out);
    p->n = 0;
    p->after = PLAN_KEEP;
}

void plan_free(plan *p)
{
    gp_buf_free(&p->out);
    free(p->steps);
    *p = (plan){0};
}

static void step(plan *p, bool first_token)
{
    if (p->n && p->steps[p->n - 1].end == p->out.n) return;
    if (p->n == p->size) {
        size_t size = p->size ? p->size * 2 : 8;
        plan_step *more = realloc(p->steps, size * sizeof *more);
        if (!more) abort();
        p->steps = more;
        p->size = size;
    }
    p->steps[p->n++] = (plan_step){p->out.n, p->due, first_token};
}

/* --- markers --- */

static bool marker_in(gp_str text, const char *name, gp_str *value)
{
    size_t len = strlen(name);
    for (size_t i = 0; i + 1 + len <= text.n; i++) {
        if (text.p[i] != '#' || memcmp(text.p + i + 1, name, len) != 0) continue;
        size_t at = i + 1 + len, end = at;
        while (end < text.n && !strchr(" \t\r\n", text.p[end])) end++;
        if (at < end && text.p[at] != '=') continue; /* a longer name */
        *value = at < end ? (gp_str){text.p + at + 1, end - at - 1} : (gp_str){0};
        return true;
    }
    return false;
}

bool marked(const reply *r, const char *name)
{
    gp_str v;
    return marker_in(r->prompt, name, &v) || marker_in(r->model, name, &v);
}

const char *marker_word(const reply *r, const char *name)
{
    gp_str v;
    bool there = marker_in(r->prompt, name, &v) || marker_in(r->model, name, &v);
    return there ? gp_str_dup(&((reply *)(uintptr_t)r)->a, v).p : NULL;
}

static double number_of(const reply *r, const char *name, double otherwise)
{
    gp_str v = {0};
    char buf[32] = "";
    if (!marker_in(r->prompt, name, &v) && !marker_in(r->model, name, &v)) return otherwise;
    if (v.n && v.n < sizeof buf) memcpy(buf, v.p, v.n);
    return v.n ? atof(buf) : otherwise;
}

/* Seconds of "200", "200ms" or "0.2s". */
static double seconds(const reply *r, const char *name, double otherwise)
{
    gp_str v = {0};
    if (!marker_in(r->prompt, name, &v) && !marker_in(r->model, name, &v)) return otherwise;
    double d = number_of(r, name, otherwise * 1000);
    bool whole = v.n > 1 && v.p[v.n - 1] == 's' && v.p[v.n - 2] != 'm';
    return whole ? d : d / 1000;
}

/* The prompt without its markers. */
static gp_str stripped(reply *r)
{
    gp_buf b = {0};
    for (size_t i = 0; i < r->prompt.n; i++) {
        bool start = i == 0 || strchr(" \t\r\n", r->prompt.p[i - 1]);
        char c = i + 1 < r->prompt.n ? r->prompt.p[i + 1] : ' ';
        if (r->prompt.p[i] == '#' && start && ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9')))
            while (i + 1 < r->prompt.n && !strchr(" \t\r\n", r->prompt.p[i + 1])) i++;
        else gp_buf_byte(&b, r->prompt.p[i]);
    }
    gp_str s = gp_str_dup(&r->a, gp_str_trim(gp_buf_view(&b)));
    gp_buf_free(&b);
    return s;
}

/* --- what to answer --- */

static bool sum_in(gp_str s, long long *value)
{
    char buf[256];
    long long x, y;
    size_t n = s.n < sizeof buf - 1 ? s.n : sizeof buf - 1;
    memcpy(buf, s.p, n);
    buf[n] = '\0';
    for (char *p = buf; *p; p++) {
        char op;
        int used = 0;
        if (*p < '0' || *p > '9') continue;
        if (sscanf(p, "%9lld %c %9lld%n", &x, &op, &y, &used) == 3 && used && strchr("+-*", op)) {
            *value = op == '+' ? x + y : op == '-' ? x - y : x * y;
            return true;
        }
        while (p[1] >= '0' && p[1] <= '9') p++;
    }
    return false;
}

/* A key of the table: the prompt, with or without its markers; "*TEXT": any that holds the text. */
static bool fits(gp_str key, gp_str stripped, gp_str prompt)
{
    if (key.n && key.p[0] == '*') return gp_str_find(prompt, (gp_str){key.p + 1, key.n - 1}) != SIZE_MAX;
    return gp_str_eq(key, stripped) || gp_str_eq(key, prompt);
}

static gp_str answer_to(reply *r)
{
    gp_str s = stripped(r);
    long long sum;
    for (const gp_json *m = r->q->answers ? r->q->answers->first : NULL; m; m = m->next)
        if (fits(m->key, s, r->prompt)) {
            r->calls = m->type == GP_JSON_ARRAY ? m : NULL;
            return r->calls ? (gp_str){0} : m->s;
        }
    if (s.n && sum_in(s, &sum)) return gp_str_fmt(&r->a, "%lld", sum);
    size_t copy = gp_str_find(s, GP_STR("copy: ")), back = gp_str_find(s, GP_STR("reverse: "));
    if (copy != SIZE_MAX) return (gp_str){s.p + copy + 6, s.n - copy - 6};
    if (back == SIZE_MAX) return s;
    gp_str t = gp_str_dup(&r->a, (gp_str){s.p + back + 9, s.n - back - 9});
    char *p = (char *)(uintptr_t)t.p;
    for (size_t i = 0; i < t.n / 2; i++) {
        char c = p[i];
        p[i] = p[t.n - 1 - i];
        p[t.n - 1 - i] = c;
    }
    return t;
}

/* --- sending --- */

/* Move what was written to the plan, in one step or byte by byte. */
static void send_bytes(reply *r, gp_str s, bool first_token)
{
    if (r->drip <= 0) {
        gp_buf_str(&r->p->out, s);
        step(r->p, first_token);
        return;
    }
    for (size_t i = 0; i < s.n; i++) {
        gp_buf_byte(&r->p->out, s.p[i]);
        step(r->p, first_token && i == 0);
        r->p->due += r->drip;
    }
}

static void head(reply *r, int status, const char *type, const char *more, size_t length)
{
    gp_buf h = {0};
    gp_buf_fmt(&h, "HTTP/1.1 %d %s\r\n", status, status == 200 ? "OK" : "Trouble");
    if (type && !marked(r, "notype")) gp_buf_fmt(&h, "Content-Type: %s\r\n", type);
    if (marked(r, "big-headers"))
        for (int i = 0; i < 400; i++) gp_buf_fmt(&h, "X-Padding-%d: %0900d\r\n", i, 0);
    if (marked(r, "long-header")) gp_buf_fmt(&h, "X-Padding: %0150000d\r\n", 0);
    if (marked(r, "coded")) gp_buf_c(&h, "Content-Encoding: gzip\r\n");
    gp_buf_fmt(&h, "X-Request-Id: test-%zu\r\n", r->q->number);
    if (marked(r, "close")) gp_buf_c(&h, "Connection: close\r\n");
    if (marked(r, "llamacpp")) gp_buf_c(&h, "Server: llama.cpp\r\n");
    gp_buf_c(&h, more);
    r->chunked = length == SIZE_MAX;
    if (r->chunked) gp_buf_c(&h, "Transfer-Encoding: chunked\r\n\r\n");
    else gp_buf_fmt(&h, "Content-Length: %zu\r\n\r\n", length);
    if (marked(r, "cut-headers")) {
        h.n /= 2;
        r->p->after = PLAN_CLOSE;
    }
    send_bytes(r, gp_buf_view(&h), false);
    r->p->due += seconds(r, "slow-headers", 0);
    gp_buf_free(&h);
}

/* A whole response with a body of known length; the markers that cut one work here. */
static void send_plain(reply *r, int status, const char *type, const char *more)
{
    gp_str body = gp_buf_view(&r->body);
    bool part = marked(r, "cut") || marked(r, "reset") || marked(r, "stall-reply");
    head(r, status, type, more, body.n);
    if (r->p->after == PLAN_CLOSE) return;
    if (marked(r, "stall-headers")) r->p->after = PLAN_HOLD;
    else send_bytes(r, part ? (gp_str){body.p, body.n / 2} : body, status == 200);
    if (part) r->p->after = marked(r, "reset") ? PLAN_RESET : marked(r, "stall-reply") ? PLAN_HOLD : PLAN_CLOSE;
    else if (marked(r, "close")) r->p->after = PLAN_CLOSE;
}

void document(reply *r, gp_jw *w)
{
    gp_buf_clear(&r->body);
    gp_jw_init(w, &r->body, 0);
    gp_jw_object(w);
}

gp_str reply_id(reply *r) { return gp_str_fmt(&r->a, "test-%zu", r->q->number); }

gp_str reply_model(reply *r)
{
    gp_str name;
    return marker_in(r->prompt, "model", &name) && name.n ? name
                                                          : gp_str_fmt(&r->a, "%.*s-2026-01-01", GP_ARG(r->model));
}

/* Headers that say whether and when to come back. */
/* "Name: Sun, 06 Nov 1994 08:49:37 GMT", an hour ahead of this machine and `s` seconds. */
static void put_date(gp_buf *h, const char *name, long s)
{
    char text[64];
    struct tm tm;
    time_t t = time(NULL) + 3600 + s;
    (void)gmtime_r(&t, &tm);
    (void)strftime(text, sizeof text, "%a, %d %b %Y %H:%M:%S GMT", &tm);
    gp_buf_fmt(h, "%s: %s\r\n", name, text);
}

static void put_advice(reply *r, int status, gp_buf *h)
{
    gp_str v = {0};
    bool asked = marker_in(r->prompt, "retry-after", &v) || marker_in(r->model, "retry-after", &v);
    bool reset = marked(r, "reset-in");
    bool dated = marker_in(r->prompt, "retry-date", &v);
    if (dated) put_date(h, "Date", 0), put_date(h, "Retry-After", strtol(v.p, NULL, 10));
    asked = asked || dated;
    if (asked && !dated && v.n) gp_buf_fmt(h, "Retry-After: %.*s\r\n", GP_ARG(v));
    else if (status == 429 && !reset && !asked) gp_buf_c(h, "Retry-After: 7\r\n");
    if (reset && (marker_in(r->prompt, "reset-in", &v) || marker_in(r->model, "reset-in", &v)))
        gp_buf_fmt(
            h,
            "x-ratelimit-remaining-requests: 0\r\nx-ratelimit-reset-requests: %.*s\r\nx-ratelimit-remaining-tokens: 9\r\nx-ratelimit-reset-tokens: 6m0s\r\n",
            GP_ARG(v));
    if (marked(r, "never-again")) gp_buf_c(h, "x-should-retry: false\r\n");
}

static void send_error(reply *r, int status, const char *type, const char *code, const char *message)
{
    gp_jw w;
    document(r, &w);
    r->api->error(r, &w, status, type, code, message);
    gp_jw_end_object(&w);
    gp_buf advice = {0};
    put_advice(r, status, &advice);
    send_plain(r, status, "application/json", advice.p ? advice.p : "");
    gp_buf_free(&advice);
}

void send_whole(reply *r) { send_plain(r, 200, "application/json", ""); }

/* Bytes as one HTTP chunk. */
static void send_chunk(reply *r, gp_str bytes, bool token)
{
    gp_buf b = {0};
    gp_buf_fmt(&b, "%zx\r\n", bytes.n);
    gp_buf_str(&b, bytes);
    gp_buf_c(&b, "\r\n");
    send_bytes(r, gp_buf_view(&b), token);
    gp_buf_free(&b);
}

void send_raw(reply *r, gp_str bytes) { send_chunk(r, bytes, false); }

static void put_event(reply *r, const char *type, gp_str data, bool token)
{
    const char *nl = marked(r, "crlf") ? "\r\n" : "\n";
    gp_buf ev = {0};
    if (marked(r, "comments")) gp_buf_fmt(&ev, ": still here%s%s", nl, nl);
    if (type) gp_buf_fmt(&ev, "event: %s%s", type, nl);
    gp_buf_c(&ev, "data: ");
    gp_buf_str(&ev, data);
    gp_buf_fmt(&ev, "%s%s", nl, nl);
    send_chunk(r, gp_buf_view(&ev), token);
    gp_buf_free(&ev);
}

void send_event(reply *r, const char *type, bool token) { put_event(r, type, gp_buf_view(&r->body), token); }
void send_text_event(reply *r, gp_str data) { put_event(r, NULL, data, false); }

void send_line(reply *r, bool token)
{
    gp_buf_c(&r->body, marked(r, "crlf") ? "\r\n" : "\n");
    send_chunk(r, gp_buf_view(&r->body), token);
}

/* --- replies --- */

const char *const call_names[2] = {"weather", "clock"}, *const call_arguments[2] = {"{\"city\": \"Oslo\"}", "{}"};

size_t words(gp_str s)
{
    size_t n = 0;
    for (size_t i = 0; i < s.n; i++) n += s.p[i] != ' ' && (i == 0 || s.p[i - 1] == ' ');
    return n;
}

/* A byte that is not UTF-8, or the escape of a NUL, where the writer would not let it through. */
static void spoil(reply *r)
{
    static const char mark[] = "@spoil@";
    size_t at = gp_str_find(gp_buf_view(&r->body), GP_STR("@spoil@"));
    if (at == SIZE_MAX) return;
    gp_buf b = {0};
    gp_buf_put(&b, r->body.p, at);
    gp_buf_c(&b, marked(r, "nul") ? "\\u0000" : "\xff");
    gp_buf_c(&b, r->body.p + at + sizeof mark - 1);
    gp_buf_free(&r->body);
    r->body = b;
}

void finish_document(reply *r)
{
    spoil(r);
    if (marked(r, "badjson")) r->body.n -= 7;
}

/* What a model that has lost its way says: a letter or a phrase over and over; nothing if no loop is asked for. */
static gp_str endless(reply *r, const char *name, gp_str unit)
{
    gp_str v;
    if (!marker_in(r->prompt, name, &v) && !marker_in(r->model, name, &v)) return (gp_str){0};
    size_t n = (size_t)number_of(r, name, 40000);
    char *p = gp_arena_alloc(&r->a, n + 1);
    if (!p) abort();
    for (size_t i = 0; i < n; i++) p[i] = unit.p[i % unit.n];
    r->piece_most = 12;
    return (gp_str){p, n};
}

/* The text in pieces of one word with the space behind it. False: the stream is to end here. */
static bool stream_text(reply *r, bool reasoning, gp_str text)
{
    bool first = true;
    for (size_t at = 0; at < text.n; first = false) {
        size_t end = at;
        while (end < text.n && text.p[end] != ' ' && end - at < r->piece_most) end++;
        while (end < text.n && text.p[end] == ' ') end++;
        r->p->due += seconds(r, "slow-stream", 0);
        r->api->piece(r, reasoning, (gp_str){text.p + at, end - at}, first);
        at = end;
        if (marked(r, "stall")) r->p->after = PLAN_HOLD;
        else if (marked(r, "cut")) r->p->after = PLAN_CLOSE;
        else if (marked(r, "reset")) r->p->after = PLAN_RESET;
        if (r->p->after != PLAN_KEEP) return false;
        if (marked(r, "error-late")) {
            r->api->broken(r);
            break;
        }
    }
    return true;
}

static void stream_reply(reply *r, gp_str answer)
{
    head(r, 200, r->api->stream_type, "", SIZE_MAX);
    if (r->p->after == PLAN_CLOSE) return;
    if (marked(r, "stall-headers")) {
        r->p->after = PLAN_HOLD;
        return;
    }
    if (!marked(r, "nochoices")) {
        r->api->begin(r);
        gp_str lost = endless(r, "loop-reasoning", GP_STR("Wait. "));
        if (lost.n) answer = lost;
        if (marked(r, "reasoning") && !stream_text(r, true, GP_STR("Let me think."))) return;
        if (marked(r, "tools") || r->calls) r->api->calls(r);
        else if (!stream_text(r, lost.n > 0, answer)) return;
    }
    if (r->piece_most < SIZE_MAX) { /* it has not come to an end, it only takes a breath */
        r->p->after = PLAN_HOLD;
        return;
    }
    r->api->end(r, answer);
    if (marked(r, "open")) {
        r->p->after = PLAN_HOLD;
        return;
    }
    send_bytes(r, GP_STR("0\r\n\r\n"), false);
    if (marked(r, "close")) r->p->after = PLAN_CLOSE;
}

/* Responses that need no answer; false if none is asked for. */
static bool refuse(reply *r)
{
    static const struct {
        const char *name;
        int status;
        const char *type, *code, *message;
    } table[] = {
        {"400", 400, "invalid_request_error", "unsupported_parameter", "Unsupported parameter: 'max_tokens'."},
        {"401", 401, "invalid_request_error", "invalid_api_key", "Incorrect API key provided."},
        {"402", 402, NULL, "402", "Insufficient credits."},
        {"403", 403, "permission_error", NULL, "Country not supported."},
        {"moderated", 403, NULL, "403", "The model requires moderation and your input was flagged."},
        {"404", 404, "invalid_request_error", "model_not_found", "The model does not exist."},
        {"408", 408, NULL, NULL, "Request timed out."},
        {"413", 413, "request_too_large", NULL, "Request exceeds the maximum size."},
        {"422", 422, NULL, NULL, "temperature: must be 1"},
        {"template", 500, "server_error", NULL, "Jinja Exception: System role not supported"},
        {"429", 429, "requests", "rate_limit_exceeded", "Rate limit reached."},
        {"quota", 429, "insufficient_quota", "insufficient_quota", "You exceeded your current quota."},
        {"500", 500, "server_error", NULL, "The server had an error.\nSecond line \x1b[31mred."},
        {"503", 503, "unavailable_error", "503", "Loading model"},
        {"529", 529, "overloaded_error", NULL, "Overloaded"},
        {"context", 400, "invalid_request_error", "context_length_exceeded", "Too long."},
        {"context-prose", 400, "BadRequestError", "400", "This model's maximum context length is 4096 tokens."},
    };
    if (marked(r, "first") && (double)r->q->before >= number_of(r, "first", 1)) return false;
    if (marked(r, "at-most") && (double)r->q->in_flight >= number_of(r, "at-most", 1)) {
        send_error(r, 429, "requests", "rate_limit_exceeded", "Too many at once.");
        return true;
    }
    for (size_t i = 0; i < sizeof table / sizeof *table; i++) {
        if (!marked(r, table[i].name)) continue;
        send_error(r, table[i].status, table[i].type, table[i].code, table[i].message);
        return true;
    }
    if (marked(r, "echo-key-error")) {
        gp_str m = gp_str_fmt(&r->a, "Incorrect API key provided: %.*s.", GP_ARG(r->q->key));
        send_error(r, 401, "invalid_request_error", "invalid_api_key", m.p);
        return true;
    }
    return false;
}

static const char *redirect_line(reply *r)
{
    gp_str to = {0};
    if (!marker_in(r->prompt, "redirect", &to) || !to.n) to = GP_STR("https://elsewhere.invalid/v1/chat?token=abcdef");
    return gp_str_fmt(&r->a, "Location: %.*s\r\n", GP_ARG(to)).p;
}

/* Responses whose bytes are given; false if none is asked for. */
static bool oddity(reply *r)
{
    const char *body = NULL, *type = "application/json";
    if (marked(r, "first") && (double)r->q->before >= number_of(r, "first", 1)) return false;
    if (marked(r, "html")) body = "<html><body>Bad gateway</body></html>", type = "text/html";
    else if (marked(r, "string-error")) body = "{\"error\": \"Unexpected endpoint or method.\"}";
    else if (marked(r, "error")) body = "{\"error\": {\"message\": \"overloaded\", \"code\": 529}}";
    if (body) {
        gp_buf_c(&r->body, body);
        send_plain(r, 200, type, "");
    } else if (marked(r, "redirect")) send_plain(r, 302, "text/plain", redirect_line(r));
    else if (marked(r, "garbage")) {
        send_bytes(r, GP_STR("this is not HTTP\r\n\r\n"), false);
        r->p->after = PLAN_CLOSE;
    } else if (marked(r, "drop")) r->p->after = PLAN_CLOSE;
    else if (marked(r, "hang")) r->p->after = PLAN_HOLD;
    else return false;
    return true;
}

static gp_str shaped_answer(reply *r)
{
    gp_str s = answer_to(r);
    size_t big = (size_t)number_of(r, "big", 0);
    gp_str letters = endless(r, "loop", GP_STR("a")),
           phrases = endless(r, "loop-phrase", GP_STR("I will try that again.\n"));
    if (letters.n || phrases.n) return r->calls = NULL, letters.n ? letters : phrases;
    if (marked(r, "empty")) return (gp_str){0};
    if (marked(r, "body")) return r->q->body;
    if (marked(r, "number")) return gp_str_fmt(&r->a, "%zu is the number of this reply", r->q->number);
    if (marked(r, "echo-key")) return gp_str_fmt(&r->a, "your key is %.*s indeed", GP_ARG(r->q->key));
    if (marked(r, "badutf8") || marked(r, "nul")) return GP_STR("a@spoil@b");
    if (marked(r, "length")) s.n /= 2;
    if (marked(r, "think")) s = gp_str_fmt(&r->a, "<think>Let me think.</think>\n\n%.*s", GP_ARG(s));
    if (!big) return s;
    char *p = gp_arena_alloc(&r->a, big);
    if (!p) abort();
    /* letters without any order: a text that repeats itself is taken for a loop */
    for (size_t i = 0, x = 1; i < big; i++) {
        x = (x * 1103515245 + 12345) & 0x7fffffff;
        p[i] = (char)('a' + (x >> 16) % 26);
    }
    return (gp_str){p, big};
}

/* --- requests --- */

bool ends_with(gp_str s, const char *tail)
{
    size_t n = strlen(tail);
    return s.n >= n && memcmp(s.p + s.n - n, tail, n) == 0;
}

gp_str text_of(reply *r, const gp_json *content)
{
    gp_buf b = {0};
    if (content && content->type == GP_JSON_STRING) return content->s;
    for (const gp_json *p = content && content->type == GP_JSON_ARRAY ? content->first : NULL; p; p = p->next) {
        const gp_json *t = gp_json_get(p, "text");
        if (t && t->type == GP_JSON_STRING) gp_buf_str(&b, t->s);
    }
    gp_str s = gp_str_dup(&r->a, gp_buf_view(&b));
    gp_buf_free(&b);
    return s;
}

gp_str last_user(reply *r, const gp_json *messages, const char *content)
{
    gp_str s = {0};
    for (const gp_json *m = messages && messages->type == GP_JSON_ARRAY ? messages->first : NULL; m; m = m->next) {
        const gp_json *role = gp_json_get(m, "role");
        if (role && gp_str_eqc(role->s, "user")) s = text_of(r, gp_json_get(m, content));
    }
    return s;
}

static void respond(reply *r)
{
    static const plan_api *const all[] = {&plan_openai, &plan_responses, &plan_anthropic, &plan_gemini, &plan_ollama};
    const plan_request *q = r->q;
    const gp_json *root = NULL;
    r->api = NULL;
    for (size_t i = 0; i < sizeof all / sizeof *all && !r->api; i++)
        if (gp_str_eqc(q->method, "POST") && all[i]->path(r, q->path)) r->api = all[i];
    if (!r->api) {
        r->api = &plan_openai;
        send_error(r, 404, "not_found_error", NULL, "No such path.");
        return;
    }
    if (gp_json_parse(&r->a, "request", q->body, &root, NULL) || !r->api->read(r, root)) {
        send_error(r, 400, "invalid_request_error", NULL, "The body is not a request of this API.");
        return;
    }
    if (marked(r, "plain")) r->stream = false;
    r->p->due += seconds(r, "delay", 0);
    r->drip = marked(r, "drip") ? seconds(r, "drip", 0.005) : 0;
    if (q->want_key && !gp_str_eqc(q->key, q->want_key))
        send_error(r, 401, "invalid_request_error", "invalid_api_key", "Wrong key.");
    else if (refuse(r) || oddity(r)) return;
    else if (r->stream) stream_reply(r, shaped_answer(r));
    else r->api->whole(r, shaped_answer(r));
}

void plan_response(plan *p, const plan_request *q)
{
    reply r = {.p = p, .q = q, .piece_most = SIZE_MAX};
    p->due = q->now;
    respond(&r);
    gp_buf_free(&r.body);
    gp_arena_free(&r.a);
}
