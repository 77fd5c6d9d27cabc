/* wanted.h - the targets that -t and -c name, for commands that ask nobody. */
#ifndef GP_CMD_WANTED_H
#define GP_CMD_WANTED_H

#include "targets/spec.h"

/* As gp_target_specs_resolve; `config` NULL: the file that gp_target_file_find finds. *prices: the targets file's price list, else
 * the bundled one, else NULL; may be NULL itself. */
gp_code gp_wanted_targets(gp_arena *a, const char *config, const gp_str *wanted, size_t n_wanted,
                          const gp_target_spec **specs, size_t *n, const char **prices, gp_err *err) GP_MUST_CHECK;

#endif
