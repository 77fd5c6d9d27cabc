/* dequant_k.c - blocks of the K types. */
#include "gguf/blocks.h"

/* Scale and minimum of sub-block j (of 8), 6 bits each, packed into 12 bytes: the first four of both stand in the low
 * bits of bytes 0..7, whose top bits hold the top bits of the last four. */
static void scale_and_min(const unsigned char s[12], int j, int *scale, int *min)
{
    if (j < 4) {
        *scale = s[j] & 63;
        *min = s[j + 4] & 63;
    } else {
        *scale = (s[j + 4] & 15) | s[j - 4] >> 6 << 4;
        *min = s[j + 4] >> 4 | s[j] >> 6 << 4;
    }
}

/* Q4_K and Q5_K differ in the fifth bit only. */
static void sub_blocks_of_32(const unsigned char *b, const unsigned char *high, const unsigned char *qs, float *y)
{
    float d = half_at(b), dmin = half_at(b + 2);
    for (int j = 0; j < 8; j++) {
        int scale, min;
        scale_and_min(b + 4, j, &scale, &min);
        float ds = d * (float)scale, dm = dmin * (float)min;
        for (int i = 0; i < 32; i++) {
            int q = qs[32 * (j / 2) + i] >> 4 * (j % 2) & 15;
            if (high) q |= (high[i] >> j & 1) << 4;
            y[32 * j + i] = ds * (float)q - dm;
        }
    }
}

void gp_gguf_q4_k(const unsigned char *b, float *y) { sub_blocks_of_32(b, NULL, b + 16, y); }

void gp_gguf_q5_k(const unsigned char *b, float *y) { sub_blocks_of_32(b, b + 16, b + 48, y); }

void gp_gguf_q2_k(const unsigned char *b, float *y)
{
    const unsigned char *scales = b, *qs = b + 16;
    float d = half_at(b + 80), dmin = half_at(b + 82);
    for (int s = 0; s < 16; s++) { /* sub-blocks of 16: half s/8, shift of two bits per pair */
        float ds = d * (float)(scales[s] & 15), dm = dmin * (float)(scales[s] >> 4);
        const unsigned char *q = qs + 32 * (s / 8) + 16 * (s % 2);
        for (int i = 0; i < 16; i++) y[16 * s + i] = ds * (float)(q[i] >> 2 * (s / 2 % 4) & 3) - dm;
    }
}

void gp_gguf_q3_k(const unsigned char *b, float *y)
{
    const unsigned char *hmask = b, *qs = b + 32, *packed = b + 96;
    float d = half_at(b + 108);
    for (int s = 0; s < 16; s++) {
        int scale = (packed[s % 8] >> 4 * (s / 8) & 15) | (packed[8 + s % 4] >> 2 * (s / 4) & 3) << 4;
        float ds = d * (float)(scale - 32);
        const unsigned char *q = qs + 32 * (s / 8) + 16 * (s % 2), *h = hmask + 16 * (s % 2);
        for (int i = 0; i < 16; i++) {
            int high = h[i] >> (s / 2) & 1; /* a clear bit subtracts 4 */
            y[16 * s + i] = ds * (float)((q[i] >> 2 * (s / 2 % 4) & 3) - (high ? 0 : 4));
        }
    }
}

void gp_gguf_q6_k(const unsigned char *b, float *y)
{
    float d = half_at(b + 208);
    for (int s = 0; s < 16; s++) {
        int half = s / 8, quarter = s / 2 % 4, from = 16 * (s % 2);
        const unsigned char *low = b + 64 * half + 32 * (quarter % 2) + from, *high = b + 128 + 32 * half + from;
        float ds = d * (float)(int8_t)b[192 + s];
        for (int i = 0; i < 16; i++) {
            int q = (low[i] >> 4 * (quarter / 2) & 15) | (high[i] >> 2 * quarter & 3) << 4;
            y[16 * s + i] = ds * (float)(q - 32);
        }
    }
}
