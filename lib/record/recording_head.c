/* recording_head.c - recording.json: version and targets. */
#include "manifest/fields.h"
#include "record/recording.h"

#define COUNT(list) (sizeof(list) / sizeof *(list))
#define SCHEMA "goldpin.recording/1"

typedef gp_recording_target T;
typedef gp_recording_head H;

static void write_definition(gp_jw *w, const void *object)
{
    const T *t = object;
    if (t->definition.n) gp_jw_raw(w, t->definition);
    else gp_jw_null(w);
}

static gp_code read_definition(gp_arena *a, const gp_json *v, void *object, gp_err *err)
{
    (void)a;
    if (v->type == GP_JSON_NULL) return GP_OK;
    ((T *)object)->definition = v->raw;
    return gp_json_want(v, "definition", GP_JSON_OBJECT, err);
}

static const gp_field target_fields[] = {
    GP_FIELD(STR, "name", T, name), GP_FIELD(STR, "spec", T, spec), GP_FIELD(BOOL, "asked", T, asked), GP_FIELD_BY("definition", write_definition, read_definition),
};

static void write_schema(gp_jw *w, const void *object)
{
    (void)object;
    gp_jw_c(w, SCHEMA);
}

static gp_code read_schema(gp_arena *a, const gp_json *v, void *object, gp_err *err)
{
    (void)a;
    (void)object;
    gp_str s = {0};
    gp_code code = gp_json_str(v, "schema", &s, err);
    return code || gp_str_eqc(s, SCHEMA) ? code : gp_json_fail(err, v, "the schema is \"%.*s\", but this goldpin reads \"%s\"", GP_ARG(s), SCHEMA);
}

static void write_targets(gp_jw *w, const void *object)
{
    const H *h = object;
    gp_jw_array(w);
    for (size_t i = 0; i < h->n_targets; i++) gp_fields_write(w, target_fields, COUNT(target_fields), &h->targets[i]);
    gp_jw_end_array(w);
}

static gp_code read_targets(gp_arena *a, const gp_json *v, void *object, gp_err *err)
{
    H *h = object;
    gp_code code = gp_json_want(v, "targets", GP_JSON_ARRAY, err);
    T *list = code ? NULL : GP_NEW_ARRAY(a, T, v->n);
    if (!code && !list) return gp_fail_nomem(err);
    for (const gp_json *e = code ? NULL : v->first; e && !code; e = e->next) {
        T *t = &list[h->n_targets++];
        code = gp_fields_read(a, target_fields, COUNT(target_fields), "a target", e, t, err);
        if (!code && !t->name.n) code = gp_json_fail(err, e, "a target has no name");
    }
    h->targets = list;
    return code;
}

static const gp_field head_fields[] = {
    GP_FIELD_BY("schema", write_schema, read_schema), GP_FIELD(STR, "goldpin", H, goldpin), GP_FIELD_BY("targets", write_targets, read_targets),
};

void gp_recording_head_write(const gp_recording_head *h, gp_buf *out)
{
    gp_jw w;
    gp_jw_init(&w, out, 2);
    gp_fields_write(&w, head_fields, COUNT(head_fields), h);
    gp_buf_byte(out, '\n');
}

gp_code gp_recording_head_read(gp_arena *a, const char *name, gp_str text, gp_recording_head *out, gp_err *err)
{
    const gp_json *root = NULL;
    *out = (gp_recording_head){0};
    gp_code code = gp_json_parse(a, name, text, &root, err);
    if (!code) code = gp_json_want(root, "a recording", GP_JSON_OBJECT, err);
    return code ? code : gp_fields_read(a, head_fields, COUNT(head_fields), "a recording", root, out, err);
}
