/* The OpenAI codec and API bodies without a network: exact requests, and replies in the shapes that servers really
 * send. */
#include "t.h"

#include <math.h>

#include "provider/body.h"
#include "provider/codec.h"

/* --- bodies --- */

static void refuses(const char *text, size_t n, const char *why)
{
    gp_err err = {0};
    gp_body *b = NULL;
    T_FAILS(gp_body_parse((gp_str){text, n}, &b, &err), GP_E_INPUT, err, why);
    assert_null(b);
}

static void test_body_refuses(void **state)
{
    (void)state;
    refuses("1\0", 2, "NUL at byte 1");
    char deep[200];
    memset(deep, '[', sizeof deep);
    refuses("", 0, "nothing there");
    refuses("   ", 3, "not JSON");
    refuses("{\"a\":1", 6, "not JSON at byte");
    refuses("{} x", 4, "behind the value at byte 3");
    refuses("\"\xff\"", 3, "invalid UTF-8 at byte 1");
    refuses("\"\xed\xa0\x80\"", 5, "invalid UTF-8");
    refuses("{\"a\":\0 1}", 9, "NUL at byte 5");
    refuses("\"a\nb\"", 5, "control character in a string at byte 2");
    refuses(deep, sizeof deep, "deeper than 64 levels at byte 64");
    refuses("<html>", 6, "not JSON at byte 0");
}

/* A NUL is kept by a noncharacter that the text does not hold; where it holds all of them there is none. */
static void a_nul_needs_something_to_stand_for_it(void **state)
{
    (void)state;
    gp_buf b = {0};
    gp_err err = {0};
    gp_body *body = NULL;
    gp_buf_c(&b, "[\"\\u0000\"");
    for (unsigned cp = 0xFDD0; cp <= 0xFDEF; cp++) gp_buf_fmt(&b, ",\"\\u%04X\"", cp);
    gp_buf_byte(&b, ']');
    T_FAILS(gp_body_parse(gp_buf_view(&b), &body, &err), GP_E_INPUT, err, "beside every noncharacter");
    gp_buf_free(&b);
}

static void test_body_access(void **state)
{
    (void)state;
    gp_err err = {0};
    gp_body *b = NULL;
    gp_arena a = {0};
    T_OK(
        gp_body_parse(
            GP_STR(
                "\n {\"s\":\"x\\u0000y\\\\u0000\\ufdd0\",\"n\":12,\"f\":1.5,\"neg\":-1,\"t\":true,\"z\":null,\"big\":1e300,"
                "\"l\":[1,\"two\",{\"k\":[]}],\"N\":0} \r\n"),
            &b, &err),
        err);
    const gp_node *r = gp_body_root(b);
    gp_str s = gp_node_str(b, gp_node_get(r, "s"));
    assert_int_equal(s.n, 12);
    assert_memory_equal(s.p, "x\0y\\u0000\xEF\xB7\x90", 12);
    assert_int_equal(gp_node_count(gp_node_get(r, "n")), 12);
    assert_int_equal(gp_node_count(gp_node_get(r, "N")), 0);
    assert_int_equal(gp_node_count(gp_node_get(r, "f")), -1);
    assert_int_equal(gp_node_count(gp_node_get(r, "neg")), -1);
    assert_int_equal(gp_node_count(gp_node_get(r, "big")), -1);
    assert_int_equal(gp_node_count(gp_node_get(r, "absent")), -1);
    assert_true(isnan(gp_node_num(gp_node_get(r, "s"))));
    assert_true(gp_node_true(gp_node_get(r, "t")) && !gp_node_true(gp_node_get(r, "z")));
    assert_int_equal(gp_node_type(gp_node_get(r, "z")), GP_JSON_NULL);
    assert_true(gp_str_eqc(gp_node_word(b, gp_node_get(r, "n")), "12"));
    const gp_node *l = gp_node_get(r, "l");
    assert_true(gp_str_eqc(gp_node_str(b, gp_node_at(l, 1)), "two"));
    assert_null(gp_node_at(l, 3));
    assert_null(gp_node_get(gp_node_get(gp_node_at(l, 2), "k"), "x"));
    gp_buf out = {0};
    gp_jw w;
    gp_jw_init(&w, &out, 0);
    gp_node_print(b, l, &w);
    assert_string_equal(out.p, "[1,\"two\",{\"k\":[]}]");
    gp_buf_free(&out);
    gp_body_free(b);
    gp_body_free(NULL);
    gp_arena_free(&a);
}

/* --- requests --- */

static void body_is(const gp_chat_request *q, const char *want)
{
    gp_buf b = {0};
    gp_err err = {0};
    T_OK(gp_codec_openai.body(&gp_codec_openai, q, &b, &err), err);
    assert_string_equal(b.p, want);
    gp_buf_free(&b);
}

