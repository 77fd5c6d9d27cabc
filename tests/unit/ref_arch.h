/* ref_arch.h - plain C reference of the operations that only some architectures have, written from the orders in
 * lib/engine/ORDER.md: scalar loops over lanes and stripes. Results must be equal bit for bit. */
#ifndef GP_TESTS_REF_ARCH_H
#define GP_TESTS_REF_ARCH_H

#include "ref_ops.h"

static inline float ref_sigmoid(float x) { return ref_rcp(1.f + ref_exp(-x)); }

static inline float ref_clamped(float gate, float up)
{
    float g = gate > 7.f ? 7.f : gate, u = up > 7.f ? 7.f : up < -7.f ? -7.f : up, a = g * 1.702f;
    return (a < -60.f ? 0.f : ref_div(g, 1.f + ref_exp(-a))) * (u + 1.f);
}

/* The k best of n scores, ties to the lowest, and their weights. */
static inline void ref_route(const float *score, int n, int k, float scale, const float *own, int *chosen,
                             float *weight)
{
    float sum = 0.f;
    for (int p = 0; p < k; p++) {
        int best = -1;
        for (int e = 0; e < n; e++) {
            int taken = 0;
            for (int q = 0; q < p; q++) taken |= chosen[q] == e;
            if (!taken && (best < 0 || score[e] * scale > score[best] * scale)) best = e;
        }
        chosen[p] = best;
    }
    for (int p = 0; p < k; p++) {
        weight[p] = ref_expw(score[chosen[p]] * scale - score[chosen[0]] * scale);
        sum = sum + weight[p];
    }
    for (int p = 0; p < k; p++) weight[p] = own ? ref_div(weight[p], sum) * own[chosen[p]] : ref_div(weight[p], sum);
}

/* Attention as ref_attend gives it before the last division would be: one page, with a sink. */
static inline void ref_attend_sink(const float *q, const float *keys, const float *values, int pos, int d, float scale,
                                   float sink, float *o)
{
    float e[64] = {0}, lanes[64], m = -1e30f, top, sum, keep, last;
    for (int j = 0; j <= pos; j++) {
        float a[4] = {0};
        for (int i = 0; i < d; i++) a[i % 4] = fmaf(q[i], keys[j * d + i], a[i % 4]);
        e[j] = ((a[0] + a[2]) + (a[1] + a[3])) * scale;
        m = e[j] > m ? e[j] : m;
    }
    for (int j = 0; j < 64; j++) lanes[j] = e[j] = j <= pos ? ref_expw(e[j] - m) : 0.f;
    top = m;
    sum = fmaf(0.f, 0.f, ref_halving(lanes, 64) * 1.f);
    last = sink > top ? sink : top;
    keep = ref_expw(top - last);
    sum = fmaf(sum, keep, ref_expw(sink - last));
    for (int i = 0; i < d; i++) {
        float a[4] = {0};
        for (int j = 0; j <= pos; j++) a[j % 4] = fmaf(e[j], values[j * d + i], a[j % 4]);
        o[i] = (fmaf(0.f, 0.f, ((a[0] + a[2]) + (a[1] + a[3])) * 1.f) * keep) * ref_rcp(sum);
    }
}

/* 64 lanes, lane l takes i = l, l + 64, ...; halving. */
static inline float ref_sum64(const float *x, int n)
{
    float lane[64] = {0};
    for (int i = 0; i < n; i++) lane[i % 64] = lane[i % 64] + x[i];
    return ref_halving(lane, 64);
}

static inline float ref_coefficient(const float *w, const float *t)
{
    float s = 0.f;
    for (int i = 0; i < 4; i++) s = fmaf(w[i], t[i], s);
    return s;
}

static inline void ref_sparse(float *x, int n, float factor)
{
    float mean = ref_sum64(x, n) * (1.f / (float)n), lane[64] = {0}, v, low;
    for (int i = 0; i < n; i++) lane[i % 64] = fmaf(x[i] - mean, x[i] - mean, lane[i % 64]);
    v = ref_halving(lane, 64) * (1.f / (float)(n - 1));
    v = v > 0x1p-80f ? v : 0x1p-80f;
    low = fmaf(factor, v * ref_rsqrt(v), mean);
    for (int i = 0; i < n; i++) x[i] = x[i] - low > 0.f ? x[i] - low : 0.f;
}

