/* md_data.c - trials noted, ordered and read again. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "report/md_data.h"

enum { MOST_CATEGORIES = 500, NOBODY = UINT16_MAX };

static uint64_t mix(uint64_t h, gp_str s)
{
    for (size_t i = 0; i < s.n; i++) h = (h ^ (unsigned char)s.p[i]) * 0x100000001B3u;
    return (h ^ 0xFF) * 0x100000001B3u;
}

static gp_code add_contestants(gp_md *d, gp_err *err)
{
    size_t n = 0;
    for (size_t i = 0; i < d->in->n; i++) n += gp_results_facts(d->in->runs[i])->n_targets;
    d->who = GP_NEW_ARRAY(&d->arena, gp_contestant, n);
    for (size_t i = 0; i < d->in->n; i++) {
        const gp_results_head *h = gp_results_facts(d->in->runs[i]);
        int64_t missing = h->planned - (int64_t)h->tally.trials;
        for (size_t k = 0; k < h->n_targets; k++) {
            gp_str name = h->targets[k].name;
            gp_str label = d->in->n > 1 ? gp_str_fmt(&d->arena, "%zu: %.*s", i + 1, GP_ARG(name)) : name;
            d->who[d->n_who++] = (gp_contestant){.run = i, .target = &h->targets[k], .label = label};
            if (h->n_targets == 1 && missing > 0) d->who[d->n_who - 1].not_run = (size_t)missing;
        }
    }
    return d->n_who < NOBODY ? GP_OK : gp_fail(err, GP_E_INPUT, "a report compares fewer than %d targets", NOBODY);
}

/* Too many categories to tabulate share the last one, which is named so. */
static uint16_t category_of(gp_md *d, gp_str name)
{
    for (size_t i = 0; i < d->n_categories; i++)
        if (gp_str_eq(d->categories[i], name)) return (uint16_t)i;
    if (d->n_categories == MOST_CATEGORIES) name = GP_STR("(further categories)");
    if (d->n_categories <= MOST_CATEGORIES) d->categories[d->n_categories++] = gp_str_dup(&d->arena, name);
    return (uint16_t)(d->n_categories - 1);
}

static uint16_t contestant_of(const gp_md *d, size_t run, gp_str target)
{
    for (size_t i = 0; i < d->n_who; i++)
        if (d->who[i].run == run && gp_str_eq(d->who[i].target->name, target)) return (uint16_t)i;
    return NOBODY;
}

/* The counts of the head are somebody's word: more trials may come. */
static gp_code make_room(gp_md *d, gp_err *err)
{
    if (d->notes && d->n_notes < d->room_notes) return GP_OK;
    size_t room = d->notes ? d->room_notes * 2 + 64 : 1;
    for (size_t i = 0; !d->notes && i < d->in->n; i++) room += gp_results_facts(d->in->runs[i])->tally.trials;
    gp_note *grown = realloc(d->notes, room * sizeof *grown);
    if (!grown) return gp_fail_memory(err, "the trials of a report", room * sizeof *grown);
    d->notes = grown;
    d->room_notes = room;
    return GP_OK;
}

static gp_code begin(gp_md *d, gp_err *err)
{
    if (d->begun) return GP_OK;
    d->begun = true;
    d->categories = GP_NEW_ARRAY(&d->arena, gp_str, MOST_CATEGORIES + 1);
    return add_contestants(d, err);
}

static void note_system(gp_md *d, size_t run, gp_str text)
{
    size_t i = 0;
    if (!text.n) return;
    while (i < d->n_systems && !(d->systems[i].run == run && gp_str_eq(d->systems[i].text, text))) i++;
    if (i == GP_MD_SYSTEMS) {
        d->other_systems++;
        return;
    }
    if (i == d->n_systems) d->systems[d->n_systems++] = (gp_md_system){run, 0, gp_str_dup(&d->arena, text)};
    d->systems[i].trials++;
}

/* What the report says of it beside its numbers. */
static void count_note(gp_md *d, const gp_note *n, const gp_result *t)
{
    d->reds += n->colour == GP_RED_GRADE || n->colour == GP_RED_GOLDEN || n->colour == GP_RED_BUDGET;
    d->broken += n->colour == GP_BROKEN;
    d->skipped += n->colour == GP_NOT_APPLICABLE;
    d->missing += t->golden == GP_GOLDEN_STATE_MISSING;
    d->repeats = d->repeats || t->repeat > 1;
    d->has_categories = d->has_categories || t->category.n;
    d->drafted += t->drafted_tokens;
    d->accepted += t->accepted_tokens;
    d->reasons = d->reasons || isfinite(t->first_reasoning_s);
}

