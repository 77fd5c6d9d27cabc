/* ops.c - building blocks: one function per operation, each a launch or two. What the kernels compute, and in which
 * order, stands at the top of each kernel file. */
#include "engine/model.h"

#define N_ARGS(a) (unsigned)(sizeof(a) / sizeof *(a))
enum { OUT_F32 = 1, OUT_Q8 = 2, MM_ADD = 1, MM_BIAS = 2, ROPE_NEOX = 1, ROPE_QK_NORM = 2 };

static const char *const kernel_names[GP_K_COUNT] = {
    "gp_rms", "gp_act", "gp_quant", "gp_softcap", "gp_add_normed", "gp_rope_store_f32", "gp_rope_store_f16", "gp_attend_f32", "gp_attend_f16",
};

static void launch(gp_run *r, gp_ocl_kernel **slot, const char *name, uint64_t n0, uint64_t n1, const gp_ocl_arg *args, unsigned n)
{
    if (!r->code && !*slot) r->code = gp_ocl_kernel_get(r->m->d, name, slot, r->err);
    if (!r->code) r->code = gp_ocl_launch(*slot, n0, n1, args, n, r->err);
}

static void run_kernel(gp_run *r, gp_kernel_id id, uint64_t n0, uint64_t n1, const gp_ocl_arg *args, unsigned n)
{
    launch(r, &r->m->kernel[id], kernel_names[id], n0, n1, args, n);
}

/* Tokens per tile of quantized activations, and the token count filled up to whole tiles. */
static uint32_t q8_tile(uint32_t n) { return n == 1 ? 1 : n <= 4 ? 4 : 8; }
static uint32_t fill_up(uint32_t n, uint32_t tile) { return (n + tile - 1) / tile * tile; }

static int forms(const gp_linear *l)
{
    int f = 0;
    for (uint32_t i = 0; i < l->n; i++) f |= l->m[i].type->quantized ? OUT_Q8 : OUT_F32;
    return f;
}

void gp_op_embed(gp_run *r)
{
    gp_model *m = r->m;
    const gp_matrix *e = &m->plan.embed.m[0];
    uint32_t cols = e->cols, kp = (cols + 3) / 4 * 4;
    for (uint32_t i = 0; i < e->n_parts; i++) {
        const struct gp_part *p = &e->part[i];
        gp_ocl_arg w = GP_AB(p->data), t = GP_AB(m->token), x = GP_AB(m->x.b), row0 = GP_AI(p->group * 16), rows = GP_AI(p->n_groups * 16), ld = GP_AI(m->x.ld),
                   scale = GP_AF(m->plan.hp.embed_scale), n = GP_AI(r->n);
        const gp_ocl_arg q[] = {w, GP_AU(p->n_groups * e->type->main_bytes(cols)), t, x, row0, rows, GP_AI(cols / 32), ld, scale, n};
        const gp_ocl_arg f[] = {w, t, x, row0, rows, GP_AI(kp), GP_AI(cols), ld, scale, n};
        bool quantized = e->type->quantized;
        launch(r, &m->embed[e->type->index], e->type->embed, (cols + 255) / 256, r->n, quantized ? q : f, quantized ? N_ARGS(q) : N_ARGS(f));
    }
}

static void norm_rows(gp_run *r, gp_ocl_buffer *w, const gp_linear *next, bool use_rows, uint32_t n)
{
    gp_model *m = r->m;
    const gp_hparams *hp = &m->plan.hp;
    uint32_t tile = q8_tile(n), padded = fill_up(n, tile);
    const gp_ocl_arg a[] = {GP_AB(m->x.b), GP_AB(w), GP_AB(m->h.b), GP_AB(m->q8.quants), GP_AB(m->q8.scales), GP_AB(m->q8.starts), GP_AB(m->rows),
                            GP_AI(use_rows), GP_AI(hp->n_embd), GP_AI(m->x.ld), GP_AF(1.f / (float)hp->n_embd), GP_AF(hp->eps), GP_AI(n), GP_AI(padded),
                            GP_AI(tile), GP_AI(forms(next))};
    run_kernel(r, GP_K_RMS, 1, padded, a, N_ARGS(a));
}

void gp_op_norm(gp_run *r, const gp_vector *w, const gp_linear *next) { norm_rows(r, w->data, next, false, r->n); }

static void quantize(gp_run *r, gp_rows_buffer in, uint32_t k)
{
    gp_model *m = r->m;
    uint32_t tile = q8_tile(r->n), padded = fill_up(r->n, tile);
    const gp_ocl_arg a[] = {GP_AB(in.b), GP_AB(m->q8.quants), GP_AB(m->q8.scales), GP_AB(m->q8.starts), GP_AI(k), GP_AI(in.ld), GP_AI(r->n), GP_AI(padded), GP_AI(tile)};
    run_kernel(r, GP_K_QUANT, (k + 255) / 256, padded, a, N_ARGS(a));
}

