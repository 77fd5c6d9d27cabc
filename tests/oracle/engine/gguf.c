/* gguf.c - reads what the oracle needs of a GGUF file: keys, and tensors where they lie. */
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "oracle.h"

enum { U8, I8, U16, I16, U32, I32, F32, BOOL, STRING, ARRAY, U64, I64, F64 };
static const unsigned char sizes[] = {1, 1, 2, 2, 4, 4, 4, 1, 0, 0, 8, 8, 8};

typedef struct value {
    char *key;
    uint32_t type, elem; /* elem: of an array */
    uint64_t count;
    const unsigned char *at;
} value;

struct gguf {
    const unsigned char *data;
    size_t size, at;
    value *v;
    tensor *t;
    uint64_t n_values, n_tensors;
};

void *oracle_room(size_t n, size_t size)
{
    void *p = calloc(n ? n : 1, size);
    if (!p) oracle_broken("no memory");
    return p;
}

static const unsigned char *take(gguf *g, uint64_t n)
{
    if (n > g->size - g->at) oracle_broken("the file ends too early");
    g->at += n;
    return g->data + g->at - n;
}

static uint64_t number(gguf *g, unsigned bytes)
{
    uint64_t v = 0;
    memcpy(&v, take(g, bytes), bytes);
    return v;
}

static char *text(gguf *g)
{
    uint64_t n = number(g, 8);
    const unsigned char *p = take(g, n);
    char *s = oracle_room(n + 1, 1);
    memcpy(s, p, n);
    return s;
}

static void skip(gguf *g, uint32_t type, uint64_t count)
{
    if (type > F64 || type == ARRAY) oracle_broken("a key of unknown type %u", type);
    if (type != STRING) {
        if (count > g->size) oracle_broken("the file ends too early");
        (void)take(g, count * sizes[type]);
    } else
        for (uint64_t i = 0; i < count; i++) (void)take(g, number(g, 8));
}

static void read_value(gguf *g, value *v)
{
    v->key = text(g);
    v->type = (uint32_t)number(g, 4);
    v->elem = v->type;
    v->count = 1;
    if (v->type == ARRAY) {
        v->elem = (uint32_t)number(g, 4);
        v->count = number(g, 8);
    }
    v->at = g->data + g->at;
    skip(g, v->elem, v->count);
}

static void read_tensor(gguf *g, tensor *t)
{
    char *name = text(g);
    (void)snprintf(t->name, sizeof t->name, "%s", name);
    uint32_t dims = (uint32_t)number(g, 4);
    if (dims > 4) oracle_broken("%s has %u dimensions", t->name, dims);
    for (uint32_t i = 0; i < 4; i++) t->ne[i] = i < dims ? number(g, 8) : 1;
    t->type = (uint32_t)number(g, 4);
    t->offset = number(g, 8);
}

static void load(gguf *g, const char *path)
{
    FILE *f = fopen(path, "rb");
    if (!f || fseek(f, 0, SEEK_END)) oracle_broken("cannot read %s", path);
    long n = ftell(f);
    rewind(f);
    unsigned char *p = oracle_room(n > 0 ? (size_t)n : 1, 1);
    if (n <= 0 || fread(p, 1, (size_t)n, f) != (size_t)n) oracle_broken("cannot read %s", path);
    (void)fclose(f);
    g->data = p;
    g->size = (size_t)n;
}

