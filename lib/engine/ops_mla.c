/* ops_mla.c - latent attention: what stands before and behind the attention kernel (mla.cl moves the rows).
 *
 * Absorbed, a head's query is [taken into the latent space | rotated part] and the one key is [latent row | rotated part], of
 * which the latent row is the value too. Else every head has a key and a value of its own, made from the latent row. */
#include "engine/ops.h"

/* Tokens in tiles for the matrices of single heads. */
typedef struct tiling {
    uint32_t tile, tiles, slots;
} tiling;

enum { TILE = 4 };

static tiling choose(const gp_layer *l, uint32_t n)
{
    uint32_t tile = n >= TILE ? TILE : 1, tiles = (n + tile - 1) / tile;
    return (tiling){tile, tiles, l->n_head * tiles * tile};
}

uint32_t gp_mla_slots(const gp_layer *l, uint32_t n) { return l->n_head * gp_fill_up(n, TILE); }

static void copy(gp_pass *r, gp_rows_buffer x, uint32_t x_at, uint32_t x_step, gp_rows_buffer y, uint32_t y_at,
                 uint32_t y_step, uint32_t k, uint32_t groups)
{
    const gp_ocl_arg a[] = {GP_AB(x.b),  GP_AI(x.ld),   GP_AI(x_at), GP_AI(x_step), GP_AB(y.b), GP_AI(y.ld),
                            GP_AI(y_at), GP_AI(y_step), GP_AI(k),    GP_AI(groups), GP_AI(r->n)};
    gp_pass_kernel(r, GP_K_COPY_PIECES, groups, r->n, a, N_ARGS(a));
}

/* y[head] = W_head x[head]: k values in, rows of `out_k` out; a head's values stand `step` apart. */
static void per_head(gp_pass *r, const gp_layer *l, const gp_linear *w, gp_rows_buffer x, uint32_t step,
                     gp_rows_buffer y, uint32_t y_step, uint32_t out_k)
{
    gp_model *m = r->m;
    tiling t = choose(l, r->n);
    const gp_ocl_arg in[] = {GP_AB(x.b),          GP_AI(x.ld),        GP_AI(step),         GP_AB(m->moe.tile_expert),
                             GP_AB(m->heads.b),   GP_AI(m->heads.ld), GP_AB(m->q8.quants), GP_AB(m->q8.scales),
                             GP_AB(m->q8.starts), GP_AI(w->cols),     GP_AI(l->n_head),    GP_AI(t.tile),
                             GP_AI(t.tiles),      GP_AI(r->n),        GP_AI(gp_forms(w))};
    gp_pass_kernel(r, GP_K_HEADS_IN, gp_runs(m->heads.ld), t.slots, in, N_ARGS(in));
    gp_expert_products(r, w, t.slots, t.tile, m->heads, m->gate_up);
    const gp_ocl_arg out[] = {GP_AB(m->gate_up.b), GP_AI(m->gate_up.ld), GP_AB(y.b),    GP_AI(y.ld),    GP_AI(y_step),
                              GP_AI(out_k),        GP_AI(l->n_head),     GP_AI(t.tile), GP_AI(t.tiles), GP_AI(r->n)};
    gp_pass_kernel(r, GP_K_HEADS_OUT, l->n_head, r->n, out, N_ARGS(out));
}

/* The heads' queries [nope | rot] into `to`, through a narrow row where there is one. */
static void queries(gp_pass *r, const gp_mla *a, gp_rows_buffer in, gp_rows_buffer to)
{
    gp_model *m = r->m;
    if (!a->q_down.n) {
        gp_op_linear(r, &a->q, in, to, false);
        return;
    }
    gp_op_linear(r, &a->q_down, in, m->latent, false);
    gp_op_norm_pieces(r, &a->q_norm, m->latent, 0, 1, a->q.cols);
    gp_op_quantize(r, m->latent, &a->q);
    gp_op_linear(r, &a->q, m->latent, to, false);
}

static void absorbed(gp_pass *r, const gp_layer *l)
{
    gp_model *m = r->m;
    const gp_mla *a = l->mla;
    uint32_t k_at = l->qkv.at[1];
    per_head(r, l, &a->k_up, m->att, a->nope + a->rot, m->qkv, l->head_dim, a->latent);
    copy(r, m->att, a->nope, a->nope + a->rot, m->qkv, a->latent, l->head_dim, a->rot, l->n_head);
    copy(r, m->latent, 0, 0, m->qkv, k_at, 0, a->latent + a->rot, 1);
}

static void expanded(gp_pass *r, const gp_layer *l)
{
    gp_model *m = r->m;
    const gp_mla *a = l->mla;
    uint32_t k_at = l->qkv.at[1], both = a->nope + a->value;
    copy(r, m->att, 0, 0, m->qkv, 0, 0, l->n_head * l->head_dim, 1);
    gp_op_quantize(r, m->latent, &a->kv_up);
    gp_op_linear(r, &a->kv_up, m->latent, m->gate_up, false);
    copy(r, m->gate_up, 0, both, m->qkv, k_at, l->head_dim, a->nope, l->n_head);
    copy(r, m->latent, a->latent, 0, m->qkv, k_at + a->nope, l->head_dim, a->rot, l->n_head);
    copy(r, m->gate_up, a->nope, both, m->qkv, l->qkv.at[2], a->value, a->value, l->n_head);
}

void gp_op_mla_in(gp_pass *r, const gp_layer *l, gp_rows_buffer in)
{
    gp_model *m = r->m;
    const gp_mla *a = l->mla;
    /* both read the quantized input, which the narrow row of the queries replaces: keys and values first */
    gp_op_linear(r, &a->kv_down, in, m->ab, false);
    queries(r, a, in, m->att);
    copy(r, m->ab, 0, 0, m->latent, 0, 0, a->latent + a->rot, 1);
    gp_op_norm_pieces(r, &a->kv_norm, m->latent, 0, 1, a->latent);
    if (a->absorb) absorbed(r, l);
    else expanded(r, l);
}

void gp_op_mla_out(gp_pass *r, const gp_layer *l)
{
    gp_model *m = r->m;
    const gp_mla *a = l->mla;
    if (!a->absorb) return;
    per_head(r, l, &a->v_up, m->att, a->latent, m->att, a->value, a->value);
    gp_op_quantize(r, m->att, &l->attn_out);
}
