/* json.h - strict JSON reading with positions, and streaming JSON writing.
 *
 * Reader: RFC 8259 and nothing more (no comments, no trailing commas), valid UTF-8 only, duplicate keys and lone
 * surrogates are errors, integers keep 64 bits, every value knows its line, column and byte offset. Depth is limited
 * (GP_CAP_JSON_DEPTH), and so is what a document may become in memory (GP_CAP_JSON). Two levels:
 *   gp_json_parse     one whole document into an arena;
 *   gp_json_reader    pull: walk the outer objects and arrays of a large document and read only the values wanted.
 * Values live in the caller's arena; strings without escapes point into the text, so the text must outlive them.
 *
 * Writer: appends to a gp_buf; separators and indentation are its business. RFC 8785 output by gp_json_canonical. */
#ifndef GP_BASE_JSON_H
#define GP_BASE_JSON_H

#include "base/str.h"

typedef enum gp_json_type {
    GP_JSON_NULL,
    GP_JSON_BOOL,
    GP_JSON_INT,
    GP_JSON_REAL,
    GP_JSON_STRING,
    GP_JSON_ARRAY,
    GP_JSON_OBJECT
} gp_json_type;

/* One value. Members of an object and elements of an array form a list through `next`, in document order. */
typedef struct gp_json {
    gp_json_type type;
    uint32_t line, col; /* of the value's first byte, both from 1; col counts bytes */
    size_t offset;      /* byte offset of the value in the text */
    const char *name;   /* document name for messages (borrowed) */
    gp_str key;         /* set on members of an object */
    uint32_t key_line, key_col;
    gp_str raw;                  /* source text of the value */
    const struct gp_json *next;  /* next sibling or NULL */
    bool b;                      /* BOOL */
    int64_t i;                   /* INT: no fraction, no exponent, fits 64 bits signed */
    double d;                    /* REAL, and INT as a double */
    gp_str s;                    /* STRING, unescaped */
    const struct gp_json *first; /* ARRAY, OBJECT: first child or NULL */
    size_t n;                    /* ARRAY, OBJECT: number of children */
} gp_json;

/* Parse a whole document. `name` is what messages call it (a path); errors read "NAME:LINE:COL: what". The root has
 * nothing but white space behind it. Errors: GP_E_INPUT, GP_E_NOMEM. */
gp_code gp_json_parse(gp_arena *a, const char *name, gp_str text, const gp_json **root, gp_err *err) GP_MUST_CHECK;

/* --- looking into a value --- */

const gp_json *gp_json_get(const gp_json *object, const char *key); /* NULL if absent or not an object */
/* The value at a JSON Pointer (RFC 6901), or NULL. */
const gp_json *gp_json_at(const gp_json *root, gp_str pointer);
/* The JSON Pointer that leads to `v`, which lies in `root`; in the arena. */
gp_str gp_json_pointer(gp_arena *a, const gp_json *root, const gp_json *v);
/* Same JSON value: numbers by their exact value, objects without regard to order. */
bool gp_json_equal(const gp_json *x, const gp_json *y);
/* Fails with "NAME:LINE:COL: " in front of the text; `at` may be NULL (then no position). Code GP_E_INPUT. */
gp_code gp_json_fail(gp_err *err, const gp_json *at, const char *fmt, ...) GP_PRINTF(3, 4);
const char *gp_json_type_name(gp_json_type t); /* "a string", "an object", ... */

/* Typed access: the value (never NULL) must have the type, else a located error that names `what`. */
gp_code gp_json_str(const gp_json *v, const char *what, gp_str *out, gp_err *err) GP_MUST_CHECK;
gp_code gp_json_int(const gp_json *v, const char *what, int64_t min, int64_t max, int64_t *out,
                    gp_err *err) GP_MUST_CHECK;
gp_code gp_json_real(const gp_json *v, const char *what, double min, double max, double *out,
                     gp_err *err) GP_MUST_CHECK;
gp_code gp_json_bool(const gp_json *v, const char *what, bool *out, gp_err *err) GP_MUST_CHECK;
/* arrays, objects */
gp_code gp_json_want(const gp_json *v, const char *what, gp_json_type type, gp_err *err) GP_MUST_CHECK;

/* Every key of `object` must be in known[0..n): else "unknown key "grde" in WHAT; did you mean "grade"? (known: id,
 * grade)", at the key. */
gp_code gp_json_known_keys(const gp_json *object, const char *what, const char *const *known, size_t n,
                           gp_err *err) GP_MUST_CHECK;
/* "WHAT is "x", but must be one of a, b, c; did you mean "b"?" at the string v. */
gp_code gp_json_fail_choice(const gp_json *v, const char *what, const char *const *names, size_t n,
                            gp_err *err) GP_MUST_CHECK;

/* --- pull reading --- */

