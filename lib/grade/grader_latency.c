/* grader_latency.c - how long the reply took. */
#include <math.h>

#include "grade/grade_impl.h"

static double measure(const gp_judged *x) { return x->reply ? x->reply->total_s : (double)NAN; }

const gp_grader_kind gp_grader_latency = {
    .name = "latency",
    .doc = "the whole reply took no longer than it may",
    .more = "From the start of the request to the last byte, in seconds.",
    .example = "{\"type\": \"latency\", \"max\": 10}",
    .pass = "4.2 s",
    .fail = "12 s",
    GP_BUDGET("a grader of type latency"),
    .measure = measure,
    .unit = "s",
};
