/* test_gguf.c - files with every kind of value, and every way to damage one. */
#include "t.h"

#include <stdio.h>
#include <time.h>

#include "base/sha256.h"
#include "base/sys.h"
#include "gguf/gguf.h"
#include "gguf_build.h"

static const float four[4] = {1, -2, 3.5f, 0};
static const uint64_t two_by_two[2] = {2, 2}, one_block[1] = {32}, four_values[1] = {4};

/* A file with one key of every kind and three tensors. */
static gb sample(void)
{
    gb g = {0};
    gb_str(&g, "general.architecture", "llama");
    gb_number(&g, "k.u8", GP_GGUF_U8, 200, 1);
    gb_number(&g, "k.i8", GP_GGUF_I8, 0xff, 1);
    gb_number(&g, "k.u16", GP_GGUF_U16, 65535, 2);
    gb_number(&g, "k.i16", GP_GGUF_I16, 0x8000, 2);
    gb_u32(&g, "k.u32", 4000000000u);
    gb_number(&g, "k.i32", GP_GGUF_I32, 0xfffffffe, 4);
    gb_f32(&g, "k.f32", 0.25f);
    gb_bool(&g, "k.bool", true);
    gb_number(&g, "k.u64", GP_GGUF_U64, UINT64_MAX, 8);
    gb_number(&g, "k.i64", GP_GGUF_I64, (uint64_t)INT64_MIN, 8);
    gb_number(&g, "k.f64", GP_GGUF_F64, 0x3ff8000000000000u, 8);
    gb_strings(&g, "k.strings", (const char *const[]){"a", "", "ccc"}, 3);
    gb_i32s(&g, "k.i32s", (const int32_t[]){-1, 2}, 2);
    gb_f32s(&g, "k.f32s", (const float[]){0.5f, -8}, 2);
    gb_array(&g, "k.bools", GP_GGUF_BOOL, 2);
    gb_put(&g.keys, 0x0100, 2);
    gb_tensor(&g, "b.weight", 2, two_by_two, GP_GGML_F32, four, sizeof four);
    gb_tensor(&g, "a.weight", 1, four_values, GP_GGML_F16, "\x00\x3c\x00\xc0\x00\x00\x00\x00", 8);
    gb_tensor(&g, "q.weight", 1, one_block, GP_GGML_Q8_0,
              "\x00\x3c"
              "abcdefghijklmnopqrstuvwxyz012345",
              34);
    return g;
}

static void refused(gb *g, const char *text)
{
    gp_gguf *out;
    gp_err err = {0};
    T_FAILS(gp_gguf_parse("t.gguf", gb_finish(g), &out, &err), GP_E_INPUT, err, text);
    assert_null(out);
    assert_non_null(strstr(err.msg, "t.gguf: "));
    gb_free(g);
}

static void test_reads_every_kind(void **state)
{
    (void)state;
    gb g = sample();
    gp_gguf *f;
    gp_err err = {0};
    T_OK(gp_gguf_parse("t.gguf", gb_finish(&g), &f, &err), err);
    assert_int_equal(gp_gguf_version(f), 3);
    assert_int_equal(gp_gguf_n_values(f), 16);
    assert_int_equal(gp_gguf_file_bytes(f), g.out.n);
    assert_string_equal(gp_gguf_path(f), "t.gguf");
    assert_true(gp_str_eqc(gp_gguf_value_at(f, 0)->key, "general.architecture"));
    assert_int_equal(gp_gguf_find(f, "k.u8")->i, 200);
    assert_int_equal(gp_gguf_find(f, "k.i8")->i, -1);
    assert_int_equal(gp_gguf_find(f, "k.u16")->u, 65535);
    assert_int_equal(gp_gguf_find(f, "k.i16")->i, -32768);
    assert_int_equal(gp_gguf_find(f, "k.i32")->i, -2);
    assert_true(gp_gguf_find(f, "k.f64")->f == 1.5);
    assert_true(gp_gguf_find(f, "k.u64")->u == UINT64_MAX);
    assert_true(gp_gguf_find(f, "k.i64")->i == INT64_MIN);
    const gp_gguf_value *s = gp_gguf_find(f, "k.strings");
    assert_int_equal(s->count, 3);
    assert_true(gp_str_eqc(s->strings[2], "ccc") && s->strings[1].n == 0);
    assert_int_equal(gp_gguf_elem_int(gp_gguf_find(f, "k.i32s"), 0), -1);
    assert_int_equal(gp_gguf_elem_int(gp_gguf_find(f, "k.i32s"), 2), 0);
    assert_true(gp_gguf_elem_real(gp_gguf_find(f, "k.f32s"), 1) == -8);
    assert_int_equal(gp_gguf_elem_int(gp_gguf_find(f, "k.bools"), 1), 1);
    assert_null(gp_gguf_find(f, "k.none"));
    gp_gguf_close(f);
    gb_free(&g);
}

