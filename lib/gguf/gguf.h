/* gguf.h - reading GGUF files: metadata, tensor table, and access to the tensor bytes.
 *
 * A gguf is untrusted input. Everything is checked when the file is opened (limits, duplicate keys and names, types,
 * offsets, overlaps, sizes against the file); afterwards every key has the type it says and every tensor lies inside
 * the file. Opening takes n log n time in the size of the metadata, whatever the file holds. Versions 2 and 3,
 * little-endian; nested arrays, removed and private tensor types are refused by name. Gaps between tensors, any order
 * of their data, empty tensors and missing padding at the end are accepted.
 *
 * The file is mapped read-only; keys, strings and tensor data are borrowed from the mapping and live until
 * gp_gguf_close. Shortening the file meanwhile ends the process (SIGBUS), as with every mapping; what is written into
 * it shows through (gp_gguf_unchanged tells). Otherwise an open gguf never changes, and may be shared by threads. Errors name the file, the key or tensor, and the byte offset. */
#ifndef GP_GGUF_GGUF_H
#define GP_GGUF_GGUF_H

#include "base/str.h"

/* Numbers as in the file. */
typedef enum gp_ggml_type {
    GP_GGML_F32 = 0,
    GP_GGML_F16 = 1,
    GP_GGML_Q4_0 = 2,
    GP_GGML_Q4_1 = 3,
    GP_GGML_Q5_0 = 6,
    GP_GGML_Q5_1 = 7,
    GP_GGML_Q8_0 = 8,
    GP_GGML_Q2_K = 10,
    GP_GGML_Q3_K = 11,
    GP_GGML_Q4_K = 12,
    GP_GGML_Q5_K = 13,
    GP_GGML_Q6_K = 14,
    GP_GGML_IQ2_XXS = 16,
    GP_GGML_IQ2_XS = 17,
    GP_GGML_IQ3_XXS = 18,
    GP_GGML_IQ1_S = 19,
    GP_GGML_IQ4_NL = 20,
    GP_GGML_IQ3_S = 21,
    GP_GGML_IQ2_S = 22,
    GP_GGML_IQ4_XS = 23,
    GP_GGML_I8 = 24,
    GP_GGML_I16 = 25,
    GP_GGML_I32 = 26,
    GP_GGML_I64 = 27,
    GP_GGML_F64 = 28,
    GP_GGML_IQ1_M = 29,
    GP_GGML_BF16 = 30,
    GP_GGML_TQ1_0 = 34,
    GP_GGML_TQ2_0 = 35,
    GP_GGML_MXFP4 = 39,
    GP_GGML_NVFP4 = 40,
    GP_GGML_Q1_0 = 41,
    GP_GGML_Q2_0 = 42
} gp_ggml_type;

/* Name ("Q8_0"), values per block and bytes per block; name is NULL for a number that no file may hold. */
typedef struct gp_ggml_traits {
    const char *name;
    uint32_t block_values, block_bytes;
} gp_ggml_traits;
gp_ggml_traits gp_ggml_traits_of(uint32_t type);
/* The type with this name (case-insensitive), or -1. */
int gp_ggml_type_by_name(gp_str name);

/* Value types, numbers as in the file. */
typedef enum gp_gguf_kind {
    GP_GGUF_U8,
    GP_GGUF_I8,
    GP_GGUF_U16,
    GP_GGUF_I16,
    GP_GGUF_U32,
    GP_GGUF_I32,
    GP_GGUF_F32,
    GP_GGUF_BOOL,
    GP_GGUF_STRING,
    GP_GGUF_ARRAY,
    GP_GGUF_U64,
    GP_GGUF_I64,
    GP_GGUF_F64
} gp_gguf_kind;

typedef struct gp_gguf_value {
    gp_str key;
    size_t offset; /* of the value in its file */
    gp_gguf_kind kind;
    gp_gguf_kind elem;         /* ARRAY only; never ARRAY itself */
    uint64_t count;            /* ARRAY: elements; else 1 */
    const unsigned char *data; /* first byte of the value / of the first element, not aligned */
    uint64_t u;                /* integers and bool, as unsigned (sign-extended) */
    int64_t i;
    double f;              /* F32 and F64 */
    gp_str s;              /* STRING */
    const gp_str *strings; /* ARRAY of STRING: count slices */
} gp_gguf_value;

typedef struct gp_gguf_tensor {
    gp_str name;
    gp_ggml_type type;
    uint32_t n_dims;
    uint64_t ne[4]; /* ne[0] is the row length; missing dimensions are 1 */
    uint64_t bytes;
    uint64_t offset;           /* from the start of the file it lies in */
    unsigned part;             /* which file of a split model, from 0 */
    const unsigned char *data; /* borrowed from the mapping */
} gp_gguf_tensor;

