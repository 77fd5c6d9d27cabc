/* qwen.c - qwen2 (biases on q, k, v), qwen3 (per-head norms of q and k instead), qwen3moe (the same with a mixture of
 * experts in every layer): rotary pairs (i, i + n/2), SiLU. */
#include "engine/arch/archs.h"

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
    return c ? c : gp_plan_qk_norms(p, l, err);
}

static gp_code qwen3moe_read(const gp_gguf *g, gp_hparams *hp, gp_err *err)
{
    hp->neox = true;
    gp_code c = gp_hparams_experts(g, hp, err);
    if (!c && !hp->n_expert) c = gp_gguf_fail(g, "qwen3moe.expert_count", NULL, err, "is missing");
    return c;
}

static gp_code qwen3moe_plan(gp_model_plan *p, gp_layer *l, gp_err *err)
{
    gp_code c = gp_plan_attention(p, l, err);
    if (!c) c = gp_plan_qk_norms(p, l, err);
    if (!c) c = gp_layer_vector(p, l, &l->ffn_norm, "ffn_norm.weight", p->hp.n_embd, false, err);
    return c ? c : gp_plan_moe(p, l, err);
}

const gp_arch gp_arch_qwen2 = {.name = "qwen2", .confirmed = true, .read = qwen_read, .plan = gp_plan_decoder_layer};
const gp_arch gp_arch_qwen3 = {.name = "qwen3", .confirmed = true, .read = qwen_read, .plan = qwen3_plan};
const gp_arch gp_arch_qwen3moe = {.name = "qwen3moe", .confirmed = true, .read = qwen3moe_read, .plan = qwen3moe_plan};
