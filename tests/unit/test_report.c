/* Reports of the made-up run in report_world.h, compared with the files in tests/data/report. After a wanted change:
 * GOLDPIN_BLESS_TESTS=1 build/tests/test_report, then read the difference. */
#include <libxml/parser.h>
#include <libxml/tree.h>

#include "base/rng.h"
#include "base/sys.h"
#include "report/md.h"
#include "report/results_format.h"
#include "report_world.h"
#include "t.h"

static const gp_gate_options DEFAULT = {.fail_under = NAN};

static void matches_file(const char *name, gp_str got)
{
    char path[256];
    gp_err err = {0};
    gp_arena a = {0};
    gp_str want;
    (void)snprintf(path, sizeof path, "tests/data/report/%s", name);
    if (getenv("GOLDPIN_BLESS_TESTS")) T_OK(gp_write_file(path, got, &err), err);
    T_OK(gp_read_file(&a, path, 0, &want, &err), err);
    size_t at = 0;
    while (at < want.n && at < got.n && want.p[at] == got.p[at]) at++;
    if (at < want.n || at < got.n) fail_msg("%s differs from byte %zu on: expected \"%.60s\", got \"%.60s\"", path, at, want.p + at, got.n ? got.p + at : "");
    gp_arena_free(&a);
}

static const char *in(const char *dir, const char *name)
{
    static char path[8][800];
    static unsigned next;
    char *p = path[next++ % 8];
    size_t n = strlen(dir), m = strlen(name);
    if (n + m + 2 > sizeof path[0]) fail_msg("the path %s is too long", dir);
    memcpy(p, dir, n);
    p[n] = '/';
    memcpy(p + n + 1, name, m + 1);
    return p;
}

static gp_results *open_world(const char *dir, gp_gate_options gate)
{
    gp_result t[WORLD_TRIALS];
    gp_results *r = NULL;
    gp_err err = {0};
    T_OK(world_write(in(dir, "results.json"), t, world_trials(t), gate, &err), err);
    T_OK(gp_results_open(dir, &r, &err), err);
    return r;
}

/* --- results.json --- */

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

static void same_text(gp_str x, gp_str y)
{
    if (!gp_str_eq(x, y)) fail_msg("\"%.*s\" is not \"%.*s\"", GP_ARG(x), GP_ARG(y));
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
    refuses_results("\"fingerprint\"", "\"fingerprnt\"", "results.json:3:3: unknown key \"fingerprnt\" in results; did you mean \"fingerprint\"?");
    refuses_results("\"status\":\"failed\"", "\"status\":\"fialed\"", "\"fialed\" is no status");
    refuses_results("smoke/add/one/pocket/1", "smoke/add/one/openai-any/1", "stands here a second time");
    refuses_results("\"planned\": 14,", "\"planned\": 14,\n  \"planned\": 14,", "the key \"planned\" stands here a second time");
    refuses_results("\"trials\": [\n", "\"trails\": [\n", "the key \"trials\" is missing");
    refuses_results("\n  ]\n}", "\n  ]\n} x", "the end of the document");
    gp_results *r;
    gp_err err = {0};
    T_FAILS(gp_results_open("/nonexistent/results.json", &r, &err), GP_E_INPUT, err, "nonexistent");
}

static void discard_leaves_nothing(void **state)
{
    (void)state;
    const char *dir = t_tmpdir(), *const *names;
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
    T_FAILS(gp_results_create("/nonexistent/results.json", &w, &err), GP_E_IO, err, "cannot write /nonexistent/results.json");
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
    const char *dir = t_tmpdir(), *path = in(dir, "results.json"), *const *names;
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
    T_OK(gp_report_junit(r, &b, &err), err);
    gp_buf_clear(&b);
    const gp_results *runs[] = {r};
    T_OK(gp_report_markdown(runs, NULL, 1, &b, &err), err);
    assert_non_null(strstr(b.p, "there was no trial"));
    gp_buf_free(&b);
    gp_results_close(r);
}

/* --- JUnit --- */

static void only_these(xmlNode *e, const char *allowed)
{
    for (xmlAttr *p = e->properties; p; p = p->next) {
        char word[64];
        (void)snprintf(word, sizeof word, " %s ", (const char *)p->name);
        if (!strstr(allowed, word)) fail_msg("<%s> has the attribute %s", (const char *)e->name, (const char *)p->name);
    }
}

static long number_of(xmlNode *e, const char *name)
{
    xmlChar *v = xmlGetNoNsProp(e, BAD_CAST name);
    if (!v) fail_msg("<%s> lacks %s", (const char *)e->name, name);
    long n = strtol((const char *)v, NULL, 10);
    xmlFree(v);
    return n;
}

