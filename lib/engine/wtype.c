/* wtype.c - table of tensor types for matrices. */
#include "engine/wtype.h"

#include <string.h>

/* Columns of float matrices are padded with zeros to whole steps of four stripes. */
static uint32_t padded(uint32_t cols) { return (cols + 3) / 4 * 4; }

static uint64_t main_f32(uint32_t cols) { return (uint64_t)padded(cols) * 64; }
static uint64_t main_16(uint32_t cols) { return (uint64_t)padded(cols) * 32; }
static uint64_t main_q8_0(uint32_t cols) { return (uint64_t)(cols / 32) * 512; }
static uint64_t side_q8_0(uint32_t cols) { return (uint64_t)(cols / 32) * 32; }
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

/* Quants [block][8 chunks][16 rows][4 bytes] as q ^ 0x80; halves [block][16 rows]. */
static void pack_q8_0(const unsigned char *const rows[16], uint32_t cols, unsigned char *out, unsigned char *side)
{
    for (uint32_t b = 0; b < cols / 32; b++, out += 512, side += 32)
        for (unsigned r = 0; r < 16; r++) {
            if (!rows[r]) {
                memset(side + 2 * r, 0, 2);
                for (unsigned c = 0; c < 8; c++) memset(out + c * 64 + r * 4, 0x80, 4);
                continue;
            }
            const unsigned char *from = rows[r] + (size_t)b * 34;
            memcpy(side + 2 * r, from, 2);
            for (unsigned c = 0; c < 8; c++) {
                uint32_t q;
                memcpy(&q, from + 2 + c * 4, 4);
                q ^= 0x80808080u;
                memcpy(out + c * 64 + r * 4, &q, 4);
            }
        }
}

/* Types whose layout on the device is the block's bytes interleaved: name, values and bytes of a block, fields
 * {at, bytes, unit, side}. Their kernel files say what the units mean. */
