#include <errno.h>
#include <math.h>
#include <pthread.h>
#include <sys/syscall.h>

#include "base/sys.h"
#include "t.h"
#include "topo/topo_int.h"

static gp_topo *open_synthetic(const char *synthetic, const char *allowed)
{
    gp_err err = {0};
    gp_topo *t = NULL;
    T_OK(gp_topo_open(&(gp_topo_source){.synthetic = synthetic, .allowed = allowed}, &t, &err), err);
    return t;
}

static gp_topo *open_xml(const char *path)
{
    gp_err err = {0};
    gp_topo *t = NULL;
    T_OK(gp_topo_open(&(gp_topo_source){.xml_file = path}, &t, &err), err);
    return t;
}

#define MACHINE_SMT "pack:2 core:4 pu:2"
#define MACHINE_NUMA "pack:2 numa:2 l3:1 core:2 pu:1"

/* --- facts --- */

static void facts_of_a_machine_with_smt(void **state)
{
    (void)state;
    gp_topo *t = open_synthetic(MACHINE_SMT, NULL);
    const gp_topo_facts *f = gp_topo_look(t);
    assert_string_equal(f->source, "synthetic");
    assert_false(f->this_machine);
    assert_int_equal(f->packages, 2);
    assert_int_equal(f->n_cores, 8);
    assert_int_equal(f->n_pus, 16);
    assert_int_equal(f->smt, 2);
    assert_int_equal(f->allowed_cores, 8);
    assert_int_equal(f->allowed_pus, 16);
    assert_string_equal(f->allowed_list.p, "0-15");
    assert_int_equal(f->cores[5].package, 1);
    assert_int_equal(f->cores[5].first_pu, 10);
    assert_int_equal(f->pus[11].core, 5);
    assert_true(isnan(f->cpu_quota));
    assert_int_equal(f->memory_limit, -1);
    assert_string_equal(f->cpu_model, "");
    gp_topo_close(t);
}

static void facts_of_a_machine_with_numa(void **state)
{
    (void)state;
    gp_topo *t = open_synthetic(MACHINE_NUMA, NULL);
    const gp_topo_facts *f = gp_topo_look(t);
    assert_int_equal(f->n_numa, 4);
    assert_int_equal(f->numa[3].os_index, 3);
    assert_true(f->numa[3].allowed);
    assert_int_equal(f->n_cores, 8);
    assert_int_equal(f->cores[0].numa_node, 0);
    assert_int_equal(f->cores[2].numa_node, 1);
    assert_int_equal(f->cores[7].numa_node, 3);
    assert_int_equal(f->n_caches, 1);
    assert_int_equal(f->caches[0].level, 3);
    assert_int_equal(f->caches[0].count, 4);
    assert_int_equal(f->smt, 1);
    gp_topo_close(t);
}

static void facts_of_the_smallest_machine(void **state)
{
    (void)state;
    gp_topo *t = open_synthetic("core:1 pu:1", NULL);
    const gp_topo_facts *f = gp_topo_look(t);
    assert_int_equal(f->packages, 0);
    assert_int_equal(f->n_cores, 1);
    assert_string_equal(f->all_list.p, "0");
    gp_topo_close(t);
    t = open_synthetic("pu:3", NULL); /* hwloc knows no cores here: each PU counts as one */
    assert_int_equal(gp_topo_look(t)->n_cores, 3);
    assert_int_equal(gp_topo_look(t)->smt, 1);
    gp_topo_close(t);
}

static void a_container_restricts_what_is_allowed(void **state)
{
    (void)state;
    gp_topo *t = open_xml("tests/data/topo/container.xml");
    const gp_topo_facts *f = gp_topo_look(t);
    assert_string_equal(f->source, "xml");
    assert_string_equal(f->cpu_model, "Example CPU 9000");
    assert_string_equal(f->architecture, "x86_64");
    assert_int_equal(f->n_cores, 4);
    assert_int_equal(f->n_pus, 8);
    assert_string_equal(f->all_list.p, "0-7");
    assert_string_equal(f->allowed_list.p, "1,4-6");
    assert_int_equal(f->allowed_cores, 3);
    assert_int_equal(f->allowed_pus, 4);
    assert_int_equal(f->memory_bytes, 8589934592);
    assert_true(f->numa[0].allowed);
    assert_false(f->numa[1].allowed);
    gp_topo_close(t);
}

