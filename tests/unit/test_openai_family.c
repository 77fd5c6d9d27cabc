/* The providers that speak Chat Completions with something of their own: OpenRouter, llama-server, LM Studio, vLLM. */
#include "codec_world.h"

#define SSE "text/event-stream"
#define EV(json) "data: " json "\n\n"
#define DONE EV("[DONE]")

static void holds(const gp_codec *c, const gp_chat_request *q, const char *text, bool there)
{
    gp_buf b = {0};
    gp_err err = {0};
    T_OK(c->body(c, q, &b, &err), err);
    if ((strstr(b.p, text) != NULL) != there)
        fail_msg("%s: %s %s in %s", c->provider, text, there ? "missing" : "unexpected", b.p);
    gp_buf_free(&b);
}

static void test_requests(void **state)
{
    (void)state;
    world w;
    world_ask_all(&w);
    holds(
        &gp_codec_openrouter, &w.q,
        "\"max_tokens\":64,\"temperature\":0,\"top_p\":0.5,\"top_k\":40,\"min_p\":0.25,\"repetition_penalty\":1.5,\"presence_penalty\":-1,\"frequency_penalty\":2,\"seed\":2147483647",
        true);
    holds(&gp_codec_llamacpp, &w.q, "\"top_k\":40,\"min_p\":0.25,\"repeat_penalty\":1.5", true);
    holds(&gp_codec_vllm, &w.q, "\"min_p\":0.25,\"repetition_penalty\":1.5", true);
    holds(&gp_codec_lmstudio, &w.q, "\"top_k\":40,\"repeat_penalty\":1.5", true);
    holds(&gp_codec_lmstudio, &w.q, "min_p", false);
    holds(
        &gp_codec_vllm, &w.q,
        "\"response_format\":{\"type\":\"json_schema\",\"json_schema\":{\"name\":\"answer\",\"schema\":{\"type\":\"object\",\"required\":[\"x\"]}}}",
        true);
    ignores(&gp_codec_openrouter, &w.q, "context");
    ignores(&gp_codec_lmstudio, &w.q, "min_p, context");
    w.q.extra = GP_STR("{\"min_p\":0.1}");
    ignores(&gp_codec_lmstudio, &w.q, "context");
    w.q.extra = GP_STR("not JSON");
    ignores(&gp_codec_lmstudio, &w.q, "min_p, context");
    w.q.extra = GP_STR("{\"provider\":{\"only\":[\"a/fp8\"]}}");
    holds(&gp_codec_openrouter, &w.q, "\"provider\":{\"only\":[\"a/fp8\"]}}", true);
    url_is(&gp_codec_openrouter, "", "m", true, "https://openrouter.ai/api/v1/chat/completions");
    url_is(&gp_codec_openrouter, "http://h:1", "m", true, "http://h:1/api/v1/chat/completions");
    url_is(&gp_codec_llamacpp, "http://h:1/", "m", true, "http://h:1/v1/chat/completions");
    url_is(&gp_codec_llamacpp, "http://h:1/v1", "m", true, "http://h:1/v1/chat/completions");
    url_is(&gp_codec_vllm, "", "m", true, "http://127.0.0.1:8000/v1/chat/completions");
    url_is(&gp_codec_lmstudio, "", "m", true, "http://127.0.0.1:1234/v1/chat/completions");
    world_free(&w);
}

/* OpenRouter's usage chunk in the three forms it has had, with comments in between. */
static void test_openrouter_stream(void **state)
{
    (void)state;
#define CHUNK(delta, finish)                                                                                    \
    EV("{\"id\":\"gen-1\",\"provider\":\"Hoster\",\"model\":\"a/b\",\"choices\":[{\"index\":0,\"delta\":" delta \
       ",\"finish_reason\":" finish ",\"native_finish_reason\":" finish "}]}")
#define USAGE(choices)                                                  \
    EV("{\"id\":\"gen-1\",\"provider\":\"Hoster\",\"choices\":" choices \
       ",\"usage\":{\"prompt_tokens\":9,\"completion_tokens\":5,\"cost\":0.0125,\"completion_tokens_details\":{\"reasoning_tokens\":2}}}")
    static const char *const usage[] = {
        USAGE("[]"),
        USAGE("[{\"index\":0,\"delta\":{\"role\":\"assistant\",\"content\":\"\"},\"finish_reason\":null}]"),
        USAGE(
            "[{\"index\":0,\"delta\":{\"content\":\"\"},\"finish_reason\":\"stop\",\"native_finish_reason\":\"stop\"}]")};
    for (int i = 0; i < 3; i++) {
        gp_chat_reply r = {0};
        gp_buf b = {0};
        gp_buf_fmt(
            &b, ": OPENROUTER PROCESSING\n\n%s: OPENROUTER PROCESSING\n\n%s%s%s%s",
            CHUNK(
                "{\"role\":\"assistant\",\"content\":\"\",\"reasoning\":null,\"reasoning_details\":[{\"type\":\"reasoning.summary\",\"summary\":\"hm\"}]}",
                "null"),
            CHUNK("{\"role\":\"assistant\",\"content\":\"a\"}", "null"), CHUNK("{\"content\":\"\"}", "\"stop\""),
            usage[i], DONE);
        read_cut(&r, &gp_codec_openrouter, SSE, b.p, 50, GP_FAIL_NONE);
        assert_string_equal(r.message, "");
        assert_string_equal(r.answer.p, "a");
        assert_string_equal(r.reasoning.p, "hm");
        assert_string_equal(r.upstream.p, "Hoster");
        assert_true(r.cost_usd == 0.0125 && r.reasoning_tokens == 2 && r.finish == GP_CHAT_FINISH_STOP && r.terminal);
        gp_chat_reply_free(&r);
        gp_buf_free(&b);
    }
}

