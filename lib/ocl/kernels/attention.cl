/* attention.cl - rotary embedding, key/value cache, attention.
 *
 * The cache of one layer is a pool of pages of 64 positions; pages[slot][position / 64] names a sequence's pages. A page
 * holds for each kv head its keys as [4][D][16 positions] and its values as [64 positions][DV], so 16 scores are computed
 * side by side and a page is one contiguous piece. token[t] = {position, slot, id, factor}, the last
 * being the bits of a float that multiplies the token's scores (1 but for families whose queries grow with the position).
 *
 * Order. Score: d ascending in four stripes (d mod 4), s = ((a0 + a2) + (a1 + a3)) * scale. Each page on its own, with its
 * maximum m: e = exp(s - m) (zero below -60), sum of e over 64 lanes by halving, values by position in four stripes
 * (position mod 4), (a0 + a2) + (a1 + a3). Pages are joined from the oldest to the newest: with M = max(M, m),
 *     L = fma(L, exp(M_old - M), l * exp(m - M));   O = fma(O, exp(M_old - M), o * exp(m - M));   at the end O * (1 / L).
 * With a sink z (one per head: a score that has no value), last of all
 *     M = max(M, z);  L = fma(L, exp(M_old - M), exp(z - M));  O = O * exp(M_old - M).
 * A page is counted by absolute position, so neither chunking nor neighbours can change it. */
#define GP_PAGE 64
#define GP_NEOX 1
#define GP_QK_NORM 2
#define GP_V_NORM 4
#define GP_V_FROM_K 8
#define GP_LATE_NORM 16
#define GP_SINKS 4
#define GP_STEADY 8

static inline void gp_rotate(__global float *x, gp_cf cosines, gp_cf sines, int half_n, int neox)
{
    int i = 0;
    if (neox) {
        for (; i + 8 <= half_n; i += 8) {
            float8 a = vload8(0, x + i), b = vload8(0, x + half_n + i), c = vload8(0, cosines + i), s = vload8(0, sines + i);
            vstore8(fma(a, c, -(b * s)), 0, x + i);
            vstore8(fma(a, s, b * c), 0, x + half_n + i);
        }
    } else {
        for (; i + 8 <= half_n; i += 8) {
            float16 v = vload16(0, x + 2 * i);
            float8 a = v.even, b = v.odd, c = vload8(0, cosines + i), s = vload8(0, sines + i);
            v.even = fma(a, c, -(b * s));
            v.odd = fma(a, s, b * c);
            vstore16(v, 0, x + 2 * i);
        }
    }
    for (; i < half_n; i++) {
        int p = neox ? i : 2 * i, q = neox ? i + half_n : 2 * i + 1;
        float a = x[p], b = x[q], c = cosines[i], s = sines[i];
        x[p] = fma(a, c, -(b * s));
        x[q] = fma(a, s, b * c);
    }
}

/* Per-head RMS norm in place, as gp_rms; d is a multiple of 8. */
static inline void gp_head_norm(__global float *x, gp_cf w, int d, float inv_d, float eps)
{
    float r = gp_rsqrt(fma(gp_sum_lanes(x, d, 1), inv_d, eps));
    int i = 0;
    for (; i + 16 <= d; i += 16) vstore16((vload16(0, x + i) * r) * vload16(0, w + i), 0, x + i);
    if (i < d) vstore8((vload8(0, x + i) * r) * vload8(0, w + i), 0, x + i);
}

/* Values are stored as they are, or normalized like queries but without weights. */
static inline float gp_value_factor(gp_cf x, int d, float inv_d, float eps, int flags)
{
    return flags & GP_V_NORM ? gp_rsqrt(fma(gp_sum_lanes(x, d, 1), inv_d, eps)) : 1.f;
}

/* One work-item per token (dimension 1) and head (dimension 0: query heads, then key heads, then value heads): norm and
 * rotate queries in place; norm, rotate and store keys; store values. Queries and keys have d dimensions, of which those
 * from rot_at on rotate, values have dv. GP_LATE_NORM: the norm comes after the rotation. GP_V_FROM_K: values are the first
 * dv dimensions of the keys before norm and rotation, and the items of the keys store both. Where a layer makes no keys only items of queries are launched. table: [position][cosines half_n, sines half_n]. */
