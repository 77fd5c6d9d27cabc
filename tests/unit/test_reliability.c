/* test_reliability.c - votes of judges and repeats of cases, added up trial by trial. */
#include <math.h>
#include <stdio.h>

#include "run/reliability.h"
#include "t.h"

typedef struct world {
    gp_reliability *r;
    gp_arena a;
} world;

static world begin(void) { return (world){.r = gp_reliability_new(2)}; }

static void end(world *w)
{
    gp_reliability_free(w->r);
    gp_arena_free(&w->a);
}

/* A trial of target 0 or 1; answer NULL: it broke. */
static void add(world *w, const char *id, size_t target, const char *answer, gp_status status, const gp_ballot *b)
{
    unsigned char digest[GP_SHA256_LEN];
    const gp_reply reply = {.answer = gp_str_c(answer ? answer : "")};
    const gp_transcript t = {.suite = GP_STR("s"),
                             .case_id = gp_str_c(id),
                             .replies = &reply,
                             .n_replies = 1,
                             .failure = answer ? GP_FAIL_NONE : GP_FAIL_STALLED};
    const gp_grade g = {.status = status, .ballots = &b, .n_ballots = b != NULL};
    bool answered = gp_reliability_answer(&w->a, &t, digest);
    assert_int_equal(answered, answer != NULL);
    gp_reliability_add(w->r, target, &t, &g, answered ? digest : NULL);
}

static void repeats_agree_by_case_and_target(void **state)
{
    (void)state;
    world w = begin();
    gp_results_target x = {0}, y = {0};
    add(&w, "a", 0, "Paris", GP_PASSED, NULL);
    add(&w, "a", 0, " Paris\n", GP_PASSED, NULL);
    add(&w, "a", 0, "Rome", GP_FAILED, NULL);
    add(&w, "a", 0, NULL, GP_ERROR, NULL); /* it has no answer */
    add(&w, "a", 1, "Rome", GP_FAILED, NULL);
    add(&w, "b", 0, "x", GP_PASSED, NULL);
    add(&w, "b", 0, "x", GP_PASSED, NULL);
    add(&w, "b", 1, "only one", GP_PASSED, NULL);
    gp_reliability_target(w.r, &w.a, 0, &x);
    gp_reliability_target(w.r, &w.a, 1, &y);
    assert_int_equal(x.repeated, 2);
    assert_float_equal(x.same_answer, (2.0 / 3 + 1) / 2, 1e-12);
    assert_float_equal(x.same_verdict, (2.0 / 3 + 1) / 2, 1e-12);
    assert_int_equal(x.n_disagree, 1);
    assert_true(gp_str_eqc(x.disagree[0].case_id, "a") && gp_str_eqc(x.disagree[0].answer, "Paris"));
    assert_int_equal(x.disagree[0].repeats, 3);
    assert_int_equal(y.repeated, 0);
    assert_true(isnan(y.same_answer));
    end(&w);
}

/* The first of those that agree least stay, in order. */
static void the_worst_are_kept(void **state)
{
    (void)state;
    world w = begin();
    gp_results_target x = {0};
    char id[16], text[16];
    for (int i = 0; i < 30; i++) {
        (void)snprintf(id, sizeof id, "c%02d", i);
        for (int k = 0; k < 4; k++) { /* every third case has four answers, the others two */
            (void)snprintf(text, sizeof text, "%d", i % 3 ? k / 2 : k);
            add(&w, id, 0, text, GP_PASSED, NULL);
        }
    }
    gp_reliability_target(w.r, &w.a, 0, &x);
    assert_int_equal(x.repeated, 30);
    assert_int_equal(x.n_disagree, GP_REPEATED_MAX);
    for (size_t i = 0; i < 10; i++) {
        (void)snprintf(id, sizeof id, "c%02zu", 3 * i);
        assert_true(gp_str_eqc(x.disagree[i].case_id, id));
        assert_float_equal(x.disagree[i].same_answer, 0.25, 0);
    }
    assert_true(gp_str_eqc(x.disagree[10].case_id, "c01") && gp_str_eqc(x.disagree[19].case_id, "c14"));
    end(&w);
}

static void votes_are_added_up(void **state)
{
    (void)state;
    world w = begin();
    static const double one[] = {1}, three[] = {1, 1, 0}, two[] = {0, 0};
    gp_ballot b = {.criterion = GP_STR("j"),
                   .judge = GP_STR("t"),
                   .votes = one,
                   .n = 1,
                   .calibration = GP_STR("digest"),
                   .known = 4,
                   .right = 3};
    size_t n = 0;
    add(&w, "a", 0, "x", GP_PASSED, &b);
    b.votes = three, b.n = 3;
    add(&w, "b", 0, "x", GP_PASSED, &b);
    b.votes = two, b.n = 2;
    add(&w, "c", 0, "x", GP_ERROR, &b);
    b.votes = NULL, b.n = 0, b.calibration = GP_STR("another");
    add(&w, "d", 0, "x", GP_SKIPPED, &b);
    b.criterion = GP_STR("k");
    add(&w, "d", 0, "x", GP_SKIPPED, &b);
    const gp_results_judge *j = gp_reliability_judges(w.r, &w.a, &n);
    static const double rows[3][3] = {{1, NAN, NAN}, {1, 1, 0}, {0, 0, NAN}};
    assert_int_equal(n, 2);
    assert_true(gp_str_eqc(j[0].criterion, "j") && gp_str_eqc(j[1].criterion, "k"));
    assert_true(j[0].trials == 3 && j[0].votes == 6 && j[1].trials == 0);
    assert_true(j[0].calibrations == 2 && j[0].right == 6 && j[0].known == 8);
    assert_float_equal(j[0].alpha, gp_agree(rows[0], 3, 3, GP_NOMINAL).alpha, 1e-12);
    assert_float_equal(j[0].same, 0.5, 1e-12);
    assert_true(isnan(j[1].alpha));
    end(&w);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(repeats_agree_by_case_and_target),
        cmocka_unit_test(the_worst_are_kept),
        cmocka_unit_test(votes_are_added_up),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
