/* memory.h - memory that is there, or the process ends.
 *
 * What goldpin needs of memory for its own bookkeeping is small, and no error path can be trusted that nobody ever
 * takes: so these functions never return NULL. When memory is gone they call one hook, which main sets before the first
 * thread starts; it says so and ends the process at once. That harms nothing: the journal has every finished trial, no
 * file shows a partial content under its final name, and a resumed run goes on.
 *
 * Arenas (arena.h) and buffers (str.h) stand on this. Sizes that an input or a device decides (weights, whole files,
 * rows of logits) are no bookkeeping: those callers ask malloc or gp_arena_try and report with gp_fail_memory (err.h),
 * which names the size. What foreign libraries allocate is theirs, and their NULL stays an error of ours.
 *
 * All memory from here is malloc's: free() it. Everything is zeroed, but what gp_resize adds. A size of 0 gives a
 * valid pointer. Safe from any thread. */
#ifndef GP_BASE_MEMORY_H
#define GP_BASE_MEMORY_H

#include <stddef.h>

#define GP_NEVER_NULL __attribute__((returns_nonnull))

void *gp_alloc(size_t n) GP_NEVER_NULL;
void *gp_alloc_array(size_t count, size_t size) GP_NEVER_NULL;
/* n bytes of `p` (NULL is allowed where n is 0) and a NUL behind them. */
char *gp_alloc_copy(const void *p, size_t n) GP_NEVER_NULL;
/* The array `p` (NULL: a new one) with `count` elements of `size` bytes, moved where need be. */
void *gp_resize(void *p, size_t count, size_t size) GP_NEVER_NULL;
/* The same for an array that grows by one: with *room elements of which `used` are taken. Doubles it (and *room)
 * when full. */
void *gp_grow(void *p, size_t used, size_t *room, size_t size) GP_NEVER_NULL;

/* Memory for `bytes` cannot be had (SIZE_MAX: more than a size can say): calls the hook. For allocators built on
 * these. */
_Noreturn void gp_memory_gone(size_t bytes);

/* What to do then; NULL or a hook that returns: a trap. It may be called from any thread, by several at once, with
 * any lock held; so it must not allocate, must not touch stdio, and must not run exit handlers. This is the only
 * state that is not somebody's: set it once, before there are threads. */
void gp_memory_hook(void (*gone)(size_t bytes));

#endif
