/* md_data.h - what the markdown report knows about its runs before it writes a line; private to lib/report.
 *
 * A contestant is one target of one run. A note is one trial, in 48 bytes, so that 100,000 trials can be ordered in
 * memory; the trial itself is read again when its row is written. */
#ifndef GP_REPORT_MD_DATA_H
#define GP_REPORT_MD_DATA_H

#include "report/md.h"
#include "report/report.h"
#include "stats/stats.h"

typedef struct gp_contestant {
    size_t run;
    const gp_results_target *target;
    gp_str label;   /* target name, with the run's number where there are several runs */
    size_t not_run; /* planned trials of it that are missing, where that can be told: the run has no other target */
} gp_contestant;

typedef struct gp_note {
    uint64_t case_hash; /* of suite and case id */
    uint64_t cluster;   /* what its case belongs to (gp_cluster_id) */
    uint32_t index;     /* of the trial in its run */
    float score;        /* NaN: not graded */
    float total_s;      /* NaN: it broke, or nobody knows */
    uint32_t asked;     /* hash of the digests of case and graders: what was asked, and how it was judged */
    uint16_t run, contestant, category;
    uint8_t colour;            /* gp_colour */
    bool passed, known, plain; /* plain: green without remarks */
    bool missing;              /* its golden is, and that is all that there is to say of it */
    bool retried;              /* a request of it was sent again */
    bool again;                /* all of it was asked again, because it had broken */
} gp_note;

/* What the replies of one turn came to, over the trials of a contestant. */
enum { GP_MD_TURNS = 16 };
typedef struct gp_md_turn {
    double first_s, speed, input; /* sums over those that know it */
    uint32_t firsts, speeds, inputs, n;
} gp_md_turn;
typedef struct gp_md_turns {
    gp_md_turn turn[GP_MD_TURNS];
} gp_md_turns;

/* A system text, and how many trials had it. Of more than these only the number is known. */
enum { GP_MD_SYSTEMS = 8 };
typedef struct gp_md_system {
    size_t run, trials;
    gp_str text;
} gp_md_system;

typedef struct gp_md {
    const gp_report_runs *in;
    size_t room; /* bytes that the section at hand may take; SIZE_MAX in a full report */
    gp_arena arena;
    gp_contestant *who;
    size_t n_who;
    gp_note *notes; /* every trial, in the order in which rows are shown */
    size_t n_notes, room_notes;
    bool begun;
    gp_str *categories;
    size_t n_categories;
    bool repeats, has_categories;
    bool reasons;             /* some trial knows when its reasoning began */
    gp_md_turns *turns;       /* [n_who], or NULL where no trial has several */
    struct gp_ledger *ledger; /* [n_who], or NULL without trials (md_drift.c) */
    gp_md_system systems[GP_MD_SYSTEMS];
    size_t n_systems, other_systems;
    size_t reds, broken, skipped;
    int64_t drafted, accepted; /* tokens guessed ahead by local engines, and right */
    size_t missing;            /* goldens */
} gp_md;

/* Note every trial of every run, in file order (index from 0), and order them at the end. */
gp_code gp_md_note(gp_md *d, size_t run, size_t index, const gp_result *t, gp_err *err) GP_MUST_CHECK;
gp_code gp_md_order(gp_md *d, gp_err *err) GP_MUST_CHECK;
void gp_md_release(gp_md *d);
/* The mean over a contestant's trials, with its 95% interval: of passes and scores over graded trials, of the total time
 * (s) over those that know it. Repeats of a case, and cases of a cluster, count as what they are worth together. */
typedef enum gp_md_value { GP_MD_PASS, GP_MD_SCORE, GP_MD_TOTAL } gp_md_value;
gp_mean gp_md_mean(const gp_md *d, const gp_contestant *w, gp_md_value value);
/* "0.57 [0.45, 0.70]", by what writes a single number. */
void gp_md_put_mean(gp_buf *out, const gp_mean *m, void (*number)(gp_buf *out, double v));
/* What a section may take that would take `want` bytes in a report of the usual length. */
size_t gp_md_limit(const gp_md *d, size_t want);
gp_code gp_md_read(const gp_md *d, const gp_note *note, gp_arena *a, gp_result *out, gp_err *err) GP_MUST_CHECK;
/* A copy of the notes ordered by case, then contestant; malloc'd. */
gp_code gp_md_by_case(const gp_md *d, gp_note **out, gp_err *err) GP_MUST_CHECK;

/* Are two notes of the same question? A name alone does not say so. */
bool gp_md_same_case(const gp_note *a, const gp_note *b);

/* What bears one name in several runs and is not the same: suites by their digests, cases by theirs. */
gp_code gp_md_unlike(gp_md *d, gp_buf *out, gp_err *err) GP_MUST_CHECK;

/* The comment on a pull request, whole. */
gp_code gp_md_summary(gp_md *d, gp_buf *out, gp_err *err) GP_MUST_CHECK;
/* Pieces of the first screen that it shares: "# goldpin report: …" with that many marks; the verdicts; what they do not
 * say of runs that are not whole. */
