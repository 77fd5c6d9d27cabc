/* show.h - what goldpin show makes: one case as it would be asked, or one trial as it went, as a JSON document. */
#ifndef GP_CMD_SHOW_H
#define GP_CMD_SHOW_H

#include "grade/grade.h"

typedef struct gp_show_wish {
    const gp_str *targets; /* -t; none: those that a run would ask */
    size_t n_targets;
    const char *config, *env_file, *golden;
} gp_show_wish;

/* A case of a suite: what would be sent and what its graders say of its examples. Errors: GP_E_INPUT, GP_E_USAGE. */
gp_code gp_show_case(gp_arena *a, const char *suite, gp_str id, const gp_show_wish *o, gp_jw *w,
                     gp_err *err) GP_MUST_CHECK;
/* A trial of a bundle, by its id or that of its case. */
gp_code gp_show_trial(gp_arena *a, const char *bundle, gp_str id, const gp_show_wish *o, gp_jw *w,
                      gp_err *err) GP_MUST_CHECK;

/* Shared by both: the messages that a case begins with, as elements of an array; criteria as a member. */
void gp_show_messages(gp_arena *a, gp_jw *w, const gp_case *c);
void gp_show_criteria(gp_jw *w, const gp_criterion *list, size_t n);

#endif
