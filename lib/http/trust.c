/* trust.c - the variables that name certificates to trust instead of the system's, as curl and OpenSSL read them. */
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/sys.h"
#include "http/http.h"

/* Does one part of a list such as "/etc/a:/etc/b"? OpenSSL passes over the others. */
static bool names_a_folder(const char *list)
{
    char part[PATH_MAX];
    while (*list) {
        size_t n = strcspn(list, ":");
        (void)snprintf(part, sizeof part, "%.*s", (int)(n < PATH_MAX ? n : 0), list);
        if (gp_is_dir(part)) return true;
        list += n + (list[n] == ':');
    }
    return false;
}

gp_code gp_http_trust(gp_http_options *o, gp_err *err)
{
    static const char *const files[] = {"CURL_CA_BUNDLE", "SSL_CERT_FILE"};
    for (size_t i = 0; i < 2 && !o->ca_file; i++) {
        const char *v = getenv(files[i]);
        if (v && *v && !gp_is_file(v)) return gp_fail(err, GP_E_INPUT, "%s names no file: %s", files[i], v);
        if (v && *v) o->ca_file = v;
    }
    const char *dir = getenv("SSL_CERT_DIR");
    if (dir && *dir && !names_a_folder(dir)) return gp_fail(err, GP_E_INPUT, "SSL_CERT_DIR names no folder: %s", dir);
    if (dir && *dir) o->ca_dir = dir;
    return GP_OK;
}
