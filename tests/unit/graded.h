/* graded.h - for tests of graders: tables of graders, answers and scores, what is refused, answers of 10 MB, and what holds
 * for every row of them. */
#ifndef GP_TESTS_GRADED_H
#define GP_TESTS_GRADED_H

#include "base/memory.h"
#include "grade/grade_impl.h"
#include "suite/suite_impl.h"
#include "t.h"

typedef struct gt_case { /* a case with the graders of the text, read by the suite reader */
    gp_suite *suite;
    gp_arena a;
    gp_case *c;
} gt_case;

static inline gp_code gt_open(gt_case *f, const char *graders, const char *more, gp_err *err)
{
    *f = (gt_case){0};
    gp_str text = gp_str_fmt(&f->a,
                             "{\"name\": \"s\", \"version\": \"1\", \"license\": \"x\",\n"
                             "\"cases\": [{\"id\": \"a\"%s, \"messages\": [{\"role\": \"user\", \"content\": \"q\"}],\n"
                             "\"grade\": [%s]}]}",
                             more, graders);
    gp_code code = gp_suite_open_bytes("s.json", &gp_graders, text, (gp_str){0}, &f->suite, err);
    if (!code) code = gp_suite_case(f->suite, 0, &f->a, &f->c, err);
    return code ? code : gp_grade_check(f->c, err);
}

static inline gt_case gt_with(const char *graders, const char *more)
{
    gt_case f;
    gp_err err = {0};
    T_OK(gt_open(&f, graders, more, &err), err);
    return f;
}

static inline void gt_done(gt_case *f)
{
    gp_suite_close(f->suite);
    gp_arena_free(&f->a);
}

/* The graders of the text are refused with this message. */
static inline void gt_refused(const char *graders, const char *message)
{
    gt_case f;
    gp_err err = {0};
    T_FAILS(gt_open(&f, graders, "", &err), GP_E_INPUT, err, message);
    gt_done(&f);
}

static inline gp_grade gt_grade(gt_case *f, const gp_transcript *t)
{
    gp_grade g;
    gp_err err = {0};
    T_OK(gp_grade_transcript(&f->a, f->c, t, &g, &err), err);
    for (size_t i = 0; i < g.n_criteria; i++) {
        assert_true(g.criteria[i].score >= 0 && g.criteria[i].score <= 1);
        assert_true(g.criteria[i].explanation.n > 0 && g.criteria[i].explanation.n <= 200);
        assert_true(gp_utf8_bad(g.criteria[i].explanation) == SIZE_MAX);
        assert_int_equal(g.criteria[i].passed, g.criteria[i].score == 1);
    }
    return g;
}

static inline gp_grade gt_answer(gt_case *f, gp_str answer)
{
    const gp_reply reply = {.answer = answer};
    return gt_grade(f, &(gp_transcript){.replies = &reply, .n_replies = 1});
}

/* An answer that passes must fail after each way to break it that its kind offers. */
static inline void gt_breaks(gt_case *f, const char *grader, const char *answer)
{
    const gp_grader *g = f->c->graders[0];
    for (size_t m = 0; m < gp_ways(g); m++) {
        gp_reply reply = {.answer = gp_str_c(answer)};
        if (!gp_break(&f->a, g, m, &reply)) continue;
        if (gt_answer(f, reply.answer).status != GP_FAILED)
            fail_msg("%s: %s: not noticed in %.*s", grader, gp_way_name(g, m), GP_ARG(reply.answer));
    }
}

typedef struct gt_row {
    const char *grader, *answer;
    double score;
    const char *explanation; /* contained in it; NULL: any */
} gt_row;

static inline void gt_check(const gt_row *t, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        gt_case f = gt_with(t[i].grader, "");
        gp_grade g = gt_answer(&f, gp_str_c(t[i].answer));
        if (g.score < t[i].score - 1e-9 || g.score > t[i].score + 1e-9)
            fail_msg("row %zu: score %g, expected %g: %.*s: %s", i, g.score, t[i].score,
                     GP_ARG(g.criteria->explanation), t[i].answer);
        if (t[i].explanation && !strstr(g.criteria->explanation.p, t[i].explanation))
            fail_msg("row %zu: %.*s", i, GP_ARG(g.criteria->explanation));
        if (t[i].score == 1) gt_breaks(&f, t[i].grader, t[i].answer);
        gt_done(&f);
    }
}
#define GT_CHECK(table) gt_check(table, sizeof(table) / sizeof *(table))

typedef struct gt_refusal { /* a grader that lint refuses, and what it says of it */
    const char *grader, *message;
} gt_refusal;

static inline void gt_refused_each(const gt_refusal *t, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        gt_case f;
        gp_err err = {0};
        T_FAILS(gt_open(&f, t[i].grader, "", &err), GP_E_INPUT, err, t[i].message);
        assert_non_null(strstr(err.msg, "s.json:3:"));
        gt_done(&f);
    }
}
#define GT_REFUSED(table) gt_refused_each(table, sizeof(table) / sizeof *(table))

/* Answers of 10 MB in the shapes that hurt naive code: each ends with a verdict. The shapes are repeated texts. */
static inline void gt_huge(const char *const *graders, size_t n, const char *const *shapes, size_t n_shapes)
{
    const size_t huge = t_large();
    char *text = malloc(huge);
    for (size_t s = 0; s < n_shapes; s++) {
        size_t len = strlen(shapes[s]);
        for (size_t i = 0; i < huge; i++) text[i] = shapes[s][i % len];
        for (size_t i = 0; i < n; i++) {
            gt_case f;
            gp_err err = {0};
            T_OK(gt_open(&f, graders[i], "", &err), err);
            (void)gt_answer(&f, (gp_str){text, huge});
            gt_done(&f);
        }
    }
    free(text);
}

#endif
