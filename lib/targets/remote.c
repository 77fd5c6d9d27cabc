/* remote.c - a chat provider as a target: trial -> request -> call -> reply -> transcript.
 *
 * Everything runs on the run's thread inside a pump. Whatever breaks becomes a failure kind. A call borrows the
 * request's texts from the trial's arena, so a trial is handed back only from on_done. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/sys.h"
#include "provider/base_url.h"
#include "call/call.h"
#include "record/carry.h"
#include "provider/image.h"
#include "targets/extra.h"
#include "targets/target_impl.h"

typedef struct remote {
    gp_target_services env;
    gp_caller caller;
    gp_str name, provider, model, base_url, extra;
    const gp_json *form; /* in place of a schema: gp_extra_form */
    gp_besides besides;
    gp_str seed_use; /* what a transcript says of the seed; empty when the targets file takes it out */
    gp_sampling_spec sampling;
    gp_limits limits;
    int64_t context; /* -1: not given */
    bool stream;
    gp_redact *redact;
    gp_limiter limiter;
    struct flight *first; /* in flight, doubly linked */
    /* Until the first answer trials go one by one, so that what an authentication error costs does not depend on how
     * many are in flight: the rest. Once something else has come (caller.heard), it is its own trial's alone. */
    bool auth_failed;
    bool doubted;       /* a first 403: it may be about the request, not the key; the next trial tells */
    gp_str auth_reason; /* in `arena` */
    gp_arena arena;
} remote;

typedef struct flight {
    struct flight *next, *prev;
    remote *r;
    gp_trial *trial;
    gp_transcript *t;
    gp_reply *replies;
    gp_sampling_spec sampling;
    gp_limits limits;
    gp_call *call;
    gp_try *tries; /* of all calls so far; room for every one that may come */
    size_t n_tries, n_calls;
} flight;

static bool ask(flight *f, gp_err *err);

static gp_call_key key_of(const flight *f)
{
    return (gp_call_key){.trial = f->trial->id,
                         .provider = f->r->provider,
                         .model = f->r->model,
                         .repeat = f->trial->repeat,
                         .turn = f->t->n_replies};
}

static void link_flight(flight *f)
{
    gp_limiter_begin(&f->r->limiter);
    f->next = f->r->first;
    if (f->next) f->next->prev = f;
    f->r->first = f;
}

static void unlink_flight(flight *f)
{
    const gp_carrier *carrier = &f->r->caller.carrier;
    gp_call_key key = key_of(f);
    f->t->window = gp_limiter_take_lowest(&f->r->limiter);
    if (carrier->ops->window) carrier->ops->window(carrier->impl, &f->trial->arena, &key, &f->t->window);
    gp_limiter_end(&f->r->limiter);
    if (f->next) f->next->prev = f->prev;
    if (f->prev) f->prev->next = f->next;
    else f->r->first = f->next;
}

/* --- the end of a reply --- */

static gp_str keep(gp_arena *a, const gp_buf *b) { return b->n ? gp_str_dup(a, gp_buf_view(b)) : (gp_str){0}; }

/* What the server measured and billed, or nothing. */
static gp_str server_says(gp_arena *a, const gp_chat_reply *c)
{
    gp_buf b = {0};
    gp_jw w;
    if (isnan(c->load_s) && isnan(c->prompt_s) && isnan(c->output_s) && isnan(c->cost_usd)) return (gp_str){0};
    gp_jw_init(&w, &b, 0);
    gp_jw_object(&w);
    gp_jw_kreal_or_null(&w, "load_s", c->load_s);
    gp_jw_kreal_or_null(&w, "prompt_s", c->prompt_s);
    gp_jw_kreal_or_null(&w, "output_s", c->output_s);
    gp_jw_kreal_or_null(&w, "cost_usd", c->cost_usd);
    gp_jw_end_object(&w);
    gp_str s = keep(a, &b);
    gp_buf_free(&b);
    return s;
}

static gp_str log_probabilities(gp_arena *a, const gp_chat_reply *c)
{
    return c->logprob_tokens ? gp_str_fmt(a, "[%.*s]", (int)c->logprobs.n, c->logprobs.p) : (gp_str){0};
}

