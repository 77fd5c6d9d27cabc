/* schema.h - JSON Schema: a document compiled into a tree with resolved references, and values checked against it.
 *
 *   gp_schema_doc   a compiled document: the tree of its schemas, and everything that belongs to them
 *   gp_schema       one schema: what each keyword of it says. Immutable, and public, because two parties read it: the
 *                   check below, and whoever makes a grammar out of it (reply/grammar.h)
 *
 * Drafts 4, 6, 7, 2019-09 and 2020-12, chosen by `$schema` (default 2020-12), also by a schema inside with an `$id` of
 * its own. Differences of spelling between drafts are gone from the tree: `items` as a list is `prefix`, a boolean
 * `exclusiveMinimum` is `above`, `dependencies` are `dependents`. Keywords that a draft does not know say nothing in
 * it, annotations say nothing at all.
 *
 * Nothing is fetched. A `$ref` leads into the document or into one of the documents that the caller hands in
 * (gp_schema_options.known); any other is a located error. So is a schema that refers to itself without ever looking
 * into the value: no value could be decided.
 *
 * The document (and the known ones) must outlive what is compiled from them: the tree points into them, and messages
 * name their lines. The tree may be read by many threads; gp_schema_check is for one at a time, because compiled
 * patterns are. */
#ifndef GP_SCHEMA_SCHEMA_H
#define GP_SCHEMA_SCHEMA_H

#include "base/json.h"

typedef enum gp_schema_draft { GP_DRAFT_4, GP_DRAFT_6, GP_DRAFT_7, GP_DRAFT_2019_09, GP_DRAFT_2020_12 } gp_schema_draft;

enum { /* of gp_schema.types. A number with no fraction is of both kinds */
       GP_SCHEMA_NULL = 1,
       GP_SCHEMA_BOOLEAN = 2,
       GP_SCHEMA_INTEGER = 4,
       GP_SCHEMA_NUMBER = 8,
       GP_SCHEMA_STRING = 16,
       GP_SCHEMA_ARRAY = 32,
       GP_SCHEMA_OBJECT = 64,
       GP_SCHEMA_ANY = 127
};

typedef struct gp_schema gp_schema;

typedef struct gp_schema_list { /* in the order of the document */
    const gp_schema *const *at;
    size_t n;
} gp_schema_list;

typedef struct gp_schema_property {
    gp_str name;
    const gp_schema *schema; /* NULL: the name stands in `required` only */
    bool required;
} gp_schema_property;

typedef struct gp_schema_pattern {
    gp_str text;             /* as the schema has it: ECMA-262, may match anywhere */
    gp_str perl;             /* the same for PCRE2 (regex/ecma.h) */
    struct gp_regex *regex;  /* compiled */
    const gp_schema *schema; /* of the properties whose names match; NULL for `pattern` */
} gp_schema_pattern;

typedef struct gp_schema_dependent { /* where a property of this name is there ... */
    gp_str name;
    const gp_json *required; /* ... these must be too: a list of strings; or NULL */
    const gp_schema *schema; /* ... the whole object must fit this; or NULL */
} gp_schema_dependent;

/* A schema with an identifier of its own, and what belongs to it. `$dynamicRef` looks for anchors in the resources that
 * a check came through. */
typedef struct gp_schema_resource {
    gp_str uri; /* absolute, where anybody said so; without a fragment */
    const gp_schema *root;
    gp_schema_draft draft;
    bool asserts;                          /* false: its metaschema leaves the vocabulary of assertions out */
    struct gp_schema_anchor_list *anchors; /* private */
} gp_schema_resource;

/* One schema. What is absent is NULL, 0, or the limit that excludes nothing. Every keyword counts only for values of
 * the type that it is about: `minimum` says nothing about a string. */
struct gp_schema {
    const gp_json *at; /* where it stands: an object, true or false */
    const gp_schema_resource *resource;
    uint32_t index; /* in gp_schema_doc.all */
    bool never;     /* the schema `false` */

    /* any value */
    unsigned types;                        /* GP_SCHEMA_ANY where nothing is said */
    const gp_json *constant;               /* const */
    const gp_json *choices;                /* enum: the array */
    const struct gp_schema_listed *listed; /* private: its values again */

    /* numbers, of any size: compare with gp_decimal_of(raw) */
    const gp_json *minimum, *maximum; /* themselves included */
    const gp_json *above, *below;     /* themselves excluded */
    const gp_json *multiple_of;       /* above 0 */

    /* strings; lengths in code points */
    uint64_t min_length, max_length; /* UINT64_MAX: any */
    const gp_schema_pattern *pattern;
    gp_str format; /* "" or a name; gp_schema_format_known tells whether it can be asserted */

    /* arrays */
    uint64_t min_items, max_items;
    gp_schema_list prefix;               /* the first values, one each */
    const gp_schema *items;              /* those behind */
    const gp_schema *contains;           /* fits at least min_contains values, at most max_contains */
    uint64_t min_contains, max_contains; /* say nothing without it */
    bool unique;
    const gp_schema *unevaluated_items;

