/* read_lmeval.c - lm-evaluation-harness: results_*.json has a rate for each task, samples_*.jsonl a line for each question
 * with what the model's likelihoods were. Choices are made again from those. */
#include <math.h>

#include "audit/audit_impl.h"

static bool is_sample(const gp_json *v)
{
    return gp_json_get(v, "doc_id") && gp_json_get(v, "resps") && gp_json_get(v, "target");
}

static bool is(const gp_json *root)
{
    const gp_json *results = gp_json_get(root, "results");
    bool rates = results && results->type == GP_JSON_OBJECT &&
                 (gp_json_get(root, "n-samples") || gp_json_get(root, "configs"));
    return rates || (root->type == GP_JSON_ARRAY && root->first && is_sample(root->first));
}

/* --- samples --- */

static const char *const measures[] = {"acc", "exact_match", "pass@1", "em", "score", NULL};

static double choice_of(const gp_json *v)
{
    const gp_json *list = gp_json_get(v, "filtered_resps");
    double best = -INFINITY, at = NAN, i = 0;
    for (const gp_json *e = list && list->type == GP_JSON_ARRAY ? list->first : NULL; e; e = e->next, i++) {
        double p = e->type == GP_JSON_ARRAY && e->first ? gp_audit_number(e->first) : (double)NAN;
        if (isnan(p)) return NAN;
        if (p > best) best = p, at = i;
    }
    return i > 1 ? at : (double)NAN;
}

static double target_of(const gp_json *v)
{
    const gp_json *t = gp_json_get(v, "target");
    gp_str s = gp_audit_text(t);
    double n = gp_audit_number(t);
    if (isnan(n) && s.n == 1 && s.p[0] >= '0' && s.p[0] <= '9') n = s.p[0] - '0';
    return n;
}

static void judge(const gp_json *v, gp_audited_case *c)
{
    double choice = choice_of(v), target = target_of(v);
    bool acc = gp_json_get(v, "acc") != NULL;
    c->why_not = GP_STR("its metric is a program of the harness");
    if (acc && !isnan(choice) && !isnan(target)) {
        c->again = choice >= target && choice <= target;
        c->why_not = (gp_str){0};
        return;
    }
    const gp_json *kept = gp_json_get(v, "filtered_resps");
    c->answer = gp_audit_text(kept && kept->type == GP_JSON_ARRAY ? kept->first : kept);
    if (!gp_json_get(v, "exact_match") || !c->answer.p || !c->expected.p) return;
    c->why_not = GP_STR(
        "the task may compare without regard to case, punctuation or patterns that the file does not name");
    if (gp_str_eq(c->answer, c->expected)) c->again = 1, c->why_not = (gp_str){0};
}

static void read_samples(gp_arena *a, const gp_json *root, gp_audited *out)
{
    for (const gp_json *v = root->first; v; v = v->next) {
        if (!is_sample(v)) continue;
        gp_str filter = gp_audit_text(gp_json_get(v, "filter"));
        gp_audited_model *m = gp_audit_model(
            a, out, filter.n ? gp_str_fmt(a, "the model, filter %.*s", GP_ARG(filter)) : GP_STR("the model"), root);
        gp_audited_case *c = gp_audit_case(a, m, v);
        c->id = gp_str_fmt(a, "%.0f", gp_audit_number(gp_json_get(v, "doc_id")));
        c->expected = gp_audit_text(gp_json_get(v, "target"));
        c->score = gp_audit_number(gp_audit_get(v, measures));
        if (c->score == 0 || c->score == 1) c->passed = c->score == 1;
        judge(v, c);
    }
}

/* --- rates --- */

/* "acc,none": the metric, and the filter behind a comma. */
static const gp_json *rate_of(const gp_json *task)
{
    for (const char *const *k = measures; *k; k++)
        for (const gp_json *v = task->first; v; v = v->next) {
            gp_str key = v->key;
            size_t comma = gp_str_find(key, GP_STR(","));
            if (comma != SIZE_MAX) key.n = comma;
            if (gp_str_eqc(key, *k) && !isnan(gp_audit_number(v))) return v;
        }
    return NULL;
}

static void read_rates(gp_arena *a, const gp_json *root, gp_audited *out)
{
    const gp_json *tasks = gp_json_get(root, "results"), *counts = gp_json_get(root, "n-samples");
    gp_str model = gp_audit_text(gp_json_get(root, "model_name"));
    double limit = gp_audit_number(gp_json_get(gp_json_get(root, "config"), "limit"));
    for (const gp_json *t = tasks->first; t; t = t->next) {
        const gp_json *rate = t->type == GP_JSON_OBJECT ? rate_of(t) : NULL, *n = NULL;
        for (const gp_json *k = counts && counts->type == GP_JSON_OBJECT ? counts->first : NULL; k && !n; k = k->next)
            if (gp_str_eq(k->key, t->key)) n = k;
        if (!rate) continue;
        gp_audited_model *m = gp_audit_model(
            a, out, gp_str_fmt(a, "%.*s on %.*s", GP_ARG(model.n ? model : GP_STR("the model")), GP_ARG(t->key)), rate);
        double original = gp_audit_number(gp_json_get(n, "original")),
               effective = gp_audit_number(gp_json_get(n, "effective"));
        m->rate = rate->d;
        m->total = isnan(effective) ? original : effective;
        m->limit = !isnan(limit) || effective < original ? effective : (double)NAN;
    }
}

static void read(gp_arena *a, const gp_json *root, gp_audited *out)
{
    if (root->type == GP_JSON_ARRAY) read_samples(a, root, out);
    else read_rates(a, root, out);
}

const gp_audit_form gp_audit_lmeval = {"lm-eval", "lm-evaluation-harness: results_*.json, or samples_*.jsonl", is,
                                       read};
