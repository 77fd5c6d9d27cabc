/* schema_impl.h - what the files of lib/schema share.
 *
 *   schema_uri.c       identifiers: resolving, fragments
 *   schema_compile.c   a document walked: one gp_schema for every schema in it; references resolved; loops refused
 *   schema_resource.c  drafts, identifiers, anchors
 *   schema_keyword.c   the table of keywords, and reading each
 *   schema_check.c     values against the tree
 *   schema_unique.c    values that stand twice
 *   schema_format.c    what `format` names
 *   schema_words.c     what is wrong, in words
 *   schema_fit.c       schemas that nothing fits
 *   schema_least.c     the smallest value of a schema */
#ifndef GP_SCHEMA_SCHEMA_IMPL_H
#define GP_SCHEMA_SCHEMA_IMPL_H

#include "schema/schema.h"

/* --- identifiers (RFC 3986) --- */

gp_str gp_uri_resolve(gp_arena *a, gp_str base, gp_str reference);
/* Cut the fragment off; it is decoded, and empty where there is none. */
gp_str gp_uri_split(gp_arena *a, gp_str uri, gp_str *fragment);

/* --- compiling --- */

typedef struct gp_schema_anchor {
    struct gp_schema_anchor *next; /* of the same resource */
    gp_str name;                   /* "" of a $recursiveAnchor */
    const gp_schema *schema;
    bool dynamic;
} gp_schema_anchor;

typedef struct gp_schema_anchor_list {
    gp_schema_anchor *first;
} gp_schema_anchor_list;

typedef struct gp_schema_place { /* a resource by one of its identifiers */
    struct gp_schema_place *next;
    gp_str uri;
    gp_schema_resource *resource;
    bool twice; /* another resource claims it too */
} gp_schema_place;

typedef struct gp_schema_pending { /* a reference that is not resolved yet */
    struct gp_schema_pending *next;
    gp_schema *from;
    const gp_json *at; /* the string */
    bool dynamic;      /* also $recursiveRef */
} gp_schema_pending;

typedef struct gp_schema_regexes {
    struct gp_schema_regexes *next;
    struct gp_regex *regex;
} gp_schema_regexes;

enum { GP_SCHEMA_BUCKETS = 1024 };

typedef struct gp_schema_parser {
    gp_schema_doc *doc;
    gp_arena *a; /* of the document */
    const gp_schema_options *o;
    gp_err *err;
    gp_code code;       /* sticky */
    gp_schema **places; /* hash table by `at` */
    size_t room;
    gp_schema **all;
    size_t n, all_room;
    gp_schema_place *resources[GP_SCHEMA_BUCKETS];
    gp_schema_pending *pending, *dynamic;
} gp_schema_parser;

/* Sticky located error. */
void gp_schema_bad(gp_schema_parser *p, const gp_json *at, const char *fmt, ...) GP_PRINTF(3, 4);
/* The schema at a place, with nothing read yet where it is new (then it has no resource); never NULL. */
gp_schema *gp_schema_at(gp_schema_parser *p, const gp_json *at);
/* The same, walked with everything inside; `inside` is the resource around it. */
gp_schema *gp_schema_walk(gp_schema_parser *p, const gp_json *at, const gp_schema_resource *inside);
/* Read every keyword of s->at into s. */
void gp_schema_keywords(gp_schema_parser *p, gp_schema *s);
/* Note a reference for later. */
void gp_schema_refer(gp_schema_parser *p, gp_schema *from, const gp_json *at, bool dynamic);
/* The pattern compiled; its schema is the caller's. */
void gp_schema_read_pattern(gp_schema_parser *p, const gp_json *at, gp_str text, gp_schema_pattern *out);

/* --- resources --- */

/* A resource for the root of a document that is found under `uri`, of `draft` if it does not say. */
gp_schema_resource *gp_schema_new_document(gp_schema_parser *p, const gp_json *root, gp_str uri, gp_schema_draft draft);
/* The resource that s begins, or the one around it. */
const gp_schema_resource *gp_schema_own_resource(gp_schema_parser *p, gp_schema *s, const gp_schema_resource *inside);
void gp_schema_anchors(gp_schema_parser *p, gp_schema *s);
/* The resource of this identifier, which may be a known document that is walked now; NULL with the error. */
gp_schema_resource *gp_schema_find_resource(gp_schema_parser *p, const gp_schema_pending *ref, gp_str uri);
const gp_schema_anchor *gp_schema_find_anchor(const gp_schema_resource *r, gp_str name);
/* How many resources have a dynamic anchor of this name, up to 2. */
unsigned gp_schema_count_dynamic(const gp_schema_parser *p, gp_str name);

/* --- checking --- */

typedef struct gp_schema_fault { /* what is wrong, before it is put into words */
    const gp_schema *schema;
    const char *key; /* keyword; "" of the schema `false` */
    const gp_json *value;
    gp_str name;        /* a key that is missing, or not allowed */
    uint64_t n;         /* how many there are */
    unsigned level;     /* how deep in the value */
    const char *choice; /* anyOf or oneOf, where this is what the nearest branch says; or NULL */
} gp_schema_fault;

const gp_schema_problem *gp_schema_describe(gp_arena *a, const gp_schema_fault *f, const gp_json *root);
/* The first element that equals one before it, or NULL. */
const gp_json *gp_schema_repeated(const gp_json *array, uint64_t *work);
typedef struct gp_schema_listed {
    uint64_t hash;
    const gp_json *value;
} gp_schema_listed;

/* The elements of an array, in an order in which they are found quickly; is the value among these n? */
const gp_schema_listed *gp_schema_list_values(gp_arena *a, const gp_json *array);
bool gp_schema_lists(const gp_schema_listed *list, size_t n, const gp_json *v, uint64_t *work);
/* Does the value fit this schema, or can that not be said? *work is what may be spent over several calls. */
bool gp_schema_may_fit(const gp_schema_doc *d, const gp_schema *s, const gp_json *value, uint64_t *work);
/* The text is what a known format names. */
bool gp_schema_format_fits(gp_str format, gp_str text);

#endif
