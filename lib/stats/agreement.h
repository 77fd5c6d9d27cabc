/* agreement.h - how far votes on the same things agree, beyond what chance would give.
 *
 * Krippendorff's alpha: 1 minus observed over expected disagreement. 1 is perfect agreement, 0 what votes drawn at random
 * from all that were cast would give, below 0 worse than that. Votes may be missing; a unit with fewer than two of them
 * says nothing of agreement and is left out. K. Krippendorff, "Computing Krippendorff's Alpha-Reliability" (2011). */
#ifndef GP_STATS_AGREEMENT_H
#define GP_STATS_AGREEMENT_H

#include <stddef.h>

typedef enum gp_level {
    GP_NOMINAL,  /* values are the same or not */
    GP_ORDINAL,  /* values have an order: how many votes lie between two is how far apart they are */
    GP_INTERVAL, /* differences are sizes */
    GP_LEVELS
} gp_level;
extern const char *const gp_level_names[GP_LEVELS]; /* "nominal", "ordinal", "interval" */

typedef struct gp_agreement {
    size_t units, votes; /* that count: two votes or more, and their votes */
    double alpha; /* NaN: no such unit, or all votes are the same, so that nothing shows what chance would give */
    double same;  /* share of the pairs within units that are equal; NaN: no such unit */
} gp_agreement;

/* `votes`: units * each values, unit after unit; NaN is a vote that is missing. Time grows with the votes and with the
 * square of the different values among them. */
gp_agreement gp_agree(const double *votes, size_t units, size_t each, gp_level level);

#endif