/* Row groups per work-item: enough pieces for every thread, few enough that handing them out costs nothing. */
static uint32_t groups_per_item(const gp_model *m, uint32_t groups, uint32_t tiles)
{
    uint64_t pieces = gp_ocl_pieces(m->d), per = ((uint64_t)groups * tiles + pieces - 1) / pieces;
    if (tiles > 1 && per > 8) per = 8; /* the weights of an item's groups should stay in a near cache from tile to tile */
    return per ? (uint32_t)per : 1;
}

static void multiply(gp_run *r, const gp_matrix *w, uint32_t n, gp_rows_buffer in, gp_rows_buffer out, bool add)
{
    gp_model *m = r->m;
    unsigned ti = gp_wtype_tile(w->type, n);
    uint32_t tiles = (n + w->type->tile[ti] - 1) / w->type->tile[ti], kp = (w->cols + 3) / 4 * 4;
    for (uint32_t i = 0; i < w->n_parts; i++) {
        const struct gp_part *p = &w->part[i];
        uint32_t per = groups_per_item(m, p->n_groups, tiles), first = w->at + p->group * 16;
        gp_ocl_arg data = GP_AB(p->data), y = GP_AB(out.b), bias = GP_AB(w->bias ? w->bias : m->dummy), y_at = GP_AI(first), bias_at = GP_AI(w->bias ? p->group * 16 : 0),
                   groups = GP_AI(p->n_groups), pr = GP_AI(per), tokens = GP_AI(n), ld = GP_AI(out.ld), flags = GP_AI((add ? MM_ADD : 0) | (w->bias ? MM_BIAS : 0));
        const gp_ocl_arg q[] = {data, GP_AU(p->n_groups * w->type->main_bytes(w->cols)), GP_AB(m->q8.quants), GP_AB(m->q8.scales), GP_AB(m->q8.starts), y, y_at, bias, bias_at,
                                GP_AI(w->cols / 32), groups, pr, tokens, ld, flags};
        const gp_ocl_arg f[] = {data, GP_AB(in.b), y, y_at, bias, bias_at, GP_AI(kp), GP_AI(in.ld), groups, pr, tokens, ld, flags};
        bool quantized = w->type->quantized;
        launch(r, &m->mm[w->type->index][ti], w->type->mm[ti], tiles, (p->n_groups + per - 1) / per, quantized ? q : f, quantized ? N_ARGS(q) : N_ARGS(f));
    }
}

static void linear_rows(gp_run *r, const gp_linear *w, uint32_t n, gp_rows_buffer in, gp_rows_buffer out, bool add)
{
    for (uint32_t i = 0; i < w->n; i++) multiply(r, &w->m[i], n, in, out, add);
}

void gp_op_linear(gp_run *r, const gp_linear *w, gp_rows_buffer in, gp_rows_buffer out, bool add) { linear_rows(r, w, r->n, in, out, add); }

static void rope_store(gp_run *r, const gp_layer *l)
{
    gp_model *m = r->m;
    const gp_hparams *hp = &m->plan.hp;
    gp_ocl_buffer *qn = l->q_norm.data, *kn = l->k_norm.data;
    const gp_ocl_arg a[] = {GP_AB(m->qkv.b), GP_AI(m->qkv.ld), GP_AI(l->qkv.at[1]), GP_AI(l->qkv.at[2]), GP_AB(m->token), GP_AB(m->pages), GP_AI(m->max_pages), GP_AB(l->keys),
                            GP_AB(l->values), GP_AB(l->rope < 0 ? m->dummy : m->rope[l->rope]), GP_AI(l->rope < 0 ? 0 : hp->rope[l->rope].n_rot / 2), GP_AI(hp->n_head),
                            GP_AI(hp->n_head_kv), GP_AI(hp->head_dim), GP_AB(qn ? qn : m->dummy), GP_AB(kn ? kn : m->dummy), GP_AF(1.f / (float)hp->head_dim),
                            GP_AF(hp->eps), GP_AI(r->n), GP_AI((hp->neox ? ROPE_NEOX : 0) | (qn ? ROPE_QK_NORM : 0))};
    run_kernel(r, m->o.kv == GP_KV_F16 ? GP_K_ROPE_F16 : GP_K_ROPE_F32, hp->n_head + 2 * hp->n_head_kv, r->n, a, N_ARGS(a));
}

