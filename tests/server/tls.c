/* tls.c - the only file of the tests that knows OpenSSL. */
#include "tls.h"

#include <errno.h>
#include <openssl/err.h>
#include <openssl/pem.h>
#include <openssl/ssl.h>
#include <openssl/x509v3.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct ts_tls {
    SSL_CTX *ctx;
};

/* --- certificates --- */

static bool extend(X509 *cert, X509 *issuer, int nid, const char *value)
{
    X509V3_CTX ctx;
    X509V3_set_ctx(&ctx, issuer, cert, NULL, NULL, 0);
    X509_EXTENSION *e = X509V3_EXT_conf_nid(NULL, &ctx, nid, value);
    bool good = e && X509_add_ext(cert, e, -1);
    X509_EXTENSION_free(e);
    return good;
}

static bool name_it(X509 *cert, const char *name)
{
    return X509_NAME_add_entry_by_txt(X509_get_subject_name(cert), "CN", MBSTRING_ASC, (const unsigned char *)name, -1,
                                      -1, 0);
}

/* An unsigned certificate from now, or for one day of 1970. */
static X509 *blank(const char *name, long serial, bool expired, EVP_PKEY *key)
{
    X509 *c = X509_new();
    bool good = c && X509_set_version(c, 2) && ASN1_INTEGER_set(X509_get_serialNumber(c), serial) && name_it(c, name) &&
                X509_set_pubkey(c, key);
    if (good && expired) good = ASN1_TIME_set(X509_getm_notBefore(c), 0) && ASN1_TIME_set(X509_getm_notAfter(c), 86400);
    else if (good)
        good = X509_gmtime_adj(X509_getm_notBefore(c), -86400) && X509_gmtime_adj(X509_getm_notAfter(c), 864000);
    if (good) return c;
    X509_free(c);
    return NULL;
}

static X509 *authority(EVP_PKEY *key)
{
    X509 *c = blank("goldpin test authority", 1, false, key);
    if (c && X509_set_issuer_name(c, X509_get_subject_name(c)) &&
        extend(c, c, NID_basic_constraints, "critical,CA:TRUE") &&
        extend(c, c, NID_key_usage, "critical,keyCertSign,cRLSign") &&
        extend(c, c, NID_subject_key_identifier, "hash") && X509_sign(c, key, EVP_sha256()))
        return c;
    X509_free(c);
    return NULL;
}

static X509 *certificate(EVP_PKEY *key, X509 *ca, EVP_PKEY *ca_key, const char *kind)
{
    bool other = strcmp(kind, "other-host") == 0;
    X509 *c = blank("goldpin test server", 2, strcmp(kind, "expired") == 0, key);
    if (c && X509_set_issuer_name(c, X509_get_subject_name(ca)) &&
        extend(c, ca, NID_authority_key_identifier, "keyid") &&
        extend(c, ca, NID_subject_alt_name,
               other ? "DNS:elsewhere.invalid" : "DNS:localhost,DNS:*.test.invalid,IP:127.0.0.1") &&
        X509_sign(c, ca_key, EVP_sha256()))
        return c;
    X509_free(c);
    return NULL;
}

static bool write_certificate(const char *path, X509 *c)
{
    FILE *f = fopen(path, "w");
    bool good = f && PEM_write_X509(f, c);
    return f && fclose(f) == 0 && good;
}

ts_tls *ts_tls_open(const char *ca_out, const char *kind)
{
    ts_tls *t = calloc(1, sizeof *t);
    EVP_PKEY *ca_key = EVP_EC_gen("P-256"), *key = EVP_EC_gen("P-256");
    X509 *ca = ca_key ? authority(ca_key) : NULL,
         *cert = ca && key ? certificate(key, ca, ca_key, kind ? kind : "good") : NULL;
    if (t) t->ctx = SSL_CTX_new(TLS_server_method());
    bool good = t && t->ctx && cert && SSL_CTX_use_certificate(t->ctx, cert) == 1 &&
                SSL_CTX_use_PrivateKey(t->ctx, key) == 1;
    good = good && write_certificate(ca_out, ca);
    if (good) (void)SSL_CTX_set_mode(t->ctx, SSL_MODE_ENABLE_PARTIAL_WRITE | SSL_MODE_ACCEPT_MOVING_WRITE_BUFFER);
    X509_free(cert), X509_free(ca);
    EVP_PKEY_free(key), EVP_PKEY_free(ca_key);
    (void)signal(SIGPIPE, SIG_IGN); /* OpenSSL writes to sockets without MSG_NOSIGNAL */
    if (good) return t;
    fprintf(stderr, "testserver: no TLS with %s: %s\n", ca_out, ERR_error_string(ERR_peek_error(), NULL));
    ts_tls_close(t);
    return NULL;
}

void ts_tls_close(ts_tls *t)
{
    if (t) SSL_CTX_free(t->ctx);
    free(t);
}

/* --- connections: a ts_tls_conn is OpenSSL's SSL by another name --- */

ts_tls_conn *ts_tls_accept(ts_tls *t, int fd)
{
    SSL *s = SSL_new(t->ctx);
    if (s && SSL_set_fd(s, fd) == 1) SSL_set_accept_state(s);
    return (ts_tls_conn *)s;
}

void ts_tls_end(ts_tls_conn *c)
{
    if (c) (void)SSL_shutdown((SSL *)c); /* says goodbye, does not wait for the peer's */
    SSL_free((SSL *)c);
}

static ssize_t outcome(SSL *s, int n)
{
    if (n > 0) return n;
    int why = SSL_get_error(s, n);
    if (why == SSL_ERROR_ZERO_RETURN) return 0;
    errno = why == SSL_ERROR_WANT_READ || why == SSL_ERROR_WANT_WRITE ? EAGAIN : EPROTO;
    return -1;
}

ssize_t ts_tls_read(ts_tls_conn *c, void *buf, size_t n)
{
    ERR_clear_error();
    return outcome((SSL *)c, SSL_read((SSL *)c, buf, (int)n));
}

ssize_t ts_tls_write(ts_tls_conn *c, const void *buf, size_t n)
{
    ERR_clear_error();
    return outcome((SSL *)c, SSL_write((SSL *)c, buf, (int)n));
}
