/* manifest.c - the tables of manifest.json, and whether a resumed run is the same run. */
#include <math.h>
#include <string.h>

#include "base/sha256.h"
#include "base/sys.h"
#include "manifest/manifest.h"

#define M gp_manifest
#define S gp_manifest_suite
#define T gp_manifest_target

/* --- the tables: what stands where in manifest.json --- */

static const gp_field suite_fields[] = {
    GP_FIELD(STR, "name", S, name),
    GP_FIELD(STR, "version", S, version),
    GP_FIELD(STR, "license", S, license),
    GP_FIELD(STR, "description", S, description),
    GP_FIELD(STR, "digest", S, digest),
    GP_FIELD(STR, "file", S, file),
    GP_FIELD(RAW, "provenance", S, provenance, .doc = "any JSON, as the suite states it"),
    GP_FIELD(INT, "cases", S, cases),
    GP_FIELD(INT, "selected", S, selected),
    GP_FIELD(INT, "seed", S, seed, .doc = "The seed that the trials' own seeds are derived from."),
    GP_FIELD(STR, "date", S, date, .flags = GP_OPTIONAL,
             .doc = "What chat templates see as today in its cases; absent where its defaults do not say."),
};
static const gp_record suite_record = GP_RECORD(S, suite_fields, "a suite", .def = "suite");

static const gp_field part_fields[] = {
    GP_FIELD(STR, "name", gp_manifest_part, name, .flags = GP_KNOWN),
    GP_FIELD(INT, "bytes", gp_manifest_part, bytes, .flags = GP_KNOWN),
    GP_FIELD(STR, "sha256", gp_manifest_part, sha256, .flags = GP_KNOWN),
};
const gp_record gp_parts_record = GP_RECORD(gp_manifest_part, part_fields, "a part of a model", .def = "part");

static const gp_field weight_fields[] = {
    GP_FIELD(STR, "sha256", T, weights_sha256,
             .doc = "Of the file; of a model in several files, over the 32-byte digests of its parts in order."),
    GP_FIELD(STR, "tensor_sha256", T, tensor_sha256),
    GP_FIELD_LISTED(LIST, "parts", T, parts, n_parts, .record = &gp_parts_record, .flags = GP_OPTIONAL,
                    .doc = "The model's files, without their folder; absent where they are not known."),
    GP_FIELD(STR, "quantization", T, quantization),
    GP_FIELD(STR, "quantization_mix", T, quantization_mix),
    GP_FIELD(STR, "architecture", T, architecture),
    GP_FIELD(STR, "model_name", T, model_name),
    GP_FIELD(INT, "bytes", T, weights_bytes, .flags = GP_ZERO),
    GP_FIELD(INT, "parameters", T, parameters, .flags = GP_ZERO),
    GP_FIELD(BOOL, "unconfirmed", T, unconfirmed, .doc = "no reference has confirmed the numbers of this architecture"),
};
static const gp_record weight_record = GP_RECORD(T, weight_fields, "weights");

static const gp_field device_fields[] = {
    GP_FIELD(STR, "name", T, device),
    GP_FIELD(STR, "type", T, device_type),
    GP_FIELD(STR, "platform", T, platform),
    GP_FIELD(STR, "driver", T, driver),
    GP_FIELD(STR, "dot_form", T, dot_form),
    GP_FIELD(STR, "kernels_sha256", T, kernels_sha256, .flags = GP_OPTIONAL, .doc = "Of the kernels' sources."),
    GP_FIELD(INT, "threads", T, threads, .flags = GP_ZERO),
    GP_FIELD(INT, "work_group", T, work_group, .flags = GP_ZERO),
    GP_FIELD(INT, "batch", T, batch, .flags = GP_ZERO),
    GP_FIELD(INT, "slots", T, slots, .flags = GP_ZERO),
    GP_FIELD(STR, "pin", T, pin, .doc = "What --pin asked for."),
    GP_FIELD(STR, "binding", T, binding),
    GP_FIELD(STR, "binding_status", T, binding_status),
    GP_FIELD(STR, "binding_reason", T, binding_reason),
};
static const gp_record device_record = GP_RECORD(T, device_fields, "device");

