/* run.c - goldpin run: options in, progress and verdict out. Model text never reaches the terminal raw, and in CI not at all. */
#include <math.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/sys.h"
#include "cli.h"
#include "engine_wish.h"
#include "run/run.h"

static const gp_opt opts[] = {
    {"target", 't', "TARGET", "PROVIDER:MODEL[@BASE_URL] or a name of the targets file; may be repeated; default the bundled pocket model", "What is run"},
    {"config", 'c', "FILE", "targets file; default ./goldpin.json where present", "What is run"},
    {"filter", 0, "GLOB", "only cases whose id matches", "What is run"},
    {"tag", 0, "T", "only cases with this tag; may be repeated", "What is run"},
    {"limit", 0, "N", "at most N cases", "What is run"},
    {"shard", 0, "K/N", "part K of N equal parts of the cases", "What is run"},
    {"repeat", 0, "N", "ask every case N times; default 1", "What is run"},
    {"seed", 0, "N", "seed that every trial's own seed is derived from; default the suite's, else 1", "What is run"},
    {"resume", 0, "DIR", "go on with an interrupted run; suites and targets may be left out; a missing folder begins one", "What is run"},
    {"replay", 0, "PATH", "answer from the bundle of an earlier run, from a recording (for remote targets), or from a results file of promptfoo or Inspect; nothing remote is asked live", "What is run"},
    {"dry-run", 0, NULL, "check suites and options, show what would run, and stop", "What is run"},
    {"output", 'o', "DIR", "the bundle; default reports/<suite>-<UTC time>; must be empty or missing", "What is left behind"},
    {"record", 0, "DIR", "keep the raw exchanges with remote targets, without keys, for --replay; must be empty or missing", "What is left behind"},
    {"junit", 0, "FILE", "a copy of junit.xml", "What is left behind"},
    {"markdown", 0, "FILE", "a copy of report.md", "What is left behind"},
    {"golden", 0, "DIR", "accepted goldens; default golden", "Gate"},
    {"fail-under", 0, "RATE", "pass rate from 0 to 1 that decides instead of every trial", "Gate"},
    {"max-errors", 0, "N", "trials that may end in error before there is no verdict; default 0", "Gate"},
    {"strict", 0, NULL, "known failures count as failed", "Gate"},
    {"jobs", 'j', "N", "trials in flight; default 4", "How"},
    {"max-cost", 0, "USD", "never spend more on remote targets: what may not fit is not sent", "How"},
    {"environment", 0, "cold|warm|sustained|recovery", "what is done to targets around their trials; default nothing", "How"},
    {"env-file", 0, "FILE", "NAME=VALUE lines with keys; the environment wins", "How"},
    {"no-progress", 0, NULL, "no progress line on a terminal", "How"},
    {"quiet", 'q', NULL, "only errors and the verdict", "How"},
    {"verbose", 'v', NULL, "a line for every trial", "How"},
    {0}};

static volatile sig_atomic_t interrupted;

static void on_signal(int sig)
{
    if (interrupted) _Exit(130); /* the second one does not wait */
    interrupted = sig;
}

/* --- progress --- */

typedef struct progress {
    bool quiet, verbose, live; /* live: one line that is drawn over and over */
    double started, drawn, usd; /* usd: spent so far, 0 where no price is known */
    size_t passed, failed, errors, skipped;
} progress;

static const char *plural(size_t n)
{
    return n == 1 ? "" : "s";
}

static void clear_line(const progress *p)
{
    if (p->live) fprintf(stderr, "\r\033[K");
}

static void show_planned(void *user, size_t trials, size_t done, size_t cases, size_t targets)
{
    progress *p = user;
    p->started = gp_now_mono();
    if (p->quiet) return;
    fprintf(stderr, "goldpin: %zu trial%s (%zu case%s, %zu target%s)", trials, plural(trials), cases, plural(cases), targets, plural(targets));
    if (done) fprintf(stderr, ", %zu of them finished earlier", done);
    fputc('\n', stderr);
}

