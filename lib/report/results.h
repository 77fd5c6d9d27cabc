/* results.h - results.json: one run's verdicts and numbers, from which every report is rendered.
 *
 * Written once, as a stream, trial after trial in order of trial id; read the same way, so that 100,000 trials need no
 * memory. `goldpin report` and `goldpin diff` need nothing but this file (manifest.json, where it lies beside it, adds
 * the methodology). Everything in it can be derived again from transcripts, suites and goldens. */
#ifndef GP_REPORT_RESULTS_H
#define GP_REPORT_RESULTS_H

#include "gate/gate.h"
#include "manifest/manifest.h"
#include "stats/graded.h"

/* One request of a composite or an environment, as reports see it (gp_round). */
typedef struct gp_step {
    gp_str by, role, member; /* member: "house", or "safe/house" where a member of that answered */
    int64_t turn, round;
    gp_failure failure;
    bool skipped;
    gp_str error, answer, finish;
    double first_token_s, total_s, duration_s;
    int64_t input_tokens, output_tokens;
} gp_step;

/* An attempt at a trial that broke and was asked again (--retry-errors): its line of the journal is still there. */
typedef struct gp_earlier {
    gp_failure failure;
    gp_str error;
    int64_t started_epoch;
} gp_earlier;

/* One reply of a conversation: how fast it came, and how much stood in front of it. */
typedef struct gp_turn {
    double first_token_s, output_tokens_per_s; /* NaN unknown */
    int64_t input_tokens, output_tokens;       /* -1 unknown */
} gp_turn;

/* One trial as reports see it. Text is borrowed. */
typedef struct gp_result {
    gp_str id, suite, case_id, case_name, category, cluster, target;
    int64_t repeat, seed;
    gp_str sensitivity, kind, complexity;
    gp_status status;
    bool known;
    gp_failure failure;
    gp_str error;              /* why it broke or was skipped */
    const gp_earlier *earlier; /* attempts before the one that all else is about */
    size_t n_earlier;
    double score; /* NaN: not graded */
    const gp_criterion *criteria;
    size_t n_criteria;
    const gp_measured *measured; /* budgets */
    size_t n_measured;
    gp_golden_state golden;
    gp_str golden_mode, golden_text;
    gp_str golden_answer; /* what it accepts, where that differs or it is stale; .p NULL: not known */
    gp_str system;        /* system text in front of it; empty: none */
    gp_str prompt;        /* last user message that was sent */
    int64_t messages;     /* how many were sent to the last request, system text included; 0: the prompt alone */
    gp_str answer, reasoning, finish; /* of the last reply */
    gp_str finish_word;               /* likewise; empty unless `finish` is "other" or "interrupted" */
    gp_str tool_calls;                /* likewise: JSON array of {"name", "arguments"}; empty: none */
    gp_str case_digest, grader_digest, request_digest, logits_sha256;
    gp_str date; /* what a chat template saw as today; empty where none looked */
    gp_str returned_model, system_fingerprint, upstream, seed_use;
    gp_str ignored; /* sampling parameters asked for that the provider has no field for; empty: none */
    /* seconds, NaN unknown; where a trial has several replies: */
    double connect_s, tls_s, first_byte_s, first_token_s, first_reasoning_s, first_answer_s; /* of the first one */
    /* sums: first reasoning to first answer, first to last of the answer, all of it */
    double reasoning_s, answer_s, total_s;
    double gap_p50_s, gap_p95_s; /* between pieces of text; unknown with several replies */
    double gap_max_s;            /* the longest */
    double duration_s;           /* the whole trial */
    double output_tokens_per_s;  /* as the client saw them come */
    double server_load_s, server_prompt_s, server_output_s, server_output_tokens_per_s; /* what the server says; sums */
    int64_t input_tokens, output_tokens, cached_tokens, reasoning_tokens; /* sums over replies; -1 unknown */
    int64_t drafted_tokens, accepted_tokens; /* guessed ahead by the local engine, and right; sums, 0: none */
    const gp_turn *turns;                    /* of conversations; none of a single reply */
    size_t n_turns;
    int64_t attempts;    /* requests sent */
    const gp_try *tries; /* all of them, where one was sent again; none elsewhere */
    size_t n_tries;
    /* fewest trials that rate limits left in flight since the one before it ended; -1: never narrowed */
    int64_t window;
    double cost_usd;              /* NaN: a price, or the usage of one of its requests, is unknown */
    double cost_known_usd;        /* of its requests whose cost is known; NaN: of none. Not written */
    gp_str cost_basis;            /* "billed" by the server, from its "usage" and a price, from the time of one's own
                                   * "hardware", or "mixed"; empty: unknown */
    double spent_usd;             /* what the budget counted; NaN unknown */
    gp_str where;                 /* "suites/smoke/suite.json:12" */
    gp_str served_by;             /* composites: who gave the answer; empty elsewhere, as are the next two */
    const gp_decision *decisions; /* of routes */
    size_t n_decisions;
    const gp_step *rounds; /* drafts, critics, and members that broke before the one that answered */
    size_t n_rounds;
    const gp_step *before; /* what an environment sent right before the trial and its rounds */
    size_t n_before;
    double begun_s; /* sustained environment: since the target was opened; 0: not kept */
} gp_result;

