/* lint_pocket.h - what the bundled model answers to a suite, for the null baseline "pocket" of lint. */
#ifndef GP_CMD_LINT_POCKET_H
#define GP_CMD_LINT_POCKET_H

#include "run/run.h"

typedef struct gp_pocket_answers {
    gp_arena a;
    gp_transcript *list; /* one for each case that it ended, whatever came of it */
    size_t n, room;
} gp_pocket_answers;

/* Ask it, in a run of its own that leaves nothing behind. GP_E_USAGE where the model is not installed; else what ended
 * the run, such as an error of the suite. */
gp_code gp_pocket_ask(const char *suite, const char *model, gp_pocket_answers *out, gp_err *err) GP_MUST_CHECK;
/* Of gp_lint_options; `user` is the gp_pocket_answers. */
const gp_transcript *gp_pocket_answered(void *user, gp_str case_id);
void gp_pocket_free(gp_pocket_answers *p);

#endif
