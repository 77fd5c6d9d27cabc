/* transcript.c - the tables of a line of transcripts.jsonl, and what makes of them a line and back. */
#include <math.h>

#include "transcript/transcript.h"

#define R gp_reply
#define T gp_transcript

const char *const gp_failure_names[GP_FAIL_KINDS] = {NULL,
                                                     "refused_connection",
                                                     "dns",
                                                     "tls",
                                                     "auth",
                                                     "rate_limited",
                                                     "server_error",
                                                     "bad_response",
                                                     "cut_off",
                                                     "stalled",
                                                     "timeout",
                                                     "empty",
                                                     "content_filter",
                                                     "context_overflow",
                                                     "loop",
                                                     "cancelled",
                                                     "budget",
                                                     "rejected",
                                                     "interrupted"};

const char *gp_failure_name(gp_failure f) { return (unsigned)f < GP_FAIL_KINDS ? gp_failure_names[f] : NULL; }

bool gp_failure_may_pass(gp_failure f)
{
    switch (f) {
    case GP_FAIL_NONE:
    case GP_FAIL_EMPTY:
    case GP_FAIL_CONTENT_FILTER:
    case GP_FAIL_CONTEXT_OVERFLOW:
    case GP_FAIL_REJECTED:
    case GP_FAIL_LOOP: return false;
    default: return true;
    }
}

int gp_failure_by_name(gp_str name)
{
    for (int i = 1; i < GP_FAIL_KINDS; i++)
        if (gp_str_eqc(name, gp_failure_names[i])) return i;
    return -1;
}

const gp_reply *gp_transcript_last(const gp_transcript *t)
{
    return t->n_replies ? &t->replies[t->n_replies - 1] : NULL;
}

bool gp_finish_unsure(gp_str finish, int64_t attempts)
{
    return gp_str_eqc(finish, "other") || (attempts > 0 && !finish.n);
}

double gp_us(double seconds) { return isfinite(seconds) ? round(seconds * 1e6) / 1e6 : (double)NAN; }

/* --- the tables: what stands where in a line --- */

static void write_us(gp_jw *w, const void *at) { gp_jw_real(w, gp_us(*(const double *)at)); }

/* Journals of earlier builds lack most of the durations. */
static const gp_field reply_measured_fields[] = {
    GP_FIELD(REAL, "connect_s", R, connect_s, .write = write_us, .flags = GP_LENIENT,
             .doc = "Name looked up and TCP connection made; null on a connection that was there already."),
    GP_FIELD(REAL, "tls_s", R, tls_s, .write = write_us, .flags = GP_LENIENT,
             .doc = "What the TLS handshake took after that."),
    GP_FIELD(REAL, "first_byte_s", R, first_byte_s, .write = write_us, .flags = GP_LENIENT,
             .doc = "Like all that follow, from the start of the request."),
    GP_FIELD(REAL, "first_token_s", R, first_token_s, .write = write_us,
             .doc = "First text of any kind, or tool call."),
    GP_FIELD(REAL, "first_reasoning_s", R, first_reasoning_s, .write = write_us, .flags = GP_LENIENT),
    GP_FIELD(REAL, "first_answer_s", R, first_answer_s, .write = write_us, .flags = GP_LENIENT),
    GP_FIELD(REAL, "last_token_s", R, last_token_s, .write = write_us, .flags = GP_LENIENT),
    GP_FIELD(REAL, "total_s", R, total_s, .write = write_us, .doc = "Last byte of the response."),
    GP_FIELD(REAL, "gap_p50_s", R, gap_p50_s, .write = write_us, .flags = GP_LENIENT,
             .doc = "Between arrivals of pieces of text."),
    GP_FIELD(REAL, "gap_p95_s", R, gap_p95_s, .write = write_us, .flags = GP_LENIENT),
    GP_FIELD(REAL, "gap_max_s", R, gap_max_s, .write = write_us, .flags = GP_LENIENT),
    GP_FIELD(INT, "input_tokens", R, input_tokens, .doc = "As the target says, like all counts."),
    GP_FIELD(INT, "output_tokens", R, output_tokens),
    GP_FIELD(INT, "cached_tokens", R, cached_tokens),
    GP_FIELD(INT, "reasoning_tokens", R, reasoning_tokens),
    GP_FIELD(INT, "drafted_tokens", R, drafted_tokens, .flags = GP_OPTIONAL | GP_ZERO,
             .doc = "Tokens that the local engine guessed ahead out of the conversation itself; absent: none."),
    GP_FIELD(INT, "accepted_tokens", R, accepted_tokens, .flags = GP_OPTIONAL | GP_ZERO,
             .doc = "Those of them that were right, and so needed no step of their own."),
    GP_FIELD(RAW, "server", R, server, .json = GP_JSON_OBJECT, .flags = GP_LENIENT,
             .doc = "What the server itself measured and billed: load_s, prompt_s, output_s, cost_usd."),
    GP_FIELD(RAW, "logprobs", R, logprobs, .json = GP_JSON_ARRAY, .flags = GP_OPTIONAL,
             .doc = "Natural log-probability of each token; only where the case needs them."),
};
static const gp_record reply_measured = GP_RECORD(R, reply_measured_fields, "measured");

