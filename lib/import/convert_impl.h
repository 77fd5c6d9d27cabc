/* convert_impl.h - what the formats share: a case is drafted, criterion by criterion, and handed in.
 *
 *   convert.c       files, formats, the whole of a conversion
 *   draft.c         one case: its parts, whether goldpin takes it
 *   losses.c        what became nothing, and the report of it
 *   from_NAME.c     one format each
 *
 * A format's `record` reads one record with gp_json_get, for other tools' files hold members that nobody needs; what is
 * missing or of another type is a loss, never an error. */
#ifndef GP_IMPORT_CONVERT_IMPL_H
#define GP_IMPORT_CONVERT_IMPL_H

#include "import/convert.h"

typedef struct gp_conversion {
    gp_arena *mem;   /* of the result */
    gp_arena record; /* of one record, reset after it */
    const char *path;
    gp_str text;
    const gp_convert_options *o;
    gp_converted *out;
    gp_buf cases;
    gp_loss *losses;
    size_t room;
    uint64_t *ids; /* hashes of the ids in use, open addressing; 0: free */
    size_t n_ids, room_ids;
    const gp_json *answers; /* BFCL: the first of the possible answers, a list by `next`; NULL: there is no such file */
    gp_str answers_text;    /* of that file; .p NULL: there is none */
} gp_conversion;

typedef struct gp_format {
    gp_convert_format f;
    const char *tool;                                   /* for provenance: "BFCL" */
    bool (*is)(const gp_json *record);                  /* could it be of this format? */
    void (*record)(gp_conversion *c, const gp_json *r); /* make its case, or cases */
    bool document;                                      /* the file is one YAML document, not a list of records */
} gp_format;
extern const gp_format gp_from_ifeval, gp_from_humaneval, gp_from_bfcl, gp_from_promptfoo, gp_from_openai_evals,
    gp_from_lmeval;

/* YAML in which each `!function NAME` is the text "!function NAME", for no program of another tool is run; lines stay. */
gp_str gp_without_functions(gp_arena *a, gp_str yaml);

/* --- a case --- */

typedef struct gp_draft {
    gp_conversion *c;
    const gp_json *at;
    gp_str id;
    gp_buf messages, grade, more; /* JSON: elements of the two lists, further members of the case */
    gp_jw w;                      /* of the grader being written */
    size_t graders, lost;
} gp_draft;

/* `id` is made fit and unique. Everything lies in buffers of the draft, which gp_draft_end frees. */
void gp_draft_begin(gp_draft *d, gp_conversion *c, const gp_json *at, gp_str id);
void gp_draft_say(gp_draft *d, const char *role, gp_str text);
void gp_draft_grade(gp_draft *d, gp_str graders); /* JSON of one grader, or of several with commas between */
/* The same piece by piece: an object with its "type" is open in the writer that comes back. */
gp_jw *gp_draft_grader(gp_draft *d, const char *type);
void gp_draft_graded(gp_draft *d);
/* A further member of the case; the writer expects its value. */
gp_jw *gp_draft_member(gp_draft *d, const char *key);
/* A criterion that is not mapped. */
void gp_draft_lose(gp_draft *d, gp_str what, const char *why);
/* Take the case if it is whole (or partial ones are asked for) and goldpin's reader does; else list it. */
void gp_draft_end(gp_draft *d);

/* --- losses --- */

void gp_lose(gp_conversion *c, uint32_t line, gp_str id, gp_str what, gp_str why);
gp_str gp_loss_report(gp_conversion *c, const gp_format *f);

/* --- values --- */

gp_str gp_text_at(const gp_json *object, const char *key); /* .p NULL where there is no text */
/* Append the text as a pattern that matches it. */
void gp_regex_quote(gp_buf *out, gp_str text);

#endif
