/* replay.c - answers out of a bundle or another tool's file. */
#include <stdlib.h>
#include <string.h>

#include "base/caps.h"
#include "base/sys.h"
#include "bundle/bundle.h"
#include "record/import.h"
#include "targets/target_impl.h"

/* Where one recorded trial lies. Sorted by hash, then by place. */
typedef struct entry {
    uint64_t hash, offset;
    uint32_t length;
} entry;

struct gp_replay {
    gp_arena arena;
    gp_import *import; /* of another tool's file; then nothing below */
    gp_manifest manifest;
    gp_map map; /* transcripts.jsonl */
    const char *path;
    entry *entries;
    size_t n, room;
};

static uint64_t hash_of(gp_str s) /* FNV-1a */
{
    uint64_t h = 0xcbf29ce484222325u;
    for (size_t i = 0; i < s.n; i++) h = (h ^ (unsigned char)s.p[i]) * 0x100000001b3u;
    return h;
}

static gp_code index_line(gp_replay *r, size_t offset, uint32_t number, gp_str line, gp_arena *scratch, gp_err *err)
{
    gp_str id = {0};
    gp_code code = gp_transcript_read_id(scratch, r->path, line, number, &id, err);
    if (code) return code;
    r->entries = gp_grow(r->entries, r->n, &r->room, sizeof *r->entries);
    r->entries[r->n++] = (entry){hash_of(id), offset, (uint32_t)line.n};
    return GP_OK;
}

static int by_hash(const void *x, const void *y)
{
    const entry *a = x, *b = y;
    if (a->hash != b->hash) return a->hash < b->hash ? -1 : 1;
    return (a->offset > b->offset) - (a->offset < b->offset);
}

static gp_code index_all(gp_replay *r, gp_err *err)
{
    gp_arena scratch = {0};
    gp_code code = GP_OK;
    uint32_t number = 1;
    for (size_t at = 0; !code && at < r->map.bytes.n; number++) {
        gp_map_touch(&r->map, at);
        const char *start = r->map.bytes.p + at, *feed = memchr(start, '\n', r->map.bytes.n - at);
        if (!feed) break; /* cut off by a crash: never finished */
        code = index_line(r, at, number, (gp_str){start, (size_t)(feed - start)}, &scratch, err);
        at += (size_t)(feed - start) + 1;
        gp_arena_reset(&scratch);
    }
    gp_arena_free(&scratch);
    if (!code && !r->n) code = gp_fail(err, GP_E_INPUT, "%s holds no transcript: there is nothing to replay", r->path);
    if (!code) qsort(r->entries, r->n, sizeof *r->entries, by_hash);
    return code;
}

static gp_code open_bundle(gp_replay *r, const char *dir, gp_err *err)
{
    r->path = gp_path_join(&r->arena, dir, GP_FILE_JOURNAL);
    const char *manifest = gp_path_join(&r->arena, dir, GP_FILE_MANIFEST);
    gp_code code = GP_OK;
    if (!gp_is_file(r->path))
        code = gp_fail(err, GP_E_INPUT, "cannot replay %s: it has no " GP_FILE_JOURNAL ", so it is no bundle of a run",
                       dir);
    static const char *const read[] = {GP_FILE_MANIFEST, GP_FILE_JOURNAL, GP_FILE_EVIDENCE, GP_FILE_TOPOLOGY};
    if (!code) code = gp_bundle_intact(dir, read, sizeof read / sizeof *read, err);
    if (!code) code = gp_manifest_read(&r->arena, manifest, &r->manifest, err);
    if (!code) code = gp_map_watch(r->path, &r->map, err);
    return code ? code : index_all(r, err);
}

gp_code gp_replay_open(const char *path, gp_replay **out, gp_err *err)
{
    bool file = gp_is_file(path);
    if (!file && !gp_is_dir(path))
        return gp_fail(err, GP_E_INPUT, "cannot replay %s: there is no such folder or file", path);
    gp_replay *r = gp_alloc(sizeof *r);
    gp_code code = file ? gp_import_open(path, &r->import, err) : open_bundle(r, path, err);
    if (code) {
        gp_replay_close(r);
        return code;
    }
    *out = r;
    return GP_OK;
}

void gp_replay_close(gp_replay *r)
{
    if (!r) return;
    gp_import_close(r->import);
    gp_unmap(&r->map);
    free(r->entries);
    gp_arena_free(&r->arena);
    free(r);
}

const gp_manifest *gp_replay_manifest(const gp_replay *r)
{
    return r->import ? gp_import_manifest(r->import) : &r->manifest;
}

/* The recorded transcript with this id into the arena; *found tells. Of several the last: a trial that was not sent for
 * lack of money has another line once it was. */
