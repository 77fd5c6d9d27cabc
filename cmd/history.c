/* history.c - goldpin history add, list, trend: runs collected in a file, and what they say over time. */
#include "base/sys.h"
#include "cli.h"
#include "history/history.h"
#include "report/report.h"
#include "run/earlier.h"

typedef struct options {
    gp_output out;
    const char *file, *target, *svg;
} options;

static const options defaults = {.file = GP_HISTORY_FILE};

/* --- add --- */

static gp_code add_one(gp_args *a, gp_history *h, const char *run, gp_buf *out, gp_err *err)
{
    static const char *const read[] = {GP_FILE_RESULTS, GP_FILE_MANIFEST};
    gp_results *r = NULL;
    gp_manifest m;
    gp_str label = {0};
    bool kept = !gp_is_commit(run) && gp_bundle_holds(run, GP_FILE_MANIFEST), added = false;
    gp_code code = gp_is_commit(run) ? GP_OK : gp_bundle_finished(run, err);
    if (!code && !gp_is_commit(run)) code = gp_bundle_intact(run, read, sizeof read / sizeof *read, err);
    if (!code) code = gp_earlier_open(&a->mem, run, &r, &label, err);
    if (!code && kept) code = gp_manifest_read(&a->mem, gp_path_join(&a->mem, run, GP_FILE_MANIFEST), &m, err);
    if (!code) code = gp_history_add(h, label, r, kept ? &m : NULL, &added, err);
    if (!code) {
        gp_buf_c(out, added ? "added       " : "there already ");
        gp_show(out, label, 200);
        gp_buf_byte(out, '\n');
    }
    gp_results_close(r);
    return code;
}

static gp_code add(gp_args *a, gp_buf *out, gp_err *err)
{
    const options *o = a->options;
    gp_history *h = NULL;
    gp_code code = gp_history_open(o->file, true, &h, err);
    for (size_t i = 0; i < a->n_pos && !code; i++) code = add_one(a, h, a->pos[i], out, err);
    gp_history_close(h);
    return code;
}

/* --- list --- */

static void as_json(const gp_history_run *list, size_t n, gp_buf *out)
{
    gp_jw w;
    gp_jw_init(&w, out, 2);
    gp_jw_array(&w);
    for (size_t i = 0; i < n; i++) {
        const gp_history_run *r = &list[i];
        char when[24];
        gp_utc_iso(r->started_epoch, when);
        gp_jw_object(&w);
        gp_jw_kc(&w, "started", when);
        gp_jw_kstr(&w, "run", r->label);
        gp_jw_kstr(&w, "commit", r->commit);
        gp_jw_kstr(&w, "fingerprint", r->fingerprint);
        gp_jw_kstr(&w, "suites", r->suites);
        gp_jw_kstr(&w, "targets", r->targets);
        gp_jw_kint(&w, "trials", r->trials);
        gp_jw_kint(&w, "passed", r->passed);
        gp_jw_kint(&w, "failed", r->failed);
        gp_jw_kint(&w, "broken", r->broken);
        gp_jw_kint(&w, "skipped", r->skipped);
        gp_jw_kint(&w, "exit_code", r->exit_code);
        gp_jw_end_object(&w);
    }
    gp_jw_end_array(&w);
    gp_buf_byte(out, '\n');
}

static void as_text(const gp_history_run *list, size_t n, gp_buf *out)
{
    for (size_t i = 0; i < n; i++) {
        const gp_history_run *r = &list[i];
        char when[24];
        gp_utc_iso(r->started_epoch, when);
        gp_buf_fmt(out, "%.16s  %lld of %lld passed, %lld broke  ", when, (long long)r->passed,
                   (long long)(r->passed + r->failed), (long long)r->broken);
        gp_show(out, r->suites, 100);
        gp_buf_c(out, " on ");
        gp_show(out, r->targets, 100);
        gp_buf_c(out, "  ");
        gp_show(out, r->label, 100);
        if (r->commit.n) gp_buf_fmt(out, " (%.12s)", r->commit.p);
        gp_buf_byte(out, '\n');
    }
    if (!n) gp_buf_c(out, "no runs\n");
}

