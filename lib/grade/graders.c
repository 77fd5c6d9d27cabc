/* graders.c - the graders that there are, in the order in which people see them. */
#include "grade/grade.h"

#define KINDS(X)           \
    X(equals)              \
    X(contains)            \
    X(contains_any)        \
    X(contains_all)        \
    X(not_contains)        \
    X(starts_with)         \
    X(ends_with)           \
    X(regex)               \
    X(case)                \
    X(similarity)          \
    X(language)            \
    X(number)              \
    X(date)                \
    X(count)               \
    X(json)                \
    X(json_schema)         \
    X(json_path)           \
    X(yaml)                \
    X(table)               \
    X(xml)                 \
    X(choice)              \
    X(set)                 \
    X(order)               \
    X(code)                \
    X(external)            \
    X(all)                 \
    X(any)                 \
    X(not )                \
    X(weighted)            \
    X(at_least)            \
    X(refusal)             \
    X(abstains)            \
    X(clarifying_question) \
    X(no_loop)             \
    X(no_reasoning_leak)   \
    X(finish)              \
    X(tool_calls)          \
    X(latency)             \
    X(ttft)                \
    X(speed)               \
    X(cost)                \
    X(tokens)

#define DECLARE(name) extern const gp_grader_kind gp_grader_##name;
#define ADDRESS(name) &gp_grader_##name,
KINDS(DECLARE)
static const gp_grader_kind *const list[] = {KINDS(ADDRESS)};

const gp_grader_kinds gp_graders = {list, sizeof list / sizeof *list};
