/* gguf_build.h - write small GGUF files in memory, right ones and wrong ones.
 *
 * Add keys and tensors in any order, then gb_finish gives the bytes (in `out`, freed by gb_free). Tensor data is laid
 * out one behind the other at the alignment. Raw pieces (gb_key, gb_raw_tensor, the counts) make files that lie. */
#ifndef GP_TESTS_GGUF_BUILD_H
#define GP_TESTS_GGUF_BUILD_H

#include <string.h>

#include "base/str.h"
#include "gguf/gguf.h"

typedef struct gb {
    gp_buf keys, infos, data, out;
    uint64_t n_keys, n_tensors;
    uint32_t version, alignment; /* 0: 3 and 32 */
} gb;                            /* {0} is an empty file */

static inline void gb_put(gp_buf *b, uint64_t v, unsigned bytes)
{
    for (unsigned i = 0; i < bytes; i++) gp_buf_byte(b, (char)(i < 8 ? v >> 8 * i & 255 : 0));
}

static inline void gb_text(gp_buf *b, const char *s, size_t n)
{
    gb_put(b, n, 8);
    gp_buf_put(b, s, n);
}

/* Key and type; the value is the caller's to append to g->keys. */
static inline void gb_key(gb *g, const char *key, uint32_t kind)
{
    gb_text(&g->keys, key, strlen(key));
    gb_put(&g->keys, kind, 4);
    g->n_keys++;
}

static inline void gb_number(gb *g, const char *key, gp_gguf_kind kind, uint64_t bits, unsigned bytes)
{
    gb_key(g, key, kind);
    gb_put(&g->keys, bits, bytes);
}

static inline void gb_u32(gb *g, const char *key, uint32_t v) { gb_number(g, key, GP_GGUF_U32, v, 4); }
static inline void gb_bool(gb *g, const char *key, bool v) { gb_number(g, key, GP_GGUF_BOOL, v, 1); }

static inline uint32_t gb_bits(float f)
{
    uint32_t bits;
    memcpy(&bits, &f, sizeof bits);
    return bits;
}

static inline void gb_f32(gb *g, const char *key, float v) { gb_number(g, key, GP_GGUF_F32, gb_bits(v), 4); }

static inline void gb_str(gb *g, const char *key, const char *v)
{
    gb_key(g, key, GP_GGUF_STRING);
    gb_text(&g->keys, v, strlen(v));
}

static inline void gb_array(gb *g, const char *key, uint32_t elem, uint64_t count)
{
    gb_key(g, key, GP_GGUF_ARRAY);
    gb_put(&g->keys, elem, 4);
    gb_put(&g->keys, count, 8);
}

static inline void gb_strings(gb *g, const char *key, const char *const *v, size_t n)
{
    gb_array(g, key, GP_GGUF_STRING, n);
    for (size_t i = 0; i < n; i++) gb_text(&g->keys, v[i], strlen(v[i]));
}

static inline void gb_i32s(gb *g, const char *key, const int32_t *v, size_t n)
{
    gb_array(g, key, GP_GGUF_I32, n);
    for (size_t i = 0; i < n; i++) gb_put(&g->keys, (uint32_t)v[i], 4);
}

static inline void gb_f32s(gb *g, const char *key, const float *v, size_t n)
{
    gb_array(g, key, GP_GGUF_F32, n);
    for (size_t i = 0; i < n; i++) gb_put(&g->keys, gb_bits(v[i]), 4);
}

static inline uint32_t gb_alignment(const gb *g) { return g->alignment ? g->alignment : 32; }

static inline void gb_pad(gp_buf *b, uint32_t alignment)
{
    while (b->n % alignment) gp_buf_byte(b, 0);
}

/* A line of the tensor table with whatever it says. */
static inline void gb_raw_tensor(gb *g, const char *name, uint32_t n_dims, const uint64_t *dims, uint32_t type,
                                 uint64_t offset)
{
    gb_text(&g->infos, name, strlen(name));
    gb_put(&g->infos, n_dims, 4);
    for (uint32_t i = 0; i < n_dims; i++) gb_put(&g->infos, dims[i], 8);
    gb_put(&g->infos, type, 4);
    gb_put(&g->infos, offset, 8);
    g->n_tensors++;
}

/* A tensor with its data. */
static inline void gb_tensor(gb *g, const char *name, uint32_t n_dims, const uint64_t *dims, uint32_t type,
                             const void *data, size_t bytes)
{
    gb_pad(&g->data, gb_alignment(g));
    gb_raw_tensor(g, name, n_dims, dims, type, g->data.n);
    gp_buf_put(&g->data, data, bytes);
}

static inline gp_str gb_finish(gb *g)
{
    gp_buf_clear(&g->out);
    gp_buf_c(&g->out, "GGUF");
    gb_put(&g->out, g->version ? g->version : 3, 4);
    gb_put(&g->out, g->n_tensors, 8);
    gb_put(&g->out, g->n_keys, 8);
    gp_buf_str(&g->out, gp_buf_view(&g->keys));
    gp_buf_str(&g->out, gp_buf_view(&g->infos));
    if (g->data.n) gb_pad(&g->out, gb_alignment(g));
    gp_buf_str(&g->out, gp_buf_view(&g->data));
    return gp_buf_view(&g->out);
}

static inline void gb_free(gb *g)
{
    gp_buf_free(&g->keys);
    gp_buf_free(&g->infos);
    gp_buf_free(&g->data);
    gp_buf_free(&g->out);
    *g = (gb){0};
}

#endif
