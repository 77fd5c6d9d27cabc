/* against.c - the rules on a baseline: nothing got worse, and answers did not grow or shrink. */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "gate/gate_impl.h"

enum { NAMED = 3 };

void gp_gate_undecided(const gp_gate_rules *rules, gp_gate_rule *r)
{
    gp_gate_policy policy = rules->inconclusive ? rules->inconclusive : GP_POLICY_WARN;
    r->passed = policy != GP_POLICY_FAIL;
    r->warned = policy == GP_POLICY_WARN;
}

/* --- the words of one target --- */

typedef enum found { FINE, OPEN, BAD } found;

/* Where every score is what it was there is nothing that could be undecided. */
static bool same(const gp_against_target *t) { return !t->higher && !t->lower; }

static found find(const gp_gate_rules *rules, gp_regression kind, const gp_against_target *t)
{
    switch (kind) {
    case GP_REGRESSION_ANY: return t->regressed ? BAD : FINE;
    case GP_REGRESSION_MARGIN:
        if (same(t)) return FINE;
        return t->hi < -rules->margin ? BAD : t->not_worse ? FINE : OPEN;
    default:
        if (t->verdict == GP_AGAINST_WORSE) return BAD;
        return t->verdict == GP_AGAINST_INCONCLUSIVE && !same(t) ? OPEN : FINE;
    }
}

static void say_difference(gp_gate_rule *r, const gp_against_target *t)
{
    gp_gate_say(r, "%+.3g", t->difference);
    if (!isnan(t->lo)) gp_gate_say(r, " [%+.3g, %+.3g]", t->lo, t->hi);
    gp_gate_say(r, " over %zu case%s", t->pairs, t->pairs == 1 ? "" : "s");
}

/* "2 cases regressed LINK (field/a, field/b)". */
static void say_regressed(const gp_against *x, const char *link, gp_gate_rule *r)
{
    size_t n = x->all_regressed;
    gp_gate_say(r, "%zu case%s regressed%s (", n, n == 1 ? "" : "s", link);
    for (size_t i = 0; i < x->n_regressed && i < NAMED; i++)
        gp_gate_say(r, "%s%.*s/%.*s", i ? ", " : "", GP_ARG(x->regressed[i].suite), GP_ARG(x->regressed[i].case_id));
    gp_gate_say(r, "%s)", n > NAMED ? ", …" : "");
}

/* --- the rule --- */

static void say_bad(const gp_against *x, gp_regression kind, const gp_against_target *t, gp_gate_rule *r)
{
    char link[160];
    (void)snprintf(link, sizeof link, " against baseline %.*s", (int)(x->baseline.n < 120 ? x->baseline.n : 120),
                   x->baseline.p);
    if (x->all_regressed) say_regressed(x, link, r);
    else gp_gate_say(r, "worse than baseline %.*s", GP_ARG(x->baseline));
    if (kind != GP_REGRESSION_ANY) gp_gate_say(r, "; %.*s is worse: ", GP_ARG(t->target)), say_difference(r, t);
    if (kind == GP_REGRESSION_ANY && x->n_targets > 1) gp_gate_say(r, "; first on %.*s", GP_ARG(t->target));
    if (x->all_improved) gp_gate_say(r, "; %zu improved", x->all_improved);
    else if (x->all_regressed && !x->all_unpaired) gp_gate_say(r, "; everything else equal");
}

static void say_fine(const gp_against *x, found f, const gp_against_target *t, gp_gate_rule *r)
{
    gp_gate_say(r, "against baseline %.*s %.*s ", GP_ARG(x->baseline), GP_ARG(t->target));
    if (same(t))
        gp_gate_say(r, "has the same score on %s%zu case%s", t->pairs > 1 ? "all " : "", t->pairs,
                    t->pairs == 1 ? "" : "s");
    else gp_gate_say(r, "is %s: ", f == OPEN ? "inconclusive" : gp_against_words[t->verdict]), say_difference(r, t);
    if (x->all_regressed) gp_gate_say(r, "; "), say_regressed(x, "", r);
}

/* Worst first: what is bad, then what is open. */
static const gp_against_target *worst(const gp_gate_rules *rules, gp_regression kind, const gp_against *x, found *f)
{
    const gp_against_target *t = &x->targets[0];
    *f = find(rules, kind, t);
    for (size_t i = 1; i < x->n_targets; i++) {
        found other = find(rules, kind, &x->targets[i]);
        if (other > *f) t = &x->targets[i], *f = other;
    }
    return t;
}

/* A baseline that shares nothing with the run would make every run green. */
static bool nothing_paired(const gp_against *x, gp_gate_verdict *v)
{
    size_t pairs = 0;
    for (size_t i = 0; i < x->n_targets; i++) pairs += x->targets[i].pairs;
    if (pairs) return false;
    gp_gate_rule *r = gp_gate_rule_add(v, "regression", false);
    gp_gate_say(r, "nothing can be compared with baseline %.*s: ", GP_ARG(x->baseline));
    if (!x->n_targets) gp_gate_say(r, "no target of this run is in it");
    else if (x->n_unpaired)
        gp_gate_say(r, "%.*s/%.*s: %.*s%s", GP_ARG(x->unpaired->suite), GP_ARG(x->unpaired->case_id),
                    GP_ARG(x->unpaired->why), x->all_unpaired > 1 ? ", …" : "");
    else gp_gate_say(r, "it has no case of this run");
    return true;
}

static void rule_regression(const gp_gate_options *o, gp_gate_verdict *v)
{
    const gp_against *x = o->against;
    found f;
    gp_regression kind = o->rules->regression ? o->rules->regression : GP_REGRESSION_SIGNIFICANT;
    if (nothing_paired(x, v)) return;
    const gp_against_target *t = worst(o->rules, kind, x, &f);
    gp_gate_rule *r = gp_gate_rule_add(v, "regression", f != BAD);
    if (f == BAD) say_bad(x, kind, t, r);
    else say_fine(x, f, t, r);
    if (f == OPEN) gp_gate_undecided(o->rules, r);
    if (x->all_unpaired) gp_gate_say(r, "; %zu case%s not compared", x->all_unpaired, x->all_unpaired == 1 ? "" : "s");
}

static void rule_drift(const gp_gate_options *o, gp_gate_verdict *v)
{
    double limit = o->rules->length_drift;
    gp_gate_rule *r = gp_gate_rule_add(v, "length-drift", true);
    for (size_t i = 0; i < o->against->n_targets; i++) {
        const gp_against_target *t = &o->against->targets[i];
        double drift = t->tokens / t->was_tokens - 1;
        if (fabs(drift) <= limit || !t->pairs) continue;
        if (!r->passed) gp_gate_say(r, "; ");
        r->passed = false;
        if (isfinite(drift))
            gp_gate_say(r, "%.*s: median length %.4g tokens, %.4g in the baseline (%+.1f%%), at most %.4g%% wanted",
                        GP_ARG(t->target), t->tokens, t->was_tokens, drift * 100, limit * 100);
        else gp_gate_say(r, "%.*s: output tokens are not known on both sides", GP_ARG(t->target));
    }
    if (r->passed) gp_gate_say(r, "median length within %.4g%% of the baseline's", limit * 100);
}

void gp_gate_compare(const gp_gate_options *o, gp_gate_verdict *v)
{
    if (!o->against) return;
    rule_regression(o, v);
    if (!isnan(o->rules->length_drift)) rule_drift(o, v);
}
