/* suite_text.h - suites as text, for the tests of their reading. */
#ifndef GP_TESTS_SUITE_TEXT_H
#define GP_TESTS_SUITE_TEXT_H

#include "grade/grade.h"
#include "suite/suite_impl.h"
#include "t.h"

#define HEAD "{\"name\": \"s\", \"version\": \"1\", \"license\": \"CC0-1.0\",\n"
#define MESSAGES "\"messages\": [{\"role\": \"user\", \"content\": \"Hi\"}]"
#define GRADE "\"grade\": [{\"type\": \"equals\", \"expect\": \"x\"}]"
/* A suite of one case that starts on line 2, column 12. */
#define CASE(rest) HEAD "\"cases\": [ {\"id\": \"a\", " rest "}]}"
#define GRADED(grader) CASE(MESSAGES ",\n\"grade\": [" grader "]")

static inline gp_suite *open_text(const char *text)
{
    gp_suite *s = NULL;
    gp_err err = {0};
    T_OK(gp_suite_open_bytes("s.json", &gp_graders, gp_str_c(text), (gp_str){0}, &s, &err), err);
    return s;
}

static inline void refuses(const char *text, const char *message)
{
    gp_suite *s = NULL;
    gp_err err = {0};
    T_FAILS(gp_suite_open_bytes("s.json", &gp_graders, gp_str_c(text), (gp_str){0}, &s, &err), GP_E_INPUT, err,
            message);
    assert_null(s);
}

static inline gp_case *get(const gp_suite *s, size_t i, gp_arena *a)
{
    gp_case *c = NULL;
    gp_err err = {0};
    T_OK(gp_suite_case(s, i, a, &c, &err), err);
    return c;
}

/* Two cases with everything that a suite can say. */
static const char whole[] = HEAD
    "\"cases\": [\n"
    "  {\"id\": \"one\", \"name\": \"First\", \"category\": \"maths\", \"tags\": [\"quick\", \"sum\"], \"needs\": [\"logprobs\"],\n"
    "   \"metadata\": {\"sensitivity\": \"internal\", \"kind\": \"k\", \"complexity\": \"low\"},\n"
    "   \"messages\": [{\"role\": \"user\", \"content\": [{\"type\": \"text\", \"text\": \"a \"}, {\"type\": \"image\", \"path\": \"i/x.png\"}, {\"type\": \"text\", \"text\": \"b\"}]}],\n"
    "   \"turns\": [\"go on\"], \"max_tokens\": 7, \"stop\": [\"END\"], \"timeout\": {\"stall_s\": 3}, \"golden\": {\"mode\": \"numeric\", \"tolerance\": 0.5}, \"pass_at\": 0.5,\n"
    "   \"tools\": [{\"type\": \"function\", \"function\": {\"name\": \"f\"}}],\n"
    "   \"grade\": [{\"type\": \"number\", \"expect\": [1, 2], \"tolerance\": 0.1, \"weight\": 2, \"turn\": 1}, {\"type\": \"count\", \"max\": 3, \"id\": \"short\"}],\n"
    "   \"examples\": {\"pass\": [[\"1\", \"x\"]], \"fail\": [[\"3\", \"a b c d\"]]}},\n"
    "  {\"id\": \"two\", \"messages\": [{\"role\": \"system\", \"content\": \"Own.\"}, {\"role\": \"user\", \"content\": \"q\"}], \"golden\": false, " GRADE
    "}],\n"
    " \"defaults\": {\"system\": \"Be brief.\", \"max_tokens\": 64, \"temperature\": 0, \"seed\": 9007199254740993, \"timeout\": {\"total_s\": 60, \"stall_s\": 5}, \"golden\": \"exact\"},\n"
    " \"provenance\": {\"by\": \"us\"}, \"pins\": {\"seed\": 1, \"device\": \"cpu\"}, \"$schema\": \"x\"}";

#endif
