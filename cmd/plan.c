/* plan.c - goldpin plan: before a run, how many cases and repeats a difference needs, what the suite at hand can show,
 * and what it would cost. */
#include <math.h>

#include "base/sys.h"
#include "cli.h"
#include "plan.h"
#include "report/results.h"

typedef struct options {
    double detect, power, level, pass_rate, discordance, noise, correlation;
    int64_t repeat;
    const char *config, *from, *write;
    double fail_under;
    int64_t max_errors;
    bool strict;
    const gp_str *targets;
    size_t n_targets;
    gp_output output;
} options;

static const options defaults = {.detect = (double)NAN,
                                 .power = 0.8,
                                 .level = 0.05,
                                 .pass_rate = (double)NAN,
                                 .discordance = (double)NAN,
                                 .noise = (double)NAN,
                                 .correlation = (double)NAN,
                                 .fail_under = (double)NAN,
                                 .repeat = 1};

#define T options
static const char ASSUMED[] = "What is assumed", FIXED[] = "What is fixed";
static const gp_opt opts[] = {
    {"detect", 0, GP_TO_REAL(T, detect, 0.0001, 1), "D",
     "the difference of pass rates that must not be overlooked: 0.03 is 3 points", NULL},
    {"power", 0, GP_TO_REAL(T, power, 0.5, 0.999), "P", "the chance that it is then shown; default 0.8", NULL},
    {"level", 0, GP_TO_REAL(T, level, 0.0001, 0.5), "L", "the chance of a false alarm; default 0.05", NULL},
    {"repeat", 0, GP_TO_INT(T, repeat, 1, 1000000), "N", "answers to each case; default 1", NULL},
    {"target", 't', GP_TO_LIST(T, targets, n_targets), "TARGET",
     "as of goldpin run, for the cost; default all of the targets file", NULL},
    {"config", 'c', GP_TO_PATH(T, config), "FILE", "targets file; default ./goldpin.json or ./goldpin.yaml", NULL},
    {"from", 0, GP_TO_PATH(T, from), "RUN",
     "take the numbers below, and costs, from the first target of an earlier run", ASSUMED},
    {"pass-rate", 0, GP_TO_REAL(T, pass_rate, 0.001, 0.999), "P", "share of cases that pass; default 0.8", ASSUMED},
    {"discordance", 0, GP_TO_REAL(T, discordance, 0.0001, 1), "D",
     "share of cases that one of two targets passes alone; default P(1-P)", ASSUMED},
    {"noise", 0, GP_TO_REAL(T, noise, 0, 1), "S",
     "share of the variance that repeats average away: 0 is greedy decoding; default 0.5", ASSUMED},
    {"correlation", 0, GP_TO_REAL(T, correlation, 0, 1), "R", "of two cases of one cluster; default 0.5", ASSUMED},
    {"write", 0, GP_TO_PATH(T, write), "FILE",
     "fix suites, targets, repeats, the gate below and the numbers above in FILE, for goldpin run --plan", FIXED},
    {"fail-under", 0, GP_TO_REAL(T, fail_under, 0, 1), "RATE", "as of goldpin run", FIXED},
    {"max-errors", 0, GP_TO_INT(T, max_errors, 0, INT64_MAX), "N", "as of goldpin run; default 0", FIXED},
    {"strict", 0, GP_TO_FLAG(T, strict), NULL, "as of goldpin run", FIXED},
    {0}};

typedef enum source { GIVEN, MEASURED, GUESSED } source;
static const char *const sources[] = {"given", "measured in the earlier run", "a guess"};

typedef struct planned {
    gp_plan_cases cases;
    gp_design design;
    source of_rate, of_discordance, of_noise, of_correlation;
    const gp_plan_cost *costs;
    size_t n_costs;
    double needed, detectable, power; /* cases; a difference; the chance of --detect. NaN without --detect */
    gp_interval rate;                 /* of pass_rate with the cases at hand */
} planned;

/* --- assumptions --- */

