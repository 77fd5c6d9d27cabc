/* limiter.c - the window that a rate limit narrows and successes widen. */
#include "call/limiter.h"

#include <math.h>

void gp_limiter_init(gp_limiter *l, int64_t most)
{
    *l = (gp_limiter){.most = most, .cut_at = (double)-INFINITY, .paused_until = (double)-INFINITY};
}

bool gp_limiter_ready(const gp_limiter *l, double now)
{
    if (now < l->paused_until) return false;
    int64_t most = l->window ? l->window : l->most;
    return !most || l->in_flight < most;
}

void gp_limiter_begin(gp_limiter *l)
{
    l->in_flight++;
    if (l->in_flight > l->peak) l->peak = l->in_flight;
}

void gp_limiter_end(gp_limiter *l) { l->in_flight--; }

static double pause_of(const gp_limiter *l, double asked_s)
{
    double s = GP_LIMITER_PAUSE_S;
    for (int64_t i = 1; i < l->strikes && s < GP_LIMITER_PAUSE_MAX_S; i++) s *= 2;
    return fmin(asked_s >= 0 ? asked_s : s, GP_LIMITER_PAUSE_MAX_S);
}

void gp_limiter_refused(gp_limiter *l, double sent, double now, double asked_s)
{
    if (sent > l->cut_at) {
        int64_t before = l->window ? l->window : l->in_flight;
        l->window = before > 1 ? before / 2 : 1;
        if (!l->lowest || l->window < l->lowest) l->lowest = l->window;
        l->cut_at = now;
        l->good = 0;
        l->strikes++;
    }
    l->paused_until = fmax(l->paused_until, now + pause_of(l, asked_s));
}

void gp_limiter_answered(gp_limiter *l)
{
    l->strikes = 0;
    if (!l->window || ++l->good < l->window) return;
    l->good = 0;
    l->window++;
    if (l->window >= (l->most ? l->most : l->peak)) l->window = 0; /* as wide as it ever was */
}

int64_t gp_limiter_take_lowest(gp_limiter *l)
{
    int64_t lowest = l->lowest;
    l->lowest = l->window;
    return lowest ? lowest : -1;
}
