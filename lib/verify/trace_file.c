/* trace_file.c - a trace as a file: one side of a bisection, kept for another machine or build. */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/caps.h"
#include "base/fields.h"
#include "base/sys.h"
#include "verify/verify_impl.h"

typedef struct row { /* a gp_trace_values, its bytes in hexadecimal digits */
    gp_str buffer, hex;
    unsigned number, layout;
    int64_t row, wide, position;
} row;

typedef struct document {
    gp_trace_file f;
    int64_t layers;
    const gp_str *operations; /* "LAYER KERNEL DIGEST" */
    size_t n_operations;
    const row *values;
    size_t n_values;
    gp_str read;
} document;

static const gp_field row_fields[] = {
    GP_FIELD(STR, "buffer", row, buffer, .flags = GP_KNOWN, .doc = "Its name: \"x\" is the residual stream."),
    GP_FIELD(ENUM, "number", row, number, GP_NAMES(gp_trace_number_names), .flags = GP_KNOWN),
    GP_FIELD(ENUM, "layout", row, layout, GP_NAMES(gp_trace_layout_names), .flags = GP_KNOWN,
             .doc = "How values of tokens lie."),
    GP_FIELD(INT, "row", row, row, .flags = GP_KNOWN, .doc = "Values of a token, or of a page of the cache; 0: none."),
    GP_FIELD(INT, "wide", row, wide, .flags = GP_KNOWN, .doc = "Tokens of a tile, values of a head; 0: neither."),
    GP_FIELD(INT, "position", row, position, .flags = GP_KNOWN, .doc = "Of the first token, from 0."),
    GP_FIELD(STR, "bytes", row, hex, .doc = "Little-endian, in hexadecimal digits."),
};
static const gp_record row_record = GP_RECORD(row, row_fields, "a buffer", .def = "buffer");

#define D document
static const gp_field fields[] = {
    GP_FIELD_IS("schema", "goldpin.trace/1"),
    GP_FIELD(STR, "fingerprint", D, f.fingerprint, .flags = GP_KNOWN, .doc = "Of the bundle whose trial it is."),
    GP_FIELD(STR, "trial", D, f.trial, .flags = GP_KNOWN),
    GP_FIELD(INT, "turn", D, f.turn, .flags = GP_KNOWN, GP_RANGE(1, 1e6), .doc = "The reply, from 1."),
    GP_FIELD(INT, "tokens", D, f.tokens, .flags = GP_KNOWN, .doc = "Of the reply, behind its prompt."),
    GP_FIELD(STR, "build", D, f.build),
    GP_FIELD(STR, "kernels_sha256", D, f.kernels_sha256, .doc = "Of the sources of all kernels of the build."),
    GP_FIELD(STR, "device", D, f.trace.device),
    GP_FIELD(STR, "driver", D, f.trace.driver),
    GP_FIELD(STR, "form", D, f.trace.form, .doc = "Of the integer dot product."),
    GP_FIELD(INT, "compute_units", D, f.trace.units, .doc = "Of the device: threads of a CPU."),
    GP_FIELD(INT, "layers", D, layers, .flags = GP_KNOWN, GP_RANGE(0, 1e6)),
    GP_FIELD(BOOL, "parted", D, f.trace.parted,
             .doc = "The last operation is not what another side had there, and the trace ends with it."),
    GP_FIELD(STR, "weights", D, f.trace.weights, .doc = "Tensors that the last operation reads, where it parted."),
    GP_FIELD(STR, "read", D, read, .doc = "Digest of weights and tables that it reads."),
    GP_FIELD_LISTED(LIST, "values", D, values, n_values, .record = &row_record, .doc = "What it left."),
    GP_FIELD_LISTED(
        STRS, "operations", D, operations, n_operations,
        .doc = "Each launch of a kernel: layer (-1: before the first; their number: behind the last), name, "
               "and the first 8 bytes of the SHA-256 of the values in all buffers that it was given."),
};
static const gp_record record = GP_RECORD(D, fields, "a trace",
                                          .doc = "What every operation of a computation left, as digests.");

void gp_trace_schema(gp_buf *out) { gp_record_schema(&record, "goldpin trace", out); }

/* --- writing --- */

static gp_str as_hex(gp_arena *a, gp_str bytes)
{
    char *hex = gp_arena_alloc(a, 2 * bytes.n + 1);
    gp_hex(hex, bytes.p, bytes.n);
    return (gp_str){hex, 2 * bytes.n};
}

