/* test_gate.c - the gate over every combination of counts and rules. */
#include <math.h>

#include "gate/gate.h"
#include "t.h"

static gp_gate_verdict decide(gp_tally t, gp_gate_options o)
{
    gp_gate_verdict v;
    t.trials = t.passed + t.failed + t.errors + t.skipped;
    gp_gate_decide(&t, &o, &v);
    return v;
}

/* The rule of gate.h, said a second time and differently: what must come out for every combination below. */
static int expected_exit(const gp_tally *t, const gp_gate_options *o)
{
    bool any = t->passed || t->failed;
    bool bad = t->golden[GP_GOLDEN_STATE_DIFFERS] || t->golden[GP_GOLDEN_STATE_STALE] ||
               (o->in_ci && t->golden[GP_GOLDEN_STATE_MISSING]);
    if (any && isnan(o->fail_under)) bad = bad || (o->strict ? t->failed > 0 : t->failed > t->known);
    if (any && !isnan(o->fail_under)) bad = bad || (double)t->passed < o->fail_under * (double)(t->passed + t->failed);
    if (bad) return 1;
    if (t->errors > o->max_errors) return 3;
    return any ? 0 : t->errors ? 3 : 1;
}

static void every_combination(void **state)
{
    (void)state;
    size_t seen[4] = {0};
    for (unsigned m = 0; m < 1u << 12; m++) {
        gp_tally t = {
            .passed = m & 1 ? 3 : 0, .failed = m & 2 ? 2 : 0, .errors = m & 8 ? 2 : 0, .skipped = m & 16 ? 1 : 0};
        t.known = t.failed && m & 4 ? (m & 2048 ? 1 : 2) : 0;
        t.golden[GP_GOLDEN_STATE_DIFFERS] = m & 32 ? 1 : 0;
        t.golden[GP_GOLDEN_STATE_STALE] = m & 64 ? 1 : 0;
        t.golden[GP_GOLDEN_STATE_MISSING] = m & 128 ? 1 : 0;
        gp_gate_options o = {
            .fail_under = m & 256 ? 0.6 : NAN, .strict = m & 512, .in_ci = m & 1024, .max_errors = m & 2048 ? 2 : 0};
        gp_gate_verdict v = decide(t, o);
        int want = expected_exit(&t, &o);
        if (v.exit_code != want) fail_msg("combination %u: exit %d, expected %d: %s", m, v.exit_code, want, v.sentence);
        assert_int_equal(v.passed, want == 0);
        assert_true(v.n_rules <= GP_GATE_RULES);
        assert_int_equal(strncmp(v.sentence,
                                 want == 0   ? "Gate passed: "
                                 : want == 1 ? "Gate failed: "
                                             : "No verdict: ",
                                 12),
                         0);
        seen[want]++;
    }
    assert_true(seen[0] && seen[1] && seen[3]);
}

static void says(gp_tally t, gp_gate_options o, int exit_code, const char *sentence)
{
    gp_gate_verdict v = decide(t, o);
    assert_string_equal(v.sentence, sentence);
    assert_int_equal(v.exit_code, exit_code);
}

static void sentences(void **state)
{
    (void)state;
    gp_gate_options plain = {.fail_under = NAN}, ci = {.fail_under = NAN, .in_ci = true}, rate = {.fail_under = 0.9},
                    strict = {.fail_under = NAN, .strict = true};
    says((gp_tally){.passed = 24}, plain, 0,
         "Gate passed: 24 of 24 trials passed; goldens: no case has one; no trial broke.");
    says((gp_tally){.passed = 22, .failed = 2}, plain, 1, "Gate failed: 2 of 24 trials failed.");
    says(
        (gp_tally){.passed = 22, .failed = 2, .known = 2, .golden = {0, 24}}, plain, 0,
        "Gate passed: 22 of 24 trials passed; no trial failed unexpectedly (2 known failures accepted); goldens: 24 match; no trial broke.");
    says((gp_tally){.passed = 22, .failed = 2, .known = 2}, strict, 1,
         "Gate failed: 2 of 24 trials failed (2 of them known; --strict counts them).");
    says((gp_tally){.passed = 200, .errors = 200}, plain, 3, "No verdict: 200 of 400 trials broke, 0 allowed.");
    says((gp_tally){.passed = 199, .failed = 1, .errors = 200}, plain, 1,
         "Gate failed: 1 of 200 trials failed; 200 of 400 trials broke, 0 allowed.");
    says((gp_tally){.passed = 8, .failed = 2}, rate, 1, "Gate failed: pass rate 0.8 (8 of 10), at least 0.9 wanted.");
    says(
        (gp_tally){.passed = 9, .failed = 1}, rate, 0,
        "Gate passed: 9 of 10 trials passed; pass rate 0.9 (9 of 10), at least 0.9 wanted; goldens: no case has one; no trial broke.");
    says((gp_tally){.passed = 3, .golden = {0, 1, 1, 1, 0}}, ci, 1,
         "Gate failed: goldens: 1 differs, 1 missing, 1 matches.");
    says((gp_tally){.passed = 1, .golden = {0, 0, 0, 1, 0}}, plain, 0,
         "Gate passed: 1 of 1 trial passed; goldens: 1 missing (not accepted yet; fails only in CI); no trial broke.");
    says((gp_tally){.errors = 2}, plain, 3,
         "No verdict: no trial was graded (2 broke, 0 skipped); 2 of 2 trials broke, 0 allowed.");
    says((gp_tally){.skipped = 2}, plain, 1, "Gate failed: no trial was graded (0 broke, 2 skipped).");
    says((gp_tally){0}, plain, 1, "Gate failed: there was no trial.");
}