static void show_opened(void *user, const gp_manifest_target *m)
{
    progress *p = user;
    gp_buf b = {0};
    if (p->quiet) return;
    gp_show(&b, m->name, 100);
    if (gp_str_eqc(m->provider, "local")) {
        gp_buf_c(&b, ": ");
        gp_show(&b, m->quantization, 40);
        gp_buf_c(&b, " on ");
        gp_show(&b, m->device, 100);
        gp_buf_fmt(&b, ", weights %.12s…, binding ", m->weights_sha256.p);
        gp_show(&b, m->binding_status, 40);
        if (m->binding.n) gp_buf_fmt(&b, " on PU %.*s", GP_ARG(m->binding));
        if (m->unconfirmed) gp_buf_c(&b, " (architecture unconfirmed by any reference)");
    } else {
        gp_buf_fmt(&b, ": %.*s", GP_ARG(m->provider));
        if (m->n_members) gp_buf_c(&b, " over "), gp_show(&b, m->model, 200);
        if (m->base_url.n) gp_buf_c(&b, " at "), gp_show(&b, m->base_url, 200);
    }
    fprintf(stderr, "goldpin: target %s\n", b.p ? b.p : "");
    gp_buf_clear(&b);
    if (m->warning.n) {
        gp_show(&b, m->name, 100);
        gp_buf_c(&b, ": ");
        gp_show(&b, m->warning, 400);
        fprintf(stderr, "goldpin: warning: %s\n", b.p ? b.p : "");
    }
    gp_buf_free(&b);
}

static void show_warning(void *user, const gp_finding *f)
{
    progress *p = user;
    gp_buf b = {0};
    if (!p->verbose) return;
    gp_show(&b, f->where, 200);
    gp_buf_c(&b, ": ");
    gp_show(&b, f->text, 400);
    fprintf(stderr, "goldpin: warning: %s\n", b.p ? b.p : "");
    gp_buf_free(&b);
}

static void draw(progress *p, size_t done, size_t trials)
{
    double now = gp_now_mono(), spent = now - p->started;
    if (!p->live || (now - p->drawn < 0.1 && done < trials)) return;
    p->drawn = now;
    double rate = spent > 0 ? (double)done / spent : 0, left = rate > 0 ? (double)(trials - done) / rate : 0;
    fprintf(stderr, "\r\033[K%zu/%zu  %zu passed, %zu failed, %zu errors  %.1f/s, %.0f s left", done, trials, p->passed, p->failed, p->errors, rate, left);
    if (p->usd > 0) fprintf(stderr, ", at most %.4f USD", p->usd);
    if (done == trials) clear_line(p);
}

static void note_cost(void *user, double usd)
{
    ((progress *)user)->usd = usd;
}

static void show_trial(void *user, const gp_transcript *t, const gp_grade *g, size_t done, size_t trials)
{
    progress *p = user;
    if (g->status == GP_PASSED) p->passed++;
    else if (g->status == GP_FAILED) p->failed++;
    else if (g->status == GP_ERROR) p->errors++;
    else p->skipped++;
    if (!p->quiet && (p->verbose || g->status == GP_FAILED || g->status == GP_ERROR)) {
        gp_buf id = {0};
        gp_show(&id, t->id, 300);
        const char *kind = gp_failure_name(t->failure);
        clear_line(p);
        if (isnan(t->duration_s)) fprintf(stderr, "%-7s %s%s%s\n", gp_status_name(g->status), id.p, kind ? "  " : "", kind ? kind : "");
        else fprintf(stderr, "%-7s %s  %.2f s%s%s\n", gp_status_name(g->status), id.p, t->duration_s, kind ? "  " : "", kind ? kind : "");
        gp_buf_free(&id);
    }
    if (!p->quiet) draw(p, done, trials);
}

/* --- options --- */

static gp_code parse_shard(const gp_args *a, gp_run_options *o, gp_err *err)
{
    const char *v = gp_arg(a, "shard");
    if (!v) return GP_OK;
    char *end;
    o->shard = strtoll(v, &end, 10);
    o->shards = *end == '/' ? strtoll(end + 1, &end, 10) : 0;
    if (*end || o->shards < 1 || o->shard < 1 || o->shard > o->shards) return gp_fail(err, GP_E_USAGE, "--shard needs K/N with K from 1 to N, not \"%s\"", v);
    return GP_OK;
}

