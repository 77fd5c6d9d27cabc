/* codebooks.c - types whose codes are rows of a codebook, and NVFP4. The codebooks are data of the file format that nothing
 * computes (lib/gguf/iq_tables.c); how they are read is written here. */
#include <math.h>

#include "blocks.h"
#include "gguf/iq_tables.h"

static uint32_t word(const unsigned char *p, int bytes)
{
    uint32_t v = 0;
    for (int i = bytes; i-- > 0;) v = v << 8 | p[i];
    return v;
}

/* Digit j of a row in base 4 or 8, as a level. */
static int level(const int *levels, int bits, uint16_t row, int j)
{
    return levels[row >> bits * j & ((1 << bits) - 1)];
}

static const int levels_iq1[4] = {-1, 0, 1}, levels_iq2[4] = {8, 25, 43},
                 levels_iq3_xxs[8] = {4, 12, 20, 28, 36, 44, 52, 62}, levels_iq3_s[8] = {1, 3, 5, 7, 9, 11, 13, 15};

/* Eight codes of value 8 * part on: a row of 8 levels, negative where a bit of `signs` is set. */
static void signed_row(block *o, int part, uint16_t row, uint32_t signs)
{
    for (int j = 0; j < 8; j++) {
        int v = level(levels_iq2, 2, row, j);
        o->code[8 * part + j] = signs >> j & 1 ? -v : v;
    }
}

/* Seven bits and an eighth that makes their number even. */
static uint32_t even(uint32_t k)
{
    uint32_t n = 0;
    for (int i = 0; i < 7; i++) n ^= k >> i & 1;
    return (k & 127) | n << 7;
}

void iq2_xxs(const unsigned char *p, int b, block *o)
{
    const unsigned char *at = p + 2 + 8 * b;
    uint32_t w = word(at + 4, 4);
    o->d = half_at(p) * 0.125f;
    o->sub[0] = 2 * (int)(w >> 28) + 1;
    for (int k = 0; k < 4; k++) signed_row(o, k, gp_gguf_grid_iq2_xxs[at[k]], even(w >> 7 * k & 127));
}

/* Two nibbles of a byte as scales of the halves. */
static void half_scales(int byte, block *o)
{
    o->sub[0] = 2 * (byte & 15) + 1;
    o->sub[1] = 2 * (byte >> 4) + 1;
}

void iq2_xs(const unsigned char *p, int b, block *o)
{
    o->d = half_at(p) * 0.125f;
    half_scales(p[66 + b], o);
    for (int k = 0; k < 4; k++) {
        uint32_t v = word(p + 2 + 8 * b + 2 * k, 2);
        signed_row(o, k, gp_gguf_grid_iq2_xs[v & 511], even(v >> 9));
    }
}

void iq2_s(const unsigned char *p, int b, block *o)
{
    o->d = half_at(p) * 0.125f;
    half_scales(p[74 + b], o);
    for (int k = 0; k < 4; k++)
        signed_row(o, k, gp_gguf_grid_iq2_s[p[2 + 4 * b + k] | (p[66 + b] >> 2 * k & 3) << 8], p[34 + 4 * b + k]);
}

/* Four codes of value 4 * part on. */
static void short_row(block *o, const int *levels, int part, uint16_t row, uint32_t signs)
{
    for (int j = 0; j < 4; j++) {
        int v = level(levels, 3, row, j);
        o->code[4 * part + j] = signs >> j & 1 ? -v : v;
    }
}

void iq3_xxs(const unsigned char *p, int b, block *o)
{
    uint32_t w = word(p + 66 + 4 * b, 4);
    o->d = half_at(p) * 0.25f;
    o->sub[0] = 2 * (int)(w >> 28) + 1;
    for (int k = 0; k < 8; k++)
        short_row(o, levels_iq3_xxs, k, gp_gguf_grid_iq3_xxs[p[2 + 8 * b + k]],
                  even(w >> 7 * (k / 2) & 127) >> 4 * (k % 2));
}

void iq3_s(const unsigned char *p, int b, block *o)
{
    o->d = half_at(p);
    o->sub[0] = 2 * (p[106 + b / 2] >> 4 * (b % 2) & 15) + 1;
    for (int k = 0; k < 8; k++)
        short_row(o, levels_iq3_s, k, gp_gguf_grid_iq3_s[p[2 + 8 * b + k] | (p[66 + b] >> k & 1) << 8],
                  (uint32_t)p[74 + 4 * b + k / 2] >> 4 * (k % 2));
}

/* 8 g + 1 or 8 g - 1. */
static void shifted_row(block *o, int part, int row, int shift)
{
    for (int j = 0; j < 8; j++) o->code[8 * part + j] = 8 * level(levels_iq1, 2, gp_gguf_grid_iq1[row], j) + shift;
}

void iq1_s(const unsigned char *p, int b, block *o)
{
    int high = (int)word(p + 34 + 2 * b, 2);
    o->d = half_at(p) * 0.125f;
    o->sub[0] = 2 * (high >> 12 & 7) + 1;
    for (int k = 0; k < 4; k++) shifted_row(o, k, p[2 + 4 * b + k] | (high >> 3 * k & 7) << 8, high >> 15 ? -1 : 1);
}

void iq1_m(const unsigned char *p, int b, block *o)
{
    uint32_t d = 0, subs = word(p + 48 + b / 2 * 2, 2) >> 6 * (b % 2);
    for (int i = 0; i < 4; i++) d |= (word(p + 48 + 2 * i, 2) >> 12) << 4 * i;
    o->d = o_half((uint16_t)d) * 0.125f;
    for (int h = 0; h < 2; h++) o->sub[h] = 2 * (int)(subs >> 3 * h & 7) + 1;
    for (int k = 0; k < 4; k++) {
        int high = p[32 + 2 * b + k / 2] >> 4 * (k % 2) & 15;
        shifted_row(o, k, p[4 * b + k] | (high & 7) << 8, high >> 3 ? -1 : 1);
    }
}

/* Smaller scales in 8 bits: 4 of exponent, 3 of fraction. */
static float tiny(int v)
{
    int e = v >> 3 & 15, f = v & 7;
    if (v == 127) return 0.f;
    return e ? ldexpf((float)(f + 8), e - 10) : ldexpf((float)f, -9);
}

void nvfp4(const unsigned char *p, int b, block *o)
{
    o->d = 0.5f;
    for (int h = 0; h < 2; h++) {
        const unsigned char *at = p + 4 + 8 * (2 * b + h);
        o->real[h] = tiny(p[2 * b + h]);
        for (int i = 0; i < 16; i++) o->code[16 * h + i] = levels_fp4[i < 8 ? at[i] & 15 : at[i - 8] >> 4];
    }
}
