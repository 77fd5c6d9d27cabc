/* junit.h - JUnit XML in two steps, so that one reading of the results can serve several reports; private to lib/report. */
#ifndef GP_REPORT_JUNIT_H
#define GP_REPORT_JUNIT_H

#include "report/results_format.h"

typedef struct gp_junit { /* {0} to begin with; free with gp_junit_free */
    const gp_results *r;
    gp_arena arena;
    struct gp_junit_group *list; /* one per suite and target */
    size_t n, room;
    uint32_t *of;                /* group of each trial, in file order; NULL while there is one group */
    size_t at, room_of;
} gp_junit;

/* Count a trial of r; every one, in file order. */
gp_code gp_junit_count(gp_junit *g, const gp_results *r, const gp_result *t, gp_err *err) GP_MUST_CHECK;
/* The document. */
gp_code gp_junit_write(gp_junit *g, const gp_results *r, bool (*put)(void *user, gp_str bytes), void *user, gp_err *err) GP_MUST_CHECK;
void gp_junit_free(gp_junit *g);

#endif
