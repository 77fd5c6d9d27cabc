/* topo_int.h - what the files of topo share, and the seams that unit tests use. Not for other layers. */
#ifndef GP_TOPO_INT_H
#define GP_TOPO_INT_H

#include "topo/topo.h"

struct gp_topo {
    void *hw;       /* hwloc_topology_t */
    gp_arena arena; /* holds everything in facts */
    gp_topo_facts facts;
};

/* --- control group limits (topo_cgroup.c) --- */

typedef struct gp_cgroup {
    double cpu_quota;     /* CPUs' worth of time; NaN: no limit or unknown */
    int64_t memory_limit; /* bytes; -1: no limit or unknown */
} gp_cgroup;

/* The tightest limits from the process's own group up to the root. `membership` is the text of /proc/self/cgroup,
 * `root` the folder where control groups are mounted (/sys/fs/cgroup); versions 1 and 2 and their mix are understood.
 * A group that cannot be seen (as in most containers with version 1) is looked up at `root` itself. */
gp_cgroup gp_cgroup_limits(gp_arena *a, gp_str membership, const char *root);

/* A small file of /proc or /sys, whose size stat does not tell: trimmed, NUL behind it; empty if it cannot be read. */
gp_str gp_topo_kernel_file(gp_arena *a, const char *path);

/* --- export (topo_xml.c) --- */

/* Copy hwloc's XML without the info elements whose name is not known to be harmless. */
void gp_topo_scrub(gp_str xml, gp_buf *out);

/* --- binding (topo_bind.c), over the calls of a system: the real one, or a test's --- */

typedef struct gp_bind_ops {
    void *ctx;
    int main_tid;
    /* 0 or an errno value */
    int (*set)(void *ctx, int tid, const unsigned *pus, size_t n);
    int (*get)(void *ctx, int tid, gp_arena *a, const unsigned **pus, size_t *n);
    /* All threads of the process, ascending. */
    int (*threads)(void *ctx, gp_arena *a, const int **tids, size_t *n);
    void (*name)(void *ctx, int tid, char out[16]);
} gp_bind_ops;

gp_bind_ops gp_bind_real(const gp_topo *t); /* topo_hwloc.c */

gp_bind gp_bind_process_by(const gp_bind_ops *ops, const gp_pin *p, gp_arena *a);
gp_bind gp_bind_threads_by(const gp_bind_ops *ops, const gp_pin *p, const int *mine, size_t n_mine, gp_arena *a);

#endif
