/* The HTTP loop over TLS: moments of the handshake, reuse of the connection, and how a broken handshake is named. */
#include "t.h"

#include <math.h>
#include <stdlib.h>
#include <unistd.h>

#include "../server/server.h"
#include "http/http.h"

typedef struct exchange {
    gp_http_result r;
    char text[400];
    gp_buf body;
    bool done;
} exchange;

static const char *dir; /* scratch */
static char ca[600];

static void on_data(void *user, gp_http_x *x, gp_str bytes, double at)
{
    exchange *e = user;
    (void)x, (void)at;
    gp_buf_str(&e->body, bytes);
}

static void on_done(void *user, gp_http_x *x, const gp_http_result *r)
{
    exchange *e = user;
    (void)x;
    e->r = *r;
    (void)snprintf(e->text, sizeof e->text, "%s", r->text);
    e->done = true;
}

static void ask(gp_http *loop, const char *host, int port, exchange *e)
{
    static const gp_http_events events = {.on_data = on_data, .on_done = on_done};
    char url[128];
    gp_err err = {0};
    *e = (exchange){.body = {0}};
    (void)snprintf(url, sizeof url, "https://%s:%d/v1/chat/completions", host, port);
    const gp_http_request q = {
        .method = "POST",
        .url = url,
        .body = GP_STR("{\"model\": \"m\", \"messages\": [{\"role\": \"user\", \"content\": \"2 + 3\"}]}"),
        .plain_reply = true,
        .limits = {.total_s = 30}};
    T_OK(gp_http_start(loop, &q, &events, e, NULL, &err), err);
    while (gp_http_pump(loop)) gp_http_wait(loop, 1000);
    assert_true(e->done);
}

static gp_http *loop_with(const char *ca_file)
{
    gp_http *loop = NULL;
    gp_err err = {0};
    T_OK(gp_http_new(&(gp_http_options){.ca_file = ca_file}, &loop, &err), err);
    return loop;
}

static void moments_in_order(void **state)
{
    (void)state;
    ts_server *s = ts_start(&(ts_options){.tls_ca = ca});
    gp_http *loop = loop_with(ca);
    exchange e;
    assert_non_null(s);
    ask(loop, "127.0.0.1", ts_port(s), &e);
    const gp_http_result *r = &e.r;
    assert_int_equal(r->outcome, GP_HTTP_DONE);
    assert_non_null(strstr(e.body.p, "\"5\""));
    assert_true(r->started <= r->resolved && r->resolved <= r->connected && r->connected < r->tls &&
                r->tls <= r->sent && r->sent < r->first_byte);
    gp_buf_free(&e.body);
    ask(loop, "127.0.0.1", ts_port(s), &e); /* the second finds the connection made */
    assert_true(e.r.outcome == GP_HTTP_DONE && e.r.reused && isnan(e.r.tls) && isnan(e.r.connected));
    assert_int_equal(ts_connections(s), 1);
    gp_buf_free(&e.body);
    ask(loop, "localhost", ts_port(s), &e); /* another name of the certificate, a handshake of its own */
    assert_true(e.r.outcome == GP_HTTP_DONE && !isnan(e.r.tls));
    gp_buf_free(&e.body);
    gp_http_free(loop);
    ts_stop(s);
}

static void fails(const char *kind, const char *trusted, const char *text)
{
    ts_server *s = ts_start(&(ts_options){.tls_ca = ca, .tls_kind = kind});
    gp_http *loop = loop_with(trusted);
    exchange e;
    assert_non_null(s);
    ask(loop, "127.0.0.1", ts_port(s), &e);
    assert_int_equal(e.r.outcome, GP_HTTP_TLS);
    if (!strstr(e.text, text)) fail_msg("\"%s\" does not say \"%s\"", e.text, text);
    assert_true(isnan(e.r.tls) && isnan(e.r.sent) && e.r.status == 0);
    assert_int_equal(ts_requests(s), 0);
    gp_buf_free(&e.body);
    gp_http_free(loop);
    ts_stop(s);
}

static void broken_handshakes(void **state)
{
    (void)state;
    fails("expired", ca, "certificate has expired");
    fails("other-host", ca, "127.0.0.1");
    fails("good", NULL, "certificate");
    fails("good", "/nowhere.pem", "/nowhere.pem");
}

static int make_ca(void **state)
{
    (void)state;
    dir = t_tmpdir();
    (void)snprintf(ca, sizeof ca, "%s/ca.pem", dir);
    FILE *f = fopen(ca, "w"); /* the server writes it */
    return f ? fclose(f) : -1;
}

static int remove_ca(void **state)
{
    (void)state;
    return unlink(ca) | rmdir(dir);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(moments_in_order), cmocka_unit_test(broken_handshakes)};
    return cmocka_run_group_tests(tests, make_ca, remove_ca);
}
