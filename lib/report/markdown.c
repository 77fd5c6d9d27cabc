/* markdown.c - the report from top to bottom, and its first screen: verdict, one row per target, what to do next. */
#include <math.h>
#include <string.h>

#include "base/sys.h"
#include "report/format.h"
#include "report/md_data.h"
#include "stats/stats.h"

enum { LINE_WIDTH = 12 };

/* The interval as a line on 0..100%, " `···├──●─┤···`"; nothing where there is no rate. */
static void interval_line(gp_buf *out, double rate, gp_interval i)
{
    if (!isfinite(rate)) return;
    int lo = (int)(i.lo * (LINE_WIDTH - 1) + 0.5), hi = (int)(i.hi * (LINE_WIDTH - 1) + 0.5),
        at = (int)(rate * (LINE_WIDTH - 1) + 0.5);
    gp_buf_c(out, " `");
    for (int x = 0; x < LINE_WIDTH; x++)
        gp_buf_c(out, x == at ? "●" : x == lo ? "├" : x == hi ? "┤" : x > lo && x < hi ? "─" : "·");
    gp_buf_byte(out, '`');
}

/* "smoke 1.0.0, field 2.1" */
static void title_suites(const gp_manifest *m, gp_buf *out)
{
    enum { NAMED = 3 };
    for (size_t i = 0; i < m->n_suites && i < NAMED; i++) {
        gp_buf_c(out, i ? ", " : "");
        gp_md_text(out, m->suites[i].name, 80);
        if (m->suites[i].version.n) gp_buf_byte(out, ' ');
        gp_md_text(out, m->suites[i].version, 40);
    }
    if (m->n_suites > NAMED) gp_buf_fmt(out, " and %zu more", m->n_suites - NAMED);
}

/* When, and of what state of the files. */
static void title_date(const gp_results_head *h, const gp_manifest *m, gp_buf *out)
{
    char when[24];
    if (h->started_epoch >= 0) {
        gp_utc_iso(h->started_epoch, when);
        gp_buf_fmt(out, ", %.10s", when);
    }
    if (m && m->commit.n) {
        gp_buf_c(out, ", commit ");
        gp_md_code(out, (gp_str){m->commit.p, m->commit.n < 10 ? m->commit.n : 10}, 0);
    }
}

static int64_t not_run(const gp_results_head *h) { return h->planned - (int64_t)h->tally.trials; }

/* Of one run; a comparison has several heads, and each sentence says of how many cases it speaks. */
void gp_md_title(const gp_md *d, gp_buf *out, const char *marks)
{
    const gp_results_head *h = gp_results_facts(d->in->runs[0]);
    const gp_manifest *m = gp_md_manifest(d, 0);
    gp_buf_fmt(out, "%s goldpin report", marks);
    if (d->in->n > 1) {
        gp_buf_fmt(out, ": %zu runs", d->in->n);
    } else {
        const char *link = ": ";
        if (m) gp_buf_c(out, link), title_suites(m, out), link = ", ";
        if (h->cases < h->of_cases)
            gp_buf_fmt(out, "%s%lld of %lld cases", link, (long long)h->cases, (long long)h->of_cases);
        title_date(h, m, out);
    }
    gp_buf_c(out, "\n\n");
}

static void partial(const gp_results_head *h, gp_buf *out)
{
    if (!h->interrupted && not_run(h) <= 0) return;
    gp_buf_fmt(out,
               "\n**Partial run, %s:** %zu of %lld planned trials ended; %lld were never run. Every number below is of "
               "those that ended. Nothing is said of the others.\n",
               h->interrupted ? "interrupted" : "incomplete", h->tally.trials, (long long)h->planned,
               (long long)not_run(h));
}

