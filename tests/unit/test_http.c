/* The HTTP loop and the OpenAI codec against the test server: every way a reply can go wrong ends under its own
 * name. */
#include "t.h"

#include <math.h>
#include <netinet/in.h>
#include <pthread.h>
#include <sys/resource.h>
#include <sys/socket.h>

#include "../server/server.h"
#include "base/sys.h"
#include "http/http.h"
#include "provider/codec.h"

#define KEY "sk-test-0123456789abcdef"

static ts_server *server;
static gp_http *loop;
static gp_redact *secrets;
static gp_buf seen; /* every message any test has got: no key may be in it */

/* --- one trial --- */

typedef struct ask_options {
    bool plain; /* no stream */
    bool fresh;
    gp_http_limits limits;
    const char *key;  /* NULL: KEY */
    const char *base; /* NULL: the server's */
    size_t max_body;
    int cancel_at; /* cancel inside on_data number N */
} ask_options;

typedef struct trial {
    ask_options o;
    gp_arena a;
    char url[128];
    gp_buf body;
    gp_http_header headers[GP_CODEC_HEADERS_MAX];
    gp_http_x *x;
    gp_chat_reply reply;
    gp_http_result r; /* text copied to `text` */
    char text[400];
    bool begun, done;
    int pieces;
} trial;

static gp_failure failure_of(gp_http_outcome o)
{
    static const gp_failure map[] = {
        GP_FAIL_NONE,    GP_FAIL_REFUSED_CONNECTION, GP_FAIL_DNS,      GP_FAIL_TLS, GP_FAIL_TIMEOUT, GP_FAIL_STALLED,
        GP_FAIL_CUT_OFF, GP_FAIL_BAD_RESPONSE,       GP_FAIL_CANCELLED};
    return map[o];
}

static void on_headers(void *user, gp_http_x *x, int status)
{
    trial *t = user;
    gp_chat_begin(&t->reply, gp_codec_find(GP_STR("openai")), secrets, !t->o.plain, status,
                  gp_http_header_value(x, "content-type"));
    t->begun = true;
}

static void on_data(void *user, gp_http_x *x, gp_str bytes, double at)
{
    trial *t = user;
    bool more = gp_chat_feed(&t->reply, bytes, at);
    if (!isnan(t->reply.first_token)) gp_http_mark_first_token(x, t->reply.first_token);
    if (!more || ++t->pieces == t->o.cancel_at) gp_http_cancel(x);
}

static void on_done(void *user, gp_http_x *x, const gp_http_result *r)
{
    trial *t = user;
    (void)x;
    assert_false(t->done);
    t->done = true;
    t->r = *r;
    (void)snprintf(t->text, sizeof t->text, "%s", r->text);
    t->r.text = t->text;
    if (!t->begun) gp_chat_begin(&t->reply, gp_codec_find(GP_STR("openai")), secrets, !t->o.plain, 0, (gp_str){0});
    gp_chat_end(&t->reply, failure_of(r->outcome), r->text);
    gp_buf_fmt(&seen, "%s\n%s\n", r->text, t->reply.message);
    gp_buf_str(&seen, gp_buf_view(&t->reply.answer));
}

static const gp_http_events events = {on_headers, on_data, on_done};

static void start(trial *t, const char *prompt, const ask_options *o)
{
    gp_err err = {0};
    const gp_codec *codec = gp_codec_find(GP_STR("openai"));
    gp_codec_header h[GP_CODEC_HEADERS_MAX];
    gp_chat_message m = {.role = GP_STR("user"), .content = gp_str_c(prompt)};
    gp_chat_request q = GP_CHAT_REQUEST_INIT;
    *t = (trial){0};
    if (o) t->o = *o;
    if (t->o.base) (void)snprintf(t->url, sizeof t->url, "%s", t->o.base);
    else (void)snprintf(t->url, sizeof t->url, "http://127.0.0.1:%d/v1", ts_port(server));
    q.base_url = gp_str_c(t->url);
    q.model = GP_STR("m");
    q.messages = &m;
    q.n_messages = 1;
    q.stream = !t->o.plain;
    gp_buf url = {0};
    codec->url(codec, &q, &url);
    T_OK(codec->body(codec, &q, &t->body, &err), err);
    size_t n = codec->headers(codec, &t->a, &q, gp_str_c(t->o.key ? t->o.key : KEY), h);
    for (size_t i = 0; i < n; i++) t->headers[i] = (gp_http_header){h[i].name, h[i].value, h[i].secret};
    gp_http_request r = {.method = "POST",
                         .url = gp_arena_copy(&t->a, url.p, url.n),
                         .headers = t->headers,
                         .n_headers = n,
                         .body = gp_buf_view(&t->body),
                         .limits = t->o.limits,
                         .plain_reply = t->o.plain,
                         .fresh = t->o.fresh,
                         .max_body = t->o.max_body,
                         .redact = secrets};
    gp_buf_free(&url);
    T_OK(gp_http_start(loop, &r, &events, t, &t->x, &err), err);
}

