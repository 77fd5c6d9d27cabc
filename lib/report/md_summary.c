/* md_summary.c - the report as a comment on a pull request: what decided, who was measured, what failed and where, and
 * how to go on. In at most 60,000 bytes whatever the run; in 20 lines where all is well and there are few targets. */
#include "report/md_data.h"

enum { MOST_TARGETS = 8000, MOST_FAILING = 30000, MOST_DIFFS = 8000, MOST_DIFF = 1200, NAMED_DIFFS = 5, MOST = 60000 };

/* "- failed: `case` on `target`: finding (`suites/x/suite.json:12`)" */
static void failing_line(const gp_md *d, const gp_note *n, const gp_result *r, gp_buf *b)
{
    gp_buf finding = {0};
    gp_buf_c(b, "- **");
    gp_md_verdict(b, r, &gp_results_facts(d->in->runs[n->run])->gate);
    gp_buf_c(b, "** ");
    gp_md_code(b, r->case_id, 200);
    if (d->n_who > 1) gp_buf_c(b, " on ");
    if (d->n_who > 1) gp_md_code(b, d->who[n->contestant].label, 100);
    if (d->repeats) gp_buf_fmt(b, ", repeat %lld", (long long)r->repeat);
    gp_result_finding(&finding, r);
    if (finding.n) gp_buf_c(b, ": ");
    gp_md_text(b, gp_buf_view(&finding), 400);
    if (r->where.n) {
        gp_buf_c(b, " (");
        gp_md_code(b, r->where, 200);
        gp_buf_byte(b, ')');
    }
    gp_buf_byte(b, '\n');
    gp_buf_free(&finding);
}

/* The old answer and the new one, where a golden tells them apart. */
static void difference(const gp_note *n, const gp_result *r, gp_md_section *s)
{
    bool red = n->colour == GP_RED_GOLDEN || n->colour == GP_RED_GRADE;
    if (!red || !r->golden_answer.p || gp_str_eq(r->golden_answer, r->answer) || s->shown >= NAMED_DIFFS) return;
    if (!gp_md_row_begin(s)) return;
    gp_buf_byte(&s->b, '\n');
    gp_md_code(&s->b, r->case_id, 200);
    gp_buf_c(&s->b, ":\n\n");
    gp_md_words(&s->b, r->golden_answer, r->answer, MOST_DIFF);
    gp_md_row_end(s);
}

static gp_code failing(const gp_md *d, gp_buf *out, gp_err *err)
{
    gp_md_section list = {.limit = MOST_FAILING}, diffs = {.limit = MOST_DIFFS};
    gp_arena a = {0};
    gp_code code = GP_OK;
    for (size_t i = 0; i < d->reds + d->broken && !code; i++) {
        gp_result r;
        if (d->notes[i].missing || !gp_md_row_begin(&list)) continue;
        code = gp_md_read(d, &d->notes[i], &a, &r, err);
        if (code) break;
        failing_line(d, &d->notes[i], &r, &list.b);
        gp_md_row_end(&list);
        difference(&d->notes[i], &r, &diffs);
    }
    if (!code) gp_md_section_put(out, &list, "### Failing", NULL, NULL);
    if (!code && diffs.shown) {
        gp_buf_c(out, "\n<details>\n<summary>Accepted answers, and what came instead: [-went-] {+came+}</summary>\n");
        gp_buf_str(out, gp_buf_view(&diffs.b));
        gp_buf_c(out, "\n</details>\n");
    }
    gp_buf_free(&list.b);
    gp_buf_free(&diffs.b);
    gp_arena_free(&a);
    return code;
}

static void remarks(const gp_md *d, gp_buf *out)
{
    size_t skipped = d->skipped;
    gp_md_missing_goldens(d, out);
    if (skipped)
        gp_buf_fmt(out, "\n%zu trial%s skipped, and in no rate: what a case needs is not there.\n", skipped,
                   skipped == 1 ? " was" : "s were");
    gp_md_drift_flags(d, out);
}

gp_code gp_md_summary(gp_md *d, gp_buf *out, gp_err *err)
{
    gp_buf steps = {0};
    d->room = SIZE_MAX; /* the limits here are small */
    gp_md_title(d, out, "##");
    gp_md_verdicts(d, out);
    gp_md_targets_table(d, out, MOST_TARGETS, "### Targets");
    remarks(d, out);
    gp_code code = failing(d, out, err);
    if (!code) code = gp_md_next_steps(d, "### What to do next", &steps, err);
    if (steps.n && out->n + steps.n < MOST) gp_buf_str(out, gp_buf_view(&steps));
    if (!code && out->n > MOST) { /* names of the longest kind, of many runs */
        gp_buf_clear(out);
        gp_buf_c(out, "## goldpin report\n\n**");
        gp_md_text(out, gp_str_c(gp_results_facts(d->in->runs[0])->gate.sentence), 0);
        gp_buf_c(out, "**\n\nThere are too many runs here, or too long names, for more; the report has all of it.\n");
    }
    gp_buf_free(&steps);
    return code;
}
