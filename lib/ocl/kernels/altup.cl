/* altup.cl - several streams instead of one residual (gemma3n): the first, x, goes through a layer; all four are predicted
 * before it and corrected after it. a, b, c are the others. Rows have the stride ld.
 *
 * Order. Router values: t = tanh(row * factor). Coefficients: sums over the 4 router values ascending by fma from 0. Prediction:
 * y_o = fma(c[o][3], x_3, fma(c[o][2], x_2, fma(c[o][1], x_1, fma(c[o][0], x_0, x_o)))). Correction: z_j = fma(c_j + 1, r - x, y_j).
 * Lengths: sums of squares as in an RMS norm, each at least 2^-80; factor = (sum_x * rsqrt(sum_x)) * rsqrt(sum_y). */

static inline float gp_some(float s) { return s > 0x1p-80f ? s : 0x1p-80f; }
static inline float gp_length(gp_cf x, int ld) { return gp_some(gp_sumsq(x, ld)); }

/* out = y * (|x| / |y|) */
__kernel void gp_altup_match(gp_cf x, gp_cf y, __global float *out, int ld, int n)
{
    int t = (int)get_global_id(1);
    if (t >= n || get_global_id(0)) return;
    x += (size_t)t * ld;
    y += (size_t)t * ld;
    out += (size_t)t * ld;
    float s = gp_length(x, ld), f = (s * gp_rsqrt(s)) * gp_rsqrt(gp_length(y, ld));
    for (int i = 0; i < ld; i += 16) vstore16(vload16(0, y + i) * f, 0, out + i);
}

static inline void gp_router(gp_cf row, float factor, float *t)
{
    for (int i = 0; i < 4; i++) t[i] = gp_tanh_float(row[i] * factor);
}
static inline float gp_coefficient(gp_cf w, const float *t)
{
    return fma(w[3], t[3], fma(w[2], t[2], fma(w[1], t[1], fma(w[0], t[0], 0.f))));
}

/* All streams in place. w: [16][4]. Dimension 0: runs of 256 columns. */
__kernel void gp_altup_predict(__global float *x, __global float *a, __global float *b, __global float *c, gp_cf row, int ldr, float factor, gp_cf w, int ld, int n)
{
    int t = (int)get_global_id(1), i = (int)get_global_id(0) * 256, end = min(i + 256, ld);
    if (t >= n) return;
    float router[4], k[16];
    gp_router(row + (size_t)t * ldr, factor, router);
    for (int j = 0; j < 16; j++) k[j] = gp_coefficient(w + 4 * j, router);
    size_t at = (size_t)t * ld;
    for (; i < end; i += 16) {
        float16 v[4] = {vload16(0, x + at + i), vload16(0, a + at + i), vload16(0, b + at + i), vload16(0, c + at + i)}, y[4];
        for (int o = 0; o < 4; o++) {
            y[o] = v[o];
            for (int j = 0; j < 4; j++) y[o] = fma((float16)(k[4 * o + j]), v[j], y[o]);
        }
        vstore16(y[0], 0, x + at + i);
        vstore16(y[1], 0, a + at + i);
        vstore16(y[2], 0, b + at + i);
        vstore16(y[3], 0, c + at + i);
    }
}

/* All streams in place; r: what the layer made of x. w: [4][4]. */
__kernel void gp_altup_correct(__global float *x, __global float *a, __global float *b, __global float *c, gp_cf r, gp_cf row, int ldr, float factor, gp_cf w, int ld, int n)
{
    int t = (int)get_global_id(1), i = (int)get_global_id(0) * 256, end = min(i + 256, ld);
    if (t >= n) return;
    float router[4], k[4];
    gp_router(row + (size_t)t * ldr, factor, router);
    for (int j = 0; j < 4; j++) k[j] = gp_coefficient(w + 4 * j, router) + 1.f;
    size_t at = (size_t)t * ld;
    for (; i < end; i += 16) {
        float16 v = vload16(0, x + at + i), d = vload16(0, r + at + i) - v;
        vstore16(fma((float16)(k[0]), d, v), 0, x + at + i);
        vstore16(fma((float16)(k[1]), d, vload16(0, a + at + i)), 0, a + at + i);
        vstore16(fma((float16)(k[2]), d, vload16(0, b + at + i)), 0, b + at + i);
        vstore16(fma((float16)(k[3]), d, vload16(0, c + at + i)), 0, c + at + i);
    }
}

