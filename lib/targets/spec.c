/* spec.c - targets as a user states them: the table of the targets file, and PROVIDER:MODEL. */
#include "targets/spec.h"

#include <stdio.h>
#include <string.h>

#include "base/day.h"
#include "base/sys.h"
#include "forms/document.h"
#include "provider/base_url.h"
#include "provider/codec.h"
#include "targets/extra.h"
#include "targets/policy.h"

const char *const gp_composites[] = {[GP_ROUTE] = "route", [GP_FALLBACK] = "fallback", [GP_REFINE] = "refine", NULL};

const char *const gp_system_names[] = {"system", "user", "developer"};
const char *const gp_stop_names[] = {"answer", "reply"};

const char *gp_provider_at(size_t i)
{
    size_t n = 0;
    while (gp_codecs[n]) n++;
    if (i == 0) return "local";
    return i <= n ? gp_codecs[i - 1]->provider : i == n + 1 ? "replay" : NULL;
}

enum { PROVIDERS_MOST = 32 };

static size_t providers(const char *out[PROVIDERS_MOST])
{
    size_t n = 0;
    while (n < PROVIDERS_MOST && gp_provider_at(n)) out[n] = gp_provider_at(n), n++;
    return n;
}

static bool is_provider(gp_str name)
{
    return gp_str_eqc(name, "local") || gp_str_eqc(name, "replay") || gp_codec_find(name);
}

static bool is_composite(gp_str name)
{
    for (size_t i = 0; gp_composites[i]; i++)
        if (gp_str_eqc(name, gp_composites[i])) return true;
    return false;
}

/* "; did you mean ...? Providers: a, b, c" */
static void provider_hint(gp_buf *b, gp_str name, bool in_file)
{
    const char *names[PROVIDERS_MOST];
    size_t n = providers(names);
    for (size_t i = 0; in_file && gp_composites[i] && n < PROVIDERS_MOST; i++) names[n++] = gp_composites[i];
    const char *near = gp_nearest(name, names, n);
    if (near) gp_buf_fmt(b, "; did you mean \"%s\"?", near);
    gp_buf_c(b, " (providers:");
    for (size_t i = 0; i < n; i++) gp_buf_fmt(b, " %s", names[i]);
    gp_buf_c(b, ")");
}

static gp_code unknown_provider(gp_str name, const gp_json *at, gp_err *err)
{
    gp_buf hint = {0};
    provider_hint(&hint, name, at != NULL);
    gp_code code = at ? gp_json_fail(err, at, "unknown provider \"%.*s\"%s", GP_ARG(name), hint.p ? hint.p : "")
                      : gp_fail(err, GP_E_USAGE, "unknown provider \"%.*s\"%s", GP_ARG(name), hint.p ? hint.p : "");
    gp_buf_free(&hint);
    return code;
}

/* --- "PROVIDER:MODEL[@BASE_URL]" --- */

static size_t last_url(gp_str s)
{
    for (size_t i = s.n; i-- > 0;) {
        gp_str rest = {s.p + i, s.n - i};
        if (gp_str_starts(rest, GP_STR("@http://")) || gp_str_starts(rest, GP_STR("@https://"))) return i;
    }
    return SIZE_MAX;
}

/* Name of a target that has none of its own: PROVIDER-MODEL, for local and replay the file's stem. */
static gp_str default_name(gp_arena *a, const gp_target_spec *s)
{
    gp_buf b = {0};
    if (gp_str_eqc(s->provider, "local")) {
        gp_str stem = gp_str_c(gp_path_base(s->model.p));
        size_t dot = stem.n;
        while (dot > 0 && stem.p[dot - 1] != '.') dot--;
        if (dot > 1) stem.n = dot - 1;
        gp_percent_name(&b, stem);
    } else {
        gp_percent_name(&b, s->provider);
        gp_buf_byte(&b, '-');
        gp_percent_name(&b, s->model);
    }
    gp_str name = gp_str_dup(a, gp_buf_view(&b));
    gp_buf_free(&b);
    return name;
}

static bool is_good_name(gp_str name)
{
    gp_buf clean = {0};
    gp_percent_name(&clean, name);
    bool good = name.n && gp_str_eq(gp_buf_view(&clean), name);
    gp_buf_free(&clean);
    return good;
}

