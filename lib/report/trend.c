/* trend.c - a suite over the runs of a history: see trend.h. */
#include "report/trend.h"

#include <math.h>

#include "base/json.h"
#include "base/sys.h"
#include "report/md_data.h"

enum { CHART_ROWS = 24, SHORT_COMMIT = 12 };

bool gp_trend_steps(const gp_trend_point *p)
{
    return !p->begins && (p->finding == GP_BETTER || p->finding == GP_WORSE);
}

static void day(int64_t epoch, gp_buf *out)
{
    char text[24];
    gp_utc_iso(epoch, text);
    gp_buf_fmt(out, "%.10s", text);
}

static void points_of(double share, gp_buf *out) { gp_buf_fmt(out, "%.1f points", 100 * fabs(share)); }

/* --- in words --- */

static void step_words(const gp_trend_point *p, gp_buf *out)
{
    gp_buf_fmt(out, "%s since ", p->finding == GP_WORSE ? "Worse" : "Better");
    day(p->started_epoch, out);
    gp_buf_c(out, " (run ");
    gp_text_line(out, p->label, 80);
    if (p->commit.n) gp_buf_fmt(out, ", commit %.*s", SHORT_COMMIT, p->commit.p);
    gp_buf_c(out, "): ");
    points_of(p->difference, out);
    gp_buf_fmt(out, " over %zu case%s that it shares with what was before", p->paired, p->paired == 1 ? "" : "s");
}

static void turned_words(const gp_trend_point *p, gp_buf *out)
{
    gp_buf_fmt(out, "%zu of %zu passed since ", p->passed, p->graded);
    day(p->started_epoch, out);
    gp_buf_c(out, " (run ");
    gp_text_line(out, p->label, 80);
    gp_buf_c(out, "), which was otherwise before");
}

void gp_trend_finding(const gp_trend *t, gp_buf *out)
{
    const gp_trend_point *last = NULL, *turned = NULL;
    size_t lines = 0;
    for (size_t i = 0; i < t->n; i++) {
        lines += t->points[i].begins;
        if (t->points[i].begins) last = turned = NULL;
        if (t->points[i].turned) turned = &t->points[i];
        if (gp_trend_steps(&t->points[i])) last = &t->points[i];
    }
    if (last) step_words(last, out);
    else if (turned) turned_words(turned, out);
    else if (t->n < 2) gp_buf_c(out, "A single run shows no trend");
    else gp_buf_fmt(out, "No change that these cases show in %zu runs", t->n);
    gp_buf_byte(out, '.');
    if (lines > 1)
        gp_buf_fmt(out, " The cases changed so much that %zu lines stand apart; this is the last of them.", lines);
}

static void remark(const gp_trend_point *p, gp_buf *out)
{
    if (p->begins) {
        gp_buf_c(out, "first of its line");
        return;
    }
    gp_buf_fmt(out, gp_trend_steps(p) ? "**%s**" : "%s", gp_verdict_word(p->finding));
    if (p->turned) gp_buf_c(out, p->difference < 0 ? "; fewer passed than before" : "; more passed than before");
    if (!p->newly_failing.n) return;
    gp_buf_c(out, "; now failing: ");
    gp_md_text_cell(out, p->newly_failing, 200);
}

static void row(const gp_trend_point *p, gp_buf *out)
{
    gp_buf_c(out, "| ");
    day(p->started_epoch, out);
    gp_md_next(out, p->label, 60);
    gp_md_next(out, (gp_str){p->commit.p, p->commit.n < SHORT_COMMIT ? p->commit.n : SHORT_COMMIT}, 0);
    gp_md_next(out, p->version, 24);
    gp_buf_fmt(out, " | %zu of %zu | ", p->passed, p->graded);
    gp_text_interval(out, p->rate, p->ci);
    gp_buf_c(out, " | ");
    if (isfinite(p->difference)) gp_buf_fmt(out, "%+.1f", 100 * p->difference);
    else gp_buf_c(out, "n/a");
    if (isfinite(p->difference) && isfinite(p->difference_ci.lo))
        gp_buf_fmt(out, " [%+.1f, %+.1f]", 100 * p->difference_ci.lo, 100 * p->difference_ci.hi);
    gp_buf_fmt(out, " | %zu | ", p->paired);
    remark(p, out);
    gp_buf_c(out, " |\n");
}

void gp_trend_markdown(const gp_trend *t, size_t most, gp_buf *out)
{
    size_t from = most && t->n > most ? t->n - most : 0;
    gp_buf_c(out, "### ");
    gp_md_code(out, t->suite, 80);
    if (t->case_id.n) {
        gp_buf_c(out, " / ");
        gp_md_code(out, t->case_id, 80);
    }
    gp_buf_c(out, " on ");
    gp_md_code(out, t->target, 80);
    gp_buf_c(out, "\n\n");
    gp_buf finding = {0};
    gp_trend_finding(t, &finding);
    gp_md_text(out, gp_buf_view(&finding), 0);
    gp_buf_free(&finding);
    if (from) gp_buf_fmt(out, " %zu earlier runs are not shown.", from);
    gp_buf rows = {0};
    for (size_t i = from; i < t->n; i++) row(&t->points[i], &rows);
    gp_buf_c(out, "\n\n");
    gp_md_table_put(
        out,
        GP_STR(
            "| Day | Run | Commit | Version | Passed | Pass rate | Difference (points) | Cases compared | This run is |\n"
            "| :-- | :-- | :-- | :-- | --: | --: | --: | --: | :-- |\n"),
        gp_buf_view(&rows), gp_md_known_columns(gp_buf_view(&rows)));
    gp_buf_byte(out, '\n');
    gp_buf_free(&rows);
}

