/* grader_abstains.c - the model says that it does not know, or must not. */
#include "grade/grade_impl.h"
#include "grade/said.h"

typedef struct abstains {
    gp_grader g;
    bool expect;
    int64_t within;
} abstains;

static const gp_field rows[] = {
    GP_FIELD(BOOL, "expect", abstains, expect, .flags = GP_OPTIONAL | GP_DEFAULT | GP_QUOTED, .otherwise = 1,
             .doc = "true: it must say that it does not know; false: it must not."),
    GP_ROW_WITHIN(abstains),
};

static gp_code verdict(gp_arena *a, const gp_judged *x, const gp_grader *g, gp_criterion *out, gp_err *err)
{
    const abstains *p = (const abstains *)g;
    (void)err;
    return gp_explain_phrase(a, out, x->reply->answer, &gp_abstentions, (size_t)p->within, p->expect, "an abstention");
}

static bool turn_round(gp_arena *a, const gp_grader *g, gp_reply *reply)
{
    (void)a;
    reply->answer = ((const abstains *)g)->expect ? GP_STR("It is certainly so.") : GP_STR("I don't know.");
    return true;
}

/* What is wanted, but not in its own words; what is not wanted, before all else. */
static bool displace(gp_arena *a, const gp_grader *g, gp_reply *reply)
{
    gp_str answer = reply->answer;
    reply->finish = (gp_str){0};
    reply->answer = ((const abstains *)g)->expect
                        ? gp_text_quoted(a, answer)
                        : gp_text_between(a, GP_STR("I'm not sure.\n\n"), answer, (gp_str){0});
    return true;
}

static const gp_mutation mutations[] = {{"the contrary in its place", turn_round},
                                        {"the same as a quotation, or the contrary put in front", displace}};

const gp_grader_kind gp_grader_abstains = {
    .name = "abstains",
    .doc = "the model says that it does not know or, with `expect` false, does not say so",
    .more =
        "That is a phrase such as \"I don't know\", \"I'm not sure\", \"I have no information\" or \"I cannot verify\", "
        "from a list in English, with few in German, French, Spanish, Italian, Portuguese, Dutch, Russian, Chinese and "
        "Japanese. " GP_SAID_DOC
        " Naming a cut-off date alone is no abstention. Whether an answer follows is for "
        "another grader, such as `not` of `contains`.",
    .example = "{\"type\": \"abstains\"}",
    .pass = "I'm afraid I don't know who won, as my information ends before.",
    .fail = "As of my last update, Spain won.",
    .params = GP_RECORD(abstains, rows, "a grader of type abstains"),
    .mutations = mutations,
    .n_mutations = 2,
    .verdict = verdict,
};
