/* execute.c - the event loop: keep `jobs` trials in flight, journal each one the moment it ends. */
#include <stdlib.h>

#include "base/sys.h"
#include "run/run_impl.h"

enum { WAIT_MS = 100 };

static bool interrupted(const gp_run_state *r) { return r->o->interrupted && *r->o->interrupted; }

/* --- a trial's beginning and end --- */

gp_code gp_run_make_trial(gp_run_state *r, size_t index, gp_trial **out, gp_err *err)
{
    const gp_plan_trial *p = gp_plan_at(r->plan, index);
    gp_trial *t = gp_alloc(sizeof *t);
    gp_case *c = NULL;
    gp_code code = gp_suite_case(r->suites[p->suite], p->case_index, &t->arena, &c, err);
    if (code) {
        gp_trial_free(t);
        return code;
    }
    t->index = index;
    t->id = gp_plan_id(r->plan, index, &t->arena);
    t->suite = gp_suite_facts(r->suites[p->suite])->name;
    t->source = r->suites[p->suite];
    t->c = c;
    t->repeat = p->repeat;
    t->seed = gp_derive_seed(r->seeds[p->suite], t->suite, c->id, t->repeat);
    *out = t;
    return GP_OK;
}

void gp_run_bury(gp_run_state *r, gp_trial *t)
{
    r->graveyard = gp_grow(r->graveyard, r->n_graves, &r->room_graves, sizeof *r->graveyard);
    r->graveyard[r->n_graves++] = t;
}

void gp_run_free_buried(gp_run_state *r)
{
    for (size_t i = 0; i < r->n_graves; i++) gp_trial_free(r->graveyard[i]);
    r->n_graves = 0;
}

static gp_code write_journal(gp_run_state *r, const gp_trial *trial, const gp_transcript *t, gp_err *err)
{
    gp_buf line = {0};
    gp_transcript_write(t, &line);
    gp_code code = gp_journal_append(r->journal, gp_buf_view(&line), &r->offset[trial->index], err);
    gp_buf_free(&line);
    return code;
}

void gp_run_break(void *user, const gp_err *why)
{
    gp_run_state *r = user;
    if (r->broken) return;
    r->broken = why->code;
    r->broken_why = *why;
}

/* A golden that cannot be read says so at the end. */
bool gp_run_is_known(const gp_run_state *r, size_t trial, gp_arena *a, const gp_case *c, const gp_transcript *t,
                     const gp_grade *g)
{
    size_t target = gp_plan_at(r->plan, trial)->target;
    const gp_manifest_target *m = &r->facts[target];
    gp_golden_outcome o = {0};
    if (g->status != GP_FAILED || c->golden == GP_GOLDEN_NONE) return false;
    const gp_golden_key key = {t->suite, r->names[target], m->weights_sha256, gp_composite_digest(a, m)};
    return !gp_golden_compare(a, gp_run_golden(r), &key, c, t, g, &o, NULL) && o.known;
}

static void tell_trial(gp_run_state *r, gp_trial *trial, const gp_transcript *t)
{
    const gp_run_events *e = &r->o->events;
    gp_grade g = {0};
    if (e->cost && r->budget.spent > 0) e->cost(e->user, r->budget.spent);
    if (!e->trial || gp_grade_transcript(&trial->arena, trial->c, t, &g, NULL)) return;
    if (g.why.n && r->untold) r->untold[trial->index] = true;
    if (g.why.n) return; /* it is told when there is evidence */
    e->trial(e->user, t, &g, gp_run_is_known(r, trial->index, &trial->arena, trial->c, t, &g), r->done,
             gp_plan_count(r->plan));
}

/* gp_trial_done of every target. A cancelled trial did not finish: it is not journalled, so that a resumed run does
 * it. */
static void trial_done(void *user, gp_trial *trial, const gp_transcript *t)
{
    gp_run_state *r = user;
    r->in_flight--;
    /* the case borrows from its file: what was asked is what the digest says only if that is still the same */
    if (!r->broken) r->broken = gp_suite_unchanged(trial->source, &r->broken_why);
    if (t->failure != GP_FAIL_CANCELLED && !r->broken) {
        r->broken = write_journal(r, trial, t, &r->broken_why);
        if (!r->broken) r->done++;
        if (!r->broken) tell_trial(r, trial, t);
    }
    gp_run_bury(r, trial);
}

