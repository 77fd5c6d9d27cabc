/* test_ocl_blocks.c - kernels that only some families of models use, bit for bit against plain C in the written order: other norms,
 * other routings, activations without a gate, gates of heads, Mamba-2, convolutions with a bias, rows of heads. */
#include <math.h>

#include "ocl_fixture.h"
#include "ref_arch.h"

static float sum_lanes(const float *x, int n, bool squares)
{
    float lane[64] = {0};
    for (int i = 0; i < n; i++) lane[i % 64] = squares ? fmaf(x[i], x[i], lane[i % 64]) : lane[i % 64] + x[i];
    return ref_halving(lane, 64);
}

static void ref_norm(const float *x, const float *w, const float *bias, bool centered, float *y, int n)
{
    float mean = centered ? sum_lanes(x, n, false) * (1.f / (float)n) : 0.f;
    for (int i = 0; i < n; i++) y[i] = centered ? x[i] - mean : x[i];
    float r = ref_rsqrt(fmaf(sum_lanes(y, n, true), 1.f / (float)n, 1e-5f));
    for (int i = 0; i < n; i++) y[i] = (y[i] * r) * w[i] + (bias ? bias[i] : 0.f);
}

static void test_norms(void **state)
{
    fx *f = *state;
    enum { K = 208, LD = 256, N = 2 };
    float *x = fx_values(f, N * LD), *w = fx_values(f, LD), *b = fx_values(f, LD), *want = fx_zeros(f, N * LD * 4);
    gp_ocl_buffer *bx = fx_put(f, x, N * LD * 4), *bw = fx_put(f, w, LD * 4), *bb = fx_put(f, b, LD * 4),
                  *none = fx_put(f, NULL, 64);
    for (int how = 0; how < 4; how++) {
        gp_ocl_buffer *by = fx_put(f, x, N * LD * 4);
        FX_RUN(f, "gp_norm", 1, N, GP_AB(bx), GP_AB(bw), GP_AB(bb), GP_AB(by), GP_AB(none), GP_AB(none), GP_AB(none),
               GP_AB(none), GP_AI(0), GP_AI(K), GP_AI(LD), GP_AI(LD), GP_AF(1.f / K), GP_AF(1e-5f), GP_AI(N), GP_AI(N),
               GP_AI(1), GP_AI(how), GP_AI(1));
        for (int t = 0; t < N; t++) ref_norm(x + t * LD, w, how & 2 ? b : NULL, how & 1, want + t * LD, K);
        fx_same("norm", fx_get(f, by, N * LD * 4), want, N * LD);
    }
    /* pieces of odd lengths, each with weights of its own */
    enum { AT = 5, PIECES = 3, LEN = 24 };
    float *y = fx_zeros(f, N * LD * 4);
    memcpy(y, x, N * LD * 4);
    FX_RUN(f, "gp_norm_pieces", PIECES, N, GP_AB(bx), GP_AI(LD), GP_AI(AT), GP_AB(bw), GP_AI(PIECES), GP_AI(LEN),
           GP_AF(1.f / LEN), GP_AF(1e-5f), GP_AI(1), GP_AI(N));
    for (int i = 0; i < N * PIECES; i++) {
        int at = i / PIECES * LD + AT + i % PIECES * LEN;
        ref_norm(x + at, w + i % PIECES * LEN, NULL, true, y + at, LEN);
    }
    fx_same("pieces", fx_get(f, bx, N * LD * 4), y, N * LD);
}

