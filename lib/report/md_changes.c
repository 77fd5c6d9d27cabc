/* md_changes.c - of two runs: cases that both ran, and that ended or were answered otherwise; worse ones first. */
#include <math.h>
#include <stdlib.h>

#include "report/md_data.h"

enum { WORSE, BETTER, OTHER, KINDS, MOST_DIFF = 1500 };

typedef struct changes {
    const gp_md *d;
    gp_md_section part[KINDS];
    size_t same;
} changes;

/* Larger is better: passed, failed, skipped, error. */
static int standing(const gp_result *r)
{
    static const int of[] = {[GP_PASSED] = 3, [GP_FAILED] = 2, [GP_SKIPPED] = 1, [GP_ERROR] = 0};
    return of[r->status];
}

/* KINDS: nothing changed. */
static int kind_of(const gp_result *x, const gp_result *y)
{
    if (standing(x) != standing(y)) return standing(y) < standing(x) ? WORSE : BETTER;
    if (x->score < y->score || x->score > y->score) return y->score < x->score ? WORSE : BETTER;
    return gp_str_eq(x->answer, y->answer) ? KINDS : OTHER;
}

static void put_verdict(const gp_md *d, size_t run, const gp_result *r, gp_buf *b)
{
    gp_md_verdict(b, r, &gp_results_facts(d->in->runs[run])->gate);
    if (isfinite(r->score)) gp_buf_fmt(b, " (%.2f)", r->score);
}

static void put_change(const gp_md *d, const gp_result *x, const gp_result *y, gp_buf *b)
{
    gp_buf finding = {0};
    gp_buf_c(b, "#### ");
    gp_md_code(b, y->case_id, 0);
    gp_buf_c(b, " on ");
    gp_md_code(b, y->target, 0);
    if (d->repeats) gp_buf_fmt(b, ", repeat %lld", (long long)y->repeat);
    gp_buf_c(b, ": ");
    put_verdict(d, 0, x, b);
    gp_buf_c(b, ", then ");
    put_verdict(d, 1, y, b);
    gp_buf_c(b, "\n\n");
    gp_result_finding(&finding, y);
    if (finding.n) gp_buf_c(b, "- ");
    gp_md_text(b, gp_buf_view(&finding), 0);
    if (finding.n) gp_buf_c(b, "\n\n");
    gp_md_words(b, x->answer, y->answer, MOST_DIFF);
    gp_buf_byte(b, '\n');
    gp_buf_free(&finding);
}

static gp_code compare(changes *c, const gp_note *x, const gp_note *y, gp_err *err)
{
    gp_arena a = {0}, b = {0};
    gp_result before, now;
    gp_code code = gp_md_read(c->d, x, &a, &before, err);
    if (!code) code = gp_md_read(c->d, y, &b, &now, err);
    int kind = code || before.repeat != now.repeat ? KINDS : kind_of(&before, &now);
    if (kind == KINDS) {
        c->same++;
    } else if (gp_md_row_begin(&c->part[kind])) {
        put_change(c->d, &before, &now, &c->part[kind].b);
        gp_md_row_end(&c->part[kind]);
    }
    gp_arena_free(&a);
    gp_arena_free(&b);
    return code;
}

/* Targets of the same name; or the only ones, whatever they are called. */
static bool same_target(const gp_md *d, const gp_note *x, const gp_note *y)
{
    const gp_contestant *a = &d->who[x->contestant], *b = &d->who[y->contestant];
    return d->n_who == 2 || gp_str_eq(a->target->name, b->target->name);
}

/* notes[0..n) are of one case: run 0 first, each target in order of its repeats. */
static gp_code compare_case(changes *c, const gp_note *notes, size_t n, gp_err *err)
{
    gp_code code = GP_OK;
    for (size_t i = 0; i < n && notes[i].run == 0 && !code; i++) {
        size_t nth = 0, k = 0;
        while (nth < i && notes[i - nth - 1].contestant == notes[i].contestant) nth++;
        while (k < n && !(notes[k].run == 1 && same_target(c->d, &notes[i], &notes[k]))) k++;
        if (k + nth < n && notes[k + nth].contestant == notes[k].contestant)
            code = compare(c, &notes[i], &notes[k + nth], err);
    }
    return code;
}

gp_code gp_md_changes(gp_md *d, gp_buf *out, gp_err *err)
{
    static const char *const titles[] = {"### Worse", "### Better", "### Other answers, same score"};
    if (d->in->n != 2 || d->n_who < 2) return GP_OK;
    changes c = {.d = d};
    gp_note *notes = NULL;
    size_t n = 0;
    for (int k = 0; k < KINDS; k++) c.part[k].limit = gp_md_limit(d, 60000);
    gp_code code = gp_md_by_case(d, &notes, err);
    for (size_t i = 0; i < d->n_notes && !code; i += n) {
        for (n = 1; i + n < d->n_notes && gp_md_same_case(&notes[i + n], &notes[i]);) n++;
        code = compare_case(&c, notes + i, n, err);
    }
    gp_buf_c(out, "\n## What changed from run 1 to run 2\n\n");
    if (!code) {
        for (int k = 0; k < KINDS; k++)
            gp_buf_fmt(out, "%zu %s, ", c.part[k].shown + c.part[k].cut,
                       k == WORSE    ? "worse"
                       : k == BETTER ? "better"
                                     : "answered otherwise with the same score");
        gp_buf_fmt(out, "%zu the same. Words that went are [-so-], words that came {+so+}.\n", c.same);
    }
    for (int k = 0; k < KINDS; k++) {
        if (!code) gp_md_section_put(out, &c.part[k], titles[k], NULL, NULL);
        gp_buf_free(&c.part[k].b);
    }
    free(notes);
    return code;
}
