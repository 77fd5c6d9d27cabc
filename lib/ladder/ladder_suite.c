/* ladder_suite.c - see ladder_suite.h. */
#include "ladder/ladder_suite.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/sha256.h"
#include "base/sys.h"
#include "bundle/bundle.h"
#include "manifest/manifest.h"
#include "report/results.h"

typedef struct cell { /* a case on a rung */
    size_t graded, passed;
    double score_sum;
    char answers[GP_SHA256_HEX]; /* over those of its repeats so far */
} cell;

typedef struct asked { /* a case */
    gp_flipped name;
    uint64_t cluster;
    cell *on; /* [n rungs] */
} asked;

typedef struct gathering {
    gp_arena *a;
    const gp_str *targets;
    size_t n_targets;
    asked *list;
    size_t n, room;
} gathering;

/* --- the trials, case by case --- */

static size_t rung_of(const gathering *g, gp_str target)
{
    for (size_t i = 0; i < g->n_targets; i++)
        if (gp_str_eq(g->targets[i], target)) return i;
    return SIZE_MAX;
}

/* Trials come in the order of their ids, so those of a case come together. */
static asked *case_of(gathering *g, const gp_result *t)
{
    asked *last = g->n ? &g->list[g->n - 1] : NULL;
    if (last && gp_str_eq(last->name.id, t->case_id) && gp_str_eq(last->name.suite, t->suite)) return last;
    g->list = gp_grow(g->list, g->n, &g->room, sizeof *g->list);
    asked *c = &g->list[g->n++];
    *c = (asked){.name = {gp_str_dup(g->a, t->suite), gp_str_dup(g->a, t->case_id)},
                 .cluster = gp_cluster_id(t->suite, t->case_id, t->cluster),
                 .on = GP_NEW_ARRAY(g->a, cell, g->n_targets)};
    return c;
}

/* What it answered goes over what it answered before: equal digests are equal answers, all of them. */
static void note_answer(cell *c, const gp_result *t)
{
    gp_buf b = {0};
    gp_buf_fmt(&b, "%s %zu ", c->answers, t->answer.n);
    gp_buf_str(&b, t->answer);
    gp_buf_str(&b, t->tool_calls);
    gp_sha256_hex_of(gp_buf_view(&b), c->answers);
    gp_buf_free(&b);
}

static gp_code gather(void *user, const gp_result *t, gp_err *err)
{
    gathering *g = user;
    (void)err;
    size_t i = rung_of(g, t->target);
    if (i == SIZE_MAX) return GP_OK;
    cell *c = &case_of(g, t)->on[i];
    note_answer(c, t);
    if (isnan(t->score)) return GP_OK;
    c->graded++;
    c->passed += t->status == GP_PASSED;
    c->score_sum += t->score;
    return GP_OK;
}

/* --- one rung against another --- */

static bool passes(const cell *c) { return c->passed == c->graded; }

typedef struct columns { /* of the pairs */
    double *a, *b;
    bool *pass_a, *pass_b;
    uint64_t *cluster;
    size_t n;
} columns;

static columns columns_new(size_t n)
{
    return (columns){gp_alloc_array(n + 1, sizeof(double)),   gp_alloc_array(n + 1, sizeof(double)),
                     gp_alloc_array(n + 1, sizeof(bool)),     gp_alloc_array(n + 1, sizeof(bool)),
                     gp_alloc_array(n + 1, sizeof(uint64_t)), 0};
}

static void columns_free(columns *c)
{
    free(c->a);
    free(c->b);
    free(c->pass_a);
    free(c->pass_b);
    free(c->cluster);
}

static void add_pair(columns *c, const asked *q, gp_suite_pair *p, gp_flipped *lost, gp_flipped *gained)
{
    const cell *x = &q->on[p->of], *y = &q->on[p->against];
    if (!x->graded || !y->graded) return;
    size_t i = c->n++;
    c->a[i] = x->score_sum / (double)x->graded, c->b[i] = y->score_sum / (double)y->graded;
    c->pass_a[i] = passes(x), c->pass_b[i] = passes(y);
    c->cluster[i] = q->cluster;
    p->alike += strcmp(x->answers, y->answers) == 0;
    if (c->pass_b[i] && !c->pass_a[i]) lost[p->n_lost++] = q->name;
    if (c->pass_a[i] && !c->pass_b[i]) gained[p->n_gained++] = q->name;
}

static gp_suite_pair compare(const gathering *g, size_t of, size_t against, double margin)
{
    gp_flipped *lost = GP_NEW_ARRAY(g->a, gp_flipped, g->n), *gained = GP_NEW_ARRAY(g->a, gp_flipped, g->n);
    gp_suite_pair p = {.of = of, .against = against, .lost = lost, .gained = gained};
    columns c = columns_new(g->n);
    for (size_t i = 0; i < g->n; i++) add_pair(&c, &g->list[i], &p, lost, gained);
    p.paired = gp_compare(&(gp_pairs){c.a, c.b, c.pass_a, c.pass_b, c.cluster, c.n, margin});
    p.p = c.n ? p.paired.p : (double)NAN;
    columns_free(&c);
    return p;
}

