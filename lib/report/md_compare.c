/* Head to head, by category, null baselines, what is missing. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "report/md_data.h"
#include "stats/stats.h"

/* --- head to head --- */

enum { MOST_PAIRED = 12 }; /* contestants compared each with each; beyond that, each with the first */

typedef struct pairing {
    double *a, *b;
    uint64_t *cluster;
    bool *pass_a, *pass_b;
    size_t n;
} pairing;

static void case_mean(const gp_note *notes, size_t n, double *mean, bool *passed)
{
    double sum = 0;
    size_t graded = 0;
    *passed = true;
    for (size_t i = 0; i < n; i++) {
        if (isnan(notes[i].score)) continue;
        graded++;
        sum += (double)notes[i].score;
        *passed = *passed && notes[i].passed;
    }
    *mean = graded ? sum / (double)graded : NAN;
}

/* The notes of one case that belong to one contestant. */
static const gp_note *part_of(const gp_note *notes, size_t n, size_t who, size_t *count)
{
    size_t from = 0;
    while (from < n && notes[from].contestant != who) from++;
    *count = 0;
    while (from + *count < n && notes[from + *count].contestant == who) ++*count;
    return notes + from;
}

static void pair_up(const gp_note *notes, size_t n, size_t first, size_t second, pairing *p)
{
    p->n = 0;
    for (size_t i = 0; i < n;) {
        size_t k = 1, nx, ny;
        while (i + k < n && gp_md_same_case(&notes[i + k], &notes[i])) k++;
        const gp_note *x = part_of(notes + i, k, first, &nx), *y = part_of(notes + i, k, second, &ny);
        case_mean(x, nx, &p->a[p->n], &p->pass_a[p->n]);
        case_mean(y, ny, &p->b[p->n], &p->pass_b[p->n]);
        p->cluster[p->n] = notes[i].cluster;
        if (isfinite(p->a[p->n]) && isfinite(p->b[p->n])) p->n++;
        i += k;
    }
}

static void signed_score(gp_buf *b, double v)
{
    if (isfinite(v)) gp_buf_fmt(b, "%+.2f", v);
    else gp_buf_c(b, "n/a");
}

static void p_value(gp_buf *b, double p) { gp_buf_fmt(b, p < 0.001 ? "< 0.001" : p < 0.0995 ? "%.3f" : "%.2f", p); }

typedef struct meeting {
    size_t first, second;
    gp_paired r;
    double p; /* corrected for how many comparisons there are */
} meeting;

/* What is said of the first: a difference that only one of many comparisons would show is none. */
static gp_verdict finding(const meeting *m)
{
    bool certain = m->r.finding == GP_EQUAL || m->p < 0.05;
    return certain ? m->r.finding : GP_INCONCLUSIVE;
}

static void pair_row(gp_buf *b, const gp_md *d, const meeting *m)
{
    const gp_paired *r = &m->r;
    gp_verdict v = finding(m);
    gp_md_first(b, d->who[m->first].label);
    gp_md_next(b, d->who[m->second].label, 0);
    gp_buf_fmt(b, " | %zu | %zu | %zu | %zu | %zu, %zu | ", r->n, r->wins, r->losses, r->ties, r->only_first,
               r->only_second);
    signed_score(b, r->mean_difference);
    if (isfinite(r->ci95.lo)) gp_buf_fmt(b, " [%+.2f, %+.2f]", r->ci95.lo, r->ci95.hi);
    gp_buf_c(b, " | ");
    p_value(b, m->p);
    gp_buf_c(b, " | ");
    if (r->detectable > 1) gp_buf_c(b, "none");
    else gp_text_score(b, r->detectable);
    gp_buf_fmt(b, v == GP_INCONCLUSIVE ? " | %s |\n" : " | **%s** |\n", gp_verdict_word(v));
}

/* In one piece, which begins at `a`. */
static gp_code pairing_new(pairing *p, size_t n, gp_err *err)
{
    size_t bytes = (n + 1) * (sizeof *p->a + sizeof *p->b + sizeof *p->cluster + sizeof *p->pass_a + sizeof *p->pass_b);
    double *a = calloc(1, bytes);
    if (!a) return gp_fail_memory(err, "the pairs of a comparison", bytes);
    *p = (pairing){.a = a, .b = a + n + 1, .cluster = (uint64_t *)(a + 2 * (n + 1))};
    p->pass_a = (bool *)(p->cluster + n + 1);
    p->pass_b = p->pass_a + n + 1;
    return GP_OK;
}

