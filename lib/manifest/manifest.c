#include <math.h>
#include <string.h>

#include "base/sys.h"
#include "manifest/fields.h"
#include "manifest/manifest.h"

#define M gp_manifest
#define S gp_manifest_suite
#define T gp_manifest_target
#define COUNT(table) (sizeof(table) / sizeof *(table))

static const char SCHEMA[] = "goldpin.manifest/1";

/* --- the tables: what stands where in manifest.json --- */

static void write_provenance(gp_jw *w, const void *object)
{
    gp_str json = ((const S *)object)->provenance;
    if (json.n) gp_jw_raw(w, json);
    else gp_jw_null(w);
}

static gp_code read_provenance(gp_arena *a, const gp_json *v, void *object, gp_err *err)
{
    (void)a;
    (void)err;
    if (v->type != GP_JSON_NULL) ((S *)object)->provenance = v->raw;
    return GP_OK;
}

static const gp_field suite_fields[] = {
    GP_FIELD(STR, "name", S, name), GP_FIELD(STR, "version", S, version), GP_FIELD(STR, "license", S, license), GP_FIELD(STR, "description", S, description),
    GP_FIELD(STR, "digest", S, digest), GP_FIELD(STR, "file", S, file), GP_FIELD_BY("provenance", write_provenance, read_provenance),
    GP_FIELD(INT, "cases", S, cases), GP_FIELD(INT, "selected", S, selected), GP_FIELD(INT, "seed", S, seed),
};

static const gp_field sampling_fields[] = {
    GP_FIELD(REAL, "temperature", T, sampling.temperature), GP_FIELD(REAL, "top_p", T, sampling.top_p), GP_FIELD(INT, "top_k", T, sampling.top_k),
    GP_FIELD(REAL, "min_p", T, sampling.min_p), GP_FIELD(REAL, "repeat_penalty", T, sampling.repeat_penalty),
    GP_FIELD(REAL, "presence_penalty", T, sampling.presence_penalty), GP_FIELD(REAL, "frequency_penalty", T, sampling.frequency_penalty),
    GP_FIELD(INT, "max_tokens", T, sampling.max_tokens), GP_FIELD_LIST("stop", T, sampling.stop, sampling.n_stop),
};

static const gp_field limit_fields[] = {
    GP_FIELD(REAL0, "connect_s", T, limits.connect_s), GP_FIELD(REAL0, "first_token_s", T, limits.first_token_s),
    GP_FIELD(REAL0, "stall_s", T, limits.stall_s), GP_FIELD(REAL0, "total_s", T, limits.total_s),
};

static const gp_field weight_fields[] = {
    GP_FIELD(STR, "sha256", T, weights_sha256), GP_FIELD(STR, "tensor_sha256", T, tensor_sha256), GP_FIELD(STR, "quantization", T, quantization),
    GP_FIELD(STR, "quantization_mix", T, quantization_mix), GP_FIELD(STR, "architecture", T, architecture), GP_FIELD(STR, "model_name", T, model_name),
    GP_FIELD(INT0, "bytes", T, weights_bytes), GP_FIELD(INT0, "parameters", T, parameters), GP_FIELD(BOOL, "unconfirmed", T, unconfirmed),
};

static const gp_field device_fields[] = {
    GP_FIELD(STR, "name", T, device), GP_FIELD(STR, "type", T, device_type), GP_FIELD(STR, "platform", T, platform), GP_FIELD(STR, "driver", T, driver),
    GP_FIELD(STR, "dot_form", T, dot_form), GP_FIELD(INT0, "threads", T, threads), GP_FIELD(INT0, "work_group", T, work_group),
    GP_FIELD(INT0, "batch", T, batch), GP_FIELD(INT0, "slots", T, slots), GP_FIELD(STR, "pin", T, pin), GP_FIELD(STR, "binding", T, binding),
    GP_FIELD(STR, "binding_status", T, binding_status), GP_FIELD(STR, "binding_reason", T, binding_reason),
};

static void write_pin_seed(gp_jw *w, const void *object)
{
    const gp_suite_pins *p = &((const T *)object)->pins;
    if (p->has_seed) gp_jw_int(w, p->seed);
    else gp_jw_null(w);
}

