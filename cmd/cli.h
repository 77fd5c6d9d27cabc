/* cli.h - the command line: tables that drive parsing, --help, man page and shell completion.
 *
 * Adding a command: a file cmd/<name>.c with a gp_command, its line in `gp_commands` (main.c), its tests in tests/cli/.
 * A command returns the process exit code; only here and in the files beside it is anything printed. */
#ifndef GP_CMD_CLI_H
#define GP_CMD_CLI_H

#include <stdio.h>

#include "base/str.h"

typedef struct gp_opt {
    const char *name;   /* without dashes: "output" */
    char letter;        /* 'o', or 0 */
    const char *arg;    /* placeholder of its value: "DIR"; NULL for a flag */
    const char *help;   /* one sentence, lower case, no full stop */
    const char *group;  /* heading in --help; NULL: "Options" */
} gp_opt;

enum { GP_OPT_LISTS = 4, GP_OPT_MAX = 64 };

typedef struct gp_args gp_args;

typedef struct gp_command {
    const char *name;     /* "run", "model info" */
    const char *usage;    /* what follows the name: "SUITE... [options]" */
    const char *summary;  /* one line for the list of commands */
    const char *details;  /* paragraphs below the usage line, NULL if none; lines of at most 78 characters */
    const gp_opt *opts[GP_OPT_LISTS]; /* tables ended by an entry without a name; NULL slots are skipped */
    const char *exits;    /* lines "CODE  meaning\n" */
    const char *example;  /* lines shown under "Examples" */
    int min_args, max_args; /* positional arguments; max -1: any number */
    int (*run)(const gp_args *args);
} gp_command;

/* All commands in the order of help; ended by NULL. In main.c, used by the documentation generator too. */
extern const gp_command *const gp_commands[];

struct gp_args {
    const gp_command *command;
    const char *const *pos; /* positional arguments */
    size_t n_pos;
    /* every option given, in order: which and with what value */
    struct { const gp_opt *opt; const char *value; } given[GP_OPT_MAX * 4];
    size_t n_given;
};

/* Last value of an option, or NULL when it was not given. */
const char *gp_arg(const gp_args *a, const char *name);
bool gp_flag(const gp_args *a, const char *name);
/* Value number i (from 0) of a repeatable option, or NULL. */
const char *gp_arg_at(const gp_args *a, const char *name, size_t i);
/* Numbers: absent leaves *out as it is; anything else than a number in range is a printed GP_E_USAGE. */
gp_code gp_arg_int(const gp_args *a, const char *name, int64_t min, int64_t max, int64_t *out, gp_err *err) GP_MUST_CHECK;
gp_code gp_arg_real(const gp_args *a, const char *name, double min, double max, double *out, gp_err *err) GP_MUST_CHECK;

/* "goldpin: MESSAGE" on stderr; control characters shown, no line can become a workflow command. Returns the exit code. */
int gp_complain(const gp_err *err);
/* Write text to FILE (atomically) or, with NULL, to stdout; a closed or full stdout is an error. Returns the exit code. */
int gp_emit(const char *file, gp_str text);

/* After lines were printed to stdout: exit_code, or a closed or full stdout's. */
int gp_printed(int exit_code);

/* Is PATH the bundle of a run that has ended? One that was interrupted holds no results yet, and a recording never: GP_E_INPUT with
 * the command that makes them. Whatever else PATH is, is for others to judge. */
gp_code gp_finished(const char *path, gp_err *err) GP_MUST_CHECK;

/* Text of `goldpin --help` and of `COMMAND --help`. */
void gp_help_main(gp_buf *out);
void gp_help_command(const gp_command *c, gp_buf *out);

/* Options that several commands share. */
extern const gp_opt gp_engine_opts[]; /* --device, --threads, --pin, --context, --kv, --batch, --slots, --work-group */
extern const gp_opt gp_json_opts[];   /* --json, -o/--output FILE */

struct gp_engine_wish;

#endif
