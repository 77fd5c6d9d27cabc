/* results_format.c - the tables of results.json. */
#include <math.h>
#include <string.h>

#include "report/results_format.h"
#include "stats/stats.h"

#define R gp_result
#define H gp_results_head
#define G gp_results_target

/* For the schema, where a row is read and written by functions. */
#define TEXT "{\"type\": \"string\"}"
#define SHARE "{\"type\": [\"number\", \"null\"], \"minimum\": 0, \"maximum\": 1}"

static const char *const claims[] = {"bitwise", "token", "grade", "statistical"};
static const char *const cost_bases[] = {"usage", "billed", "mixed", "hardware"};

/* --- small values --- */

/* Names that our structs keep as C strings. */
static void write_cstr(gp_jw *w, const void *at) { gp_jw_c(w, *(const char *const *)at); }

static gp_code read_cstr(gp_arena *a, const gp_json *v, void *at, gp_err *err)
{
    gp_str s;
    gp_code code = gp_json_str(v, "a name", &s, err);
    if (!code) *(const char **)at = gp_arena_copy(a, s.p, s.n);
    return code;
}

/* --- a trial --- */

static const gp_field criterion_fields[] = {
    GP_FIELD(STR, "id", gp_criterion, id),
    GP_FIELD(ANY, "type", gp_criterion, type, .write = write_cstr, .read = read_cstr, .schema = TEXT),
    GP_FIELD(REAL, "weight", gp_criterion, weight),
    GP_FIELD(REAL, "score", gp_criterion, score, GP_RANGE(0, 1)),
    GP_FIELD(BOOL, "passed", gp_criterion, passed),
    GP_FIELD(TEXT, "explanation", gp_criterion, explanation),
    GP_FIELD(STR, "evidence", gp_criterion, evidence, .flags = GP_OPTIONAL,
             .doc = "SHA-256 of the line of evidence.jsonl that it rests on, but for what is measured"),
};
static const gp_record criterion_record = GP_RECORD(gp_criterion, criterion_fields, "criteria");

static const gp_field budget_fields[] = {
    GP_FIELD(STR, "id", gp_measured, id),
    GP_FIELD(ANY, "type", gp_measured, type, .write = write_cstr, .read = read_cstr, .schema = TEXT),
    GP_FIELD(ENUM, "state", gp_measured, state, GP_NAMES(gp_budget_state_names), .flags = GP_KNOWN),
    GP_FIELD(REAL, "value", gp_measured, value, GP_RANGE(0, INFINITY)),
    GP_FIELD(TEXT, "explanation", gp_measured, explanation),
};
static const gp_record budget_record = GP_RECORD(gp_measured, budget_fields, "budgets", .def = "budget");

static const gp_field try_fields[] = {
    GP_FIELD(INT, "turn", gp_try, turn, GP_RANGE(1, INFINITY)),
    GP_FIELD(ENUM, "failure", gp_try, failure, GP_NAMES(gp_failure_names), .doc = "a failure kind; null: answered"),
    GP_FIELD(INT, "status", gp_try, status, .doc = "HTTP status"),
    GP_FIELD(STR, "error", gp_try, error),
    GP_FIELD(REAL, "duration_s", gp_try, duration_s, GP_RANGE(0, INFINITY)),
    GP_FIELD(REAL, "waited_s", gp_try, waited_s, GP_RANGE(0, INFINITY)),
};
static const gp_field turn_fields[] = {
    GP_FIELD(REAL, "first_token_s", gp_turn, first_token_s),
    GP_FIELD(REAL, "output_tokens_per_s", gp_turn, output_tokens_per_s, .doc = "as the client saw them come"),
    GP_FIELD(INT, "input_tokens", gp_turn, input_tokens, .doc = "how much stood in front of the reply"),
    GP_FIELD(INT, "output_tokens", gp_turn, output_tokens),
};
static const gp_record turn_record = GP_RECORD(gp_turn, turn_fields, "a turn");
static bool has_turns(const void *object) { return ((const R *)object)->n_turns > 0; }

static const gp_record try_record = GP_RECORD(gp_try, try_fields, "tries");

/* --- composites and environments: only where there is something --- */

static bool has_composite(const void *object)
{
    const R *r = object;
    return r->served_by.n || r->n_decisions || r->n_rounds;
}

static bool has_budgets(const void *object) { return ((const R *)object)->n_measured > 0; }
static bool has_begun(const void *object) { return ((const R *)object)->begun_s > 0; }
static bool has_before(const void *object) { return ((const R *)object)->n_before > 0; }
static bool has_earlier(const void *object) { return ((const R *)object)->n_earlier > 0; }

static const gp_field decision_fields[] = {
    GP_FIELD(STR, "by", gp_decision, by),
    GP_FIELD(STR, "to", gp_decision, to),
    GP_FIELD(STR, "rule", gp_decision, rule),
    GP_FIELD(STR, "why", gp_decision, why),
};
static const gp_record decision_record = GP_RECORD(gp_decision, decision_fields, "route");
static const gp_field step_fields[] = {
    GP_FIELD(STR, "by", gp_step, by),
    GP_FIELD(STR, "role", gp_step, role),
    GP_FIELD(STR, "member", gp_step, member),
    GP_FIELD(INT, "turn", gp_step, turn),
    GP_FIELD(INT, "round", gp_step, round),
    GP_FIELD(ENUM, "failure", gp_step, failure, GP_NAMES(gp_failure_names)),
    GP_FIELD(BOOL, "skipped", gp_step, skipped),
    GP_FIELD(STR, "error", gp_step, error),
    GP_FIELD(TEXT, "answer", gp_step, answer),
    GP_FIELD(STR, "finish", gp_step, finish),
    GP_FIELD(REAL, "first_token_s", gp_step, first_token_s),
    GP_FIELD(REAL, "total_s", gp_step, total_s),
    GP_FIELD(REAL, "duration_s", gp_step, duration_s),
    GP_FIELD(INT, "input_tokens", gp_step, input_tokens),
    GP_FIELD(INT, "output_tokens", gp_step, output_tokens),
};
static const gp_record step_record = GP_RECORD(gp_step, step_fields, "rounds", .def = "step");

