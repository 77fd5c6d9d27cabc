/* test_grade_json_path.c - JSONPath against RFC 9535, values by path in JSON and YAML, and what is no JSON told apart. */
#include "base/rng.h"
#include "forms/jsonpath.h"
#include "forms/yaml.h"
#include "graded.h"

static const char store[] =
    "{\"store\": {\"book\": [{\"title\": \"A\", \"price\": 8.95}, {\"title\": \"B\", \"price\": 12.99}, "
    "{\"title\": \"C\", \"isbn\": \"1\", \"price\": 8.99}], \"bicycle\": {\"color\": \"red\", \"price\": 399}}, "
    "\"o\": {\"j j\": {\"k.k\": 3}, \"'\": {\"@\": 2}, \"\\u263a\": 1}, \"a\": [0, 1, 2, 3, 4, 5, 6], \"e\": []}";

static void selections(void **state)
{
    (void)state;
    static const char *const t[][2] = {
        {"$.a", "[0, 1, 2, 3, 4, 5, 6]"},
        {"$.store.book[*].title", "\"A\" \"B\" \"C\""},
        {"$..price", "8.95 12.99 8.99 399"},
        {"$.store..price", "8.95 12.99 8.99 399"},
        {"$..book[2].title", "\"C\""},
        {"$..book[-1].title", "\"C\""},
        {"$..book[0,1].title", "\"A\" \"B\""},
        {"$..book[:2].title", "\"A\" \"B\""},
        {"$.store.bicycle.*", "\"red\" 399"},
        {"$.o['j j']['k.k']", "3"},
        {"$.o[\"'\"]['@']", "2"},
        {"$['o']['\\'']['@']", "2"},
        {"$.o.\xE2\x98\xBA", "1"},
        {"$.o['\\u263a']", "1"},
        {"$.a[1:3]", "1 2"},
        {"$.a[5:]", "5 6"},
        {"$.a[1:5:2]", "1 3"},
        {"$.a[5:1:-2]", "5 3"},
        {"$.a[::-1]", "6 5 4 3 2 1 0"},
        {"$.a[-2:]", "5 6"},
        {"$.a[:-5]", "0 1"},
        {"$.a[::0]", ""},
        {"$.a[10:0:-9007199254740991]", "6"},
        {"$.a[ 0 , 0 ]", "0 0"},
        {"$.a[7]", ""},
        {"$.a[-8]", ""},
        {"$.a.b", ""},
        {"$.store[0]", ""},
        {"$.e[*]", ""},
        {"$ .a [0]", "0"},
        {"$..[6]", "6"},
        {"$..[*].title", "\"A\" \"B\" \"C\""},
        {"$.a[?@ > 4]", "5 6"},
        {"$.a[?@ >= 4.0 && @ != 5 || @ == 1e0]", "1 4 6"},
        {"$.a[?!(@ > 1)]", "0 1"},
        {"$..[?@.title == 'B'].title", "\"B\""},
        {"$..[?@.title].title", "\"A\" \"B\" \"C\""},
        {"$..[?!@.title && @.store]", ""},
        {"$..[?match(@.title, '[A-B]')].title", "\"A\" \"B\""},
        {"$..[?search(@.title, 'A|C')].title", "\"A\" \"C\""},
        {"$..[?length(@.title) == 1].title", "\"A\" \"B\" \"C\""},
        {"$[?count(@.*) == 7][0]", "0"},
        {"$.a[?@ == $.a[2]]", "2"},
        {"$.a[?@ == $.nothing]", ""},
        {"$..[?value(@..title) == 'A'].title", "\"A\""},
    };
    for (size_t i = 0; i < sizeof t / sizeof *t; i++) {
        gp_arena a = {0};
        gp_err err = {0};
        gp_buf b = {0};
        const gp_json *root;
        const gp_jsonpath *p;
        gp_nodes nodes;
        T_OK(gp_json_parse(&a, "store", GP_STR(store), &root, &err), err);
        T_OK(gp_jsonpath_compile(&a, gp_str_c(t[i][0]), &p, &err), err);
        T_OK(gp_jsonpath_select(&a, p, root, &nodes, &err), err);
        gp_buf_c(&b, "");
        for (size_t k = 0; k < nodes.n; k++) gp_buf_fmt(&b, "%s%.*s", k ? " " : "", GP_ARG(nodes.node[k]->raw));
        if (strcmp(b.p, t[i][1]) != 0) fail_msg("%s: %s", t[i][0], b.p);
        gp_buf_free(&b);
        gp_arena_free(&a);
    }
}