static void keep_reply(flight *f, const gp_call_end *end)
{
    const gp_chat_reply *c = end->reply;
    gp_arena *a = &f->trial->arena;
    bool nothing = !c->answer.n && !c->reasoning.n && !c->n_calls && c->failure != GP_FAIL_NONE;
    if (nothing) return;
    gp_buf calls = {0};
    gp_chat_calls_json(c, &calls);
    gp_reply *r = &f->replies[f->t->n_replies++];
    *r = gp_reply_unknown();
    r->answer = keep(a, &c->answer);
    r->reasoning = keep(a, &c->reasoning);
    r->tool_calls = keep(a, &calls);
    r->finish = gp_str_c(gp_chat_finish_name(c->finish));
    bool native = c->finish == GP_CHAT_FINISH_OTHER || c->finish == GP_CHAT_FINISH_INTERRUPTED;
    if (native) r->finish_word = keep(a, &c->finish_native);
    r->input_tokens = c->input_tokens;
    r->output_tokens = c->output_tokens;
    r->cached_tokens = c->cached_tokens;
    r->reasoning_tokens = c->reasoning_tokens;
    r->server = server_says(a, c);
    r->logprobs = log_probabilities(a, c);
    gp_call_times(end, a, r);
    gp_buf_free(&calls);
}

/* "a", or "a then b" where a later turn is answered by another model. */
static void note_model(gp_arena *a, gp_str *said, gp_str model)
{
    if (!model.n) return;
    size_t at = said->n >= model.n ? said->n - model.n : 0;
    bool same = said->n >= model.n && memcmp(said->p + at, model.p, model.n) == 0 && (!at || said->p[at - 1] == ' ');
    if (same) return;
    *said = said->n ? gp_str_fmt(a, "%.*s then %.*s", GP_ARG(*said), GP_ARG(model)) : gp_str_dup(a, model);
}

static void note_drift(flight *f, const gp_chat_reply *c)
{
    gp_arena *a = &f->trial->arena;
    gp_transcript *t = f->t;
    note_model(a, &t->returned_model, gp_buf_view(&c->model));
    if (c->fingerprint.n) t->system_fingerprint = keep(a, &c->fingerprint);
    if (c->upstream.n) t->upstream = keep(a, &c->upstream);
    t->seed_use = f->r->seed_use;
}

static void finish(flight *f, gp_failure failure, const char *why)
{
    remote *r = f->r;
    unlink_flight(f);
    if (failure == GP_FAIL_NONE) r->env.done(r->env.user, f->trial, f->t);
    else gp_trial_end(f->trial, &r->env, f->t, failure, "%s", why);
}

static void note_refusal(remote *r, int status, const char *why)
{
    if (r->caller.heard || r->auth_failed) return;
    r->auth_failed = status != 403 || r->doubted;
    r->doubted = true;
    if (r->auth_failed) r->auth_reason = gp_str_dup(&r->arena, gp_str_c(why));
}

/* Attempts are listed for a trial that sent something again; for the others the list would say nothing new. */
static void keep_tries(flight *f, const gp_call_end *end)
{
    gp_transcript *t = f->t;
    if (end->n_tries) memcpy(f->tries + f->n_tries, end->tries, end->n_tries * sizeof *end->tries);
    f->n_tries += end->n_tries;
    f->n_calls++;
    if (f->n_tries > f->n_calls) {
        t->tries = f->tries;
        t->n_tries = f->n_tries;
    }
    t->spent_usd = f->n_calls == 1 ? end->spent_usd : t->spent_usd + end->spent_usd;
}

static void on_done(void *user, const gp_call_end *end)
{
    flight *f = user;
    gp_transcript *t = f->t;
    gp_err err = {0};
    const char *why = end->reply->message;
    gp_failure failure = end->reply->failure;
    t->attempts += end->sends;
    t->duration_s = (isnan(t->duration_s) ? 0 : t->duration_s) + gp_us(end->duration_s);
    keep_reply(f, end);
    keep_tries(f, end);
    note_drift(f, end->reply);
    if (failure == GP_FAIL_AUTH) note_refusal(f->r, end->http->status, why);
    if (failure == GP_FAIL_NONE && t->n_replies <= f->trial->c->n_turns) {
        if (ask(f, &err)) return;
        failure = GP_FAIL_BAD_RESPONSE;
        why = err.msg;
    }
    finish(f, failure, why);
}

