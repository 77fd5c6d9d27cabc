/* test_grade_choice.c - options of multiple-choice questions: what names one, what names two, what names none. */
#include <math.h>

#include "graded.h"

#define C(more) "{\"type\": \"choice\", \"options\": [\"London\", \"Paris\", \"Rome\", \"Paris, Texas\"]" more "}"
#define B C(", \"expect\": \"B\"")

static void statements(void **state)
{
    (void)state;
    static const gt_row t[] = {
        {B, "B", 1, "names option B (\"Paris\")"},
        {B, "b", 1, NULL},
        {B, " (B)\r\n", 1, NULL},
        {B, "**B**", 1, NULL},
        {B, "B.", 1, NULL},
        {B, "$B$", 1, NULL},
        {B, "Answer: B", 1, NULL},
        {B, "answer: b", 1, NULL},
        {B, "Answer: (B)", 1, NULL},
        {B, "**Answer:** B) Paris", 1, NULL},
        {B, "The correct answer is **B**.", 1, NULL},
        {B, "The answer is option B, because A is in England.", 1, NULL},
        {B, "B) Paris", 1, NULL},
        {B, "b) Paris", 1, NULL},
        {B, "Paris", 1, NULL},
        {B, "PARIS.", 1, NULL},
        {B, "It must be Paris!", 1, NULL},
        {B, "The answer is Paris", 1, NULL},
        {B, "\\boxed{B}", 1, NULL},
        {B, "\\boxed{\\text{B}}", 1, NULL},
        {B, "I think B", 1, NULL},
        {B, "A city. So B", 1, NULL},
        {B, "B because it is", 1, NULL},
        {B, "A) London\nB) Paris\nC) Rome\nAnswer: B", 1, NULL},
        {C(", \"expect\": \"paris\""), "B", 1, NULL},
        {C(", \"expect\": \"A\""), "A is correct", 1, NULL},
        {C(", \"expect\": \"D\""), "It is Paris, Texas", 1, "names option D"},
        {B, "", 0, "names no option"},
        {B, "E", 0, "names no option"},
        {B, "A cat", 0, "names no option: \"A cat\""},
        {B, "Parisian", 0, "names no option"},
        {B, "C", 0, "names option C (\"Rome\"), expected B (\"Paris\")"},
        {B, "B or C", 0, "not decided: names option B (\"Paris\") at byte 0 and C (\"Rome\") at byte 5"},
        {B, "The answer is B or C", 0, "not decided"},
        {B, "The answer is B. Or is the answer C?", 0, "not decided"},
        {B, "B) Rome", 0, "not decided"},
        {B, "Answer: B) Rome", 0, "not decided"},
        {B, "Paris or London", 0, "not decided: names option B"},
        {B, "A) London\nB) Paris", 0, "not decided"},
        {B, "\xff\xfe B", 1, NULL},
    };
    GT_CHECK(t);
}

static void picks(void **state)
{
    (void)state;
    static const gt_row t[] = {
        {C(", \"expect\": \"B\", \"pick\": \"last\""), "The answer is A. No, the answer is B.", 1, NULL},
        {C(", \"expect\": \"B\", \"pick\": \"last\""), "The answer is B. No, the answer is A.", 0, "names option A"},
        {C(", \"expect\": \"B\", \"pick\": \"first\""), "The answer is B. No, the answer is A.", 1, NULL},
        {C(", \"expect\": \"B\", \"pick\": \"last\""), "A\nB", 1, NULL},
        {"{\"type\": \"choice\", \"options\": 5, \"expect\": \"e\"}", "(e)", 1, "names option E"},
        {"{\"type\": \"choice\", \"options\": 5, \"expect\": \"E\"}", "F", 0, "names no option"},
        {"{\"type\": \"choice\", \"options\": [\"北京\", \"上海\"], \"expect\": \"A\"}", "答案是北京。", 1, NULL},
        {"{\"type\": \"choice\", \"options\": [\"1\", \"1.5\", \"$5 (net)\"], \"expect\": \"B\"}", "It is 1.5", 1,
         NULL},
        {"{\"type\": \"choice\", \"options\": [\"1\", \"1.5\", \"$5 (net)\"], \"expect\": \"C\"}", "It is $5 (net).", 1,
         NULL},
    };
    GT_CHECK(t);
}

