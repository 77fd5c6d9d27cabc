/* test_grade_number.c - numbers as people write them: which one counts, and how it is read. */
#include "base/rng.h"
#include "graded.h"

#define N(more) "{\"type\": \"number\", " more "}"

static void picks(void **state)
{
    (void)state;
    static const gt_row t[] = {
        {N("\"expect\": 5"), "4 and 5", 1, "the last number is \"5\""},
        {N("\"expect\": 5, \"pick\": \"last\""), "5 and 4", 0, "the last number is \"4\""},
        {N("\"expect\": 5, \"pick\": \"first\""), "5 and 4", 1, "the first number is \"5\""},
        {N("\"expect\": 5, \"pick\": \"first\""), "4 and 5", 0, "expected \"5\", the first number is \"4\""},
        {N("\"expect\": 5, \"pick\": \"first\""), "", 0, "no number in"},
        {N("\"expect\": [5, 6], \"pick\": \"all\""), "5, 6, 5", 1, "each of its numbers will do (3)"},
        {N("\"expect\": [5, 6], \"pick\": \"all\""), "5, 6, 7, 8", 0,
         "number 3 will not do: expected one of \"5\", \"6\", the number is \"7\""},
        {N("\"min\": 1, \"pick\": \"all\""), "none", 0, "no number"},
        {N("\"min\": 1, \"max\": 3, \"pick\": \"all\""), "1\r\n2\r\n3\r\n", 1, NULL},
        {N("\"expect\": 42, \"pick\": \"boxed\""), "7 or \\boxed{42}. 9 more", 1, "the number in the box is \"42\""},
        {N("\"expect\": 42, \"pick\": \"boxed\""), "\\boxed{41}, no: \\boxed{42}", 1, NULL},
        {N("\"expect\": 42, \"pick\": \"boxed\""), "\\boxed{x = \\text{about }42}", 1, NULL},
        {N("\"expect\": 42, \"pick\": \"boxed\""), "42", 0, "no \\boxed{}"},
        {N("\"expect\": 42, \"pick\": \"boxed\""), "\\boxed{42", 0, "no \\boxed{}"},
        {N("\"expect\": 42, \"pick\": \"boxed\""), "\\boxed{none}", 0, "no number in \"none\""},
        {N("\"expect\": 42, \"pick\": \"boxed\""), "\\boxed{41, 42}", 0,
         "several numbers in the box, \"41\" and \"42\""},
        {N("\"expect\": 0.75, \"pick\": \"boxed\", \"forms\": [\"fraction\"]"), "\\boxed{\\frac{3}{4}}", 1, NULL},
    };
    GT_CHECK(t);
}

static void separators(void **state)
{
    (void)state;
    static const gt_row t[] = {
        {N("\"expect\": 1234.5, \"separators\": \"1.234,5\""), "1.234,5", 1, NULL},
        {N("\"expect\": 1234, \"separators\": \"1.234,5\""), "1.234", 1, NULL},
        {N("\"expect\": 1.234, \"separators\": \"1.234,5\""), "1.234", 0, "is \"1.234\", read as 1234"},
        {N("\"expect\": 1.234, \"separators\": \"1,234.5\""), "1.234", 1, NULL},
        {N("\"expect\": 1.234, \"separators\": \"1.234,5\""), "-1,234", 0, "read as -1.234"},
        {N("\"expect\": 1234567.25, \"separators\": \"1.234,5\""), "1.234.567,25", 1, NULL},
        {N("\"expect\": -1234567.25, \"separators\": \"1 234,5\""),
         "-1\xC2\xA0"
         "234\xE2\x80\xAF"
         "567,25",
         1, NULL},
        {N("\"expect\": 1234567, \"separators\": \"1 234,5\""), "1 234 567", 1, NULL},
        {N("\"expect\": 567, \"separators\": \"1,234.5\""), "1 234 567", 1, NULL},
        {N("\"expect\": 1234567.5, \"separators\": \"1'234.5\""),
         "1'234\xE2\x80\x99"
         "567.5",
         1, NULL},
        {N("\"expect\": 0.1, \"separators\": \"1.234,5\""), "0,1000000000000000000000000001", 0, NULL},
        {N("\"expect\": 1500, \"separators\": \"1.234,5\""), "1,5e3", 1, NULL},
    };
    GT_CHECK(t);
}

