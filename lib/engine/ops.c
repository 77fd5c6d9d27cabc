/* ops.c - building blocks: one function per operation, each a launch or two. What the kernels compute, and in which
 * order, stands at the top of each kernel file. */
#include "engine/ops.h"

enum {
    ROPE_NEOX = 1,
    ROPE_QK_NORM = 2,
    ROPE_V_NORM = 4,
    ROPE_V_FROM_K = 8,
    ROPE_LATE_NORM = 16,
    ATTEND_SINKS = 4,
    ATTEND_STEADY = 8
};
enum { NORM_CENTERED = 1, NORM_BIAS = 2 };

static const char *const kernel_names[GP_K_COUNT] = {
    "gp_rms",
    "gp_act",
    "gp_quant",
    "gp_softcap",
    "gp_add_normed",
    "gp_scale",
    "gp_gate_out",
    "gp_suppress",
    "gp_join_inputs",
    "gp_rope_store_f32",
    "gp_rope_store_f16",
    "gp_attend_f32",
    "gp_attend_f16",
    "gp_route",
    "gp_assign",
    "gp_gather",
    "gp_join",
    "gp_conv",
    "gp_conv_shift",
    "gp_delta_prepare",
    "gp_delta_scan",
    "gp_delta_out",
    "gp_altup_match",
    "gp_altup_predict",
    "gp_altup_correct",
    "gp_altup_attended",
    "gp_altup_sparse",
    "gp_altup_weigh",
    "gp_altup_spread",
    "gp_altup_merge",
    "gp_norm",
    "gp_norm_pieces",
    "gp_add_scaled",
    "gp_rescale",
    "gp_choose",
    "gp_ssm_scan",
    "gp_ssm_out",
    "gp_times",
    "gp_heads_in",
    "gp_heads_out",
    "gp_copy_pieces",
};

void gp_pass_named(gp_pass *r, gp_ocl_kernel **slot, const char *name, uint64_t n0, uint64_t n1, const gp_ocl_arg *args,
                   unsigned n)
{
    if (!r->code && !*slot) r->code = gp_ocl_kernel_get(r->m->d, name, slot, r->err);
    if (!r->code) r->code = gp_ocl_launch(*slot, n0, n1, args, n, r->err);
    const gp_tap *tap = &r->m->tap;
    if (!r->code && tap->look) r->code = tap->look(tap->user, r, name, args, n, r->err);
}

void gp_pass_kernel(gp_pass *r, gp_kernel_id id, uint64_t n0, uint64_t n1, const gp_ocl_arg *args, unsigned n)
{
    gp_pass_named(r, &r->m->kernel[id], kernel_names[id], n0, n1, args, n);
}

int gp_forms(const gp_linear *l)
{
    int f = 0;
    for (uint32_t i = 0; i < l->n; i++) f |= l->m[i].type->quantized ? GP_FORM_Q8 : GP_FORM_F32;
    return f;
}

void gp_op_embed(gp_pass *r, const gp_linear *table, gp_rows_buffer out, float factor)
{
    gp_model *m = r->m;
    const gp_matrix *e = &table->m[0];
    uint32_t cols = e->cols, kp = (cols + 3) / 4 * 4;
    for (uint32_t i = 0; i < e->n_parts; i++) {
        const struct gp_part *p = &e->part[i];
        gp_ocl_arg w = GP_AB(p->data), t = GP_AB(m->token), x = GP_AB(out.b), row0 = GP_AI(p->group * 16),
                   rows = GP_AI(p->n_groups * 16), ld = GP_AI(out.ld), scale = GP_AF(factor), n = GP_AI(r->n);
        const gp_ocl_arg q[] = {
            w, GP_AU(p->n_groups * e->type->main_bytes(cols)), t, x, row0, rows, GP_AI(cols / 32), ld, scale, n};
        const gp_ocl_arg f[] = {w, t, x, row0, rows, GP_AI(kp), GP_AI(cols), ld, scale, n};
        bool quantized = e->type->quantized;
        gp_pass_named(r, &m->embed[e->type->index], e->type->embed, gp_runs(cols), r->n, quantized ? q : f,
                      quantized ? N_ARGS(q) : N_ARGS(f));
    }
}

