/* import.c - goldpin import: a suite of another tool becomes a suite of goldpin. */
#include "base/sys.h"
#include "cli.h"
#include "import/convert.h"

typedef struct options {
    gp_convert_options how;
    const char *out;
} options;

static const gp_opt opts[] = {
    {"output", 'o', GP_TO_PATH(options, out), "DIR", "folder that the suite is written to; it must be new or empty",
     NULL},
    {"from", 0, GP_TO_TEXT(options, how.from), "FORMAT", "what the file is, where its first record does not tell",
     NULL},
    {"answers", 0, GP_TO_PATH(options, how.answers), "FILE",
     "possible answers of BFCL (default: possible_answer/NAME beside the file)", NULL},
    {"data", 0, GP_TO_PATH(options, how.answers), "FILE",
     "questions of a task of lm-evaluation-harness, as JSON lines or one JSON array", NULL},
    {"judge", 0, GP_TO_TEXT(options, how.judge), "TARGET", "who judges where the other tool asks a model", NULL},
    {"match", 0, GP_TO_TEXT(options, how.match), "KIND",
     "how samples of OpenAI's evals are compared: match, includes or json_match; of lm-evaluation-harness acc_norm, acc_bytes or a pipeline of filters",
     NULL},
    {"partial", 0, GP_TO_FLAG(options, how.partial), NULL,
     "take cases of which only some criteria can be mapped, tagged \"partial\"", NULL},
    {"name", 0, GP_TO_TEXT(options, how.name), "NAME", "name of the suite (default: that of the file)", NULL},
    {"license", 0, GP_TO_TEXT(options, how.license), "LICENSE", "licence of the cases, as an SPDX expression", NULL},
    {0}};

/* Nobody's files are replaced, and no half of an earlier import stays beside this one. */
static gp_code open_folder(gp_args *a, const char *dir, gp_err *err)
{
    const char *const *names = NULL;
    size_t n = 0;
    gp_code code = gp_make_dirs(dir, err);
    if (!code) code = gp_list_dir(&a->mem, dir, &names, &n, err);
    if (!code && n) code = gp_fail(err, GP_E_INPUT, "%s is not empty: name a new folder", dir);
    return code;
}

/* suite.json comes last: a folder that has it has all. */
static gp_code write_all(gp_args *a, const char *dir, const gp_converted *x, gp_err *err)
{
    const struct {
        const char *name;
        gp_str text;
    } files[] = {{"import.md", x->report}, {"cases.jsonl", x->cases}, {"suite.json", x->suite}};
    gp_code code = GP_OK;
    for (size_t i = 0; i < sizeof files / sizeof *files && !code; i++)
        if (i == 0 || x->n) code = gp_write_file(gp_path_join(&a->mem, dir, files[i].name), files[i].text, err);
    return code;
}

static void tell_kind(const gp_loss_kind *k)
{
    gp_buf b = {0};
    gp_show_line(&b, k->first->what, 80);
    gp_buf_c(&b, ": ");
    gp_show(&b, k->first->why, 300);
    gp_buf_fmt(&b, " (%zu time%s, first at line %u)", k->n, gp_plural(k->n), k->first->line);
    gp_tell("not mapped: ", &b);
}

static void tell_losses(gp_args *a, const gp_converted *x)
{
    enum { SHOWN = 20 };
    size_t n = 0;
    const gp_loss_kind *k = gp_loss_kinds(&a->mem, x, &n);
    for (size_t i = 0; i < n && i < SHOWN; i++) tell_kind(&k[i]);
    gp_buf b = {0};
    gp_buf_fmt(&b, "%zu more reasons, all of them in import.md", n - SHOWN);
    if (n > SHOWN) gp_tell("… and ", &b);
    else gp_buf_free(&b);
}

static gp_code run(gp_args *a, gp_buf *out, gp_err *err)
{
    const options *o = a->options;
    gp_converted x;
    if (!o->out) return gp_fail(err, GP_E_USAGE, "goldpin import needs the folder to write to: -o DIR");
    gp_code code = gp_convert(&a->mem, a->pos[0], &o->how, &x, err);
    if (!code) code = open_folder(a, o->out, err);
    if (!code) code = write_all(a, o->out, &x, err);
    if (code) return code;
    tell_losses(a, &x);
    if (!x.n)
        return gp_fail(err, GP_E_INPUT, "%s: no case could be mapped; %s says why of each", a->pos[0],
                       gp_path_join(&a->mem, o->out, "import.md"));
    gp_buf_fmt(out, "%s: %zu of %zu records became cases", o->out, x.n, x.records);
    if (x.partial) gp_buf_fmt(out, ", %zu of them partial", x.partial);
    gp_buf_fmt(out, "; %zu left out\n", x.left);
    return GP_OK;
}

const gp_command gp_cmd_import = {
    .name = "import",
    .usage = "FILE -o DIR",
    .summary = "make a suite of another tool's file",
    .opts = {{opts, 0}},
    .options = sizeof(options),
    .min_args = 1,
    .max_args = 1,
    .run = run,
    .details =
        "Read are IFEval and IFBench, HumanEval, BFCL, configurations of promptfoo,\n"
        "samples of OpenAI's evals and tasks of lm-evaluation-harness (`goldpin help importing`). DIR gets suite.json, whose\n"
        "provenance names the file and its SHA-256, cases.jsonl, and import.md, which says\n"
        "what became of each record. Nothing is dropped in silence: a case with a\n"
        "criterion that goldpin has no grader for is left out and listed with the reason;\n"
        "--partial takes it with the rest of its criteria.\n",
    .exits =
        "  0    the suite is written, whatever was left out\n  2    the file cannot be read, or no case could be mapped\n",
    .example = "  goldpin import IFBench_test.jsonl -o suites/ifbench\n"};
