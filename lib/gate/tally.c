/* tally.c - trials counted, and what single rules ask of them. */
#include <math.h>
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

static void take_out(size_t *from, const size_t *what, size_t n)
{
    for (size_t i = 0; i < n; i++) from[i] -= what[i];
}

gp_tally gp_tally_without(const gp_tally *t, const gp_tally *part)
{
    gp_tally r = *t;
    r.trials -= part->trials;
    r.passed -= part->passed;
    r.failed -= part->failed;
    r.errors -= part->errors;
    r.skipped -= part->skipped;
    r.known -= part->known;
    take_out(r.golden, part->golden, sizeof r.golden / sizeof *r.golden);
    take_out(r.failures, part->failures, GP_FAIL_KINDS);
    r.length_cut -= part->length_cut;
    r.unsure -= part->unsure;
    r.score_sum -= part->score_sum;
    r.budgets -= part->budgets;
    r.exceeded -= part->exceeded;
    r.unmeasured -= part->unmeasured;
    return r;
}

/* --- what rules watch for --- */

gp_gate_watch gp_gate_watch_begin(gp_arena *a, const gp_gate_rules *rules, int64_t epoch)
{
    return (gp_gate_watch){
        .arena = a, .rules = rules, .epoch = epoch, .must = GP_NEW_ARRAY(a, gp_gate_must, rules->n_must_pass)};
}

static void watch_rates(gp_gate_watch *w, const gp_gate_trial *t, bool graded, bool passed)
{
    for (size_t i = 0; graded && i < w->rules->n_pass_rates; i++) {
        const gp_gate_rate *r = &w->rules->pass_rates[i];
        if (r->category.n && !gp_str_eq(r->category, t->category)) continue;
        if (r->target.n && !gp_str_eq(r->target, t->target)) continue;
        w->rates[i].graded++;
        w->rates[i].passed += passed;
    }
}

static gp_str case_of(gp_arena *a, const gp_gate_trial *t)
{
    return gp_str_fmt(a, "%.*s/%.*s", GP_ARG(t->suite), GP_ARG(t->case_id));
}

static void watch_names(gp_gate_watch *w, const gp_gate_trial *t, bool passed)
{
    for (size_t i = 0; i < w->rules->n_must_pass; i++) {
        gp_gate_must *m = &w->must[i];
        if (!gp_gate_fits(w->rules->must_pass[i], t->suite, t->case_id, t->id)) continue;
        m->trials++;
        if (!passed && !m->bad++) m->first = case_of(w->arena, t);
    }
}

bool gp_gate_watch_add(gp_gate_watch *w, const gp_gate_trial *t)
{
    bool passed = t->grade->status == GP_PASSED, graded = passed || t->grade->status == GP_FAILED, ended = false;
    const gp_gate_exempt *e = gp_gate_exempted(w->rules, t->suite, t->case_id, t->id, w->epoch, &ended);
    if (e && !ended) {
        gp_tally_add(&w->exempt, t->grade, t->golden, t->transcript);
        return true;
    }
    if (ended && !passed && t->grade->status != GP_SKIPPED && !w->ended++) {
        w->ended_first = case_of(w->arena, t);
        w->ended_by = e;
    }
    watch_rates(w, t, graded, passed);
    watch_names(w, t, passed);
    return false;
}
