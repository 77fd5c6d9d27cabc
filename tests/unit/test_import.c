/* Answers that other tools recorded: what is taken from their files, and how a case finds its answer. */
#include <math.h>

#include "t.h"
#include "record/import.h"

static gp_import *parse(const char *text)
{
    gp_err err = {0};
    gp_import *m = NULL;
    T_OK(gp_import_parse("file.json", gp_str_c(text), &m, &err), err);
    return m;
}

static const gp_imported *find(const gp_import *m, const char *target, const char *prompt, int64_t repeat)
{
    gp_err err = {0};
    const gp_imported *x = NULL;
    T_OK(gp_import_find(m, GP_STR("s/c/t/1"), gp_str_c(target), gp_str_c(prompt), repeat, &x, &err), err);
    return x;
}

static void repeats_are_counted_in_the_order_of_the_file(void **state)
{
    (void)state;
    gp_import *m = parse(
        "{\"results\": {\"results\": ["
        "{\"provider\": {\"id\": \"a:x\"}, \"prompt\": {\"raw\": \"p\"}, \"response\": {\"output\": \"1\"}},"
        "{\"provider\": {\"id\": \"b:y/z\"}, \"prompt\": {\"raw\": \"p\"}, \"response\": {\"output\": \"2\"}},"
        "{\"provider\": {\"id\": \"a:x\"}, \"prompt\": {\"raw\": \"q\"}, \"response\": {\"output\": \"3\"}},"
        "{\"provider\": {\"id\": \"a:x\"}, \"prompt\": {\"raw\": \" p\\n\"}, \"response\": {\"output\": \"4\"}}]}}");
    const gp_manifest *f = gp_import_manifest(m);
    assert_int_equal(f->n_targets, 2);
    assert_int_equal(f->repeat, 1); /* "q" has one answer */
    assert_true(gp_str_eqc(f->targets[0].name, "a-x") && gp_str_eqc(f->targets[1].name, "b-y%2Fz") &&
                f->targets[0].imported);
    assert_true(gp_str_eqc(find(m, "a-x", "p", 1)->reply.answer, "1") &&
                gp_str_eqc(find(m, "a-x", "p ", 2)->reply.answer, "4"));
    assert_true(gp_str_eqc(find(m, "b-y%2Fz", "p", 1)->reply.answer, "2"));
    gp_err err = {0};
    const gp_imported *x = NULL;
    T_FAILS(gp_import_find(m, GP_STR("s/c/t/1"), GP_STR("a-x"), GP_STR("p"), 3, &x, &err), GP_E_INPUT, err,
            "fewer answers");
    T_FAILS(gp_import_find(m, GP_STR("s/c/t/1"), GP_STR("a-x"), GP_STR("pp"), 1, &x, &err), GP_E_INPUT, err,
            "the nearest prompt in it is p, that of the case pp");
    gp_import_close(m);
}

static void what_a_tool_does_not_say_is_unknown(void **state)
{
    (void)state;
    gp_import *m = parse(
        "{\"results\": {\"results\": [{\"provider\": \"m\", \"prompt\": {\"raw\": \"p\"}, \"latencyMs\": 5, \"response\": {\"output\": \"1\", \"cached\": true, \"finishReason\": \"weird\"}}]}}");
    const gp_imported *x = gp_import_at(m, 0);
    assert_true(isnan(x->reply.total_s) && isnan(x->reply.first_token_s) && x->reply.input_tokens == -1 &&
                x->reply.cached_tokens == -1 && gp_str_eqc(x->reply.finish, "other") &&
                gp_str_eqc(x->reply.finish_word, "weird"));
    assert_non_null(strstr(gp_import_manifest(m)->targets[0].claim_basis.p, "promptfoo, version unknown"));
    assert_null(gp_import_at(m, 1));
    gp_import_close(m);
}

static void errors_and_calls_keep_their_place(void **state)
{
    (void)state;
    gp_import *m = parse(
        "{\"eval\": {\"model\": \"openai/gpt-5\"}, \"samples\": ["
        "{\"input\": \"p\", \"output\": {\"choices\": [{\"message\": {\"content\": \"\", \"tool_calls\": [{\"function\": \"f\", \"arguments\": {\"b\": 1, \"a\": 2}}]}, \"stop_reason\": \"tool_calls\"}]}},"
        "{\"input\": \"q\", \"output\": {\"choices\": []}},"
        "{\"input\": \"r\", \"output\": {\"choices\": []}, \"error\": {\"message\": \"it broke\"}},"
        "{\"input\": \"s\", \"output\": {\"choices\": [{\"message\": {\"content\": \"\"}, \"stop_reason\": \"max_tokens\"}]}},"
        "{\"input\": \"t\", \"output\": {\"choices\": [{\"message\": {\"content\": \"part\"}, \"stop_reason\": \"pause_turn\"}]}}]}");
    assert_int_equal(gp_import_at(m, 4)->failure, GP_FAIL_INTERRUPTED);
    assert_true(gp_str_eqc(gp_import_at(m, 0)->reply.tool_calls,
                           "[{\"name\":\"f\",\"arguments\":\"{\\\"a\\\":2,\\\"b\\\":1}\"}]"));
    assert_int_equal(gp_import_at(m, 0)->failure, GP_FAIL_NONE);
    assert_int_equal(gp_import_at(m, 1)->failure, GP_FAIL_EMPTY);
    assert_int_equal(gp_import_at(m, 2)->failure, GP_FAIL_BAD_RESPONSE);
    assert_true(gp_str_eqc(gp_import_at(m, 2)->error, "inspect_ai reports: it broke"));
    /* cut before its first word: graded, like any cut answer */
    assert_int_equal(gp_import_at(m, 3)->failure, GP_FAIL_NONE);
    gp_import_close(m);
}

static void a_prompt_may_be_empty(void **state)
{
    (void)state;
    gp_import *m = parse(
        "{\"eval\": {\"model\": \"m\"}, \"samples\": [{\"input\": \" \", \"output\": {\"completion\": \"x\"}}]}");
    gp_err err = {0};
    const gp_imported *x = NULL;
    assert_true(gp_str_eqc(find(m, "m", "", 1)->reply.answer, "x"));
    T_FAILS(gp_import_find(m, GP_STR("s/c/t/1"), GP_STR("m"), GP_STR("p"), 1, &x, &err), GP_E_INPUT, err,
            "that of the case p");
    gp_import_close(m);
}

static void two_models_under_one_name_are_refused(void **state)
{
    (void)state;
    gp_err err = {0};
    gp_import *m = NULL;
    const char *text =
        "{\"results\": {\"results\": [{\"provider\": {\"id\": \"a:x\"}, \"prompt\": {\"raw\": \"p\"}}, {\"provider\": {\"id\": \"a/x\"}, \"prompt\": {\"raw\": \"p\"}}]}}";
    T_FAILS(gp_import_parse("file.json", gp_str_c(text), &m, &err), GP_E_INPUT, err, "would both be target a-x");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(repeats_are_counted_in_the_order_of_the_file),
        cmocka_unit_test(what_a_tool_does_not_say_is_unknown),
        cmocka_unit_test(errors_and_calls_keep_their_place),
        cmocka_unit_test(a_prompt_may_be_empty),
        cmocka_unit_test(two_models_under_one_name_are_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
