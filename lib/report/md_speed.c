/* How fast targets were, and how often they broke: apart from how right they were, and apart from each other. */
#include <math.h>

#include "report/md_data.h"
#include "stats/stats.h"

/* --- speed --- */

static void way_row(gp_buf *b, const gp_contestant *w)
{
    const gp_results_target *t = w->target;
    const double v[] = {t->connect_median_s,  t->tls_median_s,          t->first_byte_median_s, t->first_token_median_s,
                        t->first_token_p95_s, t->first_answer_median_s, t->first_answer_p95_s,  t->reasoning_median_s,
                        t->answer_median_s,   t->total_median_s,        t->total_p95_s};
    gp_md_first(b, w->label);
    gp_buf_c(b, " | ");
    gp_text_count(b, t->timed);
    for (size_t i = 0; i < sizeof v / sizeof *v; i++) gp_md_next_number(b, v[i]);
    gp_buf_c(b, " |\n");
}

static void flow_row(gp_buf *b, const gp_contestant *w)
{
    const gp_results_target *t = w->target;
    gp_md_first(b, w->label);
    gp_md_next_number(b, t->gap_p50_s * 1000);
    gp_md_next_number(b, t->gap_p95_s * 1000);
    gp_md_next_number(b, t->gap_max_s * 1000);
    gp_md_next_number(b, t->output_tokens_per_s);
    gp_md_next_number(b, t->server_output_tokens_per_s);
    gp_buf_c(b, " |\n");
}

gp_code gp_md_speed(gp_md *d, gp_buf *out, gp_err *err)
{
    (void)err;
    gp_md_targets(
        d, out, 30000, way_row, "## Speed",
        "Medians and 95th percentiles (nearest rank) over the trials that did not break and know the time at hand; \"timed\" ones know their total. "
        "First byte, first token (of reasoning, answer or tool call) and first answer count from the start of the request; connecting is n/a on a connection that was open already. "
        "Reasoning goes from its first token to the first of the answer, the answer from its first to its last.",
        "| Target | Timed | Connect (s) | TLS (s) | First byte (s) | First token (s) | First token p95 (s) | First answer (s) | First answer p95 (s) | Reasoning (s) | Answer (s) | Total (s) | Total p95 (s) |\n"
        "| :-- | --: | --: | --: | --: | --: | --: | --: | --: | --: | --: | --: | --: |\n");
    gp_md_targets(
        d, out, 30000, flow_row, "### While it answers",
        "Gaps between arrivals of pieces of text: medians over the trials of their own 50th and 95th percentiles, and the longest of all. "
        "Tokens per second as they came here, and as the server says it wrote them: two clocks, never mixed.",
        "| Target | Gap p50 (ms) | Gap p95 (ms) | Gap max (ms) | Came here (tokens/s) | Server says (tokens/s) |\n| :-- | --: | --: | --: | --: | --: |\n");
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

static void reliability_row(gp_buf *b, const gp_contestant *w)
{
    const gp_tally *t = &w->target->tally;
    size_t graded = t->passed + t->failed, asked = graded + t->errors;
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
