/* Failing cases with their evidence, goldens that are missing, and all trials line by line. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "report/md_data.h"

enum { MOST_PROMPT = 600, MOST_ANSWER = 1200, UNFOLDED = 6 /* failing cases */ };

/* Of a text: everything in a full report. */
static size_t most(const gp_md *d, size_t bytes) { return d->in->wish.markdown == GP_MARKDOWN_FULL ? 0 : bytes; }

void gp_md_verdict(gp_buf *out, const gp_result *r, const gp_gate_verdict *gate)
{
    switch (gp_result_colour(r, gate)) {
    case GP_GREEN: gp_buf_c(out, r->status == GP_FAILED ? "known failure" : "passed"); break;
    case GP_RED_GRADE: gp_buf_c(out, "failed"); break;
    case GP_RED_BUDGET: gp_buf_c(out, "budget not met"); break;
    case GP_RED_GOLDEN: gp_buf_fmt(out, "golden %s", gp_golden_state_name(r->golden)); break;
    case GP_BROKEN: gp_buf_c(out, "error"); break;
    case GP_NOT_APPLICABLE: gp_buf_c(out, "skipped"); break;
    }
}

static const gp_gate_verdict *gate_of(const gp_md *d, const gp_note *n)
{
    return &gp_results_facts(d->in->runs[n->run])->gate;
}

/* --- failing --- */

static void explanation(gp_buf *b, gp_str text)
{
    gp_buf single = {0};
    gp_text_quotes(&single, text);
    gp_md_text(b, gp_buf_view(&single), 0);
    gp_buf_free(&single);
}

static void list_criteria(gp_buf *b, const gp_result *r)
{
    gp_buf unsure = {0};
    for (size_t i = 0; i < r->n_criteria; i++) {
        const gp_criterion *c = &r->criteria[i];
        gp_buf_c(b, c->passed ? "- passed " : "- **failed** ");
        gp_md_code(b, c->id, 60);
        gp_buf_c(b, " (score ");
        gp_text_score(b, c->score);
        gp_buf_c(b, "): ");
        explanation(b, c->explanation);
        gp_buf_byte(b, '\n');
    }
    for (size_t i = 0; i < r->n_measured; i++) {
        const gp_measured *m = &r->measured[i];
        gp_buf_fmt(b, m->state == GP_BUDGET_MET ? "- budget %s " : "- **budget %s** ", gp_budget_state_names[m->state]);
        gp_md_code(b, m->id, 60);
        gp_buf_c(b, ": ");
        explanation(b, m->explanation);
        gp_buf_byte(b, '\n');
    }
    if (r->golden > GP_GOLDEN_STATE_MATCH) {
        gp_buf_fmt(b, "- **golden %s**: ", gp_golden_state_name(r->golden));
        gp_md_text(b, r->golden_text, 400);
        gp_buf_byte(b, '\n');
    }
    if (gp_str_eqc(r->finish, "length")) gp_buf_c(b, "- the answer was cut by the token limit\n");
    if (gp_result_unsure(r)) {
        gp_buf_c(b, "- ");
        gp_text_unsure(&unsure, r);
        gp_md_text(b, gp_buf_view(&unsure), 0);
        gp_buf_byte(b, '\n');
    }
    gp_buf_free(&unsure);
}

static void after(gp_buf *b, const char *what, double seconds)
{
    if (!isfinite(seconds)) return;
    gp_buf_fmt(b, "%s after ", what);
    gp_text_number(b, seconds);
    gp_buf_c(b, " s");
}

static void broke_when(gp_buf *b, const gp_result *r)
{
    if (!isfinite(r->duration_s)) return;
    after(b, "- ended", r->duration_s);
    after(b, ", first byte", r->first_byte_s);
    after(b, ", first token", r->first_token_s);
    gp_buf_byte(b, '\n');
}

static void excerpt(gp_buf *b, const char *title, gp_str text, size_t max)
{
    if (!text.n) return;
    gp_buf_fmt(b, "\n%s:\n\n", title);
    gp_md_fence(b, text, max);
}

/* What stands before the prompt is not shown, but must not be forgotten. */
static void prompt(const gp_md *d, gp_buf *b, const gp_result *r)
{
    char title[80] = "Prompt";
    if (r->messages > 1)
        snprintf(title, sizeof title, "Prompt (the user's last of %lld messages, system text included)",
                 (long long)r->messages);
    excerpt(b, title, r->prompt, most(d, MOST_PROMPT));
}

static void against_golden(gp_buf *b, const gp_result *r, size_t max)
{
    if (!r->golden_answer.p || gp_str_eq(r->golden_answer, r->answer)) return;
    gp_buf_c(b, "\nThe accepted answer, and what came instead ([-went-] {+came+}):\n\n");
    gp_md_words(b, r->golden_answer, r->answer, max);
}

