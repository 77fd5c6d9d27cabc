/* graders.c - the graders that there are, in the groups and the order in which people see them. */
#include "grade/grade.h"

#define TEXTS(X)    \
    X(equals)       \
    X(contains)     \
    X(contains_any) \
    X(contains_all) X(not_contains) X(starts_with) X(ends_with) X(regex) X(case) X(similarity) X(language)
#define VALUES(X) X(number) X(date) X(count)
#define DATA(X) X(json) X(json_schema) X(json_path) X(yaml) X(table) X(xml)
#define LISTS(X) X(choice) X(set) X(order)
#define PROGRAMS(X) X(code) X(external)
#define JUDGES(X) X(judge)
#define REPEATS(X) X(consistency)
#define COMBINED(X) X(all) X(any) X(not ) X(weighted) X(at_least)
#define CONDUCT(X) X(refusal) X(abstains) X(clarifying_question) X(no_loop) X(no_reasoning_leak)
#define REPLY(X) X(finish) X(tool_calls)
#define BUDGETS(X) X(latency) X(ttft) X(speed) X(cost) X(tokens)
#define KINDS(X) \
    TEXTS(X) VALUES(X) DATA(X) LISTS(X) PROGRAMS(X) JUDGES(X) REPEATS(X) COMBINED(X) CONDUCT(X) REPLY(X) BUDGETS(X)

#define DECLARE(name) extern const gp_grader_kind gp_grader_##name;
#define ADDRESS(name) &gp_grader_##name,
#define COUNT(name) +1
KINDS(DECLARE)
static const gp_grader_kind *const list[] = {KINDS(ADDRESS)};

static const gp_grader_group groups[] = {
    {"Text", "The wording of the answer counts.", 0 TEXTS(COUNT)},
    {"Numbers, dates and lengths",
     "A value is looked for in the answer, which may say more; `count` measures the whole answer.", 0 VALUES(COUNT)},
    {"Structured answers",
     "The answer is data in a known notation, and nothing else; only a markdown `table` may stand in other text.",
     0 DATA(COUNT)},
    {"Choices and lists", "The answer picks from options, or lists members.", 0 LISTS(COUNT)},
    {"Programs", "Something is run to find out, which needs leave and a sandbox ([evidence]).", 0 PROGRAMS(COUNT)},
    {"Judges",
     "Another model is asked, which costs what asking costs, and is believed only so far as it can be checked ([judges]).",
     0 JUDGES(COUNT)},
    {"Repeats", "All repeats of a case are looked at together ([judges]).", 0 REPEATS(COUNT)},
    {"Graders of graders", "They hold other graders, their own kind too, but no programs, judges and budgets.",
     0 COMBINED(COUNT)},
    {"Conduct", "How the model behaves, whatever the task is.", 0 CONDUCT(COUNT)},
    {"Beside the answer", "They look at the reply, not at its text, which may be anything.", 0 REPLY(COUNT)},
    {"Budgets",
     "A budget holds a measured value between its `min` and `max`. It decides the gate, and is no part of the case's "
     "status, score and fingerprint, because what is measured differs from run to run. A value that nobody measured is "
     "\"not measured\", which turns the gate red too.",
     0 BUDGETS(COUNT)},
};

const gp_grader_kinds gp_graders = {list, sizeof list / sizeof *list, groups, sizeof groups / sizeof *groups};
