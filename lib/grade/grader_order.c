/* grader_order.c - a list that has the expected members, in their order. */
#include "grade/members.h"

static gp_code check(const gp_grader *g, gp_err *err)
{
    const gp_json *expect = ((const gp_members *)g)->expect;
    if (expect->type != GP_JSON_ARRAY || expect->n < 2)
        return gp_json_fail(err, expect, "\"expect\" of an order grader must list at least two members");
    return gp_members_check(g, false, err);
}

static bool same(const gp_listed *l, size_t expected, size_t item)
{
    size_t m = l->member[item]; /* the first of equal members stands for all of them */
    return m != SIZE_MAX &&
           (m == expected || gp_str_eq(gp_expect_text(l->expected[m]), gp_expect_text(l->expected[expected])));
}

/* Length of the longest common subsequence, row by row; items that are no members cost nothing. */
static size_t common(gp_arena *a, const gp_listed *l)
{
    size_t *best = GP_NEW_ARRAY(a, size_t, l->n_expected + 1);
    for (size_t i = 0; i < l->items.n; i++) {
        if (l->member[i] == SIZE_MAX) continue;
        size_t corner = 0; /* of the previous row */
        for (size_t k = 0; k < l->n_expected; k++) {
            size_t above = best[k + 1];
            if (same(l, k, i)) best[k + 1] = corner + 1;
            else if (best[k] > above) best[k + 1] = best[k];
            corner = above;
        }
    }
    return best[l->n_expected];
}

/* The first place at which the lists differ. */
static const char *differ(gp_arena *a, const gp_listed *l)
{
    size_t i = 0, n = l->items.n < l->n_expected ? l->items.n : l->n_expected;
    while (i < n && same(l, i, i)) i++;
    if (i == l->n_expected)
        return gp_str_fmt(a, "item %zu, %s, is one too many", i + 1, gp_quote(a, l->items.item[i])).p;
    const char *want = gp_quote(a, gp_expect_text(l->expected[i]));
    if (i == l->items.n) return gp_str_fmt(a, "item %zu, %s, is missing", i + 1, want).p;
    return gp_str_fmt(a, "item %zu is %s, expected %s", i + 1, gp_quote(a, l->items.item[i]), want).p;
}

static gp_code verdict(gp_arena *a, const gp_judged *x, const gp_grader *g, gp_criterion *out, gp_err *err)
{
    gp_listed l;
    gp_code code = gp_members_match(a, (const gp_members *)g, x->reply->answer, &l, err);
    if (code) return code;
    if (l.why) return gp_explain(a, out, 0, "%s: %s", l.why, gp_quote(a, x->reply->answer));
    size_t n = common(a, &l), most = l.items.n > l.n_expected ? l.items.n : l.n_expected;
    const char *as = gp_listed_as(a, &l);
    if (n == most) return gp_explain(a, out, 1, "all %zu members in their order%s", n, as);
    return gp_explain(a, out, (double)n / (double)most, "%zu of %zu in order%s; %s", n, most, as, differ(a, &l));
}

static bool lose(gp_arena *a, const gp_grader *g, gp_reply *reply)
{
    return gp_members_break(a, (const gp_members *)g, GP_MEMBER_LOST, reply);
}

static bool swap(gp_arena *a, const gp_grader *g, gp_reply *reply)
{
    return gp_members_break(a, (const gp_members *)g, GP_MEMBERS_SWAPPED, reply);
}

static const gp_mutation mutations[] = {{"an item left out", lose}, {"two items swapped", swap}};

const gp_grader_kind gp_grader_order = {
    .name = "order",
    .doc = "the answer lists the expected members in their order",
    .more =
        "The score is the length of the longest common subsequence, divided by the length of the longer list. Items "
        "are read as for `set`.",
    .example = "{\"type\": \"order\", \"expect\": [\"Mercury\", \"Venus\", \"Earth\"]}",
    .pass = "1. Mercury\n2. Venus\n3. Earth",
    .fail = "Mercury, Earth, Venus",
    .params = GP_RECORD(gp_members, gp_members_rows, "a grader of type order"),
    .mutations = mutations,
    .n_mutations = 2,
    .check = check,
    .verdict = verdict,
    .compose = gp_members_compose,
};
