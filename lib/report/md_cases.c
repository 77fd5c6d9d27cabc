/* Failing cases with their evidence, all trials line by line, and targets side by side. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "report/md_data.h"

enum { MOST_PROMPT = 600, MOST_ANSWER = 1200, MOST_FINDING = 110 };

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
        gp_md_text(b, c->explanation, 0);
        gp_buf_byte(b, '\n');
    }
    for (size_t i = 0; i < r->n_measured; i++) {
        const gp_measured *m = &r->measured[i];
        gp_buf_fmt(b, m->state == GP_BUDGET_MET ? "- budget %s " : "- **budget %s** ", gp_budget_state_names[m->state]);
        gp_md_code(b, m->id, 60);
        gp_buf_c(b, ": ");
        gp_md_text(b, m->explanation, 0);
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
static void prompt(gp_buf *b, const gp_result *r)
{
    char title[80] = "Prompt";
    if (r->messages > 1)
        snprintf(title, sizeof title, "Prompt (the user's last of %lld messages, system text included)",
                 (long long)r->messages);
    excerpt(b, title, r->prompt, MOST_PROMPT);
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
    prompt(b, r);
    if (!r->answer.n) excerpt(b, "Reasoning", r->reasoning, MOST_ANSWER);
    if (r->answer.n || r->status == GP_FAILED || r->status == GP_PASSED) {
        excerpt(b, "Answer", r->answer, MOST_ANSWER);
        excerpt(b, "Calls of tools", r->tool_calls, MOST_ANSWER);
        if (!r->answer.n && !r->tool_calls.n) gp_buf_c(b, "\nThe answer is empty.\n");
    }
    gp_buf_byte(b, '\n');
}

gp_code gp_md_failing(gp_md *d, gp_buf *out, gp_err *err)
{
    gp_md_section s = {.limit = 220000};
    gp_arena a = {0};
    gp_code code = GP_OK;
    for (size_t i = 0; i < d->n_notes && !code; i++) {
        const gp_note *n = &d->notes[i];
        gp_result r;
        /* failing ones come first */
        if (n->colour != GP_RED_GRADE && n->colour != GP_RED_GOLDEN && n->colour != GP_RED_BUDGET &&
            n->colour != GP_BROKEN)
            break;
        if (!gp_md_row_begin(&s)) continue;
        code = gp_md_read(d, n, &a, &r, err);
        if (!code) failing_case(d, n, &r, &s.b);
        if (!code) gp_md_row_end(&s);
    }
    if (!code) gp_md_section_put(out, &s, "## Failing cases", NULL, NULL);
    gp_buf_free(&s.b);
    gp_arena_free(&a);
    return code;
}

/* --- every trial --- */

static void trial_row(const gp_md *d, const gp_note *n, const gp_result *r, gp_buf *b)
{
    gp_buf why = {0};
    gp_md_first(b, r->case_id);
    if (d->n_who > 1) { gp_md_next(b, d->who[n->contestant].label, 0); }
    if (d->repeats) gp_buf_fmt(b, " | %lld", (long long)r->repeat);
    if (d->has_categories) {
        gp_buf_c(b, " | ");
        gp_md_text_cell(b, r->category, 80);
    }
    gp_buf_c(b, " | ");
    gp_md_verdict(b, r, gate_of(d, n));
    gp_buf_c(b, " | ");
    gp_text_score(b, r->score);
    gp_md_next_number(b, r->first_token_s);
    gp_buf_c(b, " | ");
    if (d->reasons) {
        gp_text_number(b, r->first_answer_s);
        gp_buf_c(b, " | ");
    }
    gp_text_number(b, r->total_s);
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
    gp_result_why(&why, r, MOST_FINDING);
    gp_md_text_cell(b, gp_buf_view(&why), 0);
    gp_buf_c(b, " |\n");
    gp_buf_free(&why);
}

static void trial_head(const gp_md *d, gp_buf *b)
{
    gp_buf_fmt(
        b,
        "| Case |%s%s%s Verdict | Score | First token (s) |%s Total (s) | Output (tokens) | Output (tokens/s) | End | Finding |\n",
        d->n_who > 1 ? " Target |" : "", d->repeats ? " Repeat |" : "", d->has_categories ? " Category |" : "",
        d->reasons ? " First answer (s) |" : "");
    gp_buf_fmt(b, "| :-- |%s%s%s :-- | --: | --: |%s --: | --: | --: | :-- | :-- |\n", d->n_who > 1 ? " :-- |" : "",
               d->repeats ? " --: |" : "", d->has_categories ? " :-- |" : "", d->reasons ? " --: |" : "");
}

gp_code gp_md_cases(gp_md *d, gp_buf *out, gp_err *err)
{
    gp_md_section s = {.limit = 250000};
    gp_buf head = {0}, intro = {0};
    gp_arena a = {0};
    gp_code code = GP_OK;
    for (size_t i = 0; i < d->n_notes && !code; i++) {
        gp_result r;
        if (!gp_md_row_begin(&s)) continue;
        code = gp_md_read(d, &d->notes[i], &a, &r, err);
        if (!code) trial_row(d, &d->notes[i], &r, &s.b);
        if (!code) gp_md_row_end(&s);
    }
    trial_head(d, &head);
    if (d->n_notes == 1) gp_buf_c(&intro, "<details>\n<summary>The one trial</summary>");
    else gp_buf_fmt(&intro, "<details>\n<summary>All %zu trials, failing ones first</summary>", d->n_notes);
    if (!code && d->n_notes) {
        gp_md_section_put(out, &s, "## Cases", intro.p, head.p);
        gp_buf_c(out, "\n</details>\n");
    }
    gp_buf_free(&intro);
    gp_buf_free(&s.b);
    gp_buf_free(&head);
    gp_arena_free(&a);
    return code;
}