/* --- asking --- */

/* A message's parts, where one of them is an image. */
static gp_code parts_of(flight *f, const gp_message *from, gp_chat_message *to, gp_err *err)
{
    gp_arena *a = &f->trial->arena;
    bool image = false;
    for (size_t i = 0; i < from->n_parts; i++) image = image || from->parts[i].image;
    if (!image) return GP_OK;
    gp_chat_part *parts = GP_NEW_ARRAY(a, gp_chat_part, from->n_parts);
    gp_code code = GP_OK;
    for (size_t i = 0; i < from->n_parts && !code; i++) {
        const char *path = from->parts[i].image
                               ? gp_path_join(a, gp_suite_facts(f->trial->source)->dir, from->parts[i].path)
                               : NULL;
        parts[i].text = from->parts[i].text;
        if (path) code = gp_image_read(a, path, from->parts[i].sha256, &parts[i], err);
    }
    to->parts = parts;
    to->n_parts = from->n_parts;
    return code;
}

/* What an earlier reply said. One without text that called tools stands for itself by its calls: a turn that follows is
 * about them, and no API takes back calls that are not answered by results. */
static gp_str said(const gp_reply *r) { return r->answer.n ? r->answer : r->tool_calls; }

static gp_code messages_of(flight *f, gp_chat_request *q, gp_err *err)
{
    gp_arena *a = &f->trial->arena;
    const gp_case *c = f->trial->c;
    size_t turn = f->t->n_replies, n = 0;
    gp_chat_message *m = GP_NEW_ARRAY(a, gp_chat_message, c->n_messages + 2 * turn);
    gp_code code = GP_OK;
    for (size_t i = 0; i < c->n_messages && !code; i++) {
        const gp_message *own = &c->messages[i];
        m[n] = (gp_chat_message){.role = own->role,
                                 .content = gp_message_text(a, own),
                                 .calls = own->calls,
                                 .n_calls = own->n_calls,
                                 .answers = own->answers};
        code = parts_of(f, &c->messages[i], &m[n++], err);
    }
    for (size_t i = 0; i < turn; i++) {
        m[n++] = (gp_chat_message){.role = GP_STR("assistant"), .content = said(&f->replies[i])};
        m[n++] = (gp_chat_message){.role = GP_STR("user"), .content = c->turns[i]};
    }
    q->messages = m;
    q->n_messages = n;
    return code;
}

static gp_chat_request chat_request(const flight *f)
{
    const gp_case *c = f->trial->c;
    return (gp_chat_request){.base_url = f->r->base_url,
                             .model = f->r->model,
                             .stream = f->r->stream,
                             .extra = f->r->extra,
                             .sampling = f->sampling,
                             .seed = f->trial->seed,
                             .context = f->r->context,
                             .tools = c->tools,
                             .schema = c->needs & GP_NEED_JSON_SCHEMA ? gp_case_schema(c) : NULL,
                             .logprobs = c->needs & GP_NEED_LOGPROBS};
}

static bool ask(flight *f, gp_err *err)
{
    remote *r = f->r;
    gp_arena *a = &f->trial->arena;
    gp_chat_request q = chat_request(f);
    gp_call_key key = key_of(f);
    gp_buf ignored = {0};
    gp_chat_ignored(r->caller.codec, &q, &ignored);
    f->t->ignored = keep(a, &ignored);
    gp_buf_free(&ignored);
    gp_code code = messages_of(f, &q, err);
    if (code == GP_E_INFRA && r->env.tape.broken) r->env.tape.broken(r->env.tape.broken_user, err);
    if (!code) code = gp_call_start(&r->caller, a, &key, &q, &f->limits, f->trial->seed, on_done, f, &f->call, err);
    return code == GP_OK;
}

static bool remote_ready(const void *impl)
{
    const remote *r = impl;
    bool unheard = !r->caller.heard && !r->auth_failed && !r->env.tape.recording;
    if (unheard && r->first) return false;
    return gp_limiter_ready(&r->limiter, gp_now_mono());
}

