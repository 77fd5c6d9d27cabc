/* test_dequant.c - half floats, and blocks of every type against values worked out by hand. */
#include "t.h"

#include <math.h>

#include "base/sha256.h"
#include "gguf/dequant.h"
#include "gguf/iq_tables.h"

static uint32_t bits_of(float f)
{
    uint32_t b;
    memcpy(&b, &f, sizeof b);
    return b;
}

/* --- half floats --- */

/* The definition: sign * (1 + m/1024) * 2^(e-15), or m/1024 * 2^-14. */
static double half_value(uint16_t h)
{
    int e = h >> 10 & 31, m = h & 1023;
    double v = e ? ldexp(1 + m / 1024.0, e - 15) : ldexp(m / 1024.0, -14);
    return h & 0x8000 ? -v : v;
}

static void test_all_halves(void **state)
{
    (void)state;
    for (uint32_t h = 0; h < 65536; h++) {
        float f = gp_half_to_float((uint16_t)h);
        if ((h >> 10 & 31) == 31) {
            assert_true((h & 1023) ? isnan(f) : isinf(f));
            assert_int_equal(signbit(f) != 0, h >> 15);
        } else {
            assert_int_equal(bits_of(f), bits_of((float)half_value((uint16_t)h)));
        }
        if (!isnan(f)) assert_int_equal(gp_float_to_half(f), h);
        else assert_true((gp_float_to_half(f) & 0x7fff) > 0x7c00);
    }
}

/* Between two neighbouring halves everything below the middle goes down, above goes up, the middle to the even one. */
static void test_rounding_to_half(void **state)
{
    (void)state;
    for (uint16_t h = 0; h < 0x7bff; h++) {
        /* exact in f32 */
        float low = gp_half_to_float(h), high = gp_half_to_float((uint16_t)(h + 1)), middle = (low + high) / 2;
        assert_int_equal(gp_float_to_half(middle), h & 1 ? h + 1 : h);
        assert_int_equal(gp_float_to_half(nextafterf(middle, 0)), h);
        assert_int_equal(gp_float_to_half(-nextafterf(middle, INFINITY)), 0x8000 | (h + 1));
    }
    assert_int_equal(gp_float_to_half(65519.996f), 0x7bff);
    assert_int_equal(gp_float_to_half(65520), 0x7c00);
    assert_int_equal(gp_float_to_half(-1e30f), 0xfc00);
    assert_int_equal(gp_float_to_half(1e-30f), 0);
    assert_int_equal(gp_float_to_half(-0.0f), 0x8000);
}

/* --- formats --- */

#define HALF_1 "\x00\x3c"
#define HALF_2 "\x00\x40"
#define HALF_HALF "\x00\x38"

/* One block made of the given head and filler bytes; values in y. */
static void block(gp_ggml_type type, const char *head, size_t n, int filler, float y[256])
{
    unsigned char b[256];
    memset(b, filler, sizeof b);
    memcpy(b, head, n);
    assert_true(gp_dequant(type, b, 1, y));
}

static void test_plain_types(void **state)
{
    (void)state;
    float y[2];
    assert_true(gp_dequant(GP_GGML_I8, "\xff\x7f", 2, y) && y[0] == -1 && y[1] == 127);
    assert_true(gp_dequant(GP_GGML_I16, "\xfe\xff", 1, y) && y[0] == -2);
    assert_true(gp_dequant(GP_GGML_I32, "\x00\x00\x00\x80", 1, y) && y[0] == -2147483648.0f);
    assert_true(gp_dequant(GP_GGML_I64, "\xff\xff\xff\xff\xff\xff\xff\xff", 1, y) && y[0] == -1);
    assert_true(gp_dequant(GP_GGML_F64, "\x00\x00\x00\x00\x00\x00\xf8\x3f", 1, y) && y[0] == 1.5f);
    assert_true(gp_dequant(GP_GGML_F32, "\x00\x00\xc0\xbf", 1, y) && y[0] == -1.5f);
    assert_true(gp_dequant(GP_GGML_BF16, "\xc0\xbf\x01\x00", 2, y) && y[0] == -1.5f && y[1] == ldexpf(1, -133));
    assert_true(gp_dequant(GP_GGML_F16, HALF_2 "\x01\x00", 2, y) && y[0] == 2 && y[1] == ldexpf(1, -24));
    assert_false(gp_dequant((gp_ggml_type)4, "", 0, y));
    assert_false(gp_dequant((gp_ggml_type)-1, "", 0, y));
}

