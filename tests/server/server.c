/* server.c - sockets and time for the test server: reads requests, lets plan.c decide, sends what is due. */
#include "server.h"

#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <math.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <pthread.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "base/sys.h"
#include "plan.h"
#include "tls.h"

enum { CONNS_MAX = 2000 };

typedef struct seen { /* a body that came, by its hash */
    uint64_t hash;
    size_t times;
} seen;

typedef struct conn {
    int fd;
    gp_buf in;
    plan plan;
    size_t sent, at;  /* bytes sent; first step not yet passed */
    size_t number;    /* of the request being answered; 0: reading */
    ts_tls_conn *tls; /* or NULL */
    bool tunnel;      /* a CONNECT is being answered: TLS begins behind the answer */
} conn;

struct ts_server {
    ts_options o;
    int listener, port, wake[2];
    conn *conns[CONNS_MAX];
    size_t n;
    gp_arena table;
    const gp_json *answers;
    seen *bodies; /* with "#first=" */
    size_t n_bodies;
    ts_tls *tls;
    pthread_t thread;
    bool threaded;
    pthread_mutex_t lock; /* over what follows */
    size_t requests, accepted, open_now;
    double *token_times; /* [requests], NaN until sent */
    size_t size;
};

/* --- counting --- */

static size_t count_request(ts_server *s)
{
    (void)pthread_mutex_lock(&s->lock);
    if (s->requests == s->size) {
        size_t size = s->size ? s->size * 2 : 256;
        double *more = realloc(s->token_times, size * sizeof *more);
        if (!more) abort();
        s->token_times = more;
        s->size = size;
    }
    s->token_times[s->requests++] = (double)NAN;
    size_t number = s->requests;
    (void)pthread_mutex_unlock(&s->lock);
    return number;
}

static void note_token(ts_server *s, size_t number, double when)
{
    (void)pthread_mutex_lock(&s->lock);
    s->token_times[number - 1] = when;
    (void)pthread_mutex_unlock(&s->lock);
    if (s->o.log) fprintf(s->o.log, "token %zu %.9f\n", number, when);
}

static size_t locked(ts_server *s, const size_t *field)
{
    (void)pthread_mutex_lock(&s->lock);
    size_t v = *field;
    (void)pthread_mutex_unlock(&s->lock);
    return v;
}

size_t ts_requests(ts_server *s) { return locked(s, &s->requests); }
size_t ts_connections(ts_server *s) { return locked(s, &s->accepted); }
size_t ts_open_now(ts_server *s) { return locked(s, &s->open_now); }

double ts_token_time(ts_server *s, size_t number)
{
    (void)pthread_mutex_lock(&s->lock);
    double t = number && number <= s->requests ? s->token_times[number - 1] : (double)NAN;
    (void)pthread_mutex_unlock(&s->lock);
    return t;
}

/* --- connections --- */

static void drop(ts_server *s, size_t i, bool reset)
{
    conn *c = s->conns[i];
    struct linger hard = {1, 0};
    if (reset) (void)setsockopt(c->fd, SOL_SOCKET, SO_LINGER, &hard, sizeof hard);
    ts_tls_end(c->tls);
    (void)close(c->fd);
    gp_buf_free(&c->in);
    plan_free(&c->plan);
    free(c);
    s->conns[i] = s->conns[--s->n];
    (void)pthread_mutex_lock(&s->lock);
    s->open_now = s->n;
    (void)pthread_mutex_unlock(&s->lock);
}

static void accept_all(ts_server *s)
{
    for (int fd; (fd = accept4(s->listener, NULL, NULL, SOCK_NONBLOCK | SOCK_CLOEXEC)) >= 0;) {
        int one = 1;
        conn *c = s->n < CONNS_MAX ? calloc(1, sizeof *c) : NULL;
        if (!c) {
            (void)close(fd);
            continue;
        }
        (void)setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &one, sizeof one);
        c->fd = fd;
        if (s->tls && !s->o.proxy) c->tls = ts_tls_accept(s->tls, fd);
        s->conns[s->n++] = c;
        (void)pthread_mutex_lock(&s->lock);
        s->accepted++;
        s->open_now = s->n;
        (void)pthread_mutex_unlock(&s->lock);
    }
}