/* What an answer that is none would have got, where such a thing was measured. */
static void best_baseline(const gp_results_head *h, gp_buf *out)
{
    const gp_results_baseline *best = NULL;
    for (size_t i = 0; i < h->n_baselines; i++)
        if (!best || h->baselines[i].passed > best->passed) best = &h->baselines[i];
    if (!best || best->graded <= 0) return;
    gp_buf_c(out, "\nFor comparison: the best null baseline (");
    gp_md_text(out, best->name, 40);
    if (best->answer.n) gp_buf_byte(out, ' ');
    if (best->answer.n) gp_md_code(out, best->answer, 60);
    gp_buf_fmt(out, ") would have passed %lld of %lld, with a score of ", (long long)best->passed,
               (long long)best->graded);
    gp_text_score(out, best->score_mean);
    gp_buf_c(out, ".\n");
}

void gp_md_verdicts(const gp_md *d, gp_buf *out)
{
    for (size_t i = 0; i < d->in->n; i++) {
        const gp_results_head *h = gp_results_facts(d->in->runs[i]);
        const gp_manifest *m = gp_md_manifest(d, i);
        if (d->in->n > 1) {
            gp_buf_fmt(out, "%sRun %zu", i ? "\n" : "", i + 1);
            if (m) gp_buf_c(out, ", "), title_suites(m, out);
            title_date(h, m, out);
            gp_buf_c(out, ": ");
        }
        gp_buf_c(out, "**");
        gp_md_text(out, gp_str_c(h->gate.sentence), 0);
        gp_buf_c(out, "**\n");
        partial(h, out);
    }
}

static void short_fingerprint(gp_buf *out, gp_str f)
{
    gp_str hex = gp_str_starts(f, GP_STR("sha256:")) ? (gp_str){f.p + 7, f.n - 7} : f;
    gp_md_code_cell(out, (gp_str){hex.p, hex.n < 12 ? hex.n : 12}, 0);
}

static void left_out(gp_buf *b, size_t n, const char *what)
{
    if (n) gp_buf_fmt(b, ", %zu %s", n, what);
}

/* What it promises about repetition, and its evidence, come before what a clock says. */
static void target_row(gp_buf *b, const gp_md *d, const gp_contestant *w)
{
    const gp_tally *t = &w->target->tally;
    gp_mean rate = gp_md_mean(d, w, GP_MD_PASS), score = gp_md_mean(d, w, GP_MD_SCORE);
    gp_md_first(b, w->label);
    gp_buf_c(b, " | ");
    gp_md_text_cell(b, w->target->claim.n ? w->target->claim : GP_STR("n/a"), 0);
    gp_buf_c(b, " | ");
    short_fingerprint(b, w->target->fingerprint);
    gp_buf_fmt(b, " | %zu of %zu", t->passed, t->passed + t->failed);
    left_out(b, t->errors, "broke");
    left_out(b, t->skipped, "skipped");
    left_out(b, w->not_run, "not run");
    gp_buf_c(b, " | ");
    gp_md_put_mean(b, &rate, gp_text_percent);
    interval_line(b, rate.mean, rate.ci95);
    gp_buf_c(b, " | ");
    gp_md_put_mean(b, &score, gp_text_score);
    gp_md_next_number(b, w->target->first_token_median_s);
    gp_md_next_number(b, w->target->total_median_s);
    gp_md_next_number(b, w->target->output_tokens_per_s);
    gp_buf_c(b, " | ");
    gp_md_cost(b, w->target);
    gp_buf_c(b, " |\n");
}

void gp_md_targets_table(const gp_md *d, gp_buf *out, size_t limit, const char *title)
{
    gp_md_targets(
        d, out, limit, target_row, title, NULL,
        "| Target | Claim | Fingerprint | Passed | Pass rate [95%], 0 to 100% | Score [95%] | First token, median (s) | Total, median (s) | Output (tokens/s) | Cost (USD) |\n"
        "| :-- | :-- | :-- | --: | --: | --: | --: | --: | --: | --: |\n");
}