static void note_turns(gp_md *d, size_t who, const gp_result *t)
{
    if (t->n_turns && !d->turns) d->turns = GP_NEW_ARRAY(&d->arena, gp_md_turns, d->n_who);
    for (size_t i = 0; i < t->n_turns && i < GP_MD_TURNS; i++) {
        const gp_turn *x = &t->turns[i];
        gp_md_turn *s = &d->turns[who].turn[i];
        s->n++;
        if (!isnan(x->first_token_s)) s->first_s += x->first_token_s, s->firsts++;
        if (!isnan(x->output_tokens_per_s)) s->speed += x->output_tokens_per_s, s->speeds++;
        if (x->input_tokens >= 0) s->input += (double)x->input_tokens, s->inputs++;
    }
}

gp_code gp_md_note(gp_md *d, size_t run, size_t index, const gp_result *t, gp_err *err)
{
    gp_code code = begin(d, err);
    if (!code) code = make_room(d, err);
    if (code) return code;
    const gp_gate_verdict *gate = &gp_results_facts(d->in->runs[run])->gate;
    gp_note n = {.case_hash = mix(mix(0xCBF29CE484222325u, t->suite), t->case_id),
                 .cluster = gp_cluster_id(t->suite, t->case_id, t->cluster),
                 .run = (uint16_t)run,
                 .index = (uint32_t)index};
    n.asked = (uint32_t)mix(mix(0xCBF29CE484222325u, t->case_digest), t->grader_digest);
    n.contestant = contestant_of(d, run, t->target);
    if (n.contestant == NOBODY)
        return gp_fail(err, GP_E_INPUT,
                       "results: the trial \"%.*s\" belongs to a target that \"targets\" does not list", GP_ARG(t->id));
    n.category = category_of(d, t->category);
    gp_ledger_note(d, n.contestant, t);
    note_turns(d, n.contestant, t);
    note_system(d, run, t->system);
    n.colour = (uint8_t)gp_result_colour(t, gate);
    n.score = (float)t->score;
    n.total_s = t->status == GP_ERROR ? NAN : (float)t->total_s;
    n.passed = t->status == GP_PASSED;
    n.known = t->known;
    n.retried = t->n_tries > 0;
    n.again = t->n_earlier > 0;
    bool remark = t->known || gp_str_eqc(t->finish, "length") || n.again || gp_result_unsure(t);
    n.plain = !remark && t->golden != GP_GOLDEN_STATE_DIFFERS && t->golden != GP_GOLDEN_STATE_STALE;
    n.missing = n.colour == GP_RED_GOLDEN && t->golden == GP_GOLDEN_STATE_MISSING;
    count_note(d, &n, t);
    d->notes[d->n_notes++] = n;
    return GP_OK;
}

/* Categories with failing trials come first, else they keep their order. */
static void order_categories(gp_md *d)
{
    bool bad[MOST_CATEGORIES + 1] = {0};
    uint16_t place[MOST_CATEGORIES + 1], n = 0;
    gp_str names[MOST_CATEGORIES + 1];
    for (size_t i = 0; i < d->n_notes; i++)
        if (d->notes[i].colour != GP_GREEN && d->notes[i].colour != GP_NOT_APPLICABLE) bad[d->notes[i].category] = true;
    for (int pass = 1; pass >= 0; pass--)
        for (size_t i = 0; i < d->n_categories; i++)
            if (bad[i] == pass) names[n] = d->categories[i], place[i] = n++;
    for (size_t i = 0; i < n; i++) d->categories[i] = names[i];
    for (size_t i = 0; i < d->n_notes; i++) d->notes[i].category = place[d->notes[i].category];
}

static int rank(const gp_note *n)
{
    static const int order[] = {
        [GP_RED_GRADE] = 0, [GP_RED_GOLDEN] = 1, [GP_RED_BUDGET] = 1, [GP_BROKEN] = 2, [GP_NOT_APPLICABLE] = 4};
    return n->colour == GP_GREEN ? (n->plain ? 5 : 3) : order[n->colour];
}

static int by_rank(const void *x, const void *y)
{
    const gp_note *a = x, *b = y;
    if (rank(a) != rank(b)) return rank(a) - rank(b);
    if (a->category != b->category) return a->category < b->category ? -1 : 1;
    if (a->run != b->run) return a->run < b->run ? -1 : 1;
    return (a->index > b->index) - (a->index < b->index);
}

/* Sift d->notes[at] down a heap of n. */
static void sift(gp_note *v, size_t at, size_t n, int (*compare)(const void *, const void *))
{
    gp_note x = v[at];
    for (size_t child; (child = 2 * at + 1) < n; at = child) {
        if (child + 1 < n && compare(&v[child], &v[child + 1]) < 0) child++;
        if (compare(&x, &v[child]) >= 0) break;
        v[at] = v[child];
    }
    v[at] = x;
}

