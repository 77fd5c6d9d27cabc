/* report_world.h - one made-up run that the tests of manifest and reports share: two targets, every status, hostile
 * text. Nothing in it is measured. */
#ifndef GP_TESTS_REPORT_WORLD_H
#define GP_TESTS_REPORT_WORLD_H

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "report/report.h"

#define HEX64(c) c c c c c c c c c c c c c c c c

static inline gp_code world_report_as(const char *format, gp_report_wish wish, const gp_results *const *runs,
                                      const gp_manifest *const *ms, size_t n, gp_buf *out, gp_err *err)
{
    const gp_report_format *f = gp_report_formats;
    while (strcmp(f->name, format) != 0) f++;
    return gp_report_write(f, &(gp_report_runs){runs, ms, n, wish, NULL, 0}, out, err);
}

static inline gp_code world_report(const char *format, const gp_results *const *runs, const gp_manifest *const *ms,
                                   size_t n, gp_buf *out, gp_err *err)
{
    return world_report_as(format, (gp_report_wish){0}, runs, ms, n, out, err);
}

static inline gp_manifest world_manifest(void)
{
    static const gp_manifest_suite suite[] = {{.name = GP_STR("smoke"),
                                               .version = GP_STR("1.0.0"),
                                               .license = GP_STR("Apache-2.0"),
                                               .description = GP_STR("Small tasks"),
                                               .digest = GP_STR(HEX64("5a5e")),
                                               .file = GP_STR("suites/smoke/suite.json"),
                                               .provenance = GP_STR("{\"generated\":true}"),
                                               .cases = 8,
                                               .selected = 6}};
    static gp_manifest_target target[2];
    static const gp_str again[] = {GP_STR("rate_limited"), GP_STR("server_error")}, stop[] = {GP_STR("\n\n")},
                        tags[] = {GP_STR("quick")};
    target[0] = (gp_manifest_target){.name = GP_STR("pocket"),
                                     .provider = GP_STR("local"),
                                     .model = GP_STR("pocket.gguf"),
                                     .claim = GP_STR("bitwise"),
                                     .claim_basis = GP_STR("own kernels, logits digest per trial"),
                                     .sampling = gp_sampling_none(),
                                     .context = 512,
                                     .kv = GP_STR("f32"),
                                     .weights_sha256 = GP_STR(HEX64("b0b0")),
                                     .tensor_sha256 = GP_STR(HEX64("7e57")),
                                     .quantization = GP_STR("Q8_0"),
                                     .quantization_mix = GP_STR("Q8_0 x 57, F32 x 17"),
                                     .architecture = GP_STR("llama"),
                                     .model_name = GP_STR("pocket"),
                                     .weights_bytes = 2000000,
                                     .parameters = 1600000,
                                     .device = GP_STR("cpu-haswell"),
                                     .device_type = GP_STR("CPU"),
                                     .platform = GP_STR("Portable Computing Language"),
                                     .driver = GP_STR("3.1"),
                                     .dot_form = GP_STR("avx2"),
                                     .threads = 2,
                                     .binding = GP_STR("0,1"),
                                     .binding_status = GP_STR("enforced"),
                                     .pins = {.weights_sha256 = GP_STR(HEX64("b0b0")), .seed = 7},
                                     .price_input = NAN,
                                     .price_output = NAN,
                                     .price_cached_input = NAN};
    target[0].sampling.temperature = 0;
    target[0].sampling.max_tokens = 64;
    target[0].sampling.stop = stop;
    target[0].sampling.n_stop = 1;
    target[1] = (gp_manifest_target){.name = GP_STR("openai-any"),
                                     .provider = GP_STR("openai"),
                                     .model = GP_STR("any"),
                                     .base_url = GP_STR("http://127.0.0.1:8080/v1"),
                                     .claim = GP_STR("statistical"),
                                     .claim_basis = GP_STR("remote model"),
                                     .sampling = gp_sampling_none(),
                                     .limits = {.connect_s = 10, .first_token_s = 60, .stall_s = 30, .total_s = 300},
                                     .context = -1,
                                     .pins = {.seed = -1},
                                     .price_input = 0.5,
                                     .price_output = 1.5,
                                     .price_cached_input = 0.05,
                                     .price_as_of = GP_STR("2026-11-01"),
                                     .price_source = GP_STR("the targets file"),
                                     .retry_on = again,
                                     .n_retry_on = 2,
                                     .retry_max = 2,
                                     .retry_base_s = 1,
                                     .retry_cap_s = 60,
                                     .concurrency = 8};
    return (gp_manifest){.goldpin_version = GP_STR("0.1.0"),
                         .commit = GP_STR("0123456789abcdef0123456789abcdef01234567"),
                         .build = GP_STR("gcc 12.2.0 -O2"),
                         .libraries = GP_STR("libxml2 2.9.14"),
                         .os = GP_STR("Debian GNU/Linux 12"),
                         .kernel = GP_STR("Linux 6.1"),
                         .cpu = GP_STR("Example CPU"),
                         .topology = GP_STR("1 package, 2 cores, 4 PUs"),
                         .started_epoch = 1795168800,
                         .seed = 7,
                         .repeat = 1,
                         .jobs = 2,
                         .limit = -1,
                         .max_cost_usd = 2.5,
                         .tags = tags,
                         .n_tags = 1,
                         .suites = suite,
                         .n_suites = 1,
                         .targets = target,
                         .n_targets = 2,
                         .trials = 12};
}