#define BLOCK_TYPE(name, values, bytes, ...)                                                        \
    static const gp_block_format format_##name = {values, bytes, {__VA_ARGS__}};                    \
    static uint64_t main_##name(uint32_t cols) { return gp_block_main(&format_##name, cols); }      \
    static uint64_t side_##name(uint32_t cols) { return gp_block_side(&format_##name, cols); }      \
    static void pack_##name(const unsigned char *const rows[16], uint32_t cols, unsigned char *out, \
                            unsigned char *side)                                                    \
    {                                                                                               \
        gp_block_pack(&format_##name, rows, cols, out, side);                                       \
    }
BLOCK_TYPE(q4_0, 32, 18, {2, 16, 4, 0}, {0, 2, 2, 1})
BLOCK_TYPE(q4_1, 32, 20, {4, 16, 4, 0}, {0, 2, 2, 1}, {2, 2, 2, 1})
BLOCK_TYPE(q5_0, 32, 22, {6, 16, 4, 0}, {2, 4, 4, 0}, {0, 2, 2, 1})
BLOCK_TYPE(q5_1, 32, 24, {8, 16, 4, 0}, {4, 4, 4, 0}, {0, 2, 2, 1}, {2, 2, 2, 1})
BLOCK_TYPE(q2_k, 256, 84, {16, 64, 4, 0}, {0, 16, 1, 1}, {80, 2, 2, 1}, {82, 2, 2, 1})
BLOCK_TYPE(q3_k, 256, 110, {32, 64, 4, 0}, {0, 32, 4, 0}, {96, 12, 1, 1}, {108, 2, 2, 1})
BLOCK_TYPE(q4_k, 256, 144, {16, 128, 4, 0}, {4, 12, 1, 1}, {0, 2, 2, 1}, {2, 2, 2, 1})
BLOCK_TYPE(q5_k, 256, 176, {48, 128, 4, 0}, {16, 32, 4, 0}, {4, 12, 1, 1}, {0, 2, 2, 1}, {2, 2, 2, 1})
BLOCK_TYPE(q6_k, 256, 210, {0, 128, 4, 0}, {128, 64, 4, 0}, {192, 16, 1, 1}, {208, 2, 2, 1})
BLOCK_TYPE(iq1_s, 256, 50, {2, 32, 4, 0}, {34, 16, 2, 1}, {0, 2, 2, 1})
BLOCK_TYPE(iq1_m, 256, 56, {0, 32, 4, 0}, {32, 16, 1, 1}, {48, 8, 2, 1})
BLOCK_TYPE(iq2_xxs, 256, 66, {2, 64, 4, 0}, {0, 2, 2, 1})
BLOCK_TYPE(iq2_xs, 256, 74, {2, 64, 4, 0}, {66, 8, 1, 1}, {0, 2, 2, 1})
BLOCK_TYPE(iq2_s, 256, 82, {2, 32, 4, 0}, {34, 32, 4, 0}, {66, 8, 1, 1}, {74, 8, 1, 1}, {0, 2, 2, 1})
BLOCK_TYPE(iq3_xxs, 256, 98, {2, 64, 4, 0}, {66, 32, 4, 0}, {0, 2, 2, 1})
BLOCK_TYPE(iq3_s, 256, 110, {2, 64, 4, 0}, {74, 32, 4, 0}, {66, 8, 1, 1}, {106, 4, 1, 1}, {0, 2, 2, 1})
BLOCK_TYPE(iq4_nl, 32, 18, {2, 16, 4, 0}, {0, 2, 2, 1})
BLOCK_TYPE(iq4_xs, 256, 136, {8, 128, 4, 0}, {4, 4, 1, 1}, {2, 2, 2, 1}, {0, 2, 2, 1})
BLOCK_TYPE(mxfp4, 32, 17, {1, 16, 4, 0}, {0, 1, 1, 1})
BLOCK_TYPE(nvfp4, 64, 36, {4, 32, 4, 0}, {0, 4, 1, 1})
BLOCK_TYPE(tq1_0, 256, 54, {0, 48, 4, 0}, {48, 4, 4, 0}, {52, 2, 2, 1})
BLOCK_TYPE(tq2_0, 256, 66, {0, 64, 4, 0}, {64, 2, 2, 1})
BLOCK_TYPE(q1_0, 128, 18, {2, 16, 4, 0}, {0, 2, 2, 1})
BLOCK_TYPE(q2_0, 64, 18, {2, 16, 4, 0}, {0, 2, 2, 1})

#define BLOCK_ROW(type, index, name)                                                                              \
    {                                                                                                             \
        GP_GGML_##type, index, true, "gp_embed_" #name,                                                           \
            {"gp_mm_" #name "_1", "gp_mm_" #name "_4", "gp_mm_" #name "_8"}, {1, 4, 8}, main_##name, side_##name, \
            pack_##name                                                                                           \
    }

static const struct gp_wtype table[GP_WTYPES] = {
    {GP_GGML_F32,
     0,
     false,
     "gp_embed_f32",
     {"gp_mm_f32_1", "gp_mm_f32_4", NULL},
     {1, 4, 0},
     main_f32,
     side_none,
     pack_f32},
    {GP_GGML_F16,
     1,
     false,
     "gp_embed_f16",
     {"gp_mm_f16_1", "gp_mm_f16_4", NULL},
     {1, 4, 0},
     main_16,
     side_none,
     pack_16},
    {GP_GGML_BF16,
     2,
     false,
     "gp_embed_bf16",
     {"gp_mm_bf16_1", "gp_mm_bf16_4", NULL},
     {1, 4, 0},
     main_16,
     side_none,
     pack_16},
    {GP_GGML_Q8_0,
     3,
     true,
     "gp_embed_q8_0",
     {"gp_mm_q8_0_1", "gp_mm_q8_0_4", "gp_mm_q8_0_8"},
     {1, 4, 8},
     main_q8_0,
     side_q8_0,
     pack_q8_0},
    BLOCK_ROW(Q4_0, 4, q4_0),
    BLOCK_ROW(Q4_1, 5, q4_1),
    BLOCK_ROW(Q5_0, 6, q5_0),
    BLOCK_ROW(Q5_1, 7, q5_1),
    BLOCK_ROW(Q2_K, 8, q2_k),
    BLOCK_ROW(Q3_K, 9, q3_k),
    BLOCK_ROW(Q4_K, 10, q4_k),
    BLOCK_ROW(Q5_K, 11, q5_k),
    BLOCK_ROW(Q6_K, 12, q6_k),
    BLOCK_ROW(IQ1_S, 13, iq1_s),
    BLOCK_ROW(IQ1_M, 14, iq1_m),
    BLOCK_ROW(IQ2_XXS, 15, iq2_xxs),
    BLOCK_ROW(IQ2_XS, 16, iq2_xs),
    BLOCK_ROW(IQ2_S, 17, iq2_s),
    BLOCK_ROW(IQ3_XXS, 18, iq3_xxs),
    BLOCK_ROW(IQ3_S, 19, iq3_s),
    BLOCK_ROW(IQ4_NL, 20, iq4_nl),
    BLOCK_ROW(IQ4_XS, 21, iq4_xs),
    BLOCK_ROW(MXFP4, 22, mxfp4),
    BLOCK_ROW(NVFP4, 23, nvfp4),
    BLOCK_ROW(TQ1_0, 24, tq1_0),
    BLOCK_ROW(TQ2_0, 25, tq2_0),
    BLOCK_ROW(Q1_0, 26, q1_0),
    BLOCK_ROW(Q2_0, 27, q2_0),
};

const struct gp_wtype *gp_wtype_find(gp_ggml_type type)
{
    for (unsigned i = 0; i < GP_WTYPES; i++)
        if (table[i].type == type) return &table[i];
    return NULL;
}

const struct gp_wtype *gp_wtype_at(unsigned index) { return &table[index]; }

const char *gp_wtype_names(void)
{
    return "F32, F16, BF16, Q8_0, Q4_0, Q4_1, Q5_0, Q5_1, Q2_K, Q3_K, Q4_K, Q5_K, Q6_K, IQ1_S, IQ1_M, IQ2_XXS, IQ2_XS, "
           "IQ2_S, IQ3_XXS, IQ3_S, IQ4_NL, IQ4_XS, MXFP4, NVFP4, TQ1_0, TQ2_0, Q1_0, Q2_0";
}

unsigned gp_wtype_tile(const struct gp_wtype *t, uint32_t n, uint32_t most)
{
    unsigned i = 0;
    while (i + 1 < GP_TILES && t->mm[i + 1] && t->tile[i] < n && t->tile[i + 1] <= most) i++;
    return i;
}
