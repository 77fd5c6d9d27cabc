/* common.cl - what every kernel is made of; comes first in the program. Only + - * fma, comparisons, integer operations and
 * exact conversions, so that every IEEE device gives the same bits. No multiply-add is left to the compiler. Results that
 * would be denormal are avoided (tiny exponentials count as zero), because devices differ there. */
#pragma OPENCL FP_CONTRACT OFF

typedef __global const float *gp_cf;
typedef __global const int *gp_ci;

/* Scalar and 16-wide forms of the same arithmetic: F float type, U and I unsigned and signed of the same width. */
#define GP_MATHS(F, U, I, AF, AU, AI)                                                                                            \
    /* 1/b for b in [2^-126, 2^126]: bit trick and four Newton steps. */                                                        \
    static inline F gp_rcp_##F(F b)                                                                                                     \
    {                                                                                                                            \
        F y = AF((U)(0x7ef311c7u) - AU(b)), e;                                                                                   \
        e = fma(-b, y, (F)(1.f)); y = fma(y, e, y);                                                                              \
        e = fma(-b, y, (F)(1.f)); y = fma(y, e, y);                                                                              \
        e = fma(-b, y, (F)(1.f)); y = fma(y, e, y);                                                                              \
        e = fma(-b, y, (F)(1.f)); y = fma(y, e, y);                                                                              \
        return y;                                                                                                                \
    }                                                                                                                            \
    /* a/b for the same b: one correction step makes it the IEEE quotient in all samples tried. */                              \
    static inline F gp_div_##F(F a, F b)                                                                                                \
    {                                                                                                                            \
        F y = gp_rcp_##F(b), q = a * y;                                                                                          \
        return fma(fma(-b, q, a), y, q);                                                                                         \
    }                                                                                                                            \
    /* exp(x), x clamped to +-87 so that the result is normal; exp(0) is exactly 1; at most 0.88 ulp off. */                    \
    static inline F gp_exp_##F(F x)                                                                                                     \
    {                                                                                                                            \
        x = x > (F)(87.f) ? (F)(87.f) : x;                                                                                       \
        x = x < (F)(-87.f) ? (F)(-87.f) : x;                                                                                     \
        F t = fma(x, (F)(0x1.715476p+0f), (F)(12582912.f));                                                                      \
        I n = AI(t) - (I)(0x4b400000);                                                                                           \
        F f = t - (F)(12582912.f);                                                                                               \
        F r = fma(f, (F)(-0x1.7f7d1cp-20f), fma(f, (F)(-0x1.62e4p-1f), x));                                                      \
        F p = (F)(0x1.6a23d0p-10f);                                                                                              \
        p = fma(p, r, (F)(0x1.123a20p-7f));                                                                                      \
        p = fma(p, r, (F)(0x1.5558f2p-5f));                                                                                      \
        p = fma(p, r, (F)(0x1.555492p-3f));                                                                                      \
        p = fma(p, r, (F)(0x1.fffffcp-2f));                                                                                      \
        p = fma(p, r, (F)(1.f));                                                                                                 \
        p = fma(p, r, (F)(1.f));                                                                                                 \
        return AF(AI(p) + (n << (I)(23)));                                                                                       \
    }                                                                                                                            \
    /* Softmax weight: exp(x) for x <= 0, zero below -60, where it could only make denormal products. */                        \
    static inline F gp_expw_##F(F x) { return x < (F)(-60.f) ? (F)(0.f) : gp_exp_##F(x); }                                              \
    static inline F gp_silu_##F(F x) { F y = gp_div_##F(x, (F)(1.f) + gp_exp_##F(-x)); return x < (F)(-60.f) ? (F)(0.f) : y; }          \
    /* tanh form: x * sigmoid(2u), u = sqrt(2/pi) * (x + 0.044715 x^3) */                                                       \
    static inline F gp_gelu_##F(F x)                                                                                                    \
    {                                                                                                                            \
        F u = (F)(0x1.988454p+0f) * fma((F)(0x1.6e4e26p-5f) * x * x, x, x);                                                      \
        F y = gp_div_##F(x, (F)(1.f) + gp_exp_##F(-u));                                                                          \
        return u < (F)(-60.f) ? (F)(0.f) : y;                                                                                    \
    }                                                                                                                            \
    static inline F gp_tanh_##F(F x)                                                                                                    \
    {                                                                                                                            \
        F a = fabs(x), t = (F)(1.f) - gp_div_##F((F)(2.f), gp_exp_##F(a + a) + (F)(1.f));                                        \
        return x < (F)(0.f) ? -t : t;                                                                                            \
    }

