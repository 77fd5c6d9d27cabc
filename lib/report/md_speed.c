/* How fast targets were, and how often they broke: apart from how right they were, and apart from each other. */
#include <math.h>

#include "report/md_data.h"

/* --- speed --- */

static void way_row(gp_buf *b, const gp_md *d, const gp_contestant *w)
{
    const gp_results_target *t = w->target;
    const double v[] = {t->connect_median_s,  t->tls_median_s,          t->first_byte_median_s, t->first_token_median_s,
                        t->first_token_p95_s, t->first_answer_median_s, t->first_answer_p95_s,  t->reasoning_median_s,
                        t->answer_median_s,   t->total_median_s,        t->total_p95_s};
    gp_md_first(b, w->label);
    gp_buf_c(b, " | ");
    gp_text_count(b, t->timed);
    for (size_t i = 0; i < sizeof v / sizeof *v; i++) gp_md_next_number(b, v[i]);
    gp_mean total = gp_md_mean(d, w, GP_MD_TOTAL);
    gp_buf_c(b, " | ");
    gp_md_put_mean(b, &total, gp_text_number);
    gp_buf_c(b, " |\n");
}

/* How many times as long as the fastest each of them takes. */
static void penalties(const gp_md *d, gp_buf *out)
{
    const gp_contestant *fastest = NULL;
    gp_md_section s = {.limit = gp_md_limit(d, 10000)};
    for (size_t i = 0; i < d->n_who; i++)
        if (d->who[i].target->total_median_s > 0 &&
            (!fastest || d->who[i].target->total_median_s < fastest->target->total_median_s))
            fastest = &d->who[i];
    for (size_t i = 0; fastest && i < d->n_who; i++) {
        double median = d->who[i].target->total_median_s;
        if (&d->who[i] == fastest || !(median > 0) || !gp_md_row_begin(&s)) continue;
        gp_buf_c(&s.b, "- ");
        gp_md_code(&s.b, d->who[i].label, 0);
        gp_buf_c(&s.b, ": ");
        gp_text_number(&s.b, median / fastest->target->total_median_s);
        gp_buf_c(&s.b, " times\n");
        gp_md_row_end(&s);
    }
    if (s.shown) {
        gp_buf_c(out, "\nBy the median of the total ");
        gp_md_code(out, fastest->label, 0);
        gp_buf_c(out, " is the fastest. The others take, of its time:\n\n");
        gp_buf_str(out, gp_buf_view(&s.b));
    }
    gp_buf_free(&s.b);
}

static void flow_row(gp_buf *b, const gp_md *d, const gp_contestant *w)
{
    const gp_results_target *t = w->target;
    (void)d;
    gp_md_first(b, w->label);
    gp_md_next_number(b, t->gap_p50_s * 1000);
    gp_md_next_number(b, t->gap_p95_s * 1000);
    gp_md_next_number(b, t->gap_max_s * 1000);
    gp_md_next_number(b, t->output_tokens_per_s);
    gp_md_next_number(b, t->server_output_tokens_per_s);
    gp_buf_c(b, " |\n");
}

static double mean_of(double sum, uint32_t n) { return n ? sum / n : (double)NAN; }

/* A row for each turn: how speed holds as the conversation grows. */
static void over_turns(const gp_md *d, gp_buf *out)
{
    gp_md_section s = {.limit = gp_md_limit(d, 10000)};
    for (size_t i = 0; d->turns && i < d->n_who; i++)
        for (size_t k = 0; k < GP_MD_TURNS; k++) {
            const gp_md_turn *t = &d->turns[i].turn[k];
            if (!t->n || !gp_md_row_begin(&s)) continue;
            gp_md_first(&s.b, d->who[i].label);
            gp_buf_fmt(&s.b, " | %zu | %u", k + 1, t->n);
            gp_md_next_number(&s.b, mean_of(t->input, t->inputs));
            gp_md_next_number(&s.b, mean_of(t->first_s, t->firsts));
            gp_md_next_number(&s.b, mean_of(t->speed, t->speeds));
            gp_buf_c(&s.b, " |\n");
            gp_md_row_end(&s);
        }
    gp_md_section_put(
        out, &s, "### Over the turns of a conversation",
        "Means over the trials that have such a turn: tokens in front of the reply, time to its first token, and how fast it then came.",
        "| Target | Turn | Trials | Context (tokens) | First token (s) | Came here (tokens/s) |\n| :-- | --: | --: | --: | --: | --: |\n");
    gp_buf_free(&s.b);
}

