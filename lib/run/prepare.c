/* prepare.c - everything before the first trial: suites and their self-tests, targets, plan, pins, bundle, manifest.
 * Whatever is wrong with the input ends here, before anything is asked and before anything is written. */
#include <inttypes.h>
#include <limits.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/sys.h"
#include "run/run_impl.h"

/* --- what an earlier run left --- */

static gp_code read_before(gp_run_state *r, gp_err *err)
{
    if (!r->o->resume) return GP_OK;
    const char *path = gp_path_join(&r->arena, r->o->resume, "manifest.json");
    if (!path) return gp_fail_nomem(err);
    gp_entry what;
    gp_code code = gp_look(path, &what, err);
    if (code || what != GP_FILE) return code;
    r->resumed = true;
    return gp_manifest_read(&r->arena, path, &r->before, err);
}

/* --- suites --- */

static gp_code open_suites(gp_run_state *r, gp_err *err)
{
    size_t given = r->o->n_suites;
    r->n_suites = given ? given : r->before.n_suites;
    if (!r->n_suites && r->o->resume) return gp_fail(err, GP_E_USAGE, "%s holds no run to go on with; name the bundle of one, or give the suite of a run to begin there", r->o->resume);
    if (!r->n_suites) return gp_fail(err, GP_E_USAGE, "no suite is given; write goldpin run SUITE, for example goldpin run suites/smoke");
    r->suites = GP_NEW_ARRAY(&r->arena, gp_suite *, r->n_suites);
    r->lint = GP_NEW_ARRAY(&r->arena, gp_lint_report, r->n_suites);
    r->seeds = GP_NEW_ARRAY(&r->arena, int64_t, r->n_suites);
    if (!r->suites || !r->lint || !r->seeds) return gp_fail_nomem(err);
    gp_code code = GP_OK;
    for (size_t i = 0; i < r->n_suites && !code; i++) {
        gp_str recorded = given ? (gp_str){0} : gp_str_dup(&r->arena, r->before.suites[i].file);
        gp_entry what = GP_FILE;
        if (!given) code = gp_look(recorded.p, &what, err);
        if (!code && what != GP_FILE) code = gp_fail(err, GP_E_USAGE, "the suite of the run in %s is not at %s; give it again (bundles do not keep absolute paths): goldpin run SUITE --resume %s", r->o->resume, recorded.p, r->o->resume);
        if (!code) code = gp_suite_open(given ? r->o->suites[i] : recorded.p, &gp_graders, &r->suites[i], err);
    }
    return code;
}

