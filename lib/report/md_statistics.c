/* md_statistics.c - what repeats of cases say, and what trials that belong together are worth. */
#include <math.h>

#include "report/md_data.h"

static bool told(const gp_results_target *t) { return t->statistics.graded > 0; }

static void next_percent(gp_buf *b, double v)
{
    gp_buf_c(b, " | ");
    gp_text_percent(b, v);
}

/* "80% of 5": all of the longest series, which is what somebody waits for who asks so often. */
static void next_series(gp_buf *b, const double *chance, size_t k)
{
    next_percent(b, chance[k - 1]);
    gp_buf_fmt(b, " of %zu", k);
}

static void repeats_row(gp_buf *b, const gp_md *d, const gp_contestant *w)
{
    (void)d;
    const gp_results_statistics *s = &w->target->statistics;
    gp_md_first(b, w->label);
    gp_buf_c(b, " | ");
    gp_text_count(b, told(w->target) ? s->repeated : -1);
    next_percent(b, told(w->target) ? s->flaky : (double)NAN);
    next_percent(b, told(w->target) ? s->disagreement : (double)NAN);
    if (s->n_pass) {
        next_percent(b, s->pass_at[0]);
        next_series(b, s->pass_at, s->n_pass);
        next_series(b, s->pass_all, s->n_pass);
    } else gp_buf_c(b, " | n/a | n/a | n/a");
    gp_buf_c(b, " |\n");
}

static void worth_row(gp_buf *b, const gp_md *d, const gp_contestant *w)
{
    (void)d;
    const gp_results_statistics *s = &w->target->statistics;
    if (!told(w->target)) return;
    gp_md_first(b, w->label);
    gp_buf_fmt(b, " | %lld | %lld | ", (long long)s->graded, (long long)s->clusters);
    gp_text_number(b, s->effective_n);
    gp_buf_c(b, " | ");
    gp_text_interval(b, gp_tally_pass_rate(&w->target->tally), s->passed);
    gp_buf_c(b, " | ");
    gp_text_rate(b, w->target->tally.passed, w->target->tally.passed + w->target->tally.failed);
    gp_buf_c(b, " |\n");
}

static bool any_repeated(const gp_md *d)
{
    for (size_t i = 0; i < d->n_who; i++)
        if (told(d->who[i].target) && d->who[i].target->statistics.repeated > 0) return true;
    return false;
}

static bool any_together(const gp_md *d)
{
    for (size_t i = 0; i < d->n_who; i++)
        if (told(d->who[i].target) && d->who[i].target->statistics.clusters < d->who[i].target->statistics.graded)
            return true;
    return false;
}

gp_code gp_md_statistics(gp_md *d, gp_buf *out, gp_err *err)
{
    (void)err;
    if (any_repeated(d))
        gp_md_targets(
            d, out, 20000, repeats_row, "## Repeats",
            "Flaky: cases that passed in one answer and failed in another. Disagreement: the chance that two answers to one case differ in passing. "
            "Then the chance that one answer passes, that at least one of so many does (pass@k), and that all of so many do (pass^k), as means over cases.",
            "| Target | Repeated cases | Flaky | Two answers disagree | One passes | At least one passes | All pass |\n| :-- | --: | --: | --: | --: | --: | --: |\n");
    if (any_together(d))
        gp_md_targets(
            d, out, 20000, worth_row, "## Trials that belong together",
            "Repeats of a case, and cases of one cluster, tell less than as many cases of their own. The interval of the pass rate counts them for what they are worth; "
            "the last column is what it would be if they were independent.",
            "| Target | Graded | Groups | Worth, in independent trials | Pass rate [95%] | If independent |\n| :-- | --: | --: | --: | --: | --: |\n");
    return GP_OK;
}
