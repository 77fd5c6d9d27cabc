/* ssm.cl - Mamba-2 (a state that decays and takes up each token) and what stands around short convolutions.
 *
 * Tokens and slots as in delta.cl, whose convolution comes first. A head has p values x, a step dt, and shares B and C of n
 * values with its group; its state S is [n][p].
 *
 * Order. d = softplus(dt + bias); decay = exp(d * a) (zero below -60). One column of S at a time, token after token, i over n in
 * four stripes (i mod 4), joined (r0 + r2) + (r1 + r3):
 *     S[i] = S[i] * decay (zero below 2^-100);   S[i] = fma(B[i], d * x, S[i]);   y = fma(S[i], C[i], y)
 * and at the end y = fma(skip, x, y). Output: y * SiLU(z), then an RMS norm over each group with weights, where the layer has them. */

/* One work-item per slot (dimension 1), head and 16 columns of its state (dimension 0). u: x (heads * p), B (groups * n), C. */
__kernel void gp_ssm_scan(gp_cf u, int ldu, gp_cf in, int ld_in, int dt_at, gp_cf dt, gp_cf a, gp_cf skip, __global float *state, gp_ci token,
                          __global float *o, int ldo, int heads, int p, int groups, int states, int slots, int n)
{
    int slot = (int)get_global_id(1), item = (int)get_global_id(0), h = item / (p / 16), c = item % (p / 16) * 16;
    if (slot >= slots || h >= heads) return;
    int b_at = heads * p + h / (heads / groups) * states, c_at = b_at + groups * states;
    __global float *s = state + ((size_t)slot * heads + h) * states * p + c;
    for (int t = 0; t < n; t++) {
        if (token[4 * t + 1] != slot) continue;
        gp_cf row = u + (size_t)t * ldu;
        float d = gp_softplus(in[(size_t)t * ld_in + dt_at + h] + dt[h]), decay = gp_expw_float(d * a[h]);
        bool fresh = token[4 * t] == 0;
        float16 x = vload16(0, row + h * p + c), dx = x * d;
        float16 y[4] = {(float16)(0.f), (float16)(0.f), (float16)(0.f), (float16)(0.f)};
        for (int i = 0; i < states; i += 4)
            _Pragma("unroll") for (int j = 0; j < 4; j++) {
                float16 v = fresh ? (float16)(0.f) : vload16(0, s + (size_t)(i + j) * p) * decay;
                v = fabs(v) < (float16)(0x1p-100f) ? (float16)(0.f) : v;
                v = fma((float16)(row[b_at + i + j]), dx, v);
                vstore16(v, 0, s + (size_t)(i + j) * p);
                y[j] = fma(v, (float16)(row[c_at + i + j]), y[j]);
            }
        vstore16(fma((float16)(skip[h]), x, (y[0] + y[2]) + (y[1] + y[3])), 0, o + (size_t)t * ldo + h * p + c);
    }
}

/* y = y * SiLU(z), then normalized where use_norm is set. One work-item per token (dimension 1) and group of len values, a
 * multiple of 16 (dimension 0). */
__kernel void gp_ssm_out(__global float *y, int ldy, gp_cf in, int ld_in, int z_at, gp_cf w, int use_norm, int groups, int len, float inv_len,
                         float eps, int n)
{
    int t = (int)get_global_id(1), g = (int)get_global_id(0);
    if (t >= n || g >= groups) return;
    y += (size_t)t * ldy + g * len;
    in += (size_t)t * ld_in + z_at + g * len;
    for (int i = 0; i < len; i += 16) vstore16(vload16(0, y + i) * gp_silu_float16(vload16(0, in + i)), 0, y + i);
    if (!use_norm) return;
    float r = gp_rsqrt(fma(gp_sumsq(y, len), inv_len, eps));
    for (int i = 0; i < len; i += 16) vstore16((vload16(0, y + i) * r) * vload16(0, w + g * len + i), 0, y + i);
}

/* y = a * b over k values, a multiple of 16; y may be a. Dimension 0: runs of 256 values, dimension 1: tokens. */
__kernel void gp_times(gp_cf a, int a_at, int lda, gp_cf b, int b_at, int ldb, __global float *y, int ldy, int k, int n)
{
    int t = (int)get_global_id(1), i = (int)get_global_id(0) * 256, end = min(i + 256, k);
    if (t >= n) return;
    a += (size_t)t * lda + a_at;
    b += (size_t)t * ldb + b_at;
    y += (size_t)t * ldy;
    for (; i < end; i += 16) vstore16(vload16(0, a + i) * vload16(0, b + i), 0, y + i);
}
