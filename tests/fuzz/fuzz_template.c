/* Fuzzing the template renderer: the input is a template, up to a NUL byte and behind it JSON variables. A successful
 * rendering must give spans that add up to its text; everything else is an error with a message. */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "template/template.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static const char standard_vars[] =
    "{\"messages\":[{\"role\":\"user\",\"content\":\"<b> \\u00e9\"},{\"role\":\"assistant\",\"content\":null,\"tool_calls\":[{\"function\":"
    "{\"name\":\"f\",\"arguments\":{\"a\":1,\"b\":[1.5,true]}}}]}],\"add_generation_prompt\":true,\"bos_token\":\"<s>\",\"n\":7}";

static void check(const gp_rendered *r)
{
    size_t at = 0;
    for (size_t i = 0; i < r->n; i++) {
        if (r->spans[i].text.p != r->text.p + at || !r->spans[i].text.n) abort();
        if (i && r->spans[i].from_value == r->spans[i - 1].from_value) abort();
        at += r->spans[i].text.n;
    }
    if (at != r->text.n || gp_utf8_bad(r->text) != SIZE_MAX) abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    gp_arena a = {0};
    gp_err err = {0};
    const gp_json *vars = NULL;
    gp_rendered out = {0};
    const char *p = size ? (const char *)data : "";
    const char *nul = size ? memchr(p, 0, size) : NULL;
    gp_str source = {p, nul ? (size_t)(nul - p) : size};
    gp_str json = nul ? (gp_str){nul + 1, size - source.n - 1} : GP_STR("");
    if (!json.n || gp_json_parse(&a, "vars", json, &vars, &err)) {
        if (gp_json_parse(&a, "vars", GP_STR(standard_vars), &vars, &err)) abort();
    }
    err = (gp_err){0};
    gp_code code = gp_template_render(&a, "fuzz", source, vars, 1767323045, &out, &err);
    if (!code) check(&out);
    else if (!err.msg[0] || err.code != code) abort();
    gp_arena_free(&a);
    return 0;
}
