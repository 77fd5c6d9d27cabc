/* mm_iq2_xxs.cl - IQ2_XXS: d / 8 * (2 n + 1) * sign * codebook row. Orders and names: mm.cl. Codes: 16 units, 2 for each block: four
 * row numbers; four times 7 signs and the 4-bit scale n. Scales: d. */
#define GP_GROUP 8
#define GP_MAIN 1024
#define GP_SIDE 32
#define GP_TABLE 2048
#define GP_OFFSET 64
#define GP_SUB 1
#define GP_MINS 0

static inline float16 gp_d(gp_cu s) { return GP_HALF(s, 0) * 0.125f; }
static inline int16 gp_sub(gp_ci m, gp_cu s, int b, int h) { return (vload16(2 * b + 1, m) >> 28 & 15) * 2 + 1; }
static inline void gp_codes(gp_ci m, gp_cu s, gp_ci tab, int b, int16 *c)
{
    int16 rows = vload16(2 * b, m), signs = vload16(2 * b + 1, m);
    _Pragma("unroll") for (int k = 0; k < 8; k++) {
        c[k] = gp_signed(gp_look(tab, (rows >> 8 * (k / 2) & 255) * 2 + k % 2), gp_even_signs(signs >> 7 * (k / 2) & 127), 4 * (k % 2));
    }
}
GP_NO_MINS

GP_MM_BLOCKS(gp_mm_iq2_xxs_1, gp_mm_iq2_xxs_1_x, 1)
GP_MM_BLOCKS(gp_mm_iq2_xxs_4, gp_mm_iq2_xxs_4_x, 4)
GP_MM_BLOCKS(gp_mm_iq2_xxs_8, gp_mm_iq2_xxs_8_x, 8)
GP_EMBED_BLOCKS(gp_embed_iq2_xxs)
