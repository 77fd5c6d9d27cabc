/* test_lint.c - findings of lint, and null baselines. */
#include "lint/lint.h"
#include "suite/suite_impl.h"
#include "t.h"

#define HEAD "{\"name\": \"s\", \"version\": \"1\", \"license\": \"x\", \"provenance\": \"us\",\n\"cases\": [\n"
#define ASK(id, question, rest) \
    "{\"id\": \"" id "\", \"messages\": [{\"role\": \"user\", \"content\": \"" question "\"}],\n" rest "}"
#define SUITE(cases) HEAD cases "]}"
#define GOOD \
    "\"grade\": [{\"type\": \"equals\", \"expect\": \"5\"}], \"examples\": {\"pass\": [\"5\"], \"fail\": [\"6\"]}"

#define PROVED(graders, pass, fail) \
    "\"grade\": [" graders "],\n\"examples\": {\"pass\": [" pass "], \"fail\": [" fail "]}"

typedef struct linted {
    gp_arena a;
    gp_lint_report r;
} linted;

static linted lint(gp_str text)
{
    linted l = {0};
    gp_suite *s = NULL;
    gp_err err = {0};
    T_OK(gp_suite_open_bytes("s.json", &gp_graders, text, (gp_str){0}, &s, &err), err);
    T_OK(gp_lint_suite(&l.a, s, &(gp_lint_options){.change = true}, &l.r, &err), err);
    gp_suite_close(s); /* the report must not borrow from it */
    return l;
}

/* Exactly these findings, in order: kind, place, case, text (contained). */
typedef struct want {
    bool error;
    const char *where, *case_id, *text;
} want;

static void finds(const char *text, const want *w, size_t n)
{
    linted l = lint(gp_str_c(text));
    size_t errors = 0;
    for (size_t i = 0; i < n && i < l.r.n_findings; i++) {
        const gp_finding *f = &l.r.findings[i];
        errors += w[i].error;
        if (f->error != w[i].error || !gp_str_eqc(f->where, w[i].where) || !gp_str_eqc(f->case_id, w[i].case_id) ||
            !strstr(f->text.p, w[i].text))
            fail_msg("finding %zu: %s %.*s [%.*s] %.*s", i, f->error ? "error" : "warning", GP_ARG(f->where),
                     GP_ARG(f->case_id), GP_ARG(f->text));
    }
    assert_int_equal(l.r.n_findings, n);
    assert_int_equal(l.r.n_errors, errors);
    assert_int_equal(l.r.n_warnings, n - errors);
    assert_int_equal(l.r.more, 0);
    gp_arena_free(&l.a);
}
#define FINDS(text, ...) finds((text), (const want[]){__VA_ARGS__}, sizeof((const want[]){__VA_ARGS__}) / sizeof(want))

static void a_good_suite_has_no_findings(void **state)
{
    (void)state;
    finds(SUITE(ASK("a", "2 + 3?", GOOD)), NULL, 0);
}

static void examples_that_the_graders_contradict(void **state)
{
    (void)state;
    FINDS(
        SUITE(ASK(
            "a", "2 + 3?",
            "\"grade\": [{\"type\": \"equals\", \"expect\": \"5\"}],\n\"examples\": {\"pass\": [\"5\", \"five\"],\n \"fail\": [\"6\", \" 5 \"]}")),
        {true, "s.json:5:28", "a", "examples.pass[1] does not pass: grader \"equals-1\": expected \"5\", got \"five\""},
        {true, "s.json:6:16", "a", "examples.fail[1] passes all graders, so they cannot tell it from a right answer"});
}

static void examples_of_cases_with_turns(void **state)
{
    (void)state;
    FINDS(
        SUITE(ASK(
            "a", "Say one.",
            "\"turns\": [\"Say two.\"], \"grade\": [{\"type\": \"equals\", \"expect\": \"one\", \"turn\": 1}, {\"type\": \"equals\", \"expect\": \"two\"}],\n"
            "\"examples\": {\"pass\": [[\"one\", \"two\"], [\"two\", \"one\"]], \"fail\": [[\"one\", \"\"]]}")),
        {true, "s.json:5:39", "a",
         "examples.pass[1] does not pass: grader \"equals-1\": expected \"one\", got \"two\""});
}

/* Where more than the answer counts, an example says how the reply ended and what it called. */
static void examples_that_are_more_than_text(void **state)
{
    (void)state;
#define WEATHER "\"tools\": [{\"type\": \"function\", \"function\": {\"name\": \"weather\"}}], "
#define CALLS(grade, pass, fail) SUITE(ASK("a", "Rain?", WEATHER PROVED(grade, pass, fail)))
    finds(CALLS("{\"type\": \"finish\", \"expect\": \"stop\"}, {\"type\": \"contains\", \"expect\": \"rain today\"}",
                "{\"answer\": \"Some rain today.\", \"finish\": \"stop\"}",
                "{\"answer\": \"Some rain today.\", \"finish\": \"length\"}, \"Some rain today.\""),
          NULL, 0);
    finds(CALLS("{\"type\": \"tool_calls\", \"expect\": [{\"name\": \"weather\"}]}",
                "{\"tool_calls\": [{\"name\": \"weather\", \"arguments\": {}}]}",
                "{\"tool_calls\": [{\"name\": \"time\", \"arguments\": {}}]}, \"Yes.\""),
          NULL, 0);
    FINDS(CALLS("{\"type\": \"finish\", \"expect\": \"stop\"}", "{\"answer\": \"Yes.\", \"finish\": \"length\"}",
                "{\"answer\": \"Yes.\", \"finish\": \"stop\"}"),
          {true, "s.json:5:23", "a", "examples.pass[0] does not pass: grader \"finish-1\": ended with \"length\""},
          {true, "s.json:5:73", "a", "examples.fail[0] passes all graders"});
}

