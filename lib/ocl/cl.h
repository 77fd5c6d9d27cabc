/* cl.h - private to this folder: OpenCL types behind gp_ocl. The only place that includes <CL/>. */
#ifndef GP_OCL_CL_H
#define GP_OCL_CL_H

#define CL_USE_DEPRECATED_OPENCL_1_2_APIS
#include <CL/cl.h>

#include "ocl/compute.h"

enum { GP_OCL_MAX_ARGS = 28, GP_OCL_MAX_KERNELS = 128, GP_OCL_MAX_PROGRAMS = 64 };

struct gp_ocl_kernel {
    gp_ocl *device;
    char name[48];
    cl_kernel k;
    gp_ocl_arg last[GP_OCL_MAX_ARGS];
    unsigned n_set; /* arguments set so far */
    bool fresh;     /* of a program that was not in the cache, and not launched yet */
};

struct gp_ocl_buffer {
    gp_ocl *device;
    cl_mem mem;
    uint64_t bytes; /* rounded up */
    uint64_t asked;
};

struct gp_ocl {
    gp_ocl_device_info info;
    cl_platform_id platform;
    cl_device_id id;
    cl_context context;
    cl_command_queue queue;
    cl_program program[GP_OCL_MAX_PROGRAMS]; /* one per kernel file, built when first needed */
    bool fresh[GP_OCL_MAX_PROGRAMS];         /* it was not in the cache */
    struct {
        unsigned kernels;    /* that are ready */
        double seconds, say; /* what that took; when it is said next */
    } compiling;
    gp_ocl_options o;                        /* as opened, without its strings */
    const char *source[GP_OCL_MAX_PROGRAMS]; /* text of a kernel file in place of this build's; NULL: as it is */
    gp_arena texts;                          /* what they are in */
    gp_ocl_cache cache;
    gp_ocl_kernel kernels[GP_OCL_MAX_KERNELS];
    unsigned n_kernels;
    unsigned work_group;
    uint64_t allocated;
    char why_form[80]; /* why it is not the best form that there is; empty: it is */
    char form[120];    /* of the integer dot product, with that reason */
};

/* "CL_OUT_OF_RESOURCES" for an error number. */
const char *gp_cl_name(cl_int e);
/* GP_E_INFRA "OpenCL: WHAT: NAME". */
gp_code gp_cl_fail(gp_err *err, cl_int e, const char *what);

/* The program of the kernel file that defines `kernel`: loaded from the cache or built, once. *fresh: it was built. */
gp_code gp_ocl_program(gp_ocl *d, const char *kernel, cl_program *out, bool *fresh, gp_err *err) GP_MUST_CHECK;
/* What was begun at `since` (gp_now_mono) was the compilation of so many kernels: counted, and told when it is due. */
void gp_ocl_compiled(gp_ocl *d, double since, unsigned kernels);
/* Does the platform compile kernels when they are first launched, and cache them? */
bool gp_cl_is_pocl(const gp_ocl *d);
/* Take the kernel files of a folder in place of this build's. GP_E_INPUT: it has none of them, or one of another name. */
gp_code gp_ocl_sources(gp_ocl *d, const char *folder, gp_err *err) GP_MUST_CHECK;
/* Build the first program and check that the device computes what it must; chooses the dot form. */
gp_code gp_ocl_prepare(gp_ocl *d, gp_err *err) GP_MUST_CHECK;

/* All devices with their handles, in the order of gp_ocl_device_info.index. */
typedef struct gp_cl_device {
    cl_platform_id platform;
    cl_device_id id;
    gp_ocl_device_info info;
} gp_cl_device;
gp_cl_device *gp_cl_devices(gp_arena *a, size_t *n);

#endif
