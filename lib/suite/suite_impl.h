/* suite_impl.h - what the files of lib/suite share. For them, unit tests and the fuzz target only.
 *
 *   suite.c       an open suite: the table of its file, cases by index
 *   suite_open.c  reading it once: walks suite.json (or a YAML tree) and the cases file, checks each case
 *   index.c       where each case lies, and ids -> index
 *   family.c      the cases that one template makes, of rows and matrices
 *   rows.c        data files row by row
 *   case_value.c  the value that a case is read from: defaults, shared graders, templates filled in
 *   settings.c    the settings that `defaults` and a case share, time limits, pins
 *   case.c        one case from JSON
 *   message.c     its messages
 *   grader.c      the graders of a case; a grader's digest and schema
 *   files.c       the files that it is made of
 *   digest.c      what the two digests of a case hold */
#ifndef GP_SUITE_IMPL_H
#define GP_SUITE_IMPL_H

#include "base/sys.h"
#include "suite/suite.h"

extern const gp_record gp_suite_record; /* of a gp_suite */
extern const gp_record gp_case_record;
extern const gp_record gp_message_record;
extern const gp_record gp_metadata_record;
extern const gp_record gp_settings_record; /* of a gp_case: what `defaults` may hold as well */

/* What a schema says of names that become part of trial ids. */
#define GP_ID_SCHEMA(more) \
    "{\"minLength\": 1, \"maxLength\": 200, \"pattern\": \"^[^/\\u0000-\\u001f\\u007f]+$\"" more "}"

/* What a case needs to know of its suite. */
typedef struct gp_case_context {
    gp_case defaults; /* its settings, metadata and needs; the rest is unknown */
    const gp_grader_kinds *kinds;
    gp_str system;            /* default system message; .p NULL if none */
    const gp_json *system_at; /* where it stands */
    const gp_json *grade;     /* graders of a case that has none, or NULL */
    const gp_json *graders;   /* object of those that cases share, or NULL */
    const gp_json *vars; /* object of variables of all cases, or NULL: then cases without their own are no templates */
    bool foreign;        /* values are not out of JSON text */
    const char *dir;     /* folder for image paths; NULL: images are not looked at (bytes opened from memory) */
    bool digests;        /* compute them (opening does not need them) */
} gp_case_context;

/* The case in v, which is as it stands in a file. `given`: an object of variables from outside, or NULL. */
gp_code gp_case_read(gp_arena *a, const gp_json *v, const gp_json *given, const gp_case_context *ctx, gp_case **out,
                     gp_err *err) GP_MUST_CHECK;

/* --- what a case is read from --- */

typedef struct gp_composed {
    const gp_json *value; /* without vars, data, matrix; templates filled in */
    gp_str system;        /* the suite's system message for this case */
} gp_composed;
gp_code gp_case_compose(gp_arena *a, const gp_json *v, const gp_json *given, const gp_case_context *ctx,
                        gp_composed *out, gp_err *err) GP_MUST_CHECK;
/* The same value out of JSON text of its own, so that offsets and texts of all parts fit together; they keep the places
 * where they were written. */
gp_code gp_value_rewrite(gp_arena *a, const gp_json *v, const gp_json **out, gp_err *err) GP_MUST_CHECK;
/* A name that templates can use; an object whose keys are such names. */
gp_code gp_check_name(const gp_json *at, gp_str name, gp_err *err) GP_MUST_CHECK;
gp_code gp_check_names(const gp_json *v, const char *what, gp_err *err) GP_MUST_CHECK;
/* The suite's `graders`: each an object with a type, none of which uses another. */
gp_code gp_check_shared(const gp_json *v, const char *what, gp_err *err) GP_MUST_CHECK;
/* A copy of `member` behind the last of the object; *last is NULL while there is none, and then this one. */
void gp_member_add(gp_arena *a, gp_json *object, gp_json **last, const gp_json *member);

/* The messages of c as they were read from `list`: results find their calls, and the suite's system message (.p NULL:
 * none) comes in front where there is none. */
gp_code gp_messages_link(gp_arena *a, const gp_json *list, gp_str system, gp_case *c, gp_err *err) GP_MUST_CHECK;
/* Graders of c (turns are known). */
gp_code gp_graders_read(gp_arena *a, const gp_grader_kinds *kinds, const gp_json *list, gp_case *c,
                        gp_err *err) GP_MUST_CHECK;
/* The canonical objects behind the two digests (see suite/digest.c), appended to two empty buffers. `dir` as in
 * gp_case_context. */
gp_code gp_case_identity(gp_arena *a, const gp_case *c, const char *dir, gp_buf *question, gp_buf *verdict,
                         gp_err *err) GP_MUST_CHECK;
/* Fill c->digest and c->grader_digest. */
gp_code gp_case_digests(gp_arena *a, gp_case *c, const char *dir, gp_err *err) GP_MUST_CHECK;

/* A name that becomes part of trial ids and file paths: 1..GP_CAP_ID bytes, no control characters, no '/', not "." or
 * "..". */
gp_code gp_check_id(const gp_json *v, const char *what, gp_err *err) GP_MUST_CHECK;
/* A path from a suite file: relative, no "..", not empty. */
gp_code gp_check_path(const gp_json *v, const char *what, gp_err *err) GP_MUST_CHECK;
/* `file` (made from a path of the suite file) exists and lies in `dir`, links followed. `what` starts the message. */
gp_code gp_check_inside(const gp_json *v, const char *what, const char *dir, const char *file,
                        gp_err *err) GP_MUST_CHECK;