static gp_code look_up(const gp_replay *r, gp_arena *a, gp_str id, gp_transcript *t, bool *found, gp_err *err)
{
    uint64_t h = hash_of(id);
    size_t lo = 0, hi = r->n;
    while (lo < hi) {
        size_t mid = lo + (hi - lo) / 2;
        if (r->entries[mid].hash < h) lo = mid + 1;
        else hi = mid;
    }
    *found = false;
    size_t end = lo;
    while (end < r->n && r->entries[end].hash == h) end++;
    while (end-- > lo && !*found) {
        const entry *e = &r->entries[end];
        gp_map_touch(&r->map, (size_t)e->offset);
        gp_code code = gp_transcript_read(a, r->path, (gp_str){r->map.bytes.p + e->offset, e->length},
                                          (size_t)e->offset, t, err);
        gp_code changed = gp_map_unchanged(&r->map, r->path, err);
        if (changed || code) return changed ? changed : code;
        *found = gp_str_eq(t->id, id);
    }
    return GP_OK;
}

static gp_code bundle_has(const gp_replay *r, const gp_trial *trial, gp_err *err)
{
    gp_arena a = {0};
    gp_transcript t;
    bool found;
    gp_str id = trial->id;
    const char *case_digest = trial->c->digest;
    int64_t seed = trial->seed;
    gp_code code = look_up(r, &a, id, &t, &found, err);
    if (!code && !found)
        code = gp_fail(err, GP_E_INPUT, "%s has no trial %.*s; replay never asks a live target", r->path, GP_ARG(id));
    else if (!code && !gp_str_eqc(t.case_digest, case_digest))
        code = gp_fail(
            err, GP_E_INPUT,
            "%s: trial %.*s was recorded for another version of its case (digest %.12s…, now %.12s…): prompt, tools or sampling changed",
            r->path, GP_ARG(id), t.case_digest.p, case_digest);
    else if (!code && t.seed != seed)
        code = gp_fail(err, GP_E_INPUT, "%s: trial %.*s was recorded with seed %lld, this run would use %lld", r->path,
                       GP_ARG(id), (long long)t.seed, (long long)seed);
    gp_arena_free(&a);
    return code;
}

/* --- another tool's answers --- */

static gp_code find_answer(const gp_replay *r, gp_str target, gp_trial *trial, const gp_imported **out, gp_err *err)
{
    const gp_case *c = trial->c;
    gp_str prompt = {0};
    if (c->n_turns)
        return gp_fail(
            err, GP_E_INPUT,
            "case %.*s has turns, and a file of another tool holds one answer to each prompt; choose other cases with --filter or --tag",
            GP_ARG(c->id));
    for (size_t i = 0; i < c->n_messages; i++)
        if (gp_str_eqc(c->messages[i].role, "user")) prompt = gp_message_text(&trial->arena, &c->messages[i]);
    return gp_import_find(r->import, trial->id, target, prompt, trial->repeat, out, err);
}

/* The request is not known but for its prompt, so it has no digest; goldpin made no attempt at it. */
static gp_code answer_with(const gp_replay *r, gp_str target, gp_trial *trial, gp_transcript *t, gp_err *err)
{
    const gp_imported *x = NULL;
    gp_code code = find_answer(r, target, trial, &x, err);
    if (code) return code;
    t->replies = &x->reply;
    t->n_replies = x->failure && !x->reply.answer.n ? 0 : 1;
    t->failure = x->failure;
    t->error = x->error;
    t->started_epoch = -1;
    t->duration_s = x->reply.total_s;
    return GP_OK;
}

gp_code gp_replay_has(const gp_replay *r, gp_str target, gp_trial *trial, gp_err *err)
{
    const gp_imported *x = NULL;
    return r->import ? find_answer(r, target, trial, &x, err) : bundle_has(r, trial, err);
}

/* --- as a target --- */

typedef struct player {
    gp_replay *replay;
    gp_str name;
    const gp_target_services *env;
} player;

static bool player_ready(const void *impl)
{
    (void)impl;
    return true;
}
static void player_pump(void *impl) { (void)impl; }
static void player_close(void *impl) { free(impl); }

static void player_start(void *impl, gp_trial *trial)
{
    player *p = impl;
    gp_err err = {0};
    gp_transcript *t = gp_transcript_begin(trial, p->name);
    bool found = p->replay->import != NULL;
    gp_code code = found ? answer_with(p->replay, p->name, trial, t, &err)
                         : look_up(p->replay, &trial->arena, trial->id, t, &found, &err);
    if (!code && found) {
        p->env->done(p->env->user, trial, t);
        return;
    }
    /* gp_replay_has was asked before the run began, so the recording changed under our feet. */
    if (code == GP_E_INFRA && p->env->tape.broken) p->env->tape.broken(p->env->tape.broken_user, &err);
    gp_transcript *broken = gp_transcript_begin(trial, GP_STR("replay"));
    gp_trial_end(trial, p->env, broken, GP_FAIL_BAD_RESPONSE, "the recording changed while it was replayed: %s",
                 err.msg);
}

static const gp_target_ops player_ops = {player_ready, player_start, player_pump, player_pump, player_close, NULL};

gp_target *gp_replay_target(gp_replay *r, gp_str name, const gp_target_services *env)
{
    player *p = gp_alloc(sizeof *p);
    gp_target *t = gp_alloc(sizeof *t);
    *p = (player){r, name, env};
    *t = (gp_target){.ops = &player_ops, .impl = p};
    return t;
}
