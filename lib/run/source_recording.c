/* source_recording.c - remote targets out of their recorded exchanges. */
#include <math.h>

#include "run/source.h"

static const gp_manifest *earlier(const gp_run_state *r) { return &gp_recording_facts(r->recording)->run; }

/* Is something of it computed here? */
static bool computes_here(const gp_target_spec *s)
{
    bool any = gp_str_eqc(s->provider, "local");
    for (size_t i = 0; s->policy && i < s->policy->n_members; i++)
        any = any || computes_here(s->policy->members[i].spec);
    return any;
}

static const gp_manifest *machine(const gp_run_state *r)
{
    bool here = false; /* a local target, or a local member of one, computes on this machine */
    for (size_t i = 0; i < r->n_targets; i++) here = here || computes_here(&r->specs[i]);
    return here ? NULL : earlier(r);
}

/* --- which targets --- */

/* The recorded targets as a targets file. */
static gp_code recorded_file(gp_run_state *r, gp_target_file *out, gp_err *err)
{
    const gp_recording_head *h = gp_recording_facts(r->recording);
    gp_buf text = {0};
    gp_jw w;
    gp_jw_init(&w, &text, 0);
    gp_jw_object(&w);
    gp_jw_key(&w, "targets");
    gp_jw_object(&w);
    for (size_t i = 0; i < h->n_targets; i++) {
        if (!h->targets[i].definition.n) continue;
        gp_jw_key_str(&w, h->targets[i].name);
        gp_jw_raw(&w, h->targets[i].definition);
    }
    gp_jw_end_object(&w);
    gp_jw_end_object(&w);
    gp_str kept = gp_str_dup(&r->arena, gp_buf_view(&text));
    gp_code code = gp_target_file_recorded(&r->arena, "the targets of recording.json", kept, out, err);
    gp_buf_free(&text);
    return code;
}

/* The targets of a file, then those of the recording that it does not have. */
static void join(gp_run_state *r, const gp_target_file *file, const gp_target_file *recorded, gp_target_file *out)
{
    size_t n = 0, of_file = file ? file->n : 0;
    gp_target_spec *list = GP_NEW_ARRAY(&r->arena, gp_target_spec, of_file + recorded->n);
    for (size_t i = 0; i < of_file; i++) list[n++] = file->specs[i];
    for (size_t i = 0; i < recorded->n; i++) {
        bool there = false;
        for (size_t k = 0; k < of_file; k++) there = there || gp_str_eq(file->specs[k].name, recorded->specs[i].name);
        if (!there) list[n++] = recorded->specs[i];
    }
    *out = (gp_target_file){.specs = list, .n = n};
}

/* The names of those that the recorded run asked. */
static gp_code asked_names(gp_run_state *r, const gp_str **names, size_t *n, gp_err *err)
{
    const gp_recording_head *h = gp_recording_facts(r->recording);
    gp_str *list = GP_NEW_ARRAY(&r->arena, gp_str, h->n_targets);
    *n = 0;
    for (size_t i = 0; i < h->n_targets; i++)
        if (h->targets[i].asked && h->targets[i].definition.n) list[(*n)++] = h->targets[i].name;
    *names = list;
    return *n ? GP_OK : gp_fail(err, GP_E_INPUT, "%s names no target that was recorded", r->recorded_dir);
}

static gp_code choose(gp_run_state *r, const char *path, gp_source_wish wish, gp_err *err)
{
    gp_target_file recorded = {0}, all = {0};
    gp_code code = gp_recording_open(path, &r->recording, err);
    if (!code) code = recorded_file(r, &recorded, err);
    if (!code) join(r, wish.n ? wish.file : NULL, &recorded, &all);
    gp_target_file *named = GP_NEW(&r->arena, gp_target_file);
    *named = all;
    r->named = named;
    if (!code && !wish.n) code = asked_names(r, &wish.names, &wish.n, err);
    if (!code) code = gp_target_specs_resolve(&r->arena, &all, wish.names, wish.n, &r->specs, &r->n_targets, err);
    for (size_t i = 0; i < r->n_targets && !code; i++)
        if (gp_str_eqc(r->specs[i].provider, "replay"))
            code = gp_fail(err, GP_E_USAGE, "replay:DIR cannot be combined with other targets or with --replay");
    /* nothing is spent; what the recorded run refused for its budget is recorded */
    gp_budget_init(&r->budget, (double)INFINITY);
    if (code || gp_run_count_remote(r)) return code;
    return gp_fail(err, GP_E_USAGE,
                   "%s is a recording, which answers for remote targets, and none is given; leave -t out "
                   "for those that were recorded",
                   path);
}

/* --- opening and answering --- */

/* A recorded target as it was given with -t then, else its name. */
static gp_str recorded_spec(const gp_run_state *r, gp_str name)
{
    const gp_recording_head *h = gp_recording_facts(r->recording);
    for (size_t i = 0; i < h->n_targets; i++)
        if (gp_str_eq(h->targets[i].name, name) && h->targets[i].spec.n) return h->targets[i].spec;
    return name;
}

static gp_code open_one(gp_run_state *r, size_t i, gp_err *err)
{
    gp_str name = r->specs[i].name;
    bool by_name = r->o->n_targets <= i || !r->o->replay || gp_str_eq(r->o->targets[i], name);
    return gp_source_pool(r, i, by_name ? recorded_spec(r, name) : gp_source_given(r->o->targets[i]), err);
}

static gp_code has(gp_run_state *r, size_t i, gp_trial *t, gp_err *err)
{
    return gp_target_probe(r->targets[i], t, err);
}

static void close_all(gp_run_state *r)
{
    gp_recording_close(r->recording);
    gp_occurrences_free(&r->handed_out);
}

const gp_source gp_source_recording = {.asks = true,
                                       .reads_file = true,
                                       .choose = choose,
                                       .earlier = earlier,
                                       .machine = machine,
                                       .open = open_one,
                                       .has = has,
                                       .close = close_all};
