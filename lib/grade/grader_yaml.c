/* grader_yaml.c - the answer is one YAML document, with values as expected. */
#include "forms/yaml.h"
#include "grade/nodes.h"

#define ANSWER_MAX ((size_t)1 << 20) /* bytes: a longer answer fails unread */

typedef struct yaml {
    gp_grader g;
    gp_str path;
    gp_node_test test;
    bool trim;
} yaml;

static const gp_field rows[] = {
    GP_FIELD(STR, "path", yaml, path, .flags = GP_OPTIONAL | GP_QUOTED,
             .doc = "JSONPath (RFC 9535) to the values, as for `json_path`. Default: `$`, the whole document."),
    GP_NODE_ROWS(yaml),
    GP_ROW_TRIM(yaml, 0, "Accept the answer also inside a single code fence."),
};

static gp_code check(const gp_grader *g, gp_err *err)
{
    const yaml *p = (const yaml *)g;
    return gp_nodes_check(g, p->path, &p->test, err);
}

static gp_code judge(gp_arena *a, const yaml *p, gp_str text, gp_criterion *out, gp_err *err)
{
    gp_arena scratch = {0};
    gp_err inner = {0};
    const gp_json *root = NULL;
    gp_code code = gp_yaml_parse(&scratch, "answer", text, &root, &inner);
    if (code == GP_E_INPUT) code = gp_explain(a, out, 0, "not YAML: %s", inner.msg);
    else if (code) code = gp_fail(err, code, "%s", inner.msg);
    else code = gp_nodes_judge(a, p->path, &p->test, root, out, err);
    gp_arena_free(&scratch);
    return code;
}

static gp_code verdict(gp_arena *a, const gp_judged *x, const gp_grader *g, gp_criterion *out, gp_err *err)
{
    const yaml *p = (const yaml *)g;
    gp_str answer = x->reply->answer, inside;
    if (answer.n > ANSWER_MAX)
        return gp_explain(a, out, 0, "the answer has %zu bytes, more than the %zu that are read as YAML", answer.n,
                          ANSWER_MAX);
    if (!gp_str_trim(answer).n) return gp_explain(a, out, 0, "an empty answer is no YAML document");
    if (!gp_fenced(answer, &inside)) return judge(a, p, answer, out, err);
    if (p->trim) return judge(a, p, inside, out, err);
    return gp_explain(a, out, 0, "the answer is in a code fence (accepted only with \"trim\": true): %s",
                      gp_quote(a, answer));
}

/* In front of anything an open bracket makes a flow that never ends. */
static bool open_bracket(gp_arena *a, const gp_grader *g, gp_reply *reply)
{
    gp_str inside = reply->answer;
    (void)g;
    (void)gp_fenced(reply->answer, &inside);
    reply->answer = gp_text_between(a, GP_STR("[{\n"), inside, (gp_str){0});
    return true;
}

static bool twice(gp_arena *a, const gp_grader *g, gp_reply *reply)
{
    gp_str inside = reply->answer;
    (void)g;
    (void)gp_fenced(reply->answer, &inside);
    reply->answer = gp_text_between(a, inside, GP_STR("\n---\n"), inside);
    return true;
}

static const gp_mutation mutations[] = {{"a bracket left open", open_bracket}, {"the document given twice", twice}};

const gp_grader_kind gp_grader_yaml = {
    .name = "yaml",
    .doc = "the answer is one YAML document, and the values at a path in it are what is expected",
    .more =
        "With the core types of YAML 1.2: `yes` is a text, `0x1F` a number. Refused are keys that stand twice or are no "
        "scalars, tags of one's own, infinities, several documents, an answer of more than 1 MiB, more than 64 levels, "
        "and aliases that make more than 1,000,000 values. The score is that of `json_path`.",
    .example = "{\"type\": \"yaml\", \"path\": \"$.ports[0]\", \"expect\": 8080}",
    .pass = "name: web\nports: [8080]",
    .fail = "name: web\nports: 8080",
    .params = GP_RECORD(yaml, rows, "a grader of type yaml"),
    .mutations = mutations,
    .n_mutations = 2,
    .check = check,
    .verdict = verdict,
};