static void invalid_patterns_and_schemas(void **state)
{
    (void)state;
    FINDS(
        SUITE(ASK("a", "2 + 3?", "\"grade\": [{\"type\": \"regex\", \"pattern\": \"[\"}], \"examples\": {\"pass\": [\"5\"], \"fail\": [\"6\"]}") ",\n" ASK(
            "b", "2 + 4?",
            "\"grade\": [{\"type\": \"json\", \"schema\": {\"formatt\": \"date\"}}], \"examples\": {\"pass\": [\"5\"], \"fail\": [\"x\"]}")),
        {true, "s.json:4:11", "a", "grader \"regex-1\": invalid pattern: "},
        {true, "s.json:6:50", "b", "\"formatt\" is no keyword of JSON Schema"});
}

#define JSON(id, schema) ASK(id, "?" id, "\"grade\": [{\"type\": \"json\", " schema "}]")

static size_t errors_of(const char *schema, gp_arena *a, gp_str *text)
{
    gp_str suite = gp_str_fmt(a, SUITE(JSON("a", "%s")), schema);
    linted l = lint(suite);
    size_t n = l.r.n_errors;
    *text = n ? gp_str_fmt(a, "%.*s %.*s", GP_ARG(l.r.findings[0].where), GP_ARG(l.r.findings[0].text)) : (gp_str){0};
    gp_arena_free(&l.a);
    return n;
}

/* What nothing can fit is the suite's mistake, told with its place, never a skipped trial. */
static void schemas_that_nothing_fits(void **state)
{
    (void)state;
    static const struct {
        const char *schema, *text;
    } bad[] = {
        {"\"schema\": {\"type\": \"string\", \"minLength\": 5, \"maxLength\": 3}",
         ":4:70 nothing can fit this schema: "
         "minLength is above maxLength"},
        {"\"schema\": {\"type\": \"integer\", \"minimum\": 1.2, \"maximum\": 1.8}",
         "no integer from minimum to maximum"},
        {"\"schema\": {\"type\": \"number\", \"minimum\": 2, \"maximum\": 1}", "minimum is above maximum"},
        {"\"schema\": {\"type\": \"array\", \"minItems\": 1, \"items\": false}", "false allows nothing"},
        {"\"schema\": {\"type\": \"array\", \"minItems\": 2, \"maxItems\": 1}", "minItems is above maxItems"},
        {"\"schema\": {\"type\": \"object\", \"required\": [\"x\"], \"additionalProperties\": false}",
         "the key \"x\" is required and not allowed"},
        {"\"schema\": {\"type\": \"object\", \"required\": [\"x\"], \"properties\": {\"x\": false}}",
         "required and not allowed"},
        {"\"schema\": {\"type\": \"string\", \"enum\": [1, 2]}", "none of the values of enum fits"},
        {"\"schema\": {\"const\": 3, \"maximum\": 2}", "the value of const does not fit"},
        {"\"schema\": {\"enum\": [1, 2], \"const\": 3}", "none of the values of enum fits"},
        {"\"schema\": {\"properties\": {\"x\": {\"type\": \"string\", \"enum\": [1]}}}", "none of the values of enum"},
        {"\"schema\": {\"type\": [\"array\", \"object\"], \"minItems\": 1, \"items\": false, \"required\": [\"x\"], "
         "\"additionalProperties\": false}",
         "required and not allowed"},
        {"\"schema\": {\"type\": \"integer\"}, \"expect\": \"five\"",
         "\"expect\" does not fit \"schema\", so no answer can pass"},
    };
    static const char *const good[] = {
        "\"schema\": {\"type\": \"string\", \"minLength\": 3, \"maxLength\": 3}",
        "\"schema\": {\"type\": \"integer\", \"minimum\": 2, \"maximum\": 2}",
        "\"schema\": {\"type\": \"array\", \"items\": false}",
        "\"schema\": {\"type\": \"object\", \"properties\": {\"x\": false}}",
        "\"schema\": {\"type\": \"object\", \"required\": [\"x\"]}",
        "\"schema\": {\"type\": [\"array\", \"null\"], \"minItems\": 1, \"items\": false}",
        "\"schema\": {\"enum\": [1, \"b\"], \"type\": \"string\"}",
        "\"schema\": {\"type\": \"integer\"}, \"expect\": 5.0",
        "\"schema\": {\"type\": \"object\"}, \"path\": \"/x\", \"expect\": 5",
    };
    gp_arena a = {0};
    gp_str text;
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
        if (errors_of(bad[i].schema, &a, &text) != 1 || !strstr(text.p, bad[i].text))
            fail_msg("%s: \"%.*s\"", bad[i].schema, GP_ARG(text));
    for (size_t i = 0; i < sizeof good / sizeof *good; i++)
        if (errors_of(good[i], &a, &text)) fail_msg("%s: \"%.*s\"", good[i], GP_ARG(text));
    gp_arena_free(&a);
}

/* What a local model cannot be held to is skipped; what nothing fits is a mistake. */
static void schemas_that_cannot_be_held(void **state)
{
    (void)state;
#define HELD(schema, pass)   \
    SUITE(ASK("a", "2 + 3?", \
              "\"needs\": [\"json_schema\"],\n\"grade\": [{\"type\": \"json\", \"schema\": " schema "}]" pass))
#define SHOWN ", \"examples\": {\"pass\": [\"[1]\"], \"fail\": [\"x\"]}"
    FINDS(HELD("{\"type\": \"array\", \"uniqueItems\": true}", SHOWN),
          {false, "s.json:5:38", "a", "an answer cannot be held to this schema: \"uniqueItems\""});
    static const char *const nothing[] = {
        HELD("{\"not\": {}}", ""),
        HELD("{\"if\": {}, \"then\": false}", ""),
        HELD("{\"type\": \"integer\", \"multipleOf\": 2, \"minimum\": 1, \"maximum\": 1}", ""),
        HELD("{\"type\": \"string\", \"pattern\": \"^a$\", \"minLength\": 2}", ""),
        HELD("{\"oneOf\": [{\"type\": \"integer\"}, {\"type\": \"number\"}], \"type\": \"integer\"}", ""),
        HELD("{\"type\": \"string\", \"format\": \"date\", \"maxLength\": 3}", "")};
    for (size_t i = 0; i < sizeof nothing / sizeof *nothing; i++) {
        linted l = lint(gp_str_c(nothing[i]));
        bool told = false;
        for (size_t k = 0; k < l.r.n_findings; k++) {
            const gp_finding *f = &l.r.findings[k];
            told = told || (f->error && gp_str_eqc(f->where, "s.json:5:38"));
        }
        if (!told) fail_msg("nothing is said of %s", nothing[i]);
        gp_arena_free(&l.a);
    }
}

