/* test_grammar.c - what a grammar lets pass is valid JSON of its schema, always can go on, and masks tokens
 * accordingly. */
#include "t.h"

#include <math.h>

#include "reply/grammar.h"
#include "gguf_build.h"
#include "grade/grade_impl.h"

static gp_grammar *compile(const char *schema)
{
    gp_arena a = {0};
    gp_err err = {0};
    const gp_json *v = NULL;
    gp_grammar *g = NULL;
    T_OK(gp_json_parse(&a, "schema", gp_str_c(schema), &v, &err), err);
    T_OK(gp_grammar_new(v, &g, &err), err);
    gp_arena_free(&a); /* it is not needed any more */
    return g;
}

/* 2: may end here, 1: a beginning, 0: impossible */
static int judge(const gp_grammar *g, gp_str text)
{
    gp_grammar_state s;
    gp_grammar_start(g, &s);
    if (!gp_grammar_text(g, &s, text)) return 0;
    return gp_grammar_complete(g, &s) ? 2 : 1;
}

static void expect(const char *schema, const char *text, int want)
{
    gp_grammar *g = compile(schema);
    int got = judge(g, gp_str_c(text));
    if (got != want) fail_msg("%s under %s: %d, expected %d", text, schema, got, want);
    gp_grammar_free(g);
}

static void refused(const char *schema, const char *why)
{
    gp_arena a = {0};
    gp_err err = {0};
    const gp_json *v = NULL;
    gp_grammar *g = NULL;
    T_OK(gp_json_parse(&a, "schema", gp_str_c(schema), &v, &err), err);
    if (!gp_grammar_new(v, &g, &err)) fail_msg("%s is taken", schema);
    if (!strstr(err.msg, why)) fail_msg("%s: %s", schema, err.msg);
    gp_arena_free(&a);
}

/* --- values --- */

static void test_any(void **state)
{
    (void)state;
    static const char *const good[] = {"null",
                                       "true",
                                       "false",
                                       "0",
                                       "-1",
                                       "12.5e-3",
                                       "\"\"",
                                       "\"a\\n\\u00e9\\\"\xc3\xa9\"",
                                       "[]",
                                       "[1, 2 ,[]]",
                                       "{}",
                                       "{\"a\":{\"b\":[null]}}",
                                       "\n\n{}",
                                       " 1",
                                       "{ \"a\": 1.0 }",
                                       "[\n        1,\n\t2\n]"};
    static const char *const bad[] = {"nul1",
                                      "tru ",
                                      "01",
                                      "+1",
                                      ".5",
                                      "1..",
                                      "'a'",
                                      "\"\n",
                                      "\"\\x",
                                      "\"\\ud800",
                                      "\"\xff",
                                      "\"\xc0\x80",
                                      "\"\xed\xa0\x80",
                                      "[,",
                                      "[1,]",
                                      "{a",
                                      "{\"a\",",
                                      "{}}",
                                      "{} ",
                                      "1 ",
                                      "  1",
                                      "\n\n\n1",
                                      "[  1",
                                      "[\n\n",
                                      "[\n         1",
                                      "{\"a\" :",
                                      "[}",
                                      "{]"};
    for (size_t i = 0; i < sizeof good / sizeof *good; i++) expect("true", good[i], 2);
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) expect("true", bad[i], 0);
    expect("{}", "[1", 1);
    expect("true", "-", 1);
    expect("true", "\"abc", 1);
}

static void test_types(void **state)
{
    (void)state;
    expect("{\"type\":\"integer\"}", "-12", 2);
    expect("{\"type\":\"integer\"}", "1.", 0);
    expect("{\"type\":\"integer\"}", "1e", 0);
    expect("{\"type\":\"integer\"}", "1234567890123456789", 2);
    expect("{\"type\":\"integer\"}", "12345678901234567890", 0);
    expect("{\"type\":\"number\"}", "1.5", 2);
    expect("{\"type\":\"string\"}", "1", 0);
    expect("{\"type\":[\"string\",\"null\"]}", "null", 2);
    expect("{\"type\":[\"string\",\"null\"]}", "true", 0);
    expect("{\"type\":\"string\",\"minLength\":2,\"maxLength\":3}", "\"a\"", 0);
    expect("{\"type\":\"string\",\"minLength\":2,\"maxLength\":3}", "\"\xc3\xa4\\n\"", 2);
    expect("{\"type\":\"string\",\"minLength\":2,\"maxLength\":3}", "\"abcd", 0);
    expect("{\"type\":\"array\",\"items\":{\"type\":\"integer\"},\"minItems\":1,\"maxItems\":2}", "[]", 0);
    expect("{\"type\":\"array\",\"items\":{\"type\":\"integer\"},\"minItems\":1,\"maxItems\":2}", "[1,2]", 2);
    expect("{\"type\":\"array\",\"items\":{\"type\":\"integer\"},\"minItems\":1,\"maxItems\":2}", "[1,2,", 0);
    expect("{\"type\":\"array\",\"maxItems\":0}", "[1", 0);
}

