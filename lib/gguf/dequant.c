/* dequant.c - the table of types, and the plain ones. */
#include "gguf/dequant.h"

#include <string.h>

#include "gguf/blocks.h"

/* --- plain numbers --- */

static uint64_t le64(const unsigned char *p) { return (uint64_t)le32(p) | (uint64_t)le32(p + 4) << 32; }

static float from_bits(uint32_t bits)
{
    float f;
    memcpy(&f, &bits, sizeof f);
    return f;
}

static void f32(const unsigned char *b, float *y) { *y = from_bits(le32(b)); }
static void f16(const unsigned char *b, float *y) { *y = half_at(b); }
static void bf16(const unsigned char *b, float *y) { *y = from_bits((uint32_t)le16(b) << 16); }
static void i8(const unsigned char *b, float *y) { *y = (float)(int8_t)b[0]; }
static void i16(const unsigned char *b, float *y) { *y = (float)(int16_t)le16(b); }
static void i32(const unsigned char *b, float *y) { *y = (float)(int32_t)le32(b); }
static void i64(const unsigned char *b, float *y) { *y = (float)(int64_t)le64(b); }

static void f64(const unsigned char *b, float *y)
{
    uint64_t bits = le64(b);
    double d;
    memcpy(&d, &bits, sizeof d);
    *y = (float)d;
}

/* --- blocks of 32: low nibbles are values 0..15, high nibbles 16..31 --- */

static void q4_0(const unsigned char *b, float *y)
{
    float d = half_at(b);
    for (int j = 0; j < 16; j++) {
        y[j] = d * (float)((b[2 + j] & 15) - 8);
        y[j + 16] = d * (float)((b[2 + j] >> 4) - 8);
    }
}

static void q4_1(const unsigned char *b, float *y)
{
    float d = half_at(b), m = half_at(b + 2);
    for (int j = 0; j < 16; j++) {
        y[j] = d * (float)(b[4 + j] & 15) + m;
        y[j + 16] = d * (float)(b[4 + j] >> 4) + m;
    }
}

/* The fifth bit of value e is bit e of the 32-bit field. */
static int five_bits(const unsigned char *qs, uint32_t high, int e)
{
    int nibble = e < 16 ? qs[e] & 15 : qs[e - 16] >> 4;
    return nibble | (int)(high >> e & 1) << 4;
}

static void q5_0(const unsigned char *b, float *y)
{
    float d = half_at(b);
    for (int e = 0; e < 32; e++) y[e] = d * (float)(five_bits(b + 6, le32(b + 2), e) - 16);
}

static void q5_1(const unsigned char *b, float *y)
{
    float d = half_at(b), m = half_at(b + 2);
    for (int e = 0; e < 32; e++) y[e] = d * (float)five_bits(b + 8, le32(b + 4), e) + m;
}

static void q8_0(const unsigned char *b, float *y)
{
    float d = half_at(b);
    for (int e = 0; e < 32; e++) y[e] = d * (float)(int8_t)b[2 + e];
}

/* --- one and two bits --- */

static void q1_0(const unsigned char *b, float *y)
{
    float d = half_at(b);
    for (int e = 0; e < 128; e++) y[e] = b[2 + e / 8] >> (e % 8) & 1 ? d : -d;
}

static void q2_0(const unsigned char *b, float *y)
{
    float d = half_at(b);
    for (int e = 0; e < 64; e++) y[e] = d * (float)((b[2 + e / 4] >> (2 * (e % 4)) & 3) - 1);
}

/* --- ternary --- */

static void tq2_0(const unsigned char *b, float *y)
{
    float d = half_at(b + 64);
    for (int e = 0; e < 256; e++) {
        int group = e / 128, shift = 2 * (e / 32 % 4), m = e % 32;
        y[e] = d * (float)((b[32 * group + m] >> shift & 3) - 1);
    }
}

/* Five base-3 digits stand in a byte as a fraction: digit n is the whole part of 3 * (v * 3^n mod 256) / 256. */
static int ternary_digit(unsigned char v, int n)
{
    static const unsigned char power[5] = {1, 3, 9, 27, 81};
    unsigned char t = (unsigned char)(v * power[n]);
    return (t * 3 >> 8) - 1;
}

