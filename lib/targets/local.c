/* local.c - the in-process engine as a target.
 *
 * One thread per local target owns the model's scheduler, so that the run's event loop stays free and remote arrival
 * times stay honest. A job travels: start() on the run's thread puts it into `inbox`; the engine's thread renders,
 * tokenizes, submits, steps, and after the last reply puts it into `outbox` and wakes the loop; pump() on the run's
 * thread delivers it. A job belongs to one thread at a time, so only the two lists need the lock. */
#include <math.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/day.h"
#include "base/sys.h"
#include "engine/engine.h"
#include "engine/score.h"
#include "reply/grammar.h"
#include "reply/reply.h"
#include "targets/prompt.h"
#include "targets/target_impl.h"
#include "targets/watch.h"
#include "call/timing.h"

enum { DEFAULT_MAX_TOKENS = 1024, OFFERED = GP_NEED_LOGPROBS | GP_NEED_LIKELIHOOD /* whatever the model */ };

typedef struct job {
    struct job *next;
    gp_trial *trial;
    gp_transcript *t;
    gp_reply *replies; /* room for n_turns + 1 */
    gp_sampling_spec sampling;
    gp_watch watch;
    gp_reply_format format; /* of the reply asked for now */
    gp_grammar **grammars;  /* [n_turns + 1], owned; NULL where a reply is free */
    gp_str grammar_after;
    char prompt[GP_SHA256_HEX]; /* of the prompt's text; empty: the manifest could not tell it */
    gp_str *shown;              /* where the prompt goes as text; NULL: nobody wants to see it */
    uint64_t ticket;
    gp_failure give_up; /* why the engine is told to stop, if it is */
    gp_sha256 *logits;  /* over all replies */
    gp_buf margins;
    gp_failure failure; /* how it ended */
    gp_err why;
} job;

typedef struct job_list {
    job *first, *last;
} job_list;

typedef struct local {
    gp_target_services env;
    gp_str name;
    /* what request digests call the model: weights, and the variables that its template gets */
    gp_str identity;
    gp_model *model; /* NULL: only the prompt is looked at */
    const gp_tokenizer *tok;
    gp_scheduler *scheduler;
    gp_sampling_spec sampling;
    gp_limits limits;
    gp_manifest_template template;
    bool tells;           /* the template is text that the manifest can tell */
    const gp_json *extra; /* further variables of the template, or NULL */
    gp_str date;          /* what the template sees as today, where no case says; empty: it does not look */
    gp_reasoning reasoning;
    gp_stop_scope stop_in;
    unsigned offers; /* gp_need bits that this model can serve */
    unsigned slots;
    size_t in_flight; /* run's thread only, as the next */
    bool told_replaced;
    job *active; /* engine's thread only: submitted jobs */
    pthread_t thread;
    bool started;
    pthread_mutex_t lock;
    pthread_cond_t work, idle;
    job_list inbox, outbox; /* under the lock, as are the next three */
    size_t working;         /* jobs that the engine's thread holds */
    bool stop, cancel;
} local;

static void push(job_list *l, job *j)
{
    j->next = NULL;
    if (l->last) l->last->next = j;
    else l->first = j;
    l->last = j;
}

static job *pop(job_list *l)
{
    job *j = l->first;
    if (j) l->first = j->next;
    if (!l->first) l->last = NULL;
    return j;
}

/* --- the prompt --- */

/* Templates ask what day it is by a function, or by one of two variables. */
static bool looks_at_date(gp_str source)
{
    static const char *const words[] = {"strftime_now", "date_string", "datetime"};
    bool any = false;
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        any = any || gp_str_find(source, gp_str_c(words[i])) != SIZE_MAX;
    return any;
}

/* Only the template may speak in control tokens: what a message says of them is text, and so is what follows the
 * prompt. The BOS alone is added, where the template has none: an end token, which a file may want behind every text,
 * would stand between prompt and reply. */
static gp_code tokenize_prompt(gp_arena *a, const gp_tokenizer *tok, const gp_rendered *r, gp_str behind, gp_ids *ids,
                               gp_err *err)
{
    gp_str *plain = GP_NEW_ARRAY(a, gp_str, r->n + 1), bos = gp_token_text(tok, gp_token_bos(tok));
    gp_str text = gp_str_cat(a, r->text, behind, GP_STR(""));
    size_t n = 0, at = 0;
    for (size_t i = 0; i < r->n; at += r->spans[i++].text.n)
        if (r->spans[i].from_value) plain[n++] = (gp_str){text.p + at, r->spans[i].text.n};
    if (behind.n) plain[n++] = (gp_str){text.p + r->text.n, behind.n};
    bool has_bos = bos.n && r->n && !r->spans[0].from_value && gp_str_starts(r->spans[0].text, bos);
    if (gp_tokenizer_adds_bos(tok) && !has_bos) gp_ids_add(ids, gp_token_bos(tok));
    return gp_tokenize_mixed(tok, text, plain, n, GP_TOK_PLAIN, ids, err);
}

