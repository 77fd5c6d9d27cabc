/* eee.c - records of the "Every Eval Ever" schema, version 0.3.0 (github.com/evaleval/every_eval_ever): one line for each
 * target of the run, since a record is of one model, with a pass rate and a mean score for each suite. What nobody said -
 * who the evaluator is, who offers the model - is "unknown" or left out, as the schema wants it, and never guessed. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/sys.h"
#include "report/format.h"
#include "report/report_text.h"
#include "stats/stats.h"

typedef struct part { /* of one suite and target */
    gp_str suite, target;
    size_t passed, graded, broken, skipped;
    gp_graded trials;
} part;

typedef struct parts {
    gp_arena arena;
    part *list;
    size_t n, room;
} parts;

static part *find_part(parts *p, const gp_result *t)
{
    for (size_t i = p->n; i-- > 0;)
        if (gp_str_eq(p->list[i].suite, t->suite) && gp_str_eq(p->list[i].target, t->target)) return &p->list[i];
    p->list = gp_grow(p->list, p->n, &p->room, sizeof *p->list);
    p->list[p->n] = (part){.suite = gp_str_dup(&p->arena, t->suite), .target = gp_str_dup(&p->arena, t->target)};
    return &p->list[p->n++];
}

static gp_code note(void *state, const gp_report_runs *in, size_t run, size_t index, const gp_result *t, gp_err *err)
{
    (void)in, (void)run, (void)index, (void)err;
    part *p = find_part(state, t);
    bool graded = t->status == GP_PASSED || t->status == GP_FAILED;
    p->passed += t->status == GP_PASSED;
    p->graded += graded;
    p->broken += t->status == GP_ERROR;
    p->skipped += t->status == GP_SKIPPED;
    if (graded) gp_graded_add(&p->trials, t->suite, t->case_id, t->cluster, t->status == GP_PASSED, t->score);
    return GP_OK;
}

/* --- a record --- */

typedef struct record {
    gp_jw w;
    const gp_results_head *head;
    const gp_manifest *m;                /* NULL: none */
    const gp_manifest_target *described; /* NULL: not described */
    const gp_results_target *target;
    const parts *parts;
    char epoch[24], when[24]; /* "" where the run does not say when it was */
} record;

/* The schema wants strings in every "additional_details". */
static void detail(gp_jw *w, const char *key, gp_str v)
{
    if (v.n) gp_jw_kstr(w, key, v);
}

static void detail_count(gp_jw *w, const char *key, size_t n)
{
    gp_buf b = {0};
    gp_buf_fmt(&b, "%zu", n);
    gp_jw_kstr(w, key, gp_buf_view(&b));
    gp_buf_free(&b);
}

static bool is_local(const record *r) { return gp_str_eqc(r->target->provider, "local"); }

static void model_id(const record *r, gp_buf *out)
{
    gp_buf_str(out, r->target->provider);
    gp_buf_byte(out, '/');
    gp_buf_str(out, r->target->model);
}

static void model_info(record *r)
{
    gp_jw *w = &r->w;
    gp_buf id = {0};
    const gp_manifest_target *t = r->described;
    model_id(r, &id);
    gp_jw_key(w, "model_info");
    gp_jw_object(w);
    gp_jw_kstr(w, "name", t && t->model_name.n ? t->model_name : r->target->model);
    gp_jw_kstr(w, "id", gp_buf_view(&id));
    if (!is_local(r)) detail(w, "inference_platform", r->target->provider);
    if (is_local(r)) {
        gp_jw_key(w, "inference_engine");
        gp_jw_object(w);
        gp_jw_kc(w, "name", "goldpin");
        if (r->m) detail(w, "version", r->m->goldpin_version);
        gp_jw_end_object(w);
    }
    gp_jw_key(w, "additional_details");
    gp_jw_object(w);
    gp_jw_kc(w, "deployment_type", is_local(r) ? "self_deployed" : "unknown");
    gp_jw_kc(w, "model_availability", "unknown");
    detail(w, "target", r->target->name);
    detail(w, "claim", r->target->claim);
    detail(w, "fingerprint", r->target->fingerprint);
    detail(w, "weights_sha256", r->target->weights_sha256);
    if (t) detail(w, "quantization", t->quantization);
    if (t) detail(w, "device", t->device);
    gp_jw_end_object(w);
    gp_jw_end_object(w);
    gp_buf_free(&id);
}

