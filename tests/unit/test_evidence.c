/* test_evidence.c - verdicts that rest on evidence: the record of it, and what graders make of it. Nothing is run here
 * (test_sandbox.c does that); evidence is made up, as only a pure function allows. */
#include <math.h>

#include "forms/fence.h"
#include "grade/grade_impl.h"
#include "suite/suite_impl.h"
#include "t.h"

typedef struct fixture {
    gp_suite *suite;
    gp_arena a;
    gp_case *c;
} fixture;

static fixture with(const char *graders)
{
    fixture f = {0};
    gp_err err = {0};
    gp_str text = gp_str_fmt(&f.a,
                             "{\"name\": \"s\", \"version\": \"1\", \"license\": \"x\",\n\"cases\": [{\"id\": \"a\", "
                             "\"messages\": [{\"role\": \"user\", \"content\": \"q\"}],\n\"grade\": [%s]}]}",
                             graders);
    T_OK(gp_suite_open_bytes("s.json", &gp_graders, text, (gp_str){0}, &f.suite, &err), err);
    T_OK(gp_suite_case(f.suite, 0, &f.a, &f.c, &err), err);
    return f;
}

static void done(fixture *f)
{
    gp_suite_close(f->suite);
    gp_arena_free(&f->a);
}

static bool needs(fixture *f, gp_str answer, gp_job *job)
{
    gp_reply *reply = GP_NEW(&f->a, gp_reply);
    reply->answer = answer;
    gp_transcript *t = GP_NEW(&f->a, gp_transcript);
    *t = (gp_transcript){.replies = reply, .n_replies = 1};
    return gp_grade_needs(&f->a, f->c, f->c->graders[0], t, job);
}

static gp_grade graded(fixture *f, gp_str answer, const gp_evidence *e)
{
    gp_grade g;
    gp_err err = {0};
    gp_reply reply = {.answer = answer};
    gp_transcript t = {.replies = &reply, .n_replies = 1};
    T_OK(gp_grade_with(&f->a, f->c, &t, e, e != NULL, &g, &err), err);
    for (size_t i = 0; i < g.n_criteria; i++) {
        assert_true(g.criteria[i].explanation.n <= 200);
        assert_true(gp_utf8_bad(g.criteria[i].explanation) == SIZE_MAX);
    }
    return g;
}

static void has(gp_str text, const char *part)
{
    if (gp_str_find(text, gp_str_c(part)) == SIZE_MAX) fail_msg("\"%.*s\" lacks \"%s\"", GP_ARG(text), part);
}

/* --- the record --- */

static gp_evidence sample(void)
{
    gp_evidence e = gp_evidence_unknown();
    e.trial = GP_STR("s/a/m/1");
    e.criterion = GP_STR("code-1");
    e.job = GP_STR("0123");
    e.end = GP_END_EXITED;
    e.status = 3;
    e.out = GP_STR("a \"line\"\nü\n");
    e.wall_s = 0.25;
    e.memory_peak = 4096;
    return e;
}

static void a_line_says_it_all(void **state)
{
    (void)state;
    gp_arena a = {0};
    gp_buf line = {0}, again = {0};
    gp_evidence e = sample(), back;
    gp_err err = {0};
    gp_evidence_write(&e, &line);
    T_OK(gp_evidence_read(&a, "e", gp_buf_view(&line), 1, &back, &err), err);
    assert_true(gp_str_eq(back.out, e.out) && back.status == 3 && back.memory_peak == 4096 && isnan(back.cpu_s));
    gp_evidence_write(&back, &again);
    assert_string_equal(line.p, again.p);
    T_FAILS(gp_evidence_read(&a, "e", GP_STR("{\"schema\":\"goldpin.evidence/1\"}"), 7, &back, &err), GP_E_INPUT, err,
            "e:7:1: ");
    gp_buf_free(&line);
    gp_buf_free(&again);
    gp_arena_free(&a);
}

