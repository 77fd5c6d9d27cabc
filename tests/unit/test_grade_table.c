/* test_grade_table.c - tables in markdown and CSV: how they are read, and what is asked of them. */
#include "base/rng.h"
#include "forms/table.h"
#include "graded.h"

static void readings(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        char separator;
        const char *cells; /* cells by |, rows by / ; or "?" and why it is none */
    } t[] = {
        {"| a | b |\n|---|---|\n| 1 | 2 |", 0, "a|b/1|2/"},
        {"a | b\n:-- | --:\n1 | 2\r\n3 |  \n", 0, "?line 4 has 1 cells, but there are 2 columns"},
        {"Here:\r\n\r\n| a | b |\r\n| --- | :-: |\r\n| x\\|y | |\r\n\r\nDone.", 0, "a|b/x|y|/"},
        {"| a |\n| - |\n", 0, "a/"},
        {"| a | b |\n| 1 | 2 |", 0, "?no table"},
        {"| a | b |\n|---|\n| 1 | 2 |", 0, "?line 2 does not rule off 2 columns"},
        {"| a | b |\n|---|---|\n| 1 |", 0, "?line 3 has 1 cells"},
        {"| a |\n|---|\n\n| b |\n|---|\n", 0, "?several tables, the second at line 4"},
        {"", 0, "?no table"},
        {"a,b\n1,2\n", ',', "a|b/1|2/"},
        {"a,b\r\n1,\"x, \"\"y\"\"\nz\"", ',', "a|b/1|x, \"y\"\nz/"},
        {"a;b\n1,5;2", ';', "a|b/1,5|2/"},
        {"a\tb\n1\t", '\t', "a|b/1|/"},
        {"a,b\n1,", ',', "a|b/1|/"},
        {"a,b\n1,2,3", ',', "?line 2 has 3 cells, but there are 2 columns"},
        {"a\n\"b", ',', "?line 2: a quote that does not close"},
        {"a\n\"b\"c", ',', "?line 2: text behind a closing quote"},
        {"a\nb\"c", ',', "?line 2: a quote inside a cell"},
        {"a,b\n\n1,2", ',', "?line 2 has 1 cells"},
        {"\n", ',', "?no table"},
    };
    for (size_t i = 0; i < sizeof t / sizeof *t; i++) {
        gp_arena a = {0};
        gp_table got;
        gp_buf b = {0};
        gp_table_read(&a, gp_str_c(t[i].text), t[i].separator, &got);
        if (got.why) gp_buf_fmt(&b, "?%s", got.why);
        for (size_t r = 0; r <= got.rows && !got.why; r++) {
            for (size_t c = 0; c < got.columns; c++)
                gp_buf_fmt(&b, "%s%.*s", c ? "|" : "", GP_ARG(gp_table_cell(&got, r, c)));
            gp_buf_c(&b, "/");
        }
        if (!gp_str_starts(gp_buf_view(&b), gp_str_c(t[i].cells))) fail_msg("%s: %s", t[i].text, b.p);
        gp_buf_free(&b);
        gp_arena_free(&a);
    }
}

/* Whatever cells hold, a table that is written by RFC 4180 comes back. */
static void csv_comes_back(void **state)
{
    (void)state;
    static const char *const texts[] = {"", "a", "a,b", "\"", "x\ny", "\xC3\xA9 ", "\"\"", "\r\n"};
    for (uint64_t round = 0; round < 500; round++) {
        gp_arena a = {0};
        gp_buf b = {0};
        gp_str want[6];
        uint32_t r[8];
        gp_philox(4, round, 0, r);
        gp_philox(4, round, 1, r + 4);
        for (size_t i = 0; i < 6; i++) {
            want[i] = gp_str_c(texts[r[i] % 8]);
            gp_buf_c(&b, i % 2 ? ",\"" : i ? "\r\n\"" : "\"");
            for (size_t k = 0; k < want[i].n; k++) gp_buf_fmt(&b, want[i].p[k] == '"' ? "\"\"" : "%c", want[i].p[k]);
            gp_buf_c(&b, "\"");
        }
        gp_table t;
        gp_table_read(&a, gp_buf_view(&b), ',', &t);
        if (t.why) fail_msg("%s: %s", b.p, t.why);
        assert_true(t.rows == 2 && t.columns == 2);
        for (size_t i = 0; i < 6; i++) assert_true(gp_str_eq(t.cell[i], want[i]));
        gp_buf_free(&b);
        gp_arena_free(&a);
    }
}

#define T(more) "{\"type\": \"table\"" more "}"
#define MD "| city | people |\n| --- | --- |\n| Bonn | 340,000 |\n| Ulm | 130000 |\n"