/* --- the trials --- */

#define WORLD_TRIALS 12

/* What was measured: the engine knows its tokens, a stream its connection too, and its server has its own numbers. */
static inline void world_times(gp_result *r, bool local)
{
    r->connect_s = local ? NAN : 0.021, r->tls_s = local ? NAN : 0.034, r->first_byte_s = local ? NAN : 0.31;
    r->first_token_s = local ? 0.0123 : 0.456, r->first_reasoning_s = NAN, r->first_answer_s = r->first_token_s,
    r->reasoning_s = NAN;
    r->answer_s = local ? 0.0377 : 2.1, r->total_s = local ? 0.05 : 2.6;
    r->gap_p50_s = local ? 0.0024 : 0.0312, r->gap_p95_s = local ? 0.0026 : 0.0955,
    r->gap_max_s = local ? 0.0031 : 1.25;
    r->output_tokens_per_s = local ? 411.6 : 31.4;
    r->server_load_s = NAN, r->server_prompt_s = local ? NAN : 0.08, r->server_output_s = local ? NAN : 2.0,
    r->server_output_tokens_per_s = local ? NAN : 33.5;
}

static inline void world_no_times(gp_result *r)
{
    r->connect_s = r->tls_s = r->first_byte_s = r->first_token_s = r->first_reasoning_s = r->first_answer_s =
        r->reasoning_s = r->answer_s = r->total_s = NAN;
    r->gap_p50_s = r->gap_p95_s = r->gap_max_s = r->output_tokens_per_s = r->server_load_s = r->server_prompt_s =
        r->server_output_s = r->server_output_tokens_per_s = NAN;
}

