/* md_agreement.c - how far verdicts can be relied on: what repeats of a case agree on, and what judges do. */
#include <math.h>

#include "report/md_data.h"

static void share(gp_buf *b, double v)
{
    if (isnan(v)) gp_buf_c(b, "n/a");
    else gp_buf_fmt(b, "%.1f%%", 100 * v);
}

/* --- repeats --- */

static void repeats_row(gp_buf *b, const gp_md *d, const gp_contestant *w)
{
    (void)d;
    const gp_results_target *t = w->target;
    gp_md_first(b, w->label);
    gp_buf_fmt(b, " | %lld | ", (long long)t->repeated);
    share(b, t->same_answer);
    gp_buf_c(b, " | ");
    share(b, t->same_verdict);
    gp_buf_c(b, " |\n");
}

static void disagreements(const gp_md *d, gp_buf *out)
{
    gp_md_section s = {.limit = gp_md_limit(d, 20000)};
    for (size_t i = 0; i < d->n_who; i++)
        for (size_t k = 0; k < d->who[i].target->n_disagree; k++) {
            const gp_results_repeated *x = &d->who[i].target->disagree[k];
            if (!gp_md_row_begin(&s)) continue;
            gp_md_first(&s.b, x->case_id);
            gp_buf_c(&s.b, " | ");
            gp_md_text_cell(&s.b, d->who[i].label, 0);
            gp_buf_fmt(&s.b, " | %lld | ", (long long)x->repeats);
            share(&s.b, x->same_answer);
            gp_buf_c(&s.b, " | ");
            share(&s.b, x->same_verdict);
            gp_buf_c(&s.b, " | ");
            gp_md_text_cell(&s.b, x->answer, 80);
            gp_buf_c(&s.b, " |\n");
            gp_md_row_end(&s);
        }
    gp_md_section_put(out, &s, "### Cases that agree least", "At most 20 of each target.",
                      "| Case | Target | Repeats | Same answer | Same verdict | Commonest answer |\n"
                      "| :-- | :-- | --: | --: | --: | :-- |\n");
    gp_buf_free(&s.b);
}

gp_code gp_md_repeats(gp_md *d, gp_buf *out, gp_err *err)
{
    bool any = false;
    (void)err;
    for (size_t i = 0; i < d->n_who; i++) any = any || d->who[i].target->repeated > 0;
    if (!any) return GP_OK;
    gp_md_targets(
        d, out, 20000, repeats_row, "## Agreement over repeats",
        "Of each case that has two answers or more: the share of its repeats that give its commonest answer (white "
        "space aside), and that come to its commonest verdict. The means over these cases:",
        "| Target | Cases | Same answer | Same verdict |\n| :-- | --: | --: | --: |\n");
    disagreements(d, out);
    return GP_OK;
}

/* --- judges --- */

static void judge_row(gp_buf *b, const gp_md *d, size_t run, const gp_results_judge *j)
{
    gp_md_first(b, j->judge);
    if (d->in->n > 1) gp_buf_fmt(b, " (run %zu)", run + 1);
    gp_buf_c(b, " | ");
    gp_md_text_cell(b, j->suite, 0);
    gp_buf_c(b, " | ");
    gp_md_text_cell(b, j->criterion, 0);
    if (j->known) gp_buf_fmt(b, " | %lld of %lld", (long long)j->right, (long long)j->known);
    else gp_buf_c(b, " | none");
    gp_buf_fmt(b, " | %lld | %lld | ", (long long)j->trials, (long long)j->votes);
    share(b, j->same);
    if (isnan(j->alpha)) gp_buf_c(b, " | n/a");
    else gp_buf_fmt(b, " | %.3f", j->alpha);
    gp_buf_fmt(b, " (%s) | ", gp_level_names[j->level]);
    if (isnan(j->cost_usd)) gp_buf_c(b, "n/a");
    else gp_buf_fmt(b, "%.6f", j->cost_usd);
    gp_buf_c(b, " |\n");
}

gp_code gp_md_judges(gp_md *d, gp_buf *out, gp_err *err)
{
    gp_md_section s = {.limit = gp_md_limit(d, 20000)};
    (void)err;
    for (size_t i = 0; i < d->in->n; i++) {
        const gp_results_head *h = gp_results_facts(d->in->runs[i]);
        for (size_t k = 0; k < h->n_judges; k++) {
            if (!gp_md_row_begin(&s)) continue;
            judge_row(&s.b, d, i, &h->judges[k]);
            gp_md_row_end(&s);
        }
    }
    gp_md_section_put(
        out, &s, "## Reliability of judges",
        "Known: answers of which the verdict is known, and that the judge got right before it was asked. Same: of the pairs "
        "of its votes on one answer, the share that is equal. Alpha is Krippendorff's: 1 where its votes agree, 0 where "
        "they agree no more than by chance, n/a where there is one vote on each answer or all votes are the same.",
        "| Judge | Suite | Criterion | Known | Answers | Votes | Same | Alpha | Cost (USD) |\n"
        "| :-- | :-- | :-- | --: | --: | --: | --: | --: | --: |\n");
    gp_buf_free(&s.b);
    return GP_OK;
}
