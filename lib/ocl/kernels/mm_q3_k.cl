/* mm_q3_k.cl - Q3_K: 2-bit and 1-bit plane, q = u - 4. Scales as in Q6_K (already less their 32). Value: (d * sc) * q. */
#define GP_C(v, c) (GP_PLANE2(v, c) | GP_PLANE1(v + 32, c) << 2)
#define GP_S (nb / 8 * 288)
#define GP_L()                                                                                                                  \
    __global const uchar *k = side + (size_t)(b / 8) * 288;                                                                   \
    float16 d = gp_half16(GP_H(k));                                                                                           \
    int16 sc0 = convert_int16(vload16(b % 8 * 2, (__global const char *)(k + 32)));                                           \
    int16 sc1 = convert_int16(vload16(b % 8 * 2 + 1, (__global const char *)(k + 32)));
GP_MM_TILES(gp_mm_q3_k_, 3, GP_S, GP_BODY_HALVES, 4, GP_C, GP_L, GP_TERM_SCALE)
#define GP_E()                                                                                                                  \
    __global const uchar *k = side + (size_t)(b / 8) * 288;                                                                   \
    float d = gp_half1(GP_H(k)[r]);
GP_EMBED(gp_embed_q3_k, 3, GP_S, GP_E,
         (d * (float)((__global const char *)k)[32 + (b % 8 * 2 + i / 16) * 16 + r]) * (float)((GP_BITS2(p, r, i) | GP_BITS1(p + 128, r, i) << 2) - 4))
