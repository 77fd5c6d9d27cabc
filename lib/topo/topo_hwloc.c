/* topo_hwloc.c - the one file that talks to hwloc: loading, facts, XML export, and a thread's affinity. */
#include <errno.h>
#include <hwloc.h>
#include <hwloc/linux.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/sys.h"
#include "topo/topo_int.h"

static hwloc_topology_t hw_of(const gp_topo *t) { return t->hw; }

/* hwloc's sets are small, and nothing but memory fails in them. */
static void hold(bool good)
{
    if (!good) gp_memory_gone(sizeof(unsigned long));
}

static hwloc_bitmap_t new_set(void)
{
    hwloc_bitmap_t set = hwloc_bitmap_alloc();
    hold(set);
    return set;
}

/* --- loading --- */

/* Where hwloc's own variables choose a topology, we hand them over ourselves: hwloc would fall back to the real machine
 * without a word if the description is wrong. */
static void resolve_source(const gp_topo_source *wish, gp_topo_source *s, gp_topo_facts *f)
{
    *s = wish ? *wish : (gp_topo_source){0};
    f->source = s->synthetic ? "synthetic" : s->xml_file ? "xml" : "machine";
    if (s->synthetic || s->xml_file) return;
    const char *xml = getenv("HWLOC_XMLFILE"), *synthetic = getenv("HWLOC_SYNTHETIC");
    if (xml && *xml) s->xml_file = xml;
    else if (synthetic && *synthetic) s->synthetic = synthetic;
    if (s->synthetic || s->xml_file) f->source = "environment";
}

static gp_code set_source(hwloc_topology_t hw, const gp_topo_source *s, gp_err *err)
{
    if (s->synthetic && s->xml_file)
        return gp_fail(err, GP_E_USAGE, "topology: give a synthetic description or an XML file, not both");
    if (s->synthetic && hwloc_topology_set_synthetic(hw, s->synthetic))
        return gp_fail(err, GP_E_INPUT,
                       "topology: \"%.200s\" is not a synthetic description; an example is \"pack:2 core:4 pu:2\"",
                       s->synthetic);
    if (s->xml_file && !gp_is_file(s->xml_file))
        return gp_fail(err, GP_E_INPUT, "%s: no such topology file", s->xml_file);
    if (s->xml_file && hwloc_topology_set_xml(hw, s->xml_file))
        return gp_fail(err, GP_E_INPUT, "%s: not an hwloc XML topology", s->xml_file);
    return GP_OK;
}

static gp_code load(gp_topo *t, const gp_topo_source *s, gp_err *err)
{
    hwloc_topology_t hw = NULL;
    hold(hwloc_topology_init(&hw) == 0);
    t->hw = hw;
    gp_code code = set_source(hw, s, err);
    if (code) return code;
    /* Disallowed PUs are shown as such, not hidden. Devices are not wanted: looking for them is slow, would load
     * OpenCL, and network cards and disks carry addresses and serial numbers. */
    int bad = hwloc_topology_set_flags(hw, HWLOC_TOPOLOGY_FLAG_INCLUDE_DISALLOWED);
    bad |= hwloc_topology_set_io_types_filter(hw, HWLOC_TYPE_FILTER_KEEP_NONE);
    bad |= hwloc_topology_set_type_filter(hw, HWLOC_OBJ_MISC, HWLOC_TYPE_FILTER_KEEP_NONE);
    if (bad) return gp_fail(err, GP_E_BUG, "topology: hwloc refuses its own flags");
    if (hwloc_topology_load(hw)) {
        if (s->xml_file) return gp_fail(err, GP_E_INPUT, "%s: hwloc cannot load this topology", s->xml_file);
        return gp_fail(err, GP_E_INFRA, "topology: hwloc cannot look at this machine: %s", strerror(errno));
    }
    t->facts.this_machine = hwloc_topology_is_thissystem(hw) != 0;
    return GP_OK;
}

/* --- allowed PUs --- */