static inline float ref_log(float x)
{
    static const float c[] = {0x1.745d18p-3f, 0x1.c71c72p-3f, 0x1.24924ap-2f, 0x1.99999ap-2f, 0x1.555556p-1f};
    int e = (int)(ref_u(x) - 0x3f3504f3u) >> 23;
    float m = ref_f(ref_u(x) - ((uint32_t)e << 23)), s = ref_div(m - 1.f, m + 1.f), z = s * s, p = c[0];
    for (int i = 1; i < 5; i++) p = fmaf(p, z, c[i]);
    return fmaf((float)e, 0x1.62e4p-1f, fmaf((float)e, 0x1.7f7d1cp-20f, fmaf(s * z, p, s + s)));
}
static inline float ref_softplus(float x) { return x > 20.f ? x : ref_log(1.f + ref_exp(x)); }

typedef struct ref_delta {
    int taps, key_heads, heads, dk, dv, grouped;
} ref_delta;

/* One token of a sequence: u is its row, history the taps - 1 rows before it (oldest first, zeros at the start), S the
 * heads' states. y: scratch of the channels; o: heads x dv. */
static inline void ref_delta_token(const ref_delta *s, const float *u, float *history, const float *w,
                                   const float *alpha, const float *beta, const float *dt, const float *a,
                                   const float *norm, float eps, float *S, float *y, float *o)
{
    int keys = s->key_heads * s->dk, channels = 2 * keys + s->heads * s->dv;
    for (int c = 0; c < channels; c++) {
        float x = 0.f;
        for (int j = 0; j < s->taps; j++)
            x = fmaf(w[c * s->taps + j], j < s->taps - 1 ? history[j * channels + c] : u[c], x);
        y[c] = ref_silu(x);
    }
    memmove(history, history + channels, (size_t)(s->taps - 2) * (size_t)channels * 4);
    memcpy(history + (s->taps - 2) * channels, u, (size_t)channels * 4);
    for (int h = 0; h < 2 * s->key_heads; h++) {
        float r = ref_rsqrt(ref_sumsq(y + h * s->dk, s->dk) + 1e-6f), scale = (float)(1.0 / sqrt((double)s->dk));
        for (int i = 0; i < s->dk; i++)
            y[h * s->dk + i] = h < s->key_heads ? (y[h * s->dk + i] * r) * scale : y[h * s->dk + i] * r;
    }
    for (int h = 0; h < s->heads; h++) {
        const float *q = y + (s->grouped ? h / (s->heads / s->key_heads) : h % s->key_heads) * s->dk, *k = q + keys;
        float decay = ref_expw(a[h] * ref_softplus(alpha[h] + dt[h])), strength = ref_sigmoid(beta[h]);
        for (int c = 0; c < s->dv; c++) {
            float *M = S + (size_t)(h * s->dk * s->dv + c), r[4] = {0}, t[4] = {0};
            for (int i = 0; i < s->dk; i++) {
                float x = M[i * s->dv] * decay;
                M[i * s->dv] = fabsf(x) < 0x1p-100f ? 0.f : x;
                r[i % 4] = fmaf(M[i * s->dv], k[i], r[i % 4]);
            }
            float delta = (y[2 * keys + h * s->dv + c] - ((r[0] + r[2]) + (r[1] + r[3]))) * strength;
            for (int i = 0; i < s->dk; i++) {
                M[i * s->dv] = fmaf(k[i], delta, M[i * s->dv]);
                t[i % 4] = fmaf(M[i * s->dv], q[i], t[i % 4]);
            }
            o[h * s->dv + c] = (t[0] + t[2]) + (t[1] + t[3]);
        }
        float f = ref_rsqrt(fmaf(ref_sumsq(o + h * s->dv, s->dv), 1.f / (float)s->dv, eps));
        for (int c = 0; c < s->dv; c++)
            o[h * s->dv + c] = ((o[h * s->dv + c] * f) * norm[c]) * ref_silu(u[channels + h * s->dv + c]);
    }
}

#endif
