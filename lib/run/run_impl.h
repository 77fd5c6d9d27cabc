/* run_impl.h - one run while it happens; shared by the files of lib/run only. */
#ifndef GP_RUN_IMPL_H
#define GP_RUN_IMPL_H

#include "base/sha256.h"
#include "base/sys.h"
#include "plan/plan.h"
#include "run/run.h"
#include "targets/policy.h"
#include "targets/pool.h"
#include "record/recording.h"

typedef struct gp_source gp_source; /* run/source.h */

enum { GP_RUN_JOBS = 4 }; /* trials in flight unless the user says otherwise */

typedef struct gp_run_state {
    const gp_run_options *o;
    gp_run_outcome *out;
    gp_arena arena; /* everything that lives as long as the run */
    /* what is run */
    gp_suite **suites;
    gp_lint_report *lint; /* per suite */
    int64_t *seeds;       /* per suite */
    size_t n_suites;
    const gp_target_spec *specs;
    gp_str *names;
    size_t n_targets;
    bool bundled;                                  /* the one target is the bundled model, because none was named */
    gp_gate_rules rules;                           /* what the gate is asked */
    gp_str rules_text;                             /* the same as JSON; empty: nothing */
    gp_side *then;                                 /* the baseline, case by case; NULL: none */
    gp_str then_name, then_fingerprint, then_text; /* text: its results.json */
    const gp_json *gate_entry;                     /* key "gate" of the targets file; NULL: there is none */
    gp_plan *plan;
    int64_t repeat;
    gp_environment environment;
    size_t jobs;        /* trials in flight */
    size_t jobs_wanted; /* where the open files that are allowed made them fewer; else 0 */
    gp_str *unused;     /* goldens of cases that the suites do not have */
    size_t n_unused;
    /* of a merge of what is there of a run: its trials, its shards, and those of them that are not there; else 0 */
    size_t planned;
    int64_t shards;
    const int32_t *missing;
    size_t n_missing;
    /* what answers */
    gp_topo *topo;
    gp_http *http;
    const gp_source *from;    /* never NULL; the next four are its own */
    const char *recorded_dir; /* what is played; NULL: live */
    gp_replay *replay;
    gp_recording *recording;
    gp_occurrences handed_out;
    gp_recorder *recorder; /* keeps exchanges; NULL */
    gp_price_list prices;
    gp_budget budget; /* without limit where none is given: it adds up */
    gp_target_services env;
    gp_target_pool *pool; /* owns the open targets, but those of a replay */
    gp_target **targets;
    gp_manifest manifest;
    gp_manifest_target *facts; /* per target */
    /* what is left behind */
    const char *config; /* the targets file that was read; NULL: none */
    const char *dir;
    bool resumed;       /* dir holds a manifest of an earlier run */
    gp_manifest before; /* that manifest */
    gp_journal *journal;
    uint64_t *offset; /* per trial of the plan: place in the journal, UINT64_MAX: not finished */
    uint64_t *unsent; /* of the line that says that there was no money to send it; NULL: that is asked again */
    struct gp_superseded *earlier; /* lines of trials that were asked again since, by trial and place */
    size_t n_earlier, room_earlier;
    size_t needy; /* cases of the plan whose verdicts need evidence from outside, or all repeats */
    bool *untold; /* per trial of the plan: it ended, and its verdict waits for that; NULL: none */
    /* who is asked for verdicts */
    const gp_target_file *named; /* targets by name; NULL: there are none */
    struct gp_judge_target *judges;
    size_t n_judges, room_judges;
    gp_target_pool *judge_pool;   /* that of the run; its own where an environment surrounds the targets */
    struct gp_obtained *obtained; /* lines of evidence, by place in the order of ids */
    size_t n_obtained, room_obtained;
    size_t *cursor; /* per target: next trial of the plan to look at */
    size_t done, in_flight, turn;
    gp_trial **graveyard;
    size_t n_graves, room_graves;
    gp_code broken; /* the journal could not be written */
    gp_err broken_why;
} gp_run_state;

typedef struct gp_superseded { /* a line of the journal that is not the last of its trial */
    size_t trial;
    uint64_t offset;
} gp_superseded;

