/* test_grade.c - graders: what passes, what fails, and what they say of it. */
#include <math.h>

#include "grade/grade_impl.h"
#include "regex/regex.h"
#include "sandbox/sandbox.h"
#include "suite/suite_impl.h"
#include "t.h"

/* A case with the graders of the text, read by the suite reader. */
typedef struct fixture {
    gp_suite *suite;
    gp_arena a;
    gp_case *c;
} fixture;

static fixture with(const char *graders, const char *more)
{
    fixture f = {0};
    gp_err err = {0};
    gp_str text = gp_str_fmt(
        &f.a,
        "{\"name\": \"s\", \"version\": \"1\", \"license\": \"x\",\n\"cases\": [{\"id\": \"a\"%s, \"messages\": [{\"role\": \"user\", \"content\": \"q\"}],\n\"grade\": [%s]}]}",
        more, graders);
    T_OK(gp_suite_open_bytes("s.json", &gp_graders, text, (gp_str){0}, &f.suite, &err), err);
    T_OK(gp_suite_case(f.suite, 0, &f.a, &f.c, &err), err);
    return f;
}

static void done(fixture *f)
{
    gp_suite_close(f->suite);
    gp_arena_free(&f->a);
}

static gp_grade graded(fixture *f, gp_str answer)
{
    gp_grade g;
    gp_err err = {0};
    T_OK(gp_grade_answers(&f->a, f->c, &answer, 1, &g, &err), err);
    for (size_t i = 0; i < g.n_criteria; i++) {
        assert_true(g.criteria[i].explanation.n <= 200);
        assert_true(gp_utf8_bad(g.criteria[i].explanation) == SIZE_MAX);
        assert_int_equal(g.criteria[i].passed, g.criteria[i].score == 1);
    }
    return g;
}

/* The same with the evidence that it needs, obtained now. *open: there is no sandbox to obtain it in. */
static gp_grade graded_outside(fixture *f, const gp_reply *reply, bool *open)
{
    gp_grade g;
    gp_err err = {0};
    gp_job job;
    const gp_transcript t = {.replies = reply, .n_replies = 1};
    gp_evidence e = gp_evidence_unknown();
    e.criterion = f->c->graders[0]->id;
    bool needs = gp_grade_needs(&f->a, f->c, f->c->graders[0], &t, &job);
    if (needs) T_OK(gp_sandbox_run(&f->a, &job, NULL, &e, &err), err);
    T_OK(gp_grade_with(&f->a, f->c, &t, &e, 1, &g, &err), err);
    *open = needs && e.end == GP_END_NOT_APPLICABLE;
    if (*open) fprintf(stderr, "SKIPPED: %.*s\n", GP_ARG(e.reason));
    return g;
}

typedef struct row {
    const char *grader, *answer;
    double score;
    const char *explanation; /* contained in it; NULL: any */
} row;

static void check(const row *t, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        fixture f = with(t[i].grader, "");
        gp_grade g = graded(&f, gp_str_c(t[i].answer));
        if (g.score != t[i].score)
            fail_msg("row %zu: score %g, expected %g: %.*s", i, g.score, t[i].score, GP_ARG(g.criteria->explanation));
        if (t[i].explanation && !strstr(g.criteria->explanation.p, t[i].explanation))
            fail_msg("row %zu: %.*s", i, GP_ARG(g.criteria->explanation));
        assert_int_equal(g.status, t[i].score == 1 ? GP_PASSED : GP_FAILED);
        done(&f);
    }
}
#define CHECK(table) check(table, sizeof(table) / sizeof *(table))

static void equals(void **state)
{
    (void)state;
    static const row t[] = {
        {"{\"type\": \"equals\", \"expect\": \"42\"}", " 42\n", 1, "equals \"42\""},
        {"{\"type\": \"equals\", \"expect\": \"42\"}", "43", 0, "expected \"42\", got \"43\""},
        {"{\"type\": \"equals\", \"expect\": \"42\", \"trim\": false}", "42\n", 0, "got \"42\\n\""},
        {"{\"type\": \"equals\", \"expect\": 42}", "42", 1, NULL},
        {"{\"type\": \"equals\", \"expect\": 42}", "42.0", 0, NULL},
        {"{\"type\": \"equals\", \"expect\": [\"a\", \"b\", \"c\"]}", "b", 1, NULL},
        {"{\"type\": \"equals\", \"expect\": [\"a\", \"b\", \"c\"]}", "d", 0,
         "expected one of \"a\", \"b\", …, got \"d\""},
        {"{\"type\": \"equals\", \"expect\": \"\"}", "", 1, NULL},
        {"{\"type\": \"equals\", \"expect\": \"x\"}", "", 0, "got \"\""},
        {"{\"type\": \"equals\", \"expect\": \"\xC3\x84rger\"}", "\xC3\xA4RGER", 0, NULL},
        {"{\"type\": \"equals\", \"expect\": \"\xC3\x84rger\", \"ignore_case\": true}", "\xC3\xA4RGER", 1, NULL},
        {"{\"type\": \"equals\", \"expect\": \"a.c\", \"ignore_case\": true}", "ABC", 0, NULL},
        {"{\"type\": \"equals\", \"expect\": \"ab\", \"ignore_case\": true}", "ABC", 0, NULL},
        {"{\"type\": \"equals\", \"expect\": \"abc\", \"ignore_case\": true}",
         "\xff"
         "ABC",
         0, NULL},
        {"{\"type\": \"equals\", \"expect\": \"abc\", \"ignore_case\": true}", "ABC\xff", 0, NULL},
        {"{\"type\": \"equals\", \"expect\": \"abc\", \"ignore_case\": true}",
         "ABC\xff"
         "abc",
         0, NULL},
        {"{\"type\": \"equals\", \"expect\": \"abc\", \"ignore_case\": true, \"trim\": false}", "ABC\n", 0, NULL},
        {"{\"type\": \"equals\", \"expect\": \"x\"}", "\x1b[31m\xE2\x80\xAE\xff", 0, "got \"\\x1B[31m\\u{202E}\\xFF\""},
    };
    CHECK(t);
}

