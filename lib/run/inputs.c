/* inputs.c - what is run: suites and their self-tests, seeds, the plan, goldens. Whatever is wrong with any of it
 * ends the run here, before anything is opened, asked or written. */
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "base/sys.h"
#include "run/source.h"

/* --- what an earlier run left --- */

gp_code gp_run_read_earlier(gp_run_state *r, gp_err *err)
{
    gp_code code = r->o->resume ? gp_bundle_look(r->o->resume, GP_FILE_MANIFEST, &r->resumed, err) : GP_OK;
    return code || !r->resumed
               ? code
               : gp_manifest_read(&r->arena, gp_path_join(&r->arena, r->o->resume, GP_FILE_MANIFEST), &r->before, err);
}

/* --- environment --- */

gp_code gp_run_choose_environment(gp_run_state *r, gp_err *err)
{
    gp_environment e = r->o->environment;
    if (e && r->o->replay)
        return gp_fail(
            err, GP_E_USAGE,
            "a replay asks nobody, so it has the environment of the run that was recorded; leave --environment out");
    if (!e && r->resumed && r->before.environment.n) e = (gp_environment)gp_environment_by_name(r->before.environment);
    if (e == GP_ENVIRONMENT_COLD && r->o->jobs > 1)
        return gp_fail(err, GP_E_USAGE, "--environment cold asks one trial at a time; leave --jobs out");
    r->environment = e;
    r->jobs = e == GP_ENVIRONMENT_COLD ? 1 : r->o->jobs > 0 ? (size_t)r->o->jobs : GP_RUN_JOBS;
    return GP_OK;
}

/* --- suites --- */

gp_code gp_run_open_suites(gp_run_state *r, gp_err *err)
{
    size_t given = r->o->n_suites;
    r->n_suites = given ? given : r->before.n_suites;
    if (!r->n_suites && r->o->resume)
        return gp_fail(
            err, GP_E_USAGE,
            "%s holds no run to go on with; name the bundle of one, or give the suite of a run to begin there",
            r->o->resume);
    if (!r->n_suites)
        return gp_fail(err, GP_E_USAGE,
                       "no suite is given; write goldpin run SUITE, for example goldpin run suites/smoke");
    r->suites = GP_NEW_ARRAY(&r->arena, gp_suite *, r->n_suites);
    r->lint = GP_NEW_ARRAY(&r->arena, gp_lint_report, r->n_suites);
    r->seeds = GP_NEW_ARRAY(&r->arena, int64_t, r->n_suites);
    gp_code code = GP_OK;
    for (size_t i = 0; i < r->n_suites && !code; i++) {
        gp_str recorded = given ? (gp_str){0} : gp_str_dup(&r->arena, r->before.suites[i].file);
        gp_entry what = GP_FILE;
        if (!given) code = gp_look(recorded.p, &what, err);
        if (!code && what != GP_FILE)
            code = gp_fail(
                err, GP_E_USAGE,
                "the suite of the run in %s is not at %s; give it again (bundles do not keep absolute paths): goldpin run SUITE --resume %s",
                r->o->resume, recorded.p, r->o->resume);
        if (!code) code = gp_suite_open(given ? r->o->suites[i] : recorded.p, &gp_graders, &r->suites[i], err);
    }
    return code;
}

static int64_t choose_seed(const gp_run_state *r, size_t suite)
{
    if (r->o->seed >= 0) return r->o->seed;
    const gp_manifest *earlier = r->resumed ? &r->before : gp_run_recorded(r);
    gp_str name = gp_suite_facts(r->suites[suite])->name;
    for (size_t i = 0; earlier && i < earlier->n_suites; i++)
        if (gp_str_eq(earlier->suites[i].name, name)) return earlier->suites[i].seed;
    int64_t own = gp_suite_facts(r->suites[suite])->seed;
    return own >= 0 ? own : 1;
}

