/* Prices, price lists, and a budget that is never exceeded. */
#include "t.h"

#include <math.h>

#include "base/rng.h"
#include "base/sys.h"
#include "call/budget.h"

static gp_price price(double input, double output, double cached)
{
    gp_price p = gp_price_none();
    p.input = input;
    p.output = output;
    p.cached_input = cached;
    return p;
}

static bool near(double a, double b) { return fabs(a - b) < 1e-12; }

static void a_cost_is_counted_tokens_times_price(void **state)
{
    (void)state;
    gp_price p = price(2, 8, 0.5);
    assert_true(near(gp_price_cost(&p, 1000, 0, 100), 0.0028));
    assert_true(near(gp_price_cost(&p, 1000, 400, 100), 0.0022));
    assert_true(near(gp_price_cost(&p, 1000, -1, 100), 0.0028));
    assert_true(near(gp_price_cost(&p, 1000, 4000, 0), 0.0005)); /* more cached than there is: all of it */
    gp_price plain = price(2, 8, NAN);
    assert_true(near(gp_price_cost(&plain, 1000, 400, 100), 0.0028));
    gp_price given_away = price(0, 0, NAN);
    assert_true(gp_price_cost(&given_away, 1000, 0, 100) == 0);
}

static void what_is_unknown_stays_unknown(void **state)
{
    (void)state;
    gp_price p = price(2, 8, 0.5), none = gp_price_none();
    assert_true(isnan(gp_price_cost(&p, -1, 0, 100)));
    assert_true(isnan(gp_price_cost(&p, 1000, 0, -1)));
    assert_true(isnan(gp_price_cost(&none, 1000, 0, 100)));
    p.up_to = 999;
    assert_true(isnan(gp_price_cost(&p, 1000, 0, 100)));
    assert_true(!isnan(gp_price_cost(&p, 999, 0, 100)));
}

/* --- lists --- */

#define REST \
    "\"input_per_mtok\": 1, \"output_per_mtok\": 2, \"as_of\": \"2026-07-29\", \"source\": \"https://example.org/\""

static gp_code read_list(const char *entries, gp_price_list *out, gp_arena *a, gp_err *err)
{
    gp_str path = gp_str_fmt(a, "%s/prices.json", t_tmpdir());
    T_OK(gp_write_file(path.p, gp_str_fmt(a, "{\"as_of\": \"2026-11-20\", \"entries\": [%s]}", entries), err), *err);
    return gp_price_list_read(a, path.p, out, err);
}

static void the_very_name_wins_then_the_longest_beginning(void **state)
{
    (void)state;
    gp_arena a = {0};
    gp_err err = {0};
    gp_price_list l;
    T_OK(
        read_list(
            "{\"provider\": \"openai\", \"model\": \"gpt-9*\", \"input_per_mtok\": 9, \"output_per_mtok\": 90, \"as_of\": \"2026-01-02\", \"source\": \"x\"},"
            "{\"provider\": \"openai\", \"model\": \"gpt-9-mini*\", \"input_per_mtok\": 3, \"output_per_mtok\": 30, \"as_of\": \"2026-01-02\", \"source\": \"x\"},"
            "{\"provider\": \"openai\", \"model\": \"gpt-9-mini-old\", \"input_per_mtok\": 4, \"output_per_mtok\": 40, \"cached_input_per_mtok\": 1, \"up_to_input_tokens\": 100, \"context\": 200,"
            " \"as_of\": \"2026-01-03\", \"source\": \"y\"},"
            "{\"provider\": \"anthropic\", \"model\": \"gpt-9\", \"input_per_mtok\": 7, \"output_per_mtok\": 70, \"as_of\": \"2026-01-02\", \"source\": \"x\"}",
            &l, &a, &err),
        err);
    assert_true(gp_price_find(&l, GP_STR("openai"), GP_STR("gpt-9")).input == 9);
    assert_true(gp_price_find(&l, GP_STR("openai-responses"), GP_STR("gpt-9-mini")).input == 3);
    gp_price old = gp_price_find(&l, GP_STR("openai"), GP_STR("gpt-9-mini-old"));
    assert_true(old.input == 4 && old.cached_input == 1 && old.up_to == 100 && old.context == 200 &&
                gp_str_eqc(old.as_of, "2026-01-03") && gp_str_eqc(old.source, "y"));
    assert_true(gp_price_find(&l, GP_STR("openai"), GP_STR("gpt-9-mini-older")).input == 3);
    assert_true(gp_price_find(&l, GP_STR("anthropic"), GP_STR("gpt-9")).input == 7);
    gp_price none = gp_price_find(&l, GP_STR("anthropic"), GP_STR("gpt-9-mini"));
    assert_false(gp_price_known(&none));
    none = gp_price_find(&l, GP_STR("openai"), GP_STR("gpt-8"));
    assert_false(gp_price_known(&none));
    gp_arena_free(&a);
}

