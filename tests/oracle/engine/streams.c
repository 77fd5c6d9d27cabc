/* streams.c - gemma3n: four streams, predicted before a layer and corrected after it. */
#include "parts.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { STREAMS = 4 };

static float some(float s) { return s > 0x1p-80f ? s : 0x1p-80f; }

/* y made as long as x. */
static void match(const model *m, const float *x, float *y)
{
    float s = some(o_sum_squares(x, m->d)), f = (s * o_rsqrt(s)) * o_rsqrt(some(o_sum_squares(y, m->d)));
    for (uint32_t i = 0; i < m->d; i++) y[i] = y[i] * f;
}

/* Matrix j of a tensor of three, times in. */
static void slice(const model *m, const char *name, uint32_t j, const float *in, float *out)
{
    acts a = o_activations(in, m->d, false);
    (void)o_products(m, NULL, &a, j, out, name, (char *)NULL);
    o_release(&a);
}

static void router(const model *m, const layer *l, const float *x, float t[STREAMS])
{
    float *h = oracle_room(m->d, sizeof *h);
    o_normed(m, l, "altup_router_norm", x, h);
    o_map(m, l, "altup_router", h, m->d, t);
    for (int i = 0; i < STREAMS; i++) t[i] = o_tanh(t[i] * (1.f / (float)m->d));
    free(h);
}

static float coefficient(const float *w, const float *t)
{
    float a = 0.f;
    for (int i = 0; i < STREAMS; i++) a = fmaf(w[i], t[i], a);
    return a;
}

static void predict(const model *m, const layer *l, float *const x[STREAMS])
{
    float t[STREAMS], *w = o_vector(m, "blk.%u.altup_predict_coef.weight", l->index);
    router(m, l, x[0], t);
    for (uint32_t i = 0; i < m->d; i++) {
        float v[STREAMS];
        for (int o = 0; o < STREAMS; o++) v[o] = x[o][i];
        for (int o = 0; o < STREAMS; o++)
            for (int j = 0; j < STREAMS; j++) x[o][i] = fmaf(coefficient(w + 4 * (STREAMS * o + j), t), v[j], x[o][i]);
    }
    free(w);
}

static void correct(const model *m, const layer *l, const float *made, float *const x[STREAMS])
{
    float t[STREAMS], *w = o_vector(m, "blk.%u.altup_correct_coef.weight", l->index);
    router(m, l, made, t);
    for (uint32_t i = 0; i < m->d; i++) {
        float change = made[i] - x[0][i];
        for (int j = 0; j < STREAMS; j++) x[j][i] = fmaf(coefficient(w + STREAMS * j, t) + 1.f, change, x[j][i]);
    }
    free(w);
}

/* Gates below mean + factor * deviation become 0, the others what they are above it. */
static void sparse(float *x, uint32_t n, float factor)
{
    float lanes[64] = {0}, squares[64] = {0};
    for (uint32_t i = 0; i < n; i++) lanes[i % 64] = lanes[i % 64] + x[i];
    float mean = o_halving(lanes, 64) * (1.f / (float)n);
    for (uint32_t i = 0; i < n; i++) squares[i % 64] = fmaf(x[i] - mean, x[i] - mean, squares[i % 64]);
    float v = some(o_halving(squares, 64) * (1.f / (float)(n - 1))), low = fmaf(factor, v * o_rsqrt(v), mean);
    for (uint32_t i = 0; i < n; i++) x[i] = x[i] - low > 0.f ? x[i] - low : 0.f;
}

/* side: attention and the low-rank map of x, joined. */
static void attend(state *s, const model *m, const layer *l, const float *x, float *side)
{
    uint32_t width = l->heads * l->dim, rank = (uint32_t)gguf_need(m->g, "blk.%u.laurel_l.weight", l->index)->ne[1];
    float *y = oracle_room(m->d, sizeof *y), *low = oracle_room(rank, sizeof *low), *o = oracle_room(width, sizeof *o);
    o_normed(m, l, "attn_norm", x, side);
    o_attention(s, l, side, o);
    o_map(m, l, "laurel_l", side, m->d, low);
    o_map(m, l, "laurel_r", low, rank, y);
    o_normed(m, l, "laurel_post_norm", y, y);
    for (uint32_t i = 0; i < m->d; i++) side[i] = side[i] + y[i];
    o_map(m, l, "attn_output", o, width, y);
    o_normed(m, l, "post_attention_norm", y, y);
    for (uint32_t i = 0; i < m->d; i++) side[i] = ((x[i] + y[i]) + side[i]) * 0x1.6a09e6p-1f;
    free(y);
    free(low);
    free(o);
}

static void feed_forward(const model *m, const layer *l, float *side)
{
    float *h = oracle_room(m->d, sizeof *h), *g = oracle_room(2 * (size_t)l->ff, sizeof *g);
    o_normed(m, l, "ffn_norm", side, h);
    o_gate_up(m, l, h, false, g);
    if (l->sparsity > 0.f) sparse(g, l->ff, l->sparsity);
    o_feed(m, l, g, g + l->ff, l->ff, g);
    o_map(m, l, "ffn_down", g, l->ff, h);
    o_normed(m, l, "post_ffw_norm", h, h);
    for (uint32_t i = 0; i < m->d; i++) side[i] = side[i] + h[i];
    free(h);
    free(g);
}

static void own_input(const model *m, const layer *l, const float *own, float *const x[STREAMS])
{
    float *h = oracle_room(m->d, sizeof *h), *w = o_vector(m, "blk.%u.altup_correct_scale.weight", l->index), *g;
    for (uint32_t i = 0; i < m->d; i++) h[i] = x[0][i] * w[i];
    g = o_own_gate(m, l, h, own);
    o_map(m, l, "proj", g, m->n_ple, h);
    o_normed(m, l, "post_norm", h, h);
    for (int j = 1; j < STREAMS; j++)
        for (uint32_t i = 0; i < m->d; i++) x[j][i] = x[j][i] + h[i];
    free(h);
    free(w);
    free(g);
}

void o_streams(state *s, const model *m, const float *own, float *x)
{
    float *all = oracle_room((size_t)m->d * STREAMS, sizeof *all), *side = all + (size_t)m->d * 3;
    float *const stream[STREAMS] = {x, all, all + m->d, all + 2 * (size_t)m->d};
    for (uint32_t j = 1; j < STREAMS; j++) {
        slice(m, "altup_proj", j - 1, x, stream[j]);
        match(m, x, stream[j]);
    }
    for (uint32_t i = 0; i < m->n_layer; i++) {
        const layer *l = &m->layer[i];
        predict(m, l, stream);
        attend(s, m, l, x, side);
        feed_forward(m, l, side);
        correct(m, l, side, stream);
        own_input(m, l, own, stream);
    }
    for (uint32_t j = 1; j < STREAMS; j++) {
        slice(m, "altup_unembd_proj", j - 1, stream[j], side);
        match(m, x, side);
        memcpy(stream[j], side, m->d * sizeof *side);
    }
    for (uint32_t i = 0; i < m->d; i++) x[i] = (((x[i] + stream[1][i]) + stream[2][i]) + stream[3][i]) * 0.25f;
    free(all);
}
