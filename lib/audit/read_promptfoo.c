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

/* What holds for all results of a file. */
typedef struct whole {
    /* Columns of results are of a prompt and a provider each; so that models meet, a prompt has the number of the first
     * column with its text. */
    size_t *number, n;
    bool
        program; /* the configuration names a program that makes scores of assertions; results do not say of which tests */
} whole;

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

/* Whether the list has an assertion about time or cost, also in a set: those are of the run, and not judged again. */
static bool is_measured(const gp_json *list)
{
    bool found = false;
    for (const gp_json *e = list && list->type == GP_JSON_ARRAY ? list->first : NULL; e && !found; e = e->next) {
        gp_str type = gp_audit_text(gp_json_get(e, "type"));
        found = gp_str_ends(type, GP_STR("latency")) || gp_str_ends(type, GP_STR("cost")) ||
                is_measured(gp_json_get(e, "assert"));
    }
    return found;
}

/* What no grader could know of; NULL: nothing. */
static const char *why_not(const gp_json *v, const whole *p, const gp_audited_case *c)
{
    if (!c->answer.p) return "its answer is no text";
    if (p->program) return "a program may have made its score of the assertions";
    return is_measured(gp_json_get(gp_json_get(v, "testCase"), "assert")) ? "an assertion is about its time or cost"
                                                                          : NULL;
}

static void judge(gp_arena *a, const gp_json *v, const whole *p, gp_audited_case *c)
{
    const char *not = why_not(v, p, c);
    if (not ) {
        c->why_not = gp_str_c(not );
        return;
    }
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
    if (code || x.n != 1) return;
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

static whole whole_of(gp_arena *a, const gp_json *root)
{
    const gp_json *list = gp_json_get(gp_json_get(root, "results"), "prompts"), *config = gp_json_get(root, "config");
    whole p = {.program = config && gp_str_find(config->raw, GP_STR("\"assertScoringFunction\"")) != SIZE_MAX};
    gp_names names = {0};
    if (!list || list->type != GP_JSON_ARRAY) return p;
    p.number = GP_NEW_ARRAY(a, size_t, list->n);
    for (const gp_json *v = list->first; v; v = v->next)
        p.number[p.n++] = gp_names_put(a, &names, gp_audit_text(gp_json_get(v, "raw")), NULL);
    return p;
}

static gp_str name_of(gp_arena *a, const gp_json *v, const whole *p)
{
    gp_str said = gp_audit_text(gp_json_get(gp_json_get(v, "testCase"), "description"));
    double test = gp_audit_number(gp_json_get(v, "testIdx")), column = gp_audit_number(gp_json_get(v, "promptIdx"));
    if (isnan(test)) return said;
    double prompt = column >= 0 && column < (double)p->n ? (double)p->number[(size_t)column]
                    : isnan(column)                      ? 0
                                                         : column;
    return gp_str_fmt(a, "%.*s%stest %.0f, prompt %.0f", GP_ARG(said), said.n ? ", " : "", test, prompt);
}

/* In "error" stands what a failed assertion said, too. */
static gp_str error_of(const gp_json *v)
{
    enum { ASSERTION = 1 };
    const gp_json *graded = gp_json_get(v, "gradingResult"), *why = gp_json_get(v, "failureReason");
    bool answered = why && why->type == GP_JSON_INT ? why->i <= ASSERTION : graded && graded->type == GP_JSON_OBJECT;
    return answered || gp_audit_truth(gp_json_get(v, "success")) == 1 ? (gp_str){0}
                                                                      : gp_audit_text(gp_json_get(v, "error"));
}

/* --repeat asks each test again under a number of its own: the test itself tells. */
static gp_str same_of(gp_arena *a, const gp_json *v)
{
    const gp_json *test = gp_json_get(v, "testCase"), *prompt = gp_json_get(gp_json_get(v, "prompt"), "raw");
    return test && prompt ? gp_str_cat(a, prompt->raw, GP_STR("\n"), test->raw) : (gp_str){0};
}

static void read_result(gp_arena *a, const gp_json *v, const whole *p, gp_names *names, gp_audited *out)
{
    const gp_json *provider = gp_json_get(v, "provider"), *response = gp_json_get(v, "response");
    gp_str label = gp_audit_text(gp_json_get(provider, "label")), id = gp_audit_text(gp_json_get(provider, "id"));
    gp_str name = label.n ? label : id.n ? id : gp_audit_text(provider);
    gp_audited_model *m = gp_audit_model(a, out, names, name.n ? name : GP_STR("the provider"), v);
    gp_audited_case *c = gp_audit_case(a, m, v);
    c->id = name_of(a, v, p);
    c->same = same_of(a, v);
    c->prompt = gp_audit_text(gp_json_get(gp_json_get(v, "prompt"), "raw"));
    c->answer = gp_audit_text(gp_json_get(response, "output"));
    c->error = error_of(v);
    c->passed = gp_audit_truth(gp_json_get(v, "success"));
    c->score = gp_audit_number(gp_json_get(v, "score"));
    c->total_s = gp_audit_number(gp_json_get(v, "latencyMs")) / 1000;
    read_parts(a, v, c);
    judge(a, v, p, c);
}

static void read(gp_arena *a, const gp_json *root, gp_audited *out)
{
    const gp_json *list = results_of(root), *stats = gp_json_get(gp_json_get(root, "results"), "stats");
    gp_names names = {0};
    const whole p = whole_of(a, root);
    out->any_scorer = true;
    for (const gp_json *v = list->first; v; v = v->next)
        if (v->type == GP_JSON_OBJECT) read_result(a, v, &p, &names, out);
    if (out->n != 1 || !stats) return; /* the sums are over all providers */
    double errors = gp_audit_number(gp_json_get(stats, "errors"));
    gp_audited_model *m = &out->models[0];
    m->passed = gp_audit_number(gp_json_get(stats, "successes"));
    m->total = m->passed + gp_audit_number(gp_json_get(stats, "failures")) + (isnan(errors) ? 0 : errors);
    m->line = stats->line;
}

const gp_audit_form gp_audit_promptfoo = {"promptfoo", "results of promptfoo eval -o", is, read};
