/* local.c - the in-process engine as a target.
 *
 * One thread per local target owns the model's scheduler, so that the run's event loop stays free and remote arrival
 * times stay honest. A job travels: start() on the run's thread puts it into `inbox`; the engine's thread renders,
 * tokenizes, submits, steps, and after the last reply puts it into `outbox` and wakes the loop; pump() on the run's
 * thread delivers it. A job belongs to one thread at a time, so only the two lists need the lock. */
#include <pthread.h>
#include <stdlib.h>
#include <string.h>

#include "base/sys.h"
#include "targets/local_impl.h"

enum { DEFAULT_MAX_TOKENS = 1024 };

static void push(gp_local_jobs *l, gp_local_job *j)
{
    j->next = NULL;
    if (l->last) l->last->next = j;
    else l->first = j;
    l->last = j;
}

static gp_local_job *pop(gp_local_jobs *l)
{
    gp_local_job *j = l->first;
    if (j) l->first = j->next;
    if (!l->first) l->last = NULL;
    return j;
}

/* --- engine's thread --- */

/* Without a limit from the user, what is left of the context is the limit; with one, not fitting is an error. */
static uint32_t token_limit(const gp_local *l, const gp_local_job *j, size_t n_prompt)
{
    if (j->sampling.max_tokens > 0) return (uint32_t)j->sampling.max_tokens;
    size_t context = gp_model_get_facts(l->model)->context;
    size_t left = context > n_prompt ? context - n_prompt : 1;
    return (uint32_t)(left < DEFAULT_MAX_TOKENS ? left : DEFAULT_MAX_TOKENS);
}

static void finish(gp_local *l, gp_local_job *j, gp_failure failure)
{
    j->failure = failure;
    pthread_mutex_lock(&l->lock);
    push(&l->outbox, j);
    l->working--;
    pthread_cond_broadcast(&l->idle);
    pthread_mutex_unlock(&l->lock);
    gp_http_wakeup(l->env.http);
}

/* From within a step: the engine can be told to stop behind it only. */
static void note_token(void *ctx, int32_t id, gp_str text)
{
    gp_local_job *j = ctx;
    double now = gp_now_mono();
    (void)id;
    (void)text;
    if (!j->give_up) j->give_up = gp_watch_over(&j->watch, now, &j->why);
    j->watch.last = now;
}

static void ask(gp_local *l, gp_local_job *j)
{
    gp_ids ids = {0};
    j->watch.asked = gp_now_mono();
    j->watch.last = 0.0;
    gp_code code = gp_local_prompt(l, j, (gp_str){0}, &ids, &j->why);
    gp_failure failure = code == GP_E_INPUT ? GP_FAIL_REJECTED : GP_FAIL_SERVER_ERROR;
    if (j->trial->c->needs & GP_NEED_LIKELIHOOD) {
        if (!code) failure = gp_local_score(l, j, &ids);
        gp_ids_free(&ids);
        finish(l, j, failure);
        return;
    }
    uint32_t max_tokens = token_limit(l, j, ids.n);
    if (!code && gp_context_overflow(l->model, ids.n, max_tokens)) {
        gp_fail(&j->why, GP_E_INPUT, "%zu prompt tokens and %u to generate do not fit the context of %u", ids.n,
                max_tokens, gp_model_get_facts(l->model)->context);
        gp_ids_free(&ids);
        finish(l, j, GP_FAIL_CONTEXT_OVERFLOW);
        return;
    }
    gp_request r = {.prompt = ids.v,
                    .n_prompt = ids.n,
                    .max_tokens = max_tokens,
                    .sampling = gp_sampling_of(&j->sampling),
                    .seed = (uint64_t)j->trial->seed,
                    .stops = j->sampling.stop,
                    .n_stops = j->sampling.n_stop,
                    .format = l->stop_in == GP_STOP_IN_ANSWER ? &j->format : NULL,
                    .ctx = j,
                    .logits_hash = j->logits,
                    .grammar = j->grammars[j->t->n_replies],
                    .grammar_after = j->grammar_after,
                    .on_token = note_token,
                    .log_probs = (j->trial->c->needs & GP_NEED_LOGPROBS) != 0};
    gp_local_begin_reply(j, &ids);
    if (!code) { code = gp_scheduler_submit(l->scheduler, &r, &j->ticket, &j->why); }
    gp_ids_free(&ids);
    if (code) {
        finish(l, j, failure);
        return;
    }
    j->next = l->active;
    l->active = j;
}

