/* fields_read.c - records from JSON: every key known and in its place, every value of its kind and in its range. */
#include <math.h>
#include <stdio.h>

#include "base/fields_rows.h"

typedef struct reader {
    gp_arena *a;
    gp_err *err;
} reader;

/* --- values --- */

static int64_t whole(double v) { return v >= 0x1p63 ? INT64_MAX : v <= -0x1p63 ? INT64_MIN : (int64_t)v; }

static gp_code read_int(const gp_row *row, const char *what, const gp_json *v, int64_t *out, gp_err *err)
{
    double min, max;
    bool bounded = gp_row_range(row, &min, &max);
    return gp_json_int(v, what, bounded ? whole(min) : 0, bounded ? whole(max) : INT64_MAX, out, err);
}

static gp_code read_real(const gp_row *row, const char *what, const gp_json *v, double *out, gp_err *err)
{
    double min, max;
    bool bounded = gp_row_range(row, &min, &max);
    if (!bounded || !(row->flags & GP_ABOVE))
        return gp_json_real(v, what, bounded ? min : -1e300, bounded ? max : 1e300, out, err);
    gp_code code = gp_json_real(v, what, -HUGE_VAL, HUGE_VAL, out, err);
    if (code || (*out > min && *out <= max)) return code;
    return gp_json_fail(err, v, "%s is %.15g, but must be above %.15g and at most %.15g", what, *out, min, max);
}

gp_code gp_field_read_name(const gp_field *f, const char *what, const gp_json *v, unsigned *out, gp_err *err)
{
    const char *known[GP_ROWS_MAX];
    size_t n = 0;
    gp_str s;
    gp_code code = gp_json_str(v, what, &s, err);
    if (code) return code;
    for (unsigned i = 0; i < f->n_names; i++) {
        bool here = f->names[i] && gp_str_eqc(s, f->names[i]), named = gp_field_named(f, i);
        if (here && named) return *out = i, GP_OK;
        if (here && f->refusal) return gp_json_fail(err, v, "%s \"%s\"", f->refusal, f->names[i]);
        if (named && n < GP_ROWS_MAX) known[n++] = f->names[i];
    }
    return gp_json_fail_choice(v, what, known, n, err);
}

static gp_code read_text(const gp_row *row, const char *what, const gp_json *v, gp_str *out, gp_err *err)
{
    unsigned i;
    gp_code code = row->f->n_names ? gp_field_read_name(row->f, what, v, &i, err) : gp_json_str(v, what, out, err);
    if (!code) *out = v->s;
    return code || !(row->flags & GP_FILLED) || gp_str_trim(v->s).n ? code : gp_json_fail(err, v, "%s is empty", what);
}

static gp_code read_raw(const gp_field *f, const char *what, const gp_json *v, gp_str *out, gp_err *err)
{
    gp_code code = f->json ? gp_json_want(v, what, f->json, err) : GP_OK;
    if (!code) *out = v->raw;
    return code;
}

/* Those that are missing stay as they are. */
static gp_code read_counts(const gp_field *f, const char *what, const gp_json *v, size_t *counts, gp_err *err)
{
    const char *known[GP_ROWS_MAX];
    size_t n = 0;
    int64_t count = 0;
    for (size_t i = 0; i < f->n_names && n < GP_ROWS_MAX; i++)
        if (f->names[i]) known[n++] = f->names[i];
    gp_code code = gp_json_known_keys(v, what, known, n, err);
    for (size_t i = 0; i < f->n_names && !code; i++) {
        const gp_json *m = f->names[i] ? gp_json_get(v, f->names[i]) : NULL;
        if (m) code = gp_json_int(m, f->names[i], 0, INT64_MAX, &count, err);
        if (m && !code) counts[i] = (size_t)count;
    }
    return code;
}

static gp_code read_const(const gp_field *f, const gp_json *v, gp_err *err)
{
    gp_str s;
    gp_code code = gp_json_str(v, f->called ? f->called : f->key, &s, err);
    if (code || gp_str_eqc(s, f->text)) return code;
    if (f->called) return gp_json_fail(err, v, "%s must be \"%s\"", f->called, f->text);
    return gp_json_fail(err, v, "the %s is \"%.*s\", but this goldpin reads \"%s\"", f->key, GP_ARG(s), f->text);
}

