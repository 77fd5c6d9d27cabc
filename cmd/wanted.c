/* wanted.c - the targets that -t and -c name. */
#include "wanted.h"

#include "bundled.h"

gp_code gp_wanted_targets(gp_arena *a, const char *config, const gp_str *wanted, size_t n_wanted,
                          const gp_target_spec **specs, size_t *n, const char **prices, gp_err *err)
{
    gp_target_file *file = GP_NEW(a, gp_target_file);
    gp_code code = config ? GP_OK : gp_target_file_find(&config, err);
    if (!code && config) code = gp_target_file_read(a, config, file, err);
    if (prices) *prices = file->prices_file.n ? file->prices_file.p : gp_find_prices(a);
    return code ? code : gp_target_specs_resolve(a, config ? file : NULL, wanted, n_wanted, specs, n, err);
}
