/* merge.c - shards of one run into one bundle: their lines are joined, and judged as a run that has just ended. */
#include "run/merge.h"

#include <stdio.h>
#include <stdlib.h>

#include "base/sys.h"
#include "run/shards.h"
#include "run/source.h"

/* --- a source of answers that are all there --- */

/* The targets are those of the shards. Nothing is opened and nothing is asked. */
static gp_code merged_choose(gp_run_state *r, const char *path, gp_source_wish wish, gp_err *err)
{
    (void)path;
    (void)wish;
    (void)err;
    size_t n = r->before.n_targets;
    gp_target_spec *list = GP_NEW_ARRAY(&r->arena, gp_target_spec, n);
    for (size_t i = 0; i < n; i++)
        list[i] = (gp_target_spec){
            .name = r->before.targets[i].name, .provider = r->before.targets[i].provider, .pins = {.seed = -1}};
    r->specs = list;
    r->n_targets = n;
    return GP_OK;
}

static const gp_source merged = {.choose = merged_choose};

static gp_code choose_targets(gp_run_state *r, gp_err *err)
{
    gp_code code = gp_run_take_source(r, &merged, err);
    for (size_t i = 0; i < r->n_targets && !code; i++) r->facts[i] = r->before.targets[i];
    return code;
}

/* --- the pipeline without its middle --- */

static gp_code find_suites(const gp_run_state *r, gp_err *err)
{
    gp_arena a = {0};
    gp_code code = GP_OK;
    for (size_t i = 0; !r->o->n_suites && i < r->before.n_suites && !code; i++) {
        const char *file = gp_str_dup(&a, r->before.suites[i].file).p;
        if (!gp_is_file(file))
            code = gp_fail(err, GP_E_USAGE,
                           "suite %.*s is not at %s, where the shards had it; say where it is with --suite PATH",
                           GP_ARG(r->before.suites[i].name), file);
    }
    gp_arena_free(&a);
    return code;
}

/* The answers were given to those cases. */
static gp_code check_suites(const gp_run_state *r, gp_err *err)
{
    for (size_t i = 0; i < r->n_suites; i++) {
        const gp_suite_info *s = gp_suite_facts(r->suites[i]);
        if (i >= r->before.n_suites || !gp_str_eq(s->name, r->before.suites[i].name))
            return gp_fail(err, GP_E_INPUT, "%s: the shards are not of suite \"%.*s\"", s->file, GP_ARG(s->name));
        if (!gp_str_eqc(r->before.suites[i].digest, s->digest))
            return gp_fail(err, GP_E_INPUT, "%s changed since the shards were run (its digest was %.12s…, now %.12s…)",
                           s->file, r->before.suites[i].digest.p, s->digest);
    }
    return r->n_suites == r->before.n_suites ? GP_OK
                                             : gp_fail(err, GP_E_INPUT, "the shards have %zu suites, and %zu are given",
                                                       r->before.n_suites, r->n_suites);
}

static gp_code prepare(gp_run_state *r, gp_err *err)
{
    gp_code code = find_suites(r, err);
    if (!code) code = gp_run_choose_environment(r, err);
    if (!code) code = gp_run_open_suites(r, err);
    if (!code) code = check_suites(r, err);
    if (!code) code = gp_run_lint_suites(r, err);
    if (!code) code = choose_targets(r, err);
    if (!code) code = gp_run_choose_gate(r, err);
    if (!code) code = gp_run_make_plan(r, err);
    if (!code) code = gp_run_look_at_goldens(r, err);
    return code ? code : gp_run_look_for_needs(r, err);
}

static gp_code write_manifest(gp_run_state *r, gp_err *err)
{
    gp_buf text = {0};
    gp_manifest_suite *suites = GP_NEW_ARRAY(&r->arena, gp_manifest_suite, r->n_suites);
    for (size_t i = 0; i < r->n_suites; i++) {
        suites[i] = r->before.suites[i];
        suites[i].selected = (int64_t)gp_plan_selected(r->plan, i);
    }
    r->before.suites = suites;
    r->before.trials = (int64_t)gp_plan_count(r->plan);
    r->before.gate = gp_run_gate(r);
    r->before.rules = r->rules_text;
    r->before.baseline = r->then_name;
    r->manifest = r->before;
    gp_manifest_write(&r->manifest, &text);
    gp_code code = gp_bundle_write(r->dir, GP_FILE_MANIFEST, gp_buf_view(&text), err);
    gp_buf_free(&text);
    return code;
}

static gp_code write_files(gp_run_state *r, const gp_shards *s, gp_err *err)
{
    gp_code code = gp_make_dirs(r->dir, err);
    if (!code && gp_bundle_holds(s->list[0].dir, GP_FILE_TOPOLOGY))
        code = gp_bundle_copy(s->list[0].dir, GP_FILE_TOPOLOGY, gp_path_join(&r->arena, r->dir, GP_FILE_TOPOLOGY), err);
    if (!code) code = write_manifest(r, err);
    if (!code) code = gp_shards_keep(s, r->dir, err);
    if (!code && gp_bundle_holds(s->list[0].dir, GP_FILE_TARGETS))
        code = gp_bundle_copy(s->list[0].dir, GP_FILE_TARGETS, gp_path_join(&r->arena, r->dir, GP_FILE_TARGETS), err);
    if (!code) code = gp_run_keep_inputs(r, err);
    if (!code) code = gp_run_keep_templates(r, s->list[0].dir, err);
    if (!code) code = gp_shards_journal(s, r->dir, &r->manifest, err);
    return code ? code : gp_shards_join(s, GP_FILE_EVIDENCE, r->dir, err);
}