/* --- lists --- */

/* Only where an element has a name of its own, a blank one counts as empty. */
static gp_code read_string(reader *x, const gp_row *row, const char *what, const gp_json *v, gp_str *out)
{
    const char *called = row->f->called;
    gp_row element = *row;
    if (row->flags & GP_FILLED && v->type != GP_JSON_STRING)
        return gp_json_fail(x->err, v, "%s must hold strings, not %s", what, gp_json_type_name(v->type));
    if (row->flags & GP_FILLED && !v->s.n && !called) return gp_json_fail(x->err, v, "%s holds an empty string", what);
    if (!called) element.flags &= ~(unsigned)GP_FILLED;
    return read_text(&element, called ? called : what, v, out, x->err);
}

static gp_code read_element(reader *x, const gp_row *row, const char *what, const gp_json *v, char *at)
{
    const gp_field *f = row->f;
    if (f->kind != GP_FIELD_LIST) return read_string(x, row, what, v, (gp_str *)at);
    gp_record_init(f->record, at);
    return gp_record_read(x->a, f->record, v, at, x->err);
}

static gp_code read_ids(reader *x, const gp_row *row, const char *what, const gp_json *v, int32_t *ids)
{
    double min, max;
    bool bounded = gp_row_range(row, &min, &max);
    int64_t lo = bounded ? whole(min) : INT32_MIN, hi = bounded ? whole(max) : INT32_MAX, id = 0;
    gp_code code = GP_OK;
    for (const gp_json *e = v->first; e && !code; e = e->next) {
        code = gp_json_int(e, what, lo, hi, &id, x->err);
        *ids++ = (int32_t)id;
    }
    return code;
}

static size_t size_of_element(const gp_field *f)
{
    if (f->kind == GP_FIELD_STRS) return sizeof(gp_str);
    return f->kind == GP_FIELD_IDS ? sizeof(int32_t) : f->record->size;
}

static gp_code check_list(const gp_row *row, const char *what, const gp_json *v, gp_err *err)
{
    gp_code code = gp_json_want(v, what, GP_JSON_ARRAY, err);
    if (code || v->n || !(row->flags & GP_FILLED) || row->flags & GP_BARE || !(row->flags & (GP_OPTIONAL | GP_KNOWN)))
        return code;
    return gp_json_fail(err, v, "%s is empty; list at least one", what);
}

static gp_code read_list(reader *x, const gp_row *row, const char *what, const gp_json *v, void *object)
{
    const gp_field *f = row->f;
    bool lone = row->flags & GP_LONE && v->type != GP_JSON_ARRAY;
    size_t size = size_of_element(f), n = lone ? 1 : v->n;
    if (lone && v->type != GP_JSON_STRING)
        return gp_json_fail(x->err, v, "%s must be a string or a list of strings, not %s", what,
                            gp_json_type_name(v->type));
    if (lone && row->flags & GP_FILLED && !v->s.n) return gp_json_fail(x->err, v, "%s is empty", what);
    gp_code code = lone ? GP_OK : check_list(row, what, v, x->err);
    if (code) return code;
    bool any = false;
    char *list = gp_arena_array(x->a, n, size);
    const gp_json *e = lone ? v : v->first;
    if (f->kind == GP_FIELD_IDS) code = read_ids(x, row, what, v, (int32_t *)list);
    else
        for (size_t i = 0; i < n && !code; i++, e = e->next)
            code = gp_err_go_on(x->err, read_element(x, row, what, e, list + size * i), &any);
    code = gp_err_sum(x->err, code, any);
    *(void **)((char *)object + row->at + f->offset) = list;
    *(size_t *)((char *)object + row->at + f->extra) = code ? 0 : n;
    return code;
}

