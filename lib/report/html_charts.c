/* html_charts.c - the charts of a report, and how they stand in the page. */
#include <math.h>

#include "report/html.h"
#include "report/trend.h"
#include "report/html_text.h"

gp_chart *gp_html_chart_new(gp_html *h, gp_html_place place, const char *name, const char *title)
{
    if (h->n_charts == GP_HTML_MOST_CHARTS) return NULL;
    gp_html_chart *c = &h->charts[h->n_charts++];
    *c = (gp_html_chart){place, {.name = name, .title = title, .line = NAN}};
    return &c->chart;
}

void gp_html_name(gp_buf *out, gp_str name) { gp_text_line(out, name, 40); }

/* As many as there is room for beside the others. */
static void trends(gp_html *h)
{
    enum { MOST = 4 };
    static const char *const names[MOST] = {"trend", "trend-2", "trend-3", "trend-4"};
    for (size_t i = 0; i < h->d.in->n_trends && i < MOST; i++) {
        gp_chart *c = gp_html_chart_new(h, GP_AT_TREND, names[i], "");
        if (!c) return;
        *c = gp_trend_chart(&h->d.in->trends[i], &h->d.arena);
        c->name = names[i];
    }
}

gp_code gp_html_charts(gp_html *h, gp_err *err)
{
    gp_code code = gp_html_score_charts(h, err);
    if (!code) code = gp_html_speed_charts(h, err);
    if (!code) code = gp_html_trade_charts(h, err);
    if (!code) trends(h);
    return code;
}

void gp_html_figures(const gp_html *h, gp_html_place place, gp_buf *out)
{
    size_t n = 0;
    for (size_t i = 0; i < h->n_charts; i++) {
        const gp_chart *c = &h->charts[i].chart;
        if (h->charts[i].place != place) continue;
        if (!n++) gp_buf_c(out, "<div class=\"charts\">\n");
        gp_buf_fmt(out, "<figure><figcaption><b>%s</b> ", c->title);
        gp_html_line(out, c->finding, 0);
        gp_buf_c(out, "</figcaption>\n");
        gp_chart_draw(out, c);
        gp_buf_c(out, "</figure>\n");
    }
    if (n) gp_buf_c(out, "</div>\n");
}
