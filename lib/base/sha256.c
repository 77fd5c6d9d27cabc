#include "base/sha256.h"

#include <errno.h>
#include <openssl/evp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct gp_sha256 {
    EVP_MD_CTX *ctx, *copy;
};

gp_sha256 *gp_sha256_new(void)
{
    gp_sha256 *h = calloc(1, sizeof *h);
    if (!h) return NULL;
    h->ctx = EVP_MD_CTX_new();
    h->copy = EVP_MD_CTX_new();
    if (!h->ctx || !h->copy || EVP_DigestInit_ex(h->ctx, EVP_sha256(), NULL) != 1) {
        gp_sha256_free(h);
        return NULL;
    }
    return h;
}

void gp_sha256_add(gp_sha256 *h, const void *p, size_t n)
{
    if (n) (void)EVP_DigestUpdate(h->ctx, p, n);
}

void gp_sha256_peek(const gp_sha256 *h, unsigned char out[GP_SHA256_LEN])
{
    unsigned n = 0;
    memset(out, 0, GP_SHA256_LEN);
    if (EVP_MD_CTX_copy_ex(h->copy, h->ctx) == 1) (void)EVP_DigestFinal_ex(h->copy, out, &n);
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
    unsigned n = 0;
    memset(out, 0, GP_SHA256_LEN);
    (void)EVP_Digest(s.p ? s.p : "", s.n, out, &n, EVP_sha256(), NULL);
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
    FILE *f = fopen(path, "rb");
    if (!f) return gp_fail(err, GP_E_INPUT, "cannot open %s: %s", path, strerror(errno));
    gp_sha256 *h = gp_sha256_new();
    unsigned char *piece = malloc(PIECE);
    gp_code code = h && piece ? GP_OK : gp_fail_nomem(err);
    for (size_t n = PIECE; !code && n == PIECE;) {
        n = fread(piece, 1, PIECE, f);
        gp_sha256_add(h, piece, n);
    }
    if (!code && ferror(f)) code = gp_fail(err, GP_E_IO, "cannot read %s: %s", path, strerror(errno));
    if (!code) gp_sha256_peek_hex(h, hex);
    free(piece);
    gp_sha256_free(h);
    (void)fclose(f);
    return code;
}
