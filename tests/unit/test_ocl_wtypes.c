/* test_ocl_wtypes.c - products and embeddings of every quantized type against plain C, bit for bit.
 *
 * The reference follows the order written at the top of mm.cl and knows nothing of the device layout: it gets the
 * integers of a block from the exact dequantizer of lib/gguf, by giving it the block with its float scale set to 1. A
 * few types are checked, and every one where GOLDPIN_TEST_ALL is set (`make test-slow`). */
#include "t.h"

#include <math.h>

#include "engine/wtype.h"
#include "gguf/dequant.h"
#include "ocl/compute.h"
#include "ref_ops.h"

typedef enum sub_kind { SUB_32, SUB_16, SUB_FLOAT } sub_kind; /* how minimums and smaller scales are taken together */

typedef struct format {
    gp_ggml_type type;
    int values, bytes;
    int d_at, min_at; /* halves in the block; -1: none */
    int factor;       /* values times this are integers when d is 1 */
    sub_kind sub;
    int min_sign;
} format;

static const format formats[] = {
    {GP_GGML_Q4_0, 32, 18, 0, -1, 1, SUB_32, 0},     {GP_GGML_Q4_1, 32, 20, 0, 2, 1, SUB_32, 1},
    {GP_GGML_Q5_0, 32, 22, 0, -1, 1, SUB_32, 0},     {GP_GGML_Q5_1, 32, 24, 0, 2, 1, SUB_32, 1},
    {GP_GGML_Q2_K, 256, 84, 80, 82, 1, SUB_16, -1},  {GP_GGML_Q3_K, 256, 110, 108, -1, 1, SUB_16, 0},
    {GP_GGML_Q4_K, 256, 144, 0, 2, 1, SUB_32, -1},   {GP_GGML_Q5_K, 256, 176, 0, 2, 1, SUB_32, -1},
    {GP_GGML_Q6_K, 256, 210, 208, -1, 1, SUB_16, 0}, {GP_GGML_IQ1_S, 256, 50, 0, -1, 8, SUB_32, 0},
    {GP_GGML_IQ1_M, 256, 56, -1, -1, 8, SUB_16, 0},  {GP_GGML_IQ2_XXS, 256, 66, 0, -1, 8, SUB_32, 0},
    {GP_GGML_IQ2_XS, 256, 74, 0, -1, 8, SUB_16, 0},  {GP_GGML_IQ2_S, 256, 82, 0, -1, 8, SUB_16, 0},
    {GP_GGML_IQ3_XXS, 256, 98, 0, -1, 4, SUB_32, 0}, {GP_GGML_IQ3_S, 256, 110, 0, -1, 1, SUB_32, 0},
    {GP_GGML_IQ4_NL, 32, 18, 0, -1, 1, SUB_32, 0},   {GP_GGML_IQ4_XS, 256, 136, 0, -1, 1, SUB_32, 0},
    {GP_GGML_MXFP4, 32, 17, -1, -1, 1, SUB_32, 0},   {GP_GGML_NVFP4, 64, 36, -1, -1, 2, SUB_FLOAT, 0},
    {GP_GGML_TQ1_0, 256, 54, 52, -1, 1, SUB_32, 0},  {GP_GGML_TQ2_0, 256, 66, 64, -1, 1, SUB_32, 0},
    {GP_GGML_Q1_0, 128, 18, 0, -1, 1, SUB_32, 0},    {GP_GGML_Q2_0, 64, 18, 0, -1, 1, SUB_32, 0},
};
enum { N_FORMATS = sizeof formats / sizeof *formats, MOST_BYTES = 256 };

typedef struct fixture {
    gp_ocl *d;
    const char *what;
    int rows; /* of int8 activations per token: 2 with residuals */
    uint32_t seed;
} fixture;

static uint32_t next(fixture *f)
{
    f->seed = f->seed * 1664525u + 1013904223u;
    return f->seed >> 8;
}

static float value(fixture *f)
{
    return ((float)(int)(next(f) & 0xffff) - 32768.f) * ref_f((100u + next(f) % 9u) << 23);
}

static void *zeros(size_t bytes)
{
    void *p = calloc(1, bytes ? bytes : 1);
    assert_non_null(p);
    return p;
}

/* ---- blocks ---- */

static void put16(unsigned char *p, unsigned v)
{
    p[0] = (unsigned char)v;
    p[1] = (unsigned char)(v >> 8);
}

/* The 16 bits of IQ1_M's scale stand in the top nibbles of four words. */
static void set_iq1_m(unsigned char *b, unsigned h)
{
    for (int i = 0; i < 4; i++) b[49 + 2 * i] = (unsigned char)((b[49 + 2 * i] & 15) | (h >> 4 * i & 15) << 4);
}

