/* sample.h - many measured values of which order statistics are wanted: exactly, and in memory that does not grow.
 *
 * The first values are kept in memory; beyond GP_SAMPLE_MEMORY of them all go to a temporary file that has no name,
 * and a value of a given rank is found by counting in two passes over it. Values are kept as float: seven digits are
 * more than a clock gives. */
#ifndef GP_STATS_SAMPLE_H
#define GP_STATS_SAMPLE_H

#include <stdio.h>

#include "base/err.h"

enum { GP_SAMPLE_MEMORY = 4096 };

/* Begin with {0}; free with gp_sample_free. */
typedef struct gp_sample {
    float *values; /* while there are few */
    size_t n, room;
    FILE *spilled; /* all of them, once there are many */
    bool sorted;
} gp_sample;

/* Add a value, at least 0. Errors: GP_E_IO (the temporary file). */
gp_code gp_sample_add(gp_sample *s, double value, gp_err *err) GP_MUST_CHECK;
/* The value with this rank in ascending order, from 0; NaN where there is none. Errors: GP_E_IO. */
gp_code gp_sample_at(gp_sample *s, size_t rank, double *out, gp_err *err) GP_MUST_CHECK;
void gp_sample_free(gp_sample *s);

#endif
