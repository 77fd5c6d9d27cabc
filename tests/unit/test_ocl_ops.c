/* test_ocl_ops.c - every kernel against the plain C reference of ref_ops.h, bit for bit, edge sizes included. */
#include "t.h"

#include "engine/wtype.h"
#include "gguf/dequant.h"
#include "ocl/compute.h"
#include "ref_ops.h"

typedef struct fixture {
    gp_ocl *d;
    uint32_t seed;
    bool residuals; /* the device was opened with them: int8 activations have two rows per token */
} fixture;

static int setup(void **state)
{
    static fixture f;
    gp_err err = {0};
    const gp_ocl_options o = {0};
    if (gp_ocl_open(&o, &f.d, &err)) fail_msg("%s", err.msg);
    *state = &f;
    return 0;
}

static int teardown(void **state)
{
    gp_ocl_close(((fixture *)*state)->d);
    return 0;
}

static uint32_t next(fixture *f)
{
    f->seed = f->seed * 1664525u + 1013904223u;
    return f->seed >> 8;
}

/* About normal, magnitudes spread over three decades. */
static float value(fixture *f)
{
    float v = ((float)(int)(next(f) & 0xffff) - 32768.f) / 32768.f;
    return v * ref_f(0x3f800000u + ((next(f) % 7) << 23) - (3u << 23));
}

static float *values(fixture *f, size_t n)
{
    float *v = malloc(n * sizeof *v);
    assert_non_null(v);
    for (size_t i = 0; i < n; i++) v[i] = value(f);
    return v;
}

static void *zeros(size_t bytes)
{
    void *p = calloc(1, bytes ? bytes : 1);
    assert_non_null(p);
    return p;
}

static gp_ocl_buffer *put(fixture *f, const void *p, size_t bytes)
{
    gp_err err = {0};
    gp_ocl_buffer *b;
    T_OK(gp_ocl_buffer_new(f->d, bytes, true, &b, &err), err);
    if (p) T_OK(gp_ocl_write(b, 0, p, bytes, &err), err);
    T_OK(gp_ocl_finish(f->d, &err), err);
    return b;
}

static void get(fixture *f, gp_ocl_buffer *b, void *p, size_t bytes)
{
    gp_err err = {0};
    T_OK(gp_ocl_read(b, 0, p, bytes, &err), err);
    T_OK(gp_ocl_finish(f->d, &err), err);
}

static void run(fixture *f, const char *name, uint64_t n0, uint64_t n1, const gp_ocl_arg *a, unsigned n)
{
    gp_err err = {0};
    gp_ocl_kernel *k;
    T_OK(gp_ocl_kernel_get(f->d, name, &k, &err), err);
    T_OK(gp_ocl_launch(k, n0, n1, a, n, &err), err);
}
#define RUN(f, name, n0, n1, ...)                           \
    run(f, name, n0, n1, (const gp_ocl_arg[]){__VA_ARGS__}, \
        sizeof((const gp_ocl_arg[]){__VA_ARGS__}) / sizeof(gp_ocl_arg))

static void same(const char *what, const float *got, const float *want, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (ref_u(got[i]) != ref_u(want[i]))
            fail_msg("%s: value %zu is %a, the reference says %a", what, i, (double)got[i], (double)want[i]);
}

/* ---- elementary functions, through the kernels that use them ---- */

/* silu and gelu of many floats: gate = x, up = 1. */
static void check_gate(fixture *f, int gelu)
{
    enum { N = 1 << 16 };
    float *x = zeros(2 * N * sizeof *x), *want = zeros(N * sizeof *want), *got = zeros(N * sizeof *got);
    for (int i = 0; i < N; i++) {
        x[i] = i < 1000 ? ((float)i - 500.f) * 0.37f
                        : ref_f((next(f) << 9 & 0x7fffffu) | ((100u + next(f) % 34u) << 23) | (next(f) & 1u) << 31);
        x[N + i] = 1.f;
        want[i] = gelu ? ref_gelu(x[i]) : ref_silu(x[i]);
    }
    gp_ocl_buffer *bx = put(f, x, 2 * N * sizeof *x), *by = put(f, NULL, N * sizeof *x), *none = put(f, NULL, 64);
    RUN(f, "gp_act", N / 256, 1, GP_AB(bx), GP_AB(bx), GP_AB(by), GP_AB(none), GP_AB(none), GP_AB(none), GP_AI(N),
        GP_AI(N), GP_AI(2 * N), GP_AI(2 * N), GP_AI(N), GP_AI(N), GP_AI(gelu), GP_AB(none), GP_AI(1), GP_AI(1),
        GP_AI(1), GP_AI(1));
    get(f, by, got, N * sizeof *got);
    same(gelu ? "gelu" : "silu", got, want, N);
    gp_ocl_buffer_free(bx);
    gp_ocl_buffer_free(by);
    gp_ocl_buffer_free(none);
    free(x);
    free(want);
    free(got);
}

