/* grader_finish.c - how the reply ended. */
#include "grade/grade_impl.h"

static const char *const names[] = {"stop", "length", "tool_calls", GP_FINISH_FILTERED, "other"};

typedef struct finish {
    gp_grader g;
    const gp_str *expect;
    size_t n;
} finish;

static const gp_field rows[] = {
    GP_FIELD_LISTED(STRS, "expect", finish, expect, n, GP_NAMES(names),
                    .flags = GP_KNOWN | GP_QUOTED | GP_LONE | GP_FILLED,
                    .doc = "A finish reason, or a list of which any will do."),
};

static bool is_expected(const gp_grader *g, gp_str reason)
{
    const finish *p = (const finish *)g;
    for (size_t i = 0; i < p->n; i++)
        if (gp_str_eq(p->expect[i], reason)) return true;
    return false;
}

static gp_code verdict(gp_arena *a, const gp_judged *x, const gp_grader *g, gp_criterion *out, gp_err *err)
{
    const finish *p = (const finish *)g;
    gp_str reason = x->reply->finish;
    const char *more = p->n > 1 ? " or another of them" : "";
    if (!reason.n) return gp_fail(err, GP_E_INFRA, "the target gave no finish reason");
    if (is_expected(g, reason)) return gp_explain(a, out, 1, "ended with %s", gp_quote(a, reason));
    return gp_explain(a, out, 0, "ended with %s, expected %s%s", gp_quote(a, reason), gp_quote(a, p->expect[0]), more);
}

static bool filtered(const gp_grader *g) { return is_expected(g, GP_STR(GP_FINISH_FILTERED)); }

static bool end_otherwise(gp_arena *a, const gp_grader *g, gp_reply *reply)
{
    (void)a;
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        reply->finish = gp_str_c(names[i]);
        if (!is_expected(g, reply->finish)) return true;
    }
    return false;
}

static bool end_unknown(gp_arena *a, const gp_grader *g, gp_reply *reply)
{
    (void)a;
    (void)g;
    reply->finish = (gp_str){0};
    return true;
}

static const gp_mutation mutations[] = {{"ended otherwise", end_otherwise}, {"the end left unknown", end_unknown}};

static void stage(gp_str example, gp_reply *reply) { reply->finish = example; }

const gp_grader_kind gp_grader_finish = {
    .name = "finish",
    .doc = "the reply ended as expected",
    .more =
        "Where the target gave no finish reason there is no verdict, and the score is 0. With `content_filter` among what is "
        "expected, a reply that the provider's filter ended is an answer and no error.",
    .example = "{\"type\": \"finish\", \"expect\": [\"stop\", \"tool_calls\"]}",
    .pass = "stop",
    .fail = "length",
    .params = GP_RECORD(finish, rows, "a grader of type finish"),
    .mutations = mutations,
    .n_mutations = 2,
    .verdict = verdict,
    .filtered = filtered,
    .stage = stage,
};
