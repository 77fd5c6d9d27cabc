/* grammar.h - answers that must be JSON of a given schema: what may come next, byte by byte and token by token.
 *
 *   gp_grammar        a compiled schema; immutable, shared by any number of replies
 *   gp_grammar_state  how far one reply has come: a plain value, copied to try a token out
 *   gp_token_table    the bytes of every token of a vocabulary that may be text
 *
 * Everything the grammar lets pass is valid JSON, and valid under these keywords: type, enum, const, required,
 * properties, additionalProperties, items, minItems, maxItems, minLength, maxLength. `minimum`, `maximum` and
 * `pattern` are left to the grader. It is stricter than the schema in places, so that a reply ends and cannot go
 * astray:
 *   - where `properties` stand without `additionalProperties`, there are no others;
 *   - enum and const are written in canonical form (RFC 8785); keys that the schema names without needless escapes;
 *   - integers have up to 15 digits, fractions up to 17, exponents up to 2; no escaped surrogates;
 *   - white space is one space, or a line feed and up to 8 bytes of indentation per open bracket; in front of all one
 *     space or two line feeds, none before a colon and none behind all;
 *   - at most 24 open brackets, 64 properties of one object and 64 values of one enum (more is refused on compiling).
 * Keys that the schema does not name may occur twice.
 *
 * No state is a dead end: some byte is always possible, or the reply may end. Pure functions. */
#ifndef GP_REPLY_GRAMMAR_H
#define GP_REPLY_GRAMMAR_H

#include "base/json.h"
#include "token/tokenizer.h"

typedef struct gp_grammar gp_grammar;

/* Compile; the schema need not outlive the call. GP_E_INPUT, located, for what cannot be enforced: an unknown keyword,
 * contradictory limits, a schema that nothing satisfies. */
gp_code gp_grammar_new(const gp_json *schema, gp_grammar **out, gp_err *err) GP_MUST_CHECK;
void gp_grammar_free(gp_grammar *g); /* NULL is allowed */

enum { GP_GRAMMAR_DEPTH = 24 };

typedef struct gp_grammar_frame { /* an open array or object */
    uint64_t seen;                /* object: its named properties so far */
    uint32_t count;               /* array: values so far */
    int32_t node;                 /* negative: array, ~node is its schema */
} gp_grammar_frame;

typedef struct gp_grammar_state { /* private content */
    uint64_t alive;               /* names or literals that still fit */
    uint32_t pos, count;          /* bytes of them read; characters of a string, digits of a number */
    int32_t node;                 /* schema of the value at hand */
    uint8_t mode, phase, space, depth;
    uint8_t more, low, high; /* UTF-8: bytes to come, range of the next one */
    bool word;               /* the literals are null, true, false */
    gp_grammar_frame frame[GP_GRAMMAR_DEPTH];
} gp_grammar_state;

void gp_grammar_start(const gp_grammar *g, gp_grammar_state *s);
/* Take one byte; false if it cannot come here (the state is then useless). */
bool gp_grammar_byte(const gp_grammar *g, gp_grammar_state *s, unsigned char c);
bool gp_grammar_text(const gp_grammar *g, gp_grammar_state *s, gp_str text);
/* May the reply end here? */
bool gp_grammar_complete(const gp_grammar *g, const gp_grammar_state *s);

typedef struct gp_token_table gp_token_table;
gp_token_table *gp_token_table_new(const gp_tokenizer *t);
void gp_token_table_free(gp_token_table *t); /* NULL is allowed */

/* out[0..n_vocab): the logits of tokens that may come next, NaN for all others, which no sampler chooses; end-of-reply
 * tokens are among them where the reply may end. Returns how many tokens are left. */
uint32_t gp_grammar_mask(const gp_grammar *g, const gp_grammar_state *s, const gp_token_table *t, const float *in,
                         float *out, uint32_t n_vocab);

/* --- between the files of this module --- */

enum {
    GP_G_NULL = 1,
    GP_G_BOOL = 2,
    GP_G_INTEGER = 4,
    GP_G_NUMBER = 8,
    GP_G_STRING = 16,
    GP_G_ARRAY = 32,
    GP_G_OBJECT = 64,
    GP_G_ANY = 127,
    GP_G_MOST = 64
};

typedef struct gp_grammar_node {
    unsigned types;
    const gp_str *literals; /* enum or const: nothing else counts */
    uint32_t n_literals;
    uint32_t min_length, max_length, min_items, max_items;
    int32_t items;         /* node of the elements */
    int32_t others;        /* node of properties that are not named, or -1: there are none */
    const gp_str *names;   /* of the properties, escaped as in JSON */
    const int32_t *values; /* their nodes */
    uint32_t n_names;
    uint64_t required;
} gp_grammar_node;

struct gp_grammar {
    gp_arena a;
    gp_grammar_node *node; /* node 0 is any value */
    int32_t n, root;
    size_t room;
};

#endif
