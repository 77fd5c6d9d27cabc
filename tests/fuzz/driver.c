/* driver - run a fuzz target without libFuzzer, over seeds made here and changed at random.
 *
 *   driver [COUNT]        every seed, then COUNT changed ones (default 20000); always the same ones
 *   driver --seeds DIR    write the seeds as files (a first corpus for libFuzzer)
 *   driver FILE...        run these files, to see a finding again */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "../unit/gguf_build.h"
#include "base/sys.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

enum { N_SEEDS = 4 };

/* --- seeds --- */

static void plain_seed(gb *g)
{
    gb_str(g, "general.architecture", "llama");
    gb_u32(g, "general.alignment", 32);
    gb_number(g, "k.i8", GP_GGUF_I8, 0xff, 1);
    gb_number(g, "k.u64", GP_GGUF_U64, UINT64_MAX, 8);
    gb_number(g, "k.f64", GP_GGUF_F64, 0x3ff8000000000000u, 8);
    gb_bool(g, "k.bool", true);
    gb_strings(g, "k.strings", (const char *const[]){"a", "", "ccc"}, 3);
    gb_i32s(g, "k.i32s", (const int32_t[]){-1, 2}, 2);
    gb_tensor(g, "a", 2, (const uint64_t[]){2, 2}, GP_GGML_F32, "0123456789abcdef", 16);
    gb_tensor(g, "b", 1, (const uint64_t[]){32}, GP_GGML_Q8_0, "0123456789abcdef0123456789abcdefgh", 34);
}

/* One tensor of every type. */
static void types_seed(gb *g)
{
    char data[512], name[16];
    for (size_t i = 0; i < sizeof data; i++) data[i] = (char)(i * 37);
    for (uint32_t type = 0; type < 43; type++) {
        gp_ggml_traits t = gp_ggml_traits_of(type);
        if (!t.name) continue;
        (void)snprintf(name, sizeof name, "t%u", type);
        gb_tensor(g, name, 1, (const uint64_t[]){t.block_values}, type, data, t.block_bytes);
    }
}

static void spm_seed(gb *g)
{
    static const char *const texts[] = {"<unk>",
                                        "<s>",
                                        "</s>",
                                        "\xe2\x96\x81",
                                        "a",
                                        "b",
                                        "ab",
                                        "\xe2\x96\x81"
                                        "a",
                                        "<0x41>",
                                        "<|x|>"};
    static const int32_t types[] = {2, 3, 3, 1, 1, 1, 1, 1, 6, 4};
    static const float scores[] = {0, 0, 0, -1, -2, -3, -4, -5, 0, 0};
    gb_str(g, "tokenizer.ggml.model", "llama");
    gb_str(g, "general.name", "phi3");
    gb_strings(g, "tokenizer.ggml.tokens", texts, 10);
    gb_f32s(g, "tokenizer.ggml.scores", scores, 10);
    gb_i32s(g, "tokenizer.ggml.token_type", types, 10);
}

static void bpe_seed(gb *g)
{
    static const char *const texts[] = {"a",
                                        "b",
                                        "ab",
                                        "\xc4\xa0",
                                        "\xc4\xa0"
                                        "a",
                                        "<s>",
                                        "<|x|>",
                                        "1",
                                        "aab"};
    static const char *const merges[] = {"a b", "\xc4\xa0 a", "a ab", "1 2"};
    static const int32_t types[] = {1, 1, 1, 1, 1, 3, 4, 1, 1};
    gb_str(g, "tokenizer.ggml.model", "gpt2");
    gb_str(g, "tokenizer.ggml.pre", "llama-bpe");
    gb_strings(g, "tokenizer.ggml.tokens", texts, 9);
    gb_i32s(g, "tokenizer.ggml.token_type", types, 9);
    gb_strings(g, "tokenizer.ggml.merges", merges, 4);
    gb_u32(g, "tokenizer.ggml.bos_token_id", 5);
}

static gp_str make_seed(gb *g, unsigned i)
{
    static void (*const makers[N_SEEDS])(gb *) = {plain_seed, types_seed, spm_seed, bpe_seed};
    *g = (gb){0};
    makers[i](g);
    return gb_finish(g);
}

