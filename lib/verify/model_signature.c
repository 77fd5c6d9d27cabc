/* model_signature.c - signatures of models (OpenSSF model signing): are the weights of the bundle what somebody signed?
 *
 * Such a signature is a DSSE envelope in a sigstore bundle, over an in-toto statement that lists the model's files by
 * digest. It is checked with a key at hand; a transparency log, or who a certificate says the signer is, is not looked at. */
#include <stdlib.h>
#include <string.h>

#include "attest/attest.h"
#include "base/json.h"
#include "base/sys.h"
#include "verify/verify_impl.h"

#define PREDICATE "https://model_signing/signature/v1.0"

typedef struct signed_model {
    const char *path;             /* of the signature */
    const gp_json *list;          /* its files */
    size_t n, covered;            /* how many, and how many of them are weights of the bundle */
    const gp_manifest_target *of; /* a local target whose weights it covers; NULL: none */
} signed_model;

static gp_str text_at(const gp_json *v, const char *key)
{
    const gp_json *m = gp_json_get(v, key);
    return m && m->type == GP_JSON_STRING ? m->s : (gp_str){0};
}

/* --- the statement --- */

static bool read_digest(gp_str hex, unsigned char out[GP_SHA256_LEN])
{
    if (hex.n != 2 * GP_SHA256_LEN) return false;
    for (size_t i = 0; i < GP_SHA256_LEN; i++) {
        char byte[3] = {hex.p[2 * i], hex.p[2 * i + 1], 0}, *end = NULL;
        if (!strchr("0123456789abcdefABCDEF", byte[0]) || !byte[0]) return false;
        out[i] = (unsigned char)strtoul(byte, &end, 16);
        if (end != byte + 2) return false;
    }
    return true;
}

/* The subject is the digest over those of the files; NULL: it is, and all is in a form that can be compared. */
static const char *check_statement(const gp_json *root, signed_model *s)
{
    const gp_json *subject = gp_json_get(root, "subject"), *predicate = gp_json_get(root, "predicate");
    const gp_json *how = gp_json_get(predicate, "serialization");
    char hex[GP_SHA256_HEX];
    gp_buf all = {0};
    s->list = gp_json_get(predicate, "resources");
    if (!gp_str_eqc(text_at(root, "predicateType"), PREDICATE))
        return "its statement is none of model signing, version 1.0";
    if (!s->list || s->list->type != GP_JSON_ARRAY || !s->list->n || !subject || subject->type != GP_JSON_ARRAY ||
        subject->n != 1)
        return "its statement lists no files";
    if (!gp_str_eqc(text_at(how, "method"), "files")) return "it signs pieces of files, which are not compared here";
    for (const gp_json *f = s->list->first; f; f = f->next) {
        unsigned char digest[GP_SHA256_LEN];
        bool read = gp_str_eqc(text_at(f, "algorithm"), "sha256") && read_digest(text_at(f, "digest"), digest);
        if (read) gp_buf_put(&all, (const char *)digest, sizeof digest);
        s->n += read;
    }
    gp_sha256_hex_of(gp_buf_view(&all), hex);
    gp_buf_free(&all);
    if (s->n != s->list->n) return "it lists files by other digests than SHA-256, which are not compared here";
    const gp_json *stated = gp_json_get(gp_json_get(subject->first, "digest"), "sha256");
    bool fits = stated && stated->type == GP_JSON_STRING && gp_str_eqc(stated->s, hex);
    return fits ? NULL : "the digest of its subject is not that of the files that it lists";
}

/* --- the weights --- */

static bool lists(const gp_json *files, gp_str sha256)
{
    for (const gp_json *f = files->first; f; f = f->next)
        if (gp_str_eq(text_at(f, "digest"), sha256)) return true;
    return false;
}

/* All of its parts are listed; how many these are. 0: not all. */
static size_t covers(const gp_json *files, const gp_manifest_target *m)
{
    if (!m->n_parts) return m->weights_sha256.n && lists(files, m->weights_sha256);
    for (size_t i = 0; i < m->n_parts; i++)
        if (!lists(files, m->parts[i].sha256)) return 0;
    return m->n_parts;
}

