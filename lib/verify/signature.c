/* signature.c - statements about this bundle, signed by somebody whose key is at hand. */
#include "attest/attest.h"
#include "base/json.h"
#include "verify/verify_impl.h"

/* The digest that a statement, or a model card, names as its subject; empty: none. */
static gp_str subject_of(const gp_json *root)
{
    const gp_json *list = gp_json_get(root, "subject"), *d = NULL;
    if (list && list->type == GP_JSON_ARRAY && list->first)
        d = gp_json_get(gp_json_get(list->first, "digest"), "sha256");
    const gp_json *properties = gp_json_get(gp_json_get(root, "metadata"), "properties");
    for (const gp_json *p = properties && properties->type == GP_JSON_ARRAY ? properties->first : NULL; p && !d;
         p = p->next) {
        const gp_json *name = gp_json_get(p, "name");
        if (name && name->type == GP_JSON_STRING && gp_str_eqc(name->s, "goldpin:bundle:sha256"))
            d = gp_json_get(p, "value");
    }
    return d && d->type == GP_JSON_STRING ? d->s : (gp_str){0};
}

static gp_code look(gp_verifying *v, const char *path, const char *subject, size_t *good, gp_err *err)
{
    gp_dsse e;
    const gp_json *root = NULL;
    gp_code code = gp_dsse_open(v->a, path, v->o->key, &e, err);
    if (!code) code = gp_json_parse(v->a, path, e.payload, &root, err);
    if (code) return code;
    if (!gp_str_eqc(e.type, GP_INTOTO_PAYLOAD) && !gp_str_eqc(e.type, GP_CYCLONEDX_PAYLOAD))
        gp_verify_differs(v, GP_CHECK_SIGNATURE, path, 0, (gp_str){0},
                          GP_STR("its payload is said to be neither an in-toto statement nor a CycloneDX document"));
    else if (!gp_str_eqc(subject_of(root), subject))
        gp_verify_differs(v, GP_CHECK_SIGNATURE, path, 0, (gp_str){0}, GP_STR("its statement is about another bundle"));
    else if (v->o->key && !e.good)
        gp_verify_differs(v, GP_CHECK_SIGNATURE, path, 0, (gp_str){0},
                          e.signed_by.n
                              ? gp_str_fmt(v->a, "no signature is that of the key; it says that it was signed by %.*s",
                                           GP_ARG(e.signed_by))
                              : GP_STR("it has no signature"));
    else if (v->o->key) (*good)++;
    return GP_OK;
}

/* Envelopes that lie in the bundle, in the order of their names. */
static gp_code find_inside(gp_verifying *v, const char ***list, size_t *n, gp_err *err)
{
    const char *folder = gp_path_join(v->a, v->o->bundle, GP_FOLDER_STATEMENTS), *const * names;
    gp_entry what = GP_NOTHING;
    size_t all = 0;
    gp_code code = gp_look(folder, &what, err);
    if (!code && what == GP_FOLDER) code = gp_list_dir(v->a, folder, &names, &all, err);
    *list = GP_NEW_ARRAY(v->a, const char *, all + 1);
    for (size_t i = 0; i < all && !code; i++)
        if (gp_str_ends(gp_str_c(names[i]), GP_STR(".dsse.json")))
            (*list)[(*n)++] = gp_path_join(v->a, folder, names[i]);
    return code;
}

static gp_code list_envelopes(gp_verifying *v, const char ***list, size_t *n, gp_err *err)
{
    const gp_verify_options *o = v->o;
    if (!o->n_attestations) return find_inside(v, list, n, err);
    *list = GP_NEW_ARRAY(v->a, const char *, o->n_attestations);
    for (size_t i = 0; i < o->n_attestations; i++) (*list)[(*n)++] = gp_str_dup(v->a, o->attestations[i]).p;
    return GP_OK;
}

gp_code gp_verify_signature(gp_verifying *v, gp_err *err)
{
    size_t n = 0, good = 0;
    const char **list = NULL;
    char subject[GP_SHA256_HEX];
    gp_code code = list_envelopes(v, &list, &n, err);
    if (code) return code;
    if (!n) {
        gp_verify_not_made(
            v, GP_CHECK_SIGNATURE,
            GP_STR(
                "no signed statement was given: whoever writes all of the bundle's files anew passes the checks above"));
        return GP_OK;
    }
    code = gp_attest_subject(v->o->bundle, subject, err);
    for (size_t i = 0; i < n && !code; i++) code = look(v, list[i], subject, &good, err);
    if (code) return code;
    if (!v->o->key && v->state[GP_CHECK_SIGNATURE] != GP_CHECK_DIFFERS)
        gp_verify_not_made(
            v, GP_CHECK_SIGNATURE,
            GP_STR("statements are about this bundle, but no key was given to check their signatures with (--key)"));
    else if (!v->o->key)
        gp_verify_said(v, GP_CHECK_SIGNATURE, GP_STR("no key was given to check signatures with (--key)"));
    else
        gp_verify_said(v, GP_CHECK_SIGNATURE,
                       gp_str_fmt(v->a, "%zu of %zu statements about this bundle are signed by the key", good, n));
    return GP_OK;
}