static void finish_all(void)
{
    while (gp_http_pump(loop)) gp_http_wait(loop, 1000);
}

static void drop(trial *t)
{
    gp_chat_reply_free(&t->reply);
    gp_buf_free(&t->body);
    gp_arena_free(&t->a);
}

static void run(trial *t, const char *prompt, const ask_options *o)
{
    start(t, prompt, o);
    finish_all();
    assert_true(t->done);
}

/* The prompt ends in this failure, and its message has this text. */
static void fails_with(const char *prompt, const ask_options *o, gp_failure want, const char *text)
{
    trial t;
    run(&t, prompt, o);
    if (t.reply.failure != want || !strstr(t.reply.message, text))
        fail_msg("\"%s\": failure %d (%s), expected %d with \"%s\"", prompt, (int)t.reply.failure, t.reply.message,
                 (int)want, text);
    assert_true(strlen(t.reply.message) > 0 && strlen(t.reply.message) <= 300);
    for (const char *p = t.reply.message; *p; p++) assert_true((unsigned char)*p >= 0x20);
    drop(&t);
}

static void answers_with(const char *prompt, const ask_options *o, const char *want)
{
    trial t;
    run(&t, prompt, o);
    if (t.reply.failure) fail_msg("\"%s\": failure %d (%s)", prompt, (int)t.reply.failure, t.reply.message);
    assert_int_equal(t.r.outcome, GP_HTTP_DONE);
    assert_int_equal(t.r.status, 200);
    assert_string_equal(t.reply.answer.p ? t.reply.answer.p : "", want);
    assert_string_equal(t.reply.message, "");
    assert_true(t.reply.complete);
    drop(&t);
}

static const ask_options plain = {.plain = true};

/* --- tests --- */

static void test_answers(void **state)
{
    (void)state;
    const ask_options *both[] = {NULL, &plain};
    for (int i = 0; i < 2; i++) {
        answers_with("What is 12 + 30?", both[i], "42");
        answers_with("copy: one two  three", both[i], "one two  three");
        answers_with("reverse: abc", both[i], "cba");
        answers_with("hello \xC3\xA9\xE2\x82\xAC\xF0\x9F\x98\x80", both[i],
                     "hello \xC3\xA9\xE2\x82\xAC\xF0\x9F\x98\x80");
        answers_with("hello \xC3\xA9\xE2\x82\xAC there #drip=0.1", both[i], "hello \xC3\xA9\xE2\x82\xAC there");
        answers_with("#close bye", both[i], "bye");
    }
    answers_with("quick brown fox #crlf", NULL, "quick brown fox");
    answers_with("quick brown fox #comments", NULL, "quick brown fox");
    answers_with("quick brown fox #nodone", NULL, "quick brown fox");
    answers_with("quick brown fox #notype", NULL, "quick brown fox");
    answers_with("quick brown fox #plain", NULL, "quick brown fox");
    answers_with("quick brown fox #plain #notype", NULL, "quick brown fox");
    answers_with("quick brown fox #slow-stream=2", NULL, "quick brown fox");
}

