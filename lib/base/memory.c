/* memory.c - malloc with one answer to its failure. */
#include "base/memory.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

static void (*on_gone)(size_t bytes);

void gp_memory_hook(void (*gone)(size_t bytes)) { on_gone = gone; }

_Noreturn void gp_memory_gone(size_t bytes)
{
    if (on_gone) on_gone(bytes);
    __builtin_trap();
}

void *gp_alloc_array(size_t count, size_t size)
{
    if (size && count > SIZE_MAX / size) gp_memory_gone(SIZE_MAX);
    size_t n = count * size;
    void *p = calloc(1, n ? n : 1);
    if (!p) gp_memory_gone(n);
    return p;
}

void *gp_alloc(size_t n) { return gp_alloc_array(1, n); }

char *gp_alloc_copy(const void *p, size_t n)
{
    if (n == SIZE_MAX) gp_memory_gone(n);
    char *q = gp_alloc(n + 1);
    if (n) memcpy(q, p, n);
    return q;
}

void *gp_resize(void *p, size_t count, size_t size)
{
    if (size && count > SIZE_MAX / size) gp_memory_gone(SIZE_MAX);
    size_t n = count * size;
    void *q = realloc(p, n ? n : 1);
    if (!q) gp_memory_gone(n);
    return q;
}

void *gp_grow(void *p, size_t used, size_t *room, size_t size)
{
    if (p && used < *room) return p;
    if (*room > SIZE_MAX / 2) gp_memory_gone(SIZE_MAX);
    *room = *room ? *room * 2 : 16;
    return gp_resize(p, *room, size);
}