static inline gp_result world_trial(const char *case_id, const char *target, gp_status status, double score)
{
    static char ids[64][160];
    static unsigned next;
    char *id = ids[next++ % 64];
    (void)snprintf(id, sizeof ids[0], "smoke/%s/%s/1", case_id, target);
    bool local = strcmp(target, "pocket") == 0, broke = status == GP_ERROR || status == GP_SKIPPED;
    gp_result r = {.id = gp_str_c(id),
                   .suite = GP_STR("smoke"),
                   .case_id = gp_str_c(case_id),
                   .case_name = gp_str_c(case_id),
                   .category = GP_STR("sums"),
                   .target = gp_str_c(target),
                   .repeat = 1,
                   .seed = 1234,
                   .sensitivity = GP_STR("public"),
                   .status = status,
                   .score = score,
                   .prompt = GP_STR("What is 9 + 8?"),
                   .answer = GP_STR("17"),
                   .finish = GP_STR("stop"),
                   .case_digest = GP_STR(HEX64("ca5e")),
                   .grader_digest = GP_STR(HEX64("96ad")),
                   .request_digest = GP_STR(HEX64("4e90")),
                   .duration_s = local ? 0.06 : 2.7,
                   .input_tokens = 12,
                   .output_tokens = 3,
                   .cached_tokens = -1,
                   .reasoning_tokens = -1,
                   .attempts = 1,
                   .window = -1,
                   .cost_usd = NAN,
                   .spent_usd = NAN,
                   .where = GP_STR("suites/smoke/suite.json:12")};
    world_times(&r, local);
    if (local) r.logits_sha256 = GP_STR(HEX64("1091"));
    if (!local) {
        r.returned_model = GP_STR("any-2026-10");
        r.system_fingerprint = GP_STR("fp_1");
        r.seed_use = GP_STR("sent");
        r.cost_usd = 0.00001;
        r.cost_basis = GP_STR("usage");
    }
    if (broke) {
        r.answer = r.finish = (gp_str){0};
        r.cost_usd = NAN;
        world_no_times(&r);
        r.cost_basis = (gp_str){0};
        r.input_tokens = r.output_tokens = -1;
    }
    return r;
}

#define HOSTILE \
    "<script>alert(1)</script> @octocat #123 ```` | [x](http://example.org) ::error::boom\n::set-output name=a::b\n##[command]x\n```\nend \x1b[31m \x01 \xff ]]> \xe2\x80\xae rtl \xef\xbf\xbf"

static const gp_try world_tries[] = {{1, GP_FAIL_RATE_LIMITED, 429, GP_STR("HTTP 429: " HOSTILE), 0.2, 0},
                                     {1, GP_FAIL_SERVER_ERROR, 503, GP_STR("HTTP 503"), 0.3, 1.5},
                                     {1, GP_FAIL_NONE, 200, {0}, 2.6, 2.5},
                                     {2, GP_FAIL_NONE, 200, {0}, 0.5, 0},
                                     {3, GP_FAIL_CUT_OFF, 200, GP_STR("closed"), 0.5, 0},
                                     {3, GP_FAIL_TIMEOUT, -1, GP_STR("no first token within 60 s"), 60, 0.25}};
static const gp_criterion world_bad[] = {
    {GP_STR("equals-1"), "equals", 1, 0, false, GP_STR("got \"18\", expected \"17\""), {0}, GP_DECIDED, NULL}};
static const gp_criterion world_mixed[] = {
    {GP_STR("contains-1"), "contains", 2, 1, true, GP_STR("found \"a\""), {0}, GP_DECIDED, NULL},
    {GP_STR("json-2"),
     "json",
     1,
     0.25,
     false,
     GP_STR("at /a: expected an integer, got \"x|y\" <b> @team"),
     {0},
     GP_DECIDED,
     NULL}};

