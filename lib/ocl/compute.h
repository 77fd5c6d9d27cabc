/* compute.h - what the engine uses of an opened device: buffers, kernels, launches. No OpenCL type shows.
 *
 * Everything runs in order on the device's one queue. Writes, launches and reads are queued; gp_ocl_finish waits.
 * Memory handed to gp_ocl_write and gp_ocl_read must stay valid and untouched until the next gp_ocl_finish. Errors are
 * GP_E_INFRA with the OpenCL error's name and what was being done. */
#ifndef GP_OCL_COMPUTE_H
#define GP_OCL_COMPUTE_H

#include "ocl/ocl.h"

/* A buffer of `bytes` (0 is taken as 1), aligned for any vector. `zero`: filled with zeros, else undefined. */
gp_code gp_ocl_buffer_new(gp_ocl *d, uint64_t bytes, bool zero, gp_ocl_buffer **out, gp_err *err) GP_MUST_CHECK;
void gp_ocl_buffer_free(gp_ocl_buffer *b);            /* NULL is allowed; waits for the queue */
uint64_t gp_ocl_buffer_bytes(const gp_ocl_buffer *b); /* as asked for */
/* Most bytes that one buffer may have on this device: larger matrices are split. */
uint64_t gp_ocl_buffer_max(const gp_ocl *d);

/* Host access to a whole buffer, for filling it without a copy on devices that share memory. */
gp_code gp_ocl_map(gp_ocl_buffer *b, void **p, gp_err *err) GP_MUST_CHECK;
gp_code gp_ocl_unmap(gp_ocl_buffer *b, void *p, gp_err *err) GP_MUST_CHECK;

gp_code gp_ocl_write(gp_ocl_buffer *b, uint64_t at, const void *p, uint64_t n, gp_err *err) GP_MUST_CHECK;
gp_code gp_ocl_read(gp_ocl_buffer *b, uint64_t at, void *p, uint64_t n, gp_err *err) GP_MUST_CHECK;
gp_code gp_ocl_finish(gp_ocl *d, gp_err *err) GP_MUST_CHECK;

/* The kernel with this name; owned by the device, made once. GP_E_BUG if the program has none. */
gp_code gp_ocl_kernel_get(gp_ocl *d, const char *name, gp_ocl_kernel **out, gp_err *err) GP_MUST_CHECK;

typedef struct gp_ocl_arg {
    enum { GP_ARG_BUFFER, GP_ARG_INT, GP_ARG_FLOAT, GP_ARG_ULONG } kind;
    union {
        gp_ocl_buffer *buffer; /* not NULL */
        int32_t i;
        float f;
        uint64_t u;
    } v;
} gp_ocl_arg;
#define GP_AB(x) ((gp_ocl_arg){GP_ARG_BUFFER, {.buffer = (x)}})
#define GP_AI(x) ((gp_ocl_arg){GP_ARG_INT, {.i = (int32_t)(x)}})
#define GP_AF(x) ((gp_ocl_arg){GP_ARG_FLOAT, {.f = (x)}})
#define GP_AU(x) ((gp_ocl_arg){GP_ARG_ULONG, {.u = (x)}})

/* Queue n0 x n1 work-items (dimension 0 fastest). Work-groups are 1 x work_group; kernels ignore items beyond their
 * range. Arguments that did not change since the kernel's last launch are not set again. */
gp_code gp_ocl_launch(gp_ocl_kernel *k, uint64_t n0, uint64_t n1, const gp_ocl_arg *args, unsigned n_args,
                      gp_err *err) GP_MUST_CHECK;

/* Read bandwidth of the device in GB/s (1e9 bytes): the best of `reads` reads of a buffer of about `bytes` bytes, which
 * should be larger than the caches. One more read warms up. The buffer is freed again. */
gp_code gp_ocl_bandwidth(gp_ocl *d, uint64_t bytes, unsigned reads, double *gbs, gp_err *err) GP_MUST_CHECK;

/* Into how many pieces it makes sense to cut a launch on this device. */
unsigned gp_ocl_pieces(const gp_ocl *d);

#endif
