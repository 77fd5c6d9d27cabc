/* grammar_mask.h - what making masks needs to know of a state: the two places in which nearly every token fits. */
#ifndef GP_GRAMMAR_MASK_H
#define GP_GRAMMAR_MASK_H

#include "reply/grammar_impl.h"

enum { GP_MASK_DEPTH = 128 }; /* bytes of a token; longer ones never come */

typedef struct gp_utf8_state { /* within a character: bytes to come, range of the next one */
    uint8_t more, least, most;
} gp_utf8_state;

/* One byte of a UTF-8 character: 1 a new character begins (and perhaps ends), 0 it goes on, -1 invalid. */
int gp_utf8_take(gp_utf8_state *u, unsigned char c);

typedef struct gp_mask_string {
    const gp_dfa *dfa;    /* what the string must match; NULL: anything */
    uint32_t state;       /* of it */
    uint32_t room, lacks; /* characters that may still come (UINT32_MAX: any number); that must */
} gp_mask_string;

/* Inside a string that need not be one of a list. */
bool gp_mask_in_string(const gp_grammar *g, const gp_grammar_state *s);
/* The state with its i-th way for the string to be alone; what the tokens of all of them are, the state's are. False
 * where this way is a list. */
bool gp_mask_slot(const gp_grammar *g, const gp_grammar_state *s, uint8_t i, gp_grammar_state *alone,
                  gp_mask_string *out);
/* The same state with a string that may end here. */
void gp_mask_string_at_end(const gp_grammar *g, gp_grammar_state *s);

/* Inside a key that need not be one of the listed names: nothing limits it, or one pattern does (*out). NONE also for
 * what is neither. */
typedef enum gp_mask_key { GP_KEY_NONE, GP_KEY_FREE, GP_KEY_PATTERN } gp_mask_key;
gp_mask_key gp_mask_in_key(const gp_grammar *g, const gp_grammar_state *s, gp_mask_string *out);
/* Patterns of keys, as bits: how many combinations, which one there is behind this text, and a state in which the key
 * may end with it. */
uint32_t gp_mask_key_fits(const gp_grammar *g, const gp_grammar_state *s);
uint32_t gp_mask_key_fit(const gp_grammar *g, const gp_grammar_state *s, gp_str text);
void gp_mask_key_at_end(const gp_grammar *g, gp_grammar_state *s, uint32_t fit);
/* The names of the object at hand; s->low to s->high of them still fit. */
const gp_str *gp_mask_names(const gp_grammar *g, const gp_grammar_state *s);

/* Sets of tokens that a grammar keeps, by a pattern's state and the table that they are about; NULL: there is none yet.
 * gp_grammar_keep takes `bits` over, and gives back what is kept: another's, where one was quicker; NULL, with the bits
 * freed, where there is no room. Any thread. */
const uint64_t *gp_grammar_kept(const gp_grammar *g, const gp_dfa *d, uint32_t state, const void *about);
const uint64_t *gp_grammar_keep(const gp_grammar *g, const gp_dfa *d, uint32_t state, const void *about,
                                uint64_t *bits);

#endif