static unsigned get_iq1_m(const unsigned char *b)
{
    unsigned h = 0;
    for (int i = 0; i < 4; i++) h |= (unsigned)(b[49 + 2 * i] >> 4) << 4 * i;
    return h;
}

/* Random bytes; scales of both signs, now and then zero or subnormal. */
static void random_block(fixture *f, const format *m, unsigned char *b)
{
    for (int i = 0; i < m->bytes; i++) b[i] = (unsigned char)next(f);
    unsigned h = (next(f) & 0x83ff) | (next(f) % 8u + 5u) << 10;
    if (next(f) % 16 == 0) h &= 0x83ff;
    if (next(f) % 32 == 0) h = 0;
    if (m->d_at >= 0) put16(b + m->d_at, h);
    if (m->min_at >= 0) put16(b + m->min_at, (next(f) & 0x83ff) | (next(f) % 8u + 5u) << 10);
    if (m->type == GP_GGML_IQ1_M) set_iq1_m(b, h);
    if (m->type == GP_GGML_MXFP4) b[0] = (unsigned char)(110 + next(f) % 20u);
    if (m->type == GP_GGML_NVFP4)
        for (int i = 0; i < 4; i++) b[i] &= 0x7f;
}

static float half_at(const unsigned char *p) { return gp_half_to_float((uint16_t)(p[0] | p[1] << 8)); }

/* A block taken apart: value = d * whole / factor + min_scale * min. */
typedef struct parts {
    float d, dmin, sub[16];
    int whole[256], min[16]; /* min and sub: per 16 values */
} parts;

static void take_apart(const format *m, const unsigned char *from, parts *p)
{
    unsigned char b[MOST_BYTES];
    float v[256];
    memset(p, 0, sizeof *p);
    memcpy(b, from, (size_t)m->bytes);
    p->d = m->d_at >= 0               ? half_at(b + m->d_at)
           : m->type == GP_GGML_IQ1_M ? gp_half_to_float((uint16_t)get_iq1_m(b))
                                      : 1.f;
    p->d = p->d / (float)m->factor; /* a power of two */
    if (m->d_at >= 0) put16(b + m->d_at, 0x3c00);
    if (m->type == GP_GGML_IQ1_M) set_iq1_m(b, 0x3c00);
    if (m->min_at >= 0) {
        p->dmin = half_at(b + m->min_at) * (float)m->min_sign;
        put16(b + m->min_at, 0);
    }
    if (m->type == GP_GGML_MXFP4) {
        p->d = ldexpf(1.f, b[0] - 128);
        b[0] = 128;
    }
    if (m->type == GP_GGML_NVFP4) {
        for (int i = 0; i < 4; i++) {
            unsigned char one[36] = {0};
            float w[64];
            one[0] = b[i];
            one[4] = 2; /* the code of 1.0 */
            assert_true(gp_dequant(m->type, one, 1, w));
            p->sub[i] = w[0];
            b[i] = 0x38; /* 1.0 */
        }
    }
    assert_true(gp_dequant(m->type, b, 1, v));
    for (int e = 0; e < m->values; e++) {
        p->whole[e] = (int)(v[e] * (float)m->factor);
        assert_true((float)p->whole[e] == v[e] * (float)m->factor);
    }
    if (m->min_at < 0) return;
    put16(b + m->d_at, 0);
    put16(b + m->min_at, 0x3c00);
    assert_true(gp_dequant(m->type, b, 1, v));
    for (int i = 0; i < m->values / 16; i++) p->min[i] = (int)(v[16 * i] * (float)m->min_sign);
}

/* ---- reference ---- */

static int dot(const int *w, const int8_t *x, int n)
{
    int s = 0;
    for (int i = 0; i < n; i++) s += w[i] * x[i];
    assert_true(s > -(1 << 24) && s < 1 << 24);
    return s;
}

static int total_of(const int8_t *x, int n)
{
    int s = 0;
    for (int i = 0; i < n; i++) s += x[i];
    return s;
}

