/* run.c - goldpin run: options in, progress and verdict out. Model text never reaches the terminal raw, and in CI not
 * at all. */
#include <math.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/sys.h"
#include "bundled.h"
#include "env_file.h"
#include "golden/golden.h"
#include "open_model.h"
#include "paint.h"
#include "run/run.h"
#include "supervise.h"
#include "signals.h"
#include "verdict.h"

typedef struct options {
    gp_run_options run;
    const char *env_file;
    gp_env_file keys; /* out of it */
    bool no_progress, quiet, verbose;
    int colour; /* GP_COLOUR_… */
} options;

static const options defaults = {.run = {.limit = -1, .seed = -1, .max_cost = (double)NAN, GP_GATE_UNASKED}};

/* Words of --environment, by position. */
_Static_assert(GP_ENVIRONMENT_COLD == 1 && GP_ENVIRONMENT_WARM == 2, "the placeholder follows the enum");
_Static_assert(GP_ENVIRONMENT_SUSTAINED == 3 && GP_ENVIRONMENT_RECOVERY == 4, "the placeholder follows the enum");

#define T options
#define WHAT "What is run"
#define LEFT "What is left behind"
#define HOW "How"
#define COPY(name, file, help) {#name, 0, GP_TO_PATH(T, run.copies[GP_REPORT_##name]), "FILE", "a copy of " file, LEFT},
#define ASKED(name, file, help) {#name, 0, GP_TO_PATH(T, run.copies[GP_REPORT_##name]), "FILE", help, LEFT},

static const gp_opt opts[] = {
    {"target", 't', GP_TO_LIST(T, run.targets, run.n_targets), "TARGET",
     "[NAME=]PROVIDER:MODEL[@BASE_URL] or a name of the targets file; may be repeated; default the bundled pocket model",
     WHAT},
    {"config", 'c', GP_TO_PATH(T, run.config), "FILE", "targets file; default ./goldpin.json or ./goldpin.yaml", WHAT},
    {"filter", 0, GP_TO_LIST(T, run.filters, run.n_filters), "GLOB",
     "only cases whose id matches or, with '/' in GLOB, trials: SUITE/CASE/TARGET/REPEAT; repeated: any of them", WHAT},
    {"tag", 0, GP_TO_LIST(T, run.tags, run.n_tags), "T", "only cases with this tag; repeated: any of them", WHAT},
    {"limit", 0, GP_TO_INT(T, run.limit, 1, INT64_MAX), "N", "at most N cases", WHAT},
    {"shard", 0, GP_TO_PART(T, run.shard, run.shards), "K/N",
     "part K of N of the trials, by their ids; goldpin merge joins them", WHAT},
    {"repeat", 0, GP_TO_INT(T, run.repeat, 1, 1000000), "N", "ask every case N times; default 1", WHAT},
    {"seed", 0, GP_TO_INT(T, run.seed, 0, INT64_MAX), "N",
     "seed that every trial's own seed is derived from; default the suite's, else 1", WHAT},
    {"resume", 0, GP_TO_PATH(T, run.resume), "DIR",
     "go on with an interrupted run; suites and targets may be left out; a missing folder begins one", WHAT},
    {"retry-errors", 0, GP_TO_FLAG(T, run.retry_errors), NULL,
     "with --resume: ask again what broke for reasons outside the model; both attempts stay in the bundle", WHAT},
    {"replay", 0, GP_TO_TEXT(T, run.replay), "PATH",
     "answer from the bundle of an earlier run, from a recording (for remote targets), or from a results file of "
     "promptfoo or Inspect; nothing remote is asked live",
     WHAT},
    {"dry-run", 0, GP_TO_FLAG(T, run.dry_run), NULL, "check suites and options, show what would run, and stop", WHAT},
    {"output", 'o', GP_TO_PATH(T, run.output), "DIR",
     "the bundle; default reports/<suite>-<UTC time>; must be empty or missing", LEFT},
    {"record", 0, GP_TO_PATH(T, run.record), "DIR",
     "keep the raw exchanges with remote targets, without keys, for --replay; must be empty or missing", LEFT},
    GP_REPORT_FORMATS(COPY, COPY, ASKED){"junit-dialect", 0, GP_TO_ENUM(T, run.reports.junit), GP_JUNIT_DIALECTS,
                                         "junit.xml as Jenkins' schema has it (the default), or with what other "
                                         "consumers read besides",
                                         LEFT},
    {"plan", 0, GP_TO_PATH(T, run.plan), "FILE",
     "what goldpin plan --write fixed before the run; what the run does otherwise stands in the report", "Gate"},
    {"allow-code", 0, GP_TO_FLAG(T, run.allow[GP_LEAVE_CODE]), NULL,
     "run generated code against the tests of its case, in the sandbox; without it such trials are skipped", HOW},
    {"allow-external", 0, GP_TO_FLAG(T, run.allow[GP_LEAVE_EXTERNAL]), NULL,
     "run programs of the suite that grade, in the sandbox; without it such trials are skipped", HOW},
    {"jobs", 'j', GP_TO_INT(T, run.jobs, 1, 10000), "N", "trials in flight; default 4", HOW},
    {"max-cost", 0, GP_TO_REAL(T, run.max_cost, 0, 1e9), "USD",
     "never spend more on remote targets: what may not fit is not sent", HOW},
    {"environment", 0, GP_TO_ENUM(T, run.environment), "cold|warm|sustained|recovery",
     "what is done to targets around their trials; default nothing", HOW},
    {"env-file", 0, GP_TO_PATH(T, env_file), "FILE", "NAME=VALUE lines with keys; the environment wins", HOW},
    {"color", 0, GP_TO_ENUM(T, colour), GP_COLOURS,
     "colours; the default is auto: on a terminal, and not with NO_COLOR or TERM=dumb", HOW},
    {"no-progress", 0, GP_TO_FLAG(T, no_progress), NULL, "no progress line on a terminal", HOW},
    {"quiet", 'q', GP_TO_FLAG(T, quiet), NULL, "only errors and the verdict", HOW},
    {"verbose", 'v', GP_TO_FLAG(T, verbose), NULL, "a line for every trial", HOW},
    {0}};