/* --- what is not there --- */

typedef struct present {
    const gp_plan *plan;
    bool *there;
    size_t n;
} present;

static gp_code note_present(void *user, uint64_t offset, gp_str line, gp_err *err)
{
    present *p = user;
    gp_arena a = {0};
    gp_transcript t;
    gp_code code = gp_transcript_read(&a, GP_FILE_JOURNAL, line, (size_t)offset, &t, err);
    size_t i = code ? SIZE_MAX : gp_plan_find(p->plan, t.id);
    if (!code && i == SIZE_MAX)
        code = gp_fail(err, GP_E_INPUT, "trial %.*s of a shard is not one of the run", GP_ARG(t.id));
    if (!code) p->n += !p->there[i], p->there[i] = true;
    gp_arena_free(&a);
    return code;
}

/* A finished shard has all its trials, so only with --partial is the whole more than what is there. */
static gp_code leave_out_missing(gp_run_state *r, bool partial, gp_err *err)
{
    size_t n = gp_plan_count(r->plan);
    present p = {.plan = r->plan, .there = gp_alloc_array(n + 1, sizeof(bool))};
    gp_code code = gp_journal_scan(gp_path_join(&r->arena, r->dir, GP_FILE_JOURNAL), note_present, &p, err);
    if (!code && p.n < n && !partial) code = gp_fail(err, GP_E_INPUT, "%zu of %zu trials are in no shard", n - p.n, n);
    if (!code && !p.n) code = gp_fail(err, GP_E_INPUT, "no trial of any shard has ended");
    if (!code && p.n < n) {
        r->planned = n;
        gp_plan_keep(r->plan, p.there);
        r->out->trials = p.n;
        r->out->cases = 0;
        for (size_t i = 0; i < r->n_suites; i++) r->out->cases += gp_plan_selected(r->plan, i);
    }
    free(p.there);
    return code;
}

static gp_code merge_bundles(gp_run_state *r, const gp_shards *s, bool partial, gp_err *err)
{
    r->dir = r->o->output;
    r->resumed = true;
    r->before = gp_shards_whole(&r->arena, s);
    r->missing = s->missing, r->n_missing = s->n_missing, r->shards = s->of;
    gp_code code = prepare(r, err);
    if (!code) code = write_files(r, s, err);
    (void)snprintf(r->out->dir, sizeof r->out->dir, "%s", r->dir);
    if (!code) code = leave_out_missing(r, partial, err);
    if (!code) code = gp_run_open_journal(r, err);
    if (!code) code = gp_run_ask_judges(r, err); /* nobody is asked: what they said is in the evidence */
    if (!code) code = gp_run_obtain(r, err);
    return code ? code : gp_run_finish(r, err);
}

/* --- recordings --- */

static gp_code merge_recordings(gp_arena *a, const gp_shards *s, const char *dir, gp_err *err)
{
    gp_manifest whole = gp_shards_whole(a, s);
    gp_buf text = {0};
    gp_manifest_write(&whole, &text);
    gp_code code = gp_make_dirs(dir, err);
    if (!code && gp_bundle_holds(s->list[0].dir, GP_FILE_TOPOLOGY))
        code = gp_bundle_copy(s->list[0].dir, GP_FILE_TOPOLOGY, gp_path_join(a, dir, GP_FILE_TOPOLOGY), err);
    if (!code) code = gp_bundle_write(dir, GP_FILE_MANIFEST, gp_buf_view(&text), err);
    if (!code) code = gp_shards_keep(s, dir, err);
    if (!code) code = gp_shards_join(s, GP_FILE_EXCHANGES, dir, err);
    /* last: what has one is a recording */
    if (!code) code = gp_bundle_copy(s->list[0].dir, GP_FILE_RECORDING, gp_path_join(a, dir, GP_FILE_RECORDING), err);
    gp_buf_free(&text);
    return code;
}

gp_code gp_merge(const gp_merge_options *o, gp_run_outcome *out, gp_err *err)
{
    gp_run_state r = {.o = &o->run, .out = out, .from = &merged};
    gp_shards s;
    *out = (gp_run_outcome){0};
    gp_code code = gp_shards_read(&r.arena, o->parts, o->n, o->partial, &s, err);
    if (!code) code = gp_bundle_claim(o->run.output, false, err);
    if (!code && s.recordings) code = merge_recordings(&r.arena, &s, o->run.output, err);
    else if (!code) code = merge_bundles(&r, &s, o->partial, err);
    gp_run_release(&r);
    return code;
}
