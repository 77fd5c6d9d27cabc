/* mm_q5_k.cl - Q5_K: 4-bit and 1-bit plane. Scales per super-block of 256 in 320 bytes: halves d and dmin of 16 rows, then for each of its
 * 8 blocks 16 bytes of scales, then likewise minima. Value: (d * sc) * u - dmin * mn. */
#define GP_C(v, c) (GP_PLANE4(v, c) | GP_PLANE1(v + 64, c) << 4)
#define GP_S (nb / 8 * 320)
#define GP_L()                                                                                                                  \
    __global const uchar *k = side + (size_t)(b / 8) * 320;                                                                   \
    float16 d = gp_half16(GP_H(k)) * convert_float16(vload16(b % 8, k + 64));                                                 \
    float16 m = -(gp_half16(GP_H(k + 32)) * convert_float16(vload16(b % 8, k + 192)));
GP_MM_TILES(gp_mm_q5_k_, 5, GP_S, GP_BODY_WHOLE, 0, GP_C, GP_L, GP_TERM_SCALE_MIN)
#define GP_E()                                                                                                                  \
    __global const uchar *k = side + (size_t)(b / 8) * 320;                                                                   \
    float d = gp_half1(GP_H(k)[r]) * (float)k[64 + b % 8 * 16 + r];                                                           \
    float m = gp_half1(GP_H(k + 32)[r]) * (float)k[192 + b % 8 * 16 + r];
GP_EMBED(gp_embed_q5_k, 5, GP_S, GP_E, d * (float)(GP_BITS4(p, r, i) | GP_BITS1(p + 256, r, i) << 4) - m)