static const gp_field composite_fields[] = {
    GP_FIELD(STR, "served_by", R, served_by,
             .doc = "the member that gave the answer; HOUSE/INNER where that is a composite"),
    GP_FIELD_LISTED(LIST, "route", R, decisions, n_decisions, .record = &decision_record),
    GP_FIELD_LISTED(LIST, "rounds", R, rounds, n_rounds, .record = &step_record,
                    .doc = "drafts, critics, and members that broke, in the order in which they were asked"),
};
static const gp_record composite_record = GP_RECORD(R, composite_fields, "a composite");

static const gp_field earlier_fields[] = {
    GP_FIELD(ENUM, "failure", gp_earlier, failure, GP_NAMES(gp_failure_names)),
    GP_FIELD(STR, "error", gp_earlier, error),
    GP_FIELD(INT, "started_epoch", gp_earlier, started_epoch),
};
static const gp_record earlier_record = GP_RECORD(gp_earlier, earlier_fields, "earlier", .def = "earlier");

static const gp_field golden_fields[] = {
    GP_FIELD(ENUM, "state", R, golden, GP_NAMES(gp_golden_state_names), .flags = GP_KNOWN),
    GP_FIELD(STR, "mode", R, golden_mode, GP_NAMES(gp_golden_mode_names)),
    GP_FIELD(STR, "text", R, golden_text),
    GP_FIELD(TEXT, "answer", R, golden_answer, .flags = GP_OPTIONAL,
             .doc = "the answer that it accepts, where it differs or is stale"),
};
static const gp_record golden_record = GP_RECORD(R, golden_fields, "golden");
static const gp_field metadata_fields[] = {
    GP_FIELD(STR, "sensitivity", R, sensitivity),
    GP_FIELD(STR, "kind", R, kind),
    GP_FIELD(STR, "complexity", R, complexity),
};
static const gp_record metadata_record = GP_RECORD(R, metadata_fields, "metadata");
static const gp_field digest_fields[] = {
    GP_FIELD(STR, "case", R, case_digest),
    GP_FIELD(STR, "graders", R, grader_digest),
    GP_FIELD(STR, "request", R, request_digest),
    GP_FIELD(STR, "logits_sha256", R, logits_sha256),
};
static const gp_record digest_record = GP_RECORD(R, digest_fields, "digests");
static const gp_field drift_fields[] = {
    GP_FIELD(STR, "returned_model", R, returned_model),
    GP_FIELD(STR, "system_fingerprint", R, system_fingerprint),
    GP_FIELD(STR, "upstream", R, upstream),
    GP_FIELD(STR, "seed_use", R, seed_use),
    GP_FIELD(STR, "ignored", R, ignored,
             .doc = "sampling parameters that were asked for and that the provider has no field for"),
};
static const gp_record drift_record = GP_RECORD(R, drift_fields, "drift");
static const gp_field server_fields[] = {
    GP_FIELD(REAL, "load_s", R, server_load_s),
    GP_FIELD(REAL, "prompt_s", R, server_prompt_s),
    GP_FIELD(REAL, "output_s", R, server_output_s),
    GP_FIELD(REAL, "output_tokens_per_s", R, server_output_tokens_per_s),
};
static const gp_record server_record = GP_RECORD(R, server_fields, "server");
static const gp_field measured_fields[] = {
    GP_FIELD(REAL, "connect_s", R, connect_s,
             .doc = "name looked up and TCP connection made; null on a connection that was there already. Up to "
                    "first_answer_s: of the first reply, from the start of its request"),
    GP_FIELD(REAL, "tls_s", R, tls_s, .doc = "the TLS handshake alone"),
    GP_FIELD(REAL, "first_byte_s", R, first_byte_s, .doc = "first byte of the response"),
    GP_FIELD(REAL, "first_token_s", R, first_token_s, .doc = "first text of any kind, or tool call"),
    GP_FIELD(REAL, "first_reasoning_s", R, first_reasoning_s),
    GP_FIELD(REAL, "first_answer_s", R, first_answer_s),
    GP_FIELD(REAL, "reasoning_s", R, reasoning_s,
             .doc = "from the first of the reasoning to the first of the answer; sum over replies"),
    GP_FIELD(REAL, "answer_s", R, answer_s, .doc = "from the first to the last of the answer; sum over replies"),
    GP_FIELD(REAL, "total_s", R, total_s, .doc = "from the start of the request to the last byte; sum over replies"),
    GP_FIELD(REAL, "gap_p50_s", R, gap_p50_s,
             .doc = "between arrivals of pieces of text, nearest rank; null where a trial has several replies"),
    GP_FIELD(REAL, "gap_p95_s", R, gap_p95_s),
    GP_FIELD(REAL, "gap_max_s", R, gap_max_s, .doc = "over all replies"),
    GP_FIELD(REAL, "duration_s", R, duration_s, .doc = "the whole trial"),
    GP_FIELD(REAL, "output_tokens_per_s", R, output_tokens_per_s,
             .doc = "as the client saw them come: tokens after the first, over the time from the first to the last; "
                    "of the answer alone where reasoning tokens are counted apart"),
    GP_FIELD_IN("server", &server_record, .doc = "what the server says about its own work; sums over replies"),
    GP_FIELD(INT, "input_tokens", R, input_tokens),
    GP_FIELD(INT, "output_tokens", R, output_tokens),
    GP_FIELD(INT, "cached_tokens", R, cached_tokens),
    GP_FIELD(INT, "reasoning_tokens", R, reasoning_tokens),
    GP_FIELD(INT, "drafted_tokens", R, drafted_tokens, .flags = GP_OPTIONAL | GP_ZERO,
             .doc = "tokens that the local engine guessed ahead out of the conversation itself; absent: none"),
    GP_FIELD(INT, "accepted_tokens", R, accepted_tokens, .flags = GP_OPTIONAL | GP_ZERO,
             .doc = "those of them that were right, and so needed no step of their own"),
    GP_FIELD_LISTED(LIST, "turns", R, turns, n_turns, .record = &turn_record, .has = has_turns,
                    .doc = "the replies of a conversation in their order; absent where there is a single one"),
    GP_FIELD(INT, "attempts", R, attempts),
    GP_FIELD_LISTED(LIST, "tries", R, tries, n_tries, .record = &try_record,
                    .doc = "every request of a trial that sent one again; empty elsewhere"),
    GP_FIELD(INT, "window", R, window,
             .doc = "fewest trials of the target that rate limits left in flight since the one before it ended; "
                    "null: never narrowed"),
    GP_FIELD(REAL, "cost_usd", R, cost_usd),
    GP_FIELD(STR, "cost_basis", R, cost_basis, GP_NAMES(cost_bases)),
    GP_FIELD(REAL, "spent_usd", R, spent_usd, GP_RANGE(0, INFINITY), .doc = "what the budget counted"),
};
static const gp_record measured_record = GP_RECORD(R, measured_fields, "measured");