static void test_silu(void **state) { check_gate(*state, 0); }
static void test_gelu(void **state) { check_gate(*state, 1); }

static void test_softcap(void **state)
{
    fixture *f = *state;
    enum { N = 1000, LD = 1024 };
    float *x = values(f, LD), want[LD];
    for (int i = 0; i < LD; i++) x[i] *= 40.f;
    for (int i = 0; i < LD; i++) want[i] = ref_tanh(x[i] * (1.f / 30.f)) * 30.f;
    gp_ocl_buffer *b = put(f, x, LD * sizeof *x);
    RUN(f, "gp_softcap", 4, 1, GP_AB(b), GP_AI(LD), GP_AI(LD), GP_AF(30.f), GP_AF(1.f / 30.f), GP_AI(1));
    get(f, b, x, LD * sizeof *x);
    same("softcap", x, want, LD);
    for (int i = 0; i < N; i++) assert_true(fabsf(x[i]) <= 30.f);
    gp_ocl_buffer_free(b);
    free(x);
}

/* The reference functions themselves against libm: what the headers claim. */
static void test_reference_accuracy(void **state)
{
    (void)state;
    double worst_exp = 0, worst_rsqrt = 0;
    for (uint32_t u = 0x30000000u; u < ref_u(87.f); u += 9973) {
        for (uint32_t sign = 0; sign < 2; sign++) {
            float x = ref_f(u | sign << 31);
            double e = exp((double)x), ulp = ldexp(1.0, ilogb(e) - 23);
            worst_exp = fmax(worst_exp, fabs((double)ref_exp(x) - e) / ulp);
        }
    }
    for (uint32_t u = 0x20000000u; u < 0x60000000u; u += 99991) {
        double e = 1.0 / sqrt((double)ref_f(u)), ulp = ldexp(1.0, ilogb(e) - 23);
        worst_rsqrt = fmax(worst_rsqrt, fabs((double)ref_rsqrt(ref_f(u)) - e) / ulp);
    }
    print_message("exp %.3f ulp, rsqrt %.3f ulp\n", worst_exp, worst_rsqrt);
    assert_true(worst_exp < 0.9 && worst_rsqrt < 1.6);
    assert_true(ref_u(ref_exp(0.f)) == ref_u(1.f));
}

/* Division: the same as IEEE division in every sample. */
static void test_reference_division(void **state)
{
    fixture *f = *state;
    for (int i = 0; i < 200000; i++) {
        float a = value(f), b = ref_f((next(f) << 9 & 0x7fffffu) | ((90u + next(f) % 70u) << 23));
        if (ref_u(ref_div(a, b)) != ref_u(a / b) && a != 0.f) fail_msg("%a / %a", (double)a, (double)b);
    }
}

/* ---- rows ---- */

static void check_rms(fixture *f, int n, int tokens)
{
    int ld = (n + 63) / 64 * 64;
    float *x = zeros((size_t)ld * (size_t)tokens * 4), *w = zeros((size_t)ld * 4),
          *got = zeros((size_t)ld * (size_t)tokens * 4), *want = zeros((size_t)ld * (size_t)tokens * 4);
    for (int i = 0; i < n; i++) w[i] = value(f);
    for (int t = 0; t < tokens; t++) {
        for (int i = 0; i < n; i++) x[t * ld + i] = value(f);
        ref_rms(x + t * ld, w, want + t * ld, n, 1e-5f);
    }
    gp_ocl_buffer *bx = put(f, x, (size_t)(ld * tokens) * 4), *bw = put(f, w, (size_t)ld * 4),
                  *by = put(f, NULL, (size_t)(ld * tokens) * 4), *none = put(f, NULL, 64);
    RUN(f, "gp_rms", 1, (uint64_t)tokens, GP_AB(bx), GP_AB(bw), GP_AB(by), GP_AB(none), GP_AB(none), GP_AB(none),
        GP_AB(none), GP_AI(0), GP_AI(n), GP_AI(ld), GP_AF(1.f / (float)n), GP_AF(1e-5f), GP_AI(tokens), GP_AI(tokens),
        GP_AI(1), GP_AI(1));
    get(f, by, got, (size_t)(ld * tokens) * 4);
    same("rms", got, want, (size_t)(ld * tokens));
    gp_ocl_buffer_free(bx);
    gp_ocl_buffer_free(bw);
    gp_ocl_buffer_free(by);
    gp_ocl_buffer_free(none);
    free(x);
    free(w);
    free(got);
    free(want);
}