static void contains(void **state)
{
    (void)state;
    static const row t[] = {
        {"{\"type\": \"contains\", \"expect\": \"cat\"}", "a cat sat", 1, "contains \"cat\""},
        {"{\"type\": \"contains\", \"expect\": \"cat\"}", "a Cat sat", 0, "lacks \"cat\" in \"a Cat sat\""},
        {"{\"type\": \"contains\", \"expect\": \"cat\", \"ignore_case\": true}", "a CAT sat", 1, NULL},
        {"{\"type\": \"contains\", \"expect\": [\"a\", \"b\", \"c\", \"d\"]}", "abc", 0.75,
         "contains 3 of 4; lacks \"d\" in \"abc\""},
        {"{\"type\": \"contains\", \"expect\": 42}", "it is 42!", 1, NULL},
        {"{\"type\": \"not_contains\", \"expect\": [\"cat\", \"dog\"]}", "a bird", 1, NULL},
        {"{\"type\": \"not_contains\", \"expect\": [\"cat\", \"dog\"]}", "a dog", 0,
         "contains \"dog\", which it must not, in \"a dog\""},
        {"{\"type\": \"not_contains\", \"expect\": \"DOG\", \"ignore_case\": true}", "a dog", 0, NULL},
        {"{\"type\": \"not_contains\", \"expect\": \"x\"}", "", 1, NULL},
    };
    CHECK(t);
}

static void regex(void **state)
{
    (void)state;
    static const row t[] = {
        {"{\"type\": \"regex\", \"pattern\": \"^\\\\d+$\"}", "123", 1, "matches at \"123\""},
        {"{\"type\": \"regex\", \"pattern\": \"^\\\\d+$\"}", " 123", 0,
         "the pattern \"^\\d+$\" is not found in \" 123\""},
        {"{\"type\": \"regex\", \"pattern\": \"^\\\\d+$\", \"trim\": true}", " 123\n", 1, NULL},
        {"{\"type\": \"regex\", \"pattern\": \"answer: (\\\\w+)\", \"expect\": \"blue\"}", "answer: blue", 1,
         "captures \"blue\""},
        {"{\"type\": \"regex\", \"pattern\": \"answer: (\\\\w+)\", \"expect\": [\"blue\", \"red\"]}", "answer: green",
         0, "captures \"green\", expected one of \"blue\", \"red\""},
        {"{\"type\": \"regex\", \"pattern\": \"b\\\\w+\", \"expect\": \"blue\"}", "is blue.", 1, NULL},
        {"{\"type\": \"regex\", \"pattern\": \"x|(y)\", \"expect\": \"\"}", "x", 1, NULL},
        {"{\"type\": \"regex\", \"pattern\": \"YES\", \"ignore_case\": true}", "yes", 1, NULL},
        {"{\"type\": \"regex\", \"pattern\": \"^.$\"}", "\xC3\xA9", 1, NULL},
        {"{\"type\": \"regex\", \"pattern\": \"^\\\\w+$\"}", "\xC3\xA9t\xC3\xA9", 1, NULL},
        {"{\"type\": \"regex\", \"pattern\": \"b\"}",
         "\xff\xff"
         "b\xfe",
         1, NULL},
        {"{\"type\": \"regex\", \"pattern\": \"^b\"}",
         "\xff"
         "b",
         0, NULL},
        {"{\"type\": \"regex\", \"pattern\": \"\\\\Ab\"}",
         "\xff"
         "b",
         0, NULL},
        {"{\"type\": \"regex\", \"pattern\": \"b$\"}", "b\xff", 0, NULL},
        {"{\"type\": \"regex\", \"pattern\": \"b\\\\z\"}", "b\xff", 0, NULL},
    };
    CHECK(t);
}

static void invalid_patterns_are_the_suites_fault(void **state)
{
    (void)state;
    gp_err err = {0};
    gp_grade g;
    gp_str answer = GP_STR("x");
    fixture f = with(
        "{\"type\": \"equals\", \"expect\": \"x\"},\n {\"type\": \"regex\", \"id\": \"form\", \"pattern\": \"a(b\"}",
        "");
    T_FAILS(gp_grade_check(f.c, &err), GP_E_INPUT, err, "s.json:4:2: case \"a\", grader \"form\": invalid pattern: ");
    assert_non_null(strstr(err.msg, "(at byte 3)"));
    T_FAILS(gp_grade_answers(&f.a, f.c, &answer, 1, &g, &err), GP_E_INPUT, err, "grader \"form\"");
    done(&f);
    f = with("{\"type\": \"equals\", \"expect\": \"x\"}", "");
    T_OK(gp_grade_check(f.c, &err), err);
    done(&f);
}

