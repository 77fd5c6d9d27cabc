/* remote_trials.c - trials of remote targets: played again out of the recording that was made of them, which must give the same
 * replies; or asked again live, where only rates can be compared. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/sha256.h"
#include "base/sys.h"
#include "stats/compare.h"
#include "verify/verify_impl.h"

#define RECORDING "recording="

gp_code gp_verify_remote_check(const char *how, gp_err *err)
{
    bool recording = strncmp(how, RECORDING, strlen(RECORDING)) == 0 && how[strlen(RECORDING)];
    if (recording || strcmp(how, "ask") == 0) return GP_OK;
    return gp_fail(err, GP_E_USAGE, "--remote is recording=DIR or ask, not %s", how);
}

static bool is_remote(const gp_manifest_target *m)
{
    return !gp_verify_is_local(m) && !gp_str_eqc(m->provider, "local") && !m->n_members && !m->imported;
}

/* The run's own suites, filters and repeats. */
static void begin(gp_verifying *v, const char *to, gp_run_options *o)
{
    *o = gp_verify_run(v);
    o->suites = gp_verify_suites(v);
    o->n_suites = v->manifest.n_suites;
    o->golden = gp_path_join(v->a, v->o->bundle, GP_FOLDER_GOLDENS);
    o->output = to;
    o->repeat = v->manifest.repeat;
    o->seed = v->manifest.seed;
    gp_verify_filters(v, o);
}

/* --- against a recording --- */

static bool same_reply(const gp_reply *x, const gp_reply *y)
{
    return gp_str_eq(x->answer, y->answer) && gp_str_eq(x->reasoning, y->reasoning) &&
           gp_str_eq(x->tool_calls, y->tool_calls) && gp_str_eq(x->finish, y->finish) &&
           x->input_tokens == y->input_tokens && x->output_tokens == y->output_tokens;
}

/* Which reply is another, from 1; 0: the transcripts are alike. */
static size_t other_reply(const gp_transcript *x, const gp_transcript *y)
{
    for (size_t i = 0; i < x->n_replies && i < y->n_replies; i++)
        if (!same_reply(&x->replies[i], &y->replies[i])) return i + 1;
    bool alike = x->n_replies == y->n_replies && x->failure == y->failure;
    return alike ? 0 : (x->n_replies < y->n_replies ? x->n_replies : y->n_replies) + 1;
}

typedef struct played {
    gp_verifying *v;
    gp_verify_journal then, now;
    size_t same, other;
} played;

static gp_code compare_trial(played *p, size_t i, gp_err *err)
{
    gp_verifying *v = p->v;
    gp_arena a = {0};
    gp_transcript x, y;
    size_t k = gp_verify_journal_find(&p->then, p->now.list[i].id);
    if (k == SIZE_MAX) return GP_OK; /* a line was taken out, which the chain tells */
    gp_code code = gp_verify_journal_read(&p->then, k, &a, &x, err);
    if (!code) code = gp_verify_journal_read(&p->now, i, &a, &y, err);
    size_t reply = code ? 0 : other_reply(&x, &y);
    if (reply)
        gp_verify_differs(v, GP_CHECK_REMOTE, GP_FILE_JOURNAL, p->then.list[k].line, gp_str_dup(v->a, x.id),
                          gp_str_fmt(v->a, "reply %zu is not what the recording gives", reply));
    p->other += reply != 0;
    p->same += !code && !reply;
    gp_arena_free(&a);
    return code;
}

static gp_code play(gp_verifying *v, const char *recording, gp_err *err)
{
    const char *to = gp_path_join(v->a, v->scratch, "played");
    gp_run_options o;
    gp_run_outcome out;
    gp_err why = {0};
    played p = {.v = v};
    gp_entry what = GP_NOTHING;
    gp_code code = gp_look(gp_path_join(v->a, recording, GP_FILE_EXCHANGES), &what, err);
    if (!code && what != GP_FILE)
        code = gp_fail(err, GP_E_INPUT, "%s is no recording: it has no " GP_FILE_EXCHANGES, recording);
    if (code) return code;
    begin(v, to, &o);
    o.replay = recording;
    code = gp_run(&o, &out, &why);
    if (code == GP_E_INPUT) {
        gp_verify_differs(v, GP_CHECK_REMOTE, GP_FILE_JOURNAL, 0, (gp_str){0}, gp_str_dup(v->a, gp_str_c(why.msg)));
        gp_verify_said(v, GP_CHECK_REMOTE, GP_STR("the recording is not of this run"));
        return GP_OK;
    }
    if (code) return *err = why, code;
    code = gp_verify_journal_open(v->a, v->o->bundle, &p.then, err);
    if (!code) code = gp_verify_journal_open(v->a, to, &p.now, err);
    for (size_t i = 0; i < p.now.n && !code; i++) code = compare_trial(&p, i, err);
    gp_verify_journal_close(&p.then);
    gp_verify_journal_close(&p.now);
    if (!code)
        gp_verify_said(v, GP_CHECK_REMOTE,
                       gp_str_fmt(v->a, "%zu of %zu trials are what the recording gives", p.same, p.same + p.other));
    return code;
}