static void sampling(record *r)
{
    gp_jw *w = &r->w;
    const gp_manifest_target *t = r->described;
    if (!t || t->imported) return;
    const gp_sampling_spec *s = &t->sampling;
    gp_jw_key(w, "generation_config");
    gp_jw_object(w);
    gp_jw_key(w, "generation_args");
    gp_jw_object(w);
    if (isfinite(s->temperature)) gp_jw_kreal(w, "temperature", s->temperature);
    if (isfinite(s->top_p)) gp_jw_kreal(w, "top_p", s->top_p);
    if (s->top_k >= 0) gp_jw_kint(w, "top_k", s->top_k);
    if (s->max_tokens >= 0) gp_jw_kint(w, "max_tokens", s->max_tokens);
    gp_jw_end_object(w);
    gp_jw_key(w, "additional_details");
    gp_jw_object(w);
    gp_jw_kc(w, "note", "what the targets file asks for; a case may ask otherwise, as the suite says");
    gp_jw_end_object(w);
    gp_jw_end_object(w);
}

static const gp_manifest_suite *suite_of(const record *r, gp_str name)
{
    for (size_t i = 0; r->m && i < r->m->n_suites; i++)
        if (gp_str_eq(r->m->suites[i].name, name)) return &r->m->suites[i];
    return NULL;
}

static void source_data(record *r, gp_str suite)
{
    gp_jw *w = &r->w;
    const gp_manifest_suite *s = suite_of(r, suite);
    gp_jw_key(w, "source_data");
    gp_jw_object(w);
    gp_jw_kstr(w, "dataset_name", suite);
    gp_jw_kc(w, "source_type", "other");
    if (s) {
        gp_jw_key(w, "additional_details");
        gp_jw_object(w);
        detail(w, "version", s->version);
        detail(w, "license", s->license);
        detail(w, "sha256", s->digest);
        gp_jw_end_object(w);
    }
    gp_jw_end_object(w);
}

static void metric(gp_jw *w, const char *id, const char *what)
{
    gp_jw_key(w, "metric_config");
    gp_jw_object(w);
    gp_jw_kc(w, "evaluation_description", what);
    gp_jw_kc(w, "metric_id", id);
    gp_jw_kc(w, "metric_name", id);
    gp_jw_kc(w, "metric_kind", id);
    gp_jw_kc(w, "metric_unit", "proportion");
    gp_jw_kbool(w, "lower_is_better", false);
    gp_jw_kc(w, "score_type", "continuous");
    gp_jw_kint(w, "min_score", 0);
    gp_jw_kint(w, "max_score", 1);
    gp_jw_end_object(w);
}

static void score(record *r, const part *p, double value, const gp_interval *ci, const char *method)
{
    gp_jw *w = &r->w;
    gp_jw_key(w, "score_details");
    gp_jw_object(w);
    gp_jw_kreal(w, "score", value);
    gp_jw_key(w, "details");
    gp_jw_object(w);
    detail_count(w, "trials_graded", p->graded);
    detail_count(w, "trials_passed", p->passed);
    detail_count(w, "trials_broken", p->broken);
    detail_count(w, "trials_skipped", p->skipped);
    if (r->head->interrupted || r->head->planned > (int64_t)r->head->tally.trials)
        gp_jw_kc(w, "partial", "true: planned trials of this run are missing");
    gp_jw_end_object(w);
    gp_jw_key(w, "uncertainty");
    gp_jw_object(w);
    if (ci) {
        gp_jw_key(w, "confidence_interval");
        gp_jw_object(w);
        gp_jw_kreal(w, "lower", ci->lo);
        gp_jw_kreal(w, "upper", ci->hi);
        gp_jw_kreal(w, "confidence_level", 0.95);
        gp_jw_kc(w, "method", method);
        gp_jw_end_object(w);
    }
    gp_jw_kint(w, "num_samples", (int64_t)p->graded);
    gp_jw_end_object(w);
    gp_jw_end_object(w);
}

static void result(record *r, const part *p, bool rate)
{
    gp_mean m = rate ? gp_graded_passed(&p->trials) : gp_graded_score(&p->trials);
    gp_buf id = {0};
    gp_jw_object(&r->w);
    gp_buf_str(&id, p->suite);
    gp_jw_kstr(&r->w, "evaluation_name", gp_buf_view(&id));
    gp_buf_c(&id, rate ? "/pass_rate" : "/mean_score");
    gp_jw_kstr(&r->w, "evaluation_result_id", gp_buf_view(&id));
    source_data(r, p->suite);
    if (*r->when) gp_jw_kc(&r->w, "evaluation_timestamp", r->when);
    metric(&r->w, rate ? "pass_rate" : "mean_score",
           rate ? "graded trials that met every criterion"
                : "mean over graded trials of the weighted score of criteria");
    score(
        r, p, m.mean, m.n ? &m.ci95 : NULL,
        rate
            ? "Wilson's on the effective sample size; repeats of a case and cases of a cluster belong together"
            : "Student's t, Wilson's where every score is 0 or 1; repeats of a case and cases of a cluster belong together");
    sampling(r);
    gp_jw_end_object(&r->w);
    gp_buf_free(&id);
}