static double choose(double given, double known, double guess, source *from)
{
    *from = !isnan(given) ? GIVEN : !isnan(known) ? MEASURED : GUESSED;
    return *from == GIVEN ? given : *from == MEASURED ? known : guess;
}

/* A pass rate of 0 or 1 in a run says too little to plan with: as if one case more had gone half either way. */
static double rate_of(const gp_tally *t)
{
    size_t n = t->passed + t->failed;
    return n ? ((double)t->passed + 0.5) / ((double)n + 1) : (double)NAN;
}

static gp_code assume(const options *o, planned *p, gp_err *err)
{
    double rate = (double)NAN, disagreement = (double)NAN;
    gp_results *r = NULL;
    gp_code code = o->from ? gp_results_open(o->from, &r, err) : GP_OK;
    if (code) return code;
    if (r && gp_results_facts(r)->n_targets) {
        const gp_results_target *t = &gp_results_facts(r)->targets[0];
        rate = rate_of(&t->tally);
        if (t->statistics.graded > 0) disagreement = t->statistics.disagreement;
    }
    gp_results_close(r);
    gp_design *d = &p->design;
    d->pass_rate = choose(o->pass_rate, rate, 0.8, &p->of_rate);
    d->discordance = choose(o->discordance, (double)NAN, gp_usual_discordance(d->pass_rate), &p->of_discordance);
    /* of two targets, each as noisy as the one that was measured */
    double noise = disagreement > d->discordance ? 1 : disagreement / d->discordance;
    d->noise = choose(o->noise, noise, 0.5, &p->of_noise);
    d->correlation = choose(o->correlation, (double)NAN, 0.5, &p->of_correlation);
    d->cluster_size = p->cases.cluster_size;
    d->repeats = (double)o->repeat;
    d->level = o->level;
    d->power = o->power;
    return GP_OK;
}

static void compute(const options *o, planned *p)
{
    gp_design *d = &p->design;
    double n = (double)p->cases.cases, effect = 1 + (d->cluster_size - 1) * d->correlation;
    p->needed = isnan(o->detect) ? (double)NAN : gp_cases_needed(d, o->detect);
    p->power = isnan(o->detect) ? (double)NAN : gp_power_of(d, o->detect, n);
    p->detectable = gp_detectable(d, n);
    p->rate = gp_score_interval(d->pass_rate, n / effect, gp_normal_point(0.975));
}

/* --- as text --- */

static void points(gp_buf *out, double v)
{
    if (v > 1) gp_buf_c(out, "no difference, however large,");
    else gp_buf_fmt(out, "a difference of %.2g points", 100 * v);
}

static void assumption(gp_buf *out, const char *what, double v, source from)
{
    gp_buf_fmt(out, "| %s | %.3g%% | %s |\n", what, 100 * v, sources[from]);
}

static void show_assumptions(gp_buf *out, const planned *p)
{
    const gp_design *d = &p->design;
    gp_buf_c(out, "Assumed:\n\n| what | value | from |\n| :-- | --: | :-- |\n");
    assumption(out, "cases that pass", d->pass_rate, p->of_rate);
    assumption(out, "cases that one of two targets passes alone", d->discordance, p->of_discordance);
    if (d->repeats > 1) assumption(out, "variance that repeats average away", d->noise, p->of_noise);
    if (!p->cases.clusters) return;
    gp_buf_fmt(out, "| cases in the cluster of a case | %.1f | the suite |\n", d->cluster_size);
    assumption(out, "correlation of cases in a cluster", d->correlation, p->of_correlation);
}

static void show_needed(gp_buf *out, const options *o, const planned *p)
{
    if (isnan(o->detect)) return;
    gp_buf_c(out, "\nTo show ");
    points(out, o->detect);
    gp_buf_fmt(out, " between two targets on the same cases, with a chance of %.3g%%: **%.0f cases**", 100 * o->power,
               p->needed);
    if (o->repeat > 1) gp_buf_fmt(out, " with %lld answers each", (long long)o->repeat);
    gp_buf_c(out, ".\n");
}