/* A template that raises, or that these messages or variables lead astray: another case, or another target. */
static void advise(gp_err *err)
{
    static const char what[] =
        " (what to change: the roles and order of the case's messages, or \"system\" or "
        "\"extra\" of the target)";
    size_t n = strlen(err->msg), most = sizeof err->msg - sizeof what;
    memcpy(err->msg + (n < most ? n : most), what, sizeof what);
}

static gp_code make_prompt(const local *l, job *j, gp_str behind, gp_ids *ids, gp_err *err)
{
    gp_arena a = {0};
    gp_rendered r;
    gp_str source = gp_prompt_template(&l->template, j->trial);
    gp_code code = gp_prompt_render(&a, &l->template, l->extra, j->trial, j->replies, j->t->n_replies, j->t->date, &r,
                                    err);
    if (code == GP_E_INPUT) advise(err);
    if (!code) code = tokenize_prompt(&a, l->tok, &r, behind, ids, err);
    if (!code) {
        j->format = gp_reply_format_find(source, &r, l->tok, j->trial->c->tools);
        gp_reply_use(&j->format, l->reasoning);
        j->format.header = gp_str_dup(&j->trial->arena, j->format.header);
        if (j->grammars[j->t->n_replies]) j->grammar_after = gp_reply_hold(&j->format);
        if (j->shown) *j->shown = gp_str_dup(&j->trial->arena, r.text);
        if (!behind.n && l->tells) gp_sha256_hex_of(r.text, j->prompt);
    }
    gp_arena_free(&a);
    return code;
}

/* --- engine's thread --- */

/* Without a limit from the user, what is left of the context is the limit; with one, not fitting is an error. */
static uint32_t token_limit(const local *l, const job *j, size_t n_prompt)
{
    if (j->sampling.max_tokens > 0) return (uint32_t)j->sampling.max_tokens;
    size_t context = gp_model_get_facts(l->model)->context;
    size_t left = context > n_prompt ? context - n_prompt : 1;
    return (uint32_t)(left < DEFAULT_MAX_TOKENS ? left : DEFAULT_MAX_TOKENS);
}

static void finish(local *l, job *j, gp_failure failure)
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
    job *j = ctx;
    double now = gp_now_mono();
    (void)id;
    (void)text;
    if (!j->give_up) j->give_up = gp_watch_over(&j->watch, now, &j->why);
    j->watch.last = now;
}

static const int32_t *keep_ids(gp_arena *a, const int32_t *ids, size_t n)
{
    int32_t *kept = GP_NEW_ARRAY(a, int32_t, n);
    if (n) memcpy(kept, ids, n * sizeof *ids);
    return kept;
}

static gp_reply *begin_reply(job *j, const gp_ids *prompt)
{
    gp_reply *reply = &j->replies[j->t->n_replies];
    *reply = gp_reply_unknown();
    reply->prompt_tokens = keep_ids(&j->trial->arena, prompt->v, prompt->n);
    reply->n_prompt_tokens = prompt->n;
    reply->prompt_sha256 = gp_str_dup(&j->trial->arena, gp_str_c(j->prompt));
    return reply;
}

/* --- texts that are scored in place of an answer --- */

/* One text behind the prompt, by the ids of both together: *n of them are the prompt's, up to the first that the text
 * changes. */
static gp_code score_ids(const local *l, job *j, const gp_ids *prompt, gp_str text, gp_ids *ids, size_t *n, gp_err *err)
{
    gp_code code = make_prompt(l, j, text, ids, err);
    *n = 0;
    while (!code && *n < prompt->n && *n < ids->n && prompt->v[*n] == ids->v[*n]) ++*n;
    if (!code && (*n == ids->n || !*n))
        code = gp_fail(err, GP_E_INPUT, "the option \"%.*s\" adds no token to the prompt, so it cannot be scored",
                       GP_ARG(text));
    return code;
}