/* --- asked again --- */

typedef struct cell { /* a case of a target, then and now */
    gp_str target, suite, id;
    uint64_t cluster;
    size_t graded[2], passed[2];
    char answers[2][GP_SHA256_HEX]; /* over those of its repeats so far */
} cell;

typedef struct cells {
    gp_arena *a;
    cell *list;
    size_t n, room;
    size_t at; /* of the one that was asked for last: both runs have their trials in the same order */
    int side;  /* 0: then, 1: now */
} cells;

/* NULL: a case that the run of then did not have. */
static cell *cell_of(cells *c, const gp_result *t)
{
    for (size_t k = 0; k < c->n; k++) {
        size_t i = (c->at + k) % c->n;
        cell *x = &c->list[i];
        if (!gp_str_eq(x->id, t->case_id) || !gp_str_eq(x->target, t->target) || !gp_str_eq(x->suite, t->suite)) {
            if (c->side == 0 && k) break; /* repeats of a case by one target come together */
            continue;
        }
        c->at = i;
        return x;
    }
    if (c->side) return NULL;
    c->at = c->n;
    c->list = gp_grow(c->list, c->n, &c->room, sizeof *c->list);
    cell *x = &c->list[c->n++];
    *x = (cell){.target = gp_str_dup(c->a, t->target),
                .suite = gp_str_dup(c->a, t->suite),
                .id = gp_str_dup(c->a, t->case_id),
                .cluster = gp_cluster_id(t->suite, t->case_id, t->cluster)};
    return x;
}

static gp_code gather(void *user, const gp_result *t, gp_err *err)
{
    cells *c = user;
    cell *x = cell_of(c, t);
    int s = c->side;
    gp_buf b = {0};
    (void)err;
    if (!x) return GP_OK;
    gp_buf_fmt(&b, "%s %zu ", x->answers[s], t->answer.n);
    gp_buf_str(&b, t->answer);
    gp_sha256_hex_of(gp_buf_view(&b), x->answers[s]);
    gp_buf_free(&b);
    if (isnan(t->score)) return GP_OK;
    x->graded[s]++;
    x->passed[s] += t->status == GP_PASSED;
    return GP_OK;
}

/* One target: now (a) against then (b). */
static gp_remote_pair compare_target(const cells *c, gp_str target)
{
    gp_remote_pair p = {.target = target};
    double *share[2] = {gp_alloc_array(c->n + 1, sizeof(double)), gp_alloc_array(c->n + 1, sizeof(double))};
    bool *pass[2] = {gp_alloc_array(c->n + 1, sizeof(bool)), gp_alloc_array(c->n + 1, sizeof(bool))};
    uint64_t *cluster = gp_alloc_array(c->n + 1, sizeof *cluster);
    for (size_t i = 0; i < c->n; i++) {
        const cell *x = &c->list[i];
        if (!gp_str_eq(x->target, target) || !x->graded[0] || !x->graded[1]) continue;
        for (int s = 0; s < 2; s++) {
            share[s][p.cases] = (double)x->passed[s] / (double)x->graded[s];
            pass[s][p.cases] = x->passed[s] == x->graded[s];
        }
        p.passed_then += pass[0][p.cases];
        p.passed_now += pass[1][p.cases];
        p.same_answers += strcmp(x->answers[0], x->answers[1]) == 0;
        cluster[p.cases++] = x->cluster;
    }
    gp_paired d = gp_compare(&(gp_pairs){share[1], share[0], pass[1], pass[0], cluster, p.cases, 0});
    p.difference = d.mean_difference, p.low = d.ci95.lo, p.high = d.ci95.hi, p.p = p.cases ? d.p : (double)NAN;
    p.finding = p.cases && p.same_answers == p.cases ? GP_EQUAL : d.finding;
    for (int s = 0; s < 2; s++) free(share[s]), free(pass[s]);
    free(cluster);
    return p;
}

