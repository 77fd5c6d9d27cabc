/* record.c - --record: what is kept of the exchanges with remote targets, and what of the targets themselves. */
#include <string.h>

#include "run/source.h"

size_t gp_run_count_remote(const gp_run_state *r)
{
    size_t n = 0;
    for (size_t i = 0; i < r->n_targets; i++) n += gp_spec_reaches_remote(&r->specs[i]);
    for (size_t i = 0; i < r->n_judges; i++) n += r->judges[i].spec && gp_spec_reaches_remote(r->judges[i].spec);
    return n;
}

gp_code gp_run_check_record(gp_run_state *r, gp_err *err)
{
    const gp_run_options *o = r->o;
    if (o->judge_again) return GP_OK; /* nobody is asked */
    if (!o->record && r->resumed && r->before.recorded_in.n)
        return gp_fail(
            err, GP_E_USAGE,
            "the run in %s is recorded in a folder named %.*s: give it again with --record, or the recording would lack what is asked now",
            o->resume, GP_ARG(r->before.recorded_in));
    if (!o->record) return GP_OK;
    if (r->environment)
        return gp_fail(
            err, GP_E_USAGE,
            "--record cannot keep a run with --environment, whose times are those of live targets; its bundle can be replayed as it is");
    if (!r->from->live)
        return gp_fail(err, GP_E_USAGE,
                       "--record keeps what is asked live, and a replay asks nothing live; leave one of them out");
    if (!gp_run_count_remote(r))
        return gp_fail(
            err, GP_E_USAGE,
            "--record keeps the exchanges with remote targets, and no target of this run is remote; its bundle can be replayed as it is");
    if (r->resumed && !r->before.recorded_in.n)
        return gp_fail(
            err, GP_E_USAGE,
            "the run in %s was begun without --record: a recording of its rest could not be replayed; leave --record out",
            o->resume);
    if (r->resumed && !gp_is_recording(o->record) && gp_bundle_any_trial(o->resume))
        return gp_fail(
            err, GP_E_USAGE,
            "%s is not the recording of the run in %s, which was kept in a folder named %.*s: give that one with --record, or none of the two could be replayed",
            o->record, o->resume, GP_ARG(r->before.recorded_in));
    const char *bundle = o->resume ? o->resume : o->output;
    if (bundle && strcmp(bundle, o->record) == 0)
        return gp_fail(err, GP_E_USAGE,
                       "the recording and the bundle cannot be the same folder; name another with --record");
    return GP_OK;
}

gp_code gp_run_open_record(gp_run_state *r, gp_err *err)
{
    return r->o->record ? gp_recorder_open(r->o->record, r->resumed, &r->recorder, err) : GP_OK;
}

static void secrets_of_target(gp_run_state *r, const gp_target_spec *s, gp_redact *redact)
{
    if (s->api_key_env.n) (void)gp_redact_add(redact, r->env.secret(r->env.secret_user, s->api_key_env.p));
    for (size_t k = 0; k < s->n_headers; k++) (void)gp_redact_add(redact, s->headers[k].value);
    for (size_t i = 0; s->policy && i < s->policy->n_members; i++)
        secrets_of_target(r, s->policy->members[i].spec, redact);
}

/* Everything that could be a key in what a user wrote: recording.json must not show it. */
static void secrets_of(gp_run_state *r, gp_redact *redact)
{
    gp_key_variable v;
    for (size_t i = 0; gp_key_variable_at(i, &v); i++) {
        gp_str key = r->env.secret(r->env.secret_user, v.name);
        if (!key.n && v.also) key = r->env.secret(r->env.secret_user, v.also);
        (void)gp_redact_add(redact, key);
    }
    for (size_t i = 0; i < r->n_targets; i++) secrets_of_target(r, &r->specs[i], redact);
    for (size_t i = 0; i < r->n_judges; i++)
        if (r->judges[i].spec) secrets_of_target(r, r->judges[i].spec, redact);
}

static gp_str redacted(gp_run_state *r, const gp_redact *redact, gp_str text)
{
    gp_buf b = {0};
    gp_redact_put(redact, text, &b);
    gp_str s = gp_str_dup(&r->arena, gp_buf_view(&b));
    gp_buf_free(&b);
    return s;
}

/* A target's entry of the targets file without what is secret or says where secrets are; the base URL is the one in
 * use. */
static void write_definition(gp_jw *w, const gp_target_spec *s, const gp_manifest_target *facts)
{
    static const char *const left_out[] = {"headers", "api_key_env", "base_url"};
    gp_jw_object(w);
    if (!s->source) {
        gp_jw_kstr(w, "provider", s->provider);
        gp_jw_kstr(w, "model", s->model);
    }
    for (const gp_json *m = s->source ? s->source->first : NULL; m; m = m->next) {
        bool out = false;
        for (size_t i = 0; i < sizeof left_out / sizeof *left_out; i++) out = out || gp_str_eqc(m->key, left_out[i]);
        if (out) continue;
        gp_jw_key_str(w, m->key);
        gp_jw_value(w, m);
    }
    if (facts->base_url.n) gp_jw_kstr(w, "base_url", facts->base_url);
    gp_jw_end_object(w);
}

