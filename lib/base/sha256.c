/* sha256.c - libcrypto's SHA-256. */
#include "base/sha256.h"

#include <errno.h>
#include <openssl/evp.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/sys.h"

struct gp_sha256 {
    EVP_MD_CTX *ctx, *copy;
};

/* A digest that is wrong because libcrypto found no memory would be taken for evidence. It has no other reason to
 * fail. */
static void hold(bool good)
{
    if (!good) gp_memory_gone(sizeof(gp_sha256));
}

gp_sha256 *gp_sha256_new(void)
{
    gp_sha256 *h = gp_alloc(sizeof *h);
    h->ctx = EVP_MD_CTX_new();
    h->copy = EVP_MD_CTX_new();
    hold(h->ctx && h->copy && EVP_DigestInit_ex(h->ctx, EVP_sha256(), NULL) == 1);
    return h;
}

void gp_sha256_add(gp_sha256 *h, const void *p, size_t n)
{
    if (n) hold(EVP_DigestUpdate(h->ctx, p, n) == 1);
}

void gp_sha256_peek(const gp_sha256 *h, unsigned char out[GP_SHA256_LEN])
{
    hold(EVP_MD_CTX_copy_ex(h->copy, h->ctx) == 1 && EVP_DigestFinal_ex(h->copy, out, NULL) == 1);
}

void gp_sha256_free(gp_sha256 *h)
{
    if (!h) return;
    EVP_MD_CTX_free(h->ctx);
    EVP_MD_CTX_free(h->copy);
    free(h);
}

void gp_sha256_of(gp_str s, unsigned char out[GP_SHA256_LEN])
{
    hold(EVP_Digest(s.p ? s.p : "", s.n, out, NULL, EVP_sha256(), NULL) == 1);
}

void gp_sha256_hex_of(gp_str s, char out[GP_SHA256_HEX])
{
    unsigned char raw[GP_SHA256_LEN];
    gp_sha256_of(s, raw);
    gp_hex(out, raw, sizeof raw);
}

void gp_sha256_peek_hex(const gp_sha256 *h, char out[GP_SHA256_HEX])
{
    unsigned char raw[GP_SHA256_LEN];
    gp_sha256_peek(h, raw);
    gp_hex(out, raw, sizeof raw);
}

gp_code gp_sha256_file(const char *path, char hex[GP_SHA256_HEX], gp_err *err)
{
    enum { PIECE = 1 << 16 };
    int fd;
    size_t size, got = 0;
    gp_code code = gp_open_file(path, &fd, &size, err);
    if (code) return code;
    gp_sha256 *h = gp_sha256_new();
    unsigned char *piece = gp_alloc(PIECE);
    for (ssize_t n = 1; !code && n;) {
        n = read(fd, piece, PIECE);
        if (n < 0 && errno != EINTR) code = gp_fail(err, GP_E_IO, "cannot read %s: %s", path, strerror(errno));
        if (n > 0) gp_sha256_add(h, piece, (size_t)n), got += (size_t)n;
    }
    if (!code && got != size)
        code = gp_fail(err, GP_E_IO, "%s changed while it was read: %zu bytes of it came, and it had %zu", path, got,
                       size);
    if (!code) gp_sha256_peek_hex(h, hex);
    free(piece);
    gp_sha256_free(h);
    (void)close(fd);
    return code;
}