static void skip_flags(const gp_md *d, gp_buf *out)
{
    for (size_t i = 0; i < d->in->n; i++) {
        const gp_tally *t = &gp_results_facts(d->in->runs[i])->tally;
        if (!t->skipped) continue;
        gp_buf_c(out, "\n**");
        if (d->in->n > 1) gp_buf_fmt(out, "Run %zu: ", i + 1);
        gp_buf_fmt(
            out,
            "%zu of %zu trials %s skipped:** not asked, because the target cannot do what the case needs. "
            "A skipped trial counts neither as passed nor as failed and is in no rate; What is missing names it.\n",
            t->skipped, t->trials, t->skipped == 1 ? "was" : "were");
    }
}

/* NULL: nothing is known of it. */
static const gp_manifest_target *facts_of(const gp_md *d, const gp_note *n, gp_str target)
{
    const gp_manifest *m = gp_md_manifest(d, n->run);
    for (size_t i = 0; m && i < m->n_targets; i++)
        if (gp_str_eq(m->targets[i].name, target)) return &m->targets[i];
    return NULL;
}

static void commands(const gp_md *d, const gp_note *n, const gp_result *t, gp_buf *b)
{
    const gp_manifest *m = gp_md_manifest(d, n->run);
    const gp_manifest_target *target = facts_of(d, n, t->target);
    bool by_name = target && gp_md_from_file(target);
    gp_md_variables(b, m, t->suite, t->target);
    if (n->colour != GP_BROKEN) {
        gp_buf_c(b, "# judge the same answer again, without a model\ngoldpin run ");
        gp_md_suite_word(b, m, t->suite);
        gp_buf_c(b, " --replay RUN --filter ");
        gp_md_shell(b, t->case_id);
        gp_buf_byte(b, '\n');
    }
    gp_buf_c(b, by_name ? "# ask again, with the targets file of this run: ./goldpin.json, or -c FILE\ngoldpin run "
                        : "# ask again\ngoldpin run ");
    gp_md_suite_word(b, m, t->suite);
    if (target) gp_md_target_option(b, m, target);
    gp_buf_c(b, " --filter ");
    gp_md_shell(b, t->case_id);
    if (m && m->seed >= 0) gp_buf_fmt(b, " --seed %lld", (long long)m->seed);
    if (target) gp_md_engine_options(b, m, t->target);
    gp_buf_byte(b, '\n');
    /* in CI nobody reviews what would be accepted */
    bool in_ci = gp_results_facts(d->in->runs[n->run])->gate.in_ci;
    if (n->colour == GP_BROKEN || t->golden == GP_GOLDEN_STATE_NONE || in_ci) return;
    bool failing = t->status == GP_FAILED;
    gp_buf_c(b, failing ? "# accept the failing answer as a known failure" : "# accept the answer as it is");
    gp_buf_c(b, "\ngoldpin bless RUN --case ");
    gp_md_shell(b, t->case_id);
    gp_buf_c(b, failing ? " --failing\n" : "\n");
}

gp_code gp_md_next_steps(const gp_md *d, const char *title, gp_buf *out, gp_err *err)
{
    gp_arena a = {0};
    gp_result t;
    const gp_note *first = d->n_notes ? &d->notes[0] : NULL;
    if (!first || first->colour == GP_GREEN || first->colour == GP_NOT_APPLICABLE || d->in->n > 1) return GP_OK;
    gp_code code = gp_md_read(d, first, &a, &t, err);
    if (!code) {
        gp_buf b = {0};
        commands(d, first, &t, &b);
        gp_buf_fmt(out, "\n%s\n\nThe first failing case, where RUN is the folder of this report:\n\n> ```sh\n", title);
        gp_text_lines(out, gp_buf_view(&b), 0, "> ");
        gp_buf_c(out, "> ```\n");
        gp_buf_free(&b);
    }
    gp_arena_free(&a);
    return code;
}

