/* rope.c - rotary angles, computed once per model on the host in double with own functions, rounded once to f32. */
#include <math.h>
#include <string.h>

#include "engine/arch.h"
#include "engine/fmath.h"

#define TWO_PI 0x1.921fb54442d18p+2

/* Pair index at which a frequency turns `beta` times within the original context. */
static double yarn_corner(const gp_rope *r, double beta)
{
    return (double)r->n_rot * gp_d_log((double)r->original_context / (beta * TWO_PI)) /
           (2.0 * gp_d_log((double)r->base));
}

/* Share of the unscaled angle for pair i: 1 for fast pairs, 0 for slow ones, a ramp between. */
static double yarn_share(const gp_rope *r, uint32_t i)
{
    double low = floor(yarn_corner(r, (double)r->beta_fast)), high = ceil(yarn_corner(r, (double)r->beta_slow));
    if (low < 0.0) low = 0.0;
    if (high > (double)r->n_rot - 1.0) high = (double)r->n_rot - 1.0;
    double span = high - low < 0.001 ? 0.001 : high - low, t = ((double)i - low) / span;
    return 1.0 - (t < 0.0 ? 0.0 : t > 1.0 ? 1.0 : t);
}

/* Angle per position of pair i. */
static double frequency(const gp_rope *r, uint32_t i)
{
    double f = gp_d_pow((double)r->base, -2.0 * (double)i / (double)r->n_rot);
    if (r->divisors) f = f / (double)r->divisors[i];
    if (r->scaling == GP_SCALE_LINEAR) return f / (double)r->factor;
    if (r->scaling == GP_SCALE_NONE) return f;
    double share = yarn_share(r, i);
    return f / (double)r->factor * (1.0 - share) + f * share;
}

/* Angles that are nothing count as nothing: products with them would be denormal, where devices differ. */
static double not_tiny(double x) { return x > -0x1p-60 && x < 0x1p-60 ? 0.0 : x; }

void gp_rope_table(const gp_rope *r, uint32_t positions, float *out)
{
    double f[GP_MAX_ROT / 2], magnitude = (double)r->attn_factor;
    uint32_t half = r->n_rot / 2;
    if (r->scaling == GP_SCALE_YARN && !r->whole_magnitude)
        magnitude = magnitude * (1.0 + 0.1 * gp_d_log((double)r->factor));
    for (uint32_t i = 0; i < half; i++) f[i] = frequency(r, i);
    for (uint32_t p = 0; p < positions; p++, out += 2 * half)
        for (uint32_t i = 0; i < half; i++) {
            out[i] = (float)not_tiny(gp_d_cos((double)p * f[i]) * magnitude);
            out[half + i] = (float)not_tiny(gp_d_sin((double)p * f[i]) * magnitude);
        }
}

void gp_rope_log_multiplier(gp_rope *r, double multiplier)
{
    if (r->scaling != GP_SCALE_YARN || multiplier == 0.0) return;
    double ln = gp_d_log((double)r->factor);
    r->attn_factor = (float)((double)r->attn_factor * (0.1 * ln + 1.0) / (0.1 * multiplier * ln + 1.0));
    r->whole_magnitude = true;
}

gp_code gp_rope_divisors(gp_model_plan *p, const char *tensor, gp_rope *r, gp_err *err)
{
    const gp_gguf_tensor *t = gp_plan_tensor(p, tensor);
    if (!t) return GP_OK;
    if (t->type != GP_GGML_F32 || t->ne[0] != r->n_rot / 2 || t->bytes != (uint64_t)r->n_rot / 2 * 4)
        return gp_gguf_fail(p->g, NULL, tensor, err, "must be %u values of type F32", r->n_rot / 2);
    float *d = GP_NEW_ARRAY(p->a, float, r->n_rot / 2);
    memcpy(d, t->data, (size_t)t->bytes);
    for (uint32_t i = 0; i < r->n_rot / 2; i++)
        if (!(d[i] > 1e-6f))
            return gp_gguf_fail(p->g, NULL, tensor, err, "value %u is %g, must be positive", i, (double)d[i]);
    r->divisors = d;
    return GP_OK;
}
