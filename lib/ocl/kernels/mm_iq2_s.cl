/* mm_iq2_s.cl - IQ2_S: d / 8 * (2 n + 1) * sign * codebook row, a 4-bit scale n for 16 values. Orders and names: mm.cl. Codes: 8
 * units of row numbers, 8 of signs. Scales: 8 bytes of row numbers' high bits, 8 of n, d. */
#define GP_GROUP 8
#define GP_MAIN 1024
#define GP_SIDE 288
#define GP_TABLE 8192
#define GP_OFFSET 64
#define GP_SUB 2
#define GP_MINS 0

static inline float16 gp_d(gp_cu s) { return GP_HALF(s, 256) * 0.125f; }
static inline int16 gp_sub(gp_ci m, gp_cu s, int b, int h) { return (GP_U8(s, 128, b) >> 4 * h & 15) * 2 + 1; }
static inline void gp_codes(gp_ci m, gp_cu s, gp_ci tab, int b, int16 *c)
{
    int16 rows = vload16(b, m), signs = vload16(8 + b, m), high = GP_U8(s, 0, b);
    _Pragma("unroll") for (int k = 0; k < 8; k++) {
        int16 row = (rows >> 8 * (k / 2) & 255) | (high >> 2 * (k / 2) & 3) << 8;
        c[k] = gp_signed(gp_look(tab, row * 2 + k % 2), signs, 4 * k);
    }
}
GP_NO_MINS

GP_MM_BLOCKS(gp_mm_iq2_s_1, gp_mm_iq2_s_1_x, 1)
GP_MM_BLOCKS(gp_mm_iq2_s_4, gp_mm_iq2_s_4_x, 4)
GP_MM_BLOCKS(gp_mm_iq2_s_8, gp_mm_iq2_s_8_x, 8)
GP_EMBED_BLOCKS(gp_embed_iq2_s)