static void runaway_patterns_end(void **state)
{
    (void)state;
    static const char *const graders[] = {
        "{\"type\": \"regex\", \"pattern\": \"^(a+)+$\"}",    /* exponential */
        "{\"type\": \"regex\", \"pattern\": \"a+ dollars\"}", /* quadratic */
        "{\"type\": \"regex\", \"pattern\": \"[ab]*?c\"}",
    };
    enum { N = 200000 };
    char *text = malloc(N);
    memset(text, 'a', N);
    text[N - 1] = 'b';
    gp_str answer = {text, N};
    for (size_t i = 0; i < sizeof graders / sizeof *graders; i++) {
        gp_err err = {0};
        gp_grade g;
        fixture f = with(graders[i], "");
        T_OK(gp_grade_answers(&f.a, f.c, &answer, 1, &g, &err), err);
        assert_int_equal(g.status, GP_FAILED);
        bool limited = strstr(
                           g.criteria[0].explanation.p,
                           "no verdict by this grader: the pattern needs too much work on this answer (match limit)") !=
                       NULL;
        if (i == 0) assert_true(limited);
        done(&f);
    }
    free(text);
}

static void numbers(void **state)
{
    (void)state;
    static const row t[] = {
        {"{\"type\": \"number\", \"expect\": 5}", "The sum of 2 and 3 is 5.", 1, "the last number is \"5\""},
        {"{\"type\": \"number\", \"expect\": 5}", "It is five.", 0, "no number in \"It is five.\""},
        {"{\"type\": \"number\", \"expect\": 5}", "", 0, "no number in \"\""},
        {"{\"type\": \"number\", \"expect\": 5}", "5 or 6", 0, "expected \"5\", the last number is \"6\""},
        {"{\"type\": \"number\", \"expect\": [5, 6]}", "5 or 6", 1, NULL},
        {"{\"type\": \"number\", \"expect\": 1.0}", "1", 1, NULL},
        {"{\"type\": \"number\", \"expect\": 1, \"tolerance\": 0.1}", "1.1", 1, NULL},
        {"{\"type\": \"number\", \"expect\": 1, \"tolerance\": 0.1}", "1.11", 0,
         "expected \"1\" within 0.1, the last number is \"1.11\""},
        {"{\"type\": \"number\", \"expect\": 8.854e-12, \"tolerance\": 1e-14}", "8.0e-12", 0,
         "expected \"8.854e-12\" within 1e-14, the last number is \"8.0e-12\""},
        {"{\"type\": \"number\", \"expect\": 8.854e-12, \"tolerance\": 1e-14}", "8.864e-12", 1, NULL},
        {"{\"type\": \"number\", \"expect\": 8.854e-12, \"tolerance\": 1e-14}", "0.000000000008864000000000001", 0,
         NULL},
        {"{\"type\": \"number\", \"expect\": 9007199254740992}", "9,007,199,254,740,993", 0, NULL},
        {"{\"type\": \"number\", \"expect\": 9007199254740993}", "It is 9007199254740993.", 1, NULL},
        {"{\"type\": \"number\", \"expect\": 9007199254740992, \"tolerance\": 0.5}", "9007199254740993", 0, NULL},
        {"{\"type\": \"number\", \"expect\": 123456789012345678901234567890}", "123456789012345678901234567891", 0,
         NULL},
        {"{\"type\": \"number\", \"expect\": 123456789012345678901234567890}", "123456789012345678901234567890", 1,
         NULL},
        {"{\"type\": \"number\", \"expect\": 0.1}", "0.1000000000000000055511151231257827", 0, NULL},
        {"{\"type\": \"number\", \"expect\": 0.3}", "0.30", 1, NULL},
        {"{\"type\": \"number\", \"expect\": 1e9, \"tolerance\": 1e-6}", "1000000000.0009", 0, NULL},
        {"{\"type\": \"number\", \"max\": 9007199254740992}", "9007199254740993", 0, "at most 9007199254740992"},
        {"{\"type\": \"number\", \"min\": 5, \"max\": 5.0}", "6", 0, "expected a number that is 5, the last"},
        {"{\"type\": \"number\", \"min\": 5, \"max\": 6}", "7", 0, "expected a number from 5 to 6, the last"},
        {"{\"type\": \"number\", \"min\": 9007199254740993}", "9007199254740992", 0, "at least 9007199254740993"},
        {"{\"type\": \"number\", \"expect\": 8.854e-12, \"relative\": 0.01}", "8.94254e-12", 1, NULL},
        {"{\"type\": \"number\", \"expect\": 8.854e-12, \"relative\": 0.01}", "8.942540000001e-12", 0,
         "expected \"8.854e-12\" within 0.01 of its size, the last"},
        {"{\"type\": \"number\", \"expect\": -200, \"relative\": 0.01}", "-198", 1, NULL},
        {"{\"type\": \"number\", \"expect\": -200, \"relative\": 0.01}", "-197.9", 0, NULL},
        {"{\"type\": \"number\", \"expect\": 0, \"relative\": 0.01}", "0.0", 1, NULL},
        {"{\"type\": \"number\", \"expect\": [0, 100], \"relative\": 0.01, \"tolerance\": 0.5}", "-0.5", 1, NULL},
        {"{\"type\": \"number\", \"expect\": [0, 100], \"relative\": 0.01, \"tolerance\": 0.5}", "2", 0,
         "expected one of \"0\", \"100\" within 0.5 or 0.01 of its size"},
        {"{\"type\": \"number\", \"expect\": 0}", "1e-999999999999999999999999", 0, NULL},
        {"{\"type\": \"number\", \"min\": 3}", "2", 0, "expected a number at least 3"},
        {"{\"type\": \"number\", \"min\": 3, \"max\": 4}", "3.5", 1, NULL},
        {"{\"type\": \"number\", \"max\": 4}", "4.5", 0, "at most 4"},
        {"{\"type\": \"number\", \"expect\": [3, 4], \"min\": 4}", "3", 0, "at least 4"},
        {"{\"type\": \"number\", \"min\": 0}", "1e999", 0, "is too large to compare"},
        {"{\"type\": \"number\", \"min\": 0}", "NaN and Infinity", 0, "no number"},
    };
    CHECK(t);
}

