/* source.c - the choice of a source, and the live one. */
#include "base/sys.h"
#include "run/source.h"

/* --- choosing --- */

static const gp_source *source_of(const char *path)
{
    return gp_is_recording(path) ? &gp_source_recording : &gp_source_replay;
}

gp_code gp_source_choose(gp_run_state *r, const gp_source *from, const char *path, gp_source_wish wish, gp_err *err)
{
    r->from = from;
    r->recorded_dir = path;
    return from->choose(r, path, wish, err);
}

static void name_targets(gp_run_state *r)
{
    r->names = GP_NEW_ARRAY(&r->arena, gp_str, r->n_targets);
    r->facts = GP_NEW_ARRAY(&r->arena, gp_manifest_target, r->n_targets);
    r->targets = GP_NEW_ARRAY(&r->arena, gp_target *, r->n_targets);
    r->cursor = GP_NEW_ARRAY(&r->arena, size_t, r->n_targets);
    for (size_t i = 0; i < r->n_targets; i++) r->names[i] = r->specs[i].name;
}

gp_code gp_run_take_source(gp_run_state *r, const gp_source *from, gp_err *err)
{
    gp_code code = gp_source_choose(r, from, NULL, (gp_source_wish){0}, err);
    if (!code) name_targets(r);
    return code;
}

/* Does a target of the run that goes on have its definition in a targets file? */
static bool from_file(const gp_manifest *m)
{
    bool any = false;
    for (size_t i = 0; i < m->n_targets; i++)
        any = any || (m->targets[i].spec.n && gp_str_find(m->targets[i].spec, GP_STR(":")) == SIZE_MAX);
    return any;
}

gp_code gp_run_find_config(gp_run_state *r, const char **config, gp_err *err)
{
    gp_entry there = GP_NOTHING;
    bool again = !r->o->config && r->resumed && r->before.config.n;
    *config = r->o->config;
    if (r->o->config) return GP_OK;
    if (!again) return gp_target_file_find(config, err);
    *config = gp_str_dup(&r->arena, r->before.config).p;
    gp_code code = gp_look(*config, &there, err);
    if (code || there == GP_FILE) return code;
    if (!r->o->n_targets && from_file(&r->before))
        return gp_fail(
            err, GP_E_USAGE,
            "the targets file of the run in %s is not at %s; give it again with -c FILE (bundles do not keep absolute paths)",
            r->o->resume, *config);
    *config = NULL;
    return GP_OK;
}

gp_code gp_run_choose_targets(gp_run_state *r, gp_err *err)
{
    gp_target_file file = {0};
    const gp_source *from = r->o->judge_again ? &gp_source_kept
                            : r->o->replay    ? source_of(r->o->replay)
                                              : &gp_source_live;
    const char *config = NULL;
    gp_code code = from->reads_file ? gp_run_find_config(r, &config, err) : GP_OK;
    r->config = config;
    if (!code && config) r->manifest.config = gp_str_c(config[0] == '/' ? gp_path_base(config) : config);
    if (!code && config) code = gp_target_file_read(&r->arena, config, &file, err);
    r->gate_entry = file.gate;
    if (!code) code = gp_run_read_prices(r, file.prices_file, err);
    gp_target_file *named = config ? GP_NEW(&r->arena, gp_target_file) : NULL;
    if (named) *named = file;
    r->named = named;
    const gp_source_wish wish = {named, r->o->targets, r->o->n_targets};
    if (!code) code = gp_source_choose(r, from, r->o->replay, wish, err);
    if (!code) name_targets(r);
    return code;
}

const gp_manifest *gp_run_recorded(const gp_run_state *r) { return r->from->earlier ? r->from->earlier(r) : NULL; }

const gp_manifest *gp_run_recorded_machine(const gp_run_state *r)
{
    return r->from->machine ? r->from->machine(r) : NULL;
}

/* --- live --- */

