/* html_trials.c - every trial in a line that opens, by category, failing ones first; with what a script needs to
 * filter and sort them. */
#include <math.h>
#include <stdlib.h>

#include "report/html.h"
#include "report/html_text.h"

enum { MOST_OPTIONS = 200 };

static size_t shown(const gp_html *h) { return h->d.n_notes < GP_HTML_ROWS ? h->d.n_notes : GP_HTML_ROWS; }

/* So much of each of the texts of a trial. */
static size_t room(const gp_html *h)
{
    size_t each = GP_HTML_TEXT / (3 * (shown(h) + 1));
    return each < GP_HTML_ONE_TEXT ? each : GP_HTML_ONE_TEXT;
}

/* --- a row --- */

const char *gp_html_class(gp_colour c)
{
    return c == GP_GREEN ? "" : c == GP_BROKEN ? " broke" : c == GP_NOT_APPLICABLE ? " not" : " no";
}

static const char *filter_word(gp_colour c)
{
    return c == GP_GREEN ? "passed" : c == GP_BROKEN ? "error" : c == GP_NOT_APPLICABLE ? "skipped" : "failed";
}

static void finding(gp_buf *out, const gp_result *t)
{
    gp_buf says = {0};
    gp_result_finding(&says, t);
    gp_html_line(out, gp_buf_view(&says), 0);
    gp_buf_free(&says);
}

static void number_span(gp_buf *out, const char *of, double v, bool score)
{
    gp_buf_fmt(out, "<span class=\"num\" data-of=\"%s\">", of);
    if (score) gp_text_score(out, v);
    else gp_text_number(out, v);
    gp_buf_c(out, "</span>");
}

static void data(gp_buf *out, const char *name, double v)
{
    char text[32] = {0};
    if (!isfinite(v)) return;
    (void)gp_fmt_double(text, v);
    gp_buf_fmt(out, " data-%s=\"%s\"", name, text);
}

static void begin_row(const gp_html *h, size_t at, const gp_result *t, gp_buf *out)
{
    const gp_note *n = &h->d.notes[at];
    gp_buf name = {0};
    gp_text_line(&name, t->case_id, 200);
    gp_buf_byte(&name, ' ');
    gp_text_line(&name, t->case_name, 200);
    gp_buf_fmt(out, "<details class=\"trial\" id=\"t%zu\" data-at=\"%zu\" data-verdict=\"%s\" data-target=\"%u\"", at,
               at, filter_word((gp_colour)n->colour), (unsigned)n->contestant);
    data(out, "score", t->score);
    data(out, "total", t->total_s);
    gp_buf_c(out, " data-name=\"");
    gp_html_text(out, gp_buf_view(&name));
    gp_buf_c(out, "\">\n");
    gp_buf_free(&name);
}

static void row(const gp_html *h, size_t at, const gp_result *t, gp_buf *out)
{
    const gp_note *n = &h->d.notes[at];
    const gp_gate_verdict *gate = &gp_results_facts(h->d.in->runs[n->run])->gate;
    begin_row(h, at, t, out);
    gp_buf_fmt(out, "<summary class=\"row\"><span class=\"v%s\">", gp_html_class((gp_colour)n->colour));
    gp_md_verdict(out, t, gate); /* plain words */
    gp_buf_c(out, "</span><span class=\"case\">");
    gp_html_line(out, t->case_id, 200);
    if (h->d.n_who > 1) gp_buf_c(out, " <small>on ");
    if (h->d.n_who > 1) gp_html_line(out, h->d.who[n->contestant].label, 200);
    if (h->d.n_who > 1) gp_buf_c(out, "</small>");
    if (h->d.repeats) gp_buf_fmt(out, " <small>repeat %lld</small>", (long long)t->repeat);
    gp_buf_c(out, "</span>");
    number_span(out, "score", t->score, true);
    number_span(out, "first token (s)", t->first_token_s, false);
    number_span(out, "total (s)", t->total_s, false);
    gp_buf_c(out, "<span class=\"why\">");
    finding(out, t);
    gp_buf_c(out, "</span></summary>\n");
    gp_html_inside(t, room(h), out);
    gp_buf_c(out, "</details>\n");
}

/* --- tools for the script --- */

