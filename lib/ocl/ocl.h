/* ocl.h - OpenCL behind our own types: platforms, devices, a context with one in-order queue, buffers, programs,
 * kernels.
 *
 * The only place that includes <CL/>. Lifetimes: gp_ocl_list looks at what is installed and opens nothing;
 * a gp_ocl (an opened device) owns its queue, programs and buffers, and everything made from it dies before it.
 * One thread uses a gp_ocl at a time. Programs (one per kernel file, when first needed) are built from the embedded
 * kernel sources with the determinism options of this project and cached on disk, keyed by source, options, device,
 * driver and platform. PoCL compiles a kernel when it is first launched and caches it itself; of its programs only that
 * they were built is noted, because their binaries would hold every kernel of the file, also those that nobody needs. */
#ifndef GP_OCL_OCL_H
#define GP_OCL_OCL_H

#include "base/str.h"

typedef struct gp_ocl gp_ocl;
typedef struct gp_ocl_buffer gp_ocl_buffer;
typedef struct gp_ocl_kernel gp_ocl_kernel;

typedef struct gp_ocl_device_info {
    unsigned index; /* what --device N means: counted over all platforms, in their order */
    char platform[128], platform_version[128];
    char name[128], vendor[128], driver[128], version[128];
    char type[16]; /* "cpu", "gpu", "accelerator", "other" */
    uint32_t compute_units, vector_width_float;
    uint64_t global_bytes, max_alloc_bytes, local_bytes;
    uint32_t max_work_group, base_align_bytes;
    bool fp_fma_reported, little_endian, available;
} gp_ocl_device_info;

/* --- compiled kernels --- */

/* SHA-256, hex, over the sources of all kernels of this build, by name. Opens nothing. */
void gp_ocl_kernels_digest(char out[65]);

enum { GP_OCL_CACHE_DIR = 900, GP_OCL_CACHE_WHY = 700 };

/* Where compiled kernels are kept: ours in the folder itself, PoCL's in pocl/ below it, unless the user gave those a
 * place with POCL_CACHE_DIR. The folder is GOLDPIN_CACHE_DIR, else XDG_CACHE_HOME/goldpin, else HOME/.cache/goldpin;
 * where that is missing, read-only or full a private one under TMPDIR. */
typedef struct gp_ocl_cache {
    char dir[GP_OCL_CACHE_DIR];
    bool pocl_is_ours;          /* PoCL's are below it */
    bool fallback;              /* the private one: */
    char why[GP_OCL_CACHE_WHY]; /* what was wrong with the first choice */
} gp_ocl_cache;

/* Find it, and make it. `wish` (or NULL) goes before all variables. GP_E_INFRA: no folder can be written, with the
 * reasons. */
gp_code gp_ocl_cache_find(const char *wish, gp_ocl_cache *out, gp_err *err) GP_MUST_CHECK;
/* The same, and PoCL told so, through its environment variable: before the first OpenCL call of the process. */
gp_code gp_ocl_cache_use(const char *wish, gp_ocl_cache *out, gp_err *err) GP_MUST_CHECK;
/* Remove what is in it: *.gpk, and pocl/ where that is ours. Nothing else is touched. */
void gp_ocl_cache_clear(const gp_ocl_cache *c);

/* --- devices --- */

/* All devices of all platforms, in the arena. No platform is not an error: *n is 0. Loading a platform is slow and
 * starts its threads: set the process affinity and environment before the first call. */
const gp_ocl_device_info *gp_ocl_list(gp_arena *a, size_t *n);

/* Who wants to know that kernels are being compiled: called on the thread that uses the device when it has taken half a
 * second, and again every five, with the number of kernels that are ready. Never when all of them come from the cache. */
typedef struct gp_ocl_watcher {
    void (*tell)(void *user, const char *cache_dir, unsigned kernels); /* NULL: nobody */
    void *user;
} gp_ocl_watcher;

typedef struct gp_ocl_options {
    const char
        *device;      /* NULL or "auto": first CPU device of PoCL, else first usable device; a number; part of a name */
    unsigned threads; /* worker threads of a CPU device; 0: what the platform takes. Must be set before the first
                              OpenCL call of the process, so the first opener decides; a later different wish is an error */
    bool threads_give_way; /* nobody asked for this number: where the device has another one, that one */
    unsigned work_group;   /* preferred local size of portable kernels; 0: the kernel's own choice. Changes no bit. */
    const char *cache_dir; /* compiled kernels; NULL: as gp_ocl_cache_find says */
    bool portable;         /* leave out CPU-specific kernel forms even where the host has the instructions */
    bool no_vnni;          /* leave out only the forms that need VNNI instructions */
    /* build the kernels whose int8 activations have a second row for what the first left over (common.cl) */
    bool residuals;
    /* a folder with kernel files that stand for those of this build with the same names, for looking at what a change
     * of theirs does (engine/trace.h); NULL: none. Digest and pins know nothing of it: no run may use it. */
    const char *sources;
    gp_ocl_watcher compiling;
} gp_ocl_options;

/* GOLDPIN_KERNELS in the environment can be "no-vnni" or "portable", which set these options; what follows a colon in
 * it is the reason. Errors: GP_E_INFRA "no OpenCL device ..." with what to install; GP_E_INPUT for a device that does
 * not exist, with the list. */
gp_code gp_ocl_open(const gp_ocl_options *o, gp_ocl **out, gp_err *err) GP_MUST_CHECK;
void gp_ocl_close(gp_ocl *d); /* NULL is allowed */
const gp_ocl_device_info *gp_ocl_info(const gp_ocl *d);
/* "avx512-vnni", "avx-vnni", "avx2", "sse2", "portable": the form of the integer dot product in use; where a better
 * one was left out, the reason in parentheses behind it. Every form gives the same bits. */
const char *gp_ocl_dot_form(const gp_ocl *d);
uint64_t gp_ocl_allocated(const gp_ocl *d); /* bytes in buffers now */

#endif
