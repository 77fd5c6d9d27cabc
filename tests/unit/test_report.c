/* All reports of a run in one folder, and what differs between two runs or between a run and its goldens. */
#include "report_fixture.h"

/* --- bundle --- */

static const char *make_bundle(void)
{
    static char dir[600];
    gp_manifest m = world_manifest();
    gp_buf b = {0};
    gp_err err = {0};
    (void)snprintf(dir, sizeof dir, "%s", t_tmpdir());
    gp_results_close(open_world(dir, DEFAULT));
    gp_manifest_write(&m, &b);
    T_OK(gp_write_file(in(dir, "manifest.json"), gp_buf_view(&b), &err), err);
    T_OK(gp_write_file(in(dir, "topology.xml"), GP_STR("<topology/>\n"), &err), err);
    T_OK(gp_make_dirs(in(dir, "pending/smoke/pocket"), &err), err);
    T_OK(gp_write_file(in(dir, "pending/smoke/pocket/a.json"), GP_STR("{}\n"), &err), err);
    T_OK(gp_report_bundle(dir, &(gp_report_wish){0}, &err), err);
    gp_buf_free(&b);
    return dir;
}

static void bundles_are_complete_and_repeatable(void **state)
{
    (void)state;
    gp_arena a = {0};
    gp_err err = {0};
    gp_str one, two;
    static const char *const listed[] = {"  junit.xml\n", "  manifest.json\n", "  pending/smoke/pocket/a.json\n",
                                         "  report.md\n", "  results.json\n",  "  topology.xml\n"};
    const char *dir = make_bundle(), *before = NULL;
    T_OK(gp_read_file(&a, in(dir, "SHA256SUMS"), 0, &one, &err), err);
    for (size_t i = 0; i < 6; i++) {
        const char *at = strstr(one.p, listed[i]);
        assert_non_null(at);
        assert_true(at > before); /* sorted */
        before = at;
    }
    T_OK(gp_bundle_check(dir, &err), err);
    dir = make_bundle(); /* another folder, same input: same bytes */
    T_OK(gp_read_file(&a, in(dir, "SHA256SUMS"), 0, &two, &err), err);
    same_text(one, two);
    T_OK(gp_report_bundle(dir, &(gp_report_wish){0}, &err), err);
    T_OK(gp_bundle_check(dir, &err), err);
    gp_arena_free(&a);
}

static void tampering_is_found(void **state)
{
    (void)state;
    gp_err err = {0};
    const char *dir = make_bundle();
    T_OK(gp_write_file(in(dir, "pending/smoke/pocket/a.json"), GP_STR("{ }\n"), &err), err);
    T_FAILS(gp_bundle_check(dir, &err), GP_E_INPUT, err,
            "pending/smoke/pocket/a.json is not the file that was written");
    gp_remove_file(in(dir, "junit.xml"));
    T_FAILS(gp_bundle_check(dir, &err), GP_E_INPUT, err, "junit.xml is missing");
    T_OK(gp_write_file(in(dir, "SHA256SUMS"),
                       GP_STR("0000000000000000000000000000000000000000000000000000000000000000  ../x\n"), &err),
         err);
    T_FAILS(gp_bundle_check(dir, &err), GP_E_INPUT, err, "SHA256SUMS:1: the name leads out of the bundle");
    T_OK(gp_write_file(in(dir, "SHA256SUMS"), GP_STR(""), &err), err);
    T_FAILS(gp_bundle_check(dir, &err), GP_E_INPUT, err, "lists no file");
    gp_remove_file(in(dir, "SHA256SUMS"));
    T_FAILS(gp_bundle_check(dir, &err), GP_E_INPUT, err, "SHA256SUMS");
}

/* --- diff --- */

