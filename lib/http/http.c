/* http.c - the HTTP loop over libcurl's multi interface. The only file that knows libcurl.
 *
 * Limits are kept here and not by libcurl: libcurl has no limit for the first token or for silence, and its total limit
 * cannot be told apart from its connect limit afterwards. Each exchange has one next deadline; the loop keeps a lower
 * bound of all of them (`next_sweep`), so that a pump far from any deadline costs nothing. The bound may be too early
 * after a deadline moved away, never too late. */
#include "http/http.h"

#include <curl/curl.h>
#include <errno.h>
#include <math.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>

#include "base/caps.h"
#include "base/sys.h"
#include "http/ratelimit.h"

enum { TEXT_MAX = 300, POOL_MAX = 64, WHERE_MAX = 280 };
static const double REST_S = 1; /* for what follows the last word */

struct gp_http_x {
    gp_http *loop;
    gp_http_x *prev, *next; /* list of exchanges in flight; `next` also links the pool */
    CURL *easy;
    struct curl_slist *list;
    gp_http_request req;
    const gp_http_events *ev;
    void *user;
    gp_buf headers;        /* status line and header lines of the final response */
    char where[WHERE_MAX]; /* host:port, for messages */
    char curl_text[CURL_ERROR_SIZE];
    bool stopping; /* an end was decided here, not by libcurl */
    bool headers_done;
    bool no_room;     /* no descriptor was left for a connection */
    bool broke_kept;  /* a connection that was kept open broke under the request */
    double last_word; /* NaN before it */
    gp_http_result r; /* collected while the exchange runs */
    char text[TEXT_MAX + 1];
};

struct gp_http {
    CURLM *multi;
    gp_http_x *active;
    gp_http_x *pool; /* finished exchanges whose memory and easy handle are used again */
    size_t n_active, n_pool;
    double next_sweep;
    bool in_callback; /* inside libcurl: nothing may be added to the multi handle */
    bool pumping, closing;
    char *ca_file, *ca_dir;
    char *checked_url; /* the last one that take_url found good */
    char checked_where[WHERE_MAX];
};

/* --- outcomes --- */

const char *const gp_http_outcome_names[GP_HTTP_CANCELLED + 1] = {
    "done", "refused_connection", "dns", "tls", "timeout", "stalled", "cut_off", "bad_response", "cancelled"};

const char *gp_http_outcome_kind(gp_http_outcome o)
{
    return o > GP_HTTP_DONE && o <= GP_HTTP_CANCELLED ? gp_http_outcome_names[o] : NULL;
}

/* Longest prefix of at most `max` bytes that does not end inside a character. */
static size_t cut_at(gp_str s, size_t max)
{
    if (s.n <= max) return s.n;
    size_t n = max;
    while (n && ((unsigned char)s.p[n] & 0xC0) == 0x80) n--;
    return n;
}

/* Settle the exchange's text: one printable line without secrets. */
static void set_text(gp_http_x *x, gp_str raw)
{
    gp_buf clean = {0}, shown = {0};
    gp_redact_put(x->req.redact, raw, &clean);
    for (size_t i = 0; i < x->req.n_headers; i++) {
        const gp_http_header *h = &x->req.headers[i];
        if (!h->secret) continue;
        /* "Bearer KEY": the key is what counts, with or without its scheme. */
        const char *space = strrchr(h->value, ' ');
        gp_redact *own = gp_redact_new();
        if (gp_redact_add(own, gp_str_c(space ? space + 1 : h->value))) gp_redact_buf(own, &clean);
        gp_redact_free(own);
    }
    gp_show(&shown, gp_buf_view(&clean), 0);
    gp_str v = gp_buf_view(&shown);
    size_t n = cut_at(v, TEXT_MAX);
    if (n) memcpy(x->text, v.p, n);
    x->text[n] = '\0';
    gp_buf_free(&clean);
    gp_buf_free(&shown);
}

/* End the exchange for a reason found here; the first reason counts. */
GP_PRINTF(3, 4) static void decide(gp_http_x *x, gp_http_outcome o, const char *fmt, ...)
{
    char *text = NULL;
    if (x->stopping) return;
    va_list ap;
    va_start(ap, fmt);
    int n = vasprintf(&text, fmt, ap); /* whole: a secret must not be cut before it is looked for */
    va_end(ap);
    x->stopping = true;
    x->r.outcome = o;
    if (n >= 0) {
        set_text(x, (gp_str){text, (size_t)n});
        free(text);
    }
}

/* Whom libcurl really tried, by what it says; empty where that is not known. Behind a proxy it is somebody else;
 * 8.22 names the proxy beside the host, or as both. */