static void verdicts(void **state)
{
    (void)state;
    static const gt_row t[] = {
        {T(""), MD, 1, "a table of 2 rows and 2 columns"},
        {T(", \"rows\": 2, \"columns\": 2, \"headers\": [\"city\", \"people\"]"),
         "As asked:\r\n\r\n" MD "\r\nThat is all.", 1, NULL},
        {T(", \"rows\": 3, \"columns\": 2"), MD, 0.5, "1 of 2 as expected; 2 rows, expected 3"},
        {T(", \"headers\": [\"City\", \"people\"]"), MD, 0.5, "column 1 is \"city\", expected \"City\""},
        {T(", \"headers\": [\"city\"]"), MD, 0.5, "2 columns, expected 1"},
        {T(", \"headers\": [\"city\", \"people\", \"x\"]"), MD, 2.0 / 3, "column 3 is missing"},
        {T(", \"cells\": [{\"row\": \"Bonn\", \"column\": \"people\", \"expect\": 340000}]"), MD, 1, NULL},
        {T(", \"cells\": [{\"row\": 2, \"column\": 1, \"expect\": \"Ulm\"}]"), MD, 1, NULL},
        {T(", \"cells\": [{\"row\": \"Ulm\", \"column\": \"people\", \"expect\": 130001}]"), MD, 0,
         "row \"Ulm\", column \"people\" is \"130000\", expected \"130001\""},
        {T(", \"cells\": [{\"row\": \"Ulm\", \"column\": \"people\", \"expect\": \"130,000\"}]"), MD, 0, NULL},
        {T(", \"cells\": [{\"row\": \"Kiel\", \"column\": 1, \"expect\": 1}]"), MD, 0, "no row \"Kiel\""},
        {T(", \"cells\": [{\"row\": \"Kiel\", \"column\": \"size\", \"expect\": 250000}]"),
         "| **city** | `size` |\n| --- | --- |\n| ** Kiel ** | `250000` |\n", 1, NULL},
        {T(", \"cells\": [{\"row\": \"Kiel\", \"column\": 2, \"expect\": 1}]"),
         "| city | size |\n| --- | --- |\n| **Kiel** and **Bonn** | 1 |\n", 0, "no row \"Kiel\""},
        {T(", \"cells\": [{\"row\": 1, \"column\": 2, \"expect\": \"****\"}]"),
         "| city | size |\n| --- | --- |\n| Kiel | **** |\n", 1, NULL},
        {T(", \"cells\": [{\"row\": 1, \"column\": \"area\", \"expect\": 1}]"), MD, 0, "no column \"area\""},
        {T(", \"cells\": [{\"row\": \"Bonn\", \"column\": 2, \"expect\": 340000}]"), MD "| Bonn | 1 |\n", 0,
         "several row \"Bonn\""},
        {T(""), "", 0, "no table"},
        {T(""), "\xff\xfe", 0, "no table"},
        {T(", \"form\": \"csv\", \"rows\": 1"), "a,b\r\n1,2\r\n", 1, NULL},
        {T(", \"form\": \"csv\", \"cells\": [{\"row\": 1, \"column\": \"b\", \"expect\": \"x, y\"}]"),
         "a,b\n1,\"x, y\"", 1, NULL},
        {T(", \"form\": \"csv\""), "```csv\na,b\n```", 0, "in a code fence"},
        {T(", \"form\": \"csv\", \"trim\": true, \"rows\": 1"), "```csv\na,b\n1,2\n```", 1, NULL},
        {T(", \"form\": \"csv_semicolon\", \"columns\": 2"), "a;b\n1,5;2", 1, NULL},
    };
    GT_CHECK(t);
}

static void refusals(void **state)
{
    (void)state;
    static const gt_refusal t[] = {
        {T(", \"columns\": 3, \"headers\": [\"a\"]"), "\"columns\" is 3, but \"headers\" names 1"},
        {T(", \"rows\": 1, \"cells\": [{\"row\": 2, \"column\": 1, \"expect\": 1}]"), "row 2, but there must be 1"},
        {T(", \"headers\": [\"a\"], \"cells\": [{\"row\": 1, \"column\": 2, \"expect\": 1}]"),
         "column 2, but there must be 1"},
        {T(", \"headers\": [\"a\"], \"cells\": [{\"row\": 1, \"column\": \"b\", \"expect\": 1}]"),
         "the column \"b\" is none of \"headers\""},
        {T(", \"cells\": [{\"row\": 0, \"column\": 1, \"expect\": 1}]"),
         "a place in a table is a text or a number from 1, not 0"},
        {T(", \"cells\": [{\"row\": 1, \"column\": 1, \"expect\": null}]"),
         "a cell is expected to be a text or a number, not null"},
        {T(", \"cells\": [{\"row\": 1, \"column\": 1}]"), "lacks \"expect\""},
        {T(", \"form\": \"html\""), "but must be one of markdown, csv, csv_semicolon, tab"},
    };
    GT_REFUSED(t);
}

static void huge_answers(void **state)
{
    (void)state;
    static const char *const graders[] = {T(""), T(", \"form\": \"csv\"")};
    static const char *const shapes[] = {"|", ","};
    gt_huge(graders, sizeof graders / sizeof *graders, shapes, sizeof shapes / sizeof *shapes);
    /* and of the greatest size that is read */
    static const char *const large[] = {"|", "| a |\n|---|\n", "\\|", "a,", "\"", "\n"};
    enum { LARGE = 1 << 20 };
    char *text = malloc(LARGE);
    for (size_t s = 0; s < sizeof large / sizeof *large; s++) {
        for (size_t i = 0; i < LARGE; i++) text[i] = large[s][i % strlen(large[s])];
        for (size_t k = 0; k < sizeof graders / sizeof *graders; k++) {
            gt_case f;
            gp_err err = {0};
            T_OK(gt_open(&f, graders[k], "", &err), err);
            (void)gt_answer(&f, (gp_str){text, LARGE});
            gt_done(&f);
        }
    }
    free(text);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(readings), cmocka_unit_test(csv_comes_back), cmocka_unit_test(verdicts),
        cmocka_unit_test(refusals), cmocka_unit_test(huge_answers),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
