/* md_side.c - targets side by side: verdict and score of each on every case, and how often each was best. */
#include <math.h>
#include <stdlib.h>

#include "report/md_data.h"

/* One cell: how many of this contestant's repeats passed, and its score. notes[0..n) are of one case and contestant. */
static double mean_score(const gp_note *notes, size_t n)
{
    size_t graded = 0;
    double sum = 0;
    for (size_t i = 0; i < n; i++)
        if (!isnan(notes[i].score)) graded++, sum += (double)notes[i].score;
    return graded ? sum / (double)graded : NAN;
}

static void cell(gp_buf *b, const gp_note *notes, size_t n, bool best)
{
    size_t passed = 0, graded = 0;
    uint8_t worst = GP_GREEN;
    bool known = false;
    for (size_t i = 0; i < n; i++) {
        passed += notes[i].passed;
        graded += isnan(notes[i].score) ? 0 : 1;
        known = known || notes[i].known;
        if (notes[i].colour != GP_GREEN && worst == GP_GREEN) worst = notes[i].colour;
    }
    if (!n) gp_buf_c(b, "not run");
    else if (!graded) gp_buf_c(b, worst == GP_BROKEN ? "error" : "skipped");
    else if (n == 1) gp_buf_c(b, passed ? "passed" : known ? "known failure" : "failed");
    else gp_buf_fmt(b, "%zu of %zu passed", passed, graded);
    if (!graded) return;
    gp_buf_c(b, worst == GP_RED_GOLDEN ? ", golden red, " : ", ");
    gp_buf_c(b, best ? "**" : "");
    gp_text_score(b, mean_score(notes, n));
    gp_buf_c(b, best ? "**" : "");
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

/* What each contestant has to say of a case, and how often one was best alone, or shared that, over all of them. */
typedef struct standing {
    const gp_note *notes;
    size_t n;
    double score;
} standing;

typedef struct standings {
    standing *of;                  /* [n_who] */
    size_t *won, *shared, *behind; /* [n_who]: cases that several of them answered */
} standings;

/* The best score of a case that tells contestants apart; NaN: it does not. */
static double stand(const gp_md *d, const gp_note *notes, size_t n, standings *s)
{
    double best = NAN, worst = NAN;
    size_t scored = 0, at_best = 0;
    for (size_t w = 0, at = 0; w < d->n_who; w++) {
        size_t from = at;
        while (at < n && notes[at].contestant == w) at++;
        double score = mean_score(notes + from, at - from);
        s->of[w] = (standing){notes + from, at - from, score};
        if (isnan(score)) continue;
        scored++;
        at_best = score > best || isnan(best) ? 1 : at_best + !(score < best);
        if (!(score <= best)) best = score;
        if (!(score >= worst)) worst = score;
    }
    for (size_t w = 0; scored > 1 && w < d->n_who; w++) {
        if (isnan(s->of[w].score)) continue;
        if (s->of[w].score < best) s->behind[w]++;
        else (at_best == 1 ? s->won : s->shared)[w]++;
    }
    return best > worst ? best : (double)NAN;
}

static void standings_put(const gp_md *d, const standings *s, gp_buf *out)
{
    gp_md_section table = {.limit = gp_md_limit(d, 20000)};
    for (size_t w = 0; w < d->n_who; w++) {
        if (!gp_md_row_begin(&table)) continue;
        gp_md_first(&table.b, d->who[w].label);
        gp_buf_fmt(&table.b, " | %zu | %zu | %zu |\n", s->won[w], s->shared[w], s->behind[w]);
        gp_md_row_end(&table);
    }
    gp_md_section_put(out, &table, "## Side by side", "How often each was best, over the cases that several answered.",
                      "| Target | Best alone | Best with others | Behind |\n| :-- | --: | --: | --: |\n");
    gp_buf_free(&table.b);
}

static gp_code side_row(const gp_md *d, const gp_note *first, const standings *s, double best, gp_arena *a, gp_buf *b,
                        gp_err *err)
{
    gp_result r;
    gp_code code = gp_md_read(d, first, a, &r, err);
    if (code) return code;
    gp_md_first(b, r.case_id);
    for (size_t w = 0; w < d->n_who; w++) {
        gp_buf_c(b, " | ");
        cell(b, s->of[w].notes, s->of[w].n, s->of[w].score >= best);
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

static gp_code side_rows(const gp_md *d, const gp_note *notes, const span *spans, size_t n, standings *st,
                         gp_md_section *s, gp_err *err)
{
    gp_arena a = {0};
    gp_code code = GP_OK;
    for (size_t i = 0; i < n && !code; i++) {
        double best = stand(d, notes + spans[i].from, spans[i].n, st);
        if (!gp_md_row_begin(s)) continue;
        code = side_row(d, notes + spans[i].from, st, best, &a, &s->b, err);
        if (!code) gp_md_row_end(s);
    }
    gp_arena_free(&a);
    return code;
}

gp_code gp_md_side_by_side(gp_md *d, gp_buf *out, gp_err *err)
{
    if (d->n_who < 2) return GP_OK;
    gp_md_section s = {.limit = gp_md_limit(d, 150000)};
    gp_arena a = {0};
    standings st = {GP_NEW_ARRAY(&a, standing, d->n_who), GP_NEW_ARRAY(&a, size_t, d->n_who),
                    GP_NEW_ARRAY(&a, size_t, d->n_who), GP_NEW_ARRAY(&a, size_t, d->n_who)};
    gp_buf head = {0};
    gp_note *notes = NULL;
    size_t bytes = (d->n_notes + 1) * sizeof(span);
    span *spans = malloc(bytes);
    gp_code code = spans ? gp_md_by_case(d, &notes, err) : gp_fail_memory(err, "the cases of a report", bytes);
    size_t n = code ? 0 : make_spans(notes, d->n_notes, spans);
    if (!code) code = side_rows(d, notes, spans, n, &st, &s, err);
    side_head(d, &head);
    if (!code) standings_put(d, &st, out);
    if (!code)
        gp_md_section_put(
            out, &s, "### Case by case",
            "Verdict and score of each target, the best score in bold; cases on which they disagree first.", head.p);
    free(notes);
    free(spans);
    gp_buf_free(&s.b);
    gp_buf_free(&head);
    gp_arena_free(&a);
    return code;
}
