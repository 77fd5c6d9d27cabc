/* test_manifest.c - manifests written, read back, refused and compared. */
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
    assert_true(back.targets[0].pins.seed == 7 && back.targets[1].pins.seed == -1);
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
    refuses("\"jobs\": 2,", "", "run lacks \"jobs\"");
    refuses("\"jobs\": 2", "\"jobs\": \"2\"", "jobs must be an integer, not a string");
    refuses("\"unconfirmed\": false", "\"unconfirmed\": null", "unconfirmed must be true or false");
}

/* What earlier builds wrote in place of a list: one text, or null. */
static void earlier_manifests_hold_one_filter(void **state)
{
    (void)state;
    static const char *const form[] = {"\"filter\": null", "\"filter\": \"sum*\"", "\"filter\": [\"sum*\", \"b\"]"};
    for (size_t i = 0; i < 3; i++) {
        gp_manifest m = world_manifest(), back;
        gp_arena a = {0};
        gp_err err = {0};
        gp_buf text = {0};
        const char *path = write_to(t_tmpdir(), &m, &text);
        swap(&text, "\"filter\": []", form[i]);
        T_OK(gp_write_file(path, gp_buf_view(&text), &err), err);
        T_OK(gp_manifest_read(&a, path, &back, &err), err);
        assert_int_equal(back.n_filters, i);
        if (i) assert_true(gp_str_eqc(back.filters[0], "sum*"));
        gp_buf_free(&text);
        gp_arena_free(&a);
    }
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
    gp_str filters[] = {GP_STR("sum*"), GP_STR("s/a/*/1")};
    m.filters = filters, m.n_filters = 1;
    differs(m, "--filter was \"\", now \"sum*\"");
    m.n_filters = 2;
    differs(m, "--filter was \"\", now \"sum*\" \"s/a/*/1\"");
    m = world_manifest();
    m.limit = 3;
    differs(m, "--limit was -1, now 3");
    m = world_manifest();
    m.n_tags = 0;
    differs(m, "--tag was \"");
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
    s.digest = GP_STR(HEX64("ffff")); /* it grew: the cases are asked one by one */
    s.selected++;
    m = world_manifest();
    m.suites = &s;
    T_OK(gp_manifest_same_run(&before, &m, &err), err);
    s.seed++;
    differs(m, "suite \"smoke\" had {\"seed\":");
}

static gp_manifest with_composite(gp_manifest_target *outer, gp_manifest_target *inner, const gp_manifest_target *leaf)
{
    gp_manifest m = world_manifest();
    *inner = *outer = m.targets[0];
    inner->name = GP_STR("inner");
    inner->policy = GP_STR("{\"a\":1,\"b\":[]}");
    inner->policy_sha256 = GP_STR(HEX64("1111"));
    inner->members = leaf;
    inner->n_members = 1;
    outer->name = GP_STR("outer");
    outer->policy = inner->policy;
    outer->policy_sha256 = inner->policy_sha256;
    outer->members = inner;
    outer->n_members = 1;
    m.environment = GP_STR("cold");
    outer->environment = GP_STR("opened anew");
    m.targets = outer;
    m.n_targets = 1;
    return m;
}

