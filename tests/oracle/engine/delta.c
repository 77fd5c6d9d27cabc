/* delta.c - the gated delta-net: a convolution, and one matrix per value head that each token decays and corrects. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "oracle.h"

static uint32_t key_width(const model *m) { return m->key_heads * m->dk; }
static uint32_t value_width(const model *m) { return m->value_heads * m->dv; }
static uint32_t channels(const model *m) { return 2 * key_width(m) + value_width(m); }

/* q, k, v to u, then z. Older qwen3next files hold for each key head its q, k, v, z. */
static void project(const model *m, const layer *l, const acts *a, float *u)
{
    uint32_t own = value_width(m) / m->key_heads, wide = 2 * m->dk + 2 * own;
    if (!gguf_find(m->g, "blk.%u.ssm_in.weight", l->index)) {
        (void)o_products(m, l, a, 0, u, "attn_qkv", "attn_gate", (char *)NULL);
        return;
    }
    float *all = oracle_room((size_t)wide * m->key_heads, sizeof *all);
    (void)o_products(m, l, a, 0, all, "ssm_in", (char *)NULL);
    for (uint32_t h = 0; h < m->key_heads; h++) {
        const float *from = all + (size_t)h * wide;
        memcpy(u + h * m->dk, from, m->dk * sizeof *u);
        memcpy(u + key_width(m) + h * m->dk, from + m->dk, m->dk * sizeof *u);
        memcpy(u + 2 * key_width(m) + h * own, from + 2 * m->dk, own * sizeof *u);
        memcpy(u + channels(m) + h * own, from + 2 * m->dk + own, own * sizeof *u);
    }
    free(all);
}

/* Inputs of decay (x), then of strength (b), for each value head. */
static void project_ab(const model *m, const layer *l, const acts *a, float *ab)
{
    uint32_t n = m->value_heads, own = n / m->key_heads;
    if (!gguf_find(m->g, "blk.%u.ssm_ba.weight", l->index)) {
        (void)o_products(m, l, a, 0, ab, "ssm_alpha", "ssm_beta", (char *)NULL);
        return;
    }
    float *all = oracle_room(2 * (size_t)n, sizeof *all);
    (void)o_products(m, l, a, 0, all, "ssm_ba", (char *)NULL);
    for (uint32_t h = 0; h < n; h++) {
        ab[n + h] = all[h / own * 2 * own + h % own];
        ab[h] = all[h / own * 2 * own + own + h % own];
    }
    free(all);
}

/* Keys and queries to length 1; queries then by 1/sqrt(dk). */
static void normalize(const model *m, float *y)
{
    float by = (float)(1.0 / sqrt((double)m->dk));
    for (uint32_t h = 0; h < 2 * m->key_heads; h++) {
        float *x = y + h * m->dk, r = o_rsqrt(o_sum_squares(x, m->dk) + 1e-6f);
        for (uint32_t i = 0; i < m->dk; i++) x[i] = h < m->key_heads ? (x[i] * r) * by : x[i] * r;
    }
}

/* One column c of S of one head. */
static float column(const model *m, float *s, const float *q, const float *k, float v, float decay, float strength)
{
    float r[4] = {0}, o[4] = {0};
    for (uint32_t i = 0; i < m->dk; i++) {
        float x = s[(size_t)i * m->dv] * decay;
        x = fabsf(x) < 0x1p-100f ? 0.f : x;
        s[(size_t)i * m->dv] = x;
        r[i % 4] = fmaf(x, k[i], r[i % 4]);
    }
    float change = (v - ((r[0] + r[2]) + (r[1] + r[3]))) * strength;
    for (uint32_t i = 0; i < m->dk; i++) {
        float x = fmaf(k[i], change, s[(size_t)i * m->dv]);
        s[(size_t)i * m->dv] = x;
        o[i % 4] = fmaf(x, q[i], o[i % 4]);
    }
    return (o[0] + o[2]) + (o[1] + o[3]);
}

static void heads(const model *m, const layer *l, const float *y, const float *ab, float *s, float *out)
{
    float *dt = o_vector(m, "blk.%u.ssm_dt.bias", l->index), *a = o_vector(m, "blk.%u.ssm_a", l->index);
    for (uint32_t h = 0; h < m->value_heads; h++) {
        uint32_t kh = model_is(m, "qwen3next") ? h / (m->value_heads / m->key_heads) : h % m->key_heads;
        const float *q = y + kh * m->dk, *k = q + key_width(m), *v = y + 2 * key_width(m) + h * m->dv;
        float decay = o_expw(a[h] * o_softplus(ab[h] + dt[h])), strength = o_rcp(1.f + o_exp(-ab[m->value_heads + h]));
        for (uint32_t c = 0; c < m->dv; c++)
            out[h * m->dv + c] = column(m, s + (size_t)h * m->dk * m->dv + c, q, k, v[c], decay, strength);
    }
    free(dt);
    free(a);
}

void o_delta(const model *m, const layer *l, const float *h, uint32_t position, memory *mem, float *out)
{
    acts a = o_activations(h, m->d, m->experts != 0);
    float *u = oracle_room((size_t)channels(m) + value_width(m), sizeof *u), *y = oracle_room(channels(m), sizeof *y);
    float *ab = oracle_room(2 * (size_t)m->value_heads, sizeof *ab),
          *w = o_vector(m, "blk.%u.ssm_norm.weight", l->index),
          *taken = o_vector(m, "blk.%u.ssm_conv1d.weight", l->index);
    project(m, l, &a, u);
    project_ab(m, l, &a, ab);
    memcpy(mem->inputs + (size_t)position * channels(m), u, channels(m) * sizeof *u);
    o_convolve(&(taps){taken, NULL, mem->inputs, m->taps, channels(m), true}, position, y);
    normalize(m, y);
    heads(m, l, y, ab, mem->s, out);
    for (uint32_t v = 0; v < m->value_heads; v++) {
        float *o = out + v * m->dv;
        o_norm(m, o, w, m->dv, o);
        for (uint32_t i = 0; i < m->dv; i++) o[i] = o[i] * o_silu(u[channels(m) + v * m->dv + i]);
    }
    o_release(&a);
    free(u);
    free(y);
    free(ab);
    free(w);
    free(taken);
}
