/* Binding, over a system made of arrays and on this machine, and the pin that holds it. */
#include <errno.h>
#include <pthread.h>
#include <sys/syscall.h>

#include "topo_fixture.h"

/* --- binding, over a system made of arrays --- */

enum { FAKE_MAIN = 100, FAKE_THREADS = 4 };

typedef struct fake {
    unsigned mask[FAKE_THREADS]; /* bit set of PUs of thread 100 + i */
    int set_error, get_error, list_error;
    int gone;        /* thread that ended, 0: none */
    bool ignore_set; /* accept and do nothing */
} fake;

static int fake_set(void *ctx, int tid, const unsigned *pus, size_t n)
{
    fake *f = ctx;
    if (tid == f->gone) return ESRCH;
    if (f->set_error) return f->set_error;
    unsigned mask = 0;
    for (size_t i = 0; i < n; i++) mask |= 1u << pus[i];
    if (!f->ignore_set) f->mask[tid - FAKE_MAIN] = mask;
    return 0;
}

static int fake_get(void *ctx, int tid, gp_arena *a, const unsigned **pus, size_t *n)
{
    fake *f = ctx;
    if (tid == f->gone) return ESRCH;
    if (f->get_error) return f->get_error;
    unsigned *list = GP_NEW_ARRAY(a, unsigned, 32);
    assert_non_null(list);
    *n = 0;
    for (unsigned i = 0; i < 32; i++)
        if (f->mask[tid - FAKE_MAIN] >> i & 1) list[(*n)++] = i;
    *pus = list;
    return 0;
}

static int fake_threads(void *ctx, gp_arena *a, const int **tids, size_t *n)
{
    fake *f = ctx;
    int *list = GP_NEW_ARRAY(a, int, FAKE_THREADS);
    assert_non_null(list);
    for (int i = 0; i < FAKE_THREADS; i++) list[i] = FAKE_MAIN + i;
    *tids = list;
    *n = FAKE_THREADS;
    return f->list_error;
}

static void fake_name(void *ctx, int tid, char out[16])
{
    (void)ctx;
    (void)snprintf(out, 16, "t%d", tid);
}

static gp_bind_ops fake_ops(fake *f)
{
    for (int i = 0; i < FAKE_THREADS; i++) f->mask[i] = 0xff;
    return (gp_bind_ops){f, FAKE_MAIN, fake_set, fake_get, fake_threads, fake_name};
}

static gp_pin plan_of(gp_arena *a, const char *pin)
{
    gp_err err = {0};
    gp_pin p;
    gp_topo *t = open_synthetic("core:8 pu:1", NULL);
    T_OK(gp_pin_make(t, pin, 0, a, &p, &err), err);
    gp_topo_close(t);
    return p;
}

static gp_bind bind_fake(gp_arena *a, fake *f, const char *pin)
{
    gp_bind_ops ops = fake_ops(f);
    gp_pin p = plan_of(a, pin);
    return gp_bind_threads_by(&ops, &p, NULL, 0, a);
}

static void threads_take_turns_and_main_is_last(void **state)
{
    (void)state;
    gp_arena a = {0};
    fake f = {0};
    gp_bind b = bind_fake(&a, &f, "5,1,2");
    assert_int_equal(b.status, GP_BIND_ENFORCED);
    assert_string_equal(b.wanted.p, "1-2,5");
    assert_string_equal(b.got.p, "1-2,5");
    assert_int_equal(b.n_threads, 4);
    assert_string_equal(b.threads[0].name, "t101");
    assert_int_equal(b.threads[0].pu, 5);
    assert_int_equal(b.threads[2].pu, 2);
    assert_true(b.threads[3].main);
    assert_int_equal(b.threads[3].pu, 5);
    assert_int_equal(f.mask[1], 1u << 5);
    assert_int_equal(f.mask[0], 1u << 5);
    gp_arena_free(&a);
}

