/* fuzz_gguf - open any bytes as a GGUF and use everything that was accepted.
 *
 * With libFuzzer:  clang -fsanitize=fuzzer,address,undefined -Ilib -D_GNU_SOURCE tests/fuzz/fuzz_gguf.c LIBRARY
 *                  -lcrypto -lm
 * Without:         any compiler, with tests/fuzz/driver.c beside it. */
#include <stdint.h>
#include <stdlib.h>

#include "token/tokenizer.h"
#include "gguf/dequant.h"
#include "gguf/gguf.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

enum { MAX_BLOCKS = 64, MAX_ELEMENTS = 4096 };

/* Reads every byte of a slice; the result keeps the compiler from leaving the reads out. */
static unsigned touch(gp_str s)
{
    unsigned sum = 0;
    for (size_t i = 0; i < s.n; i++) sum = sum * 31 + (unsigned char)s.p[i];
    return sum;
}

static unsigned use_value(const gp_gguf *g, const gp_gguf_value *v)
{
    gp_err err = {0};
    unsigned sum = touch(v->key) + touch(v->s);
    for (uint64_t i = 0; v->kind == GP_GGUF_ARRAY && i < v->count && i < MAX_ELEMENTS; i++) {
        if (v->elem == GP_GGUF_STRING) sum += touch(v->strings[i]);
        else sum += (unsigned)gp_gguf_elem_int(v, i) + (gp_gguf_elem_real(v, i) > 0);
    }
    char key[64] = {0};
    for (size_t i = 0; i < v->key.n && i + 1 < sizeof key; i++) key[i] = v->key.p[i];
    uint32_t u = 0;
    int64_t n = 0;
    float f = 0;
    bool b = false;
    gp_str s = {0};
    unsigned failed = gp_gguf_get_u32(g, key, &u, &err) + gp_gguf_get_i64(g, key, &n, &err) +
                      gp_gguf_get_f32(g, key, &f, &err) + gp_gguf_get_bool(g, key, &b, &err) +
                      gp_gguf_get_str(g, key, &s, &err);
    return sum + u + (unsigned)n + (unsigned)b + touch(s) + failed;
}

static unsigned use_tensor(const gp_gguf_tensor *t)
{
    gp_ggml_traits traits = gp_ggml_traits_of((uint32_t)t->type);
    uint64_t blocks = t->bytes / traits.block_bytes;
    if (blocks > MAX_BLOCKS) blocks = MAX_BLOCKS;
    float *y = malloc((size_t)(blocks * traits.block_values + 1) * sizeof *y);
    if (!y) return 0;
    bool ok = gp_dequant(t->type, t->data, blocks, y);
    /* the last block, where a wrong size would show */
    if (blocks) ok = ok && gp_dequant(t->type, t->data + t->bytes - traits.block_bytes, 1, y);
    free(y);
    return ok;
}

static unsigned use_tokenizer(const gp_gguf *g)
{
    gp_err err = {0};
    gp_tokenizer *t;
    gp_ids ids = {0};
    gp_buf b = {0};
    unsigned sum = 0;
    if (gp_tokenizer_open(g, &t, &err)) return touch(gp_str_c(err.msg));
    for (unsigned flags = 0; flags < 4; flags++)
        if (gp_tokenize(t, GP_STR("Hello <s>, a  b\n\n aab 123\xff\xc3\xa9<|x|> ab"), flags, &ids, &err)) sum++;
    gp_detokenize(t, ids.v, ids.n, true, &b);
    sum += touch(gp_buf_view(&b));
    gp_buf_free(&b);
    gp_ids_free(&ids);
    gp_tokenizer_close(t);
    return sum;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static volatile unsigned sink; /* results go here, so that the reads happen */
    (void)sink;
    gp_gguf *g;
    gp_err err = {0};
    if (gp_gguf_parse("fuzz.gguf", (gp_str){(const char *)data, size}, &g, &err)) {
        sink += touch(gp_str_c(err.msg));
        return 0;
    }
    unsigned sum = 0;
    char hex[65];
    for (size_t i = 0; i < gp_gguf_n_values(g); i++) sum += use_value(g, gp_gguf_value_at(g, i));
    for (size_t i = 0; i < gp_gguf_n_tensors(g); i++) sum += use_tensor(gp_gguf_tensor_at(g, i));
    gp_gguf_tensor_sha256(g, hex);
    sink += sum + use_tokenizer(g);
    gp_gguf_close(g);
    return 0;
}