static void test_sums_and_limits(void **state)
{
    fx *f = *state;
    enum { LD = 320, N = 2 };
    float *x = fx_values(f, N * LD), *y = fx_values(f, N * LD), *want = fx_zeros(f, N * LD * 4);
    gp_ocl_buffer *bx = fx_put(f, x, N * LD * 4), *by = fx_put(f, y, N * LD * 4);
    FX_RUN(f, "gp_add_scaled", 2, N, GP_AB(bx), GP_AI(LD), GP_AB(by), GP_AI(LD), GP_AF(0.22f), GP_AI(LD), GP_AI(N));
    for (int i = 0; i < N * LD; i++) want[i] = fmaf(y[i], 0.22f, x[i]);
    fx_same("scaled sum", fx_get(f, bx, N * LD * 4), want, N * LD);
    FX_RUN(f, "gp_rescale", 2, N, GP_AB(bx), GP_AI(LD), GP_AI(LD), GP_AF(3.f), GP_AF(0.f), GP_AI(N));
    FX_RUN(f, "gp_rescale", 2, N, GP_AB(bx), GP_AI(LD), GP_AI(LD), GP_AF(0.f), GP_AF(0.5f), GP_AI(N));
    for (int i = 0; i < N * LD; i++) want[i] = fmaxf(-0.5f, fminf(0.5f, want[i] * 3.f));
    fx_same("limits", fx_get(f, bx, N * LD * 4), want, N * LD);
    FX_RUN(f, "gp_times", 2, N, GP_AB(bx), GP_AI(16), GP_AI(LD), GP_AB(by), GP_AI(0), GP_AI(LD), GP_AB(by), GP_AI(LD),
           GP_AI(288), GP_AI(N));
    for (int t = 0; t < N; t++)
        for (int i = 0; i < 288; i++) y[t * LD + i] = want[t * LD + 16 + i] * y[t * LD + i];
    fx_same("product", fx_get(f, by, N * LD * 4), y, N * LD);
}

/* ---- routing ---- */

typedef struct routing {
    int kind, groups, groups_used;
    bool bias, normalize;
} routing;

static float share(float s, int kind, float top, float sum)
{
    if (kind == 1) return ref_div(ref_expw(s - top), sum);
    if (kind != 4) return ref_sigmoid(s);
    float p = ref_softplus(s);
    return p > 0x1p-100f ? p * ref_rsqrt(p) : 0.f;
}

static float group_score(const float *by, int n)
{
    float a = -1e30f, b = -1e30f;
    for (int e = 0; e < n; e++) {
        if (by[e] > a) b = a, a = by[e];
        else if (by[e] > b) b = by[e];
    }
    return a + b;
}

/* The groups that are worse than groups_used others, or as good as others in front of them, drop out. */
static void keep_groups(float *by, int n, routing r)
{
    float score[8];
    int len = n / r.groups;
    for (int g = 0; g < r.groups; g++) score[g] = group_score(by + g * len, len);
    for (int g = 0; g < r.groups; g++) {
        int better = 0;
        for (int o = 0; o < r.groups; o++) better += score[o] > score[g] || (score[o] == score[g] && o < g);
        for (int e = 0; e < len && better >= r.groups_used; e++) by[g * len + e] = -1e30f;
    }
}

static void ref_choose(const float *s, int n, int k, routing r, const float *bias, float scale, int *chosen,
                       float *weight)
{
    float p[64], by[64], top = s[0], sum = 0.f;
    for (int e = 1; e < n; e++) top = fmaxf(top, s[e]);
    for (int e = 0; e < n; e++) sum += ref_expw(s[e] - top);
    for (int e = 0; e < n; e++) {
        p[e] = share(s[e], r.kind, top, sum);
        by[e] = r.kind == 5 ? s[e] : r.bias ? p[e] + bias[e] : p[e];
    }
    if (r.groups > 1) keep_groups(by, n, r);
    sum = 0.f;
    for (int i = 0; i < k; i++) {
        int at = 0;
        for (int e = 1; e < n; e++) at = by[e] > by[at] ? e : at;
        by[at] = -1e30f;
        chosen[i] = at;
        weight[i] = p[at];
        sum += p[at];
    }
    sum = fmaxf(sum, 0x1p-14f);
    for (int i = 0; i < k; i++) weight[i] = (r.normalize ? ref_div(weight[i], sum) : weight[i]) * scale;
}