/* Takes "NAME=" off the front; a '=' behind the first colon is the model's. Without one, *name is empty. */
static gp_code take_name(gp_str *text, gp_str *name, gp_err *err)
{
    size_t at = gp_str_find(*text, GP_STR("=")), colon = gp_str_find(*text, GP_STR(":"));
    *name = (gp_str){0};
    if (at == SIZE_MAX || at > colon) return GP_OK;
    *name = (gp_str){text->p, at};
    *text = (gp_str){text->p + at + 1, text->n - at - 1};
    if (!is_good_name(*name))
        return gp_fail(err, GP_E_USAGE,
                       "\"%.*s\" is no target name; use letters, digits, '.', '_' and '-': NAME=PROVIDER:MODEL",
                       GP_ARG(*name));
    if (colon != SIZE_MAX) return GP_OK;
    return gp_fail(
        err, GP_E_USAGE,
        "\"%.*s=%.*s\" names no provider; write NAME=PROVIDER:MODEL[@BASE_URL] (a target of the targets file "
        "has its name there)",
        GP_ARG(*name), GP_ARG(*text));
}

gp_code gp_target_spec_parse(gp_arena *a, gp_str text, gp_target_spec *out, gp_err *err)
{
    gp_str name = {0};
    *out = gp_target_spec_none();
    gp_code bad = take_name(&text, &name, err);
    if (bad) return bad;
    size_t colon = gp_str_find(text, GP_STR(":"));
    gp_str provider = colon == SIZE_MAX ? text : (gp_str){text.p, colon};
    if (is_composite(provider))
        return gp_fail(err, GP_E_USAGE,
                       "\"%.*s\" is made of other targets: describe it in a targets file and name it with -t",
                       GP_ARG(provider));
    if (!is_provider(provider)) return unknown_provider(provider, NULL, err);
    if (name.n && gp_str_eqc(provider, "replay"))
        return gp_fail(err, GP_E_USAGE,
                       "replay:DIR stands for every target of a recording, which have their names there");
    gp_str model = colon == SIZE_MAX ? GP_STR("") : (gp_str){text.p + colon + 1, text.n - colon - 1};
    size_t url = last_url(model);
    if (url != SIZE_MAX) {
        out->base_url = gp_str_dup(a, (gp_str){model.p + url + 1, model.n - url - 1});
        model.n = url;
    }
    if (!model.n)
        return gp_fail(err, GP_E_USAGE, "target \"%.*s\" names no model; write PROVIDER:MODEL[@BASE_URL]",
                       GP_ARG(text));
    bool file = gp_str_eqc(provider, "local") || gp_str_eqc(provider, "replay");
    const char *flaw = out->base_url.n ? gp_base_url_flaw(out->base_url) : file ? NULL : gp_base_url_missed(model);
    if (flaw) return gp_fail(err, GP_E_USAGE, "%s", flaw);
    out->provider = gp_str_dup(a, provider);
    out->model = gp_str_dup(a, model);
    if (file && out->base_url.n)
        return gp_fail(err, GP_E_USAGE, "target \"%.*s\": %.*s takes no base URL", GP_ARG(text), GP_ARG(provider));
    out->name = name.n ? gp_str_dup(a, name) : default_name(a, out);
    return GP_OK;
}

/* --- the targets file --- */

#define S gp_target_spec

static gp_code check_url(const gp_json *v, const char *what, gp_err *err)
{
    (void)what;
    const char *flaw = gp_base_url_flaw(v->s);
    return flaw ? gp_json_fail(err, v, "%s", flaw) : GP_OK;
}

static bool has_any(gp_str s, const char *bytes)
{
    for (size_t i = 0; i < s.n; i++)
        if (s.p[i] && strchr(bytes, s.p[i])) return true;
    return false;
}

static gp_code read_headers(gp_arena *a, const gp_json *v, void *object, gp_err *err)
{
    S *s = object;
    gp_str value;
    gp_code code = gp_json_want(v, "headers", GP_JSON_OBJECT, err);
    gp_header *list = GP_NEW_ARRAY(a, gp_header, v->n);
    s->n_headers = 0;
    for (const gp_json *m = code ? NULL : v->first; m && !code; m = m->next) {
        code = gp_json_str(m, "a header", &value, err);
        if (!code && (!m->key.n || has_any(m->key, ":") || has_any(value, "\r\n")))
            code = gp_json_fail(err, m, "\"%.*s\" is no usable header (name without ':', value without line breaks)",
                                GP_ARG(m->key));
        if (!code) list[s->n_headers++] = (gp_header){gp_str_dup(a, m->key), gp_str_dup(a, value)};
    }
    s->headers = list;
    return code;
}