static void what_cannot_be_loaded(void **state)
{
    (void)state;
    gp_err err = {0};
    gp_topo *t = NULL;
    gp_topo_source s = {.synthetic = "pak:2"};
    T_FAILS(gp_topo_open(&s, &t, &err), GP_E_INPUT, err, "\"pak:2\" is not a synthetic description");
    s = (gp_topo_source){.xml_file = "tests/data/topo/none.xml"};
    T_FAILS(gp_topo_open(&s, &t, &err), GP_E_INPUT, err, "tests/data/topo/none.xml: no such topology file");
    s = (gp_topo_source){.xml_file = "tests/unit/t.h"};
    T_FAILS(gp_topo_open(&s, &t, &err), GP_E_INPUT, err, "tests/unit/t.h: ");
    s = (gp_topo_source){.synthetic = MACHINE_SMT, .xml_file = "x"};
    T_FAILS(gp_topo_open(&s, &t, &err), GP_E_USAGE, err, "not both");
    s = (gp_topo_source){.synthetic = MACHINE_SMT, .allowed = "99"};
    T_FAILS(gp_topo_open(&s, &t, &err), GP_E_INPUT, err, "no PU of this machine is allowed");
    s = (gp_topo_source){.synthetic = MACHINE_SMT, .allowed = "0,x"};
    T_FAILS(gp_topo_open(&s, &t, &err), GP_E_INPUT, err, "\"x\" is no PU number");
    assert_null(t);
}

static void the_environment_can_choose_the_machine(void **state)
{
    (void)state;
    gp_err err = {0};
    gp_topo *t = NULL;
    assert_int_equal(setenv("HWLOC_SYNTHETIC", "core:3 pu:2", 1), 0);
    T_OK(gp_topo_open(NULL, &t, &err), err);
    assert_string_equal(gp_topo_look(t)->source, "environment");
    assert_int_equal(gp_topo_look(t)->n_pus, 6);
    gp_topo_close(t);
    t = open_synthetic(MACHINE_SMT, NULL); /* what the caller says goes before the environment */
    assert_int_equal(gp_topo_look(t)->n_pus, 16);
    gp_topo_close(t);
    t = NULL;
    assert_int_equal(setenv("HWLOC_SYNTHETIC", "oops", 1), 0);
    T_FAILS(gp_topo_open(NULL, &t, &err), GP_E_INPUT, err, "\"oops\" is not a synthetic description");
    assert_int_equal(unsetenv("HWLOC_SYNTHETIC"), 0);
}

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
    const char *want = "unsupported: this system does not let a process set the affinity of its threads: Operation not permitted; "
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
    if (gp_str_find(b.reason, gp_str_c(reason)) == SIZE_MAX) fail_msg("reason \"%.*s\" lacks \"%s\"", GP_ARG(b.reason), reason);
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
    gp_bind b = {.status = GP_BIND_ENFORCED, .mode = GP_PIN_SET, .wanted = GP_STR("0-2"), .got = GP_STR("0-2"), .reason = GP_STR("")};
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

/* --- showing --- */

static void text_of_a_restricted_machine(void **state)
{
    (void)state;
    gp_topo *t = open_xml("tests/data/topo/container.xml");
    gp_buf out = {0};
    gp_topo_text(t, &out);
    assert_string_equal(out.p,
                        "CPU       Example CPU 9000 (x86_64)\n"
                        "System    Linux 6.1.0-example, hwloc 2.9.0\n"
                        "Source    xml: a description, not this machine\n"
                        "Units     2 packages, 2 NUMA nodes, 4 cores, 8 PUs (SMT)\n"
                        "Memory    8 GiB\n"
                        "Caches    2 x L3 16 MiB\n"
                        "Allowed   PUs 1,4-6 (3 of 4 cores)\n"
                        "Machine\n"
                        "  Package 0\n"
                        "    NUMANode 0 (4 GiB)\n"
                        "    L3 (16 MiB)\n"
                        "      Core 0 + PU 0 [not allowed] + PU 1\n"
                        "      Core 1 [not allowed] + PU 2 + PU 3\n"
                        "  Package 1\n"
                        "    NUMANode 1 (4 GiB) [not allowed]\n"
                        "    L3 (16 MiB)\n"
                        "      Core 2 + PU 4 + PU 5\n"
                        "      Core 3 + PU 6 + PU 7 [not allowed]\n");
    gp_buf_free(&out);
    gp_topo_close(t);
}

static const gp_json *json_of(gp_arena *a, const gp_buf *text)
{
    gp_err err = {0};
    const gp_json *root = NULL;
    T_OK(gp_json_parse(a, "out", gp_buf_view(text), &root, &err), err);
    return root;
}

