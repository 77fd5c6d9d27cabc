/* merge.h - shards of one run into the bundle that the whole run would have left.
 *
 * A shard is a bundle of a run with --shard K/N. Merging judges the answers of all of them again, which costs no
 * inference: the fingerprint, the trials of results.json, the candidates for goldens and the gate are those of the
 * single run. What was measured on each machine stays with it: in the trials, and as shards/K-of-N/ (manifest.json and
 * topology.xml of that shard). The order in which shards are named says nothing.
 *
 * Recordings of shards (run --record) are merged in the same way into the recording of the whole. */
#ifndef GP_RUN_MERGE_H
#define GP_RUN_MERGE_H

#include "run/run.h"

typedef struct gp_merge_options {
    const char *const *parts; /* bundles, or recordings, never both */
    size_t n;
    bool partial;       /* shards may be missing or unfinished; what is there is shown as a part */
    gp_run_options run; /* output, suites (none: where the shards had them), golden, gate, baseline, copies, events */
} gp_merge_options;

/* Errors: GP_E_INPUT that names the shards that are missing, unfinished, given twice, or not of one run, and what
 * differs. GP_OK: the gate has spoken (out->gate.exit_code); of recordings out->gate says nothing and out->dir is
 * empty. */
gp_code gp_merge(const gp_merge_options *o, gp_run_outcome *out, gp_err *err) GP_MUST_CHECK;

#endif
