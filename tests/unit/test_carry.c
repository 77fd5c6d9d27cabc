/* Carriers that record and that play: what reaches the call, what is kept, what ends the run. */
#include <math.h>

#include "base/sys.h"
#include "t.h"
#include "record/carry.h"

/* --- a call that notes what comes back --- */

typedef struct noted {
    int status, headers, dones;
    gp_buf body;
    double last_at;
    size_t wants; /* pieces until it has seen enough; SIZE_MAX: it wants all */
    gp_http_outcome outcome;
    char text[64];
    double done_at, first_body;
} noted;

static void note_headers(void *user, int status, gp_str type)
{
    noted *n = user;
    (void)type;
    n->status = status;
    n->headers++;
}

static bool note_data(void *user, gp_str bytes, double at)
{
    noted *n = user;
    gp_buf_str(&n->body, bytes);
    n->last_at = at;
    return n->wants == SIZE_MAX || --n->wants > 0;
}

static void note_done(void *user, const gp_http_result *h)
{
    noted *n = user;
    n->dones++;
    n->outcome = h->outcome;
    n->done_at = h->done;
    n->first_body = h->first_body;
    (void)snprintf(n->text, sizeof n->text, "%s", h->text);
}

static const gp_carry_events note_events = {note_headers, note_data, note_done};

static gp_err broken;

static void note_broken(void *user, const gp_err *why)
{
    (void)user;
    broken = *why;
}

/* --- a carrier that answers what the test says, from its pump --- */

typedef struct fake {
    const gp_carry_events *events;
    void *user;
    bool cancelled;
} fake;

static gp_code fake_start(void *impl, gp_arena *a, const gp_call_key *key, const gp_http_request *request,
                          const gp_carry_events *events, void *user, void **handle, gp_err *err)
{
    fake *f = impl;
    (void)a, (void)key, (void)request, (void)err;
    *f = (fake){.events = events, .user = user};
    *handle = f;
    return GP_OK;
}

static void fake_cancel(void *impl, void *handle)
{
    (void)handle;
    ((fake *)impl)->cancelled = true;
}

static void fake_first_token(void *impl, void *handle, double at) { (void)impl, (void)handle, (void)at; }

static void fake_pump(void *impl)
{
    fake *f = impl;
    bool more = true;
    f->events->headers(f->user, 200, GP_STR("text/plain"));
    more = !f->cancelled && f->events->data(f->user, GP_STR("ab"), 100.5);
    if (more) more = f->events->data(f->user, GP_STR("cd"), 100.75);
    double no = (double)NAN;
    gp_http_result h = {.outcome = more ? GP_HTTP_DONE : GP_HTTP_CANCELLED,
                        .text = more ? "" : "cancelled",
                        .status = 200,
                        .started = 100,
                        .resolved = no,
                        .connected = 100.25,
                        .tls = no,
                        .sent = 100.25,
                        .first_byte = 100.5,
                        .first_body = 100.5,
                        .first_token = no,
                        .last_byte = 100.75,
                        .done = 101,
                        .sends = 1,
                        .retry_after_s = no,
                        .should_retry = -1};
    f->events->done(f->user, &h);
}

static const gp_carrier_ops fake_ops = {
    .start = fake_start, .cancel = fake_cancel, .first_token = fake_first_token, .pump = fake_pump};

/* --- the world --- */

typedef struct world {
    gp_arena a;
    const char *dir;
    gp_http *http;
    gp_recorder *recorder;
    gp_recording *recording;
    fake inner;
    gp_carrier carrier;
    gp_tape tape;
} world;

static const gp_http_request request = {
    .method = "POST", .url = "http://127.0.0.1:1/", .body = {"{\"b\":1,\"a\":\"x\"}", 15}};

static gp_call_key key_of(const char *trial)
{
    return (gp_call_key){
        .trial = gp_str_c(trial), .provider = GP_STR("openai"), .model = GP_STR("m"), .repeat = 1, .attempt = 1};
}

static void record_begin(world *w)
{
    gp_err err = {0};
    gp_recording_head head = {.goldpin = GP_STR("0.1.0"),
                              .run = {.goldpin_version = GP_STR("0.1.0"), .repeat = 1, .limit = -1}};
    *w = (world){.tape = {.broken = note_broken}};
    broken = (gp_err){0};
    w->dir = gp_path_join(&w->a, t_tmpdir(), "rec");
    T_OK(gp_http_new(NULL, &w->http, &err), err);
    T_OK(gp_recorder_open(w->dir, false, &w->recorder, &err), err);
    T_OK(gp_recorder_begin(w->recorder, &head, GP_STR(""), &err), err);
    w->tape.recorder = w->recorder;
    w->tape.http = w->http;
    w->carrier = gp_carrier_recorder((gp_carrier){&fake_ops, &w->inner}, &w->tape, NULL);
}

static void play_begin(world *w)
{
    gp_err err = {0};
    gp_carrier_close(&w->carrier);
    T_OK(gp_recorder_close(w->recorder, &err), err);
    T_OK(gp_recording_open(w->dir, &w->recording, &err), err);
    w->tape.recorder = NULL;
    w->tape.recording = w->recording;
    w->carrier = gp_carrier_player(&w->tape, NULL);
}

