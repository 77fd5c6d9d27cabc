/* test_extract.c - graders that look at a part of the answer: which part it is, what is said of it, how it is broken and
 * what answers hold it. */
#include "graded.h"

#define EXTRACT(p, more) "\"extract\": {\"pattern\": \"" p "\"" more "}"
#define EQUALS(expect, extract) "{\"type\": \"equals\", \"expect\": \"" expect "\", " extract "}"
#define OF(type, extract, more) "{\"type\": \"" type "\", " extract ", " more "}"
#define LAST ", \"take\": \"last\""

static void which_part(void **state)
{
    (void)state;
    static const gt_row t[] = {
        {EQUALS("42", EXTRACT("answer is (\\\\d+)", "")), "The answer is 42.", 1,
         "in the part at byte 14: equals \"42\""},
        {EQUALS("42", EXTRACT("answer is (\\\\d+)", "")), "The answer is 43.", 0,
         "in the part at byte 14: expected \"42\", got \"43\""},
        {EQUALS("42", EXTRACT("answer is (\\\\d+)", "")), "42", 0,
         "nothing to grade: \"answer is (\\d+)\" is not found in \"42\""},
        {EQUALS("42", EXTRACT("answer is (\\\\d+)", "")), "", 0, "is not found in \"\""},
        {EQUALS("1", EXTRACT("\\\\d+", "")), "1, then 2, then 3", 1, NULL},
        {EQUALS("3", EXTRACT("\\\\d+", LAST)), "1, then 2, then 3", 1, "at byte 16"},
        {EQUALS("3", EXTRACT("\\\\d+", LAST)), "3", 1, NULL},
        /* the first group that is not empty */
        {EQUALS("b", EXTRACT("A: (\\\\w)|B: (\\\\w)", "")), "B: b", 1, NULL},
        {EQUALS("b", EXTRACT("(x?)(b)", "")), "b", 1, NULL},
        {EQUALS("", EXTRACT("=(x?)", "")), "a = b", 1, NULL},
        /* a new search does not take the rest for a new text */
        {EQUALS("a", EXTRACT("^.", LAST)), "abc", 1, NULL},
        {EQUALS("c", EXTRACT("(?<=b)c|^a", LAST)), "abc", 1, NULL},
        {EQUALS("c", EXTRACT("^.", LAST ", \"flags\": \"m\"")), "a\nb\nc", 1, NULL},
        {EQUALS("d", EXTRACT("^\\\\w", LAST ", \"flags\": \"im\"")), "a\r\nd\r\n", 1, NULL},
        {EQUALS("x", EXTRACT("ANSWER: (.)", ", \"flags\": \"i\"")), "answer: x", 1, NULL},
        /* an empty match behind the last counts, as for findall */
        {EQUALS("", EXTRACT("\\\\d*", LAST)), "ab12", 1, NULL},
        {EQUALS("12", EXTRACT("\\\\d*|\\\\d+$", LAST)), "ab12", 0, NULL},
        {EQUALS("12", EXTRACT("|\\\\d+", LAST)), "ab12", 0, NULL},
        {EQUALS("ab", EXTRACT("(?=(ab))", LAST)), "xxabab", 1, "at byte 4"},
        {EQUALS("é", EXTRACT("«(.*?)»", LAST)), "«a» und «é»", 1, NULL},
        {EQUALS("\\u65e5\\u672c", EXTRACT("\\u7b54(.+)", "")), "\xe7\xad\x94\xe6\x97\xa5\xe6\x9c\xac", 1, NULL},
        /* what is left out, in turn and of the part without white space around it */
        {EQUALS("1234", EXTRACT("is (.*)", ", \"leave_out\": [\"[,$]\", \"\\\\.$\"]")), "It is $1,234. ", 1,
         "equals \"1234\""},
        {EQUALS("b", EXTRACT(".+", ", \"leave_out\": [\"(?s)^.*# \", \"x*\"]")), "a # # bxx", 1, NULL},
        {EQUALS("", EXTRACT(".+", ", \"leave_out\": [\".\"]")), "abc", 1, NULL},
        {EQUALS("abc", EXTRACT(".+", ", \"leave_out\": [\"|^\"]")), "abc", 1, NULL},
        /* bytes that are no text */
        {EQUALS("1", EXTRACT("\\\\d", LAST)), "\xff\xfe 1", 1, NULL},
    };
    GT_CHECK(t);
}

