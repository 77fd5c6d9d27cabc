/* Any bytes as a suite, or as its cases file: opening refuses or accepts, and what it accepts can be read and
 * linted. */
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include "lint/lint.h"
#include "grade/grade.h"
#include "suite/suite_impl.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void use(const gp_suite *s)
{
    gp_arena a = {0};
    gp_err err = {0};
    gp_lint_report r;
    for (size_t i = 0; i < gp_suite_facts(s)->n_cases; i++)
        if (gp_suite_find(s, gp_suite_case_id(s, i)) != i) abort(); /* ids are unique and can be found */
    (void)!gp_lint_suite(&a, s, &(gp_lint_options){.change = true}, &r, &err);
    gp_arena_free(&a);
}

static void open_bytes(gp_str suite, gp_str cases)
{
    gp_suite *s = NULL;
    gp_err err = {0};
    if (gp_suite_open_bytes("fuzz.json", &gp_graders, suite, cases, &s, &err) == GP_OK) use(s);
    else if (!err.msg[0]) abort(); /* a refusal says why */
    gp_suite_close(s);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    gp_str bytes = {(const char *)data, size};
    open_bytes(bytes, (gp_str){0});
    open_bytes(GP_STR("{\"name\": \"s\", \"version\": \"1\", \"license\": \"x\", \"cases_file\": \"c.jsonl\"}"), bytes);
    return 0;
}
