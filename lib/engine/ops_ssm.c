/* ops_ssm.c - Mamba-2 and short convolutions as launches; the arithmetic and its order stand in ssm.cl. */
#include "engine/ops.h"

static void scan(gp_pass *r, const gp_layer *l)
{
    gp_model *m = r->m;
    const gp_ssm *s = l->ssm;
    uint32_t p = s->inner / s->heads;
    const gp_ocl_arg a[] = {GP_AB(m->conv.b),       GP_AI(m->conv.ld), GP_AB(m->qkv.b),  GP_AI(m->qkv.ld),
                            GP_AI(s->in.at[2]),     GP_AB(s->dt.data), GP_AB(s->a.data), GP_AB(s->d.data),
                            GP_AB(l->memory.state), GP_AB(m->token),   GP_AB(m->att.b),  GP_AI(m->att.ld),
                            GP_AI(s->heads),        GP_AI(p),          GP_AI(s->groups), GP_AI(s->state),
                            GP_AI(m->o.slots),      GP_AI(r->n)};
    gp_pass_kernel(r, GP_K_SSM_SCAN, s->heads * (p / 16), m->o.slots, a, N_ARGS(a));
}

void gp_op_ssm(gp_pass *r, const gp_layer *l)
{
    gp_model *m = r->m;
    const gp_ssm *s = l->ssm;
    uint32_t len = s->inner / s->groups;
    gp_op_convolve(r, &l->memory, &s->conv, &s->conv_bias, true);
    scan(r, l);
    const gp_ocl_arg a[] = {
        GP_AB(m->att.b),         GP_AI(m->att.ld),      GP_AB(m->qkv.b),
        GP_AI(m->qkv.ld),        GP_AI(s->in.at[1]),    GP_AB(gp_has(&s->norm) ? s->norm.data : m->dummy),
        GP_AI(gp_has(&s->norm)), GP_AI(s->groups),      GP_AI(len),
        GP_AF(1.f / (float)len), GP_AF(m->plan.hp.eps), GP_AI(r->n)};
    gp_pass_kernel(r, GP_K_SSM_OUT, s->groups, r->n, a, N_ARGS(a));
    gp_op_quantize(r, m->att, &s->out);
}

/* y = a * b, columns from a_at and b_at on. */
static void times(gp_pass *r, gp_rows_buffer a, uint32_t a_at, gp_rows_buffer b, uint32_t b_at, gp_rows_buffer y,
                  uint32_t k)
{
    const gp_ocl_arg args[] = {GP_AB(a.b),  GP_AI(a_at), GP_AI(a.ld), GP_AB(b.b), GP_AI(b_at),
                               GP_AI(b.ld), GP_AB(y.b),  GP_AI(y.ld), GP_AI(k),   GP_AI(r->n)};
    gp_pass_kernel(r, GP_K_TIMES, gp_runs(k), r->n, args, N_ARGS(args));
}

void gp_op_short_conv(gp_pass *r, const gp_layer *l)
{
    gp_model *m = r->m;
    const gp_short_conv *s = l->short_conv;
    uint32_t d = l->memory.channels;
    times(r, m->qkv, 0, m->qkv, s->in.at[1], m->qkv, d);
    gp_op_convolve(r, &l->memory, &s->conv, NULL, false);
    times(r, m->conv, 0, m->qkv, s->in.at[2], m->att, d);
    gp_op_quantize(r, m->att, &s->out);
}
