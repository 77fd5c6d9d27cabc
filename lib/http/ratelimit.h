/* ratelimit.h - what a refused request's headers say about when to come back, where there is no Retry-After. Pure;
 * private to lib/http.
 *
 *   OpenAI and its kin   x-ratelimit-remaining-{requests,tokens}: 0    x-ratelimit-reset-...: "12ms", "1s", "6m0s"
 *   Anthropic            anthropic-ratelimit-{requests,tokens,input-tokens,output-tokens}-remaining: 0, ...-reset: RFC
 *                        3339
 *
 * Only a limit of which nothing remains tells when to come back: the others' resets are about being full again. */
#ifndef GP_HTTP_RATELIMIT_H
#define GP_HTTP_RATELIMIT_H

#include "base/str.h"

/* Seconds of "12ms", "1.5s", "6m0s", "1h2m3s"; NaN for anything else. */
double gp_rate_duration(gp_str s);
/* Seconds since 1970 of "2026-08-01T12:00:00Z", with a fraction or an offset ("+02:00") where given; NaN for anything
 * else. */
double gp_rate_moment(gp_str s);

/* Value of a header by its name in lower case; empty if absent. */
typedef gp_str gp_rate_header(const void *user, const char *name);
/* Seconds from `now` (since 1970, by the server's clock where it sends one) until the exhausted limits are reset, the
 * longest of several; NaN where the headers do not say. Never negative. */
double gp_rate_wait(gp_rate_header *header, const void *user, double now);

#endif
