/* fingerprint.c - the deterministic part of one trial as a canonical JSON line (blueprint section 11).
 * The tables say which members it holds; they are written in canonical order.
 *
 * Names are no evidence. A target is what it asks and who is asked, whatever the user calls it; a local model is its
 * weights' digest, whatever its file is called. A composite is its policy and its members; its line also tells who
 * answered, by which rules, and every round. There members go by their place: "2" is the second, "2.1" the first of
 * the second, "0" the composite itself. Lines of other targets have none of these members.
 * What verdicts needed from outside stands in the lines of trials that did.
 *
 * The fingerprint is the SHA-256 over the SHA-256 digests of the lines: case after case in the order of their ids, and
 * those of one case sorted by themselves, because an order of targets would be one of names. */
#include <stdlib.h>
#include <string.h>

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
    if (gp_str_eqc(t->provider, "local") || is_composite(t)) gp_jw_null(w); /* a composite's are its members' names */
    else gp_jw_str(w, t->model);
}

static void write_weights(gp_jw *w, const void *object)
{
    const M *t = object;
    if (gp_str_eqc(t->provider, "local")) gp_jw_str(w, t->weights_sha256);
    else gp_jw_null(w);
}

static const gp_record target_record;

/* Whatever changes what is asked or how a reply is taken, and nothing else. */
static const gp_field target_fields[] = {
    GP_FIELD(INT, "context", M, context),
    GP_FIELD(RAW, "extra", M, extra, .flags = GP_OPTIONAL),
    GP_FIELD(RAW, "headers", M, headers, .flags = GP_OPTIONAL),
    GP_FIELD(STR, "kv", M, kv, .flags = GP_KNOWN),
    GP_FIELD_LISTED(LIST, "members", M, members, n_members, .record = &target_record, .has = is_composite),
    GP_FIELD_BY("model", write_model, NULL),
    GP_FIELD(STR, "other_template", M, template, .flags = GP_OPTIONAL),
    GP_FIELD(STR, "policy_sha256", M, policy_sha256, .flags = GP_OPTIONAL),
    GP_FIELD(STR, "provider", M, provider, .flags = GP_KNOWN),
    GP_FIELD(STR, "reasoning", M, reasoning, .flags = GP_OPTIONAL),
    GP_FIELD(OBJECT, "sampling", M, sampling, .record = &gp_sampling_told),
    GP_FIELD(STR, "stop_in", M, stop_in, .flags = GP_OPTIONAL),
    GP_FIELD(STR, "system", M, system, .flags = GP_OPTIONAL),
    GP_FIELD_BY("weights_sha256", write_weights, NULL),
};
static const gp_record target_record = GP_RECORD(M, target_fields, "a target");

/* --- what it answered --- */

static const gp_field likelihood_fields[] = {
    GP_FIELD(REAL, "log_prob", gp_likelihood, log_prob),
    GP_FIELD(STR, "text", gp_likelihood, text, .flags = GP_KNOWN),
    GP_FIELD_LISTED(IDS, "tokens", gp_likelihood, tokens, n_tokens),
};
static const gp_record likelihood_record = GP_RECORD(gp_likelihood, likelihood_fields, "a likelihood");