static const gp_field likelihood_fields[] = {
    GP_FIELD(STR, "text", gp_likelihood, text, .flags = GP_KNOWN),
    GP_FIELD_LISTED(IDS, "tokens", gp_likelihood, tokens, n_tokens, .doc = "Its ids that were scored."),
    GP_FIELD(REAL, "log_prob", gp_likelihood, log_prob, .doc = "Sum over these tokens, natural logarithm."),
};
static const gp_record likelihood_record = GP_RECORD(gp_likelihood, likelihood_fields, "a likelihood",
                                                     .def = "likelihood");

static const gp_field reply_fields[] = {
    GP_FIELD(STR, "answer", R, answer, .flags = GP_KNOWN, .doc = "What is graded."),
    GP_FIELD(STR, "reasoning", R, reasoning, .doc = "Kept apart, never graded."),
    GP_FIELD(RAW, "tool_calls", R, tool_calls, .json = GP_JSON_ARRAY),
    GP_FIELD(STR, "finish", R, finish, .doc = "stop, length, tool_calls, ...; null where the target says nothing."),
    GP_FIELD(STR, "finish_word", R, finish_word, .flags = GP_OPTIONAL,
             .doc = "The server's own word, where finish is other or interrupted."),
    GP_FIELD_LISTED(LIST, "likelihoods", R, likelihoods, n_likelihoods, .record = &likelihood_record,
                    .flags = GP_OPTIONAL,
                    .doc = "Of given texts as the answer, where the case asks for that instead of an answer."),
    GP_FIELD_LISTED(IDS, "prompt_tokens", R, prompt_tokens, n_prompt_tokens, .doc = "Local targets only."),
    GP_FIELD(STR, "prompt_sha256", R, prompt_sha256, .flags = GP_OPTIONAL,
             .doc = "Of the text that the chat template made, in UTF-8; local targets only."),
    GP_FIELD_LISTED(IDS, "tokens", R, tokens, n_tokens, .doc = "Generated ones; local targets only."),
    GP_FIELD_IN("measured", &reply_measured),
};
static const gp_record reply_record = GP_RECORD(R, reply_fields, "a reply", .def = "reply");

static const gp_field try_fields[] = {
    GP_FIELD(INT, "turn", gp_try, turn, .flags = GP_KNOWN, .doc = "Which reply it was for, from 1."),
    GP_FIELD(ENUM, "failure", gp_try, failure, GP_NAMES(gp_failure_names), .doc = "null: answered."),
    GP_FIELD(INT, "status", gp_try, status, .doc = "HTTP status; null: none arrived."),
    GP_FIELD(STR, "error", gp_try, error),
    GP_FIELD(REAL, "duration_s", gp_try, duration_s, .doc = "Of this request alone."),
    GP_FIELD(REAL, "waited_s", gp_try, waited_s, .doc = "Before it."),
};
static const gp_record try_record = GP_RECORD(gp_try, try_fields, "a try", .def = "try");

static const gp_field decision_fields[] = {
    GP_FIELD(STR, "by", gp_decision, by, .flags = GP_KNOWN, .doc = "The route."),
    GP_FIELD(STR, "to", gp_decision, to, .flags = GP_KNOWN, .doc = "The member that it chose."),
    GP_FIELD(STR, "rule", gp_decision, rule, .flags = GP_KNOWN),
    GP_FIELD(STR, "why", gp_decision, why, .flags = GP_KNOWN),
};
static const gp_record decision_record = GP_RECORD(gp_decision, decision_fields, "a decision", .def = "decision");

static void write_round(gp_jw *w, const void *at);
static gp_code read_round(gp_arena *a, const gp_json *v, void *at, gp_err *err);
static const gp_record transcript_record;

static const gp_field round_fields[] = {
    GP_FIELD(STR, "by", gp_round, by, .flags = GP_KNOWN, .doc = "The composite, or the environment."),
    GP_FIELD(STR, "role", gp_round, role, .flags = GP_KNOWN,
             .doc = "member, draft, critic; priming, bad_request, load."),
    GP_FIELD(STR, "member", gp_round, member, .flags = GP_KNOWN, .doc = "Who was asked."),
    GP_FIELD(INT, "turn", gp_round, turn, .flags = GP_KNOWN, .doc = "Which reply of the case it is about, from 1."),
    GP_FIELD(INT, "round", gp_round, round, .flags = GP_KNOWN, .doc = "Which attempt at it, from 1."),
    GP_FIELD(ANY, "transcript", gp_round, t, .write = write_round, .read = read_round, .record = &transcript_record,
             .schema = "{\"$ref\": \"#/$defs/transcript\"}"),
};
static const gp_record round_record = GP_RECORD(gp_round, round_fields, "a round", .def = "round");

