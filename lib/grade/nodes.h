/* nodes.h - what is asked of the values that a path selects: the part that `json_path` and `yaml` share. Internal to
 * lib/grade. */
#ifndef GP_GRADE_NODES_H
#define GP_GRADE_NODES_H

#include "forms/jsonpath.h"
#include "grade/grade_impl.h"

typedef struct gp_node_test {          /* parameters; they stand among those of the kind */
    const gp_json *expect, *min, *max; /* NULL where absent */
    unsigned type;
    int64_t count; /* -1 where absent */
} gp_node_test;

enum { GP_NODE_TYPES = 8 };
extern const char *const gp_node_types[GP_NODE_TYPES];

/* The rows of a kind's struct T that has a gp_node_test `test`. */
#define GP_NODE_ROWS(T)                                                                                               \
    GP_FIELD(JSON, "expect", T, test.expect, .flags = GP_OPTIONAL | GP_QUOTED,                                        \
             .doc =                                                                                                   \
                 "What each selected value must equal: any JSON value. Numbers are compared by their exact value, "   \
                 "objects without regard to order."),                                                                 \
        GP_FIELD(ENUM, "value_type", T, test.type, GP_NAMES(gp_node_types), .flags = GP_OPTIONAL | GP_QUOTED,         \
                 .doc = "Of which type each selected value must be. An `integer` is any number without a fraction."), \
        GP_FIELD(INT, "count", T, test.count, GP_RANGE(0, 1000000000), .flags = GP_OPTIONAL | GP_QUOTED,              \
                 .doc = "How many values the path must select; 0: none. Default: at least one."),                     \
        GP_FIELD(JSON, "min", T, test.min, .flags = GP_OPTIONAL | GP_QUOTED,                                          \
                 .doc = "Least number allowed; each selected value must be a number.",                                \
                 .schema = "{\"type\": \"number\"}"),                                                                 \
        GP_FIELD(JSON, "max", T, test.max, .flags = GP_OPTIONAL | GP_QUOTED,                                          \
                 .doc = "Greatest number allowed; each selected value must be a number.",                             \
                 .schema = "{\"type\": \"number\"}")

/* The path can be read and the tests can be met. Located at members of the grader object. */
gp_code gp_nodes_check(const gp_grader *g, gp_str path, const gp_node_test *t, gp_err *err) GP_MUST_CHECK;
/* The verdict over a document. */
gp_code gp_nodes_judge(gp_arena *a, gp_str path, const gp_node_test *t, const gp_json *root, gp_criterion *out,
                       gp_err *err) GP_MUST_CHECK;

/* The JSON value of an answer, read strictly; `fence`: also inside a single code fence. Where it is none, *why says so,
 * and tells values inside a fence, inside prose and several of them apart; nothing is repaired. */
gp_code gp_answer_json(gp_arena *a, gp_str answer, bool fence, const gp_json **root, const char **why,
                       gp_err *err) GP_MUST_CHECK;
/* " (a JSON value inside prose, from byte 9)" and its like, or "". */
const char *gp_json_told_apart(gp_arena *a, gp_str answer);
/* The inside of a single code fence that is the whole text. */
bool gp_fenced(gp_str text, gp_str *inside);

#endif
