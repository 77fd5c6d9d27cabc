/* pack.h - a bundle as one compressed file: a tar archive (POSIX.1-2001, ustar with pax names) of its files, sorted by
 * path, behind gzip. The same files give the same bytes: owners, modes and times are not kept. */
#ifndef GP_BUNDLE_PACK_H
#define GP_BUNDLE_PACK_H

#include "base/str.h"

/* Write all files of the bundle but leftovers. */
gp_code gp_bundle_pack(const char *dir, const char *file, gp_err *err) GP_MUST_CHECK;
/* Make them anew below `dir`, which is made. GP_E_INPUT with the offset in the archive: it is damaged, holds anything but
 * files, a name that leads out of `dir` or that stood there before, or more than GP_CAP_PACK bytes. */
gp_code gp_bundle_unpack(const char *file, const char *dir, gp_err *err) GP_MUST_CHECK;
/* Is `path` a file that begins as such an archive does? */
bool gp_bundle_is_packed(const char *path);

#endif