static void a_need_that_no_target_can_meet(void **state)
{
    (void)state;
    FINDS(SUITE(ASK("a", "2 + 3?", "\"needs\": [\"json_schema\"], " GOOD)),
          {true, "s.json:3:1", "a", "needs json_schema, but no grader of it has a schema"});
}

static void warnings(void **state)
{
    (void)state;
    FINDS(
        "{\"name\": \"s\", \"version\": \"1\", \"license\": \"x\",\n\"cases\": [\n" ASK("a", "Say cat.", "\"grade\": [{\"type\": \"contains\", \"expect\": \"cat\"}]") ",\n" ASK("b", "Name a bird.", "\"grade\": [{\"type\": \"not_contains\", \"expect\": \"dog\"}], \"examples\": {\"pass\": [\"gull\"]}") ",\n" ASK(
            "c", "2 + 3?",
            GOOD) ",\n" ASK("d", "2 + 3?",
                            "\"grade\": [{\"type\": \"number\", \"expect\": 5}], \"examples\": {\"fail\": [\"6\"]}") ",\n" ASK("e",
                                                                                                                               "2 + 3?",
                                                                                                                               GOOD) "]}",
        {false, "s.json:3:1", "a", "an echo of the prompt passes this case"},
        {false, "s.json:5:1", "b", "an empty answer passes this case"},
        {false, "s.json:5:1", "b", "an echo of the prompt passes this case"},
        {false, "s.json:9:1", "d", "asks exactly what case \"c\" (line 7) asks, but grades it differently"},
        {false, "s.json", "", "the suite has no provenance"},
        {false, "s.json", "",
         "1 of 5 cases: no examples, so nothing shows that the graders work; the first is \"a\" (line 3)"},
        {false, "s.json", "", "1 of 5 cases: no example that must fail (examples.fail); the first is \"b\" (line 5)"},
        {false, "s.json", "", "1 of 5 cases: no example that must pass (examples.pass); the first is \"d\" (line 9)"},
        {false, "s.json", "",
         "the null baseline \"echo\" passes 2 of 5 cases (a, b); more than 20% (null_share_max) says that passing means little"},
        {false, "s.json", "", "the null baseline \"constant\" passes 4 of 5 cases"},
        {false, "s.json", "", "the null baseline \"stuffed\" passes 3 of 5 cases"});
}

static void null_baselines(void **state)
{
    (void)state;
    linted l = lint(GP_STR(SUITE(
        ASK("a", "Is 2 even? Answer yes or no.", "\"grade\": [{\"type\": \"equals\", \"expect\": [\"no\", \"nope\"]}]") ",\n" ASK("b", "Is 3 even?", "\"grade\": [{\"type\": \"equals\", \"expect\": \"yes\"}, {\"type\": \"count\", \"max\": 1}]") ",\n" ASK(
            "c", "Is 4 even?",
            "\"grade\": [{\"type\": \"contains\", \"expect\": \"yes\"}]") ",\n" ASK("d", "Say 7.",
                                                                                    "\"turns\": [\"Say yes.\"], \"grade\": [{\"type\": \"number\", \"expect\": 7, \"turn\": 1}, {\"type\": \"contains\", \"expect\": \"Say yes\"}]"))));
    const gp_null_baseline *b = l.r.baselines;
    assert_string_equal(b[0].name, "empty");
    assert_string_equal(b[1].name, "echo");
    assert_string_equal(b[2].name, "constant");
    assert_true(b[0].graded == 4 && b[0].passed == 0 && b[0].score_mean == 0.125);
    assert_true(b[1].graded == 4 && b[1].passed == 1 && b[1].score_mean == 0.25);
    assert_true(gp_str_eqc(b[2].answer, "yes"));
    assert_true(b[2].graded == 4 && b[2].passed == 2 && b[2].score_mean == 0.5);
    gp_arena_free(&l.a);
    /* a tie goes to the first; without any candidate there is still a constant */
    l = lint(GP_STR(SUITE(ASK("a", "q", "\"grade\": [{\"type\": \"equals\", \"expect\": \"x\"}]") ", " ASK(
        "b", "r", "\"grade\": [{\"type\": \"number\", \"expect\": 1}]"))));
    assert_true(gp_str_eqc(l.r.baselines[2].answer, "x"));
    gp_arena_free(&l.a);
    l = lint(GP_STR(SUITE(ASK("a", "q", "\"grade\": [{\"type\": \"json\"}]"))));
    assert_true(gp_str_eqc(l.r.baselines[2].answer, "I don't know."));
    assert_string_equal(l.r.baselines[2].origin, "refusal");
    assert_int_equal(l.r.baselines[2].tried, 2);
    gp_arena_free(&l.a);
}

static gp_null_baseline constant_of(linted *l)
{
    assert_string_equal(l->r.baselines[2].name, "constant");
    return l->r.baselines[2];
}