/* --- the loop --- */

/* The next trial of target t that is not in the journal, or SIZE_MAX. */
static size_t next_of(gp_run_state *r, size_t t)
{
    for (; r->cursor[t] < gp_plan_count(r->plan); r->cursor[t]++)
        if (gp_plan_at(r->plan, r->cursor[t])->target == t && r->offset[r->cursor[t]] == UINT64_MAX)
            return r->cursor[t]++;
    return SIZE_MAX;
}

/* Start one trial of the next target in turn that has room; *started tells. */
static gp_code start_one(gp_run_state *r, bool *started, gp_err *err)
{
    *started = false;
    for (size_t k = 0; k < r->n_targets; k++) {
        size_t t = r->turn++ % r->n_targets;
        if (!gp_target_ready(r->targets[t])) continue;
        size_t index = next_of(r, t);
        if (index == SIZE_MAX) continue;
        gp_trial *trial = NULL;
        gp_code code = gp_run_make_trial(r, index, &trial, err);
        if (code) return code;
        r->in_flight++;
        gp_target_start(r->targets[t], trial);
        *started = true;
        return GP_OK;
    }
    return GP_OK;
}

/* *more: something was started, so more of it may be possible at once. */
static gp_code start_some(gp_run_state *r, bool *more, gp_err *err)
{
    bool started = true;
    gp_code code = GP_OK;
    *more = false;
    while (!code && started && r->in_flight < r->jobs && !r->broken && !interrupted(r)) {
        code = start_one(r, &started, err);
        *more = *more || started;
        if (r->n_graves > r->jobs) gp_run_free_buried(r);
    }
    return code;
}

static void pump(gp_run_state *r)
{
    (void)gp_http_pump(r->http);
    for (size_t t = 0; t < r->n_targets; t++) gp_target_pump(r->targets[t]);
}

gp_code gp_run_execute(gp_run_state *r, gp_err *err)
{
    gp_code code = GP_OK;
    bool more = false;
    while (!code && !r->broken && !interrupted(r)) {
        code = start_some(r, &more, err);
        pump(r);
        gp_run_free_buried(r);
        if (r->done == gp_plan_count(r->plan)) break;
        /* nothing in flight and nothing to start: targets hold back */
        if (r->in_flight || !more) gp_http_wait(r->http, WAIT_MS);
    }
    bool stopped = interrupted(r) && r->done < gp_plan_count(r->plan);
    if (code || r->broken || stopped) gp_pool_cancel(r->pool); /* what is replayed ends at once */
    gp_run_free_buried(r);
    gp_code sync = gp_journal_sync(r->journal, r->broken || code ? NULL : err);
    if (code) return code;
    if (r->broken) return *err = r->broken_why, r->broken;
    if (sync) return sync;
    if (stopped)
        return gp_fail(err, GP_E_CANCELLED, "interrupted: %zu of %zu trials are finished and saved in %s", r->done,
                       gp_plan_count(r->plan), r->dir);
    return GP_OK;
}

void gp_run_bind_done(gp_target_services *env, gp_run_state *r)
{
    env->done = trial_done;
    env->user = r;
    env->notice = r->o->events.notice;
    env->notice_user = r->o->events.user;
    env->tape.broken = gp_run_break;
    env->tape.broken_user = r;
}

gp_code gp_run_tell_dry(gp_run_state *r, gp_err *err)
{
    gp_code code = GP_OK;
    for (size_t i = 0; i < gp_plan_count(r->plan) && r->o->events.dry && !code; i++) {
        gp_trial *t = NULL;
        size_t at = gp_plan_sorted(r->plan)[i];
        code = gp_run_make_trial(r, at, &t, err);
        if (code) return code;
        const char *lacks = gp_target_lacks(&r->specs[gp_plan_at(r->plan, at)->target], t);
        r->o->events.dry(r->o->events.user, t->id, lacks);
        gp_trial_free(t);
    }
    return code;
}
