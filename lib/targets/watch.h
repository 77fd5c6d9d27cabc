/* watch.h - the time limits of a trial whose tokens are made in this process: no clock, no thread, only the rule.
 *
 * A trial has total_s from its start to its end; each of its replies has first_token_s from being asked for to its
 * first token, then stall_s from one token to the next. The owner asks between two steps of the engine, and once more
 * when a token arrives: an answer that came too late is one that did not come. (connect_s has no meaning here.) */
#ifndef GP_TARGETS_WATCH_H
#define GP_TARGETS_WATCH_H

#include "suite/suite.h"
#include "transcript/transcript.h"

typedef struct gp_watch {
    gp_limits limits; /* seconds, all set */
    double started;   /* of the trial, on the monotonic clock */
    double asked;     /* of the reply in the making */
    double last;      /* its last token; 0: none yet */
} gp_watch;

/* GP_FAIL_NONE while all is well at `now`; else GP_FAIL_TIMEOUT or GP_FAIL_STALLED, and `why` says which limit. */
gp_failure gp_watch_over(const gp_watch *w, double now, gp_err *why);

#endif
