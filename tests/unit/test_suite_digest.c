/* test_suite_digest.c - what changes the digests of a case, and what does not. */
#include "suite_text.h"

static void digests_of(const char *text, char answer[65], char verdict[65])
{
    gp_arena a = {0};
    gp_suite *s = open_text(text);
    const gp_case *c = get(s, 0, &a);
    memcpy(answer, c->digest, 65);
    memcpy(verdict, c->grader_digest, 65);
    gp_suite_close(s);
    gp_arena_free(&a);
}

/* What a verdict tells apart, the digest of graders does. Of numbers that are not whole it holds what a double does. */
static void whole_numbers_are_digested_with_all_digits(void **state)
{
    (void)state;
    static const char *const pairs[][2] = {
        {GRADED("{\"type\": \"number\", \"expect\": 9007199254740993}"),
         GRADED("{\"type\": \"number\", \"expect\": 9007199254740992}")},
        {GRADED("{\"type\": \"number\", \"min\": 9007199254740993}"),
         GRADED("{\"type\": \"number\", \"min\": 9007199254740994}")},
        {GRADED("{\"type\": \"json\", \"expect\": [12345678901234567890]}"),
         GRADED("{\"type\": \"json\", \"expect\": [12345678901234567891]}")},
        {GRADED("{\"type\": \"equals\", \"expect\": 9007199254740993}"),
         GRADED("{\"type\": \"equals\", \"expect\": 9007199254740994}")},
    };
    for (size_t i = 0; i < sizeof pairs / sizeof *pairs; i++) {
        char answer[65], one[65], other[65];
        digests_of(pairs[i][0], answer, one);
        digests_of(pairs[i][1], answer, other);
        assert_string_not_equal(one, other);
    }
}

static void is_canonical(const gp_buf *text)
{
    gp_buf again = {0};
    gp_err err = {0};
    T_OK(gp_json_canonical(gp_buf_view(text), &again, &err), err);
    assert_string_equal(text->p, again.p);
    gp_buf_free(&again);
}

/* What is digested is written in canonical order in the first place; reading and sorting it again changes nothing. */
static void what_is_digested_is_canonical(void **state)
{
    (void)state;
    static const char *const rest[] = {
        "\"messages\": [{\"role\": \"user\", \"content\": \"x\"}, {\"role\": \"assistant\", \"content\": \"y\", \"tool_calls\": [{\"id\": \"c\", \"type\": \"function\", \"function\": {\"name\": \"f\", "
        "\"arguments\": {\"z\": [2, {\"b\": 1, \"a\": 1.50}], \"a\": \"\\u00e9\"}}}]}, {\"role\": \"tool\", \"tool_call_id\": \"c\", \"content\": \"w\"}, "
        "{\"role\": \"user\", \"content\": \"v\"}], " GRADE,
        MESSAGES
        ", \"turns\": [\"a\", \"b\"], \"needs\": [\"json_schema\", \"logprobs\"], \"top_k\": 3, \"top_p\": 0.5, \"min_p\": 0.1, \"stop\": [\"b\", \"a\"], "
        "\"repeat_penalty\": 1.1, \"presence_penalty\": 0.25, \"frequency_penalty\": 1e-7, \"golden\": {\"mode\": \"numeric\", \"tolerance\": 0.5}, \"pass_at\": 0.5, "
        "\"grade\": [{\"type\": \"json\", \"expect\": {\"b\": 2, \"a\": 1}, \"path\": \"/x\", \"schema\": {\"type\": \"object\", \"additionalProperties\": false}}, "
        "{\"type\": \"regex\", \"pattern\": \"a(.)\", \"expect\": [\"b\"], \"ignore_case\": true}, {\"type\": \"number\", \"min\": -1, \"max\": 1e3}, "
        "{\"type\": \"number\", \"expect\": 2, \"tolerance\": 0.001}, {\"type\": \"count\", \"exact\": 2, \"unit\": \"lines\"}]",
    };
    for (size_t i = 0; i < 4; i++) {
        gp_arena a = {0};
        gp_buf question = {0}, verdict = {0}, text = {0};
        gp_err err = {0};
        if (i < 2) gp_buf_fmt(&text, HEAD "\"cases\": [ {\"id\": \"a\", %s}]}", rest[i]);
        gp_suite *s = open_text(i < 2 ? text.p : whole);
        T_OK(gp_case_identity(&a, get(s, i < 2 ? 0 : i - 2, &a), NULL, &question, &verdict, &err), err);
        is_canonical(&question);
        is_canonical(&verdict);
        gp_suite_close(s);
        gp_buf_free(&text);
        gp_buf_free(&question);
        gp_buf_free(&verdict);
        gp_arena_free(&a);
    }
}

