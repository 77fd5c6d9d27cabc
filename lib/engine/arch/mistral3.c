/* mistral3.c - mistral3 (Ministral 3, Mistral 3.x): llama's graph with YaRN whose magnitude has its own multiplier,
 * and queries that grow with the logarithm of the position, in steps of the original context. With a multiplier the
 * general magnitude 1 + 0.1 ln(factor) does not apply on top of its own; a multiplier of 1 gives a magnitude of 1. */
#include "engine/arch/archs.h"

static gp_code mistral3_read(const gp_gguf *g, gp_hparams *hp, gp_err *err)
{
    gp_rope *r = &hp->rope[0];
    float temperature = 0.f, multiplier = 0.f;
    gp_code c = gp_key_f32(g, "attention.temperature_scale", &temperature, err);
    if (!c) c = gp_key_f32(g, "rope.scaling.yarn_log_multiplier", &multiplier, err);
    if (c) return c;
    hp->temperature = temperature;
    hp->temperature_period = r->original_context;
    gp_rope_log_multiplier(r, (double)multiplier);
    return GP_OK;
}

const gp_arch gp_arch_mistral3 = {
    .name = "mistral3", .confirmed = true, .read = mistral3_read, .plan = gp_plan_decoder_layer};
