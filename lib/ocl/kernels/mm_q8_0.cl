/* mm_q8_0.cl - y = W x for Q8_0 weights and int8 activations.
 *
 * Weights, repacked: quants [row/16][block][8 chunks][16 rows][4 bytes], each byte q ^ 0x80 (so u8 = q + 128, which the
 * activations' start value takes back), then from byte `scales` on [row/16][block][16] halves.
 *
 * Order, for each row and token: blocks ascending in spans of 16 (512 values),
 *     span = 0; for each block: span = fma(float(dot), dw * dx, span);   total = total + span, spans ascending;
 * then * scale of the tensor (where it has one), + bias, then residual + total. The dot is an exact integer. One work-item computes 16 rows x T tokens for `per`
 * row groups in turn; grid: dimension 0 = token tile, dimension 1 = runs of row groups. T changes no bit. */

#define GP_MM_Q8_0(NAME, T)                                                                                                   \
    GP_FAR void NAME##_rows(int tile, int run, __global const uchar *w, ulong scales, gp_ci xq, gp_cf xs, gp_ci xc, __global float *y, int y_at, \
                            gp_cf bias, int bias_at, int nb, int groups, int per, int n, int ldy, int flags)                  \
    {                                                                                                                         \
        int g = run * per, end = min(g + per, groups), left = n - tile * T;                                                   \
        if (left <= 0) return;                                                                                                \
        xq += (size_t)tile * nb * 8 * GP_ROWS(T);                                                                             \
        xs += (size_t)tile * nb * GP_ROWS(T);                                                                                 \
        xc += (size_t)tile * nb * GP_ROWS(T);                                                                                 \
        for (; g < end; g++) {                                                                                                \
            gp_ci wp = (gp_ci)(w + (size_t)g * nb * 512);                                                                     \
            __global const ushort *dp = (__global const ushort *)(w + scales) + (size_t)g * nb * 16;                         \
            float16 total[GP_ROWS(T)];                                                                                        \
            _Pragma("unroll") for (int t = 0; t < GP_ROWS(T); t++) total[t] = (float16)(0.f);                                 \
            for (int b0 = 0; b0 < nb; b0 += 16) {                                                                             \
                float16 span[GP_ROWS(T)];                                                                                     \
                int b1 = min(b0 + 16, nb);                                                                                    \
                _Pragma("unroll") for (int t = 0; t < GP_ROWS(T); t++) span[t] = (float16)(0.f);                              \
                for (int b = b0; b < b1; b++) {                                                                               \
                    gp_ci xp = xq + (size_t)b * 8 * GP_ROWS(T), wb = wp + (size_t)b * 128;                                    \
                    int16 s[GP_ROWS(T)];                                                                                      \
                    _Pragma("unroll") for (int t = 0; t < GP_ROWS(T); t++) s[t] = (int16)(xc[b * GP_ROWS(T) + t]);            \
                    _Pragma("unroll") for (int c = 0; c < 8; c++) {                                                           \
                        int16 ww = vload16(c, wb);                                                                            \
                        _Pragma("unroll") for (int t = 0; t < GP_ROWS(T); t++) s[t] = GP_DOT4(s[t], ww, xp + c * GP_ROWS(T) + t); \
                    }                                                                                                         \
                    float16 dw = gp_half16(dp + (size_t)b * 16);                                                              \
                    _Pragma("unroll") for (int t = 0; t < GP_ROWS(T); t++)                                                    \
                        span[t] = fma(convert_float16(s[t]), dw * xs[b * GP_ROWS(T) + t], span[t]);                           \
                }                                                                                                             \
                _Pragma("unroll") for (int t = 0; t < GP_ROWS(T); t++) total[t] = total[t] + span[t];                         \
            }                                                                                                                 \
            _Pragma("unroll") for (int t = 0; t < T; t++) if (t < left)                                                       \
                gp_finish(GP_WHOLE(total, t, T), y + (size_t)(tile * T + t) * ldy + y_at + g * 16, bias, bias_at + g * 16, flags); \
        }                                                                                                                     \
    }                                                                                                                         \
    __kernel void NAME(__global const uchar *w, ulong scales, gp_ci xq, gp_cf xs, gp_ci xc, __global float *y, int y_at, gp_cf bias, int bias_at,    \
                       int nb, int groups, int per, int n, int ldy, int flags)                                               \
    {                                                                                                                         \
        NAME##_rows((int)get_global_id(0), (int)get_global_id(1), w, scales, xq, xs, xc, y, y_at, bias, bias_at, nb, groups, per, n, ldy, flags); \
    }

GP_MM_Q8_0(gp_mm_q8_0_1, 1)
GP_MM_Q8_0(gp_mm_q8_0_4, 4)
GP_MM_Q8_0(gp_mm_q8_0_8, 8)
GP_EXPERTS_Q8(gp_mm_q8_0_1_x, gp_mm_q8_0_1)
GP_EXPERTS_Q8(gp_mm_q8_0_4_x, gp_mm_q8_0_4)
GP_EXPERTS_Q8(gp_mm_q8_0_8_x, gp_mm_q8_0_8)

/* Rows of the matrix as they are, exactly dequantized: x[i] = (d * q) * scale. Dimension 1 = token, dimension 0 = blocks
 * in runs of 8. This buffer holds `rows` rows from row0 on; tokens that lie in another one are left alone. */
__kernel void gp_embed_q8_0(__global const uchar *w, ulong scales, gp_ci token, __global float *x, int row0, int rows, int nb, int ldx,
                            float scale, int n)
{
    int t = (int)get_global_id(1), b = (int)get_global_id(0) * 8, end = min(b + 8, nb);
    if (t >= n) return;
    int row = token[4 * t + 2] - row0, r = row % 16;
    if (row < 0 || row >= rows) return;
    size_t at = (size_t)(row / 16) * nb;
    for (; b < end; b++) {
        float d = gp_half1(((__global const ushort *)(w + scales))[(at + b) * 16 + r]);
        __global const uchar *q = w + (at + b) * 512 + r * 4;
        for (int i = 0; i < 32; i++) x[(size_t)t * ldx + b * 32 + i] = (d * (float)((int)q[(i / 4) * 64 + i % 4] - 128)) * scale;
    }
}
