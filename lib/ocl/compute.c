/* compute.c - buffers, kernels and launches on the one in-order queue. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/sys.h"
#include "ocl/cl.h"

/* Larger single allocations failed on machines with plenty of memory. */
#define BUFFER_MAX ((uint64_t)1 << 30)

uint64_t gp_ocl_buffer_bytes(const gp_ocl_buffer *b) { return b->asked; }

uint64_t gp_ocl_buffer_max(const gp_ocl *d)
{
    return d->info.max_alloc_bytes && d->info.max_alloc_bytes < BUFFER_MAX ? d->info.max_alloc_bytes : BUFFER_MAX;
}

gp_code gp_ocl_buffer_new(gp_ocl *d, uint64_t bytes, bool zero, gp_ocl_buffer **out, gp_err *err)
{
    cl_int e = CL_SUCCESS;
    const cl_uint nothing = 0;
    gp_ocl_buffer *b = gp_alloc(sizeof *b);
    b->bytes = ((bytes ? bytes : 1) + 63) & ~(uint64_t)63;
    b->asked = bytes;
    b->device = d;
    b->mem = clCreateBuffer(d->context, CL_MEM_READ_WRITE, (size_t)b->bytes, NULL, &e);
    if (e == CL_SUCCESS && zero)
        e = clEnqueueFillBuffer(d->queue, b->mem, &nothing, sizeof nothing, 0, (size_t)b->bytes, 0, NULL, NULL);
    if (e != CL_SUCCESS) {
        if (b->mem) (void)clReleaseMemObject(b->mem);
        free(b);
        return gp_fail(err, GP_E_INFRA, "OpenCL: a buffer of %llu bytes on \"%s\": %s (%d)", (unsigned long long)bytes,
                       d->info.name, gp_cl_name(e), (int)e);
    }
    d->allocated += b->bytes;
    *out = b;
    return GP_OK;
}

void gp_ocl_buffer_free(gp_ocl_buffer *b)
{
    if (!b) return;
    (void)clFinish(b->device->queue);
    (void)clReleaseMemObject(b->mem);
    b->device->allocated -= b->bytes;
    /* A later buffer may get the same address: kernels must not take its argument for unchanged. */
    for (unsigned i = 0; i < b->device->n_kernels; i++) b->device->kernels[i].n_set = 0;
    free(b);
}

gp_code gp_ocl_map(gp_ocl_buffer *b, void **p, gp_err *err)
{
    cl_int e;
    *p = clEnqueueMapBuffer(b->device->queue, b->mem, CL_TRUE, CL_MAP_WRITE, 0, (size_t)b->bytes, 0, NULL, NULL, &e);
    return e == CL_SUCCESS ? GP_OK : gp_cl_fail(err, e, "mapping a buffer");
}

gp_code gp_ocl_unmap(gp_ocl_buffer *b, void *p, gp_err *err)
{
    cl_int e = clEnqueueUnmapMemObject(b->device->queue, b->mem, p, 0, NULL, NULL);
    return e == CL_SUCCESS ? GP_OK : gp_cl_fail(err, e, "unmapping a buffer");
}

gp_code gp_ocl_write(gp_ocl_buffer *b, uint64_t at, const void *p, uint64_t n, gp_err *err)
{
    if (at > b->bytes || n > b->bytes - at) return gp_fail(err, GP_E_BUG, "write beyond a device buffer");
    if (!n) return GP_OK;
    cl_int e = clEnqueueWriteBuffer(b->device->queue, b->mem, CL_FALSE, (size_t)at, (size_t)n, p, 0, NULL, NULL);
    return e == CL_SUCCESS ? GP_OK : gp_cl_fail(err, e, "writing a buffer");
}

gp_code gp_ocl_read(gp_ocl_buffer *b, uint64_t at, void *p, uint64_t n, gp_err *err)
{
    if (at > b->bytes || n > b->bytes - at) return gp_fail(err, GP_E_BUG, "read beyond a device buffer");
    if (!n) return GP_OK;
    cl_int e = clEnqueueReadBuffer(b->device->queue, b->mem, CL_FALSE, (size_t)at, (size_t)n, p, 0, NULL, NULL);
    return e == CL_SUCCESS ? GP_OK : gp_cl_fail(err, e, "reading a buffer");
}

gp_code gp_ocl_finish(gp_ocl *d, gp_err *err)
{
    cl_int e = clFinish(d->queue);
    return e == CL_SUCCESS ? GP_OK : gp_cl_fail(err, e, "waiting for the device");
}