static void test_openrouter_errors(void **state)
{
    (void)state;
    const gp_codec *c = &gp_codec_openrouter;
    reply_fails(
        c, 200, SSE,
        CHUNK("{\"content\":\"a\"}", "\"length\"") EV(
            "{\"id\":\"gen-1\",\"error\":{\"code\":502,\"message\":\"Provider returned error\",\"metadata\":{\"error_type\":\"provider_unavailable\"}},"
            "\"choices\":[{\"index\":0,\"delta\":{\"content\":\"\"},\"finish_reason\":null}],\"usage\":{\"prompt_tokens\":1}}")
            DONE,
        GP_FAIL_SERVER_ERROR, "provider_unavailable: Provider returned error");
    reply_fails(c, 200, "application/json", "{\"error\":{\"code\":429,\"message\":\"slow\"},\"choices\":null}",
                GP_FAIL_RATE_LIMITED, "slow");
    reply_fails(c, 200, "application/json", "{\"id\":\"gen-1\",\"choices\":null}", GP_FAIL_BAD_RESPONSE,
                "without choices");
    reply_fails(
        c, 402, "application/json",
        "{\"error\":{\"code\":402,\"message\":\"Insufficient credits\",\"metadata\":{\"error_type\":\"payment_required\"}}}",
        GP_FAIL_AUTH, "HTTP 402, payment_required");
    reply_fails(
        c, 400, "application/json",
        "{\"error\":{\"code\":400,\"message\":\"m\",\"metadata\":{\"error_type\":\"context_length_exceeded\"}}}",
        GP_FAIL_CONTEXT_OVERFLOW, "context_length_exceeded");
    reply_fails(
        c, 404, "application/json",
        "{\"error\":{\"code\":404,\"message\":\"No endpoints found that can handle the requested parameters.\"}}",
        GP_FAIL_BAD_RESPONSE, "No endpoints");
}

static void test_selfhosted(void **state)
{
    (void)state;
    gp_chat_reply r = {0};
    read_cut(
        &r, &gp_codec_llamacpp, SSE,
        ":\n\n" EV(
            "{\"choices\":[{\"index\":0,\"delta\":{\"role\":\"assistant\",\"content\":null}}],\"model\":\"x.gguf\",\"system_fingerprint\":\"b1-x\"}")
            EV("{\"choices\":[{\"index\":0,\"delta\":{\"reasoning_content\":\"hm\"}}]}") EV(
                "{\"choices\":[{\"index\":0,\"delta\":{\"content\":\"a\"}}]}")
                EV("{\"choices\":[{\"index\":0,\"delta\":{},\"finish_reason\":\"stop\"}],\"timings\":{\"cache_n\":3,\"prompt_n\":6,\"prompt_ms\":12.5,\"predicted_n\":2,\"predicted_ms\":250}}")
                    EV("{\"choices\":[],\"usage\":{\"prompt_tokens\":9,\"completion_tokens\":2}}") DONE,
        20, GP_FAIL_NONE);
    assert_string_equal(r.message, "");
    assert_true(r.prompt_s == 0.0125 && r.output_s == 0.25 && isnan(r.load_s) && r.cached_tokens == 3 &&
                r.input_tokens == 9);
    assert_string_equal(r.reasoning.p, "hm");
    assert_string_equal(r.fingerprint.p, "b1-x");
    gp_chat_reply_free(&r);
    reply_fails(&gp_codec_llamacpp, 503, "application/json",
                "{\"error\":{\"code\":503,\"message\":\"Loading model\",\"type\":\"unavailable_error\"}}",
                GP_FAIL_SERVER_ERROR, "Loading model");
    reply_fails(&gp_codec_llamacpp, 400, "application/json",
                "{\"error\":{\"code\":400,\"message\":\"m\",\"type\":\"exceed_context_size_error\",\"n_ctx\":8}}",
                GP_FAIL_CONTEXT_OVERFLOW, "exceed_context");
    reply_fails(
        &gp_codec_lmstudio, 200, SSE,
        "event: error\ndata: {\"error\":{\"message\":\"The number of tokens to keep from the initial prompt is greater than the context length.\"},\"message\":\"x\"}\n\n",
        GP_FAIL_CONTEXT_OVERFLOW, "context length");
    reply_fails(&gp_codec_lmstudio, 200, "application/json", "{\"error\":\"Unexpected endpoint or method. (POST /x)\"}",
                GP_FAIL_SERVER_ERROR, "Unexpected endpoint");
    reply_fails(&gp_codec_llamacpp, 200, SSE,
                "error: {\"code\":400,\"message\":\"m\",\"type\":\"exceed_context_size_error\"}\n\n",
                GP_FAIL_CONTEXT_OVERFLOW, "exceed_context");
    reply_fails(&gp_codec_lmstudio, 200, SSE, "", GP_FAIL_BAD_RESPONSE, "without any choice");
    reply_fails(
        &gp_codec_vllm, 200, SSE,
        EV("{\"choices\":[{\"index\":0,\"delta\":{\"reasoning\":\"hm\"}}]}") EV(
            "{\"error\":{\"message\":\"EngineCore died\",\"type\":\"InternalServerError\",\"param\":null,\"code\":500}}")
            DONE,
        GP_FAIL_SERVER_ERROR, "EngineCore died");
    reply_fails(
        &gp_codec_vllm, 400, "application/json",
        "{\"object\":\"error\",\"message\":\"This model's maximum context length is 9 tokens.\",\"type\":\"BadRequestError\",\"param\":null,\"code\":400}",
        GP_FAIL_CONTEXT_OVERFLOW, "maximum context");
}

