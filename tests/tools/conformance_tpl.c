/* conformance_tpl FOLDER: render every NAME.jinja of the folder with the cases in NAME.json and compare.
 *
 * NAME.json is a list of {"scenario", "variables", and "expect" (the text) or "error"}. An "error" that reads like a
 * sentence must be part of the message; one that is a single word names a class of errors, and any error will do.
 * The clock stands at 2 January 2026. Exit code 1 if any case fails, 2 if the folder cannot be used. */
#include <stdio.h>
#include <string.h>

#include "base/sys.h"
#include "template/template.h"

enum { NOW_2026_01_02 = 1767323045 };

typedef struct totals {
    size_t templates, cases, failed;
} totals;

static void show_difference(gp_str want, gp_str got)
{
    size_t at = 0;
    while (at < want.n && at < got.n && want.p[at] == got.p[at]) at++;
    size_t from = at > 40 ? at - 40 : 0;
    gp_buf w = {0}, g = {0};
    gp_show(&w, (gp_str){want.p + from, want.n - from}, 120);
    gp_show(&g, (gp_str){got.p + from, got.n - from}, 120);
    printf("      differs at byte %zu\n      want: %.*s\n      got:  %.*s\n", at, GP_ARG(gp_buf_view(&w)),
           GP_ARG(gp_buf_view(&g)));
    gp_buf_free(&w);
    gp_buf_free(&g);
}

static bool spans_make_text(const gp_rendered *r)
{
    size_t at = 0;
    for (size_t i = 0; i < r->n; i++) {
        if (r->spans[i].text.p != r->text.p + at || !r->spans[i].text.n) return false;
        if (i && r->spans[i].from_value == r->spans[i - 1].from_value) return false;
        at += r->spans[i].text.n;
    }
    return at == r->text.n;
}

static bool run_case(const char *name, gp_str source, const gp_json *c)
{
    gp_arena a = {0};
    gp_err err = {0};
    gp_rendered out = {0};
    const gp_json *expect = gp_json_get(c, "expect"), *error = gp_json_get(c, "error"),
                  *scenario = gp_json_get(c, "scenario");
    gp_code code = gp_template_render(&a, name, source, gp_json_get(c, "variables"), NOW_2026_01_02, &out, &err);
    bool ok = false;
    if (expect) ok = !code && gp_str_eq(out.text, expect->s) && spans_make_text(&out);
    else if (error)
        ok = code == GP_E_INPUT &&
             (!memchr(error->s.p, ' ', error->s.n) || gp_str_find(gp_str_c(err.msg), error->s) != SIZE_MAX);
    if (!ok) {
        gp_str id = scenario ? scenario->s : GP_STR("?");
        printf("   FAIL %.*s: %s\n", GP_ARG(id), code ? err.msg : "rendered");
        if (!code && expect) show_difference(expect->s, out.text);
        if (error) printf("      an error was expected: %.*s\n", GP_ARG(error->s));
    }
    gp_arena_free(&a);
    return ok;
}

static gp_code run_template(const char *folder, const char *file, totals *t, gp_err *err)
{
    gp_arena a = {0};
    gp_str source = {0}, text = {0};
    const gp_json *cases = NULL;
    const char *json = gp_path_join(&a, folder, gp_str_fmt(&a, "%.*s.json", (int)(strlen(file) - 6), file).p);
    gp_code code = gp_read_file(&a, gp_path_join(&a, folder, file), 0, &source, err);
    if (!code) code = gp_read_file(&a, json, 0, &text, err);
    if (!code) code = gp_json_parse(&a, json, text, &cases, err);
    if (!code) code = gp_json_want(cases, "the cases", GP_JSON_ARRAY, err);
    size_t bad = 0;
    for (const gp_json *c = code ? NULL : cases->first; c; c = c->next) bad += !run_case(file, source, c);
    if (!code) {
        printf("%s %s: %zu of %zu\n", bad ? "FAIL" : "ok  ", file, cases->n - bad, cases->n);
        t->templates++;
        t->cases += cases->n;
        t->failed += bad;
    }
    gp_arena_free(&a);
    return code;
}

int main(int argc, char **argv)
{
    gp_arena a = {0};
    gp_err err = {0};
    totals t = {0};
    const char *const *names = NULL;
    size_t n = 0;
    if (argc != 2) {
        fprintf(stderr, "usage: conformance_tpl FOLDER\n");
        return 2;
    }
    gp_code code = gp_list_dir(&a, argv[1], &names, &n, &err);
    for (size_t i = 0; !code && i < n; i++) {
        size_t length = strlen(names[i]);
        if (length > 6 && strcmp(names[i] + length - 6, ".jinja") == 0)
            code = run_template(argv[1], names[i], &t, &err);
    }
    gp_arena_free(&a);
    if (code) {
        fprintf(stderr, "%s\n", err.msg);
        return 2;
    }
    printf("%zu templates, %zu cases, %zu failed\n", t.templates, t.cases, t.failed);
    return t.failed || !t.cases;
}
