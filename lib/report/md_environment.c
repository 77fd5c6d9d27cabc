/* The environment of a run: what it meant for each target, what was sent around the trials and how that ended, and for
 * a sustained run whether the target kept its pace. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "report/md_data.h"
#include "stats/stats.h"

enum { MOST_KINDS = 200, SECTION = 60000 };

/* --- what was sent --- */

typedef struct sent { /* of one role, to one member, in the name of one target's trials */
    size_t contestant;
    gp_str role, member;
    size_t n, meant;             /* meant: ended as it should */
    size_t answered, broke;      /* the trials that followed */
    size_t ended[GP_FAIL_KINDS]; /* [GP_FAIL_NONE]: with an answer, or done */
    double *times;
    size_t n_times, room;
} sent;

typedef struct moment { /* of one trial */
    double begun, ended, total;
    int64_t tokens;
} moment;

typedef struct moments { /* of one contestant in a sustained run */
    moment *v;
    size_t n, room, sessions;
    bool unknown; /* a duration is missing */
} moments;

typedef struct surroundings {
    gp_md *d;
    gp_arena arena;
    sent list[MOST_KINDS];
    size_t n, left_out;
    moments *pace; /* per contestant */
} surroundings;

static bool must_fail(gp_str role) { return gp_str_eqc(role, "bad_request"); }

/* A request that hung, was lost, or was turned away for another reason than what it says was not refused. */
static bool refused(gp_failure f)
{
    return f == GP_FAIL_REJECTED || f == GP_FAIL_BAD_RESPONSE || f == GP_FAIL_CONTEXT_OVERFLOW ||
           f == GP_FAIL_SERVER_ERROR;
}

static sent *sent_of(surroundings *s, size_t contestant, const gp_step *step)
{
    for (size_t i = 0; i < s->n; i++)
        if (s->list[i].contestant == contestant && gp_str_eq(s->list[i].role, step->role) &&
            gp_str_eq(s->list[i].member, step->member))
            return &s->list[i];
    if (s->n == MOST_KINDS) return s->left_out++, NULL;
    sent *one = &s->list[s->n++];
    *one = (sent){.contestant = contestant,
                  .role = gp_str_dup(&s->arena, step->role),
                  .member = gp_str_dup(&s->arena, step->member)};
    return one;
}

static void count(surroundings *s, size_t contestant, const gp_result *t)
{
    for (size_t i = 0; i < t->n_before; i++) {
        const gp_step *step = &t->before[i];
        sent *one = sent_of(s, contestant, step);
        if (!one) continue;
        one->n++;
        one->meant += must_fail(step->role) ? refused(step->failure) : step->failure == GP_FAIL_NONE && !step->skipped;
        one->ended[step->failure]++;
        one->answered += t->status == GP_PASSED || t->status == GP_FAILED;
        one->broke += t->status == GP_ERROR;
        if (isnan(step->duration_s)) continue;
        one->times = gp_grow(one->times, one->n_times, &one->room, sizeof *one->times);
        one->times[one->n_times++] = step->duration_s;
    }
}

static void how_ended(const sent *one, gp_buf *b)
{
    bool any = false;
    for (int k = 0; k < GP_FAIL_KINDS; k++) {
        if (!one->ended[k]) continue;
        const char *name = k                      ? gp_failure_name((gp_failure)k)
                           : must_fail(one->role) ? "answered all the same"
                                                  : "as it should";
        gp_buf_fmt(b, "%s%s: %zu", any ? ", " : "", name, one->ended[k]);
        any = true;
    }
}

