/* grader_ttft.c - how long the first token took. */
#include <math.h>

#include "grade/grade_impl.h"

static double measure(const gp_judged *x) { return x->reply ? x->reply->first_token_s : (double)NAN; }

const gp_grader_kind gp_grader_ttft = {
    .name = "ttft",
    .doc = "the first token came in time",
    .more =
        "First text of any kind, or tool call, in seconds from the start of the request; never a guess from the whole time.",
    .example = "{\"type\": \"ttft\", \"max\": 1.5}",
    .pass = "0.8 s",
    .fail = "2 s",
    GP_BUDGET("a grader of type ttft"),
    .measure = measure,
    .unit = "s",
};
