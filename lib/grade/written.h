/* written.h - numbers as people write them, found in a text and compared exactly.
 *
 * A gp_number is value / over, two decimals (decimal.h), so that a third stays a third. The reader walks over the text
 * once, in time linear in it; which forms it knows beyond plain decimals is up to gp_number_style. What could be read in
 * two ways is read as the style says, and `ambiguous` tells that another style would have read it otherwise. */
#ifndef GP_GRADE_WRITTEN_H
#define GP_GRADE_WRITTEN_H

#include "base/decimal.h"

typedef enum gp_separators {                        /* between thousands and before decimals */
                             GP_SEPARATORS_DEFAULT, /* as GP_SEPARATORS_POINT */
                             GP_SEPARATORS_POINT,   /* 1,234.5 */
                             GP_SEPARATORS_COMMA,   /* 1.234,5 */
                             GP_SEPARATORS_SPACE,   /* 1 234,5 (any usual space) */
                             GP_SEPARATORS_QUOTE    /* 1'234.5 */
} gp_separators;

enum {                       /* bits of gp_number_style.forms */
       GP_FORM_FRACTION = 1, /* 3/4, 1 1/2, \frac{3}{4}, and the fractions of Unicode */
       GP_FORM_PERCENT = 2,  /* 50% is 0.5 */
       GP_FORM_POWER = 4     /* 1.5 x 10^3 */
};

typedef struct gp_number_style {
    gp_separators separators;
    uint32_t forms;
} gp_number_style;

typedef struct gp_number {
    gp_str where;           /* in the text, with its sign and all that belongs to it */
    gp_decimal value, over; /* over > 0 */
    bool ambiguous;         /* "1.234", "1,234": the style decided */
} gp_number;

/* The first number at or behind *at, which moves behind it; false where there is none. A sign directly behind a letter,
 * a digit or a bracket is punctuation. Digits are borrowed from the text or lie in the arena. */
bool gp_number_next(gp_arena *a, gp_str text, size_t *at, const gp_number_style *style, gp_number *out);
/* As a double, for what need not be exact; an infinity where it is too large for one. */
double gp_number_double(gp_arena *a, const gp_number *x);
/* -1, 0 or 1, exactly. */
int gp_number_cmp(gp_arena *a, const gp_number *x, const gp_number *y);
/* |x - y| <= slack, exactly. */
bool gp_number_within(gp_arena *a, const gp_number *x, const gp_number *y, const gp_number *slack);
/* A decimal as a number. */
gp_number gp_number_of(gp_decimal d);

#endif
