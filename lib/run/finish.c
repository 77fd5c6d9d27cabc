/* finish.c - from the journal to the verdict: one pass over the trials in order of their ids. Grades, goldens,
 * fingerprint and results are all derived here, from what is on disk, so that a replayed or resumed run takes the very
 * same way as one that has just ended. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/ordered.h"
#include "base/sha256.h"
#include "base/sys.h"
#include "run/reliability.h"
#include "manifest/chain.h"
#include "run/run_impl.h"
#include "run/speed.h"

typedef struct per_target {
    gp_tally tally;
    gp_graded graded;
    gp_str composite; /* digest of what a composite is made of; empty elsewhere */
    gp_fingerprint print;
    gp_speed speed;
    gp_run_asked asked; /* requests and what they cost */
} per_target;

typedef struct finishing {
    gp_run_state *r;
    gp_map journal, evidence;
    const char *path;
    gp_golden_pending *pending;
    gp_results_writer *results;
    gp_fingerprint print;
    per_target *targets;
    gp_reliability *reliability;
    const uint32_t *order; /* of the trials: by id */
    gp_tally tally;
    gp_run_judging judged;
} finishing;

/* What one trial comes to. */
typedef struct concluded {
    gp_case *c;
    gp_transcript t;
    gp_grade g;
    gp_golden_outcome golden;
    gp_result res;
    gp_pace client, server;
    unsigned char digest[GP_SHA256_LEN]; /* of its line of the fingerprint */
    bool answered;
    unsigned char answer[GP_SHA256_LEN]; /* gp_reliability_answer */
    gp_str rendered;                     /* itself in results.json */
} concluded;

/* --- one trial --- */

static gp_code read_line(const gp_map *journal, const char *path, uint64_t at, gp_arena *a, gp_transcript *t,
                         gp_err *err)
{
    if (at >= journal->bytes.n) return gp_fail(err, GP_E_IO, "%s became shorter while it was read", path);
    gp_map_touch(journal, (size_t)at);
    const char *start = journal->bytes.p + at, *feed = memchr(start, '\n', journal->bytes.n - at);
    if (!feed) return gp_fail(err, GP_E_IO, "%s: the line at offset %llu has no end", path, (unsigned long long)at);
    return gp_transcript_read(a, path, (gp_str){start, (size_t)(feed - start)}, (size_t)at, t, err);
}

gp_code gp_run_read_trial(gp_run_state *r, const gp_map *journal, const char *path, size_t i, gp_arena *a, gp_case **c,
                          gp_transcript *t, gp_err *err)
{
    const gp_plan_trial *p = gp_plan_at(r->plan, i);
    gp_code code = read_line(journal, path, r->offset[i], a, t, err);
    if (!code) code = gp_suite_case(r->suites[p->suite], p->case_index, a, c, err);
    if (!code && !gp_str_eqc(t->case_digest, (*c)->digest)) /* of its files only an image can still have changed */
        code = gp_fail(err, GP_E_INFRA, "an image of case %.*s changed while it was used", GP_ARG(t->case_id));
    return code;
}

/* Another repeat of the case of trial k, on the same target? Those stand next to each other. */
static bool is_repeat(const gp_run_state *r, const uint32_t *order, size_t k, size_t other)
{
    const gp_plan_trial *x = gp_plan_at(r->plan, order[k]), *y = gp_plan_at(r->plan, order[other]);
    return x->suite == y->suite && x->case_index == y->case_index && x->target == y->target;
}

static int by_repeat(const void *x, const void *y)
{
    const gp_transcript *const *a = x, *const *b = y;
    return ((*a)->repeat > (*b)->repeat) - ((*a)->repeat < (*b)->repeat);
}

gp_code gp_run_read_repeats(gp_run_state *r, const gp_map *journal, const char *path, size_t k, gp_arena *a,
                            const gp_transcript *const **out, size_t *n, gp_err *err)
{
    const uint32_t *order = gp_plan_sorted(r->plan);
    size_t from = k, to = k + 1;
    gp_code code = GP_OK;
    while (from && is_repeat(r, order, k, from - 1)) from--;
    while (to < gp_plan_count(r->plan) && is_repeat(r, order, k, to)) to++;
    const gp_transcript **list = GP_NEW_ARRAY(a, const gp_transcript *, to - from);
    for (size_t i = from; i < to && !code; i++) {
        gp_transcript *t = GP_NEW(a, gp_transcript);
        code = read_line(journal, path, r->offset[order[i]], a, t, err);
        list[i - from] = t;
    }
    if (!code) qsort(list, to - from, sizeof(gp_transcript *), by_repeat);
    *out = list;
    *n = to - from;
    return code;
}