/* Every status and every golden state, in order of trial id. */
static inline size_t world_trials(gp_result out[WORLD_TRIALS])
{
    size_t n = 0;
    static char long_name[201];
    memset(long_name, 'n', 200);
    out[n++] = world_trial("add/one", "openai-any", GP_PASSED, 1);
    out[n++] = world_trial("add/one", "pocket", GP_PASSED, 1);
    out[n - 1].golden = GP_GOLDEN_STATE_MATCH, out[n - 1].golden_mode = GP_STR("logits");
    out[n++] = world_trial("add/two", "openai-any", GP_PASSED, 1);
    out[n++] = world_trial("add/two", "pocket", GP_FAILED, 0);
    out[n - 1].criteria = world_bad, out[n - 1].n_criteria = 1, out[n - 1].answer = GP_STR("18");
    out[n - 1]
        .golden = GP_GOLDEN_STATE_DIFFERS,
      out[n - 1].golden_mode = GP_STR("logits"),
      out[n - 1].golden_text = GP_STR(
          "verdict: expected passed (score 1), got failed (score 0); tokens: position 2: expected 56, got 57; answer: word 1: expected \"17\", got \"18\"");
    out[n - 1].golden_answer = GP_STR("17"), out[n - 1].system = GP_STR("Answer with the number.");
    out[n++] = world_trial("hostile `case` | <b>", "openai-any", GP_FAILED, 0.75);
    out[n - 1].system = GP_STR("Answer with the number.");
    out[n - 1].returned_model = GP_STR("any-2026-11"), out[n - 1].system_fingerprint = (gp_str){0},
            out[n - 1].ignored = GP_STR("top_k, min_p");
    out[n - 1].first_reasoning_s = 0.456, out[n - 1].first_answer_s = 0.656, out[n - 1].reasoning_s = 0.2;
    out[n - 1].criteria = world_mixed, out[n - 1].n_criteria = 2, out[n - 1].answer = GP_STR(HOSTILE),
            out[n - 1].prompt = GP_STR("Say:\n```\n::warning::x"), out[n - 1].category = GP_STR("json"),
            out[n - 1].finish = GP_STR("length");
    out[n++] = world_trial("hostile `case` | <b>", "pocket", GP_PASSED, 1);
    out[n - 1].category = GP_STR("json"), out[n - 1].golden = GP_GOLDEN_STATE_STALE,
            out[n - 1].golden_mode = GP_STR("exact"),
            out[n - 1].golden_text = GP_STR("graders changed: accepted for 96ad96ad96ad, now 1234123412ab");
    out[n++] = world_trial("known", "openai-any", GP_ERROR, NAN);
    out[n - 1].failure = GP_FAIL_TIMEOUT, out[n - 1].error = GP_STR("no first token within 60 s"),
            out[n - 1].attempts = 6;
    out[n - 1].tries = world_tries, out[n - 1].n_tries = 6, out[n - 1].window = 2;
    out[n++] = world_trial("known", "pocket", GP_FAILED, 0);
    out[n - 1].criteria = world_bad, out[n - 1].n_criteria = 1, out[n - 1].known = true,
            out[n - 1].golden = GP_GOLDEN_STATE_MATCH, out[n - 1].golden_mode = GP_STR("exact"),
            out[n - 1].answer = GP_STR("18");
    out[n++] = world_trial(long_name, "openai-any", GP_PASSED, 1);
    out[n++] = world_trial("\xd7\xa9\xd7\x9c\xd7\x95\xd7\x9d", "pocket", GP_PASSED, 1);
    out[n - 1].golden = GP_GOLDEN_STATE_MISSING, out[n - 1].golden_mode = GP_STR("exact"),
            out[n - 1].golden_text = GP_STR("no golden has been accepted yet");
    out[n++] = world_trial("picture", "openai-any", GP_PASSED, 1);
    out[n++] = world_trial("picture", "pocket", GP_SKIPPED, NAN);
    out[n - 1].error = GP_STR("the target takes no images"), out[n - 1].attempts = 0;
    return n;
}

static inline void world_count(gp_tally *t, const gp_result *r)
{
    gp_reply reply = {.finish = r->finish};
    gp_transcript tr = {.failure = r->failure, .replies = &reply, .n_replies = 1};
    gp_tally_add(t, &(gp_grade){.status = r->status, .score = r->score},
                 &(gp_golden_outcome){.state = r->golden, .known = r->known}, &tr);
}

