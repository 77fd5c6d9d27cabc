/* ladder_chart.c - a ladder as a chart: how far each file is from the reference, largest first. */
#include <math.h>

#include "ladder/ladder.h"
#include "report/chart.h"

/* Files that a chart has room for. */
enum { MOST_ROWS = 24 };

static gp_str row_label(gp_arena *a, const gp_rung *r)
{
    return gp_str_fmt(a, "%.*s, %.2f GB", GP_ARG(r->quantization), (double)r->weight_bytes / 1e9);
}

static size_t rows_of(const gp_ladder *l, gp_arena *a, gp_chart_row *rows, gp_mark *marks, double *most)
{
    size_t n = 0;
    for (size_t i = 1; i < l->n && n < MOST_ROWS; i++) {
        const gp_rung *r = &l->rungs[i];
        if (!isfinite(r->divergence.mean)) continue;
        marks[n] = (gp_mark){r->divergence.ci95.lo, r->divergence.mean, r->divergence.ci95.hi};
        rows[n] = (gp_chart_row){
            .label = row_label(a, r), .value = gp_str_fmt(a, "%.4f", r->divergence.mean), .marks = &marks[n]};
        *most = fmax(*most, isfinite(r->divergence.ci95.hi) ? r->divergence.ci95.hi : r->divergence.mean);
        n++;
    }
    return n;
}

void gp_ladder_chart(const gp_ladder *l, gp_buf *out)
{
    gp_arena a = {0};
    gp_chart_row rows[MOST_ROWS];
    gp_mark marks[MOST_ROWS];
    double most = 0;
    size_t n = rows_of(l, &a, rows, marks, &most), worst = 0;
    for (size_t i = 1; i < n; i++)
        if (marks[i].at > marks[worst].at) worst = i;
    gp_str finding = n ? gp_str_fmt(&a, "%.*s is farthest from the reference: %.4f nats per token.",
                                    GP_ARG(rows[worst].label), marks[worst].at)
                       : GP_STR("There is nothing to compare.");
    gp_chart c = {.name = "ladder",
                  .title = "Divergence from the reference",
                  .finding = finding,
                  .x = gp_scale_from_zero(most, "nats per token, with 95% intervals"),
                  .line = NAN,
                  .rows = rows,
                  .n_rows = n};
    gp_chart_file(out, &c);
    gp_arena_free(&a);
}
