/* mm_iq2_xs.cl - IQ2_XS: d / 8 * (2 n + 1) * sign * codebook row, a 4-bit scale n for 16 values. Orders and names: mm.cl. Codes: 16
 * units, 2 for each block: 9 bits of row number and 7 signs for 8 values. Scales: 8 bytes of n, d. */
#define GP_GROUP 8
#define GP_MAIN 1024
#define GP_SIDE 160
#define GP_TABLE 4096
#define GP_OFFSET 64
#define GP_SUB 2
#define GP_MINS 0

static inline float16 gp_d(gp_cu s) { return GP_HALF(s, 128) * 0.125f; }
static inline int16 gp_sub(gp_ci m, gp_cu s, int b, int h) { return (GP_U8(s, 0, b) >> 4 * h & 15) * 2 + 1; }
static inline void gp_codes(gp_ci m, gp_cu s, gp_ci tab, int b, int16 *c)
{
    _Pragma("unroll") for (int k = 0; k < 8; k++) {
        int16 v = vload16(2 * b + k / 4, m) >> 16 * (k / 2 % 2);
        c[k] = gp_signed(gp_look(tab, (v & 511) * 2 + k % 2), gp_even_signs(v >> 9 & 127), 4 * (k % 2));
    }
}
GP_NO_MINS

GP_MM_BLOCKS(gp_mm_iq2_xs_1, gp_mm_iq2_xs_1_x, 1)
GP_MM_BLOCKS(gp_mm_iq2_xs_4, gp_mm_iq2_xs_4_x, 4)
GP_MM_BLOCKS(gp_mm_iq2_xs_8, gp_mm_iq2_xs_8_x, 8)
GP_EMBED_BLOCKS(gp_embed_iq2_xs)