static gp_failure failure_of(const gp_local_job *j, const gp_generation *g)
{
    const gp_reply *r = &j->replies[j->t->n_replies - 1];
    if (j->give_up) return j->give_up;
    switch (g->finish) {
    case GP_FINISH_STOP: return r->answer.n || r->tool_calls.n ? GP_FAIL_NONE : GP_FAIL_EMPTY;
    case GP_FINISH_LENGTH: return GP_FAIL_NONE; /* graded, and flagged by its finish */
    case GP_FINISH_LOOP: return GP_FAIL_LOOP;
    case GP_FINISH_CANCELLED: return GP_FAIL_CANCELLED;
    case GP_FINISH_ERROR:
    case GP_FINISH_NONE: break;
    }
    return GP_FAIL_SERVER_ERROR;
}

static void forget_active(gp_local *l, gp_local_job *j)
{
    gp_local_job **at = &l->active;
    while (*at && *at != j) at = &(*at)->next;
    if (*at) *at = j->next;
}

static void take_result(gp_local *l, gp_generation *g)
{
    gp_local_job *j = g->ctx;
    forget_active(l, j);
    if (g->finish == GP_FINISH_ERROR) j->why = g->error;
    gp_failure failure = gp_local_keep_reply(l, j, g) ? GP_FAIL_SERVER_ERROR : failure_of(j, g);
    gp_generation_free(g);
    if (failure == GP_FAIL_NONE && j->t->n_replies <= j->trial->c->n_turns) ask(l, j);
    else finish(l, j, failure);
}

/* The engine has no network to hang on, but a slow machine can exceed the limits of a trial all the same. */
static void enforce_limits(gp_local *l)
{
    for (gp_local_job *j = l->active; j; j = j->next) {
        if (!j->give_up) j->give_up = gp_watch_over(&j->watch, gp_now_mono(), &j->why);
        if (j->give_up) gp_scheduler_cancel(l->scheduler, j->ticket);
    }
}

static void cancel_active(gp_local *l)
{
    for (gp_local_job *j = l->active; j; j = j->next) gp_scheduler_cancel(l->scheduler, j->ticket);
}

/* Wait for work; take what is in the inbox. False when the thread shall end. */
static bool receive(gp_local *l)
{
    gp_local_jobs fresh = {0};
    pthread_mutex_lock(&l->lock);
    while (!l->inbox.first && !l->stop && !l->cancel && !l->active) pthread_cond_wait(&l->work, &l->lock);
    bool stop = l->stop, cancel = l->cancel;
    l->cancel = false;
    fresh = l->inbox;
    l->inbox = (gp_local_jobs){0};
    pthread_mutex_unlock(&l->lock);
    if (cancel || stop) cancel_active(l);
    for (gp_local_job *j; (j = pop(&fresh));) {
        if (cancel || stop) finish(l, j, GP_FAIL_CANCELLED);
        else ask(l, j);
    }
    return !stop || l->active;
}

static void *engine_thread(void *arg)
{
    gp_local *l = arg;
    while (receive(l)) {
        gp_err err = {0};
        enforce_limits(l);
        /* the results carry the error */
        if (gp_scheduler_busy(l->scheduler)) (void)!gp_scheduler_step(l->scheduler, &err);
        for (gp_generation *g; (g = gp_scheduler_take(l->scheduler));) take_result(l, g);
    }
    return NULL;
}

/* --- run's thread --- */

static bool local_ready(const void *impl)
{
    const gp_local *l = impl;
    return l->in_flight < l->slots;
}

static const char *why_failed(const gp_local_job *j)
{
    const gp_reply *last = gp_transcript_last(j->t);
    if (j->why.msg[0]) return j->why.msg;
    if (j->failure == GP_FAIL_LOOP) return "the model repeats itself without end";
    if (j->failure != GP_FAIL_EMPTY) return "the engine stopped";
    return last && last->reasoning.n ? "the model ended its reply after its reasoning, without an answer"
                                     : "the model ended its reply at once";
}

static void job_free(gp_local_job *j) /* what the trial's arena does not own */
{
    for (size_t i = 0; i <= j->trial->c->n_turns; i++) gp_grammar_free(j->grammars[i]);
    gp_sha256_free(j->logits);
    gp_buf_free(&j->margins);
}

/* What is written into the model's files while it is open shows through the mapping: then what was computed since may
 * belong to no model at all. So each trial is let through only while they are what was hashed, and the run ends with
 * those before it. A file that was put in the place of one changes nothing but what a resumed run would open. */
