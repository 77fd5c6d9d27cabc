/* arena.h - memory that is freed as a whole.
 *
 * One arena per trial, per document, per case: everything that belongs together is allocated from it and goes away with
 * one call. An arena is a chain of malloc'd chunks; nothing in it is freed on its own. Not thread-safe: one owner. */
#ifndef GP_BASE_ARENA_H
#define GP_BASE_ARENA_H

#include <stddef.h>

typedef struct gp_arena {
    struct gp_arena_chunk *head; /* newest chunk; private */
    size_t used;                 /* bytes handed out since the last reset */
    size_t cap;                  /* most bytes it will hand out; 0 means GP_CAP_ARENA */
} gp_arena; /* zero-initialise: {0} is an empty arena with the default cap */

/* `n` zeroed bytes aligned for any type, or NULL when out of memory or over the cap. n == 0 gives a valid pointer. */
void *gp_arena_alloc(gp_arena *a, size_t n);

/* Array of `count` zeroed elements of `size` bytes; NULL also where the product overflows. */
void *gp_arena_array(gp_arena *a, size_t count, size_t size);

/* Copy of n bytes with a NUL appended (the copy may hold NULs itself). */
char *gp_arena_copy(gp_arena *a, const void *p, size_t n);

/* Forget everything but keep one chunk for reuse. Pointers into the arena become invalid. */
void gp_arena_reset(gp_arena *a);

/* Free all memory; the arena is empty and usable again. */
void gp_arena_free(gp_arena *a);

#define GP_NEW(arena, type) ((type *)gp_arena_alloc((arena), sizeof(type)))
#define GP_NEW_ARRAY(arena, type, count) ((type *)gp_arena_array((arena), (count), sizeof(type)))

#endif