static void invalid_paths(void **state)
{
    (void)state;
    static const char *const t[][2] = {
        {"", "it must begin with $ (at byte 0"},
        {"a", "it must begin with $"},
        {"$a", "\".\" or \"[\" is missing (at byte 1"},
        {"$.", "a name is missing"},
        {"$.1a", "a name is missing"},
        {"$...a", "a name is missing"},
        {"$[", "a selector is missing"},
        {"$[]", "a selector is missing"},
        {"$['a'", "\"]\" or \",\" is missing"},
        {"$['a]", "a name without its closing quote"},
        {"$['\\x']", "an unknown escape"},
        {"$['\\ud800']", "a lone surrogate"},
        {"$[01]", "a zero in front"},
        {"$[-0]", "a zero in front"},
        {"$[9007199254740992]", "an index beyond 2^53"},
        {"$[-]", "a number is missing"},
        {"$.a ", "white space at the end"},
        {"$[?]", "a value is missing: a literal, @, $, or length"},
        {"$[?@.a > ]", "a value is missing"},
        {"$[?@.a = 1]", "\"]\" or \",\" is missing"},
        {"$[?@.* == 1]", "only single values can be compared"},
        {"$[?1]", "a value alone is no condition"},
        {"$[?length(@.a)]", "a value alone is no condition"},
        {"$[?!@.a == 1]", "needs brackets: !(@.a == 1)"},
        {"$[?length(@.*) == 1]", "this function takes one value"},
        {"$[?count(1) == 1]", "this function takes a query"},
        {"$[?size(@) == 1]", "or length, count, value, match, search (at byte 3"},
        {"$[?match(@, '\\\\d+')]", "the pattern is none of RFC 9485"},
        {"$[?match(@, '(a')]", "the pattern is none of RFC 9485"},
        {"$[?(@.a]", "\")\" is missing"},
    };
    for (size_t i = 0; i < sizeof t / sizeof *t; i++) {
        gp_arena a = {0};
        gp_err err = {0};
        const gp_jsonpath *p;
        T_FAILS(gp_jsonpath_compile(&a, gp_str_c(t[i][0]), &p, &err), GP_E_INPUT, err, t[i][1]);
        gp_arena_free(&a);
    }
}

/* Any slice selects what a plain loop over the same numbers does. */
static void slices_like_a_loop(void **state)
{
    (void)state;
    gp_arena doc = {0};
    gp_err err = {0};
    const gp_json *root;
    T_OK(gp_json_parse(&doc, "list", GP_STR("[0,1,2,3,4,5,6]"), &root, &err), err);
    for (uint64_t round = 0; round < 3000; round++) {
        gp_arena a = {0};
        uint32_t r[4];
        gp_philox(3, round, 0, r);
        int64_t start = (int64_t)(r[0] % 21) - 10, end = (int64_t)(r[1] % 21) - 10, step = (int64_t)(r[2] % 7) - 3;
        gp_str text = gp_str_fmt(&a, "$[%lld:%lld:%lld]", (long long)start, (long long)end, (long long)step);
        const gp_jsonpath *p;
        gp_nodes nodes;
        T_OK(gp_jsonpath_compile(&a, text, &p, &err), err);
        T_OK(gp_jsonpath_select(&a, p, root, &nodes, &err), err);
        int64_t from = start < 0 ? start + 7 : start, to = end < 0 ? end + 7 : end;
        size_t n = 0;
        if (step > 0)
            for (int64_t i = from; i < to; i += step)
                if (i >= 0 && i < 7) n++;
        if (step < 0)
            for (int64_t i = from; i > to; i += step)
                if (i >= 0 && i < 7) n++;
        /* a start beyond the ends moves to them in the RFC; the loop would skip past it by steps */
        bool beyond = from < 0 || from > 6;
        if (!beyond && nodes.n != n) fail_msg("%s: %zu, expected %zu", text.p, nodes.n, n);
        for (size_t i = 1; i < nodes.n; i++) assert_int_equal(nodes.node[i]->i - nodes.node[i - 1]->i, step);
        gp_arena_free(&a);
    }
    gp_arena_free(&doc);
}