static void plain_norm(gp_pass *r, const gp_vector *w, gp_rows_buffer in, gp_rows_buffer out, int forms, bool use_rows,
                       uint32_t n)
{
    gp_model *m = r->m;
    const gp_hparams *hp = &m->plan.hp;
    uint32_t tile = gp_q8_tile(m, n), padded = gp_fill_up(n, tile);
    const gp_ocl_arg a[] = {GP_AB(in.b),
                            GP_AB(w->data),
                            GP_AB(out.b),
                            GP_AB(m->q8.quants),
                            GP_AB(m->q8.scales),
                            GP_AB(m->q8.starts),
                            GP_AB(m->rows),
                            GP_AI(use_rows),
                            GP_AI(hp->n_embd),
                            GP_AI(in.ld),
                            GP_AF(1.f / (float)hp->n_embd),
                            GP_AF(hp->eps),
                            GP_AI(n),
                            GP_AI(padded),
                            GP_AI(tile),
                            GP_AI(forms)};
    gp_pass_kernel(r, GP_K_RMS, 1, padded, a, N_ARGS(a));
}

/* Any width, with a mean and a bias where the model has them. */
static void other_norm(gp_pass *r, const gp_vector *w, gp_rows_buffer in, gp_rows_buffer out, uint32_t width, int forms,
                       bool use_rows, uint32_t n)
{
    gp_model *m = r->m;
    const gp_hparams *hp = &m->plan.hp;
    uint32_t tile = gp_q8_tile(m, n), padded = gp_fill_up(n, tile);
    const gp_ocl_arg a[] = {GP_AB(in.b),
                            GP_AB(w->data),
                            GP_AB(w->bias ? w->bias->data : m->dummy),
                            GP_AB(out.b),
                            GP_AB(m->q8.quants),
                            GP_AB(m->q8.scales),
                            GP_AB(m->q8.starts),
                            GP_AB(m->rows),
                            GP_AI(use_rows),
                            GP_AI(width),
                            GP_AI(in.ld),
                            GP_AI(out.ld),
                            GP_AF(1.f / (float)width),
                            GP_AF(hp->eps),
                            GP_AI(n),
                            GP_AI(padded),
                            GP_AI(tile),
                            GP_AI((hp->centered ? NORM_CENTERED : 0) | (w->bias ? NORM_BIAS : 0)),
                            GP_AI(forms)};
    gp_pass_kernel(r, GP_K_NORM, 1, padded, a, N_ARGS(a));
}

static void norm_rows(gp_pass *r, const gp_vector *w, gp_rows_buffer in, gp_rows_buffer out, int forms, bool use_rows,
                      uint32_t n)
{
    const gp_hparams *hp = &r->m->plan.hp;
    if (hp->centered || w->bias) other_norm(r, w, in, out, hp->n_embd, forms, use_rows, n);
    else plain_norm(r, w, in, out, forms, use_rows, n);
}

void gp_op_norm(gp_pass *r, const gp_vector *w, gp_rows_buffer in, gp_rows_buffer out, int forms)
{
    norm_rows(r, w, in, out, forms, false, r->n);
}

void gp_op_norm_width(gp_pass *r, const gp_vector *w, gp_rows_buffer x, uint32_t width, int forms)
{
    other_norm(r, w, x, x, width, forms, false, r->n);
}

