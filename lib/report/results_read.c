/* results_read.c - results.json, indexed: a trial is read when it is asked for. */
#include <stdlib.h>
#include <string.h>

#include "base/caps.h"
#include "base/sys.h"
#include "bundle/bundle.h"
#include "report/results_format.h"

/* Where a trial stands, and a hash of its id; 20 bytes each, so 100,000 trials take 2 MB. */
typedef struct __attribute__((packed, aligned(4))) place {
    uint64_t offset;
    uint32_t hash, line, col;
} place;

struct gp_results {
    gp_map map;
    gp_arena arena; /* the head and the name */
    const char *name;
    gp_results_head head;
    place *places;     /* file order */
    uint32_t *by_hash; /* indexes into places; NULL after gp_results_open_each, which nobody asks for single trials */
    size_t n, room;
};

/* FNV-1a: only for finding; equal hashes are told apart by the id. */
static uint32_t hash_of(gp_str s)
{
    uint64_t h = 0xCBF29CE484222325u;
    for (size_t i = 0; i < s.n; i++) h = (h ^ (unsigned char)s.p[i]) * 0x100000001B3u;
    return (uint32_t)(h ^ h >> 32);
}

static gp_code read_trial(gp_json_reader *rd, gp_arena *a, gp_result *out, const gp_json **value, gp_err *err)
{
    const gp_json *v;
    gp_code code = gp_json_read(rd, a, &v, err);
    *out = (gp_result){0};
    if (!code) code = gp_record_read(a, &gp_result_record, v, out, err);
    if (!code && value) *value = v;
    return code;
}

static gp_code note_place(gp_results *r, const gp_json *v, gp_str id, gp_err *err)
{
    if (r->n == r->room) {
        size_t room = r->room ? r->room * 2 : 256;
        place *grown = room > UINT32_MAX ? NULL : realloc(r->places, room * sizeof *grown);
        if (!grown) return gp_fail_memory(err, "where trials stand", room * sizeof *grown);
        r->places = grown;
        r->room = room;
    }
    r->places[r->n++] = (place){.offset = v->offset, .hash = hash_of(id), .line = v->line, .col = v->col};
    return GP_OK;
}

/* `visit` may be NULL. */
static gp_code index_trials(gp_results *r, gp_json_reader *rd, gp_results_visit *visit, void *user, gp_err *err)
{
    gp_arena a = {0};
    bool more = false;
    gp_code code = gp_json_enter(rd, GP_JSON_ARRAY, err);
    if (!code) code = gp_json_element(rd, &more, err);
    while (!code && more) {
        gp_result t;
        const gp_json *v = NULL;
        gp_map_touch(&r->map, rd->at);
        code = read_trial(rd, &a, &t, &v, err);
        if (!code) code = note_place(r, v, t.id, err);
        if (!code && visit) code = visit(user, r, &t, err);
        gp_arena_reset(&a);
        if (!code) code = gp_json_element(rd, &more, err);
    }
    gp_arena_free(&a);
    return code;
}

/* --- order by hash, without a global: an array of pairs is sorted, then the indexes are kept --- */

typedef struct pair {
    uint32_t hash, index;
} pair;

static int by_hash_then_index(const void *x, const void *y)
{
    const pair *a = x, *b = y;
    if (a->hash != b->hash) return a->hash < b->hash ? -1 : 1;
    return (a->index > b->index) - (a->index < b->index);
}

static gp_code sort_places(gp_results *r, gp_err *err)
{
    size_t bytes = (r->n + 1) * sizeof(pair);
    pair *p = malloc(bytes);
    r->by_hash = malloc((r->n + 1) * sizeof *r->by_hash);
    if (!p || !r->by_hash) {
        free(p);
        return gp_fail_memory(err, "the order of trials", bytes);
    }
    for (size_t i = 0; i < r->n; i++) p[i] = (pair){r->places[i].hash, (uint32_t)i};
    qsort(p, r->n, sizeof *p, by_hash_then_index);
    for (size_t i = 0; i < r->n; i++) r->by_hash[i] = p[i].index;
    free(p);
    return GP_OK;
}

