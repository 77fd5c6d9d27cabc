/* remote.c - a chat provider behind HTTP as a target: trial -> request -> exchange -> reply -> transcript.
 *
 * Everything runs on the run's thread inside gp_http_pump. One attempt per trial and turn: whatever breaks becomes a
 * failure kind. An exchange borrows the request's texts from the trial's arena, so a trial is handed back only from
 * on_done. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/sys.h"
#include "target/codec.h"
#include "target/target_impl.h"

typedef struct remote {
    gp_target_env env;
    const gp_codec *codec;
    gp_str name, provider, model, base_url, key, extra;
    gp_sampling_spec sampling;
    gp_limits limits;
    const gp_header *headers;
    size_t n_headers;
    gp_redact *redact;
    struct flight *first; /* in flight, doubly linked */
    bool auth_failed;
    gp_str auth_reason;   /* in `arena` */
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
    gp_http_x *x;
    gp_chat_reply reply;
    double started, turn_started;
} flight;

static bool ask(flight *f, gp_err *err);

static void link_flight(flight *f)
{
    f->next = f->r->first;
    if (f->next) f->next->prev = f;
    f->r->first = f;
}

static void unlink_flight(flight *f)
{
    if (f->next) f->next->prev = f->prev;
    if (f->prev) f->prev->next = f->next;
    else f->r->first = f->next;
}

/* --- the end of a reply --- */

static gp_str keep(gp_arena *a, const gp_buf *b)
{
    return b->n ? gp_str_dup(a, gp_buf_view(b)) : (gp_str){0};
}

static double since(double from, double at)
{
    return at - from; /* NaN stays NaN */
}

static void keep_reply(flight *f)
{
    gp_chat_reply *c = &f->reply;
    gp_arena *a = &f->trial->arena;
    bool nothing = !c->answer.n && !c->reasoning.n && !c->n_calls && c->failure != GP_FAIL_NONE;
    if (nothing) return;
    gp_buf calls = {0};
    gp_chat_calls_json(c, &calls);
    f->replies[f->t->n_replies++] = (gp_reply){
        .answer = keep(a, &c->answer), .reasoning = keep(a, &c->reasoning), .tool_calls = keep(a, &calls),
        .finish = gp_str_c(gp_chat_finish_name(c->finish)),
        .first_token_s = since(f->turn_started, c->first_token), .total_s = since(f->turn_started, c->last_token),
        .input_tokens = c->input_tokens, .output_tokens = c->output_tokens, .cached_tokens = c->cached_tokens, .reasoning_tokens = c->reasoning_tokens};
    gp_buf_free(&calls);
}

static void note_drift(flight *f)
{
    gp_arena *a = &f->trial->arena;
    gp_transcript *t = f->t;
    if (f->reply.model.n) t->returned_model = keep(a, &f->reply.model);
    if (f->reply.fingerprint.n) t->system_fingerprint = keep(a, &f->reply.fingerprint);
    if (f->reply.upstream.n) t->upstream = keep(a, &f->reply.upstream);
    /* The API takes a seed but does not say whether it was used. */
    t->seed_use = GP_STR("sent");
}

static void finish(flight *f, gp_failure failure, const char *why)
{
    remote *r = f->r;
    f->t->duration_s = gp_now_mono() - f->started;
    unlink_flight(f);
    if (failure == GP_FAIL_AUTH && !r->auth_failed) {
        r->auth_failed = true;
        r->auth_reason = gp_str_dup(&r->arena, gp_str_c(why));
    }
    if (failure == GP_FAIL_NONE) r->env.done(r->env.user, f->trial, f->t);
    else gp_trial_end(f->trial, &r->env, f->t, failure, "%s", why);
}

/* --- callbacks of the exchange --- */

static void on_headers(void *user, gp_http_x *x, int status)
{
    flight *f = user;
    gp_chat_begin(&f->reply, f->r->codec, f->r->redact, true, status, gp_http_header_value(x, "content-type"));
}

static void on_data(void *user, gp_http_x *x, gp_str bytes, double at)
{
    flight *f = user;
    bool more = gp_chat_feed(&f->reply, bytes, at);
    if (!isnan(f->reply.first_token)) gp_http_mark_first_token(x, f->reply.first_token);
    if (!more && f->reply.failure != GP_FAIL_NONE) gp_http_cancel(x);
}

static gp_failure broke_how(const gp_http_result *h)
{
    const char *kind = gp_http_outcome_kind(h->outcome);
    return kind ? (gp_failure)gp_failure_by_name(gp_str_c(kind)) : GP_FAIL_NONE;
}

