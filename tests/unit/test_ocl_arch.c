/* test_ocl_arch.c - kernels that only some architectures need, against the plain C reference of ref_arch.h, bit for
 * bit. */
#include "ocl_fixture.h"

#include "engine/wtype.h"
#include "gguf/dequant.h"
#include "ref_arch.h"

/* ---- rows ---- */

static void test_clamped_gate(void **state)
{
    fx *f = *state;
    enum { N = 1024 };
    float *x = fx_values(f, 2 * N), *want = fx_zeros(f, N * 4);
    for (int i = 0; i < 2 * N; i++) x[i] *= i % 5 ? 12.f : 80.f;
    for (int i = 0; i < N; i++) want[i] = ref_clamped(x[i], x[N + i]);
    gp_ocl_buffer *bx = fx_put(f, x, 2 * N * 4), *by = fx_put(f, NULL, N * 4), *none = fx_put(f, NULL, 64);
    FX_RUN(f, "gp_act", N / 256, 1, GP_AB(bx), GP_AB(bx), GP_AB(by), GP_AB(none), GP_AB(none), GP_AB(none), GP_AI(N),
           GP_AI(N), GP_AI(2 * N), GP_AI(2 * N), GP_AI(N), GP_AI(N), GP_AI(2), GP_AB(none), GP_AI(1), GP_AI(1),
           GP_AI(1), GP_AI(1));
    fx_same("clamped gate", fx_get(f, by, N * 4), want, N);
}

static void test_scales(void **state)
{
    fx *f = *state;
    enum { LD = 320, N = 3 };
    float *x = fx_values(f, N * LD), *w = fx_values(f, 16), *want = fx_zeros(f, N * LD * 4);
    gp_ocl_buffer *bx = fx_put(f, x, N * LD * 4), *bw = fx_put(f, w, 64);
    FX_RUN(f, "gp_scale", 2, N, GP_AB(bx), GP_AB(bw), GP_AI(LD), GP_AI(N));
    for (int t = 0; t < N; t++)
        for (int i = 0; i < LD; i++) want[t * LD + i] = x[t * LD + i] * w[0];
    fx_same("scales", fx_get(f, bx, N * LD * 4), want, N * LD);
}

static void test_gate_out(void **state)
{
    fx *f = *state;
    enum { K = 272, LDX = 320, LDG = 640, N = 2 };
    float *x = fx_values(f, N * LDX), *g = fx_values(f, N * LDG), *want = fx_zeros(f, N * LDX * 4);
    for (int i = 0; i < N * LDG; i++) g[i] *= 30.f;
    for (int t = 0; t < N; t++)
        for (int i = 0; i < LDX; i++)
            want[t * LDX + i] = i < K ? ref_div(x[t * LDX + i], 1.f + ref_exp(-g[t * LDG + 300 + i])) : x[t * LDX + i];
    gp_ocl_buffer *bx = fx_put(f, x, N * LDX * 4), *bg = fx_put(f, g, N * LDG * 4);
    FX_RUN(f, "gp_gate_out", 2, N, GP_AB(bx), GP_AB(bg), GP_AI(300), GP_AI(1), GP_AI(0), GP_AI(K), GP_AI(LDX),
           GP_AI(LDG), GP_AI(N));
    fx_same("gated output", fx_get(f, bx, N * LDX * 4), want, N * LDX);
}

static void test_suppress(void **state)
{
    fx *f = *state;
    enum { LD = 64, N = 2 };
    const int32_t ids[] = {5, 63};
    float *x = fx_values(f, N * LD);
    gp_ocl_buffer *bx = fx_put(f, x, N * LD * 4), *bi = fx_put(f, ids, sizeof ids);
    FX_RUN(f, "gp_suppress", 2, N, GP_AB(bx), GP_AI(LD), GP_AB(bi), GP_AI(2), GP_AI(N));
    for (int t = 0; t < N; t++) x[t * LD + 5] = x[t * LD + 63] = -INFINITY;
    fx_same("suppressed", fx_get(f, bx, N * LD * 4), x, N * LD);
}