static void whom_it_tried(const char *said, char out[WHERE_MAX + 16])
{
    char host[WHERE_MAX] = "", proxy[WHERE_MAX] = "", *colon = NULL;
    int port = 0;
    *out = 0;
    if (sscanf(said, "Failed to connect to %255s port %5d", host, &port) != 2) {
        if (sscanf(said, "Failed to connect to %255s over proxy %255s", host, proxy) != 2) return;
        colon = strrchr(host, ':');
        size_t n = colon ? (size_t)(colon - host) : 0;
        if (n == strlen(proxy) && !memcmp(host, proxy, n)) port = atoi(colon + 1);
        memcpy(host, proxy, sizeof host);
    }
    bool bare = strchr(host, ':') && host[0] != '['; /* an IPv6 address as libcurl writes it */
    int n = snprintf(out, WHERE_MAX + 16, bare ? "[%s]" : "%s", host);
    if (port) (void)snprintf(out + n, WHERE_MAX + 16 - (size_t)n, ":%d", port);
}

static void connect_failure(gp_http_x *x)
{
    long sys = 0;
    char buf[128] = "";
    (void)curl_easy_getinfo(x->easy, CURLINFO_OS_ERRNO, &sys);
    const char *why = sys ? strerror_r((int)sys, buf, sizeof buf) : x->curl_text;
    gp_http_outcome o = sys == ETIMEDOUT ? GP_HTTP_TIMEOUT : GP_HTTP_REFUSED;
    char tried[WHERE_MAX + 16];
    whom_it_tried(x->curl_text, tried);
    if (tried[0] && strcmp(tried, x->where) != 0)
        decide(x, o, "cannot connect to %s (for %s, a proxy from the environment): %s", tried, x->where, why);
    else decide(x, o, "cannot connect to %s: %s", x->where, why);
}

static void cut_failure(gp_http_x *x)
{
    if (!x->r.sends && (strstr(x->curl_text, "CONNECT") || strstr(x->curl_text, "proxy")))
        decide(x, GP_HTTP_REFUSED, "no way to %s: %s", x->where, x->curl_text);
    else if (isnan(x->r.first_byte)) decide(x, GP_HTTP_CUT_OFF, "%s closed the connection without an answer", x->where);
    else if (!x->headers_done)
        decide(x, GP_HTTP_CUT_OFF, "%s closed the connection inside the response headers", x->where);
    else
        decide(x, GP_HTTP_CUT_OFF, "%s closed the connection after %zu bytes of the body, before its end", x->where,
               x->r.body_bytes);
}

enum { TOO_LARGE = 100 }; /* CURLE_TOO_LARGE, which libcurl has since 8.6 */

/* Name libcurl's verdict, unless an end was decided here before. */
static void judge(gp_http_x *x, CURLcode code)
{
    if (x->stopping || (code == CURLE_OK && x->headers_done)) return;
    bool elsewhere = code == CURLE_COULDNT_RESOLVE_HOST || code == CURLE_COULDNT_RESOLVE_PROXY ||
                     code == CURLE_COULDNT_CONNECT || code == CURLE_SSL_CONNECT_ERROR;
    if (x->r.sends && elsewhere) { /* it was sent, and libcurl found no second connection (on_ready) */
        cut_failure(x);
        return;
    }
    /* Whoever asks for too much at once is kept from it before (lib/run/open.c), so far as that can be foretold. */
    if (x->no_room || (elsewhere && code != CURLE_COULDNT_CONNECT && !gp_descriptors(1))) {
        decide(x, GP_HTTP_REFUSED,
               "no more files and connections can be open in this process (ulimit -n), so none to %s", x->where);
        return;
    }
    if (!x->curl_text[0]) (void)snprintf(x->curl_text, sizeof x->curl_text, "%s", curl_easy_strerror(code));
    switch ((int)code) {
    case CURLE_COULDNT_RESOLVE_HOST:
    case CURLE_COULDNT_RESOLVE_PROXY: decide(x, GP_HTTP_DNS, "no address for %s: %s", x->where, x->curl_text); break;
    case CURLE_COULDNT_CONNECT:
    case CURLE_INTERFACE_FAILED: connect_failure(x); break;
    case CURLE_OPERATION_TIMEDOUT: decide(x, GP_HTTP_TIMEOUT, "%s: %s", x->where, x->curl_text); break;
    case CURLE_SSL_CONNECT_ERROR:
    case CURLE_PEER_FAILED_VERIFICATION:
    case CURLE_SSL_CERTPROBLEM:
    case CURLE_SSL_CIPHER:
    case CURLE_SSL_CACERT_BADFILE:
    case CURLE_SSL_CRL_BADFILE:
    case CURLE_SSL_ISSUER_ERROR:
    case CURLE_SSL_ENGINE_NOTFOUND:
    case CURLE_SSL_ENGINE_SETFAILED:
    case CURLE_SSL_ENGINE_INITFAILED:
    case CURLE_SSL_INVALIDCERTSTATUS:
    case CURLE_SSL_PINNEDPUBKEYNOTMATCH:
    case CURLE_USE_SSL_FAILED: decide(x, GP_HTTP_TLS, "no secure connection to %s: %s", x->where, x->curl_text); break;
    case CURLE_OK: /* libcurl is content with headers that break off */
    case CURLE_PARTIAL_FILE:
    case CURLE_GOT_NOTHING:
    case CURLE_SEND_ERROR:
    case CURLE_RECV_ERROR: cut_failure(x); break;
    case TOO_LARGE: /* a header line above libcurl's own cap, which was the next once: */
    case CURLE_OUT_OF_MEMORY:
        if (isnan(x->r.first_byte) || x->headers_done)
            decide(x, GP_HTTP_BAD_RESPONSE, "%s: %s", x->where, x->curl_text);
        else
            decide(x, GP_HTTP_BAD_RESPONSE, "a line in the response headers of %s is too long, or memory ran out",
                   x->where);
        break;
    default: decide(x, GP_HTTP_BAD_RESPONSE, "%s: %s", x->where, x->curl_text); break;
    }
}

