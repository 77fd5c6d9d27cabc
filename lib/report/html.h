/* html.h - what the HTML report knows about its runs, and its parts; private to lib/report.
 *
 * Trials are noted and ordered as for markdown (md_data.h). For charts there are besides a point for each trial, and a
 * grid of cases by targets. All of it is small per trial, so that 100,000 fit; what charts and rows show of so many is
 * bounded. */
#ifndef GP_REPORT_HTML_H
#define GP_REPORT_HTML_H

#include "report/chart.h"
#include "report/format.h"
#include "report/md_data.h"

/* Most of what the page shows; the rest is counted, and stands in results.json. */
enum {
    GP_HTML_ROWS = 2000,         /* trials, failing ones first */
    GP_HTML_TEXT = 12 << 20,     /* bytes of their texts */
    GP_HTML_ONE_TEXT = 64 << 10, /* of one text */
    GP_HTML_CHART_ROWS = 24,     /* cases, targets or pairs in a chart */
    GP_HTML_CHART_POINTS = 240,  /* points in a strip */
    GP_HTML_GRID_WIDTH = 8       /* targets that are compared in charts */
};

typedef struct gp_point { /* one trial; NaN, or 0 tokens: not known */
    float first_token_s, total_s, tokens_per_s;
    uint32_t input_tokens;
} gp_point;

typedef struct gp_grid_cell {
    float score, passed; /* means over the graded repeats of a case; NaN: none */
    uint32_t graded;
} gp_grid_cell;

typedef struct gp_grid { /* cases by the first few targets */
    size_t n, who;
    gp_grid_cell *cells; /* n * who */
    gp_note *first;      /* [n]: a trial of each case */
} gp_grid;

enum { GP_HTML_MOST_CHARTS = 16 };
typedef enum gp_html_place {
    GP_AT_SCORES,
    GP_AT_PAIRS,
    GP_AT_SPEED,
    GP_AT_MONEY,
    GP_AT_RELIABILITY,
    GP_AT_TREND
} gp_html_place;

typedef struct gp_html_chart {
    gp_html_place place;
    gp_chart chart;
} gp_html_chart;

typedef struct gp_html {
    gp_md d;
    gp_point *points; /* of every trial, run after run */
    size_t n_points, room;
    size_t *first; /* of each run */
    gp_grid grid;
    gp_html_chart charts[GP_HTML_MOST_CHARTS];
    size_t n_charts;
} gp_html;

gp_code gp_html_note(gp_html *h, size_t run, size_t index, const gp_result *t, gp_err *err) GP_MUST_CHECK;
const gp_point *gp_html_point(const gp_html *h, const gp_note *n);
gp_code gp_html_grid(gp_html *h, gp_err *err) GP_MUST_CHECK;
void gp_html_release(gp_html *h);

/* The best of the null baselines of all suites together. */
typedef struct gp_null_best {
    double rate, score; /* NaN: there is none */
} gp_null_best;
gp_null_best gp_html_null(const gp_html *h);

/* --- charts: each is made where its data exist --- */

/* Make all of them; text and rows in the arena of h. */
gp_code gp_html_charts(gp_html *h, gp_err *err) GP_MUST_CHECK;
/* A new one; NULL where there are enough. The builders set the rest. */
gp_chart *gp_html_chart_new(gp_html *h, gp_html_place place, const char *name, const char *title);
gp_code gp_html_score_charts(gp_html *h, gp_err *err) GP_MUST_CHECK; /* targets, cases, pairs, reliability */
gp_code gp_html_speed_charts(gp_html *h, gp_err *err) GP_MUST_CHECK; /* times, speed over context */
gp_code gp_html_trade_charts(gp_html *h, gp_err *err) GP_MUST_CHECK; /* quality against cost and memory, the ladder */
/* A name in a finding, short enough to be read there. */
void gp_html_name(gp_buf *out, gp_str name);
/* The figures of one place; nothing without. */
void gp_html_figures(const gp_html *h, gp_html_place place, gp_buf *out);

/* --- parts of the page --- */

void gp_html_head(const gp_html *h, gp_buf *out);                          /* up to <body> */
gp_code gp_html_first(gp_html *h, gp_buf *out, gp_err *err) GP_MUST_CHECK; /* verdict, targets, what to do next */
gp_code gp_html_trials(gp_html *h, gp_report_put *put, void *user, gp_err *err) GP_MUST_CHECK;
void gp_html_money(const gp_html *h, gp_buf *out);
/* The body of one trial that is opened, its texts of at most `room` bytes each. */
void gp_html_inside(const gp_result *t, size_t room, gp_buf *out);
/* The class of a verdict in the page: "", " no", " broke", " not". */
const char *gp_html_class(gp_colour c);

#endif
