/* fields.c - the rows of a record, the unknown value of each kind, and what follows from that: init and merge. */
#include <math.h>
#include <string.h>

#include "base/fields_rows.h"

static void add_rows(const gp_record *r, size_t at, gp_rows *out)
{
    for (size_t i = 0; i < r->n; i++) {
        const gp_field *f = &r->fields[i];
        if (!f->key) add_rows(f->record, at + f->offset, out);
        else if (out->n < GP_ROWS_MAX) out->row[out->n++] = gp_row_of(r, f, at);
        else out->more++;
    }
}

void gp_rows_of(const gp_record *r, gp_rows *out)
{
    out->n = out->more = 0;
    add_rows(r, 0, out);
}

static size_t count_of(const gp_row *row, const void *object)
{
    return *(const size_t *)((const char *)object + row->at + row->f->extra);
}

bool gp_field_named(const gp_field *f, unsigned i)
{
    return i < f->n_names && f->names[i] && (!f->allows || f->allows(i));
}

bool gp_field_is_list(const gp_field *f)
{
    return f->kind == GP_FIELD_STRS || f->kind == GP_FIELD_IDS || f->kind == GP_FIELD_LIST || f->kind == GP_FIELD_BITS;
}

bool gp_row_unknown(const gp_row *row, const void *object)
{
    const char *at = (const char *)object + row->at + row->f->offset;
    bool zero = row->flags & GP_ZERO;
    if (row->flags & GP_KNOWN) return false;
    switch (row->f->kind) {
    case GP_FIELD_STR:
    case GP_FIELD_RAW: return ((const gp_str *)at)->n == 0;
    case GP_FIELD_TEXT: return ((const gp_str *)at)->p == NULL;
    case GP_FIELD_INT: return zero ? *(const int64_t *)at == 0 : *(const int64_t *)at < 0;
    case GP_FIELD_REAL: return zero ? !(*(const double *)at > 0) : isnan(*(const double *)at);
    case GP_FIELD_ENUM: return !gp_field_named(row->f, *(const unsigned *)at);
    case GP_FIELD_BITS: return *(const uint32_t *)at == 0;
    case GP_FIELD_JSON: return *(const gp_json *const *)at == NULL;
    case GP_FIELD_IDS: return *(const int32_t *const *)at == NULL;
    case GP_FIELD_STRS:
    case GP_FIELD_LIST: return count_of(row, object) == 0;
    case GP_FIELD_SIZE:
    case GP_FIELD_BOOL:
    case GP_FIELD_OBJECT:
    case GP_FIELD_COUNTS:
    case GP_FIELD_CONST:
    case GP_FIELD_ANY: return false;
    }
    return false;
}

bool gp_row_nullable(const gp_row *row)
{
    switch (row->f->kind) {
    case GP_FIELD_STR:
    case GP_FIELD_TEXT:
    case GP_FIELD_RAW:
    case GP_FIELD_JSON:
    case GP_FIELD_INT:
    case GP_FIELD_REAL:
    case GP_FIELD_ENUM:
    case GP_FIELD_IDS: return !(row->flags & (GP_KNOWN | GP_OPTIONAL));
    default: return row->flags & GP_NULL;
    }
}

bool gp_row_optional(const gp_row *row)
{
    return (row->f->has && !(row->flags & GP_NULL)) || row->flags & (GP_OPTIONAL | GP_LENIENT);
}

bool gp_row_range(const gp_row *row, double *min, double *max)
{
    *min = row->f->min;
    *max = row->f->max;
    return *min < *max && !(row->flags & GP_TOLD);
}

/* --- all unknown --- */

static void init_row(const gp_row *row, void *object)
{
    const gp_field *f = row->f;
    char *at = (char *)object + row->at + f->offset;
    bool given = row->flags & GP_DEFAULT, zero = row->flags & GP_ZERO;
    switch (f->kind) {
    case GP_FIELD_STR:
    case GP_FIELD_TEXT:
    case GP_FIELD_RAW: *(gp_str *)at = given ? gp_str_c(f->text) : (gp_str){0}; break;
    case GP_FIELD_INT: *(int64_t *)at = given ? (int64_t)f->otherwise : zero ? 0 : -1; break;
    case GP_FIELD_SIZE: *(size_t *)at = (size_t)f->otherwise; break;
    case GP_FIELD_REAL: *(double *)at = given ? f->otherwise : zero ? 0 : (double)NAN; break;
    case GP_FIELD_BOOL: *(bool *)at = f->otherwise > 0; break;
    case GP_FIELD_ENUM:
    case GP_FIELD_BITS: *(unsigned *)at = (unsigned)f->otherwise; break;
    case GP_FIELD_JSON: *(const gp_json **)at = NULL; break;
    case GP_FIELD_OBJECT: gp_record_init(f->record, at); break;
    case GP_FIELD_STRS:
    case GP_FIELD_IDS:
    case GP_FIELD_LIST:
        *(void **)at = NULL;
        *(size_t *)((char *)object + row->at + f->extra) = 0;
        break;
    case GP_FIELD_COUNTS: memset(at, 0, f->n_names * sizeof(size_t)); break;
    case GP_FIELD_CONST:
    case GP_FIELD_ANY: break;
    }
}

void gp_record_init(const gp_record *r, void *object)
{
    for (size_t i = 0; i < r->n && !r->choice; i++) {
        gp_row row = gp_row_of(r, &r->fields[i], 0);
        init_row(&row, object);
    }
}

/* --- merging --- */

static size_t size_of(gp_field_kind kind)
{
    static const size_t sizes[GP_FIELD_ANY + 1] = {
        [GP_FIELD_STR] = sizeof(gp_str),   [GP_FIELD_TEXT] = sizeof(gp_str),   [GP_FIELD_RAW] = sizeof(gp_str),
        [GP_FIELD_INT] = sizeof(int64_t),  [GP_FIELD_SIZE] = sizeof(size_t),   [GP_FIELD_REAL] = sizeof(double),
        [GP_FIELD_BOOL] = sizeof(bool),    [GP_FIELD_ENUM] = sizeof(unsigned), [GP_FIELD_STRS] = sizeof(void *),
        [GP_FIELD_IDS] = sizeof(void *),   [GP_FIELD_LIST] = sizeof(void *),   [GP_FIELD_JSON] = sizeof(void *),
        [GP_FIELD_BITS] = sizeof(uint32_t)};
    return sizes[kind];
}

bool gp_record_known(const gp_record *r, const void *object)
{
    gp_rows rows;
    gp_rows_of(r, &rows);
    for (size_t i = 0; i < rows.n; i++)
        if (!gp_row_unknown(&rows.row[i], object)) return true;
    return false;
}

void gp_record_merge(const gp_record *r, const void *over, void *into)
{
    gp_rows rows;
    gp_rows_of(r, &rows);
    for (size_t i = 0; i < rows.n; i++) {
        const gp_row *row = &rows.row[i];
        size_t at = row->at + row->f->offset, count = row->at + row->f->extra;
        bool bare = row->flags & GP_BARE && *(const void *const *)((const char *)over + at);
        if (gp_row_unknown(row, over) && !bare) continue;
        memcpy((char *)into + at, (const char *)over + at, size_of(row->f->kind));
        if (row->f->extra) memcpy((char *)into + count, (const char *)over + count, sizeof(size_t));
    }
}
