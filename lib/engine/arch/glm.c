/* glm.c - glm4 (GLM-4-0414, GLM-Z1): norms around attention and feed-forward, gate and up in one tensor, rotary pairs
 * (2i, 2i+1) over a part of a head. glm4moe (GLM-4.5 to 4.7): pairs (i, i + n/2), the norm in front of the feed-forward is
 * named post_attention_norm, first layers dense, then sigmoid routing with a bias and a shared expert. Blocks that only
 * predict further tokens are left out. */
#include "engine/arch/archs.h"

static gp_code glm4_read(const gp_gguf *g, gp_hparams *hp, gp_err *err) { return gp_hparams_predicting(g, hp, err); }

static gp_code glm4moe_read(const gp_gguf *g, gp_hparams *hp, gp_err *err)
{
    hp->neox = true;
    hp->routing.gating = GP_GATE_SIGMOID;
    gp_code c = gp_hparams_predicting(g, hp, err);
    return c ? c : gp_hparams_routing(g, hp, err);
}

const gp_arch gp_arch_glm4 = {
    .name = "glm4", .confirmed = true, .norms = GP_NORMS_AROUND, .read = glm4_read, .plan = gp_plan_layer};
const gp_arch gp_arch_glm4moe = {
    .name = "glm4moe", .confirmed = true, .norms = GP_NORMS_RENAMED, .read = glm4moe_read, .plan = gp_plan_layer};