/* sum and low of one block of 32, values from e0 of the group on. */
static void ref_block(const format *m, const parts *p, int e0, const int8_t *x, float dx, float *sum, float *low)
{
    int s0 = total_of(x, 16), s1 = total_of(x + 16, 16), h = e0 / 16;
    if (m->sub == SUB_FLOAT) {
        *sum = fmaf((float)dot(p->whole + e0, x, 16), p->sub[h] * dx, *sum);
        *sum = fmaf((float)dot(p->whole + e0 + 16, x + 16, 16), p->sub[h + 1] * dx, *sum);
        return;
    }
    *sum = fmaf((float)dot(p->whole + e0, x, 32), dx, *sum);
    if (m->min_at < 0) return;
    if (m->sub == SUB_32) *low = fmaf((float)p->min[h], (float)(s0 + s1) * dx, *low);
    else *low = fmaf((float)(s0 * p->min[h] + s1 * p->min[h + 1]), dx, *low);
}

static float ref_row(const format *m, const unsigned char *row, const int8_t *q, const float *dx, int cols)
{
    float total = 0.f, span = 0.f;
    for (int at = 0; at < cols; at += m->values, row += m->bytes) {
        static parts p;
        float sum = 0.f, low = 0.f;
        take_apart(m, row, &p);
        for (int e = 0; e < m->values; e += 32) ref_block(m, &p, e, q + at + e, dx[(at + e) / 32], &sum, &low);
        span = fmaf(p.d, sum, span);
        if (m->min_at >= 0) span = fmaf(p.dmin, low, span);
        if ((at + m->values) % 512 == 0 || at + m->values == cols) {
            total = total + span;
            span = 0.f;
        }
    }
    return total;
}

/* ---- device ---- */

static gp_ocl_buffer *put(fixture *f, const void *p, size_t bytes)
{
    gp_err err = {0};
    gp_ocl_buffer *b;
    T_OK(gp_ocl_buffer_new(f->d, bytes, true, &b, &err), err);
    if (p) T_OK(gp_ocl_write(b, 0, p, bytes, &err), err);
    T_OK(gp_ocl_finish(f->d, &err), err);
    return b;
}

static void run(fixture *f, const char *name, uint64_t n0, uint64_t n1, const gp_ocl_arg *a, unsigned n,
                gp_ocl_buffer *out, void *to, size_t bytes)
{
    gp_err err = {0};
    gp_ocl_kernel *k;
    T_OK(gp_ocl_kernel_get(f->d, name, &k, &err), err);
    T_OK(gp_ocl_launch(k, n0, n1, a, n, &err), err);
    T_OK(gp_ocl_read(out, 0, to, bytes, &err), err);
    T_OK(gp_ocl_finish(f->d, &err), err);
}

static void same(fixture *f, const char *what, const float *got, const float *want, int n)
{
    for (int i = 0; i < n; i++)
        if (ref_u(got[i]) != ref_u(want[i]))
            fail_msg("%s, %s: value %d is %a, the reference says %a", f->what, what, i, (double)got[i],
                     (double)want[i]);
}

/* A random matrix, as in the file and as on the device. */
typedef struct matrix {
    const format *m;
    const struct gp_wtype *type;
    int rows, cols, groups;
    size_t row_bytes;
    unsigned char *file;
    uint64_t main;
    gp_ocl_buffer *b;
} matrix;

static matrix new_matrix(fixture *f, const format *m, int rows, int cols)
{
    matrix x = {
        m, gp_wtype_find(m->type), rows, cols, (rows + 15) / 16, (size_t)(cols / m->values * m->bytes), NULL, 0, NULL};
    assert_non_null(x.type);
    x.file = zeros(x.row_bytes * (size_t)rows);
    for (size_t i = 0; i < (size_t)(rows * (cols / m->values)); i++) random_block(f, m, x.file + i * (size_t)m->bytes);
    uint64_t main = x.type->main_bytes((uint32_t)cols), side = x.type->side_bytes((uint32_t)cols),
             table = gp_codebook(m->type, NULL);
    assert_int_equal(main + side, x.row_bytes * 16); /* no more on the device than in the file */
    assert_int_equal(table % 64, 0);
    x.main = main * (uint64_t)x.groups;
    unsigned char *image = zeros(table + x.main + side * (uint64_t)x.groups);
    assert_int_equal(gp_codebook(m->type, image), table);
    for (int g = 0; g < x.groups; g++) {
        const unsigned char *rows16[16];
        for (int r = 0; r < 16; r++) rows16[r] = g * 16 + r < rows ? x.file + (size_t)(g * 16 + r) * x.row_bytes : NULL;
        x.type->pack(rows16, (uint32_t)cols, image + table + (size_t)g * main,
                     image + table + x.main + (size_t)g * side);
    }
    x.b = put(f, image, table + x.main + side * (uint64_t)x.groups);
    free(image);
    return x;
}

static void drop_matrix(matrix *x)
{
    gp_ocl_buffer_free(x->b);
    free(x->file);
}