/* --- limits --- */

typedef struct deadline {
    double at; /* INFINITY: none */
    gp_http_outcome outcome;
    const char *what; /* format with one %s (host) and one %g (seconds) */
    double limit;
} deadline;

static void sooner(deadline *d, double from, double limit, gp_http_outcome o, const char *what)
{
    if (limit > 0 && from + limit < d->at) *d = (deadline){from + limit, o, what, limit};
}

static deadline deadline_of(const gp_http_x *x)
{
    const gp_http_limits *l = &x->req.limits;
    deadline d = {INFINITY, GP_HTTP_TIMEOUT, "", 0};
    if (isnan(x->r.sent))
        sooner(&d, x->r.started, l->connect_s, GP_HTTP_TIMEOUT, "no connection to %s within %g s (connect limit)");
    if (isnan(x->r.first_token))
        sooner(&d, x->r.started, l->first_token_s, GP_HTTP_TIMEOUT, "no token from %s within %g s (first-token limit)");
    bool begun = !isnan(x->r.first_token) || (l->first_token_s <= 0 && !isnan(x->r.first_body));
    if (begun)
        sooner(&d, x->r.last_byte, l->stall_s, GP_HTTP_STALLED,
               "silence from %s for %g s in the middle of the answer (stall limit)");
    sooner(&d, x->r.started, l->total_s, GP_HTTP_TIMEOUT, "answer of %s not complete within %g s (total limit)");
    if (!isnan(x->last_word))
        sooner(&d, x->last_word, REST_S, GP_HTTP_STALLED,
               "%s does not end its response, whose last word came %g s ago");
    return d;
}

static void watch(gp_http_x *x)
{
    double at = deadline_of(x).at;
    if (at < x->loop->next_sweep) x->loop->next_sweep = at;
}

/* --- libcurl's callbacks --- */

/* Until its headers are whole a reply may break off, which libcurl is content with; 8.22 would use that connection again. */
static void keep_connection(gp_http_x *x, bool keep)
{
    (void)curl_easy_setopt(x->easy, CURLOPT_FORBID_REUSE, keep && !x->req.fresh ? 0L : 1L);
}

/* llama-server closes a connection at the end of a streamed reply, though it says that it keeps it: the next request would
 * meet that in some of the cases, and nothing is sent twice. */
static bool keeps(const gp_http_x *x)
{
    gp_str server = gp_http_header_value(x, "server"), type = gp_http_header_value(x, "content-type");
    return !gp_str_eqc(server, "llama.cpp") || !gp_str_starts(type, GP_STR("text/event-stream"));
}

