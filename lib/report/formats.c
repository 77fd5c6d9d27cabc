/* formats.c - the table of formats, and one reading of the results for all of them. */
#include <stdlib.h>

#include "base/sys.h"
#include "report/format.h"

#define ROW_ONE(name, file, help) {#name, file, false, true, &gp_report_##name},
#define ROW_MANY(name, file, help) {#name, file, true, true, &gp_report_##name},
#define ROW_ASKED(name, file, help) {#name, file, false, false, &gp_report_##name},
const gp_report_format gp_report_formats[GP_REPORT_N] = {GP_REPORT_FORMATS(ROW_ONE, ROW_MANY, ROW_ASKED)};

/* --- one format, of runs that are open --- */

typedef struct noting {
    const gp_report_writer *writer;
    void *state;
    const gp_report_runs *in;
    size_t run, index;
} noting;

static gp_code note_one(void *user, const gp_result *t, gp_err *err)
{
    noting *x = user;
    return x->writer->note(x->state, x->in, x->run, x->index++, t, err);
}

static void into_buffer(void *user, gp_str bytes) { gp_buf_str(user, bytes); }

gp_code gp_report_write(const gp_report_format *f, const gp_report_runs *in, gp_buf *out, gp_err *err)
{
    gp_arena a = {0};
    noting x = {f->writer, gp_arena_alloc(&a, f->writer->size), in, 0, 0};
    gp_code code = GP_OK;
    for (; x.writer->note && x.run < in->n && !code; x.run++, x.index = 0)
        code = gp_results_each(in->runs[x.run], note_one, &x, err);
    if (!code) code = x.writer->write(x.state, in, into_buffer, out, err);
    if (x.writer->release) x.writer->release(x.state);
    gp_arena_free(&a);
    return code;
}

/* --- all formats, of a bundle --- */

typedef struct rendering {
    const gp_results *run[1];
    const gp_manifest *manifest[1];
    gp_report_runs in; /* the two */
    void *state[GP_REPORT_N];
    size_t seen;
} rendering;

static gp_code note_all(void *user, const gp_results *r, const gp_result *t, gp_err *err)
{
    rendering *x = user;
    gp_code code = GP_OK;
    x->run[0] = r;
    for (size_t i = 0; i < GP_REPORT_N && !code; i++) {
        const gp_report_writer *w = gp_report_formats[i].writer;
        if (w->note && gp_report_formats[i].kept) code = w->note(x->state[i], &x->in, 0, x->seen, t, err);
    }
    x->seen++;
    return code;
}

static void into_file(void *user, gp_str bytes) { gp_out_put(user, bytes); /* trouble comes out of gp_out_close */ }

static gp_code write_file(rendering *x, size_t i, const char *path, gp_err *err)
{
    gp_out *o = NULL;
    gp_code code = gp_out_open(path, &o, err);
    if (code) return code;
    code = gp_report_formats[i].writer->write(x->state[i], &x->in, into_file, o, err);
    gp_code closed = gp_out_close(o, !code, code ? NULL : err);
    return code ? code : closed;
}

typedef struct beside {
    gp_arena *a;
    const char *dir;
} beside;

static gp_code write_beside(void *user, const char *name, gp_str bytes, gp_err *err)
{
    const beside *b = user;
    const char *path = gp_path_join(b->a, b->dir, name);
    return gp_write_below(b->a, path, bytes, err);
}

static gp_code write_format(rendering *x, size_t i, gp_arena *a, const char *dir, gp_err *err)
{
    const gp_report_format *f = &gp_report_formats[i];
    beside b = {a, dir};
    gp_code code = write_file(x, i, gp_path_join(a, dir, f->file), err);
    if (!code && f->writer->beside) code = f->writer->beside(x->state[i], write_beside, &b, err);
    return code;
}

gp_code gp_report_bundle(const char *dir, const gp_report_wish *wish, gp_err *err)
{
    gp_arena a = {0};
    gp_results *r = NULL;
    gp_manifest m;
    rendering x = {.in = {.n = 1, .wish = *wish}};
    x.in.runs = x.run;
    x.in.ms = x.manifest;
    for (size_t i = 0; i < GP_REPORT_N; i++) x.state[i] = gp_arena_alloc(&a, gp_report_formats[i].writer->size);
    bool pinned = false;
    gp_code code = gp_results_open_each(dir, note_all, &x, &r, err);
    x.run[0] = r;
    if (!code) code = gp_bundle_look(dir, GP_FILE_MANIFEST, &pinned, err);
    if (pinned) x.manifest[0] = &m, code = gp_manifest_read(&a, gp_path_join(&a, dir, GP_FILE_MANIFEST), &m, err);
    for (size_t i = 0; i < GP_REPORT_N; i++) {
        if (!code && gp_report_formats[i].kept) code = write_format(&x, i, &a, dir, err);
        if (gp_report_formats[i].writer->release) gp_report_formats[i].writer->release(x.state[i]);
    }
    gp_results_close(r);
    if (!code) code = gp_bundle_sum(dir, err);
    if (!code) gp_sync_dir(dir);
    gp_arena_free(&a);
    return code;
}

/* --- one format, of a bundle --- */

static gp_code render(const char *dir, const gp_report_format *f, const gp_report_wish *wish, gp_buf *out, gp_err *err)
{
    gp_arena a = {0};
    gp_results *r = NULL;
    gp_manifest m;
    const gp_manifest *manifest = &m;
    gp_code code = gp_results_open(dir, &r, err);
    if (!code) code = gp_manifest_read(&a, gp_path_join(&a, dir, GP_FILE_MANIFEST), &m, err);
    const gp_results *const runs[] = {r};
    if (!code) code = gp_report_write(f, &(gp_report_runs){runs, &manifest, 1, *wish, NULL, 0}, out, err);
    gp_results_close(r);
    gp_arena_free(&a);
    return code;
}

gp_code gp_report_copy(const char *dir, const gp_report_format *f, const gp_report_wish *wish, const char *to,
                       gp_err *err)
{
    gp_arena a = {0};
    gp_buf b = {0};
    if (f->kept) return gp_bundle_copy(dir, f->file, to, err);
    gp_code code = render(dir, f, wish, &b, err);
    if (!code) code = gp_write_below(&a, to, gp_buf_view(&b), err);
    gp_arena_free(&a);
    gp_buf_free(&b);
    return code;
}