/* --- progress --- */

typedef struct progress {
    bool quiet, verbose, live;  /* live: one line that is drawn over and over */
    bool colours, in_ci;        /* in_ci: nothing that a model wrote may be shown */
    double started, drawn, usd; /* usd: spent so far, 0 where no price is known */
    size_t passed, failed, errors, skipped;
} progress;

static void clear_line(const progress *p)
{
    if (p->live) fprintf(stderr, "\r\033[K");
}

static void show_planned(void *user, const char *replay_of, size_t trials, size_t done, size_t cases, size_t targets)
{
    progress *p = user;
    gp_supervise_begun();
    p->started = gp_now_mono();
    if (p->quiet) return;
    fprintf(stderr, "goldpin: %zu trial%s (%zu case%s, %zu target%s)", trials, gp_plural(trials), cases,
            gp_plural(cases), targets, gp_plural(targets));
    if (done) fprintf(stderr, ", %zu of them finished earlier", done);
    fputc('\n', stderr);
    if (!replay_of) return;
    gp_buf b = {0};
    gp_show(&b, gp_str_c(replay_of), 400);
    gp_buf_c(&b, ": what is recorded there answers, and nothing remote is asked");
    gp_tell("replay of ", &b);
}

static void warn(gp_str where, size_t max, gp_str text)
{
    gp_buf b = {0};
    gp_show(&b, where, max);
    gp_buf_c(&b, ": ");
    gp_show(&b, text, 400);
    gp_tell("warning: ", &b);
}

