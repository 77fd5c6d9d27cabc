/* html.c - the HTML report from top to bottom: one file that needs no other, is read without its script, and is
 * well-formed XML as well. */
#include <stdio.h>

#include "base/sha256.h"
#include "report/html.h"
#include "report/html_text.h"
#include "report/page.h"

/* --- the head --- */

/* 'sha256-...': the browser runs and applies what has this digest, and nothing else. */
static void source(gp_buf *out, gp_str text)
{
    unsigned char digest[GP_SHA256_LEN];
    gp_sha256_of(text, digest);
    gp_buf_c(out, " 'sha256-");
    gp_base64_put(out, (gp_str){(const char *)digest, sizeof digest});
    gp_buf_byte(out, '\'');
}

static void policy(gp_buf *out, gp_str style, gp_str script)
{
    gp_buf_c(out, "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src");
    source(out, style);
    gp_buf_c(out, "; script-src");
    source(out, script);
    gp_buf_c(out, "; base-uri 'none'; form-action 'none'\"/>\n");
}

void gp_html_head(const gp_html *h, gp_buf *out)
{
    gp_buf style = {0}, title = {0};
    gp_buf_c(&style, gp_page_part("chart.css"));
    gp_buf_c(&style, gp_page_part("page.css"));
    gp_text_line(&title, gp_str_c(gp_results_facts(h->d.in->runs[0])->gate.sentence), 200);
    gp_buf_c(
        out,
        "<!DOCTYPE html>\n<html xmlns=\"http://www.w3.org/1999/xhtml\" lang=\"en\" xml:lang=\"en\">\n<head>\n<meta charset=\"utf-8\"/>\n");
    policy(out, gp_buf_view(&style), gp_str_c(gp_page_part("page.js")));
    gp_buf_c(
        out,
        "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\"/>\n<meta name=\"referrer\" content=\"no-referrer\"/>\n<title>");
    gp_html_text(out, gp_buf_view(&title));
    gp_buf_c(out, " goldpin report</title>\n<style>");
    gp_buf_str(out, gp_buf_view(&style));
    gp_buf_c(out, "</style>\n</head>\n<body>\n");
    gp_buf_free(&style);
    gp_buf_free(&title);
}

/* --- the sections behind the cases --- */

typedef gp_code md_section(gp_md *d, gp_buf *out, gp_err *err);

static gp_code from_md(gp_html *h, md_section *section, gp_buf *out, gp_err *err)
{
    gp_buf md = {0};
    gp_code code = section(&h->d, &md, err);
    if (!code) gp_html_of_md(out, gp_buf_view(&md));
    gp_buf_free(&md);
    return code;
}

static void scores(const gp_html *h, gp_buf *out)
{
    gp_buf figures = {0};
    gp_html_figures(h, GP_AT_SCORES, &figures);
    if (figures.n) gp_buf_c(out, "<h2 id=\"scores\">Scores</h2>\n");
    gp_buf_str(out, gp_buf_view(&figures));
    gp_buf_free(&figures);
}

static void trend(const gp_html *h, gp_buf *out) { gp_html_figures(h, GP_AT_TREND, out); }
static void pairs(const gp_html *h, gp_buf *out) { gp_html_figures(h, GP_AT_PAIRS, out); }
static void speed(const gp_html *h, gp_buf *out) { gp_html_figures(h, GP_AT_SPEED, out); }
static void reliability(const gp_html *h, gp_buf *out) { gp_html_figures(h, GP_AT_RELIABILITY, out); }

static gp_code sections(gp_html *h, gp_buf *out, gp_err *err)
{
    static const struct {
        md_section *md;
        void (*own)(const gp_html *h, gp_buf *out); /* behind it */
    } list[] = {
        {gp_md_baseline, NULL},    {gp_md_unlike, scores},      {gp_md_trend, trend},
        {gp_md_by_category, NULL}, {gp_md_head_to_head, pairs}, {gp_md_statistics, NULL},
        {gp_md_changes, NULL},     {gp_md_side_by_side, NULL},  {gp_md_composites, NULL},
        {gp_md_environment, NULL}, {gp_md_speed, speed},        {gp_md_reliability, reliability},
        {gp_md_repeats, NULL},     {gp_md_judges, NULL},        {gp_md_requests, NULL},
        {NULL, gp_html_money},     {gp_md_baselines, NULL},     {gp_md_missing, NULL},
        {gp_md_drift, NULL},       {gp_md_methodology, NULL},
    };
    gp_code code = GP_OK;
    for (size_t i = 0; i < sizeof list / sizeof *list && !code; i++) {
        if (list[i].md) code = from_md(h, list[i].md, out, err);
        if (list[i].own) list[i].own(h, out);
    }
    return code;
}

