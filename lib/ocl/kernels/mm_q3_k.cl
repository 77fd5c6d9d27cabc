/* mm_q3_k.cl - Q3_K: d * (scale - 32) * (q - 4), a 6-bit scale for 16 values. Orders and names: mm.cl. Codes: 16 units of two low
 * bits, 8 for each half of 128, then 8 of third bits (bit b belongs to block b). Scales: 12 bytes, d. */
#define GP_GROUP 8
#define GP_MAIN 1536
#define GP_SIDE 224
#define GP_TABLE 0
#define GP_OFFSET 4
#define GP_SUB 2
#define GP_MINS 0

static inline float16 gp_d(gp_cu s) { return GP_HALF(s, 192); }
/* Low nibbles of bytes 0 to 7, then their high ones; the top two bits stand in bytes 8 to 11. */
static inline int16 gp_sub(gp_ci m, gp_cu s, int b, int h)
{
    int i = 2 * b + h;
    return ((GP_U8(s, 0, i % 8) >> 4 * (i / 8) & 15) | (GP_U8(s, 0, 8 + i % 4) >> 2 * (i / 4) & 3) << 4) - 32;
}
static inline void gp_codes(gp_ci m, gp_cu s, gp_ci tab, int b, int16 *c)
{
    _Pragma("unroll") for (int k = 0; k < 8; k++) {
        c[k] = (vload16(8 * (b / 4) + k, m) >> 2 * (b % 4) & 0x03030303) | (vload16(16 + k, m) >> b & 0x01010101) << 2;
    }
}
GP_NO_MINS

GP_MM_BLOCKS(gp_mm_q3_k_1, gp_mm_q3_k_1_x, 1)
GP_MM_BLOCKS(gp_mm_q3_k_4, gp_mm_q3_k_4_x, 4)
GP_MM_BLOCKS(gp_mm_q3_k_8, gp_mm_q3_k_8_x, 8)
GP_EMBED_BLOCKS(gp_embed_q3_k)