static gp_code list(gp_args *a, gp_buf *out, gp_err *err)
{
    const options *o = a->options;
    gp_history *h = NULL;
    const gp_history_run *runs = NULL;
    size_t n = 0;
    gp_code code = gp_history_open(o->file, false, &h, err);
    if (!code) code = gp_history_runs(h, &a->mem, &runs, &n, err);
    if (!code && o->out.json) as_json(runs, n, out);
    else if (!code) as_text(runs, n, out);
    gp_history_close(h);
    return code;
}

/* --- trend --- */

static gp_code write_chart(gp_args *a, const gp_trend *t, size_t n, gp_err *err)
{
    const options *o = a->options;
    if (n != 1) return gp_fail(err, GP_E_USAGE, "--svg draws one target, there are %zu: name it with -t", n);
    gp_buf b = {0};
    gp_chart c = gp_trend_chart(t, &a->mem);
    gp_chart_file(&b, &c);
    gp_code code = gp_write_below(&a->mem, o->svg, gp_buf_view(&b), err);
    gp_buf_free(&b);
    return code;
}

static gp_code trend(gp_args *a, gp_buf *out, gp_err *err)
{
    const options *o = a->options;
    gp_history *h = NULL;
    const gp_trend *found = NULL;
    size_t n = 0;
    gp_str one_case = a->n_pos > 1 ? gp_str_c(a->pos[1]) : (gp_str){0},
           target = o->target ? gp_str_c(o->target) : (gp_str){0};
    gp_code code = gp_history_open(o->file, false, &h, err);
    if (!code) code = gp_history_trends(h, &a->mem, gp_str_c(a->pos[0]), one_case, target, &found, &n, err);
    if (!code && o->svg) code = write_chart(a, found, n, err);
    if (!code && o->out.json) gp_trend_json(found, n, out);
    for (size_t i = 0; i < n && !code && !o->out.json; i++) gp_trend_markdown(&found[i], 0, out);
    gp_history_close(h);
    return code;
}

/* --- tables --- */

#define HISTORY                                                                                        \
    {                                                                                                  \
        "history", 0, GP_TO_PATH(options, file), "FILE", "the history; default " GP_HISTORY_FILE, NULL \
    }
static const gp_opt file_opts[] = {HISTORY, {0}};
static const gp_opt trend_opts[] = {
    HISTORY,
    {"target", 't', GP_TO_TEXT(options, target), "NAME", "of this target alone", NULL},
    {"svg", 0, GP_TO_PATH(options, svg), "FILE", "write the chart of one target to FILE", NULL},
    {0}};

#define EXITS \
    "  0    done\n  2    usage, or a file is none of these, or damaged\n  3    the file system refused, or another process keeps the history\n"

const gp_command gp_cmd_history_add = {
    .name = "history add",
    .usage = "RUN... [options]",
    .summary = "collect runs in a history",
    .opts = {{file_opts, 0}, GP_OPTS_IN(options, out, gp_output_opts)},
    .options = sizeof(options),
    .defaults = &defaults,
    .min_args = 1,
    .max_args = -1,
    .run = add,
    .details =
        "RUN is a bundle, a results.json, or git:REF[:PATH]. A run that is there already is not\n"
        "added again. Verdicts, scores, tokens, times and costs are kept, texts are not.\n",
    .exits = EXITS,
    .example = "  goldpin history add reports/*\n"};

const gp_command gp_cmd_history_list = {.name = "history list",
                                        .usage = "[options]",
                                        .summary = "the runs of a history, oldest first",
                                        .opts = {{file_opts, 0}, GP_OPTS_IN(options, out, gp_json_opts)},
                                        .options = sizeof(options),
                                        .defaults = &defaults,
                                        .min_args = 0,
                                        .max_args = 0,
                                        .run = list,
                                        .exits = EXITS,
                                        .example = "  goldpin history list\n"};

const gp_command gp_cmd_history_trend = {
    .name = "history trend",
    .usage = "SUITE [CASE] [options]",
    .summary = "pass rates over time, and the runs that brought a change",
    .opts = {{trend_opts, 0}, GP_OPTS_IN(options, out, gp_json_opts)},
    .options = sizeof(options),
    .defaults = &defaults,
    .min_args = 1,
    .max_args = 2,
    .run = trend,
    .details =
        "Each run is compared with the last one that brought a change, by the cases that both\n"
        "asked and judged alike. goldpin report RUN --html FILE --history FILE shows the same\n"
        "in a report.\n",
    .exits = EXITS,
    .example = "  goldpin history trend smoke -t pocket --svg trend.svg\n"};
