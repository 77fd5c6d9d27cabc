/* The line that a trial adds to the fingerprint: what is in it, in canonical form, for ever the same. */
#include "t.h"

#include <math.h>

#include "base/sha256.h"
#include "run/run_impl.h"

#define NONE ((double)NAN)
/* sha256sum of {"default":"1"} and of {"critic":"1","prompts":{"draft":"r"}} */
#define ROUTE "11c62c16118e0baaa699c1207509872aad4ab197f52deef7b3b378b9ed299a92"
#define REFINE "238f3bab3c0315c5cb02735a2f553eb964fb3279a904c6f537299239faae2938"

static void line_of(const gp_transcript *t, const gp_grade *g, const gp_manifest_target *target, const char *want)
{
    gp_arena a = {0};
    gp_buf line = {0}, again = {0};
    gp_err err = {0};
    gp_fingerprint_line(&a, t, g, target, &line);
    assert_string_equal(line.p, want);
    T_OK(gp_json_canonical(gp_str_trim(gp_buf_view(&line)), &again, &err), err);
    gp_buf_byte(&again, '\n');
    assert_string_equal(line.p, again.p);
    gp_buf_free(&line);
    gp_buf_free(&again);
    gp_arena_free(&a);
}

/* No address, no error text, no time, no number of attempts. */
static void a_remote_trial_that_broke(void **state)
{
    (void)state;
    gp_transcript t = {.id = GP_STR("s/c/t/1"),
                       .suite = GP_STR("s"),
                       .case_id = GP_STR("c"),
                       .target = GP_STR("t"),
                       .repeat = 1,
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
        "{\"case\":\"c\",\"case_digest\":\"cd\",\"failure\":\"timeout\",\"logits_sha256\":\"\",\"repeat\":1,\"replies\":[],\"request_digest\":\"rd\",\"score\":null,"
        "\"seed\":5,\"status\":\"error\",\"suite\":\"s\",\"target\":{\"context\":null,\"kv\":\"\",\"model\":\"m\",\"provider\":\"openai\",\"sampling\":{"
        "\"frequency_penalty\":null,\"max_tokens\":null,\"min_p\":null,\"presence_penalty\":null,\"repeat_penalty\":null,\"stop\":[],\"temperature\":null,"
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
                       .suite = GP_STR("s"),
                       .case_id = GP_STR("c"),
                       .target = GP_STR("t"),
                       .repeat = 2,
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
        "{\"case\":\"c\",\"case_digest\":\"cd\",\"failure\":null,\"logits_sha256\":\"ls\",\"repeat\":2,\"replies\":["
        "{\"answer\":\"a \\\"b\\\" \xC3\xA9\\n\",\"finish\":\"stop\",\"prompt_tokens\":[1,2],\"reasoning\":\"\",\"tokens\":[7],\"tool_calls\":\"\"},"
        "{\"answer\":\"c\",\"finish\":\"length\",\"prompt_tokens\":null,\"reasoning\":\"why\",\"tokens\":null,\"tool_calls\":\"[{}]\"}],"
        "\"request_digest\":\"rd\",\"score\":0.75,\"seed\":0,\"status\":\"passed\",\"suite\":\"s\",\"target\":{\"context\":512,\"kv\":\"f16\",\"model\":null,\"provider\":\"local\","
        "\"sampling\":{\"frequency_penalty\":1e-7,\"max_tokens\":16,\"min_p\":0.05,\"presence_penalty\":0.5,\"repeat_penalty\":1.1,\"stop\":[],\"temperature\":0,"
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
                       .suite = GP_STR("s"),
                       .case_id = GP_STR("c"),
                       .target = GP_STR("f"),
                       .repeat = 1,
                       .case_digest = GP_STR("cd"),
                       .request_digest = GP_STR("rd"),
                       .replies = replies,
                       .n_replies = 1,
                       .rounds = rounds,
                       .n_rounds = 1,
                       .served_by = GP_STR("r/m")};
    gp_grade g = {.status = GP_PASSED, .score = 1};
    const gp_manifest_target inmost[] = {{.name = GP_STR("m"),
                                          .provider = GP_STR("openai"),
                                          .model = GP_STR("x"),
                                          .context = -1,
                                          .sampling = gp_sampling_none()}};
    const gp_manifest_target members[] = {{.name = GP_STR("r"),
                                           .provider = GP_STR("route"),
                                           .context = -1,
                                           .sampling = gp_sampling_none(),
                                           .policy = GP_STR("{\"default\":\"m\"}"),
                                           .policy_sha256 = GP_STR("pr"),
                                           .members = inmost,
                                           .n_members = 1}};
    gp_manifest_target m = {.name = GP_STR("f"),
                            .model = GP_STR("r"),
                            .provider = GP_STR("refine"),
                            .context = -1,
                            .sampling = gp_sampling_none(),
                            .policy = GP_STR("{\"critic\":\"r\",\"prompts\":{\"draft\":\"r\"}}"),
                            .policy_sha256 = GP_STR("ps"),
                            .members = members,
                            .n_members = 1};
#define UNSET \
    "\"sampling\":{\"frequency_penalty\":null,\"max_tokens\":null,\"min_p\":null,\"presence_penalty\":null,\"repeat_penalty\":null,\"stop\":[],\"temperature\":null,\"top_k\":null,\"top_p\":null}"
#define REPLIES \
    "\"replies\":[{\"answer\":\"a\",\"finish\":\"stop\",\"prompt_tokens\":null,\"reasoning\":\"\",\"tokens\":null,\"tool_calls\":\"\"}]"
    line_of(
        &t, &g, &m,
        "{\"case\":\"c\",\"case_digest\":\"cd\",\"failure\":null,\"logits_sha256\":\"\",\"repeat\":1," REPLIES
        ",\"request_digest\":\"rd\","
        "\"rounds\":[{\"by\":\"0\",\"failure\":null,\"logits_sha256\":\"\",\"member\":\"1\"," REPLIES
        ",\"request_digest\":\"ri\",\"role\":\"draft\",\"round\":2,"
        "\"rounds\":[],\"route\":[{\"by\":\"1\",\"rule\":\"default\",\"to\":\"1.1\"}],\"served_by\":\"1.1\",\"turn\":1}],\"route\":[],\"score\":1,\"seed\":0,\"served_by\":\"1/1.1\","
        "\"status\":\"passed\",\"suite\":\"s\",\"target\":{\"context\":null,\"kv\":\"\",\"members\":[{\"context\":null,\"kv\":\"\",\"members\":[{\"context\":null,\"kv\":\"\",\"model\":\"x\",\"provider\":\"openai\"," UNSET
        ",\"weights_sha256\":null}],\"model\":null,\"policy_sha256\":\"" ROUTE "\",\"provider\":\"route\"," UNSET
        ",\"weights_sha256\":null}],\"model\":null,\"policy_sha256\":\"" REFINE "\",\"provider\":\"refine\"," UNSET
        ",\"weights_sha256\":null}}\n");
}

