/* make_random_gguf.c - a model file of random weights with the shape of a 1.1B llama, for measuring speed and memory.
 *
 *   make_random_gguf OUT.gguf TYPE [LAYERS [EXPERTS]]
 *
 * All matrices have TYPE (a GGUF type name such as Q4_K), norms and routers are F32; 22 layers by default. With
 * experts each is half as wide and a token uses 2 of them, so that it reads as many bytes as without. Bytes come from
 * a fixed seed, so the same arguments always make the same file. Scales are small numbers, so that all values stay
 * finite. There is no tokenizer: the file is good for token ids only. */
#include <errno.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/str.h"
#include "gguf/gguf.h"

enum { EMBD = 2048, FF = 5632, HEADS = 32, KV_HEADS = 4, VOCAB = 32000, ALIGN = 32, MOST_TENSORS = 4096 };

typedef struct tensor {
    char name[48];
    uint32_t cols, rows, experts; /* rows 1: a norm; experts 0: one matrix */
    bool plain;                   /* F32 */
} tensor;

typedef struct file {
    gp_buf head;
    tensor *list;
    uint32_t n, experts; /* 0: dense */
    gp_ggml_type type;
    gp_ggml_traits traits;
    uint64_t seed;
    FILE *out;
} file;

static void number(gp_buf *b, uint64_t v, unsigned bytes)
{
    for (unsigned i = 0; i < bytes; i++) gp_buf_byte(b, (char)(v >> 8 * i & 255));
}

static void text(gp_buf *b, const char *s)
{
    number(b, strlen(s), 8);
    gp_buf_c(b, s);
}

static void key_u32(file *f, const char *key, uint32_t v)
{
    text(&f->head, key);
    number(&f->head, GP_GGUF_U32, 4);
    number(&f->head, v, 4);
}

static void key_eps(file *f)
{
    text(&f->head, "llama.attention.layer_norm_rms_epsilon");
    number(&f->head, GP_GGUF_F32, 4);
    number(&f->head, 0x3727c5acu, 4); /* 1e-5 */
}

static void key_arch(file *f)
{
    text(&f->head, "general.architecture");
    number(&f->head, GP_GGUF_STRING, 4);
    text(&f->head, "llama");
}

static tensor *add(file *f, const char *name, uint32_t cols, uint32_t rows)
{
    tensor *t = &f->list[f->n++];
    *t = (tensor){.cols = cols, .rows = rows, .plain = rows == 1};
    (void)snprintf(t->name, sizeof t->name, "%s.weight", name);
    return t;
}

static void add_experts(file *f, uint32_t layer)
{
    static const char *const names[] = {"ffn_gate_exps", "ffn_up_exps", "ffn_down_exps"};
    char name[40];
    (void)snprintf(name, sizeof name, "blk.%u.ffn_gate_inp", layer);
    add(f, name, EMBD, f->experts)->plain = true;
    for (int i = 0; i < 3; i++) {
        (void)snprintf(name, sizeof name, "blk.%u.%s", layer, names[i]);
        add(f, name, i < 2 ? EMBD : FF / 2, i < 2 ? FF / 2 : EMBD)->experts = f->experts;
    }
}

static void list_tensors(file *f, uint32_t layers)
{
    static const struct {
        const char *name;
        uint32_t cols, rows;
    } parts[] = {
        {"attn_norm", EMBD, 1},
        {"attn_q", EMBD, EMBD},
        {"attn_k", EMBD, EMBD / HEADS * KV_HEADS},
        {"attn_v", EMBD, EMBD / HEADS * KV_HEADS},
        {"attn_output", EMBD, EMBD},
        {"ffn_norm", EMBD, 1},
        {"ffn_gate", EMBD, FF},
        {"ffn_up", EMBD, FF},
        {"ffn_down", FF, EMBD},
    };
    (void)add(f, "token_embd", EMBD, VOCAB);
    for (uint32_t l = 0; l < layers; l++) {
        for (size_t i = 0; i < sizeof parts / sizeof *parts - (f->experts ? 3 : 0); i++) {
            char name[40];
            (void)snprintf(name, sizeof name, "blk.%u.%s", l, parts[i].name);
            (void)add(f, name, parts[i].cols, parts[i].rows);
        }
        if (f->experts) add_experts(f, l);
    }
    (void)add(f, "output_norm", EMBD, 1);
    (void)add(f, "output", EMBD, VOCAB);
}

