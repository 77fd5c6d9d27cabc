/* recording_read.c - opening a recording: every line checked once and indexed. */
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "base/caps.h"
#include "bundle/bundle.h"
#include "record/recording_impl.h"

static uint64_t hash_more(uint64_t h, gp_str s) /* FNV-1a; a zero byte keeps neighbours apart */
{
    for (size_t i = 0; i < s.n; i++) h = (h ^ (unsigned char)s.p[i]) * 0x100000001b3u;
    return h * 0x100000001b3u;
}

static uint64_t hash_number(uint64_t h, uint64_t v)
{
    char bytes[8];
    for (int i = 0; i < 8; i++) bytes[i] = (char)(v >> 8 * i & 255);
    return hash_more(h, (gp_str){bytes, sizeof bytes});
}

uint64_t gp_recording_key_hash(const gp_call_key *k, const char *sha256)
{
    uint64_t h = hash_more(0xcbf29ce484222325u, gp_str_c(sha256));
    return hash_number(hash_more(hash_more(h, k->provider), k->model), (uint64_t)k->repeat);
}

uint64_t gp_recording_owner_hash(const gp_call_key *k, size_t occurrence)
{
    uint64_t h = hash_number(hash_more(0xcbf29ce484222325u, k->trial), k->turn);
    return hash_number(hash_number(h, (uint64_t)k->attempt), occurrence);
}

/* --- opening --- */

bool gp_is_recording(const char *dir) { return gp_bundle_holds(dir, GP_FILE_RECORDING); }

static void add_entry(gp_recording *r, const gp_exchange *x, const char *sha256, size_t occurrence, size_t offset,
                      size_t length, uint32_t line)
{
    r->entries = gp_grow(r->entries, r->n, &r->room, sizeof *r->entries);
    r->entries[r->n++] = (gp_recording_entry){gp_recording_key_hash(&x->key, sha256),
                                              gp_recording_owner_hash(&x->key, occurrence), offset, (uint32_t)length,
                                              line};
}

static int in_order(const void *p, const void *q)
{
    const gp_recording_entry *a = p, *b = q;
    if (a->key != b->key) return a->key < b->key ? -1 : 1;
    if (a->owner != b->owner) return a->owner < b->owner ? -1 : 1;
    return (a->offset > b->offset) - (a->offset < b->offset);
}

/* What was sent, by whose it was alone: what a note of a request that was not sent is held against. */
static gp_code index_sent(gp_recording *r, gp_err *err)
{
    gp_arena scratch = {0};
    gp_exchange x;
    gp_code code = GP_OK;
    for (size_t i = 0, n = r->n; i < n && !code; i++) {
        const gp_recording_entry e = r->entries[i];
        gp_arena_reset(&scratch);
        code = gp_exchange_read(&scratch, r->path, e.line, (gp_str){r->map.bytes.p + e.offset, e.length}, &x, err);
        if (!code && strlen(x.sha256) == 64) add_entry(r, &x, GP_RECORDING_SENT, 0, e.offset, e.length, e.line);
        gp_map_drop(&r->map, e.offset);
    }
    gp_arena_free(&scratch);
    return code;
}

static gp_code index_all(gp_recording *r, gp_err *err)
{
    gp_arena scratch = {0};
    gp_exchange x;
    gp_code code = GP_OK;
    uint32_t line = 1;
    for (size_t at = 0; !code && at < r->map.bytes.n; line++) {
        const char *start = r->map.bytes.p + at, *feed = memchr(start, '\n', r->map.bytes.n - at);
        if (!feed) break; /* cut off by a crash: its trial never ended */
        size_t n = (size_t)(feed - start);
        if (n > GP_CAP_TRANSCRIPT_LINE)
            code = gp_fail(err, GP_E_INPUT, "%s:%" PRIu32 ": the line is longer than %zu bytes", r->path, line,
                           GP_CAP_TRANSCRIPT_LINE);
        if (!code) code = gp_exchange_read(&scratch, r->path, line, (gp_str){start, n}, &x, err);
        if (!code) add_entry(r, &x, x.sha256, x.occurrence, at, n, line);
        r->notes = r->notes || (!code && x.unsent);
        at += n + 1;
        gp_map_drop(&r->map, at);
        gp_arena_reset(&scratch);
    }
    gp_arena_free(&scratch);
    if (!code && !r->n) code = gp_fail(err, GP_E_INPUT, "%s holds no exchange: there is nothing to replay", r->path);
    if (!code && r->notes) code = index_sent(r, err);
    if (!code) qsort(r->entries, r->n, sizeof *r->entries, in_order);
    return code;
}

static gp_code read_head(gp_recording *r, gp_err *err)
{
    gp_str text = {0};
    const char *head = gp_path_join(&r->arena, r->dir, GP_FILE_RECORDING),
               *manifest = gp_path_join(&r->arena, r->dir, GP_FILE_MANIFEST);
    gp_code code = gp_read_file(&r->arena, head, 0, &text, err);
    if (!code) code = gp_recording_head_read(&r->arena, head, text, &r->head, err);
    return code ? code : gp_manifest_read(&r->arena, manifest, &r->head.run, err);
}

gp_code gp_recording_open(const char *dir, gp_recording **out, gp_err *err)
{
    gp_recording *r = gp_alloc(sizeof *r);
    r->dir = gp_arena_copy(&r->arena, dir, strlen(dir));
    r->path = gp_path_join(&r->arena, r->dir, GP_FILE_EXCHANGES);
    gp_code code = read_head(r, err);
    if (!code) code = gp_map_watch(r->path, &r->map, err);
    if (!code) code = index_all(r, err);
    if (code) {
        gp_recording_close(r);
        return code;
    }
    *out = r;
    return GP_OK;
}

void gp_recording_close(gp_recording *r)
{
    if (!r) return;
    gp_unmap(&r->map);
    free(r->entries);
    gp_arena_free(&r->arena);
    free(r);
}

const gp_recording_head *gp_recording_facts(const gp_recording *r) { return &r->head; }

size_t gp_recording_count(const gp_recording *r) { return r->n; }