static void show_opened(void *user, const gp_manifest_target *m, bool replayed)
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
    if (replayed) gp_buf_c(&b, " (replayed)");
    gp_tell("target ", &b);
    if (m->warning.n) warn(m->name, 100, m->warning);
}

static void show_notice(void *user, gp_str target, gp_str what, gp_str text)
{
    gp_buf b = {0};
    clear_line(user);
    gp_show(&b, target, 100);
    gp_buf_c(&b, ": ");
    gp_show(&b, what, 400);
    gp_buf_fmt(&b, " %.*s", GP_ARG(text));
    gp_tell("warning: ", &b);
}

/* From the engine's thread. */
static void show_compiling(void *user, const char *cache_dir, unsigned kernels)
{
    clear_line(user);
    gp_tell_compiling(NULL, cache_dir, kernels);
}

static void show_warning(void *user, const gp_finding *f)
{
    progress *p = user;
    if (p->verbose) warn(f->where, 200, f->text);
}

/* "47 s", "12 min", "3 h 5 min" */
static void put_left(double seconds)
{
    double minutes = floor(seconds / 60);
    if (seconds < 100) fprintf(stderr, ", %.0f s left", seconds);
    else if (minutes < 60) fprintf(stderr, ", %.0f min left", minutes);
    else fprintf(stderr, ", %.0f h %.0f min left", floor(minutes / 60), fmod(minutes, 60));
}

static void draw(progress *p, size_t done, size_t trials)
{
    double now = gp_now_mono(), spent = now - p->started;
    if (!p->live || (now - p->drawn < 0.1 && done < trials)) return;
    p->drawn = now;
    double rate = spent > 0 ? (double)done / spent : 0;
    fprintf(stderr, "\r\033[K%zu/%zu  %zu passed, %zu failed, %zu errors  ", done, trials, p->passed, p->failed,
            p->errors);
    fprintf(stderr, rate >= 0.1 || rate <= 0 ? "%.1f/s" : "%.1f/min", rate >= 0.1 || rate <= 0 ? rate : rate * 60);
    if (rate > 0) put_left((double)(trials - done) / rate);
    if (p->usd > 0) fprintf(stderr, ", at most %.4f USD", p->usd);
    if (done == trials) clear_line(p);
}

static void note_cost(void *user, double usd) { ((progress *)user)->usd = usd; }

/* Why, in a few words. Explanations quote what a model wrote, which in CI may not be shown: there the criteria are named. */
static void put_reason(const progress *p, const gp_transcript *t, const gp_grade *g, gp_buf *out)
{
    gp_result r = {.status = g->status, .failure = t->failure, .criteria = g->criteria, .n_criteria = g->n_criteria};
    r.error = p->in_ci ? (gp_str){0} : t->error;
    gp_criterion *named = gp_alloc_array(g->n_criteria + 1, sizeof *named);
    for (size_t i = 0; i < g->n_criteria; i++) {
        named[i] = g->criteria[i];
        named[i].explanation = gp_str_c(named[i].type);
    }
    if (p->in_ci) r.criteria = named;
    gp_result_finding(out, &r);
    free(named);
}

static void show_trial(void *user, const gp_transcript *t, const gp_grade *g, bool known, size_t done, size_t trials)
{
    const char *status = known ? "known" : gp_status_name(g->status);
    progress *p = user;
    if (g->status == GP_PASSED) p->passed++;
    else if (g->status == GP_FAILED) p->failed++;
    else if (g->status == GP_ERROR) p->errors++;
    else p->skipped++;
    if (!p->quiet && (p->verbose || g->status == GP_FAILED || g->status == GP_ERROR)) {
        gp_buf line = {0}, reason = {0};
        gp_paint paint = g->status == GP_PASSED             ? GP_PAINT_GOOD
                         : known || g->status == GP_SKIPPED ? GP_PAINT_MEANWHILE
                                                            : GP_PAINT_BAD;
        gp_put_painted(&line, p->colours, paint, status);
        gp_buf_fmt(&line, "%*s ", (int)(strlen(status) < 7 ? 7 - strlen(status) : 0), "");
        gp_show_line(&line, t->id, 300);
        if (!isnan(t->duration_s)) gp_buf_fmt(&line, "  %.2f s", t->duration_s);
        put_reason(p, t, g, &reason);
        if (reason.n) gp_buf_fmt(&line, "  %s", reason.p);
        clear_line(p);
        fprintf(stderr, "%s\n", line.p);
        gp_buf_free(&line);
        gp_buf_free(&reason);
    }
    if (!p->quiet) draw(p, done, trials);
}