gp_code gp_run_lint_suites(gp_run_state *r, gp_err *err)
{
    for (size_t i = 0; i < r->n_suites; i++) {
        gp_code code = gp_lint_suite(&r->arena, r->suites[i], &(gp_lint_options){0}, &r->lint[i], err);
        if (code) return code;
        const gp_lint_report *l = &r->lint[i];
        for (size_t k = 0; k < l->n_findings; k++) {
            const gp_finding *f = &l->findings[k];
            if (f->error)
                return gp_fail(
                    err, GP_E_INPUT, "%.*s: case \"%.*s\": %.*s (%zu error%s in all; goldpin lint shows them)",
                    GP_ARG(f->where), GP_ARG(f->case_id), GP_ARG(f->text), l->n_errors, l->n_errors == 1 ? "" : "s");
            if (r->o->events.warning) r->o->events.warning(r->o->events.user, f);
        }
    }
    return GP_OK;
}

/* --- plan --- */

static void count(gp_run_state *r)
{
    r->out->trials = gp_plan_count(r->plan);
    r->out->targets = r->n_targets;
    for (size_t i = 0; i < r->n_suites; i++) {
        r->out->cases += gp_plan_selected(r->plan, i);
        r->out->of_cases += gp_suite_facts(r->suites[i])->n_cases;
    }
}

gp_code gp_run_check_copies(gp_run_state *r, gp_err *err)
{
    gp_code code = GP_OK;
    for (size_t i = 0; i < GP_REPORT_N && !code; i++)
        if (r->o->copies[i]) code = gp_writable(r->o->copies[i], err);
    return code;
}

gp_code gp_run_make_plan(gp_run_state *r, gp_err *err)
{
    const gp_run_options *o = r->o;
    const gp_manifest *earlier = r->resumed ? &r->before : NULL;
    for (size_t i = 0; i < r->n_suites; i++) r->seeds[i] = choose_seed(r, i);
    gp_plan_options p = {.filters = o->filters,
                         .n_filters = o->n_filters,
                         .tags = o->tags,
                         .n_tags = o->n_tags,
                         .limit = o->limit,
                         .shard = o->shard,
                         .shards = o->shards,
                         .repeat = o->repeat};
    p.in_rounds = r->environment == GP_ENVIRONMENT_SUSTAINED;
    if (!p.repeat) p.repeat = earlier ? earlier->repeat : gp_run_recorded(r) ? gp_run_recorded(r)->repeat : 1;
    if (earlier) { /* what is not given again is taken from the run that goes on */
        if (!p.n_filters) p.filters = earlier->filters, p.n_filters = earlier->n_filters;
        if (!p.n_tags) p.tags = earlier->tags, p.n_tags = earlier->n_tags;
        if (p.limit < 0) p.limit = earlier->limit;
        if (!p.shards && earlier->shard.n && sscanf(earlier->shard.p, "%" SCNd64 "/%" SCNd64, &p.shard, &p.shards) != 2)
            p.shards = 0;
    }
    r->repeat = p.repeat;
    r->manifest.filters = p.filters;
    r->manifest.n_filters = p.n_filters;
    r->manifest.tags = p.tags;
    r->manifest.n_tags = p.n_tags;
    r->manifest.limit = p.limit;
    if (p.shards) r->manifest.shard = gp_str_fmt(&r->arena, "%lld/%lld", (long long)p.shard, (long long)p.shards);
    gp_code code = gp_plan_make((const gp_suite *const *)r->suites, r->n_suites, r->names, r->n_targets, &p, &r->plan,
                                err);
    if (!code) count(r);
    return code;
}

/* No trial may be planned in which a regulated case could leave this machine. A replay sends nothing. */
gp_code gp_run_check_regulated(gp_run_state *r, gp_err *err)
{
    gp_arena a = {0};
    gp_code code = GP_OK;
    gp_plan_trial before = {0}; /* repeats of a case are mostly next to each other; a filter may leave out the first */
    for (size_t i = 0; r->from->asks && !code && i < gp_plan_count(r->plan); i++) {
        const gp_plan_trial *p = gp_plan_at(r->plan, i);
        gp_case *c = NULL;
        bool again = i && p->suite == before.suite && p->case_index == before.case_index && p->target == before.target;
        before = *p;
        if (again || !gp_suite_regulated(r->suites[p->suite], p->case_index)) continue;
        gp_arena_reset(&a);
        code = gp_suite_case(r->suites[p->suite], p->case_index, &a, &c, err);
        if (!code) code = gp_spec_refuse(&r->specs[p->target], gp_suite_facts(r->suites[p->suite])->name, c, err);
    }
    gp_arena_free(&a);
    return code;
}

