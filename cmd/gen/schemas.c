/* schemas.c - writes the JSON Schemas, and the part of a guide, that come from tables: `schemas write` makes the files
 * below the working directory anew, `schemas check` says which of them are not what the tables give. Built and run by
 * make; it is not installed. */
#include <stdio.h>
#include <string.h>

#include "base/sys.h"
#include "call/price.h"
#include "evidence/evidence.h"
#include "gate/rules.h"
#include "golden/golden_file.h"
#include "graders.h"
#include "grade/grade.h"
#include "manifest/manifest.h"
#include "record/recording.h"
#include "report/results.h"
#include "manifest/chain.h"
#include "targets/spec.h"
#include "verify/verify.h"

static void suite_schema(gp_buf *out) { gp_suite_schema(&gp_graders, out); }

static const struct {
    const char *path;
    void (*make)(gp_buf *out);
    gp_code (*renew)(gp_str now, gp_buf *out, gp_err *err); /* of files of which only a part is made */
} schemas[] = {
    {.path = "lib/call/schema/prices.schema.json", .make = gp_price_schema},
    {.path = "lib/evidence/schema/evidence.schema.json", .make = gp_evidence_schema},
    {.path = "lib/gate/schema/gate.schema.json", .make = gp_gate_schema},
    {.path = "lib/golden/schema/golden.schema.json", .make = gp_golden_schema},
    {.path = "lib/manifest/schema/chain.schema.json", .make = gp_chain_schema},
    {.path = "lib/record/schema/exchange.schema.json", .make = gp_exchange_schema},
    {.path = "lib/record/schema/recording.schema.json", .make = gp_recording_head_schema},
    {.path = "lib/report/schema/manifest.schema.json", .make = gp_manifest_schema},
    {.path = "lib/report/schema/results.schema.json", .make = gp_results_schema},
    {.path = "lib/targets/schema/targets.schema.json", .make = gp_target_file_schema},
    {.path = "lib/transcript/schema/transcript.schema.json", .make = gp_transcript_schema},
    {.path = "lib/verify/schema/trace.schema.json", .make = gp_trace_schema},
    {.path = "lib/verify/schema/verify.schema.json", .make = gp_verify_schema},
    {.path = "suites/suite.schema.json", .make = suite_schema},
    {.path = "cmd/guide/graders.md", .renew = graders_in_guide},
};

static gp_code keep(size_t i, bool write, gp_err *err)
{
    const char *path = schemas[i].path;
    gp_arena a = {0};
    gp_buf want = {0};
    gp_str have = {0};
    bool renew = schemas[i].renew != NULL;
    gp_code code = renew || !write ? gp_read_file(&a, path, 0, &have, err) : GP_OK;
    if (!code && renew) code = schemas[i].renew(have, &want, err);
    else if (!code) schemas[i].make(&want);
    if (!code && write) code = gp_write_file(path, gp_buf_view(&want), err);
    else if (!code && !gp_str_eq(have, gp_buf_view(&want)))
        code = gp_fail(err, GP_E_INPUT, "%s is not what the tables give: make schemas", path);
    gp_buf_free(&want);
    gp_arena_free(&a);
    return code;
}

int main(int argc, char **argv)
{
    bool write = argc == 2 && strcmp(argv[1], "write") == 0, check = argc == 2 && strcmp(argv[1], "check") == 0;
    int wrong = 0;
    if (!write && !check) return fputs("usage: schemas write | check\n", stderr), 2;
    for (size_t i = 0; i < sizeof schemas / sizeof *schemas; i++) {
        gp_err err = {0};
        if (keep(i, write, &err)) wrong = fprintf(stderr, "schemas: %s\n", err.msg);
    }
    return wrong != 0;
}