static void test_tensors(void **state)
{
    (void)state;
    gb g = sample();
    gp_gguf *f;
    gp_err err = {0};
    T_OK(gp_gguf_parse("t.gguf", gb_finish(&g), &f, &err), err);
    assert_int_equal(gp_gguf_n_tensors(f), 3);
    const gp_gguf_tensor *t = gp_gguf_tensor_find(f, "b.weight");
    assert_ptr_equal(t, gp_gguf_tensor_at(f, 0));
    assert_int_equal(t->bytes, 16);
    assert_int_equal(t->ne[0] * 100 + t->ne[1] * 10 + t->ne[2], 221);
    assert_memory_equal(t->data, four, 16);
    assert_int_equal(t->offset % 32, 0);
    assert_ptr_equal(t->data, g.out.p + t->offset);
    assert_int_equal(gp_gguf_tensor_find(f, "q.weight")->bytes, 34);
    assert_null(gp_gguf_tensor_find(f, "c.weight"));
    gp_gguf_close(f);
    gb_free(&g);
}

static void test_typed_access(void **state)
{
    (void)state;
    gb g = sample();
    gp_gguf *f;
    gp_err err = {0};
    uint32_t u = 7;
    int64_t i = 7;
    float x = 7;
    bool b = false;
    gp_str s = GP_STR("default");
    T_OK(gp_gguf_parse("t.gguf", gb_finish(&g), &f, &err), err);
    T_OK(gp_gguf_get_u32(f, "absent", &u, &err), err);
    assert_int_equal(u, 7);
    T_OK(gp_gguf_get_u32(f, "k.u8", &u, &err), err);
    assert_int_equal(u, 200);
    T_OK(gp_gguf_get_i64(f, "k.i64", &i, &err), err);
    T_OK(gp_gguf_get_f32(f, "k.f64", &x, &err), err);
    assert_true(x == 1.5f);
    T_OK(gp_gguf_get_bool(f, "k.bool", &b, &err), err);
    assert_true(b);
    T_OK(gp_gguf_get_str(f, "general.architecture", &s, &err), err);
    assert_true(gp_str_eqc(s, "llama"));
    T_FAILS(gp_gguf_get_u32(f, "k.i8", &u, &err), GP_E_INPUT, err, "-1 is out of range");
    T_FAILS(gp_gguf_get_u32(f, "k.f32", &u, &err), GP_E_INPUT, err, "key \"k.f32\" (offset ");
    T_FAILS(gp_gguf_get_i64(f, "k.u64", &i, &err), GP_E_INPUT, err, "out of range");
    T_FAILS(gp_gguf_get_f32(f, "k.u8", &x, &err), GP_E_INPUT, err, "must be a float");
    T_FAILS(gp_gguf_get_bool(f, "k.u8", &b, &err), GP_E_INPUT, err, "200 is not a bool");
    T_FAILS(gp_gguf_get_str(f, "k.strings", &s, &err), GP_E_INPUT, err, "must be a string, not an array");
    T_FAILS(gp_gguf_fail(f, NULL, "q.weight", &err, "no %d", 5), GP_E_INPUT, err, "tensor \"q.weight\" (offset ");
    T_FAILS(gp_gguf_fail(f, NULL, NULL, &err, "no %d", 5), GP_E_INPUT, err, "t.gguf: no 5");
    gp_gguf_close(f);
    gb_free(&g);
}

