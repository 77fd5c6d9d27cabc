/* rng.h - counter-based random numbers: a value is a pure function of (key, counter), so neither threads nor order of
 * use can change it. Philox4x32-10, from Salmon, Moraes, Dror, Shaw, "Parallel random numbers: as easy as 1, 2, 3"
 * (SC 2011); checked against the known-answer vectors published with it. */
#ifndef GP_BASE_RNG_H
#define GP_BASE_RNG_H

#include <stdint.h>

/* Four 32-bit words for a 64-bit key and a 128-bit counter (hi, lo). */
void gp_philox(uint64_t key, uint64_t counter_lo, uint64_t counter_hi, uint32_t out[4]);

/* Uniform double in [0, 1) with 53 random bits: (key, stream, position) names the draw. */
double gp_rng_unit(uint64_t key, uint64_t stream, uint64_t position);

#endif
