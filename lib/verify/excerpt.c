/* excerpt.c - some trials of a bundle as a bundle of their own: a replay of it by its own suites, which says so. */
#include <math.h>
#include <stdlib.h>

#include "base/sys.h"
#include "verify/verify_impl.h"

gp_code gp_verify_excerpt(gp_arena *a, const char *bundle, const gp_str *filters, size_t n, const char *to,
                          const volatile sig_atomic_t *interrupted, gp_err *err)
{
    const gp_verify_options here = {.bundle = bundle, .interrupted = interrupted};
    gp_verifying v = {.o = &here, .a = a};
    gp_run_outcome out;
    gp_entry what = GP_NOTHING;
    gp_code code = gp_look(gp_path_join(a, bundle, GP_FOLDER_INPUTS), &what, err);
    if (!code && what != GP_FOLDER)
        code = gp_fail(err, GP_E_INPUT, "%s does not hold its suites, so nothing can be chosen of it", bundle);
    if (!code) code = gp_manifest_read(a, gp_path_join(a, bundle, GP_FILE_MANIFEST), &v.manifest, err);
    if (code) return code;
    gp_run_options o = gp_verify_run(&v);
    o.suites = gp_verify_suites(&v);
    o.n_suites = v.manifest.n_suites;
    o.golden = gp_path_join(a, bundle, GP_FOLDER_GOLDENS);
    o.replay = bundle;
    o.filters = filters;
    o.n_filters = n;
    o.output = to;
    return gp_run(&o, &out, err);
}