void gp_op_norm_pieces(gp_pass *r, const gp_vector *w, gp_rows_buffer x, uint32_t at, uint32_t pieces, uint32_t len)
{
    const gp_hparams *hp = &r->m->plan.hp;
    const gp_ocl_arg a[] = {GP_AB(x.b),
                            GP_AI(x.ld),
                            GP_AI(at),
                            GP_AB(w->data),
                            GP_AI(pieces),
                            GP_AI(len),
                            GP_AF(1.f / (float)len),
                            GP_AF(hp->eps),
                            GP_AI(hp->centered ? NORM_CENTERED : 0),
                            GP_AI(r->n)};
    gp_pass_kernel(r, GP_K_NORM_PIECES, pieces, r->n, a, N_ARGS(a));
}

void gp_op_add(gp_pass *r, gp_rows_buffer x, gp_rows_buffer y, float factor)
{
    const gp_ocl_arg a[] = {GP_AB(x.b), GP_AI(x.ld), GP_AB(y.b), GP_AI(y.ld), GP_AF(factor), GP_AI(x.ld), GP_AI(r->n)};
    gp_pass_kernel(r, GP_K_ADD_SCALED, gp_runs(x.ld), r->n, a, N_ARGS(a));
}

static void rescale(gp_pass *r, gp_rows_buffer x, float factor, float limit, uint32_t n)
{
    const gp_ocl_arg a[] = {GP_AB(x.b), GP_AI(x.ld), GP_AI(x.ld), GP_AF(factor), GP_AF(limit), GP_AI(n)};
    gp_pass_kernel(r, GP_K_RESCALE, gp_runs(x.ld), n, a, N_ARGS(a));
}

static void quantize(gp_pass *r, gp_rows_buffer in, uint32_t k)
{
    gp_model *m = r->m;
    uint32_t tile = gp_q8_tile(m, r->n), padded = gp_fill_up(r->n, tile);
    const gp_ocl_arg a[] = {GP_AB(in.b),  GP_AB(m->q8.quants), GP_AB(m->q8.scales), GP_AB(m->q8.starts), GP_AI(k),
                            GP_AI(in.ld), GP_AI(r->n),         GP_AI(padded),       GP_AI(tile)};
    gp_pass_kernel(r, GP_K_QUANT, gp_runs(k), padded, a, N_ARGS(a));
}

void gp_op_quantize(gp_pass *r, gp_rows_buffer in, const gp_linear *next)
{
    if (gp_forms(next) & GP_FORM_Q8) quantize(r, in, next->cols);
}

uint32_t gp_groups_per_item(const gp_model *m, uint32_t groups, uint32_t tiles)
{
    uint64_t pieces = gp_ocl_pieces(m->d), per = ((uint64_t)groups * tiles + pieces - 1) / pieces;
    /* the weights of an item's groups should stay in a near cache from tile to tile */
    if (tiles > 1 && per > 8) per = 8;
    return per ? (uint32_t)per : 1;
}

static void multiply(gp_pass *r, const gp_matrix *w, uint32_t n, gp_rows_buffer in, gp_rows_buffer out, bool add)
{
    gp_model *m = r->m;
    unsigned ti = gp_wtype_tile(w->type, n, gp_most_tile(&m->plan.hp));
    uint32_t tiles = (n + w->type->tile[ti] - 1) / w->type->tile[ti], kp = (w->cols + 3) / 4 * 4;
    for (uint32_t i = 0; i < w->n_parts; i++) {
        const struct gp_part *p = &w->part[i];
        uint32_t per = gp_groups_per_item(m, p->n_groups, tiles), first = w->at + p->group * 16;
        gp_ocl_arg data = GP_AB(p->data), y = GP_AB(out.b), bias = GP_AB(w->bias ? w->bias : m->dummy),
                   y_at = GP_AI(first), bias_at = GP_AI(w->bias ? p->group * 16 : 0), groups = GP_AI(p->n_groups),
                   pr = GP_AI(per), tokens = GP_AI(n), ld = GP_AI(out.ld),
                   flags = GP_AI((add ? GP_MM_ADD : 0) | gp_mm_flags(w));
        const gp_ocl_arg q[] = {data,
                                GP_AU(p->n_groups * w->type->main_bytes(w->cols)),
                                GP_AB(m->q8.quants),
                                GP_AB(m->q8.scales),
                                GP_AB(m->q8.starts),
                                y,
                                y_at,
                                bias,
                                bias_at,
                                GP_AI(w->cols / 32),
                                groups,
                                pr,
                                tokens,
                                ld,
                                flags};
        const gp_ocl_arg f[] = {data,         GP_AB(in.b), y,  y_at,   bias, bias_at, GP_AI(kp),
                                GP_AI(in.ld), groups,      pr, tokens, ld,   flags};
        bool quantized = w->type->quantized;
        gp_pass_named(r, &m->mm[w->type->index][ti], w->type->mm[ti], tiles, (p->n_groups + per - 1) / per,
                      quantized ? q : f, quantized ? N_ARGS(q) : N_ARGS(f));
    }
}