int64_t gp_run_seed(const gp_run_state *r, size_t suite)
{
    return r->seeds[suite];
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

static gp_code lint_suites(gp_run_state *r, gp_err *err)
{
    for (size_t i = 0; i < r->n_suites; i++) {
        gp_code code = gp_lint_suite(&r->arena, r->suites[i], &r->lint[i], err);
        if (code) return code;
        const gp_lint_report *l = &r->lint[i];
        for (size_t k = 0; k < l->n_findings; k++) {
            const gp_finding *f = &l->findings[k];
            if (f->error) return gp_fail(err, GP_E_INPUT, "%.*s: %.*s (%zu error%s in all; goldpin lint shows them)", GP_ARG(f->where), GP_ARG(f->text), l->n_errors, l->n_errors == 1 ? "" : "s");
            if (r->o->events.warning) r->o->events.warning(r->o->events.user, f);
        }
    }
    return GP_OK;
}

/* --- environment --- */

static gp_code choose_environment(gp_run_state *r, gp_err *err)
{
    gp_environment e = r->o->environment;
    if (e && r->o->replay) return gp_fail(err, GP_E_USAGE, "a replay asks nobody, so it has the environment of the run that was recorded; leave --environment out");
    if (!e && r->resumed && r->before.environment.n) e = (gp_environment)gp_environment_by_name(r->before.environment);
    if (e == GP_ENVIRONMENT_COLD && r->o->jobs > 1) return gp_fail(err, GP_E_USAGE, "--environment cold asks one trial at a time; leave --jobs out");
    r->environment = e;
    r->jobs = e == GP_ENVIRONMENT_COLD ? 1 : r->o->jobs > 0 ? (size_t)r->o->jobs : GP_RUN_JOBS;
    return GP_OK;
}

/* --- targets --- */

static gp_code read_env_file(gp_run_state *r, gp_err *err)
{
    gp_str text = {0};
    if (!r->o->env_file) return GP_OK;
    gp_code code = gp_read_file(&r->arena, r->o->env_file, 1 << 20, &text, err);
    size_t lines = 1;
    for (size_t i = 0; i < text.n; i++) lines += text.p[i] == '\n';
    r->secrets = code ? NULL : GP_NEW_ARRAY(&r->arena, gp_secret, lines);
    if (!code && !r->secrets) code = gp_fail_nomem(err);
    for (size_t line = 1; !code && text.n; line++) {
        size_t end = gp_str_find(text, GP_STR("\n"));
        gp_str one = gp_str_trim((gp_str){text.p, end == SIZE_MAX ? text.n : end});
        size_t used = end == SIZE_MAX ? text.n : end + 1;
        text = (gp_str){text.p + used, text.n - used};
        if (!one.n || one.p[0] == '#') continue;
        if (gp_str_starts(one, GP_STR("export "))) one = gp_str_trim((gp_str){one.p + 7, one.n - 7});
        size_t eq = gp_str_find(one, GP_STR("="));
        /* The line itself may be a key: it is not shown. */
        if (eq == SIZE_MAX || eq == 0) return gp_fail(err, GP_E_INPUT, "%s:%zu: expected NAME=VALUE", r->o->env_file, line);
        gp_str value = gp_str_trim((gp_str){one.p + eq + 1, one.n - eq - 1});
        bool quoted = value.n >= 2 && (value.p[0] == '"' || value.p[0] == '\'') && value.p[value.n - 1] == value.p[0];
        if (quoted) value = (gp_str){value.p + 1, value.n - 2};
        r->secrets[r->n_secrets++] = (gp_secret){gp_str_dup(&r->arena, (gp_str){one.p, eq}), gp_str_dup(&r->arena, value)};
    }
    return code;
}

/* The environment wins over the file, as with other tools. */
static gp_str secret_of(void *user, const char *variable)
{
    gp_run_state *r = user;
    const char *v = getenv(variable);
    if (v && *v) return gp_str_c(v);
    for (size_t i = 0; i < r->n_secrets; i++)
        if (gp_str_eqc(r->secrets[i].name, variable)) return r->secrets[i].value;
    return (gp_str){0};
}

/* The targets of a resumed run that names none: as they were given then. */
static gp_code wanted_before(gp_run_state *r, const gp_str **wanted, size_t *n, gp_err *err)
{
    gp_str *list = GP_NEW_ARRAY(&r->arena, gp_str, r->before.n_targets);
    if (!list) return gp_fail_nomem(err);
    for (size_t i = 0; i < r->before.n_targets; i++) {
        list[i] = r->before.targets[i].spec;
        if (!list[i].n) return gp_fail(err, GP_E_USAGE, "target %.*s was given by an absolute path, which bundles do not keep; give it again with -t", GP_ARG(r->before.targets[i].name));
    }
    *wanted = list;
    *n = r->before.n_targets;
    return GP_OK;
}

static gp_code pocket_spec(gp_run_state *r, const gp_target_spec **specs, size_t *n, gp_err *err)
{
    if (!r->o->pocket) return gp_fail(err, GP_E_USAGE, "no target is given and the pocket model is not installed; name one with -t PROVIDER:MODEL");
    gp_target_spec *s = GP_NEW(&r->arena, gp_target_spec);
    gp_str text = gp_str_fmt(&r->arena, "local:%s", r->o->pocket);
    if (!s || !text.p) return gp_fail_nomem(err);
    *specs = s;
    *n = 1;
    return gp_target_spec_parse(&r->arena, text, s, err);
}

static gp_code no_such_target(const gp_manifest *m, const char *dir, gp_str name, gp_err *err)
{
    gp_buf list = {0};
    for (size_t i = 0; i < m->n_targets; i++) gp_buf_fmt(&list, "%s%.*s", i ? ", " : "", GP_ARG(m->targets[i].name));
    gp_code code = gp_fail(err, GP_E_INPUT, "%s holds no target \"%.*s\"; it has %s", dir, GP_ARG(name), list.p ? list.p : "none");
    gp_buf_free(&list);
    return code;
}

/* What is recorded under DIR takes the place of a replay target; `names` (may be empty) choose among it. */
static gp_code recorded_specs(gp_run_state *r, const char *dir, const gp_str *names, size_t n_names, const gp_target_spec **specs, size_t *n, gp_err *err)
{
    gp_code code = gp_replay_open(dir, &r->replay, err);
    if (code) return code;
    r->recorded_dir = dir;
    const gp_manifest *m = gp_replay_manifest(r->replay);
    size_t room = n_names ? n_names : m->n_targets;
    gp_target_spec *list = GP_NEW_ARRAY(&r->arena, gp_target_spec, room);
    if (!list) return gp_fail_nomem(err);
    *n = 0;
    for (size_t k = 0; k < room; k++) {
        const gp_manifest_target *found = n_names ? NULL : &m->targets[k];
        for (size_t i = 0; !found && i < m->n_targets; i++)
            if (gp_str_eq(m->targets[i].name, names[k]) || gp_str_eq(m->targets[i].spec, names[k])) found = &m->targets[i];
        if (!found) return no_such_target(m, dir, names[k], err);
        list[(*n)++] = (gp_target_spec){.name = found->name, .provider = GP_STR("replay"), .model = gp_str_c(dir)};
    }
    *specs = list;
    return GP_OK;
}

static gp_code read_targets(gp_run_state *r, gp_err *err)
{
    const gp_str *wanted = r->o->targets;
    size_t n_wanted = r->o->n_targets;
    gp_target_file file = {0};
    gp_entry beside = GP_NOTHING;
    gp_code code = r->o->config ? GP_OK : gp_look("goldpin.json", &beside, err);
    const char *config = beside == GP_FILE ? "goldpin.json" : r->o->config;
    if (code) return code;
    bool recording = r->o->replay && gp_is_recording(r->o->replay);
    if (r->o->replay && !recording) {
        code = gp_run_read_prices(r, file.prices_file, err);
        return code ? code : recorded_specs(r, r->o->replay, wanted, n_wanted, &r->specs, &r->n_targets, err);
    }
    if (config) code = gp_target_file_read(&r->arena, config, &file, err);
    if (!code) code = gp_run_read_prices(r, file.prices_file, err);
    if (recording) return code ? code : gp_run_recorded_specs(r, r->o->replay, config ? &file : NULL, wanted, n_wanted, err);
    if (!code && !n_wanted && r->resumed) code = wanted_before(r, &wanted, &n_wanted, err);
    if (!code) code = gp_target_specs_resolve(&r->arena, config ? &file : NULL, wanted, n_wanted, &r->specs, &r->n_targets, err);
    if (!code && !r->n_targets) code = pocket_spec(r, &r->specs, &r->n_targets, err);
    for (size_t i = 0; i < r->n_targets && !code; i++) {
        if (!gp_str_eqc(r->specs[i].provider, "replay")) continue;
        if (r->n_targets > 1) return gp_fail(err, GP_E_USAGE, "replay:DIR stands for every target of a recording and cannot be combined with other targets");
        if (gp_is_recording(r->specs[i].model.p)) return gp_run_recorded_specs(r, r->specs[i].model.p, NULL, NULL, 0, err);
        return recorded_specs(r, r->specs[i].model.p, NULL, 0, &r->specs, &r->n_targets, err);
    }
    return code;
}

static gp_code name_targets(gp_run_state *r, gp_err *err)
{
    r->names = GP_NEW_ARRAY(&r->arena, gp_str, r->n_targets);
    r->facts = GP_NEW_ARRAY(&r->arena, gp_manifest_target, r->n_targets);
    r->targets = GP_NEW_ARRAY(&r->arena, gp_target *, r->n_targets);
    r->cursor = GP_NEW_ARRAY(&r->arena, size_t, r->n_targets);
    if (!r->names || !r->facts || !r->targets || !r->cursor) return gp_fail_nomem(err);
    for (size_t i = 0; i < r->n_targets; i++) r->names[i] = r->specs[i].name;
    return GP_OK;
}

/* --- plan --- */

static gp_code make_plan(gp_run_state *r, gp_err *err)
{
    const gp_run_options *o = r->o;
    const gp_manifest *earlier = r->resumed ? &r->before : NULL;
    gp_plan_options p = {.filter = gp_str_c(o->filter), .tags = o->tags, .n_tags = o->n_tags, .limit = o->limit, .shard = o->shard, .shards = o->shards, .repeat = o->repeat};
    p.in_rounds = r->environment == GP_ENVIRONMENT_SUSTAINED;
    if (!p.repeat) p.repeat = earlier ? earlier->repeat : gp_run_recorded(r) ? gp_run_recorded(r)->repeat : 1;
    if (earlier) { /* what is not given again is taken from the run that goes on */
        if (!p.filter.n) p.filter = earlier->filter;
        if (!p.n_tags) p.tags = earlier->tags, p.n_tags = earlier->n_tags;
        if (p.limit < 0) p.limit = earlier->limit;
        if (!p.shards && earlier->shard.n && sscanf(earlier->shard.p, "%" SCNd64 "/%" SCNd64, &p.shard, &p.shards) != 2) p.shards = 0;
    }
    r->repeat = p.repeat;
    r->manifest.filter = p.filter;
    r->manifest.tags = p.tags;
    r->manifest.n_tags = p.n_tags;
    r->manifest.limit = p.limit;
    if (p.shards) r->manifest.shard = gp_str_fmt(&r->arena, "%lld/%lld", (long long)p.shard, (long long)p.shards);
    return gp_plan_make((const gp_suite *const *)r->suites, r->n_suites, r->names, r->n_targets, &p, &r->plan, err);
}

/* No trial may be planned in which a regulated case could leave this machine. A replay sends nothing. */
static gp_code check_regulated(gp_run_state *r, gp_err *err)
{
    gp_arena a = {0};
    gp_code code = GP_OK;
    for (size_t i = 0; !r->replay && !code && i < gp_plan_count(r->plan); i++) {
        const gp_plan_trial *p = gp_plan_at(r->plan, i);
        gp_case *c = NULL;
        if (p->repeat > 1 || !gp_suite_regulated(r->suites[p->suite], p->case_index)) continue;
        gp_arena_reset(&a);
        code = gp_suite_case(r->suites[p->suite], p->case_index, &a, &c, err);
        if (!code) code = gp_spec_refuse(&r->specs[p->target], gp_suite_facts(r->suites[p->suite])->name, c, err);
    }
    gp_arena_free(&a);
    return code;
}

/* --- goldens --- */

static bool suite_has(void *user, gp_str id)
{
    return gp_suite_find(user, id) != SIZE_MAX;
}

static gp_code add_unused(gp_run_state *r, const char *const *paths, size_t n, gp_err *err)
{
    gp_str *grown = n ? GP_NEW_ARRAY(&r->arena, gp_str, r->n_unused + n) : NULL;
    if (!n) return GP_OK;
    if (!grown) return gp_fail_nomem(err);
    if (r->n_unused) memcpy(grown, r->unused, r->n_unused * sizeof *grown);
    for (size_t i = 0; i < n; i++) grown[r->n_unused++] = gp_str_c(paths[i]);
    r->unused = grown;
    return GP_OK;
}

/* Every golden of these suites and targets is read now, not when all trials are done and paid for: a damaged one ends
 * the run before it begins. */
static gp_code look_at_goldens(gp_run_state *r, gp_err *err)
{
    gp_code code = GP_OK;
    for (size_t s = 0; s < r->n_suites && !code; s++)
        for (size_t t = 0; t < r->n_targets && !code; t++) {
            const char *const *paths = NULL;
            size_t n = 0;
            code = gp_golden_unused(&r->arena, r->o->golden ? r->o->golden : "golden", gp_suite_facts(r->suites[s])->name, r->names[t], suite_has, r->suites[s], &paths, &n, err);
            if (!code) code = add_unused(r, paths, n, err);
        }
    return code;
}

static void count(gp_run_state *r)
{
    r->out->trials = gp_plan_count(r->plan);
    r->out->targets = r->n_targets;
    for (size_t i = 0; i < r->n_suites; i++) r->out->cases += gp_plan_selected(r->plan, i);
}

gp_code gp_run_prepare(gp_run_state *r, gp_err *err)
{
    gp_code code = read_before(r, err);
    if (!code) code = choose_environment(r, err);
    if (!code) code = open_suites(r, err);
    if (!code) code = lint_suites(r, err);
    if (!code) code = read_env_file(r, err);
    if (!code) code = read_targets(r, err);
    if (!code) code = gp_run_record_check(r, err);
    if (!code) code = name_targets(r, err);
    for (size_t i = 0; i < r->n_suites && !code; i++) r->seeds[i] = choose_seed(r, i);
    if (!code) code = make_plan(r, err);
    if (!code) code = check_regulated(r, err);
    if (!code) code = look_at_goldens(r, err);
    if (!code) count(r);
    return code;
}

/* --- bundle --- */

/* What a run that was killed may leave besides its bundle: files that never got their final name, and the topology, which
 * is written before the manifest makes a folder a bundle. */
static bool is_left_over(const char *name, bool in_bundle)
{
    size_t n = strlen(name);
    bool half = strstr(name, ".tmp-") || (n > 4 && strcmp(name + n - 4, ".tmp") == 0) || (n > 6 && strcmp(name + n - 6, ".spool") == 0);
    return half || (!in_bundle && strcmp(name, "topology.xml") == 0);
}

/* Of a folder that is no bundle and holds anything else, nothing is touched. depth: of the folder in the bundle, whose
 * candidates for goldens lie in pending/SUITE/TARGET. */
static gp_code sweep(gp_arena *a, const char *dir, bool is_bundle, int depth, gp_err *err)
{
    const char *const *names = NULL;
    size_t n = 0, left_over = 0;
    gp_code code = gp_list_dir(a, dir, &names, &n, err);
    for (size_t i = 0; i < n; i++) left_over += is_left_over(names[i], is_bundle);
    if (!is_bundle && left_over < n) return code;
    for (size_t i = 0; i < n && !code; i++) {
        const char *path = gp_path_join(a, dir, names[i]);
        gp_entry what = GP_NOTHING;
        if (is_left_over(names[i], is_bundle)) gp_remove_file(path);
        else if (depth ? depth < 3 : strcmp(names[i], "pending") == 0) code = gp_look(path, &what, err);
        if (!code && what == GP_FOLDER) code = sweep(a, path, is_bundle, depth + 1, err);
    }
    return code;
}

static gp_code sweep_resumed(const gp_run_state *r, gp_err *err)
{
    gp_arena a = {0};
    gp_entry what = GP_NOTHING;
    gp_code code = r->o->resume ? gp_look(r->dir, &what, err) : GP_OK;
    if (!code && what == GP_FOLDER) code = sweep(&a, r->dir, r->resumed, 0, err);
    gp_arena_free(&a);
    return code;
}

static gp_code empty_or_missing(const char *dir, gp_err *err)
{
    gp_arena a = {0};
    const char *const *names;
    size_t n = 0;
    gp_entry what;
    gp_code code = gp_look(dir, &what, err);
    if (!code && what == GP_FILE) return gp_fail(err, GP_E_USAGE, "the output %s is a file; name a folder", dir);
    if (!code && what == GP_FOLDER) code = gp_list_dir(&a, dir, &names, &n, err);
    if (!code && n) code = gp_fail(err, GP_E_USAGE, "the output folder %s is not empty; name another, or go on with --resume", dir);
    gp_arena_free(&a);
    return code;
}

static gp_code choose_dir(gp_run_state *r, gp_err *err)
{
    if (r->o->resume || r->o->output) {
        r->dir = r->o->resume ? r->o->resume : r->o->output;
        gp_code code = sweep_resumed(r, err);
        return code || r->resumed ? code : empty_or_missing(r->dir, err);
    }
    char stamp[24];
    gp_buf name = {0};
    gp_utc_compact(gp_now_epoch(), stamp);
    gp_percent_name(&name, gp_suite_facts(r->suites[0])->name);
    gp_str dir = gp_str_fmt(&r->arena, "reports/%s-%s", name.p, stamp);
    for (int k = 2; dir.p && (gp_is_dir(dir.p) || gp_is_file(dir.p)); k++) dir = gp_str_fmt(&r->arena, "reports/%s-%s-%d", name.p, stamp, k);
    gp_buf_free(&name);
    r->dir = dir.p;
    return dir.p ? GP_OK : gp_fail_nomem(err);
}

/* --- opening targets --- */


static gp_str spec_text(gp_run_state *r, size_t i)
{
    if (r->recording && (r->o->n_targets <= i || !r->o->replay || gp_str_eq(r->o->targets[i], r->specs[i].name))) return gp_run_recorded_spec(r, r->specs[i].name);
    if (r->o->n_targets > i && (!r->o->replay || r->recording)) {
        gp_str t = r->o->targets[i];
        return gp_str_find(t, GP_STR(":/")) == SIZE_MAX || gp_str_find(t, GP_STR("://")) != SIZE_MAX ? t : (gp_str){0};
    }
    if (r->resumed && i < r->before.n_targets) return r->before.targets[i].spec;
    const gp_target_spec *s = &r->specs[i];
    if (gp_str_eqc(s->provider, "local") && r->o->pocket && gp_str_eqc(s->model, r->o->pocket)) return s->model.p[0] == '/' ? (gp_str){0} : gp_str_fmt(&r->arena, "local:%s", s->model.p);
    return s->name;
}

static gp_code open_target(gp_run_state *r, size_t i, gp_err *err)
{
    const gp_target_spec *s = &r->specs[i];
    gp_manifest_target *m = &r->facts[i];
    if (r->replay) {
        const gp_manifest *recorded = gp_replay_manifest(r->replay);
        for (size_t k = 0; k < recorded->n_targets; k++)
            if (gp_str_eq(recorded->targets[k].name, s->name)) *m = recorded->targets[k];
        r->targets[i] = gp_replay_target(r->replay, s->name, &r->env);
        return GP_OK;
    }
    const gp_manifest_target *facts = NULL;
    gp_code code = gp_pool_open(r->pool, s, &r->targets[i], &facts, err);
    if (!code) *m = *facts;
    m->spec = spec_text(r, i);
    return code;
}

static gp_code check_pins(gp_run_state *r, size_t i, gp_err *err)
{
    gp_code code = GP_OK;
    for (size_t k = 0; k < r->n_suites && !code; k++) {
        const gp_suite_info *s = gp_suite_facts(r->suites[k]);
        code = gp_check_pins(&s->pins, s->file, &r->facts[i], r->seeds[k], err);
        if (!code) code = gp_check_pins(&r->specs[i].pins, "the targets file", &r->facts[i], r->seeds[k], err);
    }
    return code;
}

/* Does one part of a list such as "/etc/a:/etc/b"? OpenSSL passes over the others. */
static bool names_a_folder(const char *list)
{
    char part[PATH_MAX];
    while (*list) {
        size_t n = strcspn(list, ":");
        (void)snprintf(part, sizeof part, "%.*s", (int)(n < PATH_MAX ? n : 0), list);
        if (gp_is_dir(part)) return true;
        list += n + (list[n] == ':');
    }
    return false;
}

/* The variables that curl and OpenSSL read: certificates to trust instead of the system's. One that names nothing ends
 * here, before every trial of the run would fail for it. */
static gp_code open_http(gp_run_state *r, gp_err *err)
{
    static const char *const files[] = {"CURL_CA_BUNDLE", "SSL_CERT_FILE"};
    gp_http_options h = {0};
    for (size_t i = 0; i < 2 && !h.ca_file; i++) {
        const char *v = getenv(files[i]);
        if (v && *v && !gp_is_file(v)) return gp_fail(err, GP_E_INPUT, "%s names no file: %s", files[i], v);
        if (v && *v) h.ca_file = v;
    }
    const char *dir = getenv("SSL_CERT_DIR");
    if (dir && *dir && !names_a_folder(dir)) return gp_fail(err, GP_E_INPUT, "SSL_CERT_DIR names no folder: %s", dir);
    if (dir && *dir) h.ca_dir = dir;
    return gp_http_new(&h, &r->http, err);
}

static gp_code open_targets(gp_run_state *r, gp_err *err)
{
    gp_code code = gp_topo_open(NULL, &r->topo, err);
    if (!code) code = open_http(r, err);
    r->env = (gp_target_services){.http = r->http, .wish = &r->o->wish, .topo = r->topo, .secret = secret_of, .secret_user = r, .prices = &r->prices, .budget = &r->budget,
                             .tape = {.http = r->http, .recorder = r->recorder, .recording = r->recording, .handed_out = &r->handed_out},
                             .environment = r->environment};
    gp_run_bind_done(&r->env, r);
    if (!code && !r->replay) r->pool = gp_pool_new(&r->env);
    for (size_t i = 0; i < r->n_targets && !code; i++) {
        code = open_target(r, i, err);
        if (!code) code = check_pins(r, i, err);
        if (!code && r->o->events.opened) r->o->events.opened(r->o->events.user, &r->facts[i]);
    }
    return code;
}

/* Every planned trial must be recorded: a replay never asks a live target, and it says so before it begins. */
static gp_code check_recording(gp_run_state *r, gp_err *err)
{
    gp_code code = GP_OK;
    for (size_t i = 0; (r->replay || r->recording) && !code && i < gp_plan_count(r->plan); i++) {
        size_t target = gp_plan_at(r->plan, i)->target;
        gp_trial *t = NULL;
        code = gp_run_make_trial(r, i, &t, err);
        if (!code) code = r->replay ? gp_replay_has(r->replay, r->names[target], t, err) : gp_target_probe(r->targets[target], t, err);
        if (t) gp_arena_free(&t->arena);
        free(t);
    }
    return code;
}

/* --- manifest --- */

static gp_str relative_file(gp_run_state *r, const char *file)
{
    return gp_str_dup(&r->arena, gp_str_c(file[0] == '/' ? gp_path_base(file) : file));
}

static gp_code describe_suites(gp_run_state *r, gp_err *err)
{
    gp_manifest_suite *list = GP_NEW_ARRAY(&r->arena, gp_manifest_suite, r->n_suites);
    if (!list) return gp_fail_nomem(err);
    for (size_t i = 0; i < r->n_suites; i++) {
        const gp_suite_info *s = gp_suite_facts(r->suites[i]);
        list[i] = (gp_manifest_suite){.name = s->name, .version = s->version, .license = s->license, .description = s->description, .digest = gp_str_c(s->digest),
                                      .file = relative_file(r, s->file), .cases = (int64_t)s->n_cases, .selected = (int64_t)gp_plan_selected(r->plan, i), .seed = r->seeds[i]};
        if (s->provenance) list[i].provenance = s->provenance->raw;
    }
    r->manifest.suites = list;
    r->manifest.n_suites = r->n_suites;
    return GP_OK;
}

static gp_str topology_line(gp_run_state *r)
{
    const gp_topo_facts *f = gp_topo_look(r->topo);
    return gp_str_fmt(&r->arena, "%u package%s, %zu cores, %zu PUs (%u allowed), %zu NUMA node%s", f->packages, f->packages == 1 ? "" : "s", f->n_cores, f->n_pus,
                      f->allowed_pus, f->n_numa, f->n_numa == 1 ? "" : "s");
}

/* The last component of a path, whatever slashes end it. */
static gp_str folder_name(gp_run_state *r, const char *path)
{
    gp_str s = gp_str_c(path);
    while (s.n > 1 && s.p[s.n - 1] == '/') s.n--;
    gp_str whole = gp_str_dup(&r->arena, s);
    return whole.p ? gp_str_c(gp_path_base(whole.p)) : whole;
}

static gp_code describe(gp_run_state *r, gp_err *err)
{
    gp_manifest *m = &r->manifest;
    const gp_topo_facts *f = gp_topo_look(r->topo);
    const gp_manifest *recorded = gp_run_recorded_machine(r);
    m->goldpin_version = gp_str_c(gp_version());
    m->build = gp_str_c(gp_build());
    m->libraries = recorded ? recorded->libraries : gp_str_fmt(&r->arena, "hwloc %s", f->hwloc_version);
    m->os = recorded ? recorded->os : gp_str_c(f->os_name);
    m->kernel = recorded ? recorded->kernel : gp_str_c(f->os_release);
    m->cpu = recorded ? recorded->cpu : gp_str_c(f->cpu_model);
    m->topology = recorded ? recorded->topology : topology_line(r);
    m->started_epoch = r->resumed ? r->before.started_epoch : gp_now_epoch();
    m->seed = r->n_suites == 1 || r->o->seed >= 0 ? r->seeds[0] : -1;
    m->repeat = r->repeat;
    m->jobs = r->o->jobs > 0 || !recorded ? (int64_t)r->jobs : recorded->jobs;
    m->max_cost_usd = gp_run_max_cost(r);
    if (r->recorded_dir) m->replay_of = folder_name(r, r->recorded_dir);
    if (r->o->record) m->recorded_in = folder_name(r, r->o->record);
    m->environment = recorded ? recorded->environment : gp_str_c(gp_environment_name(r->environment));
    m->targets = r->facts;
    m->n_targets = r->n_targets;
    m->trials = (int64_t)gp_plan_count(r->plan);
    return describe_suites(r, err);
}

static gp_code write_text(gp_run_state *r, const char *name, gp_buf *text, gp_err *err)
{
    const char *path = gp_path_join(&r->arena, r->dir, name);
    gp_code code = path ? gp_buf_check(text, err) : gp_fail_nomem(err);
    return code ? code : gp_write_file(path, gp_buf_view(text), err);
}

/* A replayed run keeps the topology that the trials ran on. */
static gp_code topology_of(gp_run_state *r, gp_buf *out, gp_err *err)
{
    const char *recorded = gp_run_recorded_machine(r) ? gp_path_join(&r->arena, r->recorded_dir, "topology.xml") : NULL;
    gp_str text = {0};
    gp_entry what = GP_NOTHING;
    gp_code code = recorded ? gp_look(recorded, &what, err) : GP_OK;
    if (!code && what != GP_FILE) return gp_topo_xml(r->topo, out, err);
    if (!code) code = gp_read_file(&r->arena, recorded, 0, &text, err);
    gp_buf_str(out, text);
    return code;
}

/* Of the bundle, where it has none yet, and of the recording. */
static gp_code write_manifest(gp_run_state *r, gp_err *err)
{
    gp_buf text = {0}, xml = {0};
    gp_code code = topology_of(r, &xml, err);
    if (!code && r->recorder) code = gp_run_record_begin(r, gp_buf_view(&xml), err);
    if (!code && !r->resumed) code = gp_make_dirs(r->dir, err);
    if (!code && !r->resumed) code = write_text(r, "topology.xml", &xml, err);
    gp_manifest_write(&r->manifest, &text);
    if (!code && !r->resumed) code = write_text(r, "manifest.json", &text, err);
    gp_buf_free(&text);
    gp_buf_free(&xml);
    return code;
}

/* --- journal --- */

static gp_code note_finished(void *user, uint64_t offset, gp_str line, gp_err *err)
{
    gp_run_state *r = user;
    gp_arena a = {0};
    gp_transcript t;
    const char *path = gp_path_join(&a, r->dir, "transcripts.jsonl");
    gp_code code = path ? gp_transcript_read(&a, path, line, (size_t)offset, &t, err) : gp_fail_nomem(err);
    size_t i = code ? SIZE_MAX : gp_plan_find(r->plan, t.id);
    if (!code && i == SIZE_MAX) code = gp_fail(err, GP_E_INPUT, "trial %.*s of the interrupted run is not part of this run", GP_ARG(t.id));
    gp_case *c = NULL;
    const gp_plan_trial *p = code ? NULL : gp_plan_at(r->plan, i);
    if (!code) code = gp_suite_case(r->suites[p->suite], p->case_index, &a, &c, err);
    if (!code && !gp_str_eqc(t.case_digest, c->digest)) code = gp_fail(err, GP_E_INPUT, "case %.*s changed since the run was interrupted; start a new run", GP_ARG(t.case_id));
    if (!code && t.failure == GP_FAIL_BUDGET && !t.attempts) { /* never sent: there may be money now */
        gp_arena_free(&a);
        return GP_OK;
    }
    if (!code && r->offset[i] == UINT64_MAX) {
        r->done++;
        code = gp_run_count_spent(r, i, &t, err);
    }
    if (!code) r->offset[i] = offset;
    gp_arena_free(&a);
    return code;
}

static gp_code open_journal(gp_run_state *r, gp_err *err)
{
    const char *path = gp_path_join(&r->arena, r->dir, "transcripts.jsonl");
    size_t n = gp_plan_count(r->plan);
    r->offset = malloc(n * sizeof *r->offset);
    if (!path || !r->offset) return gp_fail_nomem(err);
    for (size_t i = 0; i < n; i++) r->offset[i] = UINT64_MAX;
    gp_code code = gp_journal_open(path, &r->journal, err);
    if (!code && r->resumed) code = gp_journal_scan(path, note_finished, r, err);
    return code;
}

/* Cases may have been added to, or changed in, the part of a suite that had not run yet: the manifest that goes on names the
 * suite that all trials now belong to, and the budget that holds for all of them. What is known of the machine stays as it
 * was. */
static gp_code follow_run(gp_run_state *r, gp_err *err)
{
    double was = r->before.max_cost_usd, is = r->manifest.max_cost_usd;
    bool same = was == is || (isnan(was) && isnan(is));
    gp_buf text = {0};
    if (!r->resumed) return GP_OK;
    for (size_t i = 0; i < r->n_suites; i++) same = same && gp_str_eq(r->before.suites[i].digest, r->manifest.suites[i].digest);
    if (same) return GP_OK;
    gp_manifest_go_on(&r->before, &r->manifest);
    gp_manifest_write(&r->before, &text);
    gp_code code = write_text(r, "manifest.json", &text, err);
    gp_buf_free(&text);
    return code;
}

gp_code gp_run_open(gp_run_state *r, gp_err *err)
{
    gp_code code = choose_dir(r, err);
    if (!code) code = gp_run_record_open(r, err);
    if (!code) code = open_targets(r, err);
    if (!code) code = check_recording(r, err);
    if (!code) code = gp_run_check_budget(r, err);
    if (!code) code = describe(r, err);
    if (!code && r->resumed) code = gp_manifest_same_run(&r->before, &r->manifest, err);
    if (!code && (!r->resumed || r->recorder)) code = write_manifest(r, err);
    if (!code) code = open_journal(r, err);
    if (!code) code = follow_run(r, err);
    if (code) return code;
    (void)snprintf(r->out->dir, sizeof r->out->dir, "%s", r->dir);
    if (r->o->events.planned) r->o->events.planned(r->o->events.user, r->out->trials, r->done, r->out->cases, r->n_targets);
    return GP_OK;
}
