/* verify.c - goldpin verify: is a bundle what it says? */
#include "verify/verify.h"

#include <stdlib.h>

#include "base/sys.h"
#include "bundle/pack.h"
#include "bundle/bundle.h"
#include "bundled.h"
#include "cli.h"
#include "env_file.h"
#include "open_model.h"
#include "signals.h"

typedef struct options {
    const char *json, *markdown, *output;
    bool pack, graders;
    unsigned rerun; /* 1 + a gp_rerun_wish; 0: not given */
    int64_t sample, seed;
    const gp_str *models;
    size_t n_models;
    const gp_str *attestations;
    size_t n_attestations;
    const char *key, *model_key;
    const gp_str *model_signatures;
    size_t n_model_signatures;
    const char *bisect, *trial;
    const char *remote, *env_file;
    const gp_str *filters;
    size_t n_filters;
    gp_engine_wish wish;
} options;

#define T options
static const gp_opt opts[] = {
    {"rerun", 0, GP_TO_ENUM(T, rerun), "auto|all|none",
     "ask local trials again: those whose model is found (auto), all of them, or none", NULL},
    {"rerun-graders", 0, GP_TO_FLAG(T, graders), NULL,
     "run programs that verdicts need again, in the sandbox: generated code, programs of the suite", NULL},
    {"sample", 0, GP_TO_INT(T, sample, 1, INT32_MAX), "N", "ask at most N of them again, chosen by --seed", NULL},
    {"seed", 0, GP_TO_INT(T, seed, 0, INT64_MAX), "N", "seed of that choice; default 1", NULL},
    {"model", 0, GP_TO_LIST(T, models, n_models), "NAME=FILE",
     "where the weights of target NAME are now; FILE alone where there is one local target", NULL},
    {"remote", 0, GP_TO_TEXT(T, remote), "recording=DIR|ask",
     "check remote trials: against the recording of the run (goldpin run --record), or asked again live and their pass "
     "rates compared",
     NULL},
    {"env-file", 0, GP_TO_PATH(T, env_file), "FILE", "keys for --remote ask, as of goldpin run", NULL},
    {"bisect", 0, GP_TO_TEXT(T, bisect), "SIDE",
     "find the first operation that leaves other values on another side: device=N, kernels=DIR or trace=FILE", NULL},
    {"bisect-trial", 0, GP_TO_TEXT(T, trial), "ID",
     "whose tokens --bisect computes; default the first trial that was not bitwise alike, else the first local one",
     NULL},
    {"attestation", 0, GP_TO_LIST(T, attestations, n_attestations), "FILE",
     "a DSSE envelope with a statement about BUNDLE (goldpin attest); may be repeated", NULL},
    {"key", 0, GP_TO_PATH(T, key), "PUBLIC.pem", "the public key that signed them, Ed25519 or EC", NULL},
    {"model-signature", 0, GP_TO_LIST(T, model_signatures, n_model_signatures), "FILE",
     "a signature of the weights (OpenSSF model signing); default one that stands beside a model, as MODEL.sig or "
     "model.sig; may be repeated",
     NULL},
    {"model-key", 0, GP_TO_PATH(T, model_key), "PUBLIC.pem", "the public key that signed the model, EC or Ed25519",
     NULL},
    {"pack", 0, GP_TO_FLAG(T, pack), NULL, "write BUNDLE as one compressed file, which verify reads like a folder",
     NULL},
    {"filter", 0, GP_TO_LIST(T, filters, n_filters), "GLOB",
     "of --pack: only cases or trials whose id matches, as a replay of BUNDLE; may be repeated", NULL},
    {"output", 'o', GP_TO_PATH(T, output), "FILE", "where --pack writes to", NULL},
    {"json", 0, GP_TO_PATH(T, json), "FILE", "write what was found as JSON to FILE", NULL},
    {"markdown", 0, GP_TO_PATH(T, markdown), "FILE", "write one page for whoever asked to FILE", NULL},
    {0}};
static const options defaults = {.seed = 1};

static gp_code write_to(const char *path, const gp_verify_report *r,
                        void (*make)(const gp_verify_report *r, gp_buf *out), gp_err *err)
{
    gp_buf b = {0};
    if (!path) return GP_OK;
    make(r, &b);
    gp_code code = gp_write_file(path, gp_buf_view(&b), err);
    gp_buf_free(&b);
    return code;
}