static size_t on_header_line(char *p, size_t size, size_t n, void *user)
{
    gp_http_x *x = user;
    n *= size;
    if (isnan(x->r.first_byte)) {
        x->r.first_byte = gp_now_mono();
        keep_connection(x, false);
    }
    if (x->headers_done) return n; /* trailers of a chunked body */
    if (n >= 5 && memcmp(p, "HTTP/", 5) == 0) gp_buf_clear(&x->headers);
    gp_buf_put(&x->headers, p, n);
    if (x->headers.failed) {
        decide(x, GP_HTTP_BAD_RESPONSE, "response headers of %s are larger than %zu bytes", x->where, x->headers.cap);
        return 0;
    }
    if (n > 2 || (n && p[0] != '\r' && p[0] != '\n')) return n;

    long status = 0;
    (void)curl_easy_getinfo(x->easy, CURLINFO_RESPONSE_CODE, &status);
    if (status < 200) return n; /* 100 Continue and its kin come before the real response */
    x->headers_done = true;
    keep_connection(x, keeps(x));
    x->r.status = (int)status;
    gp_str location = gp_http_header_value(x, "location"), coding = gp_http_header_value(x, "content-encoding");
    if (status < 400 && status >= 300 && location.n) {
        size_t end = 0;
        while (end < location.n && location.p[end] != '?' && location.p[end] != '#') end++;
        decide(x, GP_HTTP_BAD_RESPONSE,
               "%s redirects (HTTP %ld) to %.*s; redirects are not followed, set the base URL to the final address",
               x->where, status, (int)end, location.p);
        return 0;
    }
    if (status < 300 && status != 204 && coding.n && !gp_str_eqc(coding, "identity")) {
        decide(
            x, GP_HTTP_BAD_RESPONSE,
            "%s sends its response (HTTP %ld) compressed (%.*s), though it was asked not to; switch that off there or in what stands before it",
            x->where, status, GP_ARG(coding));
        return 0;
    }
    if (x->ev->on_headers) x->ev->on_headers(x->user, x, (int)status);
    return x->stopping ? 0 : n;
}

static size_t on_body(char *p, size_t size, size_t n, void *user)
{
    gp_http_x *x = user;
    n *= size;
    double now = gp_now_mono();
    size_t cap = x->req.max_body ? x->req.max_body : GP_CAP_HTTP_BODY;
    if (x->stopping) return CURL_WRITEFUNC_ERROR;
    if (n > cap - x->r.body_bytes) {
        decide(x, GP_HTTP_BAD_RESPONSE, "response body of %s is larger than %zu bytes", x->where, cap);
        return CURL_WRITEFUNC_ERROR;
    }
    x->r.body_bytes += n;
    if (isnan(x->r.first_body)) x->r.first_body = now;
    x->r.last_byte = now;
    if (x->req.plain_reply) gp_http_mark_first_token(x, now);
    if (x->ev->on_data) x->ev->on_data(x->user, x, (gp_str){p, n}, now);
    watch(x);
    return x->stopping ? CURL_WRITEFUNC_ERROR : n;
}

/* The connection stands and the request is about to go out: once. */
static int on_ready(void *user, char *ip, char *local, int port, int local_port)
{
    gp_http_x *x = user;
    (void)ip, (void)local, (void)port, (void)local_port;
    if (x->r.sends) {
        x->broke_kept = true;
        cut_failure(x);
        return CURL_PREREQFUNC_ABORT;
    }
    x->r.sent = gp_now_mono();
    x->r.sends++;
    return CURL_PREREQFUNC_OK;
}

/* --- start --- */

static gp_code check_url(gp_http_x *x, gp_err *err)
{
    CURLU *u = curl_url();
    char *scheme = NULL, *host = NULL, *port = NULL, *login = NULL;
    gp_code c = GP_OK;
    if (!x->req.url || curl_url_set(u, CURLUPART_URL, x->req.url, 0) || curl_url_get(u, CURLUPART_SCHEME, &scheme, 0) ||
        curl_url_get(u, CURLUPART_HOST, &host, 0) || curl_url_get(u, CURLUPART_PORT, &port, CURLU_DEFAULT_PORT))
        c = gp_fail(err, GP_E_INPUT,
                    "not a URL that can be requested; it must read http://HOST[:PORT]/PATH or https://...");
    else if (strcmp(scheme, "http") != 0 && strcmp(scheme, "https") != 0)
        c = gp_fail(err, GP_E_INPUT, "the URL scheme \"%s\" is not http or https", scheme);
    else if (!curl_url_get(u, CURLUPART_USER, &login, 0))
        c = gp_fail(err, GP_E_INPUT, "the URL for host %s holds a user name; keys come from the environment only",
                    host);
    else (void)snprintf(x->where, sizeof x->where, "%.255s:%.5s", host, port);
    curl_free(scheme), curl_free(host), curl_free(port), curl_free(login);
    curl_url_cleanup(u);
    return c;
}

