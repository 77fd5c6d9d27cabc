/* html_first.c - the first screen: what was judged, the verdict with the rule that decided it, a row for each target, and what to do
 * next. */
#include <math.h>
#include <string.h>

#include "base/sys.h"
#include "report/html.h"
#include "report/html_text.h"

enum { MOST_TARGETS = 200, NAMED = 5 };

/* --- what was judged --- */

static void suites_of(const gp_manifest *m, gp_buf *out)
{
    for (size_t i = 0; i < m->n_suites && i < NAMED; i++) {
        gp_buf_c(out, i ? ", " : "");
        gp_html_line(out, m->suites[i].name, 200);
        if (m->suites[i].version.n) gp_buf_byte(out, ' ');
        gp_html_line(out, m->suites[i].version, 60);
    }
    if (m->n_suites > NAMED) gp_buf_fmt(out, " and %zu more", m->n_suites - NAMED);
}

static void about_run(const gp_html *h, size_t run, gp_buf *out)
{
    const gp_results_head *f = gp_results_facts(h->d.in->runs[run]);
    char when[24];
    gp_buf_c(out, "<p class=\"about\">");
    if (h->d.in->n > 1) gp_buf_fmt(out, "Run %zu: ", run + 1);
    if (f->cases < f->of_cases) gp_buf_fmt(out, "%lld of %lld cases", (long long)f->cases, (long long)f->of_cases);
    else gp_buf_fmt(out, "%lld case%s", (long long)f->cases, f->cases == 1 ? "" : "s");
    gp_buf_fmt(out, ", %zu target%s, %zu trial%s", f->n_targets, f->n_targets == 1 ? "" : "s", f->tally.trials,
               f->tally.trials == 1 ? "" : "s");
    if (f->started_epoch > 0) gp_utc_iso(f->started_epoch, when), gp_buf_fmt(out, ", %s", when);
    gp_buf_c(out, "; fingerprint ");
    gp_html_code(out, f->fingerprint, 0);
    gp_buf_c(out, "</p>\n");
}

static void title(const gp_html *h, gp_buf *out)
{
    const gp_manifest *m = gp_md_manifest(&h->d, 0);
    gp_buf_c(out, "<h1>");
    if (h->d.in->n > 1) gp_buf_fmt(out, "goldpin report on %zu runs", h->d.in->n);
    else gp_buf_c(out, "goldpin report");
    if (h->d.in->n == 1 && m && m->n_suites) gp_buf_c(out, " on "), suites_of(m, out);
    gp_buf_c(out, "</h1>\n");
    for (size_t i = 0; i < h->d.in->n && i < MOST_TARGETS; i++) about_run(h, i, out);
}

/* --- the verdict --- */

/* The first few that made it red, each a link to its row; those stand first in the order of notes. */
static gp_code culprits(gp_html *h, gp_buf *out, gp_err *err)
{
    gp_arena a = {0};
    gp_code code = GP_OK;
    size_t bad = h->d.reds + h->d.broken;
    for (size_t i = 0; i < bad && i < NAMED && !code; i++) {
        gp_result t;
        code = gp_md_read(&h->d, &h->d.notes[i], &a, &t, err);
        if (code) break;
        gp_buf_fmt(out, "%s<a href=\"#t%zu\">", i ? ", " : "<p class=\"more\">Failing or broken: ", i);
        gp_html_line(out, t.case_id, 120);
        if (h->d.n_who > 1) gp_buf_c(out, " on ");
        if (h->d.n_who > 1) gp_html_line(out, h->d.who[h->d.notes[i].contestant].label, 80);
        gp_buf_c(out, "</a>");
    }
    if (bad > NAMED) gp_buf_fmt(out, " and %zu more", bad - NAMED);
    if (bad && !code) gp_buf_c(out, ".</p>\n");
    gp_arena_free(&a);
    return code;
}

static void rules(const gp_gate_verdict *g, gp_buf *out)
{
    gp_buf_c(out, "<details class=\"more\"><summary>The rules, and what each found</summary><ul class=\"criteria\">\n");
    for (size_t i = 0; i < g->n_rules; i++) {
        const gp_gate_rule *r = &g->rules[i];
        gp_buf_fmt(out, "<li><span class=\"v%s\">%s</span> <code>", r->passed ? "" : " no",
                   r->passed ? "holds" : "broken");
        gp_html_text(out, gp_str_c(r->name));
        gp_buf_c(out, "</code>: ");
        gp_html_line(out, gp_str_c(r->text), 0);
        gp_buf_c(out, "</li>\n");
    }
    gp_buf_c(out, "</ul></details>\n");
}

