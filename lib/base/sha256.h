/* sha256.h - SHA-256 (FIPS 180-4), streaming and in one call. Signatures are in attest/dsse.c; nothing else knows libcrypto. */
#ifndef GP_BASE_SHA256_H
#define GP_BASE_SHA256_H

#include "base/err.h"
#include "base/str.h"

enum { GP_SHA256_LEN = 32, GP_SHA256_HEX = 65 };

typedef struct gp_sha256 gp_sha256; /* owns its state; made by gp_sha256_new, freed by gp_sha256_free */

gp_sha256 *gp_sha256_new(void) GP_NEVER_NULL;
void gp_sha256_add(gp_sha256 *h, const void *p, size_t n);
/* Digest of everything added so far; the state is unchanged and can take more. */
void gp_sha256_peek(const gp_sha256 *h, unsigned char out[GP_SHA256_LEN]);
void gp_sha256_free(gp_sha256 *h); /* NULL is allowed */

void gp_sha256_of(gp_str s, unsigned char out[GP_SHA256_LEN]);
void gp_sha256_hex_of(gp_str s, char out[GP_SHA256_HEX]);
void gp_sha256_peek_hex(const gp_sha256 *h, char out[GP_SHA256_HEX]);
/* Digest of a file's content, read in pieces. Errors: those of gp_open_file, and GP_E_IO when reading
 * fails or the file changes its size meanwhile. */
gp_code gp_sha256_file(const char *path, char hex[GP_SHA256_HEX], gp_err *err) GP_MUST_CHECK;

#endif
