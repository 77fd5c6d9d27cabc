/* graded.c - graded trials of one target. */
#include <stdlib.h>

#include "base/memory.h"
#include "stats/graded.h"

/* FNV-1a, with the length in front so that "ab" + "c" is not "a" + "bc". */
static uint64_t mix(uint64_t h, gp_str s)
{
    h = (h ^ s.n) * UINT64_C(0x100000001b3);
    for (size_t i = 0; i < s.n; i++) h = (h ^ (unsigned char)s.p[i]) * UINT64_C(0x100000001b3);
    return h;
}

uint64_t gp_cluster_id(gp_str suite, gp_str case_id, gp_str cluster)
{
    uint64_t h = mix(UINT64_C(0xcbf29ce484222325), suite);
    return cluster.n ? mix(mix(h, GP_STR("cluster")), cluster) : mix(mix(h, GP_STR("case")), case_id);
}

void gp_graded_add(gp_graded *g, gp_str suite, gp_str case_id, gp_str cluster, bool passed, double score)
{
    g->list = gp_grow(g->list, g->n, &g->room, sizeof *g->list);
    g->list[g->n++] = (struct gp_graded_trial){gp_cluster_id(suite, case_id, GP_STR("")),
                                               gp_cluster_id(suite, case_id, cluster), passed, score};
}

static gp_mean mean_of(const gp_graded *g, bool score)
{
    double *v = gp_alloc_array(g->n + 1, sizeof *v);
    uint64_t *cluster = gp_alloc_array(g->n + 1, sizeof *cluster);
    for (size_t i = 0; i < g->n; i++) {
        v[i] = score ? g->list[i].score : g->list[i].passed;
        cluster[i] = g->list[i].cluster;
    }
    gp_mean m = gp_mean95_clustered(v, cluster, g->n);
    free(cluster);
    free(v);
    return m;
}

gp_mean gp_graded_passed(const gp_graded *g) { return mean_of(g, false); }

gp_mean gp_graded_score(const gp_graded *g) { return mean_of(g, true); }

static int by_case(const void *x, const void *y)
{
    uint64_t a = *(const uint64_t *)x, b = *(const uint64_t *)y;
    return (a >> 1 > b >> 1) - (a >> 1 < b >> 1);
}

/* Cases with whether they passed in the lowest bit. */
gp_repeats gp_graded_repeats(const gp_graded *g)
{
    gp_repeats r = {0};
    uint64_t *list = gp_alloc_array(g->n + 1, sizeof *list);
    for (size_t i = 0; i < g->n; i++) list[i] = (g->list[i].of_case << 1) | (g->list[i].passed > 0);
    qsort(list, g->n, sizeof *list, by_case);
    for (size_t i = 0; i < g->n;) {
        size_t from = i, passed = 0;
        for (; i < g->n && list[i] >> 1 == list[from] >> 1; i++) passed += list[i] & 1;
        gp_repeats_add(&r, i - from, passed);
    }
    free(list);
    return r;
}

void gp_graded_free(gp_graded *g)
{
    free(g->list);
    *g = (gp_graded){0};
}
