/* date.h - days of the calendar as people write them.
 *
 * Found are 2024-03-05 (also with / or . and with a time behind it), "5 March 2024", "5th of Mar., 2024", "March 5, 2024",
 * "2024 March 5" (English names, any case), and all-numeric dates with the year last: 5/3/2024, 5.3.2024, 5-3-2024. In the
 * last the order of day and month is the caller's; without one they are decided only where they cannot be taken for each
 * other. Years have four digits; the calendar is Gregorian throughout. Pure, and linear in the text. */
#ifndef GP_FORMS_DATE_H
#define GP_FORMS_DATE_H

#include "base/str.h"

typedef enum gp_date_order { GP_DATE_UNSAID, GP_DATE_DMY, GP_DATE_MDY } gp_date_order;

typedef struct gp_date {
    gp_str where;    /* in the text */
    int64_t day;     /* since 1970-01-01 */
    bool ambiguous;  /* day and month may be swapped, and nobody said in which order they are: `day` is none */
    bool impossible; /* there is no such day, such as 30 February: `day` is none */
} gp_date;

/* The first date at or behind *at, which moves behind it; false where there is none. */
bool gp_date_next(gp_str text, size_t *at, gp_date_order order, gp_date *out);
/* The whole text is YYYY-MM-DD and there is such a day. */
bool gp_date_iso(gp_str text, int64_t *day);
/* "2024-03-05". */
gp_str gp_date_text(gp_arena *a, int64_t day);

#endif
