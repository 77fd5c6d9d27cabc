/* What a machine is: synthetic ones, captured ones, this one; how it is shown and exported. */
#include <math.h>

#include "topo_fixture.h"

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
        cmocka_unit_test(text_of_a_restricted_machine),
        cmocka_unit_test(json_of_a_restricted_machine),
        cmocka_unit_test(the_export_names_nobody_and_reads_back),
        cmocka_unit_test(scrubbing_survives_odd_text),
        cmocka_unit_test(no_fact_names_the_host),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
