/* test_agreement.c - Krippendorff's alpha against published worked examples, and what cannot be known. */
#include <math.h>

#include "stats/agreement.h"
#include "t.h"

#define X NAN

/* Examples of Krippendorff (2011): two observers and two values; two observers and five; four observers with gaps. */
static const double binary[10][2] = {{0, 1}, {1, 1}, {0, 1}, {0, 0}, {0, 0}, {0, 1}, {0, 0}, {0, 0}, {1, 0}, {0, 0}};
static const double letters[12][2] = {{1, 2}, {1, 1}, {2, 2}, {2, 2}, {4, 2}, {3, 3},
                                      {3, 3}, {3, 3}, {5, 5}, {4, 4}, {4, 4}, {1, 4}};
static const double gaps[12][4] = {{1, 1, X, 1}, {2, 2, 3, 2}, {3, 3, 3, 3}, {3, 3, 3, 3}, {2, 2, 2, 2}, {1, 2, 3, 4},
                                   {4, 4, 4, 4}, {1, 1, 2, 1}, {2, 2, 2, 2}, {X, 5, 5, 5}, {X, X, 1, 1}, {X, 3, X, X}};

static void worked_examples(void **state)
{
    (void)state;
    assert_float_equal(gp_agree(binary[0], 10, 2, GP_NOMINAL).alpha, 0.095, 0.0005);
    assert_float_equal(gp_agree(letters[0], 12, 2, GP_NOMINAL).alpha, 0.692, 0.0005);
    assert_float_equal(gp_agree(gaps[0], 12, 4, GP_NOMINAL).alpha, 0.743, 0.0005);
    assert_float_equal(gp_agree(gaps[0], 12, 4, GP_ORDINAL).alpha, 0.815, 0.0005);
    assert_float_equal(gp_agree(gaps[0], 12, 4, GP_INTERVAL).alpha, 0.849, 0.0005);
}

static void counts_what_can_be_paired(void **state)
{
    (void)state;
    gp_agreement x = gp_agree(gaps[0], 12, 4, GP_NOMINAL);
    assert_int_equal(x.units, 11); /* one has a single vote */
    assert_int_equal(x.votes, 40);
    x = gp_agree(binary[0], 10, 2, GP_NOMINAL);
    assert_float_equal(x.same, 0.6, 1e-12);
}

static void what_cannot_be_known(void **state)
{
    (void)state;
    static const double alone[2] = {1, 0}, none[2] = {X, X}, all_alike[4] = {1, 1, 1, 1}, apart[4] = {0, 1, 0, 1};
    assert_true(isnan(gp_agree(NULL, 0, 3, GP_NOMINAL).alpha));
    assert_true(isnan(gp_agree(alone, 2, 1, GP_NOMINAL).alpha));
    assert_true(isnan(gp_agree(alone, 2, 1, GP_NOMINAL).same));
    assert_true(isnan(gp_agree(none, 1, 2, GP_INTERVAL).alpha));
    assert_true(isnan(gp_agree(all_alike, 2, 2, GP_ORDINAL).alpha));
    assert_float_equal(gp_agree(all_alike, 2, 2, GP_ORDINAL).same, 1, 0);
    assert_true(gp_agree(apart, 2, 2, GP_NOMINAL).alpha < 0);
    assert_float_equal(gp_agree(apart, 2, 2, GP_NOMINAL).same, 0, 0);
}

/* Whatever is voted: the order of votes within a unit, and that of units, changes nothing but rounding; agreement of all
 * is 1; and alpha is never above 1. */
static void orders_do_not_matter(void **state)
{
    (void)state;
    double turned[12][4];
    for (size_t u = 0; u < 12; u++)
        for (size_t i = 0; i < 4; i++) turned[11 - u][3 - i] = gaps[u][i];
    for (int l = 0; l < GP_LEVELS; l++) {
        double a = gp_agree(gaps[0], 12, 4, (gp_level)l).alpha, b = gp_agree(turned[0], 12, 4, (gp_level)l).alpha;
        assert_float_equal(a, b, 1e-12);
        assert_true(a < 1);
    }
    static const double whole[3][2] = {{1, 1}, {2, 2}, {7, 7}};
    for (int l = 0; l < GP_LEVELS; l++) assert_float_equal(gp_agree(whole[0], 3, 2, (gp_level)l).alpha, 1, 1e-12);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(worked_examples),
        cmocka_unit_test(counts_what_can_be_paired),
        cmocka_unit_test(what_cannot_be_known),
        cmocka_unit_test(orders_do_not_matter),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
