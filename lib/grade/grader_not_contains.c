/* grader_not_contains.c - what must not be said is not in the answer. */
#include "grade/grade_impl.h"

typedef struct not_contains {
    gp_grader g;
    const gp_json *expect;
    bool ignore_case;
} not_contains;

static const gp_field rows[] = {
    GP_ROW_PARTS(not_contains, "A text, or a list of which none may occur. Numbers are compared as they are written."),
    GP_ROW_IGNORE_CASE(not_contains),
};

static gp_code verdict(gp_arena *a, const gp_judged *x, const gp_grader *g, gp_criterion *out, gp_err *err)
{
    const not_contains *p = (const not_contains *)g;
    gp_str answer = x->reply->answer;
    for (const gp_json *e = gp_expect_first(p->expect); e; e = gp_expect_next(p->expect, e)) {
        bool hit;
        gp_code code = gp_text_occurs(a, answer, gp_expect_text(e), p->ignore_case, &hit, err);
        if (code) return code;
        if (!hit) continue;
        const char *what = gp_quote(a, gp_expect_text(e));
        return gp_explain(a, out, 0, "contains %s, which it must not, in %s", what, gp_quote(a, answer));
    }
    return gp_explain(a, out, 1, "contains none of what it must not");
}

static bool add(gp_arena *a, const gp_grader *g, gp_reply *reply)
{
    gp_str banned = gp_expect_text(gp_expect_first(((const not_contains *)g)->expect));
    reply->answer = gp_text_between(a, banned, GP_STR(" "), reply->answer);
    return true;
}

static const gp_mutation mutations[] = {{"a banned text added", add}};

const gp_grader_kind gp_grader_not_contains = {
    .name = "not_contains",
    .doc = "none of the texts occurs in the answer",
    .example = "{\"type\": \"not_contains\", \"expect\": \"As an AI\"}",
    .pass = "It depends.",
    .fail = "As an AI, I cannot say.",
    .params = GP_RECORD(not_contains, rows, "a grader of type not_contains"),
    .mutations = mutations,
    .n_mutations = 1,
    .verdict = verdict,
};