typedef struct gp_judge_target { /* who is asked for verdicts of this run */
    gp_str name;                 /* as the suites name it */
    size_t cases;                /* of the plan that name it */
    const gp_target_spec *spec;  /* NULL: there is no such target, and `lacking` says so */
    const char *lacking;
    gp_target *target; /* NULL: nobody is asked, because answers are played */
    const gp_manifest_target *facts;
    gp_str identity; /* gp_fingerprint_target */
} gp_judge_target;

typedef struct gp_obtained { /* a line of evidence.jsonl */
    size_t order;            /* of its trial, by id */
    uint64_t offset;
} gp_obtained;

/* The steps of a run, in the order of run.c. */

/* inputs.c, source.c, record.c: nothing is opened */
gp_code gp_run_read_earlier(gp_run_state *r, gp_err *err) GP_MUST_CHECK; /* --resume: what that run was */
gp_code gp_run_choose_environment(gp_run_state *r, gp_err *err) GP_MUST_CHECK;
gp_code gp_run_open_suites(gp_run_state *r, gp_err *err) GP_MUST_CHECK;
gp_code gp_run_lint_suites(gp_run_state *r, gp_err *err) GP_MUST_CHECK; /* and the null baselines */
/* where answers come from; prices, budget */
gp_code gp_run_choose_targets(gp_run_state *r, gp_err *err) GP_MUST_CHECK;
gp_code gp_run_choose_gate(gp_run_state *r, gp_err *err) GP_MUST_CHECK;  /* verdict.c: its rules, and the baseline */
gp_code gp_run_check_record(gp_run_state *r, gp_err *err) GP_MUST_CHECK; /* can --record be done? */
gp_code gp_run_check_copies(gp_run_state *r, gp_err *err) GP_MUST_CHECK; /* can copies of reports be written? */
gp_code gp_run_make_plan(gp_run_state *r, gp_err *err) GP_MUST_CHECK;
gp_code gp_run_check_regulated(gp_run_state *r, gp_err *err) GP_MUST_CHECK;
gp_code gp_run_check_declared(gp_run_state *r, gp_err *err) GP_MUST_CHECK;
gp_code gp_run_look_at_goldens(gp_run_state *r, gp_err *err) GP_MUST_CHECK;
gp_code gp_run_look_for_needs(gp_run_state *r, gp_err *err) GP_MUST_CHECK; /* obtain.c: r->needy */
/* open.c, record.c, cost.c, describe.c: nothing is asked */
gp_code gp_run_claim_dir(gp_run_state *r, gp_err *err) GP_MUST_CHECK;
gp_code gp_run_open_record(gp_run_state *r, gp_err *err) GP_MUST_CHECK;  /* nothing is written yet */
gp_code gp_run_open_targets(gp_run_state *r, gp_err *err) GP_MUST_CHECK; /* and check their pins */
gp_code gp_run_open_judges(gp_run_state *r, gp_err *err) GP_MUST_CHECK;  /* judges.c */
gp_code gp_run_check_recorded(gp_run_state *r, gp_err *err) GP_MUST_CHECK;
gp_code gp_run_check_budget(gp_run_state *r, gp_err *err) GP_MUST_CHECK; /* prices, max_tokens, images */
/* manifest and topology; the recording begins */
gp_code gp_run_describe(gp_run_state *r, gp_err *err) GP_MUST_CHECK;
/* The Jinja files of targets and judges; those that were not read here from the bundle `from` (NULL: there is none). */
gp_code gp_run_keep_templates(const gp_run_state *r, const char *from, gp_err *err) GP_MUST_CHECK;
gp_code gp_run_keep_inputs(gp_run_state *r, gp_err *err) GP_MUST_CHECK;  /* keep.c: into the bundle */
gp_code gp_run_open_journal(gp_run_state *r, gp_err *err) GP_MUST_CHECK; /* and note what is finished */
gp_code gp_run_follow(gp_run_state *r, gp_err *err) GP_MUST_CHECK;       /* the manifest of a run that goes on */
/* every trial that is not in the journal yet */
gp_code gp_run_execute(gp_run_state *r, gp_err *err) GP_MUST_CHECK;
gp_code gp_run_ask_judges(gp_run_state *r, gp_err *err) GP_MUST_CHECK;   /* judging.c: what is not in the bundle yet */
gp_code gp_run_close_record(gp_run_state *r, gp_err *err) GP_MUST_CHECK; /* whatever came of the trials */
gp_code gp_run_obtain(gp_run_state *r, gp_err *err) GP_MUST_CHECK;       /* obtain.c: evidence for verdicts */
/* grades, goldens, results, reports, gate */
gp_code gp_run_finish(gp_run_state *r, gp_err *err) GP_MUST_CHECK;

