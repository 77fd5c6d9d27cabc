/* goldens.h - where commands that are given a run look for its goldens. */
#ifndef GP_CMD_GOLDENS_H
#define GP_CMD_GOLDENS_H

#include "golden/golden.h"

/* `given` (of --golden) if that is not NULL; else found from the suites that the bundle names, as `run` does. Errors:
 * GP_E_INPUT where it cannot be told. */
gp_code gp_goldens_of_run(gp_arena *a, const char *bundle, const char *given, gp_golden_place *out,
                          gp_err *err) GP_MUST_CHECK;

#endif
