/* mm_q2_k.cl - Q2_K: 2-bit plane. Scales per super-block of 256 in 320 bytes: halves d and dmin of 16 rows, then for each of
 * its 16 halves of 16 values one byte per row, scale in the low and minimum in the high 4 bits. Value: (d * sc) * u - dmin * mn.
 * The minima enter as an exact integer too: span = fma(float(mn0 * sum0 + mn1 * sum1), -dmin * dx, span). */
#define GP_C(v, c) GP_PLANE2(v, c)
#define GP_S (nb / 8 * 320)
#define GP_L()                                                                                                                  \
    __global const uchar *k = side + (size_t)(b / 8) * 320;                                                                   \
    float16 d = gp_half16(GP_H(k)), m = -gp_half16(GP_H(k + 32));                                                             \
    int16 k0 = convert_int16(vload16(b % 8 * 2, k + 64)), k1 = convert_int16(vload16(b % 8 * 2 + 1, k + 64));                 \
    int16 sc0 = k0 & 15, sc1 = k1 & 15, mn0 = k0 >> 4, mn1 = k1 >> 4;
#define GP_T()                                                                                                                  \
    span[t] = fma(convert_float16(s[t]), d * dx, span[t]);                                                                   \
    span[t] = fma(convert_float16(mn0 * GP_SUM0(t) + mn1 * GP_SUM1(t)), m * dx, span[t]);
GP_MM_TILES(gp_mm_q2_k_, 2, GP_S, GP_BODY_HALVES, 0, GP_C, GP_L, GP_T)
#define GP_E()                                                                                                                  \
    __global const uchar *k = side + (size_t)(b / 8) * 320;                                                                   \
    float d = gp_half1(GP_H(k)[r]), m = gp_half1(GP_H(k + 32)[r]);
GP_EMBED(gp_embed_q2_k, 2, GP_S, GP_E,
         (d * (float)(k[64 + (b % 8 * 2 + i / 16) * 16 + r] & 15)) * (float)GP_BITS2(p, r, i) - m * (float)(k[64 + (b % 8 * 2 + i / 16) * 16 + r] >> 4))
