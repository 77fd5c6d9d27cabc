/* md_baseline.c - the run against its baseline: a row per target, then what regressed, what improved, and what could
 * not be compared; and the shards that a merge did not have. */
#include <math.h>

#include "report/md_data.h"

static void difference(gp_buf *b, const gp_against_target *t)
{
    if (isnan(t->difference)) gp_buf_c(b, "n/a");
    else gp_buf_fmt(b, "%+.3f", t->difference);
    if (!isnan(t->lo)) gp_buf_fmt(b, " [%+.3f, %+.3f]", t->lo, t->hi);
}

static void target_row(gp_buf *b, const gp_against_target *t)
{
    gp_md_first(b, t->target);
    gp_buf_fmt(b, " | %s | %zu | %zu, was %zu | %zu | %zu | ", gp_against_words[t->verdict], t->pairs, t->passed,
               t->was_passed, t->regressed, t->improved);
    difference(b, t);
    gp_buf_c(b, " | ");
    gp_text_number(b, t->tokens);
    gp_buf_c(b, ", was ");
    gp_text_number(b, t->was_tokens);
    gp_buf_c(b, " |\n");
}

static void case_list(gp_buf *out, const char *title, const gp_against_case *list, size_t n, size_t all)
{
    enum { SHOWN = 20 };
    if (!all) return;
    gp_buf_fmt(out, "\n%s (%zu):\n\n", title, all);
    for (size_t i = 0; i < n && i < SHOWN; i++) {
        const gp_against_case *c = &list[i];
        gp_buf_c(out, "- ");
        gp_md_code(out, c->case_id, 0);
        gp_buf_c(out, " on ");
        gp_md_code(out, c->target, 0);
        if (c->why.n) gp_buf_c(out, ": "), gp_md_text(out, c->why, 0);
        else gp_buf_fmt(out, ": %.2f, was %.2f", c->score, c->was);
        gp_buf_byte(out, '\n');
    }
    if (all > SHOWN) gp_buf_fmt(out, "- and %zu more\n", all - SHOWN);
}

static void missing_shards(const gp_md *d, gp_buf *out)
{
    enum { SHOWN = 50 };
    for (size_t i = 0; i < d->in->n; i++) {
        const gp_results_head *h = gp_results_facts(d->in->runs[i]);
        if (!h->n_missing_shards) continue;
        gp_buf_fmt(out, "\nOf %lld shards these are missing:", (long long)h->shards);
        for (size_t k = 0; k < h->n_missing_shards && k < SHOWN; k++)
            gp_buf_fmt(out, "%s %d", k ? "," : "", h->missing_shards[k]);
        gp_buf_c(out, h->n_missing_shards > SHOWN ? ", ….\n" : ".\n");
    }
}

gp_code gp_md_baseline(gp_md *d, gp_buf *out, gp_err *err)
{
    (void)err;
    missing_shards(d, out);
    const gp_against *x = d->in->n == 1 ? &gp_results_facts(d->in->runs[0])->against : NULL;
    if (!x || !x->baseline.n) return GP_OK;
    gp_md_section s = {.limit = 20000};
    for (size_t i = 0; i < x->n_targets; i++) {
        if (!gp_md_row_begin(&s)) continue;
        target_row(&s.b, &x->targets[i]);
        gp_md_row_end(&s);
    }
    gp_buf_c(out, "\n## Against the baseline ");
    gp_md_code(out, x->baseline, 0);
    gp_buf_c(out,
             "\n\nPairs of the same case with the same graders, mean scores over repeats, now minus then with its 95% "
             "interval. Inconclusive means that these cases cannot tell.\n\n"
             "| Target | Verdict | Cases | Passed | Regressed | Improved | Difference [95%] | Output tokens, median |\n"
             "| :-- | :-- | --: | --: | --: | --: | --: | --: |\n");
    gp_buf_str(out, gp_buf_view(&s.b));
    gp_buf_free(&s.b);
    case_list(out, "Regressed", x->regressed, x->n_regressed, x->all_regressed);
    case_list(out, "Improved", x->improved, x->n_improved, x->all_improved);
    case_list(out, "Not compared", x->unpaired, x->n_unpaired, x->all_unpaired);
    for (size_t i = 0; i < x->n_other_targets; i++) {
        gp_buf_c(out, "\nThe baseline has no target ");
        gp_md_code(out, x->other_targets[i], 0);
        gp_buf_c(out, ".\n");
    }
    return GP_OK;
}