#define GP_ROPE_STORE(NAME, TYPE, STORE)                                                                                      \
    __kernel void NAME(__global float *qkv, int ld, int k_at, int v_at, gp_ci token, gp_ci pages, int max_pages,              \
                       __global TYPE *keys, __global TYPE *values, gp_cf table, int half_n, int heads, int kv_heads, int d,   \
                       int dv, int rot_at, gp_cf q_norm, gp_cf k_norm, float inv_d, float eps, int n, int flags)              \
    {                                                                                                                         \
        int t = (int)get_global_id(1), h = (int)get_global_id(0);                                                             \
        if (t >= n || h >= heads + 2 * kv_heads) return;                                                                      \
        int pos = token[4 * t], slot = token[4 * t + 1];                                                                      \
        gp_cf cosines = table + (size_t)pos * 2 * half_n;                                                                     \
        bool is_q = h < heads, is_v = h >= heads + kv_heads;                                                                  \
        int head = is_q ? h : is_v ? h - heads - kv_heads : h - heads;                                                        \
        __global float *x = qkv + (size_t)t * ld + (is_q ? 0 : is_v ? v_at : k_at) + head * (is_v ? dv : d);                 \
        size_t page = ((size_t)pages[slot * max_pages + pos / GP_PAGE] * kv_heads + (is_q ? 0 : head)) * GP_PAGE;             \
        int in = pos % GP_PAGE;                                                                                               \
        if (is_v || (!is_q && (flags & GP_V_FROM_K))) {                                                                       \
            float f = gp_value_factor(x, dv, inv_d, eps, flags);                                                              \
            for (int i = 0; i < dv; i++) values[page * dv + (size_t)in * dv + i] = STORE(x[i] * f);                           \
        }                                                                                                                     \
        if (!is_v) {                                                                                                          \
            bool late = flags & GP_LATE_NORM;                                                                                 \
            if ((flags & GP_QK_NORM) && !late) gp_head_norm(x, is_q ? q_norm : k_norm, d, inv_d, eps);                        \
            gp_rotate(x + rot_at, cosines, cosines + half_n, half_n, flags & GP_NEOX);                                        \
            if ((flags & GP_QK_NORM) && late) gp_head_norm(x, is_q ? q_norm : k_norm, d, inv_d, eps);                         \
            if (is_q) return;                                                                                                 \
            __global TYPE *k = keys + page * d + (size_t)(in / 16) * d * 16 + in % 16;                                            \
            for (int i = 0; i < d; i++) k[(size_t)i * 16] = STORE(x[i]);                                                      \
        }                                                                                                                     \
    }

#define GP_SAME(v) (v)
GP_ROPE_STORE(gp_rope_store_f32, float, GP_SAME)
GP_ROPE_STORE(gp_rope_store_f16, ushort, gp_to_half)

/* One work-item per token (dimension 1) and query head (dimension 0). Position p sees positions p - window + 1 .. p
 * (window 0: all; below 0: those from the last multiple of -window on). Queries and keys have d dimensions, a multiple of 4,
 * values dv, a multiple of 8. GP_STEADY: the token's factor is not used. cap > 0: scores become cap * tanh(score / cap). GP_SINKS: sinks[head] is one more score. Output row o[t][head][d], f32 and/or quantized. */
