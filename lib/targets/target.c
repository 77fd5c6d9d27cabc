/* target.c - what all targets have in common: opening, the lock, transcripts of the unasked. */
#include "targets/target.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/sha256.h"
#include "base/sys.h"
#include "targets/extra.h"
#include "targets/policy.h"
#include "targets/target_impl.h"
#include "provider/wire.h"

/* The `done` that every implementation gets. */
static void hand_back(void *user, gp_trial *trial, const gp_transcript *t)
{
    gp_target *target = user;
    if (trial->done) trial->done(trial->user, trial, t);
    else target->env.done(target->env.user, trial, t);
}

gp_target *gp_target_make(const gp_target_spec *spec, const gp_target_services *env, gp_target_services *inner)
{
    gp_target *t = gp_alloc(sizeof *t);
    *t = (gp_target){.env = *env,
                     .name = spec->name,
                     .system = spec->system,
                     .remote = gp_provider_remote(spec->provider),
                     .charges = gp_spec_reaches_remote(spec)};
    *inner = *env;
    inner->done = hand_back;
    inner->user = t;
    return t;
}

gp_code gp_target_open(gp_arena *a, const gp_target_spec *spec, const gp_target_services *env, gp_target **out,
                       gp_manifest_target *facts, gp_err *err)
{
    gp_target_services inner;
    gp_target *t = gp_target_make(spec, env, &inner);
    gp_code code;
    if (spec->policy) code = gp_compose_open(a, spec, &inner, &t->impl, &t->ops, facts, err);
    else if (gp_str_eqc(spec->provider, "local")) code = gp_local_open(a, spec, &inner, &t->impl, &t->ops, facts, err);
    else code = gp_remote_open(a, spec, &inner, &t->impl, &t->ops, facts, err);
    if (code) free(t);
    else *out = t;
    return code;
}

void gp_target_close(gp_target *t)
{
    if (!t) return;
    t->ops->close(t->impl);
    free(t);
}

bool gp_target_ready(const gp_target *t) { return t->ops->ready(t->impl); }

static bool is_regulated(const gp_trial *trial)
{
    for (; trial; trial = trial->parent)
        if (gp_case_regulated(trial->c)) return true;
    return false;
}

void gp_target_start(gp_target *t, gp_trial *trial)
{
    gp_place_system(trial, t->system);
    if (!t->remote || !is_regulated(trial)) {
        t->ops->start(t->impl, trial);
        return;
    }
    gp_target_services env = t->env;
    env.done = hand_back;
    env.user = t;
    gp_trial_end(trial, &env, gp_transcript_begin(trial, t->name), GP_FAIL_REFUSED_CONNECTION,
                 "not sent: the case is regulated and target %.*s is remote", GP_ARG(t->name));
}

gp_code gp_target_probe(gp_target *t, gp_trial *trial, gp_err *err)
{
    gp_place_system(trial, t->system);
    return t->ops->probe ? t->ops->probe(t->impl, trial, err) : GP_OK;
}

const char *gp_target_lacks(const gp_target_spec *spec, gp_trial *trial)
{
    const gp_codec *codec = gp_codec_find(spec->provider);
    if (codec) return gp_remote_lacks(codec, gp_extra_form(spec->extra), trial);
    unsigned never = GP_NEED_IMAGE | (gp_str_eqc(spec->template, GP_TEMPLATE_RAW) ? GP_NEED_TOOLS : 0u);
    return gp_str_eqc(spec->provider, "local") ? gp_local_lacks(trial, ~never) : NULL;
}

gp_code gp_target_preview(gp_arena *a, const gp_target_spec *spec, const gp_target_services *env, gp_trial *trial,
                          gp_preview *out, gp_err *err)
{
    bool local = gp_str_eqc(spec->provider, "local"), replay = gp_str_eqc(spec->provider, "replay");
    *out = (gp_preview){.sampling = gp_sampling_merge(&trial->c->sampling, &spec->sampling),
                        .limits = gp_limits_merge(&trial->c->limits, &spec->limits),
                        .context = -1};
    if (spec->policy || replay)
        return gp_fail(err, GP_E_USAGE, "target %.*s %s; name one that is asked itself", GP_ARG(spec->name),
                       replay ? "answers from what is recorded, and is sent nothing" : "is made of other targets");
    gp_place_system(trial, spec->system);
    out->lacks = gp_target_lacks(spec, trial);
    if (!local && is_regulated(trial)) out->lacks = "the case is regulated, and the target is remote";
    return local ? gp_local_preview(a, spec, env, trial, out, err) : gp_remote_preview(a, spec, env, trial, out, err);
}

void gp_target_pump(gp_target *t) { t->ops->pump(t->impl); }
void gp_target_cancel(gp_target *t) { t->ops->cancel(t->impl); }

/* --- trials --- */

void gp_trial_free(gp_trial *t)
{
    if (!t) return;
    for (gp_trial *inner = t->asked, *next; inner; inner = next) {
        next = inner->next;
        gp_trial_free(inner);
    }
    gp_arena_free(&t->arena);
    free(t);
}

