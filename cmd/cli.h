/* cli.h - the command line: tables that drive parsing, --help, man page and shell completion.
 *
 * Adding a command: a file cmd/<name>.c with a gp_command, its line in `gp_commands` (commands.c), its tests in
 * tests/cli/. Adding an option: a member of the command's options struct, and a row that says which; the parser checks
 * the value and fills the member, the command reads members only. Only here and in the files beside it is anything
 * printed. */
#ifndef GP_CMD_CLI_H
#define GP_CMD_CLI_H

#include <stdio.h>

#include "base/fields.h"

/* --- options --- */

typedef enum gp_opt_kind {
    GP_OPT_FLAG, /* bool */
    GP_OPT_TEXT, /* const char *; NULL where it is not given */
    GP_OPT_PATH, /* the same; completed as a folder where the placeholder is DIR, else as a file */
    GP_OPT_INT,  /* any integer of 4 or 8 bytes that holds the range */
    GP_OPT_REAL, /* float or double */
    GP_OPT_ENUM, /* int or enum: the position, from 1, among the words of the placeholder, "cold|warm"; 0: not given */
    GP_OPT_LIST, /* const gp_str * and a size_t: an element each time it is given */
    GP_OPT_PART  /* two int64_t: K and N of "K/N", 1 <= K <= N */
} gp_opt_kind;

/* The member of an options struct that an option fills. Other kinds than LIST hold one value: two that differ are an
 * error of the command line. */
typedef struct gp_opt_member {
    gp_opt_kind kind;
    size_t at, size;         /* in the struct, in bytes */
    size_t second;           /* offset of the length of a LIST, of the N of a PART */
    int64_t min, max;        /* INT */
    double from, to;         /* REAL */
    const gp_record *record; /* INT, REAL: the range is that of the row of this record whose offset is `second` */
} gp_opt_member;

/* Members by kind; a member of another type does not compile. */
#define GP_AT_(T, m, ...) .at = _Generic(((T *)0)->m, __VA_ARGS__), .size = sizeof(((T *)0)->m)
#define GP_AT_INT_(T, m)                        \
    GP_AT_(T, m, int                            \
           : offsetof(T, m), unsigned           \
           : offsetof(T, m), long               \
           : offsetof(T, m), unsigned long      \
           : offsetof(T, m), long long          \
           : offsetof(T, m), unsigned long long \
           : offsetof(T, m))
#define GP_TO_FLAG(T, m)                                         \
    {                                                            \
        .kind = GP_OPT_FLAG, GP_AT_(T, m, bool : offsetof(T, m)) \
    }
#define GP_TO_TEXT(T, m)                                                 \
    {                                                                    \
        .kind = GP_OPT_TEXT, GP_AT_(T, m, const char * : offsetof(T, m)) \
    }
#define GP_TO_PATH(T, m)                                                 \
    {                                                                    \
        .kind = GP_OPT_PATH, GP_AT_(T, m, const char * : offsetof(T, m)) \
    }
#define GP_TO_INT(T, m, min_, max_)                                        \
    {                                                                      \
        .kind = GP_OPT_INT, GP_AT_INT_(T, m), .min = (min_), .max = (max_) \
    }
#define GP_TO_REAL(T, m, from_, to_)    \
    {                                   \
        .kind = GP_OPT_REAL,            \
        GP_AT_(T, m, float              \
               : offsetof(T, m), double \
               : offsetof(T, m)),       \
        .from = (from_), .to = (to_)    \
    }
#define GP_TO_FIELD(KIND, T, m, R, field, record_)        \
    {                                                     \
        .kind = GP_OPT_##KIND,                            \
        GP_AT_(T, m.field, int64_t                        \
               : offsetof(T, m.field), double             \
               : offsetof(T, m.field)),                   \
        .record = (record_), .second = offsetof(R, field) \
    }
#define GP_TO_ENUM(T, m)                                                                   \
    {                                                                                      \
        .kind = GP_OPT_ENUM, GP_AT_(T, m, int : offsetof(T, m), unsigned : offsetof(T, m)) \
    }
#define GP_SECOND_(T, n, type) .second = _Generic(((T *)0)->n, type : offsetof(T, n))
#define GP_TO_LIST(T, m, n)                                                                          \
    {                                                                                                \
        .kind = GP_OPT_LIST, GP_AT_(T, m, const gp_str * : offsetof(T, m)), GP_SECOND_(T, n, size_t) \
    }
#define GP_TO_PART(T, k, n)                                                                    \
    {                                                                                          \
        .kind = GP_OPT_PART, GP_AT_(T, k, int64_t : offsetof(T, k)), GP_SECOND_(T, n, int64_t) \
    }

