/* dfa_impl.h - what the files of the automata share: the automaton with choices that a pattern is first.
 *
 *   nfa.c   from a pattern to an automaton with choices
 *   dfa.c   from that to one without */
#ifndef GP_REGEX_DFA_IMPL_H
#define GP_REGEX_DFA_IMPL_H

#include "regex/dfa.h"

typedef enum gp_edge_kind { GP_EDGE_FREE, GP_EDGE_BYTE, GP_EDGE_BEGIN, GP_EDGE_END } gp_edge_kind;

typedef struct gp_nfa_edge {
    uint8_t kind, low, high; /* BYTE: from low to high; BEGIN, END: only at the ends of the text */
    uint32_t to, next;       /* next edge of the same state; 0: none */
} gp_nfa_edge;

typedef struct gp_nfa {
    gp_arena *a;
    uint32_t *first; /* by state: its first edge */
    gp_nfa_edge *edges;
    uint32_t n, n_edges, room, room_edges;
    uint32_t start, final;
} gp_nfa;

enum { GP_NFA_STATES = 60000 };

/* The pattern, found anywhere. */
gp_code gp_nfa_pattern(gp_arena *a, gp_str pattern, gp_nfa *out, gp_err *err) GP_MUST_CHECK;

#endif