#define GP_ATTEND(NAME, TYPE, LOAD)                                                                                           \
    __kernel void NAME(gp_cf q, int ldq, __global float *o, int ldo, gp_ci token, gp_ci pages, int max_pages,                 \
                       __global const TYPE *keys, __global const TYPE *values, int heads, int kv_heads, int d, int dv, float scale,   \
                       int window, float cap, float inv_cap, __global int *xq, __global float *xs, __global int *xc,          \
                       int n, int padded, int tile, int flags, gp_cf sinks)                                                  \
    {                                                                                                                         \
        int t = (int)get_global_id(1), h = (int)get_global_id(0);                                                             \
        if (t >= padded || h >= heads) return;                                                                                \
        gp_q8 out = {xq, xs, xc, heads * dv / 32, tile};                                                                       \
        float16 acc[32];                                                                                                      \
        for (int i = 0; i < (dv + 15) / 16; i++) acc[i] = (float16)(0.f);                                                            \
        if (t < n) {                                                                                                          \
            int pos = token[4 * t], slot = token[4 * t + 1], low = window < 0 ? pos / -window * -window : window && pos >= window ? pos - window + 1 : 0; \
            float top = -1e30f, sum = 0.f, grown = flags & GP_STEADY ? scale : scale * as_float(token[4 * t + 3]);                                        \
            q += (size_t)t * ldq + h * d;                                                                                     \
            for (int p = low / GP_PAGE; p <= pos / GP_PAGE; p++) {                                                            \
                size_t at = ((size_t)pages[slot * max_pages + p] * kv_heads + h / (heads / kv_heads)) * GP_PAGE;             \
                int first = max(low - p * GP_PAGE, 0), count = min(pos + 1 - p * GP_PAGE, GP_PAGE);                           \
                float e[GP_PAGE];                                                                                             \
                float16 s[4], m16 = (float16)(-1e30f);                                                                        \
                for (int g = 0; g < 4; g++) {                                                                                 \
                    int16 j = (int16)(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15) + g * 16;                         \
                    int16 seen = j >= (int16)(first) && j < (int16)(count);                                                   \
                    float16 v = (float16)(-1e30f);                                                                            \
                    if (g * 16 < count) v = GP_SCORES_##TYPE(q, keys + at * d + (size_t)g * d * 16, d) * grown;                  \
                    if (cap > 0.f) v = gp_tanh_float16(v * inv_cap) * cap;                                                    \
                    s[g] = seen ? v : (float16)(-1e30f);                                                                      \
                    m16 = s[g] > m16 ? s[g] : m16;                                                                            \
                }                                                                                                             \
                float m = gp_max16(m16);                                                                                      \
                for (int g = 0; g < 4; g++) {                                                                                 \
                    s[g] = gp_expw_float16(s[g] - m);                                                                         \
                    vstore16(s[g], g, e);                                                                                     \
                }                                                                                                             \
                float l = gp_sum16((s[0] + s[2]) + (s[1] + s[3])), old = top;                                                 \
                top = m > top ? m : top;                                                                                      \
                float keep = gp_expw_float(old - top), take = gp_expw_float(m - top);                                         \
                sum = fma(sum, keep, l * take);                                                                               \
                for (int i = 0; i < (dv + 15) / 16; i++) {                                                                           \
                    __global const TYPE *v = values + at * dv + i * 16;                                                       \
                    float16 all = i * 16 + 16 <= dv ? GP_VALUES_##TYPE(v, e, first, count, dv)                                \
                                                    : GP_LAST_VALUES_##TYPE(v, e, first, count, dv);                          \
                    acc[i] = fma(acc[i], (float16)(keep), all * take);                                    \
                }                                                                                                             \
            }                                                                                                                 \
            if (flags & GP_SINKS) {                                                                                           \
                float z = sinks[h], last = z > top ? z : top, keep = gp_expw_float(top - last);                               \
                sum = fma(sum, keep, gp_expw_float(z - last));                                                                \
                for (int i = 0; i < (dv + 15) / 16; i++) acc[i] = acc[i] * keep;                                                      \
            }                                                                                                                 \
            float inv = gp_rcp_float(sum);                                                                                    \
            for (int i = 0; i < (dv + 15) / 16; i++) {                                                                               \
                acc[i] = acc[i] * inv;                                                                                        \
                __global float *to = o + (size_t)t * ldo + h * dv + i * 16;                                                   \
                if ((flags & GP_OUT_F32) && i * 16 + 16 <= dv) vstore16(acc[i], 0, to);                                       \
                else if (flags & GP_OUT_F32) vstore8(acc[i].lo, 0, to);                                                       \
            }                                                                                                                 \
        }                                                                                                                     \
        if (flags & GP_OUT_Q8)                                                                                                \
            for (int i = 0; i < dv / 32; i++) gp_quantize(out, t, h * (dv / 32) + i, acc[2 * i], acc[2 * i + 1]);               \
    }