static const gp_field price_fields[] = {
    GP_FIELD(REAL, "input_per_mtok", T, price_input),
    GP_FIELD(REAL, "output_per_mtok", T, price_output),
    GP_FIELD(REAL, "cached_input_per_mtok", T, price_cached_input, GP_RANGE(0, INFINITY)),
    GP_FIELD(INT, "up_to_input_tokens", T, price_up_to, .flags = GP_ZERO, .doc = "longer requests have another price"),
    GP_FIELD(STR, "as_of", T, price_as_of),
    GP_FIELD(STR, "source", T, price_source),
    GP_FIELD(INT, "context", T, price_context, .flags = GP_ZERO,
             .doc = "tokens that the model takes, by the price list"),
};
static const gp_record price_record = GP_RECORD(T, price_fields, "price");

static const gp_field retry_fields[] = {
    GP_FIELD_LISTED(STRS, "on", T, retry_on, n_retry_on),
    GP_FIELD(INT, "max", T, retry_max, .flags = GP_ZERO),
    GP_FIELD(REAL, "base_s", T, retry_base_s, GP_RANGE(0, INFINITY), .flags = GP_ZERO),
    GP_FIELD(REAL, "cap_s", T, retry_cap_s, GP_RANGE(0, INFINITY), .flags = GP_ZERO),
};
static const gp_record retry_record = GP_RECORD(T, retry_fields, "retry", .doc = "a single attempt where max is null");

/* --- composites: a policy, and members that are described like targets --- */

static gp_code read_canonical(gp_arena *a, const gp_json *v, void *at, gp_err *err)
{
    gp_buf canonical = {0};
    gp_code code = gp_json_canonical(v->raw, &canonical, err);
    if (!code) *(gp_str *)at = gp_str_dup(a, gp_buf_view(&canonical));
    gp_buf_free(&canonical);
    return code;
}

static const gp_record member_record;

static const gp_field composite_fields[] = {
    GP_FIELD(STR, "policy_sha256", T, policy_sha256),
    GP_FIELD(RAW, "policy", T, policy, .json = GP_JSON_OBJECT, .read = read_canonical, .flags = GP_KNOWN,
             .doc = "route, fallback or refine with its defaults; of refine also the texts that it puts around a case"),
    GP_FIELD_LISTED(LIST, "members", T, members, n_members, .record = &member_record),
};
static const gp_record composite_record = GP_RECORD(T, composite_fields, "a composite",
                                                    .doc = "only where the target is made of others");

static bool is_whole(const void *object) { return ((const T *)object)->whole; }
static void write_stream(gp_jw *w, const void *object) { gp_jw_bool(w, !is_whole(object)); }

static gp_code read_stream(gp_arena *a, const gp_json *v, void *object, gp_err *err)
{
    bool stream = true;
    gp_code code = gp_json_bool(v, "stream", &stream, err);
    (void)a;
    ((T *)object)->whole = !stream;
    return code;
}

static const gp_field template_fields[] = {
    GP_FIELD(STR, "chat", T, chat.chat, .doc = "its source"),
    GP_FIELD(STR, "tool_use", T, chat.tool_use, .doc = "of the one for chats with tools; null: the same"),
    GP_FIELD(STR, "bos_token", T, chat.bos, .doc = "what it sees under this name, like the next"),
    GP_FIELD(STR, "eos_token", T, chat.eos),
};
static const gp_record template_record = GP_RECORD(T, template_fields, "a chat template",
                                                   .doc = "what makes the prompt of messages; local targets only");
static bool has_template(const void *object) { return ((const T *)object)->chat.chat.n > 0; }

static bool is_imported(const void *object) { return ((const T *)object)->imported; }
static bool has_hardware(const void *object) { return gp_hardware_known(&((const T *)object)->hardware); }
static bool is_composite(const void *object) { return ((const T *)object)->policy_sha256.n > 0; }