GP_MATHS(float, uint, int, as_float, as_uint, as_int)
GP_MATHS(float16, uint16, int16, as_float16, as_uint16, as_int16)

/* ln(x) for x in [1, 2^31]: exponent and a mantissa in [sqrt(1/2), sqrt 2), 2 atanh(s) as a series in s = (m - 1) / (m + 1). */
static inline float gp_log(float x)
{
    int e = (as_int(x) - 0x3f3504f3) >> 23;
    float m = as_float(as_int(x) - (e << 23)), s = gp_div_float(m - 1.f, m + 1.f), z = s * s;
    float p = fma(0x1.745d18p-3f, z, 0x1.c71c72p-3f);
    p = fma(p, z, 0x1.24924ap-2f);
    p = fma(p, z, 0x1.99999ap-2f);
    p = fma(p, z, 0x1.555556p-1f);
    float r = fma(s * z, p, s + s), n = (float)e;
    return fma(n, 0x1.62e4p-1f, fma(n, 0x1.7f7d1cp-20f, r));
}
static inline float gp_softplus(float x) { return x > 20.f ? x : gp_log(1.f + gp_exp_float(x)); }

/* 1/sqrt(x) for normal x > 0: bit trick and four Newton steps, at most 1.51 ulp off. */
static inline float gp_rsqrt(float x)
{
    float y = as_float(0x5f375a86u - (as_uint(x) >> 1)), h = x * -0.5f;
    y = y * fma(h * y, y, 1.5f);
    y = y * fma(h * y, y, 1.5f);
    y = y * fma(h * y, y, 1.5f);
    y = y * fma(h * y, y, 1.5f);
    return y;
}

/* Sum and maximum of 16 lanes by halving: lane i with i+8, then i+4, i+2, i+1. */
static inline float gp_sum16(float16 a)
{
    float8 b = a.lo + a.hi;
    float4 c = b.lo + b.hi;
    float2 d = c.lo + c.hi;
    return d.x + d.y;
}
static inline float gp_max16(float16 a)
{
    float8 b = a.lo > a.hi ? a.lo : a.hi;
    float4 c = b.lo > b.hi ? b.lo : b.hi;
    float2 d = c.lo > c.hi ? c.lo : c.hi;
    return d.x > d.y ? d.x : d.y;
}

/* Sum of squares over 64 lanes: lane l takes i = l, l+64, ... by fma; then halving 64 -> 32 -> ... -> 1. n is a multiple of 16. */
static inline float gp_sumsq(gp_cf x, int n)
{
    float16 a[4] = {(float16)(0.f), (float16)(0.f), (float16)(0.f), (float16)(0.f)};
    int i = 0;
    for (; i + 64 <= n; i += 64) {
        float16 t = vload16(0, x + i); a[0] = fma(t, t, a[0]);
        t = vload16(1, x + i); a[1] = fma(t, t, a[1]);
        t = vload16(2, x + i); a[2] = fma(t, t, a[2]);
        t = vload16(3, x + i); a[3] = fma(t, t, a[3]);
    }
    if (i < n) { float16 t = vload16(0, x + i); a[0] = fma(t, t, a[0]); }
    if (i + 16 < n) { float16 t = vload16(1, x + i); a[1] = fma(t, t, a[1]); }
    if (i + 32 < n) { float16 t = vload16(2, x + i); a[2] = fma(t, t, a[2]); }
    return gp_sum16((a[0] + a[2]) + (a[1] + a[3]));
}

/* Lengths that are no multiple of 16 count as filled up with zeros: 16 values from x[i] on, and the sum over 64 lanes of the
 * values (by +) or of their squares (as gp_sumsq). Lanes are never put together in private memory: what a compiler makes of
 * floats that are read as a vector there is not reliable. */