/* Sums of e[j] * value by position, of 16 dimensions. LOAD reads them. */
#define GP_VALUES(NAME, TYPE, LOAD)                                                                                           \
    static inline float16 NAME(__global const TYPE *v, const float *e, int first, int count, int dv)                          \
    {                                                                                                                         \
        float16 a0 = (float16)(0.f), a1 = a0, a2 = a0, a3 = a0;                                                               \
        int j = first & ~3;                                                                                                   \
        for (; j + 4 <= count; j += 4) {                                                                                      \
            a0 = fma((float16)(e[j]), LOAD(v + (size_t)j * dv), a0);                                                          \
            a1 = fma((float16)(e[j + 1]), LOAD(v + (size_t)(j + 1) * dv), a1);                                                \
            a2 = fma((float16)(e[j + 2]), LOAD(v + (size_t)(j + 2) * dv), a2);                                                \
            a3 = fma((float16)(e[j + 3]), LOAD(v + (size_t)(j + 3) * dv), a3);                                                \
        }                                                                                                                     \
        if (j < count) a0 = fma((float16)(e[j]), LOAD(v + (size_t)j * dv), a0);                                               \
        if (j + 1 < count) a1 = fma((float16)(e[j + 1]), LOAD(v + (size_t)(j + 1) * dv), a1);                                 \
        if (j + 2 < count) a2 = fma((float16)(e[j + 2]), LOAD(v + (size_t)(j + 2) * dv), a2);                                 \
        return (a0 + a2) + (a1 + a3);                                                                                         \
    }
/* The last 8 dimensions of heads that are an odd multiple of 8, and zeros. */
#define GP_HALF_F32(p) (float16)(vload8(0, p), (float8)(0.f))
#define GP_HALF_F16(p)                                                                                                        \
    (float16)(gp_half1((p)[0]), gp_half1((p)[1]), gp_half1((p)[2]), gp_half1((p)[3]), gp_half1((p)[4]), gp_half1((p)[5]),     \
              gp_half1((p)[6]), gp_half1((p)[7]), (float8)(0.f))
GP_VALUES(GP_VALUES_float, float, GP_LOAD_F32)
GP_VALUES(GP_VALUES_ushort, ushort, GP_LOAD_F16)
GP_VALUES(GP_LAST_VALUES_float, float, GP_HALF_F32)
GP_VALUES(GP_LAST_VALUES_ushort, ushort, GP_HALF_F16)

#define GP_SCORES(NAME, TYPE, LOAD)                                                                                           \
    static inline float16 NAME(gp_cf q, __global const TYPE *k, int d)                                                               \
    {                                                                                                                         \
        float16 a0 = (float16)(0.f), a1 = a0, a2 = a0, a3 = a0;                                                               \
        for (int i = 0; i < d; i += 4) {                                                                                      \
            a0 = fma((float16)(q[i]), LOAD(k + (size_t)i * 16), a0);                                                          \
            a1 = fma((float16)(q[i + 1]), LOAD(k + (size_t)(i + 1) * 16), a1);                                                \
            a2 = fma((float16)(q[i + 2]), LOAD(k + (size_t)(i + 2) * 16), a2);                                                \
            a3 = fma((float16)(q[i + 3]), LOAD(k + (size_t)(i + 3) * 16), a3);                                                \
        }                                                                                                                     \
        return (a0 + a2) + (a1 + a3);                                                                                         \
    }

GP_SCORES(GP_SCORES_float, float, GP_LOAD_F32)
GP_SCORES(GP_SCORES_ushort, ushort, GP_LOAD_F16)
GP_ATTEND(gp_attend_f32, float, GP_LOAD_F32)
GP_ATTEND(gp_attend_f16, ushort, GP_LOAD_F16)