static gp_code allow_list(gp_topo *t, const char *list, hwloc_bitmap_t allowed, gp_err *err)
{
    const unsigned *pus = NULL;
    size_t n = 0;
    int last = hwloc_bitmap_last(hwloc_topology_get_topology_cpuset(hw_of(t)));
    gp_code code = gp_pu_list_parse(&t->arena, list, last < 0 ? 0 : (unsigned)last, &pus, &n, err);
    if (code) return code;
    hwloc_bitmap_t set = new_set();
    for (size_t i = 0; i < n; i++) hold(hwloc_bitmap_set(set, pus[i]) == 0);
    hold(hwloc_bitmap_and(allowed, allowed, set) == 0);
    hwloc_bitmap_free(set);
    return GP_OK;
}

/* The control group's cpuset is what hwloc calls allowed; the affinity mask is not part of that, but a user who says
 * `taskset -c 0` means it. */
static void allow_mask(gp_topo *t, hwloc_bitmap_t allowed)
{
    hwloc_bitmap_t mask = new_set();
    if (hwloc_linux_get_tid_cpubind(hw_of(t), 0, mask) == 0) hold(hwloc_bitmap_and(allowed, allowed, mask) == 0);
    hwloc_bitmap_free(mask);
}

static gp_code find_allowed(gp_topo *t, const gp_topo_source *s, hwloc_bitmap_t *out, gp_err *err)
{
    hwloc_bitmap_t allowed = new_set();
    gp_code code = GP_OK;
    hold(hwloc_bitmap_and(allowed, hwloc_topology_get_allowed_cpuset(hw_of(t)),
                          hwloc_topology_get_topology_cpuset(hw_of(t))) == 0);
    if (s->allowed) code = allow_list(t, s->allowed, allowed, err);
    else if (t->facts.this_machine) allow_mask(t, allowed);
    if (!code && hwloc_bitmap_iszero(allowed))
        code = gp_fail(err, GP_E_INPUT, "topology: no PU of this machine is allowed for this process");
    if (code) hwloc_bitmap_free(allowed);
    else *out = allowed;
    return code;
}

/* --- facts --- */

static void info(hwloc_obj_t o, const char *name, char *out, size_t size)
{
    const char *v = o ? hwloc_obj_get_info_by_name(o, name) : NULL;
    if (v) (void)snprintf(out, size, "%s", v);
}

static void look_names(gp_topo *t)
{
    hwloc_topology_t hw = hw_of(t);
    gp_topo_facts *f = &t->facts;
    hwloc_obj_t root = hwloc_get_root_obj(hw);
    info(root, "CPUModel", f->cpu_model, sizeof f->cpu_model);
    info(hwloc_get_obj_by_type(hw, HWLOC_OBJ_PACKAGE, 0), "CPUModel", f->cpu_model, sizeof f->cpu_model);
    info(root, "Architecture", f->architecture, sizeof f->architecture);
    info(root, "OSName", f->os_name, sizeof f->os_name);
    info(root, "OSRelease", f->os_release, sizeof f->os_release);
    info(root, "hwlocVersion", f->hwloc_version, sizeof f->hwloc_version);
    int packages = hwloc_get_nbobjs_by_type(hw, HWLOC_OBJ_PACKAGE), kinds = hwloc_cpukinds_get_nr(hw, 0);
    f->packages = packages > 0 ? (unsigned)packages : 0;
    f->core_kinds = kinds > 0 ? (unsigned)kinds : 0;
    f->memory_bytes = root->total_memory;
}

static gp_topo_core core_of(hwloc_topology_t hw, hwloc_obj_t pu, size_t first_pu)
{
    hwloc_obj_t core = hwloc_get_ancestor_obj_by_type(hw, HWLOC_OBJ_CORE, pu);
    hwloc_obj_t package = hwloc_get_ancestor_obj_by_type(hw, HWLOC_OBJ_PACKAGE, pu);
    return (gp_topo_core){
        .os_index = core ? core->os_index : pu->os_index,
        .package = package ? package->logical_index : 0,
        .numa_node = pu->nodeset ? hwloc_bitmap_first(pu->nodeset) : -1,
        .first_pu = (unsigned)first_pu,
    };
}