/* What a reply begins with counts, not what its content type says; what may stand in front makes no difference,
 * wherever it is cut. */
static void test_content_types(void **state)
{
    (void)state;
    static const char *const bodies[] = {
        EV("{\"choices\":[{\"index\":0,\"delta\":{\"content\":\"a\"},\"finish_reason\":\"stop\"}]}") DONE,
        "{\"choices\":[{\"index\":0,\"message\":{\"content\":\"a\"},\"finish_reason\":\"stop\"}]}"};
    static const char *const types[] = {SSE, "application/json", "text/plain", ""}, *const fronts[] = {
                                                                                        "", " ", "\n \r\n",
                                                                                        "\xEF\xBB\xBF",
                                                                                        "\xEF\xBB\xBF \n"};
    for (size_t i = 0; i < sizeof types / sizeof *types; i++)
        for (size_t f = 0; f < sizeof fronts / sizeof *fronts; f++)
            for (int whole = 0; whole < 2; whole++) {
                char text[200];
                size_t n = (size_t)snprintf(text, sizeof text, "%s%s", fronts[f], bodies[whole]);
                assert_true(n < sizeof text);
                for (size_t cut = 0; cut <= n; cut++) {
                    gp_chat_reply r = {0};
                    read_cut(&r, &gp_codec_vllm, types[i], text, cut, GP_FAIL_NONE);
                    assert_string_equal(r.message, "");
                    assert_string_equal(r.answer.p, "a");
                    assert_int_equal(isnan(r.first_token), whole);
                    gp_chat_reply_free(&r);
                }
            }
    reply_fails(&gp_codec_vllm, 200, SSE,
                "{\"error\":{\"message\":\"This model's maximum context length is 9 tokens.\",\"code\":400}}",
                GP_FAIL_CONTEXT_OVERFLOW, "maximum context");
    reply_fails(&gp_codec_vllm, 200, SSE, "<html>", GP_FAIL_BAD_RESPONSE, "not JSON");
}

/* A bill or a count that nobody can mean is unknown: added up, it would be more than results.json may hold. */
static void test_absurd_numbers(void **state)
{
    (void)state;
    static const char *const numbers[] = {"1e300", "1e999", "9007199254740992", "-1"};
    for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++) {
        gp_chat_reply r = {0};
        gp_buf b = {0};
        const char *n = numbers[i];
        gp_buf_fmt(
            &b,
            CHUNK(
                "{\"content\":\"a\"}",
                "\"stop\"") "data: {\"choices\":[],\"usage\":{\"prompt_tokens\":%s,\"completion_tokens\":%s,\"cost\":%s}}\n\n" DONE,
            n, n, n);
        read_cut(&r, &gp_codec_openrouter, SSE, b.p, 9, GP_FAIL_NONE);
        assert_string_equal(r.message, "");
        assert_true(isnan(r.cost_usd) && r.input_tokens == -1 && r.output_tokens == -1);
        gp_chat_reply_free(&r);
        gp_buf_free(&b);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_requests),          cmocka_unit_test(test_openrouter_stream),
        cmocka_unit_test(test_openrouter_errors), cmocka_unit_test(test_selfhosted),
        cmocka_unit_test(test_content_types),     cmocka_unit_test(test_absurd_numbers),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
