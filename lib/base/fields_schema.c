/* fields_schema.c - the JSON Schema (draft 2020-12) that a record's table amounts to. */
#include <float.h>
#include <math.h>

#include "base/fields_rows.h"

/* Records that stand under $defs, each once, in the order in which they are met. */
typedef struct defs {
    const gp_record *list[GP_ROWS_MAX];
    size_t n;
} defs;

static void collect(const gp_record *r, defs *d)
{
    gp_rows rows;
    gp_rows_of(r, &rows);
    for (size_t i = 0; i < d->n; i++)
        if (d->list[i]->fields == r->fields) return;
    if (r->def && d->n < GP_ROWS_MAX) d->list[d->n++] = r;
    for (size_t i = 0; i < rows.n; i++)
        if (rows.row[i].f->record) collect(rows.row[i].f->record, d);
}

static void write_object(gp_jw *w, const gp_record *r, bool nullable);

/* The members that say what a value of the record is. */
static void write_use(gp_jw *w, const gp_record *r, bool nullable)
{
    gp_buf ref = {0};
    if (r->def) gp_buf_fmt(&ref, "#/$defs/%s", r->def);
    if (r->def) gp_jw_kstr(w, "$ref", gp_buf_view(&ref));
    else write_object(w, r, nullable);
    gp_buf_free(&ref);
}

static const char *type_of(const gp_field *f)
{
    static const char *const of_json[] = {NULL, "boolean", "integer", "number", "string", "array", "object"};
    switch (f->kind) {
    case GP_FIELD_STR:
    case GP_FIELD_TEXT:
    case GP_FIELD_ENUM: return "string";
    case GP_FIELD_INT:
    case GP_FIELD_SIZE: return "integer";
    case GP_FIELD_REAL: return "number";
    case GP_FIELD_BOOL: return "boolean";
    case GP_FIELD_RAW:
    case GP_FIELD_JSON: return of_json[f->json];
    case GP_FIELD_COUNTS: return "object";
    case GP_FIELD_STRS:
    case GP_FIELD_IDS:
    case GP_FIELD_BITS:
    case GP_FIELD_LIST:
    case GP_FIELD_OBJECT:
    case GP_FIELD_CONST:
    case GP_FIELD_ANY: break;
    }
    return NULL;
}

static void write_type(gp_jw *w, const char *type, bool nullable)
{
    if (!type) return;
    gp_jw_key(w, "type");
    if (nullable) gp_jw_array(w);
    gp_jw_c(w, type);
    if (nullable) gp_jw_c(w, "null");
    if (nullable) gp_jw_end_array(w);
}

static void write_names(gp_jw *w, const gp_field *f, bool nullable)
{
    if (!f->n_names) return;
    gp_jw_key(w, "enum");
    gp_jw_array(w);
    for (unsigned i = 0; i < f->n_names; i++)
        if (gp_field_named(f, i)) gp_jw_c(w, f->names[i]);
    if (nullable) gp_jw_null(w);
    gp_jw_end_array(w);
}

/* Whole numbers are written as such; the ends of the type are no bounds. */
static void write_number(gp_jw *w, const char *key, double v)
{
    if (v == floor(v) && fabs(v) < 0x1p53) gp_jw_kint(w, key, (int64_t)v);
    else if (fabs(v) < DBL_MAX) gp_jw_kreal(w, key, v);
}

static void write_range(gp_jw *w, const gp_row *row)
{
    bool whole = row->f->kind == GP_FIELD_INT || row->f->kind == GP_FIELD_SIZE;
    double min, max;
    if (gp_row_range(row, &min, &max)) {
        write_number(w, row->flags & GP_ABOVE ? "exclusiveMinimum" : "minimum", min);
        write_number(w, "maximum", max);
    } else if (whole) gp_jw_kint(w, "minimum", 0);
}