static void test_blocks_of_32(void **state)
{
    (void)state;
    float y[256];
    block(GP_GGML_Q4_0, HALF_2 "\x0f", 3, 0x88, y);
    assert_true(y[0] == 14 && y[16] == -16 && y[1] == 0 && y[31] == 0);
    block(GP_GGML_Q4_1, HALF_2 HALF_1 "\xf0", 5, 0, y);
    assert_true(y[0] == 1 && y[16] == 31 && y[1] == 1);
    block(GP_GGML_Q5_0, HALF_1 "\x01\x00\x02\x00\x00", 7, 0, y); /* fifth bits of values 0 and 17 */
    assert_true(y[0] == 0 && y[17] == 0 && y[1] == -16 && y[16] == -16);
    block(GP_GGML_Q5_1, HALF_1 HALF_1 "\x00\x00\x00\x80\x03", 9, 0, y);
    assert_true(y[0] == 4 && y[31] == 17 && y[1] == 1);
    block(GP_GGML_Q8_0, HALF_HALF "\x80\x7f", 4, 2, y);
    assert_true(y[0] == -64 && y[1] == 63.5f && y[31] == 1);
    block(GP_GGML_IQ4_NL, HALF_1 "\xf0", 3, 0x88, y);
    assert_true(y[0] == -127 && y[16] == 113 && y[1] == 1);
}

static void test_four_bit_floats(void **state)
{
    (void)state;
    float y[256];
    block(GP_GGML_MXFP4, "\x7f\x9f", 2, 0x7f, y);
    assert_true(y[0] == -6 && y[16] == -0.5f && y[17] == 6);
    block(GP_GGML_MXFP4, "\x00\x21", 2, 0, y); /* scale 2^-127: subnormal results, exact */
    assert_true(y[0] == ldexpf(1, -128) && y[16] == ldexpf(1, -127));
    block(GP_GGML_NVFP4, "\x38\x40\x01\x7f\x72", 5, 0x22, y); /* scales 1, 2, 2^-9, none */
    assert_true(y[0] == 1 && y[8] == 6 && y[16] == 2 && y[32] == ldexpf(1, -9) && y[48] == 0);
}

static void test_few_bits(void **state)
{
    (void)state;
    float y[256];
    block(GP_GGML_Q1_0, HALF_2 "\x05", 3, 0, y);
    assert_true(y[0] == 2 && y[1] == -2 && y[2] == 2 && y[127] == -2);
    block(GP_GGML_Q2_0, HALF_1 "\xe4", 3, 0x55, y);
    assert_true(y[0] == -1 && y[1] == 0 && y[2] == 1 && y[3] == 2 && y[63] == 0);
}

static void test_super_blocks(void **state)
{
    (void)state;
    float y[256];
    unsigned char b[256] = {0};
    memcpy(b, HALF_2 HALF_1, 4); /* Q4_K: scale 3 and minimum 5 of sub-block 0, 60 and 61 of sub-block 7 */
    b[4] = 3;
    b[8] = 5;
    b[7] = 0xc0; /* top bits of scale 7 */
    b[11] = 0xc0;
    b[15] = 0xdc;
    memset(b + 16, 0x21, 128);
    assert_true(gp_dequant(GP_GGML_Q4_K, b, 1, y));
    assert_true(y[0] == 2 * 3 * 1 - 5 && y[255] == 2 * 60 * 2 - 61 && y[40] == 0);
    memset(b, 0, sizeof b); /* Q6_K: all quants -32 except the first, scale 2 */
    b[0] = 15;
    b[128] = 3;
    memset(b + 192, 2, 16);
    memcpy(b + 208, HALF_HALF, 2);
    assert_true(gp_dequant(GP_GGML_Q6_K, b, 1, y));
    assert_true(y[0] == 31 && y[1] == -32 && y[255] == -32);
    memset(b, 0, sizeof b); /* Q3_K: clear high bits subtract 4; scales 33 - 32 */
    memset(b + 96, 0x11, 8);
    memset(b + 104, 0xaa, 4);
    memcpy(b + 108, HALF_1, 2);
    b[0] = 1;
    assert_true(gp_dequant(GP_GGML_Q3_K, b, 1, y));
    assert_true(y[0] == 0 && y[1] == -4 && y[32] == -4);
}

static void test_ternary(void **state)
{
    (void)state;
    float y[256];
    unsigned char b[256] = {0};
    memset(b, 0x55, 64);
    b[0] = 0x86; /* digits 2, 1, 0, 2 */
    memcpy(b + 64, HALF_2, 2);
    assert_true(gp_dequant(GP_GGML_TQ2_0, b, 1, y));
    assert_true(y[0] == 2 && y[32] == 0 && y[64] == -2 && y[96] == 2 && y[1] == 0);
    memset(b, 0, sizeof b);
    b[0] = 255; /* 22222 in base 3 is 242 of 243 */
    memcpy(b + 52, HALF_1, 2);
    assert_true(gp_dequant(GP_GGML_TQ1_0, b, 1, y));
    for (int n = 0; n < 5; n++) assert_true(y[32 * n] == 1 && y[32 * n + 1] == -1);
    assert_true(y[255] == -1);
}

