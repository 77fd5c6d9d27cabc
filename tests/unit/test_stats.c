/* test_stats.c - intervals, tests and powers against published numbers and those of scipy 1.17.1 and statsmodels 0.15.0. */
#include <math.h>

#include "stats/sample.h"
#include "stats/stats.h"
#include "t.h"

/* Without clusters and margin. */
static gp_paired compare_plain(const double *a, const double *b, const bool *pass_a, const bool *pass_b, size_t n)
{
    return gp_compare(&(gp_pairs){a, b, pass_a, pass_b, NULL, n, 0});
}

static void near(double got, double want, double slack)
{
    if (!(fabs(got - want) <= slack)) fail_msg("got %.12g, expected %.12g within %g", got, want, slack);
}

static void wilson_matches_published_values(void **state)
{
    (void)state;
    /* Newcombe, Statistics in Medicine 17 (1998), table I, method 3 */
    gp_interval i = gp_rate95(81, 263);
    near(i.lo, 0.2553, 5e-5);
    near(i.hi, 0.3662, 5e-5);
    i = gp_rate95(15, 148);
    near(i.lo, 0.0624, 5e-5);
    near(i.hi, 0.1605, 5e-5);
    i = gp_rate95(0, 20);
    assert_true(i.lo == 0);
    near(i.hi, 0.1611, 5e-5);
    i = gp_rate95(1, 29);
    near(i.lo, 0.0061, 5e-5);
    near(i.hi, 0.1718, 5e-5);
    i = gp_rate95(29, 29);
    assert_true(i.hi == 1);
    near(i.lo, 0.8830, 5e-4);
    assert_true(isnan(gp_rate95(0, 0).lo));
    /* statsmodels: proportion_confint(method="wilson") */
    static const struct {
        size_t k, n;
        double lo, hi;
    } want[] = {{12, 15, 0.5481455128, 0.9295245065},
                {0, 15, 0, 0.2038833010},
                {15, 15, 0.7961166990, 1},
                {148, 150, 0.9526930913, 0.9963358708},
                {870, 1000, 0.8477319733, 0.8894362254},
                {1, 3, 0.0614919447, 0.7923403992}};
    for (size_t k = 0; k < sizeof want / sizeof *want; k++) {
        i = gp_rate95(want[k].k, want[k].n);
        near(i.lo, want[k].lo, 1e-9);
        near(i.hi, want[k].hi, 1e-9);
    }
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
    /* scipy: 2 * t.sf(...), norm.ppf, norm.cdf */
    near(gp_t_outside(2.5, 7.5), 0.03882025827362553, 1e-12);
    near(gp_t_outside(0.3, 1), 0.8144528418445154, 1e-12);
    near(gp_t_outside(-12, 40), 7.82417130425598e-15, 1e-24);
    near(gp_normal_point(0.975), 1.959963984540054, 1e-12);
    near(gp_normal_point(1e-6), -4.753424308822899, 1e-10);
    near(gp_normal_at(-1.3), 0.09680048458561036, 1e-15);
}

/* Student's own sleep data (Biometrika 6, 1908): mean difference 1.58. The exact p is 2 of 2^9 exchanges. */
static void paired_comparison_of_students_sleep_data(void **state)
{
    (void)state;
    double first[] = {0.19, 0.08, 0.11, 0.01, -0.01, 0.44, 0.55, 0.16, 0.46, 0.34};
    double second[] = {0.07, -0.16, -0.02, -0.12, -0.01, 0.34, 0.37, 0.08, 0.0, 0.2};
    gp_paired r = compare_plain(first, second, NULL, NULL, 10);
    near(r.mean_difference, 0.158, 1e-12);
    near(r.p, 2.0 / 512, 1e-12);
    assert_int_equal(r.wins, 9);
    assert_int_equal(r.ties, 1);
    assert_int_equal(r.finding, GP_BETTER);
    r = compare_plain(second, first, NULL, NULL, 10);
    assert_int_equal(r.finding, GP_WORSE);
}

/* Interval and detectable difference by their formulas with scipy's t; p by scipy's permutation_test. */
static void paired_scores_match_scipy(void **state)
{
    (void)state;
    double d[] = {0.5, 0.25, -0.1, 0.3, 0.4, 0, 0.05, 0.2, -0.05, 0.35}, none[10] = {0};
    gp_paired r = compare_plain(d, none, NULL, NULL, 10);
    near(r.ci95.lo, 0.026899455200875638, 1e-9);
    near(r.ci95.hi, 0.35310054479912434, 1e-9);
    near(r.ci90.lo, 0.05783335706670201, 1e-9);
    near(r.ci90.hi, 0.322166642933298, 1e-9);
    near(r.detectable, 0.22679357778633458, 1e-9);
    near(r.p, 0.02734375, 1e-12);
    assert_int_equal(r.finding, GP_BETTER);
}

