/* graded.h - the graded trials of one target, collected one by one: pass rate and mean score with intervals that know
 * which trials belong together, and what repeats of a case say. */
#ifndef GP_STATS_GRADED_H
#define GP_STATS_GRADED_H

#include "base/str.h"
#include "stats/cluster.h"
#include "stats/repeats.h"

/* Begin with {0}; free with gp_graded_free. 32 bytes for each trial. */
typedef struct gp_graded {
    struct gp_graded_trial {
        uint64_t of_case, cluster; /* hashes of names */
        double passed, score;
    } * list;
    size_t n, room;
} gp_graded;

/* Which trials belong together: those of a suite's cases with the same `cluster`; where it is empty, those of one case.
 * Suites never share a cluster. */
void gp_graded_add(gp_graded *g, gp_str suite, gp_str case_id, gp_str cluster, bool passed, double score);
gp_mean gp_graded_passed(const gp_graded *g);
gp_mean gp_graded_score(const gp_graded *g);
gp_repeats gp_graded_repeats(const gp_graded *g);
void gp_graded_free(gp_graded *g);

/* The hash of such a cluster, where pairs need it (compare.h). */
uint64_t gp_cluster_id(gp_str suite, gp_str case_id, gp_str cluster);

#endif
