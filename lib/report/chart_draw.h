/* chart_draw.h - what the kinds of charts draw with; private to chart*.c. */
#ifndef GP_REPORT_CHART_DRAW_H
#define GP_REPORT_CHART_DRAW_H

#include "report/chart.h"

/* A coordinate: one decimal at most, never -0. */
void gp_draw_number(gp_buf *out, double v);
void gp_draw_line(gp_buf *out, const char *class, double x1, double y1, double x2, double y2);
/* A mark of a shape, its middle at x, y. */
void gp_draw_mark(gp_buf *out, const char *class, unsigned shape, double x, double y, double size);
/* Text with its baseline at y; anchor -1, 0, 1: it begins, has its middle, ends at x. Cut to `room` pixels. */
void gp_draw_text(gp_buf *out, const char *class, gp_str text, double x, double y, int anchor, double room);
/* How wide a text will be, roughly. */
double gp_draw_width(gp_str text);
/* The value of a tick, in so many digits as the scale needs. */
void gp_draw_tick(gp_buf *out, const gp_scale *s, double v);
/* An axis below y from x on, with ticks. */
void gp_draw_axis(gp_buf *out, const gp_scale *s, double x, double y, double width);

/* Append the drawing; the height that it takes. */
double gp_chart_rows(gp_buf *out, const gp_chart *c);
double gp_chart_plane(gp_buf *out, const gp_chart *c);

#endif
