/* blocks.h - what the dequantizers of one block share. Private to lib/gguf.
 *
 * A block function reads one block of its format at `b` (any alignment) and writes all its values to `y`. Arithmetic is
 * f32, one rounding per written operation (the build forbids contraction), in the order that the format defines. */
#ifndef GP_GGUF_BLOCKS_H
#define GP_GGUF_BLOCKS_H

#include "gguf/dequant.h"

typedef void gp_gguf_block_fn(const unsigned char *b, float *y);

static inline uint16_t le16(const unsigned char *p) { return (uint16_t)(p[0] | p[1] << 8); }
static inline uint32_t le32(const unsigned char *p)
{
    return (uint32_t)p[0] | (uint32_t)p[1] << 8 | (uint32_t)p[2] << 16 | (uint32_t)p[3] << 24;
}
static inline float half_at(const unsigned char *p) { return gp_half_to_float(le16(p)); }

/* 4-bit codes of IQ4_NL and IQ4_XS */
extern const int8_t gp_gguf_levels_iq4[16];

gp_gguf_block_fn gp_gguf_q2_k, gp_gguf_q3_k, gp_gguf_q4_k, gp_gguf_q5_k, gp_gguf_q6_k;
gp_gguf_block_fn gp_gguf_iq1_s, gp_gguf_iq1_m, gp_gguf_iq2_xxs, gp_gguf_iq2_xs, gp_gguf_iq2_s, gp_gguf_iq3_xxs,
    gp_gguf_iq3_s, gp_gguf_iq4_nl, gp_gguf_iq4_xs;

#endif
