/* html_money.c - money and time: what a passed trial costs, and what many such runs would. */
#include <math.h>

#include "report/html.h"
#include "report/html_text.h"

enum { MOST_TARGETS = 200 };

/* The time that a target's trials took together. */
static double time_of(const gp_html *h, size_t who)
{
    double sum = 0;
    bool any = false;
    for (size_t i = 0; i < h->d.n_notes; i++) {
        if (h->d.notes[i].contestant != who) continue;
        double v = (double)gp_html_point(h, &h->d.notes[i])->total_s;
        if (isfinite(v)) sum += v, any = true;
    }
    return any ? sum : NAN;
}

static void usd(gp_buf *out, double v)
{
    gp_buf_c(out, "<td class=\"num\">");
    gp_text_usd(out, v);
    gp_buf_c(out, "</td>");
}

static void money_row(const gp_html *h, size_t i, gp_buf *out)
{
    const gp_results_target *t = h->d.who[i].target;
    gp_buf_c(out, "<tr><th scope=\"row\">");
    gp_html_line(out, h->d.who[i].label, 200);
    gp_buf_c(out, "</th>");
    usd(out, t->cost_usd);
    usd(out, t->tally.passed ? t->cost_usd / (double)t->tally.passed : NAN);
    usd(out, t->cost_usd * 1000);
    gp_html_number(out, time_of(h, i));
    gp_buf_c(out, "</tr>\n");
}

void gp_html_money(const gp_html *h, gp_buf *out)
{
    bool any = false;
    for (size_t i = 0; i < h->d.n_who; i++) any = any || isfinite(h->d.who[i].target->cost_usd);
    gp_buf_c(out, "<h2 id=\"money-and-time\">Money and time</h2>\n");
    gp_html_figures(h, GP_AT_MONEY, out);
    if (!any) {
        gp_buf_c(out, "<p>What these trials cost is not known: no target has a price.</p>\n");
        return;
    }
    gp_buf_c(
        out,
        "<div class=\"scroll\" tabindex=\"0\" role=\"group\" aria-labelledby=\"money-and-time\"><table><thead><tr><th scope=\"col\">Target</th>"
        "<th scope=\"col\" class=\"num\">Cost (USD)</th><th scope=\"col\" class=\"num\">Per passed trial (USD)</th>"
        "<th scope=\"col\" class=\"num\">A thousand such runs (USD)</th><th scope=\"col\" class=\"num\">Time of all trials (s)</th></tr></thead><tbody>\n");
    for (size_t i = 0; i < h->d.n_who && i < MOST_TARGETS; i++) money_row(h, i, out);
    gp_buf_c(
        out,
        "</tbody></table></div>\n<p class=\"about\">Costs are for the tokens that were used, at the stated price; n/a where a price or the usage of a request is unknown. On one's own machine they are for the time that trials took, at the hour's cost that the methodology derives.</p>\n");
}