static void attend(gp_run *r, const gp_layer *l)
{
    gp_model *m = r->m;
    const gp_hparams *hp = &m->plan.hp;
    uint32_t tile = q8_tile(r->n), padded = fill_up(r->n, tile);
    int want = forms(&l->attn_out);
    bool apart = (want & OUT_Q8) && hp->head_dim % 32; /* a block of 32 spans two heads */
    int flags = apart ? OUT_F32 : want;
    const gp_ocl_arg a[] = {GP_AB(m->qkv.b), GP_AI(m->qkv.ld), GP_AB(m->att.b), GP_AI(m->att.ld), GP_AB(m->token), GP_AB(m->pages), GP_AI(m->max_pages), GP_AB(l->keys),
                            GP_AB(l->values), GP_AI(hp->n_head), GP_AI(hp->n_head_kv), GP_AI(hp->head_dim), GP_AF(hp->attn_scale), GP_AI(l->window), GP_AF(hp->attn_cap),
                            GP_AF(hp->attn_cap > 0.f ? 1.f / hp->attn_cap : 0.f), GP_AB(m->q8.quants), GP_AB(m->q8.scales), GP_AB(m->q8.starts), GP_AI(r->n), GP_AI(padded),
                            GP_AI(tile), GP_AI(flags)};
    run_kernel(r, m->o.kv == GP_KV_F16 ? GP_K_ATTEND_F16 : GP_K_ATTEND_F32, hp->n_head, padded, a, N_ARGS(a));
    if (apart) quantize(r, m->att, hp->n_head * hp->head_dim);
}

void gp_op_attention(gp_run *r, const gp_layer *l)
{
    rope_store(r, l);
    attend(r, l);
}

void gp_op_gate(gp_run *r, const gp_layer *l)
{
    gp_model *m = r->m;
    const gp_hparams *hp = &m->plan.hp;
    uint32_t tile = q8_tile(r->n), padded = fill_up(r->n, tile);
    const gp_ocl_arg a[] = {GP_AB(m->gate_up.b), GP_AB(m->ff.b), GP_AB(m->q8.quants), GP_AB(m->q8.scales), GP_AB(m->q8.starts), GP_AI(hp->n_ff), GP_AI(l->gate_up.at[1]),
                            GP_AI(m->gate_up.ld), GP_AI(m->ff.ld), GP_AI(hp->gelu), GP_AI(r->n), GP_AI(padded), GP_AI(tile), GP_AI(forms(&l->down))};
    run_kernel(r, GP_K_ACT, (m->ff.ld + 255) / 256, padded, a, N_ARGS(a));
}

void gp_op_add_normed(gp_run *r, const gp_vector *w, gp_rows_buffer y)
{
    gp_model *m = r->m;
    const gp_hparams *hp = &m->plan.hp;
    const gp_ocl_arg a[] = {GP_AB(m->x.b), GP_AB(y.b), GP_AB(w->data), GP_AI(m->x.ld), GP_AF(1.f / (float)hp->n_embd), GP_AF(hp->eps), GP_AI(r->n)};
    run_kernel(r, GP_K_ADD_NORMED, 1, r->n, a, N_ARGS(a));
}

void gp_op_head(gp_run *r, uint32_t n_rows)
{
    gp_model *m = r->m;
    const gp_hparams *hp = &m->plan.hp;
    norm_rows(r, m->plan.out_norm.data, m->plan.head, true, n_rows);
    linear_rows(r, m->plan.head, n_rows, m->h, m->logits, false);
    if (hp->logit_cap > 0.f) {
        const gp_ocl_arg a[] = {GP_AB(m->logits.b), GP_AI(m->logits.ld), GP_AI(m->logits.ld), GP_AF(hp->logit_cap), GP_AF(1.f / hp->logit_cap), GP_AI(n_rows)};
        run_kernel(r, GP_K_SOFTCAP, (m->logits.ld + 255) / 256, n_rows, a, N_ARGS(a));
    }
}

void gp_block_attention(gp_run *r, const gp_layer *l)
{
    gp_model *m = r->m;
    gp_op_norm(r, &l->attn_norm, &l->qkv);
    gp_op_linear(r, &l->qkv, m->h, m->qkv, false);
    gp_op_attention(r, l);
    if (l->attn_post_norm.tensor) {
        gp_op_linear(r, &l->attn_out, m->att, m->h, false);
        gp_op_add_normed(r, &l->attn_post_norm, m->h);
    } else gp_op_linear(r, &l->attn_out, m->att, m->x, true);
}

void gp_block_ffn(gp_run *r, const gp_layer *l)
{
    gp_model *m = r->m;
    gp_op_norm(r, &l->ffn_norm, &l->gate_up);
    gp_op_linear(r, &l->gate_up, m->h, m->gate_up, false);
    gp_op_gate(r, l);
    if (l->ffn_post_norm.tensor) {
        gp_op_linear(r, &l->down, m->ff, m->h, false);
        gp_op_add_normed(r, &l->ffn_post_norm, m->h);
    } else gp_op_linear(r, &l->down, m->ff, m->x, true);
}
