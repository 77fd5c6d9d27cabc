/* delta.cl - gated delta-net: linear attention whose memory is one matrix per head instead of keys and values.
 *
 * Tokens of a pass that belong to one sequence stand next to each other in ascending position. A sequence's state lies in its
 * slot; at position 0 it counts as zero, whatever it holds, so nothing has to be cleared. token[t] = {position, slot, id, 0}.
 * A row of u is q (key_heads x dk), k (the same), v (value_heads x dv), then z; the first `channels` values pass the convolution.
 * S of a value head: [dk][dv].
 *
 * Order. Convolution: taps from the oldest to the newest by fma from 0, then the bias where there is one, then SiLU. Norms of q and k: sum of squares as in an
 * RMS norm, factor = rsqrt(sum + 1e-6), q then * 1/sqrt(dk). beta = 1 / (1 + exp(-b)); decay = exp(a * softplus(x + dt)),
 * softplus(x) = x from 20 on, else ln(1 + exp(x)). Scan, one column of S at a time, token after token, i over dk in four
 * stripes (i mod 4), joined (r0 + r2) + (r1 + r3):
 *     S[i] = S[i] * decay (zero below 2^-100);  r = fma(S[i], k[i], r);   delta = (v - r) * beta;   S[i] = fma(k[i], delta, S[i]);  o = fma(S[i], q[i], o)
 * What has faded to almost nothing counts as zero: it would end in denormal numbers, where devices differ.
 * Output: RMS norm over dv with weights, times SiLU(z). Chunks change no bit: the scan is sequential. */

/* One work-item per token (dimension 1) and 16 channels (dimension 0). w: [channel][taps]; state: [slot][taps - 1][channels],
 * the rows before this pass. */
#define GP_CONV_SILU 1
#define GP_CONV_BIAS 2
__kernel void gp_conv(gp_cf u, int ldu, gp_cf w, gp_cf bias, int flags, gp_cf state, gp_ci token, __global float *y, int ldy, int channels, int taps, int n)
{
    int t = (int)get_global_id(1), c0 = (int)get_global_id(0) * 16, c1 = min(c0 + 16, channels);
    if (t >= n) return;
    int pos = token[4 * t], slot = token[4 * t + 1], here = 0; /* earlier tokens of the sequence in this pass */
    while (here < taps - 1 && here < t && token[4 * (t - here - 1) + 1] == slot) here++;
    for (int c = c0; c < c1; c++) {
        float a = 0.f;
        for (int j = 0; j < taps; j++) {
            int back = taps - 1 - j;
            float x = 0.f;
            if (back <= here) x = u[(size_t)(t - back) * ldu + c];
            else if (back <= pos) x = state[((size_t)slot * (taps - 1) + taps - 1 - (back - here)) * channels + c];
            a = fma(w[(size_t)c * taps + j], x, a);
        }
        if (flags & GP_CONV_BIAS) a = a + bias[c];
        y[(size_t)t * ldy + c] = flags & GP_CONV_SILU ? gp_silu_float(a) : a;
    }
}

/* The last rows of each sequence become its state. Dimension 0: 16 channels, dimension 1: slots. */
__kernel void gp_conv_shift(gp_cf u, int ldu, __global float *state, gp_ci token, int channels, int taps, int slots, int n)
{
    int slot = (int)get_global_id(1), c0 = (int)get_global_id(0) * 16, c1 = min(c0 + 16, channels);
    if (slot >= slots) return;
    state += (size_t)slot * (taps - 1) * channels;
    int first = 0;
    while (first < n && token[4 * first + 1] != slot) first++;
    int count = 0;
    while (first + count < n && token[4 * (first + count) + 1] == slot) count++;
    if (!count) return;
    bool fresh = token[4 * first] == 0;
    for (int c = c0; c < c1; c++)
        for (int j = 0; j < taps - 1; j++) { /* ascending: a row is read before it is overwritten */
            int from = j + count - (taps - 1);
            float x = from >= 0 ? u[(size_t)(first + from) * ldu + c] : fresh ? 0.f : state[(j + count) * channels + c];
            state[j * channels + c] = x;
        }
}

/* One work-item per token (dimension 1) and head (dimension 0: key heads' q, then their k, then value heads): q and k are
 * normalized in place; a value head's inputs ab[alpha_at + h] and ab[beta_at + h] become its decay and write strength. */