static void check_choice(fx *f, routing r)
{
    enum { E = 24, K = 4, LD = 64, AT = 32, N = 8 };
    float *score = fx_values(f, N * LD), *bias = fx_values(f, E), *want = fx_zeros(f, N * K * 4);
    int chosen[N * K], k = r.kind == 5 ? 1 : K;
    for (int i = 0; i < N * LD; i++)
        score[i] = floorf(score[i] * 8.f) * (i < LD ? 6.f : 0.5f); /* ties, large ones first */
    gp_ocl_buffer *bs = fx_put(f, score, N * LD * 4), *bb = fx_put(f, bias, E * 4), *bc = fx_put(f, NULL, N * K * 4),
                  *bw = fx_put(f, NULL, N * K * 4);
    FX_RUN(f, "gp_choose", 1, N, GP_AB(bs), GP_AI(LD), GP_AI(AT), GP_AI(E), GP_AI(k), GP_AI(r.kind), GP_AB(bb),
           GP_AI(r.groups), GP_AI(r.groups_used), GP_AF(2.5f), GP_AI((r.bias ? 1 : 0) | (r.normalize ? 2 : 0)),
           GP_AB(bc), GP_AB(bw), GP_AI(N));
    for (int t = 0; t < N; t++) ref_choose(score + t * LD, E, k, r, bias, 2.5f, chosen + t * k, want + t * k);
    assert_memory_equal(fx_get(f, bc, (size_t)(N * k) * 4), chosen, (size_t)(N * k) * 4);
    fx_same("weights", fx_get(f, bw, (size_t)(N * k) * 4), want, (size_t)(N * k));
}

static void test_choice(void **state)
{
    check_choice(*state, (routing){.kind = 1});
    check_choice(*state, (routing){.kind = 1, .bias = true, .normalize = true});
    check_choice(*state, (routing){.kind = 2, .bias = true, .normalize = true});
    check_choice(*state, (routing){.kind = 2, .bias = true, .normalize = true, .groups = 4, .groups_used = 2});
    check_choice(*state, (routing){.kind = 2, .groups = 8, .groups_used = 2});
    check_choice(*state, (routing){.kind = 4, .normalize = true});
    check_choice(*state, (routing){.kind = 5});
}

/* Scores that are no numbers choose experts that exist. */
static void test_choice_without_numbers(void **state)
{
    fx *f = *state;
    float score[32];
    for (int i = 0; i < 32; i++) score[i] = NAN;
    gp_ocl_buffer *bs = fx_put(f, score, sizeof score), *bc = fx_put(f, NULL, 8), *bw = fx_put(f, NULL, 8);
    FX_RUN(f, "gp_choose", 1, 1, GP_AB(bs), GP_AI(32), GP_AI(16), GP_AI(12), GP_AI(2), GP_AI(2), GP_AB(bs), GP_AI(4),
           GP_AI(2), GP_AF(1.f), GP_AI(3), GP_AB(bc), GP_AB(bw), GP_AI(1));
    const int32_t *chosen = fx_get(f, bc, 8);
    for (int i = 0; i < 2; i++) assert_in_range(chosen[i], 0, 11);
}

/* ---- activations and gates ---- */

static void test_alone(void **state)
{
    fx *f = *state;
    enum { N = 256 };
    const float v[4] = {0.8f, 1.3f, 0.5f, -1e-6f};
    float *x = fx_values(f, N), *want = fx_zeros(f, N * 4);
    for (int i = 0; i < N; i++) x[i] *= i % 7 ? 4.f : 60.f;
    gp_ocl_buffer *bx = fx_put(f, x, N * 4), *by = fx_put(f, NULL, N * 4), *bv = fx_put(f, v, sizeof v),
                  *none = fx_put(f, NULL, 64);
    for (int act = 3; act <= 5; act++) {
        FX_RUN(f, "gp_act", 1, 1, GP_AB(bx), GP_AB(bx), GP_AB(by), GP_AB(none), GP_AB(none), GP_AB(none), GP_AI(N),
               GP_AI(0), GP_AI(N), GP_AI(N), GP_AI(N), GP_AI(N), GP_AI(act), GP_AB(bv), GP_AI(1), GP_AI(1), GP_AI(1),
               GP_AI(1));
        for (int i = 0; i < N; i++) {
            float up = x[i] > 0.f ? x[i] : 0.f, linear = x[i] * v[2], low = x[i] < v[3] ? x[i] : v[3];
            want[i] = act == 3   ? up * up
                      : act == 4 ? ref_gelu(x[i])
                      : x[i] > 0 ? fmaf(x[i] * v[0], x[i], linear)
                                 : fmaf((ref_exp(low) - 1.f) - x[i], v[1], linear);
        }
        fx_same("activation without a gate", fx_get(f, by, N * 4), want, N);
    }
}

