/* grader_cost.c - what the trial cost. */
#include <math.h>

#include "grade/grade_impl.h"

static double measure(const gp_judged *x) { return x->cost_usd; }

const gp_grader_kind gp_grader_cost = {
    .name = "cost",
    .doc = "the cost of the trial is within its limits",
    .more =
        "In USD, of the whole trial: what the server billed, or its usage at the price of the targets file. Unknown where there is neither.",
    .example = "{\"type\": \"cost\", \"max\": 0.01}",
    .pass = "0.004 USD",
    .fail = "0.02 USD",
    GP_BUDGET("a grader of type cost"),
    .measure = measure,
    .unit = "USD",
};