static void write_default(gp_jw *w, const gp_row *row)
{
    const gp_field *f = row->f;
    if (!(row->flags & GP_DEFAULT)) return;
    switch (f->kind) {
    case GP_FIELD_STR:
    case GP_FIELD_TEXT: gp_jw_kc(w, "default", f->text); break;
    case GP_FIELD_BOOL: gp_jw_kbool(w, "default", f->otherwise > 0); break;
    case GP_FIELD_ENUM: gp_jw_kc(w, "default", f->names[(size_t)f->otherwise]); break;
    default: write_number(w, "default", f->otherwise);
    }
}

static void write_item(gp_jw *w, const gp_row *row)
{
    const gp_field *f = row->f;
    gp_jw_object(w);
    if (f->kind == GP_FIELD_LIST) write_use(w, f->record, false);
    else if (f->n_names) write_names(w, f, false);
    else write_type(w, f->kind == GP_FIELD_IDS ? "integer" : "string", false);
    if (f->kind == GP_FIELD_STRS && row->flags & GP_FILLED && !f->n_names) gp_jw_kint(w, "minLength", 1);
    if (f->kind == GP_FIELD_IDS) write_range(w, row);
    gp_jw_end_object(w);
}

static void write_array(gp_jw *w, const gp_row *row)
{
    write_type(w, "array", gp_row_nullable(row));
    bool filled = row->flags & GP_FILLED && !(row->flags & GP_BARE);
    if (filled && row->flags & (GP_OPTIONAL | GP_KNOWN)) gp_jw_kint(w, "minItems", 1);
    gp_jw_key(w, "items");
    write_item(w, row);
}

static void write_list(gp_jw *w, const gp_row *row)
{
    if (!(row->flags & GP_LONE)) {
        write_array(w, row);
        return;
    }
    gp_jw_key(w, "anyOf");
    gp_jw_array(w);
    write_item(w, row);
    gp_jw_object(w);
    write_array(w, row);
    gp_jw_end_object(w);
    gp_jw_end_array(w);
}

static void write_counts(gp_jw *w, const gp_row *row)
{
    const gp_field *f = row->f;
    gp_jw_kbool(w, "additionalProperties", false);
    gp_jw_key(w, "required");
    gp_jw_array(w);
    for (size_t i = 0; i < f->n_names && !(row->flags & GP_ZERO); i++)
        if (f->names[i]) gp_jw_c(w, f->names[i]);
    gp_jw_end_array(w);
    gp_jw_key(w, "properties");
    gp_jw_object(w);
    for (size_t i = 0; i < f->n_names; i++) {
        if (!f->names[i]) continue;
        gp_jw_key(w, f->names[i]);
        gp_jw_object(w);
        gp_jw_kc(w, "type", "integer");
        gp_jw_kint(w, "minimum", 0);
        gp_jw_end_object(w);
    }
    gp_jw_end_object(w);
}

/* What a row or a record says besides, as JSON; the table is ours, so that it can be read. */
static void write_besides(gp_jw *w, const char *schema)
{
    gp_arena a = {0};
    const gp_json *v = NULL;
    if (schema && gp_json_parse(&a, "a table", gp_str_c(schema), &v, NULL) == GP_OK)
        for (const gp_json *m = v->first; m; m = m->next) {
            gp_jw_key_str(w, m->key);
            gp_jw_value(w, m);
        }
    gp_arena_free(&a);
}

static void write_property(gp_jw *w, const gp_row *row)
{
    const gp_field *f = row->f;
    bool nullable = gp_row_nullable(row);
    gp_jw_key(w, f->key);
    gp_jw_object(w);
    if (f->doc && !(f->record && f->kind == GP_FIELD_OBJECT && f->record->doc && !f->record->def))
        gp_jw_kc(w, "description", f->doc);
    if (f->kind == GP_FIELD_CONST) gp_jw_kc(w, "const", f->text);
    if (f->kind == GP_FIELD_OBJECT) write_use(w, f->record, nullable);
    write_type(w, type_of(f), nullable);
    if (gp_field_is_list(f)) write_list(w, row);
    else if (f->kind == GP_FIELD_COUNTS) write_counts(w, row);
    else write_names(w, f, nullable);
    if (f->kind == GP_FIELD_INT || f->kind == GP_FIELD_SIZE || f->kind == GP_FIELD_REAL) write_range(w, row);
    if ((f->kind == GP_FIELD_STR || f->kind == GP_FIELD_TEXT) && row->flags & GP_FILLED && !f->n_names)
        gp_jw_kint(w, "minLength", 1);
    write_default(w, row);
    if (!(row->flags & GP_TOLD)) write_besides(w, f->schema);
    gp_jw_end_object(w);
}