static gp_code read_pin_seed(gp_arena *a, const gp_json *v, void *object, gp_err *err)
{
    (void)a;
    gp_suite_pins *p = &((T *)object)->pins;
    p->has_seed = v->type != GP_JSON_NULL;
    return p->has_seed ? gp_json_int(v, "seed", INT64_MIN, INT64_MAX, &p->seed, err) : GP_OK;
}

static const gp_field pin_fields[] = {
    GP_FIELD(STR, "weights_sha256", T, pins.weights_sha256), GP_FIELD(STR, "quantization", T, pins.quantization), GP_FIELD(STR, "device", T, pins.device),
    GP_FIELD(STR, "binding", T, pins.binding), GP_FIELD_BY("seed", write_pin_seed, read_pin_seed),
};

static const gp_field price_fields[] = {
    GP_FIELD(REAL, "input_per_mtok", T, price_input), GP_FIELD(REAL, "output_per_mtok", T, price_output), GP_FIELD(REAL, "cached_input_per_mtok", T, price_cached_input),
    GP_FIELD(INT0, "up_to_input_tokens", T, price_up_to), GP_FIELD(STR, "as_of", T, price_as_of), GP_FIELD(STR, "source", T, price_source),
    GP_FIELD(INT0, "context", T, price_context),
};

static const gp_field retry_fields[] = {
    GP_FIELD_LIST("on", T, retry_on, n_retry_on), GP_FIELD(INT0, "max", T, retry_max), GP_FIELD(REAL0, "base_s", T, retry_base_s), GP_FIELD(REAL0, "cap_s", T, retry_cap_s),
};

static bool is_imported(const void *object) { return ((const T *)object)->imported; }

/* --- composites: a policy, and members that are described like targets --- */

static bool has_meaning(const void *object) { return ((const T *)object)->environment.n > 0; }
static void write_meaning(gp_jw *w, const void *object) { gp_jw_str(w, ((const T *)object)->environment); }

static gp_code read_meaning(gp_arena *a, const gp_json *v, void *object, gp_err *err)
{
    (void)a;
    return gp_json_str(v, "environment", &((T *)object)->environment, err);
}

static bool has_extra(const void *object) { return ((const T *)object)->extra.n > 0; }
static void write_extra(gp_jw *w, const void *object) { gp_jw_raw(w, ((const T *)object)->extra); }

static gp_code read_extra(gp_arena *a, const gp_json *v, void *object, gp_err *err)
{
    (void)a;
    ((T *)object)->extra = v->raw;
    return gp_json_want(v, "extra", GP_JSON_OBJECT, err);
}

static bool has_policy(const void *object) { return ((const T *)object)->policy_sha256.n > 0; }
static void write_policy(gp_jw *w, const void *object) { gp_jw_raw(w, ((const T *)object)->policy); }
static void write_members(gp_jw *w, const void *object);
static gp_code read_members(gp_arena *a, const gp_json *v, void *object, gp_err *err);

static gp_code read_policy(gp_arena *a, const gp_json *v, void *object, gp_err *err)
{
    gp_buf canonical = {0};
    gp_code code = gp_json_canonical(v->raw, &canonical, err);
    if (!code) ((T *)object)->policy = gp_str_dup(a, gp_buf_view(&canonical));
    gp_buf_free(&canonical);
    return code || ((T *)object)->policy.p ? code : gp_fail_nomem(err);
}

static const gp_field composite_fields[] = {
    GP_FIELD(STR, "policy_sha256", T, policy_sha256), GP_FIELD_BY("policy", write_policy, read_policy), GP_FIELD_BY("members", write_members, read_members),
};

static void write_composite(gp_jw *w, const void *object) { gp_fields_write(w, composite_fields, COUNT(composite_fields), object); }

static gp_code read_composite(gp_arena *a, const gp_json *v, void *object, gp_err *err)
{
    return gp_fields_read(a, composite_fields, COUNT(composite_fields), "a composite", v, object, err);
}

