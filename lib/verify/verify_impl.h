/* verify_impl.h - one verification while it happens; private to lib/verify. */
#ifndef GP_VERIFY_IMPL_H
#define GP_VERIFY_IMPL_H

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
} gp_verifying;

/* Note what is not as it was. `file`: in the bundle. */
void gp_verify_differs(gp_verifying *v, gp_check check, const char *file, int64_t line, gp_str trial, gp_str text);
/* What came of a check: it differs where anything was noted, and holds elsewhere. */
void gp_verify_said(gp_verifying *v, gp_check check, gp_str text);
void gp_verify_not_made(gp_verifying *v, gp_check check, gp_str why);

/* sums_chain.c */
gp_code gp_verify_sums(gp_verifying *v, gp_err *err) GP_MUST_CHECK;
gp_code gp_verify_chain(gp_verifying *v, gp_err *err) GP_MUST_CHECK;
/* again.c */
gp_code gp_verify_inputs(gp_verifying *v, gp_err *err) GP_MUST_CHECK;
gp_code gp_verify_verdicts(gp_verifying *v, gp_err *err) GP_MUST_CHECK;
gp_code gp_verify_signature(gp_verifying *v, gp_err *err) GP_MUST_CHECK;
gp_code gp_verify_graders(gp_verifying *v, gp_err *err) GP_MUST_CHECK;
/* parting.c: texts and log-probabilities of the two tokens at the parting, by the model at `path`. r: the reply of then */
void gp_verify_explain(gp_verifying *v, const char *path, const gp_manifest_target *m, const gp_reply *r);
/* rerun.c */
gp_code gp_verify_rerun(gp_verifying *v, gp_err *err) GP_MUST_CHECK;

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
