#include <math.h>

#include "manifest/fields.h"

/* --- writing --- */

static void write_str(gp_jw *w, gp_str s, bool unknown)
{
    if (!unknown) gp_jw_str(w, s);
    else gp_jw_null(w);
}

static void write_int(gp_jw *w, int64_t v, bool unknown)
{
    if (unknown) gp_jw_null(w);
    else gp_jw_int(w, v);
}

static void write_strs(gp_jw *w, const gp_str *list, size_t n)
{
    gp_jw_array(w);
    for (size_t i = 0; i < n; i++) gp_jw_str(w, list[i]);
    gp_jw_end_array(w);
}

static void write_field(gp_jw *w, const gp_field *f, const void *object)
{
    const char *at = (const char *)object + f->offset;
    gp_jw_key(w, f->key);
    switch (f->kind) {
    case GP_FIELD_STR: write_str(w, *(const gp_str *)at, ((const gp_str *)at)->n == 0); break;
    case GP_FIELD_TEXT: write_str(w, *(const gp_str *)at, ((const gp_str *)at)->p == NULL); break;
    case GP_FIELD_INT: write_int(w, *(const int64_t *)at, *(const int64_t *)at < 0); break;
    case GP_FIELD_INT0: write_int(w, *(const int64_t *)at, *(const int64_t *)at == 0); break;
    case GP_FIELD_SIZE: gp_jw_int(w, (int64_t) * (const size_t *)at); break;
    case GP_FIELD_REAL: gp_jw_real(w, *(const double *)at); break;
    case GP_FIELD_REAL0: gp_jw_real(w, *(const double *)at > 0 ? *(const double *)at : NAN); break;
    case GP_FIELD_BOOL: gp_jw_bool(w, *(const bool *)at); break;
    case GP_FIELD_STRS: write_strs(w, *(const gp_str *const *)at, *(const size_t *)((const char *)object + f->extra)); break;
    case GP_FIELD_OBJECT: gp_fields_write(w, f->fields, f->n_fields, at); break;
    case GP_FIELD_CUSTOM: f->write(w, at); break;
    }
}

void gp_fields_write_members(gp_jw *w, const gp_field *f, size_t n, const void *object)
{
    for (size_t i = 0; i < n; i++)
        if (!f[i].has || f[i].has(object)) write_field(w, &f[i], object);
}

void gp_fields_write(gp_jw *w, const gp_field *f, size_t n, const void *object)
{
    gp_jw_object(w);
    gp_fields_write_members(w, f, n, object);
    gp_jw_end_object(w);
}

/* --- reading --- */

static gp_code read_size(const gp_json *v, const char *what, size_t *out, gp_err *err)
{
    int64_t n = 0;
    gp_code code = gp_json_int(v, what, 0, INT64_MAX, &n, err);
    if (!code) *out = (size_t)n;
    return code;
}

static gp_code read_strs(gp_arena *a, const gp_json *v, const char *what, const gp_str **out, size_t *n, gp_err *err)
{
    gp_code code = gp_json_want(v, what, GP_JSON_ARRAY, err);
    if (code) return code;
    gp_str *list = GP_NEW_ARRAY(a, gp_str, v->n);
    if (!list) return gp_fail_nomem(err);
    *n = 0;
    for (const gp_json *e = v->first; e && !code; e = e->next) code = gp_json_str(e, what, &list[(*n)++], err);
    *out = list;
    return code;
}

/* null where the kind has an unknown value; true when that was so. */
static bool read_null(const gp_field *f, const gp_json *v, void *at)
{
    if (v->type != GP_JSON_NULL) return false;
    switch (f->kind) {
    case GP_FIELD_STR:
    case GP_FIELD_TEXT: *(gp_str *)at = (gp_str){0}; return true;
    case GP_FIELD_INT: *(int64_t *)at = -1; return true;
    case GP_FIELD_INT0: *(int64_t *)at = 0; return true;
    case GP_FIELD_REAL: *(double *)at = NAN; return true;
    case GP_FIELD_REAL0: *(double *)at = 0; return true;
    default: return false;
    }
}

static gp_code read_field(gp_arena *a, const gp_field *f, const gp_json *v, void *object, gp_err *err)
{
    char *at = (char *)object + f->offset;
    if (read_null(f, v, at)) return GP_OK;
    switch (f->kind) {
    case GP_FIELD_STR:
    case GP_FIELD_TEXT: return gp_json_str(v, f->key, (gp_str *)at, err);
    case GP_FIELD_INT:
    case GP_FIELD_INT0: return gp_json_int(v, f->key, 0, INT64_MAX, (int64_t *)at, err);
    case GP_FIELD_SIZE: return read_size(v, f->key, (size_t *)at, err);
    case GP_FIELD_REAL:
    case GP_FIELD_REAL0: return gp_json_real(v, f->key, -1e300, 1e300, (double *)at, err);
    case GP_FIELD_BOOL: return gp_json_bool(v, f->key, (bool *)at, err);
    case GP_FIELD_STRS: return read_strs(a, v, f->key, (const gp_str **)at, (size_t *)((char *)object + f->extra), err);
    case GP_FIELD_OBJECT: return gp_fields_read(a, f->fields, f->n_fields, f->key, v, at, err);
    case GP_FIELD_CUSTOM: return f->read(a, v, at, err);
    }
    return GP_OK;
}

gp_code gp_fields_read(gp_arena *a, const gp_field *f, size_t n, const char *what, const gp_json *v, void *object, gp_err *err)
{
    const char *known[64] = {0};
    const gp_json *next = v->type == GP_JSON_OBJECT ? v->first : NULL; /* what gp_fields_write wrote stands in order: no search */
    gp_code code = GP_OK;
    size_t i = 0;
    for (; i < n && !code; i++) {
        bool here = next && gp_str_eqc(next->key, f[i].key);
        if (!here && !f[i].has) break;
        if (!here) continue; /* left out */
        code = read_field(a, &f[i], next, object, err);
        next = next->next;
    }
    if (code || (i == n && !next && v->type == GP_JSON_OBJECT)) return code;
    if (n > sizeof known / sizeof *known) return gp_fail(err, GP_E_BUG, "the table of %s has %zu rows", what, n);
    for (i = 0; i < n; i++) known[i] = f[i].key;
    code = gp_json_known_keys(v, what, known, n, err);
    for (i = 0; i < n && !code; i++) {
        const gp_json *member = gp_json_get(v, f[i].key);
        if (!member && f[i].has) continue;
        code = member ? read_field(a, &f[i], member, object, err) : gp_json_fail(err, v, "the key \"%s\" is missing in %s", f[i].key, what);
    }
    return code;
}