static void json_of_a_restricted_machine(void **state)
{
    (void)state;
    gp_arena a = {0};
    gp_topo *t = open_xml("tests/data/topo/container.xml");
    gp_buf out = {0};
    gp_jw w;
    gp_jw_init(&w, &out, 0);
    gp_topo_json(t, &w);
    const gp_json *root = json_of(&a, &out);
    const gp_json *allowed = gp_json_get(root, "allowed"), *cores = gp_json_get(root, "cores");
    assert_true(gp_str_eqc(gp_json_get(allowed, "pus")->s, "1,4-6"));
    assert_int_equal(gp_json_get(allowed, "numa_nodes")->n, 1);
    assert_int_equal(gp_json_get(root, "cpu_quota")->type, GP_JSON_NULL);
    assert_int_equal(cores->n, 4);
    assert_false(gp_json_get(gp_json_get(cores->first, "pus")->first, "allowed")->b);
    assert_int_equal(gp_json_get(root, "caches")->first->n, 5);
    gp_buf_free(&out);
    gp_topo_close(t);
    gp_arena_free(&a);
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
    assert_string_equal(text.p, "set: 2 threads on PUs 1,5 (2 cores)\n"
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

static void lacks(const gp_buf *b, const char *text)
{
    if (gp_str_find(gp_buf_view(b), gp_str_c(text)) != SIZE_MAX) fail_msg("the export holds \"%s\"", text);
}

static void has(const gp_buf *b, const char *text)
{
    if (gp_str_find(gp_buf_view(b), gp_str_c(text)) == SIZE_MAX) fail_msg("the export lacks \"%s\"", text);
}

static void the_export_names_nobody_and_reads_back(void **state)
{
    (void)state;
    gp_err err = {0};
    gp_topo *t = open_xml("tests/data/topo/container.xml");
    gp_buf out = {0};
    T_OK(gp_topo_xml(t, &out, &err), err);
    lacks(&out, "HostName");
    lacks(&out, "secret");
    lacks(&out, "Serial");
    lacks(&out, "UUID");
    lacks(&out, "ProcessName");
    lacks(&out, "LinuxCgroup");
    has(&out, "\"CPUModel\"");
    has(&out, "\"OSRelease\"");
    char path[600];
    (void)snprintf(path, sizeof path, "%s/topology.xml", t_tmpdir());
    T_OK(gp_write_file(path, gp_buf_view(&out), &err), err);
    gp_topo *again = open_xml(path);
    assert_string_equal(gp_topo_look(again)->allowed_list.p, "1,4-6");
    assert_int_equal(gp_topo_look(again)->n_nodes, gp_topo_look(t)->n_nodes);
    gp_topo_close(again);
    gp_topo_close(t);
    gp_buf_free(&out);
}

static void scrubbing_survives_odd_text(void **state)
{
    (void)state;
    static const char *const cases[][2] = {
        {"<a>\n  <info name=\"HostName\" value=\"x > y\"/>\n</a>", "<a>\n</a>"},
        {"<a><info name=\"CPUModel\" value=\"x\"/></a>", "<a><info name=\"CPUModel\" value=\"x\"/></a>"},
        {"<a><info value=\"x\"/></a>", "<a></a>"},
        {"<a><info name=\"HostName", "<a>"},
        {"<a/>", "<a/>"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        gp_buf out = {0};
        gp_topo_scrub(gp_str_c(cases[i][0]), &out);
        assert_string_equal(out.p, cases[i][1]);
        gp_buf_free(&out);
    }
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

/* May this very process set its own mask? Asked of the kernel directly, so that `unsupported` is accepted only where the
 * system says so. */
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

static void no_fact_names_the_host(void **state)
{
    (void)state;
    gp_err err = {0};
    gp_topo *t = NULL;
    gp_buf out = {0};
    T_OK(gp_topo_open(NULL, &t, &err), err);
    T_OK(gp_topo_xml(t, &out, &err), err);
    lacks(&out, "HostName");
    lacks(&out, "ProcessName");
    lacks(&out, "LinuxCgroup");
    has(&out, "<topology");
    gp_buf_free(&out);
    gp_topo_close(t);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(facts_of_a_machine_with_smt),
        cmocka_unit_test(facts_of_a_machine_with_numa),
        cmocka_unit_test(facts_of_the_smallest_machine),
        cmocka_unit_test(a_container_restricts_what_is_allowed),
        cmocka_unit_test(what_cannot_be_loaded),
        cmocka_unit_test(the_environment_can_choose_the_machine),
        cmocka_unit_test(pu_lists),
        cmocka_unit_test(plans_are_as_documented),
        cmocka_unit_test(plans_that_cannot_be),
        cmocka_unit_test(a_cpu_quota_bounds_the_plan),
        cmocka_unit_test(control_groups_of_version_2),
        cmocka_unit_test(control_groups_of_version_1),
        cmocka_unit_test(threads_take_turns_and_main_is_last),
        cmocka_unit_test(my_threads_and_ended_ones_are_left_alone),
        cmocka_unit_test(the_process_mask_is_the_plan),
        cmocka_unit_test(unsupported_is_not_refused),
        cmocka_unit_test(a_failed_binding_reads_well),
        cmocka_unit_test(a_foreign_topology_cannot_bind),
        cmocka_unit_test(the_binding_pin),
        cmocka_unit_test(text_of_a_restricted_machine),
        cmocka_unit_test(json_of_a_restricted_machine),
        cmocka_unit_test(plan_and_binding_are_shown),
        cmocka_unit_test(the_export_names_nobody_and_reads_back),
        cmocka_unit_test(scrubbing_survives_odd_text),
        /* These narrow the process's own mask, so they come last. */
        cmocka_unit_test(no_fact_names_the_host),
        cmocka_unit_test(this_machine_binds_and_reads_back),
        cmocka_unit_test(the_mask_of_the_process_counts_as_allowed),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