static gp_code parse_environment(const gp_args *a, gp_run_options *o, gp_err *err)
{
    const char *v = gp_arg(a, "environment");
    int e = v ? gp_environment_by_name(gp_str_c(v)) : 0;
    if (e < 0) return gp_fail(err, GP_E_USAGE, "--environment must be cold, warm, sustained or recovery, not \"%s\"", v);
    o->environment = (gp_environment)e;
    return GP_OK;
}

static const gp_str *list_of(gp_arena *mem, const gp_args *a, const char *name, size_t *n)
{
    size_t count = 0;
    while (gp_arg_at(a, name, count)) count++;
    gp_str *list = GP_NEW_ARRAY(mem, gp_str, count);
    for (*n = 0; *n < count; (*n)++) list[*n] = gp_str_c(gp_arg_at(a, name, *n));
    return list;
}

static gp_code read_options(const gp_args *a, gp_arena *mem, gp_run_options *o, gp_err *err)
{
    *o = (gp_run_options){.suites = a->pos, .n_suites = a->n_pos, .config = gp_arg(a, "config"), .output = gp_arg(a, "output"), .resume = gp_arg(a, "resume"),
                          .replay = gp_arg(a, "replay"), .record = gp_arg(a, "record"), .golden = gp_arg(a, "golden"), .junit = gp_arg(a, "junit"), .markdown = gp_arg(a, "markdown"),
                          .env_file = gp_arg(a, "env-file"), .filter = gp_str_c(gp_arg(a, "filter")), .limit = -1, .seed = -1, .fail_under = (double)NAN, .max_cost = (double)NAN,
                          .strict = gp_flag(a, "strict"), .dry_run = gp_flag(a, "dry-run"), .interrupted = &interrupted};
    int64_t max_errors = 0;
    o->targets = list_of(mem, a, "target", &o->n_targets);
    o->tags = list_of(mem, a, "tag", &o->n_tags);
    gp_code code = gp_arg_int(a, "limit", 1, INT64_MAX, &o->limit, err);
    if (!code) code = gp_arg_int(a, "repeat", 1, 1000000, &o->repeat, err);
    if (!code) code = gp_arg_int(a, "seed", 0, INT64_MAX, &o->seed, err);
    if (!code) code = gp_arg_int(a, "jobs", 1, 10000, &o->jobs, err);
    if (!code) code = gp_arg_int(a, "max-errors", 0, INT64_MAX, &max_errors, err);
    if (!code) code = gp_arg_real(a, "fail-under", 0, 1, &o->fail_under, err);
    if (!code) code = gp_arg_real(a, "max-cost", 0, 1e9, &o->max_cost, err);
    if (!code) code = parse_shard(a, o, err);
    if (!code) code = parse_environment(a, o, err);
    if (!code) code = gp_read_engine_wish(a, &o->wish, err);
    o->max_errors = (size_t)max_errors;
    if (!code && o->resume && o->output) code = gp_fail(err, GP_E_USAGE, "--resume names the bundle already; leave --output out");
    if (!code && gp_arg(a, "filter") && !o->filter.n) code = gp_fail(err, GP_E_USAGE, "--filter is empty and selects no case");
    return code;
}

/* --- the verdict --- */

static void show_cost(const gp_run_cost *c)
{
    if (!c->priced && isnan(c->max_usd)) return;
    printf("cost        %s%.6f USD", c->unknown ? "at least " : "", c->known_usd);
    if (c->unknown) printf(" (%zu trial%s of unknown cost)", c->unknown, plural(c->unknown));
    if (!isnan(c->max_usd)) printf("; of the budget of %g USD, %.6f are used", c->max_usd, c->counted_usd);
    putchar('\n');
}

