/* test_grade_list.c - lists in answers: how they are read, members in any order and in theirs. */
#include "base/rng.h"
#include "forms/items.h"
#include "graded.h"

static void items(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        gp_items_form asked, form;
        const char *items; /* joined by | */
    } t[] = {
        {"a, b, c", GP_ITEMS_ANY, GP_ITEMS_COMMAS, "a|b|c"},
        {"a, b and c.", GP_ITEMS_ANY, GP_ITEMS_COMMAS, "a|b|c"},
        {"a, b, and c", GP_ITEMS_ANY, GP_ITEMS_COMMAS, "a|b|c"},
        {"salt and pepper", GP_ITEMS_ANY, GP_ITEMS_COMMAS, "salt|pepper"},
        {"1,000, 2,000", GP_ITEMS_ANY, GP_ITEMS_COMMAS, "1,000|2,000"},
        {"a;b,c", GP_ITEMS_ANY, GP_ITEMS_COMMAS, "a|b|c"},
        {"北京、上海，天津。", GP_ITEMS_ANY, GP_ITEMS_COMMAS, "北京|上海|天津"},
        {"Here:\r\n\r\n- a\r\n- **b**\r\n* \"c\"\r\nThat is all.", GP_ITEMS_ANY, GP_ITEMS_BULLETS, "a|b|c"},
        {"• a\n• b", GP_ITEMS_ANY, GP_ITEMS_BULLETS, "a|b"},
        {"1. a\n2) b\n10. c", GP_ITEMS_ANY, GP_ITEMS_NUMBERED, "a|b|c"},
        {"a\n\nb\nc,d", GP_ITEMS_ANY, GP_ITEMS_LINES, "a|b|c,d"},
        {"- a\n- b", GP_ITEMS_LINES, GP_ITEMS_LINES, "a|b"},
        {"[\"a\", 2, \"c d\"]", GP_ITEMS_ANY, GP_ITEMS_JSON, "a|2|c d"},
        {"```json\n[\"a\"]\n```", GP_ITEMS_ANY, GP_ITEMS_JSON, "a"},
        {"```\na\nb\n```", GP_ITEMS_ANY, GP_ITEMS_LINES, "a|b"},
        {"a\nb", GP_ITEMS_COMMAS, GP_ITEMS_COMMAS, "a|b"},
        {"", GP_ITEMS_ANY, GP_ITEMS_COMMAS, ""},
        {" , ,", GP_ITEMS_ANY, GP_ITEMS_COMMAS, ""},
        {"a b", GP_ITEMS_BULLETS, GP_ITEMS_BULLETS, ""},
    };
    for (size_t i = 0; i < sizeof t / sizeof *t; i++) {
        gp_arena a = {0};
        gp_items got;
        gp_buf b = {0};
        gp_items_read(&a, gp_str_c(t[i].text), t[i].asked, 100, &got);
        gp_buf_c(&b, "");
        for (size_t k = 0; k < got.n; k++) gp_buf_fmt(&b, "%s%.*s", k ? "|" : "", GP_ARG(got.item[k]));
        if (got.form != t[i].form || !gp_str_eqc(gp_buf_view(&b), t[i].items))
            fail_msg("%s: %s as %s", t[i].text, b.p, gp_items_forms[got.form]);
        gp_buf_free(&b);
        gp_arena_free(&a);
    }
}

#define S(more) "{\"type\": \"set\", \"expect\": [\"red\", \"green\", \"blue\"]" more "}"
#define O(more) "{\"type\": \"order\", \"expect\": [\"a\", \"b\", \"c\", \"d\"]" more "}"