/* The digest leaves out what is measured; the fingerprint what was written, too. */
static void what_counts(void **state)
{
    (void)state;
    char before[65], after[65];
    gp_buf was = {0}, is = {0};
    gp_jw w;
    gp_evidence e = sample();
    gp_evidence_digest(&e, before);
    gp_jw_init(&w, &was, 0);
    gp_evidence_write_outcome(&w, &e);
    assert_string_equal(was.p, "{\"criterion\":\"code-1\",\"end\":\"exited\",\"job\":\"0123\",\"status\":3}");
    e.wall_s = 9;
    gp_evidence_digest(&e, after);
    assert_string_equal(before, after);
    e.out = GP_STR("other");
    gp_evidence_digest(&e, after);
    assert_string_not_equal(before, after);
    gp_jw_init(&w, &is, 0);
    gp_evidence_write_outcome(&w, &e);
    assert_string_equal(was.p, is.p);
    gp_buf_free(&was);
    gp_buf_free(&is);
}

static void jobs_differ(void **state)
{
    (void)state;
    char first[65], other[65];
    const gp_str command[] = {GP_STR("sh"), GP_STR("x")}, joined[] = {GP_STR("shx")};
    const gp_job_file file = {.name = GP_STR("a"), .text = GP_STR("b")},
                      changed = {.name = GP_STR("a"), .text = GP_STR("c")};
    gp_job j = {.command = command, .n_command = 2, .files = &file, .n_files = 1, .time_s = 1, .memory_mb = 2};
    gp_job k[5] = {j, j, j, j, j};
    k[0].command = joined, k[0].n_command = 1;
    k[1].files = &changed;
    k[2].time_s = 2;
    k[3].memory_mb = 3;
    k[4].input = GP_STR("x");
    gp_job_digest(&j, first);
    for (size_t i = 0; i < 5; i++) {
        gp_job_digest(&k[i], other);
        assert_string_not_equal(first, other);
    }
    j.leave = GP_LEAVE_EXTERNAL; /* who allows it changes nothing of what it does */
    gp_job_digest(&j, other);
    assert_string_equal(first, other);
}

/* --- fences --- */

static void fences(void **state)
{
    (void)state;
    static const struct {
        const char *text, *language, *code; /* NULL: none */
        bool closed;
    } t[] = {
        {"```python\nx\n```", "python", "x\n", true},
        {"a\n```\nx\n```\nb", "", "x\n", true},
        {"``` C  title\r\nx\r\n```\r\n", "C", "x\n", true},
        {"~~~~js\n```\n~~~\n~~~~", "js", "```\n~~~\n", true},
        {"  - item\n\n    ```sh\n    x\n      y\n    ```", "sh", "x\n  y\n", true},
        {"```py\nx", "py", "x\n", false},
        {"```python{.numbers}\nx\n```", "python", "x\n", true},
        {"inline ```x``` only", NULL, NULL, false},
        {"```x``` is inline", NULL, NULL, false},
        {"``\nx\n``", NULL, NULL, false},
        {"", NULL, NULL, false},
        {"```\n```", "", "", true},
        {"```\nπ ≠ 3\n```", "", "π ≠ 3\n", true},
    };
    gp_arena a = {0};
    for (size_t i = 0; i < sizeof t / sizeof *t; i++) {
        gp_fence f;
        size_t at = 0;
        if (gp_fence_next(gp_str_c(t[i].text), &at, &f) != (t[i].code != NULL)) fail_msg("row %zu", i);
        if (!t[i].code) continue;
        gp_str code = gp_fence_code(&a, &f);
        if (!gp_str_eqc(code, t[i].code) || !gp_str_eqc(f.language, t[i].language) || f.closed != t[i].closed)
            fail_msg("row %zu: %.*s: \"%.*s\"", i, GP_ARG(f.language), GP_ARG(code));
    }
    gp_arena_free(&a);
}

/* 10 MB, with as many openings as fit in it. */
static void fences_of_a_long_text(void **state)
{
    (void)state;
    gp_buf b = {0};
    size_t n = 0, at = 0;
    gp_fence f;
    while (b.n < t_large()) gp_buf_c(&b, "```a\n```\n~~~\n");
    while (gp_fence_next(gp_buf_view(&b), &at, &f)) n++;
    assert_true(n > 0 && at == b.n);
    gp_buf_free(&b);
}

