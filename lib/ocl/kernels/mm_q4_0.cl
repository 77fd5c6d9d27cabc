/* mm_q4_0.cl - Q4_0: 4-bit plane, q = u - 8; a half d per block. */
#define GP_C(v, c) GP_PLANE4(v, c)
#define GP_S (nb * 32)
#define GP_L() float16 d = gp_half16(GP_H(side) + (size_t)b * 16);
GP_MM_TILES(gp_mm_q4_0_, 4, GP_S, GP_BODY_WHOLE, 8, GP_C, GP_L, GP_TERM_SCALE)
#define GP_E() float d = gp_half1(GP_H(side)[b * 16 + r]);
GP_EMBED(gp_embed_q4_0, 4, GP_S, GP_E, d * (float)(GP_BITS4(p, r, i) - 8))
