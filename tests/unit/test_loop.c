/* test_loop.c - what is a loop and what only repeats. */
#include "t.h"

#include "reply/loop.h"

enum { MOST = 4096 };

static int32_t ids[MOST];

/* `lead` ids that do not repeat, then `n` ids with period `p`. */
static size_t make(size_t lead, unsigned p, size_t n)
{
    assert_true(lead + n <= MOST);
    for (size_t i = 0; i < lead; i++) ids[i] = (int32_t)(1000 + i * i % 977 + i);
    for (size_t i = 0; i < n; i++) ids[lead + i] = (int32_t)(i % p);
    return lead + n;
}

static size_t needed(unsigned p) { return p * 32u > 768 ? p * 32u : 768; }

/* Each period triggers with the very token that completes the rule, and not one before. */
static void test_every_period(void **state)
{
    (void)state;
    for (unsigned p = 1; p <= 64; p++) {
        size_t n = make(5, p, needed(p));
        assert_int_equal(gp_loop_period(ids, n), p);
        assert_int_equal(gp_loop_period(ids, n - 1), 0);
    }
    size_t n = make(0, 65, 4000);
    assert_int_equal(gp_loop_period(ids, n), 0);
}

static void test_honest_repetition(void **state)
{
    (void)state;
    assert_int_equal(gp_loop_period(NULL, 0), 0);
    assert_int_equal(gp_loop_period(ids, make(40, 2, 6)), 0);        /* banana banana banana */
    assert_int_equal(gp_loop_period(ids, make(40, 1, 200)), 0);      /* a rule of dashes */
    assert_int_equal(gp_loop_period(ids, make(40, 2, 600)), 0);      /* [0, 0, ...] */
    assert_int_equal(gp_loop_period(ids, make(40, 34, 16 * 34)), 0); /* 16 rows of 16 zeros */
}

/* One id that breaks the pattern starts the count anew, wherever it stands. */
static void test_broken_pattern(void **state)
{
    (void)state;
    size_t n = make(0, 3, 768);
    assert_int_equal(gp_loop_period(ids, n), 3);
    static const size_t at[] = {0, 1, 400, 766, 767};
    for (size_t i = 0; i < sizeof at / sizeof *at; i++) {
        int32_t was = ids[at[i]];
        ids[at[i]] = 99;
        assert_int_equal(gp_loop_period(ids, n), 0);
        ids[at[i]] = was;
    }
}

/* What came before does not matter, and the smallest period is named. */
static void test_only_the_end_counts(void **state)
{
    (void)state;
    size_t n = make(2000, 4, 1500);
    assert_int_equal(gp_loop_period(ids, n), 4);
    assert_int_equal(gp_loop_period(ids + 2000, 1500), 4);
    for (size_t i = 0; i < 10; i++) ids[n + i] = (int32_t)(500 + i); /* it found its way out */
    assert_int_equal(gp_loop_period(ids, n + 10), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_every_period), cmocka_unit_test(test_honest_repetition),
                                       cmocka_unit_test(test_broken_pattern),
                                       cmocka_unit_test(test_only_the_end_counts)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