static void test_join_inputs(void **state)
{
    fx *f = *state;
    enum { D = 48, LAYERS = 3, LD = 192, N = 2 };
    float *e = fx_values(f, N * LD), *p = fx_values(f, N * LD), *w = fx_values(f, D), *want = fx_zeros(f, N * LD * 4);
    memcpy(want, e, N * LD * 4);
    for (int t = 0; t < N; t++)
        for (int l = 0; l < LAYERS; l++) {
            float x[D], y[D];
            for (int i = 0; i < D; i++) x[i] = p[t * LD + l * D + i] * 0.125f;
            ref_rms(x, w, y, D, 1e-6f);
            for (int i = 0; i < D; i++) want[t * LD + l * D + i] = (y[i] + e[t * LD + l * D + i]) * 0x1.6a09e6p-1f;
        }
    gp_ocl_buffer *be = fx_put(f, e, N * LD * 4), *bp = fx_put(f, p, N * LD * 4), *bw = fx_put(f, w, D * 4);
    FX_RUN(f, "gp_join_inputs", LAYERS, N, GP_AB(be), GP_AB(bp), GP_AB(bw), GP_AI(D), GP_AI(LAYERS), GP_AI(LD),
           GP_AF(0.125f), GP_AF(1.f / D), GP_AF(1e-6f), GP_AI(N));
    fx_same("inputs of layers", fx_get(f, be, N * LD * 4), want, N * LD);
}

/* ---- attention ---- */

/* Values made from keys and normalized, two query heads over one key head, a sink for each, scores that grow with the
 * position. */
static void test_values_and_sinks(void **state)
{
    fx *f = *state;
    enum { D = 48, HEADS = 2, N = 40, LD = 192, HALF = D / 2 };
    const int32_t page = 0;
    const float sinks[HEADS] = {2.5f, -0.75f};
    int32_t *token = fx_zeros(f, N * 16);
    float *x = fx_values(f, N * LD), *table = fx_values(f, N * 2 * HALF), *qn = fx_values(f, D), *kn = fx_values(f, D),
          *keys = fx_zeros(f, N * D * 4), *values = fx_zeros(f, N * D * 4), *want = fx_zeros(f, N * HEADS * D * 4);
    for (int t = 0; t < N; t++) {
        const float factor = 1.f + (float)(t / 16) * 0.375f;
        token[4 * t] = t;
        memcpy(token + 4 * t + 3, &factor, 4);
    }
    gp_ocl_buffer *bx = fx_put(f, x, N * LD * 4), *bt = fx_put(f, token, N * 16), *bp = fx_put(f, &page, 4),
                  *bk = fx_put(f, NULL, 64 * D * 4), *bv = fx_put(f, NULL, 64 * D * 4),
                  *btab = fx_put(f, table, N * 2 * HALF * 4), *bqn = fx_put(f, qn, D * 4), *bkn = fx_put(f, kn, D * 4),
                  *bo = fx_put(f, NULL, N * HEADS * D * 4), *none = fx_put(f, NULL, 64),
                  *bs = fx_put(f, sinks, sizeof sinks);
    FX_RUN(f, "gp_rope_store_f32", HEADS + 1, N, GP_AB(bx), GP_AI(LD), GP_AI(HEADS * D), GP_AI(HEADS * D), GP_AB(bt),
           GP_AB(bp), GP_AI(1), GP_AB(bk), GP_AB(bv), GP_AB(btab), GP_AI(HALF), GP_AI(HEADS), GP_AI(1), GP_AI(D),
           GP_AI(D), GP_AI(0), GP_AB(bqn), GP_AB(bkn), GP_AF(1.f / D), GP_AF(1e-6f), GP_AI(N), GP_AI(1 | 2 | 4 | 8));
    FX_RUN(f, "gp_attend_f32", HEADS, N, GP_AB(bx), GP_AI(LD), GP_AB(bo), GP_AI(HEADS * D), GP_AB(bt), GP_AB(bp),
           GP_AI(1), GP_AB(bk), GP_AB(bv), GP_AI(HEADS), GP_AI(1), GP_AI(D), GP_AI(D), GP_AF(0.8f), GP_AI(0),
           GP_AF(0.f), GP_AF(0.f), GP_AB(none), GP_AB(none), GP_AB(none), GP_AI(N), GP_AI(N), GP_AI(1), GP_AI(1 | 4),
           GP_AB(bs));
    for (int t = 0; t < N; t++) {
        float *row = x + t * LD, factor = ref_rsqrt(fmaf(ref_sumsq(row + HEADS * D, D), 1.f / D, 1e-6f));
        for (int i = 0; i < D; i++) values[t * D + i] = row[HEADS * D + i] * factor;
        for (int h = 0; h <= HEADS; h++) {
            float y[D];
            ref_rms(row + h * D, h < HEADS ? qn : kn, y, D, 1e-6f);
            ref_rotate(y, table + t * 2 * HALF, table + t * 2 * HALF + HALF, HALF, 1);
            memcpy(row + h * D, y, sizeof y);
        }
        memcpy(keys + t * D, row + HEADS * D, D * 4);
        for (int h = 0; h < HEADS; h++)
            ref_attend_sink(row + h * D, keys, values, t, D, 0.8f * (1.f + (float)(t / 16) * 0.375f), sinks[h],
                            want + (t * HEADS + h) * D);
    }
    fx_same("attention with sinks", fx_get(f, bo, N * HEADS * D * 4), want, N * HEADS * D);
}

