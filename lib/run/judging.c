/* judging.c - judges are asked, when all answers are in the journal: first what is known, then, of those that got enough
 * of it right, the votes. What this run, or the one that is played, has of it already is not asked again. When it ends
 * there is a line of evidence for each question, in this bundle. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/sys.h"
#include "run/kept.h"

enum { WAIT_MS = 100 };

typedef struct judging {
    gp_run_state *r;
    gp_map journal;
    const char *journal_path;
    gp_kept own, played;
    bool from_bundle; /* answers come from a bundle that is played */
    gp_journal *out;
    size_t in_flight;
    uint64_t *seen; /* calibrations, by the first bits of their digests */
    size_t n_seen, room_seen;
} judging;

static bool interrupted(const gp_run_state *r) { return r->o->interrupted && *r->o->interrupted; }

static void append(judging *x, const gp_evidence *e)
{
    gp_run_state *r = x->r;
    gp_buf line = {0};
    uint64_t offset;
    if (r->broken) return;
    gp_evidence_write(e, &line);
    r->broken = gp_journal_append(x->out, gp_buf_view(&line), &offset, &r->broken_why);
    gp_buf_free(&line);
}

/* --- one question --- */

/* A held answer takes a grader with a schema: this is all there is of it. */
typedef struct held {
    gp_grader g;
    const gp_json *schema;
} held;

static const gp_json *held_schema(const gp_grader *g) { return ((const held *)g)->schema; }
static const gp_grader_kind held_kind = {.name = "held", .schema = held_schema};

typedef struct asked { /* what its answer is evidence of; in the trial's arena */
    judging *x;
    const gp_judge_target *judge;
    gp_evidence e;
} asked;

/* How a trial that is no answer ended, for people: its kind first. */
static gp_str trouble(gp_arena *a, const gp_transcript *t)
{
    const char *kind = gp_failure_name(t->failure);
    return gp_str_fmt(a, "%s%s%.*s", kind ? kind : "", kind && t->error.n ? ": " : "", GP_ARG(t->error));
}

/* gp_trial_done of a question. One that was cancelled is asked again by whoever goes on. */
static void answered(void *user, gp_trial *trial, const gp_transcript *t)
{
    asked *q = user;
    const gp_reply *last = gp_transcript_last(t);
    gp_result cost = {0};
    gp_evidence *e = &q->e;
    q->x->in_flight--;
    if (t->failure == GP_FAIL_CANCELLED) {
        gp_run_bury(q->x->r, trial);
        return;
    }
    bool good = !t->skipped && t->failure == GP_FAIL_NONE && last;
    e->end = good ? GP_END_ANSWERED : t->skipped ? GP_END_NOT_APPLICABLE : GP_END_BROKEN;
    if (good) e->out = gp_utf8_repair(&trial->arena, last->answer);
    else e->reason = trouble(&trial->arena, t);
    e->judge = q->judge->identity;
    e->wall_s = t->duration_s;
    e->requests = t->attempts;
    if (last) e->input_tokens = last->input_tokens, e->output_tokens = last->output_tokens;
    gp_run_trial_cost(&trial->arena, t, q->judge->facts, &cost);
    e->cost_usd = cost.cost_usd;
    e->spent_usd = t->spent_usd;
    append(q->x, e);
    if (q->x->r->o->events.cost && q->x->r->budget.spent > 0)
        q->x->r->o->events.cost(q->x->r->o->events.user, q->x->r->budget.spent);
    gp_run_bury(q->x->r, trial);
}

static const gp_message *messages(gp_arena *a, const gp_question *q)
{
    gp_message *list = GP_NEW_ARRAY(a, gp_message, 2);
    gp_part *parts = GP_NEW_ARRAY(a, gp_part, 2);
    parts[0].text = gp_str_dup(a, q->system);
    parts[1].text = gp_str_dup(a, q->user);
    list[0] = (gp_message){.role = GP_STR("system"), .parts = &parts[0], .n_parts = 1};
    list[1] = (gp_message){.role = GP_STR("user"), .parts = &parts[1], .n_parts = 1};
    return list;
}

/* As a case: what is regulated stays so. */
static gp_code make_case(gp_arena *a, const gp_case *of, const gp_question *q, gp_case **out, gp_err *err)
{
    gp_case *c = GP_NEW(a, gp_case);
    held *h = GP_NEW(a, held);
    const gp_grader **graders = GP_NEW_ARRAY(a, const gp_grader *, 1);
    gp_code code = gp_json_parse(a, "the form of a vote", gp_str_dup(a, q->schema), &h->schema, err);
    h->g = (gp_grader){.kind = &held_kind, .weight = 1, .turn = 1};
    graders[0] = &h->g;
    *c = (gp_case){.id = gp_str_dup(a, of->id),
                   .name = gp_str_dup(a, of->id),
                   .sensitivity = gp_str_dup(a, of->sensitivity),
                   .needs = q->held ? GP_NEED_JSON_SCHEMA : 0,
                   .messages = messages(a, q),
                   .n_messages = 2,
                   .sampling = gp_sampling_none(),
                   .graders = graders,
                   .n_graders = 1,
                   .pass_at = 1,
                   .file = "a judge's question"};
    c->sampling.max_tokens = q->max_tokens;
    gp_question_digest(q, c->digest);
    *out = c;
    return code;
}

