/* lfm2.c - lfm2, lfm2moe: layers without key/value heads are gated short convolutions, the others attention with norms of queries
 * and keys and rotary pairs (i, i + n/2); the last norm is named token_embd_norm. lfm2moe: the first layers dense, then
 * sigmoid routing with a bias. */
#include "engine/arch/archs.h"

static gp_code lfm2_read(const gp_gguf *g, gp_hparams *hp, gp_err *err)
{
    hp->neox = true;
    return gp_hparams_window(g, false, hp, err);
}

static gp_code lfm2moe_read(const gp_gguf *g, gp_hparams *hp, gp_err *err)
{
    hp->routing.gating = GP_GATE_SIGMOID;
    hp->routing.normalize = true;
    gp_code c = lfm2_read(g, hp, err);
    return c ? c : gp_hparams_routing(g, hp, err);
}

static gp_code lfm2_plan(gp_model_plan *p, gp_layer *l, gp_err *err)
{
    l->window = p->hp.window;
    if (l->n_head_kv) return gp_plan_layer(p, l, err);
    gp_code c = gp_layer_norm(p, l, &l->attn_norm, "attn_norm", err);
    if (!c) c = gp_plan_short_conv(p, l, err);
    if (!c) c = gp_layer_norm(p, l, &l->ffn_norm, "ffn_norm", err);
    return c ? c : gp_plan_feed_forward(p, l, err);
}

const gp_arch gp_arch_lfm2 = {.name = "lfm2",
                              .confirmed = true,
                              .per_layer = true,
                              .mixed = true,
                              .out_norm = "token_embd_norm",
                              .read = lfm2_read,
                              .plan = lfm2_plan};
const gp_arch gp_arch_lfm2moe = {.name = "lfm2moe",
                                 .confirmed = true,
                                 .per_layer = true,
                                 .mixed = true,
                                 .out_norm = "token_embd_norm",
                                 .read = lfm2moe_read,
                                 .plan = lfm2_plan};
