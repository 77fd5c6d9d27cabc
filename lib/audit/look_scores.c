/* look_scores.c - scores: criteria that nobody decided, values outside their range, sums that do not follow from the parts,
 * verdicts that contradict scores, and verdicts judged again. */
#include <math.h>

#include "audit/audit_impl.h"

#define EACH_MODEL(m, x) for (gp_audited_model *m = (x)->read.models; m < (x)->read.models + (x)->read.n; m++)
#define EACH_CASE(c, m) for (gp_audited_case *c = (m)->cases; c < (m)->cases + (m)->n; c++)

static bool is_half(double v) { return fabs(v - 0.5) < 1e-9; }

static double mean_score(const gp_audited_model *m, size_t *n)
{
    double sum = 0;
    *n = 0;
    EACH_CASE(c, m)
    if (!isnan(c->score)) sum += c->score, (*n)++;
    return *n ? sum / (double)*n : (double)NAN;
}

/* --- undecided criteria --- */

typedef struct halves {
    size_t parts, of_parts; /* criteria with exactly one half */
    size_t cases, of_cases; /* cases whose score is exactly one half */
    double least, most;     /* mean score if each of those criteria were 0, or 1 */
} halves;

/* The score of a case is taken for the mean of its criteria, where it is that; else its half stands alone. */
static void add_case(halves *h, const gp_audited_case *c, gp_places *places)
{
    double sum = 0;
    size_t half = 0, n = 0;
    for (size_t i = 0; i < c->n_parts; i++) {
        if (isnan(c->parts[i].score)) continue;
        half += is_half(c->parts[i].score);
        sum += c->parts[i].score;
        n++;
    }
    bool follows = n && !isnan(c->score) && fabs(sum / (double)n - c->score) < 0.006;
    double score = c->score, swing = follows ? 0.5 * (double)half / (double)n : !n && is_half(score) ? 0.5 : 0;
    h->parts += half;
    h->of_parts += n;
    if (isnan(score)) return;
    h->of_cases++;
    h->cases += is_half(score);
    h->least += score - swing;
    h->most += score + swing;
    if (half || (!n && is_half(score))) gp_places_add(places, c);
}

static void undecided(gp_arena *a, gp_audit *x, const gp_audited_model *m)
{
    halves h = {0};
    gp_places places = {0};
    EACH_CASE(c, m) add_case(&h, c, &places);
    size_t half = h.of_parts ? h.parts : h.cases, of = h.of_parts ? h.of_parts : h.of_cases;
    gp_str where = gp_places_take(a, &places);
    /* one or two halves are scores like others; many are what a program gives that could not decide */
    if (half < 3 || (double)half < 0.1 * (double)of) return;
    double n = (double)h.of_cases;
    gp_str range = h.most - h.least > 1e-9
                       ? gp_str_fmt(a,
                                    "If all of them were wrong the mean score would be %.2f, if all were right %.2f: "
                                    "anything in between is as well supported as what was published.",
                                    h.least / n, h.most / n)
                       : GP_STR("How much of the mean score rests on them the file does not say.");
    gp_audit_find(
        x, x->read.any_scorer ? GP_AUDIT_DOUBT : GP_AUDIT_FAULT, "undecided-criteria", m->name, where,
        gp_str_fmt(a, "%zu of %zu %s have a score of exactly 0.5.", half, of, h.of_parts ? "criteria" : "cases"),
        gp_str_fmt(
            a, "%s %.*s",
            x->read.any_scorer
                ? "A scorer that grants half gives that, and so does one that cannot decide; the file does not say which."
                : "That is what a program gives that cannot decide; it says nothing of the answer.",
            GP_ARG(range)));
}

/* --- ranges and sums --- */

static void out_of_range(gp_arena *a, gp_audit *x, const gp_audited_model *m)
{
    gp_places places = {0};
    EACH_CASE(c, m)
    if (c->score < 0 || c->score > 1) gp_places_add(&places, c);
    size_t n = places.n;
    gp_str where = gp_places_take(a, &places);
    if (n)
        gp_audit_find(x, x->read.any_scorer ? GP_AUDIT_NOTE : GP_AUDIT_FAULT, "score-out-of-range", m->name, where,
                      gp_str_fmt(a, "%zu score%s outside 0 to 1.", n, n == 1 ? " lies" : "s lie"),
                      x->read.any_scorer
                          ? GP_STR("Its scorer has a scale of its own; nothing here uses these scores as shares.")
                          : GP_STR("Means over these are means over two scales; nothing below uses them as shares."));
}

