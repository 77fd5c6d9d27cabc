/* recording_impl.h - what the files of an open recording share among themselves; nobody else includes this. */
#ifndef GP_RECORD_RECORDING_IMPL_H
#define GP_RECORD_RECORDING_IMPL_H

#include "base/sys.h"
#include "record/recording.h"

/* Where one exchange lies. Sorted by what is looked for, then by whose it was, then by place. What was not sent has no
 * digest: its lines lie under that of the empty text. */
typedef struct gp_recording_entry {
    uint64_t key;   /* gp_recording_key_hash */
    uint64_t owner; /* gp_recording_owner_hash */
    uint64_t offset;
    uint32_t length, line;
} gp_recording_entry;

struct gp_recording {
    gp_arena arena;
    gp_recording_head head;
    const char *dir, *path;
    gp_map map;
    gp_recording_entry *entries;
    size_t n, room;
    /* of requests that were not sent: then every exchange has a second entry, under GP_RECORDING_SENT */
    bool notes;
};
#define GP_RECORDING_SENT "sent"

/* Of request, provider, model and repeat; of trial, turn, attempt and occurrence. */
uint64_t gp_recording_key_hash(const gp_call_key *k, const char *sha256);
uint64_t gp_recording_owner_hash(const gp_call_key *k, size_t occurrence);

#endif
