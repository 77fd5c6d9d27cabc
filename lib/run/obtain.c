/* obtain.c - evidence that verdicts need from outside: obtained when all answers are in the journal, so that nothing
 * that is measured of targets suffers from it; or taken from what this run, or the one that is played, has of it. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/ordered.h"
#include "base/sys.h"
#include "run/kept.h"
#include "sandbox/sandbox.h"

/* --- who needs it --- */

/* Cases whose verdicts nothing can be had for, by what is missing. */
typedef struct lacking {
    size_t leave[GP_LEAVES], repeats;
} lacking;

static gp_code look_at_case(gp_run_state *r, const gp_plan_trial *p, gp_arena *a, lacking *l, gp_err *err)
{
    gp_case *c = NULL;
    bool needs[GP_LEAVES] = {0}, any = false;
    gp_code code = gp_suite_case_undigested(r->suites[p->suite], p->case_index, a, &c, err);
    for (size_t k = 0; !code && k < c->n_graders; k++)
        if (c->graders[k]->kind->obtain) needs[c->graders[k]->kind->leave] = any = true;
        else any = any || c->graders[k]->kind->ask || c->graders[k]->kind->of_repeats;
    r->needy += any;
    if (!code) code = gp_run_note_judges(r, p->suite, c, err);
    for (int i = 0; i < GP_LEAVES; i++) l->leave[i] += needs[i] && !r->o->allow[i];
    if (!code) l->repeats += gp_grade_of_repeats(c) && r->repeat < 2;
    return code;
}

/* Better said before the first request is paid for than after the last. */
static void warn(const gp_run_state *r, gp_leave leave, size_t cases)
{
    gp_arena a = {0};
    gp_str text = gp_str_fmt(&a, "%zu case%s of this run %s a program to be run for the verdict and will be skipped",
                             cases, cases == 1 ? "" : "s", cases == 1 ? "needs" : "need");
    r->o->events.notice(r->o->events.user, gp_str_c(gp_leave_options[leave]), GP_STR("not given;"), text);
    gp_arena_free(&a);
}

static void warn_of_repeats(const gp_run_state *r, size_t cases)
{
    gp_arena a = {0};
    gp_str text = gp_str_fmt(&a, "%zu case%s of this run %s for agreement of repeats and will be skipped", cases,
                             cases == 1 ? "" : "s", cases == 1 ? "asks" : "ask");
    r->o->events.notice(r->o->events.user, GP_STR("--repeat"), GP_STR("is 1;"), text);
    gp_arena_free(&a);
}

gp_code gp_run_look_for_needs(gp_run_state *r, gp_err *err)
{
    gp_arena a = {0}, tables = {0};
    gp_code code = GP_OK;
    lacking l = {0};
    bool **seen = GP_NEW_ARRAY(&tables, bool *, r->n_suites);
    for (size_t i = 0; i < r->n_suites; i++)
        seen[i] = GP_NEW_ARRAY(&tables, bool, gp_suite_facts(r->suites[i])->n_cases);
    for (size_t i = 0; i < gp_plan_count(r->plan) && !code; i++) {
        const gp_plan_trial *p = gp_plan_at(r->plan, i);
        if (seen[p->suite][p->case_index]) continue;
        seen[p->suite][p->case_index] = true;
        gp_arena_reset(&a);
        code = look_at_case(r, p, &a, &l, err);
    }
    bool tell = !code && !r->recorded_dir && !r->o->dry_run && r->o->events.notice;
    for (int i = 0; i < GP_LEAVES && tell; i++)
        if (l.leave[i]) warn(r, (gp_leave)i, l.leave[i]);
    if (tell && l.repeats) warn_of_repeats(r, l.repeats);
    if (tell) gp_run_warn_of_judges(r);
    if (r->needy) r->untold = gp_alloc_array(gp_plan_count(r->plan), sizeof *r->untold);
    gp_arena_free(&a);
    gp_arena_free(&tables);
    return code;
}

/* --- obtaining --- */

typedef struct obtaining {
    gp_run_state *r;
    gp_map journal;
    const char *journal_path;
    gp_kept own, played;
    bool from_bundle; /* what is played has a place for evidence */
    gp_journal *out;
    const uint32_t *order; /* of the trials: by id */
} obtaining;

typedef struct piece { /* of evidence, for one criterion */
    gp_evidence e;
    const gp_kept_line *kept; /* it stands in this bundle already; NULL: it is new */
} piece;

typedef struct gathered { /* for one trial */
    gp_transcript t;
    gp_grade g;
    piece *list;
    size_t n, room;
    bool fresh; /* any of it is new, or the verdict waited for the end of others */
    bool known; /* it failed, and its golden accepts that */
} gathered;

