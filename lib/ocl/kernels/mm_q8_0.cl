/* mm_q8_0.cl - Q8_0: 8 vectors of bytes q + 128; a half d per block. */
#define GP_C(v, c) vload16(c, v)
#define GP_S (nb * 32)
#define GP_L() float16 d = gp_half16(GP_H(side) + (size_t)b * 16);
GP_MM_TILES(gp_mm_q8_0_, 8, GP_S, GP_BODY_WHOLE, 128, GP_C, GP_L, GP_TERM_SCALE)
#define GP_E() float d = gp_half1(GP_H(side)[b * 16 + r]);
GP_EMBED(gp_embed_q8_0, 8, GP_S, GP_E, d * (float)((int)p[(i / 4) * 64 + r * 4 + i % 4] - 128))
