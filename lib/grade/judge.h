/* judge.h - what a judge is asked; private to lib/grade.
 *
 * A vote is a conversation of two messages. The first says how to judge and holds the rubric; the second holds what is
 * judged, as data: between lines with a mark that is a digest of all that stands between them, so that no text can hold
 * its own, and with < > & escaped, so that none can look like such a line. The same case and answer always make the same
 * question. */
#ifndef GP_GRADE_JUDGE_H
#define GP_GRADE_JUDGE_H

#include "grade/grade_impl.h"
#include "grade/nodes.h"

enum { GP_JUDGE_ANSWER_MAX = 256 << 10 }; /* bytes: a longer answer is not shown to a judge and fails */

typedef enum gp_judge_scale { GP_JUDGE_UNSAID, GP_JUDGE_PASS, GP_JUDGE_ORDINAL, GP_JUDGE_INTERVAL } gp_judge_scale;

typedef struct gp_judge { /* the parameters of the grader */
    gp_grader g;
    gp_str target, rubric, reference; /* reference.p NULL: none */
    gp_judge_scale scale;
    int64_t points, pass_from, votes, max_tokens; /* -1: the default, as the functions below say it */
    const gp_json *calibration;
    double calibrated;
    bool free, alone;
} gp_judge;

bool gp_judge_scaled(const gp_judge *p); /* gives numbers */
gp_level gp_judge_level(const gp_judge *p);
int64_t gp_judge_points(const gp_judge *p);
int64_t gp_judge_pass_from(const gp_judge *p);
int64_t gp_judge_votes(const gp_judge *p);
double gp_judge_threshold(const gp_judge *p); /* of the calibration */
size_t gp_judge_orders(
    const gp_judge *p); /* in which an answer of the calibration is shown: 1, or 2 beside a reference */
const char *gp_judge_key(const gp_judge *p); /* of the verdict in a vote: "pass", "score", "better" */
/* Beside a reference, what the answer is called in this vote: "A" where the number is odd, else "B". */
const char *gp_judge_answer_is(int64_t vote);

typedef struct gp_judge_known { /* an answer of which the verdict is known */
    gp_str answer;
    bool pass;
    gp_str task;             /* .p NULL: that of the case */
    const gp_reply *replies; /* of an example of a case with turns, those before the answer; else none */
} gp_judge_known;

/* What the judge is calibrated by: its own parameter, else the case's examples - all that pass, and of those that fail
 * the ones that every other grader takes, so that the judge alone can tell. Empty text is left out. In the arena. */
const gp_judge_known *gp_judge_known_of(gp_arena *a, const gp_case *c, const gp_judge *p, size_t *n);
/* The questions about them, gp_judge_orders each. */
const gp_question *gp_judge_calibration(gp_arena *a, const gp_case *c, const gp_judge *p, const gp_judge_known *known,
                                        size_t n);
/* One vote on the reply of x. */
gp_question gp_judge_vote(gp_arena *a, const gp_judged *x, const gp_judge *p, int64_t vote);

#endif
