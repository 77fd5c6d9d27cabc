/* grammar_impl.h - what the files of grammars share.
 *
 *   grammar_branch.c  from schemas to branches: conjunctions of simple limits (disjunctive normal form)
 *   grammar_node.c    from branches to nodes, whose atoms are the ways for a value to be
 *   grammar_key.c     names that are not listed: which patterns can they still fit
 *   grammar_text.c    values and names as JSON, patterns as automata
 *   grammar_number.c  can digits still become a number within limits
 *   grammar_format.c  formats as patterns
 *   grammar.c         the acceptor, byte by byte
 *   grammar_mask.c    from bytes to tokens
 *   grammar_kept.c    sets of tokens that are kept for the next time
 *
 * A node is what one place of a document may hold. Its atoms are alternatives, each of one type, and each belongs to a
 * group: where several alternatives of an object are still possible, a property is looked at for all of them at once,
 * and groups tell which of them its value agrees with. So one pass without trying back is enough, whatever anyOf and
 * oneOf do. */
#ifndef GP_GRAMMAR_IMPL_H
#define GP_GRAMMAR_IMPL_H

#include "base/decimal.h"
#include "regex/dfa.h"
#include "reply/grammar.h"
#include "schema/schema.h"

enum { GP_ATOMS = 64, GP_GROUPS = 64, GP_NO_GROUP = 255, GP_NODES = 4096 };

typedef enum gp_atom_kind {
    GP_ATOM_LITERALS,
    GP_ATOM_NUMBER,
    GP_ATOM_STRING,
    GP_ATOM_ARRAY,
    GP_ATOM_OBJECT
} gp_atom_kind;

typedef struct gp_number_limits {
    bool whole;     /* no fraction, no exponent */
    bool low, high; /* there is a limit */
    bool low_open, high_open;
    gp_decimal min, max;
    const gp_decimal *but; /* values that it is not */
    size_t n_but;
    int64_t step;   /* a multiple of step / 10^scale; 0: none */
    unsigned scale; /* digits of a fraction behind this many are 0 */
} gp_number_limits;

typedef struct gp_atom {
    gp_atom_kind kind;
    uint8_t group;
    /* literals: whole JSON texts in byte order */
    const gp_str *literals;
    uint32_t n_literals;
    gp_number_limits number;
    /* string: characters; what it must match, or NULL */
    uint32_t min_length, max_length;
    const gp_dfa *dfa;
    /* array, object */
    uint64_t min, max;         /* values, properties */
    gp_grammar_names required; /* of the node's names */
    uint32_t n_required;
    const uint8_t *link_groups; /* by gp_grammar_link: the group that the value must be of; GP_NO_GROUP: it cannot be */
    uint32_t key_must;          /* patterns of keys that every key must fit, by their bits */
    uint32_t n_allowed;         /* object: named properties that it may have */
    bool others;                /* object: names that are not listed are possible */
    uint32_t need;              /* brackets that it opens at least, itself included; UINT32_MAX: nothing fits */
} gp_atom;

/* What a begun key can still become: a name that is none of the listed ones, by the patterns of keys that it fits, all
 * at once. Patterns looked at one by one do not tell: each may still fit, and no name fit all of them. */
typedef struct gp_key_rest {
    const uint16_t *next; /* [states * 256]: by the bytes that escapes stand for; state 0 is the start */
    const uint64_t *fits; /* [states] bit i: a name may come that fits those patterns and no others */
    bool alone;           /* the first pattern tells by itself whether it can still fit */
} gp_key_rest;

/* What is below an array or object. Links of an array: its first values one each, then all others. Of an object: its
 * names, then by which patterns of keys fit (2^n_keys). */
typedef struct gp_node {
    gp_atom *atoms;
    uint32_t n_atoms, n_groups;
    uint32_t *need;      /* by group: brackets that a value opens at least; UINT32_MAX: nothing fits */
    const gp_str *names; /* in byte order, as JSON writes them between quotes */
    uint32_t n_names;
    const gp_dfa *const *keys;
    uint32_t n_keys;
    const gp_key_rest *rest;                /* NULL without patterns */
    uint32_t *object_links, n_object_links; /* nodes of the values */
    uint32_t *array_links, n_array_links;
} gp_node;

struct gp_grammar {
    gp_arena a;
    struct gp_kept *kept; /* private to grammar_kept.c */
    gp_node *nodes;
    uint32_t n, room, root;
};

