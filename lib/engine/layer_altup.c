/* layer_altup.c - the graph of gemma3n, whose residual is four streams: m->x and m->stream. A layer predicts all of
 * them, sends the first through attention (beside it a low-rank map of the same input) and feed-forward, and corrects
 * all by what came out; the layer's own input then goes to the other three. */
#include "engine/ops.h"

static float per_width(const gp_model *m) { return 1.f / (float)m->plan.hp.n_embd; }

/* out = in, as long as x */
static void match(gp_pass *r, gp_rows_buffer in, gp_rows_buffer out)
{
    gp_model *m = r->m;
    const gp_ocl_arg a[] = {GP_AB(m->x.b), GP_AB(in.b), GP_AB(out.b), GP_AI(m->x.ld), GP_AI(r->n)};
    gp_pass_kernel(r, GP_K_ALTUP_MATCH, 1, r->n, a, N_ARGS(a));
}

void gp_altup_begin(gp_pass *r)
{
    gp_model *m = r->m;
    for (int j = 0; j < GP_STREAMS - 1; j++) {
        gp_op_quantize(r, m->x, &m->plan.altup_in[j]);
        gp_op_linear(r, &m->plan.altup_in[j], m->x, m->h, false);
        match(r, m->h, m->stream[j]);
    }
}

void gp_altup_end(gp_pass *r)
{
    gp_model *m = r->m;
    for (int j = 0; j < GP_STREAMS - 1; j++) {
        gp_op_quantize(r, m->stream[j], &m->plan.altup_out[j]);
        gp_op_linear(r, &m->plan.altup_out[j], m->stream[j], m->h, false);
        match(r, m->h, m->stream[j]);
    }
    const gp_ocl_arg a[] = {GP_AB(m->x.b),         GP_AB(m->stream[0].b), GP_AB(m->stream[1].b),
                            GP_AB(m->stream[2].b), GP_AI(m->x.ld),        GP_AI(r->n)};
    gp_pass_kernel(r, GP_K_ALTUP_MERGE, gp_runs(m->x.ld), r->n, a, N_ARGS(a));
}

static void route(gp_pass *r, const gp_altup *u, gp_rows_buffer in)
{
    gp_model *m = r->m;
    gp_op_norm(r, &u->router_norm, in, m->h, gp_forms(&u->router));
    gp_op_linear(r, &u->router, m->h, m->router, false);
}

static void predict(gp_pass *r, const gp_altup *u)
{
    gp_model *m = r->m;
    route(r, u, m->x);
    const gp_ocl_arg a[] = {
        GP_AB(m->x.b),       GP_AB(m->stream[0].b), GP_AB(m->stream[1].b),  GP_AB(m->stream[2].b), GP_AB(m->router.b),
        GP_AI(m->router.ld), GP_AF(per_width(m)),   GP_AB(u->predict.data), GP_AI(m->x.ld),        GP_AI(r->n)};
    gp_pass_kernel(r, GP_K_ALTUP_PREDICT, gp_runs(m->x.ld), r->n, a, N_ARGS(a));
}

static void correct(gp_pass *r, const gp_altup *u)
{
    gp_model *m = r->m;
    route(r, u, m->side);
    const gp_ocl_arg a[] = {
        GP_AB(m->x.b),      GP_AB(m->stream[0].b), GP_AB(m->stream[1].b), GP_AB(m->stream[2].b),  GP_AB(m->side.b),
        GP_AB(m->router.b), GP_AI(m->router.ld),   GP_AF(per_width(m)),   GP_AB(u->correct.data), GP_AI(m->x.ld),
        GP_AI(r->n)};
    gp_pass_kernel(r, GP_K_ALTUP_CORRECT, gp_runs(m->x.ld), r->n, a, N_ARGS(a));
}

