/* run.c - the pipeline on one screen. */
#include <stdio.h>
#include <stdlib.h>

#include "run/source.h"

typedef gp_code step(gp_run_state *r, gp_err *err);

/* Whatever is wrong with the input ends here, before anything is opened, asked or written. */
static step *const check[] = {gp_run_read_earlier,   gp_run_choose_environment,
                              gp_run_open_suites,    gp_run_lint_suites,
                              gp_run_choose_targets, gp_run_choose_gate,
                              gp_run_check_record,   gp_run_check_copies,
                              gp_run_make_plan,      gp_run_check_regulated,
                              gp_run_check_declared, gp_run_look_at_goldens,
                              gp_run_look_for_needs, NULL};

/* Targets first: what is wrong with one of them leaves no bundle behind. */
static step *const ready[] = {gp_run_claim_dir,
                              gp_run_open_record,
                              gp_run_open_targets,
                              gp_run_open_judges,
                              gp_run_check_recorded,
                              gp_run_check_budget,
                              gp_run_describe,
                              gp_run_open_journal,
                              gp_run_follow,
                              gp_run_keep_inputs,
                              NULL};

static gp_code each(step *const *s, gp_run_state *r, gp_err *err)
{
    gp_code code = GP_OK;
    while (*s && !code) code = (*s++)(r, err);
    return code;
}

static void tell_plan(gp_run_state *r)
{
    (void)snprintf(r->out->dir, sizeof r->out->dir, "%s", r->dir);
    (void)snprintf(r->out->replay_of, sizeof r->out->replay_of, "%s", r->recorded_dir ? r->recorded_dir : "");
    if (r->o->events.planned)
        r->o->events.planned(r->o->events.user, r->recorded_dir, r->out->trials, r->done, r->out->cases, r->n_targets);
}

static gp_code ask_and_judge(gp_run_state *r, gp_err *err)
{
    gp_code code = each(ready, r, err);
    if (!code) tell_plan(r);
    if (!code && !r->o->judge_again) code = gp_run_execute(r, err);
    if (!code && !r->o->judge_again) code = gp_run_ask_judges(r, err);
    gp_code closed = gp_run_close_record(r, code ? NULL : err);
    if (!code) code = closed;
    if (!code) code = gp_run_obtain(r, err);
    return code ? code : gp_run_finish(r, err);
}

void gp_run_forget(gp_run_state *r)
{
    gp_plan_free(r->plan);
    for (size_t i = 0; r->suites && i < r->n_suites; i++) gp_suite_close(r->suites[i]);
    free(r->offset);
    free(r->earlier);
    free(r->obtained);
    free(r->untold);
    r->plan = NULL;
    r->suites = NULL;
    r->offset = NULL;
    r->earlier = NULL;
    r->obtained = NULL;
    r->untold = NULL;
    r->n_obtained = r->room_obtained = 0;
    r->n_earlier = r->room_earlier = 0;
}

/* Targets first: their threads use the HTTP loop and borrow from the arena. Of a run that ended early, what there is. */
void gp_run_release(gp_run_state *r)
{
    if (r->judge_pool != r->pool) gp_pool_close(r->judge_pool);
    gp_pool_close(r->pool);
    for (size_t i = 0; i < r->n_graves; i++) gp_trial_free(r->graveyard[i]);
    free(r->graveyard);
    (void)!gp_journal_close(r->journal, NULL);
    gp_http_free(r->http);
    if (r->from->close) r->from->close(r);
    gp_topo_close(r->topo);
    gp_run_forget(r);
    free(r->judges);
    gp_side_free(r->then);
    gp_arena_free(&r->arena);
}

gp_code gp_run(const gp_run_options *o, gp_run_outcome *out, gp_err *err)
{
    gp_run_state r = {.o = o, .out = out, .from = &gp_source_live};
    *out = (gp_run_outcome){0};
    gp_code code = each(check, &r, err);
    if (!code) code = o->dry_run ? gp_run_tell_dry(&r, err) : ask_and_judge(&r, err);
    /* A signal reaches the compiler inside an OpenCL driver too, whose files it then removes: what breaks over that was
     * stopped, and is not broken. */
    if (code == GP_E_INFRA && o->interrupted && *o->interrupted)
        code = gp_fail(err, GP_E_CANCELLED, "interrupted while getting ready; nothing was asked since");
    out->done = r.done;
    gp_run_release(&r);
    return code;
}

/* --- of the run, and of the program --- */

const char *gp_run_golden(const gp_run_state *r) { return r->out->golden; }

const char *gp_version(void) { return "0.1.0"; }

const char *gp_build(void)
{
#if defined(__clang__)
    return "clang " __clang_version__;
#else
    return "gcc " __VERSION__;
#endif
}
