/* call.c - the journey of a request: attempts, waits, one end. */
#include "call/call.h"

#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

struct gp_call {
    gp_caller *caller;
    gp_arena *arena;
    gp_call_key key;
    gp_http_request request;
    bool stream;
    void *handle;        /* the attempt in flight, as the carrier knows it */
    gp_chat_reply reply; /* of the last attempt */
    gp_http_result http; /* of the last attempt; its text is not kept */
    gp_call_done *done;
    void *user;
    int64_t seed;
    /* over all attempts */
    gp_try *tries;
    size_t n_tries;
    int64_t sends;
    double duration_s, spent_usd;
    double bound;  /* what one attempt may cost; NaN unknown */
    bool reserved; /* and is put aside for the one that comes or is in flight */
    /* between attempts */
    gp_call *next_waiting;
    double due;    /* moment of the next step */
    double wait_s; /* before the next attempt */
    bool over;     /* the next step is the end */
};

/* --- over HTTP --- */

typedef struct live {
    gp_http_x *x;
    const gp_carry_events *events;
    void *user;
} live;

static void live_headers(void *user, gp_http_x *x, int status)
{
    live *l = user;
    l->events->headers(l->user, status, gp_http_header_value(x, "content-type"));
}

static void live_data(void *user, gp_http_x *x, gp_str bytes, double at)
{
    live *l = user;
    if (!l->events->data(l->user, bytes, at)) gp_http_cancel(x);
}

static void live_done(void *user, gp_http_x *x, const gp_http_result *result)
{
    live *l = user;
    (void)x;
    l->events->done(l->user, result);
}

static gp_code live_start(void *impl, gp_arena *a, const gp_call_key *key, const gp_http_request *request,
                          const gp_carry_events *events, void *user, void **handle, gp_err *err)
{
    static const gp_http_events http_events = {live_headers, live_data, live_done};
    (void)key;
    live *l = GP_NEW(a, live);
    *l = (live){.events = events, .user = user};
    *handle = l;
    return gp_http_start(impl, request, &http_events, l, &l->x, err);
}

static void live_cancel(void *impl, void *handle)
{
    (void)impl;
    gp_http_cancel(((live *)handle)->x);
}

static void live_first_token(void *impl, void *handle, double at)
{
    (void)impl;
    gp_http_mark_first_token(((live *)handle)->x, at);
}

static void live_last_word(void *impl, void *handle, double at)
{
    (void)impl;
    gp_http_mark_last_word(((live *)handle)->x, at);
}

static void live_pump(void *impl) { (void)gp_http_pump(impl); }

gp_carrier gp_carrier_live(gp_http *http)
{
    static const gp_carrier_ops ops = {.start = live_start,
                                       .cancel = live_cancel,
                                       .first_token = live_first_token,
                                       .last_word = live_last_word,
                                       .pump = live_pump};
    return (gp_carrier){&ops, http};
}

/* --- what comes back --- */

static void begin_reply(gp_call *c, int status, gp_str content_type)
{
    gp_chat_begin(&c->reply, c->caller->codec, c->caller->redact, c->stream, status, content_type);
    c->reply.how = c->caller->reasoning;
}

static void on_headers(void *user, int status, gp_str content_type)
{
    gp_call *c = user;
    begin_reply(c, status, content_type);
    if (status >= 200 && status < 300) c->caller->heard = true;
}

static bool on_data(void *user, gp_str bytes, double at)
{
    gp_call *c = user;
    const gp_carrier *carrier = &c->caller->carrier;
    bool more = gp_chat_feed(&c->reply, bytes, at);
    if (!isnan(c->reply.first_token)) carrier->ops->first_token(carrier->impl, c->handle, c->reply.first_token);
    if (c->reply.terminal && carrier->ops->last_word) carrier->ops->last_word(carrier->impl, c->handle, at);
    return more || c->reply.failure == GP_FAIL_NONE; /* after the last word the connection is worth keeping */
}

static gp_failure broke_how(const gp_http_result *h)
{
    const char *kind = gp_http_outcome_kind(h->outcome);
    return kind ? (gp_failure)gp_failure_by_name(gp_str_c(kind)) : GP_FAIL_NONE;
}