/* --- code --- */

static const char python[] = "{\"type\": \"code\", \"language\": \"python\", \"tests\": \"import answer\"}";

/* What the runner says when the tests have ended, out of the job's own files. */
static gp_str last_words(const gp_job *job)
{
    gp_str runner = job->files[2].text;
    size_t at = gp_str_find(runner, GP_STR("goldpin: the tests ended ")), n = 25 + 16;
    assert_true(at != SIZE_MAX);
    return (gp_str){runner.p + at, n};
}

static gp_evidence ran(fixture *f, gp_str answer, int64_t status, const char *out)
{
    gp_job job;
    gp_evidence e = gp_evidence_unknown();
    assert_true(needs(f, answer, &job));
    e.criterion = f->c->graders[0]->id;
    e.end = GP_END_EXITED;
    e.status = status;
    e.out = gp_str_fmt(&f->a, "%s\n%.*s\n", out, GP_ARG(last_words(&job)));
    return e;
}

static void what_is_run(void **state)
{
    (void)state;
    static const struct {
        const char *block, *answer, *code; /* NULL: nothing is run */
        const char *why;
    } t[] = {
        {"", "```python\nx = 1\n```", "x = 1\n", NULL},
        {"", "```PY\nx = 1\n```", "x = 1\n", NULL},
        {"", "```\nx = 1\n```", "x = 1\n", NULL},
        {"", "```\nnot this\n```\n```python3\nx = 1\n```\n```js\nnor this\n```", "x = 1\n", NULL},
        {"", "```python\nx\r\ny\r\n```", "x\ny\n", NULL},
        {"", "```python\nx = 'π'", "x = 'π'\n", NULL},
        {"", "```js\nx\n```", NULL, "no python code in \"```js"},
        {"", "x = 1", NULL, "no python code in \"x = 1\""},
        {"", "", NULL, "no python code in \"\""},
        {"", "```python\n \n```", NULL, "the block of code at byte 0 is empty"},
        {"", "```python\na\n```\n```python\nb\n```", NULL,
         "2 blocks of python code where one is asked for; the first at byte 0, the last at byte 16"},
        {", \"block\": \"first\"", "```python\na\n```\n```python\nb\n```", "a\n", NULL},
        {", \"block\": \"last\"", "```python\na\n```\n```python\nb\n```", "b\n", NULL},
        {", \"block\": \"whole\"", "x = 1", "x = 1\n", NULL},
        {", \"block\": \"whole\"", " \n", NULL, "no python code"},
    };
    for (size_t i = 0; i < sizeof t / sizeof *t; i++) {
        gp_arena a = {0};
        gp_str grader = gp_str_fmt(&a, "{\"type\": \"code\", \"language\": \"python\", \"tests\": \"t\"%s}",
                                   t[i].block);
        fixture f = with(grader.p);
        gp_job job;
        bool any = needs(&f, gp_str_c(t[i].answer), &job);
        if (any != (t[i].code != NULL)) fail_msg("row %zu: %d", i, any);
        if (any && !gp_str_eqc(job.files[0].text, t[i].code)) fail_msg("row %zu: %.*s", i, GP_ARG(job.files[0].text));
        gp_grade g = graded(&f, gp_str_c(t[i].answer), NULL);
        if (any) {
            assert_int_equal(g.status, GP_ERROR);
            has(g.why, "criterion \"code-1\" cannot be decided: nothing was obtained for it");
        } else {
            assert_int_equal(g.status, GP_FAILED);
            has(g.criteria[0].explanation, t[i].why);
        }
        done(&f);
        gp_arena_free(&a);
    }
}

