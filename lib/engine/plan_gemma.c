/* plan_gemma.c - what gemma3n and gemma4 share: inputs of single layers, and layers that read the cache of another. */
#include "engine/arch.h"
#include "engine/fmath.h"

gp_code gp_plan_own_inputs(gp_model_plan *p, gp_err *err)
{
    const gp_hparams *hp = &p->hp;
    uint32_t all = hp->n_ple * hp->n_layer;
    p->ple_scale = (float)gp_d_sqrt((double)hp->n_ple);
    p->ple_proj_scale = (float)(1.0 / gp_d_sqrt((double)hp->n_embd));
    gp_code c = gp_need_linear(
        p, &p->ple_embed,
        &(const gp_part_of){.name = "per_layer_token_embd", .rows = hp->n_vocab, .scale = GP_SCALE_REFUSED}, 1, all, 1,
        err);
    if (!c)
        c = gp_need_linear(p, &p->ple_proj, &(const gp_part_of){.name = "per_layer_model_proj", .rows = all}, 1,
                           hp->n_embd, 1, err);
    return c ? c : gp_need_vector(p, &p->ple_proj_norm, "per_layer_proj_norm.weight", hp->n_ple, false, err);
}

gp_code gp_plan_own_input(gp_model_plan *p, gp_layer *l, gp_err *err)
{
    uint32_t d = p->hp.n_embd, n = p->hp.n_ple;
    gp_code c = gp_layer_linear(p, l, &l->ple_gate, &(const gp_part_of){.name = "inp_gate", .rows = n}, 1, d, err);
    if (!c) c = gp_layer_linear(p, l, &l->ple_out, &(const gp_part_of){.name = "proj", .rows = d}, 1, n, err);
    return c ? c : gp_layer_vector(p, l, &l->ple_norm, "post_norm.weight", d, false, err);
}

gp_code gp_plan_kv_owner(gp_model_plan *p, gp_layer *l, gp_err *err)
{
    uint32_t owners = p->hp.n_layer - p->hp.n_shared_kv;
    l->own_kv = l->index < owners;
    if (l->own_kv) return GP_OK;
    for (uint32_t i = owners; i-- > 0;)
        if (!p->layer[i].window == !l->window) {
            l->kv = &p->layer[i];
            l->n_head_kv = l->kv->n_head_kv;
            return l->n_head % l->n_head_kv
                       ? gp_gguf_fail(p->g, NULL, NULL, err, "layer %u: its heads cannot share those of layer %u",
                                      l->index, i)
                       : GP_OK;
        }
    return gp_gguf_fail(p->g, NULL, NULL, err,
                        "layer %u has no keys and values of its own, and no earlier %s layer has", l->index,
                        l->window ? "local" : "global");
}
