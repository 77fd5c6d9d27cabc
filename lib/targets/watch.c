/* watch.c - the rule about late tokens. */
#include "targets/watch.h"

static gp_failure over(gp_failure failure, gp_err *why, const char *what, double limit)
{
    (void)gp_fail(why, GP_E_INFRA, "%s %g s (%s limit)", what, limit,
                  failure == GP_FAIL_STALLED ? "stall" : "first-token");
    return failure;
}

gp_failure gp_watch_over(const gp_watch *w, double now, gp_err *why)
{
    if (now - w->started > w->limits.total_s) {
        (void)gp_fail(why, GP_E_INFRA, "no end after %g s (total limit)", w->limits.total_s);
        return GP_FAIL_TIMEOUT;
    }
    if (w->last <= 0.0)
        return now - w->asked > w->limits.first_token_s
                   ? over(GP_FAIL_TIMEOUT, why, "no token within", w->limits.first_token_s)
                   : GP_FAIL_NONE;
    return now - w->last > w->limits.stall_s ? over(GP_FAIL_STALLED, why, "no further token for", w->limits.stall_s)
                                             : GP_FAIL_NONE;
}
