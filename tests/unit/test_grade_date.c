/* test_grade_date.c - days: how they are written, what is not guessed, and what is near enough. */
#include "base/rng.h"
#include "forms/date.h"
#include "graded.h"

static void readings(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        gp_date_order order;
        const char *iso; /* "?" undecided, "!" no such day, "" none */
    } t[] = {
        {"2024-03-05", GP_DATE_UNSAID, "2024-03-05"},
        {"2024/3/5", GP_DATE_MDY, "2024-03-05"},
        {"2024.03.05.", GP_DATE_UNSAID, "2024-03-05"},
        {"2024-03-05T10:11:12Z", GP_DATE_UNSAID, "2024-03-05"},
        {"on 5 March 2024,", GP_DATE_UNSAID, "2024-03-05"},
        {"5th of MARCH, 2024", GP_DATE_UNSAID, "2024-03-05"},
        {"5. Mar. 2024", GP_DATE_UNSAID, "2024-03-05"},
        {"05-Mar-2024", GP_DATE_UNSAID, "2024-03-05"},
        {"March 5, 2024", GP_DATE_UNSAID, "2024-03-05"},
        {"March\xC2\xA0"
         "5th 2024",
         GP_DATE_UNSAID, "2024-03-05"},
        {"Sept. 1, 2024", GP_DATE_UNSAID, "2024-09-01"},
        {"May 1 2024", GP_DATE_UNSAID, "2024-05-01"},
        {"2024 March 5", GP_DATE_UNSAID, "2024-03-05"},
        {"5/3/2024", GP_DATE_UNSAID, "?"},
        {"5/3/2024", GP_DATE_DMY, "2024-03-05"},
        {"5/3/2024", GP_DATE_MDY, "2024-05-03"},
        {"5.3.2024", GP_DATE_DMY, "2024-03-05"},
        {"3/25/2024", GP_DATE_UNSAID, "2024-03-25"},
        {"25/3/2024", GP_DATE_UNSAID, "2024-03-25"},
        {"4/4/2024", GP_DATE_UNSAID, "2024-04-04"},
        {"3/25/2024", GP_DATE_DMY, "!"},
        {"2023-02-29", GP_DATE_UNSAID, "!"},
        {"2024-02-29", GP_DATE_UNSAID, "2024-02-29"},
        {"1900-02-29", GP_DATE_UNSAID, "!"},
        {"32 March 2024", GP_DATE_UNSAID, "!"},
        {"0001-01-01", GP_DATE_UNSAID, "0001-01-01"},
        {"9999-12-31", GP_DATE_UNSAID, "9999-12-31"},
        {"March 2024", GP_DATE_UNSAID, ""},
        {"5/3/24", GP_DATE_DMY, ""},
        {"Marching 5, 2024", GP_DATE_UNSAID, ""},
        {"12024-03-05", GP_DATE_UNSAID, ""},
        {"", GP_DATE_UNSAID, ""},
    };
    for (size_t i = 0; i < sizeof t / sizeof *t; i++) {
        gp_arena a = {0};
        gp_date d = {0};
        size_t at = 0;
        bool found = gp_date_next(gp_str_c(t[i].text), &at, t[i].order, &d);
        gp_str got = !found         ? GP_STR("")
                     : d.ambiguous  ? GP_STR("?")
                     : d.impossible ? GP_STR("!")
                                    : gp_date_text(&a, d.day);
        if (!gp_str_eqc(got, t[i].iso)) fail_msg("%s: %.*s", t[i].text, GP_ARG(got));
        gp_arena_free(&a);
    }
}

/* Days and texts are the same thing. */
static void days_come_back(void **state)
{
    (void)state;
    gp_arena a = {0};
    int64_t from = 0, to = 0, got = 0;
    assert_true(gp_date_iso(GP_STR("0001-01-01"), &from) && gp_date_iso(GP_STR("9999-12-31"), &to));
    assert_int_equal(to - from, 3652058);
    for (int64_t d = from; d <= to; d += 97) {
        assert_true(gp_date_iso(gp_date_text(&a, d), &got));
        assert_int_equal(got, d);
        gp_arena_reset(&a);
    }
    assert_string_equal(gp_date_text(&a, 0).p, "1970-01-01");
    gp_arena_free(&a);
}