static void test_request(void **state)
{
    (void)state;
    const gp_chat_message m[] = {{.role = GP_STR("system"), .content = GP_STR("Be brief.")},
                                 {.role = GP_STR("user"), .content = GP_STR("a \"quote\"\n\xC3\xA9")}};
    const gp_str stop[] = {GP_STR("\n\n"), GP_STR("END")};
    gp_chat_request q = GP_CHAT_REQUEST_INIT;
    q.model = GP_STR("gpt-x");
    q.messages = m;
    q.n_messages = 2;
#define MSG \
    "\"messages\":[{\"role\":\"system\",\"content\":\"Be brief.\"},{\"role\":\"user\",\"content\":\"a \\\"quote\\\"\\n\xC3\xA9\"}]"
    body_is(&q, "{\"model\":\"gpt-x\"," MSG ",\"stream\":false}");
    q.sampling.max_tokens = 64;
    q.sampling.temperature = 0;
    q.sampling.top_p = 0.9;
    q.seed = 2147483647;
    q.sampling.stop = stop;
    q.sampling.n_stop = 2;
    q.stream = true;
    body_is(&q, "{\"model\":\"gpt-x\"," MSG
                ",\"max_completion_tokens\":64,\"temperature\":0,\"top_p\":0.9,\"seed\":2147483647,"
                "\"stop\":[\"\\n\\n\",\"END\"],\"stream\":true,\"stream_options\":{\"include_usage\":true}}");
    q.base_url = GP_STR("http://127.0.0.1:8080/v1");
    q.sampling.n_stop = 0;
    q.extra = GP_STR(
        "{\"seed\":null,\"stream_options\":null,\"temperature\":0.25,\"top_k\":9007199254740993,\"nested\":{\"a\":[1]}}");
    body_is(&q, "{\"model\":\"gpt-x\"," MSG
                ",\"max_tokens\":64,\"top_p\":0.9,\"stream\":true,\"temperature\":0.25,"
                "\"top_k\":9007199254740993,\"nested\":{\"a\":[1]}}");
    q.max_tokens_field = "n_predict";
    q.extra = (gp_str){0};
    q.seed = -1;
    q.sampling.temperature = q.sampling.top_p = NAN;
    body_is(&q, "{\"model\":\"gpt-x\"," MSG
                ",\"n_predict\":64,\"stream\":true,\"stream_options\":{\"include_usage\":true}}");
}

static void test_request_errors(void **state)
{
    (void)state;
    gp_chat_message m = {.role = GP_STR("user"), .content = GP_STR("ab\xff")};
    gp_chat_request q = GP_CHAT_REQUEST_INIT;
    gp_buf b = {0};
    gp_err err = {0};
    q.messages = &m;
    q.n_messages = 1;
    T_FAILS(gp_codec_openai.body(&gp_codec_openai, &q, &b, &err), GP_E_INPUT, err,
            "a message's content is not valid UTF-8 (byte 2)");
    m.content = GP_STR("fine");
    q.extra = GP_STR("[1]");
    T_FAILS(gp_codec_openai.body(&gp_codec_openai, &q, &b, &err), GP_E_INPUT, err, "extra");
    q.extra = GP_STR("{\"a\":1,}");
    T_FAILS(gp_codec_openai.body(&gp_codec_openai, &q, &b, &err), GP_E_INPUT, err, "extra:1:");
    gp_buf_free(&b);
}

static void test_url_and_headers(void **state)
{
    (void)state;
    gp_chat_request q = GP_CHAT_REQUEST_INIT;
    gp_buf b = {0};
    gp_arena a = {0};
    gp_codec_header h[GP_CODEC_HEADERS_MAX];
    gp_codec_openai.url(&gp_codec_openai, &q, &b);
    assert_string_equal(b.p, "https://api.openai.com/v1/chat/completions");
    gp_buf_clear(&b);
    q.base_url = GP_STR("http://h:1/v1//");
    gp_codec_openai.url(&gp_codec_openai, &q, &b);
    assert_string_equal(b.p, "http://h:1/v1/chat/completions");
    assert_int_equal(gp_codec_openai.headers(&gp_codec_openai, &a, &q, (gp_str){0}, h), 2);
    assert_int_equal(gp_codec_openai.headers(&gp_codec_openai, &a, &q, GP_STR("k"), h), 3);
    assert_string_equal(h[2].name, "Authorization");
    assert_string_equal(h[2].value, "Bearer k");
    assert_true(h[2].secret && !h[0].secret && !h[1].secret);
    assert_ptr_equal(gp_codec_find(GP_STR("openai")), &gp_codec_openai);
    assert_null(gp_codec_find(GP_STR("nobody")));
    gp_buf_free(&b);
    gp_arena_free(&a);
}

/* --- replies --- */

#define EV(json) "data: " json "\n\n"
#define DELTA(json) \
    EV("{\"id\":\"c\",\"model\":\"m-1\",\"choices\":[{\"index\":0,\"delta\":" json ",\"finish_reason\":null}]}")
#define FINISH(word) EV("{\"choices\":[{\"index\":0,\"delta\":{},\"finish_reason\":\"" word "\"}]}")
#define DONE EV("[DONE]")

static void read_cut(gp_chat_reply *r, const char *text, size_t cut, bool stream, int status, gp_failure broke)
{
    size_t n = strlen(text);
    gp_chat_begin(r, &gp_codec_openai, NULL, stream, status,
                  stream && status == 200 ? GP_STR("text/event-stream; charset=utf-8") : GP_STR("application/json"));
    bool more = gp_chat_feed(r, (gp_str){text, cut}, 1.0);
    if (more) (void)gp_chat_feed(r, (gp_str){text + cut, n - cut}, 2.0);
    gp_chat_end(r, broke, "the line went dead");
}

static void read_stream(gp_chat_reply *r, const char *text)
{
    read_cut(r, text, strlen(text), true, 200, GP_FAIL_NONE);
}
static void read_whole(gp_chat_reply *r, const char *text) { read_cut(r, text, 0, false, 200, GP_FAIL_NONE); }

#define MESSAGE(json) "{\"choices\":[{\"index\":0,\"message\":" json ",\"finish_reason\":\"stop\"}]}"