/* Texts that leave the same ids of the prompt alone, mostly all, share its evaluation. */
static gp_code score_texts(local *l, job *j, const gp_ids *prompt, gp_likelihood *out, gp_err *err)
{
    const gp_case *c = j->trial->c;
    gp_arena *a = &j->trial->arena;
    size_t n = c->n_continuations, *at = GP_NEW_ARRAY(a, size_t, n);
    gp_continuation *list = GP_NEW_ARRAY(a, gp_continuation, n);
    gp_score *scores = GP_NEW_ARRAY(a, gp_score, n);
    gp_session *s = gp_scheduler_lend(l->scheduler);
    gp_code code = s ? GP_OK : gp_fail(err, GP_E_BUG, "no slot is free to score options in");
    for (size_t i = 0; i < n && !code; i++) {
        gp_ids ids = {0};
        code = score_ids(l, j, prompt, c->continuations[i], &ids, &at[i], err);
        if (!code) list[i] = (gp_continuation){.ids = keep_ids(a, ids.v + at[i], ids.n - at[i]), .n = ids.n - at[i]};
        gp_ids_free(&ids);
    }
    for (size_t i = 0, k; i < n && !code; i = k) {
        for (k = i + 1; k < n && at[k] == at[i];) k++;
        code = gp_score_in(s, prompt->v, at[i], list + i, k - i, scores + i, err);
    }
    for (size_t i = 0; i < n && !code; i++)
        out[i] = (gp_likelihood){c->continuations[i], list[i].ids, list[i].n, scores[i].log_prob};
    return code;
}

/* One that is no number is never the likeliest; of equal ones the first is. */
static gp_str likeliest(const gp_reply *r)
{
    const gp_likelihood *best = r->likelihoods;
    for (size_t i = 1; i < r->n_likelihoods; i++)
        if (r->likelihoods[i].log_prob > best->log_prob || isnan(best->log_prob)) best = &r->likelihoods[i];
    return best->text;
}

/* `failure`: what came of making the prompt. */
static void score(local *l, job *j, const gp_ids *prompt, gp_failure failure)
{
    gp_reply *r = begin_reply(j, prompt);
    size_t n = j->trial->c->n_continuations;
    gp_likelihood *list = GP_NEW_ARRAY(&j->trial->arena, gp_likelihood, n);
    gp_code code = failure ? GP_E_INPUT : score_texts(l, j, prompt, list, &j->why);
    if (code && !failure) failure = code == GP_E_INPUT ? GP_FAIL_REJECTED : GP_FAIL_SERVER_ERROR;
    if (!failure) failure = gp_watch_over(&j->watch, gp_now_mono(), &j->why);
    if (!failure) {
        r->likelihoods = list;
        r->n_likelihoods = n;
        r->answer = likeliest(r);
        r->finish = GP_STR(GP_FINISH_SCORED);
        r->input_tokens = (int64_t)prompt->n;
        r->output_tokens = 0;
        r->total_s = gp_now_mono() - j->watch.asked;
        j->t->n_replies++;
    }
    finish(l, j, failure);
}