/* side = ((x + (y * r) * w) + side) * (1/sqrt 2), r of the RMS norm of y */
__kernel void gp_altup_attended(gp_cf x, gp_cf y, gp_cf w, __global float *side, int ld, float inv_n, float eps, int n)
{
    int t = (int)get_global_id(1);
    if (t >= n || get_global_id(0)) return;
    x += (size_t)t * ld;
    y += (size_t)t * ld;
    side += (size_t)t * ld;
    float r = gp_rsqrt(fma(gp_sumsq(y, ld), inv_n, eps));
    for (int i = 0; i < ld; i += 16)
        vstore16(((vload16(0, x + i) + (vload16(0, y + i) * r) * vload16(0, w + i)) + vload16(0, side + i)) * 0x1.6a09e6p-1f, 0, side + i);
}

/* x = max(x - (mean + factor * deviation), 0) over k values, a multiple of 16; sums over 64 lanes like sums of squares;
 * mean = sum * inv_k; deviation = v * rsqrt(v), v = sum of squared differences * inv_less (1 / (k - 1)), at least 2^-80. */
__kernel void gp_altup_sparse(__global float *x, int k, int ld, float factor, float inv_k, float inv_less, int n)
{
    int t = (int)get_global_id(1);
    if (t >= n || get_global_id(0)) return;
    x += (size_t)t * ld;
    float16 s[4] = {(float16)(0.f), (float16)(0.f), (float16)(0.f), (float16)(0.f)}, q[4] = {(float16)(0.f), (float16)(0.f), (float16)(0.f), (float16)(0.f)};
    for (int i = 0; i < k; i += 16) s[i / 16 % 4] = s[i / 16 % 4] + vload16(0, x + i);
    float mean = gp_sum16((s[0] + s[2]) + (s[1] + s[3])) * inv_k;
    for (int i = 0; i < k; i += 16) {
        float16 d = vload16(0, x + i) - mean;
        q[i / 16 % 4] = fma(d, d, q[i / 16 % 4]);
    }
    float v = gp_some(gp_sum16((q[0] + q[2]) + (q[1] + q[3])) * inv_less), low = fma(factor, v * gp_rsqrt(v), mean);
    for (int i = 0; i < k; i += 16) {
        float16 d = vload16(0, x + i) - low;
        vstore16(d > (float16)(0.f) ? d : (float16)(0.f), 0, x + i);
    }
}

/* y = x * w */
__kernel void gp_altup_weigh(gp_cf x, gp_cf w, __global float *y, int ld, int n)
{
    int t = (int)get_global_id(1), i = (int)get_global_id(0) * 256, end = min(i + 256, ld);
    if (t >= n) return;
    size_t at = (size_t)t * ld;
    for (; i < end; i += 16) vstore16(vload16(0, x + at + i) * vload16(0, w + i), 0, y + at + i);
}

/* a, b, c += y */
__kernel void gp_altup_spread(__global float *a, __global float *b, __global float *c, gp_cf y, int ld, int n)
{
    int t = (int)get_global_id(1), i = (int)get_global_id(0) * 256, end = min(i + 256, ld);
    if (t >= n) return;
    size_t at = (size_t)t * ld;
    for (; i < end; i += 16) {
        float16 v = vload16(0, y + at + i);
        vstore16(vload16(0, a + at + i) + v, 0, a + at + i);
        vstore16(vload16(0, b + at + i) + v, 0, b + at + i);
        vstore16(vload16(0, c + at + i) + v, 0, c + at + i);
    }
}

/* x = (((x + a) + b) + c) / 4 */
__kernel void gp_altup_merge(__global float *x, gp_cf a, gp_cf b, gp_cf c, int ld, int n)
{
    int t = (int)get_global_id(1), i = (int)get_global_id(0) * 256, end = min(i + 256, ld);
    if (t >= n) return;
    size_t at = (size_t)t * ld;
    for (; i < end; i += 16) vstore16((((vload16(0, x + at + i) + vload16(0, a + at + i)) + vload16(0, b + at + i)) + vload16(0, c + at + i)) * 0.25f, 0, x + at + i);
}
