/* audit_text.c - an audit as a document, and as JSON. */
#include <math.h>
#include <stdlib.h>

#include "audit/audit.h"
#include "base/memory.h"
#include "base/sys.h"
#include "report/md.h"

static const char *const weights[] = {"fault", "doubt", "note"};

static size_t count(const gp_audit *x, gp_audit_weight w)
{
    size_t n = 0;
    for (size_t i = 0; i < x->n; i++) n += x->findings[i].weight == w;
    return n;
}

/* --- what its rates can support --- */

typedef struct rate {
    size_t passed, n, scored;
    double mean; /* NaN without scores */
    gp_interval ci, mean_ci;
} rate;

/* Values of some cases of a model, with the groups of these. */
typedef struct column {
    double *v;
    uint64_t *group;
    size_t n;
} column;

static column new_column(const gp_audited_model *m)
{
    return (column){gp_alloc_array(m->n + 1, sizeof(double)), gp_alloc_array(m->n + 1, sizeof(uint64_t)), 0};
}

static void put(column *c, const gp_audited_model *m, size_t i, double v)
{
    c->v[c->n] = v;
    c->group[c->n++] = m->group[i];
}

static void free_column(column *c)
{
    free(c->v);
    free(c->group);
}

static rate rate_of_cases(const gp_audited_model *m)
{
    rate r = {.mean = NAN, .ci = {NAN, NAN}, .mean_ci = {NAN, NAN}};
    column passes = new_column(m), scores = new_column(m);
    bool share = true, repeats = m->n_groups < m->n;
    for (size_t i = 0; i < m->n; i++) {
        const gp_audited_case *c = &m->cases[i];
        if (c->passed >= 0) put(&passes, m, i, c->passed), r.passed += c->passed == 1;
        if (!isnan(c->score)) put(&scores, m, i, c->score), share = share && c->score >= 0 && c->score <= 1;
    }
    const uint64_t *of_pass = repeats ? passes.group : NULL, *of_score = repeats ? scores.group : NULL;
    r.n = passes.n;
    r.scored = scores.n;
    if (r.n) r.ci = gp_mean95_clustered(passes.v, of_pass, r.n).ci95;
    gp_mean mean = share ? gp_mean95_clustered(scores.v, of_score, r.scored)
                         : gp_mean95_real(scores.v, of_score, r.scored);
    if (r.scored) r.mean = mean.mean, r.mean_ci = mean.ci95;
    free_column(&passes);
    free_column(&scores);
    return r;
}

static rate rate_of(const gp_audited_model *m)
{
    rate r = rate_of_cases(m);
    if (!m->n && m->rate >= 0 && m->rate <= 1 && m->total > 0 && m->total < 1e15) { /* a rate alone */
        r.n = (size_t)(m->total + 0.5);
        r.passed = (size_t)(m->rate * m->total + 0.5);
        r.ci = gp_score_interval(m->rate, m->total, gp_normal_point(0.975));
    }
    return r;
}

/* --- markdown --- */

static void model_row(const gp_audited_model *m, gp_buf *out)
{
    rate r = rate_of(m);
    gp_md_first(out, m->name);
    gp_buf_fmt(out, " | %.0f | ", !m->n && m->total > 0 ? m->total : (double)m->n);
    if (r.n) gp_buf_fmt(out, "%zu of %zu, ", r.passed, r.n);
    gp_text_interval(out, r.n ? (double)r.passed / (double)r.n : (double)NAN, r.ci);
    gp_buf_c(out, " | ");
    if (isnan(r.mean)) gp_buf_c(out, "n/a");
    else gp_buf_fmt(out, "%.3f [%.3f, %.3f]", r.mean, r.mean_ci.lo, r.mean_ci.hi);
    gp_buf_c(out, " | ");
    if (isfinite(m->mean)) gp_buf_fmt(out, "%.4g", m->mean);
    else if (isfinite(m->rate)) gp_buf_fmt(out, "%.4g", m->rate);
    else gp_buf_c(out, "n/a");
    gp_buf_c(out, " |\n");
}

static void finding(const gp_audit_finding *f, gp_buf *out)
{
    gp_buf_fmt(out, "- **%s**, %s", weights[f->weight], f->kind);
    if (f->model.n) {
        gp_buf_c(out, ", ");
        gp_md_code(out, f->model, 80);
    }
    gp_buf_c(out, ": ");
    gp_md_text(out, f->what, 0);
    gp_buf_byte(out, ' ');
    gp_md_text(out, f->means, 0);
    if (f->where.n) {
        gp_buf_c(out, " Where: ");
        gp_md_text(out, f->where, 0);
        gp_buf_byte(out, '.');
    }
    gp_buf_byte(out, '\n');
}

