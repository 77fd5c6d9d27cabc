/* gate.c - the rules, one after the other, and the verdict that they make. */
#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "gate/gate_impl.h"

const char *const gp_gate_rule_names[] = {"all-passed", "pass-rate",  "goldens",      "budgets",    "errors", "graded",
                                          "must-pass",  "regression", "first-token",  "total-time", "cost",   "tokens",
                                          "error-rate", "above-null", "length-drift", "quarantine", NULL};

gp_gate_rule *gp_gate_rule_add(gp_gate_verdict *v, const char *name, bool passed)
{
    gp_gate_rule *r = &v->rules[v->n_rules++];
    r->name = name;
    r->passed = passed;
    return r;
}

static void append(char *out, size_t size, const char *fmt, va_list ap)
{
    size_t used = strlen(out);
    (void)vsnprintf(out + used, size - used, fmt, ap);
}

void gp_gate_say(gp_gate_rule *r, const char *fmt, ...)
{
    va_list ap;
    va_start(ap, fmt);
    append(r->text, sizeof r->text, fmt, ap);
    va_end(ap);
}

static void say(gp_gate_verdict *v, const char *fmt, ...) GP_PRINTF(2, 3);
static void say(gp_gate_verdict *v, const char *fmt, ...)
{
    va_list ap;
    va_start(ap, fmt);
    append(v->sentence, sizeof v->sentence, fmt, ap);
    va_end(ap);
}

static const char *s(size_t n) { return n == 1 ? "" : "s"; }

/* --- the rules of every gate --- */

static void rule_graded(const gp_tally *t, const gp_gate_options *o, gp_gate_verdict *v)
{
    size_t graded = t->passed + t->failed;
    bool empty = !t->trials && o->shard.n; /* its share of the trials is none */
    gp_gate_rule *r = gp_gate_rule_add(v, "graded", graded > 0 || empty);
    if (graded) gp_gate_say(r, "%zu of %zu trial%s graded", graded, t->trials, s(t->trials));
    if (graded && t->skipped) gp_gate_say(r, ", %zu skipped", t->skipped);
    if (graded) return;
    if (empty) gp_gate_say(r, "this shard has no trial");
    else if (!t->trials && o->watch && o->watch->exempt.trials) gp_gate_say(r, "every trial is in quarantine");
    else if (!t->trials) gp_gate_say(r, "there was no trial");
    else gp_gate_say(r, "no trial was graded (%zu broke, %zu skipped)", t->errors, t->skipped);
}

static void rule_all_passed(const gp_tally *t, const gp_gate_options *o, gp_gate_verdict *v)
{
    size_t graded = t->passed + t->failed, bad = o->strict ? t->failed : t->failed - t->known;
    gp_gate_rule *r = gp_gate_rule_add(v, "all-passed", bad == 0);
    if (bad) gp_gate_say(r, "%zu of %zu trial%s failed", bad, graded, s(graded));
    else gp_gate_say(r, t->known ? "no trial failed unexpectedly" : "no trial failed");
    if (t->known && o->strict) gp_gate_say(r, " (%zu of them known; --strict counts them)", t->known);
    else if (t->known) gp_gate_say(r, " (%zu known failure%s accepted)", t->known, s(t->known));
}

/* Known failures stay failures in the rate: it is a measured quality, not a list of surprises. */
static void rule_pass_rate(const gp_tally *t, const gp_gate_options *o, gp_gate_verdict *v)
{
    double rate = gp_tally_pass_rate(t);
    size_t graded = t->passed + t->failed;
    gp_gate_rule *r = gp_gate_rule_add(v, "pass-rate", rate >= o->fail_under - 1e-12); /* NaN: false */
    if (!graded) gp_gate_say(r, "no pass rate: nothing was graded");
    else gp_gate_say(r, "pass rate %.4g (%zu of %zu), at least %.4g wanted", rate, t->passed, graded, o->fail_under);
}

