/* apertus.c - apertus: rotary pairs (i, i + n/2) with divisors, norms of queries and keys, and xIELU without a gate, whose
 * four values stand for each layer in keys without the architecture's name. */
#include <string.h>

#include "engine/arch/archs.h"
#include "engine/fmath.h"

static gp_code apertus_read(const gp_gguf *g, gp_hparams *hp, gp_err *err)
{
    (void)g;
    (void)err;
    hp->neox = true;
    hp->act = GP_ACT_ALONE_XIELU;
    return GP_OK;
}

/* One value, or one for each layer. */
static gp_code value_of(const gp_model_plan *p, const char *key, uint32_t layer, double *out, gp_err *err)
{
    const gp_gguf_value *v = gp_gguf_find(p->g, key);
    float one = 0.f;
    if (v && v->kind == GP_GGUF_ARRAY && v->elem == GP_GGUF_F32 && layer < v->count) {
        *out = gp_gguf_elem_real(v, layer);
        return GP_OK;
    }
    if (!v || v->kind == GP_GGUF_ARRAY)
        return gp_gguf_fail(p->g, key, NULL, err, "must be a number or an array with one for each layer");
    gp_code c = gp_gguf_get_f32(p->g, key, &one, err);
    *out = (double)one;
    return c;
}

static double softplus(double x) { return x > 20.0 ? x : gp_d_log(1.0 + gp_d_exp(x)); }

static gp_code apertus_plan(gp_model_plan *p, gp_layer *l, gp_err *err)
{
    double positive = 0.0, negative = 0.0, beta = 0.0, eps = 0.0;
    gp_code c = value_of(p, "xielu.alpha_p", l->index, &positive, err);
    if (!c) c = value_of(p, "xielu.alpha_n", l->index, &negative, err);
    if (!c) c = value_of(p, "xielu.beta", l->index, &beta, err);
    if (!c) c = value_of(p, "xielu.eps", l->index, &eps, err);
    if (c) return c;
    const float values[4] = {(float)softplus(positive), (float)(beta + softplus(negative)), (float)beta, (float)eps};
    c = gp_need_values(p, &l->act_values, values, 4, err);
    return c ? c : gp_plan_layer(p, l, err);
}

const gp_arch gp_arch_apertus = {.name = "apertus", .confirmed = true, .read = apertus_read, .plan = apertus_plan};
