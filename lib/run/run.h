/* run.h - the pipeline: suites -> plan -> targets -> journal -> grades -> goldens -> results -> reports -> gate.
 *
 * gp_run does one whole run and leaves a bundle. It is called from the command line only, prints nothing, and tells
 * what happens through gp_run_events. Every finished trial is in the journal before anything else happens to it, so an
 * interrupted run can be resumed. */
#ifndef GP_RUN_RUN_H
#define GP_RUN_RUN_H

#include <signal.h>

#include "base/caps.h"
#include "evidence/evidence.h"
#include "lint/lint.h"
#include "report/report.h"
#include "targets/target.h"

/* What happens during a run. Every member may be NULL; text is valid during the call. */
typedef struct gp_run_events {
    void *user;
    /* The plan stands; `done` trials were finished by the run that is being resumed. `replay_of`: the bundle, recording
     * or file that answers in place of the targets; NULL: they are asked. */
    void (*planned)(void *user, const char *replay_of, size_t trials, size_t done, size_t cases, size_t targets);
    /* Of a dry run, each trial in order of ids. `lacks`: why it would be skipped; NULL: it would be asked, as far as
     * can be told without opening anything. */
    void (*dry)(void *user, gp_str id, const char *lacks);
    /* A target is open and its pins hold; `replayed`: what answers for it was recorded. */
    void (*opened)(void *user, const gp_manifest_target *facts, bool replayed);
    /* A trial ended, and its verdict stands: with evidence from outside, when that has been obtained. `known`: it failed,
     * and its golden accepts that. */
    void (*trial)(void *user, const gp_transcript *t, const gp_grade *g, bool known, size_t done, size_t trials);
    /* What requests have cost so far, as far as that is known; before `trial`, where a target has a price. */
    void (*cost)(void *user, double usd);
    /* Something is the matter with `what` of a target, or of an option, and the run goes on. */
    void (*notice)(void *user, gp_str target, gp_str what, gp_str text);
    /* A lint finding that does not stop the run. */
    void (*warning)(void *user, const gp_finding *f);
} gp_run_events;

typedef struct gp_run_options {
    const char *const *suites; /* folders or files; none: taken from the resumed run */
    size_t n_suites;
    const gp_str *targets; /* -t values; none: the targets file, else the pocket model */
    size_t n_targets;
    const char *config;              /* targets file; NULL: what gp_target_file_find finds */
    const char *pocket;              /* path of the bundled model, for runs without a target; NULL: none is installed */
    const char *prices;              /* the bundled price list, for targets without a price; NULL: none is installed */
    const char *output;              /* bundle; NULL: reports/<suite>-<UTC time> */
    const char *resume;              /* bundle to go on with, or NULL */
    const char *replay;              /* bundle, recording or file of another tool to answer from, or NULL */
    const char *record;              /* folder to keep the exchanges with remote targets in, or NULL */
    const char *golden;              /* NULL: found by gp_golden_find */
    const char *plan;                /* what was fixed before (manifest/declared.h), or NULL */
    const char *copies[GP_REPORT_N]; /* of reports, in the order of gp_report_formats; or NULL */
    gp_report_wish reports;
    /* the value of a variable that holds a key; empty: it has none */
    gp_str (*secret)(void *user, const char *variable);
    void *secret_user;
    const gp_str *filters; /* globs on case ids and trial ids, as of gp_plan_options; none: all */
    size_t n_filters;
    const gp_str *tags;
    size_t n_tags;
    int64_t limit;         /* -1: none */
    int64_t shard, shards; /* 0: none */
    int64_t repeat;        /* 0: not given (1, or that of the resumed or replayed run) */
    int64_t seed;          /* -1: not given (the suite's, else 1) */
    int64_t jobs;          /* trials in flight; 0: 4 */
    double max_cost;       /* USD that requests to remote targets may cost in all; NaN: no budget */
    const char *gate;      /* gate file; NULL: key "gate" of the targets file, where there is one */
    gp_gate_rules asked;   /* of the command line: goes over the file (gp_gate_rules_merge) */
    bool ungated;          /* nobody wants the verdict: no rules are read */
    const char *baseline;  /* the run to compare with (run/earlier.h); NULL: none */
    bool dry_run;
    bool allow[GP_LEAVES]; /* programs of generated code, of suites: may they run in the sandbox? */
    /* With resume: the run has ended, and nobody is asked; its trials are judged again, by its own suites and goldens,
     * which `suites` and `golden` name, and the gate that it had. What of it lacks is GP_E_INPUT. */
    bool judge_again;
    bool retry_errors;          /* with resume: ask again what broke (gp_failure_may_pass) */
    gp_environment environment; /* NONE: not given (that of the resumed run, else none) */
    gp_engine_wish wish;
    const volatile sig_atomic_t *interrupted; /* set by a signal handler; may be NULL */
    gp_run_events events;
} gp_run_options;

typedef struct gp_run_cost {
    bool priced;                 /* a remote target has a price, or its server bills: the rest says something */
    double known_usd;            /* of the trials whose cost is known */
    size_t unknown;              /* trials that asked a remote target and whose cost is not known */
    double max_usd, counted_usd; /* the budget, and what it counted; NaN without one */
} gp_run_cost;

typedef struct gp_run_outcome {
    char dir[GP_CAP_PATH];       /* the bundle; "" before it exists */
    char replay_of[GP_CAP_PATH]; /* what answered in place of the targets; "": they were asked */
    char fingerprint[80];        /* "sha256:…" */
    gp_gate_verdict gate;
    gp_tally tally;
    size_t trials, done; /* planned, and finished so far */
    size_t cases, targets;
    size_t of_cases;               /* all that the suites have */
    size_t recorded;               /* trials of the run that is played in part; 0: all of it is, or none */
    size_t asked_again;            /* trials whose earlier attempts broke */
    const char *baseline;          /* as given; NULL: none */
    char golden[GP_CAP_PATH];      /* where goldens are, or would be made */
    char golden_upto[GP_CAP_PATH]; /* gp_golden_place.upto; "": were in the working directory, or given */
    bool golden_found;
    char elsewhere[256]; /* goldens that are missing are there under this name of the same weights; "": not */
    gp_run_cost cost;
} gp_run_outcome;

/* Errors before the first trial leave nothing behind (but a bundle of an earlier, resumed run stays). Afterwards
 * GP_E_CANCELLED (interrupted) and GP_E_IO (disk full) leave a bundle that --resume can go on with. GP_OK means that
 * the gate has spoken: see out->gate.exit_code. A dry run returns GP_OK with the counts and an empty dir. */
gp_code gp_run(const gp_run_options *o, gp_run_outcome *out, gp_err *err) GP_MUST_CHECK;

/* Version of goldpin, "0.1.0". */
const char *gp_version(void);
/* Compiler and options of this build, one line. */
const char *gp_build(void);

#endif
