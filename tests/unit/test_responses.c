/* The Responses codec without a network. */
#include "codec_world.h"

#define SSE "text/event-stream; charset=utf-8"
static const gp_codec *const C = &gp_codec_responses;

static void test_request(void **state)
{
    (void)state;
    world w;
    world_ask(&w);
#define HEAD                                                                                                                                                            \
    "{\"model\":\"m\",\"input\":[{\"role\":\"system\",\"content\":\"Be brief.\"},{\"role\":\"user\",\"content\":[{\"type\":\"input_text\",\"text\":\"What is this?\"}," \
    "{\"type\":\"input_image\",\"image_url\":\"data:image/png;base64,iVBORw==\"}]},{\"type\":\"message\",\"role\":\"assistant\",\"content\":[{\"type\":\"output_text\",\"text\":\"A \\\"cat\\\".\"}]},{\"role\":\"user\",\"content\":\"Sure?\"}]"
    body_is(C, &w.q, HEAD ",\"store\":false,\"stream\":false}");
    world_free(&w);
    world_ask_all(&w);
#define TOOLS                                                                                                                         \
    ",\"tools\":[{\"type\":\"function\",\"name\":\"f\",\"description\":\"d\",\"parameters\":{\"type\":\"object\"},\"strict\":false}," \
    "{\"type\":\"function\",\"name\":\"g\",\"parameters\":{\"type\":\"object\",\"properties\":{}},\"strict\":false}]"
#define FORMAT \
    "\"format\":{\"type\":\"json_schema\",\"name\":\"answer\",\"schema\":{\"type\":\"object\",\"required\":[\"x\"]},\"strict\":false}"
    body_is(C, &w.q,
            HEAD TOOLS ",\"text\":{" FORMAT
                       "},\"max_output_tokens\":64,\"temperature\":0,\"top_p\":0.5,\"store\":false,\"stream\":true}");
    ignores(C, &w.q, "top_k, min_p, repeat_penalty, presence_penalty, frequency_penalty, stop, context");
    assert_null(gp_codec_name_of(C, offsetof(gp_chat_request, seed)));
    w.q.tools = NULL;
    w.q.extra = GP_STR(
        "{\"text\":{\"verbosity\":\"low\"},\"reasoning\":{\"effort\":\"low\"},\"temperature\":null,\"top_p\":null,\"store\":null}");
    body_is(C, &w.q,
            HEAD
            ",\"text\":{" FORMAT
            ",\"verbosity\":\"low\"},\"max_output_tokens\":64,\"stream\":true,\"reasoning\":{\"effort\":\"low\"}}");
    url_is(C, "", "m", true, "https://api.openai.com/v1/responses");
    url_is(C, "http://h:1", "m", true, "http://h:1/v1/responses");
    url_is(C, "http://h:1/x", "m", true, "http://h:1/x/responses");
    assert_string_equal(header_of(&w.a, C, &w.q, "k-123", "Authorization"), "Bearer k-123");
    world_free(&w);
}

#define EV(type, rest) "event: " type "\ndata: {\"type\":\"" type "\"" rest "}\n\n"
#define CREATED            \
    EV("response.created", \
       ",\"response\":{\"id\":\"resp_1\",\"status\":\"in_progress\",\"model\":\"m-1\",\"output\":[]}")
#define TEXT(t) EV("response.output_text.delta", ",\"output_index\":1,\"delta\":\"" t "\"")
#define USAGE \
    "\"usage\":{\"input_tokens\":9,\"input_tokens_details\":{\"cached_tokens\":3},\"output_tokens\":5,\"output_tokens_details\":{\"reasoning_tokens\":2}}"
#define COMPLETED(output)                                                                                               \
    EV("response.completed",                                                                                            \
       ",\"response\":{\"id\":\"resp_1\",\"status\":\"completed\",\"model\":\"m-1\",\"error\":null,\"output\":[" output \
       "]," USAGE "}")
#define MESSAGE(t) "{\"type\":\"message\",\"content\":[{\"type\":\"output_text\",\"text\":\"" t "\"}]}"

