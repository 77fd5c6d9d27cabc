/* plan_moe.c - tensors of a mixture of experts. */
#include "engine/arch.h"

/* Files from before mid-2024 have a tensor for every expert: blk.N.ffn_gate.E.weight. */
static gp_code plan_single_experts(gp_model_plan *p, gp_layer *l, gp_err *err)
{
    const gp_hparams *hp = &p->hp;
    const gp_part_of gate_up[] = {{.name = "ffn_gate", .rows = hp->n_ff_expert, .each_expert = true},
                                  {.name = "ffn_up", .rows = hp->n_ff_expert, .each_expert = true}};
    gp_code c = gp_layer_experts(p, l, &l->moe->gate_up, gate_up, 2, hp->n_embd, err);
    return c ? c
             : gp_layer_experts(p, l, &l->moe->down,
                                &(const gp_part_of){.name = "ffn_down", .rows = hp->n_embd, .each_expert = true}, 1,
                                hp->n_ff_expert, err);
}

/* Gate and up of all experts: two tensors, or one with the gate's rows first. */
static gp_code plan_experts(gp_model_plan *p, gp_layer *l, uint32_t width, gp_err *err)
{
    const gp_hparams *hp = &p->hp;
    uint32_t ff = hp->n_ff_expert;
    gp_scale_use down_scale = hp->expert_factors ? GP_SCALE_OF_OTHERS : GP_SCALE_OF_PRODUCT;
    gp_code c;
    if (!gp_layer_has(p, l, "ffn_gate_exps.weight") && gp_layer_has(p, l, "ffn_gate.0.weight"))
        return plan_single_experts(p, l, err);
    if (hp->act >= GP_ACT_ALONE_RELU2) {
        c = gp_layer_experts(p, l, &l->moe->gate_up, &(const gp_part_of){.name = "ffn_up_exps", .rows = ff}, 1, width,
                             err);
    } else if (gp_layer_has(p, l, "ffn_gate_up_exps.weight")) {
        c = gp_layer_experts(p, l, &l->moe->gate_up, &(const gp_part_of){.name = "ffn_gate_up_exps", .rows = 2 * ff}, 1,
                             width, err);
        l->moe->gate_up.at[1] = ff;
    } else {
        c = gp_layer_experts(
            p, l, &l->moe->gate_up,
            (const gp_part_of[]){{.name = "ffn_gate_exps", .rows = ff}, {.name = "ffn_up_exps", .rows = ff}}, 2, width,
            err);
    }
    return c ? c
             : gp_layer_experts(p, l, &l->moe->down,
                                &(const gp_part_of){.name = "ffn_down_exps", .rows = width, .scale = down_scale}, 1, ff,
                                err);
}

/* The width is what the tensor has: keys for it differ from family to family. Gate and up may be one tensor. */
static gp_code plan_shared(gp_model_plan *p, gp_layer *l, bool alone, gp_err *err)
{
    bool fused = !alone && !gp_layer_has(p, l, "ffn_gate_shexp.weight");
    uint64_t ff = gp_layer_rows(p, l, "ffn_up_shexp.weight") / (fused ? 2 : 1);
    if (!ff || ff > 1u << 20)
        return gp_gguf_fail(p->g, NULL, NULL, err, "layer %u: the shared expert's width is %llu", l->index,
                            (unsigned long long)ff);
    gp_linear *to = &l->moe->shared_gate_up;
    uint32_t d = p->hp.n_embd, n = (uint32_t)ff;
    const gp_part_of two[] = {{.name = "ffn_gate_shexp", .rows = n}, {.name = "ffn_up_shexp", .rows = n}},
                     one = {.name = "ffn_up_shexp", .rows = fused ? 2 * n : n};
    l->moe->n_ff_shared = n;
    gp_code c = fused || alone ? gp_layer_linear(p, l, to, &one, 1, d, err) : gp_layer_linear(p, l, to, two, 2, d, err);
    if (fused) to->at[1] = n;
    return c ? c
             : gp_layer_linear(p, l, &l->moe->shared_down, &(const gp_part_of){.name = "ffn_down_shexp", .rows = d}, 1,
                               n, err);
}

/* Where the experts work on a narrower row. */
static gp_code plan_latent(gp_model_plan *p, gp_layer *l, uint32_t *width, gp_err *err)
{
    uint32_t n = 0, d = p->hp.n_embd;
    gp_code c = gp_key_u32(p->g, "moe_latent_size", &n, err);
    if (c || !n) return c;
    if (n % 16 || n > d) return gp_gguf_fail(p->g, NULL, NULL, err, "moe_latent_size %u is not supported", n);
    *width = n;
    c = gp_layer_linear(p, l, &l->moe->latent_down, &(const gp_part_of){.name = "ffn_latent_down", .rows = n}, 1, d,
                        err);
    return c ? c
             : gp_layer_linear(p, l, &l->moe->latent_up, &(const gp_part_of){.name = "ffn_latent_up", .rows = d}, 1, n,
                               err);
}

static gp_code plan_choice(gp_model_plan *p, gp_layer *l, gp_err *err)
{
    uint32_t n = p->hp.n_expert;
    bool plain = !gp_layer_has(p, l, "exp_probs_b.bias");
    gp_code c = gp_layer_vector(p, l, &l->moe->choice_bias, plain ? "exp_probs_b" : "exp_probs_b.bias", n, true, err);
    if (!c && plain && !gp_has(&l->moe->choice_bias))
        c = gp_layer_vector(p, l, &l->moe->choice_bias, "exp_probs_b.weight", n, true, err);
    return c;
}

gp_code gp_plan_moe(gp_model_plan *p, gp_layer *l, gp_err *err)
{
    const gp_hparams *hp = &p->hp;
    bool shared = gp_layer_has(p, l, "ffn_up_shexp.weight"), scored = gp_layer_has(p, l, "ffn_gate_inp_shexp.weight"),
         alone = hp->act >= GP_ACT_ALONE_RELU2;
    const gp_part_of router[] = {{.name = "ffn_gate_inp", .rows = hp->n_expert, .scale = GP_SCALE_OF_OTHERS},
                                 {.name = "ffn_gate_inp_shexp", .rows = 1}};
    uint32_t width = hp->n_embd;
    l->moe = GP_NEW(p->a, gp_moe);
    l->moe->router_scale = 1.f;
    l->moe->result_scale = hp->residual_scale;
    l->moe->shared_plain = !scored;
    gp_code c = gp_layer_linear(p, l, &l->moe->router, router, shared && scored ? 2 : 1, hp->n_embd, err);
    if (!c && hp->routing.gating != GP_GATE_ABSENT) c = plan_choice(p, l, err);
    if (!c) c = plan_latent(p, l, &width, err);
    if (!c) c = plan_experts(p, l, width, err);
    return c || !shared ? c : plan_shared(p, l, alone, err);
}
