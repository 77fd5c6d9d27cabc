/* verdict.c - what the gate is asked, and what of a run it gets to know. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/sys.h"
#include "run/earlier.h"
#include "run/source.h"

/* --- the rules --- */

/* Of a replay no targets file is read for its targets; what it asks of the gate holds all the same. */
static gp_code find_entry(gp_run_state *r, gp_err *err)
{
    const char *config = NULL;
    gp_target_file file = {.recorded = true};
    if (r->from->reads_file || r->gate_entry) return GP_OK;
    gp_code code = gp_run_find_config(r, &config, err);
    if (code || !config) return code;
    gp_str text = {0};
    code = gp_read_file(&r->arena, config, 0, &text, err);
    if (!code) code = gp_target_file_recorded(&r->arena, config, text, &file, err);
    r->gate_entry = file.gate;
    return code;
}

static gp_str text_of(gp_arena *a, const gp_gate_rules *rules)
{
    gp_buf b = {0};
    gp_jw w;
    gp_jw_init(&w, &b, 0);
    gp_record_write(&w, &gp_gate_rules_record, rules);
    gp_str text = gp_str_dup(a, gp_buf_view(&b));
    gp_buf_free(&b);
    return text;
}

static gp_code needs_baseline(const gp_run_state *r, gp_err *err)
{
    const gp_gate_rules *g = &r->rules;
    const char *what = g->regression ? "regression" : !isnan(g->length_drift) ? "length_drift" : NULL;
    if (r->o->baseline || !what) return GP_OK;
    return gp_fail(err, GP_E_USAGE, "the gate's \"%s\" is about a baseline; name one with --baseline RUN", what);
}

/* --- the baseline --- */

static gp_code gather(void *user, const gp_result *t, gp_err *err)
{
    (void)err;
    gp_side_add(user, &(gp_side_trial){.suite = t->suite,
                                       .case_id = t->case_id,
                                       .target = t->target,
                                       .case_digest = t->case_digest,
                                       .grader_digest = t->grader_digest,
                                       .graded = !isnan(t->score),
                                       .passed = t->status == GP_PASSED,
                                       .score = t->score,
                                       .output_tokens = t->output_tokens});
    return GP_OK;
}

static gp_code read_side(gp_run_state *r, const char *name, gp_err *err)
{
    gp_results *earlier = NULL;
    gp_code code = gp_earlier_open(&r->arena, name, &earlier, &r->then_name, err);
    if (code) return gp_err_context(err, "--baseline");
    r->then_text = gp_str_dup(&r->arena, gp_results_bytes(earlier));
    r->then_fingerprint = gp_str_dup(&r->arena, gp_results_facts(earlier)->fingerprint);
    r->then = gp_side_new();
    code = gp_results_each(earlier, gather, r->then, err);
    gp_results_close(earlier);
    return code;
}

static gp_code read_baseline(gp_run_state *r, gp_err *err)
{
    r->out->baseline = r->o->baseline;
    return r->o->baseline ? read_side(r, r->o->baseline, err) : GP_OK;
}

/* What the run was asked, and compared with, when it was judged first. */
static gp_code choose_again(gp_run_state *r, gp_err *err)
{
    const gp_json *root = NULL;
    const char *inputs = gp_path_dir(&r->arena, r->o->golden);
    r->rules_text = r->before.rules;
    gp_code code = GP_OK;
    if (r->rules_text.n) code = gp_json_parse(&r->arena, GP_FILE_MANIFEST, r->rules_text, &root, err);
    if (!code && root) code = gp_gate_rules_parse(&r->arena, root, &r->rules, err);
    if (code || !r->before.baseline.n) return code;
    code = read_side(r, gp_path_join(&r->arena, inputs, gp_path_base(GP_FILE_BASELINE)), err);
    r->then_name = r->before.baseline;
    return code;
}

gp_code gp_run_choose_gate(gp_run_state *r, gp_err *err)
{
    const gp_gate_rules none = gp_gate_rules_none();
    r->rules = none;
    if (r->o->judge_again) return choose_again(r, err);
    if (r->o->ungated) return GP_OK;
    gp_code code = r->o->gate ? gp_gate_rules_read(&r->arena, r->o->gate, &r->rules, err) : find_entry(r, err);
    if (!code && !r->o->gate && r->gate_entry) code = gp_gate_rules_parse(&r->arena, r->gate_entry, &r->rules, err);
    if (code) return code;
    gp_gate_rules_merge(&r->o->asked, &r->rules);
    gp_str text = text_of(&r->arena, &r->rules);
    if (!gp_str_eq(text, text_of(&r->arena, &none))) r->rules_text = text;
    code = needs_baseline(r, err);
    return code ? code : read_baseline(r, err);
}

/* --- what it gets to know --- */

