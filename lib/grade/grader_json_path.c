/* grader_json_path.c - values inside a JSON answer, by JSONPath. */
#include "grade/nodes.h"

typedef struct json_path {
    gp_grader g;
    gp_str path;
    gp_node_test test;
    bool trim;
} json_path;

static const gp_field rows[] = {
    GP_FIELD(
        STR, "path", json_path, path, .flags = GP_KNOWN | GP_QUOTED,
        .doc =
            "JSONPath (RFC 9535) to the values: names, indices, slices, wildcards, descendants, several in one "
            "bracket, and filters with all functions of the RFC (`$.items[?@.price < 10 && match(@.id, '[a-z]+')]`)."),
    GP_NODE_ROWS(json_path),
    GP_ROW_TRIM(json_path, 0, "Accept the answer also inside a single code fence."),
};

static gp_code check(const gp_grader *g, gp_err *err)
{
    const json_path *p = (const json_path *)g;
    return gp_nodes_check(g, p->path, &p->test, err);
}

static gp_code verdict(gp_arena *a, const gp_judged *x, const gp_grader *g, gp_criterion *out, gp_err *err)
{
    const json_path *p = (const json_path *)g;
    gp_arena scratch = {0};
    const gp_json *root = NULL;
    const char *why;
    gp_code code = gp_answer_json(&scratch, x->reply->answer, p->trim, &root, &why, err);
    if (!code) code = why ? gp_explain(a, out, 0, "%s", why) : gp_nodes_judge(a, p->path, &p->test, root, out, err);
    gp_arena_free(&scratch);
    return code;
}

static bool break_off(gp_arena *a, const gp_grader *g, gp_reply *reply)
{
    (void)a;
    (void)g;
    gp_str text = gp_str_trim(reply->answer);
    if (!text.n || (text.p[0] != '{' && text.p[0] != '[' && text.p[0] != '"')) return false;
    reply->answer = (gp_str){text.p, text.n - 1};
    return true;
}

/* An answer in which a path with a step can find nothing; or, where nothing must be found, everything. */
static bool empty(gp_arena *a, const gp_grader *g, gp_reply *reply)
{
    const json_path *p = (const json_path *)g;
    (void)a;
    reply->answer = GP_STR("{}");
    return p->path.n > 1 && p->test.count != 0;
}

static const gp_mutation mutations[] = {{"broken off before its end", break_off},
                                        {"an empty object in its place", empty}};

const gp_grader_kind gp_grader_json_path = {
    .name = "json_path",
    .doc = "what a JSONPath selects in the answer, which is one JSON value, is as expected",
    .more =
        "The score is the share of the selected values that pass; 0 where there are none, or not `count` of them. The "
        "answer is read as by `json`.",
    .example = "{\"type\": \"json_path\", \"path\": \"$.items[*].price\", \"min\": 0, \"max\": 10, \"count\": 2}",
    .pass = "{\"items\": [{\"price\": 9.5}, {\"price\": 10}]}",
    .fail = "{\"items\": [{\"price\": 9.5}, {\"price\": 12}]}",
    .params = GP_RECORD(json_path, rows, "a grader of type json_path"),
    .mutations = mutations,
    .n_mutations = 2,
    .check = check,
    .verdict = verdict,
};