static void test_stream_at_every_cut(void **state)
{
    (void)state;
    const char *text = ": hello\n\n" DELTA("{\"role\":\"assistant\",\"content\":\"\",\"reasoning\":null}") DELTA(
        "{\"reasoning\":\"hm\xC3\xA9\"}") DELTA("{\"content\":\"A\xE2\x82\xAC\"}") DELTA("{\"content\":null}")
        DELTA("null") DELTA("{\"content\":\"\\ud83d\\ude00z\"}") FINISH("stop") EV(
            "{\"choices\":[],\"usage\":{\"prompt_tokens\":9,\"completion_tokens\":5,\"prompt_tokens_details\":{\"cached_tokens\":3},"
            "\"completion_tokens_details\":{\"reasoning_tokens\":2},\"cost\":0.25},\"provider\":\"P\",\"system_fingerprint\":\"fp\"}")
            DONE;
    for (size_t cut = 0; cut <= strlen(text); cut++) {
        gp_chat_reply r = {0};
        read_cut(&r, text, cut, true, 200, GP_FAIL_NONE);
        assert_string_equal(r.message, "");
        assert_string_equal(r.answer.p, "A\xE2\x82\xAC\xF0\x9F\x98\x80z");
        assert_string_equal(r.reasoning.p, "hm\xC3\xA9");
        assert_string_equal(r.model.p, "m-1");
        assert_string_equal(r.upstream.p, "P");
        assert_string_equal(r.fingerprint.p, "fp");
        assert_string_equal(r.finish_native.p, "stop");
        assert_true(r.complete && r.terminal && r.finish == GP_CHAT_FINISH_STOP);
        assert_true(r.input_tokens == 9 && r.output_tokens == 5 && r.cached_tokens == 3 && r.reasoning_tokens == 2 &&
                    r.cost_usd == 0.25);
        gp_chat_reply_free(&r);
    }
}

/* A stream broken anywhere is never a complete reply, and never a wrong kind of failure. */
static void test_stream_broken_anywhere(void **state)
{
    (void)state;
    const char *text = DELTA("{\"content\":\"one \"}") DELTA("{\"content\":\"two\"}") FINISH("stop") DONE;
    size_t finish_end = (size_t)(strstr(text, "[DONE]") - text) - 8; /* the finish event without its line end */
    for (size_t n = 1; n < strlen(text); n++)
        for (int clean = 0; clean < 2; clean++) {
            char *part = strndup(text, n);
            gp_chat_reply r = {0};
            read_cut(&r, part, n, true, 200, clean ? GP_FAIL_NONE : GP_FAIL_CUT_OFF);
            bool done = strstr(part, "[DONE]") || (clean && n >= finish_end);
            if (done) assert_int_equal(r.failure, GP_FAIL_NONE);
            else if (!clean) assert_string_equal(r.message, "the line went dead");
            else assert_int_equal(r.failure, r.answer.n ? GP_FAIL_CUT_OFF : GP_FAIL_BAD_RESPONSE);
            assert_int_equal(r.complete, done);
            gp_chat_reply_free(&r);
            free(part);
        }
}

static void calls_are(const char *text, bool stream, const char *want)
{
    gp_chat_reply r = {0};
    gp_buf b = {0};
    if (stream) read_stream(&r, text);
    else read_whole(&r, text);
    assert_string_equal(r.message, "");
    assert_int_equal(r.finish, GP_CHAT_FINISH_TOOL_CALLS);
    gp_chat_calls_json(&r, &b);
    assert_string_equal(b.p, want);
    gp_buf_free(&b);
    gp_chat_reply_free(&r);
}

static void test_tool_calls(void **state)
{
    (void)state;
    const char *two =
        "[{\"name\":\"f\",\"arguments\":\"{\\\"a\\\":1,\\\"b\\\":2}\"},{\"name\":\"g\",\"arguments\":\"{}\"}]";
    calls_are(
        DELTA(
            "{\"tool_calls\":[{\"index\":0,\"id\":\"x\",\"type\":\"function\",\"function\":{\"name\":\"f\",\"arguments\":\"\"}}]}")
            DELTA("{\"tool_calls\":[{\"index\":0,\"function\":{\"arguments\":\"{\\\"b\\\":2,\"}}]}") DELTA(
                "{\"tool_calls\":[{\"index\":1,\"id\":\"y\",\"function\":{\"name\":\"g\",\"arguments\":\"{}\"}}]}")
                DELTA("{\"tool_calls\":[{\"index\":0,\"function\":{\"name\":\"f\",\"arguments\":\" \\\"a\\\":1}\"}}]}")
                    FINISH("tool_calls") DONE,
        true, two);
    /* no index; the whole call at once, then one in pieces; finish reason "stop" */
    calls_are(
        DELTA(
            "{\"tool_calls\":[{\"id\":\"x\",\"function\":{\"name\":\"f\",\"arguments\":\"{\\\"a\\\":1,\\\"b\\\":2}\"}}]}")
            DELTA("{\"tool_calls\":[{\"id\":\"y\",\"function\":{\"name\":\"g\",\"arguments\":\"{\"}}]}")
                DELTA("{\"tool_calls\":[{\"function\":{\"arguments\":\"}\"}}]}") FINISH("stop") DONE,
        true, two);
    /* whole replies: arguments as text and as an object */
    calls_are(
        MESSAGE(
            "{\"content\":null,\"tool_calls\":[{\"id\":\"x\",\"function\":{\"name\":\"f\",\"arguments\":{\"b\":2,\"a\":1}}},"
            "{\"id\":\"y\",\"function\":{\"name\":\"g\",\"arguments\":\"{}\"}}]}"),
        false, two);
    calls_are(MESSAGE("{\"function_call\":{\"name\":\"f\",\"arguments\":\"not json\"}}"), false,
              "[{\"name\":\"f\",\"arguments\":\"not json\"}]");
}

static void splits(const char *content, const char *reasoning, const char *answer)
{
    gp_chat_reply r = {0};
    gp_buf text = {0};
    gp_buf_fmt(&text, MESSAGE("{\"content\":\"%s\"}"), content);
    read_whole(&r, text.p);
    assert_string_equal(r.reasoning.p ? r.reasoning.p : "", reasoning);
    assert_string_equal(r.answer.p ? r.answer.p : "", answer);
    gp_chat_reply_free(&r);
    gp_buf_free(&text);
}