static void linear_rows(gp_pass *r, const gp_linear *w, uint32_t n, gp_rows_buffer in, gp_rows_buffer out, bool add)
{
    for (uint32_t i = 0; i < w->n; i++) multiply(r, &w->m[i], n, in, out, add);
}

void gp_op_linear(gp_pass *r, const gp_linear *w, gp_rows_buffer in, gp_rows_buffer out, bool add)
{
    linear_rows(r, w, r->n, in, out, add);
}

static int rope_flags(const gp_hparams *hp, const gp_layer *l)
{
    return (hp->neox ? ROPE_NEOX : 0) | (l->q_norm.data ? ROPE_QK_NORM : 0) | (l->v_norm ? ROPE_V_NORM : 0) |
           (l->v_from_k ? ROPE_V_FROM_K : 0) | (l->late_norm ? ROPE_LATE_NORM : 0);
}

static gp_ocl_buffer *pages_of(const gp_model *m, const gp_layer *l) { return l->kv->window ? m->ring : m->pages; }

static void rope_store(gp_pass *r, const gp_layer *l)
{
    gp_model *m = r->m;
    const gp_hparams *hp = &m->plan.hp;
    gp_ocl_buffer *qn = l->q_norm.data, *kn = l->k_norm.data;
    uint32_t items = l->n_head + (!l->own_kv ? 0 : l->v_from_k ? l->n_head_kv : 2 * l->n_head_kv);
    const gp_ocl_arg a[] = {GP_AB(m->qkv.b),
                            GP_AI(m->qkv.ld),
                            GP_AI(l->qkv.at[1]),
                            GP_AI(l->qkv.at[2]),
                            GP_AB(m->token),
                            GP_AB(pages_of(m, l)),
                            GP_AI(m->max_pages),
                            GP_AB(l->kv->keys),
                            GP_AB(l->kv->values),
                            GP_AB(l->rope < 0 ? m->dummy : m->rope[l->rope]),
                            GP_AI(l->rope < 0 ? 0 : hp->rope[l->rope].n_rot / 2),
                            GP_AI(l->n_head),
                            GP_AI(l->n_head_kv),
                            GP_AI(l->head_dim),
                            GP_AI(l->value_dim),
                            GP_AI(l->rot_at),
                            GP_AB(qn ? qn : m->dummy),
                            GP_AB(kn ? kn : m->dummy),
                            GP_AF(1.f / (float)l->head_dim),
                            GP_AF(hp->eps),
                            GP_AI(r->n),
                            GP_AI(rope_flags(hp, l))};
    gp_pass_kernel(r, m->o.kv == GP_KV_F16 ? GP_K_ROPE_F16 : GP_K_ROPE_F32, items, r->n, a, N_ARGS(a));
}