static void test_rms(void **state)
{
    check_rms(*state, 64, 1);
    check_rms(*state, 96, 3);
    check_rms(*state, 100, 2);
    check_rms(*state, 17, 2);
    check_rms(*state, 2048, 5);
}

/* Quantized activations: on the device as the products read them, [tile][block][8][rows of T tokens]; here by token
 * and row. */
typedef struct packed {
    int rows; /* of a token */
    int8_t *q;
    float *d;
    gp_ocl_buffer *bq, *bs, *bc;
} packed;

static packed quantize(fixture *f, const float *x, int n, int tokens, int tile)
{
    int nb = n / 32, padded = (tokens + tile - 1) / tile * tile, ld = (n + 63) / 64 * 64, rows = f->residuals ? 2 : 1;
    packed p = {.rows = rows, .q = zeros((size_t)(padded * rows * n)), .d = zeros((size_t)(padded * rows * nb) * 4)};
    gp_ocl_buffer *bx = put(f, x, (size_t)(ld * tokens) * 4);
    p.bq = put(f, NULL, (size_t)(padded * rows * n));
    p.bs = put(f, NULL, (size_t)(padded * rows * nb) * 4);
    p.bc = put(f, NULL, (size_t)(padded * rows * nb) * 4);
    for (int t = 0; t < tokens; t++)
        for (int b = 0; b < nb; b++) {
            float left[32];
            memcpy(left, x + t * ld + b * 32, sizeof left);
            for (int r = 0; r < rows; r++) {
                int8_t *q = p.q + (t * rows + r) * n + b * 32;
                float d = p.d[(t * rows + r) * nb + b] = ref_quantize(left, q);
                for (int i = 0; i < 32; i++) left[i] = fmaf(-d, (float)q[i], left[i]);
            }
        }
    RUN(f, "gp_quant", (uint64_t)(nb + 7) / 8, (uint64_t)padded, GP_AB(bx), GP_AB(p.bq), GP_AB(p.bs), GP_AB(p.bc),
        GP_AI(n), GP_AI(ld), GP_AI(tokens), GP_AI(padded), GP_AI(tile));
    gp_ocl_buffer_free(bx);
    return p;
}

static void packed_free(packed *p)
{
    gp_ocl_buffer_free(p->bq);
    gp_ocl_buffer_free(p->bs);
    gp_ocl_buffer_free(p->bc);
    free(p->q);
    free(p->d);
}

static void check_quant(fixture *f, int n, int tokens, int tile)
{
    int nb = n / 32, padded = (tokens + tile - 1) / tile * tile, ld = (n + 63) / 64 * 64;
    float *x = values(f, (size_t)(ld * tokens));
    for (int i = 0; i < 32; i++) x[i] = 0.f; /* a block of zeros */
    if (n > 32)
        for (int i = 32; i < 64; i++) x[i] = 1e-30f; /* one that counts as zero */
    packed p = quantize(f, x, n, tokens, tile);
    int rows = p.rows, wide = tile * rows;
    int8_t *q = zeros((size_t)(padded * rows * n));
    float *s = zeros((size_t)(padded * rows * nb) * 4);
    int32_t *c = zeros((size_t)(padded * rows * nb) * 4);
    get(f, p.bq, q, (size_t)(padded * rows * n));
    get(f, p.bs, s, (size_t)(padded * rows * nb) * 4);
    get(f, p.bc, c, (size_t)(padded * rows * nb) * 4);
    for (int row = 0; row < padded * rows; row++)
        for (int b = 0; b < nb; b++) {
            int t = row / rows, lane = row % rows * tile + t % tile, at = (t / tile * nb + b) * wide + lane, sum = 0;
            for (int i = 0; i < 32; i++) {
                int got = q[(((t / tile * nb + b) * 8 + i / 4) * wide + lane) * 4 + i % 4],
                    want = t < tokens ? p.q[row * n + b * 32 + i] : 0;
                if (got != want)
                    fail_msg("token %d row %d block %d value %d: %d, not %d", t, row % rows, b, i, got, want);
                sum += want;
            }
            assert_int_equal(c[at], -128 * sum);
            assert_int_equal(ref_u(s[at]), ref_u(t < tokens ? p.d[row * nb + b] : 0.f));
        }
    packed_free(&p);
    free(x);
    free(q);
    free(s);
    free(c);
}

