/* mm.cl - y = W x for quantized block formats and int8 activations; stands in front of every kernel file that describes one.
 *
 * A format is described by one file mm_TYPE.cl, which defines
 *     GP_GROUP     blocks of 32 values that share one float scale (1, 2, 4 or 8)
 *     GP_MAIN      bytes of codes, GP_SIDE bytes of scales, of one such group in 16 interleaved rows
 *     GP_TABLE     bytes of the codebook that stands at the front of the buffer, a multiple of 64, or 0
 *     GP_OFFSET    what a code stands above its value: value = code - GP_OFFSET
 *     GP_SUB       0: no smaller scales; 1: an integer scale per 32 values; 2: per 16 values; 3: a float scale per 16
 *     GP_MINS      1: the group has minimums as well
 * and the functions (m: codes, s: scales of the group; tab: codebook; b: block in the group; h: half of the block)
 *     gp_d(s)                   the float scales of 16 rows
 *     gp_min_d(s)               what the minimums are multiplied with, sign included
 *     gp_sub(m, s, b, h)        the smaller scales: integers, or floats for GP_SUB 3
 *     gp_sub_min(m, s, b, h)    the integer minimums
 *     gp_codes(m, s, tab, b, c) the codes of a block as bytes: c[k] has values 4k to 4k+3 of 16 rows
 * Weights are the bytes of the file, only interleaved: [row/16][group][unit][16 rows][bytes of a unit], codes first, for all
 * groups of 16 rows, then scales. Units are 4 bytes for codes and the field's natural size for scales.
 *
 * Order, for each row and token, D(b) the exact integer dot of block b's values with the activations, dx(b) their scale,
 * S(b) their exact integer sum; blocks ascending everywhere:
 *     sum = 0, low = 0; for each block of the group:
 *         GP_SUB 0:  sum = fma(float(D), dx, sum)
 *         GP_SUB 1:  sum = fma(float(D * sub), dx, sum)
 *         GP_SUB 2:  sum = fma(float(D0 * sub0 + D1 * sub1), dx, sum)          halves of 16; exact, below 2^24
 *         GP_SUB 3:  sum = fma(float(D0), sub0 * dx, sum); sum = fma(float(D1), sub1 * dx, sum)
 *         minimums:  low = fma(float(min), float(S) * dx, low), or for halves low = fma(float(S0 * min0 + S1 * min1), dx, low)
 *     span = fma(d, sum, span); span = fma(dmin, low, span)     groups ascending, spans of 512 values, from 0
 *     total = total + span                                      spans ascending
 * then * scale of the tensor (where it has one), + bias, then residual + total. One work-item computes 16 rows x T tokens for `per` row groups in turn; grid: dimension
 * 0 = token tile, dimension 1 = runs of row groups. T changes no bit. With
 * experts (common.cl), a tile's tokens all belong to one expert, whose rows lie e * main and e * side bytes further on. */

#define GP_ONE16 ((int16)(1))
typedef __global const uchar *gp_cu;

/* 16 bytes, or 16-bit numbers, as integers: unit u of a field of the scales that starts at byte `at`. */
#define GP_U8(s, at, u) convert_int16(vload16(u, (s) + (at)))
#define GP_I8(s, at, u) convert_int16(vload16(u, (__global const char *)((s) + (at))))
#define GP_U16(s, at, u) convert_int16(vload16(u, (__global const ushort *)((s) + (at))))
#define GP_HALF(s, at) gp_half16((__global const ushort *)((s) + (at)))

/* Halves in registers to floats. */
static inline float16 gp_half16_of(uint16 h)
{
    uint16 em = h & 0x7fffu, bits = (em << 13u) + (112u << 23);
    bits = em >= 0x7c00u ? bits | 0x7f800000u : bits;
    bits = em < 0x400u ? as_uint16(convert_float16(em) * 0x1p-24f) : bits;
    return as_float16(bits | ((h & 0x8000u) << 16u));
}

