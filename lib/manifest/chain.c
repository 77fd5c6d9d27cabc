/* chain.c - the table of chain.json. */
#include "manifest/chain.h"

#include <string.h>

#include "base/sys.h"

#define C gp_chain

static const gp_field fields[] = {
    GP_FIELD_IS("schema", "goldpin.chain/1"),
    GP_FIELD(STR, "manifest_sha256", C, manifest_sha256),
    GP_FIELD(STR, "topology_sha256", C, topology_sha256),
    GP_FIELD(
        RAW, "origin", C, origin, .json = GP_JSON_OBJECT,
        .doc = "Where the trials come from; the first line of transcripts.jsonl has the SHA-256 of its RFC 8785 form."),
    GP_FIELD(INT, "transcripts", C, lines, .doc = "Lines of transcripts.jsonl."),
    GP_FIELD(STR, "last", C, last, .doc = "SHA-256 of the last of these lines, which holds that of the line before."),
    GP_FIELD(STR, "evidence_sha256", C, evidence_sha256, .flags = GP_OPTIONAL),
    GP_FIELD(STR, "inputs_sha256", C, inputs_sha256,
             .doc = "Over the lines that sha256sum writes for the files in inputs/, by path."),
    GP_FIELD(STR, "results_sha256", C, results_sha256),
};
static const gp_record record = GP_RECORD(C, fields, "a chain",
                                          .doc = "What the files of a bundle were when its run had ended.");

void gp_chain_write(const gp_chain *c, gp_buf *out)
{
    gp_jw w;
    gp_jw_init(&w, out, 2);
    gp_record_write(&w, &record, c);
    gp_buf_byte(out, '\n');
}

gp_code gp_chain_read(gp_arena *a, const char *path, gp_chain *out, gp_err *err)
{
    gp_str text;
    const gp_json *root;
    *out = (gp_chain){0};
    gp_record_init(&record, out);
    gp_code code = gp_read_file(a, path, 0, &text, err);
    if (!code) code = gp_json_parse(a, gp_arena_copy(a, path, strlen(path)), text, &root, err);
    return code ? code : gp_record_read(a, &record, root, out, err);
}

void gp_chain_schema(gp_buf *out) { gp_record_schema(&record, "goldpin chain.json", out); }
