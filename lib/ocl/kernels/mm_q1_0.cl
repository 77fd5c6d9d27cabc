/* mm_q1_0.cl - Q1_0: d or -d, groups of 128. Orders and names: mm.cl. Codes: 4 units, one for each block. Scales: d. */
#define GP_GROUP 4
#define GP_MAIN 256
#define GP_SIDE 32
#define GP_TABLE 0
#define GP_OFFSET 1
#define GP_SUB 0
#define GP_MINS 0

static inline float16 gp_d(gp_cu s) { return GP_HALF(s, 0); }
static inline void gp_codes(gp_ci m, gp_cu s, gp_ci tab, int b, int16 *c)
{
    _Pragma("unroll") for (int k = 0; k < 8; k++) {
        c[k] = gp_spread4(vload16(b, m), 4 * k) << 1;
    }
}
GP_NO_SUB
GP_NO_MINS

GP_MM_BLOCKS(gp_mm_q1_0_1, gp_mm_q1_0_1_x, 1)
GP_MM_BLOCKS(gp_mm_q1_0_4, gp_mm_q1_0_4_x, 4)
GP_MM_BLOCKS(gp_mm_q1_0_8, gp_mm_q1_0_8_x, 8)
GP_EMBED_BLOCKS(gp_embed_q1_0)