static gp_code check_target(const gp_json *v, void *object, gp_err *err);

static const char *const kv_names[] = {"f32", "f16"};

static const gp_field target_fields[] = {
    /* the first: gp_target_file_schema adds the names of providers */
    GP_FIELD(STR, "provider", S, provider, .flags = GP_KNOWN, .doc = "Who is asked."),
    GP_FIELD(STR, "model", S, model, .flags = GP_KNOWN | GP_FILLED,
             .doc = "As named to the provider; for local and replay a path."),
    GP_FIELD(STR, "base_url", S, base_url, .check = check_url,
             .doc = "Address of the API, without user name or password; the provider's own where left out."),
    GP_FIELD(STR, "api_key_env", S, api_key_env, .doc = "Name of the environment variable that holds the key."),
    GP_FIELD(INT, "context", S, context, GP_RANGE(1, INT32_MAX), .flags = GP_ZERO,
             .doc = "Tokens of prompt and answer together."),
    GP_FIELD(STR, "kv", S, kv, GP_NAMES(kv_names), .doc = "Numbers in the cache of a local model."),
    GP_FIELD(STR, "template", S, template, .flags = GP_FILLED,
             .doc = "Chat template of a local model in place of its file's: the path of a Jinja file, relative to the "
                    "targets file; or raw, the text of the messages and nothing else, for models that know no chat."),
    GP_FIELD(STR, "date", S, date, .check = gp_day_check, .schema = GP_DAY_SCHEMA,
             .doc = "What the chat template of a local model sees as today, YYYY-MM-DD, in cases that do not say; left "
                    "out: " GP_DAY_DEFAULT "."),
    GP_FIELD(OBJECT, "sampling", S, sampling, .record = &gp_sampling_asked,
             .doc = "How tokens are chosen; goes over what the suite says."),
    GP_FIELD(OBJECT, "pins", S, pins, .record = &gp_pins_asked),
    GP_FIELD(OBJECT, "price", S, price, .record = &gp_price_asked),
    GP_FIELD(OBJECT, "hardware", S, hardware, .record = &gp_hardware_record,
             .doc = "Instead of a price, for a model on one's own machine."),
    GP_FIELD(OBJECT, "retry", S, retry, .record = &gp_retry_asked),
    GP_FIELD(INT, "concurrency", S, concurrency, GP_RANGE(1, 10000), .flags = GP_ZERO,
             .doc = "Trials of this target in flight at most, below --jobs; rate limits narrow it further for a while; "
                    "remote targets only."),
    GP_FIELD(OBJECT, "timeout", S, limits, .record = &gp_limits_asked),
    GP_FIELD_BY("headers", NULL, read_headers, .doc = "Headers of every request, by name; remote targets only.",
                .schema = "{\"type\": \"object\", \"additionalProperties\": {\"type\": \"string\"}}"),
    GP_FIELD(JSON, "extra", S, extra, .json = GP_JSON_OBJECT,
             .doc = "Merged into the request body; for local, variables of the chat template."),
    GP_FIELD(ENUM, "reasoning", S, reasoning, GP_NAMES(gp_reasoning_names), .called = "the reasoning mode",
             .doc = "What ends reasoning inside a reply's text: auto, what the format says (of a remote model, a "
                    "<think> block at its start); tags, also a </think> that nothing opened; none, nothing."),
    GP_FIELD(ENUM, "system", S, system, GP_NAMES(gp_system_names), .called = "the place of the system text",
             .doc = "How the system text of a case is sent: system, as it stands; user, in front of the user's first "
                    "message, for models that know no system role; developer, under that role."),
    GP_FIELD(ENUM, "stop_in", S, stop_in, GP_NAMES(gp_stop_names), .called = "the scope of stop strings",
             .doc = "What stop strings hold for in a local model's reply: answer, the answer and its calls; reply, "
                    "reasoning too."),
    GP_FIELD(BOOL, "stream", S, stream, .flags = GP_DEFAULT, .otherwise = 1, .doc = "false: the reply in one piece."),
    GP_FIELD(BOOL, "only_named", S, only_named, .flags = GP_DEFAULT,
             .doc = "true: asked only where -t or another target names it, not by a run that names no target."),
};
static const gp_record target_record = GP_RECORD(S, target_fields, "a target", .def = "target",
                                                 .flags = GP_OPTIONAL | GP_COPIED, .check = check_target,
                                                 .doc = "A model behind a provider.");

