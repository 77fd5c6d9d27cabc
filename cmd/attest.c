/* attest.c - goldpin attest: statements about a bundle for other tools, signed where a key is given. */
#include "attest/attest.h"

#include <stdlib.h>
#include <string.h>

#include "base/sys.h"
#include "bundle/pack.h"
#include "bundled.h"
#include "cli.h"
#include "signals.h"
#include "verify/verify.h"

typedef struct options {
    const char *to, *key;
    bool reproduce;
    const gp_str *models;
    size_t n_models;
} options;

static const gp_opt opts[] = {
    {"output", 'o', GP_TO_PATH(options, to), "DIR",
     "folder that the statements are written to; default " GP_FOLDER_STATEMENTS " in the bundle", NULL},
    {"sign", 0, GP_TO_PATH(options, key), "KEY.pem",
     "sign with this Ed25519 private key; without it envelopes have no signature", NULL},
    {"reproduce", 0, GP_TO_FLAG(options, reproduce), NULL,
     "ask all local trials again first; only then a statement says reproduced", NULL},
    {"model", 0, GP_TO_LIST(options, models, n_models), "NAME=FILE",
     "where the weights of target NAME are now, for --reproduce", NULL},
    {0}};

/* Nothing is stated of a bundle that is not what it says. */
static gp_code look(gp_args *a, gp_attested *x, gp_err *err)
{
    const options *o = a->options;
    gp_verify_report r;
    const gp_verify_options v = {.bundle = a->pos[0],
                                 .rerun = o->reproduce ? GP_RERUN_ALL : GP_RERUN_NONE,
                                 .seed = 1,
                                 .models = o->models,
                                 .n_models = o->n_models,
                                 .pocket = gp_find_pocket(&a->mem),
                                 .interrupted = gp_watch_signals()};
    gp_code code = gp_verify(&a->mem, &v, &r, err);
    if (code) return code;
    x->reproduced = o->reproduce && r.n_trials > 0 && r.like[GP_LIKE_BITWISE] == r.n_trials;
    x->all_reproduced = x->reproduced && r.n_trials == r.all_trials;
    if (r.exit_code == 0 && (!o->reproduce || x->reproduced)) return GP_OK;
    gp_str why = r.n_differences ? r.differences[0].text
                 : o->reproduce  ? r.checks[GP_CHECK_RERUN].text
                                 : GP_STR("a check does not hold");
    return gp_fail(err, GP_E_INPUT, "%s does not verify, so nothing is stated of it: %.*s; goldpin verify says more",
                   a->pos[0], GP_ARG(why));
}

/* A packed bundle has no folder to name the digest of, and files in the bundle that its checksums do not list would make it
 * differ from what it says, but for those in the folder for statements. The folder need not be there yet, so its nearest
 * parent that is tells. */
static gp_code choose_place(gp_args *a, gp_err *err)
{
    options *o = a->options;
    if (gp_bundle_is_packed(a->pos[0]))
        return gp_fail(err, GP_E_INPUT, "%s is packed; unpack it first: mkdir BUNDLE && tar xzf %s -C BUNDLE",
                       a->pos[0], a->pos[0]);
    if (!o->to) {
        o->to = gp_path_join(&a->mem, a->pos[0], GP_FOLDER_STATEMENTS);
        return GP_OK;
    }
    char *bundle = realpath(a->pos[0], NULL), *at = NULL;
    for (const char *to = o->to; !at; to = gp_path_dir(&a->mem, to)) {
        at = realpath(to, NULL);
        if (strcmp(to, ".") == 0 || strcmp(to, "/") == 0) break;
    }
    size_t n = bundle ? strlen(bundle) : 0;
    bool inside = n && at && strncmp(at, bundle, n) == 0 && (!at[n] || at[n] == '/');
    free(bundle);
    free(at);
    return inside ? gp_fail(err, GP_E_USAGE,
                            "%s lies in the bundle, which must stay as it is; choose a folder beside it, or none: "
                            "then it is " GP_FOLDER_STATEMENTS " in the bundle",
                            o->to)
                  : GP_OK;
}

