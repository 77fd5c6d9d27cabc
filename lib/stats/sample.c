/* sample.c - exact order statistics in bounded memory. */
#include "stats/sample.h"

#include <errno.h>
#include <math.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"

enum { HALF = 1 << 16, BLOCK = 4096 };

static gp_code trouble(gp_err *err)
{
    return gp_fail(err, GP_E_IO,
                   "a temporary file for measured times cannot be used: %s; TMPDIR names the folder of such files",
                   strerror(errno));
}

static gp_code spill(gp_sample *s, gp_err *err)
{
    s->spilled = tmpfile();
    if (!s->spilled || fwrite(s->values, sizeof *s->values, s->n, s->spilled) != s->n) return trouble(err);
    free(s->values);
    s->values = NULL;
    return GP_OK;
}

gp_code gp_sample_add(gp_sample *s, double value, gp_err *err)
{
    float v = (float)value;
    if (!s->spilled && s->n == GP_SAMPLE_MEMORY) {
        gp_code code = spill(s, err);
        if (code) return code;
    }
    if (s->spilled) {
        if (fwrite(&v, sizeof v, 1, s->spilled) != 1) return trouble(err);
        s->n++;
        return GP_OK;
    }
    s->values = gp_grow(s->values, s->n, &s->room, sizeof *s->values);
    s->values[s->n++] = v;
    s->sorted = false;
    return GP_OK;
}

static int ascending(const void *x, const void *y)
{
    float a = *(const float *)x, b = *(const float *)y;
    return (a > b) - (a < b);
}

/* Floats that are not negative are ordered as their bits are. Count by the upper half of the bits, or, of those with a
 * given upper half, by the lower one. */
static gp_code count(gp_sample *s, int64_t upper, uint32_t *counts, gp_err *err)
{
    uint32_t block[BLOCK];
    size_t got;
    memset(counts, 0, HALF * sizeof *counts);
    if (fseek(s->spilled, 0, SEEK_SET) != 0) return trouble(err);
    while ((got = fread(block, sizeof *block, BLOCK, s->spilled)) > 0)
        for (size_t i = 0; i < got; i++) {
            if (upper < 0) counts[block[i] >> 16]++;
            else if (block[i] >> 16 == (uint32_t)upper) counts[block[i] & 0xFFFFu]++;
        }
    return ferror(s->spilled) || fseek(s->spilled, 0, SEEK_END) != 0 ? trouble(err) : GP_OK;
}

static uint32_t locate(const uint32_t *counts, size_t *rank)
{
    uint32_t i = 0;
    while (i + 1 < HALF && *rank >= counts[i]) *rank -= counts[i++];
    return i;
}

static gp_code select_spilled(gp_sample *s, size_t rank, double *out, gp_err *err)
{
    uint32_t *counts = gp_alloc_array(HALF, sizeof *counts), bits = 0;
    float v;
    gp_code code = count(s, -1, counts, err);
    if (!code) {
        bits = locate(counts, &rank);
        code = count(s, bits, counts, err);
    }
    if (!code) {
        bits = bits << 16 | locate(counts, &rank);
        memcpy(&v, &bits, sizeof v);
        *out = (double)v;
    }
    free(counts);
    return code;
}

gp_code gp_sample_at(gp_sample *s, size_t rank, double *out, gp_err *err)
{
    *out = (double)NAN;
    if (rank >= s->n) return GP_OK;
    if (s->spilled) return select_spilled(s, rank, out, err);
    if (!s->sorted) qsort(s->values, s->n, sizeof *s->values, ascending);
    s->sorted = true;
    *out = (double)s->values[rank];
    return GP_OK;
}

void gp_sample_free(gp_sample *s)
{
    free(s->values);
    if (s->spilled) (void)fclose(s->spilled);
    *s = (gp_sample){0};
}
