/* latent.c - latent attention: queries, keys and values of all heads from narrow rows. */
#include <stdlib.h>
#include <string.h>

#include "parts.h"

/* Queries of all heads, [nope | rot] each; freed by the caller. */
static float *queries(const model *m, const layer *l, const acts *a)
{
    uint32_t n = l->heads * (m->nope + m->rope[0].n_rot);
    const tensor *t = gguf_find(m->g, "blk.%u.attn_q_a.weight", l->index);
    float *q = oracle_room(n, sizeof *q);
    if (!t) {
        (void)o_products(m, l, a, 0, q, "attn_q", (char *)NULL);
        return q;
    }
    uint32_t rank = (uint32_t)t->ne[1];
    float *low = oracle_room(rank, sizeof *low), *w = o_vector(m, "blk.%u.attn_q_a_norm.weight", l->index);
    (void)o_products(m, l, a, 0, low, "attn_q_a", (char *)NULL);
    o_norm(m, low, w, rank, low);
    o_map(m, l, "attn_q_b", low, rank, q);
    free(low);
    free(w);
    return q;
}

/* Matrix `head` of a tensor, times n values. */
static void per_head(const model *m, const layer *l, const char *name, uint32_t head, const float *in, uint32_t n,
                     float *out)
{
    acts a = o_activations(in, n, m->experts != 0);
    (void)o_products(m, l, &a, head, out, name, (char *)NULL);
    o_release(&a);
}

static void absorbed(const model *m, const layer *l, const float *q, const float *low, rows *to)
{
    uint32_t rot = m->rope[0].n_rot, own = m->nope + rot;
    for (uint32_t h = 0; h < l->heads; h++) {
        per_head(m, l, "attn_k_b", h, q + h * own, m->nope, to->q + h * l->dim);
        memcpy(to->q + h * l->dim + m->latent, q + h * own + m->nope, rot * sizeof *q);
    }
    memcpy(to->k, low, (m->latent + rot) * sizeof *low);
    memcpy(to->v, low, m->latent * sizeof *low);
}

static void expanded(const model *m, const layer *l, const float *q, const float *low, rows *to)
{
    uint32_t rot = m->rope[0].n_rot, both = m->nope + m->value;
    float *all = oracle_room((size_t)l->heads * both, sizeof *all);
    memcpy(to->q, q, (size_t)l->heads * l->dim * sizeof *q);
    o_map(m, l, "attn_kv_b", low, m->latent, all);
    for (uint32_t h = 0; h < l->heads; h++) {
        memcpy(to->k + h * l->dim, all + h * both, m->nope * sizeof *all);
        memcpy(to->k + h * l->dim + m->nope, low + m->latent, rot * sizeof *low);
        memcpy(to->v + h * m->value, all + h * both + m->nope, m->value * sizeof *all);
    }
    free(all);
}

void o_latent_in(const model *m, const layer *l, const acts *a, rows *to)
{
    float *low = oracle_room(m->latent + m->rope[0].n_rot, sizeof *low), *q = queries(m, l, a);
    float *w = o_vector(m, "blk.%u.attn_kv_a_norm.weight", l->index);
    (void)o_products(m, l, a, 0, low, "attn_kv_a_mqa", (char *)NULL);
    o_norm(m, low, w, m->latent, low);
    if (m->absorb) absorbed(m, l, q, low, to);
    else expanded(m, l, q, low, to);
    free(low);
    free(q);
    free(w);
}

void o_latent_out(const model *m, const layer *l, float *o)
{
    if (!m->absorb) return;
    float *y = oracle_room((size_t)l->heads * m->value, sizeof *y);
    for (uint32_t h = 0; h < l->heads; h++)
        per_head(m, l, "attn_v_b", h, o + h * l->value_dim, m->latent, y + h * m->value);
    memcpy(o, y, (size_t)l->heads * m->value * sizeof *y);
    free(y);
}
