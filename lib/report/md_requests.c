/* Requests and costs: what was sent, what was sent again and why, where rate limits narrowed a run, what it cost. */
#include <math.h>

#include "base/sys.h"
#include "report/md_data.h"

/* "0.0042", "0.0042 (billed)", "0.0042 (hardware)", "at least 0.0042 (3 trials unknown)", "n/a". */
void gp_md_cost(gp_buf *b, const gp_results_target *t)
{
    bool partly = t->cost_unknown && isfinite(t->cost_known_usd) && t->cost_known_usd > 0;
    if (partly) gp_buf_c(b, "at least ");
    gp_text_usd(b, partly ? t->cost_known_usd : t->cost_usd);
    if (partly) gp_buf_fmt(b, " (%zu trial%s unknown)", t->cost_unknown, t->cost_unknown == 1 ? "" : "s");
    else if (isfinite(t->cost_usd) && t->cost_basis.n && !gp_str_eqc(t->cost_basis, "usage"))
        gp_buf_fmt(b, " (%.*s)", GP_ARG(t->cost_basis));
}

static void row(gp_buf *b, const gp_contestant *w)
{
    const gp_results_target *t = w->target;
    gp_md_first(b, w->label);
    gp_buf_c(b, " | ");
    gp_text_count(b, t->requests);
    gp_buf_fmt(b, " | %zu | %zu | ", t->retried, t->rate_limited);
    if (t->lowest_window > 0) gp_text_count(b, t->lowest_window);
    else gp_buf_c(b, "never narrowed");
    gp_buf_c(b, " | ");
    gp_md_cost(b, t);
    gp_buf_c(b, " | ");
    gp_text_usd(b, t->tally.passed ? t->cost_usd / (double)t->tally.passed : (double)NAN);
    gp_buf_c(b, " |\n");
}

static bool is_local(const gp_contestant *w) { return gp_str_eqc(w->target->provider, "local"); }

/* "answered on attempt 3 after rate_limited, rate_limited"; one clause for each turn that needed several. */
static void story(gp_buf *b, const gp_result *r)
{
    bool any = false;
    for (size_t i = 0; i < r->n_tries;) {
        size_t n = 1;
        double waited = r->tries[i].waited_s;
        while (i + n < r->n_tries && r->tries[i + n].turn == r->tries[i].turn) waited += r->tries[i + n++].waited_s;
        const gp_try *last = &r->tries[i + n - 1];
        if (n > 1) {
            gp_buf_c(b, any ? "; " : "");
            any = true;
            if (last->turn > 1) gp_buf_fmt(b, "turn %lld ", (long long)last->turn);
            gp_buf_fmt(b, last->failure ? "broke on attempt %zu with %s after" : "answered on attempt %zu%s after", n,
                       last->failure ? gp_failure_name(last->failure) : "");
            for (size_t k = 0; k + 1 < n; k++)
                gp_buf_fmt(b, "%s %s", k ? "," : "", gp_failure_name(r->tries[i + k].failure));
            gp_buf_c(b, ", having waited ");
            gp_text_number(b, waited);
            gp_buf_c(b, " s");
        }
        i += n;
    }
}

static void sent_again(gp_buf *b, const gp_result *r)
{
    gp_md_code(b, r->id, 0);
    gp_buf_c(b, ": ");
    story(b, r);
}

/* "`id`: server_error (HTTP 500), begun 2026-11-20T09:35:00Z; then passed" */
static void asked_again(gp_buf *b, const gp_result *r)
{
    char when[24];
    gp_md_code(b, r->id, 0);
    for (size_t i = 0; i < r->n_earlier; i++) {
        const gp_earlier *e = &r->earlier[i];
        gp_buf_fmt(b, "%s %s", i ? ";" : ":", e->failure ? gp_failure_name(e->failure) : "answered");
        if (e->error.n) gp_buf_c(b, ": ");
        gp_md_text(b, e->error, 200);
        if (e->started_epoch >= 0) gp_utc_iso(e->started_epoch, when);
        if (e->started_epoch >= 0) gp_buf_fmt(b, " (begun %s)", when);
    }
    gp_buf_fmt(b, "; then %s", r->failure ? gp_failure_name(r->failure) : gp_status_name(r->status));
}

/* A line for each trial that a flag of its note picks. */
static gp_code listed(const gp_md *d, bool again, const char *title, gp_buf *out, gp_err *err)
{
    gp_md_section s = {.limit = gp_md_limit(d, 60000)};
    gp_arena a = {0};
    gp_code code = GP_OK;
    for (size_t i = 0; i < d->n_notes && !code; i++) {
        gp_result r;
        if (!(again ? d->notes[i].again : d->notes[i].retried) || !gp_md_row_begin(&s)) continue;
        code = gp_md_read(d, &d->notes[i], &a, &r, err);
        if (code) break;
        gp_buf_c(&s.b, "- ");
        if (again) asked_again(&s.b, &r);
        else sent_again(&s.b, &r);
        gp_buf_byte(&s.b, '\n');
        gp_md_row_end(&s);
    }
    if (!code) gp_md_section_put(out, &s, title, NULL, NULL);
    gp_buf_free(&s.b);
    gp_arena_free(&a);
    return code;
}