/* Attempts at trial i that others took the place of. */
static gp_code read_earlier(const finishing *f, size_t i, gp_arena *a, gp_result *res, gp_err *err)
{
    const gp_run_state *r = f->r;
    size_t lo = 0, hi = r->n_earlier;
    while (lo < hi) {
        size_t mid = lo + (hi - lo) / 2;
        if (r->earlier[mid].trial < i) lo = mid + 1;
        else hi = mid;
    }
    while (hi < r->n_earlier && r->earlier[hi].trial == i) hi++;
    gp_earlier *list = GP_NEW_ARRAY(a, gp_earlier, hi - lo);
    gp_code code = GP_OK;
    for (size_t k = lo; k < hi && !code; k++) {
        gp_transcript t;
        code = read_line(&f->journal, f->path, r->earlier[k].offset, a, &t, err);
        if (!code) list[k - lo] = (gp_earlier){t.failure, t.error, t.started_epoch};
    }
    res->earlier = list;
    res->n_earlier = hi - lo;
    return code;
}

static int64_t add_known(int64_t sum, int64_t v) { return v < 0 ? sum : sum < 0 ? v : sum + v; }

static void sum_replies(const gp_transcript *t, gp_result *res)
{
    res->input_tokens = res->output_tokens = res->cached_tokens = res->reasoning_tokens = -1;
    for (size_t i = 0; i < t->n_replies; i++) {
        const gp_reply *r = &t->replies[i];
        res->input_tokens = add_known(res->input_tokens, r->input_tokens);
        res->output_tokens = add_known(res->output_tokens, r->output_tokens);
        res->cached_tokens = add_known(res->cached_tokens, r->cached_tokens);
        res->reasoning_tokens = add_known(res->reasoning_tokens, r->reasoning_tokens);
        res->drafted_tokens += r->drafted_tokens;
        res->accepted_tokens += r->accepted_tokens;
    }
}

static gp_str prompt_of(gp_arena *a, const gp_case *c, const gp_transcript *t)
{
    size_t turn = t->n_replies ? t->n_replies - 1 : 0;
    if (turn > 0 && turn <= c->n_turns) return c->turns[turn - 1];
    for (size_t i = c->n_messages; i-- > 0;)
        if (gp_str_eqc(c->messages[i].role, "user")) return gp_message_text(a, &c->messages[i]);
    return (gp_str){0};
}

static gp_str system_of(gp_arena *a, const gp_case *c)
{
    for (size_t i = 0; i < c->n_messages; i++)
        if (gp_str_eqc(c->messages[i].role, "system")) return gp_message_text(a, &c->messages[i]);
    return (gp_str){0};
}

/* 0 where it is the prompt alone. */
static int64_t messages_of(const gp_case *c, const gp_transcript *t)
{
    size_t turns = t->n_replies ? t->n_replies - 1 : 0;
    size_t n = c->n_messages + 2 * (turns < c->n_turns ? turns : c->n_turns);
    return n > 1 ? (int64_t)n : 0;
}

static void fill_result(gp_arena *a, const gp_case *c, const gp_transcript *t, const gp_grade *g,
                        const gp_golden_outcome *o, const gp_manifest_target *m, gp_result *res)
{
    const gp_reply *last = gp_transcript_last(t);
    *res = (gp_result){.id = t->id,
                       .suite = t->suite,
                       .case_id = t->case_id,
                       .case_name = c->name,
                       .category = c->category,
                       .cluster = c->cluster,
                       .target = t->target,
                       .repeat = t->repeat,
                       .seed = t->seed,
                       .date = t->date,
                       .sensitivity = c->sensitivity,
                       .kind = c->kind,
                       .complexity = c->complexity,
                       .status = g->status,
                       .known = o->known,
                       .failure = t->failure,
                       .error = t->error.n ? t->error : g->why,
                       .score = g->score,
                       .criteria = g->criteria,
                       .n_criteria = g->n_criteria,
                       .golden = o->state,
                       .golden_mode = gp_str_c(gp_golden_mode_name(c->golden)),
                       .golden_text = o->text,
                       .golden_answer = o->accepted,
                       .system = system_of(a, c),
                       .prompt = prompt_of(a, c, t),
                       .messages = messages_of(c, t),
                       .case_digest = t->case_digest,
                       .grader_digest = gp_str_c(c->grader_digest),
                       .request_digest = t->request_digest,
                       .logits_sha256 = t->logits_sha256,
                       .returned_model = t->returned_model,
                       .system_fingerprint = t->system_fingerprint,
                       .upstream = t->upstream,
                       .seed_use = t->seed_use,
                       .ignored = t->ignored,
                       .duration_s = t->duration_s,
                       .attempts = t->attempts,
                       .tries = t->tries,
                       .n_tries = t->n_tries,
                       .window = t->window > 0 ? t->window : -1,
                       .spent_usd = t->spent_usd};
    if (last)
        res->answer = last->answer, res->reasoning = last->reasoning, res->finish = last->finish,
        res->finish_word = last->finish_word, res->tool_calls = last->tool_calls;
    if (g->status == GP_PASSED || g->status == GP_FAILED) res->failure = GP_FAIL_NONE, res->error = (gp_str){0};
    sum_replies(t, res);
    gp_run_trial_cost(a, t, m, res);
}

