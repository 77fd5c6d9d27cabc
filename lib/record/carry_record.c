/* carry_record.c - a carrier that keeps what passes through it. */
#include <math.h>
#include <stdlib.h>

#include "base/caps.h"
#include "record/carry.h"

typedef struct tee {
    gp_carrier inner;
    gp_tape tape;
    const gp_redact *redact;
} tee;

typedef struct mark { /* where a piece ends, and when it came */
    double at;
    size_t end;
} mark;

typedef struct passing { /* one exchange on its way; in the call's arena, its buffers apart */
    tee *t;
    gp_arena *arena;
    const gp_call_key *key;
    gp_str body; /* of the request */
    const gp_carry_events *events;
    void *user, *handle;
    bool cancelled;
    int status; /* -1: no response yet */
    gp_str content_type;
    gp_buf bytes, marks;
} passing;

static void on_headers(void *user, int status, gp_str content_type)
{
    passing *p = user;
    p->status = status;
    p->content_type = gp_str_dup(p->arena, content_type);
    p->events->headers(p->user, status, content_type);
}

static bool on_data(void *user, gp_str bytes, double at)
{
    passing *p = user;
    gp_buf_str(&p->bytes, bytes);
    mark m = {at, p->bytes.n};
    gp_buf_put(&p->marks, &m, sizeof m);
    return p->events->data(p->user, bytes, at);
}

static gp_exchange_piece *pieces_of(passing *p, double from, size_t *n)
{
    const mark *m = (const mark *)(const void *)p->marks.p;
    *n = p->marks.n / sizeof *m;
    gp_exchange_piece *list = GP_NEW_ARRAY(p->arena, gp_exchange_piece, *n);
    size_t at = 0;
    for (size_t i = 0; i < *n; i++) {
        list[i] = (gp_exchange_piece){gp_us_of(m[i].at - from), {p->bytes.p + at, m[i].end - at}};
        at = m[i].end;
    }
    return list;
}

static gp_code record(passing *p, const gp_http_result *h, gp_err *err)
{
    double from = h->started;
    size_t n;
    gp_exchange_piece *pieces = pieces_of(p, from, &n);
    gp_exchange x = {.key = *p->key,
                     .request = p->body,
                     .status = p->status,
                     .content_type = p->content_type,
                     .retry_after_s = h->retry_after_s,
                     .should_retry = h->should_retry,
                     .pieces = pieces,
                     .n_pieces = n,
                     .outcome = h->outcome,
                     .text = gp_str_c(h->text),
                     .resolved_us = gp_us_of(h->resolved - from),
                     .connected_us = gp_us_of(h->connected - from),
                     .tls_us = gp_us_of(h->tls - from),
                     .sent_us = gp_us_of(h->sent - from),
                     .first_byte_us = gp_us_of(h->first_byte - from),
                     .done_us = gp_us_of(h->done - from),
                     .reused = h->reused,
                     .sends = h->sends};
    return gp_recorder_add(p->t->tape.recorder, &x, p->t->redact, err);
}

static void on_done(void *user, const gp_http_result *h)
{
    passing *p = user;
    gp_err err = {0};
    bool unfinished = p->cancelled && h->outcome == GP_HTTP_CANCELLED;
    if (!unfinished && record(p, h, &err)) p->t->tape.broken(p->t->tape.broken_user, &err);
    gp_buf_free(&p->bytes);
    gp_buf_free(&p->marks);
    p->events->done(p->user, h);
}

static gp_code tee_start(void *impl, gp_arena *a, const gp_call_key *key, const gp_http_request *request,
                         const gp_carry_events *events, void *user, void **handle, gp_err *err)
{
    static const gp_carry_events own = {on_headers, on_data, on_done};
    tee *t = impl;
    passing *p = GP_NEW(a, passing);
    *p = (passing){.t = t, .arena = a, .key = key, .body = request->body, .events = events, .user = user, .status = -1};
    *handle = p;
    return t->inner.ops->start(t->inner.impl, a, key, request, &own, p, &p->handle, err);
}

static void tee_cancel(void *impl, void *handle)
{
    tee *t = impl;
    passing *p = handle;
    p->cancelled = true;
    t->inner.ops->cancel(t->inner.impl, p->handle);
}

static void tee_first_token(void *impl, void *handle, double at)
{
    tee *t = impl;
    t->inner.ops->first_token(t->inner.impl, ((passing *)handle)->handle, at);
}

static void tee_last_word(void *impl, void *handle, double at)
{
    tee *t = impl;
    if (t->inner.ops->last_word) t->inner.ops->last_word(t->inner.impl, ((passing *)handle)->handle, at);
}

static void tee_pump(void *impl)
{
    tee *t = impl;
    t->inner.ops->pump(t->inner.impl);
}

static void tee_skipped(void *impl, const gp_call_key *key, gp_failure failure, gp_str why)
{
    tee *t = impl;
    gp_err err = {0};
    if (gp_recorder_unsent(t->tape.recorder, key, failure, why, t->redact, &err))
        t->tape.broken(t->tape.broken_user, &err);
}

static void tee_window(void *impl, gp_arena *a, const gp_call_key *key, int64_t *window)
{
    tee *t = impl;
    gp_err err = {0};
    (void)a;
    if (*window > 0 && gp_recorder_window(t->tape.recorder, key, *window, &err))
        t->tape.broken(t->tape.broken_user, &err);
}

static void tee_close(void *impl) { free(impl); }

gp_carrier gp_carrier_recorder(gp_carrier inner, const gp_tape *tape, const gp_redact *redact)
{
    static const gp_carrier_ops ops = {.start = tee_start,
                                       .cancel = tee_cancel,
                                       .first_token = tee_first_token,
                                       .last_word = tee_last_word,
                                       .pump = tee_pump,
                                       .close = tee_close,
                                       .skipped = tee_skipped,
                                       .window = tee_window};
    tee *t = gp_alloc(sizeof *t);
    *t = (tee){inner, *tape, redact};
    return (gp_carrier){&ops, t};
}

void gp_carrier_close(gp_carrier *c)
{
    if (c->ops && c->ops->close) c->ops->close(c->impl);
    *c = (gp_carrier){0};
}
