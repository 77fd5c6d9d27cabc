/* Any bytes as an answer: every grader ends with a score from 0 to 1 and an explanation that can be shown. */
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include "grade/grade.h"
#include "suite/suite_impl.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static const char suite[] =
    "{\"name\": \"s\", \"version\": \"1\", \"license\": \"x\", \"cases\": [{\"id\": \"a\", \"messages\": [{\"role\": \"user\", \"content\": \"q\"}], \"grade\": ["
    "{\"type\": \"equals\", \"expect\": [\"\\u00c4b\", 3], \"ignore_case\": true}, {\"type\": \"contains\", \"expect\": [\"\\u00e9\", \"b\"], \"ignore_case\": true},"
    "{\"type\": \"not_contains\", \"expect\": \"no\", \"ignore_case\": true}, {\"type\": \"regex\", \"pattern\": \"(\\\\w+)\\\\s*=\\\\s*(?:-|\\\\d)*$\", \"expect\": \"x\"},"
    "{\"type\": \"number\", \"expect\": 3, \"tolerance\": 1}, {\"type\": \"count\", \"unit\": \"lines\", \"max\": 3}, {\"type\": \"count\", \"min\": 3, \"trim\": true},"
    "{\"type\": \"number\", \"expect\": \"1/3\", \"pick\": \"all\", \"forms\": [\"fraction\", \"percent\", \"power\"], \"tolerance\": 0.5, \"relative\": 0.5, \"unit\": \"km\"},"
    "{\"type\": \"number\", \"expect\": 3, \"pick\": \"boxed\", \"separators\": \"1 234,5\", \"forms\": [\"fraction\"]}, {\"type\": \"date\", \"min\": \"2024-03-05\", \"order\": \"dmy\"},"
    "{\"type\": \"choice\", \"options\": [\"London\", \"Paris\", \"Paris, Texas\"], \"expect\": \"B\", \"pick\": \"last\"}, {\"type\": \"set\", \"expect\": [\"red\", \"green\"], \"ignore_case\": true},"
    "{\"type\": \"order\", \"expect\": [\"a\", \"b\", \"a\"]}, {\"type\": \"json_path\", \"path\": \"$..[1:3,'a'][*]\", \"value_type\": \"integer\", \"min\": 1, \"trim\": true},"
    "{\"type\": \"yaml\", \"path\": \"$..*\", \"expect\": 31, \"trim\": true}, {\"type\": \"table\", \"cells\": [{\"row\": \"x\", \"column\": 2, \"expect\": 1}]},"
    "{\"type\": \"table\", \"form\": \"csv\", \"rows\": 1, \"headers\": [\"a\", \"b\"], \"trim\": true}, {\"type\": \"xml\", \"xpath\": \"//b[@c]\", \"expect\": 2, \"trim\": true},"
    "{\"type\": \"xml\", \"schema\": \"<xs:schema xmlns:xs='http://www.w3.org/2001/XMLSchema'><xs:element name='a' type='xs:integer'/></xs:schema>\"},"
    "{\"type\": \"equals\", \"expect\": \"b\", \"extract\": {\"pattern\": \"(?<=a)|(\\\\w*)\\\\s*=(.?)\", \"take\": \"last\", \"leave_out\": [\"^\", \"\\\\W\"]}},"
    "{\"type\": \"json\", \"trim\": true, \"path\": \"/a/0/~0b\", \"expect\": [1, {\"c\": null}]},"
    "{\"type\": \"json\", \"schema\": {\"type\": [\"object\", \"array\", \"string\"], \"required\": [\"a\"], \"properties\": {\"a\": {\"items\": {\"type\": \"integer\", \"minimum\": 2},"
    " \"maxItems\": 3}, \"s\": {\"pattern\": \"^a+b\", \"minLength\": 2, \"maxLength\": 9}, \"e\": {\"enum\": [1, \"x\", [], {}]}}, \"additionalProperties\": {\"type\": \"number\"}}}]}]}";

static void grade(const gp_suite *s, gp_str answer)
{
    gp_arena a = {0};
    gp_err err = {0};
    gp_case *c = NULL;
    gp_grade g;
    if (gp_suite_case(s, 0, &a, &c, &err)) abort();
    if (gp_grade_answers(&a, c, &answer, 1, &g, &err) == GP_OK) {
        if (!(g.score >= 0 && g.score <= 1)) abort();
        for (size_t i = 0; i < g.n_criteria; i++)
            if (g.criteria[i].explanation.n > 200 || gp_utf8_bad(g.criteria[i].explanation) != SIZE_MAX) abort();
    } else if (!err.msg[0]) {
        abort();
    }
    gp_arena_free(&a);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    gp_suite *s = NULL;
    gp_err err = {0};
    if (gp_suite_open_bytes("fuzz.json", &gp_graders, GP_STR(suite), (gp_str){0}, &s, &err)) abort();
    grade(s, (gp_str){(const char *)data, size});
    gp_suite_close(s);
    return 0;
}