static void on_done(void *user, gp_http_x *x, const gp_http_result *h)
{
    (void)x;
    flight *f = user;
    if (!f->reply.codec) gp_chat_begin(&f->reply, f->r->codec, f->r->redact, true, 0, (gp_str){0});
    gp_chat_end(&f->reply, broke_how(h), h->text);
    f->t->attempts += h->sends;
    f->turn_started = h->started;
    char why[GP_CHAT_MESSAGE_MAX + 1];
    memcpy(why, f->reply.message, sizeof why);
    gp_failure failure = f->reply.failure;
    keep_reply(f);
    note_drift(f);
    gp_chat_reply_free(&f->reply);
    gp_err err = {0};
    if (failure == GP_FAIL_NONE && f->t->n_replies <= f->trial->c->n_turns) {
        if (ask(f, &err)) return;
        failure = GP_FAIL_BAD_RESPONSE;
        (void)memccpy(why, err.msg, 0, sizeof why);
        why[sizeof why - 1] = 0;
    }
    finish(f, failure, why);
}

static const gp_http_events events = {on_headers, on_data, on_done};

/* --- asking --- */

static const gp_chat_message *messages_of(flight *f, size_t *n)
{
    gp_arena *a = &f->trial->arena;
    const gp_case *c = f->trial->c;
    size_t turn = f->t->n_replies;
    gp_chat_message *m = GP_NEW_ARRAY(a, gp_chat_message, c->n_messages + 2 * turn);
    *n = 0;
    for (size_t i = 0; m && i < c->n_messages; i++) m[(*n)++] = (gp_chat_message){c->messages[i].role, gp_message_text(a, &c->messages[i])};
    for (size_t i = 0; m && i < turn; i++) {
        m[(*n)++] = (gp_chat_message){GP_STR("assistant"), f->replies[i].answer};
        m[(*n)++] = (gp_chat_message){GP_STR("user"), c->turns[i]};
    }
    return m;
}

static gp_chat_request chat_request(flight *f)
{
    gp_chat_request q = GP_CHAT_REQUEST_INIT;
    const gp_sampling_spec *s = &f->sampling;
    q.base_url = f->r->base_url;
    q.model = f->r->model;
    q.messages = messages_of(f, &q.n_messages);
    q.max_tokens = s->max_tokens;
    q.temperature = s->temperature;
    q.top_p = s->top_p;
    q.seed = f->trial->seed;
    q.stop = s->stop;
    q.n_stop = s->n_stop;
    q.stream = true;
    q.extra = f->r->extra;
    return q;
}

/* Headers of the codec, then those of the targets file. */
static gp_http_header *headers_of(flight *f, const gp_chat_request *q, size_t *n)
{
    gp_arena *a = &f->trial->arena;
    gp_codec_header own[GP_CODEC_HEADERS_MAX];
    size_t k = f->r->codec->headers(a, q, f->r->key, own);
    gp_http_header *h = GP_NEW_ARRAY(a, gp_http_header, k + f->r->n_headers);
    *n = 0;
    for (size_t i = 0; h && i < k; i++) h[(*n)++] = (gp_http_header){own[i].name, own[i].value, own[i].secret};
    for (size_t i = 0; h && i < f->r->n_headers; i++) h[(*n)++] = (gp_http_header){f->r->headers[i].name.p, f->r->headers[i].value.p, true};
    return h;
}

static bool ask(flight *f, gp_err *err)
{
    gp_arena *a = &f->trial->arena;
    gp_chat_request q = chat_request(f);
    gp_buf url = {0}, body = {0};
    gp_http_request h = {.method = "POST", .redact = f->r->redact,
                         .limits = {f->limits.connect_s, f->limits.first_token_s, f->limits.stall_s, f->limits.total_s}};
    h.headers = headers_of(f, &q, &h.n_headers);
    f->r->codec->url(&q, &url);
    gp_code code = f->r->codec->body(&q, &body, err);
    if (!code) code = gp_buf_check(&url, err);
    h.url = gp_str_dup(a, gp_buf_view(&url)).p;
    h.body = gp_str_dup(a, gp_buf_view(&body));
    gp_buf_free(&url);
    gp_buf_free(&body);
    if (!code && (!h.url || !h.body.p || !h.headers || !q.messages)) code = gp_fail_nomem(err);
    f->reply = (gp_chat_reply){0};
    f->turn_started = gp_now_mono();
    if (!code) code = gp_http_start(f->r->env.http, &h, &events, f, &f->x, err);
    return code == GP_OK;
}

static bool remote_ready(const void *impl)
{
    (void)impl;
    return true;
}