/* Not the commonest text, nor the first: the one that passes most, or else scores most. */
static void the_best_constant(void **state)
{
    (void)state;
#define JSON_CASE(id, kind, more)                                                                                         \
    ASK(id, "Sort " id ".",                                                                                               \
        "\"grade\": [{\"type\": \"json\", \"schema\": {\"required\": [\"kind\", \"urgent\"], \"properties\": {\"kind\": " \
        "{\"enum\": [\"other\", \"billing\", \"bug\"]}, \"urgent\": {\"type\": \"boolean\"}}}}, {\"type\": \"json\", "    \
        "\"path\": \"/kind\", \"expect\": \"" kind "\"}]" more)
#define PASS(text) ", \"examples\": {\"pass\": [" text "]}"
    linted l = lint(GP_STR(SUITE(
        JSON_CASE("a", "bug", PASS("\"{\\\"kind\\\": \\\"bug\\\", \\\"urgent\\\": true}\"")) ",\n" JSON_CASE("b", "billing", PASS("\"{\\\"kind\\\": \\\"billing\\\", \\\"urgent\\\": true}\"")) ",\n" JSON_CASE(
            "c", "billing",
            PASS(
                "\"{\\\"kind\\\":\\\"billing\\\", \\\"urgent\\\": false}\"")) ",\n" ASK("d", "Say no.",
                                                                                        "\"grade\": [{\"type\": \"equals\", \"expect\": [\"no\", \"No\", \"NO\"]}]"))));
    gp_null_baseline b = constant_of(&l);
    assert_true(gp_str_eqc(b.answer, "{\"kind\": \"billing\", \"urgent\": true}"));
    assert_string_equal(b.origin, "example");
    assert_true(b.passed == 2 && b.graded == 4 && b.score_mean == 0.625);
    assert_true(b.tried == 11 && b.untried == 0); /* five expected, three examples, one of the schema, two refusals */
    gp_arena_free(&l.a);
    /* without examples the schema's smallest value is all there is */
    l = lint(GP_STR(SUITE(JSON_CASE("a", "other", "") ",\n" JSON_CASE("b", "bug", ""))));
    b = constant_of(&l);
    assert_true(gp_str_eqc(b.answer, "{\"kind\":\"other\",\"urgent\":false}"));
    assert_string_equal(b.origin, "schema");
    assert_true(b.passed == 1 && b.graded == 2 && b.score_mean == 0.75);
    gp_arena_free(&l.a);
    /* expected values, where they stand */
    l = lint(GP_STR(
        SUITE(ASK("a", "q", "\"grade\": [{\"type\": \"json\", \"path\": \"/a~1b/c\", \"expect\": [\"x\"]}]") ",\n" ASK(
            "b", "r",
            "\"grade\": [{\"type\": \"json\", \"expect\": \"x\"}]") ",\n" ASK("c", "s",
                                                                              "\"grade\": [{\"type\": \"json\", \"expect\": \"x\"}]"))));
    b = constant_of(&l);
    assert_true(gp_str_eqc(b.answer, "\"x\"") && b.passed == 2 && b.tried == 4);
    gp_arena_free(&l.a);
    l = lint(
        GP_STR(SUITE(ASK("a", "q", "\"grade\": [{\"type\": \"json\", \"path\": \"/a~1b/c\", \"expect\": [\"x\"]}]"))));
    b = constant_of(&l);
    assert_true(gp_str_eqc(b.answer, "{\"a/b\":{\"c\":[\"x\"]}}") && b.passed == 1);
    gp_arena_free(&l.a);
    /* each reply of a conversation may be a constant */
    l = lint(
        GP_STR(SUITE(ASK("a", "Say on.",
                         "\"turns\": [\"Say off.\"], \"grade\": [{\"type\": \"regex\", \"pattern\": \"^off$\"}]" PASS(
                             "[\"on\", \"off\"]")))));
    b = constant_of(&l);
    assert_true(gp_str_eqc(b.answer, "off") && b.passed == 1);
    gp_arena_free(&l.a);
    /* a refusal may be what passes */
    l = lint(GP_STR(SUITE(ASK("a", "q", "\"grade\": [{\"type\": \"regex\", \"pattern\": \"can't help\"}]"))));
    b = constant_of(&l);
    assert_true(gp_str_eqc(b.origin ? gp_str_c(b.origin) : GP_STR(""), "refusal") && b.passed == 1);
    gp_arena_free(&l.a);
}

/* In a large suite the commonest are tried, and how many were not is said. */
static void constants_of_large_suites_have_a_cap(void **state)
{
    (void)state;
    enum { N = 6000 };
    gp_buf b = {0};
    gp_buf_c(&b, HEAD);
    for (int i = 0; i < N; i++)
        gp_buf_fmt(&b, "%s" ASK("c%d", "Number %d?", "\"grade\": [{\"type\": \"equals\", \"expect\": \"%d\"}]"),
                   i ? ",\n" : "", i, i, i % 10 ? i : 7);
    gp_buf_c(&b, "]}");
    linted l = lint(gp_buf_view(&b));
    gp_null_baseline k = constant_of(&l);
    assert_true(gp_str_eqc(k.answer, "7"));
    assert_int_equal(k.passed, N / 10 + 1);
    assert_int_equal(k.tried, 200000 / N + 2);
    assert_int_equal(k.untried, 4096 - 200000 / N);
    gp_arena_free(&l.a);
    gp_buf_free(&b);
}

/* Warnings are cut off before errors are, and everything is counted. */
static void findings_have_a_cap(void **state)
{
    (void)state;
    enum { N = 3000 };
    gp_buf b = {0};
    gp_buf_c(&b, HEAD);
    for (int i = 0; i < N; i++)
        gp_buf_fmt(&b, "%s" ASK("c%d", "Say %d", "\"grade\": [{\"type\": \"contains\", \"expect\": \"Say %d\"}]"),
                   i ? ",\n" : "", i, i, i); /* an echo passes */
    gp_buf_c(
        &b,
        ",\n" ASK(
            "last", "2 + 3?",
            "\"grade\": [{\"type\": \"equals\", \"expect\": \"5\"}], \"examples\": {\"pass\": [\"6\"], \"fail\": [\"7\"]}") "]}");
    linted l = lint(gp_buf_view(&b));
    assert_int_equal(l.r.n_warnings, N + 3); /* and that no case has examples, that echo and stuffed pass too many */
    assert_int_equal(l.r.n_errors, 1);
    assert_int_equal(l.r.n_findings, GP_LINT_MAX / 2 + 1);
    assert_int_equal(l.r.more, N + 3 - GP_LINT_MAX / 2);
    assert_true(l.r.findings[GP_LINT_MAX / 2].error);
    gp_arena_free(&l.a);
    gp_buf_free(&b);
}

/* --- suites on disk --- */

static linted lint_path(const char *path)
{
    linted l = {0};
    gp_suite *s = NULL;
    gp_err err = {0};
    T_OK(gp_suite_open(path, &gp_graders, &s, &err), err);
    T_OK(gp_lint_suite(&l.a, s, &(gp_lint_options){.change = true}, &l.r, &err), err);
    gp_suite_close(s);
    return l;
}

