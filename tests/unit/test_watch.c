/* test_watch.c - the time limits of a trial, by a clock that the test holds. */
#include "t.h"

#include "targets/watch.h"

static void expect(const gp_watch *w, double now, gp_failure want, const char *text)
{
    gp_err err = {0};
    assert_int_equal(gp_watch_over(w, now, &err), want);
    if (text) assert_string_equal(err.msg, text);
    else assert_int_equal(err.code, GP_OK);
}

static void test_first_token(void **state)
{
    (void)state;
    gp_watch w = {
        .limits = {.connect_s = 1, .first_token_s = 5, .stall_s = 2, .total_s = 100}, .started = 1000, .asked = 1000};
    expect(&w, 1000, GP_FAIL_NONE, NULL);
    expect(&w, 1005, GP_FAIL_NONE, NULL); /* neither the stall limit nor connecting counts before the first token */
    expect(&w, 1005.5, GP_FAIL_TIMEOUT, "no token within 5 s (first-token limit)");
    w.asked = 1050; /* a later reply has the same time again */
    expect(&w, 1054, GP_FAIL_NONE, NULL);
    expect(&w, 1056, GP_FAIL_TIMEOUT, "no token within 5 s (first-token limit)");
}

static void test_stall(void **state)
{
    (void)state;
    gp_watch w = {.limits = {.connect_s = 1, .first_token_s = 5, .stall_s = 2, .total_s = 100},
                  .started = 1000,
                  .asked = 1000,
                  .last = 1004};
    expect(&w, 1006, GP_FAIL_NONE, NULL);
    expect(&w, 1006.5, GP_FAIL_STALLED, "no further token for 2 s (stall limit)");
    w.last = 1006;
    expect(&w, 1007, GP_FAIL_NONE, NULL);
}

static void test_total(void **state)
{
    (void)state;
    gp_watch w = {.limits = {.connect_s = 1, .first_token_s = 5, .stall_s = 2, .total_s = 100},
                  .started = 1000,
                  .asked = 1090,
                  .last = 1099.5};
    expect(&w, 1100, GP_FAIL_NONE, NULL);
    expect(&w, 1100.5, GP_FAIL_TIMEOUT, "no end after 100 s (total limit)");
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_first_token), cmocka_unit_test(test_stall),
                                       cmocka_unit_test(test_total)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
