/* tiny_model.h - writes a small llama GGUF with random weights for tests: odd sizes on purpose (301 tokens, 3 heads
 * over 1 key/value head, mixed tensor types), no tokenizer unless asked for, one knob per way to break it. */
#ifndef GP_TESTS_TINY_MODEL_H
#define GP_TESTS_TINY_MODEL_H

#include "t.h"

#include <math.h>

#include "base/sys.h"
#include "gguf/gguf.h"

enum { TINY_VOCAB = 301, TINY_D = 96, TINY_HEADS = 3, TINY_KV = 1, TINY_FF = 160, TINY_LAYERS = 2, TINY_CONTEXT = 200 };

typedef struct tiny {
    const char *arch;      /* NULL: "llama" */
    const char *lose;      /* name of a tensor to leave out */
    const char *reshape;   /* name of a tensor that gets one row more */
    const char *spoil;     /* name of an F32 tensor whose first value is NaN */
    gp_ggml_type matrices; /* type of most matrices; attn_v and ffn_down are F16 */
    uint32_t heads;        /* 0: TINY_HEADS */
    uint32_t context;      /* 0: TINY_CONTEXT */
    /* ffn_down is NVFP4 and the feed-forward 192 wide; 1: with a tensor that scales it by 1/4, 2: with blocks a quarter
     * as large */
    int second_scale;
    bool as_f64; /* attn_q has a type that no matrix may have */
} tiny;

static inline uint32_t tiny_random(uint32_t *s)
{
    *s = *s * 1664525u + 1013904223u;
    return *s >> 8;
}

static inline void tiny_u32(gp_buf *b, uint32_t v) { gp_buf_put(b, &v, 4); }
static inline void tiny_u64(gp_buf *b, uint64_t v) { gp_buf_put(b, &v, 8); }
static inline void tiny_text(gp_buf *b, const char *s)
{
    tiny_u64(b, strlen(s));
    gp_buf_c(b, s);
}
static inline void tiny_key_u32(gp_buf *b, const char *arch, const char *key, uint32_t v)
{
    char name[128];
    (void)snprintf(name, sizeof name, "%s.%s", arch, key);
    tiny_text(b, name);
    tiny_u32(b, 4);
    tiny_u32(b, v);
}

typedef struct tiny_file {
    gp_buf head, infos, data;
    uint32_t seed, n_tensors;
    const tiny *t;
} tiny_file;

static inline void tiny_tensor(tiny_file *f, const char *name, gp_ggml_type type, uint64_t ne0, uint64_t ne1)
{
    gp_ggml_traits tr;
    if (f->t->lose && !strcmp(name, f->t->lose)) return;
    if (f->t->as_f64 && strstr(name, "attn_q.")) type = GP_GGML_F64;
    if (f->t->reshape && !strcmp(name, f->t->reshape)) ne1++;
    while (f->data.n % 32) gp_buf_byte(&f->data, 0);
    tiny_text(&f->infos, name);
    tiny_u32(&f->infos, ne1 ? 2 : 1);
    tiny_u64(&f->infos, ne0);
    if (ne1) tiny_u64(&f->infos, ne1);
    tiny_u32(&f->infos, (uint32_t)type);
    tiny_u64(&f->infos, f->data.n);
    f->n_tensors++;
    tr = gp_ggml_traits_of((uint32_t)type);
    for (uint64_t i = 0; i < ne0 * (ne1 ? ne1 : 1) / tr.block_values; i++) {
        unsigned char block[256] = {0};
        float v = ((float)(tiny_random(&f->seed) & 0xffff) - 32768.f) / 32768.f * (ne1 ? 0.15f : 0.5f) +
                  (ne1 ? 0.f : 1.f);
        uint16_t h = (uint16_t)(0x1000u + (tiny_random(&f->seed) & 0x3ffu)),
                 half = (uint16_t)(0x2000u + (tiny_random(&f->seed) & 0x8fffu));
        for (uint32_t k = 0; k < tr.block_bytes; k++) block[k] = (unsigned char)tiny_random(&f->seed);
        if (strstr(name, ".scale")) v = 0.25f;
        if (!i && f->t->spoil && !strcmp(name, f->t->spoil)) v = NAN;
        if (type == GP_GGML_F32) memcpy(block, &v, 4);
        else if (type == GP_GGML_F16) memcpy(block, &half, 2);
        else if (type == GP_GGML_NVFP4)
            for (int k = 0; k < 4; k++)
                block[k] = (unsigned char)(0x28 + (block[k] & 0x1f) -
                                           (f->t->second_scale == 2 ? 0x10 : 0)); /* 4-bit exponents from bit 3 on */
        else memcpy(block, &h, 2);
        gp_buf_put(&f->data, block, tr.block_bytes);
    }
}

