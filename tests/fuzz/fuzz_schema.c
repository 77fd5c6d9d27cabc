/* A JSON Schema, a NUL, and a JSON value. Compiling ends, and so does the check; what is wrong has words, and stands where
 * its pointer says. What fits a schema shows that something can. */
#include <stdlib.h>
#include <string.h>

#include "schema/schema.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void want(bool good)
{
    if (!good) abort();
}

static void check(gp_arena *a, const gp_schema_doc *d, const gp_json *v)
{
    gp_err err = {0};
    const gp_schema_problem *p = NULL;
    gp_code code = gp_schema_check(a, d, v, &p, &err);
    want(code == GP_OK || err.msg[0]);
    if (!p) return;
    want(p->words.n > 0 && gp_utf8_bad(p->words) == SIZE_MAX && p->rule.n > 0);
    want(p->value == v || gp_json_at(v, p->at) == p->value);
}

static void look(gp_arena *a, const gp_json *schema, const gp_json *v, bool format)
{
    gp_schema_options o = GP_SCHEMA_DEFAULTS;
    gp_schema_doc *d = NULL;
    gp_err err = {0};
    gp_buf b = {0};
    o.assert_format = format;
    gp_code code = gp_schema_compile(schema, &o, &d, &err);
    want(code == GP_OK || err.msg[0]);
    if (code) return;
    (void)(gp_schema_fits(d, &err) == GP_OK);
    if (v) check(a, d, v);
    (void)gp_schema_least(d, 1000, &b);
    want(b.n < 4000);
    gp_buf_free(&b);
    gp_schema_free(d);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    gp_arena a = {0};
    const gp_json *schema = NULL, *v = NULL;
    char *copy = malloc(size + 1);
    want(copy != NULL);
    if (size) memcpy(copy, data, size);
    const char *nul = size ? memchr(copy, 0, size) : NULL;
    size_t n = nul ? (size_t)(nul - copy) : size;
    if (nul && gp_json_parse(&a, "value", (gp_str){nul + 1, size - n - 1}, &v, NULL)) v = NULL;
    if (gp_json_parse(&a, "schema", (gp_str){copy, n}, &schema, NULL) == GP_OK) {
        look(&a, schema, v, false);
        look(&a, schema, v, true);
    }
    gp_arena_free(&a);
    free(copy);
    return 0;
}
