/* Markdown of the made-up run: what it says, and that nothing in it lives. */
#include <stdlib.h>

#include "base/rng.h"
#include "report/md.h"
#include "report_fixture.h"

/* Outside code spans and fences nothing of the hostile text may stand; a fenced line begins with "> ". */
static void nothing_live(gp_str md)
{
    bool fenced = false;
    size_t fence = 0;
    for (size_t at = 0; at < md.n;) {
        const char *end = memchr(md.p + at, '\n', md.n - at);
        gp_str line = {md.p + at, end ? (size_t)(end - (md.p + at)) : md.n - at};
        at += line.n + 1;
        size_t ticks = 0;
        while (line.n > 2 && 2 + ticks < line.n && line.p[2 + ticks] == '`') ticks++;
        bool border = gp_str_starts(line, GP_STR("> ```")) &&
                      (!fenced ? ticks >= 3 : ticks >= fence && ticks + 2 == line.n);
        if (border) {
            fence = fenced ? 0 : ticks;
            fenced = !fenced;
            continue;
        }
        if (gp_str_eqc(line, "<details>") || gp_str_eqc(line, "</details>") ||
            gp_str_starts(line, GP_STR("<summary>All ")) ||
            gp_str_eqc(line, "<summary>Accepted answers, and what came instead: [-went-] {+came+}</summary>"))
            continue; /* ours */
        if (fenced) {
            assert_true(gp_str_starts(line, GP_STR("> ")));
            continue;
        }
        for (size_t i = 0; i < line.n;) { /* skip code spans */
            size_t n = 0;
            while (i + n < line.n && line.p[i + n] == '`') n++;
            if (!n) {
                if (strchr("<>@#", line.p[i]) && !(i < 4 && line.p[i] == '#') && line.p[i] != '<')
                    fail_msg("live text: %.*s", GP_ARG(line));
                if (line.p[i] == '<' && !gp_str_starts((gp_str){line.p + i, line.n - i}, GP_STR("< 0.")))
                    fail_msg("live text: %.*s", GP_ARG(line));
                i++;
                continue;
            }
            i += n;
            for (size_t run = 0; i < line.n; i++) {
                run = line.p[i] == '`' ? run + 1 : 0;
                if (run == n && (i + 1 == line.n || line.p[i + 1] != '`')) break;
            }
            i++;
        }
    }
    assert_false(fenced);
}

static void markdown_of_two_targets(void **state)
{
    (void)state;
    gp_results *r = open_world(t_tmpdir(), DEFAULT);
    gp_manifest m = world_manifest();
    const gp_results *runs[] = {r};
    const gp_manifest *ms[] = {&m};
    gp_buf b = {0};
    gp_err err = {0};
    T_OK(world_report("markdown", runs, ms, 1, &b, &err), err);
    nothing_live(gp_buf_view(&b));
    matches_file("report.md", gp_buf_view(&b));
    assert_true(gp_str_find(gp_buf_view(&b), GP_STR("\x1b")) == SIZE_MAX);
    assert_true(gp_utf8_bad(gp_buf_view(&b)) == SIZE_MAX);
    gp_buf_free(&b);
    gp_results_close(r);
}

static void markdown_of_several_runs(void **state)
{
    (void)state;
    gp_results *r = open_world(t_tmpdir(), DEFAULT), *s = open_world(t_tmpdir(), (gp_gate_options){.fail_under = 0.5});
    const gp_results *runs[] = {r, s};
    gp_buf b = {0};
    gp_err err = {0};
    T_OK(world_report("markdown", runs, NULL, 2, &b, &err), err);
    nothing_live(gp_buf_view(&b));
    assert_non_null(strstr(b.p, "Run 2, 2026-11-20: **"));
    assert_non_null(strstr(b.p, "| `1: pocket` | `2: pocket` | 5 | 0 | 0 | 5 |"));
    assert_non_null(strstr(b.p, "There is no manifest"));
    gp_buf_free(&b);
    gp_results_close(r);
    gp_results_close(s);
}

static void no_line_is_a_workflow_command(void **state)
{
    (void)state;
    gp_buf b = {0};
    gp_text_lines(&b, GP_STR("::error::x\n  ::debug::y\na ::set-output name=x::y\n##[group]z\nstd::vector<a::b> x"), 0,
                  "");
    assert_string_equal(
        b.p,
        "\\u{3A}:error::x\n  \\u{3A}:debug::y\na \\u{3A}:set-output name=x::y\n\\u{23}#[group]z\nstd::vector<a::b> x\n");
    gp_buf_clear(&b);
    gp_text_lines(&b, GP_STR("one\ntwo\nthree"), 5, "> ");
    assert_string_equal(b.p, "> one\n> t\n> … (8 more bytes)\n");
    gp_buf_free(&b);
}