static void options(const gp_html *h, gp_buf *out)
{
    for (size_t i = 0; i < h->d.n_who && i < MOST_OPTIONS; i++) {
        gp_buf name = {0};
        gp_text_line(&name, h->d.who[i].label, 80);
        gp_buf_fmt(out, "<option value=\"%zu\">", i);
        gp_html_text(out, gp_buf_view(&name));
        gp_buf_c(out, "</option>");
        gp_buf_free(&name);
    }
}

static void tools(const gp_html *h, gp_buf *out)
{
    gp_buf_c(
        out,
        "<div class=\"tools\" id=\"tools\" hidden=\"hidden\">\n"
        "<label>Name of the case <input id=\"words\" type=\"search\" autocomplete=\"off\"/></label>\n"
        "<label>Verdict <select id=\"verdict\"><option value=\"\">all</option><option>failed</option><option>error</option>"
        "<option>passed</option><option>skipped</option></select></label>\n");
    if (h->d.n_who > 1) {
        gp_buf_c(out, "<label>Target <select id=\"target\"><option value=\"\">all</option>");
        options(h, out);
        gp_buf_c(out, "</select></label>\n");
    }
    gp_buf_c(
        out,
        "<label>Order <select id=\"sort\"><option value=\"at\">failing first</option><option value=\"score\">lowest score first</option>"
        "<option value=\"total\">slowest first</option><option value=\"name\">by name</option></select></label>\n"
        "<p id=\"count\" role=\"status\"></p>\n</div>\n");
}

static void intro(const gp_html *h, gp_buf *out)
{
    gp_buf_c(out, "<h2 id=\"cases\">Cases</h2>\n");
    gp_buf_fmt(
        out,
        "<p>%zu trial%s, failing ones first. A line opens to the prompt, the answer and what each criterion found.",
        h->d.n_notes, h->d.n_notes == 1 ? "" : "s");
    if (shown(h) < h->d.n_notes)
        gp_buf_fmt(out,
                   " <strong>%zu of them are shown; the other %zu are in <code>" GP_FILE_RESULTS "</code>.</strong>",
                   shown(h), h->d.n_notes - shown(h));
    gp_buf_c(out, "</p>\n");
    tools(h, out);
    gp_buf_c(
        out,
        "<div class=\"row heads\" aria-hidden=\"true\"><span>Verdict</span><span>Case</span><span class=\"num\">Score</span>"
        "<span class=\"num\">First token (s)</span><span class=\"num\">Total (s)</span><span>Finding</span></div>\n");
}

/* --- groups --- */

/* Categories in the order of their first trial here: those with failing trials come first. */
static size_t categories(const gp_html *h, uint16_t *out)
{
    bool *seen = gp_alloc(h->d.n_categories + 1);
    size_t n = 0;
    for (size_t i = 0; i < shown(h); i++) {
        uint16_t c = h->d.notes[i].category;
        if (!seen[c]) out[n++] = c;
        seen[c] = true;
    }
    free(seen);
    return n;
}

static gp_code group(gp_html *h, uint16_t category, gp_report_put *put, void *user, gp_err *err)
{
    gp_buf out = {0};
    gp_arena a = {0};
    gp_str name = h->d.categories[category];
    gp_code code = GP_OK;
    gp_buf_c(&out, "<section class=\"group\"><h3>");
    gp_html_line(&out,
                 name.n                  ? name
                 : h->d.n_categories > 1 ? GP_STR("without a category")
                                         : GP_STR("All trials"),
                 200);
    gp_buf_c(&out, "</h3>\n<div class=\"trials\">\n");
    for (size_t i = 0; i < shown(h) && !code; i++) {
        gp_result t;
        if (h->d.notes[i].category != category) continue;
        code = gp_md_read(&h->d, &h->d.notes[i], &a, &t, err);
        if (!code) row(h, i, &t, &out);
        put(user, gp_buf_view(&out));
        gp_buf_clear(&out);
    }
    gp_buf_c(&out, "</div></section>\n");
    put(user, gp_buf_view(&out));
    gp_buf_free(&out);
    gp_arena_free(&a);
    return code;
}

gp_code gp_html_trials(gp_html *h, gp_report_put *put, void *user, gp_err *err)
{
    gp_buf out = {0};
    uint16_t *order = gp_alloc_array(h->d.n_categories + 1, sizeof *order);
    size_t n = categories(h, order);
    gp_code code = GP_OK;
    if (n) intro(h, &out);
    put(user, gp_buf_view(&out));
    for (size_t i = 0; i < n && !code; i++) code = group(h, order[i], put, user, err);
    gp_buf_free(&out);
    free(order);
    return code;
}