static const gp_field reply_fields[] = {
    GP_FIELD(STR, "answer", R, answer, .flags = GP_KNOWN),
    GP_FIELD(STR, "finish", R, finish, .flags = GP_KNOWN),
    GP_FIELD_LISTED(LIST, "likelihoods", R, likelihoods, n_likelihoods, .record = &likelihood_record,
                    .flags = GP_OPTIONAL),
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

static bool has_evidence(const void *object) { return ((const line *)object)->grade.n_evidence > 0; }

static void write_evidence(gp_jw *w, const void *object)
{
    const gp_grade *g = &((const line *)object)->grade;
    gp_jw_array(w);
    for (size_t i = 0; i < g->n_evidence; i++) gp_evidence_write_outcome(w, &g->evidence[i]);
    gp_jw_end_array(w);
}

static const gp_field line_fields[] = {
    GP_FIELD(STR, "case", line, t.case_id, .flags = GP_KNOWN),
    GP_FIELD(STR, "case_digest", line, t.case_digest, .flags = GP_KNOWN),
    GP_FIELD_BY("evidence", write_evidence, NULL, .has = has_evidence),
    GP_FIELD(INT, "repeat", line, t.repeat, .flags = GP_KNOWN),
    GP_FIELD(REAL, "score", line, grade.score),
    GP_FIELD(INT, "seed", line, t.seed, .flags = GP_KNOWN),
    GP_FIELD(ENUM, "status", line, grade.status, GP_NAMES(gp_status_names), .flags = GP_KNOWN),
    GP_FIELD(STR, "suite", line, t.suite, .flags = GP_KNOWN),
    GP_FIELD(OBJECT, "target", line, target, .record = &target_record),
    GP_FIELD(OBJECT, NULL, line, t, .record = &answer_record),
};
static const gp_record line_record = GP_RECORD(line, line_fields, "a line");

static const gp_field composite_line_fields[] = {
    GP_FIELD_IN(NULL, &line_record),
    GP_FIELD(OBJECT, NULL, line, t, .record = &composite_record),
};
static const gp_record composite_line_record = GP_RECORD(line, composite_line_fields, "a line");

/* --- names of a composite's members, by their places --- */

/* Place of the member `name`, at any depth; empty where there is none. */
static gp_str place_of(gp_arena *a, const M *t, gp_str name)
{
    for (size_t i = 0; i < t->n_members; i++)
        if (gp_str_eq(t->members[i].name, name)) return gp_str_fmt(a, "%zu", i + 1);
    for (size_t i = 0; i < t->n_members; i++) {
        gp_str inner = place_of(a, &t->members[i], name);
        if (inner.n) return gp_str_fmt(a, "%zu.%.*s", i + 1, GP_ARG(inner));
    }
    return (gp_str){0};
}

/* Of "NAME", or of "NAME/NAME" for a member that is itself a composite. */
static gp_str place(gp_arena *a, const M *t, gp_str names)
{
    size_t slash = gp_str_find(names, GP_STR("/"));
    gp_str first = {names.p, slash == SIZE_MAX ? names.n : slash};
    gp_str at = gp_str_eq(first, t->name) ? GP_STR("0") : place_of(a, t, first);
    if (!names.n) return names;
    if (slash == SIZE_MAX) return at;
    gp_str rest = place(a, t, (gp_str){names.p + slash + 1, names.n - slash - 1});
    return gp_str_fmt(a, "%.*s/%.*s", GP_ARG(at), GP_ARG(rest));
}

/* A policy with the members' places in their stead. */
static void put_policy(gp_jw *w, gp_arena *a, const M *t, const gp_json *v)
{
    gp_str at = v->type == GP_JSON_STRING ? place_of(a, t, v->s) : (gp_str){0};
    bool object = v->type == GP_JSON_OBJECT;
    if (at.n) gp_jw_str(w, at);
    if (at.n) return;
    if (!object && v->type != GP_JSON_ARRAY) {
        gp_jw_value(w, v);
        return;
    }
    if (object) gp_jw_object(w);
    else gp_jw_array(w);
    for (const gp_json *m = v->first; m; m = m->next) {
        bool names_nobody = object &&
                            (gp_str_eqc(m->key, "if") || gp_str_eqc(m->key, "prompts") || gp_str_eqc(m->key, "stop") ||
                             gp_str_eqc(m->key, "on") || gp_str_eqc(m->key, "provider"));
        if (object) gp_jw_key_str(w, m->key);
        if (names_nobody) gp_jw_value(w, m);
        else put_policy(w, a, t, m);
    }
    if (object) gp_jw_end_object(w);
    else gp_jw_end_array(w);
}

static gp_str policy_digest(gp_arena *a, const M *t)
{
    const gp_json *policy = NULL;
    gp_buf b = {0};
    gp_jw w;
    char hex[GP_SHA256_HEX];
    if (gp_json_parse(a, "policy", t->policy, &policy, NULL)) return t->policy_sha256;
    gp_jw_init(&w, &b, 0);
    put_policy(&w, a, t, policy);
    gp_sha256_hex_of(gp_buf_view(&b), hex);
    gp_buf_free(&b);
    return gp_str_dup(a, gp_str_c(hex));
}

static M unnamed_target(gp_arena *a, const M *t)
{
    M out = *t;
    if (!is_composite(t)) return out;
    M *members = GP_NEW_ARRAY(a, M, t->n_members);
    for (size_t i = 0; i < t->n_members; i++) members[i] = unnamed_target(a, &t->members[i]);
    out.members = members;
    out.policy_sha256 = policy_digest(a, t);
    return out;
}

static T unnamed_answer(gp_arena *a, const M *target, const T *t)
{
    T out = *t;
    gp_decision *decisions = GP_NEW_ARRAY(a, gp_decision, t->n_decisions);
    gp_round *rounds = GP_NEW_ARRAY(a, gp_round, t->n_rounds);
    T *inner = GP_NEW_ARRAY(a, T, t->n_rounds);
    for (size_t i = 0; i < t->n_decisions; i++) {
        decisions[i] = t->decisions[i];
        decisions[i].by = place(a, target, decisions[i].by);
        decisions[i].to = place(a, target, decisions[i].to);
    }
    for (size_t i = 0; i < t->n_rounds; i++) {
        inner[i] = unnamed_answer(a, target, t->rounds[i].t);
        rounds[i] = t->rounds[i];
        rounds[i].by = place(a, target, rounds[i].by);
        rounds[i].member = place(a, target, rounds[i].member);
        rounds[i].t = &inner[i];
    }
    out.decisions = decisions;
    out.rounds = rounds;
    out.served_by = place(a, target, t->served_by);
    return out;
}

void gp_fingerprint_line(gp_arena *a, const gp_transcript *t, const gp_grade *g, const gp_manifest_target *target,
                         gp_buf *out)
{
    gp_jw w;
    bool composite = is_composite(target);
    line l = {composite ? unnamed_answer(a, target, t) : *t, *g, unnamed_target(a, target)};
    gp_jw_init(&w, out, 0);
    gp_record_write_canonical(&w, composite ? &composite_line_record : &line_record, &l);
    gp_buf_byte(out, '\n');
}

gp_str gp_fingerprint_target(gp_arena *a, const gp_manifest_target *target)
{
    gp_buf b = {0};
    gp_jw w;
    M t = unnamed_target(a, target);
    gp_jw_init(&w, &b, 0);
    gp_record_write_canonical(&w, &target_record, &t);
    gp_str text = gp_str_dup(a, gp_buf_view(&b));
    gp_buf_free(&b);
    return text;
}

/* --- of all lines --- */

void gp_fingerprint_begin(gp_fingerprint *f) { *f = (gp_fingerprint){.hash = gp_sha256_new()}; }

void gp_fingerprint_add(gp_fingerprint *f, const unsigned char digest[GP_SHA256_LEN])
{
    gp_buf_put(&f->of_case, (const char *)digest, GP_SHA256_LEN);
}

static int by_bytes(const void *x, const void *y) { return memcmp(x, y, GP_SHA256_LEN); }

void gp_fingerprint_next_case(gp_fingerprint *f)
{
    if (!f->of_case.n) return;
    qsort(f->of_case.p, f->of_case.n / GP_SHA256_LEN, GP_SHA256_LEN, by_bytes);
    gp_sha256_add(f->hash, f->of_case.p, f->of_case.n);
    gp_buf_clear(&f->of_case);
}

gp_str gp_fingerprint_text(gp_arena *a, gp_fingerprint *f)
{
    char hex[GP_SHA256_HEX];
    gp_fingerprint_next_case(f);
    gp_sha256_peek_hex(f->hash, hex);
    return gp_str_fmt(a, "sha256:%s", hex);
}

void gp_fingerprint_free(gp_fingerprint *f)
{
    gp_sha256_free(f->hash);
    gp_buf_free(&f->of_case);
}

/* --- the digest of a composite, which its goldens hold --- */

gp_str gp_composite_digest(gp_arena *a, const gp_manifest_target *t)
{
    gp_buf b = {0};
    char hex[65];
    if (!t->policy_sha256.n) return (gp_str){0};
    gp_buf_str(&b, policy_digest(a, t));
    for (size_t i = 0; i < t->n_members; i++) {
        const M *m = &t->members[i];
        bool local = gp_str_eqc(m->provider, "local");
        if (m->n_members) gp_buf_fmt(&b, "\n%.*s", GP_ARG(gp_composite_digest(a, m)));
        else gp_buf_fmt(&b, "\n%.*s %.*s", GP_ARG(m->provider), GP_ARG(local ? m->weights_sha256 : m->model));
    }
    gp_sha256_hex_of(gp_buf_view(&b), hex);
    gp_buf_free(&b);
    return gp_str_dup(a, gp_str_c(hex));
}
