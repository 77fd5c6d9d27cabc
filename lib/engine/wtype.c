/* wtype.c - table of tensor types for matrices, and their repacking. */
#include "engine/wtype.h"

#include <string.h>

/* Columns of float matrices are padded with zeros to whole steps of four stripes. */
static uint32_t padded(uint32_t cols) { return (cols + 3) / 4 * 4; }

static uint64_t main_f32(uint32_t cols) { return (uint64_t)padded(cols) * 64; }
static uint64_t main_16(uint32_t cols) { return (uint64_t)padded(cols) * 32; }
static uint64_t side_none(uint32_t cols)
{
    (void)cols;
    return 0;
}

/* [k][16 rows] of `size` bytes each. */
static void pack_plain(const unsigned char *const rows[16], uint32_t cols, unsigned char *out, size_t size)
{
    memset(out + (size_t)cols * 16 * size, 0, (padded(cols) - cols) * 16 * size);
    for (uint32_t k = 0; k < cols; k++)
        for (unsigned r = 0; r < 16; r++) {
            unsigned char *to = out + ((size_t)k * 16 + r) * size;
            if (rows[r]) memcpy(to, rows[r] + (size_t)k * size, size);
            else memset(to, 0, size);
        }
}

static void pack_f32(const unsigned char *const rows[16], uint32_t cols, unsigned char *out, unsigned char *side)
{
    (void)side;
    pack_plain(rows, cols, out, 4);
}

static void pack_16(const unsigned char *const rows[16], uint32_t cols, unsigned char *out, unsigned char *side)
{
    (void)side;
    pack_plain(rows, cols, out, 2);
}

/* ---- quantized types: bit planes and scales as in lib/ocl/kernels/quant.cl ---- */

/* Unsigned values of one block of 32 to 8 bytes per row and vector: 4-bit, 2-bit and 1-bit planes, each optional. */
static void put4(const uint8_t u[32], unsigned char *out, unsigned r)
{
    for (unsigned i = 0; i < 16; i++) out[i / 4 * 64 + r * 4 + i % 4] = (unsigned char)((u[i] & 15) | (u[i + 16] & 15) << 4);
}

static void put2(const uint8_t u[32], unsigned shift, unsigned char *out, unsigned r)
{
    for (unsigned half = 0; half < 2; half++)
        for (unsigned j = 0; j < 4; j++) {
            unsigned v = 0;
            for (unsigned c = 0; c < 4; c++) v |= (unsigned)(u[half * 16 + c * 4 + j] >> shift & 3) << (2 * c);
            out[half * 64 + r * 4 + j] = (unsigned char)v;
        }
}

static void put1(const uint8_t u[32], unsigned shift, unsigned char *out, unsigned r)
{
    for (unsigned j = 0; j < 4; j++) {
        unsigned v = 0;
        for (unsigned c = 0; c < 8; c++) v |= (unsigned)(u[c * 4 + j] >> shift & 1) << c;
        out[r * 4 + j] = (unsigned char)v;
    }
}

static void pack_q8_0(const unsigned char *const rows[16], uint32_t cols, unsigned char *out, unsigned char *side)
{
    for (uint32_t b = 0; b < cols / 32; b++, out += 512, side += 32)
        for (unsigned r = 0; r < 16; r++) {
            const unsigned char *from = rows[r] ? rows[r] + (size_t)b * 34 : NULL;
            if (from) memcpy(side + 2 * r, from, 2);
            else memset(side + 2 * r, 0, 2);
            for (unsigned c = 0; c < 8; c++) {
                uint32_t q = 0;
                if (from) memcpy(&q, from + 2 + c * 4, 4);
                q ^= 0x80808080u;
                memcpy(out + c * 64 + r * 4, &q, 4);
            }
        }
}

/* Q4_0, Q4_1, Q5_0, Q5_1: `halves` scales in front, then the fifth bits (where there are), then nibbles. */
static void pack_legacy(const unsigned char *const rows[16], uint32_t cols, unsigned char *out, unsigned char *side, unsigned halves, bool five)
{
    size_t bytes = 2 * halves + (five ? 4u : 0u) + 16, vectors = five ? 5 : 4;
    static const unsigned char nothing[24];
    for (uint32_t b = 0; b < cols / 32; b++, out += vectors * 64, side += 32 * (size_t)halves)
        for (unsigned r = 0; r < 16; r++) {
            const unsigned char *from = rows[r] ? rows[r] + b * bytes : nothing, *nibbles = from + bytes - 16;
            uint32_t high = 0;
            uint8_t u[32];
            if (five) memcpy(&high, from + 2 * halves, 4);
            for (unsigned i = 0; i < 32; i++) u[i] = (uint8_t)((i < 16 ? nibbles[i] & 15 : nibbles[i - 16] >> 4) | (high >> i & 1) << 4);
            for (unsigned h = 0; h < halves; h++) memcpy(side + 32 * h + 2 * r, from + 2 * h, 2);
            put4(u, out, r);
            if (five) put1(u, 4, out + 256, r);
        }
}