static void test_enums(void **state)
{
    (void)state;
    const char *s = "{\"enum\":[\"red\",\"read\",1,12,1.5,null,{\"a\": [1]}]}";
    static const char *const good[] = {"\"red\"", "\"read\"", "1", "12", "1.5", "null", "{\"a\":[1]}"},
                             *const bad[] = {"\"re\"", "2", "123", "true", "{\"a\":  "};
    for (size_t i = 0; i < sizeof good / sizeof *good; i++) expect(s, good[i], 2);
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) expect(s, bad[i], 0);
    expect("{\"const\":\"x\"}", "\"x\"", 2);
    expect("{\"type\":\"string\",\"enum\":[\"a\",1]}", "1", 0);
    expect("{\"items\":{\"enum\":[1,12]}}", "[1, 12,1]", 2);
}

/* What cannot be held can still be told of a value that an enum lists. */
static void test_enums_beside_what_cannot_be_held(void **state)
{
    (void)state;
    expect("{\"enum\":[1,1.5,\"b\"],\"not\":{\"type\":[\"boolean\",\"integer\"]}}", "1", 1);
    expect("{\"enum\":[1,1.5,\"b\"],\"not\":{\"type\":[\"boolean\",\"integer\"]}}", "1.5", 2);
    expect("{\"oneOf\":[{\"enum\":[2,0.5]},{\"type\":\"integer\"}]}", "2", 1);
    /* long lists of texts, with one in common, which then fits two */
#define LONG(x) \
    "{\"enum\":[" x "\"a\",\"b\",\"c\",\"d\",\"e\",\"f\",\"g\",\"h\",\"i\",\"j\",\"k\",\"l\",\"m\",\"n\",\"o\",\"p\"]}"
#define OTHER \
    "{\"enum\":[\"q\",\"r\",\"s\",\"t\",\"u\",\"v\",\"w\",\"x\",\"y\",\"z\",\"1\",\"2\",\"3\",\"4\",\"5\",\"6\",\"7\"]}"
    expect("{\"oneOf\":[" LONG("\"w\",") "," OTHER "]}", "\"w\"", 0);
    expect("{\"oneOf\":[" LONG("\"0\",") "," OTHER "]}", "\"w\"", 2);
    expect("{\"oneOf\":[" LONG("8,") "," OTHER "]}", "8", 2);
    expect("{\"enum\":[[1,1],[1,2]],\"uniqueItems\":true}", "[1,2]", 2);
    expect("{\"enum\":[[1,1],[1,2]],\"uniqueItems\":true}", "[1,1]", 0);
    expect("{\"enum\":[[1,3],[1,2]],\"contains\":{\"const\":3}}", "[1,2]", 0);
    expect("{\"enum\":[6,7],\"not\":{\"multipleOf\":2}}", "6", 0);
}

/* Numbers of which nothing is left. */
static void test_numbers_left_out(void **state)
{
    (void)state;
    const char *few = "{\"type\":\"integer\",\"minimum\":1,\"maximum\":12,\"not\":{\"enum\":[1,10,11,12,2,2,3.0]}}";
    const char *steps = "{\"type\":\"number\",\"multipleOf\":0.5,\"minimum\":0,\"maximum\":1,\"not\":{\"const\":0.5}}";
    refused("{\"type\":\"integer\",\"minimum\":1,\"maximum\":3,\"not\":{\"enum\":[1,2,3]}}", "nothing satisfies it");
    refused("{\"type\":\"number\",\"multipleOf\":0.01,\"not\":{\"const\":0.25},\"minimum\":0.245,\"maximum\":0.254}",
            "nothing satisfies it");
    refused("{\"type\":\"number\",\"minimum\":0.25,\"maximum\":0.25,\"not\":{\"const\":0.25}}", "nothing satisfies it");
    expect(few, "1", 0);
    expect(few, "4", 2);
    expect(few, "2", 0);
    expect(steps, "0.5", 0);
    expect(steps, "0.0", 2);
    expect(steps, "1.0", 2);
}