static void forms(void **state)
{
    (void)state;
    static const gt_row t[] = {
        {N("\"expect\": 4"), "3/4", 1, NULL},
        {N("\"expect\": 0.75, \"forms\": [\"fraction\"]"), "3/4", 1, "is \"3/4\""},
        {N("\"expect\": \"3/4\", \"forms\": [\"fraction\"]"), "6/8", 1, NULL},
        {N("\"expect\": \"1/3\", \"forms\": [\"fraction\"]"), "0.3333333333333333333", 0,
         "expected \"1/3\", the last number is"},
        {N("\"expect\": \"1/3\", \"forms\": [\"fraction\"]"), "-1/3", 0, NULL},
        {N("\"expect\": \"-1/3\", \"forms\": [\"fraction\"]"), "-2/6", 1, NULL},
        {N("\"expect\": \"1/3\", \"forms\": [\"fraction\"], \"tolerance\": 0.01"), "0.33", 1, NULL},
        {N("\"expect\": \"1/3\", \"forms\": [\"fraction\"], \"tolerance\": 0.01"), "0.32", 0, "within 0.01"},
        {N("\"expect\": \"1/3\", \"forms\": [\"fraction\"], \"relative\": 0.01"), "0.33", 1, NULL},
        {N("\"expect\": 1.5, \"forms\": [\"fraction\"]"), "1 1/2", 1, NULL},
        {N("\"expect\": 1.5, \"forms\": [\"fraction\"]"), "1\xC2\xBD", 1, NULL},
        {N("\"expect\": 0.5, \"forms\": [\"fraction\"]"), "\xC2\xBD", 1, NULL},
        {N("\"expect\": -0.125, \"forms\": [\"fraction\"]"), "\xE2\x88\x92\xE2\x85\x9B", 1, NULL},
        {N("\"expect\": 0.75, \"forms\": [\"fraction\"]"), "\\dfrac{3}{4}", 1, NULL},
        {N("\"expect\": 2024, \"forms\": [\"fraction\"]"), "3/4/2024", 1, NULL},
        {N("\"expect\": 0, \"forms\": [\"fraction\"]"), "1/0", 1, NULL},
        {N("\"max\": 1, \"forms\": [\"fraction\"]"), "4/3", 0, "at most 1"},
        {N("\"expect\": 50"), "50%", 1, NULL},
        {N("\"expect\": 0.5, \"forms\": [\"percent\"]"), "50%", 1, "is \"50%\""},
        {N("\"expect\": 0.5, \"forms\": [\"percent\"]"), "50 percent", 1, NULL},
        {N("\"expect\": 50, \"forms\": [\"percent\"]"), "50 percentages", 1, NULL},
        {N("\"expect\": 0.125, \"forms\": [\"percent\"]"), "12.5\xC2\xA0%", 1, NULL},
        {N("\"expect\": 3"), "1.5 x 10^3", 1, NULL},
        {N("\"expect\": 1500, \"forms\": [\"power\"]"), "1.5 x 10^3", 1, NULL},
        {N("\"expect\": 1500, \"forms\": [\"power\"]"),
         "1.5\xC2\xB7"
         "10\xC2\xB3",
         1, NULL},
        {N("\"expect\": 0.0015, \"forms\": [\"power\"]"), "$1.5 \\times 10^{-3}$", 1, NULL},
        {N("\"expect\": 0.0015, \"forms\": [\"power\"]"),
         "1.5\xC3\x97"
         "10\xE2\x81\xBB\xC2\xB3",
         1, NULL},
        {N("\"expect\": 10, \"forms\": [\"power\"]"), "1.5 x 10", 1, NULL},
    };
    GT_CHECK(t);
}