static void ask(local *l, job *j)
{
    gp_ids ids = {0};
    j->watch.asked = gp_now_mono();
    j->watch.last = 0.0;
    gp_code code = make_prompt(l, j, (gp_str){0}, &ids, &j->why);
    gp_failure failure = code == GP_E_INPUT ? GP_FAIL_REJECTED : GP_FAIL_SERVER_ERROR;
    if (j->trial->c->needs & GP_NEED_LIKELIHOOD) {
        score(l, j, &ids, code ? failure : GP_FAIL_NONE);
        gp_ids_free(&ids);
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
    begin_reply(j, &ids);
    if (!code) { code = gp_scheduler_submit(l->scheduler, &r, &j->ticket, &j->why); }
    gp_ids_free(&ids);
    if (code) {
        finish(l, j, failure);
        return;
    }
    j->next = l->active;
    l->active = j;
}

typedef struct begins { /* index of the token with which a part came to light; SIZE_MAX: there is none */
    size_t reasoning, answer;
} begins;

static void note_begin(size_t *begin, const gp_buf *part, size_t i)
{
    if (!part->n) *begin = SIZE_MAX; /* none, or what came to light was something else after all */
    else if (*begin == SIZE_MAX) *begin = i;
}

/* The splitter sees control tokens by name, and plain text as far as the reply goes: a stop string cuts it. */
static void feed_reply(const gp_tokenizer *tok, const gp_generation *g, gp_reply_parts *p, begins *b)
{
    *b = (begins){SIZE_MAX, SIZE_MAX};
    size_t left = g->text.n;
    gp_buf piece = {0};
    for (size_t i = 0; i < g->n_tokens && (left || g->finish != GP_FINISH_STOP || g->stop_index == SIZE_MAX); i++) {
        gp_buf_clear(&piece);
        gp_token_bytes(tok, g->tokens[i], false, &piece);
        bool control = !piece.n;
        if (control) gp_token_bytes(tok, g->tokens[i], true, &piece);
        else if (piece.n > left) piece.n = left;
        if (!control) left -= piece.n;
        gp_reply_feed(p, gp_buf_view(&piece), control);
        note_begin(&b->reasoning, &p->reasoning, i);
        note_begin(&b->answer, &p->answer, i);
    }
    gp_buf_free(&piece);
    gp_reply_end(p);
    note_begin(&b->reasoning, &p->reasoning, g->n_rows - 1);
    note_begin(&b->answer, &p->answer, g->n_rows - 1);
}

static gp_str keep_text(gp_arena *a, const gp_buf *text) { return gp_utf8_repair(a, gp_str_dup(a, gp_buf_view(text))); }

static gp_code keep_parts(const local *l, job *j, const gp_generation *g, gp_reply *r)
{
    gp_arena *a = &j->trial->arena;
    gp_reply_parts p;
    begins b;
    gp_reply_begin(&p, &j->format);
    feed_reply(gp_model_tokenizer(l->model), g, &p, &b);
    gp_time_local(r, a, g->token_s, g->n_rows, b.reasoning, b.answer);
    gp_code code = gp_reply_check(&p, &j->why);
    r->answer = keep_text(a, &p.answer);
    r->finish = p.n_calls && g->finish == GP_FINISH_STOP ? GP_STR("tool_calls") : gp_str_c(gp_finish_name(g->finish));
    if (p.reasoning.n) r->reasoning = keep_text(a, &p.reasoning);
    if (p.n_calls) r->tool_calls = keep_text(a, &p.calls);
    gp_reply_free(&p);
    return code;
}

/* [-0.1,-2.3]: what is no number (logits that are none) is null. */
static gp_str keep_log_probs(gp_arena *a, const gp_generation *g)
{
    gp_buf b = {0};
    gp_buf_byte(&b, '[');
    for (size_t i = 0; i < g->n_tokens; i++) {
        char text[32];
        if (i) gp_buf_byte(&b, ',');
        if (isfinite(g->log_prob[i])) gp_buf_put(&b, text, gp_fmt_double(text, g->log_prob[i]));
        else gp_buf_c(&b, "null");
    }
    gp_buf_byte(&b, ']');
    gp_str kept = gp_str_dup(a, gp_buf_view(&b));
    gp_buf_free(&b);
    return kept;
}

static gp_code keep_reply(const local *l, job *j, const gp_generation *g)
{
    gp_arena *a = &j->trial->arena;
    gp_reply *r = &j->replies[j->t->n_replies];
    int32_t *tokens = GP_NEW_ARRAY(a, int32_t, g->n_tokens);
    if (g->n_tokens) memcpy(tokens, g->tokens, g->n_tokens * sizeof *tokens);
    gp_code code = keep_parts(l, j, g, r);
    r->tokens = tokens;
    r->n_tokens = g->n_tokens;
    r->input_tokens = (int64_t)r->n_prompt_tokens;
    r->output_tokens = (int64_t)g->n_rows;
    r->cached_tokens = (int64_t)g->n_reused;
    r->drafted_tokens = (int64_t)g->n_drafted;
    r->accepted_tokens = (int64_t)g->n_accepted;
    if (g->log_prob && g->n_tokens) r->logprobs = keep_log_probs(a, g);
    for (size_t i = 0; i < g->n_rows; i++) {
        char text[32];
        gp_buf_byte(&j->margins, j->margins.n ? ',' : '[');
        gp_buf_put(&j->margins, text, gp_fmt_double(text, (double)g->margin[i]));
    }
    j->t->n_replies++;
    return code;
}

static gp_failure failure_of(const job *j, const gp_generation *g)
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

static void forget_active(local *l, job *j)
{
    job **at = &l->active;
    while (*at && *at != j) at = &(*at)->next;
    if (*at) *at = j->next;
}

static void take_result(local *l, gp_generation *g)
{
    job *j = g->ctx;
    forget_active(l, j);
    if (g->finish == GP_FINISH_ERROR) j->why = g->error;
    gp_failure failure = keep_reply(l, j, g) ? GP_FAIL_SERVER_ERROR : failure_of(j, g);
    gp_generation_free(g);
    if (failure == GP_FAIL_NONE && j->t->n_replies <= j->trial->c->n_turns) ask(l, j);
    else finish(l, j, failure);
}

/* The engine has no network to hang on, but a slow machine can exceed the limits of a trial all the same. */
static void enforce_limits(local *l)
{
    for (job *j = l->active; j; j = j->next) {
        if (!j->give_up) j->give_up = gp_watch_over(&j->watch, gp_now_mono(), &j->why);
        if (j->give_up) gp_scheduler_cancel(l->scheduler, j->ticket);
    }
}

static void cancel_active(local *l)
{
    for (job *j = l->active; j; j = j->next) gp_scheduler_cancel(l->scheduler, j->ticket);
}

/* Wait for work; take what is in the inbox. False when the thread shall end. */
static bool receive(local *l)
{
    job_list fresh = {0};
    pthread_mutex_lock(&l->lock);
    while (!l->inbox.first && !l->stop && !l->cancel && !l->active) pthread_cond_wait(&l->work, &l->lock);
    bool stop = l->stop, cancel = l->cancel;
    l->cancel = false;
    fresh = l->inbox;
    l->inbox = (job_list){0};
    pthread_mutex_unlock(&l->lock);
    if (cancel || stop) cancel_active(l);
    for (job *j; (j = pop(&fresh));) {
        if (cancel || stop) finish(l, j, GP_FAIL_CANCELLED);
        else ask(l, j);
    }
    return !stop || l->active;
}

static void *engine_thread(void *arg)
{
    local *l = arg;
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
    const local *l = impl;
    return l->in_flight < l->slots;
}

static const char *why_failed(const job *j)
{
    const gp_reply *last = gp_transcript_last(j->t);
    if (j->why.msg[0]) return j->why.msg;
    if (j->failure == GP_FAIL_LOOP) return "the model repeats itself without end";
    if (j->failure != GP_FAIL_EMPTY) return "the engine stopped";
    return last && last->reasoning.n ? "the model ended its reply after its reasoning, without an answer"
                                     : "the model ended its reply at once";
}

static void job_free(job *j) /* what the trial's arena does not own */
{
    for (size_t i = 0; i <= j->trial->c->n_turns; i++) gp_grammar_free(j->grammars[i]);
    gp_sha256_free(j->logits);
    gp_buf_free(&j->margins);
}

/* What is written into the model's files while it is open shows through the mapping: then what was computed since may
 * belong to no model at all. So each trial is let through only while they are what was hashed, and the run ends with
 * those before it. A file that was put in the place of one changes nothing but what a resumed run would open. */
static void check_model(local *l)
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

static void deliver(local *l, job *j)
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
    local *l = impl;
    for (;;) {
        pthread_mutex_lock(&l->lock);
        job *j = pop(&l->outbox);
        pthread_mutex_unlock(&l->lock);
        if (!j) return;
        deliver(l, j);
    }
}