/* Activations of n tokens: by row (one of a token, or with residuals two), and packed in tiles as in common.cl. */
typedef struct acts {
    int8_t *q, *tiles;
    float *d, *tile_d;
    int32_t *start;
} acts;

static acts new_acts(fixture *f, int n, int tile, int cols)
{
    size_t nb = (size_t)cols / 32, T = (size_t)tile, R = (size_t)f->rows, padded = ((size_t)n + T - 1) / T * T * R;
    acts a = {zeros(padded * nb * 32), zeros(padded * nb * 32), zeros(padded * nb * 4), zeros(padded * nb * 4),
              zeros(padded * nb * 4)};
    for (size_t row = 0; row < (size_t)n * R; row++)
        for (size_t b = 0; b < nb; b++) {
            size_t t = row / R, lane = row % R * T + t % T, at = (t / T * nb + b) * T * R + lane;
            int sum = 0, all = (int)(next(f) % 8u); /* some blocks are all extremes, where integers are largest */
            for (size_t i = 0; i < 32; i++) {
                int v = all == 0 ? 127 : all == 1 ? -127 : (int)(next(f) % 255u) - 127;
                a.q[(row * nb + b) * 32 + i] = (int8_t)v;
                a.tiles[(((t / T * nb + b) * 8 + i / 4) * T * R + lane) * 4 + i % 4] = (int8_t)v;
                sum += v;
            }
            a.d[row * nb + b] = a.tile_d[at] = fabsf(value(f));
            a.start[at] = -128 * sum;
        }
    return a;
}

static void drop_acts(acts *a)
{
    free(a->q);
    free(a->tiles);
    free(a->d);
    free(a->tile_d);
    free(a->start);
}

static void check_product(fixture *f, const format *m, int rows, int cols, int n, int per)
{
    matrix w = new_matrix(f, m, rows, cols);
    unsigned ti = gp_wtype_tile(w.type, (uint32_t)n, f->rows == 2 ? 4 : 8);
    int tile = (int)w.type->tile[ti], nb = cols / 32, ld = w.groups * 16, tiles = (n + tile - 1) / tile;
    acts a = new_acts(f, n, tile, cols);
    size_t padded = (size_t)(tiles * tile * f->rows * nb);
    float *y = zeros((size_t)(n * ld) * 4), *want = zeros((size_t)(n * ld) * 4), *bias = zeros((size_t)ld * 4);
    for (int i = 0; i < n * ld; i++) y[i] = value(f);
    for (int i = 0; i < ld; i++) bias[i] = value(f);
    for (int t = 0; t < n; t++)
        for (int r = 0; r < rows; r++) {
            const unsigned char *row = w.file + (size_t)r * w.row_bytes;
            int at = t * f->rows;
            float total = ref_row(m, row, a.q + at * cols, a.d + at * nb, cols);
            if (f->rows == 2) total = total + ref_row(m, row, a.q + (at + 1) * cols, a.d + (at + 1) * nb, cols);
            want[t * ld + r] = y[t * ld + r] + (total + bias[r]);
        }
    gp_ocl_buffer *bq = put(f, a.tiles, padded * 32), *bd = put(f, a.tile_d, padded * 4),
                  *bs = put(f, a.start, padded * 4), *by = put(f, y, (size_t)(n * ld) * 4),
                  *bb = put(f, bias, (size_t)ld * 4);
    const gp_ocl_arg args[] = {GP_AB(w.b),      GP_AU(w.main), GP_AB(bq), GP_AB(bd), GP_AB(bs),
                               GP_AB(by),       GP_AI(0),      GP_AB(bb), GP_AI(0),  GP_AI(nb),
                               GP_AI(w.groups), GP_AI(per),    GP_AI(n),  GP_AI(ld), GP_AI(3)};
    run(f, w.type->mm[ti], (uint64_t)tiles, (uint64_t)((w.groups + per - 1) / per), args, sizeof args / sizeof *args,
        by, y, (size_t)(n * ld) * 4);
    for (int t = 0; t < n; t++) same(f, w.type->mm[ti], y + t * ld, want + t * ld, rows);
    gp_ocl_buffer *all[] = {bq, bd, bs, by, bb};
    for (size_t i = 0; i < sizeof all / sizeof *all; i++) gp_ocl_buffer_free(all[i]);
    free(y);
    free(want);
    free(bias);
    drop_acts(&a);
    drop_matrix(&w);
}