static void source(record *r)
{
    gp_jw *w = &r->w;
    gp_jw_key(w, "source_metadata");
    gp_jw_object(w);
    gp_jw_kc(w, "source_name", "goldpin");
    gp_jw_kc(w, "source_type", "evaluation_run");
    gp_jw_kc(w, "source_organization_name", "unknown");
    gp_jw_kc(w, "evaluator_relationship", "other");
    gp_jw_end_object(w);
    gp_jw_key(w, "eval_library");
    gp_jw_object(w);
    gp_jw_kc(w, "name", "goldpin");
    gp_jw_kstr(w, "version", r->m && r->m->goldpin_version.n ? r->m->goldpin_version : GP_STR("unknown"));
    gp_jw_key(w, "additional_details");
    gp_jw_object(w);
    detail(w, "fingerprint", r->head->fingerprint);
    if (r->m) detail(w, "commit", r->m->commit);
    gp_jw_end_object(w);
    gp_jw_end_object(w);
}

static void evaluation_id(record *r)
{
    gp_buf b = {0};
    for (size_t i = 0; i < r->parts->n; i++)
        if (gp_str_eq(r->parts->list[i].target, r->target->name)) {
            if (b.n) gp_buf_byte(&b, '+');
            gp_buf_str(&b, r->parts->list[i].suite);
        }
    gp_buf_byte(&b, '/');
    model_id(r, &b);
    gp_buf_fmt(&b, "/%s", *r->epoch ? r->epoch : "unknown");
    gp_jw_kstr(&r->w, "evaluation_id", gp_buf_view(&b));
    gp_buf_free(&b);
}

static void put_record(record *r, gp_buf *out)
{
    gp_jw_init(&r->w, out, 0);
    gp_jw_object(&r->w);
    gp_jw_kc(&r->w, "schema_version", "0.3.0");
    evaluation_id(r);
    if (*r->when) gp_jw_kc(&r->w, "evaluation_timestamp", r->when);
    gp_jw_kc(&r->w, "retrieved_timestamp", *r->epoch ? r->epoch : "unknown");
    source(r);
    model_info(r);
    gp_jw_key(&r->w, "evaluation_results");
    gp_jw_array(&r->w);
    for (size_t i = 0; i < r->parts->n; i++) {
        const part *p = &r->parts->list[i];
        if (!gp_str_eq(p->target, r->target->name) || !p->graded) continue;
        result(r, p, true);
        result(r, p, false);
    }
    gp_jw_end_array(&r->w);
    gp_jw_end_object(&r->w);
    gp_buf_byte(out, '\n');
}

static gp_code write_lines(void *state, const gp_report_runs *in, gp_report_put *put, void *user, gp_err *err)
{
    const gp_results_head *h = gp_results_facts(in->runs[0]);
    record r = {.head = h, .m = in->ms ? in->ms[0] : NULL, .parts = state};
    (void)err;
    if (h->started_epoch >= 0) {
        (void)snprintf(r.epoch, sizeof r.epoch, "%lld", (long long)h->started_epoch);
        gp_utc_iso(h->started_epoch, r.when);
    }
    for (size_t i = 0; i < h->n_targets; i++) {
        gp_buf line = {0};
        r.target = &h->targets[i];
        r.described = NULL;
        for (size_t k = 0; r.m && k < r.m->n_targets; k++)
            if (gp_str_eq(r.m->targets[k].name, r.target->name)) r.described = &r.m->targets[k];
        put_record(&r, &line);
        put(user, gp_buf_view(&line));
        gp_buf_free(&line);
    }
    return GP_OK;
}

static void release(void *state)
{
    parts *p = state;
    for (size_t i = 0; i < p->n; i++) gp_graded_free(&p->list[i].trials);
    free(p->list);
    gp_arena_free(&p->arena);
}

const gp_report_writer gp_report_eee = {.size = sizeof(parts), .note = note, .write = write_lines, .release = release};
