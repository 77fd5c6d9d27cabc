/* lint.c - goldpin lint: can these suites tell right from wrong? */
#include <math.h>
#include <stdio.h>

#include "bundled.h"
#include "cli.h"
#include "lint_pocket.h"
#include "sandbox/sandbox.h"

typedef struct options {
    bool strict, all_errors, pocket;
    bool allow[GP_LEAVES];
} options;

static const gp_opt opts[] = {
    {"strict", 0, GP_TO_FLAG(options, strict), NULL, "warnings are errors", NULL},
    {"all-errors", 0, GP_TO_FLAG(options, all_errors), NULL, "show every mistake in a suite file, not only the first",
     NULL},
    {"pocket", 0, GP_TO_FLAG(options, pocket), NULL, "ask the bundled model too, as one more null baseline", NULL},
    {"allow-code", 0, GP_TO_FLAG(options, allow[GP_LEAVE_CODE]), NULL,
     "run code in examples against the tests of its case, in the sandbox", NULL},
    {"allow-external", 0, GP_TO_FLAG(options, allow[GP_LEAVE_EXTERNAL]), NULL,
     "run programs of the suite that grade on its examples, in the sandbox", NULL},
    {0}};

static void show_finding(gp_buf *out, const gp_finding *f, bool strict)
{
    gp_show_line(out, f->where, 300);
    gp_buf_fmt(out, ": %s: ", f->error || strict ? "error" : "warning");
    if (f->case_id.n) {
        gp_show(out, f->case_id, 200);
        gp_buf_c(out, ": ");
    }
    gp_show(out, f->text, 400);
    gp_buf_byte(out, '\n');
}

static void show_constant(gp_buf *out, const gp_null_baseline *b)
{
    gp_buf_c(out, "  (always \"");
    gp_show(out, b->answer, 40);
    gp_buf_fmt(out, "\", the best of %zu constants", b->tried);
    if (b->untried) gp_buf_fmt(out, "; %zu rarer ones were not tried", b->untried);
    gp_buf_c(out, ")");
}

static void show_mutations(gp_buf *out, const gp_lint_report *l)
{
    if (!l->n_mutations) return;
    gp_buf_fmt(out, "  right answers broken   %zu of %zu noticed (mutation score %.2f)\n", l->n_noticed, l->n_mutations,
               (double)l->n_noticed / (double)l->n_mutations);
}

static void show_report(gp_buf *out, const gp_suite_info *s, const gp_lint_report *l, bool strict)
{
    for (size_t i = 0; i < l->n_findings; i++) show_finding(out, &l->findings[i], strict);
    if (l->more) gp_buf_fmt(out, "… and %zu more findings\n", l->more);
    gp_show_line(out, s->name, 0);
    gp_buf_byte(out, ' ');
    gp_show(out, s->version, 200);
    size_t errors = l->n_errors + (strict ? l->n_warnings : 0), warnings = strict ? 0 : l->n_warnings;
    gp_buf_fmt(out, ": %zu case%s, %zu error%s, %zu warning%s\n", s->n_cases, gp_plural(s->n_cases), errors,
               gp_plural(errors), warnings, gp_plural(warnings));
    for (size_t i = 0; i < GP_NULL_BASELINES; i++) {
        const gp_null_baseline *b = &l->baselines[i];
        if (!b->name) continue;
        gp_buf_fmt(out, "  null baseline %-8s  %zu of %zu pass", b->name, b->passed, b->graded);
        if (!isnan(b->score_mean)) gp_buf_fmt(out, ", mean score %.2f", b->score_mean);
        if (b->answer.n) show_constant(out, b);
        gp_buf_byte(out, '\n');
    }
    show_mutations(out, l);
}

static void complain(void *user, const char *message)
{
    gp_err one = {.code = GP_E_INPUT};
    (void)user;
    (void)snprintf(one.msg, sizeof one.msg, "%s", message);
    (void)gp_complain(&one);
}