gp_target_spec gp_target_spec_none(void)
{
    S s = {0};
    gp_record_init(&target_record, &s);
    return s;
}

static gp_code check_name(const gp_json *o, gp_err *err)
{
    if (is_good_name(o->key)) return GP_OK;
    return gp_json_fail(err, o, "\"%.*s\" is no target name; use letters, digits, '.', '_' and '-'", GP_ARG(o->key));
}

/* A member that means nothing to such a target; NULL where there is none. */
static const gp_json *not_for(const gp_json *o, bool remote, bool replay)
{
    static const char *const of_remote[] = {"retry",   "concurrency", "base_url", "api_key_env",
                                            "headers", "stream",      NULL},
                             *const of_local[] = {"kv", "stop_in", "date", "template", NULL},
                             *const of_asked[] = {"system", "stop_in", "date", "hardware", "template", NULL};
    const gp_json *found = NULL;
    for (const char *const *k = remote ? of_local : of_remote; *k && !found; k++) found = gp_json_get(o, *k);
    for (const char *const *k = of_asked; replay && *k && !found; k++) found = gp_json_get(o, *k);
    return found;
}

/* A pin that a remote target cannot be held to; NULL where there is none. A report would say that it held. */
static const gp_json *unprovable(const gp_json *pins)
{
    for (const gp_json *m = pins ? pins->first : NULL; m; m = m->next)
        if (!gp_str_eqc(m->key, "seed")) return m;
    return NULL;
}

static gp_code check_target(const gp_json *o, void *object, gp_err *err)
{
    S *s = object;
    bool remote = !gp_str_eqc(s->provider, "local") && !gp_str_eqc(s->provider, "replay");
    const gp_codec *codec = gp_codec_find(s->provider);
    const gp_json *foreign = not_for(o, remote, gp_str_eqc(s->provider, "replay"));
    const gp_json *pin = remote ? unprovable(gp_json_get(o, "pins")) : NULL;
    if (gp_price_known(&s->price)) s->price.source = GP_STR("the targets file");
    if (!is_provider(s->provider)) return unknown_provider(s->provider, gp_json_get(o, "provider"), err);
    const gp_json *big = gp_json_beyond_double(s->extra);
    if (big)
        return gp_json_fail(err, big,
                            "the integer %lld is beyond 2^53, so a double cannot hold it, and the identity of the "
                            "target has no exact form of it",
                            (long long)big->i);
    if (codec && s->system == GP_SYSTEM_DEVELOPER && !codec->developer_role)
        return gp_json_fail(
            err, gp_json_get(o, "system"),
            "the API of provider %.*s has no role \"developer\"; \"system\" can be system or user there",
            GP_ARG(s->provider));
    if (foreign)
        return gp_json_fail(err, foreign, "a target of provider %.*s takes no \"%.*s\"", GP_ARG(s->provider),
                            GP_ARG(foreign->key));
    if (gp_price_known(&s->price) && gp_hardware_known(&s->hardware))
        return gp_json_fail(err, gp_json_get(o, "hardware"),
                            "a target costs by its price or by the hours of its hardware, not both");
    if (pin)
        return gp_json_fail(err, pin,
                            "nobody can see whether the pin \"%.*s\" holds for a remote target; only \"seed\" can be "
                            "pinned there",
                            GP_ARG(pin->key));
    return gp_extra_check(s, err);
}

#define COUNT(list) (sizeof(list) / sizeof *(list))

static gp_code check_recorded(const gp_json *o, void *object, gp_err *err)
{
    S *s = object;
    if (gp_price_known(&s->price)) s->price.source = GP_STR("the targets file");
    return is_provider(s->provider) ? GP_OK : unknown_provider(s->provider, gp_json_get(o, "provider"), err);
}

/* A target as it was sent: the table, but what has been accepted once is not judged again. */
static gp_code read_recorded(gp_arena *a, const gp_record *named, const gp_json *o, S *s, gp_err *err)
{
    gp_field fields[COUNT(target_fields)];
    gp_record r = *named;
    memcpy(fields, target_fields, sizeof fields);
    for (size_t i = 0; i < COUNT(fields); i++)
        if (fields[i].record == &gp_sampling_asked) fields[i].record = &gp_sampling_given;
    r.fields = fields;
    r.check = check_recorded;
    return gp_record_read(a, &r, o, s, err);
}

