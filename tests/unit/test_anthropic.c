/* The Anthropic codec without a network. */
#include "codec_world.h"

#define SSE "text/event-stream; charset=utf-8"
static const gp_codec *const C = &gp_codec_anthropic;

static void test_request(void **state)
{
    (void)state;
    world w;
    world_ask(&w);
#define HEAD "{\"model\":\"m\",\"system\":[{\"type\":\"text\",\"text\":\"Be brief.\"}],"
#define MESSAGES                                                                                                                                                                     \
    "\"messages\":[{\"role\":\"user\",\"content\":[{\"type\":\"text\",\"text\":\"What is this?\"},{\"type\":\"image\",\"source\":{\"type\":\"base64\",\"media_type\":\"image/png\"," \
    "\"data\":\"iVBORw==\"}}]},{\"role\":\"assistant\",\"content\":\"A \\\"cat\\\".\"},{\"role\":\"user\",\"content\":\"Sure?\"}]"
    body_is(C, &w.q, HEAD MESSAGES ",\"max_tokens\":4096,\"stream\":false}");
    w.messages[2].content = GP_STR(" "); /* an earlier reply without text, which the API would refuse */
    w.messages[0].content = GP_STR("");
    w.messages[1].n_parts = 0;
    body_is(
        C, &w.q,
        "{\"model\":\"m\",\"messages\":[{\"role\":\"user\",\"content\":\"What is this?\"},{\"role\":\"user\",\"content\":\"Sure?\"}],\"max_tokens\":4096,\"stream\":false}");
    world_free(&w);
    world_ask_all(&w);
#define TOOLS \
    "\"tools\":[{\"name\":\"f\",\"description\":\"d\",\"input_schema\":{\"type\":\"object\"}},{\"name\":\"g\",\"input_schema\":{\"type\":\"object\"}}]"
#define FORMAT "\"format\":{\"type\":\"json_schema\",\"schema\":{\"type\":\"object\",\"required\":[\"x\"]}}"
    body_is(
        C, &w.q,
        HEAD MESSAGES
        "," TOOLS ",\"output_config\":{" FORMAT
        "},\"max_tokens\":64,\"temperature\":0,\"top_p\":0.5,\"top_k\":40,\"stop_sequences\":[\"END\",\"\\n\\n\"],\"stream\":true}");
    ignores(C, &w.q, "min_p, repeat_penalty, presence_penalty, frequency_penalty, context");
    assert_null(gp_codec_name_of(C, offsetof(gp_chat_request, seed)));
    w.q.tools = NULL;
    w.q.sampling.n_stop = 0;
    w.q.extra = GP_STR(
        "{\"temperature\":null,\"top_p\":null,\"top_k\":null,\"thinking\":{\"type\":\"adaptive\"},\"output_config\":{\"effort\":\"low\"}}");
    body_is(C, &w.q,
            HEAD MESSAGES
            ",\"output_config\":{" FORMAT
            ",\"effort\":\"low\"},\"max_tokens\":64,\"stream\":true,\"thinking\":{\"type\":\"adaptive\"}}");
    url_is(C, "", "m", true, "https://api.anthropic.com/v1/messages");
    url_is(C, "http://h:1/", "m", true, "http://h:1/v1/messages");
    url_is(C, "http://h:1/v1", "m", true, "http://h:1/v1/messages");
    assert_string_equal(header_of(&w.a, C, &w.q, "k-123", "x-api-key"), "k-123");
    assert_string_equal(header_of(&w.a, C, &w.q, "k-123", "anthropic-version"), "2023-06-01");
    assert_null(header_of(&w.a, C, &w.q, "k-123", "Authorization"));
    world_free(&w);
}

#define EV(type, rest) "event: " type "\ndata: {\"type\":\"" type "\"" rest " }\n\n"
#define START           \
    EV("message_start", \
       ",\"message\":{\"id\":\"msg\",\"model\":\"m-1\",\"content\":[],\"stop_reason\":null,\"usage\":{\"input_tokens\":9,\"cache_read_input_tokens\":3,\"cache_creation_input_tokens\":2,\"output_tokens\":1}}")
#define BLOCK(i, json) EV("content_block_start", ",\"index\":" #i ",\"content_block\":" json)
#define DELTA(i, json) EV("content_block_delta", ",\"index\":" #i ",\"delta\":" json)
#define END(i) EV("content_block_stop", ",\"index\":" #i)
#define STOP(why)                                                                                                      \
    EV("message_delta",                                                                                                \
       ",\"delta\":{\"stop_reason\":\"" why                                                                            \
       "\",\"stop_sequence\":null},\"usage\":{\"output_tokens\":7,\"output_tokens_details\":{\"thinking_tokens\":4}}") \
    EV("message_stop", "")