static void test_not_finite(void **state)
{
    (void)state;
    gb g = {0};
    gb_number(&g, "k", GP_GGUF_F32, 0x7fc00000, 4);
    gp_gguf *f;
    gp_err err = {0};
    float x;
    T_OK(gp_gguf_parse("t.gguf", gb_finish(&g), &f, &err), err);
    T_FAILS(gp_gguf_get_f32(f, "k", &x, &err), GP_E_INPUT, err, "not finite");
    gp_gguf_close(f);
    gb_free(&g);
}

/* Every shorter file is refused, at the latest where the last tensor's bytes are missing, and never read too far
 * (the copies end where their memory ends). */
static void test_truncated_everywhere(void **state)
{
    (void)state;
    gb g = sample();
    gp_str whole = gb_finish(&g);
    for (size_t n = 0; n < whole.n; n++) {
        char *copy = malloc(n ? n : 1);
        assert_non_null(copy);
        memcpy(copy, whole.p, n);
        gp_gguf *f;
        gp_err err = {0};
        if (!gp_gguf_parse("t.gguf", (gp_str){copy, n}, &f, &err))
            fail_msg("a file cut to %zu of %zu bytes was accepted", n, whole.n);
        assert_null(f);
        free(copy);
    }
    gb_free(&g);
}

static void test_versions_and_magic(void **state)
{
    (void)state;
    gb g = sample();
    g.version = 2;
    gp_gguf *f;
    gp_err err = {0};
    T_OK(gp_gguf_parse("t.gguf", gb_finish(&g), &f, &err), err);
    assert_int_equal(gp_gguf_version(f), 2);
    gp_gguf_close(f);
    gb_free(&g);
    static const struct {
        uint32_t version;
        const char *text;
    } bad[] = {{1, "version 1;"}, {4, "version 4;"}, {0x03000000, "big-endian"}, {0x02000000, "big-endian"}};
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
        g = sample();
        g.version = bad[i].version;
        refused(&g, bad[i].text);
    }
    T_FAILS(gp_gguf_parse("t", GP_STR("GGUX----------------------------"), &f, &err), GP_E_INPUT, err,
            "not a GGUF file");
    T_FAILS(gp_gguf_parse("t", GP_STR(""), &f, &err), GP_E_INPUT, err, "not a GGUF file");
    T_FAILS(gp_gguf_parse("t", GP_STR("GGUF\0\0\0\0----------------"), &f, &err), GP_E_INPUT, err, "version 0;");
    T_FAILS(gp_gguf_parse("t", GP_STR("version https://git-lfs.github.com/spec/v1\n"), &f, &err), GP_E_INPUT, err,
            "Git LFS pointer");
    T_FAILS(gp_gguf_parse("t", GP_STR("tjgg........"), &f, &err), GP_E_INPUT, err, "older format");
}

/* --- lies in the metadata --- */

static void test_counts_that_do_not_fit(void **state)
{
    (void)state;
    gb g = sample();
    g.n_keys = UINT64_MAX;
    refused(&g, "metadata keys: more than fit");
    g = sample();
    g.n_tensors = (uint64_t)1 << 60;
    refused(&g, "tensors: more than fit");
    g = (gb){0};
    gb_array(&g, "k", GP_GGUF_F64, (uint64_t)1 << 61); /* times 8 is 2^64 */
    gb_put(&g.keys, 0, 8);
    refused(&g, "key \"k\" (offset 37): an array of 2305843009213693952 elements of 8 bytes does not fit");
    g = (gb){0};
    gb_array(&g, "k", GP_GGUF_STRING, UINT64_MAX / 16 + 2);
    gb_put(&g.keys, 0, 8);
    refused(&g, "does not fit");
    g = (gb){0};
    gb_key(&g, "k", GP_GGUF_STRING);
    gb_put(&g.keys, UINT64_MAX, 8);
    refused(&g, "key \"k\" (offset 45)");
    g = (gb){0};
    gb_strings(&g, "k", (const char *const[]){"a", "b"}, 2);
    g.keys.p[g.keys.n - 3] = 1; /* inside the second length: 2^48 and more */
    refused(&g, "inside string 1 of 2");
}