static void sent_rows(const surroundings *s, gp_md_section *out)
{
    for (size_t i = 0; i < s->n; i++) {
        const sent *one = &s->list[i];
        if (!gp_md_row_begin(out)) continue;
        gp_buf_c(&out->b, "| ");
        gp_md_code_cell(&out->b, s->d->who[one->contestant].label, 0);
        gp_buf_c(&out->b, " | ");
        gp_md_code_cell(&out->b, one->member, 0);
        gp_buf_c(&out->b, " | ");
        gp_md_text_cell(&out->b, one->role, 40);
        gp_buf_fmt(&out->b, " | %zu | %zu | ", one->n, one->meant);
        how_ended(one, &out->b);
        gp_buf_c(&out->b, " | ");
        gp_text_number(&out->b, gp_median(one->times, one->n_times));
        gp_buf_fmt(&out->b, " | %zu | %zu |\n", one->answered, one->broke);
        gp_md_row_end(out);
    }
    out->cut += s->left_out;
}

/* --- pace --- */

static void note_moment(surroundings *s, size_t contestant, const gp_result *t)
{
    moments *m = &s->pace[contestant];
    for (size_t i = 0; i < t->n_before; i++) m->sessions += gp_str_eqc(t->before[i].role, "priming");
    if (!(t->begun_s > 0)) return;
    m->unknown = m->unknown || isnan(t->duration_s);
    m->v = gp_grow(m->v, m->n, &m->room, sizeof *m->v);
    m->v[m->n++] = (moment){t->begun_s, t->begun_s + t->duration_s, t->duration_s, t->output_tokens};
}

typedef struct third {
    size_t trials;
    double tokens, median_s; /* NaN: unknown */
} third;

/* Trials that ended from `from` on and before `to`. */
static third third_of(const moments *m, double from, double to, double *scratch)
{
    third t = {.tokens = 0};
    for (size_t i = 0; i < m->n; i++) {
        if (m->v[i].ended < from || m->v[i].ended >= to) continue;
        scratch[t.trials++] = m->v[i].total;
        t.tokens += m->v[i].tokens < 0 ? (double)NAN : (double)m->v[i].tokens;
    }
    t.median_s = gp_median(scratch, t.trials);
    return t;
}

static void third_cells(gp_buf *b, const third *t, double seconds)
{
    gp_buf_fmt(b, " | %zu | ", t->trials);
    gp_text_number(b, (double)t->trials / seconds);
    gp_md_next_number(b, t->tokens / seconds);
    gp_md_next_number(b, t->median_s);
}

static void pace_row(const surroundings *s, size_t contestant, gp_buf *b)
{
    const moments *m = &s->pace[contestant];
    double from = m->v[0].begun, to = m->v[0].ended;
    for (size_t i = 1; i < m->n; i++) {
        if (m->v[i].begun < from) from = m->v[i].begun;
        if (m->v[i].ended > to) to = m->v[i].ended;
    }
    double *scratch = gp_alloc_array(m->n, sizeof *scratch), part = (to - from) / 3;
    third first = third_of(m, from, from + part, scratch), last = third_of(m, to - part, INFINITY, scratch);
    free(scratch);
    gp_md_first(b, s->d->who[contestant].label);
    gp_md_next_number(b, to - from);
    third_cells(b, &first, part);
    third_cells(b, &last, part);
    gp_buf_c(b, " |\n");
}

static void pace_rows(const surroundings *s, gp_md_section *out, gp_buf *left_out)
{
    for (size_t i = 0; i < s->d->n_who; i++) {
        const moments *m = &s->pace[i];
        if (!m->n) continue;
        if (m->unknown || m->sessions > 1) {
            gp_buf_c(left_out, "\nThe pace of ");
            gp_md_code(left_out, s->d->who[i].label, 0);
            gp_buf_c(
                left_out,
                m->unknown
                    ? " is n/a: the duration of a trial is not known.\n"
                    : " is n/a: the run was interrupted, so its trials did not follow each other without pause.\n");
            continue;
        }
        if (!gp_md_row_begin(out)) continue;
        pace_row(s, i, &out->b);
        gp_md_row_end(out);
    }
}

/* --- the section --- */

