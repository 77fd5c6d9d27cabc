/* chart_plane.c - points over two scales, each with its name beside it. */
#include <math.h>

#include "report/chart_draw.h"

enum { LEFT = 40, RIGHT = 10, TOP = 24, HEIGHT = 180, BELOW = 34, APART = 12, MOST_LABELS = 24 };

static double across(const gp_chart *c, double x)
{
    return LEFT + gp_scale_at(&c->x, x) * (GP_CHART_WIDTH - LEFT - RIGHT);
}

static double down(const gp_chart *c, double y) { return TOP + (1 - gp_scale_at(&c->y, y)) * HEIGHT; }

static void upright_axis(gp_buf *out, const gp_chart *c)
{
    double ticks[GP_CHART_TICKS];
    size_t n = gp_scale_ticks(&c->y, HEIGHT, ticks);
    gp_draw_line(out, "a", LEFT, TOP, LEFT, TOP + HEIGHT);
    for (size_t i = 0; i < n; i++) {
        gp_buf text = {0};
        double at = down(c, ticks[i]);
        gp_draw_line(out, "a", LEFT - 3, at, LEFT, at);
        gp_draw_tick(&text, &c->y, ticks[i]);
        gp_draw_text(out, "t", gp_buf_view(&text), LEFT - 6, at + 3.5, 1, LEFT - 6);
        gp_buf_free(&text);
    }
}

typedef struct label {
    const gp_chart_point *point;
    double x, y, from, to; /* of its text: where it is anchored, and from where to where it goes */
    int anchor;
} label;

/* Behind its point, or before it where there is no room behind. */
static label label_at(const gp_chart *c, const gp_chart_point *p)
{
    double x = across(c, p->x), edge = GP_CHART_WIDTH - 4, width = gp_draw_width(p->label);
    bool before = width > edge - x - 8 && x > GP_CHART_WIDTH / 2.0;
    label l = {.point = p, .x = before ? x - 8 : x + 8, .y = down(c, p->y) + 4, .anchor = before ? 1 : -1};
    l.from = before ? l.x - width : l.x;
    l.to = before ? l.x : l.x + width;
    return l;
}

static bool meet(const label *a, const label *b)
{
    return a->from < b->to && b->from < a->to && fabs(a->y - b->y) < APART - 0.01;
}

/* Down, or up where it would leave the plane, until it meets none of those that have their place. */
static void find_place(label *list, size_t i)
{
    double step = list[i].y + APART > TOP + HEIGHT ? -1 : 1;
    for (size_t k = 0; k < i;) {
        if (meet(&list[i], &list[k])) list[i].y += step, k = 0;
        else k++;
        if (list[i].y < TOP || list[i].y > TOP + HEIGHT + BELOW) return;
    }
}

/* The room that the text at the faint line takes. */
static label line_label(const gp_chart *c)
{
    double end = GP_CHART_WIDTH - RIGHT, y = isfinite(c->line) ? down(c, c->line) - 3 : -APART;
    return (label){.y = y, .from = end - gp_draw_width(c->line_label), .to = end};
}

static void labels(gp_buf *out, const gp_chart *c)
{
    label list[MOST_LABELS + 1] = {line_label(c)};
    size_t n = 1;
    for (size_t i = 0; i < c->n_points && n <= MOST_LABELS; i++) {
        if (!c->points[i].label.n) continue;
        list[n] = label_at(c, &c->points[i]);
        find_place(list, n++);
    }
    for (size_t i = 1; i < n; i++)
        gp_draw_text(out, "", list[i].point->label, list[i].x, list[i].y, list[i].anchor,
                     list[i].anchor > 0 ? list[i].x - LEFT : GP_CHART_WIDTH - 4 - list[i].x);
}

double gp_chart_plane(gp_buf *out, const gp_chart *c)
{
    double bottom = TOP + HEIGHT;
    gp_draw_text(out, "t", gp_str_c(c->y.title), 2, 10, -1, GP_CHART_WIDTH);
    upright_axis(out, c);
    if (isfinite(c->line)) {
        gp_draw_line(out, "n", LEFT, down(c, c->line), GP_CHART_WIDTH - RIGHT, down(c, c->line));
        gp_draw_text(out, "t", c->line_label, GP_CHART_WIDTH - RIGHT, down(c, c->line) - 3, 1, GP_CHART_WIDTH / 2.0);
    }
    for (size_t i = 0; i < c->n_points; i++) {
        const gp_chart_point *p = &c->points[i];
        gp_draw_mark(out, p->label.n ? "m" : "d", p->shape, across(c, p->x), down(c, p->y), p->label.n ? 4.5 : 3);
    }
    labels(out, c);
    gp_draw_axis(out, &c->x, LEFT, bottom, GP_CHART_WIDTH - LEFT - RIGHT);
    gp_draw_text(out, "t", gp_str_c(c->x.title), GP_CHART_WIDTH - RIGHT, bottom + 27, 1, GP_CHART_WIDTH);
    return bottom + BELOW;
}