typedef struct gp_gguf gp_gguf;

/* Open a file, or the first part of a split model (NAME-00001-of-0000N.gguf: the other parts are opened too).
 * Errors: GP_E_INPUT (missing, not a GGUF, hostile), GP_E_IO, GP_E_NOMEM. */
gp_code gp_gguf_open(const char *path, gp_gguf **out, gp_err *err) GP_MUST_CHECK;
/* Parse bytes that the caller keeps alive (tests, fuzzing). A part of a split model is refused: only gp_gguf_open finds
 * the others. */
gp_code gp_gguf_parse(const char *name, gp_str bytes, gp_gguf **out, gp_err *err) GP_MUST_CHECK;
void gp_gguf_close(gp_gguf *g); /* NULL is allowed */

const char *gp_gguf_path(const gp_gguf *g);
uint32_t gp_gguf_version(const gp_gguf *g);
uint64_t gp_gguf_file_bytes(const gp_gguf *g); /* all parts */

size_t gp_gguf_n_values(const gp_gguf *g);
const gp_gguf_value *gp_gguf_value_at(const gp_gguf *g, size_t i);
const gp_gguf_value *gp_gguf_find(const gp_gguf *g, const char *key); /* NULL if absent */

size_t gp_gguf_n_tensors(const gp_gguf *g);
const gp_gguf_tensor *gp_gguf_tensor_at(const gp_gguf *g, size_t i);
const gp_gguf_tensor *gp_gguf_tensor_find(const gp_gguf *g, const char *name); /* NULL if absent */

/* Typed access. Absent key: *out keeps its value and GP_OK (so defaults are set before the call). A key with another
 * type or out of range is GP_E_INPUT naming file, key and offset. Integers of any width are accepted where they fit. */
gp_code gp_gguf_get_u32(const gp_gguf *g, const char *key, uint32_t *out, gp_err *err) GP_MUST_CHECK;
gp_code gp_gguf_get_i64(const gp_gguf *g, const char *key, int64_t *out, gp_err *err) GP_MUST_CHECK;
gp_code gp_gguf_get_f32(const gp_gguf *g, const char *key, float *out, gp_err *err) GP_MUST_CHECK; /* finite only */
gp_code gp_gguf_get_bool(const gp_gguf *g, const char *key, bool *out, gp_err *err) GP_MUST_CHECK;
gp_code gp_gguf_get_str(const gp_gguf *g, const char *key, gp_str *out, gp_err *err) GP_MUST_CHECK;
/* The array element i as a number (integers and bools; F32/F64 arrays by the second); 0 for another kind or index. */
int64_t gp_gguf_elem_int(const gp_gguf_value *v, uint64_t i);
double gp_gguf_elem_real(const gp_gguf_value *v, uint64_t i);

/* "model.gguf: key \"general.alignment\" (offset 123): TEXT" with GP_E_INPUT; either name may be NULL. */
gp_code gp_gguf_fail(const gp_gguf *g, const char *key, const char *tensor, gp_err *err, const char *fmt, ...)
    GP_PRINTF(5, 6);

/* --- which model it was ---
 *
 * Digests are taken of the mapped bytes, which are those that everything else reads: a file that is put in its place
 * later changes nothing. What is written into a mapped file shows through, so ask gp_gguf_unchanged after using it. */

typedef struct gp_gguf_part_hash {
    const char *name; /* of the file, without its folder */
    uint64_t bytes;
    char sha256[65];
} gp_gguf_part_hash;

typedef struct gp_gguf_hash {
    char file[65];    /* SHA-256 of the file; of a split model, over the 32-byte digests of its parts in order */
    char tensors[65]; /* over the tensor data alone, in order of parts and tensor tables, without the padding
                               * between: equal for models that differ in metadata only */
    gp_gguf_part_hash *parts; /* in the arena; of a model in one file, that file */
    size_t n_parts;
} gp_gguf_hash;

/* Reads everything. Names live as long as `g`. Errors: GP_E_INFRA when a file changed since it was opened. */
gp_code gp_gguf_sha256(const gp_gguf *g, gp_arena *a, gp_gguf_hash *out, gp_err *err) GP_MUST_CHECK;
/* The digest of the tensors alone. */
void gp_gguf_tensor_sha256(const gp_gguf *g, char hex[65]);
/* Is every part what it was when it was opened, by size and modification time? GP_E_INFRA that names the part. */
gp_code gp_gguf_unchanged(const gp_gguf *g, gp_err *err) GP_MUST_CHECK;
/* The path of a part that names another file by now, or none; else NULL. The open model is not touched by that. */
const char *gp_gguf_replaced(const gp_gguf *g);

#endif
