/* bandwidth.c - reading a large buffer as fast as the device can. */
#include "base/sys.h"
#include "ocl/compute.h"

enum { RUN_VECTORS = 1024, RUN_BYTES = RUN_VECTORS * 64 };

static gp_code read_once(gp_ocl *d, gp_ocl_kernel *k, gp_ocl_buffer *data, gp_ocl_buffer *out, uint64_t runs,
                         double *seconds, gp_err *err)
{
    const gp_ocl_arg args[] = {GP_AB(data), GP_AB(out), GP_AI(RUN_VECTORS), GP_AI(runs)};
    gp_code code = gp_ocl_finish(d, err);
    double from = gp_now_mono();
    if (!code) code = gp_ocl_launch(k, 1, runs, args, 4, err);
    if (!code) code = gp_ocl_finish(d, err);
    *seconds = gp_now_mono() - from;
    return code;
}

gp_code gp_ocl_bandwidth(gp_ocl *d, uint64_t bytes, unsigned reads, double *gbs, gp_err *err)
{
    uint64_t max = gp_ocl_buffer_max(d), runs = (bytes < max ? bytes : max) / RUN_BYTES;
    gp_ocl_kernel *k = NULL;
    gp_ocl_buffer *data = NULL, *out = NULL;
    double best = 0, seconds = 0;
    gp_code code = gp_ocl_kernel_get(d, "gp_read_all", &k, err);
    if (!code) code = gp_ocl_buffer_new(d, runs * RUN_BYTES, true, &data, err);
    if (!code) code = gp_ocl_buffer_new(d, runs * 64, true, &out, err);
    for (unsigned i = 0; i <= reads && !code; i++) { /* the first one warms up */
        code = read_once(d, k, data, out, runs, &seconds, err);
        double rate = (double)(runs * RUN_BYTES) / seconds / 1e9;
        if (i && rate > best) best = rate;
    }
    gp_ocl_buffer_free(data);
    gp_ocl_buffer_free(out);
    if (!code) *gbs = best;
    return code;
}
