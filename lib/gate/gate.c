/* gate.c - the rules, one after the other, and the verdict that they make. */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "gate/gate.h"

void gp_tally_add(gp_tally *t, const gp_grade *g, const gp_golden_outcome *o, const gp_transcript *tr)
{
    t->trials++;
    switch (g->status) {
    case GP_PASSED: t->passed++; break;
    case GP_FAILED: t->failed++; break;
    case GP_ERROR: t->errors++; break;
    case GP_SKIPPED: t->skipped++; break;
    }
    t->golden[o->state]++;
    if (g->status == GP_FAILED && o->known) t->known++;
    bool broke = g->status == GP_ERROR && tr->failure != GP_FAIL_NONE; /* a filter's refusal may have been graded */
    if (broke && (unsigned)tr->failure < GP_FAIL_KINDS) t->failures[tr->failure]++;
    if (g->status != GP_PASSED && g->status != GP_FAILED) return;
    t->score_sum += g->score;
    t->budgets += g->n_measured;
    for (size_t i = 0; i < g->n_measured; i++) {
        t->exceeded += g->measured[i].state == GP_BUDGET_EXCEEDED;
        t->unmeasured += g->measured[i].state == GP_BUDGET_UNKNOWN;
    }
    const gp_reply *last = gp_transcript_last(tr);
    if (last && gp_str_eqc(last->finish, "length")) t->length_cut++;
    if (last && gp_finish_unsure(last->finish, tr->attempts)) t->unsure++;
}

double gp_tally_score_mean(const gp_tally *t)
{
    size_t graded = t->passed + t->failed;
    return graded ? t->score_sum / (double)graded : NAN;
}

double gp_tally_pass_rate(const gp_tally *t)
{
    size_t graded = t->passed + t->failed;
    return graded ? (double)t->passed / (double)graded : NAN;
}

/* Room for the text of the next rule; its verdict is set by the caller. */
static gp_gate_rule *rule(gp_gate_verdict *v, const char *name, bool passed)
{
    gp_gate_rule *r = &v->rules[v->n_rules++];
    r->name = name;
    r->passed = passed;
    return r;
}

static const char *s(size_t n) { return n == 1 ? "" : "s"; }

static void rule_graded(const gp_tally *t, gp_gate_verdict *v)
{
    size_t graded = t->passed + t->failed;
    gp_gate_rule *r = rule(v, "graded", graded > 0);
    int n = snprintf(r->text, sizeof r->text, "%zu of %zu trial%s graded", graded, t->trials, s(t->trials));
    if (graded && t->skipped && n > 0)
        (void)snprintf(r->text + n, sizeof r->text - (size_t)n, ", %zu skipped", t->skipped);
    if (graded) return;
    if (!t->trials) (void)snprintf(r->text, sizeof r->text, "there was no trial");
    else (void)snprintf(r->text, sizeof r->text, "no trial was graded (%zu broke, %zu skipped)", t->errors, t->skipped);
}

static void rule_all_passed(const gp_tally *t, const gp_gate_options *o, gp_gate_verdict *v)
{
    size_t graded = t->passed + t->failed, bad = o->strict ? t->failed : t->failed - t->known;
    gp_gate_rule *r = rule(v, "all-passed", bad == 0);
    int n = bad ? snprintf(r->text, sizeof r->text, "%zu of %zu trial%s failed", bad, graded, s(graded))
                : snprintf(r->text, sizeof r->text, t->known ? "no trial failed unexpectedly" : "no trial failed");
    if (t->known && n > 0 && (size_t)n < sizeof r->text)
        (void)snprintf(r->text + n, sizeof r->text - (size_t)n,
                       o->strict ? " (%zu of them known; --strict counts them)" : " (%zu known failure%s accepted)",
                       t->known, s(t->known));
}

/* Known failures stay failures in the rate: it is a measured quality, not a list of surprises. */
static void rule_pass_rate(const gp_tally *t, const gp_gate_options *o, gp_gate_verdict *v)
{
    double rate = gp_tally_pass_rate(t);
    size_t graded = t->passed + t->failed;
    gp_gate_rule *r = rule(v, "pass-rate", rate >= o->fail_under - 1e-12); /* NaN: false */
    if (!graded) (void)snprintf(r->text, sizeof r->text, "no pass rate: nothing was graded");
    else
        (void)snprintf(r->text, sizeof r->text, "pass rate %.4g (%zu of %zu), at least %.4g wanted", rate, t->passed,
                       graded, o->fail_under);
}

static void part(char *text, size_t size, size_t n, const char *one, const char *many)
{
    size_t used = strlen(text);
    if (n) (void)snprintf(text + used, size - used, "%s%zu %s", used ? ", " : "", n, n == 1 ? one : many);
}

static void rule_goldens(const gp_tally *t, const gp_gate_options *o, gp_gate_verdict *v)
{
    size_t differs = t->golden[GP_GOLDEN_STATE_DIFFERS], stale = t->golden[GP_GOLDEN_STATE_STALE];
    size_t missing = t->golden[GP_GOLDEN_STATE_MISSING], match = t->golden[GP_GOLDEN_STATE_MATCH];
    gp_gate_rule *r = rule(v, "goldens", differs == 0 && stale == 0 && (missing == 0 || !o->in_ci));
    const char *unaccepted = o->in_ci ? "missing" : "missing (not accepted yet; fails only in CI)";
    r->text[0] = 0;
    part(r->text, sizeof r->text, differs, "differs", "differ");
    part(r->text, sizeof r->text, stale, "stale", "stale");
    part(r->text, sizeof r->text, missing, unaccepted, unaccepted);
    part(r->text, sizeof r->text, match, "matches", "match");
    if (!r->text[0]) (void)snprintf(r->text, sizeof r->text, "no case has one");
    part(r->text, sizeof r->text, o->unused_goldens, "unused", "unused");
}

