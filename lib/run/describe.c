/* describe.c - everything pinned about a run: its manifest, and the files of the bundle that stand before the first
 * trial. */
#include <math.h>

#include "base/sys.h"
#include "run/source.h"

/* --- what the manifest says --- */

static gp_str relative_file(gp_run_state *r, const char *file)
{
    return gp_str_dup(&r->arena, gp_str_c(file[0] == '/' ? gp_path_base(file) : file));
}

static void describe_suites(gp_run_state *r)
{
    gp_manifest_suite *list = GP_NEW_ARRAY(&r->arena, gp_manifest_suite, r->n_suites);
    for (size_t i = 0; i < r->n_suites; i++) {
        const gp_suite_info *s = gp_suite_facts(r->suites[i]);
        list[i] = (gp_manifest_suite){.name = s->name,
                                      .version = s->version,
                                      .license = s->license,
                                      .description = s->description,
                                      .digest = gp_str_c(s->digest),
                                      .file = relative_file(r, s->file),
                                      .cases = (int64_t)s->n_cases,
                                      .selected = (int64_t)gp_plan_selected(r->plan, i),
                                      .seed = r->seeds[i],
                                      .date = s->date};
        if (s->provenance) list[i].provenance = s->provenance->raw;
    }
    r->manifest.suites = list;
    r->manifest.n_suites = r->n_suites;
}

static gp_str topology_line(gp_run_state *r)
{
    const gp_topo_facts *f = gp_topo_look(r->topo);
    return gp_str_fmt(&r->arena, "%u package%s, %zu cores, %zu PUs (%u allowed), %zu NUMA node%s", f->packages,
                      f->packages == 1 ? "" : "s", f->n_cores, f->n_pus, f->allowed_pus, f->n_numa,
                      f->n_numa == 1 ? "" : "s");
}

/* The last component of a path, whatever slashes end it. */
static gp_str folder_name(gp_run_state *r, const char *path)
{
    gp_str s = gp_str_c(path);
    while (s.n > 1 && s.p[s.n - 1] == '/') s.n--;
    return gp_str_c(gp_path_base(gp_str_dup(&r->arena, s).p));
}

/* What is played, as it is now: a run that has ended, a recording, or a file of another tool. */
static gp_code describe_played(gp_run_state *r, gp_err *err)
{
    gp_manifest_played *p = &r->manifest.played;
    const gp_manifest *m = gp_run_recorded(r);
    const char *dir = r->recorded_dir;
    gp_code code = GP_OK;
    p->trials = m ? m->trials : -1;
    if (!dir) return GP_OK;
    gp_entry what = GP_NOTHING;
    bool journal = false, manifest = false;
    code = gp_look(dir, &what, err);
    if (!code && what == GP_FILE) return gp_run_last_line(&r->arena, dir, true, &p->chain, err);
    if (!code) code = gp_bundle_look(dir, GP_FILE_JOURNAL, &journal, err);
    if (!code) code = gp_bundle_look(dir, GP_FILE_MANIFEST, &manifest, err);
    const char *lines = gp_path_join(&r->arena, dir, journal ? GP_FILE_JOURNAL : GP_FILE_EXCHANGES);
    if (!code) code = gp_run_last_line(&r->arena, lines, false, &p->chain, err);
    if (!code && manifest)
        code = gp_run_last_line(&r->arena, gp_path_join(&r->arena, dir, GP_FILE_MANIFEST), true, &p->manifest_sha256,
                                err);
    gp_str *left_out = GP_NEW_ARRAY(&r->arena, gp_str, m ? m->n_targets : 0);
    for (size_t i = 0; m && i < m->n_targets; i++) {
        bool here = false;
        for (size_t k = 0; k < r->n_targets && !here; k++) here = gp_str_eq(r->names[k], m->targets[i].name);
        if (!here) left_out[p->n_not_played++] = m->targets[i].name;
    }
    p->not_played = left_out;
    return code;
}

gp_manifest_gate gp_run_gate(const gp_run_state *r)
{
    const gp_gate_rules *g = &r->rules;
    if (r->o->judge_again) return r->before.gate;
    return (gp_manifest_gate){g->strict, gp_in_ci(), g->pass_rate, g->max_errors > 0 ? g->max_errors : 0};
}

/* Who is asked now; of a bundle that is played, who was asked then. */
static void describe_judges(gp_run_state *r)
{
    const gp_manifest *played = r->from->asks ? NULL : gp_run_recorded(r);
    gp_manifest_target *list = GP_NEW_ARRAY(&r->arena, gp_manifest_target, r->n_judges);
    gp_manifest *m = &r->manifest;
    for (size_t i = 0; i < r->n_judges; i++)
        if (r->judges[i].target) list[m->n_judges++] = *r->judges[i].facts;
    m->judges = list;
    if (played) m->judges = played->judges, m->n_judges = played->n_judges;
}