static gp_code make_trial(judging *x, size_t suite, const gp_case *of, const gp_question *q, const gp_evidence *e,
                          const gp_judge_target *j, gp_err *err)
{
    gp_trial *t = gp_alloc(sizeof *t);
    gp_case *c = NULL;
    gp_code code = make_case(&t->arena, of, q, &c, err);
    if (code) return gp_trial_free(t), code;
    asked *user = GP_NEW(&t->arena, asked);
    *user = (asked){.x = x, .judge = j, .e = *e};
    user->e.trial = gp_str_dup(&t->arena, e->trial);
    user->e.criterion = gp_str_dup(&t->arena, e->criterion);
    user->e.job = gp_str_dup(&t->arena, e->job);
    t->id = gp_str_fmt(&t->arena, "%.*s/%.*s/%lld", GP_ARG(e->trial), GP_ARG(e->criterion), (long long)q->vote);
    t->suite = gp_suite_facts(x->r->suites[suite])->name;
    t->source = x->r->suites[suite];
    t->c = c;
    t->repeat = q->vote;
    t->seed = q->seed;
    t->done = answered;
    t->user = user;
    if (gp_target_lacks(j->spec, t)) c->needs = 0; /* then the form is asked for in words alone */
    x->in_flight++;
    gp_target_start(j->target, t);
    return GP_OK;
}

static void pump(judging *x)
{
    gp_run_state *r = x->r;
    (void)gp_http_pump(r->http);
    for (size_t i = 0; i < r->n_targets; i++) gp_target_pump(r->targets[i]);
    for (size_t i = 0; i < r->n_judges; i++)
        if (r->judges[i].target) gp_target_pump(r->judges[i].target);
    gp_run_free_buried(r);
}

static gp_code stopped(judging *x, gp_err *err)
{
    gp_run_state *r = x->r;
    if (r->broken) return *err = r->broken_why, r->broken;
    if (!interrupted(r)) return GP_OK;
    return gp_fail(err, GP_E_CANCELLED,
                   "interrupted: all %zu trials are finished and saved in %s, evidence for them is not", r->done,
                   r->dir);
}

/* Until there is room for one more, of which j has a place; NULL: until none is in flight. */
static gp_code wait(judging *x, const gp_judge_target *j, gp_err *err)
{
    for (;;) {
        gp_code code = stopped(x, err);
        bool room = j ? x->in_flight < x->r->jobs && gp_target_ready(j->target) : !x->in_flight;
        if (code || room) return code;
        pump(x);
        room = j ? x->in_flight < x->r->jobs && gp_target_ready(j->target) : !x->in_flight;
        if (!room && !x->r->broken) gp_http_wait(x->r->http, WAIT_MS);
    }
}

static void do_without(const judging *x, const gp_judge_target *j, gp_evidence *e)
{
    e->end = x->from_bundle ? GP_END_MISSING : GP_END_NOT_APPLICABLE;
    e->reason = x->from_bundle    ? GP_STR("the run that is played has no evidence of it")
                : j && j->lacking ? gp_str_c(j->lacking)
                                  : GP_STR("a replay asks no judge");
}

/* What was answered is never asked again, unless by another judge. What was not then may be now. */
static bool stands(const gp_judge_target *j, const gp_evidence *before)
{
    if (!j || !j->target) return true;
    return gp_evidence_ran(before) && gp_str_eq(before->judge, j->identity);
}

static gp_code settle(judging *x, size_t suite, const gp_case *c, gp_str judge, const gp_question *q, gp_evidence *e,
                      gp_arena *a, gp_err *err)
{
    const gp_judge_target *j = gp_run_judge(x->r, judge);
    const gp_kept_line *at = NULL;
    gp_evidence before = {0};
    gp_code code = gp_kept_find(&x->own, a, e, &before, &at, err);
    if (code || (at && stands(j, &before))) return code;
    code = gp_kept_find(&x->played, a, e, &before, &at, err);
    if (!code && at && stands(j, &before)) return append(x, &before), GP_OK;
    if (!code && j && j->target) code = wait(x, j, err);
    if (code) return code;
    if (j && j->target) return make_trial(x, suite, c, q, e, j, err);
    do_without(x, j, e);
    append(x, e);
    return GP_OK;
}

