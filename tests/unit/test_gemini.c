/* The Gemini codec without a network. */
#include "codec_world.h"

#define SSE "text/event-stream"
static const gp_codec *const C = &gp_codec_gemini;

static void test_request(void **state)
{
    (void)state;
    world w;
    world_ask(&w);
#define HEAD                                                                                                                                  \
    "{\"systemInstruction\":{\"parts\":[{\"text\":\"Be brief.\"}]},\"contents\":[{\"role\":\"user\",\"parts\":[{\"text\":\"What is this?\"}," \
    "{\"inlineData\":{\"mimeType\":\"image/png\",\"data\":\"iVBORw==\"}}]},{\"role\":\"model\",\"parts\":[{\"text\":\"A \\\"cat\\\".\"}]},{\"role\":\"user\",\"parts\":[{\"text\":\"Sure?\"}]}]"
    body_is(C, &w.q, HEAD ",\"generationConfig\":{}}");
    world_free(&w);
    world_ask_all(&w);
#define TOOLS \
    ",\"tools\":[{\"functionDeclarations\":[{\"name\":\"f\",\"description\":\"d\",\"parametersJsonSchema\":{\"type\":\"object\"}},{\"name\":\"g\"}]}]"
    body_is(
        C, &w.q,
        HEAD TOOLS
        ",\"generationConfig\":{\"maxOutputTokens\":64,\"temperature\":0,\"topP\":0.5,\"topK\":40,\"presencePenalty\":-1,\"frequencyPenalty\":2,\"seed\":2147483647,"
        "\"stopSequences\":[\"END\",\"\\n\\n\"],\"responseMimeType\":\"application/json\",\"responseJsonSchema\":{\"type\":\"object\",\"required\":[\"x\"]}}}");
    ignores(C, &w.q, "min_p, repeat_penalty, context");
    w.q.tools = w.q.schema = NULL;
    w.q.sampling.n_stop = 0;
    w.q.extra = GP_STR(
        "{\"generationConfig\":{\"topK\":null,\"topP\":0.25,\"thinkingConfig\":{\"includeThoughts\":true}},\"safetySettings\":[],\"systemInstruction\":null}");
    body_is(
        C, &w.q,
        "{\"contents\":[{\"role\":\"user\",\"parts\":[{\"text\":\"What is this?\"},{\"inlineData\":{\"mimeType\":\"image/png\",\"data\":\"iVBORw==\"}}]},"
        "{\"role\":\"model\",\"parts\":[{\"text\":\"A \\\"cat\\\".\"}]},{\"role\":\"user\",\"parts\":[{\"text\":\"Sure?\"}]}],\"generationConfig\":{\"maxOutputTokens\":64,\"temperature\":0,"
        "\"presencePenalty\":-1,\"frequencyPenalty\":2,\"seed\":2147483647,\"topP\":0.25,\"thinkingConfig\":{\"includeThoughts\":true}},\"safetySettings\":[]}");
#define API "https://generativelanguage.googleapis.com/v1beta/"
    url_is(C, "", "gemini-2.5-flash", true, API "models/gemini-2.5-flash:streamGenerateContent?alt=sse");
    url_is(C, "", "gemini-2.5-flash", false, API "models/gemini-2.5-flash:generateContent");
    url_is(C, "http://h:1/v1beta", "models/x", false, "http://h:1/v1beta/models/x:generateContent");
    url_is(C, "http://h:1/v1/", "tunedModels/a b?key=1", false,
           "http://h:1/v1/tunedModels/a%20b%3Fkey%3D1:generateContent");
    assert_string_equal(header_of(&w.a, C, &w.q, "k-123", "x-goog-api-key"), "k-123");
    assert_null(header_of(&w.a, C, &w.q, "k-123", "Authorization"));
    world_free(&w);
}

#define EV(json) "data: " json "\r\n\r\n"
#define PARTS(parts, rest)                                                                         \
    EV("{\"candidates\":[{\"content\":{\"role\":\"model\",\"parts\":[" parts "]},\"index\":0" rest \
       "}],\"usageMetadata\":{\"promptTokenCount\":9,\"totalTokenCount\":9},\"modelVersion\":\"m-001\",\"responseId\":\"id1\"}")