/* What was not asked changes no verdict, and no verdict hides it. */
static void sentences_say_what_was_left_out(void **state)
{
    (void)state;
    gp_gate_options plain = {.fail_under = NAN}, part = {.fail_under = NAN, .cases = 2, .of_cases = 10},
                    whole = {.fail_under = NAN, .cases = 10, .of_cases = 10};
    says((gp_tally){.passed = 1, .skipped = 1}, plain, 0,
         "Gate passed: 1 of 2 trials passed, 1 skipped; goldens: no case has one; no trial broke.");
    says((gp_tally){.passed = 1, .failed = 1, .skipped = 3}, plain, 1,
         "Gate failed: 1 of 2 trials failed; 3 of 5 trials skipped.");
    says((gp_tally){.passed = 1, .errors = 1, .skipped = 1}, plain, 3,
         "No verdict: 1 of 3 trials broke, 0 allowed; 1 of 3 trials skipped.");
    says((gp_tally){.passed = 2}, part, 0,
         "Gate passed: 2 of 2 trials passed (2 of 10 cases); goldens: no case has one; no trial broke.");
    says((gp_tally){.passed = 1, .failed = 1}, part, 1, "Gate failed: 1 of 2 trials failed (2 of 10 cases).");
    says((gp_tally){.passed = 10}, whole, 0,
         "Gate passed: 10 of 10 trials passed; goldens: no case has one; no trial broke.");
    gp_tally t = {.trials = 2, .passed = 1, .skipped = 1};
    gp_gate_verdict v;
    gp_gate_decide(&t, &plain, &v);
    assert_string_equal(v.rules[0].text, "1 of 2 trials graded, 1 skipped");
}

static void tally_counts_each_kind(void **state)
{
    (void)state;
    gp_tally t = {0};
    gp_reply cut = {.finish = GP_STR("length")};
    gp_transcript ok = {.replies = &cut, .n_replies = 1},
                  broke = {.failure = GP_FAIL_TIMEOUT, .replies = &cut, .n_replies = 1};
    gp_golden_outcome none = {0}, known = {.state = GP_GOLDEN_STATE_MATCH, .known = true};
    assert_true(isnan(gp_tally_score_mean(&t)));
    assert_true(isnan(gp_tally_pass_rate(&t)));
    gp_tally_add(&t, &(gp_grade){.status = GP_PASSED, .score = 1}, &none, &ok);
    gp_tally_add(&t, &(gp_grade){.status = GP_FAILED, .score = 0.5}, &known, &ok);
    gp_tally_add(&t, &(gp_grade){.status = GP_ERROR, .score = NAN}, &none, &broke);
    gp_tally_add(&t, &(gp_grade){.status = GP_SKIPPED, .score = NAN}, &none, &ok);
    assert_int_equal(t.trials, 4);
    assert_int_equal(t.known, 1);
    assert_int_equal(t.length_cut, 2);
    assert_int_equal(t.failures[GP_FAIL_TIMEOUT], 1);
    assert_int_equal(t.golden[GP_GOLDEN_STATE_MATCH], 1);
    assert_int_equal(t.golden[GP_GOLDEN_STATE_NONE], 3);
    assert_true(gp_tally_score_mean(&t) == 0.75);
    assert_true(gp_tally_pass_rate(&t) == 0.5);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_combination),
        cmocka_unit_test(sentences),
        cmocka_unit_test(sentences_say_what_was_left_out),
        cmocka_unit_test(tally_counts_each_kind),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