static void composites_keep_their_members(void **state)
{
    (void)state;
    gp_manifest_target outer, inner, leaf = world_manifest().targets[0], outer2, inner2, leaf2 = leaf;
    gp_manifest m = with_composite(&outer, &inner, &leaf), other = with_composite(&outer2, &inner2, &leaf2), back;
    gp_arena a = {0};
    gp_err err = {0};
    gp_buf text = {0}, again = {0};
    const char *path = gp_path_join(&a, t_tmpdir(), "manifest.json");
    gp_manifest_write(&m, &text);
    T_OK(gp_write_file(path, gp_buf_view(&text), &err), err);
    T_OK(gp_manifest_read(&a, path, &back, &err), err);
    gp_manifest_write(&back, &again);
    assert_string_equal(text.p, again.p);
    assert_true(gp_str_eq(back.targets[0].policy, outer.policy)); /* canonical again, though written with indents */
    assert_true(gp_str_eqc(back.targets[0].members[0].members[0].name, "pocket"));
    T_OK(gp_manifest_same_run(&back, &m, &err), err);
    other.environment = (gp_str){0};
    T_FAILS(gp_manifest_same_run(&m, &other, &err), GP_E_INPUT, err, "--environment was \"cold\", now \"\"");
    other.environment = m.environment;
    leaf2.weights_sha256 = GP_STR(HEX64("0bad"));
    T_FAILS(gp_manifest_same_run(&m, &other, &err), GP_E_INPUT, err, "member \"pocket\" had {\"weights_sha256\"");
    leaf2 = leaf;
    inner2.policy_sha256 = GP_STR(HEX64("2222"));
    T_FAILS(gp_manifest_same_run(&m, &other, &err), GP_E_INPUT, err, "member \"inner\" had {\"policy_sha256\"");
    inner2.policy_sha256 = inner.policy_sha256;
    inner2.n_members = 0;
    T_FAILS(gp_manifest_same_run(&m, &other, &err), GP_E_INPUT, err,
            "the number of members of a composite was 1, now 0");
    gp_buf_free(&text);
    gp_buf_free(&again);
    gp_arena_free(&a);
}

static void put_file(const char *dir, const char *name, const char *text)
{
    char path[700];
    gp_arena a = {0};
    gp_err err = {0};
    (void)snprintf(path, sizeof path, "%s/%s", dir, name);
    T_OK(gp_make_dirs(gp_path_dir(&a, path), &err), err);
    T_OK(gp_write_file(path, gp_str_c(text), &err), err);
    gp_arena_free(&a);
}

static void commit_is(const char *dir, const char *below, const char *want)
{
    char path[700];
    gp_arena a = {0};
    (void)snprintf(path, sizeof path, "%s/%s", dir, below);
    gp_str got = gp_commit_checked_out(&a, path);
    if (!gp_str_eqc(got, want)) fail_msg("\"%.*s\" is not \"%s\"", GP_ARG(got), want);
    gp_arena_free(&a);
}

/* A branch in a file of its own, among the packed ones, a commit without a branch, a work tree; and nothing of it. */
static void commits_are_found_where_git_keeps_them(void **state)
{
    (void)state;
    static const char one[] = "1111111111111111111111111111111111111111",
                      two[] = "2222222222222222222222222222222222222222";
    const char *dir = t_tmpdir();
    char text[200];
    put_file(dir, "deep/down/x", "");
    put_file(dir, ".git/HEAD", "ref: refs/heads/main\n");
    commit_is(dir, "deep/down", "");
    (void)snprintf(text, sizeof text, "# pack-refs with: peeled\n%s refs/heads/other\n%s refs/heads/main\n", two, one);
    put_file(dir, ".git/packed-refs", text);
    commit_is(dir, "deep/down", one);
    (void)snprintf(text, sizeof text, "%s\n", two);
    put_file(dir, ".git/refs/heads/main", text);
    commit_is(dir, ".", two);
    put_file(dir, "tree/.git", "gitdir: ../.git/worktrees/tree\n");
    put_file(dir, ".git/worktrees/tree/HEAD", "ref: refs/heads/other\n");
    put_file(dir, ".git/worktrees/tree/commondir", "../..\n");
    commit_is(dir, "tree", two);
    (void)snprintf(text, sizeof text, "%s\n", one);
    put_file(dir, ".git/worktrees/tree/HEAD", text);
    commit_is(dir, "tree", one);
    put_file(dir, ".git/HEAD", "ref: refs/heads/none\n");
    commit_is(dir, ".", "");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(round_trip_keeps_every_byte),       cmocka_unit_test(reader_is_strict),
        cmocka_unit_test(earlier_manifests_hold_one_filter), cmocka_unit_test(first_difference_is_named),
        cmocka_unit_test(composites_keep_their_members),     cmocka_unit_test(commits_are_found_where_git_keeps_them),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