/* Every suite in the folder opens and has no errors; returns how many there are. */
static size_t lint_all(const char *dir)
{
    gp_arena a = {0};
    gp_err err = {0};
    const char *const *names;
    size_t n, suites = 0;
    T_OK(gp_list_dir(&a, dir, &names, &n, &err), err);
    for (size_t i = 0; i < n; i++) {
        const char *path = gp_path_join(&a, dir, names[i]);
        if (!gp_is_file(gp_path_join(&a, path, "suite.json"))) continue;
        linted l = lint_path(path);
        for (size_t k = 0; k < l.r.n_findings; k++)
            if (l.r.findings[k].error)
                fail_msg("%.*s: %.*s", GP_ARG(l.r.findings[k].where), GP_ARG(l.r.findings[k].text));
        gp_arena_free(&l.a);
        suites++;
    }
    gp_arena_free(&a);
    return suites;
}

static void suites_of_this_repository(void **state)
{
    (void)state;
    assert_true(lint_all("tests/data/suites") >= 2);
    (void)lint_all("suites");
    linted l = lint_path("tests/data/suites/all-graders");
    assert_int_equal(l.r.n_warnings, 0);
    gp_arena_free(&l.a);
}

/* --- broken answers --- */

static void criteria_that_notice_nothing(void **state)
{
    (void)state;
    /* any text passes the first; the second is what decides */
    FINDS(
        SUITE(ASK(
            "a", "Capital of France?",
            PROVED(
                "{\"type\": \"regex\", \"pattern\": \"(?s).\"},\n {\"type\": \"equals\", \"expect\": \"It is Paris, 75 km off.\"}",
                "\"It is Paris, 75 km off.\"", "\"Rome\", \"\""))),
        {false, "s.json:4:11", "a",
         "grader \"regex-1\" minds none of 6 changes to right answers (numbers dropped, names changed"});
    /* nothing that is tried can fail the first */
    FINDS(
        SUITE(ASK(
            "a", "Capital of France?",
            PROVED("{\"type\": \"regex\", \"pattern\": \"(?s).*\"},\n {\"type\": \"equals\", \"expect\": \"Paris\"}",
                   "\"Paris\"", "\"Rome\", \"\""))),
        {false, "s.json:4:11", "a",
         "grader \"regex-1\" passes everything that was tried, an empty answer included; add an example that it must fail"});
}

/* Each kind's own ways to break an answer are noticed by it, over everything that is shipped. */
static void mutation_scores(void **state)
{
    (void)state;
    static const char *const suites[] = {"suites/smoke", "tests/data/suites/all-graders"};
    for (size_t i = 0; i < 2; i++) {
        linted l = lint_path(suites[i]);
        assert_true(l.r.n_mutations >= 10);
        if ((double)l.r.n_noticed < 0.95 * (double)l.r.n_mutations)
            fail_msg("%s: %zu of %zu noticed", suites[i], l.r.n_noticed, l.r.n_mutations);
        gp_arena_free(&l.a);
    }
}

/* --- the suite of all graders --- */

static gp_reply reply_of(gp_arena *a, const gp_json *v)
{
    gp_example_reply e;
    gp_err err = {0};
    T_OK(gp_example_reply_read(a, v, &e, &err), err);
    return (gp_reply){
        .answer = e.answer, .finish = e.finish, .tool_calls = e.tool_calls ? e.tool_calls->raw : GP_STR("")};
}

/* What a grader says of one of its case's examples. */
static double score_of(gp_arena *a, const gp_case *c, const gp_grader *g, const gp_json *example)
{
    bool list = example->type == GP_JSON_ARRAY;
    gp_reply *replies = GP_NEW_ARRAY(a, gp_reply, c->n_turns + 1);
    size_t n = 0;
    for (const gp_json *e = list ? example->first : example; e; e = list ? e->next : NULL)
        replies[n++] = reply_of(a, e);
    gp_criterion out;
    gp_err err = {0};
    T_OK(gp_grade_criterion(a, c, g, &(gp_transcript){.replies = replies, .n_replies = n}, NULL, &out, &err), err);
    return out.score;
}

/* The examples show both verdicts of this grader: it takes one that must pass and refuses one that must fail. */
static bool shown(gp_arena *a, const gp_case *c, const gp_grader *g)
{
    bool takes = false, refuses = false;
    for (const gp_json *e = c->pass_examples->first; e; e = e->next) takes = takes || score_of(a, c, g, e) == 1;
    for (const gp_json *e = c->fail_examples->first; e; e = e->next) refuses = refuses || score_of(a, c, g, e) < 1;
    return takes && refuses;
}

/* Budgets read what was measured, which no example has; others need what is obtained from outside, or all repeats. */
static bool case_shows(gp_arena *a, const gp_case *c, const gp_grader_kind *kind)
{
    for (size_t i = 0; i < c->n_budgets; i++)
        if (c->budgets[i]->kind == kind) return true;
    for (size_t i = 0; i < c->n_graders; i++)
        if (c->graders[i]->kind == kind &&
            (kind->obtain || kind->ask || kind->of_repeats || shown(a, c, c->graders[i])))
            return true;
    return false;
}

/* A new kind belongs into the suite, in two cases at least whose examples show it at work. */
static void every_kind_is_shown_twice(void **state)
{
    (void)state;
    gp_arena a = {0};
    gp_suite *s = NULL;
    gp_err err = {0};
    T_OK(gp_suite_open("tests/data/suites/all-graders", &gp_graders, &s, &err), err);
    for (size_t k = 0; k < gp_graders.n; k++) {
        size_t cases = 0;
        for (size_t i = 0; i < gp_suite_facts(s)->n_cases; i++) {
            gp_case *c = NULL;
            T_OK(gp_suite_case(s, i, &a, &c, &err), err);
            cases += case_shows(&a, c, gp_graders.list[k]);
        }
        if (cases < 2) fail_msg("\"%s\" is shown by %zu cases of all-graders", gp_graders.list[k]->name, cases);
    }
    gp_suite_close(s);
    gp_arena_free(&a);
}