/* --- what is evidence and what is not --- */

typedef struct trial {
    gp_transcript t;
    gp_grade g;
    gp_manifest_target m;
} trial;

static trial plain(void)
{
    trial x = {.t = gp_transcript_unknown(), .g = {.status = GP_PASSED, .score = 1}, .m = gp_manifest_target_unknown()};
    x.t.suite = GP_STR("s");
    x.t.case_id = GP_STR("c");
    x.t.case_digest = GP_STR("cd");
    x.t.request_digest = GP_STR("rd");
    x.t.repeat = x.t.seed = 1;
    x.m.provider = GP_STR("local");
    x.m.weights_sha256 = GP_STR("ws");
    return x;
}

/* The fingerprint of two such trials, in either order. */
static gp_str of_two(gp_arena *a, const trial *x, const trial *y)
{
    gp_fingerprint f;
    gp_fingerprint_begin(&f);
    const trial *const both[] = {x, y};
    for (size_t i = 0; i < 2; i++) {
        gp_buf line = {0};
        unsigned char digest[GP_SHA256_LEN];
        gp_fingerprint_line(a, &both[i]->t, &both[i]->g, &both[i]->m, &line);
        gp_sha256_of(gp_buf_view(&line), digest);
        gp_fingerprint_add(&f, digest);
        gp_buf_free(&line);
    }
    gp_str text = gp_fingerprint_text(a, &f);
    gp_fingerprint_free(&f);
    return text;
}

static bool changes(const trial *x)
{
    gp_arena a = {0};
    const trial before = plain();
    gp_str was = of_two(&a, &before, &before), is = of_two(&a, &before, x);
    assert_string_equal(is.p, of_two(&a, x, &before).p);
    bool differs = !gp_str_eq(was, is);
    gp_arena_free(&a);
    return differs;
}

#define CHANGES(member, ...)      \
    do {                          \
        trial x = plain();        \
        x.member = __VA_ARGS__;   \
        assert_true(changes(&x)); \
    } while (0)
#define SAME(member, ...)          \
    do {                           \
        trial x = plain();         \
        x.member = __VA_ARGS__;    \
        assert_false(changes(&x)); \
    } while (0)

