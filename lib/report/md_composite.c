/* Composites: how many cases each member got and what came of it, and for each case where it went and why. */
#include <stdlib.h>
#include <string.h>

#include "report/md_data.h"
#include "stats/stats.h"

enum { MOST_WAYS = 200, SECTION = 60000 };

static bool is_composite(const gp_contestant *w)
{
    return gp_str_eqc(w->target->provider, "route") || gp_str_eqc(w->target->provider, "fallback") ||
           gp_str_eqc(w->target->provider, "refine");
}

/* --- per member --- */

typedef struct way { /* one member of one composite target that answered, or would have */
    size_t contestant;
    gp_str member;
    gp_tally tally;
    size_t instead;        /* of its trials: how many came to it because others broke */
    int64_t output_tokens; /* -1: unknown for one of them */
} way;

typedef struct ways {
    gp_arena arena;
    way *list;
    size_t n, left_out;
} ways;

static way *way_of(ways *w, size_t contestant, gp_str member)
{
    for (size_t i = 0; i < w->n; i++)
        if (w->list[i].contestant == contestant && gp_str_eq(w->list[i].member, member)) return &w->list[i];
    if (w->n == MOST_WAYS) return w->left_out++, NULL;
    w->list[w->n] = (way){.contestant = contestant, .member = gp_str_dup(&w->arena, member)};
    return &w->list[w->n++];
}

static bool broke_before(const gp_result *t)
{
    for (size_t i = 0; i < t->n_rounds; i++)
        if (gp_str_eqc(t->rounds[i].role, "member")) return true;
    return false;
}

static void count(ways *w, size_t contestant, const gp_result *t)
{
    way *at = way_of(w, contestant, t->served_by.n ? t->served_by : GP_STR("nobody"));
    if (!at) return;
    at->tally.trials++;
    at->tally.passed += t->status == GP_PASSED;
    at->tally.failed += t->status == GP_FAILED;
    at->tally.errors += t->status == GP_ERROR;
    at->tally.skipped += t->status == GP_SKIPPED;
    at->instead += broke_before(t);
    if (t->output_tokens < 0) at->output_tokens = -1;
    else if (at->output_tokens >= 0) at->output_tokens += t->output_tokens;
}

static void way_row(const gp_md *d, const way *w, gp_buf *b)
{
    gp_md_first(b, d->who[w->contestant].label);
    gp_md_next(b, w->member, 0);
    gp_buf_fmt(b, " | %zu | %zu | %zu | %zu | %zu | %zu | ", w->tally.trials, w->tally.passed, w->tally.failed,
               w->tally.errors, w->tally.skipped, w->instead);
    if (w->output_tokens < 0) gp_buf_c(b, "n/a |\n");
    else gp_buf_fmt(b, "%lld |\n", (long long)w->output_tokens);
}

/* --- per case --- */

static void kind_of(gp_buf *b, const gp_step *s)
{
    if (s->skipped) gp_buf_c(b, "skipped");
    else if (s->failure) gp_buf_c(b, gp_failure_name(s->failure));
    else gp_buf_c(b, "answered");
}

/* "rule 2: ... (tag is hard)", and which members broke. */
static void reason(const gp_result *t, gp_buf *b)
{
    bool any = false;
    for (size_t i = 0; i < t->n_decisions; i++) {
        const gp_decision *d = &t->decisions[i];
        if (any) gp_buf_c(b, "; ");
        gp_md_code_cell(b, d->by, 0);
        gp_buf_c(b, " to ");
        gp_md_code_cell(b, d->to, 0);
        gp_buf_c(b, " by ");
        gp_md_code_cell(b, d->rule, 200);
        gp_buf_c(b, ": ");
        gp_md_text_cell(b, d->why, 200);
        any = true;
    }
    for (size_t i = 0; i < t->n_rounds; i++) {
        const gp_step *s = &t->rounds[i];
        if (!gp_str_eqc(s->role, "member")) continue;
        gp_buf_c(b, any ? "; " : "");
        gp_md_code_cell(b, s->member, 0);
        gp_buf_c(b, " broke: ");
        kind_of(b, s);
        any = true;
    }
    size_t drafts = 0;
    for (size_t i = 0; i < t->n_rounds; i++) drafts += gp_str_eqc(t->rounds[i].role, "draft");
    if (!drafts) {
        if (!any) gp_buf_c(b, "the first member answered");
        return;
    }
    bool approved = gp_str_eqc(t->rounds[t->n_rounds - 1].role, "critic");
    gp_buf_fmt(b, "%s%zu draft%s, %s", any ? "; " : "", drafts, drafts == 1 ? "" : "s",
               t->failure || t->status == GP_SKIPPED ? "unfinished"
               : approved                            ? "the last one approved"
                                                     : "the last one not reviewed");
}