static void show_at_hand(gp_buf *out, const options *o, const planned *p)
{
    gp_buf_fmt(out, "\nWith the %zu case%s at hand", p->cases.cases, gp_plural(p->cases.cases));
    if (o->repeat > 1) gp_buf_fmt(out, " and %lld answers to each", (long long)o->repeat);
    gp_buf_c(out, ":\n\n- ");
    points(out, p->detectable);
    gp_buf_fmt(out, " is shown with a chance of %.3g%%", 100 * o->power);
    if (!isnan(o->detect)) {
        gp_buf_c(out, "; ");
        points(out, o->detect);
        gp_buf_fmt(out, " with one of %.2g%%", 100 * p->power);
    }
    gp_buf_fmt(out, "\n- a pass rate of %.0f%% would have the 95%% interval %.0f%% to %.0f%%\n",
               100 * p->design.pass_rate, 100 * p->rate.lo, 100 * p->rate.hi);
}

static void usd(gp_buf *out, double v)
{
    if (isnan(v)) gp_buf_c(out, "n/a");
    else gp_buf_fmt(out, v > 0 && v < 1 ? "%.4f" : "%.2f", v);
}

static void show_costs(gp_buf *out, const planned *p)
{
    double at_hand = (double)p->cases.cases * p->design.repeats, needed = p->needed * p->design.repeats;
    if (!p->n_costs) return;
    gp_buf_c(out, "\nCost of the run (USD):\n\n| target | the cases at hand |");
    gp_buf_c(out, isnan(needed) ? " how |\n| :-- | --: | :-- |\n"
                                : " the cases needed | how |\n| :-- | --: | --: | :-- |\n");
    for (size_t i = 0; i < p->n_costs; i++) {
        const gp_plan_cost *c = &p->costs[i];
        gp_buf_c(out, "| ");
        gp_show(out, c->as.name, 100);
        gp_buf_c(out, " | ");
        usd(out, c->usd_per_trial * at_hand);
        if (!isnan(needed)) gp_buf_c(out, " | ");
        if (!isnan(needed)) usd(out, c->usd_per_trial * needed);
        gp_buf_c(out, " | ");
        gp_show(out, c->why, 0);
        gp_buf_c(out, " |\n");
    }
}

/* --- as JSON --- */

static void number(gp_jw *w, const char *key, double v)
{
    gp_jw_key(w, key);
    gp_jw_real(w, isfinite(v) ? v : (double)NAN);
}

static void assumed(gp_jw *w, const char *key, double v, source from)
{
    gp_jw_key(w, key);
    gp_jw_object(w);
    number(w, "value", v);
    gp_jw_kc(w, "from", from == GIVEN ? "given" : from == MEASURED ? "measured" : "guess");
    gp_jw_end_object(w);
}

static void costs_as_json(gp_jw *w, const planned *p)
{
    gp_jw_key(w, "targets");
    gp_jw_array(w);
    for (size_t i = 0; i < p->n_costs; i++) {
        gp_jw_object(w);
        gp_jw_kstr(w, "name", p->costs[i].as.name);
        number(w, "usd_per_trial", p->costs[i].usd_per_trial);
        gp_jw_kstr(w, "how", p->costs[i].why);
        gp_jw_end_object(w);
    }
    gp_jw_end_array(w);
}

static void as_json(gp_buf *out, const options *o, const planned *p)
{
    const gp_design *d = &p->design;
    gp_jw w;
    gp_jw_init(&w, out, 2);
    gp_jw_object(&w);
    number(&w, "detect", o->detect);
    number(&w, "power", d->power);
    number(&w, "level", d->level);
    gp_jw_kint(&w, "repeat", o->repeat);
    gp_jw_key(&w, "assumed");
    gp_jw_object(&w);
    assumed(&w, "pass_rate", d->pass_rate, p->of_rate);
    assumed(&w, "discordance", d->discordance, p->of_discordance);
    assumed(&w, "noise", d->noise, p->of_noise);
    assumed(&w, "correlation", d->correlation, p->of_correlation);
    gp_jw_end_object(&w);
    gp_jw_kint(&w, "cases", (int64_t)p->cases.cases);
    number(&w, "cluster_size", d->cluster_size);
    number(&w, "cases_needed", p->needed);
    number(&w, "detectable", p->detectable > 1 ? (double)NAN : p->detectable);
    number(&w, "power_at_hand", p->power);
    gp_jw_key(&w, "pass_rate_ci95");
    gp_jw_array(&w);
    gp_jw_real(&w, p->rate.lo);
    gp_jw_real(&w, p->rate.hi);
    gp_jw_end_array(&w);
    costs_as_json(&w, p);
    gp_jw_end_object(&w);
    gp_buf_byte(out, '\n');
}

