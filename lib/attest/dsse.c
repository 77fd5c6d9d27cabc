/* dsse.c - envelopes, and their signatures by libcrypto: Ed25519, and of other signers ECDSA. */
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <stdlib.h>
#include <string.h>

#include "attest/attest.h"
#include "base/json.h"
#include "base/memory.h"
#include "base/sys.h"

enum { SIGNATURE = 64 };

void gp_dsse_pae(gp_str type, gp_str payload, gp_buf *out)
{
    gp_buf_fmt(out, "DSSEv1 %zu ", type.n);
    gp_buf_str(out, type); /* may hold any byte, as a payload may */
    gp_buf_fmt(out, " %zu ", payload.n);
    gp_buf_str(out, payload);
}

/* --- keys --- */

/* A passphrase would be asked for on the terminal: such a key is no key here. */
static int no_passphrase(char *buf, int size, int rw, void *user)
{
    (void)buf, (void)size, (void)rw, (void)user;
    return -1;
}

static EVP_PKEY *parse_key(gp_str text, bool private_one)
{
    BIO *b = BIO_new_mem_buf(text.p, (int)text.n);
    EVP_PKEY *key = !b            ? NULL
                    : private_one ? PEM_read_bio_PrivateKey(b, NULL, no_passphrase, NULL)
                                  : PEM_read_bio_PUBKEY(b, NULL, no_passphrase, NULL);
    (void)BIO_free(b);
    return key;
}

/* Of an EC key, by its curve; NULL: of a curve that no signer here uses. */
static const EVP_MD *digest_of(EVP_PKEY *key)
{
    char curve[32] = "";
    size_t n = 0;
    if (EVP_PKEY_get_group_name(key, curve, sizeof curve, &n) != 1) return NULL;
    return !strcmp(curve, "prime256v1")  ? EVP_sha256()
           : !strcmp(curve, "secp384r1") ? EVP_sha384()
           : !strcmp(curve, "secp521r1") ? EVP_sha512()
                                         : NULL;
}

static bool is_ed25519(EVP_PKEY *key) { return EVP_PKEY_get_base_id(key) == EVP_PKEY_ED25519; }
static bool is_ec(EVP_PKEY *key) { return EVP_PKEY_get_base_id(key) == EVP_PKEY_EC && digest_of(key); }

static gp_code read_key(gp_arena *a, const char *path, bool private_one, EVP_PKEY **out, gp_err *err)
{
    gp_str text = {0};
    gp_code code = gp_read_file(a, path, 1 << 16, &text, err);
    if (code) return code;
    *out = parse_key(text, private_one);
    if (*out && (is_ed25519(*out) || (!private_one && is_ec(*out)))) return GP_OK;
    EVP_PKEY_free(*out);
    *out = NULL;
    if (private_one)
        return gp_fail(
            err, GP_E_INPUT,
            "%s holds no Ed25519 private key as PEM without a passphrase (openssl genpkey -algorithm ed25519 "
            "makes a private one)",
            path);
    return gp_fail(err, GP_E_INPUT,
                   "%s holds no public key as PEM, Ed25519 or EC of the curves P-256, P-384 and P-521 (openssl pkey "
                   "-pubout makes it of a private one)",
                   path);
}

static bool key_id(EVP_PKEY *key, char hex[GP_SHA256_HEX])
{
    unsigned char *der = NULL;
    int n = i2d_PUBKEY(key, &der);
    if (n > 0) gp_sha256_hex_of((gp_str){(const char *)der, (size_t)n}, hex);
    OPENSSL_free(der);
    return n > 0;
}

/* --- wrapping --- */

static bool sign(EVP_PKEY *key, gp_str message, unsigned char out[SIGNATURE])
{
    EVP_MD_CTX *c = EVP_MD_CTX_new();
    size_t n = SIGNATURE;
    bool good = c && EVP_DigestSignInit(c, NULL, NULL, NULL, key) == 1 &&
                EVP_DigestSign(c, out, &n, (const unsigned char *)message.p, message.n) == 1 && n == SIGNATURE;
    EVP_MD_CTX_free(c);
    return good;
}

static void put_base64(gp_jw *w, const char *key, gp_str bytes)
{
    gp_buf b = {0};
    gp_base64_put(&b, bytes);
    gp_jw_kstr(w, key, gp_buf_view(&b));
    gp_buf_free(&b);
}

