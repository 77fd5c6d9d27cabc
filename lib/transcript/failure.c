#include "transcript/transcript.h"

static const char *const names[GP_FAIL_KINDS] = {
    NULL, "refused_connection", "dns", "tls", "auth", "rate_limited", "server_error", "bad_response", "cut_off", "stalled", "timeout",
    "empty", "content_filter", "context_overflow", "loop", "cancelled", "budget",
};

const char *gp_failure_name(gp_failure f)
{
    return (unsigned)f < GP_FAIL_KINDS ? names[f] : NULL;
}

int gp_failure_by_name(gp_str name)
{
    for (int i = 1; i < GP_FAIL_KINDS; i++)
        if (gp_str_eqc(name, names[i])) return i;
    return -1;
}