static uint64_t tensor_bytes(const file *f, const tensor *t)
{
    if (t->plain) return (uint64_t)t->cols * t->rows * 4;
    return (uint64_t)t->cols / f->traits.block_values * f->traits.block_bytes * t->rows * (t->experts ? t->experts : 1);
}

static uint64_t aligned(uint64_t n) { return (n + ALIGN - 1) / ALIGN * ALIGN; }

static void header(file *f, uint32_t layers)
{
    uint64_t at = 0;
    gp_buf_c(&f->head, "GGUF");
    number(&f->head, 3, 4);
    number(&f->head, f->n, 8);
    number(&f->head, f->experts ? 12 : 10, 8);
    key_arch(f);
    key_u32(f, "llama.vocab_size", VOCAB);
    key_u32(f, "llama.block_count", layers);
    key_u32(f, "llama.context_length", 2048);
    key_u32(f, "llama.embedding_length", EMBD);
    key_u32(f, "llama.feed_forward_length", f->experts ? FF / 2 : FF);
    if (f->experts) {
        key_u32(f, "llama.expert_count", f->experts);
        key_u32(f, "llama.expert_used_count", 2);
    }
    key_u32(f, "llama.attention.head_count", HEADS);
    key_u32(f, "llama.attention.head_count_kv", KV_HEADS);
    key_u32(f, "llama.rope.dimension_count", EMBD / HEADS);
    key_eps(f);
    for (uint32_t i = 0; i < f->n; i++) {
        const tensor *t = &f->list[i];
        text(&f->head, t->name);
        number(&f->head, t->rows == 1 ? 1 : t->experts ? 3 : 2, 4);
        number(&f->head, t->cols, 8);
        if (t->rows != 1) number(&f->head, t->rows, 8);
        if (t->experts) number(&f->head, t->experts, 8);
        number(&f->head, t->plain ? GP_GGML_F32 : (uint64_t)f->type, 4);
        number(&f->head, at, 8);
        at = aligned(at + tensor_bytes(f, t));
    }
    while (f->head.n % ALIGN) gp_buf_byte(&f->head, 0);
}

static uint64_t next(file *f)
{
    f->seed ^= f->seed << 13;
    f->seed ^= f->seed >> 7;
    f->seed ^= f->seed << 17;
    return f->seed;
}

/* Where the halves that scale a block stand; -1 ends the list. */
static const signed char *scales_of(gp_ggml_type t)
{
    static const signed char first[] = {0, -1}, two[] = {0, 2, -1}, q2k[] = {80, 82, -1}, q3k[] = {108, -1},
                             tq1[] = {52, -1}, tq2[] = {64, -1}, none[] = {-1};
    switch (t) {
    case GP_GGML_Q4_1:
    case GP_GGML_Q5_1:
    case GP_GGML_Q4_K:
    case GP_GGML_Q5_K: return two;
    case GP_GGML_Q2_K: return q2k;
    case GP_GGML_Q3_K: return q3k;
    case GP_GGML_TQ1_0: return tq1;
    case GP_GGML_TQ2_0: return tq2;
    case GP_GGML_Q6_K:
    case GP_GGML_MXFP4:
    case GP_GGML_NVFP4:
    case GP_GGML_IQ1_M: return none;
    default: return first;
    }
}

/* 2^-13 to 2^-12. */
static void small_half(unsigned char *p) { p[1] = (unsigned char)((p[1] & 3) | 0x08); }

