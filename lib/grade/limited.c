/* limited.c - what graders of measured values share: their limits. */
#include <float.h>
#include <math.h>

#include "grade/grade_impl.h"

#define ROW(key, member, doc_) \
    GP_FIELD(REAL, key, gp_limited, member, GP_RANGE(0, DBL_MAX), .flags = GP_OPTIONAL | GP_QUOTED, .doc = doc_)

const gp_field gp_limited_rows[2] = {
    ROW("min", min, "Least value that is within the budget."),
    ROW("max", max, "Greatest value that is within the budget."),
};

gp_code gp_limited_check(const gp_grader *g, gp_err *err)
{
    const gp_limited *p = (const gp_limited *)g;
    const gp_json *weight = gp_json_get(g->at, "weight");
    if (weight)
        return gp_json_fail(err, weight,
                            "\"weight\" does nothing in a grader of type %s: budgets are no part of the score",
                            g->kind->name);
    if (isnan(p->min) && isnan(p->max))
        return gp_json_fail(err, g->at, "a grader of type %s needs \"min\" or \"max\"", g->kind->name);
    return gp_bounds_check(g, p->min, p->max, err);
}
