/* open.c - from the plan to targets that can be asked: the bundle's folder, targets and their pins, the journal. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/sys.h"
#include "run/source.h"

gp_code gp_run_claim_dir(gp_run_state *r, gp_err *err)
{
    r->dir = r->o->resume ? r->o->resume : r->o->output;
    if (r->dir) return gp_bundle_claim(r->dir, r->o->resume != NULL, err);
    r->dir = gp_bundle_fresh(&r->arena, gp_suite_facts(r->suites[0])->name, gp_now_epoch());
    return GP_OK;
}

/* --- targets --- */

static gp_code check_pins(gp_run_state *r, size_t i, gp_err *err)
{
    gp_code code = GP_OK;
    for (size_t k = 0; k < r->n_suites && !code; k++) {
        const gp_suite_info *s = gp_suite_facts(r->suites[k]);
        code = gp_check_pins(&s->pins, s->file, &r->facts[i], r->seeds[k], err);
        if (!code) code = gp_check_pins(&r->specs[i].pins, "the targets file", &r->facts[i], r->seeds[k], err);
    }
    return code;
}

/* A trial that asks a remote target takes a few descriptors while the server's name is looked up and one then; as many
 * connections may wait to be used again. Where that is more than the process may have, fewer trials are in flight, as a
 * smaller --jobs would have it: a server must not be blamed for connections that could not begin here. */
static gp_code fit_jobs(gp_run_state *r, gp_http_options *h, gp_err *err)
{
    enum { OF_OURS = 32, EACH = 5, LEAST = 6 };
    bool remote = r->from->live && gp_run_count_remote(r);
    size_t room = gp_descriptors(OF_OURS + (remote ? r->jobs * EACH : 0)), fit = 1;
    if (!remote) return GP_OK;
    if (room < LEAST)
        return gp_fail(
            err, GP_E_INFRA,
            "only %zu more files can be opened at once (ulimit -n), and one connection to a remote target takes up to %d",
            room, LEAST);
    if (room > OF_OURS + EACH) fit = (room - OF_OURS) / EACH;
    if (fit < r->jobs) {
        gp_str what = gp_str_fmt(&r->arena, "%zu trials are in flight and not %zu,", fit, r->jobs);
        gp_str why = gp_str_fmt(&r->arena, "because no more than %zu files and connections can be open (ulimit -n)",
                                room);
        if (r->o->events.notice) r->o->events.notice(r->o->events.user, GP_STR("--jobs"), what, why);
        r->jobs_wanted = r->jobs;
        r->jobs = fit;
    }
    h->max_idle = r->jobs < 256 ? (unsigned)r->jobs : 256;
    return GP_OK;
}

/* What computes here computes again, even out of a recording. */
static bool is_replayed(const gp_run_state *r, size_t i)
{
    return !r->from->live && (!r->from->asks || !gp_str_eqc(r->specs[i].provider, "local"));
}

gp_code gp_run_open_targets(gp_run_state *r, gp_err *err)
{
    gp_http_options h = {0};
    gp_code code = fit_jobs(r, &h, err);
    if (!code) code = gp_topo_open(NULL, &r->topo, err);
    if (!code) code = gp_http_trust(&h, err);
    if (!code) code = gp_http_new(&h, &r->http, err);
    r->env = (gp_target_services){
        .http = r->http,
        .wish = &r->o->wish,
        .topo = r->topo,
        .secret = r->o->secret,
        .secret_user = r->o->secret_user,
        .prices = &r->prices,
        .budget = &r->budget,
        .environment = r->environment,
        .tape = {.http = r->http, .recorder = r->recorder, .recording = r->recording, .handed_out = &r->handed_out}};
    gp_run_bind_done(&r->env, r);
    r->pool = gp_pool_new(&r->env);
    for (size_t i = 0; i < r->n_targets && !code; i++) {
        code = r->from->open(r, i, err);
        if (!code) code = check_pins(r, i, err);
        if (!code && r->o->events.opened) r->o->events.opened(r->o->events.user, &r->facts[i], is_replayed(r, i));
    }
    return code;
}

/* Every planned trial must be recorded: a replay never asks a live target, and it says so before it begins. */
gp_code gp_run_check_recorded(gp_run_state *r, gp_err *err)
{
    gp_code code = GP_OK;
    for (size_t i = 0; r->from->has && !code && i < gp_plan_count(r->plan); i++) {
        gp_trial *t = NULL;
        code = gp_run_make_trial(r, i, &t, err);
        if (!code) code = r->from->has(r, gp_plan_at(r->plan, i)->target, t, err);
        gp_trial_free(t);
    }
    return code;
}

/* --- journal --- */

static void add_earlier(gp_run_state *r, size_t trial, uint64_t offset)
{
    r->earlier = gp_grow(r->earlier, r->n_earlier, &r->room_earlier, sizeof *r->earlier);
    r->earlier[r->n_earlier++] = (gp_superseded){trial, offset};
}

static int by_trial(const void *x, const void *y)
{
    const gp_superseded *a = x, *b = y;
    if (a->trial != b->trial) return a->trial < b->trial ? -1 : 1;
    return (a->offset > b->offset) - (a->offset < b->offset);
}

