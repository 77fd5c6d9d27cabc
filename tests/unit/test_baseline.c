/* test_baseline.c - a run against an earlier one: which cases are pairs, what a difference is called, and how often the
 * gate is red without a reason. */
#include <math.h>

#include "base/rng.h"
#include "gate/gate.h"
#include "t.h"

enum { CASES = 1000, RUNS = 1000 };

typedef struct world {
    gp_arena a;
    gp_side *now, *then;
    gp_against x;
    gp_gate_rules rules;
} world;

static void put(gp_side *s, const char *id, const char *target, const char *digest, double score, int64_t tokens)
{
    gp_side_add(s, &(gp_side_trial){.suite = GP_STR("field"),
                                    .case_id = gp_str_c(id),
                                    .target = gp_str_c(target),
                                    .case_digest = gp_str_c(digest),
                                    .grader_digest = GP_STR("g"),
                                    .graded = !isnan(score),
                                    .passed = score >= 1,
                                    .score = score,
                                    .output_tokens = tokens});
}

static world begin(void) { return (world){.now = gp_side_new(), .then = gp_side_new(), .rules = gp_gate_rules_none()}; }

static gp_gate_verdict decide(world *w)
{
    gp_gate_verdict v;
    gp_tally t = {.trials = 10, .passed = 9, .failed = 1};
    gp_gate_watch watch = gp_gate_watch_begin(&w->a, &w->rules, 0);
    gp_against_make(&w->a, w->now, w->then, w->rules.regression == GP_REGRESSION_MARGIN ? w->rules.margin : 0, &w->x);
    w->x.baseline = GP_STR("main@a1b2c3d");
    gp_gate_options o = {.fail_under = NAN,
                         .rules = &w->rules,
                         .watch = &watch,
                         .against = &w->x,
                         .null_rate = NAN,
                         .cost_usd = NAN,
                         .output_tokens = -1};
    gp_gate_decide(&t, &o, &v);
    return v;
}

static void end(world *w)
{
    gp_side_free(w->now);
    gp_side_free(w->then);
    gp_arena_free(&w->a);
}

static void only_the_same_is_paired(void **state)
{
    (void)state;
    world w = begin();
    put(w.now, "changed", "new", "d2", 1, 5);
    put(w.now, "fresh", "new", "d1", 1, 5);
    put(w.now, "repeated", "new", "d1", 1, 10);
    put(w.now, "repeated", "new", "d1", 0, 20);
    put(w.now, "same", "new", "d1", 1, 30);
    put(w.then, "broke", "old", "d1", NAN, -1);
    put(w.then, "changed", "old", "d1", 1, 5);
    put(w.then, "repeated", "old", "d1", 1, 10);
    put(w.then, "same", "old", "d1", 0, 30);
    gp_gate_verdict v = decide(&w);
    const gp_against_target *t = w.x.targets;
    assert_int_equal(w.x.n_targets, 1); /* each has one: they are a pair under any name */
    assert_string_equal(t->against.p, "old");
    assert_int_equal(t->pairs, 2);
    assert_int_equal(t->regressed, 1);
    assert_int_equal(t->improved, 1);
    assert_true(t->difference == 0.25); /* (1/2 - 1 + 1 - 0) / 2 */
    assert_true(t->tokens == 20 && t->was_tokens == 20);
    assert_int_equal(w.x.all_unpaired, 3);
    assert_string_equal(w.x.unpaired[0].why.p, "the case changed");
    assert_string_equal(w.x.unpaired[1].why.p, "the baseline does not have it");
    assert_string_equal(w.x.unpaired[2].why.p, "only the baseline has it");
    assert_true(v.passed && strstr(v.sentence, "; warning: against baseline main@a1b2c3d new is inconclusive"));
    w.rules.inconclusive = GP_POLICY_FAIL;
    v = decide(&w);
    assert_int_equal(v.exit_code, 1);
    assert_string_equal(v.rule, "regression");
    w.rules.inconclusive = GP_POLICY_PASS;
    v = decide(&w);
    assert_true(v.passed && !strstr(v.sentence, "warning"));
    end(&w);
}

static void nothing_to_compare_is_red(void **state)
{
    (void)state;
    world w = begin();
    put(w.now, "a", "t", "d2", 1, -1);
    put(w.then, "a", "t", "d1", 1, -1);
    gp_gate_verdict v = decide(&w);
    assert_int_equal(v.exit_code, 1);
    assert_string_equal(v.sentence,
                        "Gate failed: nothing can be compared with baseline main@a1b2c3d: field/a: the case changed.");
    end(&w);
    w = begin();
    put(w.now, "a", "t", "d1", 1, -1);
    put(w.now, "a", "u", "d1", 1, -1);
    put(w.then, "a", "v", "d1", 1, -1);
    v = decide(&w);
    assert_int_equal(v.exit_code, 1);
    assert_int_equal(w.x.n_other_targets, 2);
    end(&w);
}

