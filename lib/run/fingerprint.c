/* fingerprint.c - the deterministic part of one trial as a canonical JSON line (blueprint section 11).
 * It is written in canonical order: members sorted by their names, no white space.
 *
 * For a local target the model is named by its weights' digest alone: a renamed file is the same evidence. A composite is
 * named by its policy and its members; its line also tells who answered, by which rules, and every round. Lines of other
 * targets have none of these members. */
#include <math.h>

#include "base/sha256.h"

#include "run/run_impl.h"

static void write_members(gp_jw *w, const gp_manifest_target *t);

static void write_target(gp_jw *w, const gp_manifest_target *t)
{
    bool local = gp_str_eqc(t->provider, "local");
    gp_jw_key(w, "target");
    gp_jw_object(w);
    gp_jw_kint_or_null(w, "context", t->context);
    gp_jw_kstr(w, "kv", t->kv);
    if (t->policy_sha256.n) write_members(w, t);
    gp_jw_key(w, "model");
    if (local) gp_jw_null(w);
    else gp_jw_str(w, t->model);
    if (t->policy_sha256.n) gp_jw_kstr(w, "policy_sha256", t->policy_sha256);
    gp_jw_kstr(w, "provider", t->provider);
    gp_jw_key(w, "sampling");
    gp_record_write_canonical(w, &gp_sampling_numbers, &t->sampling);
    gp_jw_key(w, "weights_sha256");
    if (local) gp_jw_str(w, t->weights_sha256);
    else gp_jw_null(w);
    gp_jw_end_object(w);
}

static void write_members(gp_jw *w, const gp_manifest_target *t)
{
    gp_jw_key(w, "members");
    gp_jw_array(w);
    for (size_t i = 0; i < t->n_members; i++) {
        gp_jw_object(w);
        gp_jw_kstr(w, "name", t->members[i].name);
        write_target(w, &t->members[i]);
        gp_jw_end_object(w);
    }
    gp_jw_end_array(w);
}

static void write_reply(gp_jw *w, const gp_reply *r)
{
    gp_jw_object(w);
    gp_jw_kstr(w, "answer", r->answer);
    gp_jw_kstr(w, "finish", r->finish);
    gp_jw_kids(w, "prompt_tokens", r->prompt_tokens, r->n_prompt_tokens);
    gp_jw_kstr(w, "reasoning", r->reasoning);
    gp_jw_kids(w, "tokens", r->tokens, r->n_tokens);
    gp_jw_kstr(w, "tool_calls", r->tool_calls);
    gp_jw_end_object(w);
}

static void write_replies(gp_jw *w, const gp_transcript *t)
{
    gp_jw_key(w, "replies");
    gp_jw_array(w);
    for (size_t i = 0; i < t->n_replies; i++) write_reply(w, &t->replies[i]);
    gp_jw_end_array(w);
    gp_jw_kstr(w, "request_digest", t->request_digest);
}

static void write_round(gp_jw *w, const gp_round *r);

/* The rounds and decisions of a composite, and those of rounds that composites made. */
static void write_composite(gp_jw *w, const gp_transcript *t)
{
    gp_jw_key(w, "rounds");
    gp_jw_array(w);
    for (size_t i = 0; i < t->n_rounds; i++) write_round(w, &t->rounds[i]);
    gp_jw_end_array(w);
    gp_jw_key(w, "route");
    gp_jw_array(w);
    for (size_t i = 0; i < t->n_decisions; i++) {
        gp_jw_object(w);
        gp_jw_kstr(w, "by", t->decisions[i].by);
        gp_jw_kstr(w, "rule", t->decisions[i].rule);
        gp_jw_kstr(w, "to", t->decisions[i].to);
        gp_jw_end_object(w);
    }
    gp_jw_end_array(w);
}

static void write_round(gp_jw *w, const gp_round *r)
{
    gp_jw_object(w);
    gp_jw_kstr(w, "by", r->by);
    gp_jw_kc(w, "failure", gp_failure_name(r->t->failure));
    gp_jw_kstr(w, "logits_sha256", r->t->logits_sha256);
    gp_jw_kstr(w, "member", r->member);
    write_replies(w, r->t);
    gp_jw_kstr(w, "role", r->role);
    gp_jw_kint(w, "round", r->round);
    write_composite(w, r->t);
    gp_jw_kstr(w, "served_by", r->t->served_by);
    gp_jw_kint(w, "turn", r->turn);
    gp_jw_end_object(w);
}

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

void gp_fingerprint_line(const gp_transcript *t, const gp_grade *g, const gp_manifest_target *target, gp_buf *out)
{
    gp_jw w;
    gp_jw_init(&w, out, 0);
    gp_jw_object(&w);
    gp_jw_kstr(&w, "case_digest", t->case_digest);
    gp_jw_kc(&w, "failure", gp_failure_name(t->failure));
    gp_jw_kstr(&w, "id", t->id);
    gp_jw_kstr(&w, "logits_sha256", t->logits_sha256);
    write_replies(&w, t);
    if (target->policy_sha256.n) write_composite(&w, t);
    gp_jw_kreal_or_null(&w, "score", g->score);
    gp_jw_kint(&w, "seed", t->seed);
    if (target->policy_sha256.n) gp_jw_kstr(&w, "served_by", t->served_by);
    gp_jw_kc(&w, "status", gp_status_name(g->status));
    write_target(&w, target);
    gp_jw_end_object(&w);
    gp_buf_byte(out, '\n');
}