/* ---- experts ---- */

static void test_route(void **state)
{
    fx *f = *state;
    enum { E = 37, K = 5, LD = 48, N = 9 };
    float *score = fx_values(f, N * LD), *own = fx_values(f, E), *want = fx_zeros(f, N * K * 4);
    int want_chosen[N * K];
    for (int i = 0; i < N * LD; i++) score[i] = floorf(score[i] * 8.f) * 0.5f; /* many ties */
    for (int e = 0; e < E; e++) score[8 * LD + e] = 0.25f;                     /* nothing but ties */
    gp_ocl_buffer *bs = fx_put(f, score, N * LD * 4), *bo = fx_put(f, own, E * 4), *bc = fx_put(f, NULL, N * K * 4),
                  *bw = fx_put(f, NULL, N * K * 4);
    for (int use = 0; use < 2; use++) {
        FX_RUN(f, "gp_route", 1, N, GP_AB(bs), GP_AI(LD), GP_AI(E), GP_AI(K), GP_AF(0.75f), GP_AB(bo), GP_AI(use),
               GP_AB(bc), GP_AB(bw), GP_AI(N));
        for (int t = 0; t < N; t++)
            ref_route(score + t * LD, E, K, 0.75f, use ? own : NULL, want_chosen + t * K, want + t * K);
        assert_memory_equal(fx_get(f, bc, sizeof want_chosen), want_chosen, sizeof want_chosen);
        fx_same("weights", fx_get(f, bw, N * K * 4), want, N * K);
    }
    for (int p = 0; p < K; p++) assert_int_equal(want_chosen[8 * K + p], p);
}

/* Scores that are no numbers may choose anything, but only experts that exist. */
static void test_route_without_numbers(void **state)
{
    fx *f = *state;
    enum { E = 6, K = 3 };
    float score[16];
    for (int i = 0; i < 16; i++) score[i] = NAN;
    gp_ocl_buffer *bs = fx_put(f, score, sizeof score), *bc = fx_put(f, NULL, K * 4), *bw = fx_put(f, NULL, K * 4);
    FX_RUN(f, "gp_route", 1, 1, GP_AB(bs), GP_AI(16), GP_AI(E), GP_AI(K), GP_AF(1.f), GP_AB(bs), GP_AI(0), GP_AB(bc),
           GP_AB(bw), GP_AI(1));
    const int32_t *c = fx_get(f, bc, K * 4);
    for (int p = 0; p < K; p++) assert_true(c[p] >= 0 && c[p] < E);
}

enum { T_EXPERTS = 5, T_USED = 2 };

typedef struct assigned {
    int tile, tiles;
    gp_ocl_buffer *tile_expert, *slot_token, *pair_slot;
} assigned;

static assigned assign(fx *f, const int32_t *chosen, int tokens, int tile)
{
    int pairs = tokens * T_USED, tiles = (pairs + T_EXPERTS * (tile - 1) + tile - 1) / tile;
    assigned a = {tile, tiles, fx_put(f, NULL, (size_t)tiles * 4), fx_put(f, NULL, (size_t)(tiles * tile) * 4),
                  fx_put(f, NULL, (size_t)pairs * 4)};
    gp_ocl_buffer *bc = fx_put(f, chosen, (size_t)pairs * 4), *count = fx_put(f, NULL, T_EXPERTS * 4);
    FX_RUN(f, "gp_assign", 1, 1, GP_AB(bc), GP_AI(pairs), GP_AI(T_USED), GP_AI(T_EXPERTS), GP_AI(tile), GP_AI(tiles),
           GP_AB(count), GP_AB(a.tile_expert), GP_AB(a.slot_token), GP_AB(a.pair_slot));
    return a;
}

static void choose_experts(fx *f, int32_t *chosen, int tokens)
{
    for (int t = 0; t < tokens; t++) {
        chosen[2 * t] = (int32_t)(fx_next(f) % (T_EXPERTS - 1)); /* the last one: never */
        chosen[2 * t + 1] = (chosen[2 * t] + 1) % (T_EXPERTS - 1);
    }
}

