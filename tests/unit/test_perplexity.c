/* test_perplexity.c - windows over a text, divergence of two rows, and exponentials of many values. */
#include "t.h"

#include <math.h>
#include <string.h>

#include "engine/fmath.h"
#include "engine/perplexity.h"

/* --- windows --- */

static void halves_are_those_of_the_usual_tool(void **state)
{
    (void)state;
    gp_arena a = {0};
    gp_err err = {0};
    const gp_window *w;
    size_t n;
    T_OK(gp_windows_make(&a, 1600, &(gp_windowing){0}, &w, &n, &err), err);
    assert_int_equal(n, 3); /* 64 tokens at the end fill none */
    for (size_t i = 0; i < n; i++) {
        assert_int_equal(w[i].from, 512 * i);
        assert_int_equal(w[i].n, 512);
        assert_int_equal(w[i].read, 257);
    }
    assert_int_equal(gp_windows_predicted(w, n), 3 * 255);
    gp_arena_free(&a);
}

/* Every token but the first is predicted by exactly one window, whatever the sizes. */
static void strides_predict_each_token_once(void **state)
{
    (void)state;
    for (size_t tokens = 2; tokens < 60; tokens++)
        for (uint32_t size = 4; size < 20; size++)
            for (uint32_t stride = 1; stride < size; stride++) {
                gp_arena a = {0};
                gp_err err = {0};
                const gp_window *w;
                size_t n, next = 1;
                T_OK(gp_windows_make(&a, tokens, &(gp_windowing){size, stride}, &w, &n, &err), err);
                for (size_t i = 0; i < n; i++) {
                    assert_true(w[i].n <= size && w[i].read >= 1 && w[i].read < w[i].n);
                    assert_int_equal(w[i].from + w[i].read, next);
                    next = w[i].from + w[i].n;
                }
                assert_int_equal(next, tokens);
                assert_int_equal(gp_windows_predicted(w, n), tokens - 1);
                gp_arena_free(&a);
            }
}

static void what_makes_no_window_is_refused(void **state)
{
    (void)state;
    gp_arena a = {0};
    gp_err err = {0};
    const gp_window *w;
    size_t n;
    assert_int_equal(gp_windows_make(&a, 511, &(gp_windowing){0}, &w, &n, &err), GP_E_INPUT);
    assert_non_null(strstr(err.msg, "511 tokens"));
    assert_int_equal(gp_windows_make(&a, 100, &(gp_windowing){3, 0}, &w, &n, &err), GP_E_INPUT);
    assert_int_equal(gp_windows_make(&a, 100, &(gp_windowing){8, 8}, &w, &n, &err), GP_E_INPUT);
    assert_int_equal(gp_windows_make(&a, 1, &(gp_windowing){8, 4}, &w, &n, &err), GP_E_INPUT);
    assert_int_equal(gp_windows_make(&a, 0, &(gp_windowing){8, 4}, &w, &n, &err), GP_E_INPUT);
    gp_arena_free(&a);
}

/* --- divergence --- */

static double between(const float *p, const float *q, uint32_t n)
{
    return gp_divergence(p, q, n, gp_log_sum_exp(p, n), gp_log_sum_exp(q, n));
}

static void divergence_has_known_values(void **state)
{
    (void)state;
    const float even[] = {0, 0}, three_to_one[] = {1.0986122887f, 0}, moved[] = {101.0986122887f, 100};
    assert_true(between(even, even, 2) == 0);
    /* ln 2 weighed: 1/2 ln(1/2 / 3/4) + 1/2 ln(1/2 / 1/4) = ln 2 - ln 3 / 2 */
    assert_true(fabs(between(even, three_to_one, 2) - (0.69314718056 - 1.09861228867 / 2)) < 1e-7);
    /* 3/4 ln(3/2) + 1/4 ln(1/2) */
    assert_true(fabs(between(three_to_one, even, 2) - (0.75 * 0.40546510811 - 0.25 * 0.69314718056)) < 1e-7);
    assert_true(between(three_to_one, moved, 2) < 1e-6);
}

static void divergence_knows_impossible_tokens(void **state)
{
    (void)state;
    const float some[] = {0, -INFINITY, 0}, all[] = {0, 0, 0};
    assert_true(fabs(between(some, all, 3) - 0.40546510811) < 1e-9); /* ln 3/2 */
    assert_true(isinf(between(all, some, 3)));
}

/* --- exponentials --- */

static void many_exponentials_are_those_of_one(void **state)
{
    (void)state;
    enum { N = 4099 }; /* no multiple of anything */
    static double x[N], got[N];
    for (int i = 0; i < N; i++) x[i] = -720 + i * 0.35191;
    x[7] = -INFINITY, x[8] = INFINITY, x[9] = 0, x[10] = -700, x[11] = 700, x[12] = -1e-300, x[4098] = -701,
    x[4097] = 1e9;
    gp_d_exp_each(x, got, N);
    for (int i = 0; i < N; i++) {
        double one = gp_d_exp(x[i]);
        assert_memory_equal(&one, &got[i], sizeof one);
    }
    x[0] = NAN;
    gp_d_exp_each(x, got, 8);
    assert_true(isnan(got[0]) && got[1] == 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(halves_are_those_of_the_usual_tool), cmocka_unit_test(strides_predict_each_token_once),
        cmocka_unit_test(what_makes_no_window_is_refused),    cmocka_unit_test(divergence_has_known_values),
        cmocka_unit_test(divergence_knows_impossible_tokens), cmocka_unit_test(many_exponentials_are_those_of_one),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
