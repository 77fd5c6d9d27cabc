/* dequant_iq.c - blocks of the IQ types. */
#include "gguf/blocks.h"
#include "gguf/iq_tables.h"

const int8_t gp_gguf_levels_iq4[16] = {-127, -104, -83, -65, -49, -35, -22, -10, 1, 13, 25, 38, 53, 69, 89, 113};

/* Signs of 8 values in 7 bits: the eighth makes the number of negative ones even. */
static unsigned even_signs(unsigned k)
{
    unsigned parity = k ^ k >> 4;
    parity ^= parity >> 2;
    parity ^= parity >> 1;
    return k | (parity & 1) << 7;
}

static float negate_if(float v, unsigned bit) { return bit ? -v : v; }

/* --- 4 bits --- */

static void iq4_group(float d, const unsigned char *qs, float *y)
{
    for (int j = 0; j < 16; j++) {
        y[j] = d * (float)gp_gguf_levels_iq4[qs[j] & 15];
        y[j + 16] = d * (float)gp_gguf_levels_iq4[qs[j] >> 4];
    }
}

void gp_gguf_iq4_nl(const unsigned char *b, float *y) { iq4_group(half_at(b), b + 2, y); }

void gp_gguf_iq4_xs(const unsigned char *b, float *y)
{
    float d = half_at(b);
    unsigned high = le16(b + 2);
    for (int g = 0; g < 8; g++) {
        int scale = (b[4 + g / 2] >> 4 * (g % 2) & 15) | (int)(high >> 2 * g & 3) << 4;
        iq4_group(d * (float)(scale - 32), b + 8 + 16 * g, y + 32 * g);
    }
}

/* --- 2 bits --- */

static void iq2_group(float d, uint16_t row, unsigned signs, float *y)
{
    for (unsigned j = 0; j < 8; j++)
        y[j] = negate_if(d * (float)gp_gguf_level8(gp_gguf_levels_iq2, row, j), signs >> j & 1);
}

void gp_gguf_iq2_xxs(const unsigned char *b, float *y)
{
    float d = half_at(b);
    for (int g = 0; g < 8; g++) {
        const unsigned char *rows = b + 2 + 8 * g;
        uint32_t a = le32(rows + 4);
        float dg = d * (0.5f + (float)(a >> 28)) * 0.25f;
        for (int l = 0; l < 4; l++)
            iq2_group(dg, gp_gguf_grid_iq2_xxs[rows[l]], even_signs(a >> 7 * l & 127), y + 32 * g + 8 * l);
    }
}

/* One 4-bit scale for every two groups of 8. */
static float iq2_scale(float d, const unsigned char *scales, int g)
{
    return d * (0.5f + (float)(scales[g / 4] >> 4 * (g / 2 % 2) & 15)) * 0.25f;
}

void gp_gguf_iq2_xs(const unsigned char *b, float *y)
{
    float d = half_at(b);
    for (int g = 0; g < 32; g++) {
        unsigned w = le16(b + 2 + 2 * g);
        iq2_group(iq2_scale(d, b + 66, g), gp_gguf_grid_iq2_xs[w & 511], even_signs(w >> 9), y + 8 * g);
    }
}

void gp_gguf_iq2_s(const unsigned char *b, float *y)
{
    float d = half_at(b);
    for (int g = 0; g < 32; g++) {
        unsigned row = b[2 + g] | (unsigned)(b[66 + g / 4] >> 2 * (g % 4) & 3) << 8;
        iq2_group(iq2_scale(d, b + 74, g), gp_gguf_grid_iq2_s[row], b[34 + g], y + 8 * g);
    }
}

/* --- 3 bits --- */

void gp_gguf_iq3_xxs(const unsigned char *b, float *y)
{
    float d = half_at(b);
    for (int g = 0; g < 8; g++) {
        uint32_t a = le32(b + 66 + 4 * g);
        float dg = d * (0.5f + (float)(a >> 28)) * 0.5f;
        for (int e = 0; e < 32; e++) {
            uint16_t row = gp_gguf_grid_iq3_xxs[b[2 + 8 * g + e / 4]];
            unsigned signs = even_signs(a >> 7 * (e / 8) & 127);
            y[32 * g + e] = negate_if(dg * (float)gp_gguf_level4(gp_gguf_levels_iq3_xxs, row, (unsigned)e % 4),
                                      signs >> e % 8 & 1);
        }
    }
}