static void world_end(world *w)
{
    gp_carrier_close(&w->carrier);
    gp_recording_close(w->recording);
    gp_http_free(w->http);
    gp_arena_free(&w->a);
}

/* One exchange from beginning to end; `cancel` in between. */
static noted carry(world *w, const char *trial, size_t wants, bool cancel)
{
    gp_err err = {0};
    gp_call_key key = key_of(trial);
    noted n = {.wants = wants};
    void *handle = NULL;
    T_OK(w->carrier.ops->start(w->carrier.impl, &w->a, &key, &request, &note_events, &n, &handle, &err), err);
    assert_int_equal(n.dones, 0); /* never from inside start */
    if (cancel) w->carrier.ops->cancel(w->carrier.impl, handle);
    w->carrier.ops->pump(w->carrier.impl);
    assert_int_equal(n.dones, 1);
    return n;
}

static void what_passes_is_kept_and_played_back(void **state)
{
    (void)state;
    world w;
    record_begin(&w);
    noted live = carry(&w, "s/a/t/1", SIZE_MAX, false);
    assert_string_equal(live.body.p, "abcd");
    play_begin(&w);
    noted played = carry(&w, "s/a/t/1", SIZE_MAX, false);
    assert_string_equal(played.body.p, "abcd");
    assert_true(played.status == 200 && played.headers == 1 && played.outcome == GP_HTTP_DONE);
    /* since the exchange began */
    assert_true(played.first_body == 0.5 && played.last_at == 0.75 && played.done_at == 1.0);
    gp_buf_free(&live.body);
    gp_buf_free(&played.body);
    world_end(&w);
}

static void a_call_that_was_cancelled_is_not_kept(void **state)
{
    (void)state;
    world w;
    record_begin(&w);
    noted n = carry(&w, "s/a/t/1", SIZE_MAX, true);
    assert_int_equal(n.outcome, GP_HTTP_CANCELLED);
    assert_int_equal(gp_recorder_count(w.recorder), 0);
    gp_buf_free(&n.body);
    gp_err err = {0};
    T_OK(gp_recorder_close(w.recorder, &err), err);
    world_end(&w);
}

/* The call has seen enough (its reply is broken): that is an end, and a replay comes to the same one. */
static void a_call_that_has_seen_enough_is_kept(void **state)
{
    (void)state;
    world w;
    record_begin(&w);
    noted live = carry(&w, "s/a/t/1", 1, false);
    assert_int_equal(live.outcome, GP_HTTP_CANCELLED);
    play_begin(&w);
    noted same = carry(&w, "s/a/t/1", 1, false), greedy = carry(&w, "s/b/t/1", SIZE_MAX, false);
    assert_true(same.outcome == GP_HTTP_CANCELLED && same.body.n == 2);
    assert_int_equal(greedy.outcome, GP_HTTP_CUT_OFF); /* not "cancelled": nobody interrupted this run */
    assert_string_equal(greedy.text, "the recording of this reply ends here");
    gp_buf_free(&live.body);
    gp_buf_free(&same.body);
    gp_buf_free(&greedy.body);
    world_end(&w);
}

static void a_cancelled_play_delivers_nothing(void **state)
{
    (void)state;
    world w;
    record_begin(&w);
    noted live = carry(&w, "s/a/t/1", SIZE_MAX, false);
    play_begin(&w);
    noted n = carry(&w, "s/a/t/1", SIZE_MAX, true);
    assert_true(n.headers == 0 && n.body.n == 0 && n.outcome == GP_HTTP_CANCELLED);
    gp_buf_free(&live.body);
    world_end(&w);
}

static void a_request_that_is_not_recorded_ends_the_run(void **state)
{
    (void)state;
    world w;
    gp_err err = {0};
    record_begin(&w);
    noted live = carry(&w, "s/a/t/1", SIZE_MAX, false);
    play_begin(&w);
    gp_http_request other = request;
    other.body = GP_STR("{\"a\":\"y\",\"b\":1}");
    gp_call_key key = key_of("s/a/t/1");
    noted n = {.wants = SIZE_MAX};
    void *handle = NULL;
    T_FAILS(w.carrier.ops->probe(w.carrier.impl, &w.a, &key, &other, &err), GP_E_INPUT, err,
            "differs at /a: recorded \"x\", now \"y\"");
    assert_int_equal(broken.code, GP_OK); /* a probe is only a question */
    T_OK(w.carrier.ops->probe(w.carrier.impl, &w.a, &key, &request, &err), err);
    T_FAILS(w.carrier.ops->start(w.carrier.impl, &w.a, &key, &other, &note_events, &n, &handle, &err), GP_E_INPUT, err,
            "/a");
    assert_int_equal(broken.code, GP_E_INPUT);
    w.carrier.ops->pump(w.carrier.impl);
    assert_int_equal(n.dones, 0);
    gp_buf_free(&live.body);
    world_end(&w);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_passes_is_kept_and_played_back),
        cmocka_unit_test(a_call_that_was_cancelled_is_not_kept),
        cmocka_unit_test(a_call_that_has_seen_enough_is_kept),
        cmocka_unit_test(a_cancelled_play_delivers_nothing),
        cmocka_unit_test(a_request_that_is_not_recorded_ends_the_run),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
