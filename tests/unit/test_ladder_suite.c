/* A ladder over a suite: flips, pairs and verdicts out of a made-up run of three files. */
#include "ladder/ladder_suite.h"
#include "report_fixture.h"

enum { CASES = 12, REPEATS = 2 };

static const gp_str TARGETS[] = {{"r", 1}, {"x", 1}, {"y", 1}};

/* r passes c00 to c09 and c11. x loses c00 and c01, one of two repeats of c02, gains c10, and breaks on c11. y says what r
 * says. c00 to c04 are one cluster. */
static double score_of(char target, int i, int repeat)
{
    bool passed = i != 10;
    if (target == 'x' && i == 11) return NAN;
    if (target == 'x' && (i < 2 || (i == 2 && repeat == 2))) passed = false;
    if (target == 'x' && i == 10) passed = true;
    return passed ? 1 : 0;
}

static void put_trial(gp_results_writer *w, gp_results_head *h, gp_results_target *of, int i, int t, int repeat)
{
    char id[64], name[16];
    gp_err err = {0};
    gp_buf line = {0};
    double score = score_of(TARGETS[t].p[0], i, repeat);
    (void)snprintf(name, sizeof name, "c%02d", i);
    (void)snprintf(id, sizeof id, "s/%s/%s/%d", name, TARGETS[t].p, repeat);
    gp_result r = {.id = gp_str_c(id),
                   .suite = GP_STR("s"),
                   .case_id = gp_str_c(name),
                   .cluster = i < 5 ? GP_STR("one") : GP_STR(""),
                   .target = TARGETS[t],
                   .repeat = repeat,
                   .score = score,
                   .status = isnan(score)   ? GP_ERROR
                             : score == 1.0 ? GP_PASSED
                                            : GP_FAILED,
                   .failure = isnan(score) ? GP_FAIL_TIMEOUT : GP_FAIL_NONE,
                   .answer = score == 1.0 ? GP_STR("yes") : GP_STR("no"),
                   .case_digest = GP_STR(HEX64("1a2b")),
                   .grader_digest = GP_STR(HEX64("3c4d"))};
    world_count(&h->tally, &r);
    world_count(&of[t].tally, &r);
    gp_results_render(&r, &line);
    T_OK(gp_results_add(w, gp_buf_view(&line), &err), err);
    gp_buf_free(&line);
}

static void put_manifest(const char *dir)
{
    gp_manifest m = world_manifest();
    gp_manifest_target list[3];
    gp_manifest_suite suite = m.suites[0];
    gp_buf b = {0};
    gp_err err = {0};
    for (int t = 0; t < 3; t++) {
        list[t] = m.targets[0];
        list[t].name = TARGETS[t];
        list[t].model = t == 1 ? GP_STR("m.gguf") : GP_STR("same.gguf");
        list[t].weights_bytes = t == 0 ? 4000 : t == 1 ? 3000 : 2000;
    }
    suite.name = GP_STR("s");
    m.suites = &suite, m.n_suites = 1;
    m.targets = list, m.n_targets = 3;
    gp_manifest_write(&m, &b);
    T_OK(gp_write_file(in(dir, "manifest.json"), gp_buf_view(&b), &err), err);
    gp_buf_free(&b);
}

static void put_results(const char *dir)
{
    gp_results_target of[3] = {{.name = GP_STR("r")}, {.name = GP_STR("x")}, {.name = GP_STR("y")}};
    gp_results_head h = {.fingerprint = GP_STR("sha256:" HEX64("f19e")), .targets = of, .n_targets = 3};
    gp_results_writer *w;
    gp_err err = {0};
    T_OK(gp_results_create(in(dir, "results.json"), &w, &err), err);
    for (int i = 0; i < CASES; i++)
        for (int t = 0; t < 3; t++)
            for (int k = 1; k <= REPEATS; k++) put_trial(w, &h, of, i, t, k);
    T_OK(gp_results_finish(w, &h, &err), err);
}

static const char *made_up_run(void)
{
    const char *dir = t_tmpdir();
    put_manifest(dir);
    put_results(dir);
    return dir;
}