/* A link to every section, by the headings that stand there. */
static void links(gp_buf *out, gp_str html)
{
    static const gp_str mark = GP_STR("<h2 id=\"");
    for (size_t at; (at = gp_str_find(html, mark)) != SIZE_MAX;) {
        html = (gp_str){html.p + at + mark.n, html.n - at - mark.n};
        size_t id = gp_str_find(html, GP_STR("\"")), end = gp_str_find(html, GP_STR("</h2>"));
        if (id == SIZE_MAX || end == SIZE_MAX) return;
        gp_buf_fmt(out, "<li><a href=\"#%.*s\">%.*s</a></li>\n", (int)id, html.p, (int)(end - id - 2), html.p + id + 2);
    }
}

static void navigation(const gp_html *h, gp_str first, gp_str behind, gp_buf *out)
{
    gp_buf_c(out, "<nav aria-label=\"Sections\"><ul>\n");
    links(out, first);
    if (h->d.n_notes) links(out, GP_STR("<h2 id=\"cases\">Cases</h2>"));
    links(out, behind);
    gp_buf_c(out, "</ul></nav>\n");
}

static void end(gp_buf *out)
{
    gp_buf_c(
        out,
        "</main>\n<footer><p>Made by goldpin from <code>" GP_FILE_RESULTS "</code> and <code>" GP_FILE_MANIFEST
        "</code>, which lie beside this page in the folder of the run. This page loads nothing.</p></footer>\n<script>");
    gp_buf_c(out, gp_page_part("page.js"));
    gp_buf_c(out, "</script>\n</body>\n</html>\n");
}

static void hand_over(gp_buf *b, gp_report_put *put, void *user)
{
    put(user, gp_buf_view(b));
    gp_buf_clear(b);
}

static gp_code page(gp_html *h, gp_report_put *put, void *user, gp_err *err)
{
    gp_buf first = {0}, behind = {0}, out = {0};
    gp_code code = gp_html_first(h, &first, err);
    if (!code) code = sections(h, &behind, err);
    if (!code) {
        gp_html_head(h, &out);
        gp_buf_c(&out, "<main>\n");
        gp_buf_str(&out, gp_buf_view(&first));
        navigation(h, gp_buf_view(&first), gp_buf_view(&behind), &out);
        hand_over(&out, put, user);
        code = gp_html_trials(h, put, user, err);
    }
    if (!code) {
        put(user, gp_buf_view(&behind));
        end(&out);
        hand_over(&out, put, user);
    }
    gp_buf_free(&first);
    gp_buf_free(&behind);
    gp_buf_free(&out);
    return code;
}

/* --- as a format --- */

static gp_code note(void *state, const gp_report_runs *in, size_t run, size_t index, const gp_result *t, gp_err *err)
{
    gp_html *h = state;
    h->d.in = in;
    return gp_html_note(h, run, index, t, err);
}

static gp_code write_html(void *state, const gp_report_runs *in, gp_report_put *put, void *user, gp_err *err)
{
    gp_html *h = state;
    h->d.in = in;
    h->d.room = SIZE_MAX; /* sections keep to their own limits */
    gp_code code = gp_md_order(&h->d, err);
    if (!code) code = gp_html_grid(h, err);
    if (!code) code = gp_html_charts(h, err);
    return code ? code : page(h, put, user, err);
}

static gp_code beside(void *state, gp_report_file *file, void *user, gp_err *err)
{
    const gp_html *h = state;
    gp_buf b = {0};
    gp_code code = GP_OK;
    for (size_t i = 0; i < h->n_charts && !code; i++) {
        char name[80];
        (void)snprintf(name, sizeof name, GP_FOLDER_CHARTS "/%s.svg", h->charts[i].chart.name);
        gp_buf_clear(&b);
        gp_chart_file(&b, &h->charts[i].chart);
        code = file(user, name, gp_buf_view(&b), err);
    }
    gp_buf_free(&b);
    return code;
}

static void release(void *state) { gp_html_release(state); }

const gp_report_writer gp_report_html = {
    .size = sizeof(gp_html), .note = note, .write = write_html, .release = release, .beside = beside};
