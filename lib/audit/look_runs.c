/* look_runs.c - what was asked and what was not: missing and doubled cases, samples of a suite, and which differences so
 * many cases can show. */
#include <math.h>
#include <stdlib.h>

#include "audit/audit_impl.h"
#include "base/memory.h"

/* Criteria without a number, such as words, are verdicts too. */
static bool ran(const gp_audited_case *c) { return !c->error.n && (!isnan(c->score) || c->passed >= 0 || c->n_parts); }

static void missing(gp_arena *a, gp_audit *x, const gp_audited_model *m)
{
    gp_places places = {0};
    for (size_t i = 0; i < m->n; i++)
        if (!ran(&m->cases[i])) gp_places_add(&places, &m->cases[i]);
    size_t n = places.n;
    gp_str where = gp_places_take(a, &places);
    bool scored = false;
    for (size_t i = 0; i < m->n; i++) scored = scored || (!ran(&m->cases[i]) && !isnan(m->cases[i].score));
    if (n)
        gp_audit_find(
            x, GP_AUDIT_DOUBT, "missing-answers", m->name, where,
            gp_str_fmt(a, "%zu of %zu cases broke, or have no verdict%s.", n, m->n,
                       scored ? ", and some of them count with a score" : ""),
            GP_STR(
                "Reliability is one thing and quality another: a mean over what answered hides the first, one that counts these as 0 hides the second. Both should be given."));
    if (!isnan(m->total) && m->n && m->total > (double)m->n + 0.5)
        gp_audit_find(x, GP_AUDIT_DOUBT, "fewer-cases-than-stated", m->name, gp_str_fmt(a, "line %u", m->line),
                      gp_str_fmt(a, "The file states %.0f cases and holds %zu.", m->total, m->n),
                      GP_STR("What the others did cannot be looked at, and nothing may be extrapolated to them."));
    if (m->state.n)
        gp_audit_find(x, GP_AUDIT_DOUBT, "run-not-finished", m->name, (gp_str){0},
                      gp_str_fmt(a, "The file says that the run ended with \"%.*s\".", GP_ARG(m->state)),
                      GP_STR("What was asked before that is there; it is no result of the suite."));
    if (!isnan(m->limit))
        gp_audit_find(
            x, GP_AUDIT_NOTE, "sample-of-a-suite", m->name, gp_str_fmt(a, "line %u", m->line),
            gp_str_fmt(a, "Only %.0f cases were asked.", m->limit),
            GP_STR(
                "The rate is that of these cases, often the first ones of the suite; published numbers of the suite are over all of it."));
}

/* Repeats that the tool was told to make are no doubt; either way they count as belonging together. */
static void doubled(gp_arena *a, gp_audit *x, const gp_audited_model *m)
{
    gp_places places = {0};
    bool *met = gp_alloc_array(m->n_groups + 1, sizeof *met);
    for (size_t i = 0; i < m->n; i++) {
        if (met[m->group[i]]) gp_places_add(&places, &m->cases[i]);
        met[m->group[i]] = true;
    }
    free(met);
    size_t n = places.n;
    gp_str where = gp_places_take(a, &places);
    if (n)
        gp_audit_find(
            x, m->repeats ? GP_AUDIT_NOTE : GP_AUDIT_DOUBT, m->repeats ? "repeated-cases" : "doubled-cases", m->name,
            where,
            gp_str_fmt(a, "%zu of the %zu cases %s.", n, m->n,
                       n == 1 ? "is a repeat of another one" : "are repeats of others"),
            GP_STR(
                "Repeats of a case are not independent. The intervals here take them as belonging together; one that does not is too narrow."));
}

/* --- pairs of models --- */

typedef struct columns {
    double *a, *b;
    bool *pass_a, *pass_b;
    size_t n;
} columns;

/* By name: the one at the same place, else the first that has it. */
static void pair_up(gp_arena *a, const gp_audited_model *x, const gp_audited_model *y, columns *p)
{
    gp_names names = {0};
    size_t *first = GP_NEW_ARRAY(a, size_t, y->n + 1);
    for (size_t k = 0; k < y->n; k++) {
        bool added = false;
        size_t at = gp_names_put(a, &names, y->cases[k].id, &added);
        if (added) first[at] = k;
    }
    p->n = 0;
    for (size_t i = 0; i < x->n; i++) {
        const gp_audited_case *c = &x->cases[i],
                              *d = i < y->n && gp_str_eq(y->cases[i].id, c->id) ? &y->cases[i] : NULL;
        size_t at = d || !c->id.n ? SIZE_MAX : gp_names_find(&names, c->id);
        if (at != SIZE_MAX) d = &y->cases[first[at]];
        if (!d || !ran(c) || !ran(d)) continue;
        double s = isnan(c->score) ? c->passed : c->score, t = isnan(d->score) ? d->passed : d->score;
        if (s < 0 || s > 1 || t < 0 || t > 1) continue;
        p->a[p->n] = s;
        p->b[p->n] = t;
        p->pass_a[p->n] = c->passed == 1;
        p->pass_b[p->n++] = d->passed == 1;
    }
}

static void meet(gp_arena *a, gp_audit *x, const gp_audited_model *m, const gp_audited_model *o)
{
    columns p = {.a = gp_alloc_array(m->n + 1, sizeof *p.a),
                 .b = gp_alloc_array(m->n + 1, sizeof *p.b),
                 .pass_a = gp_alloc_array(m->n + 1, 1),
                 .pass_b = gp_alloc_array(m->n + 1, 1)};
    pair_up(a, m, o, &p);
    gp_paired r = gp_compare(&(gp_pairs){p.a, p.b, p.pass_a, p.pass_b, NULL, p.n, 0});
    if (p.n) {
        bool shown = r.finding == GP_BETTER || r.finding == GP_WORSE;
        gp_str what = gp_str_fmt(
            a, "%.*s against %.*s over %zu cases that both answered: difference of mean scores %+.3f [%+.3f, %+.3f].",
            GP_ARG(m->name), GP_ARG(o->name), p.n, r.mean_difference, r.ci95.lo, r.ci95.hi);
        gp_str means =
            shown
                ? gp_str_fmt(a, "These cases show that the first is %s.", gp_verdict_word(r.finding))
                : gp_str_fmt(
                      a,
                      "These cases cannot tell the two apart: the smallest true difference that so many would show in four of five tries is %.2f.",
                      r.detectable);
        gp_audit_find(x, shown ? GP_AUDIT_NOTE : GP_AUDIT_DOUBT, shown ? "difference-shown" : "difference-not-shown",
                      m->name, (gp_str){0}, what, means);
    }
    free(p.a);
    free(p.b);
    free(p.pass_a);
    free(p.pass_b);
}

void gp_look_at_runs(gp_arena *a, gp_audit *x)
{
    enum { MOST_MODELS = 8 };
    for (size_t i = 0; i < x->read.n; i++) {
        missing(a, x, &x->read.models[i]);
        doubled(a, x, &x->read.models[i]);
    }
    for (size_t i = 0; i < x->read.n && i < MOST_MODELS && !x->read.one_model; i++)
        for (size_t k = i + 1; k < x->read.n && k < MOST_MODELS; k++)
            meet(a, x, &x->read.models[i], &x->read.models[k]);
}
