/* part.h - one GGUF file as bytes, checked and indexed. Private to lib/gguf: gguf.h puts parts together.
 *
 * Parsing is one pass over header, metadata and tensor table through a bounded cursor, then checks that need the whole
 * table: duplicates by sorting (n log n for every input, so no file can make it slow), overlaps by sorting offsets.
 * Everything in a part is borrowed from the bytes or lives in the arena given. */
#ifndef GP_GGUF_PART_H
#define GP_GGUF_PART_H

#include "gguf/gguf.h"

typedef struct gp_gguf_part {
    const char *name; /* for messages */
    gp_str bytes;
    uint32_t version;
    uint64_t alignment;
    size_t n_values, n_tensors;
    gp_gguf_value *values;   /* in file order */
    gp_gguf_tensor *tensors; /* in file order */
    const gp_str **by_key;   /* first members of `values`, sorted by bytes */
} gp_gguf_part;

/* `name` and `bytes` must outlive the part. Errors: GP_E_INPUT, GP_E_NOMEM. */
gp_code gp_gguf_part_parse(gp_arena *a, const char *name, gp_str bytes, unsigned number, gp_gguf_part *out,
                           gp_err *err) GP_MUST_CHECK;

/* Both gp_gguf_value and gp_gguf_tensor begin with their name, so one index serves both: pointers to the names, sorted.
 * Sorts in place and returns the index of the second of two equal names, or SIZE_MAX if all differ. */
size_t gp_gguf_index_sort(const gp_str **index, size_t n);
const gp_str *gp_gguf_index_find(const gp_str *const *index, size_t n, gp_str name); /* NULL if absent */

/* A name from the file as it may stand in a message: cut, and without bytes that a terminal would obey. */
enum { GGUF_SHOWN = 84 };
const char *gp_gguf_shown(char out[GGUF_SHOWN], gp_str name);
/* "a string", "an array", ... */
const char *gp_gguf_kind_name(gp_gguf_kind kind);

#endif