/* --- criteria that cannot be decided --- */

#define MADE "takes no answer that was made of what it expects"
#define NO_VALUE "\"expect\" fails the other tests, so no value can pass"

/* Faults of one grader, which nothing but the grader tells, because the case has no examples. NULL: there is none. */
static const struct {
    const char *grade, *text;
} undecidable[] = {
    {"\"equals\", \"expect\": \" yes\"", MADE ", such as \" yes\""},
    {"\"equals\", \"expect\": [\" yes\", \"yes\"]", NULL},
    {"\"starts_with\", \"expect\": \" yes\"", MADE},
    {"\"ends_with\", \"expect\": \"yes \"", MADE},
    {"\"contains\", \"expect\": [\"a\", \"b\"]", NULL},
    {"\"contains_all\", \"expect\": [\"a\", \"b\"]", NULL},
    {"\"set\", \"form\": \"commas\", \"expect\": [\"a, b\", \"c\"]", MADE},
    {"\"order\", \"form\": \"lines\", \"expect\": [\"a\\nb\", \"c\"]", MADE},
    {"\"set\", \"expect\": [\"a\", \"b\"]", NULL},
    {"\"json\", \"schema\": {\"additionalProperties\": false}, \"path\": \"/a\", \"expect\": 5", MADE},
    {"\"number\", \"expect\": 5, \"min\": 6", "outside of \"min\" and \"max\", so no number can pass"},
    {"\"number\", \"expect\": [5, 7], \"min\": 6", NULL},
    {"\"number\", \"expect\": [5, 4], \"min\": 6", "outside of \"min\" and \"max\""},
    {"\"number\", \"expect\": \"13/2\", \"max\": 6, \"forms\": [\"fraction\"]", "outside of \"min\" and \"max\""},
    {"\"json_path\", \"path\": \"$.a\", \"expect\": 12, \"max\": 10", NO_VALUE},
    {"\"json_path\", \"path\": \"$.a\", \"expect\": \"x\", \"min\": 10", NO_VALUE},
    {"\"yaml\", \"expect\": 12, \"value_type\": \"string\"", NO_VALUE},
    {"\"yaml\", \"min\": 1, \"value_type\": \"string\"", "only numbers lie between bounds"},
    {"\"yaml\", \"expect\": 12.0, \"value_type\": \"integer\"", NULL},
    {"\"count\", \"unit\": \"letter\", \"text\": \"b\", \"min\": 0", "passes everything that was tried"},
    {"\"regex\", \"pattern\": \"x*\"", "passes everything that was tried"},
    {"\"not_contains\", \"expect\": \"As an AI\"", NULL},
};

/* What opening the suite says of it, or else the first finding that is no null baseline's and not about examples. */
static gp_str told(gp_arena *a, const char *grade)
{
    gp_str text = gp_str_fmt(a, SUITE(ASK("a", "?", "\"grade\": [{\"type\": %s}]")), grade);
    gp_suite *s = NULL;
    gp_err err = {0};
    if (gp_suite_open_bytes("s.json", &gp_graders, text, (gp_str){0}, &s, &err))
        return gp_str_dup(a, gp_str_c(err.msg));
    gp_suite_close(s);
    linted l = lint(text);
    gp_str first = {0};
    for (size_t i = 0; i < l.r.n_findings && !first.n; i++)
        if (gp_str_starts(l.r.findings[i].text, GP_STR("grader ")))
            first = gp_str_fmt(a, "%.*s: %.*s", GP_ARG(l.r.findings[i].where), GP_ARG(l.r.findings[i].text));
    gp_arena_free(&l.a);
    return first;
}

static void criteria_that_cannot_be_decided(void **state)
{
    (void)state;
    gp_arena a = {0};
    for (size_t i = 0; i < sizeof undecidable / sizeof *undecidable; i++) {
        gp_str got = told(&a, undecidable[i].grade);
        const char *text = undecidable[i].text;
        bool good = text ? got.n && strstr(got.p, text) && gp_str_starts(got, GP_STR("s.json:4:")) : !got.n;
        if (!good) fail_msg("%s: \"%.*s\"", undecidable[i].grade, GP_ARG(got));
    }
    gp_arena_free(&a);
}

/* --- puzzles --- */

#define LINE(expect, constraints, more)                                                                                                             \
    SUITE(ASK(                                                                                                                                      \
        "line", "Four stand in line. Where is Dave?",                                                                                               \
        PROVED(                                                                                                                                     \
            "{\"type\": \"number\", \"expect\": " expect "}", "\"" expect "\"",                                                                     \
            "\"9\"") ",\n"                                                                                                                          \
                     "\"puzzle\": {\"variables\": {\"ann\": [1, 2, 3, 4], \"bob\": [1, 2, 3, 4], \"cid\": [1, 2, 3, 4], \"dave\": [1, 2, 3, 4]},\n" \
                     "\"distinct\": [[\"ann\", \"bob\", \"cid\", \"dave\"]],\n\"constraints\": [" constraints "],\n"                                \
                     "\"answer\": \"{{ dave }}\"" more "}"))
#define CLUES "\"dave < bob\", \"dave < cid\", \"ann == 1\", \"bob < cid\""

#define BOTH(x, y) \
    HEAD "{\"id\": \"line\", \"messages\": [{\"role\": \"user\", \"content\": \"q\"}],\n\"grade\": [\n" x ",\n" y "]}]}"
#define NOT(what) "{\"type\": \"not_contains\", \"expect\": \"" what "\"}"