static void diff_shows_what_changed(void **state)
{
    (void)state;
    const char *dir = t_tmpdir(), *other_dir;
    gp_result t[WORLD_TRIALS], u[WORLD_TRIALS];
    gp_results *x = NULL, *y = NULL;
    gp_err err = {0};
    gp_buf b = {0};
    bool equal = false;
    size_t n = world_trials(t);
    memcpy(u, t, sizeof u);
    T_OK(world_write(in(dir, "results.json"), t, n, DEFAULT, &err), err);
    T_OK(gp_results_open(dir, &x, &err), err);
    T_OK(gp_report_diff(x, x, &b, &equal, &err), err);
    assert_true(equal);
    assert_string_equal(b.p, "12 the same\n\n");
    u[0].status = GP_FAILED, u[0].score = 0, u[0].criteria = world_bad, u[0].n_criteria = 1;
    u[0].answer = GP_STR(
        "The sum of nine and eight, counted on the fingers of both hands and then once more to be sure, is 18");
    t[0].answer = GP_STR(
        "The sum of nine and eight, counted on the fingers of both hands and then once more to be sure, is 17");
    u[3].status = GP_PASSED, u[3].score = 1, u[3].n_criteria = 0, u[3].golden = GP_GOLDEN_STATE_MATCH;
    u[2].answer = GP_STR("17 ");
    u[9].logits_sha256 = GP_STR(HEX64("2222"));
    u[9].case_digest = GP_STR(HEX64("3333"));
    u[10].grader_digest = GP_STR(HEX64("4444"));
    u[11].id = GP_STR("smoke/extra/pocket/1");
    gp_results_close(x);
    T_OK(world_write(in(dir, "results.json"), t, n, DEFAULT, &err), err);
    T_OK(gp_results_open(dir, &x, &err), err);
    other_dir = in(dir, "other");
    T_OK(gp_make_dirs(other_dir, &err), err);
    T_OK(world_write(in(other_dir, "results.json"), u, n, DEFAULT, &err), err);
    T_OK(gp_results_open(other_dir, &y, &err), err);
    gp_buf_clear(&b);
    T_OK(gp_report_diff(x, y, &b, &equal, &err), err);
    assert_false(equal);
    matches_file("diff.txt", gp_buf_view(&b));
    gp_buf_free(&b);
    gp_results_close(x);
    gp_results_close(y);
}

static void write_candidate(const char *root, const char *suite_dir, gp_str answer, const char *logits)
{
    gp_case c = {.id = GP_STR("sum"), .golden = GP_GOLDEN_EXACT};
    gp_reply reply = {.answer = answer, .finish = GP_STR("stop")};
    gp_transcript t = {.repeat = 1, .replies = &reply, .n_replies = 1, .logits_sha256 = gp_str_c(logits)};
    gp_golden_key key = {GP_STR("smoke"), gp_str_c(suite_dir), {0}, {0}};
    gp_golden_pending *p;
    gp_err err = {0};
    memcpy(c.digest, HEX64("11bb"), 65);
    memcpy(c.grader_digest, HEX64("22cc"), 65);
    T_OK(gp_golden_pending_open(root, &p, &err), err);
    T_OK(gp_golden_pending_add(p, &key, &c, &t, &(gp_grade){.status = GP_PASSED, .score = 1}, &err), err);
    T_OK(gp_golden_pending_close(p, &err), err);
}

static void diff_of_candidates(void **state)
{
    (void)state;
    const char *dir = t_tmpdir(), *bundle = in(dir, "bundle");
    char root[700];
    gp_err err = {0};
    gp_buf b = {0};
    bool equal = true;
    (void)snprintf(root, sizeof root, "%s/golden", dir);
    (void)unsetenv("CI");
    T_FAILS(gp_report_diff_goldens(bundle, root, &b, &equal, &err), GP_E_INPUT, err, "no folder pending/");
    write_candidate(bundle, "pocket", GP_STR("it is 17"), HEX64("1234"));
    T_OK(gp_golden_bless(bundle, root, &(gp_bless_wish){.failing = true}, &err), err);
    T_OK(gp_report_diff_goldens(bundle, root, &b, &equal, &err), err);
    assert_true(equal);
    write_candidate(bundle, "pocket", GP_STR("it is 18"), HEX64("4321"));
    write_candidate(bundle, "other", GP_STR("17"), HEX64("4321"));
    gp_buf_clear(&b);
    T_OK(gp_report_diff_goldens(bundle, root, &b, &equal, &err), err);
    assert_false(equal);
    assert_string_equal(b.p,
                        "0 the same, 1 differ from the accepted golden, 1 not accepted yet\n"
                        "\ndiffer\n\n"
                        "  smoke/sum on pocket\n"
                        "    answer  it is [-17-] {+18+}\n"
                        "    logits changed: 123412341234 -> 432143214321\n"
                        "\nnot accepted yet\n\n"
                        "  smoke/sum on other\n");
    gp_buf_free(&b);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(bundles_are_complete_and_repeatable),
        cmocka_unit_test(tampering_is_found),
        cmocka_unit_test(diff_shows_what_changed),
        cmocka_unit_test(diff_of_candidates),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
