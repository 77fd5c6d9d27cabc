/* ref_ops.h - plain C reference of every operation the kernels compute, written from the orders in lib/engine/ORDER.md
 * and not from the kernels: scalar loops over lanes and stripes. Results must be equal bit for bit. */
#ifndef GP_TESTS_REF_OPS_H
#define GP_TESTS_REF_OPS_H

#include <math.h>
#include <stdint.h>
#include <string.h>

static inline float ref_f(uint32_t u)
{
    float f;
    memcpy(&f, &u, 4);
    return f;
}
static inline uint32_t ref_u(float f)
{
    uint32_t u;
    memcpy(&u, &f, 4);
    return u;
}

static inline float ref_rcp(float b)
{
    float y = ref_f(0x7ef311c7u - ref_u(b));
    for (int i = 0; i < 4; i++) y = fmaf(y, fmaf(-b, y, 1.f), y);
    return y;
}
static inline float ref_div(float a, float b)
{
    float y = ref_rcp(b), q = a * y;
    return fmaf(fmaf(-b, q, a), y, q);
}
static inline float ref_exp(float x)
{
    static const float c[] = {
        0x1.6a23d0p-10f, 0x1.123a20p-7f, 0x1.5558f2p-5f, 0x1.555492p-3f, 0x1.fffffcp-2f, 1.f, 1.f};
    x = x > 87.f ? 87.f : x < -87.f ? -87.f : x;
    float t = fmaf(x, 0x1.715476p+0f, 12582912.f), f = t - 12582912.f, p = c[0];
    float r = fmaf(f, -0x1.7f7d1cp-20f, fmaf(f, -0x1.62e4p-1f, x));
    for (int i = 1; i < 7; i++) p = fmaf(p, r, c[i]);
    return ref_f(ref_u(p) + ((ref_u(t) - 0x4b400000u) << 23));
}
static inline float ref_expw(float x) { return x < -60.f ? 0.f : ref_exp(x); }
static inline float ref_silu(float x) { return x < -60.f ? 0.f : ref_div(x, 1.f + ref_exp(-x)); }
static inline float ref_gelu(float x)
{
    float u = 0x1.988454p+0f * fmaf(0x1.6e4e26p-5f * x * x, x, x);
    return u < -60.f ? 0.f : ref_div(x, 1.f + ref_exp(-u));
}
static inline float ref_tanh(float x)
{
    float a = fabsf(x), t = 1.f - ref_div(2.f, ref_exp(a + a) + 1.f);
    return x < 0.f ? -t : t;
}
static inline float ref_rsqrt(float x)
{
    float y = ref_f(0x5f375a86u - (ref_u(x) >> 1)), h = x * -0.5f;
    for (int i = 0; i < 4; i++) y = y * fmaf(h * y, y, 1.5f);
    return y;
}

/* lanes[0..n) summed by halving; n is a power of two. */
static inline float ref_halving(float *lanes, int n)
{
    for (int h = n / 2; h; h /= 2)
        for (int i = 0; i < h; i++) lanes[i] = lanes[i] + lanes[i + h];
    return lanes[0];
}

static inline float ref_sumsq(const float *x, int n)
{
    float lane[64] = {0};
    for (int i = 0; i < n; i++) lane[i % 64] = fmaf(x[i], x[i], lane[i % 64]);
    return ref_halving(lane, 64);
}

static inline void ref_rms(const float *x, const float *w, float *y, int n, float eps)
{
    float r = ref_rsqrt(fmaf(ref_sumsq(x, n), 1.f / (float)n, eps));
    for (int i = 0; i < n; i++) y[i] = (x[i] * r) * w[i];
}