static void show_verdict(const gp_run_outcome *out, const char *golden)
{
    printf("%s\n", out->gate.sentence);
    printf("fingerprint %s\n", out->fingerprint);
    printf("bundle      %s\n", out->dir);
    printf("reports     %s/report.md %s/junit.xml %s/results.json\n", out->dir, out->dir, out->dir);
    size_t red = out->tally.golden[GP_GOLDEN_STATE_DIFFERS] + out->tally.golden[GP_GOLDEN_STATE_STALE];
    size_t missing = out->tally.golden[GP_GOLDEN_STATE_MISSING];
    const char *option = golden ? " --golden " : "", *folder = golden ? golden : "";
    if (red) printf("next        goldpin diff %s %s   shows what changed; goldpin bless %s%s%s accepts it\n", out->dir, golden ? golden : "golden", out->dir, option, folder);
    else if (missing) printf("next        %zu golden%s missing; goldpin bless %s%s%s accepts this run's answers\n", missing, missing == 1 ? " is" : "s are", out->dir, option, folder);
    show_cost(&out->cost);
    if (out->tally.length_cut) printf("flagged     %zu answer%s cut by the token limit\n", out->tally.length_cut, out->tally.length_cut == 1 ? " was" : "s were");
}

static int run(const gp_args *a)
{
    gp_arena mem = {0};
    gp_err err = {0};
    gp_run_options o;
    gp_run_outcome out = {0};
    progress p = {.quiet = gp_flag(a, "quiet"), .verbose = gp_flag(a, "verbose")};
    p.live = !p.quiet && !gp_flag(a, "no-progress") && !gp_in_ci() && isatty(STDERR_FILENO);
    gp_code code = read_options(a, &mem, &o, &err);
    o.events = (gp_run_events){&p, show_planned, show_opened, p.quiet ? NULL : show_trial, note_cost, show_warning};
    o.pocket = gp_find_pocket(&mem);
    o.prices = gp_find_prices(&mem);
    struct sigaction sa = {.sa_handler = on_signal};
    (void)sigaction(SIGINT, &sa, NULL);
    (void)sigaction(SIGTERM, &sa, NULL);
    if (!code) code = gp_run(&o, &out, &err);
    clear_line(&p);
    int exit_code = code ? gp_complain(&err) : out.gate.exit_code;
    if (!code && o.dry_run) printf("dry run: %zu trial%s (%zu case%s, %zu target%s); nothing was asked or written\n", out.trials, plural(out.trials), out.cases, plural(out.cases), out.targets, plural(out.targets));
    else if (!code) show_verdict(&out, gp_arg(a, "golden"));
    if (code && out.done && out.dir[0] && code != GP_E_CANCELLED) fprintf(stderr, "goldpin: %zu of %zu trial%s saved in %s; go on with --resume %s\n", out.done, out.trials, out.trials == 1 ? " is" : "s are", out.dir, out.dir);
    gp_arena_free(&mem);
    return gp_printed(exit_code);
}

const gp_command gp_cmd_run = {
    .name = "run", .usage = "SUITE... [options]", .summary = "run suites, grade, diff against goldens, report, gate",
    .details = "A suite is a folder with suite.json, or the file itself. Every trial is saved the\n"
               "moment it ends; an interrupted run goes on with --resume.\n\n"
               "Environments: cold starts each target as freshly as can be arranged before each\n"
               "trial, one trial at a time; warm sends one priming prompt first; sustained does\n"
               "that and then keeps --jobs trials in flight, the cases in rounds; recovery sends\n"
               "a request that must fail before each trial. The report says what each meant.\n",
    .opts = {opts, gp_engine_opts}, .min_args = 0, .max_args = -1, .run = run,
    .exits = "  0    gate passed\n  1    gate failed: a case, a golden or the pass rate\n  2    usage, invalid input, or a pin that does not hold\n"
             "  3    infrastructure: a target broke, so there is no verdict\n  130  interrupted; finished trials are saved and --resume goes on\n",
    .example = "  goldpin run suites/smoke\n  goldpin run suites/smoke -t local:model.gguf -t openai:m@http://127.0.0.1:8080/v1\n"
               "  goldpin run suites/smoke --replay reports/smoke-20261120T093500Z -o again\n"};