/* Write a results.json of the trials; `targets` are pocket and openai-any. */
static inline gp_code world_write(const char *path, const gp_result *trials, size_t n, gp_gate_options gate,
                                  gp_err *err)
{
    static const gp_results_baseline baselines[] = {
        {GP_STR("smoke"), GP_STR("empty"), GP_STR(""), 0, 6, 0, {0}, 0, 0},
        {GP_STR("smoke"), GP_STR("echo"), {0}, 1, 6, 0.25, {0}, 0, 0},
        {GP_STR("smoke"), GP_STR("constant"), GP_STR("yes"), 1, 6, 1.0 / 6, {0}, 0, 0}};
    static const gp_str unused[] = {GP_STR("smoke/pocket/gone.json")};
    gp_results_target targets[2] = {{.name = GP_STR("openai-any"),
                                     .provider = GP_STR("openai"),
                                     .model = GP_STR("any"),
                                     .claim = GP_STR("statistical"),
                                     .fingerprint = GP_STR("sha256:" HEX64("0f0f")),
                                     .requests = 11,
                                     .retried = 1,
                                     .rate_limited = 1,
                                     .lowest_window = 2,
                                     .cost_usd = NAN,
                                     .cost_known_usd = 0.00005,
                                     .cost_unknown = 1,
                                     .cost_basis = GP_STR("usage"),
                                     .timed = 5,
                                     .connect_median_s = 0.021,
                                     .tls_median_s = 0.034,
                                     .first_byte_median_s = 0.31,
                                     .first_token_median_s = 0.456,
                                     .first_token_p95_s = 0.5,
                                     .first_answer_median_s = 0.456,
                                     .first_answer_p95_s = 0.7,
                                     .reasoning_median_s = 0.2,
                                     .answer_median_s = 2.1,
                                     .total_median_s = 2.6,
                                     .total_p95_s = 2.9,
                                     .gap_p50_s = 0.0312,
                                     .gap_p95_s = 0.0955,
                                     .gap_max_s = 1.25,
                                     .output_tokens_per_s = 31.4,
                                     .server_output_tokens_per_s = 33.5},
                                    {.name = GP_STR("pocket"),
                                     .provider = GP_STR("local"),
                                     .model = GP_STR("pocket.gguf"),
                                     .claim = GP_STR("bitwise"),
                                     .fingerprint = GP_STR("sha256:" HEX64("1e1e")),
                                     .weights_sha256 = GP_STR(HEX64("b0b0")),
                                     .requests = 5,
                                     .lowest_window = -1,
                                     .cost_usd = NAN,
                                     .cost_known_usd = NAN,
                                     .cost_unknown = 5,
                                     .timed = 5,
                                     .connect_median_s = NAN,
                                     .tls_median_s = NAN,
                                     .first_byte_median_s = NAN,
                                     .first_token_median_s = 0.0123,
                                     .first_token_p95_s = 0.0123,
                                     .first_answer_median_s = 0.0123,
                                     .first_answer_p95_s = 0.0123,
                                     .reasoning_median_s = NAN,
                                     .answer_median_s = 0.0377,
                                     .total_median_s = 0.05,
                                     .total_p95_s = 0.05,
                                     .gap_p50_s = 0.0024,
                                     .gap_p95_s = 0.0026,
                                     .gap_max_s = 0.0031,
                                     .output_tokens_per_s = 411.6,
                                     .server_output_tokens_per_s = NAN}};
    gp_results_head h = {.fingerprint = GP_STR("sha256:" HEX64("f19e")),
                         .started_epoch = 1795168800,
                         .cases = 7,
                         .of_cases = 10,
                         .planned = 14,
                         .interrupted = false,
                         .targets = targets,
                         .n_targets = 2,
                         .baselines = baselines,
                         .n_baselines = 3,
                         .unused_goldens = unused,
                         .n_unused = 1,
                         .max_cost_usd = 2.5,
                         .counted_usd = 0.75};
    gp_results_writer *w;
    gp_code code = gp_results_create(path, &w, err);
    if (code) return code;
    for (size_t i = 0; i < n && !code; i++) {
        world_count(&h.tally, &trials[i]);
        world_count(&targets[gp_str_eqc(trials[i].target, "pocket") ? 1 : 0].tally, &trials[i]);
        gp_buf line = {0};
        gp_results_render(&trials[i], &line);
        code = gp_results_add(w, gp_buf_view(&line), err);
        gp_buf_free(&line);
    }
    gate.unused_goldens = h.n_unused;
    gp_gate_decide(&h.tally, &gate, &h.gate);
    if (!code) return gp_results_finish(w, &h, err);
    gp_results_discard(w);
    return code;
}

#endif