static void deliver(gp_call *c)
{
    gp_call_end end = {.reply = &c->reply,
                       .http = &c->http,
                       .sends = c->sends,
                       .duration_s = c->duration_s,
                       .tries = c->tries,
                       .n_tries = c->n_tries,
                       .spent_usd = c->spent_usd};
    c->done(c->user, &end);
    gp_chat_reply_free(&c->reply);
}

/* The call ends for another reason than its last attempt's. */
GP_PRINTF(3, 4) static void end_as(gp_call *c, gp_failure failure, const char *fmt, ...)
{
    va_list ap;
    va_start(ap, fmt);
    (void)vsnprintf(c->reply.message, sizeof c->reply.message, fmt, ap);
    va_end(ap);
    c->reply.failure = failure;
}

/* --- money --- */

/* By the server's own bill, else by its count of the tokens. A reply that broke off was not counted to its end. */
static double cost_of(const gp_call *c)
{
    const gp_chat_reply *r = &c->reply;
    if (!isnan(r->cost_usd)) return r->cost_usd;
    return r->complete ? gp_price_cost(&c->caller->price, r->input_tokens, r->cached_tokens, r->output_tokens)
                       : (double)NAN;
}

static gp_budget_answer reserve(gp_call *c)
{
    gp_budget *b = c->caller->budget;
    if (!b || c->reserved) return GP_BUDGET_FITS;
    gp_budget_answer answer = gp_budget_reserve(b, c->bound);
    c->reserved = answer == GP_BUDGET_FITS;
    return answer;
}

static void release(gp_call *c)
{
    if (c->reserved) gp_budget_release(c->caller->budget, c->bound);
    c->reserved = false;
}

static void settle(gp_call *c, int sends)
{
    gp_budget *b = c->caller->budget;
    if (!b) return;
    if (!sends) {
        release(c);
        return;
    }
    c->reserved = false;
    c->spent_usd += gp_budget_settle(b, c->bound, cost_of(c));
}

/* The next attempt is not sent: so it stands in a recording, and out of one it is not sent again. */
static void tell_skipped(gp_call *c)
{
    const gp_carrier *carrier = &c->caller->carrier;
    gp_call_key key = c->key;
    key.attempt++;
    if (carrier->ops->skipped) carrier->ops->skipped(carrier->impl, &key, c->reply.failure, gp_str_c(c->reply.message));
}

static bool was_unsent(gp_call *c)
{
    const gp_carrier *carrier = &c->caller->carrier;
    gp_call_key key = c->key;
    gp_failure failure = GP_FAIL_NONE;
    gp_str why = {0};
    key.attempt++;
    bool unsent = carrier->ops->unsent && carrier->ops->unsent(carrier->impl, c->arena, &key, &failure, &why);
    if (unsent) end_as(c, failure, "%.*s", GP_ARG(why));
    return unsent;
}

static void refuse_by_budget(gp_call *c)
{
    const gp_budget *b = c->caller->budget;
    char what[64] = "not sent";
    if (c->n_tries)
        (void)snprintf(what, sizeof what, "not sent again after %s", gp_failure_name(c->tries[c->n_tries - 1].failure));
    if (isnan(c->bound))
        end_as(
            c, GP_FAIL_BUDGET,
            "%s: there is no telling what it costs at most (the price holds for at most %lld input tokens), and the run has a budget",
            what, (long long)c->caller->price.up_to);
    else
        end_as(c, GP_FAIL_BUDGET, "%s: it may cost %.6f USD, and of the budget of %g USD, %.6f are used", what,
               c->bound, b->limit, b->spent);
    tell_skipped(c);
}

/* --- the next attempt --- */

static void wait_until(gp_call *c, double due)
{
    c->due = c->caller->at_once ? (double)-INFINITY : due;
    c->next_waiting = c->caller->waiting;
    c->caller->waiting = c;
}

static void note_try(gp_call *c, const gp_http_result *h)
{
    const gp_chat_reply *r = &c->reply;
    c->tries[c->n_tries++] = (gp_try){.turn = (int64_t)c->key.turn + 1,
                                      .failure = r->failure,
                                      .status = h->status ? h->status : -1,
                                      .error = gp_str_dup(c->arena, gp_str_c(r->message)),
                                      .duration_s = gp_us(h->done - h->started),
                                      .waited_s = gp_us(c->wait_s)};
    c->sends += h->sends;
    c->duration_s += gp_us(c->wait_s) + gp_us(h->done - h->started);
}