static void test_assign(void **state)
{
    fx *f = *state;
    enum { N = 11 };
    int32_t chosen[N * T_USED];
    choose_experts(f, chosen, N);
    for (int tile = 1; tile <= 8; tile *= 2) {
        assigned a = assign(f, chosen, N, tile);
        const int32_t *expert = fx_get(f, a.tile_expert, (size_t)a.tiles * 4),
                      *token = fx_get(f, a.slot_token, (size_t)(a.tiles * tile) * 4),
                      *slot = fx_get(f, a.pair_slot, N * T_USED * 4);
        int filled = 0;
        for (int s = 0; s < a.tiles * tile; s++) filled += token[s] >= 0;
        assert_int_equal(filled, N * T_USED);
        for (int p = 0; p < N * T_USED; p++) {
            assert_true(slot[p] >= 0 && slot[p] < a.tiles * tile);
            assert_int_equal(expert[slot[p] / tile], chosen[p]);
            assert_int_equal(token[slot[p]], p / T_USED);
        }
        for (int i = 1; i < a.tiles; i++)
            assert_true(expert[i] == -1 || (expert[i - 1] >= 0 && expert[i] >= expert[i - 1]));
    }
}

/* Rows of an expert's matrix, as the file has them, and their values. */
static void expert_rows(fx *f, const struct gp_wtype *w, unsigned char *raw, uint32_t rows, uint32_t cols)
{
    gp_ggml_traits t = gp_ggml_traits_of((uint32_t)w->type);
    for (size_t i = 0; i < (size_t)rows * cols / t.block_values; i++) {
        float v = fx_value(f);
        uint16_t h = gp_float_to_half(v);
        for (uint32_t k = 2; k < t.block_bytes; k++) raw[i * t.block_bytes + k] = (unsigned char)fx_next(f);
        memcpy(raw + i * t.block_bytes, w->quantized ? (void *)&h : (void *)&v, w->quantized ? 2 : 4);
    }
}

static float half_value(uint16_t h) { return gp_half_to_float(h); }

/* Gather, multiply with experts 1 to 4 in the first buffer's place (expert 0 lies in another buffer), join. */
static void check_experts(fx *f, gp_ggml_type type, int tokens, int tile)
{
    enum { ROWS = 20, PADDED = 32, COLS = 96, LD = 128, FIRST = 1 };
    const struct gp_wtype *w = gp_wtype_find(type);
    gp_ggml_traits tr = gp_ggml_traits_of((uint32_t)type);
    size_t row_bytes = COLS / tr.block_values * tr.block_bytes, main = w->main_bytes(COLS), side = w->side_bytes(COLS),
           groups = PADDED / 16, held = T_EXPERTS - FIRST;
    unsigned char *raw = fx_zeros(f, T_EXPERTS * ROWS * row_bytes),
                  *packed = fx_zeros(f, held * groups * (main + side));
    float *x = fx_zeros(f, (size_t)(tokens * LD) * 4), *bias = fx_values(f, T_EXPERTS * PADDED);
    int32_t *chosen = fx_zeros(f, (size_t)tokens * T_USED * 4);
    choose_experts(f, chosen, tokens);
    for (int t = 0; t < tokens; t++)
        for (int i = 0; i < COLS; i++) x[t * LD + i] = fx_value(f);
    for (uint32_t e = 0; e < T_EXPERTS; e++) expert_rows(f, w, raw + e * ROWS * row_bytes, ROWS, COLS);
    for (uint32_t e = 0; e < held; e++)
        for (uint32_t g = 0; g < groups; g++) {
            const unsigned char *r[16];
            for (uint32_t i = 0; i < 16; i++)
                r[i] = g * 16 + i < ROWS ? raw + ((e + FIRST) * ROWS + g * 16 + i) * row_bytes : NULL;
            w->pack(r, COLS, packed + (e * groups + g) * main, packed + held * groups * main + (e * groups + g) * side);
        }
    assigned a = assign(f, chosen, tokens, tile);
    size_t slots = (size_t)(a.tiles * tile);
    gp_ocl_buffer *bw = fx_put(f, packed, held * groups * (main + side)), *bx = fx_put(f, x, (size_t)(tokens * LD) * 4),
                  *bb = fx_put(f, bias, T_EXPERTS * PADDED * 4), *bg = fx_put(f, NULL, slots * LD * 4),
                  *bq = fx_put(f, NULL, slots * COLS), *bs = fx_put(f, NULL, slots * COLS / 8),
                  *bc = fx_put(f, NULL, slots * COLS / 8), *by = fx_put(f, NULL, slots * PADDED * 4);
    FX_RUN(f, "gp_gather", 1, slots, GP_AB(bx), GP_AI(LD), GP_AB(bb), GP_AI(0), GP_AB(a.slot_token), GP_AB(bg),
           GP_AI(LD), GP_AB(bq), GP_AB(bs), GP_AB(bc), GP_AI(COLS), GP_AI(slots), GP_AI(tile), GP_AI(1 | 2));
    int k = 0;
    while (w->tile[k] != (uint32_t)tile) k++;
    char name[64];
    (void)snprintf(name, sizeof name, "%s_x", w->mm[k]);
    gp_ocl_arg tail[] = {GP_AI(groups),        GP_AI(1),     GP_AI(slots), GP_AI(PADDED),        GP_AI(2),
                         GP_AB(a.tile_expert), GP_AI(FIRST), GP_AI(held),  GP_AU(groups * main), GP_AU(groups * side),
                         GP_AI(PADDED)};
    if (w->quantized)
        FX_RUN(f, name, a.tiles, groups, GP_AB(bw), GP_AU(held * groups * main), GP_AB(bq), GP_AB(bs), GP_AB(bc),
               GP_AB(by), GP_AI(0), GP_AB(bb), GP_AI(0), GP_AI(COLS / 32), tail[0], tail[1], tail[2], tail[3], tail[4],
               tail[5], tail[6], tail[7], tail[8], tail[9], tail[10]);
    else
        FX_RUN(f, name, a.tiles, groups, GP_AB(bw), GP_AB(bg), GP_AB(by), GP_AI(0), GP_AB(bb), GP_AI(0), GP_AI(COLS),
               GP_AI(LD), tail[0], tail[1], tail[2], tail[3], tail[4], tail[5], tail[6], tail[7], tail[8], tail[9],
               tail[10]);
    const float *y = fx_get(f, by, slots * PADDED * 4);
    const int32_t *slot = fx_get(f, a.pair_slot, (size_t)tokens * T_USED * 4);
    for (int p = 0; p < tokens * T_USED; p++) {
        int e = chosen[p];
        int8_t q[COLS];
        float d[COLS / 32], want[ROWS] = {0};
        for (int b = 0; b < COLS / 32; b++) d[b] = ref_quantize(x + p / T_USED * LD + b * 32, q + b * 32);
        for (int r = 0; r < ROWS && e >= FIRST; r++) {
            const unsigned char *row = raw + ((size_t)(e * ROWS) + (size_t)r) * row_bytes;
            want[r] = (w->quantized ? ref_dot_q8_0(row, q, d, COLS / 32, half_value)
                                    : ref_dot_f32((const float *)(const void *)row, x + p / T_USED * LD, COLS)) +
                      bias[e * PADDED + r];
        }
        fx_same(name, y + slot[p] * PADDED, want, ROWS);
    }
    (void)fx_done((void **)&f);
}

