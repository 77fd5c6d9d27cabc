/* gate_impl.h - what the files of the gate share; private to lib/gate. */
#ifndef GP_GATE_IMPL_H
#define GP_GATE_IMPL_H

#include "gate/gate.h"

/* What is in `t` and not in `part`. */
gp_tally gp_tally_without(const gp_tally *t, const gp_tally *part);
/* Room for the text of the next rule; its text is set by the caller. */
gp_gate_rule *gp_gate_rule_add(gp_gate_verdict *v, const char *name, bool passed);
/* Append to the text of a rule; what does not fit is cut. */
void gp_gate_say(gp_gate_rule *r, const char *fmt, ...) GP_PRINTF(2, 3);
/* asked.c: the rules that somebody has to ask for */
void gp_gate_ask(const gp_gate_options *o, gp_gate_verdict *v, const gp_tally *judged);
/* against.c: the rules on a baseline */
void gp_gate_compare(const gp_gate_options *o, gp_gate_verdict *v);
/* What a comparison that cannot decide makes of a rule. */
void gp_gate_undecided(const gp_gate_rules *rules, gp_gate_rule *r);

#endif