static void failing_case(const gp_md *d, const gp_note *n, const gp_result *r, gp_buf *b)
{
    gp_buf_c(b, "### ");
    gp_md_code(b, r->case_id, 0);
    if (d->n_who > 1) {
        gp_buf_c(b, " on ");
        gp_md_code(b, d->who[n->contestant].label, 0);
    }
    if (d->repeats) gp_buf_fmt(b, ", repeat %lld", (long long)r->repeat);
    gp_buf_c(b, ": ");
    gp_md_verdict(b, r, gate_of(d, n));
    gp_buf_c(b, "\n\n");
    if (r->status == GP_ERROR) {
        gp_buf_fmt(b, "- **%s**: ", r->failure ? gp_failure_name(r->failure) : "error");
        gp_md_text(b, r->error.n ? r->error : GP_STR("no further message"), 400);
        gp_buf_byte(b, '\n');
        broke_when(b, r);
    }
    list_criteria(b, r);
    if (r->where.n) {
        gp_buf_c(b, "- stands in ");
        gp_md_code(b, r->where, 0);
        gp_buf_byte(b, '\n');
    }
    prompt(d, b, r);
    if (!r->answer.n || !most(d, 1)) excerpt(b, "Reasoning", r->reasoning, most(d, MOST_ANSWER));
    if (r->answer.n || r->status == GP_FAILED || r->status == GP_PASSED) {
        excerpt(b, "Answer", r->answer, most(d, MOST_ANSWER));
        excerpt(b, "Calls of tools", r->tool_calls, most(d, MOST_ANSWER));
        if (r->answer.p && !r->answer.n && !r->tool_calls.n) gp_buf_c(b, "\nThe answer is empty.\n");
    }
    against_golden(b, r, most(d, MOST_ANSWER));
    gp_buf_byte(b, '\n');
}

/* --- goldens that are missing: said once --- */

void gp_md_missing_goldens(const gp_md *d, gp_buf *out)
{
    bool in_ci = gp_results_facts(d->in->runs[0])->gate.in_ci;
    if (!d->missing) return;
    gp_buf_fmt(out, "\n%zu of %zu trials ha%s no accepted golden yet%s\n", d->missing, d->n_notes,
               d->missing == 1 ? "s" : "ve", in_ci ? ", which fails in CI." : "; that fails in CI only.");
}

/* By name, where nothing else is the matter with them and they are red. */
static gp_code missing_goldens(const gp_md *d, gp_buf *out, gp_err *err)
{
    enum { NAMED = 20 };
    gp_arena a = {0};
    gp_code code = GP_OK;
    size_t named = 0, red = 0;
    if (d->missing) gp_buf_c(out, "\n## Goldens that are missing\n");
    gp_md_missing_goldens(d, out);
    for (size_t i = 0; i < d->reds && !code; i++) {
        gp_result r;
        if (!d->notes[i].missing) continue;
        if (++red > NAMED) continue;
        code = gp_md_read(d, &d->notes[i], &a, &r, err);
        if (code) break;
        gp_buf_c(out, named++ ? ", " : "\n");
        gp_md_code(out, r.id, 200);
    }
    if (red > NAMED) gp_buf_fmt(out, " and %zu more", red - NAMED);
    if (named) gp_buf_c(out, ".\n");
    gp_arena_free(&a);
    return code;
}

gp_code gp_md_failing(gp_md *d, gp_buf *out, gp_err *err)
{
    gp_md_section s = {.limit = gp_md_limit(d, 220000)};
    gp_arena a = {0};
    gp_code code = GP_OK;
    for (size_t i = 0; i < d->n_notes && !code; i++) {
        const gp_note *n = &d->notes[i];
        gp_result r;
        /* failing ones come first */
        if (n->colour != GP_RED_GRADE && n->colour != GP_RED_GOLDEN && n->colour != GP_RED_BUDGET &&
            n->colour != GP_BROKEN)
            break;
        if (n->missing || !gp_md_row_begin(&s)) continue;
        code = gp_md_read(d, n, &a, &r, err);
        if (s.shown == UNFOLDED) gp_buf_c(&s.b, "<details>\n<summary>All further failing cases</summary>\n\n");
        if (!code) failing_case(d, n, &r, &s.b);
        if (!code) gp_md_row_end(&s);
    }
    if (s.shown > UNFOLDED) gp_buf_c(&s.b, "</details>\n");
    if (!code) gp_md_section_put(out, &s, "## Failing cases", NULL, NULL);
    if (!code) code = missing_goldens(d, out, err);
    gp_buf_free(&s.b);
    gp_arena_free(&a);
    return code;
}