/* A list of at least one element. */
gp_code gp_check_list(const gp_json *v, const char *what, gp_err *err) GP_MUST_CHECK;

/* --- the index --- */

typedef struct gp_index_entry {
    uint64_t at;    /* where its value is (gp_suite.cases_at); of a made case its row */
    uint32_t id_at; /* of the id's first byte, from `at`; for an id that is not in the text: its place in `ids` */
    uint32_t line, col;
    uint32_t hash : 21;
    uint32_t twin : 1;      /* another id differs from this one in case only */
    uint32_t kept : 1;      /* the id stands in `ids`: it was written with escapes, or made */
    uint32_t regulated : 1; /* metadata.sensitivity */
    uint32_t id_n : 8;      /* bytes of the id */
} gp_index_entry;
_Static_assert(sizeof(gp_index_entry) == 24, "the index is what grows with the number of cases");

typedef struct gp_index_table { /* finds an id */
    uint32_t *slots;            /* index + 1, open addressing; 0 is free */
    size_t n;                   /* a power of two */
} gp_index_table;

typedef struct gp_index {
    gp_index_entry *entries;
    size_t n, room;
    gp_index_table *table; /* given back when the suite is open; made again when an id is looked for */
    char *ids;             /* those that do not stand in the text as they are */
    size_t n_ids, room_ids;
} gp_index;

gp_str gp_index_id(const gp_index *x, gp_str text, size_t i);
size_t gp_index_find(const gp_index *x, gp_str text, gp_str id); /* SIZE_MAX if there is none */
/* Add the case that lies at `place` (its offset, line and column). *first: the case that has the
 * id already, and then nothing is added; else SIZE_MAX. Errors: too many of them. */
gp_code gp_index_add(gp_index *x, gp_str text, const gp_json *place, gp_str id, size_t *first,
                     gp_err *err) GP_MUST_CHECK;
void gp_index_trim(gp_index *x); /* give back what growth left over, and the table */
void gp_index_free(gp_index *x);

/* --- data --- */

typedef struct gp_cursor {
    size_t at; /* byte offset */
    uint32_t line;
} gp_cursor;

typedef struct gp_lines { /* one JSON value per line; blank lines are skipped */
    const char *name;     /* of the file, for messages */
    gp_str text;
    const char *one, *many; /* what messages call a value and the file: "case", "cases file" */
} gp_lines;
void gp_lines_begin(gp_cursor *c, gp_str all); /* behind a byte order mark */
/* *v: the next value, NULL at the end. The cursor stands behind the line, also after an error. */
gp_code gp_lines_next(gp_arena *a, const gp_lines *l, gp_cursor *c, const gp_json **v, gp_err *err) GP_MUST_CHECK;

typedef struct gp_rows { /* a data file */
    gp_str name;         /* as the suite names it: .csv or .jsonl */
    const char *file;    /* for messages */
    gp_map map;
    const gp_str *columns; /* of CSV; NULL for JSON lines */
    size_t n_columns;
    gp_cursor first; /* row */
    struct gp_rows *next;
} gp_rows;
/* Fill columns and first; name, file and map are there. */
gp_code gp_rows_begin(gp_arena *a, gp_rows *r, gp_err *err) GP_MUST_CHECK;
/* *row: the next as an object, with offset and line of its own; NULL at the end. Fields of CSV are strings. */
gp_code gp_rows_next(gp_arena *a, const gp_rows *r, gp_cursor *c, const gp_json **row, gp_err *err) GP_MUST_CHECK;

/* --- cases that one template makes --- */

typedef struct gp_family {
    size_t first, n; /* its cases in the index: for each row all combinations, the last variable fastest */
    size_t each;     /* combinations of the matrix; 1 without */
    uint64_t at;     /* its template */
    uint32_t line, col;
    const gp_rows *rows; /* NULL: none, one row without variables */
} gp_family;
bool gp_is_family(const gp_json *v); /* has data or a matrix */
/* Read its matrix; open its data, or find it among those that are open. */
gp_code gp_family_open(gp_suite *s, const gp_json *v, gp_family *f, gp_err *err) GP_MUST_CHECK;
/* The variables of one of its cases: those of the row (or NULL), and those of a combination. */
gp_code gp_family_given(gp_arena *a, const gp_json *v, const gp_json *row, size_t combination, const gp_json **out,
                        gp_err *err) GP_MUST_CHECK;
/* Say of an error which row and combination it is of. */
gp_code gp_family_blame(const gp_family *f, const gp_json *v, const gp_json *row, size_t combination, gp_err *err);
const gp_family *gp_family_of(const gp_suite *s, size_t i); /* of case i; NULL: it stands for itself */

struct gp_suite {
    gp_suite_info info;
    gp_case_context ctx;
    gp_arena arena; /* header strings, provenance, a YAML suite */
    gp_map suite_map, cases_map;
    gp_str cases_file;      /* as the suite names it; empty: the cases stand in the suite */
    const char *case_file;  /* the file that holds the cases, for messages */
    const gp_map *case_map; /* its mapping: one of the two */
    const gp_json *
        *cases_at; /* of a YAML suite: its cases, by the place of their index entries; else those are offsets */
    gp_index index;
    gp_rows *rows; /* data files, in the order of their first use */
    gp_family *families;
    size_t n_families, room_families;
};

/* Read all of it: facts, digest, index. Its files are mapped, but for those that it names. */
gp_code gp_suite_read(gp_suite *s, gp_err *err) GP_MUST_CHECK;
/* Heap bytes that the index holds, id lookup included. */
size_t gp_suite_index_bytes(const gp_suite *s);

#endif
