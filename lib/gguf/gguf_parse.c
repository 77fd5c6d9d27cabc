/* gguf_parse.c - one file, byte by byte, with every length checked. */
#include "gguf/part.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/caps.h"
#include "base/cursor.h"

_Static_assert(offsetof(gp_gguf_value, key) == 0 && offsetof(gp_gguf_tensor, name) == 0,
               "the name index casts between name and owner");

enum {
    MIN_VALUE_BYTES = 13,
    MIN_TENSOR_BYTES = 24,
    MIN_ALIGNMENT = 8,
    MAX_ALIGNMENT = 65536,
    DEFAULT_ALIGNMENT = 32,
    MAX_KEY = 65535,
    MAX_TENSOR_NAME = 63,
    MAX_DIMS = 4,
    N_KINDS = 13
};

typedef struct reader {
    gp_cursor c;
    gp_arena *arena;
    gp_gguf_part *part;
    unsigned number;
    gp_err *err;
} reader;

static const struct {
    const char *name;
    unsigned bytes; /* 0: variable */
} kinds[N_KINDS] = {{"an 8-bit number", 1}, {"an 8-bit number", 1}, {"a 16-bit number", 2}, {"a 16-bit number", 2},
                    {"a 32-bit number", 4}, {"a 32-bit number", 4}, {"a 32-bit float", 4},  {"a bool", 1},
                    {"a string", 0},        {"an array", 0},        {"a 64-bit number", 8}, {"a 64-bit number", 8},
                    {"a 64-bit float", 8}};

const char *gp_gguf_kind_name(gp_gguf_kind kind) { return kinds[kind].name; }

const char *gp_gguf_shown(char out[GGUF_SHOWN], gp_str name)
{
    size_t n = name.n < 80 ? name.n : 80;
    for (size_t i = 0; i < n; i++) out[i] = name.p[i] >= 0x20 && name.p[i] <= 0x7e ? name.p[i] : '?';
    memcpy(out + n, name.n > n ? "..." : "", name.n > n ? 4 : 1);
    return out;
}

/* "FILE: key "NAME" (offset N): TEXT"; an empty name leaves its part out. */
static gp_code fail_at(reader *r, const char *what, gp_str name, size_t offset, const char *fmt, ...) GP_PRINTF(5, 6);
static gp_code fail_at(reader *r, const char *what, gp_str name, size_t offset, const char *fmt, ...)
{
    char text[512], shown[GGUF_SHOWN];
    va_list ap;
    va_start(ap, fmt);
    (void)vsnprintf(text, sizeof text, fmt, ap);
    va_end(ap);
    if (!name.n) return gp_fail(r->err, GP_E_INPUT, "%s: %s (offset %zu): %s", r->part->name, what, offset, text);
    return gp_fail(r->err, GP_E_INPUT, "%s: %s \"%s\" (offset %zu): %s", r->part->name, what,
                   gp_gguf_shown(shown, name), offset, text);
}

static gp_code fail_short(reader *r, const char *what, gp_str name)
{
    return fail_at(r, what, name, r->c.bad_at,
                   "the file ends here, at %zu bytes: it is truncated or a length in it is wrong", r->c.n);
}

/* --- names --- */

static bool printable(gp_str s)
{
    for (size_t i = 0; i < s.n; i++)
        if (s.p[i] < 0x20 || s.p[i] > 0x7e) return false;
    return true;
}

static gp_str read_string(gp_cursor *c)
{
    uint64_t n = gp_cursor_u64(c);
    const unsigned char *p = gp_cursor_bytes(c, n);
    return p ? (gp_str){(const char *)p, (size_t)n} : (gp_str){"", 0};
}

/* The name of a key or tensor: short, printable ASCII, not empty. */
static gp_code read_name(reader *r, const char *what, size_t index, size_t max, gp_str *out)
{
    size_t at = r->c.at;
    *out = read_string(&r->c);
    if (r->c.bad)
        return fail_at(r, what, (gp_str){0}, at, "name of number %zu of the table: the file ends inside it", index + 1);
    if (out->n == 0) return fail_at(r, what, *out, at, "number %zu of the table has an empty name", index + 1);
    if (out->n > max) return fail_at(r, what, *out, at, "the name has %zu bytes; at most %zu are allowed", out->n, max);
    if (!printable(*out)) return fail_at(r, what, *out, at, "the name is not printable ASCII");
    return GP_OK;
}

/* --- values --- */