gp_code gp_ocl_kernel_get(gp_ocl *d, const char *name, gp_ocl_kernel **out, gp_err *err)
{
    for (unsigned i = 0; i < d->n_kernels; i++)
        if (!strcmp(d->kernels[i].name, name)) {
            *out = &d->kernels[i];
            return GP_OK;
        }
    if (d->n_kernels == GP_OCL_MAX_KERNELS) return gp_fail(err, GP_E_BUG, "more than %d kernels", GP_OCL_MAX_KERNELS);
    gp_ocl_kernel *k = &d->kernels[d->n_kernels];
    cl_int e;
    cl_program p;
    bool fresh = false;
    gp_code c = gp_ocl_program(d, name, &p, &fresh, err);
    if (c) return c;
    *k = (gp_ocl_kernel){.device = d, .fresh = fresh};
    (void)snprintf(k->name, sizeof k->name, "%s", name);
    k->k = clCreateKernel(p, name, &e);
    if (e != CL_SUCCESS) return gp_fail(err, GP_E_BUG, "OpenCL kernel \"%s\": %s", name, gp_cl_name(e));
    d->n_kernels++;
    *out = k;
    return GP_OK;
}

static bool same_arg(const gp_ocl_arg *a, const gp_ocl_arg *b)
{
    if (a->kind != b->kind) return false;
    switch (a->kind) {
    case GP_ARG_BUFFER: return a->v.buffer == b->v.buffer;
    case GP_ARG_INT: return a->v.i == b->v.i;
    case GP_ARG_FLOAT: return !memcmp(&a->v.f, &b->v.f, sizeof a->v.f);
    case GP_ARG_ULONG: return a->v.u == b->v.u;
    }
    return false;
}

static cl_int set_arg(gp_ocl_kernel *k, unsigned i, const gp_ocl_arg *a)
{
    switch (a->kind) {
    case GP_ARG_BUFFER: return clSetKernelArg(k->k, i, sizeof(cl_mem), &a->v.buffer->mem);
    case GP_ARG_INT: return clSetKernelArg(k->k, i, sizeof a->v.i, &a->v.i);
    case GP_ARG_FLOAT: return clSetKernelArg(k->k, i, sizeof a->v.f, &a->v.f);
    case GP_ARG_ULONG: return clSetKernelArg(k->k, i, sizeof a->v.u, &a->v.u);
    }
    return CL_INVALID_VALUE;
}

static gp_code set_args(gp_ocl_kernel *k, const gp_ocl_arg *args, unsigned n, gp_err *err)
{
    if (n > GP_OCL_MAX_ARGS) return gp_fail(err, GP_E_BUG, "kernel %s: too many arguments", k->name);
    for (unsigned i = 0; i < n; i++) {
        if (i < k->n_set && same_arg(&args[i], &k->last[i])) continue;
        cl_int e = set_arg(k, i, &args[i]);
        if (e != CL_SUCCESS) return gp_fail(err, GP_E_BUG, "kernel %s, argument %u: %s", k->name, i, gp_cl_name(e));
        k->last[i] = args[i];
    }
    k->n_set = n;
    return GP_OK;
}

gp_code gp_ocl_launch(gp_ocl_kernel *k, uint64_t n0, uint64_t n1, const gp_ocl_arg *args, unsigned n_args, gp_err *err)
{
    if (!n0 || !n1) return GP_OK;
    gp_code c = set_args(k, args, n_args, err);
    if (c) return c;
    size_t wg = k->device->work_group ? k->device->work_group : 1;
    size_t local[2] = {1, wg}, global[2] = {(size_t)n0, ((size_t)n1 + wg - 1) / wg * wg};
    const double since = k->fresh ? gp_now_mono() : 0;
    cl_int e = clEnqueueNDRangeKernel(k->device->queue, k->k, 2, NULL, global, local, 0, NULL, NULL);
    if (k->fresh) { /* it may be compiled only now, and on another thread */
        (void)clFinish(k->device->queue);
        gp_ocl_compiled(k->device, since, 1);
        k->fresh = false;
    }
    return e == CL_SUCCESS
               ? GP_OK
               : gp_fail(err, GP_E_INFRA, "OpenCL: running kernel %s: %s (%d)", k->name, gp_cl_name(e), (int)e);
}

unsigned gp_ocl_pieces(const gp_ocl *d)
{
    unsigned cu = d->info.compute_units ? d->info.compute_units : 1;
    return cu > 16 ? 1024 : cu * 64;
}