gp_code gp_md_trend(gp_md *d, gp_buf *out, gp_err *err)
{
    enum { MOST_RUNS = 20 };
    (void)err;
    if (d->in->n_trends)
        gp_buf_c(
            out,
            "\n## Trend\n\nEach run is compared with the last one that brought a change (at first with the first run), by the cases that both asked and judged alike. "
            "Each comparison stands at 5%, so of twenty runs without a change one may look like one.\n\n");
    for (size_t i = 0; i < d->in->n_trends; i++) gp_trend_markdown(&d->in->trends[i], MOST_RUNS, out);
    return GP_OK;
}

/* --- JSON --- */

static void point_json(gp_jw *w, const gp_trend_point *p)
{
    char when[24];
    gp_utc_iso(p->started_epoch, when);
    gp_jw_object(w);
    gp_jw_kc(w, "started", when);
    gp_jw_kstr(w, "run", p->label);
    gp_jw_kstr(w, "commit", p->commit);
    gp_jw_kstr(w, "suite_version", p->version);
    gp_jw_kint(w, "passed", (int64_t)p->passed);
    gp_jw_kint(w, "graded", (int64_t)p->graded);
    gp_jw_kreal_or_null(w, "pass_rate", p->rate);
    gp_text_interval_json(w, "pass_rate_ci95", p->ci);
    gp_jw_kbool(w, "begins", p->begins);
    gp_jw_kint(w, "cases_compared", (int64_t)p->paired);
    gp_jw_kreal_or_null(w, "difference", p->difference);
    gp_text_interval_json(w, "difference_ci95", p->difference_ci);
    if (!p->begins) gp_jw_kc(w, "finding", gp_verdict_word(p->finding));
    gp_jw_kstr(w, "newly_failing", p->newly_failing);
    gp_jw_end_object(w);
}

void gp_trend_json(const gp_trend *list, size_t n, gp_buf *out)
{
    gp_jw w;
    gp_jw_init(&w, out, 2);
    gp_jw_array(&w);
    for (size_t i = 0; i < n; i++) {
        gp_buf finding = {0};
        gp_trend_finding(&list[i], &finding);
        gp_jw_object(&w);
        gp_jw_kstr(&w, "suite", list[i].suite);
        if (list[i].case_id.n) gp_jw_kstr(&w, "case", list[i].case_id);
        gp_jw_kstr(&w, "target", list[i].target);
        gp_jw_kstr(&w, "finding", gp_buf_view(&finding));
        gp_jw_key(&w, "runs");
        gp_jw_array(&w);
        for (size_t k = 0; k < list[i].n; k++) point_json(&w, &list[i].points[k]);
        gp_jw_end_array(&w);
        gp_jw_end_object(&w);
        gp_buf_free(&finding);
    }
    gp_jw_end_array(&w);
    gp_buf_byte(out, '\n');
}

/* --- the chart --- */

static gp_str text_of(gp_arena *a, gp_buf *b)
{
    gp_str s = gp_str_dup(a, gp_buf_view(b));
    gp_buf_free(b);
    return s;
}

gp_chart gp_trend_chart(const gp_trend *t, gp_arena *a)
{
    size_t from = t->n > CHART_ROWS ? t->n - CHART_ROWS : 0, n = t->n - from;
    gp_chart_row *rows = GP_NEW_ARRAY(a, gp_chart_row, n);
    gp_mark *marks = GP_NEW_ARRAY(a, gp_mark, n);
    for (size_t i = 0; i < n; i++) {
        const gp_trend_point *p = &t->points[from + i];
        gp_buf label = {0}, value = {0};
        day(p->started_epoch, &label);
        gp_buf_byte(&label, ' ');
        gp_text_line(&label, p->label, 40);
        gp_text_percent(&value, p->rate);
        if (gp_trend_steps(p)) gp_buf_fmt(&value, ", %s", gp_verdict_word(p->finding));
        marks[i] = (gp_mark){p->ci.lo, p->rate, p->ci.hi};
        rows[i] = (gp_chart_row){.label = text_of(a, &label), .value = text_of(a, &value), .marks = &marks[i]};
    }
    gp_buf finding = {0};
    gp_text_line(&finding, t->suite, 40);
    if (t->case_id.n) gp_buf_byte(&finding, '/');
    gp_text_line(&finding, t->case_id, 40);
    gp_buf_c(&finding, " on ");
    gp_text_line(&finding, t->target, 40);
    gp_buf_c(&finding, ": ");
    gp_trend_finding(t, &finding);
    return (gp_chart){.name = "trend",
                      .title = "Pass rate over time",
                      .finding = text_of(a, &finding),
                      .x = gp_scale_rate("passed, with 95% intervals"),
                      .line = NAN,
                      .rows = rows,
                      .n_rows = n};
}