static void kinds(void **state)
{
    (void)state;
    static const gt_row t[] = {
        {OF("contains", EXTRACT("#### (.*)", ""), "\"expect\": [\"4\", \"2\"]"), "5\n#### 42", 1, NULL},
        {OF("contains", EXTRACT("#### (.*)", ""), "\"expect\": [\"4\", \"5\"]"), "5\n#### 42", 0.5, NULL},
        {OF("contains_any", EXTRACT("#### (.*)", ""), "\"expect\": [\"7\", \"5\"]"), "5\n#### 42", 0, NULL},
        {OF("contains_all", EXTRACT("#### (.*)", ""), "\"expect\": [\"4\", \"2\"]"), "#### 42", 1, NULL},
        {OF("not_contains", EXTRACT("#### (.*)", ""), "\"expect\": \"5\""), "5\n#### 42", 1, NULL},
        {OF("not_contains", EXTRACT("#### (.*)", ""), "\"expect\": \"5\""), "42", 0, "nothing to grade"},
        {OF("starts_with", EXTRACT("#### (.*)", ""), "\"expect\": \"4\""), "5\n#### 42", 1, NULL},
        {OF("ends_with", EXTRACT("#### (.*)", ""), "\"expect\": \"2\""), "#### 42\nthat is all", 1, NULL},
        {OF("similarity", EXTRACT("#### (.*)", ""),
            "\"measure\": \"levenshtein\", \"min\": 0.9, \"expect\": \"the cat sat on the mat\""),
         "So:\n#### the cat sat on the mat", 1, NULL},
        {OF("choice", EXTRACT("#### (.*)", ""), "\"options\": 3, \"expect\": \"B\""), "Not (A).\n#### B", 1, NULL},
        {OF("choice", EXTRACT("#### (.*)", ""), "\"options\": 3, \"expect\": \"B\""), "Not (B).\n#### A", 0, NULL},
        {OF("number", EXTRACT("#### (.*)", ""), "\"expect\": 1042"), "5\n#### 1,042\nof 7", 1, NULL},
        {OF("date", EXTRACT("#### (.*)", ""), "\"expect\": \"1969-07-20\""),
         "1970-01-01\n#### July 20, 1969\n2000-01-01", 1, NULL},
        {OF("set", EXTRACT("#### (.*)", ""), "\"expect\": [\"a\", \"b\"]"), "Here it is, of course:\n#### b, a", 1,
         NULL},
        {OF("order", EXTRACT("#### (.*)", ""), "\"expect\": [\"a\", \"b\"]"), "Well, here:\n#### a, b", 1, NULL},
        {"{\"type\": \"all\", \"graders\": [" EQUALS("42", EXTRACT("#### (.*)", "")) "]}", "#### 42", 1, NULL},
        {"{\"type\": \"not\", \"graders\": [" EQUALS("42", EXTRACT("#### (.*)", "")) "]}", "#### 43", 1, NULL},
    };
    GT_CHECK(t);
}

