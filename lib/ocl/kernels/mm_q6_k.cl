/* mm_q6_k.cl - Q6_K: 4-bit and 2-bit plane, q = u - 32. Scales per super-block of 256 in 288 bytes: half d of 16 rows, then
 * for each of its 16 halves of 16 values one signed byte per row. Value: (d * sc) * q. */
#define GP_C(v, c) (GP_PLANE4(v, c) | GP_PLANE2(v + 64, c) << 4)
#define GP_S (nb / 8 * 288)
#define GP_L()                                                                                                                  \
    __global const uchar *k = side + (size_t)(b / 8) * 288;                                                                   \
    float16 d = gp_half16(GP_H(k));                                                                                           \
    int16 sc0 = convert_int16(vload16(b % 8 * 2, (__global const char *)(k + 32)));                                           \
    int16 sc1 = convert_int16(vload16(b % 8 * 2 + 1, (__global const char *)(k + 32)));
GP_MM_TILES(gp_mm_q6_k_, 6, GP_S, GP_BODY_HALVES, 32, GP_C, GP_L, GP_TERM_SCALE)
#define GP_E()                                                                                                                  \
    __global const uchar *k = side + (size_t)(b / 8) * 288;                                                                   \
    float d = gp_half1(GP_H(k)[r]);
GP_EMBED(gp_embed_q6_k, 6, GP_S, GP_E,
         (d * (float)((__global const char *)k)[32 + (b % 8 * 2 + i / 16) * 16 + r]) * (float)((GP_BITS4(p, r, i) | GP_BITS2(p + 256, r, i) << 4) - 32))
