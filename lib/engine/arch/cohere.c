/* cohere.c - command-r, cohere2, cohere2moe: LayerNorm, one for attention and feed-forward, which stand side by side; tied
 * head whose logits are multiplied by logit_scale; rotary pairs (2i, 2i+1). command-r: R+ has norms of its own for each head.
 * cohere2: windowed layers rotate, others do not. cohere2moe: the full layers come first, dense ones at the start rotate
 * too; experts and shared expert count half each. */
#include "engine/arch/archs.h"

enum { PERIOD = 4 };

static gp_code read_scale(const gp_gguf *g, gp_hparams *hp, gp_err *err)
{
    gp_code c = gp_key_f32(g, "logit_scale", &hp->head_scale, err);
    if (!c && hp->head_scale == 0.f) c = gp_gguf_fail(g, NULL, NULL, err, "logit_scale is 0");
    return c;
}

static gp_code command_r_read(const gp_gguf *g, gp_hparams *hp, gp_err *err)
{
    hp->centered = true;
    return read_scale(g, hp, err);
}

static gp_code cohere2_read(const gp_gguf *g, gp_hparams *hp, gp_err *err)
{
    gp_code c = command_r_read(g, hp, err);
    return c ? c : gp_hparams_window(g, true, hp, err);
}

static gp_code cohere2_plan(gp_model_plan *p, gp_layer *l, gp_err *err)
{
    gp_code c = gp_plan_window(p, l, l->index % PERIOD < PERIOD - 1, err);
    if (!l->window) l->rope = -1;
    return c ? c : gp_plan_layer(p, l, err);
}

static gp_code cohere2moe_read(const gp_gguf *g, gp_hparams *hp, gp_err *err)
{
    float eps = 0.f;
    hp->routing.gating = GP_GATE_SIGMOID;
    gp_code c = gp_key_f32(g, "attention.layer_norm_rms_epsilon", &eps, err);
    hp->centered = eps == 0.f;
    if (!c) c = read_scale(g, hp, err);
    if (!c) c = gp_hparams_window(g, true, hp, err);
    return c ? c : gp_hparams_routing(g, hp, err);
}

static gp_code cohere2moe_plan(gp_model_plan *p, gp_layer *l, gp_err *err)
{
    gp_code c = gp_plan_window(p, l, l->index % PERIOD != 0, err);
    if (!l->window && l->index >= p->hp.routing.dense_lead) l->rope = -1;
    if (!c) c = gp_plan_layer(p, l, err);
    if (!c && l->moe && l->moe->n_ff_shared) l->moe->result_scale = 0.5f;
    return c;
}

const gp_arch gp_arch_command_r = {
    .name = "command-r", .confirmed = true, .norms = GP_NORMS_SHARED, .read = command_r_read, .plan = gp_plan_layer};
const gp_arch gp_arch_cohere2 = {
    .name = "cohere2", .confirmed = true, .norms = GP_NORMS_SHARED, .read = cohere2_read, .plan = cohere2_plan};
const gp_arch gp_arch_cohere2moe = {.name = "cohere2moe",
                                    .confirmed = true,
                                    .norms = GP_NORMS_SHARED,
                                    .read = cohere2moe_read,
                                    .plan = cohere2moe_plan};
