/* extra.c - members of `extra` that other keys own, and headers that change what is asked. */
#include "targets/extra.h"

#include <stdlib.h>
#include <string.h>

#include "base/sha256.h"
#include "provider/wire.h"

/* --- whose a member is --- */

typedef struct owned {
    const char *names[8];
    const char *instead;
} owned;

/* In all spellings: some APIs take each name with and without underscores. */
static const owned by_others[] = {
    {{"messages", "prompt", "input", "contents", "previous_response_id", "conversation", "cached_content"},
     "use the case's \"messages\" and \"turns\""},
    {{"system", "system_instruction", "instructions", "system_prompt"},
     "use a message of role system in the case, or \"system\" of the suite's defaults"},
    {{"model"}, "use \"model\" of the target"},
    {{"models", "fallbacks"}, "use a target with \"fallback\" over one target for each model"},
    {{"stream"}, "use \"stream\" of the target"},
    {{"tools", "functions"}, "use the case's \"tools\""},
    {{"logprobs"}, "use \"needs\": [\"logprobs\"] of the case"},
};
static const owned of_template[] = {
    {{"date_string", "datetime"}, "use \"date\" of the target, the suite's defaults or the case"},
    {{"messages", "tools", "add_generation_prompt", "bos_token", "eos_token"}, NULL},
};
/* Names of parameters besides those that codecs send them by. */
static const struct {
    const char *name, *key;
} aliases[] = {{"max_completion_tokens", "max_tokens"},
               {"max_new_tokens", "max_tokens"},
               {"max_tokens_to_sample", "max_tokens"},
               {"n_predict", "max_tokens"},
               {"random_seed", "seed"}};
/* Objects that some server takes for part of the request itself, besides those that codecs know. */
static const char *const merged[] = {
    "extra_body", "generation_config", "generation_kwargs", "inference_config", "inference_params",
    "options",    "parameters",        "sampling",          "sampling_params",  "sampling_parameters"};
/* Parameters that are nothing else wherever they stand; max_tokens may be a budget of reasoning. */
static const size_t anywhere[] = {offsetof(gp_chat_request, sampling.temperature),
                                  offsetof(gp_chat_request, sampling.top_p), offsetof(gp_chat_request, seed)};
static const char *const forms[] = {"response_format", "format", "response_schema", "response_json_schema",
                                    "response_mime_type"};

#define COUNT(list) (sizeof(list) / sizeof *(list))

static bool alike(gp_str a, const char *b)
{
    size_t i = 0;
    for (;; i++, b++) {
        while (i < a.n && (a.p[i] == '_' || a.p[i] == '-')) i++;
        while (*b == '_') b++;
        if (i == a.n || !*b) return i == a.n && !*b;
        if ((a.p[i] >= 'A' && a.p[i] <= 'Z' ? a.p[i] + 32 : a.p[i]) != (*b >= 'A' && *b <= 'Z' ? *b + 32 : *b))
            return false;
    }
}

static const owned *owner(const owned *list, size_t n, gp_str key)
{
    for (size_t i = 0; i < n; i++)
        for (size_t k = 0; k < COUNT(list->names) && list[i].names[k]; k++)
            if (alike(key, list[i].names[k])) return &list[i];
    return NULL;
}

/* An object that APIs merge into the request: what stands in it counts as if it stood outside. */
static bool is_merged(const gp_json *m)
{
    bool any = false;
    for (size_t i = 0; i < COUNT(merged) && m->type == GP_JSON_OBJECT; i++) any = any || alike(m->key, merged[i]);
    for (size_t i = 0; gp_codecs[i] && m->type == GP_JSON_OBJECT && !any; i++)
        any = gp_codecs[i]->merged && alike(m->key, gp_codecs[i]->merged);
    return any;
}

/* --- parameters --- */

static bool is_called(const gp_field *param, gp_str key)
{
    if (alike(key, param->key)) return true;
    for (size_t i = 0; i < COUNT(aliases); i++)
        if (strcmp(aliases[i].key, param->key) == 0 && alike(key, aliases[i].name)) return true;
    for (size_t i = 0; gp_codecs[i]; i++) {
        const char *name = gp_codec_name_of(gp_codecs[i], param->offset);
        if (name && alike(key, name)) return true;
    }
    return false;
}

/* A provider without a field for a parameter may still pass one on to a server that has it. Not so those that reports
 * and pins speak of for every target. */
static bool is_stated(const gp_codec *c, const gp_field *param)
{
    static const size_t always[] = {offsetof(gp_chat_request, sampling.temperature),
                                    offsetof(gp_chat_request, sampling.top_p),
                                    offsetof(gp_chat_request, sampling.max_tokens),
                                    offsetof(gp_chat_request, sampling.stop),
                                    offsetof(gp_chat_request, seed),
                                    offsetof(gp_chat_request, context)};
    for (size_t i = 0; i < COUNT(always); i++)
        if (always[i] == param->offset) return true;
    return gp_codec_name_of(c, param->offset) != NULL;
}

