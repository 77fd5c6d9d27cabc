/* The line that a trial adds to the fingerprint: what is in it, in canonical form, for ever the same. */
#include "t.h"

#include <math.h>

#include "run/run_impl.h"

#define NONE ((double)NAN)

static void line_of(const gp_transcript *t, const gp_grade *g, const gp_manifest_target *target, const char *want)
{
    gp_buf line = {0}, again = {0};
    gp_err err = {0};
    gp_fingerprint_line(t, g, target, &line);
    assert_string_equal(line.p, want);
    T_OK(gp_json_canonical(gp_str_trim(gp_buf_view(&line)), &again, &err), err);
    gp_buf_byte(&again, '\n');
    assert_string_equal(line.p, again.p);
    gp_buf_free(&line);
    gp_buf_free(&again);
}

/* No address, no error text, no time, no number of attempts. */
static void a_remote_trial_that_broke(void **state)
{
    (void)state;
    gp_transcript t = {.id = GP_STR("s/c/t/1"),
                       .case_digest = GP_STR("cd"),
                       .seed = 5,
                       .request_digest = GP_STR("rd"),
                       .failure = GP_FAIL_TIMEOUT,
                       .error = GP_STR("late"),
                       .returned_model = GP_STR("m-2"),
                       .attempts = 3,
                       .duration_s = 9};
    gp_grade g = {.status = GP_ERROR, .score = NONE};
    gp_manifest_target m = {.provider = GP_STR("openai"),
                            .model = GP_STR("m"),
                            .base_url = GP_STR("http://x"),
                            .context = -1,
                            .sampling = gp_sampling_none()};
    line_of(
        &t, &g, &m,
        "{\"case_digest\":\"cd\",\"failure\":\"timeout\",\"id\":\"s/c/t/1\",\"logits_sha256\":\"\",\"replies\":[],\"request_digest\":\"rd\",\"score\":null,"
        "\"seed\":5,\"status\":\"error\",\"target\":{\"context\":null,\"kv\":\"\",\"model\":\"m\",\"provider\":\"openai\",\"sampling\":{"
        "\"frequency_penalty\":null,\"max_tokens\":null,\"min_p\":null,\"presence_penalty\":null,\"repeat_penalty\":null,\"temperature\":null,"
        "\"top_k\":null,\"top_p\":null},\"weights_sha256\":null}}\n");
}

/* A local model is its weights: neither its name nor its path. */
static void a_local_trial(void **state)
{
    (void)state;
    static const int32_t prompt[] = {1, 2}, tokens[] = {7};
    const gp_reply replies[] = {
        {.answer = GP_STR("a \"b\" \xC3\xA9\n"),
         .finish = GP_STR("stop"),
         .prompt_tokens = prompt,
         .n_prompt_tokens = 2,
         .tokens = tokens,
         .n_tokens = 1,
         .total_s = 1},
        {.answer = GP_STR("c"),
         .reasoning = GP_STR("why"),
         .tool_calls = GP_STR("[{}]"),
         .finish = GP_STR("length"),
         .total_s = 2},
    };
    gp_transcript t = {.id = GP_STR("s/c/t/2"),
                       .case_digest = GP_STR("cd"),
                       .seed = 0,
                       .request_digest = GP_STR("rd"),
                       .replies = replies,
                       .n_replies = 2,
                       .logits_sha256 = GP_STR("ls")};
    gp_grade g = {.status = GP_PASSED, .score = 0.75};
    gp_manifest_target m = {.provider = GP_STR("local"),
                            .model = GP_STR("file.gguf"),
                            .weights_sha256 = GP_STR("ws"),
                            .context = 512,
                            .kv = GP_STR("f16"),
                            /* a parameter that is added, and not set, changes nothing */
                            .sampling = gp_sampling_none()};
    m.sampling.temperature = 0;
    m.sampling.top_p = 0.9;
    m.sampling.min_p = 0.05;
    m.sampling.repeat_penalty = 1.1;
    m.sampling.presence_penalty = 0.5;
    m.sampling.frequency_penalty = 1e-7;
    m.sampling.top_k = 40;
    m.sampling.max_tokens = 16;
    line_of(
        &t, &g, &m,
        "{\"case_digest\":\"cd\",\"failure\":null,\"id\":\"s/c/t/2\",\"logits_sha256\":\"ls\",\"replies\":["
        "{\"answer\":\"a \\\"b\\\" \xC3\xA9\\n\",\"finish\":\"stop\",\"prompt_tokens\":[1,2],\"reasoning\":\"\",\"tokens\":[7],\"tool_calls\":\"\"},"
        "{\"answer\":\"c\",\"finish\":\"length\",\"prompt_tokens\":null,\"reasoning\":\"why\",\"tokens\":null,\"tool_calls\":\"[{}]\"}],"
        "\"request_digest\":\"rd\",\"score\":0.75,\"seed\":0,\"status\":\"passed\",\"target\":{\"context\":512,\"kv\":\"f16\",\"model\":null,\"provider\":\"local\","
        "\"sampling\":{\"frequency_penalty\":1e-7,\"max_tokens\":16,\"min_p\":0.05,\"presence_penalty\":0.5,\"repeat_penalty\":1.1,\"temperature\":0,"
        "\"top_k\":40,\"top_p\":0.9},\"weights_sha256\":\"ws\"}}\n");
}