static void any_regression_is_named(void **state)
{
    (void)state;
    world w = begin();
    w.rules.regression = GP_REGRESSION_ANY;
    for (int i = 0; i < 6; i++) {
        char id[] = {'c', (char)('0' + i), 0};
        put(w.now, id, "t", "d", i == 3 || i == 5 ? 0 : 1, 10);
        put(w.then, id, "t", "d", 1, 10);
    }
    gp_gate_verdict v = decide(&w);
    assert_string_equal(
        v.sentence,
        "Gate failed: 2 cases regressed against baseline main@a1b2c3d (field/c3, field/c5); everything else equal.");
    assert_string_equal(v.see, "goldpin diff BASELINE RUN");
    end(&w);
}

static void lengths_may_not_drift(void **state)
{
    (void)state;
    world w = begin();
    w.rules.length_drift = 0.2;
    for (int i = 0; i < 9; i++) {
        char id[] = {'c', (char)('0' + i), 0};
        put(w.now, id, "t", "d", 1, 119 + i / 8);
        put(w.then, id, "t", "d", 1, 100);
    }
    assert_true(decide(&w).passed);
    put(w.now, "c9", "t", "d", 1, 400);
    put(w.then, "c9", "t", "d", 1, 80);
    assert_true(decide(&w).passed); /* it is the median */
    w.rules.length_drift = 0.15;
    gp_gate_verdict v = decide(&w);
    assert_string_equal(v.rule, "length-drift");
    assert_non_null(
        strstr(v.sentence, "t: median length 119 tokens, 100 in the baseline (+19.0%), at most 15% wanted"));
    end(&w);
}

/* --- against simulations and a reference --- */

/* Exact McNemar, by adding up the tail of Binomial(n, 1/2) in logarithms. */
static double mcnemar(size_t b, size_t c)
{
    size_t n = b + c, k = b < c ? b : c;
    double p = 0;
    for (size_t i = 0; i <= k; i++)
        p += exp(lgamma((double)n + 1) - lgamma((double)i + 1) - lgamma((double)(n - i) + 1) - (double)n * log(2));
    return 2 * p < 1 ? 2 * p : 1;
}

/* Two runs over the same cases, each of which passes with a chance of its own; in the second it is lower by `drop`. */
static void simulate(world *w, uint64_t key, double drop)
{
    for (uint64_t i = 0; i < CASES; i++) {
        char id[16];
        (void)snprintf(id, sizeof id, "c%04u", (unsigned)i);
        double chance = 0.3 + 0.65 * gp_rng_unit(1, 0, i);
        put(w->then, id, "t", "d", gp_rng_unit(key, 1, i) < chance, 10);
        put(w->now, id, "t", "d", gp_rng_unit(key, 2, i) < chance - drop, 10);
    }
}

static void is_called_as_the_reference_says(uint64_t key, double drop, size_t *worse)
{
    world w = begin();
    simulate(&w, key, drop);
    gp_gate_verdict v = decide(&w);
    const gp_against_target *t = w.x.targets;
    double p = mcnemar(t->regressed, t->improved),
           sd = sqrt((double)(t->regressed + t->improved) / CASES - t->difference * t->difference);
    double half = 1.96 * sd / sqrt(CASES);
    bool significant = p < 0.05 && fabs(t->difference) > half && t->difference < 0;
    /* where the reference itself is at its edge, either word is right */
    bool edge = fabs(p - 0.05) < 0.01 || fabs(fabs(t->difference) - half) < 0.002;
    if (!edge) assert_int_equal(t->verdict == GP_AGAINST_WORSE, significant);
    assert_int_equal(v.exit_code, t->verdict == GP_AGAINST_WORSE);
    if (v.exit_code) assert_non_null(strstr(v.sentence, "regressed against baseline main@a1b2c3d (field/c"));
    *worse += t->verdict == GP_AGAINST_WORSE;
    end(&w);
}

static void seeded_regressions(void **state)
{
    (void)state;
    size_t three = 0, twenty = 0;
    for (uint64_t key = 100; key < 140; key++) is_called_as_the_reference_says(key, 0.03, &three);
    for (uint64_t key = 100; key < 140; key++) is_called_as_the_reference_says(key, 0.20, &twenty);
    assert_int_equal(twenty, 40);
    assert_true(three > 4 && three < 36); /* mostly beyond what 1,000 cases can tell */
}

static void false_alarms(void **state)
{
    (void)state;
    size_t red = 0;
    for (uint64_t run = 0; run < RUNS; run++) {
        world w = begin();
        simulate(&w, 1000 + run, 0);
        red += !decide(&w).passed;
        end(&w);
    }
    print_message("%zu of %d runs without a change were red\n", red, RUNS);
    assert_true(red <= RUNS / 20);
    assert_true(red > 0); /* it looks at all */
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(only_the_same_is_paired), cmocka_unit_test(nothing_to_compare_is_red),
        cmocka_unit_test(any_regression_is_named), cmocka_unit_test(lengths_may_not_drift),
        cmocka_unit_test(seeded_regressions),      cmocka_unit_test(false_alarms),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
