#include "targets/spec.h"

#include <stdio.h>
#include <string.h>

#include "base/sys.h"
#include "provider/base_url.h"
#include "provider/codec.h"
#include "targets/policy.h"

const char *const gp_composites[] = {[GP_ROUTE] = "route", [GP_FALLBACK] = "fallback", [GP_REFINE] = "refine", NULL};

const char *gp_provider_at(size_t i)
{
    size_t n = 0;
    while (gp_codecs[n]) n++;
    if (i == 0) return "local";
    return i <= n ? gp_codecs[i - 1]->provider : i == n + 1 ? "replay" : NULL;
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
    enum { MOST = 32 };
    const char *names[MOST];
    size_t n = 0;
    while (n < MOST && gp_provider_at(n)) names[n] = gp_provider_at(n), n++;
    for (size_t i = 0; in_file && gp_composites[i] && n < MOST; i++) names[n++] = gp_composites[i];
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

static gp_target_spec empty_spec(void)
{
    return (gp_target_spec){.sampling = gp_sampling_none(), .price = gp_price_none(), .pins = {.seed = -1}};
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

gp_code gp_target_spec_parse(gp_arena *a, gp_str text, gp_target_spec *out, gp_err *err)
{
    *out = empty_spec();
    size_t colon = gp_str_find(text, GP_STR(":"));
    gp_str provider = colon == SIZE_MAX ? text : (gp_str){text.p, colon};
    if (is_composite(provider)) return gp_fail(err, GP_E_USAGE, "\"%.*s\" is made of other targets: describe it in a targets file and name it with -t", GP_ARG(provider));
    if (!is_provider(provider)) return unknown_provider(provider, NULL, err);
    gp_str model = colon == SIZE_MAX ? GP_STR("") : (gp_str){text.p + colon + 1, text.n - colon - 1};
    size_t url = last_url(model);
    if (url != SIZE_MAX) {
        out->base_url = gp_str_dup(a, (gp_str){model.p + url + 1, model.n - url - 1});
        model.n = url;
    }
    if (!model.n) return gp_fail(err, GP_E_USAGE, "target \"%.*s\" names no model; write PROVIDER:MODEL[@BASE_URL]", GP_ARG(text));
    bool file = gp_str_eqc(provider, "local") || gp_str_eqc(provider, "replay");
    const char *flaw = out->base_url.n ? gp_base_url_flaw(out->base_url) : file ? NULL : gp_base_url_missed(model);
    if (flaw) return gp_fail(err, GP_E_USAGE, "%s", flaw);
    out->provider = gp_str_dup(a, provider);
    out->model = gp_str_dup(a, model);
    if (file && out->base_url.n) return gp_fail(err, GP_E_USAGE, "target \"%.*s\": %.*s takes no base URL", GP_ARG(text), GP_ARG(provider));
    out->name = default_name(a, out);
    return GP_OK;
}

/* --- the targets file --- */

/* A member reader that stops at the first error. */
typedef struct file_reader {
    gp_arena *a;
    gp_err *err;
    gp_code code;
} file_reader;

static const gp_json *get(file_reader *r, const gp_json *o, const char *key)
{
    return r->code ? NULL : gp_json_get(o, key);
}

static void get_str(file_reader *r, const gp_json *o, const char *key, gp_str *out)
{
    const gp_json *v = get(r, o, key);
    gp_str s = {0};
    if (!v) return;
    r->code = gp_json_str(v, key, &s, r->err);
    if (!r->code) *out = gp_str_dup(r->a, s);
}

static void get_real(file_reader *r, const gp_json *o, const char *key, double min, double max, double *out)
{
    const gp_json *v = get(r, o, key);
    if (v) r->code = gp_json_real(v, key, min, max, out, r->err);
}

static void get_int(file_reader *r, const gp_json *o, const char *key, int64_t min, int64_t max, int64_t *out)
{
    const gp_json *v = get(r, o, key);
    if (v) r->code = gp_json_int(v, key, min, max, out, r->err);
}

#define KNOWN(r, o, what, ...)                                                                                                  \
    do {                                                                                                                        \
        static const char *const known_[] = {__VA_ARGS__};                                                                      \
        if (!(r)->code) (r)->code = gp_json_known_keys((o), (what), known_, sizeof known_ / sizeof *known_, (r)->err);          \
    } while (0)

static void read_pins(file_reader *r, const gp_json *o, gp_suite_pins *p)
{
    if (!o) return;
    KNOWN(r, o, "pins", "weights_sha256", "quantization", "seed", "device", "binding");
    get_str(r, o, "weights_sha256", &p->weights_sha256);
    get_str(r, o, "quantization", &p->quantization);
    get_str(r, o, "device", &p->device);
    get_str(r, o, "binding", &p->binding);
    p->has_seed = get(r, o, "seed") != NULL;
    get_int(r, o, "seed", 0, INT64_MAX, &p->seed);
}

static void read_price(file_reader *r, const gp_json *o, gp_price *p)
{
    if (!o) return;
    KNOWN(r, o, "price", "input_per_mtok", "output_per_mtok", "cached_input_per_mtok", "as_of");
    get_real(r, o, "input_per_mtok", 0, 1e9, &p->input);
    get_real(r, o, "output_per_mtok", 0, 1e9, &p->output);
    get_real(r, o, "cached_input_per_mtok", 0, 1e9, &p->cached_input);
    get_str(r, o, "as_of", &p->as_of);
    const gp_json *as_of = get(r, o, "as_of");
    if (!r->code && as_of) r->code = gp_price_date(as_of, p->as_of, r->err);
    if (!r->code && !gp_price_known(p)) r->code = gp_json_fail(r->err, o, "a price needs \"input_per_mtok\" and \"output_per_mtok\"");
    p->source = GP_STR("the targets file");
}

static void read_timeout(file_reader *r, const gp_json *o, gp_limits *l)
{
    if (!o) return;
    KNOWN(r, o, "timeout", "connect_s", "first_token_s", "stall_s", "total_s");
    get_real(r, o, "connect_s", 0.001, 1e6, &l->connect_s);
    get_real(r, o, "first_token_s", 0.001, 1e6, &l->first_token_s);
    get_real(r, o, "stall_s", 0.001, 1e6, &l->stall_s);
    get_real(r, o, "total_s", 0.001, 1e6, &l->total_s);
}

static void read_headers(file_reader *r, const gp_json *o, gp_target_spec *s)
{
    if (!o) return;
    if (!r->code) r->code = gp_json_want(o, "headers", GP_JSON_OBJECT, r->err);
    gp_header *list = r->code ? NULL : GP_NEW_ARRAY(r->a, gp_header, o->n);
    for (const gp_json *m = r->code ? NULL : o->first; m && !r->code; m = m->next) {
        gp_str value = {0};
        r->code = gp_json_str(m, "a header", &value, r->err);
        if (!r->code && (memchr(value.p, '\n', value.n) || memchr(value.p, '\r', value.n) || memchr(m->key.p, ':', m->key.n) || !m->key.n))
            r->code = gp_json_fail(r->err, m, "\"%.*s\" is no usable header (name without ':', value without line breaks)", GP_ARG(m->key));
        list[s->n_headers++] = (gp_header){gp_str_dup(r->a, m->key), gp_str_dup(r->a, value)};
    }
    s->headers = list;
}

static bool check_name(file_reader *r, const gp_json *o, gp_str name)
{
    gp_buf clean = {0};
    gp_percent_name(&clean, name);
    bool good = name.n && gp_str_eq(gp_buf_view(&clean), name);
    if (!r->code && !good) r->code = gp_json_fail(r->err, o, "\"%.*s\" is no target name; use letters, digits, '.', '_' and '-'", GP_ARG(name));
    gp_buf_free(&clean);
    return good;
}

/* A member that means nothing to such a target; NULL where there is none. */
static const gp_json *not_for(const gp_json *o, bool remote)
{
    static const char *const of_remote[] = {"retry", "concurrency", "base_url", "api_key_env", "headers", "stream", NULL}, *const of_local[] = {"kv", NULL};
    const gp_json *found = NULL;
    for (const char *const *k = remote ? of_local : of_remote; *k && !found; k++) found = gp_json_get(o, *k);
    return found;
}

/* The name of a pin that a remote target cannot be held to; NULL where there is none. A report would say that it held. */
static const char *unprovable(const gp_suite_pins *p)
{
    return p->weights_sha256.p ? "weights_sha256" : p->quantization.p ? "quantization" : p->device.p ? "device" : p->binding.p ? "binding" : NULL;
}

/* A target made of other targets; true when the entry is one. */
static bool read_composite(file_reader *r, const gp_json *o, gp_target_spec *s)
{
    const gp_json *provider = gp_json_get(o, "provider");
    if (!provider || provider->type != GP_JSON_STRING || !is_composite(provider->s)) return false;
    s->name = gp_str_dup(r->a, o->key);
    s->provider = gp_str_dup(r->a, provider->s);
    if (check_name(r, o, s->name)) r->code = gp_policy_read(r->a, o, s->provider, &s->policy, r->err);
    return true;
}

/* A member of `extra` that would ask something else than the case, or somebody else than the target; NULL: none. */
static const gp_json *replaces(const gp_json *extra)
{
    for (const gp_json *m = extra ? extra->first : NULL; m; m = m->next)
        if (gp_codec_holds_messages(m->key) || gp_str_eqc(m->key, "model") || gp_str_eqc(m->key, "prompt")
            || gp_str_eqc(m->key, "stream")) return m;
    return NULL;
}

static void read_entry(file_reader *r, const gp_json *o, gp_target_spec *s)
{
    *s = empty_spec();
    s->from_file = true;
    s->source = o;
    if (o->type == GP_JSON_OBJECT && read_composite(r, o, s)) return;
    KNOWN(r, o, "a target", "provider", "model", "base_url", "api_key_env", "context", "kv", "sampling", "pins", "price", "retry", "concurrency", "timeout", "headers", "extra", "stream");
    if (r->code) return;
    s->name = gp_str_dup(r->a, o->key);
    get_str(r, o, "provider", &s->provider);
    get_str(r, o, "model", &s->model);
    get_str(r, o, "base_url", &s->base_url);
    get_str(r, o, "api_key_env", &s->api_key_env);
    get_int(r, o, "context", 1, INT32_MAX, &s->context);
    get_str(r, o, "kv", &s->kv);
    const gp_json *sampling = get(r, o, "sampling");
    if (sampling) r->code = gp_record_read(r->a, &gp_sampling_asked, sampling, &s->sampling, r->err);
    read_pins(r, get(r, o, "pins"), &s->pins);
    read_price(r, get(r, o, "price"), &s->price);
    const gp_json *retry = get(r, o, "retry");
    if (retry) r->code = gp_retry_read(retry, &s->retry, r->err);
    get_int(r, o, "concurrency", 1, 10000, &s->concurrency);
    read_timeout(r, get(r, o, "timeout"), &s->limits);
    read_headers(r, get(r, o, "headers"), s);
    const gp_json *stream = get(r, o, "stream");
    bool streamed = true;
    if (stream) r->code = gp_json_bool(stream, "stream", &streamed, r->err);
    s->whole = !streamed;
    s->extra = get(r, o, "extra");
    if (!r->code && s->extra) r->code = gp_json_want(s->extra, "extra", GP_JSON_OBJECT, r->err);
    if (r->code) return;
    const gp_json *url = gp_json_get(o, "base_url");
    bool remote = !gp_str_eqc(s->provider, "local") && !gp_str_eqc(s->provider, "replay");
    const gp_json *foreign = not_for(o, remote), *replaced = remote ? replaces(s->extra) : NULL;
    if (replaced) r->code = gp_json_fail(r->err, replaced, "\"extra\" adds to the request of a remote target; \"%.*s\" comes from the case or the target", GP_ARG(replaced->key));
    else if (foreign) r->code = gp_json_fail(r->err, foreign, "a target of provider %.*s takes no \"%.*s\"", GP_ARG(s->provider), GP_ARG(foreign->key));
    else if (!s->provider.n) r->code = gp_json_fail(r->err, o, "target \"%.*s\" has no provider", GP_ARG(s->name));
    else if (!is_provider(s->provider)) r->code = unknown_provider(s->provider, gp_json_get(o, "provider"), r->err);
    else if (!s->model.n) r->code = gp_json_fail(r->err, o, "target \"%.*s\" has no model", GP_ARG(s->name));
    else if (!check_name(r, o, s->name)) return;
    else if (url && gp_base_url_flaw(s->base_url)) r->code = gp_json_fail(r->err, url, "%s", gp_base_url_flaw(s->base_url));
    else if (remote && unprovable(&s->pins)) r->code = gp_json_fail(r->err, gp_json_get(gp_json_get(o, "pins"), unprovable(&s->pins)), "nobody can see whether the pin \"%s\" holds for a remote target; only \"seed\" can be pinned there", unprovable(&s->pins));
    else if (s->kv.n && !gp_str_eqc(s->kv, "f32") && !gp_str_eqc(s->kv, "f16")) r->code = gp_json_fail(r->err, gp_json_get(o, "kv"), "kv must be \"f32\" or \"f16\"");
}

gp_code gp_target_file_read(gp_arena *a, const char *path, gp_target_file *out, gp_err *err)
{
    gp_str text = {0};
    gp_code code = gp_read_file(a, path, 0, &text, err);
    return code ? code : gp_target_file_parse(a, path, text, out, err);
}

gp_code gp_target_file_parse(gp_arena *a, const char *name, gp_str text, gp_target_file *out, gp_err *err)
{
    const gp_json *root = NULL;
    gp_code code = gp_json_parse(a, name, text, &root, err);
    if (code) return code;
    file_reader r = {a, err, GP_OK};
    *out = (gp_target_file){0};
    KNOWN(&r, root, "the targets file", "$schema", "targets", "prices_file");
    get_str(&r, root, "prices_file", &out->prices_file);
    const gp_json *targets = get(&r, root, "targets");
    if (!r.code && !targets) r.code = gp_json_fail(err, root, "the targets file has no \"targets\"");
    if (!r.code) r.code = gp_json_want(targets, "targets", GP_JSON_OBJECT, err);
    if (!r.code && !targets->n) r.code = gp_json_fail(err, targets, "\"targets\" is empty");
    if (r.code) return r.code;
    gp_target_spec *specs = GP_NEW_ARRAY(a, gp_target_spec, targets->n);
    size_t n = 0;
    for (const gp_json *m = targets->first; m && !r.code; m = m->next) read_entry(&r, m, &specs[n++]);
    if (!r.code) r.code = gp_policies_link(a, specs, n, err);
    out->specs = specs;
    out->n = n;
    return r.code;
}

/* Without a ':' it was meant as a name. */
static gp_code unknown_name(const gp_target_file *file, gp_str name, gp_err *err)
{
    if (!file) return gp_fail(err, GP_E_USAGE, "no target is named \"%.*s\", because there is no targets file (./goldpin.json, or -c FILE); without one write PROVIDER:MODEL[@BASE_URL]", GP_ARG(name));
    gp_buf list = {0};
    for (size_t i = 0; i < file->n; i++) gp_buf_fmt(&list, "%s%.*s", i ? ", " : "", GP_ARG(file->specs[i].name));
    gp_code code = gp_fail(err, GP_E_USAGE, "the targets file has no target \"%.*s\" (it has %s); a target that is not in it is written PROVIDER:MODEL[@BASE_URL]", GP_ARG(name), list.p ? list.p : "none");
    gp_buf_free(&list);
    return code;
}

gp_code gp_target_specs_resolve(gp_arena *a, const gp_target_file *file, const gp_str *wanted, size_t n_wanted, const gp_target_spec **out, size_t *n, gp_err *err)
{
    if (!n_wanted) {
        *out = file ? file->specs : NULL;
        *n = file ? file->n : 0;
        return GP_OK;
    }
    gp_target_spec *list = GP_NEW_ARRAY(a, gp_target_spec, n_wanted);
    for (size_t i = 0; i < n_wanted; i++) {
        const gp_target_spec *named = NULL;
        for (size_t k = 0; file && k < file->n; k++)
            if (gp_str_eq(file->specs[k].name, wanted[i])) named = &file->specs[k];
        if (named) list[i] = *named;
        else if (gp_str_find(wanted[i], GP_STR(":")) == SIZE_MAX && !is_provider(wanted[i]) && !is_composite(wanted[i])) return unknown_name(file, wanted[i], err);
        else {
            gp_code code = gp_target_spec_parse(a, wanted[i], &list[i], err);
            if (code) return code; /* the value itself is left out: it may hold a password */
        }
        for (size_t k = 0; k < i; k++)
            if (gp_str_eq(list[k].name, list[i].name))
                return gp_fail(err, GP_E_USAGE, "two targets are named \"%.*s\"; give them different names in a targets file", GP_ARG(list[i].name));
    }
    *out = list;
    *n = n_wanted;
    return GP_OK;
}