static void part(gp_gate_rule *r, size_t n, const char *one, const char *many)
{
    if (n) gp_gate_say(r, "%s%zu %s", r->text[0] ? ", " : "", n, n == 1 ? one : many);
}

static void rule_goldens(const gp_tally *t, const gp_gate_options *o, gp_gate_verdict *v)
{
    size_t differs = t->golden[GP_GOLDEN_STATE_DIFFERS], stale = t->golden[GP_GOLDEN_STATE_STALE];
    size_t missing = t->golden[GP_GOLDEN_STATE_MISSING], match = t->golden[GP_GOLDEN_STATE_MATCH];
    bool holds = differs == 0 && stale == 0 && (missing == 0 || !o->in_ci),
         ignored = o->rules && o->rules->ignore_goldens;
    gp_gate_rule *r = gp_gate_rule_add(v, "goldens", holds || ignored);
    const char *unaccepted = o->in_ci ? "missing" : "missing (not accepted yet; fails only in CI)";
    part(r, differs, "differs", "differ");
    part(r, stale, "stale", "stale");
    part(r, missing, unaccepted, unaccepted);
    part(r, match, "matches", "match");
    if (!r->text[0]) gp_gate_say(r, "no case has one");
    part(r, o->unused_goldens, "unused", "unused");
    if (ignored && !holds) gp_gate_say(r, " (the gate ignores goldens)");
}

/* What nobody measured is not met: an unknown value must not look like a good one. */
static void rule_budgets(const gp_tally *t, gp_gate_verdict *v)
{
    size_t bad = t->exceeded + t->unmeasured;
    gp_gate_rule *r = gp_gate_rule_add(v, "budgets", bad == 0);
    gp_gate_say(r, "%zu of %zu budget%s %s", bad ? bad : t->budgets, t->budgets, s(t->budgets),
                bad ? "not met" : "met");
    if (t->unmeasured) gp_gate_say(r, ", %zu of them not measured", t->unmeasured);
}

static void rule_errors(const gp_tally *t, const gp_gate_options *o, gp_gate_verdict *v)
{
    gp_gate_rule *r = gp_gate_rule_add(v, "errors", t->errors <= o->max_errors);
    if (!t->errors) gp_gate_say(r, "no trial broke");
    else gp_gate_say(r, "%zu of %zu trial%s broke, %zu allowed", t->errors, t->trials, s(t->trials), o->max_errors);
}

/* --- which of them decides --- */

static bool is(const gp_gate_rule *r, const char *name) { return strcmp(r->name, name) == 0; }

/* Failed answers before broken trials, because they are a verdict and the others are none. */
static const gp_gate_rule *decisive(const gp_gate_verdict *v, bool answers)
{
    for (size_t i = 0; i < v->n_rules; i++) {
        const gp_gate_rule *r = &v->rules[i];
        if (!r->passed && (!is(r, "errors") && !is(r, "graded")) == answers) return r;
    }
    return NULL;
}

/* Where that can be seen. */
static const char *way(const gp_gate_rule *r)
{
    if (is(r, "goldens")) return "goldpin diff RUN GOLDEN";
    if (is(r, "regression")) return "goldpin diff BASELINE RUN";
    return is(r, "length-drift") ? "goldpin report BASELINE RUN" : "goldpin report RUN";
}

static void clause(gp_gate_verdict *v, const char *link, const gp_gate_rule *r)
{
    say(v, "%s%s%s", link, is(r, "goldens") ? "goldens: " : "", r->text);
}

/* " (2 of 10 cases)" where cases were left out, " (2 of 4 recorded trials)" of a run that is played in part. */
static void scope(gp_gate_verdict *v, const gp_tally *t, const gp_gate_options *o)
{
    if (o->shard.n) say(v, " (shard %.*s, %zu of %zu cases)", GP_ARG(o->shard), o->cases, o->of_cases);
    else if (o->cases < o->of_cases) say(v, " (%zu of %zu cases)", o->cases, o->of_cases);
    if (t->trials < o->planned)
        say(v, " (%zu of %zu planned trials; the others are in no shard)", t->trials, o->planned);
    if (t->trials < o->recorded) say(v, " (%zu of %zu recorded trials)", t->trials, o->recorded);
}