static gp_code read_bits(const gp_row *row, const char *what, const gp_json *v, uint32_t *out, gp_err *err)
{
    gp_code code = check_list(row, what, v, err);
    uint32_t bits = 0;
    for (const gp_json *e = code ? NULL : v->first; e && !code; e = e->next) {
        unsigned i = 0;
        code = gp_field_read_name(row->f, row->f->called ? row->f->called : what, e, &i, err);
        bits |= (uint32_t)1 << i;
    }
    if (!code) *out = bits;
    return code;
}

/* --- rows --- */

/* null, where it stands for an unknown value; true when that was so. */
static bool read_null(const gp_row *row, const gp_json *v, void *object)
{
    if (v->type != GP_JSON_NULL || !gp_row_nullable(row)) return false;
    gp_field unset = *row->f;
    unset.flags = row->flags & GP_ZERO;
    unset.otherwise = 0;
    gp_record_init(&(gp_record){.fields = &unset, .n = 1}, (char *)object + row->at);
    return true;
}

static gp_code read_value(reader *x, const gp_row *row, const char *what, const gp_json *v, void *object)
{
    const gp_field *f = row->f;
    char *at = (char *)object + row->at + f->offset;
    int64_t n = 0;
    gp_code code = GP_OK;
    if (f->read) return f->read(x->a, v, at, x->err);
    switch (f->kind) {
    case GP_FIELD_STR:
    case GP_FIELD_TEXT:
        code = read_text(row, what, v, (gp_str *)at, x->err);
        if (!code && row->flags & GP_COPIED) *(gp_str *)at = gp_str_dup(x->a, v->s);
        return code;
    case GP_FIELD_INT: return read_int(row, what, v, (int64_t *)at, x->err);
    case GP_FIELD_SIZE: return code = read_int(row, what, v, &n, x->err), *(size_t *)at = (size_t)n, code;
    case GP_FIELD_REAL: return read_real(row, what, v, (double *)at, x->err);
    case GP_FIELD_BOOL: return gp_json_bool(v, what, (bool *)at, x->err);
    case GP_FIELD_ENUM: return gp_field_read_name(f, what, v, (unsigned *)at, x->err);
    case GP_FIELD_BITS: return read_bits(row, what, v, (uint32_t *)at, x->err);
    case GP_FIELD_STRS:
    case GP_FIELD_IDS:
    case GP_FIELD_LIST: return read_list(x, row, what, v, object);
    case GP_FIELD_OBJECT: return gp_record_read(x->a, f->record, v, at, x->err);
    case GP_FIELD_RAW: return read_raw(f, what, v, (gp_str *)at, x->err);
    case GP_FIELD_JSON:
        code = f->json ? gp_json_want(v, what, f->json, x->err) : GP_OK;
        if (!code) *(const gp_json **)at = v;
        return code;
    case GP_FIELD_COUNTS: return read_counts(f, what, v, (size_t *)at, x->err);
    case GP_FIELD_CONST: return read_const(f, v, x->err);
    case GP_FIELD_ANY: break;
    }
    return GP_OK;
}

static gp_code read_row(reader *x, const gp_row *row, const gp_json *v, void *object)
{
    const gp_field *f = row->f;
    char quoted[80];
    const char *what = f->key;
    if (read_null(row, v, object)) return GP_OK;
    if (f->called && !gp_field_is_list(f)) what = f->called;
    else if (row->flags & GP_QUOTED && snprintf(quoted, sizeof quoted, "\"%s\"", f->key) > 0) what = quoted;
    gp_code code = read_value(x, row, what, v, object);
    return code || !f->check || row->flags & GP_TOLD ? code : f->check(v, what, x->err);
}

/* --- records --- */

/* What gp_record_write wrote stands in order, and needs no search: true when the members from *next on were read so,
 * up to where *next stands then. */
static bool in_order(reader *x, const gp_record *r, const gp_json **next, void *object, gp_code *code)
{
    bool fits = true;
    for (size_t i = 0; i < r->n && fits && !*code; i++) {
        gp_row row = gp_row_of(r, &r->fields[i], 0);
        bool here = row.f->key && *next && gp_str_eqc((*next)->key, row.f->key);
        if (!row.f->key) fits = in_order(x, row.f->record, next, (char *)object + row.f->offset, code);
        else if (!here) fits = gp_row_optional(&row);
        else *code = read_row(x, &row, *next, object), *next = (*next)->next;
    }
    return fits;
}