/* No example shows it, and no answer can. */
static void graders_that_clash(void **state)
{
    (void)state;
    static const char *const apart[][2] = {
        {"{\"type\": \"contains\", \"expect\": \"Paris\"}", NOT("Paris")},
        {"{\"type\": \"contains\", \"expect\": [\"Rome\", \"Paris\"]}", NOT("ari")},
        {"{\"type\": \"contains_all\", \"expect\": [\"Rome\", \"Paris\"]}", NOT("Rome")},
        {"{\"type\": \"contains_any\", \"expect\": [\"Paris\", \"Parma\"]}", NOT("Par")},
        {"{\"type\": \"starts_with\", \"expect\": \"Yes\"}", NOT("Yes")},
        {"{\"type\": \"contains\", \"expect\": \"a\"}",
         "{\"type\": \"not_contains\", \"expect\": \"A\", \"ignore_case\": true}"},
        {"{\"type\": \"equals\", \"expect\": [\"4\", \"5\"]}", "{\"type\": \"number\", \"expect\": 6}"},
        {"{\"type\": \"equals\", \"expect\": \"yes\"}", "{\"type\": \"count\", \"unit\": \"words\", \"min\": 2}"},
        {"{\"type\": \"count\", \"unit\": \"words\", \"min\": 5}",
         "{\"type\": \"count\", \"unit\": \"words\", \"max\": 4, \"weight\": 2}"},
    };
    static const char *const together[][2] = {
        {"{\"type\": \"contains\", \"expect\": \"Paris\"}", NOT("Rome")},
        {"{\"type\": \"contains\", \"expect\": \"paris\", \"ignore_case\": true}", NOT("paris")},
        {"{\"type\": \"contains_any\", \"expect\": [\"Paris\", \"Rome\"]}", NOT("Rome")},
        {"{\"type\": \"equals\", \"expect\": [\"4\", \"6\"]}", "{\"type\": \"number\", \"expect\": 6}"},
        {"{\"type\": \"equals\", \"expect\": \"yes\", \"ignore_case\": true}",
         "{\"type\": \"case\", \"form\": \"upper\"}"},
        {"{\"type\": \"count\", \"unit\": \"words\", \"min\": 5}",
         "{\"type\": \"count\", \"unit\": \"lines\", \"max\": 4}"},
        {"{\"type\": \"count\", \"unit\": \"words\", \"min\": 4}",
         "{\"type\": \"count\", \"unit\": \"words\", \"max\": 4}"},
    };
    gp_arena a = {0};
    for (size_t i = 0; i < sizeof apart / sizeof *apart; i++) {
        gp_str there = gp_str_fmt(&a, BOTH("%s", "%s"), apart[i][0], apart[i][1]);
        gp_str back = gp_str_fmt(&a, BOTH("%s", "%s"), apart[i][1], apart[i][0]);
        linted l = lint(there), m = lint(back);
        if (l.r.n_errors != 1 || m.r.n_errors != 1)
            fail_msg("%s %s: %zu errors", apart[i][0], apart[i][1], l.r.n_errors);
        assert_non_null(strstr(l.r.findings[0].text.p, "no answer can pass both grader"));
        gp_arena_free(&l.a);
        gp_arena_free(&m.a);
    }
    for (size_t i = 0; i < sizeof together / sizeof *together; i++) {
        gp_str there = gp_str_fmt(&a, BOTH("%s", "%s"), together[i][0], together[i][1]);
        linted l = lint(there);
        if (l.r.n_errors) fail_msg("%s %s: %s", together[i][0], together[i][1], l.r.findings[0].text.p);
        gp_arena_free(&l.a);
    }
    gp_arena_free(&a);
}

static void puzzles_that_are_right(void **state)
{
    (void)state;
    finds(LINE("2", CLUES, ""), NULL, 0);
    finds(LINE("2", "\"dave < bob and dave < cid\", \"not (ann > 1)\", \"(cid - bob) | abs == 1\", \"bob == 3\"", ""),
          NULL, 0);
}

static void puzzles_that_contradict(void **state)
{
    (void)state;
    FINDS(LINE("4", CLUES, ""),
          {true, "s.json:9:11", "line", "the puzzle's only solution gives \"2\", and the graders do not take it"});
    FINDS(LINE("2", CLUES ", \"dave == 4\"", ""), {true, "s.json:8:16", "line", "the puzzle has no solution"});
    FINDS(LINE("2", "\"dave < bob\", \"dave < cid\"", ""),
          {true, "s.json:8:16", "line", "the puzzle has more than one solution: \"cid\" may be 3 or 4"});
    FINDS(LINE("2", "\"davd < bob\"", ""),
          {true, "s.json:8:17", "line", "the constraint names \"davd\", which is no variable of the puzzle"});
    FINDS(LINE("2", "\"1 < 2\"", ""), {true, "s.json:8:17", "line", "names no variable"});
    FINDS(LINE("2", "\"dave <\"", ""), {true, "s.json:8:17", "line", "constraint:1:"});
}

#define RIDDLE(variables, constraints, answer, more)                                                         \
    SUITE(ASK("line", "?",                                                                                   \
              PROVED("{\"type\": \"number\", \"expect\": 1}", "\"1\"",                                       \
                     "\"9\"") ",\n"                                                                          \
                              "\"puzzle\": {\"variables\": {" variables "},\n\"constraints\": [" constraints \
                              "],\n\"answer\": " answer more "}"))

/* Mistakes that would make the search vain or endless are told before it. */
static void puzzles_that_show_nothing(void **state)
{
    (void)state;
#define AB "\"a\": [1, 2], \"b\": [1, 2]"
    FINDS(RIDDLE(AB, "\"a < b\"", "\"Place 1.\"", ""),
          {true, "s.json:8:11", "line", "the answer names no variable of the puzzle, so it would be right whatever"});
    FINDS(RIDDLE(AB, "\"a < b\"", "\"{{ c }}\"", ""),
          {true, "s.json:8:11", "line", "the answer names \"c\", which is no variable of the puzzle"});
    finds(RIDDLE(AB, "\"a < b\"", "\"{% set c = a %}{{ c | string | trim }}\"", ""), NULL, 0);
    FINDS(RIDDLE("\"a\": [1, 1], \"b\": [2]", "\"a < b\"", "\"{{ a }}\"", ""),
          {true, "s.json:6:35", "line", "the variable \"a\" has this value twice"});
    FINDS(RIDDLE("\"a\": [1, 1.0], \"b\": [2]", "\"a < b\"", "\"{{ a }}\"", ""),
          {true, "s.json:6:35", "line", "the variable \"a\" has this value twice"});
    FINDS(RIDDLE("\"a\": [1, 2], \"b\": [1.0, 2.0], \"c\": [1e0, 2]", "\"a < b\"", "\"{{ a }}\"",
                 ",\n\"distinct\": [[\"a\", \"b\", \"c\"]]"),
          {true, "s.json:9:14", "line", "has no solution: these 3 variables have only 2 different values"});
    FINDS(RIDDLE(AB ", \"c\": [2, 1]", "\"a < b\"", "\"{{ a }}\"", ",\n\"distinct\": [[\"a\", \"b\", \"c\"]]"),
          {true, "s.json:9:14", "line", "has no solution: these 3 variables have only 2 different values"});
}

