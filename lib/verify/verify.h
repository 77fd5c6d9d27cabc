/* verify.h - is a bundle what it says it is?
 *
 * Made of checks that build on nothing but the bundle, each of which holds, differs, or could not be made and says why:
 *   checksums   every file has the digest that SHA256SUMS lists, and every file is listed
 *   chain       transcripts.jsonl is the journal that the manifest began and chain.json ends, line for line
 *               (transcript/transcript.h): a line that was edited, taken out or put elsewhere is found and named
 *   inputs      suites and cases are those of the manifest and the transcripts
 *   prompts     the chat templates of local targets, over the suites' messages, give the prompts whose digests the
 *               transcripts state
 *   verdicts    the trials, judged again by the bundle's own suites and goldens, give results.json byte for byte, and with
 *               it the fingerprint
 *   reports     so do the reports
 *   signature   envelopes that are given are signed by the key that is given, over a statement whose subject is this bundle;
 *               without one the list says so, because whoever writes all files anew passes all other checks
 *   model       the weights that the bundle states are those that somebody signed (OpenSSF model signing), with a key that
 *               is given; no transparency log and no certificate is looked at
 *   rerun       trials of local targets, asked again with another number of threads and other batches, answer alike
 *   graders     programs that verdicts need (generated code with its tests, programs of the suite), run again, give the
 *               same verdicts; only where it is asked for
 *   remote      trials of remote targets are what the recording of the run gives, or, asked again live, pass as often; only
 *               where it is asked for
 *   bisect      every operation of one local trial leaves the same values here and on another side: another device, other
 *               sources of the kernels, or whatever wrote a trace (engine/trace.h); only where it is asked for
 *
 * Where another version wrote the bundle (`versions`), bytes of results.json and of reports may be others for that reason
 * alone. Then verdicts, scores, answers, counts and fingerprint are compared, and reports that come out otherwise count as
 * not compared, which is exit code 3.
 *
 * What differs is listed with its file and line. Nothing is written but below a temporary folder. */
#ifndef GP_VERIFY_VERIFY_H
#define GP_VERIFY_VERIFY_H

#include "run/run.h"
#include "stats/compare.h"

typedef enum gp_check { /* in this order */
                        GP_CHECK_SUMS,
                        GP_CHECK_CHAIN,
                        GP_CHECK_INPUTS,
                        GP_CHECK_PROMPTS,
                        GP_CHECK_VERDICTS,
                        GP_CHECK_REPORTS,
                        GP_CHECK_SIGNATURE,
                        GP_CHECK_MODEL,
                        GP_CHECK_RERUN,
                        GP_CHECK_GRADERS,
                        GP_CHECK_REMOTE,
                        GP_CHECK_BISECT,
                        GP_CHECKS
} gp_check;
extern const char *const gp_verify_names[GP_CHECKS]; /* "checksums", ... */

typedef enum gp_check_state { GP_CHECK_NOT_MADE, GP_CHECK_HOLDS, GP_CHECK_DIFFERS } gp_check_state;
extern const char *const gp_check_state_names[GP_CHECK_DIFFERS + 1]; /* "not made", "holds", "differs" */

typedef struct gp_check_result {
    gp_check check;
    gp_check_state state;
    gp_str text; /* one sentence: what was looked at and what came of it */
} gp_check_result;

typedef struct gp_difference { /* something that is not as it was */
    gp_check check;
    gp_str file;  /* in the bundle */
    int64_t line; /* in that file; 0: all of it */
    gp_str trial; /* its id; empty: it is about none */
    gp_str text;  /* one sentence */
} gp_difference;

/* What a trial that was asked again has in common with the one in the bundle. */
typedef enum gp_likeness { GP_LIKE_BITWISE, GP_LIKE_TOKEN, GP_LIKE_GRADE, GP_LIKE_NOT, GP_LIKENESSES } gp_likeness;
extern const char *const gp_likeness_names[GP_LIKENESSES]; /* "bitwise", "token", "grade", "differs" */