static void case_row(const gp_md *d, const gp_note *n, const gp_result *t, gp_buf *b)
{
    gp_md_first(b, t->case_id);
    gp_md_next(b, d->who[n->contestant].label, 0);
    gp_buf_fmt(b, " | %lld | ", (long long)t->repeat);
    gp_md_code_cell(b, t->served_by.n ? t->served_by : GP_STR("nobody"), 0);
    gp_buf_c(b, " | ");
    reason(t, b);
    gp_buf_c(b, " |\n");
}

/* --- per round --- */

static void round_row(const gp_md *d, const gp_note *n, const gp_result *t, const gp_step *s, gp_buf *b)
{
    gp_md_first(b, t->case_id);
    gp_md_next(b, d->who[n->contestant].label, 0);
    gp_buf_fmt(b, " | %lld.%lld | %.*s | ", (long long)s->turn, (long long)s->round, GP_ARG(s->role));
    gp_md_code_cell(b, s->member, 0);
    gp_buf_c(b, " | ");
    kind_of(b, s);
    gp_md_next(b, s->failure || s->skipped ? s->error : s->answer, 120);
    gp_md_next_number(b, s->first_token_s);
    gp_md_next_number(b, s->duration_s);
    if (s->output_tokens < 0) gp_buf_c(b, " | n/a |\n");
    else gp_buf_fmt(b, " | %lld |\n", (long long)s->output_tokens);
}

/* --- what members broke: beside the trials that broke, because these went on --- */

typedef struct broken { /* a member of a fallback, and how it broke */
    size_t contestant;
    gp_str member, by;
    gp_failure failure;
    size_t n;
} broken;

typedef struct breakage {
    gp_arena arena;
    broken list[MOST_WAYS];
    size_t n, left_out;
} breakage;

static void note_broken(breakage *all, size_t contestant, const gp_step *s)
{
    broken *b = NULL;
    for (size_t i = 0; i < all->n && !b; i++) {
        broken *one = &all->list[i];
        if (one->contestant == contestant && one->failure == s->failure && gp_str_eq(one->member, s->member) &&
            gp_str_eq(one->by, s->by))
            b = one;
    }
    if (!b && all->n == MOST_WAYS) all->left_out++;
    if (!b && all->n < MOST_WAYS) {
        b = &all->list[all->n++];
        *b = (broken){contestant, gp_str_dup(&all->arena, s->member), gp_str_dup(&all->arena, s->by), s->failure, 0};
    }
    if (b) b->n++;
}

static void say_broken(const gp_md *d, breakage *all, gp_md_section *s)
{
    for (size_t i = 0; i < all->n; i++) {
        const broken *b = &all->list[i];
        if (!gp_md_row_begin(s)) continue;
        gp_buf_c(&s->b, "- ");
        gp_md_code(&s->b, b->member, 0);
        gp_buf_c(&s->b, " of ");
        gp_md_code(&s->b, b->by, 0);
        gp_buf_c(&s->b, " in trials of ");
        gp_md_code(&s->b, d->who[b->contestant].label, 0);
        gp_buf_fmt(&s->b, ": %s, %zu time%s\n", gp_failure_name(b->failure), b->n, b->n == 1 ? "" : "s");
        gp_md_row_end(s);
    }
    s->cut += all->left_out;
}

gp_code gp_md_broken_members(gp_md *d, gp_buf *out, gp_err *err)
{
    gp_arena a = {0};
    gp_code code = GP_OK;
    breakage *all = gp_alloc(sizeof *all);
    for (size_t i = 0; i < d->n_notes && !code; i++) {
        gp_result t;
        if (!is_composite(&d->who[d->notes[i].contestant])) continue;
        code = gp_md_read(d, &d->notes[i], &a, &t, err);
        for (size_t k = 0; !code && k < t.n_rounds; k++)
            if (gp_str_eqc(t.rounds[k].role, "member")) note_broken(all, d->notes[i].contestant, &t.rounds[k]);
    }
    gp_md_section s = {.limit = gp_md_limit(d, SECTION)};
    if (!code) say_broken(d, all, &s);
    gp_md_section_put(out, &s, "### Members that broke", "In trials that went on with another one.", NULL);
    gp_buf_free(&s.b);
    gp_arena_free(&a);
    gp_arena_free(&all->arena);
    free(all);
    return code;
}

