/* test_decimal.c - decimals compared exactly, against whole numbers of 128 bits. */
#include "base/rng.h"
#include "base/decimal.h"
#include "t.h"

static int cmp(const char *x, const char *y)
{
    return gp_decimal_cmp(gp_decimal_of(gp_str_c(x)), gp_decimal_of(gp_str_c(y)));
}

static void known_comparisons(void **state)
{
    (void)state;
    static const struct {
        const char *x, *y;
        int sign;
    } t[] = {
        {"9007199254740993", "9007199254740992", 1},
        {"1.10", "1.1", 0},
        {"0", "-0.000", 0},
        {"0e999999999999999999999", "0", 0},
        {"1,234.50", "1234.5", 0},
        {"\xE2\x88\x92"
         "3",
         "-3", 0},
        {"-3", "+3", -1},
        {".5", "5e-1", 0},
        {"0.00012", "12e-5", 0},
        {"1e-99999999999999999999", "0", 1},
        {"1e100000", "1e-100000", 1},
        {"1e308", "1.0000000000000000000000000000001e308", -1},
        {"99999999999999999999999999999999999999999", "1e41", -1},
        {"10e40", "1e41", 0},
        {"8.0e-12", "8.854e-12", -1},
        {"100.00000000000000000000000000000000000000000000000000000001", "100", 1},
    };
    for (size_t i = 0; i < sizeof t / sizeof *t; i++) {
        if (cmp(t[i].x, t[i].y) != t[i].sign || cmp(t[i].y, t[i].x) != -t[i].sign)
            fail_msg("%s against %s: %d", t[i].x, t[i].y, cmp(t[i].x, t[i].y));
    }
    assert_true(gp_decimal_is_whole(gp_decimal_of(GP_STR("9007199254740993.000"))));
    assert_false(gp_decimal_is_whole(gp_decimal_of(GP_STR("9007199254740993.5"))));
    assert_true(gp_decimal_is_whole(gp_decimal_of(GP_STR("1.5e1"))));
    assert_false(gp_decimal_is_whole(gp_decimal_of(GP_STR("15e-2"))));
    assert_true(gp_decimal_is_whole(gp_decimal_of(GP_STR("0.0"))));
}

static uint64_t draw(void)
{
    static uint64_t draws;
    uint32_t words[4];
    gp_philox(11, draws++, 0, words);
    return (uint64_t)words[0] << 32 | words[1];
}

/* A number in random spelling, and its value in units of 10^-18. */
typedef struct sample {
    char text[64];
    __int128 value;
} sample;

static sample any(void)
{
    sample s = {0};
    unsigned digits = 1 + (unsigned)(draw() % 9), point = (unsigned)(draw() % (digits + 1));
    int e = (int)(draw() % 17) - 8, scale = 18 + e - (int)(digits - point);
    bool minus = draw() & 1;
    size_t n = 0;
    if (minus) s.text[n++] = '-';
    if (!point) s.text[n++] = '0';
    for (unsigned i = 0; i < digits; i++) {
        /* few different digits, so that sums are often equal or nearly so */
        int d = (int[]){0, 0, 1, 9}[draw() % 4];
        if (i == point) s.text[n++] = '.';
        s.text[n++] = (char)('0' + d);
        s.value = s.value * 10 + d;
    }
    (void)snprintf(s.text + n, sizeof s.text - n, "e%d", e);
    for (; scale > 0; scale--) s.value *= 10;
    if (minus) s.value = -s.value;
    return s;
}

static void sums_have_the_sign_of_the_exact_sum(void **state)
{
    (void)state;
    size_t zeros = 0;
    for (int round = 0; round < 200000; round++) {
        sample s[GP_DECIMAL_TERMS];
        gp_decimal d[GP_DECIMAL_TERMS];
        __int128 sum = 0;
        size_t n = 1 + (size_t)round % GP_DECIMAL_TERMS;
        for (size_t i = 0; i < n; i++) {
            s[i] = any();
            d[i] = gp_decimal_of(gp_str_c(s[i].text));
            sum += s[i].value;
        }
        int want = (sum > 0) - (sum < 0), got = gp_decimal_sum_sign(d, n);
        zeros += !want;
        if (got != want) fail_msg("%s + %s + %s: %d, not %d", s[0].text, s[1].text, s[2].text, got, want);
    }
    assert_true(zeros > 1000);
}

static void products_are_exact(void **state)
{
    (void)state;
    gp_arena a = {0};
    for (int round = 0; round < 50000; round++) {
        uint64_t x = draw() >> (draw() % 64), y = draw() >> (draw() % 64);
        unsigned __int128 product = (unsigned __int128)x * y;
        char digits[64] = "0", one[64], other[64];
        size_t n = 0;
        for (unsigned __int128 p = product; p; p /= 10) n++;
        for (size_t i = n; i--; product /= 10) digits[i] = (char)('0' + (int)(product % 10));
        (void)snprintf(one, sizeof one, "-%llue-3", (unsigned long long)x);
        (void)snprintf(other, sizeof other, "%llue+5", (unsigned long long)y);
        gp_str want = gp_str_fmt(&a, "-%se2", digits);
        gp_decimal got = gp_decimal_times(&a, gp_decimal_of(gp_str_c(one)), gp_decimal_of(gp_str_c(other)));
        if (gp_decimal_cmp(got, gp_decimal_of(want)) != 0) fail_msg("%s * %s is not %s", one, other, want.p);
        gp_arena_reset(&a);
    }
    gp_arena_free(&a);
}

/* Against whole numbers, with zeros and points put in so that both stay the same multiple. */
static void divisions_are_exact(void **state)
{
    (void)state;
    gp_arena a = {0};
    unsigned yes = 0;
    for (int round = 0; round < 50000; round++) {
        uint64_t m = 1 + (draw() >> 1 >> (draw() % 63)), x = draw() >> (draw() % 64);
        if (draw() % 2) x -= x % m;
        bool want = x % m == 0;
        char one[64], other[64];
        int shift = (int)(draw() % 20) - 10;
        (void)snprintf(one, sizeof one, "%llue%d", (unsigned long long)m, shift);
        (void)snprintf(other, sizeof other, "-%llu000.0e%d", (unsigned long long)x, shift - 3);
        yes += want;
        if (gp_decimal_divides(&a, gp_decimal_of(gp_str_c(one)), gp_decimal_of(gp_str_c(other))) != want)
            fail_msg("%s of %s: not %d", other, one, want);
        gp_arena_reset(&a);
    }
    assert_true(yes > 10000 && yes < 45000);
    assert_true(gp_decimal_divides(&a, gp_decimal_of(GP_STR("1024")), gp_decimal_of(GP_STR("1e999999999999"))));
    assert_false(gp_decimal_divides(&a, gp_decimal_of(GP_STR("1024")), gp_decimal_of(GP_STR("1e9"))));
    assert_false(gp_decimal_divides(&a, gp_decimal_of(GP_STR("3")), gp_decimal_of(GP_STR("1e999999999999"))));
    gp_arena_free(&a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(known_comparisons),
        cmocka_unit_test(sums_have_the_sign_of_the_exact_sum),
        cmocka_unit_test(products_are_exact),
        cmocka_unit_test(divisions_are_exact),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
