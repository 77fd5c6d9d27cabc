/* test_grade_choice.c - options of multiple-choice questions: what names one, what names two, what names none. */
#include "grader_table.h"

#define C(more) "{\"type\": \"choice\", \"options\": [\"London\", \"Paris\", \"Rome\", \"Paris, Texas\"]" more "}"
#define B C(", \"expect\": \"B\"")

static void statements(void **state)
{
    (void)state;
    static const grader_row t[] = {
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
    GRADER_CHECK(t);
}

static void picks(void **state)
{
    (void)state;
    static const grader_row t[] = {
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
    GRADER_CHECK(t);
}

static void refusals(void **state)
{
    (void)state;
    static const grader_refusal t[] = {
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
    };
    GRADER_REFUSED(t);
}

static void huge_answers(void **state)
{
    (void)state;
    static const char *const graders[] = {B, C(", \"expect\": \"B\", \"pick\": \"last\"")};
    static const char *const shapes[] = {"B ", "answer ", "a", "B\n", "Paris, ", "\xC3\xA9"};
    grader_huge(graders, sizeof graders / sizeof *graders, shapes, sizeof shapes / sizeof *shapes);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(statements),
        cmocka_unit_test(picks),
        cmocka_unit_test(refusals),
        cmocka_unit_test(huge_answers),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