/* --- all of them --- */

static bool was_seen(judging *x, gp_str digest)
{
    uint64_t h = 0;
    for (size_t i = 0; i < 16; i++) h = h * 31 + (unsigned char)digest.p[i];
    for (size_t i = 0; i < x->n_seen; i++)
        if (x->seen[i] == h) return true;
    x->seen = gp_grow(x->seen, x->n_seen, &x->room_seen, sizeof *x->seen);
    x->seen[x->n_seen++] = h;
    return false;
}

typedef gp_code each_grader(judging *x, size_t suite, const gp_case *c, const gp_grader *g, const gp_transcript *t,
                            gp_arena *a, gp_err *err);

static gp_code calibrate(judging *x, size_t suite, const gp_case *c, const gp_grader *g, const gp_transcript *t,
                         gp_arena *a, gp_err *err)
{
    size_t n = 0;
    const gp_question *q = gp_grade_calibration(a, c, g, &n);
    gp_code code = GP_OK;
    (void)t;
    if (!n || was_seen(x, q->calibration)) return GP_OK;
    for (size_t i = 0; i < n && !code; i++) {
        gp_evidence e = gp_kept_wanted(a, GP_STR(""), g, &q[i]);
        code = settle(x, suite, c, g->kind->asks(g), &q[i], &e, a, err);
    }
    return code;
}

static gp_code vote(judging *x, size_t suite, const gp_case *c, const gp_grader *g, const gp_transcript *t, gp_arena *a,
                    gp_err *err)
{
    gp_evidence *known = NULL;
    size_t n_known = 0, n = 0;
    gp_code code = gp_kept_calibration(&x->own, a, c, g, &known, NULL, &n_known, err);
    const gp_question *q = code ? NULL : gp_grade_asks(a, c, g, t, known, n_known, &n);
    for (size_t i = 0; i < n && !code; i++) {
        if (q[i].calibration.n) continue;
        gp_evidence e = gp_kept_wanted(a, t->id, g, &q[i]);
        code = settle(x, suite, c, g->kind->asks(g), &q[i], &e, a, err);
    }
    return code;
}

/* Trial after trial in order of ids, so case after case. */
static gp_code walk(judging *x, each_grader *each, gp_err *err)
{
    gp_run_state *r = x->r;
    gp_arena a = {0};
    gp_code code = GP_OK;
    for (size_t k = 0; k < gp_plan_count(r->plan) && !code; k++) {
        size_t i = gp_plan_sorted(r->plan)[k], suite = gp_plan_at(r->plan, i)->suite;
        gp_case *c = NULL;
        gp_transcript t;
        gp_arena_reset(&a);
        code = gp_run_read_trial(r, &x->journal, x->journal_path, i, &a, &c, &t, err);
        for (size_t g = 0; !code && g < c->n_graders; g++)
            if (c->graders[g]->kind->ask) code = each(x, suite, c, c->graders[g], &t, &a, err);
    }
    if (!code) code = wait(x, NULL, err);
    if (code) gp_pool_cancel(r->judge_pool);
    gp_run_free_buried(r);
    gp_arena_free(&a);
    return code;
}

/* What was asked so far can be looked up. */
static gp_code look_again(judging *x, gp_err *err)
{
    gp_code code = gp_journal_sync(x->out, err);
    gp_kept_close(&x->own);
    x->own = (gp_kept){0};
    return code ? code : gp_kept_open(x->r, x->r->dir, &x->own, err);
}

static gp_code begin(judging *x, gp_err *err)
{
    gp_run_state *r = x->r;
    x->journal_path = gp_path_join(&r->arena, r->dir, GP_FILE_JOURNAL);
    gp_code code = gp_map_file(x->journal_path, &x->journal, err);
    if (!code) code = gp_kept_open(r, r->dir, &x->own, err);
    x->from_bundle = r->recorded_dir && gp_bundle_holds(r->recorded_dir, GP_FILE_JOURNAL);
    if (!code && x->from_bundle) code = gp_kept_open(r, r->recorded_dir, &x->played, err);
    return code ? code : gp_journal_open(gp_path_join(&r->arena, r->dir, GP_FILE_EVIDENCE), NULL, &x->out, err);
}

gp_code gp_run_ask_judges(gp_run_state *r, gp_err *err)
{
    judging x = {.r = r};
    if (!r->n_judges) return GP_OK;
    gp_code code = begin(&x, err);
    if (!code) code = walk(&x, calibrate, err);
    if (!code) code = look_again(&x, err);
    if (!code) code = walk(&x, vote, err);
    gp_code closed = gp_journal_close(x.out, code ? NULL : err);
    gp_kept_close(&x.own);
    gp_kept_close(&x.played);
    gp_unmap(&x.journal);
    free(x.seen);
    return code ? code : closed;
}
