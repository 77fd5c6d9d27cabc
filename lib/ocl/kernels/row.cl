/* row.cl - operations on one token's row: RMS norm, gated activation, quantization for the next product, soft cap.
 *
 * Rows of f32 scratch have a stride that is a multiple of 64 and zeros behind their values. Dimension 1 of the grid counts
 * tokens, up to a whole tile; those from n on only zero their place in the quantized tile.
 * `flags`: GP_OUT_F32 writes the f32 row, GP_OUT_Q8 the quantized row; both are allowed. */

/* y = (x * rsqrt(mean(x^2) + eps)) * w, the sum of squares over 64 lanes (gp_sumsq), mean = sum * inv_n inside one fma with
 * eps. rows[t] names the source row where use_rows is set. */
__kernel void gp_rms(gp_cf x, gp_cf w, __global float *y, __global int *xq, __global float *xs, __global int *xc, gp_ci rows,
                     int use_rows, int k, int ld, float inv_n, float eps, int n, int padded, int tile, int flags)
{
    int t = (int)get_global_id(1);
    if (t >= padded || get_global_id(0)) return;
    gp_q8 o = {xq, xs, xc, k / 32, tile};
    if (t >= n) {
        if (flags & GP_OUT_Q8) gp_quantize_none(o, t);
        return;
    }
    x += (size_t)(use_rows ? rows[t] : t) * ld;
    y += (size_t)t * ld;
    float r = gp_rsqrt(fma(gp_sumsq(x, ld), inv_n, eps));
    for (int i = 0; i < ld; i += 32) {
        float16 a = (vload16(0, x + i) * r) * vload16(0, w + i), b = (vload16(1, x + i) * r) * vload16(1, w + i);
        if (flags & GP_OUT_F32) {
            vstore16(a, 0, y + i);
            vstore16(b, 1, y + i);
        }
        if ((flags & GP_OUT_Q8) && i < k) gp_quantize(o, t, i / 32, a, b);
    }
}

/* x += (y * rsqrt(mean(y^2) + eps)) * w */
__kernel void gp_add_normed(__global float *x, gp_cf y, gp_cf w, int ld, float inv_n, float eps, int n)
{
    int t = (int)get_global_id(1);
    if (t >= n || get_global_id(0)) return;
    x += (size_t)t * ld;
    y += (size_t)t * ld;
    float r = gp_rsqrt(fma(gp_sumsq(y, ld), inv_n, eps));
    for (int i = 0; i < ld; i += 16) vstore16(vload16(0, x + i) + (vload16(0, y + i) * r) * vload16(0, w + i), 0, x + i);
}

/* h = act(gate) * up over k values; gate at x, up at u + up_at, rows of both have their own stride. Dimension 0: runs of 8
 * blocks of 32, up to width, k filled up to a multiple of 64. act: 0 SiLU, 1 GELU, 2 clamped: g = min(gate, 7), (g * sigmoid(1.702 g)) * (clamp(up, -7, 7) + 1). From 3 on there is no
 * up: 3 max(x, 0)^2, 4 GELU, 5 xIELU with v = {ap, an, beta, eps}: fma(ap * x, x, beta * x) above 0, else
 * fma((exp(min(x, eps)) - 1) - x, an, beta * x). */
static inline float16 gp_clamped(float16 g)
{
    g = g > (float16)(7.f) ? (float16)(7.f) : g;
    float16 a = g * (float16)(1.702f), y = gp_div_float16(g, (float16)(1.f) + gp_exp_float16(-a));
    return a < (float16)(-60.f) ? (float16)(0.f) : y;
}
static inline float16 gp_alone(float16 x, gp_cf v, int act)
{
    if (act == 3) {
        x = x > (float16)(0.f) ? x : (float16)(0.f);
        return x * x;
    }
    if (act == 4) return gp_gelu_float16(x);
    float16 low = x < (float16)(v[3]) ? x : (float16)(v[3]), linear = x * v[2];
    float16 above = fma(x * v[0], x, linear), below = fma((gp_exp_float16(low) - (float16)(1.f)) - x, (float16)(v[1]), linear);
    return x > (float16)(0.f) ? above : below;
}
static inline float16 gp_gated(gp_cf x, gp_cf up, int i, int k, int act, gp_cf values)
{
    float16 g = vload16(0, x + i), u = vload16(0, up + i);
    if (act == 2) {
        u = u > (float16)(7.f) ? (float16)(7.f) : u;
        u = (u < (float16)(-7.f) ? (float16)(-7.f) : u) + (float16)(1.f);
    }
    float16 h = act > 2 ? gp_alone(g, values, act) : (act == 2 ? gp_clamped(g) : act ? gp_gelu_float16(g) : gp_silu_float16(g)) * u;
    int16 at = (int16)(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15) + i;
    return at < (int16)(k) ? h : (float16)(0.f);
}
__kernel void gp_act(gp_cf x, gp_cf u, __global float *y, __global int *xq, __global float *xs, __global int *xc, int k, int up_at, int ldx,
                     int ldu, int ldy, int width, int act, gp_cf values, int n, int padded, int tile, int flags)
{
    int t = (int)get_global_id(1), i = (int)get_global_id(0) * 256, end = min(i + 256, width);
    if (t >= padded) return;
    gp_q8 o = {xq, xs, xc, k / 32, tile};
    x += (size_t)t * ldx;
    u += (size_t)t * ldu + up_at;
    y += (size_t)t * ldy;
    for (; i < end; i += 32) {
        float16 a = (float16)(0.f), b = (float16)(0.f);
        if (t < n) {
            a = gp_gated(x, u, i, k, act, values);
            b = gp_gated(x, u, i + 16, k, act, values);
            if (flags & GP_OUT_F32) {
                vstore16(a, 0, y + i);
                vstore16(b, 1, y + i);
            }
        }
        if ((flags & GP_OUT_Q8) && i < k) gp_quantize(o, t, i / 32, a, b);
    }
}

