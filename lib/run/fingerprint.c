/* fingerprint.c - the deterministic part of one trial as a canonical JSON line (blueprint section 11).
 * The tables say which members it holds; they are written in canonical order.
 *
 * For a local target the model is named by its weights' digest alone: a renamed file is the same evidence. A composite
 * is named by its policy and its members; its line also tells who answered, by which rules, and every round. Lines of
 * other targets have none of these members. */
#include "base/sha256.h"

#include "run/run_impl.h"

#define M gp_manifest_target
#define T gp_transcript
#define R gp_reply

/* --- the target --- */

static bool is_composite(const void *object) { return ((const M *)object)->policy_sha256.n > 0; }

static void write_model(gp_jw *w, const void *object)
{
    const M *t = object;
    if (gp_str_eqc(t->provider, "local")) gp_jw_null(w);
    else gp_jw_str(w, t->model);
}

static void write_weights(gp_jw *w, const void *object)
{
    const M *t = object;
    if (gp_str_eqc(t->provider, "local")) gp_jw_str(w, t->weights_sha256);
    else gp_jw_null(w);
}

static const gp_record member_record;

static const gp_field target_fields[] = {
    GP_FIELD(INT, "context", M, context),
    GP_FIELD(STR, "kv", M, kv, .flags = GP_KNOWN),
    GP_FIELD_LISTED(LIST, "members", M, members, n_members, .record = &member_record, .has = is_composite),
    GP_FIELD_BY("model", write_model, NULL),
    GP_FIELD(STR, "policy_sha256", M, policy_sha256, .flags = GP_OPTIONAL),
    GP_FIELD(STR, "provider", M, provider, .flags = GP_KNOWN),
    GP_FIELD(OBJECT, "sampling", M, sampling, .record = &gp_sampling_numbers),
    GP_FIELD(STR, "stop_in", M, stop_in, .flags = GP_OPTIONAL),
    GP_FIELD(STR, "system", M, system, .flags = GP_OPTIONAL),
    GP_FIELD_BY("weights_sha256", write_weights, NULL),
};
static const gp_record target_record = GP_RECORD(M, target_fields, "a target");

static const gp_field member_fields[] = {
    GP_FIELD(STR, "name", M, name, .flags = GP_KNOWN),
    GP_FIELD_IN("target", &target_record),
};
static const gp_record member_record = GP_RECORD(M, member_fields, "a member");

/* --- what it answered --- */

static const gp_field reply_fields[] = {
    GP_FIELD(STR, "answer", R, answer, .flags = GP_KNOWN),
    GP_FIELD(STR, "finish", R, finish, .flags = GP_KNOWN),
    GP_FIELD_LISTED(IDS, "prompt_tokens", R, prompt_tokens, n_prompt_tokens),
    GP_FIELD(STR, "reasoning", R, reasoning, .flags = GP_KNOWN),
    GP_FIELD_LISTED(IDS, "tokens", R, tokens, n_tokens),
    GP_FIELD(STR, "tool_calls", R, tool_calls, .flags = GP_KNOWN),
};
static const gp_record reply_record = GP_RECORD(R, reply_fields, "a reply");

static const gp_field answer_fields[] = {
    GP_FIELD(ENUM, "failure", T, failure, GP_NAMES(gp_failure_names)),
    GP_FIELD(STR, "logits_sha256", T, logits_sha256, .flags = GP_KNOWN),
    GP_FIELD_LISTED(LIST, "replies", T, replies, n_replies, .record = &reply_record),
    GP_FIELD(STR, "request_digest", T, request_digest, .flags = GP_KNOWN),
};
static const gp_record answer_record = GP_RECORD(T, answer_fields, "an answer");

/* --- composites: their decisions and rounds, and those of rounds that composites made --- */

static const gp_field decision_fields[] = {
    GP_FIELD(STR, "by", gp_decision, by, .flags = GP_KNOWN),
    GP_FIELD(STR, "rule", gp_decision, rule, .flags = GP_KNOWN),
    GP_FIELD(STR, "to", gp_decision, to, .flags = GP_KNOWN),
};
static const gp_record decision_record = GP_RECORD(gp_decision, decision_fields, "a decision");