static void what_tests_say(void **state)
{
    (void)state;
    fixture f = with(python);
    gp_str answer = GP_STR("So:\n```python\nx = 1\n```\n");
    gp_evidence e = ran(&f, answer, 0, "3 tests");
    gp_grade g = graded(&f, answer, &e);
    assert_int_equal(g.status, GP_PASSED);
    has(g.criteria[0].explanation, "the tests pass: the block at byte 4");
    assert_int_equal(g.criteria[0].evidence.n, 64);
    e = ran(&f, answer, 1, "");
    e.err = GP_STR("Traceback\nAssertionError: no\n");
    g = graded(&f, answer, &e);
    assert_int_equal(g.status, GP_FAILED);
    has(g.criteria[0].explanation, "exit status 1: \"AssertionError: no\"");
    e = ran(&f, answer, 0, "");
    e.out = GP_STR("all is well\n"); /* what the tests would never say */
    g = graded(&f, answer, &e);
    assert_int_equal(g.status, GP_FAILED);
    has(g.criteria[0].explanation, "ended before its tests did");
    e.end = GP_END_TIMEOUT;
    has(graded(&f, answer, &e).criteria[0].explanation, "stopped at its time limit");
    /* the words of other code do not do */
    e = ran(&f, GP_STR("```python\nx = 2\n```"), 0, "");
    assert_int_equal(graded(&f, answer, &e).status, GP_FAILED);
    done(&f);
}

static void what_is_open(void **state)
{
    (void)state;
    fixture f = with(python);
    gp_str answer = GP_STR("```python\nx = 1\n```");
    gp_evidence e = ran(&f, answer, 0, "");
    e.reason = GP_STR("because");
    e.end = GP_END_NOT_APPLICABLE;
    gp_grade g = graded(&f, answer, &e);
    assert_int_equal(g.status, GP_SKIPPED);
    assert_true(isnan(g.score) && !g.n_criteria);
    has(g.why, "criterion \"code-1\" is not applicable: because");
    e.end = GP_END_MISSING;
    assert_int_equal(graded(&f, answer, &e).status, GP_ERROR);
    e.end = GP_END_BROKEN;
    assert_int_equal(graded(&f, answer, &e).status, GP_ERROR);
    done(&f);
    /* what cannot be decided weighs more than what does not apply, whatever else passes */
    f = with(
        "{\"type\": \"contains\", \"expect\": \"x\"}, {\"type\": \"code\", \"language\": \"python\", \"tests\": \"a\"}, "
        "{\"type\": \"code\", \"language\": \"python\", \"tests\": \"b\"}");
    gp_evidence two[2] = {gp_evidence_unknown(), gp_evidence_unknown()};
    gp_reply reply = {.answer = answer};
    gp_transcript t = {.replies = &reply, .n_replies = 1};
    gp_err err = {0};
    two[0].criterion = GP_STR("code-2");
    two[0].end = GP_END_NOT_APPLICABLE;
    two[1].criterion = GP_STR("code-3");
    two[1].end = GP_END_BROKEN;
    T_OK(gp_grade_with(&f.a, f.c, &t, two, 2, &g, &err), err);
    assert_int_equal(g.status, GP_ERROR);
    has(g.why, "criterion \"code-3\"");
    done(&f);
}

static void tap(void **state)
{
    (void)state;
    static const struct {
        const char *out;
        int64_t status;
        double score;
        const char *why;
    } t[] = {
        {"1..2\nok 1 - a\nok 2", 0, 1, "2 of 2 tests pass"},
        {"ok\nok\n1..2", 0, 1, "2 of 2 tests pass"},
        {"1..2\r\nok 1\r\nok 2\r", 0, 1, "2 of 2 tests pass"},
        {"1..4\nok 1\nnot ok 2 - π\nok 3\nok 4", 0, 0.75, "3 of 4 tests pass; \"not ok 2 - π\""},
        {"1..4\nok 1\nok 2", 0, 0.5, "2 of 4 tests pass"},
        {"1..2\nok 1\nok 2", 1, 2.0 / 3, "exit status 1"},
        {"1..1\nok 1\nok 2", 0, 2.0 / 3, "more than planned"},
        {"ok 1\nok 2", 0, 0, "no plan"},
        {"1..0", 0, 0, "no plan"},
        {"", 0, 0, "no plan"},
        {"1..1\nokay 1", 0, 0, "0 of 1 tests pass"},
        {"1..1\nnot ok 1 # TODO", 0, 0, "0 of 1 tests pass"},
    };
    for (size_t i = 0; i < sizeof t / sizeof *t; i++) {
        fixture f = with("{\"type\": \"code\", \"language\": \"shell\", \"tests\": \"t\", \"protocol\": \"tap\"}");
        gp_str answer = GP_STR("```sh\n:\n```");
        gp_evidence e = ran(&f, answer, t[i].status, t[i].out);
        gp_grade g = graded(&f, answer, &e);
        if (fabs(g.score - t[i].score) > 1e-12) fail_msg("row %zu: %g", i, g.score);
        has(g.criteria[0].explanation, t[i].why);
        done(&f);
    }
}

