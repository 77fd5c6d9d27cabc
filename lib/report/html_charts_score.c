/* html_charts_score.c - charts of how right the targets were: by target, by case, in pairs; and of how often they
 * broke. */
#include <math.h>
#include <stdlib.h>

#include "report/html.h"
#include "stats/stats.h"

static gp_str text_of(gp_arena *a, gp_buf *b)
{
    gp_str s = gp_str_dup(a, gp_buf_view(b));
    gp_buf_free(b);
    return s;
}

static gp_str rate_text(gp_arena *a, size_t hits, size_t n)
{
    gp_buf b = {0};
    gp_text_rate(&b, hits, n);
    return text_of(a, &b);
}

/* A row of a rate with its interval; false: of nothing. */
static bool rate_row(gp_html *h, gp_chart_row *row, gp_str label, size_t hits, size_t n)
{
    if (!n) return false;
    gp_interval ci = gp_rate95(hits, n);
    gp_mark *m = GP_NEW(&h->d.arena, gp_mark);
    *m = (gp_mark){ci.lo, (double)hits / (double)n, ci.hi};
    *row = (gp_chart_row){.label = label, .value = rate_text(&h->d.arena, hits, n), .marks = m};
    return true;
}

/* --- by target --- */

static void say_rate(gp_buf *b, const gp_chart_row *r)
{
    gp_text_percent(b, r->marks->at);
    gp_buf_c(b, " (");
    gp_html_name(b, r->label);
    gp_buf_byte(b, ')');
}

/* What can be said of several intervals without a test: whether the best and the worst are clear of each other. */
static void say_order(gp_buf *b, const gp_chart_row *rows, size_t n, const char *what)
{
    const gp_chart_row *best = rows, *worst = rows;
    for (size_t i = 1; i < n; i++) {
        if (rows[i].marks->at > best->marks->at) best = &rows[i];
        if (rows[i].marks->at < worst->marks->at) worst = &rows[i];
    }
    if (!(best->marks->at > worst->marks->at)) {
        gp_buf_fmt(b, "All %zu targets have the same %s: ", n, what);
        gp_text_percent(b, best->marks->at);
        gp_buf_byte(b, '.');
        return;
    }
    gp_buf_fmt(b, "The %s goes from ", what);
    say_rate(b, worst);
    gp_buf_c(b, " to ");
    say_rate(b, best);
    gp_buf_c(b, worst->marks->hi < best->marks->lo ? "; the intervals of these two do not meet."
                                                   : "; their 95% intervals overlap, so this order may be chance.");
}

static void say_one(gp_buf *b, const gp_chart_row *r, size_t hits, size_t n, const char *did)
{
    gp_html_name(b, r->label);
    gp_buf_fmt(b, " %s %zu of %zu; the 95%% interval goes from ", did, hits, n);
    gp_text_percent(b, r->marks->lo);
    gp_buf_c(b, " to ");
    gp_text_percent(b, r->marks->hi);
    gp_buf_byte(b, '.');
}

typedef struct counted {
    size_t hits, n;
} counted;

static counted passed_of(const gp_tally *t) { return (counted){t->passed, t->passed + t->failed}; }
static counted answered_of(const gp_tally *t)
{
    return (counted){t->passed + t->failed, t->passed + t->failed + t->errors};
}

/* Repeats of a case count as what they are worth together. */
static void by_case(gp_html *h, const gp_contestant *w, gp_chart_row *row)
{
    gp_mean rate = gp_md_mean(&h->d, w, GP_MD_PASS);
    gp_mark *m = GP_NEW(&h->d.arena, gp_mark);
    gp_buf b = {0};
    *m = (gp_mark){rate.ci95.lo, rate.mean, rate.ci95.hi};
    gp_md_put_mean(&b, &rate, gp_text_percent);
    row->marks = m;
    row->value = text_of(&h->d.arena, &b);
}

static size_t rate_rows(gp_html *h, gp_chart_row *rows, counted (*of)(const gp_tally *t))
{
    size_t n = 0;
    for (size_t i = 0; i < h->d.n_who && n < GP_HTML_CHART_ROWS; i++) {
        counted c = of(&h->d.who[i].target->tally);
        if (!rate_row(h, &rows[n], h->d.who[i].label, c.hits, c.n)) continue;
        if (of == passed_of) by_case(h, &h->d.who[i], &rows[n]);
        n++;
    }
    return n;
}