/* Bits at..at+3 of each row to the lowest bit of 4 bytes. */
static inline int16 gp_spread4(int16 v, int at) { return (v >> at & 15) * 0x00204081 & 0x01010101; }
/* 64 + g or 64 - g for 4 bytes g below 64, by the 4 sign bits at..at+3. */
static inline int16 gp_signed(int16 g, int16 signs, int at)
{
    int16 m = gp_spread4(signs, at);
    m = (m << 7) - m;
    return (g ^ m) + 0x40404040 - m;
}
/* Seven sign bits; the eighth makes their number even. */
static inline int16 gp_even_signs(int16 k)
{
    int16 p = k ^ k >> 4;
    p = p ^ p >> 2;
    p = p ^ p >> 1;
    return k | (p & 1) << 7;
}
/* Table entries of 16 rows. (A gather instruction was no faster.) */
static inline int16 gp_look(gp_ci t, int16 i)
{
    return (int16)(t[i.s0], t[i.s1], t[i.s2], t[i.s3], t[i.s4], t[i.s5], t[i.s6], t[i.s7], t[i.s8], t[i.s9], t[i.sa], t[i.sb], t[i.sc], t[i.sd], t[i.se], t[i.sf]);
}

/* Levels of 16 codes as bytes value + 128, and 4 codes at once through them: one shuffle where there is one, else a tree of
 * selections by the bits of the code. */
#define GP_LEVELS_IQ4 ((uint4)(0x3f2d1801u, 0x766a5d4fu, 0xa6998d81u, 0xf1d9c5b5u))
#define GP_LEVELS_FP4 ((uint4)(0x83828180u, 0x8c888684u, 0x7d7e7f80u, 0x74787a7cu))
#if !defined(GP_PORTABLE) && defined(__AVX512BW__)
typedef char gp_v64c __attribute__((ext_vector_type(64)));
static inline int16 gp_level16(int16 q, uint4 levels)
{
    uint16 l = (uint16)(levels, levels, levels, levels);
    gp_v64c a, b, r;
    __builtin_memcpy(&a, &l, 64);
    __builtin_memcpy(&b, &q, 64);
    r = __builtin_ia32_pshufb512(a, b);
    __builtin_memcpy(&q, &r, 64);
    return q;
}
#elif !defined(GP_PORTABLE) && defined(__AVX2__)
typedef char gp_v32c __attribute__((ext_vector_type(32)));
static inline int8 gp_level8(int8 q, uint8 l)
{
    gp_v32c a, b, r;
    __builtin_memcpy(&a, &l, 32);
    __builtin_memcpy(&b, &q, 32);
    r = __builtin_ia32_pshufb256(a, b);
    __builtin_memcpy(&q, &r, 32);
    return q;
}
static inline int16 gp_level16(int16 q, uint4 levels)
{
    uint8 l = (uint8)(levels, levels);
    return (int16)(gp_level8(q.lo, l), gp_level8(q.hi, l));
}
#else
static inline int16 gp_pick(int16 mask, int16 a, int16 b) { return a ^ ((a ^ b) & mask); } /* b where the mask is set */
static inline int16 gp_level4(int16 m0, int16 m1, uint l)
{
    int one = 0x01010101;
    int16 a = (int16)((int)(l & 255u) * one), b = (int16)((int)(l >> 8 & 255u) * one), c = (int16)((int)(l >> 16 & 255u) * one), d = (int16)((int)(l >> 24) * one);
    return gp_pick(m1, gp_pick(m0, a, b), gp_pick(m0, c, d));
}
static inline int16 gp_level16(int16 q, uint4 levels)
{
    int16 one = (int16)(0x01010101), m0 = (q & one) * 255, m1 = (q >> 1 & one) * 255, m2 = (q >> 2 & one) * 255, m3 = (q >> 3 & one) * 255;
    return gp_pick(m3, gp_pick(m2, gp_level4(m0, m1, levels.x), gp_level4(m0, m1, levels.y)), gp_pick(m2, gp_level4(m0, m1, levels.z), gp_level4(m0, m1, levels.w)));
}
#endif

