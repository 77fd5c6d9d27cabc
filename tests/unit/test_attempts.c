/* One call and its attempts over a carrier that plays a script: waits are counted, not waited, and no network is
 * there. */
#include "t.h"

#include <math.h>

#include "call/call.h"

#define BODY \
    "{\"choices\": [{\"index\": 0, \"message\": {\"role\": \"assistant\", \"content\": \"2\"}, \"finish_reason\": \"stop\"}], \"usage\": {\"prompt_tokens\": 9, \"completion_tokens\": 1}}"

typedef struct scene {       /* what one request gets */
    int status;              /* 0: the connection is refused */
    double asked_s, lasts_s; /* asked_s NaN: no Retry-After */
} scene;

enum { MOST = 8 };

typedef struct stage {
    const scene *scenes;
    size_t n_scenes, started, delivered;
    struct flying {
        const gp_carry_events *events;
        void *user;
        bool cancelled;
    } flying[MOST];
    size_t refuse_start; /* the start with this number fails; 0: none */
    int64_t last_attempt;
    double clock;
} stage;

static gp_code stage_start(void *impl, gp_arena *a, const gp_call_key *key, const gp_http_request *request,
                           const gp_carry_events *events, void *user, void **handle, gp_err *err)
{
    stage *s = impl;
    (void)a;
    assert_true(request->body.n > 0);
    if (s->started + 1 == s->refuse_start) return gp_fail(err, GP_E_INPUT, "the stage is closed");
    assert_true(++s->started <= MOST);
    s->last_attempt = key->attempt;
    s->flying[s->started - 1] = (struct flying){events, user, false};
    *handle = &s->flying[s->started - 1];
    return GP_OK;
}

static void stage_cancel(void *impl, void *handle)
{
    (void)impl;
    ((struct flying *)handle)->cancelled = true;
}

static void stage_first_token(void *impl, void *handle, double at)
{
    (void)impl;
    (void)handle;
    (void)at;
}

/* Ends the oldest request that is on its way. */
static void stage_pump(void *impl)
{
    stage *s = impl;
    if (s->delivered == s->started) return;
    const struct flying f = s->flying[s->delivered];
    assert_true(s->delivered < s->n_scenes);
    const scene *c = &s->scenes[s->delivered++];
    gp_http_result r = {.outcome = f.cancelled ? GP_HTTP_CANCELLED
                                   : c->status ? GP_HTTP_DONE
                                               : GP_HTTP_REFUSED,
                        .text = f.cancelled ? "cancelled"
                                : c->status ? ""
                                            : "refused",
                        .status = c->status,
                        .started = s->clock,
                        .done = s->clock + c->lasts_s,
                        .sends = c->status ? 1 : 0,
                        .retry_after_s = c->asked_s,
                        .should_retry = -1,
                        .first_token = NAN,
                        .last_byte = NAN};
    s->clock += c->lasts_s;
    if (!f.cancelled && c->status) {
        f.events->headers(f.user, c->status, GP_STR("application/json"));
        (void)f.events->data(f.user,
                             c->status == 200
                                 ? GP_STR(BODY)
                                 : GP_STR("{\"error\": {\"message\": \"later\", \"type\": \"server_error\"}}"),
                             s->clock);
    }
    f.events->done(f.user, &r);
}

static const gp_carrier_ops stage_ops = {
    .start = stage_start, .cancel = stage_cancel, .first_token = stage_first_token, .pump = stage_pump};

/* --- a call --- */

typedef struct heard {
    size_t times;
    gp_failure failure;
    char message[400], answer[16];
    int64_t sends;
    double duration_s, spent_usd;
    gp_try tries[MOST];
    size_t n_tries;
} heard;