static gp_str header(gp_str head, const char *name)
{
    size_t len = strlen(name);
    for (size_t i = 0; i + len < head.n; i++) {
        if (i && head.p[i - 1] != '\n') continue;
        if (strncasecmp(head.p + i, name, len) != 0 || head.p[i + len] != ':') continue;
        const char *nl = memchr(head.p + i, '\n', head.n - i);
        size_t end = nl ? (size_t)(nl - head.p) : head.n;
        return gp_str_trim((gp_str){head.p + i + len + 1, end - i - len - 1});
    }
    return (gp_str){0};
}

static gp_str word(gp_str *s)
{
    size_t n = 0;
    while (n < s->n && s->p[n] != ' ' && s->p[n] != '\r') n++;
    gp_str w = {s->p, n};
    *s = n < s->n ? (gp_str){s->p + n + 1, s->n - n - 1} : (gp_str){0};
    return w;
}

static size_t times_before(ts_server *s, gp_str body)
{
    uint64_t h = 0xCBF29CE484222325u;
    for (size_t i = 0; i < body.n; i++) h = (h ^ (unsigned char)body.p[i]) * 0x100000001B3u;
    for (size_t i = 0; i < s->n_bodies; i++)
        if (s->bodies[i].hash == h) return s->bodies[i].times++;
    seen *more = realloc(s->bodies, (s->n_bodies + 1) * sizeof *more);
    if (!more) abort();
    s->bodies = more;
    s->bodies[s->n_bodies++] = (seen){h, 1};
    return 0;
}

static size_t being_answered(const ts_server *s)
{
    size_t n = 0;
    for (size_t i = 0; i < s->n; i++) n += s->conns[i]->number != 0;
    return n;
}

static void note_request(ts_server *s, const plan_request *q)
{
    if (s->o.log)
        fprintf(s->o.log, "request %zu %.*s %.*s %s\n", q->number, GP_ARG(q->method), GP_ARG(q->path),
                q->key.n ? "with a key" : "without a key");
    if (s->o.log) fprintf(s->o.log, "arrived %zu %.9f\n", q->number, q->now);
}

/* As a proxy: let the client through, to ourselves. */
static void plan_tunnel(conn *c)
{
    gp_buf_c(&c->plan.out, "HTTP/1.1 200 Connection established\r\n\r\n");
    plan_step *st = c->plan.steps ? c->plan.steps : calloc(1, sizeof *st);
    if (!st) abort();
    *st = (plan_step){c->plan.out.n, 0, false};
    c->plan.steps = st;
    c->plan.n = c->plan.size = 1;
    c->plan.due = 0;
    c->tunnel = true;
}

/* Plan the answer to the request at the front of the input, if it is there whole. */
static bool try_request(ts_server *s, conn *c)
{
    gp_str in = gp_buf_view(&c->in);
    size_t blank = gp_str_find(in, GP_STR("\r\n\r\n"));
    if (c->number || blank == SIZE_MAX) return false;
    gp_str head = {in.p, blank + 2}, line = head, length = header(head, "Content-Length"),
           auth = header(head, "Authorization");
    char num[24] = "0";
    if (length.n && length.n < sizeof num) memcpy(num, length.p, length.n), num[length.n] = '\0';
    size_t body = strtoul(num, NULL, 10), whole = blank + 4 + body;
    if (in.n < whole) return false;
    plan_request q = {.body = {in.p + blank + 4, body},
                      .number = count_request(s),
                      .now = gp_now_mono(),
                      .answers = s->answers,
                      .want_key = s->o.key};
    q.method = word(&line);
    q.path = word(&line);
    if (gp_str_starts(auth, GP_STR("Bearer "))) q.key = (gp_str){auth.p + 7, auth.n - 7};
    if (!q.key.n) q.key = header(head, "x-api-key");
    if (!q.key.n) q.key = header(head, "x-goog-api-key");
    q.version = header(head, "anthropic-version");
    if (gp_str_find(q.body, GP_STR("#first=")) != SIZE_MAX) q.before = times_before(s, q.body);
    if (gp_str_find(q.body, GP_STR("#at-most=")) != SIZE_MAX) q.in_flight = being_answered(s);
    if (s->o.requests) fprintf(s->o.requests, "%zu %.*s\n", q.number, GP_ARG(q.path)), (void)fflush(s->o.requests);
    plan_clear(&c->plan);
    note_request(s, &q);
    if (s->o.proxy && s->tls && gp_str_eqc(q.method, "CONNECT")) plan_tunnel(c);
    else plan_response(&c->plan, &q);
    c->sent = c->at = 0;
    c->number = q.number;
    memmove(c->in.p, c->in.p + whole, c->in.n - whole);
    c->in.n -= whole;
    return true;
}