/* --- side by side --- */

/* One cell: how many of this contestant's repeats passed, and its score. notes[0..n) are of one case and contestant. */
static void cell(gp_buf *b, const gp_note *notes, size_t n)
{
    size_t passed = 0, graded = 0;
    double sum = 0;
    uint8_t worst = GP_GREEN;
    bool known = false;
    for (size_t i = 0; i < n; i++) {
        passed += notes[i].passed;
        known = known || notes[i].known;
        if (notes[i].colour != GP_GREEN && worst == GP_GREEN) worst = notes[i].colour;
        if (isnan(notes[i].score)) continue;
        graded++;
        sum += (double)notes[i].score;
    }
    if (!n) gp_buf_c(b, "not run");
    else if (!graded) gp_buf_c(b, worst == GP_BROKEN ? "error" : "skipped");
    else if (n == 1) gp_buf_c(b, passed ? "passed" : known ? "known failure" : "failed");
    else gp_buf_fmt(b, "%zu of %zu passed", passed, graded);
    if (graded) {
        gp_buf_c(b, worst == GP_RED_GOLDEN ? ", golden red, " : ", ");
        gp_text_score(b, sum / (double)graded);
    }
}

static size_t same_case(const gp_note *notes, size_t n)
{
    size_t k = 1;
    while (k < n && gp_md_same_case(&notes[k], &notes[0])) k++;
    return k;
}

static bool disagree(const gp_note *notes, size_t n)
{
    for (size_t i = 1; i < n; i++)
        if (notes[i].passed != notes[0].passed || isnan(notes[i].score) != isnan(notes[0].score)) return true;
    return false;
}

static gp_code side_row(const gp_md *d, const gp_note *notes, size_t n, gp_arena *a, gp_buf *b, gp_err *err)
{
    gp_result r;
    gp_code code = gp_md_read(d, &notes[0], a, &r, err);
    if (code) return code;
    gp_md_first(b, r.case_id);
    for (size_t w = 0, at = 0; w < d->n_who; w++) {
        size_t from = at;
        while (at < n && notes[at].contestant == w) at++;
        gp_buf_c(b, " | ");
        cell(b, notes + from, at - from);
    }
    gp_buf_c(b, " |\n");
    return GP_OK;
}

/* Cases are visited in the order in which their first trial is shown elsewhere, so that both tables agree. */
typedef struct span {
    size_t from, n;
    uint32_t run, index;
    bool disagree;
} span;

static int by_interest(const void *x, const void *y)
{
    const span *a = x, *b = y;
    if (a->disagree != b->disagree) return a->disagree ? -1 : 1;
    if (a->run != b->run) return a->run < b->run ? -1 : 1;
    return (a->index > b->index) - (a->index < b->index);
}

static size_t make_spans(const gp_note *notes, size_t n, span *out)
{
    size_t count = 0;
    for (size_t i = 0; i < n;) {
        size_t k = same_case(notes + i, n - i);
        out[count++] = (span){
            .from = i, .n = k, .run = notes[i].run, .index = notes[i].index, .disagree = disagree(notes + i, k)};
        i += k;
    }
    qsort(out, count, sizeof *out, by_interest);
    return count;
}

static void side_head(const gp_md *d, gp_buf *b)
{
    gp_buf_c(b, "| Case |");
    for (size_t w = 0; w < d->n_who; w++) {
        gp_buf_byte(b, ' ');
        gp_md_code_cell(b, d->who[w].label, 0);
        gp_buf_c(b, " |");
    }
    gp_buf_c(b, "\n| :-- |");
    for (size_t w = 0; w < d->n_who; w++) gp_buf_c(b, " :-- |");
    gp_buf_byte(b, '\n');
}

gp_code gp_md_side_by_side(gp_md *d, gp_buf *out, gp_err *err)
{
    if (d->n_who < 2) return GP_OK;
    gp_md_section s = {.limit = 150000};
    gp_buf head = {0};
    gp_arena a = {0};
    gp_note *notes = NULL;
    size_t bytes = (d->n_notes + 1) * sizeof(span);
    span *spans = malloc(bytes);
    gp_code code = spans ? gp_md_by_case(d, &notes, err) : gp_fail_memory(err, "the cases of a report", bytes);
    size_t n = code ? 0 : make_spans(notes, d->n_notes, spans);
    for (size_t i = 0; i < n && !code; i++) {
        if (!gp_md_row_begin(&s)) continue;
        code = side_row(d, notes + spans[i].from, spans[i].n, &a, &s.b, err);
        if (!code) gp_md_row_end(&s);
    }
    side_head(d, &head);
    if (!code)
        gp_md_section_put(out, &s, "## Side by side",
                          "Verdict and score of each target; cases on which they disagree first.", head.p);
    free(notes);
    free(spans);
    gp_buf_free(&s.b);
    gp_buf_free(&head);
    gp_arena_free(&a);
    return code;
}
