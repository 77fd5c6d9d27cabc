/* chart_rows.c - rows on one scale: a name, what it comes to, and below them the interval or the points.
 *
 *     name                                   value
 *     ·········├────────●────────┤················      one or several panels side by side
 *     0%                   50%                100%
 */
#include <math.h>

#include "report/chart_draw.h"

enum { EDGE = 6, GAP = 18, HEAD = 16, ROW = 32, NAME_AT = 12, LINE_AT = 22, AXIS = 16, TITLE = 14 };

typedef struct layout {
    const gp_chart *c;
    size_t panels;
    double width, top, bottom; /* of a panel; of the rows */
} layout;

static double left_of(const layout *l, size_t panel) { return EDGE + (double)panel * (l->width + GAP); }

static double place(const layout *l, size_t panel, double v)
{
    return left_of(l, panel) + gp_scale_at(&l->c->x, v) * l->width;
}

/* Points of one value lie beside each other a little, in a pattern that repeats. */
static void points(gp_buf *out, const layout *l, const gp_chart_row *r, double y)
{
    for (size_t i = 0; i < r->n_points; i++)
        gp_draw_mark(out, "d", 0, place(l, 0, (double)r->points[i]), y + (double)((int)(i * 3 % 7) - 3), 2.5);
}

static void mark(gp_buf *out, const layout *l, size_t panel, const gp_chart_row *r, double y)
{
    const gp_mark *m = &r->marks[panel];
    if (!isfinite(m->at)) return;
    double at = place(l, panel, m->at);
    if (isfinite(m->lo)) gp_draw_line(out, "i", place(l, panel, m->lo), y, place(l, panel, m->hi), y);
    if (r->n_points) gp_draw_line(out, "q", at, y - 7, at, y + 7);
    else gp_draw_mark(out, "m", 0, at, y, 4.5);
}

static void row(gp_buf *out, const layout *l, const gp_chart_row *r, double y)
{
    double room = GP_CHART_WIDTH - 2 * EDGE, used = r->value.n ? gp_draw_width(r->value) + 12 : 0;
    gp_draw_text(out, "", r->label, EDGE, y + NAME_AT, -1, room - used);
    if (r->value.n) gp_draw_text(out, "", r->value, GP_CHART_WIDTH - EDGE, y + NAME_AT, 1, room);
    for (size_t p = 0; p < l->panels; p++) {
        double middle = y + LINE_AT;
        gp_draw_line(out, "a", left_of(l, p), middle, left_of(l, p) + l->width, middle);
        if (!p) points(out, l, r, middle);
        mark(out, l, p, r, middle);
    }
}

/* Beside the rows' own lines, not through their names. The label stands on the side that has room. */
static void faint_line(gp_buf *out, const layout *l)
{
    const gp_chart *c = l->c;
    for (size_t p = 0; p < l->panels; p++) {
        double at = place(l, p, c->line), side = at - left_of(l, p) > l->width / 2 ? 1 : -1;
        for (size_t i = 0; i < c->n_rows; i++) {
            double middle = l->top + ROW * (double)i + LINE_AT;
            gp_draw_line(out, "n", at, middle - 7, at, middle + 7);
        }
        double room = side > 0 ? at - EDGE : GP_CHART_WIDTH - EDGE - at;
        if (c->line_label.n && !p) {
            gp_draw_line(out, "n", at, l->top - HEAD, at, l->top - 1);
            gp_draw_text(out, "t", c->line_label, at - side * 4, l->top - 5, side > 0 ? 1 : -1, room);
        }
    }
}

static void heads(gp_buf *out, const layout *l, double y)
{
    for (size_t p = 0; p < l->c->n_panels; p++)
        gp_draw_text(out, "h", l->c->panels[p], left_of(l, p), y, -1, l->width * 0.9); /* they are bold */
}

double gp_chart_rows(gp_buf *out, const gp_chart *c)
{
    layout l = {.c = c, .panels = c->n_panels ? c->n_panels : 1};
    l.width = (GP_CHART_WIDTH - 2 * EDGE - GAP * (double)(l.panels - 1)) / (double)l.panels;
    l.top = (c->n_panels ? HEAD : 0) + (isfinite(c->line) && c->line_label.n ? HEAD : 4);
    l.bottom = l.top + ROW * (double)c->n_rows;
    if (c->n_panels) heads(out, &l, HEAD - 4);
    if (isfinite(c->line)) faint_line(out, &l);
    for (size_t i = 0; i < c->n_rows; i++) row(out, &l, &c->rows[i], l.top + ROW * (double)i);
    for (size_t p = 0; p < l.panels; p++) gp_draw_axis(out, &c->x, left_of(&l, p), l.bottom + 2, l.width);
    if (c->x.title)
        gp_draw_text(out, "t", gp_str_c(c->x.title), EDGE, l.bottom + AXIS + TITLE - 2, -1, GP_CHART_WIDTH - 2 * EDGE);
    return l.bottom + AXIS + (c->x.title ? TITLE : 0) + 4;
}