static void test_quant(void **state)
{
    check_quant(*state, 32, 1, 1);
    check_quant(*state, 96, 3, 4);
    check_quant(*state, 2048, 13, 8);
}

/* ---- products ---- */

static float half_value(uint16_t h) { return gp_half_to_float(h); }

/* Rows as a GGUF has them, of any of the table's types, and their values. */
static unsigned char *make_rows(fixture *f, const struct gp_wtype *w, uint32_t rows, uint32_t cols, float **dequantized)
{
    gp_ggml_traits t = gp_ggml_traits_of((uint32_t)w->type);
    size_t bytes = (size_t)rows * cols / t.block_values * t.block_bytes;
    unsigned char *p = zeros(bytes);
    for (size_t i = 0; i < (size_t)rows * cols / t.block_values; i++) {
        unsigned char *b = p + i * t.block_bytes;
        uint16_t h = gp_float_to_half(value(f));
        float v = value(f);
        uint32_t u = ref_u(v);
        switch (w->type) {
        case GP_GGML_F32: memcpy(b, &v, 4); break;
        case GP_GGML_F16: memcpy(b, &h, 2); break;
        case GP_GGML_BF16: memcpy(b, (unsigned char *)&u + 2, 2); break;
        default:
            for (uint32_t k = 2; k < t.block_bytes; k++) b[k] = (unsigned char)next(f);
            memcpy(b, &h, 2);
        }
    }
    *dequantized = zeros((size_t)rows * cols * 4);
    assert_true(gp_dequant(w->type, p, (size_t)rows * cols / t.block_values, *dequantized));
    return p;
}

static gp_ocl_buffer *pack(fixture *f, const struct gp_wtype *w, const unsigned char *rows, uint32_t n_rows,
                           uint32_t cols)
{
    gp_ggml_traits t = gp_ggml_traits_of((uint32_t)w->type);
    uint64_t row_bytes = (uint64_t)cols / t.block_values * t.block_bytes, main = w->main_bytes(cols),
             side = w->side_bytes(cols), groups = (n_rows + 15) / 16;
    unsigned char *p = zeros(groups * (main + side));
    for (uint32_t g = 0; g < groups; g++) {
        const unsigned char *r[16];
        for (uint32_t i = 0; i < 16; i++) r[i] = g * 16 + i < n_rows ? rows + (g * 16 + i) * row_bytes : NULL;
        w->pack(r, cols, p + g * main, p + groups * main + g * side);
    }
    gp_ocl_buffer *b = put(f, p, groups * (main + side));
    free(p);
    return b;
}

