/* results.json of the made-up run: written, read back, refused where it is broken. */
#include "report/results_format.h"
#include "report_fixture.h"

static void results_are_as_documented(void **state)
{
    (void)state;
    const char *dir = t_tmpdir();
    gp_arena a = {0};
    gp_err err = {0};
    gp_str text;
    gp_results_close(open_world(dir, DEFAULT));
    T_OK(gp_read_file(&a, in(dir, "results.json"), 0, &text, &err), err);
    matches_file("results.json", text);
    assert_false(gp_is_file(in(dir, "results.json.spool")));
    assert_false(gp_is_file(in(dir, "results.json.tmp")));
    gp_arena_free(&a);
}

static gp_code count_one(void *user, const gp_result *t, gp_err *err)
{
    (void)t;
    (void)err;
    ++*(size_t *)user;
    return GP_OK;
}

static void results_come_back(void **state)
{
    (void)state;
    gp_result t[WORLD_TRIALS], back;
    gp_arena a = {0};
    gp_err err = {0};
    bool found;
    size_t n = world_trials(t), seen = 0;
    gp_results *r = open_world(t_tmpdir(), DEFAULT);
    const gp_results_head *h = gp_results_facts(r);
    assert_int_equal(h->tally.trials, n);
    assert_int_equal(h->tally.known, 1);
    assert_int_equal(h->tally.golden[GP_GOLDEN_STATE_STALE], 1);
    assert_int_equal(h->tally.failures[GP_FAIL_TIMEOUT], 1);
    assert_int_equal(h->gate.exit_code, 1);
    assert_string_equal(h->gate.rules[1].name, "all-passed");
    assert_true(isnan(h->targets[1].cost_usd));
    assert_true(fabs(h->tally.score_sum - 7.75) < 1e-9);
    T_OK(gp_results_each(r, count_one, &seen, &err), err);
    assert_int_equal(seen, n);
    for (size_t i = 0; i < n; i++) {
        T_OK(gp_results_find(r, &a, t[i].id, &back, &found, &err), err);
        assert_true(found);
        same_text(back.case_id, t[i].case_id);
        same_text(back.error, t[i].error);
        assert_int_equal(back.status, t[i].status);
        assert_int_equal(back.failure, t[i].failure);
        assert_int_equal(back.n_criteria, t[i].n_criteria);
        assert_true((isnan(back.score) && isnan(t[i].score)) || back.score == t[i].score);
        assert_true(back.output_tokens == t[i].output_tokens);
        assert_true((back.answer.p == NULL) == (t[i].answer.p == NULL));
    }
    T_OK(gp_results_find(r, &a, GP_STR("smoke/nothing/pocket/1"), &back, &found, &err), err);
    assert_false(found);
    gp_results_close(r);
    gp_arena_free(&a);
}

static void refuses_results(const char *from, const char *to, const char *message)
{
    const char *dir = t_tmpdir();
    gp_arena a = {0};
    gp_err err = {0};
    gp_str text;
    gp_results *r = NULL;
    gp_results_close(open_world(dir, DEFAULT));
    T_OK(gp_read_file(&a, in(dir, "results.json"), 0, &text, &err), err);
    const char *at = strstr(text.p, from);
    assert_non_null(at);
    gp_buf b = {0};
    gp_buf_put(&b, text.p, (size_t)(at - text.p));
    gp_buf_c(&b, to);
    gp_buf_c(&b, at + strlen(from));
    T_OK(gp_write_file(in(dir, "results.json"), gp_buf_view(&b), &err), err);
    T_FAILS(gp_results_open(dir, &r, &err), GP_E_INPUT, err, message);
    assert_null(r);
    gp_buf_free(&b);
    gp_arena_free(&a);
}

