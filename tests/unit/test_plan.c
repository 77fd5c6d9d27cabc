/* test_plan.c - filters, shards, repeats, order, ids and seeds. */
#include "base/sys.h"
#include "grade/grade.h"
#include "plan/plan.h"
#include "t.h"
#include "targets/spec.h"

static gp_arena mem;

static gp_suite *suite(const char *name, const char *ids)
{
    gp_err err = {0};
    gp_buf text = {0};
    gp_suite *s = NULL;
    gp_buf_fmt(&text, "{\"name\": \"%s\", \"version\": \"1\", \"license\": \"x\", \"cases\": [", name);
    for (const char *c = ids; *c; c++)
        gp_buf_fmt(
            &text,
            "%s{\"id\": \"c%c\", \"tags\": [\"t%c\"], \"messages\": [{\"role\": \"user\", \"content\": \"%c\"}], \"grade\": [{\"type\": \"equals\", \"expect\": \"x\"}]}",
            c == ids ? "" : ",", *c, *c, *c);
    gp_buf_c(&text, "]}");
    const char *dir = t_tmpdir(), *path = gp_path_join(&mem, dir, "suite.json");
    T_OK(gp_write_file(path, gp_buf_view(&text), &err), err);
    T_OK(gp_suite_open(path, &gp_graders, &s, &err), err);
    gp_buf_free(&text);
    return s;
}

static gp_plan_options all(void) { return (gp_plan_options){.limit = -1, .repeat = 1, .seed = 1}; }

static size_t planned(const gp_suite *s, gp_plan_options o)
{
    gp_err err = {0};
    gp_plan *p = NULL;
    gp_str target = GP_STR("t");
    T_OK(gp_plan_make(&s, 1, &target, 1, &o, &p, &err), err);
    size_t n = gp_plan_count(p);
    gp_plan_free(p);
    return n;
}

static void every_trial_once_in_order_of_its_id(void **state)
{
    (void)state;
    gp_err err = {0};
    gp_arena a = {0};
    gp_suite *s = suite("s", "ba.");
    gp_plan_options o = all();
    gp_plan *p = NULL;
    gp_str targets[] = {GP_STR("t-2"), GP_STR("t")};
    o.repeat = 11;
    T_OK(gp_plan_make((const gp_suite *const *)&s, 1, targets, 2, &o, &p, &err), err);
    assert_int_equal(gp_plan_count(p), 3 * 2 * 11);
    const uint32_t *order = gp_plan_sorted(p);
    for (size_t i = 1; i < gp_plan_count(p); i++)
        assert_true(gp_str_cmp(gp_plan_id(p, order[i - 1], &a), gp_plan_id(p, order[i], &a)) < 0);
    for (size_t i = 0; i < gp_plan_count(p); i++) assert_int_equal(gp_plan_find(p, gp_plan_id(p, i, &a)), i);
    assert_int_equal(gp_plan_find(p, GP_STR("s/ca/t")), SIZE_MAX);
    assert_int_equal(gp_plan_find(p, GP_STR("s/ca/t/12")), SIZE_MAX);
    gp_plan_free(p);
    gp_suite_close(s);
    gp_arena_free(&a);
}

static void options_select_cases(void **state)
{
    (void)state;
    gp_suite *s = suite("s", "abcdefg");
    gp_plan_options o = all();
    assert_int_equal(planned(s, o), 7);
    gp_str filters[] = {GP_STR("c[a-c]"), GP_STR("cg"), GP_STR("c[b-d]"), GP_STR("s/ce/*")};
    o.filters = filters;
    for (o.n_filters = 1; o.n_filters <= 4; o.n_filters++) /* any of them, no case twice */
        assert_int_equal(planned(s, o), o.n_filters + 2);
    o.n_filters = 1;
    o.limit = 2;
    assert_int_equal(planned(s, o), 2);
    o = all();
    gp_str tags[] = {GP_STR("ta"), GP_STR("tg")};
    o.tags = tags;
    o.n_tags = 2;
    assert_int_equal(planned(s, o), 2);
    o.filters = filters, o.n_filters = 1; /* a filter and a tag: both */
    assert_int_equal(planned(s, o), 1);
    o = all();
    o.shards = 3;
    size_t sum = 0;
    for (o.shard = 1; o.shard <= 3; o.shard++) sum += planned(s, o);
    assert_int_equal(sum, 7);
    gp_suite_close(s);
}