#define P(path, more) "{\"type\": \"json_path\", \"path\": \"" path "\"" more "}"
#define Y(more) "{\"type\": \"yaml\"" more "}"

static void paths(void **state)
{
    (void)state;
    static const gt_row t[] = {
        {P("$.a", ""), "{\"a\": null}", 1, "\"$.a\" is \"null\""},
        {P("$.a", ""), "{\"b\": 1}", 0, "nothing at \"$.a\" in \"{\"b\": 1}\""},
        {P("$.a", ", \"expect\": 1.0"), "{\"a\": 1}\r\n", 1, NULL},
        {P("$.a", ", \"expect\": 9007199254740993"), "{\"a\": 9007199254740992}", 0, "expected \"9007199254740993\""},
        {P("$[*]", ", \"expect\": 1"), "[1, 1, 2, 1]", 0.75,
         "3 of 4 at \"$[*]\" will do; expected \"1\", got \"2\" (line 1)"},
        {P("$[*]", ", \"value_type\": \"integer\""), "[1, 2.0, 3e2]", 1, NULL},
        {P("$[*]", ", \"value_type\": \"integer\""), "[1, 2.5]", 0.5, "expected integer"},
        {P("$[*]", ", \"value_type\": \"number\""), "[1, 2.5]", 1, NULL},
        {P("$[*]", ", \"value_type\": \"string\", \"count\": 2"), "[\"\", \"\xC3\xA9\"]", 1, NULL},
        {P("$[*]", ", \"count\": 2"), "[1]", 0, "1 values at \"$[*]\", expected 2"},
        {P("$.error", ", \"count\": 0"), "{\"a\": 1}", 1, "nothing at \"$.error\""},
        {P("$.error", ", \"count\": 0"), "{\"error\": 1}", 0, "1 values at"},
        {P("$..p", ", \"min\": 0.1, \"max\": 0.3"), "[{\"p\": 0.1}, {\"p\": 0.30}]", 1, "all 2 at"},
        {P("$..p", ", \"max\": 0.3"), "[{\"p\": 0.30000000000000000000001}]", 0, "a number at most 0.3"},
        {P("$.a", ", \"min\": 1"), "{\"a\": \"1\"}", 0, NULL},
        {P("$.a", ""), "", 0, "not JSON"},
        {P("$.a", ""), "```json\n{\"a\": 1}\n```", 0, "the answer is in a code fence"},
        {P("$.a", ", \"trim\": true"), "```json\n{\"a\": 1}\n```", 1, NULL},
    };
    GT_CHECK(t);
}

static void told_apart(void **state)
{
    (void)state;
    static const gt_row t[] = {
        {"{\"type\": \"json\"}", "Here: {\"a\": 1} as asked", 0, "(a JSON value inside prose, from byte 6 to 14)"},
        {"{\"type\": \"json\"}", "Here:\n```json\n{\"a\": 1}\n```\n", 0,
         "(a JSON value inside a fence with text around it, from byte 14 to 22)"},
        {"{\"type\": \"json\"}", "{\"a\": 1}\n{\"b\": 2}", 0, "(several JSON values: at byte 0 and at byte 9)"},
        {"{\"type\": \"json\"}", "{\"a\": 1} done", 0, "(a JSON value inside prose, from byte 0 to 8)"},
        {"{\"type\": \"json\", \"trim\": true}", "```\n{}\n```\ntext\n```\n{}\n```", 0, "(several JSON values"},
        {"{\"type\": \"json\"}", "{\"a\": {\"b\": 1}", 0, "not JSON: answer:1:15"},
        {"{\"type\": \"json\"}", "no brackets", 0, "not JSON: answer:1:1"},
    };
    GT_CHECK(t);
}

