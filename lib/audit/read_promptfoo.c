/* read_promptfoo.c - what `promptfoo eval -o results.json` writes: a result for each prompt, test and provider. What its
 * assertions say is judged again by goldpin's graders, as far as `goldpin import` maps them. */
#include <math.h>

#include "audit/audit_impl.h"
#include "grade/grade.h"
#include "import/convert.h"

static const gp_json *results_of(const gp_json *root)
{
    const gp_json *r = gp_json_get(root, "results");
    const gp_json *list = r && r->type == GP_JSON_OBJECT ? gp_json_get(r, "results") : NULL;
    return list && list->type == GP_JSON_ARRAY ? list : NULL;
}

static bool is(const gp_json *root)
{
    const gp_json *list = results_of(root);
    return list && (!list->first || gp_json_get(list->first, "gradingResult") || gp_json_get(list->first, "success"));
}

/* --- judging again --- */

static void copy_member(gp_jw *w, const gp_json *from, const char *key)
{
    const gp_json *v = gp_json_get(from, key);
    if (!v) return;
    gp_jw_key(w, key);
    gp_jw_value(w, v);
}

/* A configuration of this one test, as promptfoo would read it. */
static gp_str config_of(gp_arena *a, const gp_json *v)
{
    const gp_json *test = gp_json_get(v, "testCase");
    gp_buf b = {0};
    gp_jw w;
    gp_jw_init(&w, &b, 0);
    gp_jw_object(&w);
    gp_jw_key(&w, "prompts");
    gp_jw_array(&w);
    gp_jw_c(&w, "asked");
    gp_jw_end_array(&w);
    gp_jw_key(&w, "tests");
    gp_jw_array(&w);
    gp_jw_object(&w);
    copy_member(&w, test, "vars");
    copy_member(&w, test, "assert");
    copy_member(&w, test, "threshold");
    copy_member(&w, test, "options");
    gp_jw_end_object(&w);
    gp_jw_end_array(&w);
    gp_jw_end_object(&w);
    gp_str s = gp_str_dup(a, gp_buf_view(&b));
    gp_buf_free(&b);
    return s;
}

static void judge(gp_arena *a, const gp_json *v, gp_audited_case *c)
{
    gp_converted x = {0};
    gp_suite *s = NULL;
    gp_case *made = NULL;
    gp_grade g = {0};
    gp_err err = {0};
    const gp_convert_options how = {.from = "promptfoo", .name = "again"};
    gp_code code = gp_convert_text(a, "the test", config_of(a, v), &how, &x, &err);
    c->why_not = !code && !x.n && x.n_losses
                     ? gp_str_fmt(a, "%.*s: %.*s", GP_ARG(x.losses[0].what), GP_ARG(x.losses[0].why))
                     : GP_STR("its assertions are not mapped");
    if (code || x.n != 1 || !c->answer.p) return;
    code = gp_suite_open_bytes("again", &gp_graders, x.suite, x.cases, &s, &err);
    if (!code) code = gp_suite_case(s, 0, a, &made, &err);
    if (!code) code = gp_grade_answers(a, made, &c->answer, 1, &g, &err);
    if (!code && (g.status == GP_PASSED || g.status == GP_FAILED))
        c->again = g.status == GP_PASSED, c->why_not = (gp_str){0};
    gp_suite_close(s);
}

/* --- reading --- */

static void read_parts(gp_arena *a, const gp_json *v, gp_audited_case *c)
{
    const gp_json *list = gp_json_get(gp_json_get(v, "gradingResult"), "componentResults");
    if (!list || list->type != GP_JSON_ARRAY) return;
    gp_audited_part *parts = GP_NEW_ARRAY(a, gp_audited_part, list->n);
    for (const gp_json *p = list->first; p; p = p->next)
        parts[c->n_parts++] = (gp_audited_part){gp_audit_text(gp_json_get(gp_json_get(p, "assertion"), "type")),
                                                gp_audit_number(gp_json_get(p, "score")), p->line};
    c->parts = parts;
}

static gp_str name_of(gp_arena *a, const gp_json *v)
{
    gp_str said = gp_audit_text(gp_json_get(gp_json_get(v, "testCase"), "description"));
    if (said.n) return said;
    double test = gp_audit_number(gp_json_get(v, "testIdx")), prompt = gp_audit_number(gp_json_get(v, "promptIdx"));
    if (isnan(test)) return (gp_str){0};
    return gp_str_fmt(a, "test %.0f, prompt %.0f", test, isnan(prompt) ? 0 : prompt);
}

static void read_result(gp_arena *a, const gp_json *v, gp_audited *out)
{
    const gp_json *provider = gp_json_get(v, "provider"), *response = gp_json_get(v, "response");
    gp_str label = gp_audit_text(gp_json_get(provider, "label")), id = gp_audit_text(gp_json_get(provider, "id"));
    gp_str name = label.n ? label : id.n ? id : gp_audit_text(provider);
    gp_audited_model *m = gp_audit_model(a, out, name.n ? name : GP_STR("the provider"), v);
    gp_audited_case *c = gp_audit_case(a, m, v);
    c->id = name_of(a, v);
    c->prompt = gp_audit_text(gp_json_get(gp_json_get(v, "prompt"), "raw"));
    c->answer = gp_audit_text(gp_json_get(response, "output"));
    c->error = gp_audit_text(gp_json_get(v, "error"));
    c->passed = gp_audit_truth(gp_json_get(v, "success"));
    c->score = gp_audit_number(gp_json_get(v, "score"));
    c->total_s = gp_audit_number(gp_json_get(v, "latencyMs")) / 1000;
    if (c->passed == 1) c->error = (gp_str){0};
    /* A failed assertion stands in "error" too. */
    else if (c->error.n && gp_json_get(v, "gradingResult") && gp_json_get(v, "gradingResult")->type == GP_JSON_OBJECT &&
             c->answer.p)
        c->error = (gp_str){0};
    read_parts(a, v, c);
    judge(a, v, c);
}

static void read(gp_arena *a, const gp_json *root, gp_audited *out)
{
    const gp_json *list = results_of(root), *stats = gp_json_get(gp_json_get(root, "results"), "stats");
    for (const gp_json *v = list->first; v; v = v->next)
        if (v->type == GP_JSON_OBJECT) read_result(a, v, out);
    if (out->n != 1 || !stats) return; /* the sums are over all providers */
    out->models[0].passed = gp_audit_number(gp_json_get(stats, "successes"));
    out->models[0].total = out->models[0].passed + gp_audit_number(gp_json_get(stats, "failures")) +
                           (isnan(gp_audit_number(gp_json_get(stats, "errors")))
                                ? 0
                                : gp_audit_number(gp_json_get(stats, "errors")));
    out->models[0].line = stats->line;
}

const gp_audit_form gp_audit_promptfoo = {"promptfoo", "results of promptfoo eval -o", is, read};