/* A file lies where the targets file says, seen from there. */
static void find_template(gp_arena *a, const gp_json *o, S *s)
{
    if (s->template.n && !gp_str_eqc(s->template, GP_TEMPLATE_RAW))
        s->template = gp_str_c(gp_path_join(a, gp_path_dir(a, o->name), s->template.p));
}

static gp_code read_entry(gp_arena *a, const gp_json *o, bool recorded, S *s, gp_err *err)
{
    const gp_json *provider = gp_json_get(o, "provider");
    bool composite = provider && provider->type == GP_JSON_STRING && is_composite(provider->s);
    *s = gp_target_spec_none();
    s->from_file = true;
    s->source = o;
    s->name = gp_str_dup(a, o->key);
    gp_code code = check_name(o, err);
    if (code) return code;
    gp_record named = target_record; /* messages say which */
    named.what = gp_str_fmt(a, "target \"%.*s\"", GP_ARG(o->key)).p;
    if (!composite) {
        code = recorded ? read_recorded(a, &named, o, s, err) : gp_record_read(a, &named, o, s, err);
        if (!code) find_template(a, o, s);
        return code;
    }
    s->provider = gp_str_dup(a, provider->s);
    return gp_policy_read(a, o, s->provider, &s->policy, err);
}

static const gp_field entry_fields[] = {
    GP_FIELD_IN("target", &target_record), /* the first, see gp_target_file_schema */
    GP_FIELD_IN("route", &gp_route_record),
    GP_FIELD_IN("fallback", &gp_fallback_record),
    GP_FIELD_IN("refine", &gp_refine_record),
};
static const gp_record entry_record = GP_RECORD(S, entry_fields, "a target", .def = "entry", .choice = "provider",
                                                .doc = "A model, or what is made of other targets of this file.");

/* The list has as many elements as there are targets. */
static gp_code read_targets(gp_arena *a, const gp_json *v, void *object, gp_err *err)
{
    gp_target_file *f = object;
    gp_code code = gp_json_want(v, "targets", GP_JSON_OBJECT, err);
    if (code) return code;
    if (!v->n) return gp_json_fail(err, v, "\"targets\" is empty");
    S *specs = GP_NEW_ARRAY(a, S, v->n);
    f->specs = specs;
    f->n = 0;
    for (const gp_json *m = v->first; m && !code; m = m->next)
        code = read_entry(a, m, f->recorded, &specs[f->n++], err);
    return code ? code : gp_policies_link(a, specs, f->n, err);
}

#define F gp_target_file

static const gp_field file_fields[] = {
    GP_FIELD_BY("targets", NULL, read_targets, .flags = GP_KNOWN, .record = &entry_record, /* the first, too */
                .doc = "Targets by name.",
                .schema = "{\"type\": \"object\", \"minProperties\": 1, "
                          "\"additionalProperties\": {\"$ref\": \"#/$defs/entry\"}}"),
    GP_FIELD(STR, "prices_file", F, prices_file,
             .doc = "A price list in place of the bundled one (prices.schema.json)."),
    GP_FIELD(JSON, "gate", F, gate, .json = GP_JSON_OBJECT, .doc = "What a run must fulfil (gate.schema.json)."),
    GP_FIELD_BY("$schema", NULL, NULL, .doc = "Path or address of this schema, for editors; ignored by goldpin.",
                .schema = "{\"type\": \"string\"}"),
};
static const gp_record file_record = GP_RECORD(
    F, file_fields, "the targets file", .flags = GP_OPTIONAL | GP_COPIED,
    .doc =
        "Targets by name, and where prices come from. Model paths and prices_file are relative to the "
        "working directory.");

/* The tables with the names of providers, which only the codecs know, in place. */
void gp_target_file_schema(gp_buf *out)
{
    const char *names[PROVIDERS_MOST];
    gp_field target[COUNT(target_fields)], entry[COUNT(entry_fields)], file[COUNT(file_fields)];
    gp_record of_target = target_record, of_entry = entry_record, of_file = file_record;
    memcpy(target, target_fields, sizeof target);
    memcpy(entry, entry_fields, sizeof entry);
    memcpy(file, file_fields, sizeof file);
    of_target.fields = target;
    of_entry.fields = entry;
    of_file.fields = file;
    target->names = names;
    target->n_names = providers(names);
    entry->record = &of_target;
    file->record = &of_entry;
    gp_record_schema(&of_file, "goldpin targets file (goldpin.json)", out);
}