/* --- limits --- */

static double first_set(double a, double b, double otherwise) { return a > 0 ? a : b > 0 ? b : otherwise; }

gp_limits gp_limits_merge(const gp_limits *c, const gp_limits *t)
{
    return (gp_limits){first_set(t->connect_s, c->connect_s, 10), first_set(t->first_token_s, c->first_token_s, 120),
                       first_set(t->stall_s, c->stall_s, 60), first_set(t->total_s, c->total_s, 600)};
}

/* --- transcripts --- */

gp_transcript *gp_transcript_begin(gp_trial *trial, gp_str target)
{
    gp_transcript *t = GP_NEW(&trial->arena, gp_transcript);
    *t = gp_transcript_unknown();
    t->id = trial->id;
    t->suite = trial->suite;
    t->case_id = trial->c->id;
    t->target = target;
    t->repeat = trial->repeat;
    t->case_digest = gp_str_c(trial->c->digest);
    t->seed = trial->seed;
    t->started_epoch = gp_now_epoch();
    t->attempts = 0;
    return t;
}

void gp_trial_end(gp_trial *trial, const gp_target_services *env, gp_transcript *t, gp_failure failure, const char *fmt,
                  ...)
{
    char text[512] = "";
    va_list ap;
    va_start(ap, fmt);
    gp_err e = {0};
    gp_vfail(&e, GP_OK, fmt, ap);
    va_end(ap);
    (void)memccpy(text, e.msg, 0, sizeof text);
    text[sizeof text - 1] = 0;
    t->failure = failure;
    t->skipped = failure == GP_FAIL_NONE;
    t->error = gp_utf8_repair(&trial->arena, gp_str_dup(&trial->arena, gp_str_c(text)));
    env->done(env->user, trial, t);
}

gp_str gp_needs_text(gp_arena *a, unsigned lacking)
{
    gp_buf b = {0};
    for (unsigned i = 0; i < GP_NEEDS; i++)
        if (lacking & 1u << i) gp_buf_fmt(&b, "%s%s", b.n ? ", " : "", gp_need_names[i]);
    gp_str s = gp_str_dup(a, gp_buf_view(&b));
    gp_buf_free(&b);
    return s;
}

/* --- requests --- */

static void write_message(gp_jw *w, gp_str role, gp_str content)
{
    gp_jw_object(w);
    gp_jw_kstr(w, "role", role);
    gp_jw_kstr(w, "content", content);
    gp_jw_end_object(w);
}

static void write_own_message(gp_jw *w, const gp_message *m, gp_arena *scratch)
{
    gp_jw_object(w);
    gp_jw_kstr(w, "role", m->role);
    gp_jw_kstr(w, "content", gp_message_text(scratch, m));
    if (m->n_calls) gp_wire_put_calls(m->calls, m->n_calls, true, false, w);
    if (m->answers) {
        gp_jw_kstr(w, "tool_call_id", m->answers->id);
        gp_jw_kstr(w, "name", m->answers->name);
    }
    gp_jw_end_object(w);
}

void gp_trial_messages(gp_jw *w, const gp_trial *trial, const gp_reply *replies, size_t turn)
{
    gp_arena scratch = {0};
    gp_jw_array(w);
    for (size_t i = 0; i < trial->c->n_messages; i++) write_own_message(w, &trial->c->messages[i], &scratch);
    for (size_t i = 0; i < turn; i++) {
        write_message(w, GP_STR("assistant"), replies[i].answer);
        write_message(w, GP_STR("user"), trial->c->turns[i]);
    }
    gp_jw_end_array(w);
    gp_arena_free(&scratch);
}

static const gp_field besides_fields[] = {
    GP_FIELD(STR, "date", gp_besides, date),
    GP_FIELD(RAW, "extra", gp_besides, extra),
    GP_FIELD(RAW, "headers", gp_besides, headers),
    GP_FIELD(INT, "context", gp_besides, context),
};
static const gp_record besides_record = GP_RECORD(gp_besides, besides_fields, "besides", .flags = GP_OPTIONAL);

gp_code gp_request_digest(const gp_trial *trial, gp_str provider, gp_str identity, const gp_besides *besides,
                          const gp_sampling_spec *sampling, char out[65], gp_err *err)
{
    gp_buf text = {0}, canonical = {0};
    gp_jw w;
    gp_jw_init(&w, &text, 0);
    gp_jw_object(&w);
    gp_jw_kstr(&w, "provider", provider);
    gp_jw_kstr(&w, "model", identity);
    gp_jw_key(&w, "messages");
    gp_trial_messages(&w, trial, NULL, 0);
    gp_jw_key(&w, "turns");
    gp_jw_array(&w);
    for (size_t i = 0; i < trial->c->n_turns; i++) gp_jw_str(&w, trial->c->turns[i]);
    gp_jw_end_array(&w);
    gp_jw_key(&w, "tools");
    if (trial->c->tools) gp_jw_value(&w, trial->c->tools);
    else gp_jw_null(&w);
    gp_jw_key(&w, "sampling");
    gp_record_write(&w, &gp_sampling_told, sampling);
    gp_jw_kint(&w, "seed", trial->seed);
    if (gp_record_known(&besides_record, besides)) {
        gp_jw_key(&w, "besides");
        gp_record_write(&w, &besides_record, besides);
    }
    /* Images, schemas and texts to score are not among the above; the case's digest holds them. */
    if (trial->c->needs & (GP_NEED_IMAGE | GP_NEED_JSON_SCHEMA | GP_NEED_LIKELIHOOD))
        gp_jw_kc(&w, "case", trial->c->digest);
    gp_jw_end_object(&w);
    gp_code code = gp_json_canonical(gp_buf_view(&text), &canonical, err);
    if (!code) gp_sha256_hex_of(gp_buf_view(&canonical), out);
    gp_buf_free(&text);
    gp_buf_free(&canonical);
    return code;
}

