/* mm_iq4_nl.cl - IQ4_NL: d * level[q], blocks of 32. Orders and names: mm.cl. Codes: 4 units. Scales: d. */
#define GP_GROUP 1
#define GP_MAIN 256
#define GP_SIDE 32
#define GP_TABLE 0
#define GP_OFFSET 128
#define GP_SUB 0
#define GP_MINS 0

static inline float16 gp_d(gp_cu s) { return GP_HALF(s, 0); }
static inline void gp_codes(gp_ci m, gp_cu s, gp_ci tab, int b, int16 *c)
{
    _Pragma("unroll") for (int k = 0; k < 8; k++) {
        c[k] = gp_level16(vload16(k % 4, m) >> 4 * (k / 4) & 0x0f0f0f0f, GP_LEVELS_IQ4);
    }
}
GP_NO_SUB
GP_NO_MINS

GP_MM_BLOCKS(gp_mm_iq4_nl_1, gp_mm_iq4_nl_1_x, 1)
GP_MM_BLOCKS(gp_mm_iq4_nl_4, gp_mm_iq4_nl_4_x, 4)
GP_MM_BLOCKS(gp_mm_iq4_nl_8, gp_mm_iq4_nl_8_x, 8)
GP_EMBED_BLOCKS(gp_embed_iq4_nl)