static void remote_start(void *impl, gp_trial *trial)
{
    remote *r = impl;
    gp_arena *a = &trial->arena;
    flight *f = GP_NEW(a, flight);
    gp_transcript *t = gp_transcript_begin(trial, r->name);
    gp_reply *replies = GP_NEW_ARRAY(a, gp_reply, trial->c->n_turns + 1);
    if (!f || !t || !replies) return; /* the arena's cap is far above this */
    *f = (flight){.r = r, .trial = trial, .t = t, .replies = replies, .started = gp_now_mono()};
    t->replies = replies;
    link_flight(f);
    if (trial->c->needs) {
        gp_str lacking = gp_needs_text(a, trial->c->needs);
        gp_str why = gp_str_fmt(a, "this build sends no requests with what the case needs: %.*s", GP_ARG(lacking));
        unlink_flight(f);
        gp_trial_end(trial, &r->env, t, GP_FAIL_NONE, "%s", why.p ? why.p : "");
        return;
    }
    if (r->auth_failed) {
        unlink_flight(f);
        gp_trial_end(trial, &r->env, t, GP_FAIL_AUTH, "not sent after an earlier authentication error: %.*s", GP_ARG(r->auth_reason));
        return;
    }
    f->sampling = gp_sampling_merge(&trial->c->sampling, &r->sampling);
    f->limits = gp_limits_merge(&trial->c->limits, &r->limits);
    gp_err err = {0};
    char digest[65];
    gp_code code = gp_request_digest(trial, r->provider, r->model, &f->sampling, digest, &err);
    if (!code) t->request_digest = gp_str_dup(a, gp_str_c(digest));
    if (code || !ask(f, &err)) finish(f, GP_FAIL_BAD_RESPONSE, err.msg);
}

static void remote_pump(void *impl)
{
    (void)impl; /* the run pumps the HTTP loop */
}

static void remote_cancel(void *impl)
{
    remote *r = impl;
    for (flight *f = r->first; f; f = f->next) gp_http_cancel(f->x);
    while (r->first) (void)gp_http_pump(r->env.http);
}

static void remote_close(void *impl)
{
    remote *r = impl;
    gp_redact_free(r->redact);
    gp_arena_free(&r->arena);
    free(r);
}

static const gp_target_ops remote_ops = {remote_ready, remote_start, remote_pump, remote_cancel, remote_close};

/* --- opening --- */

static gp_str from_env(const gp_target_env *env, const char *name)
{
    return name ? env->secret(env->secret_user, name) : (gp_str){0};
}

static gp_code find_key(remote *r, const gp_target_spec *spec, gp_err *err)
{
    const char *variable = spec->api_key_env.n ? spec->api_key_env.p : r->codec->key_env;
    r->key = from_env(&r->env, variable);
    bool own_url = !r->base_url.n || gp_str_eqc(r->base_url, r->codec->base_url);
    if (!r->key.n && (spec->api_key_env.n || (r->codec->key_required && own_url)))
        return gp_fail(err, GP_E_INPUT, "target %.*s: the key is missing; set %s in the environment or in --env-file", GP_ARG(spec->name), variable);
    gp_code code = r->key.n ? gp_redact_add(r->redact, r->key, NULL, err) : GP_OK;
    for (size_t i = 0; i < spec->n_headers && !code; i++) code = gp_redact_add(r->redact, spec->headers[i].value, NULL, err);
    return code;
}

gp_code gp_remote_open(gp_arena *a, const gp_target_spec *spec, const gp_target_env *env, void **impl, const gp_target_ops **ops, gp_manifest_target *facts, gp_err *err)
{
    remote *r = calloc(1, sizeof *r);
    if (!r) return gp_fail_nomem(err);
    *r = (remote){.env = *env, .codec = gp_codec_find(spec->provider), .name = spec->name, .provider = spec->provider, .model = spec->model,
                  .sampling = spec->sampling, .limits = spec->limits, .headers = spec->headers, .n_headers = spec->n_headers, .redact = gp_redact_new()};
    gp_code code = r->codec ? GP_OK : gp_fail(err, GP_E_BUG, "no codec for provider \"%.*s\"", GP_ARG(spec->provider));
    if (!code && !r->redact) code = gp_fail_nomem(err);
    if (!code) {
        r->base_url = spec->base_url.n ? spec->base_url : from_env(env, r->codec->base_url_env);
        while (r->base_url.n && r->base_url.p[r->base_url.n - 1] == '/') r->base_url.n--;
        if (!r->base_url.n) r->base_url = gp_str_c(r->codec->base_url);
        if (spec->extra) r->extra = spec->extra->raw;
        code = find_key(r, spec, err);
    }
    if (code) {
        remote_close(r);
        return code;
    }
    facts->model = spec->model;
    facts->base_url = gp_str_dup(a, r->base_url);
    facts->claim = GP_STR("statistical");
    facts->claim_basis = GP_STR("a remote model: nothing is known about its weights, hardware or batching");
    facts->context = -1;
    *impl = r;
    *ops = &remote_ops;
    return GP_OK;
}
