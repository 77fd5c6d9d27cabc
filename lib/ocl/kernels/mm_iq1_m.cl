/* mm_iq1_m.cl - IQ1_M: d / 8 * (2 n + 1) * (8 g + 1 or 8 g - 1), g from a codebook row, a 3-bit scale n for 16 values. Orders and
 * names: mm.cl; the codebook holds 8 g + 16. Codes: 8 units of row numbers. Scales: 16 bytes (a nibble for 8 values: high bits of the
 * row number, the shift's sign), then 4 times 16 bits: 12 bits of n, and on top 4 bits of d. */
#define GP_GROUP 8
#define GP_MAIN 512
#define GP_SIDE 384
#define GP_TABLE 16384
#define GP_OFFSET 16
#define GP_SUB 2
#define GP_MINS 0

static inline float16 gp_d(gp_cu s)
{
    int16 d = (GP_U16(s, 256, 0) >> 12 & 15) | (GP_U16(s, 256, 1) >> 8 & 0xf0) | (GP_U16(s, 256, 2) >> 4 & 0xf00) | (GP_U16(s, 256, 3) & 0xf000);
    return gp_half16_of(as_uint16(d)) * 0.125f;
}
static inline int16 gp_sub(gp_ci m, gp_cu s, int b, int h) { return (GP_U16(s, 256, b / 2) >> (6 * (b % 2) + 3 * h) & 7) * 2 + 1; }
static inline void gp_codes(gp_ci m, gp_cu s, gp_ci tab, int b, int16 *c)
{
    int16 rows = vload16(b, m);
    _Pragma("unroll") for (int k = 0; k < 8; k++) {
        int16 high = GP_U8(s, 0, 2 * b + k / 4) >> 4 * (k / 2 % 2) & 15, row = (rows >> 8 * (k / 2) & 255) | (high & 7) << 8;
        c[k] = gp_look(tab, row * 2 + k % 2) + (1 - (high >> 3) * 2) * 0x01010101;
    }
}
GP_NO_MINS

GP_MM_BLOCKS(gp_mm_iq1_m_1, gp_mm_iq1_m_1_x, 1)
GP_MM_BLOCKS(gp_mm_iq1_m_4, gp_mm_iq1_m_4_x, 4)
GP_MM_BLOCKS(gp_mm_iq1_m_8, gp_mm_iq1_m_8_x, 8)
GP_EMBED_BLOCKS(gp_embed_iq1_m)
