/* ask.c - trials in another one's name. */
#include "targets/ask.h"

#include <math.h>
#include <stdlib.h>

#include "targets/pool.h"
#include "targets/target_impl.h"

/* --- flights --- */

gp_flight *gp_flight_begin(gp_asker *k, gp_trial *trial)
{
    gp_flight *f = GP_NEW(&trial->arena, gp_flight);
    *f = (gp_flight){.asker = k, .trial = trial, .prev = k->last};
    if (k->last) k->last->next = f;
    else k->first = f;
    k->last = f;
    return f;
}

static void unlink_flight(gp_flight *f)
{
    gp_asker *k = f->asker;
    if (f->next) f->next->prev = f->prev;
    else k->last = f->prev;
    if (f->prev) f->prev->next = f->next;
    else k->first = f->next;
}

/* An answer under the name of who was asked for it. */
static void rename_transcript(const gp_flight *f, gp_transcript *t)
{
    t->id = f->trial->id;
    t->target = f->asker->name;
    t->seed = f->trial->seed;
    t->spent_usd = f->asker->charges ? f->spent_usd : (double)NAN;
}

void gp_flight_end(gp_flight *f, gp_transcript *t)
{
    gp_asker *k = f->asker;
    unlink_flight(f);
    rename_transcript(f, t);
    k->env.done(k->env.user, f->trial, t);
}

void gp_flight_fail(gp_flight *f, gp_transcript *t, gp_failure failure, const char *fmt, ...)
{
    gp_asker *k = f->asker;
    gp_err why = {0};
    va_list ap;
    va_start(ap, fmt);
    gp_vfail(&why, GP_OK, fmt, ap);
    va_end(ap);
    unlink_flight(f);
    if (!t) t = gp_transcript_begin(f->trial, k->name);
    rename_transcript(f, t);
    gp_trial_end(f->trial, &k->env, t, failure, "%s", why.msg);
}

/* --- asking --- */

/* gp_trial_done of the trials that are asked in a flight's name. */
static void inner_done(void *user, gp_trial *inner, const gp_transcript *t)
{
    gp_flight *f = user;
    gp_transcript *copy = GP_NEW(&f->trial->arena, gp_transcript);
    (void)inner;
    *copy = *t;
    if (t->attempts && f->asked->charges) f->spent_usd += t->spent_usd;
    if (t->failure == GP_FAIL_CANCELLED) gp_flight_fail(f, copy, GP_FAIL_CANCELLED, "%.*s", GP_ARG(t->error));
    else f->asker->answered(f, copy);
}

static gp_trial *make_inner(gp_flight *f, const gp_case *c)
{
    gp_trial *outer = f->trial, *t = gp_alloc(sizeof *t);
    *t = (gp_trial){.index = outer->index,
                    .id = outer->id,
                    .suite = outer->suite,
                    .source = outer->source,
                    .c = c,
                    .repeat = outer->repeat,
                    .seed = outer->seed,
                    .done = inner_done,
                    .user = f,
                    .parent = outer,
                    .next = outer->asked};
    outer->asked = t;
    return t;
}

static void start(gp_flight *f)
{
    gp_trial *t = f->waiting;
    f->waiting = NULL;
    gp_target_start(f->asked, t);
}

void gp_ask(gp_flight *f, gp_target *target, const gp_case *c)
{
    if (f->asker->stopped || gp_pool_stopping(f->asker->env.pool)) {
        gp_flight_fail(f, NULL, GP_FAIL_CANCELLED, "the run was stopped");
        return;
    }
    f->waiting = make_inner(f, c);
    f->asked = target;
    if (gp_target_ready(target)) start(f);
}

/* --- operations --- */

bool gp_asker_ready(const void *impl)
{
    const gp_asker *k = impl;
    for (const gp_flight *f = k->first; f; f = f->next)
        if (f->waiting) return false;
    return true;
}

void gp_asker_pump(void *impl)
{
    gp_asker *k = impl;
    for (size_t i = 0; i < k->n_members; i++) gp_target_pump(k->members[i]);
    for (gp_flight *f = k->first, *next; f; f = next) {
        next = f->next; /* starting may end this flight, and none but this */
        if (f->waiting && gp_target_ready(f->asked)) start(f);
    }
}

void gp_asker_cancel(void *impl)
{
    gp_asker *k = impl;
    k->stopped = true;
    for (gp_flight *f = k->first, *next; f; f = next) {
        next = f->next;
        if (f->waiting) gp_flight_fail(f, NULL, GP_FAIL_CANCELLED, "the run was stopped");
    }
    for (size_t i = 0; i < k->n_members; i++) gp_target_cancel(k->members[i]);
}