static void number_extraction(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        double value;
        const char *where;
    } t[] = {
        {"1,234.5", 1234.5, "1,234.5"},
        {"-3", -3, "-3"},
        {"1e3", 1000, "1e3"},
        {"50%", 50, "50"},
        {"1,2,3", 3, "3"},
        {"12,345,678", 12345678, "12,345,678"},
        {"1234,567", 567, "567"},
        {"1,2345", 2345, "2345"},
        {"3.", 3, "3"},
        {".5", 0.5, ".5"},
        {"-.5", -0.5, "-.5"},
        {"+7", 7, "+7"},
        {"3-4", 4, "4"},
        {"x-3", 3, "3"},
        {"= -3", -3, "-3"},
        {"\xE2\x88\x92"
         "3",
         -3,
         "\xE2\x88\x92"
         "3"},
        {"\xE7\xAD\x94-3", -3, "-3"},
        {"1.2.3", 3, "3"},
        {"2e", 2, "2"},
        {"2 eggs", 2, "2"},
        {"1E-2.", 0.01, "1E-2"},
        {"1e+2", 100, "1e+2"},
        {"$1,000", 1000, "1,000"},
        {"007", 7, "007"},
        {"4\xC2\xB0", 4, "4"},
        {"10-20%", 20, "20"},
        {"1,000,00", 0, "00"},
    };
    gp_arena a = {0};
    for (size_t i = 0; i < sizeof t / sizeof *t; i++) {
        size_t at = 0;
        gp_number x = {0};
        while (gp_number_next(&a, gp_str_c(t[i].text), &at, &(gp_number_style){0}, &x)) {}
        double v = gp_number_double(&a, &x);
        if (v != t[i].value || !gp_str_eqc(x.where, t[i].where))
            fail_msg("%s: %g at \"%.*s\"", t[i].text, v, GP_ARG(x.where));
    }
    gp_arena_free(&a);
}

static void counts(void **state)
{
    (void)state;
    static const row t[] = {
        {"{\"type\": \"count\", \"exact\": 3}", "one two\n three", 1, "words: 3"},
        {"{\"type\": \"count\", \"exact\": 3}", "one two", 0, "words: 2, expected 3, in \"one two\""},
        {"{\"type\": \"count\", \"exact\": 0}", " \n\t", 1, NULL},
        {"{\"type\": \"count\", \"exact\": 2}",
         "a\xE3\x80\x80"
         "b",
         1, NULL},
        {"{\"type\": \"count\", \"min\": 2, \"max\": 3}", "a", 0, "expected from 2 to 3"},
        {"{\"type\": \"count\", \"min\": 2, \"max\": 2}", "a", 0, "expected exactly 2"},
        {"{\"type\": \"count\", \"unit\": \"lines\", \"exact\": 2}", "a\nb\n", 1, NULL},
        {"{\"type\": \"count\", \"unit\": \"lines\", \"exact\": 3}", "a\nb\n\n", 1, NULL},
        {"{\"type\": \"count\", \"unit\": \"lines\", \"exact\": 2, \"trim\": true}", "a\nb\n\n", 1, NULL},
        {"{\"type\": \"count\", \"unit\": \"lines\", \"exact\": 0}", "", 1, NULL},
        {"{\"type\": \"count\", \"unit\": \"characters\", \"exact\": 3}", "\xC3\xA9\xF0\x9F\x98\x80x", 1,
         "characters: 3"},
        {"{\"type\": \"count\", \"unit\": \"characters\", \"exact\": 2}", "\xff\xfe", 1, NULL},
    };
    CHECK(t);
}