static void test_thinking(void **state)
{
    (void)state;
    splits("<think>\\nhm\\n</think>\\n\\n42", "hm", "42");
    splits(" \\n<think>hm</think>42", "hm", "42");
    splits("hm</think>42", "", "hm</think>42"); /* nothing opened it, so it ends nothing */
    splits("<think>never ends", "never ends", "");
    splits("<think>one</think>\\n<think>two</think>\\n\\n42", "one\n\ntwo", "42");
    splits("<think>one</think><think></think> <think>never ends", "one\n\nnever ends", "");
    splits("<think>one</think>42 <think>two</think>", "one", "42 <think>two</think>");
    splits("a <think>b", "", "a <think>b");
    splits("<thinking>b", "", "<thinking>b");
    splits("plain", "", "plain");
    gp_chat_reply r = {0};
    /* apart already: left alone */
    read_whole(&r, MESSAGE("{\"content\":\"a</think>b\",\"reasoning_content\":\"own\",\"reasoning\":\"own\"}"));
    assert_string_equal(r.reasoning.p, "own");
    assert_string_equal(r.answer.p, "a</think>b");
    gp_chat_reply_free(&r);
    read_whole(
        &r,
        MESSAGE(
            "{\"content\":[{\"type\":\"thinking\",\"thinking\":[{\"type\":\"text\",\"text\":\"t\"}]},{\"type\":\"text\",\"text\":\"a\"}]}"));
    assert_string_equal(r.reasoning.p, "t");
    assert_string_equal(r.answer.p, "a");
    gp_chat_reply_free(&r);
}

/* What a target says of it counts, with every provider. */
static void test_reasoning_modes(void **state)
{
    (void)state;
    static const struct {
        gp_reasoning how;
        const char *text, *reasoning, *answer;
    } cases[] = {
        {GP_REASONING_AUTO, "secret plan</think> fine", "", "secret plan</think> fine"},
        {GP_REASONING_TAGS, "secret plan</think> fine", "secret plan", "fine"},
        {GP_REASONING_TAGS, "<think>a</think>b</think>c", "a", "b</think>c"},
        {GP_REASONING_TAGS, "plain", "", "plain"},
        {GP_REASONING_NONE, "<think>a</think>b", "", "<think>a</think>b"},
        {GP_REASONING_NONE, "secret plan</think> fine", "", "secret plan</think> fine"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        gp_chat_reply r = {0};
        gp_buf text = {0};
        gp_buf_fmt(&text, DELTA("{\"content\":\"%s\"}") FINISH("stop") DONE, cases[i].text);
        gp_chat_begin(&r, &gp_codec_openai, NULL, true, 200, GP_STR("text/event-stream"));
        r.how = cases[i].how;
        assert_false(gp_chat_feed(&r, gp_buf_view(&text), 1) && r.failure);
        gp_chat_end(&r, GP_FAIL_NONE, NULL);
        assert_int_equal(r.failure, GP_FAIL_NONE);
        assert_string_equal(r.reasoning.p ? r.reasoning.p : "", cases[i].reasoning);
        assert_string_equal(r.answer.p, cases[i].answer);
        gp_chat_reply_free(&r);
        gp_buf_free(&text);
    }
}

static void test_times_with_thinking(void **state)
{
    (void)state;
    gp_chat_reply r = {0};
    const char *parts[] = {DELTA("{\"role\":\"assistant\"}"),
                           DELTA("{\"content\":\"<thi\"}"),
                           DELTA("{\"content\":\"nk>hm</th\"}"),
                           DELTA("{\"content\":\"ink>\\n\"}"),
                           DELTA("{\"content\":\"4\"}"),
                           DELTA("{\"content\":\"2\"}"),
                           FINISH("stop") DONE};
    gp_chat_begin(&r, &gp_codec_openai, NULL, true, 200, GP_STR("text/event-stream"));
    for (int i = 0; i < 7; i++) assert_true(gp_chat_feed(&r, gp_str_c(parts[i]), i));
    gp_chat_end(&r, GP_FAIL_NONE, NULL);
    assert_string_equal(r.answer.p, "42");
    assert_true(r.first_token == 1 && r.first_reasoning == 2 && r.first_answer == 4 && r.last_token == 5);
    size_t n;
    assert_true(gp_chat_arrivals(&r, &n)[4] == 5);
    assert_int_equal(n, 5);
    gp_chat_reply_free(&r);
}

static void stream_fails(const char *text, gp_failure want, const char *why)
{
    gp_chat_reply r = {0};
    read_stream(&r, text);
    if (r.failure != want || !strstr(r.message, why))
        fail_msg("failure %d (%s), expected %d with \"%s\"", (int)r.failure, r.message, (int)want, why);
    gp_chat_reply_free(&r);
}

static void reply_is_interrupted(const char *text)
{
    gp_chat_reply r = {0};
    read_whole(&r, text);
    assert_int_equal(r.failure, GP_FAIL_INTERRUPTED);
    assert_string_equal(r.answer.p, "x"); /* kept, not graded */
    gp_chat_reply_free(&r);
}

/* Gateways fill members that have nothing to say. What says nothing and stands alone is an error all the same. */
static void test_empty_errors(void **state)
{
    (void)state;
    static const char *const good[] = {
        "{\"error\":{},\"choices\":[{\"index\":0,\"message\":{\"content\":\"5\"},\"finish_reason\":\"stop\"}]}",
        "{\"error\":\"\",\"choices\":[{\"index\":0,\"message\":{\"content\":\"5\"},\"finish_reason\":\"stop\"}]}",
        "{\"error\":null,\"choices\":[{\"index\":0,\"message\":{\"content\":\"5\"},\"finish_reason\":\"stop\"}]}",
        "{\"choices\":[{\"index\":0,\"message\":{\"content\":\"5\"},\"finish_reason\":\"stop\",\"error\":{}}]}",
        "{\"error\":{\"message\":\"\"},\"choices\":[{\"message\":{\"content\":\"5\"},\"finish_reason\":\"stop\"}]}",
        "{\"error\":{\"code\":null,\"message\":null},\"choices\":[{\"message\":{\"content\":\"5\"},\"finish_reason\":\"stop\"}]}",
        "{\"error\":{\"code\":0,\"message\":\"\",\"metadata\":{}},\"choices\":[{\"message\":{\"content\":\"5\"},\"finish_reason\":\"stop\"}]}",
    };
    static const char *const bad[] = {"{\"error\":{\"message\":\"\"}}",
                                      "{\"error\":{\"code\":1},\"choices\":[{\"message\":{\"content\":\"5\"}}]}",
                                      "{\"error\":{}}",
                                      "{\"error\":\"\"}",
                                      "{\"error\":{},\"choices\":[]}",
                                      "{\"error\":true,\"choices\":[{\"message\":{\"content\":\"5\"}}]}"};
    for (size_t i = 0; i < sizeof good / sizeof *good; i++) {
        gp_chat_reply r;
        read_whole(&r, good[i]);
        assert_int_equal(r.failure, GP_FAIL_NONE);
        assert_string_equal(r.answer.p, "5");
        gp_chat_reply_free(&r);
    }
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        gp_chat_reply r;
        read_whole(&r, bad[i]);
        assert_true(r.failure != GP_FAIL_NONE);
        gp_chat_reply_free(&r);
    }
    gp_chat_reply r;
    read_stream(
        &r, EV("{\"error\":{},\"choices\":[{\"index\":0,\"delta\":{\"content\":\"5\"},\"finish_reason\":null}]}")
                EV("{\"error\":\"\",\"choices\":[{\"index\":0,\"delta\":{},\"finish_reason\":\"stop\",\"error\":{}}]}")
                    DONE);
    assert_int_equal(r.failure, GP_FAIL_NONE);
    assert_string_equal(r.answer.p, "5");
    gp_chat_reply_free(&r);
}

