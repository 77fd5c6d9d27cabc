/* mm_q6_k.cl - Q6_K: d * scale * (q - 32), a signed scale for 16 values. Orders and names: mm.cl. Codes: 32 units of nibbles, 16
 * with two high bits. Scales: 16 bytes, d. */
#define GP_GROUP 8
#define GP_MAIN 3072
#define GP_SIDE 288
#define GP_TABLE 0
#define GP_OFFSET 32
#define GP_SUB 2
#define GP_MINS 0

static inline float16 gp_d(gp_cu s) { return GP_HALF(s, 256); }
static inline int16 gp_sub(gp_ci m, gp_cu s, int b, int h) { return GP_I8(s, 0, 2 * b + h); }
static inline void gp_codes(gp_ci m, gp_cu s, gp_ci tab, int b, int16 *c)
{
    _Pragma("unroll") for (int k = 0; k < 8; k++) {
        c[k] = (vload16(16 * (b / 4) + 8 * (b % 2) + k, m) >> 4 * (b / 2 % 2) & 0x0f0f0f0f) |
               (vload16(32 + 8 * (b / 4) + k, m) >> 2 * (b % 4) & 0x03030303) << 4;
    }
}
GP_NO_MINS

GP_MM_BLOCKS(gp_mm_q6_k_1, gp_mm_q6_k_1_x, 1)
GP_MM_BLOCKS(gp_mm_q6_k_4, gp_mm_q6_k_4_x, 4)
GP_MM_BLOCKS(gp_mm_q6_k_8, gp_mm_q6_k_8_x, 8)
GP_EMBED_BLOCKS(gp_embed_q6_k)
