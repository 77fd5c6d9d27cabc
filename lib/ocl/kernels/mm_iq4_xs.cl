/* mm_iq4_xs.cl - IQ4_XS: d * (scale - 32) * level[q], 8 blocks of 32. Orders and names: mm.cl. Codes: 32 units, 4 for each block.
 * Scales: 4 bytes of low nibbles, 16 bits of high bits, d. */
#define GP_GROUP 8
#define GP_MAIN 2048
#define GP_SIDE 128
#define GP_TABLE 0
#define GP_OFFSET 128
#define GP_SUB 1
#define GP_MINS 0

static inline float16 gp_d(gp_cu s) { return GP_HALF(s, 96); }
static inline int16 gp_sub(gp_ci m, gp_cu s, int b, int h) { return ((GP_U8(s, 0, b / 2) >> 4 * (b % 2) & 15) | (GP_U16(s, 64, 0) >> 2 * b & 3) << 4) - 32; }
static inline void gp_codes(gp_ci m, gp_cu s, gp_ci tab, int b, int16 *c)
{
    _Pragma("unroll") for (int k = 0; k < 8; k++) {
        c[k] = gp_level16(vload16(4 * b + k % 4, m) >> 4 * (k / 4) & 0x0f0f0f0f, GP_LEVELS_IQ4);
    }
}
GP_NO_MINS

GP_MM_BLOCKS(gp_mm_iq4_xs_1, gp_mm_iq4_xs_1_x, 1)
GP_MM_BLOCKS(gp_mm_iq4_xs_4, gp_mm_iq4_xs_4_x, 4)
GP_MM_BLOCKS(gp_mm_iq4_xs_8, gp_mm_iq4_xs_8_x, 8)
GP_EMBED_BLOCKS(gp_embed_iq4_xs)