void gp_gguf_iq3_s(const unsigned char *b, float *y)
{
    const unsigned char *qs = b + 2, *qh = b + 66, *signs = b + 74, *scales = b + 106;
    float d = half_at(b);
    for (int g = 0; g < 8; g++) {
        float dg = d * (float)(1 + 2 * (scales[g / 2] >> 4 * (g % 2) & 15));
        for (int e = 0; e < 32; e++) {
            uint16_t row = gp_gguf_grid_iq3_s[qs[8 * g + e / 4] | (qh[g] >> e / 4 & 1) << 8];
            float v = dg * (float)gp_gguf_level4(gp_gguf_levels_iq3_s, row, (unsigned)e % 4);
            y[32 * g + e] = negate_if(v, signs[4 * g + e / 8] >> e % 8 & 1);
        }
    }
}

/* --- 1 bit: the grid is shifted by an eighth up or down --- */

static void iq1_group(float d, unsigned row, bool down, float *y)
{
    float delta = down ? -0.125f : 0.125f;
    for (unsigned j = 0; j < 8; j++)
        y[j] = d * ((float)gp_gguf_level8(gp_gguf_levels_iq1, gp_gguf_grid_iq1[row], j) + delta);
}

void gp_gguf_iq1_s(const unsigned char *b, float *y)
{
    float d = half_at(b);
    for (int g = 0; g < 8; g++) {
        unsigned h = le16(b + 34 + 2 * g);
        float dg = d * (float)(2 * (h >> 12 & 7) + 1);
        for (int l = 0; l < 4; l++)
            iq1_group(dg, b[2 + 4 * g + l] | (h >> 3 * l & 7) << 8, h >> 15, y + 32 * g + 8 * l);
    }
}

void gp_gguf_iq1_m(const unsigned char *b, float *y)
{
    unsigned s[4]; /* each has 12 bits of scales and, on top, 4 bits of the block's scale */
    for (int i = 0; i < 4; i++) s[i] = le16(b + 48 + 2 * i);
    float d = gp_half_to_float((uint16_t)(s[0] >> 12 | (s[1] >> 8 & 0x00f0) | (s[2] >> 4 & 0x0f00) | (s[3] & 0xf000)));
    for (int g = 0; g < 32; g++) {
        unsigned scale = s[g / 8] >> (6 * (g / 4 % 2) + 3 * (g / 2 % 2)) & 7;
        unsigned high = (unsigned)b[32 + g / 2] >> 4 * (g % 2) & 15;
        iq1_group(d * (float)(2 * scale + 1), b[g] | (high & 7) << 8, high >> 3, y + 8 * g);
    }
}

/* --- codebooks as bytes --- */

static uint32_t expand(const uint16_t *rows, uint32_t n, unsigned bits, const int8_t *levels, int times, int plus,
                       unsigned char *out)
{
    unsigned width = bits == 2 ? 8 : 4;
    for (uint32_t i = 0; out && i < n * width; i++) {
        int level = levels[(unsigned)rows[i / width] >> bits * (i % width) & ((1u << bits) - 1)];
        out[i] = (unsigned char)(level * times + plus);
    }
    return n * width;
}

uint32_t gp_codebook(gp_ggml_type type, unsigned char *out)
{
    switch (type) {
    case GP_GGML_IQ1_S:
    case GP_GGML_IQ1_M: return expand(gp_gguf_grid_iq1, 2048, 2, gp_gguf_levels_iq1, 8, 16, out);
    case GP_GGML_IQ2_XXS: return expand(gp_gguf_grid_iq2_xxs, 256, 2, gp_gguf_levels_iq2, 1, 0, out);
    case GP_GGML_IQ2_XS: return expand(gp_gguf_grid_iq2_xs, 512, 2, gp_gguf_levels_iq2, 1, 0, out);
    case GP_GGML_IQ2_S: return expand(gp_gguf_grid_iq2_s, 1024, 2, gp_gguf_levels_iq2, 1, 0, out);
    case GP_GGML_IQ3_XXS: return expand(gp_gguf_grid_iq3_xxs, 256, 3, gp_gguf_levels_iq3_xxs, 1, 0, out);
    case GP_GGML_IQ3_S: return expand(gp_gguf_grid_iq3_s, 512, 3, gp_gguf_levels_iq3_s, 1, 0, out);
    default: return 0;
    }
}
