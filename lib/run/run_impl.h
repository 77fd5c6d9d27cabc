/* run_impl.h - one run while it happens; shared by the files of lib/run only. */
#ifndef GP_RUN_IMPL_H
#define GP_RUN_IMPL_H

#include "plan/plan.h"
#include "run/run.h"
#include "targets/policy.h"
#include "targets/pool.h"
#include "record/recording.h"

typedef struct gp_secret { /* one line of --env-file */
    gp_str name, value;
} gp_secret;

enum { GP_RUN_JOBS = 4 }; /* trials in flight unless the user says otherwise */

typedef struct gp_run_state {
    const gp_run_options *o;
    gp_run_outcome *out;
    gp_arena arena;            /* everything that lives as long as the run */
    /* what is run */
    gp_suite **suites;
    gp_lint_report *lint;      /* per suite */
    int64_t *seeds;            /* per suite */
    size_t n_suites;
    const gp_target_spec *specs;
    gp_str *names;
    size_t n_targets;
    gp_plan *plan;
    int64_t repeat;
    gp_environment environment;
    size_t jobs;               /* trials in flight */
    gp_str *unused;            /* goldens of cases that the suites do not have */
    size_t n_unused;
    /* what answers */
    gp_topo *topo;
    gp_http *http;
    gp_replay *replay;         /* a bundle that answers; NULL */
    gp_recording *recording;   /* a recording that answers for remote targets; NULL */
    gp_occurrences handed_out; /* of it */
    const char *recorded_dir;  /* of one of the two */
    gp_recorder *recorder;     /* keeps exchanges; NULL */
    gp_price_list prices;
    gp_budget budget;          /* without limit where none is given: it adds up */
    gp_target_services env;
    gp_target_pool *pool;      /* owns the open targets; NULL in a replay */
    gp_target **targets;
    gp_secret *secrets;
    size_t n_secrets;
    gp_manifest manifest;
    gp_manifest_target *facts; /* per target */
    /* what is left behind */
    const char *dir;
    bool resumed;              /* dir holds a manifest of an earlier run */
    gp_manifest before;        /* that manifest */
    gp_journal *journal;
    uint64_t *offset;          /* per trial of the plan: place in the journal, UINT64_MAX: not finished */
    size_t *cursor;            /* per target: next trial of the plan to look at */
    size_t done, in_flight, turn;
    gp_trial **graveyard;
    size_t n_graves;
    gp_code broken;            /* the journal could not be written */
    gp_err broken_why;
} gp_run_state;

/* prepare.c */
gp_code gp_run_prepare(gp_run_state *r, gp_err *err) GP_MUST_CHECK;   /* suites, lint, targets, plan: nothing is opened */
gp_code gp_run_open(gp_run_state *r, gp_err *err) GP_MUST_CHECK;      /* targets, pins, bundle, manifest, journal */
/* record.c */
const gp_manifest *gp_run_recorded(const gp_run_state *r);         /* of the run that is replayed; NULL: none is */
const gp_manifest *gp_run_recorded_machine(const gp_run_state *r); /* the same where all numbers come from it */
gp_str gp_run_recorded_spec(const gp_run_state *r, gp_str name);   /* a recorded target as it was given with -t, else its name */
/* Targets of a run that answers from the recording `dir`: `wanted` out of the targets file and the recording, else all
 * that were recorded. Fills recording and specs. */
gp_code gp_run_recorded_specs(gp_run_state *r, const char *dir, const gp_target_file *file, const gp_str *wanted, size_t n_wanted, gp_err *err) GP_MUST_CHECK;
gp_code gp_run_record_check(const gp_run_state *r, gp_err *err) GP_MUST_CHECK;
gp_code gp_run_record_open(gp_run_state *r, gp_err *err) GP_MUST_CHECK;     /* nothing is written yet */
gp_code gp_run_record_begin(gp_run_state *r, gp_str topology, gp_err *err) GP_MUST_CHECK;
gp_code gp_run_record_close(gp_run_state *r, gp_err *err) GP_MUST_CHECK;
/* execute.c */
gp_code gp_run_make_trial(gp_run_state *r, size_t index, gp_trial **out, gp_err *err) GP_MUST_CHECK; /* with its arena; freed by the caller */
void gp_run_break(void *user, const gp_err *why); /* gp_target_services.broken; user is the state */
gp_code gp_run_execute(gp_run_state *r, gp_err *err) GP_MUST_CHECK;   /* every trial that is not in the journal yet */
void gp_run_bind_done(gp_target_services *env, gp_run_state *r);           /* where targets hand trials back */
/* finish.c */
gp_code gp_run_finish(gp_run_state *r, gp_err *err) GP_MUST_CHECK;    /* journal -> grades, goldens, results, reports, gate */

/* cost.c */
gp_code gp_run_read_prices(gp_run_state *r, gp_str prices_file, gp_err *err) GP_MUST_CHECK; /* and begin the budget */
bool gp_run_priced(const gp_manifest_target *m);
gp_code gp_run_check_budget(gp_run_state *r, gp_err *err) GP_MUST_CHECK; /* with targets open: prices, max_tokens, images */
gp_code gp_run_count_spent(gp_run_state *r, size_t trial, const gp_transcript *t, gp_err *err) GP_MUST_CHECK; /* of a journalled trial */

typedef struct gp_run_asked { /* the requests of one target's trials; {0} */
    int64_t requests, lowest_window; /* lowest_window 0: never narrowed */
    size_t retried, rate_limited;
    double known_usd;
    size_t known, unknown;  /* trials whose cost is known, and those that sent something and whose cost is not */
    size_t billed, counted; /* by the server's bill, by its usage and a price */
} gp_run_asked;
double gp_run_max_cost(const gp_run_state *r); /* of this run, or of the recorded one; NaN: none */
void gp_run_begin_cost(gp_run_state *r);
void gp_run_trial_cost(gp_arena *a, const gp_transcript *t, const gp_manifest_target *m, gp_result *res); /* fills cost_usd and its kin; of a composite: what all its members cost */
void gp_run_add_asked(gp_run_asked *s, const gp_transcript *t, const gp_result *res);
void gp_run_asked_head(gp_run_state *r, size_t target, const gp_run_asked *s, gp_results_target *head); /* and into the outcome */
/* run.c: free what grows with the number of trials (plan, suites, offsets): reports are made from results.json alone. */
void gp_run_forget(gp_run_state *r);

int64_t gp_run_seed(const gp_run_state *r, size_t suite);

/* fingerprint.c: append the canonical line of one trial (with its line feed). */
gp_code gp_fingerprint_line(const gp_transcript *t, const gp_grade *g, const gp_manifest_target *target, gp_buf *out, gp_err *err) GP_MUST_CHECK;
/* SHA-256 over the policy of a composite and the weights of its members, hex; empty for other targets. */
gp_code gp_composite_digest(gp_arena *a, const gp_manifest_target *target, gp_str *out, gp_err *err) GP_MUST_CHECK;

/* steps.c: the part of a result that tells of composites and environments. */
gp_code gp_result_steps(gp_arena *a, const gp_transcript *t, gp_result *res, gp_err *err) GP_MUST_CHECK;

#endif
