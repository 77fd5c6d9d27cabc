/* gate_opts.c - the options of the gate, for every command that judges a run. */
#include <math.h>

#include "verdict.h"

_Static_assert(GP_REGRESSION_SIGNIFICANT == 1 && GP_REGRESSION_MARGIN == 3, "the placeholder follows the enum");
_Static_assert(GP_POLICY_PASS == 1 && GP_POLICY_FAIL == 3, "the placeholder follows the enum");

#define T gp_run_options
#define GATE "Gate"

const gp_opt gp_gate_opts[] = {
    {"golden", 0, GP_TO_PATH(T, golden), "DIR", "accepted goldens; default: golden here, else beside the suite", GATE},
    {"gate", 0, GP_TO_PATH(T, gate), "FILE",
     "rules as JSON; default key gate of the targets file; options win over them", GATE},
    {"baseline", 0, GP_TO_TEXT(T, baseline), "RUN",
     "compare with an earlier run, which then decides instead of every trial: a bundle, a results.json, or "
     "git:REF[:PATH]; PATH is baseline/results.json",
     GATE},
    {"regression", 0, GP_TO_ENUM(T, asked.regression), "significant|any|margin",
     "what of a baseline turns the gate red; default significant", GATE},
    {"margin", 0, GP_TO_REAL(T, asked.margin, 0, 1), "SHARE",
     "with --regression margin: how far the mean score may drop, 0.02 for two points", GATE},
    {"inconclusive", 0, GP_TO_ENUM(T, asked.inconclusive), "pass|warn|fail",
     "what becomes of a comparison that cannot decide; default warn", GATE},
    {"must-pass", 0, GP_TO_LIST(T, asked.must_pass, asked.n_must_pass), "GLOB",
     "cases that must pass: a case id, SUITE/CASE or trial id; may be repeated", GATE},
    {"fail-under", 0, GP_TO_REAL(T, asked.pass_rate, 0, 1), "RATE",
     "pass rate from 0 to 1 that decides instead of every trial", GATE},
    {"max-errors", 0, GP_TO_INT(T, asked.max_errors, 0, INT64_MAX), "N",
     "trials that may end in error before there is no verdict; default 0", GATE},
    {"strict", 0, GP_TO_FLAG(T, asked.strict), NULL, "known failures count as failed", GATE},
    {0}};

gp_code gp_gate_opts_check(const gp_run_options *r, gp_err *err)
{
    bool margin = r->asked.regression == GP_REGRESSION_MARGIN;
    if (margin == isnan(r->asked.margin))
        return gp_fail(err, GP_E_USAGE,
                       margin ? "--regression margin needs --margin SHARE" : "--margin goes with --regression margin");
    if (!r->baseline && (r->asked.regression || r->asked.inconclusive))
        return gp_fail(err, GP_E_USAGE,
                       "--regression and --inconclusive are about a baseline; name one with --baseline RUN");
    return GP_OK;
}
