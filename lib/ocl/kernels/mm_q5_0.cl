/* mm_q5_0.cl - Q5_0: d * (q - 16), blocks of 32. Orders and names: mm.cl. Codes: 4 units of nibbles, then one with the fifth
 * bits. Scales: d. */
#define GP_GROUP 1
#define GP_MAIN 320
#define GP_SIDE 32
#define GP_TABLE 0
#define GP_OFFSET 16
#define GP_SUB 0
#define GP_MINS 0

static inline float16 gp_d(gp_cu s) { return GP_HALF(s, 0); }
static inline void gp_codes(gp_ci m, gp_cu s, gp_ci tab, int b, int16 *c)
{
    int16 high = vload16(4, m);
    _Pragma("unroll") for (int k = 0; k < 8; k++) {
        c[k] = (vload16(k % 4, m) >> 4 * (k / 4) & 0x0f0f0f0f) | gp_spread4(high, 4 * k) << 4;
    }
}
GP_NO_SUB
GP_NO_MINS

GP_MM_BLOCKS(gp_mm_q5_0_1, gp_mm_q5_0_1_x, 1)
GP_MM_BLOCKS(gp_mm_q5_0_4, gp_mm_q5_0_4_x, 4)
GP_MM_BLOCKS(gp_mm_q5_0_8, gp_mm_q5_0_8_x, 8)
GP_EMBED_BLOCKS(gp_embed_q5_0)
