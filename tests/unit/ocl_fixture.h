/* ocl_fixture.h - a device, random numbers, buffers and launches for tests of kernels. Everything a test makes with it
 * is freed by fx_done: it is kept in lists, because a test that fails does not come back. */
#ifndef GP_TESTS_OCL_FIXTURE_H
#define GP_TESTS_OCL_FIXTURE_H

#include "t.h"

#include "ocl/compute.h"
#include "ref_ops.h"

enum { FX_MOST = 64 };

typedef struct fx {
    gp_ocl *d;
    uint32_t seed;
    gp_ocl_buffer *buffer[FX_MOST];
    void *memory[FX_MOST];
    unsigned n_buffers, n_memory;
} fx;

static inline int fx_open(void **state)
{
    static fx f;
    gp_err err = {0};
    const gp_ocl_options o = {0};
    if (gp_ocl_open(&o, &f.d, &err)) fail_msg("%s", err.msg);
    *state = &f;
    return 0;
}

static inline int fx_close(void **state)
{
    gp_ocl_close(((fx *)*state)->d);
    return 0;
}

/* After each test. */
static inline int fx_done(void **state)
{
    fx *f = *state;
    while (f->n_buffers) gp_ocl_buffer_free(f->buffer[--f->n_buffers]);
    while (f->n_memory) free(f->memory[--f->n_memory]);
    return 0;
}

static inline uint32_t fx_next(fx *f)
{
    f->seed = f->seed * 1664525u + 1013904223u;
    return f->seed >> 8;
}

/* Magnitudes up to 1, spread over two decades. */
static inline float fx_value(fx *f)
{
    float v = ((float)(int)(fx_next(f) & 0xffff) - 32768.f) / 32768.f;
    return v * ref_f(0x3f800000u - ((fx_next(f) % 7) << 23));
}

static inline void *fx_zeros(fx *f, size_t bytes)
{
    void *p = calloc(1, bytes);
    assert_non_null(p);
    assert_true(f->n_memory < FX_MOST);
    return f->memory[f->n_memory++] = p;
}

static inline float *fx_values(fx *f, size_t n)
{
    float *v = fx_zeros(f, n * 4);
    for (size_t i = 0; i < n; i++) v[i] = fx_value(f);
    return v;
}

/* A buffer with these bytes, or with zeros. */
static inline gp_ocl_buffer *fx_put(fx *f, const void *p, size_t bytes)
{
    gp_err err = {0};
    gp_ocl_buffer *b;
    T_OK(gp_ocl_buffer_new(f->d, bytes, true, &b, &err), err);
    assert_true(f->n_buffers < FX_MOST);
    f->buffer[f->n_buffers++] = b;
    if (p) T_OK(gp_ocl_write(b, 0, p, bytes, &err), err);
    T_OK(gp_ocl_finish(f->d, &err), err);
    return b;
}

static inline void *fx_get(fx *f, gp_ocl_buffer *b, size_t bytes)
{
    gp_err err = {0};
    void *p = fx_zeros(f, bytes);
    T_OK(gp_ocl_read(b, 0, p, bytes, &err), err);
    T_OK(gp_ocl_finish(f->d, &err), err);
    return p;
}

static inline void fx_run(fx *f, const char *name, uint64_t n0, uint64_t n1, const gp_ocl_arg *a, unsigned n)
{
    gp_err err = {0};
    gp_ocl_kernel *k;
    T_OK(gp_ocl_kernel_get(f->d, name, &k, &err), err);
    T_OK(gp_ocl_launch(k, n0, n1, a, n, &err), err);
}
#define FX_RUN(f, name, n0, n1, ...)                                                   \
    fx_run(f, name, (uint64_t)(n0), (uint64_t)(n1), (const gp_ocl_arg[]){__VA_ARGS__}, \
           sizeof((const gp_ocl_arg[]){__VA_ARGS__}) / sizeof(gp_ocl_arg))

static inline void fx_same(const char *what, const float *got, const float *want, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (ref_u(got[i]) != ref_u(want[i]))
            fail_msg("%s: value %zu is %a, the reference says %a", what, i, (double)got[i], (double)want[i]);
}

#endif