static gp_code compare_rates(gp_verifying *v, const char *again, const gp_str *targets, size_t n, gp_err *err)
{
    cells c = {.a = v->a};
    gp_results *now = NULL;
    gp_remote_pair *list = GP_NEW_ARRAY(v->a, gp_remote_pair, n);
    gp_code code = gp_results_each(v->results, gather, &c, err);
    if (!code) code = gp_results_open(again, &now, err);
    c.side = 1;
    if (!code) code = gp_results_each(now, gather, &c, err);
    double *p = gp_alloc_array(n + 1, sizeof *p);
    for (size_t i = 0; i < n && !code; i++) list[i] = compare_target(&c, targets[i]), p[i] = list[i].p;
    if (!code) gp_holm(p, n);
    for (size_t i = 0; i < n && !code; i++) {
        bool certain = list[i].finding == GP_EQUAL || p[i] < 0.05;
        list[i].p = p[i];
        if (!certain) list[i].finding = GP_INCONCLUSIVE;
    }
    v->out->remote = list;
    v->out->n_remote = code ? 0 : n;
    free(p);
    free(c.list);
    gp_results_close(now);
    return code;
}

static void sum_up(gp_verifying *v)
{
    gp_buf b = {0};
    size_t cases = 0;
    for (size_t i = 0; i < v->out->n_remote; i++) cases += v->out->remote[i].cases;
    if (!cases) {
        gp_verify_not_made(v, GP_CHECK_REMOTE,
                           GP_STR("asked again, no case got an answer that could be judged both times"));
        return;
    }
    for (size_t i = 0; i < v->out->n_remote; i++) {
        const gp_remote_pair *p = &v->out->remote[i];
        bool other = p->finding == GP_WORSE || p->finding == GP_BETTER;
        gp_buf_fmt(&b, "%s%.*s: %zu of %zu cases passed then, %zu now, %zu with the same answers: %s", i ? "; " : "",
                   GP_ARG(p->target), p->passed_then, p->cases, p->passed_now, p->same_answers,
                   gp_verdict_names[p->finding]);
        if (other)
            gp_verify_differs(v, GP_CHECK_REMOTE, GP_FILE_RESULTS, 0, (gp_str){0},
                              gp_str_fmt(v->a, "%.*s is %s than it was (p = %.3g)", GP_ARG(p->target),
                                         gp_verdict_names[p->finding], p->p));
    }
    gp_verify_said(v, GP_CHECK_REMOTE, gp_str_dup(v->a, gp_buf_view(&b)));
    gp_buf_free(&b);
}

/* *asked: they were, and the run is in `to`. */
static gp_code ask(gp_verifying *v, const gp_str *targets, size_t n, const char *to, bool *asked, gp_err *err)
{
    const char *config = gp_path_join(v->a, v->o->bundle, GP_FILE_TARGETS);
    gp_run_options o;
    gp_run_outcome out;
    gp_err why = {0};
    gp_entry what = GP_NOTHING;
    gp_code code = gp_look(config, &what, err);
    if (code) return code;
    begin(v, to, &o);
    o.targets = targets;
    o.n_targets = n;
    o.config = what == GP_FILE ? config : NULL;
    code = gp_run(&o, &out, &why);
    if (code == GP_E_CANCELLED || code == GP_E_IO || code == GP_E_NOMEM) return *err = why, code;
    *asked = !code;
    if (code)
        gp_verify_not_made(v, GP_CHECK_REMOTE, gp_str_fmt(v->a, "the trials could not be asked again: %s", why.msg));
    return GP_OK;
}

gp_code gp_verify_remote(gp_verifying *v, gp_err *err)
{
    const char *how = v->o->remote;
    gp_str *names = GP_NEW_ARRAY(v->a, gp_str, v->manifest.n_targets + 1),
           *specs = GP_NEW_ARRAY(v->a, gp_str, v->manifest.n_targets + 1);
    size_t n = 0;
    if (!how) return gp_verify_not_made(v, GP_CHECK_REMOTE, GP_STR("not asked for")), GP_OK;
    for (size_t i = 0; i < v->manifest.n_targets; i++) {
        const gp_manifest_target *m = &v->manifest.targets[i];
        if (!is_remote(m)) continue;
        names[n] = m->name;
        specs[n++] = m->spec.n ? m->spec : m->name;
    }
    if (!n) return gp_verify_not_made(v, GP_CHECK_REMOTE, GP_STR("no target of the run is remote")), GP_OK;
    if (v->out->checks[GP_CHECK_INPUTS].state == GP_CHECK_NOT_MADE)
        return gp_verify_not_made(v, GP_CHECK_REMOTE, GP_STR("the bundle does not hold its suites")), GP_OK;
    if (strcmp(how, "ask") != 0) return play(v, how + strlen(RECORDING), err);
    const char *to = gp_path_join(v->a, v->scratch, "asked");
    bool asked = false;
    gp_code code = ask(v, specs, n, to, &asked, err);
    if (!code && asked) code = compare_rates(v, to, names, n, err);
    if (!code && asked) sum_up(v);
    return code;
}
