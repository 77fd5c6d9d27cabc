/* html_inside.c - one trial opened: criteria with their evidence, texts, times. */
#include <math.h>

#include "golden/words.h"
#include "report/html.h"
#include "report/html_text.h"

/* --- verdicts --- */

static void item(gp_buf *out, bool good, const char *word, gp_str id, const char *type)
{
    gp_buf_fmt(out, "<li><span class=\"v%s\">%s</span> ", good ? "" : " no", word);
    gp_html_code(out, id, 80);
    if (type) gp_buf_fmt(out, " (%s)", type);
}

static void explained(gp_buf *out, gp_str text)
{
    gp_buf_c(out, ": ");
    gp_html_line(out, text, 0);
    gp_buf_c(out, "</li>\n");
}

static void criterion(gp_buf *out, const gp_criterion *c)
{
    item(out, c->passed, c->open ? "open" : c->passed ? "passed" : "failed", c->id, c->type);
    if (!c->open) {
        gp_buf_c(out, ", score ");
        gp_text_score(out, c->score);
    }
    explained(out, c->explanation);
}

static void criteria(gp_buf *out, const gp_result *t)
{
    bool golden = t->golden > GP_GOLDEN_STATE_MATCH;
    if (!t->n_criteria && !t->n_measured && !golden) return;
    gp_buf_c(out, "<h4>Criteria</h4>\n<ul class=\"criteria\">\n");
    for (size_t i = 0; i < t->n_criteria; i++) criterion(out, &t->criteria[i]);
    for (size_t i = 0; i < t->n_measured; i++) {
        const gp_measured *m = &t->measured[i];
        item(out, m->state == GP_BUDGET_MET, gp_budget_state_names[m->state], m->id, m->type);
        explained(out, m->explanation);
    }
    if (golden) {
        bool red = t->golden != GP_GOLDEN_STATE_MISSING;
        gp_buf_fmt(out, "<li><span class=\"v%s\">golden %s</span>", red ? " no" : " not",
                   gp_golden_state_name(t->golden));
        explained(out, t->golden_text);
    }
    gp_buf_c(out, "</ul>\n");
}

static void trouble(gp_buf *out, const gp_result *t)
{
    if (t->status != GP_ERROR && t->status != GP_SKIPPED) return;
    gp_buf_fmt(out, "<p><strong>%s", t->status == GP_SKIPPED ? "Not applicable" : "The target broke");
    if (t->failure) gp_buf_fmt(out, " (%s)", gp_failure_name(t->failure));
    gp_buf_c(out, ":</strong> ");
    gp_html_line(out, t->error.n ? t->error : GP_STR("no reason given"), 2000);
    gp_buf_c(out, "</p>\n");
}

static void earlier(gp_buf *out, const gp_result *t)
{
    for (size_t i = 0; i < t->n_earlier; i++) {
        gp_buf_fmt(out, "<p>Asked again after an attempt that broke (%s): ", gp_failure_name(t->earlier[i].failure));
        gp_html_line(out, t->earlier[i].error, 400);
        gp_buf_c(out, "</p>\n");
    }
}

/* --- texts --- */

static void text(gp_buf *out, const char *title, gp_str s, size_t room)
{
    if (!s.n) return;
    gp_buf_fmt(out, "<h4>%s</h4>\n", title);
    gp_html_block(out, title, s, room);
}

static void folded(gp_buf *out, const char *title, gp_str s, size_t room)
{
    if (!s.n) return;
    gp_buf_fmt(out, "<details><summary>%s</summary>\n", title);
    gp_html_block(out, title, s, room);
    gp_buf_c(out, "</details>\n");
}

/* What a golden accepts and what came instead, as one text. */
static void golden_diff(gp_buf *out, const gp_result *t)
{
    enum { CONTEXT = 12 };
    static const gp_words_marks marks = {"<del>", "</del>", "<ins>", "</ins>", gp_html_text};
    if (!t->golden_answer.p || gp_str_eq(t->golden_answer, t->answer)) return;
    gp_buf_c(out, "<h4>Accepted answer, and what came instead</h4>\n<p class=\"diff\" dir=\"auto\">");
    gp_words_diff_as(out, &marks, t->golden_answer, t->answer, CONTEXT);
    gp_buf_c(out, "</p>\n<p class=\"about\">Crossed out: accepted. Underlined: came instead.</p>\n");
}