static const gp_field result_fields[] = {
    GP_FIELD(STR, "id", R, id, .doc = "SUITE/CASE/TARGET/REPEAT"),
    GP_FIELD(STR, "suite", R, suite),
    GP_FIELD(STR, "case", R, case_id),
    GP_FIELD(STR, "name", R, case_name),
    GP_FIELD(STR, "category", R, category),
    GP_FIELD(STR, "cluster", R, cluster, .flags = GP_OPTIONAL, .doc = "what the case shares with others of its suite"),
    GP_FIELD(STR, "target", R, target),
    GP_FIELD(INT, "repeat", R, repeat),
    GP_FIELD(INT, "seed", R, seed, .doc = "derived seed"),
    GP_FIELD(STR, "date", R, date, .flags = GP_OPTIONAL,
             .doc = "what the chat template saw as today; absent where it did not look"),
    GP_FIELD(ENUM, "status", R, status, GP_NAMES(gp_status_names), .flags = GP_KNOWN),
    GP_FIELD(BOOL, "known", R, known),
    GP_FIELD(ENUM, "failure", R, failure, GP_NAMES(gp_failure_names)),
    GP_FIELD(STR, "error", R, error),
    GP_FIELD(REAL, "score", R, score, GP_RANGE(0, 1)),
    GP_FIELD_LISTED(LIST, "criteria", R, criteria, n_criteria, .record = &criterion_record),
    GP_FIELD_IN("golden", &golden_record),
    GP_FIELD(STR, "system", R, system, .flags = GP_OPTIONAL, .doc = "system text of the case"),
    GP_FIELD(TEXT, "prompt", R, prompt, .doc = "last user message that was sent"),
    GP_FIELD(INT, "messages", R, messages, .flags = GP_OPTIONAL | GP_ZERO,
             .doc = "that the last request held, system text included; left out where the prompt is all of them"),
    GP_FIELD(TEXT, "answer", R, answer),
    GP_FIELD(STR, "reasoning", R, reasoning),
    GP_FIELD(STR, "finish", R, finish),
    GP_FIELD(STR, "finish_word", R, finish_word, .flags = GP_OPTIONAL,
             .doc = "the server's own word, where finish is other or interrupted"),
    GP_FIELD_IN("metadata", &metadata_record),
    GP_FIELD_IN("digests", &digest_record),
    GP_FIELD_IN("drift", &drift_record),
    GP_FIELD(STR, "where", R, where, .doc = "file and line of the case"),
    GP_FIELD_IN("measured", &measured_record),
    GP_FIELD_IN("composite", &composite_record, .has = has_composite, .doc = "only of targets that are made of others"),
    GP_FIELD_LISTED(LIST, "before", R, before, n_before, .record = &step_record, .has = has_before,
                    .doc = "what an environment sent right before the trial; never graded"),
    GP_FIELD_LISTED(LIST, "earlier", R, earlier, n_earlier, .record = &earlier_record, .has = has_earlier,
                    .doc = "attempts that broke and were asked again with --retry-errors; their transcripts stand in "
                           "the journal before the last one, which is graded"),
    GP_FIELD_LISTED(LIST, "budgets", R, measured, n_measured, .record = &budget_record, .has = has_budgets,
                    .doc = "criteria over measured values: they decide the gate, and are no part of status, score and "
                           "fingerprint"),
    GP_FIELD(REAL, "begun_s", R, begun_s, GP_RANGE(0, 1e12), .flags = GP_KNOWN, .has = has_begun,
             .doc = "sustained environment: when the trial began, in seconds since the target was opened"),
    GP_FIELD(RAW, "tool_calls", R, tool_calls, .json = GP_JSON_ARRAY, .flags = GP_OPTIONAL,
             .schema = "{\"items\": {\"type\": \"object\"}}",
             .doc = "tools that the last reply called: name and arguments; absent where it called none"),
};
const gp_record gp_result_record = GP_RECORD(R, result_fields, "a trial", .def = "trial");

