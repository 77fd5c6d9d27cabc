/* verify.c - the checks in their order, and the exit code. */
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/sys.h"
#include "bundle/pack.h"
#include "verify/verify_impl.h"

const char *const gp_verify_names[GP_CHECKS] = {"checksums", "chain", "inputs", "prompts", "verdicts", "reports",
                                                "signature", "model", "rerun",  "graders", "remote",   "bisect"};
const char *const gp_check_state_names[GP_CHECK_DIFFERS + 1] = {"not made", "holds", "differs"};
const char *const gp_likeness_names[GP_LIKENESSES] = {"bitwise", "token", "grade", "differs"};

/* --- what is found --- */

void gp_verify_differs(gp_verifying *v, gp_check check, const char *file, int64_t line, gp_str trial, gp_str text)
{
    if (v->n == v->room) {
        v->room = v->room ? v->room * 2 : 16;
        gp_difference *grown = GP_NEW_ARRAY(v->a, gp_difference, v->room);
        if (v->n) memcpy(grown, v->list, v->n * sizeof *grown);
        v->list = grown;
    }
    v->list[v->n++] = (gp_difference){check, gp_str_c(file), line, trial, text};
    v->state[check] = GP_CHECK_DIFFERS;
}

void gp_verify_forget(gp_verifying *v, gp_check check, size_t n)
{
    v->n = n;
    v->state[check] = GP_CHECK_NOT_MADE;
}

void gp_verify_said(gp_verifying *v, gp_check check, gp_str text)
{
    gp_check_state state = v->state[check] == GP_CHECK_DIFFERS ? GP_CHECK_DIFFERS : GP_CHECK_HOLDS;
    v->out->checks[check] = (gp_check_result){check, state, text};
}

void gp_verify_not_made(gp_verifying *v, gp_check check, gp_str why)
{
    v->out->checks[check] = (gp_check_result){check, GP_CHECK_NOT_MADE, why};
}

static gp_str no_secret(void *user, const char *variable)
{
    (void)user;
    (void)variable;
    return (gp_str){0};
}

gp_run_options gp_verify_run(const gp_verifying *v)
{
    return (gp_run_options){.limit = -1,
                            .seed = -1,
                            .max_cost = (double)NAN,
                            .ungated = true,
                            .secret = v->o->secret ? v->o->secret : no_secret,
                            .secret_user = v->o->secret_user,
                            .interrupted = v->o->interrupted};
}

/* --- all of it --- */

static gp_code open_bundle(gp_verifying *v, gp_err *err)
{
    gp_code code = gp_bundle_finished(v->o->bundle, err);
    if (!code && !gp_bundle_holds(v->o->bundle, GP_FILE_MANIFEST))
        code = gp_fail(err, GP_E_INPUT, "%s is no bundle: it has no %s", v->o->bundle, GP_FILE_MANIFEST);
    if (!code) code = gp_manifest_read(v->a, gp_path_join(v->a, v->o->bundle, GP_FILE_MANIFEST), &v->manifest, err);
    if (!code) code = gp_results_open(v->o->bundle, &v->results, err);
    const char *chain = gp_path_join(v->a, v->o->bundle, GP_FILE_CHAIN);
    v->chained = !code && gp_is_file(chain);
    if (v->chained) code = gp_chain_read(v->a, chain, &v->chain, err);
    if (!code) gp_verify_versions(v);
    return code ? gp_verify_unreadable(v->a, v->o->bundle, code, err) : GP_OK;
}

static void describe(gp_verifying *v, const char *given)
{
    const gp_results_head *h = gp_results_facts(v->results);
    gp_buf names = {0};
    for (size_t i = 0; i < v->manifest.n_suites; i++)
        gp_buf_fmt(&names, "%s%.*s %.*s", i ? ", " : "", GP_ARG(v->manifest.suites[i].name),
                   GP_ARG(v->manifest.suites[i].version));
    v->out->bundle = gp_str_c(given);
    v->out->suite = gp_str_dup(v->a, gp_buf_view(&names));
    v->out->fingerprint = gp_str_dup(v->a, h->fingerprint);
    v->out->all_trials = h->tally.trials;
    gp_buf_free(&names);
}

static gp_code make_scratch(gp_verifying *v, gp_err *err)
{
    const char *where = getenv("TMPDIR");
    gp_str name = gp_str_fmt(v->a, "%s/goldpin-verify-XXXXXX", where && *where ? where : "/tmp");
    char *path = gp_arena_copy(v->a, name.p, name.n);
    if (!mkdtemp(path)) return gp_fail_open(path, err);
    v->scratch = path;
    return GP_OK;
}

/* One file stands for the bundle in it. */
static gp_code unpack(gp_verifying *v, gp_verify_options *o, gp_err *err)
{
    if (!gp_bundle_is_packed(o->bundle)) return GP_OK;
    const char *to = gp_path_join(v->a, v->scratch, "bundle");
    gp_code code = gp_bundle_unpack(o->bundle, to, err);
    o->bundle = to;
    return code;
}

static int verdict(const gp_verifying *v)
{
    const gp_verify_report *r = v->out;
    bool differs = r->like[GP_LIKE_TOKEN] + r->like[GP_LIKE_GRADE] + r->like[GP_LIKE_NOT] > 0;
    for (size_t i = 0; i < GP_CHECKS; i++) differs = differs || r->checks[i].state == GP_CHECK_DIFFERS;
    if (differs) return 1;
    if ((r->versions.other && r->versions.unlike) || v->in_part) return 3;
    if (v->o->model_key && r->checks[GP_CHECK_MODEL].state == GP_CHECK_NOT_MADE) return 3;
    bool wanted = v->o->rerun == GP_RERUN_ALL || (v->o->rerun == GP_RERUN_AUTO && v->o->n_models);
    if (v->o->remote && r->checks[GP_CHECK_REMOTE].state == GP_CHECK_NOT_MADE) return 3;
    if (v->o->graders && r->checks[GP_CHECK_GRADERS].state == GP_CHECK_NOT_MADE) return 3;
    if (v->o->bisect && r->checks[GP_CHECK_BISECT].state == GP_CHECK_NOT_MADE && !r->bisection.written.n) return 3;
    return wanted && r->checks[GP_CHECK_RERUN].state == GP_CHECK_NOT_MADE ? 3 : 0;
}

gp_code gp_verify(gp_arena *a, const gp_verify_options *o, gp_verify_report *out, gp_err *err)
{
    gp_verify_options here = *o;
    gp_verifying v = {.o = &here, .a = a, .out = out};
    *out = (gp_verify_report){0};
    gp_code code = make_scratch(&v, err);
    if (!code) code = unpack(&v, &here, err);
    if (!code) code = open_bundle(&v, err);
    if (!code) describe(&v, o->bundle);
    if (!code) code = gp_verify_sums(&v, err);
    if (!code) code = gp_verify_chain(&v, err);
    if (!code) code = gp_verify_inputs(&v, err);
    if (!code) code = gp_verify_prompts(&v, err);
    if (!code) code = gp_verify_verdicts(&v, err);
    if (!code) code = gp_verify_signature(&v, err);
    if (!code) code = gp_verify_model(&v, err);
    if (!code) code = gp_verify_rerun(&v, err);
    if (!code) code = gp_verify_graders(&v, err);
    if (!code) code = gp_verify_remote(&v, err);
    if (!code) code = gp_verify_bisect(&v, err);
    if (v.scratch) gp_remove_tree(v.scratch);
    gp_results_close(v.results);
    out->differences = v.list;
    out->n_differences = v.n;
    out->exit_code = verdict(&v);
    return code;
}
