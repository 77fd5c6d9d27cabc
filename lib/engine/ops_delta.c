/* ops_delta.c - the gated delta-net as launches; the arithmetic and its order stand in delta.cl. */
#include "engine/fmath.h"
#include "engine/ops.h"

enum { CONV_SILU = 1, CONV_BIAS = 2 };

void gp_op_convolve(gp_pass *r, const gp_memory *k, const gp_vector *w, const gp_vector *bias, bool silu)
{
    gp_model *m = r->m;
    bool has = bias && gp_has(bias);
    uint32_t items = (k->channels + 15) / 16;
    const gp_ocl_arg a[] = {GP_AB(m->qkv.b),
                            GP_AI(m->qkv.ld),
                            GP_AB(w->data),
                            GP_AB(has ? bias->data : m->dummy),
                            GP_AI((silu ? CONV_SILU : 0) | (has ? CONV_BIAS : 0)),
                            GP_AB(k->conv),
                            GP_AB(m->token),
                            GP_AB(m->conv.b),
                            GP_AI(m->conv.ld),
                            GP_AI(k->channels),
                            GP_AI(k->taps),
                            GP_AI(r->n)};
    gp_pass_kernel(r, GP_K_CONV, items, r->n, a, N_ARGS(a));
    const gp_ocl_arg b[] = {GP_AB(m->qkv.b),    GP_AI(m->qkv.ld), GP_AB(k->conv),    GP_AB(m->token),
                            GP_AI(k->channels), GP_AI(k->taps),   GP_AI(m->o.slots), GP_AI(r->n)};
    gp_pass_kernel(r, GP_K_CONV_SHIFT, items, m->o.slots, b, N_ARGS(b));
}

static void scan(gp_pass *r, const gp_layer *l)
{
    gp_model *m = r->m;
    const gp_delta_shape *s = &m->plan.delta;
    const gp_delta *d = l->delta;
    gp_ocl_arg y = GP_AB(m->conv.b), ldy = GP_AI(m->conv.ld), ab = GP_AB(m->ab.b), ldab = GP_AI(m->ab.ld),
               alpha = GP_AI(d->ab.at[0]), beta = GP_AI(d->ab.at[1]), keys = GP_AI(s->key_heads),
               heads = GP_AI(s->value_heads), dk = GP_AI(s->key_dim), n = GP_AI(r->n);
    const gp_ocl_arg a[] = {y,
                            ldy,
                            ab,
                            ldab,
                            alpha,
                            beta,
                            GP_AB(d->dt.data),
                            GP_AB(d->a.data),
                            keys,
                            heads,
                            dk,
                            GP_AF((float)(1.0 / gp_d_sqrt((double)s->key_dim))),
                            n};
    gp_pass_kernel(r, GP_K_DELTA_PREPARE, 2 * s->key_heads + s->value_heads, r->n, a, N_ARGS(a));
    const gp_ocl_arg b[] = {y,
                            ldy,
                            ab,
                            ldab,
                            alpha,
                            beta,
                            GP_AB(l->memory.state),
                            GP_AB(m->token),
                            GP_AB(m->att.b),
                            GP_AI(m->att.ld),
                            keys,
                            heads,
                            dk,
                            GP_AI(s->value_dim),
                            GP_AI(s->grouped),
                            GP_AI(m->o.slots),
                            n};
    gp_pass_kernel(r, GP_K_DELTA_SCAN, s->value_heads * (s->value_dim / 16), m->o.slots, b, N_ARGS(b));
}

void gp_op_delta(gp_pass *r, const gp_layer *l)
{
    gp_model *m = r->m;
    const gp_delta_shape *s = &m->plan.delta;
    const gp_delta *d = l->delta;
    gp_op_convolve(r, &l->memory, &d->conv, NULL, true);
    scan(r, l);
    const gp_ocl_arg a[] = {GP_AB(m->att.b),
                            GP_AI(m->att.ld),
                            GP_AB(m->qkv.b),
                            GP_AI(m->qkv.ld),
                            GP_AI(d->in.at[d->z]),
                            GP_AB(d->norm.data),
                            GP_AI(s->value_heads),
                            GP_AI(s->value_dim),
                            GP_AF(1.f / (float)s->value_dim),
                            GP_AF(m->plan.hp.eps),
                            GP_AI(r->n)};
    gp_pass_kernel(r, GP_K_DELTA_OUT, s->value_heads, r->n, a, N_ARGS(a));
    gp_op_quantize(r, m->att, &d->out);
}