/* In place: the C library's qsort takes as much memory again. Both orders are total, so it need not be stable. */
static void sort_notes(gp_note *v, size_t n, int (*compare)(const void *, const void *))
{
    for (size_t i = n / 2; i-- > 0;) sift(v, i, n, compare);
    for (size_t end = n; end-- > 1;) {
        gp_note top = v[0];
        v[0] = v[end];
        v[end] = top;
        sift(v, 0, end, compare);
    }
}

gp_code gp_md_order(gp_md *d, gp_err *err)
{
    gp_code code = begin(d, err);
    if (!code) order_categories(d);
    if (!code) sort_notes(d->notes, d->n_notes, by_rank);
    return code;
}

/* --- means --- */

static double value_of(const gp_note *n, gp_md_value value)
{
    if (value == GP_MD_TOTAL) return (double)n->total_s;
    if (isnan(n->score)) return NAN;
    return value == GP_MD_SCORE ? (double)n->score : n->passed ? 1 : 0;
}

static gp_mean mean_time(const double *v, const uint64_t *cluster, size_t n)
{
    gp_mean m = gp_mean95_real(v, cluster, n);
    if (m.ci95.lo < 0) m.ci95.lo = 0;
    return m;
}

gp_mean gp_md_mean(const gp_md *d, const gp_contestant *w, gp_md_value value)
{
    size_t n = 0, who = (size_t)(w - d->who);
    double *v = gp_alloc_array(d->n_notes + 1, sizeof *v);
    uint64_t *cluster = gp_alloc_array(d->n_notes + 1, sizeof *cluster);
    for (size_t i = 0; i < d->n_notes; i++) {
        double x = value_of(&d->notes[i], value);
        if (d->notes[i].contestant != who || !isfinite(x)) continue;
        cluster[n] = d->notes[i].cluster;
        v[n++] = x;
    }
    gp_mean m = value == GP_MD_TOTAL ? mean_time(v, cluster, n) : gp_mean95_clustered(v, cluster, n);
    free(v);
    free(cluster);
    return m;
}

void gp_md_put_mean(gp_buf *out, const gp_mean *m, void (*number)(gp_buf *out, double v))
{
    number(out, m->mean);
    if (!isfinite(m->ci95.hi)) return;
    gp_buf_c(out, " [");
    number(out, m->ci95.lo);
    gp_buf_c(out, ", ");
    number(out, m->ci95.hi);
    gp_buf_c(out, "]");
}

size_t gp_md_limit(const gp_md *d, size_t want)
{
    if (d->in->wish.markdown == GP_MARKDOWN_FULL) return SIZE_MAX;
    return want < d->room ? want : d->room;
}

const gp_manifest *gp_md_manifest(const gp_md *d, size_t run) { return d->in->ms ? d->in->ms[run] : NULL; }

void gp_md_targets(const gp_md *d, gp_buf *out, size_t limit, gp_md_target_row *row, const char *title,
                   const char *intro, const char *head)
{
    gp_md_section s = {.limit = gp_md_limit(d, limit)};
    for (size_t i = 0; i < d->n_who; i++) {
        if (!gp_md_row_begin(&s)) continue;
        row(&s.b, d, &d->who[i]);
        gp_md_row_end(&s);
    }
    gp_md_section_put(out, &s, title, intro, head);
    gp_buf_free(&s.b);
}

void gp_md_release(gp_md *d)
{
    free(d->notes);
    gp_arena_free(&d->arena);
}

gp_code gp_md_read(const gp_md *d, const gp_note *note, gp_arena *a, gp_result *out, gp_err *err)
{
    gp_arena_reset(a);
    return gp_results_at(d->in->runs[note->run], note->index, a, out, err);
}

bool gp_md_same_case(const gp_note *a, const gp_note *b)
{
    return a->case_hash == b->case_hash && a->asked == b->asked;
}

static int by_case(const void *x, const void *y)
{
    const gp_note *a = x, *b = y;
    if (a->case_hash != b->case_hash) return a->case_hash < b->case_hash ? -1 : 1;
    if (a->asked != b->asked) return a->asked < b->asked ? -1 : 1;
    if (a->contestant != b->contestant) return a->contestant < b->contestant ? -1 : 1;
    return (a->index > b->index) - (a->index < b->index);
}

gp_code gp_md_by_case(const gp_md *d, gp_note **out, gp_err *err)
{
    size_t bytes = (d->n_notes + 1) * sizeof **out;
    gp_note *copy = *out = malloc(bytes);
    if (!copy) return gp_fail_memory(err, "the cases of a report", bytes);
    if (d->n_notes) memcpy(copy, d->notes, d->n_notes * sizeof *copy);
    sort_notes(copy, d->n_notes, by_case);
    return GP_OK;
}
