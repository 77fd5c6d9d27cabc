/* read_series.c - the harness of the published local-against-cloud comparisons: for each model its tests, each with a
 * score, criteria, and times. Its files differ from article to article in the names of their members. */
#include <math.h>

#include "audit/audit_impl.h"

static const char *const list_names[] = {"tests", "results", "test_results", "cases", NULL},
                         *const model_names[] = {"model", "model_name", "name", "model_id", NULL},
                         *const summary_names[] = {"summary", "totals", "overall", "aggregate", NULL},
                         *const id_names[] = {"name", "test", "test_name", "id", "test_id", "title", NULL},
                         *const score_names[] = {"score", "total_score", "overall_score", "final_score", NULL},
                         *const passed_names[] = {"passed", "pass", "success", NULL},
                         *const total_names[] = {"total_time", "time",         "total_time_s",  "elapsed", "duration",
                                                 "latency",    "time_seconds", "total_seconds", NULL},
                         *const first_names[] = {"ttft",   "time_to_first_token", "first_token_time",
                                                 "ttft_s", "first_token_s",       "ttft_seconds",
                                                 NULL},
                         *const answer_names[] = {"response", "answer", "output", "completion", "reply", NULL},
                         *const prompt_names[] = {"prompt", "question", "input", NULL},
                         *const expected_names[] = {"expected", "expected_answer", "reference",
                                                    "solution", "target",          NULL},
                         *const error_names[] = {"error", "exception", "failure", NULL},
                         *const part_names[] = {"criteria", "criteria_scores", "scores", "checks", "breakdown", NULL};

static bool is_tests(const gp_json *v)
{
    return v && v->type == GP_JSON_ARRAY && v->first && v->first->type == GP_JSON_OBJECT &&
           (gp_audit_get(v->first, score_names) || gp_audit_get(v->first, passed_names));
}

static bool is_one(const gp_json *v) { return v->type == GP_JSON_OBJECT && is_tests(gp_audit_get(v, list_names)); }

/* The list of models that may stand around them. */
static const gp_json *models_of(const gp_json *root)
{
    static const char *const names[] = {"results", "models", "runs", NULL};
    return root->type == GP_JSON_ARRAY ? root : gp_audit_get(root, names);
}

static bool is(const gp_json *root)
{
    const gp_json *list = models_of(root);
    return is_one(root) || (list && list->first && is_one(list->first)) || is_tests(root);
}

/* {"accuracy": 0.5} or [{"name": "accuracy", "score": 0.5}] or {"accuracy": {"score": 0.5}} */
static void read_parts(gp_arena *a, const gp_json *list, gp_audited_case *c)
{
    bool container = list && (list->type == GP_JSON_ARRAY || list->type == GP_JSON_OBJECT);
    gp_audited_part *parts = container ? GP_NEW_ARRAY(a, gp_audited_part, list->n) : NULL;
    for (const gp_json *v = container ? list->first : NULL; v; v = v->next) {
        const gp_json *score = v->type == GP_JSON_OBJECT ? gp_audit_get(v, score_names) : v;
        double n = gp_audit_number(score);
        if (isnan(n) && gp_audit_truth(score) >= 0) n = gp_audit_truth(score);
        gp_str name = v->key.n ? v->key : gp_audit_text(gp_audit_get(v, id_names));
        if (!isnan(n)) parts[c->n_parts++] = (gp_audited_part){name, n, v->line};
    }
    c->parts = parts;
}

static void read_case(gp_arena *a, const gp_json *v, gp_audited_model *m)
{
    gp_audited_case *c = gp_audit_case(a, m, v);
    c->id = gp_audit_text(gp_audit_get(v, id_names));
    c->prompt = gp_audit_text(gp_audit_get(v, prompt_names));
    c->expected = gp_audit_text(gp_audit_get(v, expected_names));
    c->answer = gp_audit_text(gp_audit_get(v, answer_names));
    c->error = gp_audit_text(gp_audit_get(v, error_names));
    c->score = gp_audit_number(gp_audit_get(v, score_names));
    c->passed = gp_audit_truth(gp_audit_get(v, passed_names));
    c->total_s = gp_audit_number(gp_audit_get(v, total_names));
    c->first_s = gp_audit_number(gp_audit_get(v, first_names));
    c->why_not = GP_STR("the file says of its criteria only how they came out");
    read_parts(a, gp_audit_get(v, part_names), c);
}

static void read_stated(const gp_json *s, gp_audited_model *m)
{
    static const char *const mean[] = {"average_score", "avg_score", "mean_score", "score", "overall_score", NULL},
                             *const passed[] = {"passed", "tests_passed", "passes", NULL},
                             *const total[] = {"total", "total_tests", "tests", "n", "count", NULL},
                             *const seconds[] = {"average_time", "avg_time", "mean_time", "avg_total_time", NULL},
                             *const rate[] = {"pass_rate", "success_rate", NULL};
    m->line = s->line;
    m->mean = gp_audit_number(gp_audit_get(s, mean));
    m->passed = gp_audit_number(gp_audit_get(s, passed));
    m->total = gp_audit_number(gp_audit_get(s, total));
    m->seconds = gp_audit_number(gp_audit_get(s, seconds));
    m->rate = gp_audit_number(gp_audit_get(s, rate));
    if (m->rate > 1) m->rate /= 100; /* as a percentage */
}

static void read_model(gp_arena *a, const gp_json *v, const gp_json *tests, gp_names *names, gp_audited *out)
{
    gp_str name = gp_audit_text(gp_audit_get(v, model_names));
    gp_audited_model *m = gp_audit_model(a, out, names, name.p ? name : GP_STR("the model"), v);
    for (const gp_json *t = tests->first; t; t = t->next)
        if (t->type == GP_JSON_OBJECT) read_case(a, t, m);
    const gp_json *summary = gp_audit_get(v, summary_names);
    if (summary && summary->type == GP_JSON_OBJECT) read_stated(summary, m);
    else if (v->type == GP_JSON_OBJECT) read_stated(v, m);
}

static void read(gp_arena *a, const gp_json *root, gp_audited *out)
{
    gp_names names = {0};
    if (is_tests(root)) read_model(a, root, root, &names, out);
    else if (is_one(root)) read_model(a, root, gp_audit_get(root, list_names), &names, out);
    else
        for (const gp_json *v = models_of(root)->first; v; v = v->next)
            if (is_one(v)) read_model(a, v, gp_audit_get(v, list_names), &names, out);
}

const gp_audit_form gp_audit_series = {"series", "the harness of the published local-against-cloud comparisons", is,
                                       read};