/* A trial stays in its shard whatever else is in the suite; a shard may be empty, and a choice of nothing may not. */
static void shards_are_stable(void **state)
{
    (void)state;
    gp_err err = {0};
    gp_arena a = {0};
    gp_suite *few = suite("s", "bdf"), *many = suite("s", "abcdefg");
    gp_str target = GP_STR("t"), filter = GP_STR("ca");
    gp_plan_options o = all();
    size_t kept = 0, empty = 0;
    o.shards = 9;
    o.repeat = 2;
    for (o.shard = 1; o.shard <= 9; o.shard++) {
        gp_plan *p = NULL, *q = NULL;
        T_OK(gp_plan_make((const gp_suite *const *)&few, 1, &target, 1, &o, &p, &err), err);
        T_OK(gp_plan_make((const gp_suite *const *)&many, 1, &target, 1, &o, &q, &err), err);
        for (size_t i = 0; i < gp_plan_count(p); i++) {
            gp_str id = gp_plan_id(p, i, &a);
            assert_true(gp_plan_find(q, id) != SIZE_MAX);
            assert_int_equal(gp_plan_shard(id, 9), o.shard);
            kept++;
        }
        empty += !gp_plan_count(p);
        gp_plan_free(p);
        gp_plan_free(q);
    }
    assert_int_equal(kept, 6);
    assert_true(empty > 2);
    o.shard = 1, o.filters = &filter, o.n_filters = 1;
    gp_plan *p = NULL;
    assert_int_equal(gp_plan_make((const gp_suite *const *)&few, 1, &target, 1, &o, &p, &err), GP_E_INPUT);
    assert_int_equal(gp_plan_shard(GP_STR("smoke/sum-carry/pocket/1"), 4), 2); /* as sha256sum has it */
    gp_arena_free(&a);
    gp_suite_close(few);
    gp_suite_close(many);
}

/* What is left is a plan like any other. */
static void a_plan_can_lose_trials(void **state)
{
    (void)state;
    gp_err err = {0};
    gp_suite *s = suite("s", "abc");
    gp_str targets[] = {GP_STR("t"), GP_STR("u")};
    gp_plan_options o = all();
    gp_plan *p = NULL;
    static const bool keep[] = {false, true, false, false, true, true};
    T_OK(gp_plan_make((const gp_suite *const *)&s, 1, targets, 2, &o, &p, &err), err);
    gp_plan_keep(p, keep);
    assert_int_equal(gp_plan_count(p), 3);
    assert_int_equal(gp_plan_selected(p, 0), 2);
    assert_int_equal(gp_plan_find(p, GP_STR("s/ca/u/1")), 0);
    assert_int_equal(gp_plan_find(p, GP_STR("s/cc/u/1")), 2);
    assert_true(gp_plan_find(p, GP_STR("s/cb/u/1")) == SIZE_MAX);
    gp_plan_free(p);
    gp_suite_close(s);
}

/* With a slash, a filter is about trials. */
static void filters_select_trials(void **state)
{
    (void)state;
    gp_err err = {0};
    gp_arena a = {0};
    gp_suite *s = suite("s", "abc");
    gp_plan_options o = all();
    gp_plan *p = NULL;
    gp_str targets[] = {GP_STR("t"), GP_STR("u")};
    gp_str filters[] = {GP_STR("s/ca/u/2"), GP_STR("cb"), GP_STR("*/u/3")};
    static const char *const wanted[] = {"s/cb/t/1", "s/cb/u/1", "s/ca/u/2", "s/cb/t/2", "s/cb/u/2",
                                         "s/ca/u/3", "s/cb/t/3", "s/cb/u/3", "s/cc/u/3"};
    o.repeat = 3;
    o.in_rounds = true;
    o.filters = filters, o.n_filters = 3;
    T_OK(gp_plan_make((const gp_suite *const *)&s, 1, targets, 2, &o, &p, &err), err);
    assert_int_equal(gp_plan_count(p), 9);
    assert_int_equal(gp_plan_selected(p, 0), 3);
    for (size_t i = 0; i < 9; i++) assert_true(gp_str_eqc(gp_plan_id(p, i, &a), wanted[i]));
    gp_plan_free(p);
    o.limit = 1; /* the first case that fits, in whatever part */
    T_OK(gp_plan_make((const gp_suite *const *)&s, 1, targets, 2, &o, &p, &err), err);
    assert_int_equal(gp_plan_count(p), 2);
    gp_plan_free(p);
    gp_arena_free(&a);
    gp_suite_close(s);
}

