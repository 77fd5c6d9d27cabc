/* Every provider from end to end: a case of a suite through a target and the HTTP loop to the test server and back into
 * a transcript, as a stream and whole, with images, tools, schemas, turns, failures - and without the key anywhere. */
#include "t.h"

#include <math.h>

#include "../server/server.h"
#include "base/sys.h"
#include "grade/grade.h"
#include "provider/wire.h"
#include "targets/target.h"

#define KEY "sk-secret/0123456789"

typedef struct provider {
    const char *name, *path, *key_env, *base_env;
    const char *ignored, *seed_use;
    const char *image, *schema; /* what the request holds of them */
    const char *logprobs;       /* likewise; NULL: it has none */
    bool filter;                /* has a finish reason for filtered content */
    bool no_stop;               /* has no field for stop texts */
} provider;

#define PNG64 "iVBORw0KGgphYmM="
#define OPENAI_IMAGE "{\"type\":\"image_url\",\"image_url\":{\"url\":\"data:image/png;base64," PNG64 "\"}}"
#define OPENAI_SCHEMA \
    "\"response_format\":{\"type\":\"json_schema\",\"json_schema\":{\"name\":\"answer\",\"schema\":{\"type\":\"object\"}}}"
static const provider providers[] = {
    {"openai", "/v1", "OPENAI_API_KEY", "OPENAI_BASE_URL", "top_k, min_p, context", "sent", OPENAI_IMAGE, OPENAI_SCHEMA,
     "\"logprobs\":true", true, false},
    {"anthropic", "", "ANTHROPIC_API_KEY", "ANTHROPIC_BASE_URL", "min_p, context", "unsupported",
     "\"source\":{\"type\":\"base64\",\"media_type\":\"image/png\",\"data\":\"" PNG64 "\"}",
     "\"output_config\":{\"format\":{\"type\":\"json_schema\",\"schema\":{\"type\":\"object\"}}}", NULL, true, false},
    {"gemini", "", "GOOGLE_API_KEY", "GEMINI_BASE_URL", "min_p, context", "sent",
     "{\"inlineData\":{\"mimeType\":\"image/png\",\"data\":\"" PNG64 "\"}}",
     "\"responseMimeType\":\"application/json\",\"responseJsonSchema\":{\"type\":\"object\"}",
     "\"responseLogprobs\":true", true, false},
    {"openai-responses", "/v1", "OPENAI_API_KEY", "OPENAI_BASE_URL", "top_k, min_p, stop, context", "unsupported",
     "{\"type\":\"input_image\",\"image_url\":\"data:image/png;base64," PNG64 "\"}",
     "\"text\":{\"format\":{\"type\":\"json_schema\",\"name\":\"answer\",\"schema\":{\"type\":\"object\"},\"strict\":false}}",
     "\"include\":[\"message.output_text.logprobs\"]", true, true},
    {"openrouter", "/api/v1", "OPENROUTER_API_KEY", "OPENROUTER_BASE_URL", "context", "sent", OPENAI_IMAGE,
     OPENAI_SCHEMA, "\"logprobs\":true", true, false},
    {"llamacpp", "", "LLAMA_API_KEY", "LLAMACPP_BASE_URL", "context", "sent", OPENAI_IMAGE, OPENAI_SCHEMA,
     "\"logprobs\":true", true, false},
    {"lmstudio", "/v1", "LM_API_TOKEN", "LMSTUDIO_BASE_URL", "min_p, context", "sent", OPENAI_IMAGE, OPENAI_SCHEMA,
     NULL, true, false},
    {"vllm", "", "VLLM_API_KEY", "VLLM_BASE_URL", "context", "sent", OPENAI_IMAGE, OPENAI_SCHEMA, "\"logprobs\":true",
     true, false},
    {"ollama", "", "OLLAMA_API_KEY", "OLLAMA_HOST", "", "sent", "\"images\":[\"" PNG64 "\"]",
     "\"format\":{\"type\":\"object\"}", "\"logprobs\":true", false, false},
};
enum { PROVIDERS = sizeof providers / sizeof *providers };

