/* When a failed request is sent again, and after how long; the policy as a targets file writes it. */
#include "t.h"

#include <math.h>

#include "base/sys.h"
#include "call/retry.h"
#include "targets/spec.h"

static const gp_retry policy = {
    .on = 1u << GP_FAIL_RATE_LIMITED | 1u << GP_FAIL_SERVER_ERROR, .max = 3, .base_s = 2, .cap_s = 10};

static gp_retry_facts refused(int64_t attempt)
{
    return (gp_retry_facts){
        .failure = GP_FAIL_RATE_LIMITED, .should = -1, .asked_s = NAN, .attempt = attempt, .seed = 7};
}

static void a_single_attempt_is_the_default(void **state)
{
    (void)state;
    const gp_retry none = {0};
    double wait = -1;
    for (int k = 1; k < GP_FAIL_KINDS; k++) {
        gp_retry_facts f = {.failure = (gp_failure)k, .should = 1, .asked_s = 0, .attempt = 1};
        assert_int_equal(gp_retry_decide(&none, &f, &wait), GP_RETRY_NOT_NAMED);
    }
    assert_true(wait < 0);
}

static void only_named_kinds_and_so_many_times(void **state)
{
    (void)state;
    double wait = 0;
    gp_retry_facts f = refused(1);
    f.failure = GP_FAIL_TIMEOUT;
    assert_int_equal(gp_retry_decide(&policy, &f, &wait), GP_RETRY_NOT_NAMED);
    for (int64_t n = 1; n <= 3; n++) {
        f = refused(n);
        assert_int_equal(gp_retry_decide(&policy, &f, &wait), GP_RETRY_AGAIN);
    }
    f = refused(4);
    assert_int_equal(gp_retry_decide(&policy, &f, &wait), GP_RETRY_USED_UP);
}

static void codec_and_server_overrule_the_policy(void **state)
{
    (void)state;
    double wait = 0;
    gp_retry_facts f = refused(1);
    f.never = true;
    f.should = 1;
    assert_int_equal(gp_retry_decide(&policy, &f, &wait), GP_RETRY_NEVER);
    f = refused(1);
    f.should = 0;
    assert_int_equal(gp_retry_decide(&policy, &f, &wait), GP_RETRY_NEVER);
    f.should = 1;
    assert_int_equal(gp_retry_decide(&policy, &f, &wait), GP_RETRY_AGAIN);
}

static void what_the_server_asks_for_is_the_least_wait(void **state)
{
    (void)state;
    double wait = 0;
    for (int64_t seed = 0; seed < 500; seed++) {
        gp_retry_facts f = refused(3);
        f.seed = seed;
        f.asked_s = 4;
        assert_int_equal(gp_retry_decide(&policy, &f, &wait), GP_RETRY_AGAIN);
        assert_true(wait >= 4 && wait < 4 + policy.base_s);
    }
    gp_retry_facts f = refused(1);
    f.asked_s = 10;
    assert_int_equal(gp_retry_decide(&policy, &f, &wait), GP_RETRY_AGAIN);
    f.asked_s = 10.001;
    assert_int_equal(gp_retry_decide(&policy, &f, &wait), GP_RETRY_TOO_LONG);
}

/* Full jitter: all of [0, most) is used, most = 2, 4, 8, then the cap of 10. */
static void backoff_doubles_up_to_the_cap(void **state)
{
    (void)state;
    static const double most[] = {2, 4, 8, 10, 10};
    gp_retry many = policy;
    many.max = 5;
    for (int64_t n = 1; n <= 5; n++) {
        double low = 1e9, high = 0, sum = 0;
        for (int64_t seed = 0; seed < 4000; seed++) {
            gp_retry_facts f = refused(n);
            double wait = -1;
            f.seed = seed;
            assert_int_equal(gp_retry_decide(&many, &f, &wait), GP_RETRY_AGAIN);
            assert_true(wait >= 0 && wait < most[n - 1]);
            low = fmin(low, wait);
            high = fmax(high, wait);
            sum += wait;
        }
        assert_true(low < 0.01 * most[n - 1] && high > 0.99 * most[n - 1]);
        assert_true(fabs(sum / 4000 - most[n - 1] / 2) < 0.03 * most[n - 1]);
    }
}

static void the_draw_belongs_to_trial_turn_and_attempt(void **state)
{
    (void)state;
    double first = 0, again = 0, other = 0;
    gp_retry_facts f = refused(2);
    assert_int_equal(gp_retry_decide(&policy, &f, &first), GP_RETRY_AGAIN);
    assert_int_equal(gp_retry_decide(&policy, &f, &again), GP_RETRY_AGAIN);
    assert_true(first == again);
    f.turn = 1;
    assert_int_equal(gp_retry_decide(&policy, &f, &other), GP_RETRY_AGAIN);
    assert_true(first != other);
    f = refused(2);
    f.seed = 8;
    assert_int_equal(gp_retry_decide(&policy, &f, &other), GP_RETRY_AGAIN);
    assert_true(first != other);
}

/* --- targets files --- */

static gp_code read_target(const char *members, gp_target_file *out, gp_arena *a, gp_err *err)
{
    gp_str path = gp_str_fmt(a, "%s/goldpin.json", t_tmpdir());
    gp_str text = gp_str_fmt(a, "{\"targets\": {\"t\": {\"provider\": \"openai\", \"model\": \"m\"%s}}}", members);
    T_OK(gp_write_file(path.p, text, err), *err);
    return gp_target_file_read(a, path.p, out, err);
}