static void test_facts_of_a_reply(void **state)
{
    (void)state;
    trial t;
    for (int i = 0; i < 2; i++) {
        run(&t, "one two three #reasoning", i ? &plain : NULL);
        assert_string_equal(t.reply.answer.p, "one two three");
        assert_string_equal(t.reply.reasoning.p, "Let me think.");
        assert_string_equal(t.reply.model.p, "m-2026-01-01");
        assert_string_equal(t.reply.fingerprint.p, "fp_test");
        assert_int_equal(t.reply.finish, GP_CHAT_FINISH_STOP);
        assert_int_equal(t.reply.input_tokens, 4);
        assert_int_equal(t.reply.output_tokens, 3);
        assert_int_equal(t.reply.cached_tokens, 0);
        assert_int_equal(t.reply.reasoning_tokens, -1);
        assert_true(isnan(t.reply.first_token) == (i == 1));
        if (!i) {
            size_t n;
            const double *at = gp_chat_arrivals(&t.reply, &n);
            assert_int_equal(n, 6);
            assert_true(at[0] == t.reply.first_token && at[5] == t.reply.last_token);
            assert_true(t.reply.first_reasoning == t.reply.first_token && t.reply.first_answer == at[3]);
        }
        drop(&t);
    }
    run(&t, "one two #tools", NULL);
    assert_int_equal(t.reply.finish, GP_CHAT_FINISH_TOOL_CALLS);
    gp_buf calls = {0};
    gp_chat_calls_json(&t.reply, &calls);
    assert_string_equal(
        calls.p,
        "[{\"name\":\"weather\",\"arguments\":\"{\\\"city\\\":\\\"Oslo\\\"}\"},{\"name\":\"clock\",\"arguments\":\"{}\"}]");
    gp_buf_free(&calls);
    drop(&t);
    run(&t, "one two three four #length", NULL);
    assert_int_equal(t.reply.failure, GP_FAIL_NONE);
    assert_int_equal(t.reply.finish, GP_CHAT_FINISH_LENGTH);
    drop(&t);
    run(&t, "six #think", NULL);
    assert_string_equal(t.reply.answer.p, "six");
    assert_string_equal(t.reply.reasoning.p, "Let me think.");
    drop(&t);
    run(&t, "#nul", NULL);
    assert_int_equal(t.reply.answer.n, 3);
    assert_memory_equal(t.reply.answer.p, "a\0b", 3);
    drop(&t);
}

static void test_times(void **state)
{
    (void)state;
    trial t;
    run(&t, "one two three #delay=30 #slow-stream=10", NULL);
    gp_http_result *r = &t.r;
    size_t number = (size_t)atoi(t.reply.id.p + strlen("test-"));
    double sent = ts_token_time(server, number);
    assert_true(r->started <= r->sent && r->sent <= r->first_byte && r->first_byte <= r->first_body);
    assert_true(r->first_body <= r->first_token && r->first_token < r->last_byte && r->last_byte <= r->done);
    assert_true(sent > r->sent && sent <= t.reply.first_token);
    assert_true(r->first_token - r->started >= 0.040);
    assert_true(isnan(r->tls));
    assert_int_equal(r->sends, 1);
    drop(&t);
    run(&t, "#429", NULL);
    assert_true(t.r.retry_after_s == 7.0);
    assert_false(t.reply.never_retry);
    drop(&t);
    run(&t, "#quota", NULL);
    assert_true(t.reply.never_retry);
    drop(&t);
}

static void test_statuses(void **state)
{
    (void)state;
    const ask_options *both[] = {NULL, &plain};
    for (int i = 0; i < 2; i++) {
        fails_with("#400", both[i], GP_FAIL_REJECTED,
                   "HTTP 400, unsupported_parameter: Unsupported parameter: 'max_tokens'.");
        fails_with("#401", both[i], GP_FAIL_AUTH, "HTTP 401, invalid_api_key: Incorrect API key");
        fails_with("#402", both[i], GP_FAIL_AUTH, "Insufficient credits");
        fails_with("#403", both[i], GP_FAIL_AUTH, "Country not supported");
        fails_with("#404", both[i], GP_FAIL_BAD_RESPONSE, "does not exist");
        fails_with("#408", both[i], GP_FAIL_SERVER_ERROR, "HTTP 408");
        fails_with("#429", both[i], GP_FAIL_RATE_LIMITED, "Rate limit");
        fails_with("#quota", both[i], GP_FAIL_RATE_LIMITED, "quota");
        fails_with("#500", both[i], GP_FAIL_SERVER_ERROR, "\\n");
        fails_with("#503", both[i], GP_FAIL_SERVER_ERROR, "HTTP 503, unavailable_error: Loading model");
        fails_with("#529", both[i], GP_FAIL_SERVER_ERROR, "Overloaded");
        fails_with("#context", both[i], GP_FAIL_CONTEXT_OVERFLOW, "context_length_exceeded");
        fails_with("#context-prose", both[i], GP_FAIL_CONTEXT_OVERFLOW, "4096 tokens");
    }
}