static void tq1_0(const unsigned char *b, float *y)
{
    float d = half_at(b + 52);
    for (int e = 0; e < 160; e++) y[e] = d * (float)ternary_digit(b[e % 32], e / 32);
    for (int e = 0; e < 80; e++) y[160 + e] = d * (float)ternary_digit(b[32 + e % 16], e / 16);
    for (int e = 0; e < 16; e++) y[240 + e] = d * (float)ternary_digit(b[48 + e % 4], e / 4);
}

/* --- 4-bit floats: twice the value of each E2M1 code, so that the table is whole numbers --- */

static const int8_t fp4_doubled[16] = {0, 1, 2, 3, 4, 6, 8, 12, 0, -1, -2, -3, -4, -6, -8, -12};

static void mxfp4(const unsigned char *b, float *y)
{
    /* 2^(e - 128); for e of 0 and 1 that is subnormal */
    float half_scale = from_bits(b[0] < 2 ? 0x00200000u << b[0] : (uint32_t)(b[0] - 1) << 23);
    for (int j = 0; j < 16; j++) {
        y[j] = (float)fp4_doubled[b[1 + j] & 15] * half_scale;
        y[j + 16] = (float)fp4_doubled[b[1 + j] >> 4] * half_scale;
    }
}

/* Unsigned E4M3, bias 7. */
static float e4m3(unsigned char v)
{
    if (v == 0x7f) return 0;
    int exponent = v >> 3 & 15, mantissa = v & 7;
    if (!exponent) return (float)mantissa * 0x1p-9f;
    return (float)(8 + mantissa) * from_bits((uint32_t)(exponent - 10 + 127) << 23);
}

static void nvfp4(const unsigned char *b, float *y)
{
    for (int s = 0; s < 4; s++) {
        float half_scale = 0.5f * e4m3(b[s]);
        for (int i = 0; i < 8; i++) {
            y[16 * s + i] = (float)fp4_doubled[b[4 + 8 * s + i] & 15] * half_scale;
            y[16 * s + i + 8] = (float)fp4_doubled[b[4 + 8 * s + i] >> 4] * half_scale;
        }
    }
}

static gp_gguf_block_fn *const functions[] = {
    [GP_GGML_F32] = f32,
    [GP_GGML_F16] = f16,
    [GP_GGML_Q4_0] = q4_0,
    [GP_GGML_Q4_1] = q4_1,
    [GP_GGML_Q5_0] = q5_0,
    [GP_GGML_Q5_1] = q5_1,
    [GP_GGML_Q8_0] = q8_0,
    [GP_GGML_Q2_K] = gp_gguf_q2_k,
    [GP_GGML_Q3_K] = gp_gguf_q3_k,
    [GP_GGML_Q4_K] = gp_gguf_q4_k,
    [GP_GGML_Q5_K] = gp_gguf_q5_k,
    [GP_GGML_Q6_K] = gp_gguf_q6_k,
    [GP_GGML_IQ2_XXS] = gp_gguf_iq2_xxs,
    [GP_GGML_IQ2_XS] = gp_gguf_iq2_xs,
    [GP_GGML_IQ3_XXS] = gp_gguf_iq3_xxs,
    [GP_GGML_IQ1_S] = gp_gguf_iq1_s,
    [GP_GGML_IQ4_NL] = gp_gguf_iq4_nl,
    [GP_GGML_IQ3_S] = gp_gguf_iq3_s,
    [GP_GGML_IQ2_S] = gp_gguf_iq2_s,
    [GP_GGML_IQ4_XS] = gp_gguf_iq4_xs,
    [GP_GGML_I8] = i8,
    [GP_GGML_I16] = i16,
    [GP_GGML_I32] = i32,
    [GP_GGML_I64] = i64,
    [GP_GGML_F64] = f64,
    [GP_GGML_IQ1_M] = gp_gguf_iq1_m,
    [GP_GGML_BF16] = bf16,
    [GP_GGML_TQ1_0] = tq1_0,
    [GP_GGML_TQ2_0] = tq2_0,
    [GP_GGML_MXFP4] = mxfp4,
    [GP_GGML_NVFP4] = nvfp4,
    [GP_GGML_Q1_0] = q1_0,
    [GP_GGML_Q2_0] = q2_0,
};

bool gp_dequant(gp_ggml_type type, const void *src, uint64_t blocks, float *dst)
{
    gp_ggml_traits t = gp_ggml_traits_of((uint32_t)type);
    if (!t.name) return false;
    gp_gguf_block_fn *block = functions[type];
    const unsigned char *b = src;
    for (uint64_t i = 0; i < blocks; i++) block(b + i * t.block_bytes, dst + i * t.block_values);
    return true;
}