static const char suite_text[] =
    "{\"name\":\"s\",\"version\":\"1\",\"license\":\"x\",\"defaults\":{\"system\":\"Be brief.\",\"temperature\":0,\"top_k\":5,\"min_p\":0.5,\"max_tokens\":50,\"stop\":[\"ZZZ\"],"
    "\"timeout\":{\"stall_s\":0.3}},\"cases\":["
#define CASE(id, content, more)                                                \
    "{\"id\":\"" id "\",\"messages\":[{\"role\":\"user\",\"content\":" content \
    "}],\"grade\":[{\"type\":\"equals\",\"expect\":\"42\"}]" more "}"
#define ASK(id, text) CASE(id, "\"" text "\"", "")
    ASK("sum", "12 + 30") "," ASK("words", "copy: hello there, world") "," ASK("reasoning", "12 + 30 #reasoning") "," ASK("body", "#body") ","
    CASE("tools", "\"#tools\"", ",\"tools\":[{\"type\":\"function\",\"function\":{\"name\":\"weather\",\"parameters\":{\"type\":\"object\"}}}]") ","
    CASE("toolbody", "\"#body\"", ",\"tools\":[{\"type\":\"function\",\"function\":{\"name\":\"weather\",\"parameters\":{\"type\":\"object\"}}}]") ","
    CASE("turns", "\"#tools\"", ",\"turns\":[\"3 + 4\",\"#body\"]") ","
    CASE("image", "[{\"type\":\"text\",\"text\":\"#body\"},{\"type\":\"image\",\"path\":\"p.png\"}]", "") ","
    CASE("noimage", "[{\"type\":\"text\",\"text\":\"#body\"},{\"type\":\"image\",\"path\":\"suite.json\"}]", "") ","
    "{\"id\":\"schema\",\"messages\":[{\"role\":\"user\",\"content\":\"#body\"}],\"needs\":[\"json_schema\"],\"grade\":[{\"type\":\"json\",\"schema\":{\"type\":\"object\"}}]},"
    CASE("noschema", "\"#body\"", ",\"needs\":[\"json_schema\"]") "," CASE("logprobs", "\"#body\"", ",\"needs\":[\"logprobs\"]") ","
    "{\"id\":\"toolrole\",\"messages\":[{\"role\":\"user\",\"content\":\"#body\"},{\"role\":\"tool\",\"content\":\"rain\"}],\"grade\":[{\"type\":\"contains\",\"expect\":\"rain\"}]},"
    "{\"id\":\"toolresult\",\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"},{\"role\":\"assistant\",\"tool_calls\":[{\"id\":\"c1\",\"type\":\"function\",\"function\":"
    "{\"name\":\"weather\",\"arguments\":\"{\\\"city\\\": \\\"Oslo\\\"}\"}}]},{\"role\":\"tool\",\"tool_call_id\":\"c1\",\"content\":\"rain\"},{\"role\":\"user\",\"content\":\"#body\"}],\"grade\":[{\"type\":\"contains\",\"expect\":\"rain\"}]},"
    ASK("h400", "#400") "," ASK("h401", "#401") "," ASK("h403", "#403") "," ASK("h404", "#404") "," ASK("h429", "#429") "," ASK("h500", "#500") "," ASK("h503", "#503") ","
    ASK("h529", "#529") "," ASK("context", "#context") "," ASK("late", "copy: a b #error-late") "," ASK("cut", "copy: a b #cut") "," ASK("reset", "copy: a b #reset") ","
    ASK("stall", "copy: a b #stall") "," ASK("badjson", "copy: a b #badjson") "," ASK("badutf8", "#badutf8") "," ASK("html", "#html") "," ASK("empty", "#empty") ","
    ASK("filter", "copy: a b #filter") "," ASK("length", "copy: abcd #length") "," ASK("drop", "#drop") "," ASK("nochoices", "#nochoices") "," ASK("error", "#error") ","
    ASK("garbage", "#garbage") "," ASK("echo", "#echo-key") "," ASK("echoerror", "#echo-key-error") "," ASK("blocked", "copy: a b #blocked") ","
    CASE("models", "\"1 + 1\"", ",\"turns\":[\"1 + 2\",\"1 + 3 #model=other\",\"1 + 4 #model=other\"]") ","
    ASK("loop", "#loop") "," ASK("phrase", "#loop-phrase=20000") "," ASK("lost", "#loop-reasoning") "," ASK("shortloop", "#loop-phrase=2000 #plain") ","
    ASK("extras", "copy: a b #upstream #cost #timings") "]}";

/* --- one trial --- */

static ts_server *server;
static gp_suite *suite;
static gp_buf seen; /* every transcript as written */

typedef struct asked {
    gp_trial trial;
    gp_transcript t;
    gp_reply last;
    bool done;
    const char *key_env, *base_env, *base;
} asked;

static gp_str secret(void *user, const char *variable)
{
    const asked *k = user;
    if (k->base_env && strcmp(variable, k->base_env) == 0) return gp_str_c(k->base);
    return strcmp(variable, k->key_env) == 0 ? GP_STR(KEY) : (gp_str){0};
}

static void done(void *user, gp_trial *trial, const gp_transcript *t)
{
    asked *k = user;
    (void)trial;
    k->done = true;
    k->t = *t;
    k->last = t->n_replies ? t->replies[t->n_replies - 1] : (gp_reply){0};
    gp_transcript_write(t, &seen);
    gp_buf_byte(&seen, '\n');
}

typedef struct how {
    bool whole, from_env;
    int64_t context;
    const char *model, *extra;
} how;

static void run_trial(asked *k, const provider *p, const char *id, how h)
{
    gp_err err = {0};
    gp_case *c = NULL;
    gp_http *loop = NULL;
    gp_target *target = NULL;
    gp_manifest_target facts = {0};
    gp_target_spec spec;
    char text[200], base[100];
    (void)snprintf(base, sizeof base, "http://127.0.0.1:%d%s", ts_port(server), p->path);
    (void)snprintf(text, sizeof text, "%s:%s%s%s", p->name, h.model ? h.model : "m", h.from_env ? "" : "@",
                   h.from_env ? "" : base);
    *k = (asked){.key_env = p->key_env, .base_env = h.from_env ? p->base_env : NULL, .base = base};
    gp_arena *a = &k->trial.arena;
    size_t index = gp_suite_find(suite, gp_str_c(id));
    if (index == SIZE_MAX) fail_msg("no case %s", id);
    T_OK(gp_suite_case(suite, index, a, &c, &err), err);
    T_OK(gp_target_spec_parse(a, gp_str_c(text), &spec, &err), err);
    spec.stream = !h.whole;
    spec.context = h.context;
    if (h.extra) T_OK(gp_json_parse(a, "extra", gp_str_c(h.extra), &spec.extra, &err), err);
    k->trial.id = GP_STR("s/c/the-target/1");
    k->trial.suite = GP_STR("s");
    k->trial.source = suite;
    k->trial.c = c;
    k->trial.repeat = 1;
    k->trial.seed = 7;
    T_OK(gp_http_new(NULL, &loop, &err), err);
    gp_target_services env = {.http = loop, .done = done, .user = k, .secret = secret, .secret_user = k};
    T_OK(gp_target_open(a, &spec, &env, &target, &facts, &err), err);
    gp_target_start(target, &k->trial);
    while (gp_http_pump(loop)) gp_http_wait(loop, 1000);
    assert_true(k->done);
    gp_target_close(target);
    gp_http_free(loop);
}

static void free_trial(asked *k) { gp_arena_free(&k->trial.arena); }

static void is(const provider *p, const char *id, how h, gp_failure failure, const char *answer)
{
    asked k;
    run_trial(&k, p, id, h);
    if (k.t.failure != failure)
        fail_msg("%s %s (%s): %s, expected %s: %.*s", p->name, id, h.whole ? "whole" : "stream",
                 gp_failure_name(k.t.failure), gp_failure_name(failure), GP_ARG(k.t.error));
    if (failure != GP_FAIL_NONE) assert_true(k.t.error.n > 0);
    if (answer && !gp_str_eqc(k.last.answer, answer)) fail_msg("%s %s: \"%.*s\"", p->name, id, GP_ARG(k.last.answer));
    free_trial(&k);
}

static void holds(const provider *p, const char *what, gp_str answer, const char *text)
{
    if (gp_str_find(answer, gp_str_c(text)) == SIZE_MAX)
        fail_msg("%s, %s: %s is not in %.*s", p->name, what, text, GP_ARG(answer));
}

/* --- tests --- */

static const provider *named(const char *name)
{
    for (size_t i = 0; i < PROVIDERS; i++)
        if (strcmp(providers[i].name, name) == 0) return &providers[i];
    fail_msg("no provider %s", name);
    return NULL;
}

static const how stream = {0}, whole = {.whole = true};

/* A fresh connection without TLS; reasoning, then an answer, in pieces or in one. */
static void times_are_in_order(const gp_reply *r, bool in_one_piece)
{
    assert_true(r->connect_s >= 0 && isnan(r->tls_s) && r->connect_s <= r->first_byte_s &&
                r->first_byte_s <= r->total_s);
    if (in_one_piece)
        assert_true(isnan(r->first_token_s) && isnan(r->first_reasoning_s) && isnan(r->first_answer_s) &&
                    isnan(r->last_token_s) && isnan(r->gap_max_s));
    else
        assert_true(r->first_byte_s <= r->first_token_s && r->first_token_s == r->first_reasoning_s &&
                    r->first_reasoning_s <= r->first_answer_s && r->first_answer_s <= r->last_token_s &&
                    r->last_token_s <= r->total_s && r->gap_p50_s >= 0 && r->gap_p50_s <= r->gap_p95_s &&
                    r->gap_p95_s <= r->gap_max_s && r->gap_max_s <= r->last_token_s);
}

static void answers(void **state)
{
    (void)state;
    for (size_t i = 0; i < PROVIDERS; i++)
        for (int w = 0; w < 2; w++) {
            const provider *p = &providers[i];
            how h = w ? whole : stream;
            asked k;
            is(p, "sum", h, GP_FAIL_NONE, "42");
            is(p, "words", h, GP_FAIL_NONE, "hello there, world");
            is(p, "length", h, GP_FAIL_NONE, "ab");
            run_trial(&k, p, "reasoning", h);
            assert_true(gp_str_eqc(k.last.answer, "42") && gp_str_eqc(k.last.reasoning, "Let me think.") &&
                        gp_str_eqc(k.last.finish, "stop"));
            assert_true(gp_str_eqc(k.t.returned_model, "m-2026-01-01") && gp_str_eqc(k.t.seed_use, p->seed_use) &&
                        k.t.attempts == 1);
            assert_true(k.last.output_tokens > 0 && k.last.input_tokens > 0);
            times_are_in_order(&k.last, w);
            free_trial(&k);
            run_trial(&k, p, "tools", h);
            assert_true(gp_str_eqc(k.last.finish, "tool_calls") && !k.last.answer.n && k.t.failure == GP_FAIL_NONE);
            assert_true(gp_str_eqc(
                k.last.tool_calls,
                "[{\"name\":\"weather\",\"arguments\":\"{\\\"city\\\":\\\"Oslo\\\"}\"},{\"name\":\"clock\",\"arguments\":\"{}\"}]"));
            free_trial(&k);
        }
}

static void requests(void **state)
{
    (void)state;
    for (size_t i = 0; i < PROVIDERS; i++) {
        const provider *p = &providers[i];
        asked k;
        run_trial(&k, p, "image", (how){.context = 4096});
        holds(p, "image", k.last.answer, p->image);
        holds(p, "system prompt", k.last.answer, "Be brief.");
        if (!p->no_stop) holds(p, "stop", k.last.answer, "\"ZZZ\"");
        assert_true(gp_str_eqc(k.t.ignored, p->ignored));
        free_trial(&k);
        run_trial(&k, p, "schema", stream);
        holds(p, "schema", k.last.answer, p->schema);
        free_trial(&k);
        run_trial(&k, p, "toolbody", stream);
        holds(p, "tools", k.last.answer, "weather");
        free_trial(&k);
        run_trial(&k, p, "turns", stream);
        assert_int_equal(k.t.n_replies, 3);
        assert_true(gp_str_eqc(k.t.replies[1].answer, "7"));
        holds(p, "turns", k.last.answer, "Oslo"); /* what the first reply called stands in the history */
        holds(p, "turns", k.last.answer, "3 + 4");
        free_trial(&k);
        is(p, "noimage", stream, GP_FAIL_BAD_RESPONSE, NULL);
        is(p, "sum", (how){.from_env = true}, GP_FAIL_NONE, "42");
    }
}

static void what_is_not_offered_is_skipped(void **state)
{
    (void)state;
    for (size_t i = 0; i < PROVIDERS; i++) {
        asked k;
        run_trial(&k, &providers[i], "logprobs", stream);
        assert_int_equal(k.t.skipped, !providers[i].logprobs);
        if (providers[i].logprobs) holds(&providers[i], "log-probabilities", k.last.answer, providers[i].logprobs);
        else holds(&providers[i], "skip", k.t.error, "logprobs");
        free_trial(&k);
        run_trial(&k, &providers[i], "noschema", stream);
        assert_true(k.t.skipped);
        holds(&providers[i], "skip", k.t.error, "no telling which schema");
        free_trial(&k);
        run_trial(&k, &providers[i], "toolrole", stream);
        if (strcmp(providers[i].name, "ollama") == 0)
            holds(&providers[i], "tool result", k.last.answer, "{\"role\":\"tool\",\"content\":\"rain\"}");
        else holds(&providers[i], "skip", k.t.error, "role tool");
        free_trial(&k);
        run_trial(&k, &providers[i], "toolresult", stream);
        holds(&providers[i], "tool call", k.last.answer, "Oslo");
        holds(&providers[i], "tool result", k.last.answer, "rain");
        free_trial(&k);
    }
}

/* What chat templates and the request digest see of a conversation. */
static void messages_of_a_trial(void **state)
{
    (void)state;
    asked k;
    gp_buf b = {0};
    gp_jw w;
    run_trial(&k, named("openai"), "toolresult", stream);
    gp_jw_init(&w, &b, 0);
    gp_trial_messages(&w, &k.trial, NULL, 0);
    assert_string_equal(
        b.p,
        "[{\"role\":\"system\",\"content\":\"Be brief.\"},{\"role\":\"user\",\"content\":\"Hi\"},"
        "{\"role\":\"assistant\",\"content\":\"\",\"tool_calls\":[{\"id\":\"c1\",\"type\":\"function\",\"function\":{\"name\":\"weather\",\"arguments\":{\"city\":\"Oslo\"}}}]},"
        "{\"role\":\"tool\",\"content\":\"rain\",\"tool_call_id\":\"c1\",\"name\":\"weather\"},"
        "{\"role\":\"user\",\"content\":\"#body\"}]");
    gp_buf_free(&b);
    free_trial(&k);
}

static void failures(void **state)
{
    (void)state;
    static const struct {
        const char *id;
        gp_failure stream, whole;
    } t[] = {
        {"h400", GP_FAIL_REJECTED, GP_FAIL_REJECTED},
        {"h401", GP_FAIL_AUTH, GP_FAIL_AUTH},
        {"h403", GP_FAIL_AUTH, GP_FAIL_AUTH},
        {"h404", GP_FAIL_BAD_RESPONSE, GP_FAIL_BAD_RESPONSE},
        {"h429", GP_FAIL_RATE_LIMITED, GP_FAIL_RATE_LIMITED},
        {"h500", GP_FAIL_SERVER_ERROR, GP_FAIL_SERVER_ERROR},
        {"h503", GP_FAIL_SERVER_ERROR, GP_FAIL_SERVER_ERROR},
        {"h529", GP_FAIL_SERVER_ERROR, GP_FAIL_SERVER_ERROR},
        {"context", GP_FAIL_CONTEXT_OVERFLOW, GP_FAIL_CONTEXT_OVERFLOW},
        {"late", GP_FAIL_SERVER_ERROR, GP_FAIL_NONE},
        {"cut", GP_FAIL_CUT_OFF, GP_FAIL_CUT_OFF},
        {"reset", GP_FAIL_CUT_OFF, GP_FAIL_CUT_OFF},
        {"stall", GP_FAIL_STALLED, GP_FAIL_NONE},
        {"badjson", GP_FAIL_BAD_RESPONSE, GP_FAIL_BAD_RESPONSE},
        {"badutf8", GP_FAIL_BAD_RESPONSE, GP_FAIL_BAD_RESPONSE},
        {"html", GP_FAIL_BAD_RESPONSE, GP_FAIL_BAD_RESPONSE},
        {"empty", GP_FAIL_EMPTY, GP_FAIL_EMPTY},
        {"drop", GP_FAIL_CUT_OFF, GP_FAIL_CUT_OFF},
        {"nochoices", GP_FAIL_BAD_RESPONSE, GP_FAIL_BAD_RESPONSE},
        {"error", GP_FAIL_SERVER_ERROR, GP_FAIL_SERVER_ERROR},
        {"garbage", GP_FAIL_BAD_RESPONSE, GP_FAIL_BAD_RESPONSE},
    };
    for (size_t i = 0; i < PROVIDERS; i++) {
        for (size_t k = 0; k < sizeof t / sizeof *t; k++) {
            is(&providers[i], t[k].id, stream, t[k].stream, NULL);
            is(&providers[i], t[k].id, whole, t[k].whole, NULL);
        }
        if (providers[i].filter) is(&providers[i], "filter", stream, GP_FAIL_CONTENT_FILTER, NULL);
        if (providers[i].filter) is(&providers[i], "filter", whole, GP_FAIL_CONTENT_FILTER, NULL);
    }
}

static void a_blocked_prompt_is_filtered(void **state)
{
    (void)state;
    is(named("gemini"), "blocked", stream, GP_FAIL_CONTENT_FILTER, NULL);
}

static void what_the_server_says_is_kept(void **state)
{
    (void)state;
    asked k;
    run_trial(&k, named("openrouter"), "extras", stream);
    assert_true(gp_str_eqc(k.t.upstream, "Hoster") && gp_str_eqc(k.t.system_fingerprint, "fp_test"));
    assert_true(
        gp_str_eqc(k.last.server, "{\"load_s\":null,\"prompt_s\":0.0125,\"output_s\":0.25,\"cost_usd\":0.00025}"));
    holds(named("openrouter"), "journal", gp_buf_view(&seen), "\"cost_usd\":0.00025}");
    free_trial(&k);
    run_trial(&k, named("openrouter"), "models", stream);
    assert_true(gp_str_eqc(k.t.returned_model, "m-2026-01-01 then other") && k.t.n_replies == 4);
    free_trial(&k);
    run_trial(&k, named("llamacpp"), "extras", whole);
    assert_true(k.last.cached_tokens == 3 && !isnan(k.t.duration_s));
    free_trial(&k);
    run_trial(&k, named("ollama"), "sum", stream);
    assert_true(gp_str_eqc(k.last.server, "{\"load_s\":0.5,\"prompt_s\":0.0125,\"output_s\":0.25,\"cost_usd\":null}"));
    free_trial(&k);
    run_trial(&k, named("anthropic"), "sum", stream);
    assert_true(k.last.server.n == 0 && k.last.cached_tokens == 5);
    free_trial(&k);
}

static void what_arrived_is_kept(void **state)
{
    (void)state;
    for (size_t i = 0; i < PROVIDERS; i++) {
        is(&providers[i], "stall", stream, GP_FAIL_STALLED, "a ");
        is(&providers[i], "cut", stream, GP_FAIL_CUT_OFF, "a ");
        is(&providers[i], "late", stream, GP_FAIL_SERVER_ERROR, "a ");
    }
}

/* The stream never ends by itself and stalls after 40000 bytes, so it is the repetition that ended it. */
static void loops_end_early(void **state)
{
    (void)state;
    static const char *const ids[] = {"loop", "phrase", "lost"};
    for (size_t i = 0; i < PROVIDERS; i++)
        for (size_t k = 0; k < 3; k++) {
            asked s;
            run_trial(&s, &providers[i], ids[k], stream);
            gp_str kept = k == 2 ? s.last.reasoning : s.last.answer;
            if (s.t.failure != GP_FAIL_LOOP)
                fail_msg("%s %s: %s", providers[i].name, ids[k], gp_failure_name(s.t.failure));
            assert_true(kept.n >= 4096 && kept.n < 6000);
            free_trial(&s);
            if (k == 2) continue;
            run_trial(&s, &providers[i], ids[k], whole);
            assert_int_equal(s.t.failure, GP_FAIL_LOOP);
            assert_int_equal(s.last.answer.n, k ? 20000 : 40000);
            free_trial(&s);
        }
    is(named("openai"), "shortloop", whole, GP_FAIL_NONE, NULL);
}

static void the_key_is_nowhere(void **state)
{
    (void)state;
    for (size_t i = 0; i < PROVIDERS; i++) {
        asked k;
        run_trial(&k, &providers[i], "echo", stream);
        assert_true(gp_str_eqc(k.last.answer, "your key is [redacted] indeed")); /* so it was sent, and is not told */
        free_trial(&k);
        run_trial(&k, &providers[i], "echoerror", stream);
        holds(&providers[i], "error", k.t.error, "[redacted]");
        free_trial(&k);
    }
    assert_true(seen.n > 0);
    assert_int_equal(gp_str_find(gp_buf_view(&seen), GP_STR("0123456789")), SIZE_MAX);
}

static void a_seed_taken_out_is_not_called_sent(void **state)
{
    (void)state;
    static const char *const extra[][2] = {{"openai", "{\"seed\": null}"},
                                           {"ollama", "{\"options\": {\"seed\": null}}"},
                                           {"gemini", "{\"generationConfig\": {\"seed\": null}}"}};
    for (size_t i = 0; i < 3; i++) {
        asked k;
        run_trial(&k, named(extra[i][0]), "body", (how){.extra = extra[i][1]});
        assert_int_equal(k.t.seed_use.n, 0);
        assert_int_equal(gp_str_find(k.last.answer, GP_STR("seed")), SIZE_MAX);
        free_trial(&k);
    }
}

/* What -t and the targets file take, what has a codec and what is tested here are the same. */
static void the_lists_agree(void **state)
{
    (void)state;
    size_t n = 0;
    for (size_t i = 0; gp_provider_at(i); i++) {
        bool remote = strcmp(gp_provider_at(i), "local") != 0 && strcmp(gp_provider_at(i), "replay") != 0;
        assert_int_equal(gp_codec_find(gp_str_c(gp_provider_at(i))) != NULL, remote);
        if (remote)
            assert_string_equal(
                named(gp_provider_at(i))->key_env,
                gp_codec_find(gp_str_c(gp_provider_at(i)))->key_env[strcmp(gp_provider_at(i), "gemini") == 0]);
        n += remote;
    }
    assert_int_equal(n, PROVIDERS);
    while (gp_codecs[n]) n++;
    assert_int_equal(n, PROVIDERS);
}

/* What each codec says of itself is complete: a parameter stands in it once and is one that a request has. */
static void a_codec_says_all_of_its_provider(void **state)
{
    (void)state;
    for (size_t i = 0; gp_codecs[i]; i++) {
        const gp_codec *c = gp_codecs[i];
        if (!c->conversation || !gp_codec_holds_messages(gp_str_c(c->conversation)))
            fail_msg("%s has no messages", c->provider);
        assert_true(c->base_url && c->key_env[0] && c->base_url_env[0] && c->members && c->take && c->lacking);
        assert_true(c->url && c->headers && c->body && c->event && c->whole && c->refusal);
        for (const gp_codec_param *p = c->params; p->name; p++) {
            gp_field f;
            size_t k = 0;
            while (gp_wire_param_at(k, &f) && f.offset != p->at) k++;
            if (!gp_wire_param_at(k, &f)) fail_msg("%s: \"%s\" is no parameter of a request", c->provider, p->name);
            if (gp_codec_name_of(c, p->at) != p->name) fail_msg("%s: \"%s\" is there twice", c->provider, f.key);
        }
    }
    assert_false(gp_codec_holds_messages(GP_STR("model")));
}

/* By any provider's name, at any depth: a gateway passes on what it does not know. */
static void what_costs_is_found_wherever_it_stands(void **state)
{
    (void)state;
    static const char *const names[] = {"n",
                                        "best_of",
                                        "candidateCount",
                                        "max_tokens",
                                        "max_completion_tokens",
                                        "max_output_tokens",
                                        "maxOutputTokens",
                                        "num_predict",
                                        "n_predict",
                                        "models",
                                        "service_tier",
                                        "cache_control",
                                        "prompt_cache_options",
                                        "plugins",
                                        "web_search_options",
                                        "tools",
                                        "transforms"};
    gp_arena a = {0};
    gp_err err = {0};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        const gp_json *v = NULL;
        gp_str text = gp_str_fmt(&a, "{\"x\": 1, \"options\": {\"y\": {\"%s\": 2}}}", names[i]);
        T_OK(gp_json_parse(&a, "extra", text, &v, &err), err);
        const gp_json *at = gp_codec_costly(v);
        if (!at || !gp_str_eqc(at->key, names[i])) fail_msg("\"%s\" is taken to cost nothing", names[i]);
    }
    const gp_json *free_of = NULL;
    T_OK(gp_json_parse(&a, "extra", GP_STR("{\"seed\": 1, \"think\": {\"temperature\": 2}}"), &free_of, &err), err);
    assert_null(gp_codec_costly(free_of));
    assert_null(gp_codec_costly(NULL));
    gp_arena_free(&a);
}