static inline float16 gp_load_some(gp_cf x, int i, int n)
{
    if (i + 16 <= n) return vload16(0, x + i);
#define GP_OR_0(j) (i + j < n ? x[i + j] : 0.f)
    return (float16)(GP_OR_0(0), GP_OR_0(1), GP_OR_0(2), GP_OR_0(3), GP_OR_0(4), GP_OR_0(5), GP_OR_0(6), GP_OR_0(7), GP_OR_0(8), GP_OR_0(9),
                     GP_OR_0(10), GP_OR_0(11), GP_OR_0(12), GP_OR_0(13), GP_OR_0(14), GP_OR_0(15));
#undef GP_OR_0
}
static inline float gp_sum_lanes(gp_cf x, int n, int squares)
{
    float16 a[4] = {(float16)(0.f), (float16)(0.f), (float16)(0.f), (float16)(0.f)};
    for (int i = 0; i < n; i += 16) {
        float16 v = gp_load_some(x, i, n);
        a[i / 16 % 4] = squares ? fma(v, v, a[i / 16 % 4]) : a[i / 16 % 4] + v;
    }
    return gp_sum16((a[0] + a[2]) + (a[1] + a[3]));
}
/* Halves to floats, exact for every bit pattern. The built-in is exact too, but slow where the CPU has no instruction for it. */
static inline float gp_half1(ushort h)
{
    uint em = h & 0x7fffu, bits = (em << 13) + (112u << 23);
    bits = em >= 0x7c00u ? bits | 0x7f800000u : bits;
    bits = em < 0x400u ? as_uint((float)(em) * 0x1p-24f) : bits;
    return as_float(bits | ((uint)(h & 0x8000u) << 16));
}
#if defined(__F16C__)
#define gp_half16(p) vload_half16(0, (__global const half *)(p))
#else
static inline float16 gp_half16(__global const ushort *p)
{
    uint16 h = convert_uint16(vload16(0, p)), em = h & 0x7fffu, bits = (em << 13u) + (112u << 23);
    bits = em >= 0x7c00u ? bits | 0x7f800000u : bits;
    bits = em < 0x400u ? as_uint16(convert_float16(em) * 0x1p-24f) : bits;
    return as_float16(bits | ((h & 0x8000u) << 16u));
}
#endif

/* Float to half, round to nearest even, integer operations only. */
static inline ushort gp_to_half(float f)
{
    uint u = as_uint(f), s = (u >> 16) & 0x8000u, m, sh, r, rem, tie;
    u &= 0x7fffffffu;
    if (u > 0x7f800000u) return (ushort)(s | 0x7e00u);
    if (u >= 0x477ff000u) return (ushort)(s | 0x7c00u);
    if (u < 0x33000000u) return (ushort)s;
    if (u < 0x38800000u) {
        m = (u & 0x7fffffu) | 0x800000u;
        sh = 126u - (u >> 23);
    } else {
        m = u - 0x38000000u;
        sh = 13u;
    }
    r = m >> sh;
    rem = m & ((1u << sh) - 1u);
    tie = 1u << (sh - 1u);
    if (rem > tie || (rem == tie && (r & 1u))) r++;
    return (ushort)(s | r);
}

/* Rows of int8 per token. With GP_RESIDUALS (models with experts) there are two: the quantized value, and what that left over,
 * quantized in turn. A product is then the sum of two, total(value) + total(residual), each in the order of its kernel. */
#ifdef GP_RESIDUALS
#define GP_ROWS(T) (2 * (T))
#define GP_WHOLE(total, t, T) (total[t] + total[(T) + (t)])
#else
#define GP_ROWS(T) (T)
#define GP_WHOLE(total, t, T) (total[t])
#endif

/* Where the blocks of 32 activations lie: tokens are packed in tiles of T, [tile][block][8 chunks of 4][rows] int8x4,
 * with one scale and one start value (-128 * sum of the quants) per block and row. Rows of a tile: T values, then, where there
 * are residuals, those of the same T tokens. */
typedef struct gp_q8 {
    __global int *q;
    __global float *scale;
    __global int *start;
    int nb, tile; /* blocks per row, T */
} gp_q8;

/* Quantize 32 values: scale = max|x| / 127, q = round to nearest even of x * (127 / max|x|). Blocks whose maximum is below
 * 2^-80 count as zero. The residual is fma(-scale, q, x), quantized by the same rule. */