static void set_integer(gp_gguf_value *v, int64_t i, uint64_t u)
{
    v->i = i;
    v->u = u;
}

/* Decode one number of `kind` at v->data. */
static void decode_scalar(gp_gguf_value *v)
{
    gp_cursor c = gp_cursor_over(v->data, 8); /* never reads more than the kind has */
    uint64_t u;
    switch (v->kind) {
    case GP_GGUF_U8:
    case GP_GGUF_BOOL:
        u = gp_cursor_u8(&c);
        set_integer(v, (int64_t)u, u);
        break;
    case GP_GGUF_U16:
        u = gp_cursor_u16(&c);
        set_integer(v, (int64_t)u, u);
        break;
    case GP_GGUF_U32:
        u = gp_cursor_u32(&c);
        set_integer(v, (int64_t)u, u);
        break;
    case GP_GGUF_U64:
    case GP_GGUF_I64:
        u = gp_cursor_u64(&c);
        set_integer(v, (int64_t)u, u);
        break;
    case GP_GGUF_I8:
        v->i = (int8_t)gp_cursor_u8(&c);
        v->u = (uint64_t)v->i;
        break;
    case GP_GGUF_I16:
        v->i = (int16_t)gp_cursor_u16(&c);
        v->u = (uint64_t)v->i;
        break;
    case GP_GGUF_I32:
        v->i = (int32_t)gp_cursor_u32(&c);
        v->u = (uint64_t)v->i;
        break;
    case GP_GGUF_F32: v->f = (double)gp_cursor_f32(&c); break;
    case GP_GGUF_F64: v->f = gp_cursor_f64(&c); break;
    case GP_GGUF_STRING:
    case GP_GGUF_ARRAY: break;
    }
}

static gp_code read_strings(reader *r, gp_gguf_value *v)
{
    if (v->count > GP_CAP_GGUF_STRINGS || v->count > gp_cursor_left(&r->c) / 8)
        return fail_at(r, "key", v->key, v->offset,
                       "an array of %llu strings does not fit (%zu bytes are left; the limit is %zu strings)",
                       (unsigned long long)v->count, gp_cursor_left(&r->c), GP_CAP_GGUF_STRINGS);
    const size_t bytes = (size_t)v->count * sizeof(gp_str);
    gp_str *strings = gp_arena_try(r->arena, bytes);
    if (!strings) return gp_fail_memory(r->err, "the strings of a metadata array", bytes);
    for (size_t i = 0; i < v->count; i++) {
        size_t at = r->c.at;
        strings[i] = read_string(&r->c);
        if (r->c.bad)
            return fail_at(r, "key", v->key, at, "the file ends inside string %zu of %llu", i,
                           (unsigned long long)v->count);
        if (strings[i].n > GP_CAP_GGUF_STRING)
            return fail_at(r, "key", v->key, at, "string %zu has %zu bytes; the limit is %zu", i, strings[i].n,
                           GP_CAP_GGUF_STRING);
    }
    v->strings = strings;
    return GP_OK;
}

static gp_code check_bools(reader *r, const gp_gguf_value *v, uint64_t n)
{
    for (uint64_t i = 0; i < n; i++)
        if (v->data[i] > 1)
            return fail_at(r, "key", v->key, (size_t)(v->data - r->c.p) + (size_t)i,
                           "a bool has the value %u; 0 or 1 is allowed", v->data[i]);
    return GP_OK;
}

static gp_code read_array(reader *r, gp_gguf_value *v)
{
    uint32_t elem = gp_cursor_u32(&r->c);
    v->count = gp_cursor_u64(&r->c);
    if (r->c.bad) return fail_short(r, "key", v->key);
    if (elem == GP_GGUF_ARRAY) return fail_at(r, "key", v->key, v->offset, "arrays of arrays are not supported");
    if (elem >= N_KINDS) return fail_at(r, "key", v->key, v->offset, "unknown element type %u", elem);
    v->elem = (gp_gguf_kind)elem;
    v->data = r->c.p + r->c.at;
    if (elem == GP_GGUF_STRING) return read_strings(r, v);
    if (v->count > gp_cursor_left(&r->c) / kinds[elem].bytes)
        return fail_at(r, "key", v->key, v->offset,
                       "an array of %llu elements of %u bytes does not fit: %zu bytes are left in the file",
                       (unsigned long long)v->count, kinds[elem].bytes, gp_cursor_left(&r->c));
    (void)gp_cursor_bytes(&r->c, v->count * kinds[elem].bytes);
    return elem == GP_GGUF_BOOL ? check_bools(r, v, v->count) : GP_OK;
}

