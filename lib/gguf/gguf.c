/* gguf.c - opening all parts of a model, and looking things up. */
#include "gguf/gguf.h"

#include <math.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/caps.h"
#include "base/cursor.h"
#include "base/sha256.h"
#include "base/sys.h"
#include "gguf/part.h"

struct gp_gguf {
    gp_arena arena; /* paths, parts, tables */
    const char *path;
    size_t n_parts;
    gp_gguf_part *parts; /* keys are those of the first */
    gp_map *maps;        /* zeroed for bytes that the caller owns */
    size_t n_tensors;
    gp_gguf_tensor *tensors; /* of all parts, in order */
    const gp_str **by_name;
};

/* --- opening --- */

/* "…-00001-of-00003.gguf": where the number begins, and the count. */
static bool split_name(const char *path, size_t *at, uint32_t *number, uint32_t *count)
{
    size_t n = strlen(path);
    enum { SUFFIX = sizeof "-00001-of-00003.gguf" - 1 };
    if (n < SUFFIX) return false;
    const char *s = path + n - SUFFIX;
    if (s[0] != '-' || memcmp(s + 6, "-of-", 4) != 0 || strcmp(s + 15, ".gguf") != 0) return false;
    uint32_t v[2] = {0, 0};
    for (unsigned i = 0; i < 5; i++) {
        if (s[1 + i] < '0' || s[1 + i] > '9' || s[10 + i] < '0' || s[10 + i] > '9') return false;
        v[0] = v[0] * 10 + (uint32_t)(s[1 + i] - '0');
        v[1] = v[1] * 10 + (uint32_t)(s[10 + i] - '0');
    }
    *at = n - SUFFIX + 1;
    *number = v[0];
    *count = v[1];
    return true;
}

static const gp_gguf_value *part_find(const gp_gguf_part *p, const char *key)
{
    return (const gp_gguf_value *)(const void *)gp_gguf_index_find(p->by_key, p->n_values, gp_str_c(key));
}

static bool is_integer(gp_gguf_kind k) { return k <= GP_GGUF_I32 || k == GP_GGUF_U64 || k == GP_GGUF_I64; }

/* An integer key of a split file: `want`, or an error that names the file. */
static gp_code want_split(const gp_gguf_part *p, const char *key, uint64_t want, gp_err *err)
{
    const gp_gguf_value *v = part_find(p, key);
    if (!v) return gp_fail(err, GP_E_INPUT, "%s: part of a split model, but it has no key \"%s\"", p->name, key);
    if (!is_integer(v->kind))
        return gp_fail(err, GP_E_INPUT, "%s: key \"%s\" (offset %zu): must be a number", p->name, key, v->offset);
    if (v->u == want) return GP_OK;
    return gp_fail(err, GP_E_INPUT, "%s: key \"%s\" (offset %zu): is %lld, expected %llu: parts of different models?",
                   p->name, key, v->offset, (long long)v->i, (unsigned long long)want);
}

static gp_code open_part(gp_gguf *g, size_t i, const char *path, gp_err *err)
{
    gp_code code = gp_map_watch(path, &g->maps[i], err);
    return code ? code : gp_gguf_part_parse(&g->arena, path, g->maps[i].bytes, (unsigned)i, &g->parts[i], err);
}

static void room_for_parts(gp_gguf *g, size_t n)
{
    gp_gguf_part *parts = GP_NEW_ARRAY(&g->arena, gp_gguf_part, n);
    gp_map *maps = GP_NEW_ARRAY(&g->arena, gp_map, n);
    if (g->n_parts) { /* keep the first, which is open already */
        parts[0] = g->parts[0];
        maps[0] = g->maps[0];
    }
    g->parts = parts;
    g->maps = maps;
    g->n_parts = n;
}

static gp_code open_others(gp_gguf *g, size_t count, gp_err *err)
{
    size_t at = 0;
    uint32_t number = 0, named = 0;
    const gp_gguf_part *first = &g->parts[0];
    if (!split_name(g->path, &at, &number, &named) || named != count)
        return gp_fail(
            err, GP_E_INPUT,
            "%s: first of %zu parts, but its name does not end in -00001-of-%05zu.gguf, so the others cannot be found",
            g->path, count, count);
    if (number != 1)
        return gp_fail(err, GP_E_INPUT, "%s: part %u of a split model; give the first part, …-00001-of-%05zu.gguf",
                       g->path, number, count);
    gp_code code = want_split(first, "split.no", 0, err);
    if (!code) room_for_parts(g, count);
    for (size_t i = 1; !code && i < count; i++) {
        code = open_part(g, i, gp_str_fmt(&g->arena, "%.*s%05zu-of-%05zu.gguf", (int)at, g->path, i + 1, count).p, err);
        if (!code) code = want_split(&g->parts[i], "split.no", i, err);
        if (!code) code = want_split(&g->parts[i], "split.count", count, err);
    }
    return code;
}