const char *gp_remote_lacks(const gp_codec *c, const gp_json *form, gp_trial *trial)
{
    gp_arena *a = &trial->arena;
    unsigned lacks = trial->c->needs & ~c->needs;
    if (lacks & GP_NEED_LIKELIHOOD)
        return "the case scores its options by their likelihood, which no provider tells of texts that it did not write; only the local engine does";
    if (lacks) {
        gp_str names = gp_needs_text(a, lacks);
        return gp_str_fmt(a, "the provider \"%s\" is not sent what the case needs: %.*s", c->provider, GP_ARG(names)).p;
    }
    if (trial->c->needs & GP_NEED_JSON_SCHEMA && !gp_case_schema(trial->c))
        return "the case needs json_schema, but there is no telling which schema: it takes exactly one json grader with a schema, and no turns";
    if (trial->c->needs & GP_NEED_JSON_SCHEMA && form)
        return gp_str_fmt(a, "the case needs json_schema, but \"%.*s\" in the target's extra decides about the form",
                          GP_ARG(form->key))
            .p;
    for (size_t i = 0; i < trial->c->n_messages && !c->tool_role; i++)
        if (gp_str_eqc(trial->c->messages[i].role, "tool") && !trial->c->messages[i].answers)
            return "the case holds a message of role tool without \"tool_call_id\", and this provider takes results only of a call";
    return NULL;
}

/* --- what is not sent --- */

/* A replay takes it from the recording which trials were not sent after an authentication error: when that error was
 * known depends on the order in which replies came. */
static bool unsent_in_recording(flight *f, gp_str *why)
{
    const gp_carrier *carrier = &f->r->caller.carrier;
    gp_call_key key = key_of(f);
    gp_failure failure = GP_FAIL_NONE;
    key.attempt = 1;
    return carrier->ops->unsent && carrier->ops->unsent(carrier->impl, &f->trial->arena, &key, &failure, why) &&
           failure == GP_FAIL_AUTH;
}

/* Ends the trial without asking, where that is how it must be. */
static bool not_to_be_sent(flight *f)
{
    remote *r = f->r;
    const gp_carrier *carrier = &r->caller.carrier;
    gp_str why = {0};
    gp_call_key key = key_of(f);
    key.attempt = 1;
    if (r->auth_failed && !r->env.tape.recording)
        why = gp_str_fmt(&f->trial->arena, "not sent after an earlier authentication error: %.*s",
                         GP_ARG(r->auth_reason));
    else if (!unsent_in_recording(f, &why)) return false;
    if (carrier->ops->skipped) carrier->ops->skipped(carrier->impl, &key, GP_FAIL_AUTH, why);
    unlink_flight(f);
    gp_trial_end(f->trial, &r->env, f->t, GP_FAIL_AUTH, "%.*s", GP_ARG(why));
    return true;
}

static gp_code remote_probe(void *impl, gp_trial *trial, gp_err *err)
{
    remote *r = impl;
    gp_transcript t = {0};
    flight f = {.r = r, .trial = trial, .t = &t, .sampling = gp_sampling_merge(&trial->c->sampling, &r->sampling)};
    if (!r->env.tape.recording || gp_remote_lacks(r->caller.codec, r->form, trial)) return GP_OK;
    gp_call_key key = key_of(&f);
    gp_chat_request q = chat_request(&f);
    gp_code code = messages_of(&f, &q, err);
    return code ? code : gp_call_probe(&r->caller, &trial->arena, &key, &q, err);
}

static void remote_start(void *impl, gp_trial *trial)
{
    remote *r = impl;
    gp_arena *a = &trial->arena;
    flight *f = GP_NEW(a, flight);
    gp_transcript *t = gp_transcript_begin(trial, r->name);
    gp_reply *replies = GP_NEW_ARRAY(a, gp_reply, trial->c->n_turns + 1);
    gp_try *tries = GP_NEW_ARRAY(a, gp_try, (trial->c->n_turns + 1) * ((size_t)r->caller.retry.max + 1));
    *f = (flight){.r = r, .trial = trial, .t = t, .replies = replies, .tries = tries};
    t->replies = replies;
    link_flight(f);
    const char *why = gp_remote_lacks(r->caller.codec, r->form, trial);
    if (why) {
        unlink_flight(f);
        gp_trial_end(trial, &r->env, t, GP_FAIL_NONE, "%s", why);
        return;
    }
    if (not_to_be_sent(f)) return;
    f->sampling = gp_sampling_merge(&trial->c->sampling, &r->sampling);
    f->limits = gp_limits_merge(&trial->c->limits, &r->limits);
    gp_err err = {0};
    char digest[65];
    gp_code code = gp_request_digest(trial, r->provider, r->model, &r->besides, &f->sampling, digest, &err);
    if (!code) t->request_digest = gp_str_dup(a, gp_str_c(digest));
    if (code || !ask(f, &err)) finish(f, GP_FAIL_BAD_RESPONSE, err.msg);
}