gp_code gp_target_file_find(const char **path, gp_err *err)
{
    static const char *const names[] = {"goldpin.json", "goldpin.yaml"};
    *path = NULL;
    for (size_t i = 0; i < 2; i++) {
        gp_entry there = GP_NOTHING;
        gp_code code = gp_look(names[i], &there, err);
        if (code) return code;
        if (there != GP_FILE) continue;
        if (*path) return gp_fail(err, GP_E_USAGE, "there are %s and %s: name one with -c", *path, names[i]);
        *path = names[i];
    }
    return GP_OK;
}

gp_code gp_target_file_read(gp_arena *a, const char *path, gp_target_file *out, gp_err *err)
{
    gp_str text = {0};
    gp_code code = gp_read_file(a, path, 0, &text, err);
    return code ? code : gp_target_file_parse(a, path, text, out, err);
}

static gp_code read_file(gp_arena *a, const char *name, gp_str text, gp_target_file *out, gp_err *err)
{
    const gp_json *root = NULL;
    gp_code code = gp_document_parse(a, name, text, &root, err);
    return code ? code : gp_record_read(a, &file_record, root, out, err);
}

gp_code gp_target_file_parse(gp_arena *a, const char *name, gp_str text, gp_target_file *out, gp_err *err)
{
    *out = (gp_target_file){0};
    return read_file(a, name, text, out, err);
}

gp_code gp_target_file_recorded(gp_arena *a, const char *name, gp_str text, gp_target_file *out, gp_err *err)
{
    *out = (gp_target_file){.recorded = true};
    return read_file(a, name, text, out, err);
}

/* Without a ':' it was meant as a name. */
static gp_code unknown_name(const gp_target_file *file, gp_str name, gp_err *err)
{
    if (!file)
        return gp_fail(
            err, GP_E_USAGE,
            "no target is named \"%.*s\", because there is no targets file (./goldpin.json or ./goldpin.yaml, or -c FILE); without one write PROVIDER:MODEL[@BASE_URL]",
            GP_ARG(name));
    gp_buf list = {0};
    for (size_t i = 0; i < file->n; i++) gp_buf_fmt(&list, "%s%.*s", i ? ", " : "", GP_ARG(file->specs[i].name));
    gp_code code = gp_fail(
        err, GP_E_USAGE,
        "the targets file has no target \"%.*s\" (it has %s); a target that is not in it is written PROVIDER:MODEL[@BASE_URL]",
        GP_ARG(name), list.p ? list.p : "none");
    gp_buf_free(&list);
    return code;
}

static void all_but_only_named(gp_arena *a, const gp_target_file *file, const gp_target_spec **out, size_t *n)
{
    gp_target_spec *list = GP_NEW_ARRAY(a, gp_target_spec, file ? file->n : 0);
    *n = 0;
    for (size_t i = 0; file && i < file->n; i++)
        if (!file->specs[i].only_named) list[(*n)++] = file->specs[i];
    *out = list;
}

gp_code gp_target_specs_resolve(gp_arena *a, const gp_target_file *file, const gp_str *wanted, size_t n_wanted,
                                const gp_target_spec **out, size_t *n, gp_err *err)
{
    if (!n_wanted) {
        all_but_only_named(a, file, out, n);
        return GP_OK;
    }
    gp_target_spec *list = GP_NEW_ARRAY(a, gp_target_spec, n_wanted);
    for (size_t i = 0; i < n_wanted; i++) {
        const gp_target_spec *named = NULL;
        for (size_t k = 0; file && k < file->n; k++)
            if (gp_str_eq(file->specs[k].name, wanted[i])) named = &file->specs[k];
        if (named) list[i] = *named;
        else if (!has_any(wanted[i], ":=") && !is_provider(wanted[i]) && !is_composite(wanted[i]))
            return unknown_name(file, wanted[i], err);
        else {
            gp_code code = gp_target_spec_parse(a, wanted[i], &list[i], err);
            if (code) return code; /* the value itself is left out: it may hold a password */
        }
        for (size_t k = 0; k < i; k++)
            if (gp_str_eq(list[k].name, list[i].name))
                return gp_fail(
                    err, GP_E_USAGE,
                    "two targets are named \"%.*s\"; give one another name: -t NAME=PROVIDER:MODEL, or a targets file",
                    GP_ARG(list[i].name));
    }
    *out = list;
    *n = n_wanted;
    return GP_OK;
}
