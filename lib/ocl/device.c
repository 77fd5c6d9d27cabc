/* device.c - finding, choosing, opening and closing devices. */
#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/sys.h"
#include "ocl/cl.h"

static const char install_hint[] =
    "no OpenCL device found; install the Debian package pocl-opencl-icd (OpenCL on the CPU), or a GPU vendor's driver";
static const char pocl_hint[] =
    "PoCL is installed, but gives no OpenCL device; what hinders it is shown by: POCL_DEBUG=1 goldpin topo";

static void get_text(cl_device_id id, cl_device_info what, char *out, size_t size)
{
    char text[1024] = "";
    if (clGetDeviceInfo(id, what, sizeof text - 1, text, NULL) != CL_SUCCESS) text[0] = 0;
    (void)snprintf(out, size, "%.*s", (int)size - 1, text);
}

static uint64_t get_number(cl_device_id id, cl_device_info what, size_t size)
{
    uint64_t u64 = 0;
    uint32_t u32 = 0;
    if (size == 4) {
        if (clGetDeviceInfo(id, what, 4, &u32, NULL) != CL_SUCCESS) return 0;
        return u32;
    }
    if (clGetDeviceInfo(id, what, 8, &u64, NULL) != CL_SUCCESS) return 0;
    return u64;
}

static void describe(cl_platform_id p, cl_device_id id, gp_ocl_device_info *o)
{
    (void)clGetPlatformInfo(p, CL_PLATFORM_NAME, sizeof o->platform - 1, o->platform, NULL);
    (void)clGetPlatformInfo(p, CL_PLATFORM_VERSION, sizeof o->platform_version - 1, o->platform_version, NULL);
    get_text(id, CL_DEVICE_NAME, o->name, sizeof o->name);
    get_text(id, CL_DEVICE_VENDOR, o->vendor, sizeof o->vendor);
    get_text(id, CL_DRIVER_VERSION, o->driver, sizeof o->driver);
    get_text(id, CL_DEVICE_VERSION, o->version, sizeof o->version);
    uint64_t type = get_number(id, CL_DEVICE_TYPE, 8);
    (void)snprintf(o->type, sizeof o->type, "%s",
                   type & CL_DEVICE_TYPE_CPU           ? "cpu"
                   : type & CL_DEVICE_TYPE_GPU         ? "gpu"
                   : type & CL_DEVICE_TYPE_ACCELERATOR ? "accelerator"
                                                       : "other");
    o->compute_units = (uint32_t)get_number(id, CL_DEVICE_MAX_COMPUTE_UNITS, 4);
    o->vector_width_float = (uint32_t)get_number(id, CL_DEVICE_NATIVE_VECTOR_WIDTH_FLOAT, 4);
    o->global_bytes = get_number(id, CL_DEVICE_GLOBAL_MEM_SIZE, 8);
    o->max_alloc_bytes = get_number(id, CL_DEVICE_MAX_MEM_ALLOC_SIZE, 8);
    o->local_bytes = get_number(id, CL_DEVICE_LOCAL_MEM_SIZE, 8);
    o->max_work_group = (uint32_t)get_number(id, CL_DEVICE_MAX_WORK_GROUP_SIZE, sizeof(size_t));
    o->base_align_bytes = (uint32_t)get_number(id, CL_DEVICE_MEM_BASE_ADDR_ALIGN, 4) / 8;
    o->fp_fma_reported = (get_number(id, CL_DEVICE_SINGLE_FP_CONFIG, 8) & CL_FP_FMA) != 0;
    o->little_endian = get_number(id, CL_DEVICE_ENDIAN_LITTLE, 4) != 0;
    o->available = get_number(id, CL_DEVICE_AVAILABLE, 4) != 0;
}

