/* target.h - what answers.
 *
 * The journey of one trial:
 *   plan      names it (suite, case, target, repeat) and derives its seed
 *   run       makes a gp_trial (its own arena, its case parsed into it) and calls gp_target_start when there is room
 *   target    asks: `local` hands the prompt to the engine's thread, a remote provider starts an HTTP exchange on the
 *             run's event loop, `replay` looks the trial up; for a case with turns it asks again after each reply
 *   composite asks its members (route, fallback, refine): each gets a trial of its own, asked in the name of the first
 *   target    ends the trial exactly once by calling `done` with a transcript - a good one, a failure, or skipped -
 *             always from gp_target_start or gp_target_pump, so always on the run's own thread
 *   run       writes the transcript to the journal, shows progress, frees the trial
 *   later     grades, goldens and reports read the journal; they never see a target
 *
 * A target never fails as a whole once it is open: whatever breaks becomes a failure kind in a transcript. Opening can
 * fail (no such model, a pin that does not hold), before any trial. */
#ifndef GP_TARGETS_TARGET_H
#define GP_TARGETS_TARGET_H

#include "http/http.h"
#include "manifest/manifest.h"
#include "call/budget.h"
#include "record/carry.h"
#include "ocl/ocl.h"
#include "targets/spec.h"
#include "topo/topo.h"
#include "transcript/transcript.h"

typedef struct gp_target gp_target;

typedef struct gp_trial gp_trial;

/* Takes the trial back. `t` lives in the trial's arena. */
typedef void gp_trial_done(void *user, gp_trial *trial, const gp_transcript *t);

struct gp_trial {
    gp_arena arena; /* everything of this trial, the transcript included; freed whole */
    size_t index;   /* in the plan */
    gp_str id, suite;
    const gp_suite *source; /* for image paths */
    const gp_case *c;
    int64_t repeat, seed;
    void *state;         /* the target's, while it is in flight; in the arena */
    gp_trial_done *done; /* who gets it back, with `user`; NULL: the target's env */
    void *user;
    struct gp_trial *parent; /* the trial in whose name this one is asked; NULL: it stands in the plan */
    struct gp_trial *asked;  /* those asked in this one's name, newest first; freed with it */
    struct gp_trial *next;   /* among the parent's `asked` */
};

/* The trial (from malloc), its arena, and those that were asked in its name. NULL is allowed. */
void gp_trial_free(gp_trial *t);

enum { GP_LOCAL_SLOTS = 4 }; /* trials that a local target decodes together, unless somebody says otherwise */

/* How the local engine may use the machine (options of the command line; none changes a bit except context and kv). */
typedef struct gp_engine_wish {
    const char *device; /* NULL: auto */
    const char *pin;    /* "auto" (NULL), "none", or a PU list */
    unsigned threads, batch, slots, work_group;
    bool no_draft;            /* nothing guessed ahead */
    int64_t context;          /* 0: the target's or the default */
    int kv;                   /* 1 + a gp_kv_type; 0: the target's or the default */
    gp_ocl_watcher compiling; /* called from the thread of the target's engine too */
} gp_engine_wish;

/* What is done to a target around its trials, chosen per run (--environment); what that means for a target is said in
 * its facts. COLD: each trial finds it as freshly started as can be arranged. WARM: one priming prompt before the first
 * trial. SUSTAINED: the same, then trials without pause in rounds over the cases, with their times kept. RECOVERY:
 * before each trial a request that must fail. None of it is graded or part of the evidence. */
typedef enum gp_environment {
    GP_ENVIRONMENT_NONE,
    GP_ENVIRONMENT_COLD,
    GP_ENVIRONMENT_WARM,
    GP_ENVIRONMENT_SUSTAINED,
    GP_ENVIRONMENT_RECOVERY
} gp_environment;
const char *gp_environment_name(gp_environment e); /* "cold", ...; NULL for NONE */
int gp_environment_by_name(gp_str name);           /* -1 if there is no such environment */