static gp_code write_both(gp_args *a, const char *name, const char *type, gp_str text, gp_err *err)
{
    const options *o = a->options;
    gp_buf envelope = {0};
    gp_code code = gp_write_file(gp_path_join(&a->mem, o->to, gp_str_fmt(&a->mem, "%s.json", name).p), text, err);
    if (!code) code = gp_dsse_wrap(&a->mem, type, text, o->key, &envelope, err);
    if (!code)
        code = gp_write_file(gp_path_join(&a->mem, o->to, gp_str_fmt(&a->mem, "%s.dsse.json", name).p),
                             gp_buf_view(&envelope), err);
    gp_buf_free(&envelope);
    return code;
}

static gp_code write_all(gp_args *a, const gp_attested *x, gp_buf *out, gp_err *err)
{
    const options *o = a->options;
    const gp_results_head *f = gp_results_facts(x->results);
    gp_buf b = {0};
    gp_code code = gp_attest_test_result(x, &b, err);
    if (!code) code = write_both(a, "test-result", GP_INTOTO_PAYLOAD, gp_buf_view(&b), err);
    for (size_t i = 0; i < f->n_targets && !code; i++) {
        gp_buf_clear(&b);
        if (gp_attest_eval_result(x, i, &b))
            code = write_both(a, gp_str_fmt(&a->mem, "eval-result-%.*s", GP_ARG(f->targets[i].name)).p,
                              GP_INTOTO_PAYLOAD, gp_buf_view(&b), err);
    }
    gp_buf_clear(&b);
    gp_attest_vsa(x, &b);
    if (!code) code = write_both(a, "vsa", GP_INTOTO_PAYLOAD, gp_buf_view(&b), err);
    gp_buf_clear(&b);
    gp_attest_model_card(x, &b);
    if (!code) code = write_both(a, "model-card", GP_CYCLONEDX_PAYLOAD, gp_buf_view(&b), err);
    gp_buf_free(&b);
    if (!code)
        gp_buf_fmt(out, "subject     sha256:%s\nstatements  %s%s\n", x->subject, o->to,
                   o->key ? ", signed" : ", not signed");
    return code;
}

static gp_code run(gp_args *a, gp_buf *out, gp_err *err)
{
    const options *o = a->options;
    gp_attested x = {.verified_epoch = gp_now_epoch()};
    gp_results *r = NULL;
    gp_manifest m;
    gp_buf trial = {0}; /* a key that is none is found before anything is written */
    gp_code code = gp_dsse_wrap(&a->mem, "", (gp_str){0}, o->key, &trial, err);
    gp_buf_free(&trial);
    if (!code) code = choose_place(a, err);
    if (!code) code = look(a, &x, err);
    if (!code) code = gp_attest_subject(a->pos[0], x.subject, err);
    if (!code) code = gp_results_open(a->pos[0], &r, err);
    if (!code) code = gp_manifest_read(&a->mem, gp_path_join(&a->mem, a->pos[0], GP_FILE_MANIFEST), &m, err);
    x.results = r;
    x.manifest = &m;
    if (!code) code = gp_make_dirs(o->to, err);
    if (!code) code = write_all(a, &x, out, err);
    gp_results_close(r);
    return code;
}

const gp_command gp_cmd_attest = {
    .name = "attest",
    .usage = "BUNDLE -o DIR [options]",
    .summary = "state a bundle's results in in-toto, SLSA and CycloneDX forms, signed",
    .opts = {{opts, 0}},
    .options = sizeof(options),
    .min_args = 1,
    .max_args = 1,
    .run = run,
    .opencl = true,
    .details =
        "The bundle is verified first. DIR gets each statement as it is, and in a DSSE\n"
        "envelope; goldpin verify BUNDLE --attestation FILE --key PUBLIC.pem checks one.\n",
    .exits =
        "  0    written\n  2    BUNDLE does not verify, or KEY.pem is no key\n  3    the file system refused, or the device broke\n  130  interrupted\n",
    .example =
        "  openssl genpkey -algorithm ed25519 -out key.pem\n  goldpin attest reports/a -o attestations --sign key.pem\n"};