static void test_gates_of_heads(void **state)
{
    fx *f = *state;
    enum { HEADS = 4, D = 24, LD = 128, N = 2 };
    float *x = fx_values(f, N * LD), *g = fx_values(f, N * LD), *want = fx_zeros(f, N * LD * 4);
    for (int i = 0; i < N * LD; i++) g[i] *= 30.f;
    gp_ocl_buffer *bg = fx_put(f, g, N * LD * 4);
    for (int soft = 0; soft < 2; soft++) {
        gp_ocl_buffer *bx = fx_put(f, x, N * LD * 4);
        FX_RUN(f, "gp_gate_out", 1, N, GP_AB(bx), GP_AB(bg), GP_AI(16), GP_AI(D), GP_AI(soft), GP_AI(HEADS * D),
               GP_AI(LD), GP_AI(LD), GP_AI(N));
        for (int i = 0; i < N * LD; i++) {
            float gate = i % LD < HEADS * D ? g[i / LD * LD + 16 + i % LD / D] : 0.f;
            want[i] = i % LD >= HEADS * D ? x[i]
                      : soft              ? x[i] * ref_softplus(gate)
                                          : ref_div(x[i], 1.f + ref_exp(-gate));
        }
        fx_same("gates of heads", fx_get(f, bx, N * LD * 4), want, N * LD);
    }
}

/* ---- Mamba-2 ---- */

enum {
    S_HEADS = 4,
    S_P = 32,
    S_GROUPS = 2,
    S_N = 12,
    S_TAPS = 4,
    S_INNER = S_HEADS * S_P,
    S_CHANNELS = S_INNER + 2 * S_GROUPS * S_N,
    S_LDU = 384,
    S_TOKENS = 9,
    S_SLOTS = 3
};

typedef struct block {
    float *w, *bias, *dt, *a, *d, *norm;
} block;

/* One token: history of raw rows, state [head][n][p]. u: x, B, C, then z, then steps. */
static void ref_ssm(const block *b, const float *u, float *history, float *S, float *out)
{
    float v[S_CHANNELS], y[S_INNER];
    for (int c = 0; c < S_CHANNELS; c++) {
        float sum = 0.f;
        for (int j = 0; j < S_TAPS; j++)
            sum = fmaf(b->w[c * S_TAPS + j], j == S_TAPS - 1 ? u[c] : history[j * S_CHANNELS + c], sum);
        v[c] = ref_silu(sum + b->bias[c]);
    }
    memmove(history, history + S_CHANNELS, (S_TAPS - 2) * S_CHANNELS * sizeof *history);
    memcpy(history + (S_TAPS - 2) * S_CHANNELS, u, S_CHANNELS * sizeof *history);
    for (int h = 0; h < S_HEADS; h++) {
        float step = ref_softplus(u[S_CHANNELS + S_INNER + h] + b->dt[h]), decay = ref_expw(step * b->a[h]);
        const float *B = v + S_INNER + h / (S_HEADS / S_GROUPS) * S_N, *C = B + S_GROUPS * S_N;
        for (int p = 0; p < S_P; p++) {
            float r[4] = {0}, x = v[h * S_P + p];
            for (int i = 0; i < S_N; i++) {
                float *s = S + (h * S_N + i) * S_P + p, kept = *s * decay;
                *s = fmaf(B[i], x * step, fabsf(kept) < 0x1p-100f ? 0.f : kept);
                r[i % 4] = fmaf(*s, C[i], r[i % 4]);
            }
            y[h * S_P + p] = fmaf(b->d[h], x, (r[0] + r[2]) + (r[1] + r[3])) * ref_silu(u[S_CHANNELS + h * S_P + p]);
        }
    }
    for (int g = 0; g < S_GROUPS; g++)
        ref_rms(y + g * S_INNER / S_GROUPS, b->norm + g * S_INNER / S_GROUPS, out + g * S_INNER / S_GROUPS,
                S_INNER / S_GROUPS, 1e-6f);
}