static void remote_pump(void *impl)
{
    remote *r = impl; /* the run pumps the HTTP loop */
    do {              /* out of a recording nobody waits: the end of one attempt makes the next one due */
        gp_caller_pump(&r->caller, gp_now_mono());
        if (r->env.tape.recording) r->caller.carrier.ops->pump(r->caller.carrier.impl);
    } while (r->env.tape.recording && r->caller.waiting);
}

static void remote_cancel(void *impl)
{
    remote *r = impl;
    for (flight *f = r->first; f; f = f->next) gp_call_cancel(f->call);
    while (r->first) {
        gp_caller_pump(&r->caller, gp_now_mono());
        r->caller.carrier.ops->pump(r->caller.carrier.impl);
    }
}

static void remote_close(void *impl)
{
    remote *r = impl;
    gp_carrier_close(&r->caller.carrier);
    gp_redact_free(r->redact);
    gp_arena_free(&r->arena);
    free(r);
}

static const gp_target_ops remote_ops = {remote_ready,  remote_start, remote_pump,
                                         remote_cancel, remote_close, remote_probe};

/* --- opening --- */

static gp_str from_env(const gp_target_services *env, const char *const names[2])
{
    gp_str v = {0};
    for (size_t i = 0; i < 2 && names[i] && !v.n; i++) v = env->secret(env->secret_user, names[i]);
    return v;
}

/* The one of them that from_env takes. */
static const char *variable_set(const gp_target_services *env, const char *const names[2])
{
    bool first = !names[1] || env->secret(env->secret_user, names[0]).n;
    return names[first ? 0 : 1];
}

/* The keys of other providers: a gateway that serves several targets may send back another one's. */
static void add_other_keys(remote *r)
{
    for (size_t i = 0; gp_codecs[i]; i++)
        for (size_t k = 0; k < 2 && gp_codecs[i]->key_env[k]; k++)
            (void)gp_redact_add(r->redact, r->env.secret(r->env.secret_user, gp_codecs[i]->key_env[k]));
}

static gp_code find_key(remote *r, const gp_target_spec *spec, gp_err *err)
{
    const char *const given[2] = {spec->api_key_env.p, NULL}, *const *names = spec->api_key_env.n
                                                                                  ? given
                                                                                  : r->caller.codec->key_env;
    r->caller.key = from_env(&r->env, names);
    bool own_url = !r->base_url.n || gp_str_eqc(r->base_url, r->caller.codec->base_url);
    bool missing = !r->caller.key.n && !r->env.tape.recording &&
                   (spec->api_key_env.n || (r->caller.codec->key_required && own_url));
    if (missing && !r->env.http) { /* a preview: what is sent is the same with any key */
        r->caller.key = GP_STR("none");
        return GP_OK;
    }
    if (missing)
        return gp_fail(err, GP_E_INPUT, "target %.*s: the key is missing; set %s in the environment or in --env-file",
                       GP_ARG(spec->name), names[0]);
    for (size_t i = 0; i < r->caller.key.n; i++)
        if ((unsigned char)r->caller.key.p[i] < ' ')
            return gp_fail(err, GP_E_INPUT,
                           "target %.*s: the key in %s holds a line break or another control character",
                           GP_ARG(spec->name), variable_set(&r->env, names));
    (void)gp_redact_add(r->redact, r->caller.key);
    for (size_t i = 0; i < spec->n_headers; i++) (void)gp_redact_add(r->redact, spec->headers[i].value);
    add_other_keys(r);
    return GP_OK;
}