gp_code gp_md_speed(gp_md *d, gp_buf *out, gp_err *err)
{
    (void)err;
    bool timed = false;
    for (size_t i = 0; i < d->n_who; i++) timed = timed || d->who[i].target->timed;
    if (!timed) return GP_OK;
    gp_md_targets(
        d, out, 30000, way_row, "## Speed",
        "Medians and 95th percentiles (nearest rank) over the trials that did not break and know the time at hand; \"timed\" ones know their total. "
        "First byte, first token (of reasoning, answer or tool call) and first answer count from the start of the request; connecting is n/a on a connection that was open already. "
        "Reasoning goes from its first token to the first of the answer, the answer from its first to its last. A mean stands beside the median because a few long answers move it.",
        "| Target | Timed | Connect (s) | TLS (s) | First byte (s) | First token (s) | First token p95 (s) | First answer (s) | First answer p95 (s) | Reasoning (s) | Answer (s) | Total (s) | Total p95 (s) | Total, mean (s) [95%] |\n"
        "| :-- | --: | --: | --: | --: | --: | --: | --: | --: | --: | --: | --: | --: | --: |\n");
    penalties(d, out);
    gp_md_targets(
        d, out, 30000, flow_row, "### While it answers",
        "Gaps between arrivals of pieces of text: medians over the trials of their own 50th and 95th percentiles, and the longest of all. "
        "Tokens per second as they came here, and as the server says it wrote them: two clocks, never mixed.",
        "| Target | Gap p50 (ms) | Gap p95 (ms) | Gap max (ms) | Came here (tokens/s) | Server says (tokens/s) |\n| :-- | --: | --: | --: | --: | --: |\n");
    if (d->drafted)
        gp_buf_fmt(
            out,
            "\nThe local engine guessed %lld tokens ahead out of the conversations themselves, and %lld of them (%.0f%%) were "
            "right and needed no step of their own. That changes speed, and no answer.\n",
            (long long)d->drafted, (long long)d->accepted, 100.0 * (double)d->accepted / (double)d->drafted);
    over_turns(d, out);
    return GP_OK;
}

/* --- reliability --- */

static void kinds(gp_buf *b, const gp_tally *t)
{
    size_t shown = 0;
    for (int i = 1; i < GP_FAIL_KINDS; i++)
        if (t->failures[i])
            gp_buf_fmt(b, "%s%s %zu", shown++ ? ", " : "", gp_failure_name((gp_failure)i), t->failures[i]);
    if (!shown) gp_buf_c(b, "nothing broke");
}

static void reliability_row(gp_buf *b, const gp_md *d, const gp_contestant *w)
{
    const gp_tally *t = &w->target->tally;
    size_t graded = t->passed + t->failed, asked = graded + t->errors;
    (void)d;
    gp_md_first(b, w->label);
    gp_buf_fmt(b, " | %zu | %zu | ", asked, graded);
    gp_text_rate(b, graded, asked);
    gp_buf_fmt(b, " | %zu | ", t->errors);
    kinds(b, t);
    gp_buf_fmt(b, " | %zu |\n", t->skipped);
}

gp_code gp_md_reliability(gp_md *d, gp_buf *out, gp_err *err)
{
    gp_md_targets(
        d, out, 30000, reliability_row, "## Reliability",
        "A target that broke gave nothing to grade. That is no wrong answer, and it is not nothing either: it is counted here, and not in any score.",
        "| Target | Asked | Answered | Rate [95%] | Broke | How | Not applicable |\n| :-- | --: | --: | --: | --: | :-- | --: |\n");
    return gp_md_broken_members(d, out, err);
}