    /* objects */
    uint64_t min_properties, max_properties;
    const gp_schema_property *properties; /* in the order of the document; then names that are only required */
    const uint32_t *by_name;              /* their indices in byte order of names */
    size_t n_properties, n_required;
    const gp_schema_pattern *patterns; /* patternProperties */
    size_t n_patterns;
    const gp_schema *additional; /* the properties that neither `properties` nor `patterns` speak of */
    const gp_schema *names;      /* propertyNames: about each name, as a string */
    const gp_schema_dependent *dependents;
    size_t n_dependents;
    const gp_schema *unevaluated_properties;

    /* the same value again */
    const gp_schema *ref; /* $ref; of drafts up to 7, then nothing else is set */
    /* $dynamicRef, $recursiveRef: `dynamic`, but where dynamic_name.p is not NULL the root-most resource on the way that
     * has an anchor of this name decides instead (gp_schema_dynamic). It is NULL where only one resource has one. */
    const gp_schema *dynamic;
    gp_str dynamic_name;
    gp_schema_list all_of, any_of, one_of;
    const gp_schema *no;                      /* not */
    const gp_schema *when, *then, *otherwise; /* if, then, else; the last two only where there is the first */
};

typedef struct gp_schema_document { /* what a $ref may lead to besides */
    gp_str uri;                     /* without a fragment */
    const gp_json *root;
} gp_schema_document;

typedef struct gp_schema_options {
    gp_schema_draft draft; /* where no $schema says so; 0 is draft 4: begin with GP_SCHEMA_DEFAULTS */
    bool assert_format;    /* `format` is checked, where its name is known */
    bool strict;           /* refuse what looks like a mistake: a keyword that is nearly one, or of another draft; with
                            * assert_format, a format that is not known */
    gp_str uri;            /* of the document, where it is known */
    const gp_schema_document *known;
    size_t n_known;
} gp_schema_options;

#define GP_SCHEMA_DEFAULTS ((gp_schema_options){.draft = GP_DRAFT_2020_12})

typedef struct gp_schema_doc {
    const gp_schema *root;
    const gp_schema *const *all; /* every schema that the root reaches or that a keyword of it holds */
    size_t n;
    const gp_schema_options *options; /* a copy */
    gp_arena a;                       /* private */
    struct gp_schema_regexes *held;   /* private */
} gp_schema_doc;

/* Compile; options may be NULL (GP_SCHEMA_DEFAULTS). GP_E_INPUT, located, for what is no schema: a keyword with a value
 * that it cannot have, an invalid pattern, a reference that leads nowhere, a loop. */
gp_code gp_schema_compile(const gp_json *document, const gp_schema_options *options, gp_schema_doc **out,
                          gp_err *err) GP_MUST_CHECK;
void gp_schema_free(gp_schema_doc *d); /* NULL is allowed */

typedef struct gp_schema_problem {
    gp_str at;    /* JSON Pointer to the value that is wrong; "" is the whole */
    gp_str rule;  /* identifier of the keyword that it breaks: "#/properties/price/type" */
    gp_str words; /* "at /items/3/price: expected a number, got a string: "12"" */
    const gp_json *value, *keyword;
} gp_schema_problem;

/* Does the value fit? *problem is NULL, or the first thing that is wrong, in the arena. GP_E_INFRA where a pattern or the
 * schema needs too much work on this value; then nothing is said. */
gp_code gp_schema_check(gp_arena *a, const gp_schema_doc *d, const gp_json *value, const gp_schema_problem **problem,
                        gp_err *err) GP_MUST_CHECK;

/* Does the value fit this schema of the document? GP_E_INFRA as above. */
gp_code gp_schema_check_part(const gp_schema_doc *d, const gp_schema *part, const gp_json *value, bool *fits,
                             gp_err *err) GP_MUST_CHECK;

/* Located GP_E_INPUT for a schema of the document that nothing can fit, such as a minimum above its maximum; only what is
 * certain counts. */
gp_code gp_schema_fits(const gp_schema_doc *d, gp_err *err) GP_MUST_CHECK;
/* Append the smallest JSON value that the schema asks for, such as {"kind":"billing"}: the first of an enum, what is
 * required and no more. It may miss a `pattern`. False where it has more than `most` bytes (then it is not whole). */
bool gp_schema_least(const gp_schema_doc *d, size_t most, gp_buf *out);

/* Can `format` with this name be asserted? */
bool gp_schema_format_known(gp_str name);
/* The schema that a dynamic anchor of this name stands for in a resource, or NULL. */
const gp_schema *gp_schema_dynamic(const gp_schema_resource *r, gp_str name);
/* The property of this name, or NULL. */
const gp_schema_property *gp_schema_property_of(const gp_schema *s, gp_str name);
/* The bits of gp_schema.types that a value is of; `draft` because in draft 4 1.0 is no integer. */
unsigned gp_schema_types_of(const gp_json *value, gp_schema_draft draft);
extern const char *const gp_schema_type_names[7]; /* in the order of the bits */

#endif