static void refused(void **state)
{
    (void)state;
    static const gt_refusal t[] = {
        {EQUALS("1", EXTRACT("(", "")),
         "\"pattern\" of what it extracts: invalid pattern: missing closing parenthesis (at byte 1)"},
        {EQUALS("1", EXTRACT("", "")), "\"pattern\""},
        {EQUALS("1", EXTRACT(".", ", \"leave_out\": [\",\", \"*\"]")),
         "grader \"equals-1\", \"leave_out\" of what it extracts: invalid pattern: quantifier does not follow"},
        {EQUALS("1", EXTRACT(".", ", \"leave_out\": []")), "\"leave_out\""},
        {EQUALS("1", "\"extract\": {\"take\": \"last\"}"), "an extract lacks \"pattern\""},
        {EQUALS("1", EXTRACT("x", ", \"take\": \"middle\"")), "\"take\" is \"middle\", but must be one of first, last"},
        {EQUALS("1", EXTRACT("x", ", \"flags\": \"g\"")), "\"g\" in \"flags\" is unknown; use i, m, s, x or u"},
        {EQUALS("1", EXTRACT("x", ", \"patern\": \"g\"")), "\"patern\" in an extract"},
        {EQUALS("1", "\"extract\": \"x\""), "an extract must be an object, not a string"},
        {EQUALS("1", "\"extract\": null"), "an extract must be an object, not null"},
        {"{\"type\": \"json\", " EXTRACT("x", "") "}", "\"extract\" does nothing in a grader of type json"},
        {"{\"type\": \"choice\", \"options\": 2, \"expect\": \"A\", \"by\": \"likelihood\", " EXTRACT("x", "") "}",
         "\"extract\" is for answers, and options that are scored need none"},
        {"{\"type\": \"all\", \"graders\": [" EQUALS("1", EXTRACT("(", "")) "]}", "what it extracts: invalid pattern"},
    };
    GT_REFUSED(t);
}

/* The ways of the kind, in the part; and the part left out. */
static void broken(void **state)
{
    (void)state;
    gt_case f = gt_with(EQUALS("42", EXTRACT("answer: (.*?)\\\\.", LAST)), "");
    const gp_grader *g = f.c->graders[0];
    static const char *const want[] = {"answer: 1. answer: 42 indeed. So.", "answer: 1. answer: 4. So.", "  So."};
    assert_int_equal(gp_ways(g), 3);
    assert_string_equal(gp_way_name(g, 2), "what is extracted left out");
    for (size_t i = 0; i < 3; i++) {
        gp_reply reply = {.answer = GP_STR("answer: 1. answer: 42. So.")};
        assert_true(gp_break(&f.a, g, i, &reply));
        assert_true(gp_str_eqc(reply.answer, want[i]));
        assert_int_equal(gt_answer(&f, reply.answer).status, GP_FAILED);
    }
    gt_done(&f);
    /* what is added lies outside of the part, and the grader rightly does not mind */
    f = gt_with(EQUALS("42", EXTRACT("answer: (\\\\d+)", "")), "");
    gp_reply reply = {.answer = GP_STR("answer: 42")};
    assert_false(gp_break(&f.a, f.c->graders[0], 0, &reply));
    assert_true(gp_str_eqc(reply.answer, "answer: 42"));
    reply.answer = GP_STR("no such thing");
    assert_false(gp_break(&f.a, f.c->graders[0], 0, &reply));
    gt_done(&f);
}