/* --- options that are scored --- */

#define SCORED(by, more) \
    "{\"type\": \"choice\", \"options\": [\"Rome\", \"Paris\"], \"expect\": \"B\", \"by\": \"" by "\"" more "}"

static gp_grade scored(gt_case *f, const gp_likelihood *list, size_t n)
{
    gp_grade g = {0};
    gp_err err = {0};
    const gp_reply reply = {.answer = GP_STR("Paris"), .likelihoods = list, .n_likelihoods = n};
    T_OK(gp_grade_transcript(&f->a, f->c, &(gp_transcript){.id = GP_STR("s/a/t/1"), .replies = &reply, .n_replies = 1},
                             &g, &err),
         err);
    return g;
}

static void likelihoods(void **state)
{
    (void)state;
    static const int32_t ids[4] = {1, 2, 3, 4};
    static const gp_likelihood even[] = {{GP_STR("Rome"), ids, 4, -4.0}, {GP_STR("Paris"), ids, 2, -4.5}};
    static const gp_likelihood same[] = {{GP_STR("Rome"), ids, 4, -1.5}, {GP_STR("Paris"), ids, 2, -1.5}};
    static const gp_likelihood none[] = {{GP_STR("Rome"), ids, 4, -1.5}, {GP_STR("Paris"), ids, 2, NAN}};
    static const gp_likelihood more[] = {{GP_STR(" R"), ids, 4, -3}, {GP_STR(" P"), ids, 2, -2}};
    static const struct {
        const char *grader;
        const gp_likelihood *list;
        gp_status status;
        const char *text;
    } t[] = {
        {SCORED("likelihood", ""), even, GP_FAILED,
         "option A (\"Rome\") has the highest likelihood, expected B (\"Paris\"): A -4.0000, B -4.5000"},
        {SCORED("likelihood_per_token", ""), even, GP_FAILED, "A -1.0000, B -2.2500"},
        {SCORED("likelihood_per_byte", ""), even, GP_PASSED, "A -1.0000, B -0.9000"},
        {SCORED("likelihood", ""), same, GP_FAILED, "not decided: 2 options have the highest likelihood"},
        {SCORED("likelihood", ""), none, GP_ERROR, "the transcript has no likelihood of option B"},
        {SCORED("likelihood", ""), more, GP_ERROR, "the transcript has no likelihood of option A"},
        {SCORED("likelihood", ", \"continuations\": [\" R\", \" P\"]"), more, GP_PASSED, "A -3.0000, B -2.0000"},
    };
    for (size_t i = 0; i < sizeof t / sizeof *t; i++) {
        gt_case f;
        gp_err err = {0};
        T_OK(gt_open(&f, t[i].grader, "", &err), err);
        gp_grade g = scored(&f, t[i].list, 2);
        assert_int_equal(g.status, t[i].status);
        const char *said = g.why.n ? g.why.p : g.criteria[0].explanation.p;
        if (!strstr(said, t[i].text)) fail_msg("row %zu: %s", i, said);
        /* words are for examples: a target that scored nothing gave no answer to this */
        assert_int_equal(scored(&f, NULL, 0).status, GP_ERROR);
        gt_done(&f);
    }
}

/* What is open inside makes the whole open. */
static void scored_inside(void **state)
{
    (void)state;
    static const int32_t ids[4] = {1, 2, 3, 4};
    static const gp_likelihood list[] = {{GP_STR("Rome"), ids, 4, -4.0}, {GP_STR("Paris"), ids, 2, -3}};
    static const char *const t[] = {
        "{\"type\": \"all\", \"graders\": [" SCORED("likelihood", "") "]}",
        "{\"type\": \"any\", \"graders\": [" SCORED("likelihood", "") "]}",
        "{\"type\": \"not\", \"graders\": [{\"type\": \"not\", \"graders\": [" SCORED("likelihood", "") "]}]}",
        "{\"type\": \"at_least\", \"min\": 1, \"graders\": [" SCORED("likelihood", "") "]}",
        "{\"type\": \"weighted\", \"graders\": [" SCORED("likelihood", "") "]}"};
    for (size_t i = 0; i < sizeof t / sizeof *t; i++) {
        gt_case f;
        gp_err err = {0};
        T_OK(gt_open(&f, t[i], "", &err), err);
        assert_int_equal(f.c->n_continuations, 2);
        assert_int_equal(scored(&f, list, 2).status, GP_PASSED);
        gp_grade g = scored(&f, list, 1);
        assert_int_equal(g.status, GP_ERROR);
        assert_non_null(strstr(g.why.p, "the transcript has no likelihood of option B"));
        gt_done(&f);
    }
}

