/* half.c - half floats and what is smaller. */
#include "gguf/dequant.h"

#include <string.h>

float gp_half_to_float(uint16_t h)
{
    uint32_t sign = (uint32_t)(h & 0x8000) << 16, exponent = h >> 10 & 31, mantissa = h & 1023, bits;
    if (exponent == 31) {
        bits = sign | 0x7f800000u | mantissa << 13;
    } else if (exponent) {
        bits = sign | (exponent + 112) << 23 | mantissa << 13;
    } else {
        /* Zero and subnormals: mantissa * 2^-24 is exact in f32. */
        float f = (float)mantissa * 0x1p-24f;
        memcpy(&bits, &f, sizeof bits);
        bits |= sign;
    }
    float out;
    memcpy(&out, &bits, sizeof out);
    return out;
}

/* v >> shift, rounded to nearest, ties to even; shift from 1 to 31. */
static uint32_t shift_even(uint32_t v, unsigned shift)
{
    uint32_t kept = v >> shift, rest = v & ((1u << shift) - 1), half = 1u << (shift - 1);
    return kept + (rest > half || (rest == half && (kept & 1)));
}

uint16_t gp_float_to_half(float f)
{
    uint32_t bits;
    memcpy(&bits, &f, sizeof bits);
    uint32_t sign = bits >> 16 & 0x8000, exponent = bits >> 23 & 255, mantissa = bits & 0x7fffff, out;
    if (exponent == 255) out = 0x7c00 | (mantissa ? 0x200 | mantissa >> 13 : 0); /* NaN stays NaN, made quiet */
    /* a carry runs into the exponent */
    else if (exponent >= 113) out = shift_even((exponent - 112) << 23 | mantissa, 13);
    else if (exponent >= 102) out = shift_even(mantissa | 0x800000, 126 - exponent); /* subnormal half */
    else out = 0;
    if (exponent < 255 && out > 0x7c00) out = 0x7c00;
    return (uint16_t)(sign | out);
}
