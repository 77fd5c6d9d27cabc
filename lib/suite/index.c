/* index.c - positions and ids of the cases: 24 bytes each, plus at most 11 for the lookup while there is one. The ids
 * stay in the file; the table keeps 21 bits of their hash, so that growing it and most comparisons do not touch the
 * file again. */
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "suite/suite_impl.h"

enum { HASH_BITS = 21 };

static unsigned char lower(char c) { return (unsigned char)(c >= 'A' && c <= 'Z' ? c + 32 : c); }

/* Keyed by an address, so that a suite file cannot be written to collide. The same for ids that differ in case only. */
static uint32_t hash_of(const gp_index *x, gp_str id)
{
    uint64_t h = 0xcbf29ce484222325u ^ (uint64_t)(uintptr_t)x;
    for (size_t i = 0; i < id.n; i++) {
        h = (h ^ lower(id.p[i])) * 0x100000001b3u;
        h ^= h >> 29;
    }
    h = (h ^ h >> 32) * 0x9e3779b97f4a7c15u;
    return (uint32_t)(h >> (64 - HASH_BITS));
}

gp_str gp_index_id(const gp_index *x, gp_str text, size_t i)
{
    const gp_index_entry *e = &x->entries[i];
    return e->escaped ? x->escaped[e->id_at] : (gp_str){text.p + e->at + e->id_at, e->id_n};
}

/* Slot that holds the id, or the free slot where it belongs. */
static size_t slot_of(const gp_index *x, gp_str text, gp_str id, uint32_t hash)
{
    const gp_index_table *t = x->table;
    size_t s = hash & (t->n - 1);
    for (; t->slots[s]; s = (s + 1) & (t->n - 1)) {
        size_t i = t->slots[s] - 1;
        if (x->entries[i].hash == hash && gp_str_eq(gp_index_id(x, text, i), id)) break;
    }
    return s;
}

/* A table for the entries that are there, at most three quarters full with one more. */
static void make_slots(const gp_index *x)
{
    gp_index_table *t = x->table;
    size_t n = t->n ? t->n : 64;
    while ((x->n + 1) * 4 > n * 3) n *= 2;
    if (n == t->n) return;
    uint32_t *slots = gp_alloc_array(n, sizeof *slots);
    free(t->slots);
    *t = (gp_index_table){slots, n};
    for (size_t i = 0; i < x->n; i++) {
        size_t s = x->entries[i].hash & (n - 1);
        while (slots[s]) s = (s + 1) & (n - 1);
        slots[s] = (uint32_t)i + 1;
    }
}

size_t gp_index_find(const gp_index *x, gp_str text, gp_str id)
{
    if (!x->n) return SIZE_MAX;
    make_slots(x);
    size_t s = slot_of(x, text, id, hash_of(x, id));
    return x->table->slots[s] ? (size_t)x->table->slots[s] - 1 : SIZE_MAX;
}

/* Room for one more in an array of `size`-byte elements; growth by half keeps the slack small. */
static void *grow(void *p, size_t n, size_t *room, size_t size)
{
    if (n < *room) return p;
    *room += *room / 2 + 16;
    return gp_resize(p, *room, size);
}

static void keep_escaped(gp_index *x, gp_arena *a, gp_str id, gp_index_entry *e)
{
    x->escaped = grow(x->escaped, x->n_escaped, &x->room_escaped, sizeof *x->escaped);
    x->escaped[x->n_escaped] = gp_str_dup(a, id);
    e->escaped = 1;
    e->id_at = (uint32_t)x->n_escaped++;
}

/* The slots of one hash are those of ids that are equal, or differ in case only, or collide. */
static void mark_twins(gp_index *x, gp_str text, gp_str id, gp_index_entry *own)
{
    const gp_index_table *t = x->table;
    for (size_t s = own->hash & (t->n - 1); t->slots[s]; s = (s + 1) & (t->n - 1)) {
        gp_index_entry *e = &x->entries[t->slots[s] - 1];
        if (e->hash != own->hash || !gp_str_eq_nocase(gp_index_id(x, text, t->slots[s] - 1), id)) continue;
        e->twin = own->twin = 1;
    }
}

gp_code gp_index_add(gp_index *x, gp_arena *a, gp_str text, const gp_json *v, const gp_json *id, gp_err *err)
{
    if (v->raw.n > UINT32_MAX || x->n >= UINT32_MAX - 1)
        return gp_json_fail(err, v, "more than 4 billion cases, or bytes in one case");
    x->entries = grow(x->entries, x->n, &x->room, sizeof *x->entries);
    if (!x->table) x->table = gp_alloc(sizeof *x->table);
    make_slots(x);
    uint32_t hash = hash_of(x, id->s);
    size_t s = slot_of(x, text, id->s, hash);
    if (x->table->slots[s])
        return gp_json_fail(err, id, "the id \"%.*s\" is used twice; the first case with it starts at line %u",
                            GP_ARG(id->s), x->entries[x->table->slots[s] - 1].line);
    gp_index_entry e = {.at = v->offset,
                        .line = v->line,
                        .col = v->col,
                        .hash = hash & ((1u << HASH_BITS) - 1),
                        .id_n = (uint8_t)id->s.n};
    bool plain = id->s.p >= text.p && id->s.p < text.p + text.n;
    if (plain) e.id_at = (uint32_t)(id->s.p - text.p - (ptrdiff_t)v->offset);
    else keep_escaped(x, a, id->s, &e);
    mark_twins(x, text, id->s, &e);
    x->entries[x->n] = e;
    x->table->slots[s] = (uint32_t)++x->n;
    return GP_OK;
}

static void free_slots(gp_index *x)
{
    if (x->table) free(x->table->slots), *x->table = (gp_index_table){0};
}

void gp_index_trim(gp_index *x)
{
    free_slots(x);
    gp_index_entry *e = x->n ? realloc(x->entries, x->n * sizeof *e) : NULL;
    if (!e) return;
    x->entries = e;
    x->room = x->n;
}

void gp_index_free(gp_index *x)
{
    free(x->entries);
    free_slots(x);
    free(x->table);
    free(x->escaped);
    *x = (gp_index){0};
}