static void parts_and_whole(gp_arena *a, gp_audit *x, const gp_audited_model *m)
{
    gp_places places = {0};
    EACH_CASE(c, m)
    {
        double least = INFINITY, most = -INFINITY;
        for (size_t i = 0; i < c->n_parts; i++)
            least = fmin(least, c->parts[i].score), most = fmax(most, c->parts[i].score);
        if (least <= most && (c->score < least - 0.006 || c->score > most + 0.006)) gp_places_add(&places, c);
    }
    size_t n = places.n;
    gp_str where = gp_places_take(a, &places);
    if (n)
        gp_audit_find(
            x, x->read.any_scorer ? GP_AUDIT_DOUBT : GP_AUDIT_FAULT, "score-beyond-its-criteria", m->name, where,
            gp_str_fmt(a, "%zu case%s a score below the lowest or above the highest of its criteria.", n,
                       n == 1 ? " has" : "s have"),
            GP_STR(
                "No weighting of the criteria gives such a score: something that the file does not hold decided it."));
}

/* A case that passed with less than another one failed with. */
static void one_threshold(gp_arena *a, gp_audit *x, const gp_audited_model *m)
{
    const gp_audited_case *low = NULL, *high = NULL;
    EACH_CASE(c, m)
    {
        if (isnan(c->score)) continue;
        if (c->passed == 1 && (!low || c->score < low->score)) low = c;
        if (c->passed == 0 && (!high || c->score > high->score)) high = c;
    }
    if (!low || !high || low->score >= high->score) return;
    gp_places places = {0};
    gp_places_add(&places, low);
    gp_places_add(&places, high);
    gp_str where = gp_places_take(a, &places);
    gp_audit_find(
        x, GP_AUDIT_DOUBT, "no-single-threshold", m->name, where,
        gp_str_fmt(a, "One case passed with %.3g, another failed with %.3g.", low->score, high->score),
        GP_STR(
            "So passing does not follow from the score by one threshold, and the file does not say from what else."));
}

void gp_look_at_totals(gp_arena *a, gp_audit *x)
{
    EACH_MODEL(m, x)
    {
        size_t n = 0, passed = 0, known = 0;
        double mean = mean_score(m, &n);
        EACH_CASE(c, m) passed += c->passed == 1, known += c->passed >= 0;
        gp_str where = gp_str_fmt(a, "line %u", m->line);
        if (m->apart.n)
            gp_audit_find(x, GP_AUDIT_NOTE, "mean-not-derived", m->name, where,
                          gp_str_fmt(a, "The stated mean of %.4g was not held against the cases: %.*s.", m->mean,
                                     GP_ARG(m->apart)),
                          GP_STR("It is as the file states it; nothing here confirms it."));
        else if (n && fabs(m->mean - mean) > 0.0051)
            gp_audit_find(
                x, GP_AUDIT_FAULT, "mean-does-not-follow", m->name, where,
                gp_str_fmt(a, "The file states a mean score of %.4g; its %zu cases have %.4f.", m->mean, n, mean),
                GP_STR("The published mean is not that of the published cases."));
        if (known && known == m->n && !isnan(m->passed) && fabs(m->passed - (double)passed) > 0.5)
            gp_audit_find(
                x, GP_AUDIT_FAULT, "passes-do-not-follow", m->name, where,
                gp_str_fmt(a, "The file states %.0f passed cases; %zu of its cases passed.", m->passed, passed),
                GP_STR("The published count is not that of the published cases."));
    }
}

void gp_look_at_scores(gp_arena *a, gp_audit *x)
{
    EACH_MODEL(m, x)
    {
        undecided(a, x, m);
        out_of_range(a, x, m);
        parts_and_whole(a, x, m);
        if (!x->read.any_scorer) one_threshold(a, x, m);
    }
}

/* --- judged again --- */

void gp_look_at_verdicts(gp_arena *a, gp_audit *x)
{
    EACH_MODEL(m, x)
    {
        gp_places places = {0}, empty = {0};
        EACH_CASE(c, m)
        {
            bool nothing = c->answer.p && !gp_str_trim(c->answer).n;
            if (c->passed == 1 && nothing) gp_places_add(&empty, c);
            if (c->again < 0 || c->passed < 0) continue;
            x->judged_again++;
            x->agree += c->again == c->passed;
            if (c->again != c->passed) gp_places_add(&places, c);
        }
        size_t n = places.n, none = empty.n;
        gp_str where = gp_places_take(a, &places), where_empty = gp_places_take(a, &empty);
        if (n)
            gp_audit_find(
                x, GP_AUDIT_FAULT, "verdict-not-confirmed", m->name, where,
                gp_str_fmt(a, "%zu verdict%s otherwise when judged again by the rules in the file.", n,
                           n == 1 ? " comes out" : "s come out"),
                GP_STR(
                    "Either the tool applied another rule than the file states, or goldpin reads that rule otherwise; look at each."));
        if (none)
            gp_audit_find(
                x, GP_AUDIT_DOUBT, "empty-answer-passed", m->name, where_empty,
                gp_str_fmt(a, "%zu empty answer%s passed.", none, none == 1 ? "" : "s"),
                GP_STR(
                    "A criterion that an empty answer meets measures little; see what a constant answer would score."));
    }
}
