/* layer.c - the graph of one layer, from what the layer has:
 *
 *     attention or delta-net:  h = norm(x);  o = mix(qkv h);  x += [norm](out o)
 *     feed-forward:            h = norm(x);  x += [norm](down(act(gate h) * up h)), or a mixture of experts
 *     own input:               x += norm(out(act(gate x) * input of this layer))
 *     at the end:              x *= scale */
#include "engine/ops.h"

/* to += W in: the product normalized or scaled first where the layer says so. A parallel layer's first part stands apart
 * until the second has read the same input. */
static void add_product(gp_pass *r, const gp_linear *w, gp_rows_buffer in, const gp_vector *post_norm)
{
    gp_model *m = r->m;
    float scale = m->plan.hp.residual_scale;
    if (!gp_has(post_norm) && scale == 1.f) {
        gp_op_linear(r, w, in, m->x, true);
        return;
    }
    gp_op_linear(r, w, in, m->h, false);
    if (gp_has(post_norm)) gp_op_add_normed(r, post_norm, m->x, m->h);
    else gp_op_add(r, m->x, m->h, scale);
}

/* The input of a block: normed into m->h, or the stream as it is. forms: of the rows that products read. */
static gp_rows_buffer input(gp_pass *r, const gp_vector *norm, int forms, const gp_linear *first)
{
    gp_model *m = r->m;
    if (gp_has(norm)) {
        gp_op_norm(r, norm, m->x, m->h, forms);
        return m->h;
    }
    gp_op_quantize(r, m->x, first);
    return m->x;
}

static void heads(gp_pass *r, const gp_layer *l)
{
    gp_model *m = r->m;
    const gp_mla *a = l->mla;
    if (a) {
        int forms = gp_forms(&a->kv_down) | (a->q_down.n ? gp_forms(&a->q_down) : gp_forms(&a->q));
        gp_op_mla_in(r, l, input(r, &l->attn_norm, forms, &a->kv_down));
        gp_op_attention(r, l);
        gp_op_mla_out(r, l);
        return;
    }
    gp_op_linear(r, &l->qkv, input(r, &l->attn_norm, gp_forms(&l->qkv), &l->qkv), m->qkv, false);
    gp_op_attention(r, l);
}

static void attention(gp_pass *r, const gp_layer *l)
{
    heads(r, l);
    add_product(r, &l->attn_out, r->m->att, &l->attn_post_norm);
}

static void delta(gp_pass *r, const gp_layer *l)
{
    gp_model *m = r->m;
    const gp_delta *d = l->delta;
    gp_op_norm(r, &l->attn_norm, m->x, m->h, gp_forms(&d->in) | gp_forms(&d->ab));
    gp_op_linear(r, &d->in, m->h, m->qkv, false);
    gp_op_linear(r, &d->ab, m->h, m->ab, false);
    gp_op_delta(r, l);
    add_product(r, &d->out, m->att, &l->attn_post_norm);
}

static void recurrence(gp_pass *r, const gp_layer *l)
{
    gp_model *m = r->m;
    const gp_linear *in = l->ssm ? &l->ssm->in : &l->short_conv->in;
    gp_op_linear(r, in, input(r, &l->attn_norm, gp_forms(in), in), m->qkv, false);
    if (l->ssm) gp_op_ssm(r, l);
    else gp_op_short_conv(r, l);
    add_product(r, l->ssm ? &l->ssm->out : &l->short_conv->out, m->att, &l->attn_post_norm);
}

/* What attention adds, apart in m->branch. */
static void attention_apart(gp_pass *r, const gp_layer *l)
{
    heads(r, l);
    gp_op_linear(r, &l->attn_out, r->m->att, r->m->branch, false);
}

/* ff = act(gate h) * up h, from the norm's output. */
static void gated(gp_pass *r, const gp_linear *gate_up, gp_rows_buffer in, uint32_t n_ff, const gp_vector *values,
                  int forms)
{
    gp_model *m = r->m;
    gp_op_linear(r, gate_up, in, m->gate_up, false);
    gp_op_gate(r, m->gate_up, m->gate_up, gate_up->at[1], n_ff, values, forms);
}

static void dense(gp_pass *r, const gp_layer *l)
{
    gp_rows_buffer in = input(r, &l->ffn_norm, gp_forms(&l->gate_up), &l->gate_up);
    bool normed = gp_has(&l->ffn_sub_norm);
    gated(r, &l->gate_up, in, l->n_ff, &l->act_values, normed ? GP_FORM_F32 : gp_forms(&l->down));
    if (normed) gp_op_norm_width(r, &l->ffn_sub_norm, r->m->ff, l->n_ff, gp_forms(&l->down));
    add_product(r, &l->down, r->m->ff, &l->ffn_post_norm);
}