static const gp_field target_fields[] = {
    GP_FIELD(STR, "name", T, name),
    GP_FIELD(STR, "spec", T, spec,
             .doc = "As given with -t, so that a resumed run finds it again; null where that held an absolute path."),
    GP_FIELD(STR, "provider", T, provider),
    GP_FIELD(STR, "model", T, model),
    GP_FIELD(STR, "base_url", T, base_url),
    GP_FIELD(STR, "claim", T, claim),
    GP_FIELD(STR, "claim_basis", T, claim_basis),
    GP_FIELD(OBJECT, "sampling", T, sampling, .record = &gp_sampling_told),
    GP_FIELD(OBJECT, "timeout", T, limits, .record = &gp_limits_told),
    GP_FIELD(INT, "context", T, context),
    GP_FIELD(STR, "kv", T, kv),
    GP_FIELD_IN("weights", &weight_record),
    GP_FIELD_IN("device", &device_record),
    GP_FIELD(OBJECT, "pins", T, pins, .record = &gp_pins_told),
    GP_FIELD_IN("price", &price_record),
    GP_FIELD(OBJECT, "hardware", T, hardware, .record = &gp_hardware_record, .has = has_hardware,
             .doc = "in place of a price: what an hour of the machine costs; absent where nobody said"),
    GP_FIELD_IN("retry", &retry_record),
    GP_FIELD(INT, "concurrency", T, concurrency, .flags = GP_ZERO,
             .doc = "trials in flight at most; null: only --jobs bounds them"),
    GP_FIELD(BOOL, "imported", T, imported, .has = is_imported,
             .doc = "another tool asked it; absent where goldpin did"),
    GP_FIELD(RAW, "extra", T, extra, .json = GP_JSON_OBJECT, .read = read_canonical, .flags = GP_OPTIONAL,
             .doc = "what the targets file adds to every request"),
    GP_FIELD(RAW, "headers", T, headers, .json = GP_JSON_OBJECT, .read = read_canonical, .flags = GP_OPTIONAL,
             .doc = "headers of the targets file that may change what is asked, with the SHA-256 of their values"),
    GP_FIELD_BY("stream", write_stream, read_stream, .has = is_whole, .schema = "{\"type\": \"boolean\"}",
                .doc = "false: replies are asked for in one piece; absent: as a stream"),
    GP_FIELD(STR, "date", T, date, .flags = GP_OPTIONAL,
             .doc = "what its chat template sees as today where no case says; absent: it does not look"),
    GP_FIELD_IN("template", &template_record, .has = has_template),
    GP_FIELD(STR, "reasoning", T, reasoning, .flags = GP_OPTIONAL,
             .doc = "what ends reasoning inside a reply, tags or none; absent: auto"),
    GP_FIELD(STR, "system", T, system, .flags = GP_OPTIONAL,
             .doc = "how the system text of a case is sent, user or developer; absent: as it stands"),
    GP_FIELD(STR, "stop_in", T, stop_in, .flags = GP_OPTIONAL,
             .doc = "what stop strings hold for, reply; absent: answer"),
    GP_FIELD(STR, "other_template", T, template, .flags = GP_OPTIONAL,
             .doc = "what a local model is asked by, raw or sha256:HEX of inputs/templates/HEX.jinja; absent: the "
                    "chat template of its file"),
    GP_FIELD(STR, "environment", T, environment, .flags = GP_OPTIONAL,
             .doc = "what the environment meant for this target"),
    GP_FIELD_IN("composite", &composite_record, .has = is_composite),
};
static const gp_record target_record = GP_RECORD(T, target_fields, "a target", .def = "target");
static const gp_record member_record = GP_RECORD(T, target_fields, "a member", .def = "target");

static const gp_field build_fields[] = {
    GP_FIELD(STR, "version", M, goldpin_version),
    GP_FIELD(STR, "build", M, build),
    GP_FIELD(STR, "libraries", M, libraries),
};
static const gp_record build_record = GP_RECORD(M, build_fields, "goldpin");

static const gp_field machine_fields[] = {
    GP_FIELD(STR, "os", M, os),
    GP_FIELD(STR, "kernel", M, kernel),
    GP_FIELD(STR, "cpu", M, cpu),
    GP_FIELD(STR, "topology", M, topology),
};
static const gp_record machine_record = GP_RECORD(M, machine_fields, "machine");

static const gp_field gate_fields[] = {
    GP_FIELD(BOOL, "strict", M, gate.strict),
    GP_FIELD(BOOL, "in_ci", M, gate.in_ci, .doc = "Was CI set, so that missing goldens fail?"),
    GP_FIELD(REAL, "fail_under", M, gate.fail_under, GP_RANGE(0, 1)),
    GP_FIELD(INT, "max_errors", M, gate.max_errors),
};
static const gp_record gate_record = GP_RECORD(M, gate_fields, "gate",
                                               .doc = "What decides the verdict besides the trials.");
static bool has_gate(const void *object) { return ((const M *)object)->gate.max_errors >= 0; }

