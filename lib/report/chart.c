/* chart.c - the frame of a chart, its strokes, and intervals for cells of tables. */
#include <math.h>
#include <string.h>

#include "report/chart_draw.h"
#include "report/html_text.h"
#include "report/page.h"

enum { NARROW = 6, WIDE = 11 }; /* pixels of a character at 11 px */

void gp_draw_number(gp_buf *out, double v)
{
    double tenths = floor(v * 10 + 0.5);
    if (tenths < 0) gp_buf_byte(out, '-');
    gp_buf_fmt(out, "%.0f", floor(fabs(tenths) / 10));
    int rest = (int)fmod(fabs(tenths), 10);
    if (rest) gp_buf_fmt(out, ".%d", rest);
}

static void attribute(gp_buf *out, const char *name, double v)
{
    gp_buf_fmt(out, " %s=\"", name);
    gp_draw_number(out, v);
    gp_buf_byte(out, '"');
}

void gp_draw_line(gp_buf *out, const char *class, double x1, double y1, double x2, double y2)
{
    gp_buf_fmt(out, "<line class=\"%s\"", class);
    attribute(out, "x1", x1);
    attribute(out, "y1", y1);
    attribute(out, "x2", x2);
    attribute(out, "y2", y2);
    gp_buf_c(out, "/>");
}

static void circle(gp_buf *out, const char *class, double x, double y, double r)
{
    gp_buf_fmt(out, "<circle class=\"%s\"", class);
    attribute(out, "cx", x);
    attribute(out, "cy", y);
    attribute(out, "r", r);
    gp_buf_c(out, "/>");
}

/* Outlines in a square from -1 to 1, so that colour need not tell them apart. */
static const struct {
    double p[12][2];
    size_t n;
} outlines[GP_CHART_SHAPES] = {
    {{{0, 0}}, 0}, /* the circle */
    {{{-0.9, -0.9}, {0.9, -0.9}, {0.9, 0.9}, {-0.9, 0.9}}, 4},
    {{{0, -1.1}, {1.1, 0.9}, {-1.1, 0.9}}, 3},
    {{{0, -1.3}, {1.3, 0}, {0, 1.3}, {-1.3, 0}}, 4},
    {{{0, 1.1}, {1.1, -0.9}, {-1.1, -0.9}}, 3},
    {{{-0.4, -1.2},
      {0.4, -1.2},
      {0.4, -0.4},
      {1.2, -0.4},
      {1.2, 0.4},
      {0.4, 0.4},
      {0.4, 1.2},
      {-0.4, 1.2},
      {-0.4, 0.4},
      {-1.2, 0.4},
      {-1.2, -0.4},
      {-0.4, -0.4}},
     12},
};

void gp_draw_mark(gp_buf *out, const char *class, unsigned shape, double x, double y, double size)
{
    unsigned k = shape % GP_CHART_SHAPES;
    if (!k) {
        circle(out, class, x, y, size);
        return;
    }
    gp_buf_fmt(out, "<path class=\"%s\" d=\"M", class);
    for (size_t i = 0; i < outlines[k].n; i++) {
        if (i) gp_buf_byte(out, ' ');
        gp_draw_number(out, x + outlines[k].p[i][0] * size);
        gp_buf_byte(out, ' ');
        gp_draw_number(out, y + outlines[k].p[i][1] * size);
    }
    gp_buf_c(out, "z\"/>");
}

/* --- text --- */

static double width_of(int32_t cp) { return cp >= 0x1100 ? WIDE : NARROW; }

double gp_draw_width(gp_str text)
{
    double width = 0;
    for (size_t at = 0; at < text.n;) width += width_of(gp_utf8_next(text, &at));
    return width;
}

/* How many bytes of a text fit. */
static size_t fitting(gp_str text, double room)
{
    size_t at = 0;
    for (double width = 0; at < text.n;) {
        size_t next = at;
        width += width_of(gp_utf8_next(text, &next));
        if (width > room) break;
        at = next;
    }
    return at;
}

void gp_draw_text(gp_buf *out, const char *class, gp_str text, double x, double y, int anchor, double room)
{
    gp_buf shown = {0};
    gp_text_line(&shown, text, 400);
    gp_str s = gp_buf_view(&shown);
    bool cut = gp_draw_width(s) > room;
    if (cut) s.n = fitting(s, room - NARROW);
    gp_buf_fmt(out, "<text%s%s%s", *class ? " class=\"" : "", class, *class ? "\"" : "");
    attribute(out, "x", x);
    attribute(out, "y", y);
    if (anchor >= 0) gp_buf_fmt(out, " text-anchor=\"%s\"", anchor ? "end" : "middle");
    gp_buf_byte(out, '>');
    gp_html_text(out, s);
    gp_buf_c(out, cut ? "…</text>" : "</text>");
    gp_buf_free(&shown);
}

