/* merge.c - goldpin merge: shards in, the bundle of the whole run out. */
#include <math.h>

#include "bundled.h"
#include "paint.h"
#include "run/merge.h"
#include "verdict.h"

typedef struct options {
    gp_run_options run;
    const gp_str *suites;
    size_t n_suites;
    bool partial;
} options;

static const options defaults = {.run = {.limit = -1, .seed = -1, .max_cost = (double)NAN, GP_GATE_UNASKED}};

#define T options

static const gp_opt opts[] = {
    {"output", 'o', GP_TO_PATH(T, run.output), "DIR", "the bundle of the whole; must be empty or missing", NULL},
    {"partial", 0, GP_TO_FLAG(T, partial), NULL,
     "shards may be missing or unfinished; what is there is shown as a part", NULL},
    {"suite", 0, GP_TO_LIST(T, suites, n_suites), "PATH",
     "where a suite is; may be repeated; default where the shards had them", NULL},
    {"config", 'c', GP_TO_PATH(T, run.config), "FILE",
     "targets file, for its key gate; default ./goldpin.json or ./goldpin.yaml", NULL},
    {0}};

static gp_code run(gp_args *a, gp_buf *text, gp_err *err)
{
    options *o = a->options;
    gp_run_outcome out = {0};
    (void)text;
    if (!o->run.output) return gp_fail(err, GP_E_USAGE, "say where the whole goes with -o DIR");
    const char **suites = GP_NEW_ARRAY(&a->mem, const char *, o->n_suites);
    for (size_t i = 0; i < o->n_suites; i++) suites[i] = gp_str_dup(&a->mem, o->suites[i]).p;
    o->run.suites = suites;
    o->run.n_suites = o->n_suites;
    o->run.prices = gp_find_prices(&a->mem);
    gp_code code = gp_gate_opts_check(&o->run, err);
    const gp_merge_options m = {.parts = a->pos, .n = a->n_pos, .partial = o->partial, .run = o->run};
    if (!code) code = gp_merge(&m, &out, err);
    if (code) return code;
    if (out.dir[0]) gp_show_verdict(&out, gp_has_colours(stdout, 0));
    else printf("recording   %s\n", o->run.output);
    a->exit_code = out.dir[0] ? out.gate.exit_code : 0;
    return GP_OK;
}

const gp_command gp_cmd_merge = {
    .name = "merge",
    .usage = "SHARD... -o DIR",
    .summary = "merge the shards of a run into the bundle of the whole",
    .details =
        "SHARD is the bundle of a run with --shard K/N, or its recording (then all are). Their\n"
        "answers are judged again, without asking anybody, so the verdict, the statistics and the\n"
        "fingerprint are those of the single run. They may come in any order.\n",
    .opts = {{opts, 0}, GP_OPTS_IN(options, run, gp_gate_opts)},
    .options = sizeof(options),
    .defaults = &defaults,
    .min_args = 1,
    .max_args = -1,
    .run = run,
    .exits =
        "  0    gate passed\n  1    gate failed\n"
        "  2    a shard is missing, unfinished, given twice or of another run; usage\n"
        "  3    no verdict: targets broke; or the file system refused\n",
    .example =
        "  goldpin run suites/smoke --shard 1/2 -o one\n  goldpin run suites/smoke --shard 2/2 -o two\n"
        "  goldpin merge one two -o whole\n"};
