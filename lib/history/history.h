/* history.h - runs collected in one SQLite file, and what they say over time.
 *
 * A run is kept by its verdicts: when, which commit, which suites, and for each trial case, question, verdict, score,
 * tokens, time and cost. Its texts stay in its bundle. A run that is there already is not added again: what tells runs
 * apart is the digest of their results.json.
 *
 * The file says that it is one of goldpin's (application_id) and of which layout (user_version). Errors of all functions:
 * GP_E_INPUT where the file is no history, is damaged, or was written by a later goldpin; GP_E_IO where the system
 * refuses, the disk is full, or another process keeps it longer than five seconds. What is added is there whole or not at
 * all. */
#ifndef GP_HISTORY_HISTORY_H
#define GP_HISTORY_HISTORY_H

#include "report/results.h"
#include "report/trend.h"

#define GP_HISTORY_FILE "goldpin-history.sqlite" /* where nothing is said */

typedef struct gp_history gp_history;
/* To add: made where it is not there. Else it must be (GP_E_INPUT). */
gp_code gp_history_open(const char *path, bool to_add, gp_history **out, gp_err *err) GP_MUST_CHECK;
void gp_history_close(gp_history *h); /* NULL is allowed */

/* label: what it is called. m: its manifest, or NULL. *added: false where it was there. */
gp_code gp_history_add(gp_history *h, gp_str label, const gp_results *r, const gp_manifest *m, bool *added,
                       gp_err *err) GP_MUST_CHECK;

typedef struct gp_history_run {
    int64_t started_epoch;
    gp_str label, fingerprint, commit, suites, targets; /* the last two: names, with ", " between */
    int64_t trials, passed, failed, broken, skipped, exit_code;
} gp_history_run;
/* All runs, oldest first; in the arena. */
gp_code gp_history_runs(gp_history *h, gp_arena *a, const gp_history_run **list, size_t *n, gp_err *err) GP_MUST_CHECK;

/* What a suite (or one case of it, where case_id is not empty) came to over time, one for each target that was asked it
 * (or for this one); in the arena, ordered by target. GP_E_INPUT where there is no such suite, case or target. */
gp_code gp_history_trends(gp_history *h, gp_arena *a, gp_str suite, gp_str case_id, gp_str target,
                          const gp_trend **list, size_t *n, gp_err *err) GP_MUST_CHECK;

#endif