/* Is this trial of the plan, and still what it was? */
static gp_code check_line(gp_run_state *r, const gp_transcript *t, size_t i, gp_arena *a, gp_err *err)
{
    if (i == SIZE_MAX)
        return gp_fail(err, GP_E_INPUT, "trial %.*s of the interrupted run is not part of this run", GP_ARG(t->id));
    gp_case *c = NULL;
    const gp_plan_trial *p = gp_plan_at(r->plan, i);
    gp_code code = gp_suite_case(r->suites[p->suite], p->case_index, a, &c, err);
    if (!code && !gp_str_eqc(t->case_digest, c->digest))
        code = gp_fail(err, GP_E_INPUT, "case %.*s changed since the run was interrupted; start a new run",
                       GP_ARG(t->case_id));
    return code;
}

/* The last line of a trial is its verdict; one that is to be asked again has none yet. What an earlier line spent is
 * spent. */
static gp_code take_line(gp_run_state *r, const gp_transcript *t, size_t i, uint64_t offset, gp_err *err)
{
    bool unsent = r->o->resume && t->failure == GP_FAIL_BUDGET && !t->attempts; /* there may be money now */
    bool again = unsent || (r->o->retry_errors && gp_failure_may_pass(t->failure));
    if (again && r->o->record && t->failure == GP_FAIL_AUTH && !t->attempts)
        return gp_fail(
            err, GP_E_USAGE,
            "--retry-errors: trial %.*s was not sent after an authentication error, which its recording says too and which "
            "a replay could not tell from what is asked now; record a new run",
            GP_ARG(t->id));
    if (r->offset[i] != UINT64_MAX) {
        add_earlier(r, i, r->offset[i]);
        r->done--;
    }
    if (!again) r->done++;
    else if (!unsent) add_earlier(r, i, offset);
    r->offset[i] = again ? UINT64_MAX : offset;
    if (r->unsent) r->unsent[i] = unsent ? offset : UINT64_MAX;
    return unsent ? GP_OK : gp_run_count_spent(r, i, t, err);
}

static gp_code note_finished(void *user, uint64_t offset, gp_str line, gp_err *err)
{
    gp_run_state *r = user;
    gp_arena a = {0};
    gp_transcript t;
    const char *path = gp_path_join(&a, r->dir, GP_FILE_JOURNAL);
    gp_code code = gp_transcript_read(&a, path, line, (size_t)offset, &t, err);
    size_t i = code ? SIZE_MAX : gp_plan_find(r->plan, t.id);
    if (!code) code = check_line(r, &t, i, &a, err);
    if (!code) code = take_line(r, &t, i, offset, err);
    gp_arena_free(&a);
    return code;
}

static gp_code note_spent(void *user, uint64_t offset, gp_str line, gp_err *err)
{
    gp_run_state *r = user;
    gp_arena a = {0};
    gp_evidence e;
    (void)offset, (void)err;
    bool read = !gp_evidence_read(&a, GP_FILE_EVIDENCE, line, 1, &e,
                                  NULL); /* gp_kept_open tells of one that is damaged */
    if (read && !isnan(e.spent_usd)) gp_budget_add(&r->budget, e.spent_usd);
    gp_arena_free(&a);
    return GP_OK;
}

/* What judges cost before the run was interrupted is spent, too. */
static gp_code count_judges(gp_run_state *r, gp_err *err)
{
    const char *path = gp_path_join(&r->arena, r->dir, GP_FILE_EVIDENCE);
    gp_entry what = GP_NOTHING;
    gp_code code = gp_look(path, &what, err);
    return code || what != GP_FILE ? code : gp_journal_scan(path, note_spent, r, err);
}

gp_code gp_run_open_journal(gp_run_state *r, gp_err *err)
{
    const char *path = gp_path_join(&r->arena, r->dir, GP_FILE_JOURNAL);
    size_t n = gp_plan_count(r->plan);
    r->offset = malloc((n + 1) * sizeof *r->offset);
    if (!r->offset) return gp_fail_memory(err, "the trials of the run", (n + 1) * sizeof *r->offset);
    for (size_t i = 0; i < n; i++) r->offset[i] = UINT64_MAX;
    r->unsent = r->o->judge_again ? GP_NEW_ARRAY(&r->arena, uint64_t, n) : NULL;
    for (size_t i = 0; i < n && r->unsent; i++) r->unsent[i] = UINT64_MAX;
    char origin[GP_SHA256_HEX];
    gp_manifest_origin(r->resumed ? &r->before : &r->manifest, origin);
    gp_code code = gp_journal_open(path, origin, &r->journal, err);
    if (!code && r->resumed) code = gp_journal_scan(path, note_finished, r, err);
    if (!code && r->resumed) code = count_judges(r, err);
    for (size_t i = 0; i < n && !code && r->unsent; i++) { /* nobody is asked: what was never sent stays so */
        if (r->offset[i] == UINT64_MAX && r->unsent[i] != UINT64_MAX) r->offset[i] = r->unsent[i], r->done++;
        if (r->offset[i] == UINT64_MAX)
            code = gp_fail(err, GP_E_INPUT, "%s has no line of trial %.*s", GP_FILE_JOURNAL,
                           GP_ARG(gp_plan_id(r->plan, i, &r->arena)));
    }
    if (r->n_earlier) qsort(r->earlier, r->n_earlier, sizeof *r->earlier, by_trial);
    return code;
}