/* PUs in logical order; a core begins wherever the core above changes, or with every PU where hwloc knows no cores. */
static void look_cores(gp_topo *t, hwloc_const_bitmap_t allowed)
{
    hwloc_topology_t hw = hw_of(t);
    gp_topo_facts *f = &t->facts;
    size_t n = 0;
    for (hwloc_obj_t pu = NULL; (pu = hwloc_get_next_obj_by_type(hw, HWLOC_OBJ_PU, pu));) n++;
    gp_topo_pu *pus = GP_NEW_ARRAY(&t->arena, gp_topo_pu, n);
    gp_topo_core *cores = GP_NEW_ARRAY(&t->arena, gp_topo_core, n);
    hwloc_obj_t last = NULL, pu = NULL;
    for (size_t i = 0; i < n; i++) {
        pu = hwloc_get_next_obj_by_type(hw, HWLOC_OBJ_PU, pu);
        hwloc_obj_t core = hwloc_get_ancestor_obj_by_type(hw, HWLOC_OBJ_CORE, pu);
        if (i == 0 || !core || core != last) cores[f->n_cores++] = core_of(hw, pu, i);
        last = core;
        gp_topo_core *c = &cores[f->n_cores - 1];
        c->n_pus++;
        if (c->n_pus > f->smt) f->smt = c->n_pus;
        pus[i] = (gp_topo_pu){pu->os_index, (unsigned)(f->n_cores - 1), hwloc_bitmap_isset(allowed, pu->os_index) != 0};
    }
    f->pus = pus;
    f->n_pus = n;
    f->cores = cores;
}

static void look_allowed(gp_topo *t)
{
    gp_topo_facts *f = &t->facts;
    unsigned *all = GP_NEW_ARRAY(&t->arena, unsigned, f->n_pus), *allowed = GP_NEW_ARRAY(&t->arena, unsigned, f->n_pus);
    unsigned last_core = 0;
    for (size_t i = 0; i < f->n_pus; i++) {
        all[i] = f->pus[i].os_index;
        if (!f->pus[i].allowed) continue;
        if (f->allowed_pus == 0 || f->pus[i].core != last_core) f->allowed_cores++;
        last_core = f->pus[i].core;
        allowed[f->allowed_pus++] = f->pus[i].os_index;
    }
    f->all_list = gp_pu_list_text(&t->arena, all, f->n_pus);
    f->allowed_list = gp_pu_list_text(&t->arena, allowed, f->allowed_pus);
}

static int by_os_index(const void *a, const void *b)
{
    const gp_topo_numa *x = a, *y = b;
    return (x->os_index > y->os_index) - (x->os_index < y->os_index);
}

static bool memory_allowed(hwloc_topology_t hw, hwloc_obj_t node)
{
    return hwloc_bitmap_isset(hwloc_topology_get_allowed_nodeset(hw), node->os_index) != 0;
}

static void look_numa(gp_topo *t)
{
    hwloc_topology_t hw = hw_of(t);
    size_t n = 0;
    for (hwloc_obj_t o = NULL; (o = hwloc_get_next_obj_by_type(hw, HWLOC_OBJ_NUMANODE, o));) n++;
    gp_topo_numa *numa = GP_NEW_ARRAY(&t->arena, gp_topo_numa, n);
    n = 0;
    for (hwloc_obj_t o = NULL; (o = hwloc_get_next_obj_by_type(hw, HWLOC_OBJ_NUMANODE, o));)
        numa[n++] = (gp_topo_numa){o->os_index, o->attr->numanode.local_memory, memory_allowed(hw, o)};
    qsort(numa, n, sizeof *numa, by_os_index);
    t->facts.numa = numa;
    t->facts.n_numa = n;
}

static int cache_order(const void *a, const void *b)
{
    const gp_topo_cache *x = a, *y = b;
    if (x->level != y->level) return x->level < y->level ? -1 : 1;
    if (x->kind != y->kind) return x->kind < y->kind ? -1 : 1;
    return (x->bytes > y->bytes) - (x->bytes < y->bytes);
}

static void count_cache(gp_topo_cache *list, size_t *n, const struct hwloc_cache_attr_s *c)
{
    char kind = c->type == HWLOC_OBJ_CACHE_DATA ? 'd' : c->type == HWLOC_OBJ_CACHE_INSTRUCTION ? 'i' : 'u';
    for (size_t i = 0; i < *n; i++) {
        if (list[i].level != c->depth || list[i].kind != kind || list[i].bytes != c->size ||
            list[i].line_bytes != c->linesize)
            continue;
        list[i].count++;
        return;
    }
    list[(*n)++] = (gp_topo_cache){c->depth, kind, c->size, c->linesize, 1};
}