/* y = y0 + (W x + bias), every tile size of the type. */
static void check_product(fixture *f, const struct gp_wtype *w, uint32_t rows, uint32_t cols, int tokens, uint32_t per)
{
    uint32_t groups = (rows + 15) / 16, padded = groups * 16, ldx = (cols + 63) / 64 * 64, kp = (cols + 3) / 4 * 4;
    float *dq, *x = zeros((size_t)ldx * (size_t)tokens * 4), *bias = zeros(padded * 4),
               *y0 = values(f, (size_t)tokens * padded), *got = zeros((size_t)tokens * padded * 4),
               *want = zeros((size_t)tokens * padded * 4);
    unsigned char *raw = make_rows(f, w, rows, cols, &dq);
    for (int t = 0; t < tokens; t++)
        for (uint32_t i = 0; i < cols; i++) x[(uint32_t)t * ldx + i] = value(f);
    for (uint32_t i = 0; i < rows; i++) bias[i] = value(f);
    gp_ocl_buffer *bw = pack(f, w, raw, rows, cols), *bx = put(f, x, (size_t)ldx * (size_t)tokens * 4),
                  *bb = put(f, bias, padded * 4);
    for (unsigned ti = 0; ti < GP_TILES && w->mm[ti]; ti++) {
        int tile = (int)w->tile[ti];
        uint64_t tiles = (uint64_t)((tokens + tile - 1) / tile);
        gp_ocl_buffer *by = put(f, y0, (size_t)tokens * padded * 4);
        if (w->quantized) {
            packed p = quantize(f, x, (int)cols, tokens, tile);
            for (int t = 0; t < tokens; t++)
                for (uint32_t r = 0; r < rows; r++) {
                    const unsigned char *row = raw + (size_t)r * cols / 32 * 34;
                    uint32_t at = (uint32_t)(t * p.rows) * cols;
                    float total = ref_dot_q8_0(row, p.q + at, p.d + at / 32, (int)cols / 32, half_value);
                    if (p.rows == 2)
                        total = total +
                                ref_dot_q8_0(row, p.q + at + cols, p.d + (at + cols) / 32, (int)cols / 32, half_value);
                    want[(uint32_t)t * padded + r] = total;
                }
            RUN(f, w->mm[ti], tiles, (groups + per - 1) / per, GP_AB(bw), GP_AU(groups * w->main_bytes(cols)),
                GP_AB(p.bq), GP_AB(p.bs), GP_AB(p.bc), GP_AB(by), GP_AI(0), GP_AB(bb), GP_AI(0), GP_AI(cols / 32),
                GP_AI(groups), GP_AI(per), GP_AI(tokens), GP_AI(padded), GP_AI(3));
            packed_free(&p);
        } else {
            for (int t = 0; t < tokens; t++)
                for (uint32_t r = 0; r < rows; r++)
                    want[(uint32_t)t * padded + r] = ref_dot_f32(dq + (size_t)r * cols, x + (uint32_t)t * ldx,
                                                                 (int)cols);
            RUN(f, w->mm[ti], tiles, (groups + per - 1) / per, GP_AB(bw), GP_AB(bx), GP_AB(by), GP_AI(0), GP_AB(bb),
                GP_AI(0), GP_AI(kp), GP_AI(ldx), GP_AI(groups), GP_AI(per), GP_AI(tokens), GP_AI(padded), GP_AI(3));
        }
        get(f, by, got, (size_t)tokens * padded * 4);
        gp_ocl_buffer_free(by);
        for (int t = 0; t < tokens; t++)
            for (uint32_t r = 0; r < rows; r++)
                want[(uint32_t)t * padded + r] = y0[(uint32_t)t * padded + r] +
                                                 (want[(uint32_t)t * padded + r] + bias[r]);
        for (int t = 0; t < tokens; t++) same(w->mm[ti], got + (uint32_t)t * padded, want + (uint32_t)t * padded, rows);
    }
    gp_ocl_buffer_free(bw);
    gp_ocl_buffer_free(bx);
    gp_ocl_buffer_free(bb);
    free(raw);
    free(dq);
    free(x);
    free(bias);
    free(y0);
    free(got);
    free(want);
}

static void test_products(void **state)
{
    for (unsigned i = 0; i < GP_WTYPES; i++) {
        const struct gp_wtype *w = gp_wtype_at(i);
        if (w->quantized && w->type != GP_GGML_Q8_0) continue; /* these: test_ocl_wtypes.c */
        check_product(*state, w, 1, 32, 1, 1);
        check_product(*state, w, 37, 96, 3, 2);
        check_product(*state, w, 48, 544, 5, 1); /* one block over a span */
        check_product(*state, w, 16, 1024, 9, 1);
        if (!w->quantized) check_product(*state, w, 20, 101, 2, 1); /* columns that are no multiple of anything */
    }
}

/* The same with a second row of activations for what the first left over. */
static void test_residuals(void **state)
{
    (void)state;
    fixture f = {.seed = 11, .residuals = true};
    gp_err err = {0};
    T_OK(gp_ocl_open(&(gp_ocl_options){.residuals = true}, &f.d, &err), err);
    check_quant(&f, 96, 1, 1);
    check_quant(&f, 1024, 7, 4);
    const struct gp_wtype *w = gp_wtype_find(GP_GGML_Q8_0);
    check_product(&f, w, 37, 96, 1, 2);
    check_product(&f, w, 48, 544, 6, 1);
    gp_ocl_close(f.d);
}

