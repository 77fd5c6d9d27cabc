/* html_data.c - points, the grid of cases by targets, and the best null baseline. */
#include <math.h>
#include <stdlib.h>

#include "report/html.h"

/* --- points --- */

static uint32_t tokens(int64_t n) { return n < 0 ? 0 : n > UINT32_MAX ? UINT32_MAX : (uint32_t)n; }

gp_code gp_html_note(gp_html *h, size_t run, size_t index, const gp_result *t, gp_err *err)
{
    gp_code code = gp_md_note(&h->d, run, index, t, err);
    if (code) return code;
    if (!h->first) h->first = GP_NEW_ARRAY(&h->d.arena, size_t, h->d.in->n);
    if (!index) h->first[run] = h->n_points;
    h->points = gp_grow(h->points, h->n_points, &h->room, sizeof *h->points);
    h->points[h->n_points++] = (gp_point){.first_token_s = (float)t->first_token_s,
                                          .total_s = (float)t->total_s,
                                          .tokens_per_s = (float)t->output_tokens_per_s,
                                          .input_tokens = tokens(t->input_tokens)};
    return GP_OK;
}

const gp_point *gp_html_point(const gp_html *h, const gp_note *n) { return &h->points[h->first[n->run] + n->index]; }

/* --- the grid --- */

static void add(gp_grid_cell *c, const gp_note *n)
{
    if (isnan(n->score)) return;
    float before = (float)c->graded;
    c->score = (c->graded ? c->score * before : 0) + n->score;
    c->passed = (c->graded ? c->passed * before : 0) + (n->passed ? 1 : 0);
    c->graded++;
    c->score /= (float)c->graded;
    c->passed /= (float)c->graded;
}

/* One row, from the notes of one case; how many these are. */
static size_t fill(gp_grid *g, const gp_note *notes, size_t n)
{
    size_t k = 0;
    gp_grid_cell *row = &g->cells[g->n * g->who];
    for (size_t w = 0; w < g->who; w++) row[w] = (gp_grid_cell){.score = NAN, .passed = NAN};
    for (; k < n && gp_md_same_case(&notes[k], &notes[0]); k++)
        if (notes[k].contestant < g->who) add(&row[notes[k].contestant], &notes[k]);
    g->first[g->n++] = notes[0];
    return k;
}

gp_code gp_html_grid(gp_html *h, gp_err *err)
{
    gp_grid *g = &h->grid;
    gp_note *notes = NULL;
    gp_code code = gp_md_by_case(&h->d, &notes, err);
    if (code) return code;
    g->who = h->d.n_who < GP_HTML_GRID_WIDTH ? h->d.n_who : GP_HTML_GRID_WIDTH;
    size_t cases = 0;
    for (size_t i = 0; i < h->d.n_notes; i++) cases += !i || !gp_md_same_case(&notes[i], &notes[i - 1]);
    g->cells = gp_alloc_array(cases * g->who + 1, sizeof *g->cells);
    g->first = gp_alloc_array(cases + 1, sizeof *g->first);
    for (size_t i = 0; i < h->d.n_notes;) i += fill(g, notes + i, h->d.n_notes - i);
    free(notes);
    return GP_OK;
}

void gp_html_release(gp_html *h)
{
    free(h->points);
    free(h->grid.cells);
    free(h->grid.first);
    gp_md_release(&h->d);
}

/* --- null baselines --- */

static gp_null_best of_name(const gp_html *h, gp_str name)
{
    double passed = 0, graded = 0, score = 0;
    for (size_t i = 0; i < h->d.in->n; i++) {
        const gp_results_head *f = gp_results_facts(h->d.in->runs[i]);
        for (size_t k = 0; k < f->n_baselines; k++) {
            const gp_results_baseline *b = &f->baselines[k];
            if (!gp_str_eq(b->name, name) || b->graded <= 0) continue;
            passed += (double)b->passed;
            graded += (double)b->graded;
            score += b->score_mean * (double)b->graded;
        }
    }
    if (!(graded > 0)) return (gp_null_best){NAN, NAN};
    return (gp_null_best){passed / graded, score / graded};
}

gp_null_best gp_html_null(const gp_html *h)
{
    gp_null_best best = {NAN, NAN};
    for (size_t i = 0; i < h->d.in->n; i++) {
        const gp_results_head *f = gp_results_facts(h->d.in->runs[i]);
        for (size_t k = 0; k < f->n_baselines; k++) {
            gp_null_best one = of_name(h, f->baselines[k].name);
            if (isfinite(one.rate) && !(one.rate <= best.rate)) best = one;
        }
    }
    return best;
}
