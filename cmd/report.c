/* report.c - goldpin report and goldpin diff: both read results.json only. */
#include "base/sys.h"
#include "cli.h"
#include "goldens.h"
#include "history/history.h"
#include "report/report.h"
#include "run/earlier.h"

typedef struct options {
    const char *to[GP_REPORT_N]; /* the file of each format; NULL: not asked for */
    gp_report_wish wish;
    const char *history;
} options;

/* First what compares several runs, for it is what there is without an option. */
#define OPTION(name, file, help) {#name, 0, GP_TO_PATH(options, to[GP_REPORT_##name]), "FILE", help, NULL},
static const gp_opt report_opts[] = {
    GP_REPORT_FORMATS(GP_REPORT_NO_ROW, OPTION, GP_REPORT_NO_ROW)
        GP_REPORT_FORMATS(OPTION, GP_REPORT_NO_ROW, GP_REPORT_NO_ROW)
            GP_REPORT_FORMATS(GP_REPORT_NO_ROW, GP_REPORT_NO_ROW, OPTION){
                "markdown-length", 0, GP_TO_ENUM(options, wish.markdown), GP_MARKDOWN_LENGTHS,
                "how much markdown: for a pull request, for a job summary (the default), or all there is", NULL},
    {"junit-dialect", 0, GP_TO_ENUM(options, wish.junit), GP_JUNIT_DIALECTS,
     "JUnit XML as Jenkins' schema has it (the default), or with what other consumers read besides", NULL},
    {"history", 0, GP_TO_PATH(options, history), "FILE",
     "add what this history says of the suites over time (goldpin history)", NULL},
    {0}};

typedef struct runs {
    gp_arena *mem; /* the command's */
    gp_results **results;
    const gp_manifest **manifests;
    size_t n;
} runs;

/* The manifest beside a bundle's results; a lone results.json has none. */
static gp_code read_manifest(runs *r, const char *path, size_t i, gp_err *err)
{
    if (!gp_bundle_holds(path, GP_FILE_MANIFEST)) return GP_OK;
    gp_manifest *m = GP_NEW(r->mem, gp_manifest);
    r->manifests[i] = m;
    return gp_manifest_read(r->mem, gp_path_join(r->mem, path, GP_FILE_MANIFEST), m, err);
}

/* Nothing is rendered from files that are not those that the run wrote. */
static gp_code look_at(const char *run, gp_err *err)
{
    static const char *const read[] = {GP_FILE_RESULTS, GP_FILE_MANIFEST, GP_FOLDER_PENDING};
    gp_code code = gp_bundle_finished(run, err);
    return code ? code : gp_bundle_intact(run, read, sizeof read / sizeof *read, err);
}

static gp_code open_runs(const gp_args *a, runs *r, gp_err *err)
{
    r->n = a->n_pos;
    r->results = GP_NEW_ARRAY(r->mem, gp_results *, r->n);
    r->manifests = GP_NEW_ARRAY(r->mem, const gp_manifest *, r->n);
    gp_code code = GP_OK;
    for (size_t i = 0; i < r->n && !code; i++) {
        gp_str label;
        if (!gp_is_commit(a->pos[i])) code = look_at(a->pos[i], err);
        if (!code) code = gp_earlier_open(r->mem, a->pos[i], &r->results[i], &label, err);
        if (!code && !gp_is_commit(a->pos[i])) code = read_manifest(r, a->pos[i], i, err);
    }
    return code;
}

static void close_runs(runs *r)
{
    for (size_t i = 0; i < r->n; i++) gp_results_close(r->results[i]);
}

/* --- trends of a history --- */

enum { MOST_TRENDS = 16 };

typedef struct named {
    gp_arena *mem;
    gp_str suites[MOST_TRENDS];
    size_t n;
} named;

static gp_code note_suite(void *user, const gp_result *t, gp_err *err)
{
    (void)err;
    named *x = user;
    for (size_t i = 0; i < x->n; i++)
        if (gp_str_eq(x->suites[i], t->suite)) return GP_OK;
    if (x->n < MOST_TRENDS) x->suites[x->n++] = gp_str_dup(x->mem, t->suite);
    return GP_OK;
}

/* Of the suites and targets of the first run. */
static gp_code read_trends(const options *o, const runs *r, gp_report_runs *in, gp_err *err)
{
    gp_history *h = NULL;
    named x = {.mem = r->mem};
    gp_trend *list = GP_NEW_ARRAY(r->mem, gp_trend, MOST_TRENDS);
    gp_code code = o->history ? gp_history_open(o->history, false, &h, err) : GP_OK;
    if (!o->history || code) return code;
    const gp_results_head *f = gp_results_facts(r->results[0]);
    code = gp_results_each(r->results[0], note_suite, &x, err);
    in->trends = list;
    for (size_t i = 0; i < x.n; i++)
        for (size_t k = 0; k < f->n_targets && in->n_trends < MOST_TRENDS && !code; k++) {
            const gp_trend *one = NULL;
            size_t n = 0;
            code = gp_history_trends(h, r->mem, x.suites[i], (gp_str){0}, f->targets[k].name, &one, &n, err);
            if (n) list[in->n_trends++] = one[0];
        }
    gp_history_close(h);
    return code;
}

