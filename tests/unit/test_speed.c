/* The times of trials and targets: what is a sum, what is a median, and that nothing unknown becomes a number. */
#include "t.h"

#include <math.h>

#include "run/speed.h"

#define U ((double)NAN)

static gp_reply streamed(void)
{
    return (gp_reply){.answer = GP_STR("42"),
                      .connect_s = 0.02,
                      .tls_s = U,
                      .first_byte_s = 0.1,
                      .first_token_s = 0.2,
                      .first_reasoning_s = U,
                      .first_answer_s = 0.2,
                      .last_token_s = 1.2,
                      .total_s = 1.25,
                      .gap_p50_s = 0.01,
                      .gap_p95_s = 0.05,
                      .gap_max_s = 0.3,
                      .input_tokens = 10,
                      .output_tokens = 101,
                      .cached_tokens = -1,
                      .reasoning_tokens = -1,
                      .server = GP_STR("{\"load_s\":null,\"prompt_s\":0.0125,\"output_s\":0.5,\"cost_usd\":null}")};
}

static gp_reply in_one_piece(void)
{
    return (gp_reply){.answer = GP_STR("42"),
                      .connect_s = U,
                      .tls_s = U,
                      .first_byte_s = 1.2,
                      .first_token_s = U,
                      .first_reasoning_s = U,
                      .first_answer_s = U,
                      .last_token_s = U,
                      .total_s = 1.25,
                      .gap_p50_s = U,
                      .gap_p95_s = U,
                      .gap_max_s = U,
                      .input_tokens = 10,
                      .output_tokens = 101,
                      .cached_tokens = -1,
                      .reasoning_tokens = -1};
}

static gp_result result_of(const gp_reply *r, size_t n, gp_pace *client, gp_pace *server)
{
    gp_arena a = {0};
    gp_result res = {0};
    gp_speed_of_trial(&a, &(gp_transcript){.replies = r, .n_replies = n}, &res, client, server);
    gp_arena_free(&a);
    return res;
}

static gp_result one(gp_reply r)
{
    gp_pace c, s;
    return result_of(&r, 1, &c, &s);
}

static void is(double got, double want)
{
    if (isnan(want) ? !isnan(got) : got != want) fail_msg("%.17g is not %.17g", got, want);
}

static void a_streamed_reply(void **state)
{
    (void)state;
    gp_result r = one(streamed());
    is(r.connect_s, 0.02), is(r.tls_s, U), is(r.first_byte_s, 0.1), is(r.first_token_s, 0.2), is(r.first_answer_s, 0.2),
        is(r.first_reasoning_s, U);
    is(r.answer_s, 1), is(r.reasoning_s, U), is(r.total_s, 1.25), is(r.gap_p50_s, 0.01), is(r.gap_p95_s, 0.05),
        is(r.gap_max_s, 0.3);
    is(r.output_tokens_per_s, 100); /* 100 after the first, in a second */
    is(r.server_load_s, U), is(r.server_prompt_s, 0.0125), is(r.server_output_s, 0.5),
        is(r.server_output_tokens_per_s, 202);
}

static void a_reply_in_one_piece(void **state)
{
    (void)state;
    gp_result r = one(in_one_piece());
    is(r.first_byte_s, 1.2), is(r.total_s, 1.25), is(r.first_token_s, U), is(r.answer_s, U), is(r.gap_max_s, U),
        is(r.output_tokens_per_s, U);
    is(r.server_prompt_s, U), is(r.server_output_s, U), is(r.server_output_tokens_per_s, U);
    gp_reply short_one = streamed(); /* a stream of one piece */
    short_one.first_answer_s = short_one.first_token_s = short_one.last_token_s;
    r = one(short_one);
    is(r.first_answer_s, 1.2), is(r.answer_s, U), is(r.output_tokens_per_s, U), is(r.server_output_tokens_per_s, 202);
}

static void nothing_at_all(void **state)
{
    (void)state;
    gp_pace c, s;
    gp_result r = result_of(NULL, 0, &c, &s);
    const double all[] = {r.connect_s,
                          r.tls_s,
                          r.first_byte_s,
                          r.first_token_s,
                          r.first_reasoning_s,
                          r.first_answer_s,
                          r.reasoning_s,
                          r.answer_s,
                          r.total_s,
                          r.gap_p50_s,
                          r.gap_p95_s,
                          r.gap_max_s,
                          r.output_tokens_per_s,
                          r.server_load_s,
                          r.server_prompt_s,
                          r.server_output_s,
                          r.server_output_tokens_per_s};
    for (size_t i = 0; i < sizeof all / sizeof *all; i++) is(all[i], U);
}

