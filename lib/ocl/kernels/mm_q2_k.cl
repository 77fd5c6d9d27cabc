/* mm_q2_k.cl - Q2_K: d * scale * q - dmin * min, 4 bits each for 16 values. Orders and names: mm.cl. Codes: 16 units, 8 for each
 * half of 128. Scales: 16 bytes (minimum in the high nibble), d, dmin. */
#define GP_GROUP 8
#define GP_MAIN 1024
#define GP_SIDE 320
#define GP_TABLE 0
#define GP_OFFSET 0
#define GP_SUB 2
#define GP_MINS 1

static inline float16 gp_d(gp_cu s) { return GP_HALF(s, 256); }
static inline float16 gp_min_d(gp_cu s) { return -GP_HALF(s, 288); }
static inline int16 gp_sub(gp_ci m, gp_cu s, int b, int h) { return GP_U8(s, 0, 2 * b + h) & 15; }
static inline int16 gp_sub_min(gp_ci m, gp_cu s, int b, int h) { return GP_U8(s, 0, 2 * b + h) >> 4; }
static inline void gp_codes(gp_ci m, gp_cu s, gp_ci tab, int b, int16 *c)
{
    _Pragma("unroll") for (int k = 0; k < 8; k++) {
        c[k] = vload16(8 * (b / 4) + k, m) >> 2 * (b % 4) & 0x03030303;
    }
}

GP_MM_BLOCKS(gp_mm_q2_k_1, gp_mm_q2_k_1_x, 1)
GP_MM_BLOCKS(gp_mm_q2_k_4, gp_mm_q2_k_4_x, 4)
GP_MM_BLOCKS(gp_mm_q2_k_8, gp_mm_q2_k_8_x, 8)
GP_EMBED_BLOCKS(gp_embed_q2_k)