static gp_code refuse_twins(const gp_results *r, gp_err *err)
{
    gp_arena a = {0};
    gp_code code = GP_OK;
    for (size_t i = 1; i < r->n && !code; i++) {
        const place *x = &r->places[r->by_hash[i - 1]], *y = &r->places[r->by_hash[i]];
        gp_result one, two;
        if (x->hash != y->hash) continue;
        code = gp_results_at(r, r->by_hash[i - 1], &a, &one, err);
        if (!code) code = gp_results_at(r, r->by_hash[i], &a, &two, err);
        if (!code && gp_str_eq(one.id, two.id))
            code = gp_fail(err, GP_E_INPUT, "%s:%u:%u: the trial \"%.*s\" stands here a second time (first in line %u)",
                           r->name, y->line, y->col, GP_ARG(two.id), x->line);
        gp_arena_reset(&a);
    }
    gp_arena_free(&a);
    return code;
}

/* --- the document --- */

/* Members other than "trials" become one synthetic object, so that one table checks them like any other. */
typedef struct members {
    gp_json object;
    gp_json *last;
    bool trials;
    gp_results_visit *visit; /* NULL: nobody wants to see the trials on the way, or somebody has */
    void *user;
} members;

static gp_code add_member(gp_results *r, gp_json_reader *rd, members *m, gp_str key, gp_err *err)
{
    const gp_json *v;
    uint32_t line = rd->key_line, col = rd->key_col;
    gp_code code = gp_json_read(rd, &r->arena, &v, err);
    if (code) return code;
    gp_json *copy = GP_NEW(&r->arena, gp_json);
    *copy = *v;
    copy->key = key;
    copy->key_line = line;
    copy->key_col = col;
    for (const gp_json *other = m->object.first; other; other = other->next)
        if (gp_str_eq(other->key, key))
            return gp_fail(err, GP_E_INPUT, "%s:%u:%u: the key \"%.*s\" stands here a second time", r->name, line, col,
                           GP_ARG(key));
    if (m->last) m->last->next = copy;
    else m->object.first = copy;
    m->last = copy;
    m->object.n++;
    return GP_OK;
}

static gp_code read_document(gp_results *r, gp_json_reader *rd, members *m, gp_err *err)
{
    bool more = false;
    gp_str key;
    gp_code code = gp_json_enter(rd, GP_JSON_OBJECT, err);
    if (!code) code = gp_json_member(rd, &r->arena, &key, &more, err);
    while (!code && more) {
        if (gp_str_eqc(key, "trials") && m->trials)
            return gp_json_reader_fail(rd, err, "the key \"trials\" stands here a second time");
        if (gp_str_eqc(key, "trials")) {
            /* The writer puts the head in front of the trials; where it stands behind, they are visited afterwards. */
            bool known = m->visit && gp_record_read(&r->arena, &gp_head_record, &m->object, &r->head, NULL) == GP_OK;
            m->trials = true;
            code = index_trials(r, rd, known ? m->visit : NULL, m->user, err);
            if (known) m->visit = NULL;
        } else {
            code = add_member(r, rd, m, key, err);
        }
        if (!code) code = gp_json_member(rd, &r->arena, &key, &more, err);
    }
    if (!code) code = gp_json_finish(rd, err);
    if (!code && !m->trials) code = gp_json_reader_fail(rd, err, "the key \"trials\" is missing");
    return code;
}

static gp_code read_all(gp_results *r, gp_results_visit *visit, void *user, gp_err *err)
{
    gp_json_reader rd;
    members m = {
        .object = {.type = GP_JSON_OBJECT, .line = 1, .col = 1, .name = r->name}, .visit = visit, .user = user};
    gp_json_reader_init(&rd, r->name, r->map.bytes);
    gp_code code = read_document(r, &rd, &m, err);
    if (!code) code = gp_record_read(&r->arena, &gp_head_record, &m.object, &r->head, err);
    if (!code && !visit) code = sort_places(r, err);
    if (!code && !visit) code = refuse_twins(r, err);
    gp_arena a = {0};
    for (size_t i = 0; i < r->n && m.visit && !code; i++) {
        gp_result t;
        code = gp_results_at(r, i, &a, &t, err);
        if (!code) code = m.visit(user, r, &t, err);
        gp_arena_reset(&a);
    }
    gp_arena_free(&a);
    return code;
}

