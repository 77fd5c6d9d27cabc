/* attention.c - keys and values of a sequence, and what one token sees of them. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "parts.h"

enum { PAGE = 64 };

state *state_new(const model *m, uint32_t tokens)
{
    state *s = oracle_room(1, sizeof *s);
    s->m = m;
    s->keys = oracle_room(m->n_layer, sizeof *s->keys);
    s->values = oracle_room(m->n_layer, sizeof *s->values);
    s->mem = oracle_room(m->n_layer, sizeof *s->mem);
    for (int r = 0; r < 2; r++) s->angles[r] = oracle_room(m->rope[r].n_rot + 2, sizeof(float));
    for (uint32_t i = 0; i < m->n_layer; i++) {
        const layer *l = &m->layer[i];
        if (l->memory) s->mem[i] = o_memory(m, l, tokens);
        if (!l->attends || l->cache != i) continue;
        s->keys[i] = oracle_room((size_t)tokens * l->kv_heads * l->dim, sizeof(float));
        s->values[i] = oracle_room((size_t)tokens * l->kv_heads * l->value_dim, sizeof(float));
    }
    return s;
}

/* ---- queries, keys, values ---- */

static float cached(const model *m, float v) { return m->half_cache ? o_half(o_to_half(v)) : v; }

static void rotate(const state *s, const layer *l, float *x)
{
    if (l->rope < 0) return;
    uint32_t half = s->m->rope[l->rope].n_rot / 2;
    bool apart = s->m->family->neox;
    x += l->rot_at;
    for (uint32_t i = 0; i < half; i++) {
        float *p = x + (apart ? i : 2 * i), *q = apart ? p + half : p + 1, a = *p, b = *q;
        float c = s->angles[l->rope][i], t = s->angles[l->rope][half + i];
        *p = fmaf(a, c, -(b * t));
        *q = fmaf(a, t, b * c);
    }
}

/* Weights of one head for all; NULL where there are none, or where they are wide. */
static float *head_weights(const model *m, const layer *l, const char *name)
{
    const tensor *t = gguf_find(m->g, "blk.%u.%s.weight", l->index, name);
    if (!t || t->ne[0] != l->dim || t->ne[1] != 1 || m->centered) return NULL;
    return o_vector(m, "blk.%u.%s.weight", l->index, name);
}

/* Norms of the whole projection, or with weights for every head. */
static void wide_norm(const model *m, const layer *l, const char *name, uint32_t heads, float *x)
{
    const tensor *t = gguf_find(m->g, "blk.%u.%s.weight", l->index, name);
    if (!t || (t->ne[0] == l->dim && t->ne[1] == 1 && !m->centered)) return;
    uint32_t pieces = t->ne[1] == 1 && t->ne[0] != l->dim ? 1 : heads, n = heads * l->dim / pieces;
    float *w = o_vector(m, "blk.%u.%s.weight", l->index, name);
    if (t->ne[0] * t->ne[1] != (uint64_t)heads * l->dim) oracle_broken("the shape of %s", t->name);
    for (uint32_t i = 0; i < pieces; i++) o_norm_with(x + i * n, w + i * n, NULL, n, m->eps, m->centered, x + i * n);
    free(w);
}

static void norm_and_rotate(const state *s, const layer *l, float *x, const float *w)
{
    if (l->late) rotate(s, l, x);
    if (w || l->ones) o_norm(s->m, x, w, l->dim, x);
    if (!l->late) rotate(s, l, x);
}

static void store(const state *s, const layer *l, const rows *of)
{
    const model *m = s->m;
    float *w = head_weights(m, l, "attn_k_norm");
    for (uint32_t h = 0; h < l->kv_heads; h++) {
        size_t at = (size_t)s->position * l->kv_heads + h;
        const float *from = of->v + h * l->value_dim;
        float *values = s->values[l->place] + at * l->value_dim, *key = of->k + h * l->dim;
        if (l->v_norm) o_norm(m, from, NULL, l->value_dim, values);
        else memcpy(values, from, l->value_dim * sizeof *values);
        norm_and_rotate(s, l, key, w);
        for (uint32_t i = 0; i < l->value_dim; i++) values[i] = cached(m, values[i]);
        for (uint32_t i = 0; i < l->dim; i++) s->keys[l->place][at * l->dim + i] = cached(m, key[i]);
    }
    free(w);
}