static void on_done(void *user, const gp_call_end *end)
{
    heard *h = user;
    h->times++;
    h->failure = end->reply->failure;
    (void)snprintf(h->message, sizeof h->message, "%s", end->reply->message);
    (void)snprintf(h->answer, sizeof h->answer, "%.*s", GP_ARG(gp_buf_view(&end->reply->answer)));
    h->sends = end->sends;
    h->duration_s = end->duration_s;
    h->spent_usd = end->spent_usd;
    h->n_tries = end->n_tries;
    assert_true(end->n_tries <= MOST);
    if (end->n_tries) memcpy(h->tries, end->tries, end->n_tries * sizeof *end->tries);
}

typedef struct act {
    stage stage;
    gp_caller caller;
    gp_budget budget;
    gp_limiter limiter;
    gp_arena a;
} act;

static void open_act(act *x, const scene *scenes, size_t n, int64_t max)
{
    *x = (act){.stage = {.scenes = scenes, .n_scenes = n, .clock = 1000}};
    gp_budget_init(&x->budget, (double)INFINITY);
    gp_limiter_init(&x->limiter, 0);
    x->caller = (gp_caller){
        .codec = &gp_codec_openai,
        .carrier = {&stage_ops, &x->stage},
        .price = gp_price_none(),
        .budget = &x->budget,
        .limiter = &x->limiter,
        .at_once = true,
        .retry = {.on = 1u << GP_FAIL_RATE_LIMITED | 1u << GP_FAIL_SERVER_ERROR | 1u << GP_FAIL_REFUSED_CONNECTION,
                  .max = max,
                  .base_s = 1,
                  .cap_s = 60}};
    if (!max) x->caller.retry.on = 0;
}

static gp_call *ask(act *x, int64_t seed, heard *h)
{
    static const gp_chat_message message = {.role = {"user", 4}, .content = {"1 + 1", 5}};
    static const gp_limits limits = {10, 120, 60, 600};
    gp_chat_request q = GP_CHAT_REQUEST_INIT;
    gp_call_key key = {
        .trial = GP_STR("s/c/t/1"), .provider = GP_STR("openai"), .model = GP_STR("m"), .repeat = 1, .turn = 2};
    gp_call *c = NULL;
    gp_err err = {0};
    q.base_url = GP_STR("http://127.0.0.1/v1");
    q.model = GP_STR("m");
    q.messages = &message;
    q.n_messages = 1;
    q.sampling.max_tokens = 5;
    *h = (heard){0};
    gp_limiter_begin(&x->limiter);
    T_OK(gp_call_start(&x->caller, &x->a, &key, &q, &limits, seed, on_done, h, &c, &err), err);
    assert_int_equal(h->times, 0); /* never from inside the start */
    return c;
}

static void play(act *x)
{
    for (int i = 0; i < 50; i++) {
        stage_pump(&x->stage);
        gp_caller_pump(&x->caller, 0);
    }
}

static void close_act(act *x) { gp_arena_free(&x->a); }

/* --- the tests --- */

static void answered_on_the_third(void **state)
{
    (void)state;
    static const scene scenes[] = {{429, 2, 0.25}, {503, NAN, 0.5}, {200, NAN, 1}};
    act x;
    heard h, again;
    open_act(&x, scenes, 3, 3);
    (void)ask(&x, 7, &h);
    play(&x);
    assert_true(h.times == 1 && h.failure == GP_FAIL_NONE && strcmp(h.answer, "2") == 0);
    assert_true(h.sends == 3 && h.n_tries == 3 && x.stage.started == 3 && x.stage.last_attempt == 3);
    assert_true(h.tries[0].failure == GP_FAIL_RATE_LIMITED && h.tries[0].status == 429 && h.tries[0].turn == 3 &&
                h.tries[0].waited_s == 0 && h.tries[0].duration_s == 0.25);
    assert_true(h.tries[1].failure == GP_FAIL_SERVER_ERROR && h.tries[1].waited_s >= 2 && h.tries[1].waited_s < 3);
    assert_true(h.tries[2].failure == GP_FAIL_NONE && h.tries[2].status == 200 && h.tries[2].waited_s >= 0 &&
                h.tries[2].waited_s < 2 && !h.tries[2].error.n);
    assert_true(fabs(h.duration_s - (0.25 + 0.5 + 1 + h.tries[1].waited_s + h.tries[2].waited_s)) < 1e-5);
    assert_true(x.limiter.lowest == 1);
    close_act(&x);
    /* The same seed waits the same. */
    open_act(&x, scenes, 3, 3);
    (void)ask(&x, 7, &again);
    play(&x);
    assert_true(again.tries[1].waited_s == h.tries[1].waited_s && again.tries[2].waited_s == h.tries[2].waited_s);
    close_act(&x);
}