static void test_bad_values(void **state)
{
    (void)state;
    gb g = {0};
    gb_key(&g, "k", 13);
    gb_put(&g.keys, 0, 8);
    refused(&g, "unknown value type 13");
    g = (gb){0};
    gb_array(&g, "k", 99, 1);
    gb_put(&g.keys, 0, 8);
    refused(&g, "unknown element type 99");
    g = (gb){0};
    gb_array(&g, "k", GP_GGUF_ARRAY, 1);
    gb_put(&g.keys, 0, 12);
    refused(&g, "arrays of arrays");
    g = (gb){0};
    gb_number(&g, "k", GP_GGUF_BOOL, 2, 1);
    refused(&g, "a bool has the value 2");
    g = (gb){0};
    gb_array(&g, "k", GP_GGUF_BOOL, 2);
    gb_put(&g.keys, 0x0300, 2);
    refused(&g, "a bool has the value 3");
}

static void test_bad_keys(void **state)
{
    (void)state;
    gb g = {0};
    gb_u32(&g, "a.b", 1);
    gb_u32(&g, "a.c", 1);
    gb_u32(&g, "a.b", 2);
    refused(&g, "key \"a.b\" (offset 77): the key stands twice");
    g = (gb){0};
    gb_u32(&g, "", 1);
    refused(&g, "empty name");
    g = (gb){0};
    gb_u32(&g, "a\033[2J", 1);
    refused(&g, "key \"a?[2J\"");
    g = (gb){0};
    char *name = malloc(70001);
    assert_non_null(name);
    memset(name, 'k', 70000);
    name[70000] = 0;
    gb_u32(&g, name, 1);
    free(name);
    refused(&g, "at most 65535");
}

static void test_alignment(void **state)
{
    (void)state;
    static const uint32_t bad[] = {0, 1, 4, 48, 131072, 0x80000000u};
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
        gb g = sample();
        gb_u32(&g, "general.alignment", bad[i]);
        refused(&g, "not a power of two from 8 to 65536");
    }
    gb g = sample();
    gb_number(&g, "general.alignment", GP_GGUF_U64, 32, 8);
    refused(&g, "must be an unsigned 32-bit number");
    g = (gb){.alignment = 4096};
    gb_u32(&g, "general.alignment", 4096);
    gb_tensor(&g, "a", 1, four_values, GP_GGML_F32, four, 16);
    gb_tensor(&g, "b", 1, four_values, GP_GGML_F32, four, 16);
    gp_gguf *f;
    gp_err err = {0};
    T_OK(gp_gguf_parse("t.gguf", gb_finish(&g), &f, &err), err);
    assert_int_equal(gp_gguf_tensor_find(f, "b")->offset, 8192);
    gp_gguf_close(f);
    gb_free(&g);
}

/* --- lies in the tensor table --- */

static gb one_tensor(const char *name, uint32_t n_dims, const uint64_t *dims, uint32_t type, uint64_t offset)
{
    gb g = {0};
    gb_raw_tensor(&g, name, n_dims, dims, type, offset);
    for (int i = 0; i < 16; i++) gb_put(&g.data, 0, 8);
    return g;
}

