/* bless.c - goldpin bless: accept a run's candidates as goldens. */
#include "bundle/bundle.h"
#include "cli.h"
#include "golden/golden.h"

typedef struct options {
    const char *glob, *golden;
} options;

static const gp_opt opts[] = {
    {"case", 0, GP_TO_TEXT(options, glob), "GLOB", "only cases whose id matches", NULL},
    {"golden", 0, GP_TO_PATH(options, golden), "DIR", "accepted goldens; default golden", NULL},
    {0}};
static const options defaults = {.golden = "golden"};

static void told(void *user, const char *path, const char *what)
{
    size_t *n = user;
    (*n)++;
    printf("%-7s %s\n", what, path);
}

static gp_code run(gp_args *a, gp_buf *out, gp_err *err)
{
    const options *o = a->options;
    size_t n = 0;
    gp_code code = gp_bundle_finished(a->pos[0], err);
    if (!code) code = gp_golden_bless(a->pos[0], o->golden, o->glob, told, &n, err);
    if (!code) gp_buf_fmt(out, "%zu golden%s in %s; review and commit them\n", n, gp_plural(n), o->golden);
    return code;
}

const gp_command gp_cmd_bless = {
    .name = "bless",
    .usage = "RUN [--case GLOB]",
    .summary = "accept a run's answers as goldens",
    .opts = {{opts, 0}},
    .options = sizeof(options),
    .defaults = &defaults,
    .min_args = 1,
    .max_args = 1,
    .run = run,
    .details =
        "Copies the candidates in RUN/pending to the golden folder. Refused when CI is set:\n"
        "goldens are reviewed by people.\n",
    .exits = "  0    copied\n  2    CI is set, nothing matches, or RUN is no bundle\n  3    the file system refused\n",
    .example = "  goldpin bless reports/smoke-20261120T093500Z\n"};