static void a_policy_is_read(void **state)
{
    (void)state;
    gp_arena a = {0};
    gp_err err = {0};
    gp_target_file f;
    T_OK(read_target(", \"retry\": {\"on\": [\"rate_limited\", \"cut_off\"], \"max\": 2}, \"concurrency\": 3", &f, &a,
                     &err),
         err);
    assert_int_equal(f.specs[0].retry.on, 1u << GP_FAIL_RATE_LIMITED | 1u << GP_FAIL_CUT_OFF);
    assert_int_equal(f.specs[0].retry.max, 2);
    assert_true(f.specs[0].retry.base_s == GP_RETRY_BASE_S && f.specs[0].retry.cap_s == GP_RETRY_CAP_S);
    assert_int_equal(f.specs[0].concurrency, 3);
    T_OK(read_target(", \"retry\": {\"on\": [\"empty\"], \"max\": 1, \"base_s\": 0, \"cap_s\": 5.5}", &f, &a, &err),
         err);
    assert_true(f.specs[0].retry.base_s == 0 && f.specs[0].retry.cap_s == 5.5);
    T_OK(read_target("", &f, &a, &err), err);
    assert_int_equal(f.specs[0].retry.on, 0);
    assert_int_equal(f.specs[0].concurrency, 0);
    gp_arena_free(&a);
}

static void a_wrong_policy_is_located(void **state)
{
    (void)state;
    gp_arena a = {0};
    gp_err err = {0};
    gp_target_file f;
    T_FAILS(read_target(", \"retry\": {\"on\": [\"rate_limitd\"], \"max\": 2}", &f, &a, &err), GP_E_INPUT, err,
            ":1:73: a failure kind is \"rate_limitd\", but must be one of refused_connection, dns, tls, rate_limited,");
    T_FAILS(read_target(", \"retry\": {\"on\": [\"auth\"], \"max\": 2}", &f, &a, &err), GP_E_INPUT, err,
            "asking again cannot cure \"auth\"");
    T_FAILS(read_target(", \"retry\": {\"on\": [\"budget\"], \"max\": 2}", &f, &a, &err), GP_E_INPUT, err,
            "asking again cannot cure \"budget\"");
    T_FAILS(read_target(", \"retry\": {\"on\": [], \"max\": 2}", &f, &a, &err), GP_E_INPUT, err,
            "\"on\" is empty; list at least one");
    T_FAILS(read_target(", \"retry\": {\"on\": [\"timeout\"]}", &f, &a, &err), GP_E_INPUT, err, "retry lacks \"max\"");
    T_FAILS(read_target(", \"retry\": {\"on\": [\"timeout\"], \"max\": 0}", &f, &a, &err), GP_E_INPUT, err, "max");
    T_FAILS(read_target(", \"retry\": {\"on\": [\"timeout\"], \"max\": 1, \"caps\": 1}", &f, &a, &err), GP_E_INPUT, err,
            "unknown key \"caps\" in retry");
    T_FAILS(read_target(", \"retry\": {\"on\": [\"timeout\"], \"max\": 1, \"base_s\": 10, \"cap_s\": 1}", &f, &a, &err),
            GP_E_INPUT, err, "\"base_s\" is 10, above \"cap_s\", which is 1");
    T_OK(read_target(", \"retry\": {\"on\": [\"timeout\"], \"max\": 1, \"cap_s\": 0.25}", &f, &a, &err), err);
    assert_true(f.specs[0].retry.base_s == 0.25);
    T_FAILS(read_target(", \"retry\": true", &f, &a, &err), GP_E_INPUT, err, "retry");
    T_FAILS(read_target(", \"concurrency\": 0", &f, &a, &err), GP_E_INPUT, err, "concurrency");
    T_FAILS(read_target(", \"concurency\": 1", &f, &a, &err), GP_E_INPUT, err, "did you mean \"concurrency\"?");
    T_FAILS(read_target(", \"price\": {\"input_per_mtok\": 1}", &f, &a, &err), GP_E_INPUT, err,
            "price lacks \"output_per_mtok\"");
    gp_arena_free(&a);
}

static void local_targets_are_not_asked_again(void **state)
{
    (void)state;
    gp_arena a = {0};
    gp_err err = {0};
    gp_target_file f;
    gp_str path = gp_str_fmt(&a, "%s/goldpin.json", t_tmpdir());
    T_OK(gp_write_file(
             path.p,
             GP_STR("{\"targets\": {\"t\": {\"provider\": \"local\", \"model\": \"m.gguf\", \"concurrency\": 2}}}"),
             &err),
         err);
    T_FAILS(gp_target_file_read(&a, path.p, &f, &err), GP_E_INPUT, err, "a target of provider local takes no");
    gp_arena_free(&a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_single_attempt_is_the_default),
        cmocka_unit_test(only_named_kinds_and_so_many_times),
        cmocka_unit_test(codec_and_server_overrule_the_policy),
        cmocka_unit_test(what_the_server_asks_for_is_the_least_wait),
        cmocka_unit_test(backoff_doubles_up_to_the_cap),
        cmocka_unit_test(the_draw_belongs_to_trial_turn_and_attempt),
        cmocka_unit_test(a_policy_is_read),
        cmocka_unit_test(a_wrong_policy_is_located),
        cmocka_unit_test(local_targets_are_not_asked_again),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
