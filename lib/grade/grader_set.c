/* grader_set.c - a list that has the expected members, in any order. */
#include <stdlib.h>

#include "grade/members.h"

static gp_code check(const gp_grader *g, gp_err *err) { return gp_members_check(g, true, err); }

typedef struct tally {
    size_t common, missing, extra; /* members that are there, that are not; different items that are none */
    gp_str lacks, has;             /* the first missing, the first extra */
} tally;

static int by_text(const void *x, const void *y) { return gp_str_cmp(*(const gp_str *)x, *(const gp_str *)y); }

/* Items that are no members, each counted once. */
static void count_extra(gp_arena *a, const gp_listed *l, tally *t)
{
    gp_str *extra = GP_NEW_ARRAY(a, gp_str, l->items.n);
    size_t n = 0;
    for (size_t i = 0; i < l->items.n; i++)
        if (l->member[i] == SIZE_MAX) extra[n++] = l->items.item[i];
    if (n) t->has = extra[0];
    if (n) qsort(extra, n, sizeof *extra, by_text);
    for (size_t i = 0; i < n; i++) t->extra += !i || !gp_str_eq(extra[i], extra[i - 1]);
}

static tally count(gp_arena *a, const gp_listed *l)
{
    tally t = {0};
    bool *seen = GP_NEW_ARRAY(a, bool, l->n_expected);
    for (size_t i = 0; i < l->items.n; i++)
        if (l->member[i] != SIZE_MAX) seen[l->member[i]] = true;
    for (size_t i = l->n_expected; i--;) {
        t.common += seen[i];
        t.missing += !seen[i];
        if (!seen[i]) t.lacks = gp_expect_text(l->expected[i]);
    }
    count_extra(a, l, &t);
    return t;
}

static gp_code verdict(gp_arena *a, const gp_judged *x, const gp_grader *g, gp_criterion *out, gp_err *err)
{
    gp_listed l;
    gp_code code = gp_members_match(a, (const gp_members *)g, x->reply->answer, &l, err);
    if (code) return code;
    if (l.why) return gp_explain(a, out, 0, "%s: %s", l.why, gp_quote(a, x->reply->answer));
    tally t = count(a, &l);
    const char *as = gp_listed_as(a, &l);
    double score = (double)t.common / (double)(t.common + t.missing + t.extra);
    if (!t.missing && !t.extra) return gp_explain(a, out, 1, "all %zu members and no other%s", t.common, as);
    const char *lacks = t.missing ? gp_str_fmt(a, "; %zu missing, such as %s", t.missing, gp_quote(a, t.lacks)).p : "";
    const char *has = t.extra ? gp_str_fmt(a, "; %zu too many, such as %s", t.extra, gp_quote(a, t.has)).p : "";
    return gp_explain(a, out, score, "%zu of %zu members%s%s%s", t.common, l.n_expected, as, lacks, has);
}

static bool lose(gp_arena *a, const gp_grader *g, gp_reply *reply)
{
    return gp_members_break(a, (const gp_members *)g, GP_MEMBER_LOST, reply);
}

static bool add(gp_arena *a, const gp_grader *g, gp_reply *reply)
{
    return gp_members_break(a, (const gp_members *)g, GP_MEMBER_ADDED, reply);
}

static const gp_mutation mutations[] = {{"an item left out", lose}, {"an item added", add}};

const gp_grader_kind gp_grader_set = {
    .name = "set",
    .doc = "the answer lists the expected members and no others, in any order",
    .more =
        "The score is the number of members that are listed, divided by that of all different items on either side "
        "(Jaccard). An item that is listed twice counts once. Around an item white space, quotes, bold marks and a "
        "final `.`, `,` or `;` do not count. Where commas separate, the last two items may have `and`, `or` or `&` "
        "between them, so `salt and pepper` are two. A list of more than 4,000 items fails.",
    .example = "{\"type\": \"set\", \"expect\": [\"red\", \"green\", \"blue\"]}",
    .pass = "blue, red and green",
    .fail = "- red\n- green\n- yellow",
    .params = GP_RECORD(gp_members, gp_members_rows, "a grader of type set"),
    .mutations = mutations,
    .n_mutations = 2,
    .check = check,
    .verdict = verdict,
    .compose = gp_members_compose,
};
