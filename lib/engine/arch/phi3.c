/* phi3.c - phi3 (Phi-3, Phi-3.5, Phi-4): fused q/k/v and gate/up matrices, rotary pairs (i, i + n/2), partial rotation
 * where the file says so; LongRoPE divisors, the long ones when the context in use is longer than the original one.
 *
 * attention.sliding_window is not applied. Converters have written it for models that have no window (as the context
 * length) and without saying which layers it is for, so llama.cpp switched it off for this architecture (its pull
 * request 13676), and the reference data follows that. The one well-known model with a window, Phi-3-mini-4k, has
 * 2047: up to there nothing differs.
 *
 * phimoe (Phi-3.5-MoE): a mixture of experts in every layer, and norms with a bias. The published model has a LayerNorm and a
 * router of its own; the engine of the files' format has an RMS norm and the softmax of the chosen experts, and the
 * reference data follow that. */
#include "engine/arch/archs.h"

static gp_code phi3_read(const gp_gguf *g, gp_hparams *hp, gp_err *err)
{
    (void)g;
    (void)err;
    hp->neox = true;
    return GP_OK;
}

gp_code gp_plan_longrope(gp_model_plan *p, gp_err *err)
{
    gp_rope *r = &p->hp.rope[0];
    bool is_long = (float)p->hp.context > r->original_context;
    /* for another context */
    (void)gp_plan_tensor(p, is_long ? "rope_factors_short.weight" : "rope_factors_long.weight");
    return gp_rope_divisors(p, is_long ? "rope_factors_long.weight" : "rope_factors_short.weight", r, err);
}

static gp_code phimoe_read(const gp_gguf *g, gp_hparams *hp, gp_err *err)
{
    hp->neox = true;
    gp_code c = gp_hparams_experts(g, hp, err);
    if (!c && !hp->n_expert) c = gp_gguf_fail(g, "phimoe.expert_count", NULL, err, "is missing");
    return c;
}

const gp_arch gp_arch_phi3 = {.name = "phi3",
                              .confirmed = true,
                              .read = phi3_read,
                              .plan_model = gp_plan_longrope,
                              .plan = gp_plan_decoder_layer};
const gp_arch gp_arch_phimoe = {
    .name = "phimoe", .confirmed = true, .read = phimoe_read, .plan_model = gp_plan_longrope, .plan = gp_plan_layer};