static const gp_field played_fields[] = {
    GP_FIELD(STR, "manifest_sha256", M, played.manifest_sha256),
    GP_FIELD(STR, "chain", M, played.chain, .doc = "SHA-256 of the last line of its journal or of its exchanges."),
    GP_FIELD(INT, "trials", M, played.trials),
    GP_FIELD_LISTED(STRS, "not_played", M, played.not_played, played.n_not_played),
};
static const gp_record played_record = GP_RECORD(M, played_fields, "played",
                                                 .doc = "The run whose answers this one has.");
static bool has_played(const void *object) { return ((const M *)object)->played.chain.n > 0; }

static const char *const environments[] = {"cold", "warm", "sustained", "recovery"};

static bool has_plan(const void *object) { return ((const M *)object)->plan.n > 0; }

static const gp_field run_fields[] = {
    GP_FIELD(INT, "started_epoch", M, started_epoch),
    GP_FIELD(INT, "seed", M, seed),
    GP_FIELD(INT, "repeat", M, repeat),
    GP_FIELD(INT, "jobs", M, jobs),
    GP_FIELD(INT, "jobs_wanted", M, jobs_wanted, .flags = GP_OPTIONAL | GP_ZERO,
             .doc = "trials in flight that were asked for, where the open files that are allowed made them fewer"),
    GP_FIELD(INT, "limit", M, limit),
    GP_FIELD_LISTED(STRS, "filter", M, filters, n_filters, .flags = GP_LONE | GP_NULL,
                    .doc = "globs on ids of cases and, with a slash, of trials; a case fits one of them"),
    GP_FIELD(STR, "shard", M, shard),
    GP_FIELD_LISTED(STRS, "tags", M, tags, n_tags),
    GP_FIELD(REAL, "max_cost_usd", M, max_cost_usd, GP_RANGE(0, INFINITY), .doc = "budget of the run"),
    GP_FIELD(STR, "commit", M, commit, .flags = GP_OPTIONAL,
             .doc = "the git commit that was checked out where the run was begun"),
    GP_FIELD(STR, "replay_of", M, replay_of),
    GP_FIELD_IN("played", &played_record, .has = has_played),
    GP_FIELD_IN("gate", &gate_record, .has = has_gate),
    GP_FIELD(STR, "junit_dialect", M, junit, .flags = GP_OPTIONAL, .doc = "of junit.xml, rich; absent: strict"),
    GP_FIELD(STR, "golden", M, golden, .flags = GP_OPTIONAL,
             .doc = "where accepted goldens were looked for; the base name of an absolute path"),
    GP_FIELD(STR, "recorded_in", M, recorded_in, .flags = GP_OPTIONAL,
             .doc = "folder name of the recording of its raw exchanges; absent where none was made"),
    GP_FIELD(STR, "targets_file", M, config, .flags = GP_OPTIONAL,
             .doc = "as given, so that a resumed run finds it again; its base name where that was an absolute path"),
    GP_FIELD(RAW, "rules", M, rules, .json = GP_JSON_OBJECT, .flags = GP_OPTIONAL,
             .doc = "what the gate was asked (gate.schema.json); absent where nothing was"),
    GP_FIELD(STR, "baseline", M, baseline, .flags = GP_OPTIONAL,
             .doc = "the run that it was compared with; inputs/baseline.json is a copy of its results"),
    GP_FIELD(INT, "trials", M, trials),
    GP_FIELD(STR, "environment", M, environment, GP_NAMES(environments), .flags = GP_OPTIONAL,
             .doc = "only where one was chosen"),
    GP_FIELD(STR, "plan", M, plan, .flags = GP_OPTIONAL,
             .doc = "sha256:HEX of the plan that was fixed before the run; absent: nothing was"),
    GP_FIELD_LISTED(STRS, "departures", M, departures, n_departures, .has = has_plan,
                    .doc = "what the run did otherwise than its plan, in words"),
};
static const gp_record run_record = GP_RECORD(M, run_fields, "run");