/* Check the URL and keep host:port for messages. Mostly it is the one that was checked last. */
static gp_code take_url(gp_http_x *x, gp_err *err)
{
    gp_http *h = x->loop;
    if (h->checked_url && x->req.url && strcmp(h->checked_url, x->req.url) == 0) {
        memcpy(x->where, h->checked_where, sizeof x->where);
        return GP_OK;
    }
    gp_code c = check_url(x, err);
    free(h->checked_url);
    h->checked_url = c ? NULL : gp_alloc_copy(x->req.url, strlen(x->req.url));
    memcpy(h->checked_where, x->where, sizeof x->where);
    return c;
}

static gp_code add_header(gp_http_x *x, const char *name, const char *value, gp_err *err)
{
    gp_buf line = {0};
    bool good = name[0] != '\0';
    for (const char *p = name; *p; p++) good = good && *p > ' ' && *p < 127 && *p != ':';
    for (const char *p = value; *p; p++) good = good && *p != '\r' && *p != '\n';
    if (!good)
        return gp_fail(err, GP_E_INPUT, "request header \"%.80s\": a line break in its value or a bad name", name);
    /* libcurl drops "Name:" and sends an empty header for "Name;" */
    if (value[0]) gp_buf_fmt(&line, "%s: %s", name, value);
    else gp_buf_fmt(&line, "%s;", name);
    x->list = curl_slist_append(x->list, line.p);
    gp_buf_free(&line);
    return GP_OK;
}

static gp_code make_headers(gp_http_x *x, gp_err *err)
{
    x->list = curl_slist_append(NULL, "Expect:"); /* no pause before large bodies */
    gp_code c = add_header(x, "Accept-Encoding", "identity", err);
    for (size_t i = 0; !c && i < x->req.n_headers; i++)
        c = add_header(x, x->req.headers[i].name, x->req.headers[i].value, err);
    return c;
}

/* libcurl's own says of every socket that could not be made that the server refused. */
static curl_socket_t on_socket(void *user, curlsocktype purpose, struct curl_sockaddr *to)
{
    gp_http_x *x = user;
    (void)purpose;
    int s = socket(to->family, to->socktype | SOCK_CLOEXEC, to->protocol);
    if (s < 0 && (errno == EMFILE || errno == ENFILE)) x->no_room = true;
    return s < 0 ? CURL_SOCKET_BAD : s;
}

static CURLcode set_policy(CURL *e, const gp_http *h)
{
    CURLcode c = CURLE_OK;
#define SET(option, value) (c = c ? c : curl_easy_setopt(e, option, value))
#if LIBCURL_VERSION_NUM >= 0x075500
    SET(CURLOPT_PROTOCOLS_STR, "http,https");
#else
    SET(CURLOPT_PROTOCOLS, (long)(CURLPROTO_HTTP | CURLPROTO_HTTPS));
#endif
    SET(CURLOPT_HTTP_VERSION, (long)CURL_HTTP_VERSION_1_1);
    SET(CURLOPT_NOSIGNAL, 1L);
    SET(CURLOPT_NOPROGRESS, 1L);
    SET(CURLOPT_FOLLOWLOCATION, 0L);
    SET(CURLOPT_SUPPRESS_CONNECT_HEADERS, 1L);
    SET(CURLOPT_TCP_NODELAY, 1L);
    SET(CURLOPT_TCP_KEEPALIVE, 1L);
    SET(CURLOPT_MAXAGE_CONN, 1L); /* seconds, rounded down; servers close idle connections after two and more */
    SET(CURLOPT_SSL_VERIFYPEER, 1L);
    SET(CURLOPT_SSL_VERIFYHOST, 2L);
    SET(CURLOPT_CONNECTTIMEOUT_MS, 86400000L); /* libcurl's own 300 s must not stand in for the caller's limit */
#if LIBCURL_VERSION_NUM >= 0x075700
    SET(CURLOPT_QUICK_EXIT, 1L); /* a name lookup that hangs must not hold the loop when its exchange ends */
#endif
    if (h->ca_file || h->ca_dir) { /* in place of the system's, not beside them */
        SET(CURLOPT_CAINFO, h->ca_file);
        SET(CURLOPT_CAPATH, h->ca_dir);
    }
    return c;
}

