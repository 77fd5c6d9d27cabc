/* plan.h - what goldpin plan knows before a run: the suites' cases, and what a target may cost for each of them. */
#ifndef GP_CMD_PLAN_H
#define GP_CMD_PLAN_H

#include "manifest/declared.h"
#include "stats/stats.h"
#include "suite/suite.h"

typedef struct gp_plan_cases { /* of all suites together */
    size_t cases;
    bool clusters;       /* some cases share a cluster */
    double cluster_size; /* cases that belong together, as a case meets them: the mean of squares over the mean */
    double text_bytes;   /* of the messages of a case, on average; later turns without the replies before them */
    const gp_declared_suite *suites; /* one for each, in the arena */
    size_t n_suites;
    bool images;        /* some case has one, whose tokens nobody knows */
    int64_t max_tokens; /* the most that a case lets a reply have; -1: some case sets no limit */
} gp_plan_cases;

gp_code gp_plan_read_cases(gp_arena *a, const char *const *suites, size_t n, gp_plan_cases *out,
                           gp_err *err) GP_MUST_CHECK;

typedef struct gp_plan_cost {
    gp_declared_target as; /* what it is */
    gp_str why;            /* what usd_per_trial is made of, or why it is not known */
    double usd_per_trial;  /* NaN: not known */
} gp_plan_cost;

/* Each of the wanted targets, or all of the targets file (config; NULL: the file of the working directory). `from`: results
 * of an earlier run, or empty; what a target of the same name cost there goes over any estimate. */
gp_code gp_plan_costs(gp_arena *a, const char *config, const gp_str *wanted, size_t n_wanted, const gp_plan_cases *c,
                      const char *from, const gp_plan_cost **out, size_t *n, gp_err *err) GP_MUST_CHECK;

#endif
