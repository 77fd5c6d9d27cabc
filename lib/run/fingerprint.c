/* fingerprint.c - the deterministic part of one trial as a canonical JSON line (blueprint section 11).
 *
 * For a local target the model is named by its weights' digest alone: a renamed file is the same evidence. */
#include <math.h>

#include "run/run_impl.h"

static void write_sampling(gp_jw *w, const gp_sampling_spec *s)
{
    gp_jw_key(w, "sampling");
    gp_jw_object(w);
    gp_jw_kreal_or_null(w, "temperature", s->temperature);
    gp_jw_kreal_or_null(w, "top_p", s->top_p);
    gp_jw_kint_or_null(w, "top_k", s->top_k);
    gp_jw_kreal_or_null(w, "min_p", s->min_p);
    gp_jw_kreal_or_null(w, "repeat_penalty", s->repeat_penalty);
    gp_jw_kreal_or_null(w, "presence_penalty", s->presence_penalty);
    gp_jw_kreal_or_null(w, "frequency_penalty", s->frequency_penalty);
    gp_jw_kint_or_null(w, "max_tokens", s->max_tokens);
    gp_jw_end_object(w);
}

static void write_target(gp_jw *w, const gp_manifest_target *t)
{
    bool local = gp_str_eqc(t->provider, "local");
    gp_jw_key(w, "target");
    gp_jw_object(w);
    gp_jw_kstr(w, "provider", t->provider);
    gp_jw_key(w, "model");
    if (local) gp_jw_null(w);
    else gp_jw_str(w, t->model);
    gp_jw_key(w, "weights_sha256");
    if (local) gp_jw_str(w, t->weights_sha256);
    else gp_jw_null(w);
    write_sampling(w, &t->sampling);
    gp_jw_kint_or_null(w, "context", t->context);
    gp_jw_kstr(w, "kv", t->kv);
    gp_jw_end_object(w);
}

static void write_reply(gp_jw *w, const gp_reply *r)
{
    gp_jw_object(w);
    gp_jw_kstr(w, "answer", r->answer);
    gp_jw_kstr(w, "reasoning", r->reasoning);
    gp_jw_kstr(w, "tool_calls", r->tool_calls);
    gp_jw_kstr(w, "finish", r->finish);
    gp_jw_kids(w, "prompt_tokens", r->prompt_tokens, r->n_prompt_tokens);
    gp_jw_kids(w, "tokens", r->tokens, r->n_tokens);
    gp_jw_end_object(w);
}

gp_code gp_fingerprint_line(const gp_transcript *t, const gp_grade *g, const gp_manifest_target *target, gp_buf *out, gp_err *err)
{
    gp_buf text = {0};
    gp_jw w;
    gp_jw_init(&w, &text, 0);
    gp_jw_object(&w);
    gp_jw_kstr(&w, "id", t->id);
    gp_jw_kstr(&w, "case_digest", t->case_digest);
    write_target(&w, target);
    gp_jw_kint(&w, "seed", t->seed);
    gp_jw_kstr(&w, "request_digest", t->request_digest);
    gp_jw_key(&w, "replies");
    gp_jw_array(&w);
    for (size_t i = 0; i < t->n_replies; i++) write_reply(&w, &t->replies[i]);
    gp_jw_end_array(&w);
    gp_jw_kc(&w, "failure", gp_failure_name(t->failure));
    gp_jw_kstr(&w, "logits_sha256", t->logits_sha256);
    gp_jw_kc(&w, "status", gp_status_name(g->status));
    gp_jw_kreal_or_null(&w, "score", g->score);
    gp_jw_end_object(&w);
    gp_code code = gp_buf_check(&text, err);
    if (!code) code = gp_json_canonical(gp_buf_view(&text), out, err);
    gp_buf_byte(out, '\n');
    gp_buf_free(&text);
    return code ? code : gp_buf_check(out, err);
}