/* What is chosen of it, in a folder for the while. */
static gp_code pack_chosen(gp_args *a, gp_err *err)
{
    const options *o = a->options;
    const char *where = getenv("TMPDIR");
    gp_str name = gp_str_fmt(&a->mem, "%s/goldpin-pack-XXXXXX", where && *where ? where : "/tmp");
    char *scratch = gp_arena_copy(&a->mem, name.p, name.n);
    if (!mkdtemp(scratch)) return gp_fail_open(scratch, err);
    const char *to = gp_path_join(&a->mem, scratch, "chosen");
    gp_code code = gp_verify_excerpt(&a->mem, a->pos[0], o->filters, o->n_filters, to, gp_watch_signals(), err);
    if (!code) code = gp_bundle_pack(to, o->output, err);
    gp_remove_tree(scratch);
    return code;
}

/* A damaged bundle is not handed on. */
static gp_code pack(gp_args *a, gp_err *err)
{
    const options *o = a->options;
    gp_code code = gp_bundle_finished(a->pos[0], err);
    if (!code) code = gp_bundle_check(a->pos[0], err);
    if (code) return code;
    return o->n_filters ? pack_chosen(a, err) : gp_bundle_pack(a->pos[0], o->output, err);
}

static gp_code run(gp_args *a, gp_buf *out, gp_err *err)
{
    const options *o = a->options;
    gp_verify_report r;
    if (o->pack != (o->output != NULL))
        return gp_fail(err, GP_E_USAGE, "--pack and -o FILE belong together: goldpin verify --pack BUNDLE -o FILE");
    if (o->trial && !o->bisect) return gp_fail(err, GP_E_USAGE, "--bisect-trial is for --bisect");
    if (o->bisect && gp_verify_bisect_check(o->bisect, err)) return err->code;
    if (o->remote && gp_verify_remote_check(o->remote, err)) return err->code;
    if (o->n_model_signatures && !o->model_key)
        return gp_fail(err, GP_E_USAGE,
                       "--model-signature needs the key that it is checked with: --model-key PUBLIC.pem");
    if (o->n_filters && !o->pack)
        return gp_fail(err, GP_E_USAGE, "--filter is for --pack; --sample chooses trials to ask again");
    if (o->pack) return pack(a, err);
    gp_env_file keys = {0};
    gp_code code = gp_env_file_read(&a->mem, o->env_file, &keys, err);
    if (code) return code;
    const gp_verify_options v = {.bundle = a->pos[0],
                                 .rerun = o->rerun ? (gp_rerun_wish)(o->rerun - 1) : GP_RERUN_AUTO,
                                 .graders = o->graders,
                                 .sample = o->sample,
                                 .seed = o->seed,
                                 .models = o->models,
                                 .n_models = o->n_models,
                                 .pocket = gp_find_pocket(&a->mem),
                                 .attestations = o->attestations,
                                 .n_attestations = o->n_attestations,
                                 .key = o->key,
                                 .remote = o->remote,
                                 .secret = gp_env_file_value,
                                 .secret_user = &keys,
                                 .bisect = o->bisect,
                                 .bisect_trial = o->trial,
                                 .model_signatures = o->model_signatures,
                                 .n_model_signatures = o->n_model_signatures,
                                 .model_key = o->model_key,
                                 .wish = o->wish,
                                 .interrupted = gp_watch_signals()};
    code = gp_verify(&a->mem, &v, &r, err);
    if (!code) gp_verify_text(&r, out);
    if (!code) code = write_to(o->json, &r, gp_verify_json, err);
    if (!code) code = write_to(o->markdown, &r, gp_verify_markdown, err);
    if (!code) a->exit_code = r.exit_code;
    return code;
}

const gp_command gp_cmd_verify = {
    .name = "verify",
    .usage = "BUNDLE [options]",
    .summary = "audit a bundle: files, journal, verdicts, and local answers asked again",
    .opts = {{opts, 0}, GP_OPTS_IN(options, wish, gp_engine_opts)},
    .options = sizeof(options),
    .defaults = &defaults,
    .min_args = 1,
    .max_args = 1,
    .run = run,
    .opencl = true,
    .details =
        "Checks the checksums, the chain of the journal's lines, suites and cases; judges\n"
        "and renders everything again from the bundle alone, which must give the same\n"
        "bytes; asks local trials again with other threads and batches. What differs is\n"
        "named with file and line, where two answers part with position and tokens, and\n"
        "with --bisect the operation at which two devices or builds part.\n",
    .exits =
        "  0    all that was asked for holds\n  1    the evidence differs from what the bundle says\n"
        "  2    BUNDLE is no bundle that could be read\n  3    what was asked for could not be run again\n"
        "  130  interrupted\n",
    .example =
        "  goldpin verify reports/smoke-20261120T093500Z\n"
        "  goldpin verify run --sample 20 --model local=model.gguf --json verify.json\n"
        "  goldpin verify run --bisect trace=there.json\n"
        "  goldpin verify --pack run -o run.goldpin\n"};