static void fill(gp_arena *a, const gp_trace_file *f, document *d)
{
    const gp_trace *t = &f->trace;
    gp_str *list = GP_NEW_ARRAY(a, gp_str, t->n);
    row *rows = GP_NEW_ARRAY(a, row, t->n_values);
    *d = (document){.f = *f, .layers = t->layers, .operations = list, .n_operations = t->n};
    for (size_t i = 0; i < t->n; i++)
        list[i] = gp_str_fmt(a, "%" PRId32 " %.*s %016" PRIx64, t->list[i].layer, GP_ARG(t->list[i].kernel),
                             t->list[i].digest);
    for (size_t i = 0; i < t->n_values; i++) {
        const gp_trace_values *v = &t->values[i];
        rows[i] = (row){v->buffer, as_hex(a, v->bytes), v->number, v->layout, v->row, v->wide, v->position};
    }
    d->values = rows;
    d->n_values = t->n_values;
    if (t->parted) d->read = gp_str_fmt(a, "%016" PRIx64, t->read);
}

gp_code gp_trace_file_write(const gp_trace_file *f, const char *path, gp_err *err)
{
    gp_arena a = {0};
    gp_buf b = {0};
    gp_jw w;
    document d;
    fill(&a, f, &d);
    gp_jw_init(&w, &b, 1);
    gp_record_write(&w, &record, &d);
    gp_buf_byte(&b, '\n');
    gp_code code = b.n <= GP_CAP_FILE
                       ? gp_write_file(path, gp_buf_view(&b), err)
                       : gp_fail(err, GP_E_NOMEM, "%s: a trace of %zu bytes is longer than the %zu that are read", path,
                                 b.n, GP_CAP_FILE);
    gp_buf_free(&b);
    gp_arena_free(&a);
    return code;
}

/* --- reading --- */

static int digit(char c) { return c >= '0' && c <= '9' ? c - '0' : c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1; }

static bool read_digest(gp_str s, uint64_t *out)
{
    *out = 0;
    for (size_t i = 0; i < s.n; i++) {
        if (digit(s.p[i]) < 0) return false;
        *out = *out << 4 | (unsigned)digit(s.p[i]);
    }
    return s.n == 16;
}

static bool read_bytes(gp_arena *a, gp_str hex, gp_str *out)
{
    char *p = gp_arena_alloc(a, hex.n / 2);
    for (size_t i = 0; i + 1 < hex.n; i += 2) {
        int high = digit(hex.p[i]), low = digit(hex.p[i + 1]);
        if (high < 0 || low < 0) return false;
        p[i / 2] = (char)(unsigned char)(high << 4 | low);
    }
    *out = (gp_str){p, hex.n / 2};
    return hex.n % 2 == 0;
}

/* "LAYER KERNEL DIGEST" */
static bool read_operation(gp_arena *a, gp_str s, gp_operation *out)
{
    const char *text = gp_str_dup(a, s).p;
    char *end;
    long layer = strtol(text, &end, 10);
    size_t at = (size_t)(end - text);
    bool split = at && s.n > at + 18 && s.p[at] == ' ' && s.p[s.n - 17] == ' ';
    if (!split || layer < -1 || layer > 1000000) return false;
    out->layer = (int32_t)layer;
    out->kernel = (gp_str){text + at + 1, s.n - at - 18};
    return read_digest((gp_str){s.p + s.n - 16, 16}, &out->digest);
}

static gp_code unfit(const gp_json *root, const char *key, size_t i, gp_err *err)
{
    const gp_json *v = gp_json_get(root, key)->first;
    while (v && i--) v = v->next;
    return gp_json_fail(err, v, "this is nothing that stands in %s of a trace", key);
}

static gp_code unfold(gp_arena *a, const gp_json *root, const document *d, gp_trace_file *out, gp_err *err)
{
    gp_operation *list = GP_NEW_ARRAY(a, gp_operation, d->n_operations);
    gp_trace_values *values = GP_NEW_ARRAY(a, gp_trace_values, d->n_values);
    for (size_t i = 0; i < d->n_operations; i++)
        if (!read_operation(a, d->operations[i], &list[i])) return unfit(root, "operations", i, err);
    for (size_t i = 0; i < d->n_values; i++) {
        const row *r = &d->values[i];
        values[i] = (gp_trace_values){
            r->buffer, (gp_trace_number)r->number, (gp_trace_layout)r->layout, r->row, r->wide, r->position, {0}};
        if (!read_bytes(a, r->hex, &values[i].bytes)) return unfit(root, "values", i, err);
    }
    *out = d->f;
    gp_trace *t = &out->trace;
    t->list = list, t->n = d->n_operations;
    t->values = values, t->n_values = d->n_values;
    t->layers = (uint32_t)d->layers;
    if (!t->n || (t->parted && !read_digest(d->read, &t->read)))
        return gp_json_fail(err, root, "the trace is not whole");
    return GP_OK;
}

gp_code gp_trace_file_read(gp_arena *a, const char *path, gp_trace_file *out, gp_err *err)
{
    gp_str text;
    const gp_json *root;
    document d = {0};
    gp_record_init(&record, &d);
    gp_code code = gp_read_file(a, path, 0, &text, err);
    if (!code) code = gp_json_parse(a, gp_arena_copy(a, path, strlen(path)), text, &root, err);
    if (!code) code = gp_record_read(a, &record, root, &d, err);
    return code ? code : unfold(a, root, &d, out, err);
}
