/* test_grade_consistency.c - agreement over all repeats of a case. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "graded.h"

enum { MOST = 6 };

/* The verdict over these answers; "!" stands for a repeat that broke. The same whichever repeat is graded. */
static gp_criterion says(gt_case *f, const char *const *answers, gp_grade *g)
{
    gp_transcript t[MOST] = {0};
    gp_reply replies[MOST] = {0};
    const gp_transcript *list[MOST];
    size_t n = 0;
    gp_err err = {0};
    gp_criterion out = {0};
    for (; n < MOST && answers[n]; n++) {
        replies[n].answer = gp_str_c(answers[n]);
        t[n] = (gp_transcript){.replies = &replies[n], .n_replies = 1, .repeat = (int64_t)n + 1};
        if (strcmp(answers[n], "!") == 0) t[n] = (gp_transcript){.failure = GP_FAIL_STALLED, .repeat = (int64_t)n + 1};
        list[n] = &t[n];
    }
    const gp_grade_input in = {.repeats = list, .n_repeats = n};
    for (size_t i = 0; i < n; i++) {
        gp_grade here;
        T_OK(gp_grade_all(&f->a, f->c, &t[i], &in, &here, &err), err);
        if (t[i].failure) continue;
        if (out.id.n && here.n_criteria) assert_string_equal(out.explanation.p, here.criteria[0].explanation.p);
        if (here.n_criteria) out = here.criteria[0];
        *g = here;
    }
    return out;
}

static void agreement_is_a_share(void **state)
{
    (void)state;
    static const struct {
        const char *more;
        const char *answers[MOST + 1];
        double score;
        const char *says;
    } t[] = {
        {"", {"Paris", "Paris"}, 1, "all 2 repeats say \"Paris\""},
        {"",
         {"Paris", "Paris", "Rome"},
         2.0 / 3,
         "2 of 3 repeats say \"Paris\", repeat 3 says \"Rome\"; a share of 1 wanted"},
        {", \"min\": 0.6", {"Rome", "Paris", "Paris"}, 1, "2 of 3 repeats say \"Paris\", repeat 1 says \"Rome\""},
        {", \"min\": 0.75", {"a", "b", "c"}, 4.0 / 9, "1 of 3 repeats say \"a\""},
        {"", {"Paris\r\n", " Paris "}, 1, "all 2"},
        {"", {"caf\xc3\xa9", "cafe\xcc\x81"}, 1, "all 2"},
        {"", {"Paris", "paris"}, 0.5, "1 of 2"},
        {", \"ignore_case\": true", {"Paris", "PARIS"}, 1, "all 2"},
        {", \"normalize\": [\"punctuation\", \"spaces\"]", {"Paris.", "Paris"}, 1, "all 2"},
        {"", {"", ""}, 1, "all 2 repeats say \"\""},
        {"", {"Paris", "!", "Paris"}, 1, "all 2 repeats say \"Paris\"; 1 that broke left out"},
    };
    for (size_t i = 0; i < sizeof t / sizeof *t; i++) {
        gt_case f = {0};
        gp_err err = {0};
        gp_grade g = {0};
        char text[128];
        (void)snprintf(text, sizeof text, "{\"type\": \"consistency\"%s}", t[i].more);
        T_OK(gt_open(&f, text, "", &err), err);
        gp_criterion c = says(&f, t[i].answers, &g);
        if (fabs(c.score - t[i].score) > 1e-12 || !c.explanation.p || !strstr(c.explanation.p, t[i].says))
            fail_msg("row %zu: %g: %.*s", i, c.score, GP_ARG(c.explanation));
        gt_done(&f);
    }
}

static void one_answer_agrees_with_nobody(void **state)
{
    (void)state;
    gt_case f = gt_with("{\"type\": \"consistency\"}", "");
    gp_grade g = {0};
    (void)says(&f, (const char *const[]){"a", NULL}, &g);
    assert_int_equal(g.status, GP_SKIPPED);
    assert_non_null(strstr(g.why.p, "agreement takes two answers at least, and there is 1"));
    (void)says(&f, (const char *const[]){"a", "!", "!", NULL}, &g);
    assert_int_equal(g.status, GP_SKIPPED);
    g = gt_grade(&f, &(gp_transcript){.replies = &(gp_reply){.answer = GP_STR("a")}, .n_replies = 1});
    assert_int_equal(g.status, GP_SKIPPED); /* the repeats are not known */
    gt_done(&f);
}

static void ten_megabytes(void **state)
{
    (void)state;
    gt_case f = gt_with("{\"type\": \"consistency\"}", "");
    size_t n = (size_t)10 << 20;
    char *big = gp_alloc(n + 1);
    gp_grade g = {0};
    memset(big, 'x', n);
    assert_float_equal(says(&f, (const char *const[]){big, big, "x", NULL}, &g).score, 2.0 / 3, 1e-12);
    free(big);
    gt_done(&f);
}

static void faults_are_refused(void **state)
{
    (void)state;
    gt_refused("{\"type\": \"consistency\", \"min\": 0}", "min");
    gt_refused("{\"type\": \"not\", \"graders\": [{\"type\": \"consistency\"}]}", "it cannot stand inside another");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(agreement_is_a_share),
        cmocka_unit_test(one_answer_agrees_with_nobody),
        cmocka_unit_test(ten_megabytes),
        cmocka_unit_test(faults_are_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