/* --- goldens --- */

static bool suite_has(void *user, gp_str id) { return gp_suite_find(user, id) != SIZE_MAX; }

static void add_unused(gp_run_state *r, const char *const *paths, size_t n)
{
    gp_str *grown = GP_NEW_ARRAY(&r->arena, gp_str, r->n_unused + n);
    if (r->n_unused) memcpy(grown, r->unused, r->n_unused * sizeof *grown);
    for (size_t i = 0; i < n; i++) grown[r->n_unused++] = gp_str_c(paths[i]);
    r->unused = grown;
}

static bool some_golden(const gp_run_state *r)
{
    gp_arena a = {0};
    gp_case *c = NULL;
    bool golden = false;
    for (size_t s = 0; s < r->n_suites; s++)
        for (size_t i = 0; i < gp_suite_facts(r->suites[s])->n_cases && !golden; i++) {
            gp_arena_reset(&a);
            golden = !gp_suite_case_undigested(r->suites[s], i, &a, &c, NULL) && c->golden != GP_GOLDEN_NONE;
        }
    gp_arena_free(&a);
    return golden;
}

/* Goldens lie in folders by target, which are one on a disk that ignores case. */
static gp_code check_folders(const gp_run_state *r, gp_err *err)
{
    for (size_t t = 1; t < r->n_targets; t++)
        for (size_t k = 0; k < t; k++)
            if (gp_str_eq_nocase(r->names[k], r->names[t]) && some_golden(r))
                return gp_fail(err, GP_E_INPUT,
                               "the targets \"%.*s\" and \"%.*s\" differ in case only: on a disk that ignores case "
                               "their goldens would be the same files",
                               GP_ARG(r->names[k]), GP_ARG(r->names[t]));
    return GP_OK;
}

/* One folder for all suites: that of the first that has goldens, else that of the first. */
static gp_code find_goldens(gp_run_state *r, gp_err *err)
{
    gp_golden_place all = {.root = GP_GOLDEN_DIR}, own;
    for (size_t s = 0; s < r->n_suites; s++) {
        const gp_suite_info *f = gp_suite_facts(r->suites[s]);
        gp_golden_find(&r->arena, r->o->golden, f->dir, f->name, &own);
        if (own.found && all.found && strcmp(own.root, all.root) != 0)
            return gp_fail(err, GP_E_INPUT,
                           "the suites have goldens in %s and in %s; run them apart, or name one with --golden",
                           all.root, own.root);
        if (!s || (own.found && !all.found)) all = own;
    }
    if (strlen(all.root) >= sizeof r->out->golden)
        return gp_fail(err, GP_E_INPUT, "the path of the goldens is too long: %s", all.root);
    (void)snprintf(r->out->golden, sizeof r->out->golden, "%s", all.root);
    (void)snprintf(r->out->golden_upto, sizeof r->out->golden_upto, "%s", all.upto ? all.upto : "");
    r->out->golden_found = all.found;
    return GP_OK;
}

/* Every golden of these suites and targets is read now, not when all trials are done and paid for: a damaged one ends
 * the run before it begins. */
gp_code gp_run_look_at_goldens(gp_run_state *r, gp_err *err)
{
    gp_code code = check_folders(r, err);
    if (!code) code = find_goldens(r, err);
    for (size_t s = 0; s < r->n_suites && !code; s++)
        for (size_t t = 0; t < r->n_targets && !code; t++) {
            const char *const *paths = NULL;
            size_t n = 0;
            code = gp_golden_unused(&r->arena, gp_run_golden(r), gp_suite_facts(r->suites[s])->name, r->names[t],
                                    suite_has, r->suites[s], &paths, &n, err);
            if (!code) add_unused(r, paths, n);
        }
    return code;
}