static inline void gp_quantize(gp_q8 o, int token, int block, float16 x0, float16 x1)
{
    size_t at = (size_t)(token / o.tile) * o.nb + block;
    int rows = GP_ROWS(o.tile), lane = token % o.tile;
    for (int row = 0; row < GP_ROWS(1); row++, lane += o.tile) {
        float16 a = fabs(x0), b = fabs(x1);
        float m = gp_max16(a > b ? a : b);
        bool some = m >= 0x1p-80f;
        float id = some ? gp_div_float(127.f, m) : 0.f, scale = some ? m * 0x1.020408p-7f : 0.f;
        int16 n0 = as_int16(fma(x0, (float16)(id), (float16)(12582912.f))) - 0x4b400000;
        int16 n1 = as_int16(fma(x1, (float16)(id), (float16)(12582912.f))) - 0x4b400000;
        int16 s = n0 + n1;
        int8 s8 = s.lo + s.hi;
        int4 s4 = s8.lo + s8.hi;
        int2 s2 = s4.lo + s4.hi;
        int4 q0 = as_int4(convert_char16(n0)), q1 = as_int4(convert_char16(n1));
        __global int *q = o.q + at * 8 * rows + lane;
        q[0] = q0.x; q[rows] = q0.y; q[2 * rows] = q0.z; q[3 * rows] = q0.w;
        q[4 * rows] = q1.x; q[5 * rows] = q1.y; q[6 * rows] = q1.z; q[7 * rows] = q1.w;
        o.scale[at * rows + lane] = scale;
        o.start[at * rows + lane] = -128 * (s2.x + s2.y);
        x0 = fma((float16)(-scale), convert_float16(n0), x0);
        x1 = fma((float16)(-scale), convert_float16(n1), x1);
    }
}

/* Tokens that only fill up the last tile are zero. */
static inline void gp_quantize_none(gp_q8 o, int token)
{
    for (int b = 0; b < o.nb; b++) gp_quantize(o, token, b, (float16)(0.f), (float16)(0.f));
}

/* Flags of products: y += W x, + bias, * scale of the tensor. Of row operations: which outputs are wanted. */
#define GP_ADD 1
#define GP_BIAS 2
#define GP_SCALED 4
#define GP_OUT_F32 1
#define GP_OUT_Q8 2

/* `extras` of 16 rows from row `at` on: their biases, or with GP_SCALED 16 scales and then 16 biases. */
static inline void gp_finish(float16 total, __global float *y, gp_cf extras, int at, int flags)
{
    if (flags & GP_SCALED) {
        total = total * vload16(0, extras + 2 * at);
        if (flags & GP_BIAS) total = total + vload16(1, extras + 2 * at);
    } else if (flags & GP_BIAS) total = total + vload16(0, extras + at);
    if (flags & GP_ADD) total = vload16(0, y) + total;
    vstore16(total, 0, y);
}

/* 16 values of a matrix or cache in its own type, as floats. */
#define GP_LOAD_F32(p) vload16(0, p)
#define GP_LOAD_F16(p) gp_half16(p)
#define GP_LOAD_BF16(p) as_float16(convert_uint16(vload16(0, p)) << 16u)
#define GP_LOAD1_F32(v) (v)
#define GP_LOAD1_F16(v) gp_half1(v)
#define GP_LOAD1_BF16(v) as_float((uint)(v) << 16)

/* Products with the matrices of experts, from the kernel of a plain matrix: NAME_x computes the tiles whose expert lies in this
 * buffer (experts first to first + count). An expert has `main` and `side` bytes in the buffer's two regions, and `rows` rows. */
#define GP_EXPERTS_Q8(NAME, PLAIN)                                                                                            \
    __kernel void NAME(__global const uchar *w, ulong scales, gp_ci xq, gp_cf xs, gp_ci xc, __global float *y, int y_at, gp_cf bias, int bias_at, int nb, int groups, int per,  \
                       int n, int ldy, int flags, gp_ci tile_expert, int first, int count, ulong main, ulong side, int rows)  \
    {                                                                                                                         \
        int expert = tile_expert[get_global_id(0)], e = expert - first;                                                       \
        if (expert < 0 || e < 0 || e >= count) return;                                                                        \
        PLAIN##_rows((int)get_global_id(0), (int)get_global_id(1), w + e * main, scales + e * side - e * main, xq, xs, xc, y, y_at, bias, flags & (GP_BIAS | GP_SCALED) ? expert * rows : bias_at, nb, groups, per, n, ldy, flags);  \
    }
#define GP_EXPERTS_FLOAT(NAME, PLAIN, TYPE)                                                                                   \
    __kernel void NAME(__global const TYPE *w, gp_cf x, __global float *y, int y_at, gp_cf bias, int bias_at, int kp, int ldx, int groups, int per,  \
                       int n, int ldy, int flags, gp_ci tile_expert, int first, int count, ulong main, ulong side, int rows)  \
    {                                                                                                                         \
        int expert = tile_expert[get_global_id(0)], e = expert - first;                                                       \
        if (expert < 0 || e < 0 || e >= count) return;                                                                        \
        PLAIN(w + e * (main / sizeof(TYPE)), x, y, y_at, bias, flags & (GP_BIAS | GP_SCALED) ? expert * rows : bias_at, kp, ldx, groups, per, n, ldy, flags);  \
    }