static const gp_field manifest_fields[] = {
    GP_FIELD_IS("schema", "goldpin.manifest/1"),
    GP_FIELD_IN("goldpin", &build_record),
    GP_FIELD_IN("run", &run_record),
    GP_FIELD_IN("machine", &machine_record),
    GP_FIELD_LISTED(LIST, "suites", M, suites, n_suites, .record = &suite_record),
    GP_FIELD_LISTED(LIST, "targets", M, targets, n_targets, .record = &target_record),
    GP_FIELD_LISTED(LIST, "judges", M, judges, n_judges, .record = &target_record, .flags = GP_OPTIONAL,
                    .doc = "who was asked for verdicts; absent where nobody was"),
};
static const gp_record manifest_record = GP_RECORD(
    M, manifest_fields, "a manifest",
    .doc = "Everything pinned about a run. Unknown values are null; limits and sizes that are null are the default.");

/* --- public --- */

void gp_manifest_write(const gp_manifest *m, gp_buf *out)
{
    gp_jw w;
    gp_jw_init(&w, out, 2);
    gp_record_write(&w, &manifest_record, m);
    gp_buf_byte(out, '\n');
}

gp_manifest gp_manifest_unknown(void)
{
    gp_manifest m = {0};
    gp_record_init(&manifest_record, &m);
    return m;
}

gp_manifest_target gp_manifest_target_unknown(void)
{
    gp_manifest_target t = {0};
    gp_record_init(&target_record, &t);
    return t;
}

void gp_manifest_schema(gp_buf *out) { gp_record_schema(&manifest_record, "goldpin manifest.json", out); }

gp_code gp_manifest_read(gp_arena *a, const char *path, gp_manifest *out, gp_err *err)
{
    gp_manifest m = gp_manifest_unknown();
    gp_str text;
    const gp_json *root;
    gp_code code = gp_read_file(a, path, 0, &text, err);
    if (!code) code = gp_json_parse(a, gp_arena_copy(a, path, strlen(path)), text, &root, err);
    if (!code) code = gp_record_read(a, &manifest_record, root, &m, err);
    if (!code) *out = m;
    return code;
}

/* --- where it comes from --- */

static void write_model(gp_jw *w, const void *object)
{
    const T *t = object;
    if (gp_str_eqc(t->provider, "local")) gp_jw_null(w); /* its weights' digest says more than a file's name */
    else gp_jw_str(w, t->model);
}

static const gp_field origin_suite_fields[] = {
    GP_FIELD(STR, "name", S, name),
    GP_FIELD(INT, "seed", S, seed),
};
static const gp_record origin_suite = GP_RECORD(S, origin_suite_fields, "a suite");

static const gp_field origin_target_fields[] = {
    GP_FIELD(BOOL, "imported", T, imported), GP_FIELD_BY("model", write_model, NULL),
    GP_FIELD(STR, "name", T, name),          GP_FIELD(STR, "policy_sha256", T, policy_sha256),
    GP_FIELD(STR, "provider", T, provider),  GP_FIELD(STR, "weights_sha256", T, weights_sha256),
};
static const gp_record origin_target = GP_RECORD(T, origin_target_fields, "a target");

static const gp_field origin_fields[] = {
    GP_FIELD(STR, "played_chain", M, played.chain),
    GP_FIELD(STR, "played_manifest", M, played.manifest_sha256),
    GP_FIELD(INT, "repeat", M, repeat),
    GP_FIELD(STR, "replay_of", M, replay_of),
    GP_FIELD(INT, "started_epoch", M, started_epoch),
    GP_FIELD_LISTED(LIST, "suites", M, suites, n_suites, .record = &origin_suite),
    GP_FIELD_LISTED(LIST, "targets", M, targets, n_targets, .record = &origin_target),
};
static const gp_record origin_record = GP_RECORD(M, origin_fields, "an origin");

void gp_manifest_origin_text(const gp_manifest *m, gp_buf *out)
{
    gp_jw w;
    gp_jw_init(&w, out, 0);
    gp_record_write_canonical(&w, &origin_record, m);
}

void gp_manifest_origin(const gp_manifest *m, char out[65])
{
    gp_buf b = {0};
    gp_manifest_origin_text(m, &b);
    gp_sha256_hex_of(gp_buf_view(&b), out);
    gp_buf_free(&b);
}

/* --- the same run? --- */

static gp_code differ(gp_err *err, const char *what, gp_str before, gp_str now)
{
    return gp_fail(err, GP_E_INPUT, "this is not the run that was begun: %s was \"%.*s\", now \"%.*s\"", what,
                   GP_ARG(before), GP_ARG(now));
}