static void test_stream_at_every_cut(void **state)
{
    (void)state;
    const char *text = START BLOCK(0, "{\"type\":\"thinking\",\"thinking\":\"\",\"signature\":\"\"}") EV("ping", "")
        DELTA(0, "{\"type\":\"thinking_delta\",\"thinking\":\"hm\xC3\xA9\"}")
            DELTA(0, "{\"type\":\"signature_delta\",\"signature\":\"abc\"}") END(0)
                BLOCK(1, "{\"type\":\"redacted_thinking\",\"data\":\"x\"}") END(1)
                    BLOCK(2, "{\"type\":\"text\",\"text\":\"\"}")
                        DELTA(2, "{\"type\":\"text_delta\",\"text\":\"A\xE2\x82\xAC\"}")
                            DELTA(2, "{\"type\":\"text_delta\",\"text\":\"</think> b\"}") END(2)
                                EV("something_new", ",\"x\":1") STOP("end_turn");
    for (size_t cut = 0; cut <= strlen(text); cut++) {
        gp_chat_reply r = {0};
        read_cut(&r, C, SSE, text, cut, GP_FAIL_NONE);
        assert_string_equal(r.message, "");
        assert_string_equal(r.answer.p, "A\xE2\x82\xAC</think> b"); /* a tag in the answer means nothing here */
        assert_string_equal(r.reasoning.p, "hm\xC3\xA9");
        assert_string_equal(r.model.p, "m-1");
        assert_string_equal(r.id.p, "msg");
        assert_string_equal(r.finish_native.p, "end_turn");
        assert_true(r.complete && r.terminal && r.finish == GP_CHAT_FINISH_STOP);
        assert_true(r.input_tokens == 14 && r.cached_tokens == 3 && r.output_tokens == 7 && r.reasoning_tokens == 4);
        gp_chat_reply_free(&r);
    }
    never_complete_early(C, SSE, text, (size_t)(strstr(text, "\"end_turn\"") - text),
                         (size_t)(strstr(text, "message_stop") - text));
}

static void test_tool_calls(void **state)
{
    (void)state;
    const char *two =
        "[{\"name\":\"f\",\"arguments\":\"{\\\"a\\\":1,\\\"b\\\":2}\"},{\"name\":\"g\",\"arguments\":\"{}\"}]";
    gp_chat_reply r = {0};
    read_cut(&r, C, SSE,
             START BLOCK(0, "{\"type\":\"text\",\"text\":\"I look.\"}") END(0)
                 BLOCK(1, "{\"type\":\"tool_use\",\"id\":\"t1\",\"name\":\"f\",\"input\":{}}")
                     DELTA(1, "{\"type\":\"input_json_delta\",\"partial_json\":\"\"}")
                         DELTA(1, "{\"type\":\"input_json_delta\",\"partial_json\":\"{\\\"b\\\":2,\"}")
                             DELTA(1, "{\"type\":\"input_json_delta\",\"partial_json\":\"\\\"a\\\":1}\"}") END(1)
                                 BLOCK(2, "{\"type\":\"tool_use\",\"id\":\"t2\",\"name\":\"g\",\"input\":{}}") END(2)
                                     DELTA(9, "{\"type\":\"input_json_delta\",\"partial_json\":\"nobody's\"}")
                                         STOP("tool_use"),
             99, GP_FAIL_NONE);
    assert_string_equal(r.message, "");
    assert_int_equal(r.finish, GP_CHAT_FINISH_TOOL_CALLS);
    assert_string_equal(r.answer.p, "I look.");
    calls_are(&r, two);
    gp_chat_reply_free(&r);
    read_cut(
        &r, C, "application/json",
        "{\"id\":\"msg\",\"type\":\"message\",\"model\":\"m-1\",\"content\":[{\"type\":\"tool_use\",\"id\":\"t1\",\"name\":\"f\",\"input\":{\"b\":2,\"a\":1}},"
        "{\"type\":\"tool_use\",\"id\":\"t2\",\"name\":\"g\",\"input\":{}}],\"stop_reason\":\"tool_use\",\"usage\":{\"input_tokens\":3,\"output_tokens\":2}}",
        9, GP_FAIL_NONE);
    assert_string_equal(r.message, "");
    calls_are(&r, two);
    assert_true(r.input_tokens == 3 && r.cached_tokens == -1 && r.output_tokens == 2);
    gp_chat_reply_free(&r);
}

