/* html_charts_trade.c - charts of what quality costs: in money, in memory, and down the ladder of quantizations. */
#include <math.h>
#include <stdlib.h>

#include "report/html.h"
#include "stats/stats.h"

typedef struct entry { /* one target that knows both */
    const gp_contestant *who;
    double price, rate; /* price: USD, or GB */
    gp_interval ci;
    const gp_manifest_target *made_of;
} entry;

static const gp_manifest_target *made_of(const gp_html *h, const gp_contestant *w)
{
    const gp_manifest *m = gp_md_manifest(&h->d, w->run);
    return m ? gp_md_named(m, w->target->name) : NULL;
}

static double cost_of(const entry *e) { return e->who->target->cost_usd; }

static double memory_of(const entry *e)
{
    return e->made_of && e->made_of->weights_bytes > 0 ? (double)e->made_of->weights_bytes / 1e9 : NAN;
}

static size_t entries(const gp_html *h, double (*price)(const entry *e), entry *out)
{
    size_t n = 0;
    for (size_t i = 0; i < h->d.n_who && n < GP_HTML_CHART_ROWS; i++) {
        const gp_tally *t = &h->d.who[i].target->tally;
        size_t graded = t->passed + t->failed;
        entry e = {.who = &h->d.who[i], .made_of = made_of(h, &h->d.who[i]), .rate = gp_tally_pass_rate(t)};
        e.price = price(&e);
        e.ci = gp_results_rate95(e.who->target);
        if (graded && isfinite(e.price)) out[n++] = e;
    }
    return n;
}

static void say_end(gp_buf *b, const char *word, const entry *e, const char *unit)
{
    gp_buf_c(b, word);
    gp_html_name(b, e->who->label);
    gp_buf_c(b, ", passed ");
    gp_text_percent(b, e->rate);
    gp_buf_c(b, " for ");
    if (*unit == 'U') gp_text_usd(b, e->price);
    else gp_text_number(b, e->price);
    gp_buf_fmt(b, " %s", unit);
}

static gp_str say_trade(gp_arena *a, const entry *e, size_t n, const char *little, const char *unit)
{
    gp_buf b = {0};
    const entry *best = e, *cheap = e;
    for (size_t i = 1; i < n; i++) {
        if (e[i].rate > best->rate || (!(e[i].rate < best->rate) && e[i].price < best->price)) best = &e[i];
        if (e[i].price < cheap->price || (!(e[i].price > cheap->price) && e[i].rate > cheap->rate)) cheap = &e[i];
    }
    say_end(&b, "The best, ", best, unit);
    if (cheap != best) gp_buf_fmt(&b, "; ");
    if (cheap != best) say_end(&b, little, cheap, unit);
    gp_buf_c(&b, cheap == best ? ", and none takes less." : ".");
    gp_str s = gp_str_dup(a, gp_buf_view(&b));
    gp_buf_free(&b);
    return s;
}

static void trade(gp_html *h, double (*price)(const entry *e), const char *name, const char *title, const char *scale,
                  const char *little, const char *unit)
{
    entry e[GP_HTML_CHART_ROWS];
    size_t n = entries(h, price, e);
    double most = 0, least = INFINITY;
    for (size_t i = 0; i < n; i++) {
        most = e[i].price > most ? e[i].price : most;
        least = e[i].price < least ? e[i].price : least;
    }
    gp_chart *c = n > 1 && most > least ? gp_html_chart_new(h, GP_AT_MONEY, name, title) : NULL;
    if (!c) return;
    gp_chart_point *p = GP_NEW_ARRAY(&h->d.arena, gp_chart_point, n);
    for (size_t i = 0; i < n; i++) p[i] = (gp_chart_point){e[i].price, e[i].rate, e[i].who->label, 0};
    gp_null_best null = gp_html_null(h);
    c->points = p;
    c->n_points = n;
    c->x = gp_scale_from_zero(most, scale);
    c->y = gp_scale_rate("pass rate");
    c->line = null.rate;
    c->line_label = GP_STR("best null baseline");
    c->finding = say_trade(&h->d.arena, e, n, little, unit);
}

/* --- one model in several quantizations --- */

static bool same_model(const gp_manifest_target *x, const gp_manifest_target *y)
{
    return x->parameters > 0 && x->parameters == y->parameters && gp_str_eq(x->architecture, y->architecture) &&
           gp_str_eq(x->model_name, y->model_name);
}

static int by_memory(const void *x, const void *y)
{
    const entry *a = x, *b = y;
    if (a->price < b->price || a->price > b->price) return a->price > b->price ? -1 : 1;
    return a->who < b->who ? -1 : 1;
}

/* Those of e that are the model of e[0], in front; how many. */
static size_t gather(entry *e, size_t n)
{
    size_t k = 0;
    for (size_t i = 0; i < n; i++) {
        if (!same_model(e[0].made_of, e[i].made_of)) continue;
        entry swap = e[k];
        e[k++] = e[i];
        e[i] = swap;
    }
    return k;
}

static void ladder_row(gp_arena *a, const entry *e, gp_chart_row *row)
{
    gp_mark *m = GP_NEW(a, gp_mark);
    gp_buf b = {0};
    *m = (gp_mark){e->ci.lo, e->rate, e->ci.hi};
    gp_text_interval(&b, e->rate, e->ci);
    *row = (gp_chart_row){.marks = m, .value = gp_str_dup(a, gp_buf_view(&b))};
    row->label = gp_str_fmt(a, "%.*s, %.2f GB (%.*s)", GP_ARG(e->made_of->quantization), e->price,
                            GP_ARG(e->who->label));
    gp_buf_free(&b);
}

static void ladder(gp_html *h)
{
    entry e[GP_HTML_CHART_ROWS];
    size_t n = entries(h, memory_of, e), k = n ? gather(e, n) : 0;
    qsort(e, k, sizeof *e, by_memory);
    if (k < 2 || gp_str_eq(e[0].made_of->quantization, e[k - 1].made_of->quantization)) return;
    gp_chart *c = gp_html_chart_new(h, GP_AT_MONEY, "ladder", "One model in several quantizations");
    if (!c) return;
    gp_chart_row *rows = GP_NEW_ARRAY(&h->d.arena, gp_chart_row, k);
    for (size_t i = 0; i < k; i++) ladder_row(&h->d.arena, &e[i], &rows[i]);
    gp_buf b = {0};
    gp_buf_c(&b, "From ");
    gp_buf_str(&b, e[0].made_of->quantization);
    gp_buf_c(&b, " down to ");
    gp_buf_str(&b, e[k - 1].made_of->quantization);
    gp_buf_c(&b, " the pass rate goes from ");
    gp_text_percent(&b, e[0].rate);
    gp_buf_c(&b, " to ");
    gp_text_percent(&b, e[k - 1].rate);
    gp_buf_c(&b, e[0].ci.lo > e[k - 1].ci.hi ? "." : "; the intervals overlap.");
    c->rows = rows;
    c->n_rows = k;
    c->x = gp_scale_rate("trials passed, with 95% intervals");
    c->finding = gp_str_dup(&h->d.arena, gp_buf_view(&b));
    gp_buf_free(&b);
}

gp_code gp_html_trade_charts(gp_html *h, gp_err *err)
{
    (void)err;
    trade(h, cost_of, "cost", "Quality and money", "cost of the run (USD)", "the cheapest, ", "USD");
    trade(h, memory_of, "memory", "Quality and memory", "weights (GB)", "the smallest, ", "GB of weights");
    ladder(h);
    return GP_OK;
}