static void code_is(const char *text, const char *want)
{
    gp_buf b = {0};
    gp_md_code(&b, gp_str_c(text), 0);
    assert_string_equal(b.p, want);
    gp_buf_free(&b);
}

static void spans_hold_anything(void **state)
{
    (void)state;
    code_is("a", "`a`");
    code_is("a`b", "``a`b``");
    code_is("`", "`` ` ``");
    code_is("a|b", "`a|b`");
    code_is("", "n/a");
    gp_buf b = {0};
    gp_md_code_cell(&b, GP_STR("a|b"), 0);
    gp_md_code_cell(&b, GP_STR("a\\|b"), 0);
    assert_string_equal(b.p, "`a\\|b``a\\\\u{7C}b`");
    gp_buf_clear(&b);
    gp_md_text(&b, GP_STR("plain words: 17 (ok)"), 0);
    gp_md_text(&b, GP_STR("www.example"), 0);
    gp_md_text(&b, GP_STR("GH-12"), 0);
    gp_md_text(&b, GP_STR("deadbeef"), 0);
    assert_string_equal(b.p, "plain words: 17 (ok)`www.example``GH-12``deadbeef`");
    gp_buf_clear(&b);
    gp_md_shell(&b, GP_STR("it's $(x)"));
    assert_string_equal(b.p, "'it'\\''s $(x)'");
    gp_buf_free(&b);
}

/* Ten thousand cells and blocks made of the characters that matter: each stays one cell, nothing gets out. */
static void no_mixture_of_marks_gets_out(void **state)
{
    (void)state;
    static const char alphabet[] = "`|\\<>@# ~a\n\t*[]";
    gp_buf b = {0};
    for (uint64_t i = 0; i < 10000; i++) {
        char text[16];
        size_t n = (size_t)(gp_rng_unit(1, i, 0) * 16);
        for (size_t k = 0; k < n; k++) text[k] = alphabet[(size_t)(gp_rng_unit(1, i, k + 1) * (sizeof alphabet - 1))];
        gp_buf_clear(&b);
        gp_buf_c(&b, "| ");
        gp_md_code_cell(&b, (gp_str){text, n}, 0);
        gp_buf_c(&b, " |\n");
        size_t cells = 0;
        for (size_t k = 0; k < b.n; k++) cells += b.p[k] == '|' && !(k && b.p[k - 1] == '\\');
        if (cells != 2) fail_msg("%zu pipes: %s", cells, b.p);
        gp_md_fence(&b, (gp_str){text, n}, 0);
        nothing_live(gp_buf_view(&b));
    }
    gp_buf_free(&b);
}

static void numbers_read_well(void **state)
{
    (void)state;
    const double v[] = {0.0123, 0.5, 2.6, 9.996, 116, 0, NAN};
    gp_buf b = {0};
    for (size_t i = 0; i < 7; i++) gp_text_number(&b, v[i]), gp_buf_byte(&b, ' ');
    assert_string_equal(b.p, "0.0123 0.500 2.60 10.0 116 0 n/a ");
    gp_buf_clear(&b);
    const double p[] = {0, 0.92, 1, 0.9999, 0.996, 0.0001, NAN};
    for (size_t i = 0; i < 7; i++) gp_text_percent(&b, p[i]), gp_buf_byte(&b, ' ');
    assert_string_equal(b.p, "0% 92% 100% 99.9% 99.6% 0.1% n/a ");
    gp_buf_free(&b);
}

