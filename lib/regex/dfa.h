/* dfa.h - patterns of JSON Schema (ECMA-262) as automata over the bytes of UTF-8: what may come next, whether the text
 * may end here, and how far it is to where it may.
 *
 * Left out, and refused by name: look-ahead and look-behind, back references, word boundaries, Unicode properties. A
 * pattern matches anywhere in a text, as in ECMA-262; ^ and $ are the ends of the whole text. `.` is every character
 * but line feed, carriage return, U+2028 and U+2029. Automata grow with counted repetitions; too large ones are
 * refused. Everything lives in the caller's arena. */
#ifndef GP_REGEX_DFA_H
#define GP_REGEX_DFA_H

#include "base/arena.h"
#include "base/str.h"

enum { GP_DFA_STATES = 8192 }; /* at most */

typedef struct gp_dfa {
    uint32_t n, start;  /* states; 0 is the dead one, from which no text fits */
    uint32_t n_classes; /* of bytes that no state tells apart */
    uint8_t class_of[256];
    const uint16_t *next;  /* [n * n_classes] */
    const bool *accepts;   /* [n]: the text may end here */
    const uint32_t *least; /* [n]: characters to the nearest state that accepts; UINT32_MAX: none (the dead state) */
    const uint32_t *most;  /* [n]: to the farthest; UINT32_MAX: there is no farthest */
} gp_dfa;

static inline uint32_t gp_dfa_step(const gp_dfa *d, uint32_t state, unsigned char byte)
{
    return d->next[state * d->n_classes + d->class_of[byte]];
}

/* The texts in which the pattern matches. GP_E_INPUT with the offset for what is left out or too large. */
gp_code gp_dfa_pattern(gp_arena *a, gp_str pattern, const gp_dfa **out, gp_err *err) GP_MUST_CHECK;
/* The texts that both take; those of UTF-8 that the first does not take. GP_E_INPUT where it becomes too large. */
gp_code gp_dfa_both(gp_arena *a, const gp_dfa *x, const gp_dfa *y, const gp_dfa **out, gp_err *err) GP_MUST_CHECK;
gp_code gp_dfa_not(gp_arena *a, const gp_dfa *x, const gp_dfa **out, gp_err *err) GP_MUST_CHECK;
/* The state after a text. */
uint32_t gp_dfa_run(const gp_dfa *d, gp_str text);

#endif
