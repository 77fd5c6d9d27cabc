/* bandwidth.c - measuring how fast the device reads memory. */
#include "base/sys.h"
#include "ocl/compute.h"

enum { ITEM_BYTES = 256 << 10 };

/* Far larger than the caches, but a small part of a small device. */
static uint64_t buffer_bytes(const gp_ocl *d)
{
    uint64_t want = (uint64_t)512 << 20, most = gp_ocl_info(d)->global_bytes / 8;
    if (most && want > most) want = most;
    if (want > gp_ocl_buffer_max(d)) want = gp_ocl_buffer_max(d);
    return want < ITEM_BYTES ? ITEM_BYTES : want / ITEM_BYTES * ITEM_BYTES;
}

gp_code gp_ocl_bandwidth(gp_ocl *d, unsigned reads, double *bytes_per_s, gp_err *err)
{
    uint64_t bytes = buffer_bytes(d), items = bytes / ITEM_BYTES;
    gp_ocl_buffer *data = NULL, *out = NULL;
    gp_ocl_kernel *k;
    double best = 0.0;
    gp_code c = gp_ocl_kernel_get(d, "gp_read_all", &k, err);
    if (!c) c = gp_ocl_buffer_new(d, bytes, true, &data, err);
    if (!c) c = gp_ocl_buffer_new(d, items * 8, true, &out, err);
    for (unsigned i = 0; i <= reads && !c; i++) { /* the first pass warms up */
        const gp_ocl_arg a[] = {GP_AB(data), GP_AB(out), GP_AI(ITEM_BYTES / 256), GP_AI(items)};
        c = gp_ocl_finish(d, err);
        double start = gp_now_mono();
        if (!c) c = gp_ocl_launch(k, 1, items, a, 4, err);
        if (!c) c = gp_ocl_finish(d, err);
        double rate = (double)bytes / (gp_now_mono() - start);
        if (i && rate > best) best = rate;
    }
    gp_ocl_buffer_free(data);
    gp_ocl_buffer_free(out);
    if (!c) *bytes_per_s = best;
    return c;
}