static void few_differences_stay_inconclusive(void **state)
{
    (void)state;
    double a[] = {1, 1, 1, 0, 1}, b[] = {0, 0, 1, 0, 1};
    bool pa[] = {true, true, true, false, true}, pb[] = {false, false, true, false, true};
    gp_paired r = compare_plain(a, b, pa, pb, 5);
    assert_int_equal(r.only_first, 2);
    assert_int_equal(r.only_second, 0);
    near(r.p_mcnemar, 0.5, 1e-12);
    near(r.p, 0.5, 1e-12);
    assert_int_equal(r.finding, GP_INCONCLUSIVE);
    r = compare_plain(a, b, pa, pb, 1);
    near(r.ci95.lo, -1, 1e-12);
    near(r.ci95.hi, 1, 1e-12);
    r = compare_plain(a, b, pa, pb, 0);
    assert_true(isnan(r.mean_difference) && isnan(r.ci95.lo) && isnan(r.detectable));
    assert_int_equal(r.finding, GP_INCONCLUSIVE);
}

/* Nothing differs: that shows little with six cases, and much with a thousand. */
static void ties_are_never_certain(void **state)
{
    (void)state;
    enum { MANY = 1000 };
    static double a[MANY], b[MANY];
    gp_pairs p = {.a = a, .b = b, .n = 6, .margin = 0.02};
    gp_paired r = gp_compare(&p);
    near(r.ci95.lo, -0.3672, 5e-5); /* t on 5 degrees of freedom, 2.5706, divided by 7 */
    near(r.ci95.hi, 0.3672, 5e-5);
    assert_true(r.p >= 1 && r.detectable > 0.4);
    assert_int_equal(r.finding, GP_INCONCLUSIVE);
    p.n = MANY;
    r = gp_compare(&p);
    assert_int_equal(r.finding, GP_EQUAL);
    assert_true(r.not_worse);
    p.margin = 0;
    assert_int_equal(gp_compare(&p).finding, GP_INCONCLUSIVE);
}

/* A regression of 3 points in 1,000 cases: 30 more lost than won, of few or of many discordant ones. */
static void three_points_depend_on_discordance(void **state)
{
    (void)state;
    enum { N = 1000 };
    static double a[N], b[N];
    static const struct {
        size_t won, lost;
        double p; /* scipy: binomtest */
        gp_verdict word;
    } want[] = {{10, 40, 2.3861331676755526e-05, GP_WORSE},
                {59, 89, 0.016841422756845043, GP_WORSE},
                {105, 135, 0.060988961692255865, GP_INCONCLUSIVE}};
    for (size_t k = 0; k < sizeof want / sizeof *want; k++) {
        for (size_t i = 0; i < N; i++) {
            a[i] = i < want[k].won;
            b[i] = i >= want[k].won && i < want[k].won + want[k].lost;
        }
        gp_paired r = compare_plain(a, b, NULL, NULL, N);
        near(r.p / want[k].p, 1, 1e-11);
        near(r.mean_difference, -0.03, 1e-12);
        assert_int_equal(r.finding, want[k].word);
    }
}

/* Within two points by the interval: equal, even where the difference is certain; without a margin it is a finding. */
static void equivalence_needs_a_margin(void **state)
{
    (void)state;
    enum { N = 4000 };
    static double a[N], b[N];
    for (size_t i = 0; i < N; i++) a[i] = b[i] = 1;
    for (size_t i = 0; i < 24; i++) a[i * 7] = 0;
    gp_pairs p = {.a = a, .b = b, .n = N, .margin = 0.02};
    assert_int_equal(gp_compare(&p).finding, GP_EQUAL);
    p.margin = 0.007; /* the interval reaches beyond */
    assert_int_equal(gp_compare(&p).finding, GP_WORSE);
    assert_false(gp_compare(&p).not_worse);
    p.margin = 0;
    assert_int_equal(gp_compare(&p).finding, GP_WORSE);
    assert_string_equal(gp_verdict_word(GP_WORSE), "worse");
    assert_string_equal(gp_verdict_word(GP_INCONCLUSIVE), "inconclusive");
    assert_string_equal(gp_verdict_word(GP_EQUAL), "equal");
    assert_string_equal(gp_verdict_word(GP_BETTER), "better");
}

