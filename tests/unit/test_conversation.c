/* What every provider makes of a conversation with tools, and of log-probabilities in a reply. */
#include "codec_world.h"

/* --- calls of tools and their results --- */

typedef struct talk {
    world w;
    gp_tool_call calls[2];
    gp_chat_message m[5];
} talk;

/* A question, an answer that calls two tools, both results, a further question. */
static void talk_begin(talk *t)
{
    *t = (talk){0};
    t->w.q = (gp_chat_request)GP_CHAT_REQUEST_INIT;
    t->calls[0] = (gp_tool_call){GP_STR("c1"), GP_STR("weather"),
                                 world_json(&t->w, "{\"city\": \"Oslo\", \"days\": 2}")};
    t->calls[1] = (gp_tool_call){GP_STR("c2"), GP_STR("clock"), world_json(&t->w, "{}")};
    t->m[0] = (gp_chat_message){.role = GP_STR("user"), .content = GP_STR("Hi")};
    t->m[1] = (gp_chat_message){.role = GP_STR("assistant"), .content = GP_STR(""), .calls = t->calls, .n_calls = 2};
    t->m[2] = (gp_chat_message){.role = GP_STR("tool"), .content = GP_STR("rain"), .answers = &t->calls[0]};
    t->m[3] = (gp_chat_message){.role = GP_STR("tool"), .content = GP_STR("{\"hour\": 9}"), .answers = &t->calls[1]};
    t->m[4] = (gp_chat_message){.role = GP_STR("user"), .content = GP_STR("So?")};
    t->w.q.model = GP_STR("m");
    t->w.q.messages = t->m;
    t->w.q.n_messages = 5;
}

static void body_has(const gp_codec *c, const gp_chat_request *q, const char *want)
{
    gp_buf b = {0};
    gp_err err = {0};
    T_OK(c->body(c, q, &b, &err), err);
    if (!strstr(b.p, want)) fail_msg("%s: no %s in %s", c->provider, want, b.p);
    gp_buf_free(&b);
}