static void texts(gp_buf *out, const gp_result *t, size_t room)
{
    golden_diff(out, t);
    folded(out, "System text", t->system, room);
    text(out, "Prompt", t->prompt, room);
    if (t->messages > 1)
        gp_buf_fmt(out, "<p class=\"about\">The user's last of %lld messages, system text included.</p>\n",
                   (long long)t->messages);
    folded(out, "Reasoning", t->reasoning, room);
    text(out, "Answer", t->answer, room);
    text(out, "Calls of tools", t->tool_calls, room);
    if ((t->status == GP_PASSED || t->status == GP_FAILED) && !t->answer.n && !t->tool_calls.n)
        gp_buf_c(out, "<p>The answer is empty.</p>\n");
}

static void steps(gp_buf *out, const char *title, const gp_step *s, size_t n, size_t room)
{
    if (!n) return;
    gp_buf_fmt(out, "<details><summary>%s (%zu)</summary>\n", title, n);
    for (size_t i = 0; i < n; i++) {
        gp_buf_c(out, "<p>");
        gp_html_code(out, s[i].by, 80);
        gp_buf_byte(out, ' ');
        gp_html_line(out, s[i].role, 40);
        if (s[i].failure) gp_buf_fmt(out, ", broke (%s): ", gp_failure_name(s[i].failure));
        gp_html_line(out, s[i].error, 400);
        gp_buf_c(out, "</p>\n");
        if (s[i].answer.n) gp_html_block(out, "Answer of one step", s[i].answer, room);
    }
    gp_buf_c(out, "</details>\n");
}

/* --- facts --- */

static void fact(gp_buf *out, const char *name, gp_str v)
{
    if (!v.n) return;
    gp_buf_fmt(out, "<dt>%s</dt><dd>", name);
    gp_html_line(out, v, 400);
    gp_buf_c(out, "</dd>\n");
}

static void real(gp_buf *out, const char *name, double v, const char *unit)
{
    if (!isfinite(v)) return;
    gp_buf_fmt(out, "<dt>%s</dt><dd>", name);
    gp_text_number(out, v);
    gp_buf_fmt(out, " %s</dd>\n", unit);
}

static void whole(gp_buf *out, const char *name, int64_t v)
{
    if (v >= 0) gp_buf_fmt(out, "<dt>%s</dt><dd>%lld</dd>\n", name, (long long)v);
}

static void times(gp_buf *out, const gp_result *t)
{
    real(out, "Connecting", t->connect_s, "s");
    real(out, "First byte", t->first_byte_s, "s");
    real(out, "First token", t->first_token_s, "s");
    real(out, "First token of the answer", t->first_answer_s, "s");
    real(out, "Reasoning", t->reasoning_s, "s");
    real(out, "Answer", t->answer_s, "s");
    real(out, "Total", t->total_s, "s");
    real(out, "The whole trial", t->duration_s, "s");
    real(out, "Gap between pieces, middle", t->gap_p50_s * 1000, "ms");
    real(out, "Gap between pieces, 95 of 100", t->gap_p95_s * 1000, "ms");
    real(out, "Longest gap", t->gap_max_s * 1000, "ms");
    real(out, "Output speed", t->output_tokens_per_s, "tokens/s");
    real(out, "Output speed, as the server says", t->server_output_tokens_per_s, "tokens/s");
}

static void facts(gp_buf *out, const gp_result *t)
{
    gp_buf_c(out, "<details><summary>Times, tokens and where it stands</summary>\n<dl class=\"facts\">\n");
    fact(out, "Trial", t->id);
    fact(out, "Case", t->case_name);
    fact(out, "Stands in", t->where);
    fact(out, "Complexity", t->complexity);
    fact(out, "Answered by", t->served_by);
    fact(out, "Model, as returned", t->returned_model);
    fact(out, "Ended by", t->finish_word.n ? t->finish_word : t->finish);
    times(out, t);
    whole(out, "Input (tokens)", t->input_tokens);
    whole(out, "Output (tokens)", t->output_tokens);
    whole(out, "Of them reasoning (tokens)", t->reasoning_tokens);
    whole(out, "Requests sent", t->attempts > 0 ? t->attempts : -1);
    if (isfinite(t->cost_usd)) real(out, "Cost", t->cost_usd, "USD");
    whole(out, "Seed", t->seed);
    fact(out, "Digest of the case", t->case_digest);
    fact(out, "Digest of the graders", t->grader_digest);
    fact(out, "Digest of the logits", t->logits_sha256);
    gp_buf_c(out, "</dl></details>\n");
}

void gp_html_inside(const gp_result *t, size_t room, gp_buf *out)
{
    gp_buf_c(out, "<div class=\"inside\">\n");
    trouble(out, t);
    criteria(out, t);
    earlier(out, t);
    texts(out, t, room);
    steps(out, "Drafts, reviews and members asked before", t->rounds, t->n_rounds, room);
    steps(out, "Sent before by the environment", t->before, t->n_before, room);
    facts(out, t);
    gp_buf_c(out, "</div>\n");
}
