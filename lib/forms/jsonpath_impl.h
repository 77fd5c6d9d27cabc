/* jsonpath_impl.h - what the files of JSONPath share.
 *
 *   jsonpath.c          segments and selectors: compiling and selecting
 *   jsonpath_filter.c   what stands behind "?": conditions, functions
 *   jsonpath_regexp.c   patterns of match and search (RFC 9485) */
#ifndef GP_FORMS_JSONPATH_IMPL_H
#define GP_FORMS_JSONPATH_IMPL_H

#include "forms/jsonpath.h"
#include "regex/regex.h"

/* Values looked at in one selection; selectors of a path; conditions within each other. */
enum { GP_PATH_WORK = 5000000, GP_PATH_SELECTORS = 256, GP_PATH_DEEP = 32 };

typedef struct gp_path_segment gp_path_segment;
typedef struct gp_path_filter gp_path_filter;

typedef struct gp_path_parser {
    gp_arena *a;
    gp_str s;
    size_t at, selectors;
    unsigned depth;
    gp_err *err;
} gp_path_parser;

gp_code gp_path_bad(gp_path_parser *p, const char *what); /* "invalid JSONPath: WHAT (at byte N of ...)" */
char gp_path_peek(const gp_path_parser *p);               /* 0 at the end */
bool gp_path_take(gp_path_parser *p, char c);
void gp_path_blanks(gp_path_parser *p);
gp_code gp_path_quoted(gp_path_parser *p, gp_str *out) GP_MUST_CHECK;
/* Segments from here on as far as there are any, white space in front of each. */
gp_code gp_path_segments(gp_path_parser *p, const gp_path_segment **out) GP_MUST_CHECK;
/* Do they select one value at most, whatever the document is? */
bool gp_path_singular(const gp_path_segment *first);

typedef struct gp_path_selection {
    const gp_json *root;
    const gp_json **node;
    size_t n, room, *work;
    struct gp_path_patterns *patterns; /* of one whole selection */
} gp_path_selection;

/* What the segments select from `start`, into nodes of its own: freed by the caller. */
void gp_path_run(const gp_path_selection *of, const gp_path_segment *first, const gp_json *start,
                 gp_path_selection *out);

/* --- jsonpath_filter.c --- */

gp_code gp_path_filter_read(gp_path_parser *p, const gp_path_filter **out) GP_MUST_CHECK;
bool gp_path_filter_holds(const gp_path_selection *of, const gp_path_filter *f, const gp_json *v);

/* --- jsonpath_regexp.c --- */

/* The pattern as Perl writes it; false: it is no pattern of RFC 9485. */
bool gp_path_regexp(gp_str pattern, bool whole, gp_buf *perl);

typedef struct gp_path_patterns { /* the last one is kept, because most filters have one pattern for all values */
    gp_str pattern;
    bool whole;
    gp_regex *r; /* NULL: it is none */
} gp_path_patterns;
/* False for a pattern that is none. A search that hits its limit uses up all the work. */
bool gp_path_matches(gp_path_patterns *p, gp_str pattern, bool whole, gp_str text, size_t *work);
void gp_path_patterns_free(gp_path_patterns *p);

#endif