static void my_threads_and_ended_ones_are_left_alone(void **state)
{
    (void)state;
    gp_arena a = {0};
    fake f = {.gone = 101};
    gp_bind_ops ops = fake_ops(&f);
    gp_pin p = plan_of(&a, "3-4");
    const int mine[] = {103};
    gp_bind b = gp_bind_threads_by(&ops, &p, mine, 1, &a);
    assert_int_equal(b.status, GP_BIND_ENFORCED);
    assert_int_equal(b.n_threads, 2);
    assert_int_equal(f.mask[3], 0xff);
    assert_int_equal(f.mask[2], 1u << 3);
    assert_int_equal(f.mask[0], 1u << 4);
    gp_arena_free(&a);
}

static void the_process_mask_is_the_plan(void **state)
{
    (void)state;
    gp_arena a = {0};
    fake f = {0};
    gp_bind_ops ops = fake_ops(&f);
    gp_pin p = plan_of(&a, "0,6");
    gp_bind b = gp_bind_process_by(&ops, &p, &a);
    assert_int_equal(b.status, GP_BIND_ENFORCED);
    assert_string_equal(b.got.p, "0,6");
    assert_int_equal(b.n_threads, 0);
    for (int i = 0; i < FAKE_THREADS; i++) assert_int_equal(f.mask[i], 0x41);
    p = plan_of(&a, "none");
    b = gp_bind_process_by(&ops, &p, &a);
    assert_int_equal(b.status, GP_BIND_NONE);
    assert_int_equal(f.mask[0], 0x41);
    gp_arena_free(&a);
}

static void a_failed_binding_reads_well(void **state)
{
    (void)state;
    gp_arena a = {0};
    fake f = {.set_error = EPERM};
    gp_bind b = bind_fake(&a, &f, "0");
    gp_buf text = {0};
    gp_bind_text(&b, &text);
    const char *want =
        "unsupported: this system does not let a process set the affinity of its threads: Operation not permitted; "
        "threads may run on PUs 0-7\n  t101: PU 0, read back 0-7, unsupported\n";
    assert_memory_equal(text.p, want, strlen(want));
    gp_buf_free(&text);
    gp_arena_free(&a);
}

static void fake_says(fake f, gp_bind_status want, const char *reason)
{
    gp_arena a = {0};
    gp_bind b = bind_fake(&a, &f, "0-1");
    assert_int_equal(b.status, want);
    if (gp_str_find(b.reason, gp_str_c(reason)) == SIZE_MAX)
        fail_msg("reason \"%.*s\" lacks \"%s\"", GP_ARG(b.reason), reason);
    gp_arena_free(&a);
}

static void unsupported_is_not_refused(void **state)
{
    (void)state;
    fake_says((fake){.set_error = ENOSYS}, GP_BIND_UNSUPPORTED, "does not let a process set the affinity");
    fake_says((fake){.set_error = EPERM}, GP_BIND_UNSUPPORTED, "not permitted");
    fake_says((fake){.set_error = EACCES}, GP_BIND_UNSUPPORTED, "set the affinity");
    fake_says((fake){.get_error = EPERM}, GP_BIND_UNSUPPORTED, "read the affinity");
    fake_says((fake){.list_error = ENOSYS}, GP_BIND_UNSUPPORTED, "/proc is not there");
    fake_says((fake){.set_error = EINVAL}, GP_BIND_REFUSED, "the kernel did not set the affinity");
    fake_says((fake){.set_error = EXDEV}, GP_BIND_REFUSED, "the kernel did not");
    fake_says((fake){.ignore_set = true}, GP_BIND_REFUSED, "a thread was put on PU 0 but the kernel says 0-7");
}

static void a_foreign_topology_cannot_bind(void **state)
{
    (void)state;
    gp_arena a = {0};
    gp_err err = {0};
    gp_pin p;
    gp_bind b;
    gp_topo *t = open_synthetic(MACHINE_SMT, NULL);
    T_OK(gp_pin_make(t, "0", 0, &a, &p, &err), err);
    b = gp_bind_process(t, &p, &a);
    assert_int_equal(b.status, GP_BIND_UNSUPPORTED);
    b = gp_bind_threads(t, &p, NULL, 0, &a);
    assert_int_equal(b.status, GP_BIND_UNSUPPORTED);
    assert_string_equal(b.reason.p, "the topology is a description and not this machine");
    T_OK(gp_pin_make(t, "none", 0, &a, &p, &err), err);
    b = gp_bind_process(t, &p, &a);
    assert_int_equal(b.status, GP_BIND_NONE);
    gp_topo_close(t);
    gp_arena_free(&a);
}

