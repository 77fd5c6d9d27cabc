/* gp_ordered_each: whatever the threads do, products come in order and the first error by item ends the loop. */
#include <stdatomic.h>
#include <time.h>

#include "base/ordered.h"
#include "base/str.h"
#include "base/sys.h"
#include "t.h"

typedef struct squares {
    size_t fail_work_a, fail_work_b, fail_take; /* items that fail; SIZE_MAX: none */
    size_t taken;
    bool in_order, whole;
} squares;

typedef struct square {
    size_t value;
    gp_str text; /* in the arena */
    char untouched[24];
} square;

static gp_code make(void *user, size_t i, gp_arena *a, void *product, gp_err *err)
{
    const squares *s = user;
    square *q = product;
    for (size_t k = 0; k < sizeof q->untouched; k++)
        if (q->untouched[k] || q->value) return gp_fail(err, GP_E_BUG, "the product of item %zu was not zeroed", i);
    if (i == s->fail_work_a || i == s->fail_work_b) return gp_fail(err, GP_E_INPUT, "item %zu is no good", i);
    q->value = i * i;
    q->text = gp_str_fmt(a, "%zu", i);
    q->untouched[i % sizeof q->untouched] = 1; /* must be gone when its place is used again */
    return GP_OK;
}

static gp_code use(void *user, size_t i, const void *product, gp_err *err)
{
    squares *s = user;
    const square *q = product;
    char text[32];
    (void)snprintf(text, sizeof text, "%zu", i);
    s->in_order = s->in_order && i == s->taken;
    s->whole = s->whole && q->value == i * i && gp_str_eqc(q->text, text);
    if (i == s->fail_take) return gp_fail(err, GP_E_IO, "no room for item %zu", i);
    s->taken++;
    return GP_OK;
}

static gp_code square_all(squares *s, size_t n, gp_err *err)
{
    s->in_order = s->whole = true;
    return gp_ordered_each(&(gp_ordered){.n = n, .product = sizeof(square), .work = make, .take = use, .user = s}, err);
}

static void products_come_in_order(void **state)
{
    (void)state;
    static const size_t counts[] = {0, 1, 7, 8, 9, 31, 32, 33, 129, 10000};
    for (size_t k = 0; k < sizeof counts / sizeof *counts; k++) {
        squares s = {SIZE_MAX, SIZE_MAX, SIZE_MAX, 0, false, false};
        gp_err err = {0};
        T_OK(square_all(&s, counts[k], &err), err);
        assert_int_equal(s.taken, counts[k]);
        assert_true(s.in_order && s.whole);
    }
}

static void the_first_error_by_item_ends_it(void **state)
{
    (void)state;
    for (int i = 0; i < 50; i++) { /* threads race differently each time */
        squares s = {500, 301, SIZE_MAX, 0, false, false};
        gp_err err = {0};
        T_FAILS(square_all(&s, 1000, &err), GP_E_INPUT, err, "item 301 is no good");
        assert_int_equal(s.taken, 301);
        assert_true(s.in_order && s.whole);
        s = (squares){500, SIZE_MAX, 123, 0, false, false};
        err = (gp_err){0};
        T_FAILS(square_all(&s, 1000, &err), GP_E_IO, err, "no room for item 123");
        assert_int_equal(s.taken, 123);
    }
}

/* --- more than one thread --- */

static gp_code wait_for_another(void *user, size_t i, gp_arena *a, void *product, gp_err *err)
{
    (void)a;
    (void)product;
    atomic_int *begun = user;
    (void)atomic_fetch_add(begun, i % 8 == 0); /* once per block */
    for (double end = gp_now_mono() + 20; i == 0 && atomic_load(begun) < 2;) {
        if (gp_now_mono() > end) return gp_fail(err, GP_E_BUG, "nothing else was begun while item 0 waited");
        (void)nanosleep(&(struct timespec){.tv_nsec = 100000}, NULL);
    }
    return GP_OK;
}

static gp_code drop(void *user, size_t i, const void *product, gp_err *err)
{
    (void)user;
    (void)i;
    (void)product;
    (void)err;
    return GP_OK;
}

static void blocks_are_worked_on_at_the_same_time(void **state)
{
    (void)state;
    atomic_int begun = 0;
    gp_err err = {0};
    if (gp_cpus() < 2) T_SKIP("there is one CPU");
    T_OK(gp_ordered_each(&(gp_ordered){.n = 64, .product = 1, .work = wait_for_another, .take = drop, .user = &begun},
                         &err),
         err);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(products_come_in_order),
        cmocka_unit_test(the_first_error_by_item_ends_it),
        cmocka_unit_test(blocks_are_worked_on_at_the_same_time),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