/* Each with each, or with the first; the p values are corrected for how many they are. */
static size_t meet(const gp_md *d, const gp_note *notes, pairing *p, meeting *list)
{
    size_t n = 0;
    for (size_t i = 0; i < (d->n_who > MOST_PAIRED ? 1 : d->n_who); i++)
        for (size_t k = i + 1; k < d->n_who; k++) {
            pair_up(notes, d->n_notes, i, k, p);
            gp_paired r = gp_compare(&(gp_pairs){p->a, p->b, p->pass_a, p->pass_b, p->cluster, p->n, 0});
            list[n++] = (meeting){i, k, r, r.n ? r.p : (double)NAN};
        }
    double *raw = gp_alloc_array(n + 1, sizeof *raw);
    for (size_t i = 0; i < n; i++) raw[i] = list[i].p;
    gp_holm(raw, n);
    for (size_t i = 0; i < n; i++) list[i].p = raw[i];
    free(raw);
    return n;
}

static void meetings_put(const gp_md *d, const meeting *list, size_t n, gp_buf *out)
{
    gp_md_section s = {.limit = gp_md_limit(d, 40000)};
    size_t decided = 0;
    for (size_t i = 0; i < n; i++) {
        decided += finding(&list[i]) != GP_INCONCLUSIVE;
        if (!gp_md_row_begin(&s)) continue;
        pair_row(&s.b, d, &list[i]);
        gp_md_row_end(&s);
    }
    gp_md_section_put(
        out, &s, "## Head to head",
        "Pairs of the same case, graded on both sides; difference of mean scores, A minus B, with its 95% interval, which is never of width 0; p from exchanging the two within pairs (for passes McNemar's exact test), corrected by Holm for the number of comparisons. Repeats are one mean per case; cases of one cluster count for what they are worth. "
        "A is called better or worse where the interval leaves out 0 and p < 0.05. What could have been shown is the smallest true difference that this many pairs with this spread would have shown in four of five runs.",
        "| A | B | Cases | A better | B better | Ties | Passed by A alone, B alone | A minus B [95%] | p | Could have shown | A is |\n"
        "| :-- | :-- | --: | --: | --: | --: | --: | --: | --: | --: | :-- |\n");
    if (s.shown)
        gp_buf_fmt(out, "\nThese cases tell %zu of %zu pairs apart%s\n", decided, n,
                   decided < n ? "; where it says inconclusive, they cannot." : ".");
    gp_buf_free(&s.b);
}

gp_code gp_md_head_to_head(gp_md *d, gp_buf *out, gp_err *err)
{
    if (d->n_who < 2) return GP_OK;
    pairing p = {0};
    gp_note *notes = NULL;
    size_t most = d->n_who > MOST_PAIRED ? d->n_who : MOST_PAIRED * MOST_PAIRED;
    gp_code code = gp_md_by_case(d, &notes, err);
    if (!code) code = pairing_new(&p, d->n_notes, err);
    if (!code) {
        meeting *list = gp_alloc_array(most, sizeof *list);
        meetings_put(d, list, meet(d, notes, &p, list), out);
        free(list);
    }
    free(notes);
    free(p.a);
    return code;
}

/* --- by category --- */

/* Graded notes by category and contestant: those of cell i stand from start[i] to start[i + 1]. */
typedef struct cells {
    size_t n, *start;
    double *passed;
    uint64_t *cluster;
} cells;

static size_t cell_of(const gp_md *d, const gp_note *n) { return n->category * d->n_who + n->contestant; }

static cells sort_into_cells(const gp_md *d)
{
    cells c = {.n = d->n_categories * d->n_who};
    c.start = gp_alloc_array(c.n + 2, sizeof *c.start);
    c.passed = gp_alloc_array(d->n_notes + 1, sizeof *c.passed);
    c.cluster = gp_alloc_array(d->n_notes + 1, sizeof *c.cluster);
    memset(c.start, 0, (c.n + 2) * sizeof *c.start);
    for (size_t i = 0; i < d->n_notes; i++)
        if (!isnan(d->notes[i].score)) c.start[cell_of(d, &d->notes[i]) + 2]++;
    for (size_t i = 2; i <= c.n + 1; i++) c.start[i] += c.start[i - 1];
    for (size_t i = 0; i < d->n_notes; i++) {
        if (isnan(d->notes[i].score)) continue;
        size_t at = c.start[cell_of(d, &d->notes[i]) + 1]++; /* which moves each start to where the next one is */
        c.passed[at] = d->notes[i].passed;
        c.cluster[at] = d->notes[i].cluster;
    }
    return c;
}