#define LAST(why)                                                                                               \
    EV("{\"candidates\":[{\"content\":{\"role\":\"model\",\"parts\":[{\"text\":\"\"}]},\"finishReason\":\"" why \
       "\",\"index\":0}],"                                                                                      \
       "\"usageMetadata\":{\"promptTokenCount\":9,\"cachedContentTokenCount\":4,\"candidatesTokenCount\":5,\"thoughtsTokenCount\":7,\"totalTokenCount\":21}}")

static void test_stream_at_every_cut(void **state)
{
    (void)state;
    const char *text = PARTS("{\"text\":\"hm\xC3\xA9\",\"thought\":true}", "")
        PARTS("{\"text\":\"A\xE2\x82\xAC\"},{\"text\":\" b\",\"thoughtSignature\":\"x\"}", "") LAST("STOP");
    for (size_t cut = 0; cut <= strlen(text); cut++) {
        gp_chat_reply r = {0};
        read_cut(&r, C, cut % 2 ? SSE : "", text, cut, GP_FAIL_NONE);
        assert_string_equal(r.message, "");
        assert_string_equal(r.answer.p, "A\xE2\x82\xAC b");
        assert_string_equal(r.reasoning.p, "hm\xC3\xA9");
        assert_string_equal(r.model.p, "m-001");
        assert_string_equal(r.id.p, "id1");
        assert_true(r.complete && r.finish == GP_CHAT_FINISH_STOP);
        assert_true(r.input_tokens == 9 && r.cached_tokens == 4 && r.output_tokens == 12 && r.reasoning_tokens == 7);
        gp_chat_reply_free(&r);
    }
    never_complete_early(C, SSE, text, (size_t)(strstr(text, "\"STOP\"") - text), strlen(text));
}

static void test_tool_calls_and_whole_replies(void **state)
{
    (void)state;
    gp_chat_reply r = {0};
    read_cut(
        &r, C, SSE,
        PARTS(
            "{\"functionCall\":{\"name\":\"f\",\"args\":{\"b\":2,\"a\":1},\"id\":\"1\"}},{\"functionCall\":{\"name\":\"g\"}}",
            "") LAST("STOP"),
        9, GP_FAIL_NONE);
    assert_string_equal(r.message, "");
    assert_int_equal(r.finish, GP_CHAT_FINISH_TOOL_CALLS);
    calls_are(&r,
              "[{\"name\":\"f\",\"arguments\":\"{\\\"a\\\":1,\\\"b\\\":2}\"},{\"name\":\"g\",\"arguments\":\"{}\"}]");
    gp_chat_reply_free(&r);
    read_cut(
        &r, C, "application/json",
        "[{\"candidates\":[{\"content\":{\"parts\":[{\"text\":\"a\"}]}}]},\n{\"candidates\":[{\"content\":{\"parts\":[{\"text\":\"b\"}]},\"finishReason\":\"STOP\"}]}]",
        9, GP_FAIL_NONE);
    assert_string_equal(r.message, "");
    assert_string_equal(r.answer.p, "ab");
    assert_true(r.input_tokens == -1 && r.output_tokens == -1);
    gp_chat_reply_free(&r);
    read_cut(
        &r, C, SSE,
        EV("{\"candidates\":[{\"finishReason\":\"MAX_TOKENS\"}],\"usageMetadata\":{\"promptTokenCount\":1,\"thoughtsTokenCount\":60}}"),
        9, GP_FAIL_NONE); /* thinking took it all */
    assert_true(r.failure == GP_FAIL_NONE && r.finish == GP_CHAT_FINISH_LENGTH && r.output_tokens == 60);
    gp_chat_reply_free(&r);
}