static void check_model(gp_local *l)
{
    gp_err changed = {0}, why = {0};
    const gp_gguf *g = gp_model_gguf(l->model);
    gp_code code = gp_gguf_unchanged(g, &changed);
    if (code && l->env.tape.broken) {
        (void)gp_fail(
            &why, code,
            "%s; what target %.*s answered since is not kept, and the run goes on only with the file as it was",
            changed.msg, GP_ARG(l->name));
        l->env.tape.broken(l->env.tape.broken_user, &why);
    }
    const char *replaced = code || l->told_replaced || !l->env.notice ? NULL : gp_gguf_replaced(g);
    if (!replaced) return;
    l->told_replaced = true;
    l->env.notice(l->env.notice_user, l->name, gp_str_c(replaced),
                  GP_STR("names another file by now; the run goes on with the one that it opened and hashed"));
}

static void deliver(gp_local *l, gp_local_job *j)
{
    check_model(l);
    gp_transcript *t = j->t;
    gp_arena *a = &j->trial->arena;
    t->duration_s = gp_now_mono() - j->watch.started;
    t->attempts = 1;
    t->seed_use = GP_STR("honoured");
    if (j->margins.n) {
        gp_buf_byte(&j->margins, ']');
        t->margins = gp_str_dup(a, gp_buf_view(&j->margins));
        char hex[GP_SHA256_HEX];
        gp_sha256_peek_hex(j->logits, hex);
        t->logits_sha256 = gp_str_dup(a, gp_str_c(hex));
    }
    job_free(j);
    l->in_flight--;
    if (j->failure == GP_FAIL_NONE) {
        l->env.done(l->env.user, j->trial, t);
        return;
    }
    gp_trial_end(j->trial, &l->env, t, j->failure, "%s", why_failed(j));
}

static void local_pump(void *impl)
{
    gp_local *l = impl;
    for (;;) {
        pthread_mutex_lock(&l->lock);
        gp_local_job *j = pop(&l->outbox);
        pthread_mutex_unlock(&l->lock);
        if (!j) return;
        deliver(l, j);
    }
}

/* A grammar for every reply that a grader with a schema looks at. */
static gp_code make_grammars(gp_local_job *j, gp_err *err)
{
    const gp_case *c = j->trial->c;
    bool some = false;
    if (c->needs & GP_NEED_TOOLS)
        return gp_fail(err, GP_E_INPUT,
                       "the local engine cannot hold an answer to a schema and leave room for tool calls");
    for (size_t i = 0; i < c->n_graders; i++) {
        const gp_json *schema = gp_grader_schema(c->graders[i]);
        if (!schema) continue;
        some = true;
        gp_grammar **at = &j->grammars[c->graders[i]->turn - 1];
        gp_code code = *at ? GP_OK : gp_grammar_new(schema, at, err);
        if (code) return code;
    }
    return some ? GP_OK : gp_fail(err, GP_E_INPUT, "the case needs json_schema, but no grader of it has a schema");
}

/* The digest of the request names the model; a schema that holds the answer is part of what was asked. */
static gp_code request_digest(const gp_local *l, gp_local_job *j, char digest[65], gp_err *err)
{
    const gp_case *c = j->trial->c;
    gp_buf identity = {0};
    gp_code code = GP_OK;
    gp_buf_str(&identity, l->identity);
    for (size_t i = 0; i < c->n_graders && c->needs & GP_NEED_JSON_SCHEMA && !code; i++) {
        const gp_json *schema = gp_grader_schema(c->graders[i]);
        if (!schema) continue;
        gp_buf_fmt(&identity, " %lld ", (long long)c->graders[i]->turn);
        gp_jw w;
        gp_jw_init(&w, &identity, 0);
        code = gp_jw_canonical(&w, &j->trial->arena, schema, err);
    }
    const gp_besides besides = {.date = j->t->date, .context = -1};
    if (!code)
        code = gp_request_digest(j->trial, GP_STR("local"), gp_buf_view(&identity), &besides, &j->sampling, digest,
                                 err);
    gp_buf_free(&identity);
    return code;
}

