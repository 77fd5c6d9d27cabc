#include "target/call.h"

#include <math.h>

struct gp_call {
    gp_caller *caller;
    gp_arena *arena;
    gp_call_key key;
    gp_http_request request;
    bool stream;
    void *handle;        /* the attempt in flight, as the carrier knows it */
    gp_chat_reply reply;
    gp_call_done *done;
    void *user;
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

static gp_code live_start(void *impl, gp_arena *a, const gp_call_key *key, const gp_http_request *request, const gp_carry_events *events, void *user, void **handle, gp_err *err)
{
    static const gp_http_events http_events = {live_headers, live_data, live_done};
    (void)key;
    live *l = GP_NEW(a, live);
    if (!l) return gp_fail_nomem(err);
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

static void live_pump(void *impl)
{
    (void)gp_http_pump(impl);
}

gp_carrier gp_carrier_live(gp_http *http)
{
    static const gp_carrier_ops ops = {live_start, live_cancel, live_first_token, live_pump};
    return (gp_carrier){&ops, http};
}

/* --- what comes back --- */

static void begin_reply(gp_call *c, int status, gp_str content_type)
{
    gp_chat_begin(&c->reply, c->caller->codec, c->caller->redact, c->stream, status, content_type);
}

static void on_headers(void *user, int status, gp_str content_type)
{
    begin_reply(user, status, content_type);
}

static bool on_data(void *user, gp_str bytes, double at)
{
    gp_call *c = user;
    bool more = gp_chat_feed(&c->reply, bytes, at);
    if (!isnan(c->reply.first_token)) c->caller->carrier.ops->first_token(c->caller->carrier.impl, c->handle, c->reply.first_token);
    return more || c->reply.failure == GP_FAIL_NONE; /* after the last word the connection is worth keeping */
}

static gp_failure broke_how(const gp_http_result *h)
{
    const char *kind = gp_http_outcome_kind(h->outcome);
    return kind ? (gp_failure)gp_failure_by_name(gp_str_c(kind)) : GP_FAIL_NONE;
}

static void on_done(void *user, const gp_http_result *h)
{
    gp_call *c = user;
    if (!c->reply.codec) begin_reply(c, 0, (gp_str){0});
    gp_chat_end(&c->reply, broke_how(h), h->text);
    gp_call_end end = {.reply = &c->reply, .http = h, .sends = h->sends, .duration_s = h->done - h->started};
    c->done(c->user, &end);
    gp_chat_reply_free(&c->reply);
}

/* --- sending --- */

/* Headers of the codec, then those of the targets file. */
static gp_code make_headers(gp_call *c, const gp_chat_request *q, gp_err *err)
{
    const gp_caller *r = c->caller;
    gp_codec_header own[GP_CODEC_HEADERS_MAX];
    size_t k = r->codec->headers(c->arena, q, r->key, own), n = 0;
    gp_http_header *h = GP_NEW_ARRAY(c->arena, gp_http_header, k + r->n_headers);
    if (!h) return gp_fail_nomem(err);
    for (size_t i = 0; i < k; i++) h[n++] = (gp_http_header){own[i].name, own[i].value, own[i].secret};
    for (size_t i = 0; i < r->n_headers; i++) h[n++] = (gp_http_header){r->headers[i].name.p, r->headers[i].value.p, true};
    c->request.headers = h;
    c->request.n_headers = n;
    return GP_OK;
}

static gp_code make_request(gp_call *c, const gp_chat_request *q, gp_err *err)
{
    gp_buf url = {0}, body = {0};
    c->caller->codec->url(c->caller->codec, q, &url);
    gp_code code = c->caller->codec->body(c->caller->codec, q, &body, err);
    if (!code) code = gp_buf_check(&url, err);
    if (!code) {
        c->request.url = gp_str_dup(c->arena, gp_buf_view(&url)).p;
        c->request.body = gp_str_dup(c->arena, gp_buf_view(&body));
        if (!c->request.url || !c->request.body.p) code = gp_fail_nomem(err);
    }
    gp_buf_free(&url);
    gp_buf_free(&body);
    return code ? code : make_headers(c, q, err);
}

static gp_code attempt(gp_call *c, gp_err *err)
{
    static const gp_carry_events events = {on_headers, on_data, on_done};
    const gp_carrier *carrier = &c->caller->carrier;
    c->reply = (gp_chat_reply){0};
    c->key.attempt++;
    return carrier->ops->start(carrier->impl, c->arena, &c->key, &c->request, &events, c, &c->handle, err);
}

gp_code gp_call_start(gp_caller *caller, gp_arena *a, const gp_call_key *key, const gp_chat_request *q, const gp_limits *limits, gp_call_done *done, void *user, gp_call **out, gp_err *err)
{
    gp_call *c = GP_NEW(a, gp_call);
    if (!c) return gp_fail_nomem(err);
    *c = (gp_call){.caller = caller, .arena = a, .key = *key, .stream = q->stream, .done = done, .user = user};
    c->request = (gp_http_request){.method = "POST", .plain_reply = !q->stream, .redact = caller->redact,
                                   .limits = {limits->connect_s, limits->first_token_s, limits->stall_s, limits->total_s}};
    *out = c;
    gp_code code = make_request(c, q, err);
    return code ? code : attempt(c, err);
}

void gp_call_cancel(gp_call *c)
{
    c->caller->carrier.ops->cancel(c->caller->carrier.impl, c->handle);
}