/* 3,000 failing trials with long texts: the report stays below GitHub's limit and says what it cut. */
static void large_reports_are_cut_and_say_so(void **state)
{
    (void)state;
    const char *dir = t_tmpdir();
    static char answer[4000];
    enum { MANY = 3000 };
    gp_result *t = calloc(MANY, sizeof *t);
    char(*ids)[260] = calloc(MANY, sizeof *ids);
    gp_results *r = NULL;
    gp_err err = {0};
    gp_buf b = {0};
    assert_non_null(t);
    assert_non_null(ids);
    memset(answer, '@', sizeof answer);
    for (size_t i = 0; i < MANY; i++) {
        (void)snprintf(ids[i], sizeof ids[i], "%05zu%0200d", i, 0);
        t[i] = world_trial("x", i % 3 ? "pocket" : "openai-any", i % 5 ? GP_FAILED : GP_ERROR, i % 5 ? 0 : NAN);
        t[i].failure = i % 5 ? GP_FAIL_NONE : GP_FAIL_STALLED;
        t[i].id = t[i].case_id = gp_str_c(ids[i]);
        t[i].answer = (gp_str){answer, sizeof answer};
    }
    T_OK(world_write(in(dir, "results.json"), t, MANY, DEFAULT, &err), err);
    T_OK(gp_results_open(dir, &r, &err), err);
    const gp_results *runs[] = {r};
    T_OK(world_report("markdown", runs, NULL, 1, &b, &err), err);
    assert_true(b.n < 900 * 1024);
    assert_non_null(strstr(b.p, " of 3000 are not shown here; all of them are in `results.json`."));
    gp_buf_clear(&b);
    T_OK(world_report_as("markdown", (gp_report_wish){.markdown = GP_MARKDOWN_FULL}, runs, NULL, 1, &b, &err), err);
    assert_true(b.n > (size_t)MANY * sizeof answer); /* everything */
    assert_null(strstr(b.p, "are not shown here"));
    gp_buf_free(&b);
    gp_results_close(r);
    free(t);
    free(ids);
}

static gp_str markdown_of(const char *dir, const gp_result *t, size_t n, gp_buf *b)
{
    gp_results *r = NULL;
    gp_err err = {0};
    T_OK(world_write(in(dir, "results.json"), t, n, DEFAULT, &err), err);
    T_OK(gp_results_open(dir, &r, &err), err);
    const gp_results *runs[] = {r};
    T_OK(world_report("markdown", runs, NULL, 1, b, &err), err);
    gp_results_close(r);
    nothing_live(gp_buf_view(b));
    return gp_buf_view(b);
}

static void says(gp_str text, const char *what)
{
    if (gp_str_find(text, gp_str_c(what)) == SIZE_MAX) fail_msg("\"%s\" is not in: %.*s", what, GP_ARG(text));
}

static void says_not(gp_str text, const char *what)
{
    if (gp_str_find(text, gp_str_c(what)) != SIZE_MAX) fail_msg("\"%s\" is in the report", what);
}

static void drift_is_counted_and_changes_are_flagged(void **state)
{
    (void)state;
    enum { N = 40 };
    static char ids[N][48], many[N][24];
    gp_result t[N];
    gp_buf b = {0};
    for (int i = 0; i < N; i++) {
        (void)snprintf(ids[i], sizeof ids[i], "smoke/c%02d/openai-any/1", i);
        (void)snprintf(many[i], sizeof many[i], "host-%d", i);
        t[i] = world_trial("c", "openai-any", GP_PASSED, 1);
        t[i].id = gp_str_c(ids[i]);
        t[i].case_id = (gp_str){ids[i] + 6, 3};
        t[i].system_fingerprint = i % 20 == 7 ? GP_STR("fp_2") : GP_STR("fp_1");
    }
    gp_str text = markdown_of(t_tmpdir(), t, N, &b);
    says(text, "- `openai-any`: 2 fingerprints over 40 answers.\n");
    says(text, "| `openai-any` | 40 | `any-2026-10` (40) | `fp_1` (38), `fp_2` (2) | sent (40) | none |");
    says_not(text, "The model changed");
    t[39].returned_model = GP_STR("any-2026-11");
    t[38] = world_trial("c38", "openai-any", GP_ERROR, NAN); /* refused: it said nothing, but its seed was sent */
    t[38].id = gp_str_c(ids[38]);
    t[38].failure = GP_FAIL_REFUSED_CONNECTION;
    t[38].returned_model = t[38].system_fingerprint = (gp_str){0};
    for (int i = 0; i < 30; i++) t[i].upstream = gp_str_c(many[i]);
    gp_buf_clear(&b);
    text = markdown_of(t_tmpdir(), t, N, &b);
    says(text, "**The model changed within the run:** `openai-any` did not return");
    says(
        text,
        "- `openai-any`: 2 returned models, 2 fingerprints, more than 16 upstream providers over 39 answers. **The model changed within the run.**");
    says(text, "| 39 | `any-2026-10` (38), `any-2026-11` (1) | `fp_1` (37), `fp_2` (2) | `host-0` (1), ");
    says(text, "`host-15` (1), others (14), n/a (9) | sent (40) | none |");
    /* in every trial, between two turns */
    for (int i = 0; i < N; i++) t[i].returned_model = GP_STR("any-2026-10 then any-2026-11");
    gp_buf_clear(&b);
    says(markdown_of(t_tmpdir(), t, N, &b), "**The model changed within the run:**");
    gp_buf_free(&b);
}

