/* iq_tables.h - the codebooks of the IQ formats, as numbers that belong to the file format. Private to lib/gguf.
 *
 * A codebook is a list of vectors that was chosen once, by fitting, and cannot be computed. Every row is one vector of
 * 8 (4) small levels; it is kept as the number whose base-4 (base-8) digits are the levels, element 0 least
 * significant. The rows stand in ascending order of that number. The meaning of a level is in the alphabets below. */
#ifndef GP_GGUF_IQ_TABLES_H
#define GP_GGUF_IQ_TABLES_H

#include <stdint.h>

/* 8 x base 4, gp_gguf_levels_iq2 */
extern const uint16_t gp_gguf_grid_iq2_xxs[256], gp_gguf_grid_iq2_xs[512], gp_gguf_grid_iq2_s[1024];
/* 4 x base 8, gp_gguf_levels_iq3_xxs */
extern const uint16_t gp_gguf_grid_iq3_xxs[256];
/* 4 x base 8, gp_gguf_levels_iq3_s */
extern const uint16_t gp_gguf_grid_iq3_s[512];
/* 8 x base 4, gp_gguf_levels_iq1 */
extern const uint16_t gp_gguf_grid_iq1[2048];

static const int8_t gp_gguf_levels_iq2[4] = {8, 25, 43, 0}; /* level 3 does not occur */
static const int8_t gp_gguf_levels_iq1[4] = {-1, 0, 1, 0};  /* level 3 does not occur */
static const int8_t gp_gguf_levels_iq3_xxs[8] = {4, 12, 20, 28, 36, 44, 52, 62};
static const int8_t gp_gguf_levels_iq3_s[8] = {1, 3, 5, 7, 9, 11, 13, 15};

/* Element j of a row: of 8 in base 4, of 4 in base 8. */
static inline int gp_gguf_level8(const int8_t levels[4], uint16_t row, unsigned j)
{
    return levels[row >> (2 * j) & 3];
}
static inline int gp_gguf_level4(const int8_t levels[8], uint16_t row, unsigned j)
{
    return levels[row >> (3 * j) & 7];
}

#endif