/* --- the pin --- */

static void pin_is(const char *wanted, const gp_bind *got, gp_code want, const char *message)
{
    gp_err err = {0};
    if (want == GP_OK) T_OK(gp_bind_pin(wanted, got, &err), err);
    else T_FAILS(gp_bind_pin(wanted, got, &err), want, err, message);
}

static void the_binding_pin(void **state)
{
    (void)state;
    gp_bind b = {.status = GP_BIND_ENFORCED,
                 .mode = GP_PIN_SET,
                 .wanted = GP_STR("0-2"),
                 .got = GP_STR("0-2"),
                 .reason = GP_STR("")};
    pin_is("enforced", &b, GP_OK, "");
    pin_is("2,0-1", &b, GP_OK, "");
    pin_is("0-3", &b, GP_E_PIN, "wanted \"0-3\", got \"enforced\" on PUs 0-2 (an explicit --pin)");
    pin_is("auto", &b, GP_E_PIN, "wanted \"auto\", got \"enforced\"");
    pin_is("none", &b, GP_E_PIN, "wanted \"none\"");
    b.mode = GP_PIN_AUTO;
    pin_is("auto", &b, GP_OK, "");
    b.status = GP_BIND_UNSUPPORTED;
    b.reason = GP_STR("no such call");
    pin_is("auto", &b, GP_E_PIN, "got \"unsupported\"");
    pin_is("0-2", &b, GP_E_PIN, "no such call");
    pin_is("unsupported", &b, GP_OK, "");
    pin_is("forced", &b, GP_E_INPUT, "\"forced\" is neither");
    pin_is("", &b, GP_E_INPUT, "\"\" is neither");
    gp_err err = {0};
    T_OK(gp_bind_pin_lint("3,1", &err), err);
    T_OK(gp_bind_pin_lint("refused", &err), err);
    T_OK(gp_bind_pin_lint("auto", &err), err);
    T_FAILS(gp_bind_pin_lint("4-", &err), GP_E_INPUT, err, "\"4-\" is neither");
}

static void plan_and_binding_are_shown(void **state)
{
    (void)state;
    gp_arena a = {0};
    fake f = {0};
    gp_pin p = plan_of(&a, "5,1");
    gp_bind b = bind_fake(&a, &f, "5,1");
    gp_buf text = {0}, json = {0};
    gp_pin_text(&p, &text);
    gp_bind_text(&b, &text);
    assert_string_equal(text.p,
                        "set: 2 threads on PUs 1,5 (2 cores)\n"
                        "enforced on PUs 1,5\n"
                        "  t101: PU 5, read back 5, enforced\n"
                        "  t102: PU 1, read back 1, enforced\n"
                        "  t103: PU 5, read back 5, enforced\n"
                        "  t100 (main): PU 1, read back 1, enforced\n");
    gp_jw w;
    gp_jw_init(&w, &json, 0);
    gp_jw_array(&w);
    gp_pin_json(&p, &w);
    gp_bind_json(&b, &w);
    gp_jw_end_array(&w);
    const gp_json *root = json_of(&a, &json);
    assert_true(gp_str_eqc(gp_json_get(root->first, "pus")->s, "1,5"));
    assert_true(gp_str_eqc(gp_json_get(root->first->next, "status")->s, "enforced"));
    assert_int_equal(gp_json_get(root->first->next, "threads")->n, 4);
    gp_buf_free(&text);
    gp_buf_free(&json);
    gp_arena_free(&a);
}

/* --- this machine --- */

typedef struct worker {
    pthread_t thread;
    pthread_mutex_t *gate;
} worker;