static void a_single_attempt(void **state)
{
    (void)state;
    static const scene scenes[] = {{429, 0, 0.25}};
    act x;
    heard h;
    open_act(&x, scenes, 1, 0);
    (void)ask(&x, 7, &h);
    play(&x);
    assert_true(h.times == 1 && h.failure == GP_FAIL_RATE_LIMITED && h.sends == 1 && h.n_tries == 1 &&
                x.stage.started == 1);
    close_act(&x);
}

static void all_used_up(void **state)
{
    (void)state;
    static const scene scenes[] = {{500, NAN, 1}, {0, NAN, 1}, {500, NAN, 1}};
    act x;
    heard h;
    open_act(&x, scenes, 3, 2);
    (void)ask(&x, 7, &h);
    play(&x);
    assert_true(h.times == 1 && h.failure == GP_FAIL_SERVER_ERROR && h.n_tries == 3 && h.sends == 2);
    assert_true(h.tries[1].failure == GP_FAIL_REFUSED_CONNECTION && h.tries[1].status == -1);
    close_act(&x);
}

/* Not before its moment, where waits are real. */
static void it_waits_for_its_moment(void **state)
{
    (void)state;
    static const scene scenes[] = {{429, 5, 1}, {200, NAN, 1}};
    act x;
    heard h;
    open_act(&x, scenes, 2, 1);
    x.caller.at_once = false;
    x.caller.retry.base_s = 0;
    (void)ask(&x, 7, &h);
    stage_pump(&x.stage);
    gp_caller_pump(&x.caller, 1000 + 1 + 4.9);
    assert_int_equal(x.stage.started, 1);
    gp_caller_pump(&x.caller, 1000 + 1 + 5);
    assert_int_equal(x.stage.started, 2);
    stage_pump(&x.stage);
    assert_true(h.times == 1 && h.failure == GP_FAIL_NONE && h.tries[1].waited_s == 5);
    close_act(&x);
}

static void cancelled_while_it_waits(void **state)
{
    (void)state;
    static const scene scenes[] = {{429, 5, 1}};
    act x;
    heard h;
    open_act(&x, scenes, 1, 1);
    x.caller.at_once = false;
    x.caller.price.input = x.caller.price.output = 1;
    gp_call *c = ask(&x, 7, &h);
    stage_pump(&x.stage);
    assert_true(x.budget.open == 1); /* for the attempt to come */
    gp_call_cancel(c);
    assert_int_equal(h.times, 0);
    gp_call_cancel(c); /* twice is once */
    gp_caller_pump(&x.caller, 0);
    gp_caller_pump(&x.caller, 1e9);
    assert_true(h.times == 1 && h.failure == GP_FAIL_CANCELLED && x.stage.started == 1 && x.budget.open == 0 &&
                x.budget.reserved == 0);
    close_act(&x);
}

static void an_attempt_that_cannot_start(void **state)
{
    (void)state;
    static const scene scenes[] = {{429, 0, 1}};
    act x;
    heard h;
    open_act(&x, scenes, 1, 1);
    x.stage.refuse_start = 2;
    (void)ask(&x, 7, &h);
    play(&x);
    assert_true(h.times == 1 && h.failure == GP_FAIL_BAD_RESPONSE && strstr(h.message, "the stage is closed") &&
                h.n_tries == 1 && x.budget.open == 0);
    close_act(&x);
}

/* --- money --- */

