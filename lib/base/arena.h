/* arena.h - memory that is freed as a whole.
 *
 * One arena per trial, per document, per case: everything that belongs together is allocated from it and goes away
 * with one call. An arena is a chain of malloc'd chunks; nothing in it is freed on its own. Not thread-safe: one owner.
 *
 * An arena has no cap and never fails: when memory is gone, the process ends (memory.h). So whoever lets an input
 * decide how much goes into one holds the cap (caps.h): the JSON reader and the template interpreter do, for what
 * they make of a text. */
#ifndef GP_BASE_ARENA_H
#define GP_BASE_ARENA_H

#include "base/memory.h"

typedef struct gp_arena {
    struct gp_arena_chunk *head; /* newest chunk; private */
    size_t used;                 /* bytes handed out since the last reset */
} gp_arena;                      /* zero-initialise: {0} is an empty arena */

/* `n` zeroed bytes aligned for any type. n == 0 gives a valid pointer. */
void *gp_arena_alloc(gp_arena *a, size_t n) GP_NEVER_NULL;

/* Array of `count` zeroed elements of `size` bytes. */
void *gp_arena_array(gp_arena *a, size_t count, size_t size) GP_NEVER_NULL;

/* Copy of n bytes with a NUL appended (the copy may hold NULs itself). */
char *gp_arena_copy(gp_arena *a, const void *p, size_t n) GP_NEVER_NULL;

/* Like gp_arena_alloc, but NULL when memory is gone: for sizes that a file or a device decides. The caller's error
 * names the size (gp_fail_memory). */
void *gp_arena_try(gp_arena *a, size_t n);

/* Forget everything but keep one chunk for reuse. Pointers into the arena become invalid. */
void gp_arena_reset(gp_arena *a);

/* Free all memory; the arena is empty and usable again. */
void gp_arena_free(gp_arena *a);

#define GP_NEW(arena, type) ((type *)gp_arena_alloc((arena), sizeof(type)))
#define GP_NEW_ARRAY(arena, type, count) ((type *)gp_arena_array((arena), (count), sizeof(type)))

#endif
