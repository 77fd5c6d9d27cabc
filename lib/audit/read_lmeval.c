/* read_lmeval.c - lm-evaluation-harness: results_*.json has a rate for each task, samples_*.jsonl a line for each question
 * with what the model's likelihoods were. Choices are made again from those. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

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

/* Likelihoods and targets are written as texts, "-2.5" and "0". */
static double number_in(const gp_json *v)
{
    gp_str s = gp_audit_text(v);
    char text[40], *end;
    if (!s.n || s.n >= sizeof text) return gp_audit_number(v);
    memcpy(text, s.p, s.n);
    text[s.n] = 0;
    double n = strtod(text, &end);
    return *end ? (double)NAN : n;
}

static double choice_of(const gp_json *v)
{
    const gp_json *list = gp_json_get(v, "filtered_resps");
    double best = -INFINITY, at = NAN, i = 0;
    for (const gp_json *e = list && list->type == GP_JSON_ARRAY ? list->first : NULL; e; e = e->next, i++) {
        double p = e->type == GP_JSON_ARRAY && e->first ? number_in(e->first) : (double)NAN;
        if (isnan(p)) return NAN;
        if (p > best) best = p, at = i;
    }
    return i > 1 ? at : (double)NAN;
}

static void judge(const gp_json *v, gp_audited_case *c)
{
    double choice = choice_of(v), target = number_in(gp_json_get(v, "target"));
    /* With mutual information the likelihoods without the question stand behind those of the choices. */
    bool acc = gp_json_get(v, "acc") && !gp_json_get(v, "acc_mutual_info");
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
    gp_names names = {0};
    out->one_model = true;
    for (const gp_json *v = root->first; v; v = v->next) {
        if (!is_sample(v)) continue;
        gp_str filter = gp_audit_text(gp_json_get(v, "filter"));
        gp_audited_model *m = gp_audit_model(
            a, out, &names, filter.n ? gp_str_fmt(a, "the model, filter %.*s", GP_ARG(filter)) : GP_STR("the model"),
            root);
        gp_audited_case *c = gp_audit_case(a, m, v);
        c->id = gp_str_fmt(a, "%.0f", gp_audit_number(gp_json_get(v, "doc_id")));
        c->expected = gp_audit_text(gp_json_get(v, "target"));
        c->score = gp_audit_number(gp_audit_get(v, measures));
        judge(v, c);
    }
    for (size_t i = 0; i < out->n; i++) gp_audit_verdicts_of_scores(&out->models[i]);
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

static void read_count(gp_audited_model *m, const gp_json *n, double limit)
{
    double original = gp_audit_number(gp_json_get(n, "original")),
           effective = gp_audit_number(gp_json_get(n, "effective"));
    m->total = isnan(effective) ? original : effective;
    m->limit = effective < original || (isnan(original) && !isnan(limit)) ? effective : (double)NAN;
}

static void read_rates(gp_arena *a, const gp_json *root, gp_audited *out)
{
    const gp_json *tasks = gp_json_get(root, "results"), *counts = gp_json_get(root, "n-samples");
    gp_str model = gp_audit_text(gp_json_get(root, "model_name"));
    double limit = gp_audit_number(gp_json_get(gp_json_get(root, "config"), "limit"));
    gp_names names = {0}, of_tasks = {0}; /* of which those that have a rate are models, in the same order */
    for (const gp_json *t = tasks->first; t; t = t->next) {
        const gp_json *rate = t->type == GP_JSON_OBJECT ? rate_of(t) : NULL;
        if (!rate) continue;
        gp_names_put(a, &of_tasks, t->key, NULL);
        gp_audit_model(a, out, &names,
                       gp_str_fmt(a, "%.*s on %.*s", GP_ARG(model.n ? model : GP_STR("the model")), GP_ARG(t->key)),
                       rate)
            ->rate = rate->d;
    }
    for (const gp_json *n = counts && counts->type == GP_JSON_OBJECT ? counts->first : NULL; n; n = n->next) {
        size_t at = gp_names_find(&of_tasks, n->key);
        if (at != SIZE_MAX) read_count(&out->models[at], n, limit);
    }
}

static void read(gp_arena *a, const gp_json *root, gp_audited *out)
{
    out->any_scorer = true;
    if (root->type == GP_JSON_ARRAY) read_samples(a, root, out);
    else read_rates(a, root, out);
}

const gp_audit_form gp_audit_lmeval = {"lm-eval", "lm-evaluation-harness: results_*.json, or samples_*.jsonl", is,
                                       read};