static gp_code same_int(const char *what, int64_t before, int64_t now, gp_err *err)
{
    if (before == now) return GP_OK;
    return gp_fail(err, GP_E_INPUT, "this is not the run that was begun: %s was %lld, now %lld", what,
                   (long long)before, (long long)now);
}

static gp_code same_str(const char *what, gp_str before, gp_str now, gp_err *err)
{
    return gp_str_eq(before, now) ? GP_OK : differ(err, what, before, now);
}

/* As given: the same words in another order are taken for another run, which costs nothing but saying so. */
static gp_code same_list(const char *what, const gp_str *before, size_t n_before, const gp_str *now, size_t n_now,
                         gp_err *err)
{
    gp_buf x = {0}, y = {0};
    for (size_t i = 0; i < n_before; i++) gp_buf_fmt(&x, "%s%.*s", i ? "\" \"" : "", GP_ARG(before[i]));
    for (size_t i = 0; i < n_now; i++) gp_buf_fmt(&y, "%s%.*s", i ? "\" \"" : "", GP_ARG(now[i]));
    gp_code code = same_str(what, gp_buf_view(&x), gp_buf_view(&y), err);
    gp_buf_free(&x);
    gp_buf_free(&y);
    return code;
}

static gp_code same_record(const char *of, gp_str name, const gp_record *r, const void *before, const void *now,
                           gp_err *err)
{
    gp_buf x = {0}, y = {0};
    gp_code code = GP_OK;
    if (gp_record_differs(r, before, now, &x, &y))
        code = gp_fail(err, GP_E_INPUT, "this is not the run that was begun: %s \"%.*s\" had %.*s, now %.*s", of,
                       GP_ARG(name), GP_ARG(gp_buf_view(&x)), GP_ARG(gp_buf_view(&y)));
    gp_buf_free(&x);
    gp_buf_free(&y);
    return code;
}

/* A suite may have grown: whether each finished trial still belongs to its case is asked of the case (its digest). */
static gp_code same_suites(const gp_manifest *b, const gp_manifest *n, gp_err *err)
{
    static const gp_field fields[] = {GP_FIELD(INT, "seed", S, seed)};
    static const gp_record shape = GP_RECORD(S, fields, "a suite");
    gp_code code = same_int("the number of suites", (int64_t)b->n_suites, (int64_t)n->n_suites, err);
    for (size_t i = 0; i < b->n_suites && !code; i++) {
        code = same_str("a suite", b->suites[i].name, n->suites[i].name, err);
        if (!code) code = same_record("suite", b->suites[i].name, &shape, &b->suites[i], &n->suites[i], err);
    }
    return code;
}

/* Manifest and report tell of one way in which a target was asked and paid, so all halves of a resumed run ask in that
 * way. What only says where it computed (device, threads), or how many at once, may differ; so may a model file's name. */
static const gp_field shape_fields[] = {
    GP_FIELD(STR, "provider", T, provider),
    GP_FIELD_BY("model", write_model, NULL),
    GP_FIELD(STR, "weights_sha256", T, weights_sha256),
    GP_FIELD(STR, "base_url", T, base_url),
    GP_FIELD(OBJECT, "sampling", T, sampling, .record = &gp_sampling_told),
    GP_FIELD(RAW, "extra", T, extra, .flags = GP_OPTIONAL),
    GP_FIELD(RAW, "headers", T, headers, .flags = GP_OPTIONAL),
    GP_FIELD_BY("stream", write_stream, NULL),
    GP_FIELD_IN("retry", &retry_record),
    GP_FIELD_IN("price", &price_record),
    GP_FIELD(OBJECT, "timeout", T, limits, .record = &gp_limits_told),
    GP_FIELD(STR, "date", T, date, .flags = GP_OPTIONAL),
    GP_FIELD(STR, "reasoning", T, reasoning, .flags = GP_OPTIONAL),
    GP_FIELD(STR, "system", T, system, .flags = GP_OPTIONAL),
    GP_FIELD(STR, "stop_in", T, stop_in, .flags = GP_OPTIONAL),
    GP_FIELD(STR, "other_template", T, template, .flags = GP_OPTIONAL),
    GP_FIELD(INT, "context", T, context),
    GP_FIELD(STR, "kv", T, kv),
    GP_FIELD(STR, "policy_sha256", T, policy_sha256),
};
static const gp_record shape = GP_RECORD(T, shape_fields, "a target");