static void meanings(const gp_manifest *m, const gp_manifest_target *t, gp_buf *out)
{
    if (t->environment.n && gp_md_named(m, t->name) == t) {
        gp_buf_c(out, "- ");
        gp_md_code(out, t->name, 0);
        gp_buf_c(out, ": ");
        gp_md_text(out, t->environment, 0);
        gp_buf_c(out, ".\n");
    }
    for (size_t i = 0; i < t->n_members; i++) meanings(m, &t->members[i], out);
}

static bool has_environment(const gp_md *d, size_t run)
{
    const gp_manifest *m = gp_md_manifest(d, run);
    return m && m->environment.n;
}

static gp_code gather(surroundings *s, gp_err *err)
{
    gp_md *d = s->d;
    gp_arena a = {0};
    gp_code code = GP_OK;
    for (size_t i = 0; i < d->n_notes && !code; i++) {
        gp_result t;
        if (!has_environment(d, d->notes[i].run)) continue;
        code = gp_md_read(d, &d->notes[i], &a, &t, err);
        if (!code) count(s, d->notes[i].contestant, &t);
        if (!code) note_moment(s, d->notes[i].contestant, &t);
    }
    gp_arena_free(&a);
    return code;
}

static int by_place(const void *x, const void *y)
{
    const sent *a = x, *b = y;
    if (a->contestant != b->contestant) return a->contestant < b->contestant ? -1 : 1;
    int c = gp_str_cmp(a->member, b->member);
    return c ? c : gp_str_cmp(a->role, b->role);
}

static void put_tables(surroundings *s, gp_buf *out)
{
    gp_md_section was_sent = {.limit = gp_md_limit(s->d, SECTION)}, pace = {.limit = gp_md_limit(s->d, SECTION)};
    gp_buf left_out = {0};
    qsort(s->list, s->n, sizeof *s->list, by_place);
    sent_rows(s, &was_sent);
    pace_rows(s, &pace, &left_out);
    gp_md_section_put(
        out, &was_sent, "### What was sent around the trials",
        "Not graded and not part of the evidence. A bad request should be refused; the last two columns tell what became of the trials right after.",
        "| Target | Asked | What | Times | As meant | Ended | Median (s) | Then answered | Then broke |\n| :-- | :-- | :-- | --: | --: | :-- | --: | --: | --: |\n");
    gp_md_section_put(
        out, &pace, "### Pace",
        "The time from the beginning of the first trial to the end of the last one, and what ended in its first and in its last third.",
        "| Target | Time (s) | First: trials | trials/s | output tokens/s | median (s) | Last: trials | trials/s | output tokens/s | median (s) |\n"
        "| :-- | --: | --: | --: | --: | --: | --: | --: | --: | --: |\n");
    gp_buf_str(out, gp_buf_view(&left_out));
    gp_buf_free(&was_sent.b);
    gp_buf_free(&pace.b);
    gp_buf_free(&left_out);
}

gp_code gp_md_environment(gp_md *d, gp_buf *out, gp_err *err)
{
    bool any = false;
    for (size_t i = 0; i < d->in->n; i++) {
        const gp_manifest *m = gp_md_manifest(d, i);
        if (!has_environment(d, i)) continue;
        gp_buf_fmt(out, "\n## Environment: %.*s", GP_ARG(m->environment));
        if (d->in->n > 1) gp_buf_fmt(out, " (run %zu)", i + 1);
        gp_buf_c(out, "\n\n");
        for (size_t k = 0; k < m->n_targets; k++) meanings(m, &m->targets[k], out);
        any = true;
    }
    if (!any) return GP_OK;
    surroundings *s = gp_alloc(sizeof *s);
    s->d = d;
    s->pace = GP_NEW_ARRAY(&s->arena, moments, d->n_who);
    gp_code code = gather(s, err);
    if (!code) put_tables(s, out);
    for (size_t i = 0; i < d->n_who; i++) free(s->pace[i].v);
    for (size_t i = 0; i < s->n; i++) free(s->list[i].times);
    gp_arena_free(&s->arena);
    free(s);
    return code;
}
