/* Any bytes as a suite (JSON, YAML), its cases file, its data (CSV, JSON lines), or a template: opening refuses or
 * accepts, and what it accepts can be read and linted. */
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

static void open_bytes(const char *name, gp_str suite, gp_str cases)
{
    gp_suite *s = NULL;
    gp_err err = {0};
    if (gp_suite_open_bytes(name, &gp_graders, suite, cases, &s, &err) == GP_OK) use(s);
    else if (!err.msg[0]) abort(); /* a refusal says why */
    gp_suite_close(s);
}

#define HEAD "{\"name\": \"s\", \"version\": \"1\", "
#define ROWS(file)                                                                                              \
    HEAD "\"cases\": [{\"id\": \"{{a}}\", \"matrix\": {\"m\": [1, 2]}, \"vars\": {\"b\": 1}, \"data\": \"" file \
         "\", "                                                                                                 \
         "\"messages\": [{\"role\": \"user\", \"content\": \"{{a}} {{ b | int + m }}\"}], "                     \
         "\"grade\": [{\"type\": \"equals\", \"expect\": \"{{b}}\"}]}]}"

/* The bytes as the text of a message, where they can be. */
static void open_template(gp_str bytes)
{
    gp_buf b = {0};
    gp_jw w;
    gp_buf_c(&b, HEAD
             "\"cases\": [{\"id\": \"c\", \"vars\": {\"a\": 1, \"o\": {\"k\": [1, \"x\"]}}, \"grade\": [{\"type\": "
             "\"equals\", \"expect\": \"1\"}], \"messages\": [{\"role\": \"user\", \"content\": ");
    gp_jw_init(&w, &b, 0);
    gp_jw_str(&w, bytes);
    gp_buf_c(&b, "}]}]}");
    open_bytes("fuzz.json", gp_buf_view(&b), (gp_str){0});
    gp_buf_free(&b);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    gp_str bytes = {(const char *)data, size};
    open_bytes("fuzz.json", bytes, GP_STR("a,b\n1,2\n"));
    open_bytes("fuzz.yaml", bytes, GP_STR("a,b\n1,2\n"));
    open_bytes("fuzz.json", GP_STR(HEAD "\"cases_file\": \"c.jsonl\"}"), bytes);
    open_bytes("fuzz.json", GP_STR(ROWS("d.csv")), bytes);
    open_bytes("fuzz.json", GP_STR(ROWS("d.jsonl")), bytes);
    open_template(bytes);
    return 0;
}
