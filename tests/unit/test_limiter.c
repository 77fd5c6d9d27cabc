/* Trials in flight under rate limits, and what headers say about them; every moment is made up here. */
#include "t.h"

#include <math.h>

#include "http/ratelimit.h"
#include "call/limiter.h"

static int64_t fill(gp_limiter *l, double now)
{
    int64_t n = 0;
    while (n < 1000 && gp_limiter_ready(l, now)) {
        gp_limiter_begin(l);
        n++;
    }
    return n;
}

static int64_t window(const gp_limiter *l) { return l->window ? l->window : -1; }

static void answer(gp_limiter *l, int64_t n)
{
    for (; n > 0; n--) {
        gp_limiter_answered(l);
        gp_limiter_end(l);
    }
}

static void the_bound_of_the_file_holds(void **state)
{
    (void)state;
    gp_limiter l;
    gp_limiter_init(&l, 3);
    assert_int_equal(fill(&l, 0), 3);
    gp_limiter_end(&l);
    assert_int_equal(fill(&l, 0), 1);
    gp_limiter_init(&l, 0);
    assert_int_equal(fill(&l, 0), 1000);
    assert_int_equal(window(&l), -1);
}

static void a_refusal_halves_and_pauses(void **state)
{
    (void)state;
    gp_limiter l;
    gp_limiter_init(&l, 8);
    assert_int_equal(fill(&l, 0), 8);
    gp_limiter_refused(&l, 0, 1, 5);
    gp_limiter_end(&l);
    assert_int_equal(window(&l), 4);
    answer(&l, 7);
    assert_false(gp_limiter_ready(&l, 5.999));
    assert_int_equal(fill(&l, 6), 5); /* seven answers widened it by one */
}

/* Eight requests refused together are one sign, not eight. */
static void a_burst_cuts_once(void **state)
{
    (void)state;
    gp_limiter l;
    gp_limiter_init(&l, 0);
    for (int i = 0; i < 8; i++) gp_limiter_begin(&l);
    for (int i = 0; i < 8; i++) gp_limiter_refused(&l, 0, 1 + 0.01 * i, NAN);
    assert_int_equal(window(&l), 4);
    gp_limiter_refused(&l, 1.2, 1.3, NAN); /* sent after the cut */
    assert_int_equal(window(&l), 2);
}

static void never_below_one(void **state)
{
    (void)state;
    gp_limiter l;
    gp_limiter_init(&l, 2);
    for (int i = 0; i < 10; i++) gp_limiter_refused(&l, i, i + 0.5, 0);
    assert_int_equal(window(&l), 1);
    assert_int_equal(fill(&l, 100), 1);
}

static void the_backoff_doubles_until_something_gets_through(void **state)
{
    (void)state;
    gp_limiter l;
    gp_limiter_init(&l, 4);
    double now = 10;
    static const double pauses[] = {0.5, 1, 2, 4};
    for (int i = 0; i < 4; i++) {
        gp_limiter_refused(&l, now - 0.1, now, NAN);
        assert_false(gp_limiter_ready(&l, now + pauses[i] - 0.001));
        assert_true(gp_limiter_ready(&l, now + pauses[i]));
        now += 100;
    }
    gp_limiter_answered(&l);
    gp_limiter_refused(&l, now - 0.1, now, NAN);
    assert_true(gp_limiter_ready(&l, now + 0.5));
    gp_limiter_refused(&l, now, now + 1, 1e6); /* nobody waits for days */
    assert_true(gp_limiter_ready(&l, now + 1 + GP_LIMITER_PAUSE_MAX_S));
}

static void it_widens_back_to_where_it_started(void **state)
{
    (void)state;
    gp_limiter l;
    gp_limiter_init(&l, 4);
    gp_limiter_begin(&l);
    for (int i = 0; i < 5; i++) gp_limiter_refused(&l, i, i + 0.5, 0);
    assert_int_equal(window(&l), 1);
    gp_limiter_answered(&l);
    assert_int_equal(window(&l), 2);
    for (int i = 0; i < 2; i++) gp_limiter_answered(&l);
    assert_int_equal(window(&l), 3);
    for (int i = 0; i < 3; i++) gp_limiter_answered(&l);
    assert_int_equal(window(&l), -1);
    gp_limiter_end(&l);
    assert_int_equal(fill(&l, 1000), 4);
}

static void the_narrowest_is_told_once(void **state)
{
    (void)state;
    gp_limiter l;
    gp_limiter_init(&l, 0);
    assert_int_equal(gp_limiter_take_lowest(&l), -1);
    for (int i = 0; i < 4; i++) gp_limiter_begin(&l);
    gp_limiter_refused(&l, 0, 1, 0);
    gp_limiter_refused(&l, 2, 3, 0);
    for (int i = 0; i < 1 + 2; i++) gp_limiter_answered(&l);
    assert_int_equal(window(&l), 3);
    assert_int_equal(gp_limiter_take_lowest(&l), 1);
    assert_int_equal(gp_limiter_take_lowest(&l), 3); /* still narrowed */
    for (int i = 0; i < 3; i++) gp_limiter_answered(&l);
    assert_int_equal(gp_limiter_take_lowest(&l), 3);
    assert_int_equal(gp_limiter_take_lowest(&l), -1);
}

