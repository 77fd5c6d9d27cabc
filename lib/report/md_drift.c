/* The drift ledger: what remote targets said about themselves, answer by answer. Local targets are not in it, because
 * their weights are pinned. */
#include "report/md_data.h"

enum { MODEL, FINGERPRINT, UPSTREAM, SEED, IGNORED, COLUMNS, MOST_VALUES = 16 };

typedef struct column {
    struct {
        gp_str value;
        size_t n;
    } v[MOST_VALUES]; /* in the order in which trials are listed */
    size_t n, further, unknown;
} column;

struct gp_ledger { /* of one contestant */
    column c[COLUMNS];
    size_t answers;
    bool any;          /* something stands in it */
    bool within_trial; /* the model changed between two turns of a trial */
};

/* --- keeping it --- */

static void count(gp_arena *a, column *c, gp_str value)
{
    size_t i = 0;
    while (i < c->n && !gp_str_eq(c->v[i].value, value)) i++;
    if (!value.n) {
        c->unknown++;
    } else if (i == MOST_VALUES) {
        c->further++;
    } else {
        if (i == c->n) c->v[c->n++].value = gp_str_dup(a, value);
        c->v[i].n++;
    }
}

void gp_ledger_note(gp_md *d, size_t who, const gp_result *t)
{
    if (!d->ledger) d->ledger = GP_NEW_ARRAY(&d->arena, struct gp_ledger, d->n_who);
    struct gp_ledger *l = &d->ledger[who];
    const gp_str said[COLUMNS] = {[MODEL] = t->returned_model,
                                  [FINGERPRINT] = t->system_fingerprint,
                                  [UPSTREAM] = t->upstream,
                                  [SEED] = t->seed_use,
                                  [IGNORED] = t->ignored};
    bool spoke = said[MODEL].n || said[FINGERPRINT].n || said[UPSTREAM].n;
    bool answered = spoke || t->status == GP_PASSED || t->status == GP_FAILED;
    if (t->status == GP_SKIPPED) return;
    l->any = l->any || spoke || t->ignored.n;
    l->answers += answered;
    l->within_trial = l->within_trial || gp_str_find(t->returned_model, GP_STR(" then ")) != SIZE_MAX;
    for (int i = 0; i < COLUMNS; i++)
        if (i >= SEED || answered) count(&d->arena, &l->c[i], said[i]);
}

/* --- what stands out --- */

static size_t kinds_of(const column *c) { return c->n + c->further; }

static bool stands_out(const struct gp_ledger *l) { return l->within_trial || kinds_of(&l->c[MODEL]) > 1; }

void gp_md_drift_flags(const gp_md *d, gp_buf *out)
{
    for (size_t i = 0; d->ledger && i < d->n_who; i++) {
        if (!stands_out(&d->ledger[i])) continue;
        gp_buf_c(out, "\n**The model changed within the run:** ");
        gp_md_code(out, d->who[i].label, 0);
        gp_buf_c(out, " did not return the same model id with every answer; see the drift ledger.\n");
    }
}

static void several(gp_buf *b, const struct gp_ledger *l, int which, const char *what)
{
    const column *c = &l->c[which];
    if (kinds_of(c) < 2) return;
    gp_buf_fmt(b, ", %s%zu %s", c->further ? "more than " : "", c->further ? c->n : kinds_of(c), what);
}

/* "- `target`: 2 returned models, 3 fingerprints over 40 answers" */
static void stir(gp_buf *out, const gp_contestant *w, const struct gp_ledger *l)
{
    gp_buf b = {0};
    several(&b, l, MODEL, "returned models");
    several(&b, l, FINGERPRINT, "fingerprints");
    several(&b, l, UPSTREAM, "upstream providers");
    if (b.n) {
        gp_buf_c(out, "- ");
        gp_md_code(out, w->label, 0);
        gp_buf_fmt(out, ": %s over %zu answers%s\n", b.p + 2, l->answers,
                   stands_out(l) ? ". **The model changed within the run.**" : ".");
    }
    gp_buf_free(&b);
}

/* --- the table --- */

static void cell(gp_buf *b, const column *c, bool code, const char *none)
{
    gp_buf_c(b, " | ");
    for (size_t i = 0; i < c->n; i++) {
        if (i) gp_buf_c(b, ", ");
        if (code) gp_md_code_cell(b, c->v[i].value, 120);
        else gp_md_text_cell(b, c->v[i].value, 120);
        gp_buf_fmt(b, " (%zu)", c->v[i].n);
    }
    if (c->further) gp_buf_fmt(b, ", others (%zu)", c->further);
    if (!c->n) gp_buf_c(b, none);
    else if (c->unknown) gp_buf_fmt(b, ", %s (%zu)", none, c->unknown);
}

static void row(gp_buf *b, const gp_contestant *w, const struct gp_ledger *l)
{
    gp_md_first(b, w->label);
    gp_buf_fmt(b, " | %zu", l->answers);
    cell(b, &l->c[MODEL], true, "n/a");
    cell(b, &l->c[FINGERPRINT], true, "n/a");
    cell(b, &l->c[UPSTREAM], true, "n/a");
    cell(b, &l->c[SEED], false, "n/a");
    cell(b, &l->c[IGNORED], false, "none");
    gp_buf_c(b, " |\n");
}

gp_code gp_md_drift(gp_md *d, gp_buf *out, gp_err *err)
{
    (void)err;
    gp_md_section s = {.limit = gp_md_limit(d, 60000)};
    gp_buf intro = {0};
    gp_buf_c(
        &intro,
        "What remote targets said about themselves; in brackets how often. Seeds and parameters not taken are counted over all trials, the rest over answers.");
    size_t head = intro.n;
    for (size_t i = 0; d->ledger && i < d->n_who; i++) {
        const struct gp_ledger *l = &d->ledger[i];
        if (!l->any || !gp_md_row_begin(&s)) continue;
        row(&s.b, &d->who[i], l);
        gp_md_row_end(&s);
        if (intro.n == head && (stands_out(l) || kinds_of(&l->c[FINGERPRINT]) > 1 || kinds_of(&l->c[UPSTREAM]) > 1))
            gp_buf_c(&intro, "\n\n");
        stir(&intro, &d->who[i], l);
    }
    if (intro.n > head) intro.p[--intro.n] = 0; /* the section brings its own empty line */
    gp_md_section_put(
        out, &s, "## Drift ledger", intro.p,
        "| Target | Answers | Returned model | System fingerprint | Upstream | Seed | Parameters not taken |\n| :-- | --: | :-- | :-- | :-- | :-- | :-- |\n");
    gp_buf_free(&intro);
    gp_buf_free(&s.b);
    return GP_OK;
}