static void selecting_nothing_says_what_left_nothing(void **state)
{
    (void)state;
    gp_err err = {0};
    gp_suite *s = suite("s", "a");
    gp_str target = GP_STR("t"), tag = GP_STR("none");
    gp_plan *p = NULL;
    gp_plan_options o = all();
    gp_str filters[] = {GP_STR("ca"), GP_STR("zz*"), GP_STR("s/ca/t/2")};
    o.filters = filters + 1, o.n_filters = 1;
    T_FAILS(gp_plan_make((const gp_suite *const *)&s, 1, &target, 1, &o, &p, &err), GP_E_INPUT, err,
            "--filter \"zz*\" selects no case");
    o.filters = filters, o.n_filters = 2; /* beside one that fits, it would go unseen */
    T_FAILS(gp_plan_make((const gp_suite *const *)&s, 1, &target, 1, &o, &p, &err), GP_E_INPUT, err,
            "--filter \"zz*\" selects no case");
    o.filters = filters + 2, o.n_filters = 1;
    T_FAILS(gp_plan_make((const gp_suite *const *)&s, 1, &target, 1, &o, &p, &err), GP_E_INPUT, err,
            "with a '/' it is about trials: SUITE/CASE/TARGET/REPEAT");
    o = all();
    o.tags = &tag;
    o.n_tags = 1;
    T_FAILS(gp_plan_make((const gp_suite *const *)&s, 1, &target, 1, &o, &p, &err), GP_E_INPUT, err,
            "--tag \"none\" selects no case");
    gp_str twice[] = {GP_STR("t"), GP_STR("t")};
    o = all();
    T_FAILS(gp_plan_make((const gp_suite *const *)&s, 1, twice, 2, &o, &p, &err), GP_E_INPUT, err,
            "two targets are named \"t\"");
    const gp_suite *both[] = {s, s};
    T_FAILS(gp_plan_make(both, 2, &target, 1, &o, &p, &err), GP_E_INPUT, err, "two suites are named \"s\"");
    gp_suite_close(s);
}

/* printf '7/smoke/sum-1/2' | sha256sum begins with 8 hex digits; the top bit is cleared. */
static void rounds_take_every_case_before_one_again(void **state)
{
    (void)state;
    gp_err err = {0};
    gp_suite *s = suite("s", "abc");
    gp_plan_options o = all();
    gp_plan *p = NULL;
    gp_arena a = {0};
    gp_str targets[] = {GP_STR("t"), GP_STR("u")};
    static const char *const wanted[] = {"s/ca/t/1", "s/ca/u/1", "s/cb/t/1", "s/cb/u/1", "s/ca/t/2", "s/ca/u/2",
                                         "s/cb/t/2", "s/cb/u/2", "s/ca/t/3", "s/ca/u/3", "s/cb/t/3", "s/cb/u/3"};
    o.repeat = 3;
    o.in_rounds = true;
    o.limit = 2;
    T_OK(gp_plan_make((const gp_suite *const *)&s, 1, targets, 2, &o, &p, &err), err);
    assert_int_equal(gp_plan_count(p), 12);
    for (size_t i = 0; i < 12; i++) {
        assert_true(gp_str_eqc(gp_plan_id(p, i, &a), wanted[i]));
        assert_int_equal(gp_plan_find(p, gp_str_c(wanted[i])), i);
    }
    gp_arena_free(&a);
    gp_plan_free(p);
    gp_suite_close(s);
}

static void derived_seeds_are_those_of_the_specification(void **state)
{
    (void)state;
    assert_int_equal(gp_derive_seed(7, GP_STR("smoke"), GP_STR("sum-1"), 2), 971427276);
    assert_int_not_equal(gp_derive_seed(8, GP_STR("smoke"), GP_STR("sum-1"), 2),
                         gp_derive_seed(7, GP_STR("smoke"), GP_STR("sum-1"), 2));
}

/* --- targets as users write them --- */

static void a_target_is_provider_model_and_perhaps_an_address(void **state)
{
    (void)state;
    gp_err err = {0};
    gp_target_spec s;
    T_OK(gp_target_spec_parse(&mem, GP_STR("openai:org/m@x@http://127.0.0.1:80/v1"), &s, &err), err);
    assert_string_equal(s.model.p, "org/m@x");
    assert_string_equal(s.base_url.p, "http://127.0.0.1:80/v1");
    assert_string_equal(s.name.p, "openai-org%2Fm%40x");
    T_OK(gp_target_spec_parse(&mem, GP_STR("local:models/my model.Q8_0.gguf"), &s, &err), err);
    assert_string_equal(s.name.p, "my%20model.Q8_0");
    T_FAILS(gp_target_spec_parse(&mem, GP_STR("opnai:m"), &s, &err), GP_E_USAGE, err,
            "unknown provider \"opnai\"; did you mean \"openai\"?");
    T_FAILS(gp_target_spec_parse(&mem, GP_STR("openai"), &s, &err), GP_E_USAGE, err, "names no model");
    T_FAILS(gp_target_spec_parse(&mem, GP_STR("openai:m@http://me:secret@host/v1"), &s, &err), GP_E_USAGE, err,
            "must not hold a user name or password");
    assert_null(strstr(err.msg, "secret"));
    T_FAILS(gp_target_spec_parse(&mem, GP_STR("local:m.gguf@http://host"), &s, &err), GP_E_USAGE, err,
            "takes no base URL");
}