/* Patterns may each still fit a begun key while no name fits them together, or only one that came before. */
static void test_keys_that_lead_nowhere(void **state)
{
    (void)state;
    const char *listed = "{\"properties\":{\"a\":{\"const\":1}},\"propertyNames\":{\"enum\":[\"a\",\"b\"]}}";
    const char *apart =
        "{\"patternProperties\":{\"^x\":{}},\"additionalProperties\":false,"
        "\"propertyNames\":{\"pattern\":\"^(?:ab|xy)$\"}}";
    const char *never =
        "{\"patternProperties\":{\"b\":false},\"additionalProperties\":{\"type\":\"integer\"},"
        "\"propertyNames\":{\"pattern\":\"^a?b?$\"}}";
    expect(listed, "{\"a\":1,\"b\":[]}", 2);
    expect(listed, "{\"a\":1,\"a", 0);
    expect(apart, "{\"xy\":1}", 2);
    expect(apart, "{\"x", 1);
    expect(apart, "{\"a", 0);
    expect(never, "{\"a\":1}", 2);
    expect(never, "{\"b", 0);
    expect(never, "{\"ab", 0);
    refused("{\"type\":\"object\",\"patternProperties\":{\"\":false},\"minProperties\":1}", "nothing satisfies it");
    refused(
        "{\"type\":\"object\",\"propertyNames\":{\"pattern\":\"^a$\"},\"patternProperties\":{\"a\":false},"
        "\"minProperties\":1}",
        "nothing satisfies it");
}

/* What an enum lists must fit the keywords beside it. */
static void test_narrowed_enums(void **state)
{
    (void)state;
    static const struct {
        const char *schema, *good, *bad;
    } cases[] = {
        {"{\"enum\":[\"a\",\"abc\"],\"minLength\":2}", "\"abc\"", "\"a\""},
        {"{\"enum\":[1,2],\"const\":2}", "2", "1"},
        {"{\"enum\":[[1],[1,2]],\"maxItems\":1}", "[1]", "[1,"},
        {"{\"enum\":[[1],[\"x\"]],\"items\":{\"type\":\"string\"}}", "[\"x\"]", "[1"},
        {"{\"enum\":[{\"a\":1},{\"b\":1}],\"required\":[\"b\"]}", "{\"b\":1}", "{\"a"},
        {"{\"enum\":[{\"a\":1},{\"a\":\"x\"}],\"properties\":{\"a\":{\"enum\":[\"x\"]}}}", "{\"a\":\"x\"}", "{\"a\":1"},
        {"{\"enum\":[1e300,1234567890123456,\"x\"],\"type\":\"number\"}", "1e+300", "\""},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        expect(cases[i].schema, cases[i].good, 2);
        expect(cases[i].schema, cases[i].bad, 0);
    }
}

static void test_objects(void **state)
{
    (void)state;
    const char *s =
        "{\"type\":\"object\",\"properties\":{\"name\":{\"type\":\"string\"},\"na\\\"me\":{\"type\":\"null\"},\"n\":{\"type\":\"integer\"}},\"required\":[\"n\"],\"additionalProperties\":false}";
    expect(s, "{\"n\":1}", 2);
    expect(s, "{\"name\":\"x\",\n  \"n\": 1}", 2);
    expect(s, "{\"n\":1,\"na\\\"me\":null}", 2);
    expect(s, "{}", 0);
    expect(s, "{\"name\":\"x\"}", 0);
    expect(s, "{\"n\":1,\"n\"", 0);
    expect(s, "{\"other", 0);
    expect(s, "{\"n\":1,\"na\\\"me\":null,\"name\":\"\",", 0); /* nothing is left */
    const char *open =
        "{\"type\":\"object\",\"properties\":{\"n\":{\"type\":\"integer\"},\"a\\\\b\":{\"const\":1}},\"required\":[\"z\"],\"additionalProperties\":{\"type\":\"boolean\"}}";
    expect(open, "{\"n\":1,\"nn\":true,\"z\":false,\"\xc3\xa4\":true}", 2);
    expect(open, "{\"n\":true", 0);
    expect(open, "{\"nn\":1", 0);
    expect(open, "{\"z\":true,\"z\"", 0);
    expect(open, "{\"z\":true,\"a\\\\b\":1}", 2);
    expect(open, "{\"z\":true,\"a\\n\":true}", 2);
    expect(open, "{\"z\":true,\"a\\u", 0); /* it could spell a name that is listed */
    expect(open, "{\"n\":1}", 0);
    expect("{\"properties\":{\"a\":{\"type\":\"null\"}}}", "{\"b\":1,\"a\":null}", 2); /* others are free */
}

