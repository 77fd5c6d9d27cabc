/* retry.h - may a request that failed be sent again, and after how long? Pure: no clock, no I/O; the same facts give
 * the same answer, so a recorded run waits exactly as the live one did.
 *
 * The default policy is none: one attempt. A policy names the failure kinds after which a request is sent again, and
 * how often. It never overrules the two that know better: the codec (a quota, a bad request: no waiting cures them)
 * and a server that says `x-should-retry: false`.
 *
 * How long: what the server asks for (Retry-After, Retry-After-Ms, its rate-limit headers, Gemini's retryDelay) and a
 * share of base_s on top, so that requests refused together do not come back together. Where it asks for nothing:
 * exponential backoff with full jitter, a uniform share of min(cap_s, base_s * 2^n). A server that asks for more than
 * cap_s ends the trial with what is known. The draw is keyed by the trial's seed, the turn and the attempt.
 *
 * The time limits of a trial (total_s and the others) hold for each attempt alone; the waits are outside of them. */
#ifndef GP_CALL_RETRY_H
#define GP_CALL_RETRY_H

#include "base/fields.h"
#include "transcript/transcript.h"

typedef struct gp_retry {
    uint32_t on; /* bit 1 << kind of each failure after which a request is sent again; 0: single attempt */
    int64_t max; /* further attempts of one request, beyond its first */
    double base_s, cap_s;
} gp_retry; /* {0}: single attempt */

#define GP_RETRY_MAX 100
#define GP_RETRY_BASE_S 1.0
#define GP_RETRY_CAP_S 60.0

/* Kinds that no further attempt can cure, or that nobody's server caused: a policy cannot name them. */
bool gp_retry_possible(gp_failure kind);

typedef struct gp_retry_facts {
    gp_failure failure; /* of the attempt that just ended; not NONE */
    bool never;         /* the codec: the error cannot go away by itself */
    int should;         /* x-should-retry: 1, 0, or -1 when absent */
    double asked_s;     /* what the server asks to wait; NaN: nothing */
    int64_t attempt;    /* how many were made, from 1 */
    int64_t seed;       /* of the trial */
    size_t turn;        /* of the trial, from 0 */
} gp_retry_facts;

typedef enum gp_retry_answer {
    GP_RETRY_AGAIN,
    GP_RETRY_NOT_NAMED, /* the policy does not name this kind */
    GP_RETRY_NEVER,     /* codec or server: no use */
    GP_RETRY_USED_UP,   /* max attempts were made */
    GP_RETRY_TOO_LONG   /* the server asks for more than cap_s */
} gp_retry_answer;

/* *wait_s is set for GP_RETRY_AGAIN: seconds from the end of the attempt to the start of the next. */
gp_retry_answer gp_retry_decide(const gp_retry *policy, const gp_retry_facts *facts, double *wait_s);

/* The "retry" of a targets file: {"on": [KIND, ...], "max": N, "base_s", "cap_s"}. A misspelt kind gets the nearest
 * name. */
extern const gp_record gp_retry_asked;

#endif