/* --- tallies --- */

static void write_score_mean(gp_jw *w, const void *at) { gp_jw_real(w, gp_tally_score_mean(at)); }
static void write_pass_rate(gp_jw *w, const void *at) { gp_jw_real(w, gp_tally_pass_rate(at)); }

static void write_interval(gp_jw *w, const void *at)
{
    const gp_tally *t = at;
    gp_interval i = gp_rate95(t->passed, t->passed + t->failed);
    gp_jw_array(w);
    gp_jw_real(w, i.lo);
    gp_jw_real(w, i.hi);
    gp_jw_end_array(w);
}

/* The counts stand in front of it in the table, so they are known here. */
static gp_code read_score_mean(gp_arena *a, const gp_json *v, void *at, gp_err *err)
{
    (void)a;
    gp_tally *t = at;
    double mean = 0;
    gp_code code = v->type == GP_JSON_NULL ? GP_OK : gp_json_real(v, "score_mean", 0, 1, &mean, err);
    if (!code) t->score_sum = mean * (double)(t->passed + t->failed);
    return code;
}

/* Derived from the counts; checked for their type only. */
static gp_code read_derived(gp_arena *a, const gp_json *v, void *at, gp_err *err)
{
    (void)a;
    (void)at;
    double rate;
    if (v->type == GP_JSON_NULL) return GP_OK;
    return v->type == GP_JSON_ARRAY ? GP_OK : gp_json_real(v, "pass_rate", 0, 1, &rate, err);
}

static bool tallies_budgets(const void *object) { return ((const gp_tally *)object)->budgets > 0; }
static bool has_unsure(const void *object) { return ((const gp_tally *)object)->unsure > 0; }

static const gp_field tally_fields[] = {
    GP_FIELD(SIZE, "trials", gp_tally, trials),
    GP_FIELD(SIZE, "passed", gp_tally, passed),
    GP_FIELD(SIZE, "failed", gp_tally, failed),
    GP_FIELD(SIZE, "known", gp_tally, known, .doc = "failed, but accepted by a golden; also counted in failed"),
    GP_FIELD(SIZE, "errors", gp_tally, errors),
    GP_FIELD(SIZE, "skipped", gp_tally, skipped),
    GP_FIELD(SIZE, "length_cut", gp_tally, length_cut, .doc = "graded trials that ended by the token limit"),
    GP_FIELD(SIZE, "unsure", gp_tally, unsure, .has = has_unsure,
             .doc = "graded trials whose target gave no finish reason, or one that no provider documents"),
    GP_FIELD(SIZE, "budgets", gp_tally, budgets, .has = tallies_budgets, .doc = "budgets of graded trials"),
    GP_FIELD(SIZE, "exceeded", gp_tally, exceeded, .has = tallies_budgets, .doc = "of those: not met"),
    GP_FIELD(SIZE, "unmeasured", gp_tally, unmeasured, .has = tallies_budgets,
             .doc = "of those: not measured, which is not met either"),
    GP_FIELD_BY("score_mean", write_score_mean, read_score_mean,
                .doc = "over passed and failed; null when nothing was graded", .schema = SHARE),
    GP_FIELD_BY("pass_rate", write_pass_rate, read_derived, .doc = "passed / (passed + failed)", .schema = SHARE),
    GP_FIELD_BY("pass_rate_ci95", write_interval, read_derived,
                .doc = "Wilson 95% interval [lo, hi]; trials taken as independent (statistics does not)",
                .schema = "{\"type\": \"array\", \"items\": " SHARE "}"),
    GP_FIELD(COUNTS, "golden", gp_tally, golden, GP_NAMES(gp_golden_state_names)),
    GP_FIELD(COUNTS, "failures", gp_tally, failures, GP_NAMES(gp_failure_names), .flags = GP_ZERO,
             .doc = "trials by failure kind; kinds without one are left out"),
};
static const gp_record tally_record = GP_RECORD(gp_tally, tally_fields, "summary");

static const gp_field summary_fields[] = {
    GP_FIELD(INT, "cases", H, cases, .doc = "distinct cases"),
    GP_FIELD(INT, "of_cases", H, of_cases, .flags = GP_LENIENT,
             .doc = "cases of the suites; more than cases where --filter, --tag, --limit or --shard left some out"),
    GP_FIELD(OBJECT, NULL, H, tally, .record = &tally_record),
};
static const gp_record summary_record = GP_RECORD(H, summary_fields, "summary");

/* --- the gate --- */

static void write_text(gp_jw *w, const void *at) { gp_jw_c(w, at); }