static void test_broken_replies(void **state)
{
    (void)state;
    const ask_options *both[] = {NULL, &plain};
    for (int i = 0; i < 2; i++) {
        fails_with("x #badjson", both[i], GP_FAIL_BAD_RESPONSE, "not JSON at byte");
        fails_with("x #badutf8", both[i], GP_FAIL_BAD_RESPONSE, "invalid UTF-8 at byte");
        fails_with("x #nochoices", both[i], GP_FAIL_BAD_RESPONSE, "choice");
        fails_with("x #empty", both[i], GP_FAIL_EMPTY, "neither text nor a tool call");
        fails_with("x #filter", both[i], GP_FAIL_CONTENT_FILTER, "content filter");
        fails_with("x #html", both[i], GP_FAIL_BAD_RESPONSE, "<html>");
        fails_with("x #string-error", both[i], GP_FAIL_SERVER_ERROR, "Unexpected endpoint");
        fails_with("x #error", both[i], GP_FAIL_SERVER_ERROR, "error 529 in the reply: overloaded");
        fails_with("x #garbage", both[i], GP_FAIL_BAD_RESPONSE, ""); /* libcurl words it in its own ways */
        fails_with("x #big-headers", both[i], GP_FAIL_BAD_RESPONSE, "headers");
        fails_with("x #long-header", both[i], GP_FAIL_BAD_RESPONSE, "too long");
        fails_with("x #coded", both[i], GP_FAIL_BAD_RESPONSE, "compressed (gzip), though it was asked not to");
        fails_with("x #coded #503", both[i], GP_FAIL_SERVER_ERROR, "HTTP 503");
        fails_with("x #redirect", both[i], GP_FAIL_BAD_RESPONSE,
                   "https://elsewhere.invalid/v1/chat; redirects are not followed");
        fails_with("x #drop", both[i], GP_FAIL_CUT_OFF, "without an answer");
        fails_with("x #cut-headers", both[i], GP_FAIL_CUT_OFF, "headers");
        fails_with("one two #cut", both[i], GP_FAIL_CUT_OFF, "of the body");
        fails_with("one two #reset", both[i], GP_FAIL_CUT_OFF, "of the body");
        fails_with("x #big=300000", &(ask_options){.plain = i, .max_body = 100000}, GP_FAIL_BAD_RESPONSE,
                   "larger than 100000 bytes");
    }
    fails_with("one two #error-late", NULL, GP_FAIL_SERVER_ERROR, "the backend went away");
    fails_with("one two #nofinish", NULL, GP_FAIL_CUT_OFF, "without a finish reason");
    fails_with("one two #nofinish #nodone", NULL, GP_FAIL_CUT_OFF, "without a finish reason");
}

static void test_partial_answers_are_kept(void **state)
{
    (void)state;
    trial t;
    static const char *const marks[] = {"one two three #cut", "one two three #stall", "one two three #error-late"};
    for (int i = 0; i < 3; i++) {
        run(&t, marks[i], &(ask_options){.limits = {.stall_s = 0.3}});
        assert_int_not_equal(t.reply.failure, GP_FAIL_NONE);
        assert_string_equal(t.reply.answer.p, "one ");
        assert_false(t.reply.complete);
        drop(&t);
    }
}

