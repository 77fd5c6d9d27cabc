/* parting.c - what the model that is here now makes of the place where two answers part. */
#include <math.h>
#include <string.h>

#include "engine/score.h"
#include "verify/verify_impl.h"

static double log_prob(gp_model *m, const int32_t *before, size_t n, int64_t token)
{
    gp_score score = {.log_prob = (double)NAN};
    int32_t id = (int32_t)token;
    if (token < 0 || gp_score_continuation(m, before, n, &id, 1, NULL, &score, NULL)) return (double)NAN;
    return score.log_prob;
}

static gp_str text_of(gp_verifying *v, const gp_tokenizer *t, int64_t token)
{
    gp_buf b = {0};
    int32_t id = (int32_t)token;
    if (t && token >= 0) gp_detokenize(t, &id, 1, true, &b);
    gp_str s = gp_str_dup(v->a, gp_buf_view(&b));
    gp_buf_free(&b);
    return s;
}

/* That the model cannot be opened again is no trouble: the report then says nothing of it. */
void gp_verify_explain(gp_verifying *v, const char *path, const gp_manifest_target *m, const gp_reply *r)
{
    gp_parting *p = &v->out->parting;
    gp_model *model = NULL;
    size_t at = (size_t)p->position - 1, n = r->n_prompt_tokens + at;
    const gp_model_options o = {.context = m->context > 0 ? (uint32_t)m->context : 0,
                                .kv = gp_str_eqc(m->kv, gp_kv_name(GP_KV_F16)) ? GP_KV_F16 : GP_KV_F32,
                                .ocl = {.device = v->o->wish.device}};
    if (!p->position || !r->n_prompt_tokens || gp_model_open(path, &o, &model, NULL)) return;
    int32_t *before = GP_NEW_ARRAY(v->a, int32_t, n);
    memcpy(before, r->prompt_tokens, r->n_prompt_tokens * sizeof *before);
    if (at) memcpy(before + r->n_prompt_tokens, r->tokens, at * sizeof *before);
    p->text_then = text_of(v, gp_model_tokenizer(model), p->token_then);
    p->text_now = text_of(v, gp_model_tokenizer(model), p->token_now);
    p->log_prob_then = log_prob(model, before, n, p->token_then);
    p->log_prob_now = log_prob(model, before, n, p->token_now);
    gp_model_close(model);
}