static void plain_time(xmlNode *e)
{
    xmlChar *v = xmlGetNoNsProp(e, BAD_CAST "time");
    if (v && strspn((const char *)v, "0123456789.") != strlen((const char *)v)) fail_msg("time=\"%s\"", (const char *)v);
    xmlFree(v);
}

/* One <testcase> by the rules of the Jenkins schema; counts its children by kind into counts[failure, error, skipped]. */
static void walk_case(xmlNode *c, long counts[3])
{
    static const char *const kinds[] = {"failure", "error", "skipped"};
    assert_string_equal((const char *)c->name, "testcase");
    only_these(c, " name time classname group ");
    plain_time(c);
    for (xmlNode *k = c->children; k; k = k->next) {
        if (k->type != XML_ELEMENT_NODE) continue;
        bool known = strcmp((const char *)k->name, "system-out") == 0;
        only_these(k, known ? "" : " message type ");
        for (int i = 0; i < 3; i++) {
            if (strcmp((const char *)k->name, kinds[i]) != 0) continue;
            counts[i]++;
            known = true;
        }
        if (!known) fail_msg("<%s> in <testcase>", (const char *)k->name);
    }
}

static void walk_suite(xmlNode *s, long totals[4])
{
    long counts[3] = {0}, cases = 0;
    char names[4096] = "\n";
    assert_string_equal((const char *)s->name, "testsuite");
    only_these(s, " name tests failures errors skipped time ");
    plain_time(s);
    for (xmlNode *c = s->children; c; c = c->next) {
        if (c->type != XML_ELEMENT_NODE) continue;
        xmlChar *name = xmlGetNoNsProp(c, BAD_CAST "name");
        char line[600];
        (void)snprintf(line, sizeof line, "\n%s\n", (const char *)name);
        if (strstr(names, line)) fail_msg("the name %s is there twice", (const char *)name);
        (void)strcat(names, line + 1);
        xmlFree(name);
        walk_case(c, counts);
        cases++;
    }
    assert_int_equal(number_of(s, "tests"), cases);
    assert_int_equal(number_of(s, "failures"), counts[0]);
    assert_int_equal(number_of(s, "errors"), counts[1]);
    assert_int_equal(number_of(s, "skipped"), counts[2]);
    totals[0] += cases;
    for (int i = 0; i < 3; i++) totals[i + 1] += counts[i];
}

/* cases, failures, errors, skipped of the whole document */
static void junit_counts(gp_gate_options gate, long totals[4], const char *compare_with)
{
    gp_results *r = open_world(t_tmpdir(), gate);
    gp_buf b = {0};
    gp_err err = {0};
    T_OK(gp_report_junit(r, &b, &err), err);
    if (compare_with) matches_file(compare_with, gp_buf_view(&b));
    xmlDoc *doc = xmlReadMemory(b.p, (int)b.n, "junit.xml", NULL, XML_PARSE_NONET | XML_PARSE_NOERROR);
    assert_non_null(doc);
    xmlNode *root = xmlDocGetRootElement(doc);
    assert_string_equal((const char *)root->name, "testsuites");
    only_these(root, " name time tests failures disabled errors ");
    memset(totals, 0, 4 * sizeof *totals);
    for (xmlNode *s = root->children; s; s = s->next)
        if (s->type == XML_ELEMENT_NODE) walk_suite(s, totals);
    assert_int_equal(number_of(root, "tests"), totals[0]);
    assert_int_equal(number_of(root, "failures"), totals[1]);
    assert_int_equal(number_of(root, "errors"), totals[2]);
    xmlFreeDoc(doc);
    gp_buf_free(&b);
    gp_results_close(r);
}

static void junit_follows_the_schema_and_the_gate(void **state)
{
    (void)state;
    long n[4];
    junit_counts(DEFAULT, n, "junit.xml"); /* add/two and the hostile case, the latter failed on one target and stale on the other */
    assert_int_equal(n[0], 12);
    assert_int_equal(n[1], 3);
    assert_int_equal(n[2], 1);
    assert_int_equal(n[3], 1);
    junit_counts((gp_gate_options){.fail_under = NAN, .strict = true}, n, NULL); /* and the known failure */
    assert_int_equal(n[1], 4);
    junit_counts((gp_gate_options){.fail_under = NAN, .in_ci = true}, n, NULL); /* and the missing golden */
    assert_int_equal(n[1], 4);
}

