/* carry_play.c - a carrier that answers from a recording. Exchanges that were begun are delivered in their order, from
 * the pump, each at once: how long it took is in its moments. */
#include <math.h>
#include <stdlib.h>

#include "record/carry.h"

typedef struct player {
    gp_tape tape;
    const gp_redact *redact;
    gp_occurrences own, *seen;  /* how often what was handed out */
    struct play *first, **last; /* begun, not delivered */
} player;

typedef struct play { /* in the call's arena */
    struct play *next;
    gp_exchange x;
    const gp_carry_events *events;
    void *user;
    bool plain_reply, cancelled;
    double first_token; /* as marked */
} play;

/* --- looking up --- */

/* count what was handed out for a key, whatever the request */
static const char taken[] = "taken", refused[] = "refused";

static gp_code look_up(player *p, gp_arena *a, const gp_call_key *key, gp_str body, bool count, gp_exchange *out,
                       gp_err *err)
{
    gp_buf canonical = {0};
    char sha256[65];
    gp_code code = gp_exchange_request(p->redact, body, &canonical, sha256, err);
    size_t occurrence = code || !count ? 1 : gp_occurrence_next(p->seen, key, sha256);
    if (!code && count) (void)gp_occurrence_next(p->seen, key, taken);
    if (!code)
        code = gp_recording_find(p->tape.recording, a, key, occurrence, gp_buf_view(&canonical), sha256, out, err);
    gp_buf_free(&canonical);
    return code;
}

static bool player_unsent(void *impl, gp_arena *a, const gp_call_key *key, gp_failure *failure, gp_str *why)
{
    player *p = impl;
    gp_exchange x = {0};
    gp_err err = {0};
    bool unsent = false;
    if (gp_recording_unsent(p->tape.recording, a, key, gp_occurrence_count(p->seen, key, taken),
                            gp_occurrence_count(p->seen, key, refused), &unsent, &x, &err))
        p->tape.broken(p->tape.broken_user, &err);
    if (unsent) (void)gp_occurrence_next(p->seen, key, refused);
    *failure = x.unsent;
    *why = x.text;
    return unsent;
}

static void player_window(void *impl, gp_arena *a, const gp_call_key *key, int64_t *window)
{
    player *p = impl;
    gp_err err = {0};
    if (gp_recording_window(p->tape.recording, a, key, window, &err)) p->tape.broken(p->tape.broken_user, &err);
}

static gp_code player_probe(void *impl, gp_arena *a, const gp_call_key *key, const gp_http_request *request,
                            gp_err *err)
{
    gp_exchange x;
    bool unsent = false;
    gp_code code = gp_recording_unsent(((player *)impl)->tape.recording, a, key, 0, 0, &unsent, &x, err);
    return code || unsent ? code : look_up(impl, a, key, request->body, false, &x, err);
}

/* --- delivering --- */

static gp_http_result result_of(const play *p)
{
    const gp_exchange *x = &p->x;
    size_t n = x->n_pieces, bytes = 0;
    for (size_t i = 0; i < n; i++) bytes += x->pieces[i].bytes.n;
    double first = n ? gp_seconds_of(x->pieces[0].at_us) : (double)NAN,
           last = n ? gp_seconds_of(x->pieces[n - 1].at_us) : (double)NAN;
    return (gp_http_result){.outcome = x->outcome,
                            .text = x->text.p ? x->text.p : "",
                            .status = x->status < 0 ? 0 : (int)x->status,
                            .body_bytes = bytes,
                            .started = 0,
                            .resolved = gp_seconds_of(x->resolved_us),
                            .connected = gp_seconds_of(x->connected_us),
                            .tls = gp_seconds_of(x->tls_us),
                            .sent = gp_seconds_of(x->sent_us),
                            .first_byte = gp_seconds_of(x->first_byte_us),
                            .first_body = first,
                            .first_token = p->plain_reply ? first : p->first_token,
                            .last_byte = last,
                            .done = gp_seconds_of(x->done_us),
                            .reused = x->reused,
                            .sends = (int)x->sends,
                            .retry_after_s = x->retry_after_s,
                            .should_retry = (int)x->should_retry};
}

static void deliver(play *p)
{
    const gp_exchange *x = &p->x;
    bool more = true;
    if (!p->cancelled && x->status >= 0) p->events->headers(p->user, (int)x->status, x->content_type);
    for (size_t i = 0; i < x->n_pieces && more && !p->cancelled; i++)
        more = p->events->data(p->user, x->pieces[i].bytes, gp_seconds_of(x->pieces[i].at_us));
    gp_http_result h = result_of(p);
    if (p->cancelled) {
        h.outcome = GP_HTTP_CANCELLED;
        h.text = "cancelled";
    } else if (more && h.outcome == GP_HTTP_CANCELLED) { /* the recorded run had seen enough here; this one has not */
        h.outcome = GP_HTTP_CUT_OFF;
        h.text = "the recording of this reply ends here";
    }
    p->events->done(p->user, &h);
}

static void player_pump(void *impl)
{
    player *p = impl;
    while (p->first) {
        play *x = p->first;
        p->first = x->next;
        if (!p->first) p->last = &p->first;
        deliver(x);
    }
}

/* --- the rest of a carrier --- */

static gp_code player_start(void *impl, gp_arena *a, const gp_call_key *key, const gp_http_request *request,
                            const gp_carry_events *events, void *user, void **handle, gp_err *err)
{
    player *p = impl;
    gp_err why = {0};
    play *x = GP_NEW(a, play);
    *x = (play){.events = events, .user = user, .plain_reply = request->plain_reply, .first_token = (double)NAN};
    gp_code code = look_up(p, a, key, request->body, true, &x->x, &why);
    if (!code) x->x.text = gp_str_dup(a, x->x.text); /* ends in a NUL there */
    if (code) {
        p->tape.broken(p->tape.broken_user, &why);
        if (err) *err = why;
        return code;
    }
    *p->last = x;
    p->last = &x->next;
    *handle = x;
    gp_http_wakeup(p->tape.http); /* the run may be about to wait for the network */
    return GP_OK;
}

static void player_cancel(void *impl, void *handle)
{
    (void)impl;
    ((play *)handle)->cancelled = true;
}

static void player_first_token(void *impl, void *handle, double at)
{
    (void)impl;
    play *p = handle;
    if (isnan(p->first_token)) p->first_token = at;
}

static void player_close(void *impl)
{
    player *p = impl;
    gp_occurrences_free(&p->own);
    free(p);
}

gp_carrier gp_carrier_player(const gp_tape *tape, const gp_redact *redact)
{
    static const gp_carrier_ops ops = {.start = player_start,
                                       .cancel = player_cancel,
                                       .first_token = player_first_token,
                                       .pump = player_pump,
                                       .probe = player_probe,
                                       .close = player_close,
                                       .unsent = player_unsent,
                                       .window = player_window};
    player *p = gp_alloc(sizeof *p);
    *p = (player){.tape = *tape, .redact = redact};
    p->last = &p->first;
    p->seen = tape->handed_out ? tape->handed_out : &p->own;
    return (gp_carrier){&ops, p};
}
