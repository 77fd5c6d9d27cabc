/* mm_iq3_s.cl - IQ3_S: d * (2 n + 1) * sign * codebook row of 4 values. Orders and names: mm.cl. Codes: 16 units of row numbers, 2
 * for each block, then 8 of signs. Scales: 8 bytes of row numbers' ninth bits, 4 of n, d. */
#define GP_GROUP 8
#define GP_MAIN 1536
#define GP_SIDE 224
#define GP_TABLE 2048
#define GP_OFFSET 64
#define GP_SUB 1
#define GP_MINS 0

static inline float16 gp_d(gp_cu s) { return GP_HALF(s, 192); }
static inline int16 gp_sub(gp_ci m, gp_cu s, int b, int h) { return (GP_U8(s, 128, b / 2) >> 4 * (b % 2) & 15) * 2 + 1; }
static inline void gp_codes(gp_ci m, gp_cu s, gp_ci tab, int b, int16 *c)
{
    int16 signs = vload16(16 + b, m), high = GP_U8(s, 0, b);
    _Pragma("unroll") for (int k = 0; k < 8; k++) {
        int16 row = (vload16(2 * b + k / 4, m) >> 8 * (k % 4) & 255) | (high >> k & 1) << 8;
        c[k] = gp_signed(gp_look(tab, row), signs, 4 * k);
    }
}
GP_NO_MINS

GP_MM_BLOCKS(gp_mm_iq3_s_1, gp_mm_iq3_s_1_x, 1)
GP_MM_BLOCKS(gp_mm_iq3_s_4, gp_mm_iq3_s_4_x, 4)
GP_MM_BLOCKS(gp_mm_iq3_s_8, gp_mm_iq3_s_8_x, 8)
GP_EMBED_BLOCKS(gp_embed_iq3_s)
