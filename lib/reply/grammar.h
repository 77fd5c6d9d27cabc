/* grammar.h - answers that must be JSON of a given schema: what may come next, byte by byte and token by token.
 *
 *   gp_grammar        a compiled schema; immutable, shared by any number of replies
 *   gp_grammar_state  how far one reply has come: a plain value, copied to try a token out
 *   gp_token_table    the bytes of every token of a vocabulary that may be text
 *
 * Everything the grammar lets pass is valid JSON, and valid under the schema (lib/schema), of which these keywords are
 * held: type enum const, all limits of numbers and sizes, multipleOf, pattern, the formats of grammar_format.c,
 * properties required additionalProperties patternProperties propertyNames minProperties maxProperties, prefixItems
 * items minItems maxItems, $ref allOf anyOf oneOf not if/then/else dependent*. What cannot be held - contains,
 * uniqueItems, unevaluated*, look-ahead in patterns, the opposite of what is not simple - is refused. It is stricter
 * than the schema in places, so that a reply ends and cannot go astray:
 *   - enum and const are written in canonical form (RFC 8785) or as the schema spells them; keys that the schema names
 *     without needless escapes, others without \u and \/;
 *   - integers have up to 19 digits, fractions up to 17, exponents up to 2; no escaped surrogates;
 *   - white space is one space, or a line feed and up to 8 bytes of indentation per open bracket; in front of all one
 *     space or two line feeds, none before a colon and none behind all;
 *   - at most 24 open brackets, 256 named properties of one object and 64 ways for one value to be (more is refused).
 * Keys that the schema does not name may occur twice.
 *
 * No state is a dead end: some byte is always possible, or the reply may end. Pure functions. */
#ifndef GP_REPLY_GRAMMAR_H
#define GP_REPLY_GRAMMAR_H

#include "base/json.h"
#include "token/tokenizer.h"

typedef struct gp_grammar gp_grammar;

/* Compile; the schema need not outlive the call. GP_E_INPUT, located, for what cannot be enforced, contradictory limits,
 * a schema that nothing satisfies. */
gp_code gp_grammar_new(const gp_json *schema, gp_grammar **out, gp_err *err) GP_MUST_CHECK;
extern const char gp_grammar_nothing[]; /* stands in the message where no value fits the schema */
void gp_grammar_free(gp_grammar *g);    /* NULL is allowed */

enum {
    GP_GRAMMAR_DEPTH = 24,
    GP_GRAMMAR_NAMES = 256,
    GP_GRAMMAR_SLOTS = 16,
    GP_GRAMMAR_KEYS = 6,
    GP_GRAMMAR_DIGITS = 48
};

typedef struct gp_grammar_names { /* a set of named properties */
    uint64_t bits[GP_GRAMMAR_NAMES / 64];
} gp_grammar_names;

typedef struct gp_grammar_frame { /* an open array or object */
    uint64_t alive;               /* ways for it to be that still fit, by their index in the node */
    gp_grammar_names seen;        /* object: its named properties so far */
    uint32_t count;               /* values so far */
    uint32_t node, via;           /* via: which name or position the value at hand has, see gp_grammar_link */
    bool array;
} gp_grammar_frame;

typedef struct gp_grammar_slot { /* a way for the scalar at hand to be */
    uint32_t low, high;          /* literals: those that still fit */
    uint16_t dfa;                /* string: state */
    uint8_t atom;
} gp_grammar_slot;

typedef struct gp_grammar_state {  /* private content */
    uint64_t groups;               /* of the node at hand: those that the value may be of */
    uint32_t node;                 /* of the value at hand */
    uint32_t pos, count;           /* bytes of a literal, key or number; characters of a string */
    uint32_t low, high;            /* names that still fit the key */
    uint16_t key[GP_GRAMMAR_KEYS]; /* states of the patterns of keys */
    uint16_t rest;                 /* of gp_key_rest: what a key that is not listed can still become */
    uint8_t mode, phase, space, depth;
    uint8_t more, least, most; /* UTF-8: bytes to come, range of the next one */
    uint8_t n_slots;
    bool plain; /* a key that no name fits */
    gp_grammar_slot slot[GP_GRAMMAR_SLOTS];
    char digits[GP_GRAMMAR_DIGITS]; /* of a number */
    gp_grammar_frame frame[GP_GRAMMAR_DEPTH];
} gp_grammar_state;

void gp_grammar_start(const gp_grammar *g, gp_grammar_state *s);
/* Copy what counts; much less than the whole where few brackets are open. */
void gp_grammar_copy(gp_grammar_state *to, const gp_grammar_state *from);
/* Take one byte; false if it cannot come here (the state is then useless). */
bool gp_grammar_byte(const gp_grammar *g, gp_grammar_state *s, unsigned char c);
bool gp_grammar_text(const gp_grammar *g, gp_grammar_state *s, gp_str text);
/* May the reply end here? */
bool gp_grammar_complete(const gp_grammar *g, const gp_grammar_state *s);

typedef struct gp_token_table gp_token_table;
gp_token_table *gp_token_table_new(const gp_tokenizer *t);
void gp_token_table_free(gp_token_table *t); /* NULL is allowed */

uint32_t gp_token_table_size(const gp_token_table *t); /* of the vocabulary */
/* Bit i % 64 of bits[i / 64]: token i may come next; end-of-reply tokens where the reply may end. Room for
 * gp_token_table_size bits, rounded up to whole words. */
void gp_grammar_bits(const gp_grammar *g, const gp_grammar_state *s, const gp_token_table *t, uint64_t *bits);
/* out[0..n_vocab): the logits of tokens that may come next, NaN for all others, which no sampler chooses; end-of-reply
 * tokens are among them where the reply may end. Returns how many tokens are left. */
uint32_t gp_grammar_mask(const gp_grammar *g, const gp_grammar_state *s, const gp_token_table *t, const float *in,
                         float *out, uint32_t n_vocab);

#endif