static void units(void **state)
{
    (void)state;
    static const gt_row t[] = {
        {N("\"expect\": 5, \"unit\": \"km\""), "It is 5 km, in 3 hours", 1, "is \"5\""},
        {N("\"expect\": 5, \"unit\": \"km\""), "It is 5 kilometres", 1, NULL},
        {N("\"expect\": 5, \"unit\": \"km\""), "It is 5 km/h", 0, "no number with the unit \"km\""},
        {N("\"expect\": 5, \"unit\": \"km\""), "5km.", 1, NULL},
        {N("\"expect\": 5, \"unit\": \"km\""), "5 miles", 0, "no number with the unit"},
        {N("\"expect\": 5, \"unit\": [\"km\", \"miles\"]"), "5 miles", 1, NULL},
        {N("\"expect\": 5, \"unit\": \"m\""), "5 m\xC2\xB2", 0, NULL},
        {N("\"expect\": 5, \"unit\": \"$\""), "That is $5.", 1, NULL},
        {N("\"expect\": 5, \"unit\": \"$\""), "USD 5", 1, NULL},
        {N("\"expect\": 5, \"unit\": \"$\""), "5 dollars", 1, NULL},
        {N("\"expect\": 20, \"unit\": \"\\u00b0C\""),
         "20\xC2\xB0"
         "C",
         1, NULL},
        {N("\"expect\": 5, \"unit\": \"kg\", \"pick\": \"boxed\""), "\\boxed{5\\text{ kg}}", 1, NULL},
    };
    GT_CHECK(t);
}

static void refusals(void **state)
{
    (void)state;
    static const gt_refusal t[] = {
        {N("\"expect\": \"5\""), "\"expect\" of a number grader must hold numbers, not a string"},
        {N("\"expect\": \"five\", \"forms\": [\"fraction\"]"), "\"five\" is not a number or a fraction"},
        {N("\"expect\": \"1/2 or so\", \"forms\": [\"fraction\"]"), "is not a number or a fraction"},
        {N("\"expect\": 5, \"pick\": \"middle\""), "is \"middle\", but must be one of last, first, all, boxed"},
        {N("\"expect\": 5, \"separators\": \"1;234\""), "but must be one of 1,234.5"},
        {N("\"expect\": 5, \"forms\": [\"roman\"]"), "roman"},
        {N("\"expect\": 5, \"unit\": \"\""), "empty string"},
    };
    GT_REFUSED(t);
}

/* A number written in any style is read as the same one by that style. */
static void styles_agree(void **state)
{
    (void)state;
    static const char *const group[] = {",", ",", ".", "\xC2\xA0", "'"};
    static const char point[] = {'.', '.', ',', ',', '.'};
    for (uint64_t round = 0; round < 2000; round++) {
        gp_arena a = {0};
        uint32_t r[4];
        gp_philox(1, round, 0, r);
        unsigned high = r[0] % 999 + 1, low = r[1] % 1000, part = r[2] % 100, s = r[3] % 5;
        gp_str plain = gp_str_fmt(&a, "%u%03u.%02u", high, low, part),
               word = gp_str_fmt(&a, "-%u%s%03u%c%02u", high, group[s], low, point[s], part);
        size_t at = 0;
        gp_number x, y = gp_number_of(gp_decimal_minus(gp_decimal_of(plain)));
        assert_true(gp_number_next(&a, word, &at, &(gp_number_style){.separators = (gp_separators)s}, &x));
        if (gp_number_cmp(&a, &x, &y) || !gp_str_eq(x.where, word)) fail_msg("%s: %.*s", word.p, GP_ARG(x.where));
        gp_arena_free(&a);
    }
}

static void huge_answers(void **state)
{
    (void)state;
    static const char *const graders[] = {
        N("\"expect\": 3"),
        N("\"expect\": \"1/3\", \"pick\": \"all\", \"forms\": [\"fraction\", \"percent\", \"power\"]"),
        N("\"min\": 0, \"pick\": \"all\", \"separators\": \"1 234,5\""),
        N("\"expect\": 3, \"pick\": \"boxed\", \"unit\": \"km\""),
    };
    static const char *const shapes[] = {"1",        "1 ",      "1/",       "1/3 ",     "123 ", "123.",
                                         "\\boxed{", "1 x 10^", "\\frac{1", "\xC2\xBD", "1e1"};
    gt_huge(graders, sizeof graders / sizeof *graders, shapes, sizeof shapes / sizeof *shapes);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(picks),        cmocka_unit_test(separators), cmocka_unit_test(forms),
        cmocka_unit_test(units),        cmocka_unit_test(refusals),   cmocka_unit_test(styles_agree),
        cmocka_unit_test(huge_answers),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