static void show_dry_trial(void *user, gp_str id, const char *lacks)
{
    gp_buf b = {0};
    (void)user;
    gp_buf_c(&b, lacks ? "skip  " : "ask   ");
    gp_show_line(&b, id, 300);
    if (lacks) gp_buf_fmt(&b, ": %s", lacks);
    printf("%s\n", b.p);
    gp_buf_free(&b);
}

/* --- options --- */

/* What no row says. */
static gp_code complete(gp_args *a, progress *p, gp_err *err)
{
    options *o = a->options;
    gp_run_options *r = &o->run;
    *p = (progress){.quiet = o->quiet, .verbose = o->verbose, .in_ci = gp_in_ci()};
    p->colours = gp_has_colours(stderr, o->colour);
    p->live = !o->quiet && !o->no_progress && !gp_in_ci() && isatty(STDERR_FILENO);
    r->suites = a->pos;
    r->n_suites = a->n_pos;
    r->interrupted = gp_watch_signals();
    r->events = (gp_run_events){p,
                                show_planned,
                                o->quiet ? NULL : show_dry_trial,
                                show_opened,
                                o->quiet ? NULL : show_trial,
                                note_cost,
                                show_notice,
                                show_warning};
    if (!o->quiet) r->wish.compiling = (gp_ocl_watcher){show_compiling, p};
    r->secret = gp_env_file_value;
    r->secret_user = &o->keys;
    r->pocket = gp_find_pocket(&a->mem);
    r->prices = gp_find_prices(&a->mem);
    if (r->resume && r->output)
        return gp_fail(err, GP_E_USAGE, "--resume names the bundle already; leave --output out");
    for (size_t i = 0; i < r->n_filters; i++)
        if (!r->filters[i].n) return gp_fail(err, GP_E_USAGE, "--filter is empty and selects no case");
    if (r->retry_errors && !r->resume)
        return gp_fail(err, GP_E_USAGE, "--retry-errors goes on with a run that is there; name it with --resume");
    gp_code code = gp_gate_opts_check(r, err);
    return code ? code : gp_env_file_read(&a->mem, o->env_file, &o->keys, err);
}

/* --- the verdict --- */

static void show_cost(const gp_run_cost *c)
{
    if (!c->priced && isnan(c->max_usd)) return;
    printf("cost        %s%.6f USD", c->unknown ? "at least " : "", c->known_usd);
    if (c->unknown) printf(" (%zu trial%s of unknown cost)", c->unknown, gp_plural(c->unknown));
    if (!isnan(c->max_usd)) printf("; of the budget of %g USD, %.6f are used", c->max_usd, c->counted_usd);
    putchar('\n');
}

/* For people first; the summary is the beginning of the markdown. */
static void show_reports(const char *dir)
{
    printf("reports    ");
    for (int several = 1; several >= 0; several--)
        for (size_t i = 0; i < GP_REPORT_N; i++)
            if (gp_report_formats[i].several == several && gp_report_formats[i].kept && i != GP_REPORT_summary)
                printf(" %s/%s", dir, gp_report_formats[i].file);
    printf(" %s/%s\n", dir, GP_FILE_RESULTS);
}