/* What is left after two rows is at most half a step of the second: 16 bits of the block's largest value. */
static void test_residual_error(void **state)
{
    fixture *f = *state;
    for (int k = 0; k < 2000; k++) {
        float x[32], left[32], most = 0.f;
        int8_t q[32];
        for (int i = 0; i < 32; i++) left[i] = x[i] = value(f);
        for (int i = 0; i < 32; i++) most = fabsf(x[i]) > most ? fabsf(x[i]) : most;
        for (int r = 0; r < 2; r++) {
            float d = ref_quantize(left, q);
            for (int i = 0; i < 32; i++) left[i] = fmaf(-d, (float)q[i], left[i]);
        }
        for (int i = 0; i < 32; i++)
            if (!(fabsf(left[i]) <= most * (1.001f / 64516.f)))
                fail_msg("%g is left of %g, the block's largest is %g", (double)left[i], (double)x[i], (double)most);
    }
}

/* Rows of the embedding are the exact values of the file. */
static void test_embedding(void **state)
{
    fixture *f = *state;
    enum { ROWS = 35, COLS = 64, N = 4 };
    const int32_t token[N * 4] = {0, 0, 34, 0, 0, 0, 0, 0, 0, 0, 17, 0, 0, 0, 16, 0};
    for (unsigned i = 0; i < GP_WTYPES; i++) {
        const struct gp_wtype *w = gp_wtype_at(i);
        if (w->quantized && w->type != GP_GGML_Q8_0) continue; /* these: test_ocl_wtypes.c */
        float *dq, got[N * COLS], want[N * COLS];
        unsigned char *raw = make_rows(f, w, ROWS, COLS, &dq);
        gp_ocl_buffer *bw = pack(f, w, raw, ROWS, COLS), *bt = put(f, token, sizeof token),
                      *bx = put(f, NULL, sizeof got);
        for (int t = 0; t < N; t++)
            for (int k = 0; k < COLS; k++) want[t * COLS + k] = dq[token[4 * t + 2] * COLS + k] * 1.5f;
        if (w->quantized)
            RUN(f, w->embed, 1, N, GP_AB(bw), GP_AU(3 * w->main_bytes(COLS)), GP_AB(bt), GP_AB(bx), GP_AI(0), GP_AI(48),
                GP_AI(COLS / 32), GP_AI(COLS), GP_AF(1.5f), GP_AI(N));
        else
            RUN(f, w->embed, 1, N, GP_AB(bw), GP_AB(bt), GP_AB(bx), GP_AI(0), GP_AI(48), GP_AI(COLS), GP_AI(COLS),
                GP_AI(COLS), GP_AF(1.5f), GP_AI(N));
        get(f, bx, got, sizeof got);
        same(w->embed, got, want, N * COLS);
        gp_ocl_buffer_free(bw);
        gp_ocl_buffer_free(bt);
        gp_ocl_buffer_free(bx);
        free(raw);
        free(dq);
    }
}

/* All 65536 halves: through the scalar load (embedding) and the vector load (product with one). */
static void test_halves(void **state)
{
    fixture *f = *state;
    enum { ROWS = 1024, COLS = 64 };
    const struct gp_wtype *w = gp_wtype_find(GP_GGML_F16);
    uint16_t *raw = zeros(ROWS * COLS * 2);
    int32_t *token = zeros(ROWS * 16);
    float *got = zeros(ROWS * COLS * 4);
    for (int i = 0; i < ROWS * COLS; i++) raw[i] = (uint16_t)i;
    for (int t = 0; t < ROWS; t++) token[4 * t + 2] = t;
    gp_ocl_buffer *bw = pack(f, w, (unsigned char *)raw, ROWS, COLS), *bt = put(f, token, ROWS * 16),
                  *bx = put(f, NULL, ROWS * COLS * 4);
    RUN(f, w->embed, 1, ROWS, GP_AB(bw), GP_AB(bt), GP_AB(bx), GP_AI(0), GP_AI(ROWS), GP_AI(COLS), GP_AI(COLS),
        GP_AI(COLS), GP_AF(1.f), GP_AI(ROWS));
    get(f, bx, got, ROWS * COLS * 4);
    for (int i = 0; i < ROWS * COLS; i++)
        if ((i & 0x7fff) <= 0x7c00) assert_int_equal(ref_u(got[i]), ref_u(gp_half_to_float((uint16_t)i)));
    gp_ocl_buffer_free(bw);
    gp_ocl_buffer_free(bt);
    gp_ocl_buffer_free(bx);
    free(raw);
    free(token);
    free(got);
}