static void test_sizes_that_overflow(void **state)
{
    (void)state;
    gb g = one_tensor("t", 2, (const uint64_t[]){(uint64_t)1 << 32, (uint64_t)1 << 32}, GP_GGML_F32, 0);
    refused(&g, "tensor \"t\" (offset 24): the product of its dimensions overflows");
    g = one_tensor("t", 1, (const uint64_t[]){UINT64_MAX}, GP_GGML_F32, 0);
    refused(&g, "overflows");
    g = one_tensor("t", 1, (const uint64_t[]){(uint64_t)1 << 62}, GP_GGML_F32, 0); /* bytes wrap to 0 */
    refused(&g, "size in bytes overflows");
    g = one_tensor("t", 3, (const uint64_t[]){(uint64_t)1 << 40, (uint64_t)1 << 40, 0}, GP_GGML_F32, 0);
    refused(&g, "overflows");
    g = one_tensor("t", 1, four_values, GP_GGML_F32, UINT64_MAX - 31);
    refused(&g, "beyond the end");
    g = one_tensor("t", 1, (const uint64_t[]){(uint64_t)1 << 40}, GP_GGML_I8, 0);
    refused(&g, "beyond the end");
}

static void test_bad_tensors(void **state)
{
    (void)state;
    gb g = one_tensor("t", 5, (const uint64_t[]){1, 1, 1, 1, 1}, GP_GGML_F32, 0);
    refused(&g, "5 dimensions");
    g = one_tensor("t", 1, (const uint64_t[]){33}, GP_GGML_Q8_0, 0);
    refused(&g, "rows of 33 values do not divide into Q8_0 blocks of 32");
    g = one_tensor("t", 1, four_values, GP_GGML_F32, 16);
    refused(&g, "not a multiple of the alignment 32");
    g = one_tensor("", 1, four_values, GP_GGML_F32, 0);
    refused(&g, "empty name");
    g = one_tensor("0123456789012345678901234567890123456789012345678901234567890123", 1, four_values, GP_GGML_F32, 0);
    refused(&g, "at most 63");
    static const struct {
        uint32_t type;
        const char *text;
    } bad[] = {{4, "type 4 was removed"},
               {9, "activations"},
               {15, "activations"},
               {36, "removed"},
               {43, "unknown tensor type 43"},
               {137, "type 137 is private to ik_llama.cpp"},
               {0xffffffff, "unknown tensor type"}};
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
        g = one_tensor("t", 1, four_values, bad[i].type, 0);
        refused(&g, bad[i].text);
    }
}

static void test_twice_and_overlapping(void **state)
{
    (void)state;
    gb g = one_tensor("t", 1, four_values, GP_GGML_F32, 0);
    gb_raw_tensor(&g, "t", 1, four_values, GP_GGML_F32, 32);
    refused(&g, "tensor \"t\" (offset 128): the name stands twice");
    g = one_tensor("t", 1, (const uint64_t[]){12}, GP_GGML_F32, 0);
    gb_raw_tensor(&g, "u", 1, four_values, GP_GGML_F32, 32);
    refused(&g, "tensor \"u\" (offset 128): its data overlaps that of tensor \"t\"");
    g = one_tensor("t", 1, four_values, GP_GGML_F32, 32);
    gb_raw_tensor(&g, "u", 1, four_values, GP_GGML_F32, 32);
    refused(&g, "overlaps");
}

static void test_scalars_and_empty_tensors(void **state)
{
    (void)state;
    gb g = {0};
    gb_tensor(&g, "scalar", 0, NULL, GP_GGML_F32, four, 4);
    gb_tensor(&g, "empty", 2, (const uint64_t[]){0, 5}, GP_GGML_F32, four, 0);
    gp_gguf *f;
    gp_err err = {0};
    T_OK(gp_gguf_parse("t.gguf", gb_finish(&g), &f, &err), err);
    assert_int_equal(gp_gguf_tensor_find(f, "scalar")->bytes, 4);
    assert_int_equal(gp_gguf_tensor_find(f, "empty")->bytes, 0);
    gp_gguf_close(f);
    gb_free(&g);
}

/* --- files --- */

static const char *write_part(gp_arena *a, const char *dir, const char *name, gb *g)
{
    gp_err err = {0};
    const char *path = gp_path_join(a, dir, name);
    T_OK(gp_write_file(path, gb_finish(g), &err), err);
    gb_free(g);
    return path;
}