static const gp_field measured_fields[] = {
    GP_FIELD(STR, "error", T, error, .doc = "One line for people; only where it broke or was skipped."),
    GP_FIELD(STR, "returned_model", T, returned_model, .doc = "What the server said, like the two that follow."),
    GP_FIELD(STR, "system_fingerprint", T, system_fingerprint),
    GP_FIELD(STR, "upstream", T, upstream),
    GP_FIELD(STR, "seed_use", T, seed_use, .doc = "honoured, ignored, unsupported or sent."),
    GP_FIELD(STR, "ignored", T, ignored, .flags = GP_LENIENT,
             .doc = "Sampling parameters that were asked for and that the provider has no field for."),
    GP_FIELD(INT, "started", T, started_epoch, .doc = "UTC, seconds."),
    GP_FIELD(REAL, "duration_s", T, duration_s, .write = write_us, .doc = "The whole trial."),
    GP_FIELD(INT, "attempts", T, attempts, .flags = GP_KNOWN, .doc = "Requests made."),
    GP_FIELD_LISTED(LIST, "tries", T, tries, n_tries, .record = &try_record, .flags = GP_OPTIONAL,
                    .doc = "All requests, where one was sent again."),
    GP_FIELD(REAL, "spent_usd", T, spent_usd, .flags = GP_OPTIONAL, .doc = "What the budget counted."),
    GP_FIELD(INT, "window", T, window, .flags = GP_OPTIONAL,
             .doc = "Fewest trials of its target that rate limits left in flight since the one before it ended."),
    GP_FIELD(REAL, "begun_s", T, begun_s, .flags = GP_OPTIONAL | GP_ZERO,
             .doc = "When the trial began, in seconds since the target was opened; only in the sustained environment."),
};
static const gp_record measured_record = GP_RECORD(T, measured_fields, "measured",
                                                   .doc = "What differs between two identical runs.");

static const gp_field transcript_fields[] = {
    GP_FIELD(STR, "id", T, id, .flags = GP_KNOWN, .doc = "SUITE/CASE/TARGET/REPEAT"),
    GP_FIELD(STR, "suite", T, suite, .flags = GP_KNOWN),
    GP_FIELD(STR, "case", T, case_id, .flags = GP_KNOWN),
    GP_FIELD(STR, "target", T, target, .flags = GP_KNOWN),
    GP_FIELD(INT, "repeat", T, repeat, .flags = GP_KNOWN, .doc = "From 1."),
    GP_FIELD(STR, "case_digest", T, case_digest, .flags = GP_KNOWN),
    GP_FIELD(INT, "seed", T, seed, .flags = GP_KNOWN, .doc = "Derived from the run's seed and the id."),
    GP_FIELD(STR, "request_digest", T, request_digest,
             .doc = "SHA-256 of messages, turns, sampling, seed and model; null where none was made."),
    GP_FIELD(STR, "date", T, date, .flags = GP_OPTIONAL,
             .doc = "What the chat template saw as today; absent where it did not look."),
    GP_FIELD_LISTED(LIST, "replies", T, replies, n_replies, .record = &reply_record,
                    .doc = "One per turn; the last one may be partial where the trial broke."),
    GP_FIELD(ENUM, "failure", T, failure, GP_NAMES(gp_failure_names), .doc = "How the trial broke; null: it did not."),
    GP_FIELD(BOOL, "skipped", T, skipped, .doc = "The target lacks what the case needs."),
    GP_FIELD(STR, "logits_sha256", T, logits_sha256, .doc = "Local targets only."),
    GP_FIELD(RAW, "margins", T, margins, .json = GP_JSON_ARRAY,
             .doc = "Of the two highest logits of each token; local targets only."),
    GP_FIELD(STR, "served_by", T, served_by, .flags = GP_OPTIONAL,
             .doc = "Composites: the member that gave the answer."),
    GP_FIELD_LISTED(LIST, "route", T, decisions, n_decisions, .record = &decision_record, .flags = GP_OPTIONAL,
                    .doc = "Decisions of the routes on that way, outermost first."),
    GP_FIELD_LISTED(LIST, "rounds", T, rounds, n_rounds, .record = &round_record, .flags = GP_OPTIONAL,
                    .doc = "What composites asked, in that order."),
    GP_FIELD_LISTED(LIST, "before", T, before, n_before, .record = &round_record, .flags = GP_OPTIONAL,
                    .doc = "What an environment sent right before the trial."),
    GP_FIELD_IN("measured", &measured_record),
};
static const gp_record transcript_record = GP_RECORD(T, transcript_fields, "a transcript", .def = "transcript");