static void test_finish(void **state)
{
    (void)state;
    static const struct {
        const char *word;
        gp_chat_finish finish;
    } t[] = {{"stop_sequence", GP_CHAT_FINISH_STOP},
             {"max_tokens", GP_CHAT_FINISH_LENGTH},
             {"model_context_window_exceeded", GP_CHAT_FINISH_LENGTH},
             {"newer_word", GP_CHAT_FINISH_OTHER}};
    for (size_t i = 0; i < sizeof t / sizeof *t; i++) {
        gp_chat_reply r = {0};
        char text[200];
        (void)snprintf(text, sizeof text, "{\"content\":[{\"type\":\"text\",\"text\":\"x\"}],\"stop_reason\":\"%s\"}",
                       t[i].word);
        read_cut(&r, C, "application/json", text, 5, GP_FAIL_NONE);
        assert_true(r.failure == GP_FAIL_NONE && r.finish == t[i].finish);
        gp_chat_reply_free(&r);
    }
    reply_fails(C, 200, "application/json",
                "{\"content\":[{\"type\":\"text\",\"text\":\"x\"}],\"stop_reason\":\"pause_turn\"}",
                GP_FAIL_INTERRUPTED, "broke the reply off (\"pause_turn\")");
    reply_fails(
        C, 400, "application/json",
        "{\"type\":\"error\",\"error\":{\"type\":\"invalid_request_error\",\"message\":\"Output blocked by content "
        "filtering policy\"}}",
        GP_FAIL_CONTENT_FILTER, "filtering policy");
    reply_fails(C, 200, "application/json", "{\"content\":[],\"stop_reason\":\"refusal\"}", GP_FAIL_CONTENT_FILTER,
                "refusal");
    reply_fails(C, 200, "application/json",
                "{\"content\":[{\"type\":\"thinking\",\"thinking\":\"x\"}],\"stop_reason\":\"end_turn\"}",
                GP_FAIL_EMPTY, "end_turn");
    reply_fails(C, 200, "application/json", "{\"type\":\"message\"}", GP_FAIL_BAD_RESPONSE, "without content");
}

static void test_failures(void **state)
{
    (void)state;
    static const char over[] = START BLOCK(
        0,
        "{\"type\":\"text\",\"text\":\"a\"}") "event: error\ndata: {\"type\":\"error\",\"error\":{\"type\":\"overloaded_error\",\"message\":\"Overloaded\"}}\n\n";
    reply_fails(C, 200, SSE, over, GP_FAIL_SERVER_ERROR, "overloaded_error: Overloaded");
    reply_fails(
        C, 200, SSE,
        "event: error\ndata: {\"type\":\"error\",\"error\":{\"type\":\"rate_limit_error\",\"message\":\"slow\"}}\n\n",
        GP_FAIL_RATE_LIMITED, "slow");
    reply_fails(C, 200, SSE, START BLOCK(0, "{\"type\":\"text\",\"text\":\"a\"}"), GP_FAIL_CUT_OFF, "finish reason");
    reply_fails(C, 401, "application/json",
                "{\"type\":\"error\",\"error\":{\"type\":\"authentication_error\",\"message\":\"invalid x-api-key\"}}",
                GP_FAIL_AUTH, "HTTP 401, authentication_error: invalid x-api-key");
    reply_fails(C, 402, "application/json",
                "{\"type\":\"error\",\"error\":{\"type\":\"billing_error\",\"message\":\"m\"}}", GP_FAIL_AUTH,
                "billing_error");
    reply_fails(
        C, 400, "application/json",
        "{\"type\":\"error\",\"error\":{\"type\":\"invalid_request_error\",\"message\":\"prompt is too long: 9 tokens > 8 maximum\"}}",
        GP_FAIL_CONTEXT_OVERFLOW, "too long");
    reply_fails(C, 413, "application/json",
                "{\"type\":\"error\",\"error\":{\"type\":\"request_too_large\",\"message\":\"m\"}}", GP_FAIL_REJECTED,
                "request_too_large");
    reply_fails(C, 529, "application/json",
                "{\"type\":\"error\",\"error\":{\"type\":\"overloaded_error\",\"message\":\"Overloaded\"}}",
                GP_FAIL_SERVER_ERROR, "Overloaded");
    gp_chat_reply r = {0};
    gp_chat_begin(&r, C, NULL, true, 429, GP_STR("application/json"));
    (void)gp_chat_feed(
        &r,
        GP_STR(
            "{\"type\":\"error\",\"error\":{\"type\":\"rate_limit_error\",\"message\":\"m\",\"details\":{\"error_code\":\"enforced_spend_limit_reached\"}}}"),
        1);
    gp_chat_end(&r, GP_FAIL_NONE, NULL);
    assert_true(r.failure == GP_FAIL_RATE_LIMITED && r.never_retry);
    gp_chat_reply_free(&r);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_request),    cmocka_unit_test(test_stream_at_every_cut),
        cmocka_unit_test(test_tool_calls), cmocka_unit_test(test_finish),
        cmocka_unit_test(test_failures),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