/* --- external --- */

static void external(void **state)
{
    (void)state;
    static const struct {
        const char *out;
        double score; /* NaN: open */
        const char *why;
    } t[] = {
        {"{\"score\": 0.5, \"explanation\": \"half\"}", 0.5, "half"},
        {"{\"pass\": true}\n", 1, "says 1"},
        {"{\"pass\": false, \"score\": 0.9}", 0.9, "says 0.9"},
        {"{\"pass\": true, \"score\": 0.9}", NAN, "contradicts"},
        {"{\"score\": 2}", NAN, "score"},
        {"{\"score\": \"1\"}", NAN, "score"},
        {"{}", NAN, "neither"},
        {"{\"scor\": 1}", NAN, "did you mean \"score\"?"},
        {"", NAN, "its output"},
        {"1", NAN, "its output"},
    };
    for (size_t i = 0; i < sizeof t / sizeof *t; i++) {
        fixture f = with("{\"type\": \"external\", \"command\": [\"judge\"]}");
        gp_evidence e = gp_evidence_unknown();
        e.criterion = GP_STR("external-1");
        e.end = GP_END_EXITED;
        e.status = 0;
        e.out = gp_str_c(t[i].out);
        gp_grade g = graded(&f, GP_STR("a"), &e);
        if (isnan(t[i].score)) {
            assert_int_equal(g.status, GP_ERROR);
            has(g.why, t[i].why);
        } else {
            assert_true(g.score == t[i].score);
            has(g.criteria[0].explanation, t[i].why);
        }
        e.status = 1; /* what it printed does not count then */
        assert_int_equal(graded(&f, GP_STR("a"), &e).status, GP_ERROR);
        done(&f);
    }
}

/* Equal answers are one job, whatever was measured; another answer is another. */
static void what_external_reads(void **state)
{
    (void)state;
    fixture f = with("{\"type\": \"external\", \"command\": [\"judge\"]}");
    gp_job job, other;
    gp_str answer = GP_STR("π \"x\"\r\n");
    assert_true(needs(&f, answer, &job));
    assert_string_equal(gp_str_dup(&f.a, job.input).p,
                        "{\"case\":{\"id\":\"a\",\"messages\":[{\"role\":\"user\",\"content\":\"q\"}],\"turns\":[]},"
                        "\"turn\":1,\"replies\":[{\"answer\":\"π \\\"x\\\"\\r\\n\",\"reasoning\":\"\",\"finish\":\"\","
                        "\"tool_calls\":[]}]}\n");
    char one[65], two[65];
    assert_true(needs(&f, GP_STR("y"), &other));
    gp_job_digest(&job, one);
    gp_job_digest(&other, two);
    assert_string_not_equal(one, two);
    done(&f);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_line_says_it_all),
        cmocka_unit_test(what_counts),
        cmocka_unit_test(jobs_differ),
        cmocka_unit_test(fences),
        cmocka_unit_test(fences_of_a_long_text),
        cmocka_unit_test(what_is_run),
        cmocka_unit_test(what_tests_say),
        cmocka_unit_test(what_is_open),
        cmocka_unit_test(tap),
        cmocka_unit_test(external),
        cmocka_unit_test(what_external_reads),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