/* Quantize rows of k values as they are. Dimension 0: runs of 8 blocks. */
__kernel void gp_quant(gp_cf x, __global int *xq, __global float *xs, __global int *xc, int k, int ld, int n, int padded, int tile)
{
    int t = (int)get_global_id(1), b = (int)get_global_id(0) * 8, end = min(b + 8, k / 32);
    if (t >= padded) return;
    gp_q8 o = {xq, xs, xc, k / 32, tile};
    x += (size_t)t * ld;
    for (; b < end; b++) {
        if (t < n) gp_quantize(o, t, b, vload16(2 * b, x), vload16(2 * b + 1, x));
        else gp_quantize(o, t, b, (float16)(0.f), (float16)(0.f));
    }
}

/* x = cap * tanh(x / cap); dimension 0: runs of 256 values. */
__kernel void gp_softcap(__global float *x, int k, int ld, float cap, float inv_cap, int n)
{
    int t = (int)get_global_id(1), i = (int)get_global_id(0) * 256, end = min(i + 256, k);
    if (t >= n) return;
    x += (size_t)t * ld;
    for (; i < end; i += 16) vstore16(gp_tanh_float16(vload16(0, x + i) * inv_cap) * cap, 0, x + i);
}

/* x = x * w[0]; dimension 0: runs of 256 values. */
__kernel void gp_scale(__global float *x, gp_cf w, int ld, int n)
{
    int t = (int)get_global_id(1), i = (int)get_global_id(0) * 256, end = min(i + 256, ld);
    if (t >= n) return;
    x += (size_t)t * ld;
    for (; i < end; i += 16) vstore16(vload16(0, x + i) * w[0], 0, x + i);
}

/* x = x * sigmoid(gate) = x / (1 + exp(-gate)) over k values, a multiple of 16; gate at g + gate_at, one for every `group`
 * values. soft: x * softplus(gate) instead. */
__kernel void gp_gate_out(__global float *x, gp_cf g, int gate_at, int group, int soft, int k, int ldx, int ldg, int n)
{
    int t = (int)get_global_id(1), i = (int)get_global_id(0) * 256, end = min(i + 256, k);
    if (t >= n) return;
    x += (size_t)t * ldx;
    g += (size_t)t * ldg + gate_at;
    if (group == 1 && !soft)
        for (; i < end; i += 16) vstore16(gp_div_float16(vload16(0, x + i), (float16)(1.f) + gp_exp_float16(-vload16(0, g + i))), 0, x + i);
    for (; i < end; i++) {
        float gate = g[i / group];
        x[i] = soft ? x[i] * gp_softplus(gate) : gp_div_float(x[i], 1.f + gp_exp_float(-gate));
    }
}

/* Logits of these ids become minus infinity. Dimension 0: ids. */
__kernel void gp_suppress(__global float *x, int ld, gp_ci ids, int n_ids, int n)
{
    int t = (int)get_global_id(1), i = (int)get_global_id(0);
    if (t < n && i < n_ids) x[(size_t)t * ld + ids[i]] = -INFINITY;
}

/* Inputs of single layers: p = projection (times factor), normalized per layer over d values (a multiple of 16), plus the
 * embedding e, times 1/sqrt(2), into e. One work-item per token (dimension 1) and layer (dimension 0). */
__kernel void gp_join_inputs(__global float *e, __global float *p, gp_cf w, int d, int layers, int ld, float factor, float inv_d, float eps, int n)
{
    int t = (int)get_global_id(1), l = (int)get_global_id(0);
    if (t >= n || l >= layers) return;
    e += (size_t)t * ld + l * d;
    p += (size_t)t * ld + l * d;
    for (int i = 0; i < d; i += 16) vstore16(vload16(0, p + i) * factor, 0, p + i);
    float r = gp_rsqrt(fma(gp_sumsq(p, d), inv_d, eps));
    for (int i = 0; i < d; i += 16) vstore16(((vload16(0, p + i) * r) * vload16(0, w + i) + vload16(0, e + i)) * 0x1.6a09e6p-1f, 0, e + i);
}