typedef struct gp_results_judge {       /* what is known of one criterion's judge after a run */
    gp_str suite, criterion, judge;     /* judge: as the suite names it */
    gp_str asked;                       /* who that was, as the fingerprint holds it; empty: nobody was asked */
    gp_level level;                     /* of its votes */
    int64_t trials, votes;              /* with votes; all votes on them */
    double alpha, same;                 /* gp_agree over the trials */
    int64_t calibrations, right, known; /* how often it was calibrated; answers it judged right then, of how many */
    int64_t requests, input_tokens, output_tokens;
    double cost_usd; /* NaN where that of a request is unknown */
} gp_results_judge;

typedef struct gp_results_repeated { /* a case whose repeats do not agree */
    gp_str suite, case_id, answer;   /* answer: the commonest */
    int64_t repeats;
    double same_answer, same_verdict;
} gp_results_repeated;
/* Of the graded trials of a target, knowing which belong together: repeats of a case, cases of a cluster. */
typedef struct gp_results_statistics {
    int64_t graded, clusters;  /* graded below 1: none was, or an earlier build does not say */
    double effective_n;        /* independent trials that they are worth */
    gp_interval passed, score; /* 95% intervals of the pass rate and the mean score; NaN: nothing was graded */
    int64_t repeated;          /* cases with at least two graded answers */
    double flaky;              /* share of these whose answers neither all passed nor all failed; NaN: there are none */
    double disagreement;       /* mean chance that one of two answers to a case passes and the other does not */
    /* For k from 1: mean chance over the cases with as many answers that at least one of k passes, that all do */
    const double *pass_at, *pass_all;
    size_t n_pass; /* 0 without repeats */
} gp_results_statistics;

typedef struct gp_results_target {                    /* per target summary */
    gp_str name, provider, model, claim, fingerprint; /* fingerprint over this target's trials alone */
    gp_str weights_sha256;                            /* local targets; empty elsewhere */
    gp_str asked;                  /* how it was asked, as the fingerprint holds it: canonical JSON; empty: not known */
    const gp_manifest_part *parts; /* of split models */
    size_t n_parts;
    gp_tally tally;
    /* agreement of repeats: cases with two answers or more, the means of the shares of their commonest answer and verdict
     * (NaN: no such case), and the cases that agree least, at most GP_REPEATED_MAX */
    int64_t repeated;
    double same_answer, same_verdict;
    const gp_results_repeated *disagree;
    size_t n_disagree;
    gp_results_statistics statistics;
    /* of trials that did not break and know the time; NaN unknown. p95 by nearest rank */
    int64_t timed; /* how many know their total */
    double connect_median_s, tls_median_s, first_byte_median_s;
    double first_token_median_s, first_token_p95_s, first_answer_median_s, first_answer_p95_s;
    double reasoning_median_s, answer_median_s, total_median_s, total_p95_s;
    double gap_p50_s, gap_p95_s;                            /* medians of the trials' percentiles */
    double gap_max_s;                                       /* the longest of all */
    double output_tokens_per_s, server_output_tokens_per_s; /* as the client saw them come; as the server says */
    int64_t requests;                                       /* sent */
    size_t retried;                                         /* trials that sent one again */
    size_t rate_limited;                                    /* requests refused by a rate limit */
    int64_t lowest_window;                                  /* of its trials; -1: never narrowed */
    double cost_usd;                                        /* NaN where that of a trial is unknown */
    double cost_known_usd;                                  /* of the requests whose cost is known; NaN: of none */
    size_t cost_unknown;                                    /* trials that sent something and whose cost is unknown */
    gp_str cost_basis;                                      /* as of trials */
} gp_results_target;