static gp_code read_into(const gp_json *v, char *out, size_t size, gp_err *err)
{
    gp_str s;
    gp_code code = gp_json_str(v, "a text", &s, err);
    if (code) return code;
    if (s.n >= size) return gp_json_fail(err, v, "the text is longer than %zu bytes", size - 1);
    memcpy(out, s.p, s.n);
    out[s.n] = 0;
    return GP_OK;
}

static gp_code read_rule_text(gp_arena *a, const gp_json *v, void *at, gp_err *err)
{
    (void)a;
    return read_into(v, at, sizeof((gp_gate_rule *)0)->text, err);
}

static gp_code read_sentence(gp_arena *a, const gp_json *v, void *at, gp_err *err)
{
    (void)a;
    return read_into(v, at, sizeof((gp_gate_verdict *)0)->sentence, err);
}

static void write_exit(gp_jw *w, const void *at) { gp_jw_int(w, *(const int *)at); }

static gp_code read_exit(gp_arena *a, const gp_json *v, void *at, gp_err *err)
{
    (void)a;
    int64_t n = 0;
    gp_code code = gp_json_int(v, "exit_code", 0, 255, &n, err);
    if (!code) *(int *)at = (int)n;
    return code;
}

static bool has_warned(const void *object) { return ((const gp_gate_rule *)object)->warned; }

static gp_code read_known(gp_arena *a, const gp_json *v, void *at, gp_err *err)
{
    return v->type == GP_JSON_NULL ? GP_OK : read_cstr(a, v, at, err);
}

#define RULES                                                                                                 \
    "\"all-passed\", \"pass-rate\", \"goldens\", \"budgets\", \"errors\", \"graded\", \"must-pass\", "        \
    "\"regression\", \"first-token\", \"total-time\", \"cost\", \"tokens\", \"error-rate\", \"above-null\", " \
    "\"length-drift\", \"quarantine\""
#define RULE "{\"type\": \"string\", \"enum\": [" RULES "]}"
#define RULE_OR_NULL "{\"type\": [\"string\", \"null\"], \"enum\": [" RULES ", null]}"

static const gp_field rule_fields[] = {
    GP_FIELD(ANY, "name", gp_gate_rule, name, .write = write_cstr, .read = read_cstr, .schema = RULE),
    GP_FIELD(BOOL, "passed", gp_gate_rule, passed),
    GP_FIELD(BOOL, "warned", gp_gate_rule, warned, .has = has_warned,
             .doc = "true: the rule could not decide; absent elsewhere"),
    GP_FIELD(ANY, "text", gp_gate_rule, text, .write = write_text, .read = read_rule_text, .schema = TEXT),
};
static const gp_record rule_record = GP_RECORD(gp_gate_rule, rule_fields, "rules", .def = "rule");

static void write_rules(gp_jw *w, const void *at)
{
    const gp_gate_verdict *v = at;
    gp_jw_array(w);
    for (size_t i = 0; i < v->n_rules; i++) gp_record_write(w, &rule_record, &v->rules[i]);
    gp_jw_end_array(w);
}

static gp_code read_rules(gp_arena *a, const gp_json *v, void *at, gp_err *err)
{
    gp_gate_verdict *g = at;
    gp_code code = gp_json_want(v, "rules", GP_JSON_ARRAY, err);
    if (!code && v->n > GP_GATE_RULES) return gp_json_fail(err, v, "more than %d rules", (int)GP_GATE_RULES);
    g->n_rules = 0;
    for (const gp_json *e = code ? NULL : v->first; e && !code; e = e->next)
        code = gp_record_read(a, &rule_record, e, &g->rules[g->n_rules++], err);
    return code;
}

static const gp_field gate_fields[] = {
    GP_FIELD(BOOL, "passed", gp_gate_verdict, passed),
    GP_FIELD(ANY, "exit_code", gp_gate_verdict, exit_code, .write = write_exit, .read = read_exit,
             .schema = "{\"type\": \"integer\", \"enum\": [0, 1, 3]}"),
    GP_FIELD(ANY, "sentence", gp_gate_verdict, sentence, .write = write_text, .read = read_sentence, .schema = TEXT),
    GP_FIELD(ANY, "rule", gp_gate_verdict, rule, .write = write_cstr, .read = read_known, .flags = GP_LENIENT,
             .schema = RULE_OR_NULL, .doc = "the rule that decided; null where the gate passed"),
    GP_FIELD(ANY, "see", gp_gate_verdict, see, .write = write_cstr, .read = read_known, .flags = GP_LENIENT,
             .schema = "{\"type\": [\"string\", \"null\"]}",
             .doc = "the shortest command that shows why; RUN, BASELINE and GOLDEN stand for folders"),
    GP_FIELD(BOOL, "strict", gp_gate_verdict, strict),
    GP_FIELD(BOOL, "in_ci", gp_gate_verdict, in_ci),
    GP_FIELD_BY("rules", write_rules, read_rules, .record = &rule_record,
                .schema = "{\"type\": \"array\", \"items\": {\"$ref\": \"#/$defs/rule\"}}"),
};
static const gp_record gate_record = GP_RECORD(gp_gate_verdict, gate_fields, "gate");

/* --- the baseline --- */

#define A gp_against
#define T gp_against_target
#define C gp_against_case