static void find_weights(const gp_verifying *v, signed_model *s)
{
    for (size_t i = 0; i < v->manifest.n_targets; i++) {
        const gp_manifest_target *m = &v->manifest.targets[i];
        size_t n = gp_verify_is_local(m) ? covers(s->list, m) : 0;
        if (n && !s->of) s->of = m, s->covered = n;
    }
}

/* --- one signature --- */

static gp_code look(gp_verifying *v, const char *path, gp_buf *said, gp_err *err)
{
    signed_model s = {.path = path};
    gp_dsse e;
    const gp_json *root = NULL;
    gp_code code = gp_dsse_open(v->a, path, v->o->model_key, &e, err);
    if (!code) code = gp_json_parse(v->a, path, e.payload, &root, err);
    if (code) return code;
    const char *why = !e.good                                  ? "no signature in it is that of the key"
                      : !gp_str_eqc(e.type, GP_INTOTO_PAYLOAD) ? "it holds no in-toto statement"
                                                               : check_statement(root, &s);
    if (!why) find_weights(v, &s);
    if (!why && !s.of) why = "it signs other weights than those of the bundle";
    if (why) {
        gp_verify_differs(v, GP_CHECK_MODEL, path, 0, (gp_str){0}, gp_str_c(why));
        return GP_OK;
    }
    gp_buf_fmt(said, "%s%s signs the weights of %.*s", said->n ? "; " : "", path, GP_ARG(s.of->name));
    if (s.n > s.covered) gp_buf_fmt(said, " (%zu of the %zu files that it lists)", s.covered, s.n);
    return GP_OK;
}

/* --- those that stand beside models --- */

static gp_code beside(gp_verifying *v, const gp_manifest_target *m, const char **out, gp_err *err)
{
    gp_str path = gp_verify_weights_path(v, m);
    gp_code code = GP_OK;
    if (!path.n) return GP_OK;
    const char *model = gp_str_dup(v->a, path).p;
    const char *const places[] = {gp_str_fmt(v->a, "%s.sig", model).p,
                                  gp_path_join(v->a, gp_path_dir(v->a, model), "model.sig")};
    for (size_t i = 0; i < sizeof places / sizeof *places && !code && !*out; i++) {
        gp_entry what = GP_NOTHING;
        code = gp_look(places[i], &what, err);
        if (what == GP_FILE) *out = places[i];
    }
    return code;
}

static gp_code find_beside(gp_verifying *v, const char **list, size_t *n, gp_err *err)
{
    gp_code code = GP_OK;
    for (size_t i = 0; i < v->manifest.n_targets && !code; i++) {
        const char *found = NULL;
        if (gp_verify_is_local(&v->manifest.targets[i])) code = beside(v, &v->manifest.targets[i], &found, err);
        bool twice = false;
        for (size_t k = 0; found && k < *n; k++) twice = twice || strcmp(list[k], found) == 0;
        if (found && !twice) list[(*n)++] = found;
    }
    return code;
}

gp_code gp_verify_model(gp_verifying *v, gp_err *err)
{
    size_t n = v->o->n_model_signatures;
    const char **list = GP_NEW_ARRAY(v->a, const char *, n + v->manifest.n_targets);
    gp_buf said = {0};
    gp_code code = GP_OK;
    for (size_t i = 0; i < n; i++) list[i] = gp_str_dup(v->a, v->o->model_signatures[i]).p;
    if (!n) code = find_beside(v, list, &n, err);
    if (code) return code;
    if (!n) {
        gp_verify_not_made(v, GP_CHECK_MODEL,
                           v->o->model_key ? GP_STR("no signature stands beside a model; say where it is with "
                                                    "--model-signature FILE")
                                           : GP_STR(GP_VERIFY_NO_MODEL));
        return GP_OK;
    }
    if (!v->o->model_key) {
        gp_verify_not_made(v, GP_CHECK_MODEL,
                           gp_str_fmt(v->a, "%s stands beside the model; --model-key PUBLIC.pem checks it", list[0]));
        return GP_OK;
    }
    for (size_t i = 0; i < n && !code; i++) code = look(v, list[i], &said, err);
    if (said.n) gp_buf_c(&said, ", by the key; no transparency log and no certificate was looked at");
    if (!code)
        gp_verify_said(v, GP_CHECK_MODEL,
                       said.n ? gp_str_dup(v->a, gp_buf_view(&said))
                              : GP_STR("no signature here is good for the weights"));
    gp_buf_free(&said);
    return code;
}