/* One block of T tokens, whose activations start at xb, T apart. Codes outside, tokens inside: T independent chains. */
#define GP_EACH(T) _Pragma("unroll") for (int t = 0; t < T; t++)
#define GP_DOTS(T, from)                                                                                                      \
    _Pragma("unroll") for (int k = from; k < from + 4; k++) GP_EACH(T) a[t] = GP_DOT4(a[t], c[k], xb + k * T + t);

#define GP_MM_BLOCK(T)                                                                                                        \
    {                                                                                                                         \
        gp_cf dx = xs + bb * T;                                                                                               \
        gp_ci all = xc + bb * T; /* -128 times the sum of the activations */                                                  \
        int16 a[T], h[T];                                                                                                     \
        float16 both[T];                                                                                                      \
        if (GP_SUB <= 1) {                                                                                                    \
            GP_EACH(T) a[t] = (int16)((all[t] >> 7) * GP_OFFSET);                                                             \
            GP_DOTS(T, 0)                                                                                                     \
            GP_DOTS(T, 4)                                                                                                     \
            GP_EACH(T) {                                                                                                      \
                float16 f = GP_SUB ? convert_float16(a[t]) * sub0 : convert_float16(a[t]);                                    \
                sum[t] = GP_GROUP == 1 ? f * dx[t] : fma(f, (float16)(dx[t]), sum[t]);                                        \
                if (GP_MINS) {                                                                                                \
                    float16 e = (float16)((float)(-(all[t] >> 7)) * dx[t]);                                                   \
                    low[t] = GP_GROUP == 1 ? e : fma(min0, e, low[t]);                                                        \
                }                                                                                                             \
            }                                                                                                                 \
        } else {                                                                                                              \
            GP_EACH(T) {                                                                                                      \
                h[t] = (int16)(0);                                                                                            \
                _Pragma("unroll") for (int k = 0; k < 4; k++) h[t] = GP_DOT4(h[t], (int16)(0x01010101), xb + k * T + t);      \
                a[t] = h[t] * -GP_OFFSET;                                                                                     \
            }                                                                                                                 \
            GP_DOTS(T, 0)                                                                                                     \
            GP_EACH(T) {                                                                                                      \
                if (GP_SUB == 2) both[t] = convert_float16(a[t]) * sub0;                                                      \
                else sum[t] = fma(convert_float16(a[t]), sub0 * dx[t], sum[t]);                                               \
                a[t] = (h[t] + (all[t] >> 7)) * GP_OFFSET;                                                                    \
            }                                                                                                                 \
            GP_DOTS(T, 4)                                                                                                     \
            GP_EACH(T) {                                                                                                      \
                if (GP_SUB == 2) sum[t] = fma(fma(convert_float16(a[t]), sub1, both[t]), (float16)(dx[t]), sum[t]);           \
                else sum[t] = fma(convert_float16(a[t]), sub1 * dx[t], sum[t]);                                               \
                if (GP_MINS) low[t] = fma(fma(convert_float16(-(all[t] >> 7) - h[t]), min1, convert_float16(h[t]) * min0), (float16)(dx[t]), low[t]); \
            }                                                                                                                 \
        }                                                                                                                     \
    }

/* The smaller scales as floats. GP_SUB 3 passes the bits of floats through the integers. Their products with dots are exact. */
#define gp_sub_float(v) (GP_SUB == 3 ? as_float16(v) : convert_float16(v))
#define GP_SUB_FLOAT(v) as_int16(v)

/* How far the blocks of a group are unrolled: wholly where only a row of codes passes by, for then all shifts are constants and
 * nothing is loaded twice; with more tokens the products weigh more than that, and compiling takes longer. */
#define GP_UNROLL_1 _Pragma("unroll")
#define GP_UNROLL_4 _Pragma("clang loop unroll(disable)")
#define GP_UNROLL_8 _Pragma("clang loop unroll(disable)")