/* A grammar for every reply that a grader with a schema looks at. */
static gp_code make_grammars(job *j, gp_err *err)
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
static gp_code request_digest(const local *l, job *j, char digest[65], gp_err *err)
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

const char *gp_local_lacks(gp_trial *trial, unsigned offers)
{
    unsigned lacks = trial->c->needs & ~offers;
    if (!lacks) return NULL;
    gp_str names = gp_needs_text(&trial->arena, lacks);
    return gp_str_fmt(&trial->arena, "the local engine does not offer what the case needs: %.*s", GP_ARG(names)).p;
}

static void note_date(const local *l, const gp_trial *trial, gp_transcript *t)
{
    if (l->date.n && looks_at_date(gp_prompt_template(&l->template, trial)))
        t->date = trial->c->date.n ? trial->c->date : l->date;
}

static void local_start(void *impl, gp_trial *trial)
{
    local *l = impl;
    gp_arena *a = &trial->arena;
    job *j = GP_NEW(a, job);
    gp_transcript *t = gp_transcript_begin(trial, l->name);
    gp_reply *replies = GP_NEW_ARRAY(a, gp_reply, trial->c->n_turns + 1);
    gp_grammar **grammars = GP_NEW_ARRAY(a, gp_grammar *, trial->c->n_turns + 1);
    const char *lacks = gp_local_lacks(trial, l->offers);
    if (lacks) {
        gp_trial_end(trial, &l->env, t, GP_FAIL_NONE, "%s", lacks);
        return;
    }
    *j = (job){.trial = trial,
               .t = t,
               .replies = replies,
               .grammars = grammars,
               .watch.started = gp_now_mono(),
               .logits = gp_sha256_new()};
    t->replies = replies;
    note_date(l, trial, t);
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
    local *l = impl;
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
    local *l = impl;
    if (l->started) {
        pthread_mutex_lock(&l->lock);
        l->stop = true;
        pthread_cond_signal(&l->work);
        pthread_mutex_unlock(&l->lock);
        (void)pthread_join(l->thread, NULL);
    }
    for (job *j; (j = pop(&l->outbox));) job_free(j);
    gp_scheduler_free(l->scheduler);
    gp_model_close(l->model);
    pthread_cond_destroy(&l->work);
    pthread_cond_destroy(&l->idle);
    pthread_mutex_destroy(&l->lock);
    free(l);
}

