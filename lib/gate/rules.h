/* rules.h - what a gate asks of a run, as data: a file of its own (--gate FILE), key "gate" of the targets file, and
 * options of the command line, which win over both.
 *
 * A rule that nobody gave is not asked (NaN, -1, an empty list), but for those of every gate: goldens hold, budgets of
 * cases are met, and no more than max_errors trials broke. "Every trial passed" is asked too, unless something else says
 * what has to pass: pass_rate, pass_rates, must_pass, or a baseline. Text lives as long as the arena it was read into. */
#ifndef GP_GATE_RULES_H
#define GP_GATE_RULES_H

#include "base/fields.h"

/* What may not get worse against a baseline. */
typedef enum gp_regression {
    GP_REGRESSION_UNSAID,      /* with a baseline: significant */
    GP_REGRESSION_SIGNIFICANT, /* no target is worse by the paired comparison */
    GP_REGRESSION_ANY,         /* no case that passed then fails now */
    GP_REGRESSION_MARGIN,      /* the mean score has not dropped by more than `margin` */
    GP_REGRESSIONS
} gp_regression;
extern const char *const gp_regression_names[GP_REGRESSIONS]; /* NULL, "significant", "any", "margin" */

/* What becomes of a comparison that cannot decide. */
typedef enum gp_gate_policy {
    GP_POLICY_UNSAID,
    GP_POLICY_PASS,
    GP_POLICY_WARN,
    GP_POLICY_FAIL,
    GP_POLICIES
} gp_gate_policy;
extern const char
    *const gp_gate_policy_names[GP_POLICIES]; /* NULL, "pass", "warn" (what holds where nothing is said), "fail" */

typedef struct gp_gate_rate { /* a pass rate of a part of the run; a trial is in it where both names fit */
    gp_str category, target;  /* empty: of any; not both */
    double at_least;          /* 0..1 */
} gp_gate_rate;

typedef struct gp_gate_exempt { /* trials that turn nothing red for a while */
    gp_str trial;               /* glob on case ids, SUITE/CASE and trial ids */
    gp_str until;               /* the last day, "YYYY-MM-DD" */
    gp_str reason;
} gp_gate_exempt;

typedef struct gp_gate_limits { /* NaN, -1: none. The first three hold for each target, the others for the run */
    double first_token_p95_s, total_median_s, total_p95_s;
    double cost_usd;
    int64_t output_tokens;
    double error_rate; /* broken trials of those that were asked; 0..1 */
} gp_gate_limits;

typedef struct gp_gate_rules {
    double pass_rate; /* 0..1, over all trials */
    const gp_gate_rate *pass_rates;
    size_t n_pass_rates;
    const gp_str *must_pass; /* globs, as of gp_gate_exempt */
    size_t n_must_pass;
    bool all_pass;       /* every trial, whatever else is asked */
    bool strict;         /* known failures count as failed */
    bool ignore_goldens; /* what differs is told and turns nothing red */
    int64_t max_errors;  /* -1: not said, 0 */
    gp_regression regression;
    double margin; /* 0..1; of GP_REGRESSION_MARGIN */
    gp_gate_limits limits;
    double above_null;   /* each target's pass rate exceeds that of the best null baseline by so much; 0..1 */
    double length_drift; /* median output tokens grew or shrank by no more than this share of the baseline's */
    gp_gate_policy inconclusive;
    const gp_gate_exempt *quarantine;
    size_t n_quarantine;
} gp_gate_rules;

enum { GP_GATE_RATES = 24 }; /* entries of pass_rates at most */

extern const gp_record gp_gate_rules_record;

/* Nothing asked. */
gp_gate_rules gp_gate_rules_none(void);
/* A gate file; errors are located (GP_E_INPUT). */
gp_code gp_gate_rules_read(gp_arena *a, const char *path, gp_gate_rules *out, gp_err *err) GP_MUST_CHECK;
/* The same of key "gate" of a targets file. */
gp_code gp_gate_rules_parse(gp_arena *a, const gp_json *v, gp_gate_rules *out, gp_err *err) GP_MUST_CHECK;
/* What is said in `over` goes over `into`. */
void gp_gate_rules_merge(const gp_gate_rules *over, gp_gate_rules *into);
/* Does the pattern of a rule fit this trial: its case id, SUITE/CASE, or its id? */
bool gp_gate_fits(gp_str pattern, gp_str suite, gp_str case_id, gp_str trial);
/* The entry of the quarantine that holds for the trial, or the one that ended (*ended) before `epoch`; NULL: none. */
const gp_gate_exempt *gp_gate_exempted(const gp_gate_rules *r, gp_str suite, gp_str case_id, gp_str trial,
                                       int64_t epoch, bool *ended);
void gp_gate_schema(gp_buf *out); /* what lib/gate/schema/gate.schema.json holds */

#endif
