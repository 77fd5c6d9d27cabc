/* grader_weighted.c - the weighted mean of the graders inside is high enough. */
#include "grade/grade_impl.h"

typedef struct weighted {
    gp_grader g;
    gp_inner inner;
    double pass_at;
} weighted;

static const gp_field rows[] = {
    GP_ROW_INNER(weighted, "The graders whose scores are added up by their `weight`."),
    GP_FIELD(REAL, "pass_at", weighted, pass_at, GP_RANGE(0, 1),
             .flags = GP_OPTIONAL | GP_ABOVE | GP_DEFAULT | GP_QUOTED, .otherwise = 1,
             .doc = "Mean that is a pass, and then scores 1."),
};

static gp_code verdict(gp_arena *a, const gp_judged *x, const gp_grader *g, gp_criterion *out, gp_err *err)
{
    double wanted = ((const weighted *)g)->pass_at;
    gp_combined c;
    gp_code code = gp_combine(a, x, g, &c, out, err);
    if (code || out->open) return code;
    bool good = c.mean + 1e-12 >= wanted; /* thirds do not add up in binary */
    return gp_explain(a, out, good ? 1 : c.mean, "mean %.4g, at least %.4g wanted; %s", c.mean, wanted,
                      gp_quote_inner(a, c.worst));
}

static const gp_mutation mutations[] = {{"each of the graders inside broken", gp_break_all}};

const gp_grader_kind gp_grader_weighted = {
    .name = "weighted",
    .doc = "the weighted mean of the graders inside reaches `pass_at`",
    .more = "Below, the score is that mean. The explanation quotes the first with the lowest score.",
    .example =
        "{\"type\": \"weighted\", \"pass_at\": 0.7, \"graders\": [{\"type\": \"contains\", "
        "\"expect\": \"Paris\", \"weight\": 3}, {\"type\": \"count\", \"max\": 3}]}",
    .pass = "The capital of France is Paris.",
    .fail = "It is Rome.",
    .params = GP_RECORD(weighted, rows, "a grader of type weighted"),
    .mutations = mutations,
    .n_mutations = 1,
    .inner = offsetof(weighted, inner),
    .verdict = verdict,
};