/* Does `extra` take this member out of the body, or out of an object in it that it is merged into? */
static bool taken_out(const gp_json *extra, const char *name)
{
    const gp_json *own = gp_json_get(extra, name);
    if (own && own->type == GP_JSON_NULL) return true;
    for (const gp_json *m = extra ? extra->first : NULL; m; m = m->next) {
        const gp_json *inner = gp_json_get(m, name);
        if (inner && inner->type == GP_JSON_NULL) return true;
    }
    return false;
}

/* No API says whether it used a seed that it took. */
static gp_str seed_use(const gp_codec *c, const gp_json *extra)
{
    const char *name = gp_codec_name_of(c, offsetof(gp_chat_request, seed));
    if (!name) return GP_STR("unsupported");
    return taken_out(extra, name) ? (gp_str){0} : GP_STR("sent");
}

/* The target's, else the environment's, else the provider's own; without slashes at the end. */
static gp_code find_base(remote *r, const gp_target_spec *spec, gp_err *err)
{
    bool given = spec->base_url.n > 0;
    gp_str b = given ? spec->base_url : from_env(&r->env, r->caller.codec->base_url_env);
    if (b.n && r->caller.codec->tidy_base) b = r->caller.codec->tidy_base(&r->arena, b);
    const char *flaw = b.n && !given ? gp_base_url_flaw(b) : NULL;
    if (flaw)
        return gp_fail(err, GP_E_INPUT, "target %.*s: its base URL comes from %s in the environment or --env-file: %s",
                       GP_ARG(spec->name), variable_set(&r->env, r->caller.codec->base_url_env), flaw);
    while (b.n && b.p[b.n - 1] == '/') b.n--;
    r->base_url = b.n ? b : gp_str_c(r->caller.codec->base_url);
    return GP_OK;
}

/* What the user gave as files and reports may show it. A key may be among it: some gateways want one in the base URL's
 * path. */
static gp_str shown(gp_arena *a, const remote *r, gp_str given)
{
    gp_buf b = {0};
    gp_redact_put(r->redact, given, &b);
    gp_str s = gp_str_dup(a, gp_buf_view(&b));
    gp_buf_free(&b);
    return s;
}

/* The targets file's, else the list's - for the provider's own address only: what others charge is not known. */
static gp_price price_of(const remote *r, const gp_target_spec *spec)
{
    if (gp_price_known(&spec->price)) return spec->price;
    gp_price recorded;
    if (r->env.tape.recording && gp_recording_price(r->env.tape.recording, r->name, &recorded)) return recorded;
    bool own = gp_str_eqc(r->base_url, r->caller.codec->base_url);
    return own && r->env.prices ? gp_price_find(r->env.prices, r->provider, r->model) : gp_price_none();
}