/* The analysis of variance by statsmodels' anova_lm, t by scipy. */
static void clusters_match_statsmodels(void **state)
{
    (void)state;
    double passed[] = {1, 1, 1, 0, 1, 1, 0, 0, 1, 1, 1, 1, 0, 1, 1, 1, 1, 1, 0, 0, 1};
    uint64_t of[21];
    for (size_t i = 0; i < 21; i++) of[i] = 99 - i / 3; /* ids of any value, in any order */
    gp_mean m = gp_mean95_clustered(passed, of, 21);
    assert_int_equal(m.clusters, 7);
    near(m.correlation, 0.19756097560975583, 1e-12);
    near(m.effective_n, 15.052447552447559, 1e-9);
    near(m.ci95.lo, 0.4469745547049667, 1e-9);
    near(m.ci95.hi, 0.8854904867402461, 1e-9);
    double score[] = {0.9, 0.8, 0.85, 0.2, 0.4, 0.3, 1, 1, 0.7, 0.6};
    uint64_t text[] = {1, 1, 1, 2, 2, 2, 3, 3, 4, 4};
    m = gp_mean95_clustered(score, text, 10);
    near(m.correlation, 0.8604410290678249, 1e-9);
    near(m.effective_n, 4.20750462502179, 1e-9);
    near(m.df, 7.41500925004358, 1e-9);
    near(m.ci95.lo, 0.36452470912523993, 1e-9);
    near(m.ci95.hi, 0.9854752908747602, 1e-9);
}

static void clusters_of_one_change_nothing(void **state)
{
    (void)state;
    double v[] = {1, 1, 0, 1, 1, 1, 1, 0, 1, 1, 1, 1, 0, 1, 1}, same[] = {0.5, 0.5, 0.5, 0.5, 0.5, 0.5};
    uint64_t own[15], one[15] = {0};
    for (size_t i = 0; i < 15; i++) own[i] = i * 7 % 15;
    gp_interval want = gp_rate95(12, 15);
    gp_mean m = gp_mean95_clustered(v, own, 15);
    near(m.ci95.lo, want.lo, 1e-12);
    near(m.ci95.hi, want.hi, 1e-12);
    near(gp_mean95_clustered(v, NULL, 15).ci95.hi, want.hi, 1e-12);
    /* all of one cluster is one observation; equal scores are no certainty; nothing is nothing */
    assert_true(gp_mean95_clustered(v, one, 15).ci95.hi - gp_mean95_clustered(v, one, 15).ci95.lo > 0.9);
    m = gp_mean95_clustered(same, NULL, 6);
    assert_true(m.ci95.lo > 0.2 && m.ci95.lo < 0.45 && m.ci95.hi > 0.55);
    assert_true(isnan(gp_mean95_clustered(v, own, 0).mean) && isnan(gp_mean95_clustered(v, NULL, 0).ci95.lo));
}

/* Whole clusters are exchanged: three of one sign say no more than three coins. */
static void clusters_are_exchanged_as_wholes(void **state)
{
    (void)state;
    double a[9], b[9] = {0};
    uint64_t of[9];
    for (size_t i = 0; i < 9; i++) a[i] = 1;
    for (size_t i = 0; i < 9; i++) of[i] = i / 3;
    gp_pairs p = {.a = a, .b = b, .n = 9};
    near(gp_compare(&p).p, 2.0 / 512, 1e-12);
    p.cluster = of;
    gp_paired r = gp_compare(&p);
    near(r.p, 0.25, 1e-12);
    assert_int_equal(r.clusters, 3);
    assert_int_equal(r.finding, GP_INCONCLUSIVE);
    assert_true(r.ci95.hi - r.ci95.lo >
                compare_plain(a, b, NULL, NULL, 9).ci95.hi - compare_plain(a, b, NULL, NULL, 9).ci95.lo);
}

static void holm_matches_statsmodels(void **state)
{
    (void)state;
    double p[] = {0.01, 0.04, NAN, 0.03, 0.005, 0.2}, want[] = {0.04, 0.09, NAN, 0.09, 0.025, 0.2};
    gp_holm(p, 6);
    for (size_t i = 0; i < 6; i++)
        if (i != 2) near(p[i], want[i], 1e-12);
    assert_true(isnan(p[2]));
    gp_holm(p, 0);
}