static const gp_field target_fields[] = {
    GP_FIELD(STR, "name", T, name), GP_FIELD(STR, "spec", T, spec), GP_FIELD(STR, "provider", T, provider), GP_FIELD(STR, "model", T, model),
    GP_FIELD(STR, "base_url", T, base_url), GP_FIELD(STR, "claim", T, claim), GP_FIELD(STR, "claim_basis", T, claim_basis), GP_FIELD_IN("sampling", sampling_fields), GP_FIELD_IN("timeout", limit_fields),
    GP_FIELD(INT, "context", T, context), GP_FIELD(STR, "kv", T, kv), GP_FIELD_IN("weights", weight_fields), GP_FIELD_IN("device", device_fields),
    GP_FIELD_IN("pins", pin_fields), GP_FIELD_IN("price", price_fields), GP_FIELD_IN("retry", retry_fields), GP_FIELD(INT0, "concurrency", T, concurrency),
    {.key = "imported", .kind = GP_FIELD_BOOL, .offset = offsetof(T, imported), .has = is_imported},
    GP_FIELD_WHERE(has_extra, "extra", write_extra, read_extra),
    GP_FIELD_WHERE(has_meaning, "environment", write_meaning, read_meaning),
    GP_FIELD_WHERE(has_policy, "composite", write_composite, read_composite),
};

static void write_members(gp_jw *w, const void *object)
{
    const T *t = object;
    gp_jw_array(w);
    for (size_t i = 0; i < t->n_members; i++) gp_fields_write(w, target_fields, COUNT(target_fields), &t->members[i]);
    gp_jw_end_array(w);
}

static gp_code read_members(gp_arena *a, const gp_json *v, void *object, gp_err *err)
{
    T *t = object;
    gp_code code = gp_json_want(v, "members", GP_JSON_ARRAY, err);
    T *list = code ? NULL : GP_NEW_ARRAY(a, T, v->n);
    if (!code && !list) return gp_fail_nomem(err);
    for (const gp_json *e = code ? NULL : v->first; e && !code; e = e->next) code = gp_fields_read(a, target_fields, COUNT(target_fields), "a member", e, &list[t->n_members++], err);
    t->members = list;
    return code;
}

static void write_schema(gp_jw *w, const void *object)
{
    (void)object;
    gp_jw_c(w, SCHEMA);
}

static gp_code read_schema(gp_arena *a, const gp_json *v, void *object, gp_err *err)
{
    (void)a;
    (void)object;
    gp_str s;
    gp_code code = gp_json_str(v, "schema", &s, err);
    return code || gp_str_eqc(s, SCHEMA) ? code : gp_json_fail(err, v, "the schema is \"%.*s\", but this goldpin reads \"%s\"", GP_ARG(s), SCHEMA);
}

static void write_suites(gp_jw *w, const void *object)
{
    const M *m = object;
    gp_jw_array(w);
    for (size_t i = 0; i < m->n_suites; i++) gp_fields_write(w, suite_fields, COUNT(suite_fields), &m->suites[i]);
    gp_jw_end_array(w);
}

static void write_targets(gp_jw *w, const void *object)
{
    const M *m = object;
    gp_jw_array(w);
    for (size_t i = 0; i < m->n_targets; i++) gp_fields_write(w, target_fields, COUNT(target_fields), &m->targets[i]);
    gp_jw_end_array(w);
}

static gp_code read_suites(gp_arena *a, const gp_json *v, void *object, gp_err *err)
{
    M *m = object;
    gp_code code = gp_json_want(v, "suites", GP_JSON_ARRAY, err);
    S *list = code ? NULL : GP_NEW_ARRAY(a, S, v->n);
    if (!code && !list) return gp_fail_nomem(err);
    for (const gp_json *e = code ? NULL : v->first; e && !code; e = e->next) code = gp_fields_read(a, suite_fields, COUNT(suite_fields), "a suite", e, &list[m->n_suites++], err);
    m->suites = list;
    return code;
}

static gp_code read_targets(gp_arena *a, const gp_json *v, void *object, gp_err *err)
{
    M *m = object;
    gp_code code = gp_json_want(v, "targets", GP_JSON_ARRAY, err);
    T *list = code ? NULL : GP_NEW_ARRAY(a, T, v->n);
    if (!code && !list) return gp_fail_nomem(err);
    for (const gp_json *e = code ? NULL : v->first; e && !code; e = e->next) code = gp_fields_read(a, target_fields, COUNT(target_fields), "a target", e, &list[m->n_targets++], err);
    m->targets = list;
    return code;
}

static const gp_field build_fields[] = {
    GP_FIELD(STR, "version", M, goldpin_version), GP_FIELD(STR, "build", M, build), GP_FIELD(STR, "libraries", M, libraries),
};

