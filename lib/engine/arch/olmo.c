/* olmo.c - olmo: LayerNorm without weights, rotary pairs (2i, 2i+1), limits for queries, keys and values where the file has
 * them. olmo2 (OLMo 2 and 3): norms behind attention and feed-forward alone, queries and keys normalized as a whole, pairs
 * (i, i + n/2); with windows, only the other layers' rotation is scaled. olmoe: llama's order with such norms and a mixture
 * whose weights are not normalized. */
#include "engine/arch/archs.h"

enum { PERIOD = 4 };

static gp_code olmo_read(const gp_gguf *g, gp_hparams *hp, gp_err *err)
{
    hp->centered = true;
    return gp_key_f32(g, "attention.clamp_kqv", &hp->clamp_qkv, err);
}

static gp_code olmo2_read(const gp_gguf *g, gp_hparams *hp, gp_err *err)
{
    hp->neox = true;
    gp_code c = gp_hparams_window(g, false, hp, err);
    return c || !hp->window ? c : gp_hparams_local_rope(g, hp, err);
}

static gp_code olmo2_plan(gp_model_plan *p, gp_layer *l, gp_err *err)
{
    gp_code c = p->hp.window ? gp_plan_window(p, l, (l->index + 1) % PERIOD != 0, err) : GP_OK;
    if (l->window) l->rope = 1;
    return c ? c : gp_plan_layer(p, l, err);
}

static gp_code olmoe_read(const gp_gguf *g, gp_hparams *hp, gp_err *err)
{
    hp->neox = true;
    hp->routing.gating = GP_GATE_SOFTMAX;
    return gp_hparams_routing(g, hp, err);
}

const gp_arch gp_arch_olmo = {.name = "olmo", .no_norm_weights = true, .read = olmo_read, .plan = gp_plan_layer};
const gp_arch gp_arch_olmo2 = {
    .name = "olmo2", .confirmed = true, .norms = GP_NORMS_AFTER, .read = olmo2_read, .plan = olmo2_plan};
const gp_arch gp_arch_olmoe = {.name = "olmoe", .confirmed = true, .read = olmoe_read, .plan = gp_plan_layer};