/* The target says the same by its own key, which goes over the case. */
static bool says_the_same(const gp_target_spec *s, const gp_field *param, const gp_json *m)
{
    gp_chat_request q = {.sampling = s->sampling, .seed = -1, .context = s->context > 0 ? s->context : -1};
    double v = m->type == GP_JSON_INT ? (double)m->i : m->type == GP_JSON_REAL ? m->d : (double)NAN;
    const void *at = (const char *)&q + param->offset;
    if (param->kind == GP_FIELD_REAL) return *(const double *)at == v;
    return param->kind == GP_FIELD_INT && (double)*(const int64_t *)at == v;
}

static gp_code check_param(const gp_target_spec *s, const gp_field *param, const gp_json *m, gp_err *err)
{
    bool seed = param->offset == offsetof(gp_chat_request, seed);
    bool context = param->offset == offsetof(gp_chat_request, context);
    if (m->type == GP_JSON_NULL && seed && s->pins.seed >= 0)
        return gp_json_fail(err, m, "\"extra\" takes the seed out of the request, but the target pins it to %lld",
                            (long long)s->pins.seed);
    if (m->type == GP_JSON_NULL || says_the_same(s, param, m)) return GP_OK;
    if (seed || context)
        return gp_json_fail(
            err, m,
            "\"extra\" adds to the request of a remote target; \"%.*s\" comes from the case or the target: use %s",
            GP_ARG(m->key), seed ? "\"seed\" of the suite's defaults, or --seed" : "\"context\" of the target");
    return gp_json_fail(
        err, m,
        "\"extra\" adds to the request of a remote target; \"%.*s\" comes from the case or the target: use \"%s\" in "
        "\"sampling\" of the target, or of the case",
        GP_ARG(m->key), param->key);
}

static gp_code check_params(const gp_target_spec *s, const gp_codec *c, const gp_json *m, gp_err *err)
{
    gp_field param;
    for (size_t i = 0; gp_wire_param_at(i, &param); i++)
        if (is_called(&param, m->key)) return is_stated(c, &param) ? check_param(s, &param, m, err) : GP_OK;
    return GP_OK;
}

static bool is_form(gp_str key)
{
    for (size_t i = 0; i < COUNT(forms); i++)
        if (alike(key, forms[i])) return true;
    return false;
}

/* Numbers inside of what nobody here knows, but for schemas, which may have properties of these names. */
static gp_code check_inside(const gp_target_spec *s, const gp_json *in, gp_err *err)
{
    gp_code code = GP_OK;
    for (const gp_json *m = is_form(in->key) ? NULL : in->first; m && !code; m = m->next) {
        bool number = m->type == GP_JSON_INT || m->type == GP_JSON_REAL;
        gp_field param;
        for (size_t i = 0; number && !code && gp_wire_param_at(i, &param); i++)
            for (size_t k = 0; k < COUNT(anywhere) && !code; k++)
                if (param.offset == anywhere[k] && is_called(&param, m->key)) code = check_param(s, &param, m, err);
        if (!code && m->first) code = check_inside(s, m, err);
    }
    return code;
}

/* --- checking --- */

/* A prompt that does not fit must be an error and not be cut: a model would be judged by what it never saw. */
static bool cuts(const gp_json *m)
{
    bool off = m->type == GP_JSON_NULL || (m->type == GP_JSON_BOOL && !m->b) ||
               (m->type == GP_JSON_STRING && gp_str_eqc(m->s, "disabled"));
    return !off && (alike(m->key, "truncate") || alike(m->key, "truncation"));
}

static gp_code check_remote(const gp_target_spec *s, const gp_codec *c, const gp_json *in, gp_err *err)
{
    gp_code code = GP_OK;
    for (const gp_json *m = in->first; m && !code; m = m->next) {
        const owned *o = owner(by_others, COUNT(by_others), m->key);
        if (o)
            return gp_json_fail(
                err, m,
                "\"extra\" adds to the request of a remote target; \"%.*s\" comes from the case or the target: %s",
                GP_ARG(m->key), o->instead);
        if (cuts(m))
            return gp_json_fail(err, m,
                                "\"%.*s\" has prompts cut that do not fit, and the model would be judged by what it "
                                "never saw; leave it out",
                                GP_ARG(m->key));
        code = is_merged(m) ? check_remote(s, c, m, err) : check_params(s, c, m, err);
        if (!code && m->first) code = check_inside(s, m, err);
    }
    return code;
}