static void category_row(gp_buf *b, const gp_md *d, const cells *c, size_t cell)
{
    gp_str category = d->categories[cell / d->n_who];
    size_t from = c->start[cell], n = c->start[cell + 1] - from;
    gp_mean m = gp_mean95_clustered(c->passed + from, c->cluster + from, n);
    gp_buf_c(b, "| ");
    gp_md_text_cell(b, category.n ? category : GP_STR("(none)"), 80);
    gp_md_next(b, d->who[cell % d->n_who].label, 0);
    gp_buf_fmt(b, " | %.0f of %zu | ", m.mean * (double)n, n);
    gp_text_interval(b, m.mean, m.ci95);
    gp_buf_c(b, " |\n");
}

gp_code gp_md_by_category(gp_md *d, gp_buf *out, gp_err *err)
{
    (void)err;
    if (d->n_categories < 2) return GP_OK;
    gp_md_section s = {.limit = gp_md_limit(d, 30000)};
    cells c = sort_into_cells(d);
    for (size_t cell = 0; cell < c.n; cell++) {
        if (c.start[cell] == c.start[cell + 1] || !gp_md_row_begin(&s)) continue;
        category_row(&s.b, d, &c, cell);
        gp_md_row_end(&s);
    }
    gp_md_section_put(out, &s, "## By category", NULL,
                      "| Category | Target | Passed | Pass rate [95%] |\n| :-- | :-- | --: | --: |\n");
    gp_buf_free(&s.b);
    free(c.start);
    free(c.passed);
    free(c.cluster);
    return GP_OK;
}

/* --- null baselines --- */

static bool same_baseline(const gp_results_baseline *x, const gp_results_baseline *y)
{
    return gp_str_eq(x->suite, y->suite) && gp_str_eq(x->name, y->name) && gp_str_eq(x->answer, y->answer) &&
           x->passed == y->passed && x->graded == y->graded && x->tried == y->tried && x->untried == y->untried &&
           !(x->score_mean < y->score_mean) && !(x->score_mean > y->score_mean);
}

/* The same suite in several runs has the same baselines: an earlier run has shown them. One of the same name may have
 * others. */
static bool shown_before(const gp_md *d, size_t run, const gp_results_baseline *n)
{
    for (size_t i = 0; i < run; i++) {
        const gp_results_head *h = gp_results_facts(d->in->runs[i]);
        for (size_t k = 0; k < h->n_baselines; k++)
            if (same_baseline(&h->baselines[k], n)) return true;
    }
    return false;
}

/* Has another run a suite of this name with another baseline of this name? */
static bool contradicted(const gp_md *d, const gp_results_baseline *n)
{
    for (size_t i = 0; i < d->in->n; i++) {
        const gp_results_head *h = gp_results_facts(d->in->runs[i]);
        for (size_t k = 0; k < h->n_baselines; k++) {
            const gp_results_baseline *o = &h->baselines[k];
            if (gp_str_eq(o->suite, n->suite) && gp_str_eq(o->name, n->name) && !same_baseline(o, n)) return true;
        }
    }
    return false;
}

static void baseline_row(gp_buf *b, const gp_md *d, size_t run, const gp_results_baseline *n)
{
    gp_md_first(b, n->suite);
    if (contradicted(d, n)) gp_buf_fmt(b, " of run %zu", run + 1);
    gp_buf_c(b, " | ");
    gp_md_text_cell(b, n->name, 40);
    if (n->answer.n) gp_buf_c(b, " ");
    if (n->answer.n) gp_md_code_cell(b, n->answer, 60);
    if (n->tried > 0) gp_buf_fmt(b, ", the best of %lld constants", (long long)n->tried);
    if (n->untried > 0) gp_buf_fmt(b, " (%lld rarer ones were not tried)", (long long)n->untried);
    gp_buf_fmt(b, " | %lld of %lld | ", (long long)n->passed, (long long)n->graded);
    gp_text_score(b, n->score_mean);
    gp_buf_c(b, " |\n");
}