/* Nothing is written before all is rendered. */
static gp_code report(gp_args *a, gp_buf *out, gp_err *err)
{
    const options *o = a->options;
    runs r = {.mem = &a->mem};
    gp_buf text[GP_REPORT_N] = {0};
    bool any = false;
    for (size_t i = 0; i < GP_REPORT_N; i++) any = any || o->to[i];
    gp_code code = open_runs(a, &r, err);
    gp_report_runs in = {(const gp_results *const *)r.results, r.manifests, r.n, o->wish, NULL, 0};
    if (!code) code = read_trends(o, &r, &in, err);
    for (size_t i = 0; i < GP_REPORT_N && !code; i++) {
        const gp_report_format *f = &gp_report_formats[i];
        if (any ? !o->to[i] : i != GP_REPORT_markdown) continue;
        code = f->several || r.n == 1 ? gp_report_write(f, &in, any ? &text[i] : out, err)
                                      : gp_fail(err, GP_E_USAGE, "--%s takes a single run", f->name);
    }
    for (size_t i = 0; i < GP_REPORT_N; i++) {
        if (!code && o->to[i]) code = gp_write_file(o->to[i], gp_buf_view(&text[i]), err);
        gp_buf_free(&text[i]);
    }
    close_runs(&r);
    return code;
}

/* What the first is compared with: where nothing is named, its goldens. */
static gp_code other_side(gp_args *a, const char **other, gp_err *err)
{
    gp_golden_place place;
    if (a->n_pos > 1) return *other = a->pos[1], GP_OK;
    if (!gp_bundle_holds(a->pos[0], GP_FILE_RESULTS))
        return gp_fail(err, GP_E_INPUT, "%s is no bundle that could be compared with its goldens: it has no %s",
                       a->pos[0], GP_FILE_RESULTS);
    gp_code code = gp_goldens_of_run(&a->mem, a->pos[0], NULL, &place, err);
    if (!code && !place.found)
        code = gp_fail(err, GP_E_INPUT, "no goldens to compare with: looked in golden%s%s",
                       place.upto ? ", and from the suite's folder up to " : "", place.upto ? place.upto : "");
    *other = code ? NULL : place.root;
    if (!code) fprintf(stderr, "goldpin: compared with the goldens in %s\n", place.root);
    return code;
}

static gp_code diff(gp_args *a, gp_buf *out, gp_err *err)
{
    runs r = {.mem = &a->mem};
    bool equal = false;
    const char *other = NULL;
    gp_code code = gp_is_commit(a->pos[0]) ? GP_OK : look_at(a->pos[0], err);
    if (!code) code = other_side(a, &other, err);
    if (code) return code;
    bool goldens = gp_is_dir(other) && !gp_bundle_holds(other, GP_FILE_RESULTS);
    if (!gp_is_commit(other)) code = look_at(other, err);
    if (!code && goldens) code = gp_golden_look(other, err);
    if (!code) code = goldens ? gp_report_diff_goldens(a->pos[0], other, out, &equal, err) : open_runs(a, &r, err);
    if (!code && !goldens) code = gp_report_diff(r.results[0], r.results[1], out, &equal, err);
    a->exit_code = equal ? 0 : 1;
    close_runs(&r);
    return code;
}

const gp_command gp_cmd_report = {
    .name = "report",
    .usage = "RUN... [options]",
    .summary = "render reports again; several runs give head-to-head tables",
    .opts = {{report_opts, 0}},
    .options = sizeof(options),
    .min_args = 1,
    .max_args = -1,
    .run = report,
    .details =
        "RUN is a bundle, a results.json, or git:REF[:PATH], which is the results.json of a\n"
        "commit (PATH: baseline/results.json). The bundle itself is not changed.\n",
    .exits = "  0    rendered\n  2    RUN is no bundle, or is damaged\n  3    the file system refused\n",
    .example = "  goldpin report reports/a reports/b > comparison.md\n"};

const gp_command gp_cmd_diff = {
    .name = "diff",
    .usage = "A [B]",
    .summary = "compare two runs, or a run and goldens, case by case",
    .min_args = 1,
    .max_args = 2,
    .run = diff,
    .details =
        "A is a run (a bundle, a results.json, or git:REF[:PATH]); B is a run or, where A is a\n"
        "bundle, a folder of goldens. Without B: the goldens of the run, in golden here or\n"
        "beside its suite.\n",
    .exits = "  0    nothing differs\n  1    something differs\n  2    A or B cannot be read, or is no such thing\n",
    .example = "  goldpin diff reports/a reports/b\n  goldpin diff reports/a golden\n"};
