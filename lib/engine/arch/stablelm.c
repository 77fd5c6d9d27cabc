/* stablelm.c - families with LayerNorm and rotary pairs (i, i + n/2), often over a part of a head. stablelm: without ffn_norm
 * (12B) attention and feed-forward stand side by side, and each head has a norm of its own. starcoder2: biases everywhere,
 * GELU without a gate. nemotron (Minitron): squared ReLU without a gate. */
#include "engine/arch/archs.h"

static gp_code stablelm_read(const gp_gguf *g, gp_hparams *hp, gp_err *err)
{
    (void)g;
    (void)err;
    hp->neox = hp->centered = true;
    return GP_OK;
}

static gp_code starcoder2_read(const gp_gguf *g, gp_hparams *hp, gp_err *err)
{
    hp->act = GP_ACT_ALONE_GELU;
    return stablelm_read(g, hp, err);
}

static gp_code nemotron_read(const gp_gguf *g, gp_hparams *hp, gp_err *err)
{
    hp->act = GP_ACT_ALONE_RELU2;
    return stablelm_read(g, hp, err);
}

static gp_code stablelm_plan(gp_model_plan *p, gp_layer *l, gp_err *err)
{
    l->parallel = !gp_layer_has(p, l, "ffn_norm.weight");
    return gp_plan_layer(p, l, err);
}

const gp_arch gp_arch_stablelm = {.name = "stablelm", .confirmed = true, .read = stablelm_read, .plan = stablelm_plan};
const gp_arch gp_arch_starcoder2 = {
    .name = "starcoder2", .confirmed = true, .read = starcoder2_read, .plan = gp_plan_layer};
const gp_arch gp_arch_nemotron = {.name = "nemotron", .read = nemotron_read, .plan = gp_plan_layer};