/* A name for a folder in `see` of a verdict: the folder itself. */
static void put_word(gp_buf *b, gp_str word, const gp_run_outcome *out)
{
    const char *folder = gp_str_eqc(word, "RUN")        ? out->dir
                         : gp_str_eqc(word, "BASELINE") ? out->baseline
                         : gp_str_eqc(word, "GOLDEN")   ? out->golden
                                                        : NULL;
    gp_buf shown = {0};
    if (folder) gp_show(&shown, gp_str_c(folder), 0), gp_shell_word(b, gp_buf_view(&shown));
    else gp_buf_str(b, word);
    gp_buf_free(&shown);
}

/* The rule that was asked for and did not hold, and where it can be seen. The others are what everybody knows, and the
 * line above says what to do about goldens. */
static void show_rule(const gp_run_outcome *out)
{
    static const char *const usual[] = {"all-passed", "goldens", "errors", "graded", "budgets"};
    const gp_gate_verdict *v = &out->gate;
    gp_buf b = {0};
    for (size_t i = 0; v->rule && i < sizeof usual / sizeof *usual; i++)
        if (strcmp(v->rule, usual[i]) == 0) return;
    if (!v->rule) return;
    gp_str rest = gp_str_c(v->see);
    while (rest.n) {
        size_t n = gp_str_find(rest, GP_STR(" "));
        if (n == SIZE_MAX) n = rest.n;
        put_word(&b, (gp_str){rest.p, n}, out);
        if (n < rest.n) gp_buf_byte(&b, ' '), n++;
        rest = (gp_str){rest.p + n, rest.n - n};
    }
    printf("rule        %s; %s   shows why\n", v->rule, b.p);
    gp_buf_free(&b);
}

/* Names are no evidence: under another one the same weights may have what is missing. */
static void show_elsewhere(const gp_run_outcome *out)
{
    if (!out->elsewhere[0]) return;
    gp_buf name = {0};
    gp_show_line(&name, gp_str_c(out->elsewhere), 200);
    printf(
        "flagged     goldens of the same weights stand under the target's name %s: give the target that name "
        "(-t %s=PROVIDER:MODEL, or in the targets file) to compare with them\n",
        name.p, name.p);
    gp_buf_free(&name);
}

/* Only where somebody might wonder: not here, and not where the user said. */
static void show_goldens(const gp_run_outcome *out)
{
    gp_buf root = {0}, upto = {0};
    size_t compared = 0;
    for (int i = GP_GOLDEN_STATE_NONE + 1; i <= GP_GOLDEN_STATE_STALE; i++) compared += out->tally.golden[i];
    gp_show(&root, gp_str_c(out->golden), 0);
    gp_show(&upto, gp_str_c(out->golden_upto), 0);
    if (compared && upto.n && out->golden_found) printf("goldens     %s\n", root.p);
    else if (compared && upto.n)
        printf("goldens     none: looked in golden, and from the suite's folder up to %s\n", upto.p);
    gp_buf_free(&root);
    gp_buf_free(&upto);
}

/* In CI nobody reviews a change, so accepting it is no next step there. */
static void show_blessing(const gp_run_outcome *out)
{
    size_t red = out->tally.golden[GP_GOLDEN_STATE_DIFFERS] + out->tally.golden[GP_GOLDEN_STATE_STALE];
    size_t missing = out->tally.golden[GP_GOLDEN_STATE_MISSING];
    bool usual = strcmp(out->golden, GP_GOLDEN_DIR) == 0;
    if (!red && !missing) return;
    printf("next        ");
    if (!red) printf("%zu golden%s missing; ", missing, missing == 1 ? " is" : "s are");
    if (red || gp_in_ci())
        printf("goldpin diff %s %s   shows %s", out->dir, out->golden, red ? "what changed" : "which");
    if (gp_in_ci()) printf("\n");
    else
        printf("%sgoldpin bless %s%s%s accepts %s%s\n", red ? "; " : "", out->dir, usual ? "" : " --golden ",
               usual ? "" : out->golden, red ? "it" : "this run's answers",
               out->tally.failed > out->tally.known ? ", failing ones only with --failing" : "");
}