static void pack_q4_0(const unsigned char *const rows[16], uint32_t cols, unsigned char *out, unsigned char *side) { pack_legacy(rows, cols, out, side, 1, false); }
static void pack_q4_1(const unsigned char *const rows[16], uint32_t cols, unsigned char *out, unsigned char *side) { pack_legacy(rows, cols, out, side, 2, false); }
static void pack_q5_0(const unsigned char *const rows[16], uint32_t cols, unsigned char *out, unsigned char *side) { pack_legacy(rows, cols, out, side, 1, true); }
static void pack_q5_1(const unsigned char *const rows[16], uint32_t cols, unsigned char *out, unsigned char *side) { pack_legacy(rows, cols, out, side, 2, true); }

static const unsigned char no_block[256]; /* a super-block of a row that is not there: all its scales are zero */

/* Q4_K and Q5_K: d, dmin, 12 bytes with eight 6-bit scales and minima, fifth bits, nibbles of pairs of blocks. */
static void pack_k45(const unsigned char *const rows[16], uint32_t cols, unsigned char *out, unsigned char *side, bool five)
{
    size_t bytes = five ? 176 : 144, vectors = five ? 5 : 4;
    for (uint32_t sb = 0; sb < cols / 256; sb++, out += 8 * vectors * 64, side += 320)
        for (unsigned r = 0; r < 16; r++) {
            const unsigned char *from = rows[r] ? rows[r] + sb * bytes : no_block, *s = from + 4, *high = from + 16, *nibbles = from + (five ? 48 : 16);
            memcpy(side + 2 * r, from, 2);
            memcpy(side + 32 + 2 * r, from + 2, 2);
            for (unsigned b = 0; b < 8; b++) {
                uint8_t u[32];
                side[64 + b * 16 + r] = (unsigned char)(b < 4 ? s[b] & 63 : (s[b + 4] & 15) | s[b - 4] >> 6 << 4);
                side[192 + b * 16 + r] = (unsigned char)(b < 4 ? s[b + 4] & 63 : s[b + 4] >> 4 | s[b] >> 6 << 4);
                for (unsigned i = 0; i < 32; i++) u[i] = (uint8_t)((nibbles[b / 2 * 32 + i] >> (b % 2 * 4) & 15) | (five ? (high[i] >> b & 1) << 4 : 0));
                put4(u, out + b * vectors * 64, r);
                if (five) put1(u, 4, out + b * vectors * 64 + 256, r);
            }
        }
}

static void pack_q4_k(const unsigned char *const rows[16], uint32_t cols, unsigned char *out, unsigned char *side) { pack_k45(rows, cols, out, side, false); }
static void pack_q5_k(const unsigned char *const rows[16], uint32_t cols, unsigned char *out, unsigned char *side) { pack_k45(rows, cols, out, side, true); }

/* Low nibbles 128 bytes, high bit pairs 64 bytes, 16 signed scales, d. */
static void pack_q6_k(const unsigned char *const rows[16], uint32_t cols, unsigned char *out, unsigned char *side)
{
    for (uint32_t sb = 0; sb < cols / 256; sb++, out += 8 * 384, side += 288)
        for (unsigned r = 0; r < 16; r++) {
            const unsigned char *from = rows[r] ? rows[r] + sb * (size_t)210 : no_block;
            memcpy(side + 2 * r, from + 208, 2);
            for (unsigned h = 0; h < 16; h++) side[32 + h * 16 + r] = from[192 + h];
            for (unsigned b = 0; b < 8; b++) {
                const unsigned char *low = from + 64 * (b / 4) + 32 * (b % 2), *high = from + 128 + 32 * (b / 4);
                uint8_t u[32];
                for (unsigned i = 0; i < 32; i++) u[i] = (uint8_t)((low[i] >> (b % 4 / 2 * 4) & 15) | (high[i] >> (b % 4 * 2) & 3) << 4);
                put4(u, out + b * 384, r);
                put2(u, 4, out + b * 384 + 256, r);
            }
        }
}

/* High bits 32 bytes, bit pairs 64 bytes, 12 bytes of 6-bit scales, d. */
static void pack_q3_k(const unsigned char *const rows[16], uint32_t cols, unsigned char *out, unsigned char *side)
{
    for (uint32_t sb = 0; sb < cols / 256; sb++, out += 8 * 192, side += 288)
        for (unsigned r = 0; r < 16; r++) {
            const unsigned char *from = rows[r] ? rows[r] + sb * (size_t)110 : no_block, *s = from + 96;
            memcpy(side + 2 * r, from + 108, 2);
            for (unsigned h = 0; h < 16; h++)
                side[32 + h * 16 + r] = (unsigned char)(((s[h % 8] >> (h / 8 * 4) & 15) | (s[8 + h % 4] >> (h / 4 * 2) & 3) << 4) - 32);
            for (unsigned b = 0; b < 8; b++) {
                uint8_t u[32];
                for (unsigned i = 0; i < 32; i++) u[i] = (uint8_t)((from[32 + b / 4 * 32 + i] >> (b % 4 * 2) & 3) | (from[i] >> b & 1) << 2);
                put2(u, 0, out + b * 192, r);
                put1(u, 2, out + b * 192 + 128, r);
            }
        }
}

