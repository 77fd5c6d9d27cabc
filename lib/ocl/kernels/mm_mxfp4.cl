/* mm_mxfp4.cl - MXFP4: 2^(e - 128) * doubled E2M1 code, blocks of 32. Orders and names: mm.cl. Codes: 4 units. Scales: e. */
#define GP_GROUP 1
#define GP_MAIN 256
#define GP_SIDE 16
#define GP_TABLE 0
#define GP_OFFSET 128
#define GP_SUB 0
#define GP_MINS 0

static inline float16 gp_d(gp_cu s)
{
    int16 e = GP_U8(s, 0, 0);
    return as_float16(e < 2 ? (int16)(0x00200000) << e : (e - 1) << 23);
}
static inline void gp_codes(gp_ci m, gp_cu s, gp_ci tab, int b, int16 *c)
{
    _Pragma("unroll") for (int k = 0; k < 8; k++) {
        c[k] = gp_level16(vload16(k % 4, m) >> 4 * (k / 4) & 0x0f0f0f0f, GP_LEVELS_FP4);
    }
}
GP_NO_SUB
GP_NO_MINS

GP_MM_BLOCKS(gp_mm_mxfp4_1, gp_mm_mxfp4_1_x, 1)
GP_MM_BLOCKS(gp_mm_mxfp4_4, gp_mm_mxfp4_4_x, 4)
GP_MM_BLOCKS(gp_mm_mxfp4_8, gp_mm_mxfp4_8_x, 8)
GP_EMBED_BLOCKS(gp_embed_mxfp4)
