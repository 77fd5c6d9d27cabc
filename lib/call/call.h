/* call.h - one chat request to a provider and its one reply, in one attempt or, by policy, several.
 *
 * Object model
 *   gp_carrier  how a request travels: over HTTP, or out of a recording. Bytes and moments in, bytes and moments out.
 *   gp_caller   what all calls of one remote target share; belongs to the target.
 *   gp_call     one request on its way; in the trial's arena, gone when its `done` has returned.
 *
 * Journey: gp_call_start makes URL, headers and body with the codec. An attempt reserves what it may cost (budget.h)
 * and hands them to the carrier; what comes back is fed to the codec's reader. When an attempt has failed, the policy
 * (retry.h) decides: the end, or a wait and another attempt. `done` is called exactly once - with a whole reply, a
 * broken one, or none - unless gp_call_start failed. It is called from the carrier's pump or from gp_caller_pump,
 * never from gp_call_start. A request that the budget refuses is not sent: the call ends with GP_FAIL_BUDGET.
 *
 * Every moment a call reports counts from the start of its own attempt, so a call played from a recording says the same
 * as the live one did, whatever the clock says now. */
#ifndef GP_CALL_CALL_H
#define GP_CALL_CALL_H

#include "http/http.h"
#include "call/budget.h"
#include "provider/codec.h"
#include "call/limiter.h"
#include "call/retry.h"

/* --- how a request travels --- */

/* Which request this is. Borrowed; stays until `done`. */
typedef struct gp_call_key {
    gp_str trial; /* SUITE/CASE/TARGET/REPEAT */
    gp_str provider, model;
    int64_t repeat;  /* from 1 */
    size_t turn;     /* from 0: how many replies the trial has already */
    int64_t attempt; /* from 1 */
} gp_call_key;

/* What comes back, in this order: headers at most once, data any number of times, done exactly once. */
typedef struct gp_carry_events {
    void (*headers)(void *user, int status, gp_str content_type);
    /* Bytes of the body and when they arrived, on the clock of the result. False: nothing more is wanted; the exchange
     * ends as cancelled. */
    bool (*data)(void *user, gp_str bytes, double at);
    void (*done)(void *user, const gp_http_result *result);
} gp_carry_events;

typedef struct gp_carrier_ops {
    /* Begin. `request`'s texts and `key` are borrowed until `done`; *handle gets what names the exchange; memory may
     * come from `a`, which lives as long. `done` is called only if this returned GP_OK, and never from inside it. */
    gp_code (*start)(void *impl, gp_arena *a, const gp_call_key *key, const gp_http_request *request,
                     const gp_carry_events *events, void *user, void **handle, gp_err *err);
    void (*cancel)(void *impl, void *handle); /* `done` follows, from a pump */
    /* the stall limit takes over from the first-token limit */
    void (*first_token)(void *impl, void *handle, double at);
    void (*last_word)(void *impl, void *handle, double at); /* the answer is whole; NULL: it makes no difference */
    void (*pump)(void *impl);                               /* do what can be done now; never blocks */
    /* Could `start` answer this request? Sends nothing. NULL: there is no telling. */
    gp_code (*probe)(void *impl, gp_arena *a, const gp_call_key *key, const gp_http_request *request, gp_err *err);
    void (*close)(void *impl); /* free the carrier; NULL: it owns nothing */
    /* A recording knows more than exchanges; each may be NULL. Replies came in an order that a replay does not have,
     * so what the run made of that order is kept and taken from there. */
    void (*skipped)(void *impl, const gp_call_key *key, gp_failure failure, gp_str why); /* this attempt is not sent */
    bool (*unsent)(void *impl, gp_arena *a, const gp_call_key *key, gp_failure *failure, gp_str *why); /* was it not? */
    /* of a trial that ends (gp_transcript) */
    void (*window)(void *impl, gp_arena *a, const gp_call_key *key, int64_t *window);
} gp_carrier_ops;

typedef struct gp_carrier {
    const gp_carrier_ops *ops;
    void *impl;
} gp_carrier;

/* Over HTTP. The run pumps the loop itself between trials; pumping the carrier does the same. */
gp_carrier gp_carrier_live(gp_http *http);

/* --- calls --- */

typedef struct gp_call gp_call;

typedef struct gp_header { /* of the targets file, sent with every request */
    gp_str name, value;
} gp_header;

typedef struct gp_caller {
    const gp_codec *codec;
    gp_str key;               /* secret; empty: none */
    const gp_header *headers; /* of the targets file, secret */
    size_t n_headers;
    const gp_redact *redact;
    gp_carrier carrier;
    gp_retry retry;         /* {0}: a single attempt */
    gp_price price;         /* gp_price_none(): costs are unknown */
    gp_budget *budget;      /* of the run; NULL: nothing is counted, as for calls out of a recording */
    gp_limiter *limiter;    /* learns of rate limits; NULL: nobody does */
    bool at_once;           /* waits between attempts are counted, not waited: nobody is there to be spared */
    gp_call *waiting;       /* calls whose next step is due at a moment; the caller's own list */
    bool fresh;             /* every attempt over a connection of its own */
    gp_reasoning reasoning; /* what ends reasoning inside an answer */
    bool heard; /* set by calls: there was an answer, or an end that was no authentication error; so the key is good, or
                 * not what is wrong */
} gp_caller;

/* Take the steps of waiting calls that are due at `now` (gp_now_mono); never blocks. */
void gp_caller_pump(gp_caller *caller, double now);

/* How a call ended; valid during `done` only. */
typedef struct gp_call_end {
    const gp_chat_reply *reply; /* settled: failure, message, what arrived. Its moments count on `http`'s clock */
    const gp_http_result *http; /* of the last attempt; no moments in it where nothing was sent */
    int64_t sends;              /* times a request went out, over all attempts */
    double duration_s;          /* from the first attempt's start to the last one's end */
    const gp_try *tries;        /* every attempt in order, in the trial's arena; `turn` is the key's */
    size_t n_tries;             /* 0: nothing was sent */
    double spent_usd;           /* what the budget counted for all of them; NaN unknown */
} gp_call_end;

/* Set every duration of *r (timing.h); scratch memory comes from `a`. A reply that came in one piece has no times of
 * tokens. */
void gp_call_times(const gp_call_end *end, gp_arena *a, gp_reply *r);

typedef void gp_call_done(void *user, const gp_call_end *end);

/* Send `q`. It and `key` are copied, what they point to is borrowed until `done`; so is `caller`. `limits` in seconds,
 * of each attempt; `seed` keys the draws of the waits. Errors: GP_E_INPUT (text that is not UTF-8, an unusable URL or
 * header). */
gp_code gp_call_start(gp_caller *caller, gp_arena *a, const gp_call_key *key, const gp_chat_request *q,
                      const gp_limits *limits, int64_t seed, gp_call_done *done, void *user, gp_call **out,
                      gp_err *err) GP_MUST_CHECK;

/* Would this request be answered? Only a recording knows: its error says what is recorded instead. Otherwise GP_OK. */
gp_code gp_call_probe(gp_caller *caller, gp_arena *a, const gp_call_key *key, const gp_chat_request *q,
                      gp_err *err) GP_MUST_CHECK;

/* `done` follows from a pump (gp_caller_pump for a call that waits), with what had arrived and GP_FAIL_CANCELLED. */
void gp_call_cancel(gp_call *c);

#endif
