/* run_impl.h - one run while it happens; shared by the files of lib/run only. */
#ifndef GP_RUN_IMPL_H
#define GP_RUN_IMPL_H

#include "plan/plan.h"
#include "run/run.h"

typedef struct gp_secret { /* one line of --env-file */
    gp_str name, value;
} gp_secret;

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
    /* what answers */
    gp_topo *topo;
    gp_http *http;
    gp_replay *replay;
    gp_target_env env;
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
/* execute.c */
gp_code gp_run_execute(gp_run_state *r, gp_err *err) GP_MUST_CHECK;   /* every trial that is not in the journal yet */
void gp_run_bind_done(gp_target_env *env, gp_run_state *r);           /* where targets hand trials back */
/* finish.c */
gp_code gp_run_finish(gp_run_state *r, gp_err *err) GP_MUST_CHECK;    /* journal -> grades, goldens, results, reports, gate */

int64_t gp_run_seed(const gp_run_state *r, size_t suite);

/* fingerprint.c: append the canonical line of one trial (with its line feed). */
gp_code gp_fingerprint_line(const gp_transcript *t, const gp_grade *g, const gp_manifest_target *target, gp_buf *out, gp_err *err) GP_MUST_CHECK;

#endif