static void tell_limiter(gp_call *c, const gp_http_result *h, double asked_s)
{
    gp_limiter *l = c->caller->limiter;
    if (l && c->reply.failure == GP_FAIL_NONE) gp_limiter_answered(l);
    else if (l && c->reply.failure == GP_FAIL_RATE_LIMITED && !c->reply.never_retry)
        gp_limiter_refused(l, h->started, h->done, asked_s);
}

/* Is there another attempt? Then it is on its way when this returns. */
static bool try_again(gp_call *c, const gp_http_result *h, double asked_s)
{
    gp_retry_facts f = {.failure = c->reply.failure,
                        .never = c->reply.never_retry,
                        .should = h->should_retry,
                        .asked_s = asked_s,
                        .attempt = (int64_t)c->n_tries,
                        .seed = c->seed,
                        .turn = c->key.turn};
    gp_retry_answer answer = f.failure ? gp_retry_decide(&c->caller->retry, &f, &c->wait_s) : GP_RETRY_NEVER;
    if (answer == GP_RETRY_TOO_LONG) {
        size_t n = strlen(c->reply.message);
        (void)snprintf(c->reply.message + n, sizeof c->reply.message - n,
                       " (it asks to wait %g s; the policy waits at most %g s)", asked_s, c->caller->retry.cap_s);
    }
    if (answer != GP_RETRY_AGAIN || was_unsent(c)) return false;
    if (reserve(c) == GP_BUDGET_NEVER) {
        refuse_by_budget(c);
        return false;
    }
    wait_until(c, h->done + c->wait_s);
    return true;
}

static void on_done(void *user, const gp_http_result *h)
{
    gp_call *c = user;
    if (!c->reply.codec) begin_reply(c, 0, (gp_str){0});
    gp_chat_end(&c->reply, broke_how(h), h->text);
    double asked_s = isnan(h->retry_after_s) ? c->reply.retry_after_s : h->retry_after_s;
    c->http = *h;
    c->http.text = "";
    settle(c, h->sends);
    note_try(c, h);
    if (c->reply.failure != GP_FAIL_AUTH) c->caller->heard = true;
    tell_limiter(c, h, asked_s);
    if (!try_again(c, h, asked_s)) deliver(c);
}

/* --- sending --- */

/* Headers of the codec, then those of the targets file. */
static void make_headers(gp_call *c, const gp_chat_request *q)
{
    const gp_caller *r = c->caller;
    gp_codec_header own[GP_CODEC_HEADERS_MAX];
    size_t k = r->codec->headers(r->codec, c->arena, q, r->key, own), n = 0;
    gp_http_header *h = GP_NEW_ARRAY(c->arena, gp_http_header, k + r->n_headers);
    for (size_t i = 0; i < k; i++) h[n++] = (gp_http_header){own[i].name, own[i].value, own[i].secret};
    for (size_t i = 0; i < r->n_headers; i++)
        h[n++] = (gp_http_header){r->headers[i].name.p, r->headers[i].value.p, true};
    c->request.headers = h;
    c->request.n_headers = n;
}

static gp_code make_request(gp_call *c, const gp_chat_request *q, gp_err *err)
{
    gp_buf url = {0}, body = {0};
    c->caller->codec->url(c->caller->codec, q, &url);
    gp_code code = c->caller->codec->body(c->caller->codec, q, &body, err);
    c->request.url = gp_str_dup(c->arena, gp_buf_view(&url)).p;
    c->request.body = gp_str_dup(c->arena, gp_buf_view(&body));
    make_headers(c, q);
    gp_buf_free(&url);
    gp_buf_free(&body);
    return code;
}

static gp_code attempt(gp_call *c, gp_err *err)
{
    static const gp_carry_events events = {on_headers, on_data, on_done};
    const gp_carrier *carrier = &c->caller->carrier;
    gp_chat_reply_free(&c->reply);
    c->key.attempt++;
    gp_code code = carrier->ops->start(carrier->impl, c->arena, &c->key, &c->request, &events, c, &c->handle, err);
    if (code) release(c);
    return code;
}