static void test_experts(void **state)
{
    check_experts(*state, GP_GGML_F32, 1, 1);
    check_experts(*state, GP_GGML_F32, 7, 4);
    check_experts(*state, GP_GGML_Q8_0, 1, 1);
    check_experts(*state, GP_GGML_Q8_0, 9, 4);
    check_experts(*state, GP_GGML_Q8_0, 13, 8);
}

static void test_join(void **state)
{
    fx *f = *state;
    enum { LD = 320, N = 3, K = 3, LDR = 64 };
    const int32_t slot[N * K] = {8, 0, 3, 1, 2, 4, 7, 6, 5};
    float *y = fx_values(f, N * K * LD), *w = fx_values(f, N * K), *shared = fx_values(f, N * LD),
          *score = fx_values(f, N * LDR), *x = fx_values(f, N * LD), *want = fx_zeros(f, N * LD * 4);
    gp_ocl_buffer *by = fx_put(f, y, N * K * LD * 4), *bp = fx_put(f, slot, sizeof slot), *bw = fx_put(f, w, N * K * 4),
                  *bs = fx_put(f, shared, N * LD * 4), *br = fx_put(f, score, N * LDR * 4);
    for (int flags = 0; flags < 4; flags++) {
        gp_ocl_buffer *bx = fx_put(f, x, N * LD * 4);
        FX_RUN(f, "gp_join", 2, N, GP_AB(by), GP_AB(bp), GP_AB(bw), GP_AI(K), GP_AB(bs), GP_AB(br), GP_AI(LDR),
               GP_AI(16), GP_AB(bx), GP_AI(LD), GP_AF(1.f), GP_AI(N), GP_AI(flags));
        for (int t = 0; t < N; t++)
            for (int i = 0; i < LD; i++) {
                float s = y[slot[t * K] * LD + i] * w[t * K];
                for (int p = 1; p < K; p++) s = fmaf(w[t * K + p], y[slot[t * K + p] * LD + i], s);
                if (flags & 2) s = fmaf(ref_sigmoid(score[t * LDR + 16]), shared[t * LD + i], s);
                want[t * LD + i] = flags & 1 ? x[t * LD + i] + s : s;
            }
        fx_same("join", fx_get(f, bx, N * LD * 4), want, N * LD);
    }
}

/* ---- several streams ---- */

enum { S_LD = 320, S_N = 3, S_LDR = 64 };

typedef struct streams {
    float *v[4], *row, *w, *r, t[S_N][4];
    gp_ocl_buffer *b[4], *brow, *bw, *br;
} streams;

