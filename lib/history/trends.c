/* trends.c - trials of a suite over runs, added up: see report/trend.h for what is compared with what. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "history/history_impl.h"

typedef struct asked { /* a case of one run, over its repeats */
    gp_str id, question;
    uint64_t cluster;
    size_t graded, passed;
} asked;

typedef struct one_run {
    int64_t id; /* 0: none */
    gp_trend_point point;
    gp_graded trials;
    asked *cases; /* [n], by id */
    size_t n, room;
} one_run;

typedef struct maker {
    gp_arena *a;
    gp_str suite, case_id;
    one_run now, reference;
    gp_str target; /* of both */
    gp_trend_point *points;
    size_t n_points, points_room;
    gp_trend *list;
    size_t n, room;
} maker;

/* --- a run --- */

static void forget(one_run *r)
{
    gp_graded_free(&r->trials);
    free(r->cases);
    *r = (one_run){0};
}

static double share(const asked *c) { return (double)c->passed / (double)c->graded; }

static bool same_question(const asked *x, const asked *y)
{
    return gp_str_eq(x->question, y->question) && x->graded && y->graded;
}

enum { MOST_NAMES = 5 };

/* Of the cases that both have. */
static void name_failing(const asked *now, const asked *before, gp_buf *names, size_t *n)
{
    if (before->passed != before->graded || now->passed == now->graded) return;
    if ((*n)++ >= MOST_NAMES) return;
    if (names->n) gp_buf_c(names, ", ");
    gp_buf_str(names, now->id);
}

static void compare(maker *m)
{
    one_run *x = &m->now, *y = &m->reference;
    double *v = gp_alloc_array(2 * (x->n + 1), sizeof *v), *a = v, *b = v + x->n + 1;
    uint64_t *cluster = gp_alloc_array(x->n + 1, sizeof *cluster);
    gp_trend_point *p = &x->point;
    gp_buf names = {0};
    size_t failing = 0;
    for (size_t i = 0, k = 0; i < x->n; i++) {
        while (k < y->n && gp_str_cmp(y->cases[k].id, x->cases[i].id) < 0) k++;
        if (k == y->n || !gp_str_eq(y->cases[k].id, x->cases[i].id) || !same_question(&x->cases[i], &y->cases[k]))
            continue;
        a[p->paired] = share(&x->cases[i]);
        b[p->paired] = share(&y->cases[k]);
        cluster[p->paired++] = x->cases[i].cluster;
        name_failing(&x->cases[i], &y->cases[k], &names, &failing);
    }
    gp_paired r = gp_compare(&(gp_pairs){.a = a, .b = b, .cluster = cluster, .n = p->paired});
    p->begins = !p->paired;
    p->difference = p->paired ? r.mean_difference : (double)NAN;
    p->difference_ci = r.ci95;
    p->finding = r.finding;
    if (failing > MOST_NAMES) gp_buf_fmt(&names, " and %zu more", failing - MOST_NAMES);
    if (gp_trend_steps(p) && p->finding == GP_WORSE) p->newly_failing = gp_str_dup(m->a, gp_buf_view(&names));
    p->turned = m->case_id.n && p->paired && !gp_trend_steps(p) && p->difference != 0;
    gp_buf_free(&names);
    free(v);
    free(cluster);
}

static void end_run(maker *m)
{
    one_run *r = &m->now;
    if (!r->id) return;
    gp_mean rate = gp_graded_passed(&r->trials);
    r->point.rate = rate.mean;
    r->point.ci = rate.ci95;
    r->point.graded = r->trials.n;
    r->point.difference = NAN;
    r->point.begins = true;
    if (m->reference.id) compare(m);
    m->points = gp_grow(m->points, m->n_points, &m->points_room, sizeof *m->points);
    m->points[m->n_points++] = r->point;
    bool changed = r->point.graded && (r->point.begins || gp_trend_steps(&r->point) || r->point.turned);
    if (changed) {
        forget(&m->reference);
        m->reference = *r;
        *r = (one_run){0};
    } else forget(r);
}

static void end_target(maker *m)
{
    end_run(m);
    forget(&m->reference);
    if (!m->n_points) return;
    gp_trend_point *points = GP_NEW_ARRAY(m->a, gp_trend_point, m->n_points);
    memcpy(points, m->points, m->n_points * sizeof *points);
    m->list = gp_grow(m->list, m->n, &m->room, sizeof *m->list);
    m->list[m->n++] = (gp_trend){m->suite, m->case_id, m->target, points, m->n_points};
    m->n_points = 0;
}

/* --- trials --- */

static void add_trial(void *user, const gp_history_trial *t)
{
    maker *m = user;
    if (!gp_str_eq(t->target, m->target)) end_target(m);
    else if (t->run != m->now.id) end_run(m);
    m->target = t->target;
    one_run *r = &m->now;
    if (t->run != r->id) {
        r->id = t->run;
        r->point = (gp_trend_point){
            .started_epoch = t->started_epoch, .label = t->label, .commit = t->commit, .version = t->version};
    }
    if (!r->n || !gp_str_eq(r->cases[r->n - 1].id, t->case_id)) {
        r->cases = gp_grow(r->cases, r->n, &r->room, sizeof *r->cases);
        r->cases[r->n++] = (asked){t->case_id, t->question, gp_cluster_id(m->suite, t->case_id, t->cluster), 0, 0};
    }
    if (!t->graded) return;
    r->cases[r->n - 1].graded++;
    r->cases[r->n - 1].passed += t->passed;
    r->point.passed += t->passed;
    gp_graded_add(&r->trials, m->suite, t->case_id, t->cluster, t->passed, t->score);
}

gp_code gp_history_trends(gp_history *h, gp_arena *a, gp_str suite, gp_str case_id, gp_str target,
                          const gp_trend **list, size_t *n, gp_err *err)
{
    maker m = {.a = a, .suite = suite, .case_id = case_id};
    gp_code code = gp_history_visit(h, a, suite, case_id, target, add_trial, &m, err);
    end_target(&m);
    if (!code && !m.n)
        code = gp_fail(err, GP_E_INPUT, "the history has no trial of suite \"%.*s\"%s%.*s%s%s%.*s%s", GP_ARG(suite),
                       case_id.n ? ", case \"" : "", GP_ARG(case_id), case_id.n ? "\"" : "",
                       target.n ? ", target \"" : "", GP_ARG(target),
                       target.n ? "\"; goldpin history list shows what it has"
                                : "; goldpin history list shows what it has");
    *n = m.n;
    *list = m.n ? memcpy(GP_NEW_ARRAY(a, gp_trend, m.n), m.list, m.n * sizeof *m.list) : NULL;
    free(m.points);
    free(m.list);
    return code;
}