/* What nobody measured is not met: an unknown value must not look like a good one. */
static void rule_budgets(const gp_tally *t, gp_gate_verdict *v)
{
    size_t bad = t->exceeded + t->unmeasured;
    gp_gate_rule *r = rule(v, "budgets", bad == 0);
    int n = snprintf(r->text, sizeof r->text, "%zu of %zu budget%s %s", bad ? bad : t->budgets, t->budgets,
                     s(t->budgets), bad ? "not met" : "met");
    if (t->unmeasured && n > 0)
        (void)snprintf(r->text + n, sizeof r->text - (size_t)n, ", %zu of them not measured", t->unmeasured);
}

static void rule_errors(const gp_tally *t, const gp_gate_options *o, gp_gate_verdict *v)
{
    gp_gate_rule *r = rule(v, "errors", t->errors <= o->max_errors);
    if (!t->errors) (void)snprintf(r->text, sizeof r->text, "no trial broke");
    else
        (void)snprintf(r->text, sizeof r->text, "%zu of %zu trial%s broke, %zu allowed", t->errors, t->trials,
                       s(t->trials), o->max_errors);
}

/* Which rule decides: failed answers before broken trials, because they are a verdict and the others are none. */
static const gp_gate_rule *decisive(const gp_gate_verdict *v, bool answers)
{
    for (size_t i = 0; i < v->n_rules; i++) {
        const gp_gate_rule *r = &v->rules[i];
        bool about_answers = strcmp(r->name, "errors") != 0 && strcmp(r->name, "graded") != 0;
        if (!r->passed && about_answers == answers) return r;
    }
    return NULL;
}

static void clause(char *out, size_t size, const char *link, const gp_gate_rule *r)
{
    size_t used = strlen(out);
    (void)snprintf(out + used, size - used, "%s%s%s", link, strcmp(r->name, "goldens") == 0 ? "goldens: " : "",
                   r->text);
}

/* " (2 of 10 cases)" where cases were left out, " (2 of 4 recorded trials)" of a run that is played in part. */
static void scope(char *out, size_t size, const gp_tally *t, const gp_gate_options *o)
{
    size_t used = strlen(out);
    if (o->cases < o->of_cases) (void)snprintf(out + used, size - used, " (%zu of %zu cases)", o->cases, o->of_cases);
    used = strlen(out);
    if (t->trials < o->recorded)
        (void)snprintf(out + used, size - used, " (%zu of %zu recorded trials)", t->trials, o->recorded);
}

/* A skipped trial neither passed nor failed: a count that left it out would look complete. */
static void opening(gp_gate_verdict *v, const gp_tally *t, const gp_gate_rule *why)
{
    char *out = v->sentence;
    size_t size = sizeof v->sentence, n = t->passed + t->failed + t->skipped;
    if (!v->passed) clause(out, size, v->exit_code == 3 ? "No verdict: " : "Gate failed: ", why);
    else if (!t->skipped) (void)snprintf(out, size, "Gate passed: %zu of %zu trial%s passed", t->passed, n, s(n));
    else (void)snprintf(out, size, "Gate passed: %zu of %zu trials passed, %zu skipped", t->passed, n, t->skipped);
}

/* A green sentence names what was accepted; a red one the rule that decided, then the other broken rules. */
static void sentence(gp_gate_verdict *v, const gp_tally *t, const gp_gate_options *o, const gp_gate_rule *why)
{
    char *out = v->sentence;
    size_t size = sizeof v->sentence;
    opening(v, t, why);
    scope(out, size, t, o);
    for (size_t i = 0; i < v->n_rules; i++) {
        const gp_gate_rule *r = &v->rules[i];
        bool obvious = strcmp(r->name, "graded") == 0 || (t->known == 0 && strcmp(r->name, "all-passed") == 0);
        if (r != why && r->passed == v->passed && !(v->passed && obvious)) clause(out, size, "; ", r);
    }
    size_t used = strlen(out);
    if (!v->passed && t->skipped && t->passed + t->failed)
        (void)snprintf(out + used, size - used, "; %zu of %zu trials skipped", t->skipped, t->trials);
    (void)strncat(out, ".", size - strlen(out) - 1);
}

void gp_gate_decide(const gp_tally *t, const gp_gate_options *o, gp_gate_verdict *out)
{
    gp_gate_verdict v = {.strict = o->strict, .in_ci = o->in_ci};
    size_t graded = t->passed + t->failed;
    rule_graded(t, &v);
    /* without an answer there is nothing that these rules could say */
    if (graded && isnan(o->fail_under)) rule_all_passed(t, o, &v);
    if (graded && !isnan(o->fail_under)) rule_pass_rate(t, o, &v);
    rule_goldens(t, o, &v);
    if (t->budgets) rule_budgets(t, &v);
    rule_errors(t, o, &v);
    const gp_gate_rule *answers = decisive(&v, true), *others = decisive(&v, false);
    /* nothing graded and nothing broke (all skipped, or no trial): red, but not the fault of the infrastructure */
    bool infrastructure = others && t->errors > 0;
    v.passed = !answers && !others;
    v.exit_code = v.passed ? 0 : answers || !infrastructure ? 1 : 3;
    sentence(&v, t, o, answers ? answers : others);
    *out = v;
}