static void the_targets_file_chooses_the_stream(void **state)
{
    (void)state;
    gp_arena a = {0};
    gp_err err = {0};
    gp_target_file f;
    const char *path = gp_path_join(&a, t_tmpdir(), "goldpin.json");
    T_OK(
        gp_write_file(
            path,
            GP_STR(
                "{\"targets\":{\"a\":{\"provider\":\"ollama\",\"model\":\"m\",\"stream\":false,\"context\":4096},\"b\":{\"provider\":\"vllm\",\"model\":\"m\",\"stream\":true},"
                "\"c\":{\"provider\":\"gemini\",\"model\":\"m\"}}}"),
            &err),
        err);
    T_OK(gp_target_file_read(&a, path, &f, &err), err);
    assert_true(f.n == 3 && !f.specs[0].stream && f.specs[1].stream && f.specs[2].stream);
    T_OK(gp_write_file(path, GP_STR("{\"targets\":{\"a\":{\"provider\":\"ollama\",\"model\":\"m\",\"stream\":1}}}"),
                       &err),
         err);
    T_FAILS(gp_target_file_read(&a, path, &f, &err), GP_E_INPUT, err, "stream");
    gp_arena_free(&a);
}

static int begin(void **state)
{
    (void)state;
    const char *dir = t_tmpdir();
    char path[600];
    gp_err err = {0};
    server = ts_start(NULL);
    (void)snprintf(path, sizeof path, "%s/p.png", dir);
    if (!server || gp_write_file(path,
                                 GP_STR("\x89PNG\r\n\x1a\n"
                                        "abc"),
                                 &err))
        return -1;
    (void)snprintf(path, sizeof path, "%s/suite.json", dir);
    if (gp_write_file(path, GP_STR(suite_text), &err) || gp_suite_open(path, &gp_graders, &suite, &err)) {
        print_error("%s\n", err.msg);
        return -1;
    }
    return 0;
}

static int end(void **state)
{
    (void)state;
    gp_suite_close(suite);
    ts_stop(server);
    gp_buf_free(&seen);
    return 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(answers),

        cmocka_unit_test(requests),
        cmocka_unit_test(what_is_not_offered_is_skipped),
        cmocka_unit_test(messages_of_a_trial),
        cmocka_unit_test(failures),
        cmocka_unit_test(a_blocked_prompt_is_filtered),
        cmocka_unit_test(what_the_server_says_is_kept),
        cmocka_unit_test(what_arrived_is_kept),
        cmocka_unit_test(loops_end_early),
        cmocka_unit_test(the_key_is_nowhere),
        cmocka_unit_test(a_seed_taken_out_is_not_called_sent),
        cmocka_unit_test(the_lists_agree),
        cmocka_unit_test(a_codec_says_all_of_its_provider),
        cmocka_unit_test(what_costs_is_found_wherever_it_stands),
        cmocka_unit_test(the_targets_file_chooses_the_stream),
    };
    return cmocka_run_group_tests(tests, begin, end);
}