gguf *gguf_read(const char *path)
{
    gguf *g = oracle_room(1, sizeof *g);
    load(g, path);
    if (memcmp(take(g, 4), "GGUF", 4) || number(g, 4) < 2) oracle_broken("%s is no GGUF file of version 2 or 3", path);
    g->n_tensors = number(g, 8);
    g->n_values = number(g, 8);
    if (g->n_tensors > g->size || g->n_values > g->size) oracle_broken("the file ends too early");
    g->v = oracle_room(g->n_values, sizeof *g->v);
    g->t = oracle_room(g->n_tensors, sizeof *g->t);
    for (uint64_t i = 0; i < g->n_values; i++) read_value(g, &g->v[i]);
    for (uint64_t i = 0; i < g->n_tensors; i++) read_tensor(g, &g->t[i]);
    uint64_t align = (uint64_t)gguf_number(g, "general.alignment", 0, 32), from = (g->at + align - 1) / align * align;
    for (uint64_t i = 0; i < g->n_tensors; i++) {
        tensor *t = &g->t[i];
        uint64_t bytes = o_row_bytes(t->type, t->ne[0]) * t->ne[1] * t->ne[2] * t->ne[3];
        if (from > g->size || t->offset > g->size - from || bytes > g->size - from - t->offset)
            oracle_broken("%s lies behind the end of the file", t->name);
        t->data = g->data + from + t->offset;
    }
    return g;
}

static const tensor *find(const gguf *g, const char *name)
{
    for (uint64_t i = 0; i < g->n_tensors; i++)
        if (!strcmp(g->t[i].name, name)) return &g->t[i];
    return NULL;
}

const tensor *gguf_find(const gguf *g, const char *format, ...)
{
    char name[160];
    va_list list;
    va_start(list, format);
    (void)vsnprintf(name, sizeof name, format, list);
    va_end(list);
    return find(g, name);
}

const tensor *gguf_need(const gguf *g, const char *format, ...)
{
    char name[160];
    va_list list;
    va_start(list, format);
    (void)vsnprintf(name, sizeof name, format, list);
    va_end(list);
    const tensor *t = find(g, name);
    if (!t) oracle_broken("the tensor %s is missing", name);
    return t;
}

size_t gguf_tensors(const gguf *g) { return (size_t)g->n_tensors; }
const tensor *gguf_tensor(const gguf *g, size_t i) { return &g->t[i]; }

static const value *key_of(const gguf *g, const char *key)
{
    for (uint64_t i = 0; i < g->n_values; i++)
        if (!strcmp(g->v[i].key, key)) return &g->v[i];
    return NULL;
}

static int64_t integer(uint32_t type, const unsigned char *p)
{
    int64_t v = 0;
    memcpy(&v, p, sizes[type]);
    if (type == I8) return (int8_t)v;
    if (type == I16) return (int16_t)v;
    if (type == I32) return (int32_t)v;
    return v;
}

double gguf_number(const gguf *g, const char *key, uint64_t i, double other)
{
    const value *v = key_of(g, key);
    float f;
    double d;
    if (!v) return other;
    if (v->elem == STRING) oracle_broken("the key %s is no number", key);
    if (v->type != ARRAY) i = 0;
    if (i >= v->count) oracle_broken("the key %s has no value for layer %u", key, (unsigned)i);
    const unsigned char *p = v->at + i * sizes[v->elem];
    if (v->elem == F32) return memcpy(&f, p, 4), (double)f;
    if (v->elem == F64) return memcpy(&d, p, 8), d;
    return (double)integer(v->elem, p);
}

bool gguf_has(const gguf *g, const char *key) { return key_of(g, key) != NULL; }

bool gguf_is_flags(const gguf *g, const char *key)
{
    const value *v = key_of(g, key);
    return v && (v->type == ARRAY || v->type == BOOL);
}

uint64_t gguf_count(const gguf *g, const char *key)
{
    const value *v = key_of(g, key);
    return v && v->type == ARRAY ? v->count : 0;
}

const char *gguf_text(const gguf *g, const char *key, const char *other)
{
    const value *v = key_of(g, key);
    uint64_t n;
    if (!v) return other;
    if (v->type != STRING) oracle_broken("the key %s is no text", key);
    memcpy(&n, v->at, 8);
    char *s = oracle_room(n + 1, 1);
    memcpy(s, v->at + 8, n);
    return s;
}