static void digests_follow_meaning_not_bytes(void **state)
{
    (void)state;
    char d0[65], g0[65], d[65], g[65];
    digests_of(
        CASE(MESSAGES ", \"max_tokens\": 5, \"grade\": [{\"type\": \"json\", \"expect\": {\"a\": 1, \"b\": 2}}]"), d0,
        g0);
    static const struct {
        const char *text;
        bool same_answer, same_verdict;
    } t[] = {
        /* order, white space, defaults, spelling: nothing changes */
        {HEAD
         "\"defaults\": {\"max_tokens\": 5}, \"cases\": [{ \"grade\": [{\"expect\": {\"b\": 2.0, \"a\": 1}, \"type\": \"json\", \"weight\": 1, \"turn\": 1}],\n"
         " \"messages\": [{\"content\": [{\"text\": \"\\u0048i\", \"type\": \"text\"}], \"role\": \"user\"}], \"id\": \"other\", \"tags\": [\"t\"]}]}",
         true, true},
        {CASE(
             MESSAGES
             ", \"max_tokens\": 5, \"timeout\": {\"total_s\": 9}, \"grade\": [{\"type\": \"json\", \"expect\": {\"a\": 1, \"b\": 2}}], \"examples\": {\"fail\": [\"x\"]}"),
         true, true},
        /* each of these changes one */
        {CASE(MESSAGES ", \"max_tokens\": 6, \"grade\": [{\"type\": \"json\", \"expect\": {\"a\": 1, \"b\": 2}}]"),
         false, true},
        {CASE(
             "\"messages\": [{\"role\": \"user\", \"content\": \"Hi!\"}], \"max_tokens\": 5, \"grade\": [{\"type\": \"json\", \"expect\": {\"a\": 1, \"b\": 2}}]"),
         false, true},
        {CASE(
             MESSAGES
             ", \"max_tokens\": 5, \"turns\": [\"x\"], \"grade\": [{\"type\": \"json\", \"turn\": 1, \"expect\": {\"a\": 1, \"b\": 2}}]"),
         false, true},
        {CASE(
             MESSAGES
             ", \"max_tokens\": 5, \"needs\": [\"tools\"], \"grade\": [{\"type\": \"json\", \"expect\": {\"a\": 1, \"b\": 2}}]"),
         false, true},
        {CASE(MESSAGES ", \"max_tokens\": 5, \"grade\": [{\"type\": \"json\", \"expect\": {\"a\": 1, \"b\": 3}}]"),
         true, false},
        {CASE(
             MESSAGES
             ", \"max_tokens\": 5, \"pass_at\": 0.5, \"grade\": [{\"type\": \"json\", \"expect\": {\"a\": 1, \"b\": 2}}]"),
         true, false},
        {CASE(
             MESSAGES
             ", \"max_tokens\": 5, \"golden\": \"exact\", \"grade\": [{\"type\": \"json\", \"expect\": {\"a\": 1, \"b\": 2}}]"),
         true, false},
        {CASE(
             MESSAGES
             ", \"max_tokens\": 5, \"grade\": [{\"type\": \"json\", \"trim\": true, \"expect\": {\"a\": 1, \"b\": 2}}]"),
         true, false},
    };
    for (size_t i = 0; i < sizeof t / sizeof *t; i++) {
        digests_of(t[i].text, d, g);
        if ((strcmp(d, d0) == 0) != t[i].same_answer || (strcmp(g, g0) == 0) != t[i].same_verdict)
            fail_msg("row %zu", i);
    }
}

