/* limiter.h - how many trials of one target may be in flight, narrowed where its server answers "too many requests".
 * Pure: every moment comes in as an argument (seconds of one monotonic clock).
 *
 * The window starts at what the targets file allows ("concurrency"; none: only the run's --jobs bounds it). A rate
 * limit halves it, not below one, and holds new trials back for as long as the server asks, else for a short backoff
 * that doubles while nothing gets through. Answers that belong to the burst before a cut do not cut again. A window's
 * worth of good replies widens it by one, up to where it started.
 *
 * It only delays trials that have not begun: nothing in flight is stopped, and nothing is sent again because of it. */
#ifndef GP_CALL_LIMITER_H
#define GP_CALL_LIMITER_H

#include <stdbool.h>
#include <stdint.h>

typedef struct gp_limiter {
    int64_t most;   /* trials in flight by the targets file; 0: no such bound */
    int64_t window; /* trials that may be in flight now; 0: as `most` says */
    int64_t in_flight;
    int64_t good;    /* replies since the window last changed */
    int64_t peak;    /* most trials in flight so far: where a window without `most` ends */
    int64_t lowest;  /* narrowest window since gp_limiter_take_lowest; 0: none */
    int64_t strikes; /* cuts since the last good reply */
    double cut_at;   /* moment of the last cut */
    double paused_until;
} gp_limiter; /* gp_limiter_init */

/* What a pause lasts at most, whatever the server asks for, and where the backoff starts; seconds. */
#define GP_LIMITER_PAUSE_MAX_S 60.0
#define GP_LIMITER_PAUSE_S 0.5

void gp_limiter_init(gp_limiter *l, int64_t most);
/* Room for one more trial at `now`? */
bool gp_limiter_ready(const gp_limiter *l, double now);
void gp_limiter_begin(gp_limiter *l); /* a trial begins */
void gp_limiter_end(gp_limiter *l);   /* it is over, however it ended */
/* A request that was sent at `sent` was refused by a rate limit at `now`; the server asks to wait asked_s (NaN: it does
 * not say). */
void gp_limiter_refused(gp_limiter *l, double sent, double now, double asked_s);
/* A request was answered. */
void gp_limiter_answered(gp_limiter *l);
/* The narrowest that the window was since the last call of this; -1: as wide as it started all the time. */
int64_t gp_limiter_take_lowest(gp_limiter *l);

#endif
