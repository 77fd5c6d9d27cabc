/* image.c - reading an image file, and its kind by what it begins with. */
#include "provider/image.h"

#include <string.h>

#include "base/caps.h"
#include "base/sha256.h"
#include "base/sys.h"

const char *gp_image_type(gp_str b)
{
    if (gp_str_starts(b, GP_STR("\x89PNG\r\n\x1a\n"))) return "image/png";
    if (gp_str_starts(b, GP_STR("\xff\xd8\xff"))) return "image/jpeg";
    if (gp_str_starts(b, GP_STR("GIF87a")) || gp_str_starts(b, GP_STR("GIF89a"))) return "image/gif";
    bool riff = b.n >= 12 && gp_str_starts(b, GP_STR("RIFF")) && memcmp(b.p + 8, "WEBP", 4) == 0;
    return riff ? "image/webp" : NULL;
}

gp_code gp_image_read(gp_arena *a, const char *path, const char *sha256, gp_chat_part *out, gp_err *err)
{
    char hex[GP_SHA256_HEX];
    gp_str bytes = {0};
    gp_buf text = {0};
    gp_code code = gp_read_file(a, path, GP_CAP_IMAGE, &bytes, err);
    if (code) return code;
    gp_sha256_hex_of(bytes, hex);
    if (sha256 && *sha256 && strcmp(hex, sha256) != 0)
        return gp_fail(err, GP_E_INFRA, "%s changed while it was used: it is not the image that the case was read with",
                       gp_path_base(path));
    const char *mime = gp_image_type(bytes);
    if (!mime) return gp_fail(err, GP_E_INPUT, "%s is no PNG, JPEG, WebP or GIF file", gp_path_base(path));
    gp_base64_put(&text, bytes);
    *out = (gp_chat_part){.mime = mime, .base64 = gp_str_dup(a, gp_buf_view(&text))};
    gp_buf_free(&text);
    return GP_OK;
}
