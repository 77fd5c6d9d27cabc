/* verdict.h - what commands that end in a verdict share: the options of the gate, and what they print. */
#ifndef GP_CMD_VERDICT_H
#define GP_CMD_VERDICT_H

#include "cli.h"
#include "run/run.h"

extern const gp_opt gp_gate_opts[]; /* of a gp_run_options */
/* Its members where nothing is given. */
#define GP_GATE_UNASKED .asked = {.pass_rate = (double)NAN, .max_errors = -1, .margin = (double)NAN}
/* What no row says. */
gp_code gp_gate_opts_check(const gp_run_options *o, gp_err *err) GP_MUST_CHECK;
/* On standard output: the sentence, fingerprint, where everything is, what to do next. */
void gp_show_verdict(const gp_run_outcome *out, bool colours);

#endif