/* "suites/smoke/suite.json:12": the case's file as it was called when the run began. */
static gp_str where(const gp_run_state *r, size_t suite, gp_arena *a, const gp_case *c)
{
    const char *file = c->file;
    if (r->resumed && suite < r->before.n_suites) { /* the suite was this file, and its others lay beside it */
        const char *then = gp_str_dup(a, r->before.suites[suite].file).p;
        bool whole = strcmp(file, gp_suite_facts(r->suites[suite])->file) == 0;
        file = whole ? then
                     : gp_path_join(a, gp_path_dir(a, then), file + strlen(gp_suite_facts(r->suites[suite])->dir) + 1);
    }
    return gp_str_fmt(a, "%s:%u", file[0] == '/' ? gp_path_base(file) : file, c->line);
}

static gp_golden_key key_of(const finishing *f, const gp_plan_trial *p)
{
    const gp_run_state *r = f->r;
    return (gp_golden_key){gp_suite_facts(r->suites[p->suite])->name, r->names[p->target],
                           r->facts[p->target].weights_sha256, f->targets[p->target].composite};
}

/* Move what is in b into the arena. */
static gp_str keep(gp_arena *a, gp_buf *b)
{
    gp_str s = gp_str_dup(a, gp_buf_view(b));
    gp_buf_clear(b);
    return s;
}

/* Grade a trial and say what became of it: everything that needs no other trial. */
static gp_code conclude(void *user, size_t k, gp_arena *a, void *product, gp_err *err)
{
    finishing *f = user;
    concluded *x = product;
    size_t i = f->order[k];
    const gp_plan_trial *p = gp_plan_at(f->r->plan, i);
    const gp_manifest_target *m = &f->r->facts[p->target];
    gp_golden_key key = key_of(f, p);
    gp_buf b = {0};
    gp_evidence *evidence = NULL;
    gp_grade_input in = {0};
    gp_code code = gp_run_read_trial(f->r, &f->journal, f->path, i, a, &x->c, &x->t, err);
    if (!code) code = gp_run_read_evidence(f->r, &f->evidence, k, a, &evidence, &in.n_evidence, err);
    if (!code && gp_grade_of_repeats(x->c))
        code = gp_run_read_repeats(f->r, &f->journal, f->path, k, a, &in.repeats, &in.n_repeats, err);
    in.evidence = evidence;
    if (!code) code = gp_grade_all(a, x->c, &x->t, &in, &x->g, err);
    if (!code) code = gp_golden_compare(a, gp_run_golden(f->r), &key, x->c, &x->t, &x->g, &x->golden, err);
    if (code) return code;
    gp_fingerprint_line(a, &x->t, &x->g, m, &b);
    gp_sha256_of(gp_buf_view(&b), x->digest);
    gp_buf_clear(&b);
    fill_result(a, x->c, &x->t, &x->g, &x->golden, m, &x->res);
    x->res.where = where(f->r, p->suite, a, x->c);
    gp_grade_measured(a, x->c, &x->t, x->res.cost_usd, &x->g);
    x->res.measured = x->g.measured, x->res.n_measured = x->g.n_measured;
    code = read_earlier(f, i, a, &x->res, err);
    if (code) return gp_buf_free(&b), code;
    gp_speed_of_trial(a, &x->t, &x->res, &x->client, &x->server);
    x->answered = gp_reliability_answer(a, &x->t, x->answer);
    gp_result_steps(a, &x->t, &x->res);
    gp_results_render(&x->res, &b);
    x->rendered = keep(a, &b);
    gp_buf_free(&b);
    return GP_OK;
}

