/* rules.c - the table of a gate file, and which trials its patterns fit. */
#include "gate/rules.h"

#include <math.h>
#include <string.h>

#include "base/day.h"
#include "base/sys.h"

#define R gp_gate_rules
#define L gp_gate_limits

const char *const gp_regression_names[GP_REGRESSIONS] = {NULL, "significant", "any", "margin"};
const char *const gp_gate_policy_names[GP_POLICIES] = {NULL, "pass", "warn", "fail"};

/* --- the table --- */

static gp_code check_rate(const gp_json *v, void *object, gp_err *err)
{
    const gp_gate_rate *r = object;
    return r->category.n || r->target.n
               ? GP_OK
               : gp_json_fail(
                     err, v,
                     "an entry of \"pass_rates\" names a category, a target or both; the rate of the whole run is \"pass_rate\"");
}

static const gp_field rate_fields[] = {
    GP_FIELD(STR, "category", gp_gate_rate, category, .flags = GP_OPTIONAL | GP_FILLED,
             .doc = "only cases of this category"),
    GP_FIELD(STR, "target", gp_gate_rate, target, .flags = GP_OPTIONAL | GP_FILLED,
             .doc = "only trials of this target"),
    GP_FIELD(REAL, "at_least", gp_gate_rate, at_least, GP_RANGE(0, 1), .flags = GP_KNOWN,
             .doc = "passed / (passed + failed)"),
};
static const gp_record rate_record = GP_RECORD(gp_gate_rate, rate_fields, "an entry of pass_rates", .def = "rate",
                                               .check = check_rate);

static const gp_field exempt_fields[] = {
    GP_FIELD(STR, "trial", gp_gate_exempt, trial, .flags = GP_KNOWN | GP_FILLED,
             .doc = "glob on case ids, SUITE/CASE, or trial ids (SUITE/CASE/TARGET/REPEAT)"),
    GP_FIELD(STR, "until", gp_gate_exempt, until, .flags = GP_KNOWN, .called = "\"until\"", .check = gp_day_check,
             .schema = GP_DAY_SCHEMA, .doc = "the last day on which it holds"),
    GP_FIELD(STR, "reason", gp_gate_exempt, reason, .flags = GP_KNOWN | GP_FILLED,
             .doc = "why, for whoever reads the report"),
};
static const gp_record exempt_record = GP_RECORD(gp_gate_exempt, exempt_fields, "an entry of quarantine",
                                                 .def = "exempt");

static const gp_field limit_fields[] = {
    GP_FIELD(REAL, "first_token_p95_s", L, first_token_p95_s, GP_RANGE(0, INFINITY), .flags = GP_OPTIONAL,
             .doc = "of each target, in seconds"),
    GP_FIELD(REAL, "total_median_s", L, total_median_s, GP_RANGE(0, INFINITY), .flags = GP_OPTIONAL,
             .doc = "of each target, in seconds"),
    GP_FIELD(REAL, "total_p95_s", L, total_p95_s, GP_RANGE(0, INFINITY), .flags = GP_OPTIONAL,
             .doc = "of each target, in seconds"),
    GP_FIELD(REAL, "cost_usd", L, cost_usd, GP_RANGE(0, INFINITY), .flags = GP_OPTIONAL, .doc = "of the whole run"),
    GP_FIELD(INT, "output_tokens", L, output_tokens, GP_RANGE(0, INFINITY), .flags = GP_OPTIONAL,
             .doc = "of the whole run"),
    GP_FIELD(REAL, "error_rate", L, error_rate, GP_RANGE(0, 1), .flags = GP_OPTIONAL,
             .doc = "broken trials of those that were asked, in the whole run"),
};
static const gp_record limit_record = GP_RECORD(
    L, limit_fields, "limits", .def = "limits",
    .doc = "What may not be exceeded. A value that nobody knows is not met.");

