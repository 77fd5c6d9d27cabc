/* asked.c - the rules that hold only where somebody asks for them. */
#include <math.h>
#include <string.h>

#include "gate/gate_impl.h"

static double share(size_t passed, size_t graded) { return graded ? (double)passed / (double)graded : (double)NAN; }

/* --- what has to pass --- */

static void name_part(gp_gate_rule *r, const gp_gate_rate *part)
{
    if (part->category.n) gp_gate_say(r, "category %.*s: ", GP_ARG(part->category));
    if (part->target.n) gp_gate_say(r, "target %.*s: ", GP_ARG(part->target));
}

/* A part that the run left out says nothing; one that nobody has is a mistake. */
static void rule_rates(const gp_gate_options *o, gp_gate_verdict *v)
{
    bool whole = o->cases == o->of_cases && !o->shard.n;
    for (size_t i = 0; i < o->rules->n_pass_rates; i++) {
        const gp_gate_rate *part = &o->rules->pass_rates[i];
        size_t graded = o->watch->rates[i].graded, passed = o->watch->rates[i].passed;
        double rate = share(passed, graded);
        gp_gate_rule *r = gp_gate_rule_add(v, "pass-rate", graded ? rate >= part->at_least - 1e-12 : !whole);
        name_part(r, part);
        if (!graded) gp_gate_say(r, "no trial of it was graded");
        else gp_gate_say(r, "pass rate %.4g (%zu of %zu), at least %.4g wanted", rate, passed, graded, part->at_least);
    }
}

static void rule_must_pass(const gp_gate_options *o, gp_gate_verdict *v)
{
    size_t bad = 0, fits = 0, missing = 0;
    gp_str first = {0}, nobody = {0};
    bool whole = o->cases == o->of_cases && !o->shard.n;
    for (size_t i = 0; i < o->rules->n_must_pass; i++) {
        const gp_gate_must *m = &o->watch->must[i];
        if (m->bad && !bad) first = m->first;
        if (!m->trials && !missing++) nobody = o->rules->must_pass[i];
        bad += m->bad;
        fits += m->trials;
    }
    gp_gate_rule *r = gp_gate_rule_add(v, "must-pass", !bad && !(whole && missing));
    if (bad)
        gp_gate_say(r, "%zu trial%s that must pass did not (%.*s%s)", bad, bad == 1 ? "" : "s", GP_ARG(first),
                    bad == 1 ? "" : ", …");
    else if (!missing) gp_gate_say(r, "all %zu trial%s that must pass did", fits, fits == 1 ? "" : "s");
    if (!missing) return;
    gp_gate_say(r, "%s\"%.*s\" of must_pass fits no trial%s", bad ? "; " : "", GP_ARG(nobody),
                whole ? "" : " of this part of the suites");
}

/* --- limits --- */

/* Of each target; the first that is over it is named. */
static void rule_time(const gp_gate_options *o, gp_gate_verdict *v, const char *name, const char *what, double limit,
                      size_t member)
{
    if (isnan(limit)) return;
    gp_gate_rule *r = gp_gate_rule_add(v, name, true);
    for (size_t i = 0; i < o->n_targets; i++) {
        double is = *(const double *)(const void *)((const char *)&o->targets[i] + member);
        if (is <= limit) continue;
        if (!r->passed) gp_gate_say(r, "; ");
        r->passed = false;
        gp_gate_say(r, "%.*s: %s ", GP_ARG(o->targets[i].name), what);
        if (isnan(is)) gp_gate_say(r, "is not known, at most %.4g s wanted", limit);
        else gp_gate_say(r, "%.4g s, at most %.4g s wanted", is, limit);
    }
    if (r->passed) gp_gate_say(r, "%s at most %.4g s", what, limit);
}

static void rule_cost(const gp_gate_options *o, gp_gate_verdict *v)
{
    double limit = o->rules->limits.cost_usd;
    if (isnan(limit)) return;
    gp_gate_rule *r = gp_gate_rule_add(v, "cost", o->cost_usd <= limit);
    if (isnan(o->cost_usd)) gp_gate_say(r, "cost of the run is not known, at most %g USD wanted", limit);
    else gp_gate_say(r, "cost %.6g USD, at most %g USD wanted", o->cost_usd, limit);
}

