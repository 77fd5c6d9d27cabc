/* mm_iq1_s.cl - IQ1_S: d / 8 * (2 n + 1) * (8 g + 1 or 8 g - 1), g from a codebook row. Orders and names: mm.cl; the codebook holds
 * 8 g + 16. Codes: 8 units of row numbers. Scales: 8 times 16 bits (high bits of row numbers, n, the shift's sign), d. */
#define GP_GROUP 8
#define GP_MAIN 512
#define GP_SIDE 288
#define GP_TABLE 16384
#define GP_OFFSET 16
#define GP_SUB 1
#define GP_MINS 0

static inline float16 gp_d(gp_cu s) { return GP_HALF(s, 256) * 0.125f; }
static inline int16 gp_sub(gp_ci m, gp_cu s, int b, int h) { return (GP_U16(s, 0, b) >> 12 & 7) * 2 + 1; }
static inline void gp_codes(gp_ci m, gp_cu s, gp_ci tab, int b, int16 *c)
{
    int16 rows = vload16(b, m), high = GP_U16(s, 0, b), shift = (1 - (high >> 15) * 2) * 0x01010101;
    _Pragma("unroll") for (int k = 0; k < 8; k++) {
        int16 row = (rows >> 8 * (k / 2) & 255) | (high >> 3 * (k / 2) & 7) << 8;
        c[k] = gp_look(tab, row * 2 + k % 2) + shift;
    }
}
GP_NO_MINS

GP_MM_BLOCKS(gp_mm_iq1_s_1, gp_mm_iq1_s_1_x, 1)
GP_MM_BLOCKS(gp_mm_iq1_s_4, gp_mm_iq1_s_4_x, 4)
GP_MM_BLOCKS(gp_mm_iq1_s_8, gp_mm_iq1_s_8_x, 8)
GP_EMBED_BLOCKS(gp_embed_iq1_s)
