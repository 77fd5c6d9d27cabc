/* jsonpath_suite.c - JSONPath against other people's tests, which lie outside of this repository.
 *   jsonpath_suite FILE   cts.json of jsonpath-standard/jsonpath-compliance-test-suite
 * Prints what differs and a count. Exit: 0 nothing differs, 1 something does, 2 usage. */
#include <stdio.h>

#include "base/sys.h"
#include "forms/jsonpath.h"

static bool is_list(const gp_json *list, const gp_nodes *got)
{
    size_t i = 0;
    const gp_json *v = list->first;
    for (; v && i < got->n; v = v->next, i++)
        if (!gp_json_equal(v, got->node[i])) return false;
    return !v && i == got->n;
}

/* What is expected is one list, or one of several where the order is free. */
static bool is_expected(const gp_json *test, const gp_nodes *got)
{
    const gp_json *result = gp_json_get(test, "result"), *results = gp_json_get(test, "results");
    if (result) return is_list(result, got);
    for (const gp_json *r = results ? results->first : NULL; r; r = r->next)
        if (is_list(r, got)) return true;
    return false;
}

static bool passes(gp_arena *a, const gp_json *test, gp_err *err)
{
    const gp_jsonpath *path = NULL;
    gp_nodes got = {0};
    const gp_json *invalid = gp_json_get(test, "invalid_selector");
    gp_code code = gp_jsonpath_compile(a, gp_json_get(test, "selector")->s, &path, err);
    if (invalid && invalid->b) return code != GP_OK;
    if (!code) code = gp_jsonpath_select(a, path, gp_json_get(test, "document"), &got, err);
    return !code && is_expected(test, &got);
}

int main(int argc, char **argv)
{
    gp_arena a = {0};
    gp_err err = {0};
    gp_str text;
    const gp_json *root = NULL;
    size_t n = 0, good = 0;
    if (argc != 2) return fprintf(stderr, "usage: jsonpath_suite FILE\n"), 2;
    if (gp_read_file(&a, argv[1], 64 << 20, &text, &err) || gp_json_parse(&a, argv[1], text, &root, &err))
        return fprintf(stderr, "%s\n", err.msg), 2;
    for (const gp_json *t = gp_json_get(root, "tests")->first; t; t = t->next, n++) {
        gp_err why = {0};
        bool right = passes(&a, t, &why);
        good += right;
        if (!right)
            printf("%.*s: %.*s %s\n", GP_ARG(gp_json_get(t, "name")->s), GP_ARG(gp_json_get(t, "selector")->s),
                   why.msg);
    }
    printf("%zu of %zu tests pass\n", good, n);
    gp_arena_free(&a);
    return good != n;
}