static gp_code add_to_target(per_target *p, const concluded *x, gp_err *err)
{
    const gp_result *r = &x->res;
    gp_tally_add(&p->tally, &x->g, &x->golden, &x->t);
    if (r->status == GP_PASSED || r->status == GP_FAILED)
        gp_graded_add(&p->graded, r->suite, r->case_id, r->cluster, r->status == GP_PASSED, r->score);
    if (x->t.skipped) return GP_OK;
    gp_run_add_asked(&p->asked, &x->t, &x->res);
    return gp_speed_add(&p->speed, &x->res, &x->client, &x->server, err);
}

/* The first one is enough for a hint. */
static void note_elsewhere(gp_run_outcome *out, gp_str name)
{
    if (name.n && !out->elsewhere[0]) (void)snprintf(out->elsewhere, sizeof out->elsewhere, "%.*s", GP_ARG(name));
}

/* Trial k is of another case than the one before it. */
static bool begins_case(const finishing *f, size_t k)
{
    const gp_plan_trial *p = gp_plan_at(f->r->plan, f->order[k]),
                        *before = k ? gp_plan_at(f->r->plan, f->order[k - 1]) : p;
    return p->suite != before->suite || p->case_index != before->case_index;
}

static void add_to_fingerprint(finishing *f, size_t k, const unsigned char *digest)
{
    bool next = begins_case(f, k);
    if (next) gp_fingerprint_next_case(&f->print);
    for (size_t i = 0; next && i < f->r->n_targets; i++) gp_fingerprint_next_case(&f->targets[i].print);
    gp_fingerprint_add(&f->print, digest);
    gp_fingerprint_add(&f->targets[gp_plan_at(f->r->plan, f->order[k])->target].print, digest);
}

/* Add it to those before it. */
static gp_code add_up(void *user, size_t k, const void *product, gp_err *err)
{
    finishing *f = user;
    const concluded *x = product;
    const gp_plan_trial *p = gp_plan_at(f->r->plan, f->order[k]);
    gp_golden_key key = key_of(f, p);
    gp_code code = x->c->golden == GP_GOLDEN_NONE ? GP_OK
                                                  : gp_golden_pending_add(f->pending, &key, x->c, &x->t, &x->g, err);
    if (code) return code;
    gp_tally_add(&f->tally, &x->g, &x->golden, &x->t);
    gp_run_judging_add(&f->judged, p->target, &x->res, &x->g, &x->golden, &x->t);
    f->r->out->asked_again += x->res.n_earlier > 0;
    note_elsewhere(f->r->out, x->golden.elsewhere);
    add_to_fingerprint(f, k, x->digest);
    gp_reliability_add(f->reliability, p->target, &x->t, &x->g, x->answered ? x->answer : NULL);
    code = add_to_target(&f->targets[p->target], x, err);
    return code ? code : gp_results_add(f->results, x->rendered, err);
}

/* --- the head --- */

static gp_code target_heads(finishing *f, gp_results_head *head, gp_err *err)
{
    gp_run_state *r = f->r;
    gp_results_target *list = GP_NEW_ARRAY(&r->arena, gp_results_target, r->n_targets);
    for (size_t i = 0; i < r->n_targets; i++) {
        per_target *p = &f->targets[i];
        const gp_manifest_target *m = &r->facts[i];
        list[i] = (gp_results_target){.name = m->name,
                                      .provider = m->provider,
                                      .model = m->model,
                                      .claim = m->claim,
                                      .weights_sha256 = m->weights_sha256,
                                      .asked = gp_fingerprint_target(&r->arena, m),
                                      .parts = m->parts,
                                      .n_parts = m->n_parts > 1 ? m->n_parts : 0,
                                      .fingerprint = gp_fingerprint_text(&r->arena, &p->print),
                                      .tally = p->tally,
                                      .statistics = gp_statistics_of(&r->arena, &p->graded)};
        gp_code code = gp_speed_sum(&p->speed, &list[i], err);
        if (code) return code;
        gp_run_asked_head(r, i, &p->asked, &list[i]);
        gp_reliability_target(f->reliability, &r->arena, i, &list[i]);
    }
    head->targets = list;
    head->n_targets = r->n_targets;
    return GP_OK;
}