static void ends_as(const char *finish, const char *native, gp_chat_finish want)
{
    char text[256];
    gp_chat_reply r;
    (void)snprintf(text, sizeof text,
                   "{\"choices\":[{\"message\":{\"content\":\"x\"},\"finish_reason\":\"%s\","
                   "\"native_finish_reason\":\"%s\"}]}",
                   finish, native);
    read_whole(&r, text);
    assert_int_equal(r.finish, want);
    gp_chat_reply_free(&r);
}

/* Words of servers whose replies come through gateways or in the OpenAI style: the worse of two counts. */
static void test_words_of_others(void **state)
{
    (void)state;
    ends_as("stop", "SAFETY", GP_CHAT_FINISH_CONTENT_FILTER);
    ends_as("stop", "guardrail_intervened", GP_CHAT_FINISH_CONTENT_FILTER);
    ends_as("stop", "ERROR_TOXIC", GP_CHAT_FINISH_CONTENT_FILTER);
    ends_as("stop", "MAX_TOKENS", GP_CHAT_FINISH_LENGTH);
    ends_as("stop", "TIMEOUT", GP_CHAT_FINISH_INTERRUPTED);
    ends_as("content_filter", "MAX_TOKENS", GP_CHAT_FINISH_CONTENT_FILTER);
    ends_as("error", "SAFETY", GP_CHAT_FINISH_INTERRUPTED);
    ends_as("length", "STOP", GP_CHAT_FINISH_LENGTH);
    ends_as("eos_token", "", GP_CHAT_FINISH_STOP);
    ends_as("userStopped", "", GP_CHAT_FINISH_INTERRUPTED);
    ends_as("malformed_tool_use", "", GP_CHAT_FINISH_INTERRUPTED);
    ends_as("unheard_of", "", GP_CHAT_FINISH_OTHER);
}

static void test_errors_in_streams(void **state)
{
    (void)state;
    stream_fails(DELTA("{\"content\":\"a\"}") EV("{\"error\":{\"message\":\"no memory\",\"code\":500}}") DONE,
                 GP_FAIL_SERVER_ERROR, "error 500 in the reply: no memory");
    stream_fails(EV("{\"error\":{\"message\":\"slow\",\"code\":429}}"), GP_FAIL_RATE_LIMITED, "slow");
    stream_fails(
        EV("{\"error\":{\"message\":\"x\",\"code\":502,\"metadata\":{\"error_type\":\"context_length_exceeded\"}}}"),
        GP_FAIL_CONTEXT_OVERFLOW, "context_length_exceeded");
    stream_fails("event: error\ndata: {\"message\":\"The prompt exceeds the context length\"}\n\n",
                 GP_FAIL_CONTEXT_OVERFLOW, "exceeds");
    stream_fails(EV("{\"object\":\"error\",\"message\":\"bad\",\"type\":\"BadRequestError\",\"code\":400}"),
                 GP_FAIL_REJECTED, "bad (what to change: the case,");
    stream_fails(
        EV("{\"choices\":[{\"index\":0,\"error\":{\"message\":\"upstream\",\"code\":503},\"finish_reason\":\"error\"}]}"),
        GP_FAIL_SERVER_ERROR, "upstream");
    stream_fails(DELTA("{\"content\":\"a\"}") FINISH("error") DONE, GP_FAIL_INTERRUPTED, "(\"error\")");
    stream_fails(DELTA("{\"content\":\"a\"}") FINISH("insufficient_system_resource") DONE, GP_FAIL_INTERRUPTED,
                 "(\"insufficient_system_resource\")");
    stream_fails(EV("{\"error\":{\"type\":\"invalid_request_error\",\"message\":\"temperature\"}}"), GP_FAIL_REJECTED,
                 "temperature (what to change");
    reply_is_interrupted("{\"choices\":[{\"message\":{\"content\":\"x\"},\"finish_reason\":\"repetition\"}]}");
    reply_is_interrupted("{\"choices\":[{\"message\":{\"content\":\"x\"},\"finish_reason\":\"abort\"}]}");
    reply_is_interrupted(
        "{\"choices\":[{\"message\":{\"content\":\"x\"},\"finish_reason\":\"stop\",\"native_finish_reason\":"
        "\"MALFORMED_RESPONSE\"}]}");
    stream_fails(DELTA("{\"content\":\"a\"}") FINISH("content_filter") DONE, GP_FAIL_CONTENT_FILTER, "filter");
    stream_fails(DELTA("{\"role\":\"assistant\"}") FINISH("stop") DONE, GP_FAIL_EMPTY, "neither");
    stream_fails(EV("{\"choices\":[{\"index\":1,\"delta\":{\"content\":\"other choice\"}}]}") DONE,
                 GP_FAIL_BAD_RESPONSE, "without any choice");
    stream_fails("", GP_FAIL_BAD_RESPONSE, "without any choice");
    stream_fails(DELTA("{\"content\":\"a\"}") EV("{\"broken"), GP_FAIL_BAD_RESPONSE, "event of the stream is broken");
}

