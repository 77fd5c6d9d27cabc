/* topo.h - the machine as hwloc sees it, the processing units (PUs) a run uses, and threads bound to them.
 *
 * Object model and order of use in a run:
 *
 *     gp_topo_open      look at the machine        (before the first OpenCL call: PoCL switches hwloc's plugins off in
 *     gp_pin_make       choose PUs                  the whole process, and its threads inherit the process binding)
 *     gp_bind_process   bind every thread there is to the chosen PUs
 *       ... the OpenCL platform starts its threads ...
 *     gp_bind_threads   one PU for each thread, every binding read back
 *     gp_bind_pin       compare with what the user pinned
 *     gp_topo_xml       the export for the bundle
 *
 * Lifetimes: a gp_topo owns all facts it hands out, from gp_topo_open to gp_topo_close. Plans and results live in the
 * arena they were made with. Nothing here keeps global state, but a binding belongs to the process: a gp_topo opened
 * after gp_bind_process sees the narrowed mask as what it may use. One thread uses a gp_topo at a time.
 *
 * A PU is what the kernel schedules on (a hardware thread); a core holds one PU, or several with SMT. PUs are always
 * named by OS index, the number that taskset, /proc/cpuinfo and container settings use. Sizes are bytes.
 *
 * Privacy: no fact, text, JSON or export holds the host name, the process name, a path, a control group's name or a
 * serial number. */
#ifndef GP_TOPO_TOPO_H
#define GP_TOPO_TOPO_H

#include "base/arena.h"
#include "base/json.h"
#include "base/str.h"

/* --- the machine --- */

typedef struct gp_topo gp_topo;

/* Where the topology comes from. All NULL (or no source at all): this machine, or what the environment says, because
 * hwloc itself honours HWLOC_SYNTHETIC, HWLOC_XMLFILE and HWLOC_THISSYSTEM. At most one of `synthetic` and
 * `xml_file`. */
typedef struct gp_topo_source {
    const char *synthetic; /* hwloc's description, e.g. "pack:2 core:4 pu:2" */
    const char *xml_file;  /* an hwloc XML export */
    const char *allowed; /* PU list that stands for the affinity mask of the process; NULL: the real one (this machine)
                              or every PU that the description allows. PUs that do not exist are ignored. */
} gp_topo_source;

typedef struct gp_topo_pu {
    unsigned os_index;
    unsigned core; /* index into cores */
    bool allowed;  /* inside the container's cpuset and the affinity mask of the process */
} gp_topo_pu;

typedef struct gp_topo_core {
    unsigned os_index;        /* unique within a package only; where hwloc sees no cores, that of the PU */
    unsigned package;         /* logical index of the package */
    int numa_node;            /* OS index of the (first) local NUMA node, -1 if there is none */
    unsigned first_pu, n_pus; /* slice of pus */
} gp_topo_core;

typedef struct gp_topo_numa {
    unsigned os_index;
    uint64_t bytes;
    bool allowed;
} gp_topo_numa;

/* All caches of one level, kind and size. */
typedef struct gp_topo_cache {
    unsigned level;
    char kind; /* 'd' data, 'i' instruction, 'u' unified */
    uint64_t bytes;
    unsigned line_bytes; /* 0 if unknown */
    unsigned count;
} gp_topo_cache;

/* One line of the tree in document order; children follow their parent with depth + 1. */
typedef struct gp_topo_node {
    unsigned depth;
    char type[16];  /* hwloc's short name: "Machine", "Package", "NUMANode", "L3", "L1d", "Core", "PU", "Group0" ... */
    int os_index;   /* -1: has none */
    uint64_t bytes; /* NUMA nodes and caches, else 0 */
    bool allowed;   /* at least one of its PUs may be used (NUMA nodes: memory may be taken there) */
} gp_topo_node;