static void flips_and_pairs(void **state)
{
    (void)state;
    gp_arena a = {0};
    gp_err err = {0};
    gp_suite_ladder l;
    T_OK(gp_ladder_suite(&a, made_up_run(), TARGETS, 3, 0, &l, &err), err);
    assert_int_equal(l.cases, CASES);
    const gp_suite_pair *x = &l.down[0], *y = &l.down[1];
    assert_int_equal(x->n_lost, 3); /* c02 passes once of twice */
    same_text(x->lost[2].id, GP_STR("c02"));
    assert_int_equal(x->n_gained, 1);
    same_text(x->gained[0].id, GP_STR("c10"));
    assert_int_equal(x->paired.n, CASES - 1);
    assert_int_equal(x->paired.clusters, 7);
    assert_int_equal(x->alike, 7);
    assert_true(fabs(x->paired.mean_difference - -1.5 / 11) < 1e-12);
    assert_int_equal(x->finding, GP_INCONCLUSIVE);
    assert_int_equal(y->alike, CASES);
    assert_int_equal(y->finding, GP_EQUAL);
    assert_int_equal(l.rungs[1].trials, CASES * REPEATS);
    assert_int_equal(l.rungs[1].graded, (CASES - 1) * REPEATS);
    assert_int_equal(l.n_pairs, 1); /* x is the larger of the two others */
    assert_int_equal(l.pairs[0].of, 1);
    assert_int_equal(l.pairs[0].against, 2);
    assert_int_equal(l.pairs[0].n_gained, 1);
    same_text(l.rungs[0].file, GP_STR("same.gguf"));
    same_text(l.rungs[2].file, GP_STR("same.gguf (y)"));
    gp_arena_free(&a);
}

/* Holm never makes a p value smaller. */
static void a_margin(void **state)
{
    (void)state;
    gp_arena a = {0};
    gp_err err = {0};
    gp_suite_ladder l;
    const gp_str turned[] = {TARGETS[0], TARGETS[2], TARGETS[1]};
    T_OK(gp_ladder_suite(&a, made_up_run(), turned, 3, 1.5, &l, &err), err);
    same_text(l.rungs[2].file, GP_STR("m.gguf"));
    assert_int_equal(l.down[1].n_lost, 3);
    assert_int_equal(l.down[1].finding, GP_EQUAL); /* no difference of scores is as large as the margin */
    assert_true(l.down[1].p >= l.down[1].paired.p);
    gp_arena_free(&a);
}

static void documents(void **state)
{
    (void)state;
    gp_arena a = {0};
    gp_err err = {0};
    gp_suite_ladder l;
    gp_buf text = {0}, json = {0};
    const gp_json *root;
    T_OK(gp_ladder_suite(&a, made_up_run(), TARGETS, 3, 0, &l, &err), err);
    gp_ladder_suite_text(&l, &text);
    assert_non_null(strstr(text.p, "- passed by the reference alone: `c00`, `c01`, `c02`\n"));
    assert_non_null(strstr(text.p, "- passed by this file alone: `c10`\n"));
    assert_non_null(strstr(text.p, "| `m.gguf` | "));
    assert_null(strstr(text.p, "### `same.gguf (y)`"));
    gp_ladder_suite_json(&l, &json);
    T_OK(gp_json_parse(&a, "json", gp_buf_view(&json), &root, &err), err);
    const gp_json *x = gp_json_get(root, "models")->first->next;
    same_text(gp_json_get(gp_json_get(x, "against_reference"), "finding")->s, GP_STR("inconclusive"));
    assert_null(gp_json_get(gp_json_get(root, "models")->first, "against_reference"));
    gp_buf_free(&text);
    gp_buf_free(&json);
    gp_arena_free(&a);
}

static void what_is_not_there(void **state)
{
    (void)state;
    gp_arena a = {0};
    gp_err err = {0};
    gp_suite_ladder l;
    const gp_str other[] = {GP_STR("r"), GP_STR("z")};
    T_FAILS(gp_ladder_suite(&a, made_up_run(), other, 2, 0, &l, &err), GP_E_INPUT, err, "no target z");
    T_FAILS(gp_ladder_suite(&a, "/nonexistent", TARGETS, 2, 0, &l, &err), GP_E_INPUT, err, "nonexistent");
    gp_arena_free(&a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(flips_and_pairs),
        cmocka_unit_test(a_margin),
        cmocka_unit_test(documents),
        cmocka_unit_test(what_is_not_there),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