static void gate_out(gp_pass *r, const gp_layer *l, uint32_t width)
{
    gp_model *m = r->m;
    bool each = l->out_gate == GP_GATE_EACH || l->out_gate == GP_SOFT_EACH,
         soft = l->out_gate == GP_SOFT_EACH || l->out_gate == GP_SOFT_HEAD;
    const gp_ocl_arg a[] = {GP_AB(m->att.b), GP_AB(m->qkv.b), GP_AI(l->qkv.at[3]), GP_AI(each ? 1 : l->value_dim),
                            GP_AI(soft),     GP_AI(width),    GP_AI(m->att.ld),    GP_AI(m->qkv.ld),
                            GP_AI(r->n)};
    gp_pass_kernel(r, GP_K_GATE_OUT, gp_runs(width), r->n, a, N_ARGS(a));
}

/* Gated outputs, and heads that are not whole blocks, are quantized by a launch of their own. */
static void attend(gp_pass *r, const gp_layer *l)
{
    gp_model *m = r->m;
    const gp_hparams *hp = &m->plan.hp;
    uint32_t tile = gp_q8_tile(m, r->n), padded = gp_fill_up(r->n, tile), width = l->n_head * l->value_dim;
    bool later = l->out_gate || gp_has(&l->attn_sub_norm) || (l->mla && l->mla->absorb),
         apart = !later && (gp_forms(&l->attn_out) & GP_FORM_Q8) && l->value_dim % 32;
    int flags = apart || later ? GP_FORM_F32 : gp_forms(&l->attn_out);
    const gp_ocl_arg a[] = {GP_AB(m->qkv.b),
                            GP_AI(m->qkv.ld),
                            GP_AB(m->att.b),
                            GP_AI(m->att.ld),
                            GP_AB(m->token),
                            GP_AB(pages_of(m, l)),
                            GP_AI(m->max_pages),
                            GP_AB(l->kv->keys),
                            GP_AB(l->kv->values),
                            GP_AI(l->n_head),
                            GP_AI(l->n_head_kv),
                            GP_AI(l->head_dim),
                            GP_AI(l->value_dim),
                            GP_AF(l->attn_scale),
                            l->chunk ? GP_AI(-(int32_t)l->chunk) : GP_AI(l->window),
                            GP_AF(hp->attn_cap),
                            GP_AF(hp->attn_cap > 0.f ? 1.f / hp->attn_cap : 0.f),
                            GP_AB(m->q8.quants),
                            GP_AB(m->q8.scales),
                            GP_AB(m->q8.starts),
                            GP_AI(r->n),
                            GP_AI(padded),
                            GP_AI(tile),
                            GP_AI(flags | (l->sinks.data ? ATTEND_SINKS : 0) | (l->steady ? ATTEND_STEADY : 0)),
                            GP_AB(l->sinks.data ? l->sinks.data : m->dummy)};
    gp_pass_kernel(r, m->o.kv == GP_KV_F16 ? GP_K_ATTEND_F16 : GP_K_ATTEND_F32, l->n_head, padded, a, N_ARGS(a));
    if (l->out_gate) gate_out(r, l, width);
    if (gp_has(&l->attn_sub_norm)) gp_op_norm_width(r, &l->attn_sub_norm, m->att, width, gp_forms(&l->attn_out));
    else if (apart || l->out_gate) gp_op_quantize(r, m->att, &l->attn_out);
}

/* What happens to queries, keys and values before their heads are looked at. */
static void prepare(gp_pass *r, const gp_layer *l)
{
    gp_model *m = r->m;
    uint32_t q = l->n_head * l->head_dim, k = l->n_head_kv * l->head_dim, g = l->wide_groups_q, h = l->wide_groups_k;
    if (m->plan.hp.clamp_qkv > 0.f) rescale(r, m->qkv, 0.f, m->plan.hp.clamp_qkv, r->n);
    if (g) gp_op_norm_pieces(r, &l->wide_q_norm, m->qkv, 0, g, q / g);
    if (h) gp_op_norm_pieces(r, &l->wide_k_norm, m->qkv, l->qkv.at[1], h, k / h);
}

void gp_op_attention(gp_pass *r, const gp_layer *l)
{
    prepare(r, l);
    rope_store(r, l);
    attend(r, l);
}