typedef struct gp_topo_facts {
    bool this_machine; /* false for a synthetic or foreign topology: planning works, binding is `unsupported` */
    const char
        *source; /* "machine", "synthetic", "xml", or "environment" when HWLOC_SYNTHETIC or HWLOC_XMLFILE chose */
    char cpu_model[128];   /* "" if unknown, as the next three */
    char architecture[32]; /* "x86_64" */
    char os_name[32];      /* "Linux" */
    char os_release[96];   /* "6.1.0-18-amd64" */
    char hwloc_version[24];
    unsigned packages;
    unsigned core_kinds; /* hybrid machines: number of different kinds of cores; 0 if unknown */
    unsigned smt;        /* most PUs in one core */
    unsigned allowed_cores, allowed_pus;
    gp_str all_list, allowed_list; /* PU lists, ascending: "0-3,8" */
    uint64_t memory_bytes;         /* of all NUMA nodes; 0 if unknown */
    double cpu_quota;              /* CPUs' worth of time the control group grants; NaN: no limit or unknown */
    int64_t memory_limit;          /* of the control group; -1: no limit or unknown */
    const gp_topo_core *cores;     /* hwloc's logical order */
    size_t n_cores;
    const gp_topo_pu *pus; /* logical order: siblings side by side */
    size_t n_pus;
    const gp_topo_numa *numa; /* by OS index */
    size_t n_numa;
    const gp_topo_cache *caches; /* by level, then 'd' 'i' 'u', then size */
    size_t n_caches;
    const gp_topo_node *nodes;
    size_t n_nodes;
} gp_topo_facts;

/* Load a topology. `source` may be NULL. Takes 5 to 50 ms on a real machine. Errors: GP_E_INPUT (a description, file or
 * PU list that cannot be read, or nothing allowed in it), GP_E_INFRA (hwloc fails on this machine). */
gp_code gp_topo_open(const gp_topo_source *source, gp_topo **out, gp_err *err) GP_MUST_CHECK;
void gp_topo_close(gp_topo *t); /* NULL is allowed */
const gp_topo_facts *gp_topo_look(const gp_topo *t);

/* A summary and the tree, for people: lines ending in \n, ASCII. */
void gp_topo_text(const gp_topo *t, gp_buf *out);
/* One object: {"source", "this_machine", "cpu_model", "architecture", "os", "kernel", "hwloc", "packages",
 * "core_kinds", "smt", "memory_bytes", "pus", "allowed": {"pus", "cores", "numa_nodes"}, "cpu_quota", "memory_limit",
 * "numa_nodes": [...], "caches": [...], "cores": [{"core", "package", "numa_node", "pus": [{"pu", "allowed"}]}]}. What
 * is unknown is null. The caller has written the key, if one is needed. */
void gp_topo_json(const gp_topo *t, gp_jw *w);

/* hwloc's XML export, with every info attribute that could name a host, user, process or individual part left out (a
 * list of harmless names is kept, the rest goes), so that lstopo and other tools can read it back. Errors: GP_E_INFRA.
 * For a file, give the buffer to gp_write_file. */
gp_code gp_topo_xml(const gp_topo *t, gp_buf *out, gp_err *err) GP_MUST_CHECK;

/* --- PU lists --- */

/* Read a list in the syntax of taskset and hwloc: numbers and ranges, separated by commas, spaces allowed around them:
 * "0-3,8", and "4-" for 4 to `last` (refused where `last` is GP_PU_NO_LAST). Order is kept. Errors (GP_E_INPUT, naming
 * the part that is wrong): empty list, not a number, falling range, number above 65535, a PU named twice. */
#define GP_PU_NO_LAST ((unsigned)-1)
gp_code gp_pu_list_parse(gp_arena *a, const char *text, unsigned last, const unsigned **pus, size_t *n,
                         gp_err *err) GP_MUST_CHECK;
/* The canonical text: ascending, runs of two or more as ranges ("0-1,8"), "" for none. */
gp_str gp_pu_list_text(gp_arena *a, const unsigned *pus, size_t n);

/* --- choosing PUs: --pin --- */

typedef enum gp_pin_mode { GP_PIN_AUTO, GP_PIN_SET, GP_PIN_NONE } gp_pin_mode;

typedef struct gp_pin {
    gp_pin_mode mode;
    unsigned threads;    /* compute threads to ask of the OpenCL platform; 0 (only with GP_PIN_NONE): its own choice */
    const unsigned *pus; /* OS indexes, in the order in which threads are put on them; NULL with GP_PIN_NONE */
    size_t n;
    gp_str list;    /* the same, canonical: "0-3,8"; "" with GP_PIN_NONE */
    unsigned cores; /* different cores among them; fewer than n means that SMT siblings are both used */
    gp_str note;    /* something the user should know, or "" */
} gp_pin;