/* What targets may use of the run. Plain value; borrows everything. */
typedef struct gp_target_services {
    gp_http *http;               /* the run's event loop; targets wake it from their threads */
    const gp_price_list *prices; /* published prices, for targets that name none; may be NULL */
    gp_budget *budget;           /* of the run, over all targets; may be NULL */
    const gp_engine_wish *wish;
    const gp_topo *topo; /* loaded before the first target is opened; NULL when no target is local */
    gp_trial_done *done;
    void *user;
    /* something that the user should know and that ends nothing: target `name`, and what is the matter with `what`; may
     * be NULL */
    void (*notice)(void *user, gp_str name, gp_str what, gp_str text);
    void *notice_user;
    /* value of an environment variable or of --env-file; empty if unset */
    gp_str (*secret)(void *user, const char *variable);
    void *secret_user;
    gp_tape tape; /* what remote targets are recorded on, or play from */
    gp_environment environment;
    struct gp_target_pool *pool; /* where composites find their members (targets/pool.h); NULL: there are none */
} gp_target_services;

/* Open a target: load the model, bind threads, look for the key. `facts` is filled for the manifest (text in the arena
 * `a`, which outlives the target). Errors: GP_E_INPUT, GP_E_INFRA, GP_E_PIN, ... */
gp_code gp_target_open(gp_arena *a, const gp_target_spec *spec, const gp_target_services *env, gp_target **out,
                       gp_manifest_target *facts, gp_err *err) GP_MUST_CHECK;
void gp_target_close(gp_target *t); /* stops its threads; trials in flight must have ended or been cancelled */

/* Room for one more trial now? (The engine's slots; of remote targets their "concurrency", narrowed under rate
 * limits.) */
bool gp_target_ready(const gp_target *t);
/* Begin. May call `done` before it returns. A regulated case is not handed to a remote target, whoever asks and in
 * whose name: the trial ends as refused_connection. (gp_spec_refuse refuses such a run before it begins; this is the
 * lock.) */
void gp_target_start(gp_target *t, gp_trial *trial);
/* Can this trial be played? Only a target that answers from a recording can tell, and only of its first request:
 * GP_E_INPUT says what is recorded instead. The trial is not begun. */
gp_code gp_target_probe(gp_target *t, gp_trial *trial, gp_err *err) GP_MUST_CHECK;
/* Why such a target would skip this trial, in its arena, as far as can be told without opening it (what a local model
 * can do stands in its file); NULL: nothing is known to keep it from being asked. */
const char *gp_target_lacks(const gp_target_spec *spec, gp_trial *trial);

/* What such a target would be asked first, made without asking it; text in the trial's arena or
 * the caller's. */
typedef struct gp_preview {
    const char *lacks; /* why the trial would be skipped; NULL: nothing is known. The rest may be empty then */
    gp_sampling_spec sampling;
    gp_limits limits;
    gp_str url, body;      /* remote: the request, keys left out */
    const gp_str *headers; /* their names */
    size_t n_headers;
    gp_str ignored;     /* sampling parameters that are asked for and that the provider has no field for */
    gp_str prompt;      /* local: what the chat template makes of the messages */
    const int32_t *ids; /* and as tokens */
    size_t n_ids;
    int64_t context; /* that a local model has room for; -1: remote */
} gp_preview;
/* Opens no device and sends nothing; of a local model metadata and tokenizer are read. `env`: wish and secret are used;
 * a key that is not there is no error. GP_E_USAGE for targets that are made of others or of what is recorded. */
gp_code gp_target_preview(gp_arena *a, const gp_target_spec *spec, const gp_target_services *env, gp_trial *trial,
                          gp_preview *out, gp_err *err) GP_MUST_CHECK;
/* Deliver what has ended; never blocks. */
void gp_target_pump(gp_target *t);
/* End every trial in flight with failure `cancelled`; `done` is called for each before this returns. */
void gp_target_cancel(gp_target *t);

/* The pins of suites and targets file (of members too) against what was opened. GP_E_PIN with both values and where
 * the pin stands. */