/* --- codebooks --- */

static void check_table(const uint16_t *rows, size_t n, unsigned width, const int8_t *levels, const char *want)
{
    gp_buf b = {0};
    for (size_t r = 0; r < n; r++) {
        if (r) assert_true(rows[r] > rows[r - 1]);
        for (unsigned j = 0; j < width; j++)
            gp_buf_byte(&b,
                        (char)(width == 8 ? gp_gguf_level8(levels, rows[r], j) : gp_gguf_level4(levels, rows[r], j)));
    }
    char have[GP_SHA256_HEX];
    gp_sha256_hex_of(gp_buf_view(&b), have);
    assert_string_equal(have, want);
    gp_buf_free(&b);
}

static void test_codebooks(void **state)
{
    (void)state;
    check_table(gp_gguf_grid_iq2_xxs, 256, 8, gp_gguf_levels_iq2,
                "05826b5d3e472a3a78f196be62ac78acf81df0f909626e12ab9fa2a5d490dd54");
    check_table(gp_gguf_grid_iq2_xs, 512, 8, gp_gguf_levels_iq2,
                "06e47aaca60b4dc1d9b5a3f34540437058a6b142b4d7a59d5ded769b4d1bf1de");
    check_table(gp_gguf_grid_iq2_s, 1024, 8, gp_gguf_levels_iq2,
                "e1aa1473412b0552c2174c30ef22ab4073f6a181b85a17056e8249bd2932fd88");
    check_table(gp_gguf_grid_iq3_xxs, 256, 4, gp_gguf_levels_iq3_xxs,
                "46e35f5a997efdee6c99ce57854c8a0d4f0ff8ca57e5e8a60c0793ea580acf5d");
    check_table(gp_gguf_grid_iq3_s, 512, 4, gp_gguf_levels_iq3_s,
                "bd1af4945a1717c65610b0284e4628b9a1ba3b306fae3a06f6e5f597356e349f");
    check_table(gp_gguf_grid_iq1, 2048, 8, gp_gguf_levels_iq1,
                "07540ffc1aeaf6ad4d97e96b0fcc765aae39671d4ae4a27bbd0e796fde167c6a");
}

static void test_codebook_formats(void **state)
{
    (void)state;
    float y[256];
    unsigned char b[256] = {0};
    memcpy(b, HALF_1, 2); /* IQ2_XXS: row 0 is 8 eight times; scale 1/8; sign code 1 negates values 0 and 7 */
    b[2 + 4] = 1;
    assert_true(gp_dequant(GP_GGML_IQ2_XXS, b, 1, y));
    assert_true(gp_gguf_grid_iq2_xxs[0] == 0 && y[0] == -1 && y[1] == 1 && y[7] == -1 && y[8] == 1);
    memset(b, 0, sizeof b); /* IQ1_S: row 0 is -1 eight times */
    memcpy(b, HALF_1, 2);
    b[35] = 0x90; /* scale code 1, delta down in group 0 */
    assert_true(gp_dequant(GP_GGML_IQ1_S, b, 1, y));
    assert_true(y[0] == 3 * -1.125f && y[32] == -0.875f);
}

/* Any bytes may stand in a file: nothing is read outside the block, whatever they are. */
static void test_all_types_on_any_bytes(void **state)
{
    (void)state;
    uint32_t seed = 1;
    for (uint32_t type = 0; type < 64; type++) {
        gp_ggml_traits t = gp_ggml_traits_of(type);
        if (!t.name) continue;
        unsigned char *b = malloc(t.block_bytes * 3u); /* exactly, so that a checker sees an access outside */
        float *y = malloc(t.block_values * 3u * sizeof *y);
        assert_true(b && y);
        for (uint32_t i = 0; i < t.block_bytes * 3u; i++) {
            seed = seed * 1664525u + 1013904223u;
            b[i] = (unsigned char)(seed >> 24);
        }
        assert_true(gp_dequant((gp_ggml_type)type, b, 3, y));
        free(b);
        free(y);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_all_halves),
        cmocka_unit_test(test_rounding_to_half),
        cmocka_unit_test(test_plain_types),
        cmocka_unit_test(test_blocks_of_32),
        cmocka_unit_test(test_four_bit_floats),
        cmocka_unit_test(test_few_bits),
        cmocka_unit_test(test_super_blocks),
        cmocka_unit_test(test_ternary),
        cmocka_unit_test(test_codebooks),
        cmocka_unit_test(test_codebook_formats),
        cmocka_unit_test(test_all_types_on_any_bytes),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