void gp_run_judging_begin(gp_run_judging *j, gp_run_state *r)
{
    *j = (gp_run_judging){.r = r, .watch = gp_gate_watch_begin(&r->arena, &r->rules, r->manifest.started_epoch)};
    j->targets = GP_NEW_ARRAY(&r->arena, struct gp_judged_target, r->n_targets);
    if (r->then) j->now = gp_side_new();
}

void gp_run_judging_end(gp_run_judging *j) { gp_side_free(j->now); }

void gp_run_judging_add(gp_run_judging *j, size_t target, const gp_result *res, const gp_grade *g,
                        const gp_golden_outcome *golden, const gp_transcript *t)
{
    bool passed = g->status == GP_PASSED, graded = passed || g->status == GP_FAILED;
    bool exempt = gp_gate_watch_add(
        &j->watch, &(gp_gate_trial){res->id, res->suite, res->case_id, res->category, res->target, g, golden, t});
    if (graded && !exempt) j->targets[target].graded++, j->targets[target].passed += passed;
    if (res->output_tokens >= 0) j->output_tokens += res->output_tokens;
    else if (g->status != GP_SKIPPED) j->tokens_unknown = true;
    if (!j->now) return;
    gp_side_add(j->now, &(gp_side_trial){.suite = res->suite,
                                         .case_id = res->case_id,
                                         .target = res->target,
                                         .case_digest = res->case_digest,
                                         .grader_digest = res->grader_digest,
                                         .graded = graded,
                                         .passed = passed,
                                         .exempt = exempt,
                                         .score = res->score,
                                         .output_tokens = res->output_tokens});
}

/* Over all suites; NaN where none has one. */
static void best_null(const gp_results_head *head, gp_gate_options *o)
{
    o->null_rate = (double)NAN;
    for (size_t i = 0; i < head->n_baselines; i++) {
        int64_t passed = 0, graded = 0;
        for (size_t k = 0; k < head->n_baselines; k++)
            if (gp_str_eq(head->baselines[k].name, head->baselines[i].name))
                passed += head->baselines[k].passed, graded += head->baselines[k].graded;
        double rate = graded ? (double)passed / (double)graded : (double)NAN;
        if (!(rate <= o->null_rate) && !isnan(rate)) o->null_rate = rate, o->null_name = head->baselines[i].name;
    }
}

static void fill_targets(const gp_run_judging *j, gp_run_state *r, const gp_results_head *head, gp_gate_options *o)
{
    gp_gate_target *list = GP_NEW_ARRAY(&r->arena, gp_gate_target, r->n_targets);
    for (size_t i = 0; i < r->n_targets; i++) {
        const gp_results_target *t = &head->targets[i];
        list[i] = (gp_gate_target){t->name,           j->targets[i].passed, j->targets[i].graded, t->first_token_p95_s,
                                   t->total_median_s, t->total_p95_s};
    }
    o->targets = list;
    o->n_targets = r->n_targets;
}

/* Of all that was asked of others; what computes here is not billed. NaN where that of a trial is unknown. */
static double cost_of(const gp_results_head *head)
{
    double sum = 0;
    for (size_t i = 0; i < head->n_targets; i++) {
        const gp_results_target *t = &head->targets[i];
        if (gp_str_eqc(t->provider, "local")) continue;
        if (t->cost_unknown) return (double)NAN;
        if (!isnan(t->cost_known_usd)) sum += t->cost_known_usd;
    }
    return sum;
}

void gp_run_judging_decide(gp_run_judging *j, gp_run_state *r, gp_results_head *head)
{
    const gp_manifest_gate by = gp_run_gate(r);
    gp_gate_options o = {.fail_under = by.fail_under,
                         .max_errors = by.max_errors > 0 ? (size_t)by.max_errors : 0,
                         .strict = by.strict,
                         .in_ci = by.in_ci,
                         .unused_goldens = head->n_unused,
                         .cases = r->out->cases,
                         .of_cases = r->out->of_cases,
                         .recorded = r->out->recorded,
                         .planned = r->planned,
                         .shard = r->manifest.shard,
                         .rules = &r->rules,
                         .watch = &j->watch,
                         .cost_usd = cost_of(head),
                         .output_tokens = j->tokens_unknown ? -1 : j->output_tokens};
    best_null(head, &o);
    fill_targets(j, r, head, &o);
    if (r->then) {
        gp_against_make(&r->arena, j->now, r->then, r->rules.regression == GP_REGRESSION_MARGIN ? r->rules.margin : 0,
                        &head->against);
        head->against.baseline = r->then_name;
        head->against.fingerprint = r->then_fingerprint;
        o.against = &head->against;
    }
    head->rules = r->rules_text;
    gp_gate_decide(&head->tally, &o, &head->gate);
}
