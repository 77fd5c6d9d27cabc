/* test_sampler.c - sampling, host mathematics, text with stop strings: pure code, no device. */
#include "t.h"

#include <math.h>

#include "engine/engine.h"
#include "engine/fmath.h"

static int32_t pick(const float *l, uint32_t n, gp_sampling s, const int32_t *h, size_t nh, uint64_t seed, uint64_t pos)
{
    gp_sampler m = {0};
    int32_t id = gp_sample(&m, l, n, &s, h, nh, seed, pos);
    gp_sampler_free(&m);
    return id;
}

static void test_greedy_ties_to_the_lowest_id(void **state)
{
    (void)state;
    const float l[] = {1.f, 3.f, 2.f, 3.f, -1.f};
    float margin;
    assert_int_equal(gp_argmax(l, 5, &margin), 1);
    assert_true(margin == 0.f);
    assert_int_equal(gp_argmax(l, 3, &margin), 1);
    assert_true(margin == 1.f);
    assert_int_equal(pick(l, 5, (gp_sampling){0}, NULL, 0, 7, 0), 1);
}

static void test_nan_is_never_chosen(void **state)
{
    (void)state;
    const float l[] = {NAN, -5.f, NAN, -4.f}, all[] = {NAN, NAN};
    assert_int_equal(gp_argmax(l, 4, NULL), 3);
    assert_int_equal(gp_argmax(all, 2, NULL), 0);
    for (uint64_t i = 0; i < 50; i++) {
        int32_t id = pick(l, 4, (gp_sampling){.temperature = 5.f}, NULL, 0, 1, i);
        assert_true(id == 1 || id == 3);
    }
    assert_int_equal(pick(all, 2, (gp_sampling){.temperature = 1.f}, NULL, 0, 1, 1), 0);
}

/* Frequencies follow the softmax, and the draw depends on seed and position only. */
static void test_distribution(void **state)
{
    (void)state;
    const float l[] = {0.f, 1.f, 2.f};
    double want[3], sum = 0;
    int count[3] = {0};
    for (int i = 0; i < 3; i++) sum += want[i] = exp(l[i] / 0.8);
    for (uint64_t i = 0; i < 20000; i++) count[pick(l, 3, (gp_sampling){.temperature = 0.8f}, NULL, 0, 42, i)]++;
    for (int i = 0; i < 3; i++) assert_true(fabs(count[i] / 20000.0 - want[i] / sum) < 0.015);
    for (uint64_t i = 0; i < 100; i++)
        assert_int_equal(pick(l, 3, (gp_sampling){.temperature = 1.f}, NULL, 0, 5, i),
                         pick(l, 3, (gp_sampling){.temperature = 1.f}, NULL, 0, 5, i));
}

/* These ids were written down once; another machine must draw the same. */
static void test_pinned_draws(void **state)
{
    (void)state;
    float l[50];
    int32_t got[12];
    static const int32_t want[12] = {4, 39, 27, 12, 44, 28, 35, 36, 36, 27, 24, 40};
    for (int i = 0; i < 50; i++) l[i] = (float)((i * 37) % 50) * 0.11f;
    for (uint64_t i = 0; i < 12; i++)
        got[i] = pick(l, 50, (gp_sampling){.temperature = 1.3f, .top_k = 30, .top_p = 0.95f, .min_p = 0.01f}, NULL, 0,
                      123456789, i);
    for (int i = 0; i < 12; i++)
        if (got[i] != want[i])
            fail_msg("draws: %d %d %d %d %d %d %d %d %d %d %d %d", got[0], got[1], got[2], got[3], got[4], got[5],
                     got[6], got[7], got[8], got[9], got[10], got[11]);
}

static void seen(const float *l, uint32_t n, gp_sampling s, bool *which)
{
    memset(which, 0, n * sizeof *which);
    for (uint64_t i = 0; i < 3000; i++) which[pick(l, n, s, NULL, 0, 9, i)] = true;
}

static void test_cuts(void **state)
{
    (void)state;
    const float l[] = {1.f, 0.9f, 0.8f, 0.7f, -3.f};
    bool w[5];
    seen(l, 5, (gp_sampling){.temperature = 1.f, .top_k = 2}, w);
    assert_true(w[0] && w[1] && !w[2] && !w[3] && !w[4]);
    seen(l, 5, (gp_sampling){.temperature = 1.f, .top_p = 0.5f}, w); /* 0.28 + 0.26 reach it */
    assert_true(w[0] && w[1] && !w[2] && !w[3]);
    seen(l, 5, (gp_sampling){.temperature = 1.f, .min_p = 0.5f}, w);
    assert_true(w[0] && w[3] && !w[4]);
    seen(l, 5, (gp_sampling){.temperature = 1.f, .top_p = 0.0001f}, w); /* at least one stays */
    assert_true(w[0] && !w[1]);
}

/* What a user states as 0 is no cut for a number of tokens, and leaves one token of a share; what is not stated cuts
 * nothing. A share below the smallest float is one still. */
static void test_stated_zero(void **state)
{
    (void)state;
    const float l[] = {1.f, 0.9f, 0.8f};
    static const double shares[] = {0, 1e-60, 1e-9};
    bool w[3];
    gp_sampling_spec s = gp_sampling_none();
    s.temperature = 1;
    s.top_k = 0;
    seen(l, 3, gp_sampling_of(&s), w);
    assert_true(w[0] && w[1] && w[2]);
    for (size_t i = 0; i < 3; i++) {
        s.top_p = shares[i];
        seen(l, 3, gp_sampling_of(&s), w);
        assert_true(w[0] && !w[1] && !w[2]);
    }
    gp_err err = {0};
    gp_sampling of = gp_sampling_of(&s);
    T_OK(gp_sampling_check(&of, &err), err);
}

