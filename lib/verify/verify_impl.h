/* verify_impl.h - one verification while it happens; private to lib/verify. */
#ifndef GP_VERIFY_IMPL_H
#define GP_VERIFY_IMPL_H

#include <math.h>

#include "base/sys.h"
#include "engine/trace.h"
#include "manifest/chain.h"
#include "verify/verify.h"

typedef struct gp_verifying {
    const gp_verify_options *o;
    gp_arena *a;
    gp_verify_report *out;
    gp_manifest manifest;
    gp_results *results;
    gp_chain chain; /* nothing is known where `chained` is false */
    bool chained;
    const char *scratch; /* a temporary folder */
    gp_difference *list;
    size_t n, room;
    gp_check_state state[GP_CHECKS];
    bool other_manifest; /* than the one that chain.json names */
    bool in_part;        /* planned trials of the run are missing, so that nothing was judged again */
} gp_verifying;

/* Scores; NaN: there is none. */
static inline bool gp_same_score(double x, double y) { return x == y || (isnan(x) && isnan(y)); }

/* Note what is not as it was. `file`: in the bundle. */
void gp_verify_differs(gp_verifying *v, gp_check check, const char *file, int64_t line, gp_str trial, gp_str text);
/* Forget what was noted since there were n differences, all of this check. */
void gp_verify_forget(gp_verifying *v, gp_check check, size_t n);
/* What came of a check: it differs where anything was noted, and holds elsewhere. */
void gp_verify_said(gp_verifying *v, gp_check check, gp_str text);
void gp_verify_not_made(gp_verifying *v, gp_check check, gp_str why);

/* sums_chain.c */
gp_code gp_verify_sums(gp_verifying *v, gp_err *err) GP_MUST_CHECK;
gp_code gp_verify_chain(gp_verifying *v, gp_err *err) GP_MUST_CHECK;
/* version.c */
void gp_verify_versions(gp_verifying *v);
/* The bundle gave this error: say where another version wrote it. */
gp_code gp_verify_unreadable(gp_arena *a, const char *bundle, gp_code code, gp_err *err) GP_MUST_CHECK;
/* Do the results of then say what those in the folder `again` say, in other bytes? Notes what differs. */
gp_code gp_verify_meaning(gp_verifying *v, const char *again, gp_err *err) GP_MUST_CHECK;
/* prompts.c */
#define GP_VERIFY_NO_PROMPT "no trial of the run was asked by a chat template"
gp_code gp_verify_prompts(gp_verifying *v, gp_err *err) GP_MUST_CHECK;
/* again.c */
gp_code gp_verify_inputs(gp_verifying *v, gp_err *err) GP_MUST_CHECK;
gp_code gp_verify_verdicts(gp_verifying *v, gp_err *err) GP_MUST_CHECK;
gp_code gp_verify_signature(gp_verifying *v, gp_err *err) GP_MUST_CHECK;
gp_code gp_verify_graders(gp_verifying *v, gp_err *err) GP_MUST_CHECK;
/* parting.c: texts and log-probabilities of the two tokens at the parting, by the model at `path`. r: the reply of then */
void gp_verify_explain(gp_verifying *v, const char *path, const gp_manifest_target *m, const gp_reply *r);
/* bisect.c */
gp_code gp_verify_bisect(gp_verifying *v, gp_err *err) GP_MUST_CHECK;
/* trace_file.c: what one side computed, kept for another one. */
typedef struct gp_trace_file {
    gp_str fingerprint; /* of the bundle */
    gp_str trial;
    int64_t turn, tokens; /* the tokens are the prompt of this reply and so many of the reply's own */
    gp_str build, kernels_sha256;
    gp_trace trace;
} gp_trace_file;
gp_code gp_trace_file_write(const gp_trace_file *f, const char *path, gp_err *err) GP_MUST_CHECK;
/* GP_E_INPUT: it is none, at the line where it is not. */
gp_code gp_trace_file_read(gp_arena *a, const char *path, gp_trace_file *out, gp_err *err) GP_MUST_CHECK;
/* trial_lines.c: where each trial of a journal is. */
typedef struct gp_verify_line {
    gp_str id;
    uint64_t at;  /* its offset */
    int64_t line; /* its number, from 1 */
} gp_verify_line;
typedef struct gp_verify_journal {
    gp_arena *a;
    const char *path;
    gp_map map;
    gp_verify_line *list; /* by id; of one trial's lines the last comes last */
    size_t n, room;
} gp_verify_journal;
/* That of the bundle `dir`. Close it also after an error. */
gp_code gp_verify_journal_open(gp_arena *a, const char *dir, gp_verify_journal *j, gp_err *err) GP_MUST_CHECK;
void gp_verify_journal_close(gp_verify_journal *j);
/* The last line of the trial, or SIZE_MAX. */
size_t gp_verify_journal_find(const gp_verify_journal *j, gp_str id);
/* The i-th; texts are borrowed from the journal. */
gp_code gp_verify_journal_read(const gp_verify_journal *j, size_t i, gp_arena *a, gp_transcript *t,
                               gp_err *err) GP_MUST_CHECK;
/* model_signature.c */
#define GP_VERIFY_NO_MODEL "no signature of a model was given, and none stands beside one"
gp_code gp_verify_model(gp_verifying *v, gp_err *err) GP_MUST_CHECK;
/* rerun.c */
typedef struct gp_verify_target { /* a local target that can be asked again */
    const gp_manifest_target *m;
    gp_str path; /* of its weights now */
} gp_verify_target;
/* Those, of which there are at most as many as targets; how many local ones there are, and one whose weights are not
 * found. */
size_t gp_verify_targets(gp_verifying *v, gp_verify_target *list, size_t *n_local, gp_str *lacking);
/* Does the target compute here? */
bool gp_verify_is_local(const gp_manifest_target *m);
/* Where its weights are now, as far as anybody knows; empty: nobody does. */
gp_str gp_verify_weights_path(gp_verifying *v, const gp_manifest_target *m);
gp_code gp_verify_rerun(gp_verifying *v, gp_err *err) GP_MUST_CHECK;
/* What of its suites the run had: filters, tags, limit, shard. */
void gp_verify_filters(gp_verifying *v, gp_run_options *o);
/* remote_trials.c */
gp_code gp_verify_remote(gp_verifying *v, gp_err *err) GP_MUST_CHECK;

/* origin.c: the origin that chain.json keeps, whose digest the journal begins with, against the manifest: which facts
 * were edited there. False: it says nothing. */
bool gp_verify_origin(gp_verifying *v, const char *digest);
/* The first line of a kept golden that is not what the run left as its candidate; 0: there is none to compare with. */
int64_t gp_verify_golden_line(gp_verifying *v, const char *path);
/* Paths of the kept suites, in the order of the manifest. */
const char *const *gp_verify_suites(gp_verifying *v);
/* A run that asks nothing and tells nothing. */
gp_run_options gp_verify_run(const gp_verifying *v);

#endif