static void null_line(gp_html *h, gp_chart *c)
{
    gp_null_best best = gp_html_null(h);
    if (!isfinite(best.rate)) return;
    gp_buf b = {0};
    gp_buf_c(&b, "best null baseline: ");
    gp_text_percent(&b, best.rate);
    c->line = best.rate;
    c->line_label = text_of(&h->d.arena, &b);
}

static void rates(gp_html *h, gp_html_place place, const char *name, const char *title, const char *scale,
                  counted (*of)(const gp_tally *t), const char *what, const char *did)
{
    gp_chart_row *rows = GP_NEW_ARRAY(&h->d.arena, gp_chart_row, GP_HTML_CHART_ROWS);
    size_t n = rate_rows(h, rows, of);
    gp_chart *c = n ? gp_html_chart_new(h, place, name, title) : NULL;
    gp_buf b = {0};
    if (!c) return;
    c->rows = rows;
    c->n_rows = n;
    c->x = gp_scale_rate(scale);
    if (place == GP_AT_SCORES) null_line(h, c);
    counted only = of(&h->d.who[0].target->tally);
    if (n == 1 && h->d.n_who == 1) say_one(&b, rows, only.hits, only.n, did);
    else say_order(&b, rows, n, what);
    if (h->d.n_who > n) gp_buf_fmt(&b, " %zu further targets are not drawn.", h->d.n_who - n);
    c->finding = text_of(&h->d.arena, &b);
}

/* --- by case --- */

typedef struct ranked {
    size_t at;
    float spread, mean;
} ranked;

static int by_interest(const void *x, const void *y)
{
    const ranked *a = x, *b = y;
    if (a->spread > b->spread || a->spread < b->spread) return a->spread > b->spread ? -1 : 1;
    if (a->mean > b->mean || a->mean < b->mean) return a->mean < b->mean ? -1 : 1;
    return (a->at > b->at) - (a->at < b->at);
}

static ranked rank_case(const gp_grid *g, size_t at)
{
    float least = INFINITY, most = -INFINITY, sum = 0;
    size_t n = 0;
    for (size_t w = 0; w < g->who; w++) {
        float v = g->cells[at * g->who + w].score;
        if (isnan(v)) continue;
        least = v < least ? v : least;
        most = v > most ? v : most;
        sum += v;
        n++;
    }
    return (ranked){at, n > 1 ? most - least : 0, n ? sum / (float)n : 2};
}

/* With repeats: how many of them passed, and the interval of that. */
static gp_mark case_mark(const gp_grid_cell *c)
{
    if (!c->graded) return (gp_mark){NAN, NAN, NAN};
    if (c->graded == 1) return (gp_mark){NAN, (double)c->score, NAN};
    gp_interval ci = gp_rate95((size_t)((double)c->passed * c->graded + 0.5), c->graded);
    return (gp_mark){ci.lo, (double)c->passed, ci.hi};
}

static gp_code case_row(gp_html *h, size_t at, size_t panels, gp_chart_row *row, gp_arena *scratch, gp_err *err)
{
    const gp_grid *g = &h->grid;
    gp_result t;
    gp_mark *marks = GP_NEW_ARRAY(&h->d.arena, gp_mark, panels);
    gp_code code = gp_md_read(&h->d, &g->first[at], scratch, &t, err);
    if (code) return code;
    for (size_t w = 0; w < panels; w++) marks[w] = case_mark(&g->cells[at * g->who + w]);
    *row = (gp_chart_row){.label = gp_str_dup(&h->d.arena, t.case_id), .marks = marks};
    if (panels > 1 || !isfinite(marks->at)) return GP_OK;
    gp_buf b = {0};
    gp_text_score(&b, marks->at);
    row->value = text_of(&h->d.arena, &b);
    return GP_OK;
}

