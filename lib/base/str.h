/* str.h - counted strings, growing buffers, and the few text operations that every layer needs.
 *
 * gp_str is a borrowed slice: it never owns and never ends in a NUL by itself. Model output and server replies may
 * hold NULs and any other byte, so text from outside is always a gp_str. gp_buf owns its bytes. One without a cap
 * never fails: it grows until memory is gone, which ends the process (memory.h). One that input fills has a cap;
 * that an append did not fit is sticky, so a run of appends needs one check at the end, and only there is one
 * needed. */
#ifndef GP_BASE_STR_H
#define GP_BASE_STR_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/err.h"

typedef struct gp_str {
    const char *p; /* may be NULL when n is 0 */
    size_t n;      /* bytes */
} gp_str;

/* A slice of a string literal / of a NUL-terminated string (NULL gives the empty slice). */
#define GP_STR(literal) ((gp_str){(literal), sizeof(literal) - 1})
gp_str gp_str_c(const char *cstr);

bool gp_str_eq(gp_str a, gp_str b);
/* Keys are short and mostly differ early: a loop, and in place, is quicker than strlen and memcmp. */
static inline bool gp_str_eqc(gp_str a, const char *cstr)
{
    size_t i = 0;
    while (i < a.n && cstr[i] && cstr[i] == a.p[i]) i++;
    return i == a.n && !cstr[i];
}
bool gp_str_eq_nocase(gp_str a, gp_str b); /* ASCII letters in either case are the same */
int gp_str_cmp(gp_str a, gp_str b);        /* byte order, like memcmp, shorter first */
bool gp_str_starts(gp_str s, gp_str prefix);
bool gp_str_ends(gp_str s, gp_str suffix);
/* Offset of the first occurrence, or SIZE_MAX. */
size_t gp_str_find(gp_str s, gp_str needle);
/* Without leading and trailing ASCII white space (space, \t \n \v \f \r). */
gp_str gp_str_trim(gp_str s);
/* Copy into the arena (NUL-terminated there); .p is never NULL. */
gp_str gp_str_dup(gp_arena *a, gp_str s);
/* printf into the arena; .p is never NULL. */
gp_str gp_str_fmt(gp_arena *a, const char *fmt, ...) GP_PRINTF(2, 3);

/* One after another, however long; each may be empty. In the arena, as gp_str_dup. */
gp_str gp_str_cat(gp_arena *a, gp_str x, gp_str y, gp_str z);

/* "%.*s" arguments for a slice in messages: no more than 4,096 bytes of it. What is no message is put together by
 * gp_str_cat or a gp_buf. */
#define GP_ARG(s) (int)((s).n > 4096 ? 4096 : (s).n), ((s).p ? (s).p : "")

typedef struct gp_buf {
    char *p;     /* NUL-terminated whenever not NULL */
    size_t n;    /* bytes used, terminator not counted */
    size_t size; /* bytes allocated */
    size_t cap;  /* most bytes; 0: as many as there is memory for */
    bool failed; /* sticky: an append did not fit under the cap; never true where there is none */
} gp_buf;        /* {0} is an empty buffer */

void gp_buf_put(gp_buf *b, const void *p, size_t n);
void gp_buf_str(gp_buf *b, gp_str s);
void gp_buf_c(gp_buf *b, const char *cstr);
void gp_buf_grow_byte(gp_buf *b, char c); /* gp_buf_byte where there is no room */
static inline void gp_buf_byte(gp_buf *b, char c)
{
    if (b->failed || b->n + 1 >= b->size || (b->cap && b->n >= b->cap)) {
        gp_buf_grow_byte(b, c);
        return;
    }
    b->p[b->n++] = c;
    b->p[b->n] = 0;
}
void gp_buf_fmt(gp_buf *b, const char *fmt, ...) GP_PRINTF(2, 3);
void gp_buf_clear(gp_buf *b); /* keep the memory, drop content and failure */
void gp_buf_free(gp_buf *b);
gp_str gp_buf_view(const gp_buf *b);
/* For buffers with a cap: GP_OK, or GP_E_NOMEM with the cap if any append did not fit. */
gp_code gp_buf_check(const gp_buf *b, gp_err *err) GP_MUST_CHECK;

/* --- UTF-8 --- */

/* Offset of the first byte that is not valid UTF-8 (overlong forms and surrogates are invalid), or SIZE_MAX if all
 * is. */
size_t gp_utf8_bad(gp_str s);
/* Decode one code point at s.p[*at], advance *at by its length. Invalid byte: returns -1 and advances by one. */
int32_t gp_utf8_next(gp_str s, size_t *at);
/* The same text with U+FFFD for every invalid byte: `s` itself when it is valid, else a copy in the arena. */
gp_str gp_utf8_repair(gp_arena *a, gp_str s);
/* Encode; returns bytes written (1 to 4). */
size_t gp_utf8_put(char out[4], uint32_t cp);

/* --- numbers as text, independent of the locale --- */

/* Shortest decimal text that reads back as the same double, in the form of RFC 8785 / ECMAScript Number::toString
 * ("0", "-1.5", "1e+30"). Not for NaN or infinities (writes "null"). Returns the length. */
/* Index of the first byte from `at` on that a JSON string does not hold as it is: a quote, a backslash, a control
 * character, or anything beyond ASCII; s.n if there is none. */
size_t gp_str_plain(gp_str s, size_t at);

size_t gp_fmt_double(char out[32], double v);
/* An integer in decimal; returns its length. */
size_t gp_fmt_int(char out[24], int64_t v);

/* Append base64 (RFC 4648, padded). */
void gp_base64_put(gp_buf *out, gp_str bytes);

/* --- names --- */

/* Shell-style match of the whole of `s`: `*` any run, `?` one byte, `[a-z]` and `[!a-z]` sets; no special case for
 * '/'. */
bool gp_glob(gp_str pattern, gp_str s);
/* The candidate nearest to `s` by edit distance (at most a third of its length, at least one edit; a swap of neighbours
 * is one edit), or NULL. */
const char *gp_nearest(gp_str s, const char *const *candidates, size_t n);
/* Lower-case hex of n bytes into out[2*n+1]. */
void gp_hex(char *out, const void *bytes, size_t n);
/* Bytes outside [A-Za-z0-9._-] as %XX (upper-case hex). Used for target names and file names made from ids. */
void gp_percent_name(gp_buf *out, gp_str s);
/* Text for a terminal or a one-line message: control characters, ESC, DEL, C1, bidi controls and invalid bytes are
 * shown as \xNN or \u{N}; line feeds as \n; so is the first character of what a CI system would take for a command
 * anywhere in a line of its log ("##[x]" as "\u{23}#[x]", "##vso[x]", "travis_fold:"; show.c has the table). Output is
 * valid UTF-8. At most `max` bytes of input are used (0: all); a cut is marked with "…". */
void gp_show(gp_buf *out, gp_str s, size_t max);
/* The same for text that may begin a line, or is one: also "::x::", "--- " and their kin, which count there. */
void gp_show_line(gp_buf *out, gp_str s, size_t max);
/* A word for a POSIX shell: as it is where that is plain, else in single quotes. */
void gp_shell_word(gp_buf *out, gp_str s);

#endif