static void test_refusals(void **state)
{
    (void)state;
    static const struct {
        const char *schema, *text;
    } cases[] = {
        {"false", "nothing satisfies it"},
        {"{\"anyOf\":[]}", "anyOf"},
        {"{\"type\":\"text\"}", "must be one of null"},
        {"{\"type\":\"array\",\"minItems\":2,\"maxItems\":1}", "nothing satisfies it"},
        {"{\"type\":\"string\",\"enum\":[1]}", "nothing satisfies it"},
        {"{\"const\":1,\"enum\":[2]}", "nothing satisfies it"},
        {"{\"enum\":[\"a\"],\"minLength\":2}", "nothing satisfies it"},
        {"{\"type\":\"number\",\"minimum\":2,\"exclusiveMaximum\":2}", "nothing satisfies it"},
        {"{\"type\":\"integer\",\"minimum\":4,\"maximum\":5,\"multipleOf\":3}", "nothing satisfies it"},
        {"{\"type\":\"string\",\"pattern\":\"^a+$\",\"not\":{\"pattern\":\"a\"}}", "nothing satisfies it"},
        {"{\"type\":\"object\",\"properties\":{},\"required\":[\"a\"],\"additionalProperties\":false}",
         "nothing satisfies it"},
        {"{\"$ref\":\"#/$defs/a\",\"$defs\":{\"a\":{\"type\":\"object\",\"required\":[\"a\"],\"properties\":{\"a\":{\"$ref\":\"#/$defs/a\"}}}}}",
         "nothing satisfies it"},
        {"{\"properties\":[]}", "must be an object"},
        {"{\"required\":\"a\"}", "must be an array"},
        {"{\"type\":\"array\",\"uniqueItems\":true}", "\"uniqueItems\""},
        {"{\"type\":\"array\",\"contains\":{}}", "\"contains\""},
        {"{\"type\":\"string\",\"pattern\":\"a(?=b)\"}", "look-ahead"},
        {"{\"type\":\"object\",\"unevaluatedProperties\":false}", "unevaluatedProperties"},
        {"{\"not\":{\"oneOf\":[{\"minimum\":1},{\"maximum\":1}]}}", "the opposite of \"oneOf\""},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        gp_arena a = {0};
        gp_err err = {0};
        const gp_json *v = NULL;
        gp_grammar *g;
        T_OK(gp_json_parse(&a, "schema", gp_str_c(cases[i].schema), &v, &err), err);
        T_FAILS(gp_grammar_new(v, &g, &err), GP_E_INPUT, err, cases[i].text);
        gp_arena_free(&a);
    }
}

/* Each level doubles what is said: the work is bounded. */
static void test_doubling(void **state)
{
    (void)state;
    static const char *const ways[] = {"allOf", "oneOf", "anyOf"};
    for (size_t k = 0; k < 3; k++) {
        gp_buf b = {0};
        gp_buf_c(&b, "{\"$ref\":\"#/$defs/d40\",\"$defs\":{\"d0\":{\"type\":\"integer\",\"required\":[\"a\"]}");
        for (int i = 1; i <= 40; i++)
            gp_buf_fmt(&b, ",\"d%d\":{\"%s\":[{\"$ref\":\"#/$defs/d%d\"},{\"$ref\":\"#/$defs/d%d\"}]}", i, ways[k],
                       i - 1, i - 1);
        gp_buf_c(&b, "}}");
        refused(b.p, "it is");
        gp_buf_free(&b);
    }
}

/* --- what keywords ask for --- */

