/* day.h - a day of the calendar as users state it, "YYYY-MM-DD", and the one that holds where nobody does.
 *
 * Chat templates tell models what day it is. That is part of what is asked, so it is stated and never the clock's. */
#ifndef GP_BASE_DAY_H
#define GP_BASE_DAY_H

#include "base/json.h"

/* What templates see as today where neither case, suite nor target has a "date". Llama's own templates fall back to
 * this day where they cannot ask for another. */
#define GP_DAY_DEFAULT "2024-07-26"

/* Midnight (UTC) of that day in epoch seconds; INT64_MIN where the text is no day from 1970 on. */
int64_t gp_day_epoch(gp_str date);
/* "26 Jul 2024", which is how templates write their variable date_string. The date is a valid one. */
void gp_day_words(gp_str date, char out[16]);
/* For tables of records: the value is such a day. */
gp_code gp_day_check(const gp_json *v, const char *what, gp_err *err) GP_MUST_CHECK;
/* What the schema says of it. */
#define GP_DAY_SCHEMA "{\"pattern\": \"^[0-9]{4}-[0-9]{2}-[0-9]{2}$\", \"examples\": [\"2026-03-01\"]}"

#endif
