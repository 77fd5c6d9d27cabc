/* recording_head.c - recording.json: version and targets. */
#include "record/recording.h"

typedef gp_recording_target T;
typedef gp_recording_head H;

static const gp_field target_fields[] = {
    GP_FIELD(STR, "name", T, name),
    GP_FIELD(STR, "spec", T, spec),
    GP_FIELD(BOOL, "asked", T, asked),
    GP_FIELD(RAW, "definition", T, definition, .json = GP_JSON_OBJECT),
};
static const gp_record target_record = GP_RECORD(T, target_fields, "a target");

static const gp_field head_fields[] = {
    GP_FIELD_IS("schema", "goldpin.recording/1"),
    GP_FIELD(STR, "goldpin", H, goldpin),
    GP_FIELD_LISTED(LIST, "targets", H, targets, n_targets, .record = &target_record),
};
static const gp_record head_record = GP_RECORD(H, head_fields, "a recording");

void gp_recording_head_write(const gp_recording_head *h, gp_buf *out)
{
    gp_jw w;
    gp_jw_init(&w, out, 2);
    gp_record_write(&w, &head_record, h);
    gp_buf_byte(out, '\n');
}

gp_code gp_recording_head_read(gp_arena *a, const char *name, gp_str text, gp_recording_head *out, gp_err *err)
{
    const gp_json *root = NULL;
    *out = (gp_recording_head){0};
    gp_code code = gp_json_parse(a, name, text, &root, err);
    if (!code) code = gp_json_want(root, "a recording", GP_JSON_OBJECT, err);
    if (!code) code = gp_record_read(a, &head_record, root, out, err);
    const gp_json *v = code ? NULL : gp_json_get(root, "targets")->first;
    for (size_t i = 0; v && !code; i++, v = v->next)
        if (!out->targets[i].name.n) code = gp_json_fail(err, v, "a target has no name");
    return code;
}
