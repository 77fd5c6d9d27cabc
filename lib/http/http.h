/* http.h - many HTTP exchanges at once on one thread, with limits that hold and outcomes that have names.
 *
 * Object model
 *   gp_http     one event loop: a connection pool and any number of exchanges in flight. One thread uses it; only
 *               gp_http_wakeup may be called from another.
 *   gp_http_x   one exchange: one request and its one response. Made by gp_http_start, gone after its on_done returns.
 *
 * Journey of an exchange: gp_http_start queues it; the caller alternates gp_http_pump (does what can be done without
 * waiting) and gp_http_wait (sleeps until something can). From inside pump come on_headers once, on_data for every
 * piece of the body as it arrives, and at last on_done exactly once, whatever happened: success, a limit, a
 * cancellation, or the loop being freed.
 *
 * Policy: HTTP/1.1 with keep-alive; connections are reused; no Nagle delay; TLS certificates are verified; proxies come
 * from the environment; redirects are never followed, because a key must not travel to another host; no signals; bodies
 * are asked for without compression, so that arrival times are those of the server's bytes. Nothing is retried,
 * nor left to libcurl, which would send a request again where a reused connection breaks before one byte of a response
 * came: the server may have begun to work on it. So that this is rare, connections idle for two seconds are not reused.
 *
 * Times are seconds of gp_now_mono(); NaN where the moment did not occur. Durations are seconds. */
#ifndef GP_HTTP_HTTP_H
#define GP_HTTP_HTTP_H

#include "base/str.h"
#include "http/redact.h"

typedef struct gp_http gp_http;
typedef struct gp_http_x gp_http_x;

/* How an exchange ended. The HTTP status does not matter here: a complete 500 is GP_HTTP_DONE. */
typedef enum gp_http_outcome {
    GP_HTTP_DONE,         /* the whole response arrived */
    GP_HTTP_REFUSED,      /* nobody listens there, or the host or network cannot be reached */
    GP_HTTP_DNS,          /* the host name (or the proxy's) has no address */
    GP_HTTP_TLS,          /* handshake or certificate */
    GP_HTTP_TIMEOUT,      /* connect, first-token or total limit */
    GP_HTTP_STALLED,      /* silence longer than the stall limit after the answer had begun */
    GP_HTTP_CUT_OFF,      /* closed or reset before the end of the response */
    GP_HTTP_BAD_RESPONSE, /* not HTTP, a redirect, or larger than the caps */
    GP_HTTP_CANCELLED     /* gp_http_cancel, or the loop was freed */
} gp_http_outcome;

extern const char *const gp_http_outcome_names[GP_HTTP_CANCELLED + 1]; /* "done", "refused_connection", "dns", ... */
/* The failure kind as reports name it ("refused_connection", "dns", ...); NULL for GP_HTTP_DONE. */
const char *gp_http_outcome_kind(gp_http_outcome o);

/* One request header. A secret value is never part of any text this module produces. */
typedef struct gp_http_header {
    const char *name;
    const char *value;
    bool secret;
} gp_http_header;

/* Limits in seconds; 0 means none. They run side by side, and the first that is reached ends the exchange. */
typedef struct gp_http_limits {
    double connect_s;     /* start until the connection stands: name, TCP, TLS. A reused connection takes none of it */
    double first_token_s; /* start until the first token (gp_http_mark_first_token) */
    double stall_s; /* silence between two pieces of the body once the first token came; without a first_token_s it
                           * also counts from the first byte of the body on */
    double total_s; /* start until the end */
} gp_http_limits;

/* A request. Everything it points to is borrowed and must stay until on_done has returned. */
typedef struct gp_http_request {
    const char *method;            /* "GET", "POST"; NULL is POST with a body and GET without one */
    const char *url;               /* http or https, without user name or password */
    const gp_http_header *headers; /* "Expect" and "Accept-Encoding" are set by this module */
    size_t n_headers;
    gp_str body;
    gp_http_limits limits;
    bool fresh;              /* over a connection of its own, which is closed afterwards; TLS begins anew */
    bool plain_reply;        /* the reply comes in one piece: its first body byte counts as the first token */
    size_t max_headers;      /* bytes of status line and headers; 0 is GP_CAP_HTTP_HEADERS */
    size_t max_body;         /* bytes of the body; 0 is GP_CAP_HTTP_BODY */
    const gp_redact *redact; /* further secrets to keep out of messages; may be NULL */
} gp_http_request;