/* "part 2 (NAME)", for two models in several files. */
gp_str gp_manifest_other_part(gp_arena *a, const gp_manifest_part *x, size_t n_x, const gp_manifest_part *y, size_t n_y)
{
    if (!n_x || !n_y || (n_x == 1 && n_y == 1)) return (gp_str){0};
    for (size_t i = 0; i < n_x && i < n_y; i++)
        if (!gp_str_eq(x[i].sha256, y[i].sha256)) return gp_str_fmt(a, "part %zu (%.*s)", i + 1, GP_ARG(y[i].name));
    return n_x == n_y ? (gp_str){0} : gp_str_fmt(a, "the number of parts (%zu, now %zu)", n_x, n_y);
}

static gp_code same_shape(const char *of, const T *b, const T *n, gp_err *err)
{
    gp_arena a = {0};
    gp_code code = same_record(of, b->name, &shape, b, n, err);
    gp_str part = gp_manifest_other_part(&a, b->parts, b->n_parts, n->parts, n->n_parts);
    if (code && err && part.n) {
        const char *so_far = gp_arena_copy(&a, err->msg, strlen(err->msg));
        code = gp_fail(err, code, "%s: %.*s is another", so_far, GP_ARG(part));
    }
    gp_arena_free(&a);
    return code;
}

static gp_code same_members(const T *b, const T *n, gp_err *err)
{
    gp_code code = same_int("the number of members of a composite", (int64_t)b->n_members, (int64_t)n->n_members, err);
    for (size_t i = 0; i < b->n_members && !code; i++) {
        code = same_str("a member", b->members[i].name, n->members[i].name, err);
        if (!code) code = same_shape("member", &b->members[i], &n->members[i], err);
        if (!code) code = same_members(&b->members[i], &n->members[i], err);
    }
    return code;
}

static gp_code same_targets(const gp_manifest *b, const gp_manifest *n, gp_err *err)
{
    gp_code code = same_int("the number of targets", (int64_t)b->n_targets, (int64_t)n->n_targets, err);
    for (size_t i = 0; i < b->n_targets && !code; i++) {
        code = same_str("a target", b->targets[i].name, n->targets[i].name, err);
        if (!code) code = same_shape("target", &b->targets[i], &n->targets[i], err);
        if (!code) code = same_members(&b->targets[i], &n->targets[i], err);
    }
    return code;
}

/* Those that both have: a judge may come to a run that had none, and then what it could not judge is judged. */
static gp_code same_judges(const gp_manifest *b, const gp_manifest *n, gp_err *err)
{
    gp_code code = GP_OK;
    for (size_t i = 0; i < b->n_judges; i++)
        for (size_t k = 0; k < n->n_judges && !code; k++) {
            const T *x = &b->judges[i], *y = &n->judges[k];
            if (!gp_str_eq(x->name, y->name)) continue;
            code = same_shape("judge", x, y, err);
            if (!code) code = same_members(x, y, err);
        }
    return code;
}

void gp_manifest_go_on(gp_manifest *b, const gp_manifest *n)
{
    b->suites = n->suites;
    b->n_suites = n->n_suites;
    b->trials = n->trials;
    b->gate = n->gate;
    b->golden = n->golden;
    b->junit = n->junit;
    b->max_cost_usd = n->max_cost_usd;
    if (n->n_judges) b->judges = n->judges, b->n_judges = n->n_judges;
    b->rules = n->rules;
    b->baseline = n->baseline;
}

gp_code gp_manifest_same_run(const gp_manifest *b, const gp_manifest *n, gp_err *err)
{
    gp_code code = same_suites(b, n, err);
    if (!code) code = same_targets(b, n, err);
    if (!code) code = same_judges(b, n, err);
    if (!code) code = same_int("--seed", b->seed, n->seed, err);
    if (!code) code = same_int("--repeat", b->repeat, n->repeat, err);
    if (!code) code = same_list("--filter", b->filters, b->n_filters, n->filters, n->n_filters, err);
    if (!code) code = same_int("--limit", b->limit, n->limit, err);
    if (!code) code = same_str("--environment", b->environment, n->environment, err);
    if (!code) code = same_str("--shard", b->shard, n->shard, err);
    return code ? code : same_list("--tag", b->tags, b->n_tags, n->tags, n->n_tags, err);
}