static void junit_names_repeats_and_splits_at_dots(void **state)
{
    (void)state;
    const char *dir = t_tmpdir();
    gp_result t[2] = {world_trial("a", "pocket", GP_PASSED, 1), world_trial("a", "pocket", GP_PASSED, 1)};
    gp_results *r = NULL;
    gp_err err = {0};
    gp_buf b = {0};
    t[1].id = GP_STR("smoke/a/pocket/2");
    t[1].repeat = 2;
    t[0].suite = t[1].suite = GP_STR("v1.2");
    T_OK(world_write(in(dir, "results.json"), t, 2, DEFAULT, &err), err);
    T_OK(gp_results_open(dir, &r, &err), err);
    T_OK(gp_report_junit(r, &b, &err), err);
    assert_non_null(strstr(b.p, "<testcase name=\"a #1\" classname=\"v1%2E2.pocket\""));
    assert_non_null(strstr(b.p, "<testcase name=\"a #2\""));
    gp_buf_free(&b);
    gp_results_close(r);
}

/* --- markdown --- */

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
        bool border = gp_str_starts(line, GP_STR("> ```")) && (!fenced ? ticks >= 3 : ticks >= fence && ticks + 2 == line.n);
        if (border) {
            fence = fenced ? 0 : ticks;
            fenced = !fenced;
            continue;
        }
        if (gp_str_eqc(line, "<details>") || gp_str_eqc(line, "</details>") || gp_str_starts(line, GP_STR("<summary>All "))) continue; /* ours */
        if (fenced) {
            assert_true(gp_str_starts(line, GP_STR("> ")));
            continue;
        }
        for (size_t i = 0; i < line.n;) { /* skip code spans */
            size_t n = 0;
            while (i + n < line.n && line.p[i + n] == '`') n++;
            if (!n) {
                if (strchr("<>@#", line.p[i]) && !(i < 4 && line.p[i] == '#') && line.p[i] != '<') fail_msg("live text: %.*s", GP_ARG(line));
                if (line.p[i] == '<' && !gp_str_starts((gp_str){line.p + i, line.n - i}, GP_STR("< 0."))) fail_msg("live text: %.*s", GP_ARG(line));
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
    T_OK(gp_report_markdown(runs, ms, 1, &b, &err), err);
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
    T_OK(gp_report_markdown(runs, NULL, 2, &b, &err), err);
    nothing_live(gp_buf_view(&b));
    assert_non_null(strstr(b.p, "Run 2: **"));
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
    gp_text_lines(&b, GP_STR("::error::x\n  ::debug::y\na ::set-output name=x::y\n##[group]z\nstd::vector<a::b> x"), 0, "");
    assert_string_equal(b.p, "\\u{3A}:error::x\n  \\u{3A}:debug::y\na \\u{3A}:set-output name=x::y\n\\u{23}#[group]z\nstd::vector<a::b> x\n");
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
    T_OK(gp_report_markdown(runs, NULL, 1, &b, &err), err);
    assert_true(b.n < 1 << 20);
    assert_non_null(strstr(b.p, " of 3000 are not shown here; all of them are in `results.json`."));
    gp_buf_free(&b);
    gp_results_close(r);
    free(t);
    free(ids);
}

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
    T_OK(gp_report_bundle(dir, &err), err);
    gp_buf_free(&b);
    return dir;
}

static void bundles_are_complete_and_repeatable(void **state)
{
    (void)state;
    gp_arena a = {0};
    gp_err err = {0};
    gp_str one, two;
    static const char *const listed[] = {"  junit.xml\n", "  manifest.json\n", "  pending/smoke/pocket/a.json\n", "  report.md\n", "  results.json\n", "  topology.xml\n"};
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
    T_OK(gp_report_bundle(dir, &err), err);
    T_OK(gp_bundle_check(dir, &err), err);
    gp_arena_free(&a);
}

