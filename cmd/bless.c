/* bless.c - goldpin bless: accept a run's candidates as goldens. */
#include "cli.h"
#include "golden/golden.h"

static const gp_opt opts[] = {{"case", 0, "GLOB", "only cases whose id matches", NULL}, {"golden", 0, "DIR", "accepted goldens; default golden", NULL}, {0}};

static void told(void *user, const char *path, const char *what)
{
    size_t *n = user;
    (*n)++;
    printf("%-7s %s\n", what, path);
}

static int run(const gp_args *a)
{
    gp_err err = {0};
    size_t n = 0;
    const char *root = gp_arg(a, "golden");
    if (gp_finished(a->pos[0], &err) || gp_golden_bless(a->pos[0], root ? root : "golden", gp_arg(a, "case"), told, &n, &err)) return gp_complain(&err);
    printf("%zu golden%s in %s; review and commit them\n", n, n == 1 ? "" : "s", root ? root : "golden");
    return gp_printed(0);
}

const gp_command gp_cmd_bless = {.name = "bless", .usage = "RUN [--case GLOB]", .summary = "accept a run's answers as goldens", .opts = {opts}, .min_args = 1, .max_args = 1, .run = run,
                                 .details = "Copies the candidates in RUN/pending to the golden folder. Refused when CI is set:\n"
                                            "goldens are reviewed by people.\n",
                                 .exits = "  0    copied\n  2    CI is set, nothing matches, or RUN is no bundle\n  3    the file system refused\n",
                                 .example = "  goldpin bless reports/smoke-20261120T093500Z\n"};