typedef struct gp_rerun_trial {
    gp_str id;
    gp_likeness likeness;
} gp_rerun_trial;

/* The first trial, by id, that is not bitwise alike, and where it parts. */
typedef struct gp_parting {
    gp_str trial;
    int64_t turn, position;             /* from 1, of the first token that is another, or whose logits are */
    bool logits_only;                   /* tokens are alike */
    int64_t token_then, token_now;      /* ids; -1: the answer had ended */
    gp_str text_then, text_now;         /* what they stand for */
    double margin_then, margin_now;     /* of the two highest logits there; NaN: not kept */
    double log_prob_then, log_prob_now; /* of both tokens, by the model that is here now; NaN: not computed */
    gp_str answer_then, answer_now;
} gp_parting;

/* Where in a layer, or beside them. */
typedef enum gp_bisect_part { GP_PART_BEFORE, GP_PART_LAYER, GP_PART_BEHIND, GP_PARTS } gp_bisect_part;
extern const char *const gp_bisect_part_names[GP_PARTS]; /* "before", "layer", "behind" */

/* What came of comparing operation by operation. */
typedef struct gp_bisection {
    gp_str with;    /* the other side, as it was asked for; empty: it was not */
    gp_str trial;   /* whose tokens were computed */
    int64_t turn;   /* up to this reply of it, from 1 */
    int64_t tokens; /* so many, of prompt and reply */
    size_t alike;   /* operations that left the same on both sides */
    gp_str written; /* the trace that was written; empty: none was */
    bool differs;   /* the next one did not. Then: */
    gp_bisect_part part;
    int64_t layer;               /* from 0, as in names of tensors; -1: not within one */
    int64_t operation;           /* of those of the layer, from 1 */
    gp_str kernel, kernel_there; /* the same as a rule */
    gp_str weights;              /* tensors that it reads; empty: none */
    bool known;                  /* the values of both sides are. Then: */
    bool reads_alike;            /* weights and tables that it reads are the same */
    gp_str buffer;               /* that differs */
    int64_t position;            /* of the token, from 1; 0: not known, or of none */
    int64_t index;               /* among the token's values, or else in the buffer, from 0 */
    double here, there;
    gp_str here_bits, there_bits;
    int64_t differing, values; /* of the buffer, of those that were compared */
} gp_bisection;

typedef struct gp_versions {
    gp_str wrote, here;                 /* of goldpin: whose bundle it is, and who looks at it */
    gp_str kernels_wrote, kernels_here; /* digests; empty: it has no local target */
    bool other, other_kernels;          /* they are not the same */
    bool unlike;                        /* reports came out in other bytes, which only that version could compare */
} gp_versions;

/* A remote target that was asked again: cases that were graded both times. */
typedef struct gp_remote_pair {
    gp_str target;
    size_t cases, passed_then, passed_now; /* passed: with all repeats */
    size_t same_answers;                   /* cases whose answers are the same, all of them */
    double difference, low, high; /* of the mean share of repeats that passed, now minus then, with its 95% interval */
    double p;                     /* Holm's, over the targets; NaN: no case */
    gp_verdict finding;           /* of now */
} gp_remote_pair;

typedef struct gp_verify_report {
    gp_versions versions;
    gp_str bundle;      /* as it was given */
    gp_str fingerprint; /* that it states */
    gp_str derived;     /* that it has; empty: not derived */
    gp_str suite;       /* names of its suites, "smoke 1.0.0, …" */
    gp_check_result checks[GP_CHECKS];
    const gp_difference *differences;
    size_t n_differences;
    const gp_str *facts; /* pinned facts that are not what they were, "driver: was X, is Y" */
    size_t n_facts;
    const gp_rerun_trial *trials; /* those that were asked again, by id */
    size_t n_trials;
    size_t like[GP_LIKENESSES];
    bool parted;
    gp_parting parting;           /* where they did */
    const gp_remote_pair *remote; /* targets that were asked again live */
    size_t n_remote;
    gp_bisection bisection;
    const gp_str *sides; /* what is known to be unlike on the two sides of it, "driver: X here, Y there" */
    size_t n_sides;
    size_t all_trials;
    int exit_code; /* 0 all that was asked for holds, 1 evidence differs, 3 what was asked for could not be run again */
} gp_verify_report;