static gb part(uint32_t no, uint32_t count, uint32_t tensors, const char *name)
{
    gb g = {0};
    gb_number(&g, "split.no", GP_GGUF_U16, no, 2);
    gb_number(&g, "split.count", GP_GGUF_U16, count, 2);
    gb_number(&g, "split.tensors.count", GP_GGUF_I32, tensors, 4);
    gb_tensor(&g, name, 1, four_values, GP_GGML_F32, four, sizeof four);
    return g;
}

static void remove_all(gp_arena *a, const char *dir)
{
    const char *const *names;
    size_t n;
    gp_err err = {0};
    T_OK(gp_list_dir(a, dir, &names, &n, &err), err);
    for (size_t i = 0; i < n; i++) gp_remove_file(gp_path_join(a, dir, names[i]));
    (void)rmdir(dir);
    gp_arena_free(a);
}

static void test_split_model(void **state)
{
    (void)state;
    gp_arena a = {0};
    gp_err err = {0};
    gp_gguf *f;
    const char *dir = t_tmpdir();
    gb g = part(0, 2, 2, "one");
    const char *first = write_part(&a, dir, "m-00001-of-00002.gguf", &g);
    T_FAILS(gp_gguf_open(first, &f, &err), GP_E_INPUT, err, "m-00002-of-00002.gguf");
    g = part(1, 2, 2, "two");
    const char *second = write_part(&a, dir, "m-00002-of-00002.gguf", &g);
    T_OK(gp_gguf_open(first, &f, &err), err);
    assert_int_equal(gp_gguf_n_tensors(f), 2);
    assert_int_equal(gp_gguf_tensor_find(f, "two")->part, 1);
    assert_memory_equal(gp_gguf_tensor_find(f, "two")->data, four, 16);
    gp_gguf_close(f);
    T_FAILS(gp_gguf_open(second, &f, &err), GP_E_INPUT, err, "give the first part");

    g = part(1, 2, 2, "one"); /* a name that the first part has too */
    (void)write_part(&a, dir, "m-00002-of-00002.gguf", &g);
    T_FAILS(gp_gguf_open(first, &f, &err), GP_E_INPUT, err, "tensor \"one\"");
    g = part(0, 2, 2, "two");
    (void)write_part(&a, dir, "m-00002-of-00002.gguf", &g);
    T_FAILS(gp_gguf_open(first, &f, &err), GP_E_INPUT, err, "is 0, expected 1");
    g = part(0, 2, 5, "one");
    (void)write_part(&a, dir, "m-00001-of-00002.gguf", &g);
    g = part(1, 2, 5, "two");
    (void)write_part(&a, dir, "m-00002-of-00002.gguf", &g);
    T_FAILS(gp_gguf_open(first, &f, &err), GP_E_INPUT, err, "is 5, expected 2");
    g = part(0, 2, 2, "one");
    (void)write_part(&a, dir, "m-00001-of-00002.gguf", &g);
    /* of another model */
    T_FAILS(gp_gguf_open(first, &f, &err), GP_E_INPUT, err, "m-00002-of-00002.gguf: key \"split.tensors.count\"");
    g = part(0, 2, 2, "one");
    const char *renamed = write_part(&a, dir, "renamed.gguf", &g);
    T_FAILS(gp_gguf_open(renamed, &f, &err), GP_E_INPUT, err, "does not end in -00001-of-00002.gguf");
    g = part(0, 2, 2, "one");
    T_FAILS(gp_gguf_parse("t.gguf", gb_finish(&g), &f, &err), GP_E_INPUT, err, "one of 2 parts");
    gb_free(&g);
    remove_all(&a, dir);
}