static const gp_field machine_fields[] = {
    GP_FIELD(STR, "os", M, os), GP_FIELD(STR, "kernel", M, kernel), GP_FIELD(STR, "cpu", M, cpu), GP_FIELD(STR, "topology", M, topology),
};

static bool has_recording(const void *object) { return ((const M *)object)->recorded_in.n > 0; }
static bool has_environment(const void *object) { return ((const M *)object)->environment.n > 0; }
static void write_environment(gp_jw *w, const void *object) { gp_jw_str(w, ((const M *)object)->environment); }

static gp_code read_environment(gp_arena *a, const gp_json *v, void *object, gp_err *err)
{
    (void)a;
    return gp_json_str(v, "environment", &((M *)object)->environment, err);
}

static const gp_field run_fields[] = {
    GP_FIELD(INT, "started_epoch", M, started_epoch), GP_FIELD(INT, "seed", M, seed), GP_FIELD(INT, "repeat", M, repeat), GP_FIELD(INT, "jobs", M, jobs),
    GP_FIELD(INT, "limit", M, limit), GP_FIELD(STR, "filter", M, filter), GP_FIELD(STR, "shard", M, shard), GP_FIELD_LIST("tags", M, tags, n_tags),
    GP_FIELD(REAL, "max_cost_usd", M, max_cost_usd), GP_FIELD(STR, "replay_of", M, replay_of),
    {.key = "recorded_in", .kind = GP_FIELD_STR, .offset = offsetof(M, recorded_in), .has = has_recording}, GP_FIELD(INT, "trials", M, trials),
    GP_FIELD_WHERE(has_environment, "environment", write_environment, read_environment),
};

static const gp_field manifest_fields[] = {
    GP_FIELD_BY("schema", write_schema, read_schema), GP_FIELD_IN("goldpin", build_fields), GP_FIELD_IN("run", run_fields), GP_FIELD_IN("machine", machine_fields),
    GP_FIELD_BY("suites", write_suites, read_suites), GP_FIELD_BY("targets", write_targets, read_targets),
};

/* --- public --- */

void gp_manifest_write(const gp_manifest *m, gp_buf *out)
{
    gp_jw w;
    gp_jw_init(&w, out, 2);
    gp_fields_write(&w, manifest_fields, COUNT(manifest_fields), m);
    gp_buf_byte(out, '\n');
}

gp_code gp_manifest_read(gp_arena *a, const char *path, gp_manifest *out, gp_err *err)
{
    gp_manifest m = {0};
    gp_str text;
    const gp_json *root;
    const char *name = gp_arena_copy(a, path, strlen(path));
    gp_code code = name ? gp_read_file(a, path, 0, &text, err) : gp_fail_nomem(err);
    if (!code) code = gp_json_parse(a, name, text, &root, err);
    if (!code) code = gp_fields_read(a, manifest_fields, COUNT(manifest_fields), "a manifest", root, &m, err);
    if (!code) *out = m;
    return code;
}

/* --- the same run? --- */

static gp_code differ(gp_err *err, const char *what, gp_str before, gp_str now)
{
    return gp_fail(err, GP_E_INPUT, "this is not the run that was begun: %s was \"%.*s\", now \"%.*s\"", what, GP_ARG(before), GP_ARG(now));
}

static gp_code same_int(const char *what, int64_t before, int64_t now, gp_err *err)
{
    if (before == now) return GP_OK;
    return gp_fail(err, GP_E_INPUT, "this is not the run that was begun: %s was %lld, now %lld", what, (long long)before, (long long)now);
}

static gp_code same_str(const char *what, gp_str before, gp_str now, gp_err *err)
{
    return gp_str_eq(before, now) ? GP_OK : differ(err, what, before, now);
}

