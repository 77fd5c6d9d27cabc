/* test_combine.c - graders inside graders. */
#include "graded.h"

#define A "{\"type\": \"contains\", \"expect\": \"a\"}"
#define B "{\"type\": \"contains\", \"expect\": \"b\"}"
#define XYZ "{\"type\": \"contains\", \"expect\": [\"x\", \"y\", \"z\"]}"
#define OF(type, more, inner) "{\"type\": \"" type "\", " more "\"graders\": [" inner "]}"

static void scores(void **state)
{
    (void)state;
    static const gt_row t[] = {
        {OF("all", "", A ", " B), "ab", 1, "all 2 pass; contains-1: contains \"a\""},
        {OF("all", "", A ", " B), "a", 0, "1 of 2 fail; contains-2: lacks \"b\" in \"a\""},
        {OF("all", "", A ", " XYZ), "axy", 2.0 / 3, "1 of 2 fail; contains-2: contains 2 of 3; lacks \"z\""},
        {OF("all", "", A), "", 0, "lacks \"a\" in \"\""},
        {OF("any", "", A ", " B), "b", 1, "1 of 2 pass; contains-2: contains \"b\""},
        {OF("any", "", A ", " B), "", 0, "none of 2 passes; contains-1: lacks \"a\" in \"\""},
        {OF("any", "", A ", " XYZ), "x", 1.0 / 3, "none of 2 passes; contains-2: contains 1 of 3"},
        {OF("not", "", A), "b\r\n", 1, "does not pass; contains-1: lacks \"a\""},
        {OF("not", "", A), "ab", 0, "passes, which it must not; contains-1: contains \"a\""},
        {OF("not", "", XYZ), "xy", 1, "contains 2 of 3"}, /* a part is no pass */
        {OF("not", "", OF("not", "", A)), "a", 1, "not-1: passes, which it must not; contains-1: contains \"a\""},
        {OF("weighted", "\"pass_at\": 0.5, ", A ", " B), "a", 1, "mean 0.5, at least 0.5 wanted; contains-2: lacks"},
        {OF("weighted", "\"pass_at\": 0.6, ", A ", " B), "a", 0.5, "mean 0.5, at least 0.6 wanted"},
        {OF("weighted", "", A ", {\"type\": \"contains\", \"expect\": \"b\", \"weight\": 3}"), "b", 0.75, NULL},
        {OF("weighted", "", A ", {\"type\": \"contains\", \"expect\": \"b\", \"weight\": 0.1}, " XYZ), "abxyz", 1,
         NULL},
        {OF("weighted", "\"pass_at\": 0.6666666666666666, ", XYZ ", " XYZ ", " XYZ), "xy", 1, NULL},
        {OF("at_least", "\"min\": 2, ", A ", " B ", " XYZ), "ba", 1, "2 of 3 pass, at least 2 wanted"},
        {OF("at_least", "\"min\": 2, ", A ", " B ", " XYZ), "bxy", 0.5, "contains-1: lacks \"a\""},
        {OF("all", "\"id\": \"both\", ", "{\"type\": \"contains\", \"id\": \"mine\", \"expect\": \"\xC3\xA9\"}"), "e",
         0, "mine: lacks \"\xC3\xA9\""},
    };
    GT_CHECK(t);
}