gp_code gp_md_baselines(gp_md *d, gp_buf *out, gp_err *err)
{
    (void)err;
    gp_md_section s = {.limit = gp_md_limit(d, 20000)};
    for (size_t i = 0; i < d->in->n; i++) {
        const gp_results_head *h = gp_results_facts(d->in->runs[i]);
        for (size_t k = 0; k < h->n_baselines; k++) {
            if (shown_before(d, i, &h->baselines[k]) || !gp_md_row_begin(&s)) continue;
            baseline_row(&s.b, d, i, &h->baselines[k]);
            gp_md_row_end(&s);
        }
    }
    gp_md_section_put(
        out, &s, "## Null baselines",
        "What these answers, given to every case, would have scored. A target near them has shown nothing.",
        "| Suite | Answer | Passed | Score |\n| :-- | :-- | --: | --: |\n");
    gp_buf_free(&s.b);
    return GP_OK;
}

/* --- what is missing --- */

static void missing_facts(const gp_md *d, gp_md_section *s)
{
    for (size_t i = 0; i < d->in->n; i++) {
        const gp_results_head *h = gp_results_facts(d->in->runs[i]);
        if (h->planned > (int64_t)h->tally.trials && gp_md_row_begin(s)) {
            gp_buf_fmt(&s->b, "- %lld planned trials were not run%s\n",
                       (long long)(h->planned - (int64_t)h->tally.trials), h->interrupted ? " (interrupted)" : "");
            gp_md_row_end(s);
        }
        for (size_t k = 0; k < h->n_unused; k++) {
            if (!gp_md_row_begin(s)) continue;
            gp_buf_c(&s->b, "- golden without a case: ");
            gp_md_code(&s->b, h->unused_goldens[k], 0);
            gp_buf_byte(&s->b, '\n');
            gp_md_row_end(s);
        }
    }
}

/* Of a run that is played, what is not in this one. */
static void not_played(const gp_md *d, gp_md_section *s)
{
    for (size_t i = 0; i < d->in->n; i++) {
        const gp_results_head *h = gp_results_facts(d->in->runs[i]);
        bool part = h->recorded > h->planned;
        if ((!part && !h->n_not_played) || !gp_md_row_begin(s)) continue;
        gp_buf_c(&s->b, "- ");
        if (d->in->n > 1) gp_buf_fmt(&s->b, "run %zu: ", i + 1);
        gp_buf_c(&s->b, "of the run that is played,");
        if (part)
            gp_buf_fmt(&s->b, " %lld of %lld trials", (long long)(h->recorded - h->planned), (long long)h->recorded);
        for (size_t k = 0; k < h->n_not_played; k++) {
            gp_buf_c(&s->b, k ? ", " : part ? ", among them those of " : " those of ");
            gp_md_code(&s->b, h->not_played[k], 0);
        }
        gp_buf_c(&s->b, "\n");
        gp_md_row_end(s);
    }
}

gp_code gp_md_missing(gp_md *d, gp_buf *out, gp_err *err)
{
    gp_md_section s = {.limit = gp_md_limit(d, 80000)};
    gp_arena a = {0};
    gp_code code = GP_OK;
    missing_facts(d, &s);
    not_played(d, &s);
    for (size_t i = 0; i < d->n_notes && !code; i++) {
        const gp_note *n = &d->notes[i];
        gp_result r;
        if (n->colour != GP_BROKEN && n->colour != GP_NOT_APPLICABLE) continue;
        if (!gp_md_row_begin(&s)) continue;
        code = gp_md_read(d, n, &a, &r, err);
        if (code) break;
        gp_buf_c(&s.b, n->colour == GP_BROKEN ? "- broke: " : "- not applicable: ");
        gp_md_code(&s.b, r.id, 0);
        gp_buf_c(&s.b, ": ");
        gp_buf why = {0};
        gp_result_why(&why, &r, 200);
        gp_md_text(&s.b, why.n ? gp_buf_view(&why) : GP_STR("no reason given"), 0);
        gp_buf_free(&why);
        gp_buf_byte(&s.b, '\n');
        gp_md_row_end(&s);
    }
    if (!code && !s.shown && !s.cut)
        gp_buf_c(out, "\n## What is missing\n\nNothing: every planned trial was run and graded.\n");
    else if (!code) gp_md_section_put(out, &s, "## What is missing", NULL, NULL);
    gp_buf_free(&s.b);
    gp_arena_free(&a);
    return code;
}