gp_code gp_dsse_wrap(gp_arena *a, const char *type, gp_str payload, const char *key, gp_buf *out, gp_err *err)
{
    EVP_PKEY *k = NULL;
    unsigned char signature[SIGNATURE];
    char id[GP_SHA256_HEX];
    gp_buf pae = {0};
    gp_jw w;
    gp_code code = key ? read_key(a, key, true, &k, err) : GP_OK;
    gp_dsse_pae(gp_str_c(type), payload, &pae);
    if (!code && k && (!key_id(k, id) || !sign(k, gp_buf_view(&pae), signature)))
        code = gp_fail(err, GP_E_INFRA, "libcrypto could not sign with %s", key);
    gp_buf_free(&pae);
    EVP_PKEY_free(k);
    if (code) return code;
    gp_jw_init(&w, out, 2);
    gp_jw_object(&w);
    gp_jw_kc(&w, "payloadType", type);
    put_base64(&w, "payload", payload);
    gp_jw_key(&w, "signatures");
    gp_jw_array(&w);
    if (key) {
        gp_jw_object(&w);
        gp_jw_kc(&w, "keyid", id);
        put_base64(&w, "sig", (gp_str){(const char *)signature, SIGNATURE});
        gp_jw_end_object(&w);
    }
    gp_jw_end_array(&w);
    gp_jw_end_object(&w);
    gp_buf_byte(out, '\n');
    return GP_OK;
}

/* --- opening --- */

/* Of the standard or the address-safe alphabet, with padding or without; .p NULL where it is not. */
static gp_str decode(gp_arena *a, gp_str text)
{
    static const char plain[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    while (text.n && text.p[text.n - 1] == '=') text.n--;
    char *out = gp_arena_alloc(a, text.n / 4 * 3 + 4);
    size_t n = 0;
    uint32_t bits = 0;
    for (size_t i = 0; i < text.n; i++) {
        char c = text.p[i] == '-' ? '+' : text.p[i] == '_' ? '/' : text.p[i];
        const char *at = c ? strchr(plain, c) : NULL;
        if (!at) return (gp_str){0};
        bits = bits << 6 | (uint32_t)(at - plain);
        if (i % 4 == 3)
            out[n++] = (char)(bits >> 16 & 255), out[n++] = (char)(bits >> 8 & 255), out[n++] = (char)(bits & 255),
            bits = 0;
    }
    if (text.n % 4 == 1) return (gp_str){0};
    if (text.n % 4 == 2) out[n++] = (char)(bits >> 4 & 255);
    if (text.n % 4 == 3) out[n++] = (char)(bits >> 10 & 255), out[n++] = (char)(bits >> 2 & 255);
    return (gp_str){out, n};
}

static bool is_signed(EVP_PKEY *key, gp_str message, gp_str signature)
{
    const EVP_MD *digest = is_ed25519(key) ? NULL : digest_of(key);
    EVP_MD_CTX *c = EVP_MD_CTX_new();
    bool good = c && signature.n && (digest || signature.n == SIGNATURE) &&
                EVP_DigestVerifyInit(c, NULL, digest, NULL, key) == 1 &&
                EVP_DigestVerify(c, (const unsigned char *)signature.p, signature.n, (const unsigned char *)message.p,
                                 message.n) == 1;
    EVP_MD_CTX_free(c);
    return good;
}

static gp_str text_at(const gp_json *v, const char *key)
{
    const gp_json *m = gp_json_get(v, key);
    return m && m->type == GP_JSON_STRING ? m->s : (gp_str){0};
}

static void check(gp_arena *a, const gp_json *list, EVP_PKEY *k, gp_str message, gp_dsse *out)
{
    gp_buf ids = {0};
    for (const gp_json *s = list->first; s; s = s->next) {
        gp_str id = text_at(s, "keyid");
        if (ids.n) gp_buf_c(&ids, ", ");
        gp_buf_str(&ids, id.n ? id : GP_STR("a key without an id"));
        out->good = out->good || (k && is_signed(k, message, decode(a, text_at(s, "sig"))));
    }
    out->signed_by = gp_str_dup(a, gp_buf_view(&ids));
    gp_buf_free(&ids);
}

gp_code gp_dsse_open(gp_arena *a, const char *path, const char *key, gp_dsse *out, gp_err *err)
{
    gp_str text = {0};
    const gp_json *root = NULL;
    EVP_PKEY *k = NULL;
    gp_buf pae = {0};
    *out = (gp_dsse){0};
    gp_code code = gp_read_file(a, path, 0, &text, err);
    if (!code) code = gp_json_parse(a, path, text, &root, err);
    if (code) return code;
    const gp_json *inside = gp_json_get(root, "dsseEnvelope"); /* of a sigstore bundle */
    if (inside) root = inside;
    const gp_json *list = gp_json_get(root, "signatures");
    out->type = gp_str_dup(a, text_at(root, "payloadType"));
    out->payload = decode(a, text_at(root, "payload"));
    if (!out->type.n || !out->payload.p || !list || list->type != GP_JSON_ARRAY)
        return gp_json_fail(err, root,
                            "this is no DSSE envelope: it needs payloadType, payload (base64) and signatures");
    if (key) code = read_key(a, key, false, &k, err);
    gp_dsse_pae(out->type, out->payload, &pae);
    if (!code) check(a, list, k, gp_buf_view(&pae), out);
    gp_buf_free(&pae);
    EVP_PKEY_free(k);
    return code;
}