/* --- every trial --- */

static void trial_row(const gp_md *d, const gp_note *n, const gp_result *r, gp_buf *b)
{
    gp_buf finding = {0};
    gp_md_first(b, r->case_id);
    if (d->n_who > 1) { gp_md_next(b, d->who[n->contestant].label, 0); }
    if (d->repeats) gp_buf_fmt(b, " | %lld", (long long)r->repeat);
    gp_buf_c(b, " | ");
    gp_md_verdict(b, r, gate_of(d, n));
    gp_buf_c(b, " | ");
    gp_text_score(b, r->score);
    gp_md_next_number(b, r->first_token_s);
    gp_md_next_number(b, d->reasons ? r->first_answer_s : (double)NAN);
    gp_md_next_number(b, r->total_s);
    gp_buf_c(b, " | ");
    gp_text_count(b, r->output_tokens);
    gp_md_next_number(b, r->output_tokens_per_s);
    gp_buf_c(b, " | ");
    gp_md_text_cell(b,
                    r->failure    ? gp_str_c(gp_failure_name(r->failure))
                    : r->finish.n ? r->finish
                                  : GP_STR("n/a"),
                    40);
    gp_buf_c(b, " | ");
    gp_result_finding(&finding, r);
    gp_md_text_cell(b, gp_buf_view(&finding), 0);
    gp_buf_c(b, " |\n");
    gp_buf_free(&finding);
}

static void trial_head(const gp_md *d, gp_buf *b)
{
    gp_buf_fmt(
        b,
        "| Case |%s%s Verdict | Score | First token (s) | First answer (s) | Total (s) | Output (tokens) | Output (tokens/s) | End | Finding |\n",
        d->n_who > 1 ? " Target |" : "", d->repeats ? " Repeat |" : "");
    gp_buf_fmt(b, "| :-- |%s%s :-- | --: | --: | --: | --: | --: | --: | :-- | :-- |\n", d->n_who > 1 ? " :-- |" : "",
               d->repeats ? " --: |" : "");
}

/* The rows of one category, failing ones first; *end: where they end. */
static gp_code category_rows(const gp_md *d, size_t category, gp_md_section *s, size_t *end, gp_err *err)
{
    gp_arena a = {0};
    gp_code code = GP_OK;
    for (size_t i = 0; i < d->n_notes && !code; i++) {
        gp_result r;
        if (d->notes[i].category != category || !gp_md_row_begin(s)) continue;
        code = gp_md_read(d, &d->notes[i], &a, &r, err);
        if (!code) trial_row(d, &d->notes[i], &r, &s->b);
        if (!code) gp_md_row_end(s);
    }
    *end = s->b.n;
    gp_arena_free(&a);
    return code;
}

/* A table for each, with the same columns. */
static void put_categories(const gp_md *d, const gp_md_section *s, const size_t *end, gp_buf *out)
{
    gp_buf head = {0};
    uint64_t columns = gp_md_known_columns(gp_buf_view(&s->b));
    trial_head(d, &head);
    for (size_t i = 0, from = 0; i < d->n_categories; from = end[i++]) {
        if (end[i] == from) continue;
        if (d->has_categories) {
            gp_buf_c(out, "#### ");
            gp_md_text(out, d->categories[i].n ? d->categories[i] : GP_STR("without a category"), 80);
            gp_buf_c(out, "\n\n");
        }
        gp_md_table_put(out, gp_buf_view(&head), (gp_str){s->b.p + from, end[i] - from}, columns);
        gp_buf_byte(out, '\n');
    }
    gp_buf_free(&head);
}

gp_code gp_md_cases(gp_md *d, gp_buf *out, gp_err *err)
{
    gp_md_section s = {.limit = gp_md_limit(d, 250000)};
    size_t *end = gp_alloc_array(d->n_categories + 1, sizeof *end);
    gp_code code = GP_OK;
    for (size_t i = 0; i < d->n_categories && !code; i++) code = category_rows(d, i, &s, &end[i], err);
    if (!code && d->n_notes) {
        gp_buf_c(out, "\n## Cases\n\n<details>\n");
        if (d->n_notes == 1) gp_buf_c(out, "<summary>The one trial</summary>\n\n");
        else
            gp_buf_fmt(out, "<summary>All %zu trials%s, failing ones first</summary>\n\n", d->n_notes,
                       d->has_categories ? " by category" : "");
        put_categories(d, &s, end, out);
        if (s.cut) gp_md_say_cut(out, &s);
        gp_buf_c(out, "</details>\n");
    }
    free(end);
    gp_buf_free(&s.b);
    return code;
}