static void test_limits(void **state)
{
    (void)state;
    const ask_options first = {.limits = {.first_token_s = 0.1, .stall_s = 0.03}},
                      stall = {.limits = {.first_token_s = 5, .stall_s = 0.1}};
    const ask_options total = {.limits = {.total_s = 0.15, .first_token_s = 5, .stall_s = 5}};
    const ask_options reply = {.plain = true, .limits = {.first_token_s = 0.1}},
                      half = {.plain = true, .limits = {.first_token_s = 5, .stall_s = 0.1}};
    fails_with("x #hang", &first, GP_FAIL_TIMEOUT, "no token from 127.0.0.1:");
    fails_with("x #delay=5s", &first, GP_FAIL_TIMEOUT, "within 0.1 s (first-token limit)");
    fails_with("x #stall-headers", &first, GP_FAIL_TIMEOUT, "first-token limit");
    fails_with("x #slow-headers=5s", &first, GP_FAIL_TIMEOUT, "first-token limit");
    fails_with("x #slow-stream=5s", &first, GP_FAIL_TIMEOUT, "first-token limit"); /* the role chunk is no token */
    fails_with("one two #stall", &stall, GP_FAIL_STALLED, "for 0.1 s in the middle of the answer (stall limit)");
    fails_with("x #hang", &reply, GP_FAIL_TIMEOUT, "first-token limit");
    fails_with("a longer prompt #stall-reply", &half, GP_FAIL_STALLED, "stall limit");
    fails_with("x #hang", &total, GP_FAIL_TIMEOUT, "total limit");
    fails_with("many words that drip slowly #drip=2", &total, GP_FAIL_TIMEOUT,
               "not complete within 0.15 s (total limit)");
    fails_with("a b c d e f g h i j k l m n #slow-stream=20", &total, GP_FAIL_TIMEOUT, "total limit");
    answers_with("a b c d e f #slow-stream=30", &(ask_options){.limits = {.first_token_s = 5, .stall_s = 3}},
                 "a b c d e f");
    fails_with("one two #stall", &(ask_options){.limits = {.stall_s = 0.05}}, GP_FAIL_STALLED, "stall limit");
}

/* A listener that never accepts and whose queue is full: connecting hangs. */
static void test_connect(void **state)
{
    (void)state;
    struct sockaddr_in a = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    socklen_t n = sizeof a;
    int s = socket(AF_INET, SOCK_STREAM, 0), fill[8];
    char base[64];
    assert_true(s >= 0 && bind(s, (struct sockaddr *)&a, n) == 0 && getsockname(s, (struct sockaddr *)&a, &n) == 0);
    (void)snprintf(base, sizeof base, "http://127.0.0.1:%d", ntohs(a.sin_port));
    fails_with("x", &(ask_options){.base = base}, GP_FAIL_REFUSED_CONNECTION, "Connection refused");
    (void)setenv("http_proxy", base, 1); /* the message names who refused, not who was asked for */
    fails_with("x", &(ask_options){.base = "http://behind-proxy.invalid/v1"}, GP_FAIL_REFUSED_CONNECTION,
               "for behind-proxy.invalid:80, a proxy from the environment");
    (void)unsetenv("http_proxy");
    assert_int_equal(listen(s, 0), 0);
    for (int i = 0; i < 8; i++) {
        fill[i] = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0);
        (void)connect(fill[i], (struct sockaddr *)&a, n);
    }
    fails_with("x", &(ask_options){.base = base, .limits = {.connect_s = 0.1}}, GP_FAIL_TIMEOUT,
               "within 0.1 s (connect limit)");
    for (int i = 0; i < 8; i++) (void)close(fill[i]);
    (void)close(s);
    fails_with("x", &(ask_options){.base = "http://no-such-host.invalid/v1"}, GP_FAIL_DNS,
               "no address for no-such-host.invalid:80");
    (void)snprintf(base, sizeof base, "https://127.0.0.1:%d", ts_port(server)); /* the server speaks no TLS */
    fails_with("x", &(ask_options){.base = base, .limits = {.connect_s = 5}}, GP_FAIL_TLS, "no secure connection");
}

