/* golden_file.h - one golden file as a value; private to lib/golden and its tests.
 *
 *   { "schema": "goldpin.golden/1", "suite", "case", "target", "mode", "case_digest", "grader_digest",
 *     "weights_sha256": hex or null, "composite_sha256"?: hex, "date"?: day,
 *     "trials": [ { "repeat", "status", "score",
 *                   "replies": [ { "answer": text or list of lines, "finish", "tool_calls"?, "tokens"? } ],
 *                   "logits_sha256": hex or null } ] }
 *
 * An answer of several lines is a list of lines, so that a review shows which line changed. Everything borrowed or in
 * the arena. */
#ifndef GP_GOLDEN_GOLDEN_FILE_H
#define GP_GOLDEN_GOLDEN_FILE_H

#include "golden/golden.h"

typedef struct gp_golden_reply {
    gp_str answer, finish, tool_calls;
    const int32_t *tokens; /* NULL where the target has none */
    size_t n_tokens;
} gp_golden_reply;

typedef struct gp_golden_trial {
    int64_t repeat;
    gp_status status; /* GP_PASSED or GP_FAILED */
    double score;
    const gp_golden_reply *replies;
    size_t n_replies;
    gp_str logits_sha256;
} gp_golden_trial;

typedef struct gp_golden_file {
    gp_str suite, case_id, target, mode, case_digest, grader_digest, weights_sha256, composite_sha256;
    gp_str date;                   /* what the chat template saw as today; empty where it did not look */
    const gp_golden_trial *trials; /* by repeat */
    size_t n_trials;
} gp_golden_file;

/* "<suite>/<target>/<case>.json" with file-name-safe parts, below `root`. Names are never empty, never hidden, never
 * "..", and at most 200 bytes (a longer one ends in part of its digest). */
const char *gp_golden_path(gp_arena *a, const char *root, gp_str suite, gp_str target, gp_str case_id);

void gp_golden_schema(gp_buf *out); /* what lib/golden/schema/golden.schema.json holds */
void gp_golden_write(const gp_golden_file *f, gp_buf *out);
/* Read and check; strict about keys and types. GP_E_INPUT with file, line and column. */
gp_code gp_golden_read(gp_arena *a, const char *path, gp_golden_file *out, gp_err *err) GP_MUST_CHECK;

/* Visit every SUITE/TARGET/CASE.json below root (which must exist), sorted; `relative` is that name. Stops at the first
 * non-OK code. */
typedef gp_code (*gp_golden_visit)(void *user, const char *root, const char *relative, gp_err *err);
gp_code gp_golden_walk(const char *root, gp_golden_visit visit, void *user, gp_err *err) GP_MUST_CHECK;

#endif