static void reasoning_is_timed_apart(void **state)
{
    (void)state;
    gp_reply r = streamed();
    r.reasoning = GP_STR("Hm."), r.first_reasoning_s = 0.2, r.first_answer_s = 0.7;
    is(one(r).reasoning_s, 0.5), is(one(r).answer_s, 0.5), is(one(r).output_tokens_per_s, 100);
    r.reasoning_tokens = 50; /* counted apart: the speed is that of the answer alone */
    is(one(r).output_tokens_per_s, 100), is(one(r).reasoning_s, 0.5);
    r.reasoning = (gp_str){0}, r.first_reasoning_s = U; /* counted, but not shown: nobody knows how long it took */
    is(one(r).reasoning_s, U), is(one(r).output_tokens_per_s, 100);
    r = streamed();
    /* it never got further */
    r.reasoning = GP_STR("Hm."), r.first_reasoning_s = 0.2, r.answer = (gp_str){0}, r.first_answer_s = U;
    is(one(r).reasoning_s, 1), is(one(r).answer_s, U);
}

static void several_replies(void **state)
{
    (void)state;
    gp_pace c, s;
    gp_reply r[2] = {streamed(), streamed()};
    r[0].connect_s = 0.03, r[1].gap_max_s = 0.4, r[1].total_s = 0.1;
    gp_result t = result_of(r, 2, &c, &s);
    is(t.connect_s, 0.03), is(t.first_token_s, 0.2), is(t.total_s, 1.35), is(t.answer_s, 2), is(t.gap_p50_s, U),
        is(t.gap_p95_s, U), is(t.gap_max_s, 0.4);
    is(t.output_tokens_per_s, 100), is(t.server_prompt_s, 0.025), is(t.server_output_tokens_per_s, 202),
        is(c.tokens, 200), is(s.seconds, 1);
    r[1] = in_one_piece();
    t = result_of(r, 2, &c, &s);
    is(t.total_s, 2.5), is(t.answer_s, U), is(t.gap_max_s, U), is(t.server_prompt_s, U), is(t.output_tokens_per_s, 100);
}

/* Totals of 1 to 40 s, shuffled; every fourth trial came in one piece, and one broke. */
static void a_target(void **state)
{
    (void)state;
    gp_speed speed = {0};
    gp_results_target t = {0};
    gp_err err = {0};
    for (int i = 0; i < 40; i++) {
        gp_pace c, s;
        gp_reply r = i % 4 ? streamed() : in_one_piece();
        r.total_s = 1 + (i * 7) % 40;
        r.gap_max_s = i % 4 ? 0.001 * i : U;
        gp_result res = result_of(&r, 1, &c, &s);
        res.failure = i == 39 ? GP_FAIL_STALLED : GP_FAIL_NONE;
        T_OK(gp_speed_add(&speed, &res, &c, &s, &err), err);
    }
    T_OK(gp_speed_sum(&speed, &t, &err), err);
    /* without the one of 34 s: rank 38 of 39 is 39 s */
    is((double)t.timed, 39), is(t.total_median_s, 20), is(t.total_p95_s, 39);
    is(t.first_answer_median_s, 0.2), is(t.first_answer_p95_s, 0.2), is(t.connect_median_s, 0.02),
        is(t.tls_median_s, U), is(t.reasoning_median_s, U), is(t.answer_median_s, 1);
    is(t.gap_p50_s, 0.01), is(t.gap_p95_s, 0.05), is(t.gap_max_s, 0.038), is(t.output_tokens_per_s, 100),
        is(t.server_output_tokens_per_s, 202);
    gp_speed_free(&speed);
}

static void a_target_that_was_never_heard(void **state)
{
    (void)state;
    gp_speed speed = {0};
    gp_results_target t = {0};
    gp_err err = {0};
    T_OK(gp_speed_sum(&speed, &t, &err), err);
    is((double)t.timed, 0), is(t.total_median_s, U), is(t.gap_max_s, U), is(t.output_tokens_per_s, U),
        is(t.server_output_tokens_per_s, U);
    gp_speed_free(&speed);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_streamed_reply),
        cmocka_unit_test(a_reply_in_one_piece),
        cmocka_unit_test(nothing_at_all),
        cmocka_unit_test(reasoning_is_timed_apart),
        cmocka_unit_test(several_replies),
        cmocka_unit_test(a_target),
        cmocka_unit_test(a_target_that_was_never_heard),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