static void test_stream_at_every_cut(void **state)
{
    (void)state;
    const char *text = CREATED EV("response.output_item.added",
                                  ",\"output_index\":0,\"item\":{\"type\":\"reasoning\",\"summary\":[]}")
        EV("response.reasoning_summary_part.added", ",\"output_index\":0") EV("response.reasoning_summary_text.delta",
                                                                              ",\"delta\":\"hm\xC3\xA9\"")
            EV("response.reasoning_summary_part.added", ",\"output_index\":0")
                EV("response.reasoning_summary_text.delta", ",\"delta\":\"so\"") TEXT("A\xE2\x82\xAC") TEXT(" b")
                    EV("response.output_text.done", ",\"text\":\"whatever\"") COMPLETED(
                        "{\"type\":\"reasoning\",\"summary\":[{\"type\":\"summary_text\",\"text\":\"hm\"}]}," MESSAGE(
                            "A\xE2\x82\xAC b"));
    for (size_t cut = 0; cut <= strlen(text); cut++) {
        gp_chat_reply r = {0};
        read_cut(&r, C, SSE, text, cut, GP_FAIL_NONE);
        assert_string_equal(r.message, "");
        assert_string_equal(r.answer.p, "A\xE2\x82\xAC b");
        assert_string_equal(r.reasoning.p, "hm\xC3\xA9\n\nso");
        assert_string_equal(r.model.p, "m-1");
        assert_string_equal(r.id.p, "resp_1");
        assert_true(r.complete && r.terminal && r.finish == GP_CHAT_FINISH_STOP);
        assert_true(r.input_tokens == 9 && r.cached_tokens == 3 && r.output_tokens == 5 && r.reasoning_tokens == 2);
        gp_chat_reply_free(&r);
    }
    size_t last = (size_t)(strstr(text, "event: response.completed") - text);
    never_complete_early(C, SSE, text, last, last);
}

static void test_the_last_event_counts(void **state)
{
    (void)state;
    gp_chat_reply r = {0};
    read_cut(&r, C, SSE, CREATED TEXT("first") COMPLETED(MESSAGE("second")) "data: [DONE]\n\n", 9, GP_FAIL_NONE);
    assert_string_equal(r.answer.p, "second");
    assert_true(r.first_answer == 2 && r.last_token == 2);
    gp_chat_reply_free(&r);
    read_cut(&r, C, SSE, CREATED TEXT("only pieces") COMPLETED(""), 9, GP_FAIL_NONE);
    assert_string_equal(r.answer.p, "only pieces");
    gp_chat_reply_free(&r);
    read_cut(&r, C, SSE, CREATED COMPLETED(MESSAGE("only whole")), 9, GP_FAIL_NONE);
    assert_string_equal(r.answer.p, "only whole");
    assert_true(r.first_token == 2);
    gp_chat_reply_free(&r);
    read_cut(
        &r, C, "application/json",
        "{\"id\":\"resp_1\",\"status\":\"incomplete\",\"incomplete_details\":{\"reason\":\"max_output_tokens\"},\"error\":null,\"output\":["
        "{\"type\":\"reasoning\",\"content\":[{\"type\":\"reasoning_text\",\"text\":\"long\"}],\"summary\":[{\"text\":\"short\"}]}]}",
        9, GP_FAIL_NONE);
    assert_true(r.failure == GP_FAIL_NONE && r.finish == GP_CHAT_FINISH_LENGTH);
    assert_string_equal(r.reasoning.p, "long");
    gp_chat_reply_free(&r);
    read_cut(&r, C, SSE, CREATED EV("response.refusal.delta", ",\"delta\":\"I will not.\"") COMPLETED(""), 9,
             GP_FAIL_NONE);
    assert_true(r.refused && r.failure == GP_FAIL_NONE);
    gp_chat_reply_free(&r);
}

static void test_tool_calls(void **state)
{
    (void)state;
    const char *two =
        "[{\"name\":\"f\",\"arguments\":\"{\\\"a\\\":1,\\\"b\\\":2}\"},{\"name\":\"g\",\"arguments\":\"{}\"}]";
    gp_chat_reply r = {0};
    read_cut(
        &r, C, SSE,
        CREATED EV(
            "response.output_item.added",
            ",\"output_index\":1,\"item\":{\"type\":\"function_call\",\"call_id\":\"c1\",\"name\":\"f\",\"arguments\":\"\"}")
            EV("response.function_call_arguments.delta", ",\"output_index\":1,\"delta\":\"{\\\"b\\\":2,\"") EV(
                "response.function_call_arguments.delta",
                ",\"output_index\":1,\"delta\":\"\\\"a\\\":1}\"") EV("response.function_call_arguments.delta",
                                                                     ",\"output_index\":7,\"delta\":\"nobody's\"")
                EV("response.output_item.done",
                   ",\"output_index\":1,\"item\":{\"type\":\"function_call\",\"call_id\":\"c1\",\"name\":\"f\",\"arguments\":\"{\\\"b\\\":2,\\\"a\\\":1}\"}")
                    EV("response.output_item.done",
                       ",\"output_index\":2,\"item\":{\"type\":\"function_call\",\"call_id\":\"c2\",\"name\":\"g\",\"arguments\":\"{}\"}")
                        COMPLETED(""),
        9, GP_FAIL_NONE);
    assert_string_equal(r.message, "");
    assert_int_equal(r.finish, GP_CHAT_FINISH_TOOL_CALLS);
    calls_are(&r, two);
    gp_chat_reply_free(&r);
    read_cut(
        &r, C, "application/json",
        "{\"status\":\"completed\",\"output\":[{\"type\":\"function_call\",\"call_id\":\"c1\",\"name\":\"f\",\"arguments\":\"{\\\"b\\\":2,\\\"a\\\":1}\"},"
        "{\"type\":\"function_call\",\"call_id\":\"c2\",\"name\":\"g\",\"arguments\":\"\"}]}",
        9, GP_FAIL_NONE);
    calls_are(&r, two);
    gp_chat_reply_free(&r);
}

