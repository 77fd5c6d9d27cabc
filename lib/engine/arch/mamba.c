/* mamba.c - families with Mamba-2 blocks. mamba2: nothing else. falcon-h1: attention (rotary pairs (i, i + n/2)) and a Mamba-2
 * block side by side on the same input, then a gated feed-forward. nemotron_h, nemotron_h_moe: each layer is one of Mamba-2,
 * attention without rotation, or a feed-forward of squared ReLU without a gate, behind one norm; the mixture is chosen by a
 * sigmoid with a bias, has a shared expert, and may work on a narrower row. (granitehybrid is in granite.c.) */
#include "engine/arch/archs.h"

static gp_code mamba2_plan(gp_model_plan *p, gp_layer *l, gp_err *err)
{
    l->own_kv = false;
    gp_code c = gp_layer_norm(p, l, &l->attn_norm, "attn_norm", err);
    return c ? c : gp_plan_ssm(p, l, err);
}

static gp_code falcon_read(const gp_gguf *g, gp_hparams *hp, gp_err *err)
{
    (void)g;
    (void)err;
    hp->neox = true;
    return GP_OK;
}

static gp_code falcon_plan(gp_model_plan *p, gp_layer *l, gp_err *err)
{
    gp_code c = gp_plan_ssm(p, l, err);
    return c ? c : gp_plan_layer(p, l, err);
}

static gp_code nemotron_h_read(const gp_gguf *g, gp_hparams *hp, gp_err *err)
{
    hp->act = GP_ACT_ALONE_RELU2;
    return gp_hparams_predicting(g, hp, err);
}

static gp_code nemotron_h_moe_read(const gp_gguf *g, gp_hparams *hp, gp_err *err)
{
    hp->routing.gating = GP_GATE_SIGMOID;
    gp_code c = nemotron_h_read(g, hp, err);
    return c ? c : gp_hparams_routing(g, hp, err);
}

static gp_code nemotron_h_plan(gp_model_plan *p, gp_layer *l, gp_err *err)
{
    bool forward = l->n_ff != 0;
    if (!l->n_head_kv && !forward) return mamba2_plan(p, l, err);
    gp_code c = gp_layer_norm(p, l, forward ? &l->ffn_norm : &l->attn_norm, "attn_norm", err);
    l->rope = -1;
    if (forward) l->own_kv = false;
    if (c) return c;
    return forward ? gp_plan_feed_forward(p, l, err) : gp_plan_heads(p, l, err);
}

const gp_arch gp_arch_mamba2 = {.name = "mamba2", .confirmed = true, .mixed = true, .plan = mamba2_plan};
const gp_arch gp_arch_falcon_h1 = {.name = "falcon-h1", .confirmed = true, .read = falcon_read, .plan = falcon_plan};
const gp_arch gp_arch_nemotron_h = {.name = "nemotron_h",
                                    .confirmed = true,
                                    .per_layer = true,
                                    .mixed = true,
                                    .read = nemotron_h_read,
                                    .plan = nemotron_h_plan};
const gp_arch gp_arch_nemotron_h_moe = {.name = "nemotron_h_moe",
                                        .confirmed = true,
                                        .per_layer = true,
                                        .mixed = true,
                                        .read = nemotron_h_moe_read,
                                        .plan = nemotron_h_plan};
