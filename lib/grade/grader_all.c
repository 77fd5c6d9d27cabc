/* grader_all.c - every grader inside passes. */
#include "grade/grade_impl.h"

typedef struct all {
    gp_grader g;
    gp_inner inner;
} all;

static const gp_field rows[] = {GP_ROW_INNER(all, "The graders that must all pass.")};

static gp_code verdict(gp_arena *a, const gp_judged *x, const gp_grader *g, gp_criterion *out, gp_err *err)
{
    gp_combined c;
    gp_code code = gp_combine(a, x, g, &c, out, err);
    if (code || out->open) return code;
    const char *why = gp_quote_inner(a, c.worst);
    if (c.passed == c.n) return gp_explain(a, out, 1, "all %zu pass; %s", c.n, why);
    return gp_explain(a, out, c.worst->score, "%zu of %zu fail; %s", c.n - c.passed, c.n, why);
}

/* What one of them holds an answer to holds for the whole; several are no one schema. */
static const gp_json *schema(const gp_grader *g)
{
    const gp_inner *in = gp_grader_inner(g);
    const gp_json *found = NULL;
    for (size_t i = 0; i < in->n; i++) {
        const gp_json *s = gp_grader_schema(in->of[i]);
        if (s && found) return NULL;
        if (s) found = s;
    }
    return found;
}

static const gp_mutation mutations[] = {{"one of the graders inside broken", gp_break_one},
                                        {"each of the graders inside broken", gp_break_all}};

const gp_grader_kind gp_grader_all = {
    .name = "all",
    .doc = "every grader inside passes; the score is the lowest of theirs",
    .more =
        "The explanation quotes the first that has it. Graders inside may look at other replies than this one by a `turn` of "
        "their own; so a fact that was stated early is kept where each later reply is asked for it.",
    .example =
        "{\"type\": \"all\", \"graders\": [{\"type\": \"contains\", \"expect\": \"Paris\"}, "
        "{\"type\": \"count\", \"max\": 3}]}",
    .pass = "It is Paris.",
    .fail = "The capital of France is Paris.",
    .params = GP_RECORD(all, rows, "a grader of type all"),
    .mutations = mutations,
    .n_mutations = 2,
    .inner = offsetof(all, inner),
    .check = gp_refuse_weights,
    .verdict = verdict,
    .schema = schema,
};