static void say_cases(gp_html *h, gp_chart *c, const ranked *order)
{
    gp_buf b = {0};
    const gp_grid *g = &h->grid;
    size_t apart = 0, below = 0;
    for (size_t i = 0; i < g->n; i++) {
        apart += order[i].spread > 0;
        below += order[i].mean < 1;
    }
    if (g->who > 1) gp_buf_fmt(&b, "The targets score differently on %zu of %zu cases.", apart, g->n);
    else gp_buf_fmt(&b, "%zu of %zu cases score below 1.", below, g->n);
    if (g->n > c->n_rows)
        gp_buf_fmt(&b, " The %zu that %s are drawn.", c->n_rows, g->who > 1 ? "differ most" : "score least");
    if (c->n_panels && h->d.n_who > c->n_panels)
        gp_buf_fmt(&b, " Of %zu targets the first %zu are drawn.", h->d.n_who, c->n_panels);
    c->finding = text_of(&h->d.arena, &b);
}

static gp_code cases(gp_html *h, gp_err *err)
{
    enum { MOST_PANELS = 4 };
    const gp_grid *g = &h->grid;
    gp_chart *c = g->n > 1 ? gp_html_chart_new(h, GP_AT_SCORES, "cases",
                                               h->d.repeats ? "Repeats passed, by case" : "Score by case")
                           : NULL;
    if (!c) return GP_OK;
    ranked *order = gp_alloc_array(g->n, sizeof *order);
    gp_arena scratch = {0};
    gp_code code = GP_OK;
    for (size_t i = 0; i < g->n; i++) order[i] = rank_case(g, i);
    qsort(order, g->n, sizeof *order, by_interest);
    size_t n = g->n < GP_HTML_CHART_ROWS ? g->n : GP_HTML_CHART_ROWS,
           panels = g->who < MOST_PANELS ? g->who : MOST_PANELS;
    gp_chart_row *rows = GP_NEW_ARRAY(&h->d.arena, gp_chart_row, n);
    for (size_t i = 0; i < n && !code; i++) code = case_row(h, order[i].at, panels, &rows[i], &scratch, err);
    c->rows = rows;
    c->n_rows = n;
    c->x = h->d.repeats ? gp_scale_rate("repeats passed, with 95% intervals")
                        : (gp_scale){.from = 0, .to = 1, .title = "score"};
    gp_str *names = GP_NEW_ARRAY(&h->d.arena, gp_str, panels);
    for (size_t w = 0; w < panels; w++) names[w] = h->d.who[w].label;
    c->panels = names;
    c->n_panels = panels > 1 ? panels : 0;
    say_cases(h, c, order);
    free(order);
    gp_arena_free(&scratch);
    return code;
}

/* --- in pairs --- */

typedef struct columns { /* of two targets, where both were graded */
    double *a, *b;
    bool *pass_a, *pass_b;
    uint64_t *cluster;
    size_t n;
} columns;

static void pair_up(const gp_grid *g, size_t first, size_t second, columns *p)
{
    p->n = 0;
    for (size_t i = 0; i < g->n; i++) {
        const gp_grid_cell *x = &g->cells[i * g->who + first], *y = &g->cells[i * g->who + second];
        if (!x->graded || !y->graded) continue;
        p->a[p->n] = (double)x->score;
        p->b[p->n] = (double)y->score;
        p->pass_a[p->n] = x->passed >= 1;
        p->pass_b[p->n] = y->passed >= 1;
        p->cluster[p->n++] = g->first[i].cluster;
    }
}

static float *differences(gp_arena *a, const columns *p, size_t *n)
{
    *n = p->n < GP_HTML_CHART_POINTS ? p->n : GP_HTML_CHART_POINTS;
    float *v = GP_NEW_ARRAY(a, float, *n);
    for (size_t i = 0; i < *n; i++) {
        size_t at = i * p->n / *n;
        v[i] = (float)(p->a[at] - p->b[at]);
    }
    return v;
}

typedef struct meeting {
    size_t first, second;
    gp_paired r;
} meeting;