static block make_block(fx *f)
{
    block b = {fx_values(f, S_CHANNELS * S_TAPS),
               fx_values(f, S_CHANNELS),
               fx_values(f, S_HEADS),
               fx_values(f, S_HEADS),
               fx_values(f, S_HEADS),
               fx_values(f, S_INNER)};
    for (int h = 0; h < S_HEADS; h++) b.a[h] = -fabsf(b.a[h]) * 8.f;
    return b;
}

/* A sequence in slot 2, in passes of two lengths, beside what somebody else left there. */
static void test_ssm(void **state)
{
    fx *f = *state;
    block b = make_block(f);
    enum { HISTORY = (S_TAPS - 1) * S_CHANNELS, STATE = S_HEADS * S_N * S_P };
    float *u = fx_values(f, S_TOKENS * S_LDU), *history = fx_zeros(f, HISTORY * 4), *S = fx_zeros(f, STATE * 4),
          *want = fx_zeros(f, S_TOKENS * S_INNER * 4), *old = fx_values(f, S_SLOTS * (HISTORY + STATE));
    for (int t = 0; t < S_TOKENS; t++) ref_ssm(&b, u + t * S_LDU, history, S, want + t * S_INNER);
    gp_ocl_buffer *bw = fx_put(f, b.w, S_CHANNELS * S_TAPS * 4), *bb = fx_put(f, b.bias, S_CHANNELS * 4),
                  *bdt = fx_put(f, b.dt, S_HEADS * 4), *ba = fx_put(f, b.a, S_HEADS * 4),
                  *bd = fx_put(f, b.d, S_HEADS * 4), *bn = fx_put(f, b.norm, S_INNER * 4),
                  *bc = fx_put(f, old, S_SLOTS * HISTORY * 4), *bS = fx_put(f, old, S_SLOTS * STATE * 4),
                  *by = fx_put(f, NULL, S_TOKENS * 256 * 4), *bo = fx_put(f, NULL, S_TOKENS * S_INNER * 4);
    for (int from = 0, n = 4; from < S_TOKENS; from += n, n = S_TOKENS - from) {
        int32_t token[S_TOKENS * 4] = {0};
        for (int t = 0; t < n; t++) token[4 * t] = from + t, token[4 * t + 1] = 2;
        gp_ocl_buffer *bt = fx_put(f, token, sizeof token), *bu = fx_put(f, u + from * S_LDU, (size_t)(n * S_LDU) * 4);
        FX_RUN(f, "gp_conv", (S_CHANNELS + 15) / 16, n, GP_AB(bu), GP_AI(S_LDU), GP_AB(bw), GP_AB(bb), GP_AI(3),
               GP_AB(bc), GP_AB(bt), GP_AB(by), GP_AI(256), GP_AI(S_CHANNELS), GP_AI(S_TAPS), GP_AI(n));
        FX_RUN(f, "gp_conv_shift", (S_CHANNELS + 15) / 16, S_SLOTS, GP_AB(bu), GP_AI(S_LDU), GP_AB(bc), GP_AB(bt),
               GP_AI(S_CHANNELS), GP_AI(S_TAPS), GP_AI(S_SLOTS), GP_AI(n));
        FX_RUN(f, "gp_ssm_scan", S_HEADS * (S_P / 16), S_SLOTS, GP_AB(by), GP_AI(256), GP_AB(bu), GP_AI(S_LDU),
               GP_AI(S_CHANNELS + S_INNER), GP_AB(bdt), GP_AB(ba), GP_AB(bd), GP_AB(bS), GP_AB(bt), GP_AB(bo),
               GP_AI(S_INNER), GP_AI(S_HEADS), GP_AI(S_P), GP_AI(S_GROUPS), GP_AI(S_N), GP_AI(S_SLOTS), GP_AI(n));
        FX_RUN(f, "gp_ssm_out", S_GROUPS, n, GP_AB(bo), GP_AI(S_INNER), GP_AB(bu), GP_AI(S_LDU), GP_AI(S_CHANNELS),
               GP_AB(bn), GP_AI(1), GP_AI(S_GROUPS), GP_AI(S_INNER / S_GROUPS), GP_AF((float)S_GROUPS / S_INNER),
               GP_AF(1e-6f), GP_AI(n));
        fx_same("Mamba-2", fx_get(f, bo, (size_t)(n * S_INNER) * 4), want + from * S_INNER, (size_t)(n * S_INNER));
    }
}

