/* convert.h - suites of other tools as suites of goldpin.
 *
 * A file of another tool becomes the text of a suite.json, of its cases.jsonl and of an import.md that says what became of
 * each record. What each format is stands in one file, from_NAME.c, and in one row of the table in convert.c.
 *
 * Nothing is dropped in silence. A criterion that goldpin has no grader for, or a case that goldpin's own reader refuses,
 * leaves its case out and is listed with its place and the reason. `partial` takes such a case with the rest of its
 * criteria, if there are any, under the tag "partial". (Answers that other tools recorded are record/import.h.) */
#ifndef GP_IMPORT_CONVERT_H
#define GP_IMPORT_CONVERT_H

#include "base/json.h"

typedef struct gp_convert_options {
    const char *from; /* name of the format; NULL: known by the file's first record */
    const char
        *answers; /* BFCL: the file of possible answers; NULL: possible_answer/NAME beside the file, if it is there.
                   * lm-evaluation-harness: the questions */
    const char *judge; /* target that judges where the other tool asks a model; NULL: such a criterion is not mapped */
    const char *match; /* OpenAI's evals: how answers are compared, "match", "includes" or "json_match"; NULL: not said.
                * lm-evaluation-harness: a metric of choices, or the name of a pipeline of filters */
    const char *name;  /* of the suite; NULL: the file's, without its ending */
    const char *license; /* NULL: not said */
    bool partial;
} gp_convert_options;

typedef struct gp_loss { /* why a case is not whole, or a part of the file that became nothing */
    gp_str id;           /* of its case; empty: of none */
    uint32_t line;       /* where its record starts */
    gp_str what, why;    /* "ratio:overlap", "trigrams are not counted" */
} gp_loss;

typedef struct gp_converted {
    gp_str suite, cases, report;      /* texts of suite.json, cases.jsonl and import.md */
    size_t records, n, partial, left; /* records = n + left; `partial` of the n are not whole */
    const gp_loss *losses;            /* in the order of the file */
    size_t n_losses;
} gp_converted;

typedef struct gp_convert_format {
    const char *name, *about; /* "humaneval"; what it is, for help and messages */
} gp_convert_format;
const gp_convert_format *gp_convert_format_at(size_t i); /* NULL behind the last */

/* Convert a file; the texts lie in the arena. Errors: GP_E_INPUT (located: not JSON or YAML, no known format, no record),
 * those of gp_read_file. That nothing could be mapped is no error here. */
gp_code gp_convert(gp_arena *a, const char *path, const gp_convert_options *o, gp_converted *out,
                   gp_err *err) GP_MUST_CHECK;

/* The same of a text, which must outlive the result; `name` tells YAML by its ending, and is for messages. */
gp_code gp_convert_text(gp_arena *a, const char *name, gp_str text, const gp_convert_options *o, gp_converted *out,
                        gp_err *err) GP_MUST_CHECK;

/* Losses with one reason, most frequent first; in the arena. */
typedef struct gp_loss_kind {
    const gp_loss *first;
    size_t n;
} gp_loss_kind;
const gp_loss_kind *gp_loss_kinds(gp_arena *a, const gp_converted *x, size_t *n);

#endif
