/* mm_tq2_0.cl - TQ2_0: d * (q - 1), groups of 256. Orders and names: mm.cl. Codes: 16 units, 8 for each half of 128. Scales: d. */
#define GP_GROUP 8
#define GP_MAIN 1024
#define GP_SIDE 32
#define GP_TABLE 0
#define GP_OFFSET 1
#define GP_SUB 0
#define GP_MINS 0

static inline float16 gp_d(gp_cu s) { return GP_HALF(s, 0); }
static inline void gp_codes(gp_ci m, gp_cu s, gp_ci tab, int b, int16 *c)
{
    _Pragma("unroll") for (int k = 0; k < 8; k++) {
        c[k] = vload16(8 * (b / 4) + k, m) >> 2 * (b % 4) & 0x03030303;
    }
}
GP_NO_SUB
GP_NO_MINS

GP_MM_BLOCKS(gp_mm_tq2_0_1, gp_mm_tq2_0_1_x, 1)
GP_MM_BLOCKS(gp_mm_tq2_0_4, gp_mm_tq2_0_4_x, 4)
GP_MM_BLOCKS(gp_mm_tq2_0_8, gp_mm_tq2_0_8_x, 8)
GP_EMBED_BLOCKS(gp_embed_tq2_0)