static void tampering_is_found(void **state)
{
    (void)state;
    gp_err err = {0};
    const char *dir = make_bundle();
    T_OK(gp_write_file(in(dir, "pending/smoke/pocket/a.json"), GP_STR("{ }\n"), &err), err);
    T_FAILS(gp_bundle_check(dir, &err), GP_E_INPUT, err, "pending/smoke/pocket/a.json is not the file that was written");
    gp_remove_file(in(dir, "junit.xml"));
    T_FAILS(gp_bundle_check(dir, &err), GP_E_INPUT, err, "junit.xml is missing");
    T_OK(gp_write_file(in(dir, "SHA256SUMS"), GP_STR("0000000000000000000000000000000000000000000000000000000000000000  ../x\n"), &err), err);
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
    u[0].answer = GP_STR("The sum of nine and eight, counted on the fingers of both hands and then once more to be sure, is 18");
    t[0].answer = GP_STR("The sum of nine and eight, counted on the fingers of both hands and then once more to be sure, is 17");
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
    T_OK(gp_golden_bless(bundle, root, NULL, NULL, NULL, &err), err);
    T_OK(gp_report_diff_goldens(bundle, root, &b, &equal, &err), err);
    assert_true(equal);
    write_candidate(bundle, "pocket", GP_STR("it is 18"), HEX64("4321"));
    write_candidate(bundle, "other", GP_STR("17"), HEX64("4321"));
    gp_buf_clear(&b);
    T_OK(gp_report_diff_goldens(bundle, root, &b, &equal, &err), err);
    assert_false(equal);
    assert_string_equal(b.p, "0 the same, 1 differ from the accepted golden, 1 not accepted yet\n"
                             "\ndiffer\n\n"
                             "  smoke/sum on pocket\n"
                             "    answer  it is [-17-] {+18+}\n"
                             "    logits changed: 123412341234 -> 432143214321\n"
                             "\nnot accepted yet\n\n"
                             "  smoke/sum on other\n");
    gp_buf_free(&b);
}

static gp_str markdown_of(const char *dir, const gp_result *t, size_t n, gp_buf *b)
{
    gp_results *r = NULL;
    gp_err err = {0};
    T_OK(world_write(in(dir, "results.json"), t, n, DEFAULT, &err), err);
    T_OK(gp_results_open(dir, &r, &err), err);
    const gp_results *runs[] = {r};
    T_OK(gp_report_markdown(runs, NULL, 1, b, &err), err);
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
    says(text, "| `openai-any` | 40 | `any-2026-10` (40) | `fp_1` (38), `fp_2` (2) | n/a | sent (40) | none |");
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
    says(text, "- `openai-any`: 2 returned models, 2 fingerprints, more than 16 upstream providers over 39 answers. **The model changed within the run.**");
    says(text, "| 39 | `any-2026-10` (38), `any-2026-11` (1) | `fp_1` (37), `fp_2` (2) | `host-0` (1), ");
    says(text, "`host-15` (1), others (14), n/a (9) | sent (40) | none |");
    for (int i = 0; i < N; i++) t[i].returned_model = GP_STR("any-2026-10 then any-2026-11"); /* in every trial, between two turns */
    gp_buf_clear(&b);
    says(markdown_of(t_tmpdir(), t, N, &b), "**The model changed within the run:**");
    gp_buf_free(&b);
}

/* Reliability apart from quality; who was never asked, or cannot be, has a row all the same. */
static void reliability_has_a_row_for_everyone(void **state)
{
    (void)state;
    gp_result t[3] = {world_trial("a", "openai-any", GP_ERROR, NAN), world_trial("b", "openai-any", GP_ERROR, NAN), world_trial("c", "openai-any", GP_ERROR, NAN)};
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

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(results_are_as_documented),
        cmocka_unit_test(results_come_back),
        cmocka_unit_test(bad_results_are_located),
        cmocka_unit_test(discard_leaves_nothing),
        cmocka_unit_test(a_cut_file_is_refused_everywhere),
        cmocka_unit_test(a_failed_finish_leaves_no_file),
        cmocka_unit_test(an_empty_run_is_a_valid_document),
        cmocka_unit_test(junit_follows_the_schema_and_the_gate),
        cmocka_unit_test(junit_names_repeats_and_splits_at_dots),
        cmocka_unit_test(markdown_of_two_targets),
        cmocka_unit_test(markdown_of_several_runs),
        cmocka_unit_test(no_line_is_a_workflow_command),
        cmocka_unit_test(spans_hold_anything),
        cmocka_unit_test(no_mixture_of_marks_gets_out),
        cmocka_unit_test(numbers_read_well),
        cmocka_unit_test(large_reports_are_cut_and_say_so),
        cmocka_unit_test(bundles_are_complete_and_repeatable),
        cmocka_unit_test(tampering_is_found),
        cmocka_unit_test(diff_shows_what_changed),
        cmocka_unit_test(diff_of_candidates),
        cmocka_unit_test(drift_is_counted_and_changes_are_flagged),
        cmocka_unit_test(reliability_has_a_row_for_everyone),
    };
    int failed = cmocka_run_group_tests(tests, NULL, NULL);
    xmlCleanupParser();
    return failed;
}
