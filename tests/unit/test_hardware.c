/* test_hardware.c - what an hour of one's own machine costs, and when it pays, by hand. */
#include "t.h"

#include <math.h>

#include "manifest/hardware.h"

/* 2,192 hours a year (6 * 365.25 = 2,191.5), 4 years: 8,766 hours for 8,766 USD; 500 W at 0.40 is 0.20 an hour. */
static const gp_hardware machine = {.usd = 8766, .life_years = 4, .hours_per_day = 6, .watts = 500, .usd_per_kwh = 0.4};

#define NEAR(x, y) assert_true(fabs((x) - (y)) < 1e-9)

static void an_hour_is_price_and_power(void **state)
{
    (void)state;
    NEAR(gp_hardware_hour(&machine), 1.20);
    NEAR(gp_hardware_trial(&machine, 60, 1), 0.02);
    NEAR(gp_hardware_trial(&machine, 60, 4), 0.005);
    assert_true(isnan(gp_hardware_trial(&machine, NAN, 1)));
    gp_hardware free_power = machine;
    free_power.usd_per_kwh = 0;
    NEAR(gp_hardware_hour(&free_power), 1.0);
}

/* A month costs 8,766 / 48 = 182.625; a case of 36 s costs 0.002 in power and keeps the machine busy for 1/100 hour, of
 * which a month of 365.25 / 12 * 6 = 182.625 hours has 18,262.5. */
static void break_even_is_price_over_what_a_case_saves(void **state)
{
    (void)state;
    gp_break_even b = gp_hardware_break_even(&machine, 36, 0.012);
    NEAR(b.fixed_usd, 182.625);
    NEAR(b.running_usd, 0.002);
    NEAR(b.capacity, 18262.5);
    NEAR(b.cases, 18262.5); /* 182.625 / 0.010 */
    assert_true(b.reachable);
    assert_false(gp_hardware_break_even(&machine, 36, 0.0119).reachable);
    assert_true(isinf(gp_hardware_break_even(&machine, 36, 0.002).cases));
    assert_true(isinf(gp_hardware_break_even(&machine, 36, 0).cases));
    assert_false(gp_hardware_break_even(&machine, 36, 0).reachable);
}

static void nothing_stated_is_not_known(void **state)
{
    (void)state;
    gp_hardware none;
    gp_record_init(&gp_hardware_record, &none);
    assert_false(gp_hardware_known(&none));
    assert_true(gp_hardware_known(&machine));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_hour_is_price_and_power),
        cmocka_unit_test(break_even_is_price_over_what_a_case_saves),
        cmocka_unit_test(nothing_stated_is_not_known),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
