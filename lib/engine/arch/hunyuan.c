/* hunyuan.c - hunyuan-dense, hunyuan-moe: rotary pairs (i, i + n/2) first, norms of queries and keys after; the base grows
 * with rope.scaling.alpha where the converter has not done so. The mixture weighs by the softmax of the chosen experts and has
 * a shared one. hy_v3: norms before the rotation, sigmoid routing with a bias, layers without experts where the file has
 * none. */
#include "engine/arch/archs.h"
#include "engine/fmath.h"

static gp_code read_alpha(const gp_gguf *g, gp_hparams *hp, gp_err *err)
{
    float alpha = 0.f;
    double d = (double)hp->head_dim;
    gp_code c = gp_key_f32(g, "rope.scaling.alpha", &alpha, err);
    if (!c && alpha > 0.f && hp->head_dim > 2)
        hp->rope[0].base = (float)((double)hp->rope[0].base * gp_d_pow((double)alpha, d / (d - 2.0)));
    return c;
}

static gp_code hunyuan_read(const gp_gguf *g, gp_hparams *hp, gp_err *err)
{
    hp->neox = true;
    gp_code c = read_alpha(g, hp, err);
    return c ? c : gp_hparams_experts(g, hp, err);
}

static gp_code hunyuan_plan(gp_model_plan *p, gp_layer *l, gp_err *err)
{
    l->late_norm = true;
    return gp_plan_layer(p, l, err);
}

static gp_code hy_v3_read(const gp_gguf *g, gp_hparams *hp, gp_err *err)
{
    hp->neox = true;
    hp->routing.gating = GP_GATE_SIGMOID;
    hp->routing.normalize = true;
    gp_code c = gp_hparams_predicting(g, hp, err);
    return c ? c : gp_hparams_routing(g, hp, err);
}

static gp_code hy_v3_plan(gp_model_plan *p, gp_layer *l, gp_err *err)
{
    if (!gp_layer_has(p, l, "ffn_gate_inp.weight")) p->hp.routing.dense_lead = l->index + 1;
    return gp_plan_layer(p, l, err);
}

const gp_arch gp_arch_hunyuan_dense = {
    .name = "hunyuan-dense", .confirmed = true, .read = hunyuan_read, .plan = hunyuan_plan};
const gp_arch gp_arch_hunyuan_moe = {
    .name = "hunyuan-moe", .confirmed = true, .read = hunyuan_read, .plan = hunyuan_plan};
const gp_arch gp_arch_hy_v3 = {.name = "hy_v3", .confirmed = true, .read = hy_v3_read, .plan = hy_v3_plan};
