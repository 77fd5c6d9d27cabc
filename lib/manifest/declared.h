/* declared.h - a plan that was fixed before a run: which cases, which targets, how often, which gate, and what it was
 * meant to show. Written by `goldpin plan --write`, it is named by the SHA-256 of its bytes, which can be published
 * before anything is measured; a run with --plan says in its manifest where it departed from it. */
#ifndef GP_MANIFEST_DECLARED_H
#define GP_MANIFEST_DECLARED_H

#include "base/fields.h"

typedef struct gp_declared_suite {
    gp_str name, version, digest;
    int64_t cases; /* that are asked */
} gp_declared_suite;

typedef struct gp_declared_target {
    gp_str name, provider, model; /* model: as named to the provider; for local the file's base name */
} gp_declared_target;

typedef struct gp_declared {
    const gp_declared_suite *suites;
    size_t n_suites;
    const gp_declared_target *targets; /* none: any */
    size_t n_targets;
    int64_t repeat, max_errors;
    double fail_under; /* NaN: every trial decides */
    bool strict;
    double detect, power, level; /* NaN: nothing was said; not known of a run */
} gp_declared;

void gp_declared_write(const gp_declared *d, gp_buf *out); /* indented JSON with a final line feed */
/* Strict; text lies in the arena. *digest: "sha256:HEX" of the file. */
gp_code gp_declared_read(gp_arena *a, const char *path, gp_declared *out, gp_str *digest, gp_err *err) GP_MUST_CHECK;
/* What differs, in words for people, in the arena; 0 where the plan was followed. */
size_t gp_declared_departures(gp_arena *a, const gp_declared *planned, const gp_declared *run, const gp_str **out);

#endif