/* The first few that made it red, by name. */
static gp_code culprits(const gp_md *d, gp_buf *out, gp_err *err)
{
    enum { NAMED = 5 };
    gp_arena a = {0};
    gp_code code = GP_OK;
    size_t bad = d->reds + d->broken;
    for (size_t i = 0; i < bad && i < NAMED && !code; i++) {
        gp_result t;
        code = gp_md_read(d, &d->notes[i], &a, &t, err);
        if (code) break;
        gp_buf_c(out, i ? ", " : "\nFailing or broken: ");
        gp_md_code(out, t.case_id, 0);
        if (d->n_who > 1) gp_buf_c(out, " on ");
        if (d->n_who > 1) gp_md_code(out, d->who[d->notes[i].contestant].label, 0);
    }
    if (bad > NAMED) gp_buf_fmt(out, " and %zu more", bad - NAMED);
    if (bad) gp_buf_c(out, ".\n");
    gp_arena_free(&a);
    return code;
}

gp_code gp_md_first_screen(gp_md *d, gp_buf *out, gp_err *err)
{
    gp_md_title(d, out, "#");
    gp_md_verdicts(d, out);
    gp_code code = culprits(d, out, err);
    gp_md_targets_table(d, out, 60000, "## Targets");
    if (d->in->n == 1) best_baseline(gp_results_facts(d->in->runs[0]), out);
    skip_flags(d, out);
    gp_md_drift_flags(d, out);
    return code ? code : gp_md_next_steps(d, "## What to do next", out, err);
}

/* Methodology is the last one, and always has room; the headings and sentences of the others need some too. */
enum { MOST_REPORT = 900 * 1024, FOR_METHOD = 120 * 1024, SLACK = 8 * 1024 };

static size_t room_left(const gp_buf *out, size_t kept)
{
    return out->n + kept < MOST_REPORT ? MOST_REPORT - kept - out->n : 0;
}

static gp_code sections(gp_md *d, gp_buf *out, gp_err *err)
{
    static gp_code (*const section[])(gp_md *, gp_buf *, gp_err *) = {
        gp_md_first_screen, gp_md_baseline,     gp_md_failing, gp_md_unlike,      gp_md_changes,
        gp_md_side_by_side, gp_md_head_to_head, gp_md_cases,   gp_md_by_category, gp_md_statistics,
        gp_md_composites,   gp_md_environment,  gp_md_speed,   gp_md_reliability, gp_md_requests,
        gp_md_trend,        gp_md_repeats,      gp_md_judges,  gp_md_baselines,   gp_md_missing,
        gp_md_drift,        gp_md_methodology,
    };
    gp_code code = GP_OK;
    size_t n = sizeof section / sizeof *section;
    for (size_t i = 0; i < n && !code; i++) {
        /* a section has a few tables, of which the largest takes half of what is there */
        d->room = i + 1 < n ? room_left(out, FOR_METHOD) / 2 : room_left(out, SLACK);
        code = section[i](d, out, err);
    }
    return code;
}

/* --- as a format --- */

static gp_code note(void *state, const gp_report_runs *in, size_t run, size_t index, const gp_result *t, gp_err *err)
{
    gp_md *d = state;
    d->in = in;
    return gp_md_note(d, run, index, t, err);
}

typedef gp_code rendering(gp_md *d, gp_buf *out, gp_err *err);

static gp_code render(gp_md *d, rendering *of, const gp_report_runs *in, gp_report_put *put, void *user, gp_err *err)
{
    gp_buf b = {0};
    d->in = in;
    gp_code code = gp_md_order(d, err);
    if (!code) code = of(d, &b, err);
    if (!code) put(user, gp_buf_view(&b));
    gp_buf_free(&b);
    return code;
}

static gp_code write_md(void *state, const gp_report_runs *in, gp_report_put *put, void *user, gp_err *err)
{
    return render(state, in->wish.markdown == GP_MARKDOWN_SUMMARY ? gp_md_summary : sections, in, put, user, err);
}

static gp_code write_summary(void *state, const gp_report_runs *in, gp_report_put *put, void *user, gp_err *err)
{
    return render(state, gp_md_summary, in, put, user, err);
}

static void release(void *state) { gp_md_release(state); }

const gp_report_writer gp_report_markdown = {
    .size = sizeof(gp_md), .note = note, .write = write_md, .release = release};
const gp_report_writer gp_report_summary = {
    .size = sizeof(gp_md), .note = note, .write = write_summary, .release = release};
