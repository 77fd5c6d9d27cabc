/* recording_seen.c - how often each request was made by each trial. */
#include <stdlib.h>

#include "record/recording_impl.h"

struct gp_occurrence { /* of a request in a trial; `times` 0: the slot is free */
    uint64_t hash;
    size_t times;
};

static struct gp_occurrence *slot_of(struct gp_occurrence *slots, size_t room, uint64_t hash)
{
    size_t i = hash & (room - 1);
    while (slots[i].times && slots[i].hash != hash) i = (i + 1) & (room - 1);
    return &slots[i];
}

static void grow(gp_occurrences *o)
{
    size_t room = o->room ? o->room * 2 : 256;
    struct gp_occurrence *more = gp_alloc_array(room, sizeof *more);
    for (size_t i = 0; i < o->room; i++)
        if (o->slots[i].times) *slot_of(more, room, o->slots[i].hash) = o->slots[i];
    free(o->slots);
    o->slots = more;
    o->room = room;
}

static uint64_t hash_of(const gp_call_key *k, const char *sha256)
{
    return gp_recording_key_hash(k, sha256) ^ gp_recording_owner_hash(k, 0) * 0x9e3779b97f4a7c15u;
}

size_t gp_occurrence_count(const gp_occurrences *o, const gp_call_key *k, const char *sha256)
{
    return o->room ? slot_of(o->slots, o->room, hash_of(k, sha256))->times : 0;
}

size_t gp_occurrence_next(gp_occurrences *o, const gp_call_key *k, const char *sha256)
{
    uint64_t hash = hash_of(k, sha256);
    if (o->n * 2 >= o->room) grow(o);
    struct gp_occurrence *s = slot_of(o->slots, o->room, hash);
    if (!s->times) {
        s->hash = hash;
        o->n++;
    }
    return ++s->times;
}

void gp_occurrences_free(gp_occurrences *o)
{
    free(o->slots);
    *o = (gp_occurrences){0};
}