/* Exact fractions, by scipy's comb. */
static void repeats_are_unbiased(void **state)
{
    (void)state;
    near(gp_pass_at(10, 3, 1), 0.3, 1e-15);
    near(gp_pass_at(10, 3, 5), 0.916666666667, 1e-12);
    near(gp_pass_at(200, 13, 100), 0.999919497199, 1e-12);
    near(gp_pass_at(5, 1, 5), 1, 1e-15);
    near(gp_pass_all(10, 3, 1), 0.3, 1e-15);
    assert_true(gp_pass_all(10, 3, 5) <= 0);
    near(gp_pass_all(5, 5, 3), 1, 1e-15);
    near(gp_pass_all(4, 3, 2), 0.5, 1e-15);
    assert_true(isnan(gp_pass_at(4, 3, 5)) && isnan(gp_pass_all(4, 3, 0)));
    near(gp_disagreement(4, 2), 2.0 / 3, 1e-15);
    gp_repeats r = {0};
    gp_repeats_add(&r, 4, 4);
    gp_repeats_add(&r, 4, 2);
    gp_repeats_add(&r, 1, 0);
    near(gp_repeats_at(&r, 1), 0.5, 1e-15);
    near(gp_repeats_at(&r, 2), (1 + 5.0 / 6) / 2, 1e-15);
    near(gp_repeats_all(&r, 2), (1 + 1.0 / 6) / 2, 1e-15);
    near(gp_repeats_flaky(&r), 0.5, 1e-15);
    near(gp_repeats_disagree(&r), 1.0 / 3, 1e-15);
    assert_true(isnan(gp_repeats_at(&r, 5)) && isnan(gp_repeats_all(&r, 1000)));
}

/* Trials by case and cluster, in any order; names of two suites never meet. */
static void graded_trials_find_their_groups(void **state)
{
    (void)state;
    gp_graded g = {0};
    static const struct {
        const char *suite, *id, *cluster;
        bool passed;
    } t[] = {{"s", "a", "", true},  {"s", "b", "x", true},  {"s", "a", "", false}, {"s", "c", "x", true},
             {"r", "a", "", true},  {"r", "d", "x", false}, {"s", "b", "x", true}, {"s", "x", "", true},
             {"sa", "", "x", true}, {"s", "ax", "", true}};
    size_t n = sizeof t / sizeof *t;
    for (size_t i = 0; i < n; i++)
        gp_graded_add(&g, gp_str_c(t[i].suite), gp_str_c(t[i].id), gp_str_c(t[i].cluster), t[i].passed, t[i].passed);
    gp_mean m = gp_graded_passed(&g);
    gp_repeats r = gp_graded_repeats(&g);
    assert_int_equal(m.n, n);
    assert_int_equal(m.clusters, 7); /* s: a, x of b and c, x, ax; r: a, x of d; sa: x */
    near(m.mean, 0.8, 1e-12);
    assert_int_equal(r.cases, 2);
    assert_int_equal(r.flaky, 1);
    assert_int_equal(r.with[1], 8);
    gp_graded_free(&g);
    assert_true(isnan(gp_graded_score(&g).mean));
    assert_int_equal(gp_graded_repeats(&g).with[1], 0);
}

/* Connor's formula with the correction for continuity, and Fleiss', with scipy's normal points. */
static void cases_are_counted_as_published(void **state)
{
    (void)state;
    gp_design d = {.pass_rate = 0.8, .discordance = 0.1, .repeats = 1, .cluster_size = 1, .level = 0.05, .power = 0.8};
    near(gp_cases_needed(&d, 0.03), 936, 0); /* 935.2 */
    near(gp_cases_needed(&d, -0.03), 936, 0);
    d.discordance = 0.2;
    near(gp_cases_needed(&d, 0.1), 175, 0);
    d.discordance = gp_usual_discordance(0.8);
    near(gp_cases_needed(&d, 0.03), 1459, 0);
    near(gp_power_of(&d, 0.03, 1459), 0.8, 5e-4);
    near(gp_detectable(&d, 1459), 0.03, 5e-6);
    d.noise = 0.5;
    d.repeats = 4;
    d.cluster_size = 5;
    d.correlation = 0.1;
    near(gp_cases_needed(&d, 0.03), 1277, 0);
    d = (gp_design){.unpaired = true, .pass_rate = 0.8, .repeats = 1, .cluster_size = 1, .level = 0.05, .power = 0.8};
    near(gp_cases_needed(&d, 0.03), 2943, 0);
    d.pass_rate = 0.6;
    near(gp_cases_needed(&d, 0.2), 97, 0);
    assert_true(isinf(gp_cases_needed(&d, 0)));
    d.unpaired = false;
    assert_true(isinf(gp_detectable(&d, 3)));
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
        cmocka_unit_test(paired_scores_match_scipy),
        cmocka_unit_test(few_differences_stay_inconclusive),
        cmocka_unit_test(ties_are_never_certain),
        cmocka_unit_test(three_points_depend_on_discordance),
        cmocka_unit_test(equivalence_needs_a_margin),
        cmocka_unit_test(clusters_match_statsmodels),
        cmocka_unit_test(clusters_of_one_change_nothing),
        cmocka_unit_test(clusters_are_exchanged_as_wholes),
        cmocka_unit_test(holm_matches_statsmodels),
        cmocka_unit_test(repeats_are_unbiased),
        cmocka_unit_test(graded_trials_find_their_groups),
        cmocka_unit_test(cases_are_counted_as_published),
        cmocka_unit_test(samples_of_any_size_are_exact),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