static void json(void **state)
{
    (void)state;
    static const row t[] = {
        {"{\"type\": \"json\"}", " {\"a\": [1]}\n", 1, "valid JSON"},
        {"{\"type\": \"json\"}", "{\"a\": 1", 0, "not JSON: answer:1:8:"},
        {"{\"type\": \"json\"}", "", 0, "not JSON: answer:1:1:"},
        {"{\"type\": \"json\"}", "{} trailing", 0, "not JSON"},
        {"{\"type\": \"json\"}", "NaN", 0, "not JSON"},
        {"{\"type\": \"json\"}", "1e999", 0, "not JSON: answer:1:1: the number 1e999 is too large"},
        {"{\"type\": \"json\"}", "```json\n{}\n```", 0,
         "the answer is in a code fence (accepted only with \"trim\": true)"},
        {"{\"type\": \"json\", \"trim\": true}", "```json\n{}\n```\n", 1, NULL},
        {"{\"type\": \"json\", \"trim\": true}", "```\n{}\n```\ntext\n```\n{}\n```", 0, "not JSON"},
        {"{\"type\": \"json\", \"trim\": true}", "```", 0, "not JSON"},
        {"{\"type\": \"json\", \"expect\": {\"a\": 1, \"b\": [1, 2]}}", "{\"b\": [1.0, 2e0], \"a\": 1}", 1, NULL},
        {"{\"type\": \"json\", \"expect\": {\"a\": 1, \"b\": [1, 2]}}", "{\"b\": [2, 1], \"a\": 1}", 0,
         "the answer is \"{\"b\": [2, 1], \"a\": 1}\", expected"},
        {"{\"type\": \"json\", \"expect\": {\"a\": 1}}", "{\"a\": 1, \"b\": 2}", 0, NULL},
        {"{\"type\": \"json\", \"expect\": null}", "null", 1, NULL},
        {"{\"type\": \"json\", \"expect\": null}", "false", 0, NULL},
        {"{\"type\": \"json\", \"expect\": [1, 2]}", "1", 0, NULL},
        {"{\"type\": \"json\", \"path\": \"/items/1/na~1me\", \"expect\": \"x\"}",
         "{\"items\": [0, {\"na/me\": \"x\"}]}", 1, "\"/items/1/na~1me\" is \"\"x\"\""},
        {"{\"type\": \"json\", \"path\": \"/items/7\", \"expect\": 1}", "{\"items\": [0]}", 0,
         "nothing at \"/items/7\""},
        {"{\"type\": \"json\", \"path\": \"/a\", \"expect\": 2}", "{\"a\": 1}", 0, "\"/a\" is \"1\", expected \"2\""},
        {"{\"type\": \"json\", \"expect\": 9007199254740992}", "9007199254740993", 0, NULL},
        {"{\"type\": \"json\", \"expect\": 9007199254740992}", "9007199254740993.0", 0, NULL},
        {"{\"type\": \"json\", \"expect\": {\"id\": 9007199254740993}}", "{\"id\": 9007199254740993}", 1, NULL},
        {"{\"type\": \"json\", \"expect\": [12345678901234567890]}", "[12345678901234567891]", 0, NULL},
        {"{\"type\": \"json\", \"expect\": [12345678901234567890]}", "[1.234567890123456789e19]", 1, NULL},
    };
    CHECK(t);
}

#define SCHEMA(s) "{\"type\": \"json\", \"schema\": " s "}"

static void json_schema(void **state)
{
    (void)state;
    static const row t[] = {
        {SCHEMA("{\"type\": \"object\", \"required\": [\"a\"]}"), "{\"a\": 1}", 1, "valid JSON that fits the schema"},
        {SCHEMA("{\"type\": \"object\", \"required\": [\"a\"]}"), "{\"b\": 1}", 0, "the key \"a\" is missing"},
        {SCHEMA("{\"type\": [\"string\", \"null\"]}"), "null", 1, NULL},
        {SCHEMA("{\"type\": [\"string\", \"null\"]}"), "1", 0, "expected null or a string, got an integer: 1"},
        {SCHEMA("{\"type\": \"integer\"}"), "1.0", 1, NULL},
        {SCHEMA("{\"type\": \"integer\"}"), "1.5", 0, NULL},
        {SCHEMA("{\"type\": \"boolean\"}"), "0", 0, NULL},
        {SCHEMA("{\"enum\": [\"x\", 2]}"), "2.0", 1, NULL},
        {SCHEMA("{\"enum\": [9007199254740993]}"), "9007199254740993", 1, NULL},
        {SCHEMA("{\"enum\": [9007199254740993]}"), "9007199254740992", 0, NULL},
        {SCHEMA("{\"const\": 12345678901234567890}"), "12345678901234567891", 0, NULL},
        {SCHEMA("{\"maximum\": 9007199254740992}"), "9007199254740993", 0,
         "9007199254740993 is above the maximum 9007199254740992"},
        {SCHEMA("{\"minimum\": 9007199254740993}"), "9007199254740992.5", 0, NULL},
        {SCHEMA("{\"minimum\": 9007199254740993}"), "9007199254740993", 1, NULL},
        {SCHEMA("{\"type\": \"integer\"}"), "9007199254740993.5", 0, NULL},
        {SCHEMA("{\"type\": \"integer\"}"), "12345678901234567890123", 1, NULL},
        {SCHEMA("{\"enum\": [\"x\", 2]}"), "\"y\"", 0, "not one of"},
        {SCHEMA("{\"const\": {\"a\": 1}}"), "{\"a\": 1}", 1, NULL},
        {SCHEMA("{\"properties\": {\"a\": {\"type\": \"string\"}}}"), "{\"a\": 1}", 0,
         "at /a: expected a string, got an integer: 1"},
        {SCHEMA("{\"properties\": {\"a\": true}, \"additionalProperties\": false}"), "{\"a\": 1, \"b\": 2}", 0,
         "at /b: the key \"b\" is not allowed"},
        {SCHEMA("{\"additionalProperties\": {\"type\": \"number\"}}"), "{\"a\": 1, \"b\": \"2\"}", 0, NULL},
        {SCHEMA("{\"items\": {\"type\": \"number\"}, \"minItems\": 1, \"maxItems\": 2}"), "[1, 2]", 1, NULL},
        {SCHEMA("{\"items\": {\"type\": \"number\"}}"), "[1, \"2\"]", 0, NULL},
        {SCHEMA("{\"minItems\": 1}"), "[]", 0, "0 items, minItems is 1"},
        {SCHEMA("{\"maxItems\": 1}"), "[1, 2]", 0, "2 items, maxItems is 1"},
        {SCHEMA("{\"minLength\": 2}"), "\"\\u00e9\"", 0, "1 character, minLength is 2"},
        {SCHEMA("{\"maxLength\": 1}"), "\"\\u00e9\"", 1, NULL},
        {SCHEMA("{\"minimum\": 1, \"maximum\": 2}"), "2", 1, NULL},
        {SCHEMA("{\"minimum\": 1, \"maximum\": 2}"), "2.5", 0, "2.5 is above the maximum 2"},
        {SCHEMA("{\"minimum\": 1}"), "0", 0, "0 is below the minimum 1"},
        {SCHEMA("{\"pattern\": \"^a+$\"}"), "\"aab\"", 0, "does not match the pattern \"^a+$\""},
        {SCHEMA("{\"items\": {\"pattern\": \"^a+$\"}, \"title\": \"T\", \"$comment\": \"c\"}"), "[\"a\", \"aa\"]", 1,
         NULL},
        {SCHEMA("{\"properties\": {\"a\": false}}"), "{\"a\": 1}", 0, "at /a: a value that is not allowed: 1"},
    };
    CHECK(t);
}

