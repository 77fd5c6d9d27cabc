/* index.c - positions and ids of the cases: 24 bytes each, plus at most 11 for the lookup while there is one. The ids
 * stay in the file; the table keeps 21 bits of their hash, so that growing it and most comparisons do not touch the
 * file again. */
#include <stdlib.h>
#include <string.h>

#include "base/caps.h"
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
    return (gp_str){e->kept ? x->ids + e->id_at : text.p + e->at + e->id_at, e->id_n};
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

static void keep_id(gp_index *x, gp_str id, gp_index_entry *e)
{
    while (x->n_ids + id.n > x->room_ids) x->ids = grow(x->ids, x->room_ids, &x->room_ids, 1);
    memcpy(x->ids + x->n_ids, id.p, id.n);
    e->kept = 1;
    e->id_at = (uint32_t)x->n_ids;
    x->n_ids += id.n;
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

gp_code gp_index_add(gp_index *x, gp_str text, const gp_json *place, gp_str id, size_t *first, gp_err *err)
{
    if (place->raw.n > UINT32_MAX || x->n >= UINT32_MAX - 1 || x->n_ids > UINT32_MAX - GP_CAP_ID)
        return gp_json_fail(err, place, "more than 4 billion cases, or bytes in one case or in all ids that are made");
    x->entries = grow(x->entries, x->n, &x->room, sizeof *x->entries);
    if (!x->table) x->table = gp_alloc(sizeof *x->table);
    make_slots(x);
    uint32_t hash = hash_of(x, id);
    size_t s = slot_of(x, text, id, hash);
    *first = x->table->slots[s] ? x->table->slots[s] - 1 : SIZE_MAX;
    if (*first != SIZE_MAX) return GP_OK;
    gp_index_entry e = {.at = place->offset,
                        .line = place->line,
                        .col = place->col,
                        .hash = hash & ((1u << HASH_BITS) - 1),
                        .id_n = (uint8_t)id.n};
    bool plain = id.p >= text.p && id.p < text.p + text.n;
    if (plain) e.id_at = (uint32_t)(id.p - text.p - (ptrdiff_t)place->offset);
    else keep_id(x, id, &e);
    mark_twins(x, text, id, &e);
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
    char *ids = x->n_ids ? realloc(x->ids, x->n_ids) : NULL;
    if (ids) x->ids = ids, x->room_ids = x->n_ids;
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
    free(x->ids);
    *x = (gp_index){0};
}