static void write_choice(gp_jw *w, const gp_record *r)
{
    gp_jw_key(w, "anyOf");
    gp_jw_array(w);
    for (size_t i = 0; i < r->n; i++) {
        gp_jw_object(w);
        write_use(w, r->fields[i].record, false);
        gp_jw_end_object(w);
    }
    gp_jw_end_array(w);
}

static void write_members(gp_jw *w, const gp_record *r)
{
    gp_rows rows;
    gp_rows_of(r, &rows);
    gp_jw_kbool(w, "additionalProperties", false);
    gp_jw_key(w, "required");
    gp_jw_array(w);
    for (size_t i = 0; i < rows.n; i++)
        if (!gp_row_optional(&rows.row[i])) gp_jw_c(w, rows.row[i].f->key);
    gp_jw_end_array(w);
    gp_jw_key(w, "properties");
    gp_jw_object(w);
    for (size_t i = 0; i < rows.n; i++) write_property(w, &rows.row[i]);
    gp_jw_end_object(w);
}

static void write_object(gp_jw *w, const gp_record *r, bool nullable)
{
    if (!r->choice) write_type(w, "object", nullable);
    if (r->doc) gp_jw_kc(w, "description", r->doc);
    if (r->choice) write_choice(w, r);
    else write_members(w, r);
    write_besides(w, r->schema);
}

void gp_record_schema_members(gp_jw *w, const gp_record *r) { write_object(w, r, false); }

typedef void more_defs(gp_jw *w, const void *with);

static void write_defs(gp_jw *w, const defs *d, more_defs *more, const void *with)
{
    if (!d->n && !more) return;
    gp_jw_key(w, "$defs");
    gp_jw_object(w);
    for (size_t i = 0; i < d->n; i++) {
        gp_jw_key(w, d->list[i]->def);
        gp_jw_object(w);
        write_object(w, d->list[i], false);
        gp_jw_end_object(w);
    }
    if (more) more(w, with);
    gp_jw_end_object(w);
}

static void begin(gp_jw *w, const char *title, gp_buf *out)
{
    gp_jw_init(w, out, 2);
    gp_jw_object(w);
    gp_jw_kc(w, "$schema", "https://json-schema.org/draft/2020-12/schema");
    gp_jw_kc(w, "title", title);
}

static void end(gp_jw *w, const defs *d, more_defs *more, const void *with)
{
    write_defs(w, d, more, with);
    gp_jw_end_object(w);
    gp_buf_byte(w->out, '\n');
}

void gp_record_schema_with(const gp_record *r, const char *title, more_defs *more, const void *with, gp_buf *out)
{
    gp_jw w;
    defs d = {0};
    begin(&w, title, out);
    write_object(&w, r, false);
    collect(r, &d);
    end(&w, &d, more, with);
}

void gp_record_schema(const gp_record *r, const char *title, gp_buf *out)
{
    gp_record_schema_with(r, title, NULL, NULL, out);
}

void gp_record_schema_of(const gp_record *const *list, size_t n, const char *title, const char *doc, gp_buf *out)
{
    gp_jw w;
    defs d = {0};
    begin(&w, title, out);
    gp_jw_kc(&w, "description", doc);
    gp_jw_key(&w, "oneOf");
    gp_jw_array(&w);
    for (size_t i = 0; i < n; i++) {
        collect(list[i], &d);
        gp_jw_object(&w);
        write_use(&w, list[i], false);
        gp_jw_end_object(&w);
    }
    gp_jw_end_array(&w);
    end(&w, &d, NULL, NULL);
}