static const gp_target_ops local_ops = {local_ready, local_start, local_pump, local_cancel, local_close, NULL};

/* --- opening --- */

/* GP_KV_F32 unless the command line or the target says f16. */
static gp_kv_type kv_type(const gp_target_spec *spec, const gp_engine_wish *wish)
{
    bool f16 = wish->kv ? wish->kv == 1 + GP_KV_F16 : gp_str_eqc(spec->kv, "f16");
    return f16 ? GP_KV_F16 : GP_KV_F32;
}

static gp_manifest_template keep_template(gp_arena *a, const gp_manifest_template *t)
{
    return (gp_manifest_template){gp_str_dup(a, t->chat), gp_str_dup(a, t->tool_use), gp_str_dup(a, t->bos),
                                  gp_str_dup(a, t->eos)};
}

static void describe(gp_arena *a, const local *l, const gp_target_spec *spec, const gp_engine_wish *wish,
                     gp_manifest_target *m)
{
    const gp_model_facts *f = gp_model_get_facts(l->model);
    const gp_ocl_device_info *d = gp_ocl_info(gp_model_device(l->model));
    m->model = gp_str_dup(a, gp_str_c(gp_path_base(spec->model.p)));
    m->claim = GP_STR("bitwise");
    m->claim_basis = GP_STR(
        "correctly rounded operations in one fixed order; logits digest of every generated position kept");
    m->context = f->context;
    m->date = l->date;
    if (l->tells) m->chat = keep_template(a, &l->template);
    m->kv = gp_str_c(gp_kv_name(f->kv));
    m->quantization = gp_str_dup(a, f->quantization);
    m->quantization_mix = gp_str_dup(a, f->quantization_mix);
    m->architecture = gp_str_dup(a, f->architecture);
    m->model_name = gp_str_dup(a, f->name);
    m->weights_bytes = (int64_t)f->weight_bytes;
    m->parameters = (int64_t)f->parameters;
    m->unconfirmed = !f->confirmed;
    m->warning = gp_model_unused_text(gp_model_gguf(l->model), a);
    m->device = gp_str_dup(a, gp_str_c(d->name));
    m->device_type = gp_str_dup(a, gp_str_c(d->type));
    m->platform = gp_str_fmt(a, "%s (%s)", d->platform, d->platform_version);
    m->driver = gp_str_dup(a, gp_str_c(d->driver));
    m->dot_form = gp_str_dup(a, gp_str_c(gp_ocl_dot_form(gp_model_device(l->model))));
    char kernels[65];
    gp_ocl_kernels_digest(kernels);
    m->kernels_sha256 = gp_str_dup(a, gp_str_c(kernels));
    m->work_group = wish->work_group;
    m->batch = f->batch;
    m->slots = l->slots;
}