static streams make_streams(fx *f)
{
    streams s;
    s.row = fx_values(f, S_N * S_LDR);
    s.w = fx_values(f, 64);
    s.r = fx_values(f, S_N * S_LD);
    for (int i = 0; i < 4; i++) {
        s.v[i] = fx_values(f, S_N * S_LD);
        s.b[i] = fx_put(f, s.v[i], S_N * S_LD * 4);
    }
    s.brow = fx_put(f, s.row, S_N * S_LDR * 4);
    s.bw = fx_put(f, s.w, 64 * 4);
    s.br = fx_put(f, s.r, S_N * S_LD * 4);
    for (int t = 0; t < S_N; t++)
        for (int i = 0; i < 4; i++) s.t[t][i] = ref_tanh(s.row[t * S_LDR + i] * 0.5f);
    return s;
}

static void test_streams(void **state)
{
    fx *f = *state;
    streams s = make_streams(f);
    gp_ocl_arg x = GP_AB(s.b[0]), a = GP_AB(s.b[1]), b = GP_AB(s.b[2]), c = GP_AB(s.b[3]), row = GP_AB(s.brow),
               ldr = GP_AI(S_LDR), half = GP_AF(0.5f), w = GP_AB(s.bw), ld = GP_AI(S_LD), n = GP_AI(S_N);
    FX_RUN(f, "gp_altup_predict", 2, S_N, x, a, b, c, row, ldr, half, w, ld, n);
    FX_RUN(f, "gp_altup_correct", 2, S_N, x, a, b, c, GP_AB(s.br), row, ldr, half, w, ld, n);
    FX_RUN(f, "gp_altup_spread", 2, S_N, a, b, c, GP_AB(s.br), ld, n);
    for (int i = 0; i < S_N * S_LD; i++) {
        float *t = s.t[i / S_LD], y[4], made;
        for (int o = 0; o < 4; o++) {
            y[o] = s.v[o][i];
            for (int j = 0; j < 4; j++) y[o] = fmaf(ref_coefficient(s.w + 4 * (4 * o + j), t), s.v[j][i], y[o]);
        }
        made = s.r[i] - y[0];
        for (int o = 0; o < 4; o++)
            s.v[o][i] = fmaf(ref_coefficient(s.w + 4 * o, t) + 1.f, made, y[o]) + (o ? s.r[i] : 0.f);
    }
    for (int o = 0; o < 4; o++) fx_same("streams", fx_get(f, s.b[o], S_N * S_LD * 4), s.v[o], S_N * S_LD);
    FX_RUN(f, "gp_altup_merge", 2, S_N, x, a, b, c, ld, n);
    for (int i = 0; i < S_N * S_LD; i++) s.v[0][i] = (((s.v[0][i] + s.v[1][i]) + s.v[2][i]) + s.v[3][i]) * 0.25f;
    fx_same("merged", fx_get(f, s.b[0], S_N * S_LD * 4), s.v[0], S_N * S_LD);
}

static void test_stream_rows(void **state)
{
    fx *f = *state;
    streams s = make_streams(f);
    float *w = fx_values(f, S_LD), want[S_LD], gate[S_LD];
    gp_ocl_buffer *bw = fx_put(f, w, S_LD * 4);
    memset(s.v[1], 0, S_LD * 4); /* a row without length */
    FX_RUN(f, "gp_altup_attended", 1, S_N, GP_AB(s.b[0]), GP_AB(s.br), GP_AB(bw), GP_AB(s.b[2]), GP_AI(S_LD),
           GP_AF(1.f / S_LD), GP_AF(1e-6f), GP_AI(S_N));
    FX_RUN(f, "gp_altup_sparse", 1, S_N, GP_AB(s.b[3]), GP_AI(272), GP_AI(S_LD), GP_AF(1.25f), GP_AF(1.f / 272),
           GP_AF(1.f / 271), GP_AI(S_N));
    gp_ocl_buffer *bz = fx_put(f, s.v[1], S_N * S_LD * 4), *bo = fx_put(f, NULL, S_N * S_LD * 4),
                  *bm = fx_put(f, NULL, S_N * S_LD * 4);
    FX_RUN(f, "gp_altup_match", 1, S_N, GP_AB(s.b[0]), GP_AB(bz), GP_AB(bo), GP_AI(S_LD), GP_AI(S_N));
    FX_RUN(f, "gp_altup_weigh", 2, S_N, GP_AB(s.b[0]), GP_AB(bw), GP_AB(bm), GP_AI(S_LD), GP_AI(S_N));
    for (int t = 0; t < S_N; t++) {
        float *x = s.v[0] + t * S_LD, *y = s.v[1] + t * S_LD, sum = ref_sumsq(x, S_LD), other = ref_sumsq(y, S_LD),
              factor;
        other = other > 0x1p-80f ? other : 0x1p-80f;
        factor = (sum * ref_rsqrt(sum)) * ref_rsqrt(other);
        for (int i = 0; i < S_LD; i++) want[i] = y[i] * factor;
        fx_same("length", (float *)fx_get(f, bo, S_N * S_LD * 4) + t * S_LD, want, S_LD);
        for (int i = 0; i < S_LD; i++) want[i] = x[i] * w[i];
        fx_same("weighed", (float *)fx_get(f, bm, S_N * S_LD * 4) + t * S_LD, want, S_LD);
        ref_rms(s.r + t * S_LD, w, want, S_LD, 1e-6f);
        for (int i = 0; i < S_LD; i++) want[i] = ((x[i] + want[i]) + s.v[2][t * S_LD + i]) * 0x1.6a09e6p-1f;
        fx_same("attended", (float *)fx_get(f, s.b[2], S_N * S_LD * 4) + t * S_LD, want, S_LD);
        memcpy(gate, s.v[3] + t * S_LD, sizeof gate);
        ref_sparse(gate, 272, 1.25f);
        fx_same("sparse", (float *)fx_get(f, s.b[3], S_N * S_LD * 4) + t * S_LD, gate, S_LD);
    }
}