/* --- fixed before the run --- */

static gp_code fix(gp_args *a, const options *o, const planned *p, gp_buf *out, gp_err *err)
{
    gp_declared_target *targets = GP_NEW_ARRAY(&a->mem, gp_declared_target, p->n_costs);
    for (size_t i = 0; i < p->n_costs; i++) targets[i] = p->costs[i].as;
    gp_declared d = {.suites = p->cases.suites,
                     .n_suites = p->cases.n_suites,
                     .targets = targets,
                     .n_targets = p->n_costs,
                     .repeat = o->repeat,
                     .max_errors = o->max_errors,
                     .fail_under = o->fail_under,
                     .strict = o->strict,
                     .detect = o->detect,
                     .power = o->power,
                     .level = o->level};
    gp_buf b = {0};
    gp_declared_write(&d, &b);
    gp_code code = gp_write_file(o->write, gp_buf_view(&b), err);
    gp_buf_free(&b);
    gp_str digest = {0};
    if (!code) code = gp_declared_read(&a->mem, o->write, &d, &digest, err);
    if (code || o->output.json) return code;
    gp_buf_c(out, "\nFixed in ");
    gp_show(out, gp_str_c(o->write), 0);
    gp_buf_fmt(out, ", which is %.*s.\n", GP_ARG(digest));
    return GP_OK;
}

static gp_code run(gp_args *a, gp_buf *out, gp_err *err)
{
    const options *o = a->options;
    planned p = {0};
    gp_code code = gp_plan_read_cases(&a->mem, a->pos, a->n_pos, &p.cases, err);
    if (!code) code = assume(o, &p, err);
    if (!code)
        code = gp_plan_costs(&a->mem, o->config, o->targets, o->n_targets, &p.cases, o->from, &p.costs, &p.n_costs,
                             err);
    if (code) return code;
    compute(o, &p);
    if (o->output.json) return as_json(out, o, &p), o->write ? fix(a, o, &p, out, err) : GP_OK;
    show_assumptions(out, &p);
    show_needed(out, o, &p);
    show_at_hand(out, o, &p);
    show_costs(out, &p);
    return o->write ? fix(a, o, &p, out, err) : GP_OK;
}

const gp_command gp_cmd_plan = {
    .name = "plan",
    .usage = "SUITE... [--detect D] [options]",
    .summary = "how many cases a difference needs, what these can show, what it costs",
    .opts = {{opts, 0}, GP_OPTS_IN(options, output, gp_json_opts)},
    .options = sizeof(options),
    .defaults = &defaults,
    .min_args = 1,
    .max_args = -1,
    .run = run,
    .details =
        "Nothing is asked. For two targets that answer the same cases it tells how\n"
        "many cases show a true difference of pass rates, and how small a difference the\n"
        "cases at hand can show. It assumes what no run has measured yet, and says so; --from\n"
        "takes pass rate, noise and costs from an earlier run. `goldpin help statistics` tells\n"
        "what stands behind it.\n",
    .exits = "  0    the plan is shown\n  2    a suite, the targets file or RUN cannot be read\n",
    .example =
        "  goldpin plan suites/smoke --detect 0.03 --power 0.8\n"
        "  goldpin plan mine --detect 0.05 --repeat 4 --from reports/mine-20261120T093500Z\n"};