/* SHA-256 of the 32-byte digests of two files, one behind the other, by hand. */
static void digest_of_two(const char *x, const char *y, char hex[GP_SHA256_HEX])
{
    gp_arena a = {0};
    gp_err err = {0};
    gp_str bytes[2];
    unsigned char raw[2 * GP_SHA256_LEN];
    T_OK(gp_read_file(&a, x, 0, &bytes[0], &err), err);
    T_OK(gp_read_file(&a, y, 0, &bytes[1], &err), err);
    gp_sha256_of(bytes[0], raw);
    gp_sha256_of(bytes[1], raw + GP_SHA256_LEN);
    gp_sha256_hex_of((gp_str){(const char *)raw, sizeof raw}, hex);
    gp_arena_free(&a);
}

static gp_gguf_hash hash_of(gp_arena *a, const char *path, gp_gguf **g)
{
    gp_err err = {0};
    gp_gguf_hash h;
    T_OK(gp_gguf_open(path, g, &err), err);
    T_OK(gp_gguf_sha256(*g, a, &h, &err), err);
    return h;
}

/* A split model whose first part holds no tensor, as tools make them. */
static const char *write_split(gp_arena *a, const char *dir, const float *values)
{
    gb g = {0};
    gb_number(&g, "split.no", GP_GGUF_U16, 0, 2);
    gb_number(&g, "split.count", GP_GGUF_U16, 2, 2);
    const char *first = write_part(a, dir, "m-00001-of-00002.gguf", &g);
    g = (gb){0};
    gb_number(&g, "split.no", GP_GGUF_U16, 1, 2);
    gb_number(&g, "split.count", GP_GGUF_U16, 2, 2);
    gb_tensor(&g, "one", 1, four_values, GP_GGML_F32, values, 16);
    (void)write_part(a, dir, "m-00002-of-00002.gguf", &g);
    return first;
}

static void every_part_is_hashed(void **state)
{
    (void)state;
    gp_arena a = {0};
    gp_gguf *f;
    static const float x[4] = {1, 2, 3, 4}, y[4] = {1, 2, 3, 5};
    char want[GP_SHA256_HEX], tensors[GP_SHA256_HEX];
    const char *dir = t_tmpdir(), *first = write_split(&a, dir, x);
    digest_of_two(first, gp_path_join(&a, dir, "m-00002-of-00002.gguf"), want);
    gp_gguf_hash before = hash_of(&a, first, &f);
    assert_string_equal(before.file, want);
    gp_sha256_hex_of((gp_str){(const char *)x, sizeof x}, tensors);
    assert_string_equal(before.tensors, tensors);
    assert_int_equal(before.n_parts, 2);
    assert_string_equal(before.parts[1].name, "m-00002-of-00002.gguf");
    gp_gguf_close(f);

    (void)write_split(&a, dir, y); /* another model with the same first part */
    gp_gguf_hash after = hash_of(&a, first, &f);
    assert_string_equal(after.parts[0].sha256, before.parts[0].sha256);
    assert_string_not_equal(after.parts[1].sha256, before.parts[1].sha256);
    assert_string_not_equal(after.file, before.file);
    assert_string_not_equal(after.tensors, before.tensors);
    gp_gguf_close(f);
    remove_all(&a, dir);
}

static void write_one(const char *path, const char *flags, char byte)
{
    FILE *out = fopen(path, flags);
    assert_non_null(out);
    assert_int_equal(fputc(byte, out), byte);
    assert_int_equal(fclose(out), 0);
}