static void test_odd_but_good_streams(void **state)
{
    (void)state;
    static const char *const texts[] = {
        /* no index, no space */
        "data:{\"choices\":[{\"delta\":{\"content\":\"ok\"}}]}\n\n" FINISH("stop") DONE,
        /* finish repeated: the first counts */
        DELTA("{\"content\":\"ok\"}") FINISH("stop") FINISH("length") DONE,
        DELTA("{\"content\":\"ok\"}") FINISH("stop")
            EV("{\"choices\":[{\"index\":0,\"delta\":{},\"finish_reason\":null}]}") DONE,
        /* no [DONE] */
        DELTA("{\"content\":\"ok\"}") FINISH("stop"),
        /* noise behind the end */
        DELTA("{\"content\":\"ok\"}") FINISH("stop") DONE "data: {\"broken\n\n",
        /* events that say nothing */
        EV("{\"prompt_progress\":{}}") DELTA("{\"content\":\"ok\"}") EV("") FINISH("stop") DONE,
        /* a plain reply */
        "{\"choices\":[{\"message\":{\"content\":\"ok\"},\"finish_reason\":\"stop\"}]}",
    };
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        gp_chat_reply r = {0};
        gp_chat_begin(&r, &gp_codec_openai, NULL, true, 200, (gp_str){0});
        (void)gp_chat_feed(&r, gp_str_c(texts[i]), 1);
        gp_chat_end(&r, GP_FAIL_NONE, NULL);
        assert_string_equal(r.message, "");
        assert_string_equal(r.answer.p, "ok");
        assert_int_equal(r.finish, GP_CHAT_FINISH_STOP);
        gp_chat_reply_free(&r);
    }
}

static void test_unknown_stays_unknown(void **state)
{
    (void)state;
    gp_chat_reply r = {0};
    read_whole(
        &r,
        "\n\n{\"choices\":[{\"message\":{\"content\":\"x\"},\"finish_reason\":\"tired\"}],\"usage\":{\"prompt_tokens\":null,\"completion_tokens\":\"7\"}}");
    assert_int_equal(r.failure, GP_FAIL_NONE);
    assert_int_equal(r.finish, GP_CHAT_FINISH_OTHER);
    assert_string_equal(r.finish_native.p, "tired");
    assert_true(r.input_tokens == -1 && r.output_tokens == -1 && r.cached_tokens == -1 && r.reasoning_tokens == -1 &&
                isnan(r.cost_usd));
    assert_true(isnan(r.first_token) && isnan(r.first_answer) && r.model.n == 0 && r.fingerprint.n == 0);
    gp_chat_reply_free(&r);
    read_whole(&r, MESSAGE("{\"content\":null,\"refusal\":\"I will not.\"}"));
    assert_true(r.refused && r.failure == GP_FAIL_NONE);
    assert_string_equal(r.answer.p, "I will not.");
    gp_chat_reply_free(&r);
    /* thinking took the whole budget */
    read_whole(&r, "{\"choices\":[{\"message\":{\"content\":null},\"finish_reason\":\"length\"}]}");
    assert_true(r.failure == GP_FAIL_NONE && r.finish == GP_CHAT_FINISH_LENGTH);
    gp_chat_reply_free(&r);
}

