/* Lists of PUs, plans of a binding, and the limits of control groups. */
#include <math.h>

#include "topo_fixture.h"

/* --- PU lists --- */

static void list_reads(const char *text, unsigned last, const char *canonical)
{
    gp_arena a = {0};
    gp_err err = {0};
    const unsigned *pus = NULL;
    size_t n = 0;
    T_OK(gp_pu_list_parse(&a, text, last, &pus, &n, &err), err);
    assert_string_equal(gp_pu_list_text(&a, pus, n).p, canonical);
    gp_arena_free(&a);
}

static void list_refuses(const char *text, const char *message)
{
    gp_arena a = {0};
    gp_err err = {0};
    const unsigned *pus = NULL;
    size_t n = 0;
    T_FAILS(gp_pu_list_parse(&a, text, GP_PU_NO_LAST, &pus, &n, &err), GP_E_INPUT, err, message);
    gp_arena_free(&a);
}

static void pu_lists(void **state)
{
    (void)state;
    list_reads("0-3,8", 0, "0-3,8");
    list_reads(" 8 , 0 - 1 ,3,2", 0, "0-3,8");
    list_reads("4-", 7, "4-7");
    list_reads("65535", 0, "65535");
    list_reads("5", 0, "5");
    list_refuses("", "\"\" is no PU number");
    list_refuses("1,,2", "\"\" is no PU number");
    list_refuses("1,", "\"\" is no PU number");
    list_refuses("a", "\"a\" is no PU number");
    list_refuses("-3", "\"-3\" is no PU number");
    list_refuses("0x3", "\"0x3\" is no PU number");
    list_refuses("1-x", "\"1-x\" is no range");
    list_refuses("3-1", "\"3-1\" is a falling range");
    list_refuses("65536", "\"65536\" is no PU number");
    list_refuses("99999999999999999999", "is no PU number");
    list_refuses("0-3,2", "\"2\" names a PU for the second time");
    list_refuses("4-", "\"4-\" needs an end here");
    gp_arena a = {0};
    assert_string_equal(gp_pu_list_text(&a, NULL, 0).p, "");
    gp_arena_free(&a);
}

/* --- plans --- */

typedef struct plan_case {
    const char *machine, *allowed, *pin;
    unsigned threads;
    const char *order; /* PUs in binding order */
    unsigned want_threads, want_cores;
    const char *note; /* part of it */
} plan_case;

static const plan_case plans[] = {
    {MACHINE_SMT, NULL, NULL, 0, "0 2 4 6 8 10 12 14", 8, 8, ""},
    {MACHINE_SMT, NULL, "auto", 3, "0 2 4", 3, 3, ""},
    {MACHINE_SMT, NULL, "auto", 10, "0 2 4 6 8 10 12 14 1 3", 10, 8, "10 PUs, 8 cores"},
    {MACHINE_SMT, NULL, "auto", 40, "0 2 4 6 8 10 12 14 1 3 5 7 9 11 13 15", 40, 8, "40 threads share 16 PUs"},
    {MACHINE_SMT, "1,4-6", "auto", 0, "1 4 6", 3, 3, ""},
    {MACHINE_SMT, "1,4-6", "auto", 4, "1 4 6 5", 4, 3, "SMT siblings"},
    {MACHINE_SMT, "13", "auto", 0, "13", 1, 1, ""},
    {MACHINE_NUMA, NULL, "auto", 0, "0 1 2 3 4 5 6 7", 8, 8, ""},
    {MACHINE_NUMA, "6-7", "auto", 0, "6 7", 2, 2, ""},
    {"core:1 pu:1", NULL, "auto", 0, "0", 1, 1, ""},
    {"core:1 pu:1", NULL, "auto", 2, "0", 2, 1, "2 threads share 1 PU"},
    {"core:2 pu:2(indexes=0,2,1,3)", NULL, "auto", 0, "0 1", 2, 2, ""}, /* OS indexes are not logical ones */
    {MACHINE_SMT, NULL, "9,0-1", 0, "9 0 1", 3, 2, "SMT siblings"},
    {MACHINE_SMT, NULL, "9,0-1", 2, "9 0", 2, 2, ""},
    {MACHINE_SMT, NULL, "0,2", 5, "0 2", 5, 2, "5 threads share 2 PUs"},
    {MACHINE_SMT, NULL, "14-", 0, "14 15", 2, 1, "2 PUs, 1 core"},
    {MACHINE_SMT, NULL, "none", 0, "", 0, 0, ""},
    {MACHINE_SMT, NULL, "none", 4, "", 4, 0, ""},
};

static void plans_are_as_documented(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof plans / sizeof *plans; i++) {
        const plan_case *c = &plans[i];
        gp_arena a = {0};
        gp_err err = {0};
        gp_pin p;
        gp_topo *t = open_synthetic(c->machine, c->allowed);
        T_OK(gp_pin_make(t, c->pin, c->threads, &a, &p, &err), err);
        gp_buf order = {0};
        gp_buf_c(&order, "");
        for (size_t k = 0; k < p.n; k++) gp_buf_fmt(&order, "%s%u", k ? " " : "", p.pus[k]);
        assert_string_equal(order.p, c->order);
        assert_int_equal(p.threads, c->want_threads);
        assert_int_equal(p.cores, c->want_cores);
        if (*c->note ? gp_str_find(p.note, gp_str_c(c->note)) == SIZE_MAX : p.note.n > 0)
            fail_msg("plan %zu: note \"%.*s\", expected \"%s\"", i, GP_ARG(p.note), c->note);
        gp_buf_free(&order);
        gp_topo_close(t);
        gp_arena_free(&a);
    }
}