static gp_code read_value(reader *r, size_t index, gp_gguf_value *v)
{
    gp_code code = read_name(r, "key", index, MAX_KEY, &v->key);
    if (code) return code;
    uint32_t kind = gp_cursor_u32(&r->c);
    v->offset = r->c.at;
    if (r->c.bad) return fail_short(r, "key", v->key);
    if (kind >= N_KINDS) return fail_at(r, "key", v->key, v->offset - 4, "unknown value type %u", kind);
    v->kind = v->elem = (gp_gguf_kind)kind;
    v->count = 1;
    if (kind == GP_GGUF_ARRAY) return read_array(r, v);
    if (kind == GP_GGUF_STRING) {
        v->s = read_string(&r->c);
        v->data = (const unsigned char *)v->s.p;
        if (!r->c.bad && v->s.n > GP_CAP_GGUF_STRING)
            return fail_at(r, "key", v->key, v->offset, "the string has %zu bytes; the limit is %zu", v->s.n,
                           GP_CAP_GGUF_STRING);
    } else {
        v->data = gp_cursor_bytes(&r->c, kinds[kind].bytes);
        if (v->data) decode_scalar(v);
    }
    if (r->c.bad) return fail_short(r, "key", v->key);
    return kind == GP_GGUF_BOOL ? check_bools(r, v, 1) : GP_OK;
}

/* --- tensors --- */

static gp_code fail_type(reader *r, const gp_gguf_tensor *t, size_t at, uint32_t type)
{
    if (type == 9 || type == 15)
        return fail_at(r, "tensor", t->name, at, "type %u is a format of activations and not allowed in files", type);
    if (type == 4 || type == 5 || (type >= 31 && type <= 33) || (type >= 36 && type <= 38))
        return fail_at(r, "tensor", t->name, at, "type %u was removed from the format; convert the model again", type);
    if ((type >= 97 && type <= 99) || (type >= 133 && type <= 399))
        return fail_at(r, "tensor", t->name, at, "type %u is private to ik_llama.cpp; use a file with standard types",
                       type);
    return fail_at(r, "tensor", t->name, at, "unknown tensor type %u", type);
}

/* Bytes of the tensor from its dimensions; both the number of elements and of bytes must stay below 2^63. */
static gp_code size_tensor(reader *r, gp_gguf_tensor *t, size_t at)
{
    gp_ggml_traits traits = gp_ggml_traits_of(t->type);
    uint64_t elements = 1;
    for (unsigned i = 0; i < MAX_DIMS; i++)
        if (t->ne[i] > INT64_MAX || __builtin_mul_overflow(elements, t->ne[i], &elements) || elements > INT64_MAX)
            return fail_at(r, "tensor", t->name, at, "the product of its dimensions overflows");
    if (t->ne[0] % traits.block_values)
        return fail_at(r, "tensor", t->name, at, "rows of %llu values do not divide into %s blocks of %u",
                       (unsigned long long)t->ne[0], traits.name, traits.block_values);
    if (__builtin_mul_overflow(elements / traits.block_values, (uint64_t)traits.block_bytes, &t->bytes) ||
        t->bytes > INT64_MAX)
        return fail_at(r, "tensor", t->name, at, "its size in bytes overflows");
    return GP_OK;
}

/* t->offset stays relative to the data section until place_tensors. */
static gp_code read_tensor(reader *r, size_t index, gp_gguf_tensor *t)
{
    size_t at = r->c.at;
    gp_code code = read_name(r, "tensor", index, MAX_TENSOR_NAME, &t->name);
    if (code) return code;
    t->part = r->number;
    t->n_dims = gp_cursor_u32(&r->c);
    if (!r->c.bad && t->n_dims > MAX_DIMS)
        return fail_at(r, "tensor", t->name, at, "%u dimensions; at most %d are allowed", t->n_dims, MAX_DIMS);
    for (unsigned i = 0; i < MAX_DIMS; i++) t->ne[i] = i < t->n_dims ? gp_cursor_u64(&r->c) : 1;
    size_t type_at = r->c.at;
    uint32_t type = gp_cursor_u32(&r->c);
    t->offset = gp_cursor_u64(&r->c);
    if (r->c.bad) return fail_short(r, "tensor", t->name);
    if (!gp_ggml_traits_of(type).name) return fail_type(r, t, type_at, type);
    t->type = (gp_ggml_type)type;
    return size_tensor(r, t, at);
}