/* No server is to blame where this process may open nothing. */
static void test_no_descriptor_left(void **state)
{
    (void)state;
    struct rlimit before, now;
    int fd[1024], n = 0;
    assert_int_equal(getrlimit(RLIMIT_NOFILE, &before), 0);
    now = (struct rlimit){.rlim_cur = 512, .rlim_max = before.rlim_max};
    assert_int_equal(setrlimit(RLIMIT_NOFILE, &now), 0);
    while (n < 1024 && (fd[n] = dup(1)) >= 0) n++;
    fails_with("x", &(ask_options){.base = "http://127.0.0.1:1/v1"}, GP_FAIL_REFUSED_CONNECTION, "(ulimit -n)");
    while (n) (void)close(fd[--n]);
    fails_with("x", &(ask_options){.base = "http://127.0.0.1:1/v1"}, GP_FAIL_REFUSED_CONNECTION, "Connection refused");
    assert_int_equal(setrlimit(RLIMIT_NOFILE, &before), 0);
}

static void test_bad_requests(void **state)
{
    (void)state;
    gp_err err = {0};
    gp_http_request q = {.url = "ftp://127.0.0.1/"};
    T_FAILS(gp_http_start(loop, &q, &events, NULL, NULL, &err), GP_E_INPUT, err, "not http or https");
    q.url = "http://me:secret@127.0.0.1/";
    T_FAILS(gp_http_start(loop, &q, &events, NULL, NULL, &err), GP_E_INPUT, err, "user name");
    assert_null(strstr(err.msg, "secret"));
    q.url = "not a url";
    T_FAILS(gp_http_start(loop, &q, &events, NULL, NULL, &err), GP_E_INPUT, err, "not a URL");
    q.url = "http://127.0.0.1/";
    gp_http_header h = {"X-A", "one\r\nX-B: two", true};
    q.headers = &h;
    q.n_headers = 1;
    T_FAILS(gp_http_start(loop, &q, &events, NULL, NULL, &err), GP_E_INPUT, err, "X-A");
    assert_null(strstr(err.msg, "two"));
    assert_int_equal(gp_http_active(loop), 0);
}

static void test_connections_are_reused(void **state)
{
    (void)state;
    trial t;
    run(&t, "first", NULL);
    drop(&t);
    size_t before = ts_connections(server);
    for (int i = 0; i < 50; i++) {
        run(&t, i % 2 ? "again" : "#500", i % 3 ? NULL : &plain);
        assert_true(t.r.reused);
        assert_true(isnan(t.r.connected));
        drop(&t);
    }
    assert_int_equal(ts_connections(server), before);
    run(&t, "last #close", NULL);
    drop(&t);
    run(&t, "new connection", NULL);
    assert_false(t.r.reused);
    assert_true(t.r.connected >= t.r.started && t.r.connected <= t.r.sent);
    drop(&t);
    run(&t, "whole #llamacpp", &plain);
    drop(&t);
    run(&t, "streamed #llamacpp", NULL);
    assert_true(t.r.reused);
    drop(&t);
    run(&t, "new connection", NULL); /* that server closes after a stream and does not say so */
    assert_false(t.r.reused);
    drop(&t);
    static const ask_options fresh = {.fresh = true};
    before = ts_connections(server);
    for (size_t i = 1; i < 4; i++) { /* none of them uses the open connection, or leaves one behind */
        run(&t, "fresh", &fresh);
        assert_false(t.r.reused);
        assert_int_equal(ts_connections(server), before + i);
        drop(&t);
    }
    run(&t, "again", NULL);
    assert_true(t.r.reused);
    assert_int_equal(ts_connections(server), before + 3);
    drop(&t);
}

/* A date is by the clock of whoever wrote it. */
static void test_retry_after_as_a_date(void **state)
{
    (void)state;
    trial t;
    run(&t, "#429 #retry-date=5", NULL);
    assert_true(t.r.retry_after_s == 5.0);
    drop(&t);
    run(&t, "#429 #retry-date=-5", NULL);
    assert_true(isnan(t.r.retry_after_s));
    drop(&t);
}

/* What libcurl would do by itself: a request that a kept connection swallowed goes out once all the same. */
static void test_nothing_is_sent_twice(void **state)
{
    (void)state;
    trial t;
    for (size_t i = 0; i < 2; i++) {
        run(&t, "first", NULL);
        drop(&t);
        size_t before = ts_requests(server);
        run(&t, i ? "#drop #first=1" : "#drop", NULL); /* the second would be answered if it came again */
        assert_true(t.r.reused && t.r.sends == 1);
        assert_int_equal(t.r.outcome, GP_HTTP_CUT_OFF);
        assert_int_equal(t.reply.failure, GP_FAIL_CUT_OFF);
        assert_non_null(strstr(t.reply.message, "closed the connection without an answer"));
        drop(&t);
        assert_int_equal(ts_requests(server), before + 1);
    }
}

