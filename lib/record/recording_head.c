/* recording_head.c - recording.json: version and targets. */
#include "record/recording.h"

typedef gp_recording_target T;
typedef gp_recording_head H;

static const gp_field target_fields[] = {
    GP_FIELD(STR, "name", T, name, .flags = GP_KNOWN | GP_FILLED),
    GP_FIELD(STR, "spec", T, spec, .doc = "as given with -t"),
    GP_FIELD(BOOL, "asked", T, asked, .doc = "a target of the run; false: one that is only a member of such a target"),
    GP_FIELD(RAW, "definition", T, definition, .json = GP_JSON_OBJECT,
             .doc = "its entry of a targets file, without headers and names of key variables; null for a target whose "
                    "exchanges are not recorded"),
};
static const gp_record target_record = GP_RECORD(T, target_fields, "a target");

static const gp_field head_fields[] = {
    GP_FIELD_IS("schema", "goldpin.recording/1"),
    GP_FIELD(STR, "goldpin", H, goldpin, .doc = "version that wrote it"),
    GP_FIELD_LISTED(LIST, "targets", H, targets, n_targets, .record = &target_record),
};
static const gp_record head_record = GP_RECORD(
    H, head_fields, "a recording",
    .doc =
        "What the exchanges of a recording belong to. Beside it lie manifest.json and topology.xml of the run, and "
        "exchanges.jsonl.");

void gp_recording_head_schema(gp_buf *out) { gp_record_schema(&head_record, "goldpin recording.json", out); }

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
    return code ? code : gp_record_read(a, &head_record, root, out, err);
}