static CURLcode set_request(gp_http_x *x)
{
    CURL *e = x->easy;
    const gp_http_request *r = &x->req;
    CURLcode c = CURLE_OK;
    SET(CURLOPT_URL, r->url);
    SET(CURLOPT_FRESH_CONNECT, r->fresh ? 1L : 0L);
    SET(CURLOPT_FORBID_REUSE, r->fresh ? 1L : 0L);
    SET(CURLOPT_SSL_SESSIONID_CACHE, r->fresh ? 0L : 1L);
    SET(CURLOPT_HTTPHEADER, x->list);
    SET(CURLOPT_ERRORBUFFER, x->curl_text);
    SET(CURLOPT_PRIVATE, x);
    SET(CURLOPT_HEADERFUNCTION, on_header_line);
    SET(CURLOPT_HEADERDATA, x);
    SET(CURLOPT_WRITEFUNCTION, on_body);
    SET(CURLOPT_WRITEDATA, x);
    SET(CURLOPT_OPENSOCKETFUNCTION, on_socket);
    SET(CURLOPT_OPENSOCKETDATA, x);
    SET(CURLOPT_PREREQFUNCTION, on_ready);
    SET(CURLOPT_PREREQDATA, x);
    bool post = r->method ? strcmp(r->method, "POST") == 0 : r->body.n > 0;
    if (post || r->body.n) {
        SET(CURLOPT_POSTFIELDS, r->body.p ? r->body.p : "");
        SET(CURLOPT_POSTFIELDSIZE_LARGE, (curl_off_t)r->body.n);
    }
    if (r->method && !post && strcmp(r->method, "GET") != 0) SET(CURLOPT_CUSTOMREQUEST, r->method);
#undef SET
    return c;
}

static gp_http_x *x_take(gp_http *h)
{
    gp_http_x *x = h->pool;
    if (x) {
        h->pool = x->next;
        h->n_pool--;
    } else {
        CURL *easy = curl_easy_init();
        if (!easy) return NULL;
        x = gp_alloc(sizeof *x);
        x->easy = easy;
    }
    x->loop = h;
    x->prev = x->next = NULL;
    x->stopping = x->headers_done = x->no_room = x->broke_kept = false;
    x->last_word = NAN;
    x->text[0] = x->curl_text[0] = x->where[0] = '\0';
    gp_buf_clear(&x->headers);
    x->r = (gp_http_result){.resolved = NAN,
                            .connected = NAN,
                            .tls = NAN,
                            .sent = NAN,
                            .first_byte = NAN,
                            .first_body = NAN,
                            .first_token = NAN,
                            .last_byte = NAN,
                            .done = NAN,
                            .retry_after_s = NAN,
                            .should_retry = -1};
    return x;
}

static void x_destroy(gp_http_x *x)
{
    curl_easy_cleanup(x->easy);
    gp_buf_free(&x->headers);
    free(x);
}

/* Back to the pool, with nothing left of its request. */
static void x_give(gp_http_x *x)
{
    gp_http *h = x->loop;
    curl_easy_reset(x->easy);
    curl_slist_free_all(x->list);
    x->list = NULL;
    if (h->closing || h->n_pool >= POOL_MAX || x->headers.size > 65536) {
        x_destroy(x);
        return;
    }
    x->next = h->pool;
    h->pool = x;
    h->n_pool++;
}

static gp_code prepare(gp_http_x *x, gp_err *err)
{
    gp_code c = take_url(x, err);
    if (!c) c = make_headers(x, err);
    if (c) return c;
    CURLcode cc = set_policy(x->easy, x->loop);
    if (!cc) cc = set_request(x);
    if (cc) return gp_fail(err, GP_E_INFRA, "libcurl cannot do what is needed: %s", curl_easy_strerror(cc));
    x->r.started = gp_now_mono();
    CURLMcode m = curl_multi_add_handle(x->loop->multi, x->easy);
    if (m) return gp_fail(err, GP_E_BUG, "libcurl refuses the exchange: %s", curl_multi_strerror(m));
    return GP_OK;
}

gp_code gp_http_start(gp_http *h, const gp_http_request *request, const gp_http_events *events, void *user,
                      gp_http_x **out, gp_err *err)
{
    if (h->closing) return gp_fail(err, GP_E_CANCELLED, "the HTTP loop is being closed");
    if (h->in_callback) return gp_fail(err, GP_E_BUG, "gp_http_start was called from on_headers or on_data");
    gp_http_x *x = x_take(h);
    if (!x) return gp_fail(err, GP_E_INFRA, "libcurl cannot make a handle");
    x->req = *request;
    x->ev = events;
    x->user = user;
    x->headers.cap = request->max_headers ? request->max_headers : GP_CAP_HTTP_HEADERS;
    gp_code c = prepare(x, err);
    if (c) {
        x_give(x);
        return c;
    }
    x->next = h->active;
    if (h->active) h->active->prev = x;
    h->active = x;
    h->n_active++;
    watch(x);
    if (out) *out = x;
    return GP_OK;
}

void gp_http_cancel(gp_http_x *x)
{
    decide(x, GP_HTTP_CANCELLED, "cancelled");
    x->loop->next_sweep = 0;
}

void gp_http_mark_last_word(gp_http_x *x, double at)
{
    if (!isnan(x->last_word)) return;
    x->last_word = at;
    watch(x);
}