static void what_is_no_schema_is_refused(void **state)
{
    (void)state;
    static const char *const t[][2] = {
        {SCHEMA("{\"properties\": {\"a\": {\"formatt\": \"date\"}}}"),
         "s.json:3:71: \"formatt\" is no keyword of JSON Schema, so it would check nothing; did you mean \"format\"?"},
        {SCHEMA("{\"minItem\": 1}"), "did you mean \"minItems\"?"},
        {SCHEMA("{\"type\": \"text\"}"), "\"type\" in a schema is \"text\", but must be one of null, boolean"},
        {SCHEMA("{\"type\": []}"), "\"type\" is an empty list"},
        {SCHEMA("{\"enum\": []}"), "nothing can fit this schema: none of the values of enum"},
        {SCHEMA("{\"items\": [1]}"), "a schema is an object, true or false, not an array"},
        {SCHEMA("{\"minLength\": -1}"), "\"minLength\" must be a whole number, 0 or more"},
        {SCHEMA("{\"minimum\": \"1\"}"), "\"minimum\" must be a number, not a string"},
        {SCHEMA("{\"pattern\": \"(\"}"), "s.json:3:50: invalid pattern: "},
        {SCHEMA("{\"required\": [1]}"), "\"required\" must list strings, not an integer"},
        {SCHEMA("{\"$ref\": \"http://x.test/s\"}"), "s.json:3:47: \"http://x.test/s\" leads out of the document"},
        {SCHEMA("{\"type\": \"object\", \"required\": [\"a\"], \"properties\": {\"a\": {\"$ref\": \"#\"}}}"),
         "without end"},
    };
    for (size_t i = 0; i < sizeof t / sizeof *t; i++) {
        gp_err err = {0};
        fixture f = with(t[i][0], "");
        T_FAILS(gp_grade_check(f.c, &err), GP_E_INPUT, err, t[i][1]);
        done(&f);
    }
}

/* The same check as that of `json`, with `format` where it is asked for. */
static void the_grader_json_schema(void **state)
{
    (void)state;
    static const row t[] = {
        {"{\"type\": \"json_schema\", \"schema\": {\"items\": {\"type\": \"string\"}}}", "[\"a\", 5]", 0,
         "at /1: expected a string, got an integer: 5"},
        {"{\"type\": \"json_schema\", \"schema\": {\"format\": \"date\"}}", "\"5 May\"", 1, "fits the schema"},
        {"{\"type\": \"json_schema\", \"format\": true, \"schema\": {\"format\": \"date\"}}", "\"5 May\"", 0,
         "\"5 May\" is not of the format \"date\""},
        {"{\"type\": \"json_schema\", \"schema\": {\"type\": \"array\"}}", "```json\r\n[]\r\n```", 0,
         "in a code fence"},
        {"{\"type\": \"json_schema\", \"schema\": {\"type\": \"array\"}, \"trim\": true}", "```json\r\n[]\r\n```", 1,
         NULL},
        {"{\"type\": \"json_schema\", \"schema\": {}}", "", 0, "not JSON"},
        {"{\"type\": \"json_schema\", \"schema\": {\"maxLength\": 1}}", "\"\xC3\xA9\"", 1, NULL},
        {"{\"type\": \"json_schema\", \"schema\": {\"pattern\": \"^(a+)+$\"}}",
         "\"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa!\"", 0, "needs too much work"},
    };
    CHECK(t);
    gp_err err = {0};
    fixture f = with("{\"type\": \"json_schema\", \"format\": true, \"schema\": {\"format\": \"colour\"}}", "");
    T_FAILS(gp_grade_check(f.c, &err), GP_E_INPUT, err, "the format \"colour\" cannot be checked");
    done(&f);
}