/* What happened, for on_done; valid during that call only. */
typedef struct gp_http_result {
    gp_http_outcome outcome;
    const char *text;   /* one line for people, redacted, at most 300 bytes; "" when done */
    int status;         /* HTTP status, 0 if none arrived */
    size_t body_bytes;  /* bytes of the body that arrived */
    double started;     /* gp_http_start */
    double resolved;    /* host name resolved; NaN on a reused connection, like the next two */
    double connected;   /* TCP connection made */
    double tls;         /* TLS handshake done; NaN without TLS */
    double sent;        /* connection ready, request going out */
    double first_byte;  /* first byte of the response headers */
    double first_body;  /* first byte of the body */
    double first_token; /* as marked by the caller */
    double last_byte;   /* last piece of the body */
    double done;
    bool reused; /* an open connection served the request */
    int sends;   /* times the request was sent: 0 or 1 */
    /* what the server asks for by Retry-After(-Ms), else by the resets of exhausted rate limits; NaN if nothing */
    double retry_after_s;
    int should_retry; /* header x-should-retry: 1 true, 0 false, -1 absent */
} gp_http_result;

/* Callbacks; each may be NULL except on_done. All run inside gp_http_pump or gp_http_free. gp_http_cancel is allowed in
 * every one of them, gp_http_start only in on_done; gp_http_pump does nothing in them, gp_http_free is forbidden. */
typedef struct gp_http_events {
    /* Status line and headers are complete; read them with gp_http_header_value. Not called for a redirect. */
    void (*on_headers)(void *user, gp_http_x *x, int status);
    /* Bytes of the body, in order; `at` is when they were read from the connection. */
    void (*on_data)(void *user, gp_http_x *x, gp_str bytes, double at);
    /* The end. `x` becomes invalid when this returns. */
    void (*on_done)(void *user, gp_http_x *x, const gp_http_result *result);
} gp_http_events;

/* Settings of a loop; {0} is fine. */
typedef struct gp_http_options {
    const char *ca_file; /* PEM certificates to trust instead of the system's; copied; NULL for the system's */
    const char *ca_dir;  /* folder of such certificates under their hashes; likewise */
    unsigned max_idle;   /* open connections kept for reuse; 0 is 256 */
} gp_http_options;

/* Set ca_file and ca_dir as CURL_CA_BUNDLE, SSL_CERT_FILE and SSL_CERT_DIR say. One that names nothing is GP_E_INPUT,
 * here and not in every exchange. */
gp_code gp_http_trust(gp_http_options *o, gp_err *err) GP_MUST_CHECK;

/* New loop; options may be NULL. Errors: GP_E_INFRA (libcurl cannot be set up). Free with gp_http_free. */
gp_code gp_http_new(const gp_http_options *options, gp_http **out, gp_err *err) GP_MUST_CHECK;

/* End every exchange still in flight as cancelled (their on_done is called; no new one may be started then), close all
 * connections, free the loop. NULL is allowed. */
void gp_http_free(gp_http *h);

/* Begin an exchange. *request itself is copied, what it points to is borrowed. `events` must outlive the exchange. *x
 * (out may be NULL) stays valid until on_done returns. on_done is called only if this returned GP_OK.
 * Errors: GP_E_INPUT (the URL, a header with a line break), GP_E_INFRA, GP_E_BUG (called from on_headers or
 * on_data). */
gp_code gp_http_start(gp_http *h, const gp_http_request *request, const gp_http_events *events, void *user,
                      gp_http_x **x, gp_err *err) GP_MUST_CHECK;

/* Ask for an end. on_done follows with GP_HTTP_CANCELLED from the next pump, never from inside this call; no on_data
 * comes in between. A second call does nothing. */
void gp_http_cancel(gp_http_x *x);

/* The first token of the answer (or of the reasoning) has been decoded: the first-token limit ends, the stall limit
 * starts. `at` is the arrival time that on_data gave. Only the first call counts. */
void gp_http_mark_first_token(gp_http_x *x, double at);

/* The answer is whole: what is left of the response is not awaited for longer than a second, so that a server that
 * never ends it holds nobody up, and one that does leaves a connection that can be used again. Only the first call
 * counts. */
void gp_http_mark_last_word(gp_http_x *x, double at);

/* Value of a response header (name in any case; the last one of several), trimmed; empty slice if absent. Valid until
 * on_done returns. */
gp_str gp_http_header_value(const gp_http_x *x, const char *name);

/* Do all that can be done now: send, receive, call back, enforce limits. Never waits. Returns the number of exchanges
 * still in flight. */
size_t gp_http_pump(gp_http *h);

/* Sleep until the network has something, a limit is near, gp_http_wakeup was called, or timeout_ms have passed
 * (negative: no such bound). Returns at once if pump has work already. */
void gp_http_wait(gp_http *h, int timeout_ms);

/* End a gp_http_wait, from any thread, also one that has not begun yet. Not from a signal handler. */
void gp_http_wakeup(gp_http *h);

/* Exchanges in flight. */
size_t gp_http_active(const gp_http *h);

#endif
