/* import.h - answers that another tool recorded, to be judged like those of a bundle.
 *
 * Read are the results file of `promptfoo eval --output FILE.json` and the JSON log of Inspect ("inspect_ai"). Both
 * keep answers and not exchanges, so nothing is asked of them but: which answers did this model give to this prompt? A
 * case is matched by the text of its last user message (white space around it aside); several answers to one prompt
 * are repeats, in the order of the file. What the tool does not say is unknown. */
#ifndef GP_RECORD_IMPORT_H
#define GP_RECORD_IMPORT_H

#include "manifest/manifest.h"
#include "transcript/transcript.h"

typedef struct gp_imported { /* one answer */
    size_t target;           /* in the manifest */
    gp_str prompt;           /* last user message, trimmed */
    int64_t repeat;          /* from 1 */
    gp_reply reply;
    gp_failure failure; /* the tool reports an error, or there is no answer */
    gp_str error;       /* in words */
} gp_imported;

typedef struct gp_import gp_import;

/* Errors: GP_E_INPUT when it is neither, with where it stops making sense. */
gp_code gp_import_open(const char *path, gp_import **out, gp_err *err) GP_MUST_CHECK;
/* The same from the text of a file, which must outlive the result; `name` is for messages. */
gp_code gp_import_parse(const char *name, gp_str text, gp_import **out, gp_err *err) GP_MUST_CHECK;
void gp_import_close(gp_import *m); /* NULL is allowed */
/* Targets, and as `repeat` the number of answers that every prompt has at least. No suites; the machine is unknown. */
const gp_manifest *gp_import_manifest(const gp_import *m);
size_t gp_import_count(const gp_import *m);
const gp_imported *gp_import_at(const gp_import *m, size_t i); /* in the order of the file; NULL at the end */
/* The answer of a target to a prompt. GP_E_INPUT that shows the nearest prompt. `id` is for the message. */
gp_code gp_import_find(const gp_import *m, gp_str id, gp_str target, gp_str prompt, int64_t repeat,
                       const gp_imported **out, gp_err *err) GP_MUST_CHECK;

/* --- between the files of the importer --- */

typedef struct gp_import_build { /* while a file is read; sticky */
    gp_arena *a;
    gp_err *err;
    gp_code code;
    gp_imported *list;
    gp_str *models; /* of each answer, as the tool names it */
    size_t n, room;
    gp_str tool, version;
} gp_import_build;

/* Is it a file of this tool? Then its answers are added. */
bool gp_import_promptfoo(gp_import_build *b, const gp_json *root);
bool gp_import_inspect(gp_import_build *b, const gp_json *root);
/* Room for one more answer, zeroed, with unknown numbers; NULL after an error. `model` as the tool names it. */
gp_imported *gp_import_add(gp_import_build *b, gp_str model);

#endif
