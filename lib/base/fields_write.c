/* fields_write.c - records as JSON, in the table's order or in canonical order, and where two of them differ. */
#include <string.h>

#include "base/fields_rows.h"

typedef struct writer {
    gp_jw *w;
    bool canonical;
} writer;

static void write_record(writer *x, const gp_record *r, const void *object);

/* On one line: indented they would take a line each. */
static void write_ids(gp_jw *w, const int32_t *ids, size_t n)
{
    int indent = w->indent;
    w->indent = 0;
    gp_jw_array(w);
    for (size_t i = 0; i < n; i++) gp_jw_int(w, ids[i]);
    gp_jw_end_array(w);
    w->indent = indent;
}

static void write_list(writer *x, const gp_row *row, const void *object)
{
    const gp_field *f = row->f;
    const char *base = (const char *)object + row->at;
    const void *list = *(const void *const *)(base + f->offset);
    const gp_str *strs = list;
    size_t n = *(const size_t *)(base + f->extra);
    if (f->kind == GP_FIELD_IDS) {
        write_ids(x->w, list, n);
        return;
    }
    gp_jw_array(x->w);
    if (f->kind == GP_FIELD_STRS)
        for (size_t i = 0; i < n; i++) gp_jw_str(x->w, strs[i]);
    else
        for (size_t i = 0; i < n; i++) write_record(x, f->record, (const char *)list + i * f->record->size);
    gp_jw_end_array(x->w);
}

static void write_json(writer *x, const gp_json *v)
{
    gp_arena scratch = {0};
    if (!x->canonical) gp_jw_value(x->w, v);
    else if (gp_jw_canonical(x->w, &scratch, v, NULL)) gp_jw_null(x->w);
    gp_arena_free(&scratch);
}

static void write_bits(gp_jw *w, const gp_field *f, uint32_t bits)
{
    gp_jw_array(w);
    for (unsigned i = 0; i < f->n_names; i++)
        if (bits >> i & 1) gp_jw_c(w, f->names[i]);
    gp_jw_end_array(w);
}

static void write_counts(gp_jw *w, const gp_row *row, const size_t *counts)
{
    const gp_field *f = row->f;
    gp_jw_object(w);
    for (size_t i = 0; i < f->n_names; i++)
        if (f->names[i] && (counts[i] || !(row->flags & GP_ZERO))) gp_jw_kint(w, f->names[i], (int64_t)counts[i]);
    gp_jw_end_object(w);
}

static void write_value(writer *x, const gp_row *row, const void *object)
{
    const gp_field *f = row->f;
    const char *at = (const char *)object + row->at + f->offset;
    switch (f->kind) {
    case GP_FIELD_STR:
    case GP_FIELD_TEXT: gp_jw_str(x->w, *(const gp_str *)at); break;
    case GP_FIELD_INT: gp_jw_int(x->w, *(const int64_t *)at); break;
    case GP_FIELD_SIZE: gp_jw_int(x->w, (int64_t) * (const size_t *)at); break;
    case GP_FIELD_REAL: gp_jw_real(x->w, *(const double *)at); break;
    case GP_FIELD_BOOL: gp_jw_bool(x->w, *(const bool *)at); break;
    case GP_FIELD_ENUM: gp_jw_c(x->w, f->names[*(const unsigned *)at]); break;
    case GP_FIELD_STRS:
    case GP_FIELD_IDS:
    case GP_FIELD_LIST: write_list(x, row, object); break;
    case GP_FIELD_OBJECT: write_record(x, f->record, at); break;
    case GP_FIELD_RAW: gp_jw_raw(x->w, *(const gp_str *)at); break;
    case GP_FIELD_JSON: write_json(x, *(const gp_json *const *)at); break;
    case GP_FIELD_BITS: write_bits(x->w, f, *(const uint32_t *)at); break;
    case GP_FIELD_COUNTS: write_counts(x->w, row, (const size_t *)at); break;
    case GP_FIELD_CONST: gp_jw_c(x->w, f->text); break;
    case GP_FIELD_ANY: gp_jw_null(x->w); break; /* without `write` there is nothing to tell */
    }
}

static void write_row(writer *x, const gp_row *row, const void *object)
{
    const gp_field *f = row->f;
    bool list = gp_field_is_list(f) && f->kind != GP_FIELD_IDS, unknown = gp_row_unknown(row, object);
    bool absent = f->has ? !f->has((const char *)object + row->at) : unknown && row->flags & GP_OPTIONAL;
    if (absent && !(row->flags & GP_NULL)) return;
    gp_jw_key(x->w, f->key);
    if (absent) gp_jw_null(x->w);
    else if (f->write) f->write(x->w, (const char *)object + row->at + f->offset);
    else if (unknown && !list) gp_jw_null(x->w);
    else write_value(x, row, object);
}

/* Keys are plain ASCII, of which the order of bytes is that of UTF-16 units. */
static void sort(gp_rows *rows)
{
    for (size_t i = 1; i < rows->n; i++)
        for (size_t k = i; k > 0 && strcmp(rows->row[k - 1].f->key, rows->row[k].f->key) > 0; k--) {
            gp_row t = rows->row[k];
            rows->row[k] = rows->row[k - 1];
            rows->row[k - 1] = t;
        }
}

static void write_sorted(writer *x, const gp_record *r, const void *object)
{
    gp_rows rows;
    gp_rows_of(r, &rows);
    sort(&rows);
    for (size_t i = 0; i < rows.n; i++) write_row(x, &rows.row[i], object);
}

static void write_members(writer *x, const gp_record *r, const void *object)
{
    for (size_t i = 0; i < r->n; i++) {
        const gp_field *f = &r->fields[i];
        gp_row row = gp_row_of(r, f, 0);
        if (f->key) write_row(x, &row, object);
        else write_members(x, f->record, (const char *)object + f->offset);
    }
}

static void write_record(writer *x, const gp_record *r, const void *object)
{
    gp_jw_object(x->w);
    if (x->canonical) write_sorted(x, r, object);
    else write_members(x, r, object);
    gp_jw_end_object(x->w);
}

void gp_record_write(gp_jw *w, const gp_record *r, const void *object) { write_record(&(writer){w, false}, r, object); }

void gp_record_write_members(gp_jw *w, const gp_record *r, const void *object)
{
    write_members(&(writer){w, false}, r, object);
}

void gp_record_write_canonical(gp_jw *w, const gp_record *r, const void *object)
{
    write_record(&(writer){w, true}, r, object);
}

/* --- comparing --- */

static void write_alone(const gp_row *row, const void *object, gp_buf *out)
{
    gp_jw w;
    gp_buf_clear(out);
    gp_jw_init(&w, out, 0);
    gp_jw_object(&w);
    write_row(&(writer){&w, false}, row, object);
    gp_jw_end_object(&w);
}

const gp_field *gp_record_differs(const gp_record *r, const void *before, const void *now, gp_buf *was, gp_buf *is)
{
    gp_rows rows;
    gp_rows_of(r, &rows);
    for (size_t i = 0; i < rows.n; i++) {
        write_alone(&rows.row[i], before, was);
        write_alone(&rows.row[i], now, is);
        if (!gp_str_eq(gp_buf_view(was), gp_buf_view(is))) return rows.row[i].f;
    }
    return NULL;
}