/* source.c: the run that is played; NULL: none is. And the same where all numbers come from it. */
const gp_manifest *gp_run_recorded(const gp_run_state *r);
const gp_manifest *gp_run_recorded_machine(const gp_run_state *r);
/* record.c */
size_t gp_run_count_remote(const gp_run_state *r);
gp_code gp_run_begin_record(gp_run_state *r, gp_str topology, gp_err *err) GP_MUST_CHECK;
/* execute.c */
/* a dry run: each trial of the plan, and what would keep it from being asked */
gp_code gp_run_tell_dry(gp_run_state *r, gp_err *err) GP_MUST_CHECK;
/* The trial is freed later, by the second: an exchange may still borrow its request. */
void gp_run_bury(gp_run_state *r, gp_trial *t);
void gp_run_free_buried(gp_run_state *r);
/* with its arena; freed by the caller */
gp_code gp_run_make_trial(gp_run_state *r, size_t index, gp_trial **out, gp_err *err) GP_MUST_CHECK;
/* Does a golden accept this failure of trial i of the plan? */
bool gp_run_is_known(const gp_run_state *r, size_t trial, gp_arena *a, const gp_case *c, const gp_transcript *t,
                     const gp_grade *g);
void gp_run_break(void *user, const gp_err *why);                /* gp_target_services.broken; user is the state */
void gp_run_bind_done(gp_target_services *env, gp_run_state *r); /* where targets hand trials back */

/* finish.c: trial i of the plan out of the journal, with its case */
gp_code gp_run_read_trial(gp_run_state *r, const gp_map *journal, const char *path, size_t i, gp_arena *a, gp_case **c,
                          gp_transcript *t, gp_err *err) GP_MUST_CHECK;
/* The transcripts of all repeats of the k-th trial by id, itself among them, in order of their numbers. */
gp_code gp_run_read_repeats(gp_run_state *r, const gp_map *journal, const char *path, size_t k, gp_arena *a,
                            const gp_transcript *const **out, size_t *n, gp_err *err) GP_MUST_CHECK;
/* obtain.c: the evidence of the k-th trial by id, out of evidence.jsonl */
gp_code gp_run_read_evidence(const gp_run_state *r, const gp_map *file, size_t k, gp_arena *a, gp_evidence **out,
                             size_t *n, gp_err *err) GP_MUST_CHECK;

/* keep.c */
/* SHA-256, hex, of a file's last line (without its line feed), or of the whole of it. */
gp_code gp_run_last_line(gp_arena *a, const char *path, bool whole, gp_str *out, gp_err *err) GP_MUST_CHECK;
gp_code gp_run_copy_file(const char *from, const char *to, gp_err *err) GP_MUST_CHECK; /* folders are made */
/* Where a bundle keeps the files of a suite. In the arena. */
const char *gp_run_kept_suite(gp_arena *a, const char *bundle, gp_str suite);

/* judges.c */
/* A case of the plan: note who its graders ask. Refused where a regulated one could reach a remote judge. */
gp_code gp_run_note_judges(gp_run_state *r, size_t suite, const gp_case *c, gp_err *err) GP_MUST_CHECK;
gp_judge_target *gp_run_judge(const gp_run_state *r, gp_str name); /* NULL: nobody of that name */
void gp_run_warn_of_judges(const gp_run_state *r);                 /* those that are not there */