static void what_is_refused(void **state)
{
    (void)state;
    gt_refused("{\"type\": \"all\"}", "s.json:3:11: a grader of type all needs \"graders\"");
    gt_refused("{\"type\": \"all\", \"graders\": []}", "s.json:3:38: \"graders\" is empty; list at least one");
    gt_refused("{\"type\": \"all\", \"graders\": 3}", "\"graders\" must be an array");
    gt_refused(OF("all", "", "{\"type\": \"contians\", \"expect\": 1}"), "did you mean \"contains\"?");
    gt_refused(OF("all", "", "{\"type\": \"contains\", \"expcet\": 1}"), "did you mean \"expect\"?");
    gt_refused(OF("all", "", "{\"type\": \"equals\"}"), "s.json:3:39: a grader of type equals needs \"expect\"");
    gt_refused(OF("not", "", A ", " B), "takes one grader, not 2");
    gt_refused(OF("any", "", "{\"type\": \"equals\", \"expect\": \"\", \"weight\": 2}"),
               "\"weight\" does nothing inside a grader of type any; it belongs to weighted");
    gt_refused(OF("weighted", "\"pass_at\": 0, ", A), "pass_at");
    gt_refused(OF("at_least", "\"min\": 3, ", A ", " B), "\"min\" is 3, but there are only 2 graders inside");
    gt_refused(OF("at_least", "", A), "needs \"min\"");
    gt_refused(OF("any", "", "{\"type\": \"regex\", \"pattern\": \"(\"}"), "grader \"any-1.regex-1\"");
    gt_refused(A ", {\"type\": \"any\", \"graders\": [{\"type\": \"equals\", \"id\": \"contains-1\", \"expect\": 1}]}",
               "two graders of this case have the id \"contains-1\"");
    gt_refused(OF("any", "", "{\"type\": \"equals\", \"turn\": 2, \"expect\": 1}"), "\"turn\" is 2");
}

static const char *nested(gp_arena *a, int depth)
{
    gp_str s = GP_STR(A);
    for (int i = 0; i < depth; i++) s = gp_str_fmt(a, OF("all", "", "%.*s"), GP_ARG(s));
    return s.p;
}

static void depth(void **state)
{
    (void)state;
    gp_arena a = {0};
    gt_case f = gt_with(nested(&a, GP_GRADERS_DEEP), "");
    assert_int_equal(gt_answer(&f, GP_STR("a")).status, GP_PASSED);
    assert_int_equal(gt_answer(&f, GP_STR("b")).status, GP_FAILED);
    gt_done(&f);
    gt_refused(nested(&a, GP_GRADERS_DEEP + 1), "graders stand inside each other more than 8 deep");
    gp_arena_free(&a);
}

/* What has no verdict must not become a pass because somebody negates it. */
static void undecided_stays_undecided(void **state)
{
    (void)state;
    gp_buf b = {0};
    for (int i = 0; i < 100000; i++) gp_buf_byte(&b, 'a');
    static const char runaway[] = "{\"type\": \"regex\", \"pattern\": \"^(a+)+$\"}";
    gp_buf_byte(&b, 'b');
    const char *of[] = {OF("not", "", "%s"), OF("any", "", A ", %s"), OF("at_least", "\"min\": 1, ", "%s"),
                        OF("not", "", OF("all", "", "%s"))};
    for (size_t i = 0; i < 4; i++) {
        gp_arena a = {0};
        gp_buf text = {0};
        const char *at = strstr(of[i], "%s");
        gp_buf_put(&text, of[i], (size_t)(at - of[i]));
        gp_buf_c(&text, runaway);
        gp_buf_c(&text, at + 2);
        gt_case f = gt_with(text.p, "");
        gp_grade g = gt_answer(&f, gp_buf_view(&b));
        assert_int_equal(g.status, GP_FAILED);
        assert_true(g.score == 0);
        if (!strstr(g.criteria->explanation.p, "no verdict by this grader: ") ||
            !strstr(g.criteria->explanation.p, "regex-"))
            fail_msg("%zu: %.*s", i, GP_ARG(g.criteria->explanation));
        gt_done(&f);
        gp_buf_free(&text);
        gp_arena_free(&a);
    }
    gp_buf_free(&b);
}