static void yaml(void **state)
{
    (void)state;
    static const gt_row t[] = {
        {Y(""), "a: 1", 1, "\"$\" is \"a: 1\""},
        {Y(""), "just text", 1, NULL},
        {Y(", \"expect\": {\"a\": [1, 2.5, true, null, \"x\"]}"), "a:\r\n- 1\r\n- 2.50\r\n- true\r\n- ~\r\n- x\r\n", 1,
         NULL},
        {Y(", \"expect\": {\"a\": [1]}"), "{\"a\": [1]}", 1, NULL},
        {Y(", \"path\": \"$.*\", \"value_type\": \"string\""),
         "a: yes\nb: 'true'\nc: \"1\"\nd: !!str 2\ne: on\nf: 1_000\ng: 0b1", 1, NULL},
        {Y(", \"path\": \"$.*\", \"expect\": 31"), "a: 0x1F\nb: 0o37\nc: 31\nd: 31.0\ne: +31", 1, NULL},
        {Y(", \"path\": \"$.a\", \"expect\": 9007199254740993"), "a: 9007199254740992", 0, NULL},
        {Y(", \"path\": \"$.b.x\", \"expect\": 1"), "a: &k {x: 1}\nb: *k\n", 1, NULL},
        {Y(", \"path\": \"$.\xC3\xA9[0]\", \"expect\": {\"\xC3\xA4\": \"\xC3\xBC\"}"),
         "\xC3\xA9:\n  - \xC3\xA4: \xC3\xBC\n", 1, "is \"\xC3\xA4: \xC3\xBC\""},
        {Y(", \"path\": \"$.a\", \"value_type\": \"null\""), "a:\n", 1, NULL},
        {Y(", \"path\": \"$.a\", \"count\": 0"), "b: 1", 1, NULL},
        {Y(""), "", 0, "an empty answer"},
        {Y(""), "a: [1", 0, "not YAML: answer:2:1: did not find"},
        {Y(""), "a: 1\na: 2", 0, "not YAML: answer:2:1: the key \"a\" stands twice"},
        {Y(""), "[1, 2]: x", 0, "a key that is no scalar"},
        {Y(""), "a: .inf", 0, "infinities"},
        {Y(""), "a: !mine 1", 0, "a tag that the core schema does not know"},
        {Y(""), "a: 1\n---\nb: 1", 0, "several documents"},
        {Y(""), "a: *b", 0, "an alias of an anchor that is not whole before it"},
        {Y(""), "a: &a [*a]", 0, "an alias of an anchor that is not whole before it"},
        {Y(""), "```yaml\na: 1\n```", 0, "in a code fence"},
        {Y(", \"trim\": true"), "```yaml\na: 1\n```", 1, NULL},
        {Y(""), "a: \xff", 0, "not YAML"},
        {Y(""), "a: \"\\0\"", 1, NULL},
    };
    GT_CHECK(t);
}