static void a_wrong_list_is_located(void **state)
{
    (void)state;
    gp_arena a = {0};
    gp_err err = {0};
    gp_price_list l;
    T_FAILS(
        read_list(
            "{\"provider\": \"p\", \"model\": \"m\", \"output_per_mtok\": 2, \"as_of\": \"2026-07-29\", \"source\": \"x\"}",
            &l, &a, &err),
        GP_E_INPUT, err, "prices.json:1:37: an entry of the price list lacks \"input_per_mtok\"");
    T_FAILS(read_list("{\"provider\": \"p\", \"model\": \"m\", \"prize\": 1, " REST "}", &l, &a, &err), GP_E_INPUT, err,
            "unknown key \"prize\"");
    T_FAILS(read_list("{\"provider\": \"p\", \"model\": \"a*b\", " REST "}", &l, &a, &err), GP_E_INPUT, err,
            "may only stand at the end");
    T_FAILS(read_list("{\"provider\": \"p\", \"model\": \"*\", " REST "}", &l, &a, &err), GP_E_INPUT, err,
            "may only stand at the end");
    T_FAILS(read_list("{\"provider\": \"p\", \"model\": \"m\", " REST "}, {\"provider\": \"p\", \"model\": \"m\", " REST
                      "}",
                      &l, &a, &err),
            GP_E_INPUT, err, "two entries for p m");
    T_FAILS(
        read_list(
            "{\"provider\": \"p\", \"model\": \"m\", \"input_per_mtok\": -1, \"output_per_mtok\": 2, \"as_of\": \"2026-07-29\", \"source\": \"x\"}",
            &l, &a, &err),
        GP_E_INPUT, err, "input_per_mtok");
    T_FAILS(
        read_list(
            "{\"provider\": \"p\", \"model\": \"m\", \"input_per_mtok\": 1, \"output_per_mtok\": 2, \"as_of\": \"July\", \"source\": \"x\"}",
            &l, &a, &err),
        GP_E_INPUT, err, "must be a date");
    T_FAILS(
        read_list(
            "{\"provider\": \"p\", \"model\": \"m\", \"input_per_mtok\": 1, \"output_per_mtok\": 2, \"as_of\": \"2026-07-29\"}",
            &l, &a, &err),
        GP_E_INPUT, err, "lacks \"source\"");
    gp_arena_free(&a);
}

/* What is shipped can be read, and every entry has an address and a date. */
static void the_bundled_list(void **state)
{
    (void)state;
    gp_arena a = {0};
    gp_err err = {0};
    gp_price_list l;
    T_OK(gp_price_list_read(&a, "lib/call/prices.json", &l, &err), err);
    assert_true(l.n > 10);
    for (size_t i = 0; i < l.n; i++) {
        const gp_price *p = &l.entries[i].price;
        assert_true(gp_str_starts(p->source, GP_STR("https://")));
        assert_true(gp_str_cmp(p->as_of, l.as_of) <= 0);
        assert_true(p->input > 0 && p->output > p->input);
        assert_true(isnan(p->cached_input) || p->cached_input < p->input);
    }
    gp_arena_free(&a);
}

/* --- budgets --- */

static void the_bound_covers_every_byte(void **state)
{
    (void)state;
    gp_price p = price(2, 8, 0.5), odd = price(2, 8, 3);
    assert_true(near(gp_budget_bound(&p, 1000, 100), (2 * (1000 + GP_BUDGET_ALLOWANCE) + 8 * 100) / 1e6));
    assert_true(near(gp_budget_bound(&odd, 1000, 100), (3 * (1000 + GP_BUDGET_ALLOWANCE) + 8 * 100) / 1e6));
    assert_true(isnan(gp_budget_bound(&p, 1000, -1)));
    p.up_to = 1500;
    assert_true(isnan(gp_budget_bound(&p, 1000, 100)));
    gp_price none = gp_price_none();
    assert_true(isnan(gp_budget_bound(&none, 1000, 100)));
}

