/* quant.cl - products of quantized weights with int8 activations: the template that all types share, and their bit planes.
 *
 * Weights, repacked: rows in groups of 16; for each group [block of 32][vector][16 rows][4 bytes], then from byte `scales` on
 * the scales of each group (per type, see the mm_*.cl files). Values are unsigned with an offset: q = u - OFFSET. A chunk is
 * 4 values (k = 4c .. 4c+3) of 16 rows, 8 chunks make a block. Planes of bits, each byte j of a row's 4 bytes for k = 4c + j:
 *   4-bit plane, 4 vectors: vector c holds chunk c in the low and chunk c + 4 in the high half of each byte;
 *   2-bit plane, 2 vectors: vector c / 4 holds chunk c in bits 2 (c mod 4) and up;
 *   1-bit plane, 1 vector: chunk c in bit c.
 *
 * Order, for each row and token: blocks ascending in spans of 16 (512 values),
 *     span = 0; for each block: span = fma(float(dot), dw * dx, span), with a minimum also span = fma(float(sum), m * dx, span);
 *     total = total + span, spans ascending; then + bias, then residual + total.
 * dot is an exact integer (with 16-value scales: the integer sum of scale * dot over the two halves). One work-item computes
 * 16 rows x T tokens for `per` row groups in turn; grid: dimension 0 = token tile, dimension 1 = runs of row groups. */

#define GP_PLANE4(v, c) as_int16((as_uint16(vload16((c) & 3, v)) >> (uint16)(((c) >> 2) * 4)) & 0x0f0f0f0fu)
#define GP_PLANE2(v, c) as_int16((as_uint16(vload16((c) >> 2, v)) >> (uint16)(((c) & 3) * 2)) & 0x03030303u)
#define GP_PLANE1(v, c) as_int16((as_uint16(vload16(0, v)) >> (uint16)(c)) & 0x01010101u)

/* Value i of row r, from the bytes of one block. */
#define GP_BITS4(p, r, i) ((int)((p)[((i) / 4 % 4) * 64 + (r) * 4 + (i) % 4] >> ((i) / 16 * 4)) & 15)
#define GP_BITS2(p, r, i) ((int)((p)[((i) / 16) * 64 + (r) * 4 + (i) % 4] >> ((i) / 4 % 4 * 2)) & 3)
#define GP_BITS1(p, r, i) ((int)((p)[(r) * 4 + (i) % 4] >> ((i) / 4)) & 1)

/* VECS vectors per block, SIDE(nb) bytes of scales per group; CHUNK(v, c): unsigned values; LOAD(): declares what the block's
 * scales are, from `side` and b; TERM(): span[t] from s[t], dx, sum0 and sum1 (sums of the two halves of activations). */
#define GP_MM_ROWS(NAME, T, VECS, SIDE, BODY)                                                                                  \
    __kernel void NAME(__global const uchar *w, ulong scales, gp_ci xq, gp_cf xs, gp_ci xc, __global float *y, int y_at,      \
                       gp_cf bias, int bias_at, int nb, int groups, int per, int n, int ldy, int flags)                       \
    {                                                                                                                         \
        int tile = (int)get_global_id(0), g = (int)get_global_id(1) * per, end = min(g + per, groups), left = n - tile * T;  \
        if (left <= 0) return;                                                                                                \
        xq += (size_t)tile * nb * 8 * T;                                                                                      \
        xs += (size_t)tile * nb * T;                                                                                          \
        xc += (size_t)tile * nb * T * 2;                                                                                      \
        for (; g < end; g++) {                                                                                                \
            gp_ci wp = (gp_ci)w + (size_t)g * nb * (VECS) * 16;                                                               \
            __global const uchar *side = w + scales + (size_t)g * (SIDE);                                                     \
            float16 total[T];                                                                                                 \
            _Pragma("unroll") for (int t = 0; t < T; t++) total[t] = (float16)(0.f);                                         \
            for (int b0 = 0; b0 < nb; b0 += 16) {                                                                             \
                float16 span[T];                                                                                              \
                int b1 = min(b0 + 16, nb);                                                                                    \
                _Pragma("unroll") for (int t = 0; t < T; t++) span[t] = (float16)(0.f);                                      \
                for (int b = b0; b < b1; b++) {                                                                               \
                    gp_ci xp = xq + (size_t)b * 8 * T, v = wp + (size_t)b * (VECS) * 16;                                      \
                    BODY                                                                                                      \
                }                                                                                                             \
                _Pragma("unroll") for (int t = 0; t < T; t++) total[t] = total[t] + span[t];                                 \
            }                                                                                                                 \
            _Pragma("unroll") for (int t = 0; t < T; t++) if (t < left)                                                       \
                gp_finish(total[t], y + (size_t)(tile * T + t) * ldy + y_at + g * 16, bias + bias_at + g * 16, flags);       \
        }                                                                                                                     \
    }

#define GP_SUM0(t) xc[(b * TILE + (t)) * 2]
#define GP_SUM1(t) xc[(b * TILE + (t)) * 2 + 1]