/* One table over all parts; names must be unique across them. */
static gp_code index_tensors(gp_gguf *g, gp_err *err)
{
    for (size_t i = 0; i < g->n_parts; i++) g->n_tensors += g->parts[i].n_tensors;
    g->tensors = GP_NEW_ARRAY(&g->arena, gp_gguf_tensor, g->n_tensors);
    g->by_name = GP_NEW_ARRAY(&g->arena, const gp_str *, g->n_tensors);
    size_t n = 0;
    for (size_t i = 0; i < g->n_parts; i++)
        for (size_t k = 0; k < g->parts[i].n_tensors; k++) g->tensors[n++] = g->parts[i].tensors[k];
    for (size_t i = 0; i < n; i++) g->by_name[i] = &g->tensors[i].name;
    size_t twice = gp_gguf_index_sort(g->by_name, n);
    if (twice == SIZE_MAX) return GP_OK;
    const gp_gguf_tensor *t = (const gp_gguf_tensor *)(const void *)g->by_name[twice];
    char shown[GGUF_SHOWN];
    return gp_fail(err, GP_E_INPUT, "%s: tensor \"%s\" (offset %llu): the name stands twice in the tensor table",
                   g->parts[t->part].name, gp_gguf_shown(shown, t->name), (unsigned long long)t->offset);
}

/* How many files the model has, from the first one's metadata. */
static gp_code part_count(const gp_gguf_part *p, size_t *count, gp_err *err)
{
    const gp_gguf_value *v = part_find(p, "split.count");
    *count = 1;
    if (!v) return GP_OK;
    if (!is_integer(v->kind) || v->u > GP_CAP_GGUF_PARTS)
        return gp_fail(err, GP_E_INPUT, "%s: key \"split.count\" (offset %zu): must be a number up to %zu", p->name,
                       v->offset, GP_CAP_GGUF_PARTS);
    *count = v->u > 1 ? (size_t)v->u : 1;
    return GP_OK;
}

static gp_code finish(gp_gguf *g, bool may_open, gp_err *err)
{
    size_t count;
    gp_code code = part_count(&g->parts[0], &count, err);
    if (code) return code;
    if (count > 1 && !may_open)
        return gp_fail(err, GP_E_INPUT, "%s: one of %zu parts of a split model; the others are files of their own",
                       g->path, count);
    if (count > 1) code = open_others(g, count, err);
    if (!code) code = index_tensors(g, err);
    for (size_t i = 0; i < count && count > 1 && !code;
         i++) /* each part says how many all have: one of another model gives itself away */
        if (part_find(&g->parts[i], "split.tensors.count"))
            code = want_split(&g->parts[i], "split.tensors.count", g->n_tensors, err);
    return code;
}

static gp_gguf *start(const char *name)
{
    gp_gguf *g = gp_alloc(sizeof *g);
    g->path = gp_arena_copy(&g->arena, name, strlen(name));
    room_for_parts(g, 1);
    return g;
}

static gp_code settle(gp_code code, gp_gguf *g, gp_gguf **out)
{
    if (code) {
        gp_gguf_close(g);
        g = NULL;
    }
    *out = g;
    return code;
}

gp_code gp_gguf_open(const char *path, gp_gguf **out, gp_err *err)
{
    gp_gguf *g = start(path);
    gp_code code = open_part(g, 0, g->path, err);
    if (!code) code = finish(g, true, err);
    return settle(code, g, out);
}

gp_code gp_gguf_parse(const char *name, gp_str bytes, gp_gguf **out, gp_err *err)
{
    gp_gguf *g = start(name);
    gp_code code = gp_gguf_part_parse(&g->arena, g->path, bytes, 0, &g->parts[0], err);
    if (!code) code = finish(g, false, err);
    return settle(code, g, out);
}

void gp_gguf_close(gp_gguf *g)
{
    if (!g) return;
    for (size_t i = 0; i < g->n_parts; i++) gp_unmap(&g->maps[i]);
    gp_arena_free(&g->arena);
    free(g);
}

/* --- looking --- */

const char *gp_gguf_path(const gp_gguf *g) { return g->path; }
uint32_t gp_gguf_version(const gp_gguf *g) { return g->parts[0].version; }
size_t gp_gguf_n_values(const gp_gguf *g) { return g->parts[0].n_values; }
const gp_gguf_value *gp_gguf_value_at(const gp_gguf *g, size_t i) { return &g->parts[0].values[i]; }
const gp_gguf_value *gp_gguf_find(const gp_gguf *g, const char *key) { return part_find(&g->parts[0], key); }
size_t gp_gguf_n_tensors(const gp_gguf *g) { return g->n_tensors; }
const gp_gguf_tensor *gp_gguf_tensor_at(const gp_gguf *g, size_t i) { return &g->tensors[i]; }