/* Variables that the answer does not name are not varied when wrong answers are looked for, which would never end. */
static void puzzles_of_many_variables(void **state)
{
    (void)state;
    gp_buf b = {0}, c = {0};
    for (int i = 0; i < 40; i++) {
        gp_buf_fmt(&b, "%s\"v%d\": [1, 0]", i ? ", " : "", i);
        gp_buf_fmt(&c, "%s\"v%d == 1\"", i ? ", " : "", i);
    }
    gp_arena a = {0};
    gp_str text = gp_str_fmt(&a, RIDDLE("%.*s", "%.*s", "\"{{ v0 }}\"", ""), GP_ARG(gp_buf_view(&b)),
                             GP_ARG(gp_buf_view(&c)));
    finds(text.p, NULL, 0);
    gp_buf_free(&b);
    gp_buf_free(&c);
    gp_arena_free(&a);
}

/* The work that constraints ask for is bounded, not their number alone. */
static void puzzles_of_slow_constraints(void **state)
{
    (void)state;
#define FORTY \
    "[1,2,3,4,5,6,7,8,9,10,11,12,13,14,15,16,17,18,19,20,21,22,23,24,25,26,27,28,29,30,31,32,33,34,35,36,37,38,39,40]"
    FINDS(RIDDLE("\"a\": " FORTY ", \"b\": " FORTY, "\"(range(100000) | sum) < 0 * a * b\"", "\"{{ a }}\"", ""),
          {true, "s.json:7:16", "line", "the puzzle is not solved after"});
}

/* A grader that also takes a wrong place is caught by the assignments that are no solution. */
static void puzzles_whose_graders_take_more(void **state)
{
    (void)state;
    FINDS(
        SUITE(ASK(
            "line", "Two stand in line. Where is Dave?",
            PROVED(
                "{\"type\": \"number\", \"min\": 1, \"max\": 2}", "\"2\"",
                "\"9\"") ",\n"
                         "\"puzzle\": {\"variables\": {\"ann\": [1, 2], \"dave\": [1, 2]}, \"distinct\": [[\"ann\", \"dave\"]],\n"
                         "\"constraints\": [\"ann < dave\"], \"answer\": \"{{ dave }}\"}")),
        {true, "s.json:7:42", "line", "the graders take \"1\", which is not the solution of the puzzle (\"2\")"});
}

static void bad_suites_on_disk(void **state)
{
    (void)state;
#define BAD "tests/data/suites/bad/"
    static const char *const closed[][2] = {
        {BAD "unknown-key", BAD "unknown-key/suite.json:4:4: unknown key \"grdae\" in a case; did you mean \"grade\"?"},
        {BAD "duplicate-id",
         BAD "duplicate-id/suite.json:4:10: the id \"a\" is used twice; the first case with it starts at line 3"},
        {BAD "no-cases", BAD "no-cases/suite.json: the suite has no cases"},
        {BAD "empty-jsonl", BAD "empty-jsonl/cases.jsonl: the suite has no cases"},
        {BAD "truncated", BAD "truncated/suite.json:3:66: the document ends where ',' or '}' is expected"},
    };
    for (size_t i = 0; i < sizeof closed / sizeof *closed; i++) {
        gp_suite *s = NULL;
        gp_err err = {0};
        T_FAILS(gp_suite_open(closed[i][0], &gp_graders, &s, &err), GP_E_INPUT, err, closed[i][1]);
    }
    linted l = lint_path(BAD "bad-pattern");
    assert_int_equal(l.r.n_errors, 1);
    assert_true(gp_str_eqc(l.r.findings[0].where, BAD "bad-pattern/suite.json:4:14"));
    gp_arena_free(&l.a);
    l = lint_path(BAD "bad-example/suite.json");
    assert_int_equal(l.r.n_errors, 2);
    assert_true(gp_str_eqc(l.r.findings[0].where, BAD "bad-example/suite.json:5:26"));
    gp_arena_free(&l.a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_good_suite_has_no_findings),
        cmocka_unit_test(examples_that_the_graders_contradict),
        cmocka_unit_test(examples_of_cases_with_turns),
        cmocka_unit_test(examples_that_are_more_than_text),
        cmocka_unit_test(criteria_that_notice_nothing),
        cmocka_unit_test(mutation_scores),
        cmocka_unit_test(every_kind_is_shown_twice),
        cmocka_unit_test(criteria_that_cannot_be_decided),
        cmocka_unit_test(graders_that_clash),
        cmocka_unit_test(puzzles_that_are_right),
        cmocka_unit_test(puzzles_that_contradict),
        cmocka_unit_test(puzzles_that_show_nothing),
        cmocka_unit_test(puzzles_of_many_variables),
        cmocka_unit_test(puzzles_of_slow_constraints),
        cmocka_unit_test(puzzles_whose_graders_take_more),
        cmocka_unit_test(invalid_patterns_and_schemas),
        cmocka_unit_test(schemas_that_nothing_fits),
        cmocka_unit_test(a_need_that_no_target_can_meet),
        cmocka_unit_test(schemas_that_cannot_be_held),
        cmocka_unit_test(warnings),
        cmocka_unit_test(null_baselines),
        cmocka_unit_test(the_best_constant),
        cmocka_unit_test(constants_of_large_suites_have_a_cap),
        cmocka_unit_test(findings_have_a_cap),
        cmocka_unit_test(suites_of_this_repository),
        cmocka_unit_test(bad_suites_on_disk),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