static void write_rounds(gp_jw *w, const void *transcript);

static const gp_field composite_fields[] = {
    GP_FIELD_BY("rounds", write_rounds, NULL),
    GP_FIELD_LISTED(LIST, "route", T, decisions, n_decisions, .record = &decision_record),
    GP_FIELD(STR, "served_by", T, served_by, .flags = GP_KNOWN),
};
static const gp_record composite_record = GP_RECORD(T, composite_fields, "a composite");

typedef struct round_line {
    gp_round round;
    T t; /* what round.t points to */
} round_line;

static const gp_field round_fields[] = {
    GP_FIELD(STR, "by", round_line, round.by, .flags = GP_KNOWN),
    GP_FIELD(STR, "member", round_line, round.member, .flags = GP_KNOWN),
    GP_FIELD(STR, "role", round_line, round.role, .flags = GP_KNOWN),
    GP_FIELD(INT, "round", round_line, round.round, .flags = GP_KNOWN),
    GP_FIELD(INT, "turn", round_line, round.turn, .flags = GP_KNOWN),
    GP_FIELD(OBJECT, NULL, round_line, t, .record = &answer_record),
    GP_FIELD(OBJECT, NULL, round_line, t, .record = &composite_record),
};
static const gp_record round_record = GP_RECORD(round_line, round_fields, "a round");

static void write_rounds(gp_jw *w, const void *transcript)
{
    const T *t = transcript;
    gp_jw_array(w);
    for (size_t i = 0; i < t->n_rounds; i++)
        gp_record_write_canonical(w, &round_record, &(round_line){t->rounds[i], *t->rounds[i].t});
    gp_jw_end_array(w);
}

/* --- the line --- */

typedef struct line {
    T t;
    gp_grade grade;
    M target;
} line;

static const gp_field line_fields[] = {
    GP_FIELD(STR, "case_digest", line, t.case_digest, .flags = GP_KNOWN),
    GP_FIELD(STR, "id", line, t.id, .flags = GP_KNOWN),
    GP_FIELD(REAL, "score", line, grade.score),
    GP_FIELD(INT, "seed", line, t.seed, .flags = GP_KNOWN),
    GP_FIELD(ENUM, "status", line, grade.status, GP_NAMES(gp_status_names), .flags = GP_KNOWN),
    GP_FIELD(OBJECT, "target", line, target, .record = &target_record),
    GP_FIELD(OBJECT, NULL, line, t, .record = &answer_record),
};
static const gp_record line_record = GP_RECORD(line, line_fields, "a line");

static const gp_field composite_line_fields[] = {
    GP_FIELD_IN(NULL, &line_record),
    GP_FIELD(OBJECT, NULL, line, t, .record = &composite_record),
};
static const gp_record composite_line_record = GP_RECORD(line, composite_line_fields, "a line");

void gp_fingerprint_line(const gp_transcript *t, const gp_grade *g, const gp_manifest_target *target, gp_buf *out)
{
    gp_jw w;
    gp_jw_init(&w, out, 0);
    gp_record_write_canonical(&w, is_composite(target) ? &composite_line_record : &line_record,
                              &(line){*t, *g, *target});
    gp_buf_byte(out, '\n');
}

/* --- the digest of a composite --- */

gp_str gp_composite_digest(gp_arena *a, const gp_manifest_target *t)
{
    gp_buf b = {0};
    char hex[65];
    if (!t->policy_sha256.n) return (gp_str){0};
    gp_buf_str(&b, t->policy_sha256);
    for (size_t i = 0; i < t->n_members; i++) {
        const gp_manifest_target *m = &t->members[i];
        gp_str inner = m->n_members ? gp_composite_digest(a, m) : m->weights_sha256;
        gp_buf_fmt(&b, "\n%.*s %.*s", GP_ARG(m->name), GP_ARG(inner));
    }
    gp_sha256_hex_of(gp_buf_view(&b), hex);
    gp_buf_free(&b);
    return gp_str_dup(a, gp_str_c(hex));
}