static const gp_field against_target_fields[] = {
    GP_FIELD(STR, "target", T, target),
    GP_FIELD(STR, "against", T, against, .doc = "its name in the baseline"),
    GP_FIELD(ENUM, "verdict", T, verdict, GP_NAMES(gp_against_words),
             .doc = "of this run: better, worse, equal or inconclusive"),
    GP_FIELD(SIZE, "pairs", T, pairs, .doc = "cases graded on both sides that did not change"),
    GP_FIELD(SIZE, "passed", T, passed, .doc = "of them, now: every repeat passed"),
    GP_FIELD(SIZE, "was_passed", T, was_passed),
    GP_FIELD(SIZE, "regressed", T, regressed, .doc = "passed then and not now"),
    GP_FIELD(SIZE, "improved", T, improved),
    GP_FIELD(SIZE, "higher", T, higher, .doc = "cases whose mean score rose"),
    GP_FIELD(SIZE, "lower", T, lower),
    GP_FIELD(REAL, "difference", T, difference, .doc = "mean score now minus then"),
    GP_FIELD(REAL, "lo", T, lo, .doc = "95% interval of the difference"),
    GP_FIELD(REAL, "hi", T, hi),
    GP_FIELD(REAL, "p", T, p, .doc = "two-sided, of no difference"),
    GP_FIELD(REAL, "output_tokens_median", T, tokens, .doc = "of a trial of the paired cases"),
    GP_FIELD(REAL, "was_output_tokens_median", T, was_tokens),
};
static const gp_record against_target_record = GP_RECORD(T, against_target_fields, "targets", .def = "compared");

static const gp_field against_case_fields[] = {
    GP_FIELD(STR, "suite", C, suite),
    GP_FIELD(STR, "case", C, case_id),
    GP_FIELD(STR, "target", C, target),
    GP_FIELD(REAL, "score", C, score, .doc = "mean over its graded repeats"),
    GP_FIELD(REAL, "was", C, was),
    GP_FIELD(STR, "why", C, why, .flags = GP_OPTIONAL, .doc = "why it is not paired"),
};
static const gp_record against_case_record = GP_RECORD(C, against_case_fields, "cases", .def = "compared_case");

static const gp_field against_fields[] = {
    GP_FIELD(STR, "name", A, baseline, .doc = "BRANCH@COMMIT, or the name of a folder or file"),
    GP_FIELD(STR, "fingerprint", A, fingerprint, .doc = "of that run"),
    GP_FIELD_LISTED(LIST, "targets", A, targets, n_targets, .record = &against_target_record),
    GP_FIELD(SIZE, "regressed_cases", A, all_regressed, .doc = "in all; at most 1,000 of each kind are listed"),
    GP_FIELD(SIZE, "improved_cases", A, all_improved),
    GP_FIELD(SIZE, "unpaired_cases", A, all_unpaired),
    GP_FIELD_LISTED(LIST, "regressed", A, regressed, n_regressed, .record = &against_case_record),
    GP_FIELD_LISTED(LIST, "improved", A, improved, n_improved, .record = &against_case_record),
    GP_FIELD_LISTED(LIST, "unpaired", A, unpaired, n_unpaired, .record = &against_case_record,
                    .doc = "what differs in what is asked or judged is never paired"),
    GP_FIELD_LISTED(STRS, "other_targets", A, other_targets, n_other_targets,
                    .doc = "of this run, which the baseline does not have"),
};
static const gp_record against_record = GP_RECORD(A, against_fields, "baseline", .def = "baseline");

static bool has_against(const void *object) { return ((const H *)object)->against.baseline.n > 0; }
static bool has_rules(const void *object) { return ((const H *)object)->rules.n > 0; }

#undef A
#undef T
#undef C

/* --- targets, baselines, the head --- */

static const gp_field target_measured_fields[] = {
    GP_FIELD(INT, "timed", G, timed,
             .doc = "trials that did not break and know their total; the numbers below are of those of them that "
                    "know the time at hand"),
    GP_FIELD(REAL, "connect_median_s", G, connect_median_s),
    GP_FIELD(REAL, "tls_median_s", G, tls_median_s),
    GP_FIELD(REAL, "first_byte_median_s", G, first_byte_median_s),
    GP_FIELD(REAL, "first_token_median_s", G, first_token_median_s),
    GP_FIELD(REAL, "first_token_p95_s", G, first_token_p95_s, .doc = "nearest rank, like every p95"),
    GP_FIELD(REAL, "first_answer_median_s", G, first_answer_median_s),
    GP_FIELD(REAL, "first_answer_p95_s", G, first_answer_p95_s),
    GP_FIELD(REAL, "reasoning_median_s", G, reasoning_median_s),
    GP_FIELD(REAL, "answer_median_s", G, answer_median_s),
    GP_FIELD(REAL, "total_median_s", G, total_median_s),
    GP_FIELD(REAL, "total_p95_s", G, total_p95_s),
    GP_FIELD(REAL, "gap_p50_s", G, gap_p50_s, .doc = "median of the trials' own p50"),
    GP_FIELD(REAL, "gap_p95_s", G, gap_p95_s, .doc = "median of the trials' own p95"),
    GP_FIELD(REAL, "gap_max_s", G, gap_max_s, .doc = "the longest of all"),
    GP_FIELD(REAL, "output_tokens_per_s", G, output_tokens_per_s, .doc = "as the client saw them come"),
    GP_FIELD(REAL, "server_output_tokens_per_s", G, server_output_tokens_per_s, .doc = "as the server says"),
    GP_FIELD(INT, "requests", G, requests, .doc = "requests sent"),
    GP_FIELD(SIZE, "retried", G, retried, .doc = "trials that sent a request again"),
    GP_FIELD(SIZE, "rate_limited", G, rate_limited, .doc = "requests refused by a rate limit"),
    GP_FIELD(INT, "lowest_window", G, lowest_window,
             .doc = "fewest trials that rate limits left in flight; null: never narrowed"),
    GP_FIELD(REAL, "cost_usd", G, cost_usd, .doc = "null where the cost of a trial is unknown"),
    GP_FIELD(REAL, "cost_known_usd", G, cost_known_usd, GP_RANGE(0, INFINITY),
             .doc = "of the requests whose cost is known"),
    GP_FIELD(SIZE, "cost_unknown", G, cost_unknown, .doc = "trials that sent something and whose cost is unknown"),
    GP_FIELD(STR, "cost_basis", G, cost_basis, GP_NAMES(cost_bases)),
};
static const gp_record target_measured_record = GP_RECORD(G, target_measured_fields, "measured");
static bool has_repeats(const void *object) { return ((const G *)object)->repeated > 0; }

