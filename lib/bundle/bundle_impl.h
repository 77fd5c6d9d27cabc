/* bundle_impl.h - what the files of lib/bundle share. */
#ifndef GP_BUNDLE_IMPL_H
#define GP_BUNDLE_IMPL_H

#include "bundle/bundle.h"

/* All files of a bundle but leftovers, SHA256SUMS among them, sorted by the bytes of their paths; in the arena. */
gp_code gp_bundle_files(gp_arena *a, const char *dir, const char *const **paths, size_t *n, gp_err *err) GP_MUST_CHECK;
/* Is it a name that stays inside the bundle? */
bool gp_bundle_stays_inside(const char *path);

#endif
