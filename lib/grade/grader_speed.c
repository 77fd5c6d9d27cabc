/* grader_speed.c - how fast the reply came. */
#include <math.h>

#include "grade/grade_impl.h"

static double measure(const gp_judged *x)
{
    const gp_reply *r = x->reply;
    if (!r) return (double)NAN;
    bool apart = r->reasoning_tokens > 0;
    int64_t tokens = apart ? r->output_tokens - r->reasoning_tokens : r->output_tokens;
    double seconds = r->last_token_s - (apart ? r->first_answer_s : r->first_token_s);
    return tokens >= 2 && seconds > 0 ? (double)(tokens - 1) / seconds : (double)NAN;
}

const gp_grader_kind gp_grader_speed = {
    .name = "speed",
    .doc = "the reply came fast enough",
    .more =
        "Tokens after the first one over the time from the first to the last, as the client saw them come; of the answer alone where reasoning tokens are counted apart. Unknown for a reply that came in one piece.",
    .example = "{\"type\": \"speed\", \"min\": 20}",
    .pass = "35 tokens/s",
    .fail = "8 tokens/s",
    GP_BUDGET("a grader of type speed"),
    .measure = measure,
    .unit = "tokens/s",
};
