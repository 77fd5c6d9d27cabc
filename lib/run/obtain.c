/* obtain.c - evidence that verdicts need from outside: obtained when all answers are in the journal, so that nothing
 * that is measured of targets suffers from it; or taken from what this run, or the one that is played, has of it. */
#include <stdlib.h>
#include <string.h>

#include "base/ordered.h"
#include "base/sys.h"
#include "run/run_impl.h"
#include "sandbox/sandbox.h"

/* --- who needs it --- */

static gp_code look_at_case(gp_run_state *r, const gp_plan_trial *p, gp_arena *a, size_t *unallowed, gp_err *err)
{
    gp_case *c = NULL;
    bool needs[GP_LEAVES] = {0}, any = false;
    gp_code code = gp_suite_case_undigested(r->suites[p->suite], p->case_index, a, &c, err);
    for (size_t k = 0; !code && k < c->n_graders; k++)
        if (c->graders[k]->kind->obtain) needs[c->graders[k]->kind->leave] = any = true;
    r->needy += any;
    for (int i = 0; i < GP_LEAVES; i++) unallowed[i] += needs[i] && !r->o->allow[i];
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

gp_code gp_run_look_for_needs(gp_run_state *r, gp_err *err)
{
    gp_arena a = {0}, tables = {0};
    gp_code code = GP_OK;
    size_t unallowed[GP_LEAVES] = {0};
    bool **seen = GP_NEW_ARRAY(&tables, bool *, r->n_suites);
    for (size_t i = 0; i < r->n_suites; i++)
        seen[i] = GP_NEW_ARRAY(&tables, bool, gp_suite_facts(r->suites[i])->n_cases);
    for (size_t i = 0; i < gp_plan_count(r->plan) && !code; i++) {
        const gp_plan_trial *p = gp_plan_at(r->plan, i);
        if (seen[p->suite][p->case_index]) continue;
        seen[p->suite][p->case_index] = true;
        gp_arena_reset(&a);
        code = look_at_case(r, p, &a, unallowed, err);
    }
    bool tell = !code && !r->recorded_dir && !r->o->dry_run && r->o->events.notice;
    for (int i = 0; i < GP_LEAVES && tell; i++)
        if (unallowed[i]) warn(r, (gp_leave)i, unallowed[i]);
    gp_arena_free(&a);
    gp_arena_free(&tables);
    return code;
}

/* --- what there is already --- */

typedef struct known { /* a line of evidence */
    uint64_t hash;     /* of trial and criterion */
    uint64_t offset;
    size_t length;
} known;

typedef struct record { /* an evidence.jsonl; empty where there is none */
    const char *path;
    gp_map map;
    known *list;
    size_t n, room;
} record;

static uint64_t hash_of(gp_str trial, gp_str criterion) /* FNV-1a */
{
    uint64_t h = 0xcbf29ce484222325u;
    for (size_t i = 0; i < trial.n; i++) h = (h ^ (unsigned char)trial.p[i]) * 0x100000001b3u;
    h = (h ^ 0x1f) * 0x100000001b3u; /* a byte that no id has */
    for (size_t i = 0; i < criterion.n; i++) h = (h ^ (unsigned char)criterion.p[i]) * 0x100000001b3u;
    return h;
}

static int by_hash(const void *x, const void *y)
{
    const known *a = x, *b = y;
    if (a->hash != b->hash) return a->hash < b->hash ? -1 : 1;
    return (a->offset > b->offset) - (a->offset < b->offset);
}

static gp_code index_lines(record *rec, gp_err *err)
{
    gp_arena a = {0};
    gp_code code = GP_OK;
    uint32_t number = 1;
    for (size_t at = 0; !code && at < rec->map.bytes.n; number++) {
        gp_evidence e;
        const char *start = rec->map.bytes.p + at, *feed = memchr(start, '\n', rec->map.bytes.n - at);
        if (!feed) break; /* cut off by a crash */
        size_t n = (size_t)(feed - start);
        gp_arena_reset(&a);
        code = gp_evidence_read(&a, rec->path, (gp_str){start, n}, number, &e, err);
        if (code) break;
        rec->list = gp_grow(rec->list, rec->n, &rec->room, sizeof *rec->list);
        rec->list[rec->n++] = (known){hash_of(e.trial, e.criterion), at, n};
        at += n + 1;
    }
    gp_arena_free(&a);
    if (rec->n) qsort(rec->list, rec->n, sizeof *rec->list, by_hash);
    return code;
}

static gp_code open_record(gp_run_state *r, const char *dir, record *out, gp_err *err)
{
    bool there = false;
    gp_code code = gp_bundle_look(dir, GP_FILE_EVIDENCE, &there, err);
    if (code || !there) return code;
    out->path = gp_path_join(&r->arena, dir, GP_FILE_EVIDENCE);
    code = gp_map_file(out->path, &out->map, err);
    return code ? code : index_lines(out, err);
}

static void close_record(record *rec)
{
    gp_unmap(&rec->map);
    free(rec->list);
}

/* The last line about this criterion of this trial, if it is about the same job; *found tells. */
static gp_code look_up(const record *rec, gp_arena *a, const gp_evidence *of, gp_evidence *out, const known **at,
                       gp_err *err)
{
    uint64_t h = hash_of(of->trial, of->criterion);
    size_t lo = 0, hi = rec->n;
    *at = NULL;
    while (lo < hi) {
        size_t mid = lo + (hi - lo) / 2;
        if (rec->list[mid].hash <= h) lo = mid + 1;
        else hi = mid;
    }
    if (!lo || rec->list[lo - 1].hash != h) return GP_OK;
    const known *k = &rec->list[lo - 1];
    gp_code code = gp_evidence_read(a, rec->path, (gp_str){rec->map.bytes.p + k->offset, k->length}, 1, out, err);
    if (code || !gp_str_eq(out->trial, of->trial) || !gp_str_eq(out->criterion, of->criterion)) return code;
    if (gp_str_eq(out->job, of->job)) *at = k;
    return GP_OK;
}

/* --- obtaining --- */

typedef struct obtaining {
    gp_run_state *r;
    gp_map journal;
    const char *journal_path;
    record own, played;
    bool from_bundle; /* what is played has a place for evidence */
    gp_journal *out;
    const uint32_t *order; /* of the trials: by id */
} obtaining;

typedef struct piece { /* of evidence, for one criterion */
    gp_evidence e;
    const known *kept; /* it stands in this bundle already; NULL: it is new */
} piece;

typedef struct gathered { /* for one trial */
    gp_transcript t;
    gp_grade g;
    piece *list;
    size_t n;
    bool fresh; /* any of it is new */
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
    const known *at = NULL;
    gp_code code = look_up(&x->own, a, &wanted, &before, &at, err);
    if (!code && at && (gp_evidence_ran(&before) || !allowed)) return p->e = before, p->kept = at, GP_OK;
    if (!code) code = look_up(&x->played, a, &wanted, &before, &at, err);
    if (!code && at && (gp_evidence_ran(&before) || !allowed)) return p->e = before, GP_OK;
    if (code) return code;
    if (allowed) return gp_sandbox_run(a, job, o->interrupted, &p->e, err);
    do_without(x, job, a, &p->e);
    return GP_OK;
}

static gp_code obtain_all(obtaining *x, size_t suite, const gp_case *c, gp_arena *a, gathered *out, gp_err *err)
{
    gp_code code = GP_OK;
    out->list = GP_NEW_ARRAY(a, piece, c->n_graders);
    for (size_t i = 0; i < c->n_graders && !code; i++) {
        gp_job job;
        char hex[65];
        if (!gp_grade_needs(a, c, c->graders[i], &out->t, &job)) continue;
        piece *p = &out->list[out->n++];
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
static gp_code grade(const gp_case *c, gp_arena *a, gathered *g, gp_err *err)
{
    gp_evidence *list = GP_NEW_ARRAY(a, gp_evidence, g->n);
    for (size_t i = 0; i < g->n; i++) list[i] = g->list[i].e;
    return gp_grade_with(a, c, &g->t, list, g->n, &g->g, err);
}

static gp_code gather(void *user, size_t k, gp_arena *a, void *product, gp_err *err)
{
    obtaining *x = user;
    gathered *g = product;
    gp_case *c = NULL;
    gp_code code = gp_run_read_trial(x->r, &x->journal, x->journal_path, x->order[k], a, &c, &g->t, err);
    if (!code) code = obtain_all(x, gp_plan_at(x->r->plan, x->order[k])->suite, c, a, g, err);
    if (!code && g->fresh) code = grade(c, a, g, err);
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
    if (!code) code = open_record(r, r->dir, &x->own, err);
    x->from_bundle = r->recorded_dir && gp_bundle_holds(r->recorded_dir, GP_FILE_JOURNAL);
    if (!code && x->from_bundle) code = open_record(r, r->recorded_dir, &x->played, err);
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
    close_record(&x.own);
    close_record(&x.played);
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