#define D(more) "{\"type\": \"date\", " more "}"

static void verdicts(void **state)
{
    (void)state;
    static const gt_row t[] = {
        {D("\"expect\": \"2024-03-05\""), "It was on March 5th, 2024.\r\n", 1,
         "\"March 5th, 2024\" at byte 10 is 2024-03-05"},
        {D("\"expect\": \"2024-03-05\""), "2024-03-06", 0,
         "expected 2024-03-05, \"2024-03-06\" at byte 0 is 2024-03-06"},
        {D("\"expect\": \"2024-03-05\""), "5/3/2024", 0, "not decided: in \"5/3/2024\""},
        {D("\"expect\": \"2024-03-05\", \"order\": \"dmy\""), "5/3/2024", 1, NULL},
        {D("\"expect\": \"2024-03-05\""), "2024-03-50", 0, "there is no such day"},
        {D("\"expect\": \"2024-03-05\""), "", 0, "no date in"},
        {D("\"expect\": \"2024-03-05\""), "not 2024-03-04 but 2024-03-05", 1, NULL},
        {D("\"expect\": \"2024-03-05\", \"pick\": \"first\""), "2024-03-05, not 2024-03-04", 1, NULL},
        {D("\"expect\": \"2024-03-05\", \"pick\": \"only\""), "2024-03-05, that is March 5, 2024", 1, NULL},
        {D("\"expect\": \"2024-03-05\", \"pick\": \"only\""), "2024-03-05 or 2024-03-06", 0, "are different dates"},
        {D("\"expect\": \"2024-03-05\", \"tolerance\": 2"), "2024-03-07", 1, NULL},
        {D("\"expect\": \"2024-03-05\", \"tolerance\": 2"), "2024-03-02", 0, "expected 2024-03-05 within 2 days"},
        {D("\"min\": \"2024-02-28\", \"max\": \"2024-03-01\""), "29 February 2024", 1, NULL},
        {D("\"min\": \"2024-02-28\", \"max\": \"2024-03-01\""), "2 March 2024", 0,
         "expected from 2024-02-28 to 2024-03-01"},
        {D("\"max\": \"2024-03-01\""), "1 Jan 0001", 1, NULL},
        {D("\"min\": \"2024-03-01\""), "1 Jan 2024", 0, "expected 2024-03-01 or later"},
        {D("\"expect\": \"2024-03-05\""), "\xff 2024-03-05", 1, NULL},
    };
    GT_CHECK(t);
}

static void refusals(void **state)
{
    (void)state;
    static const gt_refusal t[] = {
        {D("\"expect\": \"5.3.2024\""), "\"expect\" is \"5.3.2024\", which is no day written as YYYY-MM-DD"},
        {D("\"expect\": \"2023-02-29\""), "which is no day"},
        {D("\"min\": \"2024-03-05\", \"max\": \"2024-03-04\""), "\"min\" is 2024-03-05, behind \"max\""},
        {D("\"min\": \"2024-03-05\", \"tolerance\": 1"), "\"tolerance\" does nothing without \"expect\""},
        {D("\"expect\": \"2024-03-05\", \"min\": \"2024-03-05\""), "\"expect\" excludes"},
        {D("\"pick\": \"last\""), "needs \"expect\", \"min\" or \"max\""},
        {D("\"expect\": \"2024-03-05\", \"order\": \"ymd\""), "but must be one of dmy, mdy"},
    };
    GT_REFUSED(t);
}

static void huge_answers(void **state)
{
    (void)state;
    static const char *const graders[] = {D("\"expect\": \"2024-03-05\""),
                                          D("\"min\": \"2024-03-05\", \"pick\": \"only\"")};
    static const char *const shapes[] = {"1", "2024-", "may ", "1/1/", "2024-03-05 "};
    gt_huge(graders, sizeof graders / sizeof *graders, shapes, sizeof shapes / sizeof *shapes);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(readings), cmocka_unit_test(days_come_back), cmocka_unit_test(verdicts),
        cmocka_unit_test(refusals), cmocka_unit_test(huge_answers),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