void gp_http_mark_first_token(gp_http_x *x, double at)
{
    if (!isnan(x->r.first_token)) return;
    x->r.first_token = at;
    if (isnan(x->r.last_byte)) x->r.last_byte = at;
    watch(x);
}

gp_str gp_http_header_value(const gp_http_x *x, const char *name)
{
    gp_str all = gp_buf_view(&x->headers), found = {0};
    size_t len = strlen(name);
    for (size_t at = 0; at < all.n;) {
        const char *nl = memchr(all.p + at, '\n', all.n - at);
        size_t end = nl ? (size_t)(nl - all.p) : all.n;
        const char *line = all.p + at;
        if (end - at > len && line[len] == ':' && strncasecmp(line, name, len) == 0)
            found = gp_str_trim((gp_str){line + len + 1, end - at - len - 1});
        at = end + 1;
    }
    return found;
}

/* --- the end of an exchange --- */

/* Seconds from a header value such as "2", "0.5"; NaN when it is not a plain number. */
static double seconds_of(gp_str s, double unit)
{
    double v = 0, place = 1;
    bool point = false;
    if (!s.n || s.n > 40) return NAN; /* however long: who asks for ages is not to be asked at once */
    for (size_t i = 0; i < s.n; i++) {
        if (s.p[i] == '.' && !point) {
            point = true;
            continue;
        }
        if (s.p[i] < '0' || s.p[i] > '9') return NAN;
        v = v * 10 + (s.p[i] - '0');
        if (point) place *= 10;
    }
    return v / place * unit;
}

static gp_str header_of(const void *x, const char *name) { return gp_http_header_value(x, name); }

/* Seconds since 1970 of an HTTP date; NaN if it is none. */
static double moment_of(gp_str date)
{
    char text[64] = "";
    if (date.n && date.n < sizeof text) memcpy(text, date.p, date.n);
    time_t t = *text ? curl_getdate(text, NULL) : -1;
    return t >= 0 ? (double)t : (double)NAN;
}

/* Moments in headers are by the server's clock, which may not be ours. */
static double server_clock(const gp_http_x *x)
{
    double date = moment_of(gp_http_header_value(x, "date"));
    return isnan(date) ? (double)time(NULL) : date;
}

static void read_advice(gp_http_x *x)
{
    gp_http_result *r = &x->r;
    gp_str should = gp_http_header_value(x, "x-should-retry"), after = gp_http_header_value(x, "retry-after");
    if (gp_str_eqc(should, "true")) r->should_retry = 1;
    if (gp_str_eqc(should, "false")) r->should_retry = 0;
    r->retry_after_s = seconds_of(gp_http_header_value(x, "retry-after-ms"), 0.001);
    if (isnan(r->retry_after_s)) r->retry_after_s = seconds_of(after, 1);
    double until = isnan(r->retry_after_s) ? moment_of(after) - server_clock(x) : (double)NAN;
    if (until > 0) r->retry_after_s = until;
    if (isnan(r->retry_after_s) && r->status == 429) r->retry_after_s = gp_rate_wait(header_of, x, server_clock(x));
}

/* libcurl counts from its own start of the transfer; the moment the request went out is known on both clocks. */
static void read_times(gp_http_x *x)
{
    gp_http_result *r = &x->r;
    curl_off_t name = 0, tcp = 0, tls = 0, ready = 0;
    long connects = 0;
    (void)curl_easy_getinfo(x->easy, CURLINFO_NUM_CONNECTS, &connects);
    r->reused = r->sends > 0 && (connects == 0 || x->broke_kept);
    if (r->reused) return;
    (void)curl_easy_getinfo(x->easy, CURLINFO_NAMELOOKUP_TIME_T, &name);
    (void)curl_easy_getinfo(x->easy, CURLINFO_CONNECT_TIME_T, &tcp);
    (void)curl_easy_getinfo(x->easy, CURLINFO_APPCONNECT_TIME_T, &tls);
    (void)curl_easy_getinfo(x->easy, CURLINFO_PRETRANSFER_TIME_T, &ready);
    double base = isnan(r->sent) || ready <= 0 ? r->started : r->sent - (double)ready * 1e-6;
    if (base < r->started) base = r->started;
    if (name > 0) r->resolved = base + (double)name * 1e-6;
    if (tcp > 0) r->connected = base + (double)tcp * 1e-6;
    if (tls > 0) r->tls = base + (double)tls * 1e-6;
}

