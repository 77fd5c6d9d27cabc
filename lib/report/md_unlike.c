/* md_unlike.c - suites and cases that bear one name in several runs and are not the same: nothing is compared by a name
 * alone, and what is left unpaired for that is named. */
#include <stdlib.h>

#include "report/md_data.h"

enum { MOST_NAMED = 20 };

/* --- suites --- */

static const gp_manifest_suite *suite_in(const gp_manifest *m, gp_str name)
{
    for (size_t i = 0; m && i < m->n_suites; i++)
        if (gp_str_eq(m->suites[i].name, name)) return &m->suites[i];
    return NULL;
}

static void put_version(gp_buf *b, const gp_manifest_suite *s, size_t run)
{
    gp_buf_c(b, "version ");
    gp_md_code(b, s->version, 40);
    gp_buf_fmt(b, " (digest %.12s…) in run %zu", s->digest.p, run + 1);
}

/* A suite of run i beside the first run that has one of its name. */
static void unlike_suites(const gp_md *d, size_t run, gp_buf *b)
{
    const gp_manifest *m = gp_md_manifest(d, run);
    for (size_t i = 0; m && i < m->n_suites; i++) {
        const gp_manifest_suite *s = &m->suites[i], *other = NULL;
        size_t k = 0;
        while (k < run && !(other = suite_in(gp_md_manifest(d, k), s->name))) k++;
        bool known = other && other->digest.n && s->digest.n;
        if (!known || (gp_str_eq(other->digest, s->digest) && gp_str_eq(other->version, s->version))) continue;
        gp_buf_c(b, "- suite ");
        gp_md_code(b, s->name, 0);
        gp_buf_c(b, ": ");
        put_version(b, other, k);
        gp_buf_c(b, ", ");
        put_version(b, s, run);
        gp_buf_byte(b, '\n');
    }
}

/* --- cases --- */

/* The old text and the new one. */
static void put_asked(gp_buf *out, const char *what, gp_str before, gp_str now)
{
    enum { MOST = 1000 };
    if (gp_str_eq(before, now)) return;
    gp_buf_fmt(out, "\n  The %s, words that went [-so-], words that came {+so+}:\n\n", what);
    gp_md_words(out, before, now, MOST);
    gp_buf_byte(out, '\n');
}

static gp_code put_case(const gp_md *d, const gp_note *a, const gp_note *b, gp_buf *out, gp_err *err)
{
    gp_arena arena = {0}, other = {0};
    gp_result x, y;
    gp_code code = gp_md_read(d, a, &arena, &x, err);
    if (!code) code = gp_md_read(d, b, &other, &y, err);
    if (!code) {
        gp_buf_c(out, "- case ");
        gp_md_code(out, x.case_id, 0);
        gp_buf_c(out, " of ");
        gp_md_code(out, x.suite, 0);
        gp_buf_fmt(out, ": runs %zu and %zu %s\n", (size_t)(a->run < b->run ? a : b)->run + 1,
                   (size_t)(a->run < b->run ? b : a)->run + 1,
                   gp_str_eq(x.case_digest, y.case_digest) ? "judged the answers otherwise" : "asked otherwise");
        const gp_result *before = a->run < b->run ? &x : &y, *now = a->run < b->run ? &y : &x;
        put_asked(out, "system text", before->system, now->system);
        put_asked(out, "prompt", before->prompt, now->prompt);
    }
    gp_arena_free(&arena);
    gp_arena_free(&other);
    return code;
}

/* `notes` are ordered by case, and then by what was asked. */
static gp_code unlike_cases(const gp_md *d, const gp_note *notes, gp_buf *b, size_t *count, gp_err *err)
{
    gp_code code = GP_OK;
    size_t last = SIZE_MAX; /* each name once */
    for (size_t i = 1; i < d->n_notes && !code; i++) {
        bool named = last != SIZE_MAX && notes[last].case_hash == notes[i].case_hash;
        if (named || notes[i].case_hash != notes[i - 1].case_hash || notes[i].asked == notes[i - 1].asked) continue;
        last = i;
        if (++*count <= MOST_NAMED) code = put_case(d, &notes[i - 1], &notes[i], b, err);
    }
    return code;
}

gp_code gp_md_unlike(gp_md *d, gp_buf *out, gp_err *err)
{
    gp_buf b = {0};
    gp_note *notes = NULL;
    size_t count = 0;
    if (d->in->n < 2) return GP_OK;
    for (size_t i = 1; i < d->in->n; i++) unlike_suites(d, i, &b);
    gp_code code = gp_md_by_case(d, &notes, err);
    if (!code) code = unlike_cases(d, notes, &b, &count, err);
    if (count > MOST_NAMED) gp_buf_fmt(&b, "- and %zu more cases\n", count - MOST_NAMED);
    if (b.n && !code) {
        gp_buf_c(out,
                 "\n## Not the same\n\nThese bear one name in several runs. Cases that were asked or judged "
                 "otherwise are not paired below; each stands in a row of its own.\n\n");
        gp_buf_str(out, gp_buf_view(&b));
    }
    gp_buf_free(&b);
    free(notes);
    return code;
}