/* All products side by side: of attn_q (with gated heads for each head its queries, then its gates), of keys, values, gates. */
static void products(const model *m, const layer *l, const acts *a, float *all)
{
    if (l->gate > GATED_Q) (void)o_products(m, l, a, 0, all, "attn_q", "attn_k", "attn_v", "attn_gate", (char *)NULL);
    else if (gguf_find(m->g, "blk.%u.attn_qkv.weight", l->index))
        (void)o_products(m, l, a, 0, all, "attn_qkv", (char *)NULL);
    else if (l->cache != l->place) (void)o_products(m, l, a, 0, all, "attn_q", (char *)NULL);
    else if (l->v_from_k) (void)o_products(m, l, a, 0, all, "attn_q", "attn_k", (char *)NULL);
    else (void)o_products(m, l, a, 0, all, "attn_q", "attn_k", "attn_v", (char *)NULL);
}

static void clamp(const model *m, float *x, uint32_t n)
{
    if (m->clamp > 0.f)
        for (uint32_t i = 0; i < n; i++) x[i] = x[i] > m->clamp ? m->clamp : x[i] < -m->clamp ? -m->clamp : x[i];
}

static void project(const model *m, const layer *l, const acts *a, const rows *to)
{
    uint32_t nq = l->heads * l->dim, nk = l->kv_heads * l->dim, all_n = 2 * nq + 2 * nk;
    float *all = oracle_room(all_n, sizeof *all), *at = all + nq;
    products(m, l, a, all);
    clamp(m, all, all_n);
    if (l->gate == GATED_Q) at += nq;
    for (uint32_t i = 0; i < nq; i++) {
        uint32_t h = i / l->dim, from = l->gate == GATED_Q ? h * 2 * l->dim + i % l->dim : i;
        to->q[i] = all[from];
        if (l->gate == GATED_Q) to->gate[i] = all[from + l->dim];
    }
    memcpy(to->k, at, nk * sizeof *at);
    memcpy(to->v, l->v_from_k ? at : at + nk, nk * sizeof *at);
    if (l->gate > GATED_Q)
        memcpy(to->gate, at + 2 * nk, (l->gate == GATED_HEAD || l->gate == SOFT_HEAD ? l->heads : nq) * sizeof *at);
    free(all);
}

/* ---- what a query sees ---- */

typedef struct running {
    float top, sum, *o;
} running;

/* One page of at most 64 positions, first to end, joined to what older pages gave. */
static void page(const state *s, const layer *l, const float *q, uint32_t head, uint32_t first, uint32_t end, float by,
                 running *r)
{
    const model *m = s->m;
    uint32_t kv = head / (l->heads / l->kv_heads);
    float e[PAGE], lanes[PAGE], top = -1e30f, old = r->top;
    for (uint32_t j = 0; j < PAGE; j++) e[j] = -1e30f;
    for (uint32_t p = first; p < end; p++) {
        const float *k = s->keys[l->cache] + ((size_t)p * l->kv_heads + kv) * l->dim;
        float a[4] = {0};
        for (uint32_t i = 0; i < l->dim; i++) a[i % 4] = fmaf(q[i], k[i], a[i % 4]);
        float v = ((a[0] + a[2]) + (a[1] + a[3])) * by;
        if (m->attn_cap > 0.f) v = o_tanh(v * (1.f / m->attn_cap)) * m->attn_cap;
        e[p % PAGE] = v;
        top = v > top ? v : top;
    }
    for (uint32_t j = 0; j < PAGE; j++) lanes[j] = e[j] = o_expw(e[j] - top);
    r->top = top > old ? top : old;
    float keep = o_expw(old - r->top), take = o_expw(top - r->top);
    r->sum = fmaf(r->sum, keep, o_halving(lanes, PAGE) * take);
    for (uint32_t i = 0; i < l->value_dim; i++) {
        float a[4] = {0};
        for (uint32_t p = first; p < end; p++)
            a[p % 4] = fmaf(e[p % PAGE], s->values[l->cache][((size_t)p * l->kv_heads + kv) * l->value_dim + i],
                            a[p % 4]);
        r->o[i] = fmaf(r->o[i], keep, ((a[0] + a[2]) + (a[1] + a[3])) * take);
    }
}