gp_code gp_results_open_text(const char *name, gp_str text, gp_results **out, gp_err *err)
{
    gp_results *r = gp_alloc(sizeof *r);
    r->name = gp_arena_copy(&r->arena, name, strlen(name));
    r->map.bytes = gp_str_dup(&r->arena, text);
    gp_code code = read_all(r, NULL, NULL, err);
    if (code) gp_results_close(r);
    else *out = r;
    return code;
}

gp_code gp_results_open(const char *path, gp_results **out, gp_err *err)
{
    return gp_results_open_each(path, NULL, NULL, out, err);
}

gp_code gp_results_open_each(const char *path, gp_results_visit *visit, void *user, gp_results **out, gp_err *err)
{
    gp_results *r = gp_alloc(sizeof *r);
    gp_entry what;
    gp_code code = gp_look(path, &what, err);
    r->name = what == GP_FOLDER ? gp_path_join(&r->arena, path, GP_FILE_RESULTS)
                                : gp_arena_copy(&r->arena, path, strlen(path));
    if (!code) code = gp_map_file(r->name, &r->map, err);
    if (!code) code = read_all(r, visit, user, err);
    if (code) gp_results_close(r);
    else *out = r;
    return code;
}

void gp_results_close(gp_results *r)
{
    if (!r) return;
    gp_unmap(&r->map);
    gp_arena_free(&r->arena);
    free(r->places);
    free(r->by_hash);
    free(r);
}

gp_str gp_results_bytes(const gp_results *r) { return r->map.bytes; }

const gp_results_head *gp_results_facts(const gp_results *r) { return &r->head; }

size_t gp_results_count(const gp_results *r) { return r->n; }

gp_code gp_results_at(const gp_results *r, size_t i, gp_arena *a, gp_result *out, gp_err *err)
{
    gp_json_reader rd;
    const place *p = &r->places[i];
    gp_map_touch(&r->map, (size_t)p->offset);
    gp_json_reader_init(&rd, r->name, r->map.bytes);
    rd.at = (size_t)p->offset;
    rd.line = p->line;
    rd.line_start = rd.at - (p->col - 1);
    return read_trial(&rd, a, out, NULL, err);
}

gp_code gp_results_each(const gp_results *r, gp_code (*visit)(void *user, const gp_result *t, gp_err *err), void *user,
                        gp_err *err)
{
    gp_arena a = {0};
    gp_code code = GP_OK;
    for (size_t i = 0; i < r->n && !code; i++) {
        gp_result t;
        code = gp_results_at(r, i, &a, &t, err);
        if (!code) code = visit(user, &t, err);
        gp_arena_reset(&a);
    }
    gp_arena_free(&a);
    return code;
}

gp_code gp_results_find(const gp_results *r, gp_arena *a, gp_str id, gp_result *out, bool *found, gp_err *err)
{
    uint32_t hash = hash_of(id);
    size_t lo = 0, hi = r->n;
    *found = false;
    for (size_t i = 0; !r->by_hash && i < r->n; i++) {
        if (r->places[i].hash != hash) continue;
        gp_code code = gp_results_at(r, i, a, out, err);
        *found = !code && gp_str_eq(out->id, id);
        if (code || *found) return code;
    }
    if (!r->by_hash) return GP_OK;
    while (lo < hi) {
        size_t mid = lo + (hi - lo) / 2;
        if (r->places[r->by_hash[mid]].hash < hash) lo = mid + 1;
        else hi = mid;
    }
    gp_code code = GP_OK;
    for (; !code && !*found && lo < r->n && r->places[r->by_hash[lo]].hash == hash; lo++) {
        code = gp_results_at(r, r->by_hash[lo], a, out, err);
        *found = !code && gp_str_eq(out->id, id);
    }
    return code;
}
