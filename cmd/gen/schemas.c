/* schemas.c - writes the JSON Schemas that come from tables: `schemas write` makes the files below the working directory
 * anew, `schemas check` says which of them are not what the tables give. Built and run by make; it is not installed. */
#include <stdio.h>
#include <string.h>

#include "base/sys.h"
#include "manifest/manifest.h"

static const struct {
    const char *path;
    void (*make)(gp_buf *out);
} schemas[] = {
    {"lib/report/schema/manifest.schema.json", gp_manifest_schema},
};

static gp_code keep(const char *path, gp_str want, bool write, gp_err *err)
{
    gp_arena a = {0};
    gp_str have = {0};
    gp_code code = write ? gp_write_file(path, want, err) : gp_read_file(&a, path, 0, &have, err);
    if (!code && !write && !gp_str_eq(have, want))
        code = gp_fail(err, GP_E_INPUT, "%s is not what the tables give: make schemas", path);
    gp_arena_free(&a);
    return code;
}

int main(int argc, char **argv)
{
    bool write = argc == 2 && strcmp(argv[1], "write") == 0, check = argc == 2 && strcmp(argv[1], "check") == 0;
    int wrong = 0;
    if (!write && !check) return fputs("usage: schemas write | check\n", stderr), 2;
    for (size_t i = 0; i < sizeof schemas / sizeof *schemas; i++) {
        gp_buf want = {0};
        gp_err err = {0};
        schemas[i].make(&want);
        if (keep(schemas[i].path, gp_buf_view(&want), write, &err)) wrong = fprintf(stderr, "schemas: %s\n", err.msg);
        gp_buf_free(&want);
    }
    return wrong != 0;
}