static int write_seeds(const char *dir)
{
    for (unsigned i = 0; i < N_SEEDS; i++) {
        gp_arena a = {0};
        gp_err err = {0};
        gb g;
        gp_str s = make_seed(&g, i);
        gp_code code = gp_make_dirs(dir, &err);
        if (!code) code = gp_write_file(gp_path_join(&a, dir, gp_str_fmt(&a, "seed-%u.gguf", i).p), s, &err);
        if (code) fprintf(stderr, "%s\n", err.msg);
        gb_free(&g);
        gp_arena_free(&a);
        if (code) return 1;
    }
    return 0;
}

/* --- changes --- */

/* A small multiplicative generator of its own: a finding must stay reproducible whatever the library's does. */
static uint32_t next(uint64_t *state)
{
    *state = *state * 6364136223846793005u + 1442695040888963407u;
    return (uint32_t)(*state >> 33);
}

static void change(char *p, size_t n, uint64_t *state)
{
    static const uint64_t nasty[] = {0,
                                     1,
                                     0x7f,
                                     0xff,
                                     0xffff,
                                     0x7fffffff,
                                     0xffffffff,
                                     0x100000000,
                                     0x7fffffffffffffff,
                                     0x8000000000000000,
                                     UINT64_MAX,
                                     UINT64_MAX - 31,
                                     33};
    size_t at = next(state) % n;
    uint64_t v = nasty[next(state) % (sizeof nasty / sizeof nasty[0])];
    unsigned width;
    switch (next(state) % 4) {
    case 0: p[at] ^= (char)(1u << next(state) % 8); break;
    case 1: p[at] = (char)next(state); break;
    default:
        width = next(state) % 2 ? 8 : 4;
        for (unsigned i = 0; i < width && at + i < n; i++) p[at + i] = (char)(v >> 8 * i);
    }
}

static void run_changed(gp_str seed, uint64_t number)
{
    uint64_t state = number * 0x9e3779b97f4a7c15u + 1;
    size_t n = next(&state) % 8 ? seed.n : next(&state) % (seed.n + 1);
    char *copy = malloc(n ? n : 1); /* a copy of its own, so that a checker sees the end */
    if (!copy) return;
    memcpy(copy, seed.p, n);
    for (uint32_t k = 1 + next(&state) % 4; n && k > 0; k--) change(copy, n, &state);
    (void)LLVMFuzzerTestOneInput((const uint8_t *)copy, n);
    free(copy);
}

static int run_file(const char *path)
{
    gp_arena a = {0};
    gp_err err = {0};
    gp_str s;
    gp_code code = gp_read_file(&a, path, 0, &s, &err);
    if (code) fprintf(stderr, "%s\n", err.msg);
    else (void)LLVMFuzzerTestOneInput((const uint8_t *)s.p, s.n);
    gp_arena_free(&a);
    return code ? 1 : 0;
}

int main(int argc, char **argv)
{
    if (argc == 3 && strcmp(argv[1], "--seeds") == 0) return write_seeds(argv[2]);
    char *end = NULL;
    unsigned long count = argc == 2 ? strtoul(argv[1], &end, 10) : 20000;
    if (argc > 2 || (argc == 2 && *end)) {
        int bad = 0;
        for (int i = 1; i < argc; i++) bad |= run_file(argv[i]);
        return bad;
    }
    gb g[N_SEEDS];
    gp_str seeds[N_SEEDS];
    for (unsigned i = 0; i < N_SEEDS; i++) {
        seeds[i] = make_seed(&g[i], i);
        (void)LLVMFuzzerTestOneInput((const uint8_t *)seeds[i].p, seeds[i].n);
    }
    for (unsigned long i = 0; i < count; i++) run_changed(seeds[i % N_SEEDS], i);
    for (unsigned i = 0; i < N_SEEDS; i++) gb_free(&g[i]);
    printf("%d seeds and %lu changed files: no finding\n", N_SEEDS, count);
    return 0;
}