static int by_offset(const void *a, const void *b)
{
    const gp_gguf_tensor *x = *(const gp_gguf_tensor *const *)a, *y = *(const gp_gguf_tensor *const *)b;
    if (x->offset != y->offset) return x->offset < y->offset ? -1 : 1;
    return x->bytes < y->bytes ? -1 : x->bytes > y->bytes; /* empty tensors first: they overlap nothing */
}

static gp_code check_overlaps(reader *r)
{
    size_t n = r->part->n_tensors;
    const gp_gguf_tensor **order = GP_NEW_ARRAY(r->arena, const gp_gguf_tensor *, n);
    for (size_t i = 0; i < n; i++) order[i] = &r->part->tensors[i];
    qsort(order, n, sizeof *order, by_offset);
    char shown[GGUF_SHOWN];
    for (size_t i = 1; i < n; i++)
        if (order[i]->offset < order[i - 1]->offset + order[i - 1]->bytes)
            return fail_at(r, "tensor", order[i]->name, (size_t)order[i]->offset,
                           "its data overlaps that of tensor \"%s\"", gp_gguf_shown(shown, order[i - 1]->name));
    return GP_OK;
}

/* Turn relative into absolute offsets; every tensor must lie inside the file. The padding behind the last may be
 * missing. */
static gp_code place_tensors(reader *r)
{
    gp_gguf_part *p = r->part;
    uint64_t size = p->bytes.n;
    /* at <= file size, alignment <= 64 KiB: no overflow */
    uint64_t start = (r->c.at + p->alignment - 1) & ~(p->alignment - 1);
    for (size_t i = 0; i < p->n_tensors; i++) {
        gp_gguf_tensor *t = &p->tensors[i];
        if (t->offset & (p->alignment - 1))
            return fail_at(r, "tensor", t->name, r->c.at,
                           "its data offset %llu is not a multiple of the alignment %llu",
                           (unsigned long long)t->offset, (unsigned long long)p->alignment);
        bool empty = t->bytes == 0 && t->offset == 0;
        if (!empty && (start > size || t->offset > size - start || t->bytes > size - start - t->offset))
            return fail_at(
                r, "tensor", t->name, r->c.at,
                "its %llu bytes at %llu of the data section (from %llu) reach beyond the end of the file, %llu: truncated file?",
                (unsigned long long)t->bytes, (unsigned long long)t->offset, (unsigned long long)start,
                (unsigned long long)size);
        t->offset = empty ? size : t->offset + start;
        t->data = (const unsigned char *)p->bytes.p + t->offset;
    }
    return check_overlaps(r);
}

/* --- index --- */

static int by_name(const void *a, const void *b)
{
    return gp_str_cmp(**(const gp_str *const *)a, **(const gp_str *const *)b);
}

size_t gp_gguf_index_sort(const gp_str **index, size_t n)
{
    qsort(index, n, sizeof *index, by_name);
    for (size_t i = 1; i < n; i++)
        if (gp_str_eq(*index[i - 1], *index[i])) return i;
    return SIZE_MAX;
}

const gp_str *gp_gguf_index_find(const gp_str *const *index, size_t n, gp_str name)
{
    size_t low = 0, high = n;
    while (low < high) {
        size_t mid = low + (high - low) / 2;
        int c = gp_str_cmp(*index[mid], name);
        if (c == 0) return index[mid];
        if (c < 0) low = mid + 1;
        else high = mid;
    }
    return NULL;
}

static gp_code index_values(reader *r)
{
    gp_gguf_part *p = r->part;
    p->by_key = GP_NEW_ARRAY(r->arena, const gp_str *, p->n_values);
    for (size_t i = 0; i < p->n_values; i++) p->by_key[i] = &p->values[i].key;
    size_t twice = gp_gguf_index_sort(p->by_key, p->n_values);
    if (twice == SIZE_MAX) return GP_OK;
    const gp_gguf_value *v = (const gp_gguf_value *)(const void *)p->by_key[twice];
    const gp_gguf_value *w = (const gp_gguf_value *)(const void *)p->by_key[twice - 1];
    if (v < w) v = w;
    return fail_at(r, "key", v->key, v->offset, "the key stands twice in the file");
}

/* --- the file --- */