static void test_refusals(void **state)
{
    (void)state;
    static const struct {
        int status;
        const char *body;
        gp_failure kind;
        const char *text;
        bool never;
    } t[] = {
        {401, "{\"error\":{\"message\":\"no key\",\"code\":\"invalid_api_key\"}}", GP_FAIL_AUTH,
         "HTTP 401, invalid_api_key: no key", true},
        {403, "<html>\n<b>denied</b>", GP_FAIL_AUTH, "HTTP 403: <html>\\n<b>denied</b>", true},
        {429, "", GP_FAIL_RATE_LIMITED, "HTTP 429: the server gives no reason", false},
        {429, "{\"error\":{\"message\":\"m\",\"code\":\"insufficient_quota\"}}", GP_FAIL_RATE_LIMITED,
         "insufficient_quota", true},
        {500, "{\"error\":{\"message\":\"prompt exceeds the context size\"}}", GP_FAIL_CONTEXT_OVERFLOW, "context size",
         true},
        {400, "{\"error\":{\"code\":400,\"message\":\"m\",\"type\":\"exceed_context_size_error\"}}",
         GP_FAIL_CONTEXT_OVERFLOW, "exceed_context_size_error", true},
        {400, "{\"error\":{\"code\":\"content_filter\",\"message\":\"m\"}}", GP_FAIL_CONTENT_FILTER, "content_filter",
         true},
        {400, "{\"error\":\"plain text\"}", GP_FAIL_REJECTED, "HTTP 400: plain text (what to change", false},
        {422, "{\"detail\":\"field missing\"}", GP_FAIL_REJECTED, "field missing (what to change", false},
        {500, "{\"error\":{\"message\":\"Jinja Exception: no system role\"}}", GP_FAIL_REJECTED, "no system role",
         false},
        {500, "{\"error\":{\"message\":\"System role not supported at row 1, column 63:\"}}", GP_FAIL_REJECTED, "row 1",
         false},
        {500, "{\"error\":{\"message\":\"TemplateError: no\"}}", GP_FAIL_REJECTED, "no", false},
        {500, "{\"error\":{\"message\":\"Conversation roles must alternate user/assistant\"}}", GP_FAIL_REJECTED,
         "alternate", false},
        {500, "{\"error\":\"template: :1:69: executing\"}", GP_FAIL_REJECTED, "executing", false},
        /* OpenRouter, OpenAI, Azure, xAI, DeepSeek: refused for what was said */
        {403,
         "{\"error\":{\"code\":403,\"message\":\"m\",\"metadata\":{\"reasons\":[\"violence\"],\"flagged_input\":\"x\"}}}",
         GP_FAIL_CONTENT_FILTER, "HTTP 403, moderation: m", true},
        {403, "{\"error\":{\"code\":403,\"message\":\"m requires moderation. Your input was flagged\"}}",
         GP_FAIL_CONTENT_FILTER, "flagged", true},
        {400, "{\"error\":{\"code\":\"content_policy_violation\",\"message\":\"m\"}}", GP_FAIL_CONTENT_FILTER, "m",
         true},
        {400,
         "{\"error\":{\"code\":null,\"message\":\"m\",\"innererror\":{\"code\":\"ResponsibleAIPolicyViolation\"}}}",
         GP_FAIL_CONTENT_FILTER, "ResponsibleAI", true},
        {400,
         "{\"error\":{\"code\":\"invalid_prompt\",\"message\":\"flagged as potentially violating our usage policy\"}}",
         GP_FAIL_CONTENT_FILTER, "invalid_prompt", true},
        {403,
         "{\"code\":\"The caller does not have permission to execute the specified operation\",\"error\":\"Content violates "
         "usage guidelines.\"}",
         GP_FAIL_CONTENT_FILTER, "guidelines", true},
        {400, "{\"error\":{\"message\":\"Content Exists Risk\",\"type\":\"invalid_request_error\"}}",
         GP_FAIL_CONTENT_FILTER, "Risk", true},
        {401, "{\"error\":{\"message\":\"The account was flagged\"}}", GP_FAIL_AUTH, "flagged", true},
        /* Zhipu, Aliyun, Moonshot, MiniMax (with 200), Baidu, Huawei, resellers */
        {400, "{\"contentFilter\":[{\"level\":1,\"role\":\"user\"}],\"error\":{\"code\":\"1301\",\"message\":\"m\"}}",
         GP_FAIL_CONTENT_FILTER, "HTTP 400, 1301: m", true},
        {400, "{\"error\":{\"code\":\"1211\",\"message\":\"m\"}}", GP_FAIL_BAD_RESPONSE,
         "what to check: the target's model", true},
        {400, "{\"error\":{\"code\":\"1261\",\"message\":\"m\"}}", GP_FAIL_CONTEXT_OVERFLOW, "1261", true},
        {429, "{\"error\":{\"code\":\"1113\",\"message\":\"m\"}}", GP_FAIL_RATE_LIMITED, "1113", true},
        {429, "{\"error\":{\"code\":\"1302\",\"message\":\"m\"}}", GP_FAIL_RATE_LIMITED, "1302", false},
        {400, "{\"code\":\"DataInspectionFailed\",\"message\":\"m\",\"request_id\":\"x\"}", GP_FAIL_CONTENT_FILTER,
         "DataInspectionFailed", true},
        {400,
         "{\"error\":{\"code\":\"data_inspection_failed\",\"message\":\"Output data may contain inappropriate content.\"}}",
         GP_FAIL_CONTENT_FILTER, "data_inspection", true},
        {400,
         "{\"error\":{\"message\":\"Range of input length should be [1, 30720]\",\"type\":\"invalid_request_error\"}}",
         GP_FAIL_CONTEXT_OVERFLOW, "Range", true},
        {404, "{\"error\":{\"code\":\"model_not_found\",\"message\":\"The model `x` does not exist\"}}",
         GP_FAIL_BAD_RESPONSE, "what to check: the target's model", true},
        {400,
         "{\"error\":{\"type\":\"content_filter\",\"message\":\"The request was rejected because it was considered high risk\"}}",
         GP_FAIL_CONTENT_FILTER, "high risk", true},
        {400, "{\"error\":{\"type\":\"invalid_request_error\",\"message\":\"Input token length too long\"}}",
         GP_FAIL_CONTEXT_OVERFLOW, "too long", true},
        {400,
         "{\"error\":{\"type\":\"invalid_request_error\",\"message\":\"Your request exceeded model token limit : 8192\"}}",
         GP_FAIL_CONTEXT_OVERFLOW, "8192", true},
        {200,
         "{\"id\":\"x\",\"choices\":null,\"base_resp\":{\"status_code\":1026,\"status_msg\":\"input new_sensitive\"}}",
         GP_FAIL_CONTENT_FILTER, "error in the reply, content_filter_input: input new_sensitive", true},
        {200, "{\"choices\":null,\"base_resp\":{\"status_code\":1027,\"status_msg\":\"m\"}}", GP_FAIL_CONTENT_FILTER,
         "content_filter_output", true},
        {200, "{\"choices\":null,\"base_resp\":{\"status_code\":1002,\"status_msg\":\"rate limit\"}}",
         GP_FAIL_RATE_LIMITED, "rate limit", false},
        {200, "{\"choices\":null,\"base_resp\":{\"status_code\":2049,\"status_msg\":\"invalid api key\"}}",
         GP_FAIL_AUTH, "invalid api key", true},
        {200, "{\"choices\":null,\"base_resp\":{\"status_code\":2013,\"status_msg\":\"invalid params\"}}",
         GP_FAIL_REJECTED, "invalid params", false},
        {200, "{\"choices\":null,\"base_resp\":{\"status_code\":1000,\"status_msg\":\"unknown error\"}}",
         GP_FAIL_SERVER_ERROR, "unknown error", false},
        {200, "{\"error_code\":336003,\"error_msg\":\"the max length of current question is 5\"}", GP_FAIL_SERVER_ERROR,
         "the max length", false},
        {400,
         "{\"error\":{\"code\":\"invalid_model\",\"message\":\"model is empty\",\"type\":\"invalid_request_error\"}}",
         GP_FAIL_BAD_RESPONSE, "what to check", true},
        {400, "{\"error\":{\"code\":\"tokens_too_long\",\"message\":\"m\",\"type\":\"invalid_request_error\"}}",
         GP_FAIL_CONTEXT_OVERFLOW, "tokens_too_long", true},
        {400,
         "{\"error_code\":\"ModelArts.81011\",\"error_msg\":\"May contain sensitive information, please try again.\"}",
         GP_FAIL_CONTENT_FILTER, "sensitive", true},
        {400,
         "{\"error\":{\"code\":\"invalid_messages\",\"message\":\"Sensitive chat messages\",\"type\":\"invalid_request_error\"}}",
         GP_FAIL_CONTENT_FILTER, "Sensitive", true},
        {400, "{\"code\":20012,\"message\":\"Model does not exist. Please check it carefully.\",\"data\":null}",
         GP_FAIL_BAD_RESPONSE, "what to check", true},
        {400, "{\"error\":{\"code\":\"InputTextSensitiveContentDetected\",\"message\":\"m\"}}", GP_FAIL_CONTENT_FILTER,
         "Sensitive", true},
        {404, "{\"error\":{\"message\":\"m\"}}", GP_FAIL_BAD_RESPONSE, "HTTP 404: m (what to check: the target's model",
         true},
        {404, "{\"error\":{\"message\":\"model 'm' not found\",\"type\":\"api_error\"}}", GP_FAIL_BAD_RESPONSE,
         "api_error: model 'm' not found (what to check", true},
        {405, "{\"error\":{\"message\":\"m\",\"type\":\"server_error\"}}", GP_FAIL_BAD_RESPONSE, "server_error: m",
         true},
        {410, "{\"error\":{\"message\":\"m\",\"type\":\"internal_error\"}}", GP_FAIL_BAD_RESPONSE, "m", true},
        {404, "{\"error\":{\"message\":\"m\",\"type\":\"overloaded_error\"}}", GP_FAIL_SERVER_ERROR, "m", false},
        {200, "{\"error\":{\"message\":\"m\",\"type\":\"api_error\"}}", GP_FAIL_SERVER_ERROR, "api_error: m", false},
        {502, "Bad Gateway", GP_FAIL_SERVER_ERROR, "HTTP 502: Bad Gateway", false},
        {425, "", GP_FAIL_SERVER_ERROR, "HTTP 425", false},
        {424, "", GP_FAIL_SERVER_ERROR, "HTTP 424", false},
        {498, "", GP_FAIL_RATE_LIMITED, "HTTP 498", false},
        {599, "", GP_FAIL_SERVER_ERROR, "HTTP 599", false},
        {410, "", GP_FAIL_BAD_RESPONSE, "HTTP 410", true},
        {304, "", GP_FAIL_BAD_RESPONSE, "HTTP 304", true},
    };
    for (size_t i = 0; i < sizeof t / sizeof *t; i++) {
        gp_chat_reply r = {0};
        read_cut(&r, t[i].body, strlen(t[i].body), true, t[i].status, GP_FAIL_NONE);
        if (r.failure != t[i].kind || !strstr(r.message, t[i].text))
            fail_msg("case %zu: failure %d (%s)", i, (int)r.failure, r.message);
        assert_int_equal(r.never_retry, t[i].never);
        gp_chat_reply_free(&r);
    }
}