/* Reliability apart from quality; who was never asked, or cannot be, has a row all the same. */
static void reliability_has_a_row_for_everyone(void **state)
{
    (void)state;
    gp_result t[3] = {world_trial("a", "openai-any", GP_ERROR, NAN), world_trial("b", "openai-any", GP_ERROR, NAN),
                      world_trial("c", "openai-any", GP_ERROR, NAN)};
    gp_buf b = {0};
    t[0].failure = t[1].failure = GP_FAIL_LOOP;
    t[2].failure = GP_FAIL_STALLED;
    t[0].reasoning = GP_STR("Wait. Wait. Wait.");
    t[0].first_byte_s = 0.25, t[0].first_token_s = 0.5;
    gp_str text = markdown_of(t_tmpdir(), t, 3, &b);
    says(text, "| `openai-any` | 3 | 0 | 0% [0%, 56%] | 3 | stalled 1, loop 2 | 0 |");
    says(text, "| `pocket` | 0 | 0 | n/a | 0 | nothing broke | 0 |");
    says(text, "- ended after 2.70 s, first byte after 0.250 s, first token after 0.500 s\n");
    says(text, "Reasoning:\n\n> ```text\n> Wait. Wait. Wait.");
    gp_buf_free(&b);
}

static void finding_is(gp_result r, const char *want)
{
    gp_buf b = {0};
    gp_result_finding(&b, &r);
    assert_string_equal(b.p ? b.p : "", want);
    gp_buf_free(&b);
}

/* At most 12 words, without doubled quotation marks; a missing golden is no finding. */
static void findings_are_short(void **state)
{
    (void)state;
    gp_criterion c[2] = {{.id = GP_STR("contains-1"), .type = "contains", .passed = true},
                         {.id = GP_STR("count-2"), .type = "count", .explanation = GP_STR("got \"\"")}};
    gp_result r = world_trial("a", "pocket", GP_FAILED, 0);
    r.criteria = c + 1, r.n_criteria = 1;
    finding_is(r, "got nothing");
    c[1].explanation = GP_STR("got \"it is \"cold\"\"");
    finding_is(r, "got \"it is \"cold\"");
    c[1].explanation = GP_STR("lacks \"x\" in \"one two three four five six seven eight nine ten\"");
    finding_is(r, "lacks \"x\" in \"one two three four five six seven eight nine…\"");
    r.criteria = c, r.n_criteria = 2;
    c[1].explanation = GP_STR("6, expected 1");
    finding_is(r, "count-2: 6, expected 1");
    r = world_trial("a", "pocket", GP_PASSED, 1);
    finding_is(r, "");
    r.golden = GP_GOLDEN_STATE_MISSING, r.golden_text = GP_STR("no golden has been accepted yet");
    finding_is(r, "");
    r.golden = GP_GOLDEN_STATE_DIFFERS, r.golden_text = GP_STR("answer: word 1");
    finding_is(r, "answer: word 1");
}

static void summaries_fit_a_comment(void **state)
{
    (void)state;
    enum { MANY = 2000 };
    static gp_result t[MANY];
    static char ids[MANY][260];
    static const gp_report_wish summary = {.markdown = GP_MARKDOWN_SUMMARY};
    gp_results *r = open_world(t_tmpdir(), DEFAULT);
    gp_manifest m = world_manifest();
    gp_err err = {0};
    gp_buf b = {0}, same = {0};
    T_OK(world_report("summary", (const gp_results *const[]){r}, (const gp_manifest *const[]){&m}, 1, &b, &err), err);
    T_OK(world_report_as("markdown", summary, (const gp_results *const[]){r}, (const gp_manifest *const[]){&m}, 1,
                         &same, &err),
         err);
    same_text(gp_buf_view(&b), gp_buf_view(&same));
    nothing_live(gp_buf_view(&b));
    matches_file("summary.md", gp_buf_view(&b));
    gp_results_close(r);
    for (size_t i = 0; i < MANY; i++) {
        (void)snprintf(ids[i], sizeof ids[i], "%05zu%0200d", i, 0);
        t[i] = world_trial("x", "pocket", GP_FAILED, 0);
        t[i].id = t[i].case_id = gp_str_c(ids[i]);
    }
    const char *dir = t_tmpdir();
    T_OK(world_write(in(dir, "results.json"), t, MANY, DEFAULT, &err), err);
    T_OK(gp_results_open(dir, &r, &err), err);
    gp_buf_clear(&b);
    T_OK(world_report("summary", (const gp_results *const[]){r}, NULL, 1, &b, &err), err);
    assert_true(b.n < 60000);
    says(gp_buf_view(&b), " of 2000 are not shown here");
    gp_buf_free(&b);
    gp_buf_free(&same);
    gp_results_close(r);
}

