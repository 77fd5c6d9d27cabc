/* arch_qwen.c - qwen2 (biases on q, k, v) and qwen3 (per-head norms of q and k instead): rotary pairs (i, i + n/2), SiLU. */
#include "engine/archs.h"

static gp_code qwen_read(const gp_gguf *g, gp_hparams *hp, gp_err *err)
{
    (void)g;
    (void)err;
    hp->neox = true;
    return GP_OK;
}

static gp_code qwen3_plan(gp_model_plan *p, gp_layer *l, gp_err *err)
{
    gp_code c = gp_plan_decoder_layer(p, l, err);
    if (!c) c = gp_layer_vector(p, l, &l->q_norm, "attn_q_norm", p->hp.head_dim, false, err);
    if (!c) c = gp_layer_vector(p, l, &l->k_norm, "attn_k_norm", p->hp.head_dim, false, err);
    return c;
}

static void qwen_layer(gp_run *r, const gp_layer *l)
{
    gp_block_attention(r, l);
    gp_block_ffn(r, l);
}

const gp_arch gp_arch_qwen2 = {.name = "qwen2", .confirmed = true, .read = qwen_read, .plan = gp_plan_decoder_layer, .layer = qwen_layer};
const gp_arch gp_arch_qwen3 = {.name = "qwen3", .confirmed = true, .read = qwen_read, .plan = qwen3_plan, .layer = qwen_layer};