/* One block of 32: quants and scale. */
static inline float ref_quantize(const float *x, int8_t *q)
{
    float m = 0.f;
    for (int i = 0; i < 32; i++) m = fabsf(x[i]) > m ? fabsf(x[i]) : m;
    float id = m >= 0x1p-80f ? ref_div(127.f, m) : 0.f;
    for (int i = 0; i < 32; i++) q[i] = (int8_t)(int32_t)(ref_u(fmaf(x[i], id, 12582912.f)) - 0x4b400000u);
    return m >= 0x1p-80f ? m * 0x1.020408p-7f : 0.f;
}

/* A row of Q8_0 (34 bytes per block) times quantized activations. */
static inline float ref_dot_q8_0(const unsigned char *row, const int8_t *q, const float *d, int blocks,
                                 float (*half)(uint16_t))
{
    float total = 0.f;
    for (int b0 = 0; b0 < blocks; b0 += 16) {
        float span = 0.f;
        for (int b = b0; b < blocks && b < b0 + 16; b++) {
            int32_t s = 0;
            uint16_t h;
            memcpy(&h, row + b * 34, 2);
            for (int i = 0; i < 32; i++) s += (int8_t)row[b * 34 + 2 + i] * q[b * 32 + i];
            span = fmaf((float)s, half(h) * d[b], span);
        }
        total = total + span;
    }
    return total;
}

/* Four stripes (k mod 4) over spans of 512. */
static inline float ref_dot_f32(const float *w, const float *x, int n)
{
    float total = 0.f;
    for (int k0 = 0; k0 < n; k0 += 512) {
        float a[4] = {0};
        for (int k = k0; k < n && k < k0 + 512; k++) a[k % 4] = fmaf(w[k], x[k], a[k % 4]);
        total = total + ((a[0] + a[2]) + (a[1] + a[3]));
    }
    return total;
}

static inline void ref_rotate(float *x, const float *c, const float *s, int half, int neox)
{
    for (int i = 0; i < half; i++) {
        int p = neox ? i : 2 * i, q = neox ? i + half : 2 * i + 1;
        float a = x[p], b = x[q];
        x[p] = fmaf(a, c[i], -(b * s[i]));
        x[q] = fmaf(a, s[i], b * c[i]);
    }
}

/* One head's attention over keys and values [position][d] for the query at position pos. */
static inline void ref_attend(const float *q, const float *keys, const float *values, int pos, int d, float scale,
                              int window, float cap, float *o)
{
    int low = window && pos >= window ? pos - window + 1 : 0;
    float top = -1e30f, sum = 0.f;
    for (int i = 0; i < d; i++) o[i] = 0.f;
    for (int page = low / 64 * 64; page <= pos; page += 64) {
        float e[64], lanes[64], m = -1e30f, keep, take, old = top;
        for (int j = 0; j < 64; j++) {
            float a[4] = {0}, s;
            e[j] = -1e30f;
            if (page + j < low || page + j > pos) continue;
            for (int i = 0; i < d; i++) a[i % 4] = fmaf(q[i], keys[(page + j) * d + i], a[i % 4]);
            s = ((a[0] + a[2]) + (a[1] + a[3])) * scale;
            e[j] = cap > 0.f ? ref_tanh(s * (1.f / cap)) * cap : s;
            m = e[j] > m ? e[j] : m;
        }
        for (int j = 0; j < 64; j++) lanes[j] = e[j] = ref_expw(e[j] - m);
        top = m > top ? m : top;
        keep = ref_expw(old - top);
        take = ref_expw(m - top);
        sum = fmaf(sum, keep, ref_halving(lanes, 64) * take);
        for (int i = 0; i < d; i++) {
            float a[4] = {0};
            for (int j = 0; j < 64 && page + j <= pos; j++)
                if (page + j >= low) a[j % 4] = fmaf(e[j], values[(page + j) * d + i], a[j % 4]);
            o[i] = fmaf(o[i], keep, ((a[0] + a[2]) + (a[1] + a[3])) * take);
        }
    }
    for (int i = 0; i < d; i++) o[i] = o[i] * ref_rcp(sum);
}

#endif
