/* golden.h - accepted facts of trials, one readable file per case and target, and the comparison with a new trial.
 *
 * Accepted goldens: ROOT/<suite>/<target>/<case>.json (names by gp_percent_name). Candidates of a run: BUNDLE/pending/
 * with the same relative names. `run` only ever writes candidates; `bless` copies them and refuses when CI is set.
 *
 * A golden holds per repeat: verdict (status, score), answer, finish, token ids and logits digest where the target has
 * them; and what it belongs to: digests of case, graders, weights (local), policy and members (composites), and the date
 * that a chat template saw. If one of these no longer matches, the golden is stale and says which one changed. A golden whose verdict is "failed" accepts
 * that failure: the trial is then `known`.
 *
 * Modes: exact (answer bytes and finish), tokens (ids), logits (ids and logits digest), json (answers equal as JSON
 * values), normalized (white space runs collapsed, case folded for ASCII), numeric (last number within the tolerance),
 * grade (verdict only). Where a target has no ids or logits (remote), tokens and logits compare like exact and say so.
 * In every mode a worse or better verdict than the accepted one is a difference. */
#ifndef GP_GOLDEN_GOLDEN_H
#define GP_GOLDEN_GOLDEN_H

#include "grade/grade.h"

typedef enum gp_golden_state {
    GP_GOLDEN_STATE_NONE, /* the case has no golden, or the trial broke or was skipped (no verdict to compare) */
    GP_GOLDEN_STATE_MATCH,
    GP_GOLDEN_STATE_DIFFERS,
    GP_GOLDEN_STATE_MISSING,
    GP_GOLDEN_STATE_STALE
} gp_golden_state;
/* "none", "match", "differs", "missing", "stale" */
extern const char *const gp_golden_state_names[GP_GOLDEN_STATE_STALE + 1];
const char *gp_golden_state_name(gp_golden_state s);

typedef struct gp_golden_outcome {
    gp_golden_state state;
    bool known; /* the golden accepts a failing verdict and the trial failed alike */
    /* missing: the name of another target whose golden of this case is of the same weights or members; empty: none */
    gp_str elsewhere;
    gp_str text; /* one line: what differs ("answer: expected "17", got "18"", "case changed: case digest …", ...) */
    gp_str accepted; /* differs, stale: the last answer that it accepts; .p NULL: none of this repeat */
} gp_golden_outcome;

/* Where a trial belongs, and the digests besides those of the case. */
typedef struct gp_golden_key {
    gp_str suite, target;    /* names */
    gp_str weights_sha256;   /* local targets; empty elsewhere */
    gp_str composite_sha256; /* composites: over the policy and the weights of the members; empty elsewhere */
} gp_golden_key;

/* Compare one trial with the golden below `root` (a folder that may be missing). Into the arena. An unreadable or
 * ill-formed golden file is GP_E_INPUT with its position. */
gp_code gp_golden_compare(gp_arena *a, const char *root, const gp_golden_key *key, const gp_case *c,
                          const gp_transcript *t, const gp_grade *g, gp_golden_outcome *out, gp_err *err) GP_MUST_CHECK;

/* Write candidates. Trials of one case and target must come one after another (any order of repeats); a file is
 * written when the next case begins and at the end. Trials without a verdict are left out. */
typedef struct gp_golden_pending gp_golden_pending;
gp_code gp_golden_pending_open(const char *bundle_dir, gp_golden_pending **out, gp_err *err) GP_MUST_CHECK;
gp_code gp_golden_pending_add(gp_golden_pending *p, const gp_golden_key *key, const gp_case *c, const gp_transcript *t,
                              const gp_grade *g, gp_err *err) GP_MUST_CHECK;
gp_code gp_golden_pending_close(gp_golden_pending *p, gp_err *err) GP_MUST_CHECK; /* frees p in any case */

typedef struct gp_blessed {  /* what became of one candidate */
    const char *path, *what; /* below the root; "new", "changed", "same" */
    size_t trials, failed;   /* its repeats, and those of them whose verdict is "failed" */
    bool left_out;           /* it would accept a failure, and nobody asked for that */
} gp_blessed;

typedef struct gp_bless_wish {
    const char *glob; /* only case ids that match; NULL: all */
    bool failing;     /* also candidates with a failing verdict, which become known failures */
    bool dry_run;     /* tell, and write nothing; then CI does not matter */
    void (*told)(void *user, const gp_blessed *b); /* of each candidate; NULL */
    void *user;
} gp_bless_wish;

/* --- where they are --- */

#define GP_GOLDEN_DIR "golden"

typedef struct gp_golden_place {
    const char *root; /* in the arena, or as given: where goldens are, or would be made */
    const char
        *upto; /* where the suite's folder and those above it were looked through: the last of them; NULL: were not */
    bool found;
} gp_golden_place;
/* Where the goldens of a suite are: in `given` if that is not NULL; else in golden/ of the working directory, if it is
 * there; else in the first golden/ that has a folder of the suite, from the suite's folder up to its repository (that has
 * .git) or the top. If nowhere, they would be made in the suite's repository, without one in the working directory. */
void gp_golden_find(gp_arena *a, const char *given, const char *suite_dir, gp_str suite, gp_golden_place *out);

/* Copy candidates to `root`, each file atomically. A failing one that is not accepted already is left out unless it is
 * wished for. GP_E_USAGE when CI is set (gp_in_ci), when nothing matches, or when the bundle has no pending folder. */
gp_code gp_golden_bless(const char *bundle_dir, const char *root, const gp_bless_wish *wish, gp_err *err) GP_MUST_CHECK;

/* Is `root` a folder of goldens: one that has SUITE/TARGET/CASE.json, each of them a golden, or is empty? GP_E_INPUT
 * says that it is not, or where a file is damaged. */
gp_code gp_golden_look(const char *root, gp_err *err) GP_MUST_CHECK;

/* Goldens of `suite` and `target` below root for which has(user, case id) is false, sorted. Reads all of them:
 * GP_E_INPUT with its position for one that is damaged. */
gp_code gp_golden_unused(gp_arena *a, const char *root, gp_str suite, gp_str target,
                         bool (*has)(void *user, gp_str case_id), void *user, const char *const **paths, size_t *n,
                         gp_err *err) GP_MUST_CHECK;

#endif