/* Selecting the first k gives what sorting everything gives, ties included. */
static void test_top_k_of_many(void **state)
{
    (void)state;
    enum { N = 5000 };
    static float l[N];
    uint32_t x = 1;
    for (int round = 0; round < 20; round++) {
        for (int i = 0; i < N; i++) l[i] = (float)((x = x * 1664525u + 1013904223u) >> 22) * (round % 2 ? 0.01f : 0.5f);
        for (uint32_t k = 1; k < N; k = k * 3 + (uint32_t)round) {
            int better = 0;
            int32_t id = pick(l, N, (gp_sampling){.temperature = 100.f, .top_k = k}, NULL, 0, (uint64_t)round, k);
            for (int i = 0; i < N; i++) better += l[i] > l[id] || (l[i] == l[id] && i < id);
            assert_true(better < (int)k);
        }
    }
    l[7] = l[9] = 1e4f;
    assert_int_equal(pick(l, N, (gp_sampling){.temperature = 1.f, .top_k = 1}, NULL, 0, 1, 1), 7);
}

static void test_penalties(void **state)
{
    (void)state;
    const float l[] = {2.f, 1.9f, -1.f};
    const int32_t h[] = {0, 0, 2};
    assert_int_equal(pick(l, 3, (gp_sampling){.repetition_penalty = 1.2f}, h, 3, 1, 1), 1);
    assert_int_equal(pick(l, 3, (gp_sampling){.presence_penalty = 0.2f}, h, 3, 1, 1), 1);
    assert_int_equal(pick(l, 3, (gp_sampling){.frequency_penalty = 0.04f}, h, 3, 1, 1), 0);
    assert_int_equal(pick(l, 3, (gp_sampling){.frequency_penalty = 0.06f}, h, 3, 1, 1), 1);
    /* a window that no longer reaches the repeated id */
    assert_int_equal(pick(l, 3, (gp_sampling){.repetition_penalty = 1.2f, .penalty_window = 1}, h, 3, 1, 1), 0);
    /* negative logits are multiplied, so the penalty never rewards */
    const float neg[] = {-1.f, -1.1f};
    const int32_t h0[] = {0};
    assert_int_equal(pick(neg, 2, (gp_sampling){.repetition_penalty = 1.2f}, h0, 1, 1, 1), 1);
}

static void test_values_out_of_range(void **state)
{
    (void)state;
    gp_err err = {0};
    T_OK(gp_sampling_check(&(gp_sampling){.temperature = 0.7f, .top_p = 0.9f}, &err), err);
    T_FAILS(gp_sampling_check(&(gp_sampling){.temperature = -1.f}, &err), GP_E_INPUT, err, "temperature is -1");
    T_FAILS(gp_sampling_check(&(gp_sampling){.temperature = NAN}, &err), GP_E_INPUT, err, "temperature");
    T_FAILS(gp_sampling_check(&(gp_sampling){.top_p = 1.5f}, &err), GP_E_INPUT, err, "top_p is 1.5");
    T_FAILS(gp_sampling_check(&(gp_sampling){.min_p = INFINITY}, &err), GP_E_INPUT, err, "min_p");
    T_FAILS(gp_sampling_check(&(gp_sampling){.repetition_penalty = -2.f}, &err), GP_E_INPUT, err,
            "repeat_penalty is -2, must be 0.01 to 100");
}

static void test_log_sum_exp(void **state)
{
    (void)state;
    const float l[] = {1.f, 2.f, 3.f, -50.f}, big[] = {1000.f, 1000.f};
    assert_true(fabs(gp_log_sum_exp(l, 4) - 3.4076059644443806) < 1e-12);
    assert_true(fabs(gp_log_sum_exp(big, 2) - (1000.0 + log(2.0))) < 1e-12);
}

/* Against libm, which is good to an ulp or two where it was measured. */
static void test_host_functions(void **state)
{
    (void)state;
    double e = 0, l = 0, s = 0, p = 0;
    for (int i = 0; i < 20000; i++) {
        double x = (i - 10000) * 0.0613, y = ldexp(1.0 + i * 4.9e-5, i % 60 - 30), a = i * 1.7 + i * i * 3.1e-4;
        e = fmax(e, fabs(gp_d_exp(x) / exp(x) - 1.0));
        l = fmax(l, fabs(gp_d_log(y) - log(y)) / fmax(1.0, fabs(log(y))));
        s = fmax(s, fmax(fabs(gp_d_sin(a) - sin(a)), fabs(gp_d_cos(-a) - cos(a))));
        p = fmax(p, fabs(gp_d_pow(500000.0, -i / 20000.0) / pow(500000.0, -i / 20000.0) - 1.0));
    }
    print_message("exp %.1e log %.1e sin/cos %.1e pow %.1e\n", e, l, s, p);
    assert_true(e < 2e-15 && l < 1e-15 && s < 1e-15 && p < 2e-14);
    assert_true(gp_d_exp(0.0) == 1.0 && gp_d_exp(-1000.0) == 0.0 && isinf(gp_d_exp(1000.0)) && gp_d_log(1.0) == 0.0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_greedy_ties_to_the_lowest_id),
        cmocka_unit_test(test_nan_is_never_chosen),
        cmocka_unit_test(test_distribution),
        cmocka_unit_test(test_pinned_draws),
        cmocka_unit_test(test_cuts),
        cmocka_unit_test(test_stated_zero),
        cmocka_unit_test(test_top_k_of_many),
        cmocka_unit_test(test_penalties),
        cmocka_unit_test(test_values_out_of_range),
        cmocka_unit_test(test_log_sum_exp),
        cmocka_unit_test(test_host_functions),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