/* False: the peer is gone, or begins a TLS handshake where none is spoken. */
static bool receive(conn *c)
{
    char buf[16384];
    ssize_t n;
    do {
        n = c->tls ? ts_tls_read(c->tls, buf, sizeof buf) : recv(c->fd, buf, sizeof buf, 0);
        if (n > 0) gp_buf_put(&c->in, buf, (size_t)n);
    } while (c->tls && n > 0); /* what OpenSSL holds decoded wakes no poll */
    if (!c->tls && c->in.n && c->in.p[0] == 0x16) return false;
    return n > 0 || (n < 0 && (errno == EAGAIN || errno == EINTR));
}

static ssize_t transmit_some(conn *c, gp_str s)
{
    return c->tls ? ts_tls_write(c->tls, s.p, s.n) : send(c->fd, s.p, s.n, MSG_NOSIGNAL);
}

/* Send what is due. False: the connection is to be closed; *reset says how. */
static bool transmit(ts_server *s, conn *c, double now, bool *reset)
{
    plan *p = &c->plan;
    *reset = false;
    for (; c->number && c->at < p->n && p->steps[c->at].due <= now; c->at++) {
        const plan_step *st = &p->steps[c->at];
        if (st->first_token) note_token(s, c->number, gp_now_mono());
        while (c->sent < st->end) {
            ssize_t n = transmit_some(c, (gp_str){p->out.p + c->sent, st->end - c->sent});
            if (n < 0) return errno == EAGAIN || errno == EINTR;
            c->sent += (size_t)n;
        }
    }
    if (!c->number || c->at < p->n || p->due > now) return true;
    if (p->after == PLAN_HOLD) return true;
    *reset = p->after == PLAN_RESET;
    c->number = 0;
    if (c->tunnel) c->tls = ts_tls_accept(s->tls, c->fd);
    c->tunnel = false;
    return p->after == PLAN_KEEP;
}

/* Milliseconds until something is due; -1: nothing. */
static int next_due(const ts_server *s, double now)
{
    double soon = INFINITY;
    for (size_t i = 0; i < s->n; i++) {
        const conn *c = s->conns[i];
        if (!c->number) continue;
        if (c->at < c->plan.n) soon = fmin(soon, c->plan.steps[c->at].due);
        else if (c->plan.after != PLAN_HOLD) soon = fmin(soon, c->plan.due);
    }
    if (isinf(soon)) return -1;
    return soon <= now ? 0 : (int)ceil((soon - now) * 1000);
}

static bool writable_wanted(const conn *c, double now)
{
    return c->number && c->at < c->plan.n && c->plan.steps[c->at].due <= now;
}

static void serve_conn(ts_server *s, size_t i, short events)
{
    conn *c = s->conns[i];
    bool reset = false, alive = true;
    if (events & (POLLIN | POLLHUP | POLLERR)) alive = receive(c);
    for (bool more = alive; more;) {
        bool busy = try_request(s, c) || c->number;
        alive = transmit(s, c, gp_now_mono(), &reset);
        more = alive && busy && !c->number; /* one answer is out: the next request may be there already */
    }
    if (!alive) drop(s, i, reset);
}

