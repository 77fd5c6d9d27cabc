/* mm_q5_0.cl - Q5_0: 4-bit and 1-bit plane, q = u - 16; a half d per block. */
#define GP_C(v, c) (GP_PLANE4(v, c) | GP_PLANE1(v + 64, c) << 4)
#define GP_S (nb * 32)
#define GP_L() float16 d = gp_half16(GP_H(side) + (size_t)b * 16);
GP_MM_TILES(gp_mm_q5_0_, 5, GP_S, GP_BODY_WHOLE, 16, GP_C, GP_L, GP_TERM_SCALE)
#define GP_E() float d = gp_half1(GP_H(side)[b * 16 + r]);
GP_EMBED(gp_embed_q5_0, 5, GP_S, GP_E, d * (float)((GP_BITS4(p, r, i) | GP_BITS1(p + 256, r, i) << 4) - 16))
