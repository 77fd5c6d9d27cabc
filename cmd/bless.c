/* bless.c - goldpin bless: accept a run's candidates as goldens. */
#include "bundle/bundle.h"
#include "cli.h"
#include "goldens.h"

typedef struct options {
    const char *glob, *golden;
    bool failing, dry_run;
} options;

static const gp_opt opts[] = {
    {"case", 0, GP_TO_TEXT(options, glob), "GLOB", "only cases whose id matches", NULL},
    {"failing", 0, GP_TO_FLAG(options, failing), NULL, "accept failing answers too: they become known failures", NULL},
    {"dry-run", 0, GP_TO_FLAG(options, dry_run), NULL, "list what would be accepted, and write nothing", NULL},
    {"golden", 0, GP_TO_PATH(options, golden), "DIR", "accepted goldens; default: golden here, else beside the suite",
     NULL},
    {0}};

typedef struct counts {
    gp_buf *out;
    size_t accepted, left_out;
} counts;

/* At once: what was copied before an error is told. */
static void told(void *user, const gp_blessed *b)
{
    counts *n = user;
    gp_buf line = {0};
    char verdict[64];
    if (b->trials == 1 || !b->failed) (void)snprintf(verdict, sizeof verdict, "%s", b->failed ? "failed" : "passed");
    else (void)snprintf(verdict, sizeof verdict, "failed %zu of %zu", b->failed, b->trials);
    n->accepted += !b->left_out;
    n->left_out += b->left_out;
    gp_show(&line, gp_str_c(b->path), 0);
    printf("%-8s  %s  %s\n", b->left_out ? "left out" : b->what, verdict, line.p);
    gp_buf_free(&line);
}

static void sum_up(const counts *n, const options *o, const char *root)
{
    gp_buf_fmt(n->out, "%zu golden%s in ", n->accepted, gp_plural(n->accepted));
    gp_show(n->out, gp_str_c(root), 0);
    gp_buf_c(n->out, o->dry_run ? "; nothing was written\n" : n->accepted ? "; review and commit them\n" : "\n");
    if (n->left_out)
        gp_buf_fmt(n->out, "%zu failing answer%s left out; --failing accepts %s as known failure%s\n", n->left_out,
                   n->left_out == 1 ? " is" : "s are", n->left_out == 1 ? "it" : "them", gp_plural(n->left_out));
}

static gp_code run(gp_args *a, gp_buf *out, gp_err *err)
{
    const options *o = a->options;
    counts n = {.out = out};
    const gp_bless_wish wish = {o->glob, o->failing, o->dry_run, told, &n};
    static const char *const read[] = {GP_FOLDER_PENDING};
    gp_golden_place place;
    gp_code code = gp_bundle_finished(a->pos[0], err);
    if (!code) code = gp_bundle_intact(a->pos[0], read, 1, err);
    if (!code) code = gp_goldens_of_run(&a->mem, a->pos[0], o->golden, &place, err);
    if (!code) code = gp_golden_bless(a->pos[0], place.root, &wish, err);
    if (!code) sum_up(&n, o, place.root);
    a->exit_code = n.left_out ? 1 : 0;
    return code;
}

const gp_command gp_cmd_bless = {
    .name = "bless",
    .usage = "RUN [--case GLOB] [--failing] [--dry-run]",
    .summary = "accept a run's answers as goldens",
    .opts = {{opts, 0}},
    .options = sizeof(options),
    .min_args = 1,
    .max_args = 1,
    .run = run,
    .details =
        "Copies the candidates in RUN/pending to the golden folder and lists each with its\n"
        "verdict. A case with a failing answer is left out unless --failing is given or its\n"
        "golden accepts that answer already. Refused when CI is set, but for --dry-run:\n"
        "goldens are reviewed by people.\n",
    .exits =
        "  0    all that was asked for is accepted\n  1    failing answers were left out; the passing ones are accepted\n"
        "  2    CI is set, nothing matches, or RUN is no bundle\n  3    the file system refused\n",
    .example = "  goldpin bless reports/smoke-20261120T093500Z\n"};