/* cost.c */
gp_code gp_run_read_prices(gp_run_state *r, gp_str prices_file, gp_err *err) GP_MUST_CHECK; /* and begin the budget */
bool gp_run_priced(const gp_manifest_target *m);
/* of a journalled trial */
gp_code gp_run_count_spent(gp_run_state *r, size_t trial, const gp_transcript *t, gp_err *err) GP_MUST_CHECK;

typedef struct gp_run_asked {        /* the requests of one target's trials; {0} */
    int64_t requests, lowest_window; /* lowest_window 0: never narrowed */
    size_t retried, rate_limited;
    double known_usd;
    size_t known, unknown; /* trials whose cost is known, and those that sent something and whose cost is not */
    size_t billed, counted,
        timed; /* by the server's bill, by its usage and a price, by the time of one's own machine */
} gp_run_asked;
double gp_run_max_cost(const gp_run_state *r); /* of this run, or of the recorded one; NaN: none */
void gp_run_begin_cost(gp_run_state *r);
/* fills cost_usd and its kin; of a composite: what all its members cost */
void gp_run_trial_cost(gp_arena *a, const gp_transcript *t, const gp_manifest_target *m, gp_result *res);
void gp_run_add_asked(gp_run_asked *s, const gp_transcript *t, const gp_result *res);
/* and into the outcome */
void gp_run_asked_head(gp_run_state *r, size_t target, const gp_run_asked *s, gp_results_target *head);
/* verdict.c: what the gate gets to know */
typedef struct gp_run_judging {
    const gp_run_state *r;
    gp_gate_watch watch;
    gp_side *now; /* with a baseline only */
    struct gp_judged_target {
        size_t passed, graded; /* not in quarantine */
    } * targets;
    int64_t output_tokens;
    bool tokens_unknown;
} gp_run_judging;
void gp_run_judging_begin(gp_run_judging *j, gp_run_state *r);
void gp_run_judging_add(gp_run_judging *j, size_t target, const gp_result *res, const gp_grade *g,
                        const gp_golden_outcome *golden, const gp_transcript *t);
/* From the head, but for the gate itself, which is filled in. */
void gp_run_judging_decide(gp_run_judging *j, gp_run_state *r, gp_results_head *head);
void gp_run_judging_end(gp_run_judging *j);
/* run.c: free what grows with the number of trials (plan, suites, offsets): reports are made from results.json
 * alone. */
void gp_run_forget(gp_run_state *r);
void gp_run_release(gp_run_state *r); /* all of it, the arena too */
/* Where accepted goldens are; after gp_run_look_at_goldens. */
const char *gp_run_golden(const gp_run_state *r);
/* What its verdict is made with besides; of a run that is judged again, as it was. */
gp_manifest_gate gp_run_gate(const gp_run_state *r);

/* fingerprint.c: append the canonical line of one trial (with its line feed). */
void gp_fingerprint_line(gp_arena *a, const gp_transcript *t, const gp_grade *g, const gp_manifest_target *target,
                         gp_buf *out);
/* The part of that line that is the target's, canonical JSON: who answers, and how it is asked. */
gp_str gp_fingerprint_target(gp_arena *a, const gp_manifest_target *target);
/* The fingerprint of many trials: the SHA-256 digests of their lines, those of one case in any order and one after
 * another; cases by id. */
typedef struct gp_fingerprint {
    gp_sha256 *hash;
    gp_buf of_case; /* digests of the case at hand */
} gp_fingerprint;
void gp_fingerprint_begin(gp_fingerprint *f);
void gp_fingerprint_add(gp_fingerprint *f, const unsigned char digest[GP_SHA256_LEN]);
void gp_fingerprint_next_case(gp_fingerprint *f);
gp_str gp_fingerprint_text(gp_arena *a, gp_fingerprint *f); /* "sha256:…" */
void gp_fingerprint_free(gp_fingerprint *f);
/* SHA-256 over the policy of a composite and the weights of its members, hex; empty for other targets. */
gp_str gp_composite_digest(gp_arena *a, const gp_manifest_target *target);

/* steps.c: the part of a result that tells of composites and environments. */
void gp_result_steps(gp_arena *a, const gp_transcript *t, gp_result *res);

#endif