static void look_caches(gp_topo *t)
{
    hwloc_topology_t hw = hw_of(t);
    size_t n = 0;
    for (int type = HWLOC_OBJ_L1CACHE; type <= HWLOC_OBJ_L3ICACHE; type++)
        for (hwloc_obj_t o = NULL; (o = hwloc_get_next_obj_by_type(hw, (hwloc_obj_type_t)type, o));) n++;
    gp_topo_cache *list = GP_NEW_ARRAY(&t->arena, gp_topo_cache, n);
    n = 0;
    for (int type = HWLOC_OBJ_L1CACHE; type <= HWLOC_OBJ_L3ICACHE; type++)
        for (hwloc_obj_t o = NULL; (o = hwloc_get_next_obj_by_type(hw, (hwloc_obj_type_t)type, o));)
            count_cache(list, &n, &o->attr->cache);
    qsort(list, n, sizeof *list, cache_order);
    t->facts.caches = list;
    t->facts.n_caches = n;
}

/* --- the tree --- */

static gp_topo_node node_of(hwloc_topology_t hw, hwloc_obj_t o, unsigned depth, hwloc_const_bitmap_t allowed)
{
    gp_topo_node node = {.depth = depth, .os_index = -1};
    (void)hwloc_obj_type_snprintf(node.type, sizeof node.type, o, 0);
    if (o->os_index != HWLOC_UNKNOWN_INDEX && o->os_index < INT32_MAX) node.os_index = (int)o->os_index;
    if (o->type == HWLOC_OBJ_NUMANODE) node.bytes = o->attr->numanode.local_memory;
    else if (hwloc_obj_type_is_cache(o->type)) node.bytes = o->attr->cache.size;
    node.allowed = o->type == HWLOC_OBJ_NUMANODE ? memory_allowed(hw, o)
                                                 : o->cpuset && hwloc_bitmap_intersects(o->cpuset, allowed);
    return node;
}

/* Preorder, memory before the rest; counts only when `out` is NULL. hwloc bounds the depth (some dozen levels). */
static void walk(hwloc_topology_t hw, hwloc_obj_t o, unsigned depth, hwloc_const_bitmap_t allowed, gp_topo_node *out,
                 size_t *n)
{
    if (out) out[*n] = node_of(hw, o, depth, allowed);
    ++*n;
    for (hwloc_obj_t c = o->memory_first_child; c; c = c->next_sibling) walk(hw, c, depth + 1, allowed, out, n);
    for (hwloc_obj_t c = o->first_child; c; c = c->next_sibling) walk(hw, c, depth + 1, allowed, out, n);
}

static void look_tree(gp_topo *t, hwloc_const_bitmap_t allowed)
{
    hwloc_topology_t hw = hw_of(t);
    size_t n = 0, filled = 0;
    walk(hw, hwloc_get_root_obj(hw), 0, allowed, NULL, &n);
    gp_topo_node *nodes = GP_NEW_ARRAY(&t->arena, gp_topo_node, n);
    walk(hw, hwloc_get_root_obj(hw), 0, allowed, nodes, &filled);
    t->facts.nodes = nodes;
    t->facts.n_nodes = filled;
}

static void look_cgroup(gp_topo *t)
{
    gp_topo_facts *f = &t->facts;
    f->cpu_quota = NAN;
    f->memory_limit = -1;
    if (!f->this_machine) return;
    gp_arena scratch = {0};
    gp_cgroup limits = gp_cgroup_limits(&scratch, gp_topo_kernel_file(&scratch, "/proc/self/cgroup"), "/sys/fs/cgroup");
    f->cpu_quota = limits.cpu_quota;
    f->memory_limit = limits.memory_limit;
    gp_arena_free(&scratch);
}

static gp_code look(gp_topo *t, const gp_topo_source *s, gp_err *err)
{
    hwloc_bitmap_t allowed = NULL;
    gp_code code = find_allowed(t, s, &allowed, err);
    if (code) return code;
    look_names(t);
    look_cgroup(t);
    look_cores(t, allowed);
    look_allowed(t);
    look_numa(t);
    look_caches(t);
    look_tree(t, allowed);
    hwloc_bitmap_free(allowed);
    return GP_OK;
}