__kernel void gp_delta_prepare(__global float *y, int ldy, __global float *ab, int ldab, int alpha_at, int beta_at, gp_cf dt, gp_cf a, int key_heads, int value_heads, int dk, float q_scale, int n)
{
    int t = (int)get_global_id(1), h = (int)get_global_id(0);
    if (t >= n || h >= 2 * key_heads + value_heads) return;
    if (h < 2 * key_heads) {
        __global float *x = y + (size_t)t * ldy + h * dk;
        float r = gp_rsqrt(gp_sumsq(x, dk) + 1e-6f);
        for (int i = 0; i < dk; i += 16) {
            float16 v = vload16(0, x + i) * r;
            vstore16(h < key_heads ? v * q_scale : v, 0, x + i);
        }
        return;
    }
    h -= 2 * key_heads;
    ab += (size_t)t * ldab;
    ab[alpha_at + h] = gp_expw_float(a[h] * gp_softplus(ab[alpha_at + h] + dt[h]));
    ab[beta_at + h] = gp_rcp_float(1.f + gp_exp_float(-ab[beta_at + h]));
}

/* One work-item per slot (dimension 1), value head and 16 columns of its state (dimension 0). */
__kernel void gp_delta_scan(gp_cf y, int ldy, gp_cf ab, int ldab, int alpha_at, int beta_at, __global float *state, gp_ci token, __global float *o, int ldo,
                            int key_heads, int value_heads, int dk, int dv, int grouped, int slots, int n)
{
    int slot = (int)get_global_id(1), item = (int)get_global_id(0), h = item / (dv / 16), c = item % (dv / 16) * 16;
    if (slot >= slots || h >= value_heads) return;
    int kh = grouped ? h / (value_heads / key_heads) : h % key_heads, v_at = 2 * key_heads * dk + h * dv + c;
    __global float *s = state + ((size_t)slot * value_heads + h) * dk * dv + c;
    for (int t = 0; t < n; t++) {
        if (token[4 * t + 1] != slot) continue;
        gp_cf q = y + (size_t)t * ldy + kh * dk, k = q + key_heads * dk;
        float decay = ab[(size_t)t * ldab + alpha_at + h], beta = ab[(size_t)t * ldab + beta_at + h];
        bool fresh = token[4 * t] == 0;
        float16 r[4] = {(float16)(0.f), (float16)(0.f), (float16)(0.f), (float16)(0.f)}, a[4] = {(float16)(0.f), (float16)(0.f), (float16)(0.f), (float16)(0.f)};
        for (int i = 0; i < dk; i += 4)
            _Pragma("unroll") for (int j = 0; j < 4; j++) {
                float16 x = fresh ? (float16)(0.f) : vload16(0, s + (size_t)(i + j) * dv) * decay;
                x = fabs(x) < (float16)(0x1p-100f) ? (float16)(0.f) : x;
                vstore16(x, 0, s + (size_t)(i + j) * dv);
                r[j] = fma(x, (float16)(k[i + j]), r[j]);
            }
        float16 delta = (vload16(0, y + (size_t)t * ldy + v_at) - ((r[0] + r[2]) + (r[1] + r[3]))) * beta;
        for (int i = 0; i < dk; i += 4)
            _Pragma("unroll") for (int j = 0; j < 4; j++) {
                float16 x = fma((float16)(k[i + j]), delta, vload16(0, s + (size_t)(i + j) * dv));
                vstore16(x, 0, s + (size_t)(i + j) * dv);
                a[j] = fma(x, (float16)(q[i + j]), a[j]);
            }
        vstore16((a[0] + a[2]) + (a[1] + a[3]), 0, o + (size_t)t * ldo + h * dv + c);
    }
}

/* One work-item per token (dimension 1) and value head (dimension 0): o = norm(o) * SiLU(z), in place. */
__kernel void gp_delta_out(__global float *o, int ldo, gp_cf u, int ldu, int z_at, gp_cf w, int value_heads, int dv, float inv_dv, float eps, int n)
{
    int t = (int)get_global_id(1), h = (int)get_global_id(0);
    if (t >= n || h >= value_heads) return;
    o += (size_t)t * ldo + h * dv;
    u += (size_t)t * ldu + z_at + h * dv;
    float r = gp_rsqrt(fma(gp_sumsq(o, dv), inv_dv, eps));
    for (int i = 0; i < dv; i += 16) vstore16(((vload16(0, o + i) * r) * vload16(0, w + i)) * gp_silu_float16(vload16(0, u + i)), 0, o + i);
}
