/* suite_impl.h - what the files of lib/suite share. For them, unit tests and the fuzz target only.
 *
 *   suite.c     opening: walks suite.json and the cases file, checks each case, answers by index
 *   index.c     where each case lies, and ids -> index
 *   settings.c  the settings that `defaults` and a case share, time limits, pins
 *   case.c      one case from JSON
 *   message.c   its messages
 *   grader.c    the graders of a case; a grader's digest and schema
 *   files.c     the files that it is made of
 *   digest.c    what the two digests of a case hold */
#ifndef GP_SUITE_IMPL_H
#define GP_SUITE_IMPL_H

#include "base/sys.h"
#include "suite/suite.h"

extern const gp_record gp_case_record;
extern const gp_record gp_message_record;
extern const gp_record gp_settings_record; /* of a gp_case: what `defaults` may hold as well */

/* What a schema says of names that become part of trial ids. */
#define GP_ID_SCHEMA(more) \
    "{\"minLength\": 1, \"maxLength\": 200, \"pattern\": \"^[^/\\u0000-\\u001f\\u007f]+$\"" more "}"

/* What a case needs to know of its suite. */
typedef struct gp_case_context {
    gp_case defaults; /* its settings; the rest is unknown */
    const gp_grader_kinds *kinds;
    gp_str system;   /* default system message; .p NULL if none */
    const char *dir; /* folder for image paths; NULL: images are not looked at (bytes opened from memory) */
    bool digests;    /* compute them (opening does not need them) */
} gp_case_context;

gp_code gp_case_read(gp_arena *a, const gp_json *v, const gp_case_context *ctx, gp_case **out,
                     gp_err *err) GP_MUST_CHECK;
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
    uint64_t at;    /* byte offset of the case in its file */
    uint32_t id_at; /* of the id's first byte, from `at`; for an id with escapes: its place in `escaped` */
    uint32_t line, col;
    uint32_t hash : 21;
    uint32_t twin : 1; /* another id differs from this one in case only */
    uint32_t escaped : 1;
    uint32_t regulated : 1; /* metadata.sensitivity */
    uint32_t id_n : 8;      /* bytes of the id (of the unescaped form) */
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
    gp_str *escaped;       /* the few ids that are written with escapes; text in the suite's arena */
    size_t n_escaped, room_escaped;
} gp_index;

gp_str gp_index_id(const gp_index *x, gp_str text, size_t i);
size_t gp_index_find(const gp_index *x, gp_str text, gp_str id); /* SIZE_MAX if there is none */
/* Add the case value `v` of the text. Refuses a second use of an id with both lines. */
gp_code gp_index_add(gp_index *x, gp_arena *a, gp_str text, const gp_json *v, const gp_json *id,
                     gp_err *err) GP_MUST_CHECK;
void gp_index_trim(gp_index *x); /* give back what growth left over, and the table */
void gp_index_free(gp_index *x);

struct gp_suite {
    gp_suite_info info;
    gp_case_context ctx;
    gp_arena arena; /* header strings, provenance, escaped ids */
    gp_map suite_map, cases_map;
    gp_str cases_file;      /* as the suite names it; empty: the cases stand in the suite */
    const char *case_file;  /* the file that holds the cases, for messages */
    const gp_map *case_map; /* its mapping: one of the two */
    gp_index index;
};

/* Open from memory: no files are touched. `cases` is the cases file's content where the suite names one. */
gp_code gp_suite_open_bytes(const char *name, const gp_grader_kinds *kinds, gp_str suite, gp_str cases, gp_suite **out,
                            gp_err *err) GP_MUST_CHECK;
/* Heap bytes that the index holds, id lookup included. */
size_t gp_suite_index_bytes(const gp_suite *s);

#endif