static void schema_is(const char *more, const char *want)
{
    gp_arena a = {0};
    char text[600];
    (void)snprintf(text, sizeof text,
                   "{\"name\":\"s\",\"version\":\"1\",\"license\":\"x\",\"cases\":[{\"id\":\"a\"," MESSAGES ", %s}]}",
                   more);
    gp_suite *s = open_text(text);
    const gp_json *v = gp_case_schema(get(s, 0, &a));
    if (!want) assert_null(v);
    else assert_true(v && gp_str_eqc(v->raw, want));
    gp_suite_close(s);
    gp_arena_free(&a);
}

/* What a model is held to decides its answer, so it belongs to the case's digest once a case asks for it. */
static void a_schema_that_is_sent_counts_in_the_digest(void **state)
{
    (void)state;
#define SCHEMA(type) "\"grade\": [{\"type\": \"json\", \"schema\": {\"type\": \"" type "\"}}]"
    char d1[65], d2[65], g[65];
    digests_of(CASE(MESSAGES ", \"needs\": [\"json_schema\"], " SCHEMA("object")), d1, g);
    digests_of(CASE(MESSAGES ", \"needs\": [\"json_schema\"], " SCHEMA("array")), d2, g);
    assert_string_not_equal(d1, d2);
    digests_of(CASE(MESSAGES ", " SCHEMA("object")), d1, g);
    digests_of(CASE(MESSAGES ", " SCHEMA("array")), d2, g);
    assert_string_equal(d1, d2);
    schema_is(SCHEMA("object"), "{\"type\": \"object\"}");
    schema_is("\"turns\": [\"x\"], " SCHEMA("object"), NULL);
    /* the path is that of `expect` */
    schema_is("\"grade\": [{\"type\": \"json\", \"schema\": {}, \"path\": \"/a\", \"expect\": 1}]", "{}");
    schema_is(
        "\"grade\": [{\"type\": \"json\", \"schema\": {}}, {\"type\": \"json\", \"schema\": {\"type\": \"object\"}}]",
        NULL);
    schema_is("\"grade\": [{\"type\": \"equals\", \"expect\": \"1\"}]", NULL);
}

static void digests_are_pinned(void **state)
{
    (void)state;
    char d[65], g[65];
    digests_of(CASE(MESSAGES ", \"temperature\": 0, " GRADE), d, g);
    /* printf '%s'
     * '{"messages":[{"content":[{"text":"Hi","type":"text"}],"role":"user"}],"needs":[],"sampling":{"temperature":0},"turns":[]}'
     * | sha256sum */
    assert_string_equal(d, "931006d690ca8a894b8237e316f2c4e3c34d763ac4c59c687171a11f6884cb10");
    /* printf '%s'
     * '{"golden":null,"grade":[{"expect":["x"],"id":"equals-1","ignore_case":false,"trim":true,"turn":1,"type":"equals","weight":1}],"pass_at":1}'
     * | sha256sum */
    assert_string_equal(g, "64f4326ef565d19c92738de345e3bc40f77018ed2cfe9a0ac8c8f3f96d19031d");
}

static void numbers_in_text_graders_count_as_written(void **state)
{
    (void)state;
    char d[65], g1[65], g2[65], g3[65];
    digests_of(GRADED("{\"type\": \"equals\", \"expect\": 1}"), d, g1);
    digests_of(GRADED("{\"type\": \"equals\", \"expect\": 1.0}"), d, g2);
    digests_of(GRADED("{\"type\": \"equals\", \"expect\": [\"1\"]}"), d, g3);
    assert_string_not_equal(g1, g2);
    assert_string_equal(g1, g3);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(whole_numbers_are_digested_with_all_digits),
        cmocka_unit_test(what_is_digested_is_canonical),
        cmocka_unit_test(digests_follow_meaning_not_bytes),
        cmocka_unit_test(a_schema_that_is_sent_counts_in_the_digest),
        cmocka_unit_test(digests_are_pinned),
        cmocka_unit_test(numbers_in_text_graders_count_as_written),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