#define S(x) "{" x "}"
static void test_keywords(void **state)
{
    (void)state;
    static const struct {
        const char *schema, *good, *bad; /* several, apart by '~' */
    } cases[] = {
        {S("\"type\":\"integer\",\"minimum\":-3,\"maximum\":120"), "-3~0~7~120~-1~99", "-4~121~1000~200~-0.5"},
        {S("\"type\":\"number\",\"exclusiveMinimum\":0,\"maximum\":1.5"), "0.1~1~1.5~1e-1~0.0001", "0~1.51~2~-1~1e1"},
        {S("\"type\":\"number\",\"multipleOf\":0.01"), "1~1.25~0.5~1.250", "1.255~1e2"},
        {S("\"type\":\"integer\",\"multipleOf\":7,\"minimum\":1,\"maximum\":30"), "7~28", "0~8~35~3"},
        {S("\"type\":\"integer\",\"minimum\":9007199254740993"), "9007199254740993", "9007199254740992"},
        {S("\"type\":\"string\",\"pattern\":\"^[a-c]+$\",\"maxLength\":3"), "\"abc\"~\"a\"", "\"\"~\"abcd\"~\"ad\""},
        {S("\"type\":\"string\",\"pattern\":\"b\""), "\"abc\"~\"b\\n\"", "\"ac\""},
        {S("\"type\":\"string\",\"format\":\"date\""), "\"2024-02-29\"~\"2023-12-31\"",
         "\"2023-02-29\"~\"2023-13-01\"~\"1-1-1\""},
        {S("\"anyOf\":[{\"type\":\"integer\"},{\"type\":\"string\",\"maxLength\":2}]"), "12~\"ab\"",
         "\"abc\"~null~1.5"},
        {S("\"oneOf\":[{\"type\":\"integer\",\"maximum\":5},{\"type\":\"integer\",\"minimum\":3}]"), "2~6~1", "4~3~5"},
        {S("\"allOf\":[{\"required\":[\"a\"]},{\"properties\":{\"a\":{\"type\":\"null\"}}}],\"type\":\"object\""),
         "{\"a\":null}~{\"b\":1,\"a\":null}", "{}~{\"a\":1}"},
        {S("\"not\":{\"required\":[\"a\"]},\"type\":\"object\""), "{}~{\"b\":1}", "{\"a\":1}"},
        {S("\"type\":\"string\",\"not\":{\"enum\":[\"x\",\"yy\"]}"), "\"y\"~\"xx\"", "\"x\"~\"yy\""},
        {S("\"type\":\"object\",\"if\":{\"properties\":{\"k\":{\"const\":1}},\"required\":[\"k\"]},\"then\":{\"required\":[\"a\"]},\"else\":{\"required\":[\"b\"]}"),
         "{\"k\":1,\"a\":0}~{\"b\":0}~{\"k\":2,\"b\":0}", "{\"k\":1}~{\"k\":2}~{}"},
        {S("\"type\":\"object\",\"patternProperties\":{\"^n\":{\"type\":\"integer\"}},\"additionalProperties\":false"),
         "{\"n1\":1,\"no\":2}~{}", "{\"n\":\"x\"}~{\"m\":1}"},
        {S("\"type\":\"object\",\"propertyNames\":{\"maxLength\":2}"), "{\"ab\":1}", "{\"abc\":1}"},
        {S("\"type\":\"object\",\"minProperties\":2,\"maxProperties\":2"), "{\"a\":1,\"b\":2}",
         "{\"a\":1}~{\"a\":1,\"b\":2,\"c\":3}~{}"},
        {S("\"type\":\"object\",\"dependentRequired\":{\"a\":[\"b\"]}"), "{\"b\":1}~{\"a\":1,\"b\":1}~{}", "{\"a\":1}"},
        {S("\"type\":\"array\",\"prefixItems\":[{\"type\":\"null\"}],\"items\":{\"type\":\"integer\"}"),
         "[null,1,2]~[]", "[1]~[null,null]"},
        {S("\"$ref\":\"#/$defs/t\",\"$defs\":{\"t\":{\"type\":\"object\",\"properties\":{\"v\":{\"type\":\"integer\"},\"l\":{\"$ref\":\"#/$defs/t\"}},\"required\":[\"v\"],\"additionalProperties\":false}}"),
         "{\"v\":1,\"l\":{\"v\":2,\"l\":{\"v\":3}}}", "{\"l\":{\"v\":1}}~{\"v\":1,\"l\":1}"},
        /* alternatives of an object are followed together until one is left */
        {S("\"anyOf\":[{\"properties\":{\"k\":{\"const\":\"a\"},\"v\":{\"type\":\"integer\"}},\"required\":[\"k\",\"v\"]},"
           "{\"properties\":{\"k\":{\"const\":\"b\"},\"v\":{\"type\":\"string\"}},\"required\":[\"k\",\"v\"]}],\"type\":\"object\""),
         "{\"k\":\"a\",\"v\":1}~{\"v\":\"x\",\"k\":\"b\"}",
         "{\"k\":\"a\",\"v\":\"x\"}~{\"v\":1,\"k\":\"b\"}~{\"k\":\"c\"}"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        for (int want = 0; want < 2; want++)
            for (const char *p = want ? cases[i].good : cases[i].bad; *p;) {
                char text[200];
                size_t n = strcspn(p, "~");
                (void)snprintf(text, sizeof text, "%.*s", (int)n, p);
                gp_grammar *g = compile(cases[i].schema);
                if ((judge(g, gp_str_c(text)) == 2) != want) fail_msg("%s under %s", text, cases[i].schema);
                gp_grammar_free(g);
                p += n + (p[n] == '~');
            }
}

/* --- random walks --- */

static uint32_t seed;
static uint32_t next(uint32_t n)
{
    seed = seed * 1664525u + 1013904223u;
    return (seed >> 8) % n;
}

/* One random reply; towards the end closing is preferred. Every state has a next byte or may end. */
static void walk(const gp_grammar *g, gp_buf *out)
{
    gp_grammar_state s;
    gp_grammar_start(g, &s);
    gp_buf_clear(out);
    for (int step = 0;; step++) {
        unsigned char can[256];
        uint32_t n = 0, pick;
        for (int c = 0; c < 256; c++) {
            gp_grammar_state t;
            gp_grammar_copy(&t, &s);
            if (gp_grammar_byte(g, &t, (unsigned char)c)) can[n++] = (unsigned char)c;
        }
        bool end = gp_grammar_complete(g, &s);
        if (!n && !end) fail_msg("a dead end after %.*s", GP_ARG(gp_buf_view(out)));
        if (!n || (end && (step > 60 || !next(4)))) return;
        pick = can[next(n)];
        for (uint32_t i = 0; i < n && step > 60; i++)
            if ((can[i] == '"' || can[i] == ']' || can[i] == '}') && next(2)) pick = can[i];
        if (step > 3000) fail_msg("no end: %.*s", GP_ARG(gp_buf_view(out)));
        assert_true(gp_grammar_byte(g, &s, (unsigned char)pick));
        gp_buf_byte(out, (char)pick);
    }
}

static void test_random_replies_validate(void **state)
{
    (void)state;
    static const char *const schemas[] = {
        "{\"type\":\"object\",\"properties\":{\"name\":{\"type\":\"string\",\"minLength\":1,\"maxLength\":5},\"age\":{\"type\":\"integer\"},\"tags\":{\"type\":\"array\",\"items\":{\"enum\":[\"a\",\"ab\",\"b c\"]},\"minItems\":1,\"maxItems\":3}},\"required\":[\"name\",\"tags\"],\"additionalProperties\":false}",
        "{\"type\":\"array\",\"items\":{\"type\":[\"number\",\"null\",\"boolean\"]},\"minItems\":2}",
        "{\"type\":\"object\",\"properties\":{\"\\\"q\\\\\":{\"const\":{\"b\":[1.50,\"\\u00e9\"]}},\"k\":{\"type\":\"object\"}},\"required\":[\"k\"],\"maxProperties\":3}",
        "{\"enum\":[1,12,\"x\",[],{\"a\":null}]}",
        "{\"type\":\"object\",\"properties\":{\"a\":{\"type\":\"string\"}},\"additionalProperties\":{\"type\":\"integer\"}}",
        "{\"type\":\"object\",\"properties\":{\"d\":{\"type\":\"string\",\"format\":\"date-time\"},\"n\":{\"type\":\"number\",\"minimum\":0.5,\"maximum\":77}},\"required\":[\"d\",\"n\"],\"patternProperties\":{\"^x[0-9]{2}$\":{\"type\":\"integer\",\"multipleOf\":5}},\"additionalProperties\":false}",
        "{\"type\":\"array\",\"minItems\":1,\"items\":{\"oneOf\":[{\"type\":\"string\",\"pattern\":\"^[ab]{2,3}$\"},{\"type\":\"object\",\"properties\":{\"k\":{\"const\":\"a\"}},\"required\":[\"k\"],\"maxProperties\":2},{\"type\":\"object\",\"properties\":{\"k\":{\"const\":\"b\"}},\"required\":[\"k\",\"z\"],\"maxProperties\":3}]}}",
        "{\"type\":\"integer\",\"minimum\":-250,\"maximum\":1300,\"multipleOf\":7}",
    };
    gp_buf b = {0};
    for (size_t i = 0; i < sizeof schemas / sizeof *schemas; i++) {
        gp_grammar *g = compile(schemas[i]);
        gp_arena a = {0};
        gp_err err = {0};
        const gp_json *schema = NULL, *v = NULL;
        T_OK(gp_json_parse(&a, "schema", gp_str_c(schemas[i]), &schema, &err), err);
        int checked = 0;
        for (int k = 0; k < 150; k++) {
            const char *why = NULL;
            seed = (uint32_t)(k * 7 + 1);
            walk(g, &b);
            gp_code code = gp_json_parse(&a, "reply", gp_buf_view(&b), &v, &err);
            if (code && strstr(err.msg, "duplicate key")) continue; /* keys that no schema names are free to do that */
            if (code) fail_msg("%.*s: %s", GP_ARG(gp_buf_view(&b)), err.msg);
            T_OK(gp_fits(&a, schema, false, v, &why, &err), err);
            checked++;
            if (why) fail_msg("%.*s: %s", GP_ARG(gp_buf_view(&b)), why);
        }
        assert_true(checked > 100);
        gp_grammar_free(g);
        gp_arena_free(&a);
    }
    gp_buf_free(&b);
}

/* --- tokens --- */

static void test_mask(void **state)
{
    (void)state;
    static const char *const texts[] = {"{",    "{\"",  "a",     "\":", "1",  "12", "}",
                                        "{\"b", "</s>", "<ctl>", "}x",  "1}", "\"}"};
    enum { N = sizeof texts / sizeof *texts };
    static const int32_t types[N] = {1, 1, 1, 1, 1, 1, 1, 1, 3, 3, 1, 1, 1};
    gb file = {0};
    gp_gguf *gg;
    gp_tokenizer *t;
    gp_token_table *table;
    gp_err err = {0};
    gp_grammar_state s;
    float in[N], out[N];
    gb_str(&file, "tokenizer.ggml.model", "gpt2");
    gb_str(&file, "tokenizer.ggml.pre", "gpt-2");
    gb_strings(&file, "tokenizer.ggml.tokens", texts, N);
    gb_i32s(&file, "tokenizer.ggml.token_type", types, N);
    gb_strings(&file, "tokenizer.ggml.merges", texts, 0);
    gb_u32(&file, "tokenizer.ggml.eos_token_id", 8);
    T_OK(gp_gguf_parse("v.gguf", gb_finish(&file), &gg, &err), err);
    T_OK(gp_tokenizer_open(gg, &t, &err), err);
    table = gp_token_table_new(t);
    gp_grammar *g = compile(
        "{\"type\":\"object\",\"properties\":{\"a\":{\"enum\":[1,12]}},\"required\":[\"a\"],\"additionalProperties\":false}");
    static const struct {
        const char *so_far, *allowed;
    } cases[] = {{"", "1100000000000"},
                 {"{\"", "0010000000000"},
                 {"{\"a\":", "0000110000010"},
                 {"{\"a\":1", "0000001000000"},
                 {"{\"a\":1}", "0000000010000"}};
    for (int i = 0; i < N; i++) in[i] = (float)i;
    for (size_t k = 0; k < sizeof cases / sizeof *cases; k++) {
        uint32_t n = 0;
        gp_grammar_start(g, &s);
        assert_true(gp_grammar_text(g, &s, gp_str_c(cases[k].so_far)));
        uint32_t left = gp_grammar_mask(g, &s, table, in, out, N);
        for (int i = 0; i < N; i++) {
            bool want = cases[k].allowed[i] == '1';
            if (want != !isnan(out[i])) fail_msg("after \"%s\": token \"%s\"", cases[k].so_far, texts[i]);
            if (want) assert_true(out[i] == in[i]);
            n += want;
        }
        assert_int_equal(left, n);
    }
    gp_grammar_free(g);
    gp_token_table_free(table);
    gp_tokenizer_close(t);
    gp_gguf_close(gg);
    gb_free(&file);
}

/* Masks are what the acceptor says token by token, everywhere on the way of random replies. */
static void test_masks_agree(void **state)
{
    (void)state;
    static const char *const texts[] = {"{",
                                        "}",
                                        "[",
                                        "]",
                                        "\"",
                                        ":",
                                        ",",
                                        "\u0120",
                                        "\u0120\"",
                                        "\":",
                                        "\",",
                                        "\"}",
                                        "\"]",
                                        "\":\u0120\"",
                                        "\",\u0120\"",
                                        "a",
                                        "b",
                                        "ab",
                                        "abc",
                                        "k",
                                        "d",
                                        "n",
                                        "x1",
                                        "x12",
                                        "name",
                                        "\"name",
                                        "\"k\":",
                                        "\"a\"",
                                        "\u0120\"k",
                                        "\"x10\":",
                                        "ame\"",
                                        "\\",
                                        "\\n",
                                        "\\u",
                                        "\\\"",
                                        "\\u0041",
                                        "a\\",
                                        "\\n\"",
                                        "\\/",
                                        "\u00c3\u00a9",
                                        "\u00c3",
                                        "\u00a9",
                                        "\u00a9\"",
                                        "1",
                                        "0",
                                        "12",
                                        "-",
                                        ".5",
                                        "e1",
                                        "2024",
                                        "-0",
                                        "true",
                                        "null",
                                        "fa",
                                        "lse",
                                        "\u010a",
                                        "\u010a\u0120\u0120",
                                        "}]",
                                        "]}",
                                        "5}",
                                        "1,",
                                        "\u0120true",
                                        "</s>"};
    enum { N = sizeof texts / sizeof *texts };
    static const char *const schemas[] = {
        "true",
        "{\"type\":\"object\",\"properties\":{\"name\":{\"type\":\"string\",\"maxLength\":4},\"k\":{\"type\":\"string\",\"minLength\":2},\"a\":{\"enum\":[\"ab\",\"abc\",1]}},\"required\":[\"k\"]}",
        "{\"type\":\"object\",\"properties\":{\"name\":{\"type\":\"string\",\"pattern\":\"^[ab]+$\"}},\"patternProperties\":{\"^x[0-9]+$\":{\"type\":\"string\",\"pattern\":\"b\"}},\"additionalProperties\":false}",
        "{\"type\":\"object\",\"properties\":{\"a\":true},\"patternProperties\":{\"^x\":{\"type\":\"integer\"}},\"additionalProperties\":{\"type\":\"string\"}}",
        "{\"type\":\"array\",\"items\":{\"anyOf\":[{\"type\":\"string\",\"maxLength\":3},{\"type\":\"string\",\"pattern\":\"^(ab)*$\"},{\"const\":\"named\"},{\"type\":\"number\",\"minimum\":1}]}}"};
    int32_t types[N];
    gb file = {0};
    gp_gguf *gg;
    gp_tokenizer *t;
    gp_err err = {0};
    gp_buf b = {0};
    for (int i = 0; i < N; i++) types[i] = i + 1 < N ? 1 : 3;
    gb_str(&file, "tokenizer.ggml.model", "gpt2");
    gb_str(&file, "tokenizer.ggml.pre", "gpt-2");
    gb_strings(&file, "tokenizer.ggml.tokens", texts, N);
    gb_i32s(&file, "tokenizer.ggml.token_type", types, N);
    gb_strings(&file, "tokenizer.ggml.merges", texts, 0);
    gb_u32(&file, "tokenizer.ggml.eos_token_id", N - 1);
    T_OK(gp_gguf_parse("v.gguf", gb_finish(&file), &gg, &err), err);
    T_OK(gp_tokenizer_open(gg, &t, &err), err);
    gp_token_table *table = gp_token_table_new(t);
    size_t compared = 0;
    for (size_t i = 0; i < sizeof schemas / sizeof *schemas; i++) {
        gp_grammar *g = compile(schemas[i]);
        for (int k = 0; k < 60; k++) {
            gp_grammar_state s, after;
            gp_grammar_start(g, &s);
            gp_buf_clear(&b);
            seed = (uint32_t)(k * 31 + 5);
            for (int step = 0; step < 40; step++) {
                uint64_t bits[N / 64 + 1];
                int32_t may[N], n = 0;
                gp_grammar_bits(g, &s, table, bits);
                for (int32_t id = 0; id + 1 < N; id++) {
                    gp_buf piece = {0};
                    gp_token_bytes(t, id, false, &piece);
                    gp_grammar_copy(&after, &s);
                    bool want = gp_grammar_text(g, &after, gp_buf_view(&piece)), got = bits[id / 64] >> id % 64 & 1;
                    if (want != got)
                        fail_msg("%s: after %.*s: \"%s\" is %d", schemas[i], GP_ARG(gp_buf_view(&b)), texts[id], got);
                    if (want) may[n++] = id;
                    compared++;
                    gp_buf_free(&piece);
                }
                if (!n) break;
                gp_buf piece = {0};
                gp_token_bytes(t, may[next((uint32_t)n)], false, &piece);
                assert_true(gp_grammar_text(g, &s, gp_buf_view(&piece)));
                gp_buf_str(&b, gp_buf_view(&piece));
                gp_buf_free(&piece);
            }
        }
        gp_grammar_free(g);
    }
    assert_true(compared > 100000);
    gp_buf_free(&b);
    gp_token_table_free(table);
    gp_tokenizer_close(t);
    gp_gguf_close(gg);
    gb_free(&file);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_any),
        cmocka_unit_test(test_types),
        cmocka_unit_test(test_enums),
        cmocka_unit_test(test_narrowed_enums),
        cmocka_unit_test(test_numbers_left_out),
        cmocka_unit_test(test_doubling),
        cmocka_unit_test(test_enums_beside_what_cannot_be_held),
        cmocka_unit_test(test_keys_that_lead_nowhere),
        cmocka_unit_test(test_objects),
        cmocka_unit_test(test_refusals),
        cmocka_unit_test(test_keywords),
        cmocka_unit_test(test_random_replies_validate),
        cmocka_unit_test(test_mask),
        cmocka_unit_test(test_masks_agree),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
