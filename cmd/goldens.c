/* goldens.c - the goldens of a run: beside its suites, which its manifest names. */
#include "goldens.h"

#include <string.h>

#include "base/sys.h"
#include "bundle/bundle.h"
#include "manifest/manifest.h"

gp_code gp_goldens_of_run(gp_arena *a, const char *bundle, const char *given, gp_golden_place *out, gp_err *err)
{
    gp_manifest m;
    gp_golden_place own;
    *out = (gp_golden_place){.root = given ? given : GP_GOLDEN_DIR, .found = given || gp_is_dir(GP_GOLDEN_DIR)};
    if (out->found || !gp_bundle_holds(bundle, GP_FILE_MANIFEST)) return GP_OK;
    gp_code code = gp_manifest_read(a, gp_path_join(a, bundle, GP_FILE_MANIFEST), &m, err);
    for (size_t i = 0; i < m.n_suites && !code; i++) {
        const gp_manifest_suite *s = &m.suites[i];
        const char *file = gp_str_dup(a, s->file).p;
        if (!gp_is_file(file))
            return gp_fail(
                err, GP_E_INPUT,
                "the suite %s is not here as %s, so where its goldens belong cannot be told; say --golden DIR, "
                "or go to the folder that the run was started in",
                gp_str_dup(a, s->name).p, file);
        gp_golden_find(a, NULL, gp_path_dir(a, file), s->name, &own);
        if (out->found && own.found && strcmp(own.root, out->root) != 0)
            return gp_fail(err, GP_E_INPUT, "the suites have goldens in %s and in %s; name one with --golden",
                           out->root, own.root);
        if (!i || (own.found && !out->found)) *out = own;
    }
    return code;
}