static void test_blocked(void **state)
{
    (void)state;
    reply_fails(
        C, 200, SSE,
        EV("{\"promptFeedback\":{\"blockReason\":\"PROHIBITED_CONTENT\"},\"usageMetadata\":{\"promptTokenCount\":4}}"),
        GP_FAIL_CONTENT_FILTER, "PROHIBITED_CONTENT");
    reply_fails(C, 200, "application/json", "{\"promptFeedback\":{\"blockReason\":\"SAFETY\"}}", GP_FAIL_CONTENT_FILTER,
                "SAFETY");
    reply_fails(C, 200, SSE,
                PARTS("{\"text\":\"a\"}", "") EV("{\"candidates\":[{\"content\":{},\"finishReason\":\"RECITATION\"}]}"),
                GP_FAIL_CONTENT_FILTER, "RECITATION");
    reply_fails(C, 200, SSE, EV("{\"candidates\":[{\"content\":{},\"finishReason\":\"IMAGE_OTHER\"}]}"),
                GP_FAIL_INTERRUPTED, "IMAGE_OTHER");
    reply_fails(C, 200, SSE, EV("{\"candidates\":[{\"content\":{},\"finishReason\":\"MALFORMED_FUNCTION_CALL\"}]}"),
                GP_FAIL_INTERRUPTED, "MALFORMED_FUNCTION_CALL");
    reply_fails(C, 200, SSE,
                PARTS("{\"text\":\"a\"}", "") EV("{\"candidates\":[{\"finishReason\":\"TOO_MANY_TOOL_CALLS\"}]}"),
                GP_FAIL_INTERRUPTED, "TOO_MANY_TOOL_CALLS");
    reply_fails(C, 200, SSE, EV("{\"usageMetadata\":{}}"), GP_FAIL_BAD_RESPONSE, "without any choice");
    reply_fails(C, 200, "application/json", "{}", GP_FAIL_BAD_RESPONSE, "without candidates");
}

/* Every documented word for an end before the end, however much text came before it; and one that nobody documents. */
static void test_interrupted(void **state)
{
    (void)state;
    static const char *const words[] = {"OTHER",
                                        "LANGUAGE",
                                        "MALFORMED_RESPONSE",
                                        "MALFORMED_FUNCTION_CALL",
                                        "UNEXPECTED_TOOL_CALL",
                                        "MISSING_THOUGHT_SIGNATURE",
                                        "NO_IMAGE",
                                        "IMAGE_OTHER"};
    for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
        gp_buf event = {0}, whole = {0};
        gp_buf_fmt(&whole, "{\"candidates\":[{\"content\":{\"parts\":[{\"text\":\"part\"}]},\"finishReason\":\"%s\"}]}",
                   words[i]);
        gp_buf_fmt(&event, "data: %s\r\n\r\n", whole.p);
        reply_fails(C, 200, SSE, event.p, GP_FAIL_INTERRUPTED, words[i]);
        reply_fails(C, 200, "application/json", whole.p, GP_FAIL_INTERRUPTED, words[i]);
        gp_buf_free(&event);
        gp_buf_free(&whole);
    }
    gp_chat_reply r = {0};
    read_cut(&r, C, SSE, PARTS("{\"text\":\"a\"}", "") LAST("NEWER_WORD"), 9, GP_FAIL_NONE);
    assert_true(r.failure == GP_FAIL_NONE && r.finish == GP_CHAT_FINISH_OTHER);
    assert_string_equal(r.finish_native.p, "NEWER_WORD");
    gp_chat_reply_free(&r);
}

/* Bare JSON in the middle of a stream, fed in every way. */
static void test_bare_error(void **state)
{
    (void)state;
    const char *bare[] = {
        "[{\r\n  \"error\": {\r\n    \"code\": 503,\r\n    \"message\": \"The model is overloaded.\",\r\n    \"status\": \"UNAVAILABLE\"\r\n  }\r\n}\r\n]\r\n",
        "{\n  \"error\": {\n    \"code\": 429,\n    \"message\": \"slow\",\n    \"status\": \"RESOURCE_EXHAUSTED\"\n  }\n}\n"};
    for (int i = 0; i < 2; i++) {
        gp_buf text = {0};
        gp_buf_fmt(&text, "%s%s", PARTS("{\"text\":\"a\"}", ""), bare[i]);
        for (size_t cut = 0; cut <= text.n; cut++) {
            gp_chat_reply r = {0};
            read_cut(&r, C, SSE, text.p, cut, GP_FAIL_NONE);
            assert_string_equal(r.answer.p, "a");
            assert_int_equal(r.failure, i ? GP_FAIL_RATE_LIMITED : GP_FAIL_SERVER_ERROR);
            assert_non_null(strstr(r.message, i ? "slow" : "overloaded"));
            gp_chat_reply_free(&r);
        }
        gp_buf_free(&text);
    }
    reply_fails(C, 200, SSE, PARTS("{\"text\":\"a\"}", "") "{\"nothing\": \"known\"}", GP_FAIL_CUT_OFF, "no event");
    reply_fails(C, 200, SSE, PARTS("{\"text\":\"a\"}", ""), GP_FAIL_CUT_OFF, "finish reason");
}

