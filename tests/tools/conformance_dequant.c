/* conformance_dequant FOLDER - compare gp_dequant with a folder of vectors: TYPE.q are raw blocks, TYPE.f32 their
 * values. Prints one line per type; exit 1 if a bit differs, 2 if there is nothing to compare. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/sys.h"
#include "gguf/dequant.h"

/* Index of the first value that differs, n if all are equal. */
static uint64_t first_difference(const float *got, const char *want, uint64_t n)
{
    for (uint64_t i = 0; i < n; i++)
        if (memcmp(&got[i], want + 4 * i, 4) != 0) return i;
    return n;
}

static bool check(gp_arena *a, const char *folder, gp_str type_name, gp_err *err)
{
    gp_str q, f;
    const char *q_path = gp_path_join(a, folder, gp_str_fmt(a, "%.*s.q", GP_ARG(type_name)).p);
    const char *f_path = gp_path_join(a, folder, gp_str_fmt(a, "%.*s.f32", GP_ARG(type_name)).p);
    if (gp_read_file(a, q_path, 0, &q, err) || gp_read_file(a, f_path, 0, &f, err)) return false;
    int type = gp_ggml_type_by_name(type_name);
    gp_ggml_traits t = gp_ggml_traits_of((uint32_t)(type < 0 ? 0 : type));
    uint64_t blocks = q.n / t.block_bytes, n = blocks * t.block_values;
    if (type < 0 || n == 0 || q.n % t.block_bytes || f.n != 4 * n) {
        gp_fail(err, GP_E_INPUT, "unknown type, or sizes that do not fit");
        return false;
    }
    float *got = GP_NEW_ARRAY(a, float, n);
    if (!got || !gp_dequant((gp_ggml_type)type, q.p, blocks, got)) {
        gp_fail(err, GP_E_BUG, "no dequantizer");
        return false;
    }
    uint64_t at = first_difference(got, f.p, n);
    if (at == n) {
        printf("ok   %-8.*s %6llu values\n", GP_ARG(type_name), (unsigned long long)n);
        return true;
    }
    float want;
    memcpy(&want, f.p + 4 * at, 4);
    gp_fail(err, GP_E_INPUT, "value %llu (block %llu): %a, expected %a", (unsigned long long)at,
            (unsigned long long)(at / t.block_values), (double)got[at], (double)want);
    return false;
}

int main(int argc, char **argv)
{
    gp_arena a = {0};
    gp_err err = {0};
    const char *const *names;
    size_t n = 0, types = 0, bad = 0;
    if (argc != 2 || gp_list_dir(&a, argv[1], &names, &n, &err)) {
        fprintf(stderr, "usage: conformance_dequant FOLDER\n%s\n", err.msg);
        return 2;
    }
    for (size_t i = 0; i < n; i++) {
        gp_str name = gp_str_c(names[i]);
        if (name.n < 3 || strcmp(names[i] + name.n - 2, ".q") != 0) continue;
        types++;
        if (check(&a, argv[1], (gp_str){name.p, name.n - 2}, &err)) continue;
        bad++;
        printf("FAIL %-8.*s %s\n", (int)(name.n - 2), names[i], err.msg);
    }
    gp_arena_free(&a);
    printf("%zu types, %zu differ\n", types, bad);
    if (types == 0) return 2;
    return bad ? 1 : 0;
}