#define GP_MM_BLOCKS(NAME, EXPERTS, T)                                                                                       \
    GP_FAR void NAME##_rows(int tile, int run, gp_ci tab, gp_cu w, ulong scales, gp_ci xq, gp_cf xs, gp_ci xc, __global float *y, int y_at, gp_cf bias, int bias_at, int nb, \
                                   int groups, int per, int n, int ldy, int flags) \
    {                                                                                                                        \
        int g = run * per, end = min(g + per, groups), left = n - tile * T;                                                  \
        if (left <= 0) return;                                                                                               \
        xq += (size_t)tile * nb * 8 * GP_ROWS(T);                                                                             \
        xs += (size_t)tile * nb * GP_ROWS(T);                                                                                 \
        xc += (size_t)tile * nb * GP_ROWS(T);                                                                                 \
        for (; g < end; g++) {                                                                                                \
            gp_ci m = (gp_ci)(w + (size_t)g * (nb / GP_GROUP) * GP_MAIN);                                                     \
            gp_cu s = w + scales + (size_t)g * (nb / GP_GROUP) * GP_SIDE;                                                     \
            float16 total[GP_ROWS(T)];                                                                                        \
            _Pragma("unroll") for (int t = 0; t < GP_ROWS(T); t++) total[t] = (float16)(0.f);                                 \
            for (int b0 = 0; b0 < nb; b0 += 16) {                                                                             \
                float16 span[GP_ROWS(T)];                                                                                     \
                int last = min(b0 + 16, nb);                                                                                  \
                _Pragma("unroll") for (int t = 0; t < GP_ROWS(T); t++) span[t] = (float16)(0.f);                              \
                _Pragma("clang loop unroll(disable)") for (int b1 = b0; b1 < last; b1 += GP_GROUP, m += GP_MAIN / 4, s += GP_SIDE) { \
                    float16 sum[GP_ROWS(T)], low[GP_ROWS(T)], d = gp_d(s);                                                    \
                    _Pragma("unroll") for (int t = 0; t < GP_ROWS(T); t++) sum[t] = low[t] = (float16)(0.f);                  \
                    GP_UNROLL_##T for (int b = 0; b < GP_GROUP; b++) {                                                        \
                        int bb = b1 + b;                                                                                      \
                        gp_ci xb = xq + (size_t)bb * 8 * GP_ROWS(T);                                                          \
                        int16 c[8];                                                                                           \
                        float16 sub0, sub1, min0, min1;                                                                       \
                        gp_codes(m, s, tab, b, c);                                                                            \
                        if (GP_SUB) sub0 = gp_sub_float(gp_sub(m, s, b, 0));                                                  \
                        if (GP_SUB > 1) sub1 = gp_sub_float(gp_sub(m, s, b, 1));                                              \
                        if (GP_MINS) min0 = convert_float16(gp_sub_min(m, s, b, 0));                                          \
                        if (GP_MINS && GP_SUB > 1) min1 = convert_float16(gp_sub_min(m, s, b, 1));                            \
                        GP_MM_BLOCK(GP_ROWS(T))                                                                               \
                    }                                                                                                         \
                    _Pragma("unroll") for (int t = 0; t < GP_ROWS(T); t++) {                                                  \
                        span[t] = fma(d, sum[t], span[t]);                                                                    \
                        if (GP_MINS) span[t] = fma(gp_min_d(s), low[t], span[t]);                                             \
                    }                                                                                                         \
                }                                                                                                             \
                _Pragma("unroll") for (int t = 0; t < GP_ROWS(T); t++) total[t] = total[t] + span[t];                         \
            }                                                                                                                 \
            _Pragma("unroll") for (int t = 0; t < T; t++) if (t < left)                                                       \
                gp_finish(GP_WHOLE(total, t, T), y + (size_t)(tile * T + t) * ldy + y_at + g * 16, bias, bias_at + g * 16, flags); \
        }                                                                                                                     \
    }                                                                                                                        \
    __kernel void NAME(gp_cu w, ulong scales, gp_ci xq, gp_cf xs, gp_ci xc, __global float *y, int y_at, gp_cf bias, int bias_at, int nb, int groups, int per, \
                       int n, int ldy, int flags) \
    {                                                                                                                        \
        NAME##_rows((int)get_global_id(0), (int)get_global_id(1), (gp_ci)w, w + GP_TABLE, scales, xq, xs, xc, y, y_at, bias, bias_at, nb, groups, per, n, ldy, flags);     \
    }                                                                                                                        \
    __kernel void EXPERTS(gp_cu w, ulong scales, gp_ci xq, gp_cf xs, gp_ci xc, __global float *y, int y_at, gp_cf bias, int bias_at, int nb, int groups, int per, \
                          int n, int ldy, int flags, gp_ci tile_expert, int first, int count, ulong main, ulong side, int rows) \
    {                                                                                                                        \
        int expert = tile_expert[get_global_id(0)], e = expert - first;                                                      \
        if (expert < 0 || e < 0 || e >= count) return;                                                                       \
        NAME##_rows((int)get_global_id(0), (int)get_global_id(1), (gp_ci)w, w + GP_TABLE + e * main, scales + e * side - e * main, xq, xs, xc, y, y_at, bias, flags & (GP_BIAS | GP_SCALED) ? expert * rows : bias_at, nb, \
                    groups, per, n, ldy, flags); \
    }