gp_cl_device *gp_cl_devices(gp_arena *a, size_t *n)
{
    enum { MAX_PLATFORMS = 32, MAX_DEVICES = 64 };
    cl_platform_id platforms[MAX_PLATFORMS];
    cl_uint n_platforms = 0;
    *n = 0;
    gp_cl_device *list = GP_NEW_ARRAY(a, gp_cl_device, MAX_DEVICES);
    if (clGetPlatformIDs(MAX_PLATFORMS, platforms, &n_platforms) != CL_SUCCESS) return list; /* none installed */
    for (cl_uint i = 0; i < n_platforms && i < MAX_PLATFORMS; i++) {
        cl_device_id ids[MAX_DEVICES];
        cl_uint n_ids = 0;
        if (clGetDeviceIDs(platforms[i], CL_DEVICE_TYPE_ALL, MAX_DEVICES, ids, &n_ids) != CL_SUCCESS) continue;
        for (cl_uint j = 0; j < n_ids && j < MAX_DEVICES && *n < MAX_DEVICES; j++) {
            gp_cl_device *d = &list[*n];
            d->platform = platforms[i];
            d->id = ids[j];
            describe(platforms[i], ids[j], &d->info);
            d->info.index = (unsigned)(*n)++;
        }
    }
    return list;
}

const gp_ocl_device_info *gp_ocl_list(gp_arena *a, size_t *n)
{
    gp_ocl_cache cache;
    if (gp_ocl_cache_use(NULL, &cache, NULL)) return *n = 0, NULL; /* PoCL would find none either; opening says why */
    const gp_cl_device *d = gp_cl_devices(a, n);
    gp_ocl_device_info *list = GP_NEW_ARRAY(a, gp_ocl_device_info, *n);
    for (size_t i = 0; i < *n; i++) list[i] = d[i].info;
    return list;
}

static bool is_pocl(const gp_ocl_device_info *i) { return strstr(i->platform, "Portable Computing Language") != NULL; }

bool gp_cl_is_pocl(const gp_ocl *d) { return is_pocl(&d->info); }

static bool usable(const gp_ocl_device_info *i) { return i->available && i->little_endian; }

/* auto: the first CPU device of PoCL, else the first usable device. */
static const gp_cl_device *choose_auto(const gp_cl_device *d, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (is_pocl(&d[i].info) && usable(&d[i].info) && !strcmp(d[i].info.type, "cpu")) return &d[i];
    for (size_t i = 0; i < n; i++)
        if (usable(&d[i].info)) return &d[i];
    return NULL;
}

static gp_code no_such(const gp_cl_device *d, size_t n, const char *want, gp_err *err)
{
    gp_buf b = {.cap = 900};
    for (size_t i = 0; i < n; i++)
        gp_buf_fmt(&b, "%s%u: %.100s (%.60s)", i ? "; " : "", d[i].info.index, d[i].info.name, d[i].info.platform);
    gp_code c = gp_fail(err, GP_E_INPUT, "no usable OpenCL device \"%.100s\"; there are: %.700s", want, b.p ? b.p : "");
    gp_buf_free(&b);
    return c;
}

static gp_code choose(const gp_cl_device *d, size_t n, const char *want, const gp_cl_device **out, gp_err *err)
{
    *out = NULL;
    if (!want || !*want || !strcmp(want, "auto")) *out = choose_auto(d, n);
    else if (strspn(want, "0123456789") == strlen(want)) {
        unsigned long k = strtoul(want, NULL, 10);
        if (k < n && usable(&d[k].info)) *out = &d[k];
    } else {
        for (size_t i = 0; i < n && !*out; i++)
            if (usable(&d[i].info) && (strstr(d[i].info.name, want) || strstr(d[i].info.platform, want))) *out = &d[i];
    }
    if (!*out && !n)
        return gp_fail(err, GP_E_INFRA, "%s",
                       !getenv("OCL_ICD_VENDORS") && gp_is_file("/etc/OpenCL/vendors/pocl.icd") ? pocl_hint
                                                                                                : install_hint);
    return *out ? GP_OK : no_such(d, n, want ? want : "auto", err);
}

/* PoCL reads the number of its worker threads once, when it is loaded. The environment is the only way in. */
static gp_code wish_threads(unsigned threads, gp_err *err)
{
    char text[16];
    if (!threads) return GP_OK;
    if (threads > 1024) return gp_fail(err, GP_E_USAGE, "%u threads are more than the 1024 that make sense", threads);
    (void)snprintf(text, sizeof text, "%u", threads);
    if (setenv("POCL_MAX_PTHREAD_COUNT", text, 1)) gp_memory_gone(sizeof text); /* it has no other reason to fail */
    return GP_OK;
}

