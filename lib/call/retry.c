#include "call/retry.h"

#include <math.h>

#include "base/rng.h"

static const uint64_t JITTER = 0x6a69747465720000; /* keeps these draws apart from any other use of the seed */

bool gp_retry_possible(gp_failure kind)
{
    return kind != GP_FAIL_NONE && kind < GP_FAIL_KINDS && kind != GP_FAIL_AUTH && kind != GP_FAIL_CONTEXT_OVERFLOW && kind != GP_FAIL_CANCELLED && kind != GP_FAIL_BUDGET;
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

static gp_code unknown_kind(const gp_json *v, gp_str name, gp_err *err)
{
    const char *names[GP_FAIL_KINDS];
    size_t n = 0;
    gp_buf list = {0};
    for (int k = 1; k < GP_FAIL_KINDS; k++)
        if (gp_retry_possible((gp_failure)k)) names[n++] = gp_failure_name((gp_failure)k);
    for (size_t i = 0; i < n; i++) gp_buf_fmt(&list, " %s", names[i]);
    const char *near = gp_nearest(name, names, n), *all = list.p ? list.p : "";
    gp_code code = gp_failure_by_name(name) > 0 ? gp_json_fail(err, v, "asking again cannot cure \"%.*s\" (kinds:%s)", GP_ARG(name), all)
                   : near                       ? gp_json_fail(err, v, "unknown failure kind \"%.*s\"; did you mean \"%s\"? (kinds:%s)", GP_ARG(name), near, all)
                                                : gp_json_fail(err, v, "unknown failure kind \"%.*s\" (kinds:%s)", GP_ARG(name), all);
    gp_buf_free(&list);
    return code;
}

static gp_code read_kinds(const gp_json *list, gp_retry *out, gp_err *err)
{
    gp_code code = gp_json_want(list, "on", GP_JSON_ARRAY, err);
    if (!code && !list->n) code = gp_json_fail(err, list, "\"on\" names no failure kind; leave \"retry\" out for a single attempt");
    for (const gp_json *v = code ? NULL : list->first; v && !code; v = v->next) {
        gp_str name = {0};
        code = gp_json_str(v, "a failure kind", &name, err);
        int kind = code ? 0 : gp_failure_by_name(name);
        if (!code && (kind < 0 || !gp_retry_possible((gp_failure)kind))) code = unknown_kind(v, name, err);
        if (!code) out->on |= (uint32_t)1 << kind;
    }
    return code;
}

gp_code gp_retry_read(const gp_json *o, gp_retry *out, gp_err *err)
{
    static const char *const known[] = {"on", "max", "base_s", "cap_s"};
    const gp_json *on = gp_json_get(o, "on"), *max = gp_json_get(o, "max"), *base = gp_json_get(o, "base_s"), *cap = gp_json_get(o, "cap_s");
    *out = (gp_retry){.base_s = GP_RETRY_BASE_S, .cap_s = GP_RETRY_CAP_S};
    gp_code code = gp_json_want(o, "retry", GP_JSON_OBJECT, err);
    if (!code) code = gp_json_known_keys(o, "retry", known, sizeof known / sizeof *known, err);
    if (!code && (!on || !max)) code = gp_json_fail(err, o, "a retry policy needs \"on\" (failure kinds) and \"max\" (further attempts)");
    if (!code) code = read_kinds(on, out, err);
    if (!code) code = gp_json_int(max, "max", 1, GP_RETRY_MAX, &out->max, err);
    if (!code && base) code = gp_json_real(base, "base_s", 0, 3600, &out->base_s, err);
    if (!code && cap) code = gp_json_real(cap, "cap_s", 0, 86400, &out->cap_s, err);
    if (!base && out->base_s > out->cap_s) out->base_s = out->cap_s;
    if (!code && out->base_s > out->cap_s) code = gp_json_fail(err, base, "\"base_s\" is %g, above \"cap_s\", which is %g", out->base_s, out->cap_s);
    return code;
}