void gp_gate_rows(gp_pass *r, gp_rows_buffer gate, gp_rows_buffer up, uint32_t up_at, uint32_t n_ff,
                  const gp_vector *values, uint32_t n, uint32_t tile, int forms)
{
    gp_model *m = r->m;
    uint32_t padded = gp_fill_up(n, tile), width = (n_ff + GP_ROW_ALIGN - 1) / GP_ROW_ALIGN * GP_ROW_ALIGN;
    const gp_ocl_arg a[] = {GP_AB(gate.b),
                            GP_AB(up.b),
                            GP_AB(m->ff.b),
                            GP_AB(m->q8.quants),
                            GP_AB(m->q8.scales),
                            GP_AB(m->q8.starts),
                            GP_AI(n_ff),
                            GP_AI(up_at),
                            GP_AI(gate.ld),
                            GP_AI(up.ld),
                            GP_AI(m->ff.ld),
                            GP_AI(width),
                            GP_AI(m->plan.hp.act),
                            GP_AB(values ? values->data : m->dummy),
                            GP_AI(n),
                            GP_AI(padded),
                            GP_AI(tile),
                            GP_AI(forms)};
    gp_pass_kernel(r, GP_K_ACT, gp_runs(width), padded, a, N_ARGS(a));
}

void gp_op_gate(gp_pass *r, gp_rows_buffer gate, gp_rows_buffer up, uint32_t up_at, uint32_t n_ff,
                const gp_vector *values, int forms)
{
    gp_gate_rows(r, gate, up, up_at, n_ff, values && gp_has(values) ? values : NULL, r->n, gp_q8_tile(r->m, r->n),
                 forms);
}

void gp_op_add_normed(gp_pass *r, const gp_vector *w, gp_rows_buffer x, gp_rows_buffer y)
{
    const gp_hparams *hp = &r->m->plan.hp;
    const gp_ocl_arg a[] = {
        GP_AB(x.b),          GP_AB(y.b), GP_AB(w->data), GP_AI(x.ld), GP_AF(1.f / (float)hp->n_embd),
        GP_AF(hp->post_eps), GP_AI(r->n)};
    gp_pass_kernel(r, GP_K_ADD_NORMED, 1, r->n, a, N_ARGS(a));
}

void gp_op_scale(gp_pass *r, const gp_vector *w, gp_rows_buffer x)
{
    const gp_ocl_arg a[] = {GP_AB(x.b), GP_AB(w->data), GP_AI(x.ld), GP_AI(r->n)};
    gp_pass_kernel(r, GP_K_SCALE, gp_runs(x.ld), r->n, a, N_ARGS(a));
}

void gp_op_head(gp_pass *r, uint32_t n_rows)
{
    gp_model *m = r->m;
    const gp_hparams *hp = &m->plan.hp;
    norm_rows(r, &m->plan.out_norm, m->x, m->h, gp_forms(m->plan.head), true, n_rows);
    linear_rows(r, m->plan.head, n_rows, m->h, m->logits, false);
    if (hp->head_scale != 1.f) rescale(r, m->logits, hp->head_scale, 0.f, n_rows);
    if (hp->logit_cap > 0.f) {
        const gp_ocl_arg a[] = {GP_AB(m->logits.b),   GP_AI(m->logits.ld),        GP_AI(m->logits.ld),
                                GP_AF(hp->logit_cap), GP_AF(1.f / hp->logit_cap), GP_AI(n_rows)};
        gp_pass_kernel(r, GP_K_SOFTCAP, gp_runs(m->logits.ld), n_rows, a, N_ARGS(a));
    }
    if (m->plan.n_suppress) {
        const gp_ocl_arg a[] = {GP_AB(m->logits.b), GP_AI(m->logits.ld), GP_AB(m->suppress), GP_AI(m->plan.n_suppress),
                                GP_AI(n_rows)};
        gp_pass_kernel(r, GP_K_SUPPRESS, m->plan.n_suppress, n_rows, a, N_ARGS(a));
    }
}