/* Rows of two buffers' worth: one token lies in this part of the matrix, one before and one behind it. */
static void check_embedding(fixture *f, const format *m, int rows, int cols)
{
    enum { T = 4, ROW0 = 100 };
    matrix w = new_matrix(f, m, rows, cols);
    const int32_t row[T] = {ROW0 + rows - 1, ROW0, ROW0 - 1, ROW0 + w.groups * 16};
    int32_t token[T * 4] = {0};
    float *want = zeros((size_t)(T * cols) * 4), *got = zeros((size_t)(T * cols) * 4);
    for (int t = 0; t < T; t++) token[4 * t + 2] = row[t];
    for (int t = 0; t < 2; t++) {
        assert_true(gp_dequant(m->type, w.file + (size_t)(row[t] - ROW0) * w.row_bytes, (uint64_t)(cols / m->values),
                               want + t * cols));
        for (int i = 0; i < cols; i++) want[t * cols + i] = want[t * cols + i] * 3.f;
    }
    gp_ocl_buffer *bt = put(f, token, sizeof token), *bx = put(f, NULL, (size_t)(T * cols) * 4);
    const gp_ocl_arg args[] = {GP_AB(w.b),           GP_AU(w.main),    GP_AB(bt),   GP_AB(bx),  GP_AI(ROW0),
                               GP_AI(w.groups * 16), GP_AI(cols / 32), GP_AI(cols), GP_AF(3.f), GP_AI(T)};
    run(f, w.type->embed, (uint64_t)((cols + 255) / 256), T, args, sizeof args / sizeof *args, bx, got,
        (size_t)(T * cols) * 4);
    same(f, w.type->embed, got, want, T * cols);
    gp_ocl_buffer_free(bt);
    gp_ocl_buffer_free(bx);
    free(want);
    free(got);
    drop_matrix(&w);
}

/* ---- tests ---- */

/* One of each kind. The kernels of all types compile for minutes where they are not cached: that is for
 * GOLDPIN_TEST_ALL. */
static bool is_common(gp_ggml_type t) { return t == GP_GGML_Q4_K || t == GP_GGML_Q6_K || t == GP_GGML_NVFP4; }

static void with_device(const char *what, const gp_ocl_options *o, void (*check)(fixture *, const format *))
{
    fixture f = {.what = what, .seed = 7, .rows = o->residuals ? 2 : 1};
    gp_err err = {0};
    T_OK(gp_ocl_open(o, &f.d, &err), err);
    for (int i = 0; i < N_FORMATS; i++) {
        if (getenv("GOLDPIN_TEST_ALL") || is_common(formats[i].type)) check(&f, &formats[i]);
    }
    gp_ocl_close(f.d);
}

static void all_sizes(fixture *f, const format *m)
{
    int v = m->values, spans = (512 * 2 + v - 1) / v * v + v; /* two spans and a block */
    check_product(f, m, 1, v, 1, 1);
    check_product(f, m, 33, spans, 1, 2);
    check_product(f, m, 16, 512, 1, 1);
    check_product(f, m, 17, spans, 3, 1);
    check_product(f, m, 40, v, 5, 3);
    check_product(f, m, 20, spans, 17, 2);
    check_embedding(f, m, 33, spans);
    check_embedding(f, m, 1, v);
}

static void few_sizes(fixture *f, const format *m)
{
    check_product(f, m, 33, 1280, 1, 1);
    check_product(f, m, 20, 768, 9, 1);
}

static void test_tuned(void **state)
{
    (void)state;
    with_device("tuned", &(gp_ocl_options){0}, all_sizes);
}

static void test_portable(void **state)
{
    (void)state;
    with_device("portable", &(gp_ocl_options){.portable = true}, few_sizes);
}

/* Products of two rows of activations per token, summed. */
static void test_residuals(void **state)
{
    (void)state;
    with_device("residuals", &(gp_ocl_options){.residuals = true}, few_sizes);
}

/* Every format has its row in the table and the other way round. */
static void test_table(void **state)
{
    (void)state;
    int quantized = 0;
    for (unsigned i = 0; i < GP_WTYPES; i++) {
        const struct gp_wtype *t = gp_wtype_at(i);
        assert_int_equal(t->index, i);
        assert_ptr_equal(gp_wtype_find(t->type), t);
        assert_non_null(strstr(gp_wtype_names(), gp_ggml_traits_of((uint32_t)t->type).name));
        quantized += t->quantized;
    }
    assert_int_equal(quantized, N_FORMATS + 1); /* Q8_0 has a layout of its own, see test_ocl_ops.c */
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_table), cmocka_unit_test(test_tuned),
                                       cmocka_unit_test(test_portable), cmocka_unit_test(test_residuals)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