/* What is hashed is what was mapped, and a file that is written to meanwhile is found out. */
static void a_file_that_changes_is_found_out(void **state)
{
    (void)state;
    gp_arena a = {0};
    gp_gguf *f;
    gp_err err = {0};
    static const float x[4] = {1, 2, 3, 4}, y[4] = {1, 2, 3, 5};
    const char *dir = t_tmpdir(), *first = write_split(&a, dir, x), *second;
    gp_gguf_hash before = hash_of(&a, first, &f), again;
    assert_null(gp_gguf_replaced(f));
    (void)write_split(&a, dir, y); /* by rename */
    T_OK(gp_gguf_sha256(f, &a, &again, &err), err);
    assert_string_equal(again.file, before.file);
    second = gp_path_join(&a, dir, "m-00002-of-00002.gguf");
    assert_string_equal(gp_gguf_replaced(f), first);
    gp_gguf_close(f);

    (void)hash_of(&a, first, &f);
    write_one(second, "a", 0);
    T_FAILS(gp_gguf_unchanged(f, &err), GP_E_INFRA, err, "m-00002-of-00002.gguf changed while it was used: it had");
    T_FAILS(gp_gguf_sha256(f, &a, &again, &err), GP_E_INFRA, err, "changed while it was used");
    gp_gguf_close(f);

    (void)hash_of(&a, first, &f);
    struct timespec moment = {0, 20000000}; /* clocks of file systems tick every few milliseconds */
    (void)nanosleep(&moment, NULL);
    write_one(second, "r+", 'G');
    T_FAILS(gp_gguf_unchanged(f, &err), GP_E_INFRA, err, "it was written to");
    gp_gguf_close(f);
    remove_all(&a, dir);
}

static void test_open_missing(void **state)
{
    (void)state;
    gp_gguf *f;
    gp_err err = {0};
    T_FAILS(gp_gguf_open("tests/no-such-file.gguf", &f, &err), GP_E_INPUT, err, "tests/no-such-file.gguf");
    assert_null(f);
    gp_gguf_close(NULL);
}

/* The digest covers tensor data alone: other metadata, another alignment, the same digest. */
static void test_tensor_digest(void **state)
{
    (void)state;
    char have[65], want[65];
    gp_err err = {0};
    gp_gguf *f;
    for (uint32_t alignment = 8; alignment <= 64; alignment *= 2) {
        gb g = {.alignment = alignment};
        gb_u32(&g, "general.alignment", alignment);
        gb_tensor(&g, "a", 1, four_values, GP_GGML_F32, four, 16);
        gb_tensor(&g, "b", 1, (const uint64_t[]){2}, GP_GGML_F16, "wxyz", 4);
        T_OK(gp_gguf_parse("t.gguf", gb_finish(&g), &f, &err), err);
        gp_gguf_tensor_sha256(f, have);
        gp_gguf_close(f);
        gb_free(&g);
        char data[20];
        memcpy(data, four, 16);
        memcpy(data + 16, "wxyz", 4);
        gp_sha256_hex_of((gp_str){data, 20}, want);
        assert_string_equal(have, want);
    }
}

static void test_types(void **state)
{
    (void)state;
    assert_string_equal(gp_ggml_traits_of(GP_GGML_Q6_K).name, "Q6_K");
    assert_int_equal(gp_ggml_traits_of(GP_GGML_Q6_K).block_bytes, 210);
    assert_null(gp_ggml_traits_of(4).name);
    assert_null(gp_ggml_traits_of(100000).name);
    assert_int_equal(gp_ggml_type_by_name(GP_STR("iq2_xxs")), GP_GGML_IQ2_XXS);
    assert_int_equal(gp_ggml_type_by_name(GP_STR("Q4")), -1);
    assert_int_equal(gp_ggml_type_by_name(GP_STR("")), -1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_reads_every_kind),
        cmocka_unit_test(test_tensors),
        cmocka_unit_test(test_typed_access),
        cmocka_unit_test(test_not_finite),
        cmocka_unit_test(test_truncated_everywhere),
        cmocka_unit_test(test_versions_and_magic),
        cmocka_unit_test(test_counts_that_do_not_fit),
        cmocka_unit_test(test_bad_values),
        cmocka_unit_test(test_bad_keys),
        cmocka_unit_test(test_alignment),
        cmocka_unit_test(test_sizes_that_overflow),
        cmocka_unit_test(test_bad_tensors),
        cmocka_unit_test(test_twice_and_overlapping),
        cmocka_unit_test(test_scalars_and_empty_tensors),
        cmocka_unit_test(test_split_model),
        cmocka_unit_test(every_part_is_hashed),
        cmocka_unit_test(a_file_that_changes_is_found_out),
        cmocka_unit_test(test_open_missing),
        cmocka_unit_test(test_tensor_digest),
        cmocka_unit_test(test_types),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