static void local_start(void *impl, gp_trial *trial)
{
    gp_local *l = impl;
    gp_arena *a = &trial->arena;
    gp_local_job *j = GP_NEW(a, gp_local_job);
    gp_transcript *t = gp_transcript_begin(trial, l->name);
    gp_reply *replies = GP_NEW_ARRAY(a, gp_reply, trial->c->n_turns + 1);
    gp_grammar **grammars = GP_NEW_ARRAY(a, gp_grammar *, trial->c->n_turns + 1);
    const char *lacks = gp_local_lacks(trial, l->offers);
    if (lacks) {
        gp_trial_end(trial, &l->env, t, GP_FAIL_NONE, "%s", lacks);
        return;
    }
    *j = (gp_local_job){.trial = trial,
                        .t = t,
                        .replies = replies,
                        .grammars = grammars,
                        .watch.started = gp_now_mono(),
                        .logits = gp_sha256_new()};
    t->replies = replies;
    gp_local_note_date(l, trial, t);
    j->sampling = gp_sampling_merge(&trial->c->sampling, &l->sampling);
    j->watch.limits = gp_limits_merge(&trial->c->limits, &l->limits);
    char digest[65];
    gp_err err = {0};
    gp_code code = request_digest(l, j, digest, &err);
    bool cannot = !code && trial->c->needs & GP_NEED_JSON_SCHEMA && (code = make_grammars(j, &err)) == GP_E_INPUT;
    if (code) {
        job_free(j);
        gp_trial_end(trial, &l->env, t, cannot ? GP_FAIL_NONE : GP_FAIL_SERVER_ERROR, "%s", err.msg);
        return;
    }
    t->request_digest = gp_str_dup(a, gp_str_c(digest));
    l->in_flight++;
    pthread_mutex_lock(&l->lock);
    push(&l->inbox, j);
    l->working++;
    pthread_cond_signal(&l->work);
    pthread_mutex_unlock(&l->lock);
}

static void local_cancel(void *impl)
{
    gp_local *l = impl;
    pthread_mutex_lock(&l->lock);
    l->cancel = true;
    pthread_cond_signal(&l->work);
    while (l->working) pthread_cond_wait(&l->idle, &l->lock);
    l->cancel = false;
    pthread_mutex_unlock(&l->lock);
    local_pump(l);
}

static void local_close(void *impl)
{
    gp_local *l = impl;
    if (l->started) {
        pthread_mutex_lock(&l->lock);
        l->stop = true;
        pthread_cond_signal(&l->work);
        pthread_mutex_unlock(&l->lock);
        (void)pthread_join(l->thread, NULL);
    }
    for (gp_local_job *j; (j = pop(&l->outbox));) job_free(j);
    gp_scheduler_free(l->scheduler);
    gp_model_close(l->model);
    pthread_cond_destroy(&l->work);
    pthread_cond_destroy(&l->idle);
    pthread_mutex_destroy(&l->lock);
    free(l);
}

static const gp_target_ops local_ops = {local_ready, local_start, local_pump, local_cancel, local_close, NULL};

/* --- opening --- */

gp_code gp_local_open(gp_arena *a, const gp_target_spec *spec, const gp_target_services *env, void **impl,
                      const gp_target_ops **ops, gp_manifest_target *facts, gp_err *err)
{
    gp_local *l = gp_alloc(sizeof *l);
    *l = (gp_local){.env = *env,
                    .name = spec->name,
                    .sampling = spec->sampling,
                    .limits = spec->limits,
                    .extra = spec->extra,
                    .reasoning = spec->reasoning,
                    .stop_in = spec->stop_in,
                    .offers = GP_LOCAL_OFFERS,
                    .slots = env->wish->slots ? env->wish->slots : GP_LOCAL_SLOTS};
    (void)pthread_mutex_init(&l->lock, NULL);
    (void)pthread_cond_init(&l->work, NULL);
    (void)pthread_cond_init(&l->idle, NULL);
    gp_code code = gp_local_open_model(a, l, spec, facts, err);
    if (!code) code = gp_local_templates(a, l, gp_model_get_facts(l->model), spec, facts, err);
    if (!code) l->identity = gp_local_identity(a, facts);
    if (!code) code = gp_local_warm_up(l->model, err);
    if (!code) code = gp_scheduler_new(l->model, l->slots, &l->scheduler, err);
    if (!code && pthread_create(&l->thread, NULL, engine_thread, l) != 0)
        code = gp_fail(err, GP_E_INFRA, "cannot start the engine's thread");
    else if (!code) l->started = true;
    if (code) {
        local_close(l);
        return code;
    }
    gp_local_describe(a, l, spec, facts);
    *impl = l;
    *ops = &local_ops;
    return GP_OK;
}