/* Answers made for a part, as null baselines need them. */
static void whole_answers(void **state)
{
    (void)state;
    static const struct {
        const char *extract, *part, *answer; /* NULL: none is found */
    } t[] = {
        {EXTRACT("\\\\d+", ""), "18", "18"},
        {EXTRACT("#### (\\\\-?[0-9\\\\.\\\\,]+)", ""), "18", "#### 18"},
        {EXTRACT("[Tt]he (?:right |best )?answer\\\\s+is:? \\\\(?(\\\\w+)\\\\)?\\\\.$", ""), "B",
         "The right answer is: (B)."},
        {EXTRACT("(?<letter>[A-D])\\\\)|option ([A-D])", LAST), "C", "C)"},
        {EXTRACT("(?:a(?:b|c)|d) = (.)", ""), "x", "ab = x"},
        {EXTRACT("^.\\\\. (.*)", ""), "x", "-. x"},
        {EXTRACT("\\\\[\\\\[(\\\\w)\\\\]\\\\]", ""), "A", "[[A]]"},
        {EXTRACT("\\\\d+", ""), "none", NULL},
        {EXTRACT("(?=x)(\\\\d)", ""), "1", NULL},
        {EXTRACT("[^a]: (.)", ""), "1", NULL},
        {EXTRACT("x{2}(.)", ""), "1", NULL},
        {EXTRACT("\\\\p{L}: (.)", ""), "1", NULL},
        {EXTRACT("A (\\\\d)", ""), "12", NULL},
    };
    for (size_t i = 0; i < sizeof t / sizeof *t; i++) {
        gp_arena a = {0};
        gt_case f = gt_with(gp_str_fmt(&a, "{\"type\": \"equals\", \"expect\": \"%s\", %s}", t[i].part, t[i].extract).p,
                            "");
        gp_str got = gp_answer_with(&a, f.c->graders[0], gp_str_c(t[i].part));
        if (!got.p != !t[i].answer || (t[i].answer && !gp_str_eqc(got, t[i].answer)))
            fail_msg("row %zu: %.*s", i, GP_ARG(got));
        if (got.p) assert_int_equal(gt_answer(&f, got).status, GP_PASSED);
        gt_done(&f);
        gp_arena_free(&a);
    }
    gt_case f = gt_with("{\"type\": \"equals\", \"expect\": \"x\"}", "");
    assert_true(gp_str_eqc(gp_answer_with(&f.a, f.c->graders[0], GP_STR("anything")), "anything"));
    gt_done(&f);
}

static void digest_of(const char *grader, char hex[65])
{
    gt_case f = gt_with(grader, "");
    memcpy(hex, f.c->grader_digest, 65);
    gt_done(&f);
}

/* Nothing is added to the digest of graders without it; each of its members counts; a default given is the default. */
static void digests(void **state)
{
    (void)state;
    static const char *const differ[] = {
        EQUALS("1", "\"trim\": true"),
        EQUALS("1", EXTRACT("x", "")),
        EQUALS("1", EXTRACT("y", "")),
        EQUALS("1", EXTRACT("x", LAST)),
        EQUALS("1", EXTRACT("x", ", \"flags\": \"i\"")),
        EQUALS("1", EXTRACT("x", ", \"leave_out\": [\",\"]")),
    };
    enum { N = sizeof differ / sizeof *differ };
    char hex[N][65], same[65];
    for (size_t i = 0; i < N; i++) {
        digest_of(differ[i], hex[i]);
        for (size_t k = 0; k < i; k++) assert_string_not_equal(hex[i], hex[k]);
    }
    digest_of(EQUALS("1", EXTRACT("x", ", \"take\": \"first\"")), same);
    assert_string_equal(same, hex[1]);
}

/* 10 MB of what hurts a search for the last of many matches; a pattern that needs too much work fails and says so. */
static void much(void **state)
{
    (void)state;
    static const char *const graders[] = {EQUALS("1", EXTRACT("\\\\d+", LAST)), EQUALS("1", EXTRACT("(?<=a)b*", LAST)),
                                          EQUALS("1", EXTRACT("^.*(x)", LAST)),
                                          EQUALS("1", EXTRACT("(\\\\w+\\\\s?)+$", ""))};
    static const char *const shapes[] = {"1 ", "ab", "\n", "\xc3\xa9"};
    gt_huge(graders, 4, shapes, 4);
    gt_case f = gt_with(EQUALS("1", EXTRACT("(a+)+$", LAST)), "");
    char text[64] = {0};
    memset(text, 'a', 40);
    text[40] = '!';
    gp_grade g = gt_answer(&f, gp_str_c(text));
    assert_int_equal(g.status, GP_FAILED);
    assert_non_null(strstr(g.criteria->explanation.p, "too much work"));
    gt_done(&f);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(which_part),    cmocka_unit_test(kinds),   cmocka_unit_test(refused), cmocka_unit_test(broken),
        cmocka_unit_test(whole_answers), cmocka_unit_test(digests), cmocka_unit_test(much),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