static void sets(void **state)
{
    (void)state;
    static const gt_row t[] = {
        {S(""), "blue, red, green", 1, "all 3 members and no other (read as commas)"},
        {S(""), "red\r\ngreen\r\nblue\r\n", 1, "read as lines"},
        {S(""), "red, red, green, blue", 1, NULL},
        {S(""), "[\"red\", \"green\", \"blue\"]", 1, "read as json"},
        {S(""), "red, green", 2.0 / 3, "2 of 3 members (read as commas); 1 missing, such as \"blue\""},
        {S(""), "red, green, blue, pink", 0.75, "3 of 3 members (read as commas); 1 too many, such as \"pink\""},
        {S(""), "red, pink, pink", 0.25, "2 missing, such as \"green\"; 1 too many"},
        {S(""), "Red, green, blue", 0.5, NULL},
        {S(", \"ignore_case\": true"), "RED, Green, blue", 1, NULL},
        {S(""), "", 0, "no items (read as commas)"},
        {S(""), "[\"red\"", 0, "not JSON: answer:1:7"},
        {S(""), "[[1]]", 0, "an array that holds an array"},
        {S(", \"form\": \"bullets\""), "red, green, blue", 0, "no items (read as bullets)"},
        {S(", \"form\": \"json\""), "{}", 0, "JSON, but an object and no array"},
        {"{\"type\": \"set\", \"expect\": [1, 2.5]}", "2.5, 1", 1, NULL},
        {"{\"type\": \"set\", \"expect\": \"x\"}", "x", 1, NULL},
        {"{\"type\": \"set\", \"expect\": [\"\xC3\x84rger\"], \"ignore_case\": true}", "\xC3\xA4RGER", 1, NULL},
        {"{\"type\": \"set\", \"expect\": [\"x\"], \"ignore_case\": true}", "\xff, x", 0.5, NULL},
    };
    GT_CHECK(t);
}

static void orders(void **state)
{
    (void)state;
    static const gt_row t[] = {
        {O(""), "a, b, c, d", 1, "all 4 members in their order (read as commas)"},
        {O(""), "1. a\n2. b\n3. c\n4. d", 1, NULL},
        {O(""), "a, c, b, d", 0.75, "3 of 4 in order (read as commas); item 2 is \"c\", expected \"b\""},
        {O(""), "d, c, b, a", 0.25, NULL},
        {O(""), "a, b, c", 0.75, "item 4, \"d\", is missing"},
        {O(""), "a, b, c, d, e", 0.8, "item 5, \"e\", is one too many"},
        {O(""), "a, a, b, c, d", 0.8, NULL},
        {O(""), "x", 0, NULL},
        {O(", \"ignore_case\": true"), "A, B, C, D", 1, NULL},
        {"{\"type\": \"order\", \"expect\": [\"a\", \"b\", \"a\"]}", "a, b, a", 1, NULL},
        {"{\"type\": \"order\", \"expect\": [\"a\", \"b\", \"a\"]}", "b, a, a", 2.0 / 3, NULL},
    };
    GT_CHECK(t);
}

static void refusals(void **state)
{
    (void)state;
    static const gt_refusal t[] = {
        {"{\"type\": \"set\", \"expect\": [\"a\", \"b\", \"a\"]}", "\"expect\" has \"a\" twice"},
        {"{\"type\": \"set\", \"expect\": []}", "\"expect\" is empty"},
        {"{\"type\": \"order\", \"expect\": \"a\"}", "must list at least two members"},
        {"{\"type\": \"set\", \"expect\": [\"a\"], \"form\": \"table\"}", "but must be one of any, lines, bullets"},
    };
    GT_REFUSED(t);
}

/* A shuffled list has the score 1 as a set; in order it has the score 1 only where nothing moved. */
static void shuffled_lists(void **state)
{
    (void)state;
    gt_case set, order;
    gp_err err = {0};
    T_OK(gt_open(&set, "{\"type\": \"set\", \"expect\": [\"a\", \"b\", \"c\", \"d\"]}", "", &err), err);
    T_OK(gt_open(&order, O(""), "", &err), err);
    for (uint64_t round = 0; round < 500; round++) {
        char list[] = "a, b, c, d";
        uint32_t r[4];
        gp_philox(2, round, 0, r);
        for (size_t i = 3; i > 0; i--) {
            size_t k = r[i] % (i + 1);
            char swap = list[3 * i];
            list[3 * i] = list[3 * k];
            list[3 * k] = swap;
        }
        bool same = !strcmp(list, "a, b, c, d");
        assert_true(gt_answer(&set, gp_str_c(list)).score == 1);
        assert_int_equal(gt_answer(&order, gp_str_c(list)).score == 1, same);
    }
    gt_done(&set);
    gt_done(&order);
}

static void huge_answers(void **state)
{
    (void)state;
    static const char *const graders[] = {S(", \"ignore_case\": true"), O("")};
    static const char *const shapes[] = {"a,", "- red\n", "1. x\n", "[", "\"", " "};
    gt_huge(graders, sizeof graders / sizeof *graders, shapes, sizeof shapes / sizeof *shapes);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(items),    cmocka_unit_test(sets),           cmocka_unit_test(orders),
        cmocka_unit_test(refusals), cmocka_unit_test(shuffled_lists), cmocka_unit_test(huge_answers),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