/* 10 MB of answer fail unread. */
static void a_huge_answer(void **state)
{
    (void)state;
    gp_buf b = {0};
    gp_buf_byte(&b, '[');
    while (b.n < t_large()) gp_buf_c(&b, "1,");
    gp_buf_c(&b, "1]");
    const row t[] = {
        {"{\"type\": \"json_schema\", \"schema\": {\"type\": \"array\"}}", b.p, 0, "more than the 1048576"}};
    CHECK(t);
    gp_buf_free(&b);
}

/* For the examples that call one. */
#define TOOLS ", \"tools\": [{\"type\": \"function\", \"function\": {\"name\": \"weather\"}}]"

static gp_reply staged(const gp_grader_kind *k, const char *example)
{
    gp_reply reply = {.answer = gp_str_c(example)};
    if (k->stage) k->stage(gp_str_c(example), &reply);
    return reply;
}

/* Every kind stands in a group of the guide. */
static void groups_hold_all_kinds(void **state)
{
    (void)state;
    size_t n = 0;
    for (size_t i = 0; i < gp_graders.n_groups; i++) {
        assert_true(gp_graders.groups[i].n > 0);
        n += gp_graders.groups[i].n;
    }
    assert_int_equal(n, gp_graders.n);
}

/* What `goldpin help graders` shows is so, and each way to break the good answer is noticed. */
static void kinds_are_as_they_say(void **state)
{
    (void)state;
    for (size_t i = 0; i < gp_graders.n; i++) {
        const gp_grader_kind *k = gp_graders.list[i];
        if (k->measure) continue; /* no answer meets or exceeds a budget */
        fixture f = with(k->example, TOOLS);
        gp_err err = {0};
        gp_reply good = staged(k, k->pass), bad = staged(k, k->fail);
        T_OK(gp_grade_check(f.c, &err), err);
        if (k->ask || k->of_repeats) { /* it takes more than an answer: see their own tests */
            done(&f);
            continue;
        }
        bool open;
        if (graded_outside(&f, &good, &open).status != GP_PASSED && !open)
            fail_msg("%s: its good example fails", k->name);
        if (graded_outside(&f, &bad, &open).status != GP_FAILED && !open)
            fail_msg("%s: its bad example passes", k->name);
        assert_true(k->n_mutations > 0 || k->obtain);
        for (size_t m = 0; m < k->n_mutations; m++) {
            gp_reply reply = good;
            if (!k->mutations[m].change(&f.a, f.c->graders[0], &reply))
                fail_msg("%s: %s: not done", k->name, k->mutations[m].name);
            if (graded_outside(&f, &reply, &open).status != GP_FAILED && !open)
                fail_msg("%s: %s: not noticed in %.*s", k->name, k->mutations[m].name, GP_ARG(reply.answer));
        }
        done(&f);
    }
}

static void mutations_of_other_parameters(void **state)
{
    (void)state;
    static const struct {
        const char *grader, *answer;
        size_t mutation;
        const char *changed; /* NULL: there is no way */
    } t[] = {
        {"{\"type\": \"contains\", \"expect\": \"ab\", \"ignore_case\": true}", "xaABbABx", 0, "xx"},
        {"{\"type\": \"regex\", \"pattern\": \"^\"}", "abc", 0, NULL},
        {"{\"type\": \"number\", \"min\": 3}", "4", 1, "4, or 2"},
        {"{\"type\": \"number\", \"max\": 3}", "2", 1, "2, or 4"},
        {"{\"type\": \"number\", \"expect\": [3, 9], \"tolerance\": 0.5}", "3", 1, "3, or 11"},
        {"{\"type\": \"number\", \"expect\": 100, \"relative\": 0.5}", "99", 1, "99, or 201"},
        {"{\"type\": \"count\", \"max\": 3}", "a b", 0, NULL},
        {"{\"type\": \"count\", \"min\": 1}", "a b", 1, NULL},
        {"{\"type\": \"count\", \"unit\": \"lines\", \"exact\": 1}", "a\n", 1, "a\nx\nx"},
        {"{\"type\": \"json\"}", "12", 0, NULL},
    };
    for (size_t i = 0; i < sizeof t / sizeof *t; i++) {
        fixture f = with(t[i].grader, "");
        const gp_grader *g = f.c->graders[0];
        gp_reply reply = {.answer = gp_str_c(t[i].answer)};
        assert_int_equal(graded(&f, reply.answer).status, GP_PASSED);
        bool changed = g->kind->mutations[t[i].mutation].change(&f.a, g, &reply);
        if (changed != (t[i].changed != NULL) || (changed && !gp_str_eqc(reply.answer, t[i].changed)))
            fail_msg("row %zu: %.*s", i, GP_ARG(reply.answer));
        if (changed) assert_int_equal(graded(&f, reply.answer).status, GP_FAILED);
        done(&f);
    }
}