static void test_failures(void **state)
{
    (void)state;
    reply_fails(
        C, 200, SSE,
        CREATED TEXT(
            "a") "event: error\ndata: {\"type\":\"error\",\"code\":\"rate_limit_exceeded\",\"message\":\"slow\",\"param\":null,\"sequence_number\":3}\n\n",
        GP_FAIL_RATE_LIMITED, "rate_limit_exceeded: slow");
    reply_fails(
        C, 200, SSE,
        "event: error\ndata: {\"type\":\"error\",\"error\":{\"type\":\"invalid_request_error\",\"code\":\"context_length_exceeded\",\"message\":\"m\"}}\n\n",
        GP_FAIL_CONTEXT_OVERFLOW, "context_length_exceeded");
    reply_fails(
        C, 200, SSE,
        CREATED EV(
            "response.failed",
            ",\"response\":{\"status\":\"failed\",\"error\":{\"code\":\"server_error\",\"message\":\"broke\"},\"output\":[]}"),
        GP_FAIL_SERVER_ERROR, "server_error: broke");
    reply_fails(
        C, 200, SSE,
        CREATED EV(
            "response.incomplete",
            ",\"response\":{\"status\":\"incomplete\",\"incomplete_details\":{\"reason\":\"content_filter\"},\"output\":[]}"),
        GP_FAIL_CONTENT_FILTER, "content_filter");
    static const char *const statuses[] = {"cancelled", "incomplete", "in_progress"};
    for (size_t i = 0; i < sizeof statuses / sizeof *statuses; i++) {
        char text[300];
        (void)snprintf(
            text, sizeof text,
            "{\"status\":\"%s\",\"output\":[{\"type\":\"message\",\"content\":[{\"type\":\"output_text\",\"text\":"
            "\"part\"}]}]}",
            statuses[i]);
        reply_fails(C, 200, "application/json", text, GP_FAIL_INTERRUPTED, statuses[i]);
    }
    reply_fails(C, 200, "application/json",
                "{\"status\":\"incomplete\",\"incomplete_details\":{\"reason\":\"tired\"},\"output\":[]}",
                GP_FAIL_INTERRUPTED, "(\"tired\")");
    reply_fails(C, 200, SSE, CREATED COMPLETED(""), GP_FAIL_EMPTY, "completed");
    reply_fails(C, 200, SSE, CREATED TEXT("a") EV("response.completed", ""), GP_FAIL_BAD_RESPONSE, "no status");
    reply_fails(C, 200, SSE, CREATED TEXT("a"), GP_FAIL_CUT_OFF, "finish reason");
    reply_fails(C, 200, "application/json", "{}", GP_FAIL_BAD_RESPONSE, "without output");
    reply_fails(
        C, 400, "application/json",
        "{\"error\":{\"message\":\"Unknown parameter: 'seed'.\",\"type\":\"invalid_request_error\",\"code\":\"unknown_parameter\"}}",
        GP_FAIL_REJECTED, "unknown_parameter");
    reply_fails(C, 401, "application/json", "{\"error\":{\"message\":\"m\",\"code\":\"invalid_api_key\"}}",
                GP_FAIL_AUTH, "invalid_api_key");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_request),
        cmocka_unit_test(test_stream_at_every_cut),
        cmocka_unit_test(test_the_last_event_counts),
        cmocka_unit_test(test_tool_calls),
        cmocka_unit_test(test_failures),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
