/* env_file.h - keys: from the environment, else from the NAME=VALUE lines of --env-file. */
#ifndef GP_CMD_ENV_FILE_H
#define GP_CMD_ENV_FILE_H

#include "base/str.h"

typedef struct gp_env_file {
    struct gp_env_line *lines;
    size_t n;
} gp_env_file;

/* NULL: no file. Lines may begin with "export ", values may stand in quotes, '#' begins a comment line. Errors:
 * GP_E_INPUT with file and line, and never the line itself: it may be a key. */
gp_code gp_env_file_read(gp_arena *a, const char *path, gp_env_file *out, gp_err *err) GP_MUST_CHECK;
/* The value of a variable, empty if it has none; `user` is a gp_env_file. The environment wins, as with other tools. */
gp_str gp_env_file_value(void *user, const char *variable);

#endif