typedef struct gp_json_reader {
    const char *name;
    gp_str text;
    size_t at;     /* byte offset of the next unread byte */
    uint32_t line; /* of that byte; its column is at - line_start + 1 */
    size_t line_start;
    unsigned depth;
    bool first;                 /* nothing read yet in the innermost open container */
    uint32_t key_line, key_col; /* of the key that gp_json_member read last */
} gp_json_reader;

/* `text` must outlive the reader and every value read from it. A UTF-8 byte order mark at the start is skipped. */
void gp_json_reader_init(gp_json_reader *r, const char *name, gp_str text);
/* Read the next value whole, whatever it is. */
gp_code gp_json_read(gp_json_reader *r, gp_arena *a, const gp_json **out, gp_err *err) GP_MUST_CHECK;
/* Step into the object or array that comes next; the error says what is there instead. */
gp_code gp_json_enter(gp_json_reader *r, gp_json_type container, gp_err *err) GP_MUST_CHECK;
/* In an object: read the next key and its colon; *more is false at '}' (which is consumed). Duplicate keys of an object
 * walked this way are the caller's to refuse. */
gp_code gp_json_member(gp_json_reader *r, gp_arena *a, gp_str *key, bool *more, gp_err *err) GP_MUST_CHECK;
/* In an array: *more tells whether a value follows; false at ']' (which is consumed). */
gp_code gp_json_element(gp_json_reader *r, bool *more, gp_err *err) GP_MUST_CHECK;
/* Nothing but white space may be left. */
gp_code gp_json_finish(gp_json_reader *r, gp_err *err) GP_MUST_CHECK;
/* Located error at the reader's position. */
gp_code gp_json_reader_fail(gp_json_reader *r, gp_err *err, const char *fmt, ...) GP_PRINTF(3, 4);

/* --- writing --- */

/* Appends one document to `out`. indent 0: one line without spaces; else that many spaces per level and "key": value.
 * Misuse cannot fail; only a cap of the buffer can. Strings that are not valid UTF-8 get U+FFFD per bad byte:
 * callers that must not lose bytes check with gp_utf8_bad first. */
typedef struct gp_jw {
    gp_buf *out;
    int indent;
    unsigned depth;
    bool first, after_key;
} gp_jw;

void gp_jw_init(gp_jw *w, gp_buf *out, int indent);
void gp_jw_object(gp_jw *w);     /* { */
void gp_jw_end_object(gp_jw *w); /* } */
void gp_jw_array(gp_jw *w);
void gp_jw_end_array(gp_jw *w);
void gp_jw_key(gp_jw *w, const char *key); /* a name from the source: written as it is, so without anything to escape */
void gp_jw_key_str(gp_jw *w, gp_str key);
void gp_jw_str(gp_jw *w, gp_str s);
void gp_jw_c(gp_jw *w, const char *cstr); /* NULL writes null */
void gp_jw_int(gp_jw *w, int64_t v);
void gp_jw_real(gp_jw *w, double v); /* shortest form; NaN and infinities write null */
void gp_jw_bool(gp_jw *w, bool v);
void gp_jw_null(gp_jw *w);
void gp_jw_raw(gp_jw *w, gp_str json);        /* a value that is JSON already */
void gp_jw_value(gp_jw *w, const gp_json *v); /* a parsed value, keys in document order, integers with all digits */

/* Key and value in one step, for flat objects. */
void gp_jw_kstr(gp_jw *w, const char *key, gp_str v);
void gp_jw_kc(gp_jw *w, const char *key, const char *v);
void gp_jw_kint(gp_jw *w, const char *key, int64_t v);
void gp_jw_kreal(gp_jw *w, const char *key, double v);
void gp_jw_kbool(gp_jw *w, const char *key, bool v);
/* `n/a` is null: for values that may be unknown, NaN (real) and negative (int) mean unknown. */
void gp_jw_kreal_or_null(gp_jw *w, const char *key, double v);
void gp_jw_kint_or_null(gp_jw *w, const char *key, int64_t v);

/* RFC 8785 canonical form of one JSON text: keys sorted by UTF-16 units, numbers as ECMAScript prints doubles,
 * minimal escapes. Integers beyond 2^53 are an error there (they have no exact canonical form). */
gp_code gp_json_canonical(gp_str text, gp_buf *out, gp_err *err) GP_MUST_CHECK;
/* The first such integer in a value, at any depth; NULL if there is none, and for NULL. */
const gp_json *gp_json_beyond_double(const gp_json *v);
/* The same of one parsed value, where a document is written in canonical order anyway (keys sorted by the caller, `w`
 * without indentation); but integers beyond 2^53 keep their digits. Scratch comes from the arena. */
gp_code gp_jw_canonical(gp_jw *w, gp_arena *a, const gp_json *v, gp_err *err) GP_MUST_CHECK;

#endif
