/* granite.c - granite, granitemoe, granite_swa, granitehybrid, minicpm: llama's graph with factors for the embedding, for what
 * each block adds, for scores, and a divisor of the logits.
 *
 * The mixtures weigh the chosen experts by their softmax and have a shared expert beside them where the file has one.
 * granite_swa: windows, layers without rotation, attention sinks. granitehybrid: layers without key/value heads are Mamba-2
 * blocks, and the attention layers do not rotate. */
#include "engine/arch/archs.h"
#include "engine/fmath.h"

static gp_code granite_read(const gp_gguf *g, gp_hparams *hp, gp_err *err)
{
    gp_code c = gp_hparams_experts(g, hp, err);
    return c ? c : gp_hparams_scales(g, hp, err);
}

/* Files that were not made for longer contexts say so, and their layers do not rotate. */
static gp_code rotates(const gp_model_plan *p, gp_layer *l, gp_err *err)
{
    bool finetuned = true;
    gp_code c = gp_key_bool(p->g, "rope.scaling.finetuned", &finetuned, err);
    if (!finetuned) l->rope = -1;
    return c;
}

static gp_code granite_plan(gp_model_plan *p, gp_layer *l, gp_err *err)
{
    gp_code c = rotates(p, l, err);
    return c ? c : gp_plan_layer(p, l, err);
}

static gp_code granitehybrid_plan(gp_model_plan *p, gp_layer *l, gp_err *err)
{
    gp_code c = rotates(p, l, err);
    if (l->n_head_kv) return c ? c : gp_plan_layer(p, l, err);
    if (!c) c = gp_layer_norm(p, l, &l->attn_norm, "attn_norm", err);
    if (!c) c = gp_plan_ssm(p, l, err);
    if (!c) c = gp_layer_norm(p, l, &l->ffn_norm, "ffn_norm", err);
    return c ? c : gp_plan_feed_forward(p, l, err);
}

static gp_code granite_swa_read(const gp_gguf *g, gp_hparams *hp, gp_err *err)
{
    gp_code c = granite_read(g, hp, err);
    return c ? c : gp_hparams_window(g, true, hp, err);
}

static gp_code granite_swa_plan(gp_model_plan *p, gp_layer *l, gp_err *err)
{
    bool rotate = true;
    gp_code c = gp_plan_window(p, l, true, err);
    if (!c) c = gp_key_flag(p->g, "attention.rope_pattern", l->index, &rotate, err);
    if (!rotate) l->rope = -1;
    if (!c) c = gp_layer_vector(p, l, &l->sinks, "attn_sinks.weight", l->n_head, false, err);
    return c ? c : gp_plan_layer(p, l, err);
}

/* Factors of its first models where the file has none. */
static gp_code minicpm_read(const gp_gguf *g, gp_hparams *hp, gp_err *err)
{
    hp->embed_scale = 12.f;
    hp->residual_scale = (float)(1.4 / gp_d_sqrt((double)hp->n_layer));
    return gp_hparams_scales(g, hp, err);
}

const gp_arch gp_arch_granite = {.name = "granite", .confirmed = true, .read = granite_read, .plan = granite_plan};
const gp_arch gp_arch_granitemoe = {
    .name = "granitemoe", .confirmed = true, .read = granite_read, .plan = granite_plan};
const gp_arch gp_arch_granitehybrid = {.name = "granitehybrid",
                                       .confirmed = true,
                                       .per_layer = true,
                                       .mixed = true,
                                       .read = granite_read,
                                       .plan = granitehybrid_plan};
const gp_arch gp_arch_granite_swa = {
    .name = "granite_swa", .confirmed = true, .read = granite_swa_read, .plan = granite_swa_plan};
const gp_arch gp_arch_minicpm = {.name = "minicpm", .read = minicpm_read, .plan = gp_plan_layer};