static void budgets(const gp_md *d, gp_buf *out)
{
    for (size_t i = 0; i < d->in->n; i++) {
        const gp_results_head *h = gp_results_facts(d->in->runs[i]);
        if (!isfinite(h->max_cost_usd)) continue;
        gp_buf_c(out, "\nBudget");
        if (d->in->n > 1) gp_buf_fmt(out, " of run %zu", i + 1);
        gp_buf_c(out, ": ");
        gp_text_usd(out, h->counted_usd);
        gp_buf_c(out, " of ");
        gp_text_usd(out, h->max_cost_usd);
        gp_buf_c(out, " USD. Where the cost of a request is unknown, the most that it could cost was counted.\n");
    }
}

/* --- one's own machine against what costs by use --- */

static const gp_hardware *hardware_of(const gp_md *d, const gp_contestant *w)
{
    const gp_manifest *m = gp_md_manifest(d, w->run);
    const gp_manifest_target *t = m ? gp_md_named(m, w->target->name) : NULL;
    return t && gp_hardware_known(&t->hardware) ? &t->hardware : NULL;
}

static double per_trial(const gp_results_target *t)
{
    size_t asked = t->tally.trials - t->tally.skipped;
    return asked ? t->cost_usd / (double)asked : (double)NAN;
}

static bool even_at(const gp_md *d, const gp_contestant *own, const gp_contestant *other, gp_break_even *out)
{
    const gp_hardware *h = hardware_of(d, own);
    double mine = per_trial(own->target), theirs = per_trial(other->target);
    if (!h || hardware_of(d, other) || !(mine > 0) || isnan(theirs)) return false;
    *out = gp_hardware_break_even(h, mine / gp_hardware_hour(h) * 3600, theirs);
    return true;
}

static void even_words(const gp_break_even *b, gp_buf *out)
{
    if (isinf(b->cases)) gp_buf_c(out, "never: power alone costs as much");
    else if (!b->reachable)
        gp_buf_fmt(out, "never: that needs %.0f a month, it can answer %.0f", ceil(b->cases), floor(b->capacity));
    else gp_buf_fmt(out, "%.0f (it can answer %.0f)", ceil(b->cases), floor(b->capacity));
}

static void even_row(gp_buf *b, const gp_contestant *own, const gp_contestant *other, const gp_break_even *e)
{
    gp_md_first(b, own->label);
    gp_md_next(b, other->label, 0);
    gp_buf_c(b, " | ");
    gp_text_usd(b, e->fixed_usd);
    gp_buf_c(b, " | ");
    gp_text_usd(b, e->running_usd);
    gp_buf_c(b, " | ");
    gp_text_usd(b, per_trial(other->target));
    gp_buf_c(b, " | ");
    even_words(e, b);
    gp_buf_c(b, " | ");
    gp_text_percent(b, gp_tally_pass_rate(&own->target->tally));
    gp_buf_c(b, " and ");
    gp_text_percent(b, gp_tally_pass_rate(&other->target->tally));
    gp_buf_c(b, " |\n");
}

static void break_even(const gp_md *d, gp_buf *out)
{
    gp_md_section s = {.limit = gp_md_limit(d, 10000)};
    gp_break_even e;
    for (size_t i = 0; i < d->n_who; i++)
        for (size_t k = 0; k < d->n_who; k++) {
            if (!even_at(d, &d->who[i], &d->who[k], &e) || !gp_md_row_begin(&s)) continue;
            even_row(&s.b, &d->who[i], &d->who[k], &e);
            gp_md_row_end(&s);
        }
    gp_md_section_put(
        out, &s, "## Break-even",
        "From how many cases a month on one's own machine costs less: its price is spread over its life whether it works or not, a case adds power for the time it took here. The cases are taken to be like these. Assumptions stand in the methodology. Who passes more is another question.",
        "| Own machine | Other | A month of the machine (USD) | Power of a case (USD) | A case of the other (USD) | Cheaper from (cases a month) | Passed by each |\n"
        "| :-- | :-- | --: | --: | --: | :-- | --: |\n");
    gp_buf_free(&s.b);
}

gp_code gp_md_requests(gp_md *d, gp_buf *out, gp_err *err)
{
    gp_md_section table = {.limit = gp_md_limit(d, 30000)};
    for (size_t i = 0; i < d->n_who; i++) {
        if ((is_local(&d->who[i]) && isnan(d->who[i].target->cost_usd)) || !gp_md_row_begin(&table)) continue;
        row(&table.b, &d->who[i]);
        gp_md_row_end(&table);
    }
    gp_md_section_put(
        out, &table, "## Requests and costs", NULL,
        "| Target | Requests | Trials with a request sent again | Refused by a rate limit | Fewest trials in flight under rate limits | Cost (USD) | Cost per passed trial (USD) |\n"
        "| :-- | --: | --: | --: | --: | --: | --: |\n");
    budgets(d, out);
    gp_buf_free(&table.b);
    break_even(d, out);
    gp_code code = listed(d, false, "### Sent again", out, err);
    return code ? code : listed(d, true, "## Asked again after they broke", out, err);
}