static const gp_errs each_mistake = {.keep = complain};

static gp_code obtain(const gp_suite *s, gp_arena *a, gp_job *job, void *user, gp_evidence *out, gp_err *err)
{
    const options *o = user;
    out->end = GP_END_NOT_APPLICABLE;
    if (!o->allow[job->leave]) return GP_OK;
    gp_code code = gp_job_read(a, job, gp_suite_facts(s)->dir, err);
    return code ? code : gp_sandbox_run(a, job, NULL, out, err);
}

/* Once more with the answers of the bundled model: a suite with errors cannot be asked about. */
static gp_code lint_pocket(gp_arena *a, const gp_suite *s, const char *model, gp_lint_options how, gp_lint_report *l,
                           gp_err *err)
{
    gp_pocket_answers pocket = {0};
    gp_code code = gp_pocket_ask(gp_suite_facts(s)->file, model, &pocket, err);
    how.answered = gp_pocket_answered;
    how.answered_user = &pocket;
    if (!code) code = gp_lint_suite(a, s, &how, l, err);
    gp_pocket_free(&pocket);
    return code;
}

static gp_code lint_one(const char *path, options *o, gp_buf *out, size_t *errors, gp_err *err)
{
    gp_arena a = {0};
    gp_suite *s = NULL;
    gp_lint_report l;
    err->all = o->all_errors ? &each_mistake : NULL;
    gp_code code = gp_suite_open(path, &gp_graders, &s, err);
    err->all = NULL;
    const gp_lint_options how = {.change = true, .obtain = obtain, .user = o};
    if (!code) code = gp_lint_suite(&a, s, &how, &l, err);
    if (!code && o->pocket && !l.n_errors) code = lint_pocket(&a, s, gp_find_pocket(&a), how, &l, err);
    if (!code) {
        show_report(out, gp_suite_facts(s), &l, o->strict);
        *errors += l.n_errors + (o->strict ? l.n_warnings : 0);
    }
    gp_suite_close(s);
    gp_arena_free(&a);
    return code;
}

/* Each suite for itself: a broken one does not hide the others. */
static gp_code run(gp_args *a, gp_buf *out, gp_err *err)
{
    size_t errors = 0;
    int worst = 0;
    gp_code code = GP_OK;
    for (size_t i = 0; i < a->n_pos && !code; i++) {
        gp_code found = lint_one(a->pos[i], a->options, out, &errors, err);
        int exit_code = !found ? 0 : err->msg[0] ? gp_complain(err) : gp_exit_code(found); /* told already */
        *err = (gp_err){0};
        if (exit_code > worst) worst = exit_code;
        code = gp_emit(NULL, gp_buf_view(out), err);
        gp_buf_clear(out);
    }
    a->exit_code = worst ? worst : errors ? 2 : 0;
    return code;
}

const gp_command gp_cmd_lint = {
    .name = "lint",
    .usage = "SUITE...",
    .summary = "check suites: schema, grader self-tests, null baselines",
    .opts = {{opts, 0}},
    .options = sizeof(options),
    .min_args = 1,
    .max_args = -1,
    .run = run,
    .opencl = true,
    .details =
        "Every example under examples.pass must pass its own graders and every one under\n"
        "examples.fail must fail them. Passing ones are then broken (a number dropped, a\n"
        "name changed, half cut off, …): a criterion that does not notice is a warning, and\n"
        "the mutation score is the share that was noticed. A puzzle must have one solution\n"
        "that the graders take. The null baselines tell what answers without knowledge\n"
        "would score: none, an echo of the prompt, the best constant, \"I don't know.\", and\n"
        "every expected text at once; with --pocket also those of the bundled model.\n",
    .exits = "  0    no errors (warnings are possible)\n  2    an error in a suite; with --strict a warning too\n",
    .example = "  goldpin lint suites/smoke\n"};
