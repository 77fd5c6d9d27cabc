/* test_day.c - days of the calendar. */
#include "t.h"

#include "base/day.h"

static void days(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        int64_t epoch; /* as `date -u -d TEXT +%s` prints it */
    } of[] = {{"1970-01-01", 0},          {"1970-03-01", 5097600},    {"2000-02-29", 951782400},
              {"2000-03-01", 951868800},  {"2024-02-29", 1709164800}, {GP_DAY_DEFAULT, 1721952000},
              {"2024-12-31", 1735603200}, {"2100-03-01", 4107542400}, {"9999-12-31", 253402214400}};
    for (size_t i = 0; i < sizeof of / sizeof *of; i++)
        assert_int_equal(gp_day_epoch(gp_str_c(of[i].text)), of[i].epoch);
}

static void no_days(void **state)
{
    (void)state;
    static const char *const none[] = {"",
                                       "today",
                                       "2026",
                                       "2026-1-1",
                                       "2026-13-01",
                                       "2026-00-01",
                                       "2026-01-00",
                                       "2026-01-32",
                                       "2026-04-31",
                                       "2023-02-29",
                                       "2100-02-29",
                                       "1969-12-31",
                                       "2026-01-01 ",
                                       "2026/01/01",
                                       "26-01-2026",
                                       "2026-01-0x",
                                       "-026-01-01",
                                       "2026-01-01T00:00:00Z"};
    for (size_t i = 0; i < sizeof none / sizeof *none; i++)
        assert_int_equal(gp_day_epoch(gp_str_c(none[i])), INT64_MIN);
}

static void words(void **state)
{
    (void)state;
    char out[16];
    gp_day_words(GP_STR("2024-07-26"), out);
    assert_string_equal(out, "26 Jul 2024");
    gp_day_words(GP_STR("2026-12-01"), out);
    assert_string_equal(out, "01 Dec 2026");
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(days), cmocka_unit_test(no_days), cmocka_unit_test(words)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