static gp_code check_local(const gp_json *extra, gp_err *err)
{
    for (const gp_json *m = extra->first; m; m = m->next) {
        const owned *o = owner(of_template, COUNT(of_template), m->key);
        if (o)
            return gp_json_fail(err, m,
                                "\"extra\" of a local target gives variables to the chat template; \"%.*s\" comes from "
                                "the case or the model%s%s",
                                GP_ARG(m->key), o->instead ? ": " : "", o->instead ? o->instead : "");
    }
    return GP_OK;
}

gp_code gp_extra_check(const gp_target_spec *s, gp_err *err)
{
    const gp_codec *c = gp_codec_find(s->provider);
    if (!s->extra) return GP_OK;
    if (gp_str_eqc(s->provider, "local")) return check_local(s->extra, err);
    return c ? check_remote(s, c, s->extra, err) : GP_OK;
}

const gp_json *gp_extra_form(const gp_json *extra)
{
    for (const gp_json *m = extra ? extra->first : NULL; m; m = m->next) {
        if (is_form(m->key)) return m;
        const gp_json *inner = is_merged(m) ? gp_extra_form(m) : NULL;
        if (inner) return inner;
    }
    return NULL;
}

/* --- telling --- */

gp_code gp_extra_told(gp_arena *a, const gp_json *extra, gp_str *out, gp_err *err)
{
    gp_buf b = {0};
    gp_jw w;
    *out = (gp_str){0};
    if (!extra || !extra->n) return GP_OK;
    gp_jw_init(&w, &b, 0);
    gp_jw_value(&w, extra);
    gp_buf canonical = {0};
    gp_code code = gp_json_canonical(gp_buf_view(&b), &canonical, err);
    if (!code) *out = gp_str_dup(a, gp_buf_view(&canonical));
    gp_buf_free(&b);
    gp_buf_free(&canonical);
    return code;
}

static bool word_ends(gp_str word, const char *const *list, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        size_t len = strlen(list[i]);
        if (word.n >= len && memcmp(word.p + word.n - len, list[i], len) == 0) return true;
    }
    return false;
}

/* `name` in lower case. */
static bool counts(gp_str name)
{
    static const char *const credentials[] = {"auth",     "authorization", "authentication", "key",
                                              "keys",     "token",         "secret",         "cookie",
                                              "password", "credential",    "credentials",    "signature"};
    static const char *const askers[] = {"accept-encoding",     "connection",          "http-referer",    "keep-alive",
                                         "openai-organization", "openai-project",      "referer",         "traceparent",
                                         "tracestate",          "user-agent",          "x-request-id",    "x-title",
                                         "x-forwarded-for",     "x-client-request-id", "x-correlation-id"};
    for (size_t from = 0, at = 0; at <= name.n; at++) {
        if (at < name.n && name.p[at] != '-' && name.p[at] != '_' && name.p[at] != '.') continue;
        if (word_ends((gp_str){name.p + from, at - from}, credentials, COUNT(credentials))) return false;
        from = at + 1;
    }
    for (size_t i = 0; i < COUNT(askers); i++)
        if (gp_str_eqc(name, askers[i])) return false;
    return true;
}

static gp_str lower(gp_arena *a, gp_str s)
{
    char *p = gp_arena_copy(a, s.p, s.n);
    for (size_t i = 0; i < s.n; i++)
        if (p[i] >= 'A' && p[i] <= 'Z') p[i] = (char)(p[i] + 32);
    return (gp_str){p, s.n};
}

static int by_name(const void *x, const void *y)
{
    return gp_str_cmp(((const gp_header *)x)->name, ((const gp_header *)y)->name);
}

gp_str gp_headers_told(gp_arena *a, const gp_header *headers, size_t n)
{
    gp_header *list = GP_NEW_ARRAY(a, gp_header, n);
    size_t kept = 0;
    for (size_t i = 0; i < n; i++) {
        gp_header h = {lower(a, headers[i].name), headers[i].value};
        if (counts(h.name)) list[kept++] = h;
    }
    if (!kept) return (gp_str){0};
    qsort(list, kept, sizeof *list, by_name);
    gp_buf b = {0};
    gp_jw w;
    gp_jw_init(&w, &b, 0);
    gp_jw_object(&w);
    for (size_t i = 0; i < kept; i++) {
        char hex[GP_SHA256_HEX];
        gp_sha256_hex_of(list[i].value, hex);
        gp_jw_key_str(&w, list[i].name);
        gp_jw_c(&w, hex);
    }
    gp_jw_end_object(&w);
    gp_str told = gp_str_dup(a, gp_buf_view(&b));
    gp_buf_free(&b);
    return told;
}