static void what_is_evidence(void **state)
{
    (void)state;
    static const gp_str stop[] = {{"x", 1}};
    static const gp_reply reply[] = {{.answer = {"x", 1}}};
    CHANGES(m.context, 9);
    CHANGES(m.extra, GP_STR("{\"a\":1}"));
    CHANGES(m.headers, GP_STR("{\"a\":\"1\"}"));
    CHANGES(m.kv, GP_STR("f16"));
    CHANGES(m.provider, GP_STR("openai"));
    CHANGES(m.template, GP_STR("raw"));
    CHANGES(m.reasoning, GP_STR("tags"));
    CHANGES(m.sampling.temperature, 0.5);
    CHANGES(m.weights_sha256, GP_STR("other"));
    CHANGES(t.suite, GP_STR("other"));
    CHANGES(t.case_id, GP_STR("other"));
    CHANGES(t.case_digest, GP_STR("other"));
    CHANGES(t.request_digest, GP_STR("other"));
    CHANGES(t.logits_sha256, GP_STR("other"));
    CHANGES(t.repeat, 2);
    CHANGES(t.seed, 2);
    CHANGES(t.failure, GP_FAIL_EMPTY);
    CHANGES(g.status, GP_FAILED);
    CHANGES(g.score, 0.5);
    trial x = plain(), y = plain();
    x.m.sampling.stop = stop;
    x.m.sampling.n_stop = 1;
    assert_true(changes(&x));
    y.t.replies = reply;
    y.t.n_replies = 1;
    assert_true(changes(&y));
}

static void what_is_not(void **state)
{
    (void)state;
    SAME(m.name, GP_STR("other"));
    SAME(m.model, GP_STR("renamed.gguf"));
    SAME(m.spec, GP_STR("other=local:x"));
    SAME(m.base_url, GP_STR("http://x"));
    SAME(m.whole, true);
    SAME(m.date, GP_STR("2026-01-01")); /* where a template looks, the request's digest tells */
    SAME(m.retry_max, 3);
    SAME(m.limits.total_s, 3);
    SAME(m.device, GP_STR("other"));
    SAME(m.threads, 3);
    SAME(m.batch, 3);
    SAME(m.slots, 3);
    SAME(m.concurrency, 3);
    SAME(m.price_input, 3);
    SAME(t.id, GP_STR("s/c/other/1"));
    SAME(t.target, GP_STR("other"));
    SAME(t.error, GP_STR("other"));
    SAME(t.returned_model, GP_STR("other"));
    SAME(t.attempts, 3);
    SAME(t.duration_s, 3);
    SAME(t.started_epoch, 3);
}

/* A remote model is known by its name alone. */
static void a_remote_model(void **state)
{
    (void)state;
    gp_arena a = {0};
    trial x = plain();
    x.m.provider = GP_STR("openai");
    x.m.model = GP_STR("one");
    trial y = x;
    y.m.model = GP_STR("two");
    assert_string_not_equal(of_two(&a, &x, &x).p, of_two(&a, &y, &y).p);
    gp_arena_free(&a);
}

/* Members of composites may be renamed too. */
static void a_renamed_member(void **state)
{
    (void)state;
    gp_arena a = {0};
    const gp_manifest_target members[2][2] = {{plain().m, plain().m}, {plain().m, plain().m}};
    trial x[2] = {plain(), plain()};
    static const char *const names[2][2] = {{"one", "two"}, {"eins", "zwei"}};
    for (size_t i = 0; i < 2; i++) {
        gp_manifest_target *m = (gp_manifest_target *)(uintptr_t)members[i];
        gp_decision *d = GP_NEW(&a, gp_decision);
        for (size_t k = 0; k < 2; k++) m[k].name = gp_str_c(names[i][k]);
        m[1].weights_sha256 = GP_STR("others");
        x[i].m.name = gp_str_fmt(&a, "route-%zu", i);
        x[i].m.model = gp_str_fmt(&a, "%s, %s", names[i][0], names[i][1]);
        x[i].m.members = m;
        x[i].m.n_members = 2;
        x[i].m.policy = gp_str_fmt(&a, "{\"default\":\"%s\",\"rules\":[{\"if\":{\"tag\":\"one\"},\"to\":\"%s\"}]}",
                                   names[i][1], names[i][0]);
        x[i].m.policy_sha256 = gp_str_fmt(&a, "digest-%zu", i);
        *d = (gp_decision){.by = x[i].m.name, .to = gp_str_c(names[i][1]), .rule = GP_STR("default")};
        x[i].t.decisions = d;
        x[i].t.n_decisions = 1;
        x[i].t.served_by = gp_str_c(names[i][1]);
    }
    gp_str was = of_two(&a, &x[0], &x[0]);
    assert_string_equal(was.p, of_two(&a, &x[1], &x[1]).p);
    x[1].t.served_by = gp_str_c(names[1][0]);
    assert_string_not_equal(was.p, of_two(&a, &x[1], &x[1]).p);
    gp_arena_free(&a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_remote_trial_that_broke),
        cmocka_unit_test(a_local_trial),
        cmocka_unit_test(a_composite_trial),
        cmocka_unit_test(what_is_evidence),
        cmocka_unit_test(what_is_not),
        cmocka_unit_test(a_remote_model),
        cmocka_unit_test(a_renamed_member),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
