/* grader_any.c - at least one of the graders inside passes. */
#include "grade/grade_impl.h"

typedef struct any {
    gp_grader g;
    gp_inner inner;
} any;

static const gp_field rows[] = {GP_ROW_INNER(any, "The graders of which one is enough.")};

static gp_code verdict(gp_arena *a, const gp_judged *x, const gp_grader *g, gp_criterion *out, gp_err *err)
{
    gp_combined c;
    gp_code code = gp_combine(a, x, g, &c, out, err);
    if (code || out->open) return code;
    const char *why = gp_quote_inner(a, c.best);
    if (c.passed) return gp_explain(a, out, 1, "%zu of %zu pass; %s", c.passed, c.n, why);
    return gp_explain(a, out, c.best->score, "none of %zu passes; %s", c.n, why);
}

static const gp_mutation mutations[] = {{"each of the graders inside broken", gp_break_all}};

const gp_grader_kind gp_grader_any = {
    .name = "any",
    .doc = "at least one of the graders inside passes; the score is the highest of theirs",
    .more = "The explanation quotes the first that has it.",
    .example =
        "{\"type\": \"any\", \"graders\": [{\"type\": \"contains\", \"expect\": \"Holland\"}, "
        "{\"type\": \"contains\", \"expect\": \"Netherlands\"}]}",
    .pass = "In the Netherlands.",
    .fail = "In Belgium.",
    .params = GP_RECORD(any, rows, "a grader of type any"),
    .mutations = mutations,
    .n_mutations = 1,
    .inner = offsetof(any, inner),
    .check = gp_refuse_weights,
    .verdict = verdict,
};