/* "Gate passed", "Gate failed", "No verdict" up to the colon, painted, and the rest. */
static void show_sentence(const gp_gate_verdict *g, bool colours)
{
    gp_buf b = {0};
    size_t n = strcspn(g->sentence, ":");
    char front[sizeof g->sentence];
    (void)snprintf(front, sizeof front, "%.*s", (int)n, g->sentence);
    gp_put_painted(&b, colours, g->passed ? GP_PAINT_GOOD : GP_PAINT_BAD, front);
    printf("%s%s\n", b.p, g->sentence + n);
    gp_buf_free(&b);
}

void gp_show_verdict(const gp_run_outcome *out, bool colours)
{
    show_sentence(&out->gate, colours);
    printf("fingerprint %s\n", out->fingerprint);
    printf("bundle      %s\n", out->dir);
    if (out->replay_of[0]) {
        gp_buf b = {0};
        gp_show(&b, gp_str_c(out->replay_of), 400);
        printf("replay of   %s\n", b.p);
        gp_buf_free(&b);
    }
    show_reports(out->dir);
    show_goldens(out);
    show_rule(out);
    show_blessing(out);
    show_elsewhere(out);
    show_cost(&out->cost);
    if (out->tally.length_cut)
        printf("flagged     %zu answer%s cut by the token limit\n", out->tally.length_cut,
               out->tally.length_cut == 1 ? " was" : "s were");
    if (out->tally.unsure)
        printf("flagged     %zu answer%s ended with no known finish reason\n", out->tally.unsure,
               out->tally.unsure == 1 ? "" : "s");
    if (out->recorded > out->trials)
        printf("flagged     %zu of %zu recorded trials are not in this run; %s/%s says which\n",
               out->recorded - out->trials, out->recorded, out->dir, gp_report_formats[GP_REPORT_markdown].file);
    if (out->asked_again)
        printf("flagged     %zu trial%s asked again after breaking; %s/%s names the earlier attempts\n",
               out->asked_again, out->asked_again == 1 ? " was" : "s were", out->dir,
               gp_report_formats[GP_REPORT_markdown].file);
    if (out->tally.skipped)
        printf(
            "flagged     %zu of %zu trials %s skipped: what a case needs is not there; they neither passed nor "
            "failed, and %s/%s says why\n",
            out->tally.skipped, out->tally.trials, out->tally.skipped == 1 ? "was" : "were", out->dir,
            gp_report_formats[GP_REPORT_markdown].file);
}

static void show_dry(const gp_run_outcome *out)
{
    printf("dry run: %zu trial%s (%zu ", out->trials, gp_plural(out->trials), out->cases);
    if (out->cases < out->of_cases) printf("of %zu ", out->of_cases);
    printf("case%s, %zu target%s); nothing was asked or written\n", gp_plural(out->of_cases), out->targets,
           gp_plural(out->targets));
}

static void add_word(gp_buf *line, const char *word)
{
    gp_buf shown = {0};
    gp_show(&shown, gp_str_c(word), 0);
    gp_buf_byte(line, ' ');
    gp_shell_word(line, gp_buf_view(&shown));
    gp_buf_free(&shown);
}

/* The same command line with the bundle to go on with: what was given once may have to be given again, because bundles
 * keep neither absolute paths nor what only the gate looks at. */
static void way_on(const gp_args *a, const char *dir, gp_buf *line)
{
    gp_buf_c(line, "goldpin run");
    for (size_t i = 0; i < a->n_pos; i++) add_word(line, a->pos[i]);
    gp_buf_c(line, " --resume");
    add_word(line, dir);
    for (size_t i = 0; i < a->n_words; i++) {
        const gp_word *w = &a->words[i];
        if (strcmp(w->opt->name, "output") == 0 || strcmp(w->opt->name, "resume") == 0) continue;
        if (strcmp(w->opt->name, "retry-errors") == 0) continue;
        if (w->opt->letter) gp_buf_fmt(line, " -%c", w->opt->letter);
        else gp_buf_fmt(line, " --%s", w->opt->name);
        if (w->value) add_word(line, w->value);
    }
}