static void results_of_tools_go_back(void **state)
{
    (void)state;
    talk t;
    talk_begin(&t);
    body_has(
        &gp_codec_openai, &t.w.q,
        "[{\"role\":\"user\",\"content\":\"Hi\"},{\"role\":\"assistant\",\"content\":null,\"tool_calls\":["
        "{\"id\":\"c1\",\"type\":\"function\",\"function\":{\"name\":\"weather\",\"arguments\":\"{\\\"city\\\":\\\"Oslo\\\",\\\"days\\\":2}\"}},"
        "{\"id\":\"c2\",\"type\":\"function\",\"function\":{\"name\":\"clock\",\"arguments\":\"{}\"}}]},"
        "{\"role\":\"tool\",\"content\":\"rain\",\"tool_call_id\":\"c1\"},{\"role\":\"tool\",\"content\":\"{\\\"hour\\\": 9}\",\"tool_call_id\":\"c2\"},"
        "{\"role\":\"user\",\"content\":\"So?\"}]");
    body_has(
        &gp_codec_anthropic, &t.w.q,
        "[{\"role\":\"user\",\"content\":\"Hi\"},{\"role\":\"assistant\",\"content\":["
        "{\"type\":\"tool_use\",\"id\":\"c1\",\"name\":\"weather\",\"input\":{\"city\":\"Oslo\",\"days\":2}},{\"type\":\"tool_use\",\"id\":\"c2\",\"name\":\"clock\",\"input\":{}}]},"
        "{\"role\":\"user\",\"content\":[{\"type\":\"tool_result\",\"tool_use_id\":\"c1\",\"content\":\"rain\"},"
        "{\"type\":\"tool_result\",\"tool_use_id\":\"c2\",\"content\":\"{\\\"hour\\\": 9}\"}]},{\"role\":\"user\",\"content\":\"So?\"}]");
    body_has(
        &gp_codec_gemini, &t.w.q,
        "[{\"role\":\"user\",\"parts\":[{\"text\":\"Hi\"}]},{\"role\":\"model\",\"parts\":[{\"functionCall\":{\"name\":\"weather\",\"args\":{\"city\":\"Oslo\",\"days\":2}}},"
        "{\"functionCall\":{\"name\":\"clock\",\"args\":{}}}]},{\"role\":\"user\",\"parts\":[{\"functionResponse\":{\"name\":\"weather\",\"response\":{\"result\":\"rain\"}}},"
        "{\"functionResponse\":{\"name\":\"clock\",\"response\":{\"hour\":9}}}]},{\"role\":\"user\",\"parts\":[{\"text\":\"So?\"}]}]");
    body_has(
        &gp_codec_responses, &t.w.q,
        "[{\"role\":\"user\",\"content\":\"Hi\"},{\"type\":\"function_call\",\"call_id\":\"c1\",\"name\":\"weather\",\"arguments\":\"{\\\"city\\\":\\\"Oslo\\\",\\\"days\\\":2}\"},"
        "{\"type\":\"function_call\",\"call_id\":\"c2\",\"name\":\"clock\",\"arguments\":\"{}\"},{\"type\":\"function_call_output\",\"call_id\":\"c1\",\"output\":\"rain\"},"
        "{\"type\":\"function_call_output\",\"call_id\":\"c2\",\"output\":\"{\\\"hour\\\": 9}\"},{\"role\":\"user\",\"content\":\"So?\"}]");
    body_has(
        &gp_codec_ollama, &t.w.q,
        "{\"role\":\"assistant\",\"content\":\"\",\"tool_calls\":[{\"function\":{\"name\":\"weather\",\"arguments\":{\"city\":\"Oslo\",\"days\":2}}},"
        "{\"function\":{\"name\":\"clock\",\"arguments\":{}}}]},{\"role\":\"tool\",\"content\":\"rain\",\"tool_name\":\"weather\"}");
    world_free(&t.w);
}

/* Text beside the calls stays; an empty result is a result. */
static void text_beside_calls_stays(void **state)
{
    (void)state;
    talk t;
    talk_begin(&t);
    t.m[1].content = GP_STR("Let me look.");
    t.m[2].content = GP_STR("");
    body_has(&gp_codec_openai, &t.w.q, "\"content\":\"Let me look.\",\"tool_calls\"");
    body_has(&gp_codec_anthropic, &t.w.q, "[{\"type\":\"text\",\"text\":\"Let me look.\"},{\"type\":\"tool_use\"");
    body_has(&gp_codec_anthropic, &t.w.q, "\"tool_use_id\":\"c1\",\"content\":\"\"");
    body_has(&gp_codec_gemini, &t.w.q, "[{\"text\":\"Let me look.\"},{\"functionCall\"");
    body_has(&gp_codec_gemini, &t.w.q, "{\"result\":\"\"}");
    body_has(
        &gp_codec_responses, &t.w.q,
        "{\"type\":\"message\",\"role\":\"assistant\",\"content\":[{\"type\":\"output_text\",\"text\":\"Let me look.\"}]},{\"type\":\"function_call\"");
    world_free(&t.w);
}

/* --- log-probabilities --- */

#define EV(json) "data: " json "\n\n"

static void logprobs_are(const gp_codec *c, bool stream, const char *type, const char *text, const char *want,
                         double sum)
{
    gp_chat_reply r = {0};
    gp_chat_begin(&r, c, NULL, stream, 200, gp_str_c(type));
    (void)gp_chat_feed(&r, gp_str_c(text), 1.0);
    gp_chat_end(&r, GP_FAIL_NONE, NULL);
    assert_string_equal(r.message, "");
    assert_string_equal(r.answer.p, "Hi there");
    assert_string_equal(r.logprobs.p ? r.logprobs.p : "", want);
    assert_true(r.logprob_sum == sum);
    gp_chat_reply_free(&r);
}