static const char SCHEMA[] = "goldpin.transcript/1";

static bool never(const void *object) { return object == NULL; }

/* Only a line names its schema, not the transcripts in it; those of earlier builds do not. The chain is the journal's to
 * write: a transcript that is written into another one has another line before it. */
static const gp_field line_fields[] = {
    GP_FIELD_IS("schema", SCHEMA, .flags = GP_LENIENT),
    GP_FIELD_IN(NULL, &transcript_record),
    GP_FIELD(STR, "chain", T, chain, .flags = GP_OPTIONAL, .has = never,
             .doc = "SHA-256 of the line before, of the first one the digest of where the run comes from."),
};
static const gp_record line_record = GP_RECORD(
    T, line_fields, "a transcript",
    .doc = "One trial: what was asked, what came back, how it ended. Unknown values are null, never 0.");

gp_reply gp_reply_unknown(void)
{
    gp_reply r = {0};
    gp_record_init(&reply_record, &r);
    return r;
}

gp_transcript gp_transcript_unknown(void)
{
    gp_transcript t = {0};
    gp_record_init(&transcript_record, &t);
    return t;
}

void gp_transcript_schema(gp_buf *out) { gp_record_schema(&line_record, "goldpin transcripts.jsonl, one line", out); }

/* --- writing --- */

static void write_round(gp_jw *w, const void *at) { gp_record_write(w, &transcript_record, *(const T *const *)at); }

void gp_transcript_write(const gp_transcript *t, gp_buf *out)
{
    gp_jw w;
    gp_jw_init(&w, out, 0);
    gp_record_write(&w, &line_record, t);
}

/* --- reading --- */

/* In replies of builds before the finer times, the total went up to the last token. */
static void complete(const gp_json *replies, gp_reply *r)
{
    for (const gp_json *v = replies->first; v; v = v->next, r++)
        if (!gp_json_get(gp_json_get(v, "measured"), "last_token_s")) r->last_token_s = r->total_s;
}

static gp_code read_with(gp_arena *a, const gp_record *record, const gp_json *v, gp_transcript *out, gp_err *err)
{
    *out = gp_transcript_unknown();
    gp_code code = gp_record_read(a, record, v, out, err);
    /* the list was made by gp_record_read for this transcript alone */
    if (!code) complete(gp_json_get(v, "replies"), (gp_reply *)(uintptr_t)out->replies);
    return code;
}

static gp_code read_round(gp_arena *a, const gp_json *v, void *at, gp_err *err)
{
    gp_transcript *t = GP_NEW(a, gp_transcript);
    *(const T **)at = t;
    return read_with(a, &transcript_record, v, t, err);
}

static gp_code read_line(gp_arena *a, const char *name, gp_str line, uint32_t number, gp_transcript *out, gp_err *err)
{
    gp_json_reader r;
    const gp_json *root = NULL;
    gp_json_reader_init(&r, name, line);
    r.line = number;
    gp_code code = gp_json_read(&r, a, &root, err);
    if (!code) code = gp_json_finish(&r, err);
    return code ? code : read_with(a, &line_record, root, out, err);
}

gp_code gp_transcript_read_id(gp_arena *a, const char *name, gp_str line, uint32_t number, gp_str *out, gp_err *err)
{
    gp_json_reader in;
    gp_str key = {0};
    bool more = true;
    const gp_json *v = NULL;
    gp_transcript whole;
    gp_json_reader_init(&in, name, line);
    in.line = number;
    gp_code code = gp_json_enter(&in, GP_JSON_OBJECT, err);
    while (!code && more && !gp_str_eqc(key, "id")) {
        code = gp_json_member(&in, a, &key, &more, err);
        if (!code && more) code = gp_json_read(&in, a, &v, err);
        bool other = !code && gp_str_eqc(key, "schema") && !gp_str_eqc(v->s, SCHEMA);
        /* reading all of it says what is wrong */
        if (other || (!code && !more)) code = read_line(a, name, line, number, &whole, err);
    }
    return code ? code : gp_json_str(v, "id", out, err);
}

gp_code gp_transcript_read(gp_arena *a, const char *name, gp_str line, size_t before, gp_transcript *out, gp_err *err)
{
    gp_code code = read_line(a, name, line, 1, out, err);
    if (code != GP_E_INPUT || !before) return code;
    uint32_t number = 1; /* lines are counted for a message only */
    for (const char *p = line.p - before; p < line.p; p++) number += *p == '\n';
    return read_line(a, name, line, number, out, err);
}
