/* vocab.h - vocabularies under construction, and tokenizers opened over them. */
#ifndef GP_TESTS_VOCAB_H
#define GP_TESTS_VOCAB_H

#include "t.h"

#include "gguf_build.h"
#include "token/tokenizer.h"

enum { NORMAL = 1, UNKNOWN = 2, CONTROL = 3, USER = 4, UNUSED = 5, BYTE = 6 };

/* A vocabulary under construction; texts are copied. */
typedef struct vocab {
    gp_arena a;
    const char *texts[8192], *merges[16384];
    float scores[8192];
    int32_t types[8192];
    size_t n, n_merges;
} vocab;

typedef struct opened { /* a tokenizer with all that it borrows */
    gb file;
    gp_gguf *g;
    gp_tokenizer *t;
} opened;

static inline void add(vocab *v, const char *text, int32_t type, float score)
{
    v->texts[v->n] = gp_arena_copy(&v->a, text, strlen(text));
    v->types[v->n] = type;
    v->scores[v->n++] = score;
}

static inline void merge(vocab *v, const char *left, const char *right)
{
    v->merges[v->n_merges++] = gp_str_fmt(&v->a, "%s %s", left, right).p;
}

static inline void add_bytes(vocab *v)
{
    for (int b = 0; b < 256; b++) add(v, gp_str_fmt(&v->a, "<0x%02X>", b).p, BYTE, 0);
}

static inline void start(gb *g, const vocab *v, const char *model, const char *pre)
{
    *g = (gb){0};
    gb_str(g, "tokenizer.ggml.model", model);
    if (pre) gb_str(g, "tokenizer.ggml.pre", pre);
    gb_strings(g, "tokenizer.ggml.tokens", v->texts, v->n);
    gb_f32s(g, "tokenizer.ggml.scores", v->scores, v->n);
    gb_i32s(g, "tokenizer.ggml.token_type", v->types, v->n);
    gb_strings(g, "tokenizer.ggml.merges", v->merges, v->n_merges);
}

static inline void open_it(opened *o)
{
    gp_err err = {0};
    T_OK(gp_gguf_parse("v.gguf", gb_finish(&o->file), &o->g, &err), err);
    T_OK(gp_tokenizer_open(o->g, &o->t, &err), err);
}

static inline void close_it(opened *o)
{
    gp_tokenizer_close(o->t);
    gp_gguf_close(o->g);
    gb_free(&o->file);
}

static inline void refused(gb *file, const char *text)
{
    gp_err err = {0};
    gp_gguf *g;
    gp_tokenizer *t;
    T_OK(gp_gguf_parse("v.gguf", gb_finish(file), &g, &err), err);
    T_FAILS(gp_tokenizer_open(g, &t, &err), GP_E_INPUT, err, text);
    assert_null(t);
    gp_gguf_close(g);
    gb_free(file);
}

/* The texts of the tokens, with '|' between them. */
static inline void expect(const opened *o, gp_str text, unsigned flags, const char *want)
{
    gp_ids ids = {0};
    gp_err err = {0};
    gp_buf have = {0};
    T_OK(gp_tokenize(o->t, text, flags, &ids, &err), err);
    for (size_t i = 0; i < ids.n; i++) {
        if (i) gp_buf_byte(&have, '|');
        gp_buf_str(&have, gp_token_text(o->t, ids.v[i]));
    }
    gp_buf_byte(&have, 0);
    assert_string_equal(have.p, want);
    gp_buf_free(&have);
    gp_ids_free(&ids);
}

/* The byte-level alphabet, from its definition. */
static const char *alphabet(vocab *voc, const char *bytes, size_t n)
{
    gp_buf b = {0};
    for (size_t i = 0; i < n; i++) {
        unsigned char c = (unsigned char)bytes[i];
        uint32_t cp = c;
        char out[4];
        if (c <= 0x20) cp = 0x100u + c;
        else if (c >= 0x7f && c <= 0xa0) cp = 0x121u + c - 0x7f;
        else if (c == 0xad) cp = 0x143;
        gp_buf_put(&b, out, gp_utf8_put(out, cp));
    }
    const char *s = gp_arena_copy(&voc->a, b.p, b.n);
    gp_buf_free(&b);
    return s;
}

static inline void bpe_vocab(vocab *voc)
{
    *voc = (vocab){0};
    for (int b = 0; b < 256; b++) add(voc, alphabet(voc, (const char[]){(char)b}, 1), NORMAL, 0);
}

static inline void bytes_of(const opened *o, int32_t id, bool special, const char *want, size_t n)
{
    gp_buf b = {0};
    gp_token_bytes(o->t, id, special, &b);
    assert_int_equal(b.n, n);
    if (n) assert_memory_equal(b.p, want, n);
    gp_buf_free(&b);
}

#endif