static void log_probabilities_are_kept(void **state)
{
    (void)state;
#define TWO \
    "[{\"token\":\"Hi\",\"logprob\":-0.5,\"bytes\":[72,105],\"top_logprobs\":[]},{\"token\":\" there\",\"logprob\":-0.25}]"
    logprobs_are(&gp_codec_openai, false, "application/json",
                 "{\"choices\":[{\"message\":{\"content\":\"Hi there\"},\"logprobs\":{\"content\":" TWO
                 "},\"finish_reason\":\"stop\"}]}",
                 "-0.5,-0.25", -0.75);
    logprobs_are(
        &gp_codec_openai, true, "text/event-stream",
        EV("{\"choices\":[{\"delta\":{\"content\":\"Hi\"},\"logprobs\":{\"content\":[{\"token\":\"Hi\",\"logprob\":-0.5}]}}]}")
            EV("{\"choices\":[{\"delta\":{\"content\":\" there\"},\"logprobs\":{\"content\":[{\"token\":\" there\",\"logprob\":-0.25}]}}]}")
                EV("{\"choices\":[{\"delta\":{},\"logprobs\":null,\"finish_reason\":\"stop\"}]}") EV("[DONE]"),
        "-0.5,-0.25", -0.75);
    /* A token without a number counts as none, and what was not asked for is not invented. */
    logprobs_are(
        &gp_codec_openai, false, "application/json",
        "{\"choices\":[{\"message\":{\"content\":\"Hi there\"},\"logprobs\":{\"content\":[{\"token\":\"Hi\",\"logprob\":null}]},\"finish_reason\":\"stop\"}]}",
        "", 0);
    logprobs_are(
        &gp_codec_gemini, false, "application/json",
        "{\"candidates\":[{\"content\":{\"parts\":[{\"text\":\"Hi there\"}]},\"finishReason\":\"STOP\",\"logprobsResult\":"
        "{\"chosenCandidates\":[{\"token\":\"Hi\",\"logProbability\":-0.5},{\"token\":\" there\",\"logProbability\":-0.25}]}}]}",
        "-0.5,-0.25", -0.75);
    logprobs_are(
        &gp_codec_ollama, true, "application/x-ndjson",
        "{\"message\":{\"content\":\"Hi\"},\"logprobs\":[{\"token\":\"Hi\",\"logprob\":-0.5}],\"done\":false}\n"
        "{\"message\":{\"content\":\" there\"},\"logprobs\":[{\"token\":\" there\",\"logprob\":-0.25}],\"done\":false}\n"
        "{\"message\":{\"content\":\"\"},\"done\":true,\"done_reason\":\"stop\"}\n",
        "-0.5,-0.25", -0.75);
#define FINAL                                                                                                                                    \
    "{\"status\":\"completed\",\"output\":[{\"type\":\"message\",\"content\":[{\"type\":\"output_text\",\"text\":\"Hi there\",\"logprobs\":" TWO \
    "}]}]}"
    logprobs_are(&gp_codec_responses, false, "application/json", FINAL, "-0.5,-0.25", -0.75);
    logprobs_are(
        &gp_codec_responses, true, "text/event-stream",
        EV("{\"type\":\"response.output_text.delta\",\"delta\":\"Hi\",\"logprobs\":[{\"token\":\"Hi\",\"logprob\":-0.5}]}")
            EV("{\"type\":\"response.output_text.delta\",\"delta\":\" there\",\"logprobs\":[{\"token\":\" there\",\"logprob\":-0.25}]}")
                EV("{\"type\":\"response.completed\",\"response\":" FINAL "}"),
        "-0.5,-0.25", -0.75);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(results_of_tools_go_back),
        cmocka_unit_test(text_beside_calls_stays),
        cmocka_unit_test(log_probabilities_are_kept),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
