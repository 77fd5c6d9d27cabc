/* grader_table.h - tables of graders, answers and scores, and what holds for every row of them. */
#ifndef GP_TESTS_GRADER_TABLE_H
#define GP_TESTS_GRADER_TABLE_H

#include "grade/grade_impl.h"
#include "suite/suite_impl.h"
#include "t.h"

typedef struct grader_fixture { /* a case with one grader, read by the suite reader */
    gp_suite *suite;
    gp_arena a;
    gp_case *c;
} grader_fixture;

static inline gp_code grader_open(grader_fixture *f, const char *grader, gp_err *err)
{
    *f = (grader_fixture){0};
    gp_str text = gp_str_fmt(&f->a,
                             "{\"name\": \"s\", \"version\": \"1\", \"license\": \"x\",\n\"cases\": [{\"id\": \"a\", "
                             "\"messages\": [{\"role\": \"user\", \"content\": \"q\"}],\n\"grade\": [%s]}]}",
                             grader);
    gp_code code = gp_suite_open_bytes("s.json", &gp_graders, text, (gp_str){0}, &f->suite, err);
    if (!code) code = gp_suite_case(f->suite, 0, &f->a, &f->c, err);
    return code ? code : gp_grade_check(f->c, err);
}

static inline void grader_close(grader_fixture *f)
{
    gp_suite_close(f->suite);
    gp_arena_free(&f->a);
}

static inline gp_grade grader_says(grader_fixture *f, gp_str answer)
{
    gp_grade g = {0};
    gp_err err = {0};
    T_OK(gp_grade_answers(&f->a, f->c, &answer, 1, &g, &err), err);
    assert_true(g.score >= 0 && g.score <= 1);
    assert_true(g.criteria[0].explanation.n > 0 && g.criteria[0].explanation.n <= 200);
    assert_true(gp_utf8_bad(g.criteria[0].explanation) == SIZE_MAX);
    assert_int_equal(g.criteria[0].passed, g.score == 1);
    return g;
}

/* An answer that passes must fail after each way to break it that its kind offers. */
static inline void grader_breaks(grader_fixture *f, const char *grader, const char *answer)
{
    const gp_grader *g = f->c->graders[0];
    for (size_t m = 0; m < g->kind->n_mutations; m++) {
        gp_reply reply = {.answer = gp_str_c(answer)};
        if (!g->kind->mutations[m].change(&f->a, g, &reply)) continue;
        if (grader_says(f, reply.answer).status != GP_FAILED)
            fail_msg("%s: %s: not noticed in %.*s", grader, g->kind->mutations[m].name, GP_ARG(reply.answer));
    }
}

typedef struct grader_row {
    const char *grader, *answer;
    double score;
    const char *explanation; /* contained in it; NULL: any */
} grader_row;

static inline void grader_check(const grader_row *t, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        grader_fixture f;
        gp_err err = {0};
        T_OK(grader_open(&f, t[i].grader, &err), err);
        gp_grade g = grader_says(&f, gp_str_c(t[i].answer));
        if (g.score - t[i].score > 1e-12 || t[i].score - g.score > 1e-12)
            fail_msg("row %zu: %s: score %g, expected %g: %s", i, t[i].answer, g.score, t[i].score,
                     g.criteria->explanation.p);
        if (t[i].explanation && !strstr(g.criteria->explanation.p, t[i].explanation))
            fail_msg("row %zu: %s", i, g.criteria->explanation.p);
        if (t[i].score == 1) grader_breaks(&f, t[i].grader, t[i].answer);
        grader_close(&f);
    }
}
#define GRADER_CHECK(table) grader_check(table, sizeof(table) / sizeof *(table))

typedef struct grader_refusal { /* a grader that lint refuses, and what it says of it */
    const char *grader, *message;
} grader_refusal;

static inline void grader_refused(const grader_refusal *t, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        grader_fixture f;
        gp_err err = {0};
        T_FAILS(grader_open(&f, t[i].grader, &err), GP_E_INPUT, err, t[i].message);
        assert_non_null(strstr(err.msg, "s.json:3:"));
        grader_close(&f);
    }
}
#define GRADER_REFUSED(table) grader_refused(table, sizeof(table) / sizeof *(table))

/* Answers of 10 MB in the shapes that hurt naive code: each ends with a verdict. The shapes are repeated texts. */
static inline void grader_huge(const char *const *graders, size_t n, const char *const *shapes, size_t n_shapes)
{
    const size_t huge = t_large();
    char *text = malloc(huge);
    for (size_t s = 0; s < n_shapes; s++) {
        size_t len = strlen(shapes[s]);
        for (size_t i = 0; i < huge; i++) text[i] = shapes[s][i % len];
        for (size_t i = 0; i < n; i++) {
            grader_fixture f;
            gp_err err = {0};
            T_OK(grader_open(&f, graders[i], &err), err);
            (void)grader_says(&f, (gp_str){text, huge});
            grader_close(&f);
        }
    }
    free(text);
}

#endif
