/* look_times.c - times: those that were not measured but made of others, and means that do not follow. */
#include <math.h>

#include "audit/audit_impl.h"

/* The same share of the total to nine digits in case after case is no measurement. */
static void guessed(gp_arena *a, gp_audit *x, const gp_audited_model *m)
{
    enum { LEAST = 2 };
    size_t known = 0;
    for (size_t i = 0; i < m->n; i++) known += m->cases[i].first_s > 0 && m->cases[i].total_s > 0;
    const gp_audited_case *of = NULL;
    gp_places places = {0};
    size_t most = 0;
    for (size_t i = 0; i < m->n && i < 1000; i++) { /* the commonest share */
        const gp_audited_case *c = &m->cases[i];
        if (!(c->first_s > 0 && c->total_s > 0)) continue;
        double share = c->first_s / c->total_s;
        size_t n = 0;
        for (size_t k = 0; k < m->n; k++)
            n += m->cases[k].first_s > 0 && m->cases[k].total_s > 0 &&
                 fabs(m->cases[k].first_s / m->cases[k].total_s - share) < 1e-4 * share;
        bool plain = fabs(share * 20 - rint(share * 20)) < 1e-6; /* a twentieth, a tenth, a half, all of it */
        if (n > most && n * 2 > known && (n > LEAST || plain)) most = n, of = c;
    }
    if (!of || most < LEAST) return;
    double share = of->first_s / of->total_s;
    for (size_t i = 0; i < m->n; i++)
        if (m->cases[i].first_s > 0 && fabs(m->cases[i].first_s / m->cases[i].total_s - share) < 1e-4 * share)
            gp_places_add(&places, &m->cases[i]);
    gp_str where = gp_places_take(a, &places);
    gp_audit_find(
        x, GP_AUDIT_FAULT, "guessed-times", m->name, where,
        gp_str_fmt(a, "In %zu of %zu cases the time to the first token is exactly %.4g of the total time.", most, known,
                   share),
        GP_STR(
            "Such a time was not measured but made of the total. Whatever is said of first tokens, waiting or thinking has no support in these cases."));
}

static void means(gp_arena *a, gp_audit *x, const gp_audited_model *m)
{
    double sum = 0;
    size_t n = 0, below = 0, later = 0;
    for (size_t i = 0; i < m->n; i++) {
        const gp_audited_case *c = &m->cases[i];
        if (!isnan(c->total_s)) sum += c->total_s, n++, below += c->total_s < 0;
        later += c->first_s > c->total_s;
    }
    gp_str where = gp_str_fmt(a, "line %u", m->line);
    if (n && fabs(m->seconds - sum / (double)n) > 0.02 * fabs(m->seconds) + 0.06)
        gp_audit_find(x, GP_AUDIT_FAULT, "mean-time-does-not-follow", m->name, where,
                      gp_str_fmt(a, "The file states a mean time of %.4g s; its %zu cases with a time have %.4g s.",
                                 m->seconds, n, sum / (double)n),
                      GP_STR("The published time is not that of the published cases."));
    if (below || later)
        gp_audit_find(
            x, GP_AUDIT_FAULT, "impossible-times", m->name, where,
            gp_str_fmt(a, "%zu total times are less than 0, %zu first tokens come after the end.", below, later),
            GP_STR("No clock gives these."));
}

void gp_look_at_times(gp_arena *a, gp_audit *x)
{
    for (size_t i = 0; i < x->read.n; i++) {
        guessed(a, x, &x->read.models[i]);
        means(a, x, &x->read.models[i]);
    }
}
