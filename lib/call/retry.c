/* retry.c - the policy of further attempts, and its table. */
#include "call/retry.h"

#include <math.h>

#include "base/rng.h"

static const uint64_t JITTER = 0x6a69747465720000; /* keeps these draws apart from any other use of the seed */

bool gp_retry_possible(gp_failure kind)
{
    return kind != GP_FAIL_NONE && kind < GP_FAIL_KINDS && kind != GP_FAIL_AUTH && kind != GP_FAIL_CONTEXT_OVERFLOW &&
           kind != GP_FAIL_CANCELLED && kind != GP_FAIL_BUDGET;
}

static double backoff(const gp_retry *p, int64_t attempt)
{
    double most = p->base_s;
    for (int64_t i = 1; i < attempt && most < p->cap_s; i++) most *= 2;
    return fmin(most, p->cap_s);
}

gp_retry_answer gp_retry_decide(const gp_retry *p, const gp_retry_facts *f, double *wait_s)
{
    if (!(p->on >> f->failure & 1)) return GP_RETRY_NOT_NAMED;
    if (f->never || f->should == 0) return GP_RETRY_NEVER;
    if (f->attempt > p->max) return GP_RETRY_USED_UP;
    bool asked = f->asked_s >= 0;
    if (asked && f->asked_s > p->cap_s) return GP_RETRY_TOO_LONG;
    double share = gp_rng_unit((uint64_t)f->seed, JITTER + f->turn, (uint64_t)f->attempt);
    *wait_s = asked ? f->asked_s + share * p->base_s : share * backoff(p, f->attempt);
    return GP_RETRY_AGAIN;
}

/* --- from a targets file --- */

static bool possible(unsigned kind) { return gp_retry_possible((gp_failure)kind); }

/* What is left out takes its default; a first wait that nobody asked for does not exceed the longest. */
static gp_code check_retry(const gp_json *o, void *object, gp_err *err)
{
    gp_retry *p = object;
    const gp_json *base = gp_json_get(o, "base_s");
    if (!gp_json_get(o, "cap_s")) p->cap_s = GP_RETRY_CAP_S;
    if (!base) p->base_s = fmin(GP_RETRY_BASE_S, p->cap_s);
    if (p->base_s <= p->cap_s) return GP_OK;
    return gp_json_fail(err, base, "\"base_s\" is %g, above \"cap_s\", which is %g", p->base_s, p->cap_s);
}

static const gp_field fields[] = {
    GP_FIELD(BITS, "on", gp_retry, on, GP_NAMES(gp_failure_names), .allows = possible,
             .refusal = "asking again cannot cure", .called = "a failure kind",
             .flags = GP_KNOWN | GP_FILLED | GP_QUOTED, .doc = "Failure kinds after which a request is sent again."),
    GP_FIELD(INT, "max", gp_retry, max, GP_RANGE(1, GP_RETRY_MAX), .flags = GP_KNOWN | GP_ZERO,
             .doc = "Further attempts of one request."),
    GP_FIELD(REAL, "base_s", gp_retry, base_s, GP_RANGE(0, 3600), .flags = GP_ZERO,
             .doc = "First backoff where the server asks for nothing, default 1; it doubles, and a random share of it "
                    "is waited."),
    GP_FIELD(REAL, "cap_s", gp_retry, cap_s, GP_RANGE(0, 86400), .flags = GP_ZERO,
             .doc = "Longest wait, default 60; a server that asks for more ends the trial."),
};
const gp_record gp_retry_asked = GP_RECORD(gp_retry, fields, "retry", .def = "retry", .flags = GP_OPTIONAL,
                                           .check = check_retry,
                                           .doc = "Without it every request is sent once; remote targets only.");
