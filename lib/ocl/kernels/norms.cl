/* norms.cl - norms other than a row's RMS norm: LayerNorm, norms with a bias, norms of pieces of a row.
 *
 * Order. A sum runs over 64 lanes like the sum of squares of common.cl, by + instead of fma; mean = sum * (1/n). With a mean the
 * values become x - mean first. Then y = (x * rsqrt(mean square + eps)) * w, and + bias last. A length that is no multiple of
 * 16 counts as filled up with zeros. */
/* x = norm(x) in place, over n values. */
static inline void gp_norm_piece(__global float *x, gp_cf w, int n, float inv_n, float eps, int centered)
{
    if (centered) {
        float mean = gp_sum_lanes(x, n, 0) * inv_n;
        for (int i = 0; i < n; i++) x[i] = x[i] - mean;
    }
    float r = gp_rsqrt(fma(gp_sum_lanes(x, n, 1), inv_n, eps));
    for (int i = 0; i < n; i++) x[i] = (x[i] * r) * w[i];
}

#define GP_NORM_CENTERED 1
#define GP_NORM_BIAS 2
/* Rows as gp_rms has them, with a mean and a bias by `how`. k is a multiple of 16. */
__kernel void gp_norm(gp_cf x, gp_cf w, gp_cf bias, __global float *y, __global int *xq, __global float *xs, __global int *xc, gp_ci rows,
                      int use_rows, int k, int ldx, int ldy, float inv_n, float eps, int n, int padded, int tile, int how, int flags)
{
    int t = (int)get_global_id(1);
    if (t >= padded || get_global_id(0)) return;
    gp_q8 o = {xq, xs, xc, k / 32, tile};
    if (t >= n) {
        if (flags & GP_OUT_Q8) gp_quantize_none(o, t);
        return;
    }
    x += (size_t)(use_rows ? rows[t] : t) * ldx;
    y += (size_t)t * ldy;
    for (int i = 0; i < k; i++) y[i] = x[i];
    gp_norm_piece(y, w, k, inv_n, eps, how & GP_NORM_CENTERED);
    if (how & GP_NORM_BIAS)
        for (int i = 0; i < k; i++) y[i] = y[i] + bias[i];
    for (int i = k; i < ldy; i++) y[i] = 0.f;
    if (flags & GP_OUT_Q8)
        for (int i = 0; i < k; i += 32) gp_quantize(o, t, i / 32, vload16(0, y + i), vload16(1, y + i));
}

/* Pieces of rows in place: `groups` pieces of len values from column `at` on; weights of piece g from g * len on. Dimension 0:
 * pieces, dimension 1: tokens. */
__kernel void gp_norm_pieces(__global float *x, int ld, int at, gp_cf w, int groups, int len, float inv_len, float eps, int how, int n)
{
    int t = (int)get_global_id(1), g = (int)get_global_id(0);
    if (t >= n || g >= groups) return;
    gp_norm_piece(x + (size_t)t * ld + at + g * len, w + g * len, len, inv_len, eps, how & GP_NORM_CENTERED);
}

/* x = fma(y, factor, x); dimension 0: runs of 256 values, dimension 1: tokens. */
__kernel void gp_add_scaled(__global float *x, int ldx, gp_cf y, int ldy, float factor, int k, int n)
{
    int t = (int)get_global_id(1), i = (int)get_global_id(0) * 256, end = min(i + 256, k);
    if (t >= n) return;
    x += (size_t)t * ldx;
    y += (size_t)t * ldy;
    for (; i < end; i += 16) vstore16(fma(vload16(0, y + i), (float16)(factor), vload16(0, x + i)), 0, x + i);
}

/* x = x * factor over the whole row, or -limit .. limit where factor is 0. */
__kernel void gp_rescale(__global float *x, int ld, int k, float factor, float limit, int n)
{
    int t = (int)get_global_id(1), i = (int)get_global_id(0) * 256, end = min(i + 256, k);
    if (t >= n) return;
    x += (size_t)t * ld;
    for (; i < end; i += 16) {
        float16 v = vload16(0, x + i), l = (float16)(limit);
        if (factor != 0.f) v = v * factor;
        else {
            v = v > l ? l : v;
            v = v < -l ? -l : v;
        }
        vstore16(v, 0, x + i);
    }
}