static gp_code fail_magic(reader *r)
{
    gp_str s = r->part->bytes;
    if (gp_str_starts(s, GP_STR("version https://git-lfs")))
        return fail_at(r, "header", (gp_str){0}, 0,
                       "this is a Git LFS pointer, not the model; fetch the file with `git lfs pull`");
    if (gp_str_starts(s, GP_STR("lmgg")) || gp_str_starts(s, GP_STR("tjgg")) || gp_str_starts(s, GP_STR("fmgg")))
        return fail_at(r, "header", (gp_str){0}, 0,
                       "this is an older format from before GGUF; convert the model again");
    return fail_at(r, "header", (gp_str){0}, 0, "not a GGUF file: it does not begin with \"GGUF\"");
}

static gp_code read_header(reader *r)
{
    gp_gguf_part *p = r->part;
    const unsigned char *magic = gp_cursor_bytes(&r->c, 4);
    if (!magic || memcmp(magic, "GGUF", 4) != 0) return fail_magic(r);
    p->version = gp_cursor_u32(&r->c);
    if (!r->c.bad && p->version && (p->version & 0xffff) == 0)
        return fail_at(r, "header", (gp_str){0}, 4,
                       "this is a big-endian GGUF; only little-endian files are supported");
    if (!r->c.bad && p->version != 2 && p->version != 3)
        return fail_at(r, "header", (gp_str){0}, 4, "GGUF version %u; versions 2 and 3 are supported", p->version);
    uint64_t n_tensors = gp_cursor_u64(&r->c), n_values = gp_cursor_u64(&r->c);
    if (r->c.bad) return fail_short(r, "header", (gp_str){0});
    size_t left = gp_cursor_left(&r->c);
    if (n_tensors > GP_CAP_GGUF_TENSORS || n_tensors > left / MIN_TENSOR_BYTES)
        return fail_at(r, "header", (gp_str){0}, 8,
                       "%llu tensors: more than fit into the file or than the limit of %zu",
                       (unsigned long long)n_tensors, GP_CAP_GGUF_TENSORS);
    if (n_values > GP_CAP_GGUF_KEYS || n_values > left / MIN_VALUE_BYTES)
        return fail_at(r, "header", (gp_str){0}, 16,
                       "%llu metadata keys: more than fit into the file or than the limit of %zu",
                       (unsigned long long)n_values, GP_CAP_GGUF_KEYS);
    p->n_tensors = (size_t)n_tensors;
    p->n_values = (size_t)n_values;
    p->values = GP_NEW_ARRAY(r->arena, gp_gguf_value, p->n_values);
    p->tensors = GP_NEW_ARRAY(r->arena, gp_gguf_tensor, p->n_tensors);
    return GP_OK;
}

static gp_code find_alignment(reader *r)
{
    gp_gguf_part *p = r->part;
    gp_str key = GP_STR("general.alignment");
    const gp_gguf_value *v = (const gp_gguf_value *)(const void *)gp_gguf_index_find(p->by_key, p->n_values, key);
    p->alignment = DEFAULT_ALIGNMENT;
    if (!v) return GP_OK;
    if (v->kind != GP_GGUF_U32)
        return fail_at(r, "key", key, v->offset, "must be an unsigned 32-bit number, not %s",
                       gp_gguf_kind_name(v->kind));
    if (v->u < MIN_ALIGNMENT || v->u > MAX_ALIGNMENT || (v->u & (v->u - 1)))
        return fail_at(r, "key", key, v->offset, "%llu is not a power of two from %d to %d", (unsigned long long)v->u,
                       MIN_ALIGNMENT, MAX_ALIGNMENT);
    p->alignment = v->u;
    return GP_OK;
}

gp_code gp_gguf_part_parse(gp_arena *a, const char *name, gp_str bytes, unsigned number, gp_gguf_part *out, gp_err *err)
{
    *out = (gp_gguf_part){.name = name, .bytes = bytes};
    reader r = {.c = gp_cursor_over(bytes.p, bytes.n), .arena = a, .part = out, .number = number, .err = err};
    gp_code code = read_header(&r);
    for (size_t i = 0; !code && i < out->n_values; i++) code = read_value(&r, i, &out->values[i]);
    if (!code) code = index_values(&r);
    if (!code) code = find_alignment(&r);
    for (size_t i = 0; !code && i < out->n_tensors; i++) code = read_tensor(&r, i, &out->tensors[i]);
    return code ? code : place_tensors(&r);
}
