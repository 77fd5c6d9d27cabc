/* grader_tokens.c - how many tokens the reply has. */
#include <math.h>

#include "grade/grade_impl.h"

static double measure(const gp_judged *x)
{
    return x->reply && x->reply->output_tokens >= 0 ? (double)x->reply->output_tokens : (double)NAN;
}

const gp_grader_kind gp_grader_tokens = {
    .name = "tokens",
    .doc = "the number of tokens of the reply is within its limits",
    .more = "Output tokens of the reply as the target says, reasoning included.",
    .example = "{\"type\": \"tokens\", \"max\": 500}",
    .pass = "120 tokens",
    .fail = "800 tokens",
    GP_BUDGET("a grader of type tokens"),
    .measure = measure,
    .unit = "tokens",
};
