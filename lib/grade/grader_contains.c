/* grader_contains.c - the expected texts occur in the answer. */
#include "grade/grade_impl.h"

typedef struct contains {
    gp_grader g;
    const gp_json *expect;
    bool ignore_case;
} contains;

static const gp_field rows[] = {
    GP_ROW_PARTS(contains, "A text, or a list of which all must occur. Numbers are compared as they are written."),
    GP_ROW_IGNORE_CASE(contains),
};

static gp_code verdict(gp_arena *a, const gp_judged *x, const gp_grader *g, gp_criterion *out, gp_err *err)
{
    const contains *p = (const contains *)g;
    gp_str answer = x->reply->answer;
    size_t n = 0, hits = 0;
    const gp_json *lacks = NULL, *first = gp_expect_first(p->expect);
    for (const gp_json *e = first; e; e = gp_expect_next(p->expect, e), n++) {
        bool hit;
        gp_code code = gp_text_occurs(a, answer, gp_expect_text(e), p->ignore_case, &hit, err);
        if (code) return code;
        hits += hit;
        if (!hit && !lacks) lacks = e;
    }
    const char *others = n > 1 ? " and the others" : "";
    if (!lacks) return gp_explain(a, out, 1, "contains %s%s", gp_quote(a, gp_expect_text(first)), others);
    const char *got = gp_quote(a, answer), *miss = gp_quote(a, gp_expect_text(lacks));
    const char *unseen = gp_unseen_within(a, gp_expect_text(lacks), answer);
    if (n == 1) return gp_explain(a, out, 0, "lacks %s in %s%s", miss, got, unseen);
    return gp_explain(a, out, (double)hits / (double)n, "contains %zu of %zu; lacks %s in %s%s", hits, n, miss, got,
                      unseen);
}

static const gp_json *answers(const gp_grader *g) { return ((const contains *)g)->expect; }

/* The first expected text, however it is spelt. */
static bool leave_out(gp_arena *a, const gp_grader *g, gp_reply *reply)
{
    gp_regex *r = NULL;
    gp_str text = gp_expect_text(gp_expect_first(((const contains *)g)->expect));
    if (gp_regex_literal(text, false, &r, NULL)) return false;
    gp_str rest = gp_text_without(a, r, gp_utf8_repair(a, reply->answer));
    gp_regex_free(r);
    if (rest.p) reply->answer = rest;
    return rest.p != NULL;
}

static const gp_mutation mutations[] = {{"an expected text left out", leave_out}};

const gp_grader_kind gp_grader_contains = {
    .name = "contains",
    .doc = "every expected text occurs in the answer; the score is the share that does",
    .example = "{\"type\": \"contains\", \"expect\": [\"Paris\", \"France\"], \"ignore_case\": true}",
    .pass = "PARIS, the capital of France",
    .fail = "Paris, of course",
    .params = GP_RECORD(contains, rows, "a grader of type contains"),
    .mutations = mutations,
    .n_mutations = 1,
    .verdict = verdict,
    .answers = answers,
};
