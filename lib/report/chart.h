/* chart.h - small charts as SVG: rows of values with intervals or points on one scale, and a plane of points; private
 * to lib/report.
 *
 * A chart stands for one sentence, its finding, which is drawn from the same data and is its text alternative. It is
 * GP_CHART_WIDTH wide, so that it can be read on a telephone, and as high as it needs to be. What belongs to a mark is
 * written beside it; there are no legends. Text may be anything: it is shown as text, cut to the room there is. The
 * same data give the same bytes. Everything is borrowed. */
#ifndef GP_REPORT_CHART_H
#define GP_REPORT_CHART_H

#include "base/str.h"

enum { GP_CHART_WIDTH = 360, GP_CHART_TICKS = 6, GP_CHART_SHAPES = 6 };

/* --- scales --- */

typedef struct gp_scale {
    double from, to; /* from < to */
    bool log, percent;
    const char *title; /* what is measured, with its unit; for people */
} gp_scale;

/* Round numbers around least..most; logarithmic where they are all above 0 and far apart. */
gp_scale gp_scale_around(double least, double most, const char *title);
/* The same with 0 on it. */
gp_scale gp_scale_from_zero(double most, const char *title);
gp_scale gp_scale_rate(const char *title);       /* 0 to 1, as percentages */
double gp_scale_at(const gp_scale *s, double v); /* 0..1; what lies outside, at the edge */
size_t gp_scale_ticks(const gp_scale *s, double width, double out[GP_CHART_TICKS]); /* for so many pixels */

/* --- charts --- */

typedef struct gp_mark {
    double lo, at, hi; /* lo and hi NaN: no interval; `at` NaN: nothing */
} gp_mark;

typedef struct gp_chart_row {
    gp_str label, value;  /* value: in words, at the right end; may be empty */
    const gp_mark *marks; /* one for each panel */
    const float *points;  /* drawn small, behind the first mark */
    size_t n_points;
} gp_chart_row;

typedef struct gp_chart_point {
    double x, y;
    gp_str label;   /* empty: none */
    unsigned shape; /* what has one shape belongs together; below GP_CHART_SHAPES */
} gp_chart_point;

typedef struct gp_chart {
    const char *name; /* of its file, without ".svg"; letters and hyphens */
    const char *title;
    gp_str finding;
    gp_scale x, y; /* y: of a plane */
    double line;
    gp_str line_label; /* a faint line to compare with, on x of rows, y of a plane; NaN: none */
    const gp_str *panels;
    size_t n_panels; /* side by side on the same scale; none is one without a head */
    const gp_chart_row *rows;
    size_t n_rows;
    const gp_chart_point *points;
    size_t n_points; /* rather than rows */
} gp_chart;

/* As an element for a page, or with colours of its own as a document. */
void gp_chart_draw(gp_buf *out, const gp_chart *c);
void gp_chart_file(gp_buf *out, const gp_chart *c);

/* The interval alone, without any text, for a cell of a table: 160 by 14. */
void gp_chart_range(gp_buf *out, gp_mark m, double line);

#endif