/* A fact that the first reply states is still there in the last. */
static void over_turns(void **state)
{
    (void)state;
    gt_case f = gt_with(OF("all", "\"turn\": 2, ", "{\"type\": \"contains\", \"expect\": \"Ada\", \"turn\": 1}, " A),
                        ", \"turns\": [\"go on\"]");
    gp_reply r[] = {{.answer = GP_STR("Ada")}, {.answer = GP_STR("a")}};
    gp_transcript t = {.replies = r, .n_replies = 2};
    assert_int_equal(f.c->graders[0]->turn, 2);
    assert_int_equal(gp_grader_inner(f.c->graders[0])->of[1]->turn, 2);
    assert_int_equal(gt_grade(&f, &t).status, GP_PASSED);
    r[0].answer = GP_STR("Bob");
    assert_int_equal(gt_grade(&f, &t).status, GP_FAILED);
    r[0].answer = GP_STR("Ada");
    r[1].answer = GP_STR("b");
    assert_int_equal(gt_grade(&f, &t).status, GP_FAILED);
    gt_done(&f);
    /* a reply that is not there decides nothing */
    f = gt_with(OF("not", "\"turn\": 1, ", "{\"type\": \"contains\", \"expect\": \"x\", \"turn\": 2}"),
                ", \"turns\": [\"go on\"]");
    t.n_replies = 1;
    gp_grade g = gt_grade(&f, &t);
    assert_int_equal(g.status, GP_FAILED);
    assert_non_null(strstr(g.criteria->explanation.p, "there is no reply 2, only 1"));
    gt_done(&f);
}

static void digests(void **state)
{
    (void)state;
    gt_case f = gt_with(OF("all", "", A), ""), same = gt_with("{\"graders\": [" A "], \"type\": \"all\"}", "");
    gt_case other = gt_with(OF("all", "", B), "");
    assert_string_equal(f.c->grader_digest, same.c->grader_digest);
    assert_string_not_equal(f.c->grader_digest, other.c->grader_digest);
    gt_done(&f);
    gt_done(&same);
    gt_done(&other);
}

static void held_to_a_schema(void **state)
{
    (void)state;
    static const char held[] = "{\"type\": \"json\", \"schema\": {\"type\": \"integer\"}}";
    gp_arena a = {0};
    gt_case f = gt_with(gp_str_fmt(&a, OF("all", "", A ", %s"), held).p, "");
    assert_non_null(gp_case_schema(f.c));
    gt_done(&f);
    f = gt_with(gp_str_fmt(&a, OF("any", "", "%s"), held).p, "");
    assert_null(gp_case_schema(f.c));
    gt_done(&f);
    gp_arena_free(&a);
}

static void mutations(void **state)
{
    (void)state;
    static const struct {
        const char *grader, *answer;
        bool done;
    } t[] = {
        {OF("any", "", A ", " B), "ab", true},
        {OF("all", "", OF("any", "", A ", " B) ", " XYZ), "abxyz", true},
        {OF("at_least", "\"min\": 2, ", A ", " B ", " XYZ), "abxyz", true},
        {OF("weighted", "\"pass_at\": 0.9, ", A ", " B), "ab", true},
        {OF("not", "", A), "", true},
        {OF("not", "", "{\"type\": \"regex\", \"pattern\": \"x\"}"), "", false}, /* nobody knows what matches */
    };
    for (size_t i = 0; i < sizeof t / sizeof *t; i++) {
        gt_case f = gt_with(t[i].grader, "");
        const gp_grader *g = f.c->graders[0];
        assert_int_equal(gt_answer(&f, gp_str_c(t[i].answer)).status, GP_PASSED);
        for (size_t m = 0; m < g->kind->n_mutations; m++) {
            gp_reply reply = {.answer = gp_str_c(t[i].answer)};
            if (g->kind->mutations[m].change(&f.a, g, &reply) != t[i].done) fail_msg("row %zu", i);
            if (t[i].done) assert_int_equal(gt_answer(&f, reply.answer).status, GP_FAILED);
        }
        gt_done(&f);
    }
}

static void huge_answers(void **state)
{
    (void)state;
    size_t n = t_large();
    char *text = gp_alloc(n);
    memset(text, 'x', n);
    gt_case f = gt_with(OF("all", "", OF("not", "", A) ", " OF("any", "", B ", {\"type\": \"count\", \"min\": 1}")),
                        "");
    assert_int_equal(gt_answer(&f, (gp_str){text, n}).status, GP_PASSED);
    gt_done(&f);
    free(text);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(scores),
        cmocka_unit_test(what_is_refused),
        cmocka_unit_test(depth),
        cmocka_unit_test(undecided_stays_undecided),
        cmocka_unit_test(over_turns),
        cmocka_unit_test(digests),
        cmocka_unit_test(held_to_a_schema),
        cmocka_unit_test(mutations),
        cmocka_unit_test(huge_answers),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