/* Threads: process first (the OpenCL platform's threads inherit it), then each thread once they exist. */
static gp_code open_bound(gp_arena *a, local *l, const gp_target_spec *spec, const gp_target_services *env,
                          gp_manifest_target *m, gp_err *err)
{
    const gp_engine_wish *wish = env->wish;
    gp_pin pin;
    gp_model_options o = {.ocl = {.device = wish->device, .work_group = wish->work_group, .compiling = wish->compiling},
                          .batch = wish->batch,
                          .slots = l->slots,
                          .no_draft = wish->no_draft};
    o.context = (uint32_t)(wish->context ? wish->context : spec->context);
    o.kv = kv_type(spec, wish);
    gp_code code = spec->pins.binding.p ? gp_bind_pin_lint(spec->pins.binding.p, err) : GP_OK;
    if (!code) code = gp_pin_make(env->topo, wish->pin, wish->threads, a, &pin, err);
    if (code) return code;
    (void)gp_bind_process(env->topo, &pin, a);
    o.ocl.threads = pin.threads;
    o.ocl.threads_give_way = !wish->threads;
    code = gp_model_open(spec->model.p, &o, &l->model, err);
    if (code) return code;
    gp_bind bind = gp_bind_threads(env->topo, &pin, NULL, 0, a);
    const gp_ocl_device_info *d = gp_ocl_info(gp_model_device(l->model));
    bool fewer = !strcmp(d->type, "cpu") && d->compute_units < pin.threads; /* those of the plan gave way */
    m->threads = fewer ? d->compute_units : pin.threads;
    m->pin = pin.mode == GP_PIN_AUTO ? GP_STR("auto") : pin.mode == GP_PIN_NONE ? GP_STR("none") : pin.list;
    m->binding = bind.got;
    m->binding_status = gp_str_c(gp_bind_status_name(bind.status));
    m->binding_reason = bind.reason;
    return GP_OK;
}

static gp_code hash_weights(gp_arena *a, const local *l, gp_manifest_target *m, gp_err *err)
{
    gp_gguf_hash h;
    gp_code code = gp_gguf_sha256(gp_model_gguf(l->model), a, &h, err);
    if (code) return code;
    gp_manifest_part *parts = GP_NEW_ARRAY(a, gp_manifest_part, h.n_parts);
    for (size_t i = 0; i < h.n_parts; i++)
        parts[i] = (gp_manifest_part){gp_str_dup(a, gp_str_c(h.parts[i].name)), (int64_t)h.parts[i].bytes,
                                      gp_str_dup(a, gp_str_c(h.parts[i].sha256))};
    m->parts = parts;
    m->n_parts = h.n_parts;
    m->weights_sha256 = gp_str_dup(a, gp_str_c(h.file));
    m->tensor_sha256 = gp_str_dup(a, gp_str_c(h.tensors));
    return GP_OK;
}

static gp_str make_identity(gp_arena *a, const gp_manifest_target *m)
{
    return m->extra.n ? gp_str_cat(a, m->weights_sha256, GP_STR(" "), m->extra) : m->weights_sha256;
}

/* Kernels are compiled when first launched, which takes seconds without a cache. That is no part of any trial: one
 * pass of each shape before the first one - a prompt, a single token, a few tokens side by side. */
static gp_code warm_up(gp_model *m, gp_err *err)
{
    static const int32_t ids[8] = {0};
    static const uint32_t counts[] = {8, 1, 3};
    gp_session *s = NULL;
    size_t bytes = gp_model_get_facts(m)->n_vocab * sizeof(float);
    float *logits = malloc(bytes);
    gp_code code = logits ? gp_session_new(m, &s, err) : gp_fail_memory(err, "a row of logits", bytes);
    for (size_t i = 0; i < sizeof counts / sizeof *counts && !code; i++) {
        gp_step_item item = {s, ids, counts[i], GP_ROWS_LAST, logits};
        gp_session_reset(s);
        if (counts[i] <= gp_model_get_facts(m)->context) code = gp_engine_step(m, &item, 1, err);
    }
    gp_session_free(s);
    free(logits);
    return code;
}

static gp_code use_templates(local *l, const gp_model_facts *f, const gp_target_spec *spec, gp_err *err)
{
    const gp_tokenizer *tok = l->tok;
    bool same = gp_str_eq(f->tool_template, f->chat_template);
    l->template = (gp_manifest_template){.chat = f->chat_template,
                                         .tool_use = same ? (gp_str){0} : f->tool_template,
                                         .bos = gp_token_text(tok, gp_token_bos(tok)),
                                         .eos = gp_token_text(tok, gp_token_eos(tok))};
    l->tells = gp_utf8_bad(f->chat_template) == SIZE_MAX && gp_utf8_bad(f->tool_template) == SIZE_MAX;
    if (looks_at_date(f->chat_template) || looks_at_date(f->tool_template))
        l->date = spec->date.n ? spec->date : GP_STR(GP_DAY_DEFAULT);
    if (gp_str_find(f->tool_template, GP_STR("tools")) != SIZE_MAX) l->offers |= GP_NEED_TOOLS;
    if (!gp_reply_in_messages(f->chat_template)) l->offers |= GP_NEED_JSON_SCHEMA;
    if (!f->chat_template.n)
        return gp_fail(err, GP_E_INPUT, "%s has no chat template (tokenizer.chat_template), so cases cannot be asked",
                       spec->model.p);
    if (spec->system == GP_SYSTEM_DEVELOPER && gp_str_find(f->chat_template, GP_STR("developer")) == SIZE_MAX)
        return gp_fail(
            err, GP_E_INPUT,
            "the chat template of %s knows no role \"developer\"; \"system\" of target %.*s can be system or "
            "user",
            spec->model.p, GP_ARG(spec->name));
    return GP_OK;
}