/* ---- gated delta-net ---- */

static void test_log(void **state)
{
    (void)state;
    double worst = 0.0;
    for (uint32_t u = 0x3f800000u; u < 0x4e800000u; u += 9973) {
        double x = (double)ref_f(u), e = log(x), d = fabs((double)ref_log(ref_f(u)) - e);
        worst = fmax(worst, d / (e > 0x1p-10 ? e : 0x1p-10));
    }
    print_message("log: %.3g relative\n", worst);
    assert_true(worst < 2.5e-7);
    assert_true(ref_log(1.f) == 0.f);
}

/* Two sequences in slots 2 and 0 of three, evaluated in passes of several cuts, against token after token. */
static void check_delta(fx *f, ref_delta s, const int *cuts)
{
    enum { SLOTS = 3, N = 11, LDAB = 64 };
    int keys = s.key_heads * s.dk, values = s.heads * s.dv, channels = 2 * keys + values,
        ldu = (channels + values + 63) / 64 * 64, ldy = (channels + 63) / 64 * 64, ldo = (values + 63) / 64 * 64;
    size_t history = (size_t)((s.taps - 1) * channels), state = (size_t)(s.heads * s.dk * s.dv);
    float *u = fx_values(f, (size_t)(2 * N * ldu)), *w = fx_values(f, (size_t)(channels * s.taps)),
          *ab = fx_values(f, 2 * N * LDAB), *dt = fx_values(f, 16), *a = fx_values(f, 16),
          *norm = fx_values(f, (size_t)s.dv), *old = fx_values(f, SLOTS * (history + state));
    for (int h = 0; h < s.heads; h++) a[h] = -fabsf(a[h]) * 3.f;
    float *want = fx_zeros(f, (size_t)(2 * N * values) * 4), *got = fx_zeros(f, (size_t)(2 * N * values) * 4);
    for (int q = 0; q < 2; q++) {
        float *hist = fx_zeros(f, history * 4), *S = fx_zeros(f, state * 4), *y = fx_zeros(f, (size_t)channels * 4);
        for (int t = 0; t < N; t++) {
            int row = q * N + t;
            ref_delta_token(&s, u + row * ldu, hist, w, ab + row * LDAB, ab + row * LDAB + 16, dt, a, norm, 1e-6f, S, y,
                            want + row * values);
        }
    }
    gp_ocl_buffer *bw = fx_put(f, w, (size_t)(channels * s.taps) * 4), *bdt = fx_put(f, dt, 64), *ba = fx_put(f, a, 64),
                  *bn = fx_put(f, norm, (size_t)s.dv * 4),
                  /* remains of somebody else */
                      *bc = fx_put(f, old, SLOTS * history * 4), *bS = fx_put(f, old, SLOTS * state * 4),
                  *bu = fx_put(f, NULL, (size_t)(2 * N * ldu) * 4), *by = fx_put(f, NULL, (size_t)(2 * N * ldy) * 4),
                  *bab = fx_put(f, NULL, 2 * N * LDAB * 4), *bo = fx_put(f, NULL, (size_t)(2 * N * ldo) * 4),
                  *bt = fx_put(f, NULL, 2 * N * 16);
    int done[2] = {0};
    gp_err err = {0};
    for (; done[0] < N || done[1] < N; cuts += 2) {
        int n = 0, rows[2 * N];
        int32_t token[2 * N * 4] = {0};
        for (int q = 0; q < 2; q++)
            for (int i = 0; i < cuts[q] && done[q] < N; i++, n++) {
                token[4 * n] = done[q];
                token[4 * n + 1] = q ? 0 : 2;
                rows[n] = q * N + done[q]++;
                T_OK(gp_ocl_write(bu, (uint64_t)(n * ldu) * 4, u + rows[n] * ldu, (uint64_t)ldu * 4, &err), err);
                T_OK(gp_ocl_write(bab, (uint64_t)(n * LDAB) * 4, ab + rows[n] * LDAB, LDAB * 4, &err), err);
            }
        T_OK(gp_ocl_write(bt, 0, token, sizeof token, &err), err);
        FX_RUN(f, "gp_conv", (channels + 15) / 16, n, GP_AB(bu), GP_AI(ldu), GP_AB(bw), GP_AB(bw), GP_AI(1), GP_AB(bc),
               GP_AB(bt), GP_AB(by), GP_AI(ldy), GP_AI(channels), GP_AI(s.taps), GP_AI(n));
        FX_RUN(f, "gp_conv_shift", (channels + 15) / 16, SLOTS, GP_AB(bu), GP_AI(ldu), GP_AB(bc), GP_AB(bt),
               GP_AI(channels), GP_AI(s.taps), GP_AI(SLOTS), GP_AI(n));
        FX_RUN(f, "gp_delta_prepare", 2 * s.key_heads + s.heads, n, GP_AB(by), GP_AI(ldy), GP_AB(bab), GP_AI(LDAB),
               GP_AI(0), GP_AI(16), GP_AB(bdt), GP_AB(ba), GP_AI(s.key_heads), GP_AI(s.heads), GP_AI(s.dk),
               GP_AF((float)(1.0 / sqrt((double)s.dk))), GP_AI(n));
        FX_RUN(f, "gp_delta_scan", s.heads * (s.dv / 16), SLOTS, GP_AB(by), GP_AI(ldy), GP_AB(bab), GP_AI(LDAB),
               GP_AI(0), GP_AI(16), GP_AB(bS), GP_AB(bt), GP_AB(bo), GP_AI(ldo), GP_AI(s.key_heads), GP_AI(s.heads),
               GP_AI(s.dk), GP_AI(s.dv), GP_AI(s.grouped), GP_AI(SLOTS), GP_AI(n));
        FX_RUN(f, "gp_delta_out", s.heads, n, GP_AB(bo), GP_AI(ldo), GP_AB(bu), GP_AI(ldu), GP_AI(channels), GP_AB(bn),
               GP_AI(s.heads), GP_AI(s.dv), GP_AF(1.f / (float)s.dv), GP_AF(1e-6f), GP_AI(n));
        for (int i = 0; i < n; i++)
            T_OK(gp_ocl_read(bo, (uint64_t)(i * ldo) * 4, got + rows[i] * values, (uint64_t)values * 4, &err), err);
        T_OK(gp_ocl_finish(f->d, &err), err);
    }
    fx_same("delta-net", got, want, (size_t)(2 * N * values));
    (void)fx_done((void **)&f);
}