/* Nine levels of nine aliases each would be 387,420,489 values; 100 levels of one alias each would be 100 deep. */
static void yaml_bombs(void **state)
{
    (void)state;
    gp_buf wide = {0}, deep = {0};
    gp_arena a = {0};
    gp_err err = {0};
    const gp_json *root;
    gp_buf_c(&wide, "a0: &a0 [x,x,x,x,x,x,x,x,x]\n");
    for (int i = 1; i < 9; i++) {
        gp_buf_fmt(&wide, "a%d: &a%d [", i, i);
        for (int k = 0; k < 9; k++) gp_buf_fmt(&wide, "%s*a%d", k ? "," : "", i - 1);
        gp_buf_c(&wide, "]\n");
    }
    T_FAILS(gp_yaml_parse(&a, "bomb", gp_buf_view(&wide), &root, &err), GP_E_INPUT, err,
            "aliases multiply the document");
    gp_buf_c(&deep, "a0: &a0 [x]\n");
    for (int i = 1; i < 100; i++) gp_buf_fmt(&deep, "a%d: &a%d [*a%d]\n", i, i, i - 1);
    T_FAILS(gp_yaml_parse(&a, "bomb", gp_buf_view(&deep), &root, &err), GP_E_INPUT, err, "levels by aliases");
    gp_buf_free(&wide);
    gp_buf_free(&deep);
    gp_arena_free(&a);
}

static void refusals(void **state)
{
    (void)state;
    static const gt_refusal t[] = {
        {P("a.b", ""), "invalid JSONPath: it must begin with $"},
        {P("$[?@.x =]", ""), "s.json:3:41: invalid JSONPath: "},
        {P("$.a", ", \"count\": 0, \"expect\": 1"), "\"count\" 0 leaves no value for the other tests"},
        {P("$.a", ", \"min\": 2, \"max\": 1"), "\"min\" is above \"max\""},
        {P("$.a", ", \"min\": \"2\""), "a bound must be a number, not a string"},
        {P("$.a", ", \"value_type\": \"text\""), "but must be one of null, boolean"},
        {Y(", \"path\": \"x\""), "invalid JSONPath"},
    };
    GT_REFUSED(t);
}

/* Paths that multiply end with a verdict, too. */
static void runaway_paths_end(void **state)
{
    (void)state;
    gt_case f;
    gp_err err = {0};
    gp_buf b = {0};
    T_OK(gt_open(&f, P("$..*..*..*..*..*..*..*", ""), "", &err), err);
    for (int i = 0; i < 60; i++) gp_buf_c(&b, "[[],[],");
    gp_buf_c(&b, "1");
    for (int i = 0; i < 60; i++) gp_buf_c(&b, "]");
    gp_grade g = gt_answer(&f, gp_buf_view(&b));
    assert_non_null(strstr(g.criteria[0].explanation.p, "no verdict by this grader: the path selects too much"));
    gp_buf_free(&b);
    gt_done(&f);
}

static void huge_answers(void **state)
{
    (void)state;
    static const char *const graders[] = {P("$..*", ""), Y(""), "{\"type\": \"json\"}"};
    static const char *const shapes[] = {"[", "{\"a\":", "a: ", "- ", "&a *a "};
    gt_huge(graders, sizeof graders / sizeof *graders, shapes, sizeof shapes / sizeof *shapes);
}

/* What is just short enough to be read, in the shapes that hurt. */
static void large_answers(void **state)
{
    (void)state;
    static const char *const shapes[] = {"[",  "{\"a\":", "a: ", "- ",   "- &a b\n",
                                         "? ", "[],",     "\"",  "{a, ", "\xC3\xA9: [\xC3\xA9]\n"};
    static const char *const graders[] = {P("$..*", ""), Y(", \"path\": \"$..*\""), "{\"type\": \"json\"}"};
    enum { LARGE = 1 << 20 };
    char *text = malloc(LARGE);
    for (size_t s = 0; s < sizeof shapes / sizeof *shapes; s++) {
        for (size_t i = 0; i < LARGE; i++) text[i] = shapes[s][i % strlen(shapes[s])];
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
        cmocka_unit_test(selections),   cmocka_unit_test(invalid_paths), cmocka_unit_test(slices_like_a_loop),
        cmocka_unit_test(paths),        cmocka_unit_test(told_apart),    cmocka_unit_test(yaml),
        cmocka_unit_test(yaml_bombs),   cmocka_unit_test(refusals),      cmocka_unit_test(runaway_paths_end),
        cmocka_unit_test(huge_answers), cmocka_unit_test(large_answers),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
