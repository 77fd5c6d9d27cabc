/* smollm3.c - smollm3: llama's graph; every fourth layer has no rotary embedding. */
#include "engine/arch/archs.h"

static gp_code smollm3_plan(gp_model_plan *p, gp_layer *l, gp_err *err)
{
    l->rope = (l->index + 1) % 4 ? 0 : -1;
    return gp_plan_decoder_layer(p, l, err);
}

const gp_arch gp_arch_smollm3 = {.name = "smollm3", .confirmed = true, .plan = smollm3_plan};