static void tame(const file *f, unsigned char *b)
{
    for (const signed char *s = scales_of(f->type); *s >= 0; s++) small_half(b + *s);
    if (f->type == GP_GGML_Q6_K) small_half(b + 208);
    if (f->type == GP_GGML_MXFP4) b[0] = 118;
    if (f->type == GP_GGML_NVFP4) memset(b, 0x10, 4);
    if (f->type == GP_GGML_F16) small_half(b);
    if (f->type == GP_GGML_BF16) b[1] = 0x3a;
    if (f->type == GP_GGML_F32) b[3] = 0x3a;
    if (f->type == GP_GGML_IQ1_M) { /* the half's nibbles stand on top of four words */
        b[53] = (unsigned char)((b[53] & 15) | 0x80);
        b[55] = (unsigned char)(b[55] & 15);
    }
}

static bool write_matrix(file *f, const tensor *t)
{
    uint32_t rows = t->rows * (t->experts ? t->experts : 1);
    uint64_t row = tensor_bytes(f, t) / rows, room = (row + 7) / 8 * 8;
    unsigned char *b = malloc(room);
    bool good = b != NULL;
    for (uint32_t r = 0; r < rows && good; r++) {
        for (uint64_t i = 0; i < room; i += 8) {
            uint64_t v = next(f);
            memcpy(b + i, &v, 8);
        }
        for (uint64_t i = 0; i < row; i += f->traits.block_bytes) tame(f, b + i);
        good = fwrite(b, 1, row, f->out) == row;
    }
    free(b);
    return good;
}

static bool write_tensor(file *f, const tensor *t)
{
    static const unsigned char zeros[ALIGN] = {0};
    uint64_t n = tensor_bytes(f, t), fill = aligned(n) - n;
    bool good = true;
    if (!t->plain) good = write_matrix(f, t);
    else
        for (uint64_t i = 0; i < (uint64_t)t->cols * t->rows && good; i++) {
            float v = t->rows == 1 ? 1.f : (float)(int)(next(f) >> 40 & 0xffff) / 65536.f - 0.5f;
            good = fwrite(&v, 4, 1, f->out) == 1;
        }
    return good && fwrite(zeros, 1, fill, f->out) == fill;
}

static bool write_file(file *f, const char *path, uint32_t layers)
{
    bool good = (f->out = fopen(path, "wb")) != NULL;
    if (!good) return false;
    list_tensors(f, layers);
    header(f, layers);
    good = gp_buf_check(&f->head, NULL) == GP_OK && fwrite(f->head.p, 1, f->head.n, f->out) == f->head.n;
    for (uint32_t i = 0; i < f->n && good; i++) good = write_tensor(f, &f->list[i]);
    return fclose(f->out) == 0 && good;
}

int main(int argc, char **argv)
{
    file f = {.seed = 0x9e3779b97f4a7c15u};
    uint32_t layers = argc > 3 ? (uint32_t)strtoul(argv[3], NULL, 10) : 22;
    if (argc >= 3)
        for (uint32_t i = 0; i < 64 && !f.traits.name; i++) {
            f.traits = gp_ggml_traits_of(i);
            f.type = (gp_ggml_type)i;
            if (f.traits.name && strcmp(f.traits.name, argv[2])) f.traits = (gp_ggml_traits){0};
        }
    f.experts = argc > 4 ? (uint32_t)strtoul(argv[4], NULL, 10) : 0;
    if (!f.traits.name || !layers || layers > 400 || f.experts == 1 || f.experts > 64) {
        (void)fprintf(stderr, "usage: make_random_gguf OUT.gguf TYPE [LAYERS [EXPERTS]]\n");
        return 2;
    }
    f.list = calloc(MOST_TENSORS, sizeof *f.list);
    bool good = f.list && write_file(&f, argv[1], layers);
    if (!good) (void)fprintf(stderr, "make_random_gguf: %s: %s\n", argv[1], strerror(errno));
    gp_buf_free(&f.head);
    free(f.list);
    return good ? 0 : 3;
}