/* Nobody may run it: what is there of it, or that there is nothing. */
static void do_without(const obtaining *x, const gp_job *job, gp_arena *a, gp_evidence *e)
{
    const char *option = gp_leave_options[job->leave];
    e->end = x->from_bundle ? GP_END_MISSING : GP_END_NOT_APPLICABLE;
    e->reason = x->from_bundle
                    ? gp_str_fmt(a, "the run that is played has no evidence of it; %s obtains it now", option)
                    : gp_str_fmt(a, "its program is run only with %s", option);
}

/* What ran is never run again. What did not run then may run now. */
static gp_code obtain_one(obtaining *x, const gp_job *job, gp_arena *a, piece *p, gp_err *err)
{
    const gp_run_options *o = x->r->o;
    bool allowed = o->allow[job->leave];
    gp_evidence before = {0}, wanted = p->e;
    const gp_kept_line *at = NULL;
    gp_code code = gp_kept_find(&x->own, a, &wanted, &before, &at, err);
    if (!code && at && (gp_evidence_ran(&before) || !allowed)) return p->e = before, p->kept = at, GP_OK;
    if (!code) code = gp_kept_find(&x->played, a, &wanted, &before, &at, err);
    if (!code && at && (gp_evidence_ran(&before) || !allowed)) return p->e = before, GP_OK;
    if (code) return code;
    if (allowed) return gp_sandbox_run(a, job, o->interrupted, &p->e, err);
    do_without(x, job, a, &p->e);
    return GP_OK;
}

static piece *add_piece(gp_arena *a, gathered *g)
{
    if (g->n == g->room) {
        piece *more = GP_NEW_ARRAY(a, piece, g->room = 2 * g->room + 4);
        for (size_t i = 0; i < g->n; i++) more[i] = g->list[i];
        g->list = more;
    }
    return &g->list[g->n++];
}

/* What judges said stands in the bundle by now (judging.c). */
static gp_code take_votes(obtaining *x, const gp_case *c, const gp_grader *g, gp_arena *a, gathered *out, gp_err *err)
{
    gp_evidence *known = NULL;
    const gp_kept_line **at = NULL;
    size_t n_known = 0, n = 0;
    gp_code code = gp_kept_calibration(&x->own, a, c, g, &known, &at, &n_known, err);
    const gp_question *q = code ? NULL : gp_grade_asks(a, c, g, &out->t, known, n_known, &n);
    for (size_t i = 0; i < n_known && n && !code; i++) *add_piece(a, out) = (piece){known[i], at[i]};
    for (size_t i = 0; i < n && !code; i++) {
        piece p = {0};
        gp_evidence wanted = gp_kept_wanted(a, out->t.id, g, &q[i]);
        if (q[i].calibration.n) continue;
        code = gp_kept_find(&x->own, a, &wanted, &p.e, &p.kept, err);
        if (!code && p.kept) *add_piece(a, out) = p;
    }
    return code;
}

static gp_code obtain_all(obtaining *x, size_t suite, const gp_case *c, gp_arena *a, gathered *out, gp_err *err)
{
    gp_code code = GP_OK;
    for (size_t i = 0; i < c->n_graders && !code; i++) {
        gp_job job;
        char hex[65];
        if (c->graders[i]->kind->ask) code = take_votes(x, c, c->graders[i], a, out, err);
        if (code || !gp_grade_needs(a, c, c->graders[i], &out->t, &job)) continue;
        piece *p = add_piece(a, out);
        code = gp_job_read(a, &job, gp_suite_facts(x->r->suites[suite])->dir, err);
        if (code) continue;
        gp_job_digest(&job, hex);
        p->e = gp_evidence_unknown();
        p->e.trial = out->t.id;
        p->e.criterion = c->graders[i]->id;
        p->e.job = gp_str_dup(a, gp_str_c(hex));
        code = obtain_one(x, &job, a, p, err);
        out->fresh = out->fresh || !p->kept;
    }
    return code;
}

/* For the line that tells of the trial: the verdict as it will be. */
static gp_code grade(obtaining *x, size_t k, const gp_case *c, gp_arena *a, gathered *g, gp_err *err)
{
    gp_evidence *list = GP_NEW_ARRAY(a, gp_evidence, g->n);
    gp_grade_input in = {.evidence = list, .n_evidence = g->n};
    gp_code code = GP_OK;
    for (size_t i = 0; i < g->n; i++) list[i] = g->list[i].e;
    if (gp_grade_of_repeats(c))
        code = gp_run_read_repeats(x->r, &x->journal, x->journal_path, k, a, &in.repeats, &in.n_repeats, err);
    return code ? code : gp_grade_all(a, c, &g->t, &in, &g->g, err);
}