/* --- branches --- */

typedef struct gp_item { /* of a list; lists are never changed */
    const struct gp_item *next;
    const void *p;
    const gp_json *where; /* for messages */
    gp_str name;
    uint32_t set;
    bool flag;
} gp_item;

typedef struct gp_branch { /* limits that hold together */
    unsigned types;        /* GP_SCHEMA_… */
    const char *unsure;    /* what cannot be held, for values of unsure_types; NULL: nothing */
    unsigned unsure_types;
    const gp_json *unsure_at;
    const gp_item *values, *not_values; /* gp_json; flag: it is a list of values. Each must be met */
    gp_number_limits number;
    const gp_item *steps; /* gp_json: multipleOf */
    uint64_t min_length, max_length;
    const gp_item *patterns; /* gp_schema_pattern; flag: must not match. Or p NULL: name is a format */
    uint64_t min_items, max_items, min_properties, max_properties;
    const gp_item *schemas;              /* gp_schema: of what is below */
    const gp_item *required, *forbidden; /* names */
    const gp_item *properties;           /* name, and the set that its value must fit */
} gp_branch;

typedef struct gp_branches {
    const gp_branch *at;
    size_t n;
} gp_branches;

typedef struct gp_compiler gp_compiler;
struct gp_compiler {
    gp_grammar *g;
    gp_arena scratch;
    gp_schema_doc *doc;
    struct gp_set_table *sets;
    gp_err *err;
    gp_code code;
    unsigned depth;
    size_t work; /* private to grammar_branch.c */
};

void gp_grammar_fail(gp_compiler *c, const gp_json *at, const char *what);
const gp_item *gp_item_add(gp_compiler *c, const gp_item *list, gp_item x);

/* A set of schemas that hold together, each as it is (0) or its opposite (1), as 2 * index + opposite. Interned: equal
 * sets have equal numbers. */
uint32_t gp_set_of(gp_compiler *c, const uint32_t *members, size_t n);
uint32_t gp_set_join(gp_compiler *c, uint32_t x, uint32_t y);
size_t gp_set_members(gp_compiler *c, uint32_t set, const uint32_t **out);
enum { GP_SET_ANY = 0 }; /* the empty set */

/* The branches of a set; any of them may hold. None: nothing fits. */
gp_branches gp_branches_of(gp_compiler *c, uint32_t set);

/* --- keys --- */

/* `names` takes the listed names, NULL: there are none. NULL where that is too large. */
const gp_key_rest *gp_key_rest_new(gp_arena *a, const gp_dfa *const *keys, uint32_t n_keys, const gp_dfa *names);

struct gp_kept *gp_kept_new(void);
void gp_kept_free(struct gp_kept *k); /* NULL is allowed */

/* --- texts and patterns; all in the grammar's arena --- */

/* A value in canonical form; as the schema writes it, with a space behind commas and colons. */
gp_str gp_grammar_canonical(gp_compiler *c, const gp_json *v);
gp_str gp_grammar_spelled(gp_compiler *c, const gp_json *v);
/* A name as it stands between quotes in JSON. */
gp_str gp_grammar_escaped(gp_compiler *c, gp_str name);
/* Append a text as a pattern that matches it alone. */
void gp_grammar_quote(gp_buf *b, gp_str text);
/* NULL, and the compiler failed at `at`, where there can be none. */
const gp_dfa *gp_grammar_pattern(gp_compiler *c, gp_str text, const gp_json *at);
/* What a string of the branch must match, its length apart; NULL: anything. */
const gp_dfa *gp_grammar_string(gp_compiler *c, const gp_branch *b);
/* The same with lengths and listed values, for keys. */
const gp_dfa *gp_grammar_key(gp_compiler *c, const gp_branch *b, const gp_json *at);

/* --- formats, numbers --- */

/* The pattern of a format, or NULL. */
const char *gp_format_pattern(gp_str name);

/* Can these digits be the beginning of a number within the limits? Are they one? `text` begins with a minus or digit and
 * follows JSON's rules so far. */
bool gp_number_begins(const gp_number_limits *x, gp_str text);
bool gp_number_fits(const gp_number_limits *x, gp_str text);
/* Is there any? */
bool gp_number_exists(const gp_number_limits *x);

#endif
