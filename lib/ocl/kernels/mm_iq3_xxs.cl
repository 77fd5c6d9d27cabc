/* mm_iq3_xxs.cl - IQ3_XXS: d / 4 * (2 n + 1) * sign * codebook row of 4 values. Orders and names: mm.cl. Codes: 16 units of row
 * numbers, 2 for each block, then 8 of four times 7 signs and the 4-bit scale n. Scales: d. */
#define GP_GROUP 8
#define GP_MAIN 1536
#define GP_SIDE 32
#define GP_TABLE 1024
#define GP_OFFSET 64
#define GP_SUB 1
#define GP_MINS 0

static inline float16 gp_d(gp_cu s) { return GP_HALF(s, 0) * 0.25f; }
static inline int16 gp_sub(gp_ci m, gp_cu s, int b, int h) { return (vload16(16 + b, m) >> 28 & 15) * 2 + 1; }
static inline void gp_codes(gp_ci m, gp_cu s, gp_ci tab, int b, int16 *c)
{
    int16 signs = vload16(16 + b, m);
    _Pragma("unroll") for (int k = 0; k < 8; k++) {
        c[k] = gp_signed(gp_look(tab, vload16(2 * b + k / 4, m) >> 8 * (k % 4) & 255), gp_even_signs(signs >> 7 * (k / 2) & 127), 4 * (k % 2));
    }
}
GP_NO_MINS

GP_MM_BLOCKS(gp_mm_iq3_xxs_1, gp_mm_iq3_xxs_1_x, 1)
GP_MM_BLOCKS(gp_mm_iq3_xxs_4, gp_mm_iq3_xxs_4_x, 4)
GP_MM_BLOCKS(gp_mm_iq3_xxs_8, gp_mm_iq3_xxs_8_x, 8)
GP_EMBED_BLOCKS(gp_embed_iq3_xxs)
