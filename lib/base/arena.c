/* arena.c - a chain of chunks, each twice the one before, up to 1 MB. */
#include "base/arena.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"

struct gp_arena_chunk {
    struct gp_arena_chunk *next;
    size_t size, used;
    max_align_t data[];
};

enum { FIRST_CHUNK = 4096 };

static struct gp_arena_chunk *add_chunk(gp_arena *a, size_t need)
{
    size_t size = a->head ? a->head->size * 2 : FIRST_CHUNK;
    if (size > (size_t)1 << 20) size = (size_t)1 << 20;
    if (size < need) size = need;
    if (size > SIZE_MAX - sizeof(struct gp_arena_chunk)) return NULL;
    struct gp_arena_chunk *c = malloc(sizeof *c + size);
    if (!c) return NULL;
    c->next = a->head;
    c->size = size;
    c->used = 0;
    a->head = c;
    return c;
}

void *gp_arena_try(gp_arena *a, size_t n)
{
    const size_t align = sizeof(max_align_t);
    if (n > SIZE_MAX - align) return NULL;
    n = n ? (n + align - 1) / align * align : align;
    struct gp_arena_chunk *c = a->head;
    if (!c || c->size - c->used < n) c = add_chunk(a, n);
    if (!c) return NULL;
    void *p = (char *)c->data + c->used;
    c->used += n;
    a->used += n;
    return memset(p, 0, n);
}

void *gp_arena_alloc(gp_arena *a, size_t n)
{
    void *p = gp_arena_try(a, n);
    if (!p) gp_memory_gone(n);
    return p;
}

void *gp_arena_array(gp_arena *a, size_t count, size_t size)
{
    if (size && count > SIZE_MAX / size) gp_memory_gone(SIZE_MAX);
    return gp_arena_alloc(a, count * size);
}

char *gp_arena_copy(gp_arena *a, const void *p, size_t n)
{
    if (n == SIZE_MAX) gp_memory_gone(n);
    char *q = gp_arena_alloc(a, n + 1);
    if (n) memcpy(q, p, n);
    return q;
}

static void free_chunks(struct gp_arena_chunk *c)
{
    while (c) {
        struct gp_arena_chunk *next = c->next;
        free(c);
        c = next;
    }
}

void gp_arena_reset(gp_arena *a)
{
    if (a->head) {
        free_chunks(a->head->next);
        a->head->next = NULL;
        a->head->used = 0;
    }
    a->used = 0;
}

void gp_arena_free(gp_arena *a)
{
    free_chunks(a->head);
    a->head = NULL;
    a->used = 0;
}