/* When to come back stands in the body; what is used up for the day does not come back. */
static void test_retry_advice(void **state)
{
    (void)state;
    static const struct {
        const char *details;
        double wait;
        bool never;
    } cases[] = {
        {"[{\"@type\":\"type.googleapis.com/google.rpc.RetryInfo\",\"retryDelay\":\"57.25s\"}]", 57.25, false},
        {"[{\"violations\":[{\"quotaId\":\"GenerateRequestsPerDayPerProjectPerModel-FreeTier\"}]},{\"retryDelay\":\"3s\"}]",
         3, true},
        {"[{\"violations\":[{\"quotaId\":\"GenerateRequestsPerMinutePerProjectPerModel\"}]}]", NAN, false},
        {"[{\"retryDelay\":\"soon\"}]", NAN, false},
        {"[{\"retryDelay\":\"s\"}]", NAN, false},
        {"[{\"retryDelay\":\"5\"}]", NAN, false},
        {"7", NAN, false},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        for (int array = 0; array < 2; array++) {
            gp_chat_reply r = {0};
            gp_buf b = {0};
            gp_buf_fmt(
                &b, "%s{\"error\":{\"code\":429,\"message\":\"m\",\"status\":\"RESOURCE_EXHAUSTED\",\"details\":%s}}%s",
                array ? "[" : "", cases[i].details, array ? "]" : "");
            gp_chat_begin(&r, C, NULL, true, 429, GP_STR("application/json"));
            (void)gp_chat_feed(&r, gp_buf_view(&b), 1.0);
            gp_chat_end(&r, GP_FAIL_NONE, NULL);
            assert_int_equal(r.failure, GP_FAIL_RATE_LIMITED);
            assert_int_equal(r.never_retry, cases[i].never);
            assert_true(isnan(cases[i].wait) ? isnan(r.retry_after_s) : r.retry_after_s == cases[i].wait);
            gp_chat_reply_free(&r);
            gp_buf_free(&b);
        }
}

static void test_refusals(void **state)
{
    (void)state;
    reply_fails(
        C, 400, "application/json",
        "{\"error\":{\"code\":400,\"message\":\"API key not valid.\",\"status\":\"INVALID_ARGUMENT\",\"details\":[{\"@type\":\"x\",\"reason\":\"API_KEY_INVALID\"}]}}",
        GP_FAIL_AUTH, "API_KEY_INVALID: API key not valid.");
    reply_fails(C, 403, "application/json",
                "{\"error\":{\"code\":403,\"message\":\"m\",\"status\":\"PERMISSION_DENIED\"}}", GP_FAIL_AUTH,
                "PERMISSION_DENIED");
    reply_fails(
        C, 429, "application/json",
        "[{\"error\":{\"code\":429,\"message\":\"Quota exceeded\",\"status\":\"RESOURCE_EXHAUSTED\",\"details\":[{\"retryDelay\":\"57.2s\"}]}}]",
        GP_FAIL_RATE_LIMITED, "RESOURCE_EXHAUSTED: Quota exceeded");
    reply_fails(
        C, 400, "application/json",
        "{\"error\":{\"code\":400,\"message\":\"The input token count (9) exceeds the maximum number of tokens allowed (8).\",\"status\":\"INVALID_ARGUMENT\"}}",
        GP_FAIL_CONTEXT_OVERFLOW, "exceeds");
    reply_fails(C, 400, "application/json",
                "{\"error\":{\"code\":400,\"message\":\"m\",\"status\":\"FAILED_PRECONDITION\"}}", GP_FAIL_REJECTED,
                "FAILED_PRECONDITION");
    reply_fails(C, 503, "application/json", "{\"error\":{\"code\":503,\"message\":\"m\",\"status\":\"UNAVAILABLE\"}}",
                GP_FAIL_SERVER_ERROR, "UNAVAILABLE");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_request),
        cmocka_unit_test(test_stream_at_every_cut),
        cmocka_unit_test(test_tool_calls_and_whole_replies),
        cmocka_unit_test(test_blocked),
        cmocka_unit_test(test_interrupted),
        cmocka_unit_test(test_bare_error),
        cmocka_unit_test(test_refusals),
        cmocka_unit_test(test_retry_advice),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
