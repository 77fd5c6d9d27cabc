/* mm_float.cl - y = W x for F32, F16 and BF16 weights and f32 activations.
 *
 * Weights, repacked: [row/16][k][16 rows], k padded with zeros to a multiple of 4.
 *
 * Order, for each row and token: k ascending in spans of 512; within a span four stripes, stripe j takes k = j mod 4:
 *     a[j] = fma(w[k], x[k], a[j]);   span = (a0 + a2) + (a1 + a3);   total = total + span, spans ascending;
 * then * scale of the tensor (where it has one), + bias, then residual + total. Grid as in mm_q8_0.cl. T changes no bit; a tile that is
 * not full computes its last token again and stores it once. */

#define GP_MM_FLOAT(NAME, T, TYPE, LOAD)                                                                                      \
    __kernel void NAME(__global const TYPE *w, gp_cf x, __global float *y, int y_at, gp_cf bias, int bias_at, int kp, int ldx, int groups, int per,  \
                       int n, int ldy, int flags)                                                                            \
    {                                                                                                                         \
        int tile = (int)get_global_id(0), g = (int)get_global_id(1) * per, end = min(g + per, groups), left = n - tile * T;  \
        if (left <= 0) return;                                                                                                \
        x += (size_t)tile * T * ldx;                                                                                          \
        for (; g < end; g++) {                                                                                                \
            __global const TYPE *wp = w + (size_t)g * kp * 16;                                                                \
            float16 total[T];                                                                                                 \
            _Pragma("unroll") for (int t = 0; t < T; t++) total[t] = (float16)(0.f);                                         \
            for (int k0 = 0; k0 < kp; k0 += 512) {                                                                            \
                float16 a[T][4];                                                                                              \
                int k1 = min(k0 + 512, kp);                                                                                   \
                _Pragma("unroll") for (int t = 0; t < T; t++)                                                                 \
                    _Pragma("unroll") for (int j = 0; j < 4; j++) a[t][j] = (float16)(0.f);                                  \
                for (int k = k0; k < k1; k += 4) {                                                                            \
                    _Pragma("unroll") for (int j = 0; j < 4; j++) {                                                           \
                        float16 ww = LOAD(wp + (size_t)(k + j) * 16);                                                         \
                        _Pragma("unroll") for (int t = 0; t < T; t++)                                                         \
                            a[t][j] = fma(ww, (float16)(x[(size_t)min(t, left - 1) * ldx + k + j]), a[t][j]);                \
                    }                                                                                                         \
                }                                                                                                             \
                _Pragma("unroll") for (int t = 0; t < T; t++)                                                                 \
                    total[t] = total[t] + ((a[t][0] + a[t][2]) + (a[t][1] + a[t][3]));                                       \
            }                                                                                                                 \
            _Pragma("unroll") for (int t = 0; t < T; t++) if (t < left)                                                       \
                gp_finish(total[t], y + (size_t)(tile * T + t) * ldy + y_at + g * 16, bias, bias_at + g * 16, flags);                        \
        }                                                                                                                     \
    }

#define GP_EMBED_FLOAT(NAME, TYPE, LOAD1)                                                                                     \
    __kernel void NAME(__global const TYPE *w, gp_ci token, __global float *x, int row0, int rows, int kp, int k,      \
                       int ldx, float scale, int n)                                                                           \
    {                                                                                                                         \
        int t = (int)get_global_id(1), i = (int)get_global_id(0) * 256, end = min(i + 256, k);                               \
        if (t >= n) return;                                                                                                   \
        int row = token[4 * t + 2] - row0;                                                                                    \
        if (row < 0 || row >= rows) return;                                                                                   \
        __global const TYPE *p = w + (size_t)(row / 16) * kp * 16 + row % 16;                                                \
        for (; i < end; i++) x[(size_t)t * ldx + i] = LOAD1(p[(size_t)i * 16]) * scale;                                      \
    }

GP_MM_FLOAT(gp_mm_f32_1, 1, float, GP_LOAD_F32)
GP_MM_FLOAT(gp_mm_f32_4, 4, float, GP_LOAD_F32)
GP_MM_FLOAT(gp_mm_f16_1, 1, ushort, GP_LOAD_F16)
GP_MM_FLOAT(gp_mm_f16_4, 4, ushort, GP_LOAD_F16)
GP_MM_FLOAT(gp_mm_bf16_1, 1, ushort, GP_LOAD_BF16)
GP_MM_FLOAT(gp_mm_bf16_4, 4, ushort, GP_LOAD_BF16)
GP_EMBED_FLOAT(gp_embed_f32, float, GP_LOAD1_F32)
GP_EMBED_FLOAT(gp_embed_f16, ushort, GP_LOAD1_F16)
GP_EMBED_FLOAT(gp_embed_bf16, ushort, GP_LOAD1_BF16)

GP_EXPERTS_FLOAT(gp_mm_f32_1_x, gp_mm_f32_1, float)
GP_EXPERTS_FLOAT(gp_mm_f32_4_x, gp_mm_f32_4, float)
GP_EXPERTS_FLOAT(gp_mm_f16_1_x, gp_mm_f16_1, ushort)
GP_EXPERTS_FLOAT(gp_mm_f16_4_x, gp_mm_f16_4, ushort)
GP_EXPERTS_FLOAT(gp_mm_bf16_1_x, gp_mm_bf16_1, ushort)
GP_EXPERTS_FLOAT(gp_mm_bf16_4_x, gp_mm_bf16_4, ushort)