/* Plan a binding; pure, so it works on any topology. `wish` is the value of --pin, NULL means "auto"; `threads` that of
 * --threads, 0 where not given:
 *   "auto"  one PU per core among the allowed ones, in logical order, the first allowed PU of each; as many as
 *           `threads`, 0 means all cores, but no more than the CPU quota of the container rounded up. More threads
 *           than cores take the SMT siblings next (core by core), and more than PUs share them in turn.
 *   SET     a PU list: exactly these, in this order; each must be allowed. With `threads` fewer than listed, the first
 *           ones; with more, they share in turn.
 *   "none"  nothing is bound.
 * Errors: GP_E_INPUT (a list that cannot be read, a PU that does not exist or is not allowed: the message names it and
 * what is allowed). */
gp_code gp_pin_make(const gp_topo *t, const char *wish, unsigned threads, gp_arena *a, gp_pin *out,
                    gp_err *err) GP_MUST_CHECK;

/* One line for people, and {"mode", "threads", "pus", "cores", "note"}. */
void gp_pin_text(const gp_pin *p, gp_buf *out);
void gp_pin_json(const gp_pin *p, gp_jw *w);

/* --- binding --- */

typedef enum gp_bind_status {
    GP_BIND_NONE,        /* not asked for */
    GP_BIND_ENFORCED,    /* every binding was read back and is what was asked for */
    GP_BIND_UNSUPPORTED, /* this system has no binding for us: no such call, a sandbox denies it (ENOSYS, EPERM, EACCES),
                            or the topology is not of this machine */
    GP_BIND_REFUSED      /* binding exists but not this one: EINVAL, another error, or the read-back differs */
} gp_bind_status;

typedef struct gp_bind_thread {
    char name[16]; /* the kernel's name of the thread */
    bool main;     /* the thread that main() runs in */
    unsigned pu;   /* where it was put */
    gp_str got;    /* what was read back, as a PU list; "" if it could not be */
    gp_bind_status status;
} gp_bind_thread;

typedef struct gp_bind {
    gp_bind_status status;         /* the worst of all: refused, then unsupported, then enforced */
    gp_pin_mode mode;              /* of the plan */
    gp_str wanted, got;            /* PU lists: the plan, and the union of what was read back */
    gp_str reason;                 /* why not enforced, in words; "" if enforced or not asked for */
    const gp_bind_thread *threads; /* by gp_bind_threads only; main last */
    size_t n_threads;
} gp_bind;

const char *gp_bind_status_name(gp_bind_status s); /* "none", "enforced", "unsupported", "refused" */

/* Give every thread of the process the plan's PUs as affinity mask, so that threads started later inherit it, and read
 * it back. Not being able to is a result, not an error. */
gp_bind gp_bind_process(const gp_topo *t, const gp_pin *p, gp_arena *a);

/* Bind each thread of the process to one PU of the plan, in turn: first the threads other than main in the order they
 * were started, then main. Thread ids in mine[0..n_mine) are left alone (threads of the caller's own that wait most of
 * the time; their mask stays that of the process). Threads that end meanwhile do not count. */
gp_bind gp_bind_threads(const gp_topo *t, const gp_pin *p, const int *mine, size_t n_mine, gp_arena *a);

/* One or a few lines for people, and {"status", "mode", "wanted", "got", "reason", "threads": [{"name", "main", "pu",
 * "got", "status"}]}. */
void gp_bind_text(const gp_bind *b, gp_buf *out);
void gp_bind_json(const gp_bind *b, gp_jw *w);

/* Does a pin "binding": WANTED hold? WANTED is one of
 *   a status    "enforced", "none", "unsupported", "refused": the status must be this one;
 *   "auto"      planned by --pin auto, and enforced;
 *   a PU list   enforced on exactly these PUs, in any order.
 * Errors: GP_E_PIN with both values; GP_E_INPUT if WANTED is none of these. */
gp_code gp_bind_pin(const char *wanted, const gp_bind *got, gp_err *err) GP_MUST_CHECK;

/* Is WANTED something that gp_bind_pin can read? For checking a file before anything is bound. */
gp_code gp_bind_pin_lint(const char *wanted, gp_err *err) GP_MUST_CHECK;

#endif