/* The targets of recording.json: those of the run, the judges, and the members that these need. */
typedef struct described {
    gp_run_state *r;
    const gp_redact *redact;
    gp_recording_target *list;
    size_t n;
} described;

static size_t with_members(const gp_target_spec *s)
{
    size_t n = 1;
    for (size_t i = 0; s->policy && i < s->policy->n_members; i++) n += with_members(s->policy->members[i].spec);
    return n;
}

/* A path of somebody's machine does not belong into a recording. */
static gp_code check_path(const gp_target_spec *s, gp_err *err)
{
    bool absolute = gp_str_eqc(s->provider, "local") && s->model.n && s->model.p[0] == '/';
    return absolute
               ? gp_fail(
                     err, GP_E_USAGE,
                     "--record: the member %.*s names its model by an absolute path, which recordings do not keep; make it relative to the working directory",
                     GP_ARG(s->name))
               : GP_OK;
}

static gp_code describe_target(described *d, const gp_target_spec *s, const gp_manifest_target *facts, bool member,
                               gp_err *err)
{
    gp_buf text = {0};
    gp_jw w;
    gp_recording_target *out = &d->list[d->n++];
    *out = (gp_recording_target){
        .name = s->name, .asked = !member, .spec = member ? (gp_str){0} : redacted(d->r, d->redact, facts->spec)};
    if (!member && !gp_spec_reaches_remote(s)) return GP_OK;
    gp_code code = member ? check_path(s, err) : GP_OK;
    gp_jw_init(&w, &text, 0);
    write_definition(&w, s, facts);
    out->definition = redacted(d->r, d->redact, gp_buf_view(&text));
    gp_buf_free(&text);
    return code;
}

/* Not yet defined? A local target of the run has an entry without a definition. */
static bool is_missing(const described *d, gp_str name)
{
    for (size_t i = 0; i < d->n; i++)
        if (gp_str_eq(d->list[i].name, name) && d->list[i].definition.n) return false;
    return true;
}

static gp_code describe_members(described *d, const gp_target_spec *s, const gp_manifest_target *facts, gp_err *err)
{
    gp_code code = GP_OK;
    for (size_t i = 0; s->policy && i < s->policy->n_members && !code; i++) {
        const gp_target_spec *m = s->policy->members[i].spec;
        if (is_missing(d, m->name)) code = describe_target(d, m, &facts->members[i], true, err);
        if (!code) code = describe_members(d, m, &facts->members[i], err);
    }
    return code;
}

/* Like members: nobody asks them the cases. */
static gp_code describe_judges(described *d, gp_err *err)
{
    gp_code code = GP_OK;
    for (size_t i = 0; i < d->r->n_judges && !code; i++) {
        const gp_judge_target *j = &d->r->judges[i];
        if (!j->target) continue;
        if (is_missing(d, j->spec->name)) code = describe_target(d, j->spec, j->facts, true, err);
        if (!code) code = describe_members(d, j->spec, j->facts, err);
    }
    return code;
}

gp_code gp_run_begin_record(gp_run_state *r, gp_str topology, gp_err *err)
{
    size_t room = 0;
    for (size_t i = 0; i < r->n_targets; i++) room += with_members(&r->specs[i]);
    for (size_t i = 0; i < r->n_judges; i++) room += r->judges[i].spec ? with_members(r->judges[i].spec) : 0;
    gp_redact *redact = gp_redact_new();
    described d = {.r = r, .redact = redact, .list = GP_NEW_ARRAY(&r->arena, gp_recording_target, room)};
    gp_code code = GP_OK;
    secrets_of(r, redact);
    for (size_t i = 0; i < r->n_targets && !code; i++)
        code = describe_target(&d, &r->specs[i], &r->facts[i], false, err);
    for (size_t i = 0; i < r->n_targets && !code; i++) code = describe_members(&d, &r->specs[i], &r->facts[i], err);
    if (!code) code = describe_judges(&d, err);
    gp_recording_head head = {
        .goldpin = gp_str_c(gp_version()), .targets = d.list, .n_targets = d.n, .run = r->manifest};
    if (!code) code = gp_recorder_begin(r->recorder, &head, topology, err);
    gp_redact_free(redact);
    return code;
}

gp_code gp_run_close_record(gp_run_state *r, gp_err *err)
{
    gp_recorder *w = r->recorder;
    r->recorder = NULL;
    return gp_recorder_close(w, err);
}