uint64_t gp_gguf_file_bytes(const gp_gguf *g)
{
    uint64_t n = 0;
    for (size_t i = 0; i < g->n_parts; i++) n += g->parts[i].bytes.n;
    return n;
}

const gp_gguf_tensor *gp_gguf_tensor_find(const gp_gguf *g, const char *name)
{
    return (const gp_gguf_tensor *)(const void *)gp_gguf_index_find(g->by_name, g->n_tensors, gp_str_c(name));
}

gp_code gp_gguf_fail(const gp_gguf *g, const char *key, const char *tensor, gp_err *err, const char *fmt, ...)
{
    char text[512], shown[GGUF_SHOWN];
    va_list ap;
    va_start(ap, fmt);
    (void)vsnprintf(text, sizeof text, fmt, ap);
    va_end(ap);
    const gp_gguf_value *v = key ? gp_gguf_find(g, key) : NULL;
    const gp_gguf_tensor *t = !key && tensor ? gp_gguf_tensor_find(g, tensor) : NULL;
    if (!key && !tensor) return gp_fail(err, GP_E_INPUT, "%s: %s", g->path, text);
    const char *what = key ? "key" : "tensor", *name = gp_gguf_shown(shown, gp_str_c(key ? key : tensor));
    const char *file = t ? g->parts[t->part].name : g->path;
    if (!v && !t) return gp_fail(err, GP_E_INPUT, "%s: %s \"%s\": %s", file, what, name, text);
    return gp_fail(err, GP_E_INPUT, "%s: %s \"%s\" (offset %llu): %s", file, what, name,
                   (unsigned long long)(v ? v->offset : t->offset), text);
}

/* --- typed access --- */

static gp_code fail_kind(const gp_gguf *g, const char *key, const gp_gguf_value *v, const char *want, gp_err *err)
{
    return gp_gguf_fail(g, key, NULL, err, "must be %s, not %s", want, gp_gguf_kind_name(v->kind));
}

gp_code gp_gguf_get_u32(const gp_gguf *g, const char *key, uint32_t *out, gp_err *err)
{
    const gp_gguf_value *v = gp_gguf_find(g, key);
    if (!v) return GP_OK;
    if (!is_integer(v->kind)) return fail_kind(g, key, v, "an integer", err);
    if (v->u > UINT32_MAX)
        return gp_gguf_fail(g, key, NULL, err, "%lld is out of range (0 to 4294967295)", (long long)v->i);
    *out = (uint32_t)v->u;
    return GP_OK;
}

gp_code gp_gguf_get_i64(const gp_gguf *g, const char *key, int64_t *out, gp_err *err)
{
    const gp_gguf_value *v = gp_gguf_find(g, key);
    if (!v) return GP_OK;
    if (!is_integer(v->kind)) return fail_kind(g, key, v, "an integer", err);
    if (v->kind == GP_GGUF_U64 && v->u > INT64_MAX)
        return gp_gguf_fail(g, key, NULL, err, "%llu is out of range", (unsigned long long)v->u);
    *out = v->i;
    return GP_OK;
}

gp_code gp_gguf_get_f32(const gp_gguf *g, const char *key, float *out, gp_err *err)
{
    const gp_gguf_value *v = gp_gguf_find(g, key);
    if (!v) return GP_OK;
    if (v->kind != GP_GGUF_F32 && v->kind != GP_GGUF_F64) return fail_kind(g, key, v, "a float", err);
    float f = (float)v->f;
    if (!isfinite(f)) return gp_gguf_fail(g, key, NULL, err, "the number is not finite");
    *out = f;
    return GP_OK;
}

gp_code gp_gguf_get_bool(const gp_gguf *g, const char *key, bool *out, gp_err *err)
{
    const gp_gguf_value *v = gp_gguf_find(g, key);
    if (!v) return GP_OK;
    if (v->kind != GP_GGUF_BOOL && !is_integer(v->kind)) return fail_kind(g, key, v, "a bool", err);
    if (v->u > 1) return gp_gguf_fail(g, key, NULL, err, "%lld is not a bool", (long long)v->i);
    *out = v->u == 1;
    return GP_OK;
}

gp_code gp_gguf_get_str(const gp_gguf *g, const char *key, gp_str *out, gp_err *err)
{
    const gp_gguf_value *v = gp_gguf_find(g, key);
    if (!v) return GP_OK;
    if (v->kind != GP_GGUF_STRING) return fail_kind(g, key, v, "a string", err);
    *out = v->s;
    return GP_OK;
}