static void bad_results_are_located(void **state)
{
    (void)state;
    refuses_results("goldpin.results/1", "goldpin.results/9", "results.json:2:13: the schema is");
    refuses_results("\"fingerprint\"", "\"fingerprnt\"",
                    "results.json:3:3: unknown key \"fingerprnt\" in results; did you mean \"fingerprint\"?");
    refuses_results("\"status\":\"failed\"", "\"status\":\"fialed\"",
                    "status is \"fialed\", but must be one of passed, failed");
    refuses_results("smoke/add/one/pocket/1", "smoke/add/one/openai-any/1", "stands here a second time");
    refuses_results("\"planned\": 14,", "\"planned\": 14,\n  \"planned\": 14,",
                    "the key \"planned\" stands here a second time");
    refuses_results("\"trials\": [\n", "\"trails\": [\n", "the key \"trials\" is missing");
    refuses_results("\n  ]\n}", "\n  ]\n} x", "the end of the document");
    gp_results *r;
    gp_err err = {0};
    T_FAILS(gp_results_open("/nonexistent/results.json", &r, &err), GP_E_INPUT, err, "nonexistent");
}

static void discard_leaves_nothing(void **state)
{
    (void)state;
    const char *dir = t_tmpdir(), *const * names;
    gp_results_writer *w;
    gp_arena a = {0};
    gp_err err = {0};
    size_t n;
    T_OK(gp_results_create(in(dir, "results.json"), &w, &err), err);
    T_OK(gp_results_add(w, GP_STR("{}"), &err), err);
    gp_results_discard(w);
    gp_results_discard(NULL);
    T_OK(gp_list_dir(&a, dir, &names, &n, &err), err);
    assert_int_equal(n, 0);
    T_FAILS(gp_results_create("/nonexistent/results.json", &w, &err), GP_E_IO, err,
            "cannot write /nonexistent/results.json");
    gp_arena_free(&a);
}

static void a_cut_file_is_refused_everywhere(void **state)
{
    (void)state;
    const char *dir = t_tmpdir();
    gp_arena a = {0};
    gp_err err = {0};
    gp_str text;
    gp_results *r = NULL;
    gp_results_close(open_world(dir, DEFAULT));
    T_OK(gp_read_file(&a, in(dir, "results.json"), 0, &text, &err), err);
    for (size_t n = 0; n + 2 < text.n; n += 97) {
        T_OK(gp_write_file(in(dir, "cut.json"), (gp_str){text.p, n}, &err), err);
        T_FAILS(gp_results_open(in(dir, "cut.json"), &r, &err), GP_E_INPUT, err, "cut.json:");
    }
    gp_arena_free(&a);
}

static void a_failed_finish_leaves_no_file(void **state)
{
    (void)state;
    const char *dir = t_tmpdir(), *path = in(dir, "results.json"), *const * names;
    gp_arena a = {0};
    gp_err err = {0};
    size_t n;
    T_OK(gp_make_dirs(in(dir, "results.json/taken"), &err), err); /* the final name cannot be replaced */
    T_FAILS(world_write(path, NULL, 0, DEFAULT, &err), GP_E_IO, err, "cannot write");
    T_OK(gp_list_dir(&a, dir, &names, &n, &err), err);
    assert_int_equal(n, 1);
    gp_arena_free(&a);
}

static void an_empty_run_is_a_valid_document(void **state)
{
    (void)state;
    const char *dir = t_tmpdir();
    gp_results *r = NULL;
    gp_err err = {0};
    gp_buf b = {0};
    T_OK(world_write(in(dir, "results.json"), NULL, 0, DEFAULT, &err), err);
    T_OK(gp_results_open(dir, &r, &err), err);
    assert_int_equal(gp_results_count(r), 0);
    assert_int_equal(gp_results_facts(r)->gate.exit_code, 1);
    T_OK(world_report("junit", (const gp_results *const[]){r}, NULL, 1, &b, &err), err);
    gp_buf_clear(&b);
    const gp_results *runs[] = {r};
    T_OK(world_report("markdown", runs, NULL, 1, &b, &err), err);
    assert_non_null(strstr(b.p, "there was no trial"));
    gp_buf_free(&b);
    gp_results_close(r);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(results_are_as_documented),        cmocka_unit_test(results_come_back),
        cmocka_unit_test(bad_results_are_located),          cmocka_unit_test(discard_leaves_nothing),
        cmocka_unit_test(a_cut_file_is_refused_everywhere), cmocka_unit_test(a_failed_finish_leaves_no_file),
        cmocka_unit_test(an_empty_run_is_a_valid_document),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