typedef struct gp_results_baseline {
    gp_str suite, name, answer; /* null baselines: "empty", "echo", "constant" */
    int64_t passed, graded;
    double score_mean;
    gp_str origin;          /* of the constant, as in lint/lint.h; empty: unknown */
    int64_t tried, untried; /* constants; 0: unknown, none */
} gp_results_baseline;

enum { GP_REPEATED_MAX = 20 };

typedef struct gp_results_head { /* everything but the trials */
    gp_str fingerprint;          /* "sha256:…" */
    int64_t started_epoch;
    int64_t cases;    /* distinct (suite, case) */
    int64_t of_cases; /* all that the suites have; -1: files of earlier builds do not say */
    gp_tally tally;
    gp_gate_verdict gate;
    gp_str rules;       /* what the gate was asked: JSON of gp_gate_rules; empty: nothing */
    gp_against against; /* the run that it was compared with; without a name: none */
    bool interrupted;   /* the run was cancelled: trials are missing */
    int64_t planned;    /* trials that were planned */
    int64_t shards;     /* of a run of which not all is there: how many it has; 0: all of it is */
    const int32_t *missing_shards;
    size_t n_missing_shards;
    int64_t recorded;         /* trials of the run that is played in part; -1: all of it is, none is, or nobody knows */
    const gp_str *not_played; /* targets of that run that are not in this one */
    size_t n_not_played;
    const gp_results_target *targets;
    size_t n_targets;
    const gp_results_baseline *baselines;
    size_t n_baselines;
    const gp_results_judge *judges;
    size_t n_judges;
    const gp_str *unused_goldens;
    size_t n_unused;
    double max_cost_usd, counted_usd; /* the budget, and what it counted; NaN: none */
} gp_results_head;

/* The statistics of graded trials; lists lie in the arena. */
gp_results_statistics gp_statistics_of(gp_arena *a, const gp_graded *g);
/* The 95% interval of a target's pass rate: as its statistics say, else with trials taken as independent. */
gp_interval gp_results_rate95(const gp_results_target *t);

/* --- writing --- */
typedef struct gp_results_writer gp_results_writer;
/* Trials are spooled beside `path` until the head is known; `path` appears whole or not at all. */
gp_code gp_results_create(const char *path, gp_results_writer **out, gp_err *err) GP_MUST_CHECK;
/* Append one trial as it will stand in the file; of any number of trials at once, by several threads. */
void gp_results_render(const gp_result *r, gp_buf *out);
gp_code gp_results_add(gp_results_writer *w, gp_str rendered, gp_err *err) GP_MUST_CHECK;
/* frees w in any case */
gp_code gp_results_finish(gp_results_writer *w, const gp_results_head *head, gp_err *err) GP_MUST_CHECK;
void gp_results_discard(gp_results_writer *w); /* give up: nothing stays behind */

/* --- reading --- */
typedef struct gp_results gp_results;
/* `path`: a bundle folder or a results.json. Errors are located (file:line:col). */
gp_code gp_results_open(const char *path, gp_results **out, gp_err *err) GP_MUST_CHECK;
/* The same of its text, which is copied; `name` is for messages. */
gp_code gp_results_open_text(const char *name, gp_str text, gp_results **out, gp_err *err) GP_MUST_CHECK;
void gp_results_close(gp_results *r);
gp_str gp_results_bytes(const gp_results *r); /* the file as it is */
const gp_results_head *gp_results_facts(const gp_results *r);
/* Visit every trial in file order; the result is valid during the call. Stops at the first non-OK code. */
gp_code gp_results_each(const gp_results *r, gp_code (*visit)(void *user, const gp_result *t, gp_err *err), void *user,
                        gp_err *err) GP_MUST_CHECK;
/* Trial by id, into the arena; *found tells. Constant memory, logarithmic or better time. */
gp_code gp_results_find(const gp_results *r, gp_arena *a, gp_str id, gp_result *out, bool *found,
                        gp_err *err) GP_MUST_CHECK;

void gp_results_schema(gp_buf *out); /* what lib/report/schema/results.schema.json holds */

#endif