/* What a call reports of which nothing was sent. */
static void nothing_sent(gp_call *c)
{
    static const double never = (double)NAN;
    c->http = (gp_http_result){.outcome = GP_HTTP_CANCELLED,
                               .text = "",
                               .started = never,
                               .resolved = never,
                               .connected = never,
                               .tls = never,
                               .sent = never,
                               .first_byte = never,
                               .first_body = never,
                               .first_token = never,
                               .last_byte = never,
                               .done = never,
                               .retry_after_s = never,
                               .should_retry = -1};
    begin_reply(c, 0, (gp_str){0});
}

gp_code gp_call_start(gp_caller *caller, gp_arena *a, const gp_call_key *key, const gp_chat_request *q,
                      const gp_limits *limits, int64_t seed, gp_call_done *done, void *user, gp_call **out, gp_err *err)
{
    gp_call *c = GP_NEW(a, gp_call);
    gp_try *tries = GP_NEW_ARRAY(a, gp_try, (size_t)caller->retry.max + 1);
    *c = (gp_call){.caller = caller,
                   .arena = a,
                   .key = *key,
                   .stream = q->stream,
                   .done = done,
                   .user = user,
                   .seed = seed,
                   .tries = tries,
                   .spent_usd = caller->budget ? 0 : (double)NAN};
    c->request = (gp_http_request){
        .method = "POST",
        .plain_reply = !q->stream,
        .fresh = caller->fresh,
        .redact = caller->redact,
        .limits = {limits->connect_s, limits->first_token_s, limits->stall_s, limits->total_s}};
    *out = c;
    gp_code code = make_request(c, q, err);
    if (code) return code;
    c->bound = gp_budget_bound(&caller->price, c->request.body.n, q->sampling.max_tokens);
    nothing_sent(c);
    c->over = was_unsent(c);
    if (!c->over && reserve(c) == GP_BUDGET_FITS) return attempt(c, err);
    wait_until(c, (double)-INFINITY); /* for requests in flight to cost less, or for the refusal */
    return GP_OK;
}

/* --- waiting --- */

static bool unlink_waiting(gp_call *c)
{
    for (gp_call **at = &c->caller->waiting; *at; at = &(*at)->next_waiting)
        if (*at == c) {
            *at = c->next_waiting;
            return true;
        }
    return false;
}

static bool due(const gp_call *c, double now)
{
    const gp_budget *b = c->caller->budget;
    bool short_of_money = !c->over && !c->reserved && b && gp_budget_ask(b, c->bound) == GP_BUDGET_LATER;
    return c->due <= now && !short_of_money;
}

static void step(gp_call *c)
{
    gp_err err = {0};
    unlink_waiting(c);
    bool refused = !c->over && reserve(c) == GP_BUDGET_NEVER;
    if (refused) refuse_by_budget(c);
    else if (!c->over) {
        if (!attempt(c, &err)) return;
        begin_reply(c, 0, (gp_str){0});
        end_as(c, GP_FAIL_BAD_RESPONSE, "%s", err.msg);
    }
    deliver(c);
}

/* Each step may end a trial and begin others: the list is read anew after it. */
void gp_caller_pump(gp_caller *caller, double now)
{
    for (gp_call *c = caller->waiting; c;) {
        bool now_due = due(c, now);
        if (now_due) step(c);
        c = now_due ? caller->waiting : c->next_waiting;
    }
}

gp_code gp_call_probe(gp_caller *caller, gp_arena *a, const gp_call_key *key, const gp_chat_request *q, gp_err *err)
{
    const gp_carrier *carrier = &caller->carrier;
    gp_call *c = GP_NEW(a, gp_call);
    *c = (gp_call){.caller = caller, .arena = a, .key = *key};
    c->key.attempt = 1;
    gp_code code = carrier->ops->probe ? make_request(c, q, err) : GP_OK;
    return code || !carrier->ops->probe ? code : carrier->ops->probe(carrier->impl, a, &c->key, &c->request, err);
}

void gp_call_cancel(gp_call *c)
{
    bool waits = unlink_waiting(c);
    if (!waits) {
        c->caller->carrier.ops->cancel(c->caller->carrier.impl, c->handle);
        return;
    }
    release(c);
    if (!c->over) end_as(c, GP_FAIL_CANCELLED, "cancelled");
    c->over = true;
    wait_until(c, (double)-INFINITY);
}
