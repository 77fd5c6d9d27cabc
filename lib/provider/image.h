/* image.h - an image file as a part of a message. */
#ifndef GP_PROVIDER_IMAGE_H
#define GP_PROVIDER_IMAGE_H

#include "provider/codec.h"

/* Media type by the bytes at the start: PNG, JPEG, WebP, GIF; NULL for anything else. */
const char *gp_image_type(gp_str bytes);
/* Read a file of at most GP_CAP_IMAGE bytes into a part; everything in the arena. `sha256`: the digest that its bytes
 * must have, because evidence says that they are sent; NULL or "": any. Errors: GP_E_INPUT (missing, too large, empty,
 * another format), GP_E_IO, GP_E_INFRA (it changed since its digest was taken). */
gp_code gp_image_read(gp_arena *a, const char *path, const char *sha256, gp_chat_part *out, gp_err *err) GP_MUST_CHECK;

#endif