/* Slow streams side by side, some of them breaking: each one comes out as if it were alone. */
static void test_many_at_once(void **state)
{
    (void)state;
    enum { N = 50 };
    trial *t = calloc(N, sizeof *t);
    char prompt[N][80];
    assert_non_null(t);
    for (int i = 0; i < N; i++) {
        (void)snprintf(prompt[i], sizeof prompt[i], "stream number %d of many words #slow-stream=20 %s", i,
                       i % 10 == 7   ? "#cut"
                       : i % 10 == 3 ? "#500"
                                     : "");
        start(&t[i], prompt[i], NULL);
    }
    assert_int_equal(gp_http_active(loop), N);
    finish_all();
    for (int i = 0; i < N; i++) {
        char want[80];
        (void)snprintf(want, sizeof want, "stream number %d of many words", i);
        assert_true(t[i].done);
        assert_int_equal(t[i].reply.failure, i % 10 == 7   ? GP_FAIL_CUT_OFF
                                             : i % 10 == 3 ? GP_FAIL_SERVER_ERROR
                                                           : GP_FAIL_NONE);
        if (!t[i].reply.failure) assert_string_equal(t[i].reply.answer.p, want);
        drop(&t[i]);
    }
    free(t);
}

static void test_cancel(void **state)
{
    (void)state;
    trial t, u;
    start(&t, "x #hang", NULL);
    start(&u, "still fine #delay=30", NULL);
    for (int i = 0; i < 5; i++) (void)gp_http_pump(loop), gp_http_wait(loop, 5);
    gp_http_cancel(t.x);
    gp_http_cancel(t.x);
    assert_false(t.done);
    gp_http_wait(loop, 60000); /* returns at once: there is something to do */
    (void)gp_http_pump(loop);
    assert_true(t.done);
    assert_int_equal(t.r.outcome, GP_HTTP_CANCELLED);
    assert_int_equal(t.reply.failure, GP_FAIL_CANCELLED);
    finish_all();
    assert_string_equal(u.reply.answer.p, "still fine");
    drop(&t);
    drop(&u);
    run(&t, "one two three four #slow-stream=5", &(ask_options){.cancel_at = 3});
    assert_int_equal(t.r.outcome, GP_HTTP_CANCELLED);
    assert_int_equal(t.pieces, 3);
    drop(&t);
    start(&t, "never sent", NULL); /* cancelled before the first pump */
    gp_http_cancel(t.x);
    finish_all();
    assert_int_equal(t.reply.failure, GP_FAIL_CANCELLED);
    drop(&t);
}

static void *wake_later(void *user)
{
    (void)usleep(30000);
    gp_http_wakeup(user);
    return NULL;
}

static void test_wakeup(void **state)
{
    (void)state;
    pthread_t thread;
    double before = gp_now_mono();
    assert_int_equal(pthread_create(&thread, NULL, wake_later, loop), 0);
    gp_http_wait(loop, 60000);
    assert_true(gp_now_mono() - before < 30);
    assert_int_equal(pthread_join(thread, NULL), 0);
    gp_http_wakeup(loop); /* before the wait counts too */
    gp_http_wait(loop, 60000);
    assert_true(gp_now_mono() - before < 50);
}

/* A new exchange from inside on_done, as a scheduler does it. */
static int chain_left;

static void chain_done(void *user, gp_http_x *x, const gp_http_result *r)
{
    gp_err err = {0};
    (void)x;
    assert_int_equal(r->outcome, GP_HTTP_DONE);
    if (--chain_left == 0) return;
    static const gp_http_events chain = {NULL, NULL, chain_done};
    T_OK(gp_http_start(loop, user, &chain, user, NULL, &err), err);
    assert_int_equal(gp_http_pump(loop), 1); /* does nothing in here */
}