/* --- axes --- */

void gp_draw_tick(gp_buf *out, const gp_scale *s, double v)
{
    double shown = fabs(v) < 1e-12 ? 0 : v; /* never -0 */
    if (s->percent) gp_buf_fmt(out, "%.0f%%", shown * 100);
    else gp_buf_fmt(out, "%.6g", shown);
}

void gp_draw_axis(gp_buf *out, const gp_scale *s, double x, double y, double width)
{
    double ticks[GP_CHART_TICKS];
    size_t n = gp_scale_ticks(s, width, ticks);
    gp_draw_line(out, "a", x, y, x + width, y);
    for (size_t i = 0; i < n; i++) {
        gp_buf text = {0};
        double share = gp_scale_at(s, ticks[i]), at = x + share * width;
        gp_draw_line(out, "a", at, y, at, y + 3);
        gp_draw_tick(&text, s, ticks[i]);
        gp_draw_text(out, "t", gp_buf_view(&text), at, y + 13, share < 0.05 ? -1 : share > 0.95 ? 1 : 0, width);
        gp_buf_free(&text);
    }
}

/* --- the whole --- */

static void head(gp_buf *out, const gp_chart *c, double height, bool alone)
{
    gp_buf says = {0};
    gp_buf_fmt(out, "<svg xmlns=\"http://www.w3.org/2000/svg\" class=\"chart\" viewBox=\"0 0 %d %.0f\"",
               (int)GP_CHART_WIDTH, height);
    if (alone) gp_buf_fmt(out, " width=\"%d\" height=\"%.0f\"", (int)GP_CHART_WIDTH, height);
    gp_buf_fmt(
        out,
        " role=\"img\" aria-labelledby=\"%s-title %s-says\"><title id=\"%s-title\">%s</title><desc id=\"%s-says\">",
        c->name, c->name, c->name, c->title, c->name);
    gp_text_line(&says, c->finding, 0);
    gp_html_text(out, gp_buf_view(&says));
    gp_buf_free(&says);
    gp_buf_c(out, "</desc>");
    if (!alone) return;
    gp_buf_c(out, "<style>");
    gp_buf_c(out, gp_page_part("chart.css"));
    gp_buf_fmt(out, "</style><rect class=\"b\" width=\"%d\" height=\"%.0f\"/>", (int)GP_CHART_WIDTH, height);
}

static void draw(gp_buf *out, const gp_chart *c, bool alone)
{
    gp_buf body = {0};
    double height = c->n_points ? gp_chart_plane(&body, c) : gp_chart_rows(&body, c);
    head(out, c, height, alone);
    gp_buf_str(out, gp_buf_view(&body));
    gp_buf_c(out, "</svg>\n");
    gp_buf_free(&body);
}

void gp_chart_draw(gp_buf *out, const gp_chart *c) { draw(out, c, false); }

void gp_chart_file(gp_buf *out, const gp_chart *c) { draw(out, c, true); }

/* --- in a cell --- */

void gp_chart_range(gp_buf *out, gp_mark m, double line)
{
    enum { FROM = 5, LONG = 150, MIDDLE = 7 };
    gp_buf_c(
        out,
        "<svg xmlns=\"http://www.w3.org/2000/svg\" class=\"chart range\" viewBox=\"0 0 160 14\" aria-hidden=\"true\">");
    gp_draw_line(out, "a", FROM, MIDDLE, FROM + LONG, MIDDLE);
    gp_draw_line(out, "a", FROM, MIDDLE - 3, FROM, MIDDLE + 3);
    gp_draw_line(out, "a", FROM + LONG, MIDDLE - 3, FROM + LONG, MIDDLE + 3);
    if (isfinite(line)) gp_draw_line(out, "n", FROM + line * LONG, 0, FROM + line * LONG, 2 * MIDDLE);
    if (isfinite(m.lo)) gp_draw_line(out, "i", FROM + m.lo * LONG, MIDDLE, FROM + m.hi * LONG, MIDDLE);
    if (isfinite(m.at)) gp_draw_mark(out, "m", 0, FROM + m.at * LONG, MIDDLE, 4.5);
    gp_buf_c(out, "</svg>");
}