/* The oldest position that is seen. */
static uint32_t oldest(const state *s, const layer *l)
{
    if (l->chunk) return s->position / l->chunk * l->chunk;
    return l->window && s->position >= l->window ? s->position + 1 - l->window : 0;
}

static void attend(const state *s, const layer *l, const float *q, uint32_t head, float by, const float *sinks,
                   float *o)
{
    uint32_t n = s->position + 1, low = oldest(s, l);
    running r = {-1e30f, 0.f, o};
    for (uint32_t i = 0; i < l->value_dim; i++) o[i] = 0.f;
    for (uint32_t p = low / PAGE * PAGE; p < n; p += PAGE)
        page(s, l, q, head, p < low ? low : p, p + PAGE < n ? p + PAGE : n, by, &r);
    if (sinks) {
        float z = sinks[head], last = z > r.top ? z : r.top, keep = o_expw(r.top - last);
        r.sum = fmaf(r.sum, keep, o_expw(z - last));
        for (uint32_t i = 0; i < l->value_dim; i++) o[i] = o[i] * keep;
    }
    float inverse = o_rcp(r.sum);
    for (uint32_t i = 0; i < l->value_dim; i++) o[i] = o[i] * inverse;
}

/* What multiplies the scores: the layer's scale, and where queries grow with the position, the position's factor. */
static float score_scale(const state *s, const layer *l)
{
    const model *m = s->m;
    double t = (double)m->temperature, p = (double)s->position + (double)m->temperature_first;
    float f = 1.f;
    if (l->steady) return m->attn_scale;
    if (m->temperature != 0.f) f = (float)(1.0 + t * d_log(floor(p / (double)m->period) + 1.0));
    return m->attn_scale * f;
}

static void gate_out(const layer *l, const float *gate, float *out)
{
    bool by_head = l->gate == GATED_HEAD || l->gate == SOFT_HEAD, soft = l->gate == SOFT_EACH || l->gate == SOFT_HEAD;
    for (uint32_t i = 0; i < l->heads * l->value_dim; i++) {
        float g = gate[by_head ? i / l->value_dim : i];
        out[i] = soft ? out[i] * o_softplus(g) : o_div(out[i], 1.f + o_exp(-g));
    }
}

/* A norm over all heads (bitnet). */
static void sub_norm(const model *m, const layer *l, float *out)
{
    uint32_t n = l->heads * l->value_dim;
    float *w = o_vector(m, "blk.%u.attn_sub_norm.weight", l->index);
    if (w) o_norm_with(out, w, NULL, n, m->eps, m->centered, out);
    free(w);
}

void o_attention(state *s, const layer *l, const float *h, float *out)
{
    const model *m = s->m;
    size_t nq = (size_t)l->heads * l->dim, nk = (size_t)l->kv_heads * l->dim, nv = (size_t)l->kv_heads * l->value_dim;
    float *room = oracle_room(2 * nq + nk + nv, sizeof *room);
    rows of = {room, room + 2 * nq, room + 2 * nq + nk, room + nq};
    acts a = o_activations(h, m->d, m->experts != 0);
    if (m->family->latent) o_latent_in(m, l, &a, &of);
    else project(m, l, &a, &of);
    wide_norm(m, l, "attn_q_norm", l->heads, of.q);
    if (l->cache == l->place) {
        wide_norm(m, l, "attn_k_norm", l->kv_heads, of.k);
        store(s, l, &of);
    }
    float *w = head_weights(m, l, "attn_q_norm"), *sinks = o_vector(m, "blk.%u.attn_sinks.weight", l->index);
    for (uint32_t i = 0; i < l->heads; i++) {
        norm_and_rotate(s, l, of.q + i * l->dim, w);
        attend(s, l, of.q + i * l->dim, i, score_scale(s, l), sinks, out + i * l->value_dim);
    }
    if (m->family->latent) o_latent_out(m, l, out);
    if (l->gate) gate_out(l, of.gate, out);
    sub_norm(m, l, out);
    o_release(&a);
    free(room);
    free(w);
    free(sinks);
}
