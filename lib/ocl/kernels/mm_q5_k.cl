/* mm_q5_k.cl - Q5_K: d * scale * q - dmin * min, 8 blocks of 32. Orders and names: mm.cl. Codes: 32 units of nibbles, 8 for each
 * pair of blocks, then 8 with the fifth bits (bit b belongs to block b). Scales: 12 bytes of scales and minimums, d, dmin. */
#define GP_GROUP 8
#define GP_MAIN 2560
#define GP_SIDE 256
#define GP_TABLE 0
#define GP_OFFSET 0
#define GP_SUB 1
#define GP_MINS 1

/* Scales and minimums have 6 bits in 12 bytes: the first four of both stand in the low bits of bytes 0 to 7, whose top bits
 * hold the top bits of the last four. */
static inline int16 gp_sub(gp_ci m, gp_cu s, int b, int h)
{
    if (b < 4) return GP_U8(s, 0, b) & 63;
    return (GP_U8(s, 0, b + 4) & 15) | GP_U8(s, 0, b - 4) >> 6 << 4;
}
static inline int16 gp_sub_min(gp_ci m, gp_cu s, int b, int h)
{
    if (b < 4) return GP_U8(s, 0, b + 4) & 63;
    return GP_U8(s, 0, b + 4) >> 4 | GP_U8(s, 0, b) >> 6 << 4;
}
static inline float16 gp_d(gp_cu s) { return GP_HALF(s, 192); }
static inline float16 gp_min_d(gp_cu s) { return -GP_HALF(s, 224); }
static inline void gp_codes(gp_ci m, gp_cu s, gp_ci tab, int b, int16 *c)
{
    _Pragma("unroll") for (int k = 0; k < 8; k++) {
        c[k] = (vload16(8 * (b / 2) + k, m) >> 4 * (b % 2) & 0x0f0f0f0f) | (vload16(32 + k, m) >> b & 0x01010101) << 4;
    }
}

GP_MM_BLOCKS(gp_mm_q5_k_1, gp_mm_q5_k_1_x, 1)
GP_MM_BLOCKS(gp_mm_q5_k_4, gp_mm_q5_k_4_x, 4)
GP_MM_BLOCKS(gp_mm_q5_k_8, gp_mm_q5_k_8_x, 8)
GP_EMBED_BLOCKS(gp_embed_q5_k)