/* A difference that only one of many comparisons would show is none. */
static void conclude(gp_suite_pair *list, size_t n)
{
    double *p = gp_alloc_array(n + 1, sizeof *p);
    for (size_t i = 0; i < n; i++) p[i] = list[i].p;
    gp_holm(p, n);
    for (size_t i = 0; i < n; i++) {
        gp_suite_pair *q = &list[i];
        bool same = q->paired.n && q->alike == q->paired.n, certain = q->paired.finding == GP_EQUAL || p[i] < 0.05;
        q->p = p[i];
        q->finding = same ? GP_EQUAL : certain ? q->paired.finding : GP_INCONCLUSIVE;
    }
    free(p);
}

/* --- the rungs --- */

static void describe(gp_arena *a, const gp_manifest_target *m, const gp_results_target *t, gp_suite_rung *r)
{
    const gp_tally *n = &t->tally;
    *r = (gp_suite_rung){.file = m->model,
                         .quantization = m->quantization,
                         .mix = m->quantization_mix,
                         .weights_sha256 = m->weights_sha256,
                         .weight_bytes = m->weights_bytes,
                         .fingerprint = gp_str_dup(a, t->fingerprint),
                         .trials = n->trials,
                         .passed = n->passed,
                         .graded = n->passed + n->failed,
                         .rate95 = gp_results_rate95(t),
                         .output_tokens_per_s = t->output_tokens_per_s};
}

static gp_code find_rung(gp_arena *a, const gp_manifest *m, const gp_results_head *h, gp_str target, gp_suite_rung *r,
                         gp_err *err)
{
    for (size_t i = 0; i < m->n_targets; i++)
        for (size_t k = 0; k < h->n_targets; k++)
            if (gp_str_eq(m->targets[i].name, target) && gp_str_eq(h->targets[k].name, target))
                return describe(a, &m->targets[i], &h->targets[k], r), GP_OK;
    return gp_fail(err, GP_E_INPUT, "the run has no target %.*s", GP_ARG(target));
}

static void tell_apart(gp_arena *a, const gp_str *targets, gp_suite_rung *list, size_t n)
{
    for (size_t i = 1; i < n; i++)
        for (size_t k = 0; k < i; k++)
            if (gp_str_eq(list[k].file, list[i].file)) {
                list[i].file = gp_str_fmt(a, "%.*s (%.*s)", GP_ARG(list[i].file), GP_ARG(targets[i]));
                break;
            }
}

/* By size, largest first; few. */
static void pair_up(const gathering *g, gp_suite_ladder *l)
{
    size_t *order = GP_NEW_ARRAY(g->a, size_t, l->n), n = 0;
    for (size_t i = 1; i < l->n; i++) {
        size_t k = n++;
        for (; k && l->rungs[order[k - 1]].weight_bytes < l->rungs[i].weight_bytes; k--) order[k] = order[k - 1];
        order[k] = i;
    }
    l->pairs = GP_NEW_ARRAY(g->a, gp_suite_pair, n);
    for (size_t k = 0; k + 1 < n; k++) l->pairs[l->n_pairs++] = compare(g, order[k], order[k + 1], l->margin);
    conclude(l->pairs, l->n_pairs);
}

gp_code gp_ladder_suite(gp_arena *a, const char *bundle, const gp_str *targets, size_t n, double margin,
                        gp_suite_ladder *out, gp_err *err)
{
    gathering g = {.a = a, .targets = targets, .n_targets = n};
    gp_manifest m;
    gp_results *r = NULL;
    *out = (gp_suite_ladder){.bundle = bundle, .margin = margin, .rungs = GP_NEW_ARRAY(a, gp_suite_rung, n), .n = n};
    gp_code code = gp_manifest_read(a, gp_path_join(a, bundle, GP_FILE_MANIFEST), &m, err);
    if (!code) code = gp_results_open(bundle, &r, err);
    for (size_t i = 0; i < n && !code; i++)
        code = find_rung(a, &m, gp_results_facts(r), targets[i], &out->rungs[i], err);
    if (!code) code = gp_results_each(r, gather, &g, err);
    if (!code) {
        tell_apart(a, targets, out->rungs, n);
        out->suite = m.n_suites ? m.suites[0].name : (gp_str){0};
        out->fingerprint = gp_str_dup(a, gp_results_facts(r)->fingerprint);
        out->cases = g.n;
        out->down = GP_NEW_ARRAY(a, gp_suite_pair, n);
        for (size_t i = 1; i < n; i++) out->down[i - 1] = compare(&g, i, 0, margin);
        conclude(out->down, n - 1);
        pair_up(&g, out);
    }
    gp_results_close(r);
    free(g.list);
    return code;
}