static void weights_and_pass_at(void **state)
{
    (void)state;
    const char *graders =
        "{\"type\": \"contains\", \"expect\": \"a\", \"weight\": 3}, {\"type\": \"contains\", \"expect\": \"b\"}";
    fixture f = with(graders, ", \"pass_at\": 0.75");
    gp_grade g = graded(&f, GP_STR("a"));
    assert_true(g.score == 0.75 && g.status == GP_PASSED && g.n_criteria == 2 && g.criteria[0].passed &&
                !g.criteria[1].passed);
    assert_int_equal(graded(&f, GP_STR("b")).status, GP_FAILED);
    done(&f);
    f = with(graders, "");
    assert_int_equal(graded(&f, GP_STR("a")).status, GP_FAILED);
    assert_int_equal(graded(&f, GP_STR("ab")).status, GP_PASSED);
    done(&f);
    /* thirds do not add up in binary; the slack absorbs it */
    f = with(
        "{\"type\": \"contains\", \"expect\": [\"a\", \"b\", \"c\"], \"weight\": 0.1}, {\"type\": \"contains\", \"expect\": [\"a\", \"b\", \"c\"], \"weight\": 0.2}",
        ", \"pass_at\": 0.6666666666666666");
    assert_int_equal(graded(&f, GP_STR("ab")).status, GP_PASSED);
    done(&f);
}

static void turns(void **state)
{
    (void)state;
    gp_err err = {0};
    gp_grade g;
    fixture f = with(
        "{\"type\": \"equals\", \"expect\": \"one\", \"turn\": 1}, {\"type\": \"equals\", \"expect\": \"two\"}",
        ", \"turns\": [\"go on\"]");
    gp_str answers[] = {GP_STR("one"), GP_STR("two")};
    T_OK(gp_grade_answers(&f.a, f.c, answers, 2, &g, &err), err);
    assert_int_equal(g.status, GP_PASSED);
    T_OK(gp_grade_answers(&f.a, f.c, answers, 1, &g, &err), err);
    assert_true(g.score == 0.5 && gp_str_eqc(g.criteria[1].explanation, "there is no reply 2, only 1"));
    done(&f);
}

static void broken_and_skipped_trials_are_not_graded(void **state)
{
    (void)state;
    gp_err err = {0};
    gp_grade g;
    fixture f = with("{\"type\": \"equals\", \"expect\": \"x\"}", "");
    gp_reply reply = {.answer = GP_STR("x"), .reasoning = GP_STR("y"), .finish = GP_STR("length")};
    gp_transcript t = {.replies = &reply, .n_replies = 1};
    T_OK(gp_grade_transcript(&f.a, f.c, &t, &g, &err), err);
    assert_int_equal(g.status, GP_PASSED);
    t.failure = GP_FAIL_STALLED;
    T_OK(gp_grade_transcript(&f.a, f.c, &t, &g, &err), err);
    assert_true(g.status == GP_ERROR && isnan(g.score) && g.n_criteria == 0);
    t = (gp_transcript){.skipped = true};
    T_OK(gp_grade_transcript(&f.a, f.c, &t, &g, &err), err);
    assert_true(g.status == GP_SKIPPED && isnan(g.score) && g.n_criteria == 0);
    done(&f);
}

/* Every grader over answers of the greatest size that is kept, in the shapes that hurt naive code. */
static void huge_answers(void **state)
{
    (void)state;
    static const char *const graders[] = {
        "{\"type\": \"equals\", \"expect\": \"x\", \"ignore_case\": true}",
        "{\"type\": \"contains\", \"expect\": \"aab\", \"ignore_case\": true}",
        "{\"type\": \"not_contains\", \"expect\": \"zz\"}",
        "{\"type\": \"regex\", \"pattern\": \"z$\"}",
        "{\"type\": \"number\", \"expect\": 3}",
        "{\"type\": \"count\", \"min\": 1}",
        "{\"type\": \"json\"}",
    };
    static const char fill[] = {'a', '1', ',', 0, (char)0xff, '[', ' '};
    const size_t most = (size_t)8 << 20;
    char *text = malloc(most);
    for (size_t k = 0; k < sizeof fill; k++) {
        size_t n = k < 2 ? most : most / 8;
        memset(text, fill[k], n);
        for (size_t i = 0; i < sizeof graders / sizeof *graders; i++) {
            fixture f = with(graders[i], "");
            (void)graded(&f, (gp_str){text, n});
            done(&f);
        }
    }
    free(text);
}

static void answers_with_nuls(void **state)
{
    (void)state;
    fixture f = with(
        "{\"type\": \"equals\", \"expect\": \"a\\u0000b\"}, {\"type\": \"contains\", \"expect\": \"b\"}, {\"type\": \"regex\", \"pattern\": \"a\\\\x00b\"}, {\"type\": \"count\", \"unit\": \"characters\", \"exact\": 3}",
        "");
    assert_int_equal(graded(&f, GP_STR("a\0b")).status, GP_PASSED);
    done(&f);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(equals),
        cmocka_unit_test(contains),
        cmocka_unit_test(regex),
        cmocka_unit_test(invalid_patterns_are_the_suites_fault),
        cmocka_unit_test(runaway_patterns_end),
        cmocka_unit_test(numbers),
        cmocka_unit_test(number_extraction),
        cmocka_unit_test(counts),
        cmocka_unit_test(json),
        cmocka_unit_test(json_schema),
        cmocka_unit_test(what_is_no_schema_is_refused),
        cmocka_unit_test(the_grader_json_schema),
        cmocka_unit_test(a_huge_answer),
        cmocka_unit_test(groups_hold_all_kinds),
        cmocka_unit_test(kinds_are_as_they_say),
        cmocka_unit_test(mutations_of_other_parameters),
        cmocka_unit_test(weights_and_pass_at),
        cmocka_unit_test(turns),
        cmocka_unit_test(broken_and_skipped_trials_are_not_graded),
        cmocka_unit_test(huge_answers),
        cmocka_unit_test(answers_with_nuls),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
