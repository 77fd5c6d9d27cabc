/* gated.c - families whose heads' outputs are gated by a product of their own.
 *
 * muse-glimmer: sigmoid for each value; the embedding is normalized without weights, norms stand around attention and
 * feed-forward (those behind with an eps of their own), only windowed layers rotate, in pairs (2i, 2i+1). spark2_5: sigmoid for
 * each head, GELU. laguna: softplus for each head or value; full layers rotate a part of a head with YaRN, windowed ones by a
 * table of their own; the first layers dense. */
#include "engine/arch/archs.h"

enum { LAGUNA_PERIOD = 4 };

static gp_code muse_read(const gp_gguf *g, gp_hparams *hp, gp_err *err)
{
    gp_code c = gp_hparams_window(g, true, hp, err);
    hp->post_eps = 1e-8f;
    if (!c) c = gp_key_f32(g, "logit_scale", &hp->head_scale, err);
    return c ? c : gp_key_f32(g, "final_logit_softcapping", &hp->logit_cap, err);
}

static gp_code muse_plan_model(gp_model_plan *p, gp_err *err)
{
    return gp_need_ones(p, &p->embed_norm, p->hp.n_embd, err);
}

static gp_code muse_plan(gp_model_plan *p, gp_layer *l, gp_err *err)
{
    gp_code c = gp_plan_window(p, l, true, err);
    if (!l->window) l->rope = -1;
    l->out_gate = GP_GATE_EACH;
    return c ? c : gp_plan_layer(p, l, err);
}

static gp_code spark_read(const gp_gguf *g, gp_hparams *hp, gp_err *err)
{
    hp->neox = true;
    hp->act = GP_ACT_GELU;
    return gp_hparams_window(g, true, hp, err);
}

static gp_code spark_plan(gp_model_plan *p, gp_layer *l, gp_err *err)
{
    gp_code c = gp_plan_window(p, l, true, err);
    l->out_gate = GP_GATE_HEAD;
    return c ? c : gp_plan_layer(p, l, err);
}

static gp_code laguna_read(const gp_gguf *g, gp_hparams *hp, gp_err *err)
{
    hp->neox = true;
    hp->routing.gating = GP_GATE_SIGMOID;
    gp_code c = gp_hparams_window(g, true, hp, err);
    if (!c) c = gp_hparams_local_rope(g, hp, err);
    return c ? c : gp_hparams_routing(g, hp, err);
}

static gp_code laguna_plan(gp_model_plan *p, gp_layer *l, gp_err *err)
{
    gp_code c = gp_plan_window(p, l, l->index % LAGUNA_PERIOD != 0, err);
    l->rope = l->window ? 1 : 0;
    l->out_gate = gp_layer_rows(p, l, "attn_gate.weight") == l->n_head ? GP_SOFT_HEAD : GP_SOFT_EACH;
    return c ? c : gp_plan_layer(p, l, err);
}

const gp_arch gp_arch_muse_glimmer = {.name = "muse-glimmer",
                                      .confirmed = true,
                                      .norms = GP_NORMS_AROUND,
                                      .read = muse_read,
                                      .plan_model = muse_plan_model,
                                      .plan = muse_plan};
const gp_arch gp_arch_spark2_5 = {.name = "spark2_5", .confirmed = true, .read = spark_read, .plan = spark_plan};
const gp_arch gp_arch_laguna = {
    .name = "laguna", .confirmed = true, .per_layer = true, .read = laguna_read, .plan = laguna_plan};