static const gp_field rules_fields[] = {
    GP_FIELD(REAL, "pass_rate", R, pass_rate, GP_RANGE(0, 1), .doc = "at least this share of the graded trials passes"),
    GP_FIELD_LISTED(LIST, "pass_rates", R, pass_rates, n_pass_rates, .record = &rate_record, .flags = GP_FILLED,
                    .doc = "the same of parts of the run", .schema = "{\"maxItems\": 24}"),
    GP_FIELD_LISTED(STRS, "must_pass", R, must_pass, n_must_pass, .flags = GP_FILLED,
                    .doc = "globs on case ids, SUITE/CASE, or trial ids: every such trial passes, known failures too"),
    GP_FIELD(
        BOOL, "all_pass", R, all_pass, .flags = GP_DEFAULT,
        .doc =
            "every trial passes or is a known failure, whatever else is asked; without any other rule on what passes it is so anyway"),
    GP_FIELD(BOOL, "strict", R, strict, .flags = GP_DEFAULT, .doc = "known failures count as failed"),
    GP_FIELD(BOOL, "ignore_goldens", R, ignore_goldens, .flags = GP_DEFAULT,
             .doc = "golden differences are told and turn nothing red"),
    GP_FIELD(INT, "max_errors", R, max_errors, GP_RANGE(0, INFINITY),
             .doc = "trials that may break before there is no verdict"),
    GP_FIELD(
        ENUM, "regression", R, regression, GP_NAMES(gp_regression_names),
        .doc =
            "against the baseline: no target is worse by the paired comparison (significant, the default), no case that passed "
            "fails now (any), or the mean score has not dropped by more than margin (margin)"),
    GP_FIELD(REAL, "margin", R, margin, GP_RANGE(0, 1), .doc = "of regression: margin; a share, 0.02 for two points"),
    GP_FIELD(OBJECT, "limits", R, limits, .record = &limit_record),
    GP_FIELD(REAL, "above_null", R, above_null, GP_RANGE(0, 1),
             .doc = "each target's pass rate exceeds that of the best null baseline by at least this much"),
    GP_FIELD(REAL, "length_drift", R, length_drift, GP_RANGE(0, INFINITY),
             .doc = "median output tokens differ from the baseline's by no more than this share: 0.2 for 20%"),
    GP_FIELD(ENUM, "inconclusive", R, inconclusive, GP_NAMES(gp_gate_policy_names),
             .doc = "what becomes of a comparison that cannot decide; default warn"),
    GP_FIELD_LISTED(LIST, "quarantine", R, quarantine, n_quarantine, .record = &exempt_record, .flags = GP_FILLED,
                    .doc = "trials that turn nothing red until a day"),
    GP_FIELD_BY("$schema", NULL, NULL, .doc = "Path or address of this schema, for editors; ignored by goldpin.",
                .schema = "{\"type\": \"string\"}"),
};

static gp_code check_rules(const gp_json *v, void *object, gp_err *err)
{
    const R *r = object;
    const gp_json *rates = gp_json_get(v, "pass_rates"), *margin = gp_json_get(v, "margin"),
                  *kind = gp_json_get(v, "regression");
    if (r->n_pass_rates > GP_GATE_RATES)
        return gp_json_fail(err, rates, "\"pass_rates\" has more than %d entries", (int)GP_GATE_RATES);
    if (margin && r->regression != GP_REGRESSION_MARGIN)
        return gp_json_fail(err, margin, "\"margin\" needs \"regression\": \"margin\"");
    if (r->regression == GP_REGRESSION_MARGIN && !margin)
        return gp_json_fail(err, kind, "\"regression\": \"margin\" needs a \"margin\"");
    return GP_OK;
}

const gp_record gp_gate_rules_record = GP_RECORD(
    R, rules_fields, "the gate", .flags = GP_OPTIONAL | GP_COPIED, .check = check_rules,
    .doc = "What a run must fulfil (--gate FILE, or key gate of the targets file).");

void gp_gate_schema(gp_buf *out) { gp_record_schema(&gp_gate_rules_record, "goldpin gate", out); }

/* --- reading --- */

gp_gate_rules gp_gate_rules_none(void)
{
    R r = {0};
    gp_record_init(&gp_gate_rules_record, &r);
    gp_record_init(&limit_record, &r.limits);
    return r;
}

gp_code gp_gate_rules_parse(gp_arena *a, const gp_json *v, R *out, gp_err *err)
{
    *out = gp_gate_rules_none();
    return gp_record_read(a, &gp_gate_rules_record, v, out, err);
}

gp_code gp_gate_rules_read(gp_arena *a, const char *path, R *out, gp_err *err)
{
    gp_str text = {0};
    const gp_json *root = NULL;
    gp_code code = gp_read_file(a, path, 0, &text, err);
    if (!code) code = gp_json_parse(a, path, text, &root, err);
    return code ? code : gp_gate_rules_parse(a, root, out, err);
}

/* Lists of the command line take the place of those of the file, as everywhere. */
void gp_gate_rules_merge(const R *over, R *into)
{
    if (!isnan(over->pass_rate)) into->pass_rate = over->pass_rate;
    if (over->n_must_pass) into->must_pass = over->must_pass, into->n_must_pass = over->n_must_pass;
    into->strict = into->strict || over->strict;
    if (over->max_errors >= 0) into->max_errors = over->max_errors;
    if (over->regression) into->regression = over->regression, into->margin = over->margin;
    if (over->inconclusive) into->inconclusive = over->inconclusive;
}

/* --- patterns --- */

bool gp_gate_fits(gp_str pattern, gp_str suite, gp_str case_id, gp_str trial)
{
    /* SUITE/CASE is the beginning of a trial's id */
    size_t n = suite.n + 1 + case_id.n;
    return gp_glob(pattern, case_id) || (n <= trial.n && gp_glob(pattern, (gp_str){trial.p, n})) ||
           gp_glob(pattern, trial);
}

const gp_gate_exempt *gp_gate_exempted(const R *r, gp_str suite, gp_str case_id, gp_str trial, int64_t epoch,
                                       bool *ended)
{
    const gp_gate_exempt *old = NULL;
    *ended = false;
    for (size_t i = 0; i < r->n_quarantine; i++) {
        const gp_gate_exempt *e = &r->quarantine[i];
        if (!gp_gate_fits(e->trial, suite, case_id, trial)) continue;
        if (epoch < gp_day_epoch(e->until) + 86400) return e;
        old = e;
    }
    *ended = old != NULL;
    return old;
}
