/* Durations: percentiles by nearest rank, gaps, what is known of a reply over the network, and that a replayed exchange
 * gives the numbers of the live one. */
#include "t.h"

#include <math.h>

#include "call/call.h"
#include "call/timing.h"

#define U ((double)NAN)

static void nearest_rank_is_as_written(void **state)
{
    (void)state;
    for (size_t n = 1; n <= 1000; n++)
        for (unsigned p = 1; p <= 100; p++) {
            size_t i = gp_nearest_rank(n, p); /* the smallest rank that covers p% of the values */
            assert_true(i < n && (i + 1) * 100 >= n * p && i * 100 < n * p);
        }
    assert_int_equal(gp_nearest_rank(SIZE_MAX, 100), SIZE_MAX - 1);
}

static void gaps_are(const double *at, size_t n, double p50, double p95, double most)
{
    double own[64];
    gp_reply r = {0};
    memcpy(own, at, n * sizeof *at);
    gp_time_gaps(&r, own, n);
    if (isnan(p50)) {
        assert_true(isnan(r.gap_p50_s) && isnan(r.gap_p95_s) && isnan(r.gap_max_s));
        return;
    }
    if (r.gap_p50_s != p50 || r.gap_p95_s != p95 || r.gap_max_s != most)
        fail_msg("%.17g %.17g %.17g", r.gap_p50_s, r.gap_p95_s, r.gap_max_s);
}

static void gaps_are_of_what_is_known(void **state)
{
    (void)state;
    gaps_are((double[]){0}, 0, U, U, U);
    gaps_are((double[]){1}, 1, U, U, U);
    gaps_are((double[]){1, 1.5}, 2, 0.5, 0.5, 0.5);
    gaps_are((double[]){1, 1, 1, 4}, 4, 0, 3, 3); /* three came in one read */
    gaps_are((double[]){0.1, 0.4, 0.5, 0.7, 1.7}, 5, 0.2, 1, 1);
    gaps_are((double[]){1, U, 2}, 3, U, U, U);
    gaps_are((double[]){0.0000014, 0.0000016}, 2, 0.000001, 0.000001, 0.000001); /* of whole microseconds: 1 and 2 */
    double at[41];                                                               /* gaps of 1 to 40 ms in some order */
    at[0] = 0;
    for (int i = 1; i <= 40; i++) at[i] = at[i - 1] + 0.001 * (i % 2 ? i : 42 - i);
    gaps_are(at, 41, 0.02, 0.038, 0.04);
}

static gp_http_result result(double from, bool tls)
{
    return (gp_http_result){.started = from,
                            .resolved = from + 0.001,
                            .connected = from + 0.02,
                            .tls = tls ? from + 0.05 : U,
                            .sent = from + 0.05,
                            .first_byte = from + 0.3,
                            .first_body = from + 0.31,
                            .first_token = from + 0.4,
                            .last_byte = from + 1.25,
                            .done = from + 1.26,
                            .retry_after_s = U,
                            .should_retry = -1};
}

static void read_it(gp_chat_reply *c, double from, bool whole)
{
    static const char *const events[] = {
        "data: {\"choices\":[{\"delta\":{\"reasoning_content\":\"Hm. \"}}]}\n\n",
        "data: {\"choices\":[{\"delta\":{\"content\":\"4\"}}]}\n\n",
        "data: {\"choices\":[{\"delta\":{\"content\":\"2\"}}]}\n\n",
        "data: {\"choices\":[{\"delta\":{},\"finish_reason\":\"stop\"}]}\n\ndata: [DONE]\n\n"};
    static const double at[] = {0.4, 0.9, 1.0, 1.25};
    gp_chat_begin(c, gp_codec_find(GP_STR("openai")), NULL, !whole, 200,
                  whole ? GP_STR("application/json") : GP_STR("text/event-stream"));
    if (whole)
        (void)gp_chat_feed(
            c,
            GP_STR(
                "{\"choices\":[{\"finish_reason\":\"stop\",\"message\":{\"content\":\"42\",\"reasoning_content\":\"Hm.\"}}]}"),
            from + 1.25);
    for (size_t i = 0; !whole && i < 4; i++) (void)gp_chat_feed(c, gp_str_c(events[i]), from + at[i]);
    gp_chat_end(c, GP_FAIL_NONE, NULL);
    assert_int_equal(c->failure, GP_FAIL_NONE);
}

static void times(gp_reply *r, double from, bool tls, bool whole)
{
    gp_arena a = {0};
    gp_chat_reply c = {0};
    gp_http_result h = result(from, tls);
    read_it(&c, from, whole);
    gp_call_times(&(gp_call_end){.reply = &c, .http = &h, .sends = 1}, &a, r);
    gp_chat_reply_free(&c);
    gp_arena_free(&a);
}

