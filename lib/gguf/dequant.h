/* dequant.h - exact dequantization on the host, for every tensor type: the meaning of the bytes in a GGUF.
 *
 * Each value is computed as the format defines it, in f32, one correctly rounded step at a time (scale products first,
 * then times the integer, then minus the minimum), so results are bit-equal to the reference dequantizer. */
#ifndef GP_GGUF_DEQUANT_H
#define GP_GGUF_DEQUANT_H

#include "gguf/gguf.h"

/* `blocks` blocks of `type` at src (any alignment) to blocks * block_values floats. False if the type has no float
 * meaning here (unknown number). Integer types are converted by value. */
bool gp_dequant(gp_ggml_type type, const void *src, uint64_t blocks, float *dst);

/* The codebook of an IQ1, IQ2 or IQ3 type as the bytes that products of small integers want: for each row its 8 (IQ3:
 * 4) values without sign; of the IQ1 types, whose values are fractions, 8 times the value + 16. Returns the number of
 * bytes, 0 for a type without one. `out`: room for GP_CODEBOOK_MAX, or NULL to ask for the size only. */
enum { GP_CODEBOOK_MAX = 16384 };
uint32_t gp_codebook(gp_ggml_type type, unsigned char *out);

/* IEEE half to float, subnormals, infinities and NaN included. */
float gp_half_to_float(uint16_t h);
/* Round to nearest even; overflow gives infinity. */
uint16_t gp_float_to_half(float f);

#endif