void gp_md_title(const gp_md *d, gp_buf *out, const char *marks);
void gp_md_verdicts(const gp_md *d, gp_buf *out);
void gp_md_targets_table(const gp_md *d, gp_buf *out, size_t limit, const char *title);
/* "N trials have no accepted golden yet": once, not with every trial. */
void gp_md_missing_goldens(const gp_md *d, gp_buf *out);
/* The commands that show the first failing case, and how to go on with it; nothing where all is well. */
gp_code gp_md_next_steps(const gp_md *d, const char *title, gp_buf *out, gp_err *err) GP_MUST_CHECK;

/* The sections, each appending to the report. */
gp_code gp_md_baseline(gp_md *d, gp_buf *out, gp_err *err) GP_MUST_CHECK;
gp_code gp_md_first_screen(gp_md *d, gp_buf *out, gp_err *err) GP_MUST_CHECK;
gp_code gp_md_failing(gp_md *d, gp_buf *out, gp_err *err) GP_MUST_CHECK;
/* Of two runs: the cases that both ran and that ended or were answered otherwise. */
gp_code gp_md_changes(gp_md *d, gp_buf *out, gp_err *err) GP_MUST_CHECK;
gp_code gp_md_side_by_side(gp_md *d, gp_buf *out, gp_err *err) GP_MUST_CHECK;
gp_code gp_md_cases(gp_md *d, gp_buf *out, gp_err *err) GP_MUST_CHECK;
gp_code gp_md_head_to_head(gp_md *d, gp_buf *out, gp_err *err) GP_MUST_CHECK;
gp_code gp_md_by_category(gp_md *d, gp_buf *out, gp_err *err) GP_MUST_CHECK;
gp_code gp_md_statistics(gp_md *d, gp_buf *out, gp_err *err) GP_MUST_CHECK;
gp_code gp_md_speed(gp_md *d, gp_buf *out, gp_err *err) GP_MUST_CHECK;
gp_code gp_md_reliability(gp_md *d, gp_buf *out, gp_err *err) GP_MUST_CHECK;
gp_code gp_md_composites(gp_md *d, gp_buf *out, gp_err *err) GP_MUST_CHECK;
gp_code gp_md_environment(gp_md *d, gp_buf *out, gp_err *err) GP_MUST_CHECK;
/* Lines on members that broke where another one took over; part of the section on reliability. */
gp_code gp_md_broken_members(gp_md *d, gp_buf *out, gp_err *err) GP_MUST_CHECK;
gp_code gp_md_repeats(gp_md *d, gp_buf *out, gp_err *err) GP_MUST_CHECK;
gp_code gp_md_judges(gp_md *d, gp_buf *out, gp_err *err) GP_MUST_CHECK;
gp_code gp_md_baselines(gp_md *d, gp_buf *out, gp_err *err) GP_MUST_CHECK;
gp_code gp_md_missing(gp_md *d, gp_buf *out, gp_err *err) GP_MUST_CHECK;
gp_code gp_md_requests(gp_md *d, gp_buf *out, gp_err *err) GP_MUST_CHECK;
/* What a history says of the suites, where one was given. */
gp_code gp_md_trend(gp_md *d, gp_buf *out, gp_err *err) GP_MUST_CHECK;
gp_code gp_md_drift(gp_md *d, gp_buf *out, gp_err *err) GP_MUST_CHECK;
gp_code gp_md_methodology(gp_md *d, gp_buf *out, gp_err *err) GP_MUST_CHECK;

/* Note what a trial's target said about itself; then, a line for each target that did not stay the same model. */
void gp_ledger_note(gp_md *d, size_t who, const gp_result *t);
void gp_md_drift_flags(const gp_md *d, gp_buf *out);

/* The manifest of a run; NULL: there is none. */
const gp_manifest *gp_md_manifest(const gp_md *d, size_t run);
/* The first target of this name among those of a manifest and, in depth, their members. A target that is a member of
 * several composites stands there several times and is described once. */
const gp_manifest_target *gp_md_named(const gp_manifest *m, gp_str name);
/* For a shell: " -t PROVIDER:MODEL[@URL]" of a target of m, and a suite of it by name. Bundles keep no absolute paths:
 * where one was given "$MODEL" or "$SUITE" stands for it, and comments in front of the command say what these are. */
void gp_md_target_option(gp_buf *out, const gp_manifest *m, const gp_manifest_target *t);
void gp_md_suite_word(gp_buf *out, const gp_manifest *m, gp_str suite);
/* Those comments; `suite` or `target` empty: of all. m may be NULL. */
void gp_md_variables(gp_buf *out, const gp_manifest *m, gp_str suite, gp_str target);
/* " --context N --kv F": what decides a local target's bits beside its file; `target` empty: of the first such one. */
void gp_md_engine_options(gp_buf *out, const gp_manifest *m, gp_str target);
/* Was it given by its name in a targets file? Then that file is needed to ask it again. */
bool gp_md_from_file(const gp_manifest_target *t);
/* What a target cost, as far as that is known. */
void gp_md_cost(gp_buf *out, const gp_results_target *t);
/* A table with a row for each target, of at most `limit` bytes. */
typedef void gp_md_target_row(gp_buf *b, const gp_md *d, const gp_contestant *w);
void gp_md_targets(const gp_md *d, gp_buf *out, size_t limit, gp_md_target_row *row, const char *title,
                   const char *intro, const char *head);
/* Words of a verdict: "passed", "failed", "known failure", "golden differs", "error", "skipped", ... */
void gp_md_verdict(gp_buf *out, const gp_result *r, const gp_gate_verdict *gate);

#endif