gp_code gp_check_pins(const gp_suite_pins *pins, const char *where, const gp_manifest_target *facts, int64_t seed,
                      gp_err *err) GP_MUST_CHECK;

/* Default limits in seconds where neither case nor target gives one: connect 10, first token 120, stall 60, total
 * 600. */
gp_limits gp_limits_merge(const gp_limits *of_case, const gp_limits *of_target);

/* What a request says besides the case, where that changes what is asked; {.context = -1} is nothing. */
typedef struct gp_besides {
    gp_str date;           /* what a chat template sees as today */
    gp_str extra, headers; /* as the manifest tells them: canonical JSON */
    int64_t context;       /* window that a server is told to set up */
} gp_besides;

/* SHA-256 of the canonical request of a trial: provider, identity (weights or model name), messages, turns, tools,
 * sampling, seed, and what is said besides. Independent of addresses, keys and paths. Hex into out. */
gp_code gp_request_digest(const gp_trial *trial, gp_str provider, gp_str identity, const gp_besides *besides,
                          const gp_sampling_spec *sampling, char out[65], gp_err *err) GP_MUST_CHECK;

/* --- for the implementations --- */

typedef struct gp_target_ops {
    bool (*ready)(const void *impl);
    void (*start)(void *impl, gp_trial *trial);
    void (*pump)(void *impl);
    void (*cancel)(void *impl);
    void (*close)(void *impl);
    gp_code (*probe)(void *impl, gp_trial *trial, gp_err *err); /* NULL: there is no telling */
} gp_target_ops;

/* A transcript with everything that is known before the first reply; in the trial's arena. */
gp_transcript *gp_transcript_begin(gp_trial *trial, gp_str target);
/* The transcript of a trial that ends without a reply: `failure`, or skipped when it is GP_FAIL_NONE, with a reason.
 * `t` is what is known so far. */
void gp_trial_end(gp_trial *trial, const gp_target_services *env, gp_transcript *t, gp_failure failure, const char *fmt,
                  ...) GP_PRINTF(5, 6);
/* What of `needs` a target without these abilities lacks, in words ("images, tools"); empty if nothing. */
gp_str gp_needs_text(gp_arena *a, unsigned lacking);
/* Messages of a trial up to reply `turn` (0: the first), as a JSON array of {"role", "content"}: its own, then for each
 * earlier reply the assistant's answer and the next user turn. Text parts only. Calls of tools and their results are
 * there in the form that chat templates read: "tool_calls", "tool_call_id", "name". */
void gp_trial_messages(gp_jw *w, const gp_trial *trial, const gp_reply *replies, size_t turn);

gp_code gp_local_open(gp_arena *a, const gp_target_spec *spec, const gp_target_services *env, void **impl,
                      const gp_target_ops **ops, gp_manifest_target *facts, gp_err *err) GP_MUST_CHECK;
/* What answers for --replay and `replay:PATH`: a bundle, its transcripts by trial id; or the results file of another
 * tool (record/import.h), its answers by prompt. */
typedef struct gp_replay gp_replay;
gp_code gp_replay_open(const char *path, gp_replay **out, gp_err *err) GP_MUST_CHECK;
void gp_replay_close(gp_replay *r); /* NULL is allowed */
const gp_manifest *gp_replay_manifest(const gp_replay *r);
/* Is this trial of `target` recorded for its case and seed? Otherwise GP_E_INPUT that says what is recorded instead. */
gp_code gp_replay_has(const gp_replay *r, gp_str target, gp_trial *trial, gp_err *err) GP_MUST_CHECK;
/* A target that answers with what is recorded of target `name`. `r` and `name` must outlive it. */
gp_target *gp_replay_target(gp_replay *r, gp_str name, const gp_target_services *env);
gp_code gp_remote_open(gp_arena *a, const gp_target_spec *spec, const gp_target_services *env, void **impl,
                       const gp_target_ops **ops, gp_manifest_target *facts, gp_err *err) GP_MUST_CHECK;

#endif