/* Rows of the matrix as they are: x[i] = ((d * sub) * value + dmin * min) * scale, which equals the exact dequantization.
 * Dimension 1 = token, dimension 0 = blocks in runs of 8. This buffer holds `rows` rows from row0 on; tokens that lie in
 * another one are left alone. All 16 rows of a group are decoded for the sake of one: a token has only one row to read. */
#define GP_EMBED_BLOCKS(NAME)                                                                                                 \
    __kernel void NAME(gp_cu w, ulong scales, gp_ci token, __global float *x, int row0, int rows, int nb, int ldx, float scale, int n) \
    {                                                                                                                         \
        int t = (int)get_global_id(1), b0 = (int)get_global_id(0) * 8, end = min(b0 + 8, nb);                                 \
        if (t >= n) return;                                                                                                   \
        int row = token[4 * t + 2] - row0;                                                                                    \
        if (row < 0 || row >= rows) return;                                                                                   \
        gp_ci tab = (gp_ci)w;                                                                                                 \
        for (int bb = b0; bb < end; bb++) {                                                                                   \
            size_t group = (size_t)(row / 16) * (nb / GP_GROUP) + bb / GP_GROUP;                                              \
            gp_ci m = (gp_ci)(w + GP_TABLE + group * GP_MAIN);                                                                \
            gp_cu s = w + GP_TABLE + scales + group * GP_SIDE;                                                                \
            int b = bb % GP_GROUP;                                                                                            \
            int16 c[8];                                                                                                       \
            gp_codes(m, s, tab, b, c);                                                                                        \
            for (int k = 0; k < 8; k++) {                                                                                     \
                float16 d = gp_d(s), low = (float16)(0.f);                                                                    \
                if (GP_SUB) d = d * gp_sub_float(gp_sub(m, s, b, GP_SUB > 1 ? k / 4 : 0));                                    \
                if (GP_MINS) low = gp_min_d(s) * convert_float16(gp_sub_min(m, s, b, GP_SUB > 1 ? k / 4 : 0));                \
                for (int j = 0; j < 4; j++) {                                                                                 \
                    float one[16];                                                                                            \
                    float16 v = d * convert_float16((c[k] >> 8 * j & 255) - GP_OFFSET);                                       \
                    vstore16(GP_MINS ? v + low : v, 0, one);                                                                  \
                    x[(size_t)t * ldx + bb * 32 + k * 4 + j] = one[row % 16] * scale;                                         \
                }                                                                                                             \
            }                                                                                                                 \
        }                                                                                                                     \
    }

#define GP_NO_SUB static inline int16 gp_sub(gp_ci m, gp_cu s, int b, int h) { return GP_ONE16; }
#define GP_NO_MINS                                                                                                            \
    static inline float16 gp_min_d(gp_cu s) { return (float16)(0.f); }                                                        \
    static inline int16 gp_sub_min(gp_ci m, gp_cu s, int b, int h) { return GP_ONE16; }