/* A skipped trial neither passed nor failed: a count that left it out would look complete. */
static void opening(gp_gate_verdict *v, const gp_tally *t, const gp_gate_rule *why)
{
    size_t n = t->passed + t->failed + t->skipped;
    if (!v->passed) clause(v, v->exit_code == 3 ? "No verdict: " : "Gate failed: ", why);
    else if (!t->skipped) say(v, "Gate passed: %zu of %zu trial%s passed", t->passed, n, s(n));
    else say(v, "Gate passed: %zu of %zu trials passed, %zu skipped", t->passed, n, t->skipped);
}

/* A green sentence names what was accepted; a red one the rule that decided, then the other broken rules; both what
 * could not decide. */
static void sentence(gp_gate_verdict *v, const gp_tally *t, const gp_gate_options *o, const gp_gate_rule *why)
{
    size_t further = 0;
    opening(v, t, why);
    scope(v, t, o);
    for (size_t i = 0; i < v->n_rules; i++) {
        const gp_gate_rule *r = &v->rules[i];
        bool obvious = (is(r, "graded") && t->trials) || (t->known == 0 && is(r, "all-passed"));
        if (r == why || (v->passed && obvious)) continue;
        if (r->warned) clause(v, "; warning: ", r);
        else if (v->passed && r->asked) further++;
        else if (r->passed == v->passed) clause(v, "; ", r);
    }
    if (further) say(v, "; %zu further rule%s", further, further == 1 ? " holds" : "s hold");
    if (!v->passed && t->skipped && t->passed + t->failed) say(v, "; %zu of %zu trials skipped", t->skipped, t->trials);
    say(v, ".");
}

/* Something else than "every trial" says what has to pass. */
static bool asked_otherwise(const gp_gate_options *o)
{
    const gp_gate_rules *r = o->rules;
    return !isnan(o->fail_under) || (r && !r->all_pass && (r->n_pass_rates || r->n_must_pass || o->against));
}

void gp_gate_decide(const gp_tally *all, const gp_gate_options *o, gp_gate_verdict *out)
{
    *out = (gp_gate_verdict){.strict = o->strict, .in_ci = o->in_ci};
    const gp_tally t = o->watch ? gp_tally_without(all, &o->watch->exempt) : *all;
    size_t graded = t.passed + t.failed;
    bool every = !asked_otherwise(o) || (o->rules && o->rules->all_pass);
    rule_graded(&t, o, out);
    /* without an answer there is nothing that these rules could say */
    if (graded && every) rule_all_passed(&t, o, out);
    if (graded && !isnan(o->fail_under)) rule_pass_rate(&t, o, out);
    if (graded && o->rules) gp_gate_compare(o, out);
    rule_goldens(&t, o, out);
    if (t.budgets) rule_budgets(&t, out);
    size_t usual = out->n_rules;
    if (graded && o->rules) gp_gate_ask(o, out, &t);
    for (size_t i = usual; i < out->n_rules; i++)
        out->rules[i].asked = !is(&out->rules[i], "quarantine") || !o->watch->exempt.trials;
    rule_errors(&t, o, out);
    const gp_gate_rule *answers = decisive(out, true), *others = decisive(out, false),
                       *why = answers ? answers : others;
    /* nothing graded and nothing broke (all skipped, or no trial): red, but not the fault of the infrastructure */
    bool infrastructure = others && t.errors > 0;
    out->passed = !why;
    out->exit_code = out->passed ? 0 : answers || !infrastructure ? 1 : 3;
    out->rule = why ? why->name : NULL;
    out->see = why ? way(why) : NULL;
    sentence(out, &t, o, why);
}