static void verdict(const gp_html *h, size_t run, gp_buf *out)
{
    const gp_results_head *f = gp_results_facts(h->d.in->runs[run]);
    gp_buf_fmt(out, "<div class=\"verdict%s\"><p class=\"says\">", f->gate.passed ? "" : " no");
    if (h->d.in->n > 1) gp_buf_fmt(out, "Run %zu: ", run + 1);
    gp_html_line(out, gp_str_c(f->gate.sentence), 0);
    gp_buf_c(out, "</p>\n");
    if (f->interrupted || f->planned > (int64_t)f->tally.trials)
        gp_buf_fmt(out,
                   "<p class=\"more\">%s: %lld of %lld planned trials are missing. Every number below is of those that "
                   "ended; nothing is said of the others.</p>\n",
                   f->interrupted ? "The run was interrupted" : "The run is incomplete",
                   (long long)(f->planned - (int64_t)f->tally.trials), (long long)f->planned);
}

static gp_code verdicts(gp_html *h, gp_buf *out, gp_err *err)
{
    gp_code code = GP_OK;
    for (size_t i = 0; i < h->d.in->n && i < MOST_TARGETS && !code; i++) {
        verdict(h, i, out);
        if (h->d.in->n == 1) code = culprits(h, out, err);
        rules(&gp_results_facts(h->d.in->runs[i])->gate, out);
        gp_buf_c(out, "</div>\n");
    }
    return code;
}

/* --- targets --- */

/* Columns that may be unknown for all: then they are left out. */
static const struct {
    const char *head;
    size_t offset;
} columns[] = {{"First token, median (s)", offsetof(gp_results_target, first_token_median_s)},
               {"Total, median (s)", offsetof(gp_results_target, total_median_s)},
               {"Output (tokens/s)", offsetof(gp_results_target, output_tokens_per_s)},
               {"Cost (USD)", offsetof(gp_results_target, cost_known_usd)}};
enum { COLUMNS = sizeof columns / sizeof *columns, COST = COLUMNS - 1 };

static double value_of(const gp_results_target *t, size_t column)
{
    return *(const double *)((const char *)t + columns[column].offset);
}

static bool known(const gp_html *h, size_t column)
{
    bool any = false;
    for (size_t i = 0; i < h->d.n_who && !any; i++) any = isfinite(value_of(h->d.who[i].target, column));
    return any;
}

static void short_fingerprint(gp_buf *out, gp_str f)
{
    gp_str hex = gp_str_starts(f, GP_STR("sha256:")) ? (gp_str){f.p + 7, f.n - 7} : f;
    gp_buf_c(out, "<td class=\"short\" title=\"");
    gp_html_text(out, f);
    gp_buf_c(out, "\">");
    gp_html_code(out, (gp_str){hex.p, hex.n < 12 ? hex.n : 12}, 0);
    gp_buf_c(out, "</td></tr>\n");
}

static void measured(const gp_html *h, const gp_results_target *t, gp_buf *out)
{
    for (size_t i = 0; i < COLUMNS; i++) {
        if (!known(h, i)) continue;
        gp_buf_c(out, "<td class=\"num\">");
        if (i == COST) gp_md_cost(out, t); /* plain words and numbers */
        else gp_text_number(out, value_of(t, i));
        gp_buf_c(out, "</td>");
    }
}

static void target_row(const gp_html *h, const gp_contestant *w, double null, gp_buf *out)
{
    const gp_tally *t = &w->target->tally;
    size_t graded = t->passed + t->failed;
    gp_mean rate = gp_md_mean(&h->d, w, GP_MD_PASS);
    gp_buf_c(out, "<tr><th scope=\"row\">");
    gp_html_line(out, w->label, 200);
    gp_buf_c(out, "</th><td>");
    gp_chart_range(out, (gp_mark){rate.ci95.lo, rate.mean, rate.ci95.hi}, null);
    gp_buf_c(out, "</td><td class=\"num\">");
    gp_md_put_mean(out, &rate, gp_text_percent);
    gp_buf_fmt(out, "</td><td class=\"num\">%zu of %zu</td><td class=\"num\">", t->passed, graded);
    gp_text_score(out, gp_tally_score_mean(t));
    gp_buf_fmt(out, "</td><td class=\"num\">%zu of %zu", graded, graded + t->errors);
    if (t->skipped) gp_buf_fmt(out, ", %zu skipped", t->skipped);
    gp_buf_c(out, "</td>");
    measured(h, w->target, out);
    gp_buf_c(out, "<td>");
    gp_html_line(out, w->target->claim.n ? w->target->claim : GP_STR("n/a"), 40);
    gp_buf_c(out, "</td>");
    short_fingerprint(out, w->target->fingerprint);
}

