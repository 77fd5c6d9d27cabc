/* fence.h - the fenced blocks of code in a markdown text, one after another.
 *
 * A block opens with a line of three or more '`' or '~' behind any indentation, whose rest is its info string, and ends
 * with a line of at least as many of the same, or with the text. */
#ifndef GP_FORMS_FENCE_H
#define GP_FORMS_FENCE_H

#include "base/str.h"

typedef struct gp_fence {
    gp_str language; /* first word of the info string; empty: none. A slice of the text */
    gp_str text;     /* what lies between; a slice too */
    size_t at;       /* where the block begins */
    size_t indent;   /* white space in front of the opening line */
    bool closed;
} gp_fence;

/* The next block from *at on, and *at behind it; false: none. Linear over a walk. */
bool gp_fence_next(gp_str text, size_t *at, gp_fence *out);
/* Its code: without its indentation, lines ended by line feeds. In the arena. */
gp_str gp_fence_code(gp_arena *a, const gp_fence *f);

#endif