gp_code gp_local_open(gp_arena *a, const gp_target_spec *spec, const gp_target_services *env, void **impl,
                      const gp_target_ops **ops, gp_manifest_target *facts, gp_err *err)
{
    local *l = gp_alloc(sizeof *l);
    *l = (local){.env = *env,
                 .name = spec->name,
                 .sampling = spec->sampling,
                 .limits = spec->limits,
                 .extra = spec->extra,
                 .reasoning = spec->reasoning,
                 .stop_in = spec->stop_in,
                 .offers = OFFERED,
                 .slots = env->wish->slots ? env->wish->slots : GP_LOCAL_SLOTS};
    (void)pthread_mutex_init(&l->lock, NULL);
    (void)pthread_cond_init(&l->work, NULL);
    (void)pthread_cond_init(&l->idle, NULL);
    gp_code code = open_bound(a, l, spec, env, facts, err);
    if (!code) code = hash_weights(a, l, facts, err);
    if (!code) l->identity = make_identity(a, facts);
    if (!code && !gp_model_tokenizer(l->model))
        code = gp_fail(err, GP_E_INPUT, "%s: %s", spec->model.p, gp_model_tokenizer_error(l->model));
    if (!code) l->tok = gp_model_tokenizer(l->model);
    if (!code) code = use_templates(l, gp_model_get_facts(l->model), spec, err);
    if (!code) code = warm_up(l->model, err);
    if (!code) code = gp_scheduler_new(l->model, l->slots, &l->scheduler, err);
    if (!code && pthread_create(&l->thread, NULL, engine_thread, l) != 0)
        code = gp_fail(err, GP_E_INFRA, "cannot start the engine's thread");
    else if (!code) l->started = true;
    if (code) {
        local_close(l);
        return code;
    }
    describe(a, l, spec, env->wish, facts);
    *impl = l;
    *ops = &local_ops;
    return GP_OK;
}

/* --- looking at a prompt --- */

static gp_code look_at_prompt(local *l, gp_trial *trial, gp_preview *out, gp_err *err)
{
    gp_arena *a = &trial->arena;
    gp_grammar **none = GP_NEW_ARRAY(a, gp_grammar *, trial->c->n_turns + 1);
    gp_ids ids = {0};
    gp_transcript t = gp_transcript_unknown();
    job j = {.trial = trial, .t = &t, .grammars = none, .shown = &out->prompt};
    note_date(l, trial, &t);
    out->lacks = gp_local_lacks(trial, l->offers);
    gp_code code = make_prompt(l, &j, (gp_str){0}, &ids, err);
    int32_t *kept = GP_NEW_ARRAY(a, int32_t, ids.n);
    if (ids.n) memcpy(kept, ids.v, ids.n * sizeof *kept);
    out->ids = kept;
    out->n_ids = ids.n;
    gp_ids_free(&ids);
    return code;
}

gp_code gp_local_preview(gp_arena *a, const gp_target_spec *spec, const gp_target_services *env, gp_trial *trial,
                         gp_preview *out, gp_err *err)
{
    gp_gguf *g = NULL;
    gp_tokenizer *tok = NULL;
    gp_model_facts f;
    const gp_engine_wish *wish = env->wish;
    gp_model_options o = {.context = (uint32_t)(wish->context ? wish->context : spec->context)};
    local l = {.name = spec->name, .extra = spec->extra, .reasoning = spec->reasoning, .offers = OFFERED};
    gp_code code = gp_gguf_open(spec->model.p, &g, err);
    (void)a;
    if (!code) code = gp_model_estimate(g, &o, &f, err);
    if (!code) code = gp_tokenizer_open(g, &tok, err);
    l.tok = tok;
    if (!code) code = use_templates(&l, &f, spec, err);
    if (!code) out->context = f.context;
    if (!code) code = look_at_prompt(&l, trial, out, err);
    gp_tokenizer_close(tok);
    gp_gguf_close(g);
    return code;
}