#define A gp_results_repeated
static const gp_field disagree_fields[] = {
    GP_FIELD(STR, "suite", A, suite),
    GP_FIELD(STR, "case", A, case_id),
    GP_FIELD(INT, "repeats", A, repeats),
    GP_FIELD(REAL, "same_answer", A, same_answer, GP_RANGE(0, 1)),
    GP_FIELD(REAL, "same_verdict", A, same_verdict, GP_RANGE(0, 1)),
    GP_FIELD(TEXT, "answer", A, answer, .doc = "the commonest, shortened"),
};
static const gp_record disagree_record = GP_RECORD(A, disagree_fields, "cases whose repeats disagree");
static const gp_field agreement_fields[] = {
    GP_FIELD(INT, "cases", G, repeated, .doc = "with two answers or more"),
    GP_FIELD(REAL, "same_answer", G, same_answer, GP_RANGE(0, 1),
             .doc = "mean share of a case's repeats that give its commonest answer, in normal form NFC and with white "
                    "space as one space"),
    GP_FIELD(REAL, "same_verdict", G, same_verdict, GP_RANGE(0, 1),
             .doc = "mean share that come to its commonest status"),
    GP_FIELD_LISTED(LIST, "disagree", G, disagree, n_disagree, .record = &disagree_record,
                    .doc = "the cases that agree least, at most 20"),
};
static const gp_record agreement_record = GP_RECORD(G, agreement_fields, "agreement");
static bool has_statistics(const void *object) { return ((const G *)object)->statistics.graded > 0; }

static const gp_field target_fields[] = {
    GP_FIELD(STR, "name", G, name),
    GP_FIELD(STR, "provider", G, provider),
    GP_FIELD(STR, "model", G, model),
    GP_FIELD(STR, "claim", G, claim, GP_NAMES(claims), .doc = "what the target promises about repetition"),
    GP_FIELD(STR, "fingerprint", G, fingerprint),
    GP_FIELD(STR, "weights_sha256", G, weights_sha256),
    GP_FIELD(RAW, "asked", G, asked, .json = GP_JSON_OBJECT, .flags = GP_OPTIONAL,
             .doc = "how it was asked and what answered, as the fingerprint holds it"),
    GP_FIELD_LISTED(LIST, "parts", G, parts, n_parts, .record = &gp_parts_record, .flags = GP_OPTIONAL,
                    .doc = "the files of a model in several"),
    GP_FIELD(OBJECT, "summary", G, tally, .record = &tally_record),
    GP_FIELD_IN("agreement", &agreement_record, .has = has_repeats,
                .doc = "of the repeats of cases; absent where no case has two answers"),
    GP_FIELD(OBJECT, "statistics", G, statistics, .record = &gp_statistics_record, .has = has_statistics),
    GP_FIELD_IN("measured", &target_measured_record),
};
static const gp_record target_record = GP_RECORD(G, target_fields, "targets");

#define J gp_results_judge
static const gp_field judge_measured_fields[] = {
    GP_FIELD(INT, "requests", J, requests),
    GP_FIELD(INT, "input_tokens", J, input_tokens),
    GP_FIELD(INT, "output_tokens", J, output_tokens),
    GP_FIELD(REAL, "cost_usd", J, cost_usd, GP_RANGE(0, INFINITY), .doc = "null where that of a request is unknown"),
};
static const gp_record judge_measured_record = GP_RECORD(J, judge_measured_fields, "measured");
static const gp_field judge_fields[] = {
    GP_FIELD(STR, "suite", J, suite),
    GP_FIELD(STR, "criterion", J, criterion),
    GP_FIELD(STR, "judge", J, judge, .doc = "as the suite names it"),
    GP_FIELD(RAW, "asked", J, asked, .json = GP_JSON_OBJECT, .flags = GP_OPTIONAL,
             .doc = "who that was, as the fingerprint holds targets; absent where nobody was asked"),
    GP_FIELD(ENUM, "level", J, level, GP_NAMES(gp_level_names), .flags = GP_KNOWN, .doc = "of its votes"),
    GP_FIELD(INT, "trials", J, trials, .doc = "with votes"),
    GP_FIELD(INT, "votes", J, votes),
    GP_FIELD(REAL, "alpha", J, alpha,
             .doc = "Krippendorff's alpha over the votes on each trial; null where nothing can be said of it"),
    GP_FIELD(REAL, "same", J, same, GP_RANGE(0, 1), .doc = "share of the pairs of votes on a trial that are equal"),
    GP_FIELD(INT, "calibrations", J, calibrations, .doc = "sets of known answers that it was asked about"),
    GP_FIELD(INT, "right", J, right, .doc = "answers of these that it judged as they are known to be"),
    GP_FIELD(INT, "known", J, known, .doc = "of so many"),
    GP_FIELD_IN("measured", &judge_measured_record),
};
static const gp_record judge_record = GP_RECORD(J, judge_fields, "judges", .def = "judge");