/* ---- attention ---- */

typedef struct attention {
    int heads, kv_heads, d, half, neox, norm, window, length;
    bool f16;
    float cap;
} attention;

/* A whole sequence of `length` tokens, each attending to what is before it, with two pages in reverse order. */
static void check_attention(fixture *f, attention a)
{
    enum { PAGES = 4 };
    int ld = (a.heads + 2 * a.kv_heads) * a.d, k_at = a.heads * a.d, v_at = (a.heads + a.kv_heads) * a.d,
        od = a.heads * a.d, n = a.length;
    const int32_t pages[PAGES] = {3, 1, 2, 0};
    float *qkv = values(f, (size_t)(n * ld)), *table = values(f, (size_t)(n * 2 * a.half)),
          *qn = values(f, (size_t)a.d), *kn = values(f, (size_t)a.d);
    float *keys = zeros((size_t)(a.kv_heads * n * a.d) * 4), *vals = zeros((size_t)(a.kv_heads * n * a.d) * 4),
          *want = zeros((size_t)(n * od) * 4), *got = zeros((size_t)(n * od) * 4);
    int32_t *token = zeros((size_t)n * 16);
    size_t elem = a.f16 ? 2 : 4, pool = (size_t)(PAGES * a.kv_heads * 64 * a.d) * elem;
    const float one = 1.f;
    for (int t = 0; t < n; t++) {
        token[4 * t] = t;
        memcpy(&token[4 * t + 3], &one, 4);
    }
    gp_ocl_buffer *bq = put(f, qkv, (size_t)(n * ld) * 4), *bt = put(f, token, (size_t)n * 16),
                  *bp = put(f, pages, sizeof pages), *bk = put(f, NULL, pool), *bv = put(f, NULL, pool),
                  *btab = put(f, table, (size_t)(n * 2 * a.half) * 4), *bqn = put(f, qn, (size_t)a.d * 4),
                  *bkn = put(f, kn, (size_t)a.d * 4), *bo = put(f, NULL, (size_t)(n * od) * 4),
                  *none = put(f, NULL, 64);
    float scale = 0.2f, inv_d = 1.f / (float)a.d;
    RUN(f, a.f16 ? "gp_rope_store_f16" : "gp_rope_store_f32", (uint64_t)(a.heads + 2 * a.kv_heads), (uint64_t)n,
        GP_AB(bq), GP_AI(ld), GP_AI(k_at), GP_AI(v_at), GP_AB(bt), GP_AB(bp), GP_AI(PAGES), GP_AB(bk), GP_AB(bv),
        GP_AB(btab), GP_AI(a.half), GP_AI(a.heads), GP_AI(a.kv_heads), GP_AI(a.d), GP_AI(a.d), GP_AI(0), GP_AB(bqn),
        GP_AB(bkn), GP_AF(inv_d), GP_AF(1e-6f), GP_AI(n), GP_AI((a.neox ? 1 : 0) | (a.norm ? 2 : 0)));
    RUN(f, a.f16 ? "gp_attend_f16" : "gp_attend_f32", (uint64_t)a.heads, (uint64_t)n, GP_AB(bq), GP_AI(ld), GP_AB(bo),
        GP_AI(od), GP_AB(bt), GP_AB(bp), GP_AI(PAGES), GP_AB(bk), GP_AB(bv), GP_AI(a.heads), GP_AI(a.kv_heads),
        GP_AI(a.d), GP_AI(a.d), GP_AF(scale), GP_AI(a.window), GP_AF(a.cap), GP_AF(a.cap > 0.f ? 1.f / a.cap : 0.f),
        GP_AB(none), GP_AB(none), GP_AB(none), GP_AI(n), GP_AI(n), GP_AI(1), GP_AI(1), GP_AB(none));
    get(f, bo, got, (size_t)(n * od) * 4);
    for (int t = 0; t < n; t++) {
        float *row = qkv + t * ld;
        for (int h = 0; h < a.heads + a.kv_heads; h++) {
            float tmp[512];
            memcpy(tmp, row + h * a.d, (size_t)a.d * 4);
            if (a.norm) ref_rms(tmp, h < a.heads ? qn : kn, row + h * a.d, a.d, 1e-6f);
            ref_rotate(row + h * a.d, table + t * 2 * a.half, table + t * 2 * a.half + a.half, a.half, a.neox);
        }
        for (int h = 0; h < a.kv_heads; h++)
            for (int i = 0; i < a.d; i++) {
                float k = row[k_at + h * a.d + i], v = row[v_at + h * a.d + i];
                keys[(h * n + t) * a.d + i] = a.f16 ? gp_half_to_float(gp_float_to_half(k)) : k;
                vals[(h * n + t) * a.d + i] = a.f16 ? gp_half_to_float(gp_float_to_half(v)) : v;
            }
        for (int h = 0; h < a.heads; h++) {
            int kv = h / (a.heads / a.kv_heads);
            ref_attend(row + h * a.d, keys + kv * n * a.d, vals + kv * n * a.d, t, a.d, scale, a.window, a.cap,
                       want + t * od + h * a.d);
        }
    }
    same("attention", got, want, (size_t)(n * od));
    gp_ocl_buffer *all[] = {bq, bt, bp, bk, bv, btab, bqn, bkn, bo, none};
    for (size_t i = 0; i < sizeof all / sizeof *all; i++) gp_ocl_buffer_free(all[i]);
    void *mem[] = {qkv, table, qn, kn, keys, vals, want, got, token};
    for (size_t i = 0; i < sizeof mem / sizeof *mem; i++) free(mem[i]);
}

