/* mm_nvfp4.cl - NVFP4: half an E4M3 scale for 16 values * doubled E2M1 code. Orders and names: mm.cl. Codes: 8 units, 2 for each 16
 * values, low nibbles first. Scales: 4 bytes. */
#define GP_GROUP 2
#define GP_MAIN 512
#define GP_SIDE 64
#define GP_TABLE 0
#define GP_OFFSET 128
#define GP_SUB 3
#define GP_MINS 0

static inline float16 gp_d(gp_cu s) { return (float16)(0.5f); }
static inline int16 gp_sub(gp_ci m, gp_cu s, int b, int h)
{
    int16 v = GP_U8(s, 0, 2 * b + h), e = v >> 3 & 15, f = v & 7;
    float16 x = convert_float16(f) * 0x1p-9f, y = convert_float16(f + 8) * as_float16((e + 117) << 23);
    x = e != 0 ? y : x;
    return GP_SUB_FLOAT((v == 127 ? (float16)(0.f) : x));
}
static inline void gp_codes(gp_ci m, gp_cu s, gp_ci tab, int b, int16 *c)
{
    _Pragma("unroll") for (int k = 0; k < 8; k++) {
        c[k] = gp_level16(vload16(4 * b + 2 * (k / 4) + k % 2, m) >> 4 * (k / 2 % 2) & 0x0f0f0f0f, GP_LEVELS_FP4);
    }
}
GP_NO_MINS

GP_MM_BLOCKS(gp_mm_nvfp4_1, gp_mm_nvfp4_1_x, 1)
GP_MM_BLOCKS(gp_mm_nvfp4_4, gp_mm_nvfp4_4_x, 4)
GP_MM_BLOCKS(gp_mm_nvfp4_8, gp_mm_nvfp4_8_x, 8)
GP_EMBED_BLOCKS(gp_embed_nvfp4)