static void rule_tokens(const gp_gate_options *o, gp_gate_verdict *v)
{
    long long limit = o->rules->limits.output_tokens, is = o->output_tokens;
    if (limit < 0) return;
    gp_gate_rule *r = gp_gate_rule_add(v, "tokens", is >= 0 && is <= limit);
    if (is < 0) gp_gate_say(r, "output tokens of the run are not known, at most %lld wanted", limit);
    else gp_gate_say(r, "%lld output tokens, at most %lld wanted", is, limit);
}

/* Answered or broken: what was skipped was not asked. */
static void rule_error_rate(const gp_tally *t, const gp_gate_options *o, gp_gate_verdict *v)
{
    double limit = o->rules->limits.error_rate;
    size_t asked = t->passed + t->failed + t->errors;
    if (isnan(limit)) return;
    double rate = share(t->errors, asked);
    gp_gate_rule *r = gp_gate_rule_add(v, "error-rate", rate <= limit);
    gp_gate_say(r, "%zu of %zu trials broke (%.4g), at most %.4g wanted", t->errors, asked, asked ? rate : 0.0, limit);
}

static void rule_above_null(const gp_gate_options *o, gp_gate_verdict *v)
{
    double margin = o->rules->above_null;
    if (isnan(margin)) return;
    gp_gate_rule *r = gp_gate_rule_add(v, "above-null", !isnan(o->null_rate));
    if (!r->passed) gp_gate_say(r, "no null baseline is known");
    for (size_t i = 0; i < o->n_targets && !isnan(o->null_rate); i++) {
        const gp_gate_target *t = &o->targets[i];
        double rate = share(t->passed, t->graded);
        if (rate >= o->null_rate + margin - 1e-12) continue;
        if (!r->passed) gp_gate_say(r, "; ");
        r->passed = false;
        gp_gate_say(r, "%.*s passes %.4g, the null baseline %.*s passes %.4g: %.4g more wanted", GP_ARG(t->name), rate,
                    GP_ARG(o->null_name), o->null_rate, margin);
    }
    if (r->passed)
        gp_gate_say(r, "at least %.4g above the best null baseline (%.*s, %.4g)", margin, GP_ARG(o->null_name),
                    o->null_rate);
}

/* What was forgiven and is no more is named, because it turns red without a change. */
static void rule_quarantine(const gp_gate_options *o, gp_gate_verdict *v)
{
    const gp_gate_watch *w = o->watch;
    if (!o->rules->n_quarantine) return;
    gp_gate_rule *r = gp_gate_rule_add(v, "quarantine", !w->ended);
    if (w->ended)
        gp_gate_say(r, "the quarantine of %zu trial%s that did not pass is over (%.*s, until %.*s: %.*s)", w->ended,
                    w->ended == 1 ? "" : "s", GP_ARG(w->ended_first), GP_ARG(w->ended_by->until),
                    GP_ARG(w->ended_by->reason));
    else
        gp_gate_say(r, "%zu trial%s in quarantine, %zu of them not passed", w->exempt.trials,
                    w->exempt.trials == 1 ? "" : "s", w->exempt.trials - w->exempt.passed);
}

void gp_gate_ask(const gp_gate_options *o, gp_gate_verdict *v, const gp_tally *judged)
{
    const gp_gate_rules *rules = o->rules;
    rule_rates(o, v);
    if (rules->n_must_pass) rule_must_pass(o, v);
    rule_time(o, v, "first-token", "95th percentile of the first token", rules->limits.first_token_p95_s,
              offsetof(gp_gate_target, first_token_p95_s));
    rule_time(o, v, "total-time", "median total time", rules->limits.total_median_s,
              offsetof(gp_gate_target, total_median_s));
    rule_time(o, v, "total-time", "95th percentile of the total time", rules->limits.total_p95_s,
              offsetof(gp_gate_target, total_p95_s));
    rule_cost(o, v);
    rule_tokens(o, v);
    rule_error_rate(judged, o, v);
    rule_above_null(o, v);
    rule_quarantine(o, v);
}
