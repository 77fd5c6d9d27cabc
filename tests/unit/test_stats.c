/* test_stats.c - intervals and tests against published numbers. */
#include <math.h>

#include "stats/sample.h"
#include "stats/stats.h"
#include "t.h"

static void near(double got, double want, double slack)
{
    if (!(fabs(got - want) <= slack)) fail_msg("got %.12g, expected %.12g within %g", got, want, slack);
}

static void wilson_matches_published_values(void **state)
{
    (void)state;
    /* Newcombe, Statistics in Medicine 17 (1998), table I, method 3 */
    gp_interval i = gp_wilson95(81, 263);
    near(i.lo, 0.2553, 5e-5);
    near(i.hi, 0.3662, 5e-5);
    i = gp_wilson95(15, 148);
    near(i.lo, 0.0624, 5e-5);
    near(i.hi, 0.1605, 5e-5);
    i = gp_wilson95(0, 20);
    assert_true(i.lo == 0);
    near(i.hi, 0.1611, 5e-5);
    i = gp_wilson95(1, 29);
    near(i.lo, 0.0061, 5e-5);
    near(i.hi, 0.1718, 5e-5);
    i = gp_wilson95(29, 29);
    assert_true(i.hi == 1);
    near(i.lo, 0.8830, 5e-4);
    assert_true(isnan(gp_wilson95(0, 0).lo));
}

static void medians_are_exact(void **state)
{
    (void)state;
    double odd[] = {3, 1, 2}, even[] = {4, 1, 3, 2}, one[] = {7.25};
    assert_true(gp_median(odd, 3) == 2);
    assert_true(gp_median(even, 4) == 2.5);
    assert_true(gp_median(one, 1) == 7.25);
    assert_true(isnan(gp_median(one, 0)));
}

static void sign_test_is_the_exact_binomial(void **state)
{
    (void)state;
    near(gp_sign_test(0, 5), 0.0625, 1e-12);
    near(gp_sign_test(0, 6), 0.03125, 1e-12);
    near(gp_sign_test(2, 8), 0.109375, 1e-12);
    near(gp_sign_test(8, 2), 0.109375, 1e-12);
    near(gp_sign_test(59, 86), 0.030481814649487633, 1e-12); /* summed in exact rational arithmetic */
    assert_true(gp_sign_test(0, 0) == 1);
    assert_true(gp_sign_test(5, 5) == 1);
    assert_true(gp_sign_test(0, 100000) < 1e-300);
}

static void t_matches_the_tables(void **state)
{
    (void)state;
    near(gp_t_two_sided(0.95, 1), 12.7062, 5e-5);
    near(gp_t_two_sided(0.95, 2), 4.30265, 5e-6);
    near(gp_t_two_sided(0.95, 9), 2.262157, 5e-7);
    near(gp_t_two_sided(0.95, 30), 2.042272, 5e-7);
    near(gp_t_two_sided(0.99, 10), 3.169273, 5e-7);
    near(gp_t_two_sided(0.95, 99999), 1.959988, 5e-6);
}

/* Student's own sleep data (Biometrika 6, 1908): mean difference 1.58, t = 4.0621 on 9 degrees of freedom. */
static void paired_comparison_of_students_sleep_data(void **state)
{
    (void)state;
    double first[] = {1.9, 0.8, 1.1, 0.1, -0.1, 4.4, 5.5, 1.6, 4.6, 3.4};
    double second[] = {0.7, -1.6, -0.2, -1.2, -0.1, 3.4, 3.7, 0.8, 0.0, 2.0};
    gp_paired r = gp_compare_paired(first, second, NULL, NULL, 10);
    near(r.mean_difference, 1.58, 1e-12);
    near(r.ci95.lo, 0.7001142, 5e-7);
    near(r.ci95.hi, 2.4598858, 5e-7);
    assert_int_equal(r.wins, 9);
    assert_int_equal(r.ties, 1);
    assert_int_equal(r.finding, GP_FIRST_BETTER);
    r = gp_compare_paired(second, first, NULL, NULL, 10);
    assert_int_equal(r.finding, GP_SECOND_BETTER);
}

static void few_differences_stay_inconclusive(void **state)
{
    (void)state;
    double a[] = {1, 1, 1, 0, 1}, b[] = {0, 0, 1, 0, 1};
    bool pa[] = {true, true, true, false, true}, pb[] = {false, false, true, false, true};
    gp_paired r = gp_compare_paired(a, b, pa, pb, 5);
    assert_int_equal(r.only_first, 2);
    assert_int_equal(r.only_second, 0);
    near(r.p_mcnemar, 0.5, 1e-12);
    assert_int_equal(r.finding, GP_INCONCLUSIVE);
    near(r.detectable, 2.8015852 * sqrt(0.3 / 5), 1e-6);
    r = gp_compare_paired(a, a, pa, pa, 5);
    assert_true(isnan(r.detectable));
    assert_int_equal(r.ties, 5);
    r = gp_compare_paired(a, b, pa, pb, 1);
    assert_true(isnan(r.ci95.lo));
    assert_true(isnan(gp_compare_paired(a, b, pa, pb, 0).mean_difference));
}

/* Few values in memory, many in a file: the same values at the same ranks. */
static void samples_of_any_size_are_exact(void **state)
{
    (void)state;
    static const size_t sizes[] = {0, 1, 2, 63, 65, GP_SAMPLE_MEMORY, GP_SAMPLE_MEMORY + 1, 30000};
    for (size_t k = 0; k < sizeof sizes / sizeof *sizes; k++) {
        gp_sample s = {0};
        gp_err err = {0};
        size_t n = sizes[k];
        double v = 0;
        T_OK(gp_sample_at(&s, 0, &v, &err), err);
        assert_true(isnan(v));
        /* i * 7919 mod n visits every i where n and 7919 share no divisor; pairs of equal values besides */
        for (size_t i = 0; i < n; i++) T_OK(gp_sample_add(&s, (double)(i * 7919 % n / 2) * 0.001, &err), err);
        for (size_t i = 0; i < n; i += n / 7 + 1) {
            T_OK(gp_sample_at(&s, i, &v, &err), err);
            if (v != (double)(float)((double)(i / 2) * 0.001)) fail_msg("rank %zu of %zu: %.9g", i, n, v);
        }
        if (n) T_OK(gp_sample_add(&s, 1e6, &err), err); /* adding goes on after looking */
        if (n) T_OK(gp_sample_at(&s, n, &v, &err), err);
        assert_true(!n || v == 1e6);
        T_OK(gp_sample_at(&s, n + 1, &v, &err), err);
        assert_true(isnan(v));
        gp_sample_free(&s);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(wilson_matches_published_values),
        cmocka_unit_test(medians_are_exact),
        cmocka_unit_test(sign_test_is_the_exact_binomial),
        cmocka_unit_test(t_matches_the_tables),
        cmocka_unit_test(paired_comparison_of_students_sleep_data),
        cmocka_unit_test(few_differences_stay_inconclusive),
        cmocka_unit_test(samples_of_any_size_are_exact),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