static void plan_refuses(const char *allowed, const char *pin, const char *message)
{
    gp_arena a = {0};
    gp_err err = {0};
    gp_pin p;
    gp_topo *t = open_synthetic(MACHINE_SMT, allowed);
    T_FAILS(gp_pin_make(t, pin, 0, &a, &p, &err), GP_E_INPUT, err, message);
    gp_topo_close(t);
    gp_arena_free(&a);
}

static void plans_that_cannot_be(void **state)
{
    (void)state;
    plan_refuses(NULL, "0-3,16", "PU 16 does not exist; this machine has 0-15");
    plan_refuses("0-1,8", "0-3", "PU 2 is not allowed for this process (container or affinity mask); allowed: 0-1,8");
    plan_refuses(NULL, "", "--pin: PU list: \"\" is no PU number");
    plan_refuses(NULL, "Auto", "\"Auto\" is no PU number");
    plan_refuses(NULL, "20-", "starts above the last PU");
}

static void a_cpu_quota_bounds_the_plan(void **state)
{
    (void)state;
    gp_arena a = {0};
    gp_err err = {0};
    gp_pin p;
    gp_topo *t = open_synthetic(MACHINE_SMT, NULL);
    t->facts.cpu_quota = 1.5;
    T_OK(gp_pin_make(t, "auto", 0, &a, &p, &err), err);
    assert_string_equal(p.list.p, "0,2");
    assert_string_equal(p.note.p, "the container's CPU quota of 1.50 decides: 2 of 8 cores");
    T_OK(gp_pin_make(t, "auto", 4, &a, &p, &err), err); /* the user knows better */
    assert_int_equal(p.n, 4);
    t->facts.cpu_quota = 0.1;
    T_OK(gp_pin_make(t, "auto", 0, &a, &p, &err), err);
    assert_int_equal(p.n, 1);
    t->facts.cpu_quota = 64;
    T_OK(gp_pin_make(t, "auto", 0, &a, &p, &err), err);
    assert_int_equal(p.n, 8);
    gp_topo_close(t);
    gp_arena_free(&a);
}

/* --- control groups --- */

static void put(const char *root, const char *dir, const char *name, const char *text)
{
    gp_err err = {0};
    char path[1024];
    (void)snprintf(path, sizeof path, "%s/%s", root, dir);
    T_OK(gp_make_dirs(path, &err), err);
    (void)snprintf(path, sizeof path, "%s/%s/%s", root, dir, name);
    T_OK(gp_write_file(path, gp_str_c(text), &err), err);
}

static gp_cgroup limits(gp_arena *a, const char *root, const char *membership)
{
    return gp_cgroup_limits(a, gp_str_c(membership), root);
}

static void control_groups_of_version_2(void **state)
{
    (void)state;
    gp_arena a = {0};
    const char *root = t_tmpdir();
    put(root, "a/b", "cpu.max", "max 100000\n");
    put(root, "a/b", "memory.max", "max\n");
    put(root, "a", "cpu.max", "250000 100000\n");
    put(root, "a", "memory.max", "1073741824\n");
    put(root, "c", "cpu.max", "50000 100000\n");
    gp_cgroup g = limits(&a, root, "0::/a/b\n"); /* limits of the parents count */
    assert_true(g.cpu_quota == 2.5);
    assert_int_equal(g.memory_limit, 1073741824);
    g = limits(&a, root, "0::/c\n");
    assert_true(g.cpu_quota == 0.5);
    assert_int_equal(g.memory_limit, -1);
    g = limits(&a, root, "0::/\n");
    assert_true(isnan(g.cpu_quota));
    g = limits(&a, root, "0::/../elsewhere\n");
    assert_true(isnan(g.cpu_quota));
    g = limits(&a, root, "nonsense\n:\n\n0:x\n");
    assert_true(isnan(g.cpu_quota));
    gp_arena_free(&a);
}

static void control_groups_of_version_1(void **state)
{
    (void)state;
    gp_arena a = {0};
    const char *root = t_tmpdir();
    put(root, "cpu,cpuacct/job", "cpu.cfs_quota_us", "300000\n");
    put(root, "cpu,cpuacct/job", "cpu.cfs_period_us", "100000\n");
    put(root, "cpu,cpuacct", "cpu.cfs_quota_us", "-1\n");
    put(root, "cpu,cpuacct", "cpu.cfs_period_us", "100000\n");
    put(root, "memory", "memory.limit_in_bytes", "9223372036854771712\n");
    gp_cgroup g = limits(&a, root, "5:memory:/\n4:cpu,cpuacct:/job\n3:cpuset:/job\n0::/\n");
    assert_true(g.cpu_quota == 3);
    assert_int_equal(g.memory_limit, -1); /* the largest number means none */
    put(root, "memory", "memory.limit_in_bytes", "536870912\n");
    g = limits(&a, root, "5:memory:/not/visible/here\n4:cpuacct:/job\n");
    assert_true(isnan(g.cpu_quota));
    assert_int_equal(g.memory_limit, 536870912);
    gp_arena_free(&a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(pu_lists),
        cmocka_unit_test(plans_are_as_documented),
        cmocka_unit_test(plans_that_cannot_be),
        cmocka_unit_test(a_cpu_quota_bounds_the_plan),
        cmocka_unit_test(control_groups_of_version_2),
        cmocka_unit_test(control_groups_of_version_1),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
