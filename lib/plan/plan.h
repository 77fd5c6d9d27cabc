/* plan.h - which trials a run consists of, in which order, with which seeds.
 *
 * A plan is a pure function of suites, target names and options. It holds a few bytes per trial; ids and seeds are made
 * on demand. Order of the list: cases in document order, for each case every target, for each target every repeat, so
 * that targets progress together; with `in_rounds` every case once, then every case again. gp_plan_sorted gives the
 * order of results and fingerprints: by trial id, bytewise. */
#ifndef GP_PLAN_PLAN_H
#define GP_PLAN_PLAN_H

#include "suite/suite.h"

typedef struct gp_plan_options {
    /* Globs, of which one must fit: on case ids, or, where they hold a '/', on trial ids ('*' crosses it too). None:
     * all. */
    const gp_str *filters;
    size_t n_filters;
    const gp_str *tags; /* a case must also have one of them; none: all */
    size_t n_tags;
    int64_t limit; /* at most so many cases in all; -1: no limit */
    /* 1-based K of N; 0 of 0: all. By trial id alone (gp_plan_shard), so a trial stays in its shard whatever else the
     * run has; a shard may get none. */
    int64_t shard, shards;
    int64_t repeat; /* >= 1 */
    bool in_rounds; /* repeat 1 of every case before repeat 2 of the first */
    int64_t seed;   /* >= 0 */
} gp_plan_options;

enum { GP_PLAN_SUITES = 255, GP_PLAN_TARGETS = 255, GP_PLAN_REPEATS = 65535 }; /* at most */

typedef struct gp_plan_trial { /* 8 bytes: this is what grows with a run */
    uint32_t case_index;       /* of the case in its suite */
    uint32_t suite : 8;        /* index of the suite */
    uint32_t target : 8;       /* index of the target */
    uint32_t repeat : 16;      /* from 1 */
} gp_plan_trial;

typedef struct gp_plan gp_plan;

/* Suites and names are borrowed. Errors: GP_E_INPUT when two suites have one name, a target name repeats, or nothing is
 * selected (the message says which option left nothing; a shard may be empty), or when one of several filters or tags fits nothing at all. */
gp_code gp_plan_make(const gp_suite *const *suites, size_t n_suites, const gp_str *targets, size_t n_targets,
                     const gp_plan_options *o, gp_plan **out, gp_err *err) GP_MUST_CHECK;
void gp_plan_free(gp_plan *p); /* NULL is allowed */

size_t gp_plan_count(const gp_plan *p);
const gp_plan_trial *gp_plan_at(const gp_plan *p, size_t i);
/* Leave out the trials for which `keep` is false; indexes are new. */
void gp_plan_keep(gp_plan *p, const bool *keep);
/* The shard of N, from 1, that a trial belongs to: the first 8 bytes, big-endian, of SHA-256 over its id, modulo N,
 * plus 1. */
int64_t gp_plan_shard(gp_str trial_id, int64_t shards);
/* Cases selected from suite s, whole or in part. */
size_t gp_plan_selected(const gp_plan *p, size_t suite);
/* Permutation of 0..count-1 in order of trial id; owned by the plan. */
const uint32_t *gp_plan_sorted(const gp_plan *p);
/* "SUITE/CASE/TARGET/REPEAT" in the arena. */
gp_str gp_plan_id(const gp_plan *p, size_t i, gp_arena *a);
/* Index of the trial with this id, or SIZE_MAX. */
size_t gp_plan_find(const gp_plan *p, gp_str id);

/* The derived seed of a trial: first 4 bytes, big-endian, top bit cleared, of SHA-256 over "SEED/SUITE/CASE/REPEAT". */
int64_t gp_derive_seed(int64_t seed, gp_str suite, gp_str case_id, int64_t repeat);

#endif
