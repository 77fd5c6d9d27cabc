/* bitnet.c - bitnet (b1.58): rotary pairs (i, i + n/2); what goes into the output of attention and into the last product of the
 * feed-forward is normalized once more; matrices of three values have a factor beside them. */
#include "engine/arch/archs.h"

static gp_code bitnet_read(const gp_gguf *g, gp_hparams *hp, gp_err *err)
{
    (void)g;
    (void)err;
    hp->neox = true;
    return GP_OK;
}

static gp_code bitnet_plan(gp_model_plan *p, gp_layer *l, gp_err *err)
{
    gp_code c = gp_layer_vector(p, l, &l->attn_sub_norm, "attn_sub_norm.weight", l->n_head * l->head_dim, false, err);
    if (!c) c = gp_layer_vector(p, l, &l->ffn_sub_norm, "ffn_sub_norm.weight", l->n_ff, false, err);
    return c ? c : gp_plan_layer(p, l, err);
}

const gp_arch gp_arch_bitnet = {.name = "bitnet", .confirmed = true, .read = bitnet_read, .plan = bitnet_plan};