static void *wait_at_gate(void *arg)
{
    worker *w = arg;
    (void)pthread_mutex_lock(w->gate);
    (void)pthread_mutex_unlock(w->gate);
    return NULL;
}

/* May this very process set its own mask? Asked of the kernel directly, so that `unsupported` is accepted only where
 * the system says so. */
static bool system_can_bind(void)
{
    unsigned long mask[1024 / sizeof(unsigned long)];
    long n = syscall(SYS_sched_getaffinity, 0, sizeof mask, mask);
    return n > 0 && syscall(SYS_sched_setaffinity, 0, (size_t)n, mask) == 0 && gp_is_dir("/proc/self/task");
}

static void this_machine_binds_and_reads_back(void **state)
{
    (void)state;
    gp_arena a = {0};
    gp_err err = {0};
    gp_topo *t = NULL;
    gp_pin p;
    gp_bind process, threads;
    T_OK(gp_topo_open(NULL, &t, &err), err);
    assert_true(gp_topo_look(t)->n_pus > 0);
    T_OK(gp_pin_make(t, "auto", 2, &a, &p, &err), err);
    pthread_mutex_t gate = PTHREAD_MUTEX_INITIALIZER;
    worker workers[3];
    (void)pthread_mutex_lock(&gate);
    process = gp_bind_process(t, &p, &a);
    for (size_t i = 0; i < 3; i++) {
        workers[i].gate = &gate;
        assert_int_equal(pthread_create(&workers[i].thread, NULL, wait_at_gate, &workers[i]), 0);
    }
    threads = gp_bind_threads(t, &p, NULL, 0, &a);
    (void)pthread_mutex_unlock(&gate);
    for (size_t i = 0; i < 3; i++) (void)pthread_join(workers[i].thread, NULL);
    if (system_can_bind()) {
        assert_int_equal(process.status, GP_BIND_ENFORCED);
        assert_string_equal(process.got.p, p.list.p);
        assert_int_equal(threads.status, GP_BIND_ENFORCED);
        assert_true(threads.n_threads >= 4); /* sanitizers may have one more */
        assert_true(threads.threads[threads.n_threads - 1].main);
        T_OK(gp_bind_pin(p.list.p, &threads, &err), err);
        T_OK(gp_bind_pin("auto", &threads, &err), err);
    } else {
        print_message("SKIP: this system does not let a process bind threads\n");
        assert_int_equal(process.status, GP_BIND_UNSUPPORTED);
        assert_true(process.reason.n > 0);
    }
    gp_topo_close(t);
    gp_arena_free(&a);
}

static void the_mask_of_the_process_counts_as_allowed(void **state)
{
    (void)state;
    gp_arena a = {0};
    gp_err err = {0};
    gp_topo *t = NULL, *narrow = NULL;
    gp_pin p;
    gp_bind b;
    T_OK(gp_topo_open(NULL, &t, &err), err);
    T_OK(gp_pin_make(t, "auto", 1, &a, &p, &err), err);
    b = gp_bind_process(t, &p, &a);
    if (b.status == GP_BIND_ENFORCED) {
        T_OK(gp_topo_open(NULL, &narrow, &err), err);
        assert_string_equal(gp_topo_look(narrow)->allowed_list.p, p.list.p);
        gp_topo_close(narrow);
    } else {
        assert_false(system_can_bind());
    }
    gp_topo_close(t);
    gp_arena_free(&a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(threads_take_turns_and_main_is_last),
        cmocka_unit_test(my_threads_and_ended_ones_are_left_alone),
        cmocka_unit_test(the_process_mask_is_the_plan),
        cmocka_unit_test(a_failed_binding_reads_well),
        cmocka_unit_test(unsupported_is_not_refused),
        cmocka_unit_test(a_foreign_topology_cannot_bind),
        cmocka_unit_test(the_binding_pin),
        cmocka_unit_test(plan_and_binding_are_shown),
        /* These narrow the process's own mask, so they come last. */
        cmocka_unit_test(this_machine_binds_and_reads_back),
        cmocka_unit_test(the_mask_of_the_process_counts_as_allowed),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