void ts_serve(ts_server *s)
{
    static const size_t fixed = 3;
    struct pollfd *fds = calloc(CONNS_MAX + fixed, sizeof *fds);
    if (!fds) abort();
    for (;;) {
        double now = gp_now_mono();
        int wait = next_due(s, now);
        fds[0] = (struct pollfd){s->listener, POLLIN, 0};
        fds[1] = (struct pollfd){s->wake[0], POLLIN, 0};
        fds[2] = (struct pollfd){s->o.watch_stdin ? 0 : -1, POLLIN, 0};
        for (size_t i = 0; i < s->n; i++) {
            bool out = writable_wanted(s->conns[i], now);
            if (out && wait == 0) wait = -1; /* due but the socket is full: the socket wakes us */
            fds[fixed + i] = (struct pollfd){s->conns[i]->fd, (short)(POLLIN | (out ? POLLOUT : 0)), 0};
        }
        size_t polled = s->n;
        if (poll(fds, (nfds_t)(fixed + polled), wait) < 0 && errno != EINTR) break;
        if (fds[1].revents) break;
        char skip[256];
        if (fds[2].revents && read(0, skip, sizeof skip) <= 0) break;
        /* backwards: drop() fills the gap from the end */
        for (size_t i = polled; i-- > 0;) serve_conn(s, i, fds[fixed + i].revents);
        if (fds[0].revents) accept_all(s);
    }
    free(fds);
}

/* --- life --- */

static bool listen_on(ts_server *s, int port)
{
    struct sockaddr_in a = {
        .sin_family = AF_INET, .sin_port = htons((uint16_t)port), .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    socklen_t n = sizeof a;
    int one = 1;
    s->listener = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
    if (s->listener < 0) return false;
    (void)setsockopt(s->listener, SOL_SOCKET, SO_REUSEADDR, &one, sizeof one);
    if (bind(s->listener, (struct sockaddr *)&a, n) || listen(s->listener, 1024) ||
        getsockname(s->listener, (struct sockaddr *)&a, &n))
        return false;
    s->port = ntohs(a.sin_port);
    return pipe2(s->wake, O_CLOEXEC | O_NONBLOCK) == 0;
}

static bool read_answers(ts_server *s)
{
    gp_str text = {0};
    gp_err err = {0};
    if (!s->o.answers) return true;
    if (gp_read_file(&s->table, s->o.answers, 0, &text, &err) ||
        gp_json_parse(&s->table, s->o.answers, text, &s->answers, &err) ||
        gp_json_want(s->answers, "the table of answers", GP_JSON_OBJECT, &err)) {
        fprintf(stderr, "testserver: %s\n", err.msg);
        return false;
    }
    return true;
}

ts_server *ts_open(const ts_options *o, int port)
{
    ts_server *s = calloc(1, sizeof *s);
    if (!s) return NULL;
    if (o) s->o = *o;
    s->listener = s->wake[0] = s->wake[1] = -1;
    (void)pthread_mutex_init(&s->lock, NULL);
    if (!listen_on(s, port)) {
        perror("testserver: cannot listen");
        ts_close(s);
        return NULL;
    }
    if (s->o.tls_ca) s->tls = ts_tls_open(s->o.tls_ca, s->o.tls_kind);
    if (read_answers(s) && (s->tls || !s->o.tls_ca)) return s;
    ts_close(s);
    return NULL;
}

int ts_port(const ts_server *s) { return s->port; }

void ts_ask_stop(ts_server *s)
{
    ssize_t n = write(s->wake[1], "x", 1);
    (void)n; /* a full pipe wakes as well */
}

void ts_close(ts_server *s)
{
    if (!s) return;
    while (s->n) drop(s, s->n - 1, false);
    if (s->listener >= 0) (void)close(s->listener);
    for (int i = 0; i < 2; i++)
        if (s->wake[i] >= 0) (void)close(s->wake[i]);
    ts_tls_close(s->tls);
    gp_arena_free(&s->table);
    free(s->token_times);
    free(s->bodies);
    (void)pthread_mutex_destroy(&s->lock);
    free(s);
}

static void *run(void *s)
{
    ts_serve(s);
    return NULL;
}

ts_server *ts_start(const ts_options *o)
{
    ts_server *s = ts_open(o, 0);
    if (s && pthread_create(&s->thread, NULL, run, s) != 0) {
        ts_close(s);
        return NULL;
    }
    if (s) s->threaded = true;
    return s;
}

void ts_stop(ts_server *s)
{
    if (!s) return;
    ts_ask_stop(s);
    if (s->threaded) (void)pthread_join(s->thread, NULL);
    ts_close(s);
}