static void a_reply_knows_its_times(void **state)
{
    (void)state;
    gp_reply r = {0};
    times(&r, 4711.123456789, true, false);
    assert_true(r.connect_s == 0.02 && r.tls_s == 0.03 && r.first_byte_s == 0.3);
    assert_true(r.first_token_s == 0.4 && r.first_reasoning_s == 0.4 && r.first_answer_s == 0.9 &&
                r.last_token_s == 1 && r.total_s == 1.25);
    assert_true(r.gap_p50_s == 0.1 && r.gap_p95_s == 0.5 && r.gap_max_s == 0.5);
}

static void what_did_not_happen_is_unknown(void **state)
{
    (void)state;
    gp_reply r = {0};
    times(&r, 10, false, true); /* in one piece, without TLS */
    assert_true(r.connect_s == 0.02 && isnan(r.tls_s) && r.first_byte_s == 0.3 && r.total_s == 1.25);
    assert_true(isnan(r.first_token_s) && isnan(r.first_reasoning_s) && isnan(r.first_answer_s) &&
                isnan(r.last_token_s) && isnan(r.gap_max_s));
    gp_chat_reply c = {0};
    gp_http_result h = result(10, true);
    gp_arena a = {0};
    h.resolved = h.connected = h.tls = U; /* a connection that was there already */
    h.reused = true;
    gp_chat_begin(&c, gp_codec_find(GP_STR("openai")), NULL, true, 200, GP_STR("text/event-stream"));
    gp_chat_end(&c, GP_FAIL_STALLED, "silence");
    gp_call_times(&(gp_call_end){.reply = &c, .http = &h, .sends = 1}, &a, &r);
    assert_true(isnan(r.connect_s) && isnan(r.tls_s) && r.first_byte_s == 0.3 && isnan(r.first_token_s) &&
                isnan(r.gap_p50_s));
    gp_chat_reply_free(&c);
    gp_arena_free(&a);
}

/* Written, read and written again; and the same exchange on another clock, its moments in whole microseconds. */
static void a_replayed_exchange_gives_the_same_numbers(void **state)
{
    (void)state;
    uint32_t x = 5;
    for (int round = 0; round < 500; round++) {
        double live[40], replayed[40], from = 100000 + round * 17.0001230457, now = from;
        gp_reply a = {0}, b = {0};
        for (int i = 0; i < 40; i++) {
            x = x * 1664525 + 1013904223;
            now += (x >> 8) * 3.7e-9;
            live[i] = now - from;
            replayed[i] = gp_us(now - from);
        }
        gp_time_gaps(&a, live, 40);
        gp_time_gaps(&b, replayed, 40);
        assert_true(a.gap_p50_s == b.gap_p50_s && a.gap_p95_s == b.gap_p95_s && a.gap_max_s == b.gap_max_s);
        assert_true(gp_us(a.gap_max_s) == a.gap_max_s);
    }
    gp_reply r = {0}, s = {0};
    times(&r, 98765.4321098765, true, false);
    times(&s, 0, true, false);
    gp_buf one = {0}, two = {0};
    gp_transcript_write(&(gp_transcript){.id = GP_STR("a"), .replies = &r, .n_replies = 1}, &one);
    gp_transcript_write(&(gp_transcript){.id = GP_STR("a"), .replies = &s, .n_replies = 1}, &two);
    assert_string_equal(one.p, two.p);
    gp_buf_free(&one);
    gp_buf_free(&two);
}

static void the_engine_knows_its_tokens(void **state)
{
    (void)state;
    static const double at[] = {0.5, 0.6, 0.75, 0.76};
    gp_reply r = {0};
    gp_arena a = {0};
    gp_time_local(&r, &a, at, 4, SIZE_MAX, 1);
    assert_true(isnan(r.connect_s) && isnan(r.first_byte_s) && isnan(r.first_reasoning_s));
    assert_true(r.first_token_s == 0.5 && r.first_answer_s == 0.6 && r.last_token_s == 0.76 && r.total_s == 0.76);
    assert_true(r.gap_p50_s == 0.1 && r.gap_max_s == 0.15);
    gp_time_local(&r, &a, at, 0, SIZE_MAX, SIZE_MAX);
    assert_true(isnan(r.first_token_s) && isnan(r.total_s) && isnan(r.gap_max_s));
    gp_arena_free(&a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(nearest_rank_is_as_written),
        cmocka_unit_test(gaps_are_of_what_is_known),
        cmocka_unit_test(a_reply_knows_its_times),
        cmocka_unit_test(what_did_not_happen_is_unknown),
        cmocka_unit_test(a_replayed_exchange_gives_the_same_numbers),
        cmocka_unit_test(the_engine_knows_its_tokens),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