gp_code gp_topo_open(const gp_topo_source *source, gp_topo **out, gp_err *err)
{
    gp_topo *t = gp_alloc(sizeof *t);
    gp_topo_source s;
    resolve_source(source, &s, &t->facts);
    gp_code code = load(t, &s, err);
    if (!code) code = look(t, &s, err);
    if (code) gp_topo_close(t);
    else *out = t;
    return code;
}

void gp_topo_close(gp_topo *t)
{
    if (!t) return;
    if (t->hw) hwloc_topology_destroy(hw_of(t));
    gp_arena_free(&t->arena);
    free(t);
}

const gp_topo_facts *gp_topo_look(const gp_topo *t) { return &t->facts; }

gp_code gp_topo_xml(const gp_topo *t, gp_buf *out, gp_err *err)
{
    char *xml = NULL;
    int n = 0;
    if (hwloc_topology_export_xmlbuffer(hw_of(t), &xml, &n, 0))
        return gp_fail(err, GP_E_INFRA, "topology: hwloc cannot write its XML export: %s", strerror(errno));
    gp_topo_scrub(gp_str_c(xml), out);
    hwloc_free_xmlbuffer(hw_of(t), xml);
    return GP_OK;
}

/* --- affinity of a thread ---
 * By hwloc's call for a Linux thread id and not by hwloc_set_cpubind: that one widens a set that covers all known PUs
 * to the complete set, so the read-back could differ from what was asked. */

static int real_set(void *ctx, int tid, const unsigned *pus, size_t n)
{
    hwloc_bitmap_t set = new_set();
    for (size_t i = 0; i < n; i++) hold(hwloc_bitmap_set(set, pus[i]) == 0);
    int rc = hwloc_linux_set_tid_cpubind(ctx, tid, set) ? (errno ? errno : EIO) : 0;
    hwloc_bitmap_free(set);
    return rc;
}

static int real_get(void *ctx, int tid, gp_arena *a, const unsigned **pus, size_t *n)
{
    hwloc_bitmap_t set = new_set();
    int rc = hwloc_linux_get_tid_cpubind(ctx, tid, set) ? (errno ? errno : EIO) : 0;
    int weight = rc ? 0 : hwloc_bitmap_weight(set);
    if (weight < 0) rc = EINVAL; /* without an end: no thread's mask */
    unsigned *list = GP_NEW_ARRAY(a, unsigned, weight > 0 ? (size_t)weight : 0);
    *n = 0;
    for (int i = rc ? -1 : hwloc_bitmap_first(set); i >= 0; i = hwloc_bitmap_next(set, i)) list[(*n)++] = (unsigned)i;
    *pus = list;
    hwloc_bitmap_free(set);
    return rc;
}

static int by_number(const void *a, const void *b)
{
    const int *x = a, *y = b;
    return (*x > *y) - (*x < *y);
}

static int real_threads(void *ctx, gp_arena *a, const int **tids, size_t *n)
{
    (void)ctx;
    const char *const *names = NULL;
    size_t found = 0;
    if (gp_list_dir(a, "/proc/self/task", &names, &found, NULL)) return ENOSYS; /* no /proc here */
    int *list = GP_NEW_ARRAY(a, int, found);
    for (size_t i = 0; i < found; i++) list[i] = (int)strtol(names[i], NULL, 10);
    qsort(list, found, sizeof *list, by_number);
    *tids = list;
    *n = found;
    return 0;
}

static void real_name(void *ctx, int tid, char out[16])
{
    (void)ctx;
    gp_arena scratch = {0};
    char path[64];
    (void)snprintf(path, sizeof path, "/proc/self/task/%d/comm", tid);
    gp_str name = gp_topo_kernel_file(&scratch, path);
    (void)snprintf(out, 16, "%.*s", GP_ARG(name));
    gp_arena_free(&scratch);
}

gp_bind_ops gp_bind_real(const gp_topo *t)
{
    return (gp_bind_ops){t->hw, (int)getpid(), real_set, real_get, real_threads, real_name};
}
