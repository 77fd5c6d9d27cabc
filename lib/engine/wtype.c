/* wtype.c - table of tensor types for matrices, and their repacking. */
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

static const struct gp_wtype table[GP_WTYPES] = {
    {GP_GGML_F32, 0, false, "gp_embed_f32", {"gp_mm_f32_1", "gp_mm_f32_4", NULL}, {1, 4, 0}, main_f32, side_none, pack_f32},
    {GP_GGML_F16, 1, false, "gp_embed_f16", {"gp_mm_f16_1", "gp_mm_f16_4", NULL}, {1, 4, 0}, main_16, side_none, pack_16},
    {GP_GGML_BF16, 2, false, "gp_embed_bf16", {"gp_mm_bf16_1", "gp_mm_bf16_4", NULL}, {1, 4, 0}, main_16, side_none, pack_16},
    {GP_GGML_Q8_0, 3, true, "gp_embed_q8_0", {"gp_mm_q8_0_1", "gp_mm_q8_0_4", "gp_mm_q8_0_8"}, {1, 4, 8}, main_q8_0, side_q8_0, pack_q8_0},
};

const struct gp_wtype *gp_wtype_find(gp_ggml_type type)
{
    for (unsigned i = 0; i < GP_WTYPES; i++)
        if (table[i].type == type) return &table[i];
    return NULL;
}

const struct gp_wtype *gp_wtype_at(unsigned index) { return &table[index]; }

const char *gp_wtype_names(void) { return "F32, F16, BF16, Q8_0"; }

unsigned gp_wtype_tile(const struct gp_wtype *t, uint32_t n)
{
    unsigned i = 0;
    while (i + 1 < GP_TILES && t->mm[i + 1] && t->tile[i] < n) i++;
    return i;
}
