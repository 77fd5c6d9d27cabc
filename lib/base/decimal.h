/* decimal.h - decimal numbers as they are written, compared exactly.
 *
 * A decimal is a view of its text: nothing is converted, so nothing is rounded, whatever the number of its digits.
 * Comparing takes time that is linear in the digits and no memory; the size of exponents costs nothing. Exponents are
 * kept up to 10^15 either way; beyond, all are alike. */
#ifndef GP_BASE_DECIMAL_H
#define GP_BASE_DECIMAL_H

#include "base/arena.h"
#include "base/str.h"

typedef struct gp_decimal {
    gp_str digits; /* from the first that is not 0; a point and thousands separators may stand between. None: zero */
    int64_t top;   /* power of ten of the first digit */
    bool negative;
} gp_decimal;

/* Of a number as JSON or an answer writes it ("-1,234.50e-3"); the sign may be U+2212. The text is borrowed and must be
 * a number. */
gp_decimal gp_decimal_of(gp_str text);
gp_decimal gp_decimal_minus(gp_decimal x);
bool gp_decimal_is_whole(gp_decimal x);

enum { GP_DECIMAL_TERMS = 4 };
/* -1, 0 or 1: the sign of the exact sum of up to GP_DECIMAL_TERMS numbers; of x - y. */
int gp_decimal_sum_sign(const gp_decimal *x, size_t n);
int gp_decimal_cmp(gp_decimal x, gp_decimal y);
/* The exact product, its digits in the arena. Takes time by the product of both lengths. */
gp_decimal gp_decimal_times(gp_arena *a, gp_decimal x, gp_decimal y);

/* x is a whole multiple of m, which is not 0; exact. Scratch in the arena; time by the product of both lengths. */
bool gp_decimal_divides(gp_arena *a, gp_decimal m, gp_decimal x);

#endif