static void test_messages_are_one_short_line(void **state)
{
    (void)state;
    gp_redact *keys = gp_redact_new();
    gp_chat_reply r = {0};
    gp_buf body = {0};
    assert_true(gp_redact_add(keys, GP_STR("sk-0123456789")));
    gp_buf_c(&body, "{\"error\":{\"message\":\"");
    for (int i = 0; i < 20; i++) gp_buf_c(&body, "\xE2\x82\xAC\\u001b[31m sk-0123456789\\n");
    gp_buf_c(&body, "\"}}");
    gp_chat_begin(&r, &gp_codec_openai, keys, true, 500, (gp_str){0});
    (void)gp_chat_feed(&r, gp_buf_view(&body), 1);
    gp_chat_end(&r, GP_FAIL_NONE, NULL);
    assert_true(strlen(r.message) > 250 && strlen(r.message) <= 300);
    assert_int_equal(gp_utf8_bad(gp_str_c(r.message)), SIZE_MAX);
    assert_null(strchr(r.message, '\n'));
    assert_null(strchr(r.message, '\x1b'));
    assert_null(strstr(r.message, "0123"));
    assert_non_null(strstr(r.message, "[redacted]"));
    gp_chat_reply_free(&r);
    gp_redact_free(keys);
    gp_buf_free(&body);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_body_refuses),
        cmocka_unit_test(test_body_access),
        cmocka_unit_test(a_nul_needs_something_to_stand_for_it),
        cmocka_unit_test(test_request),
        cmocka_unit_test(test_request_errors),
        cmocka_unit_test(test_url_and_headers),
        cmocka_unit_test(test_stream_at_every_cut),
        cmocka_unit_test(test_stream_broken_anywhere),
        cmocka_unit_test(test_tool_calls),
        cmocka_unit_test(test_thinking),
        cmocka_unit_test(test_reasoning_modes),
        cmocka_unit_test(test_times_with_thinking),
        cmocka_unit_test(test_empty_errors),
        cmocka_unit_test(test_words_of_others),
        cmocka_unit_test(test_errors_in_streams),
        cmocka_unit_test(test_odd_but_good_streams),
        cmocka_unit_test(test_unknown_stays_unknown),
        cmocka_unit_test(test_refusals),
        cmocka_unit_test(test_messages_are_one_short_line),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
