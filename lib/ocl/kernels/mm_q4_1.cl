/* mm_q4_1.cl - Q4_1: 4-bit plane; halves d and minimum m per block. */
#define GP_C(v, c) GP_PLANE4(v, c)
#define GP_S (nb * 64)
#define GP_L() float16 d = gp_half16(GP_H(side) + (size_t)b * 32), m = gp_half16(GP_H(side) + (size_t)b * 32 + 16);
GP_MM_TILES(gp_mm_q4_1_, 4, GP_S, GP_BODY_WHOLE, 0, GP_C, GP_L, GP_TERM_SCALE_MIN)
#define GP_E() float d = gp_half1(GP_H(side)[b * 32 + r]); float m = gp_half1(GP_H(side)[b * 32 + 16 + r]);
GP_EMBED(gp_embed_q4_1, 4, GP_S, GP_E, d * (float)GP_BITS4(p, r, i) + m)
