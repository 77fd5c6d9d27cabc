/* mm_tq1_0.cl - TQ1_0: d * (digit - 1), groups of 256, five base-3 digits in a byte. Orders and names: mm.cl. Codes: 12 units with
 * five digits, 1 with four. Scales: d. */
#define GP_GROUP 8
#define GP_MAIN 832
#define GP_SIDE 32
#define GP_TABLE 0
#define GP_OFFSET 1
#define GP_SUB 0
#define GP_MINS 0

static inline float16 gp_d(gp_cu s) { return GP_HALF(s, 0); }
/* Digit n of 4 bytes: the byte is a fraction of 256; digit n is the whole part of 3 * (byte * 3^n mod 256) / 256. */
static inline int16 gp_digit(int16 v, int n)
{
    int power = n == 0 ? 1 : n == 1 ? 3 : n == 2 ? 9 : n == 3 ? 27 : 81;
    int16 e = ((v & 0x00ff00ff) * power & 0x00ff00ff) * 3 >> 8 & 0x00ff00ff;
    int16 o = ((v >> 8 & 0x00ff00ff) * power & 0x00ff00ff) * 3 >> 8 & 0x00ff00ff;
    return e | o << 8;
}
/* Bytes 0 to 31 have 160 values, 32 apart; bytes 32 to 47 have 80, 16 apart; bytes 48 to 51 have 16, 4 apart. */
static inline void gp_codes(gp_ci m, gp_cu s, gp_ci tab, int b, int16 *c)
{
    _Pragma("unroll") for (int k = 0; k < 8; k++) {
        c[k] = b < 5 ? gp_digit(vload16(k, m), b) : b == 7 && k >= 4 ? gp_digit(vload16(12, m), k - 4) : gp_digit(vload16(8 + k % 4, m), 2 * (b - 5) + k / 4);
    }
}
GP_NO_SUB
GP_NO_MINS

GP_MM_BLOCKS(gp_mm_tq1_0_1, gp_mm_tq1_0_1_x, 1)
GP_MM_BLOCKS(gp_mm_tq1_0_4, gp_mm_tq1_0_4_x, 4)
GP_MM_BLOCKS(gp_mm_tq1_0_8, gp_mm_tq1_0_8_x, 8)
GP_EMBED_BLOCKS(gp_embed_tq1_0)