static void a_request_that_does_not_fit_waits_or_is_not_sent(void **state)
{
    (void)state;
    gp_budget b;
    gp_budget_init(&b, 1);
    assert_int_equal(gp_budget_reserve(&b, 1.1), GP_BUDGET_NEVER);
    assert_int_equal(gp_budget_reserve(&b, 0.6), GP_BUDGET_FITS);
    /* fits by what was spent, not beside what is in flight */
    assert_int_equal(gp_budget_reserve(&b, 0.5), GP_BUDGET_LATER);
    assert_int_equal(gp_budget_reserve(&b, 0.4), GP_BUDGET_FITS);
    assert_true(near(gp_budget_settle(&b, 0.6, 0.1), 0.1));
    assert_int_equal(gp_budget_reserve(&b, 0.5), GP_BUDGET_FITS);
    assert_true(near(gp_budget_settle(&b, 0.4, NAN), 0.4));    /* not counted by the server: all of it */
    assert_int_equal(gp_budget_ask(&b, 0.6), GP_BUDGET_NEVER); /* whatever comes of the one in flight */
    gp_budget_release(&b, 0.5);
    assert_true(near(b.spent, 0.5) && b.reserved == 0 && b.open == 0);
    assert_int_equal(gp_budget_reserve(&b, NAN), GP_BUDGET_NEVER);
    gp_budget_add(&b, 0.5);
    assert_int_equal(gp_budget_reserve(&b, 0.001), GP_BUDGET_NEVER);
    assert_int_equal(gp_budget_reserve(&b, 0), GP_BUDGET_FITS);
}

static void without_a_limit_it_only_adds_up(void **state)
{
    (void)state;
    gp_budget b;
    gp_budget_init(&b, (double)INFINITY);
    assert_true(gp_budget_reserve(&b, NAN) == GP_BUDGET_FITS && gp_budget_reserve(&b, 5) == GP_BUDGET_FITS);
    assert_true(isnan(gp_budget_settle(&b, NAN, NAN)));
    assert_true(gp_budget_settle(&b, 5, 3) == 3);
    assert_true(b.spent == 3 && b.reserved == 0);
}

/* Any order of starts and ends, any costs up to the bounds: the limit holds at every moment, and "later" always
 * ends. */
static void it_is_never_exceeded(void **state)
{
    (void)state;
    for (uint64_t run = 0; run < 200; run++) {
        gp_budget b;
        double in_flight[16], truth = 0;
        size_t n = 0, never = 0;
        gp_budget_init(&b, 1 + gp_rng_unit(run, 1, 0));
        for (uint64_t step = 0; step < 400; step++) {
            double u = gp_rng_unit(run, 2, step), bound = 0.2 * gp_rng_unit(run, 3, step);
            if (n < 16 && (u < 0.6 || !n)) {
                gp_budget_answer answer = gp_budget_reserve(&b, bound);
                if (answer == GP_BUDGET_FITS) in_flight[n++] = bound;
                if (answer == GP_BUDGET_LATER) assert_true(n > 0);
                never += answer == GP_BUDGET_NEVER;
            } else if (n) {
                double ended = in_flight[--n], cost = u < 0.7 ? (double)NAN : ended * gp_rng_unit(run, 4, step);
                truth += gp_budget_settle(&b, ended, cost);
            }
            assert_true(truth <= b.limit + 1e-9);
            assert_true(b.spent + b.reserved <= b.limit + 1e-9);
            assert_true(near(truth, b.spent));
        }
        assert_true(never > 0);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_cost_is_counted_tokens_times_price),
        cmocka_unit_test(what_is_unknown_stays_unknown),
        cmocka_unit_test(the_very_name_wins_then_the_longest_beginning),
        cmocka_unit_test(a_wrong_list_is_located),
        cmocka_unit_test(the_bundled_list),
        cmocka_unit_test(the_bound_covers_every_byte),
        cmocka_unit_test(a_request_that_does_not_fit_waits_or_is_not_sent),
        cmocka_unit_test(without_a_limit_it_only_adds_up),
        cmocka_unit_test(it_is_never_exceeded),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