static gp_code gather(void *user, size_t k, gp_arena *a, void *product, gp_err *err)
{
    obtaining *x = user;
    gathered *g = product;
    gp_case *c = NULL;
    gp_code code = gp_run_read_trial(x->r, &x->journal, x->journal_path, x->order[k], a, &c, &g->t, err);
    if (!code) g->fresh = x->r->untold[x->order[k]];
    if (!code) code = obtain_all(x, gp_plan_at(x->r->plan, x->order[k])->suite, c, a, g, err);
    if (!code && g->fresh) code = grade(x, k, c, a, g, err);
    if (!code && g->fresh) g->known = gp_run_is_known(x->r, x->order[k], a, c, &g->t, &g->g);
    return code;
}

static gp_code keep(void *user, size_t k, const void *product, gp_err *err)
{
    obtaining *x = user;
    gp_run_state *r = x->r;
    const gathered *g = product;
    gp_code code = GP_OK;
    for (size_t i = 0; i < g->n && !code; i++) {
        const piece *p = &g->list[i];
        uint64_t offset = p->kept ? p->kept->offset : 0;
        gp_buf line = {0};
        if (!p->kept) {
            if (!isnan(p->e.spent_usd)) gp_budget_add(&r->budget, p->e.spent_usd); /* by the run that is played */
            gp_evidence_write(&p->e, &line);
            code = gp_journal_append(x->out, gp_buf_view(&line), &offset, err);
            gp_buf_free(&line);
        }
        r->obtained = gp_grow(r->obtained, r->n_obtained, &r->room_obtained, sizeof *r->obtained);
        r->obtained[r->n_obtained++] = (gp_obtained){k, offset};
    }
    if (!code && g->fresh && r->o->events.trial)
        r->o->events.trial(r->o->events.user, &g->t, &g->g, g->known, r->done, gp_plan_count(r->plan));
    return code;
}

/* --- all of it --- */

static gp_code begin(obtaining *x, gp_err *err)
{
    gp_run_state *r = x->r;
    x->journal_path = gp_path_join(&r->arena, r->dir, GP_FILE_JOURNAL);
    gp_code code = gp_map_file(x->journal_path, &x->journal, err);
    if (!code) code = gp_kept_open(r, r->dir, &x->own, err);
    x->from_bundle = r->recorded_dir && gp_bundle_holds(r->recorded_dir, GP_FILE_JOURNAL);
    if (!code && x->from_bundle) code = gp_kept_open(r, r->recorded_dir, &x->played, err);
    return code ? code : gp_journal_open(gp_path_join(&r->arena, r->dir, GP_FILE_EVIDENCE), NULL, &x->out, err);
}

gp_code gp_run_obtain(gp_run_state *r, gp_err *err)
{
    obtaining x = {.r = r, .order = gp_plan_sorted(r->plan)};
    if (!r->needy) return GP_OK;
    gp_code code = begin(&x, err);
    if (!code)
        code = gp_ordered_each(
            &(gp_ordered){
                .n = gp_plan_count(r->plan), .product = sizeof(gathered), .work = gather, .take = keep, .user = &x},
            err);
    gp_code closed = gp_journal_close(x.out, code ? NULL : err);
    gp_kept_close(&x.own);
    gp_kept_close(&x.played);
    gp_unmap(&x.journal);
    if (code != GP_E_CANCELLED) return code ? code : closed;
    return gp_fail(err, GP_E_CANCELLED,
                   "interrupted: all %zu trials are finished and saved in %s, evidence for them is not", r->done,
                   r->dir);
}

gp_code gp_run_read_evidence(const gp_run_state *r, const gp_map *file, size_t k, gp_arena *a, gp_evidence **out,
                             size_t *n, gp_err *err)
{
    size_t lo = 0, hi = r->n_obtained;
    while (lo < hi) {
        size_t mid = lo + (hi - lo) / 2;
        if (r->obtained[mid].order < k) lo = mid + 1;
        else hi = mid;
    }
    while (hi < r->n_obtained && r->obtained[hi].order == k) hi++;
    *n = hi - lo;
    *out = GP_NEW_ARRAY(a, gp_evidence, *n);
    gp_code code = GP_OK;
    for (size_t i = 0; i < *n && !code; i++) {
        const char *start = file->bytes.p + r->obtained[lo + i].offset;
        const char *feed = memchr(start, '\n', file->bytes.n - r->obtained[lo + i].offset);
        if (!feed) return gp_fail(err, GP_E_IO, "%s/" GP_FILE_EVIDENCE " became shorter while it was read", r->dir);
        code = gp_evidence_read(a, GP_FILE_EVIDENCE, (gp_str){start, (size_t)(feed - start)}, 1, &(*out)[i], err);
    }
    return code;
}