/* ---- rows of heads ---- */

static void test_heads(void **state)
{
    fx *f = *state;
    enum { HEADS = 3, STEP = 40, K = 24, LD = 128, LDY = 64, TILE = 4, TILES = 2, N = 6, SLOTS = HEADS * TILES * TILE };
    float *x = fx_values(f, SLOTS * LDY), *want = fx_zeros(f, SLOTS * LDY * 4), *back = fx_zeros(f, N * LD * 4);
    gp_ocl_buffer *bx = fx_put(f, x, N * LD * 4), *be = fx_put(f, NULL, HEADS * TILES * 4),
                  *by = fx_put(f, x, SLOTS * LDY * 4), *none = fx_put(f, NULL, 64), *bo = fx_put(f, NULL, N * LD * 4);
    FX_RUN(f, "gp_heads_in", 1, SLOTS, GP_AB(bx), GP_AI(LD), GP_AI(STEP), GP_AB(be), GP_AB(by), GP_AI(LDY), GP_AB(none),
           GP_AB(none), GP_AB(none), GP_AI(K), GP_AI(HEADS), GP_AI(TILE), GP_AI(TILES), GP_AI(N), GP_AI(1));
    FX_RUN(f, "gp_heads_out", HEADS, N, GP_AB(by), GP_AI(LDY), GP_AB(bo), GP_AI(LD), GP_AI(STEP), GP_AI(K),
           GP_AI(HEADS), GP_AI(TILE), GP_AI(TILES), GP_AI(N));
    for (int t = 0; t < N; t++)
        for (int h = 0; h < HEADS; h++) {
            memcpy(want + (h * TILES * TILE + t) * LDY, x + t * LD + h * STEP, K * 4);
            memcpy(back + t * LD + h * STEP, x + t * LD + h * STEP, K * 4);
        }
    fx_same("rows of heads", fx_get(f, by, SLOTS * LDY * 4), want, SLOTS * LDY);
    fx_same("and back", fx_get(f, bo, N * LD * 4), back, N * LD);
    const int32_t *tile = fx_get(f, be, HEADS * TILES * 4);
    for (int i = 0; i < HEADS * TILES; i++) assert_int_equal(tile[i], i / TILES);
    FX_RUN(f, "gp_copy_pieces", 2, N, GP_AB(bx), GP_AI(LD), GP_AI(3), GP_AI(0), GP_AB(bo), GP_AI(LD), GP_AI(1),
           GP_AI(50), GP_AI(5), GP_AI(2), GP_AI(N));
    for (int t = 0; t < N; t++)
        for (int g = 0; g < 2; g++) memcpy(back + t * LD + 1 + g * 50, x + t * LD + 3, 5 * 4);
    fx_same("pieces", fx_get(f, bo, N * LD * 4), back, N * LD);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_teardown(test_norms, fx_done),
        cmocka_unit_test_teardown(test_sums_and_limits, fx_done),
        cmocka_unit_test_teardown(test_choice, fx_done),
        cmocka_unit_test_teardown(test_choice_without_numbers, fx_done),
        cmocka_unit_test_teardown(test_alone, fx_done),
        cmocka_unit_test_teardown(test_gates_of_heads, fx_done),
        cmocka_unit_test_teardown(test_ssm, fx_done),
        cmocka_unit_test_teardown(test_heads, fx_done),
    };
    return cmocka_run_group_tests(tests, fx_open, fx_close);
}