gp_code gp_remote_open(gp_arena *a, const gp_target_spec *spec, const gp_target_services *env, void **impl,
                       const gp_target_ops **ops, gp_manifest_target *facts, gp_err *err)
{
    remote *r = gp_alloc(sizeof *r);
    *r = (remote){.env = *env,
                  .name = spec->name,
                  .provider = spec->provider,
                  .model = spec->model,
                  .sampling = spec->sampling,
                  .limits = spec->limits,
                  .redact = gp_redact_new(),
                  .context = spec->context > 0 ? spec->context : -1,
                  .stream = spec->stream};
    r->caller = (gp_caller){.codec = gp_codec_find(spec->provider),
                            .headers = spec->headers,
                            .n_headers = spec->n_headers,
                            .redact = r->redact,
                            .carrier = gp_carrier_live(env->http),
                            .fresh = env->environment == GP_ENVIRONMENT_COLD};
    gp_limiter_init(&r->limiter, spec->concurrency);
    r->caller.retry = spec->retry;
    r->caller.reasoning = spec->reasoning;
    r->caller.budget = env->budget;
    r->caller.limiter = env->tape.recording ? NULL : &r->limiter; /* nobody is there to be spared */
    r->caller.at_once = env->tape.recording != NULL;
    gp_code code = r->caller.codec ? GP_OK
                                   : gp_fail(err, GP_E_BUG, "no codec for provider \"%.*s\"", GP_ARG(spec->provider));
    if (!code) {
        if (spec->extra) r->extra = spec->extra->raw;
        r->form = gp_extra_form(spec->extra);
        r->seed_use = seed_use(r->caller.codec, spec->extra);
        code = find_base(r, spec, err);
        if (!code) code = find_key(r, spec, err);
    }
    if (code) {
        remote_close(r);
        return code;
    }
    if (env->tape.recording) r->caller.carrier = gp_carrier_player(&env->tape, r->redact);
    else if (env->tape.recorder) r->caller.carrier = gp_carrier_recorder(r->caller.carrier, &env->tape, r->redact);
    r->caller.price = price_of(r, spec);
    facts->price_input = r->caller.price.input;
    facts->price_output = r->caller.price.output;
    facts->price_cached_input = r->caller.price.cached_input;
    facts->price_context = r->caller.price.context;
    facts->price_up_to = r->caller.price.up_to;
    facts->price_as_of = r->caller.price.as_of;
    facts->price_source = r->caller.price.source;
    facts->model = spec->model;
    facts->base_url = shown(a, r, r->base_url);
    facts->extra = shown(a, r, facts->extra);
    if (env->tape.recording && !facts->headers.n) facts->headers = gp_recording_headers(env->tape.recording, r->name);
    facts->claim = GP_STR("statistical");
    facts->claim_basis = GP_STR("a remote model: nothing is known about its weights, hardware or batching");
    facts->context = gp_codec_name_of(r->caller.codec, offsetof(gp_chat_request, context)) ? r->context : -1;
    r->besides = (gp_besides){.extra = facts->extra, .headers = facts->headers, .context = facts->context};
    *impl = r;
    *ops = &remote_ops;
    return GP_OK;
}

/* --- looking at a request --- */

/* A carrier that is only probed. */
typedef struct look {
    gp_arena *a; /* what is kept of the request goes there */
    const gp_redact *redact;
    gp_preview *out;
} look;

static gp_str without_keys(const look *l, gp_str text)
{
    gp_buf b = {0};
    gp_redact_put(l->redact, text, &b);
    gp_str s = gp_str_dup(l->a, gp_buf_view(&b));
    gp_buf_free(&b);
    return s;
}

static gp_code look_at(void *impl, gp_arena *a, const gp_call_key *key, const gp_http_request *request, gp_err *err)
{
    look *l = impl;
    gp_str *names = GP_NEW_ARRAY(l->a, gp_str, request->n_headers);
    (void)a, (void)key, (void)err;
    for (size_t i = 0; i < request->n_headers; i++) names[i] = gp_str_dup(l->a, gp_str_c(request->headers[i].name));
    l->out->url = without_keys(l, gp_str_c(request->url));
    l->out->body = without_keys(l, request->body);
    l->out->headers = names;
    l->out->n_headers = request->n_headers;
    return GP_OK;
}

gp_code gp_remote_preview(gp_arena *a, const gp_target_spec *spec, const gp_target_services *env, gp_trial *trial,
                          gp_preview *out, gp_err *err)
{
    static const gp_carrier_ops only_look = {.probe = look_at};
    gp_target_services quiet = *env;
    gp_manifest_target facts = gp_manifest_target_unknown();
    const gp_target_ops *ops;
    gp_buf ignored = {0};
    void *impl = NULL;
    quiet.http = NULL;
    gp_code code = gp_remote_open(a, spec, &quiet, &impl, &ops, &facts, err);
    if (code) return code;
    remote *r = impl;
    gp_transcript t = {0};
    flight f = {.r = r, .trial = trial, .t = &t, .sampling = out->sampling};
    look l = {a, r->redact, out};
    r->caller.carrier = (gp_carrier){&only_look, &l};
    gp_call_key key = key_of(&f);
    gp_chat_request q = chat_request(&f);
    gp_chat_ignored(r->caller.codec, &q, &ignored);
    out->ignored = gp_str_dup(a, gp_buf_view(&ignored));
    gp_buf_free(&ignored);
    code = messages_of(&f, &q, err);
    if (!code) code = gp_call_probe(&r->caller, &trial->arena, &key, &q, err);
    remote_close(r);
    return code;
}
