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
static gp_code plan_experts(gp_model_plan *p, gp_layer *l, gp_err *err)
{
    const gp_hparams *hp = &p->hp;
    uint32_t ff = hp->n_ff_expert;
    gp_scale_use down_scale = hp->expert_factors ? GP_SCALE_OF_OTHERS : GP_SCALE_OF_PRODUCT;
    gp_code c;
    if (!gp_layer_has(p, l, "ffn_gate_exps.weight") && gp_layer_has(p, l, "ffn_gate.0.weight"))
        return plan_single_experts(p, l, err);
    if (gp_layer_has(p, l, "ffn_gate_up_exps.weight")) {
        c = gp_layer_experts(p, l, &l->moe->gate_up, &(const gp_part_of){.name = "ffn_gate_up_exps", .rows = 2 * ff}, 1,
                             hp->n_embd, err);
        l->moe->gate_up.at[1] = ff;
    } else {
        c = gp_layer_experts(
            p, l, &l->moe->gate_up,
            (const gp_part_of[]){{.name = "ffn_gate_exps", .rows = ff}, {.name = "ffn_up_exps", .rows = ff}}, 2,
            hp->n_embd, err);
    }
    return c ? c
             : gp_layer_experts(p, l, &l->moe->down,
                                &(const gp_part_of){.name = "ffn_down_exps", .rows = hp->n_embd, .scale = down_scale},
                                1, ff, err);
}

static gp_code plan_shared(gp_model_plan *p, gp_layer *l, gp_err *err)
{
    uint32_t d = p->hp.n_embd, ff = p->hp.n_ff_expert;
    gp_code c = gp_key_u32(p->g, "expert_shared_feed_forward_length", &ff, err);
    if (!c && (!ff || ff > 1u << 20))
        c = gp_gguf_fail(p->g, NULL, NULL, err, "expert_shared_feed_forward_length is %u", ff);
    l->moe->n_ff_shared = ff;
    if (!c)
        c = gp_layer_linear(
            p, l, &l->moe->shared_gate_up,
            (const gp_part_of[]){{.name = "ffn_gate_shexp", .rows = ff}, {.name = "ffn_up_shexp", .rows = ff}}, 2, d,
            err);
    return c ? c
             : gp_layer_linear(p, l, &l->moe->shared_down, &(const gp_part_of){.name = "ffn_down_shexp", .rows = d}, 1,
                               ff, err);
}

gp_code gp_plan_moe(gp_model_plan *p, gp_layer *l, gp_err *err)
{
    const gp_hparams *hp = &p->hp;
    bool shared = gp_layer_has(p, l, "ffn_gate_shexp.weight");
    const gp_part_of router[] = {{.name = "ffn_gate_inp", .rows = hp->n_expert, .scale = GP_SCALE_OF_OTHERS},
                                 {.name = "ffn_gate_inp_shexp", .rows = 1}};
    l->moe = GP_NEW(p->a, gp_moe);
    l->moe->router_scale = 1.f;
    gp_code c = gp_layer_linear(p, l, &l->moe->router, router, shared ? 2 : 1, hp->n_embd, err);
    if (!c) c = plan_experts(p, l, err);
    return c || !shared ? c : plan_shared(p, l, err);
}