static void describe(gp_run_state *r)
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
    m->commit = gp_commit_checked_out(&r->arena, ".");
    m->started_epoch = r->resumed ? r->before.started_epoch : gp_now_epoch();
    m->seed = r->n_suites == 1 || r->o->seed >= 0 ? r->seeds[0] : -1;
    m->repeat = r->repeat;
    m->jobs = r->o->jobs > 0 || !recorded ? (int64_t)r->jobs : recorded->jobs;
    m->jobs_wanted = (int64_t)r->jobs_wanted;
    m->max_cost_usd = gp_run_max_cost(r);
    if (r->recorded_dir) m->replay_of = folder_name(r, r->recorded_dir);
    m->gate = gp_run_gate(r);
    m->golden = relative_file(r, gp_run_golden(r));
    if (r->o->reports.junit == GP_JUNIT_RICH) m->junit = GP_STR("rich");
    if (r->o->record) m->recorded_in = folder_name(r, r->o->record);
    m->environment = recorded ? recorded->environment : gp_str_c(gp_environment_name(r->environment));
    m->rules = r->rules_text;
    m->baseline = r->then_name;
    m->targets = r->facts;
    m->n_targets = r->n_targets;
    m->trials = (int64_t)gp_plan_count(r->plan);
    describe_judges(r);
    describe_suites(r);
}

/* --- files --- */

/* A replayed run keeps the topology that the trials ran on. */
static gp_code topology_of(gp_run_state *r, gp_buf *out, gp_err *err)
{
    gp_str text = {0};
    bool kept = false;
    gp_code code = GP_OK;
    if (gp_run_recorded_machine(r)) code = gp_bundle_look(r->recorded_dir, GP_FILE_TOPOLOGY, &kept, err);
    if (!code && !kept) return gp_topo_xml(r->topo, out, err);
    if (!code)
        code = gp_read_file(&r->arena, gp_path_join(&r->arena, r->recorded_dir, GP_FILE_TOPOLOGY), 0, &text, err);
    gp_buf_str(out, text);
    return code;
}

static gp_code write_manifest(const char *dir, const gp_manifest *m, gp_err *err)
{
    gp_buf text = {0};
    gp_manifest_write(m, &text);
    gp_code code = gp_bundle_write(dir, GP_FILE_MANIFEST, gp_buf_view(&text), err);
    gp_buf_free(&text);
    return code;
}

/* Of the bundle, where it has none yet, and of the recording. */
gp_code gp_run_describe(gp_run_state *r, gp_err *err)
{
    gp_buf xml = {0};
    if (r->o->judge_again) return r->manifest = r->before, GP_OK;
    gp_code code = describe_played(r, err);
    if (!code) describe(r);
    if (!code && r->resumed) code = gp_manifest_same_run(&r->before, &r->manifest, err);
    if (!code && r->resumed)
        gp_remove_file(gp_path_join(&r->arena, r->dir, GP_FILE_SUMS)); /* of before, until the end */
    if (!code && (!r->resumed || r->recorder)) code = topology_of(r, &xml, err);
    if (!code && r->recorder) code = gp_run_begin_record(r, gp_buf_view(&xml), err);
    if (!code && !r->resumed) code = gp_make_dirs(r->dir, err);
    if (!code && !r->resumed) code = gp_bundle_write(r->dir, GP_FILE_TOPOLOGY, gp_buf_view(&xml), err);
    if (!code && !r->resumed) code = write_manifest(r->dir, &r->manifest, err);
    gp_buf_free(&xml);
    return code;
}

static bool same_gate(const gp_manifest *was, const gp_manifest *is)
{
    const gp_manifest_gate *x = &was->gate, *y = &is->gate;
    bool rate = x->fail_under == y->fail_under || (isnan(x->fail_under) && isnan(y->fail_under));
    return rate && x->strict == y->strict && x->in_ci == y->in_ci && x->max_errors == y->max_errors &&
           gp_str_eq(was->golden, is->golden) && gp_str_eq(was->junit, is->junit) && gp_str_eq(was->rules, is->rules) &&
           gp_str_eq(was->baseline, is->baseline);
}

/* Cases may have been added to, or changed in, the part of a suite that had not run yet: the manifest that goes on
 * names the suite that all trials now belong to, the judges, and the budget and the gate that hold for all of them. What is
 * known of the
 * machine stays as it was. */
gp_code gp_run_follow(gp_run_state *r, gp_err *err)
{
    double was = r->before.max_cost_usd, is = r->manifest.max_cost_usd;
    bool same = was == is || (isnan(was) && isnan(is));
    if (!r->resumed || r->o->judge_again) return GP_OK;
    same = same && same_gate(&r->before, &r->manifest);
    same = same && r->before.n_judges >= r->manifest.n_judges;
    for (size_t i = 0; i < r->n_suites; i++)
        same = same && gp_str_eq(r->before.suites[i].digest, r->manifest.suites[i].digest);
    if (same) return GP_OK;
    gp_manifest_go_on(&r->before, &r->manifest);
    return write_manifest(r->dir, &r->before, err);
}