/* Examples are in words; a letter, a text, or the text that is scored. */
static void scored_examples(void **state)
{
    (void)state;
    static const gt_row t[] = {
        {SCORED("likelihood", ""), "Paris", 1, NULL},
        {SCORED("likelihood", ""), "B", 1, NULL},
        {SCORED("likelihood", ""), "Rome", 0, "names option A"},
        {SCORED("likelihood", ", \"continuations\": [\" R\", \" P\"]"), " P", 1, NULL},
    };
    GT_CHECK(t);
}

static void digest_of(const char *grader, char out[65])
{
    gt_case f;
    gp_err err = {0};
    T_OK(gt_open(&f, grader, "", &err), err);
    memcpy(out, f.c->digest, 65);
    gt_done(&f);
}

/* What is scored is part of the question; how it is compared is not. */
static void scored_digests(void **state)
{
    (void)state;
    char text[65], sum[65], token[65], other[65];
    digest_of(B, text);
    digest_of(SCORED("likelihood", ""), sum);
    digest_of(SCORED("likelihood_per_token", ""), token);
    digest_of(SCORED("likelihood", ", \"continuations\": [\" R\", \" P\"]"), other);
    assert_string_not_equal(text, sum);
    assert_string_equal(sum, token);
    assert_string_not_equal(sum, other);
}

static void refusals(void **state)
{
    (void)state;
    static const gt_refusal t[] = {
        {C(", \"expect\": \"E\""), "\"expect\" is neither a letter from A to D nor the text of an option"},
        {C(", \"expect\": \"Berlin\""), "\"expect\" is neither"},
        {"{\"type\": \"choice\", \"options\": 1, \"expect\": \"A\"}", "must be a list of 2 to 26 texts"},
        {"{\"type\": \"choice\", \"options\": [\"x\"], \"expect\": \"A\"}", "must be a list of 2 to 26 texts"},
        {"{\"type\": \"choice\", \"options\": [\"x\", \" \"], \"expect\": \"A\"}", "an option must be a text"},
        {"{\"type\": \"choice\", \"options\": [\"B\", \"A\"], \"expect\": \"A\"}",
         "option A has the letter or the text of option B"},
        {"{\"type\": \"choice\", \"options\": [\"x\", \"X\"], \"expect\": \"A\"}",
         "option B has the letter or the text of option A"},
        {C(""), "needs \"expect\""},
        {SCORED("likelihood", ", \"pick\": \"last\""), "\"pick\" is for answers with several statements"},
        {SCORED("likelihood", ", \"continuations\": [\"a\"]"), "1 continuations for 2 options"},
        {SCORED("likelihood", ", \"continuations\": [\"a\", \"a\"]"), "two continuations are the same text"},
        {SCORED("likelihood", ", \"continuations\": [\"a\", \"\"]"), "a text that is not empty"},
        {C(", \"expect\": \"B\", \"continuations\": [\"a\", \"b\"]"), "add \"by\": \"likelihood\""},
        {C(", \"expect\": \"B\", \"by\": \"luck\""), "likelihood_per_byte"},
    };
    GT_REFUSED(t);
}

static void huge_answers(void **state)
{
    (void)state;
    static const char *const graders[] = {B, C(", \"expect\": \"B\", \"pick\": \"last\"")};
    static const char *const shapes[] = {"B ", "answer ", "a", "B\n", "Paris, ", "\xC3\xA9"};
    gt_huge(graders, sizeof graders / sizeof *graders, shapes, sizeof shapes / sizeof *shapes);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(statements),    cmocka_unit_test(picks),           cmocka_unit_test(likelihoods),
        cmocka_unit_test(scored_inside), cmocka_unit_test(scored_examples), cmocka_unit_test(scored_digests),
        cmocka_unit_test(refusals),      cmocka_unit_test(huge_answers),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