static void again(const gp_audit *x, gp_buf *out)
{
    gp_buf_c(out, "\n## Judged again\n\n");
    gp_buf_fmt(out, "%zu of %zu verdicts could be judged again by what the file holds; %zu came out the same.",
               x->judged_again, x->cases, x->agree);
    gp_str why = {0};
    size_t other = 0;
    for (size_t i = 0; i < x->read.n; i++)
        for (size_t k = 0; k < x->read.models[i].n; k++) {
            const gp_audited_case *c = &x->read.models[i].cases[k];
            if (c->again >= 0 || !c->why_not.n) continue;
            other += why.n && !gp_str_eq(why, c->why_not);
            if (!why.n) why = c->why_not;
        }
    if (why.n) {
        gp_buf_c(out, " Why others could not: ");
        gp_md_text(out, why, 200);
        gp_buf_c(out, other ? ", and other reasons." : ".");
    }
    gp_buf_byte(out, '\n');
}

void gp_audit_markdown(const gp_audit *x, gp_buf *out)
{
    gp_buf_c(out, "# Audit of ");
    gp_md_code(out, gp_str_c(gp_path_base(x->read.path)), 100);
    gp_buf_fmt(out, "\n\nRead as %s: %zu model%s, %zu case%s. %zu fault%s, %zu doubt%s, %zu note%s.\n", x->read.tool,
               x->read.n, x->read.n == 1 ? "" : "s", x->cases, x->cases == 1 ? "" : "s", count(x, GP_AUDIT_FAULT),
               count(x, GP_AUDIT_FAULT) == 1 ? "" : "s", count(x, GP_AUDIT_DOUBT),
               count(x, GP_AUDIT_DOUBT) == 1 ? "" : "s", count(x, GP_AUDIT_NOTE),
               count(x, GP_AUDIT_NOTE) == 1 ? "" : "s");
    gp_buf_c(
        out,
        "\n## What the numbers support\n\n| Model | Cases | Passed [95%] | Mean score [95%] | Stated |\n| :-- | --: | --: | --: | --: |\n");
    for (size_t i = 0; i < x->read.n; i++) model_row(&x->read.models[i], out);
    gp_buf_c(
        out,
        "\nIntervals take cases as independent draws of what was to be measured, and repeats of a case as belonging together (Wilson for shares, Student's t for means). They say nothing of whether the cases measure it.\n");
    gp_buf_c(out, "\n## Findings\n\n");
    for (size_t i = 0; i < x->n; i++) finding(&x->findings[i], out);
    if (!x->n) gp_buf_c(out, "None of the looks found anything.\n");
    again(x, out);
    gp_buf_c(
        out,
        "\n## What was looked at\n\nTotals against cases; scores of exactly one half; ranges; thresholds; verdicts by the file's own rules; times that are made of others; puzzles of places in a row against their expected answers; missing, doubled and sampled cases; differences of models. Nothing was asked of any model, and what the file does not hold was not looked at.\n");
}

/* --- JSON --- */

static void model_json(gp_jw *w, const gp_audited_model *m)
{
    rate r = rate_of(m);
    gp_jw_object(w);
    gp_jw_kstr(w, "model", m->name);
    gp_jw_kint(w, "cases", (int64_t)m->n);
    gp_jw_kint(w, "passed", (int64_t)r.passed);
    gp_jw_kint(w, "of", (int64_t)r.n);
    gp_text_interval_json(w, "pass_rate_ci95", r.ci);
    gp_jw_kreal_or_null(w, "mean_score", r.mean);
    gp_text_interval_json(w, "mean_score_ci95", r.mean_ci);
    gp_jw_kreal_or_null(w, "stated_mean", m->mean);
    gp_jw_kreal_or_null(w, "stated_rate", m->rate);
    gp_jw_end_object(w);
}

void gp_audit_json(const gp_audit *x, gp_buf *out)
{
    gp_jw w;
    gp_jw_init(&w, out, 2);
    gp_jw_object(&w);
    gp_jw_kc(&w, "file", gp_path_base(x->read.path));
    gp_jw_kc(&w, "form", x->read.form);
    gp_jw_key(&w, "models");
    gp_jw_array(&w);
    for (size_t i = 0; i < x->read.n; i++) model_json(&w, &x->read.models[i]);
    gp_jw_end_array(&w);
    gp_jw_key(&w, "findings");
    gp_jw_array(&w);
    for (size_t i = 0; i < x->n; i++) {
        const gp_audit_finding *f = &x->findings[i];
        gp_jw_object(&w);
        gp_jw_kc(&w, "weight", weights[f->weight]);
        gp_jw_kc(&w, "kind", f->kind);
        gp_jw_kstr(&w, "model", f->model);
        gp_jw_kstr(&w, "where", f->where);
        gp_jw_kstr(&w, "what", f->what);
        gp_jw_kstr(&w, "means", f->means);
        gp_jw_end_object(&w);
    }
    gp_jw_end_array(&w);
    gp_jw_kint(&w, "judged_again", (int64_t)x->judged_again);
    gp_jw_kint(&w, "same", (int64_t)x->agree);
    gp_jw_end_object(&w);
    gp_buf_byte(out, '\n');
}
