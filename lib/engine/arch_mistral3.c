/* arch_mistral3.c - mistral3 (Ministral 3, Mistral 3.x): llama's graph with YaRN whose magnitude has its own multiplier, and
 * queries that grow with the logarithm of the position, in steps of the original context; below it the factor is exactly 1. */
#include <math.h>

#include "engine/archs.h"
#include "engine/fmath.h"

static gp_code mistral3_read(const gp_gguf *g, gp_hparams *hp, gp_err *err)
{
    gp_rope *r = &hp->rope[0];
    float multiplier = 0.f;
    gp_code c = gp_key_f32(g, "rope.scaling.yarn_log_multiplier", &multiplier, err);
    if (!c && multiplier < 0.f) c = gp_gguf_fail(g, "mistral3.rope.scaling.yarn_log_multiplier", NULL, err, "is %g, must not be negative", (double)multiplier);
    if (!c && multiplier > 0.f && r->scaling == GP_SCALE_YARN) {
        double ln = gp_d_log((double)r->factor);
        r->attn_factor = (float)((double)r->attn_factor * (0.1 * ln + 1.0) / (0.1 * (double)multiplier * ln + 1.0));
    }
    return c;
}

static gp_code mistral3_plan_model(gp_model_plan *p, gp_err *err)
{
    float t = 0.f;
    double step = (double)p->hp.rope[0].original_context;
    gp_code c = gp_key_f32(p->g, "attention.temperature_scale", &t, err);
    if (c || t == 0.f || (double)p->hp.context < step) return c;
    p->q_scale = GP_NEW_ARRAY(p->a, float, p->hp.context);
    if (!p->q_scale) return gp_fail_nomem(err);
    for (uint32_t i = 0; i < p->hp.context; i++) p->q_scale[i] = (float)(1.0 + (double)t * gp_d_log(floor(((double)i + 1.0) / step) + 1.0));
    return GP_OK;
}

const gp_arch gp_arch_mistral3 = {.name = "mistral3", .confirmed = true, .read = mistral3_read, .plan_model = mistral3_plan_model, .plan = gp_plan_decoder_layer};