static gp_code check_threads(const gp_ocl *d, unsigned threads, gp_err *err)
{
    if (!threads || d->o.threads_give_way || !is_pocl(&d->info) || strcmp(d->info.type, "cpu") ||
        d->info.compute_units == threads)
        return GP_OK;
    return gp_fail(
        err, GP_E_INPUT,
        "%u threads were asked for, but the OpenCL device runs with %u: their number is fixed when OpenCL is first used and cannot exceed the processors available",
        threads, d->info.compute_units);
}

static gp_code open_queue(gp_ocl *d, gp_err *err)
{
    cl_int e;
    d->context = clCreateContext(NULL, 1, &d->id, NULL, NULL, &e);
    if (e != CL_SUCCESS) return gp_cl_fail(err, e, "making a context");
    d->queue = clCreateCommandQueue(d->context, d->id, 0, &e);
    if (e != CL_SUCCESS) return gp_cl_fail(err, e, "making a queue");
    return GP_OK;
}

static gp_code open_chosen(const gp_ocl_options *o, gp_ocl *d, gp_err *err)
{
    gp_arena a = {0};
    const gp_cl_device *best = NULL;
    size_t n = 0;
    const gp_cl_device *list = gp_cl_devices(&a, &n);
    gp_code c = choose(list, n, o->device, &best, err);
    if (!c) {
        d->info = best->info;
        d->platform = best->platform;
        d->id = best->id;
        c = check_threads(d, o->threads, err);
    }
    gp_arena_free(&a);
    if (!c && d->work_group > d->info.max_work_group)
        c = gp_fail(err, GP_E_INPUT, "work-group size %u: the device allows at most %u", d->work_group,
                    d->info.max_work_group);
    if (!c) c = open_queue(d, err);
    if (!c) c = gp_ocl_prepare(d, err);
    return c;
}

/* GOLDPIN_KERNELS, as ocl.h says. */
static gp_code heed_environment(gp_ocl *d, gp_err *err)
{
    const char *wish = getenv("GOLDPIN_KERNELS");
    if (!wish || !*wish || !strcmp(wish, "auto")) return GP_OK;
    size_t n = strcspn(wish, ":");
    if (n == 8 && !memcmp(wish, "portable", n)) d->o.portable = true;
    else if (n == 7 && !memcmp(wish, "no-vnni", n)) d->o.no_vnni = true;
    else return gp_fail(err, GP_E_USAGE, "GOLDPIN_KERNELS is \"%.60s\"; it can be auto, no-vnni or portable", wish);
    (void)snprintf(d->why_form, sizeof d->why_form, "%s", wish[n] ? wish + n + 1 : "as GOLDPIN_KERNELS asks");
    return GP_OK;
}

gp_code gp_ocl_open(const gp_ocl_options *o, gp_ocl **out, gp_err *err)
{
    static const gp_ocl_options none;
    if (!o) o = &none;
    gp_ocl *d = gp_alloc(sizeof *d);
    d->work_group = o->work_group;
    d->o = *o;
    d->o.device = d->o.cache_dir = d->o.sources = NULL;
    gp_code c = wish_threads(o->threads, err);
    if (!c) c = heed_environment(d, err);
    if (!c && o->sources) c = gp_ocl_sources(d, o->sources, err);
    if (!c) c = gp_ocl_cache_use(o->cache_dir, &d->cache, err);
    if (!c) c = open_chosen(o, d, err);
    if (c) {
        gp_ocl_close(d);
        return c;
    }
    *out = d;
    return GP_OK;
}

void gp_ocl_close(gp_ocl *d)
{
    if (!d) return;
    if (d->queue) (void)clFinish(d->queue);
    for (unsigned i = 0; i < d->n_kernels; i++) (void)clReleaseKernel(d->kernels[i].k);
    for (unsigned i = 0; i < GP_OCL_MAX_PROGRAMS; i++)
        if (d->program[i]) (void)clReleaseProgram(d->program[i]);
    if (d->queue) (void)clReleaseCommandQueue(d->queue);
    if (d->context) (void)clReleaseContext(d->context);
    gp_arena_free(&d->texts);
    free(d);
}

const gp_ocl_device_info *gp_ocl_info(const gp_ocl *d) { return &d->info; }

uint64_t gp_ocl_allocated(const gp_ocl *d) { return d->allocated; }

const char *gp_ocl_dot_form(const gp_ocl *d) { return d->form; }