/* Router, experts and the shared expert all read the same norm's output. */
static void mixture(gp_pass *r, const gp_layer *l)
{
    gp_model *m = r->m;
    const gp_moe *e = l->moe;
    gp_op_norm(r, &l->ffn_norm, m->x, m->h, GP_FORM_F32 | gp_forms(&e->router) | gp_forms(&e->shared_gate_up));
    gp_op_linear(r, &e->router, m->h, m->router, false);
    if (e->n_ff_shared) {
        gated(r, &e->shared_gate_up, m->h, e->n_ff_shared, NULL, gp_forms(&e->shared_down));
        gp_op_linear(r, &e->shared_down, m->ff, m->side, false);
    }
    gp_op_experts(r, l, m->x, true);
}

/* A dense block and a mixture beside it, each with norms of its own, joined before the residual. */
static void dense_and_mixture(gp_pass *r, const gp_layer *l)
{
    gp_model *m = r->m;
    const gp_moe *e = l->moe;
    gp_op_norm(r, &l->ffn_norm, m->x, m->h, gp_forms(&l->gate_up));
    gated(r, &l->gate_up, m->h, l->n_ff, NULL, gp_forms(&l->down));
    gp_op_linear(r, &l->down, m->ff, m->side, false);
    gp_op_norm(r, &e->dense_post_norm, m->side, m->side, GP_FORM_F32);
    gp_op_norm(r, &e->router_norm, m->x, m->h, gp_forms(&e->router));
    gp_op_linear(r, &e->router, m->h, m->router, false);
    gp_op_norm(r, &e->in_norm, m->x, m->h, GP_FORM_F32);
    gp_op_experts(r, l, m->h, false);
    gp_op_add_normed(r, &e->post_norm, m->side, m->h);
    gp_op_add_normed(r, &l->ffn_post_norm, m->x, m->side);
}

static void own_input(gp_pass *r, const gp_layer *l)
{
    gp_model *m = r->m;
    uint32_t n = m->plan.hp.n_ple;
    gp_op_quantize(r, m->x, &l->ple_gate);
    gp_op_linear(r, &l->ple_gate, m->x, m->gate_up, false);
    gp_op_gate(r, m->gate_up, m->ple, l->index * n, n, NULL, gp_forms(&l->ple_out));
    add_product(r, &l->ple_out, m->ff, &l->ple_norm);
}

void gp_layer_begin(gp_pass *r)
{
    gp_model *m = r->m;
    const gp_model_plan *p = &m->plan;
    gp_op_embed(r, &p->embed, m->x, p->hp.embed_scale);
    if (gp_has(&p->embed_norm)) gp_op_norm(r, &p->embed_norm, m->x, m->x, GP_FORM_F32);
    if (!p->hp.n_ple) return;
    gp_op_embed(r, &p->ple_embed, m->ple, p->ple_scale);
    gp_op_quantize(r, m->x, &p->ple_proj);
    gp_op_linear(r, &p->ple_proj, m->x, m->ple_proj, false);
    const gp_ocl_arg a[] = {
        GP_AB(m->ple.b),      GP_AB(m->ple_proj.b), GP_AB(p->ple_proj_norm.data), GP_AI(p->hp.n_ple),
        GP_AI(p->hp.n_layer), GP_AI(m->ple.ld),     GP_AF(p->ple_proj_scale),     GP_AF(1.f / (float)p->hp.n_ple),
        GP_AF(p->hp.eps),     GP_AI(r->n)};
    gp_pass_kernel(r, GP_K_JOIN_INPUTS, p->hp.n_layer, r->n, a, N_ARGS(a));
    if (p->layer[0].altup) gp_altup_begin(r);
}

void gp_layer_end(gp_pass *r)
{
    if (r->m->plan.layer[0].altup) gp_altup_end(r);
}

/* What mixes tokens, added to the stream; or apart in m->branch, where the feed-forward reads the same input. */
static void mix(gp_pass *r, const gp_layer *l)
{
    if (l->parallel) attention_apart(r, l);
    else if (l->ssm && l->attn_out.n) { /* both from the same input */ attention_apart(r, l);
        recurrence(r, l);
        gp_op_add(r, r->m->x, r->m->branch, 1.f);
    } else if (l->delta) delta(r, l);
    else if (l->ssm || l->short_conv) recurrence(r, l);
    else if (l->attn_out.n) attention(r, l);
}

static void feed_forward(gp_pass *r, const gp_layer *l)
{
    if (l->moe && gp_has(&l->moe->in_norm)) dense_and_mixture(r, l);
    else if (l->moe) mixture(r, l);
    else if (l->down.n) dense(r, l);
    if (l->parallel) gp_op_add(r, r->m->x, r->m->branch, 1.f);
}

void gp_layer_forward(gp_pass *r, const gp_layer *l)
{
    const gp_model_plan *p = &r->m->plan;
    if (l->altup) {
        gp_altup_layer(r, l);
        return;
    }
    if (p->loop_norm && l->index && l->index % p->loop == 0) gp_op_norm(r, &p->out_norm, r->m->x, r->m->x, GP_FORM_F32);
    mix(r, l);
    feed_forward(r, l);
    if (l->ple_out.n) own_input(r, l);
    if (l->out_scale.tensor) gp_op_scale(r, &l->out_scale, r->m->x);
}
