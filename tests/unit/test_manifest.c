#include "base/sys.h"
#include "report_world.h"
#include "t.h"

static const char *write_to(const char *dir, const gp_manifest *m, gp_buf *text)
{
    static char path[600];
    gp_err err = {0};
    gp_buf_clear(text);
    gp_manifest_write(m, text);
    (void)snprintf(path, sizeof path, "%s/manifest.json", dir);
    T_OK(gp_write_file(path, gp_buf_view(text), &err), err);
    return path;
}

static void round_trip_keeps_every_byte(void **state)
{
    (void)state;
    gp_manifest m = world_manifest(), back;
    gp_arena a = {0};
    gp_err err = {0};
    gp_buf one = {0}, two = {0};
    const char *dir = t_tmpdir(), *path = write_to(dir, &m, &one);
    T_OK(gp_manifest_read(&a, path, &back, &err), err);
    (void)write_to(dir, &back, &two);
    assert_string_equal(one.p, two.p);
    assert_true(one.p[one.n - 1] == '\n');
    assert_int_equal(back.n_targets, 2);
    assert_true(back.targets[1].context == -1);
    assert_true(isnan(back.targets[0].price_input));
    assert_true(back.targets[0].pins.has_seed && !back.targets[1].pins.has_seed);
    assert_true(gp_str_eqc(back.targets[0].sampling.stop[0], "\n\n"));
    assert_non_null(strstr(one.p, "\"context\": null"));
    assert_null(strstr(one.p, "\"total_s\": 0"));
    T_OK(gp_manifest_same_run(&m, &back, &err), err);
    gp_buf_free(&one);
    gp_buf_free(&two);
    gp_arena_free(&a);
}

static void swap(gp_buf *text, const char *from, const char *to)
{
    char *at = strstr(text->p, from);
    assert_non_null(at);
    gp_buf out = {0};
    gp_buf_put(&out, text->p, (size_t)(at - text->p));
    gp_buf_c(&out, to);
    gp_buf_c(&out, at + strlen(from));
    gp_buf_free(text);
    *text = out;
}

static void refuses(const char *from, const char *to, const char *message)
{
    gp_manifest m = world_manifest(), back;
    gp_arena a = {0};
    gp_err err = {0};
    gp_buf text = {0};
    const char *path = write_to(t_tmpdir(), &m, &text);
    swap(&text, from, to);
    T_OK(gp_write_file(path, gp_buf_view(&text), &err), err);
    T_FAILS(gp_manifest_read(&a, path, &back, &err), GP_E_INPUT, err, message);
    gp_buf_free(&text);
    gp_arena_free(&a);
}

static void reader_is_strict(void **state)
{
    (void)state;
    refuses("goldpin.manifest/1", "goldpin.manifest/2", "manifest.json:2:13: the schema is \"goldpin.manifest/2\"");
    refuses("\"seed\"", "\"sead\"", "unknown key \"sead\" in run; did you mean \"seed\"?");
    refuses("\"jobs\": 2,", "", "the key \"jobs\" is missing in run");
    refuses("\"jobs\": 2", "\"jobs\": \"2\"", "jobs must be an integer, not a string");
    refuses("\"unconfirmed\": false", "\"unconfirmed\": null", "unconfirmed must be true or false");
}

static void differs(gp_manifest now, const char *message)
{
    gp_manifest before = world_manifest();
    gp_err err = {0};
    T_FAILS(gp_manifest_same_run(&before, &now, &err), GP_E_INPUT, err, message);
}

static void first_difference_is_named(void **state)
{
    (void)state;
    gp_manifest m = world_manifest();
    m.seed = 8;
    differs(m, "--seed was 7, now 8");
    m = world_manifest();
    m.filter = GP_STR("sum*");
    differs(m, "--filter was \"\", now \"sum*\"");
    m = world_manifest();
    m.limit = 3;
    differs(m, "--limit was -1, now 3");
    m = world_manifest();
    m.n_tags = 0;
    differs(m, "the number of --tag was 1, now 0");
    gp_manifest_target t[2] = {world_manifest().targets[0], world_manifest().targets[1]};
    m = world_manifest();
    m.targets = t;
    t[0].device = GP_STR("another"); /* where it runs is free */
    t[0].threads = 1;
    m.jobs = 9;
    gp_err err = {0};
    gp_manifest before = world_manifest();
    T_OK(gp_manifest_same_run(&before, &m, &err), err);
    t[0].weights_sha256 = GP_STR(HEX64("0bad"));
    differs(m, "target \"pocket\" had {\"weights_sha256\":\"b0b0");
    t[0] = world_manifest().targets[0];
    t[0].sampling.temperature = 0.5;
    differs(m, "now {\"sampling\":{\"temperature\":0.5");
    gp_manifest_suite s = m.suites[0];
    s.digest = GP_STR(HEX64("ffff"));
    m = world_manifest();
    m.suites = &s;
    differs(m, "suite \"smoke\" had {\"digest\":\"5a5e");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(round_trip_keeps_every_byte),
        cmocka_unit_test(reader_is_strict),
        cmocka_unit_test(first_difference_is_named),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