/* Without a bound it ends where it was as wide as the run ever made it. */
static void an_unbounded_window_ends_at_its_peak(void **state)
{
    (void)state;
    gp_limiter l;
    gp_limiter_init(&l, 0);
    for (int i = 0; i < 4; i++) gp_limiter_begin(&l);
    gp_limiter_refused(&l, 0, 1, 0);
    assert_int_equal(window(&l), 2);
    for (int i = 0; i < 2 + 3; i++) gp_limiter_answered(&l);
    assert_int_equal(window(&l), -1);
}

/* --- headers --- */

static void durations(void **state)
{
    (void)state;
    assert_true(gp_rate_duration(GP_STR("12ms")) == 0.012);
    assert_true(gp_rate_duration(GP_STR("1s")) == 1);
    assert_true(gp_rate_duration(GP_STR("6m0s")) == 360);
    assert_true(gp_rate_duration(GP_STR("1h2m3.5s")) == 3723.5);
    assert_true(isnan(gp_rate_duration(GP_STR(""))));
    assert_true(isnan(gp_rate_duration(GP_STR("7"))));
    assert_true(isnan(gp_rate_duration(GP_STR("7x"))));
    assert_true(isnan(gp_rate_duration(GP_STR("s"))));
    assert_true(isnan(gp_rate_duration(GP_STR("-1s"))));
    assert_true(isnan(gp_rate_duration(GP_STR("2026-08-01T12:00:00Z"))));
}

static void moments(void **state)
{
    (void)state;
    assert_true(gp_rate_moment(GP_STR("1970-01-01T00:00:00Z")) == 0);
    assert_true(gp_rate_moment(GP_STR("2000-02-29T12:00:00Z")) == 951825600);
    assert_true(gp_rate_moment(GP_STR("2026-11-20T09:35:00Z")) == 1795167300);
    assert_true(gp_rate_moment(GP_STR("2026-11-20T11:35:00.5+02:00")) == 1795167300.5);
    assert_true(gp_rate_moment(GP_STR("2026-11-20T04:05:00-05:30")) == 1795167300);
    assert_true(isnan(gp_rate_moment(GP_STR("2026-11-20"))));
    assert_true(isnan(gp_rate_moment(GP_STR("2026-13-20T09:35:00Z"))));
    assert_true(isnan(gp_rate_moment(GP_STR("2026-11-20T09:35:00"))));
    assert_true(isnan(gp_rate_moment(GP_STR("6m0s"))));
}

static gp_str header(const void *user, const char *name)
{
    for (const char *const *h = user; *h; h += 2)
        if (strcmp(*h, name) == 0) return gp_str_c(h[1]);
    return (gp_str){0};
}

static void the_exhausted_limit_counts(void **state)
{
    (void)state;
    static const char *const requests[] = {"x-ratelimit-remaining-requests",
                                           "0",
                                           "x-ratelimit-reset-requests",
                                           "2s",
                                           "x-ratelimit-remaining-tokens",
                                           "5000",
                                           "x-ratelimit-reset-tokens",
                                           "6m0s",
                                           NULL};
    static const char *const both[] = {"x-ratelimit-remaining-requests",
                                       "0",
                                       "x-ratelimit-reset-requests",
                                       "2s",
                                       "x-ratelimit-remaining-tokens",
                                       "0",
                                       "x-ratelimit-reset-tokens",
                                       "750ms",
                                       NULL};
    static const char *const none[] = {"x-ratelimit-remaining-requests", "3", "x-ratelimit-reset-requests", "2s", NULL};
    static const char *const date[] = {"anthropic-ratelimit-input-tokens-remaining", "0",
                                       "anthropic-ratelimit-input-tokens-reset", "2026-11-20T09:35:30Z", NULL};
    assert_true(gp_rate_wait(header, requests, 0) == 2);
    assert_true(gp_rate_wait(header, both, 0) == 2);
    assert_true(isnan(gp_rate_wait(header, none, 0)));
    assert_true(gp_rate_wait(header, date, 1795167300) == 30);
    assert_true(gp_rate_wait(header, date, 1795167300 + 99) == 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_bound_of_the_file_holds),
        cmocka_unit_test(a_refusal_halves_and_pauses),
        cmocka_unit_test(a_burst_cuts_once),
        cmocka_unit_test(never_below_one),
        cmocka_unit_test(the_backoff_doubles_until_something_gets_through),
        cmocka_unit_test(it_widens_back_to_where_it_started),
        cmocka_unit_test(an_unbounded_window_ends_at_its_peak),
        cmocka_unit_test(the_narrowest_is_told_once),
        cmocka_unit_test(durations),
        cmocka_unit_test(moments),
        cmocka_unit_test(the_exhausted_limit_counts),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
