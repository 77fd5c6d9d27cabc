/* history_impl.h - trials as they come out of the file, for what adds them up; private to lib/history. */
#ifndef GP_HISTORY_IMPL_H
#define GP_HISTORY_IMPL_H

#include "history/history.h"

typedef struct gp_history_trial { /* text in the arena that was given */
    gp_str target, label, commit, version, case_id, question, cluster;
    int64_t run, started_epoch;
    bool graded, passed;
    double score;
} gp_history_trial;

/* The trials of a suite, by target, then run (oldest first), then case. Empty case_id, target: any. */
gp_code gp_history_visit(gp_history *h, gp_arena *a, gp_str suite, gp_str case_id, gp_str target,
                         void (*visit)(void *user, const gp_history_trial *t), void *user, gp_err *err) GP_MUST_CHECK;

#endif