/* What asking them cost is a part of what the run cost. */
static void judge_heads(finishing *f, gp_results_head *head)
{
    gp_run_cost *c = &f->r->out->cost;
    head->judges = gp_reliability_judges(f->reliability, &f->r->arena, &head->n_judges);
    for (size_t i = 0; i < head->n_judges; i++) {
        double usd = head->judges[i].cost_usd;
        c->priced = c->priced || usd > 0;
        if (!isnan(usd)) c->known_usd += usd;
        else if (c->priced) c->unknown++;
    }
}

static void baseline_heads(finishing *f, gp_results_head *head)
{
    gp_run_state *r = f->r;
    gp_results_baseline *list = GP_NEW_ARRAY(&r->arena, gp_results_baseline, r->n_suites * GP_NULL_BASELINES);
    for (size_t i = 0; i < r->n_suites; i++)
        for (size_t k = 0; k < GP_NULL_BASELINES; k++) {
            const gp_null_baseline *b = &r->lint[i].baselines[k];
            if (!b->name) continue;
            list[head->n_baselines++] = (gp_results_baseline){gp_suite_facts(r->suites[i])->name,
                                                              gp_str_c(b->name),
                                                              b->answer,
                                                              (int64_t)b->passed,
                                                              (int64_t)b->graded,
                                                              b->score_mean,
                                                              b->origin ? gp_str_c(b->origin) : (gp_str){0},
                                                              (int64_t)b->tried,
                                                              (int64_t)b->untried};
        }
    head->baselines = list;
}

/* Only a full run can say that a golden is unused. */
static bool whole_suites(const gp_manifest *m) { return !m->n_filters && !m->n_tags && m->limit < 0 && !m->shard.n; }

/* What the run that is played had and this one has not. */
static void played_head(gp_run_state *r, gp_results_head *head)
{
    const gp_manifest_played *p = &r->manifest.played;
    head->not_played = p->not_played;
    head->n_not_played = p->n_not_played;
    if (p->trials > head->planned || p->n_not_played) head->recorded = p->trials;
}

/* What is on disk now. Of a run that is judged again the inputs lie in its own bundle. */
static gp_code write_chain(finishing *f, gp_err *err)
{
    gp_run_state *r = f->r;
    gp_arena *a = &r->arena;
    gp_chain c = {0};
    gp_buf origin = {0}, text = {0};
    char hex[GP_SHA256_HEX], first[GP_SHA256_HEX];
    const char *inputs = r->o->judge_again ? gp_path_dir(a, gp_run_golden(r))
                                           : gp_path_join(a, r->dir, GP_FOLDER_INPUTS);
    gp_manifest_origin_text(r->resumed ? &r->before : &r->manifest, &origin);
    c.origin = gp_buf_view(&origin);
    for (size_t at = 0; at < f->journal.bytes.n; c.lines++) {
        const char *feed = memchr(f->journal.bytes.p + at, '\n', f->journal.bytes.n - at);
        if (!feed) break;
        gp_map_touch(&f->journal, at);
        at = (size_t)(feed - f->journal.bytes.p) + 1;
    }
    gp_code code = gp_run_last_line(a, gp_path_join(a, r->dir, GP_FILE_MANIFEST), true, &c.manifest_sha256, err);
    if (!code) code = gp_run_last_line(a, gp_path_join(a, r->dir, GP_FILE_TOPOLOGY), true, &c.topology_sha256, err);
    if (!code) code = gp_run_last_line(a, f->path, false, &c.last, err);
    if (!code) code = gp_run_last_line(a, gp_path_join(a, r->dir, GP_FILE_RESULTS), true, &c.results_sha256, err);
    if (!code) code = gp_bundle_digest(inputs, hex, err);
    if (!code) c.inputs_sha256 = gp_str_c(hex);
    if (!code && r->n_obtained)
        code = gp_run_last_line(a, gp_path_join(a, r->dir, GP_FILE_EVIDENCE), true, &c.evidence_sha256, err);
    if (!c.lines) { /* the chain ends where it begins */
        gp_sha256_hex_of(c.origin, first);
        c.last = gp_str_c(first);
    }
    gp_chain_write(&c, &text);
    if (!code) code = gp_bundle_write(r->dir, GP_FILE_CHAIN, gp_buf_view(&text), err);
    gp_buf_free(&origin);
    gp_buf_free(&text);
    return code;
}