typedef struct gp_opt {
    const char *name; /* without dashes: "output" */
    char letter;      /* 'o', or 0 */
    gp_opt_member member;
    const char *arg;   /* placeholder of its value: "DIR"; NULL for a flag */
    const char *help;  /* one sentence, lower case, no full stop */
    const char *group; /* heading in --help; NULL: "Options" */
} gp_opt;

/* Rows, ended by one without a name, and where the struct they are about lies in the command's options struct. */
typedef struct gp_opt_list {
    const gp_opt *rows;
    size_t base;
} gp_opt_list;
#define GP_OPTS_IN(T, m, rows_) \
    {                           \
        (rows_), offsetof(T, m) \
    }

/* Options that several commands share. gp_output: what a command prints, and where to. */
typedef struct gp_output {
    bool json;
    const char *file; /* NULL: standard output */
} gp_output;
extern const gp_opt gp_json_opts[];   /* --json, -o/--output FILE, of a gp_output */
extern const gp_opt gp_output_opts[]; /* -o/--output FILE alone */
extern const gp_opt gp_help_opt;      /* --help, which every command has and no table lists */

/* --- commands --- */

enum { GP_OPT_LISTS = 4, GP_OPT_MAX = 64 };

typedef struct gp_args gp_args;

typedef struct gp_command {
    const char *name;               /* "run", "model info" */
    const char *usage;              /* what follows the name: "SUITE... [options]" */
    const char *summary;            /* one line for the list of commands */
    const char *details;            /* paragraphs below the usage line, NULL if none; lines of at most 78 characters */
    gp_opt_list opts[GP_OPT_LISTS]; /* slots without rows are skipped */
    size_t options;                 /* bytes of its options struct; 0: it has none */
    const void *defaults;           /* that struct where nothing is given; NULL: all zero */
    const char *exits;              /* lines "CODE  meaning\n" */
    const char *example;            /* lines shown under "Examples" */
    int min_args, max_args;         /* positional arguments; max -1: any number */
    bool opencl;                    /* may use OpenCL, so it runs supervised (supervise.h) */
    /* What it appends to `out` goes to the file of its gp_output, else to standard output. After an error the message
     * is shown, and nothing is written. */
    gp_code (*run)(gp_args *a, gp_buf *out, gp_err *err);
} gp_command;

/* All commands in the order of help; ended by NULL. In commands.c, used by the documentation generator too. */
extern const gp_command *const gp_commands[];

typedef struct gp_word { /* an option as it was given */
    const gp_opt *opt;
    const char *value; /* NULL: a flag */
} gp_word;

struct gp_args {
    const gp_command *command;
    const char *const *pos; /* positional arguments */
    size_t n_pos;
    const gp_word *words; /* the options given, in their order */
    size_t n_words;
    void *options; /* the command's options struct; NULL where it has none */
    gp_arena mem;  /* of this command, freed after it */
    int exit_code; /* when it returns GP_OK; 0 unless it says otherwise */
};

/* Option number i of a command over all its lists, and the base of its struct (may be NULL); NULL behind the last. */
const gp_opt *gp_opt_at(const gp_command *c, size_t i, size_t *base);
/* Set the member that an option fills; `options` is the struct that its row is about. Errors: gp_opt_refuse. */
gp_code gp_opt_set(const gp_opt *o, const char *value, void *options, gp_arena *mem, gp_err *err) GP_MUST_CHECK;
/* Do two values of an option, which is not a LIST, come to the same ("1" and "01")? `size`: bytes of the struct. */
gp_code gp_opt_same(const gp_opt *o, const char *x, const char *y, size_t size, bool *same, gp_err *err) GP_MUST_CHECK;
/* GP_E_USAGE: what the option needs, in place of `value` (NULL: there is none). */
gp_code gp_opt_refuse(const gp_opt *o, const char *value, gp_err *err) GP_MUST_CHECK;

/* --- messages --- */

/* "goldpin: MESSAGE" on stderr; control characters shown, no line can become a workflow command. Returns the exit
 * code. */
int gp_complain(const gp_err *err);
/* "goldpin: FRONT TEXT" on stderr, of text that gp_show made; frees it. */
void gp_tell(const char *front, gp_buf *text);
/* Write text to FILE (atomically) or, with NULL, to stdout, with all that was printed there before. Errors: GP_E_IO (a
 * closed or full stdout is one), and those of gp_write_file. */
gp_code gp_emit(const char *file, gp_str text, gp_err *err) GP_MUST_CHECK;
/* The "s" of several. */
const char *gp_plural(size_t n);

/* Text of `goldpin --help` and of `COMMAND --help`. */
void gp_help_main(gp_buf *out);
void gp_help_model(gp_buf *out); /* of `goldpin model --help` */
void gp_help_command(const gp_command *c, gp_buf *out);

#endif