static void test_delta(void **state)
{
    const ref_delta a = {4, 2, 4, 32, 16, 0}, b = {4, 2, 6, 16, 48, 1}, c = {3, 1, 2, 64, 32, 0};
    const int all[] = {11, 11}, ones[22] = {1, 0, 1, 1, 0, 1, 1, 1, 1, 1, 2, 1, 1, 5, 1, 0, 1, 0, 1, 9, 9, 9},
              mixed[] = {2, 7, 5, 1, 1, 3, 9, 9};
    check_delta(*state, a, all);
    check_delta(*state, a, ones);
    check_delta(*state, a, mixed);
    check_delta(*state, b, all);
    check_delta(*state, b, mixed);
    check_delta(*state, c, ones);
}

int main(void)
{
#define FX_TEST(t) cmocka_unit_test_teardown(t, fx_done)
    const struct CMUnitTest tests[] = {
        FX_TEST(test_clamped_gate), FX_TEST(test_scales),
        FX_TEST(test_gate_out),     FX_TEST(test_suppress),
        FX_TEST(test_join_inputs),  FX_TEST(test_values_and_sinks),
        FX_TEST(test_route),        FX_TEST(test_route_without_numbers),
        FX_TEST(test_assign),       FX_TEST(test_experts),
        FX_TEST(test_join),         FX_TEST(test_streams),
        FX_TEST(test_stream_rows),  FX_TEST(test_log),
        FX_TEST(test_delta),
    };
    return cmocka_run_group_tests(tests, fx_open, fx_close);
}