static void test_attention(void **state)
{
    check_attention(*state, (attention){.heads = 1, .kv_heads = 1, .d = 16, .half = 8, .length = 1});
    check_attention(*state, (attention){.heads = 4, .kv_heads = 2, .d = 8, .half = 4, .length = 70, .norm = 1});
    check_attention(*state, (attention){.heads = 2, .kv_heads = 2, .d = 24, .half = 4, .length = 66, .f16 = true});
    check_attention(*state, (attention){.heads = 6, .kv_heads = 2, .d = 32, .half = 16, .length = 131});
    check_attention(*state,
                    (attention){.heads = 2, .kv_heads = 2, .d = 64, .half = 32, .neox = 1, .norm = 1, .length = 70});
    /* partial, odd rotation */
    check_attention(*state, (attention){.heads = 2, .kv_heads = 1, .d = 80, .half = 10, .neox = 1, .length = 65});
    check_attention(*state, (attention){.heads = 2, .kv_heads = 1, .d = 256, .half = 128, .length = 66, .f16 = true});
    check_attention(
        *state, (attention){.heads = 4, .kv_heads = 1, .d = 32, .half = 16, .window = 20, .cap = 50.f, .length = 150});
}

static void test_add_normed(void **state)
{
    fixture *f = *state;
    enum { N = 96, LD = 128, T = 2 };
    float x[T * LD] = {0}, y[T * LD] = {0}, w[LD] = {0}, got[T * LD], want[T * LD] = {0};
    for (int t = 0; t < T; t++)
        for (int i = 0; i < N; i++) x[t * LD + i] = value(f), y[t * LD + i] = value(f), w[i] = value(f);
    for (int t = 0; t < T; t++) {
        ref_rms(y + t * LD, w, want + t * LD, N, 1e-6f);
        for (int i = 0; i < N; i++) want[t * LD + i] = x[t * LD + i] + want[t * LD + i];
    }
    gp_ocl_buffer *bx = put(f, x, sizeof x), *by = put(f, y, sizeof y), *bw = put(f, w, sizeof w);
    RUN(f, "gp_add_normed", 1, T, GP_AB(bx), GP_AB(by), GP_AB(bw), GP_AI(LD), GP_AF(1.f / N), GP_AF(1e-6f), GP_AI(T));
    get(f, bx, got, sizeof got);
    same("add_normed", got, want, T * LD);
    gp_ocl_buffer_free(bx);
    gp_ocl_buffer_free(by);
    gp_ocl_buffer_free(bw);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_reference_accuracy),
        cmocka_unit_test(test_reference_division),
        cmocka_unit_test(test_silu),
        cmocka_unit_test(test_gelu),
        cmocka_unit_test(test_softcap),
        cmocka_unit_test(test_rms),
        cmocka_unit_test(test_add_normed),
        cmocka_unit_test(test_quant),
        cmocka_unit_test(test_products),
        cmocka_unit_test(test_residuals),
        cmocka_unit_test(test_residual_error),
        cmocka_unit_test(test_embedding),
        cmocka_unit_test(test_halves),
        cmocka_unit_test(test_attention),
    };
    return cmocka_run_group_tests(tests, setup, teardown);
}