/* NVFP4 wants whole blocks of 64 */
static inline uint32_t tiny_ff(const tiny *t) { return t->second_scale ? 192 : TINY_FF; }

static inline void tiny_layer(tiny_file *f, int i)
{
    static const struct {
        const char *name;
        uint32_t in, out;
        int type;
    } list[] = {
        {"attn_norm", TINY_D, 0, GP_GGML_F32},       {"attn_q", TINY_D, TINY_D, -1},
        {"attn_k", TINY_D, TINY_D / TINY_HEADS, -1}, {"attn_v", TINY_D, TINY_D / TINY_HEADS, GP_GGML_F16},
        {"attn_output", TINY_D, TINY_D, -1},         {"ffn_norm", TINY_D, 0, GP_GGML_F32},
        {"ffn_gate", TINY_D, TINY_FF, -1},           {"ffn_up", TINY_D, TINY_FF, -1},
        {"ffn_down", TINY_FF, TINY_D, GP_GGML_F16},
    };
    for (size_t k = 0; k < sizeof list / sizeof *list; k++) {
        char name[64];
        (void)snprintf(name, sizeof name, "blk.%d.%s.weight", i, list[k].name);
        bool down = f->t->second_scale && list[k].in == TINY_FF;
        uint32_t in = list[k].in == TINY_FF ? tiny_ff(f->t) : list[k].in,
                 out = list[k].out == TINY_FF ? tiny_ff(f->t) : list[k].out;
        tiny_tensor(f, name,
                    down               ? GP_GGML_NVFP4
                    : list[k].type < 0 ? f->t->matrices
                                       : (gp_ggml_type)list[k].type,
                    in, out);
        (void)snprintf(name, sizeof name, "blk.%d.%s.scale", i, list[k].name);
        uint32_t seed = f->seed;
        if (down && f->t->second_scale == 1) tiny_tensor(f, name, GP_GGML_F32, 1, 0);
        f->seed = seed; /* the matrices are the same with it and without */
    }
}

/* The path lives in a static buffer per call of t_tmpdir. */
static inline const char *tiny_write(const tiny *t)
{
    static char path[600];
    const char *arch = t->arch ? t->arch : "llama";
    tiny_file f = {.seed = 7, .t = t};
    gp_buf out = {0};
    gp_err err = {0};
    const float eps = 1e-5f;
    char eps_key[128];
    tiny_tensor(&f, "token_embd.weight", t->matrices, TINY_D, TINY_VOCAB);
    for (int i = 0; i < TINY_LAYERS; i++) tiny_layer(&f, i);
    tiny_tensor(&f, "output_norm.weight", GP_GGML_F32, TINY_D, 0);
    gp_buf_c(&f.head, "GGUF");
    tiny_u32(&f.head, 3);
    tiny_u64(&f.head, f.n_tensors);
    tiny_u64(&f.head, 9);
    tiny_text(&f.head, "general.architecture");
    tiny_u32(&f.head, 8);
    tiny_text(&f.head, arch);
    tiny_key_u32(&f.head, arch, "block_count", TINY_LAYERS);
    tiny_key_u32(&f.head, arch, "embedding_length", TINY_D);
    tiny_key_u32(&f.head, arch, "feed_forward_length", tiny_ff(t));
    tiny_key_u32(&f.head, arch, "attention.head_count", t->heads ? t->heads : TINY_HEADS);
    tiny_key_u32(&f.head, arch, "attention.head_count_kv", TINY_KV);
    tiny_key_u32(&f.head, arch, "context_length", t->context ? t->context : TINY_CONTEXT);
    tiny_key_u32(&f.head, arch, "vocab_size", TINY_VOCAB);
    (void)snprintf(eps_key, sizeof eps_key, "%s.attention.layer_norm_rms_epsilon", arch);
    tiny_text(&f.head, eps_key);
    tiny_u32(&f.head, 6);
    gp_buf_put(&f.head, &eps, 4);
    (void)snprintf(path, sizeof path, "%s/tiny.gguf", t_tmpdir());
    gp_buf_str(&out, gp_buf_view(&f.head));
    gp_buf_str(&out, gp_buf_view(&f.infos));
    while (out.n % 32) gp_buf_byte(&out, 0);
    gp_buf_str(&out, gp_buf_view(&f.data));
    while (out.n % 32) gp_buf_byte(&out, 0);
    T_OK(gp_buf_check(&out, &err), err);
    T_OK(gp_write_file(path, gp_buf_view(&out), &err), err);
    gp_buf_free(&out);
    gp_buf_free(&f.head);
    gp_buf_free(&f.infos);
    gp_buf_free(&f.data);
    return path;
}

static inline void tiny_remove(const char *path)
{
    gp_arena a = {0};
    (void)unlink(path);
    (void)rmdir(gp_path_dir(&a, path));
    gp_arena_free(&a);
}

#endif
