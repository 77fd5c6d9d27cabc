/* The Ollama codec without a network: exact requests, line streams cut anywhere, errors, the forms of OLLAMA_HOST. */
#include "codec_world.h"

#define NDJSON "application/x-ndjson"
static const gp_codec *const C = &gp_codec_ollama;

static void test_request(void **state)
{
    (void)state;
    world w;
    world_ask(&w);
#define MESSAGES                                                                                                                                 \
    "\"messages\":[{\"role\":\"system\",\"content\":\"Be brief.\"},{\"role\":\"user\",\"content\":\"What is this?\",\"images\":[\"iVBORw==\"]}," \
    "{\"role\":\"assistant\",\"content\":\"A \\\"cat\\\".\"},{\"role\":\"user\",\"content\":\"Sure?\"}]"
    body_is(C, &w.q, "{\"model\":\"m\"," MESSAGES ",\"options\":{},\"truncate\":false,\"stream\":false}");
    world_free(&w);
    world_ask_all(&w);
#define TOOLS \
    "\"tools\":[{\"type\":\"function\",\"function\":{\"name\":\"f\",\"description\":\"d\",\"parameters\":{\"type\":\"object\"}}},{\"type\":\"function\",\"function\":{\"name\":\"g\"}}]"
    body_is(
        C, &w.q,
        "{\"model\":\"m\"," MESSAGES "," TOOLS
        ",\"format\":{\"type\":\"object\",\"required\":[\"x\"]},"
        "\"options\":{\"num_predict\":64,\"temperature\":0,\"top_p\":0.5,\"top_k\":40,\"min_p\":0.25,\"repeat_penalty\":1.5,\"presence_penalty\":-1,"
        "\"frequency_penalty\":2,\"seed\":2147483647,\"stop\":[\"END\",\"\\n\\n\"],\"num_ctx\":8192},\"truncate\":false,\"stream\":true}");
    ignores(C, &w.q, "");
    w.q.tools = w.q.schema = NULL;
    w.q.sampling.n_stop = 0;
    w.q.extra = GP_STR(
        "{\"think\":false,\"options\":{\"num_ctx\":4096,\"seed\":null,\"num_gpu\":0},\"format\":\"json\"}");
    body_is(
        C, &w.q,
        "{\"model\":\"m\"," MESSAGES
        ",\"options\":{\"num_predict\":64,\"temperature\":0,\"top_p\":0.5,\"top_k\":40,\"min_p\":0.25,\"repeat_penalty\":1.5,"
        "\"presence_penalty\":-1,\"frequency_penalty\":2,\"num_ctx\":4096,\"num_gpu\":0},\"truncate\":false,\"stream\":true,\"think\":false,\"format\":\"json\"}");
    w.q.extra = GP_STR("{\"options\":null}");
    body_is(C, &w.q, "{\"model\":\"m\"," MESSAGES ",\"truncate\":false,\"stream\":true}");
    url_is(C, "", "m", true, "http://127.0.0.1:11434/api/chat");
    url_is(C, "https://ollama.com", "m", true, "https://ollama.com/api/chat");
    assert_null(header_of(&w.a, C, &w.q, "", "Authorization"));
    assert_string_equal(header_of(&w.a, C, &w.q, "k-123", "Authorization"), "Bearer k-123");
    world_free(&w);
}

static void test_host(void **state)
{
    (void)state;
    static const char *const t[][2] = {
        {"127.0.0.1", "http://127.0.0.1:11434"},
        {"box", "http://box:11434"},
        {"box:8080", "http://box:8080"},
        {":8080", "http://127.0.0.1:8080"},
        {"http://box", "http://box"},
        {"https://ollama.com", "https://ollama.com"},
        {" box/base ", "http://box:11434/base"},
        {"[::1]", "http://[::1]:11434"},
        {"[::1]:80", "http://[::1]:80"},
    };
    gp_arena a = {0};
    for (size_t i = 0; i < sizeof t / sizeof *t; i++)
        assert_string_equal(C->tidy_base(&a, gp_str_c(t[i][0])).p, t[i][1]);
    gp_arena_free(&a);
}

#define LINE(message) "{\"model\":\"m:1b\",\"created_at\":\"x\",\"message\":" message ",\"done\":false}\n"
#define LAST                                                                                                                                        \
    "{\"model\":\"m:1b\",\"message\":{\"role\":\"assistant\",\"content\":\"\"},\"done\":true,\"done_reason\":\"stop\",\"load_duration\":500000000," \
    "\"prompt_eval_count\":9,\"prompt_eval_cached_count\":4,\"prompt_eval_duration\":12500000,\"eval_count\":4,\"eval_duration\":80000000}\n"

static void test_stream_at_every_cut(void **state)
{
    (void)state;
    const char *text = LINE("{\"content\":\"\",\"thinking\":\"hm\xC3\xA9\"}") "\r\n" LINE(
        "{\"content\":\"A\xE2\x82\xAC\"}") LINE("{\"content\":\" b\"}") LAST;
    for (size_t cut = 0; cut <= strlen(text); cut++) {
        gp_chat_reply r = {0};
        read_cut(&r, C, cut % 2 ? NDJSON : "", text, cut, GP_FAIL_NONE);
        assert_string_equal(r.message, "");
        assert_string_equal(r.answer.p, "A\xE2\x82\xAC b");
        assert_string_equal(r.reasoning.p, "hm\xC3\xA9");
        assert_string_equal(r.model.p, "m:1b");
        assert_true(r.complete && r.terminal && r.finish == GP_CHAT_FINISH_STOP);
        assert_true(r.input_tokens == 9 && r.cached_tokens == 4 && r.output_tokens == 4 && r.reasoning_tokens == -1);
        assert_true(r.load_s == 0.5 && r.prompt_s == 0.0125 && r.output_s == 0.08);
        gp_chat_reply_free(&r);
    }
    size_t last = (size_t)(strstr(text, "\"done\":true") - text);
    never_complete_early(C, NDJSON, text, last, last);
    /* the last line counts only when whole */
    never_complete_early(C, NDJSON, text, strlen(text) - 1, strlen(text) - 1);
}