/* One scale (and minimum) for the whole block of 32. */
#define GP_BODY_WHOLE(T, OFFSET, CHUNK, LOAD, TERM)                                                                           \
    enum { TILE = T };                                                                                                        \
    int16 s[T];                                                                                                               \
    LOAD()                                                                                                                    \
    _Pragma("unroll") for (int t = 0; t < T; t++) s[t] = (int16)(-(OFFSET) * (GP_SUM0(t) + GP_SUM1(t)));                      \
    _Pragma("unroll") for (int c = 0; c < 8; c++) {                                                                           \
        int16 u = CHUNK(v, c);                                                                                                \
        _Pragma("unroll") for (int t = 0; t < T; t++) s[t] = GP_DOT4(s[t], u, xp + c * T + t);                               \
    }                                                                                                                         \
    _Pragma("unroll") for (int t = 0; t < T; t++) {                                                                           \
        float dx = xs[b * T + t];                                                                                             \
        TERM()                                                                                                                \
    }

/* An integer scale for each half of 16: sc0 and sc1, int16 of 16 rows. */
#define GP_BODY_HALVES(T, OFFSET, CHUNK, LOAD, TERM)                                                                          \
    enum { TILE = T };                                                                                                        \
    int16 s[T], h[T];                                                                                                         \
    LOAD()                                                                                                                    \
    _Pragma("unroll") for (int t = 0; t < T; t++) h[t] = (int16)(-(OFFSET) * GP_SUM0(t));                                     \
    _Pragma("unroll") for (int c = 0; c < 4; c++) {                                                                           \
        int16 u = CHUNK(v, c);                                                                                                \
        _Pragma("unroll") for (int t = 0; t < T; t++) h[t] = GP_DOT4(h[t], u, xp + c * T + t);                               \
    }                                                                                                                         \
    _Pragma("unroll") for (int t = 0; t < T; t++) {                                                                           \
        s[t] = h[t] * sc0;                                                                                                    \
        h[t] = (int16)(-(OFFSET) * GP_SUM1(t));                                                                               \
    }                                                                                                                         \
    _Pragma("unroll") for (int c = 4; c < 8; c++) {                                                                           \
        int16 u = CHUNK(v, c);                                                                                                \
        _Pragma("unroll") for (int t = 0; t < T; t++) h[t] = GP_DOT4(h[t], u, xp + c * T + t);                               \
    }                                                                                                                         \
    _Pragma("unroll") for (int t = 0; t < T; t++) {                                                                           \
        float dx = xs[b * T + t];                                                                                             \
        s[t] = s[t] + h[t] * sc1;                                                                                             \
        TERM()                                                                                                                \
    }

#define GP_TERM_SCALE() span[t] = fma(convert_float16(s[t]), d * dx, span[t]);
#define GP_TERM_SCALE_MIN()                                                                                                    \
    span[t] = fma(convert_float16(s[t]), d * dx, span[t]);                                                                   \
    span[t] = fma((float16)((float)(GP_SUM0(t) + GP_SUM1(t))), m * dx, span[t]);

/* Kernels NAME_1, NAME_4, NAME_8. */
#define GP_MM_TILES(NAME, VECS, SIDE, BODY, OFFSET, CHUNK, LOAD, TERM)                                                        \
    GP_MM_ROWS(NAME##1, 1, VECS, SIDE, BODY(1, OFFSET, CHUNK, LOAD, TERM))                                                    \
    GP_MM_ROWS(NAME##4, 4, VECS, SIDE, BODY(4, OFFSET, CHUNK, LOAD, TERM))                                                    \
    GP_MM_ROWS(NAME##8, 8, VECS, SIDE, BODY(8, OFFSET, CHUNK, LOAD, TERM))

/* Rows of the matrix as they are, exactly dequantized: x[i] = value * scale. Dimension 1 = token, dimension 0 = blocks in runs
 * of 8. This buffer holds `rows` rows from row0 on; tokens that lie in another one are left alone. LOAD() declares the scales of
 * row r in block b from `side`; VALUE is value i of the block at `p`. */
#define GP_EMBED(NAME, VECS, SIDE, LOAD, VALUE)                                                                               \
    __kernel void NAME(__global const uchar *w, ulong scales, gp_ci token, __global float *x, int row0, int rows, int nb,     \
                       int ldx, float scale, int n)                                                                           \
    {                                                                                                                         \
        int t = (int)get_global_id(1), b = (int)get_global_id(0) * 8, end = min(b + 8, nb);                                  \
        if (t >= n) return;                                                                                                   \
        int row = token[4 * t + 2] - row0, r = row % 16;                                                                      \
        if (row < 0 || row >= rows) return;                                                                                   \
        __global const uchar *side = w + scales + (size_t)(row / 16) * (SIDE);                                                \
        for (; b < end; b++) {                                                                                                \
            __global const uchar *p = w + ((size_t)(row / 16) * nb + b) * (VECS) * 64;                                        \
            LOAD()                                                                                                            \
            for (int i = 0; i < 32; i++) x[(size_t)t * ldx + b * 32 + i] = (VALUE) * scale;                                   \
        }                                                                                                                     \
    }

#define GP_H(bytes) ((__global const ushort *)(bytes))