static void finish(gp_http_x *x, CURLcode code)
{
    gp_http *h = x->loop;
    judge(x, code);
    x->r.done = gp_now_mono();
    x->r.text = x->text;
    read_times(x);
    read_advice(x);
    (void)curl_multi_remove_handle(h->multi, x->easy);
    if (x->prev) x->prev->next = x->next;
    else h->active = x->next;
    if (x->next) x->next->prev = x->prev;
    h->n_active--;
    x->ev->on_done(x->user, x, &x->r);
    x_give(x);
}

/* End what was cancelled or reached a limit, and find the next moment to look again. */
static void sweep(gp_http *h)
{
    double now = gp_now_mono();
    h->next_sweep = INFINITY; /* exchanges that callbacks start or cancel meanwhile lower it again */
    for (gp_http_x *x = h->active, *next; x; x = next) {
        deadline d = deadline_of(x);
        next = x->next;
        if (!x->stopping && d.at <= now) decide(x, d.outcome, d.what, x->where, d.limit);
        if (x->stopping) finish(x, CURLE_OK);
        else if (d.at < h->next_sweep) h->next_sweep = d.at;
    }
}

size_t gp_http_pump(gp_http *h)
{
    int running = 0, left = 0;
    if (h->pumping) return h->n_active;
    h->pumping = h->in_callback = true;
    (void)curl_multi_perform(h->multi, &running);
    h->in_callback = false;
    for (CURLMsg *m; (m = curl_multi_info_read(h->multi, &left));) {
        gp_http_x *x = NULL;
        CURLcode code = m->data.result;
        (void)curl_easy_getinfo(m->easy_handle, CURLINFO_PRIVATE, &x);
        if (m->msg == CURLMSG_DONE && x) finish(x, code);
    }
    if (gp_now_mono() >= h->next_sweep) sweep(h);
    h->pumping = false;
    return h->n_active;
}

void gp_http_wait(gp_http *h, int timeout_ms)
{
    double until = (h->next_sweep - gp_now_mono()) * 1000;
    int ms = timeout_ms < 0 || timeout_ms > 1000000 ? 1000000 : timeout_ms;
    if (until <= 0) return;
    if (until < ms) ms = (int)ceil(until);
    (void)curl_multi_poll(h->multi, NULL, 0, ms, NULL);
}

void gp_http_wakeup(gp_http *h) { (void)curl_multi_wakeup(h->multi); }

size_t gp_http_active(const gp_http *h) { return h->n_active; }

/* --- the loop --- */

static pthread_once_t curl_once = PTHREAD_ONCE_INIT;
static CURLcode curl_once_result;

static void *new_bytes(size_t n) { return gp_resize(NULL, n, 1); }
static void *more_bytes(void *p, size_t n) { return gp_resize(p, n, 1); }
static char *new_text(const char *s) { return gp_alloc_copy(s, strlen(s)); }

/* libcurl's own process-wide state; there is no safe moment to give it back before the process ends. It takes memory
 * that does not run out, because it would report that as one more way in which a server can fail. */
static void curl_set_up(void)
{
    curl_once_result = curl_global_init_mem(CURL_GLOBAL_DEFAULT, new_bytes, free, more_bytes, new_text, gp_alloc_array);
}

gp_code gp_http_new(const gp_http_options *options, gp_http **out, gp_err *err)
{
    (void)pthread_once(&curl_once, curl_set_up);
    if (curl_once_result)
        return gp_fail(err, GP_E_INFRA, "libcurl cannot be set up: %s", curl_easy_strerror(curl_once_result));
    gp_http *h = gp_alloc(sizeof *h);
    h->next_sweep = INFINITY;
    h->multi = curl_multi_init();
    if (options && options->ca_file) h->ca_file = gp_alloc_copy(options->ca_file, strlen(options->ca_file));
    if (options && options->ca_dir) h->ca_dir = gp_alloc_copy(options->ca_dir, strlen(options->ca_dir));
    long idle = options && options->max_idle ? (long)options->max_idle : 256;
    if (!h->multi || curl_multi_setopt(h->multi, CURLMOPT_MAXCONNECTS, idle)) {
        gp_http_free(h);
        return gp_fail(err, GP_E_INFRA, "libcurl cannot make a loop");
    }
    *out = h;
    return GP_OK;
}

void gp_http_free(gp_http *h)
{
    if (!h) return;
    h->closing = true;
    while (h->active) {
        decide(h->active, GP_HTTP_CANCELLED, "cancelled");
        finish(h->active, CURLE_OK);
    }
    while (h->pool) {
        gp_http_x *x = h->pool;
        h->pool = x->next;
        x_destroy(x);
    }
    if (h->multi) (void)curl_multi_cleanup(h->multi);
    free(h->ca_file);
    free(h->ca_dir);
    free(h->checked_url);
    free(h);
}