static gp_code read_file(const char *text, gp_target_file *f, gp_err *err)
{
    const char *path = gp_path_join(&mem, t_tmpdir(), "goldpin.json");
    assert_int_equal(gp_write_file(path, gp_str_c(text), err), GP_OK);
    return gp_target_file_read(&mem, path, f, err);
}

static void the_targets_file_is_strict(void **state)
{
    (void)state;
    gp_err err = {0};
    gp_target_file f;
    T_OK(
        read_file(
            "{\"targets\": {\"a\": {\"provider\": \"openai\", \"model\": \"m\", \"sampling\": {\"temperature\": 0.5, \"stop\": [\"x\"]}, \"pins\": {\"seed\": 4}, "
            "\"price\": {\"input_per_mtok\": 2, \"output_per_mtok\": 4}, \"timeout\": {\"total_s\": 9}, \"headers\": {\"X-A\": \"b\"}, \"extra\": {\"k\": 1}}}}",
            &f, &err),
        err);
    assert_int_equal(f.n, 1);
    assert_true(f.specs[0].sampling.temperature == 0.5 && f.specs[0].pins.seed >= 0 && f.specs[0].limits.total_s == 9);
    T_FAILS(read_file("{\"targets\": {\"a\": {\"provider\": \"openai\", \"modell\": \"m\"}}}", &f, &err), GP_E_INPUT,
            err, "unknown key \"modell\" in target \"a\"; did you mean \"model\"?");
    T_FAILS(read_file("{\"targets\": {\"a\": {\"provider\": \"openai\"}}}", &f, &err), GP_E_INPUT, err,
            "target \"a\" lacks \"model\"");
    T_FAILS(read_file("{\"targets\": {}}", &f, &err), GP_E_INPUT, err, "\"targets\" is empty");
    T_FAILS(read_file("{\"targets\": {\"a b\": {\"provider\": \"openai\", \"model\": \"m\"}}}", &f, &err), GP_E_INPUT,
            err, "no target name");
    T_FAILS(read_file("{\"targets\": {\"a\": {\"provider\": \"local\", \"model\": \"m\", \"kv\": \"q8\"}}}", &f, &err),
            GP_E_INPUT, err, "kv is \"q8\", but must be one of f32, f16");
    T_FAILS(read_file(
                "{\"targets\": {\"a\": {\"provider\": \"openai\", \"model\": \"m\", \"headers\": {\"X\": \"a\\nb\"}}}}",
                &f, &err),
            GP_E_INPUT, err, "no usable header");
}

static void names_choose_from_the_file(void **state)
{
    (void)state;
    gp_err err = {0};
    gp_target_file f;
    const gp_target_spec *specs = NULL;
    size_t n = 0;
    T_OK(
        read_file(
            "{\"targets\": {\"a\": {\"provider\": \"openai\", \"model\": \"m\"}, \"b\": {\"provider\": \"openai\", \"model\": \"n\"}}}",
            &f, &err),
        err);
    gp_str wanted[] = {GP_STR("b"), GP_STR("openai:z")};
    T_OK(gp_target_specs_resolve(&mem, &f, wanted, 2, &specs, &n, &err), err);
    assert_string_equal(specs[0].model.p, "n");
    assert_string_equal(specs[1].name.p, "openai-z");
    T_OK(gp_target_specs_resolve(&mem, &f, NULL, 0, &specs, &n, &err), err);
    assert_int_equal(n, 2);
    gp_str twice[] = {GP_STR("a"), GP_STR("a")};
    T_FAILS(gp_target_specs_resolve(&mem, &f, twice, 2, &specs, &n, &err), GP_E_USAGE, err,
            "two targets are named \"a\"");
}

static int free_mem(void **state)
{
    (void)state;
    gp_arena_free(&mem);
    return 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_trial_once_in_order_of_its_id),
        cmocka_unit_test(options_select_cases),
        cmocka_unit_test(shards_are_stable),
        cmocka_unit_test(a_plan_can_lose_trials),
        cmocka_unit_test(filters_select_trials),
        cmocka_unit_test(selecting_nothing_says_what_left_nothing),
        cmocka_unit_test(rounds_take_every_case_before_one_again),
        cmocka_unit_test(derived_seeds_are_those_of_the_specification),
        cmocka_unit_test(a_target_is_provider_model_and_perhaps_an_address),
        cmocka_unit_test(the_targets_file_is_strict),
        cmocka_unit_test(names_choose_from_the_file),
    };
    return cmocka_run_group_tests(tests, NULL, free_mem);
}