static gp_code write_head(finishing *f, gp_err *err)
{
    gp_run_state *r = f->r;
    gp_results_head head = {.fingerprint = gp_fingerprint_text(&r->arena, &f->print),
                            .started_epoch = r->manifest.started_epoch,
                            .cases = (int64_t)r->out->cases,
                            .of_cases = (int64_t)r->out->of_cases,
                            .tally = f->tally,
                            .planned = (int64_t)(r->planned ? r->planned : gp_plan_count(r->plan)),
                            .shards = r->planned ? r->shards : 0,
                            .missing_shards = r->missing,
                            .n_missing_shards = r->n_missing,
                            .recorded = -1,
                            .max_cost_usd = r->out->cost.max_usd,
                            .counted_usd = r->out->cost.counted_usd};
    gp_code code = target_heads(f, &head, err);
    if (code) return code;
    judge_heads(f, &head);
    baseline_heads(f, &head);
    played_head(r, &head);
    if (whole_suites(&r->manifest)) head.unused_goldens = r->unused, head.n_unused = r->n_unused;
    r->out->recorded = head.recorded > 0 ? (size_t)head.recorded : 0;
    gp_run_judging_decide(&f->judged, r, &head);
    r->out->gate = head.gate;
    r->out->tally = f->tally;
    (void)snprintf(r->out->fingerprint, sizeof r->out->fingerprint, "%.*s", GP_ARG(head.fingerprint));
    gp_results_writer *w = f->results;
    f->results = NULL;
    code = gp_results_finish(w, &head, err);
    return code ? code : write_chain(f, err);
}

/* --- all of it --- */

static gp_code begin(finishing *f, gp_err *err)
{
    gp_run_state *r = f->r;
    const char *results = gp_path_join(&r->arena, r->dir, GP_FILE_RESULTS);
    f->path = gp_path_join(&r->arena, r->dir, GP_FILE_JOURNAL);
    f->targets = GP_NEW_ARRAY(&r->arena, per_target, r->n_targets);
    gp_run_begin_cost(r);
    gp_run_judging_begin(&f->judged, r);
    gp_fingerprint_begin(&f->print);
    f->reliability = gp_reliability_new(r->n_targets);
    for (size_t i = 0; i < r->n_targets; i++) {
        gp_fingerprint_begin(&f->targets[i].print);
        f->targets[i].composite = gp_composite_digest(&r->arena, &r->facts[i]);
    }
    gp_code code = gp_map_file(f->path, &f->journal, err);
    if (!code && r->n_obtained)
        code = gp_map_file(gp_path_join(&r->arena, r->dir, GP_FILE_EVIDENCE), &f->evidence, err);
    if (!code) code = gp_golden_pending_open(r->dir, &f->pending, err);
    return code ? code : gp_results_create(results, &f->results, err);
}

static void end(finishing *f)
{
    gp_fingerprint_free(&f->print);
    gp_reliability_free(f->reliability);
    for (size_t i = 0; f->targets && i < f->r->n_targets; i++) {
        gp_fingerprint_free(&f->targets[i].print);
        gp_speed_free(&f->targets[i].speed);
        gp_graded_free(&f->targets[i].graded);
    }
    if (f->results) gp_results_discard(f->results);
    if (f->pending) (void)!gp_golden_pending_close(f->pending, NULL);
    gp_run_judging_end(&f->judged);
    gp_unmap(&f->journal);
    gp_unmap(&f->evidence);
}

gp_code gp_run_finish(gp_run_state *r, gp_err *err)
{
    finishing f = {.r = r, .order = gp_plan_sorted(r->plan)};
    gp_code code = begin(&f, err);
    if (!code)
        code = gp_ordered_each(&(gp_ordered){.n = gp_plan_count(r->plan),
                                             .product = sizeof(concluded),
                                             .work = conclude,
                                             .take = add_up,
                                             .user = &f},
                               err);
    if (!code) {
        gp_golden_pending *p = f.pending;
        f.pending = NULL;
        code = gp_golden_pending_close(p, err);
    }
    if (!code) code = write_head(&f, err);
    end(&f);
    if (!code) gp_run_forget(r);
    gp_report_wish wish = r->o->reports;
    if (r->o->judge_again && r->manifest.junit.n) wish.junit = GP_JUNIT_RICH;
    if (!code) code = gp_report_bundle(r->dir, &wish, err);
    for (size_t i = 0; i < GP_REPORT_N && !code; i++)
        if (r->o->copies[i]) code = gp_report_copy(r->dir, &gp_report_formats[i], &r->o->reports, r->o->copies[i], err);
    return code;
}