static void targets_head(const gp_html *h, gp_buf *out)
{
    gp_buf_c(
        out,
        "<h2 id=\"targets\">Targets</h2>\n<div class=\"scroll\" tabindex=\"0\" role=\"group\" aria-labelledby=\"targets\"><table><thead><tr>"
        "<th scope=\"col\">Target</th><th scope=\"col\">0 to 100%</th><th scope=\"col\" class=\"num\">Pass rate [95%]</th>"
        "<th scope=\"col\" class=\"num\">Passed</th><th scope=\"col\" class=\"num\">Score</th><th scope=\"col\" class=\"num\">Answered</th>");
    for (size_t i = 0; i < COLUMNS; i++)
        if (known(h, i)) gp_buf_fmt(out, "<th scope=\"col\" class=\"num\">%s</th>", columns[i].head);
    gp_buf_c(out, "<th scope=\"col\">Claim</th><th scope=\"col\">Fingerprint</th></tr></thead><tbody>\n");
}

/* What a reader may not know. */
static void claims(const gp_html *h, gp_buf *out)
{
    static const char *const words[][2] = {
        {"bitwise", "the same bits, and with them the same tokens and verdicts"},
        {"token", "the same tokens, and with them the same verdicts"},
        {"grade", "the same verdicts"},
        {"statistical", "nothing exact, so that only rates with intervals can be compared"},
    };
    size_t n = 0;
    for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
        bool used = false;
        for (size_t k = 0; k < h->d.n_who; k++) used = used || gp_str_eqc(h->d.who[k].target->claim, words[i][0]);
        if (used)
            gp_buf_fmt(out, "%s<strong>%s</strong>, %s",
                       n++ ? "; " : " The claim says what a repetition would give: ", words[i][0], words[i][1]);
    }
    if (n) gp_buf_byte(out, '.');
}

static void targets(const gp_html *h, gp_buf *out)
{
    double null = gp_html_null(h).rate;
    targets_head(h, out);
    for (size_t i = 0; i < h->d.n_who && i < MOST_TARGETS; i++) target_row(h, &h->d.who[i], null, out);
    gp_buf_c(
        out,
        "</tbody></table></div>\n<p class=\"about\">The drawn line is the 95% interval of the pass rate: over many such runs, 95 of 100 intervals hold the true rate.");
    if (isfinite(null))
        gp_buf_c(out, " The dashed line is the best null baseline, an answer that looks at no question.");
    gp_buf_c(out, " Answered are trials in which the target did not break.");
    claims(h, out);
    if (h->d.n_who > MOST_TARGETS)
        gp_buf_fmt(out, " %zu further targets are in <code>" GP_FILE_RESULTS "</code>.", h->d.n_who - MOST_TARGETS);
    if (h->d.repeats) gp_buf_c(out, " Repeats of a case count as what they are worth together.");
    gp_buf_c(out, "</p>\n");
}

/* --- what to do next --- */

static gp_code next_steps(const gp_html *h, gp_buf *out, gp_err *err)
{
    gp_buf md = {0};
    gp_code code = gp_md_next_steps(&h->d, "## What to do next", &md, err);
    if (!code) gp_html_of_md(out, gp_buf_view(&md));
    gp_buf_free(&md);
    return code;
}

gp_code gp_html_first(gp_html *h, gp_buf *out, gp_err *err)
{
    gp_buf flags = {0};
    title(h, out);
    gp_code code = verdicts(h, out, err);
    gp_md_missing_goldens(&h->d, &flags);
    gp_md_drift_flags(&h->d, &flags);
    gp_html_of_md(out, gp_buf_view(&flags));
    gp_buf_free(&flags);
    targets(h, out);
    return code ? code : next_steps(h, out, err);
}