static const char *const origins[] = {"expected", "example", "schema", "refusal"};

static const gp_field baseline_fields[] = {
    GP_FIELD(STR, "suite", gp_results_baseline, suite),
    GP_FIELD(STR, "name", gp_results_baseline, name),
    GP_FIELD(TEXT, "answer", gp_results_baseline, answer),
    GP_FIELD(INT, "passed", gp_results_baseline, passed),
    GP_FIELD(INT, "graded", gp_results_baseline, graded),
    GP_FIELD(REAL, "score_mean", gp_results_baseline, score_mean, GP_RANGE(0, 1)),
    GP_FIELD(STR, "origin", gp_results_baseline, origin, GP_NAMES(origins), .flags = GP_OPTIONAL,
             .doc = "of the constant: what it is in the suite"),
    GP_FIELD(INT, "tried", gp_results_baseline, tried, .flags = GP_OPTIONAL | GP_ZERO,
             .doc = "constants of which it is the best"),
    GP_FIELD(INT, "untried", gp_results_baseline, untried, .flags = GP_OPTIONAL | GP_ZERO,
             .doc = "rarer constants that were not tried, because the suite is large"),
};
static const gp_record baseline_record = GP_RECORD(gp_results_baseline, baseline_fields, "baselines");

static const gp_field head_measured_fields[] = {
    GP_FIELD(INT, "started_epoch", H, started_epoch),
    GP_FIELD(REAL, "max_cost_usd", H, max_cost_usd, GP_RANGE(0, INFINITY), .doc = "the budget of the run"),
    GP_FIELD(REAL, "counted_usd", H, counted_usd, GP_RANGE(0, INFINITY),
             .doc = "what the budget counted: costs, and upper bounds where a cost is unknown"),
};
static const gp_record head_measured_record = GP_RECORD(H, head_measured_fields, "measured");

static bool is_played(const void *object)
{
    const H *h = object;
    return h->recorded > 0 || h->n_not_played;
}

static bool has_judges(const void *object) { return ((const H *)object)->n_judges > 0; }
static bool is_partial(const void *object) { return ((const H *)object)->shards > 0; }

static const gp_field head_fields[] = {
    GP_FIELD_IS("schema", "goldpin.results/1"),
    GP_FIELD(STR, "fingerprint", H, fingerprint, .doc = "sha256:HEX over the deterministic part of the evidence"),
    GP_FIELD(BOOL, "interrupted", H, interrupted),
    GP_FIELD(INT, "planned", H, planned, .doc = "trials that were planned"),
    GP_FIELD(INT, "shards", H, shards, .has = is_partial, .flags = GP_KNOWN,
             .doc = "of a run of which not all shards are merged: how many it has"),
    GP_FIELD_LISTED(IDS, "missing_shards", H, missing_shards, n_missing_shards, .has = is_partial, .flags = GP_KNOWN,
                    .doc = "those of which nothing is there; others may be there in part"),
    GP_FIELD(INT, "recorded", H, recorded, .has = is_played,
             .doc = "trials of the run that is played; more than planned where only part of it is"),
    GP_FIELD_LISTED(STRS, "not_played", H, not_played, n_not_played, .has = is_played,
                    .doc = "targets of the run that is played which are not in this one"),
    GP_FIELD_IN("summary", &summary_record),
    GP_FIELD(OBJECT, "gate", H, gate, .record = &gate_record),
    GP_FIELD(RAW, "rules", H, rules, .json = GP_JSON_OBJECT, .has = has_rules,
             .doc = "what the gate was asked (gate.schema.json); absent where nothing was"),
    GP_FIELD(OBJECT, "baseline", H, against, .record = &against_record, .has = has_against,
             .doc = "the earlier run that this one was compared with"),
    GP_FIELD_LISTED(LIST, "targets", H, targets, n_targets, .record = &target_record),
    GP_FIELD_LISTED(LIST, "baselines", H, baselines, n_baselines, .record = &baseline_record,
                    .doc = "null baselines: what such answers would have scored"),
    GP_FIELD_LISTED(LIST, "judges", H, judges, n_judges, .record = &judge_record, .has = has_judges,
                    .doc = "how far the judges of the run can be relied on, by suite and criterion"),
    GP_FIELD_LISTED(STRS, "unused_goldens", H, unused_goldens, n_unused),
    GP_FIELD_IN("measured", &head_measured_record),
};
const gp_record gp_head_record = GP_RECORD(H, head_fields, "results");

/* The trials are written one by one, so they are no member of the head. */
static const gp_field file_fields[] = {
    GP_FIELD_IN(NULL, &gp_head_record),
    {.key = "trials", .kind = GP_FIELD_LIST, .record = &gp_result_record, .doc = "in order of trial id; one line each"},
};
static const gp_record file_record = GP_RECORD(
    H, file_fields, "results",
    .doc =
        "One run's verdicts and numbers. Unknown values are null, never 0. What may differ between two "
        "identical runs stands in objects named measured.");

void gp_results_schema(gp_buf *out) { gp_record_schema(&file_record, "goldpin results.json", out); }