/* A cursor at element i; an index outside gives an empty one, from which every read is 0. */
static gp_cursor element(const gp_gguf_value *v, uint64_t i, unsigned bytes)
{
    if (v->kind != GP_GGUF_ARRAY || i >= v->count) return gp_cursor_over("", 0);
    return gp_cursor_over(v->data + i * bytes, bytes);
}

int64_t gp_gguf_elem_int(const gp_gguf_value *v, uint64_t i)
{
    gp_cursor c;
    switch (v->elem) {
    case GP_GGUF_U8:
    case GP_GGUF_BOOL: c = element(v, i, 1); return gp_cursor_u8(&c);
    case GP_GGUF_I8: c = element(v, i, 1); return (int8_t)gp_cursor_u8(&c);
    case GP_GGUF_U16: c = element(v, i, 2); return gp_cursor_u16(&c);
    case GP_GGUF_I16: c = element(v, i, 2); return (int16_t)gp_cursor_u16(&c);
    case GP_GGUF_U32: c = element(v, i, 4); return gp_cursor_u32(&c);
    case GP_GGUF_I32: c = element(v, i, 4); return (int32_t)gp_cursor_u32(&c);
    case GP_GGUF_U64:
    case GP_GGUF_I64: c = element(v, i, 8); return (int64_t)gp_cursor_u64(&c);
    case GP_GGUF_F32:
    case GP_GGUF_F64:
    case GP_GGUF_STRING:
    case GP_GGUF_ARRAY: break;
    }
    return 0;
}

double gp_gguf_elem_real(const gp_gguf_value *v, uint64_t i)
{
    gp_cursor c;
    if (v->elem == GP_GGUF_F32) return c = element(v, i, 4), (double)gp_cursor_f32(&c);
    if (v->elem == GP_GGUF_F64) return c = element(v, i, 8), gp_cursor_f64(&c);
    return 0;
}

/* --- which model it was --- */

void gp_gguf_tensor_sha256(const gp_gguf *g, char hex[65])
{
    gp_sha256 *h = gp_sha256_new();
    for (size_t i = 0; i < g->n_tensors; i++) gp_sha256_add(h, g->tensors[i].data, (size_t)g->tensors[i].bytes);
    gp_sha256_peek_hex(h, hex);
    gp_sha256_free(h);
}

static void hash_parts(const gp_gguf *g, gp_gguf_hash *out)
{
    unsigned char raw[GP_SHA256_LEN];
    gp_sha256 *all = gp_sha256_new();
    for (size_t i = 0; i < g->n_parts; i++) {
        gp_gguf_part_hash *p = &out->parts[i];
        p->name = gp_path_base(g->parts[i].name);
        p->bytes = g->parts[i].bytes.n;
        gp_sha256_of(g->parts[i].bytes, raw);
        gp_hex(p->sha256, raw, sizeof raw);
        gp_sha256_add(all, raw, sizeof raw);
    }
    if (g->n_parts == 1) memcpy(out->file, out->parts->sha256, sizeof out->file);
    else gp_sha256_peek_hex(all, out->file);
    gp_sha256_free(all);
}

typedef struct tensor_hash {
    const gp_gguf *g;
    char *hex;
} tensor_hash;

static void *hash_tensors(void *user)
{
    const tensor_hash *t = user;
    gp_gguf_tensor_sha256(t->g, t->hex);
    return NULL;
}

/* Both digests read every byte and wait for nothing, so one thread each. */
gp_code gp_gguf_sha256(const gp_gguf *g, gp_arena *a, gp_gguf_hash *out, gp_err *err)
{
    *out = (gp_gguf_hash){.n_parts = g->n_parts, .parts = GP_NEW_ARRAY(a, gp_gguf_part_hash, g->n_parts)};
    tensor_hash t = {g, out->tensors};
    pthread_t thread;
    bool beside = pthread_create(&thread, NULL, hash_tensors, &t) == 0;
    hash_parts(g, out);
    if (beside) (void)pthread_join(thread, NULL);
    else hash_tensors(&t);
    return gp_gguf_unchanged(g, err);
}

gp_code gp_gguf_unchanged(const gp_gguf *g, gp_err *err)
{
    gp_code code = GP_OK;
    for (size_t i = 0; i < g->n_parts && !code; i++) code = gp_map_unchanged(&g->maps[i], g->parts[i].name, err);
    return code;
}

const char *gp_gguf_replaced(const gp_gguf *g)
{
    for (size_t i = 0; i < g->n_parts; i++)
        if (gp_map_replaced(&g->maps[i], g->parts[i].name)) return g->parts[i].name;
    return NULL;
}