/* 16 bytes of 4-bit scales and minima, bit pairs 64 bytes, d, dmin. */
static void pack_q2_k(const unsigned char *const rows[16], uint32_t cols, unsigned char *out, unsigned char *side)
{
    for (uint32_t sb = 0; sb < cols / 256; sb++, out += 8 * 128, side += 320)
        for (unsigned r = 0; r < 16; r++) {
            const unsigned char *from = rows[r] ? rows[r] + sb * (size_t)84 : no_block;
            memcpy(side + 2 * r, from + 80, 2);
            memcpy(side + 32 + 2 * r, from + 82, 2);
            for (unsigned h = 0; h < 16; h++) side[64 + h * 16 + r] = from[h];
            for (unsigned b = 0; b < 8; b++) {
                uint8_t u[32];
                for (unsigned i = 0; i < 32; i++) u[i] = (uint8_t)(from[16 + b / 4 * 32 + i] >> (b % 4 * 2) & 3);
                put2(u, 0, out + b * 128, r);
            }
        }
}

static uint64_t vectors(uint32_t cols, unsigned n) { return (uint64_t)(cols / 32) * n * 64; }
static uint64_t main_2(uint32_t cols) { return vectors(cols, 2); }
static uint64_t main_3(uint32_t cols) { return vectors(cols, 3); }
static uint64_t main_4(uint32_t cols) { return vectors(cols, 4); }
static uint64_t main_5(uint32_t cols) { return vectors(cols, 5); }
static uint64_t main_6(uint32_t cols) { return vectors(cols, 6); }
static uint64_t main_8(uint32_t cols) { return vectors(cols, 8); }
static uint64_t side_d(uint32_t cols) { return (uint64_t)(cols / 32) * 32; }
static uint64_t side_dm(uint32_t cols) { return (uint64_t)(cols / 32) * 64; }
static uint64_t side_288(uint32_t cols) { return (uint64_t)(cols / 256) * 288; }
static uint64_t side_320(uint32_t cols) { return (uint64_t)(cols / 256) * 320; }

#define FLOAT_TYPE(TYPE, I, NAME, MAIN, PACK) \
    {GP_GGML_##TYPE, I, false, "gp_embed_" NAME, {"gp_mm_" NAME "_1", "gp_mm_" NAME "_4", NULL}, {1, 4, 0}, MAIN, side_none, PACK}
#define QUANT_TYPE(TYPE, I, NAME, MAIN, SIDE) \
    {GP_GGML_##TYPE, I, true, "gp_embed_" #NAME, {"gp_mm_" #NAME "_1", "gp_mm_" #NAME "_4", "gp_mm_" #NAME "_8"}, {1, 4, 8}, MAIN, SIDE, pack_##NAME}

static const struct gp_wtype table[GP_WTYPES] = {
    FLOAT_TYPE(F32, 0, "f32", main_f32, pack_f32),
    FLOAT_TYPE(F16, 1, "f16", main_16, pack_16),
    FLOAT_TYPE(BF16, 2, "bf16", main_16, pack_16),
    QUANT_TYPE(Q8_0, 3, q8_0, main_8, side_d),
    QUANT_TYPE(Q4_0, 4, q4_0, main_4, side_d),
    QUANT_TYPE(Q4_1, 5, q4_1, main_4, side_dm),
    QUANT_TYPE(Q5_0, 6, q5_0, main_5, side_d),
    QUANT_TYPE(Q5_1, 7, q5_1, main_5, side_dm),
    QUANT_TYPE(Q2_K, 8, q2_k, main_2, side_320),
    QUANT_TYPE(Q3_K, 9, q3_k, main_3, side_288),
    QUANT_TYPE(Q4_K, 10, q4_k, main_4, side_320),
    QUANT_TYPE(Q5_K, 11, q5_k, main_5, side_320),
    QUANT_TYPE(Q6_K, 12, q6_k, main_6, side_288),
};

const struct gp_wtype *gp_wtype_find(gp_ggml_type type)
{
    for (unsigned i = 0; i < GP_WTYPES; i++)
        if (table[i].type == type) return &table[i];
    return NULL;
}

const struct gp_wtype *gp_wtype_at(unsigned index) { return &table[index]; }

const char *gp_wtype_names(void) { return "F32, F16, BF16, Q8_0, Q4_0, Q4_1, Q5_0, Q5_1, Q2_K, Q3_K, Q4_K, Q5_K, Q6_K"; }

unsigned gp_wtype_tile(const struct gp_wtype *t, uint32_t n)
{
    unsigned i = 0;
    while (i + 1 < GP_TILES && t->mm[i + 1] && t->tile[i] < n) i++;
    return i;
}
