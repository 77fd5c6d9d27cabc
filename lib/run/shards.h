/* shards.h - shards before they are merged: read, compared, put in order; private to lib/run. */
#ifndef GP_RUN_SHARDS_H
#define GP_RUN_SHARDS_H

#include "manifest/manifest.h"

typedef struct gp_shard {
    const char *dir;
    gp_manifest m;
    int64_t k; /* from 1 */
    bool finished;
} gp_shard;

typedef struct gp_shards {
    gp_shard *list; /* by k */
    size_t n;
    int64_t of;             /* N of K/N */
    const int32_t *missing; /* of 1..N */
    size_t n_missing;
    bool recordings;
} gp_shards;

/* Read and compare them. Errors as of gp_merge. */
gp_code gp_shards_read(gp_arena *a, const char *const *dirs, size_t n, bool partial, gp_shards *out,
                       gp_err *err) GP_MUST_CHECK;
/* The manifest of the whole: what is pinned, and of the machines what all of them share. */
gp_manifest gp_shards_whole(gp_arena *a, const gp_shards *s);
/* The whole lines of `name` of all shards, one after another, as DIR/name; nothing where none has it. */
gp_code gp_shards_join(const gp_shards *s, const char *name, const char *dir, gp_err *err) GP_MUST_CHECK;
/* The lines of all their journals as one journal, which is chained anew (transcript/transcript.h). */
gp_code gp_shards_journal(const gp_shards *s, const char *dir, const gp_manifest *whole, gp_err *err) GP_MUST_CHECK;
/* manifest.json and topology.xml of each as DIR/shards/K-of-N/. */
gp_code gp_shards_keep(const gp_shards *s, const char *dir, gp_err *err) GP_MUST_CHECK;

#endif