static void show_way_on(const gp_args *a, const char *dir)
{
    gp_buf line = {0};
    way_on(a, dir, &line);
    gp_tell("go on with: ", &line);
}

/* Did anything break that --retry-errors would ask again? */
static bool may_pass(const gp_tally *t)
{
    for (int i = 1; i < GP_FAIL_KINDS; i++)
        if (t->failures[i] && gp_failure_may_pass((gp_failure)i)) return true;
    return false;
}

/* Whatever failed is named in the report; what broke may be asked again. */
static void show_next(const gp_args *a, const gp_run_outcome *out)
{
    gp_buf line = {0};
    if (out->tally.failed > out->tally.known) {
        gp_buf_c(&line, "goldpin report");
        add_word(&line, out->dir);
        printf("next        %s --markdown-length summary   shows what failed\n", line.p);
        gp_buf_clear(&line);
    }
    if (may_pass(&out->tally) && !out->replay_of[0]) {
        way_on(a, out->dir, &line);
        printf("next        %s --retry-errors   asks again what broke\n", line.p);
    }
    gp_buf_free(&line);
}

static gp_code run(gp_args *a, gp_buf *text, gp_err *err)
{
    const gp_run_options *o = &((const options *)a->options)->run;
    gp_run_outcome out = {0};
    progress p;
    gp_code code = complete(a, &p, err);
    (void)text;
    if (!code) code = gp_run(o, &out, err);
    clear_line(&p);
    a->exit_code = code ? gp_complain(err) : out.gate.exit_code;
    if (!code && o->dry_run) show_dry(&out);
    else if (!code) gp_show_verdict(&out, gp_has_colours(stdout, ((const options *)a->options)->colour));
    if (!code && !o->dry_run && !p.quiet) show_next(a, &out);
    bool stopped = code == GP_E_CANCELLED;
    if (code && out.done && out.dir[0] && !stopped)
        fprintf(stderr, "goldpin: %zu of %zu trial%s saved in %s\n", out.done, out.trials,
                out.trials == 1 ? " is" : "s are", out.dir);
    if (code && out.dir[0] && (out.done || stopped)) show_way_on(a, out.dir);
    return GP_OK;
}

const gp_command gp_cmd_run = {
    .name = "run",
    .usage = "SUITE... [options]",
    .summary = "run suites, grade, diff against goldens, report, gate",
    .details =
        "A suite is a folder with suite.json, or the file itself. Every trial is saved the\n"
        "moment it ends; an interrupted run goes on with --resume.\n\n"
        "Environments: cold starts each target as freshly as can be arranged before each\n"
        "trial, one trial at a time; warm sends one priming prompt first; sustained does\n"
        "that and then keeps --jobs trials in flight, the cases in rounds; recovery sends\n"
        "a request that must fail before each trial. The report says what each meant.\n",
    .opts = {{opts, 0}, GP_OPTS_IN(options, run, gp_gate_opts), GP_OPTS_IN(options, run.wish, gp_engine_opts)},
    .options = sizeof(options),
    .defaults = &defaults,
    .min_args = 0,
    .max_args = -1,
    .run = run,
    .opencl = true,
    .exits =
        "  0    gate passed\n  1    gate failed: a case, a golden or the pass rate\n  2    usage, invalid input, or a pin that does not hold\n"
        "  3    infrastructure: a target broke, so there is no verdict\n  130  interrupted; finished trials are saved and --resume goes on\n",
    .example =
        "  goldpin run suites/smoke\n  goldpin run suites/smoke -t local:model.gguf -t openai:m@http://127.0.0.1:8080/v1\n"
        "  goldpin run suites/smoke --replay reports/smoke-20261120T093500Z -o again\n"};
