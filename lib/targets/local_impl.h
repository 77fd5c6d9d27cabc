/* local_impl.h - what the files of the local target (local*.c) share among themselves; nobody else includes this.
 *
 * gp_local is the open target: a model, its scheduler and the thread that drives it (local.c). gp_local_job is one trial
 * on its way through it, in the trial's arena but for what job_free gives back. */
#ifndef GP_TARGETS_LOCAL_IMPL_H
#define GP_TARGETS_LOCAL_IMPL_H

#include <pthread.h>

#include "base/sha256.h"
#include "engine/engine.h"
#include "reply/grammar.h"
#include "reply/reply.h"
#include "targets/target_impl.h"
#include "targets/watch.h"

enum { GP_LOCAL_OFFERS = GP_NEED_LOGPROBS | GP_NEED_LIKELIHOOD }; /* whatever the model */

typedef struct gp_local_job {
    struct gp_local_job *next;
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
} gp_local_job;

typedef struct gp_local_jobs {
    gp_local_job *first, *last;
} gp_local_jobs;

typedef struct gp_local {
    gp_target_services env;
    gp_str name;
    /* what request digests call the model: weights, another template than theirs, and the variables that it gets */
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
    gp_local_job *active; /* engine's thread only: submitted jobs */
    pthread_t thread;
    bool started;
    pthread_mutex_t lock;
    pthread_cond_t work, idle;
    gp_local_jobs inbox, outbox; /* under the lock, as are the next three */
    size_t working;              /* jobs that the engine's thread holds */
    bool stop, cancel;
} gp_local;

/* --- local_open.c --- */

/* The model of the spec, its threads bound and its files hashed; *m gets what that showed. What is open on an error is
 * in `l`. */
gp_code gp_local_open_model(gp_arena *a, gp_local *l, const gp_target_spec *spec, gp_manifest_target *m,
                            gp_err *err) GP_MUST_CHECK;
/* What request digests call the model, when all of that is known. */
gp_str gp_local_identity(gp_arena *a, const gp_manifest_target *m);
/* Kernels are compiled when first launched, which takes seconds without a cache. That is no part of any trial: one
 * pass of each shape before the first one - a prompt, a single token, a few tokens side by side. */
gp_code gp_local_warm_up(gp_model *m, gp_err *err) GP_MUST_CHECK;
void gp_local_describe(gp_arena *a, const gp_local *l, const gp_target_spec *spec, gp_manifest_target *m);

/* --- local_prompt.c --- */

/* Which templates the model is asked by, and what they allow for. Texts are those of `f`, or in the arena;
 * *m gets what a manifest says of it. */
gp_code gp_local_templates(gp_arena *a, gp_local *l, const gp_model_facts *f, const gp_target_spec *spec,
                           gp_manifest_target *m, gp_err *err) GP_MUST_CHECK;
/* What the template will see as today goes into the transcript. */
void gp_local_note_date(const gp_local *l, const gp_trial *trial, gp_transcript *t);
/* The tokens of the next reply's prompt, with the text `behind` it, and the form that a reply then has. A template that
 * refuses is GP_E_INPUT. */
gp_code gp_local_prompt(const gp_local *l, gp_local_job *j, gp_str behind, gp_ids *ids, gp_err *err) GP_MUST_CHECK;

/* --- local_reply.c --- */

const int32_t *gp_local_keep_ids(gp_arena *a, const int32_t *ids, size_t n);
/* The reply in the making; it counts from gp_local_keep_reply on. */
gp_reply *gp_local_begin_reply(gp_local_job *j, const gp_ids *prompt);
/* The reply that was begun, out of what was generated. */
gp_code gp_local_keep_reply(const gp_local *l, gp_local_job *j, const gp_generation *g) GP_MUST_CHECK;

/* --- local_score.c --- */

/* The case's texts behind its prompt, scored in place of an answer; GP_FAIL_NONE if there is a reply now. */
gp_failure gp_local_score(gp_local *l, gp_local_job *j, const gp_ids *prompt);

#endif
