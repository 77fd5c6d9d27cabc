#include <stdlib.h>
#include <string.h>

#include "run/run_impl.h"

const char *gp_version(void)
{
    return "0.1.0";
}

const char *gp_build(void)
{
#if defined(__clang__)
    return "clang " __clang_version__;
#else
    return "gcc " __VERSION__;
#endif
}

void gp_run_forget(gp_run_state *r)
{
    gp_plan_free(r->plan);
    for (size_t i = 0; r->suites && i < r->n_suites; i++) gp_suite_close(r->suites[i]);
    free(r->offset);
    r->plan = NULL;
    r->suites = NULL;
    r->offset = NULL;
}

/* Targets first: their threads use the HTTP loop and borrow from the arena. */
static void release(gp_run_state *r)
{
    for (size_t i = 0; r->replay && r->targets && i < r->n_targets; i++) gp_target_close(r->targets[i]);
    gp_pool_close(r->pool);
    for (size_t i = 0; i < r->n_graves; i++) gp_trial_free(r->graveyard[i]);
    free(r->graveyard);
    (void)!gp_journal_close(r->journal, NULL);
    gp_http_free(r->http);
    gp_replay_close(r->replay);
    gp_recording_close(r->recording);
    gp_occurrences_free(&r->handed_out);
    gp_topo_close(r->topo);
    gp_run_forget(r);
    gp_arena_free(&r->arena);
}

gp_code gp_run(const gp_run_options *o, gp_run_outcome *out, gp_err *err)
{
    gp_run_state r = {.o = o, .out = out};
    *out = (gp_run_outcome){0};
    gp_code code = gp_run_prepare(&r, err);
    if (!code && !o->dry_run) {
        code = gp_run_open(&r, err);
        if (!code) code = gp_run_execute(&r, err);
        gp_code closed = gp_run_record_close(&r, code ? NULL : err);
        if (!code) code = closed;
        if (!code) code = gp_run_finish(&r, err);
    }
    out->done = r.done;
    release(&r);
    return code;
}
