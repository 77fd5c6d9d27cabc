/* topo_fixture.h - machines for the tests of topology, plans and binding. */
#ifndef GP_TESTS_TOPO_FIXTURE_H
#define GP_TESTS_TOPO_FIXTURE_H

#include "base/json.h"
#include "base/sys.h"
#include "t.h"
#include "topo/topo_int.h"

#define MACHINE_SMT "pack:2 core:4 pu:2"
#define MACHINE_NUMA "pack:2 numa:2 l3:1 core:2 pu:1"

static inline gp_topo *open_synthetic(const char *synthetic, const char *allowed)
{
    gp_err err = {0};
    gp_topo *t = NULL;
    T_OK(gp_topo_open(&(gp_topo_source){.synthetic = synthetic, .allowed = allowed}, &t, &err), err);
    return t;
}

static inline gp_topo *open_xml(const char *path)
{
    gp_err err = {0};
    gp_topo *t = NULL;
    T_OK(gp_topo_open(&(gp_topo_source){.xml_file = path}, &t, &err), err);
    return t;
}

static inline const gp_json *json_of(gp_arena *a, const gp_buf *text)
{
    gp_err err = {0};
    const gp_json *root = NULL;
    T_OK(gp_json_parse(a, "out", gp_buf_view(text), &root, &err), err);
    return root;
}

#endif