/* The targets of a resumed run that names none: as they were given then. */
static gp_code wanted_before(gp_run_state *r, const gp_str **wanted, size_t *n, gp_err *err)
{
    gp_str *list = GP_NEW_ARRAY(&r->arena, gp_str, r->before.n_targets);
    for (size_t i = 0; i < r->before.n_targets; i++) {
        list[i] = r->before.targets[i].spec;
        if (!list[i].n)
            return gp_fail(
                err, GP_E_USAGE,
                "target %.*s was given by an absolute path, which bundles do not keep; give all targets again, this one with -t %.*s=local: and the path of %.*s",
                GP_ARG(r->before.targets[i].name), GP_ARG(r->before.targets[i].name),
                GP_ARG(r->before.targets[i].model));
    }
    *wanted = list;
    *n = r->before.n_targets;
    return GP_OK;
}

static gp_code pocket_spec(gp_run_state *r, gp_err *err)
{
    if (!r->o->pocket)
        return gp_fail(
            err, GP_E_USAGE,
            "no target is given, and the bundled model is neither below this folder nor installed; name a target with "
            "-t PROVIDER:MODEL");
    gp_target_spec *s = GP_NEW(&r->arena, gp_target_spec);
    gp_str text = gp_str_fmt(&r->arena, "local:%s", r->o->pocket);
    r->specs = s;
    r->n_targets = 1;
    r->bundled = true;
    return gp_target_spec_parse(&r->arena, text, s, err);
}

/* The bundled model needs no -t, wherever it lies. */
static bool was_pocket(const gp_run_state *r)
{
    const gp_manifest_target *t = r->before.targets;
    return r->before.n_targets == 1 && !t->spec.n && gp_str_eqc(t->provider, "local") && r->o->pocket &&
           gp_str_eqc(t->model, gp_path_base(r->o->pocket));
}

static gp_code live_choose(gp_run_state *r, const char *path, gp_source_wish wish, gp_err *err)
{
    (void)path;
    bool before = !wish.n && r->resumed && !was_pocket(r);
    gp_code code = before ? wanted_before(r, &wish.names, &wish.n, err) : GP_OK;
    if (!code) code = gp_target_specs_resolve(&r->arena, wish.file, wish.names, wish.n, &r->specs, &r->n_targets, err);
    if (!code && !r->n_targets) code = pocket_spec(r, err);
    for (size_t i = 0; i < r->n_targets && !code; i++) {
        if (!gp_str_eqc(r->specs[i].provider, "replay")) continue;
        if (r->n_targets > 1)
            return gp_fail(
                err, GP_E_USAGE,
                "replay:DIR stands for every target of a recording and cannot be combined with other targets");
        const char *dir = r->specs[i].model.p;
        return gp_source_choose(r, source_of(dir), dir, (gp_source_wish){0}, err);
    }
    return code;
}

gp_str gp_source_given(gp_str text)
{
    bool absolute = gp_str_find(text, GP_STR(":/")) != SIZE_MAX && gp_str_find(text, GP_STR("://")) == SIZE_MAX;
    return absolute ? (gp_str){0} : text;
}

/* As it was given, or would have to be. */
static gp_str live_spec(gp_run_state *r, size_t i)
{
    const gp_target_spec *s = &r->specs[i];
    if (r->o->n_targets > i) return gp_source_given(r->o->targets[i]);
    if (r->resumed && i < r->before.n_targets) return r->before.targets[i].spec;
    if (!r->bundled) return s->name; /* of the targets file */
    return s->model.p[0] == '/' ? (gp_str){0} : gp_str_fmt(&r->arena, "local:%s", s->model.p);
}

gp_code gp_source_pool(gp_run_state *r, size_t i, gp_str spec, gp_err *err)
{
    const gp_manifest_target *facts = NULL;
    gp_code code = gp_pool_open(r->pool, &r->specs[i], &r->targets[i], &facts, err);
    if (!code) r->facts[i] = *facts;
    r->facts[i].spec = spec;
    return code;
}

static gp_code live_open(gp_run_state *r, size_t i, gp_err *err) { return gp_source_pool(r, i, live_spec(r, i), err); }

const gp_source gp_source_live = {
    .live = true, .asks = true, .reads_file = true, .choose = live_choose, .open = live_open};