/* --- pins --- */

static gp_code broken_pin(gp_err *err, const char *where, const char *pin, gp_str target, gp_str wanted, gp_str got)
{
    return gp_fail(err, GP_E_PIN, "pin \"%s\" of %s does not hold for target %.*s: pinned %.*s, but it is %.*s", pin,
                   where, GP_ARG(target), GP_ARG(wanted), GP_ARG(got.n ? got : GP_STR("unknown")));
}

/* A pin knows one digest: of a split model it may be that of one file, which is not all of the model. */
static gp_code broken_weights(gp_err *err, const char *where, gp_str pin, const gp_manifest_target *f)
{
    for (size_t i = 0; f->n_parts > 1 && i < f->n_parts; i++)
        if (gp_str_eq(pin, f->parts[i].sha256))
            return gp_fail(
                err, GP_E_PIN,
                "pin \"weights_sha256\" of %s does not hold for target %.*s: pinned %.*s, which is part %zu of "
                "%zu alone (%.*s); all of the model is %.*s",
                where, GP_ARG(f->name), GP_ARG(pin), i + 1, f->n_parts, GP_ARG(f->parts[i].name),
                GP_ARG(f->weights_sha256));
    return broken_pin(err, where, "weights_sha256", f->name, pin, f->weights_sha256);
}

static gp_code check_binding(const gp_suite_pins *pins, const char *where, const gp_manifest_target *f, gp_err *err)
{
    static const gp_bind_status all[] = {GP_BIND_NONE, GP_BIND_ENFORCED, GP_BIND_UNSUPPORTED, GP_BIND_REFUSED};
    gp_bind b = {.mode = gp_str_eqc(f->pin, "auto")   ? GP_PIN_AUTO
                         : gp_str_eqc(f->pin, "none") ? GP_PIN_NONE
                                                      : GP_PIN_SET,
                 .wanted = f->binding,
                 .got = f->binding};
    for (size_t i = 0; i < sizeof all / sizeof *all; i++)
        if (gp_str_eqc(f->binding_status, gp_bind_status_name(all[i]))) b.status = all[i];
    char wanted[256]; /* the pin lies inside the suite's file, where no NUL follows it */
    (void)snprintf(wanted, sizeof wanted, "%.*s", GP_ARG(pins->binding));
    gp_code code = gp_bind_pin(wanted, &b, err);
    return code ? gp_err_context(err, "%s, target %.*s", where, GP_ARG(f->name)) : GP_OK;
}

static gp_code check_own_pins(const gp_suite_pins *pins, const char *where, const gp_manifest_target *f, int64_t seed,
                              gp_err *err)
{
    bool local = gp_str_eqc(f->provider, "local");
    if (pins->seed >= 0 && pins->seed != seed)
        return gp_fail(err, GP_E_PIN, "pin \"seed\" of %s does not hold: pinned %lld, but the run uses %lld", where,
                       (long long)pins->seed, (long long)seed);
    if (!local) return GP_OK; /* a remote target has no weights, device or binding that anybody could check */
    if (pins->weights_sha256.p && !gp_str_eq(pins->weights_sha256, f->weights_sha256))
        return broken_weights(err, where, pins->weights_sha256, f);
    if (pins->quantization.p && !gp_str_eq(pins->quantization, f->quantization))
        return broken_pin(err, where, "quantization", f->name, pins->quantization, f->quantization);
    if (pins->device.p && gp_str_find(f->device, pins->device) == SIZE_MAX && !gp_str_eq(pins->device, f->device_type))
        return broken_pin(err, where, "device", f->name, pins->device, f->device);
    return pins->binding.p ? check_binding(pins, where, f, err) : GP_OK;
}

gp_code gp_check_pins(const gp_suite_pins *pins, const char *where, const gp_manifest_target *f, int64_t seed,
                      gp_err *err)
{
    gp_code code = check_own_pins(pins, where, f, seed, err);
    for (size_t i = 0; i < f->n_members && !code; i++) {
        code = gp_check_pins(pins, where, &f->members[i], seed, err);
        if (!code) code = gp_check_pins(&f->members[i].pins, "the targets file", &f->members[i], seed, err);
    }
    return code;
}