/* --- the section --- */

static int by_index(const void *x, const void *y)
{
    const gp_note *a = x, *b = y;
    if (a->run != b->run) return a->run < b->run ? -1 : 1;
    return (a->index > b->index) - (a->index < b->index);
}

typedef struct tables {
    gp_md_section ways, cases, rounds;
} tables;

static void add_trial(const gp_md *d, const gp_note *n, const gp_result *t, tables *out)
{
    if (gp_md_row_begin(&out->cases)) {
        case_row(d, n, t, &out->cases.b);
        gp_md_row_end(&out->cases);
    }
    for (size_t i = 0; i < t->n_rounds; i++) {
        if (!gp_md_row_begin(&out->rounds)) continue;
        round_row(d, n, t, &t->rounds[i], &out->rounds.b);
        gp_md_row_end(&out->rounds);
    }
}

static gp_code gather(gp_md *d, ways *w, tables *out, gp_err *err)
{
    gp_arena a = {0};
    gp_note *notes = NULL;
    gp_code code = gp_md_by_case(d, &notes, err);
    if (code) return code;
    qsort(notes, d->n_notes, sizeof *notes, by_index);
    for (size_t i = 0; i < d->n_notes && !code; i++) {
        gp_result t;
        if (!is_composite(&d->who[notes[i].contestant])) continue;
        code = gp_md_read(d, &notes[i], &a, &t, err);
        if (code) break;
        count(w, notes[i].contestant, &t);
        add_trial(d, &notes[i], &t, out);
    }
    gp_arena_free(&a);
    free(notes);
    return code;
}

static int by_place(const void *x, const void *y)
{
    const way *a = x, *b = y;
    if (a->contestant != b->contestant) return a->contestant < b->contestant ? -1 : 1;
    return gp_str_cmp(a->member, b->member);
}

static void way_rows(const gp_md *d, ways *w, gp_md_section *s)
{
    qsort(w->list, w->n, sizeof *w->list, by_place);
    for (size_t i = 0; i < w->n; i++) {
        if (!gp_md_row_begin(s)) continue;
        way_row(d, &w->list[i], &s->b);
        gp_md_row_end(s);
    }
    s->cut += w->left_out;
}

gp_code gp_md_composites(gp_md *d, gp_buf *out, gp_err *err)
{
    ways w = {0};
    size_t limit = gp_md_limit(d, SECTION);
    tables t = {.ways = {.limit = limit}, .cases = {.limit = limit}, .rounds = {.limit = limit}};
    bool any = false;
    for (size_t i = 0; i < d->n_who; i++) any = any || is_composite(&d->who[i]);
    if (!any) return GP_OK;
    w.list = GP_NEW_ARRAY(&w.arena, way, MOST_WAYS);
    gp_code code = gather(d, &w, &t, err);
    if (!code) way_rows(d, &w, &t.ways);
    gp_md_section_put(
        out, &t.ways, "## Composites",
        "Who gave the answers. \"Instead\": trials that came to this member because members before it broke; each of those is listed below.",
        "| Target | Answered by | Trials | Passed | Failed | Broke | Skipped | Instead | Output tokens |\n| :-- | :-- | --: | --: | --: | --: | --: | --: | --: |\n");
    gp_md_section_put(out, &t.cases, "### Where each case went", NULL,
                      "| Case | Target | Repeat | Answered by | Why |\n| :-- | :-- | --: | :-- | :-- |\n");
    gp_md_section_put(
        out, &t.rounds, "### Rounds",
        "Besides the answers above: drafts and reviews, and members that broke. Round 2.1 is the first attempt at the second reply.",
        "| Case | Target | Round | Role | Asked | Ended | Answer | First token (s) | Total (s) | Output tokens |\n| :-- | :-- | :-- | :-- | :-- | :-- | :-- | --: | --: | --: |\n");
    gp_buf_free(&t.ways.b);
    gp_buf_free(&t.cases.b);
    gp_buf_free(&t.rounds.b);
    gp_arena_free(&w.arena);
    return code;
}