static void pair_row(gp_html *h, const columns *p, const meeting *m, gp_chart_row *row)
{
    gp_arena *a = &h->d.arena;
    gp_mark *mark = GP_NEW(a, gp_mark);
    *mark = (gp_mark){m->r.ci95.lo, m->r.mean_difference, m->r.ci95.hi};
    *row = (gp_chart_row){.value = gp_str_fmt(a, "%+.2f [%+.2f, %+.2f]", mark->at, mark->lo, mark->hi), .marks = mark};
    row->label = gp_str_fmt(a, "%.*s − %.*s", GP_ARG(h->d.who[m->first].label), GP_ARG(h->d.who[m->second].label));
    row->points = differences(a, p, &row->n_points);
}

/* As the table of the same section says it: corrected for how many comparisons there are. */
static void say_pairs(gp_html *h, gp_chart *c, const meeting *list)
{
    double p[GP_HTML_CHART_ROWS];
    size_t apart = 0, example = 0, n = c->n_rows;
    gp_buf b = {0};
    for (size_t i = 0; i < n; i++) p[i] = list[i].r.p;
    gp_holm(p, n);
    for (size_t i = n; i-- > 0;) {
        gp_verdict v = list[i].r.finding;
        if ((v != GP_BETTER && v != GP_WORSE) || p[i] >= 0.05) continue;
        apart++;
        example = i;
    }
    if (n == 1 && !apart) gp_buf_c(&b, "These cases do not tell the two apart.");
    else gp_buf_fmt(&b, "These cases tell %zu of %zu pairs apart.", apart, n);
    if (apart) {
        bool first = list[example].r.finding == GP_BETTER;
        gp_buf_byte(&b, ' ');
        gp_html_name(&b, h->d.who[first ? list[example].first : list[example].second].label);
        gp_buf_c(&b, " is better than ");
        gp_html_name(&b, h->d.who[first ? list[example].second : list[example].first].label);
        gp_buf_byte(&b, '.');
    }
    gp_buf_c(&b, " A point is a case, the bar their mean with its 95% interval.");
    c->finding = text_of(&h->d.arena, &b);
}

static size_t meet(gp_html *h, gp_chart_row *rows, meeting *list)
{
    const gp_grid *g = &h->grid;
    size_t n = 0;
    columns p = {.a = gp_alloc_array(g->n, sizeof *p.a),
                 .b = gp_alloc_array(g->n, sizeof *p.b),
                 .pass_a = gp_alloc_array(g->n, 1),
                 .pass_b = gp_alloc_array(g->n, 1),
                 .cluster = gp_alloc_array(g->n, sizeof *p.cluster)};
    for (size_t i = 0; i < g->who; i++)
        for (size_t k = i + 1; k < g->who && n < GP_HTML_CHART_ROWS; k++) {
            pair_up(g, i, k, &p);
            if (!p.n) continue;
            list[n] = (meeting){i, k, gp_compare(&(gp_pairs){p.a, p.b, p.pass_a, p.pass_b, p.cluster, p.n, 0})};
            pair_row(h, &p, &list[n], &rows[n]);
            n++;
        }
    free(p.a);
    free(p.b);
    free(p.pass_a);
    free(p.pass_b);
    free(p.cluster);
    return n;
}

static void pairs(gp_html *h)
{
    meeting list[GP_HTML_CHART_ROWS];
    gp_chart_row *rows = GP_NEW_ARRAY(&h->d.arena, gp_chart_row, GP_HTML_CHART_ROWS);
    size_t n = h->grid.who > 1 && h->grid.n ? meet(h, rows, list) : 0;
    gp_chart *c = n ? gp_html_chart_new(h, GP_AT_PAIRS, "pairs", "Difference of two targets on the same cases") : NULL;
    if (!c) return;
    c->rows = rows;
    c->n_rows = n;
    c->x = (gp_scale){.from = -1, .to = 1, .title = "difference of scores; right of 0 the first is better"};
    c->line = 0;
    say_pairs(h, c, list);
}

gp_code gp_html_score_charts(gp_html *h, gp_err *err)
{
    rates(h, GP_AT_SCORES, "targets", "Pass rate by target", "trials passed, with 95% intervals", passed_of,
          "pass rate", "passed");
    gp_code code = cases(h, err);
    pairs(h);
    rates(h, GP_AT_RELIABILITY, "reliability", "Answers without a breakdown", "trials answered, with 95% intervals",
          answered_of, "share of answered trials", "answered");
    return code;
}