/* Two structs compared as the JSON of one table: the first row whose text differs is the difference. */
static gp_code same_fields(const char *of, gp_str name, const gp_field *f, size_t n, const void *before, const void *now, gp_err *err)
{
    gp_code code = GP_OK;
    for (size_t i = 0; i < n && !code; i++) {
        gp_buf x = {0}, y = {0};
        gp_jw w;
        gp_jw_init(&w, &x, 0);
        gp_fields_write(&w, &f[i], 1, before);
        gp_jw_init(&w, &y, 0);
        gp_fields_write(&w, &f[i], 1, now);
        code = gp_buf_check(&x, err);
        if (!code) code = gp_buf_check(&y, err);
        if (!code && !gp_str_eq(gp_buf_view(&x), gp_buf_view(&y)))
            code = gp_fail(err, GP_E_INPUT, "this is not the run that was begun: %s \"%.*s\" had %.*s, now %.*s", of, GP_ARG(name), GP_ARG(gp_buf_view(&x)), GP_ARG(gp_buf_view(&y)));
        gp_buf_free(&x);
        gp_buf_free(&y);
    }
    return code;
}

/* A suite may have grown: whether each finished trial still belongs to its case is asked of the case (its digest). */
static gp_code same_suites(const gp_manifest *b, const gp_manifest *n, gp_err *err)
{
    static const gp_field shape[] = {GP_FIELD(INT, "seed", S, seed)};
    gp_code code = same_int("the number of suites", (int64_t)b->n_suites, (int64_t)n->n_suites, err);
    for (size_t i = 0; i < b->n_suites && !code; i++) {
        code = same_str("a suite", b->suites[i].name, n->suites[i].name, err);
        if (!code) code = same_fields("suite", b->suites[i].name, shape, COUNT(shape), &b->suites[i], &n->suites[i], err);
    }
    return code;
}

/* Where it ran (device, threads, address, time limits) may differ between the halves of a resumed run. */
static const gp_field shape[] = {
    GP_FIELD(STR, "provider", T, provider), GP_FIELD(STR, "model", T, model), GP_FIELD(STR, "weights_sha256", T, weights_sha256),
    GP_FIELD_IN("sampling", sampling_fields), GP_FIELD_WHERE(has_extra, "extra", write_extra, read_extra), GP_FIELD(INT, "context", T, context), GP_FIELD(STR, "kv", T, kv), GP_FIELD(STR, "policy_sha256", T, policy_sha256),
};

static gp_code same_members(const T *b, const T *n, gp_err *err)
{
    gp_code code = same_int("the number of members of a composite", (int64_t)b->n_members, (int64_t)n->n_members, err);
    for (size_t i = 0; i < b->n_members && !code; i++) {
        code = same_str("a member", b->members[i].name, n->members[i].name, err);
        if (!code) code = same_fields("member", b->members[i].name, shape, COUNT(shape), &b->members[i], &n->members[i], err);
        if (!code) code = same_members(&b->members[i], &n->members[i], err);
    }
    return code;
}

static gp_code same_targets(const gp_manifest *b, const gp_manifest *n, gp_err *err)
{
    gp_code code = same_int("the number of targets", (int64_t)b->n_targets, (int64_t)n->n_targets, err);
    for (size_t i = 0; i < b->n_targets && !code; i++) {
        code = same_str("a target", b->targets[i].name, n->targets[i].name, err);
        if (!code) code = same_fields("target", b->targets[i].name, shape, COUNT(shape), &b->targets[i], &n->targets[i], err);
        if (!code) code = same_members(&b->targets[i], &n->targets[i], err);
    }
    return code;
}

void gp_manifest_go_on(gp_manifest *b, const gp_manifest *n)
{
    b->suites = n->suites;
    b->n_suites = n->n_suites;
    b->trials = n->trials;
    b->max_cost_usd = n->max_cost_usd;
}

gp_code gp_manifest_same_run(const gp_manifest *b, const gp_manifest *n, gp_err *err)
{
    gp_code code = same_suites(b, n, err);
    if (!code) code = same_targets(b, n, err);
    if (!code) code = same_int("--seed", b->seed, n->seed, err);
    if (!code) code = same_int("--repeat", b->repeat, n->repeat, err);
    if (!code) code = same_str("--filter", b->filter, n->filter, err);
    if (!code) code = same_int("--limit", b->limit, n->limit, err);
    if (!code) code = same_str("--environment", b->environment, n->environment, err);
    if (!code) code = same_str("--shard", b->shard, n->shard, err);
    if (!code) code = same_int("the number of --tag", (int64_t)b->n_tags, (int64_t)n->n_tags, err);
    for (size_t i = 0; i < b->n_tags && !code; i++) code = same_str("--tag", b->tags[i], n->tags[i], err);
    return code;
}