static void test_times(void **state)
{
    (void)state;
    gp_chat_reply r = {0};
    const char *parts[] = {LINE("{\"content\":\"\",\"thinking\":\"hm\"}"), LINE("{\"content\":\"a\"}"),
                           LINE("{\"content\":\"b\"}"), LAST};
    gp_chat_begin(&r, C, NULL, true, 200, GP_STR(NDJSON));
    for (int i = 0; i < 4; i++) assert_int_equal(gp_chat_feed(&r, gp_str_c(parts[i]), i + 1), true);
    gp_chat_end(&r, GP_FAIL_NONE, NULL);
    assert_true(r.first_token == 1 && r.first_reasoning == 1 && r.first_answer == 2 && r.last_token == 3);
    gp_chat_reply_free(&r);
}

static void test_tool_calls_and_whole_replies(void **state)
{
    (void)state;
    const char *two =
        "[{\"name\":\"f\",\"arguments\":\"{\\\"a\\\":1,\\\"b\\\":2}\"},{\"name\":\"g\",\"arguments\":\"{}\"}]";
    gp_chat_reply r = {0};
    read_cut(&r, C, NDJSON,
             LINE("{\"content\":\"\",\"tool_calls\":[{\"function\":{\"name\":\"f\",\"arguments\":{\"b\":2,\"a\":1}}}]}")
                 LINE("{\"content\":\"\",\"tool_calls\":[{\"function\":{\"name\":\"g\",\"arguments\":{}}}]}") LAST,
             3, GP_FAIL_NONE);
    assert_int_equal(r.finish, GP_CHAT_FINISH_TOOL_CALLS);
    assert_string_equal(r.finish_native.p, "stop");
    calls_are(&r, two);
    gp_chat_reply_free(&r);
    read_cut(
        &r, C, "application/json; charset=utf-8",
        "{\"model\":\"m\",\"message\":{\"content\":\"<think>hm</think>42\"},\n\"done\":true,\"done_reason\":\"length\"}",
        9, GP_FAIL_NONE);
    assert_string_equal(r.message, "");
    assert_string_equal(r.answer.p, "42");
    assert_string_equal(r.reasoning.p, "hm");
    assert_true(r.finish == GP_CHAT_FINISH_LENGTH && isnan(r.first_token) && isnan(r.output_s) && r.input_tokens == -1);
    gp_chat_reply_free(&r);
}

static void test_failures(void **state)
{
    (void)state;
    reply_fails(C, 200, NDJSON, LINE("{\"content\":\"a\"}") "{\"error\":\"the runner stopped\"}\n",
                GP_FAIL_SERVER_ERROR, "the runner stopped");
    reply_fails(C, 200, NDJSON, LINE("{\"content\":\"a\"}"), GP_FAIL_CUT_OFF, "finish reason");
    reply_fails(C, 200, NDJSON, LINE("{\"content\":\"a\"}") "{\"broken\n", GP_FAIL_BAD_RESPONSE, "broken");
    reply_fails(C, 200, NDJSON,
                LINE("{\"content\":\"a\"}") LINE("{}") "{\"message\":{},\"done\":true,\"done_reason\":\"unload\"}\n",
                GP_FAIL_INTERRUPTED, "(\"unload\")");
    reply_fails(C, 200, NDJSON, LAST, GP_FAIL_EMPTY, "neither text nor a tool call");
    reply_fails(C, 200, NDJSON, "{\"done\":true,\"done_reason\":\"load\"}\n", GP_FAIL_BAD_RESPONSE,
                "without any choice");
    reply_fails(C, 200, "text/html", "<html>", GP_FAIL_BAD_RESPONSE, "the reply is broken");
    reply_fails(C, 200, NDJSON, "", GP_FAIL_BAD_RESPONSE, "without any choice");
    reply_fails(C, 404, "application/json", "{\"error\":\"model 'x' not found\"}", GP_FAIL_BAD_RESPONSE,
                "HTTP 404: model 'x' not found (what to check: the target's model");
    reply_fails(C, 401, "application/json", "{\"error\":\"unauthorized\",\"signin_url\":\"https://x\"}", GP_FAIL_AUTH,
                "unauthorized");
    reply_fails(C, 400, "application/json", "{\"error\":\"the input length exceeds the context length\"}",
                GP_FAIL_CONTEXT_OVERFLOW, "context length");
    reply_fails(C, 429, "application/json", "{\"error\":\"slow down\"}", GP_FAIL_RATE_LIMITED, "slow down");
    reply_fails(C, 503, "application/json", "{\"error\":\"server busy\"}", GP_FAIL_SERVER_ERROR, "server busy");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_request),
        cmocka_unit_test(test_host),
        cmocka_unit_test(test_stream_at_every_cut),
        cmocka_unit_test(test_times),
        cmocka_unit_test(test_tool_calls_and_whole_replies),
        cmocka_unit_test(test_failures),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