static void test_start_from_done(void **state)
{
    (void)state;
    gp_err err = {0};
    char url[64];
    static const gp_http_events chain = {NULL, NULL, chain_done};
    (void)snprintf(url, sizeof url, "http://127.0.0.1:%d/v1/models", ts_port(server));
    gp_http_request q = {.url = url};
    chain_left = 20;
    T_OK(gp_http_start(loop, &q, &chain, &q, NULL, &err), err);
    finish_all();
    assert_int_equal(chain_left, 0);
}

static void test_free_ends_exchanges(void **state)
{
    (void)state;
    gp_err err = {0};
    trial t[3];
    gp_http *kept = loop;
    T_OK(gp_http_new(NULL, &loop, &err), err);
    for (int i = 0; i < 3; i++) start(&t[i], "x #hang", NULL);
    (void)gp_http_pump(loop);
    gp_http_free(loop);
    loop = kept;
    for (int i = 0; i < 3; i++) {
        assert_int_equal(t[i].reply.failure, GP_FAIL_CANCELLED);
        drop(&t[i]);
    }
    gp_http_free(NULL);
}

static void test_keys_stay_hidden(void **state)
{
    (void)state;
    const ask_options other = {.key = "sk-unknown-to-the-set-9876"}; /* known from the header only */
    trial t;
    answers_with("#echo-key", NULL, "your key is [redacted] indeed");
    answers_with("#echo-key #slow-stream=1 #drip=0.1", NULL, "your key is [redacted] indeed");
    answers_with("#echo-key", &plain, "your key is [redacted] indeed");
    fails_with("#echo-key-error", NULL, GP_FAIL_AUTH, "provided: [redacted].");
    run(&t, "x #redirect", &other);
    assert_null(strstr(t.text, "9876"));
    assert_null(strstr(t.text, "abcdef")); /* the query of the location */
    drop(&t);
    assert_true(seen.n > 1000);
    assert_null(strstr(seen.p, KEY));
    assert_null(strstr(seen.p, &KEY[8]));
}

static void test_kinds(void **state)
{
    (void)state;
    assert_null(gp_http_outcome_kind(GP_HTTP_DONE));
    assert_string_equal(gp_http_outcome_kind(GP_HTTP_REFUSED), "refused_connection");
    assert_string_equal(gp_http_outcome_kind(GP_HTTP_CANCELLED), "cancelled");
    assert_null(gp_http_outcome_kind((gp_http_outcome)99));
}

static int set_up(void **state)
{
    (void)state;
    gp_err err = {0};
    (void)setenv("NO_PROXY", "127.0.0.1,no-such-host.invalid", 1);
    (void)setenv("no_proxy", "127.0.0.1,no-such-host.invalid", 1);
    server = ts_start(NULL);
    secrets = gp_redact_new();
    return !server || !gp_redact_add(secrets, GP_STR(KEY)) || gp_http_new(NULL, &loop, &err);
}

static int tear_down(void **state)
{
    (void)state;
    gp_http_free(loop);
    ts_stop(server);
    gp_redact_free(secrets);
    gp_buf_free(&seen);
    return 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_answers),
        cmocka_unit_test(test_facts_of_a_reply),
        cmocka_unit_test(test_times),
        cmocka_unit_test(test_statuses),
        cmocka_unit_test(test_broken_replies),
        cmocka_unit_test(test_partial_answers_are_kept),
        cmocka_unit_test(test_limits),
        cmocka_unit_test(test_connect),
        cmocka_unit_test(test_no_descriptor_left),
        cmocka_unit_test(test_bad_requests),
        cmocka_unit_test(test_connections_are_reused),
        cmocka_unit_test(test_nothing_is_sent_twice),
        cmocka_unit_test(test_retry_after_as_a_date),
        cmocka_unit_test(test_many_at_once),
        cmocka_unit_test(test_cancel),
        cmocka_unit_test(test_wakeup),
        cmocka_unit_test(test_start_from_done),
        cmocka_unit_test(test_free_ends_exchanges),
        cmocka_unit_test(test_kinds),
        cmocka_unit_test(test_keys_stay_hidden), /* last: looks at what all of them have said */
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