static gp_code by_name(reader *x, const gp_rows *rows, const char *record, const gp_json *v, void *object)
{
    gp_code code = GP_OK;
    bool any = false;
    for (size_t i = 0; i < rows->n && !code; i++) {
        const gp_row *row = &rows->row[i];
        const gp_json *member = gp_json_get(v, row->f->key);
        if (member) code = read_row(x, row, member, object);
        else if (!gp_row_optional(row)) code = gp_json_fail(x->err, v, "%s lacks \"%s\"", record, row->f->key);
        code = gp_err_go_on(x->err, code, &any);
    }
    return gp_err_sum(x->err, code, any);
}

static gp_code rows_of(const gp_record *r, gp_rows *rows, gp_err *err)
{
    gp_rows_of(r, rows);
    return rows->more ? gp_fail(err, GP_E_BUG, "the table of %s has %zu rows too many", r->what, rows->more) : GP_OK;
}

gp_code gp_record_read_members(gp_arena *a, const gp_record *r, const gp_json *v, void *object, gp_err *err)
{
    gp_rows rows;
    gp_code code = rows_of(r, &rows, err);
    return code ? code : by_name(&(reader){a, err}, &rows, r->what, v, object);
}

static gp_code knows(const gp_record *r, const gp_rows *rows, const gp_json *v, gp_err *err)
{
    const char *known[GP_ROWS_MAX];
    for (size_t i = 0; i < rows->n; i++) known[i] = rows->row[i].f->key;
    return gp_json_known_keys(v, r->what, known, rows->n, err);
}

gp_code gp_record_knows(const gp_record *r, const gp_json *v, gp_err *err)
{
    gp_rows rows;
    gp_code code = rows_of(r, &rows, err);
    return code ? code : knows(r, &rows, v, err);
}

/* One of several: the row whose key is what the deciding member says. */
static gp_code read_chosen(gp_arena *a, const gp_record *r, const gp_json *v, void *object, gp_err *err)
{
    const char *names[GP_ROWS_MAX];
    char what[120];
    unsigned i = 0;
    gp_code code = gp_json_want(v, r->what, GP_JSON_OBJECT, err);
    const gp_json *member = code ? NULL : gp_json_get(v, r->choice);
    if (!code && !member) code = gp_json_fail(err, v, "%s lacks \"%s\"", r->what, r->choice);
    if (code) return code;
    for (size_t k = 0; k < r->n && k < GP_ROWS_MAX; k++) names[k] = r->fields[k].key;
    (void)snprintf(what, sizeof what, "the %s of %s", r->choice, r->what);
    code = gp_field_read_name(&(gp_field){.names = names, .n_names = r->n}, what, member, &i, err);
    if (code) return code;
    gp_record_init(r->fields[i].record, object);
    return gp_record_read(a, r->fields[i].record, v, object, err);
}

gp_code gp_record_read(gp_arena *a, const gp_record *r, const gp_json *v, void *object, gp_err *err)
{
    gp_rows rows;
    const gp_json *next = v->first;
    reader x = {a, err};
    gp_code code = GP_OK;
    if (r->choice) return read_chosen(a, r, v, object, err);
    bool any = false, all = err && err->all; /* then not in order, which stops at the first mistake */
    bool done = !all && v->type == GP_JSON_OBJECT && in_order(&x, r, &next, object, &code) && (code || !next);
    if (!done) code = rows_of(r, &rows, err);
    if (!done && !code) code = gp_json_want(v, r->what, GP_JSON_OBJECT, err);
    if (!done && !code) code = gp_err_go_on(err, knows(r, &rows, v, err), &any);
    if (!done && !code) code = by_name(&x, &rows, r->what, v, object);
    code = gp_err_sum(err, code, any);
    return code || !r->check ? code : r->check(v, object, err);
}