/* side = attention and low-rank map of x, joined */
static void attend(gp_pass *r, const gp_layer *l)
{
    gp_model *m = r->m;
    const gp_altup *u = l->altup;
    gp_op_norm(r, &l->attn_norm, m->x, m->side, GP_FORM_F32);
    gp_op_norm(r, &l->attn_norm, m->x, m->h, gp_forms(&l->qkv) | gp_forms(&u->low));
    gp_op_linear(r, &l->qkv, m->h, m->qkv, false);
    gp_op_linear(r, &u->low, m->h, m->gate_up, false);
    gp_op_quantize(r, m->gate_up, &u->high);
    gp_op_linear(r, &u->high, m->gate_up, m->h, false);
    gp_op_add_normed(r, &u->low_norm, m->side, m->h);
    gp_op_attention(r, l);
    gp_op_linear(r, &l->attn_out, m->att, m->h, false);
    const gp_ocl_arg a[] = {GP_AB(m->x.b),  GP_AB(m->h.b),       GP_AB(l->attn_post_norm.data), GP_AB(m->side.b),
                            GP_AI(m->x.ld), GP_AF(per_width(m)), GP_AF(m->plan.hp.eps),         GP_AI(r->n)};
    gp_pass_kernel(r, GP_K_ALTUP_ATTENDED, 1, r->n, a, N_ARGS(a));
}

/* side += feed-forward of side */
static void feed_forward(gp_pass *r, const gp_layer *l)
{
    gp_model *m = r->m;
    gp_op_norm(r, &l->ffn_norm, m->side, m->h, gp_forms(&l->gate_up));
    gp_op_linear(r, &l->gate_up, m->h, m->gate_up, false);
    if (l->altup->sparsity > 0.f) {
        const gp_ocl_arg a[] = {GP_AB(m->gate_up.b),
                                GP_AI(l->n_ff),
                                GP_AI(m->gate_up.ld),
                                GP_AF(l->altup->sparsity),
                                GP_AF(1.f / (float)l->n_ff),
                                GP_AF(1.f / (float)(l->n_ff - 1)),
                                GP_AI(r->n)};
        gp_pass_kernel(r, GP_K_ALTUP_SPARSE, 1, r->n, a, N_ARGS(a));
    }
    gp_op_gate(r, m->gate_up, m->gate_up, l->gate_up.at[1], l->n_ff, NULL, gp_forms(&l->down));
    gp_op_linear(r, &l->down, m->ff, m->h, false);
    gp_op_add_normed(r, &l->ffn_post_norm, m->side, m->h);
}

static void own_input(gp_pass *r, const gp_layer *l)
{
    gp_model *m = r->m;
    uint32_t n = m->plan.hp.n_ple;
    const gp_ocl_arg a[] = {GP_AB(m->x.b), GP_AB(l->altup->out_weight.data), GP_AB(m->h.b), GP_AI(m->x.ld),
                            GP_AI(r->n)};
    gp_pass_kernel(r, GP_K_ALTUP_WEIGH, gp_runs(m->x.ld), r->n, a, N_ARGS(a));
    gp_op_quantize(r, m->h, &l->ple_gate);
    gp_op_linear(r, &l->ple_gate, m->h, m->gate_up, false);
    gp_op_gate(r, m->gate_up, m->ple, l->index * n, n, NULL, gp_forms(&l->ple_out));
    gp_op_linear(r, &l->ple_out, m->ff, m->h, false);
    gp_op_norm(r, &l->ple_norm, m->h, m->h, GP_FORM_F32);
    const gp_ocl_arg b[] = {GP_AB(m->stream[0].b), GP_AB(m->stream[1].b), GP_AB(m->stream[2].b),
                            GP_AB(m->h.b),         GP_AI(m->x.ld),        GP_AI(r->n)};
    gp_pass_kernel(r, GP_K_ALTUP_SPREAD, gp_runs(m->x.ld), r->n, b, N_ARGS(b));
}

void gp_altup_layer(gp_pass *r, const gp_layer *l)
{
    predict(r, l->altup);
    attend(r, l);
    feed_forward(r, l);
    correct(r, l->altup);
    own_input(r, l);
}