/* Output at a dollar a token: a bound is five dollars, an answer one. */
static void open_bank(act *x, const scene *scenes, size_t n, int64_t max, double limit)
{
    open_act(x, scenes, n, max);
    x->caller.price.input = 0;
    x->caller.price.output = 1e6;
    gp_budget_init(&x->budget, limit);
}

static void a_second_call_waits_for_the_first(void **state)
{
    (void)state;
    static const scene scenes[] = {{200, NAN, 1}, {200, NAN, 1}};
    act x;
    heard first, second, third;
    open_bank(&x, scenes, 2, 0, 6.5);
    (void)ask(&x, 1, &first);
    (void)ask(&x, 2, &second);
    (void)ask(&x, 3, &third);
    gp_caller_pump(&x.caller, 0);
    assert_true(x.stage.started == 1 && second.times == 0);
    play(&x);
    assert_true(first.failure == GP_FAIL_NONE && first.spent_usd == 1 && x.stage.started == 2 && x.budget.spent == 2);
    /* Two dollars are spent, and 4.5 are no five. Which of the two that waited got the money does not matter. */
    assert_true(second.times == 1 && third.times == 1);
    const heard *poor = second.failure ? &second : &third;
    assert_true(poor->failure == GP_FAIL_BUDGET && poor->sends == 0 && poor->n_tries == 0 && poor->spent_usd == 0);
    assert_non_null(
        strstr(poor->message, "not sent: it may cost 5.000000 USD, and of the budget of 6.5 USD, 2.000000 are used"));
    close_act(&x);
}

static void a_call_is_not_sent_at_all(void **state)
{
    (void)state;
    act x;
    heard h;
    open_bank(&x, NULL, 0, 3, 4.9);
    (void)ask(&x, 1, &h);
    play(&x);
    assert_true(h.times == 1 && h.failure == GP_FAIL_BUDGET && x.stage.started == 0);
    /* Longer than the price holds for: no bound, so never in a budget. */
    x.budget.limit = 1e9;
    x.caller.price.up_to = 100;
    (void)ask(&x, 1, &h);
    play(&x);
    assert_true(h.failure == GP_FAIL_BUDGET && strstr(h.message, "no telling what it costs at most"));
    close_act(&x);
}

/* 500s are not counted by the server: each costs its bound. A connection that was refused costs nothing. */
static void every_attempt_counts(void **state)
{
    (void)state;
    static const scene scenes[] = {{500, NAN, 1}, {0, NAN, 1}, {500, NAN, 1}};
    act x;
    heard h;
    open_bank(&x, scenes, 3, 9, 12);
    (void)ask(&x, 1, &h);
    play(&x);
    assert_true(h.times == 1 && h.failure == GP_FAIL_BUDGET && h.n_tries == 3 && h.spent_usd == 10 &&
                x.budget.spent == 10 && x.budget.open == 0);
    assert_non_null(strstr(h.message, "not sent again after server_error"));
    close_act(&x);
}

/* Out of a recording nothing is spent, and nobody is slowed down. */
static void without_budget_and_limiter(void **state)
{
    (void)state;
    static const scene scenes[] = {{429, 50, 1}, {200, NAN, 1}};
    act x;
    heard h;
    open_act(&x, scenes, 2, 1);
    x.caller.budget = NULL;
    x.caller.limiter = NULL;
    (void)ask(&x, 7, &h);
    play(&x);
    assert_true(h.times == 1 && h.failure == GP_FAIL_NONE && h.tries[1].waited_s >= 50 && isnan(h.spent_usd));
    close_act(&x);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(answered_on_the_third),
        cmocka_unit_test(a_single_attempt),
        cmocka_unit_test(all_used_up),
        cmocka_unit_test(it_waits_for_its_moment),
        cmocka_unit_test(cancelled_while_it_waits),
        cmocka_unit_test(an_attempt_that_cannot_start),
        cmocka_unit_test(a_second_call_waits_for_the_first),
        cmocka_unit_test(a_call_is_not_sent_at_all),
        cmocka_unit_test(every_attempt_counts),
        cmocka_unit_test(without_budget_and_limiter),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