typedef enum gp_rerun_wish {
    GP_RERUN_AUTO, /* local trials whose model is where the bundle says it was, or is the bundled one */
    GP_RERUN_ALL,  /* all local trials, or exit code 3 */
    GP_RERUN_NONE
} gp_rerun_wish;

typedef struct gp_verify_options {
    const char *bundle; /* a folder, or a file that gp_bundle_pack made of it */
    gp_rerun_wish rerun;
    bool graders;   /* run programs that verdicts need again, in the sandbox */
    int64_t sample; /* at most so many trials, chosen by `seed`; 0: all */
    int64_t seed;
    const gp_str *models; /* "NAME=FILE", or "FILE" where there is one local target: where weights are now */
    size_t n_models;
    const char *pocket;         /* the bundled model; NULL: none is installed */
    gp_engine_wish wish;        /* device, threads and the like; what is not said is chosen unlike the run's own */
    const gp_str *attestations; /* DSSE envelopes that are said to be of this bundle (attest/attest.h) */
    size_t n_attestations;
    const char *key; /* the public key that signed them; NULL: not given */
    /* signatures of models; none: those that stand beside a model that is found, as FILE.sig or model.sig */
    const gp_str *model_signatures;
    size_t n_model_signatures;
    const char *model_key; /* the public key that signed these; NULL: not given */
    const char *remote;    /* "recording=DIR" or "ask": how remote trials are checked; NULL: not */
    /* the value of a variable that holds a key, for "ask"; may be NULL */
    gp_str (*secret)(void *user, const char *variable);
    void *secret_user;
    /* "device=N|NAME", "kernels=DIR" or "trace=FILE": the other side of a bisection; NULL: none is asked for */
    const char *bisect;
    const char *bisect_trial; /* whose tokens; NULL: the first that was not bitwise alike, else the first local one */
    const volatile sig_atomic_t *interrupted;
} gp_verify_options;

/* Is it what the option `remote` may be? GP_E_USAGE: no. */
gp_code gp_verify_remote_check(const char *how, gp_err *err) GP_MUST_CHECK;
/* Is it what the option `bisect` may be? GP_E_USAGE: no. */
gp_code gp_verify_bisect_check(const char *with, gp_err *err) GP_MUST_CHECK;

/* Into the arena. GP_OK: the report is whole; its exit code is the verdict. Errors: GP_E_INPUT (no bundle that could be
 * read at all; a trace, device or folder of kernels that is none), GP_E_USAGE, GP_E_IO, GP_E_CANCELLED. */
gp_code gp_verify(gp_arena *a, const gp_verify_options *o, gp_verify_report *out, gp_err *err) GP_MUST_CHECK;

/* Trials of the bundle that a filter chooses (globs on case ids and trial ids) as a bundle in the new folder `to`: a replay of
 * it, which verifies like any other. GP_E_INPUT: no trial is chosen, or the bundle does not hold its suites. */
gp_code gp_verify_excerpt(gp_arena *a, const char *bundle, const gp_str *filters, size_t n, const char *to,
                          const volatile sig_atomic_t *interrupted, gp_err *err) GP_MUST_CHECK;

/* The report as text for a terminal, as JSON (schema goldpin.verify/1), as one page of markdown. */
void gp_verify_text(const gp_verify_report *r, gp_buf *out);
void gp_verify_json(const gp_verify_report *r, gp_buf *out);
void gp_verify_markdown(const gp_verify_report *r, gp_buf *out);
void gp_verify_schema(gp_buf *out); /* what lib/verify/schema/verify.schema.json holds */
void gp_trace_schema(gp_buf *out);  /* and trace.schema.json, of traces that a bisection writes */

#endif