/* A composite: who answered, by which rules, after which rounds. Rounds may be composites themselves. */
static void a_composite_trial(void **state)
{
    (void)state;
    const gp_reply replies[] = {{.answer = GP_STR("a"), .finish = GP_STR("stop")}};
    const gp_decision decisions[] = {{.by = GP_STR("r"), .rule = GP_STR("default"), .to = GP_STR("m")}};
    const gp_transcript inner = {.request_digest = GP_STR("ri"),
                                 .replies = replies,
                                 .n_replies = 1,
                                 .decisions = decisions,
                                 .n_decisions = 1,
                                 .served_by = GP_STR("m")};
    const gp_round rounds[] = {{GP_STR("f"), GP_STR("draft"), GP_STR("r"), 1, 2, &inner}};
    gp_transcript t = {.id = GP_STR("s/c/f/1"),
                       .case_digest = GP_STR("cd"),
                       .request_digest = GP_STR("rd"),
                       .replies = replies,
                       .n_replies = 1,
                       .rounds = rounds,
                       .n_rounds = 1,
                       .served_by = GP_STR("r")};
    gp_grade g = {.status = GP_PASSED, .score = 1};
    const gp_manifest_target members[] = {{.name = GP_STR("m"),
                                           .provider = GP_STR("openai"),
                                           .model = GP_STR("x"),
                                           .context = -1,
                                           .sampling = gp_sampling_none()}};
    gp_manifest_target m = {.provider = GP_STR("refine"),
                            .context = -1,
                            .sampling = gp_sampling_none(),
                            .policy_sha256 = GP_STR("ps"),
                            .members = members,
                            .n_members = 1};
#define UNSET \
    "\"sampling\":{\"frequency_penalty\":null,\"max_tokens\":null,\"min_p\":null,\"presence_penalty\":null,\"repeat_penalty\":null,\"temperature\":null,\"top_k\":null,\"top_p\":null}"
#define REPLIES \
    "\"replies\":[{\"answer\":\"a\",\"finish\":\"stop\",\"prompt_tokens\":null,\"reasoning\":\"\",\"tokens\":null,\"tool_calls\":\"\"}]"
    line_of(
        &t, &g, &m,
        "{\"case_digest\":\"cd\",\"failure\":null,\"id\":\"s/c/f/1\",\"logits_sha256\":\"\"," REPLIES
        ",\"request_digest\":\"rd\","
        "\"rounds\":[{\"by\":\"f\",\"failure\":null,\"logits_sha256\":\"\",\"member\":\"r\"," REPLIES
        ",\"request_digest\":\"ri\",\"role\":\"draft\",\"round\":2,"
        "\"rounds\":[],\"route\":[{\"by\":\"r\",\"rule\":\"default\",\"to\":\"m\"}],\"served_by\":\"m\",\"turn\":1}],\"route\":[],\"score\":1,\"seed\":0,\"served_by\":\"r\","
        "\"status\":\"passed\",\"target\":{\"context\":null,\"kv\":\"\",\"members\":[{\"name\":\"m\",\"target\":{\"context\":null,\"kv\":\"\",\"model\":\"x\",\"provider\":\"openai\"," UNSET
        ",\"weights_sha256\":null}}],\"model\":\"\",\"policy_sha256\":\"ps\",\"provider\":\"refine\"," UNSET
        ",\"weights_sha256\":null}}\n");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_remote_trial_that_broke),
        cmocka_unit_test(a_local_trial),
        cmocka_unit_test(a_composite_trial),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