/* Green, with two targets: 20 lines. */
static void green_summaries_are_short(void **state)
{
    (void)state;
    const char *dir = t_tmpdir();
    gp_result t[2] = {world_trial("a", "pocket", GP_PASSED, 1), world_trial("b", "pocket", GP_PASSED, 1)};
    gp_results *r = NULL;
    gp_err err = {0};
    gp_buf b = {0};
    size_t lines = 0;
    T_OK(world_write(in(dir, "results.json"), t, 2, DEFAULT, &err), err);
    T_OK(gp_results_open(dir, &r, &err), err);
    T_OK(world_report("summary", (const gp_results *const[]){r}, NULL, 1, &b, &err), err);
    for (size_t i = 0; i < b.n; i++) lines += b.p[i] == '\n';
    assert_true(lines <= 20);
    gp_buf_free(&b);
    gp_results_close(r);
}

/* Two runs: what became worse, with the answer before and after; a prompt that changed is not paired, and shown. */
static void runs_are_told_apart_in_words(void **state)
{
    (void)state;
    gp_result t[2] = {world_trial("a", "pocket", GP_PASSED, 1), world_trial("b", "pocket", GP_PASSED, 1)};
    const char *dir = t_tmpdir();
    gp_results *runs[2] = {NULL, NULL};
    gp_err err = {0};
    gp_buf b = {0};
    t[0].answer = GP_STR("it is 17 now");
    t[1].prompt = GP_STR("What is 1 + 1?");
    T_OK(world_write(in(dir, "results.json"), t, 2, DEFAULT, &err), err);
    T_OK(gp_results_open(dir, &runs[0], &err), err);
    t[0].status = GP_FAILED, t[0].score = 0, t[0].answer = GP_STR("it is 18 now");
    t[0].criteria = world_bad, t[0].n_criteria = 1;
    t[1].prompt = GP_STR("What is 1 + 2?"), t[1].case_digest = GP_STR(HEX64("0c0c"));
    T_OK(world_write(in(dir, "results.json"), t, 2, DEFAULT, &err), err);
    T_OK(gp_results_open(dir, &runs[1], &err), err);
    T_OK(world_report("markdown", (const gp_results *const *)runs, NULL, 2, &b, &err), err);
    gp_str text = gp_buf_view(&b);
    nothing_live(text);
    says(text, "1 worse, 0 better, 0 answered otherwise with the same score, 0 the same.");
    says(text, "#### `a` on `pocket`: passed (1.00), then failed (0.00)");
    says(text, "> it is [-17-] {+18+} now\n");
    says(text, "- case `b` of `smoke`: runs 1 and 2 asked otherwise");
    says(text, "> What is 1 + [-1?-] {+2?+}\n");
    gp_buf_free(&b);
    gp_results_close(runs[0]);
    gp_results_close(runs[1]);
}

static void unknown_columns_are_left_out(void **state)
{
    (void)state;
    gp_buf b = {0};
    gp_str head = GP_STR("| A | B | C |\n| :-- | --: | --: |\n"),
           rows = GP_STR("| `x\\|y` | n/a | 1 |\n| z | n/a | n/a |\n");
    gp_md_table_put(&b, head, rows, gp_md_known_columns(rows));
    assert_string_equal(b.p, "| A | C |\n| :-- | --: |\n| `x\\|y` | 1 |\n| z | n/a |\n");
    gp_buf_free(&b);
}

int main(void)
{
    (void)unsetenv("CI"); /* where reports do not recommend to accept anything */
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(markdown_of_two_targets),
        cmocka_unit_test(markdown_of_several_runs),
        cmocka_unit_test(no_line_is_a_workflow_command),
        cmocka_unit_test(spans_hold_anything),
        cmocka_unit_test(no_mixture_of_marks_gets_out),
        cmocka_unit_test(numbers_read_well),
        cmocka_unit_test(large_reports_are_cut_and_say_so),
        cmocka_unit_test(drift_is_counted_and_changes_are_flagged),
        cmocka_unit_test(reliability_has_a_row_for_everyone),
        cmocka_unit_test(findings_are_short),
        cmocka_unit_test(summaries_fit_a_comment),
        cmocka_unit_test(green_summaries_are_short),
        cmocka_unit_test(runs_are_told_apart_in_words),
        cmocka_unit_test(unknown_columns_are_left_out),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
